package table

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"lampan/report"
	"lampan/report/clean"
)

// formWidth is how wide a form is, in columns: it is printed on paper.
const formWidth = 80

// WriteForm writes questions to print and fill in by hand, as plain text. The error is
// the writer's.
func WriteForm(w io.Writer, f *report.Form) error {
	var b bytes.Buffer
	put := func(mark, s string) {
		for _, l := range Wrap(clean.Line(s), formWidth-len(mark)) {
			b.WriteString(mark + l + "\n")
			mark = strings.Repeat(" ", len(mark))
		}
	}
	heading := func(s, under string) {
		fmt.Fprintf(&b, "\n%s\n%s\n", clean.Line(s), strings.Repeat(under, len([]rune(clean.Line(s)))))
	}
	heading(f.Title, "=")
	for _, s := range f.Intro {
		put("", s)
	}
	fmt.Fprintf(&b, "\n%s %s  %s %s\n", f.Words.Text("interview.form.who"), strings.Repeat("_", 30), f.Words.Text("interview.form.day"), strings.Repeat("_", 16))
	for _, t := range f.Topics {
		heading(t.Title, "-")
		for _, q := range t.Questions {
			if q.Part != "" {
				fmt.Fprintf(&b, "\n%s\n", clean.Line(q.Part))
			}
			b.WriteString("\n")
			text := q.Text
			if q.Household {
				text += " ⌂"
			}
			put(fmt.Sprintf("%3d. ", q.Number), text)
			for _, s := range []string{q.Only, q.Look} {
				if s != "" {
					put("     ", s)
				}
			}
			for i, a := range q.Answers {
				put(fmt.Sprintf("     [ ] %d  ", i+1), a)
			}
		}
		fmt.Fprintf(&b, "\n%s\n%s\n", f.Words.Text("interview.form.notes"), strings.Repeat(strings.Repeat("_", formWidth)+"\n\n", 2))
	}
	_, err := w.Write(b.Bytes())
	return err
}
