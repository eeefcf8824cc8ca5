// Package lists reads the password lists of the development data, and says which
// of their strings are held apart for measuring.
package lists

import (
	"bufio"
	"cmp"
	"fmt"
	"hash/fnv"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Counted is a password with how often it was seen, or in how many lists.
type Counted struct {
	Password string // NFC
	Count    float64
}

// Lists are the lists, each in falling order of count.
type Lists struct {
	World    []Counted // the 100,000 commonest of a billion accounts
	Swedish  []Counted
	Probable []Counted // Count is the number of lists
	John     []Counted // Count falls with the place in the file
	Words    []Counted // Swedish words, not passwords; never held apart
}

// Held says whether a string is held apart: one in ten, chosen by its hash.
func Held(password string) bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(password)) // never fails
	return h.Sum32()%10 == 7
}

// fewest is how often a string must have been seen, or in how many lists, to be
// used: what few people chose could say who they are.
const fewest = 5

// Read reads the lists from dir. Without held, the strings held apart are left
// out.
func Read(dir string, held bool) (*Lists, error) {
	l := &Lists{}
	for _, f := range []struct {
		name string
		into *[]Counted
	}{
		{"pwdb_100k_count.tsv", &l.World},
		{"sv_dev_min5.tsv", &l.Swedish},
		{"probable_v2_304k_sources.tsv", &l.Probable},
		{"john_password.lst", &l.John},
		{"sv_50k.txt", &l.Words},
	} {
		err := lines(filepath.Join(dir, f.name), func(n int, line string) error {
			count := 1e6 - float64(n)
			if strings.HasSuffix(f.name, ".tsv") {
				number, rest, ok := strings.Cut(line, "\t")
				c, err := strconv.ParseFloat(number, 64)
				if !ok || err != nil {
					return fmt.Errorf("%s: line %d: want a count, a tab and a password", f.name, n)
				}
				count, line = c, rest
			} else if strings.HasPrefix(line, "#!") {
				return nil
			} else if f.into == &l.Words {
				word, number, _ := strings.Cut(line, " ")
				c, err := strconv.ParseFloat(number, 64)
				if err != nil {
					return fmt.Errorf("%s: line %d: want a word, a space and a count", f.name, n)
				}
				count, line = c, word
			}
			line = norm.NFC.String(line)
			if line != "" && count >= fewest && utf8.ValidString(line) && (held || f.into == &l.Words || !Held(line)) {
				*f.into = append(*f.into, Counted{line, count})
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(*f.into, func(a, b Counted) int { return cmp.Compare(b.Count, a.Count) })
	}
	return l, nil
}

func lines(path string, each func(n int, line string) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	sc := bufio.NewScanner(f)
	for n := 1; sc.Scan(); n++ {
		if err := each(n, sc.Text()); err != nil {
			return err
		}
	}
	return sc.Err()
}
