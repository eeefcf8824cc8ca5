package phototest

import "encoding/binary"

// pixels are the fields of a grey picture of 8 by 8 pixels.
func pixels() []field {
	const side = 8
	return []field{
		long(0x0100, side), long(0x0101, side), short(0x0102, 8), short(0x0103, 1), short(0x0106, 1),
		place(tagStripOffsets, make([]byte, side*side)), short(0x0115, 1), long(0x0116, side), long(tagStripCounts, side*side),
	}
}

// preview are the fields of a JPEG that stands in a strip.
func preview(picture []byte) []field {
	return []field{
		long(0x0100, 32), long(0x0101, 24), short(0x0103, 7), short(0x0106, 6),
		place(tagStripOffsets, picture), long(0x0116, 24), long(tagStripCounts, uint32(len(picture))), //nolint:gosec // small
	}
}

func tiffFiles(s *set) {
	for _, o := range []struct {
		name string
		layout
	}{
		{"le", little()},
		{"be", large()},
		{"big-le", layout{order: binary.LittleEndian, big: true}},
		{"big-be", layout{order: binary.BigEndian, big: true}},
	} {
		s.add("tiff-"+o.name+".tif", func(h *hidden) []byte {
			return o.write(dir(pixels()...).with(here(h.point("exif"))))
		})
		s.add("tiff-"+o.name+"-xmp.tif", func(h *hidden) []byte {
			return o.write(dir(pixels()...).with(raw(tagXMP, typeByte, packet(attributes(notationComma(h.point("xmp")))))))
		})
	}
	s.add("tiff-big-long8.tif", func(h *hidden) []byte {
		return layout{order: binary.LittleEndian, big: true}.write(dir(pixels()...).with(pointer(tagGPSIFD, typeLong8, gps(h.point("exif")))))
	})
	s.add("tiff-second-page.tif", func(h *hidden) []byte {
		return little().write(dir(pixels()...).then(dir(pixels()...).then(dir(pixels()...).with(here(h.point("exif"))))))
	})
	s.add("tiff-sub-ifd.tif", func(h *hidden) []byte {
		return large().write(dir(pixels()...).with(pointer(tagSubIFDs, typeLong, dir(pixels()...).with(here(h.point("exif"))))))
	})
	s.add("tiff-resource-exif.tif", func(h *hidden) []byte {
		return large().write(dir(pixels()...).with(raw(tagPhotoshop, typeByte, resource(resourceEXIF, "", exif(large(), here(h.point("resource-exif")))))))
	})
	s.add("tiff-disagree.tif", func(h *hidden) []byte {
		return little().write(dir(pixels()...).with(raw(tagXMP, typeByte, packet(elements(notationDecimal(h.point("xmp"))))), raw(tagIPTC, typeUndefined, iim()), here(h.point("exif"))))
	})
	s.add("tiff-pages-disagree.tif", func(h *hidden) []byte {
		return large().write(dir(pixels()...).with(here(h.point("exif"))).then(dir(pixels()...).with(here(h.point("exif-page-2")))))
	})
	s.add("tiff-c2pa.tif", func(h *hidden) []byte {
		return little().write(dir(pixels()...).with(raw(tagC2PA, typeUndefined, manifest(exifAssertion(h.point("c2pa"))))))
	})
}

func rawFiles(s *set) {
	s.add("raw-dng.dng", func(h *hidden) []byte {
		return little().write(dir(pixels()...).with(pointer(tagSubIFDs, typeLong, dir(pixels()...)), here(h.point("exif")), raw(tagDNGVersion, typeByte, []byte{1, 4, 0, 0})))
	})
	s.add("raw-dng-xmp.dng", func(h *hidden) []byte {
		return large().write(dir(pixels()...).with(raw(tagXMP, typeByte, packet(attributes(notationComma(h.point("xmp"))))), raw(tagDNGVersion, typeByte, []byte{1, 4, 0, 0})))
	})
	s.add("raw-dng-preview.dng", func(h *hidden) []byte {
		jpg := jpegWith(exifSegment(exif(large(), here(h.point("preview-exif")))))
		return little().write(dir(pixels()...).with(pointer(tagSubIFDs, typeLong, dir(preview(jpg)...)), raw(tagDNGVersion, typeByte, []byte{1, 4, 0, 0})))
	})
	s.add("raw-dng-preview-disagree.dng", func(h *hidden) []byte {
		jpg := jpegWith(exifSegment(exif(large(), here(h.point("preview-exif")))))
		return little().write(dir(pixels()...).with(pointer(tagSubIFDs, typeLong, dir(preview(jpg)...)), here(h.point("exif")), raw(tagDNGVersion, typeByte, []byte{1, 4, 0, 0})))
	})
	s.add("raw-cr2.cr2", func(h *hidden) []byte {
		l := little()
		l.head = []byte{'C', 'R', 2, 0, 0, 0, 0, 0}
		return l.write(ifd0(here(h.point("exif"))).then(dir(pixels()...)))
	})
	s.add("raw-nef.nef", func(h *hidden) []byte {
		return large().write(ifd0(pixels()...).with(pointer(tagSubIFDs, typeLong, dir(pixels()...)), here(h.point("exif"))))
	})
	s.add("raw-arw.arw", func(h *hidden) []byte {
		return little().write(ifd0(pixels()...).with(here(h.point("exif")), place(tagDNGPrivate, h.noise(64))))
	})
	s.add("raw-orf.orf", func(h *hidden) []byte {
		return layout{order: binary.LittleEndian, magic: 0x4f52}.write(ifd0(pixels()...).with(here(h.point("exif"))))
	})
	s.add("raw-rw2.rw2", func(h *hidden) []byte {
		return layout{order: binary.LittleEndian, magic: 0x0055}.write(dir(raw(1, typeUndefined, []byte("0310")), here(h.point("exif"))))
	})
	s.add("raw-rw2-preview.rw2", func(h *hidden) []byte {
		jpg := jpegWith(exifSegment(exif(little(), here(h.point("preview-exif")))))
		return layout{order: binary.LittleEndian, magic: 0x0055}.write(dir(raw(1, typeUndefined, []byte("0310")), undefined(tagPanasonicJPEG, jpg)))
	})
	s.add("raw-raf.raf", func(h *hidden) []byte { // Fujifilm: a header that says where the JPEG is
		jpg := jpegWith(exifSegment(exif(little(), here(h.point("preview-exif")))))
		b := append([]byte("FUJIFILMCCD-RAW 0201FF393101"), make([]byte, 32)...)
		copy(b[28:], "Lampan Test 1")
		b = append(b, "0100"...)
		b = append(b, make([]byte, 20)...)
		at := uint32(len(b) + 8)                               //nolint:gosec // small
		b = binary.BigEndian.AppendUint32(b, at+16)            // where the JPEG begins
		b = binary.BigEndian.AppendUint32(b, uint32(len(jpg))) //nolint:gosec // small
		b = append(b, make([]byte, 16)...)                     // the raw data, left empty
		return append(append(b, jpg...), make([]byte, 64)...)
	})
}
