// The race detector keeps terabytes that would have to be searched.
//go:build !race

package meter_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"

	"lampan/rules/password/meter"
)

// TestNothingStays asks about a password, wipes it as the caller does, and searches
// the memory of the process for pieces of it: as bytes, as runes, forwards and
// backwards.
func TestNothingStays(t *testing.T) {
	m := estimator(t)
	const half = 14
	for _, tt := range []struct {
		name   string
		ending string
		given  meter.Given
	}{
		{"by itself", "", meter.Given{}},
		{"cut short", strings.Repeat("-", 200), meter.Given{}},
		{"with accents", "\u00e5a\u030a", meter.Given{}},
		{"with a site and other passwords", "", meter.Given{Site: "www.example.se", User: "karin", Others: [][]byte{[]byte("korsord-1957")}}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// The test knows the password only turned inside out. It is said twice,
			// so that what looks for repeats reads it too.
			pw := make([]byte, half, 2*half+len(tt.ending)) // append leaves no copies
			if _, err := rand.Read(pw); err != nil {
				t.Fatal(err)
			}
			turned := make([]byte, half)
			for i := range pw {
				pw[i] = 'a' + pw[i]%26
				turned[i] = ^pw[i]
			}
			pw = append(append(pw, pw...), tt.ending...)
			if n := pieces(t, turned); n == 0 {
				t.Fatal("the search does not find the password where it is")
			}
			// On a stack of its own, deep enough that the waiting does not
			// overwrite what the guessing left there.
			guessed, done := make(chan struct{}), make(chan struct{})
			go func() {
				deep(func() { m.Guess(pw, tt.given) })
				clear(pw[:cap(pw)])
				close(guessed)
				<-done
			}()
			<-guessed
			if n := pieces(t, turned); n > 0 {
				t.Errorf("%d pieces were left", n)
			}
			close(done)
		})
	}
}

// deep calls f far down the stack.
//
//go:noinline
func deep(f func()) {
	var space [8 << 10]byte
	f()
	runtime.KeepAlive(&space)
}

// pieceSize is enough characters to know a piece of the password by.
const pieceSize = 7

// pieces counts the places in writable memory that hold pieces of what turned is
// inside out.
func pieces(t *testing.T, turned []byte) int {
	t.Helper()
	back := slices.Clone(turned)
	slices.Reverse(back)
	var sought [][]byte
	for _, text := range [][]byte{turned, back} {
		for i := 0; i+pieceSize <= len(text); i += pieceSize {
			piece := text[i : i+pieceSize]
			var runes []byte
			for _, c := range piece {
				runes = binary.NativeEndian.AppendUint32(runes, ^uint32(^c))
			}
			sought = append(sought, piece, runes)
		}
	}
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip("no /proc here")
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skip("the memory of the process cannot be read here")
	}
	defer mem.Close()
	found := 0
	buf := make([]byte, 1<<20)
	for sc := bufio.NewScanner(bytes.NewReader(maps)); sc.Scan(); {
		var from, to int64
		var mode string
		if n, _ := fmt.Sscanf(sc.Text(), "%x-%x %s", &from, &to, &mode); n != 3 || !strings.HasPrefix(mode, "rw") {
			continue
		}
		// Chunks overlap, so that no place is missed between two.
		for at := from; at < to; at += int64(len(buf) - 4*pieceSize) {
			n, err := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			if err != nil && err != io.EOF {
				break // a page that is not there
			}
			for i := range buf[:n] {
				buf[i] = ^buf[i]
			}
			for _, s := range sought {
				found += bytes.Count(buf[:n], s)
			}
			clear(buf)
		}
	}
	return found
}
