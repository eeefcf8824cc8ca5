package picture

import (
	"encoding/binary"
	"encoding/hex"
	"strconv"
	"strings"
)

// maker is how a camera maker's note is laid out: a signature, where the directory
// starts behind it, and whether its offsets count from the note or from the TIFF.
type maker struct {
	sign    string
	start   int64
	own     bool
	order   binary.ByteOrder // nil: the TIFF's
	mark    int              // or where the note says "II" or "MM"; 0 for nowhere
	tells   map[uint16]string
	further uint16 // the field that points to another directory
	inner   map[uint16]string
}

// makers are the notes that name the camera, its lens or a person. The fields are
// those that ExifTool's documentation of tag names gives.
func makers() []maker {
	olympus := map[uint16]string{0x0101: "serial", 0x0102: "serial", 0x0202: "serial", 0x0203: "lens"}
	pentax := map[uint16]string{0x0229: "serial"}
	return []maker{
		{sign: "OLYMPUS\x00II", start: 12, own: true, order: binary.LittleEndian, further: 0x2010, inner: olympus},
		{sign: "OM SYSTEM\x00\x00\x00II", start: 16, own: true, order: binary.LittleEndian, further: 0x2010, inner: olympus},
		{sign: "OLYMP\x00", start: 8, tells: map[uint16]string{0x0404: "serial"}, further: 0x2010, inner: olympus},
		{sign: "Nikon\x00\x02", start: 18, own: true, tells: map[uint16]string{0x001d: "serial"}},
		{sign: "Panasonic\x00", start: 12, tells: map[uint16]string{
			0x0025: "serial", 0x0065: "caption", 0x0066: "person", 0x0067: "place",
			0x0069: "place", 0x006b: "place", 0x006d: "place", 0x006f: "place",
		}},
		{sign: "FUJIFILM", start: 12, own: true, order: binary.LittleEndian, tells: map[uint16]string{0x0010: "serial"}},
		{sign: "AOC\x00", start: 6, mark: 4, tells: pentax},
		{sign: "PENTAX \x00", start: 10, own: true, mark: 8, tells: pentax},
		{sign: "RICOH\x00II", start: 8, own: true, mark: 6, tells: pentax},
		{sign: "RICOH\x00MM", start: 8, own: true, mark: 6, tells: pentax},
		{sign: "RICOH", start: 8, tells: map[uint16]string{0x0005: "serial"}},
		{sign: "Ricoh", start: 8, tells: map[uint16]string{0x0005: "serial"}},
		{sign: "Apple iOS\x00", start: 14, own: true, order: binary.BigEndian, tells: map[uint16]string{0x0011: "id"}},
	}
}

// canon has no signature.
var canon = map[uint16]string{0x0009: "owner", 0x000c: "serial", 0x0095: "lens", 0x0096: "serial"}

// note reads a maker's note. What it does not know, it leaves.
func (t *tiff) note(e entry) {
	head := string(t.raw(e, 16))
	layer := "maker-note"
	n := tiff{w: t.w, s: t.s, order: t.order, layer: layer, quiet: true}
	for _, m := range makers() {
		if !strings.HasPrefix(head, m.sign) {
			continue
		}
		at := e.at + m.start
		if m.own {
			n.s, at = t.s.sub(e.at, t.s.size), m.start
		}
		if m.sign[0] == 'N' { // a TIFF of its own
			n.s, at = t.s.from(e.at+10), 8
			m.order = binary.BigEndian
			if n.s.starts(0, "II") {
				m.order = binary.LittleEndian
			}
		}
		if m.mark > 0 && len(head) > m.mark+2 {
			switch head[m.mark : m.mark+2] {
			case "II":
				m.order = binary.LittleEndian
			case "MM":
				m.order = binary.BigEndian
			}
		}
		if m.order != nil {
			n.order = m.order
		}
		n.directory(at, 0, func(e entry, _ *pages) {
			if m.further != 0 && e.tag == m.further {
				off := e.at
				if e.kind != byAny {
					off = n.long(e)
				}
				n.directory(off, 0, func(e entry, _ *pages) { n.tells(m.inner[e.tag], e) })
				return
			}
			n.tells(m.tells[e.tag], e)
		})
		return
	}
	if strings.HasPrefix(t.make, "Canon") {
		n.directory(e.at, 0, func(e entry, _ *pages) { n.tells(canon[e.tag], e) })
	}
}

// tells gives the text of a field, or its number where a maker counts.
func (t *tiff) tells(what string, e entry) {
	switch {
	case what == "" || e.size > 256:
	case e.kind == byASCII || e.kind == byAny || e.kind == byByte:
		s := clean(t.string(e))
		if what == "serial" && e.kind == byAny && strings.ContainsFunc(t.string(e), func(r rune) bool { return r < ' ' || r > '~' }) {
			s = hex.EncodeToString(t.raw(e, 16)) // a number in a form of the maker's own
		}
		if strings.Trim(s, "0 -") != "" { // an empty one is written as zeros
			t.w.text(what, s, t.layer)
		}
	case what == "serial":
		if n := t.long(e); n > 0 {
			t.w.text(what, strconv.FormatInt(n, 10), t.layer)
		}
	}
}

// canon reads the maker's note of CR3, which is a TIFF there.
func (w *work) canon(s span) {
	t := tiff{w: w, s: s, layer: "maker-note", quiet: true}
	if first, ok := t.header(); ok {
		w.part("maker-note", s.offset(0), s.size)
		t.directory(first, 0, func(e entry, _ *pages) { t.tells(canon[e.tag], e) })
	}
}
