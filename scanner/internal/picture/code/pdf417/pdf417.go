// Package pdf417 knows what a PDF417 symbol says (ISO/IEC 15438): how each codeword
// is drawn, how check words mend those that were misread, and what text they hold.
// It sees no picture; package code finds the symbols and measures their codewords.
package pdf417

import (
	_ "embed"
	"encoding/binary"
	"errors"

	"lampan/scanner/internal/picture/code/solomon"
)

// Values is the number of codewords; they are numbered from 0.
const Values = 929

// Modules is the width of a codeword's symbol: four bars and four spaces.
const Modules = 17

// Start and Stop begin and end every row; dark modules are 1, the first is the
// highest bit. Stop is one module wider than a codeword.
const (
	Start = 0b11111111010101000
	Stop  = 0b111111101000101001
)

// Field is what codewords are counted in for their check words.
func Field() *solomon.Field { return solomon.Prime(Values, 3) }

var (
	// ErrText is returned for codewords that are no text.
	ErrText = errors.New("the codewords are no text")
	// ErrPart is returned for one of several symbols that make a text together
	// (Macro PDF417), and for symbols that only set up a reader.
	ErrPart = errors.New("the symbol is a part of a text")
)

// drawn is made by cmd/internal/photocodes from what zint draws: 3×929 numbers of
// two bytes, 16 of the modules; the 17th is always light.
//
//go:embed symbols.bin
var drawn []byte

// Symbols gives how codewords are drawn in each of the three clusters, which
// follow each other from row to row; bits are as those of Start.
func Symbols() *[3][Values]uint32 {
	var out [3][Values]uint32
	for i := range 3 * Values {
		out[i/Values][i%Values] = uint32(binary.BigEndian.Uint16(drawn[2*i:])) << 1
	}
	return &out
}
