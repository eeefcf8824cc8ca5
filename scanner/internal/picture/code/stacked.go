package code

import (
	"cmp"
	"image"
	"math"
	"slices"

	"lampan/scanner/internal/picture/code/pdf417"
)

// PDF417 is read as follows. The start and stop pattern give four corners, and so
// the plane of the paper; where they are drawn as they must, the corners are moved
// until they fit best. The light of every module is then measured, line by line,
// and compared with how codewords are drawn, blurred as much as the start pattern
// is. Which cluster fits which line gives the number of rows; the light of a row
// taken together gives its codewords, and the least certain are called erased.

// stacked looks for PDF417 symbols in the picture, where b shows them at scale.
func (s *search) stacked(g gray, b bits, inverted bool, scale float64) []reading {
	starts, stops := barsOf(b, scale <= 1)
	type pair struct {
		start, stop bar
		fit         float64
	}
	var pairs []pair
	for _, l := range starts {
		for _, r := range stops {
			if fit, ok := paired(l, r); ok {
				pairs = append(pairs, pair{l, r, fit})
			}
		}
	}
	slices.SortStableFunc(pairs, func(a, b pair) int { return cmp.Compare(b.fit, a.fit) })
	var out []reading
	var done []point
	tries := 0
	for _, p := range pairs {
		if slices.ContainsFunc(done, func(d point) bool { return d.minus(p.start.middle()).length() < p.start.height()/2 }) {
			continue
		}
		if tries++; tries > 12 || s.left < 0 {
			break
		}
		q := [4]point{p.start.left[0], p.stop.right[0], p.stop.right[1], p.start.left[1]}
		for i := range q {
			q[i] = q[i].times(1 / scale)
		}
		y := symbol{g: g, inverted: inverted, corners: q}
		rs := y.read(s)
		if len(rs) > 0 {
			done = append(done, p.start.middle())
		}
		out = append(out, rs...)
	}
	return out
}

// paired says how well a start and a stop pattern belong together, by the length
// of both.
func paired(l, r bar) (float64, bool) {
	a, z := l.across(), r.across()
	way := r.middle().minus(l.middle())
	if a.dot(z) < 0.7*a.length()*z.length() || way.dot(a) < 0.7*way.length()*a.length() || way.length() < 2*a.length() {
		return 0, false
	}
	if m := l.module / r.module; m < 0.5 || m > 2 {
		return 0, false
	}
	h := l.height() / r.height()
	if h < 0.5 || h > 2 {
		return 0, false
	}
	return min(h, 1/h) * math.Sqrt(l.height()*r.height()), true
}

// symbol is a PDF417 symbol as far as it is known.
type symbol struct {
	g        gray
	inverted bool
	corners  [4]point
	columns  int // of data
	p        plane
}

// modules of a row with so many columns of data.
func rowModules(columns int) int { return 17*columns + 69 }

// dark is how dark the picture is at a place of the paper; height is 1.
func (y *symbol) dark(u, v float64) float64 {
	q := y.p.at(u, v)
	d := y.g.at(q.x, q.y)
	if y.inverted {
		return d
	}
	return 255 - d
}

func (y *symbol) set(columns int) bool {
	p, ok := planeOf(float64(rowModules(columns)), 1, y.corners)
	y.columns, y.p = columns, p
	return ok
}

// inside says that the corners lie in the picture, or not far outside: what is cut
// away can be mended.
func (y *symbol) inside() bool {
	w, h := float64(y.g.w), float64(y.g.h)
	for _, c := range y.corners {
		if !(c.x > -w/4 && c.y > -h/4 && c.x < w*5/4 && c.y < h*5/4) {
			return false
		}
	}
	return true
}

