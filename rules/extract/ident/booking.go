package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Distances in tokens between a booking and what opens it.
const (
	bookingLabel  = 12
	bookingAfter  = 4
	bookingLong   = 12 // behind a string of eight digits or more
	bookingNear   = 12
	bookingTravel = 45
)

var (
	bookingLabels = []string{"booking.word", "booking.ref"}
	bookingAround = []string{"booking.word", "booking.carrier", "booking.travel"}
)

// bookings appends the references of bookings. An airline's has six letters and
// digits in disorder, which little else has, and needs no label where a journey
// is spoken of; all other companies write what they like, and theirs must be
// announced. One that is announced takes the place of a plate of its shape.
func bookings(r *reading.Reading, known, papers, out []exposure.Observation) []exposure.Observation {
	for i := 0; i < len(r.Tokens); i++ {
		if r.Kind(i) != text.Number {
			continue
		}
		if last := card(r, i); last >= 0 {
			i = last // "betalt med kortet …"
			continue
		}
		c, form, cue, ok := booking(r, i)
		if !ok {
			continue
		}
		i = c.last
		if o := over(r, known, c.first, c.last); o != nil {
			beside := 3
			if said, _ := o.Attrs["cue"].AsWord(); o.Kind == exposure.VehiclePlate && said == "yes" {
				beside = 2 // "min biljett. Fordon ABC 123"
			}
			if !gives(o) || !cue || !r.Speaks(c.first, c.last, beside, 0, bookingLabels...) {
				continue
			}
			o.Kind = ""
		}
		if o := over(r, papers, c.first, c.last); o != nil {
			// What stands before a number announces it sooner than what follows.
			h, before := r.About(c.first, c.last, bookingLabel, 0, "booking.word", "booking.ref", "document.passport", "document.card", "document.licence")
			if !cue || !before || !strings.HasPrefix(r.Lists.Name(h.Topic), "booking.") {
				continue
			}
			o.Kind = ""
		}
		out = append(out, booked(r, c.first, c.last, c.capitals(r), form, cue))
	}
	return letterBookings(r, out)
}

func booked(r *reading.Reading, first, last int, value, form string, cue bool) exposure.Observation {
	confidence := 0.6
	if cue {
		confidence = 0.9
	}
	o := r.Observe(exposure.BookingRef, first, last, value, confidence)
	o.Attrs["form"] = exposure.Word(form)
	o.Attrs["cue"] = reading.YesNo(cue)
	return o
}

// booking reads the reference that token i is part of.
func booking(r *reading.Reading, i int) (c code, form string, cue, ok bool) {
	c = piece(r, i)
	if Locator(c.capitals6(r)) && alone(r, c.first, c.last) && !unit6(r, c) {
		cue = r.Speaks(c.first, c.last, bookingLabel, bookingAfter, bookingLabels...)
		if cue || !c.small && c.mixed > 0 && r.Speaks(c.first, c.last, bookingTravel, bookingTravel, bookingAround...) {
			return c, "airline", cue, true
		}
	}
	for _, c := range [...]code{written(r, i), c} {
		if !bookingShape(r, c) {
			continue
		}
		after := bookingAfter
		if c.digits >= 8 {
			after = bookingLong
		}
		h, near := r.About(c.first, c.last, bookingLabel, after, bookingLabels...)
		switch {
		case !near:
			ok = c.letters > 1 && !c.small && (c.mixed > 1 || c.groups > 1 && c.digits > 4 || c.len() > 7) &&
				r.Speaks(c.first, c.last, bookingNear, bookingNear, bookingAround...)
		case r.Speaks(c.first, c.last, 3, 0, "booking.mere", "document.passport", "document.card", "document.licence", "money.account", "money.bankgiro", "money.plusgiro"):
			ok = r.Speaks(c.first, c.last, 2, 0, bookingLabels...)
		case r.Lists.Name(h.Topic) == "booking.ref":
			// There are references of all sorts.
			ok = r.Speaks(c.first, c.last, bookingTravel, bookingTravel, bookingAround...)
		default:
			ok = true
		}
		if ok {
			return c, "other", near, true
		}
	}
	return c, "", false, false
}

