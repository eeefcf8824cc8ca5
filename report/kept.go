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
		own, others := b.against(g)
		if text != "" && others {
			text = b.c.Text("kept.by", "name", b.who(g.Subject), "praise", text)
		}
		if own {
			text = ""
		}
		add(text)
	}
	return out
}

// against reports whether findings tell otherwise than an answer that was good: of
// the one who gave it or of the whole family, which leaves nothing to praise, and of
// others, which leaves that one. A finding does when it is of a kind that the rules
// about the question would have found, or rests on an answer to it.
func (b *builder) against(g audit.Good) (own, others bool) {
	kinds := b.kindsOf(g.Question)
	for _, f := range b.found {
		for _, e := range f.Evidence {
			_, question, _ := strings.Cut(e.Locator, "#")
			told := e.Kind == exposure.Interview && question == g.Question
			switch {
			case e.Certainty == exposure.Refuted || !told && !kinds[f.Fact.Kind]:
			case f.Subject == exposure.Household && !told, f.Subject == g.Subject, e.Shower == g.Subject:
				own = true
			default:
				others = true
			}
		}
	}
	return own, others
}

// kindsOf lists the kinds of fact that the rules about an answer to a question tell.
func (b *builder) kindsOf(question string) map[string]bool {
	out := map[string]bool{}
	for _, r := range b.pack.Rules {
		for _, c := range slices.Concat(r.When.All, r.When.Any) {
			if c.Observe == exposure.AnswerGiven && slices.Contains(c.Where["question"].In, question) {
				out[r.Fact.Kind] = true
			}
		}
	}
	return out
}
