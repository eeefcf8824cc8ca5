package consent_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/household"
)

func TestAgreed(t *testing.T) {
	for _, tc := range []struct {
		name    string
		source  exposure.SourceID
		locator string
		terms   []term
	}{
		{"section, the address itself", "annas-blogg", blog, []term{{}}},
		{"section, with a slash", "annas-blogg", blog + "/", []term{{}}},
		{"section, below, with a query and a fragment", "annas-blogg", blog + "/2026/juli?sida=2#topp", []term{{}}},
		{"section, host in capitals and port written out", "annas-blogg", "HTTPS://BLOGG.example:443/anna/x", []term{{}}},
		{"section, encoded letters", "annas-blogg", "https://blogg.example/%61nna/b%C3%A5t", []term{{}}},
		{"exact page", "annas-sida", "https://blogg.example/om?sida=1", []term{{}}},
		{"file in the folder", "annas-bilder", "bilder/2026/båt.jpg", []term{{}}},
		{"first day", "annas-blogg", blog, []term{{granted: "2026-10-01"}}},
		{"last day", "annas-blogg", blog, []term{{expires: "2026-10-01"}}},
		{"child under 13, guardian", "elsas-sida", "https://elsa.example/", []term{{subject: "elsa", given: "erik", sources: "elsas-sida"}}},
		{"13 or older, guardian and assent", "toves-sida", "https://tove.example/", []term{{subject: "tove", given: "anna", sources: "toves-sida", more: "    assent: true\n"}}},
		{"turns 18 this year, both", "kims-sida", "https://kim.example/", []term{{subject: "kim", given: "anna, kim", sources: "kims-sida"}}},
		{"nineteen, own", "nils-sida", "https://nils.example/", []term{{subject: "nils", sources: "nils-sida"}}},
		{"an older consent that expired beside a new one", "annas-blogg", blog, []term{
			{id: "c-new"}, {id: "c-old", granted: "2025-01-01", expires: "2026-01-01"},
		}},
		{"given anew after a withdrawal", "annas-blogg", blog, []term{
			{id: "c-old", granted: "2026-01-01", more: "    revoked: 2026-08-01\n"}, {id: "c-new"},
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReader(t, tc.terms...)
			if err := r.openAndRead(tc.source, tc.locator); err != nil {
				t.Errorf("read %s = %v; want nil", tc.locator, err)
			}
		})
	}
}

func TestNarrowerConsentStillCounts(t *testing.T) {
	for _, tc := range []struct{ name, old, new string }{
		{"ends earlier", "expires: 2027-09-01", "expires: 2026-12-01"},
		{"fewer sources", "[annas-blogg, annas-sida, annas-bilder]", "[annas-blogg]"},
		{"fewer detectors", "detectors: [all]", "detectors: [travel]"},
		{"a page instead of its section", "section: true, at: \"https://blogg.example/anna\"", "at: \"https://blogg.example/anna\""},
		{"a comment", "    method: paper\n", "    method: paper # i pärmen\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReader(t, term{})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit(tc.old, tc.new)
			if err := r.openAndRead("annas-blogg", blog); err != nil {
				t.Errorf("read after narrowing = %v; want nil", err)
			}
			if tc.name == "a comment" {
				return
			}
			r.c.Edit(tc.new, tc.old)
			if err := r.openAndRead("annas-blogg", blog); refusalCode(err) != consent.CodeEdited {
				t.Errorf("read after widening again = %v; want %s", err, consent.CodeEdited)
			}
		})
	}
}

func refusalCode(err error) consent.Code {
	if r, ok := errors.AsType[*consent.Refusal](err); ok {
		return r.Code
	}
	return ""
}

func TestAllows(t *testing.T) {
	r := newReader(t, term{detectors: "travel, home"})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	for detector, want := range map[string]bool{"travel": true, "home": true, "child": false, "": false, "all": false} {
		if got := r.g.Allows(detector); got != want {
			t.Errorf("Allows(%q) = %v; want %v", detector, got, want)
		}
	}
	if (consent.Grant{}).Allows("travel") {
		t.Error("the zero grant allows travel")
	}
	r.c.Edit("expires: 2027-09-01\n", "expires: 2027-09-01\n    revoked: 2026-10-01\n")
	if r.g.Allows("travel") {
		t.Error("a withdrawn consent allows travel")
	}
	r = newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	if !r.g.Allows("child") || r.g.Consent() != "c-1" || (consent.Grant{}).Consent() != "" {
		t.Errorf("Allows(child) = %v, Consent() = %q; want true and c-1", r.g.Allows("child"), r.g.Consent())
	}
}

