package ruletest

import (
	"slices"
	"strings"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/tone"
)

// Words reads everything that a pack says to people, in both languages, and
// tells what a family should not have to read: fear, blame, selling, promises,
// and what is hard to understand. What belongs together is read together. The
// failures are in the order of the pack, with rules first.
func Words(p *rules.Pack) []Failure {
	var out []Failure
	read := func(id exposure.RuleID, file string, line int, lang exposure.Lang, said ...string) {
		said = slices.DeleteFunc(said, func(s string) bool { return s == "" })
		for _, f := range tone.Lint(lang, strings.Join(said, "\n")) {
			out = append(out, Failure{Rule: id, File: file, Line: line, Message: string(lang) + ": " + f.String()})
		}
	}
	texts := func(id exposure.RuleID, file string, line int, texts map[exposure.Lang]rules.Text) {
		for _, lang := range exposure.Langs() {
			t := texts[lang]
			read(id, file, line, lang, t.Title, t.Detail, t.Why, t.Ask, t.Child, t.Fix)
		}
	}
	for _, r := range p.Rules {
		texts(r.ID, r.File, r.Line, r.Text)
	}
	for _, s := range p.Scenarios {
		texts(s.ID, s.File, s.Line, s.Text)
	}
	for _, c := range p.Controls {
		for _, lang := range exposure.Langs() {
			read(exposure.RuleID(c.ID), c.File, c.Line, lang, c.Text[lang])
		}
	}
	for _, q := range p.Questions {
		for _, lang := range exposure.Langs() {
			said := []string{q.Text[lang], q.Look[lang], q.Child[lang], q.Praise[lang], q.ChildPraise[lang]}
			for _, c := range q.Answers {
				said = append(said, strings.Join(c.Words[lang], "\n"))
			}
			read(exposure.RuleID(q.ID), q.File, q.Line, lang, said...)
		}
	}
	return out
}
