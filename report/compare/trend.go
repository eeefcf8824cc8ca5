package compare

import (
	"slices"
	"time"

	"lampan/rules"
	"lampan/scanner/audit"
)

// Trend is the score from visit to visit, like for like: every visit is weighed
// again with the same rules, on what all of those in the line share. Lower is better.
type Trend struct {
	Points []Point // every visit, the oldest first
	// Shared is how many sources the visits of the line share, of those of the last one.
	Shared, Of int
	// Drawn is false when fewer than two visits share enough for a line: half of the
	// last visit's sources.
	Drawn bool
}

// Point is one visit of a trend.
type Point struct {
	Number   int
	At       time.Time
	Complete bool
	Score    int // its own, as it was told then
	Coverage int // percent, of what was agreed then
	// Known is false when nothing was read, so that Score is no number.
	Known bool
	// Like is the score on what the visits of the line share; InLine is false for a
	// visit that shares too little with them.
	Like   int
	InLine bool
}

// TrendOf follows the audits of one case, the oldest first. It starts from the last
// one and takes in each visit before it that leaves enough to compare.
func TrendOf(audits []*audit.Audit, pack *rules.Pack) *Trend {
	t := &Trend{Points: make([]Point, 0, len(audits))}
	for _, a := range audits {
		s := a.Summary()
		t.Points = append(t.Points, Point{
			Number: s.Number, At: s.At, Complete: s.Complete, Score: s.Score, Coverage: s.Coverage,
			Known: s.Coverage > 0 || s.Score > 0,
		})
	}
	if len(audits) == 0 {
		return t
	}
	last := len(audits) - 1
	line, shared := []int{last}, alike(pack, audits[last])
	t.Of = len(shared.visits[0])
	for i := last - 1; i >= 0; i-- {
		with := alike(pack, slices.Insert(slices.Clone(shared.audits), 0, audits[i])...)
		if n := with.count(); n > 0 && 2*n >= t.Of {
			shared, line, t.Shared = with, slices.Insert(line, 0, i), n
		}
	}
	if t.Drawn = len(line) > 1; t.Drawn {
		for k, score := range shared.scores() {
			p := &t.Points[line[k]]
			p.Like, p.InLine = score, true
		}
	}
	return t
}

// count is how many sources can be compared, in whole or place by place.
func (l like) count() int {
	n := 0
	for id := range l.visits[len(l.visits)-1] {
		if l.sources[id] || l.some(id) {
			n++
		}
	}
	return n
}
