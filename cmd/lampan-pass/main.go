// Command lampan-pass says how easy a password is to guess. It reads candidates
// from the terminal without showing them, one after another until an empty
// line, and answers with a word and the reasons. It keeps nothing.
//
// It is a program of its own because it links no network code: a test lists
// everything it is built from. It takes no password from its arguments or its
// environment, where other programs could read it, and its memory is kept out
// of core dumps.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password"
	"lampan/rules/password/meter"
)

// The exit codes, shared with lampan where the meaning is the same.
const (
	exitOK          = 0
	exitUnexpected  = 1
	exitUsage       = 2
	exitFiles       = 5 // the passwords could not be read
	exitGuessable   = 9 // at least one is easy to guess
	exitInterrupted = 130
)

func main() {
	os.Exit(run(os.Args[1:], os.Getenv, os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, getenv func(string) string, in *os.File, out, errs io.Writer) int {
	say := words(language(getenv))
	flags := flag.NewFlagSet("lampan-pass", flag.ContinueOnError)
	// The flag package quotes what it does not understand. That could be a
	// password typed in the wrong place, so its messages are dropped.
	flags.SetOutput(io.Discard)
	lang := flags.String("lang", "", "")
	stdin := flags.Bool("stdin", false, "")
	switch err := flags.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		chosen, ok := chosen(*lang, say)
		if !ok {
			fmt.Fprintln(errs, say.badLang)
			return exitUsage
		}
		fmt.Fprint(out, chosen.help)
		return exitOK
	case err != nil:
		fmt.Fprintln(errs, say.badFlag)
		return exitUsage
	}
	say, ok := chosen(*lang, say)
	switch {
	case !ok:
		fmt.Fprintln(errs, say.badLang)
		return exitUsage
	case flags.NArg() > 0:
		fmt.Fprintln(errs, say.noArguments)
		return exitUsage
	}
	if err := sandbox.Harden(); err != nil {
		fmt.Fprintln(errs, say.notHardened)
		return exitUnexpected
	}
	m, err := meter.New()
	if err != nil {
		fmt.Fprintf(errs, "lampan-pass: %v\n", err)
		return exitUnexpected
	}
	var from source
	switch {
	case *stdin:
		from = &pipe{in: in}
	case !isTerminal(in.Fd()):
		fmt.Fprintln(errs, say.noTerminal)
		return exitFiles
	default:
		t, err := openTerminal(in, errs, say.prompt)
		if err != nil {
			fmt.Fprintln(errs, say.noTerminal)
			return exitFiles
		}
		defer t.close()
		from, out, errs = t, lines(out), lines(errs)
		fmt.Fprintln(errs, say.promise)
	}
	return ask(from, m, say, out, errs)
}

// source gives candidates one at a time: io.EOF after the last, errInterrupted
// when the person wants to stop, errTooLong for what cannot be a password. An
// empty candidate is the last one too.
type source interface {
	next() (password.Secret, error)
}

// ask judges candidates until the source is empty.
func ask(from source, m *meter.Meter, say text, out, errs io.Writer) int {
	guessable := false
	n := 0
	for ; ; n++ {
		candidate, err := from.next()
		switch {
		case errors.Is(err, io.EOF):
		case errors.Is(err, errInterrupted):
			fmt.Fprintln(errs)
			return exitInterrupted
		case errors.Is(err, errTooLong):
			fmt.Fprintln(errs, say.tooLong)
			return exitFiles
		case err != nil:
			fmt.Fprintln(errs, say.unread)
			return exitFiles
		}
		if candidate.Empty() {
			break
		}
		var v meter.Guess
		candidate.Use(func(b []byte) { v = m.Guess(b, meter.Given{}) })
		candidate.Wipe()
		show(out, say, n+1, v)
		guessable = guessable || v.Strength() == meter.Obvious || v.Strength() == meter.Weak
	}
	if n == 0 {
		return exitOK
	}
	fmt.Fprintln(out, say.advice)
	if guessable {
		fmt.Fprintln(out, say.change)
		return exitGuessable
	}
	return exitOK
}

// mostHints is how many reasons are told: enough to act on.
const mostHints = 3

func show(out io.Writer, say text, n int, v meter.Guess) {
	fmt.Fprintf(out, "%s %d: %s\n", say.candidate, n, say.strengths[v.Strength()])
	if v.Strength() != meter.Strong {
		for _, h := range v.Hints[:min(len(v.Hints), mostHints)] {
			fmt.Fprintf(out, "  - %s\n", say.hints[h])
		}
	}
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

func words(lang string) text {
	if lang == "en" {
		return english()
	}
	return swedish()
}

// chosen is the language of the flag, or what was used so far.
func chosen(lang string, before text) (text, bool) {
	if lang == "" {
		return before, true
	}
	if !slices.Contains([]string{"sv", "en"}, lang) {
		return before, false
	}
	return words(lang), true
}
