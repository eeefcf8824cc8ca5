package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/json"
	"lampan/report/table"
	"lampan/rules/todo"
	"lampan/scanner"
	"lampan/scanner/household"
)

const (
	// overviewDepth is how many folders down a case is looked for.
	overviewDepth = 3
	// overviewWorkers is how many cases are read at once.
	overviewWorkers = 4
)

func (a *App) overviewCommand() *cobra.Command {
	c := a.command("overview FOLDER", "overview")
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) != 1 {
			return usageError{err: errors.New(a.t("usage.oneFolder")), command: c.CommandPath()}
		}
		return nil
	}
	f := c.Flags()
	format := f.String("format", "table", a.t("flag.format", "formats", "table, json"))
	due := f.Bool("due", false, a.t("flag.overview.due"))
	at := f.String("at", "", a.t("flag.day"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "json"); err != nil {
			return err
		}
		day, err := a.dayOrToday(*at, time.Local, time.Time{})
		if err != nil {
			return err
		}
		if !isFolder(args[0]) {
			return problem{code: ExitFiles, key: "error.noFolder", args: []any{"dir", args[0]}}
		}
		cases, err := a.cases(c.Context(), args[0], day)
		if err != nil {
			return err
		}
		v := report.BuildOverview(cases, day, *due, a.cfg.Lang)
		if *format == "json" {
			return json.WriteOverview(a.out, v)
		}
		return table.WriteOverview(a.out, v, a.tableOptions())
	}
	return c
}

// cases reads every case in a folder. What is wrong with one is told of it, and stops
// none of the others; nothing is written.
func (a *App) cases(ctx context.Context, folder string, day time.Time) ([]report.CaseFile, error) {
	var known history
	var err error
	if known.pack, err = wire.Pack(); err != nil {
		return nil, err
	}
	if known.places, err = wire.Places(); err != nil {
		return nil, err
	}
	found := findCases(folder, overviewDepth)
	var wait sync.WaitGroup
	turn := make(chan struct{}, overviewWorkers)
	for i := range found {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			dir := found[i].Dir
			if rel, err := filepath.Rel(folder, dir); err == nil {
				found[i].Dir = filepath.ToSlash(rel)
			}
			if found[i].Fault != "" {
				found[i].Fault = a.t("error.permission", "what", found[i].Dir)
				return
			}
			if err := a.caseFile(ctx, known, dir, day, &found[i]); err != nil {
				_, why := a.explain(ctx, err)
				why, _, _ = strings.Cut(why, "\n")
				found[i] = report.CaseFile{Dir: found[i].Dir, Fault: strings.TrimSuffix(why, ":")}
			}
		})
	}
	wait.Wait()
	return found, ctx.Err()
}

// findCases lists the cases in a folder and in folders in it, in the order of their
// names. Links are not followed, what is hidden is left alone, and no case is looked for
// in another. A folder that cannot be opened is listed with a fault.
func findCases(dir string, depth int) []report.CaseFile {
	if info, err := os.Lstat(filepath.Join(dir, household.FileName)); err == nil && !info.IsDir() {
		return []report.CaseFile{{Dir: dir}}
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrPermission) {
		return []report.CaseFile{{Dir: dir, Fault: err.Error()}}
	}
	var out []report.CaseFile
	for _, e := range entries {
		if depth > 0 && e.IsDir() && !strings.HasPrefix(e.Name(), ".") {
			out = append(out, findCases(filepath.Join(dir, e.Name()), depth-1)...)
		}
	}
	return out
}

// caseFile fills in what is due in the case in dir.
func (a *App) caseFile(ctx context.Context, known history, dir string, day time.Time, out *report.CaseFile) error {
	cs, err := scanner.OpenCase(dir)
	if err != nil {
		return err
	}
	known.cs = cs
	out.Name, out.Agreed = cs.Household.Name, cs.Household.Next
	for _, e := range endings(cs.Household) {
		if !slices.ContainsFunc(out.Ends, e.On.Equal) {
			out.Ends = append(out.Ends, e.On)
		}
	}
	err = a.withHistory(ctx, known, func(ctx context.Context, h *history) error {
		list, err := h.store.List(ctx)
		if err != nil {
			return err
		}
		stored, err := h.audit(ctx, 0)
		if err != nil {
			return err
		}
		said, err := wire.Plan(cs)
		if err != nil {
			return err
		}
		out.Visits, out.Last, out.Stopped, out.Coverage = len(list), stored.At, !stored.Complete, stored.Percent()
		out.Suggest, _ = report.NextContact(stored)
		out.Later = stored.Complete && !list[len(list)-1].Complete
		findings := said.Since(stored.Findings, stored.At, day)
		for _, s := range stored.Assessment.Plan {
			step := said.Step(s, findings, day)
			if step.State == todo.Said || step.State == todo.Waits {
				continue
			}
			out.Open++
			if !step.Due.IsZero() && step.Due.Before(day) {
				out.Overdue++
				if out.Late.IsZero() || step.Due.Before(out.Late) {
					out.Late = step.Due
				}
			}
		}
		return nil
	})
	if p, ok := errors.AsType[problem](err); ok && p.code == ExitNoSuch {
		return nil // nobody has visited yet
	}
	return err
}
