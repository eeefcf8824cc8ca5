package phototest

import (
	"fmt"
	"image"
	"image/color"
	"math"
	"math/rand/v2"
)

// Cropped is a photo with a thumbnail in its EXIF. Where Cropped is true, the photo
// was cut after the thumbnail was made, so that the thumbnail shows more.
type Cropped struct {
	Name    string
	Data    []byte
	Cropped bool
	How     string // what was done to the photo or the thumbnail
}

// Thumbnail makes the photo with number i. Every other one is cropped, by between a
// tenth and two thirds of its area. The rest are what cameras and editors do without
// cutting: recompression, other light, grey, a smaller photo, black bars around the
// thumbnail, and a coarse thumbnail.
func Thumbnail(i int) Cropped {
	r := random(fmt.Sprint("thumbnail ", i))
	photo := scene(r, 480, 360)
	if r.IntN(4) == 0 {
		photo = scene(r, 360, 480)
	}
	quality := 50 + r.IntN(45)
	thumb := scaled(photo, photo.Bounds(), 160)
	t := Cropped{Cropped: i%2 == 0, How: "whole"}
	if t.Cropped {
		kept := crop(r, photo.Bounds())
		photo = scaled(photo, kept, max(kept.Dx(), kept.Dy()))
		t.How = fmt.Sprintf("cropped to %d x %d", kept.Dx(), kept.Dy())
		if r.IntN(3) == 0 { // editors also change the light
			photo = lit(photo, 0.8+0.4*r.Float64(), -10+20*r.Float64())
		}
	} else {
		photo, thumb, quality, t.How = uncut(r, photo, thumb, quality)
	}
	small := encodeJPEG(thumb, 40+r.IntN(50))
	first := dir(short(0x0103, 6), place(tagThumbOffset, small), long(tagThumbLength, uint32(len(small)))) //nolint:gosec // small
	t.Data = splice(encodeJPEG(photo, quality), exifSegment(little().write(ifd0().then(first))))
	t.Name = fmt.Sprintf("thumbnail-%04d.jpg", i)
	return t
}

// uncut does something to a photo or its thumbnail that cuts nothing away.
func uncut(r *rand.Rand, photo, thumb *image.RGBA, quality int) (p, t *image.RGBA, q int, how string) {
	switch r.IntN(7) {
	case 0:
		return photo, thumb, 20 + r.IntN(25), "recompressed"
	case 1:
		return lit(photo, 0.7+0.6*r.Float64(), -25+50*r.Float64()), thumb, quality, "other light"
	case 2:
		return grey(photo), thumb, quality, "grey"
	case 3:
		b := photo.Bounds()
		return scaled(photo, b, max(b.Dx(), b.Dy())/2), thumb, quality, "smaller"
	case 4: // cameras put photos of 3:2 into thumbnails of 4:3, between black bars
		b := photo.Bounds()
		if b.Dx() < b.Dy() {
			return photo, thumb, quality, "whole"
		}
		wide := scaled(photo, image.Rect(0, 20, b.Dx(), b.Dy()-20), b.Dx()) // 480 by 320
		small := scaled(wide, wide.Bounds(), 160)
		bars := image.NewRGBA(image.Rect(0, 0, 160, 120))
		top := (120 - small.Bounds().Dy()) / 2
		for y := range 120 {
			for x := range 160 {
				c := color.RGBA{A: 255}
				if y >= top && y < top+small.Bounds().Dy() {
					c = small.RGBAAt(x, y-top)
				}
				bars.SetRGBA(x, y, c)
			}
		}
		return wide, bars, quality, "black bars"
	case 5:
		return photo, scaled(thumb, thumb.Bounds(), 80), quality, "coarse thumbnail"
	default:
		return photo, thumb, quality, "whole"
	}
}

// crop draws what is kept of a photo: between a third and nine tenths of its area.
func crop(r *rand.Rand, b image.Rectangle) image.Rectangle {
	share := 1.0 / 3
	share += (0.9 - share) * r.Float64()
	shape := 0.75 + 0.5*r.Float64() // how much of it is taken from the width
	w := min(int(float64(b.Dx())*math.Sqrt(share)*shape), b.Dx())
	h := min(int(float64(b.Dx()*b.Dy())*share/float64(w)), b.Dy())
	x, y := 0, 0
	if b.Dx() > w {
		x = r.IntN(b.Dx() - w)
	}
	if b.Dy() > h {
		y = r.IntN(b.Dy() - h)
	}
	return image.Rect(x, y, x+w, y+h)
}

