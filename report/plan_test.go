package report_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

func planned(only exposure.SubjectID, lang exposure.Lang) *report.PlanView {
	a, said, on := reporttest.Plan()
	return report.BuildPlan(a, reporttest.Pack(), reporttest.Places(), said, on, only, lang)
}

func codes(steps []report.PlanStep) (out []string) {
	for _, s := range steps {
		out = append(out, s.Code)
	}
	return out
}

func TestPlanBeginsWithWhatIsLeft(t *testing.T) {
	v := planned("", exposure.Swedish)
	if len(v.Start) != assess.FirstSteps || len(v.Rest) == 0 {
		t.Fatalf("to begin with %v, then %v", codes(v.Start), codes(v.Rest))
	}
	stands := map[string]todo.State{}
	for _, s := range v.Aside {
		stands[s.Code] = s.State
	}
	if diff := cmp.Diff(map[string]todo.State{"k-tw": todo.Said, "k-ro": todo.Waits}, stands); diff != "" {
		t.Errorf("aside (-want +got):\n%s", diff)
	}
	for _, s := range append(v.Start, v.Rest...) {
		switch s.Code {
		case "k-sc":
			if s.Whose != "elsa" || s.Due == "" || s.Stands != "" {
				t.Errorf("Elsa's step: %+v", s)
			}
		case "k-tr":
			if s.State != todo.Still || !strings.Contains(s.Stands, "syns än") {
				t.Errorf("the trip: %s, %q; want still there", s.State, s.Stands)
			}
		case "k-gp":
			if !strings.Contains(s.Stands, "Dagen har varit") {
				t.Errorf("a day that has been: %q", s.Stands)
			}
		}
	}
	if v.Score == "" || v.After == "" {
		t.Error("the household's plan has no number")
	}
}

// One member's own plan holds that member's steps and nothing of the household's.
func TestPlanForOne(t *testing.T) {
	v := planned("elsa", exposure.English)
	if v.Score != "" || v.After != "" || len(v.Start) == 0 {
		t.Fatalf("%+v", v)
	}
	for _, s := range append(append(v.Start, v.Rest...), v.Aside...) {
		if s.Whose != "elsa" || s.Saves != "" || s.Code == "k-sc" && (s.About != "" || s.Each != nil) {
			t.Errorf("%+v; want Elsa's own, and of what she took over only what to do", s)
		}
	}
	if got := planned("maja", exposure.Swedish); len(got.Start) > 0 || !strings.Contains(got.Idle, "Maja") {
		t.Errorf("Maja, whose step waits: %+v", got)
	}
}

// What hangs on a fridge or lies in a calendar names nothing that was found.
func TestActsSayNothingOfWhatWasFound(t *testing.T) {
	for _, lang := range exposure.Langs() {
		v := planned("", lang)
		a, _, _ := reporttest.Plan()
		for _, s := range append(append(v.Start, v.Rest...), v.Aside...) {
			if s.Act == "" || strings.ContainsAny(s.Act, "{…") {
				t.Errorf("%s: %q is no act", s.Code, s.Act)
			}
			for _, f := range a.Findings {
				for _, val := range f.Values {
					if w, ok := val.AsWord(); ok && w != "" && strings.Contains(s.Act, w) {
						t.Errorf("%s: %q holds %q", s.Code, s.Act, w)
					}
				}
				for _, e := range f.Evidence {
					if strings.Contains(s.Act, e.Locator) || e.Account.Name != "" && strings.Contains(s.Act, e.Account.Name) {
						t.Errorf("%s: %q holds where it shows", s.Code, s.Act)
					}
				}
			}
		}
	}
	// Of the home's own ways, accounts and papers it only says that there is a step.
	for _, s := range planned("", exposure.Swedish).Aside {
		if s.Code == "k-tw" && s.Act != "Ett steg om konton" {
			t.Errorf("an account's act is %q", s.Act)
		}
	}
	// Where somebody has protected personal data no act says anything.
	a, said, on := reporttest.Plan()
	a.Protected = true
	for _, s := range report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", exposure.Swedish).Start {
		if s.Act != "Ett steg i planen" {
			t.Errorf("in a protected household an act is %q", s.Act)
		}
	}
}

func TestFridgeHasRoom(t *testing.T) {
	v := planned("", exposure.Swedish)
	if got, start := codes(v.Fridge()), codes(v.Start); len(got) < len(start) || len(got) > 6 {
		t.Errorf("on the fridge %v; want %v first and at most six", got, start)
	}
	for _, s := range v.Fridge()[len(v.Start):] {
		if s.DueOn.IsZero() {
			t.Errorf("%s has no day and is not among the first", s.Code)
		}
	}
	if got := codes(v.Ticked()); len(got) != 1 || got[0] != "k-tw" {
		t.Errorf("done already: %v; want what is said to be done and not what waits", got)
	}
}

func TestPlanWithNothingToDo(t *testing.T) {
	a := reporttest.Audit()
	a.Findings = nil
	reporttest.Mark(a, &todo.List{}, time.Now())
	v := report.BuildPlan(a, reporttest.Pack(), nil, nil, a.At, "", exposure.Swedish)
	if len(v.Start)+len(v.Rest)+len(v.Aside) > 0 || v.Idle == "" || v.Score != "" {
		t.Errorf("%+v", v)
	}
}

// The report does not begin with what is said to be done, or put off, either.
func TestReportBeginsWithWhatIsLeft(t *testing.T) {
	a, _, _ := reporttest.Plan()
	v := report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if diff := cmp.Diff(len(planned("", exposure.Swedish).Start), len(v.Start)); diff != "" {
		t.Error(diff)
	}
	for i := range a.Assessment.Plan {
		a.Assessment.Plan[i].Aside = true
	}
	v = report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if len(v.Start) > 0 || strings.Contains(v.AfterPlan, "de 0 ") {
		t.Errorf("all is aside, and it begins with %d steps: %q", len(v.Start), v.AfterPlan)
	}
}

// Where it shows, the report says that it was said to be done.
func TestReportSaysStillThere(t *testing.T) {
	a, _, _ := reporttest.Plan()
	got := map[exposure.FindingID]string{}
	for _, g := range report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish).Groups {
		for _, f := range g.Findings {
			got[f.ID] = f.Shown[0].Progress
		}
	}
	if got["k-trip"] != "sagt klart, syns än" || !strings.HasPrefix(got["k-two-step"], "sagt klart, räknas till hälften") || got["k-gps"] != "" {
		t.Errorf("%q", got)
	}
}
