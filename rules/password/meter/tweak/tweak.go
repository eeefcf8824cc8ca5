// Package tweak guesses a password as somebody would who knows another one of
// the same person. People who change a password mostly change its year, number,
// case or last sign, the season or the name of the site, and use the rest again:
// of those who modify one, 30 % are found within 10 guesses (Wang and others,
// 2018, on 28.8 million users; Pal and others, S&P 2019).
package tweak

import (
	"math"
	"slices"

	"lampan/rules/password/meter/form"
)

// nearest is the most guesses, as a power of ten, at which knowing one password
// still counts as help.
const nearest = 6.0

// Costs as powers of ten, after how many other tweaks somebody tries first.
const (
	capsCost     = 0.4 // the first letter, or all, in the other case
	oddCapsCost  = 1.2 // other letters
	accentCost   = 0.5
	swapCost     = 0.7 // signs for letters, at one place
	moreSwapCost = 0.3 // at each other place
	doubleCost   = 0.8
	reverseCost  = 0.9
	moveCost     = 1.2 // two parts in the other order
	dropCost     = 0.5 // the end left out
	seasonCost   = 0.8 // a season for a season, a month for a month
	siteCost     = 1.4 // the name of one well-known service for another's
	frontCost    = 0.4 // the change is not at the end
	editCost     = 2.3 // one character anywhere
)

// Log10 is the number of guesses, as a power of ten, that somebody needs for
// target who knows known. It is 0 when they are equal. Near is false when known
// is of no help, and log10 is then +Inf. Both are only read.
func Log10(known, target []byte) (log10 float64, near bool) {
	var a, b form.Text
	defer a.Wipe()
	defer b.Wipe()
	a.Read(known)
	b.Read(target)
	if len(a.Folded) == 0 || len(b.Folded) == 0 || a.Cut() || b.Cut() {
		if string(known) == string(target) {
			return 0, true
		}
		return math.Inf(1), false
	}
	best := pair{a: &a, b: &b}.cost()
	if best > seasonCost {
		best = min(best, swapped(&a, &b, seasons[:], seasonCost), swapped(&a, &b, sites[:], siteCost))
	}
	if best > nearest {
		return math.Inf(1), false
	}
	return best, true
}

// swapped is the cost when a word of a list stands in place of another: a season,
// or the name of a service.
func swapped(a, b *form.Text, words []string, price float64) float64 {
	from, n := find(a.Folded, words)
	to, m := find(b.Folded, words)
	if n == 0 || m == 0 || len(a.Folded)-n+m > form.Longest {
		return math.Inf(1)
	}
	var c form.Text
	defer c.Wipe()
	put := func(t *form.Text, i, j int) {
		c.Plain = append(c.Plain, t.Plain[i:j]...)
		c.Folded = append(c.Folded, t.Folded[i:j]...)
	}
	c.Plain, c.Folded = make([]rune, 0, form.Longest), make([]rune, 0, form.Longest)
	put(a, 0, from)
	put(b, to, to+m)
	put(a, from+n, len(a.Folded))
	return price + pair{a: &c, b: b}.cost()
}

// pair is a known password a and the target b.
type pair struct{ a, b *form.Text }

// cost is that of the cheapest tweak.
func (p pair) cost() float64 {
	a, b := p.a.Folded, p.b.Folded
	best := p.kept(a, b)
	best = min(best, p.core(a, b))
	best = min(best, p.whole(a, b))
	if best > editCost {
		best = min(best, substring(a, b), editCost*float64(edits(a, b)))
	}
	return best
}

// kept explains a change at one place: what stands before and after it stays.
func (p pair) kept(a, b []rune) float64 {
	swaps := 0
	front := 0
	for front < min(len(a), len(b)) && same(a[front], b[front], &swaps) {
		front++
	}
	back := 0
	for back < min(len(a), len(b))-front && same(a[len(a)-1-back], b[len(b)-1-back], &swaps) {
		back++
	}
	cost := p.caps(front, back)
	if swaps > 0 {
		cost += swapCost + moreSwapCost*float64(swaps-1)
	}
	if len(a) == len(b) && front == len(b) {
		return cost
	}
	// A number that changes is read as a whole: 2024 and 2025, not 4 and 5.
	old, now, before, after := changed(a, b, front, back)
	if after > 0 {
		cost += frontCost
	}
	change := replaced(old, now)
	switch rest := before + after; {
	case anyOf(now, isLetter) && !anyOf(b[:before], isLetter) && !anyOf(b[len(b)-after:], isLetter):
		return math.Inf(1) // only a number stays
	case change <= smallChange && rest >= 3:
	case rest < shortestKept || 2*rest < len(b) && len(now) > 4:
		return math.Inf(1)
	}
	return cost + change
}

