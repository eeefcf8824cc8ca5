package picture

import (
	"bytes"
	"encoding/binary"
	"math"
	"regexp"
	"strings"
	"time"
)

// Cameras of cars write a block of position now and then among the frames, as a box
// "free" that starts with "GPS ", and list the blocks in a box "gps ". Nobody
// documents the blocks; the layouts here are those that ExifTool's documentation of
// QuickTime's streams describes. Makers that scramble the numbers are left.

// drive reads the list of blocks: version, count, then place and size of each.
func (f *film) drive(body span) {
	count, _ := body.uint(4, 4, binary.BigEndian)
	count = min(count, max(0, body.size-8)/8)
	stride := count/maxSamples + 1
	for i := int64(0); i < count && f.w.item(); i += stride {
		b := body.bytes(8+8*i, 8)
		if b == nil {
			return
		}
		at, size := number(b[:4], binary.BigEndian), number(b[4:], binary.BigEndian)
		block := f.s.sub(at, size)
		if block.starts(4, "freeGPS ") {
			f.dashcam(block)
		}
	}
}

// receiver is how a block holds degrees and minutes in 32 bits: where the letters
// for a fix and the hemispheres stand, where the numbers, and where hour, minute,
// second, year, month and day.
type receiver struct {
	fix, north, east, lat, lon int
	clock                      [6]int
}

func receivers() []receiver {
	return []receiver{
		{72, 73, 74, 76, 80, [6]int{48, 52, 56, 60, 64, 68}}, // Novatek
		{40, 41, 42, 44, 48, [6]int{16, 20, 24, 28, 32, 36}}, // Viofo
		{60, 68, 76, 64, 72, [6]int{48, 52, 56, 88, 92, 96}}, // Akaso
		{64, 65, 66, 96, 92, [6]int{80, 84, 88, 68, 72, 76}}, // Vantrue
	}
}

// turned is what Azdome's block says once its bytes are turned over: the time, a
// name, and degrees and minutes without their points.
var turned = regexp.MustCompile(`^(?s).{8}(\d{14}).{16}([NS])(\d{2})(\d{2})(\d{4})([EW])(\d{3})(\d{2})(\d{4})`)

// dashcam reads one block.
func (f *film) dashcam(block span) {
	const most, least = 1 << 10, 92
	if !f.w.once(block.offset(0)) {
		return
	}
	b := block.copied(most)
	if len(b) < least {
		return
	}
	const scrambled = "\xaa\xaa\xf2\xe1\xf0\xee\x54\x54"
	if string(b[18:26]) == scrambled {
		f.azdome(b[18:])
		return
	}
	text := string(b)
	if strings.HasPrefix(text[60:], "4W`b]S<") { // "$GPRMC,", each 16 higher
		text = string(bytes.Map(func(r rune) rune { return max(0, r-16) }, bytes.ToValidUTF8(b[60:], nil)))
	}
	if p, ok := nmea(text); ok {
		p.Layer = "track"
		f.w.position(p)
		return
	}
	for _, r := range receivers() {
		if p, ok := r.position(b); ok {
			p.Layer = "track"
			f.w.position(p)
			return
		}
	}
}

func (f *film) azdome(b []byte) {
	plain := make([]byte, len(b))
	for i, c := range b {
		plain[i] = c ^ 0xaa
	}
	m := turned.FindSubmatch(plain)
	if m == nil {
		return
	}
	p := Position{Layer: "track"}
	var okLat, okLon bool
	p.Lat, okLat = coordinate(string(m[3])+" "+string(m[4])+"."+string(m[5]), string(m[2]))
	p.Lon, okLon = coordinate(string(m[7])+" "+string(m[8])+"."+string(m[9]), string(m[6]))
	if at, err := time.Parse("20060102150405", string(m[1])); err == nil {
		p.At = at
	}
	if okLat && okLon {
		f.w.position(p)
	}
}

// position reads a block of this layout; false when it is of another, or the
// receiver had no fix.
func (r receiver) position(b []byte) (p Position, ok bool) {
	order := binary.LittleEndian
	if len(b) < 100 || b[r.fix] != 'A' || b[r.north] != 'N' && b[r.north] != 'S' || b[r.east] != 'E' && b[r.east] != 'W' {
		return p, false
	}
	one := func(at int, ref byte) (float64, bool) {
		v := float64(math.Float32frombits(order.Uint32(b[at:])))
		whole := math.Floor(v / 100)
		minutes := v - 100*whole
		if !(v > 0 && v <= 18000 && minutes < 60) {
			return 0, false
		}
		return degrees([]float64{whole, minutes}, string(ref))
	}
	var okLat, okLon bool
	p.Lat, okLat = one(r.lat, b[r.north])
	p.Lon, okLon = one(r.lon, b[r.east])
	var clock [6]int
	for i, at := range r.clock {
		clock[i] = int(order.Uint32(b[at:]) & 0xffff)
	}
	if clock[3] < 100 {
		clock[3] += 2000
	}
	at := time.Date(clock[3], time.Month(clock[4]), clock[5], clock[0], clock[1], clock[2], 0, time.UTC)
	if at.Year() == clock[3] && int(at.Month()) == clock[4] && at.Day() == clock[5] {
		p.At = at
	}
	return p, okLat && okLon
}

// thermal reads the block that FLIR's cameras add to a JPEG, for the record of
// position, whose numbers are little-endian in either.
func (w *work) thermal(s span) {
	var order binary.ByteOrder = binary.BigEndian
	if v, _ := s.uint(0x14, 4, order); v < 100 || v >= 200 { // the version tells the order
		order = binary.LittleEndian
	}
	const entry, kindPosition, most = 0x20, 0x2b, 200
	at, _ := s.uint(0x18, 4, order)
	count, _ := s.uint(0x1c, 4, order)
	for i := int64(0); i < min(count, most) && w.item(); i++ {
		e := s.bytes(at+entry*i, entry)
		if e == nil {
			w.fault("flir", "list is cut short", s.offset(at))
			return
		}
		if order.Uint16(e) != kindPosition {
			continue
		}
		b := s.sub(int64(order.Uint32(e[0x0c:])), int64(order.Uint32(e[0x10:]))).bytes(0, 0x24)
		if b == nil || binary.LittleEndian.Uint32(b) != 1 { // no fix
			continue
		}
		// Cameras write the number with its sign, or without and a letter.
		lat, lon := float(b[0x10:]), float(b[0x18:])
		if b[0x08] == 'S' {
			lat = -math.Abs(lat)
		}
		if b[0x0a] == 'W' {
			lon = -math.Abs(lon)
		}
		w.position(Position{Lat: lat, Lon: lon, Layer: "flir"})
	}
}
