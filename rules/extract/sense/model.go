package sense

import (
	"bytes"
	"compress/gzip"
	_ "embed" // for the trained weights
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"sync"
)

//go:embed weights.bin.gz
var weights []byte

// lanes is the width of a row of weights: one lane a category, and two for the
// looks.
const lanes = int(Lanes)

// Row is what one feature says for and against each category, in steps of the
// model's scale.
type Row [lanes]int8

// Model weighs features. It is immutable and safe for concurrent use.
type Model struct {
	// slots is a hash table with open addressing, of a power of two. A slot holds
	// a feature and, in its low half, the number of its row; 0 is empty.
	slots []uint64
	rows  []Row
	looks [2]look
	cat   [Lanes]Weighing
}

// Two more lanes say whether a passage tells anything at all: a first look at
// its plain words, and a second one when the word lists have been matched.
const (
	Look = Count + iota
	SecondLook

	Lanes // those in use
)

// Weighing is what a model knows of one category as a whole.
type Weighing struct {
	Scale     float32 // what one step of a row weighs
	Bias      float32
	Threshold float32 // the score from which a passage tells it
}

// Core gives the weights that ship with lampan.
var Core = sync.OnceValues(func() (*Model, error) {
	z, err := gzip.NewReader(bytes.NewReader(weights))
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	return Load(z)
})

// The file of weights: the magic words, the number of rows, the weighings, then
// the rows, each with its feature before it; little-endian.
const magic = "lampan sense 3\n"

// Save writes a model of the given rows.
func Save(w io.Writer, cat [Lanes]Weighing, rows map[uint32]Row, order []uint32) error {
	b := append([]byte(magic), binary.LittleEndian.AppendUint32(nil, uint32(len(order)))...) //nolint:gosec // some ten thousand
	for _, c := range cat {
		for _, v := range []float32{c.Scale, c.Bias, c.Threshold} {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	}
	for _, h := range order {
		b = binary.LittleEndian.AppendUint32(b, h)
		for _, v := range rows[h] {
			b = append(b, byte(v))
		}
	}
	_, err := w.Write(b)
	return err
}

// Load reads what Save wrote. A damaged file is an error.
func Load(r io.Reader) (*Model, error) {
	b, err := io.ReadAll(r)
	if err != nil {
		return nil, fmt.Errorf("read weights: %w", err)
	}
	const head = len(magic) + 4 + lanes*12
	if len(b) < head || string(b[:len(magic)]) != magic {
		return nil, errors.New("read weights: not a file of weights")
	}
	n := int(binary.LittleEndian.Uint32(b[len(magic):]))
	if len(b)-head != n*(4+lanes) {
		return nil, fmt.Errorf("read weights: %d bytes do not hold %d rows", len(b), n)
	}
	m := &Model{}
	at := len(magic) + 4
	next := func() float32 {
		v := math.Float32frombits(binary.LittleEndian.Uint32(b[at:]))
		at += 4
		return v
	}
	for c := range m.cat {
		m.cat[c] = Weighing{next(), next(), next()}
	}
	size := 2
	for size < 2*n {
		size *= 2
	}
	m.slots, m.rows = make([]uint64, size), make([]Row, n)
	for row := range n {
		h := binary.LittleEndian.Uint32(b[at:])
		if h == 0 {
			return nil, errors.New("read weights: a row without a feature")
		}
		i := int(h) & (size - 1)
		for m.slots[i] != 0 {
			i = (i + 1) & (size - 1)
		}
		m.slots[i] = uint64(h)<<32 | uint64(row) //nolint:gosec // a number of 32 bits
		for l := range lanes {
			m.rows[row][l] = int8(b[at+4+l])
		}
		at += 4 + lanes
	}
	for i := range m.looks {
		m.looks[i] = m.lookOf(Look + Category(i)) //nolint:gosec // two
	}
	return m, nil
}

// find gives the row of a feature; nil for one that says nothing.
func (m *Model) find(h uint32) *Row {
	mask := len(m.slots) - 1
	for i := int(h) & mask; m.slots[i] != 0; i = (i + 1) & mask {
		if uint32(m.slots[i]>>32) == h { //nolint:gosec // the upper half
			return &m.rows[uint32(m.slots[i])] //nolint:gosec // the lower half
		}
	}
	return nil
}

// Sum adds what features say, and counts them.
func (m *Model) Sum(fs []Feature) (sum Sum) {
	for _, f := range fs {
		sum.add(m.find(f.Hash))
	}
	return sum
}

// Sum is what some features say of each category, and how many they are.
type Sum struct {
	Says [Count]int32
	N    int
}

// add counts a feature, whose row is nil when it says nothing.
func (s *Sum) add(row *Row) {
	s.N++
	if row == nil {
		return
	}
	for c := range s.Says {
		s.Says[c] += int32(row[c])
	}
}

func (s *Sum) join(other *Sum) {
	s.N += other.N
	for c := range s.Says {
		s.Says[c] += other.Says[c]
	}
}

// Share is what a sum weighs in a window of n features: long ones dilute what
// is said once, but not so far that it is lost.
func Share(n int) float64 { return 1 / math.Sqrt(float64(n+20)) }

// Score gives how surely features tell category c, from 0 to 1.
func (m *Model) Score(c Category, sum *Sum) float64 {
	return 1 / (1 + math.Exp(-m.logit(c, sum)))
}

func (m *Model) logit(c Category, sum *Sum) float64 {
	w := m.cat[c]
	return float64(sum.Says[c])*float64(w.Scale)*Share(sum.N) + float64(w.Bias)
}

// Weighing gives what the model knows of category c as a whole.
func (m *Model) Weighing(c Category) Weighing { return m.cat[c] }
