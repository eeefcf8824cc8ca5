package clean_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"testing"
)

// secret stands in everything that a copy must not hold.
const secret = "SECRET"

func u16(v int) []byte { return binary.BigEndian.AppendUint16(nil, uint16(v)) }
func u32(v int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(v)) }

func join(parts ...any) []byte {
	var b []byte
	for _, p := range parts {
		switch p := p.(type) {
		case string:
			b = append(b, p...)
		case []byte:
			b = append(b, p...)
		}
	}
	return b
}

// exifEntry is one entry of an EXIF directory; a value longer than four bytes is put
// behind the directory.
type exifEntry struct {
	tag, format, count int
	value              []byte
}

func exifDirectory(at, next int, entries ...exifEntry) []byte {
	b := u16(len(entries))
	var long []byte
	for _, e := range entries {
		b = join(b, u16(e.tag), u16(e.format), u32(e.count))
		if len(e.value) == 4 {
			b = append(b, e.value...)
			continue
		}
		b = append(b, u32(at+2+12*len(entries)+4+len(long))...)
		long = append(long, e.value...)
	}
	return join(b, u32(next), long)
}

// exifBlock has an orientation, a date with a zone, a device, a position and a
// thumbnail's directory.
func exifBlock(orientation int) []byte {
	const camera, gps, thumbs = 200, 400, 600
	b := join("MM\x00\x2a", u32(8), exifDirectory(8, thumbs,
		exifEntry{0x0110, 2, 7, []byte(secret + "\x00")},
		exifEntry{0x0112, 3, 1, join(u16(orientation), u16(0))},
		exifEntry{0x8769, 4, 1, u32(camera)},
		exifEntry{0x8825, 4, 1, u32(gps)}))
	b = join(b, make([]byte, camera-len(b)), exifDirectory(camera, 0,
		exifEntry{0x9003, 2, 20, []byte("2026:11:22 10:20:30\x00")},
		exifEntry{0x9011, 2, 7, []byte("+01:00\x00")}))
	b = join(b, make([]byte, gps-len(b)), exifDirectory(gps, 0,
		exifEntry{2, 5, 3, []byte(secret + "12345678901234567")}))
	return join(b, make([]byte, thumbs-len(b)), exifDirectory(thumbs, 0,
		exifEntry{0x0201, 4, 1, u32(640)}, exifEntry{0x0202, 4, 1, u32(6)}), secret)
}

const xmpPacket = `<x:xmpmeta><exif:GPSLatitude>` + secret + `</exif:GPSLatitude><dc:creator/></x:xmpmeta>`

func drawing() *image.Paletted {
	m := image.NewPaletted(image.Rect(0, 0, 40, 30), color.Palette{color.White, color.Black, color.RGBA{200, 0, 0, 255}})
	for i := range m.Pix {
		m.Pix[i] = uint8(i * i % 3)
	}
	return m
}

func segment(marker byte, parts ...any) []byte {
	body := join(parts...)
	return join([]byte{0xff, marker}, u16(len(body)+2), body)
}

// jpegFile has every segment that Clean meets, and a video behind its end.
func jpegFile(tb testing.TB, orientation int) []byte {
	tb.Helper()
	var w bytes.Buffer
	if err := jpeg.Encode(&w, drawing(), nil); err != nil {
		tb.Fatal(err)
	}
	b := w.Bytes()
	return join(b[:2],
		segment(0xe0, "JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x01\x01", secret[:3]),
		segment(0xe0, "JFXX\x00", secret),
		segment(0xe1, "Exif\x00\x00", exifBlock(orientation)),
		segment(0xe1, "http://ns.adobe.com/xap/1.0/\x00", xmpPacket),
		segment(0xe2, "ICC_PROFILE\x00\x01\x01", "profile"),
		segment(0xe2, "MPF\x00", secret),
		segment(0xeb, "JP\x00\x00c2pa", secret),
		segment(0xed, "Photoshop 3.0\x00", secret),
		segment(0xfe, secret),
		b[2:],
		box("ftyp", "mp42", u32(0)), box("moov", "\xa9xyz", secret))
}

func pngChunk(typ string, parts ...any) []byte {
	body := join(parts...)
	return join(u32(len(body)), typ, body, u32(int(crc32.ChecksumIEEE(join(typ, body)))))
}

