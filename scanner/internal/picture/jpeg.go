package picture

import "encoding/binary"

// file reads a file of any format, by its first bytes.
func (w *work) file(s span) {
	w.jpegIf(s)
}

func (w *work) format(name string) {
	if w.inside == "" && w.p.Format == "" {
		w.p.Format = name
	}
}

func (w *work) jpegIf(s span) {
	if s.starts(0, "\xff\xd8") {
		w.format("jpeg")
		w.jpeg(s)
	}
}

// jpeg walks the segments of a JPEG (ITU T.81) up to its pixels.
func (w *work) jpeg(s span) {
	for off := int64(2); w.item(); {
		b := s.bytes(off, 4)
		if b == nil {
			w.fault("jpeg", "cut short", s.offset(off))
			return
		}
		if b[0] != 0xff {
			w.fault("jpeg", "no marker", s.offset(off))
			return
		}
		marker, size := b[1], int64(binary.BigEndian.Uint16(b[2:]))
		switch {
		case marker == 0xff:
			off++
			continue
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			off += 2
			continue
		case marker == 0xd9 || marker == 0xda:
			return
		}
		body := s.sub(off+4, size-2)
		switch {
		case marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc:
			if b := body.bytes(0, 5); b != nil {
				w.sized(int64(binary.BigEndian.Uint16(b[3:])), int64(binary.BigEndian.Uint16(b[1:])))
			}
		case marker == 0xe1 && body.starts(0, "Exif\x00"):
			w.exif(body.from(6), "exif")
		}
		off += 2 + max(size, 2)
	}
}
