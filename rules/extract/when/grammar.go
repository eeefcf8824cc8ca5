package when

import (
	"strconv"
	"strings"
	"time"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// match reads the time that starts at token i, before token end.
func (p *parser) match(i, end int) (Range, bool) {
	if p.r.Kind(i) == text.Number {
		if g, ok := p.numeric(i, end); ok {
			return g, true
		}
		if g, ok := p.dayMonth(i, end); ok {
			return g, true
		}
	}
	for j := i; j < end && j <= i+1; j++ {
		// A leading "nästa", "förra", "om", "till" belongs to what follows; it
		// is looked back at from there.
		if j > i && !p.leads(i) {
			break
		}
		if g, ok := p.named(i, j, end); ok {
			return g, true
		}
	}
	return Range{}, false
}

// leads reports whether token i can introduce a time.
func (p *parser) leads(i int) bool {
	_, ok := p.r.At(i, lexicon.TimeNext, lexicon.TimeLast, lexicon.TimeThis)
	return ok
}

// step says whether the word that starts at token i asks for the next or the
// last of what follows.
func (p *parser) step(i int) (step int, said bool) {
	h, ok := p.r.At(i, lexicon.TimeNext, lexicon.TimeLast, lexicon.TimeThis)
	switch {
	case !ok:
		return 0, false
	case h.Concept == lexicon.TimeNext:
		return 1, true
	case h.Concept == lexicon.TimeLast:
		return -1, true
	}
	return 0, true
}

// named reads a time made of words; first is where it starts and i its core.
func (p *parser) named(first, i, end int) (Range, bool) {
	h, ok := p.r.At(i, lexicon.TimeDay, lexicon.TimeMonth, lexicon.TimeWeek, lexicon.TimeWeekday, lexicon.TimePeriod,
		lexicon.TimeHoliday, lexicon.TimeUnit, lexicon.TimeNumber)
	if p.r.Kind(i) == text.Number {
		h, ok = lexicon.Hit{Concept: lexicon.TimeNumber, Value: p.r.Word(i), First: i, Last: i}, true
	}
	if !ok {
		return Range{}, false
	}
	if w, ok := p.r.At(i, lexicon.TimeWeek); ok {
		h = w
	}
	step, said := 0, false
	if first < i {
		step, said = p.step(first)
	}
	g := Range{First: first, Last: h.Last, Precision: Day}
	if h.Concept == lexicon.TimeMonth {
		return p.month(g, h, end, step, said)
	}
	if p.base.IsZero() {
		return g, false
	}
	switch h.Concept {
	case lexicon.TimeDay:
		n, err := strconv.Atoi(h.Value)
		g.From = p.base.AddDate(0, 0, n)
		g.To = g.From
		return g, err == nil
	case lexicon.TimeWeek:
		if g, ok := p.week(g, h, end); ok {
			return g, true
		}
		// "nästa vecka" is a unit as well as the head of "vecka 29".
		if u, ok := p.r.At(i, lexicon.TimeUnit); ok && said {
			return p.unit(g, u, step, said)
		}
	case lexicon.TimeWeekday:
		return p.weekday(g, h, end, step, said)
	case lexicon.TimeHoliday:
		return p.holiday(g, h, step)
	case lexicon.TimePeriod:
		name, n, _ := strings.Cut(h.Value, " ")
		step, err := strconv.Atoi(n)
		if err != nil {
			return g, false
		}
		return p.unit(g, lexicon.Hit{Value: name, Last: h.Last}, step, true)
	case lexicon.TimeUnit:
		return p.unit(g, h, step, said)
	case lexicon.TimeNumber:
		return p.count(g, h)
	}
	return g, false
}

// numeric reads "2026-07-12", "14/7", "14-28/7" and "14/7 2026".
func (p *parser) numeric(i, end int) (Range, bool) {
	g := Range{First: i, Precision: Day}
	if i > 0 && p.r.Joined(i) && (p.r.Kind(i-1) == text.Number || p.r.Is(i-1, "/") || p.r.Is(i-1, "-") && i > 1 && p.r.Joined(i-1) && !p.dateBefore(i-1) || p.r.Kind(i-1) == text.Word) {
		return g, false
	}
	n := func(j int) int {
		if j >= end || p.r.Kind(j) != text.Number || len(p.r.Word(j)) > 4 {
			return -1
		}
		v, _ := strconv.Atoi(p.r.Word(j))
		return v
	}
	glued := func(j int, mark string) bool {
		return j < end && p.r.Is(j, mark) && p.r.Joined(j) && p.r.Joined(j+1)
	}
	if y := n(i); y >= 1900 && y < 2200 && glued(i+1, "-") && glued(i+3, "-") && len(p.r.Word(i+2)) == 2 && len(p.r.Word(i+4)) == 2 && valid(n(i+2), n(i+4)) {
		g.From = date(y, time.Month(n(i+2)), n(i+4))
		g.To, g.Last = g.From, i+4
		return g, true
	}
	if p.base.IsZero() {
		return g, false
	}
	d, d2, j := n(i), n(i), i+1
	if j+1 < end && p.r.Is(j, "-") && n(j+1) > d && p.r.Is(j+2, "/") {
		d2, j = n(j+1), j+2
	}
	if !glued(j, "/") {
		return g, false
	}
	m := n(j + 1)
	if !valid(m, d) || !valid(m, d2) || d == 24 && m == 7 {
		return g, false
	}
	g.Last = j + 1
	if y := n(j + 3); glued(j+2, "/") && d == d2 && y >= 1900 && y < 2200 {
		p.inYear(&g, m, d, m, d, y)
		g.Last = j + 3
		return g, true
	}
	if glued(j+2, "/") || glued(j+2, "-") && len(p.r.Word(j+3)) > 2 || p.r.Kind(j+2) == text.Word && p.r.Joined(j+2) {
		return g, false // "1/2/3", "1/2-liters"
	}
	// "1/2" and "3/4" are fractions unless something says that they are days.
	if d == d2 && d < m && m <= 4 && !p.dated(i) && !p.dateBefore(i-1) {
		return g, false
	}
	if _, unit := p.r.At(j+2, lexicon.TimeUnit); unit {
		return g, false
	}
	p.inYear(&g, m, d, m, d2, n(j+2))
	if y := n(j + 2); y >= 1900 && y < 2200 {
		g.Last = j + 2
	}
	return g, true
}

// dateBefore reports whether the token at i joins this date to one before it.
func (p *parser) dateBefore(i int) bool {
	return i > 2 && p.r.Is(i, "-") && p.r.Kind(i-1) == text.Number && p.r.Is(i-2, "/")
}

// dated reports whether the word before token i says that a day follows.
func (p *parser) dated(i int) bool {
	_, ok := p.r.At(i-1, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeWeekday)
	return ok
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
	if year >= 1900 && year < 2200 {
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
	g.From, g.To = p.year(of, 0, slack)
}

// ordinal gives the last token of a number with its ending: "12:e", "12th".
func (p *parser) ordinal(i int) (last int, marked bool) {
	j := i + 1
	if p.r.Is(j, ":") && p.r.Joined(j) {
		j++
	}
	if j < len(p.r.Tokens) && p.r.Joined(j) && p.r.Kind(j) == text.Word {
		switch p.r.Word(j) {
		case "e", "a", "de", "te", "th", "st", "nd", "rd":
			return j, true
		}
	}
	if p.r.Is(j, ".") && j == i+1 && p.r.Joined(j) && j+1 < len(p.r.Tokens) && p.r.Tokens[j+1].Space {
		if _, ok := p.r.At(j+1, lexicon.TimeMonth); ok {
			return j, true // "12. juli"
		}
	}
	return i, false
}

// dayMonth reads "12 juli", "12:e juli", "12–28 juli", "12th of July 2026".
func (p *parser) dayMonth(i, end int) (Range, bool) {
	g := Range{First: i, Precision: Day}
	if i > 0 && p.r.Joined(i) && (p.r.Kind(i-1) == text.Number || p.r.Kind(i-1) == text.Word) || len(p.r.Word(i)) > 2 {
		return g, false
	}
	d, _ := strconv.Atoi(p.r.Word(i))
	last, marked := p.ordinal(i)
	j, d2 := last+1, d
	if h, ok := p.r.At(j, lexicon.TimeTo); ok || p.r.Is(j, "-") || p.r.Is(j, "och") || p.r.Is(j, "and") {
		n := j + 1
		if ok {
			n = h.Last + 1
		}
		if p.r.Is(n, "den") || p.r.Is(n, "the") {
			n++
		}
		if n < end && p.r.Kind(n) == text.Number && len(p.r.Word(n)) <= 2 {
			if v, _ := strconv.Atoi(p.r.Word(n)); v > d {
				d2 = v
				last, _ = p.ordinal(n)
				j = last + 1
			}
		}
	}
	if p.r.Is(j, "of") {
		j++
	}
	if j >= end {
		return g, false
	}
	h, ok := p.r.At(j, lexicon.TimeMonth)
	if !ok {
		return p.dayOnly(g, i, d, d2, last, marked)
	}
	m, _, _ := monthOf(h)
	if !valid(m, d) || !valid(m, d2) {
		return g, false
	}
	g.Last = h.Last
	return p.withYear(g, m, d, d2, end)
}

// dayOnly reads "den 12:e" without a month.
func (p *parser) dayOnly(g Range, i, d, d2, last int, marked bool) (Range, bool) {
	_, on := p.r.At(i-1, lexicon.TimeOn)
	if !marked || !on || p.base.IsZero() || d < 1 || d > 31 || d2 > 31 {
		return g, false
	}
	for n := range 4 {
		m := p.base.Month() + time.Month(n)
		from := date(p.base.Year(), m, d)
		if from.Day() == d && !from.Before(p.base) {
			g.From, g.To, g.Last = from, from.AddDate(0, 0, d2-d), last
			return g, true
		}
	}
	return g, false
}

// withYear takes in a year after the month and resolves.
func (p *parser) withYear(g Range, m, d, d2, end int) (Range, bool) {
	year := 0
	j := g.Last + 1
	if p.r.Is(j, ",") {
		j++
	}
	if j < end && p.r.Kind(j) == text.Number && len(p.r.Word(j)) == 4 {
		if y, _ := strconv.Atoi(p.r.Word(j)); y >= 1900 && y < 2200 {
			year, g.Last = y, j
		}
	}
	p.inYear(&g, m, d, m, d2, year)
	return g, true
}

// monthOf reads the value of a month word: its number, whether a day may follow
// it as in English, and whether it is short or a common word as well.
func monthOf(h lexicon.Hit) (m int, english, weak bool) {
	f := strings.Fields(h.Value)
	if len(f) == 0 {
		return 0, false, false
	}
	m, _ = strconv.Atoi(f[0])
	for _, w := range f[1:] {
		english = english || w == "en"
		weak = weak || w == "weak"
	}
	return m, english, weak
}

// month reads a month that no day stands before: "July 12–28", "i juli".
func (p *parser) month(g Range, h lexicon.Hit, end, step int, said bool) (Range, bool) {
	m, english, weak := monthOf(h)
	if m == 0 {
		return g, false
	}
	j := h.Last + 1
	if p.r.Is(j, ".") && p.r.Joined(j) {
		j++
	}
	if english && j < end && p.r.Kind(j) == text.Number && len(p.r.Word(j)) <= 2 {
		d, _ := strconv.Atoi(p.r.Word(j))
		last, _ := p.ordinal(j)
		d2 := d
		n := last + 1
		if to, ok := p.r.At(n, lexicon.TimeTo); ok || p.r.Is(n, "-") {
			n++
			if ok {
				n = to.Last + 1
			}
			if n < end && p.r.Kind(n) == text.Number && len(p.r.Word(n)) <= 2 {
				if v, _ := strconv.Atoi(p.r.Word(n)); v > d && valid(m, v) {
					d2 = v
					last, _ = p.ordinal(n)
				}
			}
		}
		if valid(m, d) {
			g.Last = last
			return p.withYear(g, m, d, d2, end)
		}
	}
	if weak {
		return g, false
	}
	_, in := p.r.At(g.First-1, lexicon.TimeIn, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeUntil)
	if !in && !said && !p.r.Is(g.First-1, "i") && !p.r.Is(g.First-1, "hela") && !p.r.Is(g.First-1, "av") && !p.r.Is(g.First-1, "of") && !p.r.Is(g.First-1, "all") {
		return g, false
	}
	g.Precision = Month
	of := func(y int) (time.Time, time.Time) { return date(y, time.Month(m), 1), date(y, time.Month(m)+1, 0) }
	if p.r.Kind(j) == text.Number && len(p.r.Word(j)) == 4 {
		if y, _ := strconv.Atoi(p.r.Word(j)); y >= 1900 && y < 2200 {
			g.From, g.To = of(y)
			g.Last = j
			return g, true
		}
	}
	if p.base.IsZero() {
		return g, false
	}
	g.yearly = true
	g.From, g.To = p.year(of, min(step, 0), 0)
	if part, ok := p.r.At(g.First-2, lexicon.TimeThird); ok {
		third := g.To.Day() / 3
		switch part.Value {
		case "start":
			g.To = g.From.AddDate(0, 0, third-1)
		case "middle":
			g.From, g.To = g.From.AddDate(0, 0, third), g.From.AddDate(0, 0, 2*third)
		case "end":
			g.From = g.From.AddDate(0, 0, 2*third)
		}
	}
	return g, true
}

// week reads "v 29", "v.29", "vecka 26–27", "weeks 26 and 27".
func (p *parser) week(g Range, h lexicon.Hit, end int) (Range, bool) {
	j := h.Last + 1
	if p.r.Is(j, ".") && p.r.Joined(j) {
		j++
	}
	number := func(j int) int {
		if j >= end || p.r.Kind(j) != text.Number || len(p.r.Word(j)) > 2 {
			return 0
		}
		n, _ := strconv.Atoi(p.r.Word(j))
		return n
	}
	a := number(j)
	if a < 1 || a > 53 {
		return g, false
	}
	// "v" is also a letter: only a small or capital v right at its number, and
	// "2 v 1" is a result.
	if h.Value == "short" && p.r.Kind(h.First-1) == text.Number && p.r.Tokens[h.First].Start-p.r.Tokens[h.First-1].End <= 1 {
		return g, false
	}
	b := a
	g.Last = j
	n := j + 1
	if to, ok := p.r.At(n, lexicon.TimeTo); ok || p.r.Is(n, "-") || p.r.Is(n, "och") || p.r.Is(n, "and") || p.r.Is(n, "&") || p.r.Is(n, ",") || p.r.Is(n, "+") {
		n++
		if ok {
			n = to.Last + 1
		}
		if w, ok := p.r.At(n, lexicon.TimeWeek); ok {
			n = w.Last + 1
		}
		if v := number(n); v > a && v <= 53 && v-a < 20 {
			b, g.Last = v, n
		}
	}
	g.Precision, g.yearly = Week, true
	g.From, g.To = p.year(func(y int) (time.Time, time.Time) {
		from, _ := isoWeek(y, a)
		_, to := isoWeek(y, b)
		return from, to
	}, 0, slack)
	return g, true
}

// weekday reads "på lördag", "nästa fredag", "i lördags", "onsdagen efter".
func (p *parser) weekday(g Range, h lexicon.Hit, end, step int, said bool) (Range, bool) {
	f := strings.Fields(h.Value)
	if len(f) == 0 {
		return g, false
	}
	w, err := strconv.Atoi(f[0])
	if err != nil || w < 1 || w > 7 {
		return g, false
	}
	if len(f) > 1 && f[1] == "short" && !said && !p.beside(h) {
		return g, false
	}
	if len(f) > 1 && f[1] == "last" {
		step, said = -1, true
	}
	if _, every := p.r.Before(g.First, lexicon.TimeEvery); every {
		return g, false // a routine, not a day
	}
	today := int(p.base.Weekday()+6)%7 + 1
	ahead := (w - today + 7) % 7
	switch {
	case step > 0:
		// Swedish "nästa fredag" is the one in next week.
		ahead = w - today + 7
	case step < 0 && said:
		ahead = -((today - w + 6) % 7) - 1
	case p.past && ahead > 0 && !p.r.Is(h.First-1, "pa"):
		ahead -= 7 // Swedish "på lördag" is always ahead
	case ahead == 0 && !said && p.dated(h.First):
		ahead = 7 // "på lördag", written on a Saturday
	}
	g.From = p.base.AddDate(0, 0, ahead)
	g.weekday = true
	if a, ok := p.r.At(h.Last+1, lexicon.TimeAfter); ok && !said {
		// "onsdagen efter": a week on from what was said; join moves it.
		g.Last = a.Last
		g.From = g.From.AddDate(0, 0, 7)
	}
	g.To = g.From
	// "lördag nästa vecka": the week says which.
	j := h.Last + 1
	if p.r.Is(j, "i") {
		j++
	}
	if u, ok := p.r.At(j, lexicon.TimePeriod); ok && strings.HasPrefix(u.Value, "week ") && !said {
		if week, ok := p.named(j, j, end); ok {
			g.From = week.From.AddDate(0, 0, w-1)
			g.To, g.Last = g.From, week.Last
			return g, true
		}
	}
	// "lördagen den 12 juli": the date says it all.
	for j := h.Last + 1; j < end && j <= h.Last+3; j++ {
		if p.r.Kind(j) == text.Number {
			for _, read := range []func(int, int) (Range, bool){p.numeric, p.dayMonth} {
				if d, ok := read(j, end); ok && d.From.Equal(d.To) {
					d.First = g.First
					return d, true
				}
			}
			break
		}
		if !p.r.Is(j, "den") && !p.r.Is(j, ",") && !p.r.Is(j, "the") && !p.r.Is(j, ".") && !p.r.Is(j, "(") {
			break
		}
	}
	return g, true
}

// beside reports whether a short weekday is one: "on Sat", "lör–sön", "fre 17".
// Alone it may be another word.
func (p *parser) beside(h lexicon.Hit) bool {
	if on, ok := p.r.At(h.First-1, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeEvery); ok && on.Value != "article" {
		return true
	}
	j := h.Last + 1
	if p.r.Is(j, ".") {
		j++
	}
	if _, clock := p.r.At(j, lexicon.TimeClock); clock || p.r.Kind(j) == text.Number {
		return true
	}
	return p.pair(j, j+1) || p.pair(h.First-1, h.First-2)
}

// pair reports whether token mark joins a weekday to the one at token other.
func (p *parser) pair(mark, other int) bool {
	switch p.r.Word(mark) {
	case "-", "/", "och", "o", "and", "&", "+", ",":
		_, ok := p.r.At(other, lexicon.TimeWeekday)
		return ok
	}
	return false
}

// holiday reads a holiday or a school break. Its value is a rule that yearly
// knows, with a step in front.
func (p *parser) holiday(g Range, h lexicon.Hit, step int) (Range, bool) {
	n, rule, _ := strings.Cut(h.Value, " ")
	own, err := strconv.Atoi(n)
	of, ok := yearly(rule)
	if err != nil || !ok {
		return g, false
	}
	if own != 0 {
		step = own
	}
	g.yearly = true
	g.From, g.To = p.year(of, step, 0)
	if days := g.To.Sub(g.From).Hours() / 24; days > 40 {
		g.Precision = Season
	} else if days > 10 {
		g.Precision = Week
	}
	return g, true
}

// unit reads "nästa vecka", "i helgen", "förra månaden".
func (p *parser) unit(g Range, h lexicon.Hit, step int, said bool) (Range, bool) {
	if !said {
		return g, false
	}
	g.Last = h.Last
	monday := p.base.AddDate(0, 0, -int(p.base.Weekday()+6)%7)
	switch h.Value {
	case "week":
		g.From = monday.AddDate(0, 0, 7*step)
		g.To, g.Precision = g.From.AddDate(0, 0, 6), Week
	case "weekend":
		if p.past && step == 0 && p.base.Weekday() != time.Sunday && p.base.Weekday() != time.Saturday {
			step = -1
		}
		g.From = monday.AddDate(0, 0, 7*step+5)
		g.To = g.From.AddDate(0, 0, 1)
	case "month":
		g.From = date(p.base.Year(), p.base.Month()+time.Month(step), 1)
		g.To, g.Precision = g.From.AddDate(0, 1, -1), Month
	case "year":
		g.From = date(p.base.Year()+step, time.January, 1)
		g.To, g.Precision = g.From.AddDate(1, 0, -1), Season
	default:
		return g, false
	}
	return g, true
}

// count reads a number and a unit: "om två veckor", "för tre dagar sedan",
// "10 dagar kvar". A plain length is kept for join.
func (p *parser) count(g Range, h lexicon.Hit) (Range, bool) {
	n, err := strconv.Atoi(h.Value)
	u, ok := p.r.At(h.Last+1, lexicon.TimeUnit)
	if err != nil || !ok || n < 1 || n > 500 {
		return g, false
	}
	days := map[string]int{"day": 1, "week": 7, "month": 30, "weekend": 2}[u.Value]
	if days == 0 || n*days > 400 {
		return g, false
	}
	g.Last = u.Last
	if in, ok := p.r.At(h.First-1, lexicon.TimeIn); ok && in.Value == "in" {
		g.First = in.First
		return p.away(g, n, u.Value, days), true
	}
	next, _ := p.r.At(u.Last+1, lexicon.TimeAgo, lexicon.AbsenceCountdown)
	switch next.Concept {
	case lexicon.TimeAgo:
		g.Last = next.Last
		return p.away(g, -n, u.Value, days), true
	case lexicon.AbsenceCountdown:
		return p.away(g, n, u.Value, days), true
	}
	p.spans = append(p.spans, duration{n * days, h.First, u.Last})
	return g, false
}

// away moves n units from the day of publication.
func (p *parser) away(g Range, n int, unit string, days int) Range {
	if unit == "month" {
		g.From = p.base.AddDate(0, n, 0)
		g.Precision = Month
	} else {
		g.From = p.base.AddDate(0, 0, n*days)
	}
	g.To = g.From
	if unit == "week" {
		g.To, g.Precision = g.From.AddDate(0, 0, 6), Week
		if n < 0 {
			g.To = g.From
		}
	}
	return g
}
