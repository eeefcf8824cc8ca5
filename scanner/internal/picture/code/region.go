package code

import (
	"cmp"
	"image"
	"slices"
)

// region is a part of a picture, as seen at the size where modules have some
// pixels.
type region struct {
	g   gray            // the picture at that size
	by  int             // how much it was shrunk
	at  image.Rectangle // in it
	fit float64
}

// regionsOf gives the parts of a picture that look like a code, the likeliest
// first: where light and dark change often, along rows and along columns alike, and
// all over a part that is about as wide as high. It looks at the picture at several
// sizes, since it knows modules of two to eight pixels only.
func regionsOf(g gray) []region {
	var all []region
	for by := 1; g.w/by >= 40 && g.h/by >= 40 && by <= 16; by *= 2 {
		small := g
		if by > 1 {
			small = g.shrunk(by)
		}
		for _, p := range busy(small) {
			// A margin, since a code's edge may be light.
			at := p.at.Inset(-8 - max(p.at.Dx(), p.at.Dy())/8)
			all = append(all, region{small, by, at.Intersect(image.Rect(0, 0, small.w, small.h)), p.fit})
		}
	}
	slices.SortStableFunc(all, func(a, b region) int { return cmp.Compare(b.fit, a.fit) })
	var out []region
	for _, p := range all {
		if !slices.ContainsFunc(out, p.same) {
			out = append(out, p)
		}
	}
	return out
}

// in is the region in the whole picture's pixels.
func (p region) in() image.Rectangle { return image.Rectangle{p.at.Min.Mul(p.by), p.at.Max.Mul(p.by)} }

// same says that two regions are mostly one.
func (p region) same(o region) bool {
	return area(o.in().Intersect(p.in()))*10 > 7*max(area(o.in()), area(p.in()))
}

func area(r image.Rectangle) int { return r.Dx() * r.Dy() }

// blocks are squares of eight pixels a side.
const block = 8

type busyPart struct {
	at  image.Rectangle
	fit float64 // how much of its box is busy, and how large it is
}

// busy gives the parts of a picture where many changes of light meet.
func busy(g gray) []busyPart {
	w, h := g.w/block, g.h/block
	signs := g.signs()
	changes := make([]bool, w*h)
	for i := range changes {
		at := i/w*block*g.w + i%w*block
		changes[i] = changesOf(signs[at:], g.w, 1) && changesOf(signs[at:], 1, g.w)
	}
	var out []busyPart
	for i := range changes {
		if !changes[i] {
			continue
		}
		at, n := taken(changes, w, i)
		full := float64(n) / float64(area(at))
		long, short := max(at.Dx(), at.Dy()), min(at.Dx(), at.Dy())
		if short < 3 || long > 5*short || full < 0.4 {
			continue
		}
		out = append(out, busyPart{image.Rectangle{at.Min.Mul(block), at.Max.Mul(block)}, full * float64(min(short, 12)) * float64(short) / float64(long)})
	}
	return out
}

// changesOf says that light and dark change often along the lines of a block. What
// is neither ends no change and begins none.
func changesOf(signs []int8, next, along int) bool {
	const often = 4
	n := 0
	for i := range block {
		var last int8
		for k := range block {
			if v := signs[i*next+k*along]; v != 0 {
				if last != 0 && v != last {
					n++
				}
				last = v
			}
		}
	}
	return n >= often
}

// taken takes the blocks that hang together with one, and gives the box around
// them and their number.
func taken(blocks []bool, w, first int) (at image.Rectangle, n int) {
	h := len(blocks) / w
	blocks[first] = false
	for todo := []int{first}; len(todo) > 0; n++ {
		k := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		x, y := k%w, k/w
		at = at.Union(image.Rect(x, y, x+1, y+1))
		for _, d := range [...]image.Point{{-1, 0}, {1, 0}, {0, -1}, {0, 1}} {
			nx, ny := x+d.X, y+d.Y
			if nx >= 0 && ny >= 0 && nx < w && ny < h && blocks[ny*w+nx] {
				blocks[ny*w+nx] = false
				todo = append(todo, ny*w+nx)
			}
		}
	}
	return at, n
}

// signs says of each pixel whether it is clearly darker (1) or lighter (-1) than
// those around it.
func (g gray) signs() []int8 {
	const r, clearly = 8, 10
	s := sums(g)
	out := make([]int8, len(g.pix))
	for y := range g.h {
		for x := range g.w {
			m, n := s.box(x-r, y-r, x+r+1, y+r+1)
			switch v := int64(g.pix[y*g.w+x]); {
			case (v+clearly)*n < m:
				out[y*g.w+x] = 1
			case (v-clearly)*n > m:
				out[y*g.w+x] = -1
			}
		}
	}
	return out
}

// shrunk is the picture with so many pixels a side taken as one.
func (g gray) shrunk(by int) gray {
	out := newGray(g.w/by, g.h/by)
	for y := range out.h {
		for x := range out.w {
			sum := 0
			for dy := range by {
				for _, v := range g.pix[(y*by+dy)*g.w+x*by : (y*by+dy)*g.w+x*by+by] {
					sum += int(v)
				}
			}
			out.pix[y*out.w+x] = uint8(sum / (by * by)) //nolint:gosec // a mean of bytes
		}
	}
	return out
}

// cropped is a copy of a part.
func (g gray) cropped(r image.Rectangle) gray {
	out := newGray(r.Dx(), r.Dy())
	for y := range out.h {
		copy(out.pix[y*out.w:(y+1)*out.w], g.pix[(r.Min.Y+y)*g.w+r.Min.X:])
	}
	return out
}
