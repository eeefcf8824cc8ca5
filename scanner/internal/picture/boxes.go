package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/andybalholm/brotli"
)

// film reads ISO base media files (ISO 14496-12): HEIF, AVIF, JPEG XL, MP4, CR3,
// and QuickTime, from which they come.
type film struct {
	w      *work
	s      span
	track  *track
	tracks []*track // those seen, which fragments add to
	part   fragment // the fragment being read
	brand  bool
}

// walk calls visit for every box in s.
func (w *work) walk(layer string, s span, visit func(kind string, body span)) {
	for off := int64(0); off+8 <= s.size && w.item(); {
		b := s.bytes(off, 8)
		if b == nil {
			return
		}
		size, kind, head := int64(binary.BigEndian.Uint32(b)), string(b[4:]), int64(8)
		switch size {
		case 0:
			if kind == "\x00\x00\x00\x00" {
				return // QuickTime ends some lists so
			}
			size = s.size - off
		case 1:
			long, ok := s.uint(off+8, 8, binary.BigEndian)
			if !ok {
				w.fault(layer, "box is cut short", s.offset(off))
				return
			}
			size, head = long, 16
		}
		if size < head {
			w.fault(layer, "box is too short", s.offset(off))
			return
		}
		if size > s.size-off {
			w.fault(layer, "box is cut short", s.offset(off))
			size = s.size - off
			if size < head {
				return
			}
		}
		body := s.sub(off+head, size-head)
		w.deeper(layer, s.offset(off), func() { visit(kind, body) })
		off += size
	}
}

// boxes reads a whole file of boxes.
func (w *work) boxes(s span) {
	f := &film{w: w, s: s}
	w.walk("boxes", s, f.box)
	if !f.brand {
		w.format("mov") // QuickTime began without a brand
	}
}

// box takes in one box, at any depth.
func (f *film) box(kind string, body span) {
	w := f.w
	switch kind {
	case "ftyp":
		if !f.brand {
			f.brand = true
			w.format(branded(string(body.upTo(0, 256))))
		}
	case "moov", "mdia", "minf", "stbl", "iprp", "ipco", "dinf", "mvex":
		w.walk("boxes", body, f.box)
	case "udta":
		w.walk("quicktime", body, f.user)
	case "trak":
		outer := f.track
		f.track = &track{}
		w.walk("boxes", body, f.box)
		f.timed()
		if len(f.tracks) < maxListed {
			f.tracks = append(f.tracks, f.track)
		}
		f.track = outer
	case "moof", "traf", "trex", "tfhd", "trun":
		f.fragmented(kind, body)
	case "gps ":
		f.drive(body)
	case "free", "skip":
		if body.starts(0, "GPS ") {
			f.dashcam(body.f.around(body))
		}
	case "meta":
		f.meta(body)
	case "mvhd":
		f.times(body)
	case "tkhd":
		f.size(body)
	case "ispe":
		if b := body.bytes(4, 8); b != nil {
			f.widest(int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:])))
		}
	case "hdlr", "stsd", "stsz", "stsc", "stco", "co64":
		if f.track != nil {
			f.table(kind, body)
		}
	case "uuid":
		f.uuid(body)
	case "Exif":
		f.exif(body)
	case "xml ", "XMP_":
		w.packet(body, "xmp")
	case "jumb":
		w.part("c2pa", body.offset(0), body.size)
		w.manifest(body.f.around(body))
	case "brob":
		f.packed(body)
	case "mpvd":
		w.video(body)
	case "CMT1", "CMT2":
		w.exif(body, "exif")
	case "CMT3":
		w.canon(body)
	case "CMT4":
		w.places(body)
	case "THMB", "PRVW":
		if b := body.upTo(0, 64); b != nil {
			if i := strings.Index(string(b), soi); i >= 0 {
				jpeg := body.from(int64(i))
				w.thumb(Thumb{Offset: jpeg.offset(0), Size: jpeg.size, Layer: "cr3", Format: "jpeg"})
				w.preview(jpeg)
			}
		}
	case "GPMF":
		(&gopro{w: w, layer: "track"}).read(body)
	default:
		w.odd = w.odd || !slices.Contains(usual, kind)
	}
}

