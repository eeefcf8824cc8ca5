package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"lampan/rules/exposure"
)

// Sketch is where pictures were taken, seen from home: how far and in which
// direction, and nothing else. There is no map, no place name and no position, and
// none is made for a household where somebody is protected.
type Sketch struct {
	Caption string
	Alt     string // what it shows, in words
	Spots   []Spot // nearest first
	Note    string
}

// Spot is pictures from one distance and direction.
type Spot struct {
	Metres float64
	// Direction is how many degrees clockwise from north, and negative where it is
	// not known, as on the spot itself.
	Direction int
	Things    int    // findings
	Words     string // "20 m norr om hemmet: en bild bär med sig platsen"
	Anchor    string // of the first finding
}

// atHome is the kind of fact that a picture carries where the family lives. Its
// distance and direction are from the home.
const atHome = "exif-home"

// sketch draws what findings tell of the distance from home; nil when none does.
func (b *builder) sketch() *Sketch {
	if b.a.Protected {
		return nil
	}
	type at struct {
		metres    float64
		direction int
	}
	spots := map[at]*Spot{}
	var out []*Spot
	for _, f := range b.a.Findings {
		metres, ok := metres(f.Values["distance"])
		if _, shown := b.found[f.ID]; !shown || !ok || f.Fact.Kind != atHome {
			continue
		}
		word, _ := f.Values["direction"].AsWord()
		key := at{metres, 45 * slices.Index(compass(), word)}
		s := spots[key]
		if s == nil {
			s = &Spot{Metres: metres, Direction: key.direction, Anchor: b.anchors[f.ID]}
			s.Words = b.c.Text("sketch.spot", "distance", b.value("distance", f.Values["distance"]),
				"direction", b.value("direction", f.Values["direction"]), "title", b.text(f).Title)
			spots[key] = s
			out = append(out, s)
		}
		s.Things++
	}
	if len(out) == 0 {
		return nil
	}
	slices.SortStableFunc(out, func(x, y *Spot) int { return cmp.Compare(x.Metres, y.Metres) })
	s := &Sketch{
		Caption: b.c.Text("sketch.caption"), Note: b.c.Text("sketch.note"),
		Alt: b.c.Plural("sketch.alt", len(out)),
	}
	for _, spot := range out {
		s.Spots = append(s.Spots, *spot)
	}
	return s
}

// compass lists the directions clockwise from north.
func compass() []string { return []string{"N", "NE", "E", "SE", "S", "SW", "W", "NW"} }

// metres reads a distance as findings keep it: "20 m", "3 km".
func metres(v exposure.Value) (float64, bool) {
	word, _ := v.AsWord()
	digits, unit, _ := strings.Cut(word, " ")
	n, err := strconv.ParseFloat(digits, 64)
	switch {
	case err != nil || !(n > 0):
		return 0, false
	case unit == "m":
		return n, true
	case unit == "km":
		return n * 1000, true
	}
	return 0, false
}
