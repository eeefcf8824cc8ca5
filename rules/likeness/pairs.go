package likeness

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
