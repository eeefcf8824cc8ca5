package report

import (
	"strings"

	"lampan/report/clean"
	"lampan/report/compare"
	"lampan/report/message"
	"lampan/rules/exposure"
)

// Trend is how the number has gone from visit to visit, like for like.
type Trend struct {
	Caption string
	Alt     string // what the line shows, in words
	Note    string
	Points  []TrendPoint // in the order of the visits
	// Table calls the same as a table; the others head its columns.
	Table, Visit, Number, Coverage string
}

// TrendPoint is one visit.
type TrendPoint struct {
	Label    string // "12 juli 2026"
	Score    int
	Coverage int  // percent
	Unknown  bool // there is no number that can be set beside the others
	// Small says that so little was read that the number may rise; Words and Covered
	// are the number and the coverage as they are told. NewTrend sets the three.
	Small          bool
	Words, Covered string
}

// NewTrend makes the picture of some visits; nil when fewer than two of them have a
// number. Labels are cleaned; points is not changed.
func NewTrend(lang exposure.Lang, points []TrendPoint) *Trend {
	c := message.For(lang)
	t := &Trend{
		Caption: c.Text("trend.caption"), Note: c.Text("trend.note"),
		Table: c.Text("trend.table"), Visit: c.Text("trend.visit"), Number: c.Text("trend.number"), Coverage: c.Text("trend.coverage"),
	}
	var said []string
	for _, p := range points {
		p.Label = clean.Clip(p.Label, maxName)
		p.Score, p.Coverage = min(max(p.Score, 0), 100), min(max(p.Coverage, 0), 100)
		p.Small = p.Coverage < smallCoverage
		p.Words, p.Covered = c.Number(float64(p.Score)), c.Text("trend.percent", "n", p.Coverage)
		if p.Unknown {
			p.Words = c.Text("trend.unknown")
		} else {
			said = append(said, p.Words)
		}
		t.Points = append(t.Points, p)
	}
	if len(said) < 2 {
		return nil
	}
	t.Alt = c.Text("trend.alt", "scores", strings.Join(said, ", "))
	return t
}

// TrendOf draws the visits of a case; nil where there is no line to draw.
func TrendOf(t *compare.Trend, lang exposure.Lang) *Trend {
	b := builder{c: message.For(lang)}
	if v := b.visits(t); v != nil {
		return v.Line
	}
	return nil
}
