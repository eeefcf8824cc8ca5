// Package trial makes pictures and changes them as people and services do, to
// measure rules/likeness on. It is linked by tests and by programs that
// measure alone.
package trial

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// Rand gives the random source of a seed.
func Rand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0x1e4)) } //nolint:gosec // pictures of a trial

// Picture draws an invented photo, 480 pixels along its longer side: a sky and a
// ground, surfaces with grain as photos have (rough at every scale), and things
// in front. The same seed gives the same picture.
func Picture(seed uint64) *image.RGBA {
	r := Rand(seed)
	shapes := [][2]int{{480, 360}, {480, 320}, {480, 270}, {480, 480}, {360, 480}, {320, 480}, {270, 480}}
	s := shapes[r.IntN(len(shapes))]
	m := image.NewRGBA(image.Rect(0, 0, s[0], s[1]))
	sky, ground := grain(r, s[0], s[1], 0.9), grain(r, s[0], s[1], 0.6+0.25*r.Float64())
	horizon, tilt := 0.2+0.5*r.Float64(), (r.Float64()-0.5)*0.3
	above, below := tint(r, 110, 240), tint(r, 30, 170)
	for y := range s[1] {
		for x := range s[0] {
			c, g, deep := above, sky, 40.0
			if float64(y)/float64(s[1]) > horizon+tilt*(float64(x)/float64(s[0])-0.5) {
				c, g, deep = below, ground, 90
			}
			m.SetRGBA(x, y, shade(c, deep*g[y*s[0]+x]))
		}
	}
	for range 3 + r.IntN(9) {
		thing(r, m)
	}
	return m
}

// thing draws something round or square with a grain of its own.
func thing(r *rand.Rand, m *image.RGBA) {
	w, h := m.Rect.Dx(), m.Rect.Dy()
	cx, cy := r.Float64()*float64(w), r.Float64()*float64(h)
	rx, ry := (0.03+0.2*r.Float64()*r.Float64())*float64(w), (0.03+0.25*r.Float64()*r.Float64())*float64(h)
	turn, square, c := r.Float64()*math.Pi, r.IntN(2) == 0, tint(r, 10, 250)
	sin, cos := math.Sincos(turn)
	reach := math.Hypot(rx, ry) // no corner is farther from the middle
	left, top := max(0, int(cx-reach)), max(0, int(cy-reach))
	right, bottom := min(w, int(cx+reach)+1), min(h, int(cy+reach)+1)
	g := grain(r, right-left, bottom-top, 0.7)
	for y := top; y < bottom; y++ {
		for x := left; x < right; x++ {
			dx, dy := float64(x)-cx, float64(y)-cy
			u, v := (dx*cos+dy*sin)/rx, (dy*cos-dx*sin)/ry
			if square && max(math.Abs(u), math.Abs(v)) < 1 || !square && u*u+v*v < 1 {
				m.SetRGBA(x, y, shade(c, 40*g[(y-top)*(right-left)+x-left]-20*v))
			}
		}
	}
}

func tint(r *rand.Rand, from, to float64) [3]float64 {
	v := from + (to-from)*r.Float64()
	return [3]float64{v + 40*r.NormFloat64()/2, v, v + 40*r.NormFloat64()/2}
}

func shade(c [3]float64, by float64) color.RGBA {
	return color.RGBA{clamp(c[0] + by), clamp(c[1] + by), clamp(c[2] + by), 255}
}

func clamp(v float64) uint8 { return uint8(max(0, min(255, math.Round(v)))) }

// grain is noise of several scales, about -1 to 1; rough is how little of it
// each finer scale loses.
func grain(r *rand.Rand, w, h int, rough float64) []float64 {
	out := make([]float64, w*h)
	weight := 1 - rough*0.5
	for cells := 2; cells <= 128; cells *= 2 {
		grid := make([]float64, (cells+2)*(cells+2))
		for i := range grid {
			grid[i] = r.Float64()*2 - 1
		}
		for y := range h {
			v := float64(y) / float64(max(w, h)) * float64(cells)
			j, fv := int(v), v-math.Floor(v)
			for x := range w {
				u := float64(x) / float64(max(w, h)) * float64(cells)
				i, fu := int(u), u-math.Floor(u)
				k := j*(cells+2) + i
				top := grid[k] + (grid[k+1]-grid[k])*fu
				low := grid[k+cells+2] + (grid[k+cells+3]-grid[k+cells+2])*fu
				out[y*w+x] += weight * (top + (low-top)*fv)
			}
		}
		weight *= rough * 0.8
	}
	return out
}

