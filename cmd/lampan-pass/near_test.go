package main

import "testing"

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
	text := word
	for range 8 {
		text += " " + word
	}
	want := "  - abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi abcdefghi\n    abcdefghi abcdefghi"
	if got := wrapped("  - ", text); got != want {
		t.Errorf("wrapped:\n%s\nwant:\n%s", got, want)
	}
}
