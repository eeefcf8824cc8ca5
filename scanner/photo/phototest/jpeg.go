package phototest

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
)

// JPEG markers.
const (
	app0  = 0xe0
	app1  = 0xe1
	app2  = 0xe2
	app11 = 0xeb
	app13 = 0xed
	com   = 0xfe
)

// segment is one marker segment, with its length.
func segment(marker byte, payload ...[]byte) []byte {
	body := bytes.Join(payload, nil)
	b := []byte{0xff, marker}
	b = binary.BigEndian.AppendUint16(b, uint16(len(body)+2)) //nolint:gosec // callers keep to 65,533 bytes
	return append(b, body...)
}

// exifSegment is an APP1 segment with EXIF.
func exifSegment(tiff []byte) []byte { return segment(app1, []byte("Exif\x00\x00"), tiff) }

// xmpSegment is an APP1 segment with an XMP packet.
func xmpSegment(packet []byte) []byte {
	return segment(app1, []byte("http://ns.adobe.com/xap/1.0/\x00"), packet)
}

// jpegWith is a small picture with segments right after its start.
func jpegWith(segments ...[]byte) []byte { return splice(plainJPEG(32, 24), segments...) }

// splice puts segments right after the start of a JPEG.
func splice(picture []byte, segments ...[]byte) []byte {
	b := append([]byte{}, picture[:2]...)
	for _, s := range segments {
		b = append(b, s...)
	}
	return append(b, picture[2:]...)
}

// plainJPEG is a picture that says nothing about itself.
func plainJPEG(w, h int) []byte { return encodeJPEG(gradient(w, h), 80) }

func encodeJPEG(m image.Image, quality int) []byte {
	var b bytes.Buffer
	// Encoding to memory a picture that has a size cannot fail.
	_ = jpeg.Encode(&b, m, &jpeg.Options{Quality: quality})
	return b.Bytes()
}

func gradient(w, h int) *image.RGBA {
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			m.SetRGBA(x, y, color.RGBA{uint8(x * 255 / w), uint8(y * 255 / h), uint8((x + y) * 127 / (w + h)), 255}) //nolint:gosec // below 256
		}
	}
	return m
}

