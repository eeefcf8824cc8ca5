package json

import (
	"io"
	"time"

	"lampan/report"
	"lampan/rules/exposure"
)

// plan is the plan as data beside its words.
type plan struct {
	Schema   int           `json:"schema"`
	Lang     exposure.Lang `json:"lang"`
	On       string        `json:"on"` // the day, YYYY-MM-DD
	Title    string        `json:"title"`
	Occasion string        `json:"occasion"`
	Score    string        `json:"score,omitempty"`
	After    string        `json:"after,omitempty"`
	Start    []planStep    `json:"start"`
	Rest     []planStep    `json:"rest"`
	Aside    []planStep    `json:"aside"` // said to be done, or put off
}

type planStep struct {
	Finding exposure.FindingID `json:"finding"` // the main one
	Code    string             `json:"code"`
	Do      string             `json:"do"`
	Each    []string           `json:"each,omitempty"`
	About   string             `json:"about,omitempty"`
	Owner   exposure.SubjectID `json:"owner"`
	Name    string             `json:"name"`
	Minutes int                `json:"minutes"`
	Due     string             `json:"due,omitempty"` // YYYY-MM-DD
	Saves   string             `json:"saves,omitempty"`
	Proof   string             `json:"proof"`
	State   string             `json:"state"` // open, partly, said, still, later
	Stands  string             `json:"stands,omitempty"`
}

// WritePlan writes the plan as JSON. The error is the writer's.
func WritePlan(w io.Writer, v *report.PlanView) error {
	return encode(w, plan{
		Schema: 1, Lang: v.Lang, On: v.On.Format(time.DateOnly), Title: v.Title, Occasion: v.Occasion, Score: v.Score, After: v.After,
		Start: planSteps(v.Start), Rest: planSteps(v.Rest), Aside: planSteps(v.Aside),
	})
}

func planSteps(of []report.PlanStep) []planStep {
	out := make([]planStep, 0, len(of)) // a list is empty rather than absent
	for _, s := range of {
		p := planStep{
			Finding: s.ID, Code: s.Code, Do: s.Do, Each: s.Each, About: s.About, Owner: s.Whose, Name: s.Owner, Minutes: s.Minute,
			Saves: s.Saves, Proof: s.Proof, State: string(s.State), Stands: s.Stands,
		}
		if !s.DueOn.IsZero() {
			p.Due = s.DueOn.Format(time.DateOnly)
		}
		out = append(out, p)
	}
	return out
}
