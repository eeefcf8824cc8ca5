// Command breachset packs lists of common leaked passwords into the filter that
// stands in the program. It is run by hand when a list changes; its output is
// committed, the lists are not. The same lists and day give the same bytes.
//
//	go run ./cmd/internal/breachset -out scanner/breach/common.bin -day 2026-11-22 \
//	    pwdb_100k_count.tsv probable_v2_304k_sources.tsv sv_dev_min5.tsv
//
// A list has a count, a tab and a password a line. Sources, with licences in
// NOTICE: Pwdb-Public by Ata Hakçıl (MIT), Probable-Wordlists by berzerk0 (CC
// BY-SA 4.0), Swedish passwords by Daniel Gustafsson (MIT).
package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha1" //nolint:gosec // the form of the lists that breach reads
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"lampan/scanner/breach"
)

// fewest is how many times, or in how many lists, a string must have been seen:
// what fewer people chose could tell of one of them.
const fewest = 5

func main() {
	out := flag.String("out", "", "file to write")
	day := flag.String("day", "", "the day to write into it, as 2026-11-22")
	flag.Parse()
	if err := run(context.Background(), *out, *day, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "breachset:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out, day string, paths []string) error {
	created, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return fmt.Errorf("-day: %w", err)
	}
	var hashes [][sha1.Size]byte
	for _, path := range paths {
		if hashes, err = read(hashes, path); err != nil {
			return err
		}
	}
	slices.SortFunc(hashes, func(a, b [sha1.Size]byte) int { return bytes.Compare(a[:], b[:]) })
	dir, err := os.MkdirTemp("", "breachset")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	list := filepath.Join(dir, "hashes.txt")
	var text bytes.Buffer
	for _, h := range slices.Compact(hashes) {
		fmt.Fprintf(&text, "%X\n", h)
	}
	if err := os.WriteFile(list, text.Bytes(), 0o600); err != nil {
		return err
	}
	stats, err := breach.Build(ctx, []string{list}, out, breach.Options{Created: created, Partial: true})
	if err != nil {
		return err
	}
	fmt.Printf("%d passwords, %d bytes\n", stats.Entries, stats.Bytes)
	return nil
}

// read adds the hashes of a list.
func read(hashes [][sha1.Size]byte, path string) ([][sha1.Size]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		count, password, ok := bytes.Cut(sc.Bytes(), []byte("\t"))
		seen, err := strconv.Atoi(string(count))
		if !ok || err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, n, errors.Join(errors.New("not count, tab, password"), err))
		}
		if seen >= fewest {
			hashes = append(hashes, sha1.Sum(password)) //nolint:gosec // see the import
		}
	}
	return hashes, sc.Err()
}
