package meter_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lampan/rules/password/meter"
	"lampan/rules/password/phrase"
)

// TestChanceFindsNothing makes passwords by chance, as lampan-pass generate does.
// What the tables hold of hashes must not be taken for them: a single mistake about
// a long stretch would call a strong password weak.
func TestChanceFindsNothing(t *testing.T) {
	const n = 10_000
	m := estimator(t)
	r := rand.New(rand.NewPCG(5, 6)) //nolint:gosec // the same ones every time
	for range n {
		if p := random(r, 12); estimate(t, m, p).Score() < 3 {
			t.Errorf("%q is called weak: %v", p, estimate(t, m, p))
		}
	}
	low := 0
	for i := range n {
		words := phrase.Words([]string{"sv", "en"}[i%2])
		four := make([]string, 4)
		for k := range four {
			four[k] = words[r.IntN(len(words))]
		}
		p := strings.Join(four, []string{"-", " ", ""}[i/2%3])
		if g := m.Guess([]byte(p), meter.Given{}); g.Score() < 3 {
			low++
			t.Logf("%q: %.2f", p, g.Log10)
		}
	}
	// Some phrases hold a word twice, or are other words written together.
	if low > n/2000 {
		t.Errorf("%d of %d phrases of four words are called weak", low, n)
	}
}
