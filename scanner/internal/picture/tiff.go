package picture

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/bits"
	"slices"
	"strconv"
	"strings"
	"time"
)

// tiff reads the directories of TIFF: EXIF 2.32 (CIPA DC-008), TIFF 6.0, BigTIFF
// and the RAW formats built on them.
type tiff struct {
	w     *work
	s     span
	order binary.ByteOrder
	big   bool
	layer string
	seen  []int64
	quiet bool // a maker's note, whose offsets are often off: nothing to report

	// One TIFF tells its times and zones in different directories.
	taken, digitized, changed      string
	zoneTaken, zoneDigitized, zone string
	faulty                         bool
	width, height                  int64 // of the largest directory
	make, model                    string
	gps                            gps
}

// gps is a GPS directory as read; nil slices were not there.
type gps struct {
	lat, lon, toLat, toLon             []float64
	latAt, lonAt                       int64 // where the values stand
	told                               bool  // that there is a directory
	dirAt                              int64 // and where it should stand
	latRef, lonRef, toLatRef, toLonRef string
	alt                                float64
	altRef                             byte
	hasAlt                             bool
	clock                              []float64
	date                               string
}

// entry is one field: count values of type kind, size bytes from at.
type entry struct {
	tag, kind uint16
	count     int64
	at, size  int64
}

const (
	byByte  = 1
	byASCII = 2
	byShort = 3
	byLong  = 4
	byRatio = 5
	byAny   = 7
)

// kinds gives the size of a value by its type; 0 for types that do not exist.
var kinds = [...]int64{0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8}

func width(kind uint16) int64 {
	if int(kind) < len(kinds) {
		return kinds[kind]
	}
	return 0
}

// exif reads a TIFF that starts with s.
func (w *work) exif(s span, layer string) {
	if !w.once(s.offset(0)) {
		return
	}
	t := tiff{w: w, s: s, layer: layer}
	first, ok := t.header()
	if !ok {
		w.fault(layer, "no TIFF header", s.offset(0))
		return
	}
	found := len(w.p.Positions)
	w.deeper(layer, s.offset(0), func() { t.chain(first) })
	if g := &t.gps; !g.sane() && (g.told || t.faulty || len(w.p.Positions) == found && t.lost()) && !t.flipped() && !t.mend() {
		t.carve()
	}
	t.tell()
}

// header finds the byte order and the first directory. A header that was damaged
// is guessed from the directory that follows it.
func (t *tiff) header() (first int64, ok bool) {
	b := t.s.bytes(0, 8)
	if b == nil {
		return 0, false
	}
	switch string(b[:2]) {
	case "II":
		t.order = binary.LittleEndian
	case "MM":
		t.order = binary.BigEndian
	default:
		return t.guess()
	}
	switch magic := t.order.Uint16(b[2:]); magic {
	case 43:
		t.big = true
		n, ok := t.s.uint(8, 8, t.order)
		return n, ok
	case 42, 0x55, 0x4f52, 0x5352: // TIFF, Panasonic, Olympus
		first = int64(t.order.Uint32(b[4:]))
	default:
		return t.guess()
	}
	if t.plausible(first) {
		return first, true
	}
	if at, ok := t.guess(); ok {
		return at, true
	}
	return first, true
}

// guess tries a directory right behind the header in both byte orders.
func (t *tiff) guess() (first int64, ok bool) {
	for _, t.order = range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		if t.plausible(8) {
			t.faulty = true
			return 8, true
		}
	}
	return 0, false
}

// plausible tells whether a directory seems to start at off.
func (t *tiff) plausible(off int64) bool {
	n, ok := t.s.uint(off, 2, t.order)
	if !ok || n == 0 || n > 400 {
		return false
	}
	good := int64(0)
	for i := range min(n, 3) {
		b := t.s.bytes(off+2+12*i+2, 2)
		if b != nil && width(t.order.Uint16(b)) > 0 {
			good++
		}
	}
	return good == min(n, 3)
}

// chain reads a directory and those it links to: the photo, then its thumbnail.
func (t *tiff) chain(off int64) {
	for i := 0; off > 0 && i < 50; i++ {
		off = t.directory(off, i, t.field)
	}
}

