package who

import (
	"cmp"
	"slices"

	"lampan/rules/extract/reading"
)

// role is what a topic makes of a name or a place beside it.
type role uint8

const (
	partner role = iota + 1
	elder        // a parent, a brother, a cousin: mostly grown
	younger      // "lillebror", "systerson": mostly a child
	child        // of any age
	small        // a child for sure
	outside      // a friend, a teacher, a minister, a cat
	called       // "heter": the name comes
	aged         // an age that a child has
	youth        // what children do
	daycare
	schoolYear
	schoolWord
	schoolName
	workHolds
	workRole
	workNot
	birthGreeting
	birthOther
	workShift
	employer
	workScene // colleagues, a badge, years of service: somebody is at work
	workGuest // a customer, a viewer: nobody is
)

// roles are the topics of rules/lexicon/topics that recognisers here read.
var roles = reading.MarksOf(map[string]role{
	"kin.partner": partner,
	"kin.parent":  elder, "kin.grandparent": elder, "kin.sibling": elder, "kin.in-law": elder, "kin.aunt": elder, "kin.cousin": elder,
	"kin.young-sibling": younger, "kin.nephew": younger, "kin.child": child, "kin.small-child": small,
	"kin.other": outside, "kin.staff": outside, "kin.public": outside, "pet.word": outside,
	"kin.called": called, "child.age": aged, "child.daycare": daycare, "child.leisure": youth, "child.care": youth,
	"school.year": schoolYear, "school.kind": schoolWord, "school.name": schoolName, "work.holds": workHolds, "work.role": workRole, "work.not": workNot, "birthday.other": birthOther, "birthday.greeting": birthGreeting, "work.shift": workShift, "work.employer": employer,
	"work.people": workScene, "work.place": workScene, "work.years": workScene, "work.away": workScene, "work.customer": workGuest,
})

// cue is a phrase of such a topic.
type cue struct {
	role        role
	first, last int
}

// inSentence gives the cues that start in sentence s; a sentence is short, so that
// what is asked of each cue of a text stays linear.
func inSentence(r *reading.Reading, cs []cue, s int) []cue {
	start := func(at int) int {
		n, _ := slices.BinarySearchFunc(cs, at, func(c cue, at int) int { return cmp.Compare(c.first, at) })
		return n
	}
	return cs[start(r.Sentences[s].First):start(r.Sentences[s].End)]
}

// cues gives the phrases of such topics, in order of place, in room that the
// caller lends.
func cues(r *reading.Reading, room []cue) []cue {
	for _, h := range r.Topics {
		if k := roles.Of(r, h); k != 0 {
			room = append(room, cue{k, int(h.First), int(h.Last)})
		}
	}
	return room
}
