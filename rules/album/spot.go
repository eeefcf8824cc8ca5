package album

import (
	"fmt"
	"math"
	"slices"

	"lampan/rules/exposure"
	"lampan/rules/place"
	"lampan/rules/roster"
)

const (
	// manyUndated is how many pictures without a time make a place that one comes
	// back to, or may: fewer are easily of one afternoon.
	manyUndated = 5
	// spotSure is how sure a form is; it is judged by times alone.
	spotSure = 0.9
)

// spots tells of places that one person's pictures come back to and that are none
// of the family's own.
func (t *teller) spots() {
	type person struct {
		sightings []place.Sighting
		docs      []int // beside sightings
	}
	people := map[exposure.SubjectID]*person{}
	var order []*person
	for i, s := range t.shots {
		for _, at := range s.apart() {
			if p, metres := t.nearest(at, ""); p != nil && metres <= place.Nearby {
				continue
			}
			who := people[t.docs[i].Subject]
			if who == nil {
				who = &person{}
				people[t.docs[i].Subject], order = who, append(order, who)
			}
			sighting := place.Sighting{Position: at}
			if s.timed {
				sighting.At = s.taken
			}
			who.sightings, who.docs = append(who.sightings, sighting), append(who.docs, i)
		}
	}
	for _, who := range order {
		for _, spot := range place.Spots(who.sightings) {
			var docs []int
			for _, m := range spot.Members {
				docs = append(docs, who.docs[m])
			}
			docs = slices.Compact(docs) // members are in order
			t.spot(spot, docs)
		}
	}
}

func (t *teller) spot(spot place.Spot, docs []int) {
	var count tally
	undated := 0
	for _, i := range docs {
		count.add(t.shots[i])
		if t.shots[i].taken.IsZero() {
			undated++
		}
	}
	form := string(spot.Kind)
	if spot.Kind == place.Unknown || spot.Kind == place.Visit {
		if undated < manyUndated {
			return // somewhere one was, as everybody is
		}
		form = string(place.Unknown)
	}
	a := count.attrs()
	a["form"] = exposure.Word(form)
	a["weeks"] = exposure.Number(float64(len(count.weeks)))
	if town, ok := townOf(spot.Position); ok {
		a["name"] = exposure.Word(town.Name)
	}
	if home, metres := t.nearest(spot.Position, roster.Home); home != nil {
		lie(a, metres, place.Direction(home.at, spot.Position))
	}
	t.tell(docs, exposure.Observation{
		Kind: exposure.PhotoSpot, Subject: t.docs[docs[0]].Subject, Value: cell(spot.Position), Attrs: a, Confidence: spotSure,
	})
}

// cellSide is the side of a cell in degrees of latitude, some 220 metres.
const cellSide = 0.002

// cell names the place of a spot, so that a finding keeps its name from one audit to
// the next. The middle of a spot is the mean of its densest part: one more picture
// among twenty moves it by two metres or so, which crosses the border of a cell about
// once in fifty times. The position of the first picture would stay until just that
// picture is taken down. Columns are about as wide as rows are high.
func cell(p place.Position) string {
	row := math.Round(p.Lat / cellSide)
	width := cellSide / max(cellSide, math.Cos(row*cellSide*math.Pi/180))
	return fmt.Sprintf("%.0f,%.0f", row, math.Round(p.Lon/width))
}

// townLimit is how many metres off the nearest town may be and still say where a
// place is: in the forests of the north the next one is far, on the open sea there
// is none.
const townLimit = 100_000

func townOf(p place.Position) (place.Town, bool) {
	town, metres, ok := place.Nearest(p.Lat, p.Lon)
	return town, ok && metres <= townLimit
}
