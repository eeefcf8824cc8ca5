package likeness

import (
	"image"
	"math"
)

// Verdict says how an embedded thumbnail and its photo go together.
type Verdict string

// The verdicts.
const (
	// Unsure: there is too little to see, or neither alike nor unlike enough.
	Unsure Verdict = "unsure"
	// Agrees: the thumbnail shows what the photo shows, or a part of it.
	Agrees Verdict = "agrees"
	// ShowsMore: the photo is a part of what the thumbnail shows.
	ShowsMore Verdict = "more"
	// Differs: the thumbnail shows something else.
	Differs Verdict = "differs"
)

// Thumb is what a thumbnail shows.
type Thumb struct {
	Verdict  Verdict
	Likeness float64 // of the photo and where it fits best, 0 to 1
	Mirrored bool    // of the photo against the thumbnail
	Turned   int     // degrees clockwise that the photo is to be turned, after that
	// Left, Top, Right and Bottom are the shares of the thumbnail that the photo
	// lacks, without black bars; 0 unless ShowsMore.
	Left, Top, Right, Bottom float64
}

const (
	// thumbSide is how many cells the longer side of a thumbnail is compared in.
	thumbSide = 48
	// smallestPart is the least share of the thumbnail's longer side that a photo
	// is looked for in: below, anything fits somewhere.
	smallestPart = 0.3
	thumbAround  = 6
	// A photo and a thumbnail are of one picture when they are as alike as this,
	// and more where there are few cells: of strangers, some small part always
	// fits. Between that and unlike less, it is unsure.
	alike  = 0.54
	few    = 4.2
	unlike = 0.04
	plain  = 0.2 // above alike: no other way to lay it is tried
	// smallest is the fewest cells across and down that are looked for.
	smallest = 8
	// gain is how much better a part must fit than the whole.
	gain = 0.06
	// leastCut is the share of a side that must be cut away: cameras make
	// thumbnails of a few more or fewer lines than their photos.
	leastCut = 0.04
)

// place is where a picture fits in another, and how well.
type place struct {
	part     rect
	likeness float64
	margin   float64 // above what it takes to be the same picture
}

func newPlace(likeness float64, x, y, w, h, ow, oh int) place {
	part := rect{float64(x) / float64(ow), float64(y) / float64(oh), float64(x+w) / float64(ow), float64(y+h) / float64(oh)}
	return place{part, likeness, likeness - alike - few/math.Sqrt(float64(w*h))}
}

// Thumbnail compares a photo with the thumbnail or preview in its file. The
// photo may have been cropped, filtered, mirrored or turned since the thumbnail
// was made. Black and white bars beside the picture in a thumbnail are cut off
// first.
func Thumbnail(full, thumb image.Image) Thumb {
	f, ok := luminance(full)
	t, ok2 := luminance(thumb)
	if !ok || !ok2 {
		return Thumb{Verdict: Unsure}
	}
	t = withoutBars(t)
	photo, shown := sumUp(f), sumUp(t)
	aspect := float64(full.Bounds().Dx()) / float64(full.Bounds().Dy())
	thumbAspect := float64(t.w) / float64(t.h)

	best, margin := Thumb{Verdict: Unsure}, math.Inf(-1)
	for o := range orientation(orientations) {
		entire, part := search(photo, shown, aspect, thumbAspect, o)
		at := entire
		if part.margin > entire.margin {
			at = part
		}
		if at.margin > margin {
			margin = at.margin
			best = Thumb{Verdict: Agrees, Likeness: max(0, at.likeness), Mirrored: o.mirrored(), Turned: o.quarters() * 90}
			r := part.part
			if cut := max(r.left+1-r.right, r.top+1-r.bottom); part.likeness > entire.likeness+gain && cut >= leastCut {
				best.Verdict = ShowsMore
				best.Left, best.Top, best.Right, best.Bottom = r.left, r.top, 1-r.right, 1-r.bottom
			}
		}
		if margin > plain {
			break // the upright comes first, and needs no rival
		}
	}
	if margin > plain {
		return best
	}
	// A thumbnail may be the middle of its photo, made square.
	_, inside := search(shown, photo, thumbAspect, aspect, 0)
	switch {
	case max(margin, inside.margin) < 0 && (blank(photo) || blank(shown)):
		return Thumb{Verdict: Unsure, Likeness: best.Likeness}
	case inside.margin > max(0, margin):
		return Thumb{Verdict: Agrees, Likeness: inside.likeness}
	case margin >= 0:
		return best
	case max(margin, inside.margin) > -unlike:
		return Thumb{Verdict: Unsure, Likeness: best.Likeness}
	}
	return Thumb{Verdict: Differs, Likeness: best.Likeness}
}

// blank reports whether there is too little to see to compare it.
func blank(s sums) bool {
	var v [thumbSide * thumbSide]float32
	s.sample(whole, side, side, v[:side*side])
	area := float64(side*side) / float64(s.w*s.h)
	var sum, square float64
	for _, x := range v[:side*side] {
		sum += float64(x) * area
		square += float64(x) * area * float64(x) * area
	}
	n := float64(side * side)
	return math.Sqrt(max(0, square/n-sum*sum/n/n)) < 3*leastTexture
}

