package tone_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/tone"
)

const (
	sv = exposure.Swedish
	en = exposure.English
)

func TestLintFindsWhatIsPlanted(t *testing.T) {
	tests := []struct {
		lang exposure.Lang
		text string
		want string // "rule where, …"
	}{
		{sv, "En farlig sida.", "fear farlig"},
		{sv, "Det kan ge inbrott.", "fear inbrott"},
		{sv, "HOTET är nära.", "fear HOTET"},
		{sv, "Läs detta innan det är för sent.", "fear innan det är för sent"},
		{en, "Burglars look here.", "fear Burglars"},
		{en, "Your home is at risk.", "fear at risk"},
		{sv, "Det var slarvigt.", "blame slarvigt"},
		{sv, "Ni borde ha låst.", "blame borde ha"},
		{sv, "Det är ditt fel.", "blame ditt fel"},
		{en, "That was careless.", "blame careless"},
		{en, "You should have locked it.", "blame should have"},
		{sv, "Köp ett larm.", "sell Köp"},
		{sv, "Vi har ett erbjudande till er.", "sell erbjudande"},
		{sv, "Teckna ett avtal.", "sell Teckna"},
		{sv, "Det finns bara hos\u00a0oss.", "sell bara hos\u00a0oss"},
		{sv, "Uppgradera till nästa nivå.", "sell Uppgradera till"},
		{en, "Buy an alarm.", "sell Buy"},
		{en, "Our service does more.", "sell Our service"},
		{en, "Upgrade to the next level.", "sell Upgrade to"},
		{sv, "Då är ni helt säkra.", "promise helt säkra"},
		{sv, "Det syns garanterat ingenstans.", "promise garanterat"},
		{sv, "Det händer aldrig mer.", "promise aldrig mer"},
		{sv, "Ett riskfritt hem.", "promise riskfritt"},
		{sv, "Det skyddar till 100 %.", "promise 100 %, number 100 %, number 100 %"},
		{en, "Then you are completely safe.", "promise completely safe"},
		{en, "A risk-free home.", "promise risk-free"},
		{en, "It will never again show.", "promise never again"},
		{sv, "Använd tvåfaktorsautentisering.", "jargon tvåfaktorsautentisering"},
		{en, "Implement 2FA.", "jargon Implement"},
		{sv, "Hej!", "shout !"},
		{en, "Done!", "shout !"},
		{sv, strings.Repeat("ord ", 25) + "slut.", "long " + strings.Repeat("ord ", 25) + "slut"},
		{en, strings.Repeat("word ", 25) + "end.", "long " + strings.Repeat("word ", 25) + "end"},
		{sv, "Personuppgiftsbehandlingens registrering förutsätter myndigheternas samordnade dokumentation angående uppgifterna.", "heavy Personuppgiftsbehandlingens registrering förutsätter myndigheternas samordnade"},
		{sv, strings.Repeat("Myndigheterna samordnar registreringen av uppgifterna. ", 8), "heavy Myndigheterna samordnar registreringen av uppgifterna"},
		{en, strings.Repeat("Authorities coordinate registration of particulars concerning individuals. ", 8), "heavy Authorities coordinate registration of particulars"},
		{sv, "40 % klarade det 2024.", "number 40 %"},
		{sv, "40 procent av hushållen gör så.", "number 40 procent"},
		{en, "12,000 homes were looked at in 2024.", ""},
		{en, "12,000 were seen.", "number 12,000, number 12,000"},
		{en, "Of all homes 40% do it.", "number 40%"},
	}
	for _, tt := range tests {
		var got []string
		for _, f := range tone.Lint(tt.lang, tt.text) {
			got = append(got, fmt.Sprintf("%s %s", f.Rule, f.Where))
			if f.Message == "" {
				t.Errorf("Lint(%q): %v does not say what to do", tt.text, f)
			}
		}
		if d := cmp.Diff(tt.want, strings.Join(got, ", ")); d != "" {
			t.Errorf("Lint(%q) (-want +got):\n%s", tt.text, d)
		}
	}
}

