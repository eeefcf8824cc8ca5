package code

import (
	"math"
)

// bar is where the start or stop pattern of a PDF417 symbol was found: its left and
// right edge, from top to bottom as the symbol is read.
type bar struct {
	left, right [2]point
	module      float64 // pixels
}

// across points from the left edge to the right one.
func (b bar) across() point {
	return b.right[0].plus(b.right[1]).minus(b.left[0]).minus(b.left[1]).times(0.5)
}

func (b bar) middle() point {
	return b.left[0].plus(b.right[0]).plus(b.left[1]).plus(b.right[1]).times(0.25)
}

func (b bar) height() float64 { return b.left[1].minus(b.left[0]).length() }

// The widths of bars and spaces, in modules.
var (
	startWidths = []int{8, 1, 1, 1, 1, 1, 1, 3}
	stopWidths  = []int{7, 1, 1, 3, 1, 1, 1, 2, 1}
)

// crossing is where one line across the picture met a pattern.
type crossing struct {
	line        float64
	left, right point
	at          float64 // along the line
	module      float64
}

// course is a way to cross the picture: from each start in steps of dx, dy.
type course struct{ dx, dy int }

// barsOf finds start and stop patterns along rows and columns, and along both
// diagonals where aslant.
func barsOf(b bits, aslant bool) (starts, stops []bar) {
	courses := []course{{1, 0}, {0, 1}}
	if aslant {
		courses = append(courses, course{1, 1}, course{1, -1})
	}
	for _, c := range courses {
		for k, crossings := range c.crossings(b) {
			widest := 4.0 / 17 // where the widest bar's middle lies
			if k >= 2 {
				widest = 3.5 / 18
			}
			for _, chain := range chained(crossings) {
				found, ok := barOf(b, chain, widest)
				switch {
				case ok && k < 2:
					starts = append(starts, found)
				case ok:
					stops = append(stops, found)
				}
			}
		}
	}
	return starts, stops
}

// crossings gives where the lines of a course meet the start pattern, it read
// backwards, the stop pattern, and it read backwards.
func (c course) crossings(b bits) [4][]crossing {
	var found [4][]crossing
	c.each(b, func(line float64, edges []int, at func(t int) point) {
		for i := range edges {
			for k := range found {
				widths, back := startWidths, k%2 == 1
				if k >= 2 {
					widths = stopWidths
				}
				x, ok := met(edges, i, widths, back)
				if !ok {
					continue
				}
				l, r := at(x.first), at(x.last)
				if back {
					l, r = r, l
				}
				found[k] = append(found[k], crossing{line, l, r, float64(x.first), r.minus(l).length() / float64(x.modules)})
			}
		}
	})
	return found
}

// each calls f with every line of a course: where light and dark change, the first
// change being to dark, and what point of the picture a place on the line is.
func (c course) each(b bits, f func(line float64, edges []int, at func(t int) point)) {
	step := max(1, min(b.w, b.h)/250)
	var edges []int
	walk := func(line float64, x, y int) {
		edges = edges[:0]
		n := b.w - x
		switch {
		case c.dx == 0:
			n = b.h
		case c.dy > 0:
			n = min(n, b.h-y)
		case c.dy < 0:
			n = min(n, y+1)
		}
		was := false
		i := y*b.w + x
		for t := range n {
			if d := b.dark[i]; d != was {
				edges = append(edges, t)
				was = d
			}
			i += c.dy*b.w + c.dx
		}
		if was {
			edges = append(edges, n)
		}
		// A place on the line is the edge before its pixel.
		f(line, edges, func(t int) point {
			s := float64(t) - 0.5
			return point{float64(x) + 0.5 + s*float64(c.dx), float64(y) + 0.5 + s*float64(c.dy)}
		})
	}
	switch {
	case c.dy == 0:
		for y := 0; y < b.h; y += step {
			walk(float64(y), 0, y)
		}
	case c.dx == 0:
		for x := 0; x < b.w; x += step {
			walk(float64(x), x, 0)
		}
	default:
		for k := 0; k < b.w+b.h-1; k += step {
			// Lines begin on the left edge, and then on the top or the bottom.
			x, y := max(0, k-b.h+1), b.h-1-min(k, b.h-1)
			if c.dy < 0 {
				y = min(k, b.h-1)
			}
			walk(float64(k), x, y)
		}
	}
}

type meeting struct{ first, last, modules int }