// bookingShape reports whether a code may be a reference of any company: five
// to eighteen letters and digits. Digits alone must be six and must not read as
// a day, a sum or a phone number.
func bookingShape(r *reading.Reading, c code) bool {
	switch {
	case c.len() < 5 || c.len() > 18 || c.groups > 5 || c.digits < 2 || c.digits == 2 && (c.letters < 2 || c.small):
		return false
	case c.letters == 0 && (c.len() < 6 || r.Folded()[r.Tokens[c.first].Start] == '0'):
		return false
	case c.small && c.letters > 3:
		return false
	}
	return alone(r, c.first, c.last) && !measured(r, c.first, c.last) && !dateLike(r, c)
}

// Locator reports whether s is shaped like an airline's record locator: six
// capitals and digits. Those that read as a flight number (two letters and four
// digits) or as six digits are refused, and so are those of letters alone, which
// are words.
func Locator(s string) bool {
	if len(s) != 6 {
		return false
	}
	letters, front := 0, 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z':
			letters++
			if front == i {
				front++
			}
		case c < '0' || c > '9':
			return false
		}
	}
	switch {
	case letters == 0 || letters == 6:
		return false
	case front == letters && letters <= 2: // SK1429, F20145
		return false
	}
	return true
}

// capitals6 is c.capitals where it has the length of a locator.
func (c code) capitals6(r *reading.Reading) string {
	if c.len() != 6 || c.letters == 0 {
		return ""
	}
	return c.capitals(r)
}

// unit6 reports whether a piece is digits and a word for what they count, or a
// name and a number: "500gram", "2000tal", "linje42", "Kaos24".
func unit6(r *reading.Reading, c code) bool {
	if c.last-c.first != 1 {
		return false
	}
	if r.Kind(c.first) == text.Number {
		return c.letters >= 3 && c.small
	}
	return c.letters >= 4 && !r.Capitals(c.first)
}

// dateLike reports whether a code of digits is a date, a year or a stretch of
// either.
func dateLike(r *reading.Reading, c code) bool {
	if c.letters > 0 {
		return false
	}
	if day(r, c) {
		return true
	}
	for j := c.first; j <= c.last; j++ {
		if w := r.Fold(j); len(w) == 4 && (string(w[:2]) == "19" || string(w[:2]) == "20" && w[2] < '4') && c.groups > 1 {
			return true
		}
	}
	return false
}

// letterBookings finds locators of letters alone. They are announced, stand in
// capitals where other words do not, and are no word for themselves.
func letterBookings(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	for _, h := range r.Topics {
		if name := r.Lists.Name(h.Topic); name != "booking.word" && name != "booking.ref" {
			continue
		}
		for i := int(h.Last) + 1; i < len(r.Tokens) && i <= int(h.Last)+4; i++ {
			if !letterLocator(r, i) {
				continue
			}
			out = append(out, booked(r, i, i, strings.ToUpper(r.Word(i)), "airline", true))
			break
		}
	}
	return out
}

func letterLocator(r *reading.Reading, i int) bool {
	if r.Kind(i) != text.Word || length(r, i) != 6 || !alnum(r, i) || !r.Capitals(i) || !alone(r, i, i) {
		return false
	}
	for _, n := range [...]int{i - 1, i + 1} {
		if r.Kind(n) == text.Word && length(r, n) > 3 && r.Capitals(n) {
			return false // everything is in capitals
		}
	}
	if name, _ := lexicon.Given(r.Word(i)); name {
		return false
	}
	for _, h := range r.Starting(i) {
		if h.First == i {
			return false
		}
	}
	return true
}
