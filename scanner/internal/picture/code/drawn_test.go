package code_test

import (
	"image"
	"math"
	"testing"

	"lampan/scanner/internal/picture/code/aztec"
	"lampan/scanner/internal/picture/code/pdf417"
)

// modules are a code before it is drawn; true is dark.
type modules [][]bool

// said is what the codes drawn here say: capitals and spaces only.
const said = "EXEMPEL EVA ARN LHR"

// drawnPDF417 has three columns of data, rows of three modules, and 16 check words.
func drawnPDF417(t testing.TB) modules {
	t.Helper()
	const columns, level, checks = 3, 3, 16
	words := []int{0}
	for i, c := range said {
		v := 26
		if c != ' ' {
			v = int(c - 'A')
		}
		if i%2 == 0 {
			words = append(words, 30*v+29)
		} else {
			words[len(words)-1] += v - 29
		}
	}
	for (len(words)+checks)%columns != 0 {
		words = append(words, 900)
	}
	words[0] = len(words)
	var erased []int
	for i := range checks {
		erased = append(erased, len(words)+i)
	}
	words = append(words, make([]int, checks)...)
	if _, err := pdf417.Field().Correct(words, erased, checks); err != nil {
		t.Fatal(err)
	}
	symbols := pdf417.Symbols()
	rows := len(words) / columns
	var out modules
	for row := range rows {
		var line []bool
		put := func(drawn uint32, n int) {
			for i := n - 1; i >= 0; i-- {
				line = append(line, drawn>>i&1 == 1)
			}
		}
		says := [3]int{(rows - 1) / 3, level*3 + (rows-1)%3, columns - 1}
		put(pdf417.Start, 17)
		put(symbols[row%3][row/3*30+says[row%3]], 17)
		for _, w := range words[row*columns : (row+1)*columns] {
			put(symbols[row%3][w], 17)
		}
		put(symbols[row%3][row/3*30+says[(row+2)%3]], 17)
		put(pdf417.Stop, 18)
		out = append(out, line, line, line)
	}
	return out
}

// drawnAztec has as many words as the text needs, and check words.
func drawnAztec(t testing.TB, s aztec.Symbol) modules {
	t.Helper()
	var data []bool
	for _, c := range said {
		v := 1
		if c != ' ' {
			v = int(c-'A') + 2
		}
		for i := 4; i >= 0; i-- {
			data = append(data, v>>i&1 == 1)
		}
	}
	// No word is all dark or all light: its last bit is not of the data then.
	size := s.Bits()
	var words []int
	for len(data) > 0 {
		v := 0
		for i := range size - 1 {
			v = v<<1 | 1
			if i < len(data) && !data[i] {
				v--
			}
		}
		used := size - 1
		switch {
		case v == 0:
			v = 1
		case v == 1<<(size-1)-1:
			v *= 2
		default:
			v = v<<1 | 1
			if used < len(data) && !data[used] {
				v--
			}
			used++
		}
		data = data[min(used, len(data)):]
		words = append(words, v)
	}
	s.Words = len(words)
	places := s.Places()
	for i := len(words); i < len(places)/size; i++ {
		words = append(words, 0)
	}
	corrected(t, s, words)

	reach := s.Reach()
	out := make(modules, 2*reach+1)
	for i := range out {
		out[i] = make([]bool, 2*reach+1)
	}
	set := func(p aztec.Place, dark bool) { out[p.Y+reach][p.X+reach] = dark }
	for y := -reach; y <= reach; y++ {
		for x := -reach; x <= reach; x++ {
			p := aztec.Place{X: x, Y: y}
			if grid, dark := s.Grid(p); grid {
				set(p, dark)
			}
			if max(x, -x, y, -y) < aztec.Ring(s.Compact) {
				set(p, aztec.Bull(p))
			}
		}
	}
	dark, _ := aztec.Corners(s.Compact)
	for _, p := range dark {
		set(p, true)
	}
	message := messageOf(t, s)
	for i, p := range aztec.Message(s.Compact) {
		set(p, message[i])
	}
	places = places[len(places)%size:]
	for i, p := range places {
		set(p, words[i/size]>>(size-1-i%size)&1 == 1)
	}
	return out
}

func corrected(t testing.TB, s aztec.Symbol, words []int) {
	t.Helper()
	var erased []int
	for i := s.Words; i < len(words); i++ {
		erased = append(erased, i)
	}
	if _, err := s.Field().Correct(words, erased, len(erased)); err != nil {
		t.Fatal(err)
	}
}

func messageOf(t testing.TB, s aztec.Symbol) []bool {
	t.Helper()
	v, data, all := (s.Layers-1)<<11|(s.Words-1), 4, 10
	if s.Compact {
		v, data, all = (s.Layers-1)<<6|(s.Words-1), 2, 7
	}
	words := make([]int, all)
	var erased []int
	for i := range all {
		if i < data {
			words[i] = v >> (4 * (data - 1 - i)) & 15
		} else {
			erased = append(erased, i)
		}
	}
	if _, err := aztec.MessageField().Correct(words, erased, len(erased)); err != nil {
		t.Fatal(err)
	}
	var out []bool
	for _, w := range words {
		for i := 3; i >= 0; i-- {
			out = append(out, w>>i&1 == 1)
		}
	}
	return out
}

// scene is how a code lies in a picture of 480×360.
type scene struct {
	module   float64 // pixels
	degrees  float64
	lean     float64 // how much narrower the far side is
	at       image.Point
	inverted bool
}

func (s scene) draw(m modules) *image.Gray {
	img := image.NewGray(image.Rect(0, 0, 480, 360))
	sin, cos := math.Sincos(s.degrees * math.Pi / 180)
	w, h := float64(len(m[0])), float64(len(m))
	const sub = 3
	for py := range 360 {
		for px := range 480 {
			dark := 0
			for k := range sub * sub {
				x := float64(px-s.at.X) + (float64(k%sub)+0.5)/sub
				y := float64(py-s.at.Y) + (float64(k/sub)+0.5)/sub
				x, y = (x*cos+y*sin)/s.module, (y*cos-x*sin)/s.module
				d := 1 + s.lean*y/h
				x, y = x/d+w/2, y/d+h/2
				if x >= 0 && y >= 0 && x < w && y < h && m[int(y)][int(x)] {
					dark++
				}
			}
			v := 230 - 200*dark/(sub*sub)
			if s.inverted {
				v = 255 - v
			}
			img.Pix[py*img.Stride+px] = uint8(v) //nolint:gosec // from 25 to 230
		}
	}
	return img
}
