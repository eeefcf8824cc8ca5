package interview_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/interview"
	"lampan/scanner/source/sourcetest"
)

func questions(t *testing.T) rules.Questions {
	t.Helper()
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	return p.Questions
}

func TestSource(t *testing.T) {
	qs := questions(t)
	c := sourcetest.Case{
		Source: household.Source{ID: "intervju", Subject: "anna", Kind: exposure.Interview, At: "intervju/anna.yaml", Visibility: exposure.Private},
		Files:  map[string][]byte{"intervju/anna.yaml": []byte("schema: 1\nsubject: anna\nanswers:\n  home.alarm: always\n  home.timer: no\n")},
		New: func(e sourcetest.Env) source.Source {
			return interview.New(interview.Config{Source: e.Source, Root: e.Root, Now: e.Now, Zone: time.UTC, Questions: qs})
		},
		Documents: 1,
		Broken:    []byte("schema: 1\nsubject: erik\nanswers: {home.alarm: always}\n"),
	}
	t.Run("answers", func(t *testing.T) { sourcetest.Run(t, c) })

	t.Run("bad answers", func(t *testing.T) {
		c := c
		c.Files = map[string][]byte{"intervju/anna.yaml": []byte("schema: 1\nsubject: anna\nanswers:\n  home.alarm: always\n  Hemma: ja\n  accounts.two-step: nope\n")}
		c.Faults = []source.Reason{source.UnknownQuestion, source.UnknownAnswer}
		sourcetest.Run(t, c)
	})
}

// read reads a file of answers of Anna's.
func read(t *testing.T, text string, at time.Time) (sourcetest.Result, *interview.Source) {
	t.Helper()
	src := household.Source{ID: "intervju", Subject: "anna", Kind: exposure.Interview, At: "a.yaml", Visibility: exposure.Private}
	b := sourcetest.NewBench(t, src, map[string][]byte{"a.yaml": []byte(text)}, nil)
	s := interview.New(interview.Config{Source: src, Root: b.Root, Now: b.Now, Zone: time.UTC, Questions: questions(t), At: at})
	return sourcetest.Collect(t.Context(), s, b.Grant()), s
}

func TestAnswers(t *testing.T) {
	day := time.Date(2027, 5, 1, 0, 0, 0, 0, time.UTC)
	r, s := read(t, "schema: 1\nsubject: anna\non: {home: 2027-05-01, travel: 2027-05-01}\nanswers:\n  home.alarm: Inget larm\n  accounts.two-step: nej\n", time.Time{})
	want := []exposure.Answer{
		{Question: "home.alarm", Value: "none", Subject: "anna", On: day, Line: 5},
		{Question: "accounts.two-step", Value: "no", Subject: "anna", Line: 6},
	}
	if len(r.Documents) != 1 || len(r.Faults) > 0 {
		t.Fatalf("documents %q, faults %v; want one", r.Locators(), r.Faults)
	}
	if diff := cmp.Diff(want, r.Documents[0].Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[rules.Topic]time.Time{rules.HomeTopic: day, rules.TravelTopic: day}, s.Begun()); diff != "" {
		t.Errorf("begun (-want +got):\n%s", diff)
	}
}

// TestDayToCome: an audit that speaks about a coming day takes answers up to that day,
// and no other does.
func TestDayToCome(t *testing.T) {
	const text = "schema: 1\nsubject: anna\non: {home: 2031-05-01}\nanswers: {home.alarm: always}\n"
	for at, faults := range map[time.Time]int{{}: 1, time.Date(2031, 5, 1, 0, 0, 0, 0, time.UTC): 0} {
		if r, _ := read(t, text, at); len(r.Faults) != faults || len(r.Documents) != 1 {
			t.Errorf("at %v: documents %q, faults %v; want one, and %d", at, r.Locators(), r.Faults, faults)
		}
	}
}
