package wordset_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"lampan/rules/password/wordset"
)

func find(set *wordset.Set, word string) (wordset.Hit, bool) {
	return set.Find(wordset.HashOf(word), utf8.RuneCountInString(word))
}

func TestFind(t *testing.T) {
	set, err := wordset.Open(wordset.Pack([]wordset.Entry{
		{Word: "Sommar", Bits: 3, Kinds: wordset.Common},
		{Word: "göteborg", Bits: 7.5, Kinds: wordset.Place},
		{Word: "goteborg", Bits: 9, Kinds: wordset.Common},
		{Word: "lång", Bits: 99, Kinds: wordset.Word},
		{Word: "å", Bits: -1},
		{Word: "jordgubbe", Bits: 6, Kinds: wordset.Word},
	}))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		word string
		want wordset.Hit
		ok   bool
	}{
		{"sommar", wordset.Hit{Bits: 3, Kinds: wordset.Common}, true},
		{"SOMMAR", wordset.Hit{Bits: 3, Kinds: wordset.Common}, true},
		{"Göteborg", wordset.Hit{Bits: 7.5, Kinds: wordset.Common | wordset.Place}, true},
		{"goteborg", wordset.Hit{Bits: 7.5, Kinds: wordset.Common | wordset.Place}, true},
		{"lang", wordset.Hit{Bits: wordset.Dearest, Kinds: wordset.Word}, true},
		{"a", wordset.Hit{}, true},
		{"somma", wordset.Hit{}, false},
		{"sommara", wordset.Hit{}, false},
		{"", wordset.Hit{}, false},
		{"vinter", wordset.Hit{}, false},
		{"jordgubbe", wordset.Hit{Bits: 6, Kinds: wordset.Word}, true},
		{"JORDGUBBE", wordset.Hit{Bits: 6, Kinds: wordset.Word}, true},
		{"jordgubba", wordset.Hit{}, false},
	}
	for _, tt := range tests {
		got, ok := find(&set, tt.word)
		if ok != tt.ok || got.Kinds != tt.want.Kinds || math.Abs(got.Bits-tt.want.Bits) > 0.16 {
			t.Errorf("Find(%q) = %v, %v; want %v, %v", tt.word, got, ok, tt.want, tt.ok)
		}
	}
	if set.Len() != 5 {
		t.Errorf("Len = %d; want 5: two spellings are one entry", set.Len())
	}
	if !set.May(wordset.HashOf("somma")) {
		t.Error("the beginning of an entry is ruled out")
	}
}

func TestZeroSetIsEmpty(t *testing.T) {
	var set wordset.Set
	if _, ok := find(&set, "a"); ok || set.Len() != 0 || set.May(wordset.HashOf("sommar")) {
		t.Error("the zero set holds something")
	}
	empty, err := wordset.Open(wordset.Pack(nil))
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := find(&empty, "a"); ok || empty.Len() != 0 {
		t.Error("an empty set holds something")
	}
}

func TestPackDoesNotDependOnOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		entries := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) wordset.Entry {
			return wordset.Entry{Word: rapid.StringMatching(`[a-zåäö]{0,12}`).Draw(t, "word"), Bits: rapid.Float64Range(0, 40).Draw(t, "bits")}
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
			if _, ok := find(&set, e.Word); !ok {
				t.Fatalf("%q was packed and is not found", e.Word)
			}
			if r := []rune(e.Word); len(r) >= wordset.Beginning && !set.May(wordset.HashOf(string(r[:wordset.Beginning]))) {
				t.Fatalf("%q was packed and its beginning is ruled out", e.Word)
			}
		}
	})
}

// TestStrangersAreStrangers asks a large set for what is not in it: 300,000 short
// strangers, of whom about one in 500,000 may pass for a member, as many long ones,
// of whom none may, and the beginnings of as many.
func TestStrangersAreStrangers(t *testing.T) {
	var entries []wordset.Entry
	for i := range 30_000 {
		entries = append(entries,
			wordset.Entry{Word: fmt.Sprintf("w%d", i), Bits: 1}, wordset.Entry{Word: fmt.Sprintf("%d long word", i), Bits: 1})
	}
	set, err := wordset.Open(wordset.Pack(entries))
	if err != nil {
		t.Fatal(err)
	}
	if set.Len() < len(entries)-1 {
		t.Errorf("Len = %d; want %d", set.Len(), len(entries))
	}
	found, long, begun := 0, 0, 0
	for i := range 300_000 {
		if _, ok := find(&set, fmt.Sprintf("o%d", i)); ok {
			found++
		}
		if _, ok := find(&set, fmt.Sprintf("a long stranger %d", i)); ok {
			long++
		}
		if set.May(wordset.HashOf(fmt.Sprintf("x%04x", i))) {
			begun++
		}
	}
	if found > 5 {
		t.Errorf("%d of 300,000 strangers are found; want about 1", found)
	}
	if long > 0 {
		t.Errorf("%d of 300,000 long strangers are found; want none", long)
	}
	if begun > 300_000/7 {
		t.Errorf("%d of 300,000 strange beginnings pass; want about 35,000", begun)
	}
}

func TestOpenRefusesDamage(t *testing.T) {
	packed := wordset.Pack([]wordset.Entry{{Word: "a", Bits: 1}, {Word: "b", Bits: 2}})
	huge := slices.Clone(packed)
	copy(huge, "\xff\xff\xff\xff")
	for name, b := range map[string][]byte{
		"nothing": nil, "cut short": packed[:len(packed)-1], "too long": append(slices.Clone(packed), 0),
		"too many buckets": huge, "no header": packed[:11],
	} {
		if _, err := wordset.Open(b); !errors.Is(err, wordset.ErrDamaged) {
			t.Errorf("%s: %v; want ErrDamaged", name, err)
		}
	}
}

func TestWithout(t *testing.T) {
	packed := wordset.Pack([]wordset.Entry{
		{Word: "sommar", Bits: 3, Kinds: wordset.Common | wordset.Word},
		{Word: "qwe", Bits: 2, Kinds: wordset.Common},
		{Word: "vinter", Bits: 4, Kinds: wordset.Common},
		{Word: "långsamhet", Bits: 4, Kinds: wordset.Common},
		{Word: "långsamheten", Bits: 4, Kinds: wordset.Common},
	})
	rest, err := wordset.Without(packed, []string{"Sommar", "Qwe", "stranger", "långsamhet"})
	if err != nil {
		t.Fatal(err)
	}
	set, err := wordset.Open(rest)
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]bool{"sommar": true, "qwe": false, "vinter": true, "långsamhet": false, "långsamheten": true} {
		if _, ok := find(&set, word); ok != want {
			t.Errorf("%s is found: %v; want %v", word, ok, want)
		}
	}
	if _, err := wordset.Without(packed[:9], nil); !errors.Is(err, wordset.ErrDamaged) {
		t.Errorf("damaged: %v; want ErrDamaged", err)
	}
}

// FuzzOpen gives Open bytes of all kinds: it refuses them or makes a set that can
// be asked anything.
func FuzzOpen(f *testing.F) {
	f.Add(wordset.Pack(nil), "a")
	f.Add(wordset.Pack([]wordset.Entry{{Word: "sommar", Bits: 3}, {Word: "vinter", Bits: 4}}), "sommar")
	f.Fuzz(func(_ *testing.T, packed []byte, word string) {
		set, err := wordset.Open(packed)
		if err != nil {
			return
		}
		find(&set, word)
		set.May(wordset.HashOf(word))
	})
}
