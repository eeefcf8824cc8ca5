// Package ident recognises numbers and addresses that point at one person or
// one car: personnummer, phone, e-mail, plate. It checks what can be checked
// (calendar, check digit, numbering plan) and asks for a word near by where a
// check is not enough. It judges nothing.
package ident

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// Distances in tokens within which a word counts as announcing a number: a
// label stands just before it, seldom after it.
const (
	cueBefore = 10
	cueAfter  = 5
	vetoNear  = 8
)

// Find appends what it recognises in r.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	found := len(out)
	for i := 0; i < len(r.Tokens); i++ {
		switch r.Tokens[i].Kind {
		case text.Number:
			if n := number(r, i, &out); n > i {
				i = n
			}
		case text.Word:
			if n := words(r, i, &out); n > i {
				i = n
			}
		case text.Mark:
			if o, ok := email(r, i); ok {
				out = append(out, o)
			}
		default:
		}
	}
	out = papers(r, found, announcements(r, found, out))
	if r.Doc.Kind == exposure.Page {
		for i := range out[found:] {
			assure(r, &out[found+i])
		}
	}
	return out
}

// assure says of a number on a page that it needs nothing more to be a person's
// (yes), or that the words beside it say that it is an organisation's (firm), or
// that it is an example or a number of another sort (no).
func assure(r *reading.Reading, o *exposure.Observation) {
	first, last := r.TokensOf(o.Span)
	own, _ := o.Attrs["own"].AsWord()
	switch {
	case own == "yes": // whatever else is said of it
	case o.Kind == exposure.ContactPhone && who.Theirs(r, first, last, public(r, first, last)):
		o.Attrs["sure"] = exposure.Word("firm")
	case o.Kind == exposure.ContactEmail && official(o):
		o.Attrs["sure"] = exposure.Word("firm")
	case (o.Kind == exposure.BookingRef || o.Kind == exposure.VehiclePlate) && (exampled(r, first) || other(r, first)),
		o.Kind == exposure.VehiclePlate && (shown(r, first, last) || abbreviated(o)):
		o.Attrs["sure"] = exposure.Word("no")
	case sure(r, o, first, last):
		o.Attrs["sure"] = exposure.Word("yes")
	}
}

// official reports whether a mailbox is one of an office and not of a person.
func official(o *exposure.Observation) bool {
	form, _ := o.Attrs["form"].AsWord()
	return form == "role"
}

// personally reports whether an address is called after a person: "anna.lind@",
// "t.brask@", "elsa77@".
func personally(address string) bool {
	local, _, _ := strings.Cut(address, "@")
	first, rest, parted := strings.Cut(strings.NewReplacer("_", ".", "-", ".").Replace(local), ".")
	if parted && len(first) == 1 && len(rest) > 3 {
		return true
	}
	name, _ := lexicon.Given(strings.TrimRight(first, "0123456789"))
	return name
}

// sure reports whether the form of a number on a page and the words beside it say
// enough: what it is, and that it is a person's and not a company's or an
// example. Elsewhere it takes a passage that tells of it, for a post also tells
// of what its author saw, read or made up.
func sure(r *reading.Reading, o *exposure.Observation, first, last int) bool {
	cue, _ := o.Attrs["cue"].AsWord()
	form, _ := o.Attrs["form"].AsWord()
	written, _ := o.Attrs["written"].AsWord()
	switch o.Kind {
	case exposure.IDPersonnummer:
		return cue == "yes" || written == "separated" && o.Confidence > 0.8
	case exposure.VehiclePlate:
		return (cue == "yes" || (r.Capitals(first) || r.Kind(last) == text.Word) && vehicular(r, first, last)) && (!who.Firm(r, first, last) || who.Own(r, first, last)) && !abbreviated(o) &&
			!r.Speaks(first, last, seenNear, seenNear, "publicplace.fiction", "public.example") && !seen(r, first)
	case exposure.ContactPhone:
		line, _ := o.Attrs["line"].AsWord()
		return who.Home(r, first) || line == string(Mobile) && (cue == "yes" && who.Own(r, first, last) || who.Self(r, first, last) || who.Bearer(r, first))
	case exposure.ContactEmail:
		return personally(o.Value) && !who.Spoken(r, first) || cue != "public" && !who.Theirs(r, first, last, who.Nowhere)
	case exposure.BankAccount:
		return !who.Theirs(r, first, last, who.Nowhere) && (form == "iban" || cue == "yes") && who.Own(r, first, last)
	case exposure.IDDocument:
		return cue == "yes" && !who.Firm(r, first, last) && r.Speaks(first, last, documentLabel, 2, documentTopics...) && (who.Own(r, first, last) || who.Bearer(r, first))
	case exposure.BookingRef:
		if cue != "yes" || r.Speaks(first, last, bookingBeside, 0, "booking.mere") {
			return false
		}
		return r.Speaks(first, last, bookingBeside, 0, "booking.word") ||
			r.Speaks(first, last, bookingBeside, 0, "booking.ref") && r.Speaks(first, last, bookingNear, bookingNear, bookingAround...)
	default:
		return false
	}
}

