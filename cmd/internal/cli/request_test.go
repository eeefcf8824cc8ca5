package cli_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/cmd/internal/cli"
)

var update = flag.Bool("update", false, "write the golden files anew")

const lind = `schema: 1
case: k7f3a9c2
lang: sv
zone: Europe/Stockholm
people:
  - {id: anna, name: Anna Lind, born: 1984, phones: ["070-174 06 05"], emails: [anna@lind.example]}
  - {id: erik, name: Erik Lind, born: 1981, phones: ["070-174 06 06", "070-174 06 07"]}
  - {id: elsa, name: Elsa Lind, born: 2015, guardians: [erik, anna]}
  - {id: nora, name: Nora Lind, born: 2009, guardians: [anna]}
places:
  - {id: hemma, kind: home, street: Testgatan 1, postal: "123 45", town: Storvik}
  - {id: stugan, kind: holiday, street: Provstigen 9, town: Storvik}
`

// lindCase is the case of an invented family. Its people are changed as asked.
func lindCase(t testing.TB, changes ...string) string {
	t.Helper()
	text := strings.NewReplacer(changes...).Replace(lind)
	if text == lind && len(changes) > 0 {
		t.Fatalf("%q changes nothing", changes)
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "household.yaml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Every kind of text reads like a letter, in both languages.
func TestRequestLetters(t *testing.T) {
	dir := lindCase(t)
	for _, tt := range []struct{ name, place, person, kind string }{
		{"hide", "hitta", "anna", ""},
		{"hide-child", "idrottsforening", "elsa", ""},
		{"hide-operator", "operator-hemligt-nummer", "erik", ""},
		{"hide-house", "google-streetview", "anna", ""},
		{"rectify", "tellows", "anna", "rectify"},
		{"rectify-domain", "se-domain", "anna", ""},
		{"erase", "tellows", "anna", ""},
		{"object", "maklare", "anna", "object"},
		{"object-spar", "spar-reklamsparr", "anna", ""},
		{"delist", "google-delisting-eu", "anna", ""},
		{"delist-child", "bing-delisting", "elsa", ""},
		{"delist-contact", "google-personal-contact-info", "anna", ""},
		{"photos", "hemnet", "anna", ""},
		{"photos-agent", "maklare", "anna", ""},
	} {
		for _, lang := range []string{"sv", "en"} {
			t.Run(tt.name+"."+lang, func(t *testing.T) {
				args := []string{"request", dir, "--place", tt.place, "--person", tt.person, "--lang", lang}
				if tt.kind != "" {
					args = append(args, "--kind", tt.kind)
				}
				r := program{}.run(t, args...)
				if r.code != 0 {
					t.Fatalf("exit %d: %s", r.code, r.err)
				}
				for l := range strings.SplitSeq(r.out, "\n") {
					if n := len([]rune(l)); n > 72 {
						t.Errorf("a line of %d characters: %q", n, l)
					}
				}
				golden := filepath.Join("testdata", "request", tt.name+"."+lang+".txt")
				if *update {
					if err := os.WriteFile(golden, []byte(r.out), 0o600); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(golden)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(string(want), r.out); diff != "" {
					t.Errorf("%s (-want +got):\n%s", golden, diff)
				}
			})
		}
	}
}

// Where somebody in the family is protected, household.yaml holds no address, and a
// text that finds its entry by the name has no line for one. Beside the text stands
// whom to ask first; the text does not say why.
func TestRequestProtected(t *testing.T) {
	dir := lindCase(t, "{id: elsa, name: Elsa Lind,", "{id: elsa, name: Elsa Lind, protected: true,",
		", street: Testgatan 1, postal: \"123 45\", town: Storvik", "", ", street: Provstigen 9, town: Storvik", "")
	for _, person := range []string{"anna", "elsa"} {
		for _, place := range []string{"hitta", "maklare", "google-streetview", "spar-reklamsparr"} {
			path := filepath.Join(t.TempDir(), "brev.txt")
			r := program{}.run(t, "request", dir, "--place", place, "--person", person, "-o", path)
			if r.code != 0 {
				t.Fatalf("exit %d: %s", r.code, r.err)
			}
			letter, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			byAddress := place == "maklare" || place == "google-streetview" // they show no name
			if strings.Contains(string(letter), "Adress:") != byAddress {
				t.Errorf("%s, %s: a line for the address is there: %t\n%s", person, place, !byAddress, letter)
			}
			if strings.Contains(string(letter), "skydd") {
				t.Errorf("%s, %s: the text tells of the protection:\n%s", person, place, letter)
			}
			said := strings.Join(strings.Fields(r.err), " ")
			if !strings.Contains(said, "Skriv ingen adress.") || !strings.Contains(said, "fråga först den myndighet som gav skyddet") ||
				strings.Contains(said, "bara en adress som redan syns där") != byAddress || strings.Contains(said, "Fyll i adressen") {
				t.Errorf("%s, %s: whoever is protected is asked for where they live:\n%s", person, place, r.err)
			}
		}
	}
}

// Whose look-ups nobody has agreed to, or no longer, is not told to run what would be
// refused.
func TestRequestRecord(t *testing.T) {
	dir := lookupCase(t, anna, "anna")
	for _, tt := range []struct{ name, want, not string }{
		{"agreed", "lampan lookup " + dir + " --person anna --asked hitta", "samtycke"},
		{"revoked", "behövs ett samtycke", "--asked"},
	} {
		if tt.name == "revoked" {
			if r := (program{}).run(t, "consent", "revoke", dir, "c-anna"); r.code != 0 {
				t.Fatal(r.err)
			}
		}
		r := program{}.run(t, "request", dir, "--place", "hitta", "--person", "anna")
		if said := strings.Join(strings.Fields(r.err), " "); r.code != 0 || !strings.Contains(said, tt.want) || strings.Contains(said, tt.not) {
			t.Errorf("%s: exit %d: %s", tt.name, r.code, said)
		}
	}
}

// In the year of coming of age nobody knows the day, so the person writes.
func TestRequestComingOfAge(t *testing.T) {
	r := program{}.run(t, "request", lindCase(t), "--place", "hitta", "--person", "nora")
	if r.code != 0 || !strings.Contains(r.out, "uppgifter om mig") || !strings.HasSuffix(r.out, "Nora Lind\n") {
		t.Errorf("exit %d, %q", r.code, r.out+r.err)
	}
}

func TestRequestFaults(t *testing.T) {
	dir := lindCase(t, "guardians: [erik, anna]", "guardians: [nora]", "Erik Lind", "Förnamn Efternamn")
	file := filepath.Join(dir, "household.yaml")
	for _, tt := range []struct {
		name, args string
		code       int
		want       string
	}{
		{"no place", "--person anna", cli.ExitUsage, "Platsen saknas."},
		{"nobody", "--place hitta", cli.ExitUsage, "vem texten gäller. Ange det med --person"},
		{"nearly a place", "--place hita --person anna", cli.ExitNoSuch, "Menade du hitta?"},
		{"no such place", "--place vgtredfhjk --person anna", cli.ExitNoSuch, "lampan places"},
		{"no such person", "--place hitta --person bo", cli.ExitNoSuch, "De som finns är anna, erik, elsa, nora"},
		{"no such kind", "--place hitta --person anna --kind shout", cli.ExitUsage, "hide, rectify, erase"},
		{"a right that the place does not give", "--place hitta --person anna --kind erase", cli.ExitUsage, "Det som passar är hide"},
		{"another kind", "--place google-delisting-eu --person anna --kind photos", cli.ExitUsage, "Det som passar är delist"},
		{"public", "--place transportstyrelsen --person anna", cli.ExitUsage, "offentligt enligt lag"},
		{"nothing to write", "--place bankid --person anna", cli.ExitUsage, "inget att skriva"},
		{"a child without a guardian", "--place hitta --person elsa", cli.ExitFaults, "guardians"},
		{"the template's name", "--place hitta --person erik", cli.ExitFaults, "erik har inget riktigt namn"},
		{"a file that is there", "--place hitta --person anna -o " + file, cli.ExitFiles, "finns redan"},
		{"a folder that is not there", "--place hitta --person anna -o " + filepath.Join(dir, "no", "x.txt"), cli.ExitFiles, "finns inte"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			r := program{}.run(t, append([]string{"request", dir}, strings.Fields(tt.args)...)...)
			if r.code != tt.code || r.out != "" || !strings.Contains(r.err, tt.want) || strings.Count(r.err, "\n") != 1 {
				t.Errorf("exit %d, printed %q, said %q; want %d and %q", r.code, r.out, r.err, tt.code, tt.want)
			}
			if after, err := os.ReadFile(file); err != nil || string(after) != string(before) {
				t.Errorf("household.yaml was changed (%v)", err)
			}
		})
	}
}
