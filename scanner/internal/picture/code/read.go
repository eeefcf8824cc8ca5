package code

import (
	"cmp"
	"image"
	"slices"
)

// longest is the longest side of a picture that is looked at; a larger one is
// shrunk by a whole number first.
const longest = 2400

// Read finds and reads the codes of a picture.
func Read(img image.Image, l Limits) Result {
	l = l.orDefaults()
	b := img.Bounds()
	if b.Dx() < 8 || b.Dy() < 8 {
		return Result{}
	}
	if b.Dx() > l.Pixels/b.Dy() {
		return Result{Cut: true}
	}
	g, by := grayOf(img, longest)
	s := search{limits: l, left: l.Work - int64(len(g.pix)), votes: map[key]*tally{}, by: by}
	s.picture(g)
	return s.result()
}

// search is what was read so far.
type search struct {
	limits Limits
	left   int64 // work
	votes  map[key]*tally
	by     int             // how much what is looked at was shrunk
	part   image.Rectangle // of the shrunk picture, that is looked at
	cut    bool
	shapes [len(softnesses)]*templates
}

type key struct {
	kind Kind
	text string
}

// tally counts in how many looks a text was read.
type tally struct {
	looks int
	at    image.Rectangle
}

// view is one way to look at a picture before it becomes black and white.
type view struct {
	scale float64
	turn  float64 // degrees
	make  func(gray) gray
}

// views in the order of how often they help, so that most pictures end early.
func views() []view {
	return []view{
		{1, 0, func(g gray) gray { return g }},
		{2, 0, func(g gray) gray { return g.resized(2) }},
		{1, 0, func(g gray) gray { return g.softened(1) }},
		{1, 0, gray.median},
		{0.5, 0, func(g gray) gray { return g.resized(0.5) }},
		{2, 0, func(g gray) gray { return g.resized(2).sharpened(4, 1.5) }},
		{3, 0, func(g gray) gray { return g.resized(3) }},
		{2, 0, func(g gray) gray { return g.softened(1).resized(2) }},
		{1.5, 0, func(g gray) gray { return g.resized(1.5).sharpened(6, 2) }},
		{0.35, 0, func(g gray) gray { return g.resized(0.35) }},
		// The library does not find Data Matrix on its tip.
		{1, -45, func(g gray) gray { return g.turned(-45) }},
		{1, 22, func(g gray) gray { return g.turned(22) }},
	}
}

const (
	// cost is a rough count of the pixel visits that a look at one pixel makes.
	cost = 40
	// often is the largest view that is looked at more than once, in pixels, and
	// most is the largest at all.
	often = 5 << 18
	most  = 6 << 20
	// parts is how many parts of a picture are looked at closely.
	parts = 6
)

// picture looks at all of a picture, then closely at the parts that look like a
// code, and where they gave nothing at all of it in other ways. Most pictures have
// no such part, and are done with after the first look.
func (s *search) picture(g gray) {
	whole := image.Rect(0, 0, g.w, g.h)
	views := views()
	by := s.by
	s.look(g, whole, views[:1], most)
	s.left -= int64(len(g.pix)) * 6
	n := 0
	for _, r := range regionsOf(g) {
		if n == parts || s.left < 0 {
			break
		}
		s.by = by * r.by
		if s.covered(r.at) {
			continue
		}
		s.look(r.g.cropped(r.at), r.at, views, often)
		n++
	}
	s.by = by
	if n > 0 && !s.settled(whole) {
		s.look(g, whole, views[1:], often)
	}
}

// covered says that most of a part is a code that was read.
func (s *search) covered(part image.Rectangle) bool {
	part = scaled(part, float64(s.by))
	return slices.ContainsFunc(s.result().Codes, func(c Code) bool {
		return area(c.At.Intersect(part))*3 > area(part)
	})
}

// look looks at a part of the picture in some ways, until something is read there.
func (s *search) look(g gray, part image.Rectangle, views []view, largest int64) {
	s.part = part
	for _, v := range views {
		n := int64(float64(len(g.pix)) * v.scale * v.scale)
		if v.turn != 0 {
			n *= 2 // the corners
		}
		if n > largest {
			continue
		}
		if s.left -= n * cost; s.left < 0 {
			s.cut = true
			return
		}
		p := v.make(g)
		if p.w < 8 || p.h < 8 {
			continue
		}
		for i, l := range p.looks() {
			s.count(libraryReads(l.bits), v)
			// These find codes however they lie, and need no third threshold.
			if v.turn == 0 && i < 4 {
				s.count(s.stacked(g, l.bits, l.inverted, v.scale), view{scale: 1})
				s.count(s.aimed(g, l.bits, l.inverted, v.scale), view{scale: 1})
				if v.scale <= 1 {
					s.count(s.framed(g, l.bits, l.inverted, v.scale), view{scale: 1})
				}
			}
		}
		if s.settled(part) {
			return
		}
	}
}

// count adds the readings of one look.
func (s *search) count(rs []reading, v view) {
	seen := map[key]bool{}
	for _, r := range rs {
		k := key{r.kind, r.text}
		if seen[k] {
			continue
		}
		seen[k] = true
		t := s.votes[k]
		if t == nil {
			t = &tally{}
			s.votes[k] = t
		}
		t.looks += r.looks
		at := scaled(r.at, 1/v.scale).Add(s.part.Min)
		if v.turn != 0 {
			at = s.part // where it was is not worked out
		}
		t.at = t.at.Union(scaled(at, float64(s.by)))
	}
}

func scaled(r image.Rectangle, by float64) image.Rectangle {
	f := func(v int) int { return int(float64(v) * by) }
	return image.Rect(f(r.Min.X), f(r.Min.Y), f(r.Max.X), f(r.Max.Y))
}

// settled says that there is something to give of a part, and no doubt left about
// it.
func (s *search) settled(part image.Rectangle) bool {
	part = scaled(part, float64(s.by))
	return slices.ContainsFunc(s.result().Codes, func(c Code) bool { return c.At.Overlaps(part) })
}

// enough is the number of looks that must agree on a text.
const enough = 2

func (s *search) result() Result {
	out := Result{Cut: s.cut}
	for k, t := range s.votes {
		if t.looks >= enough && !s.contested(k, t) {
			out.Codes = append(out.Codes, Code{k.kind, k.text, t.at})
		}
	}
	slices.SortFunc(out.Codes, func(a, b Code) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Text, b.Text))
	})
	if len(out.Codes) > s.limits.Codes {
		out.Codes, out.Cut = out.Codes[:s.limits.Codes], true
	}
	return out
}

// contested says that looks at the same place read another text nearly as often.
func (s *search) contested(k key, t *tally) bool {
	for other, o := range s.votes {
		if other != k && o.at.Overlaps(t.at) && o.looks*3 > t.looks {
			return true
		}
	}
	return false
}
