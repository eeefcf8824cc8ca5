// Package letters guesses a password as somebody would who knows which
// characters follow which in passwords: an n-gram model over characters, in
// packed tables that are read where they lie.
//
// Accents count for nothing, so both spellings of a Swedish word cost the same.
// Capitals count.
package letters

import (
	"errors"

	"lampan/rules/password/wordset"
)

// Order is the most characters that an n-gram holds.
const Order = 6

// Symbols of the model beside printable ASCII.
const (
	Begin byte = 1    // before a password
	Other byte = 2    // any character that is not ASCII when its accents are gone
	End   byte = '\n' // after a password
)

// OtherBits is what it costs to know which character Other is: those in use in
// an alphabet or a set of signs that somebody would choose from.
const OtherBits = 8

// Steps of what the packed bytes say, in bits.
const (
	ProbStep = 1.0 / 10 // of a cost
	BackStep = 1.0 / 10 // of what it costs to know less of what went before
	BackZero = 50       // the byte of no such cost; it can be negative
)

// Model is a packed model. It is immutable and safe for concurrent use.
type Model struct {
	levels [Order]level
	table  []byte // uint16 steps of 1/1000 log10 guesses, by whole bits
}

// level holds the n-grams of one length, those with the same beginning side by
// side in the order of their last symbol.
type level struct {
	symbols, probs []byte
	// Only where longer n-grams begin with these:
	back  []byte
	kids  []byte // how many longer n-grams begin with this one
	bases []byte // uint24, where the longer ones begin, for every block of kids
}

// block is how many counts of kids share a base.
const block = 32

// header is the room that the sizes take: one uint24 a level, and the table's.
const header = 3 * (Order + 1)

var errTable = errors.New("open letters: not a whole table")

// New opens the table in the program.
func New() (*Model, error) { return Open(packed) }

// Open reads what Pack wrote. It keeps packed without copying it.
func Open(packed []byte) (*Model, error) {
	if len(packed) < header {
		return nil, errTable
	}
	m := &Model{}
	rest := packed[header:]
	whole := true
	take := func(n int) []byte {
		if n > len(rest) {
			whole = false
			return nil
		}
		part := rest[:n:n]
		rest = rest[n:]
		return part
	}
	for k := range m.levels {
		n := int(uint24(packed[3*k:]))
		l := &m.levels[k]
		l.symbols, l.probs = take(n), take(n)
		if k < Order-1 {
			l.back, l.kids, l.bases = take(n), take(n), take(3*((n+block-1)/block))
		}
	}
	points := int(uint24(packed[3*Order:]))
	m.table = take(2 * points)
	if !whole || len(rest) > 0 || points < 2 || !m.closed() {
		return nil, errTable
	}
	return m, nil
}

// closed makes sure that no lookup can leave the tables.
func (m *Model) closed() bool {
	for k := range Order - 1 {
		l, next := &m.levels[k], 0
		for at, kids := range l.kids {
			if at%block == 0 && int(uint24(l.bases[at/block*3:])) != next {
				return false
			}
			next += int(kids)
		}
		if next != len(m.levels[k+1].symbols) {
			return false
		}
	}
	return true
}

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }

// children says where the longer n-grams begin that start with n-gram at, and how
// many they are.
func (l *level) children(at int) (first, n int) {
	b := at / block
	first = int(uint24(l.bases[3*b:]))
	for _, k := range l.kids[b*block : at] {
		first += int(k)
	}
	return first, int(l.kids[at])
}

// find returns where in the level s stands among n from first, or -1.
func (l *level) find(first, n int, s byte) int {
	lo, hi := first, first+n
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := l.symbols[mid]; {
		case c == s:
			return mid
		case c < s:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return -1
}

// Walk is a place in a text: the n-grams that it ends with. The zero Walk is not
// ready; Start makes one. It holds places in the tables and no characters.
type Walk struct {
	at    [Order]int // at[k] is the n-gram of the last k symbols, -1 for none
	known int        // the longest of them
}

// Start is the place before a password.
func (m *Model) Start() Walk {
	w := Walk{}
	m.Next(&w, Begin)
	return w
}

// Next takes one symbol further and returns its cost in bits.
func (m *Model) Next(w *Walk, s byte) float64 {
	bits, found := 0.0, false
	next := Walk{}
	for k := w.known; k >= 0; k-- {
		at := -1
		if k == 0 {
			at = m.levels[0].find(0, len(m.levels[0].symbols), s)
		} else if w.at[k] >= 0 {
			first, n := m.levels[k-1].children(w.at[k])
			at = m.levels[k].find(first, n, s)
		}
		if !found {
			switch {
			case at >= 0:
				bits += float64(m.levels[k].probs[at]) * ProbStep
				found = true
			case k > 0 && w.at[k] >= 0:
				bits += (float64(m.levels[k-1].back[w.at[k]]) - BackZero) * BackStep
			}
		}
		if k+1 < Order {
			next.at[k+1] = at
			if at >= 0 && next.known == 0 {
				next.known = k + 1
			}
		}
	}
	*w = next
	if !found {
		return unseenBits
	}
	return max(bits, 0)
}

// unseenBits is the cost of a symbol that was never seen anywhere.
const unseenBits = 16

// Symbol is what the model sees of a character in NFC.
func Symbol(r rune) byte {
	if ' ' <= r && r < 127 {
		return byte(r)
	}
	if f := wordset.Bare(r); ' ' <= f && f < 127 {
		return byte(f)
	}
	return Other
}

// LongestEnd is the most that the end of a password costs, in bits. Most words
// hardly ever end before their last letter; without a limit what is cut short
// would look far harder than the whole.
const LongestEnd = 3.3

// Bits is the cost of a whole password, which must be in NFC.
func (m *Model) Bits(password []rune) float64 {
	w, bits := m.Start(), 0.0
	for _, r := range password {
		s := Symbol(r)
		bits += m.Next(&w, s)
		if s == Other {
			bits += OtherBits
		}
	}
	return bits + min(m.Next(&w, End), LongestEnd)
}

// Guesses turns bits into log10 of the guesses that somebody needs who tries
// what is likeliest by this model first.
func (m *Model) Guesses(bits float64) float64 {
	last := len(m.table)/2 - 1
	i := min(max(int(bits), 0), last-1)
	a, b := m.point(i), m.point(i+1)
	return max(0, a+(b-a)*(bits-float64(i)))
}

// TableStep is the resolution of the table of guesses, in log10.
const TableStep = 1.0 / 1000

func (m *Model) point(i int) float64 {
	return float64(uint16(m.table[2*i])<<8|uint16(m.table[2*i+1])) * TableStep
}
