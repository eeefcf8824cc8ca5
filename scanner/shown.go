package scanner

import (
	"cmp"
	"slices"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/match"
	"lampan/scanner/audit"
	"lampan/scanner/source"
)

// Shows reports whether what was read from a source may be shown now, to rules
// of a detector; an empty detector asks for the source alone. It is
// consent.Checker.Shows, or ShowsTo for one member.
type Shows func(source exposure.SourceID, detector string) bool

// Withheld is what members have chosen not to show the others. A nil function
// withholds nothing.
type Withheld struct {
	Source func(exposure.SourceID) bool // the whole source
	Piece  func(f *exposure.Finding, e *exposure.Evidence) bool
}

// Shown returns the audit without anything that nobody agrees to show any longer, and
// without what a member has chosen not to show. No trace of it is left in the record
// that comes back: withdrawing and withholding are nobody else's business. What is
// left is judged as if the rest had never been seen. The stored audit is not changed;
// an audit of which everything may be shown is returned as it is.
func Shown(a *audit.Audit, shows Shows, kept Withheld, p *rules.Pack) *audit.Audit {
	v := viewer{shows: shows, kept: kept, pack: p}
	if v.whole(a) {
		return a
	}
	b := *a
	b.Coverage = v.coverage(a)
	b.Suggestions = slices.DeleteFunc(slices.Clone(a.Suggestions), func(s audit.Suggestion) bool { return v.withdrawn(s.Source) })
	if len(b.Suggestions) == 0 {
		b.Suggestions = nil
	}
	b.Findings = []exposure.Finding{}
	lost := map[exposure.RuleID]bool{}
	left := map[exposure.RuleID]bool{}
	for _, f := range a.Findings {
		g, ok := v.finding(f, a.People)
		if !ok {
			lost[f.Rule] = true
			continue
		}
		b.Findings = append(b.Findings, g)
		left[f.Rule] = true
	}
	v.told(a, &b)
	b.Outcomes = slices.Clone(a.Outcomes)
	for i, o := range b.Outcomes {
		r, ok := p.Rule(o.Rule)
		if !ok || left[o.Rule] || !lost[o.Rule] && v.asked(a, r) == v.asked(&b, r) {
			continue
		}
		b.Outcomes[i] = v.outcome(&b, r)
	}
	b.Assessment = again(a, &b, p)
	return &b
}

// again weighs what is left of an audit. Steps that were none to begin with are so
// still.
func again(before, after *audit.Audit, p *rules.Pack) assess.Assessment {
	in := input(after, p)
	for _, s := range before.Assessment.Plan {
		if s.Aside {
			in.Aside = append(in.Aside, s.Findings...)
		}
	}
	return assess.Run(in)
}

type viewer struct {
	shows Shows
	kept  Withheld
	pack  *rules.Pack
}

func (v viewer) private(s exposure.SourceID) bool { return v.kept.Source != nil && v.kept.Source(s) }

func (v viewer) withdrawn(s exposure.SourceID) bool { return v.private(s) || !v.shows(s, "") }

func (v viewer) hides(f *exposure.Finding, e *exposure.Evidence) bool {
	return v.kept.Piece != nil && v.kept.Piece(f, e)
}

// gone reports whether a piece of evidence may not be shown.
func (v viewer) gone(f *exposure.Finding, e *exposure.Evidence) bool {
	detector := ""
	if r, ok := v.pack.Rule(f.Rule); ok {
		detector = string(r.Detector)
	}
	return v.private(e.Source) || !v.shows(e.Source, detector) || v.hides(f, e)
}

// leaves reports whether a source leaves the record. Of one without a consent it is
// told that it ran out, unless its person shows the others nothing of it.
func (v viewer) leaves(c audit.Coverage) bool {
	return v.private(c.Source) || c.Consent != "" && v.withdrawn(c.Source)
}

// The week is drawn in the area of routines; see Engine.read.
func (v viewer) weekGone(c audit.Coverage) bool {
	return len(c.Week) > 0 && !v.shows(c.Source, "routine")
}

func (v viewer) registersGone(c audit.Coverage) bool {
	return (len(c.Listings) > 0 || c.Withheld) && !v.shows(c.Source, listed)
}

