package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password"
	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/second/opinion"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
	"lampan/scanner/household"
	"lampan/scanner/vault"
)

// audit looks at the vaults of one person or a household.
func (p *program) audit(args []string) error {
	f := p.flags()
	p.judgeFlags(f)
	var inputs []input
	f.Var(people{&inputs}, "person", "")
	verdicts := f.String("verdicts", "", "")
	filter := f.String("filter", "", "")
	accepted := f.String("accepted", "", "")
	key := f.String("key", "", "")
	list := f.Bool("list", false, "")
	files, err := p.parse(f, args, func(t text) string { return t.help.audit }, len(args))
	if err != nil {
		return err
	}
	for _, path := range files {
		inputs = append(inputs, input{path: path})
	}
	switch {
	case len(inputs) == 0:
		return stop{exitUsage, p.say.usage.noFiles}
	case len(files) > 0 && len(files) < len(inputs):
		return stop{exitUsage, p.say.usage.somePersons}
	case *verdicts != "" && len(files) > 0:
		return stop{exitUsage, p.say.usage.noPersons}
	}

	second := startSibling(p.set.noSandbox)
	defer second.end()
	if err := p.guard(); err != nil {
		return err
	}
	run := auditing{program: p, second: second}
	if err := run.prepare(inputs, *verdicts, *filter, *accepted); err != nil {
		return err
	}
	defer run.filter.close()
	o := vault.Options{List: *list, At: p.now()}
	if *key != "" {
		data, err := readRoom(*key)
		if err != nil {
			return stop{exitFiles, p.unread(*key, err)}
		}
		defer clear(data)
		o.KeyFile = data
	}
	entries, read, err := p.vaults(inputs, o)
	defer wipe(entries)
	if err != nil {
		return err
	}
	return run.finish(entries, read, *verdicts)
}

// auditing is one audit: what it knows before the first vault is opened.
type auditing struct {
	*program
	second   *sibling
	family   *household.Household
	meter    *meter.Meter
	accepted []hygiene.Acceptance
	filter   lists
	own      bool     // the filter is one that the user named
	damaged  bool     // a part of it could not be read
	before   []string // the people of the verdicts that are replaced
}

// prepare reads everything but the vaults, so that a mistake in it is told before
// a password is asked for.
func (a *auditing) prepare(inputs []input, verdicts, filter, accepted string) (err error) {
	if a.family, err = a.program.family(); err != nil {
		return err
	}
	if a.family != nil {
		for _, person := range persons(inputs) {
			known := slices.ContainsFunc(a.family.People, func(m household.Person) bool { return string(m.ID) == person })
			if person != "" && !known {
				return stop{exitUsage, a.say.usage.strangePerson}
			}
		}
	}
	m, err := meter.New()
	if err != nil {
		return fmt.Errorf("open the tables: %w", err)
	}
	a.meter = m.Knowing(facts(a.family))
	if accepted != "" {
		data, err := readText(accepted)
		if err != nil {
			return stop{exitFiles, a.unread(accepted, err)}
		}
		if a.accepted, err = hygiene.ParseAccepted(data); err != nil {
			return stop{exitFaults, a.acceptedFaults(accepted, err)}
		}
	}
	if verdicts != "" {
		if err := a.mayReplace(verdicts, inputs); err != nil {
			return err
		}
	}
	a.own = filter != ""
	a.filter, err = a.open(filter)
	return err
}

// acceptedFaults says in a line each what is wrong with the file of what is
// accepted.
func (a *auditing) acceptedFaults(path string, err error) string {
	faults, _ := errors.AsType[hygiene.AcceptedErrors](err)
	lines := make([]string, 0, len(faults))
	for _, f := range faults {
		lines = append(lines, fmt.Sprintf("%s:%d: %s", shown(path), f.Line, a.say.audit.badAccepted[f.What]))
	}
	return strings.Join(lines, "\n")
}

// mayReplace refuses to write over a file that holds something else.
func (a *auditing) mayReplace(path string, inputs []input) error {
	other := stop{exitFiles, fmt.Sprintf(a.say.fault.notVerdicts, shown(path))}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err == nil && (!info.Mode().IsRegular() || info.Size() > largestText):
		return other // a pipe or a device would be read without end
	}
	data, err := readRoom(path) // it could be an export, named by mistake
	if err != nil {
		return stop{exitFiles, a.unread(path, err)}
	}
	defer sandbox.Release(data)
	old, err := verdict.Decode(data)
	switch {
	case err != nil:
		return other
	case a.family != nil && old.Case != "" && old.Case != a.family.Case:
		return stop{exitFiles, fmt.Sprintf(a.say.fault.otherCase, shown(path))}
	}
	for _, person := range old.People {
		a.before = append(a.before, person.ID)
	}
	return a.keeps(path, persons(inputs))
}

