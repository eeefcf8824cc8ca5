package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestNearest(t *testing.T) {
	tests := []struct{ word, want string }{
		{"audt", "audit"},
		{"aduit", "audit"},
		{"audits", "audit"},
		{"genrate", "generate"},
		{"genertae", "generate"},
		{"pages", "page"},
		{"hund", ""},
		{"audit1", ""},
		{"Sommar", ""},
		{"generategenerate", ""},
		{"", ""},
	}
	for _, tt := range tests {
		if got := nearest(tt.word, commandNames()); got != tt.want {
			t.Errorf("nearest(%q) = %q; want %q", tt.word, got, tt.want)
		}
	}
}

func TestWrapped(t *testing.T) {
	word := "abcdefghi"
	text := word + strings.Repeat(" "+word, 8)
	want := "  - abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi\n    abcdefghi abcdefghi"
	if got := wrapped("  - ", text); got != want {
		t.Errorf("wrapped:\n%s\nwant:\n%s", got, want)
	}
}

func TestHelpFits(t *testing.T) {
	for lang, texts := range texts() {
		for at, say := range texts {
			if !strings.HasPrefix(at, "text.help") && !strings.HasPrefix(at, "text.holds") {
				continue
			}
			for line := range strings.SplitSeq(say, "\n") {
				if n := utf8.RuneCountInString(line); n > 80 {
					t.Errorf("%s: a line of %s has %d columns: %s", lang, at, n, line)
				}
			}
		}
	}
}
