package code

import (
	"cmp"
	"image"
	"math"
	"slices"

	"lampan/scanner/internal/picture/code/aztec"
)

// Aztec is read as follows. Rings as wide as each other, along a row and along a
// column, are a bull's-eye; the plane of the paper is moved until a drawn one fits
// it best. From there outwards, ring by ring, it is moved so that modules are as
// light or as dark as they get, for a grid that lies between modules sees grey. The
// modules that are least clear make words that are called erased.

// spot is where rings lie, and how wide they are along the row and the column.
type spot struct {
	at   point
	x, y float64
	seen int
}

// spotsOf finds what may be a bull's-eye.
func spotsOf(b bits) []spot {
	var out []spot
	for y := range b.h {
		row := b.dark[y*b.w : (y+1)*b.w]
		var edges []int
		for x := 1; x <= b.w; x++ {
			if x < b.w && row[x] == row[x-1] {
				continue
			}
			edges = append(edges, x)
			if n := len(edges); n < 10 || !row[x-1] {
				continue
			}
			// Seven runs between two that are dark.
			all := edges[len(edges)-10:]
			e := all[1:9]
			w, ok := evenly(e)
			if outer := min(all[1]-all[0], all[9]-all[8]); !ok || float64(outer) < w/2 {
				continue
			}
			cx := (e[3] + e[4]) / 2
			cy, h, ok := b.upright(cx, y)
			if !ok || h > 3*w || w > 3*h {
				continue
			}
			out = noted(out, spot{point{float64(e[3]+e[4]) / 2, cy}, w, h, 1})
		}
	}
	slices.SortStableFunc(out, func(a, b spot) int { return cmp.Compare(b.seen, a.seen) })
	return out[:min(len(out), 48)]
}

// evenly says that seven runs between eight edges are about as long as each other.
func evenly(e []int) (float64, bool) {
	w := float64(e[7]-e[0]) / 7
	if w < 1 {
		return 0, false
	}
	for i := range 7 {
		if d := math.Abs(float64(e[i+1]-e[i]) - w); d > 0.5*w+0.7 {
			return 0, false
		}
	}
	return w, true
}

// upright looks for the rings up and down from a dark place.
func (b bits) upright(x, y int) (middle, width float64, ok bool) {
	if !b.dark[y*b.w+x] {
		return 0, 0, false
	}
	var e [10]int
	for _, way := range []int{-1, 1} {
		at, dark := y, true
		for n := range 5 {
			for at >= 0 && at < b.h && b.dark[at*b.w+x] == dark {
				at += way
			}
			if (at < 0 || at >= b.h) && n < 4 {
				return 0, 0, false
			}
			if way < 0 {
				e[4-n] = at + 1
			} else {
				e[5+n] = at
			}
			dark = !dark
		}
	}
	width, ok = evenly(e[1:9])
	outer := min(e[1]-e[0], e[9]-e[8])
	return float64(e[4]+e[5]) / 2, width, ok && float64(outer) >= width/2
}

// noted adds a spot, or counts it with one that is near.
func noted(out []spot, s spot) []spot {
	for i, o := range out {
		if o.at.minus(s.at).length() < (o.x+o.y)/3 {
			n := float64(o.seen)
			out[i].at = o.at.times(n).plus(s.at).times(1 / (n + 1))
			out[i].x, out[i].y = (o.x*n+s.x)/(n+1), (o.y*n+s.y)/(n+1)
			out[i].seen++
			return out
		}
	}
	if len(out) < 1000 {
		out = append(out, s)
	}
	return out
}

// target is an Aztec symbol as far as it is known.
type target struct {
	g        gray
	inverted bool
	p        plane // modules, from the middle
}

// dark is how dark a module is: the mean of some places in it.
func (t *target) dark(x, y float64) float64 {
	sum := 0.0
	for _, d := range [...]point{{-0.2, -0.2}, {0.2, -0.2}, {-0.2, 0.2}, {0.2, 0.2}} {
		q := t.p.at(x+d.x, y+d.y)
		sum += t.g.at(q.x, q.y)
	}
	if t.inverted {
		return sum / 4
	}
	return 255 - sum/4
}

// middle is how dark the middle of a module is.
func (t *target) middle(x, y float64) float64 {
	q := t.p.at(x, y)
	if t.inverted {
		return t.g.at(q.x, q.y)
	}
	return 255 - t.g.at(q.x, q.y)
}

// bull tells how well a bull's-eye that ends before the ring fits; 1 is perfect.
func (t *target) bull(ring int) float64 { return t.fits(ring, t.dark) }

func (t *target) fits(ring int, dark func(x, y float64) float64) float64 {
	var l likeness
	for y := 1 - ring; y < ring; y++ {
		for x := 1 - ring; x < ring; x++ {
			l.see(dark(float64(x), float64(y)), aztec.Bull(aztec.Place{X: x, Y: y}))
		}
	}
	return l.value()
}

