package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/mask"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

func (a *App) shareCommand() *cobra.Command {
	c := a.command("share DIR", "share")
	c.Args = a.oneDir
	f := c.Flags()
	person := f.String("person", "", a.t("flag.share.person"))
	hide := f.StringSlice("hide", nil, a.t("flag.share.hide"))
	show := f.StringSlice("show", nil, a.t("flag.share.show"))
	list := f.Bool("list", false, a.t("flag.share.list"))
	c.RunE = func(c *cobra.Command, args []string) error {
		change := len(*hide)+len(*show) > 0
		switch {
		case *person == "":
			return usageError{err: errors.New(a.t("share.error.person")), command: c.CommandPath()}
		case *list && change:
			return usageError{err: errors.New(a.t("share.error.alone")), command: c.CommandPath()}
		}
		s, err := a.openChoice(c.Context(), args[0], exposure.SubjectID(*person))
		if err != nil {
			return err
		}
		if !change {
			s.list()
			return nil
		}
		return s.change(c.Context(), *hide, *show)
	}
	return c
}

// choice is what one member may keep from the others: the findings of the person's
// own sheet, also those that are kept already.
type choice struct {
	a      *App
	cs     *scanner.Case
	who    exposure.SubjectID
	sheet  *audit.Audit
	titles map[exposure.FindingID]string
	kept   map[exposure.FindingID]bool // only the person sees them
}

func (a *App) openChoice(ctx context.Context, dir string, who exposure.SubjectID) (*choice, error) {
	s := &choice{a: a, who: who, titles: map[exposure.FindingID]string{}, kept: map[exposure.FindingID]bool{}}
	err := a.withStore(ctx, dir, func(ctx context.Context, h *history) error {
		s.cs = h.cs
		d := &desk{a: a, cs: h.cs}
		p, ok := h.cs.Household.Person(who)
		if !ok {
			return d.noPerson(who)
		}
		switch code := h.cs.Household.Decides(who, a.today(h.cs.Household.Zone)); code {
		case "":
		case household.CodeTooYoung:
			return problem{code: ExitFaults, key: "share.error.young", args: []any{"name", d.name(p)}}
		default:
			return household.Faults{household.NewFault(household.FileName, 0, "--person", code, string(who))}
		}
		h.reads = who
		record, err := h.audit(ctx, 0)
		if err != nil {
			return err
		}
		known := h.cs.Household.Roster(record.At)
		s.sheet = mask.For(record, known, who, h.pack)
		view := report.Build(s.sheet, h.pack, h.places, a.cfg.Lang)
		mask.Cover(view, known, who)
		for _, g := range view.Groups {
			for _, f := range g.Findings {
				s.titles[f.ID] = f.Title
			}
		}
		h.reads = ""
		others, err := h.audit(ctx, 0)
		if err != nil {
			return err
		}
		for _, f := range record.Findings {
			s.kept[f.ID] = s.withheld(&f, others)
		}
		return nil
	})
	return s, err
}

// withheld reports whether the others see less of a finding than the person does.
func (s *choice) withheld(f *exposure.Finding, others *audit.Audit) bool {
	i := slices.IndexFunc(others.Findings, func(o exposure.Finding) bool { return o.ID == f.ID })
	return i < 0 || len(others.Findings[i].Evidence) < len(f.Evidence)
}

func (s *choice) name() string { return s.a.name(s.cs.Household, s.who) }

// list shows what there is to choose, with a code for each.
func (s *choice) list() {
	if len(s.sheet.Findings) == 0 {
		s.a.say("share.none", "name", s.name())
		return
	}
	s.a.say("share.head", "name", s.name())
	for _, f := range s.sheet.Findings {
		state := s.a.t("share.all")
		if s.kept[f.ID] {
			state = s.a.t("share.self", "name", s.name())
		}
		s.a.printf("  %s  %s (%s)\n", todo.Code(f.ID, s.sheet.Findings), s.titles[f.ID], state)
	}
	s.a.say("share.how")
}

// change keeps findings from the others, or shows them again, and brings the case's
// own report up to it.
func (s *choice) change(ctx context.Context, hide, show []string) error {
	hidden, err := s.find(hide)
	if err != nil {
		return err
	}
	shown, err := s.find(show)
	if err != nil {
		return err
	}
	for i, id := range hidden {
		if slices.Contains(shown, id) {
			return problem{code: ExitUsage, key: "share.error.both", args: []any{"code", hide[i]}}
		}
	}
	if err := wire.Withhold(s.cs, s.who, hidden, shown); err != nil {
		return err
	}
	for _, id := range hidden {
		s.a.say("share.hidden", "name", s.name(), "title", s.titles[id])
	}
	for _, id := range shown {
		s.a.say("share.shown", "title", s.titles[id])
	}
	if err := s.a.rewriteReport(ctx, s.cs); err != nil {
		return errors.Join(err, s.a.dropReport(s.cs.Dir))
	}
	return nil
}

// minCode is how much of a code is needed, so that a slip names nothing else.
const minCode = 4

// find is the finding that each code names.
func (s *choice) find(codes []string) ([]exposure.FindingID, error) {
	var out []exposure.FindingID
	for _, code := range codes {
		var of []exposure.FindingID
		for _, f := range s.sheet.Findings {
			if strings.HasPrefix(string(f.ID), strings.ToLower(code)) {
				of = append(of, f.ID)
			}
		}
		switch {
		case len(code) < minCode:
			return nil, problem{code: ExitUsage, key: "share.error.short", args: []any{"code", code}}
		case len(of) == 0:
			return nil, problem{code: ExitNoSuch, key: "share.error.unknown", args: []any{"code", code, "dir", s.cs.Dir, "person", string(s.who)}}
		case len(of) > 1:
			return nil, problem{code: ExitUsage, key: "share.error.several", args: []any{"code", code}}
		}
		out = append(out, of[0])
	}
	return out, nil
}
