package clean

const (
	maxSpans  = 1 << 20 // of one file's pixels and sound: a day of video has 200,000
	maxTracks = 256
)

// span is a part of the file that belongs to pixels or sound which stay.
type span struct{ off, end int64 }

// media is what the walk of an HEIC, AVIF, MP4 or MOV found out before it plans.
type media struct {
	spans   []span           // what stays of the media data, sorted and joined
	tracks  map[uint32]bool  // those that stay
	dropped bool             // some do not
	named   bool             // there are items that do not
	items   map[uint32]*item // pictures and metadata of HEIC and AVIF
	thumbs  map[uint32]bool  // items that are thumbnails
	data    []span           // where media data lies
	patches []patch          // new bytes within what goes
	whole   bool             // all media data stays: parts of it are found by fragments
	shows   bool
}

// patch is an EXIF block to be written over an old one.
type patch struct {
	off  int64
	text []byte
}

// movie plans the copy of a file of boxes. It is as long as the original up to its
// last box, and whatever shows lies where it lay: boxes that go become free space, and
// of the media data every byte is zeroed that no picture, video or sound refers to.
func (p *plan) movie() {
	p.inPlace = true
	m := &media{tracks: map[uint32]bool{}}
	var top []box
	var end int64
	for b := range p.boxes(0, p.size) {
		if b.typ == "ftyp" && len(top) > 0 && (m.shows || len(m.spans) > 0) {
			break // another file behind this one
		}
		p.survey(b, m)
		top = append(top, b)
		end = b.end
		if len(top) == maxPieces {
			p.fail(ErrDamaged, "more than %d boxes", maxPieces)
		}
	}
	if !m.shows {
		p.fail(ErrEmpty, "no picture, video or sound")
	}
	if m.whole && m.dropped {
		p.fail(ErrUnsupported, "fragments of a track that is no picture or sound")
	}
	if p.err != nil {
		return
	}
	if b, ok := p.cut(end); ok { // media data that the end of the file cuts off
		p.survey(b, m)
		top = append(top, b)
		end = b.end
	}
	m.join()
	p.metadata(m)
	if n := len(m.spans); n > 0 && m.spans[n-1].end > end {
		p.fail(ErrDamaged, "pixels behind the last box")
	}
	for _, b := range top {
		p.top(b, m)
	}
	p.trailer(end)
	p.claimed(m)
}

// cut gives the box of media data at off that should go on behind the end of the file.
func (p *plan) cut(off int64) (box, bool) {
	h := p.peek(off, 8)
	if h == nil || string(h[4:]) != "mdat" {
		return box{}, false
	}
	body := off + 8
	if be32(h) == 1 {
		body += 8
	}
	return box{"mdat", off, min(body, p.size), p.size}, true
}

// claimed makes sure that no pixel lies in what the plan changes.
func (p *plan) claimed(m *media) {
	i := 0
	for _, q := range p.pieces {
		if q.text == nil && !q.zero {
			continue
		}
		for i < len(m.spans) && m.spans[i].end <= q.off {
			i++
		}
		if i < len(m.spans) && m.spans[i].off < q.off+q.size {
			p.fail(ErrDamaged, "pixels in a box that is none of media data")
			return
		}
	}
}

// survey finds out what a box at the top refers to.
func (p *plan) survey(b box, m *media) {
	switch b.typ {
	case "moov":
		if _, ok := p.find(b.body, b.end, "cmov"); ok {
			p.fail(ErrUnsupported, "compressed QuickTime header")
		}
		tracks := 0
		for c := range p.boxes(b.body, b.end) {
			switch c.typ {
			case "trak":
				if tracks++; tracks > maxTracks {
					p.fail(ErrDamaged, "more than %d tracks", maxTracks)
					return
				}
				p.surveyTrack(c, m)
			case "mvex":
				m.whole = true
			}
		}
	case "moof":
		m.whole = true
	case "mdat":
		if len(m.data) < maxTracks {
			m.data = append(m.data, span{b.body, b.end})
		}
	case "meta":
		if p.isPictures(b) && m.items == nil {
			p.surveyItems(b, m)
		}
	}
}

