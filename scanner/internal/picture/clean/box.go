package clean

import (
	"iter"
	"math"
)

// box is one box of the ISO base media file format (ISO/IEC 14496-12): what it is, and
// where it, its contents and its end lie in the file.
type box struct {
	typ            string
	off, body, end int64
}

// box reads the header of the box at off, if it fits before end.
func (p *plan) box(off, end int64) (box, bool) {
	h := p.peek(off, 8)
	if h == nil || off+8 > end {
		return box{}, false
	}
	b := box{typ: string(h[4:]), off: off, body: off + 8}
	size := int64(be32(h))
	switch size {
	case 0: // to the end
		b.end = end
		return b, true
	case 1:
		h = p.peek(off, 16)
		if h == nil {
			return box{}, false
		}
		b.body = off + 16
		size = int64(min(be64(h[8:]), math.MaxInt64))
	}
	if size < b.body-off || size > end-off {
		return box{}, false
	}
	b.end = off + size
	return b, true
}

// boxes gives the boxes between two offsets, up to the first that does not fit.
func (p *plan) boxes(off, end int64) iter.Seq[box] {
	return func(yield func(box) bool) {
		for off < end && p.err == nil {
			b, ok := p.box(off, end)
			if !ok || !yield(b) {
				return
			}
			off = b.end
		}
	}
}

// find gives the first box of a path within two offsets.
func (p *plan) find(off, end int64, path ...string) (box, bool) {
	for b := range p.boxes(off, end) {
		if b.typ == path[0] {
			if len(path) == 1 {
				return b, true
			}
			return p.find(b.body, b.end, path[1:]...)
		}
	}
	return box{}, false
}

// whole copies a box as it is.
func (p *plan) whole(b box) { p.pixels(b.off, b.end-b.off) }

// inside copies a box's header and skip bytes more, hands the boxes that follow to
// each, and blanks what is left.
func (p *plan) inside(b box, skip int64, each func(box)) {
	at := min(b.body+skip, b.end)
	p.pixels(b.off, at-b.off)
	for c := range p.boxes(at, b.end) {
		each(c)
		at = c.end
	}
	if b.end-at >= 8 && !p.isZero(at, b.end-at) {
		p.fail(ErrDamaged, "box %q holds one that does not fit", b.typ)
	}
	p.blank(at, b.end-at, Other)
}

// free makes free space of a box, and notes the kinds of what was in it.
func (p *plan) free(b box, otherwise Kind) {
	if b.typ == "free" || b.typ == "skip" || b.typ == "wide" {
		p.plain(b.off, b.body-b.off)
	} else {
		h := p.load(b.off, b.body-b.off, 16)
		copy(h[4:], "free")
		p.put(b.off, h)
	}
	if !p.isZero(b.body, b.end-b.body) {
		p.look(b.body, b.end-b.body, otherwise)
	}
	p.blank(b.body, b.end-b.body)
}

// patch copies a box but for the bytes from..to of its contents, which become zeros.
func (p *plan) patch(b box, from, to int64, kind Kind) {
	from, to = min(b.body+from, b.end), min(b.body+to, b.end)
	p.pixels(b.off, from-b.off)
	p.blank(from, to-from, kind)
	p.pixels(to, b.end-to)
}
