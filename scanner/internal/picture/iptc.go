package picture

import (
	"encoding/binary"
	"strings"
)

// iptcTold are the datasets of record 2 that tell a text (IPTC IIM 4.2).
var iptcTold = map[byte]string{
	5: "caption", 22: "id", 25: "keyword", 26: "place", 27: "place", 40: "caption", 65: "software",
	80: "author", 90: "place", 92: "place", 95: "place", 100: "place", 101: "place",
	105: "caption", 110: "author", 115: "author", 116: "author", 118: "author", 120: "caption", 122: "author",
}

// iptc reads the datasets of IPTC IIM.
func (w *work) iptc(s span) {
	var day, clock, madeDay, madeClock string
	for off := int64(0); off+5 <= s.size && w.item(); {
		b := s.bytes(off, 5)
		if b == nil {
			return
		}
		if b[0] != 0x1c {
			if off > 0 && b[0] != 0 {
				w.fault("iptc", "no dataset", s.offset(off))
			}
			return
		}
		record, set, size := b[1], b[2], int64(binary.BigEndian.Uint16(b[3:]))
		off += 5
		if size >= 0x8000 { // the length itself is that many bytes long
			n, ok := s.uint(off, size&0x7fff, binary.BigEndian)
			if !ok || n > s.size {
				w.fault("iptc", "dataset is too long", s.offset(off))
				return
			}
			off, size = off+size&0x7fff, n
		}
		value := string(s.upTo(off, min(size, maxText)))
		off += size
		if record != 2 {
			continue
		}
		switch set {
		case 55:
			day = value
		case 60:
			clock = value
		case 62:
			madeDay = value
		case 63:
			madeClock = value
		default:
			if what := iptcTold[set]; what != "" {
				w.text(what, value, "iptc")
			}
		}
	}
	w.iptcTime("taken", day, clock)
	w.iptcTime("digitized", madeDay, madeClock)
}

func (w *work) iptcTime(what, day, clock string) {
	at, zoned := stamp(strings.TrimSpace(day+" "+clock), "")
	if at.IsZero() && len(clock) >= 6 {
		at, zoned = stamp(day+" "+clock[:6], "")
	}
	if at.IsZero() {
		at, zoned = stamp(day, "")
	}
	w.time(Time{At: at, Zoned: zoned, What: what, Layer: "iptc"})
}

// photoshop reads image resource blocks, as in JPEG's APP13, TIFF and PSD.
func (w *work) photoshop(s span) {
	for off := int64(0); off+12 <= s.size && w.item(); {
		b := s.bytes(off, 7)
		if b == nil {
			return
		}
		switch string(b[:4]) {
		case "8BIM", "PHUT", "AgHg", "DCSR", "MeSa":
		default:
			w.fault("photoshop", "no resource block", s.offset(off))
			return
		}
		id := binary.BigEndian.Uint16(b[4:])
		off += 6 + (int64(b[6])+2)&^1
		n, ok := s.uint(off, 4, binary.BigEndian)
		if !ok {
			w.fault("photoshop", "cut short", s.offset(off))
			return
		}
		body := s.sub(off+4, n)
		off += 4 + (n+1)&^1
		switch id {
		case 0x0404:
			w.iptc(body)
		case 0x0422, 0x0423:
			w.exif(body, "exif")
		case 0x0424:
			w.packet(body, "xmp")
		case 0x040f:
			w.part("icc", body.offset(0), body.size)
		case 0x0409, 0x040c:
			const head = 28 // format, size and the like
			jpeg := body.from(head)
			if jpeg.starts(0, "\xff\xd8") {
				w.thumb(Thumb{Offset: jpeg.offset(0), Size: jpeg.size, Layer: "photoshop", Format: "jpeg"})
				w.preview(jpeg)
			}
		}
	}
}

// preview reads the metadata of a smaller JPEG inside the file.
func (w *work) preview(s span) {
	if w.inside == "" || w.inside == "thumbnail" || w.inside == "trailer" {
		w.within("thumbnail", s.offset(0), func() { w.jpeg(s) })
	}
}
