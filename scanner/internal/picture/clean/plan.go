package clean

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

const (
	window    = 64 << 10 // bytes read at a time; also the longest JPEG segment and one more
	maxPieces = 1 << 18  // of one copy; a photo has ten, an hour of video some thousands
	maxBlock  = 1 << 20  // of an EXIF block that is read as a whole
	maxScan   = 8 << 20  // bytes searched for what is removed, a file
)

// source reads a file through one window, so that walking small parts stays cheap.
type source struct {
	r    io.ReaderAt
	size int64
	mem  []byte
	buf  []byte // what mem holds of the file
	at   int64  // where buf lies in the file
	err  error  // the first fault of r that is not the end of the file
}

// fill gives what the window holds from off on: at least n bytes unless the file ends
// before. It is valid until the next call.
func (s *source) fill(off int64, n int) []byte {
	if off < 0 || off >= s.size {
		return nil
	}
	if off < s.at || off+int64(n) > s.at+int64(len(s.buf)) {
		if s.mem == nil {
			s.mem = make([]byte, min(window, s.size))
		}
		got, err := s.r.ReadAt(s.mem[:min(window, s.size-off)], off)
		if err != nil && !errors.Is(err, io.EOF) && s.err == nil {
			s.err = err
		}
		s.at, s.buf = off, s.mem[:got]
	}
	return s.buf[min(off-s.at, int64(len(s.buf))):]
}

// peek gives the n bytes at off, n at most window, or nil when the file ends before.
func (s *source) peek(off int64, n int) []byte {
	b := s.fill(off, n)
	if n > len(b) || n <= 0 {
		return nil
	}
	return b[:n:n]
}

// load gives a copy of a part, of its first limit bytes when it is longer.
func (s *source) load(off, size, limit int64) []byte {
	if off < 0 || size <= 0 || off >= s.size {
		return nil
	}
	b := make([]byte, min(size, limit, s.size-off))
	n, err := s.r.ReadAt(b, off)
	if err != nil && !errors.Is(err, io.EOF) && s.err == nil {
		s.err = err
	}
	return b[:n]
}

// piece is a part of the copy: bytes of the original, or new ones.
type piece struct {
	off, size int64
	text      []byte // new bytes; nil for bytes of the original
	zero      bool   // size zeros
	pixels    bool   // what shows or sounds: Verify compares it
}

// plan is what a copy will consist of.
type plan struct {
	source
	format  string
	keeps   Keep
	pieces  []piece
	kinds   map[Kind]bool
	inPlace bool // the copy's parts lie where the original's do
	hasExif bool // an EXIF block has been written
	scanned int64
	err     error
}

func (p *plan) fail(err error, format string, a ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%w: %s", err, fmt.Sprintf(format, a...))
	}
}

func (p *plan) add(q piece) {
	if q.size <= 0 || p.err != nil {
		return
	}
	if n := len(p.pieces); n > 0 {
		last := &p.pieces[n-1]
		if last.text == nil && q.text == nil && last.zero == q.zero && last.pixels == q.pixels && last.off+last.size == q.off {
			last.size += q.size
			return
		}
	}
	if len(p.pieces) == maxPieces {
		p.fail(ErrDamaged, "more than %d parts", maxPieces)
		return
	}
	p.pieces = append(p.pieces, q)
}

// pixels copies a part that shows or sounds, or says how.
func (p *plan) pixels(off, size int64) { p.add(piece{off: off, size: size, pixels: true}) }

// plain copies a part that may stay and is not compared.
func (p *plan) plain(off, size int64) { p.add(piece{off: off, size: size}) }

// put writes new bytes that Verify does not compare. In a copy made in place they stand
// for those at off.
func (p *plan) put(off int64, b []byte) {
	p.add(piece{off: off, size: int64(len(b)), text: b})
}

// show writes new bytes that say how pixels are coded.
func (p *plan) show(b []byte) {
	p.add(piece{size: int64(len(b)), text: b, pixels: true})
}

// blank puts zeros in the place of a part, and notes the kinds if there was anything.
func (p *plan) blank(off, size int64, kinds ...Kind) {
	if size <= 0 {
		return
	}
	if p.isZero(off, size) {
		p.plain(off, size)
		return
	}
	p.note(kinds...)
	p.add(piece{off: off, size: size, zero: true})
}

func (p *plan) isZero(off, size int64) bool {
	for end := off + size; off < end; {
		b := p.fill(off, 1)
		if len(b) == 0 {
			return false
		}
		b = b[:min(int64(len(b)), end-off)]
		for _, c := range b {
			if c != 0 {
				return false
			}
		}
		off += int64(len(b))
	}
	return true
}

func (p *plan) note(kinds ...Kind) {
	for _, k := range kinds {
		if k != "" {
			p.kinds[k] = true
		}
	}
}

// write writes the copy and gives its size.
func (p *plan) write(w io.Writer) (int64, error) {
	var done int64
	buf := make([]byte, window)
	for _, q := range p.pieces {
		n, err := io.CopyBuffer(struct{ io.Writer }{w}, p.open(q), buf)
		done += n
		if err != nil {
			return done, fmt.Errorf("write copy: %w", err)
		}
		if n != q.size { // the file became shorter meanwhile
			return done, fmt.Errorf("write copy: %w", io.ErrUnexpectedEOF)
		}
	}
	return done, nil
}

// open reads a piece's bytes.
func (p *plan) open(q piece) io.Reader {
	switch {
	case q.text != nil:
		return bytes.NewReader(q.text)
	case q.zero:
		return io.LimitReader(zeros{}, q.size)
	}
	return struct{ io.Reader }{io.NewSectionReader(p.r, q.off, q.size)}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) {
	clear(b)
	return len(b), nil
}

func be16(b []byte) uint16 { return binary.BigEndian.Uint16(b) }
func be32(b []byte) uint32 { return binary.BigEndian.Uint32(b) }
func be64(b []byte) uint64 { return binary.BigEndian.Uint64(b) }
func le32(b []byte) uint32 { return binary.LittleEndian.Uint32(b) }
