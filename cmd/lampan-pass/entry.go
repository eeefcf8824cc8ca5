package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"unicode/utf8"

	"lampan/cmd/internal/sandbox"
	"lampan/rules/password"
)

var (
	errInterrupted = errors.New("interrupted")
	errTooLong     = errors.New("line too long")
)

// longest is how many bytes a candidate may have. The room is taken at once, so
// that a growing line leaves no copies of itself behind, and in memory that is
// locked where that is allowed.
const longest = 4096

// pipe reads candidates from lines of a pipe or file.
type pipe struct {
	in   io.Reader
	room []byte
}

func newPipe(in io.Reader) *pipe { return &pipe{in, sandbox.Room(longest + 1)} }

func (p *pipe) close() { sandbox.Release(p.room) }

// next returns the next line, and io.EOF after the last. It lies in the pipe's
// room, so it must be wiped before the next is asked for.
func (p *pipe) next() (password.Secret, error) {
	line := p.room[:0:longest]
	for {
		b, err := one(p.in, p.room)
		switch {
		case errors.Is(err, io.EOF) && len(line) > 0, err == nil && b == '\n':
			return password.NewSecret(bytes.TrimSuffix(line, []byte("\r"))), nil
		case err != nil:
			clear(line)
			return password.Secret{}, err
		case len(line) == longest:
			clear(line)
			return password.Secret{}, errTooLong
		}
		line = append(line, b)
	}
}

// one reads a single byte into the last one of the room. Nothing is read ahead
// into a buffer that would have to be wiped, and no byte is allocated by
// itself: Go may lay those side by side, and the password would stay there.
func one(r io.Reader, room []byte) (byte, error) {
	slot := room[longest : longest+1]
	_, err := io.ReadFull(r, slot)
	b := slot[0]
	slot[0] = 0
	return b, err
}

// terminal reads candidates that are typed, without showing them. The terminal
// is kept from echoing from the first prompt to the end, so that neither typing
// ahead nor pasting several lines shows anything.
type terminal struct {
	in     io.Reader
	out    io.Writer
	prompt string
	room   []byte
	back   func() // puts the terminal back; safe to call twice
}

// close puts the terminal back.
func (t *terminal) close() {
	t.back()
	sandbox.Release(t.room)
}

// openTerminal takes the terminal over. Whatever ends the program from now on,
// close or a signal, puts it back.
func openTerminal(in *os.File, out io.Writer, prompt string) (*terminal, error) {
	back, err := makeRaw(in.Fd())
	if err != nil {
		return nil, fmt.Errorf("stop the terminal from echoing: %w", err)
	}
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM, syscall.SIGHUP, syscall.SIGQUIT)
	done := make(chan struct{})
	restore := sync.OnceFunc(back)
	var wait sync.WaitGroup
	wait.Go(func() {
		select {
		case <-signals:
			restore()
			fmt.Fprintln(out)
			os.Exit(exitInterrupted)
		case <-done:
		}
	})
	return &terminal{in: in, out: lines(out), prompt: prompt, room: sandbox.Room(longest + 1), back: sync.OnceFunc(func() {
		signal.Stop(signals)
		close(done)
		wait.Wait()
		restore()
	})}, nil
}

// Keys that mean something other than themselves.
const (
	ctrlC     = 3
	ctrlD     = 4
	backspace = 8
	ctrlU     = 21
	escape    = 27
	del       = 127
)

// next shows the prompt and returns what is typed before Enter; io.EOF for
// Ctrl-D on an empty line, errInterrupted for Ctrl-C. It lies in the terminal's
// room, so it must be wiped before the next is asked for.
func (t *terminal) next() (password.Secret, error) {
	fmt.Fprint(t.out, t.prompt)
	line := t.room[:0:longest]
	tooLong := false // the rest is read all the same, or the shell would get it
	var keys sequence
	for {
		b, err := one(t.in, t.room)
		if err != nil {
			clear(line)
			return password.Secret{}, err
		}
		switch {
		case keys.holds(b):
			// Arrows and other keys that send several characters.
		case b == '\r' || b == '\n':
			fmt.Fprint(t.out, "\r\n")
			if tooLong {
				clear(line)
				return password.Secret{}, errTooLong
			}
			return password.NewSecret(line), nil
		case b == ctrlC:
			clear(line)
			fmt.Fprint(t.out, "\r\n")
			return password.Secret{}, errInterrupted
		case b == ctrlD:
			if len(line) == 0 {
				fmt.Fprint(t.out, "\r\n")
				return password.Secret{}, io.EOF
			}
		case b == backspace || b == del:
			_, n := utf8.DecodeLastRune(line)
			clear(line[len(line)-n:])
			line = line[:len(line)-n]
		case b == ctrlU:
			clear(line)
			line = line[:0]
		case b < ' ' && b != '\t':
			// Other control keys are no part of a password.
		case len(line) == longest:
			tooLong = true
		default:
			line = append(line, b)
		}
	}
}

// sequence follows what a key sends that is more than one character: escape, [
// or O, and then all until a letter or ~.
type sequence struct{ escaped, open bool }

// holds reports whether b belongs to such a key.
func (s *sequence) holds(b byte) bool {
	switch {
	case s.open:
		s.open = b >= ' ' && b < '@'
		return b >= ' '
	case s.escaped:
		s.escaped = false
		s.open = b == '[' || b == 'O'
		return s.open
	}
	s.escaped = b == escape
	return s.escaped
}

// lines ends lines as a raw terminal wants them, if w is a terminal.
func lines(w io.Writer) io.Writer {
	under := w
	if o, ok := w.(*output); ok {
		under = o.w
	}
	f, ok := under.(*os.File)
	if !ok || !isTerminal(f.Fd()) {
		return w
	}
	return crlf{w}
}

type crlf struct{ w io.Writer }

func (c crlf) Write(b []byte) (int, error) {
	_, err := c.w.Write(bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n")))
	return len(b), err
}
