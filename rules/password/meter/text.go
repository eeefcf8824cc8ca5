package meter

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/password/wordset"
)

// text is a password in the forms that guessing looks at, rune for rune. All of
// it is wiped after use.
type text struct {
	plain  []rune   // NFC
	lower  []rune   // lower case, accents kept: what a keyboard walk follows
	folded []rune   // lower case without accents
	swaps  [][]rune // folded, with digits and signs read as letters
	cut    bool     // there was more than longest
}

// expansion is how many bytes NFC makes of one, at most (Unicode Standard Annex
// 15); room for all of them keeps append from leaving copies behind.
const expansion = 3

func read(b []byte) *text {
	buf := make([]byte, 0, expansion*len(b))
	buf = norm.NFC.Append(buf, b...)
	defer clear(buf[:cap(buf)])
	t := &text{plain: make([]rune, 0, longest)}
	for rest := buf; len(rest) > 0; {
		if len(t.plain) == longest {
			t.cut = true
			break
		}
		r, n := utf8.DecodeRune(rest)
		t.plain = append(t.plain, r)
		rest = rest[n:]
	}
	t.lower = each(t.plain, unicode.ToLower)
	t.folded = each(t.plain, wordset.Fold)
	// 1 stands for i or l, so both readings are tried.
	for _, one := range []rune{'i', 'l'} {
		read := each(t.folded, func(r rune) rune {
			if r == '1' || r == '|' {
				return one
			}
			return unswap(r)
		})
		if !slices.Equal(read, t.folded) {
			t.swaps = append(t.swaps, read)
		}
	}
	return t
}

func each(in []rune, f func(rune) rune) []rune {
	out := make([]rune, len(in))
	for i, r := range in {
		out[i] = f(r)
	}
	return out
}

// unswap reads a digit or sign as the letter it is often written for.
func unswap(r rune) rune {
	switch r {
	case '0':
		return 'o'
	case '3', '€':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7', '+':
		return 't'
	case '8':
		return 'b'
	case '9':
		return 'g'
	case '!':
		return 'i'
	}
	return r
}

func (t *text) wipe() {
	clear(t.plain[:cap(t.plain)])
	clear(t.lower)
	clear(t.folded)
	for _, s := range t.swaps {
		clear(s)
	}
}
