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
		{"confirmed without a source", "    sources: [{at: 'https://exempel.example/om', sv: egen text, en: own text}]\n", "", "without a source"},
		{"confirmed with an empty source", "[{at: 'https://exempel.example/om', sv: egen text, en: own text}]", "[{at: ' '}]", "without a source"},
		{"a source in one language", "sv: egen text, en: own text", "en: own text", "in one language only"},
		{"a missing language", "      en:\n        name: exempel.example\n        shows: The page shows name and address.\n        steps: [Ask to be hidden.]\n", "", "en: shows is missing"},
		{"a missing sentence", "        shows: Sidan visar fordon.\n", "", "sv: shows is missing"},
		{"missing steps", "[Be att bli dold.]", "[]", "sv: steps are missing"},
		{"a step in one language", "[Be att bli dold.]", "[Be att bli dold., Vänta.]", "differ in number"},
		{"a result in one language", "steps: [Ask to be hidden.]", "steps: [Ask to be hidden.]\n        result: You are hidden.", "one language only"},
		{"an exclamation mark", "Sidan visar fordon.", "Sidan visar fordon!", "shout"},
		{"a long sentence", "Sidan visar fordon.", long, "27 words"},
		{"a personnummer asked for", "Be att bli dold.", "Skriv ditt personnummer.", "personnummer"},
		{"a number asked for in English", "Ask to be hidden.", "Give your personal identity number.", "personnummer"},
		{"a link without https", "https://exempel.example/om\n", "http://exempel.example/om\n", "not https"},
		{"a link to nowhere", "https://exempel.example/om\n", "https:///om\n", "not https"},
		{"an address in a text", "Be att bli dold.", "Öppna www.exempel.example.", "web address"},
		{"erased where hiding is granted", "Be att bli dold.", "Be att uppgifterna raderas.", "speaks of erasing"},
		{"not erased", "Be att bli dold.", "'Be att bli dold, inte raderad.'", ""},
		{"a result that erases, where details are corrected", "way: none, bankid: unknown, returns: unknown}\n    recheck: 365\n    confirmed: false\n    as-of: 2026\n    text:\n      sv:\n", "way: rectify, bankid: unknown, returns: unknown}\n    recheck: 365\n    confirmed: false\n    as-of: 2026\n    text:\n      sv:\n        result: Uppgiften raderas.\n", "speaks of erasing"},
		{"always", "Sidan visar fordon.", "Sidan visar alltid fordon.", "sure of every case"},
		{"not always", "Sidan visar fordon.", "Sidan visar inte alltid fordon.", ""},
		{"always, as an advice", "Be att bli dold.", "Svara alltid.", ""},
		{"always, in English", "The page shows vehicles.", "The page always shows vehicles.", "sure of every case"},
		{"a promise", "Be att bli dold.", "Vi garanterar att du döljs.", "promise"},
		{"a promise in English", "Ask to be hidden.", "We guarantee that you are hidden.", "promise"},
		{"a right without the law", "Be att bli dold.", "Du har rätt att bli dold.", "claims a right"},
		{"a right in English", "Ask to be hidden.", "You have the right to be hidden.", "claims a right"},
		{"bound to do it", "Be att bli dold.", "Sajten måste dölja dig.", "claims a right"},
		{"no right", "Be att bli dold.", "'Be att bli dold, det är ingen rättighet.'", ""},
		{"a law that may not hold", "Ask to be hidden.", "Ask under article 17.", "data protection rules"},
		{"lasting, unconfirmed", "        warning: Inget är bekräftat. Kontrollera själv.", "        lasts: Permanent.\n        warning: Inget är bekräftat. Kontrollera själv.", "for how long, unconfirmed"},
		{"gone where nothing is granted", "        warning: Inget är bekräftat. Kontrollera själv.", "        result: Uppgiften tas bort.\n        warning: Inget är bekräftat. Kontrollera själv.", "nothing is granted"},
		{"not gone", "        warning: Inget är bekräftat. Kontrollera själv.", "        result: Inget tas bort.\n        warning: Inget är bekräftat. Kontrollera själv.", "one language only"},
		{"an e-identification in the steps", "bankid: yes, returns: yes}\n    recheck: 180\n    confirmed: true\n    as-of: 2026-08-17\n    sources: [{at: 'https://exempel.example/om', sv: egen text, en: own text}]\n    text:\n      sv:\n        name: exempel.example\n        shows: Sidan visar namn och adress.\n        steps: [Be att bli dold.]", "bankid: no, returns: yes}\n    recheck: 180\n    confirmed: true\n    as-of: 2026-08-17\n    sources: [{at: 'https://exempel.example/om', sv: egen text, en: own text}]\n    text:\n      sv:\n        name: exempel.example\n        shows: Sidan visar namn och adress.\n        steps: [Logga in med BankID.]", "e-identification"},
		{"days that nobody is told of", "bankid: yes, returns: yes}", "bankid: yes, days: 30, returns: yes}", "does not say that it is 30 days"},
		{"fear", "Sidan visar fordon.", "Det är farligt att synas.", "farlig"},
		{"fear in English", "The page shows vehicles.", "Burglars look here.", "Burglar"},
		{"a threat", "The page shows vehicles.", "You live under a threat.", "threat"},
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

// TestLintKnowsLegalProtection allows the one place whose text has to name a threat.
func TestLintKnowsLegalProtection(t *testing.T) {
	text := strings.Replace(good, "Sidan visar fordon.", "Skyddet är för den som lever under hot.", 1)
	for id, want := range map[string]int{"bilar": 1, "skyddade-personuppgifter": 0} {
		c, err := load(t, map[string]string{"a.yaml": strings.Replace(text, "id: bilar", "id: "+id, 1)})
		if err != nil {
			t.Fatal(err)
		}
		if faults, _ := places.Lint(c, today); len(faults) != want {
			t.Errorf("%s: Lint = %v; want %d faults", id, faults, want)
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
		t.Errorf("Lint = %v; want a shout, a missing language and a missing source", faults)
	}
	c, err = load(t, map[string]string{"legal.yaml": "certificate:\n  text: {sv: Du har rätt att bli dold., en: It is no right.}\n  sources: [a]\n"})
	if err != nil {
		t.Fatal(err)
	}
	if faults, _ := places.Lint(c, today); len(faults) != 1 || !strings.Contains(faults[0].Error(), "claims a right") {
		t.Errorf("Lint = %v; want a right that a certificate does not give", faults)
	}
}
