package picture

import (
	"encoding/binary"
	"io"
)

const (
	// window is read at once: the head of a photo with its EXIF, most often.
	window = 32 << 10
	jump   = 4 << 10
	// maxBlock bounds what is held of one file at once, well below 32 MB.
	maxBlock = 4 << 20
)

// file is a source of bytes: the file itself, or a part that was unpacked.
type file struct {
	r    io.ReaderAt
	mem  []byte // instead of r
	size int64
	w    *work

	win []byte // what was read last
	at  int64  // and from where
}

// bytes gives n bytes from off, or nil when they are not all there, are more than
// maxBlock, or cost more than is left. They hold until the next call.
func (f *file) bytes(off, n int64) []byte {
	if off < 0 || n <= 0 || n > maxBlock || off > f.size-n {
		return nil
	}
	if f.mem != nil {
		return f.mem[off : off+n]
	}
	if off < f.at || off+n > f.at+int64(len(f.win)) {
		if !f.fill(off, n) {
			return nil
		}
	}
	return f.win[off-f.at : off-f.at+n]
}

func (f *file) fill(off, n int64) bool {
	want := int64(window)
	if off != 0 && (off < f.at || off > f.at+int64(len(f.win))) {
		want = jump // far from what was read: perhaps only a length is wanted here
	}
	want = min(max(n, want), f.size-off)
	if f.w.left.Reads <= 0 || f.w.left.Bytes < want {
		f.w.spent = true
		return false
	}
	f.w.left.Reads--
	f.w.left.Bytes -= want
	if int64(cap(f.win)) < want {
		f.win = make([]byte, want)
	}
	f.win = f.win[:want]
	f.at = off
	got, err := f.r.ReadAt(f.win, off)
	if err != nil && int64(got) < want {
		f.win = f.win[:max(got, 0)]
	}
	return int64(len(f.win)) >= n
}

// span is a stretch of a file.
type span struct {
	f    *file
	base int64
	size int64
}

// memory is a span of unpacked bytes. They have no place in the file.
func (w *work) memory(b []byte) span {
	return span{f: &file{mem: b, size: int64(len(b)), w: w}, size: int64(len(b))}
}

// bytes gives n bytes from off, or nil; they hold until the next call on the file.
func (s span) bytes(off, n int64) []byte {
	if off < 0 || n <= 0 || off > s.size-n {
		return nil
	}
	return s.f.bytes(s.base+off, n)
}

// upTo gives at most n bytes from off: what there is of them.
func (s span) upTo(off, n int64) []byte {
	if off < 0 || off >= s.size {
		return nil
	}
	return s.bytes(off, min(n, s.size-off, maxBlock))
}

// sub is the part of n bytes from off, cut to what there is.
func (s span) sub(off, n int64) span {
	if off < 0 || off > s.size || n < 0 {
		return span{f: s.f, base: s.base}
	}
	return span{f: s.f, base: s.base + off, size: min(n, s.size-off)}
}

func (s span) from(off int64) span { return s.sub(off, s.size) }

// offset is where off lies in the file; -1 when it lies in unpacked bytes.
func (s span) offset(off int64) int64 {
	if s.f.mem != nil {
		return -1
	}
	return s.base + off
}

// copied gives all bytes of a span as the caller's own, at most limit.
func (s span) copied(limit int64) []byte {
	return append([]byte(nil), s.upTo(0, limit)...)
}

// starts tells whether the span has prefix at off.
func (s span) starts(off int64, prefix string) bool {
	return string(s.bytes(off, int64(len(prefix)))) == prefix
}

// uint gives an unsigned number of 1, 2, 4 or 8 bytes; false when it is not there.
// A number that no file is long enough for is cut.
func (s span) uint(off, n int64, order binary.ByteOrder) (int64, bool) {
	b := s.bytes(off, n)
	if b == nil {
		return 0, false
	}
	return number(b, order), true
}

func number(b []byte, order binary.ByteOrder) int64 {
	const most = 1 << 62
	switch len(b) {
	case 1:
		return int64(b[0])
	case 2:
		return int64(order.Uint16(b))
	case 4:
		return int64(order.Uint32(b))
	case 8:
		return int64(min(order.Uint64(b), most))
	}
	return 0
}

// signed reads four bytes as a number that may be negative.
func signed(b []byte, order binary.ByteOrder) float64 {
	n := float64(order.Uint32(b))
	if n >= 1<<31 {
		n -= 1 << 32
	}
	return n
}
