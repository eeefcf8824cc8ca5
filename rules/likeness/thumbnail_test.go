package likeness_test

import (
	"image"
	"image/color"
	"math"
	"testing"

	"lampan/rules/likeness"
	"lampan/rules/likeness/trial"
)

// thumbOf makes the thumbnail that a camera puts into a file.
func thumbOf(m image.Image) image.Image { return trial.Compress(trial.Shrink(m, 160), 75) }

// barred fills a thumbnail to 160 by 120 with black bars.
func barred(m image.Image) image.Image {
	small := trial.Shrink(m, 160)
	b := small.Bounds()
	out := image.NewRGBA(image.Rect(0, 0, 160, 120))
	for y := range 120 {
		for x := range 160 {
			out.SetRGBA(x, y, color.RGBA{A: 255})
		}
	}
	dx, dy := (160-b.Dx())/2, (120-b.Dy())/2
	for y := range b.Dy() {
		for x := range b.Dx() {
			out.SetRGBA(x+dx, y+dy, small.RGBAAt(x, y))
		}
	}
	return trial.Compress(out, 75)
}

func TestThumbnail(t *testing.T) {
	const n = 10
	type result struct{ good, all int }
	results := make(map[string]*result)
	r := trial.Rand(5)
	for seed := range uint64(n) {
		m := trial.Picture(300 + seed)
		cut := trial.Part(m, 0.05+0.25*r.Float64(), 0.3*r.Float64(), 0.05+0.25*r.Float64(), 0.3*r.Float64())
		other := trial.Picture(900 + seed)
		cases := []struct {
			name        string
			full, thumb image.Image
			want        likeness.Verdict
		}{
			{"its own", m, thumbOf(m), likeness.Agrees},
			{"its own, filtered since", trial.Changes()[20].Do(r, m), thumbOf(m), likeness.Agrees},
			{"its own, the photo turned since", trial.Turn(m, 1), thumbOf(m), likeness.Agrees},
			{"the middle of it", m, thumbOf(trial.Part(m, 0.15, 0.1, 0.15, 0.1)), likeness.Agrees},
			{"the photo cropped since", cut, thumbOf(m), likeness.ShowsMore},
			{"the photo cropped and filtered", trial.Changes()[20].Do(r, cut), thumbOf(m), likeness.ShowsMore},
			{"something else", other, thumbOf(m), likeness.Differs},
		}
		if b := m.Bounds(); b.Dx() == 480 && b.Dy() < 340 {
			cases = append(cases, struct {
				name        string
				full, thumb image.Image
				want        likeness.Verdict
			}{"its own with bars", m, barred(m), likeness.Agrees})
		}
		for _, c := range cases {
			if results[c.name] == nil {
				results[c.name] = &result{}
			}
			results[c.name].all++
			if got := likeness.Thumbnail(c.full, c.thumb); got.Verdict == c.want {
				results[c.name].good++
			} else {
				t.Logf("%s, seed %d: %+v; want %s", c.name, seed, got, c.want)
			}
		}
	}
	for name, got := range results {
		t.Logf("%s: %d of %d", name, got.good, got.all)
		if got.good < got.all*9/10 {
			t.Errorf("%s: %d of %d", name, got.good, got.all)
		}
	}
}

func TestThumbnailTellsWhatIsMissing(t *testing.T) {
	m := trial.Picture(40)
	got := likeness.Thumbnail(trial.Part(m, 0.3, 0, 0.1, 0.2), thumbOf(m))
	near := func(a, b float64) bool { return math.Abs(a-b) < 0.05 }
	if got.Verdict != likeness.ShowsMore || !near(got.Left, 0.3) || !near(got.Top, 0) || !near(got.Right, 0.1) || !near(got.Bottom, 0.2) {
		t.Errorf("got %+v", got)
	}
}

func TestThumbnailOfNothing(t *testing.T) {
	white := image.NewGray(image.Rect(0, 0, 160, 120))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	m := trial.Picture(1)
	for name, pair := range map[string][2]image.Image{
		"white": {m, white}, "a white photo": {white, m}, "both": {white, white},
		"no pixels": {image.NewGray(image.Rectangle{}), m}, "no thumbnail": {m, image.NewGray(image.Rectangle{})},
		"one pixel": {m, image.NewGray(image.Rect(0, 0, 1, 1))}, "a line": {m, image.NewGray(image.Rect(0, 0, 500, 1))},
	} {
		if got := likeness.Thumbnail(pair[0], pair[1]); got.Verdict != likeness.Unsure {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func BenchmarkThumbnail(b *testing.B) {
	m := trial.Picture(1)
	thumb := thumbOf(m)
	b.ReportAllocs()
	for b.Loop() {
		likeness.Thumbnail(m, thumb)
	}
}
