package clean

import (
	"bytes"
	"encoding/binary"
)

// The tags of EXIF 2.32 that are read or written here.
const (
	tagOrientation = 0x0112
	tagChanged     = 0x0132
	tagExif        = 0x8769
	tagTaken       = 0x9003
	tagDigitized   = 0x9004
	tagZone        = 0x9011
	tagColourSpace = 0xa001
	tagInterop     = 0xa005
	tagGPS         = 0x8825
	tagThumbnail   = 0x0201
)

// exif is what an EXIF block says about what may stay, and the kinds of the rest.
type exif struct {
	orientation uint16 // 1–8; 0 when not said
	taken       string // "2006:01:02 15:04:05"
	zone        string // "+01:00"
	takenTag    uint16
	adobe       bool // the colours are Adobe RGB, said nowhere else
	kinds       map[Kind]bool

	data  []byte
	order binary.ByteOrder
}

// readExif reads a TIFF header and its directories. What does not fit is passed over.
func readExif(b []byte) exif {
	e := exif{data: b, kinds: map[Kind]bool{}}
	switch {
	case bytes.HasPrefix(b, []byte("II")):
		e.order = binary.LittleEndian
	case bytes.HasPrefix(b, []byte("MM")):
		e.order = binary.BigEndian
	default:
		return e
	}
	if len(b) < 8 {
		return e
	}
	next := e.directory(e.order.Uint32(b[4:]), (*exif).main)
	e.directory(next, (*exif).thumbnail)
	return e
}

// field is one entry of a directory.
type field struct {
	tag, format uint16
	count       uint32
	value       []byte // the four bytes of the value or of its offset
}

// directory calls each for the entries at off and gives the offset of the next one.
// Directories are read to a depth that the callers fix, so a circle ends.
func (e *exif) directory(off uint32, each func(*exif, field)) uint32 {
	if off < 8 || uint64(off)+2 > uint64(len(e.data)) {
		return 0
	}
	n := int(e.order.Uint16(e.data[off:]))
	rest := e.data[off+2:]
	for range n {
		if len(rest) < 12 {
			return 0
		}
		each(e, field{
			tag: e.order.Uint16(rest), format: e.order.Uint16(rest[2:]),
			count: e.order.Uint32(rest[4:]), value: rest[8:12],
		})
		rest = rest[12:]
	}
	if len(rest) < 4 {
		return 0
	}
	return e.order.Uint32(rest)
}

// text gives an ASCII value without what follows its first NUL.
func (e *exif) text(f field) string {
	b := f.value
	if f.count > 4 {
		off := uint64(e.order.Uint32(f.value))
		if off+uint64(f.count) > uint64(len(e.data)) {
			return ""
		}
		b = e.data[off : off+uint64(f.count)]
	} else {
		b = b[:f.count]
	}
	b, _, _ = bytes.Cut(b, []byte{0})
	return string(b)
}

func (e *exif) main(f field) {
	switch f.tag {
	case tagOrientation:
		if o := e.order.Uint16(f.value); f.format == 3 && o >= 1 && o <= 8 {
			e.orientation = o
		}
	case tagExif:
		e.directory(e.order.Uint32(f.value), (*exif).camera)
	case tagGPS:
		e.directory(e.order.Uint32(f.value), (*exif).gps)
	case tagChanged:
		e.date(f)
	default:
		e.mark(f.tag)
	}
}

func (e *exif) camera(f field) {
	switch f.tag {
	case tagTaken, tagDigitized:
		e.date(f)
	case tagZone:
		if z := e.text(f); like(z, "+00:00") {
			e.zone = z
		}
		e.kinds[Date] = true
	case tagInterop:
		e.directory(e.order.Uint32(f.value), func(e *exif, f field) {
			e.adobe = e.adobe || f.tag == 1 && e.text(f) == "R03"
		})
	default:
		e.mark(f.tag)
	}
}

func (e *exif) gps(f field) {
	switch f.tag {
	case 0: // the version
	case 0x07, 0x1d:
		e.kinds[Date] = true
	case 0x1c:
		e.kinds[Place] = true
	default:
		e.kinds[Position] = true
	}
}

func (e *exif) thumbnail(f field) {
	if f.tag == tagThumbnail {
		e.kinds[Thumbnail] = true
	}
}

// date takes the best of the three dates: taken, digitised, changed.
func (e *exif) date(f field) {
	e.kinds[Date] = true
	better := e.takenTag == 0 || f.tag == tagTaken || f.tag == tagDigitized && e.takenTag == tagChanged
	if v := e.text(f); better && like(v, "0000:00:00 00:00:00") {
		e.taken, e.takenTag = v, f.tag
	}
}

