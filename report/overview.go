package report

import (
	"cmp"
	"slices"
	"time"

	"lampan/report/clean"
	"lampan/report/message"
	"lampan/rules/exposure"
)

// CaseFile is what an overview knows of one case: that something is due, and never what
// was found.
type CaseFile struct {
	Dir      string // as it was found below the folder
	Name     string // the household's own; may be empty
	Visits   int
	Last     time.Time // day of the last visit that was finished, or of the last; zero without any
	Stopped  bool      // that visit was interrupted
	Later    bool      // a later one was
	Coverage int       // percent, of that visit
	Suggest  time.Time // what NextContact says of it
	Agreed   time.Time // the day that the next meeting was agreed for; may be zero, or past
	Open     int       // fixes left to do
	Overdue  int       // of those, past the day that was agreed
	Late     time.Time // the first of the days past; zero without any
	Ends     []time.Time
	Fault    string // why it could not be read, in one line; the rest is then empty
}

// OverviewView is many cases in the words of one language, what is due first before all
// else. Its strings are clean.
type OverviewView struct {
	Lang     exposure.Lang
	Title    string
	Occasion string // the day, and how many
	None     string // set when there is nothing to show
	Rows     []OverviewRow
	Faulty   []OverviewRow // those that could not be read
	Note     string
}

// OverviewRow is one case.
type OverviewRow struct {
	Dir, Name                string
	Last, Covered, Next      string
	Fixes, Consents, Fault   string
	Due                      bool // something is due on the day
	NextOn                   time.Time
	Visits, Open, Overdue    int
	Coverage, Ending, Ended  int
	LastOn, FirstEnd, Sooner time.Time
}

// Words is the catalogue of the view's language, for a renderer's headings.
func (v *OverviewView) Words() *message.Catalog { return message.For(v.Lang) }

// BuildOverview makes the view of cases as of a day; with due, of those only where
// something is due by then. The order given does not matter.
func BuildOverview(cases []CaseFile, today time.Time, due bool, lang exposure.Lang) *OverviewView {
	c := message.For(lang)
	v := &OverviewView{Lang: c.Lang(), Title: c.Text("overview.title"), Note: c.Text("overview.note")}
	behind := 0
	for _, k := range cases {
		row := overviewRow(c, k, today)
		switch {
		case k.Fault != "":
			v.Faulty = append(v.Faulty, row)
			continue
		case row.Due:
			behind++
		case due:
			continue
		}
		v.Rows = append(v.Rows, row)
	}
	v.Occasion = c.Plural("overview.count", len(cases), "day", today, "due", behind)
	switch {
	case len(cases) == 0:
		v.None = c.Text("overview.none")
	case len(v.Rows) == 0 && len(v.Faulty) == 0:
		v.None = c.Text("overview.none-due")
	}
	byName := func(x, y OverviewRow) int { return cmp.Or(cmp.Compare(x.Name, y.Name), cmp.Compare(x.Dir, y.Dir)) }
	slices.SortFunc(v.Rows, func(x, y OverviewRow) int { return cmp.Or(x.Sooner.Compare(y.Sooner), byName(x, y)) })
	slices.SortFunc(v.Faulty, byName)
	return v
}

func overviewRow(c *message.Catalog, k CaseFile, today time.Time) OverviewRow {
	r := OverviewRow{
		Dir: clean.Clip(k.Dir, maxLocator), Name: clean.Clip(k.Name, maxName), Fault: clean.Clip(k.Fault, maxExcerpt),
		Visits: k.Visits, Open: k.Open, Overdue: k.Overdue, LastOn: k.Last, Coverage: k.Coverage,
	}
	if r.Name == "" {
		r.Name = r.Dir
	}
	if k.Fault != "" {
		return r
	}
	// A case that nobody has visited yet is due now.
	r.Last, r.NextOn = c.Text("overview.never"), today
	if !k.Last.IsZero() {
		r.Last, r.Covered = c.Date(k.Last), c.Text("percent", "n", k.Coverage)
		if k.Stopped {
			r.Covered += ", " + c.Text("past.stopped")
		} else if k.Later {
			r.Covered += ", " + c.Text("overview.later")
		}
		r.NextOn = k.Suggest
	}
	r.Next = c.Date(r.NextOn)
	if dayOf(k.Agreed) > dayOf(k.Last) {
		r.NextOn = k.Agreed
		r.Next = c.Text("overview.agreed", "day", k.Agreed)
	}
	if k.Last.IsZero() && k.Agreed.IsZero() {
		r.Next = c.Text("overview.now")
	}
	r.Sooner = r.NextOn
	sooner := func(t time.Time) {
		if !t.IsZero() && dayOf(t) < dayOf(r.Sooner) {
			r.Sooner = t
		}
	}
	for _, t := range k.Ends {
		switch days := dayOf(t) - dayOf(today); {
		case days < 0:
			r.Ended++
		case days <= consentNotice:
			r.Ending++
		default:
			continue
		}
		if r.FirstEnd.IsZero() || t.Before(r.FirstEnd) {
			r.FirstEnd = t
		}
	}
	sooner(r.FirstEnd)
	sooner(k.Late)
	if k.Visits > 0 {
		r.Fixes = c.Plural("overview.open", k.Open)
	}
	if k.Overdue > 0 {
		r.Fixes += ", " + c.Plural("overview.overdue", k.Overdue)
	}
	switch {
	case r.Ended+r.Ending == 0:
	case r.Ended == 0:
		r.Consents = c.Plural("overview.ending", r.Ending, "day", r.FirstEnd)
	default:
		r.Consents = c.Plural("overview.ended", r.Ended, "day", r.FirstEnd)
		if r.Ending > 0 {
			r.Consents += ", " + c.Plural("overview.ending-more", r.Ending)
		}
	}
	r.Due = dayOf(r.NextOn) <= dayOf(today) || r.Overdue > 0 || r.Ended+r.Ending > 0
	return r
}
