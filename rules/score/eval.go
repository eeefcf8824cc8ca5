package score

import (
	"cmp"
	"math"
	"slices"

	"lampan/rules/exposure"
)

const (
	// resolution is how finely a score is told apart. It hides the last bits of
	// floating point, which differ between processors.
	resolution = 1e6
	// highest and highestExact keep "0 ≤ score < 100" for models whose caps add
	// up to more than the outer curve can show.
	highest      = 99
	highestExact = 100 - 1/resolution
	// spareCap weighs a category that the model does not name, so that a
	// forgotten cap never hides a fact. It is the middle of the reference caps.
	spareCap = 30
)

// Eval weighs the facts. The order of facts, observations and controls does not
// matter. Facts with the same key, kind and category are one fact, with the
// highest points of the copies that show something; observations with the same
// ID are one observation; controls with the same scenario and ID are one
// control; in each case the strongest copy counts.
//
// Eval keeps no reference to its arguments and is safe for concurrent use.
func (m Model) Eval(facts []Fact, controls []Control) Result {
	e := evaluation{model: m, facts: m.weigh(facts)}
	e.hazard = make([]float64, len(e.facts))
	res := Result{
		Categories: map[string]float64{},
		Scenarios:  map[exposure.RuleID]float64{},
	}
	for _, c := range e.categories() {
		h := e.category(c)
		res.Categories[c] = h
		res.Hazard += h
	}
	left := remaining(controls)
	for _, s := range e.scenarios() {
		keep, ok := left[s.ID]
		if !ok {
			keep = 1
		}
		if q := e.scenario(s, keep); q > 0 {
			res.Scenarios[s.ID] += q
			res.Hazard += q
		}
	}
	res.Exact = math.Min(round(100*(1-math.Exp(-res.Hazard/m.Tau))), highestExact)
	res.Score = min(int(math.Round(res.Exact)), highest)
	res.Parts = e.parts(res)
	return res
}

// Weight is w of one fact, before any curve; 0 when nothing shows it.
func (m Model) Weight(f Fact) float64 {
	if merged := m.weigh([]Fact{f}); len(merged) == 1 {
		return merged[0].weight
	}
	return 0
}

// Counts reports whether the observation shows anything: x > 0.
func (o Observation) Counts() bool { return o.strength() > 0 }

// strength is x = v·c·t·(1−m).
func (o Observation) strength() float64 {
	return unit(o.Visibility) * unit(o.Confidence) * unit(o.Timeliness) * (1 - unit(o.Mitigated))
}

// weighed is a merged fact with its weight, which is positive.
type weighed struct {
	key, kind, category string
	weight              float64
}

type evaluation struct {
	model  Model
	facts  []weighed // ordered by key, kind, category
	hazard []float64 // by index in facts: what the fact answers for
}

// weigh merges copies of a fact. Only what shows something takes part: a copy
// that the person refuted must count exactly as if it had never been found.
func (m Model) weigh(facts []Fact) []weighed {
	type identity struct{ key, kind, category string }
	type merged struct {
		points float64
		shown  map[string]float64
	}
	all := make(map[identity]*merged, len(facts))
	for i := range facts {
		f := &facts[i]
		id := identity{f.Key, f.Kind, f.Category}
		for j := range f.Shown {
			o := &f.Shown[j]
			x := o.strength()
			if x <= 0 {
				continue
			}
			g := all[id]
			if g == nil {
				g = &merged{shown: make(map[string]float64, len(f.Shown))}
				all[id] = g
			}
			points := f.Points
			if f.Minor {
				points *= m.Minor
			}
			if points > g.points && !math.IsInf(points, 0) {
				g.points = points
			}
			g.shown[o.ID] = math.Max(g.shown[o.ID], x)
		}
	}
	out := make([]weighed, 0, len(all))
	for id, g := range all {
		hidden := 1.0
		for _, o := range exposure.SortedKeys(g.shown) {
			hidden *= 1 - g.shown[o]
		}
		if w := g.points * (1 - hidden); w > 0 {
			out = append(out, weighed{id.key, id.kind, id.category, w})
		}
	}
	slices.SortFunc(out, func(a, b weighed) int {
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.kind, b.kind), cmp.Compare(a.category, b.category))
	})
	return out
}

func (e *evaluation) categories() []string {
	seen := map[string]bool{}
	for _, f := range e.facts {
		seen[f.category] = true
	}
	return exposure.SortedKeys(seen)
}

// category returns the category's hazard and shares it in proportion to weight.
func (e *evaluation) category(name string) float64 {
	limit := e.model.Caps[name]
	if limit <= 0 {
		limit = spareCap
	}
	in := e.pick(func(f weighed) bool { return f.category == name })
	h := limit * (1 - math.Exp(-in.weight/limit))
	e.share(in, h)
	return h
}

