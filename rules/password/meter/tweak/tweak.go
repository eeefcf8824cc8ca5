// Package tweak guesses a password as somebody would who knows another one of
// the same person: people change the year, the case, the last sign or the name
// of the site, and use the rest again.
package tweak

import (
	"math"

	"lampan/rules/password/meter/form"
)

// Log10 is the number of guesses, as a power of ten, that somebody needs for
// target who knows known. It is 0 when they are equal. Near is false when known
// does not help, and log10 is then +Inf.
func Log10(known, target []byte) (log10 float64, near bool) {
	var a, b form.Text
	defer a.Wipe()
	defer b.Wipe()
	a.Read(known)
	b.Read(target)
	d := edits(a.Plain, b.Plain)
	if 3*d > len(b.Plain) {
		return math.Inf(1), false
	}
	return 1.5 * float64(d), true
}

// edits is the Levenshtein distance.
func edits(a, b []rune) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i, r := range a {
		diagonal := row[0]
		row[0] = i + 1
		for j, s := range b {
			up := row[j+1]
			row[j+1] = min(up+1, row[j]+1)
			if r == s {
				row[j+1] = min(row[j+1], diagonal)
			} else {
				row[j+1] = min(row[j+1], diagonal+1)
			}
			diagonal = up
		}
	}
	return row[len(b)]
}
