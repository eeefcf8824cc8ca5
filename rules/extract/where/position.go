package where

import (
	"bytes"
	"math"
	"strconv"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// The forms of a position.
const (
	pair  = "pair"  // two coordinates
	link  = "link"  // two coordinates in the address of a map
	code  = "code"  // a plus code
	three = "words" // three words of what3words
)

// Positions appends the positions in a text: pairs of coordinates in degrees,
// minutes and seconds or in decimals, map links that hold them, plus codes and
// the three words of what3words.
func Positions(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	codes := bytes.IndexByte(r.Folded(), '+') >= 0 // without one no word begins a position
	for i := 0; i < len(r.Tokens); i++ {
		if !codes && r.Tokens[i].Kind == text.Word {
			continue
		}
		p, ok := position(r, i)
		if !ok {
			continue
		}
		value := p.words
		if value == "" {
			value = Cell(p.lat, p.lon)
		}
		o := r.Observe(exposure.PlacePosition, p.first, p.last, value, p.confidence)
		home := private(r, p.first, p.last)
		o.Attrs["cue"] = reading.YesNo(home)
		o.Attrs["form"] = exposure.Word(p.form)
		if p.words == "" {
			near := Nearest(r.Roster, p.lat, p.lon)
			o.Attrs["lat"], o.Attrs["lon"] = exposure.Number(p.lat), exposure.Number(p.lon)
			o.Attrs["near"] = exposure.Word(near.Kind)
			if near.Kind == "home" {
				o.Subject = exposure.Household
			}
		}
		out = append(out, o)
		i = p.last
	}
	return out
}

// spot is one position, in tokens first to last.
type spot struct {
	first, last int
	lat, lon    float64
	words       string // instead of coordinates
	form        string
	confidence  float64
}

func position(r *reading.Reading, i int) (spot, bool) {
	switch r.Kind(i) {
	case text.Number:
		if s, ok := plusCode(r, i); ok {
			return s, true
		}
		return coordinates(r, i)
	case text.Word:
		return plusCode(r, i)
	case text.Mark:
		return threeWords(r, i)
	default:
	}
	return spot{}, false
}

// angle is one coordinate.
type angle struct {
	degrees     float64
	decimals    int
	half        byte // n, s, e or w; 0 when it is not told
	signs       bool // degrees, minutes or seconds are marked
	first, last int
}

// coordinates reads the two coordinates that start at the number at token i.
func coordinates(r *reading.Reading, i int) (s spot, ok bool) {
	if r.Kind(i-1) == text.Number || (r.Is(i-1, ".") || r.Is(i-1, ",")) && r.Joined(i) && r.Joined(i-1) && r.Kind(i-2) == text.Number {
		return s, false // in the middle of a number or of a list
	}
	if r.Is(i-1, ",") && r.Kind(i-2) == text.Number && r.Kind(i-4) == text.Number && r.Joined(i-2) && r.Joined(i-3) {
		return s, false // "3.1416, 2.7183" after another
	}
	a, ok := angleAt(r, i, 0)
	if !ok || a.decimals < 3 && !a.signs {
		return s, false
	}
	b, ok := angleAt(r, next(r, a.last+1), a.last+1)
	if !ok || b.first > a.last+maxApart || r.Kind(b.last+1) == text.Number && r.Joined(b.last+1) {
		return s, false
	}
	if !a.signs && listed(r, b.last) {
		return s, false
	}
	lat, lon := a, b
	if east(a.half) || north(b.half) {
		lat, lon = b, a
	}
	if east(lat.half) || north(lon.half) || (lat.half == 0) != (lon.half == 0) {
		return s, false
	}
	s = spot{first: a.first, last: b.last, lat: lat.value(), lon: lon.value(), form: pair, confidence: 0.6}
	if math.Abs(s.lat) > 90 || math.Abs(s.lon) > 180 {
		return s, false
	}
	mapped := linked(r, a.first)
	told := r.Speaks(a.first, b.last, 8, 3, "place.position")
	switch {
	case mapped:
		s.form, s.confidence = link, 0.9
	case told, a.signs && b.signs, lat.half != 0:
		s.confidence = 0.9
	case min(a.decimals, b.decimals) < 4:
		return s, false
	}
	return s, true
}

// maxApart is the most tokens between the end of one coordinate and the digits
// of the other.
const maxApart = 4

func north(half byte) bool { return half == 'n' || half == 's' }
func east(half byte) bool  { return half == 'e' || half == 'w' }

// value is the coordinate in degrees, negative in the south and the west.
func (a angle) value() float64 {
	if a.half == 's' || a.half == 'w' {
		return -math.Abs(a.degrees)
	}
	return a.degrees
}

// next goes over what stands between two coordinates and gives the number
// behind it.
func next(r *reading.Reading, i int) int {
	for range maxApart {
		switch w := r.Word(i); {
		case r.Kind(i) == text.Number:
			return i
		case w == "," || w == ";" || w == "/" || w == "-" || w == ":" || w == "=" || w == "&" || half(r, i) != 0 ||
			w == "lon" || w == "long" || w == "lng" || w == "longitude" || w == "longitud" || w == "mlon" || w == "och" || w == "and":
			i++
		default:
			return -1
		}
	}
	return i
}

// angleAt reads one coordinate whose digits start at token i, with the letter
// of its half of the Earth before or after it. Tokens before from are taken.
func angleAt(r *reading.Reading, i, from int) (a angle, ok bool) {
	if r.Kind(i) != text.Number || len(r.Word(i)) > 3 {
		return a, false
	}
	a.first, a.last = i, i
	a.degrees = number(r.Word(i))
	if d, digits, last := fraction(r, i); digits > 0 {
		a.degrees += d
		a.decimals, a.last = digits, last
	}
	if r.Is(a.last+1, "°") || r.Is(a.last+1, "º") {
		a.last++
		a.signs = true
		if a.decimals == 0 {
			a.minutes(r)
		}
	}
	if i-1 >= from && r.Is(i-1, "-") && r.Joined(i) && !(r.Joined(i-1) && r.Kind(i-2) == text.Number) {
		a.degrees, a.first = -a.degrees, i-1
	}
	switch {
	case half(r, a.last+1) != 0 && (a.first-1 < from || half(r, a.first-1) == 0):
		a.last++
		a.half = half(r, a.last)
	case a.first-1 >= from && half(r, a.first-1) != 0:
		a.first--
		a.half = half(r, a.first)
	}
	return a, true
}

// minutes reads minutes and seconds behind the degree sign.
func (a *angle) minutes(r *reading.Reading) {
	share := 1.0 / 60
	for _, signs := range [][2]string{{"'", "′"}, {"\"", "″"}} {
		i := a.last + 1
		if r.Kind(i) != text.Number || len(r.Word(i)) > 2 {
			return
		}
		d, digits, last := fraction(r, i)
		if !r.Is(last+1, signs[0]) && !r.Is(last+1, signs[1]) {
			if share < 1.0/60 && digits == 0 {
				return
			}
			last-- // the sign is left out
		}
		a.degrees += (number(r.Word(i)) + d) * share
		a.decimals += digits
		a.last = last + 1
		if r.Is(a.last, "'") && r.Is(a.last+1, "'") && r.Joined(a.last+1) || r.Is(a.last, "′") && r.Is(a.last+1, "′") {
			a.last++
		}
		share /= 60
	}
}

// fraction reads the decimals behind the digits at token i, after a full stop
// or a comma.
func fraction(r *reading.Reading, i int) (value float64, digits, last int) {
	if (r.Is(i+1, ".") || r.Is(i+1, ",")) && r.Joined(i+1) && r.Joined(i+2) && r.Kind(i+2) == text.Number {
		w := r.Word(i + 2)
		return number("0." + w), len(w), i + 2
	}
	return 0, 0, i
}

func number(w string) float64 {
	if len(w) > 24 {
		w = w[:24]
	}
	v, _ := strconv.ParseFloat(w, 64)
	return v
}

// half reads the letter of a half of the Earth: in Swedish "Ö" is east and "V"
// is west, but "o" is what "ö" folds to.
func half(r *reading.Reading, i int) byte {
	if r.Kind(i) != text.Word {
		return 0
	}
	switch string(r.Fold(i)) {
	case "n", "nord", "north", "norr":
		return 'n'
	case "s", "south", "syd":
		return 's'
	case "e", "o", "ost", "east":
		return 'e'
	case "w", "v", "west", "vast":
		return 'w'
	}
	return 0
}

// listed reports whether another number with decimals follows in a list, as in
// a table of measurements.
func listed(r *reading.Reading, last int) bool {
	i := last + 1
	if r.Is(i, ",") || r.Is(i, ";") {
		i++
	}
	_, digits, _ := fraction(r, i)
	return r.Kind(i) == text.Number && digits >= 3
}

// linkReach is how many tokens before its coordinates the address of a map may
// start.
const linkReach = 24

// linked reports whether the token stands in the address of a map: in one run
// without white space that names one.
func linked(r *reading.Reading, i int) bool {
	for n := 0; n < linkReach && i >= 0; n++ {
		switch string(r.Fold(i)) {
		case "maps", "google", "openstreetmap", "osm", "mlat", "geo", "hitta", "eniro", "bing", "waze", "here", "norgeskart", "lantmateriet", "kartor", "map":
			return true
		}
		if !r.Joined(i) {
			return false
		}
		i--
	}
	return false
}

// plusAlphabet are the digits of plus codes (Open Location Code), folded.
const plusAlphabet = "23456789cfghjmpqrvwx"

// plusCode reads a full plus code, "9FFW84J9+RG", or a short one where a word
// says that it is a position.
func plusCode(r *reading.Reading, i int) (s spot, ok bool) {
	if r.Joined(i) && (r.Kind(i-1) == text.Word || r.Kind(i-1) == text.Number) {
		return s, false
	}
	var room [16]byte
	digits, j := room[:0], i
	for ; j < len(r.Tokens) && (j == i || r.Joined(j)) && (r.Kind(j) == text.Word || r.Kind(j) == text.Number) && len(digits) <= 8; j++ {
		digits = append(digits, r.Fold(j)...)
	}
	if !r.Is(j, "+") || !r.Joined(j) || len(digits) != 8 && len(digits) != 4 {
		return s, false
	}
	before := len(digits)
	for j++; j < len(r.Tokens) && r.Joined(j) && (r.Kind(j) == text.Word || r.Kind(j) == text.Number) && len(digits) <= 12; j++ {
		digits = append(digits, r.Fold(j)...)
	}
	after := len(digits) - before
	if after < 2 || after > 4 || !plus(digits) || !strings.ContainsAny(string(digits), "23456789") {
		return s, false
	}
	s = spot{first: i, last: j - 1, form: code, confidence: 0.9}
	if before == 8 {
		s.lat, s.lon = decode(digits[:10])
		return s, math.Abs(s.lat) <= 90 && math.Abs(s.lon) <= 180
	}
	s.words = string(digits[:before]) + "+" + string(digits[before:])
	return s, r.Speaks(i, s.last, 8, 4, "place.position") || r.Capital(s.last+1)
}

func plus(digits []byte) bool {
	for _, c := range digits {
		if strings.IndexByte(plusAlphabet, c) < 0 {
			return false
		}
	}
	return true
}

// decode gives the middle of the area of a plus code's first ten digits, as its
// specification has it.
func decode(digits []byte) (lat, lon float64) {
	lat, lon = -90, -180
	step := 20.0
	for n := 0; n < len(digits); n += 2 {
		lat += float64(strings.IndexByte(plusAlphabet, digits[n])) * step
		lon += float64(strings.IndexByte(plusAlphabet, digits[n+1])) * step
		step /= 20
	}
	half := step * 20 / 2
	return lat + half, lon + half
}

// threeWords reads "///word.word.word".
func threeWords(r *reading.Reading, i int) (s spot, ok bool) {
	if !r.Is(i, "/") || r.Joined(i) && r.Is(i-1, "/") {
		return s, false
	}
	if !r.Is(i+1, "/") || !r.Is(i+2, "/") || !r.Joined(i+1) || !r.Joined(i+2) {
		// "w3w.co/word.word.word"
		if !r.Is(i-1, "co") || !r.Is(i-3, "w") || !r.Is(i-4, "3") {
			return s, false
		}
		return wordsAt(r, i, i+1)
	}
	return wordsAt(r, i, i+3)
}

func wordsAt(r *reading.Reading, first, j int) (s spot, ok bool) {
	for _, at := range []int{j, j + 2, j + 4} {
		if r.Kind(at) != text.Word || !r.Joined(at) || len(r.Fold(at)) < 3 || at < j+4 && !(r.Is(at+1, ".") && r.Joined(at+1)) {
			return s, false
		}
	}
	words := r.Word(j) + "." + r.Word(j+2) + "." + r.Word(j+4)
	return spot{first: first, last: j + 4, words: words, form: three, confidence: 0.9}, true
}
