package phototest

import (
	"encoding/binary"
	"math"
)

// Field types of TIFF 6.0, and those that Exif and BigTIFF added.
const (
	typeByte      = 1
	typeASCII     = 2
	typeShort     = 3
	typeLong      = 4
	typeRational  = 5
	typeUndefined = 7
	typeSRational = 10
	typeDouble    = 12
	typeIFD       = 13
	typeLong8     = 16
)

// Tags of the pointers and blocks that files hide things behind.
const (
	tagStripOffsets  = 0x0111
	tagStripCounts   = 0x0117
	tagSubIFDs       = 0x014a
	tagThumbOffset   = 0x0201
	tagThumbLength   = 0x0202
	tagXMP           = 0x02bc
	tagIPTC          = 0x83bb
	tagPhotoshop     = 0x8649
	tagExifIFD       = 0x8769
	tagGPSIFD        = 0x8825
	tagDNGVersion    = 0xc612
	tagDNGPrivate    = 0xc634
	tagC2PA          = 0xcd41
	tagDateTaken     = 0x9003
	tagInteropIFD    = 0xa005
	tagPanasonicJPEG = 0x002e
)

// byteOrder is what encoding/binary's two orders have in common.
type byteOrder interface {
	binary.ByteOrder
	binary.AppendByteOrder
}

// field is one entry of a directory. Its value is data, or the place of a
// directory, or the place of bytes elsewhere in the file.
type field struct {
	tag, kind uint16
	count     int
	data      func(o byteOrder) []byte
	dir       *directory
	blob      []byte
}

// directory is an IFD. Fields are written in the order given.
type directory struct {
	fields []field
	next   *directory
}

// dir makes a directory.
func dir(f ...field) *directory { return &directory{fields: f} }

// with gives the directory more fields.
func (d *directory) with(f ...field) *directory {
	return &directory{fields: append(append([]field{}, d.fields...), f...), next: d.next}
}

// then says which directory follows.
func (d *directory) then(next *directory) *directory {
	d.next = next
	return d
}

func ascii(tag uint16, s string) field { return raw(tag, typeASCII, append([]byte(s), 0)) }

func undefined(tag uint16, b []byte) field { return raw(tag, typeUndefined, b) }

func raw(tag, kind uint16, b []byte) field {
	return field{tag: tag, kind: kind, count: len(b), data: func(byteOrder) []byte { return b }}
}

func short(tag uint16, v ...uint16) field {
	return field{tag: tag, kind: typeShort, count: len(v), data: func(o byteOrder) (b []byte) {
		for _, x := range v {
			b = o.AppendUint16(b, x)
		}
		return b
	}}
}

func long(tag uint16, v ...uint32) field {
	return field{tag: tag, kind: typeLong, count: len(v), data: func(o byteOrder) (b []byte) {
		for _, x := range v {
			b = o.AppendUint32(b, x)
		}
		return b
	}}
}

// ratio is a numerator and a denominator.
type ratio struct{ n, d uint32 }

func rational(tag, kind uint16, v ...ratio) field {
	return field{tag: tag, kind: kind, count: len(v), data: func(o byteOrder) (b []byte) {
		for _, x := range v {
			b = o.AppendUint32(o.AppendUint32(b, x.n), x.d)
		}
		return b
	}}
}

func double(tag uint16, v ...float64) field {
	return field{tag: tag, kind: typeDouble, count: len(v), data: func(o byteOrder) (b []byte) {
		for _, x := range v {
			b = o.AppendUint64(b, math.Float64bits(x))
		}
		return b
	}}
}

// pointer is a field that says where a directory is.
func pointer(tag, kind uint16, d *directory) field {
	return field{tag: tag, kind: kind, count: 1, dir: d}
}

// place is a field that says where bytes are.
func place(tag uint16, b []byte) field {
	return field{tag: tag, kind: typeLong, count: 1, blob: b}
}

// layout says how directories become a TIFF.
type layout struct {
	order byteOrder
	big   bool         // BigTIFF
	magic uint16       // 42 when zero; RW2 and ORF have their own
	head  []byte       // bytes between the header and what follows
	early []*directory // written before the first directory
}

// little and large are the two orders with nothing else changed.
func little() layout { return layout{order: binary.LittleEndian} }
func large() layout  { return layout{order: binary.BigEndian} }

// write gives the TIFF of a chain of directories.
func (l layout) write(first *directory) []byte {
	w := &tiffWriter{layout: l, at: map[*directory]uint64{}}
	mark := "II"
	if l.order.String() == binary.BigEndian.String() {
		mark = "MM"
	}
	w.buf = append(w.buf, mark...)
	magic := l.magic
	if magic == 0 {
		magic = 42
	}
	if l.big {
		w.buf = l.order.AppendUint16(w.buf, 43)
		w.buf = l.order.AppendUint16(w.buf, 8)
		w.buf = l.order.AppendUint16(w.buf, 0)
		w.buf = append(w.buf, make([]byte, 8)...)
	} else {
		w.buf = l.order.AppendUint16(w.buf, magic)
		w.buf = append(w.buf, make([]byte, 4)...)
	}
	slot := len(w.buf) - w.width()
	w.buf = append(w.buf, l.head...)
	for _, d := range l.early {
		w.put(d)
	}
	w.offset(slot, w.put(first))
	return w.buf
}

// tiffWriter writes each directory once and remembers where.
type tiffWriter struct {
	layout
	buf []byte
	at  map[*directory]uint64
}

