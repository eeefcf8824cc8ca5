package consent_test

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
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
)

// day is the date of the abuse suite.
var day = time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC)

const (
	blog = "https://blogg.example/anna"
	sida = "https://blogg.example/om?sida=1"
)

// family is an invented household: two adults, a child of 11, one of 16, one
// who turns 18 and one of 19 by the year of day.
const family = `schema: 1
case: k7f3a9c2
lang: sv
people:
  - {id: anna, name: Anna Lind, born: 1984}
  - {id: erik, name: Erik Lind, born: 1982}
  - {id: olle, name: Olle Lind, born: 1950}
  - {id: elsa, name: Elsa Lind, born: 2015, guardians: [anna, erik]}
  - {id: tove, name: Tove Lind, born: 2010, guardians: [anna]}
  - {id: kim, name: Kim Lind, born: 2008, guardians: [anna]}
  - {id: nils, name: Nils Lind, born: 2007, guardians: [anna]}
sources:
  - {id: annas-blogg, subject: anna, kind: page, section: true, at: "https://blogg.example/anna"}
  - {id: annas-sida, subject: anna, kind: page, at: "https://blogg.example/om?sida=1"}
  - {id: annas-bilder, subject: anna, kind: photo, at: bilder, visibility: friends}
  - {id: eriks-blogg, subject: erik, kind: page, at: "https://erik.example/"}
  - {id: elsas-sida, subject: elsa, kind: page, at: "https://elsa.example/"}
  - {id: toves-sida, subject: tove, kind: page, at: "https://tove.example/"}
  - {id: kims-sida, subject: kim, kind: page, at: "https://kim.example/"}
  - {id: nils-sida, subject: nils, kind: page, at: "https://nils.example/"}
consents:
`

// term is one consent of the family; empty fields take those of a good one.
type term struct {
	id, kase, subject, given, sources, detectors, granted, expires, more string
}

func (a term) String() string {
	or := func(s *string, d string) {
		if *s == "" {
			*s = d
		}
	}
	or(&a.id, "c-1")
	or(&a.kase, "k7f3a9c2")
	or(&a.subject, "anna")
	or(&a.given, a.subject)
	or(&a.sources, "annas-blogg, annas-sida, annas-bilder")
	or(&a.detectors, "all")
	or(&a.granted, "2026-09-01")
	or(&a.expires, "2027-09-01")
	return fmt.Sprintf("  - id: %s\n    case: %s\n    subject: %s\n    given_by: [%s]\n    method: paper\n    sources: [%s]\n    detectors: [%s]\n    purpose: exposure-review\n    granted: %s\n    expires: %s\n%s",
		a.id, a.kase, a.subject, a.given, a.sources, a.detectors, a.granted, a.expires, a.more)
}

// reader does what every source does: it asks, reads, and notes. Reads counts
// what got past the asking.
type reader struct {
	c     *consenttest.Case
	g     consent.Grant
	reads int
}

func (r *reader) open(id exposure.SourceID) error {
	g, err := r.c.Checker.Check(id, household.ExposureReview)
	if err == nil {
		r.g = g
	}
	return err
}

func (r *reader) read(locator string) error {
	if err := r.g.Covers(locator, day); err != nil {
		return err
	}
	r.reads++
	return r.g.Record(consent.Event{Locator: locator, Outcome: consent.OutcomeRead, Bytes: 1})
}

func (r *reader) openAndRead(id exposure.SourceID, locator string) error {
	if err := r.open(id); err != nil {
		return err
	}
	return r.read(locator)
}

// now is a clock that stands at day.
func now() time.Time { return day }

func newReader(t testing.TB, terms ...term) *reader {
	t.Helper()
	c := consenttest.NewCase(t, day, household.Source{ID: "start", Kind: exposure.Page, At: "https://start.example/"})
	text := []string{family}
	for _, k := range terms {
		text = append(text, k.String())
	}
	c.Write(strings.Join(text, ""))
	return &reader{c: c}
}

