package sense

import (
	"lampan/rules/extract/reading"
	"lampan/rules/lexicon"
)

// Plainer gives the features of the second look at a passage: those of the
// first, its word pairs, and the phrases of the word lists, each for itself.
func Plainer(r *reading.Reading, first, last int, f func(hash uint32)) {
	Plain(r, first, last, f)
	for s := first; s <= last; s++ {
		sent := r.Sentences[s]
		for i := plain(r, sent.First, sent.End); i < sent.End; {
			j := plain(r, i+1, sent.End)
			if j < sent.End {
				f(feature(tPair, mix(r.Tokens[i].Hash, r.Tokens[j].Hash)))
			}
			i = j
		}
		for _, h := range r.In(s) {
			if h.Concept < lexicon.OwnName {
				f(feature(tConcept, uint64(h.Concept)))
			}
		}
	}
	for _, h := range r.TopicsIn(first, last) {
		f(feature(tTopic, r.Lists.Hash(h.Topic)))
	}
}

// look is one lane in a table of its own, which is small enough to stay near
// the processor. A slot holds a feature and, in its low byte, what that says.
type look struct {
	slots []uint64
	Weighing
}

func (m *Model) lookOf(lane Category) look {
	n := 0
	for i := range m.rows {
		if m.rows[i][lane] != 0 {
			n++
		}
	}
	size := 2
	for size < 2*n {
		size *= 2
	}
	l := look{make([]uint64, size), m.cat[lane]}
	for _, slot := range m.slots {
		if slot == 0 {
			continue
		}
		says := m.rows[uint32(slot)][lane] //nolint:gosec // the lower half
		if says == 0 {
			continue
		}
		at := int(slot>>32) & (size - 1) //nolint:gosec // the upper half
		for l.slots[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		l.slots[at] = slot>>32<<32 | uint64(uint8(says))
	}
	return l
}

// says gives what a feature says to a look.
func (l *look) says(h uint32) int32 {
	mask := len(l.slots) - 1
	for i := int(h) & mask; l.slots[i] != 0; i = (i + 1) & mask {
		if uint32(l.slots[i]>>32) == h { //nolint:gosec // the upper half
			return int32(int8(l.slots[i])) //nolint:gosec // the low byte
		}
	}
	return 0
}

// stirs reports whether the sum of what n features say is enough.
func (l *look) stirs(sum int32, n int) bool {
	return float64(sum)*float64(l.Scale)*Share(n)+float64(l.Bias) >= float64(l.Threshold)
}

// Stirs reports whether sentences first to last of a text may tell anything. It
// looks at plain words alone, and lets nearly all through that the whole model
// would find anything in.
func (m *Model) Stirs(r *reading.Reading, first, last int) bool {
	l, sum, n := &m.looks[0], int32(0), 0
	Plain(r, first, last, func(h uint32) {
		n++
		sum += l.says(h)
	})
	return l.stirs(sum, n)
}

// StirsStill is Stirs for a text whose phrases have been matched: a second look
// at what the first one let through.
func (m *Model) StirsStill(r *reading.Reading, first, last int) bool {
	l, sum, n := &m.looks[1], int32(0), 0
	Plainer(r, first, last, func(h uint32) {
		n++
		sum += l.says(h)
	})
	return l.stirs(sum, n)
}
