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
	return papers(r, found, announcements(r, found, out))
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
	readers := [...]recogniser{bank, personnummer, grouping, phone}
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
	if public(r, first, last) {
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

// public reports whether a word about a desk stands near, in the sentence.
func public(r *reading.Reading, first, last int) bool {
	s := r.SentenceOf(first)
	for _, h := range r.Topics {
		if int(h.Last) >= first-deskBefore && int(h.First) <= last+deskAfter && r.SentenceOf(int(h.First)) == s && r.Lists.Name(h.Topic) == desk {
			return true
		}
	}
	return false
}

func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}