// search looks for inner, laid as o says, in outer: the whole of it, and the part
// where it fits best. The aspects are those of the pictures as they are.
func search(inner, outer sums, aspect, outerAspect float64, o orientation) (entire, part place) {
	ow, oh := thumbSide, thumbSide
	if outerAspect > 1 {
		oh = max(4, int(math.Round(thumbSide/outerAspect)))
	} else {
		ow = max(4, int(math.Round(thumbSide*outerAspect)))
	}
	ground := newPlane(ow, oh)
	outer.sample(whole, ow, oh, ground.p)
	ground.highPass()
	energy := sumUp(squares(ground))
	mean := sumUp(ground)

	entire = newPlace(fitAt(laid(inner, o, ow, oh), ground, mean, energy, 0, 0), 0, 0, ow, oh, ow, oh)
	if o.quarters()%2 == 1 {
		aspect = 1 / aspect
	}
	part = place{whole, 0, math.Inf(-1)}
	for w := ow; w >= max(smallest, int(smallestPart*float64(ow))); w-- {
		h := int(math.Round(float64(w) / aspect))
		if h > oh || h < smallest {
			continue
		}
		look := laid(inner, o, w, h)
		for y := range oh - h + 1 {
			for x := range ow - w + 1 {
				if p := newPlace(fitAt(look, ground, mean, energy, x, y), x, y, w, h, ow, oh); p.margin > part.margin {
					part = p
				}
			}
		}
	}
	return entire, part
}

// laid samples a picture in an orientation onto w by h cells, whitened.
func laid(s sums, o orientation, w, h int) plane {
	sw, sh := w, h
	if o.quarters()%2 == 1 {
		sw, sh = h, w
	}
	from := newPlane(sw, sh)
	s.sample(whole, sw, sh, from.p)
	out := from
	if o != 0 {
		out = newPlane(w, h)
		for y := range h {
			for x := range w {
				fx, fy, fw, fh := x, y, w, h
				for range o.quarters() {
					fx, fy, fw, fh = fy, fw-1-fx, fh, fw
				}
				if o.mirrored() {
					fx = fw - 1 - fx
				}
				out.p[y*w+x] = from.p[fy*fw+fx]
			}
		}
	}
	out.highPass()
	var sum, square float64
	for _, v := range out.p {
		sum += float64(v)
	}
	middle := float32(sum / float64(len(out.p)))
	for i := range out.p {
		out.p[i] -= middle
		square += float64(out.p[i]) * float64(out.p[i])
	}
	if square > 0 {
		scale := float32(1 / math.Sqrt(square))
		for i := range out.p {
			out.p[i] *= scale
		}
	}
	return out
}

// highPass takes from each value the mean around it, and clips what stands out.
func (g plane) highPass() {
	mean, room := make([]float32, len(g.p)), make([]float32, len(g.p))
	copy(mean, g.p)
	for range thumbAround {
		soften(mean, g.w, g.h, room)
	}
	var square float64
	for i := range g.p {
		g.p[i] -= mean[i]
		square += float64(g.p[i]) * float64(g.p[i])
	}
	limit := float32(clip * math.Sqrt(square/float64(len(g.p))))
	for i := range g.p {
		g.p[i] = max(-limit, min(limit, g.p[i]))
	}
}

func squares(g plane) plane {
	out := newPlane(g.w, g.h)
	for i, v := range g.p {
		out.p[i] = v * v
	}
	return out
}

// fitAt is the correlation of part, of mean 0 and length 1, with the ground at a
// place.
func fitAt(part, ground plane, mean, energy sums, x, y int) float64 {
	var s float32
	for row := range part.h {
		a := part.p[row*part.w : (row+1)*part.w]
		b := ground.p[(y+row)*ground.w+x:][:len(a)]
		for i, v := range a {
			s += v * b[i]
		}
	}
	n := float64(part.w * part.h)
	m, e := mean.in(x, y, part.w, part.h), energy.in(x, y, part.w, part.h)
	// Where there is next to nothing to see, nothing fits.
	least := energy.in(0, 0, energy.w, energy.h) / float64(energy.w*energy.h) * n * 0.2
	return float64(s) / math.Sqrt(max(e-m*m/n, least, 1e-9))
}

// in is the sum of w by h cells.
func (s sums) in(x, y, w, h int) float64 {
	stride := s.w + 1
	return s.p[(y+h)*stride+x+w] - s.p[(y+h)*stride+x] - s.p[y*stride+x+w] + s.p[y*stride+x]
}

// Bars are lines along opposite sides of a thumbnail that are all black or all
// white; JPEG leaves a little noise in them. More than mostBars of a side is not
// a bar.
const (
	barBlack = 28
	barWhite = 240
	mostBars = 0.35
)

// withoutBars cuts off the bars with which cameras fill thumbnails to 4:3.
func withoutBars(g plane) plane {
	row := func(y int) bool { return g.bar(y*g.w, 1, g.w) }
	column := func(x int) bool { return g.bar(x, g.w, g.h) }
	count := func(n int, line func(int) bool) (from, to int) {
		for from < int(mostBars*float64(n)) && line(from) {
			from++
		}
		to = n
		for n-to < int(mostBars*float64(n)) && line(to-1) {
			to--
		}
		if from == 0 || to == n { // on one side alone it is part of the picture
			return 0, n
		}
		// The line beside a bar is half bar, half picture.
		return min(from+1, n/2), max(to-1, n/2+1)
	}
	top, low := count(g.h, row)
	left, right := count(g.w, column)
	if top == 0 && low == g.h && left == 0 && right == g.w {
		return g
	}
	out := newPlane(right-left, low-top)
	for y := range out.h {
		copy(out.p[y*out.w:(y+1)*out.w], g.p[(top+y)*g.w+left:])
	}
	return out
}

// bar reports whether n values from from on are all black or all white.
func (g plane) bar(from, step, n int) bool {
	low, high := float32(255), float32(0)
	for i := range n {
		v := g.p[from+i*step]
		low, high = min(low, v), max(high, v)
	}
	return high <= barBlack || low >= barWhite
}
