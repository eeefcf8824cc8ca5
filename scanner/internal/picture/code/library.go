package code

import (
	"image"
	"strings"

	"github.com/makiuchi-d/gozxing"
	aztecdecoder "github.com/makiuchi-d/gozxing/aztec/decoder"
	"github.com/makiuchi-d/gozxing/common"
	matrixdecoder "github.com/makiuchi-d/gozxing/datamatrix/decoder"
	matrixdetector "github.com/makiuchi-d/gozxing/datamatrix/detector"
	multidetector "github.com/makiuchi-d/gozxing/multi/qrcode/detector"
	qrdecoder "github.com/makiuchi-d/gozxing/qrcode/decoder"
	qrdetector "github.com/makiuchi-d/gozxing/qrcode/detector"
)

// reading is one text as one look at the picture gave it.
type reading struct {
	kind Kind
	text string
	at   image.Rectangle // in the pixels of the view
	// looks that the reading counts for: more than one where much speaks for it.
	looks int
}

// matrix gives the library a picture, or modules, of ours.
func (b bits) matrix() *gozxing.BitMatrix {
	m, err := gozxing.NewBitMatrix(b.w, b.h)
	if err != nil {
		return nil
	}
	for y := range b.h {
		for x := range b.w {
			if b.dark[y*b.w+x] {
				m.Set(x, y)
			}
		}
	}
	return m
}

// guarded keeps a fault of the library from ending the program.
func guarded(f func() []reading) (out []reading) {
	defer func() {
		if recover() != nil {
			out = nil
		}
	}()
	return f()
}

// hints ask the library to spend its effort; ours is bounded by the size of what
// it gets.
func hints() map[gozxing.DecodeHintType]any {
	return map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true}
}

// libraryReads lets the library look at a black and white picture.
func libraryReads(b bits) []reading {
	m := b.matrix()
	if m == nil {
		return nil
	}
	var out []reading
	out = append(out, guarded(func() []reading { return libraryQR(m) })...)
	return append(out, guarded(func() []reading { return libraryDataMatrix(m) })...)
}

func libraryQR(m *gozxing.BitMatrix) []reading {
	var found []*common.DetectorResult
	if many, err := multidetector.NewMultiDetector(m).DetectMulti(hints()); err == nil {
		found = many
	}
	if one, err := qrdetector.NewDetector(m).Detect(hints()); err == nil {
		found = append(found, one)
	}
	var out []reading
	for _, f := range found {
		out = append(out, guarded(func() []reading {
			r, err := qrdecoder.NewDecoder().Decode(f.GetBits(), hints())
			return readingOf(QR, r, err, f.GetPoints())
		})...)
	}
	return out
}

func libraryDataMatrix(m *gozxing.BitMatrix) []reading {
	d, err := matrixdetector.NewDetector(m)
	if err != nil {
		return nil
	}
	f, err := d.Detect()
	if err != nil {
		return nil
	}
	r, err := matrixdecoder.NewDecoder().Decode(f.GetBits())
	return readingOf(DataMatrix, r, err, f.GetPoints())
}

// libraryModules lets the library read the modules of a Data Matrix symbol.
func libraryModules(b bits) []reading {
	m := b.matrix()
	if m == nil {
		return nil
	}
	r, err := matrixdecoder.NewDecoder().Decode(m)
	return readingOf(DataMatrix, r, err, nil)
}

// aztecText is what corrected bits of an Aztec symbol say.
func aztecText(data []bool) (text string) {
	defer func() {
		if recover() != nil {
			text = ""
		}
	}()
	text, err := aztecdecoder.NewDecoder().HighLevelDecode(data)
	if err != nil || strings.TrimSpace(text) == "" {
		return ""
	}
	return text
}

func readingOf(k Kind, r *common.DecoderResult, err error, points []gozxing.ResultPoint) []reading {
	// A code without a text has nothing to tell, and is mostly a mistake.
	if err != nil || r == nil || strings.TrimSpace(r.GetText()) == "" {
		return nil
	}
	var at image.Rectangle
	for _, p := range points {
		x, y := int(p.GetX()), int(p.GetY())
		at = at.Union(image.Rect(x, y, x+1, y+1))
	}
	return []reading{{kind: k, text: r.GetText(), at: at, looks: 1}}
}
