package phototest

import (
	"encoding/binary"
	"fmt"
	"math"
)

// uuidXMP names the box that holds XMP in ISO files (XMP part 3).
const uuidXMP = "\xbe\x7a\xcf\xcb\x97\xa9\x42\xe8\x9c\x71\x99\x94\x91\xe3\xaf\xac"

// ISO 6709 in its three forms, with what may follow.
func isoDegrees(p Point, more string) string {
	return fmt.Sprintf("%+010.6f%+011.6f%s/", p.Lat, p.Lon, more)
}

func isoMinutes(p Point) string {
	one := func(v float64, width int) string {
		d, m, s := split(v)
		return fmt.Sprintf("%c%0*.0f%09.6f", sign(v), width, d, m+s/60)
	}
	return one(p.Lat, 2) + one(p.Lon, 3) + "/"
}

func isoSeconds(p Point) string {
	one := func(v float64, width int) string {
		d, m, s := split(v)
		return fmt.Sprintf("%c%0*.0f%02.0f%07.4f", sign(v), width, d, m, s)
	}
	return one(p.Lat, 2) + one(p.Lon, 3) + "/"
}

func sign(v float64) byte {
	if v < 0 {
		return '-'
	}
	return '+'
}

// userText is a text atom of QuickTime's user data: a size, a language and the text.
func userText(kind, s string) []byte { return box(kind, u16(len(s)), u16(0x15c7), []byte(s)) }

// keyLocation is the name of a position among QuickTime's metadata keys.
const keyLocation = "com.apple.quicktime.location.ISO6709"

// located is a meta atom with that key and its value.
func located(isFull bool, value string) []byte {
	const key = keyLocation
	parts := [][]byte{
		full("hdlr", 0, 0, u32(0), []byte("mdta"), make([]byte, 12)),
		full("keys", 0, 0, u32(1), u32(8+len(key)), []byte("mdta"), []byte(key)),
		box("ilst", box("\x00\x00\x00\x01", box("data", u32(1), u32(0), []byte(value)))),
	}
	if isFull {
		return full("meta", 0, 0, parts...)
	}
	return box("meta", parts...)
}

// loci is the location box of 3GPP TS 26.244: degrees in 16.16 fixed point.
func loci(p Point, name string) []byte {
	fixed := func(v float64) []byte { return u32(int(math.Round(v * 65536))) }
	return full("loci", 0, 0, u16(0x15c7), []byte(name), []byte{0, 0}, fixed(p.Lon), fixed(p.Lat), fixed(12), []byte("Earth\x00\x00"))
}

// onFixed draws a position that 16.16 fixed point can hold.
func onFixed(h *hidden) Point { return h.grid("loci", 65536) }

func mvhd() []byte {
	return full("mvhd", 0, 0, u32(3_850_000_000), u32(3_850_000_000), u32(1000), u32(5000), u32(0x10000), u16(0x100), make([]byte, 10+36+24), u32(2))
}

// video says how a film is put together.
type video struct {
	brand string // "qt  " for MOV
	last  bool   // moov behind mdat
	wide  bool   // mdat with a 64-bit size
	top   []byte // boxes at the top, behind the rest
}

// picture is the one frame of every film: nothing that decodes.
func picture() []byte { return make([]byte, 100) }

// pictureEntry describes frames.
func pictureEntry() []byte {
	return sampleEntry("avc1", make([]byte, 16), u16(64), u16(48), u32(0x480000), u32(0x480000), u32(0), u16(1), make([]byte, 32), u16(24), u16(0xffff),
		box("avcC", []byte{1, 66, 0, 30, 0xff, 0xe0, 0}))
}

// pictureTrack is the track of a film whose frame lies at an offset.
func pictureTrack(at int) []byte {
	return trackOf("vide", pictureEntry(), []int{len(picture())}, at)
}

// film writes a film of one frame, with the boxes given inside moov.
func (v video) film(inMoov ...[]byte) []byte {
	ftyp := box("ftyp", []byte(v.brand), u32(512), []byte("isom"), []byte(v.brand))
	mdat, head := box("mdat", picture()), 8
	if v.wide {
		mdat, head = longBox("mdat", picture()), 16
	}
	moov := func(at int) []byte { return box("moov", join(mvhd(), pictureTrack(at), join(inMoov...))) }
	if v.last {
		return join(ftyp, mdat, moov(len(ftyp)+head), v.top)
	}
	return join(ftyp, moov(len(ftyp)+len(moov(0))+head), mdat, v.top)
}

