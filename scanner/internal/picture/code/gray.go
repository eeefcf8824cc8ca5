package code

import (
	"image"
	"image/color"
	"math"
)

// gray is a picture's light, row by row; 0 is black.
type gray struct {
	w, h int
	pix  []uint8
}

func newGray(w, h int) gray { return gray{w: w, h: h, pix: make([]uint8, w*h)} }

// grayOf copies a picture, shrunk by a whole number so that no side is longer
// than side; it gives that number.
func grayOf(img image.Image, side int) (gray, int) {
	b := img.Bounds()
	by := 1
	for b.Dx()/by > side || b.Dy()/by > side {
		by++
	}
	g := newGray(b.Dx()/by, b.Dy()/by)
	for y := range g.h {
		for x := range g.w {
			sum := 0
			for dy := range by {
				for dx := range by {
					sum += int(lightAt(img, b.Min.X+x*by+dx, b.Min.Y+y*by+dy))
				}
			}
			g.pix[y*g.w+x] = uint8(sum / (by * by)) //nolint:gosec // a mean of bytes
		}
	}
	return g, by
}

// lightAt is quick for what decoders give most.
func lightAt(img image.Image, x, y int) uint8 {
	switch p := img.(type) {
	case *image.Gray:
		return p.Pix[p.PixOffset(x, y)]
	case *image.YCbCr:
		return p.Y[p.YOffset(x, y)]
	default:
		// What is transparent lies on white paper.
		r, g, b, a := img.At(x, y).RGBA()
		white := 0xffff - a
		c := color.RGBA64{R: uint16(r + white), G: uint16(g + white), B: uint16(b + white), A: 0xffff} //nolint:gosec // at most 0xffff each
		return color.GrayModel.Convert(c).(color.Gray).Y
	}
}

// at is the light at a point between pixels, by the four around it; the edge is
// repeated. Pixel (0,0) is centred on (0.5,0.5).
func (g gray) at(x, y float64) float64 {
	x, y = min(float64(g.w)-1.001, max(0, x-0.5)), min(float64(g.h)-1.001, max(0, y-0.5))
	x0, y0 := int(x), int(y)
	fx, fy := x-float64(x0), y-float64(y0)
	i := y0*g.w + x0
	top := float64(g.pix[i])*(1-fx) + float64(g.pix[i+1])*fx
	low := float64(g.pix[i+g.w])*(1-fx) + float64(g.pix[i+g.w+1])*fx
	return top*(1-fy) + low*fy
}

// resized is the picture at another size: means when smaller, straight lines
// between pixels when larger.
func (g gray) resized(by float64) gray {
	w, h := int(float64(g.w)*by), int(float64(g.h)*by)
	if w < 2 || h < 2 {
		return gray{}
	}
	out := newGray(w, h)
	n := max(1, int(1/by+0.5))
	step := 1 / by / float64(n)
	for y := range h {
		for x := range w {
			sum := 0.0
			for j := range n {
				for i := range n {
					sum += g.at(float64(x)/by+(float64(i)+0.5)*step, float64(y)/by+(float64(j)+0.5)*step)
				}
			}
			out.pix[y*w+x] = uint8(sum/float64(n*n) + 0.5)
		}
	}
	return out
}

// turned is the picture turned by degrees around its middle, as large as it must
// be to hold all of it; the new corners get the light of the old edge.
func (g gray) turned(degrees float64) gray {
	sin, cos := math.Sincos(degrees * math.Pi / 180)
	w := int(math.Abs(float64(g.w)*cos) + math.Abs(float64(g.h)*sin) + 0.5)
	h := int(math.Abs(float64(g.w)*sin) + math.Abs(float64(g.h)*cos) + 0.5)
	out := newGray(w, h)
	for y := range h {
		for x := range w {
			dx, dy := float64(x)+0.5-float64(w)/2, float64(y)+0.5-float64(h)/2
			v := g.at(dx*cos+dy*sin+float64(g.w)/2, dy*cos-dx*sin+float64(g.h)/2)
			out.pix[y*w+x] = uint8(v + 0.5)
		}
	}
	return out
}

// median takes specks away: each pixel becomes the median of the nine around it.
func (g gray) median() gray {
	out := newGray(g.w, g.h)
	copy(out.pix, g.pix)
	for y := 1; y < g.h-1; y++ {
		for x := 1; x < g.w-1; x++ {
			var v [9]uint8
			n := 0
			for dy := -1; dy <= 1; dy++ {
				for _, p := range g.pix[(y+dy)*g.w+x-1 : (y+dy)*g.w+x+2] {
					k := n
					for ; k > 0 && v[k-1] > p; k-- {
						v[k] = v[k-1]
					}
					v[k] = p
					n++
				}
			}
			out.pix[y*g.w+x] = v[4]
		}
	}
	return out
}

