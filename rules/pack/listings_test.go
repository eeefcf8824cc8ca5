package pack_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/rules/score"
)

// seenAt is what a place showed of a person who looked there.
func seenAt(t *testing.T, who exposure.SubjectID, place string, details ...string) exposure.Document {
	t.Helper()
	p, ok := catalogue(t).Place(places.ID(place))
	if !ok {
		t.Fatalf("no place %q", place)
	}
	return exposure.Document{
		ID: exposure.DocumentID(string(who) + place), Source: exposure.SourceID(who + "-looks"), Kind: exposure.Lookup, Subject: who,
		Locator: fmt.Sprintf("uppslag/%s.yaml#%s", who, place), Published: passwordDay, Visibility: p.Visibility(),
		Listing: &exposure.Listing{Place: place, Kind: string(p.Kind), Details: details, Public: p.Baseline},
	}
}

var readPlaces = sync.OnceValues(pack.Places)

func catalogue(t *testing.T) *places.Catalogue {
	t.Helper()
	c, err := readPlaces()
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// post is something that Anna wrote on her blog.
func post(text string) exposure.Document {
	return exposure.Document{
		ID: exposure.DocumentID(text), Source: "blog", Kind: exposure.Page, Subject: "anna", Locator: "https://lind.example/" + text[:4],
		Text: text, Published: passwordDay, Visibility: exposure.Open,
	}
}

func record(r exposure.Record) exposure.Document {
	return exposure.Document{
		ID: "record", Source: "domain", Kind: exposure.Register, Subject: "anna", Locator: "lind.example",
		Visibility: exposure.Open, Record: &r,
	}
}

func weigh(p *rules.Pack, f []exposure.Finding) assess.Assessment {
	return assess.Run(assess.Input{
		Pack: p, Findings: f, Coverage: 100,
		People: []assess.Member{{ID: "anna"}, {ID: "erik"}, {ID: "maja", Minor: true}, {ID: "elsa", Minor: true}},
	})
}

// One fact that a directory, a blog and a domain's register show is one fact.
func TestListingIsTheSameFact(t *testing.T) {
	hitta := func(what string) exposure.Document { return seenAt(t, "anna", "hitta", what) }
	tests := []struct {
		name string
		docs []exposure.Document
	}{
		{"address, with no postal code on the blog", []exposure.Document{hitta("address"), post("Loppis hemma hos oss på Björkstigen 12 på söndag.")}},
		{"address, whole on the blog", []exposure.Document{hitta("address"), post("Skriv till Anna Lind, Björkstigen 12, 123 45 Storvik.")}},
		{"address, in the domain's register", []exposure.Document{hitta("address"), record(exposure.Record{Street: "BJÖRKSTIGEN 12", Town: "Storvik"})}},
		{"address, of another door", []exposure.Document{hitta("address"), record(exposure.Record{Street: "Björkstigen 12 B", Postal: "123 45"})}},
		{"address, of two members", []exposure.Document{hitta("address"), seenAt(t, "erik", "eniro", "address")}},
		{"address, in an ad and a company", []exposure.Document{seenAt(t, "anna", "hemnet", "address"), seenAt(t, "anna", "allabolag", "address")}},
		{"phone", []exposure.Document{hitta("phone"), post("Ring mig på 070-174 06 05 om du vill köpa cykeln.")}},
		{"phone, in the domain's register", []exposure.Document{hitta("phone"), record(exposure.Record{Phone: "+46.701740605"})}},
		{"plate", []exposure.Document{seenAt(t, "erik", "biluppgifter", "vehicle"), post("Säljer bilen, regnr ABC 123, besiktigad i maj.")}},
		{"e-mail", []exposure.Document{seenAt(t, "anna", "google-personal-contact-info", "email"), post("Mejla mig på anna@lind.example så svarar jag.")}},
		{"birthday", []exposure.Document{seenAt(t, "anna", "birthday", "birthday"), post("Jag är född 14 mars 1984 i Storvik.")}},
		{"birthday, without the year", []exposure.Document{seenAt(t, "anna", "birthday", "birthday"), post("Min födelsedag är den 14 mars.")}},
		{"birthday, written twice", []exposure.Document{post("Jag är född 14 mars 1984 i Storvik."), post("Min födelsedag är den 14 mars.")}},
		{"a child's name", []exposure.Document{seenAt(t, "elsa", "hitta", "name"), post("Vår Elsa, 11 år, vann loppet i söndags.")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p, both := found(t, tt.docs...)
			_, first := found(t, tt.docs[0])
			_, second := found(t, tt.docs[1])
			if len(first) == 0 || len(second) == 0 {
				t.Fatalf("%d and %d findings; want some of each", len(first), len(second))
			}
			key := first[0].Fact.Key
			for _, f := range [][]exposure.Finding{first, second} {
				if !slices.ContainsFunc(f, func(f exposure.Finding) bool { return f.Fact.Key == key }) {
					t.Fatalf("%+v does not tell %s", f, key)
				}
			}
			shown := 0
			for _, f := range both {
				if f.Fact.Key == key {
					shown += len(f.Evidence)
				}
			}
			if shown != 2 {
				t.Errorf("%d observations of one fact; want 2", shown)
			}
			// Two places of one fact weigh less than two facts.
			if a, b := weigh(p, both).Household.Exact, weigh(p, first).Household.Exact+weigh(p, second).Household.Exact; a >= b {
				t.Errorf("together %v, apart %v; want less together", a, b)
			}
		})
	}
}

// An address weighs as design/score.md has it: 12 on the blog, half where people
// have to search for a name.
func TestListingWeighsHalf(t *testing.T) {
	weight := func(docs ...exposure.Document) float64 {
		p, f := found(t, docs...)
		sum := 0.0
		for _, w := range p.Model.Eval(asFacts(p, f), nil).Parts {
			if strings.HasPrefix(w.Key, "address:") {
				sum += w.Weight
			}
		}
		return sum
	}
	blog := post("Loppis hemma hos oss på Björkstigen 12 på söndag.")
	done := seenAt(t, "anna", "hitta", "address")
	done.Listing.Progress = exposure.SaidDone
	for _, tt := range []struct {
		name string
		docs []exposure.Document
		want float64
	}{
		{"the blog", []exposure.Document{blog}, 12},
		{"a directory", []exposure.Document{seenAt(t, "anna", "hitta", "address")}, 6},
		{"two directories", []exposure.Document{seenAt(t, "anna", "hitta", "address"), seenAt(t, "anna", "eniro", "address")}, 9},
		{"the blog and a directory", []exposure.Document{blog, seenAt(t, "anna", "hitta", "address")}, 12},
		{"said to be hidden", []exposure.Document{done}, 3},
		{"a child", []exposure.Document{seenAt(t, "elsa", "hitta", "address")}, 7.5},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := weight(tt.docs...); got != tt.want {
				t.Errorf("weight = %v; want %v", got, tt.want)
			}
		})
	}
}

