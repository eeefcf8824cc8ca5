package when

import (
	"strconv"
	"strings"
	"time"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// deepest is how far times may lie inside each other: "början av veckan efter
// midsommar".
const deepest = 3

// match reads the time that starts at token i.
func (p *parser) match(i int) (Range, bool) {
	if p.depth++; p.depth > deepest {
		return Range{}, false
	}
	defer func() { p.depth-- }()
	if i >= p.end || !p.timed(i) {
		return Range{}, false
	}
	figure := p.r.Kind(i) == text.Number
	near := p.verbAt(i)
	p.past, p.slack = near.past, slack
	if near.ahead {
		p.slack = slackAhead
	}
	if p.sinceBefore(i) {
		p.past = true
	}
	if figure {
		if g, ok := p.numeric(i); ok {
			return g, true
		}
	}
	if p.counts(i, figure) {
		if g, ok := p.nth(i); ok {
			return g, true
		}
		if g, ok := p.dayMonth(i); ok {
			return g, true
		}
	}
	if g, ok := p.portion(i); ok {
		return g, true
	}
	if g, ok := p.beside(i); ok {
		return g, true
	}
	if s, j, ok := p.step(i); ok {
		// "nästa", "förra" belong to what follows.
		if g, ok := p.named(i, j, s); ok {
			return g, true
		}
	}
	return p.named(i, i, step{})
}

// counts reports whether an ordinal or a figure that may be one stands at
// token i.
func (p *parser) counts(i int, figure bool) bool {
	_, ok := p.r.At(i, lexicon.TimeOrdinal)
	return ok || figure
}

// step is which one of what follows is asked for: 1 for the next, -1 for the
// last. Near steps go to the first one ahead, which may be in this week.
type step struct {
	n       int
	said    bool
	near    bool
	rolling bool // "the past week": the seven days until now
}

// step reads the words that ask for one at token i, and gives the token after
// them.
func (p *parser) step(i int) (step, int, bool) {
	var s step
	j := i
	for range 2 { // "this coming", "den förra"
		h, ok := p.r.At(j, lexicon.TimeNext, lexicon.TimeLast, lexicon.TimeThis)
		if !ok {
			break
		}
		n := 1
		if v, err := strconv.Atoi(h.Value); err == nil {
			n = v
		}
		s.said = true
		switch h.Concept {
		case lexicon.TimeNext:
			s.n, s.near = n, h.Value == "near"
		case lexicon.TimeLast:
			s.n = -n
			s.rolling = h.Value == "rolling"
		}
		j = h.Last + 1
	}
	return s, j, s.said
}

// named reads a time made of words; first is where it starts and i its core.
func (p *parser) named(first, i int, s step) (Range, bool) {
	g := Range{First: first, Precision: Day}
	if i >= p.end {
		return g, false
	}
	if h, ok := p.r.At(i, lexicon.TimeMonth); ok {
		g.Last = h.Last
		return p.month(g, h, s)
	}
	if p.base.IsZero() {
		return g, false
	}
	for _, h := range p.r.Starting(i) {
		g.Last = h.Last
		if g, ok := p.word(g, h, s); ok {
			return g, true
		}
	}
	if p.r.Kind(i) == text.Number {
		return p.count(g, i, s)
	}
	return g, false
}

// word reads the time that hit h is the core of.
func (p *parser) word(g Range, h lexicon.Hit, s step) (Range, bool) {
	switch h.Concept {
	case lexicon.TimeDay:
		n, err := strconv.Atoi(h.Value)
		g.From = p.base.AddDate(0, 0, n)
		g.To = g.From
		return g, err == nil
	case lexicon.TimeWeek:
		return p.week(g, h)
	case lexicon.TimeWeekday:
		return p.weekday(g, h, s)
	case lexicon.TimeHoliday:
		n, rule, _ := strings.Cut(h.Value, " ")
		if own, err := strconv.Atoi(n); err == nil && own != 0 {
			s = step{n: own, said: true}
		}
		if p.r.Is(g.Last, "var") && p.r.Is(g.Last-1, "i") && !p.closes(g.Last+1) {
			return g, false // "i vår lista"
		}
		return p.holiday(g, rule, s)
	case lexicon.TimeSeason:
		return p.season(g, h, s)
	case lexicon.TimePeriod:
		name, n, _ := strings.Cut(h.Value, " ")
		v, err := strconv.Atoi(n)
		g, ok := p.unit(g, name, step{n: v, said: true})
		return g, ok && err == nil
	case lexicon.TimeUnit:
		if g, ok := p.dayOf(g, h); ok && !s.said {
			return g, true
		}
		return p.unit(g, unitOf(h), s)
	case lexicon.TimeNumber:
		return p.count(g, h.First, s)
	}
	return g, false
}

// unitOf gives the unit that a word stands for. Norwegian and Danish ones are
// told apart, because their "to" is no English number.
func unitOf(h lexicon.Hit) string {
	name, _, _ := strings.Cut(h.Value, " ")
	return name
}

// numeral gives the figures of a number word.
func numeral(h lexicon.Hit) string {
	n, _, _ := strings.Cut(h.Value, " ")
	return n
}

// week reads "v 29", "v.29", "vecka 26–27", "weeks 26 and 27", "v 29 2026".
func (p *parser) week(g Range, h lexicon.Hit) (Range, bool) {
	j := h.Last + 1
	if p.r.Is(j, ".") && p.r.Joined(j) {
		j++
	}
	a := p.weekNumber(j)
	if a == 0 {
		return g, false
	}
	// "v" is also a letter: "2 v 1" is a result.
	if h.Value == "short" && p.r.Kind(h.First-1) == text.Number && p.r.Tokens[h.First].Start-p.r.Tokens[h.First-1].End <= 1 {
		return g, false
	}
	b := a
	g.Last = j
	for range reach { // "v 26, 27 och 28"
		n := g.Last + 1
		if to, ok := p.r.At(n, lexicon.TimeTo); ok {
			n = to.Last
		} else if !p.r.Is(n, "-") && !p.and(n) && !p.r.Is(n, ",") {
			break
		}
		n++
		if w, ok := p.r.At(n, lexicon.TimeWeek); ok {
			n = w.Last + 1
			if p.r.Is(n, ".") && p.r.Joined(n) {
				n++
			}
		}
		v := p.weekNumber(n)
		if v <= b || v-a >= 20 {
			break
		}
		b, g.Last = v, n
	}
	if p.monthAt(g.Last+1) || p.glued(g.Last+1, "/") {
		return g, false // "veckan 6–12 juli"
	}
	g.Precision = Week
	of := func(y int) (time.Time, time.Time) {
		from, _ := isoWeek(y, a)
		_, to := isoWeek(y, b)
		return from, to
	}
	if y, ok := p.yearAt(g.Last + 1); ok {
		g.From, g.To = of(y)
		g.Last++
		return g, true
	}
	g.yearly = true
	g.From, g.To = p.year(of, 0, p.slack)
	return g, true
}

// weekNumber reads the number of a week at token i; 0 when there is none.
func (p *parser) weekNumber(i int) int {
	if n := p.number(i); n >= 1 && n <= 53 && p.digits(i) <= 2 {
		return n
	}
	return 0
}

// weekdayOf reads the value of a weekday: 1 to 7 from Monday, 0 for a fault,
// and how it is written.
func weekdayOf(h lexicon.Hit) (w int, how string) {
	n, how, _ := strings.Cut(h.Value, " ")
	w, err := strconv.Atoi(n)
	if err != nil || w < 1 || w > 7 {
		return 0, ""
	}
	return w, how
}

// weekday reads "på lördag", "nästa fredag", "i lördags", "onsdagen efter".
func (p *parser) weekday(g Range, h lexicon.Hit, s step) (Range, bool) {
	w, how := weekdayOf(h)
	if w == 0 || how == "short" && !s.said && !p.neighboured(h) {
		return g, false
	}
	if how == "last" {
		s = step{n: -1, said: true}
	}
	if _, every := p.r.Before(g.First, lexicon.TimeEvery); every {
		return g, false // a routine, not a day
	}
	if d, ok := p.dateOf(g, h, w); ok {
		return d, true
	}
	g.From = p.base.AddDate(0, 0, p.days(h, w, s))
	g.weekday = true
	if n := p.number(h.Last + 1); n == g.From.Day() && p.closes(h.Last+2) {
		g.Last++ // "Fri 12 – Sun 14 June"
	}
	if s.said {
		g.To = g.From
		return g, true
	}
	return p.inWeek(g, h, w), true
}

// days is how many days from the day of publication a weekday lies.
func (p *parser) days(h lexicon.Hit, w int, s step) int {
	today := int(p.base.Weekday()+6)%7 + 1
	ahead := (w - today + 7) % 7
	switch {
	case s.near && ahead == 0:
		return 7
	case s.near:
		return ahead
	case s.n > 0:
		return w - today + 7*s.n // Swedish "nästa fredag" is the one in next week.
	case s.n < 0:
		return -((today - w + 6) % 7) - 1 + 7*(s.n+1)
	case p.past && ahead > 0 && !p.r.Is(h.First-1, "pa"):
		return ahead - 7 // Swedish "på lördag" is always ahead
	case ahead == 0 && !s.said && p.dated(h.First):
		return 7 // "på lördag", written on a Saturday
	}
	return ahead
}

// inWeek lets what follows a weekday move it: "onsdagen efter", "lördag nästa
// vecka", "tisdag v 29", "på fredag om en vecka".
func (p *parser) inWeek(g Range, h lexicon.Hit, w int) Range {
	j := h.Last + 1
	if a, ok := p.r.At(j, lexicon.TimeAfter); ok && a.Value == "" && !p.timed(a.Last+1) {
		// A week on from what was said; join moves it.
		g.From, g.Last = g.From.AddDate(0, 0, 7), a.Last
		g.To = g.From
		return g
	}
	if a, ok := p.r.At(j, lexicon.TimeAfter); ok {
		return p.nearby(g, a, w)
	}
	if p.of(j) {
		j++
	}
	if week, ok := p.calendar(j, "week"); ok {
		g.From, g.Last, g.weekday = week.From.AddDate(0, 0, w-1), week.Last, false
	} else if in, ok := p.r.At(h.Last+1, lexicon.TimeIn); ok && in.Value == "in" {
		if n, u, ok := p.quantity(in.Last + 1); ok && u.days%7 == 0 && u.days > 0 {
			g.From, g.Last = g.From.AddDate(0, 0, n*u.days), u.last
		}
	}
	g.To = g.From
	return g
}

// nearby reads "lördagen efter midsommar": the first such weekday after or
// before another time.
func (p *parser) nearby(g Range, way lexicon.Hit, w int) Range {
	g.To = g.From
	j := way.Last + 1
	for p.article(j) {
		j++
	}
	other, ok := p.match(j)
	if !ok || other.Undated {
		return g
	}
	g.Last, g.weekday = other.Last, false
	if way.Value == "before" {
		g.From = other.From.AddDate(0, 0, -1)
		g.From = g.From.AddDate(0, 0, -(int(g.From.Weekday()+6)%7-(w-1)+7)%7)
	} else {
		g.From = other.To.AddDate(0, 0, 1)
		g.From = g.From.AddDate(0, 0, (w-1-int(g.From.Weekday()+6)%7+7)%7)
	}
	g.To = g.From
	return g
}

// timed reports whether a word about time or a figure stands at token i.
func (p *parser) timed(i int) bool {
	if p.r.Kind(i) == text.Number {
		return true
	}
	for _, h := range p.r.Starting(i) {
		if h.Concept.Time() {
			return true
		}
	}
	return false
}

// dateOf reads the date that follows a weekday and says it all: "lördagen den
// 12 juli", "Wed, Feb 13", "tisdag den 19:e".
func (p *parser) dateOf(g Range, h lexicon.Hit, w int) (Range, bool) {
	j := h.Last + 1
	for j < p.end && j <= h.Last+4 && (p.article(j) || p.r.Is(j, ",") || p.r.Is(j, ".") || p.r.Is(j, "(")) {
		j++
	}
	d, ok := Range{}, false
	switch {
	case j >= p.end:
	case p.monthAt(j):
		m, _ := p.r.At(j, lexicon.TimeMonth)
		if p.r.Kind(m.Last+1) == text.Number {
			d, ok = p.month(Range{First: j, Last: m.Last, Precision: Day}, m, step{})
		}
	case p.counts(j, p.r.Kind(j) == text.Number):
		if p.r.Kind(j) == text.Number {
			d, ok = p.numeric(j)
		}
		if !ok {
			d, ok = p.dayMonth(j)
		}
	}
	if !ok || !d.From.Equal(d.To) {
		return g, false
	}
	p.align(&d, w)
	d.First = g.First
	return d, true
}

// neighboured reports whether what stands around a short weekday says that it
// is one: "on Sat", "lör–sön", "fre 17". Elsewhere it may be another word.
func (p *parser) neighboured(h lexicon.Hit) bool {
	if on, ok := p.r.At(h.First-1, lexicon.TimeOn, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeEvery, lexicon.TimeThis); ok && on.Value != "article" {
		return !p.r.Is(h.First-1, "tom") || !p.r.Capital(h.First-1) // "Tom sat down"
	}
	j := h.Last + 1
	if p.r.Is(j, ",") && p.monthAt(j+1) {
		return true // "Wed, Feb 13"
	}
	if p.r.Is(j, ".") || p.r.Is(j, ",") && p.r.Kind(j+1) == text.Number {
		j++
	}
	if _, clock := p.r.At(j, lexicon.TimeClock, lexicon.TimeMonth, lexicon.TimeWeek); clock || p.r.Kind(j) == text.Number {
		return true
	}
	return p.pair(j, j+1) || p.pair(h.First-1, h.First-2) || p.alone(h.First, h.Last)
}

// pair reports whether token mark joins a weekday to the one at token other.
func (p *parser) pair(mark, other int) bool {
	_, to := p.r.At(mark, lexicon.TimeTo)
	if !to && !p.and(mark) && !p.r.Is(mark, "-") && !p.r.Is(mark, "/") && !p.r.Is(mark, ",") {
		return false
	}
	_, ok := p.r.At(other, lexicon.TimeWeekday)
	return ok
}

// holiday reads a holiday or a school break by its rules; of several, the one
// that comes first counts.
func (p *parser) holiday(g Range, rules string, s step) (Range, bool) {
	year, dated := p.yearAt(g.Last + 1)
	found := false
	for rule := range strings.SplitSeq(rules, ";") {
		of, ok := yearly(rule)
		if !ok {
			return g, false
		}
		var from, to time.Time
		switch {
		case dated:
			from, to = of(year)
		case s.n > 0:
			from, to = p.next(of)
		default:
			from, to = p.year(of, s.n, 0)
		}
		if !found || p.past == from.After(g.From) {
			g.From, g.To, found = from, to, true
			g.vague = strings.Contains(rule, "week") && to.Sub(from).Hours()/24 > 7
		}
	}
	if dated {
		g.Last++
	}
	g.yearly = !dated
	if days := g.To.Sub(g.From).Hours() / 24; days > 40 {
		g.Precision = Season
	} else if days > 10 {
		g.Precision = Week
	}
	return g, found
}

// next gives what "next Christmas" means: the one ahead while it is far away,
// else the one after it.
func (p *parser) next(of func(int) (time.Time, time.Time)) (from, to time.Time) {
	const far = 183 // days
	from, to = p.year(of, 0, 0)
	if from.Sub(p.base).Hours()/24 > far {
		return from, to
	}
	return p.year(of, 1, 0)
}

// season reads "nästa sommar", "under hösten", "sommaren 2019": the bare word
// says too little.
func (p *parser) season(g Range, h lexicon.Hit, s step) (Range, bool) {
	_, dated := p.yearAt(h.Last + 1)
	_, led := p.r.Before(g.First, lexicon.TimeIn, lexicon.TimeTo, lexicon.TimeUntil, lexicon.TimeFor)
	if !dated && !s.said && !led {
		return g, false
	}
	return p.holiday(g, h.Value, s)
}

// unit reads "nästa vecka", "förra månaden", "den senaste veckan".
func (p *parser) unit(g Range, name string, s step) (Range, bool) {
	out := p.r.Is(g.Last+1, "ut") // "veckan ut": what is left of it
	if !s.said && !out {
		return g, false
	}
	monday := p.base.AddDate(0, 0, -int(p.base.Weekday()+6)%7)
	if s.rolling && (p.article(g.First-1) || p.r.Is(g.First-1, "de") || p.r.Is(g.First-1, "hela")) {
		if u, ok := lengthOf(name, g.Last); ok {
			if name == "day" {
				u.days = 3 // "de senaste dagarna"
			}
			g.From, g.To, g.Precision = p.base.AddDate(0, 0, -u.days), p.base, Week
			return g, true
		}
	}
	switch name {
	case "week":
		g.From = monday.AddDate(0, 0, 7*s.n)
		g.To, g.Precision = g.From.AddDate(0, 0, 6), Week
	case "weekend":
		saturday := p.base.Weekday() == time.Saturday || p.base.Weekday() == time.Sunday
		switch {
		case s.near && !saturday:
			s.n = 0
		case p.past && s.n == 0 && !saturday:
			s.n = -1
		}
		g.From = monday.AddDate(0, 0, 7*s.n+5)
		g.To = g.From.AddDate(0, 0, 1)
	case "month":
		g.From = date(p.base.Year(), p.base.Month()+time.Month(s.n), 1)
		g.To, g.Precision = g.From.AddDate(0, 1, -1), Month
	case "year":
		g.From = date(p.base.Year()+s.n, time.January, 1)
		g.To, g.Precision = g.From.AddDate(1, 0, -1), Season
	default:
		return g, false
	}
	if out && s.n == 0 {
		g.From, g.Last = p.base, g.Last+1
	}
	return g, true
}

// calendar reads a week, month or year that is told by its place in time:
// "nästa vecka", "vecka 29", "this month".
func (p *parser) calendar(i int, name string) (Range, bool) {
	if p.base.IsZero() || i >= p.end {
		return Range{}, false
	}
	for p.article(i) {
		if _, _, ok := p.step(i); ok {
			break // "den här"
		}
		i++
	}
	s, j, said := p.step(i)
	for _, h := range p.r.Starting(j) {
		g := Range{First: i, Last: h.Last, Precision: Day}
		switch {
		case h.Concept == lexicon.TimeUnit && unitOf(h) == name && said,
			h.Concept == lexicon.TimePeriod && strings.HasPrefix(h.Value, name+" "),
			h.Concept == lexicon.TimeWeek && name == "week" && !said:
			s.rolling = false
			if g, ok := p.word(g, h, s); ok {
				return g, true
			}
		}
	}
	return Range{}, false
}