func TestStanding(t *testing.T) {
	r := newReader(t, term{})
	h, err := household.Load(r.c.Path)
	if err != nil {
		t.Fatal(err)
	}
	if refusal := consent.Standing(h, h.Consents[0], day); refusal != nil {
		t.Errorf("Standing = %v; want nil", refusal)
	}
	for _, tc := range []struct {
		name   string
		change func(k *household.Consent)
		code   consent.Code
	}{
		{"another case", func(k *household.Consent) { k.Case = "m2b8d4e6" }, consent.CodeCase},
		{"no end", func(k *household.Consent) { k.Expires = time.Time{} }, consent.CodeExpired},
		{"ended", func(k *household.Consent) { k.Expires = day.AddDate(0, 0, -2) }, consent.CodeExpired},
		{"not begun", func(k *household.Consent) { k.Granted = day.AddDate(0, 0, 2) }, consent.CodeEarly},
		{"withdrawn", func(k *household.Consent) { k.Revoked = day }, consent.CodeRevoked},
		{"given by another", func(k *household.Consent) { k.GivenBy = []exposure.SubjectID{"erik"} }, consent.Code(household.CodeNotOwn)},
		{"for a stranger", func(k *household.Consent) { k.Subject = "kalle" }, consent.Code(household.CodeUnknownPerson)},
	} {
		k := h.Consents[0]
		tc.change(&k)
		refusal := consent.Standing(h, k, day)
		if refusal == nil || refusal.Code != tc.code {
			t.Errorf("%s: Standing = %v; want %s", tc.name, refusal, tc.code)
			continue
		}
		calm(t, refusal)
	}
}

// The day is the household's: at 23:30 in UTC it is already tomorrow in Sweden.
func TestDayIsTheHouseholds(t *testing.T) {
	r := newReader(t, term{expires: "2026-10-01"})
	r.c.SetNow(time.Date(2026, 10, 1, 21, 59, 0, 0, time.UTC))
	if err := r.open("annas-blogg"); err != nil {
		t.Errorf("Check at 23:59 in Stockholm = %v; want nil", err)
	}
	r.c.SetNow(time.Date(2026, 10, 1, 22, 0, 0, 0, time.UTC))
	if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeExpired {
		t.Errorf("Check at midnight in Stockholm = %v; want %s", err, consent.CodeExpired)
	}
}

func TestNewCheckerNeedsAHousehold(t *testing.T) {
	r := newReader(t, term{})
	now := func() time.Time { return day }
	if _, err := consent.NewChecker(consent.Config{}); err == nil {
		t.Error("NewChecker of nothing = nil; want an error")
	}
	missing := consent.Config{Path: filepath.Join(t.TempDir(), household.FileName), Ledger: r.c.Ledger, Now: now}
	if _, err := consent.NewChecker(missing); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("NewChecker without a file = %v; want ErrNotExist", err)
	}
	r.c.Write("schema: 1\n")
	if _, err := consent.NewChecker(consent.Config{Path: r.c.Path, Ledger: r.c.Ledger, Now: now}); !household.IsFault(err) {
		t.Errorf("NewChecker of a broken file = %v; want Faults", err)
	}
}

func TestWithdraw(t *testing.T) {
	r := newReader(t, term{})
	if err := r.c.Checker.Withdraw("c-9"); !household.IsFault(err) {
		t.Errorf("Withdraw of an unknown consent = %v; want Faults", err)
	}
	for range 2 { // the second time changes nothing
		if err := r.c.Checker.Withdraw("c-1"); err != nil {
			t.Fatal(err)
		}
	}
	h, err := household.Load(r.c.Path)
	if err != nil {
		t.Fatal(err)
	}
	if got := h.Consents[0].Revoked.Format(time.DateOnly); got != "2026-10-01" {
		t.Errorf("revoked = %s; want 2026-10-01", got)
	}
	// Neither removing the mark, nor changing the consent with it, brings it back.
	r.c.Edit("    revoked: 2026-10-01\n", "")
	if err := r.open("annas-blogg"); err == nil {
		t.Error("Check after the mark was removed = nil; want a refusal")
	}
	r.c.Edit("granted: 2026-09-01", "granted: 2026-08-01")
	if err := r.open("annas-blogg"); err == nil {
		t.Error("Check after an edit = nil; want a refusal")
	}
}

