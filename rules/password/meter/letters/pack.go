package letters

import (
	"cmp"
	"errors"
	"math"
	"slices"
)

// Gram is an n-gram with its costs in bits.
type Gram struct {
	Symbols string
	Prob    float64 // cost of the last symbol after the others
	Back    float64 // what is added when a longer n-gram is not there
}

// Pack packs n-grams and the table of guesses: log10 for each whole number of
// bits from 0. For every n-gram its beginning must be there too, each at most
// once. The result depends on the n-grams only, not their order.
func Pack(grams []Gram, table []float64) ([]byte, error) {
	grams = slices.Clone(grams)
	slices.SortFunc(grams, func(a, b Gram) int {
		return cmp.Or(cmp.Compare(len(a.Symbols), len(b.Symbols)), cmp.Compare(a.Symbols, b.Symbols))
	})
	var byLength [Order][]Gram
	for _, g := range grams {
		if len(g.Symbols) < 1 || len(g.Symbols) > Order {
			return nil, errors.New("pack letters: an n-gram is too long")
		}
		byLength[len(g.Symbols)-1] = append(byLength[len(g.Symbols)-1], g)
	}
	var out, body []byte
	for k, grams := range byLength {
		out = append24(out, len(grams))
		var probs, back, kids, bases []byte
		next := 0
		for i, g := range grams {
			body = append(body, g.Symbols[k])
			probs = append(probs, quantum(g.Prob/ProbStep))
			if k == Order-1 {
				continue
			}
			back = append(back, quantum(g.Back/BackStep+BackZero))
			if i%block == 0 {
				bases = append24(bases, next)
			}
			longer := byLength[k+1] //nolint:gosec // k is under Order-1 here
			first := next
			for next < len(longer) && longer[next].Symbols[:k+1] == g.Symbols {
				next++
			}
			kids = append(kids, byte(next-first))
		}
		if k < Order-1 && next != len(byLength[k+1]) { //nolint:gosec // as above
			return nil, errors.New("pack letters: the beginning of an n-gram is missing")
		}
		body = slices.Concat(body, probs, back, kids, bases)
	}
	out = append24(out, len(table))
	for _, log10 := range table {
		steps := uint16(math.Round(min(max(log10, 0)/TableStep, math.MaxUint16)))
		body = append(body, byte(steps>>8), byte(steps))
	}
	return append(out, body...), nil
}

func append24(b []byte, n int) []byte { return append(b, byte(n>>16), byte(n>>8), byte(n)) }

func quantum(x float64) byte { return byte(math.Round(min(max(x, 0), math.MaxUint8))) }
