// Package assess joins findings with a rule pack's score model: it turns them
// into facts, weighs them for the household and for each person, and says what
// every fix would save. It is pure: the same findings, controls and pack give
// the same assessment on every machine.
package assess

import (
	"cmp"
	"slices"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/score"
)

// Input is what an assessment rests on.
type Input struct {
	Pack *rules.Pack // required
	// Findings have distinct IDs; their order does not matter. A finding whose
	// rule the pack lacks weighs nothing: a silenced rule is silent.
	Findings []exposure.Finding
	Controls []string // IDs of controls in place; those the pack lacks are ignored
	People   []Member // in the order of the household
	Coverage int      // percent; decides nothing but Fine
	// Protected says that somebody has protected personal data, which registers do not
	// show: nothing counts as shown whatever the family does.
	Protected bool
	// Aside lists findings that are none to begin with now: they are said to be done,
	// or put off. It moves no score, only steps.
	Aside []exposure.FindingID
}

// Member is one person of the household.
type Member struct {
	ID    exposure.SubjectID
	Minor bool
}

// Assessment is what a set of findings adds up to.
type Assessment struct {
	Household Result         `json:"household"`
	People    []PersonResult `json:"people"` // in the order of the household
	Chains    []Chain        `json:"chains"` // scenarios that hold, strongest first
	Plan      []Step         `json:"plan"`   // fixes: FirstSteps to start with, then the rest by what each saves, those aside last
	// AfterFirst is the household's score when the first FirstSteps steps of the
	// plan that are not aside are done, AfterPlan when every step is.
	AfterFirst int `json:"afterFirst"`
	AfterPlan  int `json:"afterPlan"`
	// Fine is the outcome "you do not need us": a low score, well covered, with
	// no chain, nothing large open, and nothing about the home itself that its
	// author calls important.
	Fine bool `json:"fine"`
}

// Result is a score with its honest surroundings: Low ≤ Score ≤ High, and
// Baseline ≤ Score.
type Result struct {
	Score int `json:"score"` // 0–100, lower is better; confirmed and likely findings
	Low   int `json:"low"`   // confirmed only
	High  int `json:"high"`  // if everything possible were true
	// Baseline is the score of what stays whatever the family does: see registers.
	Baseline int     `json:"baseline"`
	Band     Band    `json:"band"`
	Exact    float64 `json:"exact"` // Score before rounding, to 1e-6
	Parts    []Part  `json:"parts"` // largest first; Points sum to Score
}

// Part is one contribution to a score. It explains; what a fix would save
// stands in the plan, because fixes interact.
type Part struct {
	Finding exposure.FindingID `json:"finding"`
	Points  int                `json:"points"`
	Exact   float64            `json:"exact"`
}

// Band is the score in words. The words stand in report/message.
type Band string

// The bands: 0–19, 20–39, 40–59, 60–79, 80–100.
const (
	BandGood     Band = "good"
	BandFew      Band = "few"
	BandWorth    Band = "worth"
	BandTogether Band = "together"
	BandSteps    Band = "steps"
)

// PersonResult is the score over facts about one person ("about me"), and the
// findings that the person's own sources show ("from my accounts"), which are
// a list to act on and never a second grade.
type PersonResult struct {
	Person exposure.SubjectID `json:"person"`
	// About counts the person's own facts and those of the whole household:
	// where a family lives, and when it is away, is true of each of them. It is
	// never above the household's score.
	About Result `json:"about"`
	// Shows lists what the person's sources show and nobody has refuted, the
	// findings that count most for the household first.
	Shows []exposure.FindingID `json:"shows"`
}

// Chain is a scenario that holds across the household.
type Chain struct {
	Scenario exposure.RuleID        `json:"scenario"`
	Points   float64                `json:"points"` // its own part of the hazard
	Legs     [][]exposure.FindingID `json:"legs"`   // per leg, the findings that hold it, heaviest first
	Amplify  []exposure.FindingID   `json:"amplify,omitempty"`
	// Members are the people whose sources or facts it takes, in household
	// order. Two or more make it a household chain.
	Members []exposure.SubjectID `json:"members"`
	// Needs are the people without whose sources the chain would not hold: with
	// any one of them gone, some leg is empty.
	Needs []exposure.SubjectID `json:"needs"`
}

// Step is one fix of the plan. Findings that one act resolves (in one post, or
// of one fact) share a step, also when several rules made them.
type Step struct {
	Findings []exposure.FindingID `json:"findings"`
	Rule     exposure.RuleID      `json:"rule"` // of the finding that weighs most
	Owner    exposure.SubjectID   `json:"owner"`
	Minutes  int                  `json:"minutes"`
	Proof    exposure.Proof       `json:"proof"`
	// After is the household's score if only this step is done, by
	// recomputation. What the step removes is gone, except for what registers tell
	// all the same; the next audit may therefore come out lower than promised, never
	// higher.
	After int     `json:"after"`
	Saves float64 `json:"saves"` // exact score before minus exact score after
	// Aside says that it is none to begin with now: see Input.
	Aside bool `json:"aside,omitempty"`
}

