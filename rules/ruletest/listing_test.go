package ruletest_test

import (
	"strings"
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
)

// details sees what a listing shows, and of whom.
func details(doc *exposure.Document, _ *roster.Roster) []exposure.Observation {
	if doc.Listing == nil || doc.Kind != exposure.Lookup {
		return nil
	}
	var out []exposure.Observation
	for _, what := range doc.Listing.Details {
		out = append(out, exposure.Observation{
			Kind: exposure.RegisterListing, Document: doc.ID, Sentence: -1, Subject: doc.Subject, Value: string(doc.Subject), Confidence: 1,
			Attrs: map[string]exposure.Value{"what": exposure.Word(what), "place": exposure.Word(doc.Listing.Place)},
		})
	}
	return out
}

// A listing is read as what the person saw who looked: Anna, or whom it names.
func TestListings(t *testing.T) {
	hitta := func(details ...string) *exposure.Listing {
		return &exposure.Listing{Place: "hitta", Kind: "people-search", Details: details}
	}
	tests := []struct {
		name    string
		example rules.Example
		want    string // part of the failure; "" for none
	}{
		{"of Anna", rules.Example{Listing: hitta("name", "phone"), Values: map[string]string{"who": "anna", "at": "hitta"}}, ""},
		{"of a child", rules.Example{Listing: hitta("phone"), Subject: "elsa", Values: map[string]string{"who": "elsa"}}, ""},
		{"of another", rules.Example{Listing: hitta("phone"), Values: map[string]string{"who": "elsa"}}, `value who = "anna"; want "elsa"`},
		{"of other details", rules.Example{Listing: hitta("name")}, "nothing to start from: no register.listing what=phone"},
		{"of nothing", rules.Example{Listing: hitta()}, "nothing to start from"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep := ruletest.Run(&rules.Pack{Rules: []rules.Rule{{
				ID: "listing.phone", Needs: []exposure.SourceKind{exposure.Lookup},
				When:       rules.When{All: []rules.Condition{{Observe: exposure.RegisterListing, Where: map[string]rules.Match{"what": {In: []string{"phone"}}}}}},
				Confidence: rules.Confidence{Base: 1},
				Fact: rules.Fact{Kind: "phone", About: "author", Key: "value", Show: []rules.Show{
					{Name: "at", Attr: "place", Mask: "plain"}, {Name: "who", Attr: "value", Mask: "plain"},
				}},
				Examples: rules.Examples{Match: []rules.Example{tt.example}},
			}}}, details)
			var got strings.Builder
			for _, f := range rep.Failures {
				got.WriteString(f.String())
			}
			if rep.Ran != 1 || (tt.want == "") != (got.String() == "") || !strings.Contains(got.String(), tt.want) {
				t.Errorf("ran %d, failures = %q; want %q", rep.Ran, got.String(), tt.want)
			}
		})
	}
}