// directory calls visit for every entry of the directory at off and gives the
// offset of the next one, 0 for none.
func (t *tiff) directory(off int64, nth int, visit func(entry, *pages)) int64 {
	if slices.Contains(t.seen, off) || len(t.seen) > 200 {
		return 0
	}
	t.seen = append(t.seen, off)
	head, step, link := int64(2), int64(12), int64(4)
	if t.big {
		head, step, link = 8, 20, 8
	}
	count, ok := t.s.uint(off, head, t.order)
	if !ok {
		t.bad("directory outside the block", off)
		return 0
	}
	if count > (t.s.size-off-head)/step {
		t.bad("directory is cut short", off)
		count = max(0, (t.s.size-off-head)/step)
	}
	pg := pages{nth: nth}
	for i := range count {
		if !t.w.item() {
			return 0
		}
		e, ok := t.entry(off + head + i*step)
		if !ok {
			continue
		}
		visit(e, &pg)
	}
	t.page(&pg)
	next, _ := t.s.uint(off+head+count*step, link, t.order)
	return next
}

func (t *tiff) bad(what string, off int64) {
	t.faulty = true
	if !t.quiet {
		t.w.fault(t.layer, what, t.s.offset(off))
	}
}

func (t *tiff) entry(at int64) (entry, bool) {
	step, inline := int64(12), int64(4)
	if t.big {
		step, inline = 20, 8
	}
	b := t.s.bytes(at, step)
	if b == nil {
		return entry{}, false
	}
	e := entry{tag: t.order.Uint16(b), kind: t.order.Uint16(b[2:]), count: int64(t.order.Uint32(b[4:]))}
	value := int64(t.order.Uint32(b[8:]))
	if t.big {
		e.count = number(b[4:12], t.order)
		value = number(b[12:20], t.order)
	}
	each := width(e.kind)
	if each == 0 || e.count == 0 || e.count > t.s.size {
		t.faulty = true
		return entry{}, false
	}
	e.size = e.count * each
	e.at = value
	if e.size <= inline {
		e.at = at + step - inline
	}
	if e.at >= t.s.size {
		t.bad("value outside the block", at)
		return entry{}, false
	}
	if e.size > t.s.size-e.at {
		t.bad("value is cut short", at)
		e.size = t.s.size - e.at
		e.count = e.size / each
	}
	return e, e.count > 0
}

// raw gives the bytes of a value, at most limit.
func (t *tiff) raw(e entry, limit int64) []byte { return t.s.upTo(e.at, min(e.size, limit)) }

func (t *tiff) string(e entry) string {
	b := t.raw(e, maxText)
	for i, c := range b {
		if c == 0 && i > 0 {
			b = b[:i]
			break
		}
	}
	return string(b)
}

// numbers gives the first values of a field as numbers, nil when they are none.
func (t *tiff) numbers(e entry) []float64 {
	kind := e.kind
	if kind == byAny && e.size%8 == 0 {
		kind = byRatio // some programs write positions as bytes
	}
	if kind == byASCII {
		return listed(t.string(e))
	}
	each := width(kind)
	if each == 0 {
		return nil
	}
	b := t.raw(e, 8*each)
	var out []float64
	for ; int64(len(b)) >= each; b = b[each:] {
		out = append(out, t.number(kind, b))
	}
	return out
}

func (t *tiff) number(kind uint16, b []byte) float64 {
	switch kind {
	case byRatio:
		return ratio(float64(t.order.Uint32(b)), float64(t.order.Uint32(b[4:])))
	case 10:
		return ratio(signed(b, t.order), signed(b[4:], t.order))
	case 9:
		return signed(b, t.order)
	case 11:
		return float64(math.Float32frombits(t.order.Uint32(b)))
	case 12:
		return math.Float64frombits(t.order.Uint64(b))
	}
	return float64(number(b[:width(kind)], t.order))
}

func ratio(over, under float64) float64 {
	if under == 0 {
		if over == 0 {
			return 0
		}
		return math.NaN()
	}
	return over / under
}

// listed reads numbers written as text: "52/1, 50/1, 33/10" or "52 50 3.3".
func listed(s string) []float64 {
	var out []float64
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return !strings.ContainsRune("0123456789.-/", r) }) {
		over, under, _ := strings.Cut(word, "/")
		n, err := strconv.ParseFloat(over, 64)
		if err != nil || len(out) == 8 {
			break
		}
		if d, err := strconv.ParseFloat(under, 64); err == nil {
			n = ratio(n, d)
		}
		out = append(out, n)
	}
	return out
}

func (t *tiff) long(e entry) int64 {
	if n := t.numbers(e); len(n) > 0 && n[0] >= 0 && n[0] < 1<<62 {
		return int64(n[0])
	}
	return 0
}

