package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/html"
	"lampan/report/json"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/places"
	"lampan/scanner"
	"lampan/scanner/audit"
)

func (a *App) reportCommand() *cobra.Command {
	c := a.command("report DIR", "report")
	c.Args = a.oneDir
	number := c.Flags().Int("audit", 0, a.t("flag.audit"))
	format := c.Flags().String("format", "table", a.t("flag.format", "formats", "table, html, json"))
	out := c.Flags().String("out", "", a.t("flag.outFile"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "html", "json"); err != nil {
			return err
		}
		return a.withStore(c.Context(), args[0], func(ctx context.Context, h *history) error {
			record, err := h.audit(ctx, *number)
			if err != nil {
				return err
			}
			view := report.Build(record, h.pack, h.places, a.cfg.Lang)
			return a.output(*out, func(w io.Writer) error { return a.writeView(w, view, *format) })
		})
	}
	return c
}

func (a *App) historyCommand() *cobra.Command {
	c := a.command("history DIR", "history")
	c.Args = a.oneDir
	format := c.Flags().String("format", "table", a.t("flag.format", "formats", "table, json"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "json"); err != nil {
			return err
		}
		return a.withStore(c.Context(), args[0], func(ctx context.Context, h *history) error {
			list, err := h.list(ctx)
			if err != nil {
				return err
			}
			if *format == "json" {
				return json.WriteHistory(a.out, list)
			}
			if err := table.WriteHistory(a.out, list, a.cfg.Lang, a.tableOptions()); err != nil {
				return err
			}
			if !slices.IsSortedFunc(list, func(x, y audit.Summary) int { return x.At.Compare(y.At) }) {
				a.say("history.order", "number", list[len(list)-1].Number)
			}
			return nil
		})
	}
	return c
}

// history is a case whose audits are being shown.
type history struct {
	cs     *scanner.Case
	pack   *rules.Pack
	places *places.Catalogue
	store  scanner.Store
	shows  scanner.Shows
}

// list returns the case's history, each audit as it may be shown now: a number
// that only a withdrawn source explains would tell the others what was there.
func (h *history) list(ctx context.Context) ([]audit.Summary, error) {
	list, err := h.store.List(ctx)
	if err != nil {
		return nil, err
	}
	for i, s := range list {
		a, err := h.audit(ctx, s.Number)
		if err != nil {
			return nil, err
		}
		list[i] = a.Summary()
	}
	return list, nil
}

// audit returns a stored audit, the last one for 0, without anything that
// nobody agrees to show any longer.
func (h *history) audit(ctx context.Context, number int) (*audit.Audit, error) {
	var record *audit.Audit
	var err error
	if number == 0 {
		record, err = h.store.Latest(ctx)
	} else {
		record, err = h.store.Audit(ctx, number)
	}
	if err != nil {
		return nil, err
	}
	return scanner.Shown(record, h.shows, scanner.Withheld{}, h.pack), nil
}

// withStore opens the audits of a case for reading.
func (a *App) withStore(ctx context.Context, dir string, use func(context.Context, *history) error) (err error) {
	cs, err := a.openCase(dir)
	if err != nil {
		return err
	}
	pack, err := wire.Pack()
	if err != nil {
		return err
	}
	catalogue, err := wire.Places()
	if err != nil {
		return err
	}
	if err := wire.Shielded(ctx, cs); err != nil {
		return err
	}
	store, err := wire.OpenHistory(ctx, cs)
	if errors.Is(err, audit.ErrNone) {
		return problem{code: ExitNoSuch, key: "error.noAudits", args: []any{"dir", cs.Dir}, err: err}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	none := problem{code: ExitNoSuch, key: "error.noAudits", args: []any{"dir", cs.Dir}}
	if _, err := store.Latest(ctx); errors.Is(err, audit.ErrNone) { // the first one was never finished
		return none
	} else if err != nil {
		return err
	}
	shows, err := wire.Shows(cs, a.Now)
	if err != nil {
		return err
	}
	return use(ctx, &history{cs: cs, pack: pack, places: catalogue, store: store, shows: shows})
}

// output writes to a file, whole or not at all, or to standard output.
func (a *App) output(path string, write func(io.Writer) error) error {
	if path == "" {
		return write(a.out)
	}
	if err := replaceable(path); err != nil {
		return err
	}
	if err := writeFile(path, write); err != nil {
		return fmt.Errorf("write %q: %w", path, err)
	}
	a.say("written", "path", path)
	return nil
}

func (a *App) printView(v *report.View, format string) error { return a.writeView(a.out, v, format) }

func (a *App) writeView(w io.Writer, v *report.View, format string) error {
	switch format {
	case "html":
		return html.Write(w, v)
	case "json":
		return json.Write(w, v)
	}
	return table.Write(w, v, a.tableOptions())
}

// tableOptions fits tables to the terminal; in a pipe they are plain, and where
// NO_COLOR is set they are plain everywhere.
func (a *App) tableOptions() table.Options {
	width, ok := a.Terminal(a.Out)
	noColor, _ := a.Settings.LookupEnv("NO_COLOR")
	return table.Options{Width: width, Color: ok && noColor == ""}
}
