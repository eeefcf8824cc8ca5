// Package teacher runs the neural network that Carnegie Mellon University published
// with "Fast, Lean, and Accurate: Modeling Password Guessability Using Neural
// Networks" (Melicher et al., USENIX Security 2016; weights Apache-2.0). It is a
// teacher: passtables trains the letters model on what it says, passeval asks it
// how many guesses a password would stand. Nothing of it is in the program.
//
// The network reads the last ten characters of a prefix, the latest first, and
// says what comes next. It knows ASCII and passwords of 8 characters or more.
package teacher

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
)

const (
	units   = 200 // in each layer
	symbols = 51  // what the network tells apart, the end among them
	window  = 10  // characters that it looks back
	// scale turns the published whole numbers into weights; the lowest bit is
	// the sign.
	scale = 1000
	// End is the character that ends a password.
	End = '\n'
	// Shortest is the fewest characters of a password that the network knows.
	Shortest = 8
)

// Network is the network. It is immutable and safe for concurrent use.
type Network struct {
	wide         []float32 // units x 3*units: update, reset and candidate side by side
	inZ, inR, in []float32 // symbols x units
	bZ, bR, b    []float32
	upper        [2]layer
	dense, out   []float32
	denseB, outB []float32

	index  [128]int8 // symbol of a character, -1 for none
	rare   [2][128]float32
	spread [symbols][]byte // characters that a symbol stands for
	table  []point         // ascending
}

// layer is a recurrent layer that runs for one step from a zero state, so its
// recurrent weights do nothing.
type layer struct{ z, h, bZ, bH []float32 }

type point struct{ prob, guesses float64 }

// Open reads the two published files from dir.
func Open(dir string) (*Network, error) {
	n := &Network{}
	if err := n.weights(filepath.Join(dir, "basic_3M.weights.json")); err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	if err := n.alphabet(filepath.Join(dir, "basic_3M.info.json")); err != nil {
		return nil, fmt.Errorf("read network: %w", err)
	}
	return n, nil
}

func (n *Network) weights(path string) error {
	var layers []struct {
		Name       string            `json:"layerName"`
		Parameters []json.RawMessage `json:"parameters"`
	}
	if err := decode(path, &layers); err != nil {
		return err
	}
	var params []map[string]json.RawMessage
	for _, l := range layers {
		if len(l.Parameters) == 0 {
			return fmt.Errorf("%s: layer %s has no parameters", path, l.Name)
		}
		var p map[string]json.RawMessage
		if json.Unmarshal(l.Parameters[0], &p) == nil {
			params = append(params, p)
		}
	}
	if len(params) != 5 {
		return fmt.Errorf("%s: %d layers with weights; want 5", path, len(params))
	}
	var bad error
	get := func(layer int, name string, size int) []float32 {
		w, err := matrix(params[layer][name])
		if err == nil && len(w) != size {
			err = fmt.Errorf("%d weights; want %d", len(w), size)
		}
		if err != nil && bad == nil {
			bad = fmt.Errorf("%s: layer %d, %s: %w", path, layer, name, err)
		}
		return w
	}
	wz, wr, wh := get(0, "W_hz", units*units), get(0, "W_hr", units*units), get(0, "W_hh", units*units)
	n.inZ, n.inR, n.in = get(0, "W_xz", symbols*units), get(0, "Pmat", symbols*units), get(0, "W_xh", symbols*units)
	n.bZ, n.bR, n.b = get(0, "b_z", units), get(0, "b_r", units), get(0, "b_h", units)
	for i := range n.upper {
		n.upper[i] = layer{
			z: get(i+1, "W_xz", units*units), h: get(i+1, "W_xh", units*units),
			bZ: get(i+1, "b_z", units), bH: get(i+1, "b_h", units),
		}
	}
	n.dense, n.denseB = get(3, "W", units*units), get(3, "b", units)
	n.out, n.outB = get(4, "W", units*symbols), get(4, "b", symbols)
	n.wide = slices.Concat(wz, wr, wh)
	return bad
}

// matrix reads whole numbers of one or two dimensions.
func matrix(raw json.RawMessage) ([]float32, error) {
	var rows [][]int
	if json.Unmarshal(raw, &rows) != nil {
		rows = make([][]int, 1)
		if err := json.Unmarshal(raw, &rows[0]); err != nil {
			return nil, err
		}
	}
	var out []float32
	for _, row := range rows {
		for _, v := range row {
			w := float32(v>>1) / scale
			if v&1 == 1 {
				w = -w
			}
			out = append(out, w)
		}
	}
	return out, nil
}

func (n *Network) alphabet(path string) error {
	var info struct {
		Real  []string           `json:"char_bag_real"`
		Rare  []string           `json:"rare_char_bag"`
		Any   map[string]float64 `json:"character_frequencies"`
		First map[string]float64 `json:"beginning_character_frequencies"`
		Table [][2]float64       `json:"guessing_table"`
	}
	if err := decode(path, &info); err != nil {
		return err
	}
	if len(info.Real) != symbols || len(info.Rare) == 0 || len(info.Table) == 0 {
		return fmt.Errorf("%s: not the alphabet of this network", path)
	}
	for i := range n.index {
		n.index[i] = -1
	}
	for i, c := range info.Real {
		n.index[c[0]] = int8(i)
		n.spread[i] = []byte{c[0]}
	}
	add := func(c byte, as int8) {
		if n.index[c] < 0 {
			n.index[c] = as
			n.spread[as] = append(n.spread[as], c)
		}
	}
	for _, c := range info.Rare {
		add(c[0], n.index[info.Rare[0][0]])
	}
	for c := byte('A'); c <= 'Z'; c++ {
		add(c, n.index[c-'A'+'a'])
	}
	for k, freq := range []map[string]float64{info.Any, info.First} {
		for _, cs := range n.spread {
			sum := 0.0
			for _, c := range cs {
				sum += freq[string(c)]
			}
			for _, c := range cs {
				n.rare[k][c] = 1
				if len(cs) > 1 {
					n.rare[k][c] = float32(freq[string(c)] / sum)
				}
			}
		}
	}
	for _, row := range info.Table {
		n.table = append(n.table, point{row[0], row[1]})
	}
	if !slices.IsSortedFunc(n.table, func(a, b point) int { return cmp.Compare(a.prob, b.prob) }) {
		return fmt.Errorf("%s: the table of guesses is out of order", path)
	}
	return nil
}

func decode(path string, into any) error {
	b, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}
