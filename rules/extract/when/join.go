package when

import (
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// join puts together what one sentence says: "12 juli till 3 augusti", a day
// and a length, a day of leaving and one of coming home.
func (p *parser) join(out []Range, first int) []Range {
	for i := first; i+1 < len(out); {
		a, b := &out[i], out[i+1]
		if p.narrows(a, b) {
			a.From, a.To, a.Precision, a.vague, a.Last = b.From, b.To, b.Precision, false, b.Last
			out = append(out[:i+1], out[i+2:]...)
			continue
		}
		if !p.connects(a, b) || !p.stretch(a, b) {
			i++
			continue
		}
		out = append(out[:i+1], out[i+2:]...)
	}
	for _, d := range p.spans {
		out = p.lengthen(out, first, d)
	}
	return p.returns(out, first)
}

// stretch makes a end where b ends.
func (p *parser) stretch(a *Range, b Range) bool {
	for b.weekday && !b.To.After(a.From) {
		b.From, b.To = b.From.AddDate(0, 0, 7), b.To.AddDate(0, 0, 7)
	}
	if b.To.Before(a.From) && b.yearly {
		b.From, b.To = b.From.AddDate(1, 0, 0), b.To.AddDate(1, 0, 0)
	}
	if b.To.Before(a.From) {
		return false
	}
	a.To, a.Last = b.To, b.Last
	if a.Precision != b.Precision {
		a.Precision = Day
	}
	return true
}

// narrows reports whether b says more exactly when a is: "sportlovet (v 9)",
// "i helgen 12–13 juli".
func (p *parser) narrows(a *Range, b Range) bool {
	// "lör–sön 20–21 juni": the dates say which.
	dated := a.weekday && !b.weekday && a.From.Weekday() == b.From.Weekday() && a.To.Sub(a.From) == b.To.Sub(b.From)
	if b.First-a.Last > 3 || b.Undated || a.Precision == Day && !a.To.After(a.From) && !dated {
		return false
	}
	for i := a.Last + 1; i < b.First; i++ {
		if p.r.Kind(i) != text.Mark || p.r.Is(i, "-") {
			if !p.article(i) {
				return false
			}
		}
	}
	return dated || !b.From.Before(a.From) && !b.To.After(a.To)
}

// reach is how many tokens may stand between the two ends of a range.
const reach = 8

// connects reports whether only words that join two times stand between a and
// b: "till", "-", "och" after "mellan", and the hours of both.
func (p *parser) connects(a *Range, b Range) bool {
	first, last := a.Last+1, b.First-1
	if last < first || last-first > reach {
		return false
	}
	joined := false
	for i := first; i <= last; i++ {
		if c, ok := p.clockAt(i); ok {
			i = c.last
			continue
		}
		if h, ok := p.r.At(i, lexicon.TimeTo, lexicon.TimeUntil); ok {
			i, joined = h.Last, true
			continue
		}
		switch {
		case p.r.Is(i, "-"):
			joined = true
		case p.and(i) && (p.between(a.First) || a.weekday && b.weekday && a.To.AddDate(0, 0, 1).Equal(b.From)):
			joined = true
		case joined && (p.article(i) || p.on(i)), p.r.Is(i, ".") && i < last:
		default:
			return false
		}
	}
	return joined
}

// between reports whether "mellan" stands before token i.
func (p *parser) between(i int) bool {
	for j := i - 1; j >= max(0, i-3); j-- {
		if h, ok := p.r.At(j, lexicon.TimeFor); ok {
			return h.Value == "between"
		}
	}
	return false
}

// clockAt gives the time of day that starts at token i.
func (p *parser) clockAt(i int) (clock, bool) {
	for _, c := range p.clocks {
		if c.first == i {
			return c, true
		}
	}
	return clock{}, false
}

// ahead gives the first token of what leads up to a range: its article, and
// "på" between "till" and a weekday.
func (p *parser) ahead(first int) int {
	if p.article(first - 1) {
		first--
	}
	if p.on(first - 1) {
		_, to := p.r.Before(first-1, lexicon.TimeUntil, lexicon.TimeTo)
		if to {
			first--
		}
	}
	return first
}

// since lets "sedan i tisdags" and "since Monday" go on until the day of
// publication.
func (p *parser) since(g *Range) {
	if p.base.IsZero() || g.Undated || !g.From.Before(p.base) {
		return
	}
	if p.sinceBefore(g.First) {
		g.To = p.base
	}
}

// sinceBefore reports whether "sedan" or "since" stands before a time at token
// i. In "för två år sedan i juli" and "Sen i lördags åkte vi hem" it does not
// mean that.
func (p *parser) sinceBefore(i int) bool {
	if p.article(i - 1) {
		i--
	}
	h, ok := p.r.Before(i, lexicon.TimeFor)
	if !ok || h.Value != "since" {
		return false
	}
	if _, ago := p.r.At(h.First, lexicon.TimeAgo); !ago {
		return true // English
	}
	_, unit := p.r.Before(h.First, lexicon.TimeUnit)
	return !unit && h.First > p.r.Sentences[p.sentence].First
}

// until lets "till och med 20 juni" start on the day of publication; a plain
// "till" does so only where somebody is away already.
func (p *parser) until(g *Range) {
	if p.base.IsZero() || !g.To.After(p.base) || p.pastAt(g.First) {
		return
	}
	first := p.ahead(g.First)
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

// lengthen makes a single day as long as a length written in its sentence. A
// length alone, of somebody who is away, starts on the day of publication.
func (p *parser) lengthen(out []Range, first int, d duration) []Range {
	for i := first; i < len(out); i++ {
		if g := &out[i]; !g.Undated && g.From.Equal(g.To) && g.Precision == Day {
			g.To = g.From.AddDate(0, 0, d.days-1)
			return out
		}
	}
	if first < len(out) || p.base.IsZero() || p.pastAt(d.first) {
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
	if !ok || h.Value == "past" || p.pastAt(h.First) {
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
