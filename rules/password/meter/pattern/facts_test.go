package pattern_test

import (
	"math/rand/v2"
	"testing"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/pattern"
)

// family is invented; the phone number is one that PTS keeps for fiction.
func family() []pattern.Fact {
	return []pattern.Fact{
		{Kind: pattern.FactName, Text: "Karin Lindåker"},
		{Kind: pattern.FactName, Text: "Anders Lindåker"},
		{Kind: pattern.FactName, Text: "Elsa Lindåker"},
		{Kind: pattern.FactName, Text: "Maja Lindåker"},
		{Kind: pattern.FactBorn, Text: "1984-03-15"},
		{Kind: pattern.FactBorn, Text: "1982-11-07"},
		{Kind: pattern.FactBorn, Text: "2015-06-17"},
		{Kind: pattern.FactBorn, Text: "2017"},
		{Kind: pattern.FactPet, Text: "Skrållan"},
		{Kind: pattern.FactPet, Text: "Max"},
		{Kind: pattern.FactStreet, Text: "Videkärrsgatan 14"},
		{Kind: pattern.FactTown, Text: "Skuleby"},
		{Kind: pattern.FactTown, Text: "914 32"},
		{Kind: pattern.FactClub, Text: "Skulebys IK"},
		{Kind: pattern.FactPlate, Text: "XRT 58K"},
		{Kind: pattern.FactPhone, Text: "070-174 06 12"},
		{Kind: pattern.FactEmail, Text: "karinpyssel77@gmail.com"},
		{Kind: pattern.FactDomain, Text: "www.lindakerpyssel.example"},
	}
}

func guess(t testing.TB, m *pattern.Model, facts *pattern.Facts, g pattern.Given, p string) pattern.Result {
	t.Helper()
	var text form.Text
	defer text.Wipe()
	text.Read([]byte(p))
	return m.Guess(&text, facts, g)
}

func model(t testing.TB) *pattern.Model {
	t.Helper()
	m, err := pattern.New()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestFamilyFacts shows each form of a fact with and without the family.
func TestFamilyFacts(t *testing.T) {
	tests := []struct {
		name, password string
		kinds          pattern.Kinds // these among the kinds
		most           float64       // log10 of the guesses with the family
	}{
		{"surname", "lindåker", pattern.FactName, 3},
		{"surname without accents, capital, sign", "Lindaker!", pattern.FactName, 3.5},
		{"surname backwards", "rekådnil", pattern.FactName, 3},
		{"surname with signs for letters", "l1nd4k3r", pattern.FactName, 3.5},
		{"two children", "ElsaMaja", pattern.FactName, 5},
		{"two children and their days", "elsamaja1517", pattern.FactName, 7},
		{"first and surname", "karinlindåker", pattern.FactName, 4.5},
		{"with a dot", "karin.lindåker", pattern.FactName, 4.5},
		{"initials and year", "KL1984", pattern.FactName | pattern.FactBorn, 5},
		{"short form", "Kajsa&Maja17", pattern.FactName, 9},
		{"year", "1984", pattern.FactBorn, 2.5},
		{"day and month of birth", "1503", pattern.FactBorn, 3},
		{"day of birth", "840315", pattern.FactBorn, 3},
		{"day of birth, day first", "15/3-84", pattern.FactBorn, 3.5},
		{"day of birth in full", "2015-06-17", pattern.FactBorn, 3.5},
		{"pet", "Skrållan", pattern.FactPet, 2.5},
		{"pet and year", "Skrållan2017!", pattern.FactPet | pattern.FactBorn, 5},
		{"short pet by itself", "Max2015", pattern.FactPet | pattern.FactBorn, 4.5},
		{"street", "videkärrsgatan14", pattern.FactStreet, 4.5},
		{"street without its ending", "Videkärr14", pattern.FactStreet, 5},
		{"town", "Skuleby2024", pattern.FactTown, 5},
		{"postal code", "skuleby91432", pattern.FactTown, 5},
		{"club", "SkulebysIK", pattern.FactClub, 4.5},
		{"plate", "xrt58k", pattern.FactPlate, 3},
		{"plate in two", "XRT 58K", pattern.FactPlate, 3.5},
		{"phone", "0701740612", pattern.FactPhone, 3},
		{"phone with +46", "+46701740612", pattern.FactPhone, 3},
		{"end of the phone number", "hejsan0612", pattern.FactPhone, 5.5},
		{"e-mail", "karinpyssel77", pattern.FactEmail, 3},
		{"part of the e-mail", "Karinpyssel1", pattern.FactEmail, 4},
		{"domain", "lindakerpyssel", pattern.FactDomain, 3},
	}
	m := model(t)
	facts := pattern.Compile(family())
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := guess(t, m, facts, pattern.Given{}, tt.password)
			if got.Kinds&tt.kinds != tt.kinds || got.Clues&pattern.Family == 0 {
				t.Errorf("kinds = %b, clues = %b; want kinds %b and Family", got.Kinds, got.Clues, tt.kinds)
			}
			if got.Told > tt.most || got.Told > got.Log10 {
				t.Errorf("Told = %.2f (Log10 %.2f); want at most %.1f", got.Told, got.Log10, tt.most)
			}
			without := guess(t, m, nil, pattern.Given{}, tt.password)
			if without.Clues&pattern.Family != 0 || without.Kinds != 0 || without.Told != without.Log10 || without.Log10 != got.Log10 {
				t.Errorf("without the family: %+v; want Log10 %.2f and no kinds", without, got.Log10)
			}
		})
	}
}

