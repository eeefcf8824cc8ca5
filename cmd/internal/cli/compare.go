package cli

import (
	"context"
	"errors"
	"io"
	"strconv"

	"github.com/spf13/cobra"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/json"
	"lampan/report/table"
	"lampan/scanner"
)

func (a *App) compareCommand() *cobra.Command {
	c := a.command("compare DIR [A B]", "compare")
	c.Args = func(c *cobra.Command, args []string) error {
		if len(args) != 1 && len(args) != 3 {
			return usageError{err: errors.New(a.t("usage.compare")), command: c.CommandPath()}
		}
		return nil
	}
	format := c.Flags().String("format", "table", a.t("flag.format", "formats", "table, html, json"))
	out := c.Flags().String("out", "", a.t("flag.outFile"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "html", "json"); err != nil {
			return err
		}
		return a.withStore(c.Context(), args[0], func(ctx context.Context, h *history) error {
			first, second, err := a.pair(ctx, h.store, args[1:])
			if err != nil {
				return err
			}
			before, err := h.audit(ctx, first)
			if err != nil {
				return err
			}
			after, err := h.audit(ctx, second)
			if err != nil {
				return err
			}
			diff := compare.Audits(before, after, h.pack)
			return a.output(*out, func(w io.Writer) error {
				switch *format {
				case "html":
					return html.WriteComparison(w, report.BuildComparison(diff, h.pack, h.places, a.cfg.Lang))
				case "json":
					return json.WriteComparison(w, report.BuildComparison(diff, h.pack, h.places, a.cfg.Lang))
				}
				return table.WriteComparison(w, report.BuildComparison(diff, h.pack, h.places, a.cfg.Lang), a.tableOptions())
			})
		})
	}
	return c
}

// pair picks the two audits to compare: those named, or the last two.
func (a *App) pair(ctx context.Context, s scanner.Store, named []string) (int, int, error) {
	if len(named) == 2 {
		var n [2]int
		for i, s := range named {
			var err error
			if n[i], err = strconv.Atoi(s); err != nil || n[i] < 1 {
				return 0, 0, problem{code: ExitUsage, key: "error.auditNumber", args: []any{"value", s}}
			}
		}
		return n[0], n[1], nil
	}
	list, err := s.List(ctx)
	if err != nil {
		return 0, 0, err
	}
	if len(list) < 2 {
		return 0, 0, problem{code: ExitNoSuch, key: "error.needTwo", args: []any{"n", len(list)}}
	}
	return list[len(list)-2].Number, list[len(list)-1].Number, nil
}
