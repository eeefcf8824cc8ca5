package main

import (
	"bytes"
	"compress/gzip"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"sync"

	"lampan/rules/extract/sense"
)

type settings struct {
	decay, rate, weight, calm float64
	other                     float64 // how often an item is taken as written otherwise
	rounds, least, folds      int
}

// any gives an item as it was written or, now and then, otherwise.
func (it *item) any(rng *rand.Rand, other float64) *form {
	if len(it.others) == 0 || rng.Float64() >= other {
		return &it.form
	}
	return &it.others[rng.IntN(len(it.others))]
}

// weighing is what was learned of one category.
type weighing struct {
	w    []float32
	bias float64
}

func sigmoid(z float64) float64 { return 1 / (1 + math.Exp(-z)) }

func (g *weighing) score(it *item) float64 {
	_, z := g.best(it.all)
	return sigmoid(z)
}

// best is the window that tells the most.
func (g *weighing) best(windows []view) (best *view, z float64) {
	for i := range windows {
		if y := g.sum(&windows[i]); best == nil || y > z {
			best, z = &windows[i], y
		}
	}
	return best, z
}

// add adds a share of other weights.
func (g *weighing) add(other *weighing, share float32) {
	for j, w := range other.w {
		g.w[j] += share * w
	}
	g.bias += float64(share) * other.bias
}

// sum is the score before it is brought between 0 and 1.
func (g *weighing) sum(v *view) float64 {
	z := 0.0
	for _, j := range v.x {
		z += float64(g.w[j])
	}
	return z*sense.Share(v.n) + g.bias
}

// Groups of writers that are no group: everybody's, and that of what is only
// counted.
const (
	nobody  = -2
	counted = -1
)

// learn fits a category or a look.
func (d *data) learn(c sense.Category, without int, set settings, keep []bool) *weighing {
	if c >= sense.Look {
		return d.fitLook(c, without, set)
	}
	return d.fit(c, without, set, keep)
}

// fitLook learns a look: whether an item tells anything, by the few features
// that it sees. Missing one costs more than looking at one in vain.
func (d *data) fitLook(c sense.Category, without int, set settings) *weighing {
	g := &weighing{w: make([]float32, d.features), bias: -1}
	seen := make([]float32, d.features)
	biasSeen := 0.0
	var order []*item
	for _, it := range d.items[:d.taught] {
		if it.group != without {
			order = append(order, it)
		}
	}
	rng := rand.New(rand.NewPCG(99, 1)) //nolint:gosec // the same order every time
	decay := float32(set.decay * float64(len(order)) * 0.01)
	for range set.rounds {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, it := range order {
			y, weight := 0.0, 0.5
			switch {
			case it.want != 0:
				y, weight = 1, 8
			case it.calm:
				weight = 1
			}
			v := &it.any(rng, set.other).looks[c-sense.Look]
			share := sense.Share(v.n)
			miss := (sigmoid(g.sum(v)) - y) * weight
			biasSeen += miss * miss
			g.bias -= set.rate * miss / math.Sqrt(biasSeen+1e-8)
			for _, j := range v.x {
				slope := float32(miss*share) + decay*g.w[j]
				seen[j] += slope * slope
				g.w[j] -= float32(set.rate) * slope / float32(math.Sqrt(float64(seen[j])+1e-6))
			}
		}
	}
	return g
}

