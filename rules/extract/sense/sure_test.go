package sense

import (
	"math"
	"testing"
)

func TestSure(t *testing.T) {
	for _, tt := range []struct{ score, from, want float64 }{
		{0.2, 0.2, 0.5},
		{1.0 / 3, 0.2, 0.75}, // odds of 1 to 2, from 1 to 4
		{0.9, 0.9, 0.5},
		{1, 0.2, 1},
		{1, 1, 1},
		{0.5, 0, 1},
	} {
		if got := sure(tt.score, tt.from); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("sure(%g, %g) = %g; want %g", tt.score, tt.from, got, tt.want)
		}
	}
}
