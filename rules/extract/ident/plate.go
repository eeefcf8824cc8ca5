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

	vehicleNear = 25
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

// unmarked takes away what people write between the parts of a plate.
var unmarked = strings.NewReplacer(" ", "", "-", "", "_", "")

// plate reads a plate whose digits start at token i.
func plate(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	n := length(r, i)
	if n != 2 && n != 3 {
		return o, i, false
	}
	first := i - 1
	if first >= 0 && (r.Is(first, "-") || r.Is(first, "_")) && r.Joined(i) && r.Joined(first) {
		first--
	}
	if r.Kind(first) != text.Word || length(r, first) != 3 || r.Tokens[i].Lines > 0 || r.Tokens[i].Start-r.Tokens[first].End > 1 {
		return o, i, false
	}
	last = i
	if n == 2 {
		last++
		if r.Kind(last) != text.Word || length(r, last) != 1 || !r.Joined(last) && !(r.Capitals(last) && plateCue(r, first, last) == named) {
			return o, i, false
		}
	}
	cue := plateCue(r, first, last)
	raw := unmarked.Replace(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]))
	value, ok := Plate(raw)
	if !ok && cue != silent {
		// People invent and misread letters that no plate has.
		value, ok = Plate(strings.NewReplacer("i", "a", "q", "a", "v", "a").Replace(raw))
		if ok {
			value = strings.ToUpper(raw)
		}
	}
	if !ok || !alone(r, first, last) || len(r.Raw(first, first)) != 3 {
		return o, i, false // no plate has "Å"
	}
	matched, owner, told := vehicle(r, value)
	if !matched && (isSum(r, first, last) || !r.Capitals(first) && (smallWord(r.Fold(first)) || cue != named && !ofVehicle(r, first, last) && !vehicular(r, first, last))) {
		return o, i, false
	}
	return observePlate(r, first, last, value, cue, matched, owner, told), last, true
}

// ofVehicle reports whether a text speaks of a vehicle around some tokens.
func ofVehicle(r *reading.Reading, first, last int) bool {
	return r.Speaks(first, last, vehicleNear, vehicleNear, "vehicle.kind", "vehicle.make", "vehicle.mine", "vehicle.event", "vehicle.sale")
}

// vehicle finds the family's own vehicle.
func vehicle(r *reading.Reading, value string) (matched bool, owner exposure.SubjectID, told bool) {
	for _, v := range r.Roster.Vehicles {
		if own, ok := Plate(v.Plate); ok && own == value {
			return true, v.Owner, true
		}
	}
	return false, "", len(r.Roster.Vehicles) > 0
}

// observePlate describes a plate. Three letters and three digits are also
// models, standards and sums: without a word about a car one says little.
func observePlate(r *reading.Reading, first, last int, value string, cue cueOfPlate, matched bool, owner exposure.SubjectID, told bool) exposure.Observation {
	confidence := 0.5
	switch {
	case matched:
		confidence = 1
	case cue != silent:
		confidence = 0.8
	}
	o := r.Observe(exposure.VehiclePlate, first, last, value, confidence)
	o.Subject = owner
	o.Attrs["own"] = reading.Own(matched, told)
	o.Attrs["cue"] = reading.YesNo(cue != silent)
	o.Attrs["form"] = exposure.Word("common")
	if cue == named {
		o.Attrs["form"] = exposure.Word("named")
	}
	return o
}

// britishPlate reads a British plate, "LK19 ZRW", whose digits start at token i,
// or a Norwegian or Danish one, "AB 12345", that a word announces.
func britishPlate(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	first := i - 1
	if r.Kind(first) != text.Word || length(r, first) != 2 || !r.Capitals(first) || r.Tokens[i].Lines > 0 {
		return o, i, false
	}
	last = i
	end := i + 1
	if r.Is(end, "-") {
		end++
	}
	switch n := length(r, i); {
	case n == 2 && r.Joined(i) && r.Kind(end) == text.Word && length(r, end) == 3 && r.Capitals(end) && british(r.Word(first), r.Word(i), r.Word(end)):
		last = end
	case n == 5 && plateCue(r, first, i) == named:
	case n == 2 && plateCue(r, first, i) == named && length(r, i+1) == 3 && r.Kind(i+1) == text.Number:
		last = i + 1
	default:
		return o, i, false
	}
	if r.Tokens[last].Lines > 0 || r.Tokens[last].Start-r.Tokens[last-1].End > 1 || !alone(r, first, last) {
		return o, i, false
	}
	value := strings.ToUpper(unmarked.Replace(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End])))
	return observePlate(r, first, last, value, plateCue(r, first, last), false, "", len(r.Roster.Vehicles) > 0), last, true
}

