package household_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// sheltered is a household in which Anna has protected personal data; what stands
// for the places and for one more line are put in.
func sheltered(protected, places, more string) string {
	return `schema: 1
case: k7
lang: sv
people:
  - {id: anna, name: Anna Lind, born: 1984, protected: ` + protected + `, phones: ["070-174 06 05"]}
  - {id: erik, name: Erik Lind, born: 1982}
places: ` + places + `
sources:
  - {id: blogg, subject: anna, kind: page, at: "https://blogg.example/2026/06/"}
` + more + "\n"
}

// Where one person has protected personal data no place says where it is, whoever's
// it is, and no other line does either.
func TestProtectedHoldsNoAddress(t *testing.T) {
	tests := []struct {
		name         string
		places, more string
		want         []household.Code
		lines        []int
	}{
		{name: "nothing told", places: "[]"},
		{name: "a place without where", places: `[{id: hemma, kind: home}, {id: skolan, kind: school, name: Ekskolan, people: [erik]}]`},
		{name: "a form not filled in", places: `[{id: hemma, kind: home, street: "", town: ""}]`},
		{
			name: "the home", places: "\n  - id: hemma\n    kind: home\n    street: Hemliga stigen\n    postal: \"123 45\"\n    town: Storvik\n    position: {lat: 60.58, lon: 16.53}",
			want:  []household.Code{household.CodeProtectedPlace, household.CodeProtectedPlace, household.CodeProtectedPlace, household.CodeProtectedPlace},
			lines: []int{10, 11, 12, 13},
		},
		{
			name: "another's workplace", places: "\n  - id: jobbet\n    kind: work\n    people: [erik]\n    town: Storvik",
			want: []household.Code{household.CodeProtectedPlace}, lines: []int{11},
		},
		{
			name: "a postal code that is none is not quoted", places: "\n  - {id: hemma, kind: home, postal: \"7481\", position: {lat: 600.58, lon: 16.53}}",
			want: []household.Code{household.CodeProtectedPlace, household.CodeProtectedPlace}, lines: []int{8, 8},
		},
		{name: "a comment", places: "[]", more: "# bor på Testgatan 12", want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
		{name: "a place made a comment", places: "[]", more: "  # town: Storvik", want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
		{name: "a place made a comment, quoted", places: "[]", more: "#   postal: \"123 45\"", want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
		{name: "an address of a page", places: "[]", more: `  - {id: sida, subject: anna, kind: page, at: "https://blogg.example/testgatan-12"}`, want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
		{name: "a file's name", places: "[]", more: `  - {id: fil, subject: anna, kind: text, at: "Testgatan12.txt", visibility: open}`, want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
		{name: "a town after its postal code", places: "[]", more: "name: Familjen Lind, 123 45 Storvik", want: []household.Code{household.CodeProtectedText}, lines: []int{10}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := sheltered("true", tt.places, tt.more)
			_, err := household.Parse("household.yaml", []byte(text))
			fs, _ := errors.AsType[household.Faults](err)
			var codes []household.Code
			var lines []int
			for _, f := range fs {
				codes, lines = append(codes, f.Code), append(lines, f.Line)
			}
			if diff := cmp.Diff(tt.want, codes); diff != "" {
				t.Fatalf("faults (-want +got):\n%s\n%v", diff, err)
			}
			if !slices.Equal(lines, tt.lines) {
				t.Errorf("lines %v; want %v", lines, tt.lines)
			}
			for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
				for _, told := range []string{"Hemliga", "123 45", "12345", "Storvik", "60.58", "600.58", "7481", "Testgatan", "testgatan"} {
					if strings.Contains(fs.In(lang), told) {
						t.Errorf("the faults quote %q:\n%s", told, fs.In(lang))
					}
				}
			}
			agree(t, schemaOf(t), text)
			// The same file is in order where nobody is protected, but for its mistakes.
			if _, err := household.Parse("household.yaml", []byte(sheltered("false", tt.places, tt.more))); err != nil && !strings.Contains(text, "7481") {
				t.Errorf("without protection: %v", err)
			}
		})
	}
}

// The template can be used as it is, with one line switched on.
func TestProtectedTemplate(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		text := strings.Replace(string(household.Template(lang, "k7")), "# protected: false", "protected: true", 1)
		h, err := household.Parse("household.yaml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if !h.Protected() {
			t.Errorf("%s: nobody is protected", lang)
		}
	}
}
