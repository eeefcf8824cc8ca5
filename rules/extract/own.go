package extract

import (
	"strings"
	"unicode"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/where"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// own writes what the family told us as phrases, so that the one pass over a
// text finds them too. Ref is the index of the person, place or club.
func own(r *roster.Roster) []lexicon.Phrase {
	var out []lexicon.Phrase
	add := func(c lexicon.Concept, ref int, s, value string) {
		// "!" and "~" are marks of the word lists, not of names.
		s = strings.NewReplacer("!", " ", "~", " ").Replace(s)
		if hasWord(s) {
			out = append(out, lexicon.Phrase{Concept: c, Text: s, Value: value, Ref: ref})
		}
	}
	for i, p := range r.People {
		add(lexicon.OwnName, i, p.Name, "full")
		add(lexicon.OwnName, i, p.Name+"s", "full")
		add(lexicon.OwnName, i, p.Name+"'s", "full")
		if first, _, _ := strings.Cut(p.Name, " "); first != p.Name {
			add(lexicon.OwnName, i, first, "first")
			add(lexicon.OwnName, i, first+"s", "first")
			add(lexicon.OwnName, i, first+"'s", "first")
		}
		for _, a := range p.Aliases {
			add(lexicon.OwnName, i, a, "alias")
		}
	}
	for i, p := range r.Places {
		street, _ := where.SplitStreet(p.Street)
		add(lexicon.OwnStreet, i, street, "")
		add(lexicon.OwnTown, i, p.Town, "")
		add(lexicon.OwnTown, i, p.Town+"s", "")
		if p.Kind == roster.School {
			add(lexicon.OwnSchool, i, p.Name, "")
			add(lexicon.OwnSchool, i, p.Name+"s", "")
		}
	}
	for i, c := range r.Clubs {
		add(lexicon.OwnActivity, i, c.Name, "")
	}
	return out
}

// known folds what the family told us once, and not for every word of a text.
func known(r *roster.Roster) *reading.Known {
	k := &reading.Known{}
	for _, p := range r.Places {
		street, _ := where.SplitStreet(text.Fold(p.Street))
		k.Towns = append(k.Towns, text.Fold(p.Town))
		k.Streets = append(k.Streets, strings.Fields(street))
	}
	return k
}

// hasWord reports whether a name holds anything to look for. One letter is too
// little: it would be found everywhere.
func hasWord(s string) bool {
	return len([]rune(strings.TrimSpace(s))) > 1 && strings.ContainsFunc(s, unicode.IsLetter)
}

// activities picks the phrases that rules/extract/repeat looks for.
func activities(phrases []lexicon.Phrase) []lexicon.Phrase {
	var out []lexicon.Phrase
	for _, p := range phrases {
		if p.Concept == lexicon.Activity || p.Concept == lexicon.ActivityOut {
			out = append(out, p)
		}
	}
	return out
}

// firstWords gives the hashes of the words that phrases begin with.
func firstWords(phrases []lexicon.Phrase) map[uint64]bool {
	out := map[uint64]bool{}
	var x text.Text
	for _, p := range phrases {
		x.Parse(p.Text)
		if len(x.Tokens) > 0 {
			out[x.Tokens[0].Hash] = true
		}
	}
	return out
}
