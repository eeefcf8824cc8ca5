package wire

import (
	"time"

	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner"
	plan "lampan/scanner/todo"
)

// PlanFile is where a case keeps what the family says of its plan, as of a day; lang is
// that of a file that is made.
func PlanFile(c *scanner.Case, today time.Time, lang exposure.Lang) plan.File {
	h := c.Household
	f := plan.File{Dir: c.Dir, Today: todo.Day(today), Lang: lang, Protected: h.Protected()}
	for _, p := range h.People {
		f.People = append(f.People, p.ID)
	}
	return f
}

// Plan is what the family has said of its plan by a day; empty where it has said
// nothing. The error is household.Faults when the file is not right.
func Plan(c *scanner.Case, today time.Time) (*todo.List, error) {
	return PlanFile(c, today, c.Household.Lang).Read()
}
