package clean

import (
	"bytes"
	"encoding/binary"
)

// The flags of a WebP's VP8X chunk that say which metadata follows.
const (
	webpXMP  = 0x04
	webpExif = 0x08
	webpICC  = 0x20
)

// webp plans the copy of a WebP: its size and the flags of its first chunk are written
// anew for what stays.
func (p *plan) webp() {
	end := min(p.size, 8+int64(le32(p.peek(4, 4))))
	header := []byte("RIFF\x00\x00\x00\x00WEBP")
	p.put(0, header)
	var flags []byte // within the piece that holds VP8X
	shows, exif := false, false
	p.chunks(12, end, func(typ string, off, size, next int64) {
		switch typ {
		case "VP8X":
			if b := p.load(off, next-off, 18); flags == nil && len(b) == 18 && size == 10 {
				b[8] &^= webpXMP | webpExif
				if !p.keeps.Colour {
					b[8] &^= webpICC
				}
				flags = b
				p.put(off, b)
			} else {
				p.note(Other)
			}
		case "VP8 ", "VP8L":
			shows = true
			p.pixels(off, next-off)
		case "ALPH", "ANIM":
			p.pixels(off, next-off)
		case "ANMF":
			shows = true
			p.frame(off, size)
		case "ICCP":
			if p.keeps.Colour {
				p.plain(off, next-off)
			} else {
				p.note(Colour)
			}
		case "EXIF":
			block := p.load(off+8, size, maxBlock)
			block = bytes.TrimPrefix(block, []byte("Exif\x00\x00"))
			if b := p.exif(block); b != nil && flags != nil {
				p.put(off, riff("EXIF", b))
				exif = true
			}
		default:
			p.look(off+8, size, Other)
		}
	})
	p.trailer(end)
	if !shows {
		p.fail(ErrDamaged, "WebP without a picture")
	}
	if exif {
		flags[8] |= webpExif
	}
	size := int64(-8)
	for _, q := range p.pieces {
		size += q.size
	}
	binary.LittleEndian.PutUint32(header[4:], uint32(size)) //nolint:gosec // at most the original's and 100 bytes
}

// chunks calls each for the chunks of a RIFF list: next is the offset of the one that
// follows, behind the padding.
func (p *plan) chunks(off, end int64, each func(typ string, off, size, next int64)) {
	for off+8 <= end && p.err == nil {
		b := p.peek(off, 8)
		if b == nil {
			return
		}
		size := int64(le32(b[4:]))
		if off+8+size > end {
			p.fail(ErrDamaged, "WebP chunk %q ends outside the file", b[:4])
			return
		}
		next := min(off+8+size+size%2, end)
		each(string(b[:4]), off, size, next)
		off = next
	}
}

// frame plans a frame of an animation, which is a list of chunks behind 16 bytes.
func (p *plan) frame(off, size int64) {
	const head = 8 + 16
	if size < 16 {
		p.fail(ErrDamaged, "WebP frame of %d bytes", size)
		return
	}
	type part struct{ off, size int64 }
	var kept []part
	var sum int64 = 16
	p.chunks(off+head, off+8+size, func(typ string, off, size, next int64) {
		switch typ {
		case "ALPH", "VP8 ", "VP8L":
			if len(kept) < 3 { // a picture and its transparency
				kept = append(kept, part{off, next - off})
				sum += next - off
			}
		default:
			p.look(off+8, size, Other)
		}
	})
	if p.err != nil {
		return
	}
	b := p.load(off, head, head)
	binary.LittleEndian.PutUint32(b[4:], uint32(sum))
	p.show(b)
	for _, q := range kept {
		p.pixels(q.off, q.size)
	}
	if sum%2 == 1 {
		p.show([]byte{0})
	}
}

// riff gives a RIFF chunk, padded to an even length.
func riff(typ string, body []byte) []byte {
	b := binary.LittleEndian.AppendUint32([]byte(typ), uint32(len(body))) //nolint:gosec // some 100 bytes
	b = append(b, body...)
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	return b
}
