// Command sensetrain learns the weights of rules/extract/sense from labelled
// posts, and measures them by leaving one writer out at a time.
//
//	go run ./cmd/internal/sensetrain -benign ../shared/data/benign testdata/corpus/dev-*.jsonl
//
// Each file is one writer. With -out it writes the weights that all of them
// give. Ordinary sentences, one a line in the .txt files of -benign, are learned
// from as well: one half by hash teaches, the other half is only counted. With
// -examples the examples of the rules that ship are one writer more.
package main

import (
	"flag"
	"fmt"
	"os"
	"strings"

	"lampan/rules/extract/sense"
)

func main() {
	benign := flag.String("benign", "", "folder of ordinary sentences, one a line")
	examples := flag.Bool("examples", false, "learn from the examples of the rules, too")
	out := flag.String("out", "", "write the weights here")
	show := flag.String("show", "", "list what is missed and wrongly given of this category, or of all")
	rows := flag.Int("rows", 200000, "features to keep")
	set := settings{}
	flag.Float64Var(&set.decay, "decay", 1e-5, "weight decay")
	flag.Float64Var(&set.rate, "rate", 0.3, "learning rate")
	flag.IntVar(&set.rounds, "rounds", 12, "rounds over the posts")
	flag.Float64Var(&set.weight, "weight", 2, "what a post that tells weighs beside one that does not")
	flag.Float64Var(&set.calm, "calm", 0.4, "what an ordinary sentence weighs beside a post")
	flag.IntVar(&set.least, "least", 2, "posts that a feature must be in")
	flag.Float64Var(&set.other, "other", 0.35, "how often a post is taken as written otherwise: lower case, pictures, a typo")
	flag.IntVar(&set.folds, "folds", 0, "leave out so many groups of writers in turn, and not each for itself")
	teach := flag.Int("teach", 30000, "ordinary sentences to learn from")
	flag.Parse()
	if err := run(flag.Args(), *benign, *examples, *out, *show, *rows, *teach, set); err != nil {
		fmt.Fprintln(os.Stderr, "sensetrain:", err)
		os.Exit(1)
	}
}

func run(files []string, benign string, examples bool, out, show string, rows, teach int, set settings) error {
	d, err := load(files, benign, examples, teach)
	if err != nil {
		return err
	}
	d.index(set.least)
	fmt.Printf("%d posts of %d writers, %d ordinary sentences to learn from, %d to count; %d features\n",
		d.posts, d.writers, d.taught-d.posts, len(d.items)-d.taught, d.features)
	cv := d.leaveOut(set)
	thresholds := cv.report(d, show)
	if out == "" {
		return nil
	}
	return d.write(out, rows, thresholds, set)
}

// category finds a category by its name.
func category(name string) (sense.Category, bool) {
	for c := range sense.Count {
		if strings.EqualFold(sense.Names[c], name) {
			return c, true
		}
	}
	return 0, false
}
