package decode_test

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

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
			[]string{"file:3: malformed: no such date"},
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

func FuzzPosts(f *testing.F) {
	for _, s := range []string{"2026-06-01\nett\n---\n", `{"text":"a"}` + "\n{", "a\n\nb", "\xff\xfe\x00", "---\n2026-13-01\n"} {
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
