package pattern

import (
	"math/bits"
	"slices"
	"unicode"

	"lampan/rules/password/meter/form"
)

const longest = form.Longest

// edge explains the characters from where it starts to another place.
type edge struct {
	next  int32 // the next edge from the same place, or -1
	bits  float32
	clues Clues
	kinds Kinds
	to    uint8
	class class
}

// cell is the cheapest way to a place that ends in a part of one class.
type cell struct {
	bits float32
	edge int32 // the last edge, or -1 for a single character
	from uint8
	was  class
}

// scratch is what guessing one password needs. It is used again, and wiped.
type scratch struct {
	n      int
	half   int // where the text begins again, or 0
	plain  []rune
	folded []rune
	back   [longest]rune // folded, backwards
	// uppers and letters count those before each place.
	uppers, letters [longest + 1]uint8
	first           [longest]int32
	edges           []edge
	cells           [longest + 1][classes]cell
	same            [longest + 1]uint8 // see repeats
	states          []state
	given           table
	known           Result // of the whole password as a list's
	facts           *Facts
	keys            *[layouts]layout
	told            bool // some edge rests on what is known of the family, site or user
}

// unreached is more than any password costs.
const unreached = 1 << 20

// load takes the text and counts its capitals.
func (s *scratch) load(t *form.Text) {
	s.plain, s.folded, s.n = t.Bare, t.Folded, len(t.Bare)
	if h := s.n / 2; slices.Equal(s.folded[:h], s.folded[h:]) {
		s.half = h
	}
	for i, r := range s.folded {
		s.back[s.n-1-i] = r
		s.first[i] = -1
		s.uppers[i+1], s.letters[i+1] = s.uppers[i], s.letters[i]
		if p := s.plain[i]; p != r && unicode.IsUpper(p) {
			s.uppers[i+1]++
		}
		if isLetter(r) {
			s.letters[i+1]++
		}
	}
}

// wipe forgets the password.
func (s *scratch) wipe() {
	clear(s.back[:s.n])
	clear(s.uppers[:s.n+1])
	clear(s.letters[:s.n+1])
	clear(s.edges)
	clear(s.cells[:s.n+1])
	clear(s.states[:cap(s.states)])
	clear(s.same[:s.n+1])
	s.given.reset()
	s.edges, s.plain, s.folded, s.facts = s.edges[:0], nil, nil, nil
	s.n, s.half, s.known, s.told = 0, 0, Result{}, false
}

func isLetter(r rune) bool { return 'a' <= r && r <= 'z' || r >= 0x80 && unicode.IsLetter(r) }

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

// add notes one explanation of the characters from i to j. A way back is counted
// on the text backwards.
func (s *scratch) add(i, j int, backwards bool, e edge) {
	if backwards {
		i, j = s.n-j, s.n-i
		e.bits += reversedBits
		e.clues |= Reversed
	}
	e.next, e.to = s.first[i], uint8(j)
	s.first[i] = int32(len(s.edges))
	s.edges = append(s.edges, e)
}

// capitals is what the capitals between two places cost: 1 bit for the usual
// ways (none is free), else which of the letters they are.
func (s *scratch) capitals(i, j int, backwards bool) float32 {
	if backwards {
		i, j = s.n-j, s.n-i
	}
	upper := int(s.uppers[j] - s.uppers[i])
	letters := int(s.letters[j] - s.letters[i])
	if upper == 0 {
		return 0
	}
	if upper == letters || upper == 1 && (s.uppers[i+1] > s.uppers[i] || s.uppers[j] > s.uppers[j-1]) {
		return 1
	}
	// Which of them: about letters over the fewer, and at most a bit for each.
	few := min(upper, letters-upper)
	return min(float32(letters), 1.5+float32(few)*log2(letters))
}

// log2 is near enough for a cost, and needs no table: exact at powers of two,
// straight lines between.
func log2(n int) float32 {
	if n <= 1 {
		return 0
	}
	whole := bits.Len(uint(n)) - 1
	return float32(whole) + float32(n)/float32(int(1)<<whole) - 1
}

// cheapest finds the least sum over the text without the parts that skip says,
// and leaves the way there in the cells.
func (s *scratch) cheapest(join *[classes][classes]float32, skip Clues) (bits float32, last class) {
	n := s.n
	for i := range n + 1 {
		for c := range s.cells[i] {
			s.cells[i][c].bits = unreached
		}
	}
	s.cells[0][atStart].bits = 0
	for i := range n {
		var enter [classes]float32
		var was [classes]class
		for to := word; to < classes; to++ {
			enter[to] = unreached
			for from := range s.cells[i] {
				if b := s.cells[i][from].bits + join[from][to]; b < enter[to] {
					enter[to], was[to] = b, class(from)
				}
			}
		}
		s.reach(i, i+1, other, enter[other]+single(s.plain[i], s.folded[i]), was[other], -1)
		for k := s.first[i]; k >= 0; k = s.edges[k].next {
			e := &s.edges[k]
			if e.clues&skip != 0 {
				continue
			}
			s.reach(i, int(e.to), e.class, enter[e.class]+e.bits, was[e.class], k)
		}
	}
	last = atStart
	for c := range s.cells[n] {
		if s.cells[n][c].bits < s.cells[n][last].bits {
			last = class(c)
		}
	}
	return s.cells[n][last].bits, last
}

func (s *scratch) reach(i, j int, c class, bits float32, was class, k int32) {
	if to := &s.cells[j][c]; bits < to.bits {
		*to = cell{bits: bits, edge: k, from: uint8(i), was: was}
	}
}

// way gathers what the parts of the cheapest way say.
func (s *scratch) way(last class) (clues Clues, kinds Kinds) {
	for j, c := s.n, last; j > 0; {
		at := s.cells[j][c]
		if at.edge >= 0 {
			clues |= s.edges[at.edge].clues
			kinds |= s.edges[at.edge].kinds
		}
		j, c = int(at.from), at.was
	}
	return clues, kinds
}

// form says whether the cheapest way is one number that means something, and
// whether it is words with spaces between.
func (s *scratch) form(last class) (exact, sentence bool) {
	words, spaces, others := 0, 0, 0
	for j, c := s.n, last; j > 0; {
		at := s.cells[j][c]
		switch {
		case c == word:
			words++
		case c == sign && s.folded[at.from] == ' ' && at.from > 0 && j < s.n:
			spaces++
		case c == number && at.from == 0 && j == s.n:
			exact = at.edge >= 0 && s.edges[at.edge].clues&(Date|Phone|Personnum) != 0
		case c == other:
			others++ // I, or à
		}
		j, c = int(at.from), at.was
	}
	return exact, spaces > 0 && others < 2 && words+others > spaces
}

// newScratch makes room once, so that a usual password allocates nothing.
func newScratch() *scratch {
	return &scratch{edges: slices.Grow([]edge(nil), 512), states: make([]state, 0, 6*mostStates)}
}
