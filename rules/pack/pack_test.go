package pack_test

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
)

// A pack is not changed, so one does for all tests.
var loaded = sync.OnceValues(pack.Core)

func core(t testing.TB) *rules.Pack {
	t.Helper()
	p, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestCore(t *testing.T) {
	p := core(t)
	if len(p.Rules) < 150 || len(p.Scenarios) != 8 || len(p.Controls) < 16 {
		t.Errorf("%d rules, %d scenarios, %d controls", len(p.Rules), len(p.Scenarios), len(p.Controls))
	}
	// The points of design/score.md, where it gives one for the fact.
	for kind, want := range map[string]float64{
		"travel": 18, "routine": 12, "household-routine": 12, "address": 12, "exif-home": 14, "phone": 5, "dob": 4,
		"personnummer": 14, "plate": 8, "email": 3, "child-name": 6, "school": 12, "pw-reused": 10, "pw-exposed": 16, "no-2fa": 10,
		"valuables": 10, "alarm-detail": 14, "relations": 5,
	} {
		most := 0.0
		for _, r := range p.Rules {
			if r.Fact.Kind == kind {
				most = max(most, r.Fact.Points)
			}
		}
		if most != want {
			t.Errorf("%s weighs %g; want %g", kind, most, want)
		}
	}
}

// Every rule names where it comes from, and only rules on what is told, and
// published nowhere, set a visibility of their own.
func TestCoreSources(t *testing.T) {
	known := regexp.MustCompile(`^((TRV|HOM|FAM|REG|IDN|RUT|IMG|WRK|PWD|DEV|RSP)-\d{3}|eget råd)$`)
	p := core(t)
	check := func(id exposure.RuleID, sources []string) {
		for _, s := range sources {
			if !known.MatchString(s) {
				t.Errorf("%s: source %q is no rule of the fact table", id, s)
			}
		}
	}
	for _, r := range p.Rules {
		check(r.ID, r.Sources)
		if r.Fact.Visibility != nil && !slices.ContainsFunc(r.Needs, exposure.SourceKind.Told) {
			t.Errorf("%s sets a visibility of its own for what a source shows", r.ID)
		}
	}
	for _, s := range p.Scenarios {
		check(s.ID, s.Sources)
	}
}

// Words that frighten, blame or need explaining do not stand in the texts.
func TestCorePlainWords(t *testing.T) {
	never := map[exposure.Lang][]string{
		exposure.Swedish: {"inbrott", "tjuv", "hacker", "kriminell", "farlig", "hot", "omedelbart", "metadata", "exif", "phishing", "autentisering", "ni har missat", "slarv"},
		exposure.English: {"burglar", "thief", "hacker", "criminal", "dangerous", "threat", "immediately", "metadata", "exif", "phishing", "authentication", "careless"},
	}
	p := core(t)
	check := func(id exposure.RuleID, texts map[exposure.Lang]rules.Text) {
		for lang, words := range never {
			x := texts[lang]
			all := strings.ToLower(strings.Join([]string{x.Title, x.Detail, x.Why, x.Ask, x.Child, x.Fix}, " "))
			for _, w := range words {
				if regexp.MustCompile(`(^|\PL)` + w + `(\PL|$)`).MatchString(all) {
					t.Errorf("%s: the %s text says %q", id, lang, w)
				}
			}
			if !strings.HasSuffix(x.Ask, "?") {
				t.Errorf("%s: ask.%s is no question: %q", id, lang, x.Ask)
			}
			if strings.HasSuffix(x.Title, ".") {
				t.Errorf("%s: title.%s ends with a full stop", id, lang)
			}
			for _, s := range []string{x.Why, x.Child, x.Fix} {
				if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "?") {
					t.Errorf("%s: %s text does not end a sentence: %q", id, lang, s)
				}
			}
		}
	}
	for _, r := range p.Rules {
		check(r.ID, r.Text)
	}
	for _, s := range p.Scenarios {
		check(s.ID, s.Text)
	}
}

// BenchmarkCore loads the pack, which every command does.
func BenchmarkCore(b *testing.B) {
	for b.Loop() {
		if _, err := pack.Core(); err != nil {
			b.Fatal(err)
		}
	}
}
