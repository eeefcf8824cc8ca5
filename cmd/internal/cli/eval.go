package cli

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report/clean"
	"lampan/report/table"
	"lampan/rules/evaluate"
	"lampan/rules/exposure"
)

func (a *App) evalCommand() *cobra.Command {
	c := a.command("eval [PATH...]", "eval")
	c.Args = cobra.ArbitraryArgs
	f := c.Flags()
	posts := f.String("posts", "", a.t("flag.posts"))
	out := f.String("out", "", a.t("flag.predictions"))
	identifiers := f.String("identifiers", "", a.t("flag.identifiers"))
	misses := f.Bool("misses", false, a.t("flag.misses"))
	benign := f.Bool("benign", false, a.t("flag.benign"))
	samples := f.Int("samples", 3, a.t("flag.samples"))
	c.RunE = func(c *cobra.Command, args []string) error {
		asked := 0
		for _, one := range []bool{*posts != "", *identifiers != "", *benign} {
			if one {
				asked++
			}
		}
		if asked != 1 || *benign != (len(args) > 0) || *out != "" && *posts == "" || *misses && *identifiers == "" || *samples < 0 {
			return usageError{err: errors.New(a.t("usage.eval")), command: c.CommandPath()}
		}
		p, err := wire.Pack()
		if err != nil {
			return err
		}
		j := evaluate.New(p)
		switch {
		case *benign:
			return a.evalBenign(j, args, *samples)
		case *identifiers != "":
			return a.evalIdentifiers(j, *identifiers, *misses)
		}
		return a.evalPosts(j, *posts, *out)
	}
	return c
}

