// Command wordsets packs the lists that rules/password recognises. It is run by
// hand when a list changes; its output is committed, the lists are not.
//
//	go run ./cmd/internal/wordsets -out rules/password/meter/pattern/data \
//	    -pwdb pwdb_100k_count.tsv -sv sv_dev_min5.tsv \
//	    -names tilltalsnamn-kvinnor.csv,tilltalsnamn-man.csv -places ortsnamn.csv
//
// Sources, with licences in NOTICE: Pwdb-Public by Ata Hakçıl (MIT), Swedish
// passwords by Daniel Gustafsson (MIT), given names and places from svensktext
// by Peter Dalle (free use; the names are counts by Statistics Sweden).
package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/password/wordset"
)

const (
	// commonest is how many of the world's most common passwords are packed.
	commonest = 30_000
	// shortest is the fewest characters of an entry; what is shorter costs less
	// to guess letter by letter.
	shortest = 4
	// bearers is how many people must carry a name for it to be packed, which
	// keeps rare names, and so people, out of the program.
	bearers = 1_000
	// wordBits and placeBits are the cost of an entry whose list has no order:
	// somebody who guesses goes through a list of about that many.
	wordBits  = 9
	placeBits = 10
)

func main() {
	out := flag.String("out", "", "folder to write to")
	pwdb := flag.String("pwdb", "", "common passwords: count, tab, password")
	sv := flag.String("sv", "", "common Swedish passwords: count, tab, password")
	names := flag.String("names", "", "given names, comma-separated files: name,persons")
	places := flag.String("places", "", "places: one column")
	words := flag.String("words", "", "words of our own, one a line, # starts a comment")
	flag.Parse()
	if err := run(*out, *pwdb, *sv, *names, *places, *words); err != nil {
		fmt.Fprintln(os.Stderr, "wordsets:", err)
		os.Exit(1)
	}
}

func run(out, pwdb, sv, names, places, words string) error {
	var common []wordset.Entry
	for _, list := range []struct {
		path string
		top  int
	}{{pwdb, commonest}, {sv, math.MaxInt}} {
		ranked, err := ranked(list.path, list.top)
		if err != nil {
			return err
		}
		common = append(common, ranked...)
	}
	given, err := table(names, func(row []string) (wordset.Entry, bool) {
		n, err := strconv.Atoi(row[len(row)-1])
		// 10 million people bear about 2^23 given names in use; a name is tried
		// in the order of how common it is.
		return wordset.Entry{Word: row[0], Bits: max(1, 18-math.Log2(float64(n)))}, err == nil && n >= bearers
	})
	if err != nil {
		return err
	}
	towns, err := table(places, func(row []string) (wordset.Entry, bool) {
		return wordset.Entry{Word: row[0], Bits: placeBits}, row[0] != "city"
	})
	if err != nil {
		return err
	}
	plain, err := lines(words)
	if err != nil {
		return err
	}
	for name, entries := range map[string][]wordset.Entry{"common": common, "names": given, "places": towns, "words": plain} {
		entries = slices.DeleteFunc(entries, func(e wordset.Entry) bool { return utf8.RuneCountInString(e.Word) < shortest })
		packed := wordset.Pack(entries)
		if err := os.WriteFile(filepath.Join(out, name+".bin"), packed, 0o644); err != nil {
			return err
		}
		fmt.Printf("%s: %d bytes\n", name, len(packed))
	}
	return nil
}

// ranked reads a list in falling order of count; the cost is the rank's.
func ranked(path string, top int) ([]wordset.Entry, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []wordset.Entry
	sc := bufio.NewScanner(f)
	for sc.Scan() && len(out) < top {
		_, word, ok := strings.Cut(sc.Text(), "\t")
		if !ok || !utf8.ValidString(word) {
			continue
		}
		out = append(out, wordset.Entry{Word: norm.NFC.String(word), Bits: math.Log2(float64(len(out) + 1))})
	}
	return out, sc.Err()
}

func table(paths string, take func([]string) (wordset.Entry, bool)) ([]wordset.Entry, error) {
	var out []wordset.Entry
	for path := range strings.SplitSeq(paths, ",") {
		f, err := os.Open(path)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		r := csv.NewReader(f)
		for {
			row, err := r.Read()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", path, err)
			}
			if e, ok := take(row); ok {
				e.Word = norm.NFC.String(e.Word)
				out = append(out, e)
			}
		}
	}
	return out, nil
}

func lines(path string) ([]wordset.Entry, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var out []wordset.Entry
	for line := range strings.Lines(string(b)) {
		line, _, _ = strings.Cut(line, "#")
		for w := range strings.FieldsSeq(line) {
			out = append(out, wordset.Entry{Word: norm.NFC.String(w), Bits: wordBits})
		}
	}
	return out, nil
}
