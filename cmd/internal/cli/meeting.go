package cli

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/html"
	"lampan/report/markdown"
	"lampan/report/mask"
	"lampan/report/table"
	"lampan/rules/todo"
	"lampan/scanner"
)

func (a *App) meetingCommand() *cobra.Command {
	c := a.command("meeting DIR", "meeting")
	c.Args = a.oneDir
	f := c.Flags()
	number := f.Int("audit", 0, a.t("flag.audit"))
	format := f.String("format", "table", a.t("flag.format", "formats", "table, html, md"))
	out := f.String("out", "", a.t("flag.outFile"))
	masked := f.Bool("mask", false, a.t("formats.flag.mask"))
	at := f.String("at", "", a.t("flag.day"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, "table", "html", "md"); err != nil {
			return err
		}
		return a.withStore(c.Context(), args[0], func(ctx context.Context, h *history) error {
			v, err := a.meeting(ctx, h, *number, *at, *masked)
			if err != nil {
				return err
			}
			return a.output(*out, func(w io.Writer) error {
				switch *format {
				case "html":
					return html.WriteMeeting(w, v)
				case "md":
					return markdown.WriteMeeting(w, v)
				}
				return table.WriteMeeting(w, v, a.tableOptions())
			})
		})
	}
	return c
}

// meeting is the sheet for a stored audit, as things stand on a day.
func (a *App) meeting(ctx context.Context, h *history, number int, at string, masked bool) (*report.MeetingView, error) {
	record, err := a.recall(ctx, h, number)
	if err != nil {
		return nil, err
	}
	m := report.Meeting{Consents: endings(h.cs.Household), Next: h.cs.Household.Next, Followed: record.Number > 1}
	if m.Today, err = a.dayOrToday(at, h.cs.Household.Zone, record.At); err != nil {
		return nil, err
	}
	if m.Plan, err = wire.Plan(h.cs); err != nil {
		return nil, err
	}
	m.Audit = scanner.Marked(record, m.Plan, m.Today, h.pack)
	if !masked {
		return report.BuildMeeting(m, h.pack, h.places, a.cfg.Lang), nil
	}
	known := h.cs.Household.Roster(record.At)
	m.Audit = mask.Names(m.Audit, known, a.cfg.Lang)
	m.Plan, m.Consents = nameless(m.Plan), nil
	v := report.BuildMeeting(m, h.pack, h.places, a.cfg.Lang)
	mask.Cover(v, known, "")
	return v, nil
}

// nameless is what was said of a plan, without who said it or took it on.
func nameless(plan *todo.List) *todo.List {
	out := &todo.List{}
	for _, m := range plan.Marks {
		if m.Who = ""; m.What != todo.Owner {
			out.Marks = append(out.Marks, m)
		}
	}
	return out
}
