// Photoeval measures the reading of photos and prints the goals with what was
// reached, beside ExifTool where it is installed:
//
//	go run ./cmd/internal/photoeval -data ../shared/data/photos
//	go run ./cmd/internal/photoeval -data ../shared/data/photos -only mutations -mutations 100000
//
// The folder has truth.json and files; its score.py counts the same. The synthetic
// photos are those of scanner/photo/phototest, whose writers know nothing of the
// reader.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// options is what the flags say.
type options struct {
	data      string
	only      string
	mutations int
	seed      uint64
	photos    int
	missed    bool
	results   string
	codesIn   string
}

func main() {
	var o options
	flag.StringVar(&o.data, "data", "", "the folder of photos with truth.json (needed)")
	flag.StringVar(&o.only, "only", "", "measure only this: positions, mutations, speed, cleaner, thumbnails, codes or reuse")
	flag.IntVar(&o.mutations, "mutations", 2000, "how many broken files")
	flag.Uint64Var(&o.seed, "seed", 1, "which broken files")
	flag.IntVar(&o.photos, "photos", 10_000, "how many JPEGs to time")
	flag.BoolVar(&o.missed, "missed", false, "list the files with a position that was missed or invented, and copies that were not made")
	flag.StringVar(&o.results, "results", "", "add what was found to this file, one JSON object a line, for score.py")
	flag.StringVar(&o.codesIn, "codes", "", "a folder of photos of codes with truth.jsonl, to read as well")
	batch := flag.Bool("batch", false, "read the files named on standard input and say what memory it took (used by this program itself)")
	flag.Parse()
	err := error(nil)
	if *batch {
		err = runBatch(os.Stdin, os.Stdout)
	} else {
		err = run(context.Background(), os.Stdout, o)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "photoeval:", err)
		os.Exit(1)
	}
}

// row is a line of the goal table.
type row struct{ what, goal, ours, theirs string }

// bench is what the parts of the measuring share.
type bench struct {
	options
	shared, synthetic []sample
	exiftool          *exiftool // nil when not installed
	out               io.Writer
}

func run(ctx context.Context, out io.Writer, o options) error {
	if o.data == "" {
		return fmt.Errorf("-data is missing: the folder of photos with truth.json")
	}
	dir, err := os.MkdirTemp("", "photoeval")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir) //nolint:errcheck // a folder of this run's own
	b := bench{options: o, out: out}
	if b.shared, err = shared(o.data); err != nil {
		return err
	}
	if b.synthetic, err = synthetic(dir); err != nil {
		return err
	}
	var why string
	if b.exiftool, why = findExiftool(ctx); why != "" {
		fmt.Fprintln(out, why)
	}
	var rows []row
	known := false
	for _, part := range []struct {
		name    string
		measure func(context.Context) ([]row, error)
	}{
		{"positions", b.positions},
		{"mutations", b.mutationRows},
		{"speed", b.speed},
		{"cleaner", b.cleaner},
		{"thumbnails", b.thumbnails},
		{"codes", b.codes},
		{"reuse", b.reuse},
	} {
		if o.only != "" && o.only != part.name {
			continue
		}
		known = true
		more, err := part.measure(ctx)
		if err != nil {
			return fmt.Errorf("measure %s: %w", part.name, err)
		}
		rows = append(rows, more...)
	}
	if !known {
		return fmt.Errorf("-only %s: nothing is measured under that name", o.only)
	}
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	theirs := "ExifTool"
	if b.exiftool != nil {
		theirs += " " + b.exiftool.version
	}
	fmt.Fprintf(w, "what\tgoal\tlampan\t%s\n", theirs)
	for _, r := range rows {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\n", r.what, r.goal, r.ours, r.theirs)
	}
	return w.Flush()
}

// positions compares what is found in files as they are.
func (b *bench) positions(ctx context.Context) ([]row, error) {
	var rows []row
	for _, set := range []struct {
		name, goal string
		samples    []sample
	}{
		{"shared photos", "100 %", b.shared},
		{"synthetic layers", "98 %", b.synthetic},
	} {
		ours := map[string]answer{}
		for _, s := range set.samples {
			data, err := s.read()
			if err != nil {
				return nil, err
			}
			ours[s.name] = inspect(data).answer
		}
		a := judge(set.samples, ours)
		var e *score
		if b.exiftool != nil {
			answers, err := b.exiftool.positions(ctx, paths(set.samples))
			if err != nil {
				return nil, err
			}
			s := judge(set.samples, answers)
			e = &s
		}
		theirs := func(f func(score) string) string {
			if e == nil {
				return ""
			}
			return f(*e)
		}
		found := func(s score) string { return share(s.found, s.withPosition) }
		distinct := func(s score) string { return share(s.distinctFound, s.distinct) }
		extra := func(s score) string { return fmt.Sprintf("%d of %d", s.extra, s.files) }
		rows = append(rows,
			row{set.name + ": files whose position is found", set.goal, found(a), theirs(found)},
			row{set.name + ": distinct positions", set.goal, distinct(a), theirs(distinct)},
			row{set.name + ": files with a position beyond the truth", "0", extra(a), theirs(extra)},
			row{set.name + ": panics", "0", fmt.Sprint(a.panics), ""})
		if whole := mended(set.samples); whole != nil {
			m := judge(whole, ours)
			rows = append(rows,
				row{set.name + ", the truth of three files mended: distinct positions", set.goal, distinct(m), ""},
				row{"the same: files with a position beyond the truth", "0", extra(m), ""})
		}
		if b.missed {
			b.tell(set.name, "lampan", a)
			if e != nil {
				b.tell(set.name, "ExifTool", *e)
			}
		}
		if err := b.results(set.samples, ours); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// tell lists what a reader got wrong.
func (b *bench) tell(set, reader string, s score) {
	fmt.Fprintf(b.out, "%s, missed by %s: %s\n", set, reader, strings.Join(s.missed, " "))
	fmt.Fprintf(b.out, "%s, given by %s beyond the truth: %s\n", set, reader, strings.Join(s.invented, " "))
}

// results adds what our reader said to the file that -results names, as the lines
// that score.py reads.
func (b *bench) results(samples []sample, answers map[string]answer) error {
	if b.options.results == "" {
		return nil
	}
	f, err := os.OpenFile(b.options.results, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	type position struct {
		Lat float64 `json:"lat"`
		Lon float64 `json:"lon"`
	}
	lines := json.NewEncoder(f)
	for _, s := range samples {
		all := []position{}
		for _, p := range answers[s.name].positions {
			all = append(all, position{p[0], p[1]})
		}
		line := struct {
			File  string     `json:"file"`
			Pos   []position `json:"pos"`
			Panic string     `json:"panic"`
		}{s.name, all, answers[s.name].panicked}
		if err := lines.Encode(line); err != nil {
			return err
		}
	}
	return nil
}

func paths(samples []sample) []string {
	var out []string
	for _, s := range samples {
		out = append(out, s.path)
	}
	return out
}

func share(n, of int) string {
	return fmt.Sprintf("%.1f %% (%d of %d)", 100*float64(n)/float64(max(1, of)), n, of)
}
