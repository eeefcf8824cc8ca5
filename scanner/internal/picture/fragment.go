package picture

import "encoding/binary"

// fragment is a stretch of a film with samples of its own (ISO 14496-12, 8.8).
type fragment struct {
	at    int64 // where it starts in the film
	next  int64 // where the next run of samples starts
	base  int64 // what offsets count from
	each  int64 // the size of samples that say none
	track *track
}

// fragmented takes in one of the boxes that say where the samples of fragments lie.
func (f *film) fragmented(kind string, body span) {
	switch kind {
	case "moof":
		const head = 8
		f.part = fragment{at: body.base - f.s.base - head}
		f.part.next = f.part.at
		f.w.walk("boxes", body, f.fragmentBox)
	case "traf":
		f.w.walk("boxes", body, f.fragmentBox)
		f.part.track = nil
	case "trex": // what holds for every fragment of a track
		id, _ := body.uint(4, 4, binary.BigEndian)
		if t := f.numbered(id); t != nil {
			t.each, _ = body.uint(16, 4, binary.BigEndian)
		}
	case "tfhd":
		f.head(body)
	case "trun":
		f.run(body)
	}
}

// fragmentBox is box, for what may lie in a fragment.
func (f *film) fragmentBox(kind string, body span) {
	switch kind {
	case "traf", "tfhd", "trun", "udta", "meta", "uuid":
		f.box(kind, body)
	}
}

// numbered gives the track of a number; nil when there is none.
func (f *film) numbered(id int64) *track {
	for _, t := range f.tracks {
		if t.id == id {
			return t
		}
	}
	return nil
}

// head reads whose samples follow, and what holds for them.
func (f *film) head(body span) {
	const (
		hasBase, hasDescription, hasDuration, hasSize = 0x01, 0x02, 0x08, 0x10
		fromFragment                                  = 0x02_0000
	)
	c := cursor{s: body}
	flags := c.uint(4) & 0xff_ffff
	p := &f.part
	p.track = f.numbered(c.uint(4))
	if p.track == nil || c.bad {
		p.track = nil
		return
	}
	p.each = p.track.each
	p.base = p.next // where the samples of the track before end
	if flags&fromFragment != 0 {
		p.base = p.at
	}
	if flags&hasBase != 0 {
		p.base = c.uint(8)
	}
	if flags&hasDescription != 0 {
		c.uint(4)
	}
	if flags&hasDuration != 0 {
		c.uint(4)
	}
	if flags&hasSize != 0 {
		p.each = c.uint(4)
	}
	p.next = p.base
}

// run reads the samples of one run: those that tell positions, and only so many as
// a line on the map takes.
func (f *film) run(body span) {
	const (
		hasOffset, hasFirst, hasDuration, hasSize, hasFlags, hasComposed = 0x01, 0x04, 0x100, 0x200, 0x400, 0x800
		perRun                                                           = 50
	)
	p := &f.part
	if p.track == nil {
		return
	}
	c := cursor{s: body.own()}
	flags, count := c.uint(4)&0xff_ffff, c.uint(4)
	if flags&hasOffset != 0 {
		p.next = p.base + int64(int32(c.uint(4))) //nolint:gosec // four bytes that may be negative
	}
	if flags&hasFirst != 0 {
		c.uint(4)
	}
	read, data := f.reader(p.track), f.s.own()
	if read == nil && flags&hasSize == 0 { // nothing to read, nothing to add up
		p.next += min(count, f.s.size) * p.each
		return
	}
	stride := count/perRun + 1
	for nth := range count {
		if c.bad || p.next < 0 || p.next > f.s.size || !f.w.item() {
			return
		}
		size := p.each
		if flags&hasDuration != 0 {
			c.uint(4)
		}
		if flags&hasSize != 0 {
			size = c.uint(4)
		}
		if flags&hasFlags != 0 {
			c.uint(4)
		}
		if flags&hasComposed != 0 {
			c.uint(4)
		}
		if size == 0 && flags&hasSize == 0 {
			return
		}
		if read != nil && nth%stride == 0 && p.track.read < 4*maxSamples {
			p.track.read++
			read(data.sub(p.next, size))
		}
		p.next += size
	}
}
