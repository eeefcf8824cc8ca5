package picture

import (
	"bytes"
	"encoding/binary"
	"slices"
	"strings"
)

const (
	soi  = "\xff\xd8"
	xap  = "http://ns.adobe.com/xap/1.0/\x00"
	xapX = "http://ns.adobe.com/xmp/extension/\x00"
)

// jpeg gathers what lies in several segments of one JPEG (ITU T.81).
type jpeg struct {
	w        *work
	s        span
	exif     []span            // the EXIF block, in as many segments as it needs
	extended map[string][]byte // extended XMP, by the digest that joins its pieces
	blocks   []span            // Photoshop's resources
	boxes    map[uint16][]byte // JUMBF, by instance
	thermal  []span            // FLIR's block, in as many segments as it needs
	extra    int64             // bytes held by the maps
	mpf      span
}

// jpeg reads the segments of a JPEG and, of the file itself, what lies behind it.
func (w *work) jpeg(s span) {
	j := &jpeg{w: w, s: s}
	end := j.walk(2)
	j.joined()
	if w.inside == "" || w.inside == "trailer" {
		if end > 0 {
			j.behind(end)
		}
	}
}

// walk reads segments from off. It gives the offset of the first scan, 0 when
// there is none.
func (j *jpeg) walk(off int64) int64 {
	w, s := j.w, j.s
	for w.item() {
		b := s.bytes(off, 4)
		if b == nil {
			if s.size-off > 2 || !s.starts(off, "\xff\xd9") {
				w.fault("jpeg", "cut short", s.offset(off))
			}
			return 0
		}
		marker, size := b[1], int64(binary.BigEndian.Uint16(b[2:]))
		switch {
		case b[0] != 0xff || marker == 0:
			w.fault("jpeg", "no marker", s.offset(off))
			if off = j.resync(off); off == 0 {
				return 0
			}
			continue
		case marker == 0xff:
			off++
			continue
		case marker == 0x01 || marker >= 0xd0 && marker <= 0xd8:
			off += 2
			continue
		case marker == 0xd9 || marker == 0xda:
			return off
		}
		if size > s.size-off-2 {
			w.fault("jpeg", "segment is cut short", s.offset(off))
		}
		j.segment(marker, s.sub(off+4, size-2))
		off += 2 + max(size, 2)
	}
	return 0
}

// resync finds the next segment after damage, near off.
func (j *jpeg) resync(off int64) int64 {
	const near = 256 << 10
	b := j.s.upTo(off, near)
	for i := 1; i+4 <= len(b); i++ {
		if b[i] != 0xff || b[i+1] != 0xda && b[i+1] != 0xdb && b[i+1] != 0xc0 && b[i+1]&0xf0 != 0xe0 {
			continue
		}
		if size := int(binary.BigEndian.Uint16(b[i+2:])); size > 2 && int64(size) < j.s.size-off-int64(i) {
			return off + int64(i)
		}
	}
	return 0
}

// segment takes in one segment's body.
func (j *jpeg) segment(marker byte, body span) {
	w := j.w
	switch marker {
	case 0xc4, 0xc8, 0xcc, 0xdb, 0xdd: // tables
	case 0xe0:
		if body.starts(0, "JFXX\x00\x10") {
			w.thumb(Thumb{Offset: body.offset(6), Size: body.size - 6, Layer: "jfxx", Format: "jpeg"})
			w.preview(body.from(6))
		}
	case 0xe1:
		j.app1(body)
	case 0xe2:
		if body.starts(0, "MPF\x00") {
			j.mpf = body.from(4)
		} else if body.starts(0, "ICC_PROFILE\x00") {
			w.part("icc", body.offset(0), body.size)
		}
	case 0xe6:
		if body.starts(0, "GoPro\x00") {
			w.deeper("gopro", body.offset(0), func() { (&gopro{w: w, layer: "gopro"}).read(body.from(6)) })
		}
	case 0xeb:
		j.app11(body)
	case 0xed:
		if body.starts(0, "Photoshop 3.0\x00") && len(j.blocks) < 64 {
			j.blocks = append(j.blocks, body.from(14))
		}
	case 0xfe:
		w.text("caption", string(body.upTo(0, maxText)), "comment")
	default:
		if b := body.bytes(0, 5); marker >= 0xc0 && marker <= 0xcf && b != nil {
			w.sized(int64(binary.BigEndian.Uint16(b[3:])), int64(binary.BigEndian.Uint16(b[1:])))
		}
	}
}

