package evaluate_test

import (
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"lampan/rules/evaluate"
	"lampan/rules/exposure"
)

// What other spelling may cost at most, in points of recall, and what share of
// plans must be taken back. They are looser than what we aim for, which is 5
// points and 0.90: they catch what breaks, and the log has the figures.
const (
	costliest   = 12
	leastFlips  = 0.75
	leastPlans  = 0.60 // share of the plain statements that are recognised at all
	typoSeed    = 7
	typoLetters = 5 // a word shorter than this gets no typo
)

// TestRewritten measures what other spelling of the same posts costs.
func TestRewritten(t *testing.T) {
	if testing.Short() {
		t.Skip("measures some hundred posts six times")
	}
	j, list := judge(t), posts(t, "held-*.jsonl")
	plain := measure(j, list, func(s string) string { return s }).All
	t.Logf("%-14s recall %.1f, precision %.1f", "as written", 100*plain.Recall(), 100*plain.Precision())
	rng := rand.New(rand.NewPCG(typoSeed, 0))
	for _, tt := range []struct {
		name   string
		change func(string) string
	}{
		{"without å ä ö", func(s string) string {
			return strings.NewReplacer("å", "a", "ä", "a", "ö", "o", "Å", "A", "Ä", "A", "Ö", "O").Replace(s)
		}},
		{"lower case", strings.ToLower},
		{"with emoji", withEmoji},
		{"one typo", func(s string) string { return withTypo(rng, s) }},
	} {
		got := measure(j, list, tt.change).All
		cost := 100 * (plain.Recall() - got.Recall())
		t.Logf("%-14s recall %.1f, precision %.1f: costs %.1f points of recall", tt.name, 100*got.Recall(), 100*got.Precision(), cost)
		if cost > costliest {
			t.Errorf("%s costs %.1f points of recall; want at most %d", tt.name, cost, costliest)
		}
	}
}

// withEmoji puts one before a text, after each sentence and after it.
func withEmoji(s string) string {
	return "✨ " + strings.NewReplacer(". ", ". 😊 ", "! ", "! 🎉 ", "? ", "? 🤔 ").Replace(s) + " ☀️🙏"
}

// withTypo swaps, drops or doubles a letter of one word. Words with capitals or
// digits are left alone, for they may be names, and so is the first letter.
func withTypo(rng *rand.Rand, s string) string {
	type word struct{ from, to int }
	var words []word
	r := []rune(s)
	for i := 0; i < len(r); {
		from := i
		for i < len(r) && unicode.IsLower(r[i]) {
			i++
		}
		whole := (from == 0 || unicode.IsSpace(r[from-1])) && (i == len(r) || unicode.IsSpace(r[i]) || strings.ContainsRune(",.!?", r[i]))
		if whole && i-from >= typoLetters {
			words = append(words, word{from, i})
		}
		i = max(i, from+1)
	}
	if len(words) == 0 {
		return s
	}
	w := words[rng.IntN(len(words))]
	at := w.from + 1 + rng.IntN(w.to-w.from-2)
	switch rng.IntN(3) {
	case 0:
		r[at], r[at+1] = r[at+1], r[at]
		return string(r)
	case 1:
		return string(r[:at]) + string(r[at+1:])
	default:
		return string(r[:at+1]) + string(r[at:])
	}
}

func TestWithTypo(t *testing.T) {
	rng := rand.New(rand.NewPCG(typoSeed, 0))
	for range 200 {
		got := withTypo(rng, "Anna B2stad åkter, vi")
		if len([]rune(got)) < 20 || len([]rune(got)) > 22 || !strings.HasPrefix(got, "Anna B2stad å") || !strings.HasSuffix(got, ", vi") {
			t.Fatalf("withTypo() = %q; want only the third word changed", got)
		}
	}
	if got := withTypo(rng, "Vi är i Rom"); got != "Vi är i Rom" {
		t.Errorf("withTypo() = %q; want short words left alone", got)
	}
}

// statement is a plan as it is said, denied and wished for.
type statement struct{ lang, said, denied, wished string }

func statements(t *testing.T) []statement {
	t.Helper()
	b, err := os.ReadFile("testdata/plans.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []statement
	for l := range strings.Lines(string(b)) {
		l = strings.TrimSpace(l)
		if l == "" || l[0] == '#' {
			continue
		}
		lang, rest, _ := strings.Cut(l, " ")
		before, rest, open := strings.Cut(rest, "[")
		forms, after, shut := strings.Cut(rest, "]")
		f := strings.Split(forms, "|")
		if !open || !shut || len(f) != 3 {
			t.Fatalf("plans.txt: %q is not LANGUAGE … [said|denied|wished] …", l)
		}
		out = append(out, statement{lang, before + f[0] + after, before + f[1] + after, before + f[2] + after})
	}
	if len(out) < 60 {
		t.Fatalf("plans.txt has %d statements; want at least 60", len(out))
	}
	return out
}

// TestTakenBack measures how many plans that are told are told no more when the
// same sentence is denied or only wished for.
func TestTakenBack(t *testing.T) {
	j := judge(t)
	plan := func(s string) bool {
		labels := j.Predict(evaluate.Post{Text: s, Published: time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)}).Labels
		return slices.Contains(labels, exposure.TravelPlan)
	}
	type count struct{ all, told, denied, wished int }
	by := map[string]*count{"sv": {}, "en": {}}
	for _, s := range statements(t) {
		c := by[s.lang]
		c.all++
		if !plan(s.said) {
			t.Logf("not told: %s", s.said)
			continue
		}
		c.told++
		if plan(s.denied) {
			t.Logf("still told: %s", s.denied)
		} else {
			c.denied++
		}
		if plan(s.wished) {
			t.Logf("still told: %s", s.wished)
		} else {
			c.wished++
		}
	}
	for _, lang := range []string{"sv", "en"} {
		c := by[lang]
		share := func(n int) float64 { return float64(n) / float64(max(1, c.told)) }
		t.Logf("%s: %d of %d plans told; %.2f of them flip when denied, %.2f when wished for", lang, c.told, c.all, share(c.denied), share(c.wished))
		if float64(c.told) < leastPlans*float64(c.all) || share(c.denied) < leastFlips || share(c.wished) < leastFlips {
			t.Errorf("%s: want %.2f told, and %.2f of them to flip", lang, leastPlans, leastFlips)
		}
	}
}