// A withdrawal that comes with another change is kept, so that undoing both
// does not bring the consent back.
func TestWithdrawEdited(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	r.c.Edit("expires: 2027-09-01", "expires: 2027-10-01")
	if err := r.c.Checker.Withdraw("c-1"); err != nil {
		t.Fatal(err)
	}
	r.c.Edit("    revoked: 2026-10-01\n", "")
	r.c.Edit("expires: 2027-10-01", "expires: 2027-09-01")
	if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeEdited {
		t.Errorf("Check after both were undone = %v; want %s", err, consent.CodeEdited)
	}
}

func TestRefusalHoldsNoNames(t *testing.T) {
	r := newReader(t)
	err := r.open("annas-blogg")
	if err == nil || strings.Contains(err.Error(), "Lind") {
		t.Errorf("refusal = %v; want one with IDs only", err)
	}
}

func TestRefusalIsSafeToPrint(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	err := r.g.Covers("https://x.example/\x1b[2J\u202e\n"+strings.Repeat("a", 5000), day)
	if err == nil || strings.ContainsAny(err.Error(), "\x1b\u202e\n") || len(err.Error()) > 600 {
		t.Errorf("refusal = %q; want it cleaned and short", err)
	}
}

func TestHistory(t *testing.T) {
	r := newReader(t, term{})
	if err := r.openAndRead("annas-blogg", blog); err != nil {
		t.Fatal(err)
	}
	for _, l := range []string{blog, blog + "/a"} {
		if err := r.read(l); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.g.Record(consent.Event{Locator: blog + "/b", Outcome: "blocked"}); err != nil {
		t.Fatal(err)
	}
	if err := r.open("eriks-blogg"); err == nil {
		t.Fatal("Check of eriks-blogg = nil; want a refusal")
	}
	r.c.Edit(`  - {id: eriks-blogg, subject: erik, kind: page, at: "https://erik.example/"}`+"\n", "")
	h, err := household.Load(r.c.Path)
	if err != nil {
		t.Fatal(err)
	}
	got, err := consent.History(r.c.Ledger, h)
	if err != nil {
		t.Fatal(err)
	}
	want := []consent.Use{
		{
			Source: "annas-blogg", Subject: "anna", Kind: exposure.Page, At: blog, Consent: "c-1",
			Granted: 1, Read: 3, Failed: 1, Bytes: 3, First: day, Last: day,
			Items: []consent.Item{
				{Locator: blog, Times: 2, Last: day, Outcome: "read"},
				{Locator: blog + "/a", Times: 1, Last: day, Outcome: "read"},
				{Locator: blog + "/b", Times: 1, Last: day, Outcome: "blocked"},
			},
		},
		{Source: "annas-sida", Subject: "anna", Kind: exposure.Page, At: "https://blogg.example/om?sida=1"},
		{Source: "annas-bilder", Subject: "anna", Kind: exposure.Photos, At: "bilder"},
		{Source: "elsas-sida", Subject: "elsa", Kind: exposure.Page, At: "https://elsa.example/"},
		{Source: "toves-sida", Subject: "tove", Kind: exposure.Page, At: "https://tove.example/"},
		{Source: "kims-sida", Subject: "kim", Kind: exposure.Page, At: "https://kim.example/"},
		{Source: "nils-sida", Subject: "nils", Kind: exposure.Page, At: "https://nils.example/"},
		{Source: "eriks-blogg", Subject: "erik", Refused: 1},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("History (-want +got):\n%s", diff)
	}
}

func BenchmarkCovers(b *testing.B) {
	dir := b.TempDir()
	path := filepath.Join(dir, household.FileName)
	if err := os.WriteFile(path, []byte(family+term{
		id: "c-1", kase: "k7f3a9c2", subject: "anna", given: "anna", sources: "annas-blogg",
		detectors: "all", granted: "2026-09-01", expires: "2027-09-01",
	}.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	l, err := consent.OpenLedger(filepath.Join(dir, consent.LedgerName))
	if err != nil {
		b.Fatal(err)
	}
	defer l.Close()
	c, err := consent.NewChecker(consent.Config{Path: path, Ledger: l, Now: func() time.Time { return day }})
	if err != nil {
		b.Fatal(err)
	}
	g, err := c.Check("annas-blogg", household.ExposureReview)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := g.Covers(blog+"/2026", day); err != nil {
			b.Fatal(err)
		}
	}
}
