package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
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
	fmt.Fprintln(p.out, fmt.Sprintf(p.say.breach.built, shown(*out), p.say.count(int(stats.Entries)), p.say.decimal(float64(stats.Bytes)/1e6)))
	if stats.Covered < breach.Prefixes {
		fmt.Fprintln(p.out, p.say.breach.partial)
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
	defer filter.Close() //nolint:errcheck // it was only read
	from, err := p.candidates(p.say.judge.prompt)
	if err != nil {
		return err
	}
	defer from.close()
	if *path == "" {
		fmt.Fprintln(p.errs, fmt.Sprintf(p.say.breach.common, p.say.count(int(filter.Entries()))))
	} else {
		fmt.Fprintln(p.errs, fmt.Sprintf(p.say.breach.whole, p.say.count(int(filter.Entries()))))
	}
	found, broken := false, false
	_, err = p.each(from, func(n int, b []byte) {
		answer, err := filter.Look(b)
		say := p.say.breach.answers[answer]
		if err != nil {
			broken, say = true, p.say.audit.damagedFilter
		}
		found = found || answer == breach.Found
		fmt.Fprintf(p.out, "%s %d: %s\n", p.say.judge.candidate, n, say)
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

// open opens the filter that was named, or the one in the program.
func (p *program) open(path string) (*breach.Filter, error) {
	if path == "" {
		f, err := breach.Common()
		if err != nil {
			return nil, fmt.Errorf("open the list in the program: %w", err)
		}
		return f, nil
	}
	f, err := breach.Open(path)
	if err != nil {
		return nil, stop{exitFiles, p.filterFault(path, err)}
	}
	return f, nil
}

// filterFault says what is wrong with a list or a filter and what to do.
func (p *program) filterFault(path string, err error) string {
	f, ok := errors.AsType[*breach.Fault](err)
	if !ok {
		if e, ok := errors.AsType[*os.PathError](err); ok {
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
