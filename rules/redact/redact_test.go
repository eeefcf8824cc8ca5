package redact_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/redact"
)

func TestTells(t *testing.T) {
	for _, s := range []string{
		"Testgatan 12", "testgatan-12", "testgatan12", "TESTGATAN_12", "/blogg/testgatan%2012", "/inlagg/testgatan-12-osthammar",
		"Norra vägen 3", "Björkallén 7 B", "bor på Almvägen 31", "12 Larkspur Lane", "12-larkspur-lane", "lgh 1102", "c/o Ek",
		"742 31 Östhammar", "742 31, Östhammar", "SE-742 31 Östhammar", "60.2591, 18.3713", "?q=60.2591%2C18.3713", "lat=60.2591&lon=18.3713",
		"bilder/Testgatan 12/hemma.jpg", "Bj\u006f\u0308rkgatan 4",
	} {
		if !redact.Tells(s) {
			t.Errorf("Tells(%q) = false", s)
		}
	}
	for _, s := range []string{
		"", "070-174 06 05", "2026-06-01", "granted: 2026-09-01", "https://blogg.example/2026/06/hej", "IMG_2041.jpg", "IMG_20260601_121314.jpg",
		"Vi gick hela vägen hem", "12 dagar kvar", "Ekskolan F15", "schema: 1", "posts.txt", "kostade 12 500 kronor", "v 28", "born: 1984",
		"https://rdap.example/domain/familjen.example", "127.0.0.1:8090", "60.5 och 18.3",
	} {
		if redact.Tells(s) {
			t.Errorf("Tells(%q) = true", s)
		}
	}
}

func TestLocator(t *testing.T) {
	tests := []struct {
		name        string
		kind        exposure.SourceKind
		at, locator string
		number      int
		want        string
	}{
		{"the page itself", exposure.Page, "https://a.example/", "https://a.example/", 1, "https://a.example/"},
		{"a page of a section", exposure.Page, "https://a.example/", "https://a.example/testgatan-12", 3, "https://a.example/#3"},
		{"an article of the page", exposure.Page, "https://a.example/", "https://a.example/#testgatan-12", 2, "https://a.example/#2"},
		{"an item of a feed", exposure.Feed, "https://a.example/f.xml", "https://a.example/f.xml#testgatan-12", 2, "https://a.example/f.xml#2"},
		{"a post in a file", exposure.Posts, "posts.txt", "posts.txt#L12", 2, "posts.txt#L12"},
		{"a picture as a camera names it", exposure.Photos, "bilder", "bilder/Testgatan 12/IMG_2041.jpg", 4, "bilder#4 IMG_2041.jpg"},
		{"a picture that somebody named", exposure.Photos, "bilder", "bilder/IMG Testgatan 12.jpg", 4, "bilder#4"},
		{"a picture in a zip file", exposure.Photos, "alla.zip", "alla.zip#Testgatan 12/a.jpg", 4, "alla.zip#4"},
		{"a fault", exposure.Page, "https://a.example/", "https://a.example/testgatan-12", 0, "https://a.example/"},
		{"a place that was looked up", exposure.Lookup, "uppslag/anna.yaml", "uppslag/anna.yaml#hitta", 1, "uppslag/anna.yaml#hitta"},
		{"an account", exposure.Passwords, "losenord.json", "losenord.json#00003", 1, "losenord.json#00003"},
		{"another register server", exposure.Register, "domain:a.example", "https://rdap.example/domain/a.example", 1, "domain:a.example#1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := redact.Locator(tt.kind, tt.at, tt.locator, tt.number); got != tt.want {
				t.Errorf("Locator = %q; want %q", got, tt.want)
			}
		})
	}
}

// thorough is a document that tells everything, and an observation of every kind with
// every attribute, all of which name the place.
func thorough() (*exposure.Document, []exposure.Observation) {
	const named = "Hemliga Testgatan 12"
	doc := &exposure.Document{
		ID: "d", Source: "s", Kind: exposure.Page, Subject: "anna", Locator: "https://a.example/", Title: named, Text: "Vi bor på " + named + ", 742 31 Östhammar.",
		Record: &exposure.Record{Street: named, Postal: "74231", Town: "Östhammar"},
		Account: &exposure.Account{
			AccountName: exposure.AccountName{Name: named, User: named},
			Faults:      []exposure.AccountFault{{Fault: "leaked", With: []exposure.AccountName{{Name: named, User: named}}}},
		},
	}
	var obs []exposure.Observation
	for _, k := range exposure.Kinds() {
		o := exposure.Observation{Kind: k.Kind, Document: "d", Value: named, Attrs: map[string]exposure.Value{}, Confidence: 1}
		for _, a := range k.Attrs {
			o.Attrs[a] = exposure.Word("closed")
			switch a {
			case "name", "text", "shown", "direction", "country", "abroad":
				o.Attrs[a] = exposure.Word(named)
			case "lat", "lon", "metres":
				o.Attrs[a] = exposure.Number(60.2591)
			}
		}
		obs = append(obs, o)
	}
	return doc, obs
}

