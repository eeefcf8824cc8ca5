package table

import (
	"io"
	"strings"

	"lampan/report"
)

// WritePlan writes a plan: at most three steps to begin with, and with all set the rest,
// and those said to be done or waiting; else how many more there are. The error is the
// writer's.
func WritePlan(w io.Writer, v *report.PlanView, all bool, o Options) error {
	p := newPage(o)
	c := v.Words()
	p.title(v.Title, v.Occasion)
	p.text(v.Score)
	p.heading(c.Text("section.start"))
	if len(v.Start) == 0 {
		p.text(v.Idle)
	}
	p.plan(v, v.Start)
	p.text(v.After)
	for _, part := range []struct {
		steps        []report.PlanStep
		heading, key string
	}{{v.Rest, "section.rest", "plan.more"}, {v.Aside, "plan.aside", "plan.aside-more"}} {
		switch {
		case len(part.steps) == 0:
		case all:
			p.heading(c.Text(part.heading))
			p.plan(v, part.steps)
		default:
			p.gap()
			p.text(c.Plural(part.key, len(part.steps)))
		}
	}
	return p.flush(w)
}

func (p *page) plan(v *report.PlanView, steps []report.PlanStep) {
	if len(steps) == 0 {
		return
	}
	c := v.Words()
	t := grid{
		head:    []string{c.Text("plan.head.code"), c.Text("head.do"), c.Text("plan.head.who"), c.Text("head.saves")},
		weights: []int{0, 66, 34, 0},
	}
	for i, s := range steps {
		if i > 0 {
			t.rows = append(t.rows, make([]string, len(t.head)))
		}
		do := full(s.Do)
		if len(s.Each) > 0 {
			do = append(do, c.Text("start.also")+"\n- "+strings.Join(s.Each, "\n- "))
		}
		do = append(do, full(s.About, s.Proof, s.Stands)...)
		due := ""
		if s.Due != "" {
			due = c.Text("plan.fridge.by", "day", s.Due)
		}
		t.rows = append(t.rows, []string{s.Code, strings.Join(do, "\n"), strings.Join(full(s.Owner, s.Time, due), "\n"), s.Saves})
	}
	p.grid(t)
}
