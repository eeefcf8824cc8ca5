package phototest

import (
	"encoding/binary"
	"math/rand/v2"
)

// Mutate breaks a copy of a file in one of the ways that disks, uploads and attackers
// do, and says which: "bits", "cut", "length", "swap", "drop" or "blank". The same
// seed breaks the same file in the same way. Half of the damage lies in the first
// 64 KiB, where metadata is. How much is broken follows from the size of the file, up
// to 64 bits and blocks of 4 KiB, so that something is left of small ones.
func Mutate(data []byte, seed uint64) (broken []byte, how string) {
	r := seeded(seed)
	b := append([]byte{}, data...)
	if len(b) < 16 {
		return b, "bits"
	}
	switch r.IntN(8) {
	case 0, 1, 2:
		for range 1 + r.IntN(min(64, 1+len(b)/256)) {
			b[where(r, len(b))] ^= 1 << r.IntN(8)
		}
		return b, "bits"
	case 3:
		return b[:where(r, len(b))], "cut"
	case 4, 5:
		for range 1 + r.IntN(min(4, 1+len(b)/1024)) {
			length(r, b)
		}
		return b, "length"
	case 6:
		return swap(r, b), "swap"
	}
	at := where(r, len(b))
	n := 1 + r.IntN(min(4096, 1+len(b)/16, len(b)-at))
	if r.IntN(2) == 0 {
		return append(b[:at], b[at+n:]...), "drop"
	}
	clear(b[at : at+n])
	return b, "blank"
}

// where draws an offset into n bytes.
func where(r *rand.Rand, n int) int {
	const head = 64 << 10
	if r.IntN(2) == 0 {
		return r.IntN(min(n, head))
	}
	return r.IntN(n)
}

// length overwrites what may be a length, a count or an offset: two, four or eight
// bytes of either order become a number that readers trip over.
func length(r *rand.Rand, b []byte) {
	at := where(r, len(b)-8)
	odd := []uint64{0, 1, 7, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xfffffff0, 0xffffffff, 1<<63 - 1, 1 << 63, 1<<64 - 1, uint64(len(b)), r.Uint64()}
	v := odd[r.IntN(len(odd))]
	var o binary.ByteOrder = binary.BigEndian
	if r.IntN(2) == 0 {
		o = binary.LittleEndian
	}
	switch r.IntN(3) {
	case 0:
		if r.IntN(2) == 0 { // off by a little, which is harder to notice
			v = uint64(o.Uint16(b[at:])) + uint64(r.IntN(9)) - 4 //nolint:gosec // small; wraps on purpose
		}
		o.PutUint16(b[at:], uint16(v)) //nolint:gosec // cut on purpose
	case 1:
		if r.IntN(2) == 0 {
			v = uint64(o.Uint32(b[at:])) + uint64(r.IntN(65)) - 32 //nolint:gosec // small; wraps on purpose
		}
		o.PutUint32(b[at:], uint32(v)) //nolint:gosec // cut on purpose
	default:
		o.PutUint64(b[at:], v)
	}
}

// swap exchanges two blocks of the same size.
func swap(r *rand.Rand, b []byte) []byte {
	n := 1 + r.IntN(min(2048, 1+len(b)/16))
	x, y := where(r, len(b)-n), where(r, len(b)-n)
	first := append([]byte{}, b[x:x+n]...)
	copy(b[x:], b[y:y+n])
	copy(b[y:y+n], first)
	return b
}
