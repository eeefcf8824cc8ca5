// Package score computes the exposure score: 0 to 100, lower is better. It is
// pure arithmetic over facts; it knows no rules, no families and no clock.
//
// An observation counts x = v·c·t·(1−m). A fact weighs
// w = S·(1.25 for a child)·(1−Π(1−x)). A category adds C·(1−e^(−Σw/C)) to the
// hazard, a scenario B·ΠL·(1+a·A)·Π(1−e) with L, A = 1−e^(−Σw/8) over the facts
// of a leg and of the amplifiers, and the score is 100·(1−e^(−hazard/100)).
//
// The formula, its weights and its twenty invariants are described in the
// package's tests and in CONTRIBUTING.md. The weights are proposals that
// nobody has validated on real families; treat the score as ordinal.
package score

import "lampan/rules/exposure"

// Observation is one place where a fact shows: x = v·c·t·(1−m). Values outside
// 0 to 1 are moved to the nearer end.
type Observation struct {
	ID         string // stable: source and locator; equal IDs count once, the strongest copy
	Member     exposure.SubjectID
	Visibility float64 // v, 0 to 1
	Confidence float64 // c, 0 to 1; 0 when the person said "not me"
	Timeliness float64 // t, 0 to 1
	Mitigated  float64 // m, 0 to 1; 1 when verified gone
}

// Fact is one thing an outsider can learn, however many places show it.
type Fact struct {
	Key      string // equal for the same fact shown by different members
	Kind     string
	Category string
	Points   float64 // S
	Minor    bool    // it concerns a child
	Subject  exposure.SubjectID
	Shown    []Observation
}

// Scenario is a chain over kinds of fact.
type Scenario struct {
	ID      exposure.RuleID
	Legs    [][]string // each leg: kinds of fact, any of which will do
	Amplify []string
	Base    float64 // B
	Gain    float64 // a
}

// Control is a measure that only ever lowers a scenario.
type Control struct {
	ID       string
	Scenario exposure.RuleID
	Effect   float64 // e, 0 to 1
}

// Model holds the weights. It comes from a rule pack. Tau, Kappa and every cap
// must be positive; the pack's loader sees to it.
type Model struct {
	Tau       float64            // outer curve; 100 in the reference
	Kappa     float64            // leg curve; 8 in the reference
	Minor     float64            // factor for facts about a child; 1.25 in the reference
	Caps      map[string]float64 // C by category
	Scenarios []Scenario
}

// Result is what a set of facts adds up to. All numbers are finite and not
// negative.
type Result struct {
	Score int     // Exact rounded, 0 to 99
	Exact float64 // to 1e-6, below 100
	// Hazard is the sum under the outer curve: all of Categories and Scenarios.
	Hazard     float64
	Categories map[string]float64          // H by category; only categories with a fact that weighs
	Scenarios  map[exposure.RuleID]float64 // Q by scenario; only scenarios that hold
	// Parts has one entry for each fact key that weighs anything, ordered by
	// key. Exact sums to Result.Exact and Points to Result.Score.
	Parts []Part
}

// Part is what one fact contributes to a score. It explains the score; what a
// fix would save is found by evaluating again without the fact.
type Part struct {
	Key    string
	Weight float64 // w: how heavily the fact counts before any curve
	Exact  float64 // a whole number of millionths
	Points int     // by largest remainder
}
