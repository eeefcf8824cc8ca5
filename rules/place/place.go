// Package place thinks about positions on the earth: how far and in which
// direction one lies from another, which places many photos were taken at and
// whether somebody lives there, and what the nearest town is called.
//
// Positions are WGS 84 degrees, north and east positive, as in a photo. Lengths
// are metres on a sphere, which errs by at most half a per cent. Nothing here
// reads the clock, a file or the network.
package place

import "math"

// Position is a point in WGS 84 degrees.
type Position struct{ Lat, Lon float64 }

// Valid reports whether p is on the earth: latitude within 90 degrees, longitude
// within 180, and both numbers.
func (p Position) Valid() bool {
	return math.Abs(p.Lat) <= 90 && math.Abs(p.Lon) <= 180 // false for NaN
}

// earthRadius is the mean radius in metres (IUGG).
const earthRadius = 6371008.8

const radian = math.Pi / 180

// Distance is the great-circle distance in metres (haversine).
func Distance(a, b Position) float64 {
	return arc(haversine(a.Lat*radian, b.Lat*radian, (b.Lon-a.Lon)*radian))
}

// haversine is the square of half the chord between two points, in radians: it
// grows with their distance and is cheaper to compare.
func haversine(lat1, lat2, dLon float64) float64 {
	s, t := math.Sin((lat2-lat1)/2), math.Sin(dLon/2)
	return s*s + math.Cos(lat1)*math.Cos(lat2)*t*t
}

// arc gives the metres of a haversine.
func arc(h float64) float64 { return 2 * earthRadius * math.Asin(math.Sqrt(min(1, h))) }

// Compass is one of the eight points of the compass, or empty.
type Compass string

// The points of the compass, clockwise.
const (
	North     Compass = "N"
	NorthEast Compass = "NE"
	East      Compass = "E"
	SouthEast Compass = "SE"
	South     Compass = "S"
	SouthWest Compass = "SW"
	West      Compass = "W"
	NorthWest Compass = "NW"
)

// Direction says in which direction to lies as seen from from: where the
// shortest way sets out. It is empty when they are the same point, for which
// there is none.
func Direction(from, to Position) Compass {
	if from == to {
		return ""
	}
	lat1, lat2, dLon := from.Lat*radian, to.Lat*radian, (to.Lon-from.Lon)*radian
	east := math.Sin(dLon) * math.Cos(lat2)
	north := math.Cos(lat1)*math.Sin(lat2) - math.Sin(lat1)*math.Cos(lat2)*math.Cos(dLon)
	points := [8]Compass{North, NorthEast, East, SouthEast, South, SouthWest, West, NorthWest}
	eighth := int(math.Round(math.Atan2(east, north) / (math.Pi / 4)))
	return points[(eighth+8)%8]
}