func pngFile(tb testing.TB) []byte {
	tb.Helper()
	var w bytes.Buffer
	if err := png.Encode(&w, drawing()); err != nil {
		tb.Fatal(err)
	}
	b := w.Bytes()
	const first = 8 + 25 // the signature and IHDR
	return join(b[:first],
		pngChunk("iCCP", "profile"), pngChunk("pHYs", make([]byte, 9)),
		pngChunk("eXIf", exifBlock(6)),
		pngChunk("iTXt", "XML:com.adobe.xmp\x00\x00\x00\x00\x00", xmpPacket),
		pngChunk("tEXt", "Comment\x00", secret), pngChunk("zTXt", secret),
		pngChunk("tIME", secret), pngChunk("caBX", secret), pngChunk("prVt", secret),
		b[first:], secret)
}

func gifFile(tb testing.TB) []byte {
	tb.Helper()
	m := drawing()
	var w bytes.Buffer
	if err := gif.EncodeAll(&w, &gif.GIF{Image: []*image.Paletted{m, m}, Delay: []int{5, 9}}); err != nil {
		tb.Fatal(err)
	}
	b := w.Bytes()
	first := bytes.Index(b, []byte{0x21, 0xff}) // the one that says how often
	return join(b[:first],
		"\x21\xfe\x06", secret, "\x00",
		"\x21\xff\x0bXMP DataXMP\x06", secret, "\x00",
		"\x21\x01\x0c", secret, secret, "\x00",
		b[first:], secret)
}

func riffChunk(typ string, parts ...any) []byte {
	body := join(parts...)
	b := join(typ, binary.LittleEndian.AppendUint32(nil, uint32(len(body))), body)
	return append(b, make([]byte, len(b)%2)...)
}

// webpFile is one red pixel, still or as the only frame of an animation.
func webpFile(animated bool) []byte {
	picture := riffChunk("VP8L", "\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")
	flags := byte(0x20 | 0x08 | 0x04)
	if animated {
		flags |= 0x02
		picture = join(riffChunk("ANIM", make([]byte, 6)),
			riffChunk("ANMF", make([]byte, 16), picture, riffChunk("XMP ", secret)))
	}
	body := join("WEBP",
		riffChunk("VP8X", []byte{flags, 0, 0, 0, 0, 0, 0, 0, 0, 0}),
		riffChunk("ICCP", "profile"), picture,
		riffChunk("EXIF", "Exif\x00\x00", exifBlock(6)),
		riffChunk("XMP ", xmpPacket), riffChunk("odd!", secret, "x"))
	return join(riffChunk("RIFF", body), secret)
}

func box(typ string, parts ...any) []byte {
	body := join(parts...)
	return join(u32(len(body)+8), typ, body)
}

func full(typ string, parts ...any) []byte { return box(typ, u32(0), join(parts...)) }

func jxlFile() []byte {
	return join(box("JXL ", "\r\n\x87\n"), box("ftyp", "jxl ", u32(0), "jxl "),
		box("Exif", u32(0), exifBlock(6)), box("xml ", xmpPacket),
		box("brob", "Exif", secret), box("jumb", secret), box("jbrd", secret),
		box("jxlc", "\xff\x0aPIXELS"), box("unkn", secret))
}

const (
	videoPixels = "PIXELS-of-the-first-chunk;of-the-second"
	sounds      = "SOUNDS"
)

// movieTrack is a track of a video; chunks are offset and size, each one sample.
func movieTrack(id int, handler, coding string, chunks ...[2]int) []byte {
	sizes, offsets := u32(len(chunks)), u32(len(chunks))
	for _, c := range chunks {
		offsets, sizes = append(offsets, u32(c[0])...), append(sizes, u32(c[1])...)
	}
	entry := box(coding, make([]byte, 28)) // a sound's
	if handler == "vide" {
		entry = box(coding, make([]byte, 8), make([]byte, 4), secret[:4], make([]byte, 26), "\x06", secret, make([]byte, 25), make([]byte, 4))
	}
	return box("trak",
		full("tkhd", u32(0xdada), u32(0xdada), u32(id), make([]byte, 68)),
		box("tref", box("cdsc", u32(3))),
		box("mdia",
			full("mdhd", u32(0xdada), u32(0xdada), u32(600), u32(600), u32(0)),
			full("hdlr", "mhlr", handler, secret, make([]byte, 6), secret, "\x00"),
			box("minf", full("vmhd", make([]byte, 8)),
				box("dinf", full("dref", u32(1), join(u32(12), "url \x00\x00\x00\x01"))),
				box("stbl", full("stsd", u32(1), entry),
					full("stts", u32(1), u32(len(chunks)), u32(1)),
					full("stsc", u32(1), u32(1), u32(1), u32(1)),
					full("stsz", u32(0), sizes), full("stco", offsets),
					box("unkn", secret)))),
		box("udta", box("name", secret)), box("meta", secret))
}

