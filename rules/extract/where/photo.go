package where

import (
	"fmt"
	"math"

	"lampan/rules/place"
	"lampan/rules/roster"
)

// Near says which of the family's places a position lies at.
type Near struct {
	Kind   string  // home, holiday, school, work, or none
	Metres float64 // to the nearest place, rounded; meaningful only when Known
	Known  bool    // the family told us the position of at least one place
}

// Nearest finds the family's place nearest to a position in WGS 84 degrees.
func Nearest(r *roster.Roster, lat, lon float64) Near {
	n := Near{Kind: "none"}
	best := math.Inf(1)
	for _, p := range r.Places {
		if !p.Located {
			continue
		}
		n.Known = true
		if d := place.Distance(place.Position{Lat: lat, Lon: lon}, place.Position{Lat: p.Lat, Lon: p.Lon}); d < best {
			best = d
			n.Metres = math.Round(d)
			n.Kind = "none"
			if d <= place.Nearby {
				n.Kind = string(p.Kind)
			}
		}
	}
	return n
}

// Cell names the place of a position to about a hundred metres, so that many
// photos at one spot are one fact.
func Cell(lat, lon float64) string { return fmt.Sprintf("%.3f,%.3f", lat, lon) }
