package household_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

const head = `# Vår familj
schema: 1
case: k7
lang: sv
people: [{id: anna, name: Anna, born: 1984}]
sources: [{id: blogg, subject: anna, kind: page, at: "https://blogg.example/"}]
`

const given = `id: c-anna-1
    case: k7
    subject: anna
    given_by: [anna]
    method: paper
    sources: [blogg]
    detectors: [all]
    purpose: exposure-review
    granted: 2026-09-01
    expires: 2027-09-01
`

// next is the consent that the tests add.
func next() household.Consent {
	return household.Consent{
		ID: "c-anna-2", Subject: "anna", GivenBy: []exposure.SubjectID{"anna"}, Method: household.Meeting,
		Sources: []exposure.SourceID{"blogg"}, Detectors: []string{"travel", "home"}, Purpose: household.ExposureReview,
		Granted: day("2026-10-01"), Expires: day("2027-10-01"),
	}
}

// item is next as it is written.
const item = `  - id: c-anna-2
    case: k7
    subject: anna
    given_by: [anna]
    method: meeting
    sources: [blogg]
    detectors: [travel, home]
    purpose: exposure-review
    granted: 2026-10-01
    expires: 2027-10-01
`

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), household.FileName)
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestAddConsent(t *testing.T) {
	flat := strings.NewReplacer("  - ", "- ", "\n    ", "\n  ").Replace(item)
	flow := "{id: c-anna-2, case: k7, subject: anna, given_by: [anna], method: meeting, sources: [blogg], detectors: [travel, home], purpose: exposure-review, granted: 2026-10-01, expires: 2027-10-01}"
	for _, tc := range []struct{ name, before, want string }{
		{"no list yet", head, head + "consents:\n" + item},
		{"no line break at the end", strings.TrimSuffix(head, "\n"), head + "consents:\n" + item},
		{"an empty list", head + "consents:\n  # här står samtycken\n", head + "consents:\n" + item + "  # här står samtycken\n"},
		{"after the last", head + "consents:\n  - " + given + "\n# slut\n", head + "consents:\n  - " + given + item + "\n# slut\n"},
		{"with more after it", head + "consents:\n  - " + given + "pets: [Bosse]\n", head + "consents:\n  - " + given + item + "pets: [Bosse]\n"},
		{"a list that is not indented", head + "consents:\n- " + strings.ReplaceAll(given, "\n    ", "\n  ") + "pets: []\n", head + "consents:\n- " + strings.ReplaceAll(given, "\n    ", "\n  ") + flat + "pets: []\n"},
		{"brackets, one inside", head + "consents: [" + strings.ReplaceAll(flow, "c-anna-2", "c-anna-1") + "]\n", head + "consents: [" + flow + ", " + strings.ReplaceAll(flow, "c-anna-2", "c-anna-1") + "]\n"},
		{"brackets, empty", head + "consents: [] # inga\n", head + "consents: [" + flow + "] # inga\n"},
		{"a list over several lines", head + "consents:\n  - " + strings.Replace(given, "[blogg]", "[\n      blogg,\n    ]", 1), head + "consents:\n  - " + strings.Replace(given, "[blogg]", "[\n      blogg,\n    ]", 1) + item},
		{"Windows line breaks", strings.ReplaceAll(head, "\n", "\r\n"), strings.ReplaceAll(head+"consents:\n"+item, "\n", "\r\n")},
		{"byte order mark", "\xef\xbb\xbf" + head, "\xef\xbb\xbf" + head + "consents:\n" + item},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := write(t, tc.before)
			if err := household.AddConsent(path, next()); err != nil {
				t.Fatal(err)
			}
			if got := content(t, path); got != tc.want {
				t.Errorf("file = %q; want %q", got, tc.want)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("mode %v, %v; want 0600", info.Mode(), err)
			}
			if err := household.RevokeConsent(path, "c-anna-2", day("2026-11-01")); err != nil {
				t.Fatal(err)
			}
			h, err := household.Load(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range h.Consents {
				if got := !c.Revoked.IsZero(); got != (c.ID == "c-anna-2") {
					t.Errorf("consent %s withdrawn: %v", c.ID, got)
				}
			}
		})
	}
}

