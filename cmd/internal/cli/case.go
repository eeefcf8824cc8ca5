package cli

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"lampan/cmd/internal/wire"
	"lampan/report/clean"
	"lampan/report/table"
	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/answers"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/lookup"
)

func (a *App) initCommand() *cobra.Command {
	c := a.command("init DIR", "init")
	c.Args = a.oneDir
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := args[0]
		path := filepath.Join(dir, household.FileName)
		if _, err := os.Lstat(path); err == nil {
			return problem{code: ExitFiles, key: "error.caseExists", args: []any{"path", path}}
		}
		id, err := household.NewCaseID(rand.Reader)
		if err != nil {
			return fmt.Errorf("init: %w", err)
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("init: %w", err)
		}
		// household.yaml goes last, since it makes the folder a case: after a
		// failure half-way init can be run again. What is there is left alone.
		for _, f := range []struct {
			name string
			data []byte
		}{
			{".gitignore", []byte("*\n")}, // a case in a repository is never committed by mistake
			{household.FileName, household.Template(a.cfg.Lang, id)},
		} {
			if err := writeNew(filepath.Join(dir, f.name), f.data); err != nil {
				return fmt.Errorf("init: %w", err)
			}
		}
		a.say("init.done", "path", path)
		a.say("init.next", "dir", dir)
		return nil
	}
	return c
}

// writeNew writes a file for its owner's eyes, unless there is one.
func writeNew(path string, data []byte) error {
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return writeFile(path, func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	})
}

func (a *App) checkCommand() *cobra.Command {
	c := a.command("check DIR", "check")
	c.Args = a.oneDir
	c.RunE = func(c *cobra.Command, args []string) error {
		cs, err := a.openCase(args[0])
		if err != nil {
			return err
		}
		h := cs.Household
		if fs := h.At(a.Now()); len(fs) > 0 {
			return fs
		}
		if err := wire.Shielded(c.Context(), cs); err != nil {
			return err
		}
		standing, err := wire.Standing(cs, a.Now)
		if err != nil {
			return err
		}
		if fs, err := a.fileFaults(c.Context(), cs, standing); err != nil || len(fs) > 0 {
			return cmp.Or(err, error(fs))
		}
		a.say("check.ok", "path", cs.HouseholdPath(), "people", len(h.People), "sources", len(h.Sources), "consents", len(h.Consents))
		if p := unnamed(h); len(p) > 0 {
			a.say("check.unnamed", "people", a.words.Join(p))
		}
		rows := [][]string{}
		agreed, agree := 0, ""
		for _, s := range standing {
			if s.Refusal == nil {
				agreed++
			} else if p, ok := h.Person(s.Source.Subject); ok && agree == "" && s.Refusal.Code == consent.CodeNone {
				agree = (&desk{a: a, cs: cs, day: plainDay(a.today(h.Zone))}).agreeCommand(p, s.Source.ID)
			}
			rows = append(rows, []string{string(s.Source.ID), a.name(h, s.Source.Subject), a.t("kind." + string(s.Source.Kind)), a.stands(s)})
		}
		if len(rows) == 0 {
			a.say("check.noSources")
			return nil
		}
		header := []string{a.t("column.source"), a.t("column.person"), a.t("column.kind"), a.t("column.consent")}
		if err := table.WriteList(a.out, header, rows, a.tableOptions()); err != nil {
			return err
		}
		for _, s := range standing {
			if s.Refusal == nil {
				a.sayDomain(s.Source)
			}
		}
		a.say("check.next", "agreed", agreed, "sources", len(rows))
		if agree != "" {
			a.say("check.agree", "command", agree)
		}
		if files := broughtFiles(h); h.Protected() && len(files) > 0 {
			a.say("check.protected", "files", a.words.Join(files))
		}
		return nil
	}
	return c
}

// stands says in words what holds for a source.
func (a *App) stands(s wire.Agreement) string {
	switch {
	case s.Refusal != nil && s.Refusal.Code == consent.CodeNone:
		return a.t("check.notAgreed")
	case s.Refusal != nil:
		return s.Refusal.In(a.cfg.Lang)
	case !s.Missing:
		return a.t("check.agreed", "consent", s.Consent)
	}
	if meant := domainMeant(s.Source); meant != "" {
		return a.t("check.missingDomain", "at", meant)
	}
	return a.t("check.missing")
}

// fileFaults lists what is wrong in the files of look-ups and answers that may be read
// today, and in what is said of the plan. Looking for faults is no look at what they say, so nothing is recorded.
func (a *App) fileFaults(ctx context.Context, cs *scanner.Case, standing []wire.Agreement) (all household.Faults, err error) {
	catalogue, err := wire.Places()
	if err != nil {
		return nil, err
	}
	p, err := wire.Pack()
	if err != nil {
		return nil, err
	}
	today := plainDay(a.today(cs.Household.Zone))
	add := func(err error) error {
		fs, ok := errors.AsType[household.Faults](err)
		if all = append(all, fs...); ok {
			return nil
		}
		return err
	}
	for _, s := range standing {
		var err error
		switch {
		case s.Refusal != nil:
		case s.Source.Kind == exposure.Lookup:
			_, err = lookup.File{
				Dir: cs.Dir, At: s.Source.At, Person: s.Source.Subject, Places: catalogue,
				Today: today, Protected: cs.Household.Protected(),
			}.Read()
		case s.Source.Kind == exposure.Interview:
			_, err = answers.File{Dir: cs.Dir, At: s.Source.At, Person: s.Source.Subject, Questions: p.Questions, Today: today}.Read()
		}
		if err := add(err); err != nil {
			return nil, err
		}
	}
	last, err := lastVisit(ctx, cs)
	if err != nil {
		return nil, err
	}
	f := wire.PlanFile(cs, a.cfg.Lang)
	f.Today = latest(today, last)
	_, err = f.Read()
	return all, add(err)
}

