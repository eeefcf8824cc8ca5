package picture

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"io"
	"strings"
	"time"
	"unicode"
)

// png reads the chunks of a PNG (ISO 15948, third edition).
func (w *work) png(s span) {
	defer func() {
		if n := w.spot; n != nil && n.lat != "" && n.lon != "" {
			(&xmp{w: w, layer: "png-text"}).position(n.lat, n.latRef, n.lon, n.lonRef, n, "png-text")
		}
		w.spot = nil
	}()
	for off := int64(8); off+8 <= s.size && w.item(); {
		b := s.bytes(off, 8)
		if b == nil {
			return
		}
		size, kind := int64(binary.BigEndian.Uint32(b)), string(b[4:])
		body := s.sub(off+8, size)
		if body.size < size {
			w.fault("png", "chunk is cut short", s.offset(off))
		}
		w.chunk(kind, body)
		off += 12 + size
		if kind == "IEND" {
			if off < s.size {
				w.trailer(s.from(off))
			}
			return
		}
	}
	w.fault("png", "no end", s.offset(s.size))
}

func (w *work) chunk(kind string, body span) {
	switch kind {
	case "IHDR":
		if b := body.bytes(0, 8); b != nil {
			w.sized(int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:])))
		}
	case "eXIf", "exIf", "zxIf":
		w.exif(body.past("Exif\x00\x00"), "png-exif")
	case "iCCP":
		w.part("icc", body.offset(0), body.size)
	case "caBX":
		w.part("c2pa", body.offset(0), body.size)
		w.manifest(body)
	case "tIME":
		if b := body.bytes(0, 7); b != nil {
			at := time.Date(int(binary.BigEndian.Uint16(b)), time.Month(b[2]), int(b[3]), int(b[4]), int(b[5]), int(b[6]), 0, time.UTC)
			w.time(Time{At: at, Zoned: true, What: "changed", Layer: "png"})
		}
	case "tEXt", "zTXt", "iTXt":
		w.pngText(kind, body.copied(maxBlock))
	case "PLTE", "IDAT", "IEND", "tRNS", "cHRM", "gAMA", "sRGB", "sBIT", "bKGD", "hIST", "pHYs", "sPLT", "acTL", "fcTL", "fdAT", "cICP", "mDCV", "cLLI":
	default:
		w.odd = true
	}
}

// past is the span behind a signature that may stand before it.
func (s span) past(prefix string) span {
	if s.starts(0, prefix) {
		return s.from(int64(len(prefix)))
	}
	return s
}

// pngText reads a keyword and its text, packed or not.
func (w *work) pngText(kind string, b []byte) {
	key, rest, found := bytes.Cut(b, []byte{0})
	if !found {
		return
	}
	packed := kind == "zTXt"
	if kind == "iTXt" && len(rest) >= 2 {
		packed = rest[0] == 1
		_, rest, _ = bytes.Cut(rest[2:], []byte{0}) // language
		_, rest, _ = bytes.Cut(rest, []byte{0})     // the keyword, translated
	} else if packed && len(rest) >= 1 {
		rest = rest[1:]
	}
	if packed {
		rest = w.inflate(rest)
	}
	word := strings.ToLower(string(key))
	switch {
	case word == "xml:com.adobe.xmp" || bytes.HasPrefix(rest, []byte("<x:xmpmeta")):
		w.packet(w.memory(rest), "xmp")
	case strings.HasPrefix(word, "raw profile type "):
		w.profile(strings.TrimPrefix(word, "raw profile type "), rest)
	default:
		w.pngTold(word, string(rest[:min(len(rest), maxText)]))
	}
}

func (w *work) pngTold(word, value string) {
	const layer = "png-text"
	switch word {
	case "author", "artist", "copyright":
		w.text("author", value, layer)
	case "title", "description", "comment", "disclaimer", "parameters", "prompt":
		w.text("caption", value, layer)
	case "software":
		w.text("software", value, layer)
	case "source", "make", "model":
		w.text("device", value, layer)
	case "creation time", "create-date", "date:create", "exif:datetimeoriginal":
		at, zoned := stamp(value, "")
		if t, err := time.Parse(time.RFC1123Z, value); err == nil {
			at, zoned = t, true
		}
		w.time(Time{At: at, Zoned: zoned, What: "taken", Layer: layer})
	case "date:modify", "modify-date":
		at, zoned := stamp(value, "")
		w.time(Time{At: at, Zoned: zoned, What: "changed", Layer: layer})
	case "location", "place", "gps", "geo":
		w.text("place", value, layer)
	default:
		// ImageMagick writes every EXIF field as a text of its own.
		if w.spot == nil {
			w.spot = &node{}
		}
		_, local, _ := strings.Cut(word, ":")
		w.spot.place(cmp.Or(local, word), strings.ReplaceAll(value, ", ", " "))
	}
}

