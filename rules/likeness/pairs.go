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
// [Same] says of each pair, but opens each hash once: some 15 kB a picture are
// held, and a pair that is not the same takes some tens of microseconds.
func Pairs(hashes []Hash, compare func(a, b int) bool) []Pair {
	ready := make([]*opened, len(hashes))
	for n, h := range hashes {
		if !h.Blank() {
			ready[n] = open(h)
		}
	}
	var out []Pair
	for a := range ready {
		for b := a + 1; b < len(ready); b++ {
			if ready[a] == nil || ready[b] == nil || compare != nil && !compare(a, b) {
				continue
			}
			if l, how, ok := ready[a].same(ready[b]); ok {
				out = append(out, Pair{a, b, l, how})
			}
		}
	}
	return out
}

// glance is what is kept of a hash to pass over what cannot be a copy of it.
type glance struct {
	codes [orientations]uint64
	fine  [fine * fine]float32
}

// leastCopy is how alike two pictures must be as they lie, before the edges of
// crops are looked for, to be compared in every way.
const leastCopy = 0.6

// Copies is Pairs for very many pictures. It looks for those that are the same as
// a whole, mirrored or turned, and finds cropped ones only by chance. Less than a
// kilobyte a picture is held, and a pair that is not the same takes some
// nanoseconds.
func Copies(hashes []Hash, compare func(a, b int) bool) []Pair {
	ready := make([]glance, len(hashes))
	codes := make([]uint64, len(hashes)) // of the whole, close together
	for n, h := range hashes {
		if !h.Blank() {
			o := open(h)
			ready[n], codes[n] = glance{o.codes, o.fine[0]}, o.codes[0]
		}
	}
	var out []Pair
	for a := range ready {
		if hashes[a].Blank() {
			continue
		}
		for b := a + 1; b < len(ready); b++ {
			lay, near := ready[a].lay(codes[b], 0)
			if !near || hashes[b].Blank() || compare != nil && !compare(a, b) {
				continue
			}
			for ; near; lay, near = ready[a].lay(codes[b], lay+1) {
				if ready[a].fits(&ready[b], lay) {
					if l, how, ok := Same(hashes[a], hashes[b]); ok {
						out = append(out, Pair{a, b, l, how})
					}
					break
				}
			}
		}
	}
	return out
}

// lay gives the first orientation, from one on, in which a picture comes near to
// another's code.
func (g *glance) lay(code uint64, from orientation) (orientation, bool) {
	for n := int(from); n < orientations; n++ {
		if bits.OnesCount64(g.codes[n]^code) <= coarseMost {
			return orientation(n), true
		}
	}
	return 0, false
}

// fits reports whether a picture, laid so, is alike enough.
func (g *glance) fits(p *glance, o orientation) bool {
	var laid [fine * fine]float32
	lay(g.fine[:], fine, o, laid[:])
	return dot(laid[:], p.fine[:]) >= leastCopy
}
