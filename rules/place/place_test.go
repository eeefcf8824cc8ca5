package place_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"lampan/rules/place"
)

var (
	stockholm = place.Position{Lat: 59.3293, Lon: 18.0686}
	goteborg  = place.Position{Lat: 57.7089, Lon: 11.9746}
)

func TestDistance(t *testing.T) {
	tests := []struct {
		name string
		a, b place.Position
		want float64 // metres
		err  float64
	}{
		{"the same point", stockholm, stockholm, 0, 0},
		{"a degree of latitude", place.Position{}, place.Position{Lat: 1}, 111_195, 1},
		{"a degree of longitude at 60 north", place.Position{Lat: 60}, place.Position{Lat: 60, Lon: 1}, 55_597, 5},
		{"Stockholm to Göteborg", stockholm, goteborg, 397_000, 2000},
		{"over the date line", place.Position{Lon: 179.5}, place.Position{Lon: -179.5}, 111_195, 1},
		{"to the other side", place.Position{Lat: 30, Lon: 10}, place.Position{Lat: -30, Lon: -170}, math.Pi * 6371008.8, 1},
		{"across the pole", place.Position{Lat: 89, Lon: 0}, place.Position{Lat: 89, Lon: 180}, 222_390, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := place.Distance(tt.a, tt.b); math.Abs(got-tt.want) > tt.err {
				t.Errorf("Distance(%v, %v) = %.1f; want %.1f", tt.a, tt.b, got, tt.want)
			}
		})
	}
}

func TestDirection(t *testing.T) {
	at := func(north, east float64) place.Position {
		return place.Position{Lat: stockholm.Lat + north/1000, Lon: stockholm.Lon + east/1000/math.Cos(stockholm.Lat*math.Pi/180)}
	}
	tests := []struct {
		to   place.Position
		want place.Compass
	}{
		{stockholm, ""},
		{at(1, 0), place.North},
		{at(1, 1), place.NorthEast},
		{at(0, 1), place.East},
		{at(-1, 1), place.SouthEast},
		{at(-1, 0), place.South},
		{at(-1, -0.1), place.South},
		{at(-1, -1), place.SouthWest},
		{at(0, -1), place.West},
		{at(1, -1), place.NorthWest},
		{goteborg, place.SouthWest},
	}
	for _, tt := range tests {
		if got := place.Direction(stockholm, tt.to); got != tt.want {
			t.Errorf("Direction(Stockholm, %v) = %q; want %q", tt.to, got, tt.want)
		}
	}
	if got := place.Direction(place.Position{Lon: 179.99}, place.Position{Lon: -179.99}); got != place.East {
		t.Errorf("over the date line: %q; want E", got)
	}
}

func anywhere(t *rapid.T, label string) place.Position {
	return place.Position{Lat: rapid.Float64Range(-90, 90).Draw(t, label+" lat"), Lon: rapid.Float64Range(-180, 180).Draw(t, label+" lon")}
}

func TestDistanceIsAMetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := anywhere(t, "a"), anywhere(t, "b"), anywhere(t, "c")
		ab, ba := place.Distance(a, b), place.Distance(b, a)
		if math.Abs(ab-ba) > 1e-3 || ab < 0 || ab > 20_015_200 {
			t.Fatalf("from a to b %v, back %v", ab, ba)
		}
		if ac, cb := place.Distance(a, c), place.Distance(c, b); ab > ac+cb+1 {
			t.Fatalf("%v is longer than the way round, %v", ab, ac+cb)
		}
	})
}

func TestValid(t *testing.T) {
	for _, p := range []place.Position{{Lat: 90.1}, {Lon: -180.1}, {Lat: math.NaN()}, {Lon: math.Inf(1)}} {
		if p.Valid() {
			t.Errorf("%v is valid", p)
		}
	}
	if !(place.Position{Lat: -90, Lon: 180}).Valid() {
		t.Error("the south pole is not valid")
	}
}