func TestLintLeavesHonestWordsAlone(t *testing.T) {
	for lang, texts := range map[exposure.Lang][]string{
		sv: {
			"Fråga den som äger sidan.",
			"Tvåhotellet är fullt.",
			"Det är inte helt säkert att det räcker.",
			"Ingen kan garantera att det aldrig kommer tillbaka.",
			"Inget skydd är till 100 %, sade 2024 års bok på sidan nio.",
			"Visa inte adressen vid köp av en bil.",
			"Namnet syns i en köp och sälj-grupp.",
			"Rådet kom 2024: av 12 000 hem hade hälften låst.",
			"Ring 112.", "Det tar 1 000 kronor.", "Den 12 juli 2026.", "Offert och skötsel av chokladen.",
			"Spärra kortet. Byt koden. Prata med skolan.", "118100 visar namn.",
			"Lägg t.ex. nyckeln hos en granne.",
			"Anteckna ner koden inte alls.",
			strings.Repeat("ord ", 15) + "slut. " + strings.Repeat("ord ", 15),
			"Registreringsuppgifter",
			"",
		},
		en: {
			"Ask whoever owns the page.",
			"Nobody can promise that it stays away.",
			"It is not risk-free.",
			"The number is asked for when you buy a phone.",
			"In 2024, 40 % of the homes had one.",
			"The offer letter was kept.", "Robert and Victoria live here.", "You never forgot.",
			strings.Repeat("word ", 15) + "end. " + strings.Repeat("word ", 15),
		},
	} {
		for _, text := range texts {
			for _, f := range tone.Lint(lang, text) {
				t.Errorf("Lint(%q) = %v; want nothing", text, f)
			}
		}
	}
}

func TestLIX(t *testing.T) {
	for text, want := range map[string]float64{
		"":                               0,
		"...":                            0,
		"Det är en katt.":                4,
		"Det är en katt. Den sover nu.":  3.5,
		"Katten heter Sigismund.":        3 + 100.0/3,
		"Rubrik\nEn rad till":            2,
		"Läs t.ex. boken om katten nu.":  7,
		"Klockan 12.30 kommer 2 hundar.": 6 + 100.0/6,
	} {
		if got := tone.LIX(text); math.Abs(got-want) > 1e-9 {
			t.Errorf("LIX(%q) = %v; want %v", text, got, want)
		}
	}
}

func TestGrade(t *testing.T) {
	for text, want := range map[string]float64{
		"":                                     0,
		"The cat sleeps.":                      0,
		"Authorities coordinate registration.": 4.71*33/3 + 1.5 - 21.43,
	} {
		if got := tone.Grade(text); math.Abs(got-want) > 1e-9 {
			t.Errorf("Grade(%q) = %v; want %v", text, got, want)
		}
	}
}

// FuzzLint reads any text: what it points at stands in the text as it was read.
func FuzzLint(f *testing.F) {
	f.Add("Hej! 40 % av er är helt säkra. {name} sover\nnu.")
	f.Add("\xff\xfe {")
	f.Fuzz(func(t *testing.T, text string) {
		for _, lang := range exposure.Langs() {
			for _, fault := range tone.Lint(lang, text) {
				if fault.Rule == "" || fault.Where == "" || fault.Message == "" || utf8.ValidString(text) && !utf8.ValidString(fault.Where) {
					t.Errorf("Lint(%q) = %+v", text, fault)
				}
			}
		}
		if x := tone.LIX(text); x < 0 || math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("LIX(%q) = %v", text, x)
		}
		if x := tone.Grade(text); x < 0 || math.IsNaN(x) || math.IsInf(x, 0) {
			t.Errorf("Grade(%q) = %v", text, x)
		}
	})
}
