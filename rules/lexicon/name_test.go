package lexicon_test

import (
	"testing"

	"lampan/rules/extract/text"
	"lampan/rules/lexicon"
)

func TestGiven(t *testing.T) {
	for _, tt := range []struct {
		in         string
		name, word bool
	}{
		{"karin", true, false},
		{"aaron", true, false}, // the first of the list
		{"zulfiqar", false, false},
		{"aoife", false, false}, // a name, but not a common one here
		{"bjorn", true, true},
		{"bjorn!", false, false},
		{"stockholm", false, false},
		{"hotel", false, false},
		{"", false, false},
		{"given names", false, false},
	} {
		if name, word := lexicon.Given(tt.in); name != tt.name || word != tt.word {
			t.Errorf("Given(%q) = %t, %t; want %t, %t", tt.in, name, word, tt.name, tt.word)
		}
	}
	if !lexicon.Thing("hotel") || !lexicon.Thing("university") || lexicon.Thing("karin") {
		t.Error("Thing does not tell a hotel from a person")
	}
}

func TestNameOf(t *testing.T) {
	var x text.Text
	for _, tt := range []struct {
		in   string
		want lexicon.Name
	}{
		{"Karin", lexicon.NameKnown | lexicon.NameCommon | lexicon.NameOld},
		{"ELSA", lexicon.NameKnown | lexicon.NameCommon | lexicon.NameYoung},
		{"Göran", lexicon.NameKnown | lexicon.NameCommon | lexicon.NameOld},
		{"Aoife", lexicon.NameKnown | lexicon.NameYoung},
		{"Juni", lexicon.NameKnown | lexicon.NameWord | lexicon.NameYoung},
		{"hotel", 0},
		{"elva", 0},
		{"nyckel", 0},
		{"7", 0},
	} {
		x.Parse(tt.in)
		if got := lexicon.NameOf(x.Tokens[0].Hash); got != tt.want {
			t.Errorf("NameOf(%q) = %b; want %b", tt.in, got, tt.want)
		}
	}
}

func BenchmarkNameOf(b *testing.B) {
	var x text.Text
	x.Parse("Elsa och Göran åkte till Stockholm med en katt som heter Bosse och en väska full av böcker")
	b.ReportAllocs()
	for b.Loop() {
		for i := range x.Tokens {
			lexicon.NameOf(x.Tokens[i].Hash)
		}
	}
}
