// Package decode turns bytes from outside into text and facts: web pages,
// feeds, files of posts, registration records, interviews and photographs.
//
// It promises that whatever the bytes are, a decoder returns: valid UTF-8 of
// bounded size, or a *source.Error that says why not. It fetches nothing,
// opens nothing and judges nothing.
package decode

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"runtime"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/source"
)

// Stamp returns doc as its source yields it: with the source's ID, subject and
// visibility, clean text that holds its title, and its own ID. Kind is the
// source's, but Photos for a photograph wherever it was found: what a picture
// says about itself does not depend on that. The text of a photograph is its
// captions, and what was read in the picture.
func Stamp(src household.Source, doc exposure.Document) exposure.Document {
	doc.Source, doc.Kind, doc.Subject, doc.Visibility = src.ID, src.Kind, src.Subject, src.Visibility
	if doc.Photo != nil {
		doc.Kind = exposure.Photos
		doc.Text = doc.Photo.Caption
	}
	doc.Locator = Clean(doc.Locator)
	doc.Title = strings.TrimSpace(Clean(doc.Title))
	doc.Text = Clean(doc.Text)
	if doc.Photo == nil {
		doc.Text = titled(doc.Title, doc.Text)
	}
	doc.Lang = Clean(doc.Lang)
	doc.ID = hash(doc)
	if doc.Photo != nil && doc.Photo.Seen != nil && doc.Photo.Seen.Words != "" {
		doc.Text = strings.TrimPrefix(doc.Text+"\n\n"+Clean(doc.Photo.Seen.Words), "\n\n")
	}
	return doc
}

// titled returns the text with its title as a paragraph of its own in front, so
// that whoever reads the text reads the title. A text that begins with its
// title, or has it as a line further down as pages below a menu do, is returned
// as it is.
func titled(title, text string) string {
	t := collapse(title)
	switch {
	case t == "":
		return text
	case strings.TrimSpace(text) == "":
		return title
	}
	// Some programs make a title of the first words: "Vi åker till R…".
	start := strings.TrimRight(t, ".…")
	if rest, ok := strings.CutPrefix(collapse(cut(text, 2*len(title)+100)), start); ok && start != "" {
		next, _ := utf8.DecodeRuneInString(rest)
		if start != t || rest == "" || !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return text
		}
	}
	for line := range strings.SplitSeq(text, "\n") {
		// Most lines are told apart by their first letter.
		if line = strings.TrimSpace(line); len(line) >= len(t) && line[0] == t[0] && collapse(line) == t {
			return text
		}
	}
	return title + "\n\n" + text
}

// hash is SHA-256 over source, locator and content, hexadecimal. Each part is
// preceded by its length, so that moving a letter from one to the next changes
// the hash.
//
// What was seen in a photo's pixels is left out, the words read in it too: it
// depends on whether there was time to look.
func hash(doc exposure.Document) exposure.DocumentID {
	if doc.Photo != nil {
		p := *doc.Photo
		p.Seen, p.Unseen = nil, ""
		doc.Photo = &p
	}
	facts, err := json.Marshal(struct {
		Photo   *exposure.Photo
		Record  *exposure.Record
		Answers []exposure.Answer
		Account *exposure.Account `json:",omitempty"`
		Listing *exposure.Listing `json:",omitempty"`
	}{doc.Photo, doc.Record, doc.Answers, doc.Account, doc.Listing})
	if err != nil { // a position that is not a number, which no decoder gives
		facts = fmt.Append(nil, doc.Photo, doc.Record, doc.Answers)
	}
	h := sha256.New()
	var published string
	if !doc.Published.IsZero() {
		published = doc.Published.Format(time.RFC3339Nano)
	}
	for _, part := range []string{string(doc.Source), doc.Locator, doc.Title, doc.Text, published, string(facts)} {
		var n [8]byte
		binary.BigEndian.PutUint64(n[:], uint64(len(part)))
		h.Write(n[:])
		h.Write([]byte(part))
	}
	return exposure.DocumentID(hex.EncodeToString(h.Sum(nil)))
}

// Clean makes text from outside fit for recognisers: valid UTF-8, lines that
// end in "\n", ordinary spaces, and none of the characters that nobody sees
// and that would split a number or a name (NUL, soft hyphen, zero-width space,
// word joiner, byte-order mark). It never makes text longer than three times
// its bytes.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !unclean(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch r {
		case '\x00', '\u00AD', '\u200B', '\u2060', '\uFEFF':
			return -1
		case '\r':
			return '\n'
		case '\u00A0', '\u202F':
			return ' '
		}
		return r
	}, s)
}

// unclean reports whether Clean would change valid UTF-8. It looks at bytes,
// because nearly all text is clean and every page passes here twice.
func unclean(s string) bool {
	for i := range len(s) {
		switch s[i] {
		case 0, '\r':
			return true
		case 0xC2: // U+00A0, U+00AD
			if c := s[i+1]; c == 0xA0 || c == 0xAD {
				return true
			}
		case 0xE2: // U+200B, U+202F, U+2060
			if c := s[i : i+3]; c == "\u200B" || c == "\u202F" || c == "\u2060" {
				return true
			}
		case 0xEF:
			if s[i:i+3] == "\uFEFF" {
				return true
			}
		}
	}
	return false
}

// malformed is the fault of bytes that are not what they should be.
func malformed(name string, line int, format string, args ...any) error {
	return &source.Error{Reason: source.Malformed, Locator: name, Line: line, Err: fmt.Errorf(format, args...)}
}

// recovered turns a panic of a library into a Malformed fault. The panic's
// value may hold text of the document, so only its type is kept.
func recovered(name string, err *error) {
	if r := recover(); r != nil {
		if _, ok := r.(runtime.Error); ok {
			*err = malformed(name, 0, "the decoder panicked: %v", r)
			return
		}
		*err = malformed(name, 0, "the decoder panicked with a %T", r)
	}
}

// The years that a publication may have, the last one not included.
const minYear, endYear = 1900, 2200

// date reads the forms in which web pages, feeds and files write a day or an
// instant. One without a zone is read in the given zone. ok is false for
// anything else, and for years that no publication has.
func date(s string, zone *time.Location) (t time.Time, ok bool) {
	s = strings.TrimSpace(s)
	if len(s) > 64 {
		return time.Time{}, false
	}
	for _, layout := range [...]string{
		time.DateOnly, time.RFC3339Nano,
		"2006-01-02T15:04:05", "2006-01-02T15:04", time.DateTime, "2006-01-02 15:04",
		"2006-01-02T15:04:05-0700", "2006-01-02T15:04Z07:00", "2006-01-02 15:04:05Z07:00", "2006-01-02 15:04:05 -0700",
		"20060102",
		time.RFC1123Z, time.RFC1123, "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, 2 Jan 2006 15:04:05 MST", "2 Jan 2006 15:04:05 -0700",
	} {
		t, err := time.ParseInLocation(layout, s, zone)
		if err == nil {
			return t, t.Year() >= minYear && t.Year() < endYear
		}
	}
	return time.Time{}, false
}

// cut shortens s to at most n bytes on a rune border.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