// usual are boxes that tell nothing here. Others can be one of ours, damaged.
var usual = []string{
	"mdat", "wide", "pnot", "mdhd", "vmhd", "smhd", "nmhd", "gmhd", "stts", "ctts", "stss", "dref", "edts", "elst",
	"tref", "iods", "sidx", "styp", "mfra", "pitm", "iref", "idat", "iinf", "iloc", "ipma", "pixi", "colr", "hvcC",
	"av1C", "irot", "imir", "clap", "auxC", "pasp", "JXL ", "jxlc", "jxlp", "jxll", "jxli", "jbrd", "sgpd", "sbgp",
	"sdtp", "CNCV", "CCTP", "CTBO", "CNOP", "prfl", "clef", "prof", "enof", "tapt", "emsg", "prft", "grpl",
}

// around is the box of a body with its short head.
func (f *file) around(body span) span {
	return span{f: f, base: body.base - 8, size: body.size + 8}
}

// branded gives the format of a brand and the brands it is compatible with.
func branded(s string) string {
	major := s[:min(4, len(s))]
	switch major {
	case "avif", "avis":
		return "avif"
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "hevm", "hevs":
		return "heic"
	case "jxl ":
		return "jxl"
	case "qt  ":
		return "mov"
	case "crx ":
		return "raw"
	case "mif1", "msf1", "miaf":
		if strings.Contains(s, "avif") {
			return "avif"
		}
		return "heic"
	}
	return "mp4"
}

// widest keeps the largest size, since parts of a picture tell theirs as well.
func (f *film) widest(width, height int64) {
	p := f.w.p
	if f.w.inside == "" && width*height > int64(p.Width)*int64(p.Height) && width < 1<<24 && height < 1<<24 {
		p.Width, p.Height = int(width), int(height)
	}
}

func (f *film) times(body span) {
	wide := int64(4)
	if v, _ := body.uint(0, 1, binary.BigEndian); v == 1 {
		wide = 8
	}
	made, _ := body.uint(4, wide, binary.BigEndian)
	changed, _ := body.uint(4+wide, wide, binary.BigEndian)
	f.w.time(Time{At: epoch(made), Zoned: true, What: "taken", Layer: "quicktime"})
	f.w.time(Time{At: epoch(changed), Zoned: true, What: "changed", Layer: "quicktime"})
}

func (f *film) size(body span) {
	at := int64(76)
	if v, _ := body.uint(0, 1, binary.BigEndian); v == 1 {
		at = 88
	}
	if b := body.bytes(at, 8); b != nil {
		f.widest(int64(binary.BigEndian.Uint16(b)), int64(binary.BigEndian.Uint16(b[4:])))
	}
	if f.track != nil {
		const back = 64 // the number of the track stands so far before its size
		f.track.id, _ = body.uint(at-back, 4, binary.BigEndian)
	}
}

// packed reads a box of JPEG XL that Brotli made smaller: the kind of the box, then
// its packed body (ISO 18181-2, 9.7).
func (f *film) packed(body span) {
	w := f.w
	const most = 3 // boxes: EXIF, XMP and a manifest
	if w.unpacked++; w.unpacked > most {
		w.fault("jxl", "too many packed boxes", body.offset(0))
		return
	}
	b := body.copied(maxBlock)
	if len(b) < 5 || reach(b[4]) > 22 { // what its writers use; more takes 16 MB
		w.fault("jxl", "packed box is not readable", body.offset(0))
		return
	}
	const head = 8
	out := append(make([]byte, head), w.unpack("jxl", brotli.NewReader(bytes.NewReader(b[4:])))...)
	binary.BigEndian.PutUint32(out, uint32(len(out))) //nolint:gosec // at most maxBlock
	kind := string(b[:4])
	copy(out[4:], kind)
	switch kind {
	case "Exif", "xml ":
		f.box(kind, w.memory(out).from(head))
	case "jumb":
		w.part("c2pa", body.offset(0), body.size)
		w.manifest(w.memory(out))
	}
}

