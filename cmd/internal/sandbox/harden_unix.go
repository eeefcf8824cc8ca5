//go:build unix

package sandbox

import (
	"fmt"
	"syscall"

	"golang.org/x/sys/unix"
)

// Harden keeps the process out of core files, and on Linux keeps other programs
// of the same user from reading its memory.
func Harden() error {
	if err := syscall.Setrlimit(syscall.RLIMIT_CORE, &syscall.Rlimit{}); err != nil {
		return fmt.Errorf("turn core dumps off: %w", err)
	}
	return undumpable()
}

// Room returns n bytes for a secret, in pages of their own that stay in memory
// where the limit on locked memory allows it. The limit is often 8 MB, so a large
// export may not fit, and nothing is said of it. Release gives them back.
func Room(n int) []byte {
	b, err := unix.Mmap(-1, 0, max(n, 1), unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	if err != nil {
		return make([]byte, n)
	}
	_ = unix.Mlock(b)
	keepOutOfDumps(b)
	return b[:n]
}

// Release wipes what Room returned and gives it back. The bytes must not be used
// afterwards, nor any part of them.
func Release(b []byte) {
	b = b[:cap(b)]
	clear(b)
	_ = unix.Munmap(b) // fails for a slice of the ordinary heap, which is wiped
}