func (j *jpeg) app1(body span) {
	w := j.w
	switch head := string(body.upTo(0, 40)); {
	case strings.HasPrefix(head, "Exif\x00"):
		block := body.from(6)
		if len(j.exif) > 0 && (block.starts(0, "II") || block.starts(0, "MM")) {
			j.block()
		}
		if len(j.exif) < 64 {
			j.exif = append(j.exif, block)
		}
	case strings.HasPrefix(head, xap):
		w.packet(body.from(int64(len(xap))), "xmp")
	case strings.HasPrefix(head, xapX):
		j.extension(body.from(int64(len(xapX))))
	case strings.HasPrefix(head, "FLIR\x00"):
		w.part("maker-note", body.offset(0), body.size)
		const head = 8 // the name, and which piece of how many
		if len(j.thermal) < 256 {
			j.thermal = append(j.thermal, body.from(head))
		}
	default:
		// A damaged or odd signature: the block behind it may be whole.
		if i := max(strings.Index(head, "II*\x00"), strings.Index(head, "MM\x00*")); i >= 0 {
			w.exif(body.from(int64(i)), "exif")
		} else if i := strings.IndexByte(head, '<'); i >= 0 {
			w.packet(body.from(int64(i)), "xmp")
		} else {
			w.exifMaybe(body.from(6))
		}
	}
}

// exifMaybe reads a block that has lost both its signatures.
func (w *work) exifMaybe(s span) {
	if b := s.bytes(0, 8); b != nil && (string(b[:2]) == "II" || string(b[:2]) == "MM") {
		w.exif(s, "exif")
	}
}

// block reads the EXIF block gathered so far.
func (j *jpeg) block() {
	if len(j.exif) > 0 {
		j.w.exif(j.w.gathered(j.exif), "exif")
	}
	j.exif = nil
}

// gathered joins the pieces of a block; one alone stays where it is.
func (w *work) gathered(pieces []span) span {
	if len(pieces) == 1 {
		return pieces[0]
	}
	var size int64
	for _, s := range pieces {
		size += s.size
	}
	b := make([]byte, 0, min(size, maxBlock)) // the pieces are there: no size was taken on trust
	for _, s := range pieces {
		b = append(b, s.upTo(0, min(s.size, int64(cap(b)-len(b))))...)
	}
	return w.memory(b)
}

// extension takes in a piece of extended XMP: digest, full size, offset, text.
func (j *jpeg) extension(body span) {
	const head = 32 + 4 + 4
	b := body.copied(body.size)
	if len(b) < head {
		j.w.fault("xmp-extended", "cut short", body.offset(0))
		return
	}
	key := string(b[:32])
	at := int64(binary.BigEndian.Uint32(b[36:]))
	end := at + int64(len(b)-head)
	have := int64(len(j.extended[key]))
	if end > have+maxBlock/4 || j.extra+max(0, end-have) > maxBlock {
		j.w.fault("xmp-extended", "packet is too long", body.offset(0))
		return
	}
	if j.extended == nil {
		j.extended = map[string][]byte{}
	}
	if end > have {
		j.extra += end - have
		j.extended[key] = append(j.extended[key], make([]byte, end-have)...)
	}
	copy(j.extended[key][at:], b[head:])
}