func TestAddConsentChild(t *testing.T) {
	path := write(t, full)
	c := next()
	c.ID, c.Subject, c.Sources, c.Assent = "c-elsa-2", "elsa", []exposure.SourceID{"elsas-bilder"}, true
	if err := household.AddConsent(path, c); err != nil {
		t.Fatal(err)
	}
	h, err := household.Load(path)
	if err != nil || len(h.Consents) != 3 || !h.Consents[2].Assent {
		t.Errorf("Load = %+v, %v; want three consents, the last with assent", h.Consents, err)
	}
}

// What is wrong with a new consent is said in sentences that name neither a line
// that is not in the file nor a key of it.
func TestNotAdded(t *testing.T) {
	const family = `schema: 1
case: k7
lang: sv
people:
  - {id: anna, name: Anna, born: 1984}
  - {id: erik, name: Erik, born: 1982}
  - {id: elsa, name: Elsa, born: 2016, guardians: [anna, erik]}
  - {id: tove, name: Tove, born: 2010, guardians: [anna, kim]}
  - {id: kim, name: Kim, born: 2008, guardians: [anna]}
  - {id: lo, name: Lo, born: 2015}
  - {id: alex, name: Alex}
sources:
  - {id: blogg, subject: anna, kind: page, at: "https://a.example/"}
  - {id: elsas, subject: elsa, kind: page, at: "https://b.example/"}
  - {id: toves, subject: tove, kind: page, at: "https://c.example/"}
  - {id: kims, subject: kim, kind: page, at: "https://d.example/"}
  - {id: los, subject: lo, kind: page, at: "https://e.example/"}
  - {id: alexs, subject: alex, kind: page, at: "https://f.example/"}
`
	type subject = exposure.SubjectID
	for _, tc := range []struct {
		name   string
		of     subject
		source exposure.SourceID
		by     []subject
		change func(*household.Consent)
		want   string // Swedish
	}{
		{"a child's own word", "elsa", "elsas", []subject{"elsa"}, nil, "elsa är under 18, så en vårdnadshavare säger ja: fråga, och lägg till --by anna eller --by erik; från det år barnet fyller 13 behövs också barnets eget ja, --assent."},
		{"a guardian who is a minor is not named", "tove", "toves", []subject{"tove"}, nil, "tove är under 18, så en vårdnadshavare säger ja: fråga, och lägg till --by anna; från det år barnet fyller 13 behövs också barnets eget ja, --assent."},
		{"a guardian who is a minor", "tove", "toves", []subject{"kim"}, nil, "den som har sagt ja för tove är inte en vuxen vårdnadshavare; fråga en som är det, och lägg till --by anna."},
		{"no assent", "tove", "toves", []subject{"anna"}, nil, "tove fyller 13 eller mer i år, så barnets eget ja behövs också: fråga tove, och lägg till --assent om svaret är ja."},
		{"turning 18, own word", "kim", "kims", []subject{"kim"}, nil, "kim fyller 18 i år, så både kim och en vårdnadshavare säger ja: fråga dem, och lägg till --by kim och --by anna."},
		{"turning 18, the guardian's word", "kim", "kims", []subject{"anna"}, nil, "kim fyller 18 i år, så både kim och en vårdnadshavare säger ja: fråga dem, och lägg till --by kim och --by anna."},
		{"no guardian", "lo", "los", []subject{"anna"}, nil, "lo behöver en vårdnadshavares ja och har ingen vuxen vårdnadshavare i household.yaml; skriv in en under guardians först."},
		{"no year of birth", "alex", "alexs", []subject{"alex"}, nil, "födelseåret saknas för alex, så det går inte att veta vem som kan säga ja; skriv året under born i household.yaml."},
		{"an adult by another", "anna", "blogg", []subject{"erik"}, nil, "anna är vuxen och säger ja själv; fråga anna, och lämna bort --by om svaret är ja."},
		{"nobody of that name", "siv", "blogg", []subject{"siv"}, nil, "ingen person i household.yaml har id:t siv; kontrollera hur det är skrivet, eller lägg till personen först.\nkällan blogg hör till anna; skriv ett eget samtycke för anna med --subject anna."},
		{"no such source", "anna", "bild", []subject{"anna"}, nil, "ingen källa i household.yaml har id:t bild; kontrollera hur det är skrivet, eller lägg till källan först."},
		{"a method that is none", "anna", "blogg", []subject{"anna"}, func(c *household.Consent) { c.Method = "brev" }, "--method kan inte vara brev; välj bland: paper, meeting, self."},
		{"an area that is none", "anna", "blogg", []subject{"anna"}, func(c *household.Consent) { c.Detectors = []string{"mat"} }, "--detector kan inte vara mat; välj bland: all, travel, home, registration, routine, child, accounts, photo, work, ready."},
		{"ends before it begins", "anna", "blogg", []subject{"anna"}, func(c *household.Consent) { c.Expires = c.Granted.AddDate(0, 0, -1) }, "samtycket slutar innan det börjar; välj ett senare datum med --expires."},
		{"too long", "anna", "blogg", []subject{"anna"}, func(c *household.Consent) { c.Expires = c.Granted.AddDate(3, 0, 0) }, "samtycket gäller längre än två år; välj ett tidigare datum med --expires, ett år är vanligt."},
		{"an id that is none", "anna", "blogg", []subject{"anna"}, func(c *household.Consent) { c.ID = "C 1" }, "C 1 kan inte vara ett id; använd små bokstäver a–z, siffror och bindestreck, och börja med en bokstav."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			c := next()
			c.Subject, c.GivenBy, c.Sources = tc.of, tc.by, []exposure.SourceID{tc.source}
			if tc.change != nil {
				tc.change(&c)
			}
			path := write(t, family)
			err := household.AddConsent(path, c)
			refused, ok := errors.AsType[*household.NotAddedError](err)
			if !ok {
				t.Fatalf("AddConsent = %v; want a *NotAddedError", err)
			}
			if got := refused.In(exposure.Swedish); !strings.EqualFold(got, tc.want) {
				t.Errorf("says %q; want %q", got, tc.want)
			}
			for lang, s := range map[exposure.Lang]string{exposure.Swedish: refused.In(exposure.Swedish), exposure.English: refused.Error()} {
				if strings.ContainsAny(s, "!{}()") || strings.Contains(s, "household.yaml:") || strings.Contains(s, "given_by") || strings.Contains(s, "assent:") {
					t.Errorf("%s: %q", lang, s)
				}
			}
			if refused.In(exposure.Swedish) == refused.Error() {
				t.Errorf("both languages say %q", refused.Error())
			}
			if got := content(t, path); got != family {
				t.Errorf("file = %q; want it as it was", got)
			}
		})
	}
	// An ID that was used before is refused, also when the file no longer has it.
	err := household.AddConsent(write(t, family), next(), "c-anna-2")
	if refused, ok := errors.AsType[*household.NotAddedError](err); !ok || refused.Faults[0].Code != household.CodeUsedID || !strings.Contains(refused.Error(), "--id") {
		t.Errorf("AddConsent with a used id = %v; want %s", err, household.CodeUsedID)
	}
}

