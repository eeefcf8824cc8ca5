package clean

import (
	"encoding/binary"
	"hash/crc32"
)

// png plans the copy of a PNG or an APNG. Kept chunks keep their checksums.
func (p *plan) png() {
	p.pixels(0, 8)
	shows := false
	for off := int64(8); p.err == nil; {
		b := p.peek(off, 8)
		if b == nil {
			break
		}
		typ := string(b[4:])
		body, size := off+8, int64(be32(b))
		end := body + size + 4
		if end > p.size {
			if typ == "IDAT" || typ == "fdAT" { // cut off, and still shows something
				p.pixels(off, p.size-off)
				shows = true
			}
			break
		}
		switch typ {
		case "IHDR", "PLTE", "tRNS", "CgBI", "acTL", "fcTL", "fdAT":
			p.pixels(off, end-off)
		case "IDAT":
			shows = true
			p.pixels(off, end-off)
		case "IEND":
			p.pixels(off, end-off)
			p.trailer(end)
			off = p.size
			continue
		case "sBIT", "pHYs", "bKGD":
			p.plain(off, end-off)
		case "iCCP", "sRGB", "gAMA", "cHRM", "cICP", "mDCV", "cLLI":
			if p.keeps.Colour {
				p.plain(off, end-off)
			} else {
				p.note(Colour)
			}
		case "eXIf":
			if b := p.exif(p.load(body, size, maxBlock)); b != nil {
				p.put(off, chunk("eXIf", b))
			}
		case "tIME":
			p.note(Date)
		case "tEXt", "zTXt", "iTXt":
			p.look(body, size, Text)
		case "caBX":
			p.note(Provenance)
		default:
			if typ[0]&0x20 == 0 { // a decoder must know it, and so must we
				p.fail(ErrDamaged, "PNG chunk %q", typ)
			}
			p.look(body, size, Other)
		}
		off = end
	}
	if !shows {
		p.fail(ErrDamaged, "PNG without a picture")
	}
}

// chunk gives a PNG chunk with its length and checksum.
func chunk(typ string, body []byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(len(body))) //nolint:gosec // some 100 bytes
	b = append(append(b, typ...), body...)
	return binary.BigEndian.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}
