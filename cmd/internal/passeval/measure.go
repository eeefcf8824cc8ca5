package main

import (
	"cmp"
	"math"
	"slices"
)

// answer is what a meter says of an item.
type answer struct {
	log10 float64
	score int
}

// spearman is the weighted rank correlation of Golla and Dürmuth (CCS 2018): the
// rank is the weight of all that is lower and half of what is equal, and the
// ranks are correlated with the weights.
func spearman(items []item, answers []answer) float64 {
	truth, said, weights := make([]float64, len(items)), make([]float64, len(items)), make([]float64, len(items))
	for i, it := range items {
		truth[i], said[i], weights[i] = it.strength, answers[i].log10, it.weight
	}
	return pearson(ranked(truth, weights), ranked(said, weights), weights)
}

func ranked(values, weights []float64) []float64 {
	order := make([]int, len(values))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(values[a], values[b]) })
	out := make([]float64, len(values))
	below := 0.0
	for i := 0; i < len(order); {
		j, tied := i, 0.0
		for ; j < len(order) && values[order[j]] == values[order[i]]; j++ {
			tied += weights[order[j]]
		}
		for _, k := range order[i:j] {
			out[k] = below + tied/2
		}
		below += tied
		i = j
	}
	return out
}

func pearson(x, y, weights []float64) float64 {
	sum, mx, my := 0.0, 0.0, 0.0
	for i, w := range weights {
		sum, mx, my = sum+w, mx+w*x[i], my+w*y[i]
	}
	mx, my = mx/sum, my/sum
	xy, xx, yy := 0.0, 0.0, 0.0
	for i, w := range weights {
		dx, dy := x[i]-mx, y[i]-my
		xy, xx, yy = xy+w*dx*dy, xx+w*dx*dx, yy+w*dy*dy
	}
	return xy / math.Sqrt(xx*yy)
}

// equalError is the share of mistakes where as many passwords under low are
// called stronger than the border as ones from high up are called weaker, with
// the border placed best.
func equalError(items []item, answers []answer, low, high float64) float64 {
	var weak, strong []float64
	for i, it := range items {
		switch {
		case it.strength < low:
			weak = append(weak, answers[i].log10)
		case it.strength >= high:
			strong = append(strong, answers[i].log10)
		}
	}
	slices.Sort(weak)
	slices.Sort(strong)
	best := 1.0
	for _, border := range slices.Concat(weak, strong) {
		w, _ := slices.BinarySearch(weak, border)
		s, _ := slices.BinarySearch(strong, border)
		best = min(best, max(1-float64(w)/float64(len(weak)), float64(s)/float64(len(strong))))
	}
	return best
}

// share is how many of the items that are in question are answered so.
func share(items []item, answers []answer, in func(item) bool, so func(answer) bool) float64 {
	n, yes := 0, 0
	for i, it := range items {
		if in(it) {
			n++
			if so(answers[i]) {
				yes++
			}
		}
	}
	return float64(yes) / float64(n)
}
