package when

import (
	"strconv"
	"strings"
	"time"
)

// A day without a year may be this many days ago: few where somebody is going
// somewhere, more when nothing says whether it was or will be.
const (
	slackAhead = 7
	slack      = 60
)

// year picks the year of something that comes once a year. The step is -1 for
// the last one before the day of publication, 1 for the one after next, 0 for
// the natural one.
func (p *parser) year(of func(year int) (from, to time.Time), step, slack int) (from, to time.Time) {
	if p.past && step == 0 || step < 0 {
		for y := p.base.Year(); ; y-- {
			// "i somras" is over; "var i Rom i juli" may go on.
			from, to = of(y)
			if step < 0 && to.Before(p.base) || step == 0 && !from.After(p.base) || y < p.base.Year()-2 {
				return from, to
			}
		}
	}
	for y := p.base.Year() - 1; ; y++ {
		if from, to = of(y); !to.Before(p.base.AddDate(0, 0, -slack)) || y > p.base.Year()+2 {
			if step > 0 {
				from, to = of(y + step)
			}
			return from, to
		}
	}
}

// isoWeek gives Monday and Sunday of a week of ISO 8601.
func isoWeek(year, week int) (from, to time.Time) {
	jan4 := date(year, time.January, 4)
	monday := jan4.AddDate(0, 0, -int(jan4.Weekday()+6)%7+(week-1)*7)
	return monday, monday.AddDate(0, 0, 6)
}

// easter gives Easter Sunday of the Gregorian calendar (the anonymous
// algorithm, Meeus, Astronomical Algorithms, chapter 8).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	f := (b + 8) / 25
	g := (b - f + 1) / 3
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date(y, time.Month(n/31), n%31+1)
}

// yearly reads the value that a word list gives a holiday: "date 12-24",
// "date 12-23 12-26", "week 44", "week 7-10", "easter -2 1" (days from Easter
// Sunday), "friday 06-19 2" (the first Friday from that day on, and two days
// more), or "nth 11 4 4" (the fourth Thursday of November; -1 is the last; a
// fourth number is added in days, a fifth makes it longer). A second date before
// the first lies in the next year.
func yearly(rule string) (func(year int) (from, to time.Time), bool) {
	f := strings.Fields(rule)
	if len(f) < 2 {
		return nil, false
	}
	switch f[0] {
	case "date":
		m, d, ok := monthDay(f[1])
		m2, d2, ok2 := monthDay(f[len(f)-1])
		return func(y int) (time.Time, time.Time) {
			from, to := date(y, m, d), date(y, m2, d2)
			if to.Before(from) {
				to = date(y+1, m2, d2)
			}
			return from, to
		}, ok && ok2
	case "week":
		a, b, more := strings.Cut(f[1], "-")
		if !more {
			b = a
		}
		w, err := strconv.Atoi(a)
		w2, err2 := strconv.Atoi(b)
		return func(y int) (time.Time, time.Time) {
			from, _ := isoWeek(y, w)
			_, to := isoWeek(y, w2)
			return from, to
		}, err == nil && err2 == nil
	case "easter":
		a, err := strconv.Atoi(f[1])
		b, err2 := strconv.Atoi(f[len(f)-1])
		return func(y int) (time.Time, time.Time) {
			e := easter(y)
			return e.AddDate(0, 0, a), e.AddDate(0, 0, b)
		}, err == nil && err2 == nil
	case "nth":
		return nthRule(f[1:])
	case "friday", "saturday":
		day := time.Friday
		if f[0] == "saturday" {
			day = time.Saturday
		}
		m, d, ok := monthDay(f[1])
		n := 0
		if len(f) > 2 {
			n, _ = strconv.Atoi(f[2])
		}
		return func(y int) (time.Time, time.Time) {
			from := date(y, m, d)
			from = from.AddDate(0, 0, int(day-from.Weekday()+7)%7)
			return from, from.AddDate(0, 0, n)
		}, ok
	}
	return nil, false
}

// nthRule reads month, weekday, which one, and days to add and to stay.
func nthRule(f []string) (func(year int) (from, to time.Time), bool) {
	var n [5]int
	if len(f) < 3 || len(f) > len(n) {
		return nil, false
	}
	for i, s := range f {
		v, err := strconv.Atoi(s)
		if err != nil {
			return nil, false
		}
		n[i] = v
	}
	return func(y int) (time.Time, time.Time) {
		first := date(y, time.Month(n[0]), 1)
		day, _ := part(first, first.AddDate(0, 1, -1), n[2], "day", n[1])
		from := day.AddDate(0, 0, n[3])
		return from, from.AddDate(0, 0, n[4])
	}, n[1] >= 1 && n[1] <= 7 && n[2] != 0
}

func monthDay(s string) (time.Month, int, bool) {
	t, err := time.Parse("01-02", s)
	if err != nil {
		return 0, 0, false
	}
	return t.Month(), t.Day(), true
}

// valid reports whether a month has a day; 29 February counts.
func valid(m, d int) bool {
	if m < 1 || m > 12 || d < 1 {
		return false
	}
	return d <= date(2024, time.Month(m)+1, 0).Day()
}