// handler gives the type of a track or of a list of items.
func (p *plan) handler(off, end int64) string {
	if h, ok := p.find(off, end, "hdlr"); ok && h.end-h.body >= 12 {
		if b := p.peek(h.body+8, 4); b != nil {
			return string(b)
		}
	}
	return ""
}

// stays tells whether a track shows or sounds. Texts and timed metadata do not: they
// are where drones and sports cameras write their position.
func (p *plan) stays(track box) bool {
	if mdia, ok := p.find(track.body, track.end, "mdia"); ok {
		switch p.handler(mdia.body, mdia.end) {
		case "vide", "soun", "auxv", "pict":
			return true
		}
	}
	return false
}

func (p *plan) surveyTrack(track box, m *media) {
	if !p.stays(track) {
		m.dropped = true
		return
	}
	m.shows = true
	if h, ok := p.find(track.body, track.end, "tkhd"); ok {
		m.tracks[p.trackID(h)] = true
	}
	stbl, ok := p.find(track.body, track.end, "mdia", "minf", "stbl")
	if !ok {
		p.fail(ErrDamaged, "track without a table of samples")
		return
	}
	p.samples(stbl, m)
}

func (p *plan) trackID(tkhd box) uint32 {
	at := tkhd.body + 12
	if v := p.peek(tkhd.body, 1); v != nil && v[0] == 1 {
		at = tkhd.body + 20
	}
	if b := p.peek(at, 4); b != nil && at+4 <= tkhd.end {
		return be32(b)
	}
	return 0
}

// top plans a box at the top of the file.
func (p *plan) top(b box, m *media) {
	switch b.typ {
	case "ftyp", "styp", "sidx", "ssix", "mfra", "pdin":
		p.whole(b)
	case "moov":
		p.inside(b, 0, func(c box) { p.header(c, m) })
	case "moof":
		p.inside(b, 0, p.fragment)
	case "mdat":
		p.pixels(b.off, b.body-b.off)
		p.data(b.body, b.end, m)
	case "meta":
		if p.isPictures(b) && m.items != nil {
			p.pictures(b, m)
			return
		}
		p.free(b, Other)
	case "mpvd":
		p.note(MotionVideo)
		p.free(b, MotionVideo)
	default:
		p.free(b, Other)
	}
}

// data plans media data: what spans cover stays, the rest becomes zeros.
func (p *plan) data(off, end int64, m *media) {
	if m.whole {
		p.pixels(off, end-off)
		return
	}
	for i := m.from(off); i < len(m.spans) && m.spans[i].off < end; i++ {
		s := m.spans[i]
		if s.off > off {
			p.gap(off, s.off, m)
		}
		from, to := max(off, s.off), min(end, s.end)
		p.pixels(from, to-from)
		off = to
	}
	p.gap(off, end, m)
}

// gap plans media data that nothing refers to.
func (p *plan) gap(off, end int64, m *media) {
	for _, t := range m.patches {
		if to := t.off + int64(len(t.text)); t.off >= off && to <= end {
			p.blank(off, t.off-off)
			p.put(t.off, t.text)
			off = to
		}
	}
	if off < end && !p.isZero(off, end-off) {
		kind := Other
		if m.dropped || m.named || len(m.thumbs) > 0 {
			kind = "" // known by its track or item
		}
		p.look(off, end-off, kind)
		p.blank(off, end-off)
		return
	}
	p.plain(off, end-off)
}

