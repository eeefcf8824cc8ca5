package interview_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

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
			return interview.New(interview.Config{Source: e.Source, Root: e.Root, Now: e.Now, Questions: qs})
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

// read reads a file of answers of the person that a new household begins with.
func read(t *testing.T, text string) sourcetest.Result {
	t.Helper()
	src := household.Source{ID: "intervju", Subject: "person-1", Kind: exposure.Interview, At: "a.yaml", Visibility: exposure.Private}
	b := sourcetest.NewBench(t, src, map[string][]byte{"a.yaml": []byte(text)}, nil)
	return sourcetest.Collect(t.Context(), interview.New(interview.Config{Source: src, Root: b.Root, Now: b.Now, Questions: questions(t)}), b.Grant())
}

func TestAnswers(t *testing.T) {
	r := read(t, "schema: 1\nsubject: person-1\nanswers:\n  home.alarm: Inget larm\n  accounts.two-step: nej\n")
	want := []exposure.Answer{
		{Question: "home.alarm", Value: "none", Subject: "person-1", Line: 4},
		{Question: "accounts.two-step", Value: "no", Subject: "person-1", Line: 5},
	}
	if len(r.Documents) != 1 {
		t.Fatalf("documents %q, faults %v; want one", r.Locators(), r.Faults)
	}
	if diff := cmp.Diff(want, r.Documents[0].Answers); diff != "" {
		t.Errorf("answers (-want +got):\n%s", diff)
	}
}

// The sheet of a new case is right as it stands, and every answer that it
// offers is one that is understood.
func TestSheet(t *testing.T) {
	qs := questions(t)
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		t.Run(string(lang), func(t *testing.T) {
			h, err := household.Parse("household.yaml", household.Template(lang, "k7f3a9c2"))
			if err != nil {
				t.Fatal(err)
			}
			sheet := interview.Sheet(lang, qs)
			if r := read(t, string(sheet)); len(r.Faults)+len(r.Documents) > 0 || h.People[0].ID != "person-1" {
				t.Errorf("as it stands: documents %q, faults %v", r.Locators(), r.Faults)
			}
			for _, q := range qs {
				if !strings.Contains(string(sheet), "  # "+q.Text[lang]+"\n") {
					t.Errorf("the sheet does not ask %s", q.ID)
				}
			}
			offered := regexp.MustCompile(`(?m)^  # (?:Svara|Answer) (.*)\.$`).FindAllStringSubmatch(string(sheet), -1)
			if len(offered) != len(qs) {
				t.Fatalf("%d lists of answers for %d questions", len(offered), len(qs))
			}
			for i, o := range offered {
				for _, word := range regexp.MustCompile(`, | eller | or `).Split(o[1], -1) {
					key := fmt.Sprintf("  # %s:", qs[i].ID)
					r := read(t, strings.Replace(string(sheet), key, strings.Replace(key, "# ", "", 1)+" "+word, 1))
					if len(r.Faults) > 0 || len(r.Documents) != 1 || len(r.Documents[0].Answers) != 1 {
						t.Errorf("%s: %s: documents %q, faults %v", qs[i].ID, word, r.Locators(), r.Faults)
					}
				}
			}
		})
	}
}