// evalPosts writes what the rules say about each post, and measures it where
// posts are labelled.
func (a *App) evalPosts(j *evaluate.Judge, path, out string) error {
	var counter evaluate.Counter
	var said []evaluate.Prediction
	err := a.readLines(path, func(r io.Reader) error {
		return evaluate.Read(r, func(p evaluate.Post) error {
			said = append(said, j.Predict(p))
			if p.Labelled {
				counter.Add(p.Labels, said[len(said)-1].Labels)
			}
			return nil
		})
	})
	if err != nil {
		return err
	}
	if out != "" {
		if err := replaceable(out); err != nil {
			return err
		}
		err := writeFile(out, func(w io.Writer) error {
			e := json.NewEncoder(w)
			for i := range said {
				if err := e.Encode(said[i]); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		a.say("written", "path", out)
	}
	m := counter.Measure()
	if m.Posts == 0 {
		a.say("eval.unlabelled", "n", len(said))
		return nil
	}
	return a.measurement(m)
}

func (a *App) measurement(m evaluate.Measurement) error {
	lines := slices.Concat([]evaluate.Line{m.All}, m.Tiers, m.Categories)
	lines[0].Name = a.t("eval.all")
	rows := make([][]string, len(lines))
	for i, l := range lines {
		rows[i] = []string{
			l.Name, fmt.Sprint(l.Posts),
			share(l.Precision(), l.PrecisionRange()), share(l.Recall(), l.RecallRange()), share(l.F1(), l.F1Range),
		}
	}
	header := []string{a.t("column.category"), a.t("column.posts"), a.t("column.precision"), a.t("column.recall"), "F1"}
	if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
		return err
	}
	a.say("eval.clean", "n", m.Clean, "left", m.LeftClean, "share", share(m.CleanShare(), evaluate.Wilson(m.LeftClean, m.Clean)))
	return nil
}

// evalIdentifiers measures what is found in labelled snippets, kind by kind.
func (a *App) evalIdentifiers(j *evaluate.Judge, path string, misses bool) error {
	var c evaluate.Identifiers
	err := a.readLines(path, func(r io.Reader) error {
		return evaluate.ReadSnippets(r, func(s evaluate.Snippet) error {
			c.Add(s, j.Identify(s.Text))
			return nil
		})
	})
	if err != nil {
		return err
	}
	row := func(name string, t evaluate.Tally) []string {
		return []string{
			name, fmt.Sprint(t.Right + t.Missed), fmt.Sprint(t.Right), fmt.Sprint(t.Missed), fmt.Sprint(t.Wrong),
			share(t.Precision(), t.PrecisionRange()), share(t.Recall(), t.RecallRange()),
		}
	}
	rows := [][]string{row(a.t("eval.all"), c.All())}
	for _, k := range evaluate.IdentifierKinds() {
		rows = append(rows, row(string(k), c.Tallies[k]))
	}
	header := []string{
		a.t("column.kind"), a.t("column.there"), a.t("column.found"), a.t("column.missed"), a.t("column.wrong"),
		a.t("column.precision"), a.t("column.recall"),
	}
	if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
		return err
	}
	a.say("eval.snippets", "n", c.Snippets)
	if !misses {
		return nil
	}
	for _, m := range c.Misses {
		what := a.t("column.missed")
		if m.Wrong {
			what = a.t("column.wrong")
		}
		a.printf("%s\t%s\t%s\t%s\n", clean.Line(m.Snippet), what, m.Kind, clean.Line(m.Text))
	}
	return nil
}

// share writes a share in per cent with its 95 % interval.
func share(x float64, i evaluate.Interval) string {
	return fmt.Sprintf("%.1f (%.0f–%.0f)", 100*x, 100*i.From, 100*i.To)
}

// evalBenign counts what ordinary text raises, file by file and rule by rule.
func (a *App) evalBenign(j *evaluate.Judge, paths []string, samples int) error {
	files, err := textFiles(paths)
	if err != nil {
		return err
	}
	all := evaluate.Alarms{Rules: map[exposure.RuleID]*evaluate.Alarm{}}
	var rows [][]string
	for _, path := range files {
		var one evaluate.Alarms
		if err := a.readLines(path, func(r io.Reader) error { return j.Benign(r, samples, &one) }); err != nil {
			return err
		}
		rows = append(rows, []string{filepath.Base(path), fmt.Sprint(one.Sentences), fmt.Sprint(one.Total), fmt.Sprintf("%.1f", one.Per10000(one.Total))})
		all.Add(one, samples)
	}
	rows = append(rows, []string{a.t("eval.all"), fmt.Sprint(all.Sentences), fmt.Sprint(all.Total), fmt.Sprintf("%.1f", all.Per10000(all.Total))})
	header := []string{a.t("column.file"), a.t("column.sentences"), a.t("column.alerts"), a.t("column.per10000")}
	if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
		return err
	}
	for _, id := range exposure.SortedKeys(byName(all.Rules)) {
		alarm := all.Rules[exposure.RuleID(id)]
		a.printf("\n%s: %d (%.1f)\n", id, alarm.Count, all.Per10000(alarm.Count))
		for _, s := range alarm.Samples {
			a.printf("  %s\n", clean.Line(s.Text))
		}
	}
	return nil
}

func byName(m map[exposure.RuleID]*evaluate.Alarm) map[string]bool {
	out := map[string]bool{}
	for id := range m {
		out[string(id)] = true
	}
	return out
}

// textFiles lists the files to read: those named, and the .txt files of
// folders.
func textFiles(paths []string) ([]string, error) {
	var out []string
	for _, path := range paths {
		info, err := os.Stat(path)
		if err != nil {
			return nil, err
		}
		if !info.IsDir() {
			out = append(out, path)
			continue
		}
		entries, err := os.ReadDir(path)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if !e.IsDir() && strings.HasSuffix(e.Name(), ".txt") {
				out = append(out, filepath.Join(path, e.Name()))
			}
		}
	}
	return out, nil
}

// readLines opens a file and says which line of it cannot be used.
func (a *App) readLines(path string, read func(io.Reader) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	err = read(f)
	if e, ok := errors.AsType[*evaluate.LineError](err); ok {
		return problem{code: ExitFaults, key: "error.line", args: []any{"path", path, "line", e.Line, "what", e.What}, err: err}
	}
	return err
}
