package table

import (
	"fmt"
	"io"
	"strings"

	"lampan/report/clean"
)

// leastWidth is the narrowest that a page of parts is laid out for, in columns.
const leastWidth = 30

// Part is a piece of a page that is not a report. What is empty is left out.
type Part struct {
	Heading string
	Strong  string   // a line that stands out
	Link    string   // a line with an address, left whole however long, for it is copied
	Text    []string // lines, wrapped; leading spaces indent one, and an empty one parts two
	Items   []string
	Steps   []string // items with numbers
}

// WriteParts writes parts with an empty line between them, for 30 columns and
// more. What is shown is cleaned. The error is the writer's.
func WriteParts(w io.Writer, parts []Part, o Options) error {
	p := newPage(o)
	if o.Width > 0 && o.Width < minWidth {
		p.width = max(o.Width, leastWidth)
	}
	for _, part := range parts {
		p.gap()
		if part.Heading != "" {
			p.heading(clean.Line(part.Heading))
		}
		if part.Strong != "" {
			p.strong(clean.Line(part.Strong))
		}
		if part.Link != "" {
			p.line(clean.Line(part.Link))
		}
		for _, s := range part.Text {
			if s == "" {
				p.gap()
			}
			indent := len(s) - len(strings.TrimLeft(s, " "))
			p.text(s[:indent] + clean.Line(s))
		}
		for _, s := range part.Items {
			p.item(clean.Line(s))
		}
		for i, s := range part.Steps {
			p.step(i+1, clean.Line(s))
		}
	}
	return p.flush(w)
}

// step writes an item with its number, its further lines below its first word.
func (p *page) step(n int, s string) {
	mark := fmt.Sprintf("%d. ", n)
	for _, l := range wrap(s, p.width-len(mark)) {
		p.line(mark + l)
		mark = strings.Repeat(" ", len(mark))
	}
}
