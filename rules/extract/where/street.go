package where

import (
	"strconv"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// Distances in tokens within which a word such as "bor" makes an address a
// home's.
const (
	cueBefore = 8
	cueAfter  = 6
)

// The forms of an address.
const (
	numbered = "number" // a street or a village, and a house in it
	unnamed  = "street" // a street without a house
	village  = "village"
)

// Streets appends streets with numbers, farms and villages with numbers where
// somebody says that they live there, and streets alone there too.
func Streets(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	used := -1
	var taken map[int]bool // tokens of the addresses found
	for i := range r.Tokens {
		if i <= used {
			continue
		}
		a, ok := at(r, i)
		if !ok || a.first <= used {
			continue
		}
		o, ok := observe(r, a)
		if !ok {
			continue
		}
		out = append(out, o)
		used = a.last
		if taken == nil {
			taken = map[int]bool{}
		}
		for n := a.first; n <= a.last; n++ {
			taken[n] = true
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

// at reads the address that is known by token i: by the street's name, or by a
// number that stands before or after what is no street by its name alone.
func at(r *reading.Reading, i int) (address, bool) {
	switch r.Tokens[i].Kind {
	case text.Word:
		return street(r, i)
	case text.Number:
		if a, ok := own(r, i); ok {
			return a, true
		}
		if a, ok := english(r, i); ok {
			return a, true
		}
		return farm(r, i)
	default:
	}
	return address{}, false
}

// address is a street found in tokens first to last.
type address struct {
	first, last int
	street      string // folded, with its number
	postal      string
	form        string
	weak        bool // the ending is also an everyday word
	flat        bool // a door of the house is told
}

// maxNumber is the most digits of a house number that is believed. Four are more
// often a year.
const maxNumber = 3

// street reads "Björkstigen 12 B, 123 45 Storvik" around the word at token j.
func street(r *reading.Reading, j int) (a address, ok bool) {
	class := ending(r, j)
	if class == noStreet {
		return a, false
	}
	a.first, a.weak = j, class == weakStreet
	small := !r.Capital(j)
	switch {
	case class == bareStreet:
		if small && r.Is(j-1, "pa") {
			return a, false // "På vägen"
		}
		// "Stora vägen 3", "Sven Rinmans gata 4": names before a bare ending.
		for a.first > 0 && j-a.first < 3 && r.Capital(a.first-1) && r.Tokens[a.first].Lines == 0 {
			a.first--
		}
		if a.first == j {
			return a, false
		}
		small = false
	case !small:
		for a.first > 0 && j-a.first < 2 && r.Capital(a.first-1) && r.Tokens[a.first].Lines == 0 && firstName(r, a.first-1) {
			a.first--
		}
	}
	a.last = j
	if direction(r, j+1) {
		a.last = j + 1 // "Björkvägen södra 6"
	}
	n, found := houseAfter(r, a.last)
	if !found {
		n, found = houseBefore(r, a.first)
	}
	if !found {
		return alone(r, a, class, small)
	}
	if (small || a.weak && n.far) && !private(r, a.first, a.last) {
		return a, false
	}
	if small && class == weakStreet && !r.Speaks(a.first, a.first, 4, 0, "home.live", "home.address") {
		return a, false
	}
	name := Key(r.Clean(a.first, a.last), "")
	name = strings.TrimRight(strings.TrimSuffix(name, "|"), ". ")
	a.street, a.form = name+" "+n.key, numbered
	a.first, a.last = min(a.first, n.first), max(a.last, n.last)
	a.enter(r)
	return a, true
}

// enter reads what follows the number of a house: its door, and where it lies.
func (a *address) enter(r *reading.Reading) {
	door := flat(r, a.last)
	for i := a.last + 1; i <= door; i++ {
		switch r.Word(i) {
		case "lgh", "lagenhet", "lagenhetsnummer", "apt", "apartment", "flat", "tr", "trappor":
			a.flat = true
		}
	}
	a.postal, a.last = postal(r, door)
}

// firstName reports whether token i is the first word of a street's name:
// "Södra", "Sankt".
func firstName(r *reading.Reading, i int) bool {
	if _, ok := r.At(i, lexicon.StreetFirst); ok {
		return true
	}
	switch string(r.Fold(i)) {
	case "sankt", "s:t", "st", "santa", "sancta", "von", "af":
		return true
	}
	return false
}

func direction(r *reading.Reading, i int) bool {
	if i >= len(r.Tokens) || r.Tokens[i].Lines > 0 {
		return false
	}
	switch string(r.Fold(i)) {
	case "norra", "sodra", "ostra", "vastra", "ovre", "nedre":
		return true
	}
	return false
}

// alone reads a street without a number, where somebody says in so many words
// that it is theirs.
func alone(r *reading.Reading, a address, class class, small bool) (address, bool) {
	if class != strongStreet || small {
		return a, false
	}
	for p := range r.Roster.Places {
		if ownAt(r, a.last, p) {
			return a, false // ownStreet knows more of it
		}
	}
	near := r.Speaks(a.first, a.last, 6, 4, "home.live", "home.ours", "home.neighbour", "home.people", "move.change", "move.first")
	if !near && !surely(r, a.first, a.last) {
		return a, false
	}
	a.street, a.form = strings.TrimSuffix(Key(r.Clean(a.first, a.last), ""), "|"), unnamed
	return a, true
}

// house is the number of a house: as it is compared, and where it stands.
type house struct {
	key         string
	first, last int
	far         bool // other words stand between it and the street
}

// reach is how many tokens from a street "nummer 9" may stand and still belong
// to it.
const reach = 8

// houseAfter reads the number that follows a street which ends at token j: "12
// B", ", nr 19", "elva", "där vi bor, nummer 44".
func houseAfter(r *reading.Reading, j int) (house, bool) {
	i := j + 1
	if r.Is(i, ".") && r.Joined(i) {
		i++ // "Björkv. 12"
	}
	if i < len(r.Tokens) && (r.Tokens[i].Lines == 0) {
		if n, ok := houseAt(r, i); ok && (r.Tokens[i].Space || i > j+1) {
			return n, true
		}
	}
	end := min(len(r.Tokens), j+1+reach)
	for i := j + 1; i < end && r.SentenceOf(i) == r.SentenceOf(j); i++ {
		if !numberWord(r, i) {
			continue
		}
		n, ok := houseAt(r, i+1)
		if !ok && r.Is(i+1, ".") {
			n, ok = houseAt(r, i+2)
		}
		n.far = i > j+2
		return n, ok
	}
	return house{}, false
}

// houseBefore reads the number that leads up to a street which starts at token
// i: "number 40 Humlegatan", "at 5 Norra Kajen", "tolvan på Ekvägen".
func houseBefore(r *reading.Reading, i int) (n house, ok bool) {
	j := i - 1
	if r.Is(j, ",") {
		j--
	}
	if j >= 1 && r.SentenceOf(j) != r.SentenceOf(i) {
		return n, false
	}
	switch string(r.Fold(j)) {
	case "pa", "i", "on", "in", "at":
		if v := door(r, j-1); v != "" {
			return house{v, j - 1, j - 1, false}, true
		}
		return n, false
	}
	if r.Kind(j) == text.Word && len(r.Fold(j)) == 1 && r.Joined(j) {
		j-- // "9B Måsvägen"
	}
	if r.Kind(j) != text.Number || j > 0 && r.Joined(j) {
		return n, false
	}
	if n, ok = houseAt(r, j); !ok || n.last < i-2 {
		return n, false
	}
	if n.last > j || numberWord(r, j-1) {
		return n, true
	}
	if r.Is(i-1, ",") {
		return n, false
	}
	switch string(r.Fold(j - 1)) {
	case "at", "to", "it's", "is", "on", "from", "address", "adress", "adressen", "of", ":":
		return n, true
	}
	return n, false
}

// numberWord reports whether token i says that a number follows.
func numberWord(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "nr", "nummer", "number", "no", "num", "numero", "husnummer", "hus", "#":
		return true
	}
	return false
}

// door reads a house that goes by its number: "tolvan", "22:an".
func door(r *reading.Reading, i int) string {
	w := r.Word(i)
	if w == "an" && r.Is(i-1, ":") && r.Kind(i-2) == text.Number {
		return r.Word(i - 2)
	}
	switch w {
	case "ettan":
		return "1"
	case "tvaan":
		return "2"
	}
	stem, ok := strings.CutSuffix(w, "an")
	if !ok || len(stem) < 2 {
		return ""
	}
	for _, vowel := range []string{"", "a", "o"} { // trean, femman, elvan, nian
		if v := numeral(stem + vowel); v > 0 {
			return strconv.Itoa(v)
		}
	}
	if v := numeral(stem[:len(stem)-1]); v > 0 {
		return strconv.Itoa(v)
	}
	return ""
}

// houseAt reads a house number at token i, in figures or in words.
func houseAt(r *reading.Reading, i int) (n house, ok bool) {
	n.first, n.last = i, i
	switch r.Kind(i) {
	case text.Number:
		if w := r.Word(i); len(w) > maxNumber || w[0] == '0' {
			return n, false
		}
		n.key = r.Word(i)
	case text.Word:
		v := numeral(r.Word(i))
		if v < 2 { // "en" and "one" are more often no numbers
			return n, false
		}
		n.key = strconv.Itoa(v)
	default:
		return n, false
	}
	if b := i + 1; r.Kind(b) == text.Word && len(r.Fold(b)) == 1 && r.Fold(b)[0] <= 'h' && r.Tokens[b].Lines == 0 &&
		(r.Joined(b) || r.Capital(b) && (!r.Joined(b+1) || r.Is(b+1, ",") || r.Is(b+1, "."))) {
		n.last = b
		n.key += r.Word(b)
	}
	return n, endsWell(r, n.last)
}

// numeral reads a number below a hundred in words; 0 when w is none.
func numeral(w string) int {
	value := 0
	for i, words := range tens {
		for _, t := range words {
			if rest, ok := strings.CutPrefix(w, t); ok && value == 0 {
				value, w = 20+10*i, strings.TrimPrefix(rest, "-")
			}
		}
	}
	if value > 0 && w == "" {
		return value
	}
	for i, words := range units {
		for _, u := range words {
			if w == u && (value == 0 || i < 9) {
				return value + i + 1
			}
		}
	}
	return 0
}

var (
	tens = [][]string{
		{"tjugo", "twenty"},
		{"trettio", "thirty"},
		{"fyrtio", "forty"},
		{"femtio", "fifty"},
		{"sextio", "sixty"},
		{"sjuttio", "seventy"},
		{"attio", "eighty"},
		{"nittio", "ninety"},
	}
	units = [][]string{
		{"ett", "en", "one"},
		{"tva", "two"},
		{"tre", "three"},
		{"fyra", "four"},
		{"fem", "five"},
		{"sex", "six"},
		{"sju", "seven"},
		{"atta", "eight"},
		{"nio", "nine"},
		{"tio", "ten"},
		{"elva", "eleven"},
		{"tolv", "twelve"},
		{"tretton", "thirteen"},
		{"fjorton", "fourteen"},
		{"femton", "fifteen"},
		{"sexton", "sixteen"},
		{"sjutton", "seventeen"},
		{"arton", "eighteen"},
		{"nitton", "nineteen"},
	}
)

// own reads the family's own street before the number at token i, whatever it
// is called.
func own(r *reading.Reading, i int) (a address, ok bool) {
	j := i - 1
	if r.Is(j, ".") && r.Joined(j) {
		j--
	}
	if r.Kind(j) != text.Word || r.Tokens[i].Lines > 0 {
		return a, false
	}
	length := 0
	for p := range r.Roster.Places {
		if ownAt(r, j, p) {
			length = max(length, len(r.Known.Streets[p]))
		}
	}
	n, found := houseAt(r, i)
	if length == 0 || !found {
		return a, false
	}
	a = address{first: j - length + 1, last: n.last, form: numbered}
	a.street = strings.TrimSuffix(Key(r.Clean(a.first, j), ""), "|") + " " + n.key
	a.enter(r)
	return a, true
}

// farm reads a farm or a village with a number, "Norrgården 3", where somebody
// says that they live there, or where a postal code follows.
func farm(r *reading.Reading, i int) (a address, ok bool) {
	j := i - 1
	box := r.Is(j, "box")
	if !r.Capital(j) || r.Tokens[i].Lines > 0 || !r.Tokens[i].Space || len(r.Fold(j)) < 4 && !box && !(r.Is(j, "byn") && r.Capital(j-1) && firstName(r, j-1)) {
		return a, false
	}
	n, ok := houseAt(r, i)
	if !ok && r.Is(i+1, ":") && r.Joined(i+1) && r.Joined(i+2) && r.Kind(i+2) == text.Number && rural(r.Fold(j)) {
		n, ok = house{key: r.Word(i) + ":" + r.Word(i+2), first: i, last: i + 2}, true // "Mellanbyn 8:14"
	}
	if !ok || len(r.Starting(j)) > 0 && r.Has(r.SentenceOf(j), lexicon.TimeMonth, lexicon.TimeWeekday, lexicon.TimeWeek) {
		return a, false
	}
	switch string(r.Fold(j)) {
	case "nummer", "postnummer", "number", "vecka", "tabell", "table", "figur", "figure", "bild", "steg", "step", "kapitel", "avsnitt", "sida", "klass", "week", "chapter", "episode", "page", "grade", "level", "room",
		"gate", "platform", "track", "floor", "flat", "section", "volvo", "iphone", "version", "niva", "sal", "rum", "spar", "linje", "buss", "flight":
		return a, false
	}
	if name, _ := lexicon.Given(string(r.Fold(j))); name {
		return a, false // "Elsa 6, Malmö"
	}
	if _, ok := r.At(j, lexicon.StreetEn); ok {
		return a, false
	}
	if len(r.Fold(j)) < 4 && !box {
		j-- // "Norra Byn 12"
	}
	a = address{first: j, last: n.last, form: village}
	a.street = strings.TrimSuffix(Key(r.Clean(j, i-1), ""), "|") + " " + n.key
	a.enter(r)
	town := r.Is(n.last+1, ",") && r.Capital(n.last+2)
	phoned := r.Is(a.last+1, ",") && r.Kind(a.last+2) == text.Number && r.Word(a.last + 2)[0] == '0'
	switch {
	case box:
		return a, a.postal != "" && who.Self(r, j, a.last)
	case a.postal != "", phoned && who.Bearer(r, j):
		return a, true
	case r.Speaks(j, j, 4, 0, "home.live"), who.FirstPerson(r, r.SentenceOf(j)) && r.Speaks(j, j, 4, 0, "home.ours", "home.address"):
		return a, true
	case rural(r.Fold(i-1)) && (town || private(r, j, n.last)):
		return a, true
	}
	// "på Videungen 3"
	switch string(r.Fold(j - 1)) {
	case "pa", "at", "till", "hos":
		return a, surely(r, j, n.last)
	}
	return a, false
}

// rural reports whether a folded name ends as farms and villages do.
func rural(w []byte) bool {
	for _, s := range []string{
		"by", "byn", "gard", "garden", "torp", "torpet", "hult", "holm", "holmen", "ryd", "rud", "lund", "berg", "bo", "nas", "vik", "viken",
		"udden", "arp", "inge", "hem", "hemmet", "stugan", "kvarn", "backa", "hed", "heden", "aker", "sund", "mala", "tomta", "bol", "boda",
		"kulla", "torpa", "saby", "sater", "sal", "lycke", "farm", "house", "cottage", "croft",
	} {
		if n := len(w) - len(s); n > 1 && string(w[n:]) == s {
			return true
		}
	}
	return false
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
	case "kr", "kronor", "km", "meter", "m", "min", "minuter", "timmar", "ganger", "procent", "spelare", "personer", "poang", "minutes", "hours", "times", "people",
		"bilar", "hus", "barn", "stycken", "st", "balkonger":
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
	w := r.Fold(i)
	n := len(w)
	if n < 3 {
		return noStreet
	}
	if r.Is(i+1, ".") && r.Joined(i+1) && r.Kind(i+2) == text.Number {
		// "Björkv. 12", "Skogsst. 4"
		if n > 3 && (w[n-1] == 'v' || w[n-1] == 'g') || n > 4 && w[n-2] == 's' && w[n-1] == 't' {
			return weakStreet
		}
	}
	if penults[w[n-1]]&(1<<(w[n-2]&31)) == 0 {
		return noStreet
	}
	for _, e := range endings[w[n-1]] {
		if n < len(e.word) || string(w[n-len(e.word):]) != e.word {
			continue
		}
		if n > len(e.word)+1 {
			if e.word[0] == 'a' && strings.IndexByte("bfhv", w[n-len(e.word)-1]) >= 0 {
				continue // "vallen" is no "allé"
			}
			return e.class
		}
		if _, ok := r.At(i, lexicon.Street); ok {
			return bareStreet
		}
	}
	return noStreet
}

// Shaped reports whether a street with a number stands in sentences first to last
// of r. It needs no word list.
func Shaped(r *reading.Reading, first, last int) bool {
	end := r.Sentences[last].End
	for i := r.Sentences[first].First + 1; i < end; i++ {
		if r.Kind(i) != text.Number || int(r.Tokens[i].End-r.Tokens[i].Start) > maxNumber || r.Kind(i-1) != text.Word {
			continue
		}
		w := r.Fold(i - 1)
		n := len(w)
		if r.Is(i+1, ",") && r.Capital(i-1) && (rural(w) || r.Kind(i+2) == text.Number && r.Capital(i+4)) {
			return true // "Norrbyn 4, Järvsö", "Björkv 12, 123 45 Storvik"
		}
		if n < 5 || penults[w[n-1]]&(1<<(w[n-2]&31)) == 0 {
			continue
		}
		for _, e := range endings[w[n-1]] {
			if e.class == strongStreet && n > len(e.word)+1 && string(w[n-len(e.word):]) == e.word {
				return true
			}
		}
	}
	return false
}

type streetEnding struct {
	word  string
	class class
}

// endings are how streets end in Swedish, Norwegian, Danish and Finland's
// Swedish and Finnish, folded, by their last letter.
var endings = func() (out [256][]streetEnding) {
	for class, words := range map[class]string{
		strongStreet: "gatan gata vagen vag granden grand stigen stig allen alle esplanaden esplanad backen slingan kroken kajen svangen promenaden " +
			"terrassen gardet gaten gate gaden gade veien vegen vejen vej vei straede svingen katu kuja polku rinne bulevarden boulevarden brinken",
		weakStreet: "backe torget torg platsen plan leden kaj ringen hojden kullen lunden parken bron udden stranden strand angen hagen liden " +
			"tunet holmen viken bakken plass haugen tie hamnen gangen kvarteret",
	} {
		for w := range strings.FieldsSeq(words) {
			out[w[len(w)-1]] = append(out[w[len(w)-1]], streetEnding{w, class})
		}
	}
	return out
}()

// penults are the last letters but one of endings, a bit each, by the last one.
var penults = func() (out [256]uint32) {
	for last, list := range endings {
		for _, e := range list {
			out[last] |= 1 << (e.word[len(e.word)-2] & 31)
		}
	}
	return out
}()

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
	comma := r.Is(i, ",")
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
	case len(r.Word(i)) == 4 && comma && r.Capital(i+1): // Norway, Denmark
		code, end = r.Word(i), i
	default:
		return "", last
	}
	if !r.Capital(end + 1) {
		if r.Kind(end+1) == text.Number {
			return "", last
		}
		return code, end
	}
	return code, end + 1
}

// flat reads which door of a house it is, after token last: ", lgh 1102", " 3 tr",
// "vån 2". It gives the last token used.
func flat(r *reading.Reading, last int) int {
	for range 2 {
		i := last + 1
		if r.Is(i, ",") {
			i++
		}
		if i >= len(r.Tokens) || r.Tokens[i].Lines > 0 {
			return last
		}
		switch r.Word(i) {
		case "lgh", "lagenhet", "lagenhetsnummer", "van", "vaning", "apt", "apartment", "flat", "uppg", "uppgang":
			if i++; r.Is(i, ".") || r.Is(i, "nr") {
				i++
			}
			if r.Kind(i) != text.Number && len(r.Word(i)) != 1 || r.Kind(i) == text.Mark || len(r.Word(i)) > 4 {
				return last
			}
		case "bv", "nb", "og":
		default:
			if r.Kind(i) != text.Number || len(r.Word(i)) > 2 || !r.Is(i+1, "tr") && !r.Is(i+1, "trappor") {
				return last
			}
			i++
		}
		if last = i; r.Is(last+1, ".") && r.Is(last+2, ",") {
			last++
		}
	}
	return last
}

// careOf gives the first token of "c/o Familjen Lind," before an address that
// starts at token i; i where nobody is named so.
func careOf(r *reading.Reading, i int) int {
	for j := i - 1; j > 1 && j >= i-careNear && r.Tokens[j+1].Lines < 2; j-- {
		if r.Is(j, "o") && r.Is(j-1, "/") && r.Is(j-2, "c") {
			return j - 2
		}
		if !r.Is(j, ",") && !r.Is(j, ".") && !r.Is(j, "-") && !r.Capital(j) {
			return i
		}
	}
	return i
}

// careNear is how many tokens before a street "c/o" stands at most.
const careNear = 8

// longestName is the most words of an English street's name.
const longestName = 4

// english reads "12 Oak Street" from the number at token i, "number 42,
// Larkspur Lane" too, and "Thornbury Close 8" before it.
func english(r *reading.Reading, i int) (a address, ok bool) {
	n := len(r.Word(i))
	if n > 5 || r.Word(i)[0] == '0' || r.Joined(i) && r.Kind(i-1) != text.Mark {
		return a, false
	}
	j, key := i+1, r.Word(i)
	if r.Kind(j) == text.Word && len(r.Fold(j)) == 1 && r.Joined(j) {
		key += r.Word(j) // "12a Oak Street"
		j++
	}
	if r.Is(j, ",") && numberWord(r, i-1) {
		j++
	}
	for k := j; k < len(r.Tokens) && k < j+longestName && r.Capital(k) && r.Tokens[k].Space && r.Tokens[k].Lines == 0; k++ {
		if _, street := r.At(k, lexicon.StreetEn); street && k > j {
			return address{first: i, last: k, street: text.Fold(r.Clean(j, k)) + " " + key, form: numbered}, true
		}
	}
	if _, street := r.At(i-1, lexicon.StreetEn); !street || n > maxNumber || !r.Capital(i-1) || !r.Capital(i-2) || r.Tokens[i].Lines > 0 || !endsWell(r, i) {
		return a, false
	}
	name := text.Fold(r.Clean(i-2, i-1))
	return address{first: i - 2, last: i, street: name + " " + key, form: numbered, weak: true}, true
}

func observe(r *reading.Reading, a address) (o exposure.Observation, ok bool) {
	a.first = careOf(r, a.first)
	place, matched := Match(r.Roster, a.street, a.postal)
	cue := r.Near(a.first, a.last, cueBefore, cueAfter, lexicon.CueHome)
	if a.weak && !matched && !cue && a.postal == "" && !a.flat && !who.Bearer(r, a.first) && !private(r, a.first, a.last) {
		return o, false
	}
	confidence := 0.6
	if cue || a.form != numbered {
		cue = true
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
	o.Attrs["form"] = exposure.Word(a.form)
	o.Attrs["class"] = exposure.Word(whose(r, a.first, a.last))
	if who.FirstPerson(r, o.Sentence) {
		o.Attrs["actor"] = exposure.Word("household")
	} else {
		o.Attrs["actor"] = exposure.Word("unknown")
	}
	o.Attrs["text"] = exposure.Word(r.Clean(a.first, a.last))
	switch {
	case r.Doc.Kind != exposure.Page:
	case matched: // whatever else is said of it
	case theirs(r, a):
		o.Attrs["sure"] = exposure.Word("firm")
	case sure(r, a, cue):
		o.Attrs["sure"] = exposure.Word("yes")
	}
	return o, true
}

// sure reports whether an address on a page and the words beside it say enough: a
// number, somebody who lives there or a postal code, and no company and no place
// that is for everybody. Elsewhere it takes a passage that tells of a home.
func sure(r *reading.Reading, a address, cue bool) bool {
	if a.form == unnamed {
		return false
	}
	if who.Bearer(r, a.first) {
		return true
	}
	if a.form == village && who.Self(r, a.first, a.last) {
		return true
	}
	class := whose(r, a.first, a.last)
	return class == "home" || class == "none" && (cue || a.postal != "" || a.flat || hosted(r, a.first))
}

// theirs reports whether an address is an organisation's.
func theirs(r *reading.Reading, a address) bool {
	return who.Theirs(r, a.first, a.last, who.Nowhere)
}

// hosted reports whether somebody is named whose the address at token i is: "hos
// Moa, Ekvägen 2".
func hosted(r *reading.Reading, i int) bool {
	for j := max(0, i-hostNear); j < i-1; j++ {
		if (r.Is(j, "hos") || r.Is(j, "o") && r.Is(j-1, "/")) && r.Capital(j+1) {
			return true
		}
	}
	return false
}

// hostNear is how many tokens before a street its host is named.
const hostNear = 5

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
	o.Attrs["form"] = exposure.Word(unnamed)
	o.Attrs["class"] = exposure.Word("home")
	o.Attrs["text"] = exposure.Word(r.Clean(h.First, h.Last))
	if p.Kind == roster.Home {
		o.Subject = exposure.Household
	}
	return o, true
}
