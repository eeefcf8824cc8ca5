package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/html"
	"lampan/report/table"
	"lampan/scanner"
	"lampan/scanner/audit"
)

func (a *App) auditCommand() *cobra.Command {
	c := a.command("audit DIR", "audit")
	c.Args = a.oneDir
	f := c.Flags()
	offline := f.Bool("offline", false, a.t("flag.offline"))
	at := f.String("at", "", a.t("flag.at"))
	format := f.String("format", "table", a.t("flag.format", "formats", "table, json"))
	out := f.String("out", "", a.t("flag.out"))
	private := f.StringArray("private-address", nil, a.t("flag.private-address"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "json"); err != nil {
			return err
		}
		addrs, err := a.addresses(*private)
		if err != nil {
			return err
		}
		cs, err := a.openCase(args[0])
		if err != nil {
			return err
		}
		if fs := cs.Household.At(a.Now()); len(fs) > 0 {
			return fs
		}
		day := a.today(cs.Household.Zone)
		if *at != "" {
			if day, err = time.ParseInLocation(time.DateOnly, *at, cs.Household.Zone); err != nil {
				return problem{code: ExitUsage, key: "error.date", args: []any{"value", *at}}
			}
		}
		path := *out
		if path == "" {
			path = cs.ReportPath()
		}
		return a.runAudit(c.Context(), cs, auditRun{
			day: day, offline: *offline, private: addrs, format: *format, path: path,
		})
	}
	return c
}

type auditRun struct {
	day     time.Time
	offline bool
	private []netip.AddrPort
	format  string
	path    string
}

// runAudit does the main job: read, judge, store, write the report, print.
func (a *App) runAudit(ctx context.Context, cs *scanner.Case, run auditRun) (err error) {
	// What would make the work worthless is found before anything is read.
	if err := replaceable(run.path); err != nil {
		return err
	}
	kept, err := wire.Kept(cs)
	if err != nil {
		return err
	}
	progress := a.newProgress()
	rig, err := wire.Open(ctx, wire.Config{
		Case: cs, At: run.day, Now: a.Now, Version: a.Version, Lang: a.cfg.Lang, Settings: a.cfg,
		Look: a.looker(), Offline: run.offline, Private: run.private, Progress: progress.show, Logger: a.logger,
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, rig.Close()) }()

	record, err := rig.Engine.Run(ctx)
	progress.done()
	if err != nil {
		return err
	}
	if nothingAgreed(record) {
		return a.whyNothing(cs)
	}
	if nothingRead(record) {
		return problem{code: ExitInterrupted, key: "audit.unread"}
	}
	// What was finished is kept even when Ctrl-C has ended the context.
	keep := context.WithoutCancel(ctx)
	if record.Number, err = rig.Store.Save(keep, record); err != nil {
		return err
	}
	shows, err := wire.Shows(cs, a.Now)
	if err != nil {
		return err
	}
	shown := scanner.Shown(record, shows, kept(""), rig.Pack)
	view := report.Build(shown, rig.Pack, rig.Places, a.cfg.Lang)
	h := history{cs: cs, pack: rig.Pack, store: rig.Store, shows: shows, kept: kept}
	if view.Trend, err = h.trend(keep, shown, a.cfg.Lang); err != nil {
		return err
	}
	// The case's own report stays that of the last audit that was finished, as the
	// plan does.
	latest, err := rig.Store.Latest(keep)
	if err != nil {
		return err
	}
	stays := latest.Number != record.Number && run.path == cs.ReportPath()
	if !stays {
		if err := writeFile(run.path, func(w io.Writer) error { return html.Write(w, view) }); err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	if run.format != "table" {
		if err := a.writeView(a.out, view, reportRun{format: run.format}); err != nil {
			return err
		}
	} else {
		if err := table.WriteSummary(a.out, view, a.tableOptions()); err != nil {
			return err
		}
		fmt.Fprintln(a.out)
		if run.day.After(a.today(cs.Household.Zone)) {
			a.say("audit.ahead", "day", run.day)
		}
		if stays {
			a.say("audit.stays", "path", run.path, "used", latest.Number, "dir", cs.Dir, "number", record.Number)
		} else {
			a.say("audit.all", "dir", cs.Dir)
			a.say("audit.written", "path", run.path, "number", record.Number)
		}
	}
	if !record.Complete {
		return errInterrupted
	}
	return nil
}

// whyNothing is the error of an audit that had nothing to read: for each source
// why it was left alone.
func (a *App) whyNothing(cs *scanner.Case) error {
	standing, err := wire.Standing(cs, a.Now)
	if err != nil {
		return err
	}
	if len(standing) == 0 {
		return problem{code: ExitNotAgreed, key: "check.noSources"}
	}
	var reasons strings.Builder
	for _, s := range standing {
		if s.Refusal != nil {
			fmt.Fprintf(&reasons, "\n  %s", s.Refusal.In(a.cfg.Lang))
		}
	}
	return problem{code: ExitNotAgreed, key: "error.nothingAgreed", args: []any{"reasons", reasons.String()}}
}

// nothingAgreed reports that no source stood under a consent.
func nothingAgreed(r *audit.Audit) bool {
	return !slices.ContainsFunc(r.Coverage, func(c audit.Coverage) bool { return c.Consent != "" })
}

// nothingRead reports that an audit was interrupted before it had read anything. It
// tells nothing, and is not kept.
func nothingRead(r *audit.Audit) bool {
	return !r.Complete && !slices.ContainsFunc(r.Coverage, func(c audit.Coverage) bool { return c.Documents > 0 || c.Share() > 0 })
}

func (a *App) addresses(private []string) ([]netip.AddrPort, error) {
	var out []netip.AddrPort
	for _, s := range private {
		ap, err := netip.ParseAddrPort(s)
		if err != nil {
			return nil, problem{code: ExitUsage, key: "error.address", args: []any{"value", s}, err: err}
		}
		out = append(out, ap)
	}
	return out, nil
}

func (a *App) checkFormat(format string, known ...string) error {
	if slices.Contains(known, format) {
		return nil
	}
	return problem{code: ExitUsage, key: "error.format", args: []any{"value", format, "known", strings.Join(known, ", ")}}
}
