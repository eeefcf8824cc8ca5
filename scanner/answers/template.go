package answers

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

// Sheet is a file of answers to start from, for the person with the given ID: the
// questions with the answers they may get, all commented out. It reads without faults
// and holds no answer.
func Sheet(lang exposure.Lang, who exposure.SubjectID, questions rules.Questions) []byte {
	head, answers := sheetSV, "Svar"
	if lang == exposure.English {
		head, answers = sheetEN, "Answers"
	}
	out := []byte(strings.ReplaceAll(head, "person-1", string(who)))
	for _, q := range questions {
		// A line break would end a comment.
		out = fmt.Appendf(out, "\n  # %s\n  # %s: %s\n  # %s:\n", oneLine(q.Text[lang]), answers, oneLine(strings.Join(q.Words(lang), between)), q.ID)
	}
	return out
}

// between stands between answers, which have commas of their own.
const between = " | "

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
