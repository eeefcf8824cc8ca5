package where

import (
	"slices"
	"sort"
	"strings"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/who"
)

// around is how many tokens on each side of an address are read for whose it is.
const around = 60

// weights says how much the words around a place speak for each sort of place.
type weights struct{ home, public, past, story int }

// weigh reads the words around tokens first to last. Each topic counts once.
func weigh(r *reading.Reading, first, last int) (w weights) {
	from := sort.Search(len(r.Topics), func(n int) bool { return int(r.Topics[n].First) >= first-around })
	var seen [32]string
	n := 0
	for _, h := range r.Topics[from:] {
		if int(h.First) > last+around || n == len(seen) {
			break
		}
		name := r.Lists.Name(h.Topic)
		area, _, _ := strings.Cut(name, ".")
		if area != "home" && area != "publicplace" && area != "organisation" && area != "move" || slices.Contains(seen[:n], name) {
			continue
		}
		if name == "publicplace.fiction" && nominal(r, int(h.First)) {
			continue
		}
		seen[n] = name
		n++
		switch name {
		case "home.live", "home.ours", "home.entry", "home.come", "home.delivery", "home.lost", "home.people",
			"move.keys", "move.first", "move.change", "move.boxes", "move.newplace":
			w.home += 2
		case "publicplace.fiction":
			w.story += 2
		case "publicplace.past", "move.past":
			w.past += 2
		case "move.office":
			w.public += 2
		case "move.view", "move.renovate", "move.other", "move.old":
		case "organisation.stats", "organisation.schedule":
			w.public++
		default:
			if area == "publicplace" || area == "organisation" {
				w.public += 2
			} else {
				w.home++
			}
		}
	}
	return w
}

// nominal reports whether token i is part of a name and no word by itself: of a
// domain ("lind.example"), or of a person ("Rut Exempel").
func nominal(r *reading.Reading, i int) bool {
	dotted := func(i, join int) bool { return (r.Is(i, ".") || r.Is(i, "@")) && r.Joined(join) }
	return dotted(i-1, i) || dotted(i+1, i+1) && r.Joined(i+2) || r.Capital(i) && r.Capital(i-1) && r.Tokens[i].Lines == 0
}

// whose says what the words around tokens first to last take a place for: a
// home, a public place, one of a story, one of the past, or none of them.
func whose(r *reading.Reading, first, last int) string {
	w := weigh(r, first, last)
	switch most := max(w.home, w.public, w.past, w.story); {
	case most == 0:
		return "none"
	case w.home == most:
		return "home"
	case w.past == most:
		return "past"
	case w.story == most:
		return "story"
	}
	return "public"
}

// private reports whether the words around take a place for a home.
func private(r *reading.Reading, first, last int) bool { return whose(r, first, last) == "home" }

// surely reports whether several things around say that a place is the
// writer's home, and nothing as strong says otherwise.
func surely(r *reading.Reading, first, last int) bool {
	w := weigh(r, first, last)
	s := r.SentenceOf(first)
	return w.home >= 4 && w.home > max(w.public, w.past, w.story) &&
		(who.FirstPerson(r, s) || who.FirstPerson(r, s-1) || who.FirstPerson(r, s+1))
}
