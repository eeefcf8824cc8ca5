package phototest

import (
	"encoding/binary"
	"fmt"
	"math"
)

// dashcam is how a car's camera lays out a block of position. Their makers document
// none of it: the layouts are those that free readers of such films agree on
// (ExifTool's QuickTimeStream, nvtk_mp42gpx).
type dashcam struct {
	name  string
	block func(h *hidden, layer string) []byte // behind "free" and "GPS "
}

const blockSize = 0x400 // of a block with its head

// degMin is ddmm.mmmm.
func degMin(v float64) float64 {
	d := math.Floor(math.Abs(v))
	return d*100 + (math.Abs(v)-d)*60
}

// coarse draws a position that degrees and minutes in 32 bits can hold.
func coarse(h *hidden, layer string) Point {
	p := h.point(layer)
	one := func(v float64) float64 {
		dm := float64(float32(degMin(v)))
		d := math.Floor(dm / 100)
		return math.Copysign(d+(dm-d*100)/60, v)
	}
	return h.put(layer, Point{one(p.Lat), one(p.Lon)})
}

// put writes parts at offsets counted from the start of the box.
type put struct {
	at   int
	data []byte
}

func blockOf(parts ...put) []byte {
	b := make([]byte, blockSize)
	copy(b, join(u32(blockSize), []byte("freeGPS ")))
	binary.LittleEndian.PutUint32(b[12:], 0x3f0)
	for _, p := range parts {
		copy(b[p.at:], p.data)
	}
	return b
}

func le32(v ...int) []byte {
	var b []byte
	for _, n := range v {
		b = binary.LittleEndian.AppendUint32(b, uint32(n)) //nolint:gosec // small
	}
	return b
}

func f32(v ...float64) []byte {
	var b []byte
	for _, x := range v {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(float32(x)))
	}
	return b
}

func dashcams() []dashcam {
	fix := func(p Point) []byte { return []byte("A" + latRef(p.Lat) + lonRef(p.Lon) + "\x00") }
	where := func(p Point) []byte { return f32(degMin(p.Lat), degMin(p.Lon), 12.5, 90) }
	return []dashcam{
		{"novatek", func(h *hidden, layer string) []byte {
			p := coarse(h, layer)
			return blockOf(put{48, join(le32(8, 5, 9, 26, 5, 14), fix(p), where(p))})
		}},
		{"viofo", func(h *hidden, layer string) []byte {
			p := coarse(h, layer)
			return blockOf(put{16, join(le32(8, 5, 9, 26, 5, 14), fix(p), where(p))})
		}},
		{"akaso", func(h *hidden, layer string) []byte {
			p := coarse(h, layer)
			pad := func(s string) []byte { return []byte(s + "\x00\x00\x00") }
			return blockOf(put{48, join(le32(8, 5, 9), pad("A"), f32(degMin(p.Lat)), pad(latRef(p.Lat)), f32(degMin(p.Lon)), pad(lonRef(p.Lon)), f32(12, 90), le32(2026, 5, 14))})
		}},
		{"vantrue", func(h *hidden, layer string) []byte {
			p := coarse(h, layer)
			return blockOf(put{64, join(fix(p), le32(26, 5, 14, 8, 5, 9), f32(degMin(p.Lon), degMin(p.Lat), 12, 90, 20))})
		}},
		{"nextbase", func(h *hidden, layer string) []byte {
			return blockOf(put{52, []byte("20260514080509")}, put{96, []byte(nmea(h.point(layer)))})
		}},
		{"shifted", func(h *hidden, layer string) []byte { // every character of the sentence is 16 higher
			t := []byte(nmea(h.point(layer)))
			for i := range t {
				t[i] += 16
			}
			return blockOf(put{60, t})
		}},
		{"azdome", func(h *hidden, layer string) []byte { // every byte is turned over with 0xaa
			p := h.point(layer)
			digits := func(v float64, width int) string { return fmt.Sprintf("%0*.0f", width, degMin(v)*1e4) }
			exact := func(v float64) float64 {
				dm := math.Round(degMin(v)*1e4) / 1e4
				d := math.Floor(dm / 100)
				return math.Copysign(d+(dm-d*100)/60, v)
			}
			p = h.put(layer, Point{exact(p.Lat), exact(p.Lon)})
			text := join([]byte("\x00\x00XKZD\xfe\xfe20260514080509\x0c5567GP   \x00\x00\x00\x00\x00\x03"),
				[]byte(latRef(p.Lat)+digits(p.Lat, 8)+lonRef(p.Lon)+digits(p.Lon, 9)+"0000007"))
			text = append(text, make([]byte, 0x101-len(text))...)
			for i := range text {
				text[i] ^= 0xaa
			}
			return blockOf(put{16, join([]byte{1, 3}, text)})
		}},
	}
}

