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
	}
	reassess(fine)

	nothing := Audit()
	nothing.Findings, nothing.Suggestions = nil, nil
	for i := range nothing.Coverage {
		c := &nothing.Coverage[i]
		c.Outcome, c.Reason, c.Documents, c.Faults = exposure.Unknown, "offline", 0, nil
	}
	for i := range nothing.Outcomes {
		nothing.Outcomes[i].Outcome = exposure.Unknown
	}
	reassess(nothing)

	stopped := Audit()
	stopped.Complete = false
	for i := range stopped.Coverage {
		if i > 1 {
			c := &stopped.Coverage[i]
			c.Outcome, c.Reason, c.Documents, c.Faults = exposure.Unknown, "interrupted", 0, nil
		}
	}
	return map[string]*audit.Audit{"family": family, "fine": fine, "nothing": nothing, "stopped": stopped}
}

func reassess(a *audit.Audit) {
	a.Assessment = assess.Run(assess.Input{
		Pack: Pack(), Findings: a.Findings, Controls: a.Controls, People: Members(), Coverage: a.Percent(),
	})
}
