package scanner_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

// visited is an audit of a diary and of posts that share one telephone number;
// the trip stands only in the diary.
func visited(t testing.TB) (*rig, *audit.Audit) {
	t.Helper()
	diary := posts("dagbok", trip, "Ring mig på 070-174 06 05.")
	diary.suggestions = []audit.Suggestion{{Subject: "anna", Source: "dagbok", Kind: "link", Value: "https://x.example/"}}
	r := newRig(t, diary, posts("inlagg", "Ring mig på 070-174 06 05."))
	a := r.mustRun(t)
	if !found(a, travel) || !found(a, "reg.phone") {
		t.Fatalf("findings = %v; want a trip and a telephone number", a.Findings)
	}
	return r, a
}

func (r *rig) without(t testing.TB, a *audit.Audit) *audit.Audit {
	t.Helper()
	return scanner.Shown(a, r.Checker.Shows, scanner.Withheld{}, r.c.Pack)
}

// TestWithoutWithheld: that a register shows nothing of the holder is told in the area
// of registration like all else of it, and to nobody without a yes to that area.
func TestWithoutWithheld(t *testing.T) {
	made := func() *rig {
		return newRig(t, &fake{
			Source: household.Source{ID: "doman", Subject: "anna", Kind: exposure.Register, At: "doman.json", Visibility: exposure.Open},
			steps:  []step{{rec: &exposure.Record{Domain: "lind.example", Withheld: true}}},
		})
	}
	r := made()
	a := r.mustRun(t)
	if !coverage(t, a, "doman").Withheld || !coverage(t, r.without(t, a), "doman").Withheld {
		t.Fatal("it is not told with a yes to everything")
	}
	r.narrow("doman", "home")
	if coverage(t, r.without(t, a), "doman").Withheld {
		t.Error("it is told after the consent was narrowed")
	}
	if !coverage(t, a, "doman").Withheld {
		t.Error("the audit itself was changed")
	}
	r = made()
	r.narrow("doman", "home")
	if coverage(t, r.mustRun(t), "doman").Withheld {
		t.Error("it is told though the consent never let it be")
	}
}

// TestWithoutNarrowed: what a consent no longer lets rules look at is not shown
// either, although the source is.
func TestWithoutNarrowed(t *testing.T) {
	r, a := visited(t)
	before, block, _ := strings.Cut(r.text(), "  - id: c-dagbok\n")
	block, after, _ := strings.Cut(block, "  - id: ")
	r.Write(before + "  - id: c-dagbok\n" + strings.Replace(block, "[all]", "[registration]", 1) + "  - id: " + after)
	b := r.without(t, a)
	if found(b, travel) || !found(b, "reg.phone") {
		t.Errorf("findings = %v; want no trip, and the telephone number", b.Findings)
	}
}

// TestWithoutNarrowedWeek: the hours at which a source tells of somebody being away
// belong to the area of routines, and go with it.
func TestWithoutNarrowedWeek(t *testing.T) {
	r := newRig(t, posts("dagbok", "Varje tisdag kl 18 tränar jag handboll.", "Ring mig på 070-174 06 05."))
	a := r.mustRun(t)
	if len(a.Coverage[0].Week) == 0 {
		t.Fatalf("coverage = %+v; want a week", a.Coverage)
	}
	r.narrow("dagbok", "registration")
	if b := r.without(t, a); len(b.Coverage) != 1 || len(b.Coverage[0].Week) != 0 {
		t.Errorf("coverage = %+v; want the source, and nothing of its week", b.Coverage)
	}
	if len(a.Coverage[0].Week) == 0 {
		t.Error("the audit itself was changed")
	}
}

// TestWithoutExpired: a consent that has run out lets its report be read for
// thirty days more.
func TestWithoutExpired(t *testing.T) {
	r, a := visited(t)
	end := today.AddDate(0, 11, 0)
	r.SetNow(end.AddDate(0, 0, 29))
	if got := r.without(t, a); !found(got, travel) {
		t.Error("29 days after the end the report is hidden")
	}
	r.SetNow(end.AddDate(0, 0, 33))
	if got := r.without(t, a); len(got.Findings) != 0 {
		t.Errorf("33 days after the end findings = %v; want none", got.Findings)
	}
}