// app11 takes in a piece of a JUMBF box (ISO 19566-5, annex D): "JP", instance,
// sequence, then the box; later pieces repeat its header.
func (j *jpeg) app11(body span) {
	const head = 2 + 2 + 4
	b := body.copied(body.size)
	if len(b) < head+8 || string(b[:2]) != "JP" {
		return
	}
	key, nth := binary.BigEndian.Uint16(b[2:]), binary.BigEndian.Uint32(b[4:])
	b = b[head:]
	if j.boxes[key] != nil {
		if nth > 1 {
			b = b[min(8, len(b)):]
		}
	} else {
		j.w.part("c2pa", body.offset(head), body.size-head)
	}
	if j.extra += int64(len(b)); j.extra > 2*maxBlock {
		j.w.fault("c2pa", "manifest is too long", body.offset(0))
		return
	}
	if j.boxes == nil {
		j.boxes = map[uint16][]byte{}
	}
	j.boxes[key] = append(j.boxes[key], b...)
}

// joined reads what was gathered from several segments.
func (j *jpeg) joined() {
	w := j.w
	j.block()
	if len(j.blocks) > 0 {
		w.photoshop(w.gathered(j.blocks))
	}
	if len(j.thermal) > 0 {
		w.thermal(w.gathered(j.thermal))
	}
	for _, key := range sortedKeys(j.extended) {
		// What no piece filled is zero, which no packet holds.
		b := bytes.ReplaceAll(j.extended[key], []byte{0}, nil)
		w.packet(w.memory(b), "xmp-extended")
	}
	for _, key := range sortedKeys(j.boxes) {
		w.manifest(w.memory(j.boxes[key]))
	}
	if j.mpf.size > 0 {
		w.multi(j.mpf, j.s)
	}
}

