package ranks_test

import (
	"fmt"
	"math"
	"testing"

	"lampan/rules/password/meter/ranks"
)

func TestFind(t *testing.T) {
	entries := []ranks.Entry{
		{Password: "älska", Hit: ranks.Hit{Log10: 2}},
		{Password: "alska", Hit: ranks.Hit{Log10: 3}},
		{Password: "alsk", Hit: ranks.Hit{Log10: 3.9, Begins: true}},
		{Password: "Hej", Hit: ranks.Hit{Log10: 0}},
	}
	for i := range 5000 {
		entries = append(entries, ranks.Entry{Password: fmt.Sprint("p", i), Hit: ranks.Hit{Log10: 4}})
	}
	packed, err := ranks.Pack(entries)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ranks.Open(packed)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, password string
		want           ranks.Hit
		found          bool
	}{
		{"with accents", "älska", ranks.Hit{Log10: 2}, true},
		{"without accents, the earlier", "alska", ranks.Hit{Log10: 2}, true},
		{"a beginning", "alsk", ranks.Hit{Log10: 3.9, Begins: true}, true},
		{"first of all", "Hej", ranks.Hit{}, true},
		{"capitals count", "hej", ranks.Hit{}, false},
		{"not there", "nothing like it", ranks.Hit{}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, found := s.Find([]rune(tt.password))
			if found != tt.found || got.Begins != tt.want.Begins || math.Abs(got.Log10-tt.want.Log10) > 0.04 {
				t.Errorf("Find(%q) = %v, %t; want %v, %t", tt.password, got, found, tt.want, tt.found)
			}
		})
	}
	wrong := 0
	for i := range 300_000 {
		if _, ok := s.Find([]rune(fmt.Sprint("other", i))); ok {
			wrong++
		}
	}
	if wrong > 1 {
		t.Errorf("%d of 300,000 strange passwords are found; want none", wrong)
	}
}

func FuzzOpen(f *testing.F) {
	packed, err := ranks.Pack([]ranks.Entry{{Password: "hej", Hit: ranks.Hit{Log10: 2}}})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(packed, "hej")
	f.Add(packed[:10], "hej")
	f.Fuzz(func(t *testing.T, packed []byte, password string) {
		if s, err := ranks.Open(packed); err == nil {
			s.Find([]rune(password))
		}
	})
}
