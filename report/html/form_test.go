package html_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode"

	nethtml "golang.org/x/net/html"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/message"
	"lampan/report/reporttest"
	"lampan/report/table"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
)

// TestFormIsPaper: every answer has its box, nothing runs or loads, and no text from
// outside becomes more than text, in either form.
func TestFormIsPaper(t *testing.T) {
	core, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	boxes := 0
	for _, q := range core.Questions {
		boxes += len(q.Answers)
	}
	questions := []rules.Question(core.Questions)
	shape := ""
	for i, who := range append([]string{"Anna"}, reporttest.Payloads()...) {
		if i == 1 {
			questions, boxes = questions[:3], 0 // the first three are as hostile as all
			for _, q := range questions {
				boxes += len(q.Answers)
			}
		}
		f := report.NewForm(message.For(exposure.Swedish), report.FormConfig{Who: who, Questions: questions, Command: who})
		var page, text bytes.Buffer
		if err := html.WriteForm(&page, f); err != nil {
			t.Fatal(err)
		}
		if err := table.WriteForm(&text, f); err != nil {
			t.Fatal(err)
		}
		if got, lines := strings.Count(page.String(), "☐"), strings.Count(text.String(), "[ ] "); i == 0 && (got != boxes || lines != boxes) {
			t.Errorf("%d and %d boxes; want %d", got, lines, boxes)
		}
		if strings.ContainsFunc(text.String(), func(r rune) bool { return r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }) {
			t.Errorf("%q acts in a terminal", who)
		}
		got := elements(t, page.Bytes())
		switch {
		case i == 1:
			shape = got
		case i > 1 && got != shape:
			t.Errorf("%q changes the page", who)
		}
		if strings.Contains(got, "script") {
			t.Errorf("%q: a script", who)
		}
	}
}

// elements lists the elements of a page with the names of their attributes.
func elements(t *testing.T, page []byte) string {
	t.Helper()
	var b strings.Builder
	z := nethtml.NewTokenizer(bytes.NewReader(page))
	for z.Next() != nethtml.ErrorToken {
		tok := z.Token()
		if tok.Type == nethtml.StartTagToken || tok.Type == nethtml.SelfClosingTagToken {
			b.WriteString(" " + tok.Data)
			for _, a := range tok.Attr {
				b.WriteString("." + a.Key)
			}
		}
	}
	return b.String()
}