// reach is how many bits a Brotli stream that starts with b takes to tell how far
// back it copies from (RFC 7932, 9.1).
func reach(b byte) int {
	switch {
	case b&1 == 0:
		return 16
	case b>>1&7 != 0:
		return 17 + int(b>>1&7)
	case b>>4&7 == 0:
		return 17
	case b>>4&7 == 1:
		return 30 // a window that the standard has no use for
	}
	return 8 + int(b>>4&7)
}

// exif reads a block that starts with how far its TIFF lies behind.
func (f *film) exif(body span) {
	n, ok := body.uint(0, 4, binary.BigEndian)
	if !ok {
		return
	}
	s := body.from(4 + n)
	if h := s.bytes(0, 4); h == nil || !tiffLike(string(h)) {
		if i := strings.Index(string(body.upTo(0, 64)), "Exif\x00\x00"); i >= 0 {
			s = body.from(int64(i) + 6)
		} else if h := body.upTo(0, 4); h != nil && tiffLike(string(h)) {
			s = body
		}
	}
	f.w.exif(s, "exif")
}

func (f *film) uuid(body span) {
	w := f.w
	id := body.bytes(0, 16)
	if id == nil {
		return
	}
	inner := body.from(16)
	switch string(id) {
	case "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac":
		w.packet(inner, "xmp")
	case "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48":
		w.walk("cr3", inner, f.box)
	case "\xea\xf4\x2b\x5e\x1c\x98\x4b\x88\xb9\xfb\xb7\xdc\x40\x6e\x4d\x16":
		w.walk("cr3", inner.from(8), f.box)
	case "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81":
		w.part("c2pa", inner.offset(0), inner.size)
		// version, purpose, and the place of a second box before the manifest
		if i := strings.Index(string(inner.upTo(0, 256)), "jumb"); i >= 4 {
			w.manifest(inner.from(int64(i) - 4))
		}
	default:
		if inner.starts(0, "Exif\x00\x00") {
			w.exif(inner.from(6), "exif")
		} else if h := inner.upTo(0, 4); h != nil && tiffLike(string(h)) {
			w.exif(inner, "exif")
		}
	}
}

// user takes in one box of the data that cameras and people add to a film.
func (f *film) user(kind string, body span) {
	w := f.w
	switch kind {
	case "\xa9xyz":
		f.spot(quickText(body), "quicktime")
	case "loci":
		f.loci(body)
	case "meta":
		f.meta(body)
	case "XMP_", "GPMF", "uuid":
		f.box(kind, body)
	case "auth", "titl", "dscp", "perf", "cprt", "albm": // 3GPP TS 26.244
		what := "caption"
		if kind == "auth" || kind == "perf" || kind == "cprt" {
			what = "author"
		}
		w.text(what, unicodeText(body.from(6).copied(maxText)), "3gpp")
	default:
		f.named(kind, quickText(body), "quicktime")
	}
}

