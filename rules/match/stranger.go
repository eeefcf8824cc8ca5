package match

import (
	"strings"
	"unicode/utf8"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// strangers lists the names of people outside the household. They agreed to
// nothing, so an excerpt shows an initial. Nobody knows every name: a row of
// capitalised words is taken for one, unless something in it says otherwise,
// and a single word when it is a common given name or ends like a surname.
// What lies in shown, spans in order and disjoint, is known to be no person.
func strangers(t *text.Text, shown []exposure.Span, r *roster.Roster) []piece {
	own := ownWords(r)
	var out []piece
	hide := func(i int) {
		s := t.SpanOf(i, i)
		out = append(out, piece{s, first(t.Original()[s.Start:s.End]) + dot})
	}
	named := func(i int) bool { // a capitalised word that may be part of a name
		if !t.Capital(i) {
			return false
		}
		_, known := holding(shown, t.SpanOf(i, i))
		return !known && !pronoun(t.Word(i)) && !acronym(t, i) && !own[base(t.Word(i))] && !own[t.Word(i)]
	}
	for i := 0; i < len(t.Tokens); i++ {
		if t.Is(i, "@") && !t.Joined(i) && t.Joined(i+1) && t.Kind(i+1) == text.Word && !own[t.Word(i+1)] {
			i++
			hide(i) // a handle
			continue
		}
		if !named(i) {
			continue
		}
		last := i
		for next := after(t, last); next > 0 && t.Capital(next); next = after(t, last) {
			last = next
		}
		start := i
		if opens(t, i) {
			if name, word := lexicon.Given(base(t.Word(i))); !name || word && last == i {
				start++ // the first word of a sentence, and no more
			}
		}
		// Two words are a name, and so is one after a member's: "Elsa Ek".
		words, thing := 0, heading(t, i, last)
		if start > 0 && own[base(t.Word(start-1))] && after(t, start-1) == start {
			words++
		}
		for j := start; j <= last; j++ {
			if named(j) && (j == start || t.Tokens[j].Space) { // "Wi-Fi" is one word
				words++
			}
			thing = thing || lexicon.Thing(t.Word(j)) || acronym(t, j)
		}
		row := words > 1 && !thing
		for j := start; j <= last; j++ {
			if named(j) && (row || alone(t.Word(j))) {
				hide(j)
			}
		}
		i = last
	}
	return out
}

// pronoun reports whether a folded word is the English "I".
func pronoun(w string) bool { return w == "i" || strings.HasPrefix(w, "i'") }

// acronym reports whether token i is two or three capitals: "IF", "SVT".
func acronym(t *text.Text, i int) bool {
	n := utf8.RuneCountInString(t.Word(i))
	return n > 1 && n < 4 && t.Capitals(i)
}

// after is the token that goes on a name after token i, beyond a hyphen; 0 when
// the name ends.
func after(t *text.Text, i int) int {
	n := i + 1
	if t.Is(n, "-") && t.Joined(n) && t.Joined(n+1) {
		n++
	}
	if t.Kind(n) != text.Word || t.Tokens[n].Lines > 0 || t.SentenceOf(n) != t.SentenceOf(i) {
		return 0
	}
	return n
}

// opens reports whether token i is written with a capital because it comes
// first.
func opens(t *text.Text, i int) bool {
	if i == 0 || t.SentenceOf(i) != t.SentenceOf(i-1) || t.Tokens[i].Lines > 0 {
		return true
	}
	return t.Kind(i-1) != text.Word && t.Kind(i-1) != text.Number && !t.Is(i-1, ",") && !t.Is(i-1, "&")
}

// heading reports whether most words around a row are capitalised, as in
// English titles, where a capital says nothing.
func heading(t *text.Text, from, last int) bool {
	const few = 4
	s := t.Sentences[t.SentenceOf(from)]
	words, capitals := 0, 0
	for j := s.First; j < s.End; j++ {
		if t.Kind(j) == text.Word {
			words++
			if t.Capital(j) {
				capitals++
			}
		}
	}
	return last-from >= few-1 && 3*capitals > 2*words
}

// alone reports whether one word is a name without another beside it.
func alone(folded string) bool {
	w := base(folded)
	if name, _ := lexicon.Given(w); name {
		return true
	}
	if name, _ := lexicon.Given(folded); name {
		return true
	}
	for _, end := range []string{"sson", "qvist", "kvist", "gren"} {
		if len(w) > len(end)+2 && strings.HasSuffix(w, end) {
			return true
		}
	}
	return false
}

// base is a folded word without the ending of the genitive.
func base(folded string) string {
	w := strings.TrimSuffix(folded, "'s")
	if w == folded && len(w) > 3 {
		w = strings.TrimSuffix(w, "s")
	}
	return w
}

// ownWords are the words of the family's names, places and clubs.
func ownWords(r *roster.Roster) map[string]bool {
	out := map[string]bool{}
	add := func(names ...string) {
		var t text.Text
		for _, n := range names {
			t.Parse(n)
			for i := range t.Tokens {
				if w := t.Word(i); utf8.RuneCountInString(w) > 1 {
					out[w], out[base(w)] = true, true
				}
			}
		}
	}
	for _, p := range r.People {
		add(p.Name)
		add(p.Aliases...)
	}
	for _, p := range r.Places {
		add(p.Name, p.Street, p.Town)
	}
	for _, c := range r.Clubs {
		add(c.Name)
	}
	add(r.Pets...)
	return out
}

// ownName reports whether every word of a folded name is the family's own.
func ownName(folded string, r *roster.Roster) bool {
	own := ownWords(r)
	for w := range strings.FieldsSeq(folded) {
		if !own[w] && !own[base(w)] {
			return false
		}
	}
	return true
}
