package phototest_test

import (
	"bytes"
	"encoding/json"
	"image/jpeg"
	"image/png"
	"math"
	"path/filepath"
	"testing"

	"lampan/scanner/photo/phototest"
)

func TestSameEveryTime(t *testing.T) {
	a, b := phototest.Files(), phototest.Files()
	if len(a) < 130 || len(a) != len(b) {
		t.Fatalf("Files gave %d and then %d files; want the same number, 130 or more", len(a), len(b))
	}
	seen := map[string]bool{}
	for i := range a {
		if a[i].Name != b[i].Name || !bytes.Equal(a[i].Data, b[i].Data) {
			t.Errorf("%s and %s differ between two calls", a[i].Name, b[i].Name)
		}
		if seen[a[i].Name] {
			t.Errorf("%s is there twice", a[i].Name)
		}
		seen[a[i].Name] = true
	}
}

func TestEveryFileHidesSomething(t *testing.T) {
	for _, f := range phototest.Files() {
		if len(f.Positions) == 0 {
			t.Errorf("%s hides no position", f.Name)
		}
		for layer, p := range f.Positions {
			if math.Abs(p.Lat) < 5 || math.Abs(p.Lat) > 75 || math.Abs(p.Lon) < 5 || math.Abs(p.Lon) > 175 {
				t.Errorf("%s hides %v in %s; want a position far from where a lost sign is no loss", f.Name, p, layer)
			}
		}
	}
}

func TestPicturesDecode(t *testing.T) {
	for _, f := range phototest.Files() {
		if f.Damaged {
			continue
		}
		var err error
		switch filepath.Ext(f.Name) {
		case ".jpg":
			_, err = jpeg.Decode(bytes.NewReader(f.Data))
		case ".png":
			_, err = png.Decode(bytes.NewReader(f.Data))
		}
		if err != nil {
			t.Errorf("%s: %v", f.Name, err)
		}
	}
}

func TestTruthJSON(t *testing.T) {
	files := phototest.Files()
	b, err := phototest.TruthJSON(files)
	if err != nil {
		t.Fatal(err)
	}
	var read map[string]phototest.Truth
	if err := json.Unmarshal(b, &read); err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		for layer, p := range f.Positions {
			if got := read[f.Name].Pos[layer]; got != [2]float64{p.Lat, p.Lon} {
				t.Errorf("truth of %s in %s = %v; want %v", f.Name, layer, got, p)
			}
		}
	}
}

func TestMutate(t *testing.T) {
	data := phototest.Files()[0].Data
	before := bytes.Clone(data)
	ways := map[string]int{}
	for seed := range uint64(500) {
		a, how := phototest.Mutate(data, seed)
		b, _ := phototest.Mutate(data, seed)
		if !bytes.Equal(a, b) {
			t.Fatalf("Mutate with seed %d differs between two calls", seed)
		}
		ways[how]++
	}
	if !bytes.Equal(before, data) {
		t.Error("Mutate changed what it was given")
	}
	for _, how := range []string{"bits", "cut", "length", "swap", "drop", "blank"} {
		if ways[how] == 0 {
			t.Errorf("no file of 500 was broken by %q", how)
		}
	}
	for n := range 20 { // as short as they come
		phototest.Mutate(make([]byte, n), uint64(n))
	}
}

func TestThumbnail(t *testing.T) {
	for i := range 12 {
		a, b := phototest.Thumbnail(i), phototest.Thumbnail(i)
		if !bytes.Equal(a.Data, b.Data) {
			t.Errorf("thumbnail %d differs between two calls", i)
		}
		if _, err := jpeg.Decode(bytes.NewReader(a.Data)); err != nil {
			t.Errorf("%s: %v", a.Name, err)
		}
		if a.Cropped != (i%2 == 0) {
			t.Errorf("%s: cropped = %v; want every other", a.Name, a.Cropped)
		}
	}
}
