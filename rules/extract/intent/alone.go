package intent

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/when"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// The forms that being home alone is told in.
const (
	alone   = "alone"
	parents = "parents"
)

// petNear is how far in tokens a pet stands before the words that say it is alone.
const petNear = 4

// Alone appends where r says that somebody of the household is home alone, at most
// once a sentence, with the words that change it. Out may hold those words already.
func Alone(r *reading.Reading, ranges []when.Range, out []exposure.Observation) []exposure.Observation {
	f := finder{r: r, ranges: ranges}
	var found []exposure.Observation
	told := -1
	for _, h := range r.Alone {
		s := r.SentenceOf(h.First)
		if h.Concept == lexicon.AloneNot || s == told || f.otherwise(s, h) {
			continue
		}
		if o, ok := f.alone(s, h); ok {
			told = s
			found = f.changed(s, h, append(found, o))
		}
	}
	for _, o := range Context(r, found) {
		if !slices.ContainsFunc(out, func(p exposure.Observation) bool { return p.Kind == o.Kind && p.Span == o.Span }) {
			out = append(out, o)
		}
	}
	return out
}

// alone reads a hit as that somebody of the household is home alone.
func (f *finder) alone(s int, h lexicon.Hit) (exposure.Observation, bool) {
	form, a := alone, who.Of(f.r, h)
	if h.Concept == lexicon.AloneParents {
		form, a = parents, who.Actor{Who: "self"} // whose parents they are
	}
	g, timed := f.rangeOf(s)
	bounded := timed && g.Sentence == s ||
		f.r.Has(s, lexicon.TimeUntil, lexicon.TimeWeekday, lexicon.TimeDay, lexicon.TimePeriod, lexicon.TimePart)
	if a.Outside() || h.Value == "weak" && !bounded {
		return exposure.Observation{}, false
	}
	tense := f.tense(s, h, form, g, timed)
	if h.Value == "present" && tense == "past" {
		tense = "ongoing" // "got the house to myself till Sunday": the day was taken for one that has been
	}
	o := f.r.Observe(exposure.AloneHome, h.First, h.Last, "", 0.7)
	o.Subject = a.Subject
	o.Attrs["actor"] = exposure.Word(a.Who)
	o.Attrs["form"] = exposure.Word(form)
	o.Attrs["minor"] = reading.YesNo(a.Minor)
	o.Attrs["tense"] = exposure.Word(tense)
	return o, true
}

// otherwise reports whether a sentence means something else by h: a film of that
// name, a pet, advice, what may happen.
func (f *finder) otherwise(s int, h lexicon.Hit) bool {
	r := f.r
	quoted := (r.Is(h.First-1, "\"") || r.Is(h.First-1, "”") || r.Is(h.First-1, "“"))
	title := r.Capital(h.Last) && !r.Capitals(h.Last) && h.First != h.Last
	pet := !r.Is(h.First-1, ",") && r.Speaks(h.First, h.First, petNear, 0, "pet.word")
	return quoted || title || f.clause(s, h) || pet ||
		slices.ContainsFunc(r.Alone, func(n lexicon.Hit) bool {
			return n.Concept == lexicon.AloneNot && r.SentenceOf(n.First) == s
		})
}

// changed appends what changes the meaning of h in its own clause. "Inte hemma" says
// elsewhere that somebody is away, and here that nobody is alone. What is asked behind
// a comma is something else: "ensam hemma, vem kommer?"
func (f *finder) changed(s int, h lexicon.Hit, out []exposure.Observation) []exposure.Observation {
	r, first, end := f.r, h.First, h.Last+1
	for first > r.Sentences[s].First && !r.Is(first-1, ",") {
		first--
	}
	for end < r.Sentences[s].End && !r.Is(end, ",") {
		if r.Is(end, "?") {
			out = append(out, r.Observe(exposure.ModalityQuestion, end, end, "", 0.8))
		}
		end++
	}
	for _, m := range r.In(s) {
		gap := h.First - m.Last
		switch {
		case m.First < first || gap <= 0:
		case m.Concept == lexicon.Negation && gap <= negationReach:
			out = append(out, r.Observe(exposure.ModalityNegation, m.First, m.Last, "", 0.8))
		case m.Concept == lexicon.Wish && gap <= wishBefore:
			out = append(out, r.Observe(exposure.ModalityWish, m.First, m.Last, "", 0.8))
		}
	}
	return out
}
