// Package when recognises days: dates, weekdays, weeks, holidays, "imorgon",
// "om två veckor", ranges of them, and times of day. It resolves them against
// the moment of publication in the zone it was written in. It judges nothing.
//
// It promises linear time in the length of the text, and that a day is only
// ever counted from the day of publication: the same words a week later give
// the same days a week later.
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
	// Hour is a time of day in a sentence that names no day. The day is the
	// one it most likely means.
	Hour   Precision = "hour"
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
	vague   bool // one of several weeks: schools choose their winter break
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
	p := parser{r: r, base: Base(r.Doc), now: r.Doc.Published.Hour()*60 + r.Doc.Published.Minute()}
	var out []Range
	for s, sent := range r.Sentences {
		if !p.triggered(s, sent) {
			continue
		}
		p.start(s, sent)
		first := len(out)
		for i := sent.First; i < sent.End; {
			if !p.timed(i) {
				i++
				continue
			}
			p.depth = 0
			if g, ok := p.match(i); ok && g.Last >= i {
				g.Sentence = s
				p.since(&g)
				p.until(&g)
				out = append(out, g)
				i = g.Last + 1
				continue
			}
			i = p.clock(i)
		}
		out = p.join(out, first)
		if len(out) == first {
			out = p.today(out)
		}
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
		o := r.Observe(exposure.TimeRange, g.First, g.Last, value, g.confidence())
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

func (g Range) confidence() float64 {
	switch {
	case g.vague || g.Precision == Hour:
		return 0.5
	case g.Precision == Month || g.Precision == Season:
		return 0.7
	}
	return 0.9
}

// Dated gives the ranges that name days of a year: neither those without a year
// nor times of day.
func Dated(ranges []Range) []Range {
	return slices.DeleteFunc(slices.Clone(ranges), func(g Range) bool { return g.Undated || g.Precision == Hour })
}

// parser reads one sentence at a time.
type parser struct {
	r        *reading.Reading
	base     time.Time
	now      int // minutes since midnight; 0 also when only the day is known
	sentence int
	end      int    // one past the last token of the sentence
	past     bool   // the verb nearest to what is being read speaks of the past
	slack    int    // how many days ago a day without a year may be
	depth    int    // of times inside times: "dagen före midsommar"
	verbs    []verb // of the sentence
	clauses  []int  // per token of the sentence, the clause it stands in
	spans    []duration
	clocks   []clock
}

// verb is a word that tells when, at a token. Verbs of going tell what is ahead
// more surely than those of being.
type verb struct {
	at          int
	past, ahead bool
}

// duration is a length of time written in tokens first to last.
type duration struct{ days, first, last int }

// clock is a time of day in minutes written in tokens first to last.
type clock struct{ minute, first, last int }

// triggered reports whether a sentence can hold a time.
func (p *parser) triggered(s int, sent text.Sentence) bool {
	if p.r.Has(s, lexicon.TimeMonth, lexicon.TimeWeekday, lexicon.TimeDay, lexicon.TimeUnit, lexicon.TimeWeek,
		lexicon.TimeHoliday, lexicon.TimePeriod, lexicon.TimeSeason, lexicon.TimePart, lexicon.TimeClock, lexicon.TimeOrdinal) {
		return true
	}
	for i := sent.First; i < sent.End; i++ {
		if p.r.Tokens[i].Kind == text.Number {
			return true
		}
	}
	return false
}

// start prepares a sentence.
func (p *parser) start(s int, sent text.Sentence) {
	p.sentence, p.end = s, sent.End
	p.spans, p.clocks, p.verbs, p.clauses = p.spans[:0], p.clocks[:0], p.verbs[:0], p.clauses[:0]
	for _, h := range p.r.In(s) {
		switch {
		case h.Concept == lexicon.TenseFuture || h.Value == "future":
			p.verbs = append(p.verbs, verb{at: h.First, ahead: true})
		case h.Value == "present" && h.Concept.Absence():
			p.verbs = append(p.verbs, verb{at: h.First, ahead: h.Concept == lexicon.AbsenceGo})
		case h.Concept == lexicon.TensePast || h.Value == "past":
			p.verbs = append(p.verbs, verb{at: h.First, past: true})
		}
	}
	if len(p.verbs) < 2 {
		return // no choice
	}
	clause := 0
	for i := sent.First; i < sent.End; i++ {
		if p.and(i) || p.r.Is(i, ",") || p.r.Is(i, "men") || p.r.Is(i, "but") {
			clause++
		}
		p.clauses = append(p.clauses, clause)
	}
}

// verbAt gives the verb nearest to token i: in "vi var i Rom i juli och ska till
// Paris i höst" one speaks of what has been and one does not.
func (p *parser) verbAt(i int) verb {
	const apart = 20 // tokens that a border between clauses counts as
	var near verb
	best := -1
	for _, v := range p.verbs {
		d := max(i-v.at, v.at-i)
		if len(p.clauses) > 0 {
			first := p.r.Sentences[p.sentence].First
			a, b := p.clauses[i-first], p.clauses[v.at-first]
			d += apart * max(a-b, b-a)
		}
		if best < 0 || d < best {
			near, best = v, d
		}
	}
	return near
}

// pastAt reports whether the verb nearest to token i speaks of what has been.
func (p *parser) pastAt(i int) bool { return p.verbAt(i).past }
