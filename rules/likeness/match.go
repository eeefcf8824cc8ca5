package likeness

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
	"sync"
)

// Hashes are compared in two steps. First the signs of 8 by 8 whitened cells, 64
// bits, of every crop of one against the whole of the other in its eight
// orientations; then, for the few that come near, the whitened cells themselves,
// finer, while the edges of the crop are moved to where they fit best.
const (
	coarse       = 8
	coarseAround = 3
	fine         = 14
	fineAround   = 5
)

// cropSteps are the shares that a side is cropped by in the first step.
const (
	cropMost  = 0.21
	cropSteps = 4
)

// crop is a part to try. shape is the binary logarithm of how much wider than
// the whole it is.
type crop struct {
	part  rect
	shape float64
}

// crops are those to try, by shape.
var crops = sync.OnceValue(func() (out []crop) {
	at := func(n int) float64 { return cropMost * float64(n) / (cropSteps - 1) }
	for n := range cropSteps * cropSteps * cropSteps * cropSteps {
		l, t, r, b := n%cropSteps, n/cropSteps%cropSteps, n/cropSteps/cropSteps%cropSteps, n/cropSteps/cropSteps/cropSteps
		p := rect{at(l), at(t), 1 - at(r), 1 - at(b)}
		out = append(out, crop{p, math.Log2(p.width() / p.height())})
	}
	slices.SortStableFunc(out, func(a, b crop) int { return cmp.Compare(a.shape, b.shape) })
	return out
})

// shapeSlack is how far, as a binary logarithm, the shape of a crop may be from
// that of the part in the first step, and fineSlack in the second: steps are
// coarse, and sizes are whole pixels.
const (
	shapeSlack = 0.16
	fineSlack  = 0.05
)

// Thresholds, tuned by cmd/internal/likeeval on the half of the pictures that is
// not measured.
const (
	coarseMost = 18   // bits of 64 that may differ in the first step
	tried      = 6    // candidates that reach the second
	refined    = 2    // candidates whose edges are moved
	leastWhole = 0.55 // likeness of the same picture, uncropped and upright
	leastOther = 0.70 // and otherwise
	sure       = 0.80 // of the whole: nothing is gained by moving edges
)

// hopeful is how alike a candidate must be before each round of smaller steps.
var hopeful = [...]float64{0.3, 0.45, 0.6}

// opened is a hash made ready for comparing.
type opened struct {
	shape float64
	sums  sums
	fine  [orientations][fine * fine]float32
	plain float64              // how much its surfaces repeat themselves; see repeats
	codes [orientations]uint64 // of the whole, in each orientation
	crops []uint64             // of the crops, as crops gives them; see parts
}

// open makes a hash ready. It must not be blank.
func open(h Hash) *opened {
	o := &opened{shape: h.shape(), sums: sumUp(h.cells())}
	var v, laid [coarse * coarse]float32
	var w [fine * fine]float32
	o.view(whole, fine, fineAround, w[:])
	o.plain = repeats(w[:])
	o.view(whole, coarse, coarseAround, v[:])
	for n := range o.codes {
		lay(w[:], fine, orientation(n), o.fine[n][:])
		lay(v[:], coarse, orientation(n), laid[:])
		o.codes[n] = signs(laid[:])
	}
	return o
}

// parts gives the codes of the crops, which take longest to make.
func (o *opened) parts() []uint64 {
	if o.crops == nil {
		var v [coarse * coarse]float32
		o.crops = make([]uint64, len(crops()))
		for n, c := range crops() {
			o.view(c.part, coarse, coarseAround, v[:])
			o.crops[n] = signs(v[:])
		}
	}
	return o.crops
}

func (o *opened) view(part rect, n, around int, into []float32) {
	o.sums.sample(part, n, n, into)
	whiten(into, n, n, around)
}

func signs(v []float32) (code uint64) {
	for i, x := range v {
		if x > 0 {
			code |= 1 << i
		}
	}
	return code
}

// candidate is a way to lay the whole of one picture over a part of another.
type candidate struct {
	differ   int     // in the first step
	likeness float64 // in the second
	first    bool    // the first picture is the part
	lay      orientation
	part     rect
}

// candidates are the best ways of the first step, at most tried.
type candidates struct {
	n    int
	list [tried]candidate
}

func (c *candidates) add(x candidate) {
	if c.n == tried && x.differ >= c.list[tried-1].differ {
		return
	}
	if c.n < tried {
		c.n++
	}
	i := c.n - 1
	for ; i > 0 && c.list[i-1].differ > x.differ; i-- {
		c.list[i] = c.list[i-1]
	}
	c.list[i] = x
}

// same compares; see [Same]. Of what is not the same it gives up early, and the
// likeness is then only a rough one.
func (o *opened) same(p *opened) (float64, Change, bool) {
	var c candidates
	o.find(p, true, &c)
	p.find(o, false, &c)
	list := c.list[:c.n]
	for n := range list {
		part, of := list[n].pair(o, p)
		list[n].likeness = part.score(of, &list[n])
	}
	slices.SortStableFunc(list, func(a, b candidate) int { return cmp.Compare(b.likeness, a.likeness) })
	var best candidate
	plain := (o.plain + p.plain) / 2
	for n := range list[:min(refined, len(list))] {
		part, of := list[n].pair(o, p)
		part.fit(of, &list[n])
		if x := list[n]; n == 0 || x.likeness-x.least(plain) > best.likeness-best.least(plain) {
			best = x
		}
	}
	return max(0, best.likeness), best.change(), len(list) > 0 && best.likeness >= best.least(plain)
}