func TestEditRefuses(t *testing.T) {
	broken := strings.Replace(head, "born: 1984", "born: x", 1)
	wrong := func(change func(*household.Consent)) household.Consent {
		c := next()
		change(&c)
		return c
	}
	for _, tc := range []struct {
		name   string
		before string
		add    household.Consent
		code   household.Code
	}{
		{"a broken file", broken, next(), household.CodeNotNumber},
		{"an id in use", head + "consents:\n  - " + given, wrong(func(c *household.Consent) { c.ID = "c-anna-1" }), household.CodeUsedID},
		{"no id", head, wrong(func(c *household.Consent) { c.ID = "" }), household.CodeNoValue},
		{"an id with a line break", head, wrong(func(c *household.Consent) { c.ID = "c\n- x" }), household.CodeControl},
		{"an unknown source", head, wrong(func(c *household.Consent) { c.Sources = []exposure.SourceID{"x"} }), household.CodeUnknownSource},
		{"no end", head, wrong(func(c *household.Consent) { c.Expires = c.Granted.AddDate(9, 0, 0) }), household.CodeTooLongConsent},
		{"given by nobody", head, wrong(func(c *household.Consent) { c.GivenBy = nil }), household.CodeNoGiver},
		{"a file in one pair of braces", `{schema: 1, case: k7, lang: sv, people: [{id: anna, name: A, born: 1984}], sources: [{id: blogg, subject: anna, kind: page, at: "https://a.example/"}]}` + "\n", next(), household.CodeByHand},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := write(t, tc.before)
			err := household.AddConsent(path, tc.add)
			fs, ok := errors.AsType[household.Faults](err)
			if !ok || fs[0].Code != tc.code {
				t.Errorf("AddConsent = %v; want %s", err, tc.code)
			}
			for _, f := range fs {
				wellSaid(t, f)
			}
			if got := content(t, path); got != tc.before {
				t.Errorf("file = %q; want it as it was", got)
			}
		})
	}
	files, err := os.ReadDir(filepath.Dir(write(t, head)))
	if err != nil || len(files) != 1 {
		t.Errorf("left over: %v, %v", files, err)
	}
}

