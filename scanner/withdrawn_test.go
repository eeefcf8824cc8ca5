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
	h, err := household.Load(r.Path)
	if err != nil {
		t.Fatal(err)
	}
	return scanner.WithoutWithdrawn(a, h, r.c.Pack)
}

func TestWithoutWithdrawn(t *testing.T) {
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
			if o := outcome(t, b, travel); o.Outcome != exposure.Skipped {
				t.Errorf("%s = %+v; want skipped", travel, o)
			}
			if b.Assessment.Household.Score > a.Assessment.Household.Score {
				t.Errorf("score rose from %d to %d", a.Assessment.Household.Score, b.Assessment.Household.Score)
			}
			if after, err := json.Marshal(a); err != nil || string(after) != string(before) {
				t.Errorf("the stored audit was changed (%v):\n%s", err, cmp.Diff(string(before), string(after)))
			}
		})
	}
}

// With its only source withdrawn, a rule that found nothing is no longer said
// to have looked.
func TestWithoutWithdrawnKnowsNothingOfTheRest(t *testing.T) {
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
func TestWithoutWithdrawnCountsNoControls(t *testing.T) {
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
