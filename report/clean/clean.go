// Package clean makes text from outside safe to show. A page title, a file
// name or an answer may hold bytes that move a terminal's cursor, fill its
// clipboard, or turn the reading order around; none of them survives here.
// Every word a report shows passes through this package once, when the view is
// built. Escaping for a format (HTML, JSON) is still the renderer's work.
package clean

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one letter. Written
// languages need two or three; a tall stack covers the lines around it.
const maxMarks = 4

// Line returns s as one line of visible text. Line breaks and tabs become a
// space, runs of spaces one space, and both ends are trimmed. Control
// characters (C0, C1, DEL) become U+FFFD so that a reader sees that something
// stood there; characters that only steer or hide (bidirectional controls,
// zero-width characters, tags, fillers) are dropped. Invalid UTF-8 becomes
// U+FFFD. Line(Line(s)) equals Line(s).
func Line(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space, bad, marks := false, false, 0
	put := func(r rune) {
		if space && b.Len() > 0 {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	for _, r := range s {
		switch {
		case unicode.IsSpace(r) && r != '\u0085':
			space, bad, marks = true, false, 0
		case hidden(r):
		case r == utf8.RuneError || unicode.IsControl(r) || noncharacter(r):
			// A run of them says no more than one.
			if !bad || space {
				put(utf8.RuneError)
			}
			bad, marks = true, 0
		case unicode.Is(unicode.M, r):
			if marks++; marks <= maxMarks {
				put(r)
				bad = false
			}
		default:
			put(r)
			bad, marks = false, 0
		}
	}
	return b.String()
}

// Clip is Line, cut after n characters with "…" in place of the rest.
func Clip(s string, n int) string {
	s = Line(s)
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	return strings.TrimRightFunc(string(r[:max(n-1, 0)]), unicode.IsSpace) + "…"
}

// hidden reports whether r has no shape of its own and only steers or hides.
func hidden(r rune) bool {
	switch {
	case unicode.Is(unicode.Cf, r): // bidi, zero width, soft hyphen, tags
		return true
	case r == '\u034F', // combining grapheme joiner
		r == '\u115F', r == '\u1160', r == '\u3164', r == '\uFFA0', // Hangul fillers
		r == '\u17B4', r == '\u17B5', // Khmer inherent vowels
		r == '\u2800',                  // blank Braille pattern
		r == '\u2065',                  // unassigned, ignored when shown
		r >= '\uFE00' && r <= '\uFE0F', // variation selectors
		r >= 0x180B && r <= 0x180F,     // Mongolian selectors
		r >= 0xE0000 && r <= 0xE0FFF,   // tags and selectors, assigned or not
		r >= '\uFFF0' && r <= '\uFFF8', // unassigned, ignored when shown
		r >= 0x1D173 && r <= 0x1D17A,   // musical format controls
		r >= 0x1BCA0 && r <= 0x1BCA3:   // shorthand format controls
		return true
	}
	return false
}

func noncharacter(r rune) bool {
	return r >= 0xFDD0 && r <= 0xFDEF || r&0xFFFE == 0xFFFE
}
