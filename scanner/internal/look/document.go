package look

import (
	"image"
	"image/color"
	"math"
)

// page is a picture of a document as the child gives it to a program that reads
// text: its brightness, a byte a pixel, upright. No byte of the file is in it.
type page struct {
	Width  int `json:"width"`
	Height int `json:"height"`
	pix    []byte
}

// Bounds of a page, in pixels a side: two and a half thousand are 210 dots an inch
// of A4, and what is shorter than half of that is doubled, for small signs are read
// badly.
const (
	maxSide = 2500
)

// pageOf gives the page that a picture shows, or nil where it looks like no
// document. orientation is EXIF's.
func pageOf(img image.Image, orientation int) *page {
	b := img.Bounds()
	if min(b.Dx(), b.Dy()) < 2*tile || max(b.Dx(), b.Dy()) > 20*min(b.Dx(), b.Dy()) {
		return nil
	}
	sharp := shrink(img, maxSide)
	if !isDocument(shrink(sharp, lookedAt)) {
		return nil
	}
	if b := sharp.Bounds(); max(b.Dx(), b.Dy()) <= maxSide/2 {
		sharp = double(sharp)
	}
	flatten(sharp)
	return upright(sharp, orientation)
}

// shrink makes a picture's brightness at most side pixels long, each pixel the mean
// of what it covers. What is transparent is white.
func shrink(img image.Image, side int) *image.Gray {
	b := img.Bounds()
	scale := min(1, float64(side)/float64(max(b.Dx(), b.Dy())))
	w, h := max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale))
	out := image.NewGray(image.Rect(0, 0, w, h))
	across, down := shares(b.Dx(), w), shares(b.Dy(), h)
	read, line := rows(img), make([]uint8, b.Dx())
	narrow, sum := make([]float32, w), make([]float32, w)
	area := float32(w) / float32(b.Dx()) * float32(h) / float32(b.Dy())
	put := func(y int) {
		for x, s := range sum {
			out.Pix[y*out.Stride+x] = uint8(min(255, s*area+0.5))
		}
		clear(sum)
	}
	for y := range b.Dy() {
		read(y, line)
		clear(narrow)
		for x, v := range line {
			s := across[x]
			narrow[s.at] += float32(v) * s.first
			if s.first < 1 {
				narrow[s.at+1] += float32(v) * (1 - s.first)
			}
		}
		s := down[y]
		for x, v := range narrow {
			sum[x] += v * s.first
		}
		if s.first < 1 || y+1 == b.Dy() || down[y+1].at > s.at {
			put(s.at)
			for x, v := range narrow {
				sum[x] += v * (1 - s.first)
			}
		}
	}
	return out
}

// share says which of fewer pixels one of many falls into, and how much of it; the
// rest falls into the next.
type share struct {
	at    int
	first float32
}

func shares(many, few int) []share {
	out := make([]share, many)
	for i := range out {
		at := i * few / many
		border := (at + 1) * many // in parts of a few'th
		out[i] = share{at, 1}
		if end := (i + 1) * few; end > border && at+1 < few {
			out[i].first = float32(border-i*few) / float32(few)
		}
	}
	return out
}

// rows gives a function that reads a row's brightness.
func rows(img image.Image) func(y int, into []uint8) {
	b := img.Bounds()
	switch m := img.(type) {
	case *image.YCbCr:
		return func(y int, into []uint8) { copy(into, m.Y[m.YOffset(b.Min.X, b.Min.Y+y):]) }
	case *image.Gray:
		return func(y int, into []uint8) { copy(into, m.Pix[m.PixOffset(b.Min.X, b.Min.Y+y):]) }
	case *image.Paletted:
		var of [256]uint8
		for i, c := range m.Palette {
			of[i&255] = brightness(c)
		}
		return func(y int, into []uint8) {
			at := m.PixOffset(b.Min.X, b.Min.Y+y)
			for x := range into {
				into[x] = of[m.Pix[at+x]]
			}
		}
	case *image.NRGBA:
		return func(y int, into []uint8) {
			at := m.PixOffset(b.Min.X, b.Min.Y+y)
			for x := range into {
				p := m.Pix[at+4*x : at+4*x+4]
				a := uint32(p[3])
				into[x] = uint8(((299*uint32(p[0])+587*uint32(p[1])+114*uint32(p[2]))/1000*a + 255*(255-a)) / 255) //nolint:gosec // a mean of bytes
			}
		}
	}
	return func(y int, into []uint8) {
		for x := range into {
			into[x] = brightness(img.At(b.Min.X+x, b.Min.Y+y))
		}
	}
}

