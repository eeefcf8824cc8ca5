package wordset_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"lampan/rules/password/wordset"
)

func hash(word string) wordset.Hash {
	h := wordset.Start
	for _, r := range word {
		h = h.Add(wordset.Fold(r))
	}
	return h
}

func TestCost(t *testing.T) {
	set, err := wordset.Open(wordset.Pack([]wordset.Entry{
		{Word: "Sommar", Bits: 3}, {Word: "göteborg", Bits: 7.5}, {Word: "goteborg", Bits: 9}, {Word: "lång", Bits: 99},
	}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		word string
		bits float64
		ok   bool
	}{
		{"sommar", 3, true},
		{"SOMMAR", 3, true},
		{"Göteborg", 7.5, true},
		{"goteborg", 7.5, true},
		{"lang", 31, true},
		{"somma", 0, false},
		{"sommara", 0, false},
		{"", 0, false},
		{"vinter", 0, false},
	}
	for _, tt := range tests {
		if bits, ok := set.Cost(hash(tt.word)); bits != tt.bits || ok != tt.ok {
			t.Errorf("Cost(%q) = %v, %v; want %v, %v", tt.word, bits, ok, tt.bits, tt.ok)
		}
	}
	if set.Len() != 3 {
		t.Errorf("Len = %d; want 3: two spellings are one entry", set.Len())
	}
}

func TestPackDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wordset.Entry {
			return wordset.Entry{Word: rapid.StringMatching(`[a-zåäö]{0,6}`).Draw(t, "word"), Bits: rapid.Float64Range(0, 40).Draw(t, "bits")}
		}), 0, 30).Draw(t, "entries")
		packed := wordset.Pack(entries)
		if other := wordset.Pack(rapid.Permutation(entries).Draw(t, "other order")); !slices.Equal(packed, other) {
			t.Fatal("another order packed differently")
		}
		set, err := wordset.Open(packed)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			if _, ok := set.Cost(hash(e.Word)); !ok {
				t.Fatalf("%q was packed and is not found", e.Word)
			}
		}
	})
}

// TestStrangersAreStrangers asks a large set for what is not in it.
func TestStrangersAreStrangers(t *testing.T) {
	var entries []wordset.Entry
	for i := range 30_000 {
		entries = append(entries, wordset.Entry{Word: fmt.Sprintf("word%d", i), Bits: 1})
	}
	set, err := wordset.Open(wordset.Pack(entries))
	if err != nil {
		t.Fatal(err)
	}
	if set.Len() != len(entries) {
		t.Errorf("Len = %d; want %d", set.Len(), len(entries))
	}
	for i := range 300_000 {
		if _, ok := set.Cost(hash(fmt.Sprintf("other%d", i))); ok {
			t.Fatalf("other%d is found and was never packed", i)
		}
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	packed := wordset.Pack([]wordset.Entry{{Word: "a", Bits: 1}, {Word: "b", Bits: 2}})
	swapped := append(slices.Clone(packed[6:]), packed[:6]...)
	for name, b := range map[string][]byte{"cut short": packed[:7], "out of order": swapped, "twice": append(slices.Clone(packed[:6]), packed[:6]...)} {
		if _, err := wordset.Open(b); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
