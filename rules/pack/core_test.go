package pack_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/pack"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
)

// Every example of every rule, with the recognisers of the program.
func TestCorePack(t *testing.T) {
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	compiled := map[*roster.Roster]*extract.Extractor{}
	rep := ruletest.Run(p, func(doc *exposure.Document, r *roster.Roster) []exposure.Observation {
		if compiled[r] == nil {
			compiled[r] = extract.New(r)
		}
		return compiled[r].Observe(doc)
	})
	for _, f := range rep.Failures {
		t.Error(f)
	}
	t.Logf("%d examples, %d failures", rep.Ran, len(rep.Failures))
}
