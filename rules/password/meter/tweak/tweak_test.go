package tweak_test

import (
	"bytes"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"lampan/rules/password/meter/tweak"
)

func TestLog10(t *testing.T) {
	tests := []struct {
		name, known, target string
		most                float64 // log10 of the guesses; 0 means equal
	}{
		{"the same", "Sommar2024!", "Sommar2024!", 0},
		{"the next year", "Sommar2024!", "Sommar2025!", 1},
		{"the year before, short", "Vinter20", "Vinter19", 1},
		{"one more", "Grönsak1", "Grönsak2", 1},
		{"a sign more", "hejsan!", "hejsan!!", 1},
		{"a one at the end", "hejsan", "hejsan1", 1},
		{"the end left out", "hejsan12", "hejsan", 1},
		{"first letter", "hejsan", "Hejsan", 1},
		{"all letters", "hejsan", "HEJSAN", 1},
		{"accents", "göteborgare", "goteborgare", 1},
		{"signs for letters", "losenord", "l0senord", 1},
		{"twice", "hejsan", "hejsanhejsan", 1},
		{"once", "hejsanhejsan", "hejsan", 1},
		{"backwards", "kofot77", "77tofok", 1},
		{"parts in the other order", "abc123", "123abc", 1.5},
		{"another season", "Sommar2024", "Höst2024", 1.5},
		{"another season and year", "Sommar2024", "Vinter2025", 2.5},
		{"another month", "September7", "November7", 1.5},
		{"another day", "Måndag1", "Tisdag1", 1.5},
		{"another service", "hejfacebook", "hejspotify", 2},
		{"another service, with an end", "hejfacebook12", "hejspotify12", 2},
		{"another service in front", "netflixKalle", "icaKalle", 2.5},
		{"other ends", "Familjen4!", "familjen2015", 3},
		{"swaps and the next number", "P@ssw0rd1", "Password2", 2.5},
		{"one letter of a random one", "x7Kq9Lm2Pw", "x7Kq9Lb2Pw", 3},
		{"a part of a long one", "korvgubbe-matta", "korvgubbe99", 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, near := tweak.Log10([]byte(tt.known), []byte(tt.target))
			if !near || got > tt.most {
				t.Errorf("Log10 = %.2f, %v; want near, at most %.1f", got, near, tt.most)
			}
			if tt.most > 0 && got <= 0 {
				t.Errorf("Log10 = %.2f for different passwords; want more than 0", got)
			}
		})
	}
}

func TestStrangersAreFar(t *testing.T) {
	for _, p := range [][2]string{
		{"", "hejsan"},
		{"hejsan", ""},
		{"hund2019", "katt2019"},       // only the year stays
		{"katten12", "hunden99"},       // nothing stays
		{"bankid44", "kalle"},          //
		{"1", "sommarstugan"},          //
		{"sommar", "sommarstugeägare"}, // the most of it is new
		{"kJ8mQ2xV9zTb", "pL3nR7wY5cHd"},
		{"lampskärm", "skärgårdsbåt"},
	} {
		if got, near := tweak.Log10([]byte(p[0]), []byte(p[1])); near || !math.IsInf(got, 1) {
			t.Errorf("Log10(%q, %q) = %.2f, %v; want far", p[0], p[1], got, near)
		}
	}
}

// TestRandomIsFar compares random passwords with each other.
func TestRandomIsFar(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	const chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!@#$%&*-_.?"
	random := func() []byte {
		b := make([]byte, 10)
		for i := range b {
			b[i] = chars[r.IntN(len(chars))]
		}
		return b
	}
	for range 20_000 {
		if a, b := random(), random(); !bytes.Equal(a, b) {
			if got, near := tweak.Log10(a, b); near {
				t.Fatalf("Log10(%q, %q) = %.2f; want far", a, b, got)
			}
		}
	}
}

func TestSpellingsAgree(t *testing.T) {
	for _, p := range [][2]string{{"blåbärspaj22", "Blåbärspaj23"}, {"älskling", "älskling!"}} {
		one, _ := tweak.Log10([]byte(norm.NFC.String(p[0])), []byte(norm.NFC.String(p[1])))
		two, _ := tweak.Log10([]byte(norm.NFD.String(p[0])), []byte(norm.NFC.String(p[1])))
		if one != two {
			t.Errorf("%q: %.2f composed, %.2f decomposed; want the same", p[0], one, two)
		}
	}
}