const (
	// registerVisibility is that of a register that answers whoever searches by
	// name: a baseline fact is no less visible than that, however it is fixed.
	registerVisibility = exposure.Members

	// The limits of Fine. heavy is the weight of one finding.
	fineScore    = 20
	fineCoverage = 80
	fineChain    = 1.0
	heavy        = 10.0
)

// Run weighs findings. It keeps no reference to its input and is safe for
// concurrent use.
func Run(in Input) Assessment {
	h := gather(in)
	all := h.facts(headline)
	whole := h.model.Eval(all, h.controls)
	main := h.result(everything)
	a := Assessment{
		Household: main,
		People:    make([]PersonResult, 0, len(in.People)),
		Chains:    h.chains(all, whole),
	}
	for _, m := range in.People {
		a.People = append(a.People, PersonResult{
			Person: m.ID,
			About:  h.result(func(f *exposure.Finding) bool { return f.Subject == m.ID || f.Subject == exposure.Household }),
			Shows:  h.shows(m.ID, main.Parts),
		})
	}
	a.Plan, a.AfterFirst, a.AfterPlan = h.plan(all, whole)
	a.Fine = main.Score < fineScore && in.Coverage >= fineCoverage && h.light(whole)
	return a
}

// BandOf puts a score into words.
func BandOf(points int) Band {
	switch {
	case points < 20:
		return BandGood
	case points < 40:
		return BandFew
	case points < 60:
		return BandWorth
	case points < 80:
		return BandTogether
	}
	return BandSteps
}

// lens says how visible a piece of evidence is and how sure it counts: the v
// and the c of the formula, for one question asked of the findings. Four of them ask
// how sure we are, and take everything for as visible as it is. The fifth, registers,
// asks what would stay. How far mending has come (m) is the same through all: what is
// said to be done counts half whoever asks.
type lens func(h *household, f *exposure.Finding, e *exposure.Evidence) (v exposure.Visibility, certainty float64)

// headline counts what is confirmed or likely.
func headline(_ *household, _ *exposure.Finding, e *exposure.Evidence) (exposure.Visibility, float64) {
	if e.Certainty == exposure.Possible {
		return e.Visibility, 0
	}
	return e.Visibility, e.Certainty.Weight()
}

// confirmed counts only what the family has said or told us.
func confirmed(_ *household, _ *exposure.Finding, e *exposure.Evidence) (exposure.Visibility, float64) {
	if e.Certainty != exposure.Confirmed {
		return e.Visibility, 0
	}
	return e.Visibility, 1
}

// feared takes everything possible as true.
func feared(_ *household, _ *exposure.Finding, e *exposure.Evidence) (exposure.Visibility, float64) {
	if e.Certainty == exposure.Possible {
		return e.Visibility, 1
	}
	return e.Visibility, e.Certainty.Weight()
}

// weighed takes everything for as sure as it is.
func weighed(_ *household, _ *exposure.Finding, e *exposure.Evidence) (exposure.Visibility, float64) {
	return e.Visibility, e.Certainty.Weight()
}

// registers leaves what is told if the family shows nothing and every directory
// hides it: the baseline, and what is left of a finding when it is mended.
//
//   - What the law makes public, and somebody saw there, stays as it is, also about
//     a child. No step takes it away.
//   - What somebody saw in any other directory can be hidden there, so nothing of it
//     stays. It is seen at each place by itself: no more is supposed of the others.
//   - What the family shows elsewhere, of a baseline kind, stays as visible as a
//     register that answers whoever searches by name, since such registers have it
//     whether anybody looked or not. They tell nothing about children.
//   - Anything else goes.
func registers(h *household, f *exposure.Finding, e *exposure.Evidence) (exposure.Visibility, float64) {
	v, certainty := headline(h, f, e)
	switch {
	case e.Public:
		return v, certainty
	case e.Place != "" || !h.baseline[f.Fact.Kind] || f.Fact.Minor:
		return 0, certainty
	}
	return min(v, registerVisibility), certainty
}

// household is the input in the form that every part of the assessment uses.
type household struct {
	pack     *rules.Pack
	model    score.Model
	findings []exposure.Finding // ordered by fact, then ID
	people   []Member
	controls []score.Control
	baseline map[string]bool
	aside    []exposure.FindingID
}

func gather(in Input) *household {
	h := &household{
		pack:  in.Pack,
		model: in.Pack.Model,
		findings: slices.SortedFunc(slices.Values(in.Findings), func(a, b exposure.Finding) int {
			return cmp.Or(cmp.Compare(a.Fact.Key, b.Fact.Key), cmp.Compare(a.ID, b.ID))
		}),
		people:   in.People,
		baseline: map[string]bool{},
		aside:    in.Aside,
	}
	for _, k := range in.Pack.Baseline {
		h.baseline[k] = !in.Protected
	}
	for _, k := range in.Pack.Controls {
		if slices.Contains(in.Controls, k.ID) {
			h.controls = append(h.controls, score.Control{ID: k.ID, Scenario: k.Scenario, Effect: k.Effect})
		}
	}
	return h
}

