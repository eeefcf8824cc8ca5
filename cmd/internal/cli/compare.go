package cli

import (
	"context"
	"errors"
	"io"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/json"
	"lampan/report/table"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/household"
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
	at := c.Flags().String("at", "", a.t("flag.day"))
	all := c.Flags().Bool("all", false, a.t("flag.compare.all"))
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
			today, err := a.dayOrToday(*at, h.cs.Household.Zone, after.At)
			if err != nil {
				return err
			}
			follow, err := a.followUp(ctx, h, before, after, today)
			if err != nil {
				return err
			}
			v := report.BuildFollowUp(follow, h.pack, h.places, a.cfg.Lang)
			return a.output(*out, func(w io.Writer) error {
				switch *format {
				case "html":
					return html.WriteComparison(w, v)
				case "json":
					return json.WriteComparison(w, v)
				}
				return table.WriteComparison(w, v, *all, a.tableOptions())
			})
		})
	}
	return c
}

// dayOrToday is the day that a person names; else today, and no earlier than what is
// looked at.
func (a *App) dayOrToday(named string, zone *time.Location, seen time.Time) (time.Time, error) {
	if named == "" {
		return latest(plainDay(a.today(zone)), plainDay(seen)), nil
	}
	return namedDay(named)
}

// followUp gathers what two audits are compared with: the visits before them, what the
// family said of its plan, and the consents.
func (a *App) followUp(ctx context.Context, h *history, before, after *audit.Audit, today time.Time) (report.FollowUp, error) {
	list, err := h.store.List(ctx)
	if err != nil {
		return report.FollowUp{}, err
	}
	var earlier, line []*audit.Audit
	for _, s := range list {
		one := before
		switch {
		case s.Number > max(before.Number, after.Number):
			continue
		case s.Number == after.Number:
			one = after
		case s.Number != before.Number:
			if one, err = h.audit(ctx, s.Number); err != nil {
				return report.FollowUp{}, err
			}
		}
		line = append(line, one)
		if s.Number < before.Number {
			earlier = append(earlier, one)
		}
	}
	plan, err := wire.Plan(h.cs)
	if err != nil {
		return report.FollowUp{}, err
	}
	return report.FollowUp{
		Changes:  compare.Visits{Before: before, After: after, Earlier: earlier, Plan: plan, Pack: h.pack}.Compare(),
		Trend:    compare.TrendOf(line, h.pack),
		Consents: endings(h.cs.Household),
		Today:    today,
		Next:     h.cs.Household.Next,
	}, nil
}

// endings lists the last day of what was agreed to, source by source. Of what was taken
// back, and of what a person keeps for themselves, nothing is told.
func endings(h *household.Household) []report.Ending {
	var out []report.Ending
	for _, s := range h.Sources {
		var last time.Time
		for _, k := range h.Consents {
			if slices.Contains(k.Sources, s.ID) && k.Revoked.IsZero() && k.Expires.After(last) {
				last = k.Expires
			}
		}
		if !last.IsZero() && !h.Private(s.ID) {
			out = append(out, report.Ending{Subject: s.Subject, On: last})
		}
	}
	return out
}

// pair picks the two audits to compare, the earlier first: those named, or the last two.
func (a *App) pair(ctx context.Context, s scanner.Store, named []string) (int, int, error) {
	if len(named) == 2 {
		var n [2]int
		for i, s := range named {
			var err error
			if n[i], err = strconv.Atoi(s); err != nil || n[i] < 1 {
				return 0, 0, problem{code: ExitUsage, key: "error.auditNumber", args: []any{"value", s}}
			}
		}
		// From the later to the earlier, what is gone would be told as come back.
		return min(n[0], n[1]), max(n[0], n[1]), nil
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