// Every kind of observation and every attribute is either known to name no place or
// left out, and what comes back is the same when it goes through again.
func TestShownNamesNoPlace(t *testing.T) {
	doc, obs := thorough()
	d, out := redact.Shown(doc, obs)
	data, err := json.Marshal([]any{d, out})
	if err != nil {
		t.Fatal(err)
	}
	for _, told := range []string{"Hemliga", "Testgatan", "742", "stham", "60.25"} {
		if strings.Contains(string(data), told) {
			t.Errorf("%q is left: …%.200s", told, data[max(0, strings.Index(string(data), told)-150):])
		}
	}
	if len(d.Text) != len(doc.Text) || strings.TrimSpace(d.Text) != "" {
		t.Errorf("text %q; want blanks of the same length, so that spans keep their meaning", d.Text)
	}
	if doc.Title == "" || doc.Record == nil || obs[0].Value == "" {
		t.Error("what was given has changed")
	}
	again, more := redact.Shown(d, out)
	if diff := cmp.Diff([]any{d, out}, []any{again, more}); diff != "" {
		t.Errorf("a second time (-first +second):\n%s", diff)
	}
}

// Attributes that nobody has thought about would be left out in silence; each one
// is listed here, so that somebody does.
func TestAttributesAreThoughtOf(t *testing.T) {
	left := map[string]bool{}
	_, obs := thorough()
	_, out := redact.Shown(&exposure.Document{ID: "d"}, obs)
	for i := range obs {
		for a := range obs[i].Attrs {
			if out[i].Attr(a).IsZero() {
				left[a] = true
			}
		}
	}
	want := []string{"abroad", "country", "direction", "lat", "lon", "metres", "name", "shown", "text"}
	if diff := cmp.Diff(want, exposure.SortedKeys(left)); diff != "" {
		t.Errorf("attributes left out (-want +got):\n%s", diff)
	}
}

func TestShownTellsThatItTells(t *testing.T) {
	of := func(k exposure.Kind, attrs ...string) []exposure.Observation {
		o := exposure.Observation{Kind: k, Attrs: map[string]exposure.Value{}}
		for i := 0; i+1 < len(attrs); i += 2 {
			o.Attrs[attrs[i]] = exposure.Word(attrs[i+1])
		}
		return []exposure.Observation{o}
	}
	tests := []struct {
		name string
		doc  exposure.Document
		obs  []exposure.Observation
		want int
	}{
		{name: "nothing"},
		{name: "an address", obs: of(exposure.AddressStreet, "class", "none"), want: 1},
		{name: "a shop's", obs: of(exposure.AddressStreet, "class", "public")},
		{name: "a position", obs: of(exposure.PlacePosition), want: 1},
		{name: "a picture's position", obs: of(exposure.PhotoPosition), want: 1},
		{name: "a picture's place", obs: of(exposure.PhotoPlace), want: 1},
		{name: "a place that pictures come back to", obs: of(exposure.PhotoSpot), want: 1},
		{name: "a register's address", obs: of(exposure.RegisterHolder, "what", "address"), want: 1},
		{name: "a register's name", obs: of(exposure.RegisterHolder, "what", "name")},
		{name: "a directory's address", obs: of(exposure.RegisterListing, "what", "address"), want: 1},
		{name: "a contact card", obs: of(exposure.PhotoCode, "form", "contact"), want: 1},
		{name: "an address of a page", doc: exposure.Document{Locator: "https://a.example/testgatan-12"}, want: 1},
		{name: "a postal code with its town", doc: exposure.Document{Text: "Hämtas i 742 31 Östhammar"}, want: 1},
		{name: "a price", doc: exposure.Document{Text: "Kostade 742 31 kronor"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, out := redact.Shown(&tt.doc, tt.obs)
			n := 0
			for _, o := range out {
				if o.Kind == exposure.ProtectedWhere {
					n++
				}
			}
			if n != tt.want {
				t.Errorf("told %d times; want %d", n, tt.want)
			}
		})
	}
}

func FuzzLocator(f *testing.F) {
	f.Add("https://a.example/testgatan-12", "bilder/IMG_2041.jpg")
	f.Fuzz(func(t *testing.T, rest, name string) {
		at := "source"
		for _, kind := range exposure.SourceKinds() {
			got := redact.Locator(kind, at, at+"/"+rest+"/"+name, 7)
			if !strings.HasPrefix(got, at) || redact.Tells(got) && kind != exposure.Interview && kind != exposure.Passwords && kind != exposure.Lookup {
				t.Errorf("%s: %q", kind, got)
			}
		}
		_ = redact.Tells(fmt.Sprint(rest, name))
	})
}
