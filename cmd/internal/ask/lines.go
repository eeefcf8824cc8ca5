package ask

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"lampan/report/clean"
)

// lines asks in numbered lines. It draws nothing and moves no cursor, so a
// screen reader reads what there is, in order.
type lines struct {
	c    Config
	in   chan line
	want chan struct{}
	err  error // that ended the reading
}

type line struct {
	text string
	err  error
}

// maxLine is the longest line that is read, in bytes. A terminal gives 4096.
const maxLine = 1 << 16

// maxTries is how many answers in a row may miss before the conversation ends: a
// person gives up sooner, and a stream that is no conversation would not.
const maxTries = 10

// Plain asks in numbered lines.
func Plain(c Config) Asker {
	l := &lines{c: c, in: make(chan line), want: make(chan struct{})}
	go l.read()
	return l
}

// read hands over one line for each that is wanted, so that nothing is taken from
// a terminal before it is asked for. A read cannot be called off, which is why it
// has a goroutine: one that waits for a key ends with the program.
func (l *lines) read() {
	r := bufio.NewReaderSize(l.c.In, maxLine)
	for range l.want {
		b, err := r.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			err = ErrLost
		case errors.Is(err, io.EOF) && len(b) > 0:
			err = nil // the last line has no end
		case errors.Is(err, io.EOF):
			err = ErrEnded
		}
		l.in <- line{strings.TrimRight(string(b), "\r\n"), err}
		if err != nil {
			return
		}
	}
}

func (l *lines) Show(p Page) error {
	_, err := io.WriteString(l.c.Out, p.render(l.c.Width, plain))
	return err
}

func (l *lines) One(ctx context.Context, q Question, at int) (int, error) {
	keep := ""
	if at >= 0 {
		keep = strconv.Itoa(at + 1)
	}
	var n int
	err := l.ask(ctx, q, nil, l.prompt(q, "ask.number", keep), func(s string) string {
		if s == "" {
			s = keep
		}
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 1 || n > len(q.Options) {
			return l.c.Words.Text("ask.pick", "max", len(q.Options))
		}
		return ""
	})
	return n - 1, err
}

func (l *lines) Many(ctx context.Context, q Question, chosen []int, least int) ([]int, error) {
	keep := make([]string, len(chosen))
	for i, n := range chosen {
		keep[i] = strconv.Itoa(n + 1)
	}
	var out []int
	err := l.ask(ctx, q, chosen, l.prompt(q, "ask.numbers", l.c.Words.Join(keep)), func(s string) string {
		if s == "" {
			out = chosen
		} else {
			var ok bool
			if out, ok = numbers(s, len(q.Options)); !ok {
				return l.c.Words.Text("ask.pickMany", "max", len(q.Options))
			}
		}
		if len(out) < least {
			return l.c.Words.Text("ask.least")
		}
		return ""
	})
	return out, err
}

// numbers reads numbers between 1 and most with anything like a space or comma
// between them, or and, as indices in order. 0 alone is none of them.
func numbers(s string, most int) ([]int, bool) {
	var out []int
	fields := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" ,;.", r) })
	fields = slices.DeleteFunc(fields, func(f string) bool {
		return strings.EqualFold(f, "och") || strings.EqualFold(f, "and")
	})
	if slices.Equal(fields, []string{"0"}) {
		return nil, true
	}
	for _, f := range fields {
		n, err := strconv.Atoi(f)
		if err != nil || n < 1 || n > most {
			return nil, false
		}
		out = append(out, n-1)
	}
	slices.Sort(out)
	return slices.Compact(out), len(out) > 0
}

func (l *lines) Text(ctx context.Context, q Question, t Text) (string, error) {
	key := "ask.words"
	if t.Now != "" {
		key = "ask.wordsKeep"
	}
	var out string
	err := l.ask(ctx, q, nil, l.prompt(q, key, clean.Line(t.Now)), func(s string) string {
		switch {
		case s == "" && t.Now != "":
			s = t.Now
		case s == "-":
			s = ""
		}
		out = clean.Line(s)
		return t.fault(l.c.Words, s)
	})
	return out, err
}

// prompt says how to answer; keep is what an empty line stands for.
func (l *lines) prompt(q Question, key, keep string) string {
	w := l.c.Words
	parts := []string{w.Text(key, "max", len(q.Options), "keep", keep)}
	if keep != "" && key != "ask.wordsKeep" {
		parts = append(parts, w.Text("ask.keep", "keep", keep))
	}
	if !q.First {
		parts = append(parts, w.Text("ask.goBack", "key", w.Text("ask.back.key")))
	}
	return strings.Join(append(parts, w.Text("ask.goOut", "key", w.Text("ask.stop.key"))), ", ") + ":"
}

// ask writes the question and reads lines until one is taken: take says in a
// sentence why one is not.
func (l *lines) ask(ctx context.Context, q Question, chosen []int, prompt string, take func(string) string) error {
	p := Page{Lines: []Line{{Text: q.Text}}}
	for i, o := range q.Options {
		if slices.Contains(chosen, i) {
			o = l.c.Words.Text("ask.chosen", "what", clean.Line(o))
		}
		p.Lines = append(p.Lines, Line{Mark: strconv.Itoa(i+1) + ". ", Text: o})
	}
	if err := l.Show(p); err != nil {
		return err
	}
	for range maxTries {
		if _, err := fmt.Fprint(l.c.Out, strings.Join(wrap(prompt, l.c.Width), "\n"), " "); err != nil {
			return err
		}
		s, err := l.next(ctx)
		if err != nil {
			return err
		}
		s = strings.TrimSpace(s)
		switch {
		case l.is(s, "ask.stop"):
			return ErrStop
		case l.is(s, "ask.back") && !q.First:
			return ErrBack
		}
		fault := take(s)
		if fault == "" {
			return nil
		}
		if _, err := fmt.Fprintln(l.c.Out, strings.Join(wrap(fault, l.c.Width), "\n")); err != nil {
			return err
		}
	}
	return ErrLost
}

// next reads a line.
func (l *lines) next(ctx context.Context) (string, error) {
	if l.err != nil {
		return "", l.err
	}
	var got line
	select {
	case <-ctx.Done():
		return "", ErrInterrupted
	case l.want <- struct{}{}:
	}
	select {
	case <-ctx.Done():
		return "", ErrInterrupted
	case got = <-l.in:
	}
	if l.err = got.err; l.err != nil {
		return "", l.err
	}
	if l.c.Echo { // what was answered stands after the question, as on a terminal
		if _, err := fmt.Fprintln(l.c.Out, clean.Clip(got.text, maxEcho)); err != nil {
			return "", err
		}
	}
	return got.text, nil
}

// maxEcho is how much of an answer is repeated, in characters.
const maxEcho = 60

// is reports whether a line is a command: its key or its word.
func (l *lines) is(s, key string) bool {
	return utf8.ValidString(s) && (strings.EqualFold(s, l.c.Words.Text(key+".key")) || strings.EqualFold(s, l.c.Words.Text(key+".word")))
}
