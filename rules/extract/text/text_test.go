package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/extract/text"
)

func TestFold(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"case and dots", "ÅKER Öland ärlig", "aker oland arlig"},
		{"decomposed", "a\u030aker", "aker"},
		{"neighbours", "Ærø Tromsø straße", "aro tromso strasse"},
		{"invisible", "a\u200bn\u00adn\ufeffa\u202e", "anna"},
		{"dashes and quotes", "12–14 “å” ’", "12-14 \"a\" '"},
		{"spaces", "a\u00a0b\u2009c\td", "a b c d"},
		{"wide", "ＡＢＣ１２３", "abc123"},
		{"ligature", "ﬁka", "fika"},
		{"broken", "a\xffb", "a b"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := text.Fold(tt.in); got != tt.want {
				t.Errorf("Fold(%q) = %q; want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestSentences(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"marks", "Hej! Vi åker nu. Kommer du?", []string{"Hej!", "Vi åker nu.", "Kommer du?"}},
		{"abbreviations", "Vi ses kl. 17 t.ex. på torget. Hej", []string{"Vi ses kl. 17 t.ex. på torget.", "Hej"}},
		{"titles", "Dr. Lind och St. Anna. Hej", []string{"Dr. Lind och St. Anna.", "Hej"}},
		{"numbers", "Vi ses 17.30 den 12. juli. Bra", []string{"Vi ses 17.30 den 12. juli.", "Bra"}},
		{"small letters", "vi åker bort. huset står tomt", []string{"vi åker bort.", "huset står tomt"}},
		{"ellipsis", "Tja... vi får se... Kanske", []string{"Tja... vi får se...", "Kanske"}},
		{"emoji", "Till Rom 🌴 Hem på onsdag", []string{"Till Rom 🌴", "Hem på onsdag"}},
		{"emoji after a stop", "Till Rom. 🌴🎈 vi längtar! 🎉 Hej", []string{"Till Rom. 🌴🎈", "vi längtar! 🎉", "Hej"}},
		{"emoji first", "✨ Vi åker", []string{"✨ Vi åker"}},
		{"quotes", "Han sa \"hej!\" Sedan gick han.", []string{"Han sa \"hej!\"", "Sedan gick han."}},
		{"blank line", "en rad\n\nen till", []string{"en rad", "en till"}},
		{"short lines", "mjölk\nsmör", []string{"mjölk", "smör"}},
		{"margin", "Den här raden är lång och går ända ut till marginalen så\natt den fortsätter här.", []string{"Den här raden är lång och går ända ut till marginalen så att den fortsätter här."}},
		{"hashtags", "Nu åker vi! #rom #semester", []string{"Nu åker vi! #rom #semester"}},
		{"empty", "", nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var x text.Text
			x.Parse(tt.in)
			var got []string
			for _, s := range x.Sentences {
				got = append(got, x.Clean(s.First, s.End-1))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("sentences of %q (-want +got):\n%s", tt.in, diff)
			}
		})
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Åka till Rom.", "a\u030a\u0308 b", "ﷺ", "\xff", "12:e 🌴\u200d🌴", strings.Repeat("a ", 500)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var x text.Text
		x.Parse(s)
		end := 0
		for i := range x.Tokens {
			span := x.SpanOf(i, i)
			if span.Start < 0 || span.End > len(s) || span.Len() <= 0 {
				t.Fatalf("token %d: span %v is not inside %d bytes", i, span, len(s))
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[span.Start:span.End]) {
				t.Fatalf("token %d: span %v cuts a letter", i, span)
			}
			if int(x.Tokens[i].Start) < end {
				t.Fatalf("token %d starts before the end of the one before", i)
			}
			end = int(x.Tokens[i].End)
		}
		next := 0
		for _, sent := range x.Sentences {
			if sent.First != next || sent.End <= sent.First {
				t.Fatalf("sentence %v does not follow token %d", sent, next)
			}
			next = sent.End
		}
		if next != len(x.Tokens) {
			t.Fatalf("sentences end at token %d of %d", next, len(x.Tokens))
		}
		if utf8.ValidString(s) && text.Fold(text.Fold(s)) != text.Fold(s) {
			t.Errorf("folding %q twice changes it", s)
		}
	})
}
