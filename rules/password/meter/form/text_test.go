package form_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/password/meter/form"
)

func TestRead(t *testing.T) {
	tests := []struct {
		name, password, plain, folded string
		length                        int
		cut                           bool
	}{
		{"nothing", "", "", "", 0, false},
		{"letters and signs", "Sommar-24!", "Sommar-24!", "sommar-24!", 10, false},
		{"Swedish letters", "ÅÄÖ åäö é", "ÅÄÖ åäö é", "aao aao e", 9, false},
		{"other letters", "Łódź Ærø", "Łódź Ærø", "lodz aro", 8, false},
		{"composed from parts", "a\u030aA\u0308o\u0308", "åÄö", "aao", 3, false},
		{"a mark of its own", "\u0301a", "\u0301a", "\u0301a", 2, false},
		{"not UTF-8", "a\xffb", "a\ufffdb", "a\ufffdb", 3, false},
		{"just short enough", strings.Repeat("ä", form.Longest), strings.Repeat("ä", form.Longest), strings.Repeat("a", form.Longest), form.Longest, false},
		{"too long", strings.Repeat("ä", form.Longest+2), strings.Repeat("ä", form.Longest), strings.Repeat("a", form.Longest), form.Longest + 2, true},
	}
	var text form.Text
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text.Read([]byte(tt.password))
			if string(text.Plain) != tt.plain || string(text.Folded) != tt.folded {
				t.Errorf("plain %q, folded %q; want %q, %q", string(text.Plain), string(text.Folded), tt.plain, tt.folded)
			}
			if text.Length != tt.length || text.Cut() != tt.cut {
				t.Errorf("length %d, cut %v; want %d, %v", text.Length, text.Cut(), tt.length, tt.cut)
			}
		})
	}
}

// TestWipe looks at the buffers, also after a shorter password took the place of a
// longer one.
func TestWipe(t *testing.T) {
	var text form.Text
	text.Read([]byte("hemlig-älg-1234"))
	plain, bare, folded := text.Plain[:cap(text.Plain)], text.Bare[:cap(text.Bare)], text.Folded[:cap(text.Folded)]
	text.Read([]byte("kort"))
	for _, buffer := range [][]rune{plain, bare, folded} {
		if string(buffer[:4]) != "kort" || slices.ContainsFunc(buffer[4:], func(r rune) bool { return r != 0 }) {
			t.Errorf("after a shorter password: %q", string(buffer[:16]))
		}
	}
	text.Wipe()
	for _, buffer := range [][]rune{plain, bare, folded} {
		if slices.ContainsFunc(buffer, func(r rune) bool { return r != 0 }) {
			t.Errorf("after Wipe: %q", string(buffer[:16]))
		}
	}
	if text.Length != 0 || len(text.Plain) != 0 || len(text.Folded) != 0 {
		t.Error("a wiped text is not empty")
	}
}

func FuzzRead(f *testing.F) {
	for _, p := range []string{"", "Sommar-24!", "a\u030a", "\xff\xfe", strings.Repeat("å", 200), "a" + strings.Repeat("\u0301", 100)} {
		f.Add([]byte(p))
	}
	f.Fuzz(func(t *testing.T, p []byte) {
		was := bytes.Clone(p)
		var text, other form.Text
		text.Read(p)
		if !bytes.Equal(p, was) {
			t.Fatal("the password was changed")
		}
		if len(text.Plain) != len(text.Folded) || len(text.Plain) > form.Longest || text.Length < len(text.Plain) || text.Cut() != (text.Length > form.Longest) {
			t.Errorf("%d plain, %d folded, length %d", len(text.Plain), len(text.Folded), text.Length)
		}
		if !utf8.Valid(p) {
			return
		}
		if other.Read(norm.NFD.Bytes(p)); !slices.Equal(text.Plain, other.Plain) {
			t.Errorf("%q composed, %q decomposed", string(text.Plain), string(other.Plain))
		}
	})
}
