package hygiene

import (
	"bytes"
	"hash/maphash"

	"lampan/rules/password"
)

// words are the distinct passwords of a run, each under a number. It owns copies
// of them, which wipe overwrites.
type words struct {
	seed   maphash.Seed
	bytes  [][]byte
	byHash map[uint64][]int
}

// number finds the number of a password, and gives it one if it is new.
func (w *words) number(s password.Secret) (n int) {
	if w.byHash == nil {
		w.seed, w.byHash = maphash.MakeSeed(), map[uint64][]int{}
	}
	s.Use(func(b []byte) {
		h := maphash.Bytes(w.seed, b)
		for _, n = range w.byHash[h] {
			if bytes.Equal(w.bytes[n], b) {
				return
			}
		}
		n = len(w.bytes)
		w.bytes = append(w.bytes, bytes.Clone(b))
		w.byHash[h] = append(w.byHash[h], n)
	})
	return n
}

func (w *words) wipe() {
	for _, b := range w.bytes {
		clear(b[:cap(b)])
	}
}
