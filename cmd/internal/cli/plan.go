package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/clean"
	"lampan/report/html"
	"lampan/report/ics"
	"lampan/report/json"
	"lampan/report/mask"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner"
	"lampan/scanner/audit"
)

// planFormats are the forms of a plan.
var planFormats = [...]string{"table", "html", "ics", "json"}

func (a *App) planCommand() *cobra.Command {
	c := a.command("plan DIR", "plan")
	c.Args = a.oneDir
	var o planFlags
	c.PersistentFlags().StringVar(&o.at, "at", "", a.t("flag.plan.at"))
	c.PersistentFlags().StringVar(&o.only, "for", "", a.t("flag.plan.for"))
	f := c.Flags()
	all := f.Bool("all", false, a.t("flag.plan.all"))
	format := f.String("format", "table", a.t("flag.format", "formats", strings.Join(planFormats[:], ", ")))
	out := f.String("out", "", a.t("flag.outFile"))
	c.RunE = func(c *cobra.Command, args []string) error {
		if err := a.checkFormat(*format, planFormats[:]...); err != nil {
			return err
		}
		return a.withPlan(c.Context(), args[0], o, func(_ context.Context, p *planner) error {
			view := p.view()
			if *format == "ics" && len(view.Dated()) == 0 {
				return problem{code: ExitNoSuch, key: "plan.error.no-days", args: []any{"dir", p.h.cs.Dir}}
			}
			err := a.output(*out, func(w io.Writer) error {
				switch *format {
				case "html":
					return html.WritePlan(w, view)
				case "ics":
					return ics.Write(w, view, a.Now())
				case "json":
					return json.WritePlan(w, view)
				}
				return table.WritePlan(w, view, *all, a.tableOptions())
			})
			if err == nil && *format == "table" && *out == "" && len(view.Start) > 0 {
				code := view.Start[0].Code
				if o.only != "" {
					code += " --for " + o.only
				}
				fmt.Fprintln(a.out)
				a.say("plan.how", "dir", p.h.cs.Dir, "code", code)
			}
			return err
		})
	}
	c.AddCommand(a.planDone(&o), a.planUndo(&o), a.planAssign(&o), a.planDue(&o), a.planSnooze(&o), a.planAgree(&o))
	return c
}

// planner is a case whose plan is looked at and marked on a day.
type planner struct {
	*desk
	h      *history
	stored *audit.Audit // as it may be shown
	said   *todo.List   // as it is in the file
	now    *audit.Audit // stored, with what is said by the day
}

// planFlags are those of every command of the plan.
type planFlags struct {
	at   string // the day; today for empty
	only string // the one member who reads; all of the household for empty
}

// withPlan opens the plan of a case.
func (a *App) withPlan(ctx context.Context, dir string, o planFlags, use func(context.Context, *planner) error) error {
	return a.withStore(ctx, dir, func(ctx context.Context, h *history) error {
		h.reads = exposure.SubjectID(o.only)
		p := &planner{desk: &desk{a: a, cs: h.cs, day: plainDay(a.today(h.cs.Household.Zone))}, h: h}
		var err error
		if o.at != "" {
			if p.day, err = namedDay(o.at); err != nil {
				return err
			}
		}
		if _, ok := h.cs.Household.Person(h.reads); h.reads != "" && !ok {
			return problem{code: ExitNoSuch, key: "plan.error.person", args: []any{"id", o.only, "known", p.members()}}
		}
		if p.stored, err = a.recall(ctx, h, 0); err != nil {
			return err
		}
		said, err := wire.Plan(h.cs)
		if err != nil {
			return err
		}
		p.hear(said)
		return use(ctx, p)
	})
}

// hear takes in what the file says.
func (p *planner) hear(said *todo.List) {
	p.said, p.now = said, scanner.Marked(p.stored, said, p.day, p.h.pack)
}

// marked is an audit of the case with what the family has said of its plan by today.
func (h *history) marked(a *audit.Audit, today time.Time) (*audit.Audit, error) {
	said, err := wire.Plan(h.cs)
	if err != nil {
		return nil, err
	}
	return scanner.Marked(a, said, today, h.pack), nil
}

// view is the plan of the household, or of the one member who reads.
func (p *planner) view() *report.PlanView {
	only := p.h.reads
	v := report.BuildPlan(p.now, p.h.pack, p.h.places, p.said, p.day, only, p.a.cfg.Lang)
	if only != "" {
		mask.Cover(v, p.cs.Household.Roster(p.day), only)
	}
	return v
}

func (p *planner) members() string {
	var ids []string
	for _, m := range p.cs.Household.People {
		ids = append(ids, string(m.ID))
	}
	return strings.Join(ids, ", ")
}