// fit learns one category by logistic regression with steps that shrink for
// features seen often (AdaGrad), and gives the mean of the weights of the later
// rounds, which no single item has just pulled at. Items that the gate closes teach nothing.
// keep, when not nil, says which features may weigh anything.
func (d *data) fit(c sense.Category, without int, set settings, keep []bool) *weighing {
	g := &weighing{w: make([]float32, d.features), bias: -2}
	seen := make([]float32, d.features)
	biasSeen := 0.0
	var order []*item
	for _, it := range d.items[:d.taught] {
		if it.group != without && it.teaches&it.open&(1<<c) != 0 {
			order = append(order, it)
		}
	}
	rng := rand.New(rand.NewPCG(uint64(c), 1)) //nolint:gosec // the same order every time
	decay := float32(set.decay * float64(len(order)) * 0.01)
	mean := weighing{w: make([]float32, d.features)}
	for round := range set.rounds {
		if round >= set.rounds/2 {
			mean.add(g, 1/float32(set.rounds-set.rounds/2))
		}
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, it := range order {
			y, weight := 0.0, 1.0
			switch {
			case it.want&(1<<c) != 0:
				y, weight = 1, set.weight
			case it.calm:
				weight = set.calm
			}
			if it.example {
				weight *= 6 // a rule keeps to its examples
			}
			windows := it.any(rng, set.other).all
			if round == 0 {
				windows = windows[:1]
			}
			v, z := g.best(windows)
			share := sense.Share(v.n)
			miss := (sigmoid(z) - y) * weight
			if math.Abs(miss) < 0.005 {
				continue
			}
			biasSeen += miss * miss
			g.bias -= set.rate * miss / math.Sqrt(biasSeen+1e-8)
			for _, j := range v.x {
				if keep != nil && !keep[j] {
					continue
				}
				slope := float32(miss*share) + decay*g.w[j]
				seen[j] += slope * slope
				g.w[j] -= float32(set.rate) * slope / float32(math.Sqrt(float64(seen[j])+1e-6))
			}
		}
	}
	return &mean
}

// parallel runs f for every category and look, and every fold.
func parallel(folds int, f func(c sense.Category, fold int)) {
	type job struct {
		c    sense.Category
		fold int
	}
	jobs := make(chan job)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for j := range jobs {
				f(j.c, j.fold)
			}
		})
	}
	for c := range sense.Lanes {
		for fold := range folds {
			jobs <- job{c, fold}
		}
	}
	close(jobs)
	wg.Wait()
}

// withLook adds the features that only a look weighs.
func (d *data) withLook(order []int32, keep []bool, look *weighing) []int32 {
	top := float32(0)
	for _, w := range look.w {
		top = max(top, float32(math.Abs(float64(w))))
	}
	for j, w := range look.w {
		if !keep[j] && math.Abs(float64(w)) > float64(top)/60 {
			order = append(order, int32(j)) //nolint:gosec // far fewer
			keep[j] = true
		}
	}
	return order
}

// write learns from everything, keeps the features that weigh the most, learns
// again with those alone, and writes the weights.
func (d *data) write(name string, rows int, thresholds [sense.Lanes]float64, set settings) error {
	all := make([]*weighing, sense.Lanes)
	parallel(1, func(c sense.Category, _ int) { all[c] = d.learn(c, nobody, set, nil) })
	most := make([]float32, d.features)
	for _, g := range all[:sense.Look] {
		for j, w := range g.w {
			// What few posts hold says much of them and little of others.
			most[j] = max(most[j], float32(math.Abs(float64(w))*math.Sqrt(float64(d.held[j]))))
		}
	}
	order := make([]int32, d.features)
	for j := range order {
		order[j] = int32(j) //nolint:gosec // far fewer
	}
	slices.SortStableFunc(order, func(a, b int32) int {
		switch {
		case most[a] > most[b]:
			return -1
		case most[a] < most[b]:
			return 1
		}
		return 0
	})
	order = order[:min(rows, len(order))]
	keep := make([]bool, d.features)
	for _, j := range order {
		keep[j] = true
	}
	parallel(1, func(c sense.Category, _ int) {
		if c < sense.Look {
			all[c] = d.fit(c, nobody, set, keep)
		}
	})
	for _, g := range all[sense.Look:] {
		order = d.withLook(order, keep, g)
	}
	var cat [sense.Lanes]sense.Weighing
	table := map[uint32]sense.Row{}
	for c, g := range all {
		top := float32(1e-6)
		for _, j := range order {
			top = max(top, float32(math.Abs(float64(g.w[j]))))
		}
		step := top / 127
		cat[c] = sense.Weighing{Scale: step, Bias: float32(g.bias), Threshold: float32(thresholds[c])}
		for _, j := range order {
			row := table[d.hashes[j]]
			row[c] = int8(math.Round(float64(g.w[j] / step)))
			table[d.hashes[j]] = row
		}
	}
	hashes := make([]uint32, len(order))
	for i, j := range order {
		hashes[i] = d.hashes[j]
	}
	slices.Sort(hashes)
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		return err
	}
	if err := sense.Save(z, cat, table, hashes); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	return os.WriteFile(name, b.Bytes(), 0o644) //nolint:gosec // part of the program
}
