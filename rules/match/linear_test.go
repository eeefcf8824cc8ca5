package match_test

import (
	"strings"
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract/linear"
)

// TestLinear matches pages in which every sentence tells what rules ask for, near and
// far, and who it is of.
func TestLinear(t *testing.T) {
	const piece = "Vi åker på lördag.\n\n"
	child := phones("child")
	child.ID, child.When.All[0].Observe = "child.named", exposure.PersonNamed
	passage := phones("subject")
	passage.ID, passage.When.All = "passage", []rules.Condition{{Observe: exposure.Sense}, {Observe: exposure.AbsenceIntent, Near: "passage"}}
	either := rules.Rule{ID: "either", When: rules.When{Any: []rules.Condition{
		{Observe: exposure.TimeRange, Where: map[string]rules.Match{"precision": {In: []string{"week"}}}},
		{Observe: exposure.TimeRange},
	}}}
	p := pack(trips(), child, passage, either)
	linear.Check(t, []string{piece}, func(text string) {
		doc := page("p1", text)
		var obs []exposure.Observation
		for n := range strings.Count(text, piece) {
			of := func(kind exposure.Kind, from, to int) *exposure.Observation {
				obs = append(obs, exposure.Observation{
					Kind: kind, Document: doc.ID, Sentence: n, Confidence: 1,
					Span: exposure.Span{Start: n*len(piece) + from, End: n*len(piece) + to},
				})
				return &obs[len(obs)-1]
			}
			of(exposure.Sense, 0, 2).Attrs = map[string]exposure.Value{
				"first": exposure.Number(float64(n)), "last": exposure.Number(float64(n + 1)),
			}
			of(exposure.PersonChild, 0, 2).Subject = "elsa"
			of(exposure.PersonNamed, 0, 2).Value = "elsa"
			of(exposure.AbsenceIntent, 3, 8)
			of(exposure.TimeRange, 9, 19)
		}
		m := matcher(p)
		m.Add(doc, obs)
		m.Findings()
	})
}