// movieFile has a video, a sound, a timed track of positions between their chunks, and
// metadata in every place.
func movieFile(major string) []byte {
	head := box("ftyp", major, u32(0), major)
	at := len(head) + 8
	half := len(videoPixels) / 2
	data := box("mdat", videoPixels[:half], secret, videoPixels[half:], sounds, "freeGPS "+secret)
	second := at + half + len(secret)
	return join(head, data,
		box("moov",
			full("mvhd", u32(0xdada), u32(0xdada), u32(600), u32(600), make([]byte, 80)),
			movieTrack(1, "vide", "avc1", [2]int{at, half}, [2]int{second, len(videoPixels) - half}),
			movieTrack(2, "soun", "mp4a", [2]int{second + len(videoPixels) - half, len(sounds)}),
			movieTrack(3, "meta", "gpmd", [2]int{at + half, len(secret)}),
			box("udta", box("\xa9xyz", secret), u32(0)),
			box("meta", full("keys", "com.apple.quicktime.location.ISO6709", secret)),
			box("gps ", secret)),
		box("uuid", "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81", secret),
		box("uuid", "0123456789abcdef", xmpPacket), box("free", secret))
}

// heicFile has a picture, its thumbnail, an EXIF and an XMP item in the media data, and
// another XMP item in the list itself.
func heicFile(brand string) []byte {
	const pixels, small = "PIXELS", "SECRET-thumbnail"
	item := func(id int, typ string, more ...any) []byte {
		return box("infe", "\x02\x00\x00\x00", u16(id), u16(0), typ, "\x00", join(more...))
	}
	exif := join(u32(6), "Exif\x00\x00", exifBlock(6))
	head := box("ftyp", brand, u32(0), "mif1", brand)
	at := 0
	var meta []byte
	for range 2 { // the second time with the length known
		at = len(head) + len(meta) + 8
		place := func(id, method, off, size int) []byte {
			return join(u16(id), u16(method), u16(0), u16(1), u32(off), u32(size))
		}
		meta = full("meta",
			full("hdlr", u32(0), "pict", secret, make([]byte, 6), secret, "\x00"),
			full("pitm", u16(1)),
			box("iloc", "\x01\x00\x00\x00\x44\x00", u16(5),
				place(1, 0, at, len(pixels)),
				place(2, 0, at+len(pixels), len(small)),
				place(3, 0, at+len(pixels)+len(small), len(exif)),
				place(4, 0, at+len(pixels)+len(small)+len(exif), len(xmpPacket)),
				place(5, 1, 0, len(xmpPacket))),
			full("iinf", u16(5), item(1, "hvc1"), item(2, "hvc1"), item(3, "Exif"),
				item(4, "mime", "application/rdf+xml\x00"), item(5, "mime", "application/rdf+xml\x00")),
			full("iref", box("thmb", u16(2), u16(1), u16(1)), box("cdsc", u16(3), u16(1), u16(1))),
			box("iprp", box("ipco", full("ispe", u32(40), u32(30)), box("colr", "prof", "profile"),
				full("udes", secret, "\x00\x00\x00\x00"), full("crtt", "\xda\xda\xda\xda\xda\xda\xda\xda")), full("ipma", u32(0))),
			box("idat", xmpPacket), box("uuid", "0123456789abcdef", secret))
	}
	return join(head, meta, box("mdat", pixels, small, exif, xmpPacket, secret),
		box("mpvd", box("ftyp", "mp42", u32(0)), secret),
		movieFile("mp42"))
}
