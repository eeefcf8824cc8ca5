package markdown

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"lampan/report"
)

// WriteMeeting writes the sheet of the one who leads a meeting. The error is the
// writer's.
func WriteMeeting(w io.Writer, v *report.MeetingView) error {
	d := &document{}
	d.heading(1, v.Title)
	d.text(v.Occasion)
	d.text(v.Intro)
	d.part(v.Before)
	d.part(v.Good)
	d.heading(2, v.Paper.Part)
	if len(v.Topics) == 0 {
		d.text(v.Idle)
	}
	for _, t := range v.Topics {
		d.heading(3, strconv.Itoa(t.Number)+" · "+t.Title+" ("+t.Who+")")
		d.text(t.Chain)
		d.text(t.Why)
		d.text(t.State)
		d.list(
			v.Paper.Ask+": "+t.Ask, v.Paper.Listen+": "+t.Listen, v.Paper.Agree+": "+t.Step,
			v.Paper.Owner+": "+strings.Join(full(t.Owner, t.Time), ", ")+". "+v.Paper.Day+": "+cmp.Or(t.Due, blank),
			v.Paper.Notes+": "+blank,
		)
	}
	d.text(v.Rest)
	for _, c := range v.Children {
		d.part(c)
	}
	d.part(v.Unknown)
	d.part(v.Again)
	d.part(v.Next)
	d.part(v.Care)
	d.part(v.Then)
	_, err := w.Write(d.out.Bytes())
	return err
}

// blank is room to write in.
const blank = "…………"

// part writes a part of a sheet, unless it has no lines.
func (d *document) part(s report.SheetPart) {
	if len(s.Lines) == 0 {
		return
	}
	d.heading(2, s.Title)
	d.text(s.Intro)
	d.list(s.Lines...)
}
