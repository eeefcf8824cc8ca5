package main

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"slices"
)

// fine is how many points a pixel has across and down while a picture is painted:
// edges are smooth once they are averaged.
const fine = 3

// canvas is a picture being painted. Coordinates are whole pixels, and every number
// is an integer, so that the same picture comes out on every machine.
type canvas struct {
	w, h int // in pixels
	pix  *image.RGBA
}

func newCanvas(w, h int) *canvas {
	return &canvas{w: w, h: h, pix: image.NewRGBA(image.Rect(0, 0, w*fine, h*fine))}
}

// hex is a colour such as 0x8c2f23.
func hex(v uint32) color.NRGBA {
	return color.NRGBA{uint8(v >> 16), uint8(v >> 8), uint8(v), 255} //nolint:gosec // bytes of a number
}

// see makes a colour let through what lies under it; 255 lets nothing through.
func see(c color.NRGBA, alpha uint8) color.NRGBA {
	c.A = alpha
	return c
}

// mix lies n parts of d from a to b.
func mix(a, b color.NRGBA, n, d int) color.NRGBA {
	f := func(x, y uint8) uint8 { return uint8((int(x)*(d-n) + int(y)*n) / d) } //nolint:gosec // between two bytes
	return color.NRGBA{f(a.R, b.R), f(a.G, b.G), f(a.B, b.B), f(a.A, b.A)}
}

// span paints the points from x0 up to x1 of a row.
func (c *canvas) span(y, x0, x1 int, col color.NRGBA) {
	x0, x1 = max(0, x0), min(c.w*fine, x1)
	if y < 0 || y >= c.h*fine || x0 >= x1 {
		return
	}
	row := c.pix.Pix[c.pix.PixOffset(x0, y):][:4*(x1-x0)]
	a, low := int(col.A), 255-int(col.A)
	r, g, b := int(col.R)*a, int(col.G)*a, int(col.B)*a
	for len(row) > 0 {
		row[0] = uint8((int(row[0])*low + r) / 255) //nolint:gosec // between two bytes
		row[1] = uint8((int(row[1])*low + g) / 255) //nolint:gosec // between two bytes
		row[2] = uint8((int(row[2])*low + b) / 255) //nolint:gosec // between two bytes
		row[3] = 255
		row = row[4:]
	}
}

func (c *canvas) rect(col color.NRGBA, x0, y0, x1, y1 int) {
	c.fade(col, col, x0, y0, x1, y1)
}

// fade goes from one colour at the top to another at the bottom.
func (c *canvas) fade(top, bottom color.NRGBA, x0, y0, x1, y1 int) {
	for y := y0 * fine; y < y1*fine; y++ {
		c.span(y, x0*fine, x1*fine, mix(top, bottom, y-y0*fine, (y1-y0)*fine))
	}
}

// poly fills a polygon, given as x and y in turns.
func (c *canvas) poly(col color.NRGBA, pts ...int) {
	n := len(pts) / 2
	low, high := pts[1], pts[1]
	for i := range n {
		low, high = min(low, pts[2*i+1]), max(high, pts[2*i+1])
	}
	for y := max(0, low*fine); y < min(c.h, high)*fine; y++ {
		var cross []int
		for i := range n {
			j := (i + 1) % n
			x0, y0, x1, y1 := pts[2*i]*fine, pts[2*i+1]*fine, pts[2*j]*fine, pts[2*j+1]*fine
			if (y0 > y) != (y1 > y) {
				cross = append(cross, x0+(x1-x0)*(y-y0)/(y1-y0))
			}
		}
		slices.Sort(cross)
		for i := 0; i+1 < len(cross); i += 2 {
			c.span(y, cross[i], cross[i+1], col)
		}
	}
}

func (c *canvas) oval(col color.NRGBA, cx, cy, rx, ry int) {
	rx, ry = rx*fine, ry*fine
	x := 0
	for y := -ry; y <= ry; y++ {
		for x < rx && (x+1)*(x+1)*ry*ry+y*y*rx*rx <= rx*rx*ry*ry {
			x++
		}
		for x > 0 && x*x*ry*ry+y*y*rx*rx > rx*rx*ry*ry {
			x--
		}
		c.span(cy*fine+y, cx*fine-x, cx*fine+x+1, col)
	}
}