const (
	// shortestKept is the fewest characters that must stay for knowing them to
	// help; beside a smallChange one less.
	shortestKept = 4
	smallChange  = 1.4
)

// same compares two characters and counts signs that stand for letters.
func same(x, y rune, swaps *int) bool {
	if x == y {
		return true
	}
	if letter(x) == letter(y) && isLetter(x) != isLetter(y) {
		*swaps++
		return true
	}
	return false
}

// changed widens what differs to whole numbers.
func changed(a, b []rune, front, back int) (old, now []rune, before, after int) {
	old, now = a[front:len(a)-back], b[front:len(b)-back]
	if len(old) == 0 || len(now) == 0 || !allOf(old, isDigit) || !allOf(now, isDigit) {
		return old, now, front, back
	}
	f, k := front, back
	for f > 0 && isDigit(a[f-1]) {
		f--
	}
	for k > 0 && isDigit(a[len(a)-k]) {
		k--
	}
	if o, n := a[f:len(a)-k], b[f:len(b)-k]; len(o) <= 4 && len(n) <= 4 {
		return o, n, f, k
	}
	return old, now, front, back
}

// replaced is the cost of now in place of old.
func replaced(old, now []rune) float64 {
	switch {
	case len(now) == 0:
		return dropCost + 0.2*float64(len(old)-1)
	case len(old) == 0:
		return added(now)
	case allOf(old, isDigit) && allOf(now, isDigit) && len(old) <= 4 && len(now) <= 4:
		// one more, two more, one less …
		d := number(now) - number(old)
		steps := math.Abs(float64(d))
		if d < 0 {
			steps *= 2
		}
		return min(0.2+math.Log10(1+steps), 0.4+added(now))
	}
	return 0.4 + added(now)
}

// added is the cost of characters that somebody put to a password.
func added(now []rune) float64 {
	switch {
	case len(now) == 0:
		return 0
	case is(now, "1") || is(now, "!"):
		return 0.5
	case is(now, "12") || is(now, "123") || is(now, "!!") || is(now, "2") || is(now, "01") || is(now, "."):
		return 0.8
	case is(now, "1!") || is(now, "!1") || is(now, "1234") || is(now, "123!") || is(now, "0") || is(now, "?"):
		return 1
	}
	if allOf(now, isDigit) {
		if y := number(now); len(now) == 4 && y >= 1930 && y < 2050 {
			return 1.7
		}
	}
	cost := 0.3
	for i, r := range now {
		switch {
		case i > 0 && r == now[i-1]:
			cost += 0.3
		case isDigit(r):
			cost += 0.9
		case isLetter(r):
			cost += 1.3
		default:
			cost += 1.1
		}
	}
	return cost
}

// caps is the cost of other capitals or accents in the characters that stay.
func (p pair) caps(front, back int) float64 {
	a, b := p.a, p.b
	odd, first, flips, letters, accents := 0, false, 0, 0, false
	compare := func(i, j int) {
		if isLetter(a.Folded[i]) {
			letters++
		}
		ua, ub := upper(a, i), upper(b, j)
		switch {
		case ua != ub:
			flips++
			if first = first || j == 0; j != 0 {
				odd++
			}
		case a.Plain[i] != b.Plain[j] && a.Folded[i] == b.Folded[j]:
			accents = true
		}
	}
	for i := range front {
		compare(i, i)
	}
	for k := range back {
		compare(len(a.Folded)-1-k, len(b.Folded)-1-k)
	}
	cost := 0.0
	switch {
	case flips == 0:
	case odd == 0 || flips == letters:
		cost = capsCost
	default:
		cost = oddCapsCost + 0.3*float64(odd)
	}
	if accents {
		cost += accentCost
	}
	return cost
}

