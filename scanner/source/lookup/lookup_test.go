package lookup_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/audit"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/lookup"
	"lampan/scanner/source/sourcetest"
)

const looks = `schema: 1
person: anna
fits: [car]
looks:
  - {place: hitta, on: 2027-04-01, seen: visible, shows: [address, name], note: "med karta"}
  - {place: google-delisting-eu, on: 2027-04-02, seen: visible, shows: [hits]}
  - {place: eniro, on: 2027-04-02, seen: hidden}
  - {place: mrkoll, on: 2027-03-01, seen: hidden}
  - {place: ratsit, on: 2027-04-02, seen: unclear}
  - {place: biluppgifter, on: 2027-04-03, seen: skipped}
done:
  - {place: hitta, on: 2027-04-05, what: done}
`

func annas() household.Source {
	return household.Source{ID: "annas-uppslag", Subject: "anna", Kind: exposure.Lookup, At: "uppslag/anna.yaml", Visibility: exposure.Open}
}

func open(t testing.TB, others ...household.Person) func(sourcetest.Env) source.Source {
	t.Helper()
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	return func(e sourcetest.Env) source.Source {
		return lookup.New(lookup.Config{
			Source: e.Source, Root: e.Root, Now: e.Now, Zone: time.UTC, Places: c,
			Household: &household.Household{People: append([]household.Person{{ID: "anna", Phones: []string{"070-174 06 05"}}}, others...)},
		})
	}
}

func TestSource(t *testing.T) {
	sourcetest.Run(t, sourcetest.Case{
		Source: annas(), Files: map[string][]byte{"uppslag/anna.yaml": []byte(looks)}, New: open(t),
		Documents: 2, Broken: []byte("schema: 1\nperson: anna\nlooks:\n  - {place: hitta, on: 2027-04-01, seen: visible, shows: []}\n"),
	})
}

// read reads a file as Anna's.
func read(t *testing.T, text string) (sourcetest.Result, []audit.Listing) {
	t.Helper()
	b := sourcetest.NewBench(t, annas(), map[string][]byte{"uppslag/anna.yaml": []byte(text)}, nil)
	s := open(t)(b.Env)
	r := sourcetest.Collect(t.Context(), s, b.Grant())
	return r, s.(*lookup.Source).Listings()
}

func TestDocuments(t *testing.T) {
	r, _ := read(t, looks)
	want := []exposure.Document{{
		Locator: "uppslag/anna.yaml#hitta", Published: day("2027-04-01"), Visibility: exposure.Members,
		Listing: &exposure.Listing{Place: "hitta", Kind: "people-search", Details: []string{"name", "address"}, Progress: exposure.SaidDone},
	}, {
		Locator: "uppslag/anna.yaml#google-delisting-eu", Published: day("2027-04-02"), Visibility: exposure.Open,
		Listing: &exposure.Listing{Place: "google-delisting-eu", Kind: "search-engine", Details: []string{"hits"}},
	}}
	if diff := cmp.Diff(want, r.Documents, cmpopts.IgnoreFields(exposure.Document{}, "ID", "Source", "Kind", "Subject")); diff != "" {
		t.Errorf("documents (-want +got):\n%s", diff)
	}
}

// An audit that speaks about a coming day takes what is dated up to that day, and one
// that speaks about today does not.
func TestComingDay(t *testing.T) {
	b := sourcetest.NewBench(t, annas(), nil, nil)
	tomorrow := b.Env.Now().AddDate(0, 0, 1)
	text := "schema: 1\nperson: anna\nlooks:\n  - {place: hitta, on: " + tomorrow.Format(time.DateOnly) + ", seen: visible, shows: [name]}\n"
	for at, documents := range map[time.Time]int{{}: 0, tomorrow: 1} {
		b := sourcetest.NewBench(t, annas(), map[string][]byte{"uppslag/anna.yaml": []byte(text)}, nil)
		c, err := pack.Places()
		if err != nil {
			t.Fatal(err)
		}
		s := lookup.New(lookup.Config{
			Source: b.Env.Source, Root: b.Env.Root, Now: b.Env.Now, Zone: time.UTC, Household: &household.Household{}, Places: c, At: at,
		})
		if r := sourcetest.Collect(t.Context(), s, b.Grant()); len(r.Documents) != documents || len(r.Faults) != 1-documents {
			t.Errorf("at %v: %d documents, %v; want %d", at, len(r.Documents), r.Faults, documents)
		}
	}
}

