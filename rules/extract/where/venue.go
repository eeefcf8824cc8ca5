package where

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// venueForms are the topics of words for a kind of venue.
var venueForms = map[string]string{
	"venue.hotel": "hotel", "venue.airport": "airport", "venue.sport": "sport",
	"venue.food": "food", "venue.culture": "culture", "venue.other": "other",
}

// nameWords is how many words a venue's name has at most beside its kind.
const nameWords = 3

// Venues appends the venues that r names: a word for a kind of venue with a name
// beside it or with a number ("Hotell Skansen", "Öckerö gästhamn", "gate 22"),
// a venue that everybody knows, a name behind a pin or an @ on its own, and one
// that somebody sits or stands at.
func Venues(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	first := len(out)
	for _, h := range r.Topics {
		a, b := int(h.First), int(h.Last)
		name := r.Lists.Name(h.Topic)
		form, kind := venueForms[name]
		ok := false
		switch {
		case kind:
			a, b, ok = venue(r, a, b)
		case name == "venue.chain":
			ok = r.Capital(a) || a > 0 && r.Is(a-1, "#") && r.Joined(a)
			form = "other"
			if ok {
				b = lastName(r, b)
			}
		case name == "venue.numbered":
			b, ok = seatOrGate(r, b)
			form = "other"
			if r.Is(a, "gate") || r.Is(a, "terminal") {
				form = "airport"
			}
		}
		if ok {
			out = addVenue(r, out, first, a, b, form)
		}
	}
	for i := range r.Tokens {
		if i+1 < len(r.Tokens) && (pin(r, i) || present(r, i)) && r.Capital(i+1) && r.Tokens[i+1].Lines == 0 {
			out = addVenue(r, out, first, i+1, lastName(r, i+1), "other")
		}
	}
	return out
}

// present reports whether token i is a preposition between a word for being
// somewhere and the name of what is no town and no person: "sitter på Bryggan".
func present(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "pa", "at", "vid", "utanfor", "outside":
	default:
		return false
	}
	if len(r.Fold(i+1)) < 4 || r.SentenceOf(i+1) != r.SentenceOf(i) || len(r.Starting(i+1)) > 0 {
		return false
	}
	who := string(r.Fold(i + 1))
	if name, _ := lexicon.Given(who); name {
		return false
	}
	if name, _ := lexicon.Given(strings.TrimSuffix(who, "s")); name {
		return false // "på Eriks stol"
	}
	return r.Speaks(i, i+1, presence, presence, "venue.at", "venue.now", "venue.join")
}

// presence is how far in tokens a word for being somewhere now stands from the
// venue's name.
const presence = 5

// addVenue appends a venue unless an earlier one from index first on holds it;
// a longer one takes the place of what it holds.
func addVenue(r *reading.Reading, out []exposure.Observation, first, a, b int, form string) []exposure.Observation {
	name := r.Clean(a, b)
	o := r.Observe(exposure.VenueNamed, a, b, text.Fold(name), 0.6)
	o.Attrs["name"] = exposure.Word(name)
	o.Attrs["form"] = exposure.Word(form)
	// Only the last ones can touch this one: topics come in order of place.
	for n := len(out) - 1; n >= first && n >= len(out)-nearVenues; n-- {
		s := out[n].Span
		switch {
		case s.Start <= o.Span.Start && o.Span.End <= s.End:
			return out
		case o.Span.Start <= s.Start && s.End <= o.Span.End:
			out[n] = o
			return out
		}
	}
	return append(out, o)
}

// nearVenues is how many of the venues found before may hold the same words.
const nearVenues = 8

// venue finds the name beside the kind of venue in tokens a to b.
func venue(r *reading.Reading, a, b int) (first, last int, ok bool) {
	if last = lastName(r, b); last > b && !r.Capitals(b+1) {
		return a, last, true // "Hotell Skansen"
	}
	first = a
	for first > 0 && a-first < nameWords && r.Capital(first-1) && r.Tokens[first].Lines == 0 && r.SentenceOf(first-1) == r.SentenceOf(a) && !opener(r, first-1) {
		first--
	}
	if first < a {
		return first, b, true // "Öckerö gästhamn"
	}
	// "Vasamuseet": a compound is a name where nothing else makes it a capital.
	starts := r.Sentences[r.SentenceOf(a)].First == a
	return a, b, a == b && r.Capital(a) && !starts && len(r.Fold(a)) >= compoundName && !r.Capitals(a)
}

// compoundName is how long a compound is at least that is a name in itself.
const compoundName = 9

// opener reports whether token i is only capitalised because it starts a
// sentence: neither a place nor a genitive nor a name.
func opener(r *reading.Reading, i int) bool {
	if r.Sentences[r.SentenceOf(i)].First != i {
		return false
	}
	w := r.Fold(i)
	if len(w) > 4 && w[len(w)-1] == 's' {
		return false
	}
	_, place := r.At(i, lexicon.PlaceSweden, lexicon.PlaceWorld)
	return !place
}

// lastName gives the last of the capitalised words right after token b.
func lastName(r *reading.Reading, b int) int {
	last := b
	for last-b < nameWords && r.Capital(last+1) && r.Tokens[last+1].Lines == 0 && r.SentenceOf(last+1) == r.SentenceOf(b) && !pronoun(r, last+1) {
		last++
	}
	return last
}

// pronoun reports whether token i is the English "I".
func pronoun(r *reading.Reading, i int) bool {
	w := string(r.Fold(i))
	return w == "i" || strings.HasPrefix(w, "i'")
}

// seatOrGate reads the number after a gate or a room: "22", "B14", "F 33".
func seatOrGate(r *reading.Reading, b int) (last int, ok bool) {
	i := b + 1
	if r.Is(i, "nr") || r.Is(i, "nummer") || r.Is(i, "number") || r.Is(i, "no") {
		i++
	}
	if i >= len(r.Tokens) || r.Tokens[i].Lines > 0 {
		return b, false
	}
	if r.Kind(i) == text.Word && len(r.Fold(i)) == 1 && r.Kind(i+1) == text.Number {
		i++
	}
	if r.Kind(i) != text.Number || len(r.Fold(i)) > 4 || r.Is(i+1, "%") {
		return b, false
	}
	return i, true
}

// pin reports whether token i announces a place: a map pin, a stadium, or an @
// that stands alone.
func pin(r *reading.Reading, i int) bool {
	if r.Kind(i) == text.Word || r.Kind(i) == text.Number {
		return false
	}
	switch string(r.Fold(i)) {
	case "@":
		return !r.Joined(i) && !r.Joined(i+1)
	case "📍", "🏟", "🏨", "🏥":
		return true
	}
	return false
}
