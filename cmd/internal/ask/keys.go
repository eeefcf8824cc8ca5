package ask

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/term"

	"lampan/report/clean"
)

// keys asks on a terminal, where answers are picked with the keys. A question is
// drawn where it stands and drawn again for each key; once it is answered, it and the
// answer are left as plain text.
//
// It is drawn with the few sequences that every terminal knows. The forms of
// charm.land/huh were tried: each question is a program of its own there, and in two
// of three tries the reader of the one before swallowed the first key.
type keys struct {
	c    Config
	in   chan chunk
	want chan struct{}
	buf  []byte // read and not used yet: keys that were pressed ahead
	rows int    // drawn of the question that stands there
}

type chunk struct {
	b   []byte
	err error
}

// Keys asks on a terminal. Where In is one, it is set to give each key at once while
// a question is asked.
func Keys(c Config) Asker {
	k := &keys{c: c, in: make(chan chunk), want: make(chan struct{})}
	go k.read()
	return k
}

// read hands over what there is each time that it is wanted; see lines.read.
func (k *keys) read() {
	for range k.want {
		b := make([]byte, 256)
		n, err := k.c.In.Read(b)
		k.in <- chunk{b[:n], err}
	}
}

func (k *keys) Show(p Page) error {
	_, err := io.WriteString(k.c.Out, p.render(k.width(), k.bold))
	return err
}

func (k *keys) bold(s string) string {
	if k.c.Bold {
		return "\x1b[1m" + s + "\x1b[0m"
	}
	return s
}

func (k *keys) One(ctx context.Context, q Question, at int) (int, error) {
	l := list{at: max(at, 0)}
	err := k.ask(ctx, q, &l, "ask.keys.pick")
	if err != nil {
		return -1, err
	}
	return l.at, k.left(q, q.Options[l.at])
}

func (k *keys) Many(ctx context.Context, q Question, chosen []int, least int) ([]int, error) {
	l := list{many: true, chosen: slices.Clone(chosen), least: least}
	if err := k.ask(ctx, q, &l, "ask.keys.many"); err != nil {
		return nil, err
	}
	slices.Sort(l.chosen)
	said := make([]string, len(l.chosen))
	for i, n := range l.chosen {
		said[i] = q.Options[n]
	}
	if len(said) == 0 {
		said = []string{k.c.Words.Text("ask.none")}
	}
	return l.chosen, k.left(q, strings.Join(said, ", "))
}

func (k *keys) Text(ctx context.Context, q Question, t Text) (string, error) {
	f := field{Text: t, s: []rune(clean.Line(t.Now))}
	if err := k.ask(ctx, q, &f, "ask.keys.text"); err != nil {
		return "", err
	}
	s := clean.Line(string(f.s))
	if s == "" {
		return "", k.left(q, k.c.Words.Text("ask.none"))
	}
	return s, k.left(q, s)
}

// left puts the answer in place of the question.
func (k *keys) left(q Question, answer string) error {
	_, err := io.WriteString(k.c.Out, Page{Lines: []Line{{Text: q.Text + " " + answer}}}.render(k.width(), plain)[1:])
	return err
}

// answer is what takes the keys of a question.
type answer interface {
	// press takes a key and says whether the question is answered, and in a sentence
	// why it is not. A letter is a key by itself.
	press(k *keys, q Question, key string) (done bool, fault string)
	// rows are what is drawn below the question, at most so many where it can be fewer.
	rows(k *keys, q Question, most int) []string
	// writes reports whether letters are text, and no commands.
	writes() bool
}

// list is one option that is picked, or several.
type list struct {
	many   bool
	at     int
	chosen []int
	least  int
}

func (l *list) writes() bool { return false }

func (l *list) press(k *keys, q Question, key string) (bool, string) {
	n := len(q.Options)
	switch key {
	case "up", "k":
		l.at = (l.at + n - 1) % n
	case "down", "j", "tab":
		l.at = (l.at + 1) % n
	case "home":
		l.at = 0
	case "end":
		l.at = n - 1
	case " ", "x":
		if !l.many {
			break
		}
		if i := slices.Index(l.chosen, l.at); i >= 0 {
			l.chosen = slices.Delete(l.chosen, i, i+1)
		} else {
			l.chosen = append(l.chosen, l.at)
		}
	case "enter":
		if len(l.chosen) < l.least {
			return false, k.c.Words.Text("ask.keys.least")
		}
		return true, ""
	}
	return false, ""
}