// pages gathers what one directory says about the picture it describes.
type pages struct {
	nth                int
	width, height      int64
	compression        int64
	thumb, thumbSize   int64
	strips, stripSizes entry
}

// page tells the picture of a directory: the file's own, or a preview.
func (t *tiff) page(pg *pages) {
	if pg.width*pg.height > t.width*t.height && pg.width < 1<<30 && pg.height < 1<<30 {
		t.width, t.height = pg.width, pg.height
	}
	if pg.thumb > 0 && pg.thumbSize > 0 {
		t.preview(pg.thumb, pg.thumbSize)
	}
	if (pg.compression == 6 || pg.compression == 7) && pg.strips.count == 1 && pg.stripSizes.count == 1 {
		t.preview(t.long(pg.strips), t.long(pg.stripSizes))
	}
}

// preview tells a JPEG inside the TIFF and reads that one's own metadata.
func (t *tiff) preview(off, size int64) {
	jpeg := t.s.sub(off, size)
	if !jpeg.starts(0, "\xff\xd8") {
		return
	}
	t.w.thumb(Thumb{Offset: jpeg.offset(0), Size: jpeg.size, Layer: t.layer, Format: "jpeg"})
	t.w.preview(jpeg)
}

// field takes in one entry of the photo's directories.
func (t *tiff) field(e entry, pg *pages) {
	w := t.w
	switch e.tag {
	case 0x0100:
		pg.width = t.long(e)
	case 0x0101:
		pg.height = t.long(e)
	case 0x0103:
		pg.compression = t.long(e)
	case 0x0106:
		const mosaic, linear = 32803, 34892 // pixels as the sensor gave them
		if n := t.long(e); w.inside == "" && w.p.Format == "tiff" && (n == mosaic || n == linear) {
			w.p.Format = "raw"
		}
	case 0x0111:
		pg.strips = e
	case 0x0117:
		pg.stripSizes = e
	case 0x0201:
		pg.thumb = t.long(e)
	case 0x0202:
		pg.thumbSize = t.long(e)
	case 0x002e: // Panasonic's preview
		if e.kind == byAny {
			t.preview(e.at, e.size)
		}
	case 0x0112:
		if n := t.long(e); pg.nth == 0 && n >= 1 && n <= 8 && w.inside == "" && w.p.Orientation == 0 {
			w.p.Orientation = int(n)
		}
	case 0x010f:
		t.make = t.string(e)
	case 0x0110:
		t.model = t.string(e)
	case 0x0132:
		t.changed = t.string(e)
	case 0x9003:
		t.taken = t.string(e)
	case 0x9004:
		t.digitized = t.string(e)
	case 0x9010:
		t.zone = t.string(e)
	case 0x9011:
		t.zoneTaken = t.string(e)
	case 0x9012:
		t.zoneDigitized = t.string(e)
	case 0x9286:
		w.text("caption", t.comment(e), t.layer)
	case 0x927c:
		w.part("maker-note", t.s.offset(e.at), e.size)
		t.note(e)
	case 0x9c9b, 0x9c9c, 0x9c9d, 0x9c9e, 0x9c9f:
		t.windows(e)
	case 0x014a, 0x8769, 0xa005, 0x8825:
		t.inner(e)
	case 0x02bc:
		w.packet(t.s.sub(e.at, e.size), "xmp")
	case 0x83bb:
		w.iptc(t.s.sub(e.at, e.size))
	case 0x8649:
		w.photoshop(t.s.sub(e.at, e.size))
	case 0xcd41:
		w.part("c2pa", t.s.offset(e.at), e.size)
		w.manifest(t.s.sub(e.at, e.size))
	case 0x8773:
		w.part("icc", t.s.offset(e.at), e.size)
	default:
		if what := told[e.tag]; what != "" && (e.kind == byASCII || e.kind == byByte || e.kind == byAny) {
			w.text(what, t.string(e), t.layer)
		}
	}
}

// told are the fields whose text is given as it stands.
var told = map[uint16]string{
	0x010d: "caption", 0x010e: "caption", 0x0131: "software", 0x013b: "author",
	0x013c: "device", 0x8298: "author", 0xa420: "id", 0xa430: "owner",
	0xa431: "serial", 0xa433: "lens", 0xa434: "lens", 0xa435: "serial",
	0xa436: "caption", 0xa437: "author", 0xa438: "author", 0xa439: "software",
	0xa43a: "software", 0xa43b: "software", 0xa43c: "software",
	0xc614: "device", 0xc62f: "serial", 0xc68b: "id", 0x9213: "history",
}

