// Package html writes a report as one file for a browser or a printer. The file
// needs nothing else: no script, no font, no picture from anywhere. A policy in
// its head tells the browser to refuse all of that even if text from outside
// should ask for it, and html/template escapes that text in the first place.
package html

import (
	"bytes"
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"

	"lampan/report"
	"lampan/report/message"
)

//go:embed style.css
var style string

//go:embed report.html.tmpl
var source string

// Write writes the view. The error is the writer's.
func Write(w io.Writer, v *report.View) error {
	return write(w, "report", page{View: v})
}

// WriteComparison writes what changed between two audits. The error is the
// writer's.
func WriteComparison(w io.Writer, v *report.ComparisonView) error {
	return write(w, "comparison", comparison{ComparisonView: v})
}

// page and comparison are what the two documents start from.
type (
	page struct {
		head
		*report.View
	}
	comparison struct {
		head
		*report.ComparisonView
	}
)

// head is what both have in their head.
type head struct{}

// Style is the style sheet. It is a constant of the program.
func (head) Style() template.CSS { return template.CSS(style) } //nolint:gosec // embedded, not from outside

// Policy is the content security policy: nothing may load or run, and of
// styles only the one sheet whose checksum stands here. Pictures may come from
// the page itself, which is how the empty icon keeps browsers from asking.
func (head) Policy() string {
	sum := sha256.Sum256([]byte(style))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

func write(w io.Writer, name string, data any) error {
	t, err := template.New("").Funcs(funcs()).Parse(source)
	if err != nil {
		return err
	}
	// Whole or not at all: a file that ends in the middle looks like a report.
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, name, data); err != nil {
		return err
	}
	_, err = w.Write(buf.Bytes())
	return err
}

// The parts that a template is called with, beside the words.
type (
	stepPart struct {
		Words *message.Catalog
		Step  report.Step
		Deep  bool // it stands under a heading of its own
	}
	chainPart struct {
		Words *message.Catalog
		Chain report.Chain
	}
	weekPart struct {
		Words *message.Catalog
		Week  report.Week
	}
	registerPart struct {
		Words    *message.Catalog
		Register report.Register
	}
	findingPart struct {
		Words   *message.Catalog
		Finding report.Finding
	}
)

func funcs() template.FuncMap {
	return template.FuncMap{
		"step":     func(c *message.Catalog, s report.Step, deep bool) stepPart { return stepPart{c, s, deep} },
		"chain":    func(c *message.Catalog, ch report.Chain) chainPart { return chainPart{c, ch} },
		"week":     func(c *message.Catalog, w report.Week) weekPart { return weekPart{c, w} },
		"register": func(c *message.Catalog, r report.Register) registerPart { return registerPart{c, r} },
		"finding":  func(c *message.Catalog, f report.Finding) findingPart { return findingPart{c, f} },
		"tenfold":  func(n int) int { return 10 * n },
		"share":    func(n, of int) int { return 100 * n / max(of, 1) },
	}
}
