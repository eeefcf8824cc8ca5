package ruletest_test

import (
	"strings"
	"testing"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
)

// words sees an absence at "borta", future unless "var" stands before it, and a
// wish at "tänk".
func words(doc *exposure.Document, r *roster.Roster) []exposure.Observation {
	var out []exposure.Observation
	see := func(kind exposure.Kind, word string, attrs map[string]exposure.Value) {
		if i := strings.Index(doc.Text, word); i >= 0 {
			out = append(out, exposure.Observation{
				Kind: kind, Document: doc.ID, Span: exposure.Span{Start: i, End: i + len(word)},
				Value: word, Attrs: attrs, Confidence: 1,
			})
		}
	}
	tense := "future"
	if strings.Contains(doc.Text, "var borta") {
		tense = "past"
	}
	see(exposure.AbsenceIntent, "borta", map[string]exposure.Value{"tense": exposure.Word(tense)})
	see(exposure.ModalityWish, "tänk", nil)
	if len(r.People) == 0 {
		panic("the example family is missing")
	}
	return out
}

func TestRun(t *testing.T) {
	rule := rules.Rule{
		ID: "travel.plan", Needs: []exposure.SourceKind{exposure.Feed}, File: "rules/travel.yaml", Line: 3,
		When: rules.When{
			All:  []rules.Condition{{Observe: exposure.AbsenceIntent, Where: map[string]rules.Match{"tense": {In: []string{"future"}}}}},
			None: []rules.Condition{{Observe: exposure.ModalityWish, Near: "sentence"}},
		},
		Confidence: rules.Confidence{Base: 0.8},
		Fact:       rules.Fact{Kind: "travel", About: "author", Key: "one", Timeliness: "static", Show: []rules.Show{{Name: "word", Attr: "value", Mask: "plain"}}},
	}
	sv := exposure.Swedish
	tests := []struct {
		name    string
		example rules.Example
		clean   bool
		want    string // part of the failure; "" for none
	}{
		{"matches", rules.Example{Lang: sv, Text: "vi är borta", Values: map[string]string{"word": "borta"}}, false, ""},
		{"does not start", rules.Example{Lang: sv, Text: "vi är hemma", Line: 7}, false, "rules/travel.yaml:7: travel.plan: did not fire: nothing to start from: no absence.intent tense=future"},
		{"is stopped", rules.Example{Lang: sv, Text: "tänk att vara borta"}, false, `stopped by modality.wish "tänk"`},
		{"has another value", rules.Example{Lang: sv, Text: "vi är borta", Values: map[string]string{"word": "hemma"}}, false, `value word = "borta"; want "hemma"`},
		{"is clean", rules.Example{Lang: sv, Text: "vi var borta", Why: "past"}, true, ""},
		{"is not clean", rules.Example{Lang: sv, Text: "vi är borta", Why: "past"}, true, `fired on absence.intent "borta" tense=future, although: past`},
		{"another sort of source", rules.Example{Answer: &exposure.Answer{Question: "q", Value: "a"}}, false, "does not look at such a source"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rule
			if tt.clean {
				r.Examples.Clean = []rules.Example{tt.example}
			} else {
				r.Examples.Match = []rules.Example{tt.example}
			}
			rep := ruletest.Run(&rules.Pack{Rules: []rules.Rule{r}}, words)
			if rep.Ran != 1 {
				t.Errorf("ran %d examples; want 1", rep.Ran)
			}
			var all []string
			for _, f := range rep.Failures {
				all = append(all, f.String())
			}
			got := strings.Join(all, "")
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("failures = %q; want %q", got, tt.want)
			}
		})
	}
}

// Two children of the example family are minors while its examples last.
func TestFamily(t *testing.T) {
	r := ruletest.Family(time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC))
	for _, id := range []exposure.SubjectID{"maja", "elsa"} {
		if !r.Minor(id) {
			t.Errorf("%s is not a minor", id)
		}
	}
	if r.Minor("anna") || r.Minor("erik") {
		t.Error("a parent is a minor")
	}
}
