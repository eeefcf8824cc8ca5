package main

import (
	"image/color"
	"math/rand/v2"
)

// season is how the world looks outside.
type season struct {
	skyTop, skyLow color.NRGBA
	forest         color.NRGBA
	ground, near   color.NRGBA
	leaves         []color.NRGBA // none in winter
	snow           bool
	dark           bool // lamps are lit
}

func summer() season {
	return season{
		skyTop: hex(0x6fa8dc), skyLow: hex(0xd8ebf7), forest: hex(0x35543b), ground: hex(0x7fa650), near: hex(0x5f8a3c),
		leaves: []color.NRGBA{hex(0x6d9a3f), hex(0x86b152), hex(0x5a8636)},
	}
}

func autumn() season {
	return season{
		skyTop: hex(0x9aa9b5), skyLow: hex(0xe6e2d6), forest: hex(0x3c4f3a), ground: hex(0x9a9350), near: hex(0x7f7a3f),
		leaves: []color.NRGBA{hex(0xe0a52e), hex(0xc9772b), hex(0xeac351)},
	}
}

func winter() season {
	return season{
		skyTop: hex(0x1f2b45), skyLow: hex(0x6c7d9c), forest: hex(0x1d2a33), ground: hex(0xaebbd0), near: hex(0xc9d3e2),
		snow: true, dark: true,
	}
}

func spring() season {
	return season{
		skyTop: hex(0x86b6dd), skyLow: hex(0xf3e9dc), forest: hex(0x3a5a3d), ground: hex(0x97ab62), near: hex(0x7d9a4b),
		leaves: []color.NRGBA{hex(0xa9c95f), hex(0xbcd87a), hex(0x93b84e)},
	}
}

// extra is something that only some pictures have.
type extra string

const (
	bags   extra = "bags"
	bike   extra = "bike"
	pole   extra = "flag"
	shovel extra = "shovel"
	star   extra = "star"
	kick   extra = "football"
	lilac  extra = "lilac"
)

// house paints the family's red house with its letter box, on a morning.
func house(s season, seed uint64, extras ...extra) *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // repeatable on purpose: an invented picture
	c.fade(s.skyTop, s.skyLow, 0, 0, 720, 370)
	if !s.dark {
		for range 4 {
			cloud(c, r.IntN(720), 40+r.IntN(90), 40+r.IntN(50))
		}
	} else {
		for range 40 {
			x, y := r.IntN(720), r.IntN(200)
			c.rect(see(hex(0xffffff), 150), x, y, x+1, y+1)
		}
	}
	spruces(c, r, s, 345)
	c.fade(s.ground, s.near, 0, 345, 720, 540)
	path := hex(0xb9a587)
	if s.snow {
		path = hex(0xdfe6ef)
	}
	c.poly(path, 400, 420, 470, 420, 640, 540, 300, 540)

	wall, board, white := hex(0x9c3327), hex(0x862a20), hex(0xf4f1ea)
	pane := hex(0x9fc0d6)
	if s.dark {
		wall, board, white, pane = hex(0x6d2a27), hex(0x5c2220), hex(0xb9bccb), hex(0xffd98a)
	}
	// A gable with boards, corners and a roof.
	c.rect(hex(0x77777a), 205, 398, 575, 416)
	c.poly(wall, 210, 400, 210, 215, 390, 95, 570, 215, 570, 400)
	for x := 222; x < 566; x += 11 {
		top := 215 - (min(x, 780-x)-210)*120/180
		c.stroke(board, 3, x, top+6, x, 399)
	}
	c.rect(white, 206, 214, 219, 400)
	c.rect(white, 561, 214, 574, 400)
	roof := hex(0x3f3a3c)
	if s.snow {
		roof = hex(0xe8edf5)
	}
	c.rect(hex(0x8a4a3a), 455, 90, 488, 165)
	c.rect(hex(0x5b3128), 451, 84, 492, 94)
	c.stroke(roof, 48, 180, 228, 390, 88, 600, 228)
	c.stroke(white, 21, 186, 238, 390, 102, 594, 238)
	window(c, white, pane, 262, 250, 62, 74)
	window(c, white, pane, 458, 250, 62, 74)
	window(c, white, pane, 365, 150, 50, 52)
	// The door, with a step and a lamp.
	c.rect(white, 352, 278, 430, 402)
	c.fade(hex(0x3f6d73), hex(0x2f555c), 360, 286, 422, 402)
	c.rect(pane, 372, 298, 410, 330)
	c.oval(hex(0xd9b44a), 414, 350, 3, 3)
	c.rect(hex(0x9a9a97), 335, 402, 447, 412)
	c.rect(hex(0x86867f), 322, 412, 460, 424)
	c.oval(hex(0x2b2b2b), 444, 292, 5, 8)
	if s.dark {
		c.oval(see(hex(0xffe9a8), 60), 444, 294, 46, 46)
		c.oval(see(hex(0xffe9a8), 90), 444, 294, 22, 22)
		c.oval(hex(0xfff3cc), 444, 294, 5, 6)
	}
	birch(c, r, s, 110)
	letterbox(c, s)
	for _, e := range extras {
		add(c, s, e)
	}
	if s.dark {
		c.rect(see(hex(0x16213f), 60), 0, 0, 720, 540)
	} else {
		c.fade(see(hex(0xffe3b0), 46), see(hex(0xffc98a), 10), 0, 0, 720, 540)
	}
	return c
}

