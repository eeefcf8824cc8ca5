//go:build !unix

package sandbox

// Harden has nothing to do here: the system writes no core files.
func Harden() error { return nil }

// Room returns n bytes for a secret. Here they may be swapped out.
func Room(n int) []byte { return make([]byte, n) }

// Release wipes what Room returned.
func Release(b []byte) { clear(b[:cap(b)]) }
