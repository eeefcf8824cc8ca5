package main

import (
	"embed"
	"image/color"
	"math/rand/v2"
	"strings"
)

// boarding.txt is the Aztec code of an invented boarding pass, a letter for each
// module. Debian's zint 2.11 made it:
//
//	zint -b 92 -d 'M1LINDVRET/MALIN      ELMP7Q2 ARNBGOZZ 0419 155Y014C0023 100' --dump
//
//go:embed boarding.txt
var files embed.FS

// table paints boards, seen from above.
func table(c *canvas, r *rand.Rand, wood color.NRGBA) {
	for y := 0; y < c.h; y += 90 {
		col := mix(wood, hex(0x000000), r.IntN(12), 100)
		c.rect(col, 0, y, c.w, y+88)
		c.rect(mix(col, hex(0x000000), 1, 3), 0, y+88, c.w, y+90)
		for range 7 {
			g := y + 6 + r.IntN(76)
			x := r.IntN(c.w)
			c.stroke(see(mix(col, hex(0x000000), 1, 4), 120), 3, x, g, x+90+r.IntN(200), g+r.IntN(7)-3)
		}
	}
}

// pass paints a boarding pass on a table. The code on it can be read.
func pass() *canvas {
	c := newCanvas(760, 570)
	r := rand.New(rand.NewPCG(3, 3)) //nolint:gosec // repeatable on purpose: an invented picture
	table(c, r, hex(0xb28457))
	// A cup of coffee, and what looks like a passport.
	c.oval(see(hex(0x000000), 50), 652, 96, 84, 84)
	c.oval(hex(0xf2efe8), 646, 90, 82, 82)
	c.oval(hex(0xd9d5cb), 646, 90, 58, 58)
	c.oval(hex(0x5a3822), 646, 90, 50, 50)
	c.oval(see(hex(0xd8b48a), 160), 636, 82, 20, 15)
	c.poly(see(hex(0x000000), 50), 44, 26, 206, 46, 186, 190, 26, 172)
	c.poly(hex(0x7a2433), 38, 20, 200, 40, 180, 184, 20, 166)
	c.oval(hex(0xd9b45c), 114, 92, 20, 20)
	c.oval(hex(0x7a2433), 114, 92, 15, 15)
	// The pass.
	c.rect(see(hex(0x000000), 60), 62, 196, 722, 516)
	c.rect(hex(0xfbfaf5), 54, 188, 714, 508)
	c.rect(hex(0x1f5f8b), 54, 188, 714, 240)
	c.write(hex(0xffffff), 74, 200, 4, "BOARDING PASS")
	c.write(hex(0xbfe0f2), 520, 203, 3, "NORDLUFT")
	ink, pale := hex(0x22303a), hex(0x6f7f8a)
	for _, f := range []struct {
		x, y, size int
		label      string
		text       string
	}{
		{74, 256, 3, "NAME", "LINDVRET/MALIN"},
		{74, 322, 5, "FROM", "ARN"},
		{224, 322, 5, "TO", "BGO"},
		{74, 410, 3, "FLIGHT", "ZZ 0419"},
		{224, 410, 3, "DATE", "04 JUN"},
		{350, 410, 3, "SEAT", "14C"},
		{74, 462, 2, "BOOKING", "LMP7Q2"},
	} {
		c.write(pale, f.x, f.y, 2, f.label)
		c.write(ink, f.x, f.y+20, f.size, f.text)
	}
	for y := 250; y < 500; y += 12 {
		c.rect(hex(0xb9bdbf), 458, y, 461, y+6)
	}
	text, _ := files.ReadFile("boarding.txt") // embedded
	const module = 7
	for y, line := range strings.Fields(string(text)) {
		for x, m := range line {
			if m == '#' {
				c.rect(hex(0x16181a), 492+x*module, 286+y*module, 492+(x+1)*module, 286+(y+1)*module)
			}
		}
	}
	c.fade(see(hex(0xffe9c4), 34), see(hex(0x402000), 26), 0, 0, c.w, c.h)
	return c
}

// The part of a selfie that is left when it has been cropped to the face.
const (
	faceX0, faceY0 = 76, 66
	faceX1, faceY1 = 400, 426
)

