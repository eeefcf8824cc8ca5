// Command wordsets packs the lists that rules/password recognises. It is run by
// hand when a list changes; its output is committed, the lists of others are not.
// With the lists in $P (passwords and words) and $G (names and places):
//
//	go run ./cmd/internal/wordsets -out rules/password/meter/pattern/data \
//	    -pwdb $P/pwdb_100k_count.tsv -sv $P/sv_dev_min5.tsv \
//	    -long $P/probable_v2_304k_sources.tsv -john $P/john_password.lst \
//	    -nordic $P/ignis-swedish-150.txt,$P/ignis-danish-150.txt,$P/ignis-norwegian-150.txt,$P/ignis-finnish-150.txt,$P/ignis-german-150.txt \
//	    -sv-words $P/sv_50k.txt -en-words $P/en_50k.txt \
//	    -names $G/svensktext_tilltalsnamn-kvinnor.csv,$G/svensktext_tilltalsnamn-man.csv \
//	    -places $G/svensktext_ortsnamn.csv -geo $G/geonames_cities_se.json \
//	    -world $G/geonames_cities_world_100k.json
//
// It writes two sets: full.bin for the programs, and small.bin, the most useful
// part of it, for the family's page. Of leaked strings only those seen at least 5
// times are taken. A long list is only drawn on for what the patterns alone would
// call much harder than it is.
//
// Sources, with licences in NOTICE: Pwdb-Public by Ata Hakçıl (MIT), Swedish
// passwords by Daniel Gustafsson (MIT), Probable-Wordlists by berzerk0 and
// FrequencyWords by Hermit Dave (CC BY-SA 4.0), given names and places from
// svensktext by Peter Dalle (free use; the names are counts by Statistics
// Sweden), GeoNames (CC BY 4.0), and own.txt, written for lampan.
package main

import (
	"bufio"
	"cmp"
	_ "embed" // own.txt
	"encoding/csv"
	"encoding/json"
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

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/pattern"
	"lampan/rules/password/wordset"
)

const (
	// leastSeen is the fewest times that a leaked string was seen to be taken.
	leastSeen = 5
	// longestEntry is the most characters that patterns look up.
	longestEntry = 32
	// bearers is how many people must carry a name for it to be packed, which
	// keeps rare names, and so people, out of the program.
	bearers = 200
	// gain is how many bits too dear the patterns must call an entry of a long
	// list for it to be packed.
	gain = 1.5
	// perKey is what one character left out costs at most, so that the beginning
	// of a common password is not called much harder than all of it.
	perKey = 3.3
	// commonest is the most that a word costs whose beginnings are packed;
	// fewestLeft the fewest characters of one; letter what one costs that nothing
	// explains.
	commonest  = 8.5
	fewestLeft = 3
	letter     = 4.3
)

// size says how much of each source a set takes; of common passwords the first
// are taken whole, so that they are known as such.
type size struct {
	name                            string
	whole, common, swedish, long    int
	svWords, enWords, names, places int
}

func sizes() []size {
	return []size{
		{"full", 30_000, 100_000, math.MaxInt, 90_000, 50_000, 22_000, math.MaxInt, 6_000},
		{"small", 8_000, 20_000, 8_000, 4_000, 22_000, 9_000, 2_500, 2_000},
	}
}

// sources are the paths of the lists.
type sources struct{ pwdb, sv, long, john, nordic, svWords, enWords, names, places, geo, world string }

//go:embed own.txt
var own string

func main() {
	var s sources
	out := flag.String("out", "", "folder to write to")
	flag.StringVar(&s.pwdb, "pwdb", "", "common passwords: count, tab, password")
	flag.StringVar(&s.sv, "sv", "", "common Swedish passwords: count, tab, password")
	flag.StringVar(&s.long, "long", "", "a long list: number of lists, tab, password")
	flag.StringVar(&s.john, "john", "", "common passwords, one a line, #!comment starts a comment")
	flag.StringVar(&s.nordic, "nordic", "", "common passwords by country, comma-separated files, one a line")
	flag.StringVar(&s.svWords, "sv-words", "", "Swedish words: word, space, count")
	flag.StringVar(&s.enWords, "en-words", "", "English words: word, space, count")
	flag.StringVar(&s.names, "names", "", "given names, comma-separated files: name,persons")
	flag.StringVar(&s.places, "places", "", "places: one column")
	flag.StringVar(&s.geo, "geo", "", "places near by: JSON of n, c, p")
	flag.StringVar(&s.world, "world", "", "towns of the world: JSON of n, c, p")
	flag.Parse()
	for _, z := range sizes() {
		if err := build(s, z, *out); err != nil {
			fmt.Fprintln(os.Stderr, "wordsets:", err)
			os.Exit(1)
		}
	}
}

