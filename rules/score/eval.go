package score

import (
	"cmp"
	"math"
	"slices"
	"strings"

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
	res, e := m.sum(facts, controls)
	res.Parts = e.parts(res)
	return res
}

// Total is Eval without Parts, for those who ask what many fixes would save.
func (m Model) Total(facts []Fact, controls []Control) Result {
	res, _ := m.sum(facts, controls)
	return res
}

func (m Model) sum(facts []Fact, controls []Control) (Result, *evaluation) {
	e := &evaluation{model: m, facts: m.weigh(facts)}
	e.hazard = make([]float64, len(e.facts))
	res := Result{
		Categories: map[string]float64{},
		Scenarios:  map[exposure.RuleID]float64{},
	}
	byCategory := e.groups(func(f *weighed) string { return f.category })
	for _, c := range exposure.SortedKeys(byCategory) {
		h := e.category(c, byCategory[c])
		res.Categories[c] = h
		res.Hazard += h
	}
	e.byKind = e.groups(func(f *weighed) string { return f.kind })
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
	return res, e
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
	byKind map[string]group
	hazard []float64 // by index in facts: what the fact answers for
}

// weigh merges copies of a fact. Only what shows something takes part: a copy
// that the person refuted must count exactly as if it had never been found.
func (m Model) weigh(facts []Fact) []weighed {
	type shown struct {
		*Fact
		id       string
		strength float64
	}
	n := 0
	for i := range facts {
		n += len(facts[i].Shown)
	}
	all := make([]shown, 0, n)
	for i := range facts {
		f := &facts[i]
		for j := range f.Shown {
			if x := f.Shown[j].strength(); x > 0 {
				all = append(all, shown{f, f.Shown[j].ID, x})
			}
		}
	}
	// The strongest copy of an observation comes last and replaces the others.
	slices.SortFunc(all, func(a, b shown) int {
		if c := compareFacts(a.Fact, b.Fact); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(a.id, b.id), cmp.Compare(a.strength, b.strength))
	})
	out := make([]weighed, 0, len(facts))
	for i := 0; i < len(all); {
		first := all[i].Fact
		points, hidden := 0.0, 1.0
		for ; i < len(all) && compareFacts(first, all[i].Fact) == 0; i++ {
			points = math.Max(points, m.points(all[i].Fact))
			last := i+1 == len(all) || all[i+1].id != all[i].id || compareFacts(first, all[i+1].Fact) != 0
			if last {
				hidden *= 1 - all[i].strength
			}
		}
		if w := points * (1 - hidden); w > 0 {
			out = append(out, weighed{first.Key, first.Kind, first.Category, w})
		}
	}
	return out
}

func compareFacts(a, b *Fact) int {
	if c := strings.Compare(a.Key, b.Key); c != 0 {
		return c
	}
	if c := strings.Compare(a.Kind, b.Kind); c != 0 {
		return c
	}
	return strings.Compare(a.Category, b.Category)
}

// points is S with the factor for a child; 0 for what is no finite number.
func (m Model) points(f *Fact) float64 {
	s := f.Points
	if f.Minor {
		s *= m.Minor
	}
	if !(s > 0) || math.IsInf(s, 0) {
		return 0
	}
	return s
}

// category returns the category's hazard and shares it in proportion to weight.
func (e *evaluation) category(name string, in group) float64 {
	limit := e.model.Caps[name]
	if limit <= 0 {
		limit = spareCap
	}
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
		legs[i] = e.leg(kinds)
		base *= e.model.curve(legs[i].weight)
	}
	if base <= 0 {
		return 0
	}
	amplify := e.leg(s.Amplify)
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

// groups sorts the facts into groups by a name of each.
func (e *evaluation) groups(name func(*weighed) string) map[string]group {
	out := map[string]group{}
	for i := range e.facts {
		n := name(&e.facts[i])
		g := out[n]
		g.facts = append(g.facts, i)
		g.weight += e.facts[i].weight
		out[n] = g
	}
	return out
}

// leg joins the facts of some kinds, each kind once.
func (e *evaluation) leg(kinds []string) group {
	var g group
	for _, k := range slices.Compact(slices.Sorted(slices.Values(kinds))) {
		g.facts = append(g.facts, e.byKind[k].facts...)
		g.weight += e.byKind[k].weight
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
	out := make([]Part, 0, len(e.facts))
	hazard := make([]float64, 0, len(e.facts))
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
	order := make([]int, 0, len(shares))
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
