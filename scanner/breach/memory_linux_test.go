// The race detector keeps terabytes that would have to be searched.
//go:build !race

package breach_test

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"

	"lampan/scanner/breach"
)

// After a look-up, and when the caller has wiped its own, no copy of the
// password is left in the memory of the process.
func TestNothingStays(t *testing.T) {
	f, err := breach.Common()
	if err != nil {
		t.Fatal(err)
	}
	const length = 40
	for _, tt := range []struct {
		name  string
		begin string // of the password
	}{
		{"as it is", "lång "},
		{"composed", "la\u030ang "},
	} {
		t.Run(tt.name, func(t *testing.T) {
			// The test knows the password only turned inside out.
			pw := make([]byte, length)
			if _, err := rand.Read(pw); err != nil {
				t.Fatal(err)
			}
			copy(pw, tt.begin)
			for i := len(tt.begin); i < length; i++ {
				pw[i] = 'a' + pw[i]%26
			}
			turned := make([]byte, 0, length)
			for _, c := range pw[len(tt.begin):] {
				turned = append(turned, ^c)
			}
			if n := copies(t, turned); n == 0 {
				t.Fatal("the search does not find the password where it is")
			}
			// On a stack of its own, deep enough that the waiting does not
			// overwrite what a look-up left there.
			looked, done := make(chan struct{}), make(chan struct{})
			go func() {
				deep(func() { f.Has(pw) })
				clear(pw)
				close(looked)
				<-done
			}()
			<-looked
			if n := copies(t, turned); n > 0 {
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

// pieceSize is enough to know a piece of the password by, and small enough that
// a copy which is overwritten in part is still found.
const pieceSize = 8

// copies counts the places in writable memory that hold pieces of what turned is
// inside out.
func copies(t *testing.T, turned []byte) int {
	t.Helper()
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
		for at := from; at < to; at += int64(len(buf) - len(turned)) {
			n, err := mem.ReadAt(buf[:min(int64(len(buf)), to-at)], at)
			if err != nil && err != io.EOF {
				break // a page that is not there
			}
			for i := range buf[:n] {
				buf[i] = ^buf[i]
			}
			for piece := 0; piece+pieceSize <= len(turned); piece += pieceSize / 2 {
				found += bytes.Count(buf[:n], turned[piece:piece+pieceSize])
			}
			clear(buf)
		}
	}
	return found
}
