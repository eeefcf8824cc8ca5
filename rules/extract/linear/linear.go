// Package linear helps the tests of recognisers to see that their work grows no
// faster than a text. It compares the processor time of two sizes of the same
// text in one thread, which other programs on the machine do not change; it
// never holds work to a time.
package linear

import (
	"runtime"
	"strings"
	"testing"
	"time"
)

// The sizes in bytes, and how much more work the larger may be. Work that grows
// with the square would be sixteen times as much.
const (
	small, large = 16 << 10, 64 << 10
	factor       = 8
	noise        = 5 * time.Millisecond // what no comparison is made of
	tries        = 10                   // on a processor that others share
)

// Check reads texts made of each piece over and over.
func Check(t *testing.T, pieces []string, read func(text string)) {
	t.Helper()
	for _, piece := range pieces {
		t.Run(piece, func(t *testing.T) {
			if raced {
				read(strings.Repeat(piece, small/len(piece)))
				return
			}
			cost := func(size int) time.Duration {
				text := strings.Repeat(piece, size/len(piece))
				return Cost(func() { read(text) })
			}
			// A processor that is shared is slowed down by others now and then.
			for try := range tries {
				a, b := cost(small), cost(large)
				if b <= factor*a+noise {
					return
				}
				if try == tries-1 {
					t.Errorf("%d kB cost %v, %d kB %v: work grows faster than the text", small>>10, a, large>>10, b)
				}
			}
		})
	}
}

// Cost gives the least processor time that the work took of three times.
func Cost(work func()) time.Duration {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	least := time.Duration(1<<63 - 1)
	for range 3 {
		start := spent()
		work()
		least = min(least, spent()-start)
	}
	return least
}
