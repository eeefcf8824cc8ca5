package hygiene

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
	"unicode"
	"unicode/utf8"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/tweak"
)

// What counts as a variant.
const (
	// closeBy is how many guesses, as log10, somebody who knows one password may
	// need for the other. Within a thousand, more than 16 % of accounts fell to a
	// sister password (Pal et al., IEEE S&P 2019); ten times that is out of the
	// reach of a site that counts tries, and within it of a leaked list.
	closeBy = 4.0
	// Two passwords are compared when they have the same core of letters, or
	// begin or end alike: what people keep when they change a year, a sign or the
	// name of the site.
	shortestCore = 4
	samePart     = 6
	// mostCompared is how many of those that are alike are compared with each, so
	// that a vault of one password in ten thousand forms takes seconds.
	mostCompared = 24
)

// compare finds the passwords that are close to each other.
func (a *audit) compare() {
	a.near = map[int][]int{}
	for _, p := range a.words.pairs() {
		if !a.words.close(p[0], p[1]) {
			continue
		}
		a.near[p[0]] = append(a.near[p[0]], p[1])
		a.near[p[1]] = append(a.near[p[1]], p[0])
	}
}

// close reports whether one of two passwords is soon guessed from the other.
func (w *words) close(i, j int) bool {
	for _, p := range [][2]int{{i, j}, {j, i}} {
		if log10, near := tweak.Log10(w.bytes[p[0]], w.bytes[p[1]]); near && log10 <= closeBy {
			return true
		}
	}
	return false
}

// pairs lists, in order, the passwords that may be close to each other. The
// lower number stands first. The order of the numbers does not decide which pairs
// are listed.
func (w *words) pairs() [][2]int {
	alike := map[uint64][]int{}
	var t form.Text
	defer t.Wipe()
	key := make([]rune, 0, form.Longest+1)
	defer func() { clear(key[:cap(key)]) }()
	raw := make([]byte, 0, utf8.UTFMax*(form.Longest+1))
	defer func() { clear(raw[:cap(raw)]) }()
	for n, b := range w.bytes {
		t.Read(b)
		for _, k := range keys() {
			if key = k(key[:0], t.Folded); len(key) == 0 {
				continue
			}
			raw = raw[:0]
			for _, r := range key {
				raw = utf8.AppendRune(raw, r)
			}
			h := maphash.Bytes(w.seed, raw)
			if list := alike[h]; len(list) == 0 || list[len(list)-1] != n {
				alike[h] = append(list, n)
			}
		}
	}
	seen := map[[2]int]bool{}
	for _, list := range alike {
		slices.SortFunc(list, func(i, j int) int { return bytes.Compare(w.bytes[i], w.bytes[j]) })
		for i, x := range list {
			for _, y := range list[i+1 : min(len(list), i+1+mostCompared)] {
				seen[[2]int{min(x, y), max(x, y)}] = true
			}
		}
	}
	pairs := make([][2]int, 0, len(seen))
	for p := range seen {
		pairs = append(pairs, p)
	}
	slices.SortFunc(pairs, func(x, y [2]int) int { return cmp.Or(cmp.Compare(x[0], y[0]), cmp.Compare(x[1], y[1])) })
	return pairs
}

// keys are what alike passwords have in common. Each appends its key of a folded
// password to dst, or nothing where it has none.
func keys() []func(dst, folded []rune) []rune {
	return []func(dst, folded []rune) []rune{
		func(dst, folded []rune) []rune { return core(append(dst, 'c'), folded, false) },
		func(dst, folded []rune) []rune { return core(append(dst, 'c'), folded, true) },
		func(dst, folded []rune) []rune {
			if len(folded) < samePart {
				return dst
			}
			return append(append(dst, 'b'), folded[:samePart]...)
		},
		func(dst, folded []rune) []rune {
			if len(folded) < samePart {
				return dst
			}
			return append(append(dst, 'e'), folded[len(folded)-samePart:]...)
		},
	}
}

// core appends the letters, forwards or backwards, whichever comes first in the
// alphabet. With swaps, signs before the last letter are read as the letters that
// they look like.
func core(dst, folded []rune, swaps bool) []rune {
	start := len(dst)
	end := len(folded)
	for end > 0 && !unicode.IsLetter(folded[end-1]) {
		end--
	}
	for _, r := range folded[:end] {
		if swaps {
			r = letter(r)
		}
		if unicode.IsLetter(r) {
			dst = append(dst, r)
		}
	}
	found := dst[start:]
	if len(found) < shortestCore {
		return dst[:0]
	}
	for i, j := 0, len(found)-1; i < j; i, j = i+1, j-1 {
		if found[i] != found[j] {
			if found[j] < found[i] {
				slices.Reverse(found)
			}
			break
		}
	}
	return dst
}

// letter is the letter that a sign is put in the place of.
func letter(r rune) rune {
	switch r {
	case '0':
		return 'o'
	case '1', '!', '|':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7', '+':
		return 't'
	}
	return r
}
