package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/ask"
	"lampan/cmd/internal/wire"
	"lampan/report"
	"lampan/report/html"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/rules/roster"
	"lampan/scanner/answers"
	"lampan/scanner/household"
)

// formFormats are the forms of the questions on paper.
var formFormats = [...]string{"html", "text", "yaml"}

type interviewFlags struct {
	person, at, format, out         string
	topics                          []string
	accessible, again, print, paper bool
}

func (a *App) interviewCommand() *cobra.Command {
	c := a.command("interview DIR", "interview")
	c.Args = a.oneDir
	var o interviewFlags
	topics := words(rules.Topics())
	f := c.Flags()
	f.StringSliceVar(&o.topics, "topic", nil, a.t("flag.interview.topic", "topics", strings.Join(topics, ", ")))
	f.StringVar(&o.person, "person", "", a.t("flag.interview.person"))
	f.BoolVar(&o.accessible, "accessible", false, a.t("flag.lookup.accessible"))
	f.StringVar(&o.at, "at", "", a.t("flag.lookup.at"))
	f.BoolVar(&o.again, "again", false, a.t("flag.interview.again"))
	f.BoolVar(&o.print, "print", false, a.t("flag.interview.print"))
	f.StringVar(&o.format, "format", "html", a.t("flag.interview.format", "formats", strings.Join(formFormats[:], ", ")))
	f.StringVar(&o.out, "out", "", a.t("flag.outFile"))
	f.BoolVar(&o.paper, "from-paper", false, a.t("flag.interview.from-paper"))
	_ = c.RegisterFlagCompletionFunc("topic", cobra.FixedCompletions(topics, cobra.ShellCompDirectiveNoFileComp)) // a flag that is not there completes to nothing
	c.RunE = func(c *cobra.Command, args []string) error {
		chosen, err := a.checkInterview(c, o)
		if err != nil {
			return err
		}
		d, err := a.openDesk(c.Context(), args[0], o.at)
		if err != nil {
			return err
		}
		p, err := wire.Pack()
		if err != nil {
			return err
		}
		i := interviews{desk: d, questions: p.Questions, topics: chosen}
		if o.print {
			return i.print(exposure.SubjectID(o.person), o.format, o.out)
		}
		if today := plainDay(a.today(d.cs.Household.Zone)); d.day.After(today) {
			return problem{code: ExitUsage, key: "lookup.error.future", args: []any{"day", d.day}}
		}
		return i.converse(c.Context(), o)
	}
	return c
}

// checkInterview finds what does not go together on the command line, and the topics
// that were chosen; none means all.
func (a *App) checkInterview(c *cobra.Command, o interviewFlags) ([]rules.Topic, error) {
	wrong := func(key string) error { return usageError{err: errors.New(a.t(key)), command: c.CommandPath()} }
	switch {
	case o.print && (o.again || o.paper):
		return nil, wrong("interview.error.alone")
	case !o.print && (o.out != "" || c.Flags().Changed("format")):
		return nil, wrong("interview.error.out")
	}
	if err := a.checkFormat(o.format, formFormats[:]...); err != nil {
		return nil, err
	}
	var out []rules.Topic
	for _, name := range o.topics {
		topic := rules.Topic(strings.TrimSpace(name))
		if !slices.Contains(rules.Topics(), topic) {
			return nil, problem{code: ExitUsage, key: "interview.error.topic", args: []any{
				"value", name, "known", strings.Join(words(rules.Topics()), ", "),
			}}
		}
		out = append(out, topic)
	}
	return out, nil
}

// interviews are the interviews of a case.
type interviews struct {
	*desk
	questions rules.Questions
	topics    []rules.Topic // that are gone through; none means all
}

// file is the file of answers of a source.
func (i *interviews) file(s wire.Agreement) answers.File {
	return answers.File{
		Dir: i.cs.Dir, At: s.Source.At, Person: s.Source.Subject, Questions: i.questions, Lang: i.a.cfg.Lang,
		Today: latest(i.day, plainDay(i.a.today(i.cs.Household.Zone))),
	}
}

// talk is what the person of one of the sources is asked, with nothing answered yet.
// What they have agreed to decides which areas are talked about.
func (i *interviews) talk(s wire.Agreement) interview.Talk {
	t := interview.Talk{Questions: i.questions, Family: answers.Family(i.cs.Household, i.day), Who: s.Source.Subject}
	if at := slices.IndexFunc(i.cs.Household.Consents, func(k household.Consent) bool { return k.ID == s.Consent }); at >= 0 {
		consent := i.cs.Household.Consents[at]
		t.Allows = func(d rules.Detector) bool { return consent.Allows(string(d)) }
	}
	return t
}

// others are the answers in the other files that may be read. What a person keeps to
// themselves, or has not agreed to talk about, decides nothing for the others.
func (i *interviews) others(all []wire.Agreement, but exposure.SourceID) (out []exposure.Answer, err error) {
	for _, s := range all {
		if s.Source.ID == but || i.cs.Household.Private(s.Source.ID) {
			continue
		}
		said, err := i.file(s).Read()
		if err != nil {
			return nil, err
		}
		allows := i.talk(s).Allows
		for _, a := range said.Answers {
			if q, ok := i.questions.Find(a.Question); ok && (allows == nil || allows(q.Area)) {
				out = append(out, a)
			}
		}
	}
	return out, nil
}

