package sense

import (
	"math"
	"slices"

	"lampan/rules/extract/reading"
)

// Reading is what a passage tells, and where that is said.
type Reading struct {
	Category Category
	Score    float64 // of the model, 0 to 1
	// Sure is the score seen from the threshold: 0.5 there, 0.75 where the odds
	// are twice those of the threshold, 1 at best. At the threshold most of what
	// is told is right already, however low the score is there.
	Sure        float64
	First, Last int // tokens, both included, in one sentence
}

// Judge appends what a passage tells, in the order of the categories: what the
// window of it tells that tells the most.
func (m *Model) Judge(f *Reader, p *Passage, out []Reading) []Reading {
	fs := f.Read(p)
	windows := f.windows(m, p, fs)
	gates := gatesOf(p)
	for c := range Count {
		if !gates.open(c) {
			continue
		}
		best, most := 0, math.Inf(-1)
		for i := range windows {
			if z := m.logit(c, &windows[i].Sum); z > most {
				best, most = i, z
			}
		}
		score, from := m.Score(c, &windows[best].Sum), float64(m.cat[c].Threshold)
		if score < from {
			continue
		}
		first, last := m.place(c, fs, p.Reading, windows[best].first, windows[best].last)
		out = append(out, Reading{c, score, sure(score, from), first, last})
	}
	return out
}

// sure compares the odds of a score with those of the threshold it reached.
func sure(score, from float64) float64 {
	if score >= 1 {
		return 1
	}
	return 1 - 0.5*from/(1-from)*(1-score)/score
}

// place finds the words of a window that say the most for c: its best sentence,
// and in it the stretch of what speaks for it.
func (m *Model) place(c Category, fs []Feature, r *reading.Reading, from, to int) (first, last int) {
	best, most := from, int32(-1)
	sums := make([]int32, to-from+1)
	for _, f := range fs {
		s := r.SentenceOf(int(f.First))
		if s < from || s > to {
			continue
		}
		if row := m.find(f.Hash); row != nil {
			sums[s-from] += int32(row[c])
		}
	}
	for i, s := range sums {
		if s > most {
			best, most = from+i, s
		}
	}
	sent := r.Sentences[best]
	votes := make([]int32, sent.Len())
	for _, f := range fs {
		row := m.find(f.Hash)
		if row == nil || int(f.First) < sent.First || int(f.Last) >= sent.End {
			continue
		}
		n := f.Last - f.First + 1
		for i := f.First; i <= f.Last; i++ {
			votes[int(i)-sent.First] += int32(row[c]) / n
		}
	}
	top := int32(0)
	if len(votes) > 0 {
		top = slices.Max(votes)
	}
	first, last = -1, sent.End-1
	for i, v := range votes {
		if v > 0 && v >= top/3 {
			if first < 0 {
				first = sent.First + i
			}
			last = sent.First + i
		}
	}
	if first < 0 {
		first, last = sent.First, sent.End-1
	}
	return first, last
}
