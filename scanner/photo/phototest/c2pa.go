package phototest

import "fmt"

// uuidC2PA names the box that holds a manifest store in ISO files.
const uuidC2PA = "\xd8\xfe\xc3\xd6\x1b\x0e\x48\x3c\x92\x97\x58\x28\x87\x7e\xc4\x81"

// The last twelve bytes of most of JUMBF's types (ISO/IEC 19566-5).
const jumbfType = "\x00\x11\x00\x10\x80\x00\x00\xaa\x00\x38\x9b\x71"

// jumbfFile is the type of an embedded file, such as a thumbnail.
const jumbfFile = "\x40\xcb\x0c\x32\xbb\x8a\x48\x9d\xa7\x0b\x2a\xd6\xf4\x7f\x43\x69"

// superbox is a JUMBF box: its type and label in a description, then its content. A
// type of four letters stands for those and jumbfType.
func superbox(kind, label string, content ...[]byte) []byte {
	if len(kind) == 4 {
		kind += jumbfType
	}
	describe := box("jumd", []byte(kind), []byte{3}, []byte(label), []byte{0})
	return box("jumb", describe, join(content...))
}

// manifest is a store with one manifest and the assertions given. Its claim and
// signature are stand-ins: nobody is to believe it, only to find what it says.
func manifest(assertions ...[]byte) []byte {
	return superbox("c2pa", "c2pa",
		superbox("c2ma", "urn:uuid:6c616d70-616e-4000-8000-000000000001",
			superbox("c2as", "c2pa.assertions", assertions...),
			superbox("c2cl", "c2pa.claim", box("cbor", cborMap("dc:title", "foto.jpg", "claim_generator", "Lampan/1"))),
			superbox("c2cs", "c2pa.signature", box("cbor", []byte{0xd2, 0x80}))))
}

// exifAssertion is stds.exif as JSON-LD, with the notation of XMP.
func exifAssertion(p Point) []byte {
	n := notationComma(p)
	return superbox("json", "stds.exif", box("json", []byte(`{"@context":{"exif":"http://ns.adobe.com/exif/1.0/"},"exif:GPSVersionID":"2.2.0.0",`+
		`"exif:GPSLatitude":"`+n.lat+`","exif:GPSLongitude":"`+n.lon+`","exif:Make":"Lampan"}`)))
}

// decimalAssertion gives the numbers as decimal degrees, as another writer does.
func decimalAssertion(p Point) []byte {
	return superbox("json", "stds.exif", box("json", fmt.Appendf(nil, `{"@context":{"EXIF":"http://ns.adobe.com/exif/1.0/"},"EXIF:GPSLatitude": %.6f, "EXIF:GPSLongitude": %.6f}`, p.Lat, p.Lon)))
}

// cborAssertion is the same as a CBOR map: c2pa.metadata, which came later.
func cborAssertion(p Point) []byte {
	n := notationComma(p)
	return superbox("cbor", "c2pa.metadata", box("cbor", cborMap("exif:GPSLatitude", n.lat, "exif:GPSLongitude", n.lon, "exif:Make", "Lampan")))
}

// cborMap is a CBOR map of texts, given as keys and values.
func cborMap(pairs ...string) []byte {
	b := []byte{0xa0 | byte(len(pairs)/2)}
	for _, s := range pairs {
		if len(s) < 24 {
			b = append(b, 0x60|byte(len(s))) //nolint:gosec // below 24
		} else {
			b = append(b, 0x78, byte(len(s))) //nolint:gosec // below 256
		}
		b = append(b, s...)
	}
	return b
}

// jumbfSegments puts a manifest into APP11 segments of at most so many bytes. Each
// repeats the header of the box it belongs to.
func jumbfSegments(store []byte, most int) [][]byte {
	head, body := store[:8], store[8:]
	var out [][]byte
	for i := 1; len(body) > 0; i++ {
		n := min(most, len(body))
		out = append(out, segment(app11, []byte("JP"), u16(1), u32(i), head, body[:n]))
		body = body[n:]
	}
	return out
}

func c2paFiles(s *set) {
	s.add("c2pa-json.jpg", func(h *hidden) []byte {
		return jpegWith(jumbfSegments(manifest(exifAssertion(h.point("c2pa"))), 60_000)...)
	})
	s.add("c2pa-json-decimal.jpg", func(h *hidden) []byte {
		return jpegWith(jumbfSegments(manifest(decimalAssertion(h.point("c2pa"))), 60_000)...)
	})
	s.add("c2pa-cbor.jpg", func(h *hidden) []byte {
		return jpegWith(jumbfSegments(manifest(cborAssertion(h.point("c2pa"))), 60_000)...)
	})
	s.add("c2pa-segments.jpg", func(h *hidden) []byte {
		return jpegWith(jumbfSegments(manifest(exifAssertion(h.point("c2pa"))), 150)...)
	})
	s.add("c2pa-disagree.jpg", func(h *hidden) []byte {
		return jpegWith(append([][]byte{exifSegment(exif(large(), here(h.point("exif"))))}, jumbfSegments(manifest(exifAssertion(h.point("c2pa"))), 60_000)...)...)
	})
	s.add("c2pa-thumbnail.jpg", func(h *hidden) []byte { // a thumbnail assertion is a whole JPEG
		thumb := jpegWith(exifSegment(exif(large(), here(h.point("c2pa-thumbnail")))))
		return jpegWith(jumbfSegments(manifest(superbox(jumbfFile, "c2pa.thumbnail.claim.jpeg",
			box("bfdb", []byte{0}, []byte("image/jpeg\x00")), box("bidb", thumb))), 60_000)...)
	})
	s.add("c2pa.png", func(h *hidden) []byte { return pngWith(chunk("caBX", manifest(exifAssertion(h.point("c2pa")))), nil) })
	s.add("c2pa.webp", func(h *hidden) []byte { return webpWith(nil, riff("C2PA", manifest(exifAssertion(h.point("c2pa"))))) })
	c2paBox := func(h *hidden) []byte {
		return box("uuid", []byte(uuidC2PA), []byte{0, 0, 0, 0}, []byte("manifest\x00"), make([]byte, 8), manifest(exifAssertion(h.point("c2pa"))))
	}
	s.add("c2pa.mp4", func(h *hidden) []byte { return video{brand: "mp42", top: c2paBox(h)}.film() })
	s.add("c2pa.heic", func(h *hidden) []byte { return still{brand: "heic", after: c2paBox(h)}.heif() })
	s.add("c2pa.jxl", func(h *hidden) []byte { return jxl(manifest(exifAssertion(h.point("c2pa")))) })
}
