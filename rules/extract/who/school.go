package who

import (
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// schools appends the schools that neither a word in the lists nor their ending
// names alone: "Myrans förskola", "4B", "ettan på Vittra", "Rönnowska".
func schools(r *reading.Reading, cs []cue, out []exposure.Observation) []exposure.Observation {
	found := len(out)
	for i := range r.Tokens {
		switch r.Kind(i) {
		case text.Number:
			if last, ok := class(r, cs, i); ok {
				o := r.Observe(exposure.SchoolNamed, i, last, "klass "+strings.ReplaceAll(text.Fold(r.Clean(i, last)), " ", ""), 0.6)
				o.Attrs["form"] = exposure.Word("class")
				o.Attrs["name"] = exposure.Word(r.Clean(i, last))
				o.Attrs["own"] = exposure.Word("unknown")
				out = append(out, o)
			}
		case text.Word:
			if first, last, ok := possessed(r, i); ok {
				out = append(out, schoolNamed(r, first, last, 0.8))
			} else if r.Capital(i) && ends(r.Fold(i), "ska") && r.Tokens[i].End-r.Tokens[i].Start > 7 && where(r, i-1) && learns(r, cs, i) {
				out = append(out, schoolNamed(r, i, i, 0.5))
			}
		default:
		}
	}
	named := out[found:] // in order of place
	end := 0             // of the last one found below
	for _, c := range cs {
		first, last, ok := c.first, c.last, false
		switch c.role {
		case schoolName:
			ok = r.Capital(c.first) && learns(r, cs, c.first)
		case schoolYear, daycare:
			first, last, ok = schoolAfter(r, c.last)
		default:
		}
		if !ok {
			continue
		}
		s := r.SpanOf(first, last)
		for len(named) > 0 && named[0].Span.End <= s.Start {
			named = named[1:]
		}
		if s.Start < end || len(named) > 0 && named[0].Span.Start < s.End {
			continue // told already
		}
		end = s.End
		out = append(out, schoolNamed(r, first, last, 0.6))
	}
	return out
}

// schoolWordEnds reports whether a folded word ends in what schools are called.
func schoolWordEnds(w []byte) bool {
	return ends(w, "skolan") || ends(w, "skola") || ends(w, "skolans") || ends(w, "gymnasiet") || ends(w, "gymnasium") || ends(w, "gymnasiets")
}

// possessed reads a school whose sort stands at token i, in small letters after
// a name: "Tallbackens fritids", "Tåsjö byskola".
func possessed(r *reading.Reading, i int) (first, last int, ok bool) {
	switch string(r.Fold(i)) {
	case "forskola", "fsk", "dagis", "fritids", "skola", "byskola", "friskola", "grundskola", "montessoriskola", "centralskola", "gymnasium", "gymnasieskola",
		"hogstadieskola", "lagstadieskola", "mellanstadieskola", "montessori", "montessoriforskola", "skolas", "forskolas", "barnehage", "bornehave", "skole":
	default:
		return 0, 0, false
	}
	if r.Capital(i) || !r.Capital(i-1) || r.SentenceOf(i-1) != r.SentenceOf(i) || r.Tokens[i].Lines > 0 || len(r.Word(i-1)) < 3 {
		return 0, 0, false
	}
	first = i - 1
	for n := 0; n < 2 && r.Capital(first-1) && r.Tokens[first].Lines == 0 && r.SentenceOf(first-1) == r.SentenceOf(i); n++ {
		first--
	}
	if w := r.Fold(i - 1); first == i-1 && w[len(w)-1] != 's' && r.Sentences[r.SentenceOf(i)].First == first {
		return 0, 0, false // "Svensk skola": a sentence starts
	}
	if first == i-1 && (covered(r, i-1) || lexicon.NameOf(r.Tokens[i-1].Hash)&lexicon.NameCommon != 0) {
		return 0, 0, false // "Barnens skola", "lämnar Tage dagis": no school's name
	}
	return first, i, true
}

// class reads "4B", "6 c", "8C": a year from 1 to 9 and a letter, where the
// sentence tells of school.
func class(r *reading.Reading, cs []cue, i int) (last int, ok bool) {
	w := r.Fold(i)
	if len(w) != 1 || w[0] == '0' || r.Joined(i) || r.Kind(i+1) != text.Word || len(r.Fold(i+1)) != 1 || r.SentenceOf(i+1) != r.SentenceOf(i) {
		return i, false
	}
	if c := r.Fold(i + 1)[0]; c < 'a' || c > 'h' || c == 'a' && !r.Joined(i+1) || r.Joined(i+2) && r.Kind(i+2) != text.Mark {
		return i, false
	}
	if _, klass := r.Before(i, lexicon.SchoolClass); klass {
		return i, false // told already
	}
	if r.Is(i+2, "pa") || r.Is(i+2, "at") || r.Is(i+2, "-") && (r.Is(i+3, "klass") || r.Is(i+3, "foraldrar")) {
		return i + 1, true
	}
	before := string(r.Fold(i - 1))
	inside := before == "i" || before == "in" || before == "till" || before == "into"
	return i + 1, inside && (learns(r, cs, i) || r.Joined(i+1) && r.Capital(i+1) && busyNear(r, cs, i))
}

// learns reports whether the sentence of token i tells of school.
func learns(r *reading.Reading, cs []cue, i int) bool {
	s := r.SentenceOf(i)
	for _, c := range inSentence(r, cs, s) {
		if c.first <= i && i <= c.last {
			continue
		}
		switch c.role {
		case schoolYear, schoolWord, daycare:
			return true
		default:
		}
	}
	return r.Has(s, lexicon.SchoolKind)
}

// busyNear reports whether the sentence of token i tells of a child or of what
// children do.
func busyNear(r *reading.Reading, cs []cue, i int) bool {
	for _, c := range inSentence(r, cs, r.SentenceOf(i)) {
		if c.role >= younger && c.role <= small || c.role == youth || c.role == outside {
			return true
		}
	}
	return false
}

// where reports whether token i says where.
func where(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "pa", "vid", "at", "fran", "from", "hos", ",":
		return true
	}
	return false
}

// schoolAfter reads the name after a year at school: "ettan på Vittra", "Year 2
// at St Cuthbert's", "inskolning på Blåklinten".
func schoolAfter(r *reading.Reading, cued int) (first, last int, ok bool) {
	i := cued + 1
	if !where(r, cued) {
		if !where(r, i) || r.Is(i, ",") {
			return 0, 0, false
		}
		i++
	}
	if r.Is(i, "the") {
		i++
	}
	if i >= len(r.Tokens) || !r.Capital(i) || r.SentenceOf(i) != r.SentenceOf(cued) || r.Tokens[i].End-r.Tokens[i].Start < 2 {
		return 0, 0, false
	}
	if w := r.Fold(i); ends(w, "gatan") || ends(w, "vagen") || timed(r, i) {
		return 0, 0, false
	}
	last = i
	for last-i < 4 && r.Capital(last+1) && r.Tokens[last+1].Lines == 0 && r.SentenceOf(last+1) == r.SentenceOf(i) && !timed(r, last+1) {
		last++
	}
	if _, place := r.At(i, lexicon.PlaceWorld, lexicon.PlaceSweden); last == i && (place || lexicon.NameOf(r.Tokens[i].Hash)&lexicon.NameCommon != 0) {
		return 0, 0, false
	}
	return i, last, true
}
