package picture_test

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"math"
	"slices"
)

var big = binary.BigEndian

// located is a TIFF that is nothing but a place.
func located() []byte { return tiff(binary.BigEndian, dir{{0x8825, at()}}) }

// xmp is a packet with properties as attributes and elements inside.
func xmp(attributes, elements string) string {
	return `<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">` +
		`<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""` +
		` xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/" ` + attributes + `>` +
		elements + `</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`
}

func xmpAt(lat, lon string) string {
	return xmp(`exif:GPSLatitude="`+lat+`" exif:GPSLongitude="`+lon+`"`, "")
}

func app1XMP(packet string) []byte {
	return segment(0xe1, []byte("http://ns.adobe.com/xap/1.0/\x00"+packet))
}

func extended(packet string) [][]byte {
	var out [][]byte
	for at := 0; at < len(packet); at += 200 {
		piece := packet[at:min(at+200, len(packet))]
		b := []byte("http://ns.adobe.com/xmp/extension/\x00" + "0123456789ABCDEF0123456789ABCDEF")
		b = big.AppendUint32(big.AppendUint32(b, uint32(len(packet))), uint32(at))
		out = append(out, segment(0xe1, append(b, piece...)))
	}
	slices.Reverse(out) // order is not promised
	return out
}

// dataset is one dataset of IPTC's record 2.
func dataset(number byte, value string) []byte {
	return append(big.AppendUint16([]byte{0x1c, 2, number}, uint16(len(value))), value...)
}

func resource(id uint16, body []byte) []byte {
	b := big.AppendUint32(append(big.AppendUint16([]byte("8BIM"), id), 0, 0), uint32(len(body)))
	b = append(b, body...)
	return append(b, make([]byte, len(body)%2)...)
}

func pngChunk(kind string, body []byte) []byte {
	b := append(big.AppendUint32(nil, uint32(len(body))), kind...)
	b = append(b, body...)
	return big.AppendUint32(b, crc32.ChecksumIEEE(b[4:]))
}

func png(chunks ...[]byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	b = append(b, pngChunk("IHDR", []byte{0, 0, 2, 128, 0, 0, 1, 224, 8, 2, 0, 0, 0})...)
	b = append(b, pngChunk("IDAT", []byte{1, 2, 3})...)
	for _, c := range chunks {
		b = append(b, c...)
	}
	return append(b, pngChunk("IEND", nil)...)
}

func packed(b []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(b)
	_ = z.Close()
	return out.Bytes()
}

func profile(name string, b []byte) []byte {
	return fmt.Appendf(nil, "\n%s\n%8d\n%s\n", name, len(b), hex.EncodeToString(b))
}

func webp(chunks ...[]byte) []byte {
	body := []byte("WEBP")
	for _, c := range chunks {
		body = append(body, c...)
	}
	return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
}

func riff(kind string, body []byte) []byte {
	b := append(binary.LittleEndian.AppendUint32([]byte(kind), uint32(len(body))), body...)
	return append(b, make([]byte, len(body)%2)...)
}

func gif(blocks ...[]byte) []byte {
	b := []byte("GIF89a\x80\x02\xe0\x01\x00\x00\x00")
	for _, x := range blocks {
		b = append(b, x...)
	}
	return append(b, ';')
}

func gifXMP(packet string) []byte {
	b := append([]byte("\x21\xff\x0bXMP DataXMP"), packet...)
	b = append(b, 1)
	for i := 255; i >= 0; i-- {
		b = append(b, byte(i))
	}
	return append(b, 0)
}

func psd(resources []byte) []byte {
	b := []byte("8BPS\x00\x01\x00\x00\x00\x00\x00\x00\x00\x03\x00\x00\x01\xe0\x00\x00\x02\x80\x00\x08\x00\x03\x00\x00\x00\x00")
	return append(big.AppendUint32(b, uint32(len(resources))), resources...)
}

func box(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	return append(append(big.AppendUint32(nil, uint32(len(body)+8)), kind...), body...)
}

func full(kind string, parts ...[]byte) []byte {
	return box(kind, append([][]byte{{0, 0, 0, 0}}, parts...)...)
}

func u16(n int) []byte { return big.AppendUint16(nil, uint16(n)) }
func u32(n int) []byte { return big.AppendUint32(nil, uint32(n)) }

func ftyp(brand string) []byte { return box("ftyp", []byte(brand), u32(0), []byte(brand)) }

// quick is QuickTime's text box.
func quick(kind, value string) []byte {
	return box(kind, u16(len(value)), u16(0x15c7), []byte(value))
}

// keyed is a film's metadata by key.
func keyed(key, value string) []byte {
	return box("meta",
		full("hdlr", u32(0), []byte("mdta"), make([]byte, 13)),
		full("keys", u32(1), u32(8+len(key)), []byte("mdta"), []byte(key)),
		box("ilst", box("\x00\x00\x00\x01", box("data", u32(1), u32(0), []byte(value)))))
}

func loci(lat, lon float64) []byte {
	fixed := func(x float64) []byte { return u32(int(math.Round(x * 65536))) }
	return full("loci", u16(0x15c7), []byte("Hemma\x00"), []byte{0}, fixed(lon), fixed(lat), fixed(0), []byte("earth\x00\x00"))
}

// tracked is a film with one track of samples; entry is what stsd holds.
func tracked(entry []byte, samples ...[]byte) []byte {
	head := append(ftyp("mp42"), u32(8+len(bytes.Join(samples, nil)))...)
	head = append(head, "mdat"...)
	sizes := append(u32(0), u32(len(samples))...)
	for _, s := range samples {
		sizes = append(sizes, u32(len(s))...)
	}
	return append(append(head, bytes.Join(samples, nil)...), box("moov", box("trak", box("mdia", box("minf", box("stbl",
		full("stsd", u32(1), entry),
		full("stsz", sizes),
		full("stsc", u32(1), u32(1), u32(len(samples)), u32(1)),
		full("stco", u32(1), u32(len(head))))))))...)
}