// width is the size of an offset in bytes.
func (w *tiffWriter) width() int {
	if w.big {
		return 8
	}
	return 4
}

func (w *tiffWriter) offset(slot int, v uint64) {
	if w.big {
		w.order.PutUint64(w.buf[slot:], v)
	} else {
		w.order.PutUint32(w.buf[slot:], uint32(v)) //nolint:gosec // test files are small
	}
}

// extra appends bytes on an even offset and says where.
func (w *tiffWriter) extra(b []byte) uint64 {
	if len(w.buf)%2 == 1 {
		w.buf = append(w.buf, 0)
	}
	at := uint64(len(w.buf))
	w.buf = append(w.buf, b...)
	return at
}

func (w *tiffWriter) put(d *directory) uint64 {
	if at, ok := w.at[d]; ok {
		return at
	}
	head, entry := 2, 12
	if w.big {
		head, entry = 8, 20
	}
	at := w.extra(make([]byte, head+entry*len(d.fields)+w.width()))
	w.at[d] = at
	start := int(at) //nolint:gosec // test files are small
	if w.big {
		w.order.PutUint64(w.buf[start:], uint64(len(d.fields)))
	} else {
		w.order.PutUint16(w.buf[start:], uint16(len(d.fields))) //nolint:gosec // a handful
	}
	for i, f := range d.fields {
		w.field(start+head+entry*i, f)
	}
	if d.next != nil {
		next := w.put(d.next)
		w.offset(start+head+entry*len(d.fields), next)
	}
	return at
}

func (w *tiffWriter) field(slot int, f field) {
	kind := f.kind
	w.order.PutUint16(w.buf[slot:], f.tag)
	w.order.PutUint16(w.buf[slot+2:], kind)
	value := slot + 8
	if w.big {
		w.order.PutUint64(w.buf[slot+4:], uint64(f.count)) //nolint:gosec // never negative
		value = slot + 12
	} else {
		w.order.PutUint32(w.buf[slot+4:], uint32(f.count)) //nolint:gosec // small
	}
	var to uint64
	switch {
	case f.dir != nil:
		to = w.put(f.dir)
	case f.blob != nil:
		to = w.extra(f.blob)
	default:
		b := f.data(w.order)
		if len(b) <= w.width() {
			copy(w.buf[value:], b)
			return
		}
		w.offset(value, w.extra(b))
		return
	}
	switch kind {
	case typeShort: // only where the offset is known to fit
		w.order.PutUint16(w.buf[value:], uint16(to)) //nolint:gosec // small files only
	case typeLong8:
		w.order.PutUint64(w.buf[value:], to)
	default:
		w.order.PutUint32(w.buf[value:], uint32(to)) //nolint:gosec // small
	}
}

// gps is a GPS directory with degrees, minutes and seconds, as phones write it.
func gps(p Point) *directory { return gpsOf(p, dms(p.Lat), dms(p.Lon)) }

// gpsOf is a GPS directory with the parts given, and the usual references.
func gpsOf(p Point, lat, lon []ratio) *directory {
	return dir(
		raw(0, typeByte, []byte{2, 3, 0, 0}),
		ascii(1, latRef(p.Lat)), rational(2, typeRational, lat...),
		ascii(3, lonRef(p.Lon)), rational(4, typeRational, lon...),
	)
}

func latRef(v float64) string {
	if v < 0 {
		return "S"
	}
	return "N"
}

func lonRef(v float64) string {
	if v < 0 {
		return "W"
	}
	return "E"
}

// split gives whole degrees, whole minutes and the seconds of an angle's size.
func split(v float64) (deg, minutes, sec float64) {
	// Rounded to the 10,000th of a second, so that no part ever rounds up to 60.
	ticks := math.Round(math.Abs(v) * 3600 * 1e4)
	deg = math.Floor(ticks / (3600 * 1e4))
	ticks -= deg * 3600 * 1e4
	minutes = math.Floor(ticks / (60 * 1e4))
	return deg, minutes, (ticks - minutes*60*1e4) / 1e4
}

func dms(v float64) []ratio {
	d, m, s := split(v)
	return []ratio{{uint32(d), 1}, {uint32(m), 1}, {uint32(math.Round(s * 1e4)), 1e4}}
}

// dm is degrees and decimal minutes, with seconds of zero.
func dm(v float64) []ratio {
	d, m, s := split(v)
	return []ratio{{uint32(d), 1}, {uint32(math.Round((m + s/60) * 1e6)), 1e6}, {0, 1}}
}

// dd is decimal degrees in the first part.
func dd(v float64) []ratio {
	return []ratio{{uint32(math.Round(math.Abs(v) * 1e6)), 1e6}, {0, 1}, {0, 1}}
}

// exif is the TIFF block of a usual photo: a camera, a time and what else is given.
func exif(l layout, more ...field) []byte { return l.write(ifd0(more...)) }

// ifd0 is the first directory of a usual photo.
func ifd0(more ...field) *directory {
	taken := dir(
		undefined(0x9000, []byte("0232")), ascii(tagDateTaken, "2026:05:14 08:05:09"),
		ascii(0x9011, "+02:00"), ascii(0xa431, "LT-000417"),
	)
	return dir(
		ascii(0x010f, "Lampan"), ascii(0x0110, "Lampan Test 1"), short(0x0112, 1),
		ascii(0x0132, "2026:05:14 08:05:09"), pointer(tagExifIFD, typeLong, taken),
	).with(more...)
}

// here is the field that points at a usual GPS directory.
func here(p Point) field { return pointer(tagGPSIFD, typeLong, gps(p)) }
