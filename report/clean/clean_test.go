package clean_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"lampan/report/clean"
)

func TestLine(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"plain Swedish stays", "Björkstigen 12, Åmål", "Björkstigen 12, Åmål"},
		{"line breaks become spaces", "ett\r\ntvå\n\ntre\u2028fyra", "ett två tre fyra"},
		{"ends are trimmed", "  \t hej \n", "hej"},
		{"colour sequence loses its escape", "\x1b[31mröd\x1b[0m", "\uFFFD[31mröd\uFFFD[0m"},
		{"clipboard sequence loses its escape", "\x1b]52;c;aGVq\x07", "\uFFFD]52;c;aGVq\uFFFD"},
		{"C1 introducer", "a\u009b31mb", "a\uFFFD31mb"},
		{"NEL is a control, not a space", "a\u0085b", "a\uFFFDb"},
		{"run of controls shows once", "a\x00\x01\x02b", "a\uFFFDb"},
		{"right-to-left override goes", "gpj\u202Eexe", "gpjexe"},
		{"isolates go", "\u2066a\u2069", "a"},
		{"zero width goes", "a\u200Bb\uFEFFc\u00ADd", "abcd"},
		{"tags go", "a\U000E0041\U000E007Fb", "ab"},
		{"invalid UTF-8", "a\xff\xfeb", "a\uFFFDb"},
		{"tall stack is cut", "a" + strings.Repeat("\u0301", 50), "a" + strings.Repeat("\u0301", 4)},
		{"only hidden", "\u200b\u2060", ""},
		{"Hebrew stays", "שלום", "שלום"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := clean.Line(tt.in); got != tt.want {
				t.Errorf("Line(%q) = %q; want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestClip(t *testing.T) {
	if got, want := clean.Clip("åäö åäö", 5), "åäö…"; got != want {
		t.Errorf("Clip = %q; want %q", got, want)
	}
	if got, want := clean.Clip("åäö", 3), "åäö"; got != want {
		t.Errorf("Clip = %q; want %q", got, want)
	}
}

func FuzzLine(f *testing.F) {
	f.Add("\x1b]8;;https://x.invalid\x1b\\text\u202E")
	f.Add("a\u0301\u200b\xff b")
	f.Fuzz(func(t *testing.T, s string) {
		got := clean.Line(s)
		if !utf8.ValidString(got) {
			t.Fatalf("Line(%q) = %q; not UTF-8", s, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029' {
				t.Fatalf("Line(%q) = %q; holds %U", s, got, r)
			}
		}
		if again := clean.Line(got); again != got {
			t.Fatalf("Line(Line(%q)) = %q; want %q", s, again, got)
		}
	})
}
