package clean

import (
	"bufio"
	"cmp"
	"encoding/binary"
	"io"
	"slices"
)

// table reads the numbers of a box of samples behind its version and flags.
type table struct {
	r    *bufio.Reader
	left int64 // bytes
}

func (p *plan) table(stbl box, types ...string) (*table, string) {
	for _, t := range types {
		if b, ok := p.find(stbl.body, stbl.end, t); ok {
			n := max(b.end-b.body-4, 0)
			return &table{bufio.NewReader(io.NewSectionReader(p.r, b.body+4, n)), n}, t
		}
	}
	return &table{r: bufio.NewReader(io.NewSectionReader(p.r, 0, 0))}, ""
}

// next gives a number of the given bytes; ok is false behind the last.
func (t *table) next(bytes int) (n uint64, ok bool) {
	if t.left < int64(bytes) {
		return 0, false
	}
	t.left -= int64(bytes)
	var b [8]byte
	if _, err := io.ReadFull(t.r, b[8-bytes:]); err != nil {
		return 0, false
	}
	return binary.BigEndian.Uint64(b[:]), true
}

// run gives the first chunk of the next run of chunks and the samples of each.
func (t *table) run() (begin, count uint64, ok bool) {
	begin, _ = t.next(4)
	count, _ = t.next(4)
	_, ok = t.next(4) // which description
	return begin, count, ok
}

// samples adds the spans of a track's chunks.
func (p *plan) samples(stbl box, m *media) {
	for _, t := range []string{"saio", "senc"} {
		if _, ok := p.find(stbl.body, stbl.end, t); ok {
			p.fail(ErrUnsupported, "encrypted track")
			return
		}
	}
	sizes, kind := p.table(stbl, "stsz", "stz2")
	fixed, _ := sizes.next(4)
	_, hasSizes := sizes.next(4)
	width := 4
	if kind == "stz2" {
		width, fixed = int(fixed&0xff)/8, 0
		if width < 1 || width > 2 {
			p.fail(ErrUnsupported, "samples with sizes of half a byte")
			return
		}
	}
	offsets, kind := p.table(stbl, "stco", "co64")
	wide := 4
	if kind == "co64" {
		wide = 8
	}
	chunks, ok := offsets.next(4)
	runs, _ := p.table(stbl, "stsc")
	_, hasRuns := runs.next(4)
	if !ok || !hasSizes || !hasRuns {
		p.fail(ErrDamaged, "track without a table of samples")
		return
	}
	sound := p.sound(stbl)
	begin, count, more := runs.run()
	var perChunk uint64
	for n := uint64(1); n <= chunks; n++ {
		off, ok := offsets.next(wide)
		if !ok {
			p.fail(ErrDamaged, "table of chunks cut off")
			return
		}
		for more && begin <= n {
			perChunk = count
			begin, count, more = runs.run()
		}
		var size uint64
		if fixed != 0 {
			size = max(perChunk*fixed, sound.bytes(perChunk))
		} else {
			for range perChunk {
				s, ok := sizes.next(width)
				if !ok {
					break // players stop here as well
				}
				size += s
			}
		}
		m.add(p, p.span(off, size))
	}
}

// span gives a part of the file, without what would lie outside.
func (p *plan) span(off, size uint64) span {
	all := uint64(max(p.size, 0))
	if off >= all {
		return span{}
	}
	end := off + min(size, all-off)
	return span{int64(off), int64(end)} //nolint:gosec // at most p.size
}

func (m *media) add(p *plan, s span) {
	if s.end <= s.off {
		return
	}
	if n := len(m.spans); n > 0 && m.spans[n-1].end == s.off {
		m.spans[n-1].end = s.end
		return
	}
	if len(m.spans) == maxSpans {
		p.fail(ErrDamaged, "more than %d chunks", maxSpans)
		return
	}
	m.spans = append(m.spans, s)
}

// join sorts the spans and joins those that meet.
func (m *media) join() {
	slices.SortFunc(m.spans, func(a, b span) int { return cmp.Compare(a.off, b.off) })
	out := m.spans[:0]
	for _, s := range m.spans {
		if n := len(out); n > 0 && s.off <= out[n-1].end {
			out[n-1].end = max(out[n-1].end, s.end)
			continue
		}
		out = append(out, s)
	}
	m.spans = out
}

// from gives the first of the joined spans that ends behind off.
func (m *media) from(off int64) int {
	i, _ := slices.BinarySearchFunc(m.spans, off, func(s span, off int64) int { return cmp.Compare(s.end, off+1) })
	return i
}

// pcm is how QuickTime counts sound: the fixed size of its samples may be 1 where the
// true one stands in the description, or follows from channels and bits.
type pcm struct{ frames, size uint64 } // size bytes for each frames samples

func (s pcm) bytes(samples uint64) uint64 {
	if s.frames == 0 {
		return 0
	}
	return (samples + s.frames - 1) / s.frames * s.size
}

func (p *plan) sound(stbl box) pcm {
	stsd, ok := p.find(stbl.body, stbl.end, "stsd")
	if !ok {
		return pcm{}
	}
	b := p.load(stsd.body+8, min(stsd.end-stsd.body-8, 72), 72)
	if len(b) < 36 {
		return pcm{}
	}
	switch v := be16(b[16:]); {
	case v == 1 && len(b) >= 52 && be32(b[36:]) != 0:
		return pcm{uint64(be32(b[36:])), uint64(be32(b[44:]))}
	case v == 2 && len(b) >= 72 && be32(b[68:]) != 0:
		return pcm{uint64(be32(b[68:])), uint64(be32(b[64:]))}
	case v == 0:
		return pcm{1, uint64(be16(b[24:])) * uint64(be16(b[26:])) / 8}
	}
	return pcm{}
}
