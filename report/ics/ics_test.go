package ics_test

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	parse "github.com/arran4/golang-ical"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/report"
	"lampan/report/ics"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

var update = flag.Bool("update", false, "write the golden files")

// made is when the calendars of these tests are made.
var made = time.Date(2026, time.July, 15, 18, 30, 0, 0, time.FixedZone("", 2*3600))

func view(lang exposure.Lang) *report.PlanView {
	a, said, on := reporttest.Plan()
	return report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", lang)
}

func write(t testing.TB, v *report.PlanView) string {
	t.Helper()
	var buf bytes.Buffer
	if err := ics.Write(&buf, v, made); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestWriteGolden(t *testing.T) {
	for _, lang := range exposure.Langs() {
		got := write(t, view(lang))
		path := filepath.Join("testdata", "plan."+string(lang)+".ics")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), got); diff != "" {
			t.Errorf("%s differs; read the change and run with -update (-want +got):\n%s", path, diff)
		}
	}
}

// events reads a calendar with a library that is not ours.
func events(t testing.TB, text string) []*parse.VEvent {
	t.Helper()
	c, err := parse.ParseCalendar(strings.NewReader(text))
	if err != nil {
		t.Fatalf("the calendar cannot be read: %v\n%s", err, text)
	}
	if len(c.Events()) != len(c.Components) {
		t.Fatalf("%d of %d components are events", len(c.Events()), len(c.Components))
	}
	return c.Events()
}

func value(e *parse.VEvent, p parse.ComponentProperty) string {
	if at := e.GetProperty(p); at != nil {
		return at.Value
	}
	return ""
}

func TestAnotherReaderUnderstands(t *testing.T) {
	v := view(exposure.Swedish)
	got := events(t, write(t, v))
	dated := v.Dated()
	if len(dated) != 2 || len(got) != len(dated) {
		t.Fatalf("%d events of %d steps; want two", len(got), len(dated))
	}
	for i, e := range got {
		start, err := e.GetAllDayStartAt()
		if err != nil {
			t.Fatal(err)
		}
		end, err := e.GetAllDayEndAt()
		if err != nil {
			t.Fatal(err)
		}
		stamp, err := e.GetDtStampTime()
		if err != nil {
			t.Fatal(err)
		}
		if y := dated[i].DueOn; start.Format(time.DateOnly) != y.Format(time.DateOnly) || end.Sub(start) != 24*time.Hour || !stamp.Equal(made) {
			t.Errorf("from %v to %v, made %v; want the whole of %v", start, end, stamp, y)
		}
		if want := dated[i].Owner + ": " + dated[i].Act; value(e, parse.ComponentPropertySummary) != want {
			t.Errorf("summary %q; want %q", value(e, parse.ComponentPropertySummary), want)
		}
		if len(e.Alarms()) != 1 {
			t.Errorf("%d alarms; want one", len(e.Alarms()))
		}
	}
}

// The same step keeps its UID when its day, its owner and the language change, and two
// cases share none.
func TestUIDIsStable(t *testing.T) {
	uids := func(v *report.PlanView) (out []string) {
		for _, e := range events(t, write(t, v)) {
			out = append(out, e.Id())
		}
		return out
	}
	v := view(exposure.Swedish)
	want := uids(v)
	if slices.Sort(want); len(slices.Compact(slices.Clone(want))) != len(want) {
		t.Fatalf("two events share a UID: %v", want)
	}
	moved := view(exposure.English)
	for i := range moved.Start {
		moved.Start[i].Owner = "Erik"
		if !moved.Start[i].DueOn.IsZero() {
			moved.Start[i].DueOn = moved.Start[i].DueOn.AddDate(0, 1, 0)
		}
	}
	got := uids(moved)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("UIDs (-want +got):\n%s", diff)
	}
	other := view(exposure.Swedish)
	other.Case = "another"
	for _, id := range uids(other) {
		if slices.Contains(want, id) {
			t.Errorf("another case has the UID %s too", id)
		}
	}
}

// A step that is said to be done is nothing to be reminded of.
func TestDoneIsLeftOut(t *testing.T) {
	v := view(exposure.Swedish)
	n := len(v.Dated())
	for i := range v.Start {
		if !v.Start[i].DueOn.IsZero() {
			v.Start[i].State = todo.Said
			break
		}
	}
	if got := len(events(t, write(t, v))); got != n-1 {
		t.Errorf("%d events; want %d", got, n-1)
	}
}