// pair gives the part and the whole.
func (x *candidate) pair(first, second *opened) (part, of *opened) {
	if x.first {
		return first, second
	}
	return second, first
}

// least is the likeness that makes it the same picture. plain is the mean of
// both: what has little in it, as stripes or one edge, fits in many places.
func (x *candidate) least(plain float64) float64 {
	if x.lay == 0 && x.part == whole {
		return leastWhole
	}
	return leastOther + max(0, min(0.2, 0.05*(plain-3.5)))
}

// repeats is how alike a whitened picture is to itself moved by up to two cells,
// as a sum of squares: 1 for noise, about 2 for a photo, 5 and more for stripes.
func repeats(v []float32) (sum float64) {
	const far = 2
	for dy := -far; dy <= far; dy++ {
		for dx := -far; dx <= far; dx++ {
			var s float32
			for y := max(0, -dy); y < min(fine, fine-dy); y++ {
				for x := max(0, -dx); x < min(fine, fine-dx); x++ {
					s += v[y*fine+x] * v[(y+dy)*fine+x+dx]
				}
			}
			sum += float64(s) * float64(s)
		}
	}
	return sum
}

// find adds the ways in which o may be a part of p.
func (o *opened) find(p *opened, first bool, c *candidates) {
	all, parts := crops(), p.parts()
	for n := range orientation(orientations) {
		shape := o.shape
		if n.quarters()%2 == 1 {
			shape = -shape
		}
		code := o.codes[n]
		// The whole is tried whatever the shape: a picture may have been stretched.
		if d := bits.OnesCount64(code ^ p.codes[0]); first && (d <= coarseMost || n == 0) {
			c.add(candidate{differ: d, first: first, lay: n, part: whole})
		}
		from, _ := slices.BinarySearchFunc(all, shape-p.shape-shapeSlack, func(c crop, s float64) int { return cmp.Compare(c.shape, s) })
		for i := from; i < len(all) && all[i].shape <= shape-p.shape+shapeSlack; i++ {
			d := bits.OnesCount64(code ^ parts[i])
			if d <= coarseMost && all[i].part != whole {
				c.add(candidate{differ: d, first: first, lay: n, part: all[i].part})
			}
		}
	}
}

// score is how alike o, laid as x says, and its part of p are.
func (o *opened) score(p *opened, x *candidate) float64 {
	var v [fine * fine]float32
	p.view(x.part, fine, fineAround, v[:])
	return dot(o.fine[x.lay][:], v[:])
}

// fit moves the edges of a crop to where o, laid as x says, fits p best.
func (o *opened) fit(p *opened, x *candidate) {
	if x.part == whole && x.likeness >= sure {
		return
	}
	shape := o.shape
	if x.lay.quarters()%2 == 1 {
		shape = -shape
	}
	shape -= p.shape
	for n, step := range []float64{0.035, 0.0175, 0.00875} {
		if x.likeness < hopeful[n] {
			return
		}
		for moved, rounds := true, 0; moved && rounds < 4; rounds++ {
			moved = false
			for _, m := range moves {
				y := *x
				y.part = rect{x.part.left + m.left*step, x.part.top + m.top*step, x.part.right + m.right*step, x.part.bottom + m.bottom*step}
				if !y.part.may() || math.Abs(math.Log2(y.part.width()/y.part.height())-shape) > max(fineSlack, step*3) {
					continue
				}
				if y.likeness = o.score(p, &y); y.likeness > x.likeness {
					*x, moved = y, true
				}
			}
		}
	}
}

// may reports whether a crop is one that is looked for.
func (r rect) may() bool {
	return min(r.left, r.top) >= 0 && max(r.right, r.bottom) <= 1 && max(r.left, r.top) <= cropMost && min(r.right, r.bottom) >= 1-cropMost
}

// moves are the ways in which a crop is moved: sideways, larger and smaller, and
// edge by edge.
var moves = []rect{
	{1, 0, 1, 0},
	{-1, 0, -1, 0},
	{0, 1, 0, 1},
	{0, -1, 0, -1},
	{1, 1, -1, -1},
	{-1, -1, 1, 1},
	{1, 0, 0, 0},
	{-1, 0, 0, 0},
	{0, 1, 0, 0},
	{0, -1, 0, 0},
	{0, 0, 1, 0},
	{0, 0, -1, 0},
	{0, 0, 0, 1},
	{0, 0, 0, -1},
}

// cropLeast is the share of a side that a crop takes at least to be told.
const cropLeast = 0.02

// change tells a way in words of the family: how the second became the first.
func (x candidate) change() Change {
	if x.part == (rect{}) {
		return Change{}
	}
	c := Change{Mirrored: x.lay.mirrored(), Turned: x.lay.quarters() * 90}
	if x.first && !c.Mirrored {
		// The part was laid to fit the whole; the way back turns the other way.
		c.Turned = (360 - c.Turned) % 360
	}
	p := x.part
	if p.left > cropLeast || p.top > cropLeast || p.right < 1-cropLeast || p.bottom < 1-cropLeast {
		c.Cropped, c.First = true, x.first
		c.Left, c.Top, c.Right, c.Bottom = p.left, p.top, 1-p.right, 1-p.bottom
	}
	return c
}
