package main

import (
	"image/color"
	"math/rand/v2"
)

// hour is the light over the lake.
type hour struct {
	skyTop, skyLow color.NRGBA
	far, shore     color.NRGBA // the forest on the other side, and the near shore
	sun            color.NRGBA
	sunX, sunY     int // sunY 0: no sun
	lit            bool
	ice            bool
}

func day() hour {
	return hour{hex(0x5f9fd8), hex(0xcfe6f5), hex(0x3f6150), hex(0x6f9148), hex(0xffffff), 0, 0, false, false}
}

func morning() hour {
	return hour{hex(0x93b7d6), hex(0xfbe3cf), hex(0x59736c), hex(0x6f8a52), hex(0xfff1cf), 560, 215, false, false}
}

func evening() hour {
	return hour{hex(0x3f5685), hex(0xf5a867), hex(0x33413f), hex(0x49583a), hex(0xffd27a), 250, 232, true, false}
}

func night() hour {
	return hour{hex(0x141d38), hex(0x4d5c85), hex(0x17202b), hex(0x1f2a25), hex(0xf3f0d8), 590, 80, true, false}
}

func frost() hour {
	return hour{hex(0x7fa2c6), hex(0xf3dfdd), hex(0x54686f), hex(0xe2e8f0), hex(0xffeccc), 470, 222, false, true}
}

// thing is something that only some pictures have.
type thing string

const (
	cabin    thing = "cabin"
	jetty    thing = "jetty"
	boat     thing = "boat"
	fire     thing = "fire"
	lanterns thing = "lanterns"
	coffee   thing = "coffee"
	rod      thing = "rod"
	tracks   thing = "tracks"
)

// lake paints the view from the summer house. shift moves the camera sideways.
func lake(h hour, seed uint64, shift int, things ...thing) *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(seed, 2)) //nolint:gosec // repeatable on purpose: an invented picture
	const water = 265
	c.fade(h.skyTop, h.skyLow, 0, 0, 720, water)
	if h.sunY == 0 {
		for range 5 {
			cloud(c, r.IntN(720), 40+r.IntN(110), 50+r.IntN(60))
		}
	} else {
		sun := 26
		if h.sunY < 100 {
			sun = 18
			for range 60 {
				x, y := r.IntN(720), r.IntN(220)
				c.rect(see(hex(0xffffff), 160), x, y, x+1, y+1)
			}
		}
		for i := range 4 {
			c.oval(see(h.sun, uint8(40+50*i)), h.sunX+shift/2, h.sunY, sun+24-8*i, sun+24-8*i) //nolint:gosec // below 256
		}
	}
	// Hills, and the forest on the other side.
	c.poly(mix(h.far, h.skyLow, 55, 100), -80+shift/2, water, 120+shift/2, 190, 300+shift/2, 222, 470+shift/2, 178, 800, 232, 800, water)
	for i := range 70 {
		x, tall := -160+i*14+r.IntN(9)+shift, 18+r.IntN(30)
		c.poly(mix(h.far, h.skyLow, r.IntN(25), 100), x, water-6-tall, x+8, water-2, x-8, water-2)
	}
	c.rect(h.far, 0, water-8, 720, water)
	low := mix(h.skyTop, h.far, 1, 3)
	if h.ice {
		low = hex(0xd5dfeb)
	}
	c.fade(mix(h.skyLow, h.far, 1, 5), low, 0, water, 720, 540)
	if h.ice {
		for range 30 {
			x, y := r.IntN(720), water+10+r.IntN(200)
			c.stroke(see(hex(0xffffff), 150), 4, x, y, x+40+r.IntN(120), y+r.IntN(4))
		}
	} else {
		for range 180 {
			y := water + 3 + r.IntN(230)
			x, w := r.IntN(720)-30, 12+(y-water)/3+r.IntN(30)
			col := see(h.skyLow, 70)
			if r.IntN(2) == 0 {
				col = see(h.far, 46)
			}
			c.rect(col, x, y, x+w, y+1+(y-water)/90)
		}
		if h.sunY > 0 {
			for y := water + 2; y < 470; y += 5 {
				w := 8 + (y-water)/6 + r.IntN(14)
				x := h.sunX + shift/2 - w/2 + r.IntN(9) - 4
				c.rect(see(h.sun, 150), x, y, x+w, y+2)
			}
		}
	}
	c.poly(h.shore, 0, 470, 180, 446, 420, 476, 720, 452, 720, 540, 0, 540)
	for range 130 {
		x, y := r.IntN(720), 470+r.IntN(70)
		c.stroke(mix(h.shore, hex(0x000000), r.IntN(30), 100), 3, x, y, x+r.IntN(7)-3, y-8-r.IntN(10))
	}
	for _, t := range things {
		put(c, h, t, shift)
	}
	pine(c, r, h, 668+shift/2)
	return c
}

func pine(c *canvas, r *rand.Rand, h hour, x int) {
	trunk := mix(hex(0x8a5a3a), h.far, 1, 3)
	c.poly(trunk, x-10, 500, x-5, 40, x+5, 40, x+11, 500)
	for range 34 {
		c.oval(see(mix(h.far, hex(0x2f5a35), 1, 2), 225), x-75+r.IntN(150), 10+r.IntN(110), 20+r.IntN(16), 10+r.IntN(8))
	}
}