// allowed are the lines that an event may begin with.
var allowed = []string{
	"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//lampan//plan//", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:",
	"BEGIN:VEVENT", "UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "DTEND;VALUE=DATE:", "SUMMARY:", "DESCRIPTION:", "CLASS:PRIVATE",
	"TRANSP:TRANSPARENT", "STATUS:CONFIRMED", "BEGIN:VALARM", "ACTION:DISPLAY", "TRIGGER:PT9H", "END:VALARM", "END:VEVENT", "END:VCALENDAR",
}

// escaped is a value of type TEXT.
var escaped = regexp.MustCompile(`^(?:[^\\;,]|\\[\\;,])*$`)

// wellFormed checks what RFC 5545 says of lines, and that no value begins one.
func wellFormed(t interface{ Fatalf(string, ...any) }, text string) {
	if !utf8.ValidString(text) || !strings.HasSuffix(text, "\r\n") {
		t.Fatalf("no UTF-8 lines: %q", text)
	}
	for l := range strings.SplitSeq(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if len(l) > 75 || !utf8.ValidString(l) || strings.ContainsFunc(l, func(r rune) bool { return r < ' ' || r == 0x7f }) {
			t.Fatalf("a line of %d octets: %q", len(l), l)
		}
	}
	for l := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n ", ""), "\r\n") {
		if name, val, _ := strings.Cut(l, ":"); (name == "SUMMARY" || name == "DESCRIPTION") && !escaped.MatchString(val) {
			t.Fatalf("a text with what means something else: %q", l)
		}
		if l != "" && !slices.ContainsFunc(allowed, func(a string) bool { return strings.HasPrefix(l, a) }) {
			t.Fatalf("a property that nobody wrote: %q", l)
		}
	}
}

// icsPayloads would begin properties, components or links of their own in a calendar.
var icsPayloads = []string{
	"x\r\nATTACH:https://x.invalid/a", "x\nBEGIN:VALARM\nACTION:EMAIL\nEND:VALARM", "x\\nURL:https://x.invalid", "a;b,c\\;d\\,e\\",
	"\r\n DTSTART:19700101T000000Z", "END:VEVENT\r\nBEGIN:VEVENT", "x\u0085ATTENDEE:mailto:x@x.invalid", "x\u2028ORGANIZER:mailto:x",
	strings.Repeat("å", 200), strings.Repeat("👩‍👧", 60), "\\", strings.Repeat("\\", 80), "\"; ALTREP=\"https://x.invalid\":y", "^n^'^^",
}

func TestHostileTextsStayText(t *testing.T) {
	_, said, on := reporttest.Plan()
	for _, payload := range slices.Concat(icsPayloads, reporttest.Payloads()) {
		a := reporttest.Hostile(payload)
		reporttest.Mark(a, said, on)
		v := report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", exposure.Swedish)
		text := write(t, v)
		wellFormed(t, text)
		if got := events(t, text); len(got) != len(v.Dated()) || len(got) == 0 {
			t.Fatalf("%q: %d events of %d", payload, len(got), len(v.Dated()))
		}
		// And where a view were not clean, the writer is.
		for i := range v.Start {
			s := &v.Start[i]
			s.Act, s.Owner, s.Code, s.Time, s.ID = payload, payload, payload, payload, exposure.FindingID(payload)
		}
		v.Case = payload
		wellFormed(t, write(t, v))
	}
}

// TestTextsComeThrough: whatever a text of the plan says, another reader reads it so.
func TestTextsComeThrough(t *testing.T) {
	base := view(exposure.English)
	rapid.Check(t, func(t *rapid.T) {
		act := strings.Join(strings.Fields(rapid.StringMatching(`[a-zåäö ,;:.\\"'éü–👩(){}=]{1,200}`).Draw(t, "act")), " ")
		if act == "" {
			return
		}
		v := *base
		v.Start = slices.Clone(v.Start)
		for i := range v.Start {
			v.Start[i].Act, v.Start[i].Owner = act, "Anna"
		}
		var buf bytes.Buffer
		if err := ics.Write(&buf, &v, made); err != nil {
			t.Fatal(err)
		}
		wellFormed(t, buf.String())
		c, err := parse.ParseCalendar(&buf)
		if err != nil {
			t.Fatal(err)
		}
		if got := value(c.Events()[0], parse.ComponentPropertySummary); got != "Anna: "+act {
			t.Fatalf("read %q; want %q", got, "Anna: "+act)
		}
	})
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriteReturnsTheWritersError(t *testing.T) {
	if err := ics.Write(broken{}, view(exposure.Swedish), made); err == nil {
		t.Error("no error")
	}
}
