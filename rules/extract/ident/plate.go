package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Letters on a Swedish plate: not I, Q, V, and not O in the last place.
// Source: Transportstyrelsen.
const (
	plateLetters = "abcdefghjklmnoprstuwxyz"
	plateLast    = "abcdefghjklmnprstuwxyz"
)

// Distances in tokens within which a word about the plate, or about what bears
// it, counts. Three letters and three digits are common, and so are cars: the
// latter must stand right before the plate, with "vår", ":" or "med" between.
const (
	plateNear = 5
	carNear   = 3
)

// Plate reads a Swedish registration number as it is written, and gives it in
// capitals without a space.
func Plate(s string) (string, bool) {
	var b [6]byte
	n := 0
	for i := range len(s) {
		c := s[i]
		if c == ' ' || c == '-' {
			continue
		}
		if n == len(b) {
			return "", false
		}
		if c >= 'A' && c <= 'Z' {
			c += 'a' - 'A'
		}
		digit := c >= '0' && c <= '9'
		switch {
		case n < 3 && strings.IndexByte(plateLetters, c) < 0, n > 2 && n < 5 && !digit, n == 5 && !digit && strings.IndexByte(plateLast, c) < 0:
			return "", false
		}
		b[n] = c
		n++
	}
	if n != len(b) {
		return "", false
	}
	return strings.ToUpper(string(b[:])), true
}

// plate reads a plate whose digits start at token i.
func plate(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	n := length(r, i)
	if n != 2 && n != 3 {
		return o, i, false
	}
	first := i - 1
	if first >= 0 && r.Is(first, "-") && r.Joined(i) && r.Joined(first) {
		first--
	}
	if r.Kind(first) != text.Word || length(r, first) != 3 || r.Tokens[i].Start-r.Tokens[first].End > 1 {
		return o, i, false
	}
	last = i
	if n == 2 {
		last++
		if r.Kind(last) != text.Word || length(r, last) != 1 || !r.Joined(last) {
			return o, i, false
		}
	}
	value, ok := Plate(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]))
	if !ok || !alone(r, first, last) {
		return o, i, false
	}
	matched, told := false, len(r.Roster.Vehicles) > 0
	var owner exposure.SubjectID
	for _, v := range r.Roster.Vehicles {
		if own, ok := Plate(v.Plate); ok && own == value {
			matched, owner = true, v.Owner
		}
	}
	// Three letters and three digits are also models, standards and sums:
	// without a word about a car only the family's own plate counts.
	cue := plateCue(r, first, last)
	if !matched && (!cue || !r.Capitals(first) || amount(r, first, last)) {
		return o, i, false
	}
	o = r.Observe(exposure.VehiclePlate, first, last, value, 0.8)
	if matched {
		o.Confidence = 1
		o.Subject = owner
	}
	o.Attrs["own"] = reading.Own(matched, told)
	o.Attrs["cue"] = reading.YesNo(cue)
	return o, last, true
}

// plateCue reports whether a word announces a plate.
func plateCue(r *reading.Reading, first, last int) bool {
	for _, h := range r.In(r.SentenceOf(first)) {
		if h.Concept != lexicon.CuePlate || h.Last < first-plateNear || h.First > last+plateNear {
			continue
		}
		if h.Value == "plate" || h.Last < first && h.Last >= first-carNear || h.First > last && h.First <= last+carNear {
			return true
		}
	}
	return false
}

// amount reports whether the letters are a currency or a number word, or the
// digits are followed by what is counted.
func amount(r *reading.Reading, first, last int) bool {
	switch string(r.Fold(first)) {
	case "sek", "usd", "eur", "nok", "dkk", "gbp", "chf", "isk", "jpy", "pln", "aud", "cad", "tre", "sex", "fem", "tio", "two", "ten", "six":
		return true
	}
	if last+1 >= len(r.Tokens) || r.Tokens[last+1].Lines > 0 {
		return false
	}
	if r.Kind(last+1) == text.Number && r.Tokens[last+1].Start-r.Tokens[last].End <= 1 {
		return true // "SBF 280 000"
	}
	switch string(r.Fold(last + 1)) {
	case "miljoner", "miljon", "miljarder", "miljard", "mkr", "mdkr", "tkr", "kr", "kronor", "krona", "procent", "%", "st", "stycken", "euro", "dollar",
		"hk", "hastkrafter", "km", "mil", "meter", "kg", "ton", "liter", "gram", "deltagare", "personer", "medlemmar", "sidor", "poang", "platser",
		"ganger", "tusen", "ar", "million", "millions", "billion", "billions", "thousand", "percent", "people", "members", "times", "years", "miles",
		"dollars", "euros", "pounds", "hp", "bhp", "$", "kwh", "kw", "mm", "cm":
		return true
	}
	return false
}