func cloud(c *canvas, x, y, w int) {
	for i := range 5 {
		c.oval(see(hex(0xffffff), 110), x+(i-2)*w/3, y+(i%2)*w/9, w/2, w/6)
	}
}

// spruces is a forest that ends at a height.
func spruces(c *canvas, r *rand.Rand, s season, foot int) {
	for i := range 46 {
		x, tall := i*17-20+r.IntN(9), 70+r.IntN(75)
		col := mix(s.forest, s.skyLow, r.IntN(35), 100)
		for part := range 3 {
			top := foot - tall + part*tall/4
			half := 8 + part*4
			c.poly(col, x, top, x+half, top+tall/2, x-half, top+tall/2)
			if s.snow {
				c.poly(see(hex(0xe6edf6), 120), x, top, x+half/2, top+tall/4, x-half/2, top+tall/4)
			}
		}
	}
	c.rect(mix(s.forest, s.ground, 1, 3), 0, foot-16, 720, foot)
}

func window(c *canvas, frame, pane color.NRGBA, x, y, w, h int) {
	c.rect(frame, x-7, y-7, x+w+7, y+h+7)
	c.fade(pane, mix(pane, hex(0xffffff), 1, 3), x, y, x+w, y+h)
	c.poly(see(hex(0xffffff), 150), x, y, x+w/3, y, x, y+h*2/3)
	c.poly(see(hex(0xffffff), 150), x+w, y, x+w*2/3, y, x+w, y+h*2/3)
	c.rect(frame, x+w/2-2, y, x+w/2+2, y+h)
	c.rect(frame, x, y+h/2-2, x+w, y+h/2+2)
}

func birch(c *canvas, r *rand.Rand, s season, x int) {
	white := hex(0xeae6dc)
	if s.dark {
		white = hex(0xa9adb8)
	}
	c.poly(white, x-9, 470, x-6, 150, x+6, 150, x+9, 470)
	for y := 170; y < 460; y += 14 + r.IntN(10) {
		w := 3 + r.IntN(7)
		c.rect(hex(0x3a3733), x-7, y, x-7+w, y+3)
	}
	c.stroke(white, 14, x, 230, x-50, 150)
	c.stroke(white, 12, x, 200, x+48, 120)
	c.stroke(white, 9, x, 160, x-12, 70)
	for range 60 {
		if len(s.leaves) == 0 {
			break
		}
		col := see(s.leaves[r.IntN(len(s.leaves))], 210)
		c.oval(col, x-80+r.IntN(165), 45+r.IntN(160), 12+r.IntN(14), 8+r.IntN(10))
	}
	if s.snow {
		c.oval(hex(0xdde5ef), x, 474, 42, 9)
		return
	}
	for range 26 {
		col := s.near
		if s.leaves[0] == autumn().leaves[0] {
			col = s.leaves[r.IntN(3)]
		}
		c.oval(col, x-70+r.IntN(150), 455+r.IntN(50), 4, 2)
	}
}