// stroke draws a line through points, so many thirds of a pixel wide.
func (c *canvas) stroke(col color.NRGBA, width int, pts ...int) {
	for i := 0; i+3 < len(pts); i += 2 {
		c.line(col, width, pts[i]*fine, pts[i+1]*fine, pts[i+2]*fine, pts[i+3]*fine)
	}
}

func (c *canvas) line(col color.NRGBA, width, x0, y0, x1, y1 int) {
	if y0 > y1 {
		x0, y0, x1, y1 = x1, y1, x0, y0
	}
	dx, dy := x1-x0, y1-y0
	long := dx*dx + dy*dy
	on := func(px, py int) bool { // not farther from the line than half its width
		switch along := px*dx + py*dy; {
		case long == 0 || along < 0:
			return 4*(px*px+py*py) <= width*width
		case along > long:
			return 4*((px-dx)*(px-dx)+(py-dy)*(py-dy)) <= width*width
		}
		across := px*dy - py*dx
		return 4*across*across <= width*width*long
	}
	// The end of the line nearest a row, for where it may be on it.
	where := func(y int) int {
		if dy == 0 {
			return x0
		}
		return x0 + dx*(max(y0, min(y1, y))-y0)/dy
	}
	for y := y0 - width; y <= y1+width; y++ {
		a, b := where(y-width), where(y+width)
		if dy == 0 {
			b = x1
		}
		from, to := min(a, b)-width, max(a, b)+width
		for from < to && !on(from-x0, y-y0) {
			from++
		}
		for to > from && !on(to-x0, y-y0) {
			to--
		}
		if on(from-x0, y-y0) {
			c.span(y, from, to+1, col)
		}
	}
}

// write draws a line of letters, a point of each so many pixels wide.
func (c *canvas) write(col color.NRGBA, x, y, size int, text string) {
	for _, r := range text {
		for row, bits := range letters[r] {
			for bit := range 5 {
				if bits&(16>>bit) != 0 {
					c.rect(col, x+bit*size, y+row*size, x+(bit+1)*size, y+(row+1)*size)
				}
			}
		}
		x += 6 * size
	}
}

// shot takes a part of the picture, with a width of so many pixels, as a camera
// would: each is the mean of what it covers, with a little noise.
func (c *canvas) shot(part image.Rectangle, width int, noise int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 0x64656d6f)) //nolint:gosec // repeatable on purpose: an invented picture
	height := width * part.Dy() / part.Dx()
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		y0 := part.Min.Y*fine + y*part.Dy()*fine/height
		y1 := max(y0+1, part.Min.Y*fine+(y+1)*part.Dy()*fine/height)
		for x := range width {
			x0 := part.Min.X*fine + x*part.Dx()*fine/width
			x1 := max(x0+1, part.Min.X*fine+(x+1)*part.Dx()*fine/width)
			var sum [3]int
			for v := y0; v < y1; v++ {
				row := c.pix.Pix[c.pix.PixOffset(x0, v):][:4*(x1-x0)]
				for len(row) > 0 {
					sum[0] += int(row[0])
					sum[1] += int(row[1])
					sum[2] += int(row[2])
					row = row[4:]
				}
			}
			p := out.Pix[out.PixOffset(x, y):]
			more := 0
			if noise > 0 {
				more = r.IntN(2*noise+1) - noise
			}
			for i := range sum {
				p[i] = uint8(max(0, min(255, sum[i]/((y1-y0)*(x1-x0))+more))) //nolint:gosec // held between 0 and 255
			}
			p[3] = 255
		}
	}
	return out
}

// all is the whole picture.
func (c *canvas) all() image.Rectangle { return image.Rect(0, 0, c.w, c.h) }

// jpg compresses a picture.
func jpg(m image.Image, quality int) []byte {
	var b bytes.Buffer
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}) // to memory; cannot fail
	return b.Bytes()
}
