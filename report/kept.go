package report

import (
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/rules"
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
		if own, others := b.against(q, g.Subject); !own && !others && !b.unsure(q, g.Subject) {
			add(q.Praise[b.c.Lang()])
		}
	}
	return out
}

// against reports whether findings tell otherwise than somebody's good answer to a
// question: those of that one or of the whole family, and those of others.
func (b *builder) against(q *rules.Question, who exposure.SubjectID) (own, others bool) {
	same := b.matter(q)
	for _, f := range b.found {
		for _, e := range f.Evidence {
			told := asked(e) == q.ID
			switch {
			case e.Certainty == exposure.Refuted || !told && !same(f, e):
			case f.Subject == exposure.Household && !told, f.Subject == who, e.Shower == who:
				own = true
			default:
				others = true
			}
		}
	}
	return own, others
}

// matter returns what tells whether a finding is on the matter of a question. It is of a
// kind that the rules about the question tell and, where it was told, in the same part
// of the conversation: many parts share a kind. Or it was read in a post, by a rule of
// the question's area that tells the same category of fact.
func (b *builder) matter(q *rules.Question) func(f exposure.Finding, e exposure.Evidence) bool {
	kinds, categories := map[string]bool{}, map[string]bool{}
	for _, r := range b.pack.Rules {
		if slices.Contains(r.Questions(), q.ID) {
			kinds[r.Fact.Kind], categories[r.Fact.Category] = true, true
		}
	}
	return func(f exposure.Finding, e exposure.Evidence) bool {
		if o, ok := b.pack.Questions.Find(asked(e)); ok && (o.Topic != q.Topic || o.Part != q.Part) {
			return false
		}
		r, ok := b.pack.Rule(f.Rule)
		return kinds[f.Fact.Kind] || ok && r.Category != "" && r.Detector == q.Area && categories[r.Fact.Category]
	}
}

// asked is the question that a piece of evidence answers; empty for what nobody told.
func asked(e exposure.Evidence) string {
	_, question, _ := strings.Cut(e.Locator, "#")
	if e.Kind != exposure.Interview {
		return ""
	}
	return question
}

// unsure reports whether somebody else was asked a question too and does not know, or
// has not answered. One adult answers for the household.
func (b *builder) unsure(q *rules.Question, who exposure.SubjectID) bool {
	return q.For != "household" && slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool {
		return c.Subject != who && slices.ContainsFunc(c.Topics, func(t audit.Topic) bool { return slices.Contains(t.Open, q.ID) })
	})
}
