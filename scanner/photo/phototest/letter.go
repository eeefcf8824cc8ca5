package phototest

import (
	"image"
	"image/color"
	"image/draw"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// Page draws lines of text on a sheet of a size in pixels, in letters of so many
// pixels an em, as a scanner or a screen shows them.
func Page(width, height int, em float64, ink, paper color.Color, lines ...string) *image.RGBA {
	parsed, err := opentype.Parse(goregular.TTF)
	if err != nil {
		panic(err) // the font lies in the module
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: em, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		panic(err)
	}
	m := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(m, m.Rect, image.NewUniform(paper), image.Point{}, draw.Src)
	d := font.Drawer{Dst: m, Src: image.NewUniform(ink), Face: face}
	margin, y := width/10, float64(height)/12
	for _, line := range lines {
		y += 1.45 * em
		d.Dot = fixed.P(margin, int(y))
		d.DrawString(line)
	}
	return m
}
