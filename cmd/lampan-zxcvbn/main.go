// Command lampan-zxcvbn is asked by lampan-pass for a second opinion on
// passwords. It is a process of its own because the library zxcvbn-go takes 80 ms
// to start, can take minutes on some passwords, and leaves copies of them in
// memory: a process can be waited for, ended, and takes its memory with it.
//
// It reads questions from standard input until that closes, and answers on
// standard output, as package opinion describes. It enters the sandbox before it
// reads the first.
package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password/second"
	"lampan/rules/password/second/opinion"
)

// The exit codes, shared with lampan-pass.
const (
	exitOK         = 0
	exitUnexpected = 1
	exitUsage      = 2
	exitSandbox    = 10
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, errs io.Writer) int {
	if len(args) == 0 || args[0] != "ask" {
		fmt.Fprintln(errs, "lampan-zxcvbn answers lampan-pass, which starts it by itself. Run lampan-pass instead.")
		return exitUsage
	}
	if err := sandbox.Harden(); err != nil {
		return exitUnexpected
	}
	if !slices.Contains(args, "--no-sandbox") {
		if err := sandbox.Enter(); err != nil {
			return exitSandbox
		}
	}
	buf := sandbox.Room(opinion.Longest)
	defer sandbox.Release(buf)
	for {
		password, err := opinion.Question(in, buf)
		if errors.Is(err, io.EOF) {
			return exitOK
		} else if err != nil {
			return exitUnexpected
		}
		o := second.Ask(password)
		clear(password)
		if err := opinion.Answer(out, o); err != nil {
			return exitUnexpected
		}
	}
}
