package where

import (
	"sort"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
)

// steps are what a move is told by, a bit each. Few say "we have moved": they
// tell of keys, of boxes, of a sofa that did not get through the door.
type steps uint32

const (
	keys steps = 1 << iota
	signed
	bought
	moving
	boxes
	carried
	first
	fresh
	changed
	left
	neighbour
	lodging // a flat, a house, a kitchen
	plot    // its parts
	newcomer
	since
	size
	lives
	trip // coming home from a journey unpacks as well
	wished
	asked
	renovated
	viewed
	office
	longAgo
	others
	fiction
	public
	figure
)

// told gives the step of each topic.
var told = reading.MarksOf(map[string]steps{
	"move.keys": keys, "move.sign": signed, "move.bought": bought, "move.moving": moving, "move.boxes": boxes,
	"move.firm": carried, "move.first": first, "move.newplace": fresh, "move.change": changed, "move.old": left,
	"move.newcomer": newcomer, "move.since": since, "move.size": size, "home.live": lives,
	"travel.unpack": trip, "travel.after": trip, "travel.jetlag": trip, "travel.home-now": trip,
	"home.neighbour": neighbour, "home.kind": lodging, "home.part": plot, "key.handover": keys,
	"move.renovate": renovated, "move.view": viewed, "move.office": office, "move.past": longAgo, "move.other": others,
	"mode.dream": wished, "mode.question": asked, "mode.undecided": asked, "mode.cancel": wished, "mode.others": others,
	"mode.memory": longAgo, "mode.fiction": fiction, "mode.figure": figure,
	"publicplace.fiction": fiction, "publicplace.past": longAgo, "publicplace.office": public, "publicplace.shop": public,
	"publicplace.culture": public, "publicplace.news": public, "organisation.body": public,
})

// moveClues are what steps together weigh for a move of the writer's own.
var moveClues = []struct {
	all, some steps
	weight    int
}{
	{all: keys, weight: 2},
	{all: bought, weight: 2},
	{all: first, weight: 2},
	{all: fresh, weight: 2},
	{all: moving, weight: 2},
	{all: newcomer, weight: 3},
	{all: since, some: lives | lodging | size | fresh | boxes | moving, weight: 2},
	{all: size, some: first | fresh | moving | bought | signed | since | boxes | neighbour | left, weight: 1},
	{all: changed, some: lives | lodging, weight: 1},
	{all: changed, weight: 1},
	{all: boxes, weight: 1},
	{all: carried, weight: 1},
	{all: signed, weight: 1},
	{all: left, weight: 1},
	{all: keys, some: fresh | signed | bought | first, weight: 1},
	{all: signed, some: lodging | moving | keys, weight: 1},
	{all: boxes, some: first | fresh | plot | carried | neighbour, weight: 1},
	{all: moving, some: carried | boxes | lodging, weight: 1},
	{all: neighbour, some: fresh | boxes | first | moving, weight: 1},
	{all: trip, weight: -2},
	{all: renovated, weight: -1},
	{all: viewed, weight: -1},
	{all: asked, weight: -1},
	{all: wished, weight: -2},
	{all: longAgo, weight: -2},
	{all: others, weight: -2},
	{all: fiction, weight: -2},
	{all: figure, weight: -1},
	{all: public, weight: -1},
	{all: office, weight: -3},
}

// stepsThatStart are those that a move is looked for at.
const stepsThatStart = newcomer | since | keys | bought | first | fresh | moving | changed | boxes | left | signed

// moveReach is how many sentences around one are read with it.
const moveReach = 2

// Moves appends the passages that hint at a new home, at most one for sentences
// that are read together.
func Moves(r *reading.Reading, out []exposure.Observation) []exposure.Observation {
	done := -1
	for _, h := range r.Topics {
		s := r.SentenceOf(int(h.First))
		if s <= done || told.Of(r, h)&stepsThatStart == 0 {
			continue
		}
		from, to := max(0, s-1), min(s+moveReach, len(r.Sentences)-1)
		done = to
		all := stepsIn(r, from, to)
		weight, person := 0, false
		for n := from; n <= to; n++ {
			person = person || who.FirstPerson(r, n)
		}
		for _, c := range moveClues {
			if all&c.all == c.all && (c.some == 0 || all&c.some != 0) {
				weight += c.weight
			}
		}
		if person {
			weight++
		}
		class := "strong"
		switch {
		case weight < 2:
			continue
		case weight < 4:
			class = "weak"
		case weight < 6:
			class = "plain"
		}
		o := r.Observe(exposure.HomeNew, int(h.First), int(h.Last), "", 0.4)
		o.Attrs["class"] = exposure.Word(class)
		o.Attrs["actor"] = exposure.Word("unknown")
		if person {
			o.Attrs["actor"] = exposure.Word("household")
		}
		out = append(out, o)
	}
	return out
}

// stepsIn gives the steps told in sentences from to to, both included.
func stepsIn(r *reading.Reading, from, to int) (all steps) {
	first, end := r.Sentences[from].First, r.Sentences[to].End
	at := sort.Search(len(r.Topics), func(n int) bool { return int(r.Topics[n].First) >= first })
	for _, h := range r.Topics[at:] {
		if int(h.First) >= end {
			break
		}
		all |= told.Of(r, h)
	}
	for s := from; s <= to; s++ {
		if r.Has(s, lexicon.Wish) {
			all |= wished
		}
		if r.Has(s, lexicon.Fiction) {
			all |= fiction
		}
	}
	return all
}
