package page_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/source/sourcetest"
)

// Of each picture the largest is read that was agreed to and that is there.
func TestLargest(t *testing.T) {
	photo := sourcetest.Page{Type: "image/jpeg", Body: sourcetest.Picture{Lat: 60.58, Lon: 16.53}.JPEG()}
	for _, tc := range []struct {
		name, body string
		want       []string // pictures
	}{
		{"sizes", `<img src="liten.jpg" srcset="liten.jpg 400w, stor.jpg 1600w, mellan.jpg 800w">`, []string{"stor.jpg"}},
		{"densities", `<img src="liten.jpg" srcset="liten.jpg, stor.jpg 2x">`, []string{"stor.jpg"}},
		{"a picture element", `<picture><source srcset="stor.jpg 1600w"><img src="liten.jpg"></picture>`, []string{"stor.jpg"}},
		{"a link to the original", `<a href="stor.jpg"><img src="liten.jpg" alt="Sjön"></a>`, []string{"stor.jpg"}},
		{"a link elsewhere", `<a href="https://annan.example/stor.jpg"><img src="liten.jpg"></a>`, []string{"liten.jpg"}},
		{"the largest is gone", `<img src="liten.jpg" srcset="borta.jpg 1600w">`, []string{"liten.jpg"}},
		{"the largest is a drawing", `<img src="liten.jpg" srcset="stor.svg 1600w">`, []string{"liten.jpg"}},
		{"no size at all", `<img src="liten.jpg" srcset=",, ,">`, []string{"liten.jpg"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			b := sourcetest.NewBench(t, section(), nil, map[string]sourcetest.Page{start: sourcetest.HTML(tc.body), start + "liten.jpg": photo, start + "stor.jpg": photo, start + "mellan.jpg": photo})
			r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
			var want []string
			for _, name := range tc.want {
				want = append(want, start+name)
			}
			var got []string
			for _, d := range r.Documents {
				if d.Photo != nil {
					got = append(got, d.Locator)
				}
			}
			if diff := cmp.Diff(want, got); diff != "" || len(r.Faults) > 0 {
				t.Errorf("faults %v, pictures (-want +got):\n%s", r.Faults, diff)
			}
		})
	}
}

// A picture was published when the article that shows it was, else the page.
func TestPictureDate(t *testing.T) {
	photo := sourcetest.Page{Type: "image/jpeg", Body: sourcetest.Picture{Lat: 60.58, Lon: 16.53}.JPEG()}
	b := sourcetest.NewBench(t, section(), nil, map[string]sourcetest.Page{
		start: sourcetest.HTML(`<meta property="article:published_time" content="2026-01-01"><img src="sida.jpg">
			<article><time datetime="2026-06-01"></time><img src="ett.jpg">Ett</article><article><time datetime="2026-07-01"></time><img src="tva.jpg">Två</article>`),
		start + "sida.jpg": photo, start + "ett.jpg": photo, start + "tva.jpg": photo,
	})
	got := map[string]string{}
	for _, d := range sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant()).Documents {
		if d.Photo != nil {
			got[d.Locator] = d.Published.Format(time.DateOnly)
		}
	}
	want := map[string]string{start + "sida.jpg": "2026-01-01", start + "ett.jpg": "2026-06-01", start + "tva.jpg": "2026-07-01"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("published (-want +got):\n%s", diff)
	}
}