// letterbox stands by the path, with the number of the house.
func letterbox(c *canvas, s season) {
	post, box := hex(0x6b4f35), hex(0x2f6b4a)
	if s.dark {
		box = hex(0x275240)
	}
	c.rect(post, 626, 430, 638, 520)
	c.rect(box, 590, 374, 674, 434)
	c.poly(mix(box, hex(0x000000), 1, 4), 584, 376, 632, 350, 680, 376)
	c.rect(hex(0xf7f4ea), 614, 384, 650, 426)
	c.write(hex(0x1f1f1f), 620, 388, 5, "7")
	if s.snow {
		c.poly(hex(0xf3f6fb), 582, 374, 632, 346, 682, 374, 632, 358)
	}
}

func add(c *canvas, s season, e extra) {
	switch e {
	case bags:
		bag(c, hex(0x2e6fb0), 350)
		bag(c, hex(0xd2553e), 424)
	case bike:
		for _, x := range []int{230, 300} {
			for i := range 3 {
				ring(c, hex(0x252525), x, 425, 27-i)
			}
		}
		c.stroke(hex(0x2f7f86), 12, 230, 425, 258, 385, 294, 385, 268, 425, 230, 425)
		c.stroke(hex(0x2f7f86), 12, 300, 425, 292, 372, 304, 368)
		c.stroke(hex(0x252525), 15, 248, 376, 268, 376)
		c.stroke(hex(0x2f7f86), 9, 268, 425, 257, 378)
	case pole:
		c.stroke(hex(0xf2f2f2), 12, 676, 60, 676, 352)
		c.rect(hex(0x2a6aa8), 596, 66, 674, 114)
		c.rect(hex(0xf4cc3c), 620, 66, 630, 114)
		c.rect(hex(0xf4cc3c), 596, 85, 674, 95)
	case shovel:
		c.stroke(hex(0xa77b4c), 15, 300, 400, 272, 300)
		c.poly(hex(0x5877b8), 288, 396, 314, 390, 322, 424, 294, 430)
	case star:
		for _, x := range []int{293, 489} {
			c.poly(hex(0xff9d5c), x, 262, x+6, 280, x+22, 282, x+9, 292, x+14, 308, x, 298, x-14, 308, x-9, 292, x-22, 282, x-6, 280)
		}
	case kick:
		c.oval(hex(0xf5f5f5), 250, 478, 15, 15)
		c.poly(hex(0x333333), 250, 470, 257, 476, 254, 484, 246, 484, 243, 476)
	case lilac:
		r := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // repeatable on purpose: an invented picture
		for range 40 {
			c.oval(s.leaves[r.IntN(3)], 600+r.IntN(110), 270+r.IntN(110), 16, 13)
		}
		for range 22 {
			c.oval(see(hex(0xb08cc9), 235), 598+r.IntN(112), 262+r.IntN(100), 7, 11)
		}
		letterbox(c, s)
	}
}

func bag(c *canvas, col color.NRGBA, x int) {
	c.oval(mix(col, hex(0x000000), 1, 4), x, 378, 14, 12)
	c.oval(col, x, 386, 20, 12)
	c.rect(col, x-20, 384, x+20, 414)
	c.rect(mix(col, hex(0x000000), 1, 5), x-14, 394, x+14, 410)
	c.rect(hex(0xf0e7c8), x-2, 400, x+3, 405)
}

func ring(c *canvas, col color.NRGBA, cx, cy, radius int) {
	for a := range 24 {
		x0, y0 := around(cx, cy, radius, a)
		x1, y1 := around(cx, cy, radius, a+1)
		c.stroke(col, 5, x0, y0, x1, y1)
	}
}

// around gives a point on a circle, in steps of fifteen degrees.
func around(cx, cy, radius, step int) (x, y int) {
	sines := [24]int{0, 259, 500, 707, 866, 966, 1000, 966, 866, 707, 500, 259, 0, -259, -500, -707, -866, -966, -1000, -966, -866, -707, -500, -259}
	return cx + radius*sines[(step+6)%24]/1000, cy + radius*sines[step%24]/1000
}