func put(c *canvas, h hour, t thing, shift int) {
	light, dark := hex(0xf3ecd9), mix(hex(0x6a4b33), h.far, 1, 3)
	switch t {
	case cabin:
		x := 60 + shift
		wall := mix(hex(0x7a3d2b), h.far, 1, 4)
		pane := hex(0xa9c6d6)
		if h.lit {
			pane, light = hex(0xffdf8e), hex(0xcdb9a0)
		}
		c.rect(hex(0x5f5f5c), x-4, 446, x+232, 462)
		c.poly(wall, x, 450, x, 330, x+114, 262, x+228, 330, x+228, 450)
		for y := 340; y < 448; y += 12 {
			c.stroke(mix(wall, hex(0x000000), 1, 4), 3, x, y, x+228, y)
		}
		roof := hex(0x4a4642)
		if h.ice {
			roof = hex(0xf1f4f8)
		}
		c.stroke(roof, 36, x-22, 338, x+114, 258, x+250, 338)
		window(c, light, pane, x+34, 358, 52, 48)
		c.rect(light, x+136, 352, x+190, 450)
		c.rect(mix(hex(0x41663f), h.far, 1, 4), x+142, 358, x+184, 450)
		c.rect(hex(0x6a4436), x+160, 238, x+184, 300)
		if h.lit || h.ice {
			for i := range 5 {
				c.oval(see(hex(0xe6e6ea), 90), x+174+i*9, 226-i*18, 9+i*4, 8+i*3)
			}
		}
	case jetty:
		x := 360 + shift
		for _, p := range []int{0, 1, 2} {
			c.rect(mix(dark, hex(0x000000), 1, 3), x+34+p*6, 372+p*36, x+40+p*6, 406+p*40)
			c.rect(mix(dark, hex(0x000000), 1, 3), x+104-p*6+p*22, 372+p*36, x+111-p*6+p*22, 406+p*40)
		}
		c.poly(mix(dark, light, 1, 3), x+30, 366, x+112, 366, x+176, 500, x-6, 500)
		for i := range 11 {
			y := 366 + i*i
			c.stroke(mix(dark, hex(0x000000), 1, 5), 3, x+30-(y-366)*36/134, y, x+112+(y-366)*64/134, y)
		}
	case boat:
		x := 190 + shift
		c.poly(mix(hex(0x2f5f8a), h.far, 1, 4), x, 352, x+150, 352, x+128, 384, x+26, 384)
		c.poly(mix(hex(0xdfe6ea), h.far, 1, 5), x-4, 346, x+154, 346, x+150, 354, x, 354)
		c.rect(dark, x+40, 342, x+48, 352)
		c.rect(dark, x+92, 342, x+100, 352)
		c.stroke(mix(hex(0xc9a36a), h.far, 1, 4), 9, x+60, 350, x-36, 392)
		c.fade(see(h.far, 90), see(h.far, 10), x+20, 385, x+130, 402)
	case fire:
		x := 330 + shift
		for i := range 9 {
			a, b := around(x, 496, 34, i*24/9)
			c.oval(hex(0x77756f), a, 496+(b-496)/3, 10, 7)
		}
		c.oval(see(hex(0xffb347), 60), x, 478, 90, 60)
		c.poly(hex(0xf08a2c), x-26, 496, x-14, 456, x-4, 474, x+6, 436, x+16, 470, x+24, 458, x+28, 496)
		c.poly(hex(0xffd75e), x-12, 496, x-4, 472, x+4, 482, x+8, 462, x+16, 496)
	case lanterns:
		for i := range 7 {
			x, y := 40+i*96+shift/3, 96+[7]int{0, 16, 26, 30, 26, 16, 0}[i]
			if i < 6 {
				c.stroke(hex(0x2b2b2b), 4, x, y, x+96, 96+[7]int{0, 16, 26, 30, 26, 16, 0}[i+1])
			}
			col := []color.NRGBA{hex(0xf5c242), hex(0xe4572e), hex(0x4ea36b), hex(0x4a86c5)}[i%4]
			c.oval(see(col, 70), x, y+24, 34, 34)
			c.oval(col, x, y+24, 20, 22)
			c.oval(hex(0xfff3cf), x, y+24, 7, 9)
		}
	case coffee:
		c.poly(mix(hex(0xb98a5a), h.far, 1, 5), 0, 486, 720, 470, 720, 540, 0, 540)
		c.stroke(mix(hex(0x8f6740), h.far, 1, 5), 4, 0, 512, 720, 498)
		x := 250 + shift
		c.rect(hex(0x2e5f8e), x, 440, x+52, 500)
		c.oval(hex(0x2e5f8e), x+26, 500, 26, 7)
		c.oval(hex(0x24496d), x+26, 440, 26, 7)
		c.oval(hex(0x4a2f1d), x+26, 441, 21, 5)
		c.stroke(hex(0x2e5f8e), 15, x+54, 456, x+70, 462, x+68, 480, x+54, 486)
		c.oval(hex(0xf4f1ea), x+150, 500, 60, 13)
		c.oval(hex(0xc98a48), x+130, 488, 26, 14)
		c.oval(hex(0xb5763a), x+172, 490, 26, 13)
		for i := range 6 {
			c.rect(hex(0xffffff), x+112+i*14, 480+i%2*5, x+115+i*14, 483+i%2*5)
		}
	case rod:
		c.stroke(hex(0x4a3524), 9, 470+shift, 500, 300+shift, 250)
		c.stroke(see(hex(0xffffff), 130), 2, 300+shift, 250, 240+shift, 380)
		c.oval(hex(0xd43f2f), 240+shift, 382, 6, 6)
	case tracks:
		for i := range 16 {
			x, y := 120+i*24+shift, 500-i*12
			c.oval(hex(0xb3c1d2), x, y, 7-i/4, 4-i/6)
			c.oval(hex(0xb3c1d2), x+18-i/2, y-5, 7-i/4, 4-i/6)
		}
	}
}
