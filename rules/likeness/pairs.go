package likeness

import "math/bits"

// Pair is two pictures that are the same.
type Pair struct {
	A, B     int // indices, A < B
	Likeness float64
	How      Change // turns B into A
}

// Pairs finds the pairs that are the same among many pictures, by A and then B.
// compare says whether two are to be compared at all; nil means all. It is what
// [Same] says of each pair, but opens each hash once: some 5 kB a picture are
// held, and a pair that is not the same takes some microseconds.
func Pairs(hashes []Hash, compare func(a, b int) bool) []Pair {
	return pairs(hashes, compare, nil)
}

// Copies is Pairs for very many pictures. It looks for those that are the same as
// a whole, mirrored or turned, and finds cropped ones only by chance; a pair that
// is not the same takes some nanoseconds.
func Copies(hashes []Hash, compare func(a, b int) bool) []Pair {
	return pairs(hashes, compare, (*opened).mayBeCopy)
}

// pairs compares those for which compare and then likely hold; nil means all.
func pairs(hashes []Hash, compare func(a, b int) bool, likely func(a, b *opened) bool) []Pair {
	ready := make([]*opened, len(hashes))
	for n, h := range hashes {
		if !h.Blank() {
			ready[n] = open(h)
		}
	}
	var out []Pair
	for a := range ready {
		for b := a + 1; b < len(ready); b++ {
			switch {
			case ready[a] == nil || ready[b] == nil:
				continue
			case compare != nil && !compare(a, b), likely != nil && !likely(ready[a], ready[b]):
				continue
			}
			if l, how, ok := ready[a].same(ready[b]); ok {
				out = append(out, Pair{a, b, l, how})
			}
		}
	}
	return out
}

// leastCopy is how alike two pictures must be as they lie, before the edges of
// crops are looked for, to be compared in every way.
const leastCopy = 0.6

// mayBeCopy reports whether the whole of two pictures may be the same.
func (o *opened) mayBeCopy(p *opened) bool {
	for n, code := range o.codes {
		if bits.OnesCount64(code^p.codes[0]) <= coarseMost && dot(o.fine[n][:], p.fine[0][:]) >= leastCopy {
			return true
		}
	}
	return false
}