// vehicular reports whether a word near tokens first to last is about vehicles,
// also as the first part of a longer one: "bilpool", "parkeringsanmärkning".
func vehicular(r *reading.Reading, first, last int) bool {
	if r.Speaks(first, last, plateWords, plateWords, "vehicle.kind", "vehicle.make", "vehicle.mine", "vehicle.event", "vehicle.sale") {
		return true
	}
	for i := max(0, first-plateWords); i <= last+plateWords && i < len(r.Tokens); i++ {
		w := r.Word(i)
		for _, start := range [...]string{"fordon", "ladd", "barg", "trafik", "transportstyr", "trangsel", "besikt", "betalstation", "krock", "biln", "bilp", "bils", "bilt", "bilv", "bilf", "bilk", "agarby", "agare", "minibuss", "skjuts", "moped", "husvagn"} {
			if strings.HasPrefix(w, start) {
				return true
			}
		}
		if strings.Contains(w, "parkering") {
			return true
		}
	}
	return false
}

// shown reports whether the words near a plate tell of one that no household has:
// of a dealer's stock, a museum, a race, a toy, a list of codes.
func shown(r *reading.Reading, first, last int) bool {
	for i := max(0, first-shownBefore); i <= last+shownAfter && i < len(r.Tokens); i++ {
		w := r.Word(i)
		for _, start := range [...]string{"bilhand", "bilhall", "autohall", "bilfirma", "nyinkom", "lagerbil", "demobil", "fordonsmuse", "bilmuse", "museibil", "utstalln", "exhibit", "rally", "folkrace", "tavling", "leksak", "ladbil", "toys", "dealer", "showroom", "forecourt", "uthyrning"} {
			if strings.HasPrefix(w, start) {
				return true
			}
		}
		if i < first && (w == "codes" || strings.HasSuffix(w, "koder")) {
			return true
		}
	}
	return false
}

// Distances in tokens within which a dealer or a museum is spoken of.
const (
	shownBefore = 24
	shownAfter  = 12
)

// plateWords is how many tokens around a plate may speak of what bears it.
const plateWords = 12

// seenNear is how many tokens around a plate tell whether it is one of a story.
const seenNear = 20

// seen reports whether somebody says, before token i, that they saw a plate.
func seen(r *reading.Reading, i int) bool {
	for j := max(0, i-seenNear); j < i; j++ {
		switch r.Word(j) {
		case "sag", "sett", "saw", "seen", "spotted":
			return true
		}
	}
	return false
}

// bookingBeside is how many tokens stand at most between a word for a booking and
// a reference that needs nothing more.
const bookingBeside = 4

// other reports whether the words right before token i announce a number of
// another sort, such as a code, a model or a bus.
func other(r *reading.Reading, i int) bool {
	for _, h := range r.In(r.SentenceOf(i)) {
		if h.Concept == lexicon.CueOrder && h.Value != "org" && h.Last < i && h.Last >= i-otherNear && !r.Speaks(h.First, h.Last, 0, 0, "booking.word", "booking.ref") {
			return true
		}
	}
	for j := max(0, i-otherNear); j < i; j++ {
		if r.Kind(j) != text.Word {
			continue
		}
		for _, end := range [...]string{"kod", "koden", "code", "modell", "model", "station", "linje", "buss", "bussen", "sal", "kurs", "motor", "arende", "chip", "chippet", "rum", "garderob", "order", "artikel", "kolli", "del", "delar", "reservdelar", "sats", "kodel", "leg", "filter", "belagg", "dack", "tandstift", "codes", "koder", "skruv", "bult", "lampa", "packning", "bandet", "vag", "lamp", "part", "parts"} {
			if w := r.Word(j); strings.HasSuffix(w, end) && !r.Speaks(j, j, 0, 0, "booking.word", "booking.ref") && !(r.Is(j-1, ".") && r.Speaks(j-2, j-1, 0, 0, "booking.word")) {
				return true
			}
		}
	}
	return false
}

