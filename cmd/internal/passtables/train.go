package main

import (
	"encoding/binary"
	"errors"
	"maps"
	"math"
	"math/bits"
	"math/rand/v2"
	"slices"

	"lampan/cmd/internal/passtables/lists"
	"lampan/rules/password/meter/letters"
)

// gram is an n-gram of up to letters.Order symbols: seven bits each, the last
// one lowest, above them a 1.
type gram uint64

const symbolBits = 7

func (g gram) length() int { return (63 - bits.LeadingZeros64(uint64(g))) / symbolBits }
func (g gram) last() byte  { return byte(g & (1<<symbolBits - 1)) }

// before is the n-gram without its last symbol.
func (g gram) before() gram { return g >> symbolBits }

// shorter is the n-gram without its first symbol.
func (g gram) shorter() gram {
	top := gram(1) << ((g.length() - 1) * symbolBits)
	return g&(top-1) | top
}

func (g gram) text() string {
	b := make([]byte, g.length())
	for i := len(b) - 1; i >= 0; i-- {
		b[i] = g.last()
		g = g.before()
	}
	return string(b)
}

// counts says how often each n-gram was seen.
type counts map[gram]float32

// trace is the least worth counting for a long n-gram.
const trace = 0.1

// add counts s after prefix, weight times.
func (c counts) add(prefix []byte, s byte, weight float64) {
	g, shift := gram(s), symbolBits
	c[1<<symbolBits|g] += float32(weight)
	for k := 1; k < letters.Order; k++ {
		i := len(prefix) - k
		if i < -1 || k >= 3 && weight < trace {
			return
		}
		before := letters.Begin
		if i >= 0 {
			before = prefix[i]
		}
		g |= gram(before) << shift
		shift += symbolBits
		c[1<<shift|g] += float32(weight)
	}
}

func (c counts) encode() []byte {
	var b []byte
	for _, g := range slices.Sorted(maps.Keys(c)) {
		b = binary.BigEndian.AppendUint64(b, uint64(g))
		b = binary.BigEndian.AppendUint32(b, math.Float32bits(c[g]))
	}
	return b
}

func decodeCounts(b []byte) (counts, error) {
	c := make(counts, len(b)/12)
	for ; len(b) >= 12; b = b[12:] {
		c[gram(binary.BigEndian.Uint64(b))] = math.Float32frombits(binary.BigEndian.Uint32(b[8:]))
	}
	if len(b) > 0 {
		return nil, errors.New("what the network said: not a whole file")
	}
	return c, nil
}

// How much each source weighs beside the samples of the network, as passwords.
const (
	worldWeight    = 60_000
	swedishWeight  = 60_000
	probableWeight = 30_000
	wordWeight     = 25_000
	// damp is the power of a count. Lists leave out the rare ones, so their
	// common ones would weigh too much.
	damp = 0.5
	// faith is how many sightings the shorter n-gram is worth.
	faith = 4
)

// read counts what stands in the lists.
func (c counts) read(list []lists.Counted, weight float64) {
	sum := 0.0
	for _, p := range list {
		sum += math.Pow(p.Count, damp)
	}
	for _, p := range list {
		var text []byte
		for _, r := range p.Password {
			text = append(text, letters.Symbol(r))
		}
		w := math.Pow(p.Count, damp) / sum * weight
		for i, s := range append(text, letters.End) {
			c.add(text[:i], s, w)
		}
	}
}

// estimate is an n-gram with its probability after its beginning, and how much
// is lost when it is left out.
type estimate struct {
	prob, worth float64
}

// knowledge is everything that was learned, before it is cut to size.
type knowledge struct {
	all   map[gram]estimate
	order []gram // shorter ones first
}

// train learns from the network's lesson and from the lists.
func train(l *lists.Lists, lesson counts) knowledge {
	c := maps.Clone(lesson)
	c.read(l.World, worldWeight)
	c.read(l.Swedish, swedishWeight)
	c.read(l.Probable, probableWeight)
	c.read(l.Words, wordWeight)
	maps.DeleteFunc(c, func(g gram, n float32) bool { return n < trace && g.length() > 3 })
	// Every symbol may come anywhere.
	for s := byte(' '); s < 127; s++ {
		c[1<<symbolBits|gram(s)]++
	}
	c[1<<symbolBits|gram(letters.Other)] += 20

	sums := map[gram]float64{}
	order := slices.Sorted(maps.Keys(c)) // shorter ones first
	for _, g := range order {
		sums[g.before()] += float64(c[g])
	}
	// Interpolation with the shorter n-gram, from short to long.
	all := make(map[gram]estimate, len(c))
	for _, g := range order {
		lower := 1.0 / 97
		if g.length() > 1 {
			lower = all[g.shorter()].prob
		}
		sum := sums[g.before()]
		p := (float64(c[g]) + faith*lower) / (sum + faith)
		all[g] = estimate{prob: p, worth: float64(c[g]) * math.Abs(math.Log2(p/lower))}
	}
	return knowledge{all, order}
}

