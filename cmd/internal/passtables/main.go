// Passtables makes the tables of the password meter from the development data:
// what the letters model knows and the order in which leaked passwords are
// tried. It also makes those that passeval measures with, which leave out what is
// held apart. The same data give the same bytes. From the module's root:
//
//	go run ./cmd/internal/passtables -data ../shared/data/passwords
//
// With GOEXPERIMENT=simd the network answers three times as fast, the same.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lampan/cmd/internal/passtables/lists"
	"lampan/cmd/internal/passtables/teacher"
	"lampan/rules/password/meter/letters"
	"lampan/rules/password/meter/ranks"
)

const (
	// samples is how many passwords the network tells about.
	samples = 100_000
	seed    = 1
)

func main() {
	data := flag.String("data", "", "the development data")
	taught := flag.String("taught", "", "file with what the network said; made when it is not there")
	flag.Parse()
	if err := run(*data, *taught); err != nil {
		fmt.Fprintln(os.Stderr, "passtables:", err)
		os.Exit(1)
	}
}

// table is a size of the tables, and where they go.
type table struct {
	grams, ranked  int
	letters, ranks string
}

func run(data, taught string) error {
	lesson, err := teach(filepath.Join(data, "cmu_nn"), taught)
	if err != nil {
		return err
	}
	const meter, eval = "rules/password/meter/", "cmd/internal/passeval/heldout/"
	full := table{200_000, 150_000, meter + "letters/data/full.bin", meter + "ranks/data/full.bin"}
	small := table{38_000, 10_000, meter + "letters/data/small.bin", meter + "ranks/data/small.bin"}
	apart := table{full.grams, full.ranked, eval + "letters.bin", eval + "ranks.bin"}
	if err := build(data, lesson, true, full, small); err != nil {
		return err
	}
	return build(data, lesson, false, apart)
}

// build makes tables from the lists, with or without what is held apart.
func build(data string, lesson counts, held bool, tables ...table) error {
	l, err := lists.Read(data, held)
	if err != nil {
		return err
	}
	k := train(l, lesson)
	for _, t := range tables {
		model, err := k.pack(t.grams)
		if err != nil {
			return err
		}
		m, err := letters.Open(model)
		if err != nil {
			return err
		}
		order, err := ranks.Pack(ranked(l, m, t.ranked))
		if err != nil {
			return err
		}
		if err := write(t.letters, model); err != nil {
			return err
		}
		if err := write(t.ranks, order); err != nil {
			return err
		}
	}
	return nil
}

func write(path string, b []byte) error {
	fmt.Printf("%s: %d bytes\n", path, len(b))
	return os.WriteFile(filepath.FromSlash(path), b, 0o644) //nolint:gosec // a table for everybody
}

// teach asks the network for the n-grams of the passwords that it would choose.
func teach(dir, file string) (counts, error) {
	if file != "" {
		b, err := os.ReadFile(file)
		if err == nil {
			return decodeCounts(b)
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	n, err := teacher.Open(dir)
	if err != nil {
		return nil, err
	}
	c := counts{}
	alphabet := n.Alphabet()
	n.Sample(samples, seed, func(prefix []byte, through int, next *[128]float32) {
		for _, s := range alphabet {
			c.add(prefix, s, float64(through)*float64(next[s]))
		}
	})
	if file != "" {
		return c, os.WriteFile(file, c.encode(), 0o600)
	}
	return c, nil
}
