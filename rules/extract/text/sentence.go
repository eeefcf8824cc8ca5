package text

// Sentence is a stretch of tokens, from First to End, half open.
type Sentence struct{ First, End int }

// Len is the number of tokens.
func (s Sentence) Len() int { return s.End - s.First }

// SentenceOf gives the index of the sentence that holds token i: 0 before the
// text, and one past the last behind it.
func (t *Text) SentenceOf(i int) int {
	switch {
	case i < 0:
		return 0
	case i >= len(t.Tokens):
		return len(t.Sentences)
	}
	return int(t.Tokens[i].sentence)
}

// maxSentence is the most tokens a sentence may hold. Lists and tables without
// any full stop are cut there, which keeps work within a sentence bounded.
const maxSentence = 200

func (t *Text) split() {
	out := t.Sentences[:0]
	first := 0
	for i := range t.Tokens {
		if i > 0 && (i-first >= maxSentence || t.ends(first, i)) {
			out = append(out, Sentence{first, i})
			first = i
		}
		t.Tokens[i].sentence = int32(len(out)) //nolint:gosec // a text of MaxLen bytes has fewer
	}
	if first < len(t.Tokens) {
		out = append(out, Sentence{first, len(t.Tokens)})
	}
	t.Sentences = out
}

// shortLine is the length in bytes below which a line was broken by its author
// and not by a margin.
const shortLine = 50

// ends reports whether the sentence that begins with token first ends before
// token i.
func (t *Text) ends(first, i int) bool {
	k := t.Tokens[i]
	if !k.Space {
		// "Vi åker!Hej då" is rare; marks after marks belong together.
		return false
	}
	if k.Lines >= 2 {
		return true
	}
	if k.Lines == 1 && t.lineEnds(i) {
		return true
	}
	if k.Kind == Emoji {
		return false // it is about what was said, not about what comes
	}
	j := i - 1
	for j > first && t.Tokens[j].Kind == Emoji {
		j--
	}
	if j < i-1 && k.Kind == Word && t.Capital(i) {
		return true
	}
	if t.Tokens[j].Kind != Mark {
		return false
	}
	// A closing quote or bracket belongs to the sentence before it.
	for j > first && t.Joined(j) && closing(t.folded[t.Tokens[j].Start]) {
		j--
	}
	switch t.folded[t.Tokens[j].Start] {
	case '!', '?':
		return k.Kind != Mark
	case '.':
		return t.fullStop(j, i)
	}
	return false
}

func closing(c byte) bool { return c == '"' || c == '\'' || c == ')' || c == ']' }

// lineEnds decides a single line break before token i: it ends a sentence
// unless it looks like a margin in running text.
func (t *Text) lineEnds(i int) bool {
	k, prev := t.Tokens[i], t.Tokens[i-1]
	if k.Kind != Word || t.Capital(i) {
		// "12\njuli" does not happen; lists and new statements do.
		return k.Kind != Number || prev.Kind == Mark || prev.Kind == Emoji || t.lineLen(i-1) < shortLine
	}
	return t.lineLen(i-1) < shortLine
}

// lineLen gives the length in bytes, up to shortLine, of the line that ends
// with token i.
func (t *Text) lineLen(i int) int {
	end := int(t.Tokens[i].End)
	start := end
	for start > 0 && end-start < shortLine && t.folded[start-1] != '\n' {
		start--
	}
	return end - start
}

// fullStop decides whether the full stop at token j ends a sentence before
// token i.
func (t *Text) fullStop(j, i int) bool {
	if j == 0 {
		return false
	}
	next := t.Tokens[i]
	if t.Is(j-1, ".") {
		// "…": a sentence goes on when the next word is small.
		return next.Kind != Word || t.Capital(i)
	}
	before := t.Tokens[j-1]
	switch before.Kind {
	case Word:
		if next.Kind == Word && t.Capital(i) {
			// "Bor på Björkv. Vi …" is rare; "Dr. Lind", "St. Anna" are not.
			return !title(t.Word(j-1)) && !t.initial(j-1)
		}
		return !t.abbreviation(j - 1)
	case Number:
		// "den 12. juli" is Danish and Norwegian for the twelfth.
		return next.Kind != Word || t.Capital(i)
	default:
		return true
	}
}

// initial reports whether token i is one capital letter that stands alone.
func (t *Text) initial(i int) bool {
	k := t.Tokens[i]
	return k.End-k.Start == 1 && t.Capital(i)
}

// abbreviation reports whether the word at token i is one that is written with
// a full stop.
func (t *Text) abbreviation(i int) bool {
	k := t.Tokens[i]
	if k.End-k.Start == 1 {
		return true // t.ex., f.d., p.g.a., v. 29
	}
	switch t.Word(i) {
	case "kl", "ca", "cirka", "nr", "tel", "mob", "tfn", "resp", "st", "str", "adr", "jan", "feb", "mar", "apr",
		"jun", "jul", "aug", "sep", "sept", "okt", "oct", "nov", "dec", "man", "mon", "tis", "tue", "ons", "wed",
		"tors", "tor", "thu", "fre", "fri", "lor", "sat", "son", "sun", "ex", "bl", "dvs", "dvl", "etc", "osv", "mm", "mfl", "ev",
		"evt", "inkl", "exkl", "max", "min", "mvh", "obs", "ang", "betr", "vs", "approx", "incl", "no", "eg", "ie", "ggr", "tom", "fom":
		return true
	}
	return title(t.Word(i))
}

func title(w string) bool {
	switch w {
	case "dr", "mr", "mrs", "ms", "prof", "st", "sankt", "sr", "jr", "fr", "hr", "kl":
		return true
	}
	return false
}
