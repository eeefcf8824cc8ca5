// Package ask holds a conversation with whoever sits at the keyboard: a page of
// text, a question with one answer or several, a few words of their own. On a
// terminal answers are picked with the arrow keys; in plain form everything is
// numbered lines, for screen readers, plain terminals and files.
//
// It knows nothing of what is talked about and keeps nothing. Every text that it
// is given is cleaned of what a terminal would obey, and every answer that it
// gives back is valid UTF-8 without control characters.
package ask

import (
	"context"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"lampan/report/clean"
	"lampan/report/message"
	"lampan/report/table"
)

// How a question ends without an answer. The first two are choices.
var (
	ErrBack        = errors.New("back to the question before")
	ErrStop        = errors.New("stopped")
	ErrInterrupted = errors.New("interrupted")
	ErrEnded       = errors.New("the input ended")
	ErrLost        = errors.New("the answers cannot be understood")
)

// Asker asks. Only one question is asked at a time. Each of its questions ends
// with one of the errors above when there is no answer, or with the stream's own.
type Asker interface {
	// Show writes a page and asks nothing.
	Show(p Page) error
	// One asks for one of the options and gives its index. At is the option that
	// is proposed; -1 proposes none.
	One(ctx context.Context, q Question, at int) (int, error)
	// Many asks for any of the options and gives their indices in order. Chosen
	// are those that stand chosen from the start; least is how many it takes.
	Many(ctx context.Context, q Question, chosen []int, least int) ([]int, error)
	// Text asks for a line of the person's own words, without spaces around it;
	// it may be empty.
	Text(ctx context.Context, q Question, t Text) (string, error)
}

// Question is what is asked. Options are empty where the answer is free text.
type Question struct {
	Text    string
	Options []string
	First   bool // there is no question to go back to
}

// Text says what a line may be.
type Text struct {
	Now string // what stands there already
	Max int    // characters
	// Refuse says in a sentence why a line cannot be taken; "" takes it.
	Refuse func(string) string
}

// Page is text to read.
type Page struct {
	Title string // may be empty
	Lines []Line
}

// Line is a paragraph. What it goes on with stands under its beginning, to the
// right of the mark.
type Line struct {
	Mark  string // such as "1. "; may be empty
	Text  string
	Whole bool // never broken: an address to copy
}

// Config is what a conversation needs.
type Config struct {
	In    io.Reader
	Out   io.Writer
	Words *message.Catalog
	// Width is the terminal's, in columns; 0 leaves lines as they are.
	Width int
	// Echo says that In is not a terminal, so that what was answered is not seen.
	Echo bool
	// Bold says that titles and questions may stand out.
	Bold bool
}

// Confirm asks for a yes or a no, whatever options the question has; yes is what is
// proposed.
func Confirm(ctx context.Context, a Asker, words *message.Catalog, q Question, yes bool) (bool, error) {
	q.Options = []string{words.Text("ask.yes"), words.Text("ask.no")}
	at := 1
	if yes {
		at = 0
	}
	n, err := a.One(ctx, q, at)
	return n == 0, err
}

// Widths between which lines are laid out; longer ones are hard to follow.
const (
	narrow = 20
	wide   = 80
)

// render lays a page out, each line with its line break.
func (p Page) render(width int, title func(string) string) string {
	var b strings.Builder
	put := func(mark, s string, style func(string) string) {
		for i, l := range wrap(s, width-utf8.RuneCountInString(mark)) {
			if i > 0 {
				mark = strings.Repeat(" ", utf8.RuneCountInString(mark))
			}
			b.WriteString(mark + style(l) + "\n")
		}
	}
	b.WriteString("\n")
	if p.Title != "" {
		put("", clean.Line(p.Title), title)
	}
	for _, l := range p.Lines {
		if l.Whole {
			b.WriteString(l.Mark + clean.Line(l.Text) + "\n")
			continue
		}
		put(l.Mark, clean.Line(l.Text), plain)
	}
	return b.String()
}

func plain(s string) string { return s }

// wrap breaks a text between words; width 0 leaves it whole.
func wrap(s string, width int) []string {
	if width <= 0 {
		return []string{s}
	}
	return table.Wrap(s, min(max(width, narrow), wide))
}

// fault says what is wrong with a line of free text, in a sentence.
func (t Text) fault(words *message.Catalog, s string) string {
	s = clean.Line(s)
	switch {
	case strings.ContainsRune(s, utf8.RuneError):
		return words.Text("ask.odd")
	case utf8.RuneCountInString(s) > t.Max:
		return words.Text("ask.long", "max", t.Max)
	case t.Refuse != nil:
		return t.Refuse(s)
	}
	return ""
}
