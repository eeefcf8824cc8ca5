package html_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/tone"
	"lampan/scanner/audit"
)

// pages are the pages that a family reads, of an audit.
func pages(t *testing.T, a *audit.Audit, lang exposure.Lang) map[string]string {
	t.Helper()
	p, catalogue := reporttest.Pack(), reporttest.Places()
	v := report.Build(a, p, catalogue, lang)
	out := map[string]string{}
	for name, write := range map[string]func(io.Writer) error{
		"report": func(w io.Writer) error { return html.Write(w, v) },
		"slides": func(w io.Writer) error { return html.WriteSlides(w, v, true) },
		"plan": func(w io.Writer) error {
			return html.WritePlan(w, report.BuildPlan(a, p, catalogue, nil, a.At, "", lang))
		},
		"comparison": func(w io.Writer) error {
			return html.WriteComparison(w, report.BuildComparison(compare.Audits(a, a, p), p, catalogue, lang))
		},
		"child": func(w io.Writer) error {
			c, err := report.BuildChild(a, p, catalogue, "elsa", lang)
			if err != nil {
				return err
			}
			return html.WriteChild(w, c)
		},
	} {
		var b bytes.Buffer
		if err := write(&b); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		out[name] = reporttest.Prose(b.String())
	}
	return out
}

// running is the text without labels, headings and figures, which would make any page
// look easy.
func running(text string) string {
	var out []string
	for line := range strings.Lines(text) {
		if len(strings.Fields(line)) >= 5 {
			out = append(out, line)
		}
	}
	return strings.Join(out, "")
}

// TestPagesAreCalmAndPlain reads whole pages, in every state and both languages.
func TestPagesAreCalmAndPlain(t *testing.T) {
	for state, a := range reporttest.States() {
		for _, lang := range exposure.Langs() {
			for name, text := range pages(t, a, lang) {
				if words := len(strings.Fields(text)); words < tone.WholeWords {
					t.Errorf("%s %s %s: %d words; does the test still read the page?", state, name, lang, words)
				}
				for _, f := range append(tone.Lint(lang, text), tone.Lint(lang, running(text))...) {
					t.Errorf("%s %s %s: %v", state, name, lang, f)
				}
			}
		}
	}
}

// TestPagesAreReadWhole plants faults where a page may hold them.
func TestPagesAreReadWhole(t *testing.T) {
	for page, want := range map[string]int{
		"<p>Det är <b>farligt</b>.</p>":                                                         1,
		"<svg><title>Det är farligt</title></svg>":                                              1,
		"<p>Köp&nbsp;nu</p>":                                                                    1,
		"<blockquote>Det är farligt!</blockquote><p>Lugnt.</p>":                                 0,
		"<head><title>x</title><style>.fara{}</style></head><p>Lugnt.</p>":                      0,
		"<script>if (!a) fara()</script><code>köp!</code>":                                      0,
		"<ul><li>" + strings.Repeat("ord ", 20) + "<li>" + strings.Repeat("ord ", 20) + "</ul>": 0,
		"<p>" + strings.Repeat("ord ", 25) + "</p>":                                             1,
	} {
		if got := tone.Lint(exposure.Swedish, reporttest.Prose(page)); len(got) != want {
			t.Errorf("%s: %v; want %d faults", page, got, want)
		}
	}
}
