package extract

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/sense"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// A post is read as one passage. Longer texts are pages that hold several, and
// are cut between paragraphs, or where a passage grows too long.
const (
	wholeText   = 220 // tokens
	longPassage = 120
	paragraph   = 40 // the fewest tokens that a paragraph's end ends a passage after
)

// passages gives the stretches of sentences that are read at once, first and
// last.
func passages(r *reading.Reading, f func(first, last int)) {
	n := len(r.Sentences)
	if n == 0 {
		return
	}
	if len(r.Tokens) <= wholeText {
		f(0, n-1)
		return
	}
	first := 0
	for s := 1; s < n; s++ {
		held := r.Sentences[s].First - r.Sentences[first].First
		ends := r.Tokens[r.Sentences[s].First].Lines >= 2 && held >= paragraph
		if ends || held+r.Sentences[s].Len() > longPassage {
			f(first, s-1)
			first = s
		}
	}
	f(first, n-1)
}

// names reports whether a text may name what the family told us.
func (e *Extractor) names(r *reading.Reading) bool {
	if len(e.own) == 0 {
		return false
	}
	for i := range r.Tokens {
		if e.own[r.Tokens[i].Hash] {
			return true
		}
	}
	return false
}

// does reports whether a text may name an activity. At a moment, other posts may
// repeat it, so such a text is read whatever the looks say of it.
func (e *Extractor) does(r *reading.Reading) bool {
	r.Hits = e.doing.Scan(&r.Text, r.Hits[:0])
	return len(r.Hits) > 0
}

// active is does for a text whose phrases have been matched.
func active(r *reading.Reading) bool {
	return slices.ContainsFunc(r.Hits, func(h lexicon.Hit) bool {
		return h.Concept == lexicon.Activity || h.Concept == lexicon.ActivityOut
	})
}

// anyPassage reports whether a look finds something in one of the passages.
func anyPassage(r *reading.Reading, look func(r *reading.Reading, first, last int) bool) bool {
	found := false
	passages(r, func(first, last int) { found = found || look(r, first, last) })
	return found
}

// senses appends what the passages of a text tell. Of a text of several, those
// that a look finds nothing in are passed over, unless all count.
func (e *Extractor) senses(r *reading.Reading, ranges []when.Range, out []exposure.Observation, all bool) []exposure.Observation {
	f := e.features.Get().(*sense.Reader)
	defer e.features.Put(f)
	found := len(out)
	p := sense.Passage{Reading: r, Ranges: ranges, Observations: out[:found]}
	var told []sense.Reading
	passages(r, func(first, last int) {
		if !all && !e.model.StirsStill(r, first, last) {
			return
		}
		p.First, p.Last = first, last
		told = e.model.Judge(f, &p, told[:0])
		for _, t := range told {
			assure(out[:found], t, first, last)
			o := r.Observe(exposure.Sense, t.First, t.Last, t.Category.String(), t.Sure)
			o.Attrs["score"] = exposure.Number(t.Score)
			o.Attrs["first"], o.Attrs["last"] = exposure.Number(float64(first)), exposure.Number(float64(last))
			out = append(out, o)
		}
	})
	return out
}

// assure makes the numbers that a passage is about as sure as what it tells of
// them, where a recogniser by itself doubted.
func assure(found []exposure.Observation, t sense.Reading, first, last int) {
	kinds := sense.Needs(t.Category)
	if kinds == nil {
		return
	}
	for i := range found {
		if o := &found[i]; o.Sentence >= first && o.Sentence <= last && slices.Contains(kinds, o.Kind) {
			o.Confidence = max(o.Confidence, t.Sure)
		}
	}
}

// Passages calls f with every passage of a document's text and what the
// recognisers found in the text. What f is given is valid until it returns.
// It is what the weights of rules/extract/sense are learned from.
func (e *Extractor) Passages(doc *exposure.Document, f func(*sense.Passage)) {
	r := e.readings.Get().(*reading.Reading)
	defer e.readings.Put(r)
	r.Open(doc, e.roster, e.known, doc.Text)
	r.Match(e.table, e.topics)
	ranges, out := families(r, nil)
	passages(r, func(first, last int) {
		f(&sense.Passage{Reading: r, Ranges: ranges, Observations: slices.Clip(out), First: first, Last: last})
	})
}