// named takes in a text by its four letters.
func (f *film) named(kind, value, layer string) {
	w := f.w
	switch kind {
	case "\xa9xyz":
		f.spot(value, layer)
	case "\xa9mak", "\xa9mod", "model", "manu", "modl":
		w.text("device", value, layer)
	case "\xa9swr", "\xa9too", "\xa9enc":
		w.text("software", value, layer)
	case "\xa9nam", "\xa9cmt", "\xa9des", "\xa9inf", "desc", "ldes":
		w.text("caption", value, layer)
	case "\xa9ART", "\xa9aut", "\xa9cpy", "\xa9dir", "\xa9wrt", "\xa9prd", "aART", "cprt":
		w.text("author", value, layer)
	case "\xa9key", "keyw":
		w.text("keyword", value, layer)
	case "\xa9day":
		at, zoned := stamp(value, "")
		w.time(Time{At: at, Zoned: zoned, What: "taken", Layer: layer})
	case "ownr", "apID":
		w.text("owner", value, layer)
	case "cmnm", "CAME", "slno":
		w.text("serial", value, layer)
	default:
		w.spelled([]byte(value), layer) // whatever its name is
	}
}

func (f *film) spot(value, layer string) {
	if p, ok := iso6709(value); ok {
		p.Layer = layer
		f.w.position(p)
		return
	}
	if lat, lon, ok := pair(value); ok {
		f.w.position(Position{Lat: lat, Lon: lon, Layer: layer})
		return
	}
	if !f.w.spelled([]byte(value), layer) {
		f.w.fault(layer, "position is not readable", 0)
	}
}

// quickText reads QuickTime's text: size, language, bytes; or bytes alone.
func quickText(body span) string {
	b := body.upTo(0, maxText)
	if len(b) > 16 && string(b[4:8]) == "data" {
		return string(b[16:])
	}
	if len(b) >= 4 {
		if n := int(binary.BigEndian.Uint16(b)); n > 0 && n <= len(b)-4 {
			return string(b[4 : 4+n])
		}
		if b[0] == 0 {
			return string(b[4:])
		}
	}
	return string(b)
}

// unicodeText is UTF-8, or UTF-16 with its mark.
func unicodeText(b []byte) string {
	if len(b) > 2 && b[0] == 0xfe && b[1] == 0xff {
		return wide(b[2:], binary.BigEndian)
	}
	if len(b) > 2 && b[0] == 0xff && b[1] == 0xfe {
		return wide(b[2:], binary.LittleEndian)
	}
	return string(b)
}

// loci reads 3GPP's place: version, language, name, role, longitude, latitude,
// altitude, each in 1/65536 (TS 26.244, 8.13).
func (f *film) loci(body span) {
	b := body.copied(maxText)
	if len(b) < 6 {
		return
	}
	b = b[6:]
	name, end := "", 0
	if len(b) > 2 && (b[0] == 0xfe && b[1] == 0xff || b[0] == 0xff && b[1] == 0xfe) {
		for end = 2; end+1 < len(b) && (b[end] != 0 || b[end+1] != 0); end += 2 {
		}
		name, end = unicodeText(b[:end]), end+2
	} else {
		for end < len(b) && b[end] != 0 {
			end++
		}
		name, end = string(b[:end]), end+1
	}
	f.w.text("place", name, "loci")
	if end+13 > len(b) {
		f.w.fault("loci", "cut short", body.offset(0))
		return
	}
	fixed := func(at int) float64 { return signed(b[at:], binary.BigEndian) / (1 << 16) }
	end++ // role
	f.w.position(Position{Lat: fixed(end + 4), Lon: fixed(end), Altitude: fixed(end + 8), HasAltitude: true, Layer: "loci"})
}

// item is a thing inside a HEIF file.
type item struct {
	id         int64
	kind, mime string
	extents    []span
}

// meta reads the box that lists things: keys and values of a film, or the items
// of HEIF.
func (f *film) meta(body span) {
	w := f.w
	if !body.starts(4, "hdlr") { // QuickTime's has no version
		body = body.from(4)
	}
	var (
		keys       []string
		items      []*item
		thumbs     []int64
		data, iloc span
	)
	w.walk("meta", body, func(kind string, b span) {
		switch kind {
		case "keys":
			keys = f.keys(b)
		case "ilst":
			f.list(b, keys)
		case "iinf":
			items = f.items(b)
		case "iloc":
			iloc = b
		case "idat":
			data = b
		case "iref":
			thumbs = f.thumbs(b)
		case "iprp", "uuid", "xml ", "jumb", "XMP_":
			f.box(kind, b)
		}
	})
	if iloc.f != nil && len(items) > 0 {
		f.locate(iloc, data, items)
	}
	for _, it := range items {
		f.item(it, slices.Contains(thumbs, it.id))
	}
}

