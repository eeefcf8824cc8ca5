// Package ics writes the days of a plan as a calendar (RFC 5545) that a phone takes in.
//
// A step is a whole day's event and not one of the standard's tasks, which would say it
// better: the calendars of phones and the large web calendars show events and leave tasks out, or
// take nothing of a file that holds one. The event takes up no time (TRANSP), ends the
// day after as the standard counts it, since some calendars show nothing without an
// end, and reminds at nine in the morning.
//
// Calendars are shared and lie with others, so an event says who does what in the words
// that stand on the fridge, and the step's code. It holds no finding, no address, no
// link and nobody else's name.
package ics

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"lampan/report"
	"lampan/report/clean"
)

// Write writes the calendar: the steps of v.Dated. Now is when it is made. The error is the writer's. A plan
// without a day gives a calendar without an event, which readers may refuse.
func Write(w io.Writer, v *report.PlanView, now time.Time) error {
	c := v.Words()
	var b bytes.Buffer
	line(&b, "BEGIN:VCALENDAR")
	line(&b, "VERSION:2.0")
	line(&b, "PRODID:-//lampan//plan//"+strings.ToUpper(string(v.Lang)))
	line(&b, "CALSCALE:GREGORIAN")
	line(&b, "METHOD:PUBLISH")
	line(&b, "X-WR-CALNAME:"+text(c.Text("plan.ics.name")))
	for _, s := range v.Dated() {
		details := c.Text("plan.ics.details", "time", s.Time, "code", s.Code)
		if s.Time == "" {
			details = c.Text("plan.ics.details-short", "code", s.Code)
		}
		summary := text(c.Text("plan.ics.summary", "name", s.Owner, "act", s.Act))
		line(&b, "BEGIN:VEVENT")
		line(&b, "UID:"+uid(v.Case, s))
		line(&b, "DTSTAMP:"+now.UTC().Format("20060102T150405Z"))
		line(&b, "DTSTART;VALUE=DATE:"+s.DueOn.Format("20060102"))
		line(&b, "DTEND;VALUE=DATE:"+s.DueOn.AddDate(0, 0, 1).Format("20060102"))
		line(&b, "SUMMARY:"+summary)
		line(&b, "DESCRIPTION:"+text(details))
		line(&b, "CLASS:PRIVATE")
		line(&b, "TRANSP:TRANSPARENT")
		line(&b, "STATUS:CONFIRMED")
		line(&b, "BEGIN:VALARM")
		line(&b, "ACTION:DISPLAY")
		line(&b, "TRIGGER:PT9H")
		line(&b, "DESCRIPTION:"+summary)
		line(&b, "END:VALARM")
		line(&b, "END:VEVENT")
	}
	line(&b, "END:VCALENDAR")
	_, err := w.Write(b.Bytes())
	return err
}

// uid is the same for a step as long as its main finding is there, so that a calendar
// moves the event it has instead of adding another. It tells nothing of either.
func uid(of string, s report.PlanStep) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d:%s%s", len(of), of, s.ID))
	return hex.EncodeToString(sum[:16]) + "@plan.lampan.invalid"
}

// text escapes a value of type TEXT. It is one line already; what ends one here would
// begin a property of its own.
func text(s string) string {
	return strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", " ", "\r", " ").Replace(clean.Line(s))
}

// maxOctets is how long a line may be, without its break.
const maxOctets = 75

// line writes a content line, folded between characters: what follows stands on lines
// that begin with a space.
func line(b *bytes.Buffer, s string) {
	n := 0
	for _, r := range s {
		size := utf8.RuneLen(r)
		if n+size > maxOctets {
			b.WriteString("\r\n ")
			n = 1
		}
		b.WriteRune(r)
		n += size
	}
	b.WriteString("\r\n")
}
