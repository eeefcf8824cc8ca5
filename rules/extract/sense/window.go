package sense

import "slices"

// Windows calls f with the stretches of sentences first to last that may tell
// something by themselves: the whole, then each sentence, and each two that
// follow on each other. What is told in one sentence is not told less because
// others stand around it.
func Windows(first, last int, f func(first, last int)) {
	f(first, last)
	if first == last {
		return
	}
	for s := first; s <= last; s++ {
		f(s, s)
	}
	if last-first < 2 {
		return
	}
	for s := first; s < last; s++ {
		f(s, s+1)
	}
}

// window is what a stretch of sentences says.
type window struct {
	first, last int
	Sum
}

// windows sums what the features of a passage say in each of its windows. A
// feature of several sentences is one of the windows that hold them all.
func (f *Reader) windows(m *Model, p *Passage, fs []Feature) []window {
	f.told = f.told[:0]
	n := p.Last - p.First + 1
	f.one, f.two = zeroed(f.one, n), zeroed(f.two, n)
	one, two, all := f.one, f.two, Sum{}
	for _, x := range fs {
		row := m.find(x.Hash)
		all.add(row)
		a, b := p.Reading.SentenceOf(int(x.First))-p.First, p.Reading.SentenceOf(int(x.Last))-p.First
		switch b - a {
		case 0:
			one[a].add(row)
		case 1:
			two[a].add(row)
		}
	}
	Windows(p.First, p.Last, func(first, last int) {
		w := window{first, last, all}
		switch {
		case first == p.First && last == p.Last:
		case first == last:
			w.Sum = one[first-p.First]
		default:
			w.Sum = two[first-p.First]
			w.join(&one[first-p.First])
			w.join(&one[last-p.First])
		}
		f.told = append(f.told, w)
	})
	return f.told
}

func zeroed(s []Sum, n int) []Sum {
	s = slices.Grow(s[:0], n)[:n]
	clear(s)
	return s
}
