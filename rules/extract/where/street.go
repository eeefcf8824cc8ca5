package where

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// Distances in tokens within which a word such as "bor" makes an address a
// home's.
const (
	cueBefore = 8
	cueAfter  = 6
)

// Streets appends streets with numbers, and the family's own street where
// somebody says that they live there.
func Streets(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	used := -1
	taken := map[int]bool{} // tokens of the addresses found
	for i := 1; i < len(r.Tokens); i++ {
		if r.Tokens[i].Kind != text.Number || i <= used {
			continue
		}
		a, ok := swedish(r, i)
		if !ok {
			a, ok = english(r, i)
		}
		if !ok {
			continue
		}
		if o, ok := observe(r, a); ok {
			out = append(out, o)
			used = a.last
			for n := a.first; n <= a.last; n++ {
				taken[n] = true
			}
		}
	}
	for _, h := range r.Hits {
		if h.Concept != lexicon.OwnStreet || taken[h.First] {
			continue
		}
		if o, ok := ownStreet(r, h); ok {
			out = append(out, o)
		}
	}
	return out
}

// address is a street found in tokens first to last.
type address struct {
	first, last int
	street      string // folded, with its number
	postal      string
	weak        bool // the ending is also an everyday word
}

// maxNumber is the highest house number that is believed. Four digits are more
// often a year.
const maxNumber = 3

// swedish reads "Björkstigen 12 B, 123 45 Storvik" around the number at token i.
func swedish(r *reading.Reading, i int) (a address, ok bool) {
	if len(r.Word(i)) > maxNumber || r.Word(i)[0] == '0' || r.Tokens[i].Lines > 0 || !r.Tokens[i].Space {
		return a, false
	}
	j := i - 1
	if r.Kind(j) == text.Mark && r.Is(j, ".") && r.Joined(j) {
		j-- // "Björkv. 12"
	}
	if r.Kind(j) != text.Word {
		return a, false
	}
	own := false
	for p := range r.Roster.Places {
		own = own || ownAt(r, j, p)
	}
	class := ending(r, j)
	if class == noStreet && !own {
		return a, false
	}
	a.first, a.weak = j, class == weakStreet
	switch {
	case own:
		for a.first > 0 && r.Capital(a.first-1) && r.Tokens[a.first].Lines == 0 && j-a.first < 2 && ending(r, j) == bareStreet {
			a.first--
		}
	case class == bareStreet:
		// "Stora vägen 3", "Sven Rinmans gata 4": names before a bare ending.
		for a.first > 0 && j-a.first < 3 && r.Capital(a.first-1) && r.Tokens[a.first].Lines == 0 {
			a.first--
		}
		if a.first == j {
			return a, false
		}
	case !r.Capital(j):
		return a, false
	default:
		if _, ok := r.At(j-1, lexicon.StreetFirst); ok && r.Capital(j-1) && r.Tokens[j].Lines == 0 {
			a.first--
		}
	}
	a.last = i
	if n := i + 1; n < len(r.Tokens) && r.Kind(n) == text.Word && len(r.Word(n)) == 1 && r.Word(n)[0] <= 'h' && r.Tokens[n].Lines == 0 &&
		(r.Joined(n) || r.Capital(n) && !r.Joined(n+1)) {
		a.last = n
	}
	if !endsWell(r, a.last) {
		return a, false
	}
	a.street = Key(r.Clean(a.first, a.last), "")
	a.street = strings.TrimSuffix(strings.ReplaceAll(a.street, ". ", " "), "|")
	a.postal, a.last = postal(r, a.last)
	return a, true
}

// endsWell refuses clocks, sums, years and units after a house number.
func endsWell(r *reading.Reading, last int) bool {
	n := last + 1
	if n >= len(r.Tokens) {
		return true
	}
	if r.Joined(n) {
		switch r.Word(n) {
		case ":", ".", ",", "-", "/":
			if n+1 < len(r.Tokens) && r.Joined(n+1) && r.Kind(n+1) == text.Number {
				return false
			}
		case "%", "°":
			return false
		}
		if r.Kind(n) == text.Word || r.Kind(n) == text.Number {
			return false
		}
		return true
	}
	if r.Kind(n) == text.Number && len(r.Word(n)) == 3 && !(r.Kind(n+1) == text.Number && len(r.Word(n+1)) == 2) {
		return false // "12 000 kr"
	}
	switch r.Word(n) {
	case "kr", "kronor", "km", "meter", "m", "min", "minuter", "timmar", "gånger", "procent", "spelare", "personer", "poang":
		return false
	}
	if r.Is(n, "%") {
		return false
	}
	_, unit := r.At(n, lexicon.TimeUnit, lexicon.TimeMonth)
	return !unit
}

type class uint8

const (
	noStreet     class = iota
	bareStreet         // the ending alone: "vägen"
	strongStreet       // "Björkvägen"
	weakStreet         // "Stadsparken": also something else
)

