package main

import (
	"archive/zip"
	"bytes"
	"image"
	"image/jpeg"
	"io"
	"os"
	"path"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var demo = filepath.Join("..", "..", "..", "testdata", "demo")

// What is committed is what is painted. Another Go may compress JPEG in another
// way, so pictures may differ by a little; what is written beside them may not.
func TestCommitted(t *testing.T) {
	for _, f := range everything() {
		committed, err := os.ReadFile(filepath.Join(demo, filepath.FromSlash(f.name)))
		if err != nil {
			t.Errorf("%v; go run ./cmd/internal/demophotos writes it", err)
			continue
		}
		if bytes.Equal(committed, f.data) {
			continue
		}
		if path.Ext(f.name) != ".jpg" {
			compareZip(t, f.name, committed, f.data)
			continue
		}
		compare(t, f.name, committed, f.data)
	}
}

// compare wants the same notes, and pictures that look the same.
func compare(t *testing.T, name string, a, b []byte) {
	t.Helper()
	// Notes lie in front of the first table of a compressed picture.
	notes := func(b []byte) []byte { return b[:max(0, bytes.Index(b, []byte{0xff, 0xdb}))] }
	if diff := cmp.Diff(notes(a), notes(b)); diff != "" {
		t.Errorf("%s says something else than what is painted (-committed +painted):\n%s", name, diff)
	}
	x, err := jpeg.Decode(bytes.NewReader(a))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	y, err := jpeg.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if x.Bounds() != y.Bounds() || apart(x, y) > 6 {
		t.Errorf("%s is not what is painted; go run ./cmd/internal/demophotos writes it", name)
	}
}

// apart is the mean difference, of 255, in that square of eight pixels a side where
// the pictures differ most.
func apart(x, y image.Image) int {
	const side = 8
	b, most := x.Bounds(), 0
	for top := 0; top < b.Dy(); top += side {
		for left := 0; left < b.Dx(); left += side {
			sum, n := 0, 0
			for v := top; v < min(top+side, b.Dy()); v++ {
				for u := left; u < min(left+side, b.Dx()); u++ {
					r0, g0, b0, _ := x.At(u, v).RGBA()
					r1, g1, b1, _ := y.At(u, v).RGBA()
					for _, d := range []int{int(r0) - int(r1), int(g0) - int(g1), int(b0) - int(b1)} {
						sum, n = sum+max(d, -d)>>8, n+1
					}
				}
			}
			most = max(most, sum/n)
		}
	}
	return most
}

func compareZip(t *testing.T, name string, a, b []byte) {
	t.Helper()
	x, err := zip.NewReader(bytes.NewReader(a), int64(len(a)))
	if err != nil {
		t.Errorf("%s: %v", name, err)
		return
	}
	y, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	if len(x.File) != len(y.File) {
		t.Errorf("%s holds %d files; %d are made", name, len(x.File), len(y.File))
		return
	}
	for i := range x.File {
		one, two := open(t, x.File[i]), open(t, y.File[i])
		if path.Ext(x.File[i].Name) == ".jpg" {
			compare(t, x.File[i].Name, one, two)
		} else if diff := cmp.Diff(string(one), string(two)); diff != "" {
			t.Errorf("%s (-committed +made):\n%s", x.File[i].Name, diff)
		}
	}
}

func open(t *testing.T, f *zip.File) []byte {
	t.Helper()
	r, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The pictures stay small: the demo is copied, read twice and kept in git.
func TestSmall(t *testing.T) {
	total := 0
	for _, f := range everything() {
		if len(f.data) > 150_000 {
			t.Errorf("%s is %d bytes; want at most 150,000", f.name, len(f.data))
		}
		total += len(f.data)
	}
	if total > 2_000_000 {
		t.Errorf("the pictures are %d bytes together; want at most 2,000,000", total)
	}
}