func TestShownWithoutWithdrawn(t *testing.T) {
	t.Run("nothing was withdrawn", func(t *testing.T) {
		r, a := visited(t)
		if got := r.without(t, a); got != a {
			t.Error("the audit was copied")
		}
	})
	ends := map[string]func(*rig){
		"withdrawn": func(r *rig) { r.Revoke("dagbok") },
		"taken out of household.yaml": func(r *rig) {
			_, block, _ := strings.Cut(r.text(), "  - id: c-dagbok\n")
			block, _, _ = strings.Cut(block, "  - id: ")
			r.Edit("  - id: c-dagbok\n"+block, "")
		},
	}
	for name, end := range ends {
		t.Run(name, func(t *testing.T) {
			r, a := visited(t)
			before, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			end(r)
			b := r.without(t, a)
			text, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			for _, trace := range []string{"dagbok", "Rom", "x.example"} {
				if strings.Contains(string(text), trace) {
					t.Errorf("%q is left in %s", trace, text)
				}
			}
			if found(b, travel) || !found(b, "reg.phone") {
				t.Errorf("findings = %v; want the telephone number only", b.Findings)
			}
			if o := outcome(t, b, travel); o.Outcome != exposure.Clear {
				t.Errorf("%s = %+v; want clear: the posts that are left were read", travel, o)
			}
			// The number, the plan and the chains are weighed anew: nothing of
			// what was withdrawn may be read off them.
			if b.Assessment.Household.Score >= a.Assessment.Household.Score {
				t.Errorf("score went from %d to %d; want it lower", a.Assessment.Household.Score, b.Assessment.Household.Score)
			}
			left := map[exposure.FindingID]bool{}
			for _, f := range b.Findings {
				left[f.ID] = true
			}
			for _, p := range b.Assessment.Household.Parts {
				if !left[p.Finding] {
					t.Errorf("part %+v is of a finding that is gone", p)
				}
			}
			for _, s := range b.Assessment.Plan {
				if !left[s.Findings[0]] {
					t.Errorf("step %+v is about a finding that is gone", s)
				}
			}
			if after, err := json.Marshal(a); err != nil || string(after) != string(before) {
				t.Errorf("the stored audit was changed (%v):\n%s", err, cmp.Diff(string(before), string(after)))
			}
		})
	}
}

// With its only source withdrawn, a rule that found nothing is no longer said
// to have looked.
func TestShownWithoutWithdrawnKnowsNothingOfTheRest(t *testing.T) {
	r := newRig(t, posts("dagbok", quiet))
	a := r.mustRun(t)
	if o := outcome(t, a, home); o.Outcome != exposure.Clear {
		t.Fatalf("%s = %+v; want clear", home, o)
	}
	r.Revoke("dagbok")
	b := r.without(t, a)
	for _, o := range b.Outcomes {
		if o.Outcome != exposure.Skipped {
			t.Errorf("%s = %+v; want skipped", o.Rule, o)
		}
	}
	if len(b.Coverage) != 0 || b.Percent() != 0 {
		t.Errorf("coverage = %+v, %d%%; want none", b.Coverage, b.Percent())
	}
}

// A control that a withdrawn interview told of no longer counts, even though
// another interview stands: the record does not say who told it.
func TestShownWithoutWithdrawnCountsNoControls(t *testing.T) {
	answers := func(id string, kind exposure.SourceKind) *fake {
		f := posts(id, quiet)
		f.Kind, f.At, f.Visibility = kind, id+".yaml", exposure.Private
		return f
	}
	r := newRig(t, answers("anna-svar", exposure.Interview), answers("erik-svar", exposure.Interview), posts("inlagg", trip))
	a := r.mustRun(t)
	a.Controls = []string{"alarm"}
	r.Revoke("anna-svar")
	if b := r.without(t, a); len(b.Controls) != 0 {
		t.Errorf("controls = %v; want none", b.Controls)
	}
	if len(a.Controls) != 1 {
		t.Error("the stored audit was changed")
	}
}
