package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

var (
	//go:embed meeting.html.tmpl
	meetingSource string
	//go:embed meeting.css
	meetingStyle string
)

// meeting is what the sheet of a meeting starts from.
type meeting struct {
	head
	*report.MeetingView
}

// WriteMeeting writes the sheet of the one who leads a meeting, to be read on a screen
// and to be printed and written on. The error is the writer's.
func WriteMeeting(w io.Writer, v *report.MeetingView) error {
	return write(w, "meeting", meeting{head{own: meetingStyle}, v}, meetingSource)
}