// selfie paints somebody at a kitchen table who holds up a letter.
func selfie() *canvas {
	c := newCanvas(760, 570)
	r := rand.New(rand.NewPCG(4, 4)) //nolint:gosec // repeatable on purpose: an invented picture
	c.fade(hex(0xe9dfc8), hex(0xd9cba8), 0, 0, 760, 570)
	for range 60 {
		x, y := r.IntN(760), r.IntN(400)
		c.oval(see(hex(0xc2ad7d), 60), x, y, 5, 3)
	}
	window(c, hex(0xf7f3e8), hex(0x9fc6e2), 470, 40, 210, 150)
	for i := range 4 {
		c.oval(hex(0x5f8f46), 500+i*46, 182-i%2*12, 22, 20)
		c.rect(hex(0xb5623c), 488+i*46, 192, 512+i*46, 212)
	}
	c.rect(hex(0xf3efe4), 456, 210, 694, 220)
	c.rect(hex(0x8a6a45), 20, 60, 60, 300)
	for i := range 5 {
		c.rect([]color.NRGBA{hex(0x9c3b32), hex(0x35607a), hex(0xd2a33c), hex(0x4d6b44), hex(0x6b4a6b)}[i], 24, 70+i*46, 56, 104+i*46)
	}
	// Shoulders, neck, head.
	c.poly(hex(0x2f5a6b), 40, 570, 70, 450, 150, 408, 320, 408, 400, 452, 440, 570)
	for y := 424; y < 570; y += 16 {
		c.rect(see(hex(0xe9e2d0), 70), 60, y, 420, y+5)
	}
	skin, shade := hex(0xe9bd97), hex(0xd39f78)
	c.rect(shade, 200, 350, 272, 424)
	c.oval(skin, 236, 412, 40, 22)
	hair := hex(0x6a4327)
	c.oval(hair, 236, 205, 122, 128)
	c.oval(skin, 236, 246, 98, 124)
	c.oval(skin, 138, 250, 16, 26)
	c.oval(skin, 334, 250, 16, 26)
	c.poly(hair, 134, 216, 160, 130, 240, 112, 316, 132, 338, 216, 310, 176, 250, 162, 190, 172)
	for _, x := range []int{196, 276} {
		c.oval(hex(0xfdfbf6), x, 240, 19, 12)
		c.oval(hex(0x4f7a5a), x, 240, 9, 10)
		c.oval(hex(0x1c1c1c), x, 240, 4, 5)
		c.stroke(hex(0x5a3820), 15, x-22, 214, x, 208, x+22, 213)
	}
	c.stroke(shade, 9, 238, 246, 228, 286, 244, 290)
	c.poly(hex(0xb5483f), 192, 314, 236, 322, 282, 313, 264, 336, 236, 342, 210, 336)
	c.poly(hex(0xfcf9f2), 202, 318, 236, 325, 272, 317, 260, 326, 236, 330, 214, 326)
	c.oval(see(hex(0xe58a72), 70), 168, 292, 22, 16)
	c.oval(see(hex(0xe58a72), 70), 304, 292, 22, 16)
	// The letter, and the hand that holds it.
	c.rect(see(hex(0x000000), 60), 418, 284, 758, 494)
	c.rect(hex(0xfbf9f2), 408, 276, 750, 486)
	c.poly(hex(0xeae5d7), 408, 276, 579, 356, 750, 276)
	c.rect(hex(0x2a6aa8), 424, 290, 458, 310)
	c.write(hex(0x33516b), 468, 294, 2, "TALLMORA KOMMUN")
	for i, line := range []string{"LINDVRET", "TRASTKULLESTIGEN 7", "123 45 TALLMORA"} {
		c.write(hex(0x20262b), 420, 376+i*32, 3, line)
	}
	c.oval(skin, 452, 492, 34, 22)
	for i := range 4 {
		c.oval(skin, 434+i*16, 478, 9, 22)
		c.oval(hex(0xf3d5bb), 434+i*16, 462, 5, 6)
	}
	c.poly(hex(0x2f5a6b), 400, 570, 424, 500, 480, 502, 500, 570)
	c.fade(see(hex(0xfff0cf), 30), see(hex(0x3a2200), 24), 0, 0, 760, 570)
	return c
}

