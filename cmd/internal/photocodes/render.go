package main

import (
	"image"
	"math"
	"math/rand/v2"
)

// grid is a code as modules; true is dark.
type grid struct {
	w, h int
	dark []bool
}

// quiet is the white margin drawn around a code, in modules.
const quiet = 4

// at gives how light a point is, 0 to 1; coordinates are in modules.
func (g grid) at(x, y float64) float64 {
	if x < 0 || y < 0 || x >= float64(g.w) || y >= float64(g.h) || !g.dark[int(y)*g.w+int(x)] {
		return 1
	}
	return 0
}

// condition is what a camera, or a program, does to a code.
type condition struct {
	name    string
	module  float64 // pixels of one module before the picture is bent
	turn    float64 // degrees, clockwise
	lean    float64 // perspective: how much narrower the far side is, 0 to 1
	shear   float64 // perspective across, likewise
	blur    float64 // standard deviation, in pixels
	noise   float64 // standard deviation, of 255
	specks  float64 // share of pixels that are black or white by chance
	invert  bool
	dark    float64 // how light ink is, of 255
	light   float64 // how light paper is, of 255; 0 means 255
	shadow  float64 // how much of the light is gone in a corner, 0 to 1
	clutter bool    // a scene around the code
	quality int     // of JPEG; 0 is PNG
}

// conditions gives the 16, from clean print to a snapshot.
func conditions() []condition {
	return []condition{
		{name: "plain", module: 6},
		{name: "small", module: 3},
		{name: "tiny", module: 2},
		{name: "turned-15", module: 5, turn: 15},
		{name: "turned-45", module: 5, turn: 45},
		{name: "turned-190", module: 4, turn: 190},
		{name: "leaning", module: 6, lean: 0.2, turn: 5},
		{name: "leaning-more", module: 7, lean: 0.35, shear: 0.1, turn: -8},
		{name: "blurred", module: 5, blur: 2},
		{name: "blurred-small", module: 3, blur: 1.2},
		{name: "noisy", module: 4, noise: 45},
		{name: "specked", module: 5, specks: 0.06},
		{name: "inverted", module: 4, invert: true, turn: 3},
		{name: "faint", module: 4, dark: 110, light: 150, noise: 3, shadow: 0.3},
		{name: "jpeg", module: 3.3, quality: 20},
		{name: "snapshot", module: 3.6, turn: 12, lean: 0.12, blur: 0.9, noise: 10, dark: 40, light: 215, shadow: 0.35, clutter: true, quality: 60},
	}
}

func (c condition) format() string {
	if c.quality > 0 {
		return "jpg"
	}
	return "png"
}

// varied is the condition with other angles, sizes and strengths, as hard on
// average; the seed decides them.
func (c condition) varied(seed uint64) condition {
	rnd := rand.New(rand.NewPCG(seed, 15438)) //nolint:gosec // chance that can be repeated
	some := func(v, by float64) float64 { return v * (1 + by*(2*rnd.Float64()-1)) }
	if c.turn != 0 {
		c.turn += 20*rnd.Float64() - 10
	}
	c.module = some(c.module, 0.1)
	c.lean, c.shear = some(c.lean, 0.2), some(c.shear, 0.2)
	c.blur, c.noise, c.specks = some(c.blur, 0.1), some(c.noise, 0.1), some(c.specks, 0.1)
	c.shadow = some(c.shadow, 0.2)
	return c
}

