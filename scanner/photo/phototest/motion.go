package phototest

import (
	"encoding/binary"
	"fmt"
)

// motionFiles are photos with a film behind the picture.
func motionFiles(s *set) {
	films := []struct {
		name string
		film func(h *hidden) []byte
	}{
		{"xyz", func(h *hidden) []byte {
			return video{brand: "mp42"}.film(box("udta", userText("\xa9xyz", isoDegrees(h.point("motion-video"), ""))))
		}},
		{"keys", func(h *hidden) []byte {
			return video{brand: "qt  ", last: true}.film(located(true, isoDegrees(h.point("motion-video"), "")))
		}},
		{"loci", func(h *hidden) []byte {
			return video{brand: "isom"}.film(box("udta", loci(h.grid("motion-video", 65536), "")))
		}},
		{"xmp", func(h *hidden) []byte {
			return video{brand: "mp42", top: box("uuid", []byte(uuidXMP), packet(attributes(notationComma(h.point("motion-video")))))}.film()
		}},
	}
	for _, f := range films {
		s.add("motion-google-"+f.name+".jpg", func(h *hidden) []byte {
			film := f.film(h)
			return append(jpegWith(xmpSegment(motionPacket(len(film)))), film...)
		})
		s.add("motion-micro-"+f.name+".jpg", func(h *hidden) []byte { // the older kind
			film := f.film(h)
			x := packet(description(fmt.Sprintf(`GCamera:MicroVideo="1" GCamera:MicroVideoVersion="1" GCamera:MicroVideoOffset="%d"`, len(film)), ""))
			return append(jpegWith(xmpSegment(x)), film...)
		})
		s.add("motion-samsung-"+f.name+".jpg", func(h *hidden) []byte {
			return append(jpegWith(exifSegment(exif(little()))), samsung(f.film(h))...)
		})
		s.add("motion-bare-"+f.name+".jpg", func(h *hidden) []byte { // nothing says that there is a film
			return append(jpegWith(), f.film(h)...)
		})
	}
	s.add("motion-disagree.jpg", func(h *hidden) []byte {
		film := films[0].film(h)
		return append(jpegWith(exifSegment(exif(large(), here(h.point("exif")))), xmpSegment(motionPacket(len(film)))), film...)
	})
	s.add("motion-gain-map.jpg", func(h *hidden) []byte { // a second picture between the photo and the film
		film, second := films[0].film(h), plainJPEG(16, 16)
		x := motionPacketWith(len(second), len(film))
		return join(jpegWith(xmpSegment(x)), second, film)
	})
	s.add("motion-heic.heic", func(h *hidden) []byte { // ISO files hold it in a box of its own
		film := films[0].film(h)
		return still{brand: "heic", after: box("mpvd", film)}.heif(xmpItem(motionPacket(len(film))))
	})
	s.add("motion-heic-samsung.heic", func(h *hidden) []byte {
		return still{brand: "heic", after: box("mpvd", films[0].film(h))}.heif(exifItem(exif(little(), here(h.point("exif")))))
	})
	s.add("trailer-padding.jpg", func(h *hidden) []byte { // zeros between the picture and what follows
		return join(jpegWith(), make([]byte, 4096), films[1].film(h))
	})
	s.add("trailer-picture.jpg", func(h *hidden) []byte { // a whole second photo behind the first, unannounced
		return append(jpegWith(), jpegWith(exifSegment(exif(large(), here(h.point("trailer")))))...)
	})
	s.add("trailer-png.png", func(h *hidden) []byte {
		return append(pngWith(nil, nil), jpegWith(exifSegment(exif(large(), here(h.point("trailer")))))...)
	})
}

// motionPacket announces a film of so many bytes, as Android's Motion Photo 1.0.
func motionPacket(film int) []byte { return motionPacketWith(0, film) }

func motionPacketWith(between, film int) []byte {
	li := func(mime, semantic string, length int) string {
		return fmt.Sprintf(`<rdf:li rdf:parseType="Resource"><Container:Item Item:Mime="%s" Item:Semantic="%s" Item:Length="%d" Item:Padding="0"/></rdf:li>`, mime, semantic, length)
	}
	list := li("image/jpeg", "Primary", 0)
	if between > 0 {
		list += li("image/jpeg", "GainMap", between)
	}
	list += li("video/mp4", "MotionPhoto", film)
	return packet(description(`GCamera:MotionPhoto="1" GCamera:MotionPhotoVersion="1" GCamera:MotionPhotoPresentationTimestampUs="500000"`,
		`<Container:Directory><rdf:Seq>`+list+`</rdf:Seq></Container:Directory>`))
}

// samsung is the trailer of that maker: named blocks, a directory of them counted
// from its own start, and marks around it.
func samsung(film []byte) []byte {
	const kindText, kindFilm = 0x0a01, 0x0a30
	block := func(kind int, name string, data []byte) []byte {
		b := binary.LittleEndian.AppendUint16([]byte{0, 0}, uint16(kind)) //nolint:gosec // a constant
		b = binary.LittleEndian.AppendUint32(b, uint32(len(name)))        //nolint:gosec // short
		return append(append(b, name...), data...)
	}
	blocks := []struct {
		kind int
		data []byte
	}{
		{kindText, block(kindText, "Image_UTC_Data", []byte("1778738709000"))},
		{kindFilm, block(kindFilm, "MotionPhoto_Data", film)},
	}
	var body []byte
	var starts []int
	for _, b := range blocks {
		starts = append(starts, len(body))
		body = append(body, b.data...)
	}
	d := []byte("SEFH")
	d = binary.LittleEndian.AppendUint32(d, 106)
	d = binary.LittleEndian.AppendUint32(d, uint32(len(blocks))) //nolint:gosec // two
	for i, b := range blocks {
		d = append(d, 0, 0)
		d = binary.LittleEndian.AppendUint16(d, uint16(b.kind))              //nolint:gosec // a constant
		d = binary.LittleEndian.AppendUint32(d, uint32(len(body)-starts[i])) //nolint:gosec // small
		d = binary.LittleEndian.AppendUint32(d, uint32(len(b.data)))         //nolint:gosec // small
	}
	n := len(d)
	d = binary.LittleEndian.AppendUint32(d, uint32(n)) //nolint:gosec // small
	return append(append(body, d...), "SEFT"...)
}
