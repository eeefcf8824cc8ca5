package when

import (
	"strconv"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// clock reads a time of day at token i, keeps it, and gives the token after it.
// Without one it gives the next token.
func (p *parser) clock(i int) int {
	c, ok := p.hour(i)
	if !ok {
		return i + 1
	}
	p.clocks = append(p.clocks, c)
	return c.last + 1
}

// hour reads "kl 15", "15:20", "3 pm", "kvart över tre", "på eftermiddagen".
func (p *parser) hour(i int) (clock, bool) {
	if h, ok := p.r.At(i, lexicon.TimePart); ok {
		n, err := strconv.Atoi(h.Value)
		return clock{n * 60, h.First, h.Last}, err == nil
	}
	cue, told := p.r.At(i, lexicon.TimeClock)
	_, day := p.r.Before(i, lexicon.TimeWeekday, lexicon.TimeDay)
	j, shift := i, 0
	if told {
		j = cue.Last + 1
		if p.r.Is(j, ".") {
			j++
		}
		if n, err := strconv.Atoi(cue.Value); err == nil {
			shift = n // "kvart i" is 15 minutes before the hour
		}
	}
	n := p.number(j)
	if h, ok := p.r.At(j, lexicon.TimeNumber); ok && told {
		n, _ = strconv.Atoi(numeral(h))
		if cue.Value == "weak" && n < 2 {
			return clock{}, false // "at a party"
		}
	}
	if n < 0 || n > 24 || p.r.Kind(j) == text.Number && p.digits(j) > 2 || p.r.Joined(j) && j > 0 && p.r.Kind(j-1) == text.Number {
		return clock{}, false
	}
	c := clock{n*60 + shift, i, j}
	switch {
	case p.glued(j+1, ":") && p.digits(j+2) == 2 && p.number(j+2) >= 0 && p.number(j+2) < 60:
		c.minute += p.number(j + 2)
		c.last = j + 2
		if p.glued(j+3, ":") && p.digits(j+4) == 2 {
			c.last = j + 4
		}
		told = true
	case p.glued(j+1, ".") && (told || day) && p.digits(j+2) == 2 && p.number(j+2) >= 0 && p.number(j+2) < 60:
		c.minute += p.number(j + 2)
		c.last, told = j+2, true
	case p.r.Is(j+1, "h") && p.r.Joined(j+1):
		c.last, told = j+1, true
		if p.r.Joined(j+2) && p.digits(j+2) == 2 {
			c.last = j + 2
		}
	}
	switch {
	case p.r.Is(c.last+1, "pm") && n <= 12:
		c.minute += (n%12+12)*60 - n*60
		c.last, told = c.last+1, true
	case p.r.Is(c.last+1, "am") && n <= 12:
		c.minute += n%12*60 - n*60
		c.last, told = c.last+1, true
	case cue.Value == "weak" && c.last == j && !p.closes(j+1):
		return c, false // "at 3 places"
	}
	return c, told
}

// today gives the day of a time of day in a sentence without a day: the day of
// publication, or the next when the hour is over.
func (p *parser) today(out []Range) []Range {
	if len(p.clocks) == 0 || p.base.IsZero() || p.r.Has(p.sentence, lexicon.TimeEvery, lexicon.TimeWeekly, lexicon.TimeWeekday) {
		return out
	}
	c := p.clocks[0]
	g := Range{From: p.base, Precision: Hour, First: c.first, Last: c.last, Sentence: p.sentence}
	if c.minute < p.now && !p.pastAt(c.first) {
		g.From = p.base.AddDate(0, 0, 1)
	}
	g.To = g.From
	return append(out, g)
}