// british reports whether the parts of a plate are such as the United Kingdom
// has given out since 2001. Source: DVLA INF104.
func british(area, age, rest string) bool {
	old := age >= "02" && age <= "29" || age >= "51" && age <= "79"
	return old && !strings.ContainsAny(area, "iqz") && !strings.ContainsAny(rest, "iq")
}

// spelledPlate reads a plate letter by letter: "M-Y-X, five, four, K", "T for
// Tango, S for Sierra, X for X-ray, four four one". It starts at token i.
func spelledPlate(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool) {
	var value [6]byte
	at := i
	for n := range 3 {
		if r.Kind(at) != text.Word || length(r, at) != 1 || strings.IndexByte(plateLetters, r.Fold(at)[0]) < 0 {
			return o, -1, false
		}
		value[n] = r.Fold(at)[0]
		at = overExample(r, at+1)
	}
	var n run
	n.collect(r, at)
	n.readings(r, func(d []byte, k int) bool {
		end := n.last(k)
		switch {
		case len(d) == 3:
			copy(value[3:], d)
			last, ok = end, true
			return true
		case len(d) == 2:
			next := end + 1
			if r.Is(next, ",") || r.Is(next, "-") {
				next++
			}
			if r.Kind(next) == text.Word && length(r, next) == 1 {
				copy(value[3:], d)
				value[5] = r.Fold(next)[0]
				last, ok = next, true
				return true
			}
		}
		return len(d) > 3
	})
	if !ok || !r.Capitals(i) {
		return o, -1, false
	}
	plate, ok := Plate(string(value[:]))
	if !ok {
		return o, -1, false
	}
	matched, owner, told := vehicle(r, plate)
	return observePlate(r, i, last, plate, plateCue(r, i, last), matched, owner, told), last, true
}

// overExample goes over what stands between two spelled letters: a mark, or "as
// in Anna", "som i Sigurd".
func overExample(r *reading.Reading, i int) int {
	switch string(r.Fold(i)) {
	case "as", "som":
		if r.Is(i+1, "in") || r.Is(i+1, "i") {
			i += 3
		} else {
			i += 2
		}
	case "for", "like":
		i += 2
	}
	if r.Is(i, "-") && r.Is(i+1, "ray") {
		i += 2
	}
	for range 2 {
		if r.Is(i, ",") || r.Is(i, "-") || r.Is(i, ".") {
			i++
		}
	}
	return i
}

// ownWords reads a plate with a text of its owner's choice near a word for the
// plate itself, where a vehicle is spoken of: "skylten BIG OLLE", "ELVIS7 på
// skylten". Most of what else stands on signs in capitals is a word of some list.
func ownWords(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	if r.Capitals(h.Last) || !vehicular(r, h.First, h.Last) {
		return o, false
	}
	i := h.Last + 1
	for ; i <= h.Last+ownAfter && !r.Capitals(i); i++ {
		if r.Tokens[min(i, len(r.Tokens)-1)].Lines > 0 || r.Is(i, ".") {
			break
		}
	}
	if value, last, ok := ownText(r, i); ok {
		return observePlate(r, i, last, value, named, false, "", len(r.Roster.Vehicles) > 0), true
	}
	for i = h.First - 2; i >= 0 && i >= h.First-ownBefore; i-- {
		if value, last, ok := ownText(r, i); ok && last < h.First {
			return observePlate(r, i, last, value, named, false, "", len(r.Roster.Vehicles) > 0), true
		}
	}
	return o, false
}

// Distances in tokens between a word for a plate and what its owner chose.
const (
	ownAfter  = 5
	ownBefore = 4
)

// ownText reads two to seven capitals and digits from token i on, also in two
// words, that are no word of another sort. A plate of the common form is none.
func ownText(r *reading.Reading, i int) (value string, last int, ok bool) {
	if _, car := r.At(i, lexicon.CuePlate); car || i < 0 || !r.Capitals(i) || length(r, i) < 2 || signs[r.Word(i)] || exampled(r, i) {
		return "", 0, false
	}
	for j := i; j < len(r.Tokens) && j < i+3 && (j == i || r.Tokens[j].Lines == 0); j++ {
		if r.Kind(j) != text.Number && !r.Capitals(j) {
			break
		}
		value, last = value+strings.ToUpper(r.Word(j)), j
	}
	_, common := Plate(value)
	return value, last, len(value) <= 7 && !common
}

