// Package valuable recognises things worth stealing of which a text says that
// somebody keeps them: jewellery in a drawer, cash in a tin, rifles in a cabinet.
// A museum's, a shop's, a wished-for and a sold one are left out. Whether the
// home is the author's is not decided here.
package valuable

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
)

// Distances in tokens.
const (
	keptNear  = 14 // between a thing and where it is kept
	fromNear  = 4  // between a thing and whose it was
	takenBack = 16 // between a thing and a museum, a wish, a test
)

// What says that a thing is kept, and what says that it is not.
var (
	keeps  = []string{"keep.home", "keep.safe"}
	from   = []string{"keep.inherit", "worth.price", "worth.insured"}
	unmade = []string{"worth.wish", "worth.review", "worth.elsewhere", "worth.fiction"}
)

// Find appends what it recognises in r, at most one observation of a sort of
// thing in a sentence.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	sentence, told := -1, uint32(0)
	for _, h := range r.Topics {
		n := things.Of(r, h)
		if n < 0 {
			continue
		}
		first, last := int(h.First), int(h.Last)
		if s := r.SentenceOf(first); s != sentence {
			sentence, told = s, 0
		}
		if told&(1<<n) != 0 || r.Speaks(first, last, takenBack, takenBack, unmade...) || r.Speaks(first, last, 6, 6, "worth.gone") {
			continue
		}
		kept := ""
		switch {
		case r.Speaks(first, last, keptNear, keptNear, keeps...):
			kept = "yes"
		case r.Speaks(first, last, fromNear, fromNear, from...):
			kept = "no"
		default:
			continue
		}
		told |= 1 << n
		o := r.Observe(exposure.ValuableKept, first, last, "", 0.7)
		o.Attrs["form"] = exposure.Word(sorts[n])
		o.Attrs["cue"] = exposure.Word(kept)
		out = append(out, o)
	}
	return out
}

// sorts are the sorts of things, as the topics below "worth." name them.
var sorts = [...]string{
	"watch", "jewel", "silver", "art", "antique", "instrument", "bike", "camera", "electronics", "weapon", "cash", "collection", "fashion", "vehicle", "tool", "mixed",
}

// things are the indexes in sorts of the topics.
var things = reading.NewMarks(sort)

// sort gives the index in sorts of the topic, or -1.
func sort(topic string) int {
	name, ok := strings.CutPrefix(topic, "worth.")
	if !ok {
		return -1
	}
	for i, s := range sorts {
		if s == name {
			return i
		}
	}
	return -1
}
