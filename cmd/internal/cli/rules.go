package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report/clean"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
	"lampan/scanner/household"
)

func (a *App) rulesCommand() *cobra.Command {
	c := a.group("rules", "rules")
	c.AddCommand(a.rulesList(), a.rulesTest(), a.rulesExplain(), a.rulesSchema())
	return c
}

func (a *App) rulesList() *cobra.Command {
	c := a.command("list", "rulesList")
	c.RunE = func(*cobra.Command, []string) error {
		p, err := wire.Pack()
		if err != nil {
			return err
		}
		rows := make([][]string, 0, len(p.Rules)+len(p.Scenarios))
		for _, r := range p.Rules {
			rows = append(rows, []string{string(r.ID), string(r.Detector), a.words.Number(r.Fact.Points), title(r.Text[a.cfg.Lang].Title)})
		}
		for _, s := range p.Scenarios {
			rows = append(rows, []string{string(s.ID), a.t("rules.scenario"), a.words.Number(s.Base), title(s.Text[a.cfg.Lang].Title)})
		}
		header := []string{a.t("column.rule"), a.t("column.area"), a.t("column.points"), a.t("column.title")}
		if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
			return err
		}
		a.say("rules.pack", "id", p.ID, "version", p.Version, "rules", len(p.Rules), "scenarios", len(p.Scenarios))
		return nil
	}
	return c
}

// title shows a rule's title without the braces of its placeholders.
func title(s string) string { return strings.NewReplacer("{", "<", "}", ">").Replace(s) }

func (a *App) rulesTest() *cobra.Command {
	c := a.command("test [DIR]", "rulesTest")
	c.Args = a.atMostOne
	c.RunE = func(_ *cobra.Command, args []string) error {
		p, err := a.packAt(args)
		if err != nil {
			return err
		}
		// The examples share a few rosters; compiling one takes longer than
		// reading an example.
		compiled := map[*roster.Roster]*extract.Extractor{}
		rep := ruletest.Run(p, func(d *exposure.Document, r *roster.Roster) []exposure.Observation {
			if compiled[r] == nil {
				compiled[r] = extract.New(r)
			}
			return compiled[r].Observe(d)
		})
		rep.Failures = append(rep.Failures, ruletest.Words(p)...)
		for _, f := range rep.Failures {
			a.printf("%s\n", clean.Line(f.String()))
		}
		a.say("rules.tested", "rules", len(p.Rules), "examples", rep.Ran, "failures", len(rep.Failures))
		if len(rep.Failures) > 0 {
			return problem{code: ExitExamples, key: "error.examples", args: []any{"n", len(rep.Failures)}}
		}
		return nil
	}
	return c
}

// packAt loads the pack in a folder, or the one that ships with lampan.
func (a *App) packAt(args []string) (*rules.Pack, error) {
	if len(args) == 0 {
		return wire.Pack()
	}
	if _, err := os.Stat(args[0]); err != nil {
		return nil, err
	}
	p, err := rules.Load(os.DirFS(args[0]))
	if err != nil {
		return nil, problem{code: ExitFaults, key: "error.pack", args: []any{"dir", args[0], "what", err.Error()}, err: err}
	}
	return p, nil
}

func (a *App) rulesExplain() *cobra.Command {
	c := a.command("explain [TEXT]", "rulesExplain")
	c.Args = a.atMostOne
	f := c.Flags()
	rule := f.String("rule", "", a.t("flag.rule"))
	at := f.String("at", "", a.t("flag.published"))
	dir := f.String("case", "", a.t("flag.case"))
	file := f.String("file", "", a.t("flag.file"))
	all := f.Bool("all", false, a.t("flag.all"))
	c.RunE = func(c *cobra.Command, args []string) error {
		text, err := a.textOf(args, *file, c.CommandPath())
		if err != nil {
			return err
		}
		p, err := wire.Pack()
		if err != nil {
			return err
		}
		zone := time.UTC
		who := &roster.Roster{}
		if *dir != "" {
			cs, err := a.openCase(*dir)
			if err != nil {
				return err
			}
			zone = cs.Household.Zone
			who = cs.Household.Roster(a.today(zone))
		}
		day := a.today(zone)
		if *at != "" {
			if day, err = time.ParseInLocation(time.DateOnly, *at, zone); err != nil {
				return problem{code: ExitUsage, key: "error.date", args: []any{"value", *at}}
			}
		}
		if *rule != "" {
			if _, ok := p.Rule(exposure.RuleID(*rule)); !ok {
				return problem{code: ExitNoSuch, key: "error.noRule", args: []any{"id", *rule}}
			}
		}
		doc := &exposure.Document{Kind: exposure.Posts, Text: text, Published: day, Visibility: exposure.Open, Locator: "text"}
		obs := extract.New(who).All(doc)
		a.say("explain.seen")
		for _, o := range obs {
			a.printf("  %s\n", describe(doc, o))
		}
		fired := false
		for _, t := range match.Explain(p, doc, obs, day, who) {
			fired = fired || t.Fired
			if *rule != "" && string(t.Rule) != *rule || *rule == "" && !*all && t.Anchor == nil {
				continue
			}
			a.printTrace(doc, t)
		}
		if !fired && *rule == "" {
			a.printf("\n%s\n", a.t("explain.none"))
		}
		return nil
	}
	return c
}