// TestFactsInRandom counts how often a family is found where there is none.
func TestFactsInRandom(t *testing.T) {
	m := model(t)
	facts := pattern.Compile(family())
	r := rand.New(rand.NewPCG(5, 6))
	const chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	const n = 3_000
	found := 0
	b := make([]byte, 14)
	for range n {
		for i := range b {
			b[i] = chars[r.IntN(len(chars))]
		}
		if guess(t, m, facts, pattern.Given{Site: "ica.se", User: "max"}, string(b)).Told < guess(t, m, nil, pattern.Given{}, string(b)).Log10-1 {
			found++
		}
	}
	if found > n/500 {
		t.Errorf("the family is found in %d of %d random passwords; want at most 1 in 500", found, n)
	}
}

func TestShortFactsInWords(t *testing.T) {
	m := model(t)
	facts := pattern.Compile(family())
	for _, p := range []string{"maximal", "klimax", "rikedom", "skelett1"} {
		if got := guess(t, m, facts, pattern.Given{}, p); got.Kinds != 0 {
			t.Errorf("%q: kinds = %b; want none", p, got.Kinds)
		}
	}
}

// A piece of a fact that stands in many passwords by chance is no fact.
func TestPiecesOfFacts(t *testing.T) {
	m := model(t)
	facts := pattern.Compile([]pattern.Fact{
		{Kind: pattern.FactName, Text: "Karin Lindåker"},
		{Kind: pattern.FactBorn, Text: "2012-03-15"},
		{Kind: pattern.FactStreet, Text: "Björkstigen 12"},
		{Kind: pattern.FactStreet, Text: "Stora gatan 7"},
		{Kind: pattern.FactTown, Text: "914 32"},
		{Kind: pattern.FactClub, Text: "Storviks IF"},
		{Kind: pattern.FactPlate, Text: "XRT 581"},
		{Kind: pattern.FactEmail, Text: "rulltrappa77@gmail.com"},
	})
	for _, p := range []string{
		"Sparven12maj77xy", "12maj2010", "Storgatan12", "Storstugan", "björkved", "hejsan-12", "sommar12", "kväll 914",
		"if 2010", "si!2010", "581kvast", "kvast77", "Lindblom", "Lina2010", "karikatyr",
	} {
		if got := guess(t, m, facts, pattern.Given{}, p); got.Kinds != 0 || got.Clues&pattern.Family != 0 {
			t.Errorf("%q: kinds = %b, clues = %b; want none of the family's", p, got.Kinds, got.Clues)
		}
	}
	for p, kind := range map[string]pattern.Kinds{
		"Björkstigen12": pattern.FactStreet, "björk12": pattern.FactStreet, "Björk!": pattern.FactStreet, "Storvik2010": pattern.FactClub,
		"SIF2010": pattern.FactClub, "xrt581": pattern.FactPlate, "91432": pattern.FactTown, "Kari!77": pattern.FactName, "rulltrappa77": pattern.FactEmail,
	} {
		if got := guess(t, m, facts, pattern.Given{}, p); got.Kinds&kind == 0 {
			t.Errorf("%q: kinds = %b; want %b", p, got.Kinds, kind)
		}
	}
}

func TestGiven(t *testing.T) {
	tests := []struct {
		name, password string
		given          pattern.Given
		want           pattern.Clues
	}{
		{"host", "Spotify1", pattern.Given{Site: "https://accounts.spotify.com/login?x=1"}, pattern.Site},
		{"host without accents", "webbhallen22", pattern.Given{Site: "www.webbhallen.se"}, pattern.Site},
		{"title", "mittblommogram", pattern.Given{Site: "Blommogram för alla"}, pattern.Site},
		{"title with signs for letters", "bl0mm0gr4m", pattern.Given{Site: "Blommogram"}, pattern.Site},
		{"host backwards", "margommolb", pattern.Given{Site: "blommogram.example"}, pattern.Site},
		{"user", "korvkalle!", pattern.Given{User: "KorvKalle"}, pattern.User},
		{"user of an address", "Korvkalle77", pattern.Given{User: "korvkalle77@example.se"}, pattern.User},
		{"part of an address", "kullerbytta1", pattern.Given{User: "ida.kullerbytta@example.se"}, pattern.User},
		{"parts written together", "idakullerbytta", pattern.Given{User: "ida.kullerbytta@example.se"}, pattern.User},
		{"another site", "Spotify1", pattern.Given{Site: "netflix.com"}, 0},
		{"the top domain", "comcom", pattern.Given{Site: "netflix.com"}, 0},
		{"the host of an address", "example12", pattern.Given{User: "kalle@example.se"}, 0},
	}
	m := model(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := guess(t, m, nil, tt.given, tt.password)
			if got.Clues&(pattern.Site|pattern.User) != tt.want {
				t.Errorf("clues = %b; want %b", got.Clues, tt.want)
			}
			if tt.want != 0 && got.Told > 6 {
				t.Errorf("Told = %.2f; want at most 6", got.Told)
			}
		})
	}
}

func FuzzCompile(f *testing.F) {
	for _, fact := range family() {
		f.Add(uint16(fact.Kind), fact.Text, "karin84")
	}
	m := model(f)
	f.Fuzz(func(t *testing.T, kind uint16, text, password string) {
		facts := pattern.Compile([]pattern.Fact{{Kind: pattern.Kinds(kind), Text: text}})
		got := guess(t, m, facts, pattern.Given{Site: text, User: text}, password)
		if got.Told > got.Log10 || got.Told < 0 {
			t.Errorf("Told = %v, Log10 = %v", got.Told, got.Log10)
		}
	})
}
