// Package assess joins findings with a rule pack's score model: it turns them
// into facts, weighs them for the household and for each person, and says what
// every fix would save. It is pure: the same findings, controls and pack give
// the same assessment on every machine.
package assess

import "lampan/rules/exposure"

// Assessment is what a set of findings adds up to.
type Assessment struct {
	Household Result         `json:"household"`
	People    []PersonResult `json:"people"` // in the order of the household
	Chains    []Chain        `json:"chains"` // scenarios that hold, strongest first
	Plan      []Step         `json:"plan"`   // fixes, the one that saves most first
	// AfterPlan is the household's score when every step of the plan is done.
	AfterPlan int `json:"afterPlan"`
	// Fine is the outcome "you do not need us": a low score, well covered, with
	// no chain and nothing large open.
	Fine bool `json:"fine"`
}

// Result is a score with its honest surroundings.
type Result struct {
	Score    int     `json:"score"`    // 0–100, lower is better; confirmed and likely findings
	Low      int     `json:"low"`      // confirmed only
	High     int     `json:"high"`     // if everything possible were true
	Baseline int     `json:"baseline"` // share of Score that public registers alone make
	Band     Band    `json:"band"`
	Exact    float64 `json:"exact"` // Score before rounding, to 1e-6
	Parts    []Part  `json:"parts"` // largest first; Points sum to Score
}

// Part is one contribution to a score.
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
	Person exposure.SubjectID   `json:"person"`
	About  Result               `json:"about"`
	Shows  []exposure.FindingID `json:"shows"`
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

// Step is one fix of the plan. Findings that one act resolves (the same rule in
// the same document, or the same owner's same setting) share a step.
type Step struct {
	Findings []exposure.FindingID `json:"findings"`
	Rule     exposure.RuleID      `json:"rule"`
	Owner    exposure.SubjectID   `json:"owner"`
	Minutes  int                  `json:"minutes"`
	Proof    exposure.Proof       `json:"proof"`
	// After is the household's score if only this step is done, by
	// recomputation.
	After int     `json:"after"`
	Saves float64 `json:"saves"` // exact score before minus exact score after
}
