package code_test

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/datamatrix"
	"github.com/makiuchi-d/gozxing/qrcode"

	"lampan/scanner/internal/picture/code"
	"lampan/scanner/internal/picture/code/aztec"
)

// ticket is what the codes here say.
const ticket = "https://biljett.example/t/8842-1177"

// drawn is a code as a picture, a module as four pixels.
func drawn(t testing.TB, w gozxing.Writer, f gozxing.BarcodeFormat, inverted bool) image.Image {
	t.Helper()
	m, err := w.Encode(ticket, f, 200, 200, nil)
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewGray(image.Rect(0, 0, m.GetWidth()+40, m.GetHeight()+40))
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			dark := x >= 20 && y >= 20 && x < m.GetWidth()+20 && y < m.GetHeight()+20 && m.Get(x-20, y-20)
			if dark == inverted {
				img.SetGray(x, y, color.Gray{Y: 255})
			}
		}
	}
	return img
}

func TestRead(t *testing.T) {
	for _, c := range []struct {
		name string
		img  image.Image
		want code.Kind
	}{
		{"QR", drawn(t, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, false), code.QR},
		{"QR, light on dark", drawn(t, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, true), code.QR},
		{"Data Matrix", drawn(t, datamatrix.NewDataMatrixWriter(), gozxing.BarcodeFormat_DATA_MATRIX, false), code.DataMatrix},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			for _, f := range code.Read(c.img, code.Limits{}).Codes {
				got = append(got, string(f.Kind)+" "+f.Text)
			}
			if diff := cmp.Diff([]string{string(c.want) + " " + ticket}, got); diff != "" {
				t.Errorf("Read (-want +got):\n%s", diff)
			}
		})
	}
}

// TestReadLying reads codes that lie anywhere, as they do in photos.
func TestReadLying(t *testing.T) {
	stacked := drawnPDF417(t)
	compact := drawnAztec(t, aztec.Symbol{Compact: true, Layers: 3})
	full := drawnAztec(t, aztec.Symbol{Layers: 4})
	for _, c := range []struct {
		name  string
		m     modules
		scene scene
		want  code.Kind
	}{
		{"PDF417", stacked, scene{module: 3, at: image.Pt(240, 180)}, code.PDF417},
		{"PDF417 upside down", stacked, scene{module: 3, degrees: 180, at: image.Pt(230, 170)}, code.PDF417},
		{"PDF417 on its side", stacked, scene{module: 2.5, degrees: 85, at: image.Pt(150, 180)}, code.PDF417},
		{"PDF417 aslant", stacked, scene{module: 3, degrees: 38, at: image.Pt(230, 180)}, code.PDF417},
		{"PDF417 seen from the side", stacked, scene{module: 3, degrees: 8, lean: 0.3, at: image.Pt(240, 180)}, code.PDF417},
		{"PDF417, light on dark", stacked, scene{module: 3, at: image.Pt(240, 180), inverted: true}, code.PDF417},
		{"Aztec in a corner", compact, scene{module: 3, degrees: 4, at: image.Pt(70, 290)}, code.Aztec},
		{"Aztec aslant", compact, scene{module: 4, degrees: 215, at: image.Pt(300, 140)}, code.Aztec},
		{"Aztec, light on dark", compact, scene{module: 4, degrees: 100, at: image.Pt(300, 140), inverted: true}, code.Aztec},
		{"full Aztec seen from the side", full, scene{module: 4, degrees: 20, lean: 0.3, at: image.Pt(200, 200)}, code.Aztec},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := code.Read(c.scene.draw(c.m), code.Limits{}).Codes
			if len(got) != 1 || got[0].Kind != c.want || got[0].Text != said {
				t.Fatalf("Read = %+v; want %s %q", got, c.want, said)
			}
			if !c.scene.at.In(got[0].At) {
				t.Errorf("it was found at %v; it lies around %v", got[0].At, c.scene.at)
			}
		})
	}
}

