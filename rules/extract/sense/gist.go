package sense

import (
	"lampan/rules/exposure"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// gists is what a passage is about as a whole, one bit each. Half of what tells
// that somebody is away stands sentences apart: the place in the first, the
// first person in the third.
type gists uint32

const (
	gWorld    gists = 1 << iota // a place abroad
	gSweden                     // one in Sweden
	gUnknown                    // a capitalised name after a preposition
	gScene                      // a beach, a slope, a hut
	gMoving                     // a plane, a boat, a train
	gSitter                     // a pet or a plant that somebody minds
	gHome                       // at home, come home
	gLeave                      // leaving
	gPack                       // packing, tickets
	gThere                      // being there, a greeting from there
	gCount                      // which day it is, how many are left
	gBreak                      // a holiday
	gOwn                        // the first person
	gPast                       // verbs
	gPresent                    // verbs
	gFuture                     // verbs
	gUnreal                     // a dream, a film, an advert, somebody else
	gVenue                      // a named venue
	gSpot                       // where in a venue
	gRecent                     // a time just gone by
	gLong                       // one long ago
	gAhead                      // one to come
	gWork                       // work and school
	gistCount = iota
)

// gistTopics gives the gist of a topic by its name.
var gistTopics = map[string]gists{
	"holiday.beach": gScene, "holiday.ski": gScene, "holiday.hike": gScene, "holiday.sea": gScene, "holiday.cabin": gScene,
	"holiday.lodging": gScene, "holiday.abroad": gScene, "holiday.sight": gScene, "holiday.relatives": gScene,
	"holiday.word": gBreak, "holiday.break": gBreak, "mode.plane": gMoving, "mode.boat": gMoving, "mode.train": gMoving,
	"travel.home-now": gHome, "travel.unpack": gHome, "travel.after": gHome, "travel.landing": gHome, "travel.place-phrase": gWorld,
	"travel.leave": gLeave, "travel.leave-future": gLeave, "travel.depart": gLeave, "travel.count": gLeave, "travel.goodbye": gLeave,
	"travel.ticket": gPack, "travel.booked": gPack, "travel.document": gPack, "travel.pack": gPack,
	"travel.here": gThere, "travel.greeting": gThere, "travel.stranded": gThere, "travel.timezone": gThere,
	"travel.nth-day": gCount, "travel.day-count": gCount, "travel.remaining": gCount, "travel.stretch": gCount, "travel.home-later": gCount,
	"mode.own": gOwn, "mode.past": gPast, "travel.leave-past": gPast, "mode.present": gPresent, "mode.future": gFuture,
	"mode.memory": gUnreal, "mode.dream": gUnreal, "mode.cancel": gUnreal, "mode.undecided": gUnreal, "mode.others": gUnreal,
	"mode.public": gUnreal, "mode.advert": gUnreal, "mode.fiction": gUnreal, "mode.figure": gUnreal,
	"venue.kind": gVenue, "venue.chain": gVenue, "venue.at": gSpot, "venue.join": gSpot, "venue.now": gSpot, "venue.spot": gSpot,
	"venue.find": gSpot, "sitter.noun": gSitter, "sitter.pet": gSitter, "sitter.plant": gSitter, "sitter.mail": gSitter,
	"sitter.house": gSitter, "sitter.empty": gSitter, "sitter.ask": gSitter, "sitter.neighbour": gSitter, "sitter.while": gSitter,
}

// gist adds what the passage is about: each thing, and each two of them.
func (f *Reader) gist(p *Passage) {
	r := p.Reading
	var has gists
	for _, h := range r.TopicsIn(p.First, p.Last) {
		has |= f.gistOf(r.Lists, h.Topic)
	}
	for s := p.First; s <= p.Last; s++ {
		for _, h := range r.In(s) {
			if !r.Capital(h.First) {
				continue
			}
			switch h.Concept {
			case lexicon.PlaceWorld:
				has |= gWorld
			case lexicon.PlaceSweden:
				has |= gSweden
			}
		}
	}
	for i := range p.Observations {
		if o := &p.Observations[i]; o.Kind == exposure.VenueNamed && o.Sentence >= p.First && o.Sentence <= p.Last {
			has |= gVenue
		}
	}
	base := when.Base(r.Doc)
	for i := range p.Ranges {
		g := &p.Ranges[i]
		if g.Sentence < p.First || g.Sentence > p.Last || base.IsZero() {
			continue
		}
		switch {
		case g.To.AddDate(0, 0, 30).Before(base):
			has |= gLong
		case g.To.Before(base):
			has |= gRecent
		case g.From.After(base):
			has |= gAhead
		}
	}
	first, last := r.Sentences[p.First].First, r.Sentences[p.Last].End-1
	for i := first; i < last; i++ {
		if f.classes[i+1-f.base] == classCapital && where(string(r.Fold(i))) {
			has |= gUnknown
		}
	}
	for i := range gistCount {
		a := gists(1) << i
		if has&a == 0 {
			continue
		}
		f.add(tGist, uint64(a), first, last)
		for j := i + 1; j < gistCount; j++ {
			if b := gists(1) << j; has&b != 0 {
				f.add(tGist, uint64(a|b), first, last)
			}
		}
	}
}

// where reports whether a word stands before a place.
func where(w string) bool {
	switch w {
	case "i", "pa", "in", "at", "on", "fran", "from", "till", "to", "mot", "utanfor", "outside", "vid", "near":
		return true
	}
	return false
}

// gistOf gives the gist of a topic; the lists are those of the first call.
func (f *Reader) gistOf(lists *lexicon.Topics, t lexicon.Topic) gists {
	if f.gists == nil {
		f.gists = make([]gists, lists.Len())
		for i := range f.gists {
			f.gists[i] = gistTopics[lists.Name(lexicon.Topic(i))] //nolint:gosec // few topics
		}
	}
	return f.gists[t]
}
