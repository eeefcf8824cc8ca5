package wire

import (
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner"
	plan "lampan/scanner/todo"
)

// PlanFile is where a case keeps what the family says of its plan; lang is that of a
// file that is made. What is said of a day to come, on which an audit may speak, does
// not count before that day, and stops nothing.
func PlanFile(c *scanner.Case, lang exposure.Lang) plan.File {
	h := c.Household
	f := plan.File{Dir: c.Dir, Lang: lang, Protected: h.Protected()}
	for _, p := range h.People {
		f.People = append(f.People, p.ID)
	}
	return f
}

// Plan is what the family has said of its plan; empty where it has said nothing. The
// error is household.Faults when the file is not right.
func Plan(c *scanner.Case) (*todo.List, error) { return PlanFile(c, c.Household.Lang).Read() }