// keeps refuses to write verdicts that leave out people of the verdicts there
// were: lampan would take it that they have no accounts.
func (a *auditing) keeps(path string, now []string) error {
	var out []string
	for _, id := range a.before {
		if id != "" && !slices.Contains(now, id) {
			out = append(out, shown(id))
		}
	}
	if len(out) > 0 {
		return stop{exitFiles, fmt.Sprintf(a.say.fault.wouldDrop, shown(path), strings.Join(out, ", "))}
	}
	return nil
}

// leaked looks a password up.
func (a *auditing) leaked(b []byte) (found, ok bool) {
	answer, err := a.filter.look(b)
	a.damaged = a.damaged || err != nil
	return answer == breach.Found, answer == breach.Found || answer == breach.Absent
}

// zxcvbn is zxcvbn-go's opinion of one entry, told by where it stands.
type zxcvbn struct {
	Person string `json:"person,omitempty"`
	File   string `json:"file"`
	Entry  int    `json:"entry"` // its line or number in the file
	opinion.Opinion
}

// finish judges, writes the verdicts and shows the result.
func (a *auditing) finish(entries []password.Entry, read []was, verdicts string) error {
	if !slices.ContainsFunc(read, func(w was) bool { return w.Unread == "" }) {
		return a.none(read)
	}
	// The second opinion is asked for meanwhile, and for a little longer where it
	// is shown.
	opinions := make([]zxcvbn, 0, len(entries))
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var wait sync.WaitGroup
	wait.Go(func() {
		for i := range entries {
			e := &entries[i]
			if e.Secret.Empty() || e.Deleted || e.Linked {
				continue
			}
			z := zxcvbn{Person: e.Person, File: shown(e.Vault), Entry: e.Line}
			e.Secret.Use(func(b []byte) { z.Opinion = a.second.opinion(ctx, b) })
			z.Bits = tenth(z.Bits)
			opinions = append(opinions, z)
		}
	})
	c := hygiene.Config{
		Meter: a.meter, Leaked: a.leaked, FactsGiven: a.family != nil, Accepted: a.accepted, At: a.now(),
	}
	if a.family != nil {
		c.Case = a.family.Case
	}
	r := hygiene.Audit(entries, c)
	if a.set.explain || a.set.format == "json" { // where they are shown
		defer time.AfterFunc(longestExtra, cancel).Stop()
	} else {
		cancel()
	}
	wait.Wait()
	wipe(entries)

	var unkept error // nil, or why the verdicts there were stay
	if verdicts != "" {
		data, err := verdict.Encode(r)
		if err != nil {
			return fmt.Errorf("write the verdicts: %w", err)
		}
		if err := a.keeps(verdicts, readPeople(read)); err != nil {
			unkept = err
		} else if err := write(verdicts, data); err != nil {
			return stop{exitFiles, fmt.Sprintf(a.say.fault.unwritten, shown(verdicts))}
		}
	}
	if a.set.format == "json" {
		err := a.json(map[string]any{"files": read, "report": r, "second_opinions": opinions})
		if err != nil {
			return err
		}
	} else {
		if unkept != nil {
			verdicts = ""
		}
		a.show(r, read, opinions, verdicts)
	}
	switch {
	case unkept != nil:
		return unkept
	case slices.ContainsFunc(read, func(w was) bool { return w.Unread != "" }), a.damaged:
		return stop{code: exitFiles}
	case slices.ContainsFunc(r.Accounts, toChange):
		return stop{code: exitGuessable}
	}
	return nil
}

// none tells that no file could be read. Nothing is then said of passwords, and
// verdicts of an earlier run stay.
func (a *auditing) none(read []was) error {
	if a.set.format == "json" {
		if err := a.json(map[string]any{"files": read}); err != nil {
			return err
		}
	} else {
		a.files(read)
	}
	return stop{code: exitFiles}
}

// toChange reports whether the password of an account ought to be changed.
func toChange(x verdict.Account) bool {
	return slices.ContainsFunc(x.Faults, func(f verdict.Found) bool {
		switch f.Fault {
		case verdict.Plain, verdict.NoStep, verdict.Passkey, verdict.Old:
			return false
		default:
			return f.Accepted == nil
		}
	})
}
