package meter_test

import (
	"os"
	"strings"
	"testing"
)

// TestSentencesAreWeak counts everyday sentences of two to four of the commonest
// words that are called fair or strong. They were written before anything was set
// by them, and half of them never was looked at.
func TestSentencesAreWeak(t *testing.T) {
	b, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	m := estimator(t)
	var all, high [2]int
	for i, s := range strings.Split(strings.TrimSpace(string(b)), "\n") {
		half := i % 2
		all[half]++
		if g := estimate(t, m, s); g.Log10 >= 10 {
			high[half]++
			if half == 0 {
				t.Logf("%q: %.2f (%v)", s, g.Log10, g.Parts)
			}
		}
	}
	t.Logf("%d of %d and %d of %d need 1e10 guesses or more", high[0], all[0], high[1], all[1])
	for half := range all {
		if high[half]*4 > all[half] {
			t.Errorf("half %d: %d of %d need 1e10 guesses or more; want at most a quarter", half, high[half], all[half])
		}
	}
}

// TestNumbersAreCounted looks at numbers of known forms, of which there are so
// many, however they are written.
func TestNumbersAreCounted(t *testing.T) {
	m := estimator(t)
	for _, p := range []string{
		"0701740605", "070-1740605", "070-174 06 05", "+46701740605", "+46 70-174 06 05", "0046701740605", "19630417-2387", "630417-2387", "17/4-1963",
	} {
		if g := estimate(t, m, p); g.Log10 >= 9 {
			t.Errorf("%q: %.2f; want under 9", p, g.Log10)
		}
	}
}
