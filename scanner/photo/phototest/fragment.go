package phototest

// fragments says how the samples of a fragmented film (ISO/IEC 14496-12, 8.8) say
// where they lie and how long they are.
type fragments struct {
	base   bool // offsets count from a place in the file, not from the fragment
	plain  bool // … from the fragment, without the flag that says so
	sizes  int  // where sizes stand: perSample, perFragment or perFilm
	runs   int  // runs of samples in a fragment; zero means one
	first  bool // the picture's samples come first in the same fragment
	silent bool // a run says no offset: its samples start at the base
}

const (
	perSample = iota
	perFragment
	perFilm
)

// film writes a film in fragments: an empty index, and a fragment for each group of
// samples of a second track. Boxes given go into moov, into the second fragment,
// into its track, and behind the last.
func (f fragments) film(brand, handler string, entry []byte, extra fragmentBoxes, groups ...[][]byte) []byte {
	ftyp := box("ftyp", []byte(brand), u32(512), []byte("iso6"), []byte(brand))
	size := 0
	if f.sizes != perSample {
		size = len(groups[0][0])
	}
	perFilmSize := 0
	if f.sizes == perFilm {
		perFilmSize = size
	}
	trex := func(id, size int) []byte { return full("trex", 0, 0, u32(id), u32(1), u32(1000), u32(size), u32(0)) }
	moov := box("moov", mvhd(), emptyTrack("vide", 1, pictureEntry()), emptyTrack(handler, 2, entry),
		box("mvex", trex(1, 0), trex(2, perFilmSize)), extra.moov)
	out := join(ftyp, moov)
	for i, group := range groups {
		var inMoof, inTraf []byte
		if i == 1 {
			inMoof, inTraf = extra.moof, extra.traf
		}
		out = f.fragment(out, i+1, size, group, inMoof, inTraf)
	}
	return join(out, extra.last)
}

// fragmentBoxes are boxes put into a fragmented film.
type fragmentBoxes struct{ moov, moof, traf, last []byte }

// fragment appends one fragment to a film.
func (f fragments) fragment(film []byte, nth, size int, samples [][]byte, inMoof, inTraf []byte) []byte {
	const baseData, defaultSize, baseIsMoof = 0x000001, 0x000010, 0x020000
	const hasOffset, hasSize = 0x000001, 0x000200
	build := func(moof int) []byte {
		at := moof + 8 // of the samples, from the start of the fragment
		if f.first {
			at += len(picture())
		}
		flags, head := 0, u32(2)
		from := at
		if f.base {
			flags |= baseData
			base := len(film) + at
			head = append(head, u64(base)...)
			from = 0
		} else if !f.plain {
			flags |= baseIsMoof
		}
		if f.sizes == perFragment {
			flags |= defaultSize
			head = append(head, u32(size)...)
		}
		traf := [][]byte{full("tfhd", 0, flags, head), full("tfdt", 1, 0, u64(nth*1000)), inTraf}
		runs := max(1, f.runs)
		for r := range runs {
			some := samples[r*len(samples)/runs : (r+1)*len(samples)/runs]
			kind, body := 0, u32(len(some))
			if !f.silent && (r == 0 || f.runs == 0) {
				kind |= hasOffset
				body = append(body, u32(from)...)
			}
			if f.sizes == perSample {
				kind |= hasSize
				for _, s := range some {
					body = append(body, u32(len(s))...)
				}
			}
			traf = append(traf, full("trun", 0, kind, body))
		}
		parts := [][]byte{full("mfhd", 0, 0, u32(nth)), inMoof}
		if f.first {
			parts = append(parts, box("traf", full("tfhd", 0, baseIsMoof, u32(1)),
				full("trun", 0, hasOffset|hasSize, u32(1), u32(moof+8), u32(len(picture())))))
		}
		return box("moof", append(parts, box("traf", traf...))...)
	}
	data := join(samples...)
	if f.first {
		data = join(picture(), data)
	}
	return join(film, build(len(build(0))), box("mdat", data))
}

