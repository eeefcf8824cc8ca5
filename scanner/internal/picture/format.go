package picture

import (
	"bytes"
	"regexp"
	"strings"
)

// file reads a file of any format, by its first bytes, and looks for what a
// damaged one still holds.
func (w *work) file(s span) {
	faults, found := len(w.p.Faults), len(w.p.Positions)
	head := string(s.upTo(0, 64))
	switch {
	case strings.HasPrefix(head, soi):
		w.format("jpeg")
		w.jpeg(s)
	case strings.HasPrefix(head, "\x89PNG\r\n\x1a\n"):
		w.format("png")
		w.png(s)
	case strings.HasPrefix(head, "RIFF") && len(head) > 12 && head[8:12] == "WEBP":
		w.format("webp")
		w.webp(s)
	case strings.HasPrefix(head, "GIF8"):
		w.format("gif")
		w.gif(s)
	case strings.HasPrefix(head, "8BPS"):
		w.format("psd")
		w.psd(s)
	case strings.HasPrefix(head, "FUJIFILMCCD-RAW"):
		w.format("raw")
		w.raf(s)
	case tiffLike(head):
		w.format(rawOr(head))
		w.exif(s, "exif")
	case strings.HasPrefix(head, "\xff\x0a"):
		w.format("jxl") // a bare codestream has no room for metadata
	case boxLike(head):
		w.boxes(s)
	case sidecar(head):
		w.sidecar(s)
	default:
		w.fault("file", "format is not known", s.offset(0))
	}
	if (w.odd || len(w.p.Faults) > faults) && len(w.p.Positions) == found {
		w.salvage(s)
	}
}

func (w *work) format(name string) {
	if w.inside == "" && w.p.Format == "" {
		w.p.Format = name
	}
}

func tiffLike(head string) bool {
	for _, magic := range []string{"II*\x00", "MM\x00*", "II+\x00", "MM\x00+", "IIU\x00", "IIRO", "IIRS", "MMOR"} {
		if strings.HasPrefix(head, magic) {
			return true
		}
	}
	return false
}

// rawOr tells the RAW formats that name themselves in the header; others are told
// by how their pixels are stored.
func rawOr(head string) string {
	if len(head) > 10 && head[8:10] == "CR" || head[2] == 'U' || head[2] == 'R' || head[2] == 'O' {
		return "raw"
	}
	return "tiff"
}

func boxLike(head string) bool {
	if len(head) < 8 {
		return false
	}
	switch head[4:8] {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot", "JXL ", "uuid":
		return true
	}
	return false
}

// sidecar tells whether a text file may describe a picture: XMP, or the JSON that
// platforms put beside exported pictures.
func sidecar(head string) bool {
	head = strings.ReplaceAll(strings.TrimLeft(strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(head, "\xef\xbb\xbf"), "\xff\xfe"), "\xfe\xff"), " \t\r\n"), "\x00", "")
	for _, mark := range []string{"<?xpacket", "<x:x", "<rdf:RDF", "<?xml", "{", "[{"} {
		if strings.HasPrefix(head, mark) {
			return true
		}
	}
	return false
}

func (w *work) sidecar(s span) {
	head := bytes.TrimLeft(s.upTo(0, 64), "\xef\xbb\xbf \t\r\n")
	if len(head) > 0 && (head[0] == '{' || head[0] == '[') {
		w.format("json")
		w.json(s, "sidecar")
		return
	}
	// SVG and HTML are XML as well, and none of ours.
	if b := s.upTo(0, 64<<10); !bytes.Contains(bytes.ReplaceAll(b, []byte{0}, nil), []byte("rdf:RDF")) && !bytes.Contains(b, []byte("xmpmeta")) {
		w.fault("file", "format is not known", 0)
		return
	}
	w.format("xmp")
	w.packet(s, "sidecar")
}

