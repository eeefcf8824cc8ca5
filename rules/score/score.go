// Package score computes the exposure score: 0 to 100, lower is better. It is
// pure arithmetic over facts; it knows no rules, no families and no clock.
//
// The formula, its weights and its twenty invariants are described in the
// package's tests and in CONTRIBUTING.md. The weights are proposals that
// nobody has validated on real families; treat the score as ordinal.
package score

import "lampan/rules/exposure"

// Observation is one place where a fact shows: x = v·c·t·(1−m).
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

// Model holds the weights. It comes from a rule pack.
type Model struct {
	Tau       float64            // outer curve; 100 in the reference
	Kappa     float64            // leg curve; 8 in the reference
	Minor     float64            // factor for facts about a child; 1.25 in the reference
	Caps      map[string]float64 // C by category
	Scenarios []Scenario
}