// scene paints something with large shapes, texture and edges, as photos have them.
func scene(r *rand.Rand, w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	waves := make([][4]float64, 6)
	for i := range waves {
		waves[i] = [4]float64{(r.Float64() - 0.5) * 0.12, (r.Float64() - 0.5) * 0.12, r.Float64() * 2 * math.Pi, 8 + 20*r.Float64()}
	}
	top, bottom := shade(r), shade(r)
	for y := range h {
		for x := range w {
			v := 6 * (r.Float64() - 0.5)
			for _, k := range waves {
				v += k[3] * math.Sin(k[0]*float64(x)+k[1]*float64(y)+k[2])
			}
			f := float64(y) / float64(h)
			m.SetRGBA(x, y, color.RGBA{
				level(top[0]*(1-f) + bottom[0]*f + v), level(top[1]*(1-f) + bottom[1]*f + v*0.8), level(top[2]*(1-f) + bottom[2]*f - v*0.5), 255,
			})
		}
	}
	for range 10 + r.IntN(15) {
		c := shade(r)
		cx, cy := r.IntN(w), r.IntN(h)
		rx, ry := 10+r.IntN(w/5), 10+r.IntN(h/5)
		round := r.IntN(2) == 0
		for y := max(0, cy-ry); y < min(h, cy+ry); y++ {
			for x := max(0, cx-rx); x < min(w, cx+rx); x++ {
				dx, dy := float64(x-cx)/float64(rx), float64(y-cy)/float64(ry)
				if !round || dx*dx+dy*dy <= 1 {
					v := 12 * math.Sin(float64(x+2*y)/3)
					m.SetRGBA(x, y, color.RGBA{level(c[0] + v), level(c[1] + v), level(c[2] + v), 255})
				}
			}
		}
	}
	return m
}

func shade(r *rand.Rand) [3]float64 {
	return [3]float64{30 + 200*r.Float64(), 30 + 200*r.Float64(), 30 + 200*r.Float64()}
}

func level(v float64) uint8 { return uint8(max(0, min(255, v))) }

// scaled shows a part of a picture with a long side of so many pixels, each the mean
// of what it covers.
func scaled(m *image.RGBA, part image.Rectangle, long int) *image.RGBA {
	side := max(part.Dx(), part.Dy())
	w, h := max(1, part.Dx()*long/side), max(1, part.Dy()*long/side)
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		y0 := part.Min.Y + y*part.Dy()/h
		y1 := max(y0+1, part.Min.Y+(y+1)*part.Dy()/h)
		for x := range w {
			x0 := part.Min.X + x*part.Dx()/w
			x1 := max(x0+1, part.Min.X+(x+1)*part.Dx()/w)
			var sum [3]int
			for v := y0; v < y1; v++ {
				for u := x0; u < x1; u++ {
					c := m.RGBAAt(u, v)
					sum[0] += int(c.R)
					sum[1] += int(c.G)
					sum[2] += int(c.B)
				}
			}
			n := (y1 - y0) * (x1 - x0)
			out.SetRGBA(x, y, color.RGBA{uint8(sum[0] / n), uint8(sum[1] / n), uint8(sum[2] / n), 255}) //nolint:gosec // a mean of bytes
		}
	}
	return out
}

// lit changes contrast and brightness.
func lit(m *image.RGBA, contrast, brighter float64) *image.RGBA {
	return each(m, func(c color.RGBA) color.RGBA {
		f := func(v uint8) uint8 { return level((float64(v)-128)*contrast + 128 + brighter) }
		return color.RGBA{f(c.R), f(c.G), f(c.B), 255}
	})
}

func grey(m *image.RGBA) *image.RGBA {
	return each(m, func(c color.RGBA) color.RGBA {
		v := level(0.299*float64(c.R) + 0.587*float64(c.G) + 0.114*float64(c.B))
		return color.RGBA{v, v, v, 255}
	})
}

func each(m *image.RGBA, f func(color.RGBA) color.RGBA) *image.RGBA {
	out := image.NewRGBA(m.Bounds())
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			out.SetRGBA(x, y, f(m.RGBAAt(x, y)))
		}
	}
	return out
}
