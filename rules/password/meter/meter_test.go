package meter_test

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lampan/rules/password/meter"
)

func estimator(t testing.TB) *meter.Meter {
	t.Helper()
	e, err := meter.New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func estimate(t testing.TB, e *meter.Meter, p string) meter.Guess {
	t.Helper()
	return e.Guess([]byte(p), meter.Given{})
}

func TestEstimate(t *testing.T) {
	tests := []struct {
		name     string
		password string
		want     meter.Strength
		hints    []meter.Hint // these among the hints
	}{
		{"nothing", "", meter.Obvious, []meter.Hint{meter.HintShort}},
		{"the commonest", "123456", meter.Obvious, []meter.Hint{meter.HintKnown, meter.HintShort}},
		{"common in Swedish", "hejsan", meter.Obvious, []meter.Hint{meter.HintKnown}},
		{"common with capitals", "HejSan", meter.Obvious, []meter.Hint{meter.HintKnown}},
		{"common with signs for letters", "P@ssw0rd", meter.Obvious, []meter.Hint{meter.HintSwaps}},
		{"season and year", "Sommar2024!", meter.Obvious, []meter.Hint{meter.HintYear}},
		{"name and year of birth", "elisabeth1957", meter.Obvious, []meter.Hint{meter.HintYear}},
		{"club backwards with its year", "ybrammah1915", meter.Weak, []meter.Hint{meter.HintReversed, meter.HintYear}},
		{"Swedish letters", "göteborg", meter.Obvious, []meter.Hint{meter.HintKnown}},
		{"Swedish letters without accents", "goteborg", meter.Obvious, []meter.Hint{meter.HintKnown}},
		{"one Swedish key", "åååååååå", meter.Obvious, []meter.Hint{meter.HintRepeat}},
		{"a word twice", "hammarbyhammarby", meter.Obvious, []meter.Hint{meter.HintRepeat}},
		{"a row of keys", "sdfghjklöä", meter.Obvious, []meter.Hint{meter.HintKeyboard}},
		{"columns of keys", "2wsxedcrfv", meter.Obvious, []meter.Hint{meter.HintKeyboard}},
		{"the alphabet backwards", "nmlkjihgf", meter.Obvious, []meter.Hint{meter.HintSequence}},
		{"a birthday", "19870513", meter.Obvious, []meter.Hint{meter.HintDate}},
		{"a birthday with signs", "13.5.1987", meter.Weak, []meter.Hint{meter.HintDate}},
		{"the form of a personnummer", "870513-1234", meter.Weak, []meter.Hint{meter.HintDate}},
		{"short but random", "x7K#q", meter.Weak, []meter.Hint{meter.HintShort}},
		{"eight random letters and digits", "a8Kx2Lq9", meter.Fair, []meter.Hint{meter.HintShort}},
		{"twelve random characters", "kJ8#mQ2!xV9z", meter.Strong, nil},
		{"four words", "hund-matta-segel-frost", meter.Strong, nil},
		{"four words written together", "lampalamellkartongtält", meter.Strong, nil},
	}
	e := estimator(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := estimate(t, e, tt.password)
			if got.Strength() != tt.want {
				t.Errorf("strength = %s; want %s (hints %v)", got.Strength(), tt.want, got.Hints)
			}
			for _, h := range tt.hints {
				if !slices.Contains(got.Hints, h) {
					t.Errorf("hints = %v; want %s among them", got.Hints, h)
				}
			}
		})
	}
}

// TestListsAreThere guards against a wrong or empty list, which would call
// everything unknown: the known must be found and the random must not.
func TestListsAreThere(t *testing.T) {
	e := estimator(t)
	for _, p := range []string{"123456", "password", "qwerty", "hejsan", "iloveyou"} {
		if !estimate(t, e, p).Known {
			t.Errorf("%q is not known", p)
		}
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		p := random(r, 12)
		if estimate(t, e, p).Known {
			t.Errorf("a random password is known")
		}
	}
}

func random(r *rand.Rand, n int) string {
	const chars = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = chars[r.IntN(len(chars))]
	}
	return string(b)
}