// Shrink gives an image at most size pixels along its longer side, averaged.
func Shrink(m image.Image, size int) *image.RGBA {
	b := m.Bounds()
	scale := min(1, float64(size)/float64(max(b.Dx(), b.Dy())))
	return Scale(m, max(1, int(float64(b.Dx())*scale)), max(1, int(float64(b.Dy())*scale)))
}

// Scale averages an image onto w by h pixels; a larger one repeats pixels.
func Scale(m image.Image, w, h int) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0, y1 := b.Min.Y+y*b.Dy()/h, b.Min.Y+max(y*b.Dy()/h+1, (y+1)*b.Dy()/h)
		for x := range w {
			x0, x1 := b.Min.X+x*b.Dx()/w, b.Min.X+max(x*b.Dx()/w+1, (x+1)*b.Dx()/w)
			var sum [3]uint32
			for v := y0; v < y1; v++ {
				for u := x0; u < x1; u++ {
					r, g, bl, _ := m.At(u, v).RGBA()
					sum[0], sum[1], sum[2] = sum[0]+r>>8, sum[1]+g>>8, sum[2]+bl>>8
				}
			}
			n := uint32((y1 - y0) * (x1 - x0)) //nolint:gosec // pixels of a small block
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255})
		}
	}
	return out
}

// Part copies a part of an image, in shares cut from the left, top, right and
// bottom.
func Part(m *image.RGBA, left, top, right, bottom float64) *image.RGBA {
	b := m.Bounds()
	r := image.Rect(b.Min.X+int(left*float64(b.Dx())), b.Min.Y+int(top*float64(b.Dy())),
		b.Max.X-int(right*float64(b.Dx())), b.Max.Y-int(bottom*float64(b.Dy())))
	out := image.NewRGBA(image.Rect(0, 0, r.Dx(), r.Dy()))
	for y := range r.Dy() {
		for x := range r.Dx() {
			out.SetRGBA(x, y, m.RGBAAt(r.Min.X+x, r.Min.Y+y))
		}
	}
	return out
}

// Mirror changes left and right.
func Mirror(m *image.RGBA) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.SetRGBA(b.Dx()-1-x, y, m.RGBAAt(b.Min.X+x, b.Min.Y+y))
		}
	}
	return out
}

// Turn turns an image by quarters clockwise.
func Turn(m *image.RGBA, quarters int) *image.RGBA {
	for range quarters {
		b := m.Bounds()
		out := image.NewRGBA(image.Rect(0, 0, b.Dy(), b.Dx()))
		for y := range b.Dy() {
			for x := range b.Dx() {
				out.SetRGBA(b.Dy()-1-y, x, m.RGBAAt(b.Min.X+x, b.Min.Y+y))
			}
		}
		m = out
	}
	return m
}

// Compress writes an image as JPEG and reads it again.
func Compress(m image.Image, quality int) image.Image {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, &jpeg.Options{Quality: quality}); err != nil {
		panic(err) // images of the trial have a size that JPEG knows
	}
	out, err := jpeg.Decode(&b)
	if err != nil {
		panic(err)
	}
	return out
}

// Change is something that is done to a picture.
type Change struct {
	Name string
	// Kind is "filter" (and recompression and size), "crop", "flip", "turn" or
	// "both": a crop together with one of the others.
	Kind string
	Do   func(*rand.Rand, *image.RGBA) image.Image
}

