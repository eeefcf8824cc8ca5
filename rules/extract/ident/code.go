package ident

import (
	"bytes"
	"slices"
	"sort"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// code is a string of letters and digits as people write one out: in one
// piece, or in groups with a space, a dash or a full stop between.
type code struct {
	first, last     int
	letters, digits int
	groups          int
	mixed           int  // how often letters and digits take turns
	small           bool // some letter is written small
}

func (c code) len() int { return c.letters + c.digits }

// maxCode is the most letters and digits that a code has: an IBAN has 34.
const maxCode = 36

// piece reads the letters and digits around token i, which is a number, that
// stand without any space or mark between.
func piece(r *reading.Reading, i int) code {
	c := code{first: i, last: i, groups: 1}
	for c.first > 0 && r.Joined(c.first) && alnum(r, c.first-1) && i-c.first < maxCode {
		c.first--
	}
	for r.Joined(c.last+1) && alnum(r, c.last+1) && c.last-i < maxCode {
		c.last++
	}
	for j := c.first; j <= c.last; j++ {
		c.add(r, j)
	}
	c.mixed = c.last - c.first
	return c
}

// written reads the whole code that token i, a number, is part of: a piece with
// the groups before and behind it that continue it.
func written(r *reading.Reading, i int) code {
	c := piece(r, i)
	for c.len() < maxCode {
		j, ok := groupBefore(r, c)
		if !ok {
			break
		}
		for k := j; k < c.first; k++ {
			c.add(r, k)
		}
		c.first = j
		c.groups++
	}
	for c.len() < maxCode {
		j, ok := groupBehind(r, c)
		if !ok {
			break
		}
		for k := c.last + 1; k <= j; k++ {
			c.add(r, k)
		}
		c.last = j
		c.groups++
	}
	return c
}

func (c *code) add(r *reading.Reading, i int) {
	switch r.Kind(i) {
	case text.Number:
		c.digits += length(r, i)
	case text.Word:
		c.letters += length(r, i)
		c.small = c.small || !r.Capitals(i)
	case text.Mark, text.Emoji:
	}
}

// maxPrefix is the most letters of a group that stands by itself before the
// digits of a code: the country of a passport, the company of a ticket.
const maxPrefix = 4

// groupBefore finds the letters in capitals that begin a code: "AA 10 29 384",
// "HR-770291".
func groupBefore(r *reading.Reading, c code) (first int, ok bool) {
	j := c.first - 1
	if c.groups > 1 || r.Tokens[c.first].Lines > 0 {
		return 0, false
	}
	dash := r.Is(j, "-") && r.Joined(c.first) && r.Joined(j)
	if dash {
		j--
	} else if !r.Tokens[c.first].Space {
		return 0, false
	}
	if r.Kind(j) != text.Word || length(r, j) > maxPrefix || !r.Capitals(j) || r.Joined(j) || r.Tokens[c.first].Start-r.Tokens[j].End > 1 {
		return 0, false
	}
	return j, dash || !r.Speaks(j, j, 0, 0, announcers...)
}

// groupBehind finds the group that continues a code: digits after a space, or
// digits and capitals after a dash or a full stop.
func groupBehind(r *reading.Reading, c code) (last int, ok bool) {
	j := c.last + 1
	if j >= len(r.Tokens) || r.Tokens[j].Lines > 0 || r.Tokens[j].Start-r.Tokens[j-1].End > 1 {
		return 0, false
	}
	dash := r.Joined(j) && r.Joined(j+1) && (r.Is(j, "-") || r.Is(j, "."))
	stop := dash && r.Is(j, ".")
	if dash {
		j++
	} else if r.Kind(j) == text.Mark {
		return 0, false
	}
	if !alnum(r, j) || stop && (r.Kind(j) != text.Number || length(r, j) < 3) {
		return 0, false
	}
	end := j
	for r.Joined(end+1) && alnum(r, end+1) && end-j < maxCode {
		end++
	}
	if r.Kind(j) == text.Number && (end == j || dash || c.letters > 0) {
		return end, true
	}
	// Letters continue a code only in capitals and before more digits, or
	// behind a dash.
	if r.Kind(j) != text.Word || !r.Capitals(j) || length(r, j) > maxPrefix {
		return 0, false
	}
	return end, dash || end > j || r.Kind(end+1) == text.Number && !r.Joined(end+1) && r.Tokens[end+1].Lines == 0 && c.letters > 0
}

// alnum reports whether token i is digits, or letters of a to z.
func alnum(r *reading.Reading, i int) bool {
	switch r.Kind(i) {
	case text.Number:
		return true
	case text.Word:
		for _, c := range r.Fold(i) {
			if c < 'a' || c > 'z' {
				return false
			}
		}
		return true
	case text.Mark, text.Emoji:
	}
	return false
}

// capitals is the code as a register writes it: capitals and digits.
func (c code) capitals(r *reading.Reading) string {
	out := make([]byte, 0, c.len())
	for i := c.first; i <= c.last; i++ {
		if !alnum(r, i) {
			continue
		}
		for _, b := range r.Fold(i) {
			if b >= 'a' {
				b -= 'a' - 'A'
			}
			out = append(out, b)
		}
	}
	return string(out)
}

// papers appends what a family keeps to itself and which has no check digit, or
// none that is enough: documents, bookings, networks, accounts behind a phone
// number. Out holds from found on what the numbers of r turned out to be. What
// is announced better takes the place of that.
func papers(r *reading.Reading, found int, out []exposure.Observation) []exposure.Observation {
	slices.SortStableFunc(out[found:], func(a, b exposure.Observation) int { return a.Span.Start - b.Span.Start })
	known := out[found:len(out):len(out)]
	out = zones(r, out)
	said := mentions(r)
	if said&documentArea != 0 {
		out = documents(r, known, out)
	}
	if said&bookingArea != 0 {
		out = bookings(r, known, out[found+len(known):], out)
	}
	if said&networkArea != 0 {
		out = networks(r, out)
	} else if bytes.IndexByte(r.Folded(), '_') >= 0 || bytes.IndexByte(r.Folded(), '/') >= 0 {
		out = aerials(r, false, out)
	}
	if said&swishArea != 0 {
		out = swish(r, known, out)
	}
	for i := range known {
		if known[i].Kind == "" {
			out[found+i].Kind = "" // out may have moved
		}
	}
	return append(out[:found], slices.DeleteFunc(out[found:], func(o exposure.Observation) bool { return o.Kind == "" })...)
}

// area is a set of what papers are about, a bit each.
type area uint8

const (
	documentArea area = 1 << iota
	bookingArea
	networkArea
	swishArea
)

// areas are the areas of the topics, by what their names begin with.
var areas = reading.NewMarks(func(name string) (out area) {
	for _, a := range []struct {
		area  area
		start string
	}{
		{documentArea, "document."}, {bookingArea, "booking."}, {networkArea, "network.word"}, {networkArea, "network.radio"}, {swishArea, "money.swish"},
	} {
		if strings.HasPrefix(name, a.start) {
			out |= a.area
		}
	}
	return out
})

// mentions gives the areas that the text speaks of at all.
func mentions(r *reading.Reading) (all area) {
	for _, h := range r.Topics {
		all |= areas.Of(r, h)
	}
	return all
}

// over gives the observation of known, which are in order of place, that lies
// over tokens first to last; nil when there is none.
func over(r *reading.Reading, known []exposure.Observation, first, last int) *exposure.Observation {
	s := r.SpanOf(first, last)
	n := sort.Search(len(known), func(i int) bool { return known[i].Span.End > s.Start })
	if n < len(known) && known[n].Span.Start < s.End && known[n].Kind != "" {
		return &known[n]
	}
	return nil
}

// gives reports whether an observation gives way to a number that a label right
// before it announces: an unsure phone number, or the plate of a car.
func gives(o *exposure.Observation) bool {
	line, _ := o.Attrs["line"].AsWord()
	return o.Kind == exposure.VehiclePlate || o.Kind == exposure.ContactPhone && line != string(Mobile)
}