// ending classifies the word at token i by its ending.
func ending(r *reading.Reading, i int) class {
	if _, ok := r.At(i, lexicon.Street); ok {
		return bareStreet
	}
	k := r.Tokens[i]
	w := string(r.Folded()[k.Start:k.End])
	for _, s := range []string{
		"gatan", "gata", "vagen", "vag", "granden", "grand", "stigen", "stig", "allen", "alle",
		"esplanaden", "backen", "slingan", "kroken", "kajen", "svangen", "promenaden", "terrassen", "gardet",
	} {
		if len(w) > len(s)+1 && strings.HasSuffix(w, s) {
			return strongStreet
		}
	}
	if len(w) > 3 && (strings.HasSuffix(w, "v") || strings.HasSuffix(w, "g")) && r.Is(i+1, ".") {
		return weakStreet // "Björkv. 12"
	}
	if len(w) > 4 && strings.HasSuffix(w, "st") && r.Is(i+1, ".") {
		return weakStreet
	}
	for _, s := range []string{
		"backe", "torget", "torg", "platsen", "plats", "plan", "leden", "kaj", "ringen", "hojden",
		"kullen", "lunden", "parken", "bron", "udden", "stranden", "strand", "angen", "hagen", "liden", "tunet", "holmen", "viken",
	} {
		if len(w) > len(s)+1 && strings.HasSuffix(w, s) {
			return weakStreet
		}
	}
	return noStreet
}

// ownAt reports whether the family's street ends at token j.
func ownAt(r *reading.Reading, j, place int) bool {
	f := r.Known.Streets[place]
	if len(f) == 0 {
		return false
	}
	for n := range f {
		if !r.Is(j-len(f)+1+n, f[n]) {
			return false
		}
	}
	return true
}

// postal reads ", 123 45 Storvik" after token last: the code, and the last
// token it used.
func postal(r *reading.Reading, last int) (code string, end int) {
	i := last + 1
	for n := 0; n < 2 && (r.Is(i, ",") || r.Is(i, "-")); n++ {
		i++
	}
	if (r.Is(i, "s") || r.Is(i, "se")) && r.Is(i+1, "-") {
		i += 2
	}
	if r.Kind(i) != text.Number || r.Word(i)[0] == '0' {
		return "", last
	}
	switch {
	case len(r.Word(i)) == 5:
		code, end = r.Word(i), i
	case len(r.Word(i)) == 3 && r.Kind(i+1) == text.Number && len(r.Word(i+1)) == 2 && r.Tokens[i+1].Lines == 0:
		code, end = r.Word(i)+r.Word(i+1), i+1
	default:
		return "", last
	}
	if !r.Capital(end + 1) {
		if code == "" || r.Kind(end+1) == text.Number {
			return "", last
		}
		return code, end
	}
	return code, end + 1
}

// english reads "12 Oak Street" from the number at token i.
func english(r *reading.Reading, i int) (a address, ok bool) {
	if len(r.Word(i)) > 4 || r.Word(i)[0] == '0' || r.Joined(i) && r.Kind(i-1) != text.Mark {
		return a, false
	}
	for j := i + 1; j < len(r.Tokens) && j <= i+4 && r.Capital(j) && r.Tokens[j].Space && r.Tokens[j].Lines == 0; j++ {
		if _, street := r.At(j, lexicon.StreetEn); street && j > i+1 {
			name := text.Fold(r.Clean(i+1, j))
			return address{first: i, last: j, street: name + " " + r.Word(i)}, true
		}
	}
	return a, false
}

func observe(r *reading.Reading, a address) (o exposure.Observation, ok bool) {
	place, matched := Match(r.Roster, a.street, a.postal)
	cue := r.Near(a.first, a.last, cueBefore, cueAfter, lexicon.CueHome)
	if a.weak && !matched && !cue && a.postal == "" {
		return o, false
	}
	confidence := 0.6
	if cue {
		confidence += 0.2
	}
	if a.postal != "" {
		confidence += 0.1
	}
	o = r.Observe(exposure.AddressStreet, a.first, a.last, a.street+"|"+a.postal, confidence)
	o.Attrs["place"] = exposure.Word("other")
	if matched {
		o.Confidence = 1
		o.Value = Key(place.Street, place.Postal)
		o.Attrs["place"] = exposure.Word(string(place.Kind))
		if place.Kind == roster.Home {
			o.Subject = exposure.Household
		}
	}
	o.Attrs["own"] = reading.Own(matched, Told(r.Roster))
	o.Attrs["cue"] = reading.YesNo(cue)
	o.Attrs["text"] = exposure.Word(r.Clean(a.first, a.last))
	return o, true
}

// ownStreet reads the family's street without a number, where somebody says
// that they live on it.
func ownStreet(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	if !r.Near(h.First, h.Last, cueBefore, cueAfter, lexicon.CueHome) {
		return o, false
	}
	p := r.Roster.Places[h.Ref]
	street, _ := SplitStreet(p.Street)
	o = r.Observe(exposure.AddressStreet, h.First, h.Last, Key(street, p.Postal), 0.7)
	o.Attrs["own"] = exposure.Word("yes")
	o.Attrs["place"] = exposure.Word(string(p.Kind))
	o.Attrs["cue"] = exposure.Word("yes")
	o.Attrs["text"] = exposure.Word(r.Clean(h.First, h.Last))
	if p.Kind == roster.Home {
		o.Subject = exposure.Household
	}
	return o, true
}