func videoFiles(s *set) {
	mp4, mov := video{brand: "isom"}, video{brand: "qt  "}
	for _, v := range []struct {
		name string
		text func(h *hidden) string
	}{
		{"degrees", func(h *hidden) string { return isoDegrees(h.point("quicktime"), "") }},
		{"coarse", func(h *hidden) string { // four decimals, as Android writes
			p := h.grid("quicktime", 1e4)
			return fmt.Sprintf("%+08.4f%+09.4f/", p.Lat, p.Lon)
		}},
		{"altitude", func(h *hidden) string { return isoDegrees(h.point("quicktime"), "+012.345") }},
		{"crs", func(h *hidden) string { return isoDegrees(h.point("quicktime"), "+012.345CRSWGS_84") }},
		{"minutes", func(h *hidden) string { return isoMinutes(h.point("quicktime")) }},
		{"seconds", func(h *hidden) string { return isoSeconds(h.point("quicktime")) }},
	} {
		s.add("mp4-xyz-"+v.name+".mp4", func(h *hidden) []byte { return mp4.film(box("udta", userText("\xa9xyz", v.text(h)))) })
	}
	s.add("mov-xyz.mov", func(h *hidden) []byte {
		return mov.film(box("udta", userText("\xa9mak", "Lampan"), userText("\xa9xyz", isoDegrees(h.point("quicktime"), "+001.000"))))
	})
	s.add("mov-xyz-last.mov", func(h *hidden) []byte {
		return video{brand: "qt  ", last: true}.film(box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), ""))))
	})
	s.add("mp4-xyz-wide.mp4", func(h *hidden) []byte {
		return video{brand: "mp42", last: true, wide: true}.film(box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), ""))))
	})
	s.add("mp4-xyz-in-track.mp4", func(h *hidden) []byte {
		return mp4.film(box("trak", box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), "")))))
	})
	s.add("mp4-xyz-item-list.mp4", func(h *hidden) []byte { // as an entry of the item list, as ffmpeg may write
		list := box("ilst", box("\xa9xyz", box("data", u32(1), u32(0), []byte(isoDegrees(h.point("quicktime"), "")))))
		return mp4.film(box("udta", full("meta", 0, 0, full("hdlr", 0, 0, u32(0), []byte("mdir"), []byte("appl"), make([]byte, 9)), list)))
	})
	s.add("mov-keys.mov", func(h *hidden) []byte {
		return mov.film(located(false, isoDegrees(h.point("keys"), "+024.000")))
	})
	s.add("mov-keys-last.mov", func(h *hidden) []byte {
		return video{brand: "qt  ", last: true, wide: true}.film(located(false, isoDegrees(h.point("keys"), "+024.000CRSWGS_84")))
	})
	s.add("mp4-keys.mp4", func(h *hidden) []byte {
		return mp4.film(located(true, isoDegrees(h.point("keys"), "")))
	})
	s.add("mov-keys-top.mov", func(h *hidden) []byte { // meta beside moov
		return video{brand: "qt  ", top: located(true, isoDegrees(h.point("keys"), ""))}.film()
	})
	s.add("mov-keys-track.mov", func(h *hidden) []byte {
		return mov.film(box("trak", located(false, isoDegrees(h.point("keys"), ""))))
	})
	s.add("mp4-loci.mp4", func(h *hidden) []byte { return mp4.film(box("udta", loci(onFixed(h), "Påhittad"))) })
	s.add("3gp-loci.3gp", func(h *hidden) []byte { return video{brand: "3gp5"}.film(box("udta", loci(onFixed(h), ""))) })
	s.add("3gp-loci-track.3gp", func(h *hidden) []byte {
		return video{brand: "3gp5", last: true}.film(box("trak", box("udta", loci(onFixed(h), "x"))))
	})
	s.add("mov-xmp-user-data.mov", func(h *hidden) []byte {
		return mov.film(box("udta", box("XMP_", packet(attributes(notationComma(h.point("xmp")))))))
	})
	s.add("mp4-xmp-uuid.mp4", func(h *hidden) []byte {
		return video{brand: "mp42", top: box("uuid", []byte(uuidXMP), packet(attributes(notationComma(h.point("xmp")))))}.film()
	})
	s.add("mp4-xmp-uuid-last.mp4", func(h *hidden) []byte {
		return video{brand: "mp42", top: lastBox("uuid", []byte(uuidXMP), packet(elements(notationDecimal(h.point("xmp")))))}.film()
	})
	s.add("mov-disagree.mov", func(h *hidden) []byte {
		return mov.film(box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), "")), loci(onFixed(h), "")), located(false, isoDegrees(h.point("keys"), "")))
	})
	s.add("raw-cr3.cr3", func(h *hidden) []byte { // Canon's RAW: EXIF in parts, the GPS directory a TIFF of its own
		const canon = "\x85\xc0\xb6\x87\x82\x0f\x11\xe0\x81\x11\xf4\xce\x46\x2b\x6a\x48"
		parts := box("uuid", []byte(canon), box("CNCV", []byte("CanonCR3_001/00.09.00/00.00.00")),
			box("CMT1", little().write(dir(ascii(0x010f, "Lampan")))),
			box("CMT2", little().write(dir(ascii(tagDateTaken, "2026:05:14 08:05:09")))),
			box("CMT4", little().write(gps(h.point("exif")))))
		return video{brand: "crx "}.film(parts)
	})
}