// exifFiles are JPEGs with the ways in which cameras write a GPS directory.
func exifFiles(s *set) {
	orders := []struct {
		name string
		layout
	}{{"le", little()}, {"be", large()}}
	forms := []struct {
		name string
		of   func(float64) []ratio
	}{
		{"dms", dms},
		{"dm", dm},
		{"dd", dd},
		{"fine", func(v float64) []ratio { // seconds over a large denominator
			d, m, s := split(v)
			return []ratio{{uint32(d) * 1000, 1000}, {uint32(m) * 1000, 1000}, {uint32(s * 5e7), 5e7}}
		}},
	}
	for _, o := range orders {
		for _, f := range forms {
			s.add("jpeg-exif-"+o.name+"-"+f.name+".jpg", func(h *hidden) []byte {
				p := h.point("exif")
				return jpegWith(exifSegment(exif(o.layout, pointer(tagGPSIFD, typeLong, gpsOf(p, f.of(p.Lat), f.of(p.Lon))))))
			})
		}
	}
	for _, q := range []struct {
		name string
		x, y float64
	}{{"ne", 1, 1}, {"nw", -1, 1}, {"se", 1, -1}, {"sw", -1, -1}} {
		s.add("jpeg-exif-quadrant-"+q.name+".jpg", func(h *hidden) []byte {
			p := h.north("exif")
			p = h.put("exif", Point{p.Lat * q.y, p.Lon * q.x})
			return jpegWith(segment(app0, []byte("JFIF\x00\x01\x02\x00\x00\x01\x00\x01\x00\x00")), exifSegment(exif(large(), here(p))))
		})
	}
	// One way each of writing the directory itself.
	for _, v := range []struct {
		name string
		dir  func(h *hidden) *directory
	}{
		{"noref", func(h *hidden) *directory {
			p := h.north("exif")
			return dir(rational(2, typeRational, dms(p.Lat)...), rational(4, typeRational, dms(p.Lon)...))
		}},
		{"words", func(h *hidden) *directory {
			p := h.put("exif", south(h.north("exif")))
			return dir(ascii(1, "South"), rational(2, typeRational, dms(p.Lat)...), ascii(3, "West"), rational(4, typeRational, dms(p.Lon)...))
		}},
		{"srational", func(h *hidden) *directory {
			p := h.point("exif")
			return dir(ascii(1, latRef(p.Lat)), rational(2, typeSRational, dms(p.Lat)...), ascii(3, lonRef(p.Lon)), rational(4, typeSRational, dms(p.Lon)...))
		}},
		{"double", func(h *hidden) *directory {
			p := h.point("exif")
			a, b, c := split(p.Lat)
			d, e, f := split(p.Lon)
			return dir(ascii(1, latRef(p.Lat)), double(2, a, b, c), ascii(3, lonRef(p.Lon)), double(4, d, e, f))
		}},
		{"two-parts", func(h *hidden) *directory {
			p := h.point("exif")
			return gpsOf(p, dm(p.Lat)[:2], dm(p.Lon)[:2])
		}},
		{"one-part", func(h *hidden) *directory {
			p := h.point("exif")
			return gpsOf(p, dd(p.Lat)[:1], dd(p.Lon)[:1])
		}},
		{"no-seconds", func(h *hidden) *directory { // 0/0: the camera did not know the seconds
			p := h.point("exif")
			return gpsOf(p, append(dm(p.Lat)[:2], ratio{}), append(dm(p.Lon)[:2], ratio{}))
		}},
		{"unsorted", func(h *hidden) *directory {
			p := h.point("exif")
			d := gps(p)
			for i, j := 0, len(d.fields)-1; i < j; i, j = i+1, j-1 {
				d.fields[i], d.fields[j] = d.fields[j], d.fields[i]
			}
			return d
		}},
		{"altitude-time", func(h *hidden) *directory {
			return gps(h.point("exif")).with(
				raw(5, typeByte, []byte{0}), rational(6, typeRational, ratio{283, 10}),
				rational(7, typeRational, ratio{6, 1}, ratio{5, 1}, ratio{9, 1}),
				ascii(0x12, "WGS-84"), ascii(0x1d, "2026:05:14"))
		}},
		{"status-void", func(h *hidden) *directory { // no fix at that moment, and yet a position
			return gps(h.point("exif")).with(ascii(9, "V"))
		}},
	} {
		s.add("jpeg-exif-gps-"+v.name+".jpg", func(h *hidden) []byte {
			return jpegWith(exifSegment(exif(little(), pointer(tagGPSIFD, typeLong, v.dir(h)))))
		})
	}
	// Where the directory is and how it is pointed at.
	s.add("jpeg-exif-pointer-ifd.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(exif(large(), pointer(tagGPSIFD, typeIFD, gps(h.point("exif"))))))
	})
	s.add("jpeg-exif-pointer-short.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(exif(large(), pointer(tagGPSIFD, typeShort, gps(h.point("exif"))))))
	})
	s.add("jpeg-exif-gps-first.jpg", func(h *hidden) []byte {
		d := gps(h.point("exif"))
		l := little()
		l.early = []*directory{d}
		return jpegWith(exifSegment(exif(l, pointer(tagGPSIFD, typeLong, d))))
	})
	s.add("jpeg-exif-far.jpg", func(h *hidden) []byte {
		l := large()
		l.head = h.noise(40_000)
		return jpegWith(exifSegment(exif(l, here(h.point("exif")))))
	})
	s.add("jpeg-exif-in-exif-ifd.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(little().write(dir(ascii(0x010f, "Lampan"),
			pointer(tagExifIFD, typeLong, dir(ascii(tagDateTaken, "2026:05:14 08:05:09"), here(h.point("exif"))))))))
	})
	s.add("jpeg-exif-in-ifd1.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(little().write(ifd0().then(dir(short(0x0103, 6), here(h.point("exif")))))))
	})
	// Where the segment is.
	s.add("jpeg-exif-after-comment.jpg", func(h *hidden) []byte {
		return jpegWith(segment(app0, []byte("JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")), segment(com, []byte("Invented for a test")),
			segment(app2, []byte("ICC_PROFILE\x00\x01\x01"), h.noise(3000)), exifSegment(exif(large(), here(h.point("exif")))))
	})
	s.add("jpeg-exif-fill-bytes.jpg", func(h *hidden) []byte {
		return jpegWith([]byte{0xff, 0xff, 0xff}, exifSegment(exif(large(), here(h.point("exif")))))
	})
	s.add("jpeg-exif-second.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(exif(little())), exifSegment(exif(little(), here(h.point("exif")))))
	})
	s.add("jpeg-exif-xmp-disagree.jpg", func(h *hidden) []byte {
		return jpegWith(xmpSegment(packet(attributes(notationComma(h.point("xmp"))))), exifSegment(exif(large(), here(h.point("exif")))))
	})
	s.add("jpeg-exif-zero-xmp-real.jpg", func(h *hidden) []byte {
		return jpegWith(exifSegment(exif(large(), here(Point{}))), xmpSegment(packet(attributes(notationComma(h.point("xmp"))))))
	})
	s.add("jpeg-exif-before-scan.jpg", func(h *hidden) []byte { // right before the scan, after the tables
		b := plainJPEG(32, 24)
		sos := bytes.Index(b, []byte{0xff, 0xda})
		tail := append(exifSegment(exif(little(), here(h.point("exif")))), b[sos:]...)
		return append(b[:sos:sos], tail...)
	})
}

