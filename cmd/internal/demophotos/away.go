package main

import (
	"image/color"
	"math/rand/v2"
)

// harbour paints a row of houses in many colours by a canal.
func harbour() *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(8, 8)) //nolint:gosec // repeatable on purpose: an invented picture
	c.fade(hex(0x74a7d4), hex(0xdceaf3), 0, 0, 720, 330)
	for range 4 {
		cloud(c, r.IntN(720), 30+r.IntN(60), 40+r.IntN(40))
	}
	x := -20
	for _, col := range []uint32{0xd8a13c, 0xb5483f, 0x4f7fa6, 0xe7d9b8, 0xc96f4a, 0x6f9a78, 0xe0bf55, 0x8a5f7a} {
		w, top := 88+r.IntN(18), 110+r.IntN(60)
		wall := hex(col)
		c.rect(wall, x, top, x+w, 352)
		c.poly(hex(0x8a4b38), x-3, top, x+w/2, top-44-r.IntN(20), x+w+3, top)
		for wy := top + 14; wy < 310; wy += 46 {
			for i := range 3 {
				wx := x + 9 + i*(w-16)/3
				c.rect(hex(0xf5f1e6), wx-2, wy-2, wx+18, wy+30)
				c.fade(hex(0x51687a), hex(0x7f97a8), wx, wy, wx+16, wy+28)
				c.rect(hex(0xf5f1e6), wx+7, wy, wx+9, wy+28)
			}
		}
		c.poly([]tone{0xf4f1ea, 0xb5483f, 0x35607a}[r.IntN(3)].colour(), x+6, 318, x+w-6, 318, x+w, 334, x, 334)
		x += w
	}
	c.rect(hex(0x8d8a83), 0, 350, 720, 378)
	for range 26 { // people on the quay
		px := r.IntN(720)
		col := []tone{0xb5483f, 0x35607a, 0xe0bf55, 0x3f4a4f, 0xd9d4c7}[r.IntN(5)].colour()
		c.rect(col, px, 336, px+9, 356)
		c.oval(hex(0xe3b893), px+4, 331, 5, 6)
	}
	c.fade(hex(0x55788c), hex(0x34566b), 0, 378, 720, 540)
	for range 220 {
		wx, wy := r.IntN(720), 382+r.IntN(156)
		col := []tone{0xd8a13c, 0xb5483f, 0xe7d9b8, 0x9fc0d6}[r.IntN(4)].colour()
		c.rect(see(col, 70), wx, wy, wx+14+r.IntN(36), wy+2)
	}
	for _, bx := range []int{70, 420} {
		c.poly(hex(0x6b3f2a), bx, 412, bx+220, 412, bx+190, 452, bx+30, 452)
		c.rect(hex(0xf2eee2), bx-4, 406, bx+224, 413)
		c.stroke(hex(0x5a4632), 15, bx+100, 410, bx+100, 150)
		c.stroke(hex(0x3c3c3c), 3, bx+100, 152, bx+10, 408)
		c.stroke(hex(0x3c3c3c), 3, bx+100, 152, bx+206, 408)
		c.rect(hex(0xb5483f), bx+102, 156, bx+130, 170)
	}
	return c
}

// tone is a colour in a list.
type tone uint32

func (u tone) colour() color.NRGBA { return hex(uint32(u)) }

// stacks paints sea stacks on a stony beach.
func stacks() *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(9, 9)) //nolint:gosec // repeatable on purpose: an invented picture
	c.fade(hex(0x5d9bd1), hex(0xdcecf2), 0, 0, 720, 300)
	for range 3 {
		cloud(c, r.IntN(720), 50+r.IntN(90), 50+r.IntN(50))
	}
	c.fade(hex(0x4f8fa8), hex(0x9fc9cf), 0, 296, 720, 440)
	for range 120 {
		x, y := r.IntN(720), 300+r.IntN(110)
		c.rect(see(hex(0xffffff), 90), x, y, x+10+r.IntN(30), y+1)
	}
	c.poly(hex(0xd9d2c2), 0, 420, 300, 396, 720, 430, 720, 540, 0, 540)
	for range 260 {
		x, y := r.IntN(720), 424+r.IntN(112)
		c.oval(mix(hex(0xf0eadc), hex(0x9a9384), r.IntN(100), 100), x, y, 5+r.IntN(9), 3+r.IntN(5))
	}
	for _, s := range [][3]int{{150, 150, 60}, {420, 90, 76}, {590, 200, 48}} {
		x, top, w := s[0], s[1], s[2]
		col := hex(0xcfc6b1)
		c.poly(col, x-w, 424, x-w*2/3, 320, x-w*4/5, 230, x-w/2, top+30, x-w/6, top, x+w/2, top+12, x+w*3/4, top+60, x+w/3, 250, x+w/2, 330, x+w, 428)
		c.poly(see(hex(0x6f6858), 110), x+w/8, top+6, x+w/2, top+12, x+w*3/4, top+60, x+w/3, 250, x+w/2, 330, x+w, 428, x+w/4, 424, x, 300)
		for y := top + 30; y < 420; y += 26 {
			c.stroke(see(hex(0x8a8270), 150), 4, x-w/2, y+r.IntN(8), x+w/3, y+r.IntN(8))
		}
	}
	return c
}

// berries paints a bowl of strawberries.
func berries() *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(10, 10)) //nolint:gosec // repeatable on purpose: an invented picture
	table(c, r, hex(0xe4ded0))
	c.oval(see(hex(0x000000), 60), 372, 290, 236, 206)
	c.oval(hex(0x3f7f9a), 360, 272, 232, 204)
	c.oval(hex(0xf4f1ea), 360, 266, 204, 176)
	for range 58 {
		x, y := 360+r.IntN(300)-150, 262+r.IntN(250)-125
		if (x-360)*(x-360)*100/(170*170)+(y-262)*(y-262)*100/(142*142) > 100 {
			continue
		}
		red := mix(hex(0xd6332f), hex(0x9a1f24), r.IntN(60), 100)
		c.oval(red, x, y, 30, 26)
		c.poly(red, x-28, y+8, x+28, y+8, x+4, y+42, x-4, y+42)
		for i := range 8 {
			c.rect(hex(0xf3d58a), x-18+i%4*11, y+i/4*14, x-16+i%4*11, y+3+i/4*14)
		}
		c.poly(hex(0x5f9a45), x, y-12, x-24, y-26, x-8, y-28, x, y-38, x+8, y-28, x+24, y-26)
	}
	return c
}