// asFacts are findings as the score sees them.
func asFacts(p *rules.Pack, findings []exposure.Finding) []score.Fact {
	var out []score.Fact
	for _, f := range findings {
		r, _ := p.Rule(f.Rule)
		x := score.Fact{Key: f.Fact.Key, Kind: f.Fact.Kind, Category: r.Fact.Category, Points: r.Fact.Points, Minor: f.Fact.Minor}
		for _, e := range f.Evidence {
			x.Shown = append(x.Shown, score.Observation{
				ID: string(e.Source) + e.Locator, Visibility: float64(e.Visibility), Confidence: e.Certainty.Weight(), Timeliness: e.Timeliness, Mitigated: e.Mitigated,
			})
		}
		out = append(out, x)
	}
	return out
}

// Somebody who stands in eleven directories has one sitting, and so has the next
// person; photos at the estate agent's and a company are other matters.
func TestListingPlan(t *testing.T) {
	var docs []exposure.Document
	for _, who := range []exposure.SubjectID{"anna", "erik"} {
		docs = append(docs,
			seenAt(t, who, "hitta", "name", "address", "phone", "age", "household"), seenAt(t, who, "eniro", "name", "address", "phone"),
			seenAt(t, who, "ratsit", "name", "age", "address", "income"), seenAt(t, who, "merinfo", "name", "address", "household"),
			seenAt(t, who, "mrkoll", "name", "address", "property"), seenAt(t, who, "birthday", "birthday"), seenAt(t, who, "upplysning", "address"),
			seenAt(t, who, "118100", "phone"), seenAt(t, who, "telefonkatalogen", "phone"), seenAt(t, who, "nextdoor", "address"), seenAt(t, who, "intl-badbool", "age"))
	}
	docs = append(docs, seenAt(t, "anna", "maklare", "interior", "address"), seenAt(t, "erik", "maklare", "interior"), seenAt(t, "anna", "allabolag", "company", "address"),
		seenAt(t, "anna", "bolagsverket", "company", "address"), seenAt(t, "anna", "lantmateriet", "property"), seenAt(t, "elsa", "hitta", "name", "address"))
	p, f := found(t, docs...)
	a := weigh(p, f)
	type step struct {
		Rule    exposure.RuleID
		Owner   exposure.SubjectID
		Minutes int
		Proof   exposure.Proof
	}
	var got []step
	for _, s := range a.Plan {
		got = append(got, step{s.Rule, s.Owner, s.Minutes, s.Proof})
	}
	slices.SortFunc(got, func(a, b step) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	want := []step{
		{"listing.address", "anna", 55, exposure.LookedUp},
		{"listing.child-address", "anna", 5, exposure.LookedUp},
		{"listing.address", "erik", 55, exposure.LookedUp},
		{"listing.ad-address", "anna", 10, exposure.LookedUp},
		{"listing.company-address", "anna", 10, exposure.LookedUp},
	}
	slices.SortFunc(want, func(a, b step) int { return strings.Compare(fmt.Sprint(a), fmt.Sprint(b)) })
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if a.Household.Baseline == 0 || a.AfterPlan != a.Household.Baseline {
		t.Errorf("after the plan %d, baseline %d; want what is public to stay", a.AfterPlan, a.Household.Baseline)
	}
}

// The whole detail is judged: whatever a place shows, some rule tells it. Only an
// adult's name by itself is no finding.
func TestEveryDetailHasARule(t *testing.T) {
	for _, p := range catalogue(t).All() {
		for _, d := range p.Shows {
			for _, who := range []exposure.SubjectID{"anna", "elsa"} {
				_, f := found(t, seenAt(t, who, string(p.ID), string(d)))
				want := 1
				if d == places.Name && (who == "anna" || p.Order == places.Source && p.ID != "operator-hemligt-nummer" || p.Kind == places.Company || p.Kind == places.Court) {
					want = 0
				}
				if len(f) != want {
					t.Errorf("%s at %s, of %s: %d findings; want %d", d, p.ID, who, len(f), want)
				}
			}
		}
	}
}

// Examples name the catalogue's places as they are, and the words of the format are
// the catalogue's.
func TestListingWords(t *testing.T) {
	c := catalogue(t)
	for _, r := range core(t).Rules {
		for _, x := range slices.Concat(r.Examples.Match, r.Examples.Clean) {
			if x.Listing == nil {
				continue
			}
			p, ok := c.Place(places.ID(x.Listing.Place))
			if !ok || string(p.Kind) != x.Listing.Kind || p.Baseline != x.Listing.Public {
				t.Errorf("%s:%d: %+v is not as the catalogue has it", r.File, x.Line, *x.Listing)
			}
		}
		if r.StartsFrom(func(k exposure.Kind) bool { return k == exposure.RegisterListing }) && (len(r.Examples.Match) < 5 || len(r.Examples.Clean) < 5) {
			t.Errorf("%s has %d matching and %d clean examples; want five of each", r.ID, len(r.Examples.Match), len(r.Examples.Clean))
		}
	}
	var kinds, details []string
	for _, k := range places.Kinds() {
		kinds = append(kinds, string(k))
	}
	for _, d := range places.Details() {
		details = append(details, string(d))
	}
	const way = "$defs/rule/properties/examples/properties/match/items/properties/listing/properties/"
	if diff := cmp.Diff(kinds, enum(t, way+"kind")); diff != "" {
		t.Errorf("kinds (-catalogue +format):\n%s", diff)
	}
	if diff := cmp.Diff(details, enum(t, way+"details/items")); diff != "" {
		t.Errorf("details (-catalogue +format):\n%s", diff)
	}
}

// enum lists the words that the format allows at a place of its schema.
func enum(t *testing.T, way string) []string {
	t.Helper()
	var node any
	if err := json.Unmarshal(rules.JSONSchema(), &node); err != nil {
		t.Fatal(err)
	}
	for key := range strings.SplitSeq(way+"/enum", "/") {
		in, _ := node.(map[string]any)
		node = in[key]
	}
	var out []string
	words, _ := node.([]any)
	for _, w := range words {
		out = append(out, fmt.Sprint(w))
	}
	return out
}
