package household

import (
	_ "embed"
	"fmt"
	"io"
	"slices"
	"strings"

	"lampan/rules/exposure"
)

//go:embed template.sv.yaml
var templateSV string

//go:embed template.en.yaml
var templateEN string

//go:embed household.schema.json
var schemaJSON string

// Template is a commented household.yaml to start from, with the case's ID in
// it. It loads without faults as it is written, and agrees to nothing.
func Template(lang exposure.Lang, caseID string) []byte {
	t := templateSV
	if lang == exposure.English {
		t = templateEN
	}
	return []byte(strings.ReplaceAll(t, "CASE-ID", caseID))
}

// FromTemplate reports whether a person still has a name that Template gives.
func (p Person) FromTemplate() bool {
	for _, lang := range exposure.Langs() {
		h, err := Parse(FileName, Template(lang, "x"))
		if err == nil && slices.ContainsFunc(h.People, func(o Person) bool { return o.Name == p.Name }) {
			return true
		}
	}
	return false
}

// JSONSchema is the form of household.yaml as a JSON Schema, draft 2020-12, for
// editors. What the parts of a file say about each other, and what depends on a
// date, only Parse and the consent check know.
func JSONSchema() []byte { return []byte(schemaJSON) }

// caseAlphabet leaves out what is easily misread on paper: 0, o, 1, l, i.
const caseAlphabet = "abcdefghjkmnpqrstuvwxyz23456789"

// NewCaseID draws an ID of ten letters and digits, a letter first: about 49
// bits, so that two cases of a consultant do not share one.
func NewCaseID(random io.Reader) (string, error) {
	id := make([]byte, 0, 10)
	var b [1]byte
	for len(id) < cap(id) {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return "", fmt.Errorf("draw case id: %w", err)
		}
		n := 23 // the letters
		if len(id) > 0 {
			n = len(caseAlphabet)
		}
		if int(b[0]) < 256-256%n { // every letter equally likely
			id = append(id, caseAlphabet[int(b[0])%n])
		}
	}
	return string(id), nil
}

// Placeholder reports whether a name is still the template's.
func Placeholder(name string) bool { return name == "Förnamn Efternamn" || name == "First Last" }
