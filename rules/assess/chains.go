package assess

import (
	"cmp"
	"math"
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// chains describes the scenarios that hold, strongest first.
func (h *household) chains(facts []score.Fact, whole score.Result) []Chain {
	out := []Chain{}
	for _, s := range h.model.Scenarios {
		q, holds := whole.Scenarios[s.ID]
		if !holds {
			continue
		}
		legs := make([][]int, len(s.Legs))
		ch := Chain{Scenario: s.ID, Points: math.Round(q*1e6) / 1e6}
		for i, kinds := range s.Legs {
			legs[i] = h.heaviest(facts, kinds)
			ch.Legs = append(ch.Legs, h.ids(legs[i]))
		}
		ch.Amplify = h.ids(h.heaviest(facts, s.Amplify))
		ch.Members, ch.Needs = h.who(facts, legs)
		out = append(out, ch)
	}
	slices.SortFunc(out, func(a, b Chain) int {
		return cmp.Or(cmp.Compare(b.Points, a.Points), cmp.Compare(a.Scenario, b.Scenario))
	})
	return out
}

// heaviest returns the indices of facts of the given kinds that weigh anything,
// heaviest first.
func (h *household) heaviest(facts []score.Fact, kinds []string) []int {
	var out []int
	weight := map[int]float64{}
	for i := range facts {
		if !slices.Contains(kinds, facts[i].Kind) {
			continue
		}
		if w := h.model.Weight(facts[i]); w > 0 {
			weight[i] = w
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(weight[b], weight[a]) })
	return out
}

func (h *household) ids(indices []int) []exposure.FindingID {
	var out []exposure.FindingID
	for _, i := range indices {
		out = append(out, h.findings[i].ID)
	}
	return out
}

// who returns, in household order, the people a chain takes and those without
// whose sources it would not hold.
func (h *household) who(facts []score.Fact, legs [][]int) (members, needs []exposure.SubjectID) {
	takes := map[exposure.SubjectID]bool{}
	necessary := map[exposure.SubjectID]bool{}
	for _, leg := range legs {
		showers := map[exposure.SubjectID]bool{}
		for _, i := range leg {
			takes[facts[i].Subject] = true
			for _, o := range facts[i].Shown {
				if o.Counts() {
					showers[o.Member] = true
					takes[o.Member] = true
				}
			}
		}
		if len(showers) == 1 {
			for p := range showers {
				necessary[p] = true
			}
		}
	}
	members, needs = []exposure.SubjectID{}, []exposure.SubjectID{}
	for _, m := range h.people {
		if takes[m.ID] {
			members = append(members, m.ID)
		}
		if necessary[m.ID] {
			needs = append(needs, m.ID)
		}
	}
	return members, needs
}
