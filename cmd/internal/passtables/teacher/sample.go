package teacher

import (
	"bytes"
	"maps"
	"math/rand/v2"
	"slices"
)

// longest is the most characters of a sampled password; hardly any is longer.
const longest = 40

// Sample draws n passwords and tells about every prefix on the way: how many
// passwords went through it, and how likely the network thinks each next
// character. The same seed draws the same passwords.
func (n *Network) Sample(count int, seed uint64, visit func(prefix []byte, through int, next *[128]float32)) {
	rng := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // samples for training, not secrets
	alphabet := n.Alphabet()
	at := map[string]int{"": count}
	for length := 0; len(at) > 0 && length < longest; length++ {
		prefixes := make([][]byte, 0, len(at))
		for _, p := range slices.Sorted(maps.Keys(at)) {
			prefixes = append(prefixes, []byte(p))
		}
		// Prefixes that end alike share the network's readings.
		slices.SortFunc(prefixes, func(a, b []byte) int { return bytes.Compare(backwards(a), backwards(b)) })
		longer := map[string]int{}
		for part := range slices.Chunk(prefixes, batch) {
			for k, next := range n.Next(part) {
				through := at[string(part[k])]
				visit(part[k], through, &next)
				for range through {
					c := draw(alphabet, &next, rng.Float32())
					if c != End {
						longer[string(part[k])+string(c)]++
					}
				}
			}
		}
		at = longer
	}
}

func backwards(b []byte) []byte {
	b = slices.Clone(b)
	slices.Reverse(b)
	return b
}

func draw(alphabet []byte, next *[128]float32, x float32) byte {
	last := alphabet[0]
	for _, c := range alphabet {
		if next[c] == 0 {
			continue
		}
		last = c
		if x -= next[c]; x < 0 {
			return c
		}
	}
	return last
}
