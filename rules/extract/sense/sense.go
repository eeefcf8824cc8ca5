package sense

import "slices"

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

// Judge appends what a passage tells, in the order of the categories.
func (m *Model) Judge(f *Reader, p *Passage, out []Reading) []Reading {
	fs := f.Read(p)
	sum := m.Sum(fs)
	gates := gatesOf(p)
	for c := range Count {
		if sum[c] <= 0 && m.cat[c].Bias < 0 && m.cat[c].Threshold > 0.5 || !gates.open(c) {
			continue
		}
		score, from := m.Score(c, sum[c], len(fs)), float64(m.cat[c].Threshold)
		if score < from {
			continue
		}
		first, last := m.place(c, fs, p)
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

// place finds the words that say the most for c: the best sentence, and in it
// the stretch of what speaks for it.
func (m *Model) place(c Category, fs []Feature, p *Passage) (first, last int) {
	r := p.Reading
	best, most := p.First, int32(-1)
	sums := make([]int32, p.Last-p.First+1)
	for _, f := range fs {
		if row := m.find(f.Hash); row != nil {
			sums[r.SentenceOf(int(f.First))-p.First] += int32(row[c])
		}
	}
	for i, s := range sums {
		if s > most {
			best, most = p.First+i, s
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
