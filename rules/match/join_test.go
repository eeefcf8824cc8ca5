package match_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	core "lampan/rules/pack"
	"lampan/rules/ruletest"
)

// TestJoin: matching sources one by one and joining them gives what matching
// all of them together gives, in whatever order they are joined.
func TestJoin(t *testing.T) {
	p, err := core.Core()
	if err != nil {
		t.Fatal(err)
	}
	day := time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	family := ruletest.Family(day)
	x := extract.New(family)
	config := match.Config{
		Pack: p, Key: []byte("key"), At: day, Roster: family,
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	}
	texts := []string{
		"På lördag åker vi till Rom, hela familjen.",
		"Vi är borta 6-9 juni.",
		"Jag springer varje torsdag klockan sex på morgonen.",
		"Jag springer varje torsdag klockan sex på morgonen och njuter.",
		"Ring mig på 070-174 06 05.",
	}
	whole := match.New(config)
	parts := make([]*match.Matcher, 3)
	for i := range parts {
		parts[i] = match.New(config)
	}
	for i, text := range texts {
		doc := &exposure.Document{
			ID: exposure.DocumentID(fmt.Sprint(i)), Source: exposure.SourceID(fmt.Sprint("s", i%3)), Kind: exposure.Posts,
			Subject: "anna", Locator: fmt.Sprint(i), Text: text, Published: day.AddDate(0, 0, -i), Visibility: exposure.Open,
		}
		whole.Add(doc, x.Observe(doc))
		parts[i%3].Add(doc, x.Observe(doc))
	}
	want := whole.Findings()
	if len(want) < 3 {
		t.Fatalf("%d findings; the texts should give more", len(want))
	}
	joined := match.New(config)
	for _, i := range []int{2, 0, 1} {
		joined.Join(parts[i])
	}
	if diff := cmp.Diff(want, joined.Findings()); diff != "" {
		t.Errorf("joined (-want +got)\n%s", diff)
	}
}
