package report

import (
	"slices"

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
		names := make([]string, 0, len(ch.Members))
		for _, m := range ch.Members {
			names = append(names, b.who(m))
		}
		switch {
		case len(names) > 1:
			c.Together = b.c.Text("chain.together", "names", b.c.Join(names))
		case len(names) == 1:
			c.Together = b.c.Text("chain.alone", "names", names[0])
		}
		for i, ids := range ch.Legs {
			leg := Leg{Name: b.leg(sc, i)}
			leg.Pieces, leg.More = b.pieces(ids)
			c.Legs = append(c.Legs, leg)
			if c.Break == "" && len(ids) == 1 && b.removable(ids[0]) {
				c.Break = b.c.Text("chain.break", "title", leg.Pieces[0].Title)
			}
		}
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
	r := Ref{Title: b.text(f).Title, Anchor: b.anchors[f.ID]}
	if len(f.Evidence) > 0 {
		e := f.Evidence[0]
		r.Who = b.c.Text("finding.shown-at", "kind", b.kind(e.Kind), "name", b.who(e.Shower))
	}
	return r
}
