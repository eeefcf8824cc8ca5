package report

import (
	"slices"
	"strings"

	"lampan/report/clean"
	"lampan/rules"
	"lampan/rules/exposure"
)

func (b *builder) chains() []Chain {
	var out []Chain
	for _, ch := range b.a.Assessment.Chains {
		c := Chain{ID: ch.Scenario}
		sc, ok := b.pack.Scenario(ch.Scenario)
		if ok {
			t := sc.Text[b.c.Lang()]
			c.Title, c.Why = clean.Line(t.Title), clean.Line(t.Why)
			c.Do, c.Ask = clean.Line(t.Fix), clean.Line(t.Ask)
		} else {
			c.Title = b.c.Text("finding.unknown-title", "rule", clean.Clip(string(ch.Scenario), maxName))
			c.Why = b.c.Text("finding.unknown-why")
		}
		var names []string // of those who show a piece, and not of those whom it concerns alone
		for _, id := range b.holders(slices.Concat(ch.Legs...)) {
			if id == directories {
				names = append(names, b.c.Text("chain.registers"))
			} else {
				names = append(names, b.who(id))
			}
		}
		switch {
		case len(names) > 1:
			c.Together = b.c.Text("chain.together", "names", b.c.Join(names))
		case len(names) == 1:
			c.Together = b.c.Text("chain.alone", "names", names[0])
		}
		said := []string{b.c.Plural("chain.links", len(ch.Legs))}
		for i, ids := range ch.Legs {
			leg := Leg{Name: b.leg(sc, i), Owners: b.owners(ids), About: b.about(ids)}
			leg.Pieces, leg.More = b.pieces(ids)
			if c.Break == "" && len(ids) == 1 && b.removable(ids[0]) {
				leg.Breaks = true
				c.Break = b.c.Text("chain.break", "title", leg.Pieces[0].Title)
			}
			c.Legs = append(c.Legs, leg)
			said = append(said, b.c.Text("chain.link", "leg", leg.Name, "names", b.c.Join(leg.Owners)))
		}
		c.Alt = strings.Join(append(said, b.c.Text("chain.sum", "title", c.Title)), " ")
		c.Amplify, _ = b.pieces(ch.Amplify)
		out = append(out, c)
	}
	return out
}

// sheltering reports whether a finding is of all that may show where somebody
// protected lives: each of the places is to be gone through.
func (b *builder) sheltering(f exposure.Finding) bool {
	r, ok := b.pack.Rule(f.Rule)
	return ok && r.StartsFrom(func(k exposure.Kind) bool { return k == exposure.ProtectedWhere })
}

// removable reports whether a step of the plan takes a finding away whole: what
// registers tell stays as visible as they make it.
func (b *builder) removable(id exposure.FindingID) bool {
	f, ok := b.found[id]
	return ok && b.planned[id] && (f.Fact.Minor || b.a.Protected || !slices.Contains(b.pack.Baseline, f.Fact.Kind))
}

func (b *builder) pieces(ids []exposure.FindingID) (refs []Ref, more string) {
	rest := 0
	for _, id := range ids {
		f, ok := b.found[id]
		switch {
		case !ok:
		case len(refs) < maxPieces:
			refs = append(refs, b.shower(f))
		default:
			rest++
		}
	}
	if rest > 0 {
		more = b.c.Plural("chain.more", rest)
	}
	return refs, more
}

// owners names those whose sources hold a link: they have the fix, and everybody
// has the good of it.
func (b *builder) owners(ids []exposure.FindingID) []string {
	var names []string
	for _, id := range b.holders(ids) {
		if id == directories {
			names = append(names, b.c.Text("chain.directories"))
		} else {
			names = append(names, b.whom(id))
		}
	}
	return names
}

// holders are those whose sources show findings, in household order.
func (b *builder) holders(ids []exposure.FindingID) []exposure.SubjectID {
	holds := map[exposure.SubjectID]bool{}
	for _, id := range ids {
		for _, e := range b.found[id].Evidence {
			if e.Certainty != exposure.Refuted {
				holds[b.shows(e)] = true
			}
		}
	}
	return slices.DeleteFunc(b.everybody(), func(id exposure.SubjectID) bool { return !holds[id] })
}

// about says whom the findings of a link concern.
func (b *builder) about(ids []exposure.FindingID) string {
	var names []string
	for _, id := range ids {
		f, ok := b.found[id]
		name := b.c.Text("matrix.family")
		if f.Subject != exposure.Household {
			name = b.who(f.Subject)
		}
		if ok && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return b.c.Text("chain.about", "names", b.c.Join(names))
}

// leg names a link of a chain by the word its author gave it.
func (b *builder) leg(sc *rules.Scenario, i int) string {
	if sc != nil && i < len(sc.Legs) {
		if key := "leg." + sc.Legs[i].Name; b.c.Has(key) {
			return b.c.Text(key)
		}
	}
	return b.c.Text("leg.other", "n", i+1)
}

// shower points at a finding, with where it shows: that is what a chain is
// made of.
func (b *builder) shower(f exposure.Finding) Ref {
	r := b.ref(f)
	r.About, r.Who = r.Who, ""
	if len(f.Evidence) > 0 {
		e := f.Evidence[0]
		r.Who = b.c.Text("finding.shown-at", "kind", b.kind(e.Kind), "name", b.who(e.Shower))
	}
	return r
}
