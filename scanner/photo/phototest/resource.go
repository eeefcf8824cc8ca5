package phototest

import (
	"encoding/binary"
)

// Identifiers of Photoshop's image resources.
const (
	resourceIPTC      = 0x0404
	resourceThumbnail = 0x040c
	resourceEXIF      = 0x0422
	resourceXMP       = 0x0424
)

// resource is one image resource block with a name that may be empty.
func resource(id uint16, name string, data []byte) []byte {
	b := binary.BigEndian.AppendUint16([]byte("8BIM"), id)
	b = append(b, byte(len(name))) //nolint:gosec // short
	b = append(b, name...)
	if len(b)%2 == 1 {
		b = append(b, 0)
	}
	b = binary.BigEndian.AppendUint32(b, uint32(len(data))) //nolint:gosec // small
	b = append(b, data...)
	if len(data)%2 == 1 {
		b = append(b, 0)
	}
	return b
}

// resourceSegment is the APP13 segment of JPEGs that Photoshop wrote.
func resourceSegment(blocks ...[]byte) []byte {
	return segment(app13, append([][]byte{[]byte("Photoshop 3.0\x00")}, blocks...)...)
}

// iim is a record of IPTC's information interchange model: a city and a keyword.
// The model has no field for coordinates.
func iim() []byte {
	set := func(n byte, v string) []byte {
		return append(binary.BigEndian.AppendUint16([]byte{0x1c, 2, n}, uint16(len(v))), v...) //nolint:gosec // short
	}
	var b []byte
	b = append(b, 0x1c, 1, 90, 0, 3, 0x1b, '%', 'G')
	b = append(b, set(90, "Påhittad stad")...)
	b = append(b, set(25, "sommarstuga")...)
	return append(b, set(80, "Påhittad Person")...)
}

// thumbnailResource is a JPEG behind the 28-byte header that Photoshop gives it.
func thumbnailResource(picture []byte, w, h int) []byte {
	b := binary.BigEndian.AppendUint32(nil, 1)
	row := uint32((w*24 + 31) / 32 * 4)                                                            //nolint:gosec // small
	for _, v := range []uint32{uint32(w), uint32(h), row, row * uint32(h), uint32(len(picture))} { //nolint:gosec // small
		b = binary.BigEndian.AppendUint32(b, v)
	}
	b = binary.BigEndian.AppendUint16(b, 24)
	b = binary.BigEndian.AppendUint16(b, 1)
	return append(b, picture...)
}

// resourceFiles are JPEGs whose Photoshop resources or IPTC hide a position.
func resourceFiles(s *set) {
	s.add("jpeg-resource-exif-le.jpg", func(h *hidden) []byte {
		return jpegWith(resourceSegment(resource(resourceIPTC, "", iim()), resource(resourceEXIF, "", exif(little(), here(h.point("resource-exif"))))))
	})
	s.add("jpeg-resource-exif-be.jpg", func(h *hidden) []byte {
		return jpegWith(resourceSegment(resource(0x03ed, "odd", h.noise(16)), resource(resourceEXIF, "", exif(large(), here(h.point("resource-exif"))))))
	})
	s.add("jpeg-resource-xmp.jpg", func(h *hidden) []byte {
		return jpegWith(resourceSegment(resource(resourceXMP, "", packet(elements(notationComma(h.point("resource-xmp")))))))
	})
	s.add("jpeg-resource-thumbnail.jpg", func(h *hidden) []byte {
		return jpegWith(resourceSegment(resource(resourceThumbnail, "", thumbnailResource(jpegWith(exifSegment(exif(large(), here(h.point("thumbnail-exif"))))), 32, 24))))
	})
	s.add("jpeg-resource-two-segments.jpg", func(h *hidden) []byte { // resources may be cut anywhere
		b := append(resource(resourceIPTC, "", iim()), resource(resourceEXIF, "", exif(large(), here(h.point("resource-exif"))))...)
		return jpegWith(resourceSegment(b[:len(b)/2]), resourceSegment(b[len(b)/2:]))
	})
	s.add("jpeg-iptc-xmp.jpg", func(h *hidden) []byte {
		return jpegWith(resourceSegment(resource(resourceIPTC, "", iim())), xmpSegment(packet(attributes(notationComma(h.point("xmp"))))))
	})
}