func build(s sources, z size, out string) error {
	entries, err := ownWords()
	if err != nil {
		return err
	}
	for _, list := range []func() ([]wordset.Entry, error){
		func() ([]wordset.Entry, error) { return s.common(z) },
		func() ([]wordset.Entry, error) { return words(s.svWords, z.svWords, 0) },
		func() ([]wordset.Entry, error) { return words(s.enWords, z.enWords, 0.7) },
		func() ([]wordset.Entry, error) { return given(s.names, z.names) },
		func() ([]wordset.Entry, error) { return towns(s, z.places) },
	} {
		more, err := list()
		if err != nil {
			return err
		}
		entries = append(entries, more...)
	}
	beginnings(entries)
	entries = append(entries, unfinished(entries)...)
	packed := wordset.Pack(entries)
	more, err := s.hard(z, packed)
	if err != nil {
		return err
	}
	packed = wordset.Pack(append(entries, more...))
	set, err := wordset.Open(packed)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d entries, %d bytes\n", z.name, set.Len(), len(packed))
	return os.WriteFile(filepath.Join(out, z.name+".bin"), packed, 0o644)
}

// common reads the lists of leaked passwords; the cost is the rank's, and that
// of which list.
func (s sources) common(z size) ([]wordset.Entry, error) {
	all, err := ranked(s.pwdb, z.whole, 0)
	if err != nil {
		return nil, err
	}
	sv, err := ranked(s.sv, z.swedish, 1)
	if err != nil {
		return nil, err
	}
	all = append(all, sv...)
	john, err := plain(s.john, 4)
	if err != nil {
		return nil, err
	}
	all = append(all, john...)
	for path := range strings.SplitSeq(s.nordic, ",") {
		country, err := plain(path, 4)
		if err != nil {
			return nil, err
		}
		all = append(all, country...)
	}
	return all, nil
}

func usable(word string) bool {
	n := utf8.RuneCountInString(word)
	return utf8.ValidString(word) && n >= 2 && n <= longestEntry
}

func eachLine(path string, take func(line string) (more bool)) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for sc.Scan() {
		if !take(sc.Text()) {
			break
		}
	}
	return sc.Err()
}

// ranked reads lines of count, tab and string in falling order of count.
func ranked(path string, top int, more float64) (out []wordset.Entry, err error) {
	rank := 0
	err = eachLine(path, func(line string) bool {
		count, word, _ := strings.Cut(line, "\t")
		n, err := strconv.Atoi(count)
		if err != nil || n < leastSeen {
			return true
		}
		rank++
		if usable(word) {
			out = append(out, wordset.Entry{Word: norm.NFC.String(word), Bits: math.Log2(float64(rank)) + more, Kinds: wordset.Common})
		}
		return rank < top
	})
	return out, err
}

// plain reads lines in falling order of use.
func plain(path string, more float64) (out []wordset.Entry, err error) {
	rank := 0
	err = eachLine(path, func(line string) bool {
		if strings.HasPrefix(line, "#!comment") {
			return true
		}
		rank++
		if usable(line) {
			out = append(out, wordset.Entry{Word: norm.NFC.String(line), Bits: math.Log2(float64(rank)) + more, Kinds: wordset.Common})
		}
		return true
	})
	return out, err
}

// words reads lines of word, space and count in falling order of count. The first
// few cost more than their rank: nobody goes through a list to find "I".
func words(path string, top int, more float64) (out []wordset.Entry, err error) {
	rank := 0
	err = eachLine(path, func(line string) bool {
		word, count, _ := strings.Cut(line, " ")
		if n, err := strconv.Atoi(count); err != nil || n < leastSeen {
			return true
		}
		rank++
		if usable(word) {
			bits := math.Log2(float64(rank)+20) + 0.5 + more
			// A word of two letters is the beginning of many others.
			if utf8.RuneCountInString(word) == 2 {
				bits = max(bits, 6)
			}
			out = append(out, wordset.Entry{Word: norm.NFC.String(word), Bits: bits, Kinds: wordset.Word})
			// Swedish compounds drop the a: stjärna, stjärnhimmel.
			if stem, ok := strings.CutSuffix(word, "a"); ok && more == 0 && rank < top/2 && len(stem) >= 4 {
				out = append(out, wordset.Entry{Word: norm.NFC.String(stem), Bits: bits + 1, Kinds: wordset.Word})
			}
		}
		return rank < top
	})
	return out, err
}

// given reads names with how many bear them.
func given(paths string, top int) ([]wordset.Entry, error) {
	type name struct {
		name string
		n    int
	}
	var all []name
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
			if n, err := strconv.Atoi(row[len(row)-1]); err == nil && n >= bearers {
				all = append(all, name{norm.NFC.String(row[0]), n})
			}
		}
	}
	slices.SortFunc(all, func(a, b name) int { return cmp.Or(cmp.Compare(b.n, a.n), cmp.Compare(a.name, b.name)) })
	var out []wordset.Entry
	for i, n := range all[:min(len(all), top)] {
		if utf8.RuneCountInString(n.name) > 2 && usable(n.name) {
			out = append(out, wordset.Entry{Word: n.name, Bits: math.Log2(float64(i)+10) + 1, Kinds: wordset.Name})
		}
	}
	return out, nil
}

