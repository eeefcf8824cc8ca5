package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"lampan/cmd/internal/ask"
	"lampan/cmd/internal/wire"
	"lampan/report/clean"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/roster"
	"lampan/scanner"
	"lampan/scanner/consent"
	"lampan/scanner/household"
)

// desk is a case in which a person's own file is worked on: their look-ups, or their
// answers.
type desk struct {
	a      *App
	cs     *scanner.Case
	places *places.Catalogue // for look-ups
	day    time.Time         // that everything is reckoned from, midnight UTC
}

// openDesk opens a case that is right as it stands; at is the day, or empty for today.
func (a *App) openDesk(ctx context.Context, dir, at string) (*desk, error) {
	cs, err := a.openCase(dir)
	if err != nil {
		return nil, err
	}
	if fs := cs.Household.At(a.Now()); len(fs) > 0 {
		return nil, fs
	}
	if err := wire.Shielded(ctx, cs); err != nil {
		return nil, err
	}
	d := &desk{a: a, cs: cs, day: plainDay(a.today(cs.Household.Zone))}
	if at != "" {
		if d.day, err = namedDay(at); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// namedDay is a day that somebody writes on the command line, at midnight UTC. The files
// of a case hold those of the years from 2000 to 2999.
func namedDay(value string) (time.Time, error) {
	day, err := time.Parse(time.DateOnly, value)
	if err != nil || day.Year() < 2000 || day.Year() > 2999 {
		return time.Time{}, problem{code: ExitUsage, key: "error.date", args: []any{"value", value}}
	}
	return day, nil
}

// agreements lists the sources of a kind that may be worked on now, the first of each
// person; of all people, or one. When there is none, the error says what is missing,
// or nil for one who is not alone in having none. Its words stand under the kind.
func (d *desk) agreements(kind exposure.SourceKind, only exposure.SubjectID) ([]wire.Agreement, error) {
	if _, ok := d.cs.Household.Person(only); only != "" && !ok {
		return nil, d.noPerson(only)
	}
	standing, err := wire.Standing(d.cs, d.a.Now)
	if err != nil {
		return nil, err
	}
	var out []wire.Agreement
	var refused error
	for _, s := range standing {
		switch id := s.Source.Subject; {
		case s.Source.Kind != kind || only != "" && id != only:
		case s.Refusal != nil && refused == nil:
			refused = d.refused(s)
		case s.Refusal == nil && !slices.ContainsFunc(out, func(o wire.Agreement) bool { return o.Source.Subject == id }):
			out = append(out, s)
		}
	}
	switch {
	case len(out) > 0:
		return out, nil
	case refused != nil:
		return nil, refused
	}
	return nil, d.noSource(kind, only)
}

// refused says what to run for a source that nobody has agreed to; of a consent that
// does not hold the reason is told as everywhere else.
func (d *desk) refused(s wire.Agreement) error {
	if s.Refusal.Code != consent.CodeNone {
		return s.Refusal
	}
	p, _ := d.cs.Household.Person(s.Source.Subject)
	return problem{code: ExitNotAgreed, key: string(s.Source.Kind) + ".error.notAgreed", args: []any{
		"who", d.name(p), "command", d.agreeCommand(p, s.Source.ID),
	}}
}

// noSource says what to write into household.yaml, for the person or for the first.
func (d *desk) noSource(kind exposure.SourceKind, only exposure.SubjectID) error {
	key, p := string(kind)+".error.noSources", d.cs.Household.People[0]
	if only != "" {
		key = string(kind) + ".error.noSource"
		p, _ = d.cs.Household.Person(only)
	}
	id := exposure.SourceID(d.a.t(string(kind)+".own.id", "person", string(p.ID)))
	return problem{code: ExitNotAgreed, key: key, args: []any{
		"who", d.name(p), "id", string(id), "subject", string(p.ID),
		"at", d.a.t(string(kind)+".own.folder") + "/" + string(p.ID) + ".yaml", "command", d.agreeCommand(p, id),
	}}
}

// agreeCommand is the command with which a person agrees to a source, or a guardian
// and the child.
func (d *desk) agreeCommand(p household.Person, source exposure.SourceID) string {
	parts := []string{"lampan consent add", d.cs.Dir, "--subject", string(p.ID), "--source", string(source)}
	if roster.MinorAt(p.Born, d.day) && len(p.Guardians) > 0 {
		k := household.Consent{Subject: p.ID, GivenBy: p.Guardians[:1]}
		by := string(p.Guardians[0])
		switch d.cs.Household.Giver(k, d.day) {
		case household.CodeTurning18:
			parts = append(parts, "--by", by+","+string(p.ID))
		case household.CodeNoAssent:
			parts = append(parts, "--by", by, "--assent")
		default:
			parts = append(parts, "--by", by)
		}
	}
	return strings.Join(parts, " ")
}

func (d *desk) noPerson(id exposure.SubjectID) error {
	var known []string
	for _, p := range d.cs.Household.People {
		known = append(known, string(p.ID))
	}
	return problem{code: ExitNoSuch, key: "error.request.person", args: []any{"id", string(id), "known", strings.Join(known, ", ")}}
}

// name is what the family calls a person: the first of their names.
func (d *desk) name(p household.Person) string {
	if first, _, _ := strings.Cut(clean.Line(p.Name), " "); first != "" {
		return first
	}
	return clean.Line(string(p.ID))
}

// asker asks with the keys where there is a terminal that can draw, and in numbered
// lines everywhere else.
func (a *App) asker(plain bool) ask.Asker {
	_, in := a.Terminal(a.In)
	width, out := a.Terminal(a.Out)
	if out && width <= 0 {
		width = progressWidth
	}
	c := ask.Config{In: a.In, Out: a.out, Words: a.words, Width: width, Echo: !in}
	if a.Ask != nil {
		return a.Ask(c)
	}
	if kind, _ := a.Settings.LookupEnv("TERM"); plain || !in || !out || kind == "dumb" {
		return ask.Plain(c)
	}
	noColor, _ := a.Settings.LookupEnv("NO_COLOR")
	c.Out, c.Bold = a.Out, noColor == "" // the terminal itself, which knows its size
	return ask.Keys(c)
}

// ended says how a conversation ended that did not come to its end; command is how it
// goes on. What was answered is kept, and is said to be.
func (d *desk) ended(err error, with ask.Asker, command string) error {
	switch {
	case errors.Is(err, ask.ErrStop):
		return with.Show(page("", d.a.t("lookup.stopped", "command", command)))
	case errors.Is(err, ask.ErrInterrupted):
		fmt.Fprintln(d.a.out)
		return problem{code: ExitInterrupted, key: "lookup.stopped", args: []any{"command", command}, err: err}
	case errors.Is(err, ask.ErrEnded):
		fmt.Fprintln(d.a.out)
		return problem{code: ExitInterrupted, key: "lookup.endedEarly", args: []any{"command", command}, err: err}
	case errors.Is(err, ask.ErrLost):
		return problem{code: ExitUsage, key: "lookup.lost", args: []any{"command", command}, err: err}
	}
	return err
}
