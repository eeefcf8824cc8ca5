package interview

import (
	_ "embed"
	"fmt"
	"strings"

	"lampan/rules"
	"lampan/rules/exposure"
)

//go:embed sheet.sv.yaml
var sheetSV string

//go:embed sheet.en.yaml
var sheetEN string

// SheetName is what the file of answers in a new case is called.
func SheetName(lang exposure.Lang) string {
	if lang == exposure.English {
		return "answers.yaml"
	}
	return "svar.yaml"
}

// Sheet is a file of answers to start from, for the person that a new
// household begins with: every question with the answers it may get, all
// commented out. It reads without faults and holds no answer.
func Sheet(lang exposure.Lang, questions rules.Questions) []byte {
	head, write, or := sheetSV, "Svara", " eller "
	if lang == exposure.English {
		head, write, or = sheetEN, "Answer", " or "
	}
	out := []byte(head)
	for _, q := range questions {
		words := q.Words(lang)
		last := len(words) - 1
		// A line break would end a comment.
		out = fmt.Appendf(out, "\n  # %s\n  # %s %s.\n  # %s:\n", oneLine(q.Text[lang]), write, oneLine(strings.Join(words[:last], ", ")+or+words[last]), q.ID)
	}
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
