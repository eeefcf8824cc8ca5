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

	"lampan/rules/extract/reading"
)

//go:embed weights.bin.gz
var weights []byte

// lanes is the width of a row of weights: one lane a category, rounded up.
const lanes = 24

// Row is what one feature says for and against each category, in steps of the
// model's scale.
type Row [lanes]int8

// Model weighs features. It is immutable and safe for concurrent use.
type Model struct {
	keys []uint32 // open addressing; a power of two; 0 is empty
	rows []Row    // beside keys
	look struct { // the quick look: words and topics alone
		keys []uint32
		says []int8
	}
	cat [Count + 1]Weighing // the last one is of the quick look
}

// Look is the lane of the quick look: whether a passage tells anything at all.
const Look = Count

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
const magic = "lampan sense 2\n"

// Save writes a model of the given rows.
func Save(w io.Writer, cat [Count + 1]Weighing, rows map[uint32]Row, order []uint32) error {
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
	const head = len(magic) + 4 + (int(Count)+1)*12
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
	m.keys, m.rows = make([]uint32, size), make([]Row, size)
	for range n {
		h := binary.LittleEndian.Uint32(b[at:])
		if h == 0 {
			return nil, errors.New("read weights: a row without a feature")
		}
		i := int(h) & (size - 1)
		for m.keys[i] != 0 {
			i = (i + 1) & (size - 1)
		}
		m.keys[i] = h
		for l := range lanes {
			m.rows[i][l] = int8(b[at+4+l])
		}
		at += 4 + lanes
	}
	m.quick()
	return m, nil
}

// quick lays out the weights of the quick look in a table of their own, which
// is small enough to stay near the processor.
func (m *Model) quick() {
	n := 0
	for i := range m.rows {
		if m.rows[i][Look] != 0 {
			n++
		}
	}
	size := 2
	for size < 2*n {
		size *= 2
	}
	m.look.keys, m.look.says = make([]uint32, size), make([]int8, size)
	for i, row := range m.rows {
		if row[Look] == 0 {
			continue
		}
		at := int(m.keys[i]) & (size - 1)
		for m.look.keys[at] != 0 {
			at = (at + 1) & (size - 1)
		}
		m.look.keys[at], m.look.says[at] = m.keys[i], row[Look]
	}
}

// Stirs reports whether sentences first to last of a text may tell anything. It
// looks at words and topics one by one, and lets all through that the whole
// model would find anything in, or nearly.
func (m *Model) Stirs(r *reading.Reading, first, last int) bool {
	sum, n, mask := int32(0), 0, len(m.look.keys)-1
	Plain(r, first, last, func(h uint32) {
		n++
		for i := int(h) & mask; m.look.keys[i] != 0; i = (i + 1) & mask {
			if m.look.keys[i] == h {
				sum += int32(m.look.says[i])
				return
			}
		}
	})
	w := m.cat[Look]
	return float64(sum)*float64(w.Scale)*Share(n)+float64(w.Bias) >= float64(w.Threshold)
}

// find gives the row of a feature; nil for one that says nothing.
func (m *Model) find(h uint32) *Row {
	for i := int(h) & (len(m.keys) - 1); ; i = (i + 1) & (len(m.keys) - 1) {
		switch m.keys[i] {
		case h:
			return &m.rows[i]
		case 0:
			return nil
		}
	}
}

// Sum adds what features say, and counts them.
func (m *Model) Sum(fs []Feature) (sum [Count]int32) {
	for _, f := range fs {
		row := m.find(f.Hash)
		if row == nil {
			continue
		}
		for c := range sum {
			sum[c] += int32(row[c])
		}
	}
	return sum
}

// Share is what a sum weighs in a passage of n features: long passages dilute
// what is said once, but not so far that it is lost.
func Share(n int) float64 { return 1 / math.Sqrt(float64(n+20)) }

// Score gives how surely a passage of n features tells category c, from 0 to 1.
func (m *Model) Score(c Category, sum int32, n int) float64 {
	w := m.cat[c]
	return 1 / (1 + math.Exp(-float64(sum)*float64(w.Scale)*Share(n)-float64(w.Bias)))
}

// Weighing gives what the model knows of category c as a whole.
func (m *Model) Weighing(c Category) Weighing { return m.cat[c] }