// read tries the numbers of columns that the width allows.
func (y *symbol) read(s *search) []reading {
	if !y.inside() || y.g.w < 4 || y.g.h < 4 {
		return nil
	}
	type try struct {
		columns int
		fit     float64
		corners [4]point
	}
	var tries []try
	corners := y.corners
	for columns := 1; columns <= 30; columns++ {
		y.corners = corners
		if !y.set(columns) {
			return nil
		}
		s.left -= 1000
		if y.fit() < 0.3 {
			continue
		}
		s.left -= 60_000
		tries = append(tries, try{columns, y.adjust(), y.corners})
	}
	slices.SortStableFunc(tries, func(a, b try) int { return cmp.Compare(b.fit, a.fit) })
	for _, t := range tries[:min(2, len(tries))] {
		y.corners = t.corners
		if t.fit < 0.6 || !y.set(t.columns) {
			continue
		}
		if text, sure, ok := y.text(s); ok {
			looks := 1
			if sure {
				looks = enough
			}
			var at image.Rectangle
			for _, c := range y.corners {
				at = at.Union(image.Rect(int(c.x), int(c.y), int(c.x)+1, int(c.y)+1))
			}
			return []reading{{kind: PDF417, text: text, at: at, looks: looks}}
		}
	}
	return nil
}

// fit tells how well the start and stop patterns lie where they must: 1 is a
// perfect drawing.
func (y *symbol) fit() float64 {
	w := rowModules(y.columns)
	var l likeness
	for i := range 10 {
		v := (float64(i) + 0.5) / 10
		for m := range 35 {
			u, drawn := m, pdf417.Start<<m>>16&1
			if m >= 17 {
				u, drawn = w-35+m, pdf417.Stop>>(34-m)&1
			}
			for _, part := range [2]float64{0.25, 0.75} {
				l.see(y.dark(float64(u)+part, v), drawn == 1)
			}
		}
	}
	return l.value()
}

// adjust moves the corners along the rows until fit is best, and gives it.
func (y *symbol) adjust() float64 {
	best := y.fit()
	for _, step := range []float64{1, 0.5, 0.25, 0.12} {
		for range 2 {
			for _, corners := range [][]int{{0}, {1}, {2}, {3}, {0, 3}, {1, 2}} {
				for _, sign := range []float64{-1, 1} {
					was := y.corners
					for _, c := range corners {
						other := c ^ 1
						way := was[other].minus(was[c])
						y.corners[c] = was[c].plus(way.times(sign * step / float64(rowModules(y.columns))))
					}
					if y.set(y.columns) && y.fit() > best {
						best = y.fit()
						continue
					}
					y.corners = was
					y.set(y.columns)
				}
			}
		}
	}
	return best
}

// fine is how many places of a module are measured.
const fine = 4

// text measures all modules and decodes them.
func (y *symbol) text(s *search) (text string, sure, ok bool) {
	width := rowModules(y.columns)
	high := max(y.corners[3].minus(y.corners[0]).length(), y.corners[2].minus(y.corners[1]).length())
	n := min(max(int(high), 12), 400)
	s.left -= int64(n) * int64(width) * fine
	s.left -= int64(n) * int64(min(6, y.columns+2)) * 3 * pdf417.Values
	if s.left < 0 {
		s.cut = true
		return "", false, false
	}
	lines := make([][]float32, n)
	for i := range lines {
		lines[i] = make([]float32, width*fine)
		for k := range lines[i] {
			lines[i][k] = float32(y.dark((float64(k)+0.5)/fine, (float64(i)+0.5)/float64(n)))
		}
	}
	t := s.templates(softness(lines))
	rows := y.rowsOf(lines, t)
	for _, r := range rows {
		if text, sure, ok := y.decode(s, lines, t, r); ok {
			return text, sure, true
		}
	}
	return "", false, false
}

// shape is the light of a codeword's modules: mean 0, length 1.
type shape [pdf417.Modules]float32

func (m *shape) normal() {
	mean := float32(0)
	for _, v := range m {
		mean += v
	}
	mean /= pdf417.Modules
	length := float32(0)
	for i := range m {
		m[i] -= mean
		length += m[i] * m[i]
	}
	length = float32(math.Sqrt(float64(length)))
	if length < 1e-3 {
		*m = shape{}
		return
	}
	for i := range m {
		m[i] /= length
	}
}

