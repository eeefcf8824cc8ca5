package phrase_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"lampan/rules/password/phrase"
	"lampan/rules/password/wordset"
)

// source is a random source that says the same in every run.
func source(seed byte) io.Reader { return rand.NewChaCha8([32]byte{seed}) }

func TestWordLists(t *testing.T) {
	form := regexp.MustCompile(`^[a-z]{4,8}$`)
	for _, lang := range []string{"sv", "en"} {
		words := phrase.Words(lang)
		if len(words) != 2048 {
			t.Errorf("%s: %d words; want 2048", lang, len(words))
		}
		if !slices.IsSorted(words) {
			t.Errorf("%s: the words are not in alphabetical order", lang)
		}
		folded := map[string]string{}
		all := map[string]bool{}
		for _, w := range words {
			all[w] = true
			if !form.MatchString(w) {
				t.Errorf("%s: %q is not 4 to 8 letters a to z", lang, w)
			}
			f := strings.Map(wordset.Fold, w)
			if other, ok := folded[f]; ok {
				t.Errorf("%s: %q and %q are the same word when folded", lang, w, other)
			}
			folded[f] = w
		}
		for _, w := range words {
			for i := 1; i < len(w); i++ {
				if all[w[:i]] {
					t.Errorf("%s: %q begins %q", lang, w[:i], w)
				}
			}
		}
		for i, w := range words {
			for _, other := range words[i+1:] {
				if near(w, other) {
					t.Errorf("%s: %q and %q differ by one slip", lang, w, other)
				}
			}
		}
	}
}

// near says whether one slip makes a into b: a letter more, less or other, or
// two that change places.
func near(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(b)-len(a) > 1 {
		return false
	}
	i := 0
	for i < len(a) && a[i] == b[i] {
		i++
	}
	if len(a) < len(b) {
		return a[i:] == b[i+1:]
	}
	return i == len(a) || a[i+1:] == b[i+1:] ||
		i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i] && a[i+2:] == b[i+2:]
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		name string
		a, b string
		want bool
	}{
		{"another letter", "katt", "natt", true},
		{"a letter more at the end", "sko", "skog", true},
		{"a letter less inside", "stock", "stck", true},
		{"two change places", "fort", "frot", true},
		{"two letters", "katt", "nött", false},
		{"far apart", "lampa", "gardin", false},
		{"two places changed", "abcd", "badc", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := near(c.a, c.b); got != c.want {
				t.Errorf("near(%q, %q) = %v; want %v", c.a, c.b, got, c.want)
			}
		})
	}
}

func TestGenerate(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]string{"sv", "en"}).Draw(t, "lang")
		n := rapid.IntRange(phrase.FewestWords, phrase.MostWords).Draw(t, "n")
		got, chance, err := phrase.Generate(source(rapid.Byte().Draw(t, "seed")), lang, n)
		if err != nil {
			t.Fatal(err)
		}
		words := strings.Split(string(got), "-")
		if len(words) != n {
			t.Fatalf("%d words; want %d", len(words), n)
		}
		for _, w := range words {
			if _, ok := slices.BinarySearch(phrase.Words(lang), w); !ok {
				t.Errorf("a word is not in the list")
			}
		}
		if want := 11 * float64(n); chance != want {
			t.Errorf("chance = %v bits; want %v", chance, want)
		}
	})
}

func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		length := rapid.IntRange(phrase.FewestCharacters, phrase.MostCharacters).Draw(t, "length")
		got, chance, err := phrase.Random(source(rapid.Byte().Draw(t, "seed")), length)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != length || bytes.ContainsAny(got, "0Oo1Il") {
			t.Errorf("%d characters, or one that is easily mistaken; want %d", len(got), length)
		}
		if want := float64(length) * math.Log2(56); math.Abs(chance-want) > 1e-9 {
			t.Errorf("chance = %v bits; want %v", chance, want)
		}
	})
}

func TestOrdersThatCannotBeMet(t *testing.T) {
	for _, c := range []struct {
		name string
		call func() ([]byte, float64, error)
		want error
	}{
		{"no such language", func() ([]byte, float64, error) { return phrase.Generate(source(1), "de", 5) }, phrase.ErrLang},
		{"too few words", func() ([]byte, float64, error) { return phrase.Generate(source(1), "sv", 3) }, phrase.ErrWords},
		{"too many words", func() ([]byte, float64, error) { return phrase.Generate(source(1), "sv", 21) }, phrase.ErrWords},
		{"too short", func() ([]byte, float64, error) { return phrase.Random(source(1), 11) }, phrase.ErrLength},
		{"too long", func() ([]byte, float64, error) { return phrase.Random(source(1), 129) }, phrase.ErrLength},
		{"no chance left for words", func() ([]byte, float64, error) { return phrase.Generate(bytes.NewReader(make([]byte, 3)), "sv", 5) }, io.ErrUnexpectedEOF},
		{"no chance at all", func() ([]byte, float64, error) { return phrase.Random(bytes.NewReader(nil), 20) }, io.EOF},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, chance, err := c.call()
			if got != nil || chance != 0 || !errors.Is(err, c.want) {
				t.Errorf("got %d bytes, %v bits, %v; want nothing and %v", len(got), chance, err, c.want)
			}
		})
	}
}

// TestEveryChoiceIsAsLikely counts what comes out and compares it with an even
// spread by chi-square. 5 standard deviations are met by chance less than once
// in a million; the seed is fixed. A draw folded into range instead of thrown
// away would fail for the characters, of which 56 do not divide 64.
func TestEveryChoiceIsAsLikely(t *testing.T) {
	even := func(t *testing.T, counts []int) {
		t.Helper()
		total := 0
		for _, c := range counts {
			total += c
		}
		want := float64(total) / float64(len(counts))
		chi := 0.0
		for _, c := range counts {
			chi += (float64(c) - want) * (float64(c) - want) / want
		}
		free := float64(len(counts) - 1)
		if off := (chi - free) / math.Sqrt(2*free); math.Abs(off) > 5 {
			t.Errorf("chi-square %.0f with %.0f degrees of freedom: %.1f standard deviations off", chi, free, off)
		}
	}
	for _, lang := range []string{"sv", "en"} {
		t.Run("words "+lang, func(t *testing.T) {
			list := phrase.Words(lang)
			counts := make([]int, len(list))
			random := source(7)
			for range 10_000 {
				got, _, err := phrase.Generate(random, lang, phrase.MostWords)
				if err != nil {
					t.Fatal(err)
				}
				for w := range strings.SplitSeq(string(got), "-") {
					at, _ := slices.BinarySearch(list, w)
					counts[at]++
				}
			}
			even(t, counts)
		})
	}
	t.Run("characters", func(t *testing.T) {
		var seen [256]int
		random := source(7)
		for range 5_000 {
			got, _, err := phrase.Random(random, phrase.MostCharacters)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range got {
				seen[c]++
			}
		}
		var counts []int
		for _, c := range seen {
			if c > 0 {
				counts = append(counts, c)
			}
		}
		if len(counts) != 56 {
			t.Fatalf("%d different characters; want 56", len(counts))
		}
		even(t, counts)
	})
}
