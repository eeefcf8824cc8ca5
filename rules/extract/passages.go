package extract

import (
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/extract/ident"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/sense"
	"lampan/rules/extract/when"
	"lampan/rules/extract/where"
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

// homeAlone finds the words about being home alone and reports whether some say
// it. The looks know nothing of them, so such a text is read whatever they say.
func (e *Extractor) homeAlone(r *reading.Reading) bool {
	r.Alone = e.alone.Scan(&r.Text, r.Alone[:0])
	return slices.ContainsFunc(r.Alone, func(h lexicon.Hit) bool { return h.Concept != lexicon.AloneNot })
}

// stirs is the first quick look at a passage: its words, and whether it holds
// anything shaped like a number of a person.
func (e *Extractor) stirs(r *reading.Reading, first, last int) bool {
	return e.model.Stirs(r, first, last) || shaped(r, first, last)
}

// stirsStill is the second look, at phrases as well.
func (e *Extractor) stirsStill(r *reading.Reading, first, last int) bool {
	return e.model.StirsStill(r, first, last) || shaped(r, first, last)
}

// shaped reports whether sentences first to last hold what a recogniser knows by
// its form, whatever the words around say.
func shaped(r *reading.Reading, first, last int) bool {
	return ident.Shaped(r, first, last) || where.Shaped(r, first, last)
}

// firstPassage gives the first sentence of the first passage that a look finds
// something in; the number of sentences when it finds nothing.
func firstPassage(r *reading.Reading, look func(r *reading.Reading, first, last int) bool) int {
	found := len(r.Sentences)
	passages(r, func(first, last int) {
		if found == len(r.Sentences) && look(r, first, last) {
			found = first
		}
	})
	return found
}

// senses appends what the passages of a text tell. Of a text of several, those
// that the second look finds nothing in are passed over, unless all count; the
// first one that it finds something in begins with sentence from.
func (e *Extractor) senses(r *reading.Reading, ranges []when.Range, out []exposure.Observation, from int, all bool) []exposure.Observation {
	f := e.features.Get().(*sense.Reader)
	defer e.features.Put(f)
	inOrder(ranges, out)
	var told []sense.Reading
	var senses []exposure.Observation // apart, so that out stays where it is while passages change it
	passages(r, func(first, last int) {
		if !all && (first < from || first > from && !e.stirsStill(r, first, last)) {
			return
		}
		p := passage(r, ranges, out, first, last)
		told = e.model.Judge(f, &p, told[:0])
		for _, t := range told {
			assure(p.Observations, t)
			o := r.Observe(exposure.Sense, t.First, t.Last, t.Category.String(), t.Sure)
			o.Attrs["score"] = exposure.Number(t.Score)
			o.Attrs["first"], o.Attrs["last"] = exposure.Number(float64(first)), exposure.Number(float64(last))
			senses = append(senses, o)
		}
	})
	return append(out, senses...)
}

// inOrder puts what was found in the order of sentences, so that a passage's
// part of it is found without looking through all.
func inOrder(ranges []when.Range, found []exposure.Observation) {
	slices.SortStableFunc(ranges, func(a, b when.Range) int { return a.Sentence - b.Sentence })
	slices.SortStableFunc(found, func(a, b exposure.Observation) int { return a.Sentence - b.Sentence })
}

// passage gives sentences first to last with what was found in them, of lists
// in order.
func passage(r *reading.Reading, ranges []when.Range, found []exposure.Observation, first, last int) sense.Passage {
	ofRange := func(g when.Range, s int) int { return g.Sentence - s }
	ofFound := func(o exposure.Observation, s int) int { return o.Sentence - s }
	a, _ := slices.BinarySearchFunc(ranges, first, ofRange)
	b, _ := slices.BinarySearchFunc(ranges, last+1, ofRange)
	c, _ := slices.BinarySearchFunc(found, first, ofFound)
	d, _ := slices.BinarySearchFunc(found, last+1, ofFound)
	return sense.Passage{Reading: r, Ranges: ranges[a:b], Observations: found[c:d:d], First: first, Last: last}
}

// assure makes the numbers that a passage is about as sure as what it tells of
// them, where a recogniser by itself doubted.
func assure(found []exposure.Observation, t sense.Reading) {
	kinds := sense.Needs(t.Category)
	for i := range found {
		if o := &found[i]; slices.Contains(kinds, o.Kind) {
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
	inOrder(ranges, out)
	passages(r, func(first, last int) {
		p := passage(r, ranges, out, first, last)
		f(&p)
	})
}
