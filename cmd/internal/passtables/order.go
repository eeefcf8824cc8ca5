package main

import (
	"cmp"
	"math"
	"slices"

	"lampan/cmd/internal/passtables/lists"
	"lampan/rules/password/meter/letters"
	"lampan/rules/password/meter/ranks"
)

const (
	// swedishStart is how much later, as log10, somebody would try the first of
	// the Swedish list than the first of the world's. Measured on the order of
	// other lists: 0 orders Swedish passwords best, 1 those of the world.
	swedishStart = 0.5
	// restStart is where what stands only in other lists begins: behind the
	// world's 100,000.
	restStart = 5
	// perKey is how much harder than a listed password its beginning may be, for
	// each character that is missing: less than 1, so that a longer password is
	// never ten times easier.
	perKey = 0.93
	// latest is the rank after which beginnings are not worth their room.
	latest = 6
	// early is the rank under which the meter never puts what is in no list.
	early = 4.5
)

// ranked puts the passwords of all lists in the order in which somebody would
// try them: the most common ones, and the beginnings of them that the letters
// model would call too hard.
func ranked(l *lists.Lists, m *letters.Model, most int) []ranks.Entry {
	rank := map[string]float64{}
	add := func(list []lists.Counted, at func(place float64) float64) {
		place, last := 0.0, math.Inf(1)
		for i, p := range list {
			if p.Count < last {
				place, last = float64(i+1), p.Count
			}
			if old, ok := rank[p.Password]; !ok || at(place) < old {
				rank[p.Password] = at(place)
			}
		}
	}
	add(l.World, math.Log10)
	add(l.Swedish, func(place float64) float64 { return swedishStart + math.Log10(place) })
	rest := func(place float64) float64 { return restStart + math.Log10(1+place/float64(len(l.World))) }
	add(l.Probable, rest)
	add(l.John, rest)

	out := make([]ranks.Entry, 0, len(rank))
	for p, r := range rank {
		out = append(out, ranks.Entry{Password: p, Hit: ranks.Hit{Log10: r}})
	}
	slices.SortFunc(out, func(a, b ranks.Entry) int {
		return cmp.Or(cmp.Compare(a.Log10, b.Log10), cmp.Compare(a.Password, b.Password))
	})
	out = out[:min(most, len(out))]
	for _, e := range out {
		text := []rune(e.Password)
		r := e.Log10
		for n := len(text) - 1; n > 0; n-- {
			r += perKey
			if r > latest {
				break
			}
			begin := string(text[:n])
			own, listed := rank[begin]
			if listed && own <= r || !listed && r > early && m.Guesses(m.Bits(text[:n])) < r {
				continue
			}
			rank[begin] = r
			out = append(out, ranks.Entry{Password: begin, Hit: ranks.Hit{Log10: r, Begins: !listed}})
		}
	}
	return out
}
