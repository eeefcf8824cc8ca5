package lookup_test

import (
	"errors"
	"strings"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// A file of look-ups in a household with protected personal data holds words of fixed
// lists and days, and no words of anybody's own.
func TestProtectedTakesNoNote(t *testing.T) {
	const begins = "schema: 1\nperson: anna\nfits: [phone]\nlooks:\n"
	tests := []struct {
		name, text string
		line       int  // of the fault; 0 for none
		always     bool // faulty in any household
	}{
		{name: "details", text: begins + "  - {place: hitta, on: 2026-11-23, seen: visible, shows: [name, address]}\n"},
		{
			name: "a note", text: begins + "  - {place: hitta, on: 2026-11-23, seen: visible, shows: [name], note: \"huset i Storvik\"}\n",
			line: 5,
		},
		{
			name: "an address in place of a word", text: begins + "  - {place: hitta, on: 2026-11-23, seen: Testgatan 12}\n",
			line: 5, always: true,
		},
		{name: "a comment with the address", text: begins + "  # Testgatan 12\n", line: 5},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := annas(t, t.TempDir())
			if _, err := f.Parse([]byte(tt.text)); (err != nil) != tt.always {
				t.Fatalf("unprotected: %v", err)
			}
			f.Protected = true
			_, err := f.Parse([]byte(tt.text))
			fs, _ := errors.AsType[household.Faults](err)
			switch {
			case tt.line == 0 && err != nil:
				t.Errorf("fault %v; want none", err)
			case tt.line != 0 && (len(fs) != 1 || !strings.HasPrefix(string(fs[0].Code), "protected.") || fs[0].Line != tt.line):
				t.Errorf("faults %v; want one on line %d", fs, tt.line)
			}
			for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
				if s := fs.In(lang); strings.Contains(s, "Storvik") || strings.Contains(s, "Testgatan") {
					t.Errorf("the fault quotes it: %s", s)
				}
			}
		})
	}
}
