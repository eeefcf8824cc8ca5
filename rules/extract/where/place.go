package where

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/lexicon"
)

// Place is a place away from home, named in tokens First to Last.
type Place struct {
	First, Last int
	Sentence    int
	Value       string // folded name, the Swedish one where it is known
	Name        string // as written
}

// Places finds the places away in r, in order. A place is named with a capital
// and after "till", "i", "from", as a hashtag, or in a sentence about leaving;
// the family's own town is never away.
func Places(r *reading.Reading) []Place {
	var out []Place
	for _, h := range r.Hits {
		switch h.Concept {
		case lexicon.PlaceWorld, lexicon.PlaceSweden:
			if !named(r, h) {
				continue
			}
		case lexicon.AbsenceTarget:
			if h.Value != "away" {
				continue
			}
		default:
			continue
		}
		p := Place{First: h.First, Last: h.Last, Sentence: r.SentenceOf(h.First), Value: h.Value, Name: r.Clean(h.First, h.Last)}
		if p.Value == "" || p.Value == "away" {
			p.Value = string(r.Folded()[r.Tokens[h.First].Start:r.Tokens[h.Last].End])
		}
		if n := len(out) - 1; n >= 0 && out[n].First == p.First {
			// Listed twice: the entry with a value knows the Swedish name.
			if h.Value != "" {
				out[n] = p
			}
			continue
		}
		out = append(out, p)
	}
	return out
}

// named reports whether the hit is used as a place that is away.
func named(r *reading.Reading, h lexicon.Hit) bool {
	if _, own := r.At(h.First, lexicon.OwnTown); own || ownTown(r, h) {
		return false
	}
	_, after := r.Before(h.First, lexicon.To, lexicon.At)
	_, to := r.Before(h.First, lexicon.To)
	s := r.SentenceOf(h.First)
	leaving := r.Has(s, lexicon.AbsenceGo, lexicon.AbsenceBe, lexicon.AbsenceState, lexicon.AbsenceCheckin,
		lexicon.AbsenceTrip, lexicon.AbsenceBooking)
	if before, ok := r.Before(h.First, lexicon.AbsenceGo, lexicon.AbsenceBe, lexicon.AbsenceCheckin, lexicon.AbsenceBooking, lexicon.AbsenceCountdown); ok && before.Last == h.First-1 {
		after = true // "är i Rom": the preposition belongs to the verb
		to = true
	}
	switch {
	case h.First > 0 && r.Is(h.First-1, "#") && r.Joined(h.First):
		return true
	case r.Capital(h.First):
		return after || leaving && h.Concept == lexicon.PlaceWorld
	}
	// "drar till rom imorgon": small letters only for the world, right after
	// "to" in a sentence about leaving.
	return h.Concept == lexicon.PlaceWorld && to && leaving
}

// ownTown reports whether the words are one of the family's towns.
func ownTown(r *reading.Reading, h lexicon.Hit) bool {
	name := r.Folded()[r.Tokens[h.First].Start:r.Tokens[h.Last].End]
	for _, town := range r.Known.Towns {
		if n := len(town); n > 0 && len(name) >= n && string(name[:n]) == town && (len(name) == n || string(name[n:]) == "s") {
			return true
		}
	}
	return false
}

// ObservePlaces appends the places as observations.
func ObservePlaces(r *reading.Reading, places []Place, out []exposure.Observation) []exposure.Observation {
	for _, p := range places {
		o := r.Observe(exposure.PlaceAway, p.First, p.Last, p.Value, 0.8)
		o.Attrs["name"] = exposure.Word(p.Name)
		out = append(out, o)
	}
	return out
}
