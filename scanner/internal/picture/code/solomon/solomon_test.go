package solomon_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	"lampan/scanner/internal/picture/code/solomon"
)

func fields() map[string]*solomon.Field {
	return map[string]*solomon.Field{
		"PDF417":          solomon.Prime(929, 3),
		"Aztec's message": solomon.Binary(16, 0x13),
		"Aztec's 6 bits":  solomon.Binary(64, 0x43),
		"Aztec's 8 bits":  solomon.Binary(256, 0x12d),
		"Aztec's 12 bits": solomon.Binary(4096, 0x1069),
		"Aztec's 10 bits": solomon.Binary(1024, 0x409),
	}
}

// TestCorrect mends every mixture of wrong and erased words that the check words
// are enough for.
func TestCorrect(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // chance that can be repeated
	for name, f := range fields() {
		t.Run(name, func(t *testing.T) {
			for range 300 {
				const n, checks = 14, 6
				want := make([]int, n)
				for i := range n - checks {
					want[i] = rnd.IntN(16)
				}
				// Check words are what is found in their place when they are erased.
				if _, err := f.Correct(want, []int{8, 9, 10, 11, 12, 13}, checks); err != nil {
					t.Fatal(err)
				}
				places := rnd.Perm(n)
				wrong := rnd.IntN(checks/2 + 1)
				erased := rnd.IntN(checks - 2*wrong + 1)
				got := slices.Clone(want)
				for _, i := range places[:wrong] {
					got[i] = (got[i] + 1 + rnd.IntN(15)) % 16
				}
				for _, i := range places[wrong : wrong+erased] {
					got[i] = rnd.IntN(16)
				}
				found, err := f.Correct(got, places[wrong:wrong+erased], checks)
				if err != nil || found > wrong || !slices.Equal(got, want) {
					t.Fatalf("%d wrong and %d erased: %v, %d wrong, %v; want %v", wrong, erased, got, found, err, want)
				}
			}
		})
	}
}

func TestCorrectRefuses(t *testing.T) {
	f := solomon.Prime(929, 3)
	for name, c := range map[string]struct {
		words, erased []int
		checks        int
	}{
		"no words":             {nil, nil, 2},
		"no check words":       {[]int{1, 2, 3}, nil, 0},
		"only check words":     {[]int{1, 2}, nil, 2},
		"a word out of range":  {[]int{1, 929, 3, 4}, nil, 2},
		"a place out of range": {[]int{1, 2, 3, 4}, []int{9}, 2},
		"too much erased":      {[]int{1, 2, 3, 4}, []int{0, 1, 2}, 2},
		"too much wrong":       {[]int{1, 2, 3, 4, 5, 6}, nil, 2},
	} {
		was := slices.Clone(c.words)
		if _, err := f.Correct(c.words, c.erased, c.checks); err == nil || !slices.Equal(was, c.words) {
			t.Errorf("%s: Correct gave %v, %v; want an error, and the words as they were", name, c.words, err)
		}
	}
}

// FuzzCorrect mends words from outside: what it says is mended needs no mending.
func FuzzCorrect(f *testing.F) {
	f.Add([]byte{1, 2, 3, 4, 5, 6, 7, 8}, uint8(4), uint8(1))
	f.Fuzz(func(t *testing.T, data []byte, checks, erased uint8) {
		if len(data) > 200 {
			return
		}
		for _, f := range fields() {
			words := make([]int, len(data))
			for i, b := range data {
				words[i] = int(b)
			}
			if _, err := f.Correct(words, []int{int(erased)}, int(checks)); err != nil {
				continue
			}
			if n, err := f.Correct(words, nil, int(checks)); n != 0 || err != nil {
				t.Errorf("mended words had %d wrong, %v", n, err)
			}
		}
	})
}
