package scanner

import (
	"slices"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/match"
	"lampan/scanner/audit"
)

// Shows reports whether what was read from a source may be shown now, to rules
// of a detector; an empty detector asks for the source alone. It is
// consent.Checker.Shows.
type Shows func(source exposure.SourceID, detector string) bool

// WithoutWithdrawn returns the audit without anything that nobody agrees to
// show any longer. No trace of it is left in the record that comes back:
// withdrawing is nobody else's business. The stored audit is not changed; an
// audit of which everything may be shown is returned as it is.
func WithoutWithdrawn(a *audit.Audit, shows Shows, p *rules.Pack) *audit.Audit {
	gone := func(e exposure.Evidence, r exposure.RuleID) bool {
		detector := ""
		if rule, ok := p.Rule(r); ok {
			detector = string(rule.Detector)
		}
		return !shows(e.Source, detector)
	}
	withdrawn := func(s exposure.SourceID) bool { return !shows(s, "") }
	// The week is drawn in the area of routines; see Engine.read.
	weekGone := func(c audit.Coverage) bool { return len(c.Week) > 0 && !shows(c.Source, "routine") }
	registersGone := func(c audit.Coverage) bool {
		return (len(c.Listings) > 0 || c.Withheld) && !shows(c.Source, listed)
	}
	whole := !slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool {
		return c.Consent != "" && withdrawn(c.Source) || weekGone(c) || registersGone(c)
	}) &&
		!slices.ContainsFunc(a.Findings, func(f exposure.Finding) bool {
			return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return gone(e, f.Rule) })
		})
	if whole {
		return a
	}
	b := *a
	b.Coverage = slices.DeleteFunc(slices.Clone(a.Coverage), func(c audit.Coverage) bool { return c.Consent != "" && withdrawn(c.Source) })
	for i := range b.Coverage {
		if weekGone(b.Coverage[i]) {
			b.Coverage[i].Week = nil
		}
		if registersGone(b.Coverage[i]) {
			b.Coverage[i].Listings, b.Coverage[i].Withheld = nil, false
		}
	}
	b.Suggestions = slices.DeleteFunc(slices.Clone(a.Suggestions), func(s audit.Suggestion) bool { return withdrawn(s.Source) })
	b.Findings = []exposure.Finding{}
	left := map[exposure.RuleID]bool{}
	for _, f := range a.Findings {
		before := len(f.Evidence)
		f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return gone(e, f.Rule) })
		r, _ := p.Rule(f.Rule)
		if len(f.Evidence) == 0 || !match.Stands(r, f) || len(f.Evidence) < before && together(r) {
			continue
		}
		b.Findings = append(b.Findings, f)
		left[f.Rule] = true
	}
	// A control rests on an interview, and the record does not say on whose.
	// With one of them withdrawn none is known, so that none counts.
	b.Controls = slices.Clone(a.Controls)
	if slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool { return c.Kind == exposure.Interview && withdrawn(c.Source) }) {
		b.Controls = []string{}
	}
	b.Outcomes = slices.Clone(a.Outcomes)
	for i, o := range b.Outcomes {
		if o.Outcome == exposure.Exposed && !left[o.Rule] || o.Outcome != exposure.Exposed && !asked(&b, p, o.Rule) {
			b.Outcomes[i] = audit.RuleOutcome{Rule: o.Rule, Outcome: exposure.Skipped}
		}
	}
	b.Assessment = Assess(&b, p)
	return &b
}

// together reports whether what a rule tells is of several documents at once: how
// many, how near, whose. What is left of them does not say what it would have been
// without the others; the next audit does.
func together(r *rules.Rule) bool {
	return r != nil && r.StartsFrom(exposure.Kind.Together)
}

// asked reports whether the audit holds a source that the rule could look at.
// Of a rule that the pack no longer has it is not known, and taken to be so.
func asked(a *audit.Audit, p *rules.Pack, id exposure.RuleID) bool {
	r, ok := p.Rule(id)
	return !ok || slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool {
		return c.Outcome != exposure.Skipped && c.Concerns(r.Needs)
	})
}
