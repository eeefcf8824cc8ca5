package decode_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

func june(d, hour, minute int) time.Time {
	return time.Date(2026, 6, d, hour, minute, 0, 0, stockholm)
}

// lines turns faults into "line reason".
func lines(t *testing.T, faults []error) []string {
	t.Helper()
	var got []string
	for _, err := range faults {
		e, ok := errors.AsType[*source.Error](err)
		if !ok || e.Locator != "file" {
			t.Fatalf("error %v is no *source.Error that names the file", err)
		}
		got = append(got, strings.TrimPrefix(err.Error(), "read "))
	}
	return got
}

func TestPosts(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []decode.Post
		faults     []string
	}{
		{"blank lines", "ett\nmer\n\n\ntvå\r\n", []decode.Post{{Line: 1, Text: "ett\nmer"}, {Line: 5, Text: "två"}}, nil},
		{"dates", "2026-06-01\nett\n\nstycke två\n\n2026-06-02 18:30\ntvå", []decode.Post{
			{Line: 1, Text: "ett\n\nstycke två", Published: june(1, 0, 0)}, {Line: 6, Text: "två", Published: june(2, 18, 30)},
		}, nil},
		{"rules", "ett\n\nmer\n---\n2026-06-01\ntvå\n-----\n", []decode.Post{
			{Line: 1, Text: "ett\n\nmer"}, {Line: 5, Text: "två", Published: june(1, 0, 0)},
		}, nil},
		{"a date with its zone", "2026-06-01T08:00:00+02:00\nett", []decode.Post{{Line: 1, Text: "ett", Published: june(1, 8, 0)}}, nil},
		{"a date in the text is text", "2026-06-01 åker vi\n\ntvå", []decode.Post{{Line: 1, Text: "2026-06-01 åker vi"}, {Line: 3, Text: "två"}}, nil},
		{
			"no such day", "ett\n\n2026-02-30\ntvå\n2026-06-01\ntre",
			[]decode.Post{
				{Line: 1, Text: "ett"}, {Line: 3, Text: "två"}, {Line: 5, Text: "tre", Published: june(1, 0, 0)},
			},
			[]string{"file:3: no-such-day: the calendar has no such day"},
		},
		{"Latin-1", "Malm\xf6", []decode.Post{{Line: 1, Text: "Malmö"}}, nil},
		{"byte-order mark", "\xEF\xBB\xBF2026-06-01\nett", []decode.Post{{Line: 1, Text: "ett", Published: june(1, 0, 0)}}, nil},
		{"UTF-16", "\xff\xfee\x00t\x00t\x00", []decode.Post{{Line: 1, Text: "ett"}}, nil},
		{"JSON lines", `{"date":"2026-06-01","text":"ett","title":"T","likes":3}` + "\n\n" + `{"text":"två"}`, []decode.Post{
			{Line: 1, Title: "T", Text: "ett", Published: june(1, 0, 0)}, {Line: 3, Text: "två"},
		}, nil},
		{
			"JSON lines with faults", strings.Join([]string{`{"text":"ett"}`, `{"text":"cut of`, `[1]`, `{"text":4}`, `{"date":"igår","text":"två"}`, `{"date":"2026-06-01"}`, strings.Repeat(`{"a":`, 100_000), `{"text":"tre"}`}, "\n"),
			[]decode.Post{{Line: 1, Text: "ett"}, {Line: 5, Text: "två"}, {Line: 8, Text: "tre"}},
			[]string{
				"file:2: malformed: not a JSON object with date, title and text", "file:3: malformed: not a JSON object with date, title and text",
				"file:4: malformed: not a JSON object with date, title and text", "file:5: malformed: not a date such as 2026-06-01",
				"file:6: malformed: no text", "file:7: malformed: not a JSON object with date, title and text",
			},
		},
		{"nothing", " \n\n", nil, nil},
		{"no text file", "PK\x03\x04\x00\x00", nil, []string{"file: malformed: not a text file"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			posts, faults := decode.Posts("file", []byte(tc.text), stockholm)
			if diff := cmp.Diff(tc.want, posts); diff != "" {
				t.Errorf("posts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.faults, lines(t, faults)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

// A line that is only a date starts a post, however people write it.
func TestPostsDayLines(t *testing.T) {
	day := time.Date(2026, 11, 20, 0, 0, 0, 0, stockholm)
	evening := time.Date(2026, 11, 20, 18, 30, 0, 0, stockholm)
	for line, want := range map[string]time.Time{
		"2026-11-20": day, "2026-11-20:": day, "  2026-11-20  ": day, "fredag 2026-11-20": day,
		"20 november 2026": day, "20 nov 2026": day, "20 nov. 2026": day, "20 November 2026": day, "20 NOVEMBER 2026": day,
		"fredag 20 november 2026": day, "Fredagen den 20 november 2026": day, "fre 20 nov 2026": day, "den 20:e november 2026": day,
		"November 20, 2026": day, "Nov 20 2026": day, "Friday, November 20th, 2026": day, "20th of November 2026": day,
		"20/11 2026": day, "20/11/2026": day, "20/11-2026": day, "20.11.2026": day, "fredag 20/11 2026": day,
		"2026-11-20 18:30": evening, "2026-11-20 18.30": evening, "2026-11-20T18:30:00+02:00": evening, "20 november 2026 18:30": evening,
		"20 november 2026 kl. 18:30": evening, "20 november 2026, klockan 18.30": evening, "November 20, 2026 at 6:30 PM": evening,
		"20/11/2026, 18:30:00": evening, "12 maj 2026": time.Date(2026, 5, 12, 0, 0, 0, 0, stockholm),
		"May 12, 2026 12:05 am": time.Date(2026, 5, 12, 0, 5, 0, 0, stockholm),
	} {
		posts, faults := decode.Posts("file", []byte("ett\n\nmer\n"+line+"\ntvå"), stockholm)
		if len(posts) != 2 || len(faults) > 0 || !posts[1].Published.Equal(want) || posts[1].Line != 4 || posts[1].Text != "två" {
			t.Errorf("%q: posts %+v, faults %v; want a second post of %v", line, posts, faults, want)
		}
	}
	// One that the calendar or the clock does not have says so and starts a
	// post without a date.
	for _, line := range []string{
		"2026-11-32", "2026-13-01", "2026-00-10", "31 november 2026", "30 februari 2026", "29 februari 2026", "0 maj 2026", "February 29, 2026",
		"11/20/2026", "0/5 2026", "20 november 2026 25:10", "20 november 2026 18:60", "20 november 2026 at 13:10 pm", "20 november 1026", "2026-11-32 10:00",
	} {
		posts, faults := decode.Posts("file", []byte("ett\n"+line+"\ntvå"), stockholm)
		want := []string{"file:2: no-such-day: the calendar has no such day"}
		if diff := cmp.Diff(want, lines(t, faults)); diff != "" || len(posts) != 2 || !posts[1].Published.IsZero() {
			t.Errorf("%q: posts %+v, faults (-want +got):\n%s", line, posts, diff)
		}
	}
	// What only looks like one is text.
	for _, line := range []string{
		"20 november", "november 2026", "20 personer 2026", "den 20 november 2026 åker vi", "vi åker 20 november 2026", "20 november 2026!",
		"2026", "18:30", "20/11", "070-174 06 05", "1/2 20261", "mandag 20 november 2026", "20 november 2026 och 2027",
	} {
		posts, faults := decode.Posts("file", []byte("---\nett\n"+line+"\ntvå"), stockholm)
		if len(posts) != 1 || len(faults) > 0 {
			t.Errorf("%q: posts %+v, faults %v; want one post", line, posts, faults)
		}
	}
	posts, faults := decode.Posts("file", []byte(`{"date":"fredag 20 november 2026","text":"ett"}`), stockholm)
	if len(faults) > 0 || !posts[0].Published.Equal(day) {
		t.Errorf("JSON line: posts %+v, faults %v", posts, faults)
	}
}

// What household.yaml says of the format is how it is read.
func TestPostsTemplate(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		var plain, jsonLines []byte
		for line := range strings.Lines(string(household.Template(lang, "k7f3a9c2"))) {
			switch example, ok := strings.CutPrefix(line, "#    "); {
			case ok && strings.HasPrefix(example, "{"):
				jsonLines = append(jsonLines, example...)
			case ok:
				plain = append(plain, example...)
			}
		}
		posts, faults := decode.Posts("file", plain, stockholm)
		if len(faults) > 0 || len(posts) != 2 || !posts[0].Published.Equal(june(1, 0, 0)) || !posts[1].Published.IsZero() {
			t.Errorf("%s: posts %+v, faults %v; want one with a date and one without", lang, posts, faults)
		}
		more, faults := decode.Posts("file", jsonLines, stockholm)
		if len(faults) > 0 || len(more) != 1 || !more[0].Published.Equal(june(1, 0, 0)) || more[0].Title == "" || more[0].Text != posts[0].Text {
			t.Errorf("%s: JSON posts %+v, faults %v; want the first again", lang, more, faults)
		}
	}
}

func FuzzPosts(f *testing.F) {
	for _, s := range []string{"2026-06-01\nett\n---\n", `{"text":"a"}` + "\n{", "a\n\nb", "\xff\xfe\x00", "---\n2026-13-01\n", "fredag 20 nov. 2026 kl 18.30\na\n31/2 2026\nb"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		posts, faults := decode.Posts("file", data, time.UTC)
		size, last := 0, 0
		for _, p := range posts {
			size += len(p.Title) + len(p.Text)
			if !utf8.ValidString(p.Title+p.Text) || strings.ContainsRune(p.Title+p.Text, 0) {
				t.Errorf("not clean text: %q", p.Text)
			}
			if p.Line <= last || strings.TrimSpace(p.Title+p.Text) == "" {
				t.Errorf("post %+v after line %d: lines must grow, and posts hold text", p, last)
			}
			last = p.Line
		}
		if size > 3*len(data) {
			t.Errorf("%d bytes came of %d", size, len(data))
		}
		for _, err := range faults {
			if _, ok := errors.AsType[*source.Error](err); !ok {
				t.Errorf("error %v is no *source.Error", err)
			}
		}
	})
}