// trackOf is a track whose samples lie one after another from an offset.
func trackOf(handler string, entry []byte, sizes []int, at int) []byte {
	table := u32(0)
	table = append(table, u32(len(sizes))...)
	for _, n := range sizes {
		table = append(table, u32(n)...)
	}
	media := full("nmhd", 0, 0)
	if handler == "vide" {
		media = full("vmhd", 0, 1, make([]byte, 8))
	}
	stbl := box("stbl",
		full("stsd", 0, 0, u32(1), entry),
		full("stts", 0, 0, u32(1), u32(len(sizes)), u32(1000)),
		full("stsc", 0, 0, u32(1), u32(1), u32(len(sizes)), u32(1)),
		full("stsz", 0, 0, table),
		full("stco", 0, 0, u32(1), u32(at)))
	return box("trak",
		full("tkhd", 0, 3, u32(0), u32(0), u32(2), u32(0), u32(5000), make([]byte, 8+8), make([]byte, 36), u32(0), u32(0)),
		box("mdia",
			full("mdhd", 0, 0, u32(3_850_000_000), u32(3_850_000_000), u32(1000), u32(5000), u16(0x55c4), u16(0)),
			full("hdlr", 0, 0, u32(0), []byte(handler), make([]byte, 13)),
			box("minf", media, box("dinf", full("dref", 0, 0, u32(1), full("url ", 0, 1))), stbl)))
}

// sampleEntry is the start of every sample description.
func sampleEntry(kind string, more ...[]byte) []byte {
	return box(kind, append([][]byte{make([]byte, 6), u16(1)}, more...)...)
}

// timed is a film with a second track, of samples.
func timed(brand, handler string, entry []byte, samples ...[]byte) []byte {
	ftyp := box("ftyp", []byte(brand), u32(512), []byte("isom"), []byte(brand))
	sizes := make([]int, len(samples))
	for i, s := range samples {
		sizes[i] = len(s)
	}
	moov := func(at int) []byte {
		return box("moov", mvhd(), pictureTrack(at), trackOf(handler, entry, sizes, at+len(picture())))
	}
	at := len(ftyp) + len(moov(0)) + 8
	return join(ftyp, moov(at), box("mdat", picture(), join(samples...)))
}

// mebxKeys says that samples of Apple's timed metadata hold positions under key 1.
func mebxKeys() []byte {
	return box("keys", box("\x00\x00\x00\x01", box("keyd", []byte("mdta"), []byte(keyLocation)), box("dtyp", u32(0), u32(1))))
}

