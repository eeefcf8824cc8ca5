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

// Known is what a family told us, in the form that texts are compared with. It
// runs beside Roster.Places.
type Known struct {
	Towns   []string   // folded; "" where none was told
	Streets [][]string // the folded words of the street, without its number
}

// Reading is one text being read. It belongs to one goroutine.
type Reading struct {
	text.Text

	Doc    *exposure.Document
	Roster *roster.Roster
	Known  *Known
	Hits   []lexicon.Hit      // in order of place; none lies inside another
	Topics []lexicon.TopicHit // in order of place
	Lists  *lexicon.Topics
	Alone  []lexicon.Hit // words about being home alone, in order of place

	// Scratch is room for the observations of one text, kept between texts.
	Scratch []exposure.Observation

	first []int32       // per token and one more, the index of the first hit from there on
	sets  []lexicon.Set // per sentence, the concepts in it
}

// Open takes up a text, reusing what r held before. Until Match nothing is
// found in it.
func (r *Reading) Open(doc *exposure.Document, ro *roster.Roster, known *Known, s string) {
	r.Doc, r.Roster, r.Known = doc, ro, known
	r.Parse(s)
}

// Match finds the phrases of the word lists.
func (r *Reading) Match(t *lexicon.Table, topics *lexicon.Topics) {
	r.Case()
	r.Hits = t.Scan(&r.Text, r.Hits[:0])
	r.Lists = topics
	r.Topics = topics.Scan(&r.Text, r.Topics[:0])
	r.first, r.sets = r.first[:0], r.sets[:0]
	h := 0
	for i := range len(r.Tokens) + 1 {
		for h < len(r.Hits) && r.Hits[h].First < i {
			h++
		}
		r.first = append(r.first, int32(h)) //nolint:gosec // a text of text.MaxLen bytes has fewer
	}
	for range r.Sentences {
		r.sets = append(r.sets, lexicon.Set{})
	}
	for _, h := range r.Hits {
		r.sets[r.SentenceOf(h.First)].Add(h.Concept)
	}
}

// In gives the hits that start in sentence s; none when there is no such
// sentence.
func (r *Reading) In(s int) []lexicon.Hit {
	if s < 0 || s >= len(r.Sentences) {
		return nil
	}
	return r.Hits[r.first[r.Sentences[s].First]:r.first[r.Sentences[s].End]]
}

// TopicsIn gives the words about topics that start in sentences first to last.
func (r *Reading) TopicsIn(first, last int) []lexicon.TopicHit {
	from := func(token int) int {
		i, _ := slices.BinarySearchFunc(r.Topics, token, func(h lexicon.TopicHit, token int) int { return int(h.First) - token })
		return i
	}
	return r.Topics[from(r.Sentences[first].First):from(r.Sentences[last].End)]
}

// Starting gives the hits that start at token i.
func (r *Reading) Starting(i int) []lexicon.Hit {
	if i < 0 || i >= len(r.Tokens) {
		return nil
	}
	return r.Hits[r.first[i]:r.first[i+1]]
}

// Has reports whether sentence s holds one of the concepts.
func (r *Reading) Has(s int, concepts ...lexicon.Concept) bool {
	return s >= 0 && s < len(r.sets) && r.sets[s].Has(concepts...)
}

// Find gives the first hit of one of the concepts in sentence s.
func (r *Reading) Find(s int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	if !r.Has(s, concepts...) {
		return lexicon.Hit{}, false
	}
	return pick(r.In(s), concepts)
}

// pick gives the first hit of one of the concepts.
func pick(hits []lexicon.Hit, concepts []lexicon.Concept) (lexicon.Hit, bool) {
	for i := range hits {
		if slices.Contains(concepts, hits[i].Concept) {
			return hits[i], true
		}
	}
	return lexicon.Hit{}, false
}

// At gives the hit of the concept that starts at token i.
func (r *Reading) At(i int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	return pick(r.Starting(i), concepts)
}

// Before gives the hit of one of the concepts that ends right before token i,
// in its sentence.
func (r *Reading) Before(i int, concepts ...lexicon.Concept) (lexicon.Hit, bool) {
	if i <= 0 || i > len(r.Tokens) {
		return lexicon.Hit{}, false
	}
	s := r.SentenceOf(i - 1)
	if !r.Has(s, concepts...) {
		return lexicon.Hit{}, false
	}
	hits := r.In(s)
	for n := range hits {
		if hits[n].Last == i-1 && slices.Contains(concepts, hits[n].Concept) {
			return hits[n], true
		}
	}
	return lexicon.Hit{}, false
}

// Near reports whether one of the concepts stands in the sentence of token
// first, or at most before tokens before it or after tokens after last.
func (r *Reading) Near(first, last, before, after int, concepts ...lexicon.Concept) bool {
	s := r.SentenceOf(first)
	for n := s - 1; n <= s+1; n++ {
		if !r.Has(n, concepts...) {
			continue
		}
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
	o := exposure.Observation{
		Kind: kind, Document: r.Doc.ID, Span: r.SpanOf(first, last), Sentence: r.SentenceOf(first),
		Value: value, Confidence: confidence,
	}
	switch kind {
	case exposure.ModalityNegation, exposure.ModalityQuestion, exposure.ModalityWish, exposure.ContextFiction, exposure.ContextFigure,
		exposure.ContextPublic, exposure.HouseholdWhole:
		// These carry nothing.
	default:
		o.Attrs = map[string]exposure.Value{}
	}
	return o
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
