//go:build !race

package extract_test

import (
	"testing"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// Most text tells nothing, and reading it must leave nothing to collect.
func TestQuietAllocatesNothing(t *testing.T) {
	e := extract.New(nil)
	d := &exposure.Document{Kind: exposure.Posts, Text: quiet, Published: day("2026-06-10")}
	if obs := e.Observe(d); len(obs) > 0 {
		t.Fatalf("the text tells something: %v", obs)
	}
	if n := testing.AllocsPerRun(100, func() { e.Observe(d) }); n > 0 {
		t.Errorf("Observe() allocates %v times; want 0", n)
	}
}