// thumbnailFiles are JPEGs whose small preview has metadata of its own.
func thumbnailFiles(s *set) {
	small := func(h *hidden, l layout) []byte {
		return jpegWith(exifSegment(exif(l, here(h.point("thumbnail-exif")))))
	}
	ifd1 := func(thumb []byte) *directory {
		return dir(short(0x0103, 6), place(tagThumbOffset, thumb), long(tagThumbLength, uint32(len(thumb)))) //nolint:gosec // small
	}
	for _, o := range []struct {
		name string
		layout
	}{{"le", little()}, {"be", large()}} {
		s.add("jpeg-thumbnail-exif-"+o.name+".jpg", func(h *hidden) []byte {
			return jpegWith(exifSegment(o.write(ifd0().then(ifd1(small(h, o.layout))))))
		})
		s.add("jpeg-thumbnail-disagree-"+o.name+".jpg", func(h *hidden) []byte {
			return jpegWith(exifSegment(o.write(ifd0(here(h.point("exif"))).then(ifd1(small(h, o.layout))))))
		})
	}
	s.add("jpeg-thumbnail-xmp.jpg", func(h *hidden) []byte {
		thumb := jpegWith(xmpSegment(packet(attributes(notationComma(h.point("thumbnail-xmp"))))))
		return jpegWith(exifSegment(little().write(ifd0().then(ifd1(thumb)))))
	})
	s.add("jpeg-thumbnail-jfxx.jpg", func(h *hidden) []byte {
		return jpegWith(segment(app0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")), segment(app0, []byte("JFXX\x00\x10"), small(h, large())))
	})
	s.add("jpeg-thumbnail-deep.jpg", func(h *hidden) []byte { // a thumbnail inside a thumbnail
		inner := small(h, large())
		return jpegWith(exifSegment(large().write(ifd0().then(ifd1(jpegWith(exifSegment(little().write(ifd0().then(ifd1(inner))))))))))
	})
	s.add("jpeg-mpf.jpg", func(h *hidden) []byte { // CIPA DC-007: a second picture behind the first
		second := jpegWith(exifSegment(exif(little(), here(h.point("second-picture")))))
		build := func(first, offset uint32) []byte {
			entry := func(attr, size, at uint32) (b []byte) {
				for _, v := range []uint32{attr, size, at, 0} {
					b = binary.BigEndian.AppendUint32(b, v)
				}
				return b
			}
			list := append(entry(0x20030000, first, 0), entry(0x00020002, uint32(len(second)), offset)...) //nolint:gosec // small
			t := large().write(dir(undefined(0xb000, []byte("0100")), long(0xb001, 2), undefined(0xb002, list)))
			return jpegWith(exifSegment(exif(large())), segment(app2, []byte("MPF\x00"), t))
		}
		n := uint32(len(build(0, 0))) //nolint:gosec // small
		// Offsets count from the MP header, behind the segment's own eight bytes.
		head := uint32(2+len(exifSegment(exif(large())))) + 8 //nolint:gosec // small
		return append(build(n, n-head), second...)
	})
}

// psdFiles are Photoshop documents.
func psdFiles(s *set) {
	for _, v := range []struct {
		name    string
		version uint16
		blocks  func(h *hidden) []byte
	}{
		{"psd-exif-le.psd", 1, func(h *hidden) []byte {
			return resource(resourceEXIF, "", exif(little(), here(h.point("exif"))))
		}},
		{"psd-exif-be.psd", 1, func(h *hidden) []byte {
			return append(resource(resourceIPTC, "", iim()), resource(resourceEXIF, "name", exif(large(), here(h.point("exif"))))...)
		}},
		{"psd-xmp.psd", 1, func(h *hidden) []byte {
			return resource(resourceXMP, "", packet(attributes(notationComma(h.point("xmp")))))
		}},
		{"psd-thumbnail.psd", 1, func(h *hidden) []byte {
			return resource(resourceThumbnail, "", thumbnailResource(jpegWith(exifSegment(exif(large(), here(h.point("thumbnail-exif"))))), 32, 24))
		}},
		{"psb-disagree.psb", 2, func(h *hidden) []byte {
			return append(resource(resourceEXIF, "", exif(large(), here(h.point("exif")))), resource(resourceXMP, "", packet(elements(notationDecimal(h.point("xmp")))))...)
		}},
	} {
		s.add(v.name, func(h *hidden) []byte { return psd(v.version, v.blocks(h)) })
	}
}

// psd is a grey picture of 8 by 8 pixels with image resources.
func psd(version uint16, resources []byte) []byte {
	const side = 8
	b := binary.BigEndian.AppendUint16([]byte("8BPS"), version)
	b = append(b, make([]byte, 6)...)
	b = binary.BigEndian.AppendUint16(b, 1)
	b = binary.BigEndian.AppendUint32(b, side)
	b = binary.BigEndian.AppendUint32(b, side)
	b = binary.BigEndian.AppendUint16(b, 8)
	b = binary.BigEndian.AppendUint16(b, 1)
	b = binary.BigEndian.AppendUint32(b, 0)
	b = binary.BigEndian.AppendUint32(b, uint32(len(resources))) //nolint:gosec // small
	b = append(b, resources...)
	b = append(b, make([]byte, 4*int(version))...) // no layers
	b = binary.BigEndian.AppendUint16(b, 0)        // not compressed
	return append(b, make([]byte, side*side)...)
}
