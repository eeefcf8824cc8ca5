package main

import (
	"math"
	"testing"
)

func TestSpearman(t *testing.T) {
	items := func(weights ...float64) []item {
		out := make([]item, len(weights))
		for i, w := range weights {
			out[i] = item{strength: float64(i), weight: w}
		}
		return out
	}
	says := func(log10 ...float64) []answer {
		out := make([]answer, len(log10))
		for i, v := range log10 {
			out[i] = answer{log10: v}
		}
		return out
	}
	tests := []struct {
		name    string
		items   []item
		answers []answer
		want    float64
	}{
		{"the same order", items(1, 1, 1, 1), says(2, 3, 5, 9), 1},
		{"the other way round", items(1, 5, 2, 1), says(9, 5, 3, 2), -1},
		{"two changed of four alike", items(1, 1, 1, 1), says(2, 1, 3, 4), 0.8},
		// By hand: ranks 5, 10.5, 11.5 and 6, 0.5, 11.5.
		{"a heavy one changed with a light one", items(10, 1, 1), says(2, 1, 3), 0.0909},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := spearman(tt.items, tt.answers); math.Abs(got-tt.want) > 0.01 {
				t.Errorf("spearman = %.4f; want %.4f", got, tt.want)
			}
		})
	}
}

func TestEqualError(t *testing.T) {
	items := []item{{strength: 1}, {strength: 2}, {strength: 12}, {strength: 13}}
	apart := []answer{{log10: 1}, {log10: 5}, {log10: 6}, {log10: 9}}
	mixed := []answer{{log10: 1}, {log10: 7}, {log10: 6}, {log10: 9}}
	if got := equalError(items, apart, 6, 12); got != 0 {
		t.Errorf("told apart: %f; want 0", got)
	}
	if got := equalError(items, mixed, 6, 12); got != 0.5 {
		t.Errorf("one of two on the wrong side: %f; want 0.5", got)
	}
}
