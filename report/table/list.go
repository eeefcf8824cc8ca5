package table

import (
	"io"

	"lampan/report/clean"
)

// WriteList writes a plain table. Cells are cleaned; columns share the width by
// what they hold. Rows have as many cells as the header. The error is the
// writer's.
func WriteList(w io.Writer, header []string, rows [][]string, o Options) error {
	p := newPage(o)
	g := grid{head: header, rows: make([][]string, len(rows))}
	widest := make([]int, len(header))
	for i, h := range header {
		widest[i] = columns(h)
	}
	for n, row := range rows {
		g.rows[n] = make([]string, len(header))
		for i := range min(len(row), len(header)) {
			g.rows[n][i] = clean.Line(row[i])
			widest[i] = max(widest[i], columns(g.rows[n][i]))
		}
	}
	g.fixed = fit(widest, p.width-between*len(header))
	p.grid(g)
	return p.flush(w)
}

// fit gives every column what it needs when all fit, and otherwise keeps the
// narrow ones whole and shares the rest among the wide ones.
func fit(need []int, total int) []int {
	out := make([]int, len(need))
	open := len(need)
	for changed := true; changed && open > 0; {
		changed = false
		share := max(total/open, 1)
		for i, n := range need {
			if out[i] == 0 && n <= share {
				out[i], changed = max(n, 1), true
				total -= n
				open--
			}
		}
	}
	for i := range out {
		if out[i] == 0 {
			out[i] = max(total/max(open, 1), 1)
		}
	}
	return out
}
