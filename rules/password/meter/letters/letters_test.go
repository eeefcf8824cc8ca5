package letters_test

import (
	"math"
	"testing"

	"lampan/rules/password/meter/letters"
)

// tiny is a model in which a follows the beginning, b follows a, and b ends.
func tiny(t testing.TB) []byte {
	t.Helper()
	packed, err := letters.Pack([]letters.Gram{
		{Symbols: "\x01", Prob: 20, Back: 1},
		{Symbols: "a", Prob: 2, Back: 1},
		{Symbols: "b", Prob: 3, Back: 2},
		{Symbols: "\n", Prob: 3},
		{Symbols: "\x01a", Prob: 0.5},
		{Symbols: "ab", Prob: 0.4},
		{Symbols: "b\n", Prob: 0.2},
	}, []float64{0, 0.3, 0.6, 0.9, 1.2})
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

func TestBits(t *testing.T) {
	m, err := letters.Open(tiny(t))
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, password string
		want           float64
	}{
		{"all seen", "ab", 0.5 + 0.4 + 0.2},
		{"the beginning backs off", "b", 1 + 3 + 0.2},
		{"the end costs little at most", "a", 0.5 + min(1+3, letters.LongestEnd)},
		{"never seen", "z", 16 + 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := m.Bits([]rune(tt.password)); math.Abs(got-tt.want) > 0.11 {
				t.Errorf("Bits(%q) = %.2f; want %.2f", tt.password, got, tt.want)
			}
		})
	}
	if got := m.Guesses(2.5); math.Abs(got-0.75) > 0.01 {
		t.Errorf("Guesses(2.5) = %.3f; want 0.75", got)
	}
}

func TestPackRefuses(t *testing.T) {
	for name, grams := range map[string][]letters.Gram{
		"too long":          {{Symbols: "abcdefg"}},
		"without beginning": {{Symbols: "a"}, {Symbols: "bc"}},
	} {
		if _, err := letters.Pack(grams, nil); err == nil {
			t.Errorf("%s: packed", name)
		}
	}
}

// FuzzOpen opens damaged tables: an error or a model that answers.
func FuzzOpen(f *testing.F) {
	whole := tiny(f)
	f.Add(whole, "ab")
	f.Add(whole[:len(whole)-1], "ab")
	f.Fuzz(func(t *testing.T, packed []byte, password string) {
		m, err := letters.Open(packed)
		if err != nil {
			return
		}
		if bits := m.Bits([]rune(password)); math.IsNaN(m.Guesses(bits)) {
			t.Errorf("Guesses(%f) is not a number", bits)
		}
	})
}

func BenchmarkBits(b *testing.B) {
	m, err := letters.New()
	if err != nil {
		b.Fatal(err)
	}
	p := []rune("Sommar2024!")
	b.ReportAllocs()
	for b.Loop() {
		m.Bits(p)
	}
}
