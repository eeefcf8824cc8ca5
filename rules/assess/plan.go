package assess

import (
	"cmp"
	"math"
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// plan groups what counts into steps, says by recomputation what each saves,
// and returns the score when all of them are done.
func (h *household) plan(facts []score.Fact, whole score.Result) (steps []Step, after int) {
	steps = []Step{}
	done := slices.Clone(facts)
	for _, group := range h.acts(facts) {
		alone := slices.Clone(facts)
		for _, i := range group {
			alone[i] = h.fixed(i)
		}
		res := h.model.Total(alone, h.controls)
		saves := math.Round((whole.Exact-res.Exact)*1e6) / 1e6
		if saves <= 0 && !h.open(group) {
			continue
		}
		for _, i := range group {
			done[i] = alone[i]
		}
		first := h.findings[group[0]]
		s := Step{
			Findings: h.ids(group), Rule: first.Rule, Owner: first.Fix.Owner, Proof: first.Fix.Proof,
			After: res.Score, Saves: saves,
		}
		for _, i := range group {
			s.Minutes = max(s.Minutes, h.findings[i].Fix.Minutes)
		}
		steps = append(steps, s)
	}
	slices.SortStableFunc(steps, func(a, b Step) int {
		return cmp.Or(cmp.Compare(b.Saves, a.Saves), cmp.Compare(a.Minutes, b.Minutes),
			cmp.Compare(a.Findings[0], b.Findings[0]))
	})
	return steps, h.model.Total(done, h.controls).Score
}

// fixed is the fact of one finding after its fix.
func (h *household) fixed(i int) score.Fact { return h.fact(&h.findings[i], registers) }

// open reports whether a fix would make any of the findings less visible. It
// matters where two findings tell the same fact: fixing one of them alone saves
// nothing, and both together do.
func (h *household) open(group []int) bool {
	for _, i := range group {
		if h.model.Weight(h.fixed(i)) < h.model.Weight(h.fact(&h.findings[i], headline)) {
			return true
		}
	}
	return false
}

// acts groups the findings that weigh anything by the act that resolves them:
// the same owner, the same rule, and the same document. A set of answers and a
// folder of photographs are one place each, because one setting or one sitting
// does for all of it. Groups and what is in them are ordered by finding.
func (h *household) acts(facts []score.Fact) [][]int {
	type place struct {
		owner exposure.SubjectID
		rule  exposure.RuleID
		where string
	}
	first := map[place]int{}
	group := make([]int, len(facts)) // index of the group's first finding
	root := func(i int) int {
		for group[i] != i {
			i = group[i]
		}
		return i
	}
	for i := range facts {
		group[i] = i
		f := &h.findings[i]
		for j, o := range facts[i].Shown {
			if !o.Counts() {
				continue
			}
			p := place{f.Fix.Owner, f.Rule, where(&f.Evidence[j])}
			if k, seen := first[p]; seen {
				a, b := root(k), root(i)
				group[max(a, b)] = min(a, b)
			} else {
				first[p] = i
			}
		}
	}
	members := make([][]int, len(facts))
	for i := range facts {
		if h.model.Weight(facts[i]) > 0 {
			members[root(i)] = append(members[root(i)], i)
		}
	}
	return slices.DeleteFunc(members, func(m []int) bool { return len(m) == 0 })
}

func where(e *exposure.Evidence) string {
	if e.Kind == exposure.Interview || e.Kind == exposure.Photos {
		return "source " + string(e.Source)
	}
	return "document " + string(e.Document)
}
