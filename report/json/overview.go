package json

import (
	"io"
	"time"

	"lampan/report"
	"lampan/scanner/audit"
)

type overview struct {
	Schema int            `json:"schema"`
	Cases  []overviewCase `json:"cases"`
}

// overviewCase is one case. Days are absent where there is none.
type overviewCase struct {
	Dir      string `json:"dir"`
	Name     string `json:"name"`
	Visits   int    `json:"visits"`
	Last     string `json:"last,omitempty"`
	Coverage int    `json:"coverage"`
	Next     string `json:"next,omitempty"`
	Due      bool   `json:"due"`
	Open     int    `json:"open"`
	Overdue  int    `json:"overdue"`
	Ending   int    `json:"consentsEnding"`
	Ended    int    `json:"consentsEnded"`
	FirstEnd string `json:"firstEnd,omitempty"`
	Fault    string `json:"fault,omitempty"`
}

// WriteOverview writes many cases, in the order of the view.
func WriteOverview(w io.Writer, v *report.OverviewView) error {
	out := overview{Schema: audit.Schema, Cases: []overviewCase{}}
	day := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.DateOnly)
	}
	for _, rows := range [][]report.OverviewRow{v.Rows, v.Faulty} {
		for _, r := range rows {
			out.Cases = append(out.Cases, overviewCase{
				Dir: r.Dir, Name: r.Name, Visits: r.Visits, Last: day(r.LastOn), Coverage: r.Coverage, Next: day(r.NextOn), Due: r.Due,
				Open: r.Open, Overdue: r.Overdue, Ending: r.Ending, Ended: r.Ended, FirstEnd: day(r.FirstEnd), Fault: r.Fault,
			})
		}
	}
	return encode(w, out)
}
