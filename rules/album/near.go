package album

import (
	"math"

	"lampan/rules/exposure"
	"lampan/rules/place"
	"lampan/rules/roster"
)

// near tells of pictures that one person took at an own place. Everything told is
// of all of them together, so that it is the same on each.
func (t *teller) near() {
	type group struct {
		site   *site
		docs   []int
		tally  tally
		metres float64
		from   place.Compass
	}
	type key struct {
		subject exposure.SubjectID
		site    *site
	}
	groups := map[key]*group{}
	var order []*group
	for i, s := range t.shots {
		for _, at := range s.positions {
			p, metres := t.nearest(at, "")
			if p == nil || metres > place.Nearby {
				continue
			}
			k := key{t.docs[i].Subject, p}
			g := groups[k]
			if g == nil {
				g = &group{site: p, metres: math.Inf(1)}
				groups[k], order = g, append(order, g)
			}
			if n := len(g.docs); n == 0 || g.docs[n-1] != i {
				g.docs = append(g.docs, i)
				g.tally.add(s)
			}
			if metres < g.metres {
				g.metres, g.from = metres, place.Direction(p.at, at)
			}
		}
	}
	for _, g := range order {
		a := g.tally.attrs()
		a["near"] = exposure.Word(string(g.site.Kind))
		a["mornings"] = exposure.Number(float64(g.tally.mornings))
		lie(a, g.metres, g.from)
		t.tell(g.docs, exposure.Observation{
			Kind: exposure.PhotoNear, Subject: whose(g.site), Value: g.site.ID, Attrs: a, Confidence: 1,
		})
	}
}

// lie says how far and in which direction something lies. On the spot there is no
// direction.
func lie(a attrs, metres float64, direction place.Compass) {
	a["metres"] = exposure.Number(math.Round(metres))
	if direction != "" {
		a["direction"] = exposure.Word(string(direction))
	}
}

// whose says whom it concerns that pictures were taken at a place: everybody at
// home, one person at their own school or work, and else whoever shows them.
func whose(p *site) exposure.SubjectID {
	switch {
	case p.Kind == roster.Home || p.Kind == roster.Holiday:
		return exposure.Household
	case len(p.People) == 1:
		return p.People[0]
	}
	return ""
}
