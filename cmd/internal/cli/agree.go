package cli

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/ask"
	"lampan/report"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

func (a *App) planAgree(o *planFlags) *cobra.Command {
	c := a.command("agree DIR", "plan.agree")
	c.Args = a.oneDir
	accessible := c.Flags().Bool("accessible", false, a.t("flag.plan.accessible"))
	c.RunE = func(c *cobra.Command, args []string) error {
		return a.withPlan(c.Context(), args[0], *o, func(ctx context.Context, p *planner) error {
			if err := p.notToCome(); err != nil {
				return err
			}
			t := &agreement{planner: p, ask: a.asker(*accessible)}
			return p.ended(t.hold(ctx), t.ask, "lampan plan agree "+p.cs.Dir)
		})
	}
	return c
}

// agreement is a conversation about who does what, and by when.
type agreement struct {
	*planner
	ask ask.Asker
}

func (t *agreement) say(key string, args ...any) string { return t.a.t("plan.agree."+key, args...) }

// hold goes through the steps to begin with that nobody has agreed about. Back leads to
// the step before.
func (t *agreement) hold(ctx context.Context) error {
	steps := t.open()
	if len(steps) == 0 {
		return t.ask.Show(page("", t.say("nothing")))
	}
	if err := t.ask.Show(page(t.say("intro.title"), t.say("intro.what"), t.say("intro.later"), t.say("intro.saved"))); err != nil {
		return err
	}
	for i := 0; i < len(steps); {
		switch err := t.step(ctx, steps[i], i, len(steps)); {
		case errors.Is(err, ask.ErrBack):
			i--
		case err != nil:
			return err
		default:
			i++
		}
	}
	return t.end(steps)
}

// open lists the first steps of the plan about which it is not said both who and when.
func (t *agreement) open() []assess.Step {
	var out []assess.Step
	n := 0
	for _, s := range t.plan() {
		if s.Aside || n == assess.FirstSteps {
			break
		}
		n++
		if !t.told(s, todo.Owner) || !t.told(s, todo.Due) {
			out = append(out, s)
		}
	}
	return out
}

// told reports whether anything of a kind was said of a step.
func (t *agreement) told(s assess.Step, what todo.What) bool {
	return slices.ContainsFunc(t.said.Marks, func(m todo.Mark) bool {
		return m.What == what && slices.Contains(s.Findings, m.Finding) && !m.On.After(t.day)
	})
}

// step asks about one step. Back leads to its first question, and from there to the
// step before.
func (t *agreement) step(ctx context.Context, s assess.Step, i, of int) error {
	if err := t.ask.Show(t.about(s, i, of)); err != nil {
		return err
	}
	for {
		who, err := t.who(ctx, s, i == 0)
		if err != nil {
			return err
		}
		if who == "" {
			err = t.later(ctx, s)
		} else {
			err = t.when(ctx, s, who)
		}
		if !errors.Is(err, ask.ErrBack) {
			return err
		}
	}
}

// about is what a step is, in the words of the plan.
func (t *agreement) about(s assess.Step, i, of int) ask.Page {
	v := t.view()
	var step report.PlanStep
	for _, one := range slices.Concat(v.Start, v.Rest, v.Aside) {
		if one.ID == todo.Main(s, t.now.Findings) {
			step = one
		}
	}
	facts := t.say("facts", "time", step.Time, "saves", step.Saves)
	if step.Time == "" {
		facts = t.say("facts-short", "saves", step.Saves)
	}
	out := page(t.say("step", "n", i+1, "of", of, "do", step.Do))
	for _, also := range step.Each {
		out.Lines = append(out.Lines, ask.Line{Mark: "- ", Text: also})
	}
	for _, text := range []string{step.About, facts, step.Proof, step.Stands} {
		if text != "" {
			out.Lines = append(out.Lines, ask.Line{Text: text})
		}
	}
	return out
}

