package clean

import (
	"cmp"
	"math"
	"slices"
)

const maxItems = 1 << 16 // of one file; a large picture of tiles has some hundreds

// item is a picture, or metadata, in the list of an HEIC or AVIF (ISO/IEC 23008-12).
type item struct {
	typ     string
	extents []span // where it lies in the file
}

// metadata tells whether an item is none of the pictures.
func (i *item) metadata() bool {
	switch i.typ {
	case "Exif", "mime", "uri ", "rgan", "c2pa", "jumb":
		return true
	}
	return false
}

// isPictures tells a list of pictures from the metadata of a video.
func (p *plan) isPictures(meta box) bool { return p.handler(meta.body+4, meta.end) == "pict" }

// surveyItems reads which items a list has, where they lie, and which are thumbnails.
func (p *plan) surveyItems(meta box, m *media) {
	m.items, m.thumbs = map[uint32]*item{}, map[uint32]bool{}
	at := meta.body + 4
	iinf, ok1 := p.find(at, meta.end, "iinf")
	iloc, ok2 := p.find(at, meta.end, "iloc")
	if !ok1 || !ok2 {
		p.fail(ErrDamaged, "pictures without a list of items")
		return
	}
	for b := range p.boxes(iinf.body+p.itemsHead(iinf), iinf.end) {
		if id, typ := p.infe(b); len(m.items) < maxItems {
			m.items[id] = &item{typ: typ}
		}
	}
	var idat uint64
	if b, ok := p.find(at, meta.end, "idat"); ok {
		idat = uint64(max(b.body, 0))
		m.data = append(m.data, span{b.body, b.end})
	}
	p.locations(iloc, m, idat)
	p.findThumbs(meta, m)
	for _, id := range sorted(m.items) {
		if i := m.items[id]; !m.thumbs[id] && !i.metadata() {
			m.shows = true
			for _, s := range i.extents {
				m.add(p, s)
			}
		}
	}
}

// metadata makes ready what is written over the items that are no pictures. The spans
// of what stays are joined by now.
func (p *plan) metadata(m *media) {
	for _, id := range sorted(m.items) {
		i := m.items[id]
		if !i.metadata() {
			continue
		}
		m.named = true
		if slices.ContainsFunc(i.extents, m.holds) {
			p.fail(ErrDamaged, "metadata within pixels")
			return
		}
		if m.whole {
			p.fail(ErrUnsupported, "fragments beside metadata")
			return
		}
		if slices.ContainsFunc(i.extents, m.outside) {
			continue // what of it lies in media data becomes zeros
		}
		switch i.typ {
		case "Exif":
			p.exifItem(i, m)
		case "mime":
			m.overwrite(i, []byte(`<x:xmpmeta xmlns:x="adobe:ns:meta/"/>`))
		}
	}
	slices.SortStableFunc(m.patches, func(a, b patch) int { return cmp.Compare(a.off, b.off) })
}

// holds tells whether something that stays lies within a span.
func (m *media) holds(s span) bool {
	i := m.from(s.off)
	return i < len(m.spans) && m.spans[i].off < s.end
}

// outside tells whether a span lies in no box of media data.
func (m *media) outside(s span) bool {
	return !slices.ContainsFunc(m.data, func(d span) bool { return d.off <= s.off && s.end <= d.end })
}