// windows reads the texts that Windows adds, in UTF-16.
func (t *tiff) windows(e entry) {
	what := map[uint16]string{0x9c9b: "caption", 0x9c9c: "caption", 0x9c9d: "author", 0x9c9e: "keyword", 0x9c9f: "caption"}[e.tag]
	s := wide(t.raw(e, 2*maxText), binary.LittleEndian)
	if what == "caption" {
		t.w.text(what, s, t.layer)
		return
	}
	for one := range strings.SplitSeq(s, ";") {
		t.w.text(what, one, t.layer)
	}
}

// comment reads a text that names its character code in its first eight bytes.
func (t *tiff) comment(e entry) string {
	b := t.raw(e, 2*maxText)
	if len(b) < 8 {
		return ""
	}
	if string(b[:7]) == "UNICODE" {
		return wide(b[8:], t.order)
	}
	if string(b[:5]) == "ASCII" || string(b[:8]) == "\x00\x00\x00\x00\x00\x00\x00\x00" {
		b = b[8:]
	}
	return string(b)
}

// inner reads the directories that an entry points to.
func (t *tiff) inner(e entry) {
	offs := t.numbers(e)
	if e.tag != 0x014a {
		offs = offs[:min(len(offs), 1)]
	}
	for i, off := range offs {
		if !(off > 0 && off < 1<<62) {
			t.faulty = true
			continue
		}
		t.w.deeper(t.layer, t.s.offset(int64(off)), func() {
			if e.tag == 0x8825 {
				if t.gps.told { // another page's
					t.settle()
				}
				t.gps.told, t.gps.dirAt = true, int64(off)
				t.directory(int64(off), i, t.place)
				return
			}
			t.directory(int64(off), i+1, t.field)
		})
	}
}

// place takes in one entry of a GPS directory.
func (t *tiff) place(e entry, _ *pages) {
	g := &t.gps
	switch e.tag {
	case 1:
		g.latRef = t.string(e)
	case 2:
		g.lat, g.latAt = t.numbers(e), e.at
	case 3:
		g.lonRef = t.string(e)
	case 4:
		g.lon, g.lonAt = t.numbers(e), e.at
	case 5:
		if b := t.raw(e, 1); b != nil {
			g.altRef = b[0]
		}
	case 6:
		if n := t.numbers(e); len(n) > 0 {
			g.alt, g.hasAlt = n[0], true
		}
	case 7:
		g.clock = t.numbers(e)
	case 0x13:
		g.toLatRef = t.string(e)
	case 0x14:
		g.toLat = t.numbers(e)
	case 0x15:
		g.toLonRef = t.string(e)
	case 0x16:
		g.toLon = t.numbers(e)
	case 0x1b, 0x1c:
		if s := strings.TrimSpace(t.comment(e)); e.tag == 0x1c {
			t.w.text("place", s, t.layer)
		}
	case 0x1d:
		g.date = t.string(e)
	}
}

// lost tells whether a block in which no directory of positions was told may hold
// one: its entry of a latitude or a longitude stands there.
func (t *tiff) lost() bool {
	b := t.s.upTo(0, 64<<10)
	for _, tag := range []uint16{2, 4} {
		var shape [8]byte
		t.order.PutUint16(shape[0:], tag)
		t.order.PutUint16(shape[2:], byRatio)
		t.order.PutUint32(shape[4:], 3)
		if bytes.Contains(b, shape[:]) {
			return true
		}
	}
	return false
}

// carve looks for a GPS directory in a damaged block by the shape of its entries.
func (t *tiff) carve() {
	const searched, blocks, tries = 256 << 10, 20, 50 // what a hostile file can ask for
	if t.w.carved++; t.w.carved > blocks {
		return
	}
	was, order := t.gps, t.order
	b := t.s.copied(searched)
	for _, t.order = range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		for _, tag := range []uint16{2, 4} {
			var shape [8]byte
			t.order.PutUint16(shape[0:], tag)
			t.order.PutUint16(shape[2:], byRatio)
			t.order.PutUint32(shape[4:], 3)
			for at, n := 0, 0; at+8 <= len(b) && n < tries; n++ {
				i := bytes.Index(b[at:], shape[:])
				if i < 0 {
					break
				}
				entry := int64(at + i)
				if tag == 4 { // the latitude's entry stands two before
					entry -= 2 * 12
				}
				t.carved(entry)
				if t.moved(entry) || t.gps.sane() || t.mend() || t.beside() {
					t.w.fault(t.layer, "position was found by its look", t.s.offset(entry))
					return
				}
				at += i + 8
			}
		}
	}
	t.gps, t.order = was, order
}