// facts turns findings into facts, one for each and in their order, as the lens
// shows them. Findings of one fact share its key, so the score merges them.
func (h *household) facts(through lens) []score.Fact {
	out := make([]score.Fact, len(h.findings))
	for i := range h.findings {
		out[i] = h.fact(&h.findings[i], through)
	}
	return out
}

func (h *household) fact(f *exposure.Finding, through lens) score.Fact {
	out := score.Fact{Key: f.Fact.Key, Kind: f.Fact.Kind, Minor: f.Fact.Minor, Subject: f.Subject}
	rule, ok := h.pack.Rule(f.Rule)
	if !ok {
		return out
	}
	out.Category, out.Points = rule.Fact.Category, rule.Fact.Points
	for j := range f.Evidence {
		e := &f.Evidence[j]
		v, certainty := through(h, f, e)
		out.Shown = append(out.Shown, score.Observation{
			ID:         string(e.Source) + "\x00" + e.Locator,
			Member:     e.Shower,
			Visibility: float64(v),
			Confidence: certainty,
			Timeliness: e.Timeliness,
			Mitigated:  e.Mitigated,
		})
	}
	return out
}

func everything(*exposure.Finding) bool { return true }

// result scores the findings that are asked for, with all that surrounds a
// score.
func (h *household) result(about func(*exposure.Finding) bool) Result {
	var of []int
	for i := range h.findings {
		if about(&h.findings[i]) {
			of = append(of, i)
		}
	}
	facts := func(through lens) []score.Fact {
		out := make([]score.Fact, len(of))
		for k, i := range of {
			out[k] = h.fact(&h.findings[i], through)
		}
		return out
	}
	counted := facts(headline)
	main := h.model.Eval(counted, h.controls)
	return Result{
		Score:    main.Score,
		Exact:    main.Exact,
		Low:      h.model.Total(facts(confirmed), h.controls).Score,
		High:     h.model.Total(facts(feared), h.controls).Score,
		Baseline: h.model.Total(facts(registers), h.controls).Score,
		Band:     BandOf(main.Score),
		Parts:    h.parts(main, of, counted),
	}
}

// parts divides what each fact contributes among the findings that tell it, by
// what each would weigh alone. facts[k] belongs to findings[of[k]].
func (h *household) parts(res score.Result, of []int, facts []score.Fact) []Part {
	const millionth = 1e-6
	byKey := map[string][]int{}
	weight := make([]float64, len(facts))
	for k := range facts {
		byKey[facts[k].Key] = append(byKey[facts[k].Key], k)
		weight[k] = h.model.Weight(facts[k])
	}
	out := make([]Part, 0, len(facts))
	var exact []float64
	for _, p := range res.Parts {
		tell := byKey[p.Key]
		shares := make([]float64, len(tell))
		for n, k := range tell {
			shares[n] = weight[k]
		}
		for n, micro := range score.Apportion(int(p.Exact/millionth+0.5), shares) {
			if shares[n] > 0 {
				out = append(out, Part{Finding: h.findings[of[tell[n]]].ID, Exact: float64(micro) * millionth})
				exact = append(exact, float64(micro))
			}
		}
	}
	for n, points := range score.Apportion(res.Score, exact) {
		out[n].Points = points
	}
	slices.SortFunc(out, func(a, b Part) int {
		return cmp.Or(cmp.Compare(b.Exact, a.Exact), cmp.Compare(a.Finding, b.Finding))
	})
	return out
}

// shows lists what the sources of one person show.
func (h *household) shows(p exposure.SubjectID, parts []Part) []exposure.FindingID {
	counts := make(map[exposure.FindingID]float64, len(parts))
	for _, part := range parts {
		counts[part.Finding] = part.Exact
	}
	out := []exposure.FindingID{}
	for _, f := range h.findings {
		if slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool {
			return e.Shower == p && e.Certainty.Weight() > 0
		}) {
			out = append(out, f.ID)
		}
	}
	slices.SortStableFunc(out, func(a, b exposure.FindingID) int { return cmp.Compare(counts[b], counts[a]) })
	return out
}

// homeArea is the area of what a home is like and what is done there, which its
// people tell of.
const homeArea rules.Detector = "home"

// light reports whether nothing heavy is open: no chain that counts, no single
// finding, however unsure, of great weight, and none of the home protocol that its
// rule gives a high severity, however little an answer weighs.
func (h *household) light(whole score.Result) bool {
	for _, q := range whole.Scenarios {
		if q > fineChain {
			return false
		}
	}
	for i, f := range h.facts(weighed) {
		w := h.model.Weight(f)
		// What may show a protected home weighs too much, whatever its points.
		if w >= heavy || w > 0 && (h.sheltering(h.findings[i].Rule) || h.atHome(&h.findings[i])) {
			return false
		}
	}
	return true
}

// atHome reports whether a finding is one of high severity of the home protocol.
func (h *household) atHome(f *exposure.Finding) bool {
	r, ok := h.pack.Rule(f.Rule)
	return ok && r.Detector == homeArea && f.Severity >= exposure.High && f.Evidence[0].Kind == exposure.Interview
}
