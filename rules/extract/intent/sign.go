package intent

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// signs is a set of what a passage speaks of, one bit each.
type signs uint64

// What a passage may speak of. Half of those who tell that they are away never
// say so: they name the sunscreen, the neighbour who waters, the ferry.
const (
	leave signs = 1 << iota
	leaveFuture
	leavePast
	depart
	count
	booked
	document
	pack
	unpack
	homeLater
	goodbye
	homeNow
	just
	jetlag
	after
	stretch
	dayCount
	here
	elsewhere // a place or a scene
	place     // named
	scene     // a beach, a slope, a hut, a harbour
	spot      // a gate, a room, a pitch, a berth by its number, or words of standing there
	holiday   // a school break or a feast
	lodged
	transport
	warm
	care  // a pet, a plant, the mail, the house that somebody minds
	asked // somebody is asked
	minds // a neighbour or relative does it
	while // as long as we are away
	empty
	own
	spouse
	days   // a day or week to come
	passed // a day or week gone by
	memory
	dream
	called // called off
	undecided
	question
	others
	public
	advert
	fiction
	figure
)

// takenBack are the signs that a statement is no plan of the author's.
const takenBack = memory | dream | called | undecided | question | others | public | advert | fiction | figure

// told gives the sign of each topic.
var told = reading.MarksOf(map[string]signs{
	"travel.leave": leave, "travel.leave-future": leaveFuture, "travel.leave-past": leavePast, "travel.depart": depart,
	"travel.count": count, "travel.ticket": document, "travel.booked": booked, "travel.document": document, "travel.pack": pack,
	"travel.unpack": unpack, "travel.home-later": homeLater, "travel.goodbye": goodbye, "travel.home-now": homeNow,
	"travel.just": just, "travel.jetlag": jetlag, "travel.after": after, "travel.stretch": stretch, "travel.day-count": dayCount,
	"travel.here": here, "travel.place-phrase": elsewhere | place, "holiday.word": elsewhere, "holiday.beach": elsewhere | scene,
	"holiday.ski": elsewhere | scene, "holiday.hike": elsewhere | scene, "holiday.sea": elsewhere | scene, "holiday.cabin": elsewhere | scene,
	"holiday.lodging": elsewhere | scene | lodged, "holiday.relatives": elsewhere | scene, "holiday.event-away": elsewhere,
	"holiday.work-away": elsewhere, "holiday.hospital": elsewhere, "holiday.abroad": elsewhere | scene, "holiday.sight": elsewhere,
	"mode.plane": transport, "mode.boat": transport, "mode.train": transport, "weather.hot": warm, "weather.snow": warm,
	"weather.contrast": warm, "sitter.noun": care | asked, "sitter.pet": care, "sitter.plant": care, "sitter.mail": care,
	"sitter.house": care, "sitter.empty": empty, "sitter.ask": asked, "sitter.neighbour": minds, "sitter.while": while,
	"mode.memory": memory, "mode.dream": dream, "mode.cancel": called, "mode.undecided": undecided, "mode.question": question,
	"mode.others": others, "mode.public": public, "mode.advert": advert, "mode.fiction": fiction, "mode.figure": figure,
	"holiday.break": holiday, "venue.numbered": spot, "venue.at": spot, "venue.join": spot, "venue.now": spot,
	"mode.own": own, "mode.spouse": spouse,
})

// clue is what several signs together say for a time.
type clue struct {
	all, some, none signs // all of these, one of those if there are any, none of the last
	weight          int
}

