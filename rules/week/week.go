// Package week draws the week of the people a source tells of: at which hours of
// which weekdays it tells that somebody is somewhere else than at home. It joins
// what posts say with when and where photos were taken.
//
// It judges nothing, and what it gives holds no text, no place and no date: only
// counts.
package week

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"lampan/rules/exposure"
)

// Weekly is how much something that comes back every week by its own words counts,
// in days.
const Weekly = 3

// maxDays bounds the days that are told apart in one hour of the week: ten years of
// them. More say no more, and a list of a club's matches must not fill the memory.
const maxDays = 520

// Hour is one hour of the week in which something shows.
type Hour struct {
	// Subject is whose hour it is, where that is another member than the source's.
	Subject exposure.SubjectID `json:"subject,omitempty"`
	Weekday int                `json:"weekday"` // 0 is Monday
	Hour    int                `json:"hour"`    // 0 to 23
	// Texts and Photos count different days on which posts, and photos, tell of it.
	// Something that a post says comes back every week counts Weekly.
	Texts  int `json:"texts,omitempty"`
	Photos int `json:"photos,omitempty"`
}

// Counter counts the observations of one source. The zero Counter is ready. The
// order of documents does not matter. It is not safe for concurrent use.
//
// What it holds is bounded by the hours of the week, the members of the family and
// maxDays, however many documents there are.
type Counter struct{ slots map[slot]*told }

// slot is one hour of one person's week.
type slot struct {
	subject       exposure.SubjectID
	weekday, hour int
}

// told is what is known of a slot.
type told struct {
	texts, photos days
	weekly        bool
}

// days are days since 1970, each once; at most maxDays.
type days map[int32]struct{}

func (d *days) add(day int32) {
	if *d == nil {
		*d = days{}
	}
	if len(*d) < maxDays {
		(*d)[day] = struct{}{}
	}
}

// Add counts what a document tells. What is about others than the family's members
// is left out, and so is what says no time of day. It keeps neither doc nor obs.
func (c *Counter) Add(doc *exposure.Document, obs []exposure.Observation) {
	for i := range obs {
		o := &obs[i]
		switch o.Kind {
		case exposure.RoutineTrace:
			day, dated := o.Attr("day").AsDay()
			hour, timed := hourOf(o)
			if !dated || !timed {
				continue
			}
			t := c.at(doc, o, weekdayOf(day), hour)
			switch {
			case t == nil:
			case doc.Photo != nil:
				t.photos.add(number(day))
			default:
				t.texts.add(number(day))
			}
		case exposure.RoutineWeekly:
			name, _ := o.Attr("weekday").AsWord()
			weekday := slices.Index(weekdays(), name)
			hour, timed := hourOf(o)
			if weekday < 0 || !timed {
				continue
			}
			if t := c.at(doc, o, weekday, hour); t != nil {
				t.weekly = true
			}
		}
	}
}

// at finds the slot that an observation speaks of; nil when it is nobody's here.
func (c *Counter) at(doc *exposure.Document, o *exposure.Observation, weekday, hour int) *told {
	switch actor, _ := o.Attr("actor").AsWord(); actor {
	case "relative", "other":
		return nil
	}
	s := slot{o.Subject, weekday, hour}
	if s.subject == exposure.Household || s.subject == doc.Subject {
		s.subject = "" // the source's own person is one of the household
	}
	if c.slots == nil {
		c.slots = map[slot]*told{}
	}
	t := c.slots[s]
	if t == nil {
		t = &told{}
		c.slots[s] = t
	}
	return t
}

// Hours gives the hours with anything in them: the source's own person first, then
// by person, in the order of the week. It is nil when there are none.
func (c *Counter) Hours() []Hour {
	var out []Hour
	for s, t := range c.slots {
		h := Hour{Subject: s.subject, Weekday: s.weekday, Hour: s.hour, Texts: len(t.texts), Photos: len(t.photos)}
		if t.weekly {
			h.Texts += Weekly
		}
		out = append(out, h)
	}
	slices.SortFunc(out, func(a, b Hour) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Hour, b.Hour))
	})
	return out
}

func weekdays() []string { return []string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"} }

// weekdayOf counts from Monday.
func weekdayOf(day time.Time) int { return (int(day.Weekday()) + 6) % 7 }

// number tells days apart by the calendar, whatever their zone.
func number(day time.Time) int32 {
	y, m, d := day.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / (24 * 60 * 60)) //nolint:gosec // days of the calendar
}

// hourOf is the hour of an observation's time, HH:MM.
func hourOf(o *exposure.Observation) (int, bool) {
	clock, _ := o.Attr("time").AsWord()
	h, _, ok := strings.Cut(clock, ":")
	n, err := strconv.Atoi(h)
	return n, ok && err == nil && 0 <= n && n < 24
}
