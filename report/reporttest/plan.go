package reporttest

import (
	"time"

	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// Plan returns the audit as it stands two weeks later, what the family has said by then,
// and the day: one step has an owner and a day, one is said to be done, one was and is
// still there, and one waits.
func Plan() (*audit.Audit, *todo.List, time.Time) {
	a := Audit()
	said := &todo.List{Marks: []todo.Mark{
		{Finding: "k-school", On: at, What: todo.Owner, Who: "elsa"},
		{Finding: "k-school", On: at, What: todo.Due, Day: at.AddDate(0, 0, 30)},
		{Finding: "k-two-step", On: at.AddDate(0, 0, 3), What: todo.Done},
		{Finding: "k-trip", On: at.AddDate(0, 0, -9), What: todo.Done},
		{Finding: "k-routine", On: at, What: todo.Later, Day: at.AddDate(0, 2, 0)},
		{Finding: "k-gps", On: at, What: todo.Due, Day: at.AddDate(0, 0, 7)},
	}}
	on := at.AddDate(0, 0, 14)
	Mark(a, said, on)
	return a, said, on
}

// Mark makes of an audit what it is on a day on which a family has said something of its
// plan, as package scanner does.
func Mark(a *audit.Audit, said *todo.List, on time.Time) {
	a.Findings = said.Since(a.Findings, a.At, on)
	reassess(a)
	var aside []exposure.FindingID
	for _, s := range a.Assessment.Plan {
		if said.Step(s, a.Findings, on).Aside() {
			aside = append(aside, s.Findings...)
		}
	}
	reassess(a, aside...)
}