// tweaked draws what somebody may make of a password.
func tweaked(t *rapid.T, base string, year int) string {
	switch rapid.IntRange(0, 7).Draw(t, "tweak") {
	case 0:
		return base + strconv.Itoa(year+1)
	case 1:
		return base + strconv.Itoa(year) + "!"
	case 2:
		return base
	case 3:
		return string(bytes.ToUpper([]byte(base[:1]))) + base[1:] + strconv.Itoa(year)
	case 4:
		return base + "x" + strconv.Itoa(year)
	case 5:
		return base[1:] + strconv.Itoa(year)
	case 6:
		return strconv.Itoa(year) + base
	}
	return base + base
}

// TestNearShareAKey makes what Log10 calls near and looks for a key in common.
func TestNearShareAKey(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.StringMatching(`[a-z]{5,12}`).Draw(t, "base")
		year := rapid.IntRange(1950, 2030).Draw(t, "year")
		a := base + strconv.Itoa(year)
		b := tweaked(t, base, year)
		if _, near := tweak.Log10([]byte(a), []byte(b)); near && !meet(a, b) {
			t.Fatalf("%q and %q are near and share no key", a, b)
		}
	})
}

func meet(a, b string) bool {
	other := tweak.Keys([]byte(b))
	return slices.ContainsFunc(tweak.Keys([]byte(a)), func(k uint64) bool {
		_, ok := slices.BinarySearch(other, k)
		return ok
	})
}

func TestKeys(t *testing.T) {
	for _, p := range [][2]string{
		{"Sommar2024!", "Sommar2025!"},
		{"Sommar2024", "Höst2024"},
		{"hejfacebook", "hejspotify"},
		{"losenord", "L0s3n0rd!"},
		{"hejsan", "hejsanhejsan"},
		{"kofot77", "77tofok"},
		{"abc123", "123abc"},
		{"x7Kq9Lm2Pw", "x7Kq9Lb2Pw"},
		{"12345678", "12345679"},
		{"korvgubbe-matta", "korvgubbe99"},
		{"P@ssw0rd1", "Password2"},
	} {
		if !meet(p[0], p[1]) {
			t.Errorf("%q and %q share no key", p[0], p[1])
		}
	}
	// Strangers seldom meet: else all would be compared with all.
	r := rand.New(rand.NewPCG(3, 4))
	met := 0
	for range 2_000 {
		if meet(letters(r), letters(r)) {
			met++
		}
	}
	if met > 2 {
		t.Errorf("%d of 2,000 pairs of strangers share a key; want at most 2", met)
	}
	if n := len(tweak.Keys(bytes.Repeat([]byte("abcdefg1"), 1000))); n > 50 {
		t.Errorf("%d keys of a long password; want at most 50", n)
	}
}

func letters(r *rand.Rand) string {
	b := make([]byte, 8)
	for i := range b {
		b[i] = byte('a' + r.IntN(26))
	}
	return string(b)
}

// FuzzLog10 asks for what must hold of any two passwords.
func FuzzLog10(f *testing.F) {
	f.Add([]byte("Sommar2024!"), []byte("Höst2025"))
	f.Add([]byte("hejfacebook"), []byte("spotifyhej"))
	f.Add([]byte("\xff\x00å"), []byte("a\u0301"))
	f.Fuzz(func(t *testing.T, a, b []byte) {
		was := bytes.Clone(a)
		got, near := tweak.Log10(a, b)
		if math.IsNaN(got) || got < 0 || near == math.IsInf(got, 1) {
			t.Errorf("Log10 = %v, %v", got, near)
		}
		if same, ok := tweak.Log10(a, a); len(a) > 0 && (!ok || same != 0) {
			t.Errorf("Log10 of itself = %v, %v; want 0", same, ok)
		}
		if !bytes.Equal(a, was) {
			t.Error("a password was changed")
		}
		if keys := tweak.Keys(a); !slices.IsSorted(keys) {
			t.Error("keys are out of order")
		}
	})
}

func BenchmarkLog10(b *testing.B) {
	for _, p := range []struct{ name, known, target string }{
		{"near", "Sommar2024!", "Sommar2025!"},
		{"far", "Sommarstuga2024!", "kJ8mQ2xV9zTb"},
	} {
		b.Run(p.name, func(b *testing.B) {
			b.ReportAllocs()
			known, target := []byte(p.known), []byte(p.target)
			for b.Loop() {
				tweak.Log10(known, target)
			}
		})
	}
}

func BenchmarkKeys(b *testing.B) {
	b.ReportAllocs()
	p := []byte("Sommarstuga2024!")
	for b.Loop() {
		tweak.Keys(p)
	}
}
