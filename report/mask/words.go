package mask

import (
	"slices"
	"strings"
	"unicode"

	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/roster"
)

// hidden stands where a word was.
const hidden = "…"

// words are what names somebody, or where somebody is: phrases of folded tokens, by
// their first, the longest first; and telephone numbers.
type words struct {
	phrases map[string][][]string
	phones  map[string]bool
}

// everyday are names that any family uses, and that tell nobody which one it is. To
// hide them would only make sentences hard to read.
func everyday() []string {
	return []string{
		"mamma", "pappa", "mormor", "morfar", "farmor", "farfar", "mum", "mom", "dad", "grandma", "grandpa",
		"hem", "hemma", "hemmet", "huset", "stugan", "sommarstugan", "lagenheten", "home", "house", "cottage",
		"skola", "skolan", "forskolan", "dagis", "fritids", "school", "preschool",
		"jobb", "jobbet", "arbetet", "kontoret", "work", "office", "hunden", "katten",
	}
}

// of are the words of a household that name somebody other than the one who reads;
// with reads empty, of everybody. What the reader shares with others, such as a family
// name, and what belongs to the household as a whole, is the reader's own.
func of(r *roster.Roster, reads exposure.SubjectID) words {
	w := words{map[string][][]string{}, map[string]bool{}}
	own := map[string]bool{}
	for _, p := range r.People {
		if p.ID == reads {
			for _, t := range tokens(p.Name) {
				own[t.folded] = true
			}
		}
	}
	name := func(s string) { // each of its words names, also in the genitive
		for _, t := range tokens(s) {
			if !own[t.folded] && len([]rune(t.folded)) > 1 {
				w.add(t.folded)
				w.add(t.folded + "s")
			}
		}
	}
	for _, p := range r.People {
		if p.ID == reads {
			continue
		}
		name(p.Name)
		name(string(p.ID))
		for _, s := range slices.Concat(p.Aliases, p.Emails) {
			w.add(s)
		}
		for _, s := range p.Emails {
			user, _, _ := strings.Cut(s, "@")
			w.add(user)
		}
		for _, s := range p.Phones {
			w.phones[digits(s)] = true
		}
	}
	w.around(r, reads)
	return w
}

// around adds what is around the people of a household: places, clubs, vehicles, pets
// and domains.
func (w *words) around(r *roster.Roster, reads exposure.SubjectID) {
	for _, p := range r.Places {
		if reads != "" && slices.Contains(p.People, reads) {
			continue
		}
		for _, s := range []string{p.Name, p.Street, street(p.Street), p.Postal, p.Town, p.ID} {
			w.add(s)
		}
		w.capitals(p.Name)
	}
	for _, c := range r.Clubs {
		if reads == "" || c.Person != reads && c.Person != "" {
			w.add(c.Name)
			w.capitals(c.Name)
		}
	}
	for _, v := range r.Vehicles {
		if reads == "" || v.Owner != reads {
			w.add(v.Plate)
			if len(v.Plate) > 3 {
				w.add(v.Plate[:3] + " " + v.Plate[3:])
			}
		}
	}
	if reads == "" {
		for _, s := range slices.Concat(r.Pets, r.Domains) {
			w.add(s)
			w.add(s + "s")
		}
	}
}

// street is the name of a street, without its number.
func street(s string) string {
	return strings.TrimRightFunc(s, func(r rune) bool { return !unicode.IsLetter(r) || unicode.IsUpper(r) })
}

// capitals adds the words of a name that are written as names: of "Ekbackens skola"
// the first.
func (w *words) capitals(s string) {
	for _, t := range tokens(s) {
		if first := []rune(s[t.start:t.end]); len(first) > 2 && unicode.IsUpper(first[0]) {
			w.add(t.folded)
		}
	}
}

func (w *words) add(s string) {
	var phrase []string
	for _, t := range tokens(s) {
		phrase = append(phrase, t.folded)
	}
	if len(phrase) == 0 || len(phrase) == 1 && slices.Contains(everyday(), phrase[0]) {
		return
	}
	same := w.phrases[phrase[0]]
	i, found := slices.BinarySearchFunc(same, phrase, func(a, b []string) int {
		if len(a) != len(b) {
			return len(b) - len(a)
		}
		return slices.Compare(a, b)
	})
	if !found {
		w.phrases[phrase[0]] = slices.Insert(same, i, phrase)
	}
}

// hide returns s with "…" where the words stand.
func (w *words) hide(s string) string {
	ts := tokens(s)
	var out strings.Builder
	done := 0
	for i := 0; i < len(ts); {
		n := w.at(s, ts[i:])
		if n == 0 || ts[i].start < done { // a part of what was hidden
			i++
			continue
		}
		out.WriteString(s[done:ts[i].start])
		out.WriteString(hidden)
		done = ts[i+n-1].end
		i += n
	}
	out.WriteString(s[done:])
	return out.String()
}

// at is how many of the first tokens are one of the words; 0 for none.
func (w *words) at(s string, ts []token) int {
	for _, phrase := range w.phrases[ts[0].folded] {
		n := len(phrase)
		if n <= len(ts) && slices.EqualFunc(phrase, ts[:n], func(p string, t token) bool { return p == t.folded }) {
			return n
		}
	}
	return w.phone(s, ts)
}

// phone is how many of the first tokens are one of the telephone numbers.
func (w *words) phone(s string, ts []token) int {
	if len(w.phones) == 0 {
		return 0
	}
	number, longest := "", 0
	for i, t := range ts {
		if d := s[t.start:t.end]; strings.Trim(d, "0123456789") == "" {
			number += d
		} else {
			break
		}
		if w.phones[national(number)] {
			longest = i + 1
		}
		if len(number) > 15 {
			break
		}
	}
	return longest
}

// digits are those of a telephone number, as it is dialled in the country.
func digits(s string) string {
	return national(strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s))
}

func national(number string) string {
	for _, abroad := range []string{"0046", "46"} {
		if rest, ok := strings.CutPrefix(number, abroad); ok && len(rest) > 6 {
			return "0" + strings.TrimPrefix(rest, "0")
		}
	}
	return number
}

// token is a run of letters and digits, as recognisers compare it; start and end are
// bytes of the text. One sign may stand for several of them.
type token struct {
	folded     string
	start, end int
}

func wordly(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func tokens(s string) []token {
	var out []token
	start := -1
	flush := func(end int) {
		if start < 0 {
			return
		}
		// Folding may leave nothing, or open a sign into several words.
		for f := range strings.FieldsFuncSeq(text.Fold(s[start:end]), func(r rune) bool { return !wordly(r) }) {
			out = append(out, token{f, start, end})
		}
		start = -1
	}
	for i, r := range s {
		if wordly(r) || unicode.IsMark(r) || unicode.Is(unicode.Cf, r) {
			if start < 0 {
				start = i
			}
			continue
		}
		flush(i)
	}
	flush(len(s))
	return out
}
