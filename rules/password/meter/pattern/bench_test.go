package pattern_test

import (
	"math/rand/v2"
	"strings"
	"testing"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/pattern"
)

// hard are inputs that take other meters seconds or minutes.
func hard() map[string]string {
	r := rand.New(rand.NewPCG(1, 2))
	const chars = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
	random := make([]byte, 256)
	for i := range random {
		random[i] = chars[r.IntN(len(chars))]
	}
	return map[string]string{
		"all signs for letters": strings.Repeat("4@8({[<3691!|0$5+7%2", 500),
		"two signs":             strings.Repeat("a4@4a@", 1700),
		"one letter":            strings.Repeat("a", 10_000),
		"one sign":              strings.Repeat("1", 10_000),
		"two letters":           strings.Repeat("ab", 5_000),
		"dates":                 strings.Repeat("1/1/91", 100),
		"digits":                strings.Repeat("19870513", 1_250),
		"random":                strings.Repeat(string(random), 39),
		"keys":                  strings.Repeat("qwertyuiopasdfghjklzxcvbnm", 380),
		"zigzag":                strings.Repeat("1qaz2wsx3edc", 800),
		"emoji":                 strings.Repeat("👨‍👩‍👧", 500),
		"combining marks":       "a" + strings.Repeat("\u0301", 4_999),
		"not UTF-8":             strings.Repeat("\xff\xfe", 5_000),
		"NUL":                   strings.Repeat("\x00", 10_000),
		"words":                 strings.Repeat("sommarstugahejsan", 600),
	}
}

func BenchmarkGuess(b *testing.B) {
	m, err := pattern.New()
	if err != nil {
		b.Fatal(err)
	}
	inputs := map[string]string{
		"1 common": "123456", "1 season": "Sommar2024!", "1 words": "hund-matta-segel-frost", "1 random 12": "kJ8mQ2xV9zTb", "1 leet": "P@ssw0rd1!", "1 compound": "KarinAnders0712",
	}
	for name, p := range hard() {
		inputs["2 "+name+" 256"] = p[:256]
		inputs["3 "+name] = p
	}
	for name, p := range inputs {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			var t form.Text
			in := []byte(p)
			for b.Loop() {
				t.Read(in)
				m.Guess(&t, nil, pattern.Given{})
			}
		})
	}
}
