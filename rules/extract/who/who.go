// Package who recognises people and what is told of them: members of the
// family, people whom a sentence names by its grammar ("min man Erik", "Elsa 6
// år"), their birthdays, schools, clubs and employers, and whom a statement is
// about. Without a roster it still says whether a name is a child's, a
// relative's or somebody else's. It judges nothing.
package who

import (
	"strconv"
	"strings"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// Named reports whether a hit on a member's name is one: written with a
// capital, or an alias, which people write as they like; and not part of an
// e-mail address.
func Named(r *reading.Reading, h lexicon.Hit) bool {
	if r.Joined(h.Last+1) && r.Is(h.Last+1, "@") || r.Joined(h.First) && r.Is(h.First-1, "@") && h.Value != "alias" {
		return false
	}
	return h.Value == "alias" || r.Capital(h.First) && (h.Value != "first" || !surname(r, h.Last+1))
}

// surname reports whether token i, after a member's first name, is a surname
// that nobody in the family bears: "Elsa Ek" is somebody else. A row of
// capitals is a heading.
func surname(r *reading.Reading, i int) bool {
	if !r.Capital(i) || r.Tokens[i].Lines > 0 || r.Tokens[i].End-r.Tokens[i].Start < 2 || r.SentenceOf(i) != r.SentenceOf(i-1) ||
		r.Capitals(i) || r.Capital(i+1) && r.Tokens[i+1].Lines == 0 || covered(r, i) {
		return false
	}
	name := r.Word(i)
	for _, p := range r.Roster.People {
		for part := range strings.FieldsSeq(text.Fold(p.Name)) {
			if part == name || part+"s" == name {
				return false
			}
		}
	}
	return true
}

// Find appends the members, children, schools and clubs in r.
func Find(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	for _, h := range r.Hits {
		switch h.Concept {
		case lexicon.OwnName:
			if Named(r, h) {
				out = append(out, member(r, h))
			}
		case lexicon.ActorChild:
			o := r.Observe(exposure.PersonChild, h.First, h.Last, h.Value, 0.6)
			o.Attrs["form"] = exposure.Word("relation")
			o.Attrs["name"] = exposure.Word(r.Clean(h.First, h.Last))
			out = append(out, o)
		case lexicon.OwnActivity:
			o := r.Observe(exposure.ActivityNamed, h.First, h.Last, text.Fold(r.Roster.Clubs[h.Ref].Name), 1)
			o.Subject = r.Roster.Clubs[h.Ref].Person
			o.Attrs["name"] = exposure.Word(r.Clean(h.First, h.Last))
			o.Attrs["own"] = exposure.Word("yes")
			out = append(out, o)
		case lexicon.ClubSuffix:
			if o, ok := club(r, h); ok {
				out = append(out, o)
			}
		case lexicon.OwnSchool:
			o := r.Observe(exposure.SchoolNamed, h.First, h.Last, text.Fold(r.Roster.Places[h.Ref].Name), 1)
			o.Attrs["form"] = exposure.Word(schoolForm(o.Value))
			o.Attrs["name"] = exposure.Word(r.Clean(h.First, h.Last))
			o.Attrs["own"] = exposure.Word("yes")
			if p := r.Roster.Places[h.Ref].People; len(p) == 1 {
				o.Subject = p[0]
			}
			out = append(out, o)
		case lexicon.SchoolKind, lexicon.SchoolClass:
			if o, ok := school(r, h); ok {
				out = append(out, o)
			}
		}
	}
	out = compounds(r, out)
	var room [48]cue
	cs := cues(r, room[:0])
	out = schools(r, cs, out)
	out = persons(r, cs, out)
	return works(r, cs, out)
}

func member(r *reading.Reading, h lexicon.Hit) exposure.Observation {
	p := r.Roster.People[h.Ref]
	kind := exposure.PersonAdult
	if p.Minor {
		kind = exposure.PersonChild
	}
	confidence := 0.9
	if h.Value == "first" {
		confidence = 0.75 // others bear the name too
	}
	o := r.Observe(kind, h.First, h.Last, string(p.ID), confidence)
	o.Subject = p.ID
	o.Attrs["name"] = exposure.Word(r.Clean(h.First, h.Last))
	if p.Minor {
		o.Attrs["form"] = exposure.Word("name")
	}
	return o
}

// club reads "Storviks IF": capitalised words before a club's ending.
func club(r *reading.Reading, h lexicon.Hit) (exposure.Observation, bool) {
	first := h.First
	for first > 0 && h.First-first < 3 && r.Capital(first-1) && r.Tokens[first].Lines == 0 && r.Kind(first-1) == text.Word {
		first--
	}
	if first == h.First || !r.Capitals(h.First) {
		return exposure.Observation{}, false
	}
	o := r.Observe(exposure.ActivityNamed, first, h.Last, text.Fold(r.Clean(first, h.Last)), 0.7)
	o.Attrs["name"] = exposure.Word(r.Clean(first, h.Last))
	o.Attrs["own"] = reading.Own(false, len(r.Roster.Clubs) > 0)
	return o, true
}

// school reads "förskolan Blåsippan", "klass 4B", "Riverside School".
func school(r *reading.Reading, h lexicon.Hit) (o exposure.Observation, ok bool) {
	n := h.Last + 1
	if h.Concept == lexicon.SchoolClass {
		last := n
		switch {
		case r.Kind(n) == text.Number && len(r.Word(n)) == 1 && r.Word(n) != "0":
			if r.Joined(n+1) && r.Kind(n+1) == text.Word && len(r.Word(n+1)) == 1 {
				last++
			}
		default:
			return o, false
		}
		o = r.Observe(exposure.SchoolNamed, h.First, last, "klass "+strings.ReplaceAll(text.Fold(r.Clean(n, last)), " ", ""), 0.7)
		o.Attrs["form"] = exposure.Word("class")
		o.Attrs["name"] = exposure.Word(r.Clean(h.First, last))
		o.Attrs["own"] = exposure.Word("unknown")
		return o, true
	}
	first, last := h.First, h.Last
	if h.Value == "after" { // the name stands before: "Riverside School"
		for first > 0 && h.First-first < 3 && r.Capital(first-1) && r.Tokens[first].Lines == 0 {
			first--
		}
		if first == h.First || !r.Capital(h.First) {
			return o, false
		}
	} else {
		for last+1 < len(r.Tokens) && last-h.Last < 2 && r.Capital(last+1) && r.Tokens[last+1].Lines == 0 {
			last++
		}
		if last == h.Last {
			return o, false
		}
	}
	return schoolNamed(r, first, last, 0.8), true
}

func schoolNamed(r *reading.Reading, first, last int, confidence float64) exposure.Observation {
	name := r.Clean(first, last)
	o := r.Observe(exposure.SchoolNamed, first, last, text.Fold(name), confidence)
	o.Attrs["form"] = exposure.Word(schoolForm(o.Value))
	o.Attrs["name"] = exposure.Word(name)
	told := false
	for _, p := range r.Roster.Places {
		told = told || p.Kind == "school" && p.Name != ""
	}
	o.Attrs["own"] = reading.Own(false, told)
	return o
}

func schoolForm(folded string) string {
	if strings.Contains(folded, "forskol") || strings.Contains(folded, "dagis") || strings.Contains(folded, "preschool") ||
		strings.Contains(folded, "kindergarten") || strings.Contains(folded, "nursery") {
		return "preschool"
	}
	return "school"
}

// compounds finds schools by their ending: "Ekskolan", "Lindgymnasiet". Words
// for sorts of school are in the word lists and left out.
func compounds(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	b := r.Folded()
	for i, k := range r.Tokens {
		if k.Kind != text.Word || k.End-k.Start < 8 {
			continue
		}
		w := b[k.Start:k.End]
		if !schoolWordEnds(w) || !r.Capital(i) {
			continue
		}
		if len(hitsAt(r, i)) > 0 || covered(r, i) {
			continue
		}
		first := i
		for first > 0 && i-first < 2 && r.Capital(first-1) && r.Tokens[first].Lines == 0 && r.SentenceOf(first-1) == r.SentenceOf(i) &&
			r.Sentences[r.SentenceOf(i)].First != first-1 {
			first--
		}
		out = append(out, schoolNamed(r, first, i, 0.75))
	}
	return out
}

// covered reports whether a phrase of the lists holds token i.
func covered(r *reading.Reading, i int) bool {
	for _, h := range r.In(r.SentenceOf(i)) {
		if h.First <= i && i <= h.Last {
			return true
		}
	}
	return false
}

func ends(w []byte, suffix string) bool {
	return len(w) > len(suffix) && string(w[len(w)-len(suffix):]) == suffix
}

// birthReach is how far in tokens a day stands from the word about a birthday.
const birthReach = 6

// Births appends days of birth: a word about being born or turning an age, and
// the day that its grammar ties to it.
func Births(r *reading.Reading, ranges []when.Range, out []exposure.Observation) []exposure.Observation {
	var room [48]cue
	cs := cues(r, room[:0])
	told := len(out)
	for _, g := range ranges {
		if g.Precision != when.Day || !g.From.Equal(g.To) || elsewhere(r, cs, g.First, g.Last) {
			continue
		}
		var cue lexicon.Hit
		best := birthReach + 1
		for _, h := range r.In(g.Sentence) {
			if h.Concept != lexicon.CueBirth && h.Concept != lexicon.CueAge || !tied(r, g, h) {
				continue
			}
			if d := max(h.First-g.Last, g.First-h.Last); d < best {
				best, cue = d, h
			}
		}
		if best > birthReach {
			if o, ok := turning(r, cs, g); ok {
				out = append(out, o)
			}
			continue
		}
		a := bearer(r, g.Sentence, cue)
		if cue.Value == "thanks" {
			a = Actor{Who: "self"}
		}
		year := 0
		value := g.From.Format("01-02")
		if y := g.From.Format("2006"); cue.Value == "born" && strings.Contains(r.Clean(g.First, g.Last), y) {
			year, value = g.From.Year(), g.From.Format("2006-01-02")
		}
		if year == 0 && !g.Undated {
			if n := age(r, g.Sentence, cue); n > 0 {
				year = g.From.Year() - n
			} else if cue.Value == "thanks" {
				continue // thanks for what, it does not say
			}
		}
		o := r.Observe(exposure.BirthDate, g.First, g.Last, value, 0.75)
		o.Subject = a.Subject
		if o.Subject == "" && (r.Is(cue.First-1, "min") || r.Is(cue.First-1, "my")) {
			o.Subject = r.Doc.Subject // "min födelsedag är den 14 mars"
		}
		own := born(r, a, year)
		if cue.Value == "thanks" && own != "yes" {
			continue
		}
		o.Attrs["actor"] = exposure.Word(a.Who)
		o.Attrs["minor"] = reading.YesNo(a.Minor)
		o.Attrs["own"] = exposure.Word(own)
		out = append(out, o)
	}
	if len(out) == told {
		out = greeted(r, cs, out)
	}
	return out
}

// tied reports whether a day is the day of the birth or birthday. A date that
// only opens a line, as on a page with posts, is tied to nothing.
func tied(r *reading.Reading, g when.Range, h lexicon.Hit) bool {
	if g.First > h.Last {
		return true
	}
	first := g.First
	for r.Is(first-1, "den") || r.Is(first-1, "the") {
		first--
	}
	opens := first == r.Sentences[g.Sentence].First
	if opens && r.Kind(g.First) == text.Number {
		iso := r.Is(g.First+1, "-") && r.Joined(g.First+1) && g.Last-g.First >= 4
		mark := r.Kind(g.Last+1) == text.Mark
		if first == g.First && (iso || mark) {
			return false
		}
	}
	if h.Value != "born" {
		return true
	}
	_, on := r.Before(first, lexicon.TimeOn)
	return on || first < g.First || h.First-g.Last == 1 || r.Kind(g.First) == text.Word
}

// age reads the age that a sentence about a birthday tells, or the one after it
// starts with; 0 when it tells none.
func age(r *reading.Reading, s int, cue lexicon.Hit) int {
	number := func(i int) int {
		if r.Kind(i) != text.Number || len(r.Word(i)) > 2 || r.Joined(i) || r.Joined(i+1) && r.Kind(i+1) != text.Mark {
			return 0
		}
		n, _ := strconv.Atoi(r.Word(i))
		return n
	}
	if cue.Value == "thanks" {
		if s+1 < len(r.Sentences) {
			return number(r.Sentences[s+1].First)
		}
		return 0
	}
	if cue.Value != "turns" {
		return 0
	}
	for i := cue.Last + 1; i <= cue.Last+3 && i < r.Sentences[s].End; i++ {
		if n := number(i); n > 0 {
			if _, month := r.At(i+1, lexicon.TimeMonth); !month && !r.Is(i+1, ":") && !r.Is(i+1, "/") {
				return n
			}
			return 0
		}
	}
	return 0
}

// born compares a year of birth with what the family told us: yes when it is
// theirs, no when it is not, unknown without a year on either side.
func born(r *reading.Reading, a Actor, year int) string {
	id := a.Subject
	if id == "" && a.Who == "self" {
		id = r.Doc.Subject
	}
	p, ok := r.Roster.Person(id)
	switch {
	case !ok || p.Born == 0 || year == 0:
		return "unknown"
	case p.Born == year:
		return "yes"
	}
	return "no"
}

// bearer finds whose birthday a sentence tells: a member named in it, a child
// described in it, else the subject of the cue.
func bearer(r *reading.Reading, s int, cue lexicon.Hit) Actor {
	for _, h := range r.In(s) {
		if h.Concept == lexicon.OwnName && Named(r, h) {
			p := r.Roster.People[h.Ref]
			who := "household"
			if p.ID == r.Doc.Subject {
				who = "self"
			}
			return Actor{Who: who, Subject: p.ID, Minor: p.Minor}
		}
	}
	a := Of(r, cue)
	if a.Who != "relative" && r.Has(s, lexicon.ActorChild) {
		return Actor{Who: "household", Minor: true}
	}
	if a.Who == "self" && !FirstPerson(r, s) {
		a.Who = "unknown"
	}
	return a
}

// FirstPerson reports whether sentence s says "jag", "vi", "we" or the like;
// the Swedish preposition "i" is no English "I".
func FirstPerson(r *reading.Reading, s int) bool {
	for _, h := range r.In(s) {
		if h.Concept == lexicon.ActorHousehold || h.Concept == lexicon.ActorSelf && (h.Value != "letter" || english(r, h.First)) {
			return true
		}
	}
	return false
}