func (l *list) rows(k *keys, q Question, most int) []string {
	shown := make([][]string, len(q.Options))
	for i, o := range q.Options {
		mark := "  "
		if i == l.at {
			mark = "> "
		}
		if l.many {
			box := "[ ] "
			if slices.Contains(l.chosen, i) {
				box = "[x] "
			}
			mark += box
		}
		shown[i] = k.marked(mark, clean.Line(o))
	}
	total := 0
	for _, rows := range shown {
		total += len(rows)
	}
	if total <= most {
		return slices.Concat(shown...)
	}
	// Where not all fit, those before what is pointed at make way, and a row at each
	// end says that there is more.
	most = max(most-2, len(shown[l.at]))
	first, used := 0, 0
	for i := range shown[:l.at+1] {
		for used += len(shown[i]); used > most && first < l.at; first++ {
			used -= len(shown[first])
		}
	}
	last := l.at + 1
	for ; last < len(shown) && used+len(shown[last]) <= most; last++ {
		used += len(shown[last])
	}
	more := func(is bool) []string {
		if is {
			return []string{"  …"}
		}
		return []string{""}
	}
	return slices.Concat(more(first > 0), slices.Concat(shown[first:last]...), more(last < len(shown)))
}

// marked breaks a text, its rows below each other behind the mark.
func (k *keys) marked(mark, s string) []string {
	rows := wrap(s, k.width()-len(mark))
	for i := range rows {
		rows[i] = mark + rows[i]
		mark = strings.Repeat(" ", len(mark))
	}
	return rows
}

// field is a line that is written.
type field struct {
	Text
	s []rune
}

func (f *field) writes() bool { return true }

func (f *field) press(k *keys, _ Question, key string) (bool, string) {
	switch r, n := utf8.DecodeRuneInString(key); {
	case key == "enter":
		fault := f.fault(k.c.Words, string(f.s))
		return fault == "", fault
	case key == "backspace" && len(f.s) > 0:
		f.s = f.s[:len(f.s)-1]
	case n > 0 && n == len(key) && len(f.s) <= f.Max && !unicode.IsControl(r): // one more than fits is told of
		f.s = append(f.s, r)
	}
	return false, ""
}

// rows end with what is written, so that the cursor stands behind it.
func (f *field) rows(k *keys, _ Question, _ int) []string {
	return k.marked("> ", clean.Line(string(f.s)+"|"))
}

// ask draws a question and hands its keys on until it is answered. Nothing of it is
// left on the screen then.
func (k *keys) ask(ctx context.Context, q Question, a answer, help string) (err error) {
	if f, ok := k.c.In.(interface{ Fd() uintptr }); ok && term.IsTerminal(int(f.Fd())) {
		before, err := term.MakeRaw(int(f.Fd()))
		if err != nil {
			return fmt.Errorf("read keys: %w", err)
		}
		defer func() { _ = term.Restore(int(f.Fd()), before) }() // there is nothing else to do
	}
	if _, err := io.WriteString(k.c.Out, "\r\n"+hideCursor); err != nil {
		return err
	}
	k.rows = 0
	defer func() {
		_, end := io.WriteString(k.c.Out, k.wipe()+showCursor)
		err = errors.Join(err, end)
	}()
	fault := ""
	for {
		if err := k.draw(q, a, help, fault); err != nil {
			return err
		}
		key, err := k.next(ctx)
		if err != nil {
			return err
		}
		switch {
		case key == "ctrl+c":
			return ErrInterrupted
		case key == "ctrl+d":
			return ErrEnded
		case !a.writes() && strings.EqualFold(key, k.c.Words.Text("ask.stop.key")):
			return ErrStop
		case !q.First && (key == "esc" || !a.writes() && (key == "left" || strings.EqualFold(key, k.c.Words.Text("ask.back.key")))):
			return ErrBack
		}
		var done bool
		if done, fault = a.press(k, q, key); done {
			return nil
		}
	}
}

// The sequences that are sent, as ECMA-48 and DEC have them.
const (
	hideCursor = "\x1b[?25l"
	showCursor = "\x1b[?25h"
	wipeBelow  = "\r\x1b[J"
)

// wipe goes back to where the question began and removes it.
func (k *keys) wipe() string {
	up := ""
	if k.rows > 1 {
		up = fmt.Sprintf("\x1b[%dA", k.rows-1)
	}
	k.rows = 0
	return up + wipeBelow
}

