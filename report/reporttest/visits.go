package reporttest

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// Visits returns three audits of the family, half a year between them, of which the last
// differs from the one before it in every way there is. A picture was taken down before
// the second and stayed away; a trip went and is back; the address on the blog went; a
// phone number is new; the second step of the e-mail is said to be done, and so is the
// school, which still shows; and nobody could read the page of the team any longer.
func Visits() []*audit.Audit {
	day := func(n int) time.Time { return time.Date(2026, time.Month(1+6*n), 1, 0, 0, 0, 0, time.UTC) }
	var out []*audit.Audit
	for i, gone := range [][]exposure.FindingID{
		{"k-phone"}, {"k-phone", "k-gps", "k-trip"}, {"k-gps", "k-address", "k-routine"},
	} {
		a := Audit()
		a.Number, a.At = i+1, day(i+1)
		a.Findings = slices.DeleteFunc(a.Findings, func(f exposure.Finding) bool { return slices.Contains(gone, f.ID) })
		for j := range a.Coverage {
			switch c := &a.Coverage[j]; {
			case c.Source == "eriks-bilder":
				c.Outcome, c.Reason, c.Faults, c.Unseen, c.Pixels = exposure.Clear, "", nil, 0, ""
			case c.Source == "lagets-sida" && i == 2:
				unread(c, "unreachable")
			case c.Source == "annas-svar":
				c.Topics = []audit.Topic{{Topic: "home", Asked: 9, Known: 7, On: day(1)}, {Topic: "accounts", Asked: 4, Known: 4, On: day(i + 1)}}
			}
		}
		out = append(out, a)
	}
	last := out[2]
	for i := range last.Findings {
		if f := &last.Findings[i]; f.ID == "k-two-step" {
			f.Evidence[0].Progress, f.Evidence[0].Mitigated = exposure.SaidDone, exposure.SaidDone.Mitigated()
		}
	}
	for _, a := range out {
		reassess(a)
	}
	return out
}

// Marks returns what the family said of its plan between the last two of Visits.
func Marks() *todo.List {
	on := time.Date(2027, time.March, 2, 0, 0, 0, 0, time.UTC)
	return &todo.List{Marks: []todo.Mark{
		{Finding: "k-school", What: todo.Done, On: on, Who: "anna"}, {Finding: "k-two-step", What: todo.Done, On: on, Who: "anna"},
	}}
}
