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
	vetoNear  = 3
)

// Find appends what it recognises in r.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	for i := 0; i < len(r.Tokens); i++ {
		switch k := r.Tokens[i]; {
		case k.Kind == text.Number:
			if n := number(r, i, &out); n > i {
				i = n
			}
		case k.Kind == text.Mark && r.Folded()[k.Start] == '@':
			if o, ok := email(r, i); ok {
				out = append(out, o)
			}
		}
	}
	for _, h := range r.Hits {
		if h.Concept == lexicon.EmailAt {
			if o, ok := spelled(r, h); ok {
				out = append(out, o)
			}
		}
	}
	return out
}

// number looks at the run of digits that starts at token i and returns the last
// token it used, or -1. The longest reading wins: an account number is not also
// a phone number.
func number(r *reading.Reading, i int, out *[]exposure.Observation) int {
	if last := account(r, i); last >= 0 {
		return last
	}
	if o, last, ok := personnummer(r, i); last >= 0 {
		if ok {
			*out = append(*out, o)
		}
		return last
	}
	if o, last, ok := phone(r, i); last >= 0 {
		if ok {
			*out = append(*out, o)
		}
		return last
	}
	if o, last, ok := plate(r, i); ok {
		*out = append(*out, o)
		return last
	}
	return -1
}

// account skips an IBAN and anything else that is one letter-and-digit string
// of 15 characters or more, written in groups.
func account(r *reading.Reading, i int) int {
	if i == 0 || !r.Joined(i) || r.Kind(i-1) != text.Word || r.Tokens[i-1].End-r.Tokens[i-1].Start != 2 ||
		r.Tokens[i].End-r.Tokens[i].Start < 2 {
		return -1
	}
	digits, last := 0, i
	for j := i; j < len(r.Tokens) && j < i+12; j++ {
		k := r.Tokens[j]
		if k.Kind != text.Number || j > i && (k.Lines > 0 || k.Start-r.Tokens[j-1].End > 1) {
			break
		}
		digits += int(k.End - k.Start)
		last = j
	}
	if digits < 13 {
		return -1
	}
	return last
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
// just before it.
func vetoed(r *reading.Reading, first int) bool {
	return r.Near(first, first, vetoNear, 0, lexicon.CueOrder)
}

func digits(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= '0' && c <= '9' {
			return c
		}
		return -1
	}, s)
}
