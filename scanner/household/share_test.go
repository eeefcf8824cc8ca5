package household_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

func TestPrivate(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		want           bool
	}{
		{"nothing said", "", "", false},
		{"for everybody", "    assent: true\n", "    assent: true\n    share: household\n", false},
		{"for herself", "    assent: true\n", "    assent: true\n    share: self\n", true},
	} {
		h, err := household.Parse("h.yaml", []byte(strings.Replace(full, tt.old, tt.new, 1)))
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Private("elsas-bilder"); got != tt.want {
			t.Errorf("%s: Private = %v; want %v", tt.name, got, tt.want)
		}
		if h.Private("annas-blogg") || h.Private("nowhere") {
			t.Errorf("%s: a source is private of which nobody said so", tt.name)
		}
	}
}

// TestPrivateGoesByTheLastConsent: whoever has second thoughts gives a new one.
func TestPrivateGoesByTheLastConsent(t *testing.T) {
	path := filepath.Join(t.TempDir(), household.FileName)
	if err := os.WriteFile(path, []byte(full), 0o600); err != nil {
		t.Fatal(err)
	}
	for i, share := range []household.Sharing{household.ShareSelf, household.ShareAll, household.ShareSelf, ""} {
		c := household.Consent{
			ID: "c-anna-" + string(rune('2'+i)), Subject: "anna", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Meeting,
			Sources: []exposure.SourceID{"annas-blogg"}, Detectors: []string{"all"}, Purpose: household.ExposureReview,
			Granted: day("2026-10-01"), Expires: day("2027-10-01"), Share: share,
		}
		if err := household.AddConsent(path, c); err != nil {
			t.Fatal(err)
		}
		h, err := household.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Private("annas-blogg"); got != (share == household.ShareSelf) {
			t.Errorf("after %q: Private = %v", share, got)
		}
	}
}

func TestDecides(t *testing.T) {
	h := &household.Household{People: []household.Person{
		{ID: "anna", Born: 1984}, {ID: "maja", Born: 2013}, {ID: "elsa", Born: 2014}, {ID: "okand"},
	}}
	for id, want := range map[exposure.SubjectID]household.Code{
		"anna": "", "maja": "", "elsa": household.CodeTooYoung, "okand": household.CodeAgeUnknown, "grannen": household.CodeUnknownPerson,
	} {
		if got := h.Decides(id, day("2026-10-01")); got != want {
			t.Errorf("Decides(%s) = %q; want %q", id, got, want)
		}
	}
}