// drive is a film with blocks of position among its frames, and a list of them
// inside moov where listed.
func drive(listed bool, blocks ...[]byte) []byte {
	ftyp := box("ftyp", []byte("avc1"), u32(0), []byte("avc1"), []byte("isom"))
	mdat := box("mdat", picture())
	moov := func(at int) []byte {
		more := []byte{}
		if listed {
			list := join(u32(0x101), u32(len(blocks)))
			to := at
			for _, b := range blocks {
				list = join(list, u32(to), u32(len(b)))
				to += len(b)
			}
			more = box("gps ", list)
		}
		return box("moov", mvhd(), pictureTrack(len(ftyp)+8), more)
	}
	at := len(ftyp) + len(mdat) + len(moov(0))
	return join(ftyp, mdat, moov(at), join(blocks...))
}

// dashcamFiles are films of cars' cameras.
func dashcamFiles(s *set) {
	for _, d := range dashcams() {
		s.add("mp4-dashcam-"+d.name+".mp4", func(h *hidden) []byte {
			return drive(true, d.block(h, "track-1"), d.block(h, "track-2"))
		})
	}
	s.add("mov-dashcam-no-list.mov", func(h *hidden) []byte {
		return drive(false, dashcams()[0].block(h, "track-1"), dashcams()[0].block(h, "track-2"))
	})
	s.add("mp4-dashcam-inside-mdat.mp4", func(h *hidden) []byte { // blocks lie among the frames
		ftyp := box("ftyp", []byte("avc1"), u32(0), []byte("avc1"), []byte("isom"))
		first, second := dashcams()[0].block(h, "track-1"), dashcams()[0].block(h, "track-2")
		mdat := box("mdat", picture(), first, picture(), second)
		at := len(ftyp) + 8 + len(picture())
		list := join(u32(0x101), u32(2), u32(at), u32(len(first)), u32(at+len(first)+len(picture())), u32(len(second)))
		return join(ftyp, mdat, box("moov", mvhd(), pictureTrack(len(ftyp)+8), box("gps ", list)))
	})
}

// thermal is a block of FLIR's thermal cameras with a record of position, in the
// layout that ExifTool describes.
func thermal(order byteOrder, p Point) []byte {
	const head, entry, kindPosition, kindEmbedded = 0x40, 0x20, 0x2b, 0x01
	u16 := func(v int) []byte { return order.AppendUint16(nil, uint16(v)) } //nolint:gosec // small
	u32 := func(v int) []byte { return order.AppendUint32(nil, uint32(v)) } //nolint:gosec // small
	f64 := func(v float64) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(v)) }
	spot := join(le32(1), []byte{2, 2, 0, 0}, []byte(latRef(p.Lat)+"\x00"+lonRef(p.Lon)+"\x00"), make([]byte, 4), f64(p.Lat), f64(p.Lon), f32(12))
	spot = append(spot, make([]byte, 0x80-len(spot))...)
	warm := make([]byte, 256)
	at := head + 2*entry
	index := func(kind, at, size int) []byte {
		return join(u16(kind), u16(1), u32(100), u32(1), u32(at), u32(size), make([]byte, 12))
	}
	b := join([]byte("FFF\x00CAMCTRL"), make([]byte, 9), u32(100), u32(head), u32(2), u32(2), make([]byte, head-0x24))
	return join(b, index(kindEmbedded, at, len(warm)), index(kindPosition, at+len(warm), len(spot)), warm, spot)
}

func thermalFiles(s *set) {
	segments := func(b []byte, n int) [][]byte {
		var out [][]byte
		for i := range n {
			out = append(out, segment(app1, []byte{'F', 'L', 'I', 'R', 0, 1, byte(i), byte(n - 1)}, b[i*len(b)/n:(i+1)*len(b)/n])) //nolint:gosec // a handful
		}
		return out
	}
	s.add("jpeg-flir.jpg", func(h *hidden) []byte { return jpegWith(segments(thermal(large().order, h.point("flir")), 1)...) })
	s.add("jpeg-flir-le.jpg", func(h *hidden) []byte { return jpegWith(segments(thermal(little().order, h.point("flir")), 1)...) })
	s.add("jpeg-flir-segments.jpg", func(h *hidden) []byte { return jpegWith(segments(thermal(large().order, h.point("flir")), 3)...) })
}