// signs are what stands in capitals on other signs.
var signs = map[string]bool{"stopp": true, "stop": true, "privat": true, "parkering": true, "varning": true, "obs": true, "ej": true, "taxi": true, "till": true, "nej": true, "ab": true, "exit": true, "ut": true, "in": true, "suv": true, "bmw": true, "vw": true, "epa": true, "mc": true, "ok": true, "sms": true}

// personalNear is how far after "personlig skylt" its text may stand, in
// tokens.
const personalNear = 6

// personalPlate reads a plate with a text of its owner's choice, which a hit
// announces: two to seven capitals and digits.
func personalPlate(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	for i := h.Last + 1; i <= h.Last+personalNear && i < len(r.Tokens) && r.SentenceOf(i) <= r.SentenceOf(h.Last)+1; i++ {
		if !r.Capitals(i) || length(r, i) < 2 {
			continue
		}
		last := i
		for last+1 < len(r.Tokens) && r.Joined(last+1) && (r.Kind(last+1) == text.Number || r.Kind(last+1) == text.Word) {
			last++
		}
		value := strings.ToUpper(string(r.Folded()[r.Tokens[i].Start:r.Tokens[last].End]))
		if len(value) > 7 || len(value) < 2 {
			return o, false
		}
		return observePlate(r, i, last, value, named, false, "", len(r.Roster.Vehicles) > 0), true
	}
	for i := h.First - 2; i >= 0 && i >= h.First-ownBefore; i-- {
		if value, last, ok := ownText(r, i); ok && last < h.First {
			return observePlate(r, i, last, value, named, false, "", len(r.Roster.Vehicles) > 0), true
		}
	}
	return o, false
}

// cueOfPlate says how a plate is announced.
type cueOfPlate uint8

const (
	silent cueOfPlate = iota // not at all
	beside                   // by a car
	named                    // by a word for the plate
)

// plateCue finds what announces a plate.
func plateCue(r *reading.Reading, first, last int) (cue cueOfPlate) {
	s := r.SentenceOf(first)
	before := s
	for j := first - 1; j > 0 && j >= first-plateNear && r.Tokens[j+1].Lines == 0; j-- {
		if r.Is(j, ".") && r.Is(j-1, "nr") || r.Is(j, "nr") && r.Is(j-1, ".") {
			before = r.SentenceOf(j - 1) // "reg.nr. ABC 123", "Reg. nr: ABC 123"
		}
	}
	for ; before <= s; before++ {
		for _, h := range r.In(before) {
			if h.Concept != lexicon.CuePlate || h.Last < first-plateNear || h.First > last+plateNear {
				continue
			}
			switch {
			case h.Value != "":
				return named
			case h.Last < first && h.Last >= first-carNear || h.First > last && h.First <= last+carNear:
				cue = beside
			}
		}
	}
	return cue
}

// smallWord reports whether three small letters are a common word: "och 123".
func smallWord(w []byte) bool {
	switch string(w) {
	case "och", "att", "det", "den", "som", "var", "har", "han", "hon", "vid", "for", "fran", "med", "men", "hos", "the", "and", "was", "are", "all",
		"tar", "kan", "vad", "man", "mot", "per", "dom", "sin", "nya", "out", "now", "top", "use", "cost", "tel", "mob", "reg", "nr", "bil", "car", "van":
		return true
	}
	return false
}

// isSum reports whether the letters are a currency or a number word, or the
// digits are followed by what is counted.
func isSum(r *reading.Reading, first, last int) bool {
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
	case "ar":
		return r.Raw(last+1, last+1) != "är"
	case "miljoner", "miljon", "miljarder", "miljard", "mkr", "mdkr", "tkr", "kr", "kronor", "krona", "procent", "%", "st", "stycken", "euro", "dollar",
		"hk", "hastkrafter", "km", "mil", "meter", "kg", "ton", "liter", "gram", "deltagare", "personer", "medlemmar", "sidor", "poang", "platser",
		"ganger", "tusen", "million", "millions", "billion", "billions", "thousand", "percent", "people", "members", "times", "years", "miles",
		"dollars", "euros", "pounds", "hp", "bhp", "$", "kwh", "kw", "mm", "cm":
		return true
	}
	return false
}
