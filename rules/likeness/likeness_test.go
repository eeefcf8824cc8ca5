package likeness_test

import (
	"image"
	"image/color"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
)

const pictures = 8

// What the trial's changes leave alike; cmd/internal/likeeval measures the same
// on many more pictures and on photographs.
func TestSame(t *testing.T) {
	found, all := make(map[string]int), make(map[string]int)
	r := trial.Rand(1)
	for seed := range uint64(pictures) {
		m := trial.Picture(seed)
		h := likeness.Of(m)
		for n, c := range trial.Changes() {
			if (n+int(seed))%3 != 0 && c.Kind == "filter" { //nolint:gosec // a small number
				continue // a third of the filters for each picture is enough here
			}
			all[c.Kind]++
			l, _, ok := likeness.Same(h, likeness.Of(c.Do(r, m)))
			if l < 0 || l > 1.0001 {
				t.Errorf("likeness %v", l)
			}
			if ok {
				found[c.Kind]++
			}
		}
	}
	least := map[string]float64{"filter": 0.99, "crop": 0.95, "flip": 0.99, "turn": 0.99, "both": 0.9}
	for kind, n := range all {
		share := float64(found[kind]) / float64(n)
		t.Logf("%s: %d of %d", kind, found[kind], n)
		if share < least[kind] {
			t.Errorf("%s: %d of %d found; want %.0f %%", kind, found[kind], n, 100*least[kind])
		}
	}
}

func TestDifferentPicturesAreNotTheSame(t *testing.T) {
	var hashes []likeness.Hash
	for seed := range uint64(60) {
		hashes = append(hashes, likeness.Of(trial.Picture(5000+seed)))
	}
	if got := likeness.Pairs(hashes, nil); len(got) > 1 { // of 1,770
		t.Errorf("false pairs: %+v", got)
	}
}

func TestHow(t *testing.T) {
	m := trial.Picture(11)
	h := likeness.Of(m)
	tests := []struct {
		name string
		to   image.Image
		want likeness.Change
	}{
		{"the same", m, likeness.Change{}},
		{"mirrored", trial.Mirror(m), likeness.Change{Mirrored: true}},
		{"turned 90", trial.Turn(m, 1), likeness.Change{Turned: 270}},
		{"turned 180", trial.Turn(m, 2), likeness.Change{Turned: 180}},
		{"turned 270", trial.Turn(m, 3), likeness.Change{Turned: 90}},
		{"cropped", trial.Part(m, 0.15, 0.1, 0.05, 0.18), likeness.Change{Cropped: true, Left: 0.15, Top: 0.1, Right: 0.05, Bottom: 0.18}},
	}
	near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 0.035 })
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got, ok := likeness.Same(h, likeness.Of(tt.to))
			if !ok {
				t.Fatal("not the same")
			}
			// The first became the second here, so what is cropped is the second.
			if diff := cmp.Diff(tt.want, got, near); diff != "" {
				t.Error(diff)
			}
			_, back, ok := likeness.Same(likeness.Of(tt.to), h)
			if !ok || back.First != tt.want.Cropped || back.Mirrored != tt.want.Mirrored || (back.Turned+tt.want.Turned)%360 != 0 && !tt.want.Mirrored {
				t.Errorf("the way back is %+v, %v", back, ok)
			}
		})
	}
}

func TestBlank(t *testing.T) {
	white := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	sky := image.NewGray(image.Rect(0, 0, 300, 200))
	for i := range sky.Pix {
		sky.Pix[i] = uint8(200 + i/300/20) //nolint:gosec // 200 to 210
	}
	for name, m := range map[string]image.Image{
		"no pixels": image.NewGray(image.Rectangle{}), "white": white, "a sky": sky, "nothing drawn": image.NewRGBA(image.Rect(0, 0, 9, 9)),
	} {
		h := likeness.Of(m)
		if !h.Blank() {
			t.Errorf("%s is not blank", name)
		}
		if _, _, ok := likeness.Same(h, h); ok {
			t.Errorf("%s is like itself", name)
		}
	}
	for _, bad := range []likeness.Hash{likeness.OfGrid(nil, 3, 3), likeness.OfGrid(make([]byte, 8), 3, 3), likeness.OfGrid(make([]byte, 8), -1, 3), {}} {
		if !bad.Blank() {
			t.Error("a grid without values is not blank")
		}
	}
	if likeness.Size >= 200 {
		t.Errorf("a hash has %d bytes; want less than 200", likeness.Size)
	}
}

