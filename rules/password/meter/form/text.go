// Package form reads a password into the forms in which guessing looks at it.
// They are kept in buffers that are used again and wiped.
package form

import (
	"slices"
	"unicode/utf8"

	"lampan/rules/password/wordset"
)

// Longest is how many characters are looked at. More do not make a password
// easier to guess in any way that lampan knows.
const Longest = 128

// Text is a password, rune for rune in several forms. The zero Text is ready to
// Read. It is not safe for concurrent use.
type Text struct {
	Plain  []rune // NFC, at most Longest
	Bare   []rune // without accents
	Folded []rune // lower case without accents
	Length int    // characters of all of it, in NFC
	buf    []byte
}

// expansion is how many bytes NFC makes of one, at most (Unicode Standard Annex
// 15); room for all of them keeps append from leaving copies behind.
const expansion = 3

// Read replaces what the text holds by b, which it neither keeps nor changes.
func (t *Text) Read(b []byte) {
	t.Wipe()
	t.buf = compose(slices.Grow(t.buf[:0], expansion*len(b)), b)
	t.Plain = slices.Grow(t.Plain[:0], Longest)
	t.Bare = slices.Grow(t.Bare[:0], Longest)
	t.Folded = slices.Grow(t.Folded[:0], Longest)
	t.Length = 0
	for rest := t.buf; len(rest) > 0; t.Length++ {
		r, n := utf8.DecodeRune(rest)
		rest = rest[n:]
		if t.Length < Longest {
			t.Plain = append(t.Plain, r)
			t.Bare = append(t.Bare, wordset.Bare(r))
			t.Folded = append(t.Folded, wordset.Fold(r))
		}
	}
}

// Cut reports whether the password is longer than the forms.
func (t *Text) Cut() bool { return t.Length > len(t.Plain) }

// Wipe overwrites everything that was read.
func (t *Text) Wipe() {
	clear(t.buf[:cap(t.buf)])
	clear(t.Plain[:cap(t.Plain)])
	clear(t.Bare[:cap(t.Bare)])
	clear(t.Folded[:cap(t.Folded)])
	t.buf, t.Plain, t.Bare, t.Folded, t.Length = t.buf[:0], t.Plain[:0], t.Bare[:0], t.Folded[:0], 0
}
