package meter_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lampan/rules/password/meter"
)

// likely draws passwords as people build them, from parts and single characters.
func likely() *rapid.Generator[string] {
	parts := []string{
		"sommar", "Göteborg", "lösen", "hammarby", "kärlek", "Älskling", "pass", "word", "qwerty", "asdföl",
		"1987", "2024", "123", "abc", "!", "@", "4", "0", "å", "e\u0301", "x", "K", "-", "8705", "hund", "ö",
	}
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts), 1, 5).Draw(t, "parts"), "")
	})
}

func TestSpellingsCostTheSame(t *testing.T) {
	m := estimator(t)
	fold := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e")
	rapid.Check(t, func(t *rapid.T) {
		p := norm.NFC.String(likely().Draw(t, "password"))
		whole := m.Guess([]byte(p), meter.Given{})
		if d := m.Guess([]byte(norm.NFD.String(p)), meter.Given{}); d.Log10 != whole.Log10 || d.Length != whole.Length {
			t.Errorf("%q: %.2f composed, %.2f decomposed", p, whole.Log10, d.Log10)
		}
		if f := m.Guess([]byte(fold.Replace(p)), meter.Given{}); f.Score() != whole.Score() {
			t.Errorf("%q: score %d, without accents %d", p, whole.Score(), f.Score())
		}
	})
}

// TestLongerIsSeldomMuchEasier counts how often one more character makes a
// password built of words ten times easier. It should be never: the end of a long
// word is foreseen only where the lists know the word.
func TestLongerIsSeldomMuchEasier(t *testing.T) {
	m := estimator(t)
	steps, easier := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		p := []rune(norm.NFC.String(likely().Draw(t, "password")))
		last := 0.0
		for n := 1; n <= len(p); n++ {
			g := m.Guess([]byte(string(p[:n])), meter.Given{})
			steps++
			if g.Log10 < last-1 {
				easier++
			}
			last = g.Log10
		}
	})
	if easier*10 > steps {
		t.Errorf("%d of %d times; want at most one in ten", easier, steps)
	}
}

func TestSimpleChangesHelpLittle(t *testing.T) {
	m := estimator(t)
	leet := strings.NewReplacer("a", "4", "o", "0", "e", "3", "i", "1", "s", "5")
	for _, word := range []string{
		"sommar", "hammarby", "göteborg", "kärlek", "fotboll", "password", "sunshine", "elisabeth", "prinsessa", "älskling",
	} {
		back := []rune(word)
		slices.Reverse(back)
		own := estimate(t, m, word).Log10
		for how, changed := range map[string]string{"doubled": word + word, "reversed": string(back), "leet": leet.Replace(word)} {
			if got := estimate(t, m, changed).Log10; math.Abs(got-own) > 2.0 {
				t.Errorf("%s, %s: %.2f; the word alone %.2f; want within 2", word, how, got, own)
			}
		}
	}
}

func TestStrongIsCalledStrong(t *testing.T) {
	m := estimator(t)
	for _, p := range []string{"lampa-lamell-kartong-tält", "rabarberkajakgardinskruv", "gY7#kd92Lq!x"} {
		if g := estimate(t, m, p); g.Score() < 3 {
			t.Errorf("%q: score %d (%v); want 3 or more", p, g.Score(), g.Parts)
		}
	}
}

func TestOneModelIsNotEnough(t *testing.T) {
	m := estimator(t)
	models := map[string]bool{}
	for _, part := range estimate(t, m, "sommar").Parts {
		models[part.Model] = true
		if math.IsInf(part.Log10, 0) || math.IsNaN(part.Log10) || part.Log10 < 0 {
			t.Errorf("%s says %v", part.Model, part.Log10)
		}
	}
	for _, want := range []string{"pattern", "letters", "list"} {
		if !models[want] {
			t.Errorf("%s says nothing of a common word", want)
		}
	}
	others := meter.Given{Others: [][]byte{[]byte("kJ8#mQ2!xV9z1")}}
	alone, beside := m.Guess([]byte("kJ8#mQ2!xV9z2"), meter.Given{}), m.Guess([]byte("kJ8#mQ2!xV9z2"), others)
	if beside.Log10 > 4 || alone.Log10 < 13 || !slices.Contains(beside.Hints, meter.HintOther) {
		t.Errorf("alone %.1f, beside its like %.1f, hints %v", alone.Log10, beside.Log10, beside.Hints)
	}
}