// drawing paints a dragon in pencil and colour, on paper on a desk.
func drawing() *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(5, 5)) //nolint:gosec // repeatable on purpose: an invented picture
	table(c, r, hex(0x8d9aa0))
	c.poly(see(hex(0x000000), 60), 78, 46, 664, 40, 672, 512, 84, 518)
	c.poly(hex(0xfaf7ee), 70, 38, 656, 32, 664, 504, 76, 510)
	ink, body, belly, wing := hex(0x26302b), hex(0x5a9a5f), hex(0xd9d08a), hex(0xc96a4a)
	outline := func(col color.NRGBA, pts ...int) {
		c.poly(col, pts...)
		c.stroke(ink, 7, append(append([]int{}, pts...), pts[0], pts[1])...)
	}
	// Wings that look a little like umbrellas.
	outline(wing, 360, 280, 300, 130, 380, 96, 452, 120, 500, 92, 540, 150, 600, 150, 560, 230, 470, 290)
	c.stroke(ink, 6, 362, 280, 380, 98)
	c.stroke(ink, 6, 380, 284, 500, 94)
	c.stroke(ink, 6, 420, 288, 598, 152)
	outline(mix(wing, hex(0xffffff), 1, 4), 300, 290, 210, 190, 240, 120, 300, 130, 330, 220)
	// Tail, body, neck and head.
	outline(body, 440, 400, 540, 420, 600, 380, 612, 320, 634, 314, 630, 396, 566, 456, 440, 450)
	outline(wing, 606, 322, 596, 290, 628, 262, 650, 292, 636, 322)
	outline(body, 250, 300, 330, 260, 430, 286, 478, 360, 460, 440, 380, 468, 290, 460, 244, 400)
	outline(belly, 262, 330, 310, 320, 336, 380, 330, 440, 290, 452, 252, 398)
	outline(body, 262, 330, 220, 270, 214, 214, 250, 190, 286, 220, 300, 290)
	outline(body, 250, 240, 180, 250, 128, 236, 116, 206, 160, 178, 216, 160, 264, 178, 278, 214)
	outline(hex(0xf1efe6), 236, 168, 252, 120, 262, 172)
	outline(hex(0xf1efe6), 212, 164, 216, 122, 232, 162)
	c.oval(hex(0xfdfdf4), 204, 192, 13, 13)
	c.oval(ink, 200, 194, 6, 8)
	c.oval(ink, 138, 208, 4, 3)
	c.stroke(ink, 6, 126, 224, 160, 228, 196, 222)
	outline(hex(0xf0a63c), 112, 214, 76, 190, 96, 216, 60, 224, 96, 232, 74, 252, 118, 232)
	for i := range 7 {
		x, y := 300+i*26, 268+i*i*2
		outline(hex(0xe0b54a), x, y, x+12, y-22, x+24, y+6)
	}
	outline(body, 290, 456, 284, 492, 330, 492, 330, 460)
	outline(body, 392, 462, 392, 494, 440, 494, 432, 446)
	for range 90 { // scales
		x, y := 300+r.IntN(150), 300+r.IntN(140)
		c.stroke(see(hex(0x2f6a3a), 150), 3, x, y, x+5, y+4, x+10, y)
	}
	pencil(c, hex(0xd9483b), 690, 90, 30)
	pencil(c, hex(0x3a78b5), 694, 260, -14)
	pencil(c, hex(0xe3b23c), 32, 300, 10)
	return c
}

// pencil lies upright, leaning a little.
func pencil(c *canvas, col color.NRGBA, x, y, lean int) {
	c.stroke(see(hex(0x000000), 50), 30, x+6, y+6, x+lean+6, y+176)
	c.stroke(col, 30, x, y, x+lean, y+150)
	c.stroke(hex(0xe8c99a), 18, x+lean, y+150, x+lean*9/8, y+168)
	c.stroke(mix(col, hex(0x000000), 1, 4), 9, x+lean*9/8, y+168, x+lean*10/8, y+176)
}

