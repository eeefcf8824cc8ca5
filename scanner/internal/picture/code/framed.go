package code

import (
	"cmp"
	"image"
	"math"
	"slices"
)

// Data Matrix in a part of a picture is read as follows. What is dark and near to
// the middle makes one patch; the smallest rectangle around it is where the symbol
// lies. Of all sizes, the one whose frame (two sides dark, two of which every other
// module is) fits best is moved until it fits as well as it can.

// frame is a size of symbol, in modules.
type frame struct{ w, h int }

// frames are those of ISO/IEC 16022.
func frames() []frame {
	out := []frame{{18, 8}, {32, 8}, {26, 12}, {36, 12}, {36, 16}, {48, 16}}
	for _, n := range []int{10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48, 52, 64, 72, 80, 88, 96, 104, 120, 132, 144} {
		out = append(out, frame{n, n})
	}
	return out
}

// drawn says whether a module of the frame, or of the margin around it, is dark.
func (f frame) drawn(x, y int) bool {
	switch {
	case x < 0 || y < 0 || x >= f.w || y >= f.h:
		return false
	case x == 0 || y == f.h-1:
		return true
	case y == 0:
		return x%2 == 0
	}
	return y%2 == 1
}

// likeness is how modules as measured agree with modules as drawn; 1 is perfectly.
type likeness struct{ n, sum, squares, both, dark float64 }

func (l *likeness) see(measured float64, dark bool) {
	l.n, l.sum, l.squares = l.n+1, l.sum+measured, l.squares+measured*measured
	if dark {
		l.both, l.dark = l.both+measured, l.dark+1
	}
}

func (l *likeness) value() float64 {
	share, mean := l.dark/l.n, l.sum/l.n
	return (l.both/l.n - share*mean) / math.Sqrt(max(1, l.squares/l.n-mean*mean)*share*(1-share))
}

// fit tells how well a frame fits where the plane, which is counted from its
// middle, lies: all of it, and by itself what tells one size from another, the
// sides where every other module is dark.
func (f frame) fit(dark func(x, y float64) float64) (whole, sides float64) {
	var all, dashed likeness
	see := func(x, y int) {
		d := dark(float64(x)+0.5-float64(f.w)/2, float64(y)+0.5-float64(f.h)/2)
		all.see(d, f.drawn(x, y))
		if y == 0 && x > 0 && x < f.w || x == f.w-1 && y > 0 && y < f.h-1 {
			dashed.see(d, f.drawn(x, y))
		}
	}
	for x := -1; x <= f.w; x++ {
		for _, y := range [...]int{-1, 0, f.h - 1, f.h} {
			see(x, y)
		}
	}
	for y := 1; y < f.h-1; y++ {
		for _, x := range [...]int{-1, 0, f.w - 1, f.w} {
			see(x, y)
		}
	}
	return all.value(), dashed.value()
}

// contrast tells how far from grey the modules are: less, where they are measured
// between them.
func (f frame) contrast(t *target) float64 {
	var n, sum, squares float64
	for y := range f.h {
		for x := range f.w {
			d := t.dark(float64(x)+0.5-float64(f.w)/2, float64(y)+0.5-float64(f.h)/2)
			n, sum, squares = n+1, sum+d, squares+d*d
		}
	}
	return squares/n - sum/n*(sum/n)
}

// framed reads the Data Matrix symbol around the middle of a picture.
func (s *search) framed(g gray, b bits, inverted bool, scale float64) []reading {
	for _, reach := range []int{3, 7} {
		s.left -= int64(len(b.dark)) * 2
		q, ok := b.patch(reach)
		if !ok {
			continue
		}
		for i := range q {
			q[i] = q[i].times(1 / scale)
		}
		if rs := s.framedAt(g, q, inverted); len(rs) > 0 {
			return rs
		}
	}
	return nil
}

func (s *search) framedAt(g gray, q [4]point, inverted bool) []reading {
	type try struct {
		f   frame
		p   plane
		fit float64
	}
	var tries []try
	best := 0.4 // of the whole frame: its two dark sides tell which way is up
	for turn := range 4 {
		corners := [4]point{q[turn], q[(turn+1)%4], q[(turn+2)%4], q[(turn+3)%4]}
		var turned []try
		most := 0.0
		for _, f := range frames() {
			wide := corners[1].minus(corners[0]).length() / float64(f.w)
			high := corners[3].minus(corners[0]).length() / float64(f.h)
			if wide < 1.3 || high < 1.3 || wide > 1.6*high || high > 1.6*wide {
				continue
			}
			p, ok := planeOf(float64(f.w), float64(f.h), corners)
			if !ok {
				continue
			}
			t := &target{g, inverted, p.from(float64(f.w)/2, float64(f.h)/2)}
			s.left -= int64(8 * (f.w + f.h))
			whole, _ := f.fit(t.middle)
			most = max(most, whole)
			turned = append(turned, try{f, t.p, 0})
		}
		if most > best {
			best, tries = most, turned
		}
	}
	for i, c := range tries {
		if s.left -= int64(8 * (c.f.w + c.f.h) * 150); s.left < 0 {
			return nil
		}
		t := &target{g, inverted, c.p}
		half := float64(max(c.f.w, c.f.h)) / 2
		// All of the frame finds its place, then every other module its pace.
		t.moved(func() float64 { whole, _ := c.f.fit(t.middle); return whole }, half, 1, 0.5, 0.25)
		tries[i].fit = t.moved(func() float64 { whole, sides := c.f.fit(t.middle); return (whole + sides) / 2 }, half, 0.5, 0.25, 0.1)
		tries[i].p = t.p
	}
	slices.SortStableFunc(tries, func(a, b try) int { return cmp.Compare(b.fit, a.fit) })
	for _, c := range tries[:min(2, len(tries))] {
		if c.fit < 0.55 {
			break
		}
		if rs := s.modules(&target{g, inverted, c.p}, c.f, c.fit); len(rs) > 0 {
			return rs
		}
	}
	return nil
}

