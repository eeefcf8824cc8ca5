package picture

import (
	"encoding/binary"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// track is one track of a film: the tables that say where its samples lie.
type track struct {
	kind                  string // of its samples: "camm", "gpmd", "mebx", "text"
	sizes, groups, chunks span
	long                  bool   // chunks have offsets of eight bytes
	place                 uint32 // the key of positions in a "mebx" track
	id, each              int64  // its number, and the size of samples that say none
	read                  int    // samples read in fragments
}

// table takes in one of a track's tables.
func (f *film) table(kind string, body span) {
	t := f.track
	switch kind {
	case "stsd":
		t.kind = string(body.upTo(12, 4))
		if t.kind == "mebx" {
			t.place = f.metadataKey(body)
		}
	case "stsz":
		t.sizes = body
	case "stsc":
		t.groups = body
	case "stco", "co64":
		t.chunks, t.long = body, kind == "co64"
	}
}

// metadataKey finds the number under which a track of Apple's metadata holds
// positions; 0 when it holds none.
func (f *film) metadataKey(body span) (key uint32) {
	const head = 8 + 8 + 8 // version and count, size and kind, reserved and reference
	f.w.walk("track", body.from(head), func(kind string, keys span) {
		if kind != "keys" {
			return
		}
		f.w.walk("track", keys, func(number string, entry span) {
			if s := strings.ToLower(string(entry.upTo(0, 512))); strings.Contains(s, "location.iso6709") && len(number) == 4 {
				key = binary.BigEndian.Uint32([]byte(number))
			}
		})
	})
	return key
}

// own is the span with a window of its own, so that reading it beside another
// reads neither twice.
func (s span) own() span {
	g := *s.f
	g.win, g.at = nil, 0
	return span{f: &g, base: s.base, size: s.size}
}

// maxSamples is how many samples of a track are read, spread over its length: a
// line on the map, not every second of it.
const maxSamples = 500

// reader gives what reads the samples of a track that tell positions; nil for
// tracks that tell none.
func (f *film) reader(t *track) func(span) {
	switch t.kind {
	case "camm":
		return f.camm
	case "gpmd":
		g := &gopro{w: f.w, layer: "track"}
		return func(s span) { g.read(s) }
	case "mebx":
		if t.place != 0 {
			return func(s span) { f.mebx(s, t.place) }
		}
	case "text", "tx3g", "sbtl":
		return f.subtitle
	}
	return nil
}

// timed reads the positions of a track whose samples carry them.
func (f *film) timed() {
	t := f.track
	read := f.reader(t)
	if read == nil {
		return
	}
	if t.sizes.f == nil || t.chunks.f == nil || t.groups.f == nil {
		f.w.fault("track", "no table of samples", 0)
		return
	}
	f.samples(read)
}

// samples calls read for the samples of the track, at most maxSamples of them.
func (f *film) samples(read func(span)) {
	t := f.track
	sizes, groups, chunks, data := t.sizes.own(), t.groups.own(), t.chunks.own(), f.s.own()
	each, _ := sizes.uint(4, 4, binary.BigEndian)
	count, _ := sizes.uint(8, 4, binary.BigEndian)
	stride := count/maxSamples + 1
	chunkCount, _ := chunks.uint(4, 4, binary.BigEndian)
	groupCount, _ := groups.uint(4, 4, binary.BigEndian)
	wide := int64(4)
	if t.long {
		wide = 8
	}
	var nth, group, perChunk int64
	for c := range chunkCount {
		at, ok := chunks.uint(8+wide*c, wide, binary.BigEndian)
		if !ok || at > f.s.size {
			f.w.fault("track", "samples outside the file", 0)
			return
		}
		for group < groupCount {
			first, ok := groups.uint(8+12*group, 4, binary.BigEndian)
			if !ok || first > c+1 {
				break
			}
			perChunk, _ = groups.uint(8+12*group+4, 4, binary.BigEndian)
			group++
		}
		if perChunk == 0 && !f.w.item() {
			return
		}
		for range perChunk {
			if nth >= count || !f.w.item() {
				return
			}
			size := each
			if each == 0 {
				if size, ok = sizes.uint(12+4*nth, 4, binary.BigEndian); !ok {
					return
				}
			}
			if nth%stride == 0 {
				read(data.sub(at, size))
			}
			if at += size; at > f.s.size {
				break
			}
			nth++
		}
	}
}

func float(b []byte) float64 { return math.Float64frombits(binary.LittleEndian.Uint64(b)) }

// camm reads a packet of Google's camera motion metadata: kind 5 is latitude,
// longitude, altitude; kind 6 the same behind a time and a quality.
func (f *film) camm(s span) {
	kind, ok := s.uint(2, 2, binary.LittleEndian)
	if !ok {
		return
	}
	switch kind {
	case 5:
		if b := s.bytes(4, 24); b != nil {
			f.w.position(Position{Lat: float(b), Lon: float(b[8:]), Altitude: float(b[16:]), HasAltitude: true, Layer: "track"})
		}
	case 6:
		if b := s.bytes(4, 32); b != nil {
			p := Position{Lat: float(b[12:]), Lon: float(b[20:]), Layer: "track"}
			p.Altitude, p.HasAltitude = float64(math.Float32frombits(binary.LittleEndian.Uint32(b[28:]))), true
			const gpsEpoch = 315964800 // Unix seconds of 6 January 1980
			if secs := float(b); secs > 0 && secs < 1<<34 {
				p.At = time.Unix(gpsEpoch+int64(secs), 0).UTC()
			}
			f.w.position(p)
		}
	}
}

// mebx reads a sample of Apple's metadata: boxes named by the number of their key.
func (f *film) mebx(s span, place uint32) {
	f.w.walk("track", s, func(kind string, v span) {
		if binary.BigEndian.Uint32([]byte(kind)) != place {
			return
		}
		if p, ok := iso6709(string(v.upTo(0, 200))); ok {
			p.Layer = "track"
			f.w.position(p)
		}
	})
}

// Drones write where they are as subtitles.
var (
	spelled = regexp.MustCompile(`(?i)lat(?:itude)?["\s]*[:=]\s*([-+]?\d{1,2}\.\d+).{0,40}?lon[a-z]*["\s]*[:=]\s*([-+]?\d{1,3}\.\d+)`)
	called  = regexp.MustCompile(`GPS\s*\(\s*([-+]?\d{1,3}\.\d+)\s*,\s*([-+]?\d{1,2}\.\d+)`) // longitude first
)

func (f *film) subtitle(s span) {
	text := string(s.upTo(2, 2000))
	p, ok := iso6709(text)
	if !ok {
		p, ok = nmea(text)
	}
	if ok {
		p.Layer = "track"
		f.w.position(p)
		return
	}
	lat, lon := "", ""
	if m := spelled.FindStringSubmatch(text); m != nil {
		lat, lon = m[1], m[2]
	} else if m := called.FindStringSubmatch(text); m != nil {
		lat, lon = m[2], m[1]
	} else {
		return
	}
	p = Position{Layer: "track"}
	var err1, err2 error
	p.Lat, err1 = strconv.ParseFloat(lat, 64)
	p.Lon, err2 = strconv.ParseFloat(lon, 64)
	if err1 == nil && err2 == nil {
		f.w.position(p)
	}
}

// sentence is where a receiver's RMC, GGA or GLL sentence (NMEA 0183) has its
// position: ddmm.mmmm,N,dddmm.mmmm,E.
var sentence = regexp.MustCompile(`\$..(?:RMC|GGA|GLL)[^*\r\n]*?,(\d{2})(\d{2}\.\d+),([NS]),(\d{3})(\d{2}\.\d+),([EW])`)

func nmea(text string) (p Position, ok bool) {
	m := sentence.FindStringSubmatch(text)
	if m == nil {
		return p, false
	}
	p.Lat, _ = coordinate(m[1]+" "+m[2], m[3])
	p.Lon, ok = coordinate(m[4]+" "+m[5], m[6])
	return p, ok
}

// gopro reads GPMF: keys of four letters, kind, size and count of values, nested;
// GPS5 and GPS9 are rows of numbers to be divided by the scales before them.
type gopro struct {
	w     *work
	layer string
	scale []float64
	fix   int64
	at    time.Time
}

func (g *gopro) read(s span) {
	for off := int64(0); off+8 <= s.size && g.w.item(); {
		b := s.bytes(off, 8)
		if b == nil {
			return
		}
		key, kind, each, count := string(b[:4]), b[4], int64(b[5]), int64(binary.BigEndian.Uint16(b[6:]))
		body := s.sub(off+8, each*count)
		off += 8 + (each*count+3)&^3
		if kind == 0 && each > 0 {
			g.w.deeper(g.layer, body.offset(0), func() { g.read(body) })
			continue
		}
		g.field(key, kind, each, body)
	}
}

func (g *gopro) field(key string, kind byte, each int64, body span) {
	switch key {
	case "STRM":
		g.scale = nil
	case "DVNM":
		g.w.text("device", string(body.upTo(0, 100)), g.layer)
	case "GPSF":
		if n, ok := body.uint(0, 4, binary.BigEndian); ok {
			g.fix = n + 1 // 1 is none, 0 unknown
		}
	case "GPSU":
		if t, err := time.Parse("060102150405", strings.TrimSpace(string(body.upTo(0, 12)))); err == nil {
			g.at = t
		}
	case "SCAL":
		g.scale = nil
		step := int64(4)
		if kind == 's' || kind == 'S' {
			step = 2
		}
		for off := int64(0); off < min(body.size, 64); off += step {
			n, _ := body.uint(off, step, binary.BigEndian)
			g.scale = append(g.scale, float64(n))
		}
	case "GPS5", "GPS9":
		g.row(each, body)
	}
}

// row reads the first row of positions; the rest of the second lies close to it.
func (g *gopro) row(each int64, body span) {
	b := body.bytes(0, 12)
	if b == nil || each < 12 || g.fix == 1 {
		return
	}
	v := func(i int) float64 {
		n := signed(b[4*i:], binary.BigEndian)
		if len(g.scale) == 0 {
			return n
		}
		return n / g.scale[min(i, len(g.scale)-1)]
	}
	g.w.position(Position{Lat: v(0), Lon: v(1), Altitude: v(2), HasAltitude: true, At: g.at, Layer: g.layer})
}