// salvage searches a damaged file for blocks of metadata by their beginnings: in
// its first bytes, and in its last ones, where films have their index.
func (w *work) salvage(s span) {
	const searched = 1 << 20
	found := len(w.p.Positions)
	w.read = nil // what was read at a wrong length is read again
	for _, off := range []int64{0, s.size - searched} {
		if off == 0 || off > searched {
			w.search(s.sub(off, searched), s)
		}
		if len(w.p.Positions) > found {
			w.fault("file", "position was found by its look", s.offset(0))
			return
		}
	}
	if w.inside == "" {
		t := tiff{w: w, s: s, layer: "exif"}
		t.carve()
		t.tell()
	}
}

// search reads what starts in part of s as blocks of metadata do.
func (w *work) search(part, s span) {
	const longest = 1 << 20
	b := part.copied(part.size)
	found := len(w.p.Positions)
	for _, one := range []struct {
		mark string
		read func(span)
	}{
		{"Exif\x00\x00", func(s span) { w.exif(s.from(6), "exif") }},
		{"<x:xmpmeta", func(s span) { w.packet(s, "xmp") }},
		{"II*\x00\x08\x00\x00\x00", func(s span) { w.exif(s, "exif") }},
		{"MM\x00*\x00\x00\x00\x08", func(s span) { w.exif(s, "exif") }},
		{"http://ns.adobe.com/exif/1.0/", func(s span) { w.packet(s, "xmp") }},
		{"GPSLatitude", func(s span) { w.loose(string(s.upTo(0, maxText)), "xmp") }},
		{"xyz", func(s span) { w.spelled(s.upTo(0, 64), "quicktime") }},
		{"location.ISO6709", func(s span) { w.spelled(s.upTo(0, maxText), "keys") }},
		{"data\x00\x00\x00\x01", func(s span) { w.spelled(s.upTo(0, 64), "keys") }},
		{"loci\x00\x00\x00\x00", func(s span) { (&film{w: w, s: s}).loci(s.sub(4, 300)) }},
		{"GPS5", func(s span) { (&gopro{w: w, layer: "track", scale: []float64{1e7}}).row(20, s.from(8)) }},
	} {
		for at, n := 0, 0; at < len(b) && n < 8 && len(w.p.Positions) == found; n++ {
			i := bytes.Index(b[at:], []byte(one.mark))
			if i < 0 {
				break
			}
			at += i
			one.read(s.sub(part.base-s.base+int64(at), longest))
			at += len(one.mark)
		}
	}
}

// whole6709 is a position as ISO 6709 spells it, with its end and with decimals: so
// much of a pattern that no other bytes have it by chance.
var whole6709 = regexp.MustCompile(`[+-]\d{2,6}\.\d{2,}[+-]\d{3,7}\.\d{2,}(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?/`)

// spelled finds a position as ISO 6709 spells it, anywhere in b.
func (w *work) spelled(b []byte, layer string) bool {
	p, ok := iso6709(string(whole6709.Find(b)))
	if p.Layer = layer; ok {
		w.position(p)
	}
	return ok
}

// Latitudes and longitudes by their names, when the marks around them are damaged:
// up to three bytes of anything come between, and a digit starts the value.
var (
	looseLat = regexp.MustCompile(`(?i)GPSLatitude[^\w]{1,4}?([-+\d][\d.,°'" /-]{2,24}[NS]?)`)
	looseLon = regexp.MustCompile(`(?i)GPSLongitude[^\w]{1,4}?([-+\d][\d.,°'" /-]{2,24}[EW]?)`)
)

// loose finds the first position in the text of a damaged packet.
func (w *work) loose(text, layer string) {
	lat, lon := looseLat.FindStringSubmatch(text), looseLon.FindStringSubmatch(text)
	if lat == nil || lon == nil {
		return
	}
	p := Position{Layer: layer}
	var okLat, okLon bool
	trim := func(s string) string { return strings.Trim(s, `"' /`) }
	p.Lat, okLat = coordinate(trim(lat[1]), "")
	p.Lon, okLon = coordinate(trim(lon[1]), "")
	if okLat && okLon {
		w.position(p)
	}
}
