package scanner

import (
	"time"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// Marked returns the audit as it stands on a day after it, with what the family has
// said of its plan by then: what is said to be done counts half, and the plan begins
// with what is left to do. The stored audit is not changed; one about which nothing was
// said comes back as it is.
func Marked(a *audit.Audit, said *todo.List, at time.Time, p *rules.Pack) *audit.Audit {
	if said == nil || len(said.Marks) == 0 {
		return a
	}
	b := *a
	b.Findings = said.Since(a.Findings, a.At, at)
	b.Assessment = planned(&b, said, at, p)
	return &b
}

// planned weighs the findings of an audit, and puts those steps last that are none to
// begin with now.
func planned(a *audit.Audit, said *todo.List, at time.Time, p *rules.Pack) assess.Assessment {
	in := input(a, p)
	out := assess.Run(in)
	for _, s := range out.Plan {
		if said.Step(s, a.Findings, at).Aside() {
			in.Aside = append(in.Aside, s.Findings...)
		}
	}
	if len(in.Aside) == 0 {
		return out
	}
	return assess.Run(in)
}
