package vault

import (
	"bytes"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"

	"lampan/rules/password"
)

// jsonReader walks over JSON text and makes a copy only of what it is asked
// for. Its methods read the next value, whatever it is: a value of another kind
// than asked for is passed over, because exports write null, a number or an
// object where another version has text.
type jsonReader struct {
	data  []byte
	pos   int
	depth int
}

func (j *jsonReader) bad() error {
	if j.pos >= len(j.data) {
		return bad{what: CutOff, pos: len(j.data) + 1}
	}
	return bad{what: JSONSyntax, pos: j.pos + 1}
}

// peek returns the first byte of what comes next, or 0 at the end.
func (j *jsonReader) peek() byte {
	for j.pos < len(j.data) {
		switch c := j.data[j.pos]; c {
		case ' ', '\t', '\r', '\n':
			j.pos++
		default:
			return c
		}
	}
	return 0
}

func (j *jsonReader) expect(c byte) error {
	if j.peek() != c {
		return j.bad()
	}
	j.pos++
	return nil
}

// object calls f for each member; f reads its value.
func (j *jsonReader) object(f func(key []byte) error) error {
	if j.peek() != '{' {
		return j.skip()
	}
	return j.list('}', func() error {
		raw, err := j.quoted()
		if err != nil {
			return err
		}
		if bytes.IndexByte(raw, '\\') >= 0 {
			raw = unescape(raw)
		}
		if err := j.expect(':'); err != nil {
			return err
		}
		return f(raw)
	})
}

// array calls f for each element; f reads it.
func (j *jsonReader) array(f func() error) error {
	if j.peek() != '[' {
		return j.skip()
	}
	return j.list(']', f)
}

// list reads what stands between brackets.
func (j *jsonReader) list(end byte, f func() error) error {
	if j.depth++; j.depth > maxDepth {
		return bad{what: TooDeep, pos: j.pos + 1}
	}
	j.pos++
	if j.peek() == end {
		j.pos++
		j.depth--
		return nil
	}
	for {
		if err := f(); err != nil {
			return err
		}
		switch j.peek() {
		case ',':
			j.pos++
		case end:
			j.pos++
			j.depth--
			return nil
		default:
			return j.bad()
		}
	}
}

// skip passes over one value and checks it.
func (j *jsonReader) skip() error {
	switch c := j.peek(); {
	case c == '{':
		return j.object(func([]byte) error { return j.skip() })
	case c == '[':
		return j.array(j.skip)
	case c == '"':
		_, err := j.quoted()
		return err
	case c == '-' || c >= '0' && c <= '9':
		_, err := j.digits()
		return err
	}
	rest := j.data[j.pos:]
	for _, word := range []string{"null", "true", "false"} {
		switch {
		case bytes.HasPrefix(rest, []byte(word)):
			j.pos += len(word)
			return nil
		case bytes.HasPrefix([]byte(word), rest):
			j.pos = len(j.data)
		}
	}
	return j.bad()
}

// quoted returns what stands between quotation marks, as it stands there.
func (j *jsonReader) quoted() ([]byte, error) {
	if err := j.expect('"'); err != nil {
		return nil, err
	}
	for start := j.pos; j.pos < len(j.data); j.pos++ {
		switch c := j.data[j.pos]; {
		case c == '"':
			j.pos++
			return j.data[start : j.pos-1], nil
		case c < ' ':
			return nil, j.bad()
		case c == '\\':
			if err := j.escape(); err != nil {
				return nil, err
			}
		}
	}
	return nil, j.bad()
}

// escape checks an escape and stops at its last byte.
func (j *jsonReader) escape() error {
	j.pos++
	if j.pos >= len(j.data) {
		return j.bad()
	}
	switch j.data[j.pos] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return nil
	case 'u':
		for range 4 {
			j.pos++
			if j.pos >= len(j.data) || !isHex(j.data[j.pos]) {
				return j.bad()
			}
		}
		return nil
	}
	return j.bad()
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// digits returns a number as it stands there.
func (j *jsonReader) digits() ([]byte, error) {
	start := j.pos
	for j.pos < len(j.data) && bytes.IndexByte([]byte("+-.0123456789Ee"), j.data[j.pos]) >= 0 {
		j.pos++
	}
	raw := j.data[start:j.pos]
	if !bytes.ContainsAny(raw, "0123456789") {
		return nil, j.bad()
	}
	return raw, nil
}

