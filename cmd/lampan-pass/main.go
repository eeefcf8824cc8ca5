// Command lampan-pass is lampan's program for passwords: it says how soon one
// would be guessed, audits the vaults of a household, makes new passwords, and
// looks passwords up in a list of leaked ones. It keeps none of them.
//
// It is a program of its own because it links no network code: a test lists
// everything it is built from. It takes no password from its arguments or its
// environment, where other programs could read it. Before it reads the first
// byte of a password or a vault it turns core files off and enters the sandbox,
// which takes the network and other programs away, and stops where it cannot.
// The second opinion of zxcvbn-go comes from a process of its own,
// lampan-zxcvbn, that is started before and ends with it.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
	"unicode"

	"lampan/cmd/internal/sandbox"
)

// The exit codes, shared with lampan where the meaning is the same.
const (
	exitOK          = 0
	exitUnexpected  = 1
	exitUsage       = 2
	exitFaults      = 3  // household.yaml or the accepted faults
	exitFiles       = 5  // something could not be read or written
	exitGuessable   = 9  // at least one password needs something done
	exitSandbox     = 10 // the sandbox could not be set
	exitInterrupted = 130
)

func main() {
	p := &program{in: os.Stdin, out: os.Stdout, errs: os.Stderr, now: time.Now, set: settings{lang: language(os.Getenv), format: "text"}}
	os.Exit(p.main(os.Args[1:]))
}

// program is one run.
type program struct {
	in        *os.File
	out, errs io.Writer
	now       func() time.Time
	set       settings
	say       text
}

// settings are what the flags say.
type settings struct {
	lang      string
	noSandbox bool
	household string
	explain   bool
	format    string
	stdin     bool
}

// stop ends the program with a code and what there is to say, if anything.
type stop struct {
	code int
	say  string
}

func (s stop) Error() string { return s.say }

func (p *program) main(args []string) (code int) {
	p.say = words(p.set.lang)
	// What a panic says could hold the text that was being read, so only its place
	// is told. Everything that is deferred has by now wiped what it owns and put
	// the terminal back.
	defer func() {
		if recover() != nil {
			p.note(fmt.Sprintf(p.say.fault.panicked, panicked()))
			code = exitUnexpected
		}
	}()
	out := &output{w: p.out}
	p.out = out
	err := p.run(args)
	if out.failed { // whatever else there was to tell: nobody saw the answer
		err = stop{exitFiles, p.say.fault.unsaid}
	}
	if err == nil {
		return exitOK
	}
	s, ok := errors.AsType[stop](err)
	if !ok {
		s = stop{exitUnexpected, fmt.Sprintf(p.say.fault.unexpected, err)}
	}
	if s.say != "" {
		p.note(s.say)
	}
	return s.code
}

// output remembers that something could not be written.
type output struct {
	w      io.Writer
	failed bool
}

func (o *output) Write(b []byte) (int, error) {
	n, err := o.w.Write(b)
	o.failed = o.failed || err != nil
	return n, err //nolint:wrapcheck // it is only counted
}

// panicked says where the panic began that is being recovered from.
func panicked() string {
	var calls [64]uintptr
	frames := runtime.CallersFrames(calls[:runtime.Callers(0, calls[:])])
	began := false
	for {
		f, more := frames.Next()
		own := strings.HasPrefix(f.Function, "runtime.")
		switch {
		case f.Function == "runtime.gopanic":
			began = true
		case began && !own:
			return fmt.Sprintf("%s:%d", filepath.Base(f.File), f.Line)
		}
		if !more {
			return "?"
		}
	}
}

// run finds the command and runs it. Flags may stand before its name.
func (p *program) run(args []string) error {
	commands := map[string]func([]string) error{
		"audit": p.audit, "generate": p.generate, "breach": p.breach, "page": p.page, "score": p.score,
	}
	top := p.flags()
	p.judgeFlags(top)
	before := p.set
	switch err := top.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return p.help(func(t text) string { return t.help.judge })
	case err != nil:
		return p.flagFault(top, err)
	}
	rest := top.Args()
	if len(rest) == 0 {
		if err := p.choose(); err != nil {
			return err
		}
		return p.judge()
	}
	if rest[0] == "help" { // help COMMAND is COMMAND --help
		rest = append(rest[1:], "--help")
		if len(rest) == 1 {
			return p.help(func(t text) string { return t.help.judge })
		}
	}
	if rest[0] == "version" && len(rest) == 1 {
		return p.version()
	}
	command, ok := commands[rest[0]]
	if !ok {
		return p.commandFault(rest[0])
	}
	// The command reads them all: it may have flags of its own before its name.
	p.set = before
	return command(slices.Concat(args[:len(args)-len(rest)], rest[1:]))
}

