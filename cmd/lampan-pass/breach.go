package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"

	"lampan/scanner/breach"
)

// breach builds a filter of leaked passwords, or looks passwords up in one.
func (p *program) breach(args []string) error {
	if len(args) > 0 {
		switch args[0] {
		case "build":
			return p.breachBuild(args[1:])
		case "check":
			return p.breachCheck(args[1:])
		}
	}
	f := p.flags()
	if _, err := p.parse(f, args, func(t text) string { return t.help.breach }, 0); err != nil {
		return err
	}
	return stop{exitUsage, p.say.usage.breach}
}

func (p *program) breachBuild(args []string) error {
	f := p.flags()
	out := f.String("o", "", "")
	partial := f.Bool("partial", false, "")
	inputs, err := p.parse(f, args, func(t text) string { return t.help.breach }, len(args))
	switch {
	case err != nil:
		return err
	case len(inputs) == 0 || *out == "":
		return stop{exitUsage, p.say.usage.build}
	}
	if err := p.guard(); err != nil {
		return err
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer cancel()
	o := breach.Options{Created: p.now(), Partial: *partial}
	if f, ok := p.errs.(*os.File); ok && isTerminal(f.Fd()) {
		o.Progress = func(at breach.Progress) {
			fmt.Fprintf(p.errs, "\r"+p.say.breach.progress, percent(at), p.say.count(int(at.Entries)))
		}
	}
	stats, err := breach.Build(ctx, inputs, *out, o)
	if o.Progress != nil {
		fmt.Fprintln(p.errs)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return stop{exitInterrupted, p.say.breach.interrupted}
	case err != nil:
		return stop{exitFiles, p.filterFault(*out, err)}
	}
	p.line("", fmt.Sprintf(p.say.breach.built, shown(*out), p.say.count(int(stats.Entries)), p.say.decimal(float64(stats.Bytes)/1e6)))
	if stats.Covered < breach.Prefixes {
		p.line("", p.say.breach.partial)
	}
	return nil
}

func percent(at breach.Progress) int64 {
	if at.Total <= 0 {
		return 0
	}
	return min(100*at.Read/at.Total, 100)
}

// breachCheck asks for passwords and says whether each stands in the list.
func (p *program) breachCheck(args []string) error {
	f := p.flags()
	f.BoolVar(&p.set.stdin, "stdin", false, "")
	path := f.String("filter", "", "")
	if _, err := p.parse(f, args, func(t text) string { return t.help.breach }, 0); err != nil {
		return err
	}
	if err := p.guard(); err != nil {
		return err
	}
	filter, err := p.open(*path)
	if err != nil {
		return err
	}
	defer filter.close()
	from, err := p.candidates(p.say.judge.prompt)
	if err != nil {
		return err
	}
	defer from.close()
	if *path == "" {
		p.note(fmt.Sprintf(p.say.breach.common, p.say.count(int(filter.entries()))))
	} else {
		p.note(fmt.Sprintf(p.say.breach.whole, p.say.count(int(filter.entries()))))
	}
	found, broken := false, false
	_, err = p.each(from, func(n int, b []byte) {
		answer, err := filter.look(b)
		say := p.say.breach.answers[answer]
		broken = broken || err != nil
		if answer == 0 {
			say = p.say.audit.damagedFilter
		}
		found = found || answer == breach.Found
		p.line("", fmt.Sprintf("%s %d: %s", p.say.judge.candidate, n, say))
	})
	switch {
	case err != nil:
		return err
	case broken:
		return stop{code: exitFiles}
	case found:
		return stop{code: exitGuessable}
	}
	return nil
}

// lists are the lists of leaked passwords that are asked: the one in the
// program, and the one that was named, which may lack what the other has.
type lists struct {
	common *breach.Filter
	named  *breach.Filter // nil when none was
}

// open opens the list in the program and the one that was named.
func (p *program) open(path string) (l lists, err error) {
	if l.common, err = breach.Common(); err != nil {
		return l, fmt.Errorf("open the list in the program: %w", err)
	}
	if path == "" {
		return l, nil
	}
	if l.named, err = breach.Open(path); err != nil {
		return l, stop{exitFiles, p.filterFault(path, err)}
	}
	return l, nil
}

// look says of a password what the better list says, or that one of them holds
// it. The answer is none when there is an error, unless it was found all the same.
func (l lists) look(pw []byte) (breach.Answer, error) {
	answer, err := l.common.Look(pw)
	if l.named == nil || err == nil && answer == breach.Found {
		return answer, err //nolint:wrapcheck // it is only counted
	}
	answer, err = l.named.Look(pw)
	if err != nil {
		return 0, err //nolint:wrapcheck // it is only counted
	}
	return answer, nil
}

// entries is how many passwords the better list holds.
func (l lists) entries() int64 {
	if l.named != nil {
		return l.named.Entries()
	}
	return l.common.Entries()
}

func (l lists) close() {
	if l.named != nil {
		_ = l.named.Close() // it was only read
	}
}

// filterFault says what is wrong with a list or a filter and what to do.
func (p *program) filterFault(path string, err error) string {
	f, ok := errors.AsType[*breach.Fault](err)
	if !ok {
		if e, ok := errors.AsType[*os.PathError](err); ok {
			if strings.HasPrefix(filepath.Base(e.Path), ".breach-") { // what becomes the filter
				return fmt.Sprintf(p.say.fault.unwritten, shown(path))
			}
			path = e.Path
		}
		return p.unread(path, err)
	}
	where := shown(f.File)
	if f.Line > 0 {
		where += fmt.Sprintf(", "+p.say.audit.line, f.Line)
	}
	return where + ": " + p.say.filter[f.What]
}
