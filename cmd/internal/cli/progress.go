package cli

import (
	"fmt"
	"io"
	"strings"

	"lampan/report/clean"
	"lampan/scanner"
)

// progressWidth is assumed where a terminal does not say how wide it is.
const progressWidth = 80

// progress shows one line on a terminal while sources are read, and nothing in
// a pipe. The engine calls show from one goroutine at a time.
type progress struct {
	w        io.Writer
	width    int
	line     func(p scanner.Progress, finished int) string
	finished int
	drawn    bool
}

func (a *App) newProgress() *progress {
	width, ok := a.Terminal(a.Err)
	if !ok {
		return &progress{}
	}
	if width <= 0 {
		width = progressWidth
	}
	return &progress{w: a.Err, width: width, line: func(p scanner.Progress, finished int) string {
		return a.t("audit.reading", "n", finished, "m", p.Total, "what", clean.Line(p.At), "documents", p.Documents)
	}}
}

func (p *progress) show(s scanner.Progress) {
	if p.w == nil {
		return
	}
	if s.Done {
		p.finished++
	}
	text := []rune(p.line(s, p.finished))
	// One column is left free: a full line would make some terminals wrap.
	if len(text) > p.width-1 {
		text = text[:p.width-1]
	}
	fmt.Fprintf(p.w, "\r%s%s", string(text), strings.Repeat(" ", max(0, p.width-1-len(text))))
	p.drawn = true
}

// done wipes the line, so that what is printed next starts clean.
func (p *progress) done() {
	if p.w != nil && p.drawn {
		fmt.Fprintf(p.w, "\r%s\r", strings.Repeat(" ", p.width-1))
	}
}
