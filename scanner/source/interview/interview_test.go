package interview_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/interview"
	"lampan/scanner/source/sourcetest"
)

func TestSource(t *testing.T) {
	c := sourcetest.Case{
		Source: household.Source{ID: "intervju", Subject: "anna", Kind: exposure.Interview, At: "intervju/anna.yaml", Visibility: exposure.Private},
		Files:  map[string][]byte{"intervju/anna.yaml": []byte("schema: 1\nsubject: anna\nanswers:\n  home.alarm: always\n  home.timer: no\n")},
		New: func(e sourcetest.Env) source.Source {
			return interview.New(interview.Config{Source: e.Source, Root: e.Root, Now: e.Now})
		},
		Documents: 1,
		Broken:    []byte("schema: 1\nsubject: erik\nanswers: {home.alarm: always}\n"),
	}
	t.Run("answers", func(t *testing.T) { sourcetest.Run(t, c) })

	t.Run("one bad answer", func(t *testing.T) {
		c := c
		c.Files = map[string][]byte{"intervju/anna.yaml": []byte("schema: 1\nsubject: anna\nanswers:\n  home.alarm: always\n  Hemma: ja\n")}
		c.Faults = []source.Reason{source.Malformed}
		sourcetest.Run(t, c)
	})
}

func TestAnswers(t *testing.T) {
	src := household.Source{ID: "intervju", Subject: "anna", Kind: exposure.Interview, At: "a.yaml", Visibility: exposure.Private}
	b := sourcetest.NewBench(t, src, map[string][]byte{"a.yaml": []byte("schema: 1\nsubject: anna\nanswers:\n  home.alarm: always\n")}, nil)
	r := sourcetest.Collect(t.Context(), interview.New(interview.Config{Source: src, Root: b.Root, Now: b.Now}), b.Grant())
	want := []exposure.Answer{{Question: "home.alarm", Value: "always", Subject: "anna", Line: 4}}
	if len(r.Documents) != 1 {
		t.Fatalf("documents %q, faults %v; want one", r.Locators(), r.Faults)
	}
	if diff := cmp.Diff(want, r.Documents[0].Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}