// print writes the questions to fill in by hand. It reads no answers. A child's form
// needs what a talk with the child needs.
func (i *interviews) print(person exposure.SubjectID, format, out string) error {
	p, err := i.printed(person)
	if err != nil {
		return err
	}
	var s wire.Agreement
	all, err := i.agreements(exposure.Interview, p.ID)
	switch {
	case err == nil:
		s = all[0]
	case roster.MinorAt(p.Born, i.day):
		return err
	}
	s.Source.Subject = p.ID
	talk := i.talk(s)
	questions := talk.Paper(i.topics...)
	if len(questions) == 0 {
		return problem{code: ExitNoSuch, key: "interview.never", args: []any{"who", i.name(p)}}
	}
	form := report.NewForm(i.a.words, report.FormConfig{
		Who: i.name(p), Child: roster.MinorAt(p.Born, i.day), Questions: questions, Command: i.typing(p.ID),
	})
	return i.a.output(out, func(w io.Writer) error {
		switch format {
		case "text":
			return table.WriteForm(w, form)
		case "yaml":
			_, err := w.Write(answers.Sheet(i.a.cfg.Lang, p.ID, questions))
			return err
		}
		return html.WriteForm(w, form)
	})
}

// printed is the person whom a form is printed for: the one named, or the only one who
// could be.
func (i *interviews) printed(person exposure.SubjectID) (household.Person, error) {
	h := i.cs.Household
	if p, ok := h.Person(person); ok {
		return p, nil
	}
	if person != "" {
		return household.Person{}, i.noPerson(person)
	}
	if len(h.People) == 1 {
		return h.People[0], nil
	}
	if all, err := i.agreements(exposure.Interview, ""); err == nil && len(all) == 1 {
		p, _ := h.Person(all[0].Source.Subject)
		return p, nil
	}
	var ids []string
	for _, p := range h.People {
		ids = append(ids, string(p.ID))
	}
	return household.Person{}, problem{code: ExitUsage, key: "interview.error.choose", args: []any{"people", strings.Join(ids, ", ")}}
}

// command is how a conversation goes on.
func (i *interviews) command(id exposure.SubjectID) string {
	c := "lampan interview " + i.cs.Dir
	if id != "" {
		c += " --person " + string(id)
	}
	return c
}

// typing is the command with which a form is typed in: numbers are those of its topics.
func (i *interviews) typing(id exposure.SubjectID) string {
	c := i.command(id) + " --from-paper"
	if len(i.topics) > 0 {
		c += " --topic " + strings.Join(words(i.topics), ",")
	}
	return c
}

// converse finds out whom it concerns and holds the conversation. However it ends,
// what was answered is kept, and is said to be.
func (i *interviews) converse(ctx context.Context, o interviewFlags) error {
	all, err := i.agreements(exposure.Interview, "")
	if o.person != "" {
		_, err = i.agreements(exposure.Interview, exposure.SubjectID(o.person))
	}
	if err != nil {
		return err
	}
	c := &chat{interviews: i, ask: i.a.asker(o.accessible || o.paper), again: o.again, paper: o.paper, done: map[string]bool{}}
	s, err := c.choose(ctx, all, exposure.SubjectID(o.person))
	if err == nil {
		err = c.read(all, s)
	}
	if err == nil {
		err = c.hold(ctx)
	}
	on := i.command
	if o.paper {
		on = i.typing
	}
	return i.ended(err, c.ask, on(c.talk.Who))
}

// choose finds out whom it concerns.
func (c *chat) choose(ctx context.Context, all []wire.Agreement, person exposure.SubjectID) (wire.Agreement, error) {
	if person != "" {
		return all[slices.IndexFunc(all, func(s wire.Agreement) bool { return s.Source.Subject == person })], nil
	}
	if len(all) == 1 {
		return all[0], nil
	}
	q := ask.Question{Text: c.a.t("lookup.who"), First: true}
	for _, s := range all {
		q.Options = append(q.Options, c.a.name(c.cs.Household, s.Source.Subject))
	}
	n, err := c.ask.One(ctx, q, -1)
	if err != nil {
		return wire.Agreement{}, err
	}
	return all[n], nil
}

// read reads what has been answered.
func (c *chat) read(all []wire.Agreement, s wire.Agreement) error {
	c.talk, c.file = c.interviews.talk(s), c.interviews.file(s)
	c.who, _ = c.cs.Household.Person(s.Source.Subject)
	c.child = roster.MinorAt(c.who.Born, c.day)
	said, err := c.file.Read()
	if err != nil {
		return err
	}
	c.talk.Own = said.Answers
	if c.talk.Others, err = c.others(all, s.Source.ID); err != nil {
		return fmt.Errorf("read answers: %w", err)
	}
	return nil
}
