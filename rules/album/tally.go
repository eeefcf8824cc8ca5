package album

import (
	"time"

	"lampan/rules/exposure"
)

// When people are where they are, in hours of the day. A morning is when one
// leaves for school or work: pictures of the night are no mornings.
const (
	morningFrom = 5
	morningTo   = 9
	eveningFrom = 17
)

// tally counts when pictures were taken: days, not pictures, so that a hundred of
// one party are one.
type tally struct {
	pictures int
	days     map[string]bool
	weeks    map[[2]int]bool
	mornings int
	parts    map[part]bool
}

// part is a part of one day.
type part struct{ day, when string }

func (t *tally) add(s shot) {
	t.pictures++
	if s.taken.IsZero() {
		return
	}
	if t.days == nil {
		t.days, t.weeks, t.parts = map[string]bool{}, map[[2]int]bool{}, map[part]bool{}
	}
	day := s.taken.Format(time.DateOnly)
	t.days[day] = true
	year, week := s.taken.ISOWeek()
	t.weeks[[2]int{year, week}] = true
	p := part{day, partOf(s)}
	if p.when == "morning" && !t.parts[p] {
		t.mornings++
	}
	if p.when != "" {
		t.parts[p] = true
	}
}

// partOf gives morning, day or evening, which lasts all night, of a weekday, or
// weekend; empty for a weekday without an hour.
func partOf(s shot) string {
	weekday, hour := s.taken.Weekday(), s.taken.Hour()
	switch {
	case weekday == time.Saturday || weekday == time.Sunday:
		return "weekend"
	case !s.timed:
		return ""
	case hour >= morningFrom && hour < morningTo:
		return "morning"
	case hour >= morningTo && hour < eveningFrom:
		return "day"
	}
	return "evening"
}

// when is the part of days that more than half of the parts are; mixed when there
// is none, and empty when there are no times.
func (t *tally) when() string {
	if len(t.parts) == 0 {
		return ""
	}
	counts := map[string]int{}
	for p := range t.parts {
		counts[p.when]++
	}
	for when, n := range counts {
		if 2*n > len(t.parts) {
			return when
		}
	}
	return "mixed"
}

// attrs gives what was counted, as attributes.
func (t *tally) attrs() attrs {
	out := attrs{
		"pictures": exposure.Number(float64(t.pictures)),
		"days":     exposure.Number(float64(len(t.days))),
	}
	if when := t.when(); when != "" {
		out["when"] = exposure.Word(when)
	}
	return out
}
