package places_test

import (
	"strings"
	"testing"

	"lampan/rules/places"
)

// TestLintFindsWhatIsPlanted changes one thing of a file in which nothing is
// wrong, and expects the fault for it.
func TestLintFindsWhatIsPlanted(t *testing.T) {
	long := strings.Repeat("ord ", 26) + "slut."
	for _, tt := range []struct{ name, old, new, want string }{
		{"nothing", "", "", ""},
		{"unconfirmed without its warning", "Nothing is confirmed. Check yourself.", "Nothing is sure.", "no warning says so"},
		{"unconfirmed without any warning", "        warning: Inget är bekräftat. Kontrollera själv.\n", "", "no warning says so"},
		{"in doubt without its warning", "confirmed: true", "confirmed: true\n    doubt: true", "no warning says so"},
		{"a warning without doubt", "steps: [Ask to be hidden.]", "steps: [Ask to be hidden.]\n        warning: Check yourself.", "not in doubt"},
		{"confirmed without a source", "    sources: [https://exempel.example/om (own text)]\n", "", "without a source"},
		{"confirmed with an empty source", "[https://exempel.example/om (own text)]", "[' ']", "without a source"},
		{"a missing language", "      en:\n        name: exempel.example\n        shows: The page shows name and address.\n        steps: [Ask to be hidden.]\n", "", "en: shows is missing"},
		{"a missing sentence", "        shows: Sidan visar fordon.\n", "", "sv: shows is missing"},
		{"missing steps", "[Be att bli dold.]", "[]", "sv: steps are missing"},
		{"a step in one language", "[Be att bli dold.]", "[Be att bli dold., Vänta.]", "differ in number"},
		{"a result in one language", "steps: [Ask to be hidden.]", "steps: [Ask to be hidden.]\n        result: You are hidden.", "one language only"},
		{"an exclamation mark", "Sidan visar fordon.", "Sidan visar fordon!", "exclamation mark"},
		{"a long sentence", "Sidan visar fordon.", long, "sentence of 27 words"},
		{"a personnummer asked for", "Be att bli dold.", "Skriv ditt personnummer.", "personnummer"},
		{"a number asked for in English", "Ask to be hidden.", "Give your personal identity number.", "personnummer"},
		{"a link without https", "https://exempel.example/om\n", "http://exempel.example/om\n", "not https"},
		{"a link to nowhere", "https://exempel.example/om\n", "https:///om\n", "not https"},
		{"an address in a text", "Be att bli dold.", "Öppna www.exempel.example.", "web address"},
		{"erased where hiding is granted", "Be att bli dold.", "Be att uppgifterna raderas.", "only hiding"},
		{"not erased", "Be att bli dold.", "'Be att bli dold, inte raderad.'", ""},
		{"what is public is hidden", "recheck: 180", "recheck: 180\n    baseline: true", "baseline"},
		{"read tomorrow", "as-of: 2026-08-17", "as-of: 2026-11-24", "not come yet"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := strings.Replace(good, tt.old, tt.new, 1)
			if text == good && tt.old != tt.new {
				t.Fatalf("%q is not in the file", tt.old)
			}
			c, err := load(t, map[string]string{"a.yaml": text})
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			faults, _ := places.Lint(c, today)
			for _, f := range faults {
				if f.File != "a.yaml" || f.Line == 0 {
					t.Errorf("%v does not say where", f)
				}
				got.WriteString(f.Error() + "\n")
			}
			if (tt.want == "") != (got.Len() == 0) || !strings.Contains(got.String(), tt.want) {
				t.Errorf("Lint = %q; want %q", got.String(), tt.want)
			}
		})
	}
}

func TestLintListsWhatIsOld(t *testing.T) {
	for asOf, want := range map[string]string{
		"2025-11-23": "", "2025-11-22": "2025-11-22", "2025": "", "2024": "2024", "before 2018-05": "before 2018-05", "''": "no date",
	} {
		c, err := load(t, map[string]string{"a.yaml": strings.Replace(good, "as-of: 2026-08-17", "as-of: "+asOf, 1)})
		if err != nil {
			t.Fatal(err)
		}
		faults, notes := places.Lint(c, today)
		if len(faults) > 0 {
			t.Errorf("as-of %s: Lint fails with %v", asOf, faults)
		}
		switch {
		case want == "" && len(notes) > 0:
			t.Errorf("as-of %s is listed: %v", asOf, notes)
		case want != "" && (len(notes) != 1 || !strings.Contains(notes[0].Error(), want)):
			t.Errorf("as-of %s: notes %v; want one with %q", asOf, notes, want)
		}
	}
}

func TestLintReadsLegalTexts(t *testing.T) {
	c, err := load(t, map[string]string{"legal.yaml": "gdpr:\n  text: {sv: Så är det!}\n"})
	if err != nil {
		t.Fatal(err)
	}
	faults, _ := places.Lint(c, today)
	if len(faults) != 3 {
		t.Errorf("Lint = %v; want an exclamation mark, a missing language and a missing source", faults)
	}
}
