package report

import (
	"lampan/rules/assess"
)

func (b *builder) headline() Headline {
	r := b.a.Assessment.Household
	h := Headline{
		Known: len(b.found) > 0 || b.anyRead(),
		Score: r.Score, Low: r.Low, High: r.High, Baseline: r.Baseline,
		Coverage: b.a.Percent(), Band: assess.BandOf(r.Score),
		Scale:   b.c.Text("headline.scale"),
		Covered: b.c.Text("headline.coverage", "n", b.a.Percent()),
	}
	if !h.Known {
		h.BandWords = b.c.Text("headline.nothing")
		h.BandLong = b.c.Text("band-long.none")
		return h
	}
	h.BandWords = b.c.Text("band." + string(h.Band))
	h.BandLong = b.c.Text("band-long." + string(h.Band))
	if h.Coverage < halfCoverage {
		h.BandWords, h.BandLong = b.c.Text("band.little"), b.c.Text("band-long.little")
	}
	h.ScoreWords = b.c.Text("headline.score", "score", r.Score)
	if r.High > r.Score {
		h.Range = b.c.Text("headline.range", "high", r.High)
	}
	switch {
	case r.Low < r.Score && r.High > r.Score:
		h.Interval = b.c.Text("headline.interval", "low", r.Low, "high", r.High)
	case r.High > r.Score:
		h.Interval = b.c.Text("headline.interval-high", "high", r.High)
	case r.Low < r.Score:
		h.Interval = b.c.Text("headline.interval-low", "low", r.Low)
	}
	if r.Baseline > 0 {
		h.Base = b.c.Text("headline.baseline", "n", r.Baseline)
		h.BaseLong = b.c.Text("headline.baseline-long", "n", r.Baseline)
	}
	h.CoveredLong = b.c.Text("headline.coverage-long", "n", h.Coverage)
	if h.Coverage < smallCoverage && h.Coverage >= halfCoverage { // below, BandLong says it
		h.CoveredLong = b.c.Text("headline.coverage-small", "n", h.Coverage)
	}
	h.GaugeAlt = b.c.Text("headline.gauge", "score", r.Score, "band", h.BandWords)
	if r.High > r.Low {
		h.GaugeAlt += " " + b.c.Text("headline.gauge-range", "low", r.Low, "high", r.High)
	}
	for _, p := range r.Parts {
		f, ok := b.found[p.Finding]
		switch {
		case !ok || p.Points == 0:
		case len(h.Parts) < maxParts:
			ref := b.ref(f)
			h.Parts = append(h.Parts, Part{Title: ref.Title, Who: ref.Who, Anchor: ref.Anchor, Points: p.Points})
		default:
			h.PartsRest += p.Points
			h.PartsRestCount++
		}
	}
	if len(h.Parts) > 0 {
		h.PartsAlt = b.c.Text("number.bar", "score", r.Score, "title", h.Parts[0].Title, "points", h.Parts[0].Points)
	}
	return h
}
