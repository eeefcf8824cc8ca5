package who

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

// Actor is whom a statement is about.
type Actor struct {
	Who     string // self, household, relative, other or unknown
	Subject exposure.SubjectID
	Minor   bool // a child of the household, named or described
}

// Outside reports whether a statement is about nobody of the household.
func (a Actor) Outside() bool { return a.Who != "self" && a.Who != "household" }

// reach is how far in tokens from a verb its subject is looked for.
const reach = 8

// Of finds the subject of the words h, a verb or what stands in for one. Where
// nobody is named, a statement that starts with its verb is about its author,
// as people write in posts.
func Of(r *reading.Reading, h lexicon.Hit) Actor {
	sent := r.Sentences[r.SentenceOf(h.First)]
	if a, ok := within(r, h); ok {
		return a
	}
	// Swedish turns around: "på lördag drar vi".
	for i := h.Last + 1; i < sent.End && i <= h.Last+2; i++ {
		if a, ok := at(r, i, h.First); ok {
			return a
		}
		if _, skip := r.At(i, lexicon.Adverb); !skip {
			break
		}
	}
	best := Actor{}
	first, stranger := true, false
	direct := true // nothing but adverbs between the verb and who was found
	for i := h.First - 1; i >= sent.First && i >= h.First-reach; {
		last, a, kind := before(r, i, h.First)
		if and(r, i) {
			direct = direct && best.Who != ""
		} else if best.Who != "" && direct && kind != found {
			break // "jag vill att ni …", "I'd like you to …": the nearest one does it
		}
		switch kind {
		case found:
			if rank(a.Who) > rank(best.Who) {
				best = a
			}
		case border, clause:
			stranger = stranger || first && kind == clause
			i = -1
			continue
		case unknown:
			stranger = stranger || first
		case skipped:
			i = last - 1
			continue
		}
		first = false
		i = last - 1
	}
	switch {
	case best.Who != "":
		return best
	case stranger:
		return Actor{Who: "other"}
	case !first:
		return Actor{Who: "unknown"}
	}
	if h.Value == "base" {
		return Actor{Who: "unknown"} // "Resa med barn": a heading as well
	}
	if r.Is(h.First, "go") || r.Is(h.First, "come") {
		return Actor{Who: "other"} // "Go away!": an order
	}
	// Nobody before the verb. Where a time or a place stands there, Swedish puts
	// the subject after it: "Till Ibiza åker många".
	i := h.Last + 1
	finite := h.Concept == lexicon.AbsenceGo && (h.Value == "present" || h.Value == "past")
	if finite && i < sent.End && r.Kind(i) == text.Word && len(hitsAt(r, i)) == 0 && (h.First > sent.First || r.Capital(i)) {
		return Actor{Who: "other"}
	}
	return Actor{Who: "self"}
}

// and reports whether token i joins two subjects or two verbs.
func and(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "och", "o", "and", "&", "samt", "plus", "med", "with":
		return true
	}
	return false
}

// within reads a pronoun that is part of the words themselves: "bär det av",
// "är vi på", "we're in".
func within(r *reading.Reading, h lexicon.Hit) (Actor, bool) {
	for i := h.First; i <= h.Last; i++ {
		switch r.Word(i) {
		case "vi", "oss", "we", "we're", "we'll", "our", "us":
			return Actor{Who: "household"}, true
		case "jag", "mig", "i'm", "i'll":
			return Actor{Who: "self"}, true
		}
	}
	return Actor{}, false
}

// rank orders actors where several are named: "jag och mamma" are of the
// household.
func rank(who string) int {
	switch who {
	case "household":
		return 5
	case "self":
		return 4
	case "relative":
		return 3
	case "other":
		return 2
	case "unknown":
		return 1
	}
	return 0
}

type step uint8

const (
	skipped step = iota + 1 // an adverb, a time, a sign: look further
	found
	border  // a sign between two statements
	clause  // a word that joins another clause
	unknown // a word that we do not know: perhaps a subject
)

