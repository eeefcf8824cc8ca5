package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	values  = 929 // codewords, and the size of the field that check words are counted in
	checks  = 512 // check words of level 8, the highest
	columns = 12
)

// symbols works out how PDF417 draws each of its 929 codewords in each of its three
// clusters (ISO/IEC 15438, annex A), from what zint draws: bytes whose codewords
// are known, in symbol after symbol, until every codeword was seen in every
// cluster. It gives 3×929 numbers of two bytes, cluster by cluster: the 17 modules
// without the last, which is always light.
func symbols(ctx context.Context, zint string) ([]byte, error) {
	rnd := rand.New(rand.NewPCG(417, 417)) //nolint:gosec // chance that can be repeated
	seen := make([]uint16, 3*values)
	left := len(seen)
	for range 1000 {
		data := make([]byte, 300)
		for i := range data {
			data[i] = byte(rnd.UintN(128)) | 128 //nolint:gosec // a byte that zint packs as nothing else
		}
		rows, err := drawRows(ctx, zint, data)
		if err != nil {
			return nil, err
		}
		for i, w := range codewords(data, len(rows)*columns) {
			at := i/columns%3*values + w
			switch drawn := rows[i/columns][i%columns]; seen[at] {
			case drawn:
			case 0:
				seen[at] = drawn
				left--
			default:
				return nil, fmt.Errorf("codeword %d was drawn in two ways", w)
			}
		}
		if left == 0 {
			return binary.Append(nil, binary.BigEndian, seen)
		}
	}
	return nil, errors.New("some codewords were never drawn")
}

// codewords are those of a symbol with room for n: its length, bytes in groups of
// six, padding and check words.
func codewords(data []byte, n int) []int {
	words := []int{n - checks, 924}
	for len(data) > 0 {
		v := 0
		for _, b := range data[:6] {
			v = v<<8 | int(b)
		}
		data = data[6:]
		group := make([]int, 5)
		for i := range group {
			group[4-i] = v % 900
			v /= 900
		}
		words = append(words, group...)
	}
	for len(words) < n-checks {
		words = append(words, 900)
	}
	// The generator is the product of (x - 3^i) for i from 1 to 512.
	generator, root := []int{1}, 1
	for range checks {
		root = root * 3 % values
		next := make([]int, len(generator)+1)
		for i, g := range generator {
			next[i] = (next[i] + g) % values
			next[i+1] = (next[i+1] + (values-root)*g) % values
		}
		generator = next
	}
	rest := make([]int, checks)
	for _, w := range words {
		lead := (w + rest[0]) % values
		copy(rest, rest[1:])
		rest[checks-1] = 0
		for i := range rest {
			rest[i] = (rest[i] + (values-lead)*generator[i+1]) % values
		}
	}
	for _, r := range rest {
		words = append(words, (values-r)%values)
	}
	return words
}

// drawRows asks zint for a symbol of twelve columns and gives, row by row, what it
// drew for each codeword: 16 modules, dark is 1.
func drawRows(ctx context.Context, zint string, data []byte) ([][]uint16, error) {
	dir, err := os.MkdirTemp("", "photocodes")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of temporary files
	in, out := filepath.Join(dir, "data"), filepath.Join(dir, "code.png")
	if err := os.WriteFile(in, data, 0o600); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, zint, "-b", "55", "--binary", "--secure=8", //nolint:gosec // zint, with bytes of our own
		fmt.Sprintf("--cols=%d", columns), "--scale=0.5", "-o", out, "-i", in)
	if said, err := cmd.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("draw PDF417 with zint: %w: %s", err, said)
	}
	drawn, err := os.ReadFile(out)
	if err != nil {
		return nil, err
	}
	img, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		return nil, fmt.Errorf("decode what zint drew: %w", err)
	}
	const high = 3 // zint draws a row as three modules
	b := img.Bounds()
	if b.Dx() != 17*columns+69 || b.Dy()%high != 0 {
		return nil, fmt.Errorf("zint drew %v", b.Size())
	}
	rows := make([][]uint16, b.Dy()/high)
	for row := range rows {
		for column := range columns {
			v := uint16(0)
			for m := range 16 {
				x := 34 + 17*column + m // after the start pattern and the row's indicator
				v <<= 1
				if color.GrayModel.Convert(img.At(b.Min.X+x, b.Min.Y+row*high)).(color.Gray).Y < 128 {
					v |= 1
				}
			}
			rows[row] = append(rows[row], v)
		}
	}
	return rows, nil
}
