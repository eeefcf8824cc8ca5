// Package intent recognises that somebody is, was or will be away from home,
// and the words around it that change what it means: wishes, negations,
// questions, fiction, figures of speech. It judges nothing.
package intent

import (
	"slices"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/when"
	"lampan/rules/extract/where"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// The forms that being away is told in.
const (
	trip      = "trip"
	emptyHome = "empty-home"
	sitter    = "sitter"
	countdown = "countdown"
	booking   = "booking"
	checkin   = "checkin"
)

// Find appends the absences in r, at most one a form and sentence, with the
// words that change them.
func Find(r *reading.Reading, ranges []when.Range, places []where.Place, out []exposure.Observation) []exposure.Observation {
	f := finder{r: r, ranges: ranges, places: places}
	for s := range r.Sentences {
		if r.Has(s, lexicon.AbsenceGo, lexicon.AbsenceBe, lexicon.AbsenceState, lexicon.AbsenceEmpty, lexicon.AbsenceSitter,
			lexicon.AbsenceCountdown, lexicon.AbsenceBooking, lexicon.AbsenceCheckin, lexicon.AbsenceReturn, lexicon.AbsenceTrip) {
			out = f.sentence(s, out)
		}
	}
	return out
}

type finder struct {
	r      *reading.Reading
	ranges []when.Range
	places []where.Place
}

func (f *finder) sentence(s int, out []exposure.Observation) []exposure.Observation {
	r := f.r
	first := len(out)
	if f.habit(s) {
		return out
	}
	for _, h := range r.In(s) {
		form, ok := f.form(s, h)
		if !ok {
			continue
		}
		o := f.observe(s, h, form)
		if f.heading(h, o) {
			continue
		}
		// One statement in several words: keep the surest.
		twin := -1
		for i := first; i < len(out); i++ {
			if out[i].Attr("form") == o.Attr("form") {
				twin = i
			}
		}
		switch {
		case twin < 0:
			out = append(out, o)
		case o.Confidence > out[twin].Confidence:
			out[twin] = o
		}
		out = f.around(s, h, out)
	}
	if len(out) > first {
		out = compact(out, first)
	}
	return out
}

// habit reports whether a sentence speaks of what comes back every week: that
// is a routine and no trip.
func (f *finder) habit(s int) bool {
	if f.r.Has(s, lexicon.TimeWeekly) {
		return true
	}
	every, ok := f.r.Find(s, lexicon.TimeEvery)
	if !ok {
		return false
	}
	_, unit := f.r.At(every.Last+1, lexicon.TimeWeekday, lexicon.TimeUnit)
	return unit
}

// compact drops equal observations from first on, which several words of one
// sentence gave.
func compact(out []exposure.Observation, first int) []exposure.Observation {
	kept := out[:first]
	for _, o := range out[first:] {
		double := false
		for _, k := range kept[first:] {
			double = double || k.Kind == o.Kind && k.Span == o.Span && k.Value == o.Value
		}
		if !double {
			kept = append(kept, o)
		}
	}
	return kept
}

// form reads a hit as a way of being away.
func (f *finder) form(s int, h lexicon.Hit) (string, bool) {
	switch h.Concept {
	case lexicon.AbsenceState:
		return trip, true
	case lexicon.AbsenceEmpty:
		return emptyHome, true
	case lexicon.AbsenceSitter:
		return sitter, h.Value != "verb" || f.asked(s, h)
	case lexicon.AbsenceBooking:
		// "resan till Kreta är bokad": the noun and the word stand apart.
		return booking, h.Value != "weak" || f.bound(s, h, 8) || f.r.Has(s, lexicon.AbsenceTrip)
	case lexicon.AbsenceGo:
		if f.r.Is(h.Last, "to") {
			return trip, f.bound(s, h, 2) // "going to move" is no journey
		}
		return trip, f.bound(s, h, 8)
	case lexicon.AbsenceBe:
		return trip, f.bound(s, h, 3)
	case lexicon.AbsenceCheckin:
		// "Landat i", "boarding" need a place, or one who tells it.
		if strings.HasSuffix(string(f.r.Folded()[f.r.Tokens[h.First].Start:f.r.Tokens[h.Last].End]), " i") {
			return checkin, f.bound(s, h, 3)
		}
		return checkin, true
	case lexicon.AbsenceCountdown:
		return countdown, f.bound(s, h, 6) && f.counted(s, h)
	case lexicon.AbsenceReturn:
		if h.Value == "weak" && !f.r.Has(s, lexicon.ActorSelf, lexicon.ActorHousehold, lexicon.Whole) {
			return "", false // "kom tillbaka om en vecka"
		}
		return trip, f.homecoming(s, h) || f.bound(s, h, 6)
	case lexicon.AbsenceTrip:
		// A noun says it only together with whose it is, where and when.
		_, ok := f.rangeOf(s)
		return trip, ok && f.bound(s, h, 6) && f.r.Has(s, lexicon.ActorSelf, lexicon.ActorHousehold, lexicon.Whole)
	}
	return "", false
}

// homecoming reports whether a day to come follows "hem igen".
func (f *finder) homecoming(s int, h lexicon.Hit) bool {
	g, ok := f.rangeOf(s)
	return ok && (g.First > h.First && g.First-h.Last <= 4 || g.First < h.First && g.Last >= h.Last) && f.future(g)
}

func (f *finder) future(g when.Range) bool {
	base := when.Base(f.r.Doc)
	return !base.IsZero() && g.To.After(base)
}

// bound reports whether a place that is away, or a word for one, follows the
// hit within some tokens, or stands before it after "till".
func (f *finder) bound(s int, h lexicon.Hit, within int) bool {
	for _, p := range f.placesIn(s) {
		if p.First > h.Last && p.First-h.Last <= within || p.Last < h.First && h.First-p.Last <= within && f.after(p) {
			return true
		}
	}
	for _, t := range f.r.In(s) {
		switch t.Concept {
		case lexicon.AbsenceTarget, lexicon.AbsenceTrip:
			if t.First > h.Last && t.First-h.Last <= within {
				return true
			}
		}
	}
	return false
}

// after reports whether a place stands after "till".
func (f *finder) after(p where.Place) bool {
	_, ok := f.r.Before(p.First, lexicon.To)
	return ok
}

// counted reports whether a number of days stands right before a countdown.
func (f *finder) counted(s int, h lexicon.Hit) bool {
	if h.First == 0 {
		return false
	}
	for _, g := range f.rangesIn(s) {
		if g.Last >= h.First-2 && g.First < h.First {
			return true
		}
	}
	_, ok := f.r.Before(h.First, lexicon.TimeUnit)
	return ok
}

// rangeOf gives the time that a sentence speaks of: its own, or the one of the
// sentence after or before it when it has none.
func (f *finder) rangeOf(s int) (when.Range, bool) {
	for _, n := range []int{s, s + 1, s - 1} {
		if in := f.rangesIn(n); len(in) > 0 {
			return in[0], true
		}
	}
	return when.Range{}, false
}

// rangesIn and placesIn give what sentence s holds; both lists are in order.
func (f *finder) rangesIn(s int) []when.Range {
	i, _ := slices.BinarySearchFunc(f.ranges, s, func(g when.Range, s int) int { return g.Sentence - s })
	j := i
	for j < len(f.ranges) && f.ranges[j].Sentence == s {
		j++
	}
	return f.ranges[i:j]
}

func (f *finder) placesIn(s int) []where.Place {
	i, _ := slices.BinarySearchFunc(f.places, s, func(p where.Place, s int) int { return p.Sentence - s })
	j := i
	for j < len(f.places) && f.places[j].Sentence == s {
		j++
	}
	return f.places[i:j]
}

func (f *finder) observe(s int, h lexicon.Hit, form string) exposure.Observation {
	r := f.r
	a := who.Of(r, h)
	if form != trip && form != checkin && (a.Who == "other" && !r.Has(s, lexicon.ActorOther, lexicon.Public) || a.Who == "unknown") {
		// "Resan är bokad", "någon som kan vattna": about the author.
		a.Who = "self"
	}
	if form == sitter {
		a = f.asking(s, a)
	}
	if a.Subject == "" && r.Has(s, lexicon.Whole) && (a.Who == "household" || a.Who == "self") {
		a.Who, a.Subject = "household", exposure.Household
	}
	g, timed := f.rangeOf(s)
	confidence := 0.6
	if a.Who == "self" || a.Who == "household" {
		confidence += 0.1
	}
	value := form
	if timed {
		confidence += 0.1
		value += "|" + g.From.Format("2006-01-02")
	}
	if in := f.placesIn(s); len(in) > 0 {
		confidence += 0.1
		value += "|" + in[0].Value
	}
	o := r.Observe(exposure.AbsenceIntent, h.First, h.Last, value, confidence)
	o.Subject = a.Subject
	o.Attrs["actor"] = exposure.Word(a.Who)
	o.Attrs["form"] = exposure.Word(form)
	o.Attrs["tense"] = exposure.Word(f.tense(s, h, form, g, timed))
	return o
}

// asking tells whether a sitter is asked for, or whether the author is one or
// looks for a job as one.
func (f *finder) asking(s int, a who.Actor) who.Actor {
	if f.r.Has(s, lexicon.ActorHousehold) || a.Who == "other" && f.question(s) {
		a.Who = "household"
	}
	return a
}

// asked reports whether somebody is asked to do what a sitter does. The verb
// alone is also advice: "vattna blommorna innan frukost".
func (f *finder) asked(s int, h lexicon.Hit) bool {
	sent := f.r.Sentences[s]
	for i := sent.First; i < sent.End; i++ {
		switch string(f.r.Fold(i)) {
		case "nagon", "nan", "nagra", "vem", "hjalp", "hjalpa", "soker", "letar", "sokes", "behover", "snalla",
			"anyone", "someone", "somebody", "anybody", "who", "help", "looking", "need", "needed", "wanted", "volunteer":
			return true
		}
	}
	if who.Of(f.r, h).Outside() {
		return f.question(s) || f.whileAway(s)
	}
	return false
}

// whileAway reports whether a sentence holds "när vi är", "while we are".
func (f *finder) whileAway(s int) bool {
	for _, h := range f.r.In(s) {
		switch h.Concept {
		case lexicon.AbsenceBe, lexicon.AbsenceState, lexicon.AbsenceGo:
			if f.clause(s, h) && !who.Of(f.r, h).Outside() {
				return true
			}
		}
	}
	return false
}

// clauseReach is how far in tokens before its verb the word that opens a clause
// stands: "när vi alla är på Gotland".
const clauseReach = 4

// clause reports whether h is the verb of a clause of time. "Nu när vi är" is
// no such clause: it says that it is so.
func (f *finder) clause(s int, h lexicon.Hit) bool {
	for i := h.First - 1; i >= f.r.Sentences[s].First && i >= h.First-clauseReach; i-- {
		switch string(f.r.Fold(i)) {
		case "nar", "medan", "da", "while", "when", "tills", "until", "innan", "before":
			return !f.r.Is(i-1, "nu") && !f.r.Is(i-1, "now")
		case ",", ";", "men", "but", "och", "and":
			return false
		}
	}
	return false
}

// heading reports whether an infinitive stands for no one's plan: nobody does
// it and no time is told, as in "Resa utomlands med barn".
func (f *finder) heading(h lexicon.Hit, o exposure.Observation) bool {
	if h.Concept != lexicon.AbsenceGo || h.Value != "base" || h.First != h.Last {
		return false
	}
	_, timed := f.rangeOf(o.Sentence)
	return !timed && o.Attr("actor") == exposure.Word("unknown")
}

// tense weighs the verb's own tense against the time that was named.
func (f *finder) tense(s int, h lexicon.Hit, form string, g when.Range, timed bool) string {
	base := when.Base(f.r.Doc)
	dated := timed && !base.IsZero() // here or in the sentence next to it
	timed = dated && g.Sentence == s
	switch h.Value {
	case "past":
		if timed && g.Tense(base) == "future" {
			return "future"
		}
		return "past"
	case "future":
		return "future"
	case "base":
		switch {
		case timed:
			return g.Tense(base)
		case f.r.Has(s, lexicon.TensePast) && !f.r.Has(s, lexicon.TenseFuture, lexicon.Wish):
			return "past"
		}
		return "future"
	}
	if form == checkin {
		if h.Value == "before" && timed {
			return g.Tense(base) // "packar väskorna, imorgon går flyget"
		}
		if f.r.Has(s, lexicon.TensePast) {
			return "past"
		}
		return "ongoing"
	}
	if h.Concept == lexicon.AbsenceReturn {
		if f.homecoming(s, h) {
			return "ongoing" // who comes home on Sunday is away now
		}
		return "past"
	}
	if timed {
		return g.Tense(base)
	}
	if f.clause(s, h) && (dated && g.Tense(base) == "future" || f.r.Has(s, lexicon.AbsenceSitter, lexicon.TenseFuture) || f.question(s)) {
		return "future" // "kan någon mata katten när vi är på Gotland?"
	}
	if f.r.Has(s, lexicon.TensePast) && !f.r.Has(s, lexicon.TenseFuture) && (h.Value == "" || h.Value == "verb") {
		return "past"
	}
	switch {
	case h.Concept == lexicon.AbsenceGo, form == sitter, form == countdown, form == booking, f.r.Has(s, lexicon.TenseFuture):
		return "future"
	}
	return "ongoing"
}

// Scopes in tokens: how far a negation reaches, and a wish before and after.
const (
	negationReach = 4
	wishBefore    = 8
	wishAfter     = 3
)

// around appends what changes the meaning of h.
func (f *finder) around(s int, h lexicon.Hit, out []exposure.Observation) []exposure.Observation {
	r := f.r
	for _, m := range r.In(s) {
		gap := max(h.First-m.Last, m.First-h.Last)
		ahead := m.Last < h.First
		switch m.Concept {
		case lexicon.Negation:
			if m.Value == "cancel" || gap <= negationReach && !affirms(r, m.Last) {
				out = append(out, r.Observe(exposure.ModalityNegation, m.First, m.Last, "", 0.8))
			}
		case lexicon.Wish:
			if ahead && gap <= wishBefore || !ahead && gap <= wishAfter {
				out = append(out, r.Observe(exposure.ModalityWish, m.First, m.Last, "", 0.8))
			}
		case lexicon.Whole:
			out = append(out, r.Observe(exposure.HouseholdWhole, m.First, m.Last, "", 0.8))
		}
	}
	// A plan may be called off in the sentence after it.
	for _, m := range r.In(s + 1) {
		if m.Concept == lexicon.Negation && m.Value == "cancel" {
			o := r.Observe(exposure.ModalityNegation, m.First, m.Last, "", 0.6)
			o.Sentence = s
			out = append(out, o)
		}
	}
	if !r.Has(s, lexicon.AbsenceSitter) && f.question(s) {
		last := r.Sentences[s].End - 1
		out = append(out, r.Observe(exposure.ModalityQuestion, last, last, "", 0.8))
	}
	return out
}

// question reports whether a sentence ends with a question mark.
func (f *finder) question(s int) bool {
	sent := f.r.Sentences[s]
	for i := sent.End - 1; i >= sent.First && i >= sent.End-4; i-- {
		if f.r.Is(i, "?") {
			return true
		}
	}
	return false
}

// Context appends the marks of fiction, public life and figures of speech in
// sentences that hold another observation, or stand next to one.
func Context(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	near := map[int]bool{}
	for _, o := range out {
		if o.Sentence >= 0 && o.Kind != exposure.TimeRange {
			near[o.Sentence-1], near[o.Sentence], near[o.Sentence+1] = true, true, true
		}
	}
	if len(near) == 0 {
		return out
	}
	for _, h := range r.Hits {
		var kind exposure.Kind
		switch h.Concept {
		case lexicon.Fiction:
			kind = exposure.ContextFiction
		case lexicon.Public:
			kind = exposure.ContextPublic
		case lexicon.Figure:
			kind = exposure.ContextFigure
		default:
			continue
		}
		if near[r.SentenceOf(h.First)] {
			out = append(out, r.Observe(kind, h.First, h.Last, "", 0.7))
		}
	}
	return out
}