// flags returns a set with the flags of every command. The flag package quotes
// what it does not understand. That could be a password typed in the wrong place,
// so its messages are dropped.
func (p *program) flags() *flag.FlagSet {
	f := flag.NewFlagSet("lampan-pass", flag.ContinueOnError)
	f.SetOutput(io.Discard)
	f.StringVar(&p.set.lang, "lang", p.set.lang, "")
	f.BoolVar(&p.set.noSandbox, "no-sandbox", false, "")
	return f
}

// judgeFlags adds the flags of commands that judge passwords.
func (p *program) judgeFlags(f *flag.FlagSet) {
	f.StringVar(&p.set.household, "household", "", "")
	f.BoolVar(&p.set.explain, "explain", false, "")
	f.StringVar(&p.set.format, "format", p.set.format, "")
	f.BoolVar(&p.set.stdin, "stdin", false, "")
}

// parse reads the flags of a command, wherever they stand, and returns the other
// arguments: none, or up to most of them. What follows "--" is never a flag.
func (p *program) parse(f *flag.FlagSet, args []string, help func(text) string, most int) ([]string, error) {
	var others []string
	for {
		switch err := f.Parse(args); {
		case errors.Is(err, flag.ErrHelp):
			if err := p.help(help); err != nil {
				return nil, err
			}
			return nil, stop{code: exitOK}
		case err != nil:
			return nil, p.flagFault(f, err)
		}
		left := f.Args()
		end := len(args) - len(left)
		if len(left) == 0 || end > 0 && args[end-1] == "--" {
			others = append(others, left...)
			break
		}
		others, args = append(others, left[0]), left[1:]
	}
	if err := p.choose(); err != nil {
		return nil, err
	}
	if len(others) > most {
		return nil, stop{exitUsage, p.say.usage.noArguments}
	}
	return others, nil
}

// choose takes the settings that have a set of values.
func (p *program) choose() error {
	switch {
	case p.lang() != p.set.lang:
		return stop{exitUsage, p.say.usage.badLang}
	case !slices.Contains([]string{"text", "json"}, p.set.format):
		return stop{exitUsage, words(p.set.lang).usage.badFormat}
	}
	p.say = words(p.set.lang)
	return nil
}

// help prints a command's help, in the language that --lang may have chosen.
func (p *program) help(of func(text) string) error {
	if err := p.choose(); err != nil {
		return err
	}
	holds := p.say.holdsElsewhere
	if sandbox.Enforced {
		holds = p.say.holdsLinux
	}
	fmt.Fprintf(p.out, "%s\n%s", of(p.say), holds)
	return nil
}

// version prints what the program was built from.
func (p *program) version() error {
	version := "dev"
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" && info.Main.Version != "(devel)" {
		version = info.Main.Version
	}
	p.line("", "lampan-pass "+version)
	return nil
}

// guard keeps passwords out of core files and enters the sandbox. It comes
// before the first byte of any password is read, and after the sibling started.
func (p *program) guard() error {
	if err := sandbox.Harden(); err != nil {
		return stop{exitUnexpected, p.say.fault.notHardened}
	}
	if p.set.noSandbox {
		p.note(p.say.fault.open)
		return nil
	}
	if err := sandbox.Enter(); err != nil {
		return stop{exitSandbox, p.say.fault.noSandbox}
	}
	return nil
}

// language is Swedish unless the environment asks for English, as in lampan.
func language(getenv func(string) string) string {
	for _, name := range []string{"LAMPAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG"} {
		if l := getenv(name); l != "" {
			if strings.HasPrefix(l, "en") {
				return "en"
			}
			return "sv"
		}
	}
	return "sv"
}

// lang is the language of the flag if it is one, or what was used so far.
func (p *program) lang() string {
	if slices.Contains([]string{"sv", "en"}, p.set.lang) {
		return p.set.lang
	}
	return p.say.lang
}

func words(lang string) text {
	if lang == "en" {
		return english()
	}
	return swedish()
}

// shown is text from outside as it may reach a terminal.
func shown(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) {
			return '�'
		}
		return r
	}, s)
}
