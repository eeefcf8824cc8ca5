package html

import (
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"

	"lampan/report"
	"lampan/report/message"
)

// The pictures that any page may show. Each is an SVG with a title and a
// description, and stands beside the same as a list or a table. They tell by shape,
// number and place, never by colour alone. Those that are as wide as the page have
// their places along it in percent, so that their letters keep their size.
//
//go:embed pictures.html.tmpl
var picturesSource string

// stretch is a piece of a bar, in percent of its width.
type stretch struct {
	Number   int // from 1; 0 for what is left out of the list
	From, To int
	Wide     bool // there is room for the number
}

// Width is how long it is, with room for the line beside it.
func (s stretch) Width() float64 { return max(float64(s.To-s.From)-.3, .3) }

// Middle is half-way.
func (s stretch) Middle() float64 { return float64(s.From+s.To) / 2 }

// made divides a bar of a hundred after what the score is made of.
func made(h report.Headline) []stretch {
	const room = 4 // percent that a number needs
	var out []stretch
	at := 0
	add := func(number, points int) {
		if points > 0 {
			out = append(out, stretch{number, at, at + points, points >= room})
			at += points
		}
	}
	for i, p := range h.Parts {
		add(i+1, p.Points)
	}
	add(0, h.PartsRest)
	return out
}

// The measures of a chain, in the units of its picture.
const (
	linkStep   = 88 // from one link to the next
	linkHeight = 60
	linkNames  = 3  // in a link
	linkLine   = 16 // from one name to the next
	linkRoom   = 12 // letters in a link
	sideRoom   = 21 // letters beside it
)

// chainPicture is a chain: a link for each leg with whose it is, and what they are
// together.
type chainPicture struct {
	ID          string
	Title, Alt  string
	Links       []link
	Joined      string
	End, Height int
}

type link struct {
	Y      int
	Lines  []line // whose it is
	Name   string
	About  []line
	Breaks bool
}

// line is a row of letters and how far down it stands.
type line struct {
	Y    int
	Text string
}

func drawChain(c *message.Catalog, ch report.Chain, id string) chainPicture {
	p := chainPicture{ID: id, Title: c.Text("chain.picture", "title", ch.Title), Alt: ch.Alt, Joined: c.Text("chain.joined")}
	for i, leg := range ch.Legs {
		l := link{Y: 6 + i*linkStep, Name: clip(leg.Name, sideRoom), Breaks: leg.Breaks}
		names := leg.Owners
		if len(names) > linkNames {
			names = append(names[:linkNames-1:linkNames-1], c.Text("chain.plus", "n", len(names)-linkNames+1))
		}
		middle := l.Y + linkHeight/2 + 5
		for k, name := range names {
			l.Lines = append(l.Lines, line{middle - linkLine*(len(names)-1)/2 + linkLine*k, clip(name, linkRoom)})
		}
		for k, text := range fold(leg.About, sideRoom, 2) {
			l.About = append(l.About, line{l.Y + 46 + 17*k, text})
		}
		p.Links = append(p.Links, l)
	}
	p.End = 6 + len(ch.Legs)*linkStep
	p.Height = p.End + 50
	return p
}

// clip cuts a text after n letters.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}

// fold lays a text out in rows of at most n letters; what there are no rows for is
// left out.
func fold(s string, n, rows int) []string {
	var out []string
	for word := range strings.FieldsSeq(s) {
		last := len(out) - 1
		switch {
		case last >= 0 && utf8.RuneCountInString(out[last]+" "+word) <= n:
			out[last] += " " + word
		case len(out) == rows:
			out[last] = clip(out[last]+" …", n)
			return out
		default:
			out = append(out, clip(word, n))
		}
	}
	return out
}

// radius is that of the ring of a cell, of at most 18 units.
func radius(things int) float64 {
	const least, most = 9, 18
	return min(least+3*math.Sqrt(float64(max(things, 1)-1)), most)
}

// spot is a mark of a sketch. Where the direction is not known it is a ring of its
// own around home, of radius R, with the number on it.
type spot struct {
	Number  int
	X, Y, R string
}

// The measures of a sketch: home is in the middle, and tenfold distance is one ring
// further out. Nothing is nearer than ten metres.
const (
	sketchHome = 160 // from the left, and from the top
	sketchRing = 48
	sketchOut  = 3.1 // rings: what lies further is drawn there
	sketchLeap = 25  // between two marks
	nearest    = 10  // metres
	// sketchAside is where on its ring the number of a mark without a direction
	// stands: between two directions, where no other mark is.
	sketchAside = -math.Pi / 8
)

// mark places the spots of a sketch. Where two would lie on each other the later is
// moved outwards.
func mark(s *report.Sketch) []spot {
	type point struct{ x, y float64 }
	var placed []point
	var out []spot
	for i, sp := range s.Spots {
		r := max(sketchRing*min(math.Log10(sp.Metres/nearest), sketchOut), sketchLeap)
		angle := float64(sp.Direction) * math.Pi / 180
		mark := spot{Number: i + 1}
		if sp.Direction < 0 {
			angle = sketchAside
			mark.R = fmt.Sprintf("%.1f", r)
		}
		at := func() point { return point{sketchHome + r*math.Sin(angle), sketchHome - r*math.Cos(angle)} }
		for slices.ContainsFunc(placed, func(p point) bool { return math.Hypot(p.x-at().x, p.y-at().y) < sketchLeap }) {
			r += sketchLeap
		}
		placed = append(placed, at())
		mark.X, mark.Y = fmt.Sprintf("%.1f", at().x), fmt.Sprintf("%.1f", at().y)
		out = append(out, mark)
	}
	return out
}

// visit is a point of a trend: X in percent, Y from the top.
type visit struct {
	report.TrendPoint
	X, LabelX float64
	Y         int
	Anchor    string // of the label; empty where there is no room for one
}

// leap is the line between two visits.
type leap struct {
	From, To visit
	Dashed   bool // one of the two is of little
}

// The measures of a trend, from the top.
const (
	trendTop  = 26 // of 100
	trendHigh = 140
	trendSide = 10 // percent
	allLabels = 3  // visits that there is room to name each of
)

func visits(t *report.Trend) []visit {
	var out []visit
	last := len(t.Points) - 1
	for i, p := range t.Points {
		v := visit{
			TrendPoint: p, X: trendSide + float64(i*(100-2*trendSide))/float64(max(last, 1)),
			Y: trendTop + (100-p.Score)*trendHigh/100,
		}
		switch {
		case i == 0:
			v.Anchor, v.LabelX = "start", 0
		case i == last:
			v.Anchor, v.LabelX = "end", 100
		case last < allLabels:
			v.Anchor, v.LabelX = "mid", v.X
		}
		out = append(out, v)
	}
	return out
}

func leaps(t *report.Trend) []leap {
	var out []leap
	var before *visit
	for _, v := range visits(t) {
		if v.Unknown {
			continue
		}
		if before != nil {
			out = append(out, leap{*before, v, before.Small || v.Small})
		}
		before = &v
	}
	return out
}