// met says whether the edges from the i-th on are a pattern's. An even edge begins
// something dark.
func met(edges []int, i int, widths []int, back bool) (meeting, bool) {
	n := len(widths)
	if i+n >= len(edges) {
		return meeting{}, false
	}
	// What begins dark read forwards ends dark read backwards.
	dark := i%2 == 0
	if starts := !back || n%2 == 1; dark != starts {
		return meeting{}, false
	}
	// The widest bar first: it is several times as wide as what is next to it.
	wide, thin := edges[i+1]-edges[i], edges[i+2]-edges[i+1]
	if back {
		wide, thin = edges[i+n]-edges[i+n-1], edges[i+n-1]-edges[i+n-2]
	}
	if wide < 3*thin {
		return meeting{}, false
	}
	modules := 0
	for _, w := range widths {
		modules += w
	}
	size := edges[i+n] - edges[i]
	module := float64(size) / float64(modules)
	if module < 0.9 {
		return meeting{}, false
	}
	off := 0.0
	for j := range n {
		w := widths[j]
		if back {
			w = widths[n-1-j]
		}
		d := math.Abs(float64(edges[i+j+1]-edges[i+j]) - float64(w)*module)
		if d > 0.7*module+0.4+0.1*float64(w)*module {
			return meeting{}, false
		}
		off += d
	}
	return meeting{edges[i], edges[i+n], modules}, off < 0.25*float64(size)+2
}

// chained joins the crossings of neighbouring lines; lines come in order.
func chained(cs []crossing) [][]crossing {
	var out [][]crossing
	for _, c := range cs {
		best, at := math.Inf(1), -1
		for i, chain := range out {
			l := chain[len(chain)-1]
			d, apart := math.Abs(l.at-c.at), c.line-l.line
			if apart > 0 && apart <= 4+6*c.module && d <= 3*apart+2 && l.left.minus(c.left).length() < 1.6*apart+2 &&
				c.module < 1.5*l.module && l.module < 1.5*c.module && d < best {
				best, at = d, i
			}
		}
		if at >= 0 {
			out[at] = append(out[at], c)
		} else if len(out) < 200 {
			out = append(out, []crossing{c})
		}
	}
	return out
}

// fitted is the straight line through points, one for each line number, that
// leaves out the worst.
func fitted(lines []float64, ps []point) (from, by point) {
	keep := make([]bool, len(ps))
	for i := range keep {
		keep[i] = true
	}
	for range 3 {
		var n, sl, sll float64
		var sp, slp point
		for i, l := range lines {
			if keep[i] {
				n, sl, sll = n+1, sl+l, sll+l*l
				sp, slp = sp.plus(ps[i]), slp.plus(ps[i].times(l))
			}
		}
		d := n*sll - sl*sl
		if d == 0 {
			return point{}, point{}
		}
		by = slp.times(n).minus(sp.times(sl)).times(1 / d)
		from = sp.minus(by.times(sl)).times(1 / n)
		mean := 0.0
		for i, l := range lines {
			mean += from.plus(by.times(l)).minus(ps[i]).length()
		}
		mean /= float64(len(lines))
		for i, l := range lines {
			keep[i] = from.plus(by.times(l)).minus(ps[i]).length() <= 2*mean+0.5
		}
	}
	return from, by
}

// barOf measures a pattern: straight edges through its crossings, and ends where
// its widest bar, whose middle lies at a share of its width, ends.
func barOf(b bits, chain []crossing, widest float64) (bar, bool) {
	if len(chain) < 3 {
		return bar{}, false
	}
	var lines []float64
	var ls, rs []point
	for _, c := range chain {
		lines, ls, rs = append(lines, c.line), append(ls, c.left), append(rs, c.right)
	}
	lf, lb := fitted(lines, ls)
	rf, rb := fitted(lines, rs)
	speed := lb.length()
	if speed < 0.1 {
		return bar{}, false
	}
	left := func(t float64) point { return lf.plus(lb.times(t)) }
	right := func(t float64) point { return rf.plus(rb.times(t)) }
	dark := func(t float64) bool {
		n := 0
		for _, f := range []float64{0.4, 1, 1.6} {
			p := left(t).to(right(t), f*widest)
			x, y := int(math.Floor(p.x)), int(math.Floor(p.y))
			if x >= 0 && y >= 0 && x < b.w && y < b.h && b.dark[y*b.w+x] {
				n++
			}
		}
		return n >= 2
	}
	end := func(t, by float64) float64 {
		last := t
		for light := 0; light < 5; t += by {
			if dark(t) {
				last, light = t, 0
			} else {
				light++
			}
		}
		return last
	}
	half := 0.5 / speed
	t0, t1 := end(lines[0], -half), end(lines[len(lines)-1], half)
	out := bar{[2]point{left(t0), left(t1)}, [2]point{right(t0), right(t1)}, 0}
	if out.across().cross(left(t1).minus(left(t0))) < 0 {
		out.left[0], out.left[1] = out.left[1], out.left[0]
		out.right[0], out.right[1] = out.right[1], out.right[0]
	}
	// Lines that cross aslant meet wider modules.
	along := left(t1).minus(left(t0))
	h := along.length()
	if h == 0 {
		return bar{}, false
	}
	out.module = math.Abs(out.across().cross(along)) / h * chain[0].module / max(1e-9, chain[0].right.minus(chain[0].left).length())
	return out, h > 4*out.module && out.module > 0.8
}