// contrast tells how far from grey the modules are, out to a reach.
func (t *target) contrast(reach int) float64 {
	var n, sum, squares float64
	step := 1 + reach/20 // of a large symbol, some
	for y := -reach; y <= reach; y += step {
		for x := -reach; x <= reach; x += step {
			d := t.dark(float64(x), float64(y))
			n, sum, squares = n+1, sum+d, squares+d*d
		}
	}
	return squares/n - sum/n*(sum/n)
}

// moved tries small moves of the plane and keeps those that are better. A step is
// in modules, at a reach from the middle.
func (t *target) moved(better func() float64, reach float64, steps ...float64) float64 {
	best := better()
	for _, step := range steps {
		for range 8 {
			gained := false
			for i := range 8 {
				for _, sign := range []float64{-1, 1} {
					was := t.p
					t.p = was.nudged(i, sign*step, reach)
					if v := better(); v > best {
						best, gained = v, true
						break
					}
					t.p = was
				}
			}
			if !gained {
				break
			}
		}
	}
	return best
}

// nudged moves a plane in one of its eight ways, so that what lies at a reach from
// the middle moves by so many modules.
func (p plane) nudged(way int, by, reach float64) plane {
	u, v := point{p.a, p.d}, point{p.b, p.e} // a module right and down
	switch way {
	case 0:
		p.c, p.f = p.c+by*u.x, p.f+by*u.y
	case 1:
		p.c, p.f = p.c+by*v.x, p.f+by*v.y
	case 2: // wider
		p.a, p.d = p.a+by/reach*u.x, p.d+by/reach*u.y
	case 3: // higher
		p.b, p.e = p.b+by/reach*v.x, p.e+by/reach*v.y
	case 4: // turned
		p.a, p.d = p.a+by/reach*v.x, p.d+by/reach*v.y
		p.b, p.e = p.b-by/reach*u.x, p.e-by/reach*u.y
	case 5: // slanted
		p.a, p.d = p.a+by/reach*v.x, p.d+by/reach*v.y
		p.b, p.e = p.b+by/reach*u.x, p.e+by/reach*u.y
	case 6, 7: // leaning; what lies in the middle stays, as do the modules there
		k := by / (reach * reach)
		if way == 6 {
			p.g += k
			p.a, p.d = p.a+k*p.c, p.d+k*p.f
		} else {
			p.h += k
			p.b, p.e = p.b+k*p.c, p.e+k*p.f
		}
	}
	return p
}

// aimed reads the Aztec symbols in the picture, where b shows them at scale.
func (s *search) aimed(g gray, b bits, inverted bool, scale float64) []reading {
	var out []reading
	if g.w < 12 || g.h < 12 {
		return nil
	}
	for _, p := range spotsOf(b) {
		if s.left < 0 {
			break
		}
		p.at, p.x, p.y = p.at.times(1/scale), p.x/scale, p.y/scale
		inside := image.Pt(int(p.at.x), int(p.at.y))
		if slices.ContainsFunc(out, func(r reading) bool { return inside.In(r.at) }) {
			continue
		}
		t := &target{g: g, inverted: inverted}
		if r, ok := t.aim(s, p); ok {
			out = append(out, r)
		}
	}
	return out
}

// aim lays the plane on a bull's-eye and reads what is around it.
func (t *target) aim(s *search, p spot) (reading, bool) {
	const inner = 5 // the bull's-eye that both kinds have ends before it
	best := math.Inf(-1)
	var at plane
	for degrees := 0.0; degrees < 90; degrees += 6 {
		sin, cos := math.Sincos(degrees * math.Pi / 180)
		k := max(cos, sin) // a row meets the rings aslant
		t.p = plane{a: k * p.x * cos, d: k * p.y * sin, b: -k * p.x * sin, e: k * p.y * cos, c: p.at.x, f: p.at.y}
		if f := t.fits(inner, t.middle); f > best {
			best, at = f, t.p
		}
	}
	s.left -= 15 * 81
	if best < 0.4 {
		return reading{}, false
	}
	t.p = at
	s.left -= 100 * 81 * 4
	if t.moved(func() float64 { return t.bull(inner) }, 4, 0.5, 0.25, 0.1, 0.05) < 0.5 {
		return reading{}, false
	}
	at = t.p
	// A full bull's-eye has two rings more; data may look a little like them.
	if t.bull(7) > 0.5 {
		s.left -= 100 * 169 * 4
		t.moved(func() float64 { return t.bull(7) }, 6, 0.2, 0.1, 0.05)
		if r, ok := t.read(s, false); ok {
			return r, true
		}
	}
	t.p = at
	return t.read(s, true)
}

