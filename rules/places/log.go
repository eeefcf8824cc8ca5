package places

import (
	"slices"
	"time"

	"lampan/rules/exposure"
)

// Seen is what somebody says who looked at a place.
type Seen string

// What can be said of a place.
const (
	Visible Seen = "visible"
	Hidden  Seen = "hidden"  // looked for, and not there
	Unclear Seen = "unclear" // it could not be seen: a login, an error, no time
	Skipped Seen = "skipped" // left out by choice
)

// Seens lists what can be said of a place.
func Seens() []Seen { return []Seen{Visible, Hidden, Unclear, Skipped} }

// Look is one look at one place.
type Look struct {
	Place   ID
	On      time.Time // day, midnight UTC
	Seen    Seen
	Details []Detail // what was visible; empty unless Seen is Visible
	Note    string   // the person's own words; may be empty
	Line    int      // in the file, from 1; 0 when it is new
}

// Act is something that was done about a place between looks.
type Act struct {
	Place ID
	On    time.Time
	// Done is exposure.Asked or exposure.SaidDone.
	Done exposure.Progress
	Line int
}

// Change is an event in the person's life after which it is time to look again.
type Change struct {
	Event Event
	On    time.Time
	Line  int
}

// Log is everything that one person has told of the places. The looks, acts and
// changes stand in the order they were told, and of two of one day the later one
// counts.
type Log struct {
	Person  exposure.SubjectID
	Fits    []Fit // the words that describe the person; nil when nobody has said
	Looks   []Look
	Acts    []Act
	Changes []Change
}

// Standing is how a place stands for a person on a day.
type Standing struct {
	Place ID
	// Last is the latest look; its Seen is empty when nobody has looked.
	Last Look
	// Shows are the details that were visible when somebody last could see; empty
	// when they were hidden then, or never seen.
	Shows    []Detail
	Since    time.Time // of the look that Shows is from
	Progress exposure.Progress
	// On is the day of the look or act that Progress rests on; zero without one.
	On  time.Time
	Due Due
	// Known says that Shows can be relied on: somebody could see the last time they
	// tried, and what was hidden is not due to be looked at again.
	Known bool
}

// Waits reports whether something was asked for or said to be done, and nobody has
// looked since.
func (s *Standing) Waits() bool {
	return (s.Progress == exposure.Asked || s.Progress == exposure.SaidDone) && !day(s.On).Before(day(s.Last.On))
}

// Standing tells how a place stands for the person on a day. What is dated after
// that day has not happened yet.
//
// Whoever says that a fix is done is believed by half until somebody has looked
// again: hidden then is Gone, still visible then is as if nothing were done. What
// was Gone and is visible once more CameBack. A look that saw nothing of the place,
// because it could not or chose not to, changes neither.
func (l *Log) Standing(p *Place, at time.Time) Standing {
	s := Standing{Place: p.ID}
	hidden := false // it was hidden when somebody last could see
	for _, e := range l.entries(p.ID, at) {
		if e.look == nil {
			if !hidden { // an act is about what shows
				s.Progress, s.On = e.act.Done, e.act.On
			}
			continue
		}
		s.Last = *e.look
		switch e.look.Seen {
		case Visible:
			if s.Progress == exposure.Gone {
				s.Progress, s.On = exposure.CameBack, e.look.On
			} else if s.Progress == exposure.SaidDone {
				s.Progress, s.On = "", time.Time{}
			}
			s.Shows, s.Since, hidden = e.look.Details, e.look.On, false
		case Hidden:
			if len(s.Shows) > 0 {
				s.Progress, s.On = exposure.Gone, e.look.On
			} else if s.Progress != exposure.Gone {
				s.Progress, s.On = "", time.Time{}
			}
			s.Shows, s.Since, hidden = nil, time.Time{}, true
		case Unclear, Skipped:
		}
	}
	s.Due = l.due(p, s, at)
	switch s.Last.Seen {
	case Visible:
		s.Known = true
	case Hidden:
		s.Known = !s.Due.Now
	case Skipped:
		s.Known = len(s.Shows) > 0
	case Unclear:
	}
	return s
}

// due says when to look at a place again: as the place has it, but sooner after a
// fix that nobody has looked at, and at once where it could not be seen. What was
// left out by choice nobody is reminded of, unless something was done about it since.
func (l *Log) due(p *Place, s Standing, at time.Time) Due {
	hiding := *p
	switch s.Last.Seen {
	case Skipped:
		if s.Waits() { // they took it up all the same
			return by(day(s.On).AddDate(0, 0, verifyAfter), Verify, at)
		}
		return Due{}
	case Unclear:
		return Due{day(s.Last.On), Unseen, true}
	case Visible: // nothing is hidden that could lapse or return
		hiding.Hide = Hiding{}
	case Hidden:
	}
	var since []Event
	for _, c := range l.Changes {
		if on := day(c.On); !on.After(day(at)) && on.After(day(s.Last.On)) {
			since = append(since, c.Event)
		}
	}
	d := hiding.Due(s.Last.On, at, since...)
	if d.Why == Lapses {
		d = by(l.hiddenOn(p, s.Last.On).AddDate(0, 0, p.Hide.Days), Lapses, at)
	}
	if s.Progress == exposure.Asked || s.Progress == exposure.SaidDone {
		// Who has looked after that month knows.
		if on := day(s.On).AddDate(0, 0, verifyAfter); on.After(day(s.Last.On)) && (d.On.IsZero() || on.Before(d.On)) {
			d = by(on, Verify, at)
		}
	}
	return d
}

func by(on time.Time, why Why, at time.Time) Due { return Due{on, why, !day(at).Before(on)} }

// hiddenOn is the day from which the days of a hiding count that was seen on a day:
// when the person said that it was done. Where those days were over by then it has
// been hidden again, nobody said when, and they count from the look.
func (l *Log) hiddenOn(p *Place, seen time.Time) time.Time {
	var on time.Time
	for _, a := range l.Acts {
		if d := day(a.On); a.Place == p.ID && a.Done == exposure.SaidDone && !d.After(day(seen)) && d.After(on) {
			on = d
		}
	}
	if on.AddDate(0, 0, p.Hide.Days).After(day(seen)) {
		return on
	}
	return day(seen)
}

// verifyAfter is how many days a place gets to do what it was asked: facts/rules.csv,
// REG-002.
const verifyAfter = 30

// entry is a look or an act.
type entry struct {
	look *Look
	act  *Act
}

func (e entry) on() time.Time {
	if e.look != nil {
		return e.look.On
	}
	return e.act.On
}

// entries are the looks and acts of a place until a day, in order. On one day an
// act follows the looks: people look, then ask.
func (l *Log) entries(id ID, at time.Time) []entry {
	var out []entry
	for i := range l.Looks {
		if k := &l.Looks[i]; k.Place == id && !day(k.On).After(day(at)) {
			out = append(out, entry{look: k})
		}
	}
	for i := range l.Acts {
		if a := &l.Acts[i]; a.Place == id && !day(a.On).After(day(at)) {
			out = append(out, entry{act: a})
		}
	}
	slices.SortStableFunc(out, func(a, b entry) int { return day(a.on()).Compare(day(b.on())) })
	return out
}

// Visibility is who can see what a place shows: search engines show it to
// anybody, and a directory to whoever looks for the name.
func (p *Place) Visibility() exposure.Visibility {
	if p.Order == Search {
		return exposure.Open
	}
	return exposure.Members
}
