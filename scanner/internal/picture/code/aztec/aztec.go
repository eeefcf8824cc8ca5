// Package aztec knows how an Aztec symbol is laid out (ISO/IEC 24778): where its
// bits lie around the bull's-eye, how they make words, and what the message around
// the bull's-eye says. It sees no picture; package code finds the symbols and
// measures their modules. Places are counted from the middle of the bull's-eye, x to
// the right and y downwards.
package aztec

import (
	"errors"

	"lampan/scanner/internal/picture/code/solomon"
)

// ErrFormat is returned for bits that no symbol has.
var ErrFormat = errors.New("no Aztec symbol has these bits")

// Symbol is how large a symbol is and how many of its words are data.
type Symbol struct {
	Compact bool
	Layers  int // from 1 to 4 when compact, to 32 otherwise
	Words   int
}

// Place is a module.
type Place struct{ X, Y int }

// Ring is how far from the middle the modules of the message lie.
func Ring(compact bool) int {
	if compact {
		return 5
	}
	return 7
}

// Bull says whether a module inside the ring is dark.
func Bull(p Place) bool { return max(abs(p.X), abs(p.Y))%2 == 0 }

func abs(v int) int { return max(v, -v) }

// Turned gives the place after n quarter turns to the right.
func (p Place) Turned(n int) Place {
	for range n & 3 {
		p.X, p.Y = -p.Y, p.X
	}
	return p
}

// Corners are the modules in the corners of the ring that tell which way is up.
func Corners(compact bool) (dark, light []Place) {
	r := Ring(compact)
	return []Place{{-r, -r}, {1 - r, -r}, {-r, 1 - r}, {r, -r}, {r, 1 - r}, {r, r - 1}},
		[]Place{{r - 1, -r}, {r, r}, {r - 1, r}, {-r, r}, {-r, r - 1}, {1 - r, r}}
}

// Message gives the places of the message's bits, in order.
func Message(compact bool) []Place {
	r := Ring(compact)
	var out []Place
	for side := range 4 {
		for x := 2 - r; x <= r-2; x++ {
			if !compact && x == 0 {
				continue // the grid
			}
			out = append(out, Place{x, -r}.Turned(side))
		}
	}
	return out
}

// MessageField is what the message's words are counted in for its check words.
func MessageField() *solomon.Field { return solomon.Binary(16, 0x13) }

// Read gives what the bits of the message say.
func Read(compact bool, message []bool) (Symbol, error) {
	data := 4
	if compact {
		data = 2
	}
	if len(message) != len(Message(compact)) {
		return Symbol{}, ErrFormat
	}
	words := Words(message, 4)
	if _, err := MessageField().Correct(words, nil, len(words)-data); err != nil {
		return Symbol{}, err
	}
	v := 0
	for _, w := range words[:data] {
		v = v<<4 | w
	}
	s := Symbol{compact, v>>11 + 1, v&0x7ff + 1}
	if compact {
		s = Symbol{compact, v>>6 + 1, v&0x3f + 1}
	}
	if s.Words >= len(s.Places())/s.Bits() {
		return Symbol{}, ErrFormat
	}
	return s, nil
}

// Words cuts bits into words of n bits, the highest first. Bits left over come
// before the first.
func Words(bits []bool, n int) []int {
	bits = bits[len(bits)%n:]
	out := make([]int, len(bits)/n)
	for i, b := range bits {
		out[i/n] <<= 1
		if b {
			out[i/n] |= 1
		}
	}
	return out
}

// Bits is the length of a word.
func (s Symbol) Bits() int {
	switch {
	case s.Layers <= 2:
		return 6
	case s.Layers <= 8:
		return 8
	case s.Layers <= 22:
		return 10
	}
	return 12
}

// Field is what words are counted in for their check words.
func (s Symbol) Field() *solomon.Field {
	polynomial := map[int]int{6: 0x43, 8: 0x12d, 10: 0x409, 12: 0x1069}
	return solomon.Binary(1<<s.Bits(), polynomial[s.Bits()])
}

// Reach is how far from the middle the outermost modules lie.
func (s Symbol) Reach() int {
	if s.Compact {
		return 5 + 2*s.Layers
	}
	return s.line(7 + 2*s.Layers)
}

// line is where the n-th row of data from the middle lies: every 16th row is grid.
func (s Symbol) line(n int) int {
	if s.Compact {
		return n
	}
	return n + (n-1)/15
}

// Grid says that a module of a full symbol is grid, and whether it is dark.
func (s Symbol) Grid(p Place) (grid, dark bool) {
	return !s.Compact && (p.X%16 == 0 || p.Y%16 == 0), (p.X+p.Y)%2 == 0
}

// Places are those of the data bits, from the outermost layer inwards: down the
// left side, along the lower, up the right and back along the upper one, two bits
// abreast.
func (s Symbol) Places() []Place {
	var out []Place
	for layer := s.Layers; layer >= 1; layer-- {
		outer := 5 + 2*layer // rows of data from the middle
		if !s.Compact {
			outer = 7 + 2*layer
		}
		// A compact symbol has a row through its middle; a full one has grid there.
		var rows []int
		for n := -outer; n <= outer; n++ {
			switch {
			case s.Compact:
				rows = append(rows, n)
			case n < 0:
				rows = append(rows, -s.line(-n))
			case n > 0:
				rows = append(rows, s.line(n))
			}
		}
		for side := range 4 {
			for _, along := range rows[:len(rows)-2] {
				for k := range 2 {
					// As for the upper side, from the right; each side is it turned.
					p := Place{-along, rows[k]}
					out = append(out, p.Turned(3-side))
				}
			}
		}
	}
	return out
}

// Unstuffed are the bits of corrected data words: no word is all 0 or all 1, a word
// that would be has a last bit that does not count.
func (s Symbol) Unstuffed(words []int) ([]bool, error) {
	n := s.Bits()
	all := 1<<n - 1
	var out []bool
	for _, w := range words {
		if w == 0 || w == all {
			return nil, ErrFormat
		}
		for i := n - 1; i >= 0; i-- {
			if i == 0 && (w == 1 || w == all-1) {
				continue
			}
			out = append(out, w>>i&1 == 1)
		}
	}
	return out, nil
}