// TestRandomIsNotCalledWeak counts false alarms on generated passwords.
func TestRandomIsNotCalledWeak(t *testing.T) {
	e := estimator(t)
	r := rand.New(rand.NewPCG(3, 4))
	const n = 300
	fair := 0
	for range n {
		switch v := estimate(t, e, random(r, 12)); v.Strength() {
		case meter.Obvious, meter.Weak:
			t.Errorf("a random password of 12 characters is %s (hints %v)", v.Strength(), v.Hints)
		case meter.Fair:
			fair++
		}
	}
	if fair > n/20 {
		t.Errorf("%d of %d random passwords of 12 characters are only fair; want at most 5 %%", fair, n)
	}
}

func TestSpellingsAgree(t *testing.T) {
	e := estimator(t)
	for _, p := range []string{"blåbärspaj22", "Älskling1", "göteborgarn", "kärleken!", "åäöåäö"} {
		c, d := estimate(t, e, norm.NFC.String(p)), estimate(t, e, norm.NFD.String(p))
		if c.Strength() != d.Strength() || !slices.Equal(c.Hints, d.Hints) {
			t.Errorf("%q: %v composed, %v decomposed; want the same", p, c, d)
		}
	}
}

// TestLongInputEnds gives what takes zxcvbn-go minutes. There is no clock here:
// a hang fails by the test's own time limit.
func TestLongInputEnds(t *testing.T) {
	e := estimator(t)
	for name, p := range map[string]string{
		"all signs for letters": strings.Repeat("4@8({[<3691!|0$5+7%2", 500),
		"one letter":            strings.Repeat("a", 10_000),
		"dates":                 strings.Repeat("1/1/91", 2000),
		"emoji":                 strings.Repeat("👨‍👩‍👧", 1000),
		"combining marks":       "a" + strings.Repeat("\u0301", 10_000),
		"not UTF-8":             strings.Repeat("\xff\xfe", 1000),
		"NUL":                   strings.Repeat("\x00", 1000),
	} {
		t.Run(name, func(t *testing.T) {
			if v := estimate(t, e, p); v.Strength() == "" {
				t.Errorf("no verdict")
			}
		})
	}
}

func TestEstimateIsDeterministic(t *testing.T) {
	e := estimator(t)
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.StringMatching(`[a-dA-D1-3å@! -]{0,20}`).Draw(t, "password")
		one := e.Guess([]byte(p), meter.Given{})
		two := e.Guess([]byte(p), meter.Given{})
		if fmt.Sprint(one) != fmt.Sprint(two) {
			t.Fatalf("%v and then %v", one, two)
		}
		all := meter.Hints()
		at := -1
		for _, h := range one.Hints {
			next := slices.Index(all, h)
			if next <= at {
				t.Fatalf("hints %v; want each once, in the order of Hints", one.Hints)
			}
			at = next
		}
	})
}

func FuzzEstimate(f *testing.F) {
	for _, p := range []string{"", "123456", "göteborg", "13.5.1987", "\xff\x00å", "aaaa", "P@ssw0rd"} {
		f.Add([]byte(p))
	}
	e := estimator(f)
	f.Fuzz(func(t *testing.T, p []byte) {
		kept := bytes.Clone(p)
		v := e.Guess(p, meter.Given{})
		if !slices.Contains([]meter.Strength{meter.Obvious, meter.Weak, meter.Fair, meter.Strong}, v.Strength()) {
			t.Errorf("strength = %q", v.Strength())
		}
		if !bytes.Equal(kept, p) {
			t.Error("Estimate changed the secret")
		}
		if v.Known && v.Strength() != meter.Obvious {
			t.Errorf("a known password is %s", v.Strength())
		}
	})
}

func BenchmarkEstimate(b *testing.B) {
	e := estimator(b)
	for _, p := range []struct{ name, password string }{
		{"common", "123456"},
		{"words", "hund-matta-segel-frost"},
		{"random", "kJ8#mQ2!xV9z"},
		{"signs of 256 bytes", strings.Repeat("4@8({[<3691!|0$5+7%2", 13)[:256]},
		{"10,000 bytes", strings.Repeat("4@8({[<3691!|0$5+7%2", 500)},
	} {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			s := []byte(p.password)
			for b.Loop() {
				e.Guess(s, meter.Given{})
			}
		})
	}
}

// BenchmarkNew opens the tables.
func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		estimator(b)
	}
}
