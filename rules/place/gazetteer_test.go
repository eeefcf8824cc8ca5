package place_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lampan/rules/place"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		lat, lon      float64
		name, country string
		within        float64 // metres
	}{
		{59.334, 18.063, "Stockholm", "SE", 1500},
		{57.700, 11.970, "Göteborg", "SE", 1500},
		{67.855, 20.225, "Kiruna", "SE", 3000},
		{60.170, 24.940, "Helsinki", "FI", 1500},
		{59.913, 10.740, "Oslo", "NO", 1500},
		{62.010, -6.772, "Tórshavn", "FO", 1500},
		{64.175, -51.736, "Nuuk", "GL", 2000},
		{48.857, 2.352, "Paris", "FR", 2000},
		{40.417, -3.703, "Madrid", "ES", 2000},
		{-16.79, 179.99, "Labasa", "FJ", 100_000}, // beyond the date line none is nearer
	}
	for _, tt := range tests {
		got, metres, ok := place.Nearest(tt.lat, tt.lon)
		if !ok || got.Name != tt.name || got.Country != tt.country || metres > tt.within {
			t.Errorf("Nearest(%v, %v) = %q, %q, %.0f, %v; want %q, %q within %.0f", tt.lat, tt.lon, got.Name, got.Country, metres, ok, tt.name, tt.country, tt.within)
		}
	}
	for _, p := range []place.Position{{Lat: 91}, {Lon: 181}, {Lat: math.NaN()}} {
		if got, _, ok := place.Nearest(p.Lat, p.Lon); ok {
			t.Errorf("Nearest(%v) = %v; want none", p, got)
		}
	}
}

func TestWorld(t *testing.T) {
	g, err := place.World()
	if err != nil {
		t.Fatal(err)
	}
	if n := g.Len(); n < 40_000 {
		t.Errorf("%d towns; want 40,000 and more", n)
	}
	if _, _, ok := place.NewGazetteer(nil).Nearest(0, 0); ok {
		t.Error("an empty gazetteer knows a town")
	}
}

// The walk along the latitudes finds what looking at every town finds, at the
// poles and the date line too.
func TestNearestIsNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var towns []place.Town
		for n := range rapid.IntRange(1, 60).Draw(t, "towns") {
			towns = append(towns, place.Town{Name: fmt.Sprint(n), Country: "SE", Position: anywhere(t, "town")})
		}
		g, p := place.NewGazetteer(slices.Clone(towns)), anywhere(t, "position")
		want := math.Inf(1)
		for _, town := range towns {
			want = min(want, place.Distance(p, town.Position))
		}
		got, metres, ok := g.Nearest(p.Lat, p.Lon)
		if !ok || math.Abs(metres-want) > 1e-3 || math.Abs(place.Distance(p, got.Position)-want) > 1e-3 {
			t.Fatalf("Nearest = %v at %v; want one at %v", got, metres, want)
		}
	})
}

func TestGazetteerPacksAndUnpacks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var towns []place.Town
		for n := range rapid.IntRange(0, 40).Draw(t, "towns") {
			towns = append(towns, place.Town{
				Name: fmt.Sprintf("Ö %d", n), Country: rapid.SampledFrom([]string{"SE", "FI", "ZW"}).Draw(t, "country"), Position: anywhere(t, "town"),
			})
		}
		var one, two bytes.Buffer
		if err := place.WriteGazetteer(&one, towns); err != nil {
			t.Fatal(err)
		}
		slices.Reverse(towns)
		if err := place.WriteGazetteer(&two, towns); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Fatal("another order gives other bytes")
		}
		g, err := place.ReadGazetteer(&one)
		if err != nil || g.Len() != len(towns) {
			t.Fatalf("read %d of %d towns: %v", g.Len(), len(towns), err)
		}
		for _, town := range towns {
			if _, metres, _ := g.Nearest(town.Lat, town.Lon); metres > 80 { // half a thousandth of a degree each way
				t.Fatalf("%v moved %v metres", town, metres)
			}
		}
	})
	for _, town := range []place.Town{{Name: "a\nb", Country: "SE"}, {Name: "a", Country: "SWE"}, {Country: "SE"}, {Name: "a", Country: "SE", Position: place.Position{Lat: 99}}} {
		if err := place.WriteGazetteer(&bytes.Buffer{}, []place.Town{town}); err == nil {
			t.Errorf("packed %+v", town)
		}
	}
}

func FuzzReadGazetteer(f *testing.F) {
	var packed bytes.Buffer
	if err := place.WriteGazetteer(&packed, []place.Town{{Name: "Luleå", Country: "SE", Position: place.Position{Lat: 65.584, Lon: 22.156}}}); err != nil {
		f.Fatal(err)
	}
	z, err := gzip.NewReader(&packed)
	if err != nil {
		f.Fatal(err)
	}
	var plain bytes.Buffer
	if _, err := plain.ReadFrom(z); err != nil {
		f.Fatal(err)
	}
	f.Add(plain.Bytes())
	f.Add([]byte("towns1\n\x01\xff\xff\xff\x07SE\xff\xff\x3f"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		if _, err := w.Write(data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		g, err := place.ReadGazetteer(&b)
		if err != nil {
			return
		}
		if town, _, ok := g.Nearest(60, 18); ok && (!town.Valid() || strings.Contains(town.Name, "\n") || len(town.Country) != 2) {
			t.Errorf("read %+v", town)
		}
	})
}

func BenchmarkNearest(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 1)) //nolint:gosec // positions of a benchmark
	if _, err := place.World(); err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		place.Nearest(35+r.Float64()*30, -10+r.Float64()*40)
	}
}
