package report_test

import (
	"slices"
	"testing"

	"lampan/report"
	"lampan/report/mask"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/roster"
)

// TestSheet: a member's own sheet says nothing of the household, and gives a child no
// number.
func TestSheet(t *testing.T) {
	known := &roster.Roster{}
	for _, p := range reporttest.Audit().People {
		known.People = append(known.People, roster.Person{ID: p.ID, Name: p.Name, Minor: p.Minor})
	}
	for _, id := range []exposure.SubjectID{"anna", "maja"} {
		a := reporttest.States()["fine"]
		a.Findings = reporttest.Findings()
		v := report.Build(mask.For(a, known, id, reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
		if v.Fine != "" || v.Enough != nil {
			t.Errorf("%s: %q is said on one member's sheet", id, v.Fine)
		}
		if slices.ContainsFunc(v.Groups, func(g report.Group) bool { return g.None != "" && g.ID == exposure.Household }) {
			t.Errorf("%s: the sheet says that nothing shows about the household", id)
		}
		child := id == "maja"
		if v.Headline.Known == child || (v.Headline.ScoreWords == "") != child || (v.AfterPlan == "") != child {
			t.Errorf("%s: headline %+v, after %q", id, v.Headline, v.AfterPlan)
		}
		for _, s := range v.Start {
			if (s.Saves == "") != child {
				t.Errorf("%s: step saves %q", id, s.Saves)
			}
		}
		if len(v.Start) == 0 {
			t.Errorf("%s: nothing to do", id)
		}
	}
}
