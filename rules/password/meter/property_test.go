package meter_test

import (
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lampan/rules/password/meter"
)

// likely draws passwords as people build them, from parts and single characters.
func likely() *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts()), 1, 5).Draw(t, "parts"), "")
	})
}

func parts() []string {
	return []string{
		"sommar", "Göteborg", "lösen", "hammarby", "kärlek", "Älskling", "pass", "word", "qwerty", "asdföl",
		"1987", "2024", "123", "abc", "!", "@", "4", "0", "å", "e\u0301", "x", "K", "-", "8705", "hund", "ö",
	}
}

func TestSpellingsCostTheSame(t *testing.T) {
	m := estimator(t)
	fold := strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "é", "e", "Å", "A", "Ä", "A", "Ö", "O", "É", "E")
	rapid.Check(t, func(t *rapid.T) {
		p := norm.NFC.String(likely().Draw(t, "password"))
		whole := m.Guess([]byte(p), meter.Given{})
		if d := m.Guess([]byte(norm.NFD.String(p)), meter.Given{}); d.Log10 != whole.Log10 || d.Length != whole.Length {
			t.Errorf("%q: %.2f composed, %.2f decomposed", p, whole.Log10, d.Log10)
		}
		if f := m.Guess([]byte(fold.Replace(p)), meter.Given{}); f.Log10 != whole.Log10 || !slices.Equal(f.Hints, whole.Hints) {
			t.Errorf("%q: %v, without accents %v", p, whole, f)
		}
	})
}

// TestLongerIsSeldomMuchEasier counts how often one more character makes a
// password ten times easier. It should be never; on the way through a word built
// of several, before its end is in sight, it still happens, and then by little.
func TestLongerIsSeldomMuchEasier(t *testing.T) {
	m := estimator(t)
	r := rand.New(rand.NewPCG(9, 10)) //nolint:gosec // the same ones every time
	parts := parts()
	walked, easier, worst := 0, 0, 0.0
	added, broken := 0, 0
	for range 600 {
		var b strings.Builder
		for range 1 + r.IntN(5) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		p := []rune(norm.NFC.String(b.String()))
		last := 0.0
		for n := 1; n <= len(p); n++ {
			g := estimate(t, m, string(p[:n]))
			walked++
			if g.Log10 < last-1 {
				easier++
				worst = max(worst, last-g.Log10)
			}
			last = g.Log10
		}
		for _, c := range "aensrt1230!. -AExöå@9" {
			added++
			if g := estimate(t, m, string(p)+string(c)); g.Log10 < last-1 {
				broken++
			}
		}
	}
	t.Logf("%d of %d characters on the way, %d of %d added at the end; worst 10^%.1f", easier, walked, broken, added, worst)
	if easier*100 > 3*walked {
		t.Errorf("%d of %d times on the way; want at most 3 in 100", easier, walked)
	}
	if broken*1000 > 2*added {
		t.Errorf("%d of %d times at the end; want at most 2 in 1,000", broken, added)
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