// clues of a journey to come, one under way, and one just over.
var clues = []struct {
	tense string
	clues []clue
}{
	{"future", []clue{
		{all: leaveFuture, weight: 2},
		{all: leave | days, weight: 2},
		{all: booked, weight: 2},
		{all: count, some: elsewhere | transport | leave | pack | booked, weight: 2},
		{all: pack, some: days | count | elsewhere | transport | leave, none: homeNow, weight: 2},
		{all: document, some: days | pack | count, weight: 1},
		{all: depart, some: days | leave, weight: 1},
		{all: transport | days, weight: 1},
		{all: elsewhere | days, weight: 1},
		{all: homeLater | elsewhere, weight: 1},
		{all: goodbye, some: elsewhere | pack | leave | transport | homeLater | minds, weight: 2},
		{all: care, some: asked | minds, weight: 2},
		{all: care, some: while | days | homeLater, weight: 2},
		{all: empty, some: days | elsewhere | homeLater | minds, weight: 2},
		{all: minds, some: pack | goodbye | leave | leaveFuture, weight: 1},
		{all: own, weight: 1},
		{all: homeNow, weight: -2},
		{all: here, none: leaveFuture | days, weight: -1},
		{all: passed, none: days, weight: -1},
	}},
	{"ongoing", []clue{
		{all: here | elsewhere, weight: 2},
		{all: here | place, weight: 1},
		{all: scene | place, none: homeNow | leaveFuture | memory, weight: 2},
		{all: scene | spot, none: homeNow | leaveFuture, weight: 1},
		{all: place | spot, none: homeNow | leaveFuture, weight: 1},
		{all: transport | spot, none: leaveFuture, weight: 2},
		{all: holiday | place, none: homeNow | days, weight: 1},
		{all: care | place, none: days, weight: 1},
		{all: empty | place, none: days, weight: 1},
		{all: goodbye, some: place | scene, none: days | leaveFuture | pack, weight: 1},
		{all: here, some: transport | warm | lodged, weight: 1},
		{all: dayCount, some: elsewhere | transport | here, weight: 2},
		{all: stretch | elsewhere, none: homeNow, weight: 1},
		{all: homeLater | elsewhere, weight: 2},
		{all: jetlag, none: homeNow, weight: 1},
		{all: warm | elsewhere, weight: 1},
		{all: lodged, weight: 1},
		{all: care | elsewhere, some: minds | asked, weight: 1},
		{all: own, weight: 1},
		{all: spouse | elsewhere, weight: 1},
		{all: homeNow, weight: -3},
		{all: leaveFuture, weight: -2},
		{all: days, none: homeLater | here, weight: -1},
		{all: unpack, weight: -2},
	}},
	{"past", []clue{
		{all: homeNow, some: elsewhere | leavePast | stretch | unpack | after | jetlag | transport | just, weight: 3},
		{all: homeNow, weight: 1},
		{all: unpack, some: elsewhere | after | homeNow | just | stretch, weight: 2},
		{all: after, some: elsewhere | stretch | just, weight: 2},
		{all: stretch, some: leavePast | homeNow | after, weight: 1},
		{all: just, some: elsewhere | homeNow | leavePast, weight: 1},
		{all: passed | elsewhere, weight: 1},
		{all: jetlag, weight: 1},
		{all: own, weight: 1},
		{all: homeLater, none: homeNow, weight: -2},
		{all: days, none: homeNow, weight: -1},
		{all: memory, weight: -2},
		{all: leaveFuture, weight: -1},
	}},
}

// The weights from which a passage is said to show a sign, plainly or strongly.
const (
	weakSign   = 3
	plainSign  = 5
	strongSign = 7
)

// windowTokens is how much of a text is weighed at once: a post, or about a
// paragraph of a page.
const windowTokens = 220

// Signs appends what the topics of a passage say together about being away, at
// most one observation a time and passage. It is a hint for rules/extract/sense
// and, unlike absence.intent, no statement.
func Signs(r *reading.Reading, ranges []when.Range, out []exposure.Observation) []exposure.Observation {
	t, g := 0, 0
	for first := 0; first < len(r.Sentences); {
		last := first
		for last+1 < len(r.Sentences) && r.Sentences[last+1].End-r.Sentences[first].First <= windowTokens {
			last++
		}
		end := r.Sentences[last].End
		var has signs
		at := -1
		for ; t < len(r.Topics) && int(r.Topics[t].First) < end; t++ {
			s := told.Of(r, r.Topics[t])
			if s&plans != 0 {
				if word, kind, ok := retracted(r, r.Topics[t]); ok {
					s = called
					out = takeBack(r, word, kind, out)
				}
			}
			if has |= s; at < 0 && s&^takenBack&^own != 0 {
				at = int(r.Topics[t].First)
			}
		}
		for ; g < len(ranges) && ranges[g].Sentence <= last; g++ {
			has |= dated(r, ranges[g])
		}
		if at >= 0 {
			if away(r, first, last) {
				has |= elsewhere | place
			}
			out = sign(r, has, at, out)
		}
		first = last + 1
	}
	return out
}

// plans are the signs of a statement with a verb, which one word takes back.
const plans = leave | leaveFuture | leavePast | booked | pack | here | homeNow | depart

// retractReach is how far in tokens that word stands before the verb, or behind
// it: "vi ska inte åka", "vi åker inte".
const retractReach = 3

