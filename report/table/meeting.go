package table

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"lampan/report"
)

// WriteMeeting writes the sheet of the one who leads a meeting. The error is the
// writer's.
func WriteMeeting(w io.Writer, v *report.MeetingView, o Options) error {
	p := newPage(o)
	p.title(v.Title, v.Occasion)
	p.text(v.Intro)
	p.part(v.Before, "☐ ")
	p.part(v.Good, "")
	p.heading(v.Paper.Part)
	if len(v.Topics) == 0 {
		p.text(v.Idle)
	}
	for _, t := range v.Topics {
		p.strong(fmt.Sprintf("%d. %s (%s)", t.Number, t.Title, t.Who))
		p.text(t.Chain)
		p.text(t.Why)
		p.text(t.State)
		p.item(v.Paper.Ask + ": " + t.Ask)
		p.item(v.Paper.Listen + ": " + t.Listen)
		p.item(v.Paper.Agree + ": " + t.Step)
		p.item(v.Paper.Owner + ": " + strings.Join(full(t.Owner, t.Time), ", ") + ". " + v.Paper.Day + ": " + cmp.Or(t.Due, blank))
		p.item(v.Paper.Notes + ": " + blank)
	}
	p.gap()
	p.text(v.Rest)
	for _, c := range v.Children {
		p.part(c, "")
	}
	p.part(v.Unknown, "")
	p.part(v.Again, "")
	p.part(v.Next, "")
	p.part(v.Care, "")
	p.part(v.Then, "")
	return p.flush(w)
}

// blank is room to write in.
const blank = "________"

// part writes a part of a sheet, each line behind a mark.
func (p *page) part(s report.SheetPart, mark string) {
	if len(s.Lines) == 0 {
		return
	}
	p.heading(s.Title)
	p.text(s.Intro)
	for _, line := range s.Lines {
		p.item(mark + line)
	}
}