// scenarios returns the model's scenarios in an order that does not depend on
// the pack's files.
func (e *evaluation) scenarios() []Scenario {
	return slices.SortedStableFunc(slices.Values(e.model.Scenarios), func(a, b Scenario) int {
		return cmp.Compare(a.ID, b.ID)
	})
}

// scenario returns the scenario's hazard and shares it: each leg answers for
// the same part, because without any one of them there is no scenario (the
// Shapley value of a unanimity game). What the amplifiers add is shared by the
// legs and the amplifiers alike.
func (e *evaluation) scenario(s Scenario, keep float64) float64 {
	if len(s.Legs) == 0 {
		return 0
	}
	legs := make([]group, len(s.Legs))
	base := s.Base * keep
	for i, kinds := range s.Legs {
		legs[i] = e.pick(func(f weighed) bool { return slices.Contains(kinds, f.kind) })
		base *= e.model.curve(legs[i].weight)
	}
	if base <= 0 {
		return 0
	}
	amplify := e.pick(func(f weighed) bool { return slices.Contains(s.Amplify, f.kind) })
	extra := base * math.Max(s.Gain, 0) * e.model.curve(amplify.weight)
	n := float64(len(legs))
	for _, l := range legs {
		e.share(l, base/n+extra/(n+1))
	}
	e.share(amplify, extra/(n+1))
	return base + extra
}

// curve is how much of a leg is held by facts of the given weight, 0 to 1.
func (m Model) curve(weight float64) float64 { return 1 - math.Exp(-weight/m.Kappa) }

// group is some of the facts, with the sum of their weights.
type group struct {
	facts  []int
	weight float64
}

func (e *evaluation) pick(in func(weighed) bool) group {
	var g group
	for i, f := range e.facts {
		if in(f) {
			g.facts = append(g.facts, i)
			g.weight += f.weight
		}
	}
	return g
}

func (e *evaluation) share(g group, hazard float64) {
	for _, i := range g.facts {
		e.hazard[i] += hazard * e.facts[i].weight / g.weight
	}
}

// parts divides the score among the fact keys in proportion to the hazard each
// answers for, which is how the outer curve shares too.
func (e *evaluation) parts(res Result) []Part {
	var out []Part
	var hazard []float64
	for i, f := range e.facts {
		if n := len(out); n > 0 && out[n-1].Key == f.key {
			out[n-1].Weight += f.weight
			hazard[n-1] += e.hazard[i]
			continue
		}
		out = append(out, Part{Key: f.key, Weight: f.weight})
		hazard = append(hazard, e.hazard[i])
	}
	millionths := Apportion(int(math.Round(res.Exact*resolution)), hazard)
	points := Apportion(res.Score, hazard)
	for i := range out {
		out[i].Exact = float64(millionths[i]) / resolution
		out[i].Points = points[i]
	}
	return out
}

// Apportion divides total into whole numbers in proportion to shares, by the
// method of the largest remainder; of equal remainders the earlier gets more.
// The numbers are not negative, and they sum to total if any share is positive;
// otherwise all are 0. Shares that are not positive get nothing.
func Apportion(total int, shares []float64) []int {
	out := make([]int, len(shares))
	sum := 0.0
	var order []int
	for i, s := range shares {
		if s > 0 {
			sum += s
			order = append(order, i)
		}
	}
	if total <= 0 || sum <= 0 {
		return out
	}
	rest := total
	remainder := make([]float64, len(shares))
	for _, i := range order {
		whole, part := math.Modf(float64(total) * (shares[i] / sum))
		out[i], remainder[i] = int(whole), part
		rest -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(remainder[b], remainder[a]) })
	for k := 0; rest > 0; k++ {
		out[order[k%len(order)]]++
		rest--
	}
	return out
}

// remaining is, by scenario, what the controls leave of it: Π(1−e).
func remaining(controls []Control) map[exposure.RuleID]float64 {
	type identity struct {
		scenario exposure.RuleID
		id       string
	}
	effect := make(map[identity]float64, len(controls))
	for _, c := range controls {
		k := identity{c.Scenario, c.ID}
		effect[k] = math.Max(effect[k], unit(c.Effect))
	}
	keys := make([]identity, 0, len(effect))
	for k := range effect {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b identity) int {
		return cmp.Or(cmp.Compare(a.scenario, b.scenario), cmp.Compare(a.id, b.id))
	})
	left := map[exposure.RuleID]float64{}
	for _, k := range keys {
		if _, ok := left[k.scenario]; !ok {
			left[k.scenario] = 1
		}
		left[k.scenario] *= 1 - effect[k]
	}
	return left
}

// unit moves x to the nearer end of 0 to 1. What is not a number counts as 0.
func unit(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return math.Min(x, 1)
}

func round(x float64) float64 { return math.Round(x*resolution) / resolution }