// beside takes a latitude or a longitude that was lost from where it usually stands:
// before or behind the other.
func (t *tiff) beside() bool {
	const size = 24
	g := &t.gps
	if g.latAt > 0 && clockwise(g.lat, 90) && g.lonRef != "" {
		if lon := t.triple(g.latAt+size, 180); lon != nil {
			g.lon = lon
			return true
		}
	}
	if g.lonAt > 0 && clockwise(g.lon, 180) && g.latRef != "" {
		if lat := t.triple(g.lonAt-size, 90); lat != nil {
			g.lat = lat
			return true
		}
	}
	return false
}

// flipped mends one bit of a latitude and of a longitude that cannot be, where only
// one bit's change makes it one that can.
func (t *tiff) flipped() bool {
	g := &t.gps
	if g.latAt == 0 || g.lonAt == 0 {
		return false
	}
	lat, okLat := t.unflip(g.latAt, g.lat, 90)
	lon, okLon := t.unflip(g.lonAt, g.lon, 180)
	if okLat && okLon {
		g.lat, g.lon = lat, lon
	}
	return okLat && okLon
}

func (t *tiff) unflip(at int64, parts []float64, most float64) ([]float64, bool) {
	const size = 24
	if clockwise(parts, most) {
		return parts, true
	}
	b := t.s.sub(at, size).copied(size)
	if len(b) < size || len(parts) != 3 {
		return nil, false
	}
	var mended []float64
	for bit := range 8 * size {
		b[bit/8] ^= 1 << (bit % 8)
		one := t.fractions(b, most)
		b[bit/8] ^= 1 << (bit % 8)
		if one == nil || one[0] != math.Trunc(one[0]) {
			continue
		}
		if mended != nil && !slices.Equal(one, mended) {
			return nil, false // more than one can be meant
		}
		mended = one
	}
	return mended, mended != nil
}

// sane tells whether the directory gives a position as clocks divide.
func (g *gps) sane() bool {
	return clockwise(g.lat, 90) && clockwise(g.lon, 180)
}

func clockwise(parts []float64, most float64) bool {
	for i, n := range parts {
		if n = math.Abs(n); i == 0 && !(n <= most) || i > 0 && n > 60 {
			return false
		}
		if i > 0 && n > 0 && parts[i-1] != math.Trunc(parts[i-1]) {
			return false // a part of a degree, and minutes too
		}
	}
	return len(parts) > 0
}

// mend looks for a position's values near where they should stand: bytes were
// lost or came in between.
func (t *tiff) mend() bool {
	const near = 64
	g := &t.gps
	if g.latAt == 0 || g.lonAt == 0 {
		return false
	}
	for d := int64(1); d <= near; d++ {
		for _, by := range []int64{d, -d} {
			lat, lon := t.triple(g.latAt+by, 90), t.triple(g.lonAt+by, 180)
			if lat != nil && lon != nil {
				g.lat, g.lon = lat, lon
				return true
			}
		}
	}
	return false
}

// moved takes the values that lie as far from their place as the directory does
// whose latitude entry stands at entryAt.
func (t *tiff) moved(entryAt int64) bool {
	g := &t.gps
	if g.dirAt == 0 {
		return false
	}
	for before := range int64(3) { // the version and the hemisphere come first
		by := entryAt - 12*before - 2 - g.dirAt
		lat, lon := t.triple(g.latAt+by, 90), t.triple(g.lonAt+by, 180)
		if n, ok := t.s.uint(g.dirAt+by, 2, t.order); ok && n > 0 && n <= 32 && lat != nil && lon != nil {
			g.lat, g.lon = lat, lon
			return true
		}
	}
	return false
}

// triple reads three fractions as programs write degrees, minutes and seconds; nil
// when they are not.
func (t *tiff) triple(at int64, most float64) []float64 {
	b := t.s.bytes(at, 24)
	if b == nil {
		return nil
	}
	return t.fractions(b, most)
}

func (t *tiff) fractions(b []byte, most float64) []float64 {
	parts := make([]float64, 3)
	for i := range parts {
		under := t.order.Uint32(b[8*i+4:])
		if under == 0 || under > 100 && !slices.Contains([]uint32{1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9}, under) {
			return nil
		}
		parts[i] = float64(t.order.Uint32(b[8*i:])) / float64(under)
	}
	if parts[0] > most || parts[1] >= 60 || parts[2] >= 60 || parts[0]+parts[1]+parts[2] == 0 {
		return nil
	}
	return parts
}