// draw draws the question in place of what was drawn of it before.
func (k *keys) draw(q Question, a answer, help, fault string) error {
	w := k.c.Words
	hints := []string{w.Text(help)}
	if !q.First {
		hints = append(hints, w.Text("ask.keys.back"))
	}
	if a.writes() {
		hints = append(hints, w.Text("ask.keys.stopText"))
	} else {
		hints = append(hints, w.Text("ask.keys.stop"))
	}
	var above, below []string
	for _, l := range wrap(clean.Line(q.Text), k.width()) {
		above = append(above, k.bold(l))
	}
	below = append(below, "")
	if fault != "" {
		below = append(below, wrap(fault, k.width())...)
	}
	below = append(below, wrap(strings.Join(hints, " · "), k.width())...)
	most := max(k.height()-len(above)-len(below)-1, 1)
	rows := slices.Concat(above, a.rows(k, q, most), below)
	out := k.wipe() + strings.Join(rows, "\r\n")
	k.rows = len(rows)
	_, err := io.WriteString(k.c.Out, out)
	return err
}

// width is that of the terminal now; a window may have been drawn larger.
func (k *keys) width() int {
	w, _ := k.size()
	return w
}

// lowest is the height that is reckoned with where a terminal does not say.
const lowest = 24

func (k *keys) height() int {
	_, h := k.size()
	return h
}

func (k *keys) size() (width, height int) {
	if f, ok := k.c.Out.(interface{ Fd() uintptr }); ok {
		if w, h, err := term.GetSize(int(f.Fd())); err == nil && w > 0 && h > 0 {
			return w, h
		}
	}
	return k.c.Width, lowest
}

// escapeWait is how long the rest of a key may take that begins with the escape
// character. Where nothing comes it was the key itself.
const escapeWait = 50 * time.Millisecond

// next reads one key: a letter, or a name such as "up" or "ctrl+c". A key that has no
// name here is "".
func (k *keys) next(ctx context.Context) (string, error) {
	for len(k.buf) == 0 || k.buf[0] != escape && !utf8.FullRune(k.buf) {
		if _, err := k.more(ctx, 0); err != nil {
			return "", err
		}
	}
	if k.buf[0] == escape {
		return k.escaped(ctx)
	}
	r, n := utf8.DecodeRune(k.buf)
	k.buf = k.buf[n:]
	switch r {
	case '\r', '\n':
		return "enter", nil
	case '\t':
		return "tab", nil
	case 0x7f, '\b':
		return "backspace", nil
	case 0x03:
		return "ctrl+c", nil
	case 0x04:
		return "ctrl+d", nil
	}
	return string(r), nil
}

const escape = 0x1b

// escaped reads a key that is sent as a sequence.
func (k *keys) escaped(ctx context.Context) (string, error) {
	for n := 1; ; n++ {
		for n >= len(k.buf) {
			more, err := k.more(ctx, escapeWait)
			if err != nil {
				return "", err
			}
			if !more {
				k.buf = nil
				return "esc", nil
			}
		}
		switch b := k.buf[n]; {
		case n == 1 && b != '[' && b != 'O':
			k.buf = k.buf[1:] // the key itself, and then another
			return "esc", nil
		case n > 1 && b >= 0x40 && b <= 0x7e:
			name := map[string]string{
				"A": "up", "B": "down", "C": "right", "D": "left", "H": "home", "F": "end", "1~": "home", "4~": "end",
			}[string(k.buf[2:n+1])]
			k.buf = k.buf[n+1:]
			return name, nil
		case b < ' ' || n > maxSequence: // it never ends: what follows is read by itself
			k.buf = k.buf[n:]
			return "", nil
		}
	}
}

// maxSequence is the longest sequence of a key, in bytes.
const maxSequence = 32

// more waits for bytes, a while or for ever; it is false when none came in time.
func (k *keys) more(ctx context.Context, wait time.Duration) (bool, error) {
	var late <-chan time.Time
	if wait > 0 {
		late = time.After(wait)
	}
	want := k.want
	for {
		select {
		case <-ctx.Done():
			return false, ErrInterrupted
		case <-late:
			return false, nil
		case want <- struct{}{}:
			want = nil
		case got := <-k.in:
			k.buf = append(k.buf, got.b...)
			switch {
			case len(got.b) > 0:
				return true, nil
			case got.err != nil: // the end, or a terminal that is gone
				return false, ErrEnded
			}
			want = k.want
		}
	}
}
