package evaluate

import (
	"math"
	mathbits "math/bits"
	"math/rand/v2"
	"slices"

	"lampan/rules/exposure"
)

// Tally counts what was given against what should have been.
type Tally struct {
	Right, Wrong, Missed int
}

// Precision is the share of what was given that is right; 0 when nothing was.
func (t Tally) Precision() float64 { return share(t.Right, t.Right+t.Wrong) }

// Recall is the share of what should have been given that was; 0 when there
// was nothing to give.
func (t Tally) Recall() float64 { return share(t.Right, t.Right+t.Missed) }

// F1 is the harmonic mean of precision and recall.
func (t Tally) F1() float64 { return share(2*t.Right, 2*t.Right+t.Wrong+t.Missed) }

func share(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

// Interval is the range that holds a true share in 95 cases of 100.
type Interval struct{ From, To float64 }

// Wilson is the 95 % interval of a share of a in b, by Wilson's score (1927),
// which also holds for small numbers and for shares near 0 and 1.
func Wilson(a, b int) Interval {
	if b == 0 {
		return Interval{0, 1}
	}
	const z = 1.959964
	n, p := float64(b), float64(a)/float64(b)
	mid := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(p*(1-p)/n+z*z/(4*n*n))
	return Interval{max(0, mid-half), min(1, mid+half)}
}

// PrecisionRange and RecallRange are the 95 % intervals of the two.
func (t Tally) PrecisionRange() Interval { return Wilson(t.Right, t.Right+t.Wrong) }

// RecallRange is the 95 % interval of the recall.
func (t Tally) RecallRange() Interval { return Wilson(t.Right, t.Right+t.Missed) }

// Line is one line of a measurement.
type Line struct {
	Name  string
	Posts int // that are labelled so
	Tally
	F1Range Interval // by drawing posts anew, 1,000 times
}

// Measurement is what the pack does on labelled posts.
type Measurement struct {
	Posts            int
	Clean, LeftClean int // posts without a label, and those of them that got none
	All              Line
	Tiers            []Line
	Categories       []Line
}

// CleanShare is the share of posts without a label that got none.
func (m Measurement) CleanShare() float64 { return share(m.LeftClean, m.Clean) }

// Counter collects what was given for labelled posts.
type Counter struct {
	want, got []uint32 // by post; a bit a category
}

// Add counts one post.
func (c *Counter) Add(want, got []exposure.Category) {
	c.want = append(c.want, bits(want))
	c.got = append(c.got, bits(got))
}

func bits(list []exposure.Category) (b uint32) {
	for i, c := range exposure.Categories() {
		if slices.Contains(list, c) {
			b |= 1 << i
		}
	}
	return b
}

// Measure sums up what was counted.
func (c *Counter) Measure() Measurement {
	m := Measurement{Posts: len(c.want)}
	for i, w := range c.want {
		if w == 0 {
			m.Clean++
			if c.got[i] == 0 {
				m.LeftClean++
			}
		}
	}
	m.All = c.line("all", math.MaxUint32)
	for _, t := range exposure.Tiers() {
		m.Tiers = append(m.Tiers, c.line(t.Name, bits(t.Categories)))
	}
	for _, x := range exposure.Categories() {
		m.Categories = append(m.Categories, c.line(string(x), bits([]exposure.Category{x})))
	}
	return m
}

// draws is how many times the posts are drawn anew.
const draws = 1000

func (c *Counter) line(name string, mask uint32) Line {
	l := Line{Name: name}
	each := make([]Tally, len(c.want))
	var touched []Tally // posts that say anything about these categories
	for i, w := range c.want {
		w, g := w&mask, c.got[i]&mask
		each[i] = Tally{mathbits.OnesCount32(w & g), mathbits.OnesCount32(g &^ w), mathbits.OnesCount32(w &^ g)}
		if w != 0 {
			l.Posts++
		}
		if w|g != 0 {
			touched = append(touched, each[i])
		}
		l.Right += each[i].Right
		l.Wrong += each[i].Wrong
		l.Missed += each[i].Missed
	}
	l.F1Range = drawn(touched)
	return l
}

// drawn is the 95 % interval of F1 by the bootstrap. Posts that no label of the
// line touches change nothing, so only the others are drawn.
func drawn(posts []Tally) Interval {
	if len(posts) == 0 {
		return Interval{0, 1}
	}
	rng := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same draws every time
	f := make([]float64, draws)
	for i := range f {
		var t Tally
		for range posts {
			p := posts[rng.IntN(len(posts))]
			t.Right += p.Right
			t.Wrong += p.Wrong
			t.Missed += p.Missed
		}
		f[i] = t.F1()
	}
	slices.Sort(f)
	return Interval{f[draws*25/1000], f[draws*975/1000-1]}
}