// plan is the steps of the household, or those that the one who reads does.
func (p *planner) plan() []assess.Step {
	return slices.DeleteFunc(slices.Clone(p.now.Assessment.Plan), func(s assess.Step) bool {
		return p.h.reads != "" && p.said.Step(s, p.now.Findings, p.day).Owner != p.h.reads
	})
}

// code is how a step of the plan is called.
func (p *planner) code(s assess.Step) string {
	return todo.Code(todo.Main(s, p.now.Findings), p.now.Findings)
}

// steps finds the steps that codes name, each once. The error says which code names
// none of them, or several.
func (p *planner) steps(codes []string) ([]assess.Step, error) {
	plan := p.plan()
	name := func(steps []assess.Step) string {
		var out []string
		for _, s := range steps {
			out = append(out, p.code(s))
		}
		return strings.Join(out, ", ")
	}
	var out []assess.Step
	var found []int
	for _, code := range codes {
		wrong := func(key string, args ...any) error {
			return problem{code: ExitNoSuch, key: key, args: append([]any{"code", code}, args...)}
		}
		at := todo.Find(code, plan)
		switch {
		case len(at) == 0 && len([]rune(strings.TrimSpace(code))) < todo.MinCode:
			return nil, wrong("plan.error.short")
		case len(at) == 0:
			return nil, wrong("plan.error.none", "dir", p.h.cs.Dir, "codes", name(plan[:min(len(plan), maxCodes)]))
		case len(at) > 1:
			var several []assess.Step
			for _, i := range at {
				several = append(several, plan[i])
			}
			return nil, wrong("plan.error.several", "codes", name(several))
		case !slices.Contains(found, at[0]):
			found = append(found, at[0])
			out = append(out, plan[at[0]])
		}
	}
	return out, nil
}

// maxCodes is how many codes a refusal lists.
const maxCodes = 10

// notToCome refuses to note anything on a day that has not been. An audit may speak
// about a day to come; what is said of it is said on that day.
func (p *planner) notToCome() error {
	if p.day.After(latest(plainDay(p.a.today(p.cs.Household.Zone)), plainDay(p.stored.At))) {
		return problem{code: ExitUsage, key: "plan.error.future", args: []any{"day", p.day}}
	}
	return nil
}

// mark writes down one thing about all findings of some steps.
func (p *planner) mark(steps []assess.Step, m todo.Mark) error {
	if err := p.notToCome(); err != nil {
		return err
	}
	if err := p.cs.Prepare(); err != nil {
		return err
	}
	m.On = p.day
	var said *todo.List
	err := wire.PlanFile(p.cs, p.a.cfg.Lang).Update(func(l *todo.List) error {
		for _, s := range steps {
			for _, id := range s.Findings {
				m.Finding = id
				l.Marks = append(l.Marks, m)
			}
		}
		said = l
		return nil
	})
	if err == nil {
		p.hear(said)
	}
	return err
}

// codesArgs accepts the folder of a case and codes.
func (a *App) codesArgs(c *cobra.Command, args []string) error {
	if len(args) < 2 {
		return usageError{err: errors.New(a.t("usage.planCodes")), command: c.CommandPath()}
	}
	return nil
}

// planMark makes a command that marks steps; each marks those that the codes name.
func (a *App) planMark(use, key string, o *planFlags, each func(*planner, []assess.Step) error) *cobra.Command {
	c := a.command(use, "plan."+key)
	c.Args = a.codesArgs
	c.RunE = func(c *cobra.Command, args []string) error {
		return a.withPlan(c.Context(), args[0], *o, func(_ context.Context, p *planner) error {
			steps, err := p.steps(args[1:])
			if err != nil {
				return err
			}
			return each(p, steps)
		})
	}
	return c
}

func (a *App) planDone(o *planFlags) *cobra.Command {
	return a.planMark("done DIR CODE...", "done", o, func(p *planner, steps []assess.Step) error {
		steps = slices.DeleteFunc(steps, func(s assess.Step) bool {
			already := p.said.Step(s, p.now.Findings, p.day).State == todo.Said
			if already {
				a.say("plan.noted.already", "code", p.code(s))
			}
			return already
		})
		return p.note(steps, todo.Mark{What: todo.Done}, func(s assess.Step) string {
			lines := []string{a.t("plan.noted.done", "code", p.code(s), "day", p.day, "proof", a.words.Text("proof."+string(s.Proof)))}
			for _, command := range p.lookups(s) {
				lines = append(lines, a.t("plan.noted.lookup", "command", command))
			}
			return strings.Join(lines, "\n")
		})
	})
}