// prune keeps the n-grams worth most, with the beginnings of all that it keeps.
func (k knowledge) prune(size int) map[gram]bool {
	all, order := k.all, k.order
	best := slices.Clone(order)
	slices.SortStableFunc(best, func(a, b gram) int {
		switch wa, wb := all[a].worth, all[b].worth; {
		case wa > wb:
			return -1
		case wa < wb:
			return 1
		}
		return 0
	})
	kept := map[gram]bool{}
	for _, g := range order {
		if g.length() == 1 {
			kept[g] = true
		}
	}
	kept[1<<symbolBits|gram(letters.Begin)] = true
	for _, g := range best {
		if len(kept) >= size {
			break
		}
		if g.last() != letters.End || g.length() > 1 {
			for h := g; h.length() >= 1 && !kept[h]; h = h.before() {
				kept[h] = true
			}
		}
	}
	return kept
}

// pack cuts the model to so many n-grams, works out what backing off costs and
// packs it with its table of guesses.
func (k knowledge) pack(size int) ([]byte, error) {
	kept, all := k.prune(size), k.all
	order := slices.Sorted(maps.Keys(kept))
	// prob is the model's own answer for any n-gram, from what is kept.
	back := map[gram]float64{}
	var prob func(g gram) float64
	prob = func(g gram) float64 {
		if kept[g] {
			if p := all[g].prob; p > 0 {
				return p
			}
			return 1e-6
		}
		if g.length() == 1 {
			return 1e-6
		}
		b, ok := back[g.before()]
		if !ok {
			b = 1
		}
		return b * prob(g.shorter())
	}
	children := map[gram][]gram{}
	for _, g := range order {
		if g.length() > 1 {
			children[g.before()] = append(children[g.before()], g)
		}
	}
	// Shorter beginnings first: their back-off is needed for the longer ones.
	for _, g := range order {
		if g.length() == letters.Order {
			break
		}
		left, lower := 1.0, 1.0
		for _, h := range children[g] {
			left -= all[h].prob
			lower -= prob(h.shorter())
		}
		back[g] = max(left, 1e-4) / max(lower, 1e-4)
	}
	grams := make([]letters.Gram, 0, len(order))
	for _, g := range order {
		grams = append(grams, letters.Gram{Symbols: g.text(), Prob: -math.Log2(prob(g)), Back: -math.Log2(max(back[g], 1e-6))})
	}
	table := []float64{0, 1}
	packed, err := letters.Pack(grams, table)
	if err != nil {
		return nil, err
	}
	m, err := letters.Open(packed)
	if err != nil {
		return nil, err
	}
	return letters.Pack(grams, guesses(m))
}

const (
	// draws is how many passwords the model draws to estimate guesses.
	draws = 50_000
	// widest is the most bits in the table of guesses.
	widest = 160
)

// guesses is log10 of the guesses before a password of so many bits, for each
// whole number of them: the Monte Carlo estimate of Dell'Amico and Filippone
// (CCS 2015) on passwords that the model draws.
func guesses(m *letters.Model) []float64 {
	rng := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // samples for a table, not secrets
	var drawn []float64
	for range draws {
		if cost, ok := draw(m, rng); ok {
			drawn = append(drawn, cost)
		}
	}
	slices.Sort(drawn)
	table := make([]float64, widest+1)
	sum, i := 0.0, 0
	before := 0.0
	for b := range table {
		for ; i < len(drawn) && drawn[i] < float64(b); i++ {
			sum += math.Exp2(drawn[i]) / float64(len(drawn))
		}
		table[b] = math.Log10(1 + sum)
		// Beyond what was drawn the curve goes on as steep as the bits.
		if b > 0 && drawn[len(drawn)-1] < float64(b) {
			table[b] = max(table[b], before+math.Log10(2))
		}
		before = table[b]
	}
	return table
}

// draw lets the model choose a password.
func draw(m *letters.Model, rng *rand.Rand) (cost float64, ok bool) {
	type option struct {
		s     byte
		bits  float64
		after letters.Walk
	}
	w := m.Start()
	options := make([]option, 0, 1<<symbolBits)
	for range 64 {
		options = options[:0]
		sum := 0.0
		for s := letters.Other; s < 127; s++ {
			if s > letters.Other && s < ' ' && s != letters.End {
				continue
			}
			o := option{s: s, after: w}
			o.bits = m.Next(&o.after, s)
			options = append(options, o)
			sum += math.Exp2(-o.bits)
		}
		x := rng.Float64() * sum
		for _, o := range options {
			if x -= math.Exp2(-o.bits); x < 0 {
				if o.s == letters.End {
					return cost + min(o.bits, letters.LongestEnd), true
				}
				cost += o.bits
				if o.s == letters.Other {
					cost += letters.OtherBits
				}
				w = o.after
				break
			}
		}
	}
	return 0, false
}