func TestAbuse(t *testing.T) {
	good := term{}
	// after reads once under a good consent, then lets change do its work and
	// tries again.
	after := func(change func(t *testing.T, r *reader)) func(*testing.T) (*reader, error) {
		return func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			if err := r.openAndRead("annas-blogg", blog); err != nil {
				t.Fatal(err)
			}
			r.reads = 0
			change(t, r)
			return r, r.read(blog)
		}
	}
	// with asks for one source under some consents.
	with := func(id exposure.SourceID, locator string, terms ...term) func(*testing.T) (*reader, error) {
		return func(t *testing.T) (*reader, error) {
			r := newReader(t, terms...)
			return r, r.openAndRead(id, locator)
		}
	}
	// edited changes the consent after its first use and asks anew.
	edited := func(from, to string) func(*testing.T) (*reader, error) {
		return func(t *testing.T) (*reader, error) {
			r := newReader(t, term{detectors: "travel", sources: "annas-blogg"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit(from, to)
			err := r.read(blog)
			if again := r.openAndRead("annas-blogg", blog); err == nil {
				err = again
			}
			return r, err
		}
	}
	outside := func(id exposure.SourceID, locator string) func(*testing.T) (*reader, error) {
		return with(id, locator, good)
	}
	suite := []struct {
		name string
		code consent.Code
		run  func(t *testing.T) (*reader, error)
	}{
		{"no consent at all", consent.CodeNone, with("annas-blogg", blog)},
		{"no such source", consent.CodeNoSource, with("grannen", "https://granne.example/", good)},
		{"zero grant", consent.CodeNoGrant, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			return r, r.read(blog)
		}},
		{"zero grant records nothing", consent.CodeNoGrant, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			return r, consent.Grant{}.Record(consent.Event{Locator: blog, Outcome: consent.OutcomeRead})
		}},
		{"expired yesterday", consent.CodeExpired, with("annas-blogg", blog, term{expires: "2026-09-30"})},
		{"not yet valid", consent.CodeEarly, with("annas-blogg", blog, term{granted: "2026-10-02"})},
		{"withdrawn", consent.CodeRevoked, with("annas-blogg", blog, term{more: "    revoked: 2026-09-15\n"})},
		{"withdrawn with a later date", consent.CodeRevoked, with("annas-blogg", blog, term{more: "    revoked: 2027-01-01\n"})},
		{"an older consent after a withdrawal", consent.CodeRevoked, with("annas-blogg", blog,
			term{id: "c-old", granted: "2026-01-01"}, term{id: "c-new", more: "    revoked: 2026-09-15\n"})},
		{"other person's source", consent.CodeNone, with("eriks-blogg", "https://erik.example/", good)},
		{"consent for another person's source", consent.CodeFile, with("eriks-blogg", "https://erik.example/", term{sources: "eriks-blogg"})},
		{"source the consent does not name", consent.CodeNone, with("annas-sida", "https://blogg.example/om?sida=1", term{sources: "annas-blogg"})},
		{"other purpose", consent.CodePurpose, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			_, err := r.c.Checker.Check("annas-blogg", "curiosity")
			return r, err
		}},
		{"copied to another case", consent.CodeFile, with("annas-blogg", blog, term{kase: "m2b8d4e6"})},

		{"minor without a guardian's yes", consent.CodeFile, with("elsas-sida", "https://elsa.example/", term{subject: "elsa", sources: "elsas-sida"})},
		{"guardian of another child", consent.CodeFile, with("elsas-sida", "https://elsa.example/", term{subject: "elsa", given: "olle", sources: "elsas-sida"})},
		{"guardian who is a minor", consent.CodeFile, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{subject: "elsa", given: "kim", sources: "elsas-sida"})
			r.c.Edit("born: 2015, guardians: [anna, erik]", "born: 2015, guardians: [kim]")
			return r, r.openAndRead("elsas-sida", "https://elsa.example/")
		}},
		{"13 or older without assent", consent.CodeFile, with("toves-sida", "https://tove.example/", term{subject: "tove", given: "anna", sources: "toves-sida"})},
		{"turned 13 since, without assent", consent.Code(household.CodeNoAssent), func(t *testing.T) (*reader, error) {
			r := newReader(t, term{subject: "elsa", given: "anna", sources: "elsas-sida", granted: "2027-06-01", expires: "2028-06-01"})
			r.c.SetNow(time.Date(2028, 1, 2, 12, 0, 0, 0, time.UTC))
			return r, r.openAndRead("elsas-sida", "https://elsa.example/")
		}},
		{"turns 18 this year, only a guardian agreed", consent.CodeFile, with("kims-sida", "https://kim.example/", term{subject: "kim", given: "anna", sources: "kims-sida"})},
		{"nineteen, on a guardian's grant", consent.Code(household.CodeGrownUp), func(t *testing.T) (*reader, error) {
			r := newReader(t, term{subject: "nils", given: "anna", sources: "nils-sida", granted: "2024-12-01", expires: "2026-12-01", more: "    assent: true\n"})
			return r, r.openAndRead("nils-sida", "https://nils.example/")
		}},
		{"eighteen since, on a guardian's grant", consent.Code(household.CodeTurning18), func(t *testing.T) (*reader, error) {
			r := newReader(t, term{subject: "kim", given: "anna", sources: "kims-sida", granted: "2025-12-01", expires: "2026-12-01", more: "    assent: true\n"})
			return r, r.openAndRead("kims-sida", "https://kim.example/")
		}},
		{"adult's consent given by the spouse", consent.CodeFile, with("eriks-blogg", "https://erik.example/", term{subject: "erik", given: "anna", sources: "eriks-blogg"})},
		{"person without a year of birth", consent.CodeFile, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			r.c.Edit("name: Anna Lind, born: 1984", "name: Anna Lind")
			return r, r.openAndRead("annas-blogg", blog)
		}},

		{"withdrawn mid-run", consent.CodeRevoked, after(func(t *testing.T, r *reader) {
			r.c.Edit("    expires: 2027-09-01\n", "    expires: 2027-09-01\n    revoked: 2026-10-01\n")
		})},
		{"withdrawn mid-run by another process", consent.CodeRevoked, after(func(t *testing.T, r *reader) {
			if err := household.RevokeConsent(r.c.Path, "c-1", day); err != nil {
				t.Fatal(err)
			}
		})},
		{"withdrawn, then the line removed", consent.CodeRevoked, after(func(t *testing.T, r *reader) {
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("    revoked: 2026-10-01\n", "")
		})},
		{"withdrawn, then the consent removed in favour of an older one", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			old := term{id: "c-old", granted: "2026-01-01"}
			r := newReader(t, old, term{id: "c-new"})
			if err := r.c.Withdraw("c-new"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family + old.String())
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn mid-run in a newer consent that had not begun", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-old", granted: "2026-01-01"}, term{id: "c-new", granted: "2026-11-01"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			if err := household.RevokeConsent(r.c.Path, "c-new", day); err != nil {
				t.Fatal(err)
			}
			return r, r.read(blog)
		}},
		{"withdrawn, and the id used again for a new consent", consent.CodeRevoked, after(func(t *testing.T, r *reader) {
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family + term{id: "c-1", granted: "2026-10-01", expires: "2027-10-01"}.String())
		})},
		{"withdrawn, and the id used again for another source", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{sources: "annas-blogg"})
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family + term{sources: "annas-sida"}.String())
			return r, r.openAndRead("annas-sida", sida)
		}},
		{"withdrawn beside a newer consent that was there", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-1", granted: "2026-01-01"}, term{id: "c-2"})
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn beside a consent of the same day that was there", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-1", granted: "2026-10-01"}, term{id: "c-2", granted: "2026-10-01"})
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn beside a consent that begins later", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-1"}, term{id: "c-2", granted: "2026-10-15"})
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.SetNow(day.AddDate(0, 1, 0))
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn by hand beside a consent of the same day", consent.CodeRevoked, with("annas-blogg", blog,
			term{id: "c-1", granted: "2026-09-15", more: "    revoked: 2026-09-20\n"}, term{id: "c-2", granted: "2026-09-20"})},
		{"withdrawn with a date before its own beginning", consent.CodeRevoked, with("annas-blogg", blog,
			term{id: "c-1", granted: "2026-09-15", more: "    revoked: 2026-01-01\n"}, term{id: "c-2", granted: "2026-09-10"})},
		{"withdrawn, the newer consent taken out meanwhile and put back", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			other := term{id: "c-2", granted: "2026-10-01"}
			r := newReader(t, term{id: "c-1"}, other)
			if err := r.openAndRead("annas-blogg", blog); err != nil || r.g.Consent() != "c-2" {
				t.Fatal(r.g.Consent(), err)
			}
			r.reads = 0
			r.c.Write(family + term{id: "c-1"}.String())
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family + other.String())
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn, then an unknown consent with an earlier date", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-1"})
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			r.c.Write(family + term{id: "c-9", granted: "2026-09-30"}.String())
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"withdrawn together with a source that was added unseen", consent.CodeRevoked, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{id: "c-1", sources: "annas-blogg"}, term{id: "c-2", sources: "annas-sida"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("sources: [annas-blogg]", "sources: [annas-blogg, annas-sida]")
			if err := r.c.Withdraw("c-1"); err != nil {
				t.Fatal(err)
			}
			return r, r.openAndRead("annas-sida", sida)
		}},
		{"expired mid-run", consent.CodeExpired, after(func(t *testing.T, r *reader) {
			r.c.SetNow(time.Date(2027, 9, 2, 0, 0, 0, 0, time.UTC))
		})},
		{"caller whose clock stands still", consent.CodeExpired, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.SetNow(day.AddDate(1, 0, 0))
			return r, r.read(blog) // read passes day
		}},
		{"consent removed mid-run", consent.CodeGone, after(func(t *testing.T, r *reader) { r.c.Write(family) })},
		{"source removed mid-run", consent.CodeGone, after(func(t *testing.T, r *reader) {
			r.c.Edit(`  - {id: annas-blogg, subject: anna, kind: page, section: true, at: "https://blogg.example/anna"}`+"\n", "")
			r.c.Edit("[annas-blogg, annas-sida, annas-bilder]", "[annas-sida, annas-bilder]")
		})},
		{"household.yaml deleted mid-run", consent.CodeFile, after(func(t *testing.T, r *reader) {
			if err := os.Remove(r.c.Path); err != nil {
				t.Fatal(err)
			}
		})},
		{"household.yaml broken mid-run", consent.CodeFile, after(func(t *testing.T, r *reader) { r.c.Write("people: [") })},
		{"household.yaml replaced by a link", consent.CodeFile, after(func(t *testing.T, r *reader) {
			moved := filepath.Join(t.TempDir(), "elsewhere.yaml")
			if err := errors.Join(os.Rename(r.c.Path, moved), os.Symlink(moved, r.c.Path)); err != nil {
				t.Fatal(err)
			}
		})},
		{"household of another case put in its place", consent.CodeGone, after(func(t *testing.T, r *reader) {
			r.c.Write(strings.ReplaceAll(family+good.String(), "k7f3a9c2", "m2b8d4e6"))
		})},
		{"source taken out of the consent mid-run", consent.CodeNone, after(func(t *testing.T, r *reader) {
			r.c.Edit("[annas-blogg, annas-sida, annas-bilder]", "[annas-sida, annas-bilder]")
		})},
		{"source moved to another address mid-run", consent.CodeEdited, after(func(t *testing.T, r *reader) {
			r.c.Edit("https://blogg.example/anna\"", "https://blogg.example/\"")
		})},

		{"edited: later end", consent.CodeEdited, edited("expires: 2027-09-01", "expires: 2027-10-01")},
		{"edited: earlier start", consent.CodeEdited, edited("granted: 2026-09-01", "granted: 2026-08-01")},
		{"edited: one more source", consent.CodeEdited, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{sources: "annas-blogg"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("sources: [annas-blogg]", "sources: [annas-blogg, annas-sida]")
			return r, r.openAndRead("annas-sida", sida)
		}},
		{"edited: one source exchanged for another", consent.CodeEdited, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{sources: "annas-blogg"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("sources: [annas-blogg]", "sources: [annas-sida]")
			return r, r.openAndRead("annas-sida", sida)
		}},
		{"edited: a source taken out and put in again", consent.CodeEdited, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("[annas-blogg, annas-sida, annas-bilder]", "[annas-blogg, annas-bilder]")
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("[annas-blogg, annas-bilder]", "[annas-blogg, annas-sida, annas-bilder]")
			return r, r.openAndRead("annas-sida", sida)
		}},
		{"edited: one more source and a later end", consent.CodeEdited, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{sources: "annas-blogg"})
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("sources: [annas-blogg]", "sources: [annas-blogg, annas-sida]")
			r.c.Edit("expires: 2027-09-01", "expires: 2027-10-01")
			return r, r.openAndRead("annas-blogg", blog)
		}},
		{"edited: kind of the source", consent.CodeEdited, edited("kind: page, section: true, at: \"https://blogg.example/anna\"", "kind: feed, at: \"https://blogg.example/anna\"")},
		{"edited: a page widened to its section", consent.CodeEdited, func(t *testing.T) (*reader, error) {
			r := newReader(t, term{subject: "erik", sources: "eriks-blogg"})
			if err := r.open("eriks-blogg"); err != nil {
				t.Fatal(err)
			}
			r.c.Edit("kind: page, at: \"https://erik.example/\"", "kind: page, section: true, at: \"https://erik.example/\"")
			return r, r.openAndRead("eriks-blogg", "https://erik.example/")
		}},
		{"edited: one more detector", consent.CodeEdited, edited("detectors: [travel]", "detectors: [travel, home]")},
		{"edited: method", consent.CodeEdited, edited("method: paper", "method: meeting")},
		{"edited: giver", consent.CodeEdited, edited("given_by: [anna]", "given_by: [anna, erik]")},
		{"edited: year of birth", consent.CodeEdited, edited("born: 1984", "born: 1985")},
		{"edited: address", consent.CodeEdited, edited("https://blogg.example/anna\"", "https://blogg.example\"")},

		{"path above", consent.CodeOutside, outside("annas-blogg", "https://blogg.example/")},
		{"path beside with the same beginning", consent.CodeOutside, outside("annas-blogg", "https://blogg.example/annan")},
		{"dot segments", consent.CodeOutside, outside("annas-blogg", blog+"/../erik")},
		{"encoded dots", consent.CodeOutside, outside("annas-blogg", blog+"/%2e%2e/erik")},
		{"half encoded dots", consent.CodeOutside, outside("annas-blogg", blog+"/.%2E/erik")},
		{"encoded slash", consent.CodeOutside, outside("annas-blogg", blog+"/..%2ferik")},
		{"double encoding", consent.CodeOutside, outside("annas-blogg", blog+"/%252e%252e/erik")},
		{"backslash", consent.CodeOutside, outside("annas-blogg", blog+`/..\erik`)},
		{"backslash in the query", consent.CodeOutside, outside("annas-blogg", blog+`?x=\\evil.example`)},
		{"encoded backslash", consent.CodeOutside, outside("annas-blogg", blog+"/..%5cerik")},
		{"path parameter", consent.CodeOutside, outside("annas-blogg", blog+"/..;x=1/erik")},
		{"empty segment", consent.CodeOutside, outside("annas-blogg", "https://blogg.example//anna")},
		{"empty segment inside", consent.CodeOutside, outside("annas-blogg", blog+"//x")},
		{"encoded null", consent.CodeOutside, outside("annas-blogg", blog+"/a%00.html")},
		{"line break in the address", consent.CodeOutside, outside("annas-blogg", blog+"/a\r\nHost: x.example")},
		{"case of the path", consent.CodeOutside, outside("annas-blogg", "https://blogg.example/ANNA")},
		{"exact page, other query", consent.CodeOutside, outside("annas-sida", "https://blogg.example/om?sida=2")},
		{"exact page, below it", consent.CodeOutside, outside("annas-sida", "https://blogg.example/om/mer?sida=1")},
		{"other port", consent.CodeOutside, outside("annas-blogg", "https://blogg.example:8443/anna")},
		{"other scheme", consent.CodeOutside, outside("annas-blogg", "http://blogg.example/anna")},
		{"other scheme, same port", consent.CodeOutside, outside("annas-blogg", "http://blogg.example:443/anna")},
		{"file scheme", consent.CodeOutside, outside("annas-blogg", "file:///etc/passwd")},
		{"no scheme", consent.CodeOutside, outside("annas-blogg", "//blogg.example/anna")},
		{"other host", consent.CodeOutside, outside("annas-blogg", "https://erik.example/anna")},
		{"host below", consent.CodeOutside, outside("annas-blogg", "https://x.blogg.example/anna")},
		{"host with a longer end", consent.CodeOutside, outside("annas-blogg", "https://blogg.example.evil.example/anna")},
		{"host that looks alike", consent.CodeOutside, outside("annas-blogg", "https://blоgg.example/anna")}, // Cyrillic о
		{"userinfo", consent.CodeOutside, outside("annas-blogg", "https://anna:pw@blogg.example/anna")},
		{"userinfo that looks like the host", consent.CodeOutside, outside("annas-blogg", "https://blogg.example@evil.example/anna")},
		{"file where a page was agreed", consent.CodeOutside, outside("annas-blogg", "bilder/a.jpg")},
		{"file outside the folder", consent.CodeOutside, outside("annas-bilder", "bilder/../household.yaml")},
		{"file beside the folder", consent.CodeOutside, outside("annas-bilder", "bilder2/a.jpg")},
		{"absolute file", consent.CodeOutside, outside("annas-bilder", "/bilder/a.jpg")},

		{"ledger gone mid-run", consent.CodeLedger, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			if err := r.c.Ledger.Close(); err != nil {
				t.Fatal(err)
			}
			return r, r.read(blog)
		}},
		{"ledger moved away mid-run", consent.CodeLedger, func(t *testing.T) (*reader, error) {
			r := newReader(t, good)
			if err := r.open("annas-blogg"); err != nil {
				t.Fatal(err)
			}
			ledger := filepath.Join(r.c.Dir, consent.LedgerName)
			if err := os.Rename(ledger, ledger+".old"); err != nil {
				t.Fatal(err)
			}
			if err := r.g.Record(consent.Event{Locator: blog, Outcome: consent.OutcomeRead}); !errors.Is(err, consent.ErrLedger) {
				t.Fatalf("Record = %v; want ErrLedger", err)
			}
			return r, r.read(blog)
		}},
	}
	if len(suite) < 25 {
		t.Fatalf("the suite holds %d cases; want at least 25", len(suite))
	}
	for _, tc := range suite {
		t.Run(tc.name, func(t *testing.T) {
			r, err := tc.run(t)
			if r.reads != 0 {
				t.Errorf("%d reads got through", r.reads)
			}
			if !errors.Is(err, consent.ErrNotGranted) {
				t.Fatalf("error = %v; want ErrNotGranted", err)
			}
			if got := errors.Is(err, consent.ErrOutside); got != (tc.code == consent.CodeOutside) {
				t.Errorf("errors.Is(%v, ErrOutside) = %v", err, got)
			}
			refusal, ok := errors.AsType[*consent.Refusal](err)
			if !ok {
				t.Fatalf("error is a %T; want *Refusal", err)
			}
			if refusal.Code != tc.code {
				t.Errorf("code = %q; want %q (%v)", refusal.Code, tc.code, err)
			}
			calm(t, refusal)
		})
	}
}

// calm checks that an explanation is one a worried family can read: no
// exclamation mark, nothing left to fill in, and something to do.
func calm(t *testing.T, r *consent.Refusal) {
	t.Helper()
	todo := map[exposure.Lang][]string{
		exposure.Swedish: {"fråga", "lägg", "skriv", "vänta", "kör", "kontrollera", "rätta", "behåll"},
		exposure.English: {"ask", "add", "write", "wait", "run", "check", "mend", "keep"},
	}
	for lang, verbs := range todo {
		s := r.In(lang)
		if strings.ContainsAny(s, "!{}\n\x1b") {
			t.Errorf("%s: %q", lang, s)
		}
		found := false
		for _, v := range verbs {
			found = found || strings.Contains(strings.ToLower(s), v)
		}
		if !found {
			t.Errorf("%s: %q names nothing to do", lang, s)
		}
	}
	if r.In(exposure.Swedish) == r.In(exposure.English) {
		t.Errorf("both languages say %q", r.Error())
	}
}
