package photo_test

import (
	"bytes"
	"fmt"
	"math"
	"runtime"
	"testing"

	"lampan/scanner/photo"
	"lampan/scanner/photo/phototest"
)

// inspect reads a file and says how many bytes it allocated, or how it panicked.
func inspect(data []byte) (allocated uint64, panicked string) {
	var before, after runtime.MemStats
	defer func() {
		if r := recover(); r != nil {
			panicked = fmt.Sprint(r)
		}
	}()
	runtime.ReadMemStats(&before)
	photo.Inspect(bytes.NewReader(data), int64(len(data)))
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc, ""
}

// TestMutations reads 2,000 broken files. None may make the reader panic or
// allocate more, all in all, than a file may cost.
func TestMutations(t *testing.T) {
	const most = 32 << 20
	files := phototest.Files()
	for i := range 2000 {
		f := files[i%len(files)]
		seed := uint64(i) //nolint:gosec // never negative
		data, how := phototest.Mutate(f.Data, seed)
		allocated, panicked := inspect(data)
		if panicked != "" {
			t.Errorf("%s, %s with seed %d: panic: %s", f.Name, how, seed, panicked)
		}
		if allocated > most {
			t.Errorf("%s, %s with seed %d: %d bytes allocated; want at most %d", f.Name, how, seed, allocated, most)
		}
	}
}

// TestBroken breaks files and copies of them that say nothing. In most of the files
// the position is still found, and in none of the copies one is made up.
func TestBroken(t *testing.T) {
	const enough = 0.7 // below what was measured: a floor, not the goal
	all, hit := 0, 0
	for i, f := range phototest.Files() {
		for k := range 3 {
			seed := uint64(3*i + k) //nolint:gosec // never negative
			data, how := phototest.Mutate(f.Data, seed)
			p := photo.Inspect(bytes.NewReader(data), int64(len(data)))
			all++
			for _, want := range f.Positions {
				if found(p, want) {
					hit++
					break
				}
			}
			var empty bytes.Buffer
			if _, err := photo.Clean(&empty, bytes.NewReader(f.Data), int64(len(f.Data)), photo.Keep{}); err != nil {
				continue
			}
			data, _ = phototest.Mutate(empty.Bytes(), seed)
			if p := photo.Inspect(bytes.NewReader(data), int64(len(data))); len(p.Positions) > 0 {
				t.Errorf("clean copy of %s, %s with seed %d: position in %s that nobody hid", f.Name, how, seed, p.Positions[0].Layer)
			}
		}
	}
	if float64(hit) < enough*float64(all) {
		t.Errorf("positions of %d of %d broken files read; want %.0f %%", hit, all, 100*enough)
	}
}

// TestLayers counts the hidden positions that are read. A new miss is named.
func TestLayers(t *testing.T) {
	const enough = 0.95 // below what was measured: a floor, not the goal
	all, hit := 0, 0
	var missed []string
	for _, f := range phototest.Files() {
		p := photo.Inspect(bytes.NewReader(f.Data), int64(len(f.Data)))
		for layer, want := range f.Positions {
			all++
			if found(p, want) {
				hit++
			} else {
				missed = append(missed, f.Name+" in "+layer)
			}
		}
		for _, got := range p.Positions {
			if !hidden(f, got) {
				t.Errorf("%s: position in %s that nobody hid", f.Name, got.Layer)
			}
		}
	}
	t.Logf("%d of %d positions read; missed: %q", hit, all, missed)
	if float64(hit) < enough*float64(all) {
		t.Errorf("%d of %d positions read; want %.0f %%; missed: %q", hit, all, 100*enough, missed)
	}
}

// near says whether two positions are the same to a metre or so.
func near(a photo.Position, b phototest.Point) bool {
	return math.Abs(a.Lat-b.Lat) <= 1e-5 && math.Abs(a.Lon-b.Lon) <= 1e-5
}

func found(p *photo.Picture, want phototest.Point) bool {
	for _, got := range p.Positions {
		if near(got, want) {
			return true
		}
	}
	return false
}

func hidden(f phototest.File, got photo.Position) bool {
	for _, want := range f.Positions {
		if near(got, want) {
			return true
		}
	}
	return false
}

// FuzzInspect: whatever the bytes are, positions lie on the globe, and thumbnails
// and parts inside the file.
func FuzzInspect(f *testing.F) {
	for _, file := range phototest.Files() {
		if len(file.Data) < 8<<10 {
			f.Add(file.Data)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		size := int64(len(data))
		p := photo.Inspect(bytes.NewReader(data), size)
		for _, at := range p.Positions {
			if !(math.Abs(at.Lat) <= 90) || !(math.Abs(at.Lon) <= 180) || at.Lat == 0 && at.Lon == 0 {
				t.Errorf("position %v, %v in %s; want one on the globe", at.Lat, at.Lon, at.Layer)
			}
			if at.Layer == "" {
				t.Error("a position without a layer")
			}
		}
		for _, th := range p.Thumbs {
			if th.Offset < 0 || th.Size < 0 || th.Offset > size || th.Size > size-th.Offset {
				t.Errorf("thumbnail of %d bytes at %d in a file of %d", th.Size, th.Offset, size)
			}
		}
		for _, part := range p.Parts {
			if part.Offset < 0 || part.Size < 0 || part.Offset > size || part.Size > size-part.Offset {
				t.Errorf("%s of %d bytes at %d in a file of %d", part.What, part.Size, part.Offset, size)
			}
		}
	})
}