// Changes are the changes of the trial.
func Changes() []Change {
	each := func(f func(c [3]float64) [3]float64) func(*rand.Rand, *image.RGBA) image.Image {
		return func(_ *rand.Rand, m *image.RGBA) image.Image { return recolour(m, f) }
	}
	curve := func(f func(float64) float64) func(*rand.Rand, *image.RGBA) image.Image {
		return each(func(c [3]float64) [3]float64 { return [3]float64{f(c[0]), f(c[1]), f(c[2])} })
	}
	luma := func(c [3]float64) float64 { return 0.299*c[0] + 0.587*c[1] + 0.114*c[2] }
	return []Change{
		{"JPEG at 70", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return Compress(m, 70) }},
		{"JPEG at 15", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return Compress(m, 15) }},
		{"half the size", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return Shrink(m, 240) }},
		{"120 pixels", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return Shrink(m, 120) }},
		{"64 pixels, JPEG at 50", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return Compress(Shrink(m, 64), 50) }},
		{"brighter", "filter", curve(func(v float64) float64 { return v + 50 })},
		{"darker", "filter", curve(func(v float64) float64 { return v - 50 })},
		{"less contrast", "filter", curve(func(v float64) float64 { return 128 + (v-128)*0.5 })},
		{"more contrast", "filter", curve(func(v float64) float64 { return 128 + (v-128)*1.7 })},
		{"gamma 0.5", "filter", curve(func(v float64) float64 { return 255 * math.Sqrt(v/255) })},
		{"gamma 2", "filter", curve(func(v float64) float64 { return v * v / 255 })},
		{"black and white", "filter", each(func(c [3]float64) [3]float64 { l := luma(c); return [3]float64{l, l, l} })},
		{"sepia", "filter", each(func(c [3]float64) [3]float64 {
			l := luma(c)
			return [3]float64{l*1.07 + 20, l * 0.95, l * 0.7}
		})},
		{"warm", "filter", each(func(c [3]float64) [3]float64 { return [3]float64{c[0]*1.15 + 10, c[1], c[2] * 0.7} })},
		{"cold", "filter", each(func(c [3]float64) [3]float64 { return [3]float64{c[0] * 0.75, c[1], c[2]*1.15 + 15} })},
		{"faded", "filter", curve(func(v float64) float64 { return 60 + 160*(v/255)*(2-v/255)*0.8 })},
		{"vignette", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return vignette(m) }},
		{"blurred", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return blur(m, 4) }},
		{"sharpened", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image { return sharpen(m) }},
		{"noise", "filter", func(r *rand.Rand, m *image.RGBA) image.Image {
			return recolour(m, func(c [3]float64) [3]float64 {
				n := r.NormFloat64() * 20
				return [3]float64{c[0] + n, c[1] + n, c[2] + n}
			})
		}},
		{"vignette, warm, contrast, small, JPEG at 60", "filter", func(_ *rand.Rand, m *image.RGBA) image.Image {
			w := recolour(vignette(m), func(c [3]float64) [3]float64 {
				return [3]float64{128 + (c[0]-118)*1.3, 128 + (c[1]-124)*1.3, 128 + (c[2]-134)*1.2}
			})
			return Compress(Shrink(w, 200), 60)
		}},
		{"crop up to 10 %", "crop", func(r *rand.Rand, m *image.RGBA) image.Image { return anyCrop(r, m, 0.1) }},
		{"crop up to 20 %", "crop", func(r *rand.Rand, m *image.RGBA) image.Image { return anyCrop(r, m, 0.2) }},
		{"crop 15 to 20 %", "crop", func(r *rand.Rand, m *image.RGBA) image.Image {
			s := func() float64 { return 0.15 + 0.05*r.Float64() }
			return Part(m, s(), s(), s(), s())
		}},
		{"crop 20 % all round", "crop", func(_ *rand.Rand, m *image.RGBA) image.Image { return Part(m, 0.2, 0.2, 0.2, 0.2) }},
		{"crop one side 20 %", "crop", func(r *rand.Rand, m *image.RGBA) image.Image {
			var s [4]float64
			s[r.IntN(4)] = 0.2
			return Part(m, s[0], s[1], s[2], s[3])
		}},
		{"crop up to 20 %, small, JPEG at 50", "crop", func(r *rand.Rand, m *image.RGBA) image.Image {
			return Compress(Shrink(anyCrop(r, m, 0.2), 160), 50)
		}},
		{"mirrored", "flip", func(_ *rand.Rand, m *image.RGBA) image.Image { return Mirror(m) }},
		{"upside down mirrored", "flip", func(_ *rand.Rand, m *image.RGBA) image.Image { return Turn(Mirror(m), 2) }},
		{"mirrored, JPEG at 50", "flip", func(_ *rand.Rand, m *image.RGBA) image.Image { return Compress(Mirror(m), 50) }},
		{"turned 90", "turn", func(_ *rand.Rand, m *image.RGBA) image.Image { return Turn(m, 1) }},
		{"turned 180", "turn", func(_ *rand.Rand, m *image.RGBA) image.Image { return Turn(m, 2) }},
		{"turned 270, small", "turn", func(_ *rand.Rand, m *image.RGBA) image.Image { return Shrink(Turn(m, 3), 200) }},
		{"turned 90 and mirrored", "turn", func(_ *rand.Rand, m *image.RGBA) image.Image { return Mirror(Turn(m, 1)) }},
		{"crop up to 20 % and mirrored", "both", func(r *rand.Rand, m *image.RGBA) image.Image { return Mirror(anyCrop(r, m, 0.2)) }},
		{"crop up to 20 % and turned", "both", func(r *rand.Rand, m *image.RGBA) image.Image { return Turn(anyCrop(r, m, 0.2), 1+r.IntN(3)) }},
		{"crop up to 20 %, filter, JPEG at 50", "both", func(r *rand.Rand, m *image.RGBA) image.Image {
			return Compress(vignette(anyCrop(r, m, 0.2)), 50)
		}},
	}
}

