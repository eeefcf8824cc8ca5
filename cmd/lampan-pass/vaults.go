package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"slices"
	"strings"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password"
	"lampan/scanner/vault"
)

// input is one file with somebody's passwords.
type input struct {
	person string // empty when nobody was named
	path   string
}

// people are the values of --person.
type people struct{ list *[]input }

var _ flag.Value = people{}

func (v people) String() string { return "" }

func (v people) Set(s string) error {
	person, path, ok := strings.Cut(s, "=")
	if !ok || person == "" || path == "" {
		return errors.New("not P1=FILE")
	}
	*v.list = append(*v.list, input{person, path})
	return nil
}

// was is what became of an input.
type was struct {
	File    string `json:"file"`
	Person  string `json:"person,omitempty"`
	Format  string `json:"format,omitempty"`
	Entries int    `json:"entries"`
	Skipped int    `json:"skipped"` // entries without a password
	// Unread is why nothing is known of it; empty when it was read.
	Unread string `json:"unread,omitempty"`
}

// mostTries is how often the password of a file is asked for.
const mostTries = 3

// vaults reads the files one after another. One that cannot be read does not
// stop the others. The error is one that ends the program: Ctrl-C.
func (p *program) vaults(inputs []input, o vault.Options) (entries []password.Entry, files []was, err error) {
	for _, in := range inputs {
		w := was{File: shown(in.path), Person: in.person}
		list, info, err := p.vault(in.path, o)
		if errors.Is(err, errInterrupted) {
			return entries, files, stop{code: exitInterrupted}
		} else if err != nil {
			w.Unread = p.vaultFault(in.path, err)
		}
		for i := range list {
			list[i].Person = in.person
		}
		w.Format, w.Entries, w.Skipped = info.Format, len(list), info.Skipped
		entries, files = append(entries, list...), append(files, w)
	}
	return entries, files, nil
}

// vault reads one file, and asks for its password when it has one.
func (p *program) vault(path string, o vault.Options) ([]password.Entry, vault.Info, error) {
	data, err := readRoom(path)
	if err != nil {
		return nil, vault.Info{}, err
	}
	defer sandbox.Release(data)
	list, info, err := vault.Read(path, data, o)
	for try := 0; try < mostTries && (errors.Is(err, vault.ErrPassword) || try > 0 && isWhat(err, vault.WrongPassword)); try++ {
		if try > 0 {
			p.note(p.say.audit.wrongPassword)
		}
		var typed error
		err = p.once(fmt.Sprintf(p.say.audit.vaultPrompt, shown(path)), func(s password.Secret) error {
			o.Password = s
			list, info, typed = vault.Read(path, data, o)
			return typed
		})
	}
	return list, info, err
}

func isWhat(err error, what vault.What) bool {
	f, ok := errors.AsType[*vault.Fault](err)
	return ok && f.What == what
}

// errUntyped is returned when a password was asked for and none was typed.
var errUntyped = errors.New("no password typed")

// once asks for one password, which is wiped when f returns. From a pipe it is
// the next line.
func (p *program) once(prompt string, f func(password.Secret) error) error {
	out, errs := p.out, p.errs
	from, err := p.candidates(prompt)
	if err != nil {
		return errUntyped
	}
	typed, err := from.next()
	defer from.close() // wipes the room that the password lies in
	defer func() { p.out, p.errs = out, errs }()
	if err != nil {
		return err
	}
	return f(typed)
}

// vaultFault says why a file was not read and what to do.
func (p *program) vaultFault(path string, err error) string {
	f, ok := errors.AsType[*vault.Fault](err)
	switch {
	case errors.Is(err, io.EOF):
		return shown(path) + ": " + p.say.fault.noneTyped
	case errors.Is(err, errUntyped):
		return shown(path) + ": " + p.say.vault[vault.NeedsPassword]
	case errors.Is(err, errTooLong):
		return shown(path) + ": " + p.say.fault.tooLong
	case errors.Is(err, errLarge):
		return shown(path) + ": " + p.say.vault[vault.TooLarge]
	case !ok:
		return p.unread(path, err)
	}
	where := shown(f.File)
	if f.Inside != "" {
		where += " (" + shown(f.Inside) + ")"
	}
	if f.Line > 0 {
		where += fmt.Sprintf(", "+p.say.audit.line, f.Line)
	}
	return where + ": " + p.say.vault[f.What]
}

// wipe overwrites every password that was read.
func wipe(entries []password.Entry) {
	for i := range entries {
		entries[i].Wipe()
	}
}

// readPeople lists whose files were read.
func readPeople(read []was) []string {
	var list []string
	for _, w := range read {
		if w.Unread == "" {
			list = append(list, w.Person)
		}
	}
	return list
}

// persons lists whose files were named, in order.
func persons(inputs []input) []string {
	var list []string
	for _, in := range inputs {
		list = append(list, in.person)
	}
	slices.Sort(list)
	return slices.Compact(list)
}