// towns reads places, the largest first.
func towns(s sources, top int) ([]wordset.Entry, error) {
	type town struct {
		N, C string
		P    int
	}
	var all []town
	for path, weight := range map[string]int{s.geo: 1, s.world: 1} {
		b, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		var list []town
		if err := json.Unmarshal(b, &list); err != nil {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		for _, t := range list {
			// To a Swedish user a place in Sweden is as near as one 30 times as
			// large elsewhere; in the Nordic countries, 5 times.
			switch t.C {
			case "SE":
				t.P *= 30
			case "NO", "DK", "FI":
				t.P *= 5
			}
			t.P *= weight
			all = append(all, t)
		}
	}
	slices.SortFunc(all, func(a, b town) int { return cmp.Or(cmp.Compare(b.P, a.P), cmp.Compare(a.N, b.N)) })
	var out []wordset.Entry
	add := func(name string, bits float64) {
		for _, w := range []string{strings.ToLower(name), strings.ReplaceAll(strings.ToLower(name), " ", "")} {
			if utf8.RuneCountInString(w) > 2 && usable(w) {
				out = append(out, wordset.Entry{Word: norm.NFC.String(w), Bits: bits, Kinds: wordset.Place})
			}
		}
	}
	for i, t := range all[:min(len(all), top)] {
		add(t.N, math.Log2(float64(i)+20)+1.5)
	}
	if top < 2_000 {
		return out, nil
	}
	err := eachLine(s.places, func(line string) bool {
		if line != "city" {
			add(line, 13)
		}
		return true
	})
	return out, err
}

// ownWords reads own.txt.
func ownWords() (out []wordset.Entry, err error) {
	var kind wordset.Kinds
	var bits float64
	for line := range strings.Lines(own) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "# "):
			continue
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			name, cost, _ := strings.Cut(line[1:len(line)-1], " ")
			if bits, err = strconv.ParseFloat(cost, 64); err != nil {
				return nil, fmt.Errorf("own.txt: %q: %w", line, err)
			}
			switch name {
			case "usual":
				kind = 0
			case "common":
				kind = wordset.Common
			case "name", "pet":
				kind = wordset.Name
			case "place":
				kind = wordset.Place
			case "word", "club", "brand":
				kind = wordset.Word
			default:
				return nil, fmt.Errorf("own.txt: unknown kind %q", name)
			}
		default:
			for w := range strings.FieldsSeq(line) {
				spaced := strings.ReplaceAll(w, "_", " ")
				out = append(out, wordset.Entry{Word: norm.NFC.String(spaced), Bits: bits, Kinds: kind})
				if spaced != w {
					out = append(out, wordset.Entry{Word: norm.NFC.String(strings.ReplaceAll(w, "_", "")), Bits: bits, Kinds: kind})
				}
			}
		}
	}
	return out, nil
}

// beginnings lowers the cost of a common password that another begins with: it is
// found on the way to that one.
func beginnings(entries []wordset.Entry) {
	cost := map[wordset.Hash]float64{}
	for _, e := range entries {
		if e.Kinds != wordset.Common {
			continue
		}
		h := wordset.Start
		runes := []rune(e.Word)
		for i, r := range runes {
			h = h.Add(wordset.Fold(r))
			bits := e.Bits + perKey*float64(len(runes)-1-i)
			if old, ok := cost[h]; !ok || bits < old {
				cost[h] = bits
			}
		}
	}
	for i, e := range entries {
		if bits, ok := cost[wordset.HashOf(e.Word)]; ok {
			entries[i].Bits = min(e.Bits, bits)
		}
	}
}

// unfinished are the beginnings of the commonest words: of a word that lacks its
// end, each character left out costs as much as one more to guess, and then the
// end does not make a password much easier.
func unfinished(entries []wordset.Entry) (out []wordset.Entry) {
	for _, e := range entries {
		runes := []rune(e.Word)
		for n := len(runes) - 1; n >= fewestLeft && e.Bits <= commonest; n-- {
			bits := e.Bits + perKey*float64(len(runes)-n)
			if bits > letter*float64(n) {
				break
			}
			out = append(out, wordset.Entry{Word: string(runes[:n]), Bits: bits})
		}
	}
	return out
}

// hard takes from the long lists what the patterns call much harder than its rank.
func (s sources) hard(z size, packed []byte) (out []wordset.Entry, err error) {
	m, err := pattern.Open(packed)
	if err != nil {
		return nil, err
	}
	var t form.Text
	for _, list := range []struct {
		path       string
		lines, top int
		more       float64
	}{{s.pwdb, z.common, math.MaxInt, 0}, {s.long, math.MaxInt, z.long, 1}} {
		rank, taken := 0, 0
		err := eachLine(list.path, func(line string) bool {
			seen, word, _ := strings.Cut(line, "\t")
			n, err := strconv.Atoi(seen)
			if err != nil || n < leastSeen || !usable(word) {
				return true
			}
			rank++
			bits := math.Log2(float64(rank)) + list.more
			t.Read([]byte(word))
			if m.Guess(&t, nil, pattern.Given{}).Log10 > (bits+gain)*math.Log10(2) {
				out = append(out, wordset.Entry{Word: norm.NFC.String(word), Bits: bits, Kinds: wordset.Common})
				taken++
			}
			return taken < list.top && rank < list.lines
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}
