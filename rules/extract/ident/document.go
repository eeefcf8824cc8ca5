package ident

import (
	"bytes"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Distances in tokens between a document and its number. People tell the story
// of a lost wallet before they come to the number.
const (
	documentLabel  = 7
	documentBefore = 40
	documentAfter  = 14
	ticketBefore   = 12
)

// documentTopics name a document, announcers a number of any sort.
var (
	documentTopics = []string{"document.passport", "document.card", "document.licence"}
	announcers     = []string{
		"document.passport", "document.card", "document.licence", "document.number", "booking.word", "booking.ref", "booking.carrier",
		"money.bankgiro", "money.plusgiro", "money.account", "money.iban", "money.bank", "network.password",
	}
)

// documents appends the numbers of passports, identity cards and driving
// licences that begin in r. Where a number has been found to be something else
// it stays that. None has a check digit outside the machine-readable zone, so a
// word must speak of the document.
func documents(r *reading.Reading, known, out []exposure.Observation) []exposure.Observation {
	for i := 0; i < len(r.Tokens); i++ {
		if r.Kind(i) != text.Number {
			continue
		}
		c := written(r, i)
		if !documentShape(r, c) {
			if c = piece(r, i); !documentShape(r, c) {
				continue
			}
		}
		i = c.last
		if measured(r, c.first, c.last) {
			continue
		}
		if o := over(r, known, c.first, c.last); o != nil {
			if !gives(o) || !r.Speaks(c.first, c.last, documentLabel, 0, documentTopics...) {
				continue
			}
			o.Kind = ""
		}
		if o, ok := document(r, c.first, c.last, c.capitals(r), c.letters == 2 && c.digits == 7 || c.letters == 3 && c.digits == 6); ok {
			out = append(out, o)
		}
	}
	return spelledDocuments(r, known, out)
}

// documentShape reports whether a code may be the number of a document: the
// Nordic and European ones have seven to eleven places, British and Indian
// driving licences up to sixteen.
func documentShape(r *reading.Reading, c code) bool {
	n := c.len()
	switch {
	case n < 7 || n > 16 || c.digits < 5 || c.letters > 8 || c.groups > 6:
		return false
	case c.letters > 0 && c.small && c.first != c.last && c.letters > 3:
		return false
	case c.letters == 0 && (n > 13 || day(r, c)):
		return false
	}
	return alone(r, c.first, c.last)
}

// day reports whether a code of digits is a date: 20260712, 2026-07-12, 12.07.2026.
func day(r *reading.Reading, c code) bool {
	if c.digits != 8 || c.letters > 0 {
		return false
	}
	d := c.capitals(r)
	for _, s := range []string{d, d[4:] + d[2:4] + d[:2]} {
		if (s[:2] == "19" || s[:2] == "20") && s[4:6] >= "01" && s[4:6] <= "12" && s[6:] >= "01" && s[6:] <= "31" {
			return true
		}
	}
	return false
}

// measured reports whether tokens first to last are money or a measure.
func measured(r *reading.Reading, first, last int) bool {
	switch r.Word(last + 1) {
	case "kr", "kronor", "sek", "spann", "kronur", "euro", "eur", "usd", "nok", "dkk", "dollar", "pund", "pounds", "miljoner", "miljarder", "tkr", "tusen", "laxar",
		"km", "mil", "meter", "steg", "steps", "kvm", "m", "kg", "kwh", "kcal", "%", "$", "visningar", "views", "likes", "foljare", "followers", "personer", "invanare", "poang":
		return true
	}
	switch r.Word(first - 1) {
	case "$", "€", "£", "kr", "#", "@":
		return true
	}
	return false
}

// document decides whether a string that is shaped like one is a document's
// number. Strong is a shape that little else has.
func document(r *reading.Reading, first, last int, value string, strong bool) (exposure.Observation, bool) {
	h, near := r.About(first, last, documentLabel, 4, documentTopics...)
	if !near {
		after := documentAfter
		if strong {
			after = documentBefore
		}
		var around bool
		if h, around = r.About(first, last, documentBefore, after, documentTopics...); !around {
			return exposure.Observation{}, false
		}
	}
	if r.Doc.Kind == exposure.Page && (undocumented(r, first, last) || !strong && (ticketed(r, first, last) || civic(r, first, value))) {
		return exposure.Observation{}, false
	}
	money := r.Speaks(first, last, 3, 1, "booking.word", "booking.ref", "booking.mere", "money.bankgiro", "money.plusgiro", "money.account")
	if money && !r.Speaks(first, last, 3, 0, documentTopics...) {
		return exposure.Observation{}, false
	}
	confidence := 0.6
	if near {
		confidence = 0.9
	}
	if strong {
		confidence += 0.08
	}
	o := r.Observe(exposure.IDDocument, first, last, value, confidence)
	o.Attrs["form"] = exposure.Word(documentForm(r, h))
	o.Attrs["cue"] = reading.YesNo(near || strong)
	return o, true
}

// undocumented reports whether the words beside a number on a page say that it is
// another's: of a case, an animal, a shift at work, an example.
func undocumented(r *reading.Reading, first, last int) bool {
	if other(r, first) || elsewise(r, first) || animal(r, first, last) || exampled(r, first) {
		return true
	}
	return r.Speaks(first, last, documentLabel, 2, "document.figure") && !r.Speaks(first, last, 3, 0, documentTopics...)
}

// elsewise reports whether a word right before token i names a number of another
// sort: "Försäkringsnr 12345678", "passerkort 1234567".
func elsewise(r *reading.Reading, i int) bool {
	j := i - 1
	for r.Is(j, ":") || r.Is(j, ".") {
		j--
	}
	w := r.Word(j)
	for _, end := range [...]string{"nr", "nummer", "numret", "number", "avi", "avin", "kort", "kortet"} {
		if len(w) > len(end) && strings.HasSuffix(w, end) {
			return !r.Speaks(j, j, 0, 0, documentTopics...)
		}
	}
	return false
}

// ticketed reports whether the words near tokens first to last speak of a card or
// a pass that lets somebody in, ride or pay, of a class to be booked, or of goods.
func ticketed(r *reading.Reading, first, last int) bool {
	for i := max(0, first-ticketBefore); i <= last+documentLabel && i < len(r.Tokens); i++ {
		w := r.Word(i)
		for _, start := range [...]string{
			"lift", "skipass", "skidkort", "simhall", "badhus", "gym", "traning", "passkort", "sasong", "arskort", "manadskort", "periodkort", "klippkort", "presentkort", "medlemskort", "kundkort", "bonuskort", "rabattkort", "lanekort",
			"bibliotekskort", "busskort", "resekort", "spakort", "entrekort", "passerkort", "nyckelkort", "bokningssystem", "reklam", "produkt", "butik", "garanti", "partout", "passepartout", "art", "season", "ski", "swim", "library", "gift", "loyalty", "membership", "product", "warranty", "class", "instructor",
		} {
			if strings.HasPrefix(w, start) && (len(start) > 3 || w == start || start == "gym") {
				return true
			}
		}
	}
	return false
}

// civic reports whether a number is written as a person's or an organisation's in
// a register, with ten or twelve digits, or is the end of a longer one: of an
// account or a payment card.
func civic(r *reading.Reading, first int, value string) bool {
	value, vat := strings.CutPrefix(value, "SE")
	if len(value) != len(digits(value)) {
		return false
	}
	if r.Kind(first-1) == text.Number && r.Tokens[first].Lines == 0 && r.Tokens[first].Start-r.Tokens[first-1].End == 1 {
		return true
	}
	n := length(r, first)
	return len(value) == 12 && (vat || n == 12 || n == 8) || len(value) == 10 && !vat && (n == 10 || n == 6)
}

// animal reports whether the words near tokens first to last speak of a beast, a
// gym or a lift, which have passes and cards of their own.
func animal(r *reading.Reading, first, last int) bool {
	for i := max(0, first-otherNear); i <= last+otherNear && i < len(r.Tokens); i++ {
		switch r.Word(i) {
		case "hund", "hunden", "hundens", "dog", "dog's", "katt", "katten", "kattens", "cat", "cat's", "hast", "hasten", "hastens", "horse", "horse's", "pet", "gym", "gymmet", "liften", "skidor", "kodel", "konummer":
			return true
		}
	}
	return false
}

func documentForm(r *reading.Reading, h lexicon.TopicHit) string {
	_, form, _ := strings.Cut(r.Lists.Name(h.Topic), ".")
	return form
}

// spelledDocuments reads numbers that are written out in words: "nr sju åtta
// tre nio två noll ett fem".
func spelledDocuments(r *reading.Reading, known, out []exposure.Observation) []exposure.Observation {
	for i := 0; i < len(r.Tokens); i++ {
		d, last := spelledOut(r, i)
		if d == "" {
			continue
		}
		if len(d) >= 7 && len(d) <= 10 && over(r, known, i, last) == nil {
			if o, ok := document(r, i, last, d, false); ok {
				out = append(out, o)
			}
		}
		i = last
	}
	return out
}

// spelledOut reads a number written out in words, at least in part, from token
// i on. It gives the digits of the longest reading.
func spelledOut(r *reading.Reading, i int) (number string, last int) {
	if r.Kind(i) != text.Word {
		return "", i
	}
	if m, ok := morpheme(r.Fold(i)); !ok || m.weak {
		return "", i
	}
	var n run
	n.collect(r, i)
	if n.n < 3 {
		return "", i
	}
	n.readings(r, func(d []byte, parts int) bool {
		if parts == n.n && number == "" {
			number, last = string(d), n.last(parts)
		}
		return number != ""
	})
	return number, last
}

// zones appends the document numbers of machine-readable zones, which stand on
// passports and identity cards and are recognised by their check digits.
func zones(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	if bytes.IndexByte(r.Folded(), '<') < 0 {
		return out
	}
	for i := 0; i < len(r.Tokens); i++ {
		if !r.Is(i, "<") || !r.Joined(i) && !r.Joined(i+1) {
			continue
		}
		first, last := i, i
		for first > 0 && r.Joined(first) && zonal(r, first-1) && i-first < maxZone {
			first--
		}
		for r.Joined(last+1) && zonal(r, last+1) && last-i < maxZone {
			last++
		}
		number, ok := MRZ(string(r.Folded()[r.Tokens[first].Start:r.Tokens[last].End]))
		if ok {
			o := r.Observe(exposure.IDDocument, first, last, number, 0.99)
			o.Attrs["form"] = exposure.Word("passport")
			o.Attrs["cue"] = reading.YesNo(true)
			out = append(out, o)
		}
		i = last
	}
	return out
}

// maxZone is the most tokens that one line of 44 places has.
const maxZone = 44

func zonal(r *reading.Reading, i int) bool { return r.Is(i, "<") || alnum(r, i) }

// MRZ reads one line of the machine-readable zone of a passport or a card (ICAO
// Doc 9303) and gives the document number. It knows the lines that hold one:
// the second of a passport (44 places) and of a card of format 2 (36), the
// first of a card of format 1 (30). Check digits must be right.
func MRZ(line string) (number string, ok bool) {
	s := strings.ToUpper(strings.TrimSpace(line))
	for i := range len(s) {
		if c := s[i]; c != '<' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') {
			return "", false
		}
	}
	at := 0
	switch len(s) {
	case 44, 36:
		if !checked(s[:9], s[9]) || !checked(s[13:19], s[19]) || !checked(s[21:27], s[27]) {
			return "", false
		}
	case 30:
		if strings.IndexByte("IAC", s[0]) < 0 || !checked(s[5:14], s[14]) {
			return "", false
		}
		at = 5
	default:
		return "", false
	}
	number = strings.TrimRight(s[at:at+9], "<")
	return number, len(number) >= 6 && strings.ContainsAny(number, "0123456789") && !strings.Contains(number, "<")
}

// checked reports whether digit is the check digit of field: weights 7, 3, 1,
// letters from 10, modulo 10.
func checked(field string, digit byte) bool {
	sum := 0
	for i := range len(field) {
		v := 0
		switch c := field[i]; {
		case c >= '0' && c <= '9':
			v = int(c - '0')
		case c >= 'A' && c <= 'Z':
			v = int(c-'A') + 10
		}
		sum += v * [...]int{7, 3, 1}[i%3]
	}
	return digit == '0'+byte(sum%10)
}
