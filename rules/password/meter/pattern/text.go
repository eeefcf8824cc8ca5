package pattern

import (
	"slices"
	"unicode"

	"lampan/rules/password/meter/form"
)

type text struct {
	plain  []rune
	lower  []rune
	folded []rune
	swaps  [][]rune
	cut    bool
}

func read(f *form.Text) *text {
	t := &text{plain: f.Plain, folded: f.Folded, cut: f.Cut()}
	t.lower = each(t.plain, unicode.ToLower)
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