func (f *film) keys(b span) []string {
	var keys []string
	n, _ := b.uint(4, 4, binary.BigEndian)
	for off := int64(8); int64(len(keys)) < min(n, 1000) && f.w.item(); {
		size, ok := b.uint(off, 4, binary.BigEndian)
		if !ok || size < 8 {
			break
		}
		keys = append(keys, string(b.upTo(off+8, min(size-8, 256))))
		off += size
	}
	return keys
}

// list reads ilst: every box holds a "data" box with type, language and value.
func (f *film) list(b span, keys []string) {
	f.w.walk("keys", b, func(kind string, entry span) {
		name := kind
		if i := int64(binary.BigEndian.Uint32([]byte(kind))); i >= 1 && i <= int64(len(keys)) {
			name = keys[i-1]
		}
		f.w.walk("keys", entry, func(kind string, v span) {
			if kind == "data" {
				f.value(name, string(v.upTo(8, maxText)))
			}
		})
	})
}

// value takes in a value by Apple's or Android's key.
func (f *film) value(key, value string) {
	w := f.w
	const layer = "keys"
	if len(key) == 4 {
		f.named(key, value, "quicktime")
		return
	}
	switch last := key[strings.LastIndexByte(key, '.')+1:]; {
	case strings.HasSuffix(strings.ToLower(key), "location.iso6709"), last == "xyz":
		f.spot(value, layer)
	case strings.HasSuffix(key, "location.name"), strings.HasSuffix(key, "location.body"), strings.HasSuffix(key, "location.note"):
		w.text("place", value, layer)
	case strings.HasPrefix(key, "com.apple.quicktime.location"):
	case last == "make", last == "model", last == "manufacturer":
		w.text("device", value, layer)
	case last == "software", key == "com.android.version":
		w.text("software", value, layer)
	case last == "creationdate":
		at, zoned := stamp(value, "")
		w.time(Time{At: at, Zoned: zoned, What: "taken", Layer: layer})
	case last == "author", last == "artist", last == "copyright", last == "director", last == "producer", last == "publisher":
		w.text("author", value, layer)
	case last == "comment", last == "description", last == "title", last == "displayname", last == "information":
		w.text("caption", value, layer)
	case last == "keywords":
		w.text("keyword", value, layer)
	case strings.HasSuffix(key, "content.identifier"), last == "identifier":
		w.text("id", value, layer)
	case strings.HasSuffix(key, "camera.identifier"), last == "serial", last == "serialnumber":
		w.text("serial", value, layer)
	case last == "lens_model", last == "lens":
		w.text("lens", value, layer)
	default:
		w.spelled([]byte(value), layer) // whatever its name is
	}
}

// items reads the list of a HEIF file's items.
func (f *film) items(b span) []*item {
	v, _ := b.uint(0, 1, binary.BigEndian)
	head := int64(6)
	if v > 0 {
		head = 8
	}
	var items []*item
	f.w.walk("heif", b.from(head), func(kind string, e span) {
		const most = 4000 // tiles of the largest pictures are about a thousand
		if kind != "infe" || len(items) >= most {
			return
		}
		raw := string(e.upTo(0, 300))
		if len(raw) < 12 || raw[0] < 2 {
			return
		}
		it, rest := &item{}, ""
		if raw[0] == 2 {
			it.id, rest = number([]byte(raw[4:6]), binary.BigEndian), raw[8:]
		} else {
			it.id, rest = number([]byte(raw[4:8]), binary.BigEndian), raw[min(10, len(raw)):]
		}
		if len(rest) < 4 {
			return
		}
		it.kind = rest[:4]
		_, mime, _ := strings.Cut(rest[4:], "\x00") // behind the item's name
		it.mime, _, _ = strings.Cut(mime, "\x00")
		items = append(items, it)
	})
	return items
}

