package report

import (
	"cmp"
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
)

func (b *builder) steps() []Step {
	var out []Step
	before := b.a.Assessment.Household.Score
	for _, s := range b.a.Assessment.Plan {
		covered := b.covered(s)
		if len(covered) == 0 {
			continue
		}
		main := covered[0]
		text := b.text(main)
		step := Step{
			Number: len(out) + 1, Do: text.Fix, Why: text.Why,
			Owner: b.owner(s.Owner), Minutes: b.minutes(s.Minutes), Proof: b.proof(s.Proof),
			Before: before, After: s.After,
			Saves:      b.c.Text("start.saves", "before", before, "after", s.After),
			SavesWords: b.c.Text("start.saves-words", "before", before, "after", s.After),
		}
		if s.After >= before {
			step.Saves = b.c.Text("start.saves-little")
			step.SavesWords = step.Saves
		}
		together := b.passwords(covered)
		if len(together) > 0 {
			step.Do = b.c.Text(b.renew(together), "accounts", b.accounts(together))
		} else if main.Evidence[0].Account.Name != "" {
			step.Do += " " + b.c.Text("start.accounts", "accounts", b.accounts(covered[:1]))
		}
		if b.hiding(main) {
			step.Do = cmp.Or(b.hide(covered), step.Do)
		}
		at, one := shared(covered)
		for _, f := range covered {
			ref := b.ref(f)
			if !one {
				ref.Where = b.places(f, f.Evidence[0])
				if n := len(step.Covers); n > 0 && step.Covers[n-1].Where == ref.Where {
					step.Covers[n-1].Where = "" // said once, after the last of them
				}
			}
			step.Covers = append(step.Covers, ref)
		}
		where := b.places(main, at)
		if main.Evidence[0].Account.Name != "" {
			where = b.kind(at.Kind) + ", " + b.who(at.Shower) // Do names the accounts
		}
		if one {
			step.Where = where
		}
		step.About = b.c.Text("start.about", "title", step.Covers[0].Title, "where", where)
		if n := len(covered) - 1; n > 0 {
			step.About = b.c.Text("start.about-more", "title", step.Covers[0].Title, "where", where, "n", n)
		}
		for _, f := range covered[1:] {
			if len(together) > 0 && renewed(f) {
				continue // Do says it
			}
			if b.hiding(main) && b.hiding(f) {
				continue
			}
			if fix := b.text(f).Fix; fix != text.Fix && !slices.Contains(step.Each, fix) {
				step.Each = append(step.Each, fix)
			}
		}
		out = append(out, step)
	}
	return out
}

// longFor says how long the first steps take, which is often less than one thinks.
func (b *builder) longFor(first []Step) string {
	minutes, n := 0, 0
	for _, s := range b.a.Assessment.Plan {
		if n < len(first) && len(b.covered(s)) > 0 {
			minutes += s.Minutes
			n++
		}
	}
	if n < 2 || minutes <= 0 {
		return ""
	}
	return b.c.Text("start.together", "n", n, "minutes", b.minutes(minutes))
}

// toBegin counts the steps that are shown and not aside: those come first in the plan.
func (b *builder) toBegin() int {
	n := 0
	for _, s := range b.a.Assessment.Plan {
		if !s.Aside && len(b.covered(s)) > 0 {
			n++
		}
	}
	return n
}

// passwords lists the findings of a step that a new password mends, when their
// rules put it in several ways: then one sentence says it for all.
func (b *builder) passwords(covered []exposure.Finding) []exposure.Finding {
	var out []exposure.Finding
	ways := map[string]bool{}
	for _, f := range covered {
		if renewed(f) {
			out = append(out, f)
			ways[b.text(f).Fix] = true
		}
	}
	if len(ways) < 2 || !renewed(covered[0]) {
		return nil
	}
	return out
}

// renewed reports whether new passwords mend a finding.
func renewed(f exposure.Finding) bool {
	return f.Evidence[0].Account.Name != "" && f.Fix.Proof == exposure.Remeasured
}

