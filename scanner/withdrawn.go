package scanner

import (
	"slices"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

// WithoutWithdrawn returns the audit without anything that was read under a
// consent that has been withdrawn, or taken out of household.yaml, since. No
// trace of it is left in the record that comes back: withdrawing is nobody
// else's business. The stored audit is not changed; an audit that nothing was
// withdrawn from is returned as it is.
func WithoutWithdrawn(a *audit.Audit, h *household.Household, p *rules.Pack) *audit.Audit {
	gone := map[exposure.SourceID]bool{}
	for _, c := range a.Coverage {
		if c.Consent == "" {
			continue
		}
		stands := slices.ContainsFunc(h.Consents, func(k household.Consent) bool {
			return k.ID == c.Consent && k.Revoked.IsZero()
		})
		gone[c.Source] = !stands
	}
	withdrawn := func(s exposure.SourceID) bool { return gone[s] }
	if !slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool { return withdrawn(c.Source) }) {
		return a
	}
	b := *a
	b.Coverage = slices.DeleteFunc(slices.Clone(a.Coverage), func(c audit.Coverage) bool { return withdrawn(c.Source) })
	b.Suggestions = slices.DeleteFunc(slices.Clone(a.Suggestions), func(s audit.Suggestion) bool { return withdrawn(s.Source) })
	b.Findings = []exposure.Finding{}
	left := map[exposure.RuleID]bool{}
	for _, f := range a.Findings {
		f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return withdrawn(e.Source) })
		if len(f.Evidence) == 0 {
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

// asked reports whether the audit holds a source that the rule could look at.
// Of a rule that the pack no longer has it is not known, and taken to be so.
func asked(a *audit.Audit, p *rules.Pack, id exposure.RuleID) bool {
	r, ok := p.Rule(id)
	return !ok || slices.ContainsFunc(a.Coverage, func(c audit.Coverage) bool {
		return c.Outcome != exposure.Skipped && c.Concerns(r.Needs)
	})
}
