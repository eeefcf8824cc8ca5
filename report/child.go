package report

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

// ErrNoChild is returned for somebody who is no child of the household.
var ErrNoChild = errors.New("no child of the household")

// Child is a page for one child: what is good, what the child can do, and whom to
// ask. It has no number, no grade and nothing about anybody else, and what adults
// are to do stands in their report. Strings are clean.
type Child struct {
	Lang  exposure.Lang
	Title string // "Till Elsa"
	Hello string

	GoodTitle string
	Good      []string // never empty

	DoTitle string
	Do      []ChildStep // at most maxChild
	Nothing string      // what to say when there is nothing to do; else empty

	KnowTitle string
	Know      []string // at most maxChild with Do

	AskTitle, Ask string
	Line          string // where the name of the child's own adult is written
	Yours         string // that it is right to say no
}

// ChildStep is one thing that the child can do.
type ChildStep struct {
	Number int
	What   string
	Why    string // empty for the youngest, whose What says it
	Where  string // the kind of source and the day; may be empty
	With   string // with whom: a child never stands alone with it
}

const (
	maxChild  = 3  // things on a page
	youngest  = 12 // the last age that the words for small children are for
	maxPraise = 3
)

// Words is the catalogue of the page's language.
func (c *Child) Words() *message.Catalog { return message.For(c.Lang) }

// BuildChild makes the page of one child. The arguments are those of Build, with the
// child; the error is ErrNoChild.
func BuildChild(a *audit.Audit, pack *rules.Pack, catalogue *places.Catalogue, id exposure.SubjectID, lang exposure.Lang) (*Child, error) {
	b := newBuilder(a, pack, catalogue, lang)
	p, ok := b.people[id]
	if !ok || !p.Minor {
		return nil, ErrNoChild
	}
	teen := p.Age > youngest // plain words suit one whose age is not known
	tone := "child.young."
	if teen {
		tone = "child.teen."
	}
	text := func(key string) string { return b.c.Text(tone + key) }
	c := &Child{
		Lang: b.c.Lang(), Title: b.c.Text("child.title", "name", b.who(id)), Hello: text("hello"),
		GoodTitle: text("good"), DoTitle: text("do"), KnowTitle: text("know"),
		AskTitle: text("ask-title"), Ask: text("ask"), Line: text("line"), Yours: text("yours"),
	}
	said := map[string]bool{"": true}
	todo := b.todo(id)
	for _, f := range todo {
		t := b.text(f)
		step := ChildStep{
			Number: len(c.Do) + 1, What: t.Child, With: text("with"),
			Where: cmp.Or(b.ownAccounts(todo, t.Child, id), b.whereAndWhen(f, id)),
		}
		if teen && !strings.Contains(t.Fix, "lampan ") { // commands are the consultant's
			step.What, step.Why = t.Fix, t.Child
		}
		if len(c.Do) < maxChild && !said[step.What] {
			c.Do = append(c.Do, step)
		}
		said[step.What], said[t.Child] = true, true
	}
	about := slices.DeleteFunc(slices.Clone(b.a.Findings), func(f exposure.Finding) bool {
		_, shown := b.found[f.ID]
		return !shown || f.Subject != id || f.Fix.Owner == id || b.sheltering(f)
	})
	for _, f := range about {
		if t := b.text(f).Child; !said[t] && len(c.Do)+len(c.Know) < maxChild {
			c.Know = append(c.Know, strings.TrimSpace(t+" "+b.ownAccounts(about, t, id)))
			said[t] = true
		}
	}
	switch {
	case len(c.Do) > 0:
	case !b.ownRead(id):
		c.Nothing = text("unread")
	case b.concerned(id):
		c.Nothing = text("adults")
	default:
		c.Nothing = text("nothing")
	}
	c.Good = b.praise(id)
	if !b.concerned(id) && b.allShown(id) {
		c.Good = append(c.Good, text("own"))
	}
	if len(b.kept()) > 0 {
		c.Good = append(c.Good, text("home"))
	}
	c.Good = append(c.Good, text("here"))
	return c, nil
}

// todo lists the findings whose fix is the child's own, one a step, in the order of the
// plan. What is said to be done, or waits, is not among them, as in the child's own plan.
func (b *builder) todo(id exposure.SubjectID) []exposure.Finding {
	var out []exposure.Finding
	for _, s := range b.a.Assessment.Plan {
		covered := b.covered(s)
		if s.Owner == id && !s.Aside && len(covered) > 0 && !b.sheltering(covered[0]) {
			out = append(out, covered[0])
		}
	}
	return out
}

// concerned reports whether some finding is about the child, rests on what the child
// shows or told, or is the child's to mend. Then nothing is said to be well.
func (b *builder) concerned(id exposure.SubjectID) bool {
	for _, f := range b.found {
		if f.Subject == id || f.Fix.Owner == id || slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Shower == id }) {
			return true
		}
	}
	return false
}

// allShown reports whether something was read of what the child shows others, and no
// part of it was left unread.
func (b *builder) allShown(id exposure.SubjectID) bool {
	read := false
	for _, c := range b.a.Coverage {
		if c.Subject != id || c.Kind.Told() || c.Outcome == exposure.Skipped {
			continue
		}
		if c.Outcome == exposure.Unknown {
			return false
		}
		read = read || c.Documents > 0 || lookedUp(c.Listings) > 0
	}
	return read
}

// ownAccounts says which of the child's own accounts the findings are about that are
// told in the same words; empty for none.
func (b *builder) ownAccounts(findings []exposure.Finding, words string, id exposure.SubjectID) string {
	var same []exposure.Finding
	for _, f := range findings {
		if b.text(f).Child == words {
			f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return e.Shower != id })
			same = append(same, f)
		}
	}
	if accounts := b.accounts(same); accounts != "" {
		return b.c.Text("start.accounts", "accounts", accounts)
	}
	return ""
}

// whereAndWhen says where the child's own source shows something, without its
// address: that may name others.
func (b *builder) whereAndWhen(f exposure.Finding, id exposure.SubjectID) string {
	i := slices.IndexFunc(f.Evidence, func(e exposure.Evidence) bool {
		return e.Shower == id && e.Certainty != exposure.Refuted && !e.Kind.Told()
	})
	if i < 0 {
		return ""
	}
	where := b.kind(f.Evidence[i].Kind)
	if when := day(b.c, f.Evidence[i].Published); when != "" {
		where += ", " + when
	}
	return where
}

// praise says which of the child's own answers were good, in the words for children.
func (b *builder) praise(id exposure.SubjectID) []string {
	var out []string
	for _, g := range b.a.Good {
		q, ok := b.pack.Questions.Find(g.Question)
		if !ok || g.Subject != id || len(out) == maxPraise {
			continue
		}
		if own, _ := b.against(q, id); own {
			continue
		}
		line := clean.Line(q.ChildPraise[b.c.Lang()])
		if line != "" && !slices.Contains(out, line) {
			out = append(out, line)
		}
	}
	return out
}