// profile reads what ImageMagick and ExifTool write as lines of hexadecimal: a
// name, a size, and the bytes.
func (w *work) profile(name string, text []byte) {
	text = bytes.TrimLeft(text, "\n")
	_, rest, _ := bytes.Cut(text, []byte("\n"))
	_, rest, _ = bytes.Cut(rest, []byte("\n"))
	digits := bytes.Map(func(r rune) rune {
		switch {
		case strings.ContainsRune("0123456789abcdefABCDEF", r):
			return r
		case unicode.IsSpace(r):
			return -1
		}
		return '0' // damaged: what follows keeps its place
	}, rest)
	b := make([]byte, len(digits)/2)
	n, _ := hex.Decode(b, digits[:len(digits)&^1])
	s := w.memory(b[:n])
	switch {
	case s.starts(0, "Exif\x00"):
		w.exif(s.from(6), "png-exif")
	case s.starts(0, xap):
		w.packet(s.from(int64(len(xap))), "xmp")
	case name == "exif" || name == "app1":
		w.exif(s, "png-exif")
	case name == "xmp":
		w.packet(s, "xmp")
	case name == "iptc" || name == "8bim":
		if s.starts(0, "8BIM") {
			w.photoshop(s)
		} else {
			w.iptc(s)
		}
	}
}

// inflate unpacks zlib.
func (w *work) inflate(b []byte) []byte {
	z, err := zlib.NewReader(bytes.NewReader(b))
	if err != nil {
		w.fault("png", "packed text is not readable", -1)
		return nil
	}
	defer z.Close()
	return w.unpack("png", z)
}

// unpack reads what r unpacks, at most maxBlock, and of one file at most twice that.
// What came before damage is given.
func (w *work) unpack(layer string, r io.Reader) []byte {
	most := min(maxBlock, w.room)
	var out bytes.Buffer
	n, err := out.ReadFrom(io.LimitReader(r, most))
	if w.room -= n; n == most {
		w.fault(layer, "what is packed is too long", -1)
	} else if err != nil {
		w.fault(layer, "what is packed is damaged", -1)
	}
	return out.Bytes()
}

// webp reads the chunks of a WebP (RFC 9649).
func (w *work) webp(s span) {
	total, _ := s.uint(4, 4, binary.LittleEndian)
	end := total + 8
	for off := int64(12); off+8 <= min(s.size, max(end, 20)) && w.item(); {
		b := s.bytes(off, 8)
		if b == nil {
			return
		}
		kind, size := string(b[:4]), int64(binary.LittleEndian.Uint32(b[4:]))
		body := s.sub(off+8, size)
		if body.size < size {
			w.fault("webp", "chunk is cut short", s.offset(off))
		}
		switch kind {
		case "VP8X":
			if b := body.bytes(4, 6); b != nil {
				w.sized(1+(int64(b[0])|int64(b[1])<<8|int64(b[2])<<16), 1+(int64(b[3])|int64(b[4])<<8|int64(b[5])<<16))
			}
		case "VP8 ":
			if b := body.bytes(6, 4); b != nil {
				w.sized(int64(binary.LittleEndian.Uint16(b)&0x3fff), int64(binary.LittleEndian.Uint16(b[2:])&0x3fff))
			}
		case "VP8L":
			if n, ok := body.uint(1, 4, binary.LittleEndian); ok {
				w.sized(n&0x3fff+1, n>>14&0x3fff+1)
			}
		case "EXIF":
			w.exif(body.past("Exif\x00\x00"), "exif")
		case "XMP ":
			w.packet(body, "xmp")
		case "ICCP":
			w.part("icc", body.offset(0), body.size)
		case "C2PA":
			w.part("c2pa", body.offset(0), body.size)
			w.manifest(body)
		case "ALPH", "ANIM", "ANMF":
		default:
			w.odd = true
		}
		off += 8 + (size+1)&^1
	}
	if end < s.size && end > 12 {
		w.trailer(s.from(end))
	}
}

