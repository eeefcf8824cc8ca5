// Package consenttest makes grants for tests. There is no way around the check,
// not even here: it writes a real household.yaml with a real consent, and asks
// a real Checker.
package consenttest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/household"
)

// Grant returns the grant of a fresh household whose one adult agreed to src,
// with every detector. The consent stands from a year before to eleven months
// after time.Now; use NewCase for a test with a clock of its own.
func Grant(t testing.TB, src household.Source) consent.Grant {
	t.Helper()
	return NewCase(t, time.Now(), src).Grant(src.ID)
}

// Case is a household on disk with a consent for every source it was made with.
type Case struct {
	Dir     string // the case folder, in t.TempDir
	Path    string // household.yaml
	Ledger  *consent.Ledger
	Checker *consent.Checker

	t   testing.TB
	now time.Time
}

// NewCase writes a household of one adult for each subject of the sources, and
// a consent "c-SOURCE" for each source, valid from a year before now to eleven
// months after it. The checker's clock stands at now until SetNow. Sources
// without a subject, a visibility or an ID get "anna", open and "source".
func NewCase(t testing.TB, now time.Time, sources ...household.Source) *Case {
	t.Helper()
	dir := t.TempDir()
	c := &Case{Dir: dir, Path: filepath.Join(dir, household.FileName), t: t, now: now}
	c.Write(document(now, sources))
	l, err := consent.OpenLedger(filepath.Join(dir, filepath.FromSlash(consent.LedgerName)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	c.Ledger = l
	c.Checker, err = consent.NewChecker(consent.Config{Path: c.Path, Ledger: l, Now: c.Now})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// Grant checks the source for an exposure review and fails the test when it is
// refused. "" means the source that had no ID.
func (c *Case) Grant(id exposure.SourceID) consent.Grant {
	c.t.Helper()
	if id == "" {
		id = noID
	}
	g, err := c.Checker.Check(id, household.ExposureReview)
	if err != nil {
		c.t.Fatal(err)
	}
	return g
}

// SetNow moves the checker's clock. It must not run beside a check.
func (c *Case) SetNow(now time.Time) { c.now = now }

// Now is the checker's clock.
func (c *Case) Now() time.Time { return c.now }

// Revoke withdraws the consent of a source on disk, as another process would.
func (c *Case) Revoke(id exposure.SourceID) {
	c.t.Helper()
	if id == "" {
		id = noID
	}
	line := "  - id: c-" + string(id) + "\n"
	c.Edit(line, line+"    revoked: "+c.now.Format(time.DateOnly)+"\n")
}

// Withdraw takes a consent back, as lampan does; see consent.Withdraw.
func (c *Case) Withdraw(id string) error {
	unmarked, err := consent.Withdraw(consent.Config{Path: c.Path, Ledger: c.Ledger, Now: c.Now}, id)
	return errors.Join(unmarked, err)
}

// Edit replaces from, which must occur once in household.yaml, by to.
func (c *Case) Edit(from, to string) {
	c.t.Helper()
	b, err := os.ReadFile(c.Path)
	if err != nil {
		c.t.Fatal(err)
	}
	if n := strings.Count(string(b), from); n != 1 {
		c.t.Fatalf("%q occurs %d times in household.yaml; want once", from, n)
	}
	c.Write(strings.Replace(string(b), from, to, 1))
}

// Write replaces household.yaml.
func (c *Case) Write(text string) {
	c.t.Helper()
	// Whole or not at all, as lampan writes it: a reader beside the test must
	// not meet half a file.
	half := c.Path + ".new"
	if err := os.WriteFile(half, []byte(text), 0o600); err != nil {
		c.t.Fatal(err)
	}
	if err := os.Rename(half, c.Path); err != nil {
		c.t.Fatal(err)
	}
}

const (
	noID      exposure.SourceID  = "source"
	noSubject exposure.SubjectID = "anna"
)

func document(now time.Time, sources []household.Source) string {
	var people, list, consents strings.Builder
	seen := map[exposure.SubjectID]bool{}
	for _, s := range sources {
		if s.ID == "" {
			s.ID = noID
		}
		if s.Subject == "" {
			s.Subject = noSubject
		}
		if !seen[s.Subject] {
			seen[s.Subject] = true
			fmt.Fprintf(&people, "  - id: %s\n    name: Person %s\n    born: %d\n", s.Subject, s.Subject, now.Year()-40)
		}
		fmt.Fprintf(&list, "  - id: %s\n    subject: %s\n    kind: %s\n    at: %q\n    visibility: %s\n",
			s.ID, s.Subject, s.Kind, s.At, visibility(s.Visibility))
		if s.Via != "" {
			fmt.Fprintf(&list, "    via: %q\n", s.Via)
		}
		if s.Section {
			list.WriteString("    section: true\n")
		}
		if s.Section && s.MaxPages > 0 {
			fmt.Fprintf(&list, "    max_pages: %d\n", s.MaxPages)
		}
		fmt.Fprintf(&consents, `  - id: c-%[1]s
    case: testcase
    subject: %[2]s
    given_by: [%[2]s]
    method: meeting
    sources: [%[1]s]
    detectors: [all]
    purpose: exposure-review
    granted: %[3]s
    expires: %[4]s
`, s.ID, s.Subject, now.AddDate(-1, 0, 0).Format(time.DateOnly), now.AddDate(0, 11, 0).Format(time.DateOnly))
	}
	return "schema: 1\ncase: testcase\nlang: sv\npeople:\n" + people.String() +
		"sources:\n" + list.String() + "consents:\n" + consents.String()
}

func visibility(v exposure.Visibility) string {
	for _, w := range []string{"open", "link", "members", "friends", "private"} {
		if x, err := exposure.ParseVisibility(w); err == nil && x == v {
			return w
		}
	}
	return "open"
}