// lastVisit is the last day that any audit of a case speaks about, which may be to come;
// zero where there is none.
func lastVisit(ctx context.Context, cs *scanner.Case) (day time.Time, err error) {
	store, err := wire.OpenHistory(ctx, cs)
	if errors.Is(err, audit.ErrNone) {
		return day, nil
	}
	if err != nil {
		return day, err
	}
	defer func() { err = errors.Join(err, store.Close()) }()
	list, err := store.List(ctx)
	for _, s := range list {
		day = latest(day, plainDay(s.At))
	}
	return day, err
}

// unnamed lists the people who still have the name that household.Template gives.
func unnamed(h *household.Household) []string {
	var out []string
	for _, p := range h.People {
		if p.FromTemplate() {
			out = append(out, clean.Line(string(p.ID)))
		}
	}
	return out
}

// sayDomain says which addresses the consent to a domain takes in, as they do not
// stand in household.yaml.
func (a *App) sayDomain(s household.Source) {
	if s.Domain() != "" {
		a.say("check.domain", "source", string(s.ID), "domain", strings.TrimPrefix(s.At, "domain:"), "directory", s.Directory())
	}
}

// domainMeant is how a register's file is written that was probably meant to be
// a domain, or empty.
func domainMeant(s household.Source) string {
	at := s.At
	s.At = "domain:" + at
	if strings.HasSuffix(at, ".json") || s.Domain() == "" {
		return ""
	}
	return s.At
}

// broughtFiles are the files of sources that the family put into the case, as
// household.yaml names them, each once.
func broughtFiles(h *household.Household) []string {
	var out []string
	for _, s := range h.Sources {
		at := clean.Line(s.At)
		if (s.Kind == exposure.Posts || s.Kind == exposure.Photos || s.Kind == exposure.Register) && !s.Remote() && !slices.Contains(out, at) {
			out = append(out, at)
		}
	}
	return out
}

func (a *App) eraseCommand() *cobra.Command {
	c := a.command("erase DIR", "erase")
	c.Args = a.oneDir
	yes := c.Flags().Bool("yes", false, a.t("flag.yes"))
	c.RunE = func(_ *cobra.Command, args []string) error {
		dir := args[0]
		if _, err := os.Lstat(filepath.Join(dir, household.FileName)); errors.Is(err, fs.ErrNotExist) {
			return problem{code: ExitFiles, key: "error.noCaseAt", args: []any{"dir", dir}}
		}
		if info, err := os.Lstat(filepath.Clean(dir)); err == nil && !info.IsDir() {
			return problem{code: ExitFiles, key: "error.linked", args: []any{"path", dir}}
		}
		if !*yes {
			ok, err := a.confirm(a.t("erase.ask", "dir", dir))
			if err != nil {
				return err
			}
			if !ok {
				a.say("erase.kept")
				return nil
			}
		}
		cs, err := scanner.OpenCase(dir)
		quiet := err == nil && cs.Household.Protected() // a file's name may hold the address
		removed, err := scanner.Erase(dir)
		if err != nil {
			return err
		}
		for _, r := range removed {
			if !quiet {
				a.printf("  %s\n", clean.Line(r))
			}
		}
		fmt.Fprintln(a.out, a.words.Plural("erase.done", len(removed), "dir", clean.Line(dir)))
		a.say("erase.copies")
		return nil
	}
	return c
}

// openCase loads a case, with its own sentence for a folder that is none.
func (a *App) openCase(dir string) (*scanner.Case, error) {
	cs, err := scanner.OpenCase(dir)
	if errors.Is(err, scanner.ErrNoCase) {
		return nil, problem{code: ExitFiles, key: "error.noCaseAt", args: []any{"dir", dir}, err: err}
	}
	return cs, err
}

// name is what the family calls a member.
func (a *App) name(h *household.Household, id exposure.SubjectID) string {
	if p, ok := h.Person(id); ok && p.Name != "" {
		return clean.Line(p.Name)
	}
	return clean.Line(string(id))
}

// confirm asks a question on the terminal. Without a terminal the answer is no.
func (a *App) confirm(question string) (bool, error) {
	if _, ok := a.Terminal(a.In); !ok {
		return false, problem{code: ExitUsage, key: "error.needYes"}
	}
	fmt.Fprintf(a.Err, "%s ", question)
	var answer string
	if _, err := fmt.Fscanln(a.In, &answer); err != nil && answer == "" {
		// An empty line or the end of input is a no.
		return false, nil //nolint:nilerr // a question that got no answer was answered no
	}
	return strings.EqualFold(answer, a.t("answer.yes")) || strings.EqualFold(answer, a.t("answer.y")), nil
}
