package decode

import (
	"encoding/binary"
	"io"
)

// whole reports whether every part of a picture that may hold metadata is
// there. A reader may take the end of a file for the end of the metadata, so a
// picture cut off in between would pass for one that says nothing. TIFF needs no
// walk: its directories point to what must exist.
func whole(r io.ReaderAt, size int64, format string) bool {
	w := walker{r: r, size: size}
	switch format {
	case "jpeg":
		return w.jpeg()
	case "png":
		return w.png()
	case "webp":
		head, ok := w.read(0, 8)
		return ok && 8+int64(binary.LittleEndian.Uint32(head[4:])) <= size
	case "heic", "avif":
		return w.boxes()
	}
	return true
}

// maxParts bounds the parts of one picture that are walked.
const maxParts = 100_000

type walker struct {
	r    io.ReaderAt
	size int64
	buf  [16]byte
}

func (w *walker) read(at int64, n int) ([]byte, bool) {
	if at < 0 || at+int64(n) > w.size {
		return nil, false
	}
	got, _ := w.r.ReadAt(w.buf[:n], at)
	return w.buf[:n], got == n
}

// jpeg walks the segments up to the start of the pixels, where the metadata
// ends.
func (w *walker) jpeg() bool {
	at := int64(2)
	for range maxParts {
		b, ok := w.read(at, 2)
		switch {
		case !ok:
			return false
		case b[0] != 0xFF, b[1] == 0xFF: // padding between segments
			at++
		case b[1] == 0xDA, b[1] == 0xD9:
			return true
		case b[1] == 0x00, b[1] == 0x01, b[1] >= 0xD0 && b[1] <= 0xD8: // no length
			at += 2
		default:
			b, ok := w.read(at+2, 2)
			if !ok {
				return false
			}
			at += 2 + int64(binary.BigEndian.Uint16(b))
		}
	}
	return false
}

// png walks the chunks up to the last, since metadata may follow the pixels.
func (w *walker) png() bool {
	at := int64(8)
	for range maxParts {
		b, ok := w.read(at, 8)
		if !ok {
			return false
		}
		at += 12 + int64(binary.BigEndian.Uint32(b))
		if string(b[4:8]) == "IEND" {
			return at <= w.size
		}
	}
	return false
}

// boxes walks the outermost boxes of an ISO base media file, which must fill it
// exactly or leave less than the head of another.
func (w *walker) boxes() bool {
	at := int64(0)
	for range maxParts {
		if w.size-at < 8 {
			return true
		}
		b, ok := w.read(at, 8)
		if !ok {
			return false
		}
		length := int64(binary.BigEndian.Uint32(b))
		switch length {
		case 0: // to the end of the file
			return true
		case 1:
			b, ok := w.read(at+8, 8)
			if !ok {
				return false
			}
			// One too large for an int64 turns out negative.
			length = int64(binary.BigEndian.Uint32(b))<<32 | int64(binary.BigEndian.Uint32(b[4:]))
		}
		if length < 8 || length > w.size-at {
			return false
		}
		at += length
	}
	return false
}
