package assess

import (
	"cmp"
	"math"
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// FirstSteps is how many steps a family starts with. Three is what people
// remember from a meeting.
const FirstSteps = 3

// planned is a step with the findings it fixes.
type planned struct {
	Step
	group []int
	first int // those with more come first, whatever they save
}

// plan groups what counts into steps and says by recomputation what each
// saves alone. The first ones are chosen one after another, each for what it
// saves once those before it are done, because fixes overlap: the second post
// about one trip saves nothing while the first still stands. It also returns
// the score after the first steps, and after all.
func (h *household) plan(facts []score.Fact, whole score.Result) (steps []Step, first, after int) {
	var all []planned
	for _, group := range h.acts(facts) {
		res := h.model.Total(h.do(facts, group), h.controls)
		saves := math.Round((whole.Exact-res.Exact)*1e6) / 1e6
		if saves <= 0 && !h.open(group) {
			continue
		}
		f := h.findings[h.main(group, facts)]
		s := Step{
			Findings: h.ids(group), Rule: f.Rule, Owner: f.Fix.Owner, Minutes: h.minutes(group, facts), Proof: f.Fix.Proof,
			After: res.Score, Saves: saves, Aside: h.isAside(group),
		}
		all = append(all, planned{s, group, h.urgent(group)})
	}
	slices.SortStableFunc(all, func(a, b planned) int {
		return cmp.Or(compareBool(a.Aside, b.Aside), cmp.Compare(b.first, a.first), cmp.Compare(b.Saves, a.Saves), cmp.Compare(a.Minutes, b.Minutes),
			cmp.Compare(a.Findings[0], b.Findings[0]))
	})
	now := slices.IndexFunc(all, func(p planned) bool { return p.Aside })
	if now < 0 {
		now = len(all)
	}
	done := facts
	for n := range min(FirstSteps, now) {
		best, low := n, math.Inf(1)
		for i := n; i < now && all[i].first == all[n].first; i++ {
			if x := h.model.Total(h.do(done, all[i].group), h.controls).Exact; x < low {
				best, low = i, x
			}
		}
		chosen := all[best]
		copy(all[n+1:best+1], all[n:best]) // the others keep their order
		all[n] = chosen
		done = h.do(done, chosen.group)
	}
	first = h.model.Total(done, h.controls).Score
	steps = make([]Step, 0, len(all))
	for _, p := range all {
		steps = append(steps, p.Step)
		done = h.do(done, p.group)
	}
	return steps, first, h.model.Total(done, h.controls).Score
}

// isAside reports whether all of a group is.
func (h *household) isAside(group []int) bool {
	return !slices.ContainsFunc(group, func(i int) bool { return !slices.Contains(h.aside, h.findings[i].ID) })
}

// compareBool orders false before true.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// urgent says how far before others the fix of any of the findings comes: 0 for not
// at all, and most for what shows where somebody protected lives.
func (h *household) urgent(group []int) int {
	most := 0
	for _, i := range group {
		id := h.findings[i].Rule
		if r, ok := h.pack.Rule(id); ok && r.Fix.First {
			most = max(most, 1)
		}
		if h.sheltering(id) {
			most = max(most, 2)
		}
	}
	return most
}

// sheltering reports whether a rule tells of what shows where somebody lives who has
// protected personal data. One sitting of its own goes through all of it, before
// anything else is done.
func (h *household) sheltering(id exposure.RuleID) bool {
	r, ok := h.pack.Rule(id)
	return ok && r.StartsFrom(func(k exposure.Kind) bool { return k == exposure.ProtectedWhere })
}

// do returns the facts as they are once the findings of a group are fixed.
func (h *household) do(facts []score.Fact, group []int) []score.Fact {
	out := slices.Clone(facts)
	for _, i := range group {
		out[i] = h.fixed(i)
	}
	return out
}

// main picks the finding of a group that weighs most; its fix names the
// step.
func (h *household) main(group []int, facts []score.Fact) int {
	return slices.MaxFunc(group, func(a, b int) int {
		return cmp.Or(cmp.Compare(h.model.Weight(facts[a]), h.model.Weight(facts[b])), cmp.Compare(b, a))
	})
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

// lookAgain is how many minutes a place takes where the fix is asked for or said to
// be done, so that all that is left is to look there again.
const lookAgain = 2

// minutes is how long a step takes: as long as the longest of its fixes, because one
// act does for them all, but once for each place where somebody looked.
func (h *household) minutes(group []int, facts []score.Fact) int {
	at := map[string]int{} // by place; "" is everywhere else
	for _, i := range group {
		f := &h.findings[i]
		for j, o := range facts[i].Shown {
			e := &f.Evidence[j]
			switch {
			case !o.Counts() || e.Public:
			case e.Progress == exposure.Asked || e.Progress == exposure.SaidDone:
				at[e.Place] = max(at[e.Place], lookAgain)
			default:
				at[e.Place] = max(at[e.Place], f.Fix.Minutes)
			}
		}
	}
	sum := 0
	for _, n := range at {
		sum += n
	}
	return sum
}

// acts groups the findings that weigh anything by the act that resolves them:
// the same owner and the same fact, wherever it stands, or the same owner and
// the same place. A post or a page is one place, because taking it down does for
// all that it says; so is a rule's part of a set of answers or of a folder of
// photographs, because one setting or one sitting does for all of it. Findings
// about accounts are one act when one has all the accounts of the other: new
// passwords there mend both.
//
// Registers and directories are mended by asking whoever keeps them, so a fact there
// is another act than the same fact on a page. One letter does for a domain's record.
// One sitting does for one person's look-ups by rules of one act, however many places
// it goes through; what the law makes public has none. Groups and what is in them are
// ordered by finding.
func (h *household) acts(facts []score.Fact) [][]int {
	type place struct {
		owner exposure.SubjectID
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
	unite := func(i, k int) {
		a, b := root(k), root(i)
		group[max(a, b)] = min(a, b)
	}
	var accounts []int
	for i := range facts {
		group[i] = i
		f := &h.findings[i]
		join := func(p place) {
			if k, seen := first[p]; seen {
				unite(i, k)
			} else {
				first[p] = i
			}
		}
		if h.model.Weight(facts[i]) > 0 && !kept(f) && !h.sheltering(f.Rule) {
			join(place{f.Fix.Owner, "fact " + f.Fact.Key})
		}
		for j, o := range facts[i].Shown {
			if e := &f.Evidence[j]; o.Counts() && !e.Public {
				join(place{f.Fix.Owner, h.where(f.Rule, e)})
			}
		}
		if h.model.Weight(facts[i]) > 0 && f.Evidence[0].Kind == exposure.Passwords {
			for _, k := range accounts {
				if covers(&h.findings[k], f) || covers(f, &h.findings[k]) {
					unite(i, k)
				}
			}
			accounts = append(accounts, i)
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

// covers reports whether the fix of a does for b too: it has the same owner and
// proof (a new password does not turn two-step sign-in on), and concerns every
// account of b.
func covers(a, b *exposure.Finding) bool {
	if a.Fix.Owner != b.Fix.Owner || a.Fix.Proof != b.Fix.Proof || len(a.Evidence) < len(b.Evidence) {
		return false
	}
	have := make(map[exposure.DocumentID]bool, len(a.Evidence))
	for _, e := range a.Evidence {
		have[e.Document] = true
	}
	return !slices.ContainsFunc(b.Evidence, func(e exposure.Evidence) bool { return !have[e.Document] })
}

// kept reports whether somebody else keeps what tells of a finding.
func kept(f *exposure.Finding) bool {
	return f.Evidence[0].Kind == exposure.Register || f.Evidence[0].Kind == exposure.Lookup
}

func (h *household) where(rule exposure.RuleID, e *exposure.Evidence) string {
	if h.sheltering(rule) {
		return "rule " + string(rule)
	}
	switch e.Kind {
	case exposure.Page, exposure.Feed, exposure.Posts:
		return "document " + string(e.Document)
	case exposure.Register:
		return "source " + string(e.Source)
	case exposure.Lookup:
		act := string(rule)
		if r, ok := h.pack.Rule(rule); ok {
			act = cmp.Or(r.Fix.Act, act)
		}
		return "act " + act + " of " + string(e.Shower)
	default: // mended as a whole
		return "rule " + string(rule) + " source " + string(e.Source)
	}
}