func south(p Point) Point { return Point{-p.Lat, -p.Lon} }

// exifDamage are JPEGs that are broken, but whose position can be read.
func exifDamage(s *set) {
	damaged := func(name string, build func(h *hidden) []byte) {
		s.add("jpeg-damaged-"+name+".jpg", func(h *hidden) []byte {
			h.damaged = true
			return build(h)
		})
	}
	damaged("no-scan", func(h *hidden) []byte {
		return append([]byte{0xff, 0xd8}, exifSegment(exif(little(), here(h.point("exif"))))...)
	})
	damaged("cut-scan", func(h *hidden) []byte {
		b := jpegWith(exifSegment(exif(large(), here(h.point("exif")))))
		return b[:len(b)-40]
	})
	damaged("short-segment", func(h *hidden) []byte { // the segment says less than it holds
		b := jpegWith(exifSegment(exif(large(), here(h.point("exif")), place(0xfde8, h.noise(64)))))
		n := binary.BigEndian.Uint16(b[4:])
		binary.BigEndian.PutUint16(b[4:], n-8)
		return b
	})
	damaged("cut-exif", func(h *hidden) []byte { // the file ends inside the EXIF, behind the position
		t := exif(little(), here(h.point("exif")), place(0xfde8, h.noise(600)))
		b := append([]byte{0xff, 0xd8}, exifSegment(t)...)
		return b[:len(b)-300]
	})
	damaged("loop", func(h *hidden) []byte {
		d := ifd0(here(h.point("exif")))
		return jpegWith(exifSegment(little().write(d.then(d))))
	})
	damaged("wild-entry", func(h *hidden) []byte { // an entry with an impossible count and offset
		wild := field{tag: 0x010e, kind: typeASCII, count: 0x7fffffff, data: func(o byteOrder) []byte { return o.AppendUint32(nil, 0xfffffff0) }}
		return jpegWith(exifSegment(little().write(dir(wild, ascii(0x010f, "Lampan"), here(h.point("exif"))))))
	})
	damaged("many-entries", func(h *hidden) []byte { // the first directory says it has more entries than there is room for
		t := little().write(dir(here(h.point("exif"))))
		binary.LittleEndian.PutUint16(t[8:], 4000)
		return jpegWith(exifSegment(t))
	})
	damaged("wild-next", func(h *hidden) []byte {
		t := little().write(dir(here(h.point("exif"))))
		binary.LittleEndian.PutUint32(t[8+2+12:], 0xfffffff0)
		return jpegWith(exifSegment(t))
	})
	damaged("unknown-type", func(h *hidden) []byte {
		return jpegWith(exifSegment(exif(large(), raw(0xfde8, 99, []byte{1, 2, 3, 4}), here(h.point("exif")))))
	})
}