// otherNear is how many tokens before a number a word for another sort stands.
const otherNear = 3

// abbreviated reports whether a plate begins with letters that mean something
// else, and no word for a plate announces it.
func abbreviated(o *exposure.Observation) bool {
	form, _ := o.Attrs["form"].AsWord()
	return form != "named" && unplated[strings.ToLower(o.Value[:min(3, len(o.Value))])]
}

// unplated begin what looks like a plate and is a make, or a part of a car.
var unplated = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("ktm wrc ece sae ocr ref tel fax mob kod kap art pro max lux eco rtx gtx dot ean ral ams gbp bmw abs esp gps led usb suv cab gti tdi tsi hdi lpg atv mpv sek dkk nok eur usd") {
		m[w] = true
	}
	return m
}()

// exampled reports whether the words before token i say that what follows shows
// what such a thing looks like: "som ABC 123", "t.ex.", "av typen".
func exampled(r *reading.Reading, i int) bool {
	for j := max(0, i-4); j < i; j++ {
		switch r.Word(j) {
		case "exempel", "exempelvis", "exemplet", "example", "typen", "formatet", "format", "formen", "sasom", "like", "instance", "eg":
			return true
		case "ex":
			return r.Is(j-1, ".") || r.Is(j-1, "t") || r.Is(j+1, ".")
		case "such":
			return r.Is(j+1, "as")
		case "som":
			return j >= i-2
		}
	}
	return false
}

// announcements reads what a word announces: an address whose "@" is a word, a
// number in two places, a plate that is a name.
// Out holds from found on what was read before, in order of place.
func announcements(r *reading.Reading, found int, out []exposure.Observation) []exposure.Observation {
	splits := 0
	for _, h := range r.Hits {
		var o exposure.Observation
		ok := false
		switch {
		case h.Concept == lexicon.EmailAt:
			o, ok = spelled(r, h.First, h.Last, strengthOf(h.Value))
		case h.Concept == lexicon.CuePersonnummer && h.Value == "four" && splits < maxSplits:
			splits++
			o, ok = split(r, h)
		case h.Concept == lexicon.CuePlate && h.Value == "personal":
			o, ok = personalPlate(r, h)
		case h.Concept == lexicon.CuePlate && h.Value == "plate" && r.Doc.Kind == exposure.Page:
			o, ok = ownWords(r, h)
		}
		if !ok {
			continue
		}
		for found < len(out) && out[found].Span.End+longestSpan < o.Span.Start {
			found++
		}
		if !overlaps(out[found:], o) {
			out = append(out, o)
		}
	}
	return out
}

// maxSplits is how many times a text may announce four last digits. No family
// tells more, and each looks for a date far around.
const maxSplits = 64

// longestSpan is the most bytes that a number or an address takes up.
const longestSpan = 600

// overlaps reports whether one of out, which are in order of place, is the same
// sort of fact in the same place.
func overlaps(out []exposure.Observation, o exposure.Observation) bool {
	for i := range out {
		if out[i].Span.Start > o.Span.End+longestSpan {
			break
		}
		if out[i].Kind == o.Kind && out[i].Span.Start < o.Span.End && o.Span.Start < out[i].Span.End {
			return true
		}
	}
	return false
}

// number looks at the run of digits that starts at token i and returns the last
// token it used, or -1. The longest reading wins: an account number is not also
// a phone number.
func number(r *reading.Reading, i int, out *[]exposure.Observation) int {
	readers := [...]recogniser{account, personnummer, grouping, phone}
	from := 0
	if r.Is(i-1, "+") && r.Joined(i) {
		from = len(readers) - 1 // a country code
	}
	for _, read := range readers[from:] {
		if o, last, ok := read(r, i); last >= 0 {
			if ok {
				*out = append(*out, o)
			}
			return last
		}
	}
	for _, read := range [...]recogniser{plate, britishPlate} {
		if o, last, ok := read(r, i); ok {
			*out = append(*out, o)
			return last
		}
	}
	return -1
}

