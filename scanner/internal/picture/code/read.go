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
	s := search{limits: l, left: l.Work - int64(len(g.pix)), votes: map[key]*tally{}, by: by, whole: b.Sub(b.Min)}
	s.look(g)
	return s.result()
}

// search is what was read so far.
type search struct {
	limits Limits
	left   int64 // work
	votes  map[key]*tally
	by     int // how much the picture was shrunk
	whole  image.Rectangle
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
	same := func(g gray) gray { return g }
	out := []view{
		{1, 0, same},
		{2, 0, func(g gray) gray { return g.resized(2) }},
		{1, 0, func(g gray) gray { return g.softened(1) }},
		{1, 0, gray.median},
		{0.5, 0, func(g gray) gray { return g.resized(0.5) }},
		{2, 0, func(g gray) gray { return g.resized(2).sharpened(4, 1.5) }},
		{3, 0, func(g gray) gray { return g.resized(3) }},
		{2, 0, func(g gray) gray { return g.softened(1).resized(2) }},
		{1.5, 0, func(g gray) gray { return g.resized(1.5).sharpened(6, 2) }},
		{0.7, 0, func(g gray) gray { return g.resized(0.7) }},
		{0.35, 0, func(g gray) gray { return g.resized(0.35) }},
	}
	// The library finds Aztec only nearly upright, and Data Matrix not on its tip.
	for _, a := range []float64{-15, 170, 45, -45, 15, 30, -30, 90, 135, -135} {
		out = append(out, view{1, a, func(g gray) gray { return g.turned(a) }})
	}
	return out
}

// cost is a rough count of the pixel visits that a look at one pixel makes.
const cost = 12

func (s *search) look(g gray) {
	for i, v := range views() {
		n := int64(float64(len(g.pix)) * v.scale * v.scale)
		if v.turn != 0 {
			n *= 2 // the corners
		}
		if n > 6<<20 {
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
		for k, q := range []gray{p, p.inverted()} {
			r := max(8, min(q.w, q.h)/8)
			for _, b := range []bits{q.local(r), q.global(), q.local(12)} {
				s.count(libraryReads(b), v)
				if v.turn == 0 {
					s.count(s.stacked(g, b, k == 1, v.scale), view{scale: 1})
					s.count(s.aimed(g, b, k == 1, v.scale), view{scale: 1})
				}
			}
		}
		if i > 0 && s.settled() {
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
		at := scaled(r.at, float64(s.by)/v.scale)
		if v.turn != 0 {
			at = s.whole // where it was is not worked out
		}
		t.at = t.at.Union(at)
	}
}

func scaled(r image.Rectangle, by float64) image.Rectangle {
	f := func(v int) int { return int(float64(v) * by) }
	return image.Rect(f(r.Min.X), f(r.Min.Y), f(r.Max.X), f(r.Max.Y))
}

// settled says that there is something to give, and no doubt left about it.
func (s *search) settled() bool {
	return len(s.result().Codes) > 0
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