// takeBack appends what takes a statement back, unless it was said already.
func takeBack(r *reading.Reading, at int, kind exposure.Kind, out []exposure.Observation) []exposure.Observation {
	o := r.Observe(kind, at, at, "", 0.7)
	for n := len(out) - 1; n >= 0 && n >= len(out)-recent; n-- {
		if out[n].Kind == kind && out[n].Span == o.Span {
			return out
		}
	}
	return append(out, o)
}

// recent is how many observations before are looked through for the same one;
// several topics of one verb give it in a row.
const recent = 8

// retracted finds a word near h that denies it or only wishes it, and says which
// of the two it does.
func retracted(r *reading.Reading, h lexicon.TopicHit) (at int, kind exposure.Kind, ok bool) {
	sent := r.Sentences[r.SentenceOf(int(h.First))]
	last := min(int(h.Last)+retractReach, sent.End-1)
	for i := max(int(h.First)-retractReach, sent.First); i <= last; i++ {
		switch string(r.Fold(i)) {
		case "inte", "ej", "icke", "aldrig", "ikke", "aldri", "not", "never", "won't", "don't", "can't", "cannot", "aren't", "isn't", "didn't":
			if !affirms(r, i) {
				return i, exposure.ModalityNegation, true
			}
		case "skulle", "would", "i'd", "we'd":
			if wishes(r, i) {
				return i, exposure.ModalityWish, true
			}
		}
	}
	return 0, "", false
}

// affirms reports whether the negation at token i says that somebody is away or
// glad to go: "inte hemma", "not back until", "kan inte vänta".
func affirms(r *reading.Reading, i int) bool {
	for n := i + 1; n <= i+3; n++ {
		switch string(r.Fold(n)) {
		case "hemma", "hem", "tillbaka", "ater", "forran", "home", "back", "here", "around", "until",
			"vanta", "barga", "wait", "glomma", "forget", "bara", "only", "just", "nas", "svarar", "svara", "reachable":
			return true
		}
	}
	return r.Is(i-1, "om") || r.Is(i-1, "if") || r.Is(i-1, "varfor") || r.Is(i-1, "why")
}

// wishes reports whether the auxiliary at token i is followed by a wish, within
// a word or two: "skulle jag vilja", "would love".
func wishes(r *reading.Reading, i int) bool {
	for n := i + 1; n <= i+3; n++ {
		switch string(r.Fold(n)) {
		case "vilja", "garna", "onska", "behova", "kunna", "vara", "love", "like", "rather", "be", "give", "kill":
			return true
		}
	}
	return false
}

// dated says whether a range lies ahead or is gone by.
func dated(r *reading.Reading, g when.Range) signs {
	base := when.Base(r.Doc)
	switch {
	case base.IsZero():
		return 0
	case g.To.Before(base):
		return passed
	case g.From.After(base):
		return days
	}
	return 0
}

// away reports whether sentences first to last name a place, with a
// capital or after a preposition.
func away(r *reading.Reading, first, last int) bool {
	for s := first; s <= last; s++ {
		for _, h := range r.In(s) {
			switch h.Concept {
			case lexicon.PlaceWorld, lexicon.PlaceSweden:
				if r.Capital(h.First) {
					return true
				}
				// "godmorgon från zanzibar"
				if _, after := r.Before(h.First, lexicon.To, lexicon.At); after && h.Concept == lexicon.PlaceWorld {
					return true
				}
			}
		}
	}
	return false
}

// sign appends the signs of a passage that weigh enough, each at token at.
func sign(r *reading.Reading, has signs, at int, out []exposure.Observation) []exposure.Observation {
	for _, c := range clues {
		sum := weigh(has, c.clues)
		class := "strong"
		switch {
		case sum < weakSign:
			continue
		case sum < plainSign:
			class = "weak"
		case sum < strongSign:
			class = "plain"
		}
		o := r.Observe(exposure.AbsenceSign, at, at, c.tense+"|"+class, 0.4)
		o.Attrs["tense"] = exposure.Word(c.tense)
		o.Attrs["class"] = exposure.Word(c.tense + "-" + class)
		out = append(out, o)
	}
	return out
}

// weigh adds the clues of a set of signs.
func weigh(has signs, clues []clue) int {
	sum := 0
	for _, c := range clues {
		if has&c.all == c.all && (c.some == 0 || has&c.some != 0) && has&c.none == 0 {
			sum += c.weight
		}
	}
	for s := has & takenBack; s != 0; s &= s - 1 {
		sum--
	}
	return sum
}
