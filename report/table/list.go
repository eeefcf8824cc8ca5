package table

import (
	"io"

	"lampan/report/clean"
)

// WriteList writes rows under a header. The last column takes the room that
// the others leave; every cell is cleaned. The error is the writer's.
func WriteList(w io.Writer, header []string, rows [][]string, o Options) error {
	p := newPage(o)
	g := grid{head: header, weights: make([]int, len(header))}
	g.weights[len(header)-1] = 1
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, s := range row {
			cells[i] = clean.Line(s)
		}
		g.rows = append(g.rows, cells)
	}
	p.grid(g)
	return p.flush(w)
}