// trackFiles are films with a position for every moment.
func trackFiles(s *set) {
	// Two positions each: where the track begins, and another.
	s.add("mov-track-mebx.mov", func(h *hidden) []byte { // Apple's timed metadata
		sample := func(p Point) []byte { return box("\x00\x00\x00\x01", []byte(isoDegrees(p, "+010.000"))) }
		return timed("qt  ", "meta", sampleEntry("mebx", mebxKeys()), sample(h.point("track-1")), sample(h.point("track-2")))
	})
	s.add("mp4-track-gopro.mp4", func(h *hidden) []byte { // GPMF: degrees scaled by ten million
		sample := func(p Point) []byte { return gpmf(p) }
		return timed("mp41", "meta", sampleEntry("gpmd"), sample(h.point("track-1")), sample(h.point("track-2")))
	})
	for _, kind := range []int{5, 6} {
		s.add(fmt.Sprintf("mp4-track-camm%d.mp4", kind), func(h *hidden) []byte {
			return timed("mp42", "camm", sampleEntry("camm"), camm(kind, h.point("track-1")), camm(kind, h.point("track-2")))
		})
	}
	s.add("mp4-track-text-nmea.mp4", func(h *hidden) []byte {
		sample := func(p Point) []byte { t := nmea(p); return join(u16(len(t)), []byte(t)) }
		return timed("mp42", "text", sampleEntry("text", make([]byte, 43)), sample(h.point("track-1")), sample(h.point("track-2")))
	})
	s.add("mp4-track-subtitle-drone.mp4", func(h *hidden) []byte { // what drones write as subtitles
		sample := func(p Point) []byte {
			t := fmt.Sprintf("F/2.8, SS 1000, ISO 100, EV 0, GPS (%.6f, %.6f, 17), D 10.0m, H 5.00m", p.Lon, p.Lat)
			return join(u16(len(t)), []byte(t))
		}
		return timed("mp42", "sbtl", sampleEntry("tx3g", make([]byte, 30)), sample(h.point("track-1")), sample(h.point("track-2")))
	})
	s.add("mp4-track-subtitle-brackets.mp4", func(h *hidden) []byte {
		sample := func(p Point) []byte {
			t := fmt.Sprintf("[iso: 100] [latitude: %.6f] [longitude: %.6f] [altitude: 20.0]", p.Lat, p.Lon)
			return join(u16(len(t)), []byte(t))
		}
		return timed("mp42", "text", sampleEntry("text", make([]byte, 43)), sample(h.point("track-1")), sample(h.point("track-2")))
	})
}

// gpmf is one payload of GoPro's metadata format with one GPS5 sample.
func gpmf(p Point) []byte {
	klv := func(key string, kind byte, size, repeat int, data []byte) []byte {
		b := join([]byte(key), []byte{kind, byte(size)}, u16(repeat), data) //nolint:gosec // small
		for len(b)%4 != 0 {
			b = append(b, 0)
		}
		return b
	}
	scale := join(u32(10_000_000), u32(10_000_000), u32(1000), u32(1000), u32(100))
	var values []byte
	for _, v := range []float64{p.Lat * 1e7, p.Lon * 1e7, 12_345, 800, 90} {
		values = append(values, u32(int(math.Round(v)))...)
	}
	strm := join(klv("STNM", 'c', 1, 4, []byte("GPS ")), klv("GPSF", 'L', 4, 1, u32(3)), klv("SCAL", 'l', 4, 5, scale), klv("GPS5", 'l', 20, 1, values))
	stream := klv("STRM", 0, 1, len(strm), strm)
	device := join(klv("DVID", 'L', 4, 1, u32(1)), klv("DVNM", 'c', 1, 6, []byte("Lampan")), stream)
	return klv("DEVC", 0, 1, len(device), device)
}

// camm is one sample of Google's camera motion metadata, which is little-endian.
func camm(kind int, p Point) []byte {
	b := binary.LittleEndian.AppendUint16([]byte{0, 0}, uint16(kind)) //nolint:gosec // 5 or 6
	f64 := func(v float64) { b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v)) }
	f32 := func(v float32) { b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v)) }
	if kind == 5 {
		f64(p.Lat)
		f64(p.Lon)
		f64(12)
		return b
	}
	f64(1.4e9) // seconds since 1980
	b = binary.LittleEndian.AppendUint32(b, 3)
	f64(p.Lat)
	f64(p.Lon)
	for range 7 {
		f32(1)
	}
	return b
}

// nmea is a GPRMC sentence with its checksum.
func nmea(p Point) string {
	one := func(v float64, width int) string {
		d, m, s := split(v)
		return fmt.Sprintf("%0*.0f%09.6f", width, d, m+s/60)
	}
	t := fmt.Sprintf("GPRMC,080509.00,A,%s,%s,%s,%s,0.0,0.0,140526,,,A", one(p.Lat, 2), latRef(p.Lat), one(p.Lon, 3), lonRef(p.Lon))
	var sum byte
	for i := range len(t) {
		sum ^= t[i]
	}
	return fmt.Sprintf("$%s*%02X\r\n", t, sum)
}