// modules reads a symbol whose frame was found.
func (s *search) modules(t *target, f frame, fit float64) []reading {
	s.left -= int64(4 * f.w * f.h * 60)
	half := float64(max(f.w, f.h)) / 2
	// The frame says where the edge is, all modules where they are.
	t.moved(func() float64 {
		whole, sides := f.fit(t.dark)
		return (whole+sides)/2 + math.Sqrt(f.contrast(t))/128
	}, half, 0.25, 0.12)
	for _, sharp := range []float64{0, 0.15, 0.3, 0.6} {
		rs := guarded(func() []reading { return libraryModules(t.cells(f, sharp)) })
		for i := range rs {
			rs[i].at = t.bounds(int(half) + 1)
			if fit > 0.8 {
				rs[i].looks = enough // the whole frame speaks for it
			}
		}
		if len(rs) > 0 {
			return rs
		}
	}
	return nil
}

// cells says which modules of a symbol are dark.
func (t *target) cells(f frame, sharp float64) bits {
	raw := newGray(f.w, f.h)
	for y := range f.h {
		for x := range f.w {
			raw.pix[y*f.w+x] = uint8(t.dark(float64(x)+0.5-float64(f.w)/2, float64(y)+0.5-float64(f.h)/2) + 0.5)
		}
	}
	out := bits{f.w, f.h, make([]bool, f.w*f.h)}
	for i, v := range raw.tones(sharp) {
		out.dark[i] = v > 0
	}
	return out
}

// patch is the smallest rectangle around what is dark and hangs together from the
// middle on, over gaps of a reach.
func (b bits) patch(reach int) ([4]point, bool) {
	start, ok := b.central()
	if !ok {
		return [4]point{}, false
	}
	// Cells of a reach a side hang together with the eight around them.
	w, h := (b.w+reach-1)/reach, (b.h+reach-1)/reach
	cells, mine := make([]bool, w*h), make([]bool, w*h)
	for y := range b.h {
		for x, dark := range b.dark[y*b.w : (y+1)*b.w] {
			if dark {
				cells[y/reach*w+x/reach] = true
			}
		}
	}
	for todo := []int{start.Y/reach*w + start.X/reach}; len(todo) > 0; {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for i := range 9 {
			x, y := k%w+i%3-1, k/w+i/3-1
			if x >= 0 && y >= 0 && x < w && y < h && cells[y*w+x] && !mine[y*w+x] {
				mine[y*w+x] = true
				todo = append(todo, y*w+x)
			}
		}
	}
	var edge []point
	for y := range b.h {
		first, last := -1, -1
		for x := range b.w {
			if b.dark[y*b.w+x] && mine[y/reach*w+x/reach] {
				if first < 0 {
					first = x
				}
				last = x
			}
		}
		if first >= 0 {
			for _, x := range []int{first, last + 1} {
				edge = append(edge, point{float64(x), float64(y)}, point{float64(x), float64(y + 1)})
			}
		}
	}
	return smallest(edge)
}

// central is the dark pixel nearest to the middle.
func (b bits) central() (at image.Point, ok bool) {
	best := math.MaxInt
	for y := range b.h {
		for x, dark := range b.dark[y*b.w : (y+1)*b.w] {
			if !dark {
				continue
			}
			dx, dy := x-b.w/2, y-b.h/2
			if d := dx*dx + dy*dy; d < best {
				at, best, ok = image.Pt(x, y), d, true
			}
		}
	}
	return at, ok
}

// smallest is the rectangle of least area around points, of all degrees.
func smallest(ps []point) ([4]point, bool) {
	var out [4]point
	least := math.Inf(1)
	for degrees := range 90 {
		sin, cos := math.Sincos(float64(degrees) * math.Pi / 180)
		u, v := point{cos, sin}, point{-sin, cos}
		u0, u1, v0, v1 := math.Inf(1), math.Inf(-1), math.Inf(1), math.Inf(-1)
		for _, p := range ps {
			a, b := p.dot(u), p.dot(v)
			u0, u1, v0, v1 = min(u0, a), max(u1, a), min(v0, b), max(v1, b)
		}
		if size := (u1 - u0) * (v1 - v0); size < least {
			least = size
			out = [4]point{
				u.times(u0).plus(v.times(v0)), u.times(u1).plus(v.times(v0)),
				u.times(u1).plus(v.times(v1)), u.times(u0).plus(v.times(v1)),
			}
		}
	}
	return out, least > 100 && !math.IsInf(least, 0)
}
