package who

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// turning reads a birthday by an age and the day beside it, without a word for
// birthdays: "90 år på måndag", "60 today", "idag blir Elsa sju", "Dad's 70th on
// Saturday".
func turning(r *reading.Reading, cs []cue, g when.Range) (exposure.Observation, bool) {
	sent := r.Sentences[g.Sentence]
	for i := max(sent.First, g.First-birthReach); i < min(sent.End, g.Last+birthReach); i++ {
		if i >= g.First && i <= g.Last {
			continue
		}
		n, last := number(r, i)
		if n < 1 || n > 110 || !ripe(r, cs, g, i, last) {
			continue
		}
		o := r.Observe(exposure.BirthDate, g.First, g.Last, g.From.Format("01-02"), 0.6)
		o.Attrs["actor"] = exposure.Word("unknown")
		o.Attrs["minor"] = reading.YesNo(n < adult)
		o.Attrs["own"] = exposure.Word("unknown")
		return o, true
	}
	return exposure.Observation{}, false
}

// ripe reports whether the number in tokens first to last is the age that
// somebody reaches on the day g.
func ripe(r *reading.Reading, cs []cue, g when.Range, first, last int) bool {
	end := last + 1
	years := yearUnit(r, end)
	if years {
		end++
	}
	someone := whose(r, cs, g.Sentence)
	if !years && ordinal(r, end) {
		return someone && r.Joined(end) && (r.Is(first-1, "my") || r.Is(first-1, "his") || r.Is(first-1, "her") || genitive(r, first-1))
	}
	if !years && !stands(r, g, end) {
		return false // "tre veckor", "5 minutes"
	}
	if r.Joined(first) || r.Is(end, "sedan") || r.Is(end, "sen") || r.Is(end, "ago") || clock(r, first-1) {
		return false
	}
	for i := first - 1; i >= max(r.Sentences[g.Sentence].First, first-5); i-- {
		switch string(r.Fold(i)) {
		case "blir", "blev", "turn", "turns", "turned", "turning", "fylla", "become", "becomes", "bli", "hits", "hit", "reaches":
			return someone || years
		case "is", "are", "am", "i'm", "he's", "she's", "ar", "e":
			return someone && (years || i == first-1)
		}
	}
	// No verb: the age and its day stand side by side.
	near := g.First-end <= 1 && g.First >= end || first-g.Last <= 1 && first > g.Last || first-g.Last <= 3 && first > g.Last && years
	if !near {
		return false
	}
	opens := first == r.Sentences[g.Sentence].First
	return years && (someone || opens) || opens && g.First == end && r.Kind(end) == text.Word || !opens && follows(r, cs, first)
}

// stands reports whether nothing that is counted follows a number.
func stands(r *reading.Reading, g when.Range, i int) bool {
	if i >= r.Sentences[g.Sentence].End || i == g.First || r.Kind(i) == text.Emoji {
		return true
	}
	if r.Kind(i) == text.Mark {
		return !r.Joined(i) || !(r.Is(i, ":") || r.Is(i, "/") || r.Is(i, "%") || r.Is(i, "-") || r.Is(i, ".")) || i+1 >= len(r.Tokens) || !r.Joined(i+1)
	}
	switch string(r.Fold(i)) {
	case "pa", "i", "den", "om", "nu", "on", "this", "next", "and", "och", "o", "men", "but", "redan", "igen", "imorrn", "imon", "to":
		return true
	}
	return false
}

// ordinal reports whether token i makes the number before it one in a row.
func ordinal(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "th", "st", "nd", "rd":
		return true
	}
	return false
}

func clock(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "kl", "klockan", "at", "vid", "v", "vecka", "week", "sid", "nr", "rum", "room", "till", "from", "mellan", "day", "dag", "-", "/", ":", "kanal":
		return true
	}
	return false
}

// whose reports whether a sentence is about the author, one of the family or
// somebody named.
func whose(r *reading.Reading, cs []cue, s int) bool {
	for _, c := range inSentence(r, cs, s) {
		if c.role <= small {
			return true
		}
	}
	if FirstPerson(r, s) || r.Has(s, lexicon.OwnName) {
		return true
	}
	for i := r.Sentences[s].First; i < r.Sentences[s].End; i++ {
		switch string(r.Fold(i)) {
		case "han", "hon", "hen", "he", "she", "he's", "she's":
			return true
		}
		if n := lexicon.NameOf(r.Tokens[i].Hash); n != 0 && n&lexicon.NameWord == 0 && r.Capital(i) {
			return true
		}
	}
	return false
}

// follows reports whether a name or a word for kin, with or without a comma,
// stands right before token i.
func follows(r *reading.Reading, cs []cue, i int) bool {
	i--
	if r.Is(i, ",") || r.Is(i, "(") || r.Is(i, "!") {
		i--
	}
	if n := lexicon.NameOf(r.Tokens[max(i, 0)].Hash); n != 0 && n&lexicon.NameWord == 0 {
		return true
	}
	for _, c := range inSentence(r, cs, r.SentenceOf(max(i, 0))) {
		if c.last == i && c.role <= small {
			return true
		}
	}
	return false
}

// elsewhere reports whether the birthday that tokens first to last belong to is
// that of a pet, a public person or a thing: such a word stands near, and none
// for the family.
func elsewhere(r *reading.Reading, cs []cue, first, last int) bool {
	const window = 8
	other := false
	for _, c := range inSentence(r, cs, r.SentenceOf(first)) {
		if c.last < first-window || c.first > last+window {
			continue
		}
		switch c.role {
		case partner, elder, younger, child, small:
			if !genitive(r, c.last) {
				return false
			}
		case outside, birthOther:
			other = true
		default:
		}
	}
	return other
}

// greeted appends a birthday that a greeting puts on the day of the post:
// "grattis lillan på sexårsdagen", "happy birthday to my sister".
func greeted(r *reading.Reading, cs []cue, out []exposure.Observation) []exposure.Observation {
	day := when.Base(r.Doc)
	if day.IsZero() {
		return out
	}
	for _, c := range cs {
		if c.role != birthGreeting || elsewhere(r, cs, c.first, c.last) || !whose(r, cs, r.SentenceOf(c.first)) {
			continue
		}
		o := r.Observe(exposure.BirthDate, c.first, c.last, day.Format("01-02"), 0.5)
		o.Attrs["actor"] = exposure.Word("unknown")
		o.Attrs["minor"] = exposure.Word("no")
		o.Attrs["own"] = exposure.Word("unknown")
		return append(out, o)
	}
	return out
}