// printTrace writes what a rule came to, and each of its conditions.
func (a *App) printTrace(doc *exposure.Document, t match.Trace) {
	verdict := a.t("explain.stopped")
	if t.Fired {
		verdict = a.t("explain.fired", "certainty", a.t("certainty."+string(t.Certainty)))
	}
	a.printf("\n%s: %s\n", t.Rule, verdict)
	for _, s := range t.Steps {
		mark := "-"
		if s.Held {
			mark = "+"
		}
		a.printf("  %s %s\n", mark, describeStep(doc, s))
	}
}

// describe writes an observation with the words it stands on. The text is the
// user's own, typed in to see how rules work, so it is not masked.
func describe(doc *exposure.Document, o exposure.Observation) string {
	var b strings.Builder
	b.WriteString(string(o.Kind))
	if o.Span.Len() > 0 {
		fmt.Fprintf(&b, " %q", clean.Line(doc.Text[o.Span.Start:o.Span.End]))
	}
	for _, name := range exposure.SortedKeys(o.Attrs) {
		fmt.Fprintf(&b, " %s=%s", name, clean.Line(o.Attrs[name].String()))
	}
	return b.String()
}

// describeStep writes a condition of a rule and what it held for.
func describeStep(doc *exposure.Document, s match.Step) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s", s.Part, s.Condition.Observe)
	if s.Condition.Near != "" {
		fmt.Fprintf(&b, " (%s)", s.Condition.Near)
	}
	for _, name := range exposure.SortedKeys(s.Condition.Where) {
		fmt.Fprintf(&b, " %s", describeMatch(name, s.Condition.Where[name]))
	}
	if s.Change != 0 {
		fmt.Fprintf(&b, " %+.2f", s.Change)
	}
	if s.By != nil {
		fmt.Fprintf(&b, " ← %s", describe(doc, *s.By))
	}
	return b.String()
}

func describeMatch(name string, m rules.Match) string {
	days := ""
	if m.Days != 0 {
		days = fmt.Sprintf("%+dd", m.Days)
	}
	switch {
	case len(m.In) > 0:
		return name + "=" + strings.Join(m.In, "|")
	case len(m.NotIn) > 0:
		return name + "≠" + strings.Join(m.NotIn, "|")
	case m.After != "":
		return name + ">" + m.After + days
	case m.Before != "":
		return name + "<" + m.Before + days
	case m.Min != nil && m.Max != nil:
		return fmt.Sprintf("%g≤%s≤%g", *m.Min, name, *m.Max)
	case m.Min != nil:
		return fmt.Sprintf("%s≥%g", name, *m.Min)
	case m.Max != nil:
		return fmt.Sprintf("%s≤%g", name, *m.Max)
	}
	return name
}

// maxExplain bounds a text to explain, in bytes: longer than any post.
const maxExplain = 1 << 20

// textOf takes the text to explain from the argument, a file, or standard
// input when it is a pipe.
func (a *App) textOf(args []string, file, command string) (string, error) {
	var in io.Reader
	switch {
	case len(args) == 1:
		return args[0], nil
	case file != "":
		f, err := os.Open(file)
		if err != nil {
			return "", err
		}
		defer func() { _ = f.Close() }()
		in = f
	default:
		if _, ok := a.Terminal(a.In); ok {
			return "", usageError{err: errors.New(a.t("usage.explain")), command: command}
		}
		in = a.In
	}
	b, err := io.ReadAll(io.LimitReader(in, maxExplain+1))
	if err != nil {
		return "", err
	}
	if len(b) > maxExplain {
		return "", problem{code: ExitUsage, key: "error.longText", args: []any{"n", maxExplain}}
	}
	return strings.ToValidUTF8(string(b), "\uFFFD"), nil
}

func (a *App) rulesSchema() *cobra.Command {
	c := a.command("schema [rules|household]", "rulesSchema")
	c.Args = a.atMostOne
	c.ValidArgs = []string{"rules", "household"}
	c.RunE = func(c *cobra.Command, args []string) error {
		what := "rules"
		if len(args) == 1 {
			what = args[0]
		}
		switch what {
		case "rules":
			fmt.Fprintln(a.out, strings.TrimSpace(string(rules.JSONSchema())))
		case "household":
			fmt.Fprintln(a.out, strings.TrimSpace(string(household.JSONSchema())))
		default:
			return usageError{err: errors.New(a.t("usage.schema")), command: c.CommandPath()}
		}
		return nil
	}
	return c
}
