package when

import (
	"time"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// number gives the value of the number at token i, of at most four digits; -1
// when there is none.
func (p *parser) number(i int) int {
	if i < 0 || i >= p.end || p.r.Kind(i) != text.Number {
		return -1
	}
	w := p.r.Fold(i)
	if len(w) > 4 {
		return -1
	}
	n := 0
	for _, c := range w {
		n = n*10 + int(c-'0')
	}
	return n
}

// digits is how many digits the number at token i has.
func (p *parser) digits(i int) int { return len(p.r.Fold(i)) }

// fullYear reports whether a number is a year of our time.
func fullYear(n int) bool { return n >= 1900 && n < 2200 }

// yearAt reads a year written with four digits at token i.
func (p *parser) yearAt(i int) (int, bool) {
	n := p.number(i)
	return n, p.digits(i) == 4 && fullYear(n)
}

// century gives the year that two digits stand for: at most ten years ahead.
func (p *parser) century(n int) int {
	now := p.base.Year()
	if p.base.IsZero() {
		now = 2030
	}
	y := now - now%100 + n
	if y > now+10 {
		y -= 100
	}
	return y
}

// glued reports whether token i is the mark, with nothing around it but the
// tokens beside it.
func (p *parser) glued(i int, mark string) bool {
	return i < p.end && p.r.Is(i, mark) && p.r.Joined(i) && p.r.Joined(i+1)
}

// opens reports whether a date in figures may start at token i: not within a
// longer number, and after a "-" only as the end of a range of dates.
func (p *parser) opens(i int) bool {
	if i == 0 || !p.r.Joined(i) {
		return true
	}
	switch {
	case p.r.Kind(i-1) == text.Number, p.r.Kind(i-1) == text.Word, p.r.Is(i-1, "/"), p.r.Is(i-1, "#"), p.r.Is(i-1, "+"):
		return false
	case p.r.Is(i-1, "-"), p.r.Is(i-1, "."), p.r.Is(i-1, ","), p.r.Is(i-1, ":"):
		return i == 1 || !p.r.Joined(i-1) || p.dateBefore(i-1)
	}
	return true
}

// dateBefore reports whether the token at i joins this date to one before it.
func (p *parser) dateBefore(i int) bool {
	return i > 2 && p.r.Is(i, "-") && p.r.Kind(i-1) == text.Number && p.r.Is(i-2, "/")
}

// numeric reads "2026-07-12", "12.7.2026", "14/7", "14-28/7" and "14/7 2026".
func (p *parser) numeric(i int) (Range, bool) {
	if !p.opens(i) {
		return Range{}, false
	}
	if g, ok := p.threefold(i); ok {
		return g, true
	}
	if p.base.IsZero() {
		return Range{}, false
	}
	if g, ok := p.slashed(i); ok {
		return g, true
	}
	return p.dashed(i)
}

// threefold reads a day, month and year between two equal marks, in the order
// of Europe or of ISO 8601, and in that of the USA where no other makes sense.
func (p *parser) threefold(i int) (Range, bool) {
	g := Range{First: i, Last: i + 4, Precision: Day}
	mark := ""
	for _, m := range [...]string{"-", "/", "."} {
		if p.glued(i+1, m) && p.glued(i+3, m) {
			mark = m
		}
	}
	if mark == "" || p.glued(i+5, mark) && p.r.Kind(i+6) == text.Number {
		return g, false
	}
	a, b, c := p.number(i), p.number(i+2), p.number(i+4)
	if h, ok := p.r.At(i+2, lexicon.TimeMonth); ok && h.Last == i+2 {
		b, _, _ = monthOf(h) // "31/Oct/1974"
	}
	if a < 0 || b < 0 || c < 0 || p.digits(i+2) > 3 {
		return g, false
	}
	switch {
	case p.digits(i) == 4:
		a, c = c, a
		if p.digits(i+4) > 2 {
			return g, false
		}
	case p.digits(i) > 2 || p.digits(i+4) == 3 || p.digits(i+4) == 1:
		return g, false
	case p.digits(i+4) == 2:
		if mark == "." && a <= 12 && !p.dated(i) && !p.alone(i, i+4) {
			return g, false // "version 10.11.12"
		}
		c = p.century(c)
	}
	if !valid(b, a) {
		a, b = b, a
	}
	if !valid(b, a) || !fullYear(c) {
		return g, false
	}
	g.From = date(c, time.Month(b), a)
	g.To = g.From
	return g, g.From.Day() == a
}

// slashed reads "14/7", "14-28/7" and "14/7 2026".
func (p *parser) slashed(i int) (Range, bool) {
	g := Range{First: i, Precision: Day}
	d, j := p.number(i), i+1
	d2 := d
	if p.r.Is(j, "-") && p.number(j+1) > d && p.r.Is(j+2, "/") {
		d2, j = p.number(j+1), j+2
	}
	if !p.glued(j, "/") {
		return g, false
	}
	m := p.number(j + 1)
	if !valid(m, d) || !valid(m, d2) || d == 24 && m == 7 {
		return g, false
	}
	g.Last = j + 1
	if p.glued(j+2, "/") || p.glued(j+2, "-") && p.digits(j+3) > 2 || p.r.Kind(j+2) == text.Word && p.r.Joined(j+2) {
		return g, false // "1/2/3", "1/2-liters"
	}
	// "1/2" and "3/4" are fractions unless something says that they are days.
	if d == d2 && d < m && m <= 4 && !p.dated(i) && !p.dateBefore(i-1) && !p.dateAfter(j+2) {
		return g, false
	}
	if _, unit := p.r.At(j+2, lexicon.TimeUnit); unit {
		return g, false
	}
	year, ok := p.yearAt(j + 2)
	if ok {
		g.Last = j + 2
	} else {
		year = 0
	}
	p.inYear(&g, m, d, m, d2, year)
	return g, true
}

// dateAfter reports whether the token at i joins this date to one after it.
func (p *parser) dateAfter(i int) bool {
	return p.r.Is(i, "-") && p.number(i+1) > 0 && p.r.Is(i+2, "/")
}

// dashed reads "25-04" and "30.10", which are more often something else: only
// after a word that announces a day, before an hour, or alone.
func (p *parser) dashed(i int) (Range, bool) {
	g := Range{First: i, Last: i + 2, Precision: Day}
	if !p.glued(i+1, "-") && !p.glued(i+1, ".") || p.glued(i+3, ".") || p.glued(i+3, "-") || p.glued(i+3, ",") {
		return g, false
	}
	d, m := p.number(i), p.number(i+2)
	if !valid(m, d) || p.digits(i) > 2 || p.digits(i+2) > 2 || p.r.Joined(i+3) && p.r.Kind(i+3) != text.Mark {
		return g, false
	}
	_, hour := p.r.At(i+3, lexicon.TimeClock)
	told := hour && p.r.Is(i+1, "-") || p.article(i-1)
	if !told && (p.digits(i+2) < 2 || p.digits(i) < 2 || !p.alone(i, i+2)) {
		return g, false
	}
	p.inYear(&g, m, d, m, d, 0)
	return g, true
}

// dated reports whether the word before token i says that a day follows.
func (p *parser) dated(i int) bool {
	_, ok := p.r.At(i-1, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeWeekday)
	return ok
}

// alone reports whether nothing but marks stands in the sentence beside tokens
// first to last, as in a heading or an entry of a calendar.
func (p *parser) alone(first, last int) bool {
	sent := p.r.Sentences[p.sentence]
	if sent.Len() > 2*reach {
		return false
	}
	for i := sent.First; i < sent.End; i++ {
		if (i < first || i > last) && (p.r.Kind(i) == text.Word || p.r.Kind(i) == text.Number) {
			return false
		}
	}
	return true
}