// before reads what ends at token i: its first token and what it is.
func before(r *reading.Reading, i, verb int) (first int, a Actor, kind step) {
	if r.Kind(i) != text.Word {
		if r.Is(i, ",") || r.Is(i, ";") || r.Is(i, ":") || r.Is(i, "\"") || r.Is(i, "(") {
			return i, a, border
		}
		return i, a, skipped
	}
	known, skip, first := false, false, i
	for _, c := range r.In(r.SentenceOf(i)) {
		if c.First > i || i > c.Last {
			continue
		}
		if a, ok := actor(r, c, verb); ok {
			return c.First, a, found
		}
		known, first = true, min(first, c.First)
		skip = skip || skippable(r, c)
	}
	switch {
	case known && skip:
		return first, a, skipped
	case known:
		return first, a, unknown
	}
	switch r.Word(i) {
	case "att":
		if i == verb-1 {
			return i, a, skipped // only marks the infinitive
		}
		return i, a, clause
	case "som", "nar", "medan", "eftersom", "that", "when", "while", "because", "which", "who", "men", "but", "if":
		return i, a, clause
	case "vara", "be", "been", "varit", "har", "have", "has", "hade", "blir", "maste", "must", "far", "kan", "can":
		return i, a, skipped
	}
	return i, a, unknown
}

// skippable reports whether a phrase can stand between a subject and its verb,
// or before a verb without a subject.
func skippable(r *reading.Reading, h lexicon.Hit) bool {
	c := h.Concept
	switch c {
	case lexicon.Adverb, lexicon.Wish, lexicon.Negation, lexicon.TensePast, lexicon.TenseFuture, lexicon.To, lexicon.At:
		return true
	case lexicon.PlaceWorld, lexicon.PlaceSweden:
		// "Till Rom åker vi", but not "Athens is in Greece".
		_, ok := r.Before(h.First, lexicon.To, lexicon.At)
		return ok
	}
	return c.Time() || c.Absence()
}

// at reads the actor that starts at token i.
func at(r *reading.Reading, i, verb int) (Actor, bool) {
	for _, h := range hitsAt(r, i) {
		if h.Value == "poss" {
			continue // "de hämtar våra sopor": what is fetched
		}
		if a, ok := actor(r, h, verb); ok {
			return a, true
		}
	}
	return Actor{}, false
}

func hitsAt(r *reading.Reading, i int) []lexicon.Hit {
	return r.Starting(i)
}

// actor reads a phrase as an actor.
func actor(r *reading.Reading, h lexicon.Hit, verb int) (Actor, bool) {
	switch h.Concept {
	case lexicon.ActorSelf, lexicon.ActorHousehold:
		if h.Value == "letter" && !english(r, h.First) {
			return Actor{}, false
		}
		if h.Value == "poss" {
			// "min farfar": the noun says who it is.
			if _, ok := r.At(h.Last+1, lexicon.ActorRelative, lexicon.ActorOther, lexicon.ActorMember, lexicon.ActorChild); ok {
				return Actor{}, false
			}
			// "mina kollegor": of somebody of mine, whom we do not know. "Vårt
			// hus" has no leaving verb right after its noun.
			if h.Last+1 < verb && r.Kind(h.Last+1) == text.Word && len(hitsAt(r, h.Last+1)) == 0 {
				return Actor{Who: "other"}, true
			}
			return Actor{Who: "household"}, true
		}
		if h.Concept == lexicon.ActorSelf {
			return Actor{Who: "self"}, true
		}
		return Actor{Who: "household"}, true
	case lexicon.Whole:
		return Actor{Who: "household", Subject: exposure.Household}, true
	case lexicon.ActorMember:
		return Actor{Who: "household"}, true
	case lexicon.ActorChild:
		return Actor{Who: "household", Minor: true}, true
	case lexicon.ActorRelative:
		return Actor{Who: "relative"}, true
	case lexicon.ActorOther:
		return Actor{Who: "other"}, true
	case lexicon.Public:
		return Actor{Who: "other"}, true
	case lexicon.OwnName:
		if !Named(r, h) {
			return Actor{}, false
		}
		p := r.Roster.People[h.Ref]
		if p.ID == r.Doc.Subject {
			return Actor{Who: "self", Subject: p.ID, Minor: p.Minor}, true
		}
		return Actor{Who: "household", Subject: p.ID, Minor: p.Minor}, true
	}
	return Actor{}, false
}

// english reports whether the letter "i" at token i is the English pronoun: a
// capital that does not only start a sentence, or that an English verb follows.
func english(r *reading.Reading, i int) bool {
	if !r.Capital(i) {
		return false
	}
	if r.Sentences[r.SentenceOf(i)].First != i {
		return true
	}
	switch r.Word(i + 1) {
	case "am", "have", "will", "was", "had", "do", "did", "can", "think", "want", "went", "go", "love", "live", "work", "just", "would", "need", "got", "fly", "travel", "leave", "always", "usually", "train", "run", "drive":
		return true
	}
	return false
}
