package table

import (
	"bytes"
	"io"
	"strings"
	"unicode"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
	"golang.org/x/text/width"
)

// page collects the output. The first error is kept and ends the work.
type page struct {
	buf   bytes.Buffer
	width int
	bold  bool
	err   error
}

func newPage(o Options) *page {
	w := o.Width
	if w == 0 {
		w = 80
	}
	return &page{width: min(max(w, minWidth), maxWidth), bold: o.Color}
}

func (p *page) flush(w io.Writer) error {
	if p.err != nil {
		return p.err
	}
	_, err := w.Write(append(bytes.TrimRight(p.buf.Bytes(), "\n"), '\n'))
	return err
}

func (p *page) line(s string) {
	p.buf.WriteString(strings.TrimRight(s, " "))
	p.buf.WriteByte('\n')
}

// gap leaves one empty line, never two.
func (p *page) gap() {
	if b := p.buf.Bytes(); len(b) > 0 && !bytes.HasSuffix(b, []byte("\n\n")) {
		p.buf.WriteByte('\n')
	}
}

func (p *page) emphasis(s string) string {
	if !p.bold {
		return s
	}
	return "\x1b[1m" + s + "\x1b[0m"
}

func (p *page) title(title, occasion string) {
	for _, l := range wrap(title, p.width) {
		p.line(p.emphasis(l))
	}
	for _, l := range wrap(occasion, p.width) {
		p.line(l)
	}
	p.gap()
}

func (p *page) heading(s string) {
	p.gap()
	for _, l := range wrap(s, p.width) {
		p.line(p.emphasis(l))
	}
	p.line(strings.Repeat("─", min(columns(s), p.width)))
}

func (p *page) strong(s string) {
	p.gap()
	for _, l := range wrap(s, p.width) {
		p.line(p.emphasis(l))
	}
}

// text writes a paragraph, or nothing for "".
func (p *page) text(s string) {
	for _, l := range wrap(s, p.width) {
		p.line(l)
	}
}

func (p *page) item(s string) {
	for i, l := range wrap(s, p.width-2) {
		if i == 0 {
			p.line("- " + l)
		} else {
			p.line("  " + l)
		}
	}
}

// grid is a table. A column with weight 0 is as wide as its content; the others
// share what is left by weight.
type grid struct {
	head    []string
	rows    [][]string
	weights []int
	fixed   []int // widths given instead of weights
}

// between is the space between two columns.
const between = 2

func (p *page) grid(g grid) {
	if p.err != nil {
		return
	}
	widths := g.widths(p.width)
	head := make([]string, len(g.head))
	for i, s := range g.head {
		head[i] = strings.Join(wrap(s, widths[i]), "\n")
	}
	t := tablewriter.NewTable(&p.buf,
		tablewriter.WithRenderer(renderer.NewBlueprint()),
		tablewriter.WithRendition(tw.Rendition{
			Borders: tw.BorderNone,
			Symbols: tw.NewSymbolCustom("lampan").WithRow("─").WithColumn("").WithCenter("─").
				WithMidLeft("").WithMidRight("").WithHeaderMid("─").WithHeaderLeft("").WithHeaderRight(""),
			Settings: tw.Settings{
				Separators: tw.Separators{BetweenColumns: tw.Off, BetweenRows: tw.Off, ShowHeader: tw.On},
				Lines:      tw.Lines{ShowHeaderLine: tw.On},
			},
		}),
		tablewriter.WithConfig(tablewriter.Config{
			Header: cells(), Row: cells(),
			Behavior: tw.Behavior{TrimSpace: tw.Off},
		}),
		tablewriter.WithEastAsian(tw.Off),
		tablewriter.WithHeaderAutoFormat(tw.Off),
	)
	t.Header(head)
	for _, row := range g.rows {
		out := make([]string, len(row))
		for i, s := range row {
			out[i] = strings.Join(lines(s, widths[i]), "\n")
		}
		if p.err = t.Append(out); p.err != nil {
			return
		}
	}
	start := p.buf.Len()
	if p.err = t.Render(); p.err != nil {
		return
	}
	// The library pads the last column; trailing spaces wrap on a narrow
	// terminal and disturb a reader who copies the text.
	lines := strings.Split(strings.TrimRight(string(p.buf.Bytes()[start:]), "\n"), "\n")
	p.buf.Truncate(start)
	for _, l := range lines {
		p.line(l)
	}
	p.gap()
}

func cells() tw.CellConfig {
	return tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: strings.Repeat(" ", between), Overwrite: true}},
	}
}

// widths shares out the page.
func (g grid) widths(total int) []int {
	if g.fixed != nil {
		return g.fixed
	}
	out := make([]int, len(g.head))
	left, sum := total-between*len(g.head), 0
	for i := range g.head {
		if g.weights[i] > 0 {
			sum += g.weights[i]
			continue
		}
		for _, s := range append([]string{g.head[i]}, g.column(i)...) {
			out[i] = max(out[i], columns(s))
		}
		out[i] = min(out[i], total/4)
		left -= out[i]
	}
	for i, weight := range g.weights {
		if weight > 0 {
			out[i] = left * weight / sum
		}
	}
	return out
}

func (g grid) column(i int) []string {
	out := make([]string, len(g.rows))
	for n, row := range g.rows {
		out[n] = row[i]
	}
	return out
}

// lines wraps each line of a cell by itself.
func lines(s string, n int) []string {
	var out []string
	for line := range strings.SplitSeq(s, "\n") {
		out = append(out, wrap(line, n)...)
	}
	return out
}

// wrap breaks text into lines of at most n columns, between words where it can
// and inside a word where it must. Leading spaces are kept as an indent.
func wrap(s string, n int) []string {
	n = max(n, 1)
	body := strings.TrimLeft(s, " ")
	indent := strings.Repeat(" ", min(len(s)-len(body), n/2))
	var lines []string
	line, used := indent, len(indent)
	start := used
	emit := func() {
		lines = append(lines, line)
		line, used = indent, len(indent)
	}
	for _, word := range strings.FieldsFunc(body, func(r rune) bool { return r == ' ' || r == '\n' }) {
		w := columns(word)
		if used > start && used+1+w <= n {
			line, used = line+" "+word, used+1+w
			continue
		}
		if used > start {
			emit()
		}
		for _, part := range parts(word, n-start) {
			pw := columns(part)
			if used+pw > n && used > start {
				emit()
			}
			line, used = line+part, used+pw
		}
	}
	if used > start {
		emit()
	}
	return lines
}

// parts cuts a word that is wider than n into pieces that fit: after the signs
// that join an address where there are any, else anywhere.
func parts(word string, n int) []string {
	if columns(word) <= n {
		return []string{word}
	}
	var out []string
	for word != "" {
		end := len(word)
		if i := strings.IndexAny(word, "/?&#-._@"); i >= 0 {
			end = i + 1
		}
		piece := word[:end]
		word = word[end:]
		if columns(piece) <= n {
			out = append(out, piece)
			continue
		}
		for _, r := range piece {
			out = append(out, string(r))
		}
	}
	return out
}

// columns is the number of terminal columns that s takes.
func columns(s string) int {
	n := 0
	for _, r := range s {
		n += runeColumns(r)
	}
	return n
}

func runeColumns(r rune) int {
	switch {
	case unicode.Is(unicode.M, r):
		return 0
	case r < 0x1100:
		return 1
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}
