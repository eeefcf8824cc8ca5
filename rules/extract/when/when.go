// Package when recognises days: dates, weekdays, weeks, holidays, "imorgon",
// "om två veckor", ranges of them, and times that come back every week. It
// resolves them against the day of publication in the zone it was written in.
// It judges nothing.
package when

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Precision says how exact a range was written.
type Precision string

// The precisions.
const (
	Day    Precision = "day"
	Week   Precision = "week"
	Month  Precision = "month"
	Season Precision = "season"
)

// Range is a stretch of days, both inclusive, written in tokens First to Last.
// Days are midnight UTC.
type Range struct {
	From, To    time.Time
	Precision   Precision
	First, Last int
	Sentence    int
	// Undated ranges have no year: the source does not say when it was
	// published. Only their month and day mean something.
	Undated bool

	weekday bool // written as a weekday, so that a week may be added
	yearly  bool // written without a year
}

// Tense says when the range is, seen from a day.
func (g Range) Tense(base time.Time) string {
	switch {
	case g.To.Before(base):
		return "past"
	case g.From.After(base):
		return "future"
	}
	return "ongoing"
}

// Base is the day of publication at midnight UTC; zero when it is unknown.
func Base(doc *exposure.Document) time.Time {
	if doc.Published.IsZero() {
		return time.Time{}
	}
	y, m, d := doc.Published.Date()
	return date(y, m, d)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// Find gives the ranges in r, in order of place. Without a day of publication
// it knows dates with a year, and days of a month as Undated.
func Find(r *reading.Reading) []Range {
	p := parser{r: r, base: Base(r.Doc)}
	var out []Range
	for s, sent := range r.Sentences {
		if !p.triggered(s, sent) {
			continue
		}
		p.sentence = s
		p.past = past(r, s)
		first := len(out)
		p.spans = p.spans[:0]
		for i := sent.First; i < sent.End; {
			g, ok := p.match(i, sent.End)
			if !ok || g.Last < i {
				i++
				continue
			}
			g.Sentence = s
			p.until(&g)
			out = append(out, g)
			i = g.Last + 1
		}
		out = p.join(out, first)
	}
	return out
}

// Observe appends the ranges as observations.
func Observe(r *reading.Reading, ranges []Range, out []exposure.Observation) []exposure.Observation {
	base := Base(r.Doc)
	for _, g := range ranges {
		if g.Undated {
			continue
		}
		value := g.From.Format(time.DateOnly) + "/" + g.To.Format(time.DateOnly)
		confidence := 0.9
		if g.Precision == Month || g.Precision == Season {
			confidence = 0.7
		}
		o := r.Observe(exposure.TimeRange, g.First, g.Last, value, confidence)
		o.Sentence = g.Sentence
		o.Attrs["from"] = exposure.Day(g.From)
		o.Attrs["to"] = exposure.Day(g.To)
		o.Attrs["precision"] = exposure.Word(string(g.Precision))
		if !base.IsZero() {
			o.Attrs["tense"] = exposure.Word(g.Tense(base))
		}
		out = append(out, o)
	}
	return out
}

// Dated gives the ranges that have a year.
func Dated(ranges []Range) []Range {
	return slices.DeleteFunc(slices.Clone(ranges), func(g Range) bool { return g.Undated })
}

// past reports whether a sentence speaks of what has been.
func past(r *reading.Reading, s int) bool {
	was := false
	for _, h := range r.In(s) {
		switch {
		case h.Concept == lexicon.TenseFuture || h.Value == "future" || h.Value == "present" && absence(h.Concept):
			return false
		case h.Concept == lexicon.TensePast || h.Value == "past":
			was = true
		}
	}
	return was
}

func absence(c lexicon.Concept) bool {
	switch c {
	case lexicon.AbsenceGo, lexicon.AbsenceBe, lexicon.AbsenceState, lexicon.AbsenceCheckin, lexicon.AbsenceTrip,
		lexicon.AbsenceBooking, lexicon.AbsenceSitter, lexicon.AbsenceEmpty:
		return true
	}
	return false
}

// parser reads one sentence at a time.
type parser struct {
	r        *reading.Reading
	base     time.Time
	sentence int
	past     bool
	spans    []duration
}

// duration is a length of time written in tokens first to last.
type duration struct{ days, first, last int }

// triggered reports whether a sentence can hold a time.
func (p *parser) triggered(s int, sent text.Sentence) bool {
	for _, h := range p.r.In(s) {
		switch h.Concept {
		case lexicon.TimeMonth, lexicon.TimeWeekday, lexicon.TimeDay, lexicon.TimeUnit, lexicon.TimeWeek,
			lexicon.TimeHoliday, lexicon.TimePeriod:
			return true
		}
	}
	for i := sent.First; i+2 < sent.End; i++ {
		if p.r.Tokens[i].Kind == text.Number && (p.r.Is(i+1, "/") || p.r.Is(i+1, "-") || p.r.Is(i+1, ":")) {
			return true
		}
	}
	return false
}

// join puts together what one sentence says: "12 juli till 3 augusti", a day
// and a length, a day of leaving and one of coming home.
func (p *parser) join(out []Range, first int) []Range {
	for i := first; i+1 < len(out); {
		a, b := &out[i], out[i+1]
		if !p.connects(a.Last+1, b.First-1) {
			i++
			continue
		}
		for b.To.Before(a.From) && b.weekday {
			b.From, b.To = b.From.AddDate(0, 0, 7), b.To.AddDate(0, 0, 7)
		}
		if b.To.Before(a.From) && b.yearly {
			b.From, b.To = b.From.AddDate(1, 0, 0), b.To.AddDate(1, 0, 0)
		}
		if b.To.Before(a.From) {
			i++
			continue
		}
		a.To, a.Last = b.To, b.Last
		out = append(out[:i+1], out[i+2:]...)
	}
	for _, d := range p.spans {
		out = p.lengthen(out, first, d)
	}
	return p.returns(out, first)
}

// until lets "till och med 20 juni" start on the day of publication; a plain
// "till" does so only where somebody is away already.
func (p *parser) until(g *Range) {
	if p.base.IsZero() || !g.To.After(p.base) || p.past {
		return
	}
	first := g.First
	if p.r.Is(first-1, "den") || p.r.Is(first-1, "the") {
		first--
	}
	if _, ok := p.r.Before(first, lexicon.TimeUntil); ok {
		g.From = p.base
		return
	}
	if _, ok := p.r.Before(first, lexicon.TimeTo); !ok {
		return
	}
	h, ok := p.r.Find(p.sentence, lexicon.AbsenceState, lexicon.AbsenceBe, lexicon.AbsenceEmpty)
	if ok && h.First < first && h.Value == "present" {
		g.From = p.base
	}
}

// connects reports whether tokens first to last only join two times.
func (p *parser) connects(first, last int) bool {
	if last-first > 2 || last < first {
		return false
	}
	for i := first; i <= last; i++ {
		h, ok := p.r.At(i, lexicon.TimeTo, lexicon.TimeUntil)
		switch {
		case ok:
			i = h.Last
		case p.r.Is(i, "-") || p.r.Is(i, "den") || p.r.Is(i, "the") || p.r.Is(i, ".") && i < last:
		default:
			return false
		}
	}
	return !p.r.Is(first, "den") && !p.r.Is(first, "the") && !p.r.Is(first, ".")
}

// lengthen makes a single day as long as a length written in its sentence. A
// length alone, of somebody who is away, starts on the day of publication.
func (p *parser) lengthen(out []Range, first int, d duration) []Range {
	for i := first; i < len(out); i++ {
		if g := &out[i]; !g.Undated && g.From.Equal(g.To) && g.Precision == Day {
			g.To = g.From.AddDate(0, 0, d.days-1)
			return out
		}
	}
	if first < len(out) || p.base.IsZero() || p.past {
		return out
	}
	h, ok := p.r.Find(p.sentence, lexicon.AbsenceState, lexicon.AbsenceBe, lexicon.AbsenceEmpty)
	if !ok || h.Value == "future" || p.r.Has(p.sentence, lexicon.TenseFuture) {
		return out
	}
	return append(out, Range{
		From: p.base, To: p.base.AddDate(0, 0, d.days-1), Precision: Day,
		First: d.first, Last: d.last, Sentence: p.sentence,
	})
}

// returns reads "hem igen på onsdag": the day ends the trip named before it, or
// else an absence that goes on now.
func (p *parser) returns(out []Range, first int) []Range {
	h, ok := p.r.Find(p.sentence, lexicon.AbsenceReturn)
	if !ok || p.past || h.Value == "past" {
		return out
	}
	for i := first; i < len(out); i++ {
		g := &out[i]
		if g.First < h.First || g.First-h.Last > 4 {
			continue
		}
		if i > 0 && out[i-1].Sentence >= p.sentence-1 && !g.To.Before(out[i-1].From) {
			prev := &out[i-1]
			prev.To = g.To
			return append(out[:i], out[i+1:]...)
		}
		if !p.base.IsZero() && g.To.After(p.base) && i == first {
			g.From = p.base
		}
		return out
	}
	return out
}
