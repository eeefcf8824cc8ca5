package lookup_test

import (
	"testing"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/lookup"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// anna is the file of one person in a new case.
func anna(t testing.TB) lookup.File {
	t.Helper()
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	return lookup.File{
		Dir: t.TempDir(), At: "uppslag/anna.yaml", Person: "anna", Places: c,
		Today: day("2027-06-01"), Lang: exposure.Swedish,
	}
}

func TestUpdateReadsBack(t *testing.T) {
	f := anna(t)
	err := f.Update(func(l *places.Log) error {
		l.Fits = []places.Fit{places.HasPhone}
		l.Looks = append(l.Looks, places.Look{Place: "hitta", On: day("2026-11-23"), Seen: places.Visible, Details: []places.Detail{places.Name}, Note: `såg "allt": # \ där`})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	l, err := f.Read()
	t.Logf("%+v %v", l, err)
}
