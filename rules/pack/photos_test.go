package pack_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/album"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	"lampan/rules/ruletest"
)

// Places of the example family, and one of nobody.
var (
	atHome   = exposure.Position{Lat: 60.5803, Lon: 16.53, Layer: "exif"}
	atSchool = exposure.Position{Lat: 60.5853, Lon: 16.54, Layer: "exif"}
	inRome   = exposure.Position{Lat: 41.9, Lon: 12.5, Layer: "exif"}
)

// shot is a picture of one person, shown to everybody on the day it was taken.
func shot(who exposure.SubjectID, source string, n int, taken string, p exposure.Photo) exposure.Document {
	p.Taken, _ = time.Parse("2006-01-02 15:04", taken)
	return exposure.Document{
		ID: exposure.DocumentID(fmt.Sprintf("%s%d", source, n)), Source: exposure.SourceID(source), Kind: exposure.Photos, Subject: who,
		Locator: fmt.Sprintf("%s/%d.jpg", source, n), Published: p.Taken, Visibility: exposure.Open, Photo: &p,
	}
}

func at(p exposure.Position) exposure.Photo {
	return exposure.Photo{Positions: []exposure.Position{p}}
}

// pictured matches the core pack against pictures as an audit does: each by itself,
// and then all of them together.
func pictured(t *testing.T, docs ...exposure.Document) (*rules.Pack, []exposure.Finding) {
	t.Helper()
	p := core(t)
	day := time.Date(2026, time.May, 20, 0, 0, 0, 0, time.UTC)
	family := ruletest.Family(day)
	m := match.New(match.Config{
		Pack: p, Key: []byte("key"), At: day, Roster: family,
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	x, all := extract.New(family), album.New(family, day)
	for i := range docs {
		m.Add(&docs[i], x.Observe(&docs[i]))
		all.Add(docs[i])
	}
	for _, told := range all.Observe() {
		m.Add(&told.Document, told.Observations)
	}
	return p, m.Findings()
}

// Whose pictures they are, home is one place: one finding, which weighs once.
func TestHomeCountsOnce(t *testing.T) {
	annas, eriks := shot("anna", "annas", 1, "2026-05-05 18:00", at(atHome)), shot("erik", "eriks", 1, "2026-05-06 18:00", at(atHome))
	p, both := pictured(t, annas, eriks)
	if diff := cmp.Diff([]string{"photo.home household 2"}, ruleIDs(both)); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	_, one := pictured(t, annas)
	if both[0].ID != one[0].ID || both[0].Fact.Key != one[0].Fact.Key {
		t.Error("another member's picture of the home makes it another finding")
	}
	if a, b := assessed(p, one).Household.Exact, assessed(p, both).Household.Exact; a != b {
		t.Errorf("home weighs %v in one member's pictures and %v in two's", a, b)
	}
}

// The two rules on a school tell one fact, a child's.
func TestSchoolCountsOnce(t *testing.T) {
	docs := []exposure.Document{shot("anna", "annas", 1, "2026-05-06 14:00", at(atSchool))}
	for n := range 3 {
		docs = append(docs, shot("elsa", "elsas", n, fmt.Sprintf("2026-05-%02d 07:50", 4+n), at(atSchool)))
	}
	_, fs := pictured(t, docs...)
	fs = slices.DeleteFunc(fs, func(f exposure.Finding) bool { return f.Fact.Kind != "school" })
	if diff := cmp.Diff([]string{"photo.school elsa 1", "photo.school-mornings elsa 3"}, ruleIDs(fs)); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	if fs[0].Fact.Key != fs[1].Fact.Key || !fs[0].Fact.Minor {
		t.Errorf("facts %+v, %+v; want one, of a child", fs[0].Fact, fs[1].Fact)
	}
}

// What pictures tell takes its place in the chains.
func TestPicturesInChains(t *testing.T) {
	named := at(atSchool)
	named.People = []string{"Elsa Lind"}
	for _, tt := range []struct {
		name  string
		docs  []exposure.Document
		chain exposure.RuleID
	}{
		{"home, and a picture from Rome", []exposure.Document{
			shot("erik", "eriks", 1, "2026-05-05 18:00", at(atHome)), shot("anna", "annas", 1, "2026-05-18 12:00", at(inRome)),
		}, "empty-home"},
		{"a child's name beside the face, at school", []exposure.Document{shot("anna", "annas", 1, "2026-05-05 14:00", named)}, "child-predictable"},
		{"a name beside the face at home", []exposure.Document{
			shot("anna", "annas", 1, "2026-05-05 18:00", exposure.Photo{People: named.People, Positions: []exposure.Position{atHome}}),
		}, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, fs := pictured(t, tt.docs...)
			var got exposure.RuleID
			for _, c := range assessed(p, fs).Chains {
				got += c.Scenario
			}
			if got != tt.chain {
				t.Errorf("chains %q of %q; want %q", got, ruleIDs(fs), tt.chain)
			}
		})
	}
}

// The seed of one-time codes comes first, and opens the account with a known address.
func TestSeedFirst(t *testing.T) {
	page := exposure.Document{
		ID: "page", Source: "sida", Kind: exposure.Page, Subject: "anna", Locator: "https://a.example/", Visibility: exposure.Open,
		Text: "Skriv till mig på anna@lind.example.",
	}
	seed := exposure.Photo{Seen: &exposure.Seen{Codes: []exposure.Code{{Kind: "otp", Secret: true}}}}
	p, fs := pictured(t, page, shot("anna", "annas", 1, "2026-05-05 18:00", seed), shot("erik", "eriks", 1, "2026-05-06 18:00", at(atHome)))
	a := assessed(p, fs)
	if len(a.Plan) == 0 || a.Plan[0].Rule != "photo.code-otp" {
		t.Errorf("plan %+v; want the seed first", a.Plan)
	}
	if len(a.Chains) != 1 || a.Chains[0].Scenario != "account-takeover" {
		t.Errorf("chains %+v; want account-takeover", a.Chains)
	}
}

// A journey that pictures and a post tell of is one trip.
func TestTripInPicturesAndPosts(t *testing.T) {
	post := exposure.Document{
		ID: "post", Source: "blogg", Kind: exposure.Page, Subject: "anna", Locator: "https://a.example/", Visibility: exposure.Open,
		Published: time.Date(2026, time.May, 18, 0, 0, 0, 0, time.UTC), Text: "Nu är vi på Mallorca och solen skiner.",
	}
	_, fs := pictured(t, post, shot("anna", "annas", 1, "2026-05-18 12:00", at(inRome)))
	keys := map[string]bool{}
	for _, f := range fs {
		if f.Fact.Kind == "travel" {
			keys[f.Fact.Key] = true
		}
	}
	if len(keys) != 1 {
		t.Errorf("%d trips in %q; want one", len(keys), ruleIDs(fs))
	}
}
