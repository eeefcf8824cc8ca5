package when

import (
	"strconv"
	"strings"
	"time"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// length is a unit of time at tokens up to last: so many days, or months.
type length struct {
	name         string
	days, months int
	last         int
}

// lengthOf reads the name of a unit.
func lengthOf(name string, last int) (length, bool) {
	u := length{name: name, last: last}
	switch name {
	case "day":
		u.days = 1
	case "weekend":
		u.days = 2
	case "week":
		u.days = 7
	case "fortnight":
		u.days = 14
	case "month":
		u.days, u.months = 30, 1
	case "halfyear":
		u.days, u.months = 182, 6
	case "year":
		u.days, u.months = 365, 12
	default:
		return u, false
	}
	return u, true
}

// mostDays bounds what is counted: older trips and later plans say nothing.
const mostDays = 20 * 366

// quantity reads a number and a unit at token i: "två veckor", "14 dar".
func (p *parser) quantity(i int) (n int, u length, ok bool) {
	j, nordic := i+1, false
	if n = p.number(i); n < 0 {
		h, found := p.r.At(i, lexicon.TimeNumber)
		if !found {
			return 0, u, false
		}
		n, _ = strconv.Atoi(numeral(h))
		j, nordic = h.Last+1, strings.HasSuffix(h.Value, " nordic")
	}
	for range 2 { // "tre hela dagar", "two more weeks"
		if _, unit := p.r.At(j, lexicon.TimeUnit); unit || !p.filler(j) {
			break
		}
		j++
	}
	h, found := p.r.At(j, lexicon.TimeUnit)
	if !found || j >= p.end || n < 1 || nordic && !strings.HasSuffix(h.Value, " nordic") {
		return 0, u, false
	}
	u, ok = lengthOf(unitOf(h), h.Last)
	return n, u, ok && n <= mostDays/u.days
}

// filler reports whether token i may stand between a number and its unit.
func (p *parser) filler(i int) bool {
	switch string(p.r.Fold(i)) {
	case "hela", "hel", "helt", "till", "harliga", "langa", "more", "whole", "full", "long", "upcoming":
		return true
	}
	return false
}

// count reads a number and a unit: "om två veckor", "för tre dagar sedan", "10
// dagar kvar", "nästa tre dagar". A plain length is kept for join.
func (p *parser) count(g Range, i int, s step) (Range, bool) {
	n, u, ok := p.quantity(i)
	if !ok {
		return g, false
	}
	g.Last = u.last
	if s.said {
		return p.several(g, n*s.n, u, s.rolling || s.near)
	}
	if in, ok := p.r.Before(i, lexicon.TimeIn); ok && in.Value != "within" {
		g.First = in.First
		if in.Value == "by" {
			g.From, g.To = p.base, p.shift(n, u).AddDate(0, 0, -1)
			return g, true
		}
		return p.away(g, n, u), true
	}
	if next, ok := p.r.At(u.last+1, lexicon.TimeAgo, lexicon.AbsenceCountdown); ok {
		switch {
		case next.Concept == lexicon.TimeAgo && next.Value == "ahead":
			g.Last = next.Last
			return p.away(g, n, u), true
		case next.Concept == lexicon.TimeAgo:
			g.Last = next.Last
			return p.away(g, -n, u), true
		case next.Concept == lexicon.AbsenceCountdown:
			return p.away(g, n, u), true
		}
	}
	if g, ok := p.told(g, i, n, u); ok {
		return g, true
	}
	if u.months == 0 {
		p.spans = append(p.spans, duration{n * u.days, i, u.last})
	}
	return g, false
}

// told reads a length by what stands around it: "fyra dagar tills vi åker",
// "countdown: 9 days", "nio dagar nu", "hemma igen efter tre veckor".
func (p *parser) told(g Range, i, n int, u length) (Range, bool) {
	next := u.last + 1
	tills, ok := p.r.At(next, lexicon.TimeUntil, lexicon.TimeAfter)
	if ok && !p.timed(tills.Last+1) && (tills.Concept == lexicon.TimeUntil || tills.Value == "before") {
		return p.away(g, n, u), true
	}
	before := i
	if p.r.Is(i-1, ":") {
		before--
	}
	if _, ok := p.r.Before(before, lexicon.AbsenceCountdown); ok {
		return p.away(g, n, u), true
	}
	g.Precision = Day
	if p.r.Is(next, "nu") || p.r.Is(next, "now") {
		g.From, g.To = p.shift(-n, u), p.base
		return g, true
	}
	if way, ok := p.r.Before(i, lexicon.TimeAfter); ok && way.Value == "" && p.r.Has(p.sentence, lexicon.AbsenceReturn) {
		g.From, g.To = p.shift(-n, u), p.base.AddDate(0, 0, -1)
		return g, true
	}
	return g, false
}

// dayOf reads "Day 4 of the trip": a stay that began so many days ago.
func (p *parser) dayOf(g Range, h lexicon.Hit) (Range, bool) {
	if !p.r.Is(h.First, "dag") && !p.r.Is(h.First, "day") {
		return g, false
	}
	j := h.Last + 1
	n, last := p.number(j), j
	if w, ok := p.r.At(j, lexicon.TimeNumber); ok {
		n, _ = strconv.Atoi(numeral(w))
		last = w.Last
	}
	const longest = 60 // days that anybody counts
	if n < 1 || n > longest || j >= p.end || p.monthAt(last+1) || p.glued(last+1, "/") || p.glued(last+1, ":") || p.glued(last+1, ".") {
		return g, false
	}
	opens := h.First == p.r.Sentences[p.sentence].First || p.r.Kind(h.First-1) == text.Mark || p.r.Kind(h.First-1) == text.Emoji
	if _, unit := p.r.At(last+1, lexicon.TimeUnit); unit || !opens && !p.closes(last+1) && !p.of(last+1) {
		return g, false
	}
	if _, every := p.r.Before(h.First, lexicon.TimeEvery, lexicon.TimeNumber, lexicon.TimeOrdinal); every || p.number(h.First-1) >= 0 {
		return g, false
	}
	g.From, g.To, g.Last = p.base.AddDate(0, 0, 1-n), p.base, last
	return g, true
}

// shift moves n units from the day of publication.
func (p *parser) shift(n int, u length) time.Time {
	if u.months == 0 {
		return p.base.AddDate(0, 0, n*u.days)
	}
	// "om en månad" on 31 January is the last of February.
	first := date(p.base.Year(), p.base.Month()+time.Month(n*u.months), 1)
	return first.AddDate(0, 0, min(p.base.Day(), first.AddDate(0, 1, -1).Day())-1)
}

// away gives the day that lies n units from the day of publication. Weeks,
// months and years are counted roughly.
func (p *parser) away(g Range, n int, u length) Range {
	g.From = p.shift(n, u)
	g.To = g.From
	switch {
	case u.name == "year":
		g.From = date(g.From.Year(), g.From.Month(), 1)
		g.To, g.Precision = g.From.AddDate(0, 1, -1), Month
	case u.months > 0:
		g.Precision = Month
	case u.days >= 7:
		g.Precision = Week
		if n > 0 {
			g.To = g.From.AddDate(0, 0, 6)
		}
	}
	return g
}

// several reads "nästa tre dagar" and "senaste två veckorna": whole days,
// weeks, months or years, without the one that holds the day of publication.
// Under an article, "de senaste två veckorna", they go up to the day of
// publication, or from it.
func (p *parser) several(g Range, n int, u length, rolling bool) (Range, bool) {
	if n == 0 {
		return g, false
	}
	if rolling && u.name != "day" && (p.article(g.First-1) || p.r.Is(g.First-1, "de")) {
		g.From, g.To, g.Precision = p.base, p.shift(n, u), Week
		if u.months > 0 {
			g.Precision = Month
		}
		if n < 0 {
			g.From, g.To = g.To, g.From
		}
		return g, true
	}
	one := step{said: true, n: 1}
	if n < 0 {
		one.n = -1
	}
	if u.name == "day" {
		g.From, g.To = p.base.AddDate(0, 0, min(1, n)), p.base.AddDate(0, 0, max(n, -1))
		return g, true
	}
	near, ok := p.unit(Range{First: g.First, Last: g.Last, Precision: Day}, u.name, one)
	if !ok {
		return g, false
	}
	one.n = n
	far, _ := p.unit(Range{First: g.First, Last: g.Last, Precision: Day}, u.name, one)
	if n < 0 {
		near, far = far, near
	}
	near.To = far.To
	return near, true
}

// nth reads "första veckan i juli", "last Monday of March", "tredje dagen i
// oktober 2014".
func (p *parser) nth(i int) (Range, bool) {
	n, last, ok := p.place(i)
	if !ok || p.base.IsZero() {
		return Range{}, false
	}
	g := Range{First: i, Precision: Day}
	core, ok := p.r.At(last+1, lexicon.TimeUnit, lexicon.TimeWeekday)
	if !ok || last+1 >= p.end {
		return g, false
	}
	name, weekday := unitOf(core), 0
	if core.Concept == lexicon.TimeWeekday {
		if weekday, _ = weekdayOf(core); weekday == 0 {
			return g, false
		}
	}
	j := core.Last + 1
	if !p.of(j) {
		return g, false
	}
	for j++; p.article(j); j++ {
	}
	pick := func(from, to time.Time) (time.Time, time.Time) { return part(from, to, n, name, weekday) }
	if name == "week" {
		g.Precision = Week
	}
	if h, ok := p.r.At(j, lexicon.TimeMonth); ok && j < p.end {
		m, _, _ := monthOf(h)
		if m == 0 {
			return g, false
		}
		of := func(y int) (time.Time, time.Time) {
			return pick(date(y, time.Month(m), 1), date(y, time.Month(m)+1, 0))
		}
		g.Last = h.Last
		if y, ok := p.yearAt(h.Last + 1); ok {
			g.From, g.To = of(y)
			g.Last++
			return g, true
		}
		g.yearly = true
		g.From, g.To = p.year(of, 0, 0)
		return g, true
	}
	whole, ok := p.calendar(j, "month")
	if !ok {
		if u, bare := p.r.At(j, lexicon.TimeUnit); bare && unitOf(u) == "month" {
			whole, ok = p.unit(Range{First: j, Last: u.Last}, "month", step{said: true})
		}
	}
	g.From, g.To = pick(whole.From, whole.To)
	g.Last = whole.Last
	return g, ok
}

// place reads which one is meant at token i: 1 for the first, -1 for the last.
func (p *parser) place(i int) (n, last int, ok bool) {
	if h, ok := p.r.At(i, lexicon.TimeOrdinal); ok {
		n, err := strconv.Atoi(h.Value)
		return n, h.Last, err == nil && n != 0
	}
	n = p.number(i)
	last, ok = p.ordinal(i)
	return n, last, ok && n > 0 && n <= 5
}

// part gives the nth day, weekday, week or weekend that lies whole in a month.
func part(from, to time.Time, n int, name string, weekday int) (time.Time, time.Time) {
	long, every := 1, 7
	switch {
	case weekday > 0:
	case name == "week":
		weekday, long = 1, 7
	case name == "weekend":
		weekday, long = 6, 2
	default:
		every = 1
	}
	first := from
	if weekday > 0 {
		first = from.AddDate(0, 0, (weekday-1-int(from.Weekday()+6)%7+7)%7)
	}
	if n > 0 {
		first = first.AddDate(0, 0, (n-1)*every)
	} else {
		days := int(to.Sub(first).Hours()/24) + 1 - long
		first = first.AddDate(0, 0, days/every*every)
	}
	return first, first.AddDate(0, 0, long-1)
}

// portion reads "i början av juli", "slutet av nästa vecka", "early March",
// "resten av veckan".
func (p *parser) portion(i int) (Range, bool) {
	h, ok := p.r.At(i, lexicon.TimeThird)
	if !ok || p.base.IsZero() {
		return Range{}, false
	}
	j := h.Last + 1
	if p.of(j) || p.r.Is(j, "-") {
		j++
	}
	for p.article(j) {
		if _, _, said := p.step(j); said {
			break
		}
		j++
	}
	whole, ok := p.whole(j)
	if !ok {
		return whole, false
	}
	whole.First = i
	if h.Value == "rest" {
		whole.From = later(whole.From, p.base)
		return whole, !whole.To.Before(whole.From)
	}
	return third(whole, h.Value), true
}

// whole reads what a portion is taken of at token j: a month, a named week, or
// a bare "veckan", "the month".
func (p *parser) whole(j int) (Range, bool) {
	if h, ok := p.r.At(j, lexicon.TimeMonth); ok && j < p.end {
		return p.month(Range{First: j, Last: h.Last, Precision: Day}, h, step{said: true})
	}
	if h, ok := p.r.At(j, lexicon.TimeSeason); ok && j < p.end {
		return p.holiday(Range{First: j, Last: h.Last, Precision: Day}, h.Value, step{said: true})
	}
	for _, name := range [...]string{"week", "month", "year"} {
		if g, ok := p.calendar(j, name); ok {
			return g, true
		}
	}
	h, ok := p.r.At(j, lexicon.TimeUnit)
	if !ok || j >= p.end {
		return Range{}, false
	}
	return p.unit(Range{First: j, Last: h.Last, Precision: Day}, unitOf(h), step{said: true})
}

func later(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}

// third gives the start, middle or end of a stretch.
func third(g Range, which string) Range {
	days := int(g.To.Sub(g.From).Hours()/24) + 1
	start, end := days/3, 2*days/3 // the middle lies between
	if g.Precision == Week {
		start, end = 3, 4 // Monday to Wednesday, Friday to Sunday
	} else if g.Precision == Month {
		start, end = 10, 20
	}
	from := g.From
	switch which {
	case "start":
		g.To = from.AddDate(0, 0, start-1)
	case "middle":
		g.From, g.To = from.AddDate(0, 0, min(start, end-1)), from.AddDate(0, 0, max(start, end-1))
	case "end":
		g.From = from.AddDate(0, 0, end)
	}
	return g
}

// weekOf reads "the week of July 6th".
func (p *parser) weekOf(i, j int) (Range, bool) {
	for p.article(j) {
		j++
	}
	if !p.counts(j, p.number(j) > 0) && !p.monthAt(j) {
		return Range{}, false
	}
	g, ok := p.match(j)
	if !ok || g.Undated || !g.From.Equal(g.To) {
		return Range{}, false
	}
	// A week that is called after a Sunday is the one that it opens.
	next := g.From.AddDate(0, 0, 1)
	g.First, g.Precision = i, Week
	g.From = next.AddDate(0, 0, -int(next.Weekday()+6)%7)
	if g.To.Weekday() != time.Sunday {
		g.From = g.To.AddDate(0, 0, -int(g.To.Weekday()+6)%7)
	}
	g.To = g.From.AddDate(0, 0, 6)
	return g, true
}

// beside reads what lies right before or after another time: "dagen före
// midsommar", "veckan efter påsk", "three days after Easter".
func (p *parser) beside(i int) (Range, bool) {
	n, u, ok := p.quantity(i)
	if !ok {
		h, found := p.r.At(i, lexicon.TimeUnit)
		if !found || i >= p.end || p.base.IsZero() {
			return Range{}, false
		}
		if u, ok = lengthOf(unitOf(h), h.Last); !ok {
			return Range{}, false
		}
		n = 1
	}
	if u.name == "week" && p.of(u.last+1) {
		return p.weekOf(i, u.last+2)
	}
	way, ok := p.r.At(u.last+1, lexicon.TimeAfter)
	if !ok || u.months > 0 || p.r.Kind(way.Last+1) == text.Number && p.digits(way.Last+1) > 2 {
		return Range{}, false
	}
	j := way.Last + 1
	for p.article(j) {
		j++
	}
	g, ok := p.match(j)
	if !ok || g.Undated || n*u.days > 366 {
		return Range{}, false
	}
	g.First, g.Precision = i, Day
	edge, sign := g.To, 1
	if way.Value == "before" {
		edge, sign = g.From, -1
	}
	monday := func(t time.Time) time.Time { return t.AddDate(0, 0, -int(t.Weekday()+6)%7) }
	switch u.name {
	case "week":
		g.From = monday(edge).AddDate(0, 0, 7*n*sign)
		g.To, g.Precision = g.From.AddDate(0, 0, 6), Week
	case "weekend":
		g.From = monday(edge).AddDate(0, 0, 5)
		if sign < 0 || !g.From.After(edge) {
			g.From = g.From.AddDate(0, 0, 7*sign)
		}
		g.To = g.From.AddDate(0, 0, 1)
	default:
		g.From = edge.AddDate(0, 0, n*u.days*sign)
		g.To = g.From
	}
	return g, true
}
