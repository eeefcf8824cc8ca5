package reporttest

import (
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// States returns the audits that a report has to show well, by name: the
// family, an audit that found little and read everything, one that could read
// nothing, and one that was stopped.
func States() map[string]*audit.Audit {
	family := Audit()

	fine := Audit()
	fine.Findings = fine.Findings[len(fine.Findings)-1:]
	fine.Suggestions = nil
	for i := range fine.Coverage {
		c := &fine.Coverage[i]
		c.Outcome, c.Reason, c.Faults = exposure.Clear, "", nil
		c.Unseen, c.Pixels, c.Week = 0, "", nil
	}
	reassess(fine)

	nothing := Audit()
	nothing.Findings, nothing.Suggestions = nil, nil
	for i := range nothing.Coverage {
		unread(&nothing.Coverage[i], "offline")
	}
	for i := range nothing.Outcomes {
		nothing.Outcomes[i].Outcome = exposure.Unknown
	}
	reassess(nothing)

	stopped := Audit()
	stopped.Complete = false
	for i := range stopped.Coverage {
		if i > 1 {
			unread(&stopped.Coverage[i], "interrupted")
		}
	}
	return map[string]*audit.Audit{"family": family, "fine": fine, "nothing": nothing, "stopped": stopped}
}

// unread makes a source one that nothing was read of.
func unread(c *audit.Coverage, reason string) {
	c.Outcome, c.Reason, c.Documents, c.Faults = exposure.Unknown, reason, 0, nil
	c.Pictures, c.Unseen, c.Pixels, c.Week, c.Listings = 0, 0, "", nil, nil
}

func reassess(a *audit.Audit, aside ...exposure.FindingID) {
	a.Assessment = assess.Run(assess.Input{
		Pack: Pack(), Findings: a.Findings, Controls: a.Controls, People: Members(), Coverage: a.Percent(), Aside: aside,
	})
}