// whole reports whether all of an audit may be shown.
func (v viewer) whole(a *audit.Audit) bool {
	return !slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool { return v.leaves(c) || v.weekGone(c) || v.registersGone(c) }) &&
		!slices.ContainsFunc(a.Suggestions, func(s audit.Suggestion) bool { return v.withdrawn(s.Source) }) &&
		!slices.ContainsFunc(a.Good, func(g audit.Good) bool { return v.withdrawn(g.Source) }) &&
		!slices.ContainsFunc(a.Findings, func(f exposure.Finding) bool {
			return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return v.gone(&f, &e) })
		})
}

// coverage is what may be told of the sources.
func (v viewer) coverage(a *audit.Audit) []audit.Coverage {
	out := slices.DeleteFunc(slices.Clone(a.Coverage), v.leaves)
	var left []exposure.SourceID
	for _, c := range a.Coverage {
		if v.leaves(c) {
			left = append(left, c.Source)
		}
	}
	for i := range out {
		c := &out[i]
		if v.weekGone(*c) {
			c.Week = nil
		}
		if v.registersGone(*c) {
			c.Listings, c.Withheld = nil, false
		}
		c.Topics = without(c.Topics, left)
	}
	for _, f := range a.Findings {
		for _, e := range f.Evidence {
			i := slices.IndexFunc(out, func(c audit.Coverage) bool { return c.Source == e.Source })
			if i < 0 || !v.hides(&f, &e) {
				continue
			}
			// What is drawn or listed beside the finding goes with it.
			c := &out[i]
			if r, ok := v.pack.Rule(f.Rule); ok && r.Detector == "routine" {
				c.Week = nil
			}
			c.Listings = slices.DeleteFunc(slices.Clone(c.Listings), func(l audit.Listing) bool { return e.Place != "" && string(l.Place) == e.Place })
		}
	}
	return out
}

// finding is what may be told of a finding; false where nothing may.
func (v viewer) finding(f exposure.Finding, people []audit.Person) (exposure.Finding, bool) {
	r, ok := v.pack.Rule(f.Rule)
	if !ok {
		r = nil
	}
	of := f
	f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return v.gone(&of, &e) })
	switch {
	case len(f.Evidence) == len(of.Evidence):
		return f, true
	case len(f.Evidence) == 0 || !match.Stands(r, f) || together(r):
		return f, false
	}
	first, best := strongest(of.Evidence), strongest(f.Evidence)
	if r == nil || first.Source == best.Source && first.Locator == best.Locator && first.Document == best.Document {
		return f, true
	}
	// What lent the finding its values and its owner is gone.
	if !slices.Contains([]string{"value", "person", "shared", "sources"}, r.Fact.Key) {
		f.Values = nil
	}
	if r.Fix.Owner == "author" {
		f.Fix.Owner = author(best.Shower, people)
	}
	return f, true
}

// strongest is the piece that lends a finding its values, as package match has it.
func strongest(of []exposure.Evidence) exposure.Evidence {
	return slices.MaxFunc(of, func(a, b exposure.Evidence) int {
		return cmp.Or(cmp.Compare(a.Certainty.Weight(), b.Certainty.Weight()), cmp.Compare(a.Visibility, b.Visibility))
	})
}

// author is who mends what a person shows: a guardian for a young child, as package
// match has it.
func author(id exposure.SubjectID, people []audit.Person) exposure.SubjectID {
	const ownAge = 13
	i := slices.IndexFunc(people, func(p audit.Person) bool { return p.ID == id })
	if i < 0 || !people[i].Minor || people[i].Age == 0 || people[i].Age > ownAge || len(people[i].Guardians) == 0 {
		return id
	}
	return people[i].Guardians[0]
}

// told leaves of what interviews tell what those that may be shown tell.
func (v viewer) told(before, after *audit.Audit) {
	hidden := func(g audit.Good) bool { return v.unsaid(before.Findings, g) }
	said := slices.DeleteFunc(slices.Clone(before.Mixed), hidden)
	for _, g := range before.Good {
		if len(to(g.Question, before.Mixed)) == 0 && !hidden(g) {
			said = append(said, g)
		}
	}
	after.Good, after.Mixed = good(said, v.pack), mixed(said, v.pack)
	leave := slices.ContainsFunc(before.Coverage, func(c audit.Coverage) bool { return c.Kind == exposure.Interview && v.leaves(c) })
	after.Controls = []string{}
	for _, c := range v.pack.Controls {
		tells := func(g audit.Good) bool { return slices.Contains(c.Answers, g.Answer) }
		of := to(c.Question, said)
		stands := slices.Contains(before.Controls, c.ID)
		switch {
		case len(to(c.Question, before.Mixed)) > 0:
			stands = len(of) > 0 && !slices.ContainsFunc(of, func(g audit.Good) bool { return !tells(g) })
		case leave:
			// Here the record does not say on whose answer a control rests, but for those
			// that are good ones.
			stands = stands && slices.ContainsFunc(of, tells)
		}
		if stands {
			after.Controls = append(after.Controls, c.ID)
		}
	}
}

