package pattern

import (
	"slices"
	"unicode"

	"lampan/rules/password/wordset"
)

// Costs in bits.
const (
	// What one character costs that nothing explains. People choose letters
	// unevenly, so a letter is worth less than log2(26) = 4.7.
	digitBits  = 3.3
	letterBits = 3.9
	upperBits  = 4.7
	signBits   = 5.0
	// joinBits is what it costs to know where a part ends and another begins.
	joinBits = 1
	// knownBits is the least that a whole common password costs.
	knownBits = 1
)

const (
	// longestWord is the most characters of a word or common password.
	longestWord = 24
	// shortestRun is the fewest characters of a sequence; shortestWalk of a walk
	// on the keyboard.
	shortestRun  = 3
	shortestWalk = 4
	// longestBlock is the most characters of a block that is looked for twice.
	longestBlock = 24
)

// list is a set of words with what it means to be in it.
type list struct {
	name string
	hint Clues
	set  wordset.Set
}

// part explains the characters from i to j, half open.
type part struct {
	i, j  int
	bits  float64
	hints []Clues
}

// guess is the cheapest way to explain a password.
type guess struct {
	bits  float64
	known bool
	parts []part
}

func (g guess) clues() Clues {
	var all Clues
	for _, p := range g.parts {
		for _, h := range p.hints {
			all |= h
		}
	}
	if g.known {
		all = all&^Common | Known
	}
	return all
}

// guess finds the cheapest explanation: parts side by side, and single
// characters between them.
func (e *Model) guess(t *text) guess {
	var parts []part
	known := e.words(t, &parts)
	runs(t.folded, &parts)
	walks(t.lower, &parts)
	dates(t.plain, &parts)
	g := cheapest(t.plain, parts)
	// Repeats rest on what their block costs, which is known only now.
	if blocks := repeats(t, parts); len(blocks) > 0 {
		parts = append(parts, blocks...)
		g = cheapest(t.plain, parts)
	}
	g.known = known && !t.cut
	return g
}

// cheapest is the least sum over the text. best[j] is the cost of the first j
// characters.
func cheapest(plain []rune, parts []part) guess {
	n := len(plain)
	ending := make([][]int, n+1)
	for k := range parts {
		ending[parts[k].j] = append(ending[parts[k].j], k)
	}
	best := make([]float64, n+1)
	last := make([]int, n+1)
	for j := 1; j <= n; j++ {
		best[j], last[j] = best[j-1]+single(plain[j-1]), -1
		for _, k := range ending[j] {
			bits := best[parts[k].i] + parts[k].bits
			if parts[k].i > 0 {
				bits += joinBits
			}
			if bits < best[j] {
				best[j], last[j] = bits, k
			}
		}
	}
	g := guess{bits: best[n]}
	for j := n; j > 0; {
		if last[j] < 0 {
			j--
			continue
		}
		p := parts[last[j]]
		g.parts = append(g.parts, p)
		j = p.i
	}
	slices.Reverse(g.parts)
	return g
}

func single(r rune) float64 {
	switch {
	case unicode.IsDigit(r):
		return digitBits
	case unicode.IsUpper(r):
		return upperBits
	case unicode.IsLetter(r):
		return letterBits
	}
	return signBits
}

// words looks every stretch up in every list, forwards and backwards, as it is
// and with signs read as letters. It reports whether the whole text is a common
// password.
func (e *Model) words(t *text, parts *[]part) (known bool) {
	n := len(t.folded)
	look := func(form []rune, backwards, swapped bool) {
		for i := range n {
			h := wordset.Start
			for j := i; j < min(n, i+longestWord); j++ {
				h = h.Add(form[j])
				from, to := i, j+1
				if backwards {
					from, to = n-j-1, n-i
				}
				if swapped && slices.Equal(form[i:j+1], t.folded[i:j+1]) {
					continue // already seen without the swaps
				}
				whole := from == 0 && to == n
				for _, l := range e.lists {
					bits, ok := l.set.Cost(h)
					if !ok {
						continue
					}
					known = known || l.hint == Common && whole && !swapped && !backwards
					p := part{i: from, j: to, bits: max(bits, knownBits) + capitals(t.plain[from:to]), hints: []Clues{l.hint}}
					*parts = append(*parts, p.disguised(backwards, swapped))
				}
			}
		}
	}
	look(t.folded, false, false)
	for _, s := range t.swaps {
		look(s, false, true)
	}
	back := slices.Clone(t.folded)
	slices.Reverse(back)
	if !slices.Equal(back, t.folded) {
		look(back, true, false)
	}
	clear(back)
	return known
}

// disguised adds what guessing a usual disguise of the word costs: 1 bit each.
func (p part) disguised(backwards, swapped bool) part {
	if swapped {
		p.bits++
		p.hints = append(p.hints, Swaps)
	}
	if backwards {
		p.bits++
		p.hints = append(p.hints, Reversed)
	}
	return p
}

// capitals is what guessing the capitals costs: 1 bit for the usual ways (none
// is free), else which of the letters they are.
func capitals(plain []rune) float64 {
	upper, letters := 0, 0
	for _, r := range plain {
		if unicode.IsLetter(r) {
			letters++
		}
		if unicode.IsUpper(r) {
			upper++
		}
	}
	switch {
	case upper == 0:
		return 0
	case upper == letters, upper == 1 && unicode.IsUpper(plain[0]), upper == 1 && unicode.IsUpper(plain[len(plain)-1]):
		return 1
	}
	return float64(letters)
}
