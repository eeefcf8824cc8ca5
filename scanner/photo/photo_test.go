package photo_test

import (
	"bytes"
	"fmt"
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
