package household_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/scanner/household"
)

// full uses every key. The people are invented; the numbers are from the ranges
// that Swedish authorities keep free for examples.
const full = `schema: 1
case: k7f3a9c2
lang: sv
name: Familjen Lind
zone: Europe/Stockholm
people:
  - id: anna
    name: Anna Lind
    aliases: [annalind84]
    born: 1984
    exposed: kommunalråd
    phones: ["070-174 06 05"]
    emails: [anna@lind.example]
  - id: erik
    name: Erik Lind
    born: 1982
  - id: elsa
    name: Elsa Lind
    born: 2012
    guardians: [anna, erik]
places:
  - id: hemma
    kind: home
    name: ""
    street: Björkstigen 12
    postal: "123 45"
    town: Storvik
    position: {lat: 60.58, lon: 16.53}
    people: [elsa]
vehicles: [{plate: abc 12d, owner: erik}]
domains: [familjenlind.example]
pets: [Bosse]
clubs: [{name: Storviks IF F15, person: elsa}]
sources:
  - id: annas-blogg
    subject: anna
    kind: page
    at: http://127.0.0.1:8090/blogg/
    section: true
    max_pages: 50
    visibility: link
  - id: elsas-bilder
    subject: elsa
    kind: photo
    at: bilder/elsa
    visibility: friends
  - id: svar
    subject: anna
    kind: interview
    at: svar.yaml
  - id: doman
    subject: erik
    kind: register
    at: https://rdap.example/domain/familjenlind.example
consents:
  - id: c-anna-1
    case: k7f3a9c2
    subject: anna
    given_by: [anna]
    method: paper
    sources: [annas-blogg, svar]
    detectors: [all]
    purpose: exposure-review
    granted: 2026-09-01
    expires: 2027-09-01
    revoked: 2026-10-01
  - id: c-elsa-1
    case: k7f3a9c2
    subject: elsa
    given_by: [anna]
    method: meeting
    sources: [elsas-bilder]
    detectors: [photo, child]
    purpose: exposure-review
    granted: 2026-09-01
    expires: 2026-12-01
    assent: true
`

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func TestParse(t *testing.T) {
	got, err := household.Parse("household.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	if got.Zone.String() != "Europe/Stockholm" || len(got.SourceSum) != 64 || got.File != "household.yaml" {
		t.Errorf("zone %v, sum %q, file %q", got.Zone, got.SourceSum, got.File)
	}
	got.Zone, got.SourceSum, got.File = nil, "", ""
	want := &household.Household{
		Schema: 1, Case: "k7f3a9c2", Lang: exposure.Swedish, Name: "Familjen Lind",
		People: []household.Person{
			{
				ID: "anna", Name: "Anna Lind", Aliases: []string{"annalind84"}, Born: 1984, Exposed: "kommunalråd",
				Phones: []string{"070-174 06 05"}, Emails: []string{"anna@lind.example"}, Line: 7,
			},
			{ID: "erik", Name: "Erik Lind", Born: 1982, Line: 14},
			{ID: "elsa", Name: "Elsa Lind", Born: 2012, Guardians: []exposure.SubjectID{"anna", "erik"}, Line: 17},
		},
		Places: []household.Place{{
			ID: "hemma", Kind: roster.Home, Street: "Björkstigen 12", Postal: "12345", Town: "Storvik",
			Lat: 60.58, Lon: 16.53, Located: true, People: []exposure.SubjectID{"elsa"}, Line: 22,
		}},
		Vehicles: []household.Vehicle{{Plate: "ABC12D", Owner: "erik", Line: 30}},
		Domains:  []string{"familjenlind.example"},
		Pets:     []string{"Bosse"},
		Clubs:    []household.Club{{Name: "Storviks IF F15", Person: "elsa", Line: 33}},
		Sources: []household.Source{
			{
				ID: "annas-blogg", Subject: "anna", Kind: exposure.Page, At: "http://127.0.0.1:8090/blogg/",
				Section: true, MaxPages: 50, Visibility: exposure.Link, Line: 35,
			},
			{ID: "elsas-bilder", Subject: "elsa", Kind: exposure.Photos, At: "bilder/elsa", Visibility: exposure.Friends, Line: 42},
			{ID: "svar", Subject: "anna", Kind: exposure.Interview, At: "svar.yaml", Visibility: exposure.Private, Line: 47},
			{
				ID: "doman", Subject: "erik", Kind: exposure.Register, At: "https://rdap.example/domain/familjenlind.example",
				Visibility: exposure.Open, Line: 51,
			},
		},
		Consents: []household.Consent{
			{
				ID: "c-anna-1", Case: "k7f3a9c2", Subject: "anna", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Paper,
				Sources: []exposure.SourceID{"annas-blogg", "svar"}, Detectors: []string{"all"}, Purpose: household.ExposureReview,
				Granted: day("2026-09-01"), Expires: day("2027-09-01"), Revoked: day("2026-10-01"), Line: 56,
			},
			{
				ID: "c-elsa-1", Case: "k7f3a9c2", Subject: "elsa", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Meeting,
				Sources: []exposure.SourceID{"elsas-bilder"}, Detectors: []string{"photo", "child"}, Purpose: household.ExposureReview,
				Granted: day("2026-09-01"), Expires: day("2026-12-01"), Assent: true, Line: 67,
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestParseForgives(t *testing.T) {
	for name, text := range map[string]string{
		"byte order mark":        "\xef\xbb\xbf" + full,
		"Windows line breaks":    strings.ReplaceAll(full, "\n", "\r\n"),
		"empty lists":            "schema: 1\ncase: k7\nlang: en\npeople: [{id: a, name: A}]\nplaces:\nsources:\nconsents:\n",
		"a text of digits":       strings.Replace(full, `["070-174 06 05"]`, "[0701740605]", 1),
		"JSON, which is YAML":    `{"schema": 1, "case": "k7", "lang": "en", "people": [{"id": "a", "name": "A"}]}`,
		"a document's beginning": "---\n" + full,
	} {
		if _, err := household.Parse("household.yaml", []byte(text)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// change is a fault planted in full.
type change struct {
	name     string
	old, new string // old must occur; "" appends new, and new alone replaces the file when old is "*"
	code     household.Code
	line     int
}

func changes() []change {
	return []change{
		{"empty file", "*", "", household.CodeEmpty, 0},
		{"only a comment", "*", "# hej\n", household.CodeEmpty, 0},
		{"too large", "*", "#" + strings.Repeat("x", 1<<20), household.CodeTooLarge, 0},
		{"not UTF-8", "Anna Lind", "Anna \xff", household.CodeEncoding, 0},
		{"null byte", "Anna Lind", "Anna \x00", household.CodeEncoding, 0},
		{"broken YAML", "case: k7f3a9c2\nlang", "case: [k7f3a9c2\nlang", household.CodeYAML, 3},
		{"tab", "    name: Erik Lind", "\tname: Erik Lind", household.CodeTab, 15},
		{"two documents", "", "---\nschema: 1\n", household.CodeTwoDocs, 78},
		{"list of lists", "*", "[a]", household.CodeNotGroup, 1},
		{"billion laughs", "pets: [Bosse]", "pets: &a [x, x]\nclubs2: [*a, *a]", household.CodeAlias, 32},
		{"alias as value", "name: Erik Lind", "name: &n Erik Lind", household.CodeAlias, 15},
		{"unknown key", "pets: [Bosse]", "horoscope: [Bosse]", household.CodeUnknownKey, 32},
		{"key nearly right", "guardians: [anna, erik]", "gaurdians: [anna, erik]", household.CodeMaybeKey, 20},
		{"key twice", "    born: 1982", "    born: 1982\n    born: 1983", household.CodeTwiceKey, 17},
		{"key missing", "    name: Erik Lind\n", "", household.CodeMissingKey, 14},
		{"case missing", "case: k7f3a9c2\nlang", "lang", household.CodeMissingKey, 1},
		{"no value", "name: Erik Lind", "name:", household.CodeNoValue, 15},
		{"empty text", "name: Erik Lind", "name: \"\"", household.CodeNoValue, 15},
		{"withdrawal without a date", "revoked: 2026-10-01", "revoked:", household.CodeNoValue, 66},
		{"list for text", "name: Erik Lind", "name: [Erik]", household.CodeNotText, 15},
		{"true for text", "name: Erik Lind", "name: true", household.CodeNotText, 15},
		{"text for list", "pets: [Bosse]", "pets: Bosse", household.CodeNotList, 32},
		{"text for group", "position: {lat: 60.58, lon: 16.53}", "position: here", household.CodeNotGroup, 28},
		{"text for number", "born: 1984", "born: okänt", household.CodeNotNumber, 10},
		{"whole date for a year", "born: 1984", "born: 1984-01-01", household.CodeNotNumber, 10},
		{"yes for true", "assent: true", "assent: yes", household.CodeNotBool, 77},
		{"date that does not exist", "granted: 2026-09-01\n    expires: 2027", "granted: 2026-02-30\n    expires: 2027", household.CodeNotDay, 64},
		{"date the other way round", "expires: 2027-09-01", "expires: 01/09/2027", household.CodeNotDay, 65},
		{"consent without end", "    expires: 2027-09-01\n", "", household.CodeMissingKey, 56},
		{"text too long", "Björkstigen 12", strings.Repeat("å", 201), household.CodeTooLong, 25},
		{"list too long", "[Bosse]", "[" + strings.Repeat("x,", 201) + "]", household.CodeTooMany, 32},
		{"control character", "Anna Lind", `"Anna\e[31m"`, household.CodeControl, 8},
		{"reordering mark", "Anna Lind", `"Anna \u202e"`, household.CodeControl, 8},
		{"not one of", "kind: home", "kind: igloo", household.CodeNotOne, 23},
		{"detector unknown", "[photo, child]", "[photo, faces]", household.CodeNotOne, 73},
		{"other purpose", "purpose: exposure-review\n    granted: 2026-09-01\n    expires: 2027", "purpose: curiosity\n    granted: 2026-09-01\n    expires: 2027", household.CodeNotOne, 63},
		{"person twice", "id: erik", "id: anna", household.CodeTwice, 14},
		{"source twice", "id: svar", "id: annas-blogg", household.CodeTwice, 47},
		{"consent twice", "id: c-elsa-1", "id: c-anna-1", household.CodeTwice, 67},
		{"guardian twice", "[anna, erik]", "[anna, anna]", household.CodeTwice, 20},
		{"id in capitals", "id: hemma", "id: Hemma", household.CodeBadID, 22},
		{"id reserved", "id: erik", "id: household", household.CodeReserved, 14},
		{"born long ago", "born: 1984", "born: 1884", household.CodeRange, 10},
		{"latitude", "lat: 60.58", "lat: 95", household.CodeRange, 28},
		{"longitude is no number", "lon: 16.53", "lon: .nan", household.CodeNotNumber, 28},
		{"pages", "max_pages: 50", "max_pages: 0", household.CodeRange, 40},
		{"postal code", `"123 45"`, `"123 4"`, household.CodePostal, 26},
		{"plate", "abc 12d", "ABCDEFGH1", household.CodePlate, 30},
		{"domain", "[familjenlind.example]", "[\"https://familjenlind.example\"]", household.CodeDomain, 31},
		{"e-mail", "anna@lind.example", "anna.lind.example", household.CodeEmail, 13},
		{"phone", "070-174 06 05", "ring mig", household.CodePhone, 12},
		{"zone", "Europe/Stockholm", "Europe/Storvik", household.CodeZone, 5},
		{"newer schema", "schema: 1", "schema: 2", household.CodeSchema, 1},
		{"eleven people", "people:\n", "people:\n" + strings.Repeat("  - {id: x, name: X}\n", 8), household.CodeTooManyPeople, 7},
		{"nobody", "*", "schema: 1\ncase: k7\nlang: sv\npeople: []\n", household.CodeNoPeople, 4},
		{"unknown owner", "owner: erik", "owner: kalle", household.CodeUnknownPerson, 30},
		{"unknown guardian", "[anna, erik]", "[anna, kalle]", household.CodeUnknownPerson, 20},
		{"consent of a stranger", "subject: anna\n    given_by: [anna]", "subject: kalle\n    given_by: [kalle]", household.CodeUnknownPerson, 58},
		{"own guardian", "[anna, erik]", "[anna, elsa]", household.CodeSelfGuardian, 20},
		{"guardian younger than the child", "born: 1982", "born: 2013", household.CodeOlderChild, 20},
		{"unknown source", "[annas-blogg, svar]", "[annas-blogg, svarr]", household.CodeUnknownSource, 61},
		{"file for a page", "http://127.0.0.1:8090/blogg/", "blogg.html", household.CodeNeedsURL, 38},
		{"page for a file", "at: svar.yaml", "at: https://svar.example/", household.CodeNeedsFile, 50},
		{"page for look-ups", "kind: interview\n    at: svar.yaml", "kind: lookup\n    at: https://hitta.example/", household.CodeNeedsFile, 50},
		{"address with a space", "http://127.0.0.1:8090/blogg/", "\"http://127.0.0.1:8090/b logg/\"", household.CodeBadURL, 38},
		{"address without a host", "http://127.0.0.1:8090/blogg/", "http:///blogg/", household.CodeBadURL, 38},
		{"other scheme", "at: svar.yaml", "at: ftp://svar.example/", household.CodeScheme, 50},
		{"login in the address", "http://127.0.0.1", "http://anna:pw@127.0.0.1", household.CodeUserinfo, 38},
		{"fragment", "8090/blogg/", "8090/blogg/#om", household.CodeFragment, 38},
		{"dots in the address", "8090/blogg/", "8090/x/../blogg/", household.CodeURLPath, 38},
		{"register of no domain", "at: https://rdap.example/domain/familjenlind.example", "at: domain:familjenlind", household.CodeDomain, 54},
		{"register of an address", "at: https://rdap.example/domain/familjenlind.example", "at: domain:https://familjenlind.example", household.CodeDomain, 54},
		{"directory for an address", "familjenlind.example\nconsents", "familjenlind.example\n    via: https://lista.example/dns.json\nconsents", household.CodeVia, 55},
		{"directory that is a file", "at: https://rdap.example/domain/familjenlind.example", "at: domain:familjenlind.example\n    via: dns.json", household.CodeBadURL, 55},
		{"directory with a login", "at: https://rdap.example/domain/familjenlind.example", "at: domain:familjenlind.example\n    via: https://a:b@lista.example/", household.CodeUserinfo, 55},
		{"path above", "at: bilder/elsa", "at: ../bilder", household.CodeFileOutside, 45},
		{"absolute path", "at: bilder/elsa", "at: /home/elsa", household.CodeFileOutside, 45},
		{"home path", "at: bilder/elsa", "at: ~/bilder", household.CodeFileOutside, 45},
		{"drive letter", "at: bilder/elsa", "at: C:/bilder", household.CodeFileOutside, 45},
		{"the case itself", "at: svar.yaml", "at: household.yaml", household.CodeFileOwn, 50},
		{"the ledger", "at: svar.yaml", "at: .lampan/ledger.jsonl", household.CodeFileOwn, 50},
		{"the whole folder", "at: bilder/elsa", "at: .", household.CodeFilePlain, 45},
		{"backslash", "at: bilder/elsa", `at: bilder\elsa`, household.CodeFilePlain, 45},
		{"section of a photo folder", "at: bilder/elsa", "at: bilder/elsa\n    section: true", household.CodeSectionKind, 42},
		{"section with a query", "8090/blogg/", "8090/blogg/?sida=1", household.CodeSectionQuery, 38},
		{"pages without a section", "    section: true\n", "", household.CodePagesSection, 35},
		{"photo without visibility", "    visibility: friends\n", "", household.CodeNoVisibility, 42},
		{"consent from another case", "id: c-anna-1\n    case: k7f3a9c2", "id: c-anna-1\n    case: m2b8d4e6", household.CodeOtherCase, 57},
		{"someone else's source", "[annas-blogg, svar]", "[annas-blogg, doman]", household.CodeOtherSubject, 61},
		{"consent for nothing", "[annas-blogg, svar]", "[]", household.CodeNoSources, 61},
		{"consent to no area", "detectors: [all]", "detectors: []", household.CodeNoDetectors, 62},
		{"consent by nobody", "subject: anna\n    given_by: [anna]", "subject: anna\n    given_by: []", household.CodeNoGiver, 59},
		{"consent that ends first", "expires: 2027-09-01", "expires: 2026-08-01", household.CodeExpiresFirst, 65},
		{"consent for more than two years", "expires: 2027-09-01", "expires: 2028-09-02", household.CodeTooLongConsent, 65},
		{"nobody knows the age", "    born: 1984\n", "", household.CodeAgeUnknown, 58},
		{"adult by the spouse", "subject: anna\n    given_by: [anna]", "subject: anna\n    given_by: [erik]", household.CodeNotOwn, 59},
		{"child without guardians", "    guardians: [anna, erik]\n", "", household.CodeNoGuardian, 69},
		{"child's own word only", "subject: elsa\n    given_by: [anna]", "subject: elsa\n    given_by: [elsa]", household.CodeNotGuardian, 70},
		{"guardian of unknown age", "    born: 1984\n", "", household.CodeYoungGuardian, 69},
		{"guardian who is a child", "born: 1984", "born: 2009", household.CodeYoungGuardian, 70},
		{"withheld for a child under 13", "2026-09-01\n    expires: 2026-12-01\n    assent: true\n", "2024-09-01\n    expires: 2024-12-01\n    share: self\n", household.CodeTooYoung, 77},
		{"shared with somebody else", "    assent: true\n", "    assent: true\n    share: granne\n", household.CodeNotOne, 78},
		{"no assent from 13", "    assent: true\n", "", household.CodeNoAssent, 70},
		{"turning 18", "born: 2012", "born: 2008", household.CodeTurning18, 70},
		{"grown up", "born: 2012", "born: 2007", household.CodeGrownUp, 70},
	}
}

func (c change) apply(t *testing.T) string {
	t.Helper()
	switch {
	case c.old == "*":
		return c.new
	case c.old == "":
		return full + c.new
	case !strings.Contains(full, c.old):
		t.Fatalf("%q does not occur", c.old)
	}
	return strings.Replace(full, c.old, c.new, 1)
}

func TestFaults(t *testing.T) {
	seen := map[household.Code]bool{}
	for _, c := range changes() {
		t.Run(c.name, func(t *testing.T) {
			_, err := household.Parse("household.yaml", []byte(c.apply(t)))
			fs, ok := errors.AsType[household.Faults](err)
			if !ok || len(fs) == 0 {
				t.Fatalf("Parse = %v; want Faults", err)
			}
			i := slices.IndexFunc(fs, func(f household.Fault) bool { return f.Code == c.code && f.Line == c.line })
			if i < 0 {
				t.Fatalf("faults = %v; want %s on line %d", fs, c.code, c.line)
			}
			seen[c.code] = true
			wellSaid(t, fs[i])
		})
	}
	// These are met elsewhere: reading, editing, the clock, a long list, files of
	// look-ups and answers, the plan, and households with protected personal data.
	for _, code := range []household.Code{
		household.CodeNotFile, household.CodeNoConsent, household.CodeByHand, household.CodeMore, household.CodeUsedID,
		household.CodeBornLater, household.CodeChildAlone, household.CodeChildGuardian,
		household.CodeUnknownPlace, household.CodeFutureDay, household.CodeOtherPerson, household.CodeNothingShows, household.CodeShowsUnseen,
		household.CodeProtectedPlace, household.CodeProtectedText, household.CodePersonalNumber,
		household.CodeBadFinding, household.CodeNotWith, household.CodeUnknownQuestion, household.CodeUnknownAnswer,
	} {
		seen[code] = true
	}
	for _, code := range household.Codes() {
		if !seen[code] {
			t.Errorf("no test plants %s", code)
		}
	}
}

// wellSaid checks that a fault reads well in both languages.
func wellSaid(t *testing.T, f household.Fault) {
	t.Helper()
	sv, en := f.In(exposure.Swedish), f.In(exposure.English)
	where := ""
	if f.File != "" {
		where = f.File + ": "
	}
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d: ", f.File, f.Line)
	}
	for _, s := range []string{sv, en} {
		if !strings.HasPrefix(s, where) || strings.ContainsAny(s, "!\n\x1b\u202e") ||
			strings.Contains(s, "{0}") || strings.Contains(s, "{1}") || strings.Contains(s, "{2}") ||
			!strings.HasSuffix(s, ")") || strings.Contains(s, " ()") {
			t.Errorf("%q does not read well", s)
		}
	}
	if sv == en {
		t.Errorf("both languages say %q", sv)
	}
	if f.Message == "" || f.Hint == "" || f.Error() != en {
		t.Errorf("message %q, hint %q, error %q", f.Message, f.Hint, f.Error())
	}
}

func TestFaultsComeTogether(t *testing.T) {
	text := full
	for _, c := range [][2]string{{"born: 1984", "born: x"}, {"pets:", "pests:"}, {"lat: 60.58", "lat: 95"}, {"assent: true", "assent: maybe"}} {
		text = strings.Replace(text, c[0], c[1], 1)
	}
	_, err := household.Parse("h.yaml", []byte(text))
	fs, _ := errors.AsType[household.Faults](err)
	var got []int
	for _, f := range fs {
		got = append(got, f.Line)
	}
	// Line 10: not a number; 28: out of range; 32: pests; 56 and 67: nobody's
	// age is known, and no assent; 77: maybe.
	if want := []int{10, 28, 32, 59, 70, 77}; !slices.Equal(got, want) {
		t.Errorf("lines %v; want %v\n%v", got, want, err)
	}
	if n := strings.Count(err.Error(), "\n"); n != len(fs)-1 {
		t.Errorf("%d lines for %d faults", n+1, len(fs))
	}
}

func TestFaultsAreBounded(t *testing.T) {
	_, err := household.Parse("h.yaml", []byte("schema: 1\n"+strings.Repeat("x: 1\n", 5000)))
	fs, _ := errors.AsType[household.Faults](err)
	if len(fs) != 101 || fs[100].Code != household.CodeMore {
		t.Fatalf("%d faults; want 100 and a word that there are more", len(fs))
	}
	wellSaid(t, fs[100])
}

func TestAt(t *testing.T) {
	const text = `schema: 1
case: k7
lang: sv
people:
  - {id: anna, name: A, born: 1984}
  - {id: nils, name: N, born: 2006}
  - {id: elsa, name: E, born: 2015}
  - {id: tove, name: T, born: 2014, guardians: [nils]}
  - {id: okand, name: O}
  - {id: olle, name: O, born: 2016, guardians: [okand]}
`
	h, err := household.Parse("h.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		day  string
		want []household.Code
	}{
		{"2026-06-01", []household.Code{household.CodeChildAlone, household.CodeChildGuardian}},
		{"2024-06-01", []household.Code{household.CodeChildAlone, household.CodeChildGuardian, household.CodeChildGuardian}},
		{"2015-06-01", []household.Code{household.CodeChildAlone, household.CodeChildAlone, household.CodeChildGuardian, household.CodeBornLater, household.CodeChildGuardian}},
		{"2060-06-01", nil},
	} {
		var got []household.Code
		for _, f := range h.At(day(tc.day)) {
			got = append(got, f.Code)
			wellSaid(t, f)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("At(%s) = %v; want %v", tc.day, got, tc.want)
		}
	}
}

func TestLoad(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, household.FileName)
	if _, err := household.Load(path); !os.IsNotExist(unwrap(err)) || household.IsFault(err) {
		t.Errorf("Load of nothing = %v; want ErrNotExist", err)
	}
	if err := os.WriteFile(path, []byte(full), 0o600); err != nil {
		t.Fatal(err)
	}
	h, err := household.Load(path)
	if err != nil || h.ReadAsOf.IsZero() || h.File != path {
		t.Errorf("Load = %+v, %v; want a household with a time", h, err)
	}
	link := filepath.Join(t.TempDir(), household.FileName)
	if err := os.Symlink(path, link); err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{link, dir} {
		_, err := household.Load(p)
		fs, _ := errors.AsType[household.Faults](err)
		if len(fs) != 1 || fs[0].Code != household.CodeNotFile {
			t.Errorf("Load(%s) = %v; want %s", p, err, household.CodeNotFile)
			continue
		}
		wellSaid(t, fs[0])
	}
}

func unwrap(err error) error {
	for {
		u, ok := err.(interface{ Unwrap() error })
		if !ok {
			return err
		}
		err = u.Unwrap()
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(full))
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("schema: 1\n\tx"))
	f.Add(household.Template(exposure.Swedish, "k7f3a9c2"))
	f.Add([]byte("schema: 1\r\npeople:\n- {id: a, name: !!binary aGVq}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		h, err := household.Parse("h.yaml", data)
		if err != nil {
			fs, ok := errors.AsType[household.Faults](err)
			if !ok || len(fs) == 0 || h != nil {
				t.Fatalf("Parse = %v, %v; want Faults alone", h, err)
			}
			lines := strings.Count(string(data), "\n") + strings.Count(string(data), "\r") + 2
			for _, f := range fs {
				if f.Line < 0 || f.Line > lines {
					t.Fatalf("fault on line %d of %d", f.Line, lines)
				}
			}
			return
		}
		if len(h.People) == 0 || len(h.People) > household.MaxPeople || h.Zone == nil || h.Case == "" {
			t.Fatalf("accepted %+v", h)
		}
		for _, c := range h.Consents {
			if c.Case != h.Case || c.Expires.IsZero() || c.Expires.After(c.Granted.AddDate(2, 0, 0)) || h.Giver(c, c.Granted) != "" {
				t.Fatalf("accepted the consent %+v", c)
			}
			for _, id := range c.Sources {
				s, ok := h.Source(id)
				if !ok || s.Subject != c.Subject || s.Visibility == 0 || !s.Covers(s.At) {
					t.Fatalf("accepted the source %+v", s)
				}
			}
		}
	})
}
