package teacher

import (
	"math"
	"slices"
	"sort"
)

// Alphabet lists the characters that the network knows, End first.
func (n *Network) Alphabet() []byte {
	out := []byte{End}
	for c := range len(n.index) {
		if n.index[c] >= 0 && c != End {
			out = append(out, byte(c))
		}
	}
	return out
}

// Knows says whether the network can judge a password: ASCII, long enough.
func (n *Network) Knows(password string) bool {
	for i := range len(password) {
		if c := password[i]; c >= 128 || n.index[c] < 0 || c == End {
			return false
		}
	}
	return len(password) >= Shortest
}

// Next says for each prefix how likely each character is to follow, indexed by
// the character. The rows share nothing.
func (n *Network) Next(prefixes [][]byte) [][128]float32 {
	// What the network reads of each prefix: the missing characters as ends, and
	// then the characters from the last to the first.
	asked := make([][window]int8, len(prefixes))
	for k, p := range prefixes {
		p = p[max(0, len(p)-window):]
		for t := range window {
			asked[k][t] = n.index[End]
			if back := window - 1 - t; back < len(p) {
				asked[k][t] = n.index[p[len(p)-1-(t-(window-len(p)))]]
			}
		}
	}
	h := n.read(asked)
	for _, l := range n.upper {
		h = l.step(h)
	}
	h = affine(h, n.dense, n.denseB)
	rows := affine(h, n.out, n.outB)
	out := make([][128]float32, len(prefixes))
	for k, p := range prefixes {
		n.told(rows[k*symbols:(k+1)*symbols], len(p), &out[k])
	}
	return out
}

// told turns the last layer's row into probabilities of characters.
func (n *Network) told(row []float32, length int, out *[128]float32) {
	if length < Shortest {
		row[n.index[End]] = float32(math.Inf(-1))
	}
	top, sum := slices.Max(row), float32(0)
	for i, v := range row {
		row[i] = float32(math.Exp(float64(v - top)))
		sum += row[i]
	}
	rare := &n.rare[0]
	if length == 0 {
		rare = &n.rare[1]
	}
	for i, cs := range n.spread {
		for _, c := range cs {
			out[c] = row[i] / sum * rare[c]
		}
	}
}

// read runs the lowest layer over the window. Readings that agree so far share
// their state, which saves most of the work when passwords begin alike.
func (n *Network) read(asked [][window]int8) []float32 {
	type step struct {
		parent int32
		symbol int8
	}
	at := make([]int32, len(asked)) // the state of each reading
	h := make([]float32, units)     // states, one row each
	for t := range window {
		seen := map[step]int32{}
		var steps []step
		for k := range asked {
			s := step{at[k], asked[k][t]}
			id, ok := seen[s]
			if !ok {
				id = int32(len(steps)) //nolint:gosec // at most a batch
				seen[s] = id
				steps = append(steps, s)
			}
			at[k] = id
		}
		old := make([]float32, len(steps)*units)
		for i, s := range steps {
			copy(old[i*units:(i+1)*units], h[int(s.parent)*units:])
		}
		z, r, c := make([]float32, len(old)), make([]float32, len(old)), make([]float32, len(old))
		for i, s := range steps {
			from := int(s.symbol) * units
			for j := range units {
				z[i*units+j] = n.inZ[from+j] + n.bZ[j]
				r[i*units+j] = n.inR[from+j] + n.bR[j]
				c[i*units+j] = n.in[from+j] + n.b[j]
			}
		}
		w := units * units
		multiply(old, n.wide[:w], z)
		multiply(old, n.wide[w:2*w], r)
		for i := range r {
			r[i] = sigmoid(r[i]) * old[i]
		}
		multiply(r, n.wide[2*w:], c)
		for i := range old {
			u := sigmoid(z[i])
			old[i] = tanh(c[i])*u + old[i]*(1-u)
		}
		h = old
	}
	out := make([]float32, len(asked)*units)
	for k, id := range at {
		copy(out[k*units:(k+1)*units], h[int(id)*units:])
	}
	return out
}

// step runs an upper layer once from a zero state.
func (l layer) step(x []float32) []float32 {
	z, h := affine(x, l.z, l.bZ), affine(x, l.h, l.bH)
	for i := range h {
		h[i] = tanh(h[i]) * sigmoid(z[i])
	}
	return h
}

// affine is x·w + b for every row of x.
func affine(x, w, b []float32) []float32 {
	out := make([]float32, 0, len(x)/units*len(b))
	for range len(x) / units {
		out = append(out, b...)
	}
	multiply(x, w, out)
	return out
}

// multiply adds x·w to out. Rows of x are units long. Four rows go together, so
// that each weight is loaded once for them.
func multiply(x, w, out []float32) {
	rows, wide := len(x)/units, len(w)/units
	spare := make([]float32, wide)
	for r := 0; r < rows; r += 4 {
		var a, o [4][]float32
		for k := range 4 {
			a[k], o[k] = x[r*units:(r+1)*units], spare
			if r+k < rows {
				a[k], o[k] = x[(r+k)*units:(r+k+1)*units], out[(r+k)*wide:(r+k+1)*wide]
			}
		}
		four(&a, w, &o)
	}
}

func sigmoid(x float32) float32 { return 1 / (1 + exp(-x)) }
func tanh(x float32) float32    { return 1 - 2/(1+exp(2*x)) }

// exp is e^x to seven digits, which is all that float32 holds; three times as
// fast as math.Exp. The polynomial is the Taylor series around 0.
func exp(x float32) float32 {
	x = min(max(x, -87), 88)
	whole := float32(math.Floor(float64(x*math.Log2E + 0.5)))
	r := x - whole*math.Ln2
	p := 1 + r*(1+r*(1.0/2+r*(1.0/6+r*(1.0/24+r*(1.0/120+r*(1.0/720))))))
	return p * math.Float32frombits(uint32(127+int32(whole))<<23) //nolint:gosec // 1 to 254
}

// batch is how many prefixes go through the network together: enough to share
// readings, few enough to stay in the processor's memory.
const batch = 4096

// Log10 returns log10 of the probability of each password, which must all be
// known to the network.
func (n *Network) Log10(passwords []string) []float64 {
	out := make([]float64, len(passwords))
	type ask struct {
		of   int
		next byte
	}
	var prefixes [][]byte
	var asks []ask
	flush := func() {
		for k, p := range n.Next(prefixes) {
			out[asks[k].of] += math.Log10(float64(max(p[asks[k].next], math.SmallestNonzeroFloat32)))
		}
		prefixes, asks = prefixes[:0], asks[:0]
	}
	for k, p := range passwords {
		line := append([]byte(p), End)
		for i, c := range line {
			prefixes, asks = append(prefixes, line[:i]), append(asks, ask{k, c})
		}
		if len(prefixes) >= batch {
			flush()
		}
	}
	flush()
	return out
}

// Guesses turns log10 of a probability into log10 of the guesses that an
// attacker needs who tries the likeliest first, by the table published with the
// network (a Monte Carlo estimate after Dell'Amico and Filippone, CCS 2015).
func (n *Network) Guesses(log10 float64) float64 {
	t := n.table
	i := sort.Search(len(t), func(i int) bool { return math.Log10(t[i].prob) >= log10 })
	i = min(max(i, 1), len(t)-1)
	a, b := t[i-1], t[i]
	x0, x1 := math.Log10(a.prob), math.Log10(b.prob)
	y0, y1 := math.Log10(max(a.guesses, 1)), math.Log10(max(b.guesses, 1))
	return max(0, y0+(y1-y0)*(log10-x0)/(x1-x0))
}