// thumbs gives the items that are thumbnails of others.
func (f *film) thumbs(b span) []int64 {
	wide := int64(2)
	if v, _ := b.uint(0, 1, binary.BigEndian); v > 0 {
		wide = 4
	}
	var ids []int64
	f.w.walk("heif", b.from(4), func(kind string, e span) {
		if id, ok := e.uint(0, wide, binary.BigEndian); ok && kind == "thmb" && len(ids) < maxListed {
			ids = append(ids, id)
		}
	})
	return ids
}

// cursor reads numbers one after the other; what is missing is 0 and bad.
type cursor struct {
	s   span
	off int64
	bad bool
}

func (c *cursor) uint(n int64) int64 {
	if n == 0 {
		return 0
	}
	v, ok := c.s.uint(c.off, n, binary.BigEndian)
	c.off += n
	c.bad = c.bad || !ok
	return v
}

// locate gives the items their bytes.
func (f *film) locate(iloc, data span, items []*item) {
	byID := make(map[int64]*item, len(items))
	for _, it := range items {
		if byID[it.id] == nil {
			byID[it.id] = it
		}
	}
	c := &cursor{s: iloc}
	version := c.uint(1)
	c.off = 4
	sizes := c.uint(2)
	offSize, lenSize, baseSize, indexSize := sizes>>12, sizes>>8&15, sizes>>4&15, sizes&15
	idSize := int64(2)
	if version == 2 {
		idSize = 4
	}
	for n := c.uint(idSize); n > 0 && !c.bad && f.w.item(); n-- {
		it, method := byID[c.uint(idSize)], int64(0)
		if version > 0 {
			method = c.uint(2) & 15
		}
		c.uint(2)
		base := c.uint(baseSize)
		for k := c.uint(2); k > 0 && !c.bad && f.w.item(); k-- {
			if version > 0 {
				c.uint(indexSize)
			}
			off, size := base+c.uint(offSize), c.uint(lenSize)
			from := f.s
			if method == 1 {
				from = data
			}
			if it == nil || c.bad || method > 1 || from.f == nil || off < 0 || off > from.size || len(it.extents) >= 64 {
				continue
			}
			if size <= 0 || size > from.size {
				size = from.size
			}
			it.extents = append(it.extents, from.sub(off, size))
		}
	}
	if c.bad {
		f.w.fault("heif", "places of items are cut short", iloc.offset(0))
	}
}

// item reads one item that carries metadata.
func (f *film) item(it *item, thumb bool) {
	w := f.w
	if len(it.extents) == 0 {
		return
	}
	s := it.extents[0]
	if thumb {
		format := "heic"
		if it.kind == "jpeg" {
			format = "jpeg"
		} else if it.kind == "av01" {
			format = "avif"
		}
		w.thumb(Thumb{Offset: s.offset(0), Size: s.size, Layer: "heif", Format: format})
	}
	if len(it.extents) > 1 && (it.kind == "Exif" || it.kind == "mime") {
		var b []byte
		for _, e := range it.extents {
			if len(b) < maxBlock {
				b = append(b, e.upTo(0, e.size)...)
			}
		}
		s = w.memory(b)
	}
	switch it.kind {
	default:
		w.odd = true
	case "hvc1", "av01", "grid", "iden", "iovl", "auxl", "uri ", "tmap":
	case "Exif":
		f.exif(s)
	case "mime":
		if strings.Contains(it.mime, "xml") && utf8.ValidString(it.mime) {
			w.packet(s, "xmp")
		}
	case "jpeg":
		if s.starts(0, soi) {
			w.preview(s)
		}
	}
}