// unsaid reports whether an answer may not be shown, or a finding that rests on it.
func (v viewer) unsaid(findings []exposure.Finding, g audit.Good) bool {
	if q, ok := v.pack.Questions.Find(g.Question); v.withdrawn(g.Source) || ok && !v.shows(g.Source, string(q.Area)) {
		return true
	}
	return slices.ContainsFunc(findings, func(f exposure.Finding) bool {
		r, ok := v.pack.Rule(f.Rule)
		return ok && slices.Contains(r.Questions(), g.Question) &&
			slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Source == g.Source && v.hides(&f, &e) })
	})
}

// without are the topics of an interview as they have come by it alone, where some of
// what they rest on has left.
func without(of []audit.Topic, left []exposure.SourceID) []audit.Topic {
	out := slices.Clone(of)
	for i := range out {
		own := out[i].Alone
		if own != nil && slices.ContainsFunc(own.With, func(s exposure.SourceID) bool { return slices.Contains(left, s) }) {
			out[i] = audit.Topic{Topic: out[i].Topic, On: out[i].On, Asked: own.Asked, Known: own.Known, Questions: own.Questions, Open: own.Open}
		}
	}
	return slices.DeleteFunc(out, func(t audit.Topic) bool { return t.Asked == 0 })
}

// together reports whether what a rule tells is of several documents at once: how
// many, how near, whose. What is left of them does not say what it would have been
// without the others; the next audit does.
func together(r *rules.Rule) bool {
	return r != nil && r.StartsFrom(exposure.Kind.Together)
}

// asked is how many sources of an audit a rule was to look at.
func (v viewer) asked(a *audit.Audit, r *rules.Rule) int {
	n := 0
	for _, c := range a.Coverage {
		if v.looks(c, r) {
			n++
		}
	}
	return n
}

// looks reports whether a rule was to look at a source.
func (v viewer) looks(c audit.Coverage, r *rules.Rule) bool {
	return c.Outcome != exposure.Skipped && c.Concerns(r.Needs) && (c.Consent == "" || slices.Contains(c.Detectors, string(r.Detector)))
}

// outcome is what an audit says of a rule that finds nothing in it, told from the
// record alone: where in doubt it is not known.
func (v viewer) outcome(a *audit.Audit, r *rules.Rule) audit.RuleOutcome {
	o := audit.RuleOutcome{Rule: r.ID, Outcome: exposure.Skipped, Reason: string(source.NotGranted)}
	if together(r) {
		o.Reason = ""
		return o
	}
	for _, c := range a.Coverage {
		if !v.looks(c, r) {
			continue
		}
		if talked(&o, c, r) {
			if o.Outcome == exposure.Unknown {
				return o
			}
			continue
		}
		i := slices.IndexFunc(c.Listings, func(l audit.Listing) bool { return !l.Known })
		switch {
		case i >= 0:
			o.Outcome, o.Reason = exposure.Unknown, cmp.Or(c.Listings[i].NotKnown(), string(source.NotLookedUp))
		case c.Outcome == exposure.Unknown && len(c.Listings) == 0:
			o.Outcome, o.Reason = exposure.Unknown, c.Reason
		case r.StartsFrom(func(k exposure.Kind) bool { return c.NotLookedAt(k) > 0 }):
			o.Outcome, o.Reason = exposure.Unknown, "pixels"
		case slices.Contains(r.Needs, c.Kind) || c.Pictures > 0:
			o.Outcome, o.Reason = exposure.Clear, ""
			continue
		case o.Outcome == exposure.Skipped:
			o.Reason = string(source.Empty)
			continue
		default:
			continue
		}
		return o
	}
	return o
}