// like tells whether a text has the form of a pattern in which 0 is any digit and +
// any sign, so that nothing else slips through in a date.
func like(s, pattern string) bool {
	if len(s) != len(pattern) {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; pattern[i] {
		case '0':
			if c < '0' || c > '9' {
				return false
			}
		case '+':
			if c != '+' && c != '-' {
				return false
			}
		default:
			if c != pattern[i] {
				return false
			}
		}
	}
	return true
}

// mark notes the kind of a tag that is removed.
func (e *exif) mark(tag uint16) {
	kind := Settings
	switch tag {
	case 0x0100, 0x0101, 0x0102, 0x0103, 0x0106, 0x0115, 0x011a, 0x011b, 0x011c, 0x0128, 0x0213,
		0x9000, 0x9101, 0x9102, 0xa000, tagColourSpace, 0xa002, 0xa003:
		return // how the pixels are laid out
	case 0x010e, 0x9286, 0x9c9b, 0x9c9c, 0x9c9e, 0x9c9f, 0x83bb, 0x02bc, 0x8649:
		kind = Text
	case 0x013b, 0x8298, 0x9c9d, 0xa430:
		kind = Owner
	case 0x010f, 0x0110, 0x013c, 0xa431, 0xa432, 0xa433, 0xa434, 0xa435, 0xc614, 0xc62f:
		kind = Device
	case 0x0131, 0x000b:
		kind = Software
	case 0x9010, 0x9012, 0x9290, 0x9291, 0x9292:
		kind = Date
	case 0x927c, 0xc634:
		kind = MakerNote
	case 0xa420:
		kind = ID
	}
	e.kinds[kind] = true
}

// minimal gives the block that stays: nil when that is nothing.
func (e *exif) minimal(k Keep) []byte {
	var main, camera, interop []entry
	if k.Orientation && e.orientation > 1 {
		main = append(main, entry{tagOrientation, 3, 1, short(e.orientation)})
	}
	if k.Date && e.taken != "" {
		camera = append(camera, entry{tagTaken, 2, 20, []byte(e.taken + "\x00")})
		if e.zone != "" {
			camera = append(camera, entry{tagZone, 2, 7, []byte(e.zone + "\x00")})
		}
	}
	if k.Colour && e.adobe {
		camera = append(camera, entry{tagColourSpace, 3, 1, short(0xffff)})
		interop = append(interop, entry{1, 2, 4, []byte("R03\x00")})
	}
	if len(main)+len(camera) == 0 {
		return nil
	}
	b := []byte("MM\x00\x2a\x00\x00\x00\x08")
	b = directory(b, main, tagExif, len(camera) > 0)
	if len(camera) > 0 {
		b = directory(b, camera, tagInterop, len(interop) > 0)
	}
	if len(interop) > 0 {
		b = directory(b, interop, 0, false)
	}
	return b
}

// entry is one entry of a directory to write: its value is four bytes or longer.
type entry struct {
	tag, format uint16
	count       uint32
	value       []byte
}

func short(v uint16) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)<<16) }

// directory appends a directory, its long values, and, when more is to follow, an
// entry that points behind them.
func directory(b []byte, entries []entry, pointer uint16, more bool) []byte {
	n := len(entries)
	if more {
		n++
	}
	at := len(b) + 2 + 12*n + 4
	b = binary.BigEndian.AppendUint16(b, uint16(n)) //nolint:gosec // at most four
	var long []byte
	for _, f := range entries {
		b = binary.BigEndian.AppendUint16(b, f.tag)
		b = binary.BigEndian.AppendUint16(b, f.format)
		b = binary.BigEndian.AppendUint32(b, f.count)
		if len(f.value) <= 4 {
			b = append(b, f.value...)
			continue
		}
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(long))) //nolint:gosec // some 100 bytes
		long = append(long, f.value...)
		if len(long)%2 == 1 { // values begin at even offsets
			long = append(long, 0)
		}
	}
	if more {
		b = binary.BigEndian.AppendUint16(b, pointer)
		b = binary.BigEndian.AppendUint16(b, 4)
		b = binary.BigEndian.AppendUint32(b, 1)
		b = binary.BigEndian.AppendUint32(b, uint32(at+len(long))) //nolint:gosec // some 100 bytes
	}
	b = binary.BigEndian.AppendUint32(b, 0)
	return append(b, long...)
}

// exif gives what stays of an EXIF block, as a block of its own, and notes the kinds
// that go. Of several blocks in a file the first that says something stays.
func (p *plan) exif(b []byte) []byte {
	e := readExif(b)
	stays := e.minimal(p.keeps)
	if p.hasExif {
		stays = nil
	}
	p.hasExif = p.hasExif || stays != nil
	if bytes.Equal(stays, b) {
		return stays
	}
	for k := range e.kinds {
		if k != Date || !p.keeps.Date || e.taken == "" {
			p.note(k)
		}
	}
	if !p.keeps.Orientation && e.orientation > 1 {
		p.note(Orientation)
	}
	return stays
}