func (m *shape) like(o *shape) float32 {
	sum := float32(0)
	for i, v := range m {
		sum += v * o[i]
	}
	return sum
}

// shapeOf is the shape of drawn modules when each gives a share of its light to
// each neighbour. Every codeword follows something light and precedes something
// dark.
func shapeOf(drawn uint32, soft float32) shape {
	bit := func(i int) float32 {
		switch {
		case i < 0:
			return 0
		case i >= pdf417.Modules:
			return 1
		}
		return float32(drawn >> (pdf417.Modules - 1 - i) & 1)
	}
	var m shape
	for i := range m {
		m[i] = (1-2*soft)*bit(i) + soft*(bit(i-1)+bit(i+1))
	}
	m.normal()
	return m
}

// measured is the shape from the first place of a line on.
func measured(line []float32, first int) shape {
	var m shape
	for i := range m {
		for k := range fine {
			m[i] += line[min(len(line)-1, max(0, first+i*fine+k))]
		}
	}
	m.normal()
	return m
}

// softnesses are those that shapes are made for.
var softnesses = [...]float32{0, 0.07, 0.14, 0.21, 0.28}

// softness is how blurred the start pattern is.
func softness(lines [][]float32) int {
	best, at := float32(-1), 0
	for k, soft := range softnesses {
		want := shapeOf(pdf417.Start, soft)
		sum := float32(0)
		for _, l := range lines {
			m := measured(l, 0)
			sum += m.like(&want)
		}
		if sum > best {
			best, at = sum, k
		}
	}
	return at
}

// templates are the shapes of all codewords.
type templates [3][pdf417.Values]shape

func (s *search) templates(soft int) *templates {
	if s.shapes[soft] == nil {
		t := new(templates)
		for c, cluster := range pdf417.Symbols() {
			for i, drawn := range cluster {
				t[c][i] = shapeOf(drawn, softnesses[soft])
			}
		}
		s.shapes[soft] = t
	}
	return s.shapes[soft]
}

// nearest is the codeword of a cluster that a shape is most like, how like, and how
// much more than the next.
func (t *templates) nearest(cluster int, m *shape) (word int, like, margin float32) {
	like = -1
	next := float32(-1)
	for i := range t[cluster] {
		if l := m.like(&t[cluster][i]); l > like {
			word, like, next = i, l, like
		} else if l > next {
			next = l
		}
	}
	return word, like, like - next
}

// rowing is a guess at where the rows lie: their number, and where the first begins
// and the last ends, as shares of the height.
type rowing struct {
	rows     int
	from, to float64
	fit      float64
}

// at is the row of a line, with its fraction.
func (r rowing) at(line, lines int) float64 {
	return ((float64(line)+0.5)/float64(lines) - r.from) / (r.to - r.from) * float64(r.rows)
}

// rowsOf gives the best guesses at the rows, by which cluster fits which line.
func (y *symbol) rowsOf(lines [][]float32, t *templates) []rowing {
	fits := make([][3]float64, len(lines))
	for i, l := range lines {
		for k := range min(6, y.columns+2) {
			column := k
			if k == 1 {
				column = y.columns + 1
			} else if k > 1 {
				column = k - 1
			}
			m := measured(l, (1+column)*pdf417.Modules*fine)
			for c := range 3 {
				_, like, _ := t.nearest(c, &m)
				fits[i][c] += float64(like)
			}
		}
		mean := (fits[i][0] + fits[i][1] + fits[i][2]) / 3
		for c := range 3 {
			fits[i][c] -= mean
		}
	}
	var best []rowing
	for rows := 3; rows <= 90 && rows <= len(lines); rows++ {
		top := rowing{fit: math.Inf(-1)}
		for a := -4; a <= 4; a++ {
			for b := -4; b <= 4; b++ {
				const part = 0.25
				r := rowing{rows: rows, from: float64(a) * part / float64(rows), to: 1 - float64(b)*part/float64(rows)}
				sum, n := 0.0, 0
				for i := range lines {
					f := r.at(i, len(lines))
					if row := math.Floor(f); row >= 0 && row < float64(rows) && math.Abs(f-row-0.5) < 0.36 {
						sum += fits[i][int(row)%3]
						n++
					}
				}
				if n > 0 {
					if r.fit = sum / float64(n); r.fit > top.fit {
						top = r
					}
				}
			}
		}
		best = append(best, top)
	}
	slices.SortStableFunc(best, func(a, b rowing) int { return cmp.Compare(b.fit, a.fit) })
	return best[:min(3, len(best))]
}