func anyCrop(r *rand.Rand, m *image.RGBA, most float64) *image.RGBA {
	return Part(m, r.Float64()*most, r.Float64()*most, r.Float64()*most, r.Float64()*most)
}

func recolour(m *image.RGBA, f func([3]float64) [3]float64) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := m.RGBAAt(b.Min.X+x, b.Min.Y+y)
			v := f([3]float64{float64(c.R), float64(c.G), float64(c.B)})
			out.SetRGBA(x, y, color.RGBA{clamp(v[0]), clamp(v[1]), clamp(v[2]), 255})
		}
	}
	return out
}

func vignette(m *image.RGBA) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			u, v := float64(x)/float64(b.Dx())-0.5, float64(y)/float64(b.Dy())-0.5
			f := 1 - 1.1*(u*u+v*v)
			c := m.RGBAAt(b.Min.X+x, b.Min.Y+y)
			out.SetRGBA(x, y, color.RGBA{clamp(float64(c.R) * f), clamp(float64(c.G) * f), clamp(float64(c.B) * f), 255})
		}
	}
	return out
}

func blur(m *image.RGBA, passes int) *image.RGBA {
	for range passes {
		m = around(m, 1.0/9, 1.0/9)
	}
	return m
}

func sharpen(m *image.RGBA) *image.RGBA { return around(m, -0.2, 2.6) }

// around weighs each pixel with its eight neighbours.
func around(m *image.RGBA, other, own float64) *image.RGBA {
	b := m.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			var v [3]float64
			for dy := -1; dy <= 1; dy++ {
				for dx := -1; dx <= 1; dx++ {
					f := other
					if dx == 0 && dy == 0 {
						f = own
					}
					c := m.RGBAAt(b.Min.X+max(0, min(b.Dx()-1, x+dx)), b.Min.Y+max(0, min(b.Dy()-1, y+dy)))
					v[0], v[1], v[2] = v[0]+f*float64(c.R), v[1]+f*float64(c.G), v[2]+f*float64(c.B)
				}
			}
			out.SetRGBA(x, y, color.RGBA{clamp(v[0]), clamp(v[1]), clamp(v[2]), 255})
		}
	}
	return out
}
