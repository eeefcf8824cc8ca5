//go:build wasip1

// Command judge is the meter inside the page for families, as WebAssembly. The
// page writes a password into room, asks for a judgement, and reads it from
// answer; the password is overwritten before the judgement is given.
//
// It is built for WASI because that needs less from the page than Go's own glue:
// the page hands it chance, a clock and nothing else. It has no files, no
// arguments, no environment and no way to the network.
package main

import (
	"slices"

	"lampan/rules/password/meter"
	"lampan/rules/password/phrase"
)

// longest is how many bytes of a password the page may write.
const longest = 1024

// The page and the meter share this memory, since a call carries only numbers.
// WebAssembly runs one call at a time.
var (
	room   [longest]byte
	answer [2 + 32]byte // strength, number of hints, hints: all as places in their lists
	judge  *meter.Meter
)

// main is not called: the program is a library of the page.
func main() {}

// open readies the meter and returns 1, or 0 when its tables are faulty.
//
//go:wasmexport open
func open() int32 {
	m, err := meter.New()
	if err != nil {
		return 0
	}
	judge = m
	return 1
}

// where returns the address of room.
//
//go:wasmexport where
func where() *byte { return &room[0] }

// said returns the address of answer.
//
//go:wasmexport said
func said() *byte { return &answer[0] }

// guess judges the first n bytes of room and wipes them. It returns the guesses
// as a power of ten, and leaves the rest in answer.
//
//go:wasmexport guess
func guess(n int32) float64 {
	g := judge.Guess(room[:n], meter.Given{})
	wipe()
	answer = [2 + 32]byte{byte(slices.Index(strengths(), g.Strength())), byte(len(g.Hints))}
	all := meter.Hints()
	for i, h := range g.Hints {
		answer[2+i] = byte(slices.Index(all, h))
	}
	return g.Log10
}

// generate writes a phrase into room and returns its length, or 0 when the
// browser has no chance to give. The page calls wipe when it has read it.
//
//go:wasmexport generate
func generate(swedish, words int32) int32 {
	lang := "en"
	if swedish == 1 {
		lang = "sv"
	}
	p, _, err := phrase.Generate(browser{}, lang, int(words))
	defer clear(p)
	if err != nil {
		return 0
	}
	return int32(copy(room[:], p)) //nolint:gosec // at most the length of room
}

// wipe overwrites room.
//
//go:wasmexport wipe
func wipe() { clear(room[:]) }

func strengths() []meter.Strength {
	return []meter.Strength{meter.Obvious, meter.Weak, meter.Fair, meter.Strong}
}

// browser is the browser's source of chance, crypto.getRandomValues.
type browser struct{}

func (browser) Read(b []byte) (int, error) {
	for i := range b {
		random(&b[i], 1)
	}
	return len(b), nil
}

//go:wasmimport wasi_snapshot_preview1 random_get
//go:noescape
func random(at *byte, n int32) int32
