package routine

import (
	"sort"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// signs are what a habit is told by, a bit each: how often, when, what, who, and
// what takes it back.
type signs uint32

const (
	daily signs = 1 << iota
	weekly
	days // several weekdays in a row, or a stretch of them
	alternate
	usual
	shift
	counted
	oclock
	part  // a part of a day
	doing // what the writer does, at no time that is told
	commute
	fetch
	leisure
	care
	gone
	relation
	work
	school
	place
	self
	once // a day to come or gone by
	past
	wished
	general
	hours
	invites
	body
	scheduled
	statistics
	fiction
	others
	figure
)

const recurs = daily | weekly | days | alternate | usual | shift | counted

// told gives the sign of each topic.
var told = reading.MarksOf(map[string]signs{
	"routine.daily": daily, "routine.weekly": weekly, "routine.days": days, "routine.alternate": alternate,
	"routine.usual": usual, "routine.shift": shift, "work.shift": shift, "routine.count": counted, "routine.clock": oclock,
	"routine.doing": doing, "routine.part": part, "routine.commute": commute, "routine.fetch": fetch, "routine.care": care, "routine.away": gone,
	"club.sport": leisure, "club.music": leisure, "club.exercise": leisure, "club.hobby": leisure, "club.child": school,
	"school.kind": school, "child.daycare": school, "work.holds": work, "work.role": work,
	"venue.kind": place, "venue.sport": place, "venue.food": place, "venue.at": place,
	"kin.partner": relation, "kin.parent": relation, "kin.grandparent": relation, "kin.sibling": relation,
	"kin.young-sibling": relation, "kin.in-law": relation, "kin.child": relation, "kin.small-child": relation, "mode.spouse": relation,
	"routine.past": past, "mode.memory": past, "routine.wish": wished, "mode.dream": wished, "mode.cancel": wished,
	"routine.kind": general, "organisation.stats": statistics, "organisation.schedule": scheduled, "organisation.body": body,
	"organisation.invite": invites, "publicplace.hours": hours, "publicplace.shop": body, "publicplace.office": body,
	"publicplace.culture": body, "publicplace.news": general, "publicplace.fiction": fiction, "mode.fiction": fiction,
	"mode.others": others, "mode.public": general, "mode.advert": invites, "mode.figure": figure, "mode.question": others,
})

// clues are what signs together weigh for a habit of the writer's household.
var clues = []struct {
	all, some, none signs
	weight          int
}{
	{some: weekly | alternate, weight: 2},
	{some: daily | days | usual | shift | counted, weight: 1},
	{some: daily | weekly | days | alternate | usual | shift | counted, all: oclock, weight: 2},
	{some: daily | weekly | days | alternate | usual, all: leisure, weight: 1},
	{some: daily | weekly | days | alternate | usual, all: fetch, weight: 2},
	{some: daily | weekly | days | alternate | usual, all: commute, weight: 1},
	{some: daily | weekly | days | alternate | usual, all: care, weight: 1},
	{some: weekly | days | alternate | shift, all: gone, weight: 2},
	{some: weekly | days | alternate | daily, all: shift, weight: 2},
	{some: weekly | days | alternate | daily | shift, all: relation, weight: 1},
	{some: weekly | days | alternate | daily | shift, all: work, weight: 1},
	{some: weekly | days | alternate | daily | usual, all: place, weight: 1},
	{all: usual, some: daily | weekly | days | part, weight: 1},
	{all: doing, some: weekly | days | alternate | usual, weight: 1},
	{all: relation, some: commute | shift | gone | fetch, weight: 1},
	{all: self, weight: 2},
	{all: self | oclock, weight: 1},
	{all: past, weight: -2},
	{all: wished, weight: -2},
	{all: general, weight: -1},
	{all: statistics, weight: -2},
	{all: fiction, weight: -2},
	{all: others, weight: -1},
	{all: figure, weight: -1},
	{all: hours, weight: -2},
	{all: invites, weight: -1},
	{all: invites, none: self, weight: -2},
	{all: body, none: self, weight: -2},
	{all: scheduled, none: self, weight: -2},
	{all: once, none: daily | weekly | alternate, weight: -1},
}

// forms names how often, the most telling first.
var forms = []struct {
	sign signs
	name string
}{
	{alternate, "alternate"}, {weekly, "weekly"}, {days, "days"}, {shift, "shift"}, {daily, "daily"}, {counted, "count"}, {usual, "usual"},
}

// habitReach is how many sentences behind one are read with it.
const habitReach = 2

// Habits appends the passages that hint at something which comes back in the
// writer's life, at most one for sentences that are read together.
func Habits(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	done := -1
	for _, h := range r.Topics {
		s := r.SentenceOf(int(h.First))
		if s <= done || told.Of(r, h)&recurs == 0 {
			continue
		}
		from, to := max(0, s-1), min(s+habitReach, len(r.Sentences)-1)
		done = s
		all, clock := read(r, from, to)
		weight := 0
		for _, c := range clues {
			if all&c.all == c.all && (c.some == 0 || all&c.some != 0) && all&c.none == 0 {
				weight += c.weight
			}
		}
		class := "strong"
		switch {
		case weight < 2:
			continue
		case weight < 5:
			class = "weak"
		case weight < 8:
			class = "plain"
		}
		o := r.Observe(exposure.RoutineHabit, int(h.First), int(h.Last), "", 0.4)
		o.Attrs["class"] = exposure.Word(class)
		for _, f := range forms {
			if all&f.sign != 0 {
				o.Attrs["form"] = exposure.Word(f.name)
				break
			}
		}
		if clock != "" {
			o.Attrs["time"] = exposure.Word(clock)
		}
		actor := "unknown"
		switch {
		case all&self != 0:
			actor = "self"
		case all&relation != 0:
			actor = "household"
		case all&(body|invites|scheduled|hours|statistics) != 0:
			actor = "other"
		}
		o.Attrs["actor"] = exposure.Word(actor)
		out = append(out, o)
	}
	return out
}

// read gives the signs in sentences from to to, both included, and the first
// time of day in them.
func read(r *reading.Reading, from, to int) (all signs, clock string) {
	first, end := r.Sentences[from].First, r.Sentences[to].End
	at := sort.Search(len(r.Topics), func(n int) bool { return int(r.Topics[n].First) >= first })
	for _, h := range r.Topics[at:] {
		if int(h.First) >= end {
			break
		}
		all |= told.Of(r, h)
	}
	for s := from; s <= to; s++ {
		sent := r.Sentences[s]
		if c, _ := clockIn(r, sent); c != "" && clock == "" {
			clock = c
		}
		all |= inSentence(r, s, sent)
	}
	if clock != "" {
		all |= oclock
	}
	return all, clock
}

func inSentence(r *reading.Reading, s int, sent text.Sentence) (all signs) {
	if who.FirstPerson(r, s) {
		all |= self
	}
	if r.Has(s, lexicon.TimeWeekly) {
		all |= weekly
	}
	if r.Has(s, lexicon.ActorMember, lexicon.ActorChild, lexicon.ActorRelative, lexicon.OwnName) {
		all |= relation
	}
	if r.Has(s, lexicon.Activity, lexicon.ActivityOut, lexicon.OwnActivity) {
		all |= leisure
	}
	if r.Has(s, lexicon.Errand) {
		all |= fetch
	}
	if r.Has(s, lexicon.TimeDay) {
		all |= once
	}
	if r.Has(s, lexicon.PlaceSweden) {
		all |= place
	}
	if r.Has(s, lexicon.Wish) {
		all |= wished
	}
	if r.Has(s, lexicon.Fiction) {
		all |= fiction
	}
	for i := sent.First; i < sent.End; i++ {
		if timed(r, i) || stretch(r, i) {
			all |= oclock
			break
		}
	}
	return all
}

// timed reports whether a clock stands at token i without any word that says
// so: "7.50", "17:30", "06.12".
func timed(r *reading.Reading, i int) bool {
	if r.Kind(i) != text.Number || len(r.Fold(i)) > 2 || r.Joined(i) && (r.Is(i-1, ".") || r.Is(i-1, ":") || r.Is(i-1, ",")) {
		return false
	}
	if !(r.Is(i+1, ".") || r.Is(i+1, ":")) || !r.Joined(i+1) || !r.Joined(i+2) || r.Kind(i+2) != text.Number || len(r.Fold(i+2)) != 2 {
		return false
	}
	w, m := r.Fold(i), r.Fold(i+2)
	if len(w) == 2 && (w[0] > '2' || w[0] == '2' && w[1] > '3') || m[0] > '5' {
		return false
	}
	return !((r.Is(i+3, ".") || r.Is(i+3, ":")) && r.Joined(i+3) && r.Kind(i+4) == text.Number)
}

// stretch reports whether hours from and to stand at token i: "7-15".
func stretch(r *reading.Reading, i int) bool {
	return hour(r, i) && r.Is(i+1, "-") && hour(r, i+2) && !r.Joined(i+3) && !(r.Joined(i) && r.Kind(i-1) == text.Mark)
}

func hour(r *reading.Reading, i int) bool {
	w := r.Fold(i)
	return r.Kind(i) == text.Number && (len(w) == 1 || len(w) == 2 && (w[0] < '2' || w[0] == '2' && w[1] < '5'))
}
