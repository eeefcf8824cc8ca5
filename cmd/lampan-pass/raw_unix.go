//go:build unix

package main

import "golang.org/x/term"

func isTerminal(fd uintptr) bool { return term.IsTerminal(int(fd)) }

// makeRaw stops the terminal from echoing and from acting on control keys, and
// returns what puts it back.
func makeRaw(fd uintptr) (restore func(), err error) {
	before, err := term.MakeRaw(int(fd))
	if err != nil {
		return nil, err
	}
	return func() { _ = term.Restore(int(fd), before) }, nil
}