// Protection goes with somebody into the registers of authorities, so what shows there
// of a household with protected personal data is nothing that stays by law.
func TestNothingIsPublicOfTheProtected(t *testing.T) {
	const text = "schema: 1\nperson: anna\nlooks:\n  - {place: transportstyrelsen, on: 2027-04-01, seen: visible, shows: [address]}\n"
	for _, protected := range []bool{false, true} {
		b := sourcetest.NewBench(t, annas(), map[string][]byte{"uppslag/anna.yaml": []byte(text)}, nil)
		s := open(t, household.Person{ID: "elsa", Protected: protected})(b.Env)
		r := sourcetest.Collect(t.Context(), s, b.Grant())
		if len(r.Documents) != 1 || r.Documents[0].Listing.Public == protected {
			t.Errorf("protected %v: %+v", protected, r.Documents)
		}
	}
}

// Every place that concerns the person and shows something is listed, in the order
// that works, and no other; what was looked at is listed all the same.
func TestListings(t *testing.T) {
	_, got := read(t, looks)
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	at := map[places.ID]audit.Listing{}
	var ids, want []places.ID
	for _, l := range got {
		at[l.Place] = l
		ids = append(ids, l.Place)
	}
	for _, p := range c.For(places.HasCar) {
		if len(p.Shows) > 0 {
			want = append(want, p.ID)
		}
	}
	if diff := cmp.Diff(want, ids); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
	for _, want := range []audit.Listing{
		{
			Place: "hitta", Seen: places.Visible, Looked: day("2027-04-01"), Shows: []places.Detail{places.Name, places.Address}, Since: day("2027-04-01"),
			Progress: exposure.SaidDone, On: day("2027-04-05"), Next: day("2027-05-05"), Why: places.Verify, Known: true,
		},
		{Place: "eniro", Seen: places.Hidden, Looked: day("2027-04-02"), Next: day("2027-09-29"), Why: places.Interval, Known: true},
		{Place: "mrkoll", Seen: places.Hidden, Looked: day("2027-03-01"), Next: day("2027-03-31"), Why: places.Lapses},
		{Place: "ratsit", Seen: places.Unclear, Looked: day("2027-04-02"), Next: day("2027-04-02"), Why: places.Unseen},
		{Place: "biluppgifter", Seen: places.Skipped, Looked: day("2027-04-03")},
		{Place: "merinfo", Next: day("2027-05-01"), Why: places.Never},
	} {
		if diff := cmp.Diff(want, at[want.Place], cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", want.Place, diff)
		}
	}

	_, without := read(t, "schema: 1\nperson: anna\nlooks: [{place: biluppgifter, on: 2027-04-03, seen: hidden}]\n")
	ids = nil
	for _, l := range without {
		ids = append(ids, l.Place)
	}
	want = nil
	for _, p := range c.For(places.HasPhone) { // household.yaml says so
		if len(p.Shows) > 0 {
			want = append(want, p.ID)
		}
	}
	if diff := cmp.Diff(append(want, "biluppgifter"), ids, cmpopts.SortSlices(func(a, b places.ID) bool { return a < b })); diff != "" {
		t.Errorf("places without words of the person (-want +got):\n%s", diff)
	}
}

func TestFaultsNameTheirLines(t *testing.T) {
	r, listings := read(t, "schema: 1\nperson: anna\nlooks:\n  - {place: ingenstans, on: 2027-04-01, seen: hidden}\n  - {place: hitta, on: 2027-05-02, seen: hidden}\n")
	var got []string
	for _, err := range r.Faults {
		got = append(got, err.Error())
	}
	want := []string{"read uppslag/anna.yaml:4: not-lookups: lookup.place", "read uppslag/anna.yaml:5: not-lookups: lookup.future"}
	if diff := cmp.Diff(want, got); diff != "" || listings != nil {
		t.Errorf("listings %v, faults (-want +got):\n%s", listings, diff)
	}
}

// A file that could be read before and not now leaves nothing of the first time.
func TestListingsAreOfTheLastReading(t *testing.T) {
	b := sourcetest.NewBench(t, annas(), map[string][]byte{"uppslag/anna.yaml": []byte(looks)}, nil)
	s := open(t)(b.Env).(*lookup.Source)
	sourcetest.Collect(t.Context(), s, b.Grant())
	if len(s.Listings()) == 0 {
		t.Fatal("no listings")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	sourcetest.Collect(ctx, s, b.Grant())
	if l := s.Listings(); l != nil {
		t.Errorf("Listings = %v after a reading that was stopped; want nil", l)
	}
}

func day(s string) time.Time {
	d, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return d
}
