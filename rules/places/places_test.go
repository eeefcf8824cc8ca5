package places_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
)

var today = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// good is a file of two places in which nothing is wrong.
const good = `order: directory
places:
  - id: exempel
    kind: people-search
    applies: [everyone]
    shows: [name, address]
    link: https://exempel.example/om
    hide: {way: hide, bankid: yes, returns: yes}
    recheck: 180
    confirmed: true
    as-of: 2026-08-17
    sources: [{at: 'https://exempel.example/om', sv: egen text, en: own text}]
    text:
      sv:
        name: exempel.example
        shows: Sidan visar namn och adress.
        steps: [Be att bli dold.]
      en:
        name: exempel.example
        shows: The page shows name and address.
        steps: [Ask to be hidden.]
  - id: bilar
    kind: vehicle
    applies: [car]
    shows: [vehicle]
    hide: {way: none, bankid: unknown, returns: unknown}
    recheck: 365
    confirmed: false
    as-of: 2026
    text:
      sv:
        name: bilar.example
        shows: Sidan visar fordon.
        steps: [Skriv till kundservice.]
        warning: Inget är bekräftat. Kontrollera själv.
      en:
        name: bilar.example
        shows: The page shows vehicles.
        steps: [Write to customer service.]
        warning: Nothing is confirmed. Check yourself.
`

func load(t *testing.T, files map[string]string) (*places.Catalogue, error) {
	t.Helper()
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return places.Load(fsys)
}

func shipped(t *testing.T) *places.Catalogue {
	t.Helper()
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestShippedCatalogue(t *testing.T) {
	c := shipped(t)
	for _, b := range places.Bases() {
		if c.Legal(b, exposure.Swedish) == "" || c.Legal(b, exposure.English) == "" {
			t.Errorf("basis %s has no text", b)
		}
	}
	if p, ok := c.Place("mrkoll"); !ok || p.Confirmed || p.Hide.Days != 30 {
		t.Errorf("Place(mrkoll) = %+v, %v; want an unconfirmed one that lasts 30 days", p, ok)
	}
	if _, ok := c.Place("nowhere"); ok {
		t.Error("Place(nowhere) is there")
	}
}

func TestLoadRefuses(t *testing.T) {
	for _, tt := range []struct {
		name, old, new, want string
		line                 int
	}{
		{"unknown key", "kind: vehicle", "kind: vehicle\n    colour: red", "colour", 24},
		{"key twice", "kind: vehicle", "kind: vehicle\n    kind: vehicle", "kind", 24},
		{"unknown kind", "kind: vehicle", "kind: boat", `kind is "boat"`, 22},
		{"unknown order", "order: directory", "order: first", `order is "first"`, 1},
		{"unknown detail", "[vehicle]", "[wheels]", `shows is "wheels"`, 22},
		{"unknown fit", "[car]", "[bicycle]", `applies is "bicycle"`, 22},
		{"unknown way", "way: none", "way: vanish", `hide.way is "vanish"`, 22},
		{"unknown answer", "bankid: unknown", "bankid: maybe", `hide.bankid is "maybe"`, 22},
		{"unknown basis", "confirmed: false", "confirmed: false\n    basis: custom", `basis is "custom"`, 22},
		{"basis without a text", "confirmed: false", "confirmed: false\n    basis: gdpr", "has no text", 22},
		{"unknown language", "      sv:\n        name: bilar", "      no:\n        name: bilar", `text is "no"`, 22},
		{"the same id", "id: bilar", "id: exempel", "stands in", 22},
		{"no id", "id: bilar", "id: ''", "id is", 22},
		{"no date", "as-of: 2026\n", "as-of: lately\n", "as-of is", 22},
		{"an impossible date", "as-of: 2026\n", "as-of: 2026-13\n", "as-of is", 22},
		{"days that are negative", "recheck: 365", "recheck: -1", "negative", 22},
		{"for nobody", "applies: [car]", "applies: []", "applies is missing", 22},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good {
				t.Fatalf("%q is not in the file", tt.old)
			}
			_, err := load(t, map[string]string{"a.yaml": text})
			f, ok := errors.AsType[*rules.Fault](err)
			if !ok {
				t.Fatalf("Load = %v; want a fault", err)
			}
			if f.File != "a.yaml" || f.Line != tt.line || !strings.Contains(f.Message, tt.want) {
				t.Errorf("Load = %v; want a.yaml:%d and %q", f, tt.line, tt.want)
			}
		})
	}
}

