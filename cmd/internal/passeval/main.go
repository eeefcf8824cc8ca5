// Passeval measures the password meter on strings that its tables were not made
// from, beside zxcvbn-go and, where node is present, npm's zxcvbn.
//
//	go run ./cmd/internal/passeval -data ../shared/data/passwords
//
// Held apart is one string in ten of every list, by its hash (passtables
// -heldout). The tables in heldout were made without them, and what the word sets
// of the patterns hold of them is taken out here.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"text/tabwriter"

	"lampan/cmd/internal/passtables/lists"
	"lampan/rules/password/meter"
	"lampan/rules/password/wordset"
)

func main() {
	data := flag.String("data", "", "the development data")
	tables := flag.String("tables", "cmd/internal/passeval/heldout", "tables made by passtables -heldout")
	words := flag.String("words", "rules/password/meter/pattern/data/full.bin", "the word set of the patterns")
	flag.Parse()
	if err := run(*data, *tables, *words); err != nil {
		fmt.Fprintln(os.Stderr, "passeval:", err)
		os.Exit(1)
	}
}

func run(data, tables, words string) error {
	m, err := open(data, tables, words)
	if err != nil {
		return err
	}
	s, err := read(data)
	if err != nil {
		return err
	}
	meters := []scorer{own{m}, library{}}
	node, why := newNode(context.Background())
	if node != nil {
		defer node.close()
		meters = append(meters, node)
	}
	fmt.Printf("Held apart: one string in ten of every list, by its hash. The tables measured\n" +
		"were made without them. \"Natural\" are passwords that CMU's network would choose,\n" +
		"with its guess numbers: a proxy for a guessing service.\n")
	if why != "" {
		fmt.Println(why)
	}
	fmt.Println()
	w := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(w, "what\tn\tgoal\t")
	for _, m := range meters {
		fmt.Fprintf(w, "%s\t", m.name())
	}
	fmt.Fprintln(w)
	asked := map[*set][][]answer{}
	for _, row := range rows(&s) {
		if asked[row.of] == nil {
			for _, m := range meters {
				answers, err := m.score(row.of.items)
				if err != nil {
					return err
				}
				asked[row.of] = append(asked[row.of], answers)
			}
		}
		fmt.Fprintf(w, "%s\t%d\t%s\t", row.what, len(row.of.items), row.goal)
		for i := range meters {
			fmt.Fprintf(w, row.format+"\t", row.measure(row.of.items, asked[row.of][i]))
		}
		fmt.Fprintln(w)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return speed(os.Stdout, m, s.natural.items)
}

// open builds the meter on the tables that leave out what is held apart.
func open(data, tables, words string) (*meter.Meter, error) {
	var t meter.Tables
	for _, f := range []struct {
		path string
		into *[]byte
	}{
		{filepath.Join(tables, "letters.bin"), &t.Letters},
		{filepath.Join(tables, "ranks.bin"), &t.Ranks},
		{words, &t.Words},
	} {
		var err error
		if *f.into, err = os.ReadFile(f.path); err != nil {
			return nil, err
		}
	}
	l, err := lists.Read(data, true)
	if err != nil {
		return nil, err
	}
	var gone []string
	for _, list := range [][]lists.Counted{l.World, l.Swedish, l.Probable, l.John} {
		for _, p := range list {
			if lists.Held(p.Password) {
				gone = append(gone, p.Password)
			}
		}
	}
	if t.Words, err = wordset.Without(t.Words, gone); err != nil {
		return nil, err
	}
	return meter.Open(t)
}

// row is a line of the goal table.
type row struct {
	what, goal, format string
	of                 *set
	measure            func([]item, []answer) float64
}

func rows(s *sets) []row {
	rank := func(what, goal string, of *set) row { return row{what, goal, "%.3f", of, spearman} }
	percent := func(what, goal string, of *set, m func([]item, []answer) float64) row {
		return row{what, goal, "%.2f %%", of, func(i []item, a []answer) float64 { return 100 * m(i, a) }}
	}
	equal := func(i []item, a []answer) float64 { return equalError(i, a, 6, 12) }
	all := func(item) bool { return true }
	of := func(in func(item) bool, so func(answer) bool) func([]item, []answer) float64 {
		return func(i []item, a []answer) float64 { return share(i, a, in, so) }
	}
	breakable := func(it item) bool { return it.strength < 6 }
	hard := func(it item) bool { return it.strength >= 14 }
	strong := func(a answer) bool { return a.score >= 3 }
	weak := func(a answer) bool { return a.score <= 1 }
	notStrong := func(a answer) bool { return a.score < 3 }
	return []row{
		rank("weighted Spearman, natural (offline)", "0.88", &s.natural),
		rank("  with a letter and a digit", "", &s.webhost),
		rank("  rarer strings of Probable", "", &s.rare),
		rank("  world's list, unseen strings", "", &s.world),
		rank("  with a letter and a digit", "", &s.policy),
		rank("  another list's order (online)", "", &s.john),
		rank("weighted Spearman, Swedish, unseen", "", &s.swedish),
		rank("  nine of ten seen", "0.72", &s.known),
		percent("equal error, natural", "2.5 %", &s.natural, equal),
		percent("  with a letter and a digit", "1.0 %", &s.webhost, equal),
		percent("over-estimated, natural < 1e6", "0.3 %", &s.natural, of(breakable, strong)),
		percent("  rarer strings < 1e6", "0.3 %", &s.rare, of(breakable, strong)),
		percent("  Swedish, unseen", "", &s.swedish, of(all, strong)),
		percent("  Swedish, nine of ten seen", "0.5 %", &s.known, of(all, strong)),
		percent("  plausible weak Swedish", "3 %", &s.plausible, of(all, strong)),
		percent("false alarm, natural >= 1e14", "1 %", &s.natural, of(hard, weak)),
		percent("four random words under 3", "0.1 %", &s.words, of(all, notStrong)),
		percent("twelve random characters under 3", "0.1 %", &s.random, of(all, notStrong)),
	}
}