func sorted(items map[uint32]*item) []uint32 {
	ids := make([]uint32, 0, len(items))
	for id := range items {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

// itemsHead is the size of what stands before the entries of a list of items.
func (p *plan) itemsHead(iinf box) int64 {
	if v := p.peek(iinf.body, 1); v != nil && v[0] == 0 {
		return 6
	}
	return 8
}

// infe gives an item's number and type; the type is "" in versions that have none.
func (p *plan) infe(b box) (id uint32, typ string) {
	h := p.peek(b.body, int(min(b.end-b.body, 14)))
	switch {
	case b.typ != "infe" || len(h) < 6:
		return 0, ""
	case h[0] == 2 && len(h) >= 12:
		return uint32(be16(h[4:])), string(h[8:12])
	case h[0] == 3 && len(h) >= 14:
		return be32(h[4:]), string(h[10:14])
	}
	return uint32(be16(h[4:])), ""
}

// locations reads the extents of the items.
func (p *plan) locations(iloc box, m *media, idat uint64) {
	h := p.peek(iloc.body, 6)
	if h == nil || h[0] > 2 {
		p.fail(ErrDamaged, "unknown list of locations")
		return
	}
	version := h[0]
	offsetSize, lengthSize, baseSize, indexSize := int(h[4]>>4), int(h[4]&15), int(h[5]>>4), int(h[5]&15)
	if version == 0 {
		indexSize = 0
	}
	at, ok := iloc.body+6, true
	next := func(n int) uint64 {
		var v uint64
		if at+int64(n) > iloc.end {
			ok = false
			return 0
		}
		for _, c := range p.peek(at, n) {
			v = v<<8 | uint64(c)
		}
		at += int64(n)
		return v
	}
	wide := 2
	if version == 2 {
		wide = 4
	}
	total := 0
	for n := next(wide); n > 0 && ok; n-- {
		id := uint32(next(wide)) //nolint:gosec // of at most four bytes
		var method byte
		if version > 0 {
			method = byte(next(2) & 15)
		}
		elsewhere := next(2) != 0
		base := next(baseSize)
		i := m.items[id]
		for e := next(2); e > 0 && ok; e-- {
			next(indexSize)
			off, size := base+next(offsetSize), next(lengthSize)
			if total++; total > maxItems {
				p.fail(ErrDamaged, "more than %d extents", maxItems)
				return
			}
			if i == nil || elsewhere || method > 1 || !ok {
				continue
			}
			if size == 0 && !i.metadata() { // all there is
				size = math.MaxInt64
			}
			s := p.span(off, size)
			if method == 1 { // in idat
				s = p.span(off+idat, size)
			}
			if s.off < s.end {
				i.extents = append(i.extents, s)
			}
		}
	}
	if !ok {
		p.fail(ErrDamaged, "list of locations cut off")
	}
}

// thumbnail references have this type; those that Clean took away have that of free
// space, which keeps their number known when a copy is read again.
func isThumb(b box) bool { return b.typ == "thmb" || b.typ == "free" }

// findThumbs finds the items that are thumbnails and nothing else.
func (p *plan) findThumbs(meta box, m *media) {
	iref, ok := p.find(meta.body+4, meta.end, "iref")
	if !ok {
		return
	}
	used := map[uint32]bool{}
	if pitm, ok := p.find(meta.body+4, meta.end, "pitm"); ok {
		if b := p.peek(pitm.body, int(min(pitm.end-pitm.body, 8))); len(b) == 8 && b[0] > 0 {
			used[be32(b[4:])] = true
		} else if len(b) >= 6 {
			used[uint32(be16(b[4:]))] = true
		}
	}
	for b := range p.boxes(iref.body+4, iref.end) {
		p.references(iref, b, func(id uint32, from bool) {
			switch {
			case len(used)+len(m.thumbs) > maxItems:
			case from && isThumb(b):
				m.thumbs[id] = true
			case b.typ != "cdsc" && !(from && b.typ == "auxl"):
				used[id] = true
			}
		})
	}
	for id := range m.thumbs {
		if i := m.items[id]; used[id] || i == nil || i.metadata() {
			delete(m.thumbs, id)
		}
	}
}

// references gives the numbers of a reference: from which item, and to which.
func (p *plan) references(iref, b box, each func(id uint32, from bool)) {
	wide := int64(2)
	if v := p.peek(iref.body, 1); v != nil && v[0] > 0 {
		wide = 4
	}
	id := func(at int64) uint32 {
		switch h := p.peek(at, int(wide)); {
		case h == nil:
			return 0
		case wide == 2:
			return uint32(be16(h))
		default:
			return be32(h)
		}
	}
	each(id(b.body), true)
	for at := b.body + wide + 2; at+wide <= b.end; at += wide {
		each(id(at), false)
	}
}

// exifItem notes what an EXIF item says, and writes what stays of it in its place.
func (p *plan) exifItem(i *item, m *media) {
	var whole []byte
	for _, s := range i.extents {
		whole = append(whole, p.load(s.off, s.end-s.off, int64(maxBlock-len(whole)))...)
	}
	b := p.exif(tiffOf(whole))
	if b == nil { // a block that says nothing, so that readers find no fault
		b = []byte("MM\x00\x2a\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00")
	}
	m.overwrite(i, append([]byte("\x00\x00\x00\x06Exif\x00\x00"), b...))
}

// overwrite writes new bytes, and zeros behind them, in the place of an item that is
// long enough; another only becomes zeros.
func (m *media) overwrite(i *item, b []byte) {
	var room int64
	for _, s := range i.extents {
		room += s.end - s.off
	}
	if int64(len(b)) > room {
		return
	}
	for _, s := range i.extents {
		n := min(int64(len(b)), s.end-s.off)
		if n > 0 {
			m.patches = append(m.patches, patch{s.off, b[:n]})
		}
		b = b[n:]
	}
}

// pictures plans the list of an HEIC's or AVIF's items.
func (p *plan) pictures(meta box, m *media) {
	p.inside(meta, 4, func(b box) {
		switch b.typ {
		case "hdlr":
			p.name(b)
		case "pitm", "iloc", "grpl":
			p.whole(b)
		case "iinf":
			p.inside(b, p.itemsHead(b), func(c box) { p.itemEntry(c, m) })
		case "iref":
			p.inside(b, 4, func(c box) { p.itemReference(b, c, m) })
		case "iprp":
			p.inside(b, 0, func(c box) {
				if c.typ == "ipco" {
					p.inside(c, 0, p.property)
					return
				}
				p.whole(c)
			})
		case "idat":
			p.pixels(b.off, b.body-b.off)
			p.data(b.body, b.end, m)
		case "dinf":
			p.inside(b, 0, func(c box) { p.track(c, m) })
		default:
			p.free(b, Other)
		}
	})
}

// itemEntry plans the entry of an item: that of a thumbnail which goes is hidden.
func (p *plan) itemEntry(b box, m *media) {
	id, _ := p.infe(b)
	if m.thumbs[id] && b.end-b.body >= 4 {
		h := p.load(b.off, b.body+4-b.off, 20)
		if flags := &h[len(h)-1]; *flags&1 == 0 {
			*flags |= 1
			p.note(Thumbnail)
		}
		p.put(b.off, h)
		p.pixels(b.body+4, b.end-b.body-4)
		return
	}
	p.whole(b)
}

// itemReference plans a reference between items: a thumbnail's that goes becomes one
// that means nothing.
func (p *plan) itemReference(iref, b box, m *media) {
	gone := false
	p.references(iref, b, func(id uint32, from bool) { gone = gone || from && m.thumbs[id] })
	if gone && isThumb(b) {
		h := p.load(b.off, b.body-b.off, 16)
		copy(h[4:], "free")
		p.put(b.off, h)
		p.pixels(b.body, b.end-b.body)
		return
	}
	p.whole(b)
}

// property plans a property of an item. It keeps its number, so texts and dates are
// blanked and not taken out.
func (p *plan) property(b box) {
	size := b.end - b.body
	switch b.typ {
	case "udes", "altt":
		p.patch(b, 4, size, Text)
	case "crtt", "mdft":
		if p.keeps.Date {
			p.plain(b.off, b.end-b.off)
			return
		}
		p.patch(b, 4, size, Date)
	case "colr":
		kind := string(p.peek(b.body, 4))
		if kind != "prof" && kind != "rICC" {
			p.whole(b)
			return
		}
		if p.keeps.Colour {
			p.plain(b.off, b.end-b.off)
			return
		}
		p.free(b, Colour)
	case "uuid":
		p.patch(b, 16, size, Other)
	case "free", "skip":
		p.free(b, Other)
	default:
		p.whole(b)
	}
}