// gif reads the blocks of a GIF (GIF89a).
func (w *work) gif(s span) {
	b := s.bytes(6, 7)
	if b == nil {
		w.fault("gif", "cut short", s.offset(0))
		return
	}
	w.sized(int64(binary.LittleEndian.Uint16(b)), int64(binary.LittleEndian.Uint16(b[2:])))
	off := 13 + palette(b[4])
	for w.item() {
		b := s.bytes(off, 2)
		if b == nil {
			if !s.starts(off, ";") {
				w.fault("gif", "cut short", s.offset(off))
			}
			return
		}
		switch b[0] {
		case 0x21:
			off = w.gifExtension(b[1], s, off+2)
		case 0x2c:
			d := s.bytes(off, 11)
			if d == nil {
				w.fault("gif", "cut short", s.offset(off))
				return
			}
			_, off = w.subBlocks(s, off+11+palette(d[9]), 0)
		case 0x3b:
			w.trailer(s.from(off + 1))
			return
		default:
			w.fault("gif", "no block", s.offset(off))
			return
		}
	}
}

// palette gives the bytes of a colour table that a flag byte announces.
func palette(flags byte) int64 {
	if flags&0x80 == 0 {
		return 0
	}
	return 3 << (flags&7 + 1)
}

func (w *work) gifExtension(label byte, s span, off int64) int64 {
	switch {
	case label == 0xfe:
		text, end := w.subBlocks(s, off, maxText)
		w.text("caption", string(text), "comment")
		return end
	case label == 0xff && s.starts(off, "\x0bXMP DataXMP"):
		// The packet stands there whole; it ends in bytes that lead any reader
		// of blocks to its end.
		_, end := w.subBlocks(s, off+12, 0)
		w.packet(s.sub(off+12, end-off-12), "xmp")
		return end
	case label == 0xff && s.starts(off, "\x0bICCRGBG1012"):
		_, end := w.subBlocks(s, off+12, 0)
		w.part("icc", s.offset(off+12), end-off-12)
		return end
	case label == 0xff && s.starts(off, "\x0bC2PA_GIF"):
		b, end := w.subBlocks(s, off+12, maxBlock)
		w.part("c2pa", s.offset(off+12), end-off-12)
		w.manifest(w.memory(b))
		return end
	}
	_, end := w.subBlocks(s, off, 0)
	return end
}

// subBlocks joins the blocks from off, at most limit bytes of them, and gives the
// offset behind them.
func (w *work) subBlocks(s span, off int64, limit int) (joined []byte, end int64) {
	for w.item() {
		n, ok := s.uint(off, 1, binary.LittleEndian)
		if !ok {
			return joined, s.size
		}
		off++
		if n == 0 {
			return joined, off
		}
		if len(joined) < limit {
			joined = append(joined, s.upTo(off, n)...)
		}
		off += n
	}
	return joined, s.size
}

// psd reads a Photoshop document: its head, and the resources behind it.
func (w *work) psd(s span) {
	b := s.bytes(0, 30)
	if b == nil {
		w.fault("psd", "cut short", 0)
		return
	}
	w.sized(int64(binary.BigEndian.Uint32(b[18:])), int64(binary.BigEndian.Uint32(b[14:])))
	off := 30 + int64(binary.BigEndian.Uint32(b[26:]))
	n, ok := s.uint(off, 4, binary.BigEndian)
	if !ok {
		w.fault("psd", "cut short", off)
		return
	}
	w.photoshop(s.sub(off+4, n))
}

// raf reads Fujifilm's RAW: its JPEG carries everything.
func (w *work) raf(s span) {
	b := s.bytes(84, 8)
	if b == nil {
		w.fault("raf", "cut short", 0)
		return
	}
	body := s.sub(int64(binary.BigEndian.Uint32(b)), int64(binary.BigEndian.Uint32(b[4:])))
	if body.starts(0, soi) {
		w.thumb(Thumb{Offset: body.offset(0), Size: body.size, Layer: "raf", Format: "jpeg"})
		(&jpeg{w: w, s: body}).whole()
	}
}

// whole reads the segments of a JPEG, and nothing behind its pixels.
func (j *jpeg) whole() {
	j.walk(2)
	j.joined()
}