// renew picks the sentence that asks for new passwords: today, where one of the
// rules comes before others.
func (b *builder) renew(findings []exposure.Finding) string {
	for _, f := range findings {
		if r, ok := b.pack.Rule(f.Rule); ok && r.Fix.First {
			return "start.renew-today"
		}
	}
	return "start.renew"
}

// accounts names the accounts of some findings, the most important first, with
// whose they are when they are several people's.
func (b *builder) accounts(findings []exposure.Finding) string {
	var list []exposure.Evidence
	people := map[exposure.SubjectID]bool{}
	for _, f := range findings {
		for _, e := range f.Evidence {
			known := slices.ContainsFunc(list, func(o exposure.Evidence) bool { return o.Document == e.Document })
			if e.Certainty != exposure.Refuted && e.Account.Name != "" && !known {
				list = append(list, e)
				people[e.Shower] = true
			}
		}
	}
	slices.SortStableFunc(list, func(x, y exposure.Evidence) int { return cmp.Compare(x.Locator, y.Locator) })
	var names []string
	for _, e := range list[:min(maxNamed, len(list))] {
		name := b.account(e.Account)
		if len(people) > 1 {
			name = b.c.Text("account.of", "account", name, "name", b.who(e.Shower))
		}
		names = append(names, name)
	}
	out := strings.Join(names, "; ")
	if rest := len(list) - len(names); rest > 0 {
		out += " " + b.c.Plural("finding.others", rest)
	}
	return out
}

// covered lists the findings of a step that are shown: those of the rule that
// names it first, and of each kind the one that counts most.
func (b *builder) covered(s assess.Step) []exposure.Finding {
	var out []exposure.Finding
	for _, id := range s.Findings {
		if f, ok := b.found[id]; ok {
			out = append(out, f)
		}
	}
	other := func(f exposure.Finding) int {
		if f.Rule == s.Rule {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(f, g exposure.Finding) int {
		return cmp.Or(cmp.Compare(other(f), other(g)), cmp.Compare(b.points[g.ID], b.points[f.ID]))
	})
	return out
}

// shared finds the document in which all of the findings show, as evidence of
// the first. Without one it returns the first evidence of the first finding.
func shared(findings []exposure.Finding) (at exposure.Evidence, ok bool) {
	for _, e := range findings[0].Evidence {
		if e.Certainty == exposure.Refuted {
			continue
		}
		everywhere := true
		for _, f := range findings[1:] {
			everywhere = everywhere && slices.ContainsFunc(f.Evidence, func(o exposure.Evidence) bool {
				return o.Document == e.Document && o.Certainty != exposure.Refuted
			})
		}
		if everywhere {
			return e, true
		}
	}
	return findings[0].Evidence[0], false
}

// places says where a finding shows: at one place, and how many there are
// beside it.
func (b *builder) places(f exposure.Finding, e exposure.Evidence) string {
	others := -1
	for _, o := range f.Evidence {
		if o.Certainty != exposure.Refuted {
			others++
		}
	}
	if others > 0 {
		return b.place(f, e) + ", " + b.c.Plural("finding.others", others)
	}
	return b.place(f, e)
}

// place names a place as somebody would who knows the source: the day of a
// post, the file of a picture, else the address.
func (b *builder) place(f exposure.Finding, e exposure.Evidence) string {
	out := b.kind(e.Kind) + ", " + b.who(e.Shower)
	switch {
	case e.Kind == exposure.Interview:
		return out
	case e.Account.Name != "":
		return out + ", " + b.alike(f, e)
	case e.Place != "":
		_, name := b.entry(places.ID(e.Place))
		return name + ", " + b.who(e.Shower)
	case e.Kind != exposure.Photos && !e.Published.IsZero():
		return out + ", " + day(b.c, e.Published)
	}
	return out + ", " + clean.Clip(e.Locator, maxLocator)
}