// lookups are the commands that note a step where it is proved: what somebody looked up
// answers to a log of its own, which says of each place what was done.
func (p *planner) lookups(s assess.Step) []string {
	var out []string
	for _, m := range p.cs.Household.People {
		var at []string
		for _, f := range p.now.Findings {
			for _, e := range f.Evidence {
				if slices.Contains(s.Findings, f.ID) && e.Shower == m.ID && e.Place != "" && !e.Public && !slices.Contains(at, e.Place) {
					at = append(at, e.Place)
				}
			}
		}
		if len(at) > 0 {
			out = append(out, "lampan lookup "+p.cs.Dir+" --person "+string(m.ID)+" --done "+strings.Join(at, ","))
		}
	}
	return out
}

func (a *App) planUndo(o *planFlags) *cobra.Command {
	return a.planMark("undo DIR CODE...", "undo", o, func(p *planner, steps []assess.Step) error {
		steps = slices.DeleteFunc(steps, func(s assess.Step) bool {
			said := slices.ContainsFunc(s.Findings, func(id exposure.FindingID) bool {
				return !p.said.Standing(id, p.day).Done.IsZero()
			})
			if !said {
				a.say("plan.noted.open", "code", p.code(s))
			}
			return !said
		})
		return p.note(steps, todo.Mark{What: todo.Undone}, func(s assess.Step) string {
			return a.t("plan.noted.undone", "code", p.code(s))
		})
	})
}

// note marks steps and says so, a line each, and what the number is then.
func (p *planner) note(steps []assess.Step, m todo.Mark, words func(assess.Step) string) error {
	if len(steps) == 0 {
		return nil
	}
	if err := p.mark(steps, m); err != nil {
		return err
	}
	for _, s := range steps {
		fmt.Fprintln(p.a.out, words(s))
	}
	if p.h.reads == "" && (m.What == todo.Done || m.What == todo.Undone) {
		p.a.say("plan.noted.score", "score", p.now.Assessment.Household.Score)
	}
	return nil
}

func (a *App) planAssign(o *planFlags) *cobra.Command {
	var to string
	c := a.planMark("assign DIR CODE...", "assign", o, func(p *planner, steps []assess.Step) error {
		who, err := p.member(to)
		if err != nil {
			return err
		}
		return p.note(steps, todo.Mark{What: todo.Owner, Who: who}, func(s assess.Step) string {
			return a.t("plan.noted.owner", "code", p.code(s), "who", a.name(p.cs.Household, who))
		})
	})
	a.required(c, &to, "to")
	return c
}

func (a *App) planDue(o *planFlags) *cobra.Command {
	return a.planDay("due", todo.Due, "on", o)
}

func (a *App) planSnooze(o *planFlags) *cobra.Command {
	return a.planDay("snooze", todo.Later, "until", o)
}

// planDay makes a command that gives steps a day.
func (a *App) planDay(key string, what todo.What, flag string, o *planFlags) *cobra.Command {
	var on string
	c := a.planMark(key+" DIR CODE...", key, o, func(p *planner, steps []assess.Step) error {
		day, err := namedDay(on)
		if err != nil {
			return err
		}
		if day.Before(p.day) {
			return problem{code: ExitUsage, key: "plan.error.past", args: []any{"day", day}}
		}
		return p.note(steps, todo.Mark{What: what, Day: day}, func(s assess.Step) string {
			return a.t("plan.noted."+string(what), "code", p.code(s), "day", day)
		})
	})
	a.required(c, &on, flag)
	return c
}

// required adds a flag that a command of the plan cannot do without.
func (a *App) required(c *cobra.Command, value *string, flag string) {
	c.Flags().StringVar(value, flag, "", a.t("flag.plan."+flag))
	run := c.RunE
	c.RunE = func(c *cobra.Command, args []string) error {
		if *value == "" {
			return usageError{err: errors.New(a.t("usage.flagNeedsValue", "flag", "--"+flag)), command: c.CommandPath()}
		}
		return run(c, args)
	}
}

// member is the one of the family that somebody means: by ID, by name or by the first of
// their names. Nobody else does a step of the plan.
func (p *planner) member(who string) (exposure.SubjectID, error) {
	people := p.cs.Household.People
	var meant []exposure.SubjectID
	var ids []string
	for _, m := range people {
		if string(m.ID) == who {
			return m.ID, nil
		}
		names := append([]string{m.Name, p.name(m)}, m.Aliases...)
		if slices.ContainsFunc(names, func(n string) bool { return n != "" && strings.EqualFold(n, strings.TrimSpace(who)) }) {
			meant = append(meant, m.ID)
		}
		ids = append(ids, string(m.ID))
	}
	if len(meant) == 1 {
		return meant[0], nil
	}
	key := "plan.error.owner"
	near, ok := rules.Nearest(strings.ToLower(who), ids)
	if !ok {
		key = "plan.error.owner-none"
	}
	return "", problem{code: ExitNoSuch, key: key, args: []any{"who", clean.Clip(who, maxWho), "near", near, "known", p.members()}}
}

// maxWho is how much of a name that nobody has is repeated, in characters.
const maxWho = 40
