// Package boarding reads the text of a boarding pass's code: IATA Resolution 792,
// the bar coded boarding pass (BCBP), format M with one to four legs.
//
// Whoever reads the name and the booking reference can often open the booking.
// Both are kept here only until they are masked.
package boarding

import (
	"errors"
	"strconv"
	"strings"
	"time"
)

// ErrNotBoardingPass says that a text is no boarding pass, or a broken one.
var ErrNotBoardingPass = errors.New("not a boarding pass")

// Pass is what a boarding pass says. Name and PNR are as printed, unmasked.
type Pass struct {
	Name string // SURNAME/GIVEN, at most 20 characters
	Legs []Leg  // one to four
}

// Leg is one flight.
type Leg struct {
	PNR      string // booking reference
	From, To string // airports, three letters each
	Carrier  string // two or three characters
	Flight   string // without leading zeros
	// Day is the flight's date in UTC. The code has only the day of the year;
	// the year is the one that puts it nearest the date given to Parse. It is
	// zero when the code has no day.
	Day   time.Time
	Class string // compartment, one letter
	Seat  string // without leading zeros; empty when not assigned
}

const (
	header   = 23 // M, number of legs, name, electronic ticket
	required = 37 // what every leg has, with the size of what follows
)

// Parse reads a text. The date near decides the year of the flights: give the
// photo's date where it is known. Optional fields are checked for their length
// and passed over: frequent flyer numbers, tickets, baggage, security data.
func Parse(text string, near time.Time) (Pass, error) {
	text = strings.TrimRight(text, "\r\n")
	if len(text) < header+required || text[0] != 'M' || text[1] < '1' || text[1] > '4' || !printable(text) {
		return Pass{}, ErrNotBoardingPass
	}
	p := Pass{Name: strings.TrimSpace(text[2:22])}
	if p.Name == "" {
		return Pass{}, ErrNotBoardingPass
	}
	rest := text[header:]
	for range text[1] - '0' {
		if len(rest) < required {
			return Pass{}, ErrNotBoardingPass
		}
		leg, ok := parseLeg(rest, near)
		more, err := strconv.ParseUint(rest[35:required], 16, 8)
		if !ok || err != nil || len(rest)-required < int(more) {
			return Pass{}, ErrNotBoardingPass
		}
		p.Legs = append(p.Legs, leg)
		rest = rest[required+int(more):]
	}
	return p, nil
}

func printable(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r > '~' })
}

func parseLeg(s string, near time.Time) (Leg, bool) {
	field := func(from, to int) string { return strings.TrimSpace(s[from:to]) }
	l := Leg{
		PNR: field(0, 7), From: field(7, 10), To: field(10, 13), Carrier: field(13, 16),
		Flight: strings.TrimLeft(field(16, 21), "0"), Class: field(24, 25), Seat: strings.TrimLeft(field(25, 29), "0"),
	}
	if !letters(l.From) || !letters(l.To) || len(l.Carrier) < 2 {
		return Leg{}, false
	}
	if d := field(21, 24); d != "" {
		n, err := strconv.ParseUint(d, 10, 16)
		if err != nil || n < 1 || n > 366 {
			return Leg{}, false
		}
		l.Day = nearest(int(n), near.UTC())
	}
	return l, true
}

// letters says that a text is an airport.
func letters(s string) bool {
	return len(s) == 3 && !strings.ContainsFunc(s, func(r rune) bool { return r < 'A' || r > 'Z' })
}

// nearest is the day of the year, in the year that puts it nearest a date.
func nearest(day int, near time.Time) time.Time {
	var best time.Time
	for y := near.Year() - 4; y <= near.Year()+4; y++ {
		t := time.Date(y, time.January, day, 0, 0, 0, 0, time.UTC)
		// Day 366 is there in leap years only.
		if t.Year() == y && (best.IsZero() || t.Sub(near).Abs() < best.Sub(near).Abs()) {
			best = t
		}
	}
	return best
}

// MaskedName keeps the first letter of each part: "E******/E**".
func (p Pass) MaskedName() string { return mask(p.Name, 1) }

// MaskedPNR keeps the first two characters: "AB****".
func (l Leg) MaskedPNR() string { return mask(l.PNR, 2) }

// String shows a pass masked, so that printing one gives nothing away.
func (p Pass) String() string {
	parts := []string{p.MaskedName()}
	for _, l := range p.Legs {
		parts = append(parts, l.String())
	}
	return strings.Join(parts, " ")
}

// GoString is String.
func (p Pass) GoString() string { return p.String() }

// String shows a leg masked, without its seat.
func (l Leg) String() string {
	out := l.MaskedPNR() + " " + l.From + "-" + l.To + " " + l.Carrier + l.Flight
	if !l.Day.IsZero() {
		out += " " + l.Day.Format(time.DateOnly)
	}
	return out
}

// GoString is String.
func (l Leg) GoString() string { return l.String() }

// mask keeps the first characters of each part between slashes and spaces.
func mask(s string, keep int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		switch {
		case r == '/' || r == ' ':
			n = 0
			b.WriteRune(r)
			continue
		case n < keep:
			b.WriteRune(r)
		default:
			b.WriteByte('*')
		}
		n++
	}
	return b.String()
}
