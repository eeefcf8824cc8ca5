package clean

import (
	"bytes"
	"encoding/binary"
)

// The markers of ITU-T T.81, table B.1, that are told apart here.
const (
	sof0  = 0xc0
	jpg   = 0xc8
	rst0  = 0xd0
	rst7  = 0xd7
	soi   = 0xd8
	eoi   = 0xd9
	sos   = 0xda
	exp   = 0xdf
	app0  = 0xe0
	app1  = 0xe1
	app2  = 0xe2
	app11 = 0xeb
	app13 = 0xed
	app14 = 0xee
	app15 = 0xef
	jpg7  = 0xf7 // JPEG-LS, ITU-T T.87
	jpg8  = 0xf8
	com   = 0xfe
	tem   = 0x01
)

// jpeg plans the copy of a JPEG: what decoding needs, the JFIF and Adobe segments
// that say how colours are coded, the colour profile; nothing behind the end.
func (p *plan) jpeg() {
	p.pixels(0, 2)
	scans := 0
	for off := int64(2); p.err == nil; {
		marker, at := p.marker(off)
		if marker == 0 { // a file cut off in its last scan still shows something
			break
		}
		if at > off && !p.isFill(off, at-off) {
			p.note(Other)
		}
		off = at + 2
		switch {
		case marker == eoi:
			if scans == 0 {
				p.fail(ErrEmpty, "JPEG without a picture")
			}
			p.pixels(at, 2)
			p.trailer(off)
			return
		case marker == soi, marker == tem, marker >= rst0 && marker <= rst7:
			continue // stand alone, and mean nothing here
		}
		b := p.peek(off, 2)
		size := int64(2)
		if b != nil {
			size = int64(be16(b))
		}
		if b == nil || size < 2 || off+size > p.size {
			if scans > 0 {
				break
			}
			// Its length may be what is damaged. But a picture that starts later can
			// be the thumbnail inside: there is no telling, so nothing is written.
			if p.scans(off) {
				p.fail(ErrDamaged, "JPEG segment %#x ends outside the file", marker)
			} else {
				p.fail(ErrEmpty, "JPEG segment %#x ends outside the file", marker)
			}
			return
		}
		switch {
		case marker == sos:
			scans++
			end := p.scan(off + size)
			p.pixels(at, end-at)
			off = end
			continue
		case marker >= sof0 && marker <= exp && marker != jpg, marker == jpg7, marker == jpg8:
			p.pixels(at, 2+size)
		case marker >= app0 && marker <= app15, marker == com:
			p.segment(marker, at, size)
		case scans > 0: // a broken scan: what follows may be pixels or not
			p.fail(ErrDamaged, "JPEG marker %#x in the picture", marker)
		default:
			p.note(Other)
		}
		off += size
	}
	if scans == 0 {
		p.fail(ErrEmpty, "JPEG without a picture")
	}
}

// marker finds the next marker at or after off; 0 at the end of the file.
func (p *plan) marker(off int64) (byte, int64) {
	for {
		b := p.fill(off, 2)
		if len(b) < 2 {
			return 0, off
		}
		i := bytes.IndexByte(b[:len(b)-1], 0xff)
		if i < 0 {
			off += int64(len(b) - 1)
			continue
		}
		if m := b[i+1]; m != 0 && m != 0xff {
			return m, off + int64(i)
		}
		off += int64(i) + 1
	}
}

// scans tells whether something like a scan starts at or after off.
func (p *plan) scans(off int64) bool {
	for {
		m, at := p.marker(off)
		if m == 0 || m == sos {
			return m == sos
		}
		off = at + 2
	}
}

// scan gives the offset of the first marker that ends the coded data at off.
func (p *plan) scan(off int64) int64 {
	for {
		m, at := p.marker(off)
		switch {
		case m == 0:
			return p.size
		case m >= rst0 && m <= rst7:
			off = at + 2
		default:
			return at
		}
	}
}

// isFill tells whether only fill bytes stand before a marker.
func (p *plan) isFill(off, size int64) bool {
	for _, c := range p.load(off, size, maxBlock) {
		if c != 0xff {
			return false
		}
	}
	return true
}

// segment decides on an application segment or a comment. Its size counts itself but
// not the marker.
func (p *plan) segment(marker byte, at, size int64) {
	body := p.peek(at+4, int(min(size-2, 40)))
	is := func(m byte, name string) bool { return marker == m && bytes.HasPrefix(body, []byte(name)) }
	switch {
	case is(app0, "JFIF\x00") && len(body) >= 14:
		jfif := append([]byte("\xff\xe0\x00\x10"), body[:12]...)
		if body[12] != 0 && body[13] != 0 {
			p.note(Thumbnail)
		}
		p.show(append(jfif, 0, 0))
	case is(app0, "JFXX\x00"):
		p.note(Thumbnail)
	case is(app14, "Adobe") && len(body) >= 12:
		p.show(append([]byte("\xff\xee\x00\x0e"), body[:12]...))
	case is(app2, "ICC_PROFILE\x00"):
		if p.keeps.Colour {
			p.plain(at, size+2)
		} else {
			p.note(Colour)
		}
	case is(app1, "Exif\x00") && size > 8:
		if b := p.exif(p.load(at+10, size-8, maxBlock)); b != nil {
			h := binary.BigEndian.AppendUint16([]byte{0xff, app1}, uint16(len(b)+8)) //nolint:gosec // some 100 bytes
			p.put(at, append(append(h, "Exif\x00\x00"...), b...))
		}
	case marker == com:
		p.look(at+4, size-2, Text)
	case is(app2, "MPF\x00"):
		p.note(Preview)
	case is(app13, "Photoshop"):
		p.look(at+4, size-2, Text)
	case is(app11, "JP"):
		p.look(at+4, size-2, Other)
	default:
		p.look(at+4, size-2, Other)
	}
}
