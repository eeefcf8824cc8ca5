// Package todo is what a family says of its plan: what is done, who does what, by
// when, and what waits. It is pure.
//
// It promises that a word of the family's never raises the score, that taking it back
// leaves everything as it was, and that what an audit looked at itself counts as the
// audit saw it, whatever anybody said.
package todo

import (
	"slices"
	"time"

	"lampan/rules/exposure"
)

// What is said of a finding.
type What string

// What can be said.
const (
	Done   What = "done"
	Undone What = "undone" // takes Done back
	Owner  What = "owner"  // who mends it
	Due    What = "due"    // by when
	Later  What = "later"  // not before a day
)

// Whats lists what can be said.
func Whats() []What { return []What{Done, Undone, Owner, Due, Later} }

// Mark is one thing that somebody said of one finding. Marks are about findings, not
// steps: the steps of a plan are grouped anew at each audit.
type Mark struct {
	Finding exposure.FindingID
	On      time.Time // the day it was said, midnight UTC
	What    What
	Who     exposure.SubjectID // for Owner whose it is, for Done who did it; else empty
	// Day is for Due and Later, midnight UTC. Zero takes the day back.
	Day  time.Time
	Line int // in the file, from 1; 0 when it is new
}

// List is everything that was said, in the order it was said. Of two marks of one
// day the later one counts. A finding that no audit knows any longer keeps its marks,
// since it may come back.
type List struct{ Marks []Mark }

// Standing is how one finding stands on a day.
type Standing struct {
	Done  time.Time // since when it is said to be done; zero when nobody says so
	By    exposure.SubjectID
	Owner exposure.SubjectID // who took it on; empty when nobody was named
	Due   time.Time          // zero without a day
	Until time.Time          // put off until this day, which may have come; zero when it is not
	again bool               // it was said to be done more than once
}

// Standing tells how a finding stands on a day. What is dated after it has not been
// said yet. A nil list says nothing.
func (l *List) Standing(id exposure.FindingID, at time.Time) Standing {
	return l.standing(func(f exposure.FindingID) bool { return f == id }, at)
}

// standing is the newest of what was said about any of some findings.
func (l *List) standing(about func(exposure.FindingID) bool, at time.Time) (s Standing) {
	times := 0
	for _, m := range l.until(at) {
		if !about(m.Finding) {
			continue
		}
		switch m.What {
		case Done:
			times++
			s.Done, s.By, s.again = Day(m.On), m.Who, times > 1
		case Undone:
			s.Done, s.By = time.Time{}, ""
		case Owner:
			s.Owner = m.Who
		case Due:
			s.Due = m.Day
		case Later:
			s.Until = m.Day
		}
	}
	return s
}

// until lists the marks until a day, in order of their days.
func (l *List) until(at time.Time) []Mark {
	if l == nil {
		return nil
	}
	out := slices.DeleteFunc(slices.Clone(l.Marks), func(m Mark) bool { return Day(m.On).After(Day(at)) })
	slices.SortStableFunc(out, func(a, b Mark) int { return Day(a.On).Compare(Day(b.On)) })
	return out
}

// Day is the day of a time on its own clock, at midnight UTC: days of different zones
// compare by the calendar.
func Day(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}