func camm(lat, lon float64) []byte {
	b := []byte{0, 0, 5, 0}
	for _, x := range []float64{lat, lon, 30} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(x))
	}
	return b
}

// klv is one field of GPMF.
func klv(key string, kind byte, each, count int, body []byte) []byte {
	b := append([]byte(key), kind, byte(each))
	b = append(append(b, u16(count)...), body...)
	return append(b, make([]byte, (4-len(body)%4)%4)...)
}

func gpmf(lat, lon float64) []byte {
	row := append(u32(int(lat*1e7)), u32(int(lon*1e7))...)
	row = append(row, make([]byte, 12)...)
	scale := append(append(u32(1e7), u32(1e7)...), append(append(u32(1000), u32(1000)...), u32(100)...)...)
	stream := append(klv("GPSF", 'L', 4, 1, u32(3)), klv("SCAL", 'l', 4, 5, scale)...)
	stream = append(stream, klv("GPS5", 'l', 20, 1, row)...)
	nested := klv("STRM", 0, 1, len(stream), stream)
	return klv("DEVC", 0, 1, len(nested), nested)
}

func mebx() []byte {
	key := "com.apple.quicktime.location.ISO6709"
	return box("mebx", make([]byte, 8), box("keys", box("\x00\x00\x00\x01", box("keyd", []byte("mdta"+key)))))
}

// heif holds items of metadata in one file, the way phones do.
func heif(brand string, kinds []string, items ...[]byte) []byte {
	head := ftyp(brand)
	var infos, places []byte
	size := func() int {
		return len(head) + len(heifMeta(infos, places, len(items)))
	}
	for i, k := range kinds {
		mime := ""
		if k == "mime" {
			mime = "application/rdf+xml\x00"
		}
		info := full("infe", u16(i+1), u16(0), []byte(k+"\x00"+mime))
		info[8] = 2 // version
		infos = append(infos, info...)
	}
	places = make([]byte, 14*len(items))
	at := size() + 8
	places = nil
	for i, b := range items {
		places = append(places, bytes.Join([][]byte{u16(i + 1), u16(0), u16(1), u32(at), u32(len(b))}, nil)...)
		at += len(b)
	}
	return bytes.Join([][]byte{head, heifMeta(infos, places, len(items)), box("mdat", items...)}, nil)
}

func heifMeta(infos, places []byte, n int) []byte {
	return full("meta",
		full("hdlr", u32(0), []byte("pict"), make([]byte, 13)),
		full("iinf", u16(n), infos),
		full("iloc", []byte{0x44, 0}, u16(n), places),
		box("iprp", box("ipco", full("ispe", u32(640), u32(480)))))
}

// jumbf is a box of content with a label.
func jumbf(label string, content ...[]byte) []byte {
	return box("jumb", append([][]byte{box("jumd", make([]byte, 16), []byte{3}, []byte(label+"\x00"))}, content...)...)
}

func manifest() []byte {
	return jumbf("c2pa", jumbf("urn:uuid:1", jumbf("c2pa.assertions",
		jumbf("stds.exif", box("json", []byte(`{"exif:GPSLatitude":"59,19.76N","exif:GPSLongitude":"18,4.2E"}`))),
		jumbf("c2pa.actions", box("cbor", []byte{0xa1}, cborText("actions"), []byte{0x81, 0xa2},
			cborText("action"), cborText("c2pa.edited"), cborText("softwareAgent"), cborText("Ljus 2"))),
		jumbf("c2pa.metadata", box("cbor", []byte{0xa2},
			cborText("exif:GPSLatitude"), cborText("-33,27.0S"), cborText("exif:GPSLongitude"), cborText("70,39.0W"))))))
}

func cborText(s string) []byte {
	if len(s) < 24 {
		return append([]byte{0x60 | byte(len(s))}, s...)
	}
	return append([]byte{0x78, byte(len(s))}, s...)
}

// app11 cuts a box into segments, as JPEG must.
func app11(b []byte) [][]byte {
	var out [][]byte
	head := b[:8]
	for nth, rest := 1, b; len(rest) > 0; nth++ {
		piece := rest[:min(100, len(rest))]
		rest = rest[len(piece):]
		s := bytes.Join([][]byte{[]byte("JP\x00\x01"), u32(nth)}, nil)
		if nth > 1 {
			s = append(s, head...)
		}
		out = append(out, segment(0xeb, append(s, piece...)))
	}
	return out
}

// multi is a photo with a second one behind it, as its index says.
func multi(second []byte) []byte {
	index := func(at int) []byte {
		entries := bytes.Join([][]byte{make([]byte, 16), u32(0x010001), u32(len(second)), u32(at), u32(0)}, nil)
		return segment(0xe2, append([]byte("MPF\x00"), tiff(binary.BigEndian, dir{{0xb002, entries}})...))
	}
	first := jpeg(index(0))
	return append(jpeg(index(len(first)-10)), second...) // from the index's header, 10 bytes in
}

func thumbnailed() []byte {
	thumb := jpeg(segment(0xe1, append([]byte("Exif\x00\x00"), located()...)))
	head := len(tiff(binary.BigEndian, dir{}, dir{{0x201, uint32(0)}, {0x202, uint32(0)}}))
	b := tiff(binary.BigEndian, dir{}, dir{{0x201, uint32(head)}, {0x202, uint32(len(thumb))}})
	return jpeg(segment(0xe1, append(append([]byte("Exif\x00\x00"), b...), thumb...)))
}
