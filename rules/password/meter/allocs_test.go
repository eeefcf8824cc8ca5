//go:build !race

package meter_test

import (
	"testing"

	"lampan/rules/password/meter"
)

// The race detector makes pools forget, so allocations are counted without it.

func TestFewAllocations(t *testing.T) {
	e := estimator(t)
	for _, p := range []string{"123456", "Sommar2024!", "hund-matta-segel-frost", "kJ8#mQ2!xV9z"} {
		b := []byte(p)
		if got := testing.AllocsPerRun(100, func() { e.Guess(b, meter.Given{}) }); got > 10 {
			t.Errorf("%q: %.0f allocations; want 10 at most", p, got)
		}
	}
}
