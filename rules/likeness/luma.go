package likeness

import (
	"image"
	"math"
)

// plane is a grid of numbers, row by row.
type plane struct {
	w, h int
	p    []float32
}

func newPlane(w, h int) plane { return plane{w, h, make([]float32, w*h)} }

// enough is how many samples a side are read of an image: more do not change
// averages over a few per cent of it.
const enough = 200

// longest is the most samples along the longer side, so that a picture of one
// line and a million pixels takes little room.
const longest = 4000

// luminance reads the brightness of an image, 0 to 255, every few pixels of a
// large one. Transparent parts show white, as a page does. ok is false when
// there are no pixels.
func luminance(img image.Image) (plane, bool) {
	b := img.Bounds()
	if b.Empty() {
		return plane{}, false
	}
	step := max(1, min(b.Dx(), b.Dy())/enough, max(b.Dx(), b.Dy())/longest)
	out := newPlane((b.Dx()+step-1)/step, (b.Dy()+step-1)/step)
	at := brightness(img)
	n := 0
	for y := b.Min.Y; y < b.Max.Y; y += step {
		for x := b.Min.X; x < b.Max.X; x += step {
			out.p[n] = at(x, y)
			n++
		}
	}
	return out, true
}

// brightness gives a function from pixels to brightness, without an allocation
// a pixel for the images that decoders make.
func brightness(img image.Image) func(x, y int) float32 {
	luma := func(r, g, b, a uint32) float32 { // premultiplied, 16 bits
		return (0.299*float32(r)+0.587*float32(g)+0.114*float32(b))/257 + float32(0xffff-a)/257
	}
	switch m := img.(type) {
	case *image.Gray:
		return func(x, y int) float32 { return float32(m.Pix[m.PixOffset(x, y)]) }
	case *image.YCbCr:
		return func(x, y int) float32 { return float32(m.Y[m.YOffset(x, y)]) }
	case *image.RGBA:
		return func(x, y int) float32 { c := m.RGBAAt(x, y); return luma(c.RGBA()) }
	case *image.NRGBA:
		return func(x, y int) float32 { c := m.NRGBAAt(x, y); return luma(c.RGBA()) }
	case *image.Paletted:
		var of [256]float32
		for i, c := range m.Palette[:min(256, len(m.Palette))] {
			of[i] = luma(c.RGBA())
		}
		return func(x, y int) float32 { return of[m.ColorIndexAt(x, y)] }
	}
	return func(x, y int) float32 { return luma(img.At(x, y).RGBA()) }
}

// sums are the sums of a plane above and to the left of each corner: the sum of
// any rectangle is four look-ups.
type sums struct {
	w, h int
	p    []float64 // (w+1) × (h+1)
}

func sumUp(g plane) sums {
	s := sums{g.w, g.h, make([]float64, (g.w+1)*(g.h+1))}
	for y := range g.h {
		row := 0.0
		for x := range g.w {
			row += float64(g.p[y*g.w+x])
			s.p[(y+1)*(g.w+1)+x+1] = s.p[y*(g.w+1)+x+1] + row
		}
	}
	return s
}

// rect is a part of an image in shares of its width and height.
type rect struct{ left, top, right, bottom float64 }

var whole = rect{0, 0, 1, 1}

func (r rect) width() float64  { return r.right - r.left }
func (r rect) height() float64 { return r.bottom - r.top }

// sample averages part of what was summed onto a grid of w by h.
func (s sums) sample(part rect, w, h int, into []float32) {
	type edge struct {
		at   int
		rest float64
	}
	cut := func(from, size float64, n, of int) edge {
		v := max(0, min(float64(of), (from+size*float64(n))*float64(of)))
		i := min(int(v), of-1)
		return edge{i, v - float64(i)}
	}
	var fewer [thumbSide + 1]edge
	xs := fewer[:0]
	for i := range w + 1 {
		xs = append(xs, cut(part.left, part.width()/float64(w), i, s.w))
	}
	stride := s.w + 1
	corner := func(x, y edge) float64 {
		i := y.at*stride + x.at
		top := s.p[i] + (s.p[i+1]-s.p[i])*x.rest
		low := s.p[i+stride] + (s.p[i+stride+1]-s.p[i+stride])*x.rest
		return top + (low-top)*y.rest
	}
	var above, below [thumbSide + 1]float64
	up, down := above[:w+1], below[:w+1]
	for y := range h + 1 {
		e := cut(part.top, part.height()/float64(h), y, s.h)
		for x := range down {
			down[x] = corner(xs[x], e)
		}
		if y > 0 {
			for x := range w {
				into[(y-1)*w+x] = float32(down[x+1] - down[x] - up[x+1] + up[x])
			}
		}
		up, down = down, up
	}
}

// whiten takes from every value the mean of those around it, so that what is
// left of two pictures of the same kind (sky above, ground below) is not alike;
// it clips what stands out, and brings the whole to mean 0 and length 1. ok is
// false when nothing is left. around is how many cells the mean reaches, as a
// standard deviation squared in half cells.
func whiten(v []float32, w, h, around int) (ok bool) {
	var first, second [most * most]float32
	mean, room := first[:w*h], second[:w*h]
	copy(mean, v)
	for range around {
		soften(mean, w, h, room)
	}
	var square float64
	for i := range v {
		v[i] -= mean[i]
		square += float64(v[i]) * float64(v[i])
	}
	limit := float32(clip * math.Sqrt(square/float64(len(v))))
	var sum float64
	for i := range v {
		v[i] = max(-limit, min(limit, v[i]))
		sum += float64(v[i])
	}
	middle := float32(sum / float64(len(v)))
	square = 0
	for i := range v {
		v[i] -= middle
		square += float64(v[i]) * float64(v[i])
	}
	if square < 1e-12 {
		return false
	}
	scale := float32(1 / math.Sqrt(square))
	for i := range v {
		v[i] *= scale
	}
	return true
}

// most is how many cells a side whiten and sample take.
const most = 16

// clip is how many standard deviations a value may stand out.
const clip = 2

// soften averages each value with its neighbours, one half and a quarter each,
// along rows and then columns; the edge repeats.
func soften(v []float32, w, h int, room []float32) {
	for y := range h {
		row, out := v[y*w:(y+1)*w], room[y*w:(y+1)*w]
		for x := range row {
			out[x] = (row[max(0, x-1)] + 2*row[x] + row[min(w-1, x+1)]) / 4
		}
	}
	for y := range h {
		a, b, c := room[max(0, y-1)*w:], room[y*w:], room[min(h-1, y+1)*w:]
		out := v[y*w : (y+1)*w]
		for x := range out {
			out[x] = (a[x] + 2*b[x] + c[x]) / 4
		}
	}
}

// dot is how alike two whitened grids are, -1 to 1.
func dot(a, b []float32) float64 {
	var s float32
	for i := range a {
		s += a[i] * b[i]
	}
	return float64(s)
}

// orientation is one of the eight ways to lay a picture down: turned by
// quarters clockwise, after it was mirrored left to right if mirrored.
type orientation uint8

const orientations = 8

func (o orientation) mirrored() bool { return o >= 4 }
func (o orientation) quarters() int  { return int(o) % 4 }

// lay gives v, n by n, in an orientation.
func lay(v []float32, n int, o orientation, into []float32) {
	for y := range n {
		for x := range n {
			fx, fy := x, y // where the value comes from
			for range o.quarters() {
				fx, fy = fy, n-1-fx
			}
			if o.mirrored() {
				fx = n - 1 - fx
			}
			into[y*n+x] = v[fy*n+fx]
		}
	}
}