// A picture has one hash, whatever type it was decoded to.
func TestImageTypes(t *testing.T) {
	m := trial.Picture(3)
	b := m.Bounds()
	gray, nrgba, deep := image.NewGray(b), image.NewNRGBA(b), image.NewRGBA64(b)
	palette := make(color.Palette, 256)
	for i := range palette {
		palette[i] = color.Gray{uint8(i)} //nolint:gosec // below 256
	}
	paletted := image.NewPaletted(b, palette)
	for y := range b.Dy() {
		for x := range b.Dx() {
			c := m.At(x, y)
			gray.Set(x, y, c)
			nrgba.Set(x, y, c)
			deep.Set(x, y, c)
			paletted.SetColorIndex(x, y, gray.GrayAt(x, y).Y)
		}
	}
	h := likeness.Of(m)
	for name, other := range map[string]image.Image{
		"gray": gray, "nrgba": nrgba, "rgba64": deep, "paletted": paletted, "ycbcr": trial.Compress(m, 95), "part of a larger": wider(m),
	} {
		if l, how, ok := likeness.Same(h, likeness.Of(other)); !ok || l < 0.97 || how != (likeness.Change{}) {
			t.Errorf("%s: %v, %+v, %v", name, l, how, ok)
		}
	}
	if got := likeness.OfGrid(gray.Pix, b.Dx(), b.Dy()); got != likeness.Of(gray) {
		t.Error("a grid has another hash than its image")
	}
}

// wider gives m as a sub-image whose bounds do not start at 0.
func wider(m *image.RGBA) image.Image {
	b := m.Bounds()
	w := image.NewRGBA(image.Rect(0, 0, b.Dx()+40, b.Dy()+30))
	for y := range b.Dy() {
		for x := range b.Dx() {
			w.Set(x+25, y+13, m.At(x, y))
		}
	}
	return w.SubImage(image.Rect(25, 13, 25+b.Dx(), 13+b.Dy()))
}

// Copies finds pictures that were mirrored, turned or compressed, and tells them
// apart from others.
func TestCopies(t *testing.T) {
	m := trial.Picture(1)
	hashes := []likeness.Hash{
		likeness.Of(m), likeness.Of(trial.Picture(2)), likeness.Of(trial.Mirror(m)),
		{}, // of nothing
		likeness.Of(trial.Turn(m, 1)), likeness.Of(trial.Compress(m, 30)), likeness.Of(trial.Picture(3)),
	}
	var got [][2]int
	for _, p := range likeness.Copies(hashes, func(a, _ int) bool { return a == 0 }) {
		got = append(got, [2]int{p.A, p.B})
	}
	if want := [][2]int{{0, 2}, {0, 4}, {0, 5}}; !slices.Equal(got, want) {
		t.Errorf("copies = %v; want %v", got, want)
	}
}

// Any bytes are a hash, and comparing it does no harm.
func FuzzSame(f *testing.F) {
	noise, r := make([]byte, 60*40), trial.Rand(1)
	for i := range noise {
		noise[i] = byte(r.UintN(256))
	}
	h := likeness.OfGrid(noise, 60, 40)
	f.Add(h[:], h[:])
	f.Add([]byte{1}, []byte{1, 255, 255, 255})
	f.Fuzz(func(t *testing.T, a, b []byte) {
		var g, h likeness.Hash
		copy(g[:], a)
		copy(h[:], b)
		l, how, _ := likeness.Same(g, h)
		if math.IsNaN(l) || l < 0 || l > 1.0001 || how.Turned%90 != 0 || how.Left < 0 || how.Left+how.Right >= 1 {
			t.Errorf("likeness %v, %+v", l, how)
		}
	})
}

func BenchmarkOf(b *testing.B) {
	m := trial.Picture(1)
	b.ReportAllocs()
	for b.Loop() {
		likeness.Of(m)
	}
}

func BenchmarkPairs(b *testing.B) {
	var hashes []likeness.Hash
	for seed := range uint64(100) {
		hashes = append(hashes, likeness.Of(trial.Picture(seed)))
	}
	b.ReportAllocs()
	for b.Loop() {
		likeness.Pairs(hashes, nil) // 4,950 pairs
	}
}
