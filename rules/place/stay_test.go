package place_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/place"
)

// life makes the sightings of an invented family.
type life struct {
	r   *rand.Rand
	all []place.Sighting
}

func newLife(seed uint64) *life { return &life{r: rand.New(rand.NewPCG(seed, 1))} } //nolint:gosec // an invented life

// offset moves a position by metres.
func offset(p place.Position, north, east float64) place.Position {
	const degree = 111_195
	lon := p.Lon + east/degree/math.Cos(p.Lat*math.Pi/180)
	return place.Position{Lat: p.Lat + north/degree, Lon: math.Remainder(lon, 360)}
}

// photo adds n photos at a place at a time, some tens of metres and minutes off.
func (l *life) photo(at place.Position, day time.Time, hour float64, n int) {
	for range n {
		p := offset(at, l.r.NormFloat64()*15, l.r.NormFloat64()*15)
		minutes := hour*60 + l.r.Float64()*20
		l.all = append(l.all, place.Sighting{Position: p, At: day.Add(time.Duration(minutes) * time.Minute)})
	}
}

var newYear = time.Date(2026, time.January, 1, 0, 0, 0, 0, time.UTC)

// year lives one year: a home, a summer house, a school, a training hall on
// Tuesday nights, a fortnight in a hotel, and many places seen once.
func (l *life) year(home place.Position, chance float64) map[string]place.Position {
	at := map[string]place.Position{
		"home":     home,
		"school":   offset(home, 350, 250),
		"hall":     offset(home, -1800, 900),
		"summer":   offset(home, 60_000, 25_000),
		"hotel":    {Lat: 28.1, Lon: -15.4},
		"library":  offset(home, 900, -1200),
		"birthday": offset(home, -4000, 200),
	}
	if home.Lat < 0 {
		at["hotel"] = place.Position{Lat: 60.1, Lon: 19.9}
	}
	for n := range 365 {
		day := newYear.AddDate(0, 0, n)
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		some := func(p float64) bool { return l.r.Float64() < p*chance }
		switch {
		case n >= 40 && n < 54: // winter holiday
			for _, h := range []float64{8, 13, 20} {
				if some(0.9) {
					l.photo(at["hotel"], day, h, 2)
				}
			}
			continue
		case n >= 180 && n < 215 || weekend && n > 120 && n < 250 && n%14 < 7: // summer
			for _, h := range []float64{8, 11, 15, 19.5} {
				if some(0.35) {
					l.photo(at["summer"], day, h, 1+l.r.IntN(3))
				}
			}
			continue
		}
		hours := []float64{6.5, 17.5, 19.2, 20.5}
		if weekend {
			hours = []float64{8, 10, 13, 16, 19.5}
		}
		for _, h := range hours {
			if some(0.12) {
				l.photo(at["home"], day, h, 1+l.r.IntN(4))
			}
		}
		if !weekend && some(0.1) {
			l.photo(at["school"], day, 7.8+l.r.Float64()*7, 1)
		}
		if day.Weekday() == time.Tuesday && some(0.6) {
			l.photo(at["hall"], day, 19, 2)
		}
		if n%60 == 17 {
			l.photo(at["library"], day, 13, 1)
		}
		if n == 77 {
			l.photo(at["birthday"], day, 20, 120)
		}
		if some(0.1) {
			l.photo(offset(home, (l.r.Float64()-0.5)*30_000+7000, (l.r.Float64()-0.5)*30_000), day, 14, 2)
		}
	}
	return at
}

// nearestSpot gives the spot at a position.
func nearestSpot(t *testing.T, spots []place.Spot, at place.Position) place.Spot {
	t.Helper()
	s := slices.MinFunc(spots, func(a, b place.Spot) int {
		return int(place.Distance(a.Position, at) - place.Distance(b.Position, at))
	})
	if d := place.Distance(s.Position, at); d > 25 {
		t.Fatalf("the nearest spot is %.0f metres away", d)
	}
	return s
}

func TestSpotsTellAHomeFromAVisit(t *testing.T) {
	want := map[string]place.Kind{
		"home": place.Home, "summer": place.Home, "school": place.Regular, "hall": place.Regular,
		"hotel": place.Sojourn, "library": place.Regular, "birthday": place.Visit,
	}
	for seed := range uint64(40) {
		for _, home := range []place.Position{stockholm, {Lat: 65.6, Lon: 22.1}, {Lat: -16.8, Lon: 179.9995}} {
			l := newLife(seed)
			at := l.year(home, 1)
			spots := place.Spots(l.all)
			if d := place.Distance(spots[0].Position, home); d > 25 {
				t.Errorf("seed %d: the spot with most days is %.0f metres from the home", seed, d)
			}
			homes := 0
			for _, s := range spots {
				if s.Kind == place.Home {
					homes++
				}
			}
			if homes != 2 {
				t.Errorf("seed %d at %v: %d homes; want 2", seed, home, homes)
			}
			for name, kind := range want {
				if s := nearestSpot(t, spots, at[name]); s.Kind != kind {
					t.Errorf("seed %d at %v: the %s is %q (%d days, %d at home hours, %d weeks); want %q", seed, home, name, s.Kind, s.Days, s.HomeDays, s.Weeks, kind)
				}
			}
		}
	}
}