// emptyTrack is a track whose samples lie in fragments.
func emptyTrack(handler string, id int, entry []byte) []byte {
	media := full("nmhd", 0, 0)
	if handler == "vide" {
		media = full("vmhd", 0, 1, make([]byte, 8))
	}
	stbl := box("stbl", full("stsd", 0, 0, u32(1), entry),
		full("stts", 0, 0, u32(0)), full("stsc", 0, 0, u32(0)), full("stsz", 0, 0, u32(0), u32(0)), full("stco", 0, 0, u32(0)))
	return box("trak",
		full("tkhd", 0, 3, u32(0), u32(0), u32(id), u32(0), u32(0), make([]byte, 8+8), make([]byte, 36), u32(0), u32(0)),
		box("mdia",
			full("mdhd", 0, 0, u32(3_850_000_000), u32(3_850_000_000), u32(1000), u32(0), u16(0x55c4), u16(0)),
			full("hdlr", 0, 0, u32(0), []byte(handler), make([]byte, 13)),
			box("minf", media, box("dinf", full("dref", 0, 0, u32(1), full("url ", 0, 1))), stbl)))
}

// fragmentFiles are films as cameras and services stream them.
func fragmentFiles(s *set) {
	// Two positions each, the second in a later fragment.
	for _, v := range []struct {
		name string
		fragments
	}{
		{"moof", fragments{}},
		{"base", fragments{base: true}},
		{"plain", fragments{plain: true}},
		{"default-size", fragments{sizes: perFragment}},
		{"film-size", fragments{sizes: perFilm, base: true}},
		{"two-runs", fragments{runs: 2}},
		{"picture-first", fragments{first: true}},
		{"silent", fragments{base: true, silent: true}},
	} {
		s.add("mp4-fragment-camm-"+v.name+".mp4", func(h *hidden) []byte {
			a, b := camm(5, h.point("track-1")), camm(5, h.point("track-2"))
			still := camm(5, h.point("track-1b"))
			return v.film("mp42", "camm", sampleEntry("camm"), fragmentBoxes{}, [][]byte{a, still}, [][]byte{b, b})
		})
	}
	s.add("mp4-fragment-gopro.mp4", func(h *hidden) []byte {
		return fragments{}.film("mp41", "meta", sampleEntry("gpmd"), fragmentBoxes{}, [][]byte{gpmf(h.point("track-1"))}, [][]byte{gpmf(h.point("track-2"))})
	})
	s.add("mov-fragment-mebx.mov", func(h *hidden) []byte {
		sample := func(p Point) []byte { return box("\x00\x00\x00\x01", []byte(isoDegrees(p, "+010.000"))) }
		return fragments{sizes: perFragment}.film("qt  ", "meta", sampleEntry("mebx", mebxKeys()), fragmentBoxes{},
			[][]byte{sample(h.point("track-1"))}, [][]byte{sample(h.point("track-2"))})
	})
	s.add("mp4-fragment-nmea.mp4", func(h *hidden) []byte {
		sample := func(p Point) []byte { t := nmea(p); return join(u16(len(t)), []byte(t)) }
		return fragments{first: true}.film("mp42", "text", sampleEntry("text", make([]byte, 43)), fragmentBoxes{},
			[][]byte{sample(h.point("track-1"))}, [][]byte{sample(h.point("track-2"))})
	})
	// A position in the boxes around the fragments.
	nothing := [][]byte{make([]byte, 16)}
	for _, v := range []struct {
		name  string
		extra func(h *hidden) fragmentBoxes
	}{
		{"udta", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{moov: box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), "")))}
		}},
		{"udta-last", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{last: box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), "")))}
		}},
		{"meta-last", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{last: located(true, isoDegrees(h.point("keys"), ""))}
		}},
		{"meta-in-moof", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{moof: located(true, isoDegrees(h.point("keys"), ""))}
		}},
		{"meta-in-traf", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{traf: located(true, isoDegrees(h.point("keys"), ""))}
		}},
		{"udta-in-moof", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{moof: box("udta", loci(onFixed(h), ""))}
		}},
		{"udta-in-traf", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{traf: box("udta", userText("\xa9xyz", isoDegrees(h.point("quicktime"), "")))}
		}},
		{"xmp-last", func(h *hidden) fragmentBoxes {
			return fragmentBoxes{last: box("uuid", []byte(uuidXMP), packet(attributes(notationComma(h.point("xmp")))))}
		}},
	} {
		s.add("mp4-fragment-"+v.name+".mp4", func(h *hidden) []byte {
			return fragments{}.film("mp42", "meta", sampleEntry("metx", []byte("x\x00x\x00x\x00")), v.extra(h), nothing, nothing, nothing)
		})
	}
}