// cell is one codeword as measured.
type cell struct {
	word         int
	like, margin float32
}

// cells measures every codeword of every row, indicators included.
func (y *symbol) cells(lines [][]float32, t *templates, r rowing) [][]cell {
	out := make([][]cell, r.rows)
	sum := make([]float32, len(lines[0]))
	for row := range out {
		clear(sum)
		for i, l := range lines {
			if f := r.at(i, len(lines)) - float64(row); f > 0.15 && f < 0.85 {
				for k, v := range l {
					sum[k] += v
				}
			}
		}
		out[row] = make([]cell, y.columns+2)
		for column := range out[row] {
			var best cell
			for _, off := range []int{0, -1, 1, -2, 2} {
				m := measured(sum, (1+column)*pdf417.Modules*fine+off)
				word, like, margin := t.nearest(row%3, &m)
				if like > best.like+0.01 {
					best = cell{word, like, margin}
				}
			}
			out[row][column] = best
		}
	}
	return out
}

// indicated is what the row indicators say, each by the likeness of those that say
// so: rows, columns and level of correction.
func indicated(cells [][]cell) (rows, columns, level int) {
	var low [3]float32 // of the rows' number, less one
	var high [31]float32
	var col [31]float32
	var lev [11]float32
	for row, cs := range cells {
		for side, c := range []cell{cs[0], cs[len(cs)-1]} {
			if c.word/30 != row/3 {
				continue
			}
			v := c.word % 30
			// Left: rows, level, columns; right: columns, rows, level.
			switch (row + 2*side) % 3 {
			case 0:
				high[v] += c.like
			case 1:
				low[v%3] += c.like
				lev[v/3] += c.like
			case 2:
				col[v] += c.like
			}
		}
	}
	most := func(v []float32) int {
		best := 0
		for i := range v {
			if v[i] > v[best] {
				best = i
			}
		}
		return best
	}
	return most(high[:])*3 + most(low[:]) + 1, most(col[:]) + 1, most(lev[:])
}

// decode reads the codewords of the rows and mends them.
func (y *symbol) decode(s *search, lines [][]float32, t *templates, r rowing) (text string, sure, ok bool) {
	if s.left -= int64(r.rows*(y.columns+2)) * 5 * pdf417.Values; s.left < 0 {
		s.cut = true
		return "", false, false
	}
	cells := y.cells(lines, t, r)
	rows, columns, level := indicated(cells)
	if rows != r.rows || columns != y.columns || level > 8 {
		return "", false, false
	}
	var words []int
	var order []int // the least certain first
	var margins []float32
	for _, cs := range cells {
		for _, c := range cs[1 : len(cs)-1] {
			order = append(order, len(words))
			words = append(words, c.word)
			margins = append(margins, c.margin)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(margins[a], margins[b]) })
	checks := 2 << level
	field := pdf417.Field()
	for _, share := range []float64{0, 0.25, 0.5, 0.75} {
		erased := order[:min(len(order), int(share*float64(checks)))]
		mended := slices.Clone(words)
		wrong, err := field.Correct(mended, erased, checks)
		// Check words that were not needed are what speaks for the text.
		spare := checks - 2*wrong - len(erased)
		if err != nil || spare < 2 || mended[0] > len(words)-checks {
			continue
		}
		text, err := pdf417.Text(mended)
		if err != nil || text == "" {
			continue
		}
		return text, spare >= 3, true
	}
	return "", false, false
}