// A recogniser reads what starts at token i. It returns the last token used, or
// -1 when this is not shaped like one; ok says whether it is one.
type recogniser func(r *reading.Reading, i int) (o exposure.Observation, last int, ok bool)

// words looks at a word at token i that may begin a number, and returns the last
// token it used, or -1.
func words(r *reading.Reading, i int, out *[]exposure.Observation) int {
	w := r.Fold(i)
	if len(w) == 1 {
		if o, last, ok := spelledPlate(r, i); ok {
			*out = append(*out, o)
			return last
		}
	}
	if m, ok := morpheme(w); (!ok || m.weak) && !(len(w) == 1 && glyph(r, i)) {
		return -1
	}
	if k := i + 1; k >= len(r.Tokens) || r.Tokens[k].Kind == text.Emoji {
		return -1
	}
	var n run
	n.collect(r, i)
	if n.n < 3 || n.size(r) < minPhone {
		return -1
	}
	for _, read := range [...]recogniser{grouping, phone} {
		if o, last, ok := read(r, i); ok {
			*out = append(*out, o)
			return last
		}
	}
	return -1
}

// alone reports whether tokens first to last are not part of a longer string of
// letters, digits, or amounts.
func alone(r *reading.Reading, first, last int) bool {
	return !clings(r, first-1, first, -1) && !clings(r, last+1, last+1, 1)
}

// clings reports whether token i is glued to its neighbour at the join (the
// token after which there would be a space) and continues the number.
func clings(r *reading.Reading, i, join, step int) bool {
	if i < 0 || i >= len(r.Tokens) || !r.Joined(join) {
		return false
	}
	switch r.Kind(i) {
	case text.Word, text.Number:
		return true
	case text.Mark:
		switch c := r.Folded()[r.Tokens[i].Start]; c {
		case '-', '/', '_', '=', '#', '&', '%', '+', ':', '.', ',':
			if c == ':' && step < 0 {
				return false // "tel:070-…"
			}
			far := i + step
			farJoin := i
			if step > 0 {
				farJoin = far
			}
			return far >= 0 && far < len(r.Tokens) && r.Joined(farJoin) &&
				(r.Kind(far) == text.Number || r.Kind(far) == text.Word && c != '.' && c != ',' && c != '/')
		}
	case text.Emoji: // stands apart as after a space
	}
	return false
}

// length is the number of bytes of token i.
func length(r *reading.Reading, i int) int {
	if i < 0 || i >= len(r.Tokens) {
		return 0
	}
	return int(r.Tokens[i].End - r.Tokens[i].Start)
}

// cued reports whether a word that announces the value stands near.
func cued(r *reading.Reading, first, last int, c lexicon.Concept) bool {
	return r.Near(first, last, cueBefore, cueAfter, c)
}

// vetoed reports whether a word that announces another sort of number stands
// before it, in its sentence. An account may be a personal number.
func vetoed(r *reading.Reading, first int) bool {
	for _, h := range r.In(r.SentenceOf(first)) {
		if h.Concept == lexicon.CueOrder && h.Value == "" && h.Last < first && h.Last >= first-vetoNear {
			return true
		}
	}
	return false
}

// announced says whether a word announces a value, and when it does whether
// that is a word for a company's or an authority's line.
func announced(r *reading.Reading, first, last int, cue bool) exposure.Value {
	if public(r, first, last) < who.Nowhere {
		return exposure.Word("public")
	}
	return reading.YesNo(cue)
}

// Distances in tokens within which a word about a desk counts.
const (
	deskBefore = 8
	deskAfter  = 6
)

// desk is the topic of words for the lines of companies and authorities.
const desk = "public.desk"

// public is how far off the nearest word about a desk stands, in the sentence, as
// who.Far counts; who.Nowhere where there is none near.
func public(r *reading.Reading, first, last int) int {
	s, d := r.SentenceOf(first), who.Nowhere
	for _, h := range r.Topics {
		if int(h.Last) >= first-deskBefore && int(h.First) <= last+deskAfter && r.SentenceOf(int(h.First)) == s && r.Lists.Name(h.Topic) == desk {
			at := int(h.Last)
			if int(h.First) > last {
				at = int(h.First)
			}
			d = min(d, who.Far(r, first, last, at))
		}
	}
	return d
}

func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}