func TestRevokeConsent(t *testing.T) {
	marked := strings.Replace(given, "    expires: 2027-09-01\n", "    expires: 2027-09-01 # ett år\n    revoked: 2026-10-05\n    # tack\n", 1)
	before := strings.Replace(marked, "    revoked: 2026-10-05\n", "", 1)
	for _, tc := range []struct{ name, before, want string }{
		{"after its end, comments kept", head + "consents:\n  - " + before, head + "consents:\n  - " + marked},
		{"withdrawn already", head + "consents:\n  - " + given + "    revoked: 2026-09-02\n", head + "consents:\n  - " + given + "    revoked: 2026-09-02\n"},
		{
			"in braces", head + "consents: [{å: 1}]\n", "",
		},
		{
			"in braces after Swedish letters",
			head + "consents:\n  - {id: c-anna-1, case: k7, subject: anna, given_by: [anna], method: paper, sources: [blogg], detectors: [all], purpose: exposure-review, granted: 2026-09-01, expires: 2027-09-01} # ö\n",
			head + "consents:\n  - {revoked: 2026-10-05, id: c-anna-1, case: k7, subject: anna, given_by: [anna], method: paper, sources: [blogg], detectors: [all], purpose: exposure-review, granted: 2026-09-01, expires: 2027-09-01} # ö\n",
		},
		{
			"end first", head + "consents:\n  - expires: 2027-09-01\n    " + strings.Replace(given, "    expires: 2027-09-01\n", "", 1),
			head + "consents:\n  - expires: 2027-09-01\n    revoked: 2026-10-05\n    " + strings.Replace(given, "    expires: 2027-09-01\n", "", 1),
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			path := write(t, tc.before)
			err := household.RevokeConsent(path, "c-anna-1", day("2026-10-05"))
			if tc.want == "" {
				if !household.IsFault(err) || content(t, path) != tc.before {
					t.Errorf("RevokeConsent = %v; want Faults and the file as it was", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := content(t, path); got != tc.want {
				t.Errorf("file = %q; want %q", got, tc.want)
			}
		})
	}
	path := write(t, head)
	err := household.RevokeConsent(path, "c-9", day("2026-10-05"))
	fs, ok := errors.AsType[household.Faults](err)
	if !ok || fs[0].Code != household.CodeNoConsent {
		t.Fatalf("RevokeConsent of an unknown consent = %v; want %s", err, household.CodeNoConsent)
	}
	wellSaid(t, fs[0])
	files, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(files) != 2 { // the file and .lampan
		t.Errorf("left over: %v, %v", files, err)
	}
}

func TestTemplate(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		text := household.Template(lang, "k7f3a9c2")
		h, err := household.Parse("household.yaml", text)
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if h.Case != "k7f3a9c2" || h.Lang != lang || len(h.Consents) != 0 || len(h.At(day("2026-10-01"))) != 0 {
			t.Errorf("%s: %+v; want the case, the language and no consent", lang, h)
		}
		// Every example is right too, once its # is removed.
		lines := strings.Split(string(text), "\n")
		for i, l := range lines {
			if indent := len(l) - len(strings.TrimLeft(l, " ")); indent > 0 && strings.HasPrefix(l[indent:], "# ") {
				lines[i] = l[:indent] + l[indent+2:]
			}
		}
		h, err = household.Parse("household.yaml", []byte(strings.Join(lines, "\n")))
		if err != nil {
			t.Fatalf("%s with its examples: %v", lang, err)
		}
		if len(h.People) != 2 || len(h.Places) != 2 || len(h.Consents) != 1 {
			t.Errorf("%s: examples give %d people, %d places, %d consents", lang, len(h.People), len(h.Places), len(h.Consents))
		}
		// There is one of every kind, and of the two ways to use some.
		shown := map[string]bool{}
		for _, s := range h.Sources {
			shown[fmt.Sprintf("%s %v %v", s.Kind, s.Section, s.Remote())] = true
			shown["a domain"] = shown["a domain"] || s.Domain() != ""
		}
		for _, want := range []string{
			"page false true", "page true true", "feed false true", "text false false", "photo false false",
			"register false true", "a domain", "register false false", "interview false false",
		} {
			if !shown[want] {
				t.Errorf("%s: no example of %q in %v", lang, want, shown)
			}
		}
		path := write(t, string(text))
		if err := household.AddConsent(path, next()); err == nil {
			t.Errorf("%s: a consent for nobody was added", lang)
		}
	}
}

func TestNewCaseID(t *testing.T) {
	form := regexp.MustCompile(`^[a-z][a-z2-9]{9}$`)
	seen := map[string]bool{}
	for range 1000 {
		id, err := household.NewCaseID(rand.Reader)
		if err != nil || !form.MatchString(id) || seen[id] {
			t.Fatalf("NewCaseID = %q, %v", id, err)
		}
		seen[id] = true
		if _, err := household.Parse("h.yaml", household.Template(exposure.English, id)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := household.NewCaseID(iotest.ErrReader(io.ErrUnexpectedEOF)); err == nil {
		t.Error("NewCaseID without randomness = nil; want an error")
	}
	id, err := household.NewCaseID(bytes.NewReader([]byte{255, 0, 255, 1, 1, 1, 1, 1, 1, 1, 1, 1}))
	if err != nil || id != "abbbbbbbbb" {
		t.Errorf("NewCaseID = %q, %v; want the uneven bytes left out", id, err)
	}
}

// Whatever a file says, and whatever is wrong with it, taking a consent back either
// marks that consent and changes nothing else, or leaves the file as it is.
func FuzzRevokeConsent(f *testing.F) {
	f.Add(head + "consents:\n  - " + given)
	f.Add(head + "consents: [{id: c-anna-1}]\n")
	f.Add("consents:\n- id: c-anna-1\n- {id: c-anna-1, revoked: 2026-01-01}\n- {id: c-anna-1, revoked: ja}\n")
	f.Add("consents:\n  - &a {id: c-anna-1}\n  - *a\n")
	f.Add("consents:\n  - id: \"c-anna-1\"   # \xc3\xa5\r\n    expires: >\n      x\n")
	f.Add("{consents: [{id: c-anna-1\n}]}")
	path := filepath.Join(f.TempDir(), household.FileName)
	f.Fuzz(func(t *testing.T, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		err := household.RevokeConsent(path, "c-anna-1", day("2026-10-05"))
		after := content(t, path)
		if err != nil {
			if !household.IsFault(err) || after != text {
				t.Fatalf("RevokeConsent = %v; want Faults and the file as it was", err)
			}
			return
		}
		old, h := household.Draft(path, []byte(text)), household.Draft(path, []byte(after))
		if len(h.Consents) != len(old.Consents) || len(h.People) != len(old.People) || len(h.Sources) != len(old.Sources) {
			t.Errorf("%q became %q; want the mark and nothing else", text, after)
		}
		for _, c := range h.Consents {
			if c.ID == "c-anna-1" && c.Revoked.IsZero() {
				t.Errorf("%q became %q; want every consent with the ID marked", text, after)
			}
		}
	})
}
