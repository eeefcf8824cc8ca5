package scanner_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

// What is suggested is news to the family: not what it has declared itself, not
// twice, and no longer than a list that is read.
func TestSuggestionsAreNews(t *testing.T) {
	suggestion := func(id exposure.SourceID, value string) audit.Suggestion {
		return audit.Suggestion{Subject: "anna", Source: id, Kind: "link", Value: value}
	}
	site := &fake{Source: household.Source{ID: "a-sida", Subject: "anna", Kind: exposure.Page, At: blog, Section: true, Visibility: exposure.Open}, steps: []step{{text: quiet}}}
	flow := &fake{Source: household.Source{ID: "b-flode", Subject: "erik", Kind: exposure.Feed, At: "http://lind.example/index.xml", Visibility: exposure.Open}, steps: []step{{text: quiet}}}
	diary := posts("c-dagbok", quiet)
	site.suggestions = []audit.Suggestion{suggestion("a-sida", flow.At), suggestion("a-sida", "https://ny.example/")}
	other := suggestion("b-flode", "https://ny.example/")
	other.Subject = "erik"
	flow.suggestions = []audit.Suggestion{other}
	diary.suggestions = []audit.Suggestion{suggestion("c-dagbok", "https://ny.example/"), suggestion("c-dagbok", blog+"ett/"), suggestion("c-dagbok", "http://lind.example/bloggen/")}
	a := newRig(t, site, flow, diary).mustRun(t)
	want := []audit.Suggestion{suggestion("a-sida", "https://ny.example/"), other, suggestion("c-dagbok", "http://lind.example/bloggen/")}
	if d := cmp.Diff(want, a.Suggestions); d != "" {
		t.Errorf("suggestions (-want +got):\n%s", d)
	}

	for i := range 50 {
		diary.suggestions = append(diary.suggestions, suggestion("c-dagbok", fmt.Sprintf("https://ny%d.example/", i)))
	}
	if n := len(newRig(t, site, flow, diary).mustRun(t).Suggestions); n != 20+1 {
		t.Errorf("%d suggestions; want 20 for anna and one for erik", n)
	}
}
