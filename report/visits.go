package report

import (
	"strings"

	"lampan/report/compare"
)

// Visits is how the number has gone from visit to visit.
type Visits struct {
	Line   *Trend // nil where there is none to draw
	Points []Visit
	Note   string // what the line rests on, or why there is none
	Spark  string // the line in signs, one a visit, and the numbers; empty without a line
}

// Visit is one visit.
type Visit struct {
	Label   string // "2, 14 januari 2027"
	Like    string // the number like for like; empty when it is not in the line
	Own     string // the number as it was told then
	Covered string
}

// sparks are eight heights.
const sparks = "▁▂▃▄▅▆▇█"

// visits tells of a trend; nil without one.
func (b *builder) visits(t *compare.Trend) *Visits {
	if t == nil || len(t.Points) == 0 {
		return nil
	}
	v := &Visits{}
	var points []TrendPoint
	var numbers []string
	left := 0
	for _, p := range t.Points {
		one := Visit{Label: b.c.Text("visits.label", "n", p.Number, "date", p.At), Covered: b.c.Text("percent", "n", p.Coverage)}
		if p.Number == 0 {
			one.Label = b.c.Date(p.At)
		}
		one.Own = b.c.Text("past.unknown")
		if p.Known {
			one.Own = b.c.Number(float64(p.Score))
		}
		switch {
		case p.InLine:
			one.Like = b.c.Number(float64(p.Like))
			heights := []rune(sparks)
			v.Spark += string(heights[min(p.Like*len(heights)/100, len(heights)-1)])
			numbers = append(numbers, one.Like)
		case t.Drawn:
			left++
			v.Spark += "·"
			numbers = append(numbers, "·")
		}
		v.Points = append(v.Points, one)
		points = append(points, TrendPoint{Label: b.c.Date(p.At), Score: p.Like, Coverage: p.Coverage, Unknown: !p.InLine})
	}
	switch {
	case t.Drawn:
		v.Spark += "  " + strings.Join(numbers, " → ")
		v.Line = NewTrend(b.c.Lang(), points)
		v.Note = b.c.Text("visits.shared", "n", t.Shared, "of", t.Of)
		if left > 0 {
			v.Note += " " + b.c.Plural("visits.left", left)
		}
	case len(t.Points) == 1:
		v.Note = b.c.Text("visits.first")
	default:
		v.Note = b.c.Text("visits.none")
	}
	return v
}