// castle paints a castle in pencil, on paper on a desk.
func castle() *canvas {
	c := newCanvas(600, 600)
	r := rand.New(rand.NewPCG(11, 11)) //nolint:gosec // repeatable on purpose: an invented picture
	table(c, r, hex(0x6f6357))
	c.poly(see(hex(0x000000), 60), 48, 46, 566, 58, 560, 574, 42, 566)
	c.poly(hex(0xf4efe2), 40, 38, 558, 50, 552, 566, 34, 558)
	ink, stone := hex(0x34343a), hex(0xb9b6ad)
	c.oval(hex(0xf1dfa0), 440, 140, 46, 46)
	c.oval(hex(0xf4efe2), 424, 130, 42, 42)
	c.poly(hex(0x8a9a7a), 40, 470, 200, 400, 330, 440, 470, 396, 556, 450, 553, 566, 34, 558)
	for i, x := range []int{150, 250, 350} {
		top := []int{260, 170, 230}[i]
		c.poly(stone, x, 450, x, top, x+70, top, x+70, 450)
		c.stroke(ink, 7, x, 450, x, top, x+70, top, x+70, 450)
		c.poly(hex(0x6a5a8a), x-10, top, x+35, top-90, x+80, top)
		c.stroke(ink, 7, x-10, top, x+35, top-90, x+80, top, x-10, top)
		c.stroke(ink, 5, x+35, top-90, x+35, top-122)
		c.poly(hex(0xc9473f), x+36, top-122, x+66, top-112, x+36, top-102)
		c.oval(ink, x+35, top+46, 9, 16)
		for range 14 {
			sx, sy := x+8+r.IntN(46), top+80+r.IntN(450-top-90)
			c.stroke(see(ink, 120), 3, sx, sy, sx+9, sy, sx+9, sy+5)
		}
	}
	for range 160 {
		x, y := 60+r.IntN(470), 440+r.IntN(110)
		c.stroke(see(ink, 110), 3, x, y, x+5, y-9)
	}
	pencil(c, hex(0x3f7f5a), 574, 210, 8)
	return c
}

// cat paints Sixten, asleep on a sofa.
func cat() *canvas {
	c := newCanvas(720, 540)
	r := rand.New(rand.NewPCG(6, 6)) //nolint:gosec // repeatable on purpose: an invented picture
	c.fade(hex(0xcfd8d6), hex(0xb9c6c2), 0, 0, 720, 250)
	c.rect(hex(0x7a5a3c), 90, 30, 300, 170)
	c.fade(hex(0x9cc3dd), hex(0x86a961), 102, 42, 288, 158)
	c.rect(hex(0x3f6b78), 0, 210, 720, 540)
	c.rect(hex(0x365d69), 0, 390, 720, 400)
	for i := range 6 {
		c.rect(see(hex(0x2c4f5a), 120), 110+i*118, 214, 114+i*118, 390)
	}
	c.poly(hex(0xd99a3f), 470, 200, 640, 180, 664, 340, 494, 356)
	for i := range 5 {
		c.stroke(hex(0xf1d08a), 12, 486+i*34, 206-i*4, 508+i*34, 344-i*4)
	}
	fur, stripe := hex(0xc98a4a), hex(0x8f5a2b)
	c.oval(see(hex(0x000000), 50), 330, 452, 220, 30)
	c.oval(fur, 340, 390, 200, 92)
	c.stroke(fur, 80, 510, 410, 470, 466, 330, 470, 240, 456)
	c.stroke(stripe, 20, 470, 466, 456, 452)
	for i := range 7 {
		x := 250 + i*38
		c.stroke(stripe, 20, x, 312+(i-3)*(i-3)*2, x+14, 352, x+8, 388)
	}
	c.oval(fur, 190, 400, 78, 66)
	c.poly(fur, 128, 370, 124, 300, 176, 344)
	c.poly(fur, 204, 344, 254, 300, 254, 372)
	c.poly(hex(0xe6b69a), 136, 356, 134, 318, 162, 344)
	c.poly(hex(0xe6b69a), 218, 344, 244, 318, 246, 358)
	c.oval(hex(0xf3e3cf), 190, 424, 40, 30)
	c.poly(hex(0xc9736a), 180, 408, 200, 408, 190, 420)
	for _, x := range []int{158, 222} {
		c.stroke(hex(0x3a2a1c), 9, x-16, 392, x, 400, x+16, 392)
	}
	for i := range 3 {
		c.stroke(see(hex(0xffffff), 200), 3, 168, 424+i*6, 96, 412+i*14)
		c.stroke(see(hex(0xffffff), 200), 3, 212, 424+i*6, 284, 412+i*14)
		c.stroke(stripe, 9, 172+i*18, 340, 174+i*16, 362)
	}
	for range 200 {
		x, y := 160+r.IntN(360), 310+r.IntN(140)
		c.stroke(see(stripe, 50), 3, x, y, x+8, y+4)
	}
	return c
}
