package report

import (
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// kept says what the family does already, measures first and then answers: a report
// that only lists what is left to do hides half of the picture. Nothing is said
// twice, and a measure and the answer that tells of it are one thing.
func (b *builder) kept() []string {
	var out []string
	add := func(text string) {
		if text = clean.Line(text); text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	var told []string
	for _, c := range b.pack.Controls {
		if slices.Contains(b.a.Controls, c.ID) {
			add(c.Text[b.c.Lang()])
			told = append(told, c.Question)
		}
	}
	for _, g := range b.a.Good {
		q, ok := b.pack.Questions.Find(g.Question)
		if !ok || slices.Contains(told, g.Question) {
			continue
		}
		text := q.Praise[b.c.Lang()]
		if text != "" && b.otherwise(g) {
			text = b.c.Text("kept.by", "name", b.who(g.Subject), "praise", text)
		}
		add(text)
	}
	return out
}

// otherwise reports whether somebody else's answer to the same question is what a
// finding rests on: then what is good is so for one of them.
func (b *builder) otherwise(g audit.Good) bool {
	for _, f := range b.found {
		for _, e := range f.Evidence {
			_, question, _ := strings.Cut(e.Locator, "#")
			if e.Kind == exposure.Interview && e.Shower != g.Subject && question == g.Question && e.Certainty != exposure.Refuted {
				return true
			}
		}
	}
	return false
}