// secret reads text that may be a password: its own copy, of exactly its size.
func (j *jsonReader) secret() (password.Secret, error) {
	b, err := j.bytes()
	if err != nil || len(b) == 0 {
		return password.Secret{}, err
	}
	return password.NewSecret(b), nil
}

// text reads text that is no secret; empty for any other kind of value.
func (j *jsonReader) text() (string, error) {
	b, err := j.bytes()
	return string(b), err
}

// bytes returns an own copy of the next text.
func (j *jsonReader) bytes() ([]byte, error) {
	if j.peek() != '"' {
		return nil, j.skip()
	}
	start := j.pos
	raw, err := j.quoted()
	if err != nil {
		return nil, err
	}
	if len(raw) > 6*maxField {
		return nil, bad{what: FieldTooLong, pos: start + 1}
	}
	b := unescape(raw)
	if len(b) > maxField {
		clear(b)
		return nil, bad{what: FieldTooLong, pos: start + 1}
	}
	return b, nil
}

// some passes over the next value and reports whether there was anything in it:
// neither null, false, nothing between brackets nor an empty text.
func (j *jsonReader) some() (bool, error) {
	j.peek()
	start := j.pos
	if err := j.skip(); err != nil {
		return false, err
	}
	switch string(j.data[start:min(j.pos, start+5)]) {
	case "null", "false", `""`, "[]", "{}":
		return false, nil
	}
	return true, nil
}

// number reads a whole number; 0 for any other kind of value. Fractions are cut
// off.
func (j *jsonReader) number() (int64, error) {
	c := j.peek()
	if c != '-' && (c < '0' || c > '9') {
		return 0, j.skip()
	}
	raw, err := j.digits()
	if err != nil {
		return 0, err
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || f >= 1<<62 || f <= -1<<62 {
		return 0, nil //nolint:nilerr // a number beyond all numbers says nothing
	}
	return int64(f), nil
}

// unescape returns a copy of a checked quotation, of exactly its size.
func unescape(raw []byte) []byte {
	n := 0
	unescaped(raw, func(b []byte) { n += len(b) })
	if n == 0 {
		return nil
	}
	out := make([]byte, 0, n)
	unescaped(raw, func(b []byte) { out = append(out, b...) })
	return out
}

// unescaped calls f with the parts that a checked quotation stands for.
func unescaped(raw []byte, f func([]byte)) {
	var buf [utf8.UTFMax]byte
	defer clear(buf[:])
	for len(raw) > 0 {
		i := bytes.IndexByte(raw, '\\')
		if i < 0 {
			f(raw)
			return
		}
		if i > 0 {
			f(raw[:i])
		}
		c := raw[i+1]
		raw = raw[i+2:]
		if c != 'u' {
			if to := bytes.IndexByte([]byte("bfnrt"), c); to >= 0 {
				c = "\b\f\n\r\t"[to]
			}
			buf[0] = c
			f(buf[:1])
			continue
		}
		r := hex4(raw)
		raw = raw[4:]
		if utf16.IsSurrogate(r) && len(raw) >= 6 && raw[0] == '\\' && raw[1] == 'u' {
			if both := utf16.DecodeRune(r, hex4(raw[2:])); both != utf8.RuneError {
				r, raw = both, raw[6:]
			}
		}
		f(buf[:utf8.EncodeRune(buf[:], r)])
	}
}

func hex4(b []byte) rune {
	var r rune
	for _, c := range b[:4] {
		r <<= 4
		switch {
		case c <= '9':
			r |= rune(c - '0')
		default:
			r |= rune(c|0x20-'a') + 10
		}
	}
	return r
}