// carved reads the entries around a latitude at off.
func (t *tiff) carved(off int64) {
	big := t.big
	t.big = false
	defer func() { t.big = big }()
	for i := int64(-2); i < 8; i++ {
		if e, ok := t.entry(off + 12*i); ok && e.tag <= 0x1f {
			t.place(e, nil)
		}
	}
}

// tell gives what the directories say together.
func (t *tiff) tell() {
	w := t.w
	w.sized(t.width, t.height)
	device := strings.TrimSpace(clean(t.make))
	if model := strings.TrimSpace(clean(t.model)); strings.HasPrefix(model, device) {
		device = model
	} else {
		device += " " + model
	}
	w.text("device", device, t.layer)
	for _, one := range []struct{ what, value, zone string }{
		{"taken", t.taken, t.zoneTaken}, {"digitized", t.digitized, t.zoneDigitized}, {"changed", t.changed, t.zone},
	} {
		if at, zoned := stamp(one.value, one.zone); !at.IsZero() {
			w.time(Time{At: at, Zoned: zoned, What: one.what, Layer: t.layer})
		}
	}
	t.settle()
}

// settle gives the position of the GPS directory read last, and forgets it.
func (t *tiff) settle() {
	w, g := t.w, &t.gps
	defer func() { t.gps = gps{} }()
	measured := g.time()
	if !measured.IsZero() {
		w.time(Time{At: measured, Zoned: true, What: "gps", Layer: t.layer})
	}
	p := Position{Layer: t.layer, At: measured, Altitude: g.alt, HasAltitude: g.hasAlt}
	if g.altRef == 1 {
		p.Altitude = -p.Altitude
	}
	var okLat, okLon bool
	if p.Lat, okLat = degrees(g.lat, g.latRef); okLat {
		if p.Lon, okLon = degrees(g.lon, g.lonRef); okLon {
			w.position(p)
		}
	}
	if p.Lat, okLat = degrees(g.toLat, g.toLatRef); okLat {
		if p.Lon, okLon = degrees(g.toLon, g.toLonRef); okLon {
			w.position(Position{Lat: p.Lat, Lon: p.Lon, Layer: t.layer + "-destination"})
		}
	}
}

func (g *gps) time() time.Time {
	day, _ := stamp(g.date, "")
	if day.IsZero() || len(g.clock) < 3 {
		return time.Time{}
	}
	secs := g.clock[0]*3600 + g.clock[1]*60 + g.clock[2]
	if !(secs >= 0 && secs < 86401) {
		return time.Time{}
	}
	return day.Add(time.Duration(secs * float64(time.Second)))
}

// degrees joins degrees, minutes and seconds with their hemisphere.
func degrees(parts []float64, ref string) (float64, bool) {
	if len(parts) == 0 {
		return 0, false
	}
	sum, unit := 0.0, 1.0
	for _, n := range parts[:min(len(parts), 3)] {
		if math.IsNaN(n) {
			n = 0 // a minute or second without a denominator says nothing
		}
		sum += math.Abs(n) / unit
		unit *= 60
	}
	if math.IsNaN(parts[0]) {
		return 0, false
	}
	if parts[0] < 0 != negative(ref) {
		sum = -sum
	}
	return sum, true
}

// negative tells whether a hemisphere is the southern or the western one. Where one
// bit of its letter is damaged, it is still known.
func negative(ref string) bool {
	ref = strings.ToUpper(strings.TrimSpace(ref))
	if ref == "" || strings.IndexByte("NESW", ref[0]) >= 0 {
		return strings.HasPrefix(ref, "S") || strings.HasPrefix(ref, "W")
	}
	meant := byte(0)
	for _, letter := range []byte("NESW") {
		if bits.OnesCount8(letter^ref[0]) == 1 {
			if meant != 0 {
				return false
			}
			meant = letter
		}
	}
	return meant == 'S' || meant == 'W'
}

// places reads a TIFF whose first directory is of GPS, as CR3 has it.
func (w *work) places(s span) {
	t := tiff{w: w, s: s, layer: "exif"}
	first, ok := t.header()
	if !ok {
		w.fault("exif", "no TIFF header", s.offset(0))
		return
	}
	t.directory(first, 0, t.place)
	t.tell()
}
