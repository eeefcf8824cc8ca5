package main

import (
	"encoding/binary"
	"io"
	"os"
	"path/filepath"
	"testing"

	"lampan/rules/place"
)

// encode writes cities as the package does.
func encode(cities []city) (out []byte) {
	var lat, lon int64
	for _, c := range cities {
		var m []byte
		text := func(field uint64, s string) {
			m = binary.AppendUvarint(binary.AppendUvarint(m, field<<3|2), uint64(len(s)))
			m = append(m, s...)
		}
		number := func(field, v uint64) { m = binary.AppendUvarint(binary.AppendUvarint(m, field<<3), v) }
		step := func(field uint64, v int64) { m = binary.AppendVarint(binary.AppendUvarint(m, field<<3), v) }
		text(fieldName, c.Name)
		text(fieldCountry, c.Country)
		text(fieldFeature, c.feature)
		number(fieldPeople, c.people)
		y, x := int64(c.Lat*hundredThousandths), int64(c.Lon*hundredThousandths)
		step(fieldLon, x-lon)
		step(fieldLat, y-lat)
		lat, lon = y, x
		out = append(binary.AppendUvarint(out, uint64(len(m))), m...)
	}
	return out
}

func town(name, country string, lat, lon float64) place.Town {
	return place.Town{Name: name, Country: country, Position: place.Position{Lat: lat, Lon: lon}}
}

func TestRun(t *testing.T) {
	in, out := filepath.Join(t.TempDir(), "cities.pbf"), filepath.Join(t.TempDir(), "towns.bin.gz")
	data := encode([]city{
		{town("Storstad", "DE", 50, 10), "PPL", 90_000},
		{town("Dorf", "DE", 51, -10), "PPL", 1200},
		{town("Viertel", "DE", 52, 11), "PPLX", 20_000},
		{town("By", "SE", 60, 15), "PPL", 1200},
		{town("Stadsdel", "SE", 60.5, 15), "PPLX", 1200},
		{town("Ödeby", "SE", 61, 15), "PPLQ", 1200},
	})
	if err := os.WriteFile(in, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := run(out, []string{in}, io.Discard); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	g, err := place.ReadGazetteer(f)
	if err != nil {
		t.Fatal(err)
	}
	if g.Len() != 3 {
		t.Errorf("%d towns; want 3", g.Len())
	}
	for _, want := range []place.Town{town("Storstad", "DE", 50, 10), town("By", "SE", 60, 15), town("Stadsdel", "SE", 60.5, 15)} {
		if got, metres, _ := g.Nearest(want.Lat, want.Lon); got.Name != want.Name || metres > 1 {
			t.Errorf("at %v: %v, %.1f metres away; want %q", want.Position, got, metres, want.Name)
		}
	}
	if _, err := read(data[:len(data)-3]); err == nil {
		t.Error("read a file that is cut short")
	}
}
