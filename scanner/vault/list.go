package vault

import (
	"bytes"
	"unicode"
	"unicode/utf8"

	"lampan/rules/password"
)

// A list nobody announced is read as one only if nothing in it looks like
// anything else. To take a table or notes for passwords would be worse than to
// refuse them: "gmail: sommar" looks far better than "sommar" is.
const (
	longestLine = 128 // bytes of a password in such a list
	mostWords   = 8   // of a passphrase; more is prose
)

// plainList reports whether text cannot be anything but one password a line.
func plainList(text []byte) bool {
	lines, first, even := 0, 0, true
	for line := range bytes.Lines(text) {
		line = bytes.TrimRight(line, "\r\n")
		if len(line) == 0 {
			continue
		}
		if len(line) > longestLine || len(bytes.Fields(line)) > mostWords {
			return false
		}
		for _, sign := range []string{"\t", ": ", "://", "\";\"", "\",\"", " = "} {
			if bytes.Contains(line, []byte(sign)) {
				return false
			}
		}
		if bytes.IndexFunc(line, unicode.IsControl) >= 0 || !utf8.Valid(line) || pair(line) {
			return false
		}
		commas := bytes.Count(line, []byte(",")) + bytes.Count(line, []byte(";"))
		if lines == 0 {
			first = commas
		}
		even = even && commas == first
		lines++
	}
	// One line could be the start of anything. Lines with as many separators
	// each are a table without headings.
	return lines > 1 && (first == 0 || !even)
}

// pair reports whether a line is an e-mail address and a password after it, as
// leaked lists have them.
func pair(line []byte) bool {
	at := bytes.IndexByte(line, '@')
	if at <= 0 {
		return false
	}
	rest := line[at:]
	dot := bytes.IndexByte(rest, '.')
	return dot > 0 && bytes.IndexByte(rest[dot:], ':') > 0
}

// list reads one password a line. Spaces at the ends of a line belong to it.
func (r *reader) list(text []byte) error {
	r.info.Format, r.info.Lines = "", true
	n := 0
	for line := range bytes.Lines(text) {
		n++
		line = bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r"))
		if len(line) == 0 {
			continue
		}
		own, err := secretOf(line)
		if err != nil {
			return bad{what: FieldTooLong, line: n}
		}
		if err := r.add(password.Entry{Line: n, Secret: own}); err != nil {
			return err
		}
	}
	if len(r.entries) == 0 {
		return bad{what: Empty}
	}
	return nil
}
