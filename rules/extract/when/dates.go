package when

import (
	"strconv"
	"strings"
	"time"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// article reports whether token i is "den", "the" or the like.
func (p *parser) article(i int) bool {
	h, ok := p.r.At(i, lexicon.TimeOn)
	return ok && h.Value == "article" && h.Last == i
}

// on reports whether token i is "på" or "on".
func (p *parser) on(i int) bool { return p.r.Is(i, "pa") || p.r.Is(i, "on") }

// and reports whether token i is "och" or the like.
func (p *parser) and(i int) bool {
	switch string(p.r.Fold(i)) {
	case "och", "o", "og", "and", "&", "+":
		return true
	}
	return false
}

// of reports whether token i ties a part to its whole: "i juli", "of July".
func (p *parser) of(i int) bool {
	switch string(p.r.Fold(i)) {
	case "i", "of", "in", "av", "af", "pa", "for":
		return true
	}
	return false
}

// closes reports whether a day without its month may end before token i: no
// noun follows that it could count, as in "the 3rd floor" and "den 12:e gången".
func (p *parser) closes(i int) bool {
	if i >= p.end || p.r.Kind(i) == text.Emoji {
		return true
	}
	if p.r.Kind(i) == text.Mark {
		if p.r.Is(i, "-") {
			return p.timed(i+1) || p.article(i+1) // "den 25-åriga"
		}
		return !p.r.Joined(i) || !p.r.Joined(i+1) || p.r.Is(i, "/") || p.r.Is(i, ")")
	}
	switch string(p.r.Fold(i)) {
	case "har", "hade", "blir", "far", "maste", "kan", "is", "was", "we", "i", "vi", "jag", "men", "but", "so", "sa", "eller", "or", "med", "with", "ska", "kommer":
		return true
	}
	for _, h := range p.r.Starting(i) {
		if c := h.Concept; c.Absence() || c >= lexicon.TensePast && c <= lexicon.ActorHousehold || c == lexicon.Adverb || c == lexicon.To || c == lexicon.At ||
			c == lexicon.TimeTo || c == lexicon.TimeUntil || c == lexicon.TimeClock || c == lexicon.TimeOn || c == lexicon.TimePart || c == lexicon.TimeIn {
			return true
		}
	}
	return p.and(i)
}

// day reads the number of a day at token i: "12", "12:e", "12th", "tolfte". It
// is marked when it can be no other number.
func (p *parser) day(i int) (n, last int, marked bool) {
	if h, ok := p.r.At(i, lexicon.TimeOrdinal); ok {
		n, err := strconv.Atoi(h.Value)
		return n, h.Last, err == nil && n > 0
	}
	n = p.number(i)
	if n < 1 || n > 31 || p.digits(i) > 2 {
		return 0, i, false
	}
	last, marked = p.ordinal(i)
	return n, last, marked
}

// ordinal gives the last token of a number with its ending: "12:e", "12th",
// "12." before a month.
func (p *parser) ordinal(i int) (last int, marked bool) {
	j := i + 1
	if p.r.Is(j, ":") && p.r.Joined(j) {
		j++
	}
	if j < p.end && p.r.Joined(j) {
		switch string(p.r.Fold(j)) {
		case "e", "a", "de", "te", "th", "st", "nd", "rd":
			return j, true
		}
	}
	if !p.r.Is(i+1, ".") || !p.r.Joined(i+1) || p.r.Joined(i+2) {
		return i, false
	}
	// "12. juli", "3. uge i juli", "den 15."
	_, counts := p.r.At(i+2, lexicon.TimeMonth, lexicon.TimeUnit, lexicon.TimeWeekday, lexicon.TimeTo)
	if counts || p.article(i-1) || p.r.Is(i+2, "-") {
		return i + 1, true
	}
	return i, false
}

// dayMonth reads "12 juli", "12:e juli", "12–28 juli", "tredje mars", "12th of
// July 2026", "20:e nästa månad".
func (p *parser) dayMonth(i int) (Range, bool) {
	g := Range{First: i, Precision: Day}
	if i > 0 && p.r.Joined(i) && (p.r.Kind(i-1) == text.Number || p.r.Kind(i-1) == text.Word) {
		return g, false
	}
	d, last, marked := p.day(i)
	if d < 1 {
		return g, false
	}
	d2 := d
	for range 6 { // "12, 13 och 14 juli"
		n, to, ok := p.toDay(last + 1)
		if !ok || n <= d2 {
			break
		}
		d2, last = n, to
	}
	j := last + 1
	for p.r.Is(j, "of") || p.article(j) || p.of(j) && (marked || p.article(i-1)) {
		j++
	}
	if h, ok := p.r.At(j, lexicon.TimeMonth); ok && j < p.end {
		m, _, _ := monthOf(h)
		if !valid(m, d) || !valid(m, d2) {
			return g, false
		}
		g.Last = h.Last
		return p.withYear(g, m, d, d2), true
	}
	if whole, ok := p.calendar(j, "month"); ok && (marked || p.article(i-1) || j > last+1) {
		g.From = whole.From.AddDate(0, 0, d-1)
		g.To, g.Last = whole.From.AddDate(0, 0, d2-1), whole.Last
		return g, !g.To.After(whole.To)
	}
	return p.dayOnly(g, i, d, d2, last, marked)
}

// toDay reads the rest of a range or list of days: "–28", "till den 28:e".
func (p *parser) toDay(i int) (n, last int, ok bool) {
	j := i + 1
	if h, to := p.r.At(i, lexicon.TimeTo); to {
		j = h.Last + 1
	} else if !p.r.Is(i, "-") && !p.and(i) && !p.r.Is(i, ",") {
		return 0, 0, false
	}
	for p.article(j) {
		j++
	}
	n, last, _ = p.day(j)
	return n, last, n > 0 && j < p.end
}

// dayOnly reads "den 12:e" without a month: the next one, or the last.
func (p *parser) dayOnly(g Range, i, d, d2, last int, marked bool) (Range, bool) {
	h, on := p.r.Before(i, lexicon.TimeOn, lexicon.TimeWeekday, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeFor)
	if !on || p.base.IsZero() || !p.closes(last+1) || h.Concept == lexicon.TimeTo && !marked && !p.article(i-1) {
		return g, false
	}
	if !p.article(i-1) && (!marked || p.r.Kind(i) == text.Word) || p.r.Kind(i) == text.Word && p.spelled(i) {
		return g, false
	}
	if _, unit := p.r.At(last+1, lexicon.TimeUnit, lexicon.TimeWeekday); unit {
		return g, false
	}
	step := 1
	if p.past {
		step = -1
	}
	for n := range 4 {
		from := date(p.base.Year(), p.base.Month()+time.Month(n*step), d)
		if from.Day() == d && !(step > 0 && from.Before(p.base)) && !(step < 0 && from.After(p.base)) {
			g.From, g.To, g.Last = from, from.AddDate(0, 0, d2-d), last
			return g, true
		}
	}
	return g, false
}

// spelled reports whether the ordinal at token i is a common word as well:
// "den första", "the second".
func (p *parser) spelled(i int) bool {
	h, _ := p.r.At(i, lexicon.TimeOrdinal)
	return len(h.Value) < 2 && !p.alone(i-1, i)
}

// withYear takes in a year after the month and resolves.
func (p *parser) withYear(g Range, m, d, d2 int) Range {
	year := 0
	j := g.Last + 1
	for p.r.Is(j, ",") || p.r.Is(j, "-") && p.r.Joined(j+1) || p.r.Is(j, "'") || p.r.Is(j, ".") && p.r.Joined(j) {
		j++
	}
	if y, ok := p.yearAt(j); ok {
		year, g.Last = y, j
	} else if n := p.number(j); p.digits(j) == 2 && j > g.Last+1 && !p.r.Is(j-1, ",") && !p.r.Is(j-1, ".") && p.closes(j+1) {
		year, g.Last = p.century(n), j // "12 juli -26", "July 12 '26"
	}
	p.inYear(&g, m, d, m, d2, year)
	if year == 0 {
		p.weekdayAfter(&g)
	}
	return g
}

// weekdayAfter lets the weekday of "Jul 18, Fri" choose the year.
func (p *parser) weekdayAfter(g *Range) {
	j := g.Last + 1
	if p.r.Is(j, ",") || p.r.Is(j, "(") {
		j++
	}
	if h, ok := p.r.At(j, lexicon.TimeWeekday); ok && j > g.Last+1 {
		if w, how := weekdayOf(h); how != "last" && w > 0 && !p.date(h.Last+1) {
			p.align(g, w)
		}
	}
}

// date reports whether a date in figures starts at token i.
func (p *parser) date(i int) bool {
	return p.number(i) > 0
}

// align moves a day without a year to the nearest year that has it on the
// weekday that was written, 1 for Monday.
func (p *parser) align(g *Range, weekday int) {
	if g.Undated || !g.yearly || !g.From.Equal(g.To) {
		return
	}
	for _, step := range [...]int{0, 1, -1} {
		if t := g.From.AddDate(step, 0, 0); int(t.Weekday()+6)%7+1 == weekday {
			g.From, g.To = t, t
			return
		}
	}
}

// inYear resolves days and months, with the year when it was written.
func (p *parser) inYear(g *Range, m, d, m2, d2, year int) {
	of := func(y int) (time.Time, time.Time) {
		from, to := date(y, time.Month(m), d), date(y, time.Month(m2), d2)
		if to.Before(from) {
			to = to.AddDate(1, 0, 0)
		}
		return from, to
	}
	if fullYear(year) {
		g.From, g.To = of(year)
		return
	}
	if p.base.IsZero() {
		const leap = 2000 // so that 29 February is a day
		g.From, g.To = of(leap)
		g.Undated = true
		return
	}
	g.yearly = true
	g.From, g.To = p.year(of, 0, p.slack)
}

// monthOf reads the value of a month word: its number, whether a day may follow
// it as in English, and whether it is a common word as well.
func monthOf(h lexicon.Hit) (m int, english, weak bool) {
	for w := range strings.FieldsSeq(h.Value) {
		switch w {
		case "en":
			english = true
		case "weak":
			weak = true
		default:
			m, _ = strconv.Atoi(w)
		}
	}
	return m, english, weak
}

// month reads a month that no day stands before: "July 12–28", "i juli",
// "oktober 2014".
func (p *parser) month(g Range, h lexicon.Hit, s step) (Range, bool) {
	m, english, weak := monthOf(h)
	if m == 0 {
		return g, false
	}
	j := h.Last + 1
	if p.r.Is(j, ".") && p.r.Joined(j) {
		j++
	}
	for p.article(j) {
		j++
	}
	if g, ok := p.monthDay(g, m, j, english); ok && (english || !weak) {
		return g, true
	}
	g.Precision = Month
	of := func(y int) (time.Time, time.Time) { return date(y, time.Month(m), 1), date(y, time.Month(m)+1, 0) }
	if y, ok := p.yearAt(j); ok {
		g.From, g.To = of(y)
		g.Last = j
		return g, true
	}
	_, to := p.r.Before(g.First, lexicon.TimeTo)
	if weak && (!p.r.Capital(h.First) || to) || p.base.IsZero() || !s.said && !p.monthly(g.First, h.Last) {
		return g, false
	}
	g.yearly = true
	g.From, g.To = p.year(of, min(s.n, 0), 0)
	return g, true
}

// monthDay reads the day after a month: "July 12–28". In Swedish that is rare,
// and "i juli 3 veckor" is not.
func (p *parser) monthDay(g Range, m, j int, english bool) (Range, bool) {
	d, last, marked := p.day(j)
	if d < 1 || !valid(m, d) || j >= p.end {
		return g, false
	}
	if _, within := p.r.Before(g.First, lexicon.TimeIn); within && !marked {
		return g, false
	}
	d2 := d
	if n, to, ok := p.toDay(last + 1); ok && n > d && valid(m, n) && !p.r.Is(last+1, ",") && !p.and(last+1) {
		if _, other := p.r.At(to+1, lexicon.TimeMonth); !other {
			d2, last = n, to
		}
	}
	if !english && !p.r.Joined(j) && !p.closes(last+1) {
		return g, false
	}
	g.Last = last
	return p.withYear(g, m, d, d2), true
}

// monthly reports whether the words around a month at tokens first to last say
// that it is one: "i juli", "hela juli", "juni–augusti", or nothing else at all.
func (p *parser) monthly(first, last int) bool {
	_, in := p.r.Before(first, lexicon.TimeIn, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeFor)
	if in && !p.on(first-1) || p.of(first-1) && !p.on(first-1) {
		return true
	}
	switch string(p.r.Fold(first - 1)) {
	case "all", "hela", "borjan", "slutet", "mitten":
		return true
	case "-":
		return p.monthAt(first - 2)
	}
	j := last + 1
	if h, ok := p.r.At(j, lexicon.TimeTo); ok {
		return p.monthAt(h.Last + 1)
	}
	return (p.r.Is(j, "-") || p.and(j)) && p.monthAt(j+1) || p.alone(first, last)
}

func (p *parser) monthAt(i int) bool {
	_, ok := p.r.At(i, lexicon.TimeMonth)
	return ok
}
