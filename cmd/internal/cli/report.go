package cli

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/pdf"
	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/compare"
	"lampan/report/csv"
	"lampan/report/html"
	"lampan/report/json"
	"lampan/report/markdown"
	"lampan/report/mask"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner"
	"lampan/scanner/audit"
)

// reportFormats are the forms of a report.
var reportFormats = [...]string{"table", "html", "slides", "child", "plan", "json", "csv", "md", "pdf"}

// reportRun is what one report is asked for with.
type reportRun struct {
	number         int
	format, out    string
	member, child  string // --for and --person
	separator      string
	mask, unscored bool
}

func (a *App) reportCommand() *cobra.Command {
	c := a.command("report DIR", "report")
	c.Args = a.oneDir
	var run reportRun
	f := c.Flags()
	f.IntVar(&run.number, "audit", 0, a.t("flag.audit"))
	f.StringVar(&run.format, "format", "table", a.t("flag.format", "formats", strings.Join(reportFormats[:], ", ")))
	f.StringVar(&run.out, "out", "", a.t("flag.outFile"))
	f.StringVar(&run.child, "person", "", a.t("formats.flag.person"))
	f.StringVar(&run.member, "for", "", a.t("formats.flag.for"))
	f.BoolVar(&run.mask, "mask", false, a.t("formats.flag.mask"))
	f.BoolVar(&run.unscored, "no-score", false, a.t("formats.flag.no-score"))
	f.StringVar(&run.separator, "separator", "", a.t("formats.flag.separator"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkReport(c, run); err != nil {
			return err
		}
		return a.withStore(c.Context(), args[0], func(ctx context.Context, h *history) error {
			h.reads = exposure.SubjectID(run.member)
			record, err := a.recall(ctx, h, run.number)
			if err == nil && run.number == 0 { // an older one stays as it was
				record, err = h.marked(record, plainDay(a.today(h.cs.Household.Zone)))
			}
			if err != nil {
				return err
			}
			write, err := a.form(ctx, h, record, run)
			if err != nil {
				return err
			}
			return a.output(run.out, write)
		})
	}
	return c
}

// checkReport finds what does not go together on the command line.
func (a *App) checkReport(c *cobra.Command, run reportRun) error {
	if err := a.checkFormat(run.format, reportFormats[:]...); err != nil {
		return err
	}
	wrong := func(key string, args ...any) error {
		return usageError{err: errors.New(a.t(key, args...)), command: c.CommandPath()}
	}
	for _, only := range []struct{ flag, format string }{{"no-score", "slides"}, {"separator", "csv"}, {"person", "child"}} {
		if c.Flags().Changed(only.flag) && run.format != only.format {
			return wrong("formats.flag-only", "flag", "--"+only.flag, "format", only.format)
		}
	}
	switch {
	case run.format == "child" && (run.mask || run.member != ""), run.format == "plan" && run.mask:
		return wrong("formats.no-mask", "format", run.format)
	case run.mask && run.member != "":
		return wrong("formats.mask-for")
	case run.separator != "" && run.separator != "," && run.separator != ";":
		return wrong("usage.flagValue", "flag", "--separator", "value", run.separator)
	case run.format == "pdf" && run.out == "":
		return wrong("formats.pdf-out")
	}
	return nil
}

// form makes the report ready to be written. What takes long, or can fail, is done.
func (a *App) form(ctx context.Context, h *history, record *audit.Audit, run reportRun) (func(io.Writer) error, error) {
	if h.reads != "" && !slices.ContainsFunc(record.People, func(p audit.Person) bool { return p.ID == h.reads }) {
		return nil, problem{code: ExitNoSuch, key: "formats.no-member", args: []any{"id", run.member, "known", members(record.People)}}
	}
	switch run.format {
	case "child":
		child, err := a.child(h, record, run.child)
		return func(w io.Writer) error { return html.WriteChild(w, child) }, err
	case "plan":
		view, err := a.planPage(h, record)
		return func(w io.Writer) error { return html.WritePlan(w, view) }, err
	}
	v := a.view(h, record, run.mask)
	if h.reads == "" && slices.Contains([]string{"html", "pdf", "md"}, run.format) {
		trend, err := h.trend(ctx, record, a.cfg.Lang)
		if err != nil {
			return nil, err
		}
		v.Trend = trend
	}
	if run.format == "pdf" {
		out, err := a.print(ctx, v, run.out)
		return func(w io.Writer) error {
			_, err := w.Write(out)
			return err
		}, err
	}
	return func(w io.Writer) error { return a.writeView(w, v, run) }, nil
}

// view is the audit as it may be seen: without names, by one member alone, or whole.
func (a *App) view(h *history, record *audit.Audit, masked bool) *report.View {
	known := h.cs.Household.Roster(record.At)
	switch {
	case masked:
		record = mask.Names(record, known, a.cfg.Lang)
	case h.reads != "":
		record = mask.For(record, known, h.reads, h.pack)
	}
	v := report.Build(record, h.pack, h.places, a.cfg.Lang)
	if masked || h.reads != "" {
		mask.Cover(v, known, h.reads)
	}
	return v
}

// child is the page of the child with an ID, or of the only one for "".
func (a *App) child(h *history, record *audit.Audit, id string) (*report.Child, error) {
	var children []audit.Person
	for _, p := range record.People {
		if p.Minor {
			children = append(children, p)
		}
	}
	switch {
	case len(children) == 0:
		return nil, problem{code: ExitNoSuch, key: "formats.no-child"}
	case id == "" && len(children) > 1:
		return nil, problem{code: ExitUsage, key: "formats.which-child", args: []any{"known", members(children)}}
	case id == "":
		id = string(children[0].ID)
	}
	child, err := report.BuildChild(record, h.pack, h.places, exposure.SubjectID(id), a.cfg.Lang)
	if errors.Is(err, report.ErrNoChild) {
		return nil, problem{code: ExitNoSuch, key: "formats.other-child", args: []any{"id", id, "known", members(children)}, err: err}
	}
	return child, err
}

// planPage is the plan as it stands today, for the whole household or one member.
func (a *App) planPage(h *history, record *audit.Audit) (*report.PlanView, error) {
	p := &planner{desk: &desk{a: a, cs: h.cs, day: plainDay(a.today(h.cs.Household.Zone))}, h: h, stored: record}
	said, err := wire.Plan(h.cs)
	if err != nil {
		return nil, err
	}
	p.hear(said)
	return p.view(), nil
}

// members names the IDs of people.
func members(people []audit.Person) string {
	ids := make([]string, len(people))
	for i, p := range people {
		ids[i] = string(p.ID)
	}
	return strings.Join(ids, ", ")
}

// print makes the report a PDF, by way of a browser.
func (a *App) print(ctx context.Context, v *report.View, path string) ([]byte, error) {
	if err := replaceable(path); err != nil {
		return nil, err
	}
	browser, err := pdf.Find()
	if err != nil {
		return nil, problem{code: ExitFiles, key: "formats.no-browser", err: err}
	}
	var page bytes.Buffer
	if err := html.Write(&page, v); err != nil {
		return nil, err
	}
	out, err := pdf.Print(ctx, browser, page.Bytes())
	switch {
	case errors.Is(err, pdf.ErrTooSlow):
		err = problem{code: ExitFiles, key: "formats.print-slow", err: err}
	case errors.Is(err, pdf.ErrFailed):
		err = problem{code: ExitFiles, key: "formats.print-failed", err: err}
	}
	return out, err
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
	kept   func(reads exposure.SubjectID) scanner.Withheld
	reads  exposure.SubjectID // the one member who reads; empty for all of the household
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

// trend is how the number has gone up to an audit of the case, each as it may be
// shown now; nil where there is no line to draw.
func (h *history) trend(ctx context.Context, record *audit.Audit, lang exposure.Lang) (*report.Trend, error) {
	list, err := h.store.List(ctx)
	if err != nil || len(list) < 2 {
		return nil, err
	}
	line := []*audit.Audit{record}
	for _, s := range list {
		if s.Number < record.Number {
			earlier, err := h.audit(ctx, s.Number)
			if err != nil {
				return nil, err
			}
			line = append(line, earlier)
		}
	}
	slices.SortFunc(line, func(x, y *audit.Audit) int { return cmp.Compare(x.Number, y.Number) })
	return report.TrendOf(compare.TrendOf(line, h.pack), lang), nil
}

// recall is a stored audit as history.audit has it. Where one that was interrupted is in
// question, that is told beside what is written.
func (a *App) recall(ctx context.Context, h *history, number int) (*audit.Audit, error) {
	record, err := h.audit(ctx, number)
	if err != nil || number != 0 {
		return record, err
	}
	list, err := h.store.List(ctx)
	if err != nil {
		return nil, err
	}
	if last := list[len(list)-1]; !last.Complete {
		key := "audit.stopped"
		if last.Number == record.Number {
			key = "audit.onlyStopped"
		}
		fmt.Fprintln(a.Err, a.t(key, "number", last.Number, "used", record.Number, "dir", h.cs.Dir))
	}
	return record, nil
}

// audit returns a stored audit, for 0 the last one that was finished, without anything that
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
	return scanner.Shown(record, h.shows, h.kept(h.reads), h.pack), nil
}

// withStore opens the audits of a case for reading.
func (a *App) withStore(ctx context.Context, dir string, use func(context.Context, *history) error) error {
	cs, err := a.openCase(dir)
	if err != nil {
		return err
	}
	h := history{cs: cs}
	if h.pack, err = wire.Pack(); err != nil {
		return err
	}
	if h.places, err = wire.Places(); err != nil {
		return err
	}
	return a.withHistory(ctx, h, use)
}

// withHistory opens the audits of h's case, whose rules and places are loaded.
func (a *App) withHistory(ctx context.Context, h history, use func(context.Context, *history) error) (err error) {
	cs := h.cs
	if err := wire.Shielded(ctx, cs); err != nil {
		return err
	}
	h.store, err = wire.OpenHistory(ctx, cs)
	if errors.Is(err, audit.ErrNone) {
		return problem{code: ExitNoSuch, key: "error.noAudits", args: []any{"dir", cs.Dir}, err: err}
	}
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, h.store.Close()) }()
	none := problem{code: ExitNoSuch, key: "error.noAudits", args: []any{"dir", cs.Dir}}
	if _, err := h.store.Latest(ctx); errors.Is(err, audit.ErrNone) { // the first one was never finished
		return none
	} else if err != nil {
		return err
	}
	if h.shows, err = wire.Shows(cs, a.Now); err != nil {
		return err
	}
	if h.kept, err = wire.Kept(cs); err != nil {
		return err
	}
	return use(ctx, &h)
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

func (a *App) writeView(w io.Writer, v *report.View, run reportRun) error {
	switch run.format {
	case "html":
		return html.Write(w, v)
	case "slides":
		return html.WriteSlides(w, v, !run.unscored)
	case "json":
		return json.Write(w, v)
	case "csv":
		separator := csv.Separator(v.Lang)
		if run.separator != "" {
			separator = rune(run.separator[0])
		}
		return csv.Write(w, v, separator)
	case "md":
		return markdown.Write(w, v)
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