// TestNothingIsInvented reads codes in which more and more modules are wrong: what
// is given is the text, or nothing.
func TestNothingIsInvented(t *testing.T) {
	for name, c := range map[string]struct {
		m    modules
		data func(x, y int) bool // what of the code is neither frame nor message
	}{
		"PDF417": {drawnPDF417(t), func(x, _ int) bool { return x >= 34 && x < 34+3*17 }},
		"Aztec":  {drawnAztec(t, aztec.Symbol{Compact: true, Layers: 3}), func(x, y int) bool { return max(x-11, 11-x, y-11, 11-y) > 5 }},
	} {
		rnd := rand.New(rand.NewPCG(7, 7)) //nolint:gosec // chance that can be repeated
		given := 0
		for _, wrong := range []int{0, 4, 10, 60, 300} {
			m := make(modules, len(c.m))
			for y := range m {
				m[y] = slices.Clone(c.m[y])
			}
			for range wrong {
				for {
					if x, y := rnd.IntN(len(m[0])), rnd.IntN(len(m)); c.data(x, y) {
						m[y][x] = !m[y][x]
						break
					}
				}
			}
			for _, c := range code.Read(scene{module: 3, degrees: 3, at: image.Pt(240, 180)}.draw(m), code.Limits{Work: 60 << 20}).Codes {
				if given++; c.Text != said {
					t.Errorf("%s: read %q; it says %q", name, c.Text, said)
				}
			}
		}
		if given < 2 || given == 5 {
			t.Errorf("%s: %d of 5 were read; the wrong modules are of no use", name, given)
		}
	}
}

// FuzzDamaged reads codes with pixels from outside in them: what is given is the
// text, or nothing.
func FuzzDamaged(f *testing.F) {
	stacked := drawnPDF417(f)
	aimed := drawnAztec(f, aztec.Symbol{Compact: true, Layers: 3})
	f.Add([]byte{1, 2, 3, 250}, uint16(700), uint8(9), true)
	f.Fuzz(func(t *testing.T, pix []byte, every uint16, degrees uint8, round bool) {
		m := stacked
		if round {
			m = aimed
		}
		img := scene{module: 2, degrees: float64(degrees), at: image.Pt(240, 180)}.draw(m)
		for i, v := range pix {
			if k := (i + 1) * (int(every) + 1); k < len(img.Pix) {
				img.Pix[k] = v
			}
		}
		for _, c := range code.Read(img, code.Limits{Work: 2 << 20}).Codes {
			if c.Text != said {
				t.Errorf("read %q; it says %q", c.Text, said)
			}
		}
	})
}

// FuzzRead reads pixels from outside. What it finds in them it finds again.
func FuzzRead(f *testing.F) {
	f.Add([]byte{1, 2, 3, 250}, uint8(12))
	f.Fuzz(func(t *testing.T, pix []byte, width uint8) {
		w := int(width%64) + 8
		if len(pix) > 4096 || len(pix) < w {
			return
		}
		img := &image.Gray{Pix: pix, Stride: w, Rect: image.Rect(0, 0, w, len(pix)/w)}
		if diff := cmp.Diff(code.Read(img, code.Limits{Work: 8 << 20}), code.Read(img, code.Limits{Work: 8 << 20})); diff != "" {
			t.Errorf("two readings differ:\n%s", diff)
		}
	})
}

// photo is a megapixel that looks a little like a photo: soft hills of light, grain,
// and edges.
func photo() *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 1200, 900))
	seed := uint32(1)
	for y := range 900 {
		for x := range 1200 {
			seed = seed*1664525 + 1013904223
			v := 120 + 60*math.Sin(float64(x)/97+float64(y)/61) + 30*math.Sin(float64(x*y)/9000) + float64(seed>>28)
			if (x/130+y/170)%3 == 0 {
				v -= 50
			}
			img.SetGray(x, y, color.Gray{Y: uint8(min(255, max(0, v)))})
		}
	}
	return img
}

func BenchmarkReadWithout(b *testing.B) {
	img := photo()
	b.ReportAllocs()
	for b.Loop() {
		if r := code.Read(img, code.Limits{}); len(r.Codes) > 0 {
			b.Fatalf("a picture without codes holds %v", r.Codes)
		}
	}
}

func BenchmarkReadWith(b *testing.B) {
	img := photo()
	drawn := drawn(b, qrcode.NewQRCodeWriter(), gozxing.BarcodeFormat_QR_CODE, false)
	draw.Draw(img, drawn.Bounds().Add(image.Pt(500, 300)), drawn, image.Point{}, draw.Src)
	b.ReportAllocs()
	for b.Loop() {
		if r := code.Read(img, code.Limits{}); len(r.Codes) != 1 {
			b.Fatalf("read %v", r.Codes)
		}
	}
}