// softened is the mean of each pixel and its neighbours within r.
func (g gray) softened(r int) gray {
	s := sums(g)
	out := newGray(g.w, g.h)
	for y := range g.h {
		for x := range g.w {
			m, n := s.box(x-r, y-r, x+r+1, y+r+1)
			out.pix[y*g.w+x] = uint8(m / n) //nolint:gosec // a mean of bytes
		}
	}
	return out
}

// sharpened takes some of a blur away: what differs from the neighbourhood
// within r differs more.
func (g gray) sharpened(r int, amount float64) gray {
	soft := g.softened(r)
	out := newGray(g.w, g.h)
	for i, v := range g.pix {
		d := float64(v) + amount*(float64(v)-float64(soft.pix[i]))
		out.pix[i] = uint8(min(255, max(0, d)))
	}
	return out
}

// integral holds the sum of light above and left of every corner of a pixel.
type integral struct {
	w, h int
	sum  []int64
}

func sums(g gray) integral {
	s := integral{g.w, g.h, make([]int64, (g.w+1)*(g.h+1))}
	for y := range g.h {
		row := int64(0)
		for x := range g.w {
			row += int64(g.pix[y*g.w+x])
			s.sum[(y+1)*(g.w+1)+x+1] = s.sum[y*(g.w+1)+x+1] + row
		}
	}
	return s
}

// box is the light in a box, cut to the picture, and its number of pixels.
func (s integral) box(x0, y0, x1, y1 int) (light, pixels int64) {
	x0, y0, x1, y1 = max(0, x0), max(0, y0), min(s.w, x1), min(s.h, y1)
	w := s.w + 1
	return s.sum[y1*w+x1] - s.sum[y0*w+x1] - s.sum[y1*w+x0] + s.sum[y0*w+x0], int64((x1 - x0) * (y1 - y0))
}

// bits is a picture in black and white; true is dark.
type bits struct {
	w, h int
	dark []bool
}

// look is a picture in black and white, in one of several ways.
type look struct {
	bits
	inverted bool // what is light in the picture is dark here
}

// looks are a picture by the light around each pixel, further away and nearer, and
// by one threshold for all; each also with dark and light exchanged.
func (g gray) looks() []look {
	s := sums(g)
	out := make([]look, 0, 6)
	for _, r := range []int{max(8, min(g.w, g.h)/8), 12} {
		dark, light := g.local(s, r)
		out = append(out, look{dark, false}, look{light, true})
	}
	dark := g.global()
	light := bits{g.w, g.h, make([]bool, len(dark.dark))}
	for i, d := range dark.dark {
		light.dark[i] = !d
	}
	return append(out, look{dark, false}, look{light, true})
}

// local gives what is darker, and what is lighter, than its neighbourhood within r.
func (g gray) local(s integral, r int) (dark, light bits) {
	dark, light = bits{g.w, g.h, make([]bool, len(g.pix))}, bits{g.w, g.h, make([]bool, len(g.pix))}
	for y := range g.h {
		for x := range g.w {
			m, n := s.box(x-r, y-r, x+r+1, y+r+1)
			// By a little, so that even paper is neither.
			const little = 3
			v := int64(g.pix[y*g.w+x])
			dark.dark[y*g.w+x] = (v+little)*n < m
			light.dark[y*g.w+x] = (v-little)*n > m
		}
	}
	return dark, light
}

// global splits the whole picture where the two classes of light differ most
// (Otsu, 1979).
func (g gray) global() bits {
	var hist [256]int
	total := 0
	for _, v := range g.pix {
		hist[v]++
		total += int(v)
	}
	best, at := -1.0, 128
	n, sum := 0, 0
	for t, c := range hist {
		n += c
		sum += t * c
		if n == 0 || n == len(g.pix) {
			continue
		}
		m := float64(len(g.pix) - n)
		d := float64(sum)/float64(n) - float64(total-sum)/m
		if v := float64(n) * m * d * d; v > best {
			best, at = v, t
		}
	}
	b := bits{g.w, g.h, make([]bool, len(g.pix))}
	for i, v := range g.pix {
		b.dark[i] = int(v) <= at
	}
	return b
}
