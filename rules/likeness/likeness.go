// Package likeness tells whether two pictures show the same photo: after it was
// made smaller, compressed, filtered or brightened, cropped by up to a fifth on
// each side, mirrored, or turned by a right angle. It also tells whether a
// thumbnail shows more than its photo.
//
// A [Hash] is a coarse drawing of what stands out against its surroundings, 28 by
// 28 cells of two bits, with the shape of the picture. Two are compared by
// laying one over parts of the other. A hash does not hold the picture, but
// whoever has the picture can recognise it in the hash, and the coarsest forms
// can be guessed: it belongs in the case, as the photo does.
//
// The package reads pixels that were decoded elsewhere; it keeps none.
package likeness

import (
	"image"
	"math"
)

// side is how many cells a hash has across and down.
const side = 28

// Size is the bytes of a hash.
const Size = 3 + side*side/4

// Hash is what is kept of a picture. Hashes of different pictures differ; those
// of one picture's versions are nearly, not exactly, equal: compare them with
// [Same]. The zero Hash is that of no picture, and is like nothing. Its first
// byte is the version of the format.
type Hash [Size]byte

const version = 1

// Blank reports whether there was too little to see in the picture to compare
// it: a white page, a clear sky, no pixels.
func (h Hash) Blank() bool { return h[0] != version }

// Of gives the hash of a picture. It reads up to some hundred thousand pixels,
// whatever the size, so a smaller version of 300 pixels a side does as well.
func Of(img image.Image) Hash {
	g, ok := luminance(img)
	if !ok {
		return Hash{}
	}
	return hash(g, float64(img.Bounds().Dx())/float64(img.Bounds().Dy()))
}

// OfGrid gives the hash of brightness values, row by row. It is blank when there
// are not width × height of them.
func OfGrid(pix []uint8, width, height int) Hash {
	if width <= 0 || height <= 0 || len(pix)/width < height {
		return Hash{}
	}
	return Of(&image.Gray{Pix: pix, Stride: width, Rect: image.Rect(0, 0, width, height)})
}

// A picture whose cells vary less than this many of 255 steps of brightness from
// their surroundings is blank: what is left is noise.
const leastTexture = 1.2

// How wide the surroundings are that a cell is compared with, in passes of
// soften, and the surroundings whose contrast it is measured by.
const (
	hashAround   = 12
	hashContrast = 16
)

// hash makes the hash of brightness values.
func hash(g plane, aspect float64) Hash {
	cells := make([]float32, side*side)
	s := sumUp(g)
	s.sample(whole, side, side, cells)
	area := float32(side*side) / float32(g.w*g.h)
	room, mean := make([]float32, side*side), make([]float32, side*side)
	for i := range cells {
		cells[i] *= area
		mean[i] = cells[i]
	}
	for range hashAround {
		soften(mean, side, side, room)
	}
	var square float64
	contrast := make([]float32, side*side)
	for i := range cells {
		cells[i] -= mean[i]
		contrast[i] = cells[i] * cells[i]
		square += float64(contrast[i])
	}
	square /= side * side
	if math.Sqrt(square) < leastTexture {
		return Hash{}
	}
	for range hashContrast {
		soften(contrast, side, side, room)
	}
	h := Hash{0: version}
	bits := math.Round(math.Log2(max(1.0/60, min(60, aspect)))*2048 + 32768/2)
	h[1], h[2] = byte(int(bits)>>8), byte(int(bits))
	for i := range cells {
		// A share of the whole contrast keeps the noise of a clear sky small.
		v := cells[i] / float32(math.Sqrt(float64(contrast[i])+0.05*square))
		level := byte(0)
		switch {
		case v > quantum:
			level = 3
		case v > 0:
			level = 2
		case v > -quantum:
			level = 1
		}
		h[3+i/4] |= level << (i % 4 * 2)
	}
	return h
}

// The least error for a bell curve in two bits: where levels part, and what they
// stand for (Lloyd and Max).
const quantum = 0.98

var levels = [4]float32{-1.51, -0.453, 0.453, 1.51}

// cells gives what the hash stands for.
func (h Hash) cells() plane {
	g := newPlane(side, side)
	for i := range g.p {
		g.p[i] = levels[h[3+i/4]>>(i%4*2)&3]
	}
	return g
}

// shape is the binary logarithm of width over height.
func (h Hash) shape() float64 {
	return (float64(int(h[1])<<8|int(h[2])) - 32768/2) / 2048
}

// Change says what was done to one picture to make the other.
type Change struct {
	Mirrored bool // left and right were changed
	Turned   int  // degrees clockwise, after that: 0, 90, 180 or 270
	Cropped  bool // one is part of the other
	// First reports that the first picture is the part. It is meaningless unless
	// Cropped.
	First bool
	// Left, Top, Right and Bottom are the shares of the whole picture, as it
	// lies, that the part lacks.
	Left, Top, Right, Bottom float64
}

// Same compares two pictures. likeness is between 0 and 1, for the best way that
// was found to lay one over the other; for pictures that are not the same it is
// a rough one. how is that way, which turns the second into the first. ok says
// whether they are the same picture: of pairs that are not, fewer than one in
// 10,000 are taken for it.
func Same(a, b Hash) (likeness float64, how Change, ok bool) {
	if a.Blank() || b.Blank() {
		return 0, Change{}, false
	}
	return open(a).same(open(b))
}
