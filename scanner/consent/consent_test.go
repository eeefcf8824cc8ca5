package consent_test

import (
	"bytes"
	"errors"
	"io/fs"
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

// A consent that was changed for one source stands for the others.
func TestOneSourceChanged(t *testing.T) {
	const names = "[annas-blogg, annas-sida, annas-bilder]"
	for _, tc := range []struct {
		name, old, new string
		first          term
		refused        exposure.SourceID
		says           string
	}{
		{"another address", "om?sida=1", "om?sida=2", term{}, "annas-sida", "Adressen för källan annas-sida har ändrats sedan anna sa ja"},
		{"another kind", "kind: photo, at: bilder", "kind: text, at: bilder", term{}, "annas-bilder", "Källan annas-bilder omfattar mer"},
		{"one more", "[annas-blogg, annas-bilder]", names, term{sources: "annas-blogg, annas-bilder"}, "annas-sida", "Källan annas-sida skrevs in i c-1"},
		{"one less", names, "[annas-blogg, annas-bilder]", term{}, "annas-sida", "Inget samtycke nämner källan annas-sida"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReader(t, tc.first)
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit(tc.old, tc.new)
			for id, locator := range map[exposure.SourceID]string{"annas-blogg": blog, "annas-sida": sida, "annas-bilder": "bilder"} {
				err := r.openAndRead(id, locator)
				if id != tc.refused {
					if err != nil {
						t.Errorf("read %s = %v; want nil", id, err)
					}
					continue
				}
				refusal, ok := errors.AsType[*consent.Refusal](err)
				if !ok || !strings.Contains(refusal.In(exposure.Swedish), tc.says) {
					t.Fatalf("read %s = %v; want a refusal that says %q", id, err, tc.says)
				}
				calm(t, refusal)
			}
			if tc.name == "one less" {
				return
			}
			// Undoing the change is enough.
			r.c.Edit(tc.new, tc.old)
			if err := r.open("annas-blogg"); err != nil {
				t.Errorf("Check of annas-blogg after the change was undone = %v; want nil", err)
			}
			if err := r.open(tc.refused); tc.name != "one more" && err != nil {
				t.Errorf("Check of %s after the change was undone = %v; want nil", tc.refused, err)
			}
		})
	}
}