func brightness(c color.Color) uint8 {
	r, g, b, a := c.RGBA()
	return uint8(min(255, (299*r+587*g+114*b)/1000>>8+255-a>>8)) //nolint:gosec // at most 255
}

// double makes a picture twice as large, softly.
func double(m *image.Gray) *image.Gray {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, 2*w, 2*h))
	at := func(x, y int) int { return int(m.Pix[min(max(y, 0), h-1)*m.Stride+min(max(x, 0), w-1)]) }
	for y := range 2 * h {
		near, far := y/2, y/2-1+y%2*2
		for x := range 2 * w {
			side := x/2 - 1 + x%2*2
			v := 9*at(x/2, near) + 3*at(side, near) + 3*at(x/2, far) + at(side, far)
			out.Pix[y*out.Stride+x] = uint8(v / 16) //nolint:gosec // a mean of bytes
		}
	}
	return out
}

// block is how far, in pixels, the light on a page is taken to be the same.
const block = 64

// flatten makes the ground of a page white and even, also where a lamp stood on one
// side of it, and dark signs of light ones: tesseract takes one level for all of a
// page.
func flatten(m *image.Gray) {
	var levels [256]int
	for _, v := range m.Pix {
		levels[v]++
	}
	if brighter(&levels, len(m.Pix), 50) < 110 {
		for i, v := range m.Pix {
			m.Pix[i] = 255 - v
		}
		for i := range 128 {
			levels[i], levels[255-i] = levels[255-i], levels[i]
		}
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	across, down := (w+block-1)/block, (h+block-1)/block
	least := brighter(&levels, len(m.Pix), 5) * 2 / 5 // what is darker is not paper
	light := make([]int, across*down)
	for y := range down {
		for x := range across {
			clear(levels[:])
			n := 0
			for dy := y * block; dy < min(h, (y+1)*block); dy++ {
				for _, v := range m.Pix[dy*m.Stride+x*block : dy*m.Stride+min(w, (x+1)*block)] {
					levels[v]++
					n++
				}
			}
			light[y*across+x] = max(1, least, brighter(&levels, n, 20))
		}
	}
	at := func(x, y int) int { return light[min(max(y, 0), down-1)*across+min(max(x, 0), across-1)] }
	for y := range h {
		fy := y - block/2 + block // from the middle of the block above
		by, dy := fy/block-1, fy%block
		for x := range w {
			fx := x - block/2 + block
			bx, dx := fx/block-1, fx%block
			ground := ((at(bx, by)*(block-dx)+at(bx+1, by)*dx)*(block-dy) + (at(bx, by+1)*(block-dx)+at(bx+1, by+1)*dx)*dy) / (block * block)
			i := y*m.Stride + x
			m.Pix[i] = uint8(min(255, int(m.Pix[i])*245/max(1, ground))) //nolint:gosec // at most 255
		}
	}
}

// brighter is the level that so many percent of n pixels reach or exceed.
func brighter(levels *[256]int, n, percent int) int {
	left := n * percent / 100
	for v := 255; v > 0; v-- {
		if left -= levels[v]; left < 0 {
			return v
		}
	}
	return 0
}

// upright turns a picture as its file says: tesseract reads no text that lies on
// its side.
func upright(m *image.Gray, orientation int) *page {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	p := &page{Width: w, Height: h}
	if orientation >= 5 && orientation <= 8 {
		p.Width, p.Height = h, w
	}
	p.pix = make([]byte, 0, w*h)
	for y := range p.Height {
		for x := range p.Width {
			fx, fy := x, y
			switch orientation {
			case 2:
				fx = w - 1 - x
			case 3:
				fx, fy = w-1-x, h-1-y
			case 4:
				fy = h - 1 - y
			case 5:
				fx, fy = y, x
			case 6:
				fx, fy = y, h-1-x
			case 7:
				fx, fy = w-1-y, h-1-x
			case 8:
				fx, fy = w-1-y, x
			}
			p.pix = append(p.pix, m.Pix[fy*m.Stride+fx])
		}
	}
	return p
}

// How a document is told from other pictures: in squares of it there is an even
// ground and something fine on it of another brightness, and such squares lie side
// by side in lines. The numbers were tried on drawn letters, screens and envelopes,
// and on pictures that are neither.
const (
	lookedAt = 1000 // pixels along the longer side of the picture that is judged
	tile     = 24   // pixels along a square: a line of a page and a half
	even     = 12   // levels of brightness within which the ground lies
	apart    = 40   // levels between the ground and what is on it
	inLine   = 4    // squares side by side that are a line
	inPage   = 18   // squares in lines that are a document
)

// isDocument reports whether a picture seems to show text.
func isDocument(m *image.Gray) bool {
	return inLines(m) >= inPage
}

// inLines counts the squares with fine signs that lie in lines, upright or not.
func inLines(m *image.Gray) int {
	across, down := m.Rect.Dx()/tile, m.Rect.Dy()/tile
	fine := make([]bool, across*down)
	for y := range down {
		for x := range across {
			fine[y*across+x] = signs(m.Pix[y*tile*m.Stride+x*tile:], m.Stride)
		}
	}
	count := func(lines, length int, at func(line, n int) bool) int {
		all := 0
		for l := range lines {
			run := 0
			for n := range length + 1 {
				if n < length && at(l, n) {
					run++
					continue
				}
				if run >= inLine {
					all += run
				}
				run = 0
			}
		}
		return all
	}
	return max(
		count(down, across, func(l, n int) bool { return fine[l*across+n] }),
		count(across, down, func(l, n int) bool { return fine[n*across+l] }))
}

// signs reports whether a square holds something like letters: on an even ground
// that fills a good part of it, strokes that begin and end often along its rows and
// columns.
func signs(pix []uint8, stride int) bool {
	var levels [256]int
	for y := range tile {
		for _, v := range pix[y*stride : y*stride+tile] {
			levels[v]++
		}
	}
	most, ground := 0, 0 // the level with most pixels around it
	within := 0
	for v := range 256 + even {
		if v < 256 {
			within += levels[v] //nolint:gosec // v is below 256
		}
		if v > 2*even {
			within -= levels[v-2*even-1] //nolint:gosec // v is below 256+even
		}
		if within > most {
			most, ground = within, v-even
		}
	}
	if most < tile*tile*4/10 {
		return false
	}
	dark, light := 0, 0
	for v, n := range levels {
		if v < ground-apart {
			dark += n
		} else if v > ground+apart {
			light += n
		}
	}
	ink := max(dark, light)
	if ink < tile*tile*4/100 || min(dark, light) > ink/4 {
		return false
	}
	on := func(x, y int) bool {
		v := int(pix[y*stride+x])
		return dark >= light && v < ground-apart || dark < light && v > ground+apart
	}
	rows, columns := 0, 0
	for i := range tile {
		for n := 1; n < tile; n++ {
			if on(n, i) != on(n-1, i) {
				rows++
			}
			if on(i, n) != on(i, n-1) {
				columns++
			}
		}
	}
	return max(rows, columns) >= 3*tile/2 && min(rows, columns) >= tile/2 && math.Abs(float64(rows-columns)) < float64(6*tile)
}
