package report_test

import (
	"slices"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
)

// TestForm: a form has every question once, numbered, under its topic, and says which
// to skip.
func TestForm(t *testing.T) {
	core, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range exposure.Langs() {
		words := message.For(lang)
		f := report.NewForm(words, report.FormConfig{Who: "Anna", Questions: core.Questions, Command: "lampan"})
		n := 0
		for _, topic := range f.Topics {
			if strings.HasPrefix(topic.Title, "interview.") {
				t.Errorf("%s: no words for a topic", topic.Title)
			}
			for _, q := range topic.Questions {
				asked := core.Questions[n]
				if n++; q.Number != n || q.Text != asked.Text[lang] || len(q.Answers) != len(asked.Answers) {
					t.Errorf("question %d: %+v", n, q)
				}
				if (q.Only != "") != (len(asked.When) > 0) || strings.Contains(q.Only, "{") {
					t.Errorf("%s: %q says when to skip it", asked.ID, q.Only)
				}
				if look := asked.Look[lang]; look != "" && q.Look != words.Text("interview.look", "look", look) {
					t.Errorf("%s: %q says what to look at, to nobody named", asked.ID, q.Look)
				}
				if asked.Part != "" && !words.Has("interview.part."+asked.Part) {
					t.Errorf("%s: no words for the part %q", asked.ID, asked.Part)
				}
			}
		}
		if n != len(core.Questions) {
			t.Errorf("%d of %d questions", n, len(core.Questions))
		}
		child := report.NewForm(words, report.FormConfig{Who: "Elsa", Child: true, Questions: core.Questions, Command: "lampan"})
		i := slices.IndexFunc(core.Questions, func(q rules.Question) bool { return q.ID == "travel.tell" })
		for _, topic := range child.Topics {
			for _, q := range topic.Questions {
				if q.Look != "" || q.Number == i+1 && q.Text != core.Questions[i].Child[lang] {
					t.Errorf("to a child: %+v", q)
				}
			}
		}
	}
}