// read reads the message around the bull's-eye, and then the symbol.
func (t *target) read(s *search, compact bool) (reading, bool) {
	ring := aztec.Ring(compact)
	s.left -= 100 * 225 * 4
	t.moved(func() float64 { return t.contrast(ring) }, float64(ring), 0.2, 0.1, 0.05)
	light := t.modules(ring, 0)
	dark, pale := aztec.Corners(compact)
	turn, best := 0, math.Inf(-1)
	for n := range 4 {
		v := 0.0
		for i := range dark {
			v += light.at(dark[i].Turned(n)) - light.at(pale[i].Turned(n))
		}
		if v > best {
			turn, best = n, v
		}
	}
	// The plane turns with it, so that up is up from here on.
	for range turn {
		t.p = plane{t.p.b, -t.p.a, t.p.c, t.p.e, -t.p.d, t.p.f, t.p.h, -t.p.g}
	}
	var symbol aztec.Symbol
	read := false
	for _, sharp := range []float64{0, 0.2} {
		light := t.modules(ring, sharp)
		var message []bool
		for _, p := range aztec.Message(compact) {
			message = append(message, light.at(p) > 0)
		}
		var err error
		if symbol, err = aztec.Read(compact, message); err == nil {
			read = true
			break
		}
	}
	if !read {
		return reading{}, false
	}
	reach := symbol.Reach()
	for r := ring + 1; r <= reach; r += 2 {
		n := 2*r/(1+r/20) + 1
		if s.left -= int64(n * n * 4 * 60); s.left < 0 {
			s.cut = true
			return reading{}, false
		}
		t.moved(func() float64 { return t.contrast(min(r, reach)) }, float64(r), 0.3, 0.15)
	}
	t.moved(func() float64 { return t.contrast(reach) }, float64(reach), 0.3, 0.15, 0.08)
	for _, sharp := range []float64{0, 0.15, 0.3} {
		if text, sure, ok := t.text(symbol, sharp); ok {
			out := reading{kind: Aztec, text: text, at: t.bounds(reach), looks: 1}
			if sure {
				out.looks = enough
			}
			return out, true
		}
	}
	return reading{}, false
}

func (t *target) bounds(reach int) image.Rectangle {
	var at image.Rectangle
	r := float64(reach) + 0.5
	for _, c := range [...]point{{-r, -r}, {r, -r}, {r, r}, {-r, r}} {
		q := t.p.at(c.x, c.y)
		at = at.Union(image.Rect(int(q.x), int(q.y), int(q.x)+1, int(q.y)+1))
	}
	return at
}

// tones are modules around a middle: above 0 is dark, and the further from 0 the
// clearer.
type tones struct {
	reach int
	v     []float64
}

func (m tones) at(p aztec.Place) float64 {
	n := 2*m.reach + 1
	return m.v[(p.Y+m.reach)*n+p.X+m.reach]
}

// modules measures modules out to a reach and compares each with those around it.
// Some of what neighbours share by blur is taken away, as sharp says.
func (t *target) modules(reach int, sharp float64) tones {
	n := 2*reach + 1
	raw := newGray(n, n)
	for y := range n {
		for x := range n {
			raw.pix[y*n+x] = uint8(t.dark(float64(x-reach), float64(y-reach)) + 0.5)
		}
	}
	return tones{reach, raw.tones(sharp)}
}

// tones compares modules, a pixel each, with those around them: above 0 is darker.
func (g gray) tones(sharp float64) []float64 {
	out := make([]float64, len(g.pix))
	s := sums(g)
	for y := range g.h {
		for x := range g.w {
			around, pixels := s.box(x-1, y-1, x+2, y+2)
			v := float64(g.pix[y*g.w+x])
			v += sharp * (9*v - float64(around)*9/float64(pixels))
			mean, m := s.box(x-5, y-5, x+6, y+6)
			out[y*g.w+x] = v - float64(mean)/float64(m)
		}
	}
	return out
}

// text reads the data of a symbol.
func (t *target) text(symbol aztec.Symbol, sharp float64) (text string, sure, ok bool) {
	light := t.modules(symbol.Reach(), sharp)
	var dark []bool
	var clarity []float64
	for _, p := range symbol.Places() {
		v := light.at(p)
		dark, clarity = append(dark, v > 0), append(clarity, math.Abs(v))
	}
	size := symbol.Bits()
	words := aztec.Words(dark, size)
	clarity = clarity[len(clarity)%size:]
	order := make([]int, len(words)) // the least certain first
	weak := make([]float64, len(words))
	for i := range order {
		order[i], weak[i] = i, slices.Min(clarity[i*size:(i+1)*size])
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(weak[a], weak[b]) })
	field := symbol.Field()
	checks := len(words) - symbol.Words
	for _, share := range []float64{0, 0.25, 0.5, 0.75} {
		erased := order[:int(share*float64(checks))]
		mended := slices.Clone(words)
		wrong, err := field.Correct(mended, erased, checks)
		// Check words that were not needed are what speaks for the text.
		spare := (checks - 2*wrong - len(erased)) * size
		if err != nil || spare < 12 {
			continue
		}
		data, err := symbol.Unstuffed(mended[:symbol.Words])
		if err != nil {
			continue
		}
		if text := aztecText(data); text != "" {
			return text, spare >= 24, true
		}
	}
	return "", false, false
}
