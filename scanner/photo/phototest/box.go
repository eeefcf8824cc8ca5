package phototest

import (
	"bytes"
	"encoding/binary"

	"github.com/andybalholm/brotli"
)

// Small writers of big-endian numbers.
func u16(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) } //nolint:gosec // small
func u32(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) } //nolint:gosec // small
func u64(v int) []byte { return binary.BigEndian.AppendUint64(nil, uint64(v)) } //nolint:gosec // never negative

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

// box is a box of ISO/IEC 14496-12, or an atom of QuickTime.
func box(kind string, parts ...[]byte) []byte {
	body := join(parts...)
	return join(u32(8+len(body)), []byte(kind), body)
}

// longBox says its size in 64 bits.
func longBox(kind string, parts ...[]byte) []byte {
	body := join(parts...)
	return join(u32(1), []byte(kind), u64(16+len(body)), body)
}

// lastBox says size zero: it goes on to the end of the file.
func lastBox(kind string, parts ...[]byte) []byte {
	return join(u32(0), []byte(kind), join(parts...))
}

// full is a box with a version and flags.
func full(kind string, version byte, flags int, parts ...[]byte) []byte {
	return box(kind, append([][]byte{{version, byte(flags >> 16), byte(flags >> 8), byte(flags)}}, parts...)...) //nolint:gosec // bytes of a number
}

// item is something that a meta box lists.
type item struct {
	kind    string // "Exif", "mime", "hvc1", …
	mime    string // of a mime item
	data    []byte
	extents int // into how many pieces the data is cut; zero means one
}

// exifItem puts a TIFF behind the offset that HEIF wants before it.
func exifItem(tiff []byte) item { return item{kind: "Exif", data: append(u32(0), tiff...)} }

// exifItemHeader keeps the header of JPEG in front and says so in the offset.
func exifItemHeader(tiff []byte) item {
	return item{kind: "Exif", data: join(u32(6), []byte("Exif\x00\x00"), tiff)}
}

func xmpItem(p []byte) item { return item{kind: "mime", mime: "application/rdf+xml", data: p} }

// still says how a HEIF file is put together.
type still struct {
	brand   string
	version byte // of iloc: 0, 1 or 2
	inside  bool // items lie in idat, not in mdat
	wide    bool // 64-bit offsets and lengths
	after   []byte
}

// heif writes a HEIF file with a picture nobody can decode and the items given.
func (s still) heif(items ...item) []byte {
	codec := "hvc1"
	if s.brand == "avif" {
		codec = "av01"
	}
	items = append([]item{{kind: codec, data: make([]byte, 64)}}, items...)
	ftyp := box("ftyp", []byte(s.brand), u32(0), []byte("mif1"), []byte(s.brand))
	build := func(base int) (meta, data []byte) {
		infos := u16(len(items))
		places := []byte{0x44, 0x00}
		if s.wide {
			places[0] = 0x88
		}
		if s.version == 2 {
			places = append(places, u32(len(items))...)
		} else {
			places = append(places, u16(len(items))...)
		}
		for i, it := range items {
			infos = append(infos, info(i+1, it)...)
			places = append(places, s.location(i+1, it, base+len(data))...)
			data = append(data, it.data...)
		}
		ispe := full("ispe", 0, 0, u32(64), u32(48))
		parts := [][]byte{
			full("hdlr", 0, 0, u32(0), []byte("pict"), make([]byte, 13)),
			full("pitm", 0, 0, u16(1)),
			full("iinf", 0, 0, infos),
			box("iprp", box("ipco", ispe), full("ipma", 0, 0, u32(1), u16(1), []byte{1, 1})),
			full("iref", 0, 0, box("cdsc", u16(2), u16(1), u16(1))),
			full("iloc", s.version, 0, places),
		}
		if s.inside {
			parts = append(parts, box("idat", data))
		}
		return full("meta", 0, 0, parts...), data
	}
	meta, _ := build(0)
	if s.inside { // offsets count from the start of idat
		return join(ftyp, meta, box("mdat", make([]byte, 16)), s.after)
	}
	meta, data := build(len(ftyp) + len(meta) + 8)
	return join(ftyp, meta, box("mdat", data), s.after)
}

func info(id int, it item) []byte {
	b := join(u16(id), u16(0), []byte(it.kind), []byte{0})
	if it.kind == "mime" {
		b = append(append(b, it.mime...), 0, 0)
	}
	return full("infe", 2, 0, b)
}

func (s still) location(id int, it item, at int) []byte {
	n := u32
	if s.wide {
		n = u64
	}
	b := u16(id)
	if s.version == 2 {
		b = u32(id)
	}
	if s.version > 0 {
		method := 0
		if s.inside {
			method = 1
		}
		b = append(b, u16(method)...)
	}
	b = append(b, u16(0)...) // in this file
	cuts := max(1, it.extents)
	b = append(b, u16(cuts)...)
	size := (len(it.data) + cuts - 1) / cuts
	for from := 0; from < len(it.data); from += size {
		b = append(b, n(at+from)...)
		b = append(b, n(min(size, len(it.data)-from))...)
	}
	return b
}