// core explains passwords whose letters are the same, whatever digits and signs
// stand around them.
func (p pair) core(a, b []rune) float64 {
	i, letters, caps := 0, 0, 0.0
	for j, r := range b {
		if !isLetter(r) {
			continue
		}
		for i < len(a) && !isLetter(a[i]) {
			i++
		}
		if i == len(a) || a[i] != r {
			return math.Inf(1)
		}
		if upper(p.a, i) != upper(p.b, j) {
			caps = max(caps, capsCost)
			if letters > 0 {
				caps += 0.3
			}
		}
		i++
		letters++
	}
	for i < len(a) && !isLetter(a[i]) {
		i++
	}
	if i < len(a) || letters < shortestKept {
		return math.Inf(1)
	}
	// Each run of other characters is taken over, or made anew.
	cost := 0.3 + caps
	if runs(a) > runs(b) {
		cost += 0.3 // which is left out
	}
	for j := 0; j < len(b); {
		if isLetter(b[j]) {
			j++
			continue
		}
		end := j
		for end < len(b) && !isLetter(b[end]) {
			end++
		}
		if !contains(a, b[j:end]) {
			cost += added(b[j:end])
		} else {
			cost += 0.2
		}
		j = end
	}
	return cost
}

// runs counts the runs of other characters than letters.
func runs(v []rune) (n int) {
	for i, r := range v {
		if !isLetter(r) && (i == 0 || isLetter(v[i-1])) {
			n++
		}
	}
	return n
}

// whole explains changes of all of it at once.
func (p pair) whole(a, b []rune) float64 {
	best := math.Inf(1)
	n, m := len(a), len(b)
	caps := p.anyCaps()
	if m == 2*n && equal(b[:n], a) && equal(b[n:], a) || n == 2*m && equal(a[:m], b) && equal(a[m:], b) {
		best = doubleCost + caps
	}
	if n != m {
		return best
	}
	reversed := true
	for i := range a {
		reversed = reversed && a[i] == b[n-1-i]
	}
	if reversed {
		best = min(best, reverseCost+caps)
	}
	for cut := 1; cut < n; cut++ {
		if sort(a[cut-1]) != sort(a[cut]) && equal(a[cut:], b[:n-cut]) && equal(a[:cut], b[n-cut:]) {
			best = min(best, moveCost+caps)
		}
	}
	return best
}

// anyCaps is the cost of other capitals where places do not match up.
func (p pair) anyCaps() float64 {
	count := func(t *form.Text) (n int) {
		for i := range t.Plain {
			if upper(t, i) {
				n++
			}
		}
		return n
	}
	if count(p.a) == count(p.b) {
		return 0
	}
	return capsCost
}

// substring explains the target by the longest stretch that it shares with the
// known one.
func substring(a, b []rune) float64 {
	best, end := 0, 0
	var row [form.Longest + 1]uint8
	defer clear(row[:])
	for i := range a {
		for j, r := range slices.Backward(b) {
			if a[i] != r {
				row[j+1] = 0
				continue
			}
			row[j+1] = row[j] + 1
			if int(row[j+1]) > best {
				best, end = int(row[j+1]), j+1
			}
		}
	}
	if best < 5 || 2*best < len(b) {
		return math.Inf(1)
	}
	cost := 0.8 + added(b[:end-best]) + added(b[end:])
	if best < len(a) {
		cost += 0.5 // which part of the known one it is
	}
	return cost
}

// mostEdits is how many characters may differ anywhere.
const mostEdits = 2

// edits is the Levenshtein distance, or a large number beyond mostEdits or a
// third of the target.
func edits(a, b []rune) int {
	const far = 1 << 10
	n, m := len(a), len(b)
	limit := min(mostEdits, m/3)
	if n-m > limit || m-n > limit {
		return far
	}
	row := make([]int, m+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		diagonal := row[0]
		row[0] = i + 1
		least := row[0]
		for j := range b {
			up := row[j+1]
			change := diagonal
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(up+1, row[j]+1, change)
			least = min(least, row[j+1])
			diagonal = up
		}
		if least > limit {
			return far
		}
	}
	if row[m] > limit {
		return far
	}
	return row[m]
}