// who asks who of the family does a step, and keeps the answer; empty for not now. What
// is proposed is who said so before, else whose the fix is.
func (t *agreement) who(ctx context.Context, s assess.Step, first bool) (exposure.SubjectID, error) {
	q := ask.Question{Text: t.say("who"), First: first}
	owner := t.said.Step(s, t.now.Findings, t.day).Owner
	at, people := -1, t.cs.Household.People
	for i, m := range people {
		q.Options = append(q.Options, t.name(m))
		if m.ID == owner {
			at = i
		}
	}
	q.Options = append(q.Options, t.say("notNow"))
	n, err := t.ask.One(ctx, q, at)
	if err != nil || n == len(people) {
		return "", err
	}
	who := people[n].ID
	if err := t.mark([]assess.Step{s}, todo.Mark{What: todo.Owner, Who: who}); err != nil {
		return "", err
	}
	if t.told(s, todo.Later) { // it waited, and does no longer
		err = t.mark([]assess.Step{s}, todo.Mark{What: todo.Later})
	}
	return who, err
}

// when asks by when a step can be done, and keeps the answer.
func (t *agreement) when(ctx context.Context, s assess.Step, who exposure.SubjectID) error {
	m, _ := t.cs.Household.Person(who)
	day, err := t.choose(ctx, t.say("when", "who", t.name(m)), true)
	if err != nil {
		return err
	}
	if err := t.mark([]assess.Step{s}, todo.Mark{What: todo.Due, Day: day}); err != nil {
		return err
	}
	if day.IsZero() {
		return t.ask.Show(page("", t.say("keptNoDay", "who", t.name(m))))
	}
	return t.ask.Show(page("", t.say("kept", "who", t.name(m), "day", day)))
}

// later asks when to take a step up again, and keeps the answer. Nobody is asked why.
func (t *agreement) later(ctx context.Context, s assess.Step) error {
	day, err := t.choose(ctx, t.say("until"), false)
	if err != nil {
		return err
	}
	if err := t.mark([]assess.Step{s}, todo.Mark{What: todo.Later, Day: day}); err != nil {
		return err
	}
	return t.ask.Show(page("", t.say("keptLater", "day", day)))
}

// choose asks for a day to come: one of a few, or another; or with none allowed for no
// day, which is zero.
func (t *agreement) choose(ctx context.Context, question string, none bool) (time.Time, error) {
	q := ask.Question{Text: question}
	var days []time.Time
	for _, n := range []int{7, 14, 30} {
		day := t.day.AddDate(0, 0, n)
		days = append(days, day)
		q.Options = append(q.Options, t.say("in"+strconv.Itoa(n), "day", day))
	}
	q.Options = append(q.Options, t.say("own"))
	if none {
		q.Options = append(q.Options, t.say("noDay"))
	}
	for {
		n, err := t.ask.One(ctx, q, 1)
		switch {
		case err != nil:
			return time.Time{}, err
		case n < len(days):
			return days[n], nil
		case n > len(days):
			return time.Time{}, nil
		}
		if day, err := t.ownDay(ctx); !errors.Is(err, ask.ErrBack) {
			return day, err
		}
	}
}

func (t *agreement) ownDay(ctx context.Context) (time.Time, error) {
	example := t.day.AddDate(0, 0, 21).Format(time.DateOnly)
	s, err := t.ask.Text(ctx, ask.Question{Text: t.say("ownDay", "example", example)}, ask.Text{Max: len(example), Refuse: func(s string) string {
		if day, err := time.Parse(time.DateOnly, s); err != nil || !day.After(t.day) {
			return t.say("badDay", "example", example)
		}
		return ""
	}})
	if err != nil {
		return time.Time{}, err
	}
	return time.Parse(time.DateOnly, s)
}

// end says how it stands with the steps that were talked about, and what is next.
func (t *agreement) end(steps []assess.Step) error {
	agreed, waiting := 0, 0
	for _, s := range steps {
		if t.said.Step(s, t.now.Findings, t.day).State == todo.Waits {
			waiting++
		} else {
			agreed++
		}
	}
	var lines []string
	if agreed > 0 {
		lines = append(lines, t.a.words.Plural("plan.agree.end.agreed", agreed))
	}
	if waiting > 0 {
		lines = append(lines, t.a.words.Plural("plan.agree.end.waiting", waiting))
	}
	return t.ask.Show(page(t.say("end.title"), append(lines, t.say("end.next", "dir", t.cs.Dir))...))
}