// header plans a box of the movie's header.
func (p *plan) header(b box, m *media) {
	switch b.typ {
	case "mvhd":
		p.dates(b)
	case "trak":
		if !p.stays(b) {
			p.note(Track)
			p.free(b, Track)
			return
		}
		p.inside(b, 0, func(c box) { p.track(c, m) })
	case "mvex":
		p.inside(b, 0, func(c box) {
			switch c.typ {
			case "mehd", "trex", "leva", "trep":
				p.whole(c)
			default:
				p.free(c, Other)
			}
		})
	case "iods", "clip", "ctab", "prfl":
		p.whole(b)
	case "gps ":
		p.note(Position)
		p.free(b, Position)
	default:
		p.free(b, Other)
	}
}

// dates plans a header that begins with two dates.
func (p *plan) dates(b box) {
	size := int64(8)
	if v := p.peek(b.body, 1); v != nil && v[0] == 1 {
		size = 16
	}
	if !p.keeps.Date {
		p.patch(b, 4, 4+size, Date)
		return
	}
	from := min(b.body+4, b.end)
	to := min(from+size, b.end)
	p.pixels(b.off, from-b.off)
	p.plain(from, to-from)
	p.pixels(to, b.end-to)
}

// track plans a box of a track, and those in it, that stays.
func (p *plan) track(b box, m *media) {
	again := func(c box) { p.track(c, m) }
	switch b.typ {
	case "mdia", "minf", "stbl", "dinf":
		p.inside(b, 0, again)
	case "tkhd", "mdhd":
		p.dates(b)
	case "hdlr":
		p.name(b)
	case "dref":
		p.inside(b, 8, p.place)
	case "stsd":
		p.inside(b, 8, p.description)
	case "tref":
		p.inside(b, 0, func(c box) { p.reference(c, m) })
	case "edts", "elng", "load", "matt", "clip", "tapt", "vmhd", "smhd", "gmhd", "nmhd",
		"stts", "stss", "ctts", "stsc", "stsz", "stz2", "stco", "co64", "sdtp", "sbgp", "sgpd",
		"subs", "saiz", "cslg", "stps", "stsh", "padb", "stdp", "trgr":
		p.whole(b)
	default:
		p.free(b, Other)
	}
}

// name plans a handler: who made it and what it is called are not needed.
func (p *plan) name(b box) {
	from := min(b.body+12, b.end)
	p.pixels(b.off, from-b.off)
	p.blank(from, b.end-from, Software)
}

// place plans where a track's data lies: in the same file, or else not ours to clean.
func (p *plan) place(b box) {
	flags := p.peek(b.body, 4)
	if flags == nil || flags[3]&1 == 0 {
		p.fail(ErrUnsupported, "data in another file")
	}
	p.patch(b, 4, b.end-b.body, Other)
}

// reference plans what a track says of others: nothing is to point at one that goes.
func (p *plan) reference(b box, m *media) {
	for at := b.body; at+4 <= b.end && b.typ != "free"; at += 4 {
		if id := p.peek(at, 4); id != nil && m.tracks[be32(id)] {
			p.whole(b)
			return
		}
	}
	p.free(b, Track)
}

// description plans how a track is coded; the name of the encoder is not needed.
func (p *plan) description(b box) {
	switch b.typ {
	case "avc1", "avc3", "hvc1", "hev1", "av01", "vp08", "vp09", "mp4v", "jpeg", "mjpa", "dvh1", "dvhe", "s263":
		if b.end-b.body >= 78 {
			p.pixels(b.off, b.body+12-b.off)
			p.blank(b.body+12, 4, Software) // vendor
			p.pixels(b.body+16, 26)
			p.blank(b.body+42, 32, Software)
			p.pixels(b.body+74, b.end-b.body-74)
			return
		}
	}
	p.whole(b)
}

// fragment plans a box of a fragment.
func (p *plan) fragment(b box) {
	switch b.typ {
	case "traf":
		p.inside(b, 0, p.fragment)
	case "mfhd", "tfhd", "tfdt", "trun", "sbgp", "sgpd", "subs":
		p.whole(b)
	case "saiz", "saio", "senc":
		p.fail(ErrUnsupported, "encrypted track")
	default:
		p.free(b, Other)
	}
}
