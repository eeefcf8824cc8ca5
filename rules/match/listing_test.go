package match_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
)

// What somebody saw at a place is evidence of that place, with how far its mending
// has come, and without words.
func TestListingEvidence(t *testing.T) {
	p := pack(rules.Rule{
		ID: "listing.phone", Needs: []exposure.SourceKind{exposure.Lookup},
		When:       rules.When{All: []rules.Condition{{Observe: exposure.RegisterListing, Where: map[string]rules.Match{"what": {In: []string{"phone"}}}}}},
		Confidence: rules.Confidence{Base: 0.5},
		Fact:       rules.Fact{Kind: "phone", About: "author", Key: "value"},
		Fix:        rules.Fix{Owner: "guardian", Minutes: 5, Proof: exposure.LookedUp},
	})
	tests := []struct {
		name    string
		who     exposure.SubjectID
		listing exposure.Listing
		want    exposure.Evidence
		owner   exposure.SubjectID
	}{
		{"open", "anna", exposure.Listing{Place: "hitta"}, exposure.Evidence{Place: "hitta"}, "anna"},
		{"asked", "anna", exposure.Listing{Place: "hitta", Progress: exposure.Asked}, exposure.Evidence{Place: "hitta", Progress: exposure.Asked}, "anna"},
		{"said done", "anna", exposure.Listing{Place: "hitta", Progress: exposure.SaidDone}, exposure.Evidence{Place: "hitta", Progress: exposure.SaidDone, Mitigated: 0.5}, "anna"},
		{"came back", "anna", exposure.Listing{Place: "hitta", Progress: exposure.CameBack}, exposure.Evidence{Place: "hitta", Progress: exposure.CameBack}, "anna"},
		{"public", "anna", exposure.Listing{Place: "bolagsverket", Public: true}, exposure.Evidence{Place: "bolagsverket", Public: true}, "anna"},
		{"of a child, for a guardian", "maja", exposure.Listing{Place: "eniro"}, exposure.Evidence{Place: "eniro"}, "erik"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := &exposure.Document{
				ID: "d", Source: "looks", Kind: exposure.Lookup, Subject: tt.who, Locator: "uppslag.yaml#x",
				Published: day("2026-07-01"), Visibility: exposure.Members, Listing: &tt.listing,
			}
			o := seen(doc, exposure.RegisterListing, -1, "", "+46701740605", attrs{"what": "phone"})
			m := matcher(p)
			m.Add(doc, []exposure.Observation{o})
			found := m.Findings()
			if len(found) != 1 || len(found[0].Evidence) != 1 {
				t.Fatalf("findings = %+v; want one with one piece of evidence", found)
			}
			want := tt.want
			want.Document, want.Source, want.Kind, want.Shower, want.Locator = "d", "looks", exposure.Lookup, tt.who, "uppslag.yaml#x"
			want.Published, want.Certainty, want.Visibility, want.Timeliness = day("2026-07-01"), exposure.Confirmed, exposure.Members, 1
			if diff := cmp.Diff(want, found[0].Evidence[0]); diff != "" {
				t.Errorf("evidence (-want +got):\n%s", diff)
			}
			if got := found[0].Fix; got.Owner != tt.owner || got.Proof != exposure.LookedUp {
				t.Errorf("fix = %+v; want %s, who looks again", got, tt.owner)
			}
		})
	}
}

// A member has one birthday, however it is written and whoever tells of it.
// Others' birthdays are told apart by the day.
func TestPersonKey(t *testing.T) {
	p := pack(rules.Rule{
		ID: "birth.date", When: rules.When{All: []rules.Condition{{Observe: exposure.BirthDate}}},
		Fact: rules.Fact{Kind: "dob", About: "subject", Key: "person"},
	})
	birth := func(who exposure.SubjectID, actor, value string) string {
		doc := page("post "+value, "född")
		o := seen(doc, exposure.BirthDate, 0, "född", value, attrs{"actor": actor})
		o.Subject = who
		m := matcher(p)
		m.Add(doc, []exposure.Observation{o})
		return m.Findings()[0].Fact.Key
	}
	own := birth("anna", "self", "1984-03-14")
	for name, same := range map[string]string{
		"without the year": birth("anna", "self", "03-14"),
		"of the author":    birth("", "self", "03-14"),
		"named":            birth("anna", "other", "03-14"),
	} {
		if same != own {
			t.Errorf("Anna's birthday %s is another fact", name)
		}
	}
	for name, other := range map[string]string{
		"Erik's":       birth("erik", "other", "03-14"),
		"Grandfather":  birth("", "relative", "03-14"),
		"nobody knows": birth("", "unknown", "03-14"),
	} {
		if other == own {
			t.Errorf("%s birthday is Anna's", name)
		}
	}
	if birth("", "relative", "03-14") == birth("", "relative", "05-02") {
		t.Error("two relatives' birthdays are one fact")
	}
}