func TestLoadJoinsFaults(t *testing.T) {
	_, err := load(t, map[string]string{
		"a.yaml":     strings.Replace(good, "kind: vehicle", "kind: boat", 1),
		"b.yaml":     "order: [",
		"legal.yaml": "custom: {text: {sv: Så är det.}}",
	})
	for _, want := range []string{"a.yaml:22", "b.yaml", "legal.yaml:1"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load = %v; want %s in it", err, want)
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add(good, "gdpr: {text: {sv: A, en: B}, sources: [c]}")
	f.Add("order: guard\nplaces:\n- {}", "")
	f.Add("places: [null]", "a: &a [*a]")
	f.Fuzz(func(t *testing.T, sheet, legal string) {
		c, err := load(t, map[string]string{"a.yaml": sheet, "legal.yaml": legal})
		if (c == nil) != (err != nil) {
			t.Fatal("neither a catalogue nor an error, or both")
		}
		if c == nil {
			return
		}
		places.Lint(c, today)
		for _, p := range c.For(places.Fits()...) {
			if q, ok := c.Place(p.ID); !ok || q.Line != p.Line {
				t.Errorf("Place(%q) is another one", p.ID)
			}
		}
	})
}

// TestForIsInTheOrderThatWorks keeps sources before directories before searches.
func TestForIsInTheOrderThatWorks(t *testing.T) {
	c := shipped(t)
	all := c.For(places.Fits()...)
	if len(all) != c.Len() {
		t.Errorf("For everything gives %d of %d places", len(all), c.Len())
	}
	if !slices.IsSortedFunc(all, func(a, b places.Place) int {
		return slices.Index(places.Orders(), a.Order) - slices.Index(places.Orders(), b.Order)
	}) {
		t.Error("For is not in order")
	}
	ids := func(of []places.Place) []places.ID {
		var out []places.ID
		for _, p := range of {
			out = append(out, p.ID)
		}
		return out
	}
	if got := ids(c.For(places.HasPhone)); slices.Index(got, "operator-hemligt-nummer") != 0 {
		t.Errorf("For(phone) starts with %s; want the operator", got[0])
	}
	plain, car := ids(c.For()), ids(c.For(places.HasCar))
	if slices.Contains(plain, "transportstyrelsen") || !slices.Contains(plain, "hitta") {
		t.Errorf("For() = %v; want what concerns everyone and no more", plain)
	}
	more := slices.DeleteFunc(car, func(id places.ID) bool { return slices.Contains(plain, id) })
	if diff := cmp.Diff([]places.ID{"transportstyrelsen", "biluppgifter", "car-info"}, more); diff != "" {
		t.Errorf("what a car adds (-want +got):\n%s", diff)
	}
}

func TestLatest(t *testing.T) {
	for of, want := range map[places.AsOf]string{
		"2024-09-04": "2024-09-04", "2022-03": "2022-03-31", "2025": "2025-12-31", "before 2018-05": "2018-04-30", "": "",
	} {
		got, ok := of.Latest()
		if ok != (want != "") || ok && got.Format(time.DateOnly) != want {
			t.Errorf("AsOf(%q).Latest() = %v, %v; want %q", of, got, ok, want)
		}
	}
}

func TestDue(t *testing.T) {
	c := shipped(t)
	after := func(days int) time.Time { return today.AddDate(0, 0, -days).Add(20 * time.Hour) }
	for _, tt := range []struct {
		name   string
		place  places.ID
		last   time.Time
		events []places.Event
		why    places.Why
		now    bool
	}{
		{"nobody has looked", "hitta", time.Time{}, nil, places.Never, true},
		{"hidden for 30 days, after 29", "mrkoll", after(29), nil, places.Lapses, false},
		{"hidden for 30 days, after 31", "mrkoll", after(31), nil, places.Lapses, true},
		{"half a year, after 31 days", "hitta", after(31), nil, places.Interval, false},
		{"half a year, after 181 days", "hitta", after(181), nil, places.Interval, true},
		{"half a year, on the day", "hitta", after(180), nil, places.Interval, true},
		{"another operator", "operator-hemligt-nummer", after(1), []places.Event{places.NewOperator}, places.Changed, true},
		{"another number", "hitta", after(1), []places.Event{places.NewNumber}, places.Changed, true},
		{"another number where none shows", "ratsit", after(1), []places.Event{places.NewNumber}, places.Interval, false},
		{"permanent", "google-streetview", after(2000), nil, "", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, ok := c.Place(tt.place)
			if !ok {
				t.Fatalf("no place %s", tt.place)
			}
			if got := p.Due(tt.last, today, tt.events...); got.Why != tt.why || got.Now != tt.now {
				t.Errorf("Due = %+v; want %q, %v", got, tt.why, tt.now)
			}
		})
	}
}
