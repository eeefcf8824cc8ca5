package repeat_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/repeat"
)

// moment is a Tuesday evening.
var moment = time.Date(2026, time.May, 5, 17, 42, 0, 0, time.UTC)

func traces(e *extract.Extractor, doc *exposure.Document) []string {
	var out []string
	for _, o := range e.Observe(doc) {
		if o.Kind == exposure.RoutineTrace {
			out = append(out, o.Value+" "+o.Attr("day").String()+" "+o.Attr("time").String())
		}
	}
	return out
}

func TestFind(t *testing.T) {
	e := extract.New(nil)
	day := moment.Truncate(24 * time.Hour)
	for _, tt := range []struct {
		name, text string
		at         time.Time
		want       []string
	}{
		{"the hour of publication", "Fotboll i regn.", moment, []string{"tue|activity|fotb 2026-05-05 17:42"}},
		{"the hour in the text", "Fotboll kl 18.15 i regn.", moment, []string{"tue|activity|fotb 2026-05-05 18:15"}},
		{"a day in the text", "Fotboll på torsdag kl 18.15.", moment, []string{"thu|activity|fotb 2026-05-07 18:15"}},
		{"a position", "Kaffe här: 59.85512, 17.63421", moment, []string{"tue|position|59.855,17.634 2026-05-05 17:42"}},
		{"a day without an hour", "Fotboll på torsdag.", moment, nil},
		{"no hour at all", "Fotboll i regn.", day, nil},
		{"no date", "Fotboll kl 18.15 i regn.", time.Time{}, nil},
		{"every week", "Fotboll varje tisdag kl 18.15.", moment, nil},
		{"not", "Ingen fotboll kl 18.15.", moment, nil},
		{"a stretch of days", "Fotboll hela veckan.", moment, nil},
		{"nothing to do", "Så trött nu.", moment, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := traces(e, &exposure.Document{Kind: exposure.Posts, Text: tt.text, Published: tt.at})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("traces of %q (-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

// A list of many things is no routine, and does not fill the memory.
func TestBounded(t *testing.T) {
	var b strings.Builder
	for i := range 400 {
		fmt.Fprintf(&b, "Kaffe vid 59.%05d, 17.63421. ", 100*i)
	}
	if n := len(traces(extract.New(nil), &exposure.Document{Kind: exposure.Page, Text: b.String(), Published: moment})); n == 0 || n > 16 {
		t.Errorf("%d traces; want some, and at most 16", n)
	}
}

func TestPhoto(t *testing.T) {
	for _, tt := range []struct {
		name, near string
		taken      time.Time
		want       string
	}{
		{"elsewhere", "none", moment, "tue|position|59.855,17.634"},
		{"at home", "home", moment, ""},
		{"no time", "none", time.Time{}, ""},
		{"a day alone", "none", moment.Truncate(24 * time.Hour), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			doc := &exposure.Document{Kind: exposure.Photos, Photo: &exposure.Photo{Taken: tt.taken}}
			o, ok := repeat.Photo(doc, "59.855,17.634", tt.near)
			if o.Value != tt.want || ok != (tt.want != "") {
				t.Errorf("Photo() = %q, %v; want %q", o.Value, ok, tt.want)
			}
		})
	}
}
