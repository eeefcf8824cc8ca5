package second_test

import (
	"strings"
	"testing"

	"lampan/rules/password/second"
)

func TestAsk(t *testing.T) {
	tests := []struct {
		name, password string
		asked          bool
		most           int // the score that it may not exceed
	}{
		{"a common one", "password1", true, 0},
		{"accents do not make it stronger", "göteborg", true, 1},
		{"the same letters taken apart", "go\u0308teborg", true, 1},
		{"random", "kJ8#mQ2!xV9z", true, 4},
		{"empty", "", true, 0},
		{"longest", strings.Repeat("å", 40), true, 4},
		{"too long", strings.Repeat("a", 41), false, 0},
		{"too many signs that can be letters", "4@8({[<3691!|0$5+7%2", false, 0},
		{"not UTF-8", "\xff\xfeabc", true, 4},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			pw := []byte(tt.password)
			o := second.Ask(pw)
			if o.Asked != tt.asked || o.Score > tt.most || o.Bits < 0 {
				t.Errorf("Ask = %+v; want asked %v and a score of at most %d", o, tt.asked, tt.most)
			}
			if string(pw) != tt.password {
				t.Error("the password was changed")
			}
		})
	}
}

// FuzzAsk holds the guard: the library may be shown anything that passes it.
func FuzzAsk(f *testing.F) {
	f.Add([]byte("13.5.1987"))
	f.Add([]byte("åååååååå"))
	f.Add([]byte("\x00\xff"))
	f.Fuzz(func(t *testing.T, pw []byte) {
		if o := second.Ask(pw); !o.Asked && (o.Score != 0 || o.Bits != 0) || o.Bits < 0 || o.Score > 4 {
			t.Errorf("Ask = %+v", o)
		}
	})
}
