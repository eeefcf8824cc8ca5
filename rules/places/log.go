package places

import (
	"cmp"
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
	// Known says that Shows can be relied on: somebody could see, and it is not
	// time to look again. What is due is not known to be hidden.
	Known bool
}

// Standing tells how a place stands for the person on a day. What is dated after
// that day has not happened yet.
//
// Whoever says that a fix is done is believed by half until somebody has looked
// again: hidden then is Gone, still visible then is as if nothing were done. What
// was Gone and is visible once more CameBack.
func (l *Log) Standing(p *Place, at time.Time) Standing {
	s := Standing{Place: p.ID}
	for _, e := range l.entries(p.ID, at) {
		switch {
		case e.look == nil: // an act is about what shows
			if len(s.Shows) > 0 {
				s.Progress, s.On = e.act.Done, e.act.On
			}
			continue
		case e.look.Seen == Visible:
			if s.Progress == exposure.Gone {
				s.Progress, s.On = exposure.CameBack, e.look.On
			} else if s.Progress == exposure.SaidDone {
				s.Progress, s.On = "", time.Time{}
			}
			s.Shows, s.Since = e.look.Details, e.look.On
		case e.look.Seen == Hidden:
			if len(s.Shows) > 0 {
				s.Progress, s.On = exposure.Gone, e.look.On
			}
			s.Shows, s.Since = nil, time.Time{}
		}
		s.Last = *e.look
	}
	s.Due = l.due(p, s, at)
	s.Known = s.Last.Seen == Visible || s.Last.Seen == Hidden && !s.Due.Now
	return s
}

// due says when to look at a place again: as the place has it, but sooner after a
// fix that nobody has looked at, and at once where it could not be seen. What was
// left out by choice nobody is reminded of.
func (l *Log) due(p *Place, s Standing, at time.Time) Due {
	switch s.Last.Seen {
	case Skipped:
		return Due{}
	case Unclear:
		return Due{day(s.Last.On), Unseen, true}
	}
	var since []Event
	for _, c := range l.Changes {
		if !day(c.On).After(day(at)) && c.On.After(s.Last.On) {
			since = append(since, c.Event)
		}
	}
	d := p.Due(s.Last.On, at, since...)
	if s.Progress == exposure.Asked || s.Progress == exposure.SaidDone {
		if on := day(s.On).AddDate(0, 0, verifyAfter); d.On.IsZero() || on.Before(d.On) {
			d = Due{on, Verify, !day(at).Before(on)}
		}
	}
	return d
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
	slices.SortStableFunc(out, func(a, b entry) int { return cmp.Compare(a.on().Unix(), b.on().Unix()) })
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
