package lexicon_test

import (
	"testing"

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
		{"bjorn", true, true},
		{"bjorn!", false, false},
		{"stockholm", false, false},
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
