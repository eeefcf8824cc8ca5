// Package reading is what the families of recognisers share about one text:
// its tokens, the phrases found in it, whose it is and what the family told
// us. It decides nothing.
package reading

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// Reading is one text being read. It belongs to one goroutine.
type Reading struct {
	text.Text

	Doc    *exposure.Document
	Roster *roster.Roster
	Hits   []lexicon.Hit // in order of place; none lies inside another

	first []int // per sentence, the index of its first hit
}

// Read prepares a text, reusing what r held before.
func (r *Reading) Read(t *lexicon.Table, doc *exposure.Document, ro *roster.Roster, s string) {
	r.Doc, r.Roster = doc, ro
	r.Parse(s)
	r.Hits = t.Scan(&r.Text, r.Hits[:0])
	r.first = r.first[:0]
	h := 0
	for _, s := range r.Sentences {
		for h < len(r.Hits) && r.Hits[h].First < s.First {
			h++
		}
		r.first = append(r.first, h)
	}
	r.first = append(r.first, len(r.Hits))
}

// In gives the hits that start in sentence s; none when there is no such
// sentence.
func (r *Reading) In(s int) []lexicon.Hit {
	if s < 0 || s >= len(r.Sentences) {
		return nil
	}
	return r.Hits[r.first[s]:r.first[s+1]]
}

// Has reports whether sentence s holds one of the concepts.
func (r *Reading) Has(s int, concepts ...lexicon.Concept) bool {
	_, ok := r.Find(s, concepts...)
	return ok
}

// Find gives the first hit of one of the concepts in sentence s.
func (r *Reading) Find(s int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	for _, h := range r.In(s) {
		if slices.Contains(concepts, h.Concept) {
			return h, true
		}
	}
	return lexicon.Hit{}, false
}

// At gives the hit of the concept that starts at token i.
func (r *Reading) At(i int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	lo, hi := 0, len(r.Hits)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if r.Hits[mid].First < i {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < len(r.Hits) && r.Hits[lo].First == i; lo++ {
		if slices.Contains(concepts, r.Hits[lo].Concept) {
			return r.Hits[lo], true
		}
	}
	return lexicon.Hit{}, false
}

// Before gives the hit of one of the concepts that ends right before token i,
// in its sentence.
func (r *Reading) Before(i int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	if i <= 0 || i > len(r.Tokens) {
		return lexicon.Hit{}, false
	}
	for _, h := range r.In(r.SentenceOf(i - 1)) {
		if h.Last != i-1 {
			continue
		}
		if slices.Contains(concepts, h.Concept) {
			return h, true
		}
	}
	return lexicon.Hit{}, false
}

// Near reports whether one of the concepts stands in the sentence of token
// first, or at most before tokens before it or after tokens after last.
func (r *Reading) Near(first, last, before, after int, concepts ...lexicon.Concept) bool {
	s := r.SentenceOf(first)
	for n := s - 1; n <= s+1; n++ {
		for _, h := range r.In(n) {
			if h.Last < first-before || h.First > last+after {
				continue
			}
			if slices.Contains(concepts, h.Concept) {
				return true
			}
		}
	}
	return false
}

// Observe starts an observation about tokens first to last, both included.
func (r *Reading) Observe(kind exposure.Kind, first, last int, value string, confidence float64) exposure.Observation {
	return exposure.Observation{
		Kind: kind, Document: r.Doc.ID, Span: r.SpanOf(first, last), Sentence: r.SentenceOf(first),
		Value: value, Attrs: map[string]exposure.Value{}, Confidence: confidence,
	}
}

// YesNo writes a bool the way attributes do.
func YesNo(b bool) exposure.Value {
	if b {
		return exposure.Word("yes")
	}
	return exposure.Word("no")
}

// Own says whether a value is the family's: yes when it matched, no when the
// family told us values of that sort and it is none of them, else unknown.
func Own(matched, told bool) exposure.Value {
	switch {
	case matched:
		return exposure.Word("yes")
	case told:
		return exposure.Word("no")
	}
	return exposure.Word("unknown")
}
