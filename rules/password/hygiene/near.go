package hygiene

import (
	"bytes"
	"cmp"
	"slices"

	"lampan/rules/password/meter/tweak"
)

// What counts as a variant.
const (
	// closeBy is how many guesses, as log10, somebody who knows one password may
	// need for the other. Within a thousand, more than 16 % of accounts fell to a
	// sister password (Pal et al., IEEE S&P 2019); ten times that is out of the
	// reach of a site that counts tries, and within it of a leaked list.
	closeBy = 4.0
	// mostCompared is how many of those with a key in common are compared with
	// each, in the order of the alphabet.
	mostCompared = 24
	// mostPairs is how many pairs of one key are compared, so that ten thousand
	// forms of one password take seconds; but each is compared with fewestCompared,
	// because neighbours in the alphabet are the closest.
	mostPairs      = 250 * mostCompared
	fewestCompared = 4
)

// compared is how many of the next ones each of n with a key in common is
// compared with.
func compared(n int) int { return min(mostCompared, max(fewestCompared, mostPairs/n)) }

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
	defer clear(alike)
	for n, b := range w.bytes {
		for _, k := range tweak.Keys(b) {
			alike[k] = append(alike[k], n)
		}
	}
	seen := map[[2]int]bool{}
	for _, list := range alike {
		slices.SortFunc(list, func(i, j int) int { return bytes.Compare(w.bytes[i], w.bytes[j]) })
		for i, x := range list {
			for _, y := range list[i+1 : min(len(list), i+1+compared(len(list)))] {
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
