package clean

import "encoding/binary"

// jxl plans the copy of a JPEG XL file. A bare codestream holds nothing but pixels. In
// a container the boxes of the codestream stay; which way is up is said in there. The
// data to rebuild a JPEG goes: it holds that JPEG's metadata.
func (p *plan) jxl() {
	if b := p.peek(0, 2); b[0] == 0xff {
		p.pixels(0, p.size)
		return
	}
	shows := false
	for off := int64(0); off < p.size && p.err == nil; {
		b, ok := p.box(off, p.size)
		if !ok {
			p.trailer(off)
			break
		}
		switch b.typ {
		case "JXL ", "ftyp", "jxll", "jxli", "jhgm":
			p.pixels(b.off, b.end-b.off)
		case "jxlc", "jxlp":
			shows = true
			p.pixels(b.off, b.end-b.off)
		case "Exif":
			block := p.load(b.body, b.end-b.body, maxBlock)
			stays := p.exif(tiffOf(block))
			if stays != nil {
				h := binary.BigEndian.AppendUint32(nil, uint32(12+len(stays))) //nolint:gosec // some 100 bytes
				p.put(off, append(append(h, "Exif\x00\x00\x00\x00"...), stays...))
			}
		case "jumb":
			p.look(b.body, b.end-b.body, Provenance)
		case "brob":
			p.note(Other) // compressed metadata
		case "free", "skip":
		default:
			p.look(b.body, b.end-b.body, Other)
		}
		off = b.end
	}
	if !shows {
		p.fail(ErrDamaged, "JPEG XL without a picture")
	}
}

// tiffOf gives the TIFF block of an Exif box or item, which begins with the number of
// bytes before it.
func tiffOf(b []byte) []byte {
	if len(b) < 4 || uint64(be32(b))+4 > uint64(len(b)) {
		return nil
	}
	return b[4+be32(b):]
}