// Who has withdrawn can come back, with a new consent, also the same day.
func TestGivenAnew(t *testing.T) {
	again := household.Consent{
		Subject: "anna", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Meeting,
		Sources: []exposure.SourceID{"annas-blogg"}, Detectors: []string{"all"}, Purpose: household.ExposureReview,
		Granted: day, Expires: day.AddDate(1, 0, 0),
	}
	for _, tc := range []struct {
		name     string
		withdraw func(t *testing.T, r *reader)
	}{
		{"withdrawn on the command line", func(t *testing.T, r *reader) {
			if err := r.c.Withdraw("c-anna-1"); err != nil {
				t.Fatal(err)
			}
		}},
		{"withdrawn by hand", func(t *testing.T, r *reader) {
			r.c.Edit("    expires: 2027-09-01\n", "    expires: 2027-09-01\n    revoked: 2026-10-01\n")
		}},
		{"withdrawn by hand with a date to come", func(t *testing.T, r *reader) {
			r.c.Edit("    expires: 2027-09-01\n", "    expires: 2027-09-01\n    revoked: 2027-01-01\n")
		}},
		{"withdrawn, and the consent removed from the file", func(t *testing.T, r *reader) {
			if err := r.c.Withdraw("c-anna-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family)
		}},
		{"withdrawn on its first day", func(t *testing.T, r *reader) {
			r.c.Write(family + term{id: "c-anna-1", granted: "2026-10-01"}.String())
			if err := r.c.Withdraw("c-anna-1"); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReader(t, term{id: "c-anna-1"})
			tc.withdraw(t, r)
			for n, want := range []string{"c-anna-2", "c-anna-3"} {
				id, err := r.c.Checker.Add(again)
				if err != nil || id != want {
					t.Fatalf("Add = %q, %v; want %q", id, err, want)
				}
				if err := r.openAndRead("annas-blogg", blog); err != nil {
					t.Fatalf("read under %s = %v; want nil", id, err)
				}
				if got := r.g.Consent(); got != want {
					t.Errorf("read under %s; want %s", got, want)
				}
				if n > 0 {
					break
				}
				// What the new consent does not name stays withdrawn.
				if err := r.open("annas-sida"); err == nil {
					t.Error("Check of annas-sida = nil; want a refusal")
				}
				// And it can be withdrawn in its turn.
				if err := r.c.Withdraw(id); err != nil {
					t.Fatal(err)
				}
				if err := r.read(blog); refusalCode(err) != consent.CodeRevoked {
					t.Errorf("read after the second withdrawal = %v; want %s", err, consent.CodeRevoked)
				}
			}
		})
	}
}

// Of two consents from one day the one written last is asked first, so that a
// refusal is about what the reader has just added.
func TestNewestOfADay(t *testing.T) {
	r := newReader(t, term{id: "c-1"}, term{id: "c-2"})
	if err := r.open("annas-blogg"); err != nil || r.g.Consent() != "c-2" {
		t.Errorf("Check = %q, %v; want c-2", r.g.Consent(), err)
	}
}

// A withdrawal is about the sources of the withdrawn consent only.
func TestWithdrawOneOfTwo(t *testing.T) {
	r := newReader(t, term{id: "c-1", sources: "annas-blogg"}, term{id: "c-2", sources: "annas-blogg, annas-sida"})
	if err := r.c.Withdraw("c-1"); err != nil {
		t.Fatal(err)
	}
	if err := r.openAndRead("annas-sida", sida); err != nil {
		t.Errorf("read of annas-sida = %v; want nil", err)
	}
	if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeRevoked {
		t.Errorf("Check of annas-blogg = %v; want %s", err, consent.CodeRevoked)
	}
}

// No ID that the ledger knows is used again, whatever the file holds.
func TestAddRefusesAUsedID(t *testing.T) {
	r := newReader(t, term{id: "c-anna-1"})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{family + term{id: "c-anna-1"}.String(), family} {
		r.c.Write(text)
		_, err := r.c.Checker.Add(household.Consent{
			ID: "c-anna-1", Subject: "anna", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Meeting,
			Sources: []exposure.SourceID{"annas-sida"}, Detectors: []string{"all"}, Purpose: household.ExposureReview,
			Granted: day, Expires: day.AddDate(1, 0, 0),
		})
		refused, ok := errors.AsType[*household.NotAddedError](err)
		if !ok || refused.Faults[0].Code != household.CodeUsedID {
			t.Errorf("Add = %v; want %s", err, household.CodeUsedID)
		}
	}
	if err := r.c.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := r.c.Checker.Add(household.Consent{Subject: "anna"}); !errors.Is(err, consent.ErrLedger) {
		t.Errorf("Add with a closed ledger = %v; want ErrLedger", err)
	}
}

// Preview answers as Check would, and leaves no trace.
func TestPreview(t *testing.T) {
	ids := []exposure.SourceID{"annas-blogg", "annas-sida", "annas-bilder", "eriks-blogg", "elsas-sida", "grannen"}
	edit := func(from, to string) func(*testing.T, *reader) {
		return func(_ *testing.T, r *reader) { r.c.Edit(from, to) }
	}
	mark := edit("    expires: 2027-09-01\n", "    expires: 2027-09-01\n    revoked: 2026-10-01\n")
	for _, tc := range []struct {
		name   string
		unused bool // no ledger yet
		change func(*testing.T, *reader)
	}{
		{"never used", true, func(*testing.T, *reader) {}},
		{"used", false, func(*testing.T, *reader) {}},
		{"withdrawn by hand", false, mark},
		{"withdrawn by hand before its first use", true, mark},
		{"withdrawn", false, func(t *testing.T, r *reader) {
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("    revoked: 2026-10-01\n", "")
		}},
		{"address changed", false, edit("om?sida=1", "om?sida=2")},
		{"address changed before its first use", true, edit("om?sida=1", "om?sida=2")},
		{"later end", false, edit("expires: 2027-09-01", "expires: 2027-10-01")},
		{"fewer sources", false, edit(", annas-bilder]", "]")},
		{"the first source taken out", false, edit("[annas-blogg, annas-sida, annas-bilder]", "[annas-sida]")},
		{"ended", false, func(_ *testing.T, r *reader) { r.c.SetNow(day.AddDate(2, 0, 0)) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := newReader(t, term{})
			ledger := filepath.Join(r.c.Dir, consent.LedgerName)
			if !tc.unused {
				if err := r.open("annas-blogg"); err != nil {
					t.Fatal(err)
				}
			} else if err := errors.Join(os.Remove(ledger), os.Remove(ledger+".lock")); err != nil {
				t.Fatal(err)
			}
			tc.change(t, r)
			before := dirContent(t, r.c.Dir)
			past, err := consent.ReadLedger(ledger)
			if err != nil {
				t.Fatal(err)
			}
			looking, err := consent.NewChecker(consent.Config{Path: r.c.Path, Ledger: past, Now: r.c.Now})
			if err != nil {
				t.Fatal(err)
			}
			type answer struct {
				Consent, Refusal string
			}
			ask := func(id exposure.SourceID, refusal *consent.Refusal, by string) answer {
				if refusal == nil {
					return answer{Consent: by}
				}
				if s := refusal.In(exposure.Swedish); !strings.Contains(s, string(id)) {
					t.Errorf("%q does not name %s", s, id)
				}
				return answer{Refusal: refusal.In(exposure.Swedish)}
			}
			previews := map[exposure.SourceID]answer{}
			for _, id := range ids {
				by, refusal := looking.Preview(id, household.ExposureReview)
				previews[id] = ask(id, refusal, by)
				if _, err := looking.Check(id, household.ExposureReview); !errors.Is(err, consent.ErrLedger) {
					t.Errorf("Check with a ledger that is only read = %v; want ErrLedger", err)
				}
			}
			if diff := cmp.Diff(before, dirContent(t, r.c.Dir)); diff != "" {
				t.Errorf("the case folder changed:\n%s", diff)
			}
			fresh, err := consent.OpenLedger(ledger)
			if err != nil {
				t.Fatal(err)
			}
			defer fresh.Close()
			checker, err := consent.NewChecker(consent.Config{Path: r.c.Path, Ledger: fresh, Now: r.c.Now})
			if err != nil {
				t.Fatal(err)
			}
			for _, id := range ids {
				g, err := checker.Check(id, household.ExposureReview)
				refusal, _ := errors.AsType[*consent.Refusal](err)
				if got := ask(id, refusal, g.Consent()); got != previews[id] {
					t.Errorf("%s: Preview said %+v, Check says %+v", id, previews[id], got)
				}
			}
		})
	}
}

// dirContent is every file below dir with what is in it.
func dirContent(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	if err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(data)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return out
}

func TestReadLedger(t *testing.T) {
	path, data := written(t)
	for name, tc := range map[string]struct {
		data []byte
		want error
	}{
		"whole":                     {data, nil},
		"a last line still written": {data[:len(data)-9], nil},
		"changed":                   {bytes.Replace(data, []byte(`"outcome":"read"`), []byte(`"outcome":"seen"`), 1), consent.ErrTampered},
	} {
		if err := os.WriteFile(path, tc.data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := consent.ReadLedger(path); !errors.Is(err, tc.want) {
			t.Errorf("%s: ReadLedger = %v; want %v", name, err, tc.want)
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, tc.data) {
			t.Errorf("%s: the file was changed (%v)", name, err)
		}
	}
	if _, err := consent.ReadLedger(filepath.Dir(path)); !errors.Is(err, consent.ErrLedger) {
		t.Errorf("ReadLedger of a folder = %v; want ErrLedger", err)
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
	if refusal := consent.Standing(h, h.Consents[0], "annas-blogg", day); refusal != nil {
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
		refusal := consent.Standing(h, k, "annas-blogg", day)
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
	if err := r.c.Withdraw("c-9"); !household.IsFault(err) {
		t.Errorf("Withdraw of an unknown consent = %v; want Faults", err)
	}
	for range 2 { // the second time changes nothing
		if err := r.c.Withdraw("c-1"); err != nil {
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
	if err := r.c.Withdraw("c-1"); err != nil {
		t.Fatal(err)
	}
	r.c.Edit("    revoked: 2026-10-01\n", "")
	r.c.Edit("expires: 2027-10-01", "expires: 2027-09-01")
	if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeRevoked {
		t.Errorf("Check after both were undone = %v; want %s", err, consent.CodeRevoked)
	}
}

// What is wrong in household.yaml never keeps a consent from being taken back, and
// mending it does not bring it back: neither the consent, nor another for the same
// source that was there.
func TestWithdrawWithFaults(t *testing.T) {
	const id = "c-anna-7"
	for _, tc := range []struct {
		name, right, wrong string
		marked             bool
	}{
		{"somebody's yes needs another", "    given_by: [erik]\n", "    given_by: [elsa]\n", true},
		{"a kind that is none", "kind: page", "kind: sida", true},
		{"the consent's own end", "    expires: 2027-09-01\n", "    expires: i höst\n", true},
		{"no such source", "{id: annas-blogg,", "{id: annas-blog,", true},
		{"no YAML", "schema: 1\n", "schema: 1\n\tcase: k\n", false},
		{"no list", "consents:\n", "samtycken:\n", false},
	} {
		for _, used := range []bool{false, true} {
			t.Run(tc.name+map[bool]string{true: ", used before"}[used], func(t *testing.T) {
				r := newReader(t, term{id: "c-old"}, term{id: id, granted: "2026-09-02"}, term{id: "c-elsa", subject: "elsa", given: "erik", sources: "elsas-sida"})
				if used {
					if err := r.open("annas-blogg"); err != nil {
						t.Fatal(err)
					}
				}
				right, err := os.ReadFile(r.c.Path)
				if err != nil {
					t.Fatal(err)
				}
				wrong := strings.Replace(string(right), tc.right, tc.wrong, 1)
				r.c.Write(wrong)
				if _, err := household.Load(r.c.Path); !household.IsFault(err) {
					t.Fatalf("Load = %v; want Faults", err)
				}
				unmarked, err := consent.Withdraw(consent.Config{Path: r.c.Path, Ledger: r.c.Ledger, Now: now}, id)
				if err != nil || (unmarked == nil) != tc.marked {
					t.Fatalf("Withdraw = %v, %v; want a mark: %v", unmarked, err, tc.marked)
				}
				after, err := os.ReadFile(r.c.Path)
				if err != nil {
					t.Fatal(err)
				}
				if left := strings.Replace(string(after), "    revoked: 2026-10-01\n", "", 1); left != wrong {
					t.Errorf("household.yaml = %s; want what stood there, and at most the mark", after)
				}
				// Mended, with the mark or without it, nothing is read.
				r.c.Write(strings.Replace(string(after), tc.wrong, tc.right, 1))
				if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeRevoked {
					t.Errorf("Check when mended = %v; want %s", err, consent.CodeRevoked)
				}
				r.c.Write(string(right))
				if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeRevoked {
					t.Errorf("Check without the mark = %v; want %s", err, consent.CodeRevoked)
				}
				if err := r.open("elsas-sida"); err != nil {
					t.Errorf("Check of another's source = %v; want nil", err)
				}
			})
		}
	}
}

func TestWithdrawUnknownWithFaults(t *testing.T) {
	r := newReader(t, term{id: "c-anna-1"})
	r.c.Edit("schema: 1\n", "schema: 1\n\tcase: k\n")
	_, err := consent.Withdraw(consent.Config{Path: r.c.Path, Ledger: r.c.Ledger, Now: now}, "c-anna")
	if fs, ok := errors.AsType[household.Faults](err); !ok || fs[0].Code != household.CodeNoConsent {
		t.Errorf("Withdraw of a word that is no ID there = %v; want %s", err, household.CodeNoConsent)
	}
	if entries, err := r.c.Ledger.Entries(); err != nil || len(entries) != 0 {
		t.Errorf("%d entries, %v; want none", len(entries), err)
	}
}

// Without a ledger that can be opened the mark alone is made.
func TestWithdrawWithoutLedger(t *testing.T) {
	r := newReader(t, term{})
	unmarked, err := consent.Withdraw(consent.Config{Path: r.c.Path, Now: now}, "c-1")
	if unmarked != nil || err != nil {
		t.Fatal(unmarked, err)
	}
	if err := r.open("annas-blogg"); refusalCode(err) != consent.CodeRevoked {
		t.Errorf("Check = %v; want %s", err, consent.CodeRevoked)
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