func heifFiles(s *set) {
	for _, v := range []struct {
		name string
		still
	}{
		{"heic", still{brand: "heic"}},
		{"heic-iloc1", still{brand: "heic", version: 1}},
		{"heic-iloc2", still{brand: "heic", version: 2}},
		{"heic-idat", still{brand: "heic", version: 1, inside: true}},
		{"heic-wide", still{brand: "heic", version: 1, wide: true}},
		{"heif-mif1", still{brand: "mif1"}},
		{"avif", still{brand: "avif"}},
	} {
		ext := ".heic"
		if v.brand == "avif" {
			ext = ".avif"
		}
		s.add(v.name+"-exif"+ext, func(h *hidden) []byte { return v.heif(exifItem(exif(large(), here(h.point("exif"))))) })
		s.add(v.name+"-xmp"+ext, func(h *hidden) []byte {
			return v.heif(xmpItem(packet(attributes(notationComma(h.point("xmp"))))))
		})
	}
	heic := still{brand: "heic"}
	s.add("heic-exif-header.heic", func(h *hidden) []byte { return heic.heif(exifItemHeader(exif(little(), here(h.point("exif"))))) })
	s.add("heic-disagree.heic", func(h *hidden) []byte {
		return heic.heif(exifItem(exif(large(), here(h.point("exif")))), xmpItem(packet(elements(notationDecimal(h.point("xmp"))))))
	})
	s.add("heic-extents.heic", func(h *hidden) []byte {
		it := exifItem(exif(large(), here(h.point("exif"))))
		it.extents = 3
		return heic.heif(it)
	})
	s.add("heic-late-meta.heic", func(h *hidden) []byte { // another box in front
		n := len(box("ftyp", []byte("heic"), u32(0), []byte("mif1"), []byte("heic")))
		free := box("free", make([]byte, 8))
		b := still{brand: "heic", version: 1, inside: true}.heif(exifItem(exif(large(), here(h.point("exif")))))
		return join(b[:n], free, b[n:])
	})
}

// jxl is a JPEG XL container with boxes behind a codestream of one pixel.
func jxl(boxes ...[]byte) []byte {
	stream := []byte{0xff, 0x0a, 0x00, 0x90, 0x01, 0x00, 0x12, 0x88, 0x02, 0x00, 0xd4, 0x00, 0x55, 0x0f, 0x00, 0x00, 0xa8, 0x50, 0x19, 0x65, 0xdc, 0xe0, 0xe5, 0x5c, 0xcf, 0x97, 0x1f, 0x3a, 0x2c, 0xa7, 0xcf, 0x85}
	return join(box("JXL ", []byte("\r\n\x87\n")), box("ftyp", []byte("jxl "), u32(0), []byte("jxl ")), box("jxlc", stream), join(boxes...))
}

// stored wraps bytes in Brotli (RFC 7932) without compressing them.
func stored(b []byte) []byte {
	var out []byte
	for len(b) > 0 {
		n := min(len(b), 1<<16)
		// From the lowest bit: in the first block a window of 16 bits (0); not the
		// last block (0); four nibbles of length (00); length less one (16 bits);
		// not compressed (1).
		head := uint32(n-1)<<3 | 1<<19
		if out == nil {
			head <<= 1
		}
		out = append(out, byte(head), byte(head>>8), byte(head>>16)) //nolint:gosec // bytes of a number
		out = append(out, b[:n]...)
		b = b[n:]
	}
	return append(out, 3) // the last block, which is empty
}

// packed compresses bytes with Brotli, as programs do.
func packed(b []byte) []byte {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	_, _ = w.Write(b) // to memory; cannot fail
	_ = w.Close()
	return out.Bytes()
}

func jxlFiles(s *set) {
	exifBox := func(t []byte) []byte { return append(u32(0), t...) }
	s.add("jxl-exif.jxl", func(h *hidden) []byte { return jxl(box("Exif", exifBox(exif(large(), here(h.point("exif")))))) })
	s.add("jxl-exif-le.jxl", func(h *hidden) []byte { return jxl(lastBox("Exif", exifBox(exif(little(), here(h.point("exif")))))) })
	s.add("jxl-xmp.jxl", func(h *hidden) []byte { return jxl(box("xml ", packet(attributes(notationComma(h.point("xmp")))))) })
	s.add("jxl-brob-exif.jxl", func(h *hidden) []byte {
		return jxl(box("brob", []byte("Exif"), stored(exifBox(exif(large(), here(h.point("exif")))))))
	})
	s.add("jxl-brob-xmp.jxl", func(h *hidden) []byte {
		return jxl(box("brob", []byte("xml "), stored(packet(elements(notationComma(h.point("xmp")))))))
	})
	s.add("jxl-packed-exif.jxl", func(h *hidden) []byte {
		return jxl(box("brob", []byte("Exif"), packed(exifBox(exif(little(), here(h.point("exif")))))))
	})
	s.add("jxl-packed-xmp.jxl", func(h *hidden) []byte {
		return jxl(box("brob", []byte("xml "), packed(packet(attributes(notationComma(h.point("xmp")))))))
	})
	s.add("jxl-packed-c2pa.jxl", func(h *hidden) []byte {
		return jxl(box("brob", []byte("jumb"), packed(manifest(exifAssertion(h.point("c2pa")))[8:])))
	})
	s.add("jxl-disagree.jxl", func(h *hidden) []byte {
		return jxl(box("Exif", exifBox(exif(large(), here(h.point("exif"))))), box("xml ", packet(elements(notationDecimal(h.point("xmp"))))))
	})
}
