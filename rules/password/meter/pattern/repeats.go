package pattern

const (
	// shortestCopy is the fewest characters said again at some distance.
	shortestCopy = 3
	// What a copy costs: at once, after a sign or two, further back.
	onceMoreBits = 2.8
	partedBits   = 3.5
	farBits      = 3
	// longestShift is the most characters of a block that is moved along the
	// keyboard: 1qaz2wsx is a block of four, one key further each time.
	longestShift = 5
)

// repeats finds what was said before: at once, after a sign, further back, or
// mirrored. The first time is paid for by whatever explains it.
func (s *scratch) repeats() {
	v := s.folded
	// same[from] is how far the text from i agrees with that from an earlier
	// place; each follows from that of the next i.
	same := &s.same
	for i := s.n - 1; i > 0; i-- {
		best, at := 0, 0
		for from := range i {
			if v[from] != v[i] {
				same[from] = 0
				continue
			}
			same[from] = same[from+1] + 1
			if long := int(same[from]); long >= best {
				best, at = long, from
			}
		}
		s.mirrored(i)
		switch size := i - at; {
		case best >= size && best >= 2:
			// Said again at once, or several times.
			s.again(at, i, i+best, onceMoreBits+0.6*log2(best/size))
		case best < shortestCopy:
		case size <= best+2:
			s.again(at, i, i+best, partedBits)
		default:
			s.again(at, i, i+best, farBits+log2(i))
		}
	}
}

// again notes that the characters from i to j are those from an earlier place.
// Other capitals cost what capitals cost.
func (s *scratch) again(from, i, j int, bits float32) {
	for k := range j - i {
		if s.upper(from+k) != s.upper(i+k) {
			bits += 1 + s.capitals(i, j, false)
			break
		}
	}
	s.add(i, j, false, edge{bits: bits, class: again, clues: Repeat})
}

func (s *scratch) upper(i int) bool { return s.uppers[i+1] > s.uppers[i] }

// mirrored finds what stands before i written backwards after it, with or without
// one character between.
func (s *scratch) mirrored(i int) {
	for odd := range 2 {
		long := 0
		for long < longestWord && i-odd-long > 0 && i+long < s.n && s.folded[i-1-odd-long] == s.folded[i+long] {
			long++
		}
		if long >= shortestCopy {
			s.add(i, i+long, false, edge{bits: 3 + s.capitals(i, i+long, false), class: again, clues: Repeat | Reversed})
		}
	}
}

// shifts finds a block moved along the keyboard or the alphabet, once or more:
// qawsed, 1qaz2wsx, a1b2c3. The first block is paid for by whatever explains it.
func (s *scratch) shifts() {
	for size := 2; size <= min(longestShift, s.n/2); size++ {
		for l := range s.keys {
			keys := &s.keys[l]
			s.moved(size, Keyboard, func(a, b rune) (key, bool) {
				from, to := keys.spots(a), keys.spots(b)
				if len(from) == 0 || len(to) == 0 {
					return key{}, false
				}
				return key{to[0].row - from[0].row, to[0].column - from[0].column}, true
			})
		}
		s.moved(size, Sequence, func(a, b rune) (key, bool) {
			d := place(b) - place(a)
			if d < -2 || d > 2 {
				return key{}, false
			}
			return key{0, int8(d)}, true
		})
	}
}

// moved finds runs in which every character lies the same small way from the one
// a block earlier.
func (s *scratch) moved(size int, clue Clues, way func(a, b rune) (key, bool)) {
	for i := size; i < s.n; {
		d, ok := way(s.folded[i-size], s.folded[i])
		if !ok || d == (key{}) || d.row < -1 || d.row > 1 || d.column < -2 || d.column > 2 {
			i++
			continue
		}
		j := i + 1
		for j < s.n {
			next, ok := way(s.folded[j-size], s.folded[j])
			if !ok || next != d {
				break
			}
			j++
		}
		if whole := (j - i) / size * size; whole > 0 {
			s.add(i, i+whole, false, edge{bits: 4.5 + log2(whole/size) + s.capitals(i, i+whole, false), class: again, clues: clue})
		}
		i = max(i+1, j-size+1)
	}
}