func sortedKeys[K interface{ ~string | ~uint16 }, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// multi reads the other pictures of a Multi-Picture File (CIPA DC-007), whose
// offsets count from the index in head.
func (w *work) multi(head, file span) {
	t := tiff{w: w, s: head, layer: "mpf"}
	first, ok := t.header()
	if !ok {
		w.fault("mpf", "no index", head.offset(0))
		return
	}
	var found []span
	t.directory(first, 0, func(e entry, _ *pages) {
		if e.tag != 0xb002 {
			return
		}
		b := t.raw(e, 16*100)
		for ; len(b) >= 16; b = b[16:] {
			size, off := int64(t.order.Uint32(b[4:])), int64(t.order.Uint32(b[8:]))
			if off > 0 {
				found = append(found, file.sub(head.base-file.base+off, size))
			}
		}
	})
	for _, s := range found {
		if s.starts(0, soi) {
			w.thumb(Thumb{Offset: s.offset(0), Size: s.size, Layer: "mpf", Format: "jpeg"})
			w.preview(s)
		}
	}
}

// trusted is the size above which a JPEG that ends as one is not searched for an
// earlier end but in its last tail bytes: its pixels would have to be read.
const (
	trusted = 1 << 20
	tail    = 256 << 10
)

// behind finds the end of the picture whose first scan starts at off, and reads
// what lies behind it.
func (j *jpeg) behind(off int64) {
	w, s := j.w, j.s
	for _, back := range w.hints {
		if video := s.from(s.size - back); back > 8 && video.starts(4, "ftyp") {
			w.video(video)
			s = s.sub(0, s.size-back)
			break
		}
	}
	w.hints = nil
	if s.size > trusted {
		last := s.upTo(s.size-tail, tail)
		if whole := bytes.TrimRight(last, "\x00"); bytes.HasSuffix(whole, []byte("\xff\xd9")) {
			// Pixels never hold an end marker: another one is the picture's.
			if i := bytes.Index(last, []byte("\xff\xd9")); i+2 < len(whole) {
				w.trailer(s.from(s.size - tail + int64(i) + 2))
			}
			return
		}
	}
	if end := j.end(s, off); end > 0 && end < s.size {
		w.trailer(s.from(end))
	} else if end == 0 {
		w.fault("jpeg", "no end", s.offset(s.size))
	}
}

// end gives the offset behind the end marker, 0 when there is none.
func (j *jpeg) end(s span, off int64) int64 {
	const chunk = 256 << 10
	for off < s.size && j.w.item() {
		b := s.upTo(off, chunk)
		if len(b) < 2 {
			return 0
		}
		i := 0
		for i+1 < len(b) {
			k := bytes.IndexByte(b[i:len(b)-1], 0xff)
			if k < 0 {
				i = len(b) - 1
				break
			}
			i += k
			switch m := b[i+1]; {
			case m == 0xd9:
				return off + int64(i) + 2
			case m == 0xff:
				i++
			case m == 0 || m >= 0xd0 && m <= 0xd7 || i+4 > len(b):
				i += 2
			case m == 0xda || m == 0xc4 || m == 0xdb || m == 0xdd || m >= 0xe0 && m <= 0xef || m == 0xfe:
				// A segment between scans: what it holds is no end.
				i += 2 + int(binary.BigEndian.Uint16(b[i+2:]))
			default:
				i += 2
			}
		}
		off += int64(i)
	}
	return 0
}

// trailer reads what somebody put behind the picture.
func (w *work) trailer(s span) {
	const padding = 64
	head := s.upTo(0, padding)
	if s.size <= padding && len(bytes.Trim(head, "\x00\xff\r\n ")) == 0 {
		return
	}
	w.part("trailer", s.offset(0), s.size)
	w.deeper("trailer", s.offset(0), func() { w.behind(s) })
}

// behind looks for films and pictures in a trailer, wherever they start.
func (w *work) behind(s span) {
	const chunk, overlap = 256 << 10, 32
	for off := int64(0); off < s.size && w.item(); {
		b := s.upTo(off, chunk)
		if b == nil {
			return
		}
		i, what := signature(b)
		if i < 0 {
			if int64(len(b)) < chunk {
				return
			}
			off += chunk - overlap
			continue
		}
		found := s.from(off + int64(i))
		switch what {
		case "ftyp":
			w.video(found)
			return
		case soi:
			w.thumb(Thumb{Offset: found.offset(0), Size: found.size, Layer: "trailer", Format: "jpeg"})
			w.within("trailer", found.offset(0), func() { w.jpeg(found) })
			return
		case "Exif":
			w.within("trailer", found.offset(0), func() { w.exif(found.from(6), "exif") })
		case "<x:x":
			w.within("trailer", found.offset(0), func() { w.packet(found.sub(0, 64<<10), "xmp") })
		case "file":
			w.within("trailer", found.offset(0), func() { w.file(found) })
			return
		}
		off += int64(i) + overlap
	}
}

// signature finds the first known beginning in b and gives its offset.
func signature(b []byte) (int, string) {
	at, what := -1, ""
	for _, one := range []struct {
		mark, what string
		back       int
	}{
		{"ftyp", "ftyp", 4},
		{"\xff\xd8\xff", soi, 0},
		{"Exif\x00\x00II*\x00", "Exif", 0},
		{"Exif\x00\x00MM\x00*", "Exif", 0},
		{"<x:xmpmeta", "<x:x", 0},
		{"\x89PNG\r\n", "file", 0},
	} {
		limit := len(b)
		if at >= 0 {
			limit = min(limit, at+len(one.mark))
		}
		if i := bytes.Index(b[:limit], []byte(one.mark)); i >= one.back && (at < 0 || i-one.back < at) {
			at, what = i-one.back, one.what
		}
	}
	return at, what
}

// video reads a film that lies in a picture.
func (w *work) video(s span) {
	w.part("motion-video", s.offset(0), s.size)
	w.within("motion-video", s.offset(0), func() { w.boxes(s) })
}