// A family that shares little still shows where it lives.
func TestSpotsOfFewPhotos(t *testing.T) {
	found, wrong := 0, 0
	const lives = 200
	for seed := range uint64(lives) {
		l := newLife(seed)
		at := l.year(stockholm, 0.35)
		for _, s := range place.Spots(l.all) {
			switch near := place.Distance(s.Position, at["home"]) < 50; {
			case s.Kind != place.Home:
			case near:
				found++
			case place.Distance(s.Position, at["summer"]) > 50:
				wrong++
			}
		}
	}
	t.Logf("homes found in %d of %d lives, %d places wrongly called home", found, lives, wrong)
	if found < lives*95/100 || wrong > lives/100 {
		t.Errorf("homes found in %d of %d lives, %d wrong", found, lives, wrong)
	}
}

func TestSpots(t *testing.T) {
	at := func(day, hour int) time.Time { return newYear.AddDate(0, 0, day).Add(time.Duration(hour) * time.Hour) }
	t.Run("nothing", func(t *testing.T) {
		if got := place.Spots(nil); len(got) != 0 {
			t.Errorf("Spots(nil) = %v", got)
		}
	})
	t.Run("impossible positions are left out", func(t *testing.T) {
		got := place.Spots([]place.Sighting{{Position: place.Position{Lat: math.NaN()}}, {Position: place.Position{Lat: 100}}, {Position: stockholm}})
		if len(got) != 1 || !slices.Equal(got[0].Members, []int{2}) {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("without times", func(t *testing.T) {
		got := place.Spots([]place.Sighting{{Position: stockholm}, {Position: stockholm}})
		if len(got) != 1 || got[0].Kind != place.Unknown || got[0].Days != 0 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("the week counts days", func(t *testing.T) {
		var all []place.Sighting
		for range 5 {
			all = append(all, place.Sighting{Position: stockholm, At: at(0, 8)}) // a Thursday
		}
		all = append(all, place.Sighting{Position: stockholm, At: at(7, 8)}, place.Sighting{Position: stockholm, At: at(8, 20)})
		got := place.Spots(all)
		var want place.Week
		want[time.Thursday][8], want[time.Friday][20] = 2, 1
		if len(got) != 1 || got[0].Days != 3 || got[0].Weeks != 2 {
			t.Fatalf("got %+v", got)
		}
		if diff := cmp.Diff(want, got[0].Week); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("a school beside a home stays apart", func(t *testing.T) {
		l := newLife(3)
		school := offset(stockholm, 0, 170)
		for n := range 100 {
			l.photo(stockholm, newYear.AddDate(0, 0, n), 20, 1)
			l.photo(school, newYear.AddDate(0, 0, n), 12, 1)
		}
		spots := place.Spots(l.all)
		if len(spots) != 2 {
			t.Fatalf("%d spots; want 2", len(spots))
		}
		if h, s := nearestSpot(t, spots, stockholm), nearestSpot(t, spots, school); h.Kind != place.Home || s.Kind != place.Regular {
			t.Errorf("the home is %q, the school %q", h.Kind, s.Kind)
		}
	})
	t.Run("a walk is not one place", func(t *testing.T) {
		var all []place.Sighting
		for n := range 200 {
			all = append(all, place.Sighting{Position: offset(stockholm, float64(n)*25, 0), At: at(0, 12)})
		}
		for _, s := range place.Spots(all) {
			if s.Radius > 5*place.Reach {
				t.Errorf("a spot of a walk has the radius %.0f", s.Radius)
			}
		}
	})
}

// Every possible sighting is in one spot, and the order does not matter.
func TestSpotsPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		middle := anywhere(t, "middle")
		var all []place.Sighting
		for range rapid.IntRange(0, 50).Draw(t, "sightings") {
			p := place.Position{
				Lat: max(-90, min(90, middle.Lat+rapid.Float64Range(-0.004, 0.004).Draw(t, "north"))),
				Lon: max(-180, min(180, middle.Lon+rapid.Float64Range(-0.004, 0.004).Draw(t, "east"))),
			}
			all = append(all, place.Sighting{Position: p, At: newYear.Add(time.Duration(rapid.IntRange(0, 9000).Draw(t, "hours")) * time.Hour)})
		}
		seen := make([]int, len(all))
		spots := place.Spots(all)
		for _, s := range spots {
			if !s.Valid() {
				t.Fatalf("a spot at %v", s.Position)
			}
			for _, m := range s.Members {
				seen[m]++
			}
		}
		for m, n := range seen {
			if n != 1 {
				t.Fatalf("sighting %d is in %d spots", m, n)
			}
		}
		if diff := cmp.Diff(spots, place.Spots(all)); diff != "" {
			t.Fatalf("a second run differs: %s", diff)
		}
		turned := slices.Clone(all)
		slices.Reverse(turned)
		again := place.Spots(turned)
		if len(again) != len(spots) {
			t.Fatalf("%d spots in one order, %d in another", len(spots), len(again))
		}
	})
}

func BenchmarkSpots(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // positions of a benchmark
	all := make([]place.Sighting, 10_000)
	for n := range all {
		spread := 1000.0
		if n%2 == 0 {
			spread = 20
		}
		all[n] = place.Sighting{Position: offset(stockholm, r.NormFloat64()*spread, r.NormFloat64()*spread), At: newYear.Add(time.Duration(r.IntN(9000)) * time.Hour)}
	}
	b.ReportAllocs()
	for b.Loop() {
		place.Spots(all)
	}
}