// render draws a code in a condition. The seed decides all that is chance.
func (c condition) render(g grid, seed uint64) *image.Gray {
	rnd := rand.New(rand.NewPCG(seed, 417)) //nolint:gosec // chance that can be repeated
	w, h := float64(g.w)+2*quiet, float64(g.h)+2*quiet
	side := int(math.Ceil(math.Hypot(w, h) * c.module))
	pw, ph := side, side
	if c.turn == 0 && c.lean == 0 {
		pw, ph = int(math.Ceil(w*c.module)), int(math.Ceil(h*c.module))
	}
	ox, oy := 0.0, 0.0
	if c.clutter {
		pw, ph = pw+240, ph+200
		ox, oy = rnd.Float64()*120-60, rnd.Float64()*80-40
	}
	light := make([]float64, pw*ph)
	scene := backdrop(c.clutter, pw, ph, rnd)
	sin, cos := math.Sincos(c.turn * math.Pi / 180)
	const sub = 4 // samples of a pixel each way
	for py := range ph {
		for px := range pw {
			sum := 0.0
			for s := range sub * sub {
				x := float64(px) + (float64(s%sub)+0.5)/sub - float64(pw)/2 - ox
				y := float64(py) + (float64(s/sub)+0.5)/sub - float64(ph)/2 - oy
				x, y = x*cos+y*sin, y*cos-x*sin
				// The far side is up: lines towards it meet.
				d := 1 + c.lean*y/(h*c.module) + c.shear*x/(w*c.module)
				x, y = x/(d*c.module)+w/2, y/(d*c.module)+h/2
				if x < 0 || y < 0 || x >= w || y >= h || d <= 0 {
					sum += scene(px, py)
				} else {
					sum += g.at(x-quiet, y-quiet)
				}
			}
			light[py*pw+px] = sum / (sub * sub)
		}
	}
	if c.blur > 0 {
		light = blurred(light, pw, ph, c.blur)
	}
	return c.exposed(light, pw, ph, rnd)
}

// exposed turns light into pixels: ink, paper, shadow, noise.
func (c condition) exposed(light []float64, pw, ph int, rnd *rand.Rand) *image.Gray {
	paper := c.light
	if paper == 0 {
		paper = 255
	}
	img := image.NewGray(image.Rect(0, 0, pw, ph))
	for i, l := range light {
		if c.invert {
			l = 1 - l
		}
		x, y := float64(i%pw)/float64(pw), float64(i/pw)/float64(ph)
		v := (c.dark + l*(paper-c.dark)) * (1 - c.shadow*(x+y)/2)
		v += rnd.NormFloat64() * c.noise
		if c.specks > 0 && rnd.Float64() < c.specks {
			v = float64(rnd.IntN(2)) * 255
		}
		img.Pix[i] = uint8(math.Round(min(255, max(0, v))))
	}
	return img
}

// backdrop gives what lies around the code: white, or a table with papers on it.
func backdrop(clutter bool, pw, ph int, rnd *rand.Rand) func(x, y int) float64 {
	if !clutter {
		return func(int, int) float64 { return 1 }
	}
	type sheet struct {
		x, y, w, h int
		light      float64
		lines      int
	}
	var sheets []sheet
	for range 9 {
		sheets = append(sheets, sheet{
			x: rnd.IntN(pw), y: rnd.IntN(ph), w: 20 + rnd.IntN(pw/3), h: 15 + rnd.IntN(ph/3),
			light: rnd.Float64(), lines: rnd.IntN(12),
		})
	}
	return func(x, y int) float64 {
		l := 0.45 + 0.1*math.Sin(float64(x)/9+float64(y)/31)
		for _, s := range sheets {
			if x < s.x || y < s.y || x >= s.x+s.w || y >= s.y+s.h {
				continue
			}
			l = s.light
			// Lines of something like print.
			if s.lines > 4 && (y-s.y)%s.lines < 2 && (x*7+y/s.lines*13)%11 < 6 {
				l = 1 - s.light
			}
		}
		return l
	}
}

// blurred is a Gaussian blur; sigma is in pixels, edges are repeated.
func blurred(in []float64, w, h int, sigma float64) []float64 {
	r := int(math.Ceil(3 * sigma))
	kernel := make([]float64, 2*r+1)
	sum := 0.0
	for i := range kernel {
		d := float64(i - r)
		kernel[i] = math.Exp(-d * d / (2 * sigma * sigma))
		sum += kernel[i]
	}
	pass := func(in []float64, dx, dy int) []float64 {
		out := make([]float64, len(in))
		for i := range in {
			x, y := i%w, i/w
			for k, v := range kernel {
				sx, sy := min(w-1, max(0, x+(k-r)*dx)), min(h-1, max(0, y+(k-r)*dy))
				out[i] += in[sy*w+sx] * v / sum
			}
		}
		return out
	}
	return pass(pass(in, 1, 0), 0, 1)
}
