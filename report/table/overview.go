package table

import (
	"cmp"
	"io"
	"strings"

	"lampan/report"
)

// WriteOverview writes many cases, what is due first before all else. The error is the
// writer's.
func WriteOverview(w io.Writer, v *report.OverviewView, o Options) error {
	p := newPage(o)
	c := v.Words()
	p.title(v.Title, v.Occasion)
	p.text(v.None)
	if len(v.Rows) > 0 {
		t := grid{
			head: []string{
				c.Text("overview.case"), c.Text("overview.next"), c.Text("overview.last"), c.Text("overview.fixes"), c.Text("overview.consents"),
			},
			weights: []int{24, 19, 19, 18, 20},
		}
		for _, r := range v.Rows {
			name := r.Name
			if r.Dir != r.Name {
				name += "\n" + r.Dir
			}
			next := r.Next
			if r.Due {
				next = "● " + next
			}
			t.rows = append(t.rows, []string{name, next, strings.Join(full(r.Last, r.Covered), ", "), cmp.Or(r.Fixes, "–"), cmp.Or(r.Consents, "–")})
		}
		p.grid(t)
	}
	if len(v.Faulty) > 0 {
		p.heading(c.Text("overview.faulty"))
		for _, r := range v.Faulty {
			p.item(r.Dir + ": " + r.Fault)
		}
	}
	p.gap()
	if len(v.Rows) > 0 {
		p.text(v.Note)
	}
	return p.flush(w)
}
