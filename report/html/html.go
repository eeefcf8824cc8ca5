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
	"strconv"

	"lampan/report"
	"lampan/report/message"
)

//go:embed style.css
var style string

// The parts that every page may use, and the report itself.
var (
	//go:embed head.html.tmpl
	headSource string
	//go:embed report.html.tmpl
	reportSource string
)

// Write writes the view. The error is the writer's.
func Write(w io.Writer, v *report.View) error {
	return write(w, "report", page{View: v}, reportSource)
}

// page is what the report starts from.
type page struct {
	head
	*report.View
}

// head is what every page has in its head.
type head struct {
	own string // the page's own styles, after those that all share
}

// Style is the style sheet. It is a constant of the program.
func (h head) Style() template.CSS { return template.CSS(style + h.own) } //nolint:gosec // embedded, not from outside

// Policy is the content security policy: nothing may load or run, and of
// styles only the one sheet whose checksum stands here. Pictures may come from
// the page itself, which is how the empty icon keeps browsers from asking.
func (h head) Policy() string {
	sum := sha256.Sum256([]byte(h.Style()))
	return "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
		"'; img-src data:; base-uri 'none'; form-action 'none'"
}

// write executes the template called name, which one of the sources defines
// beside the shared head and pictures.
func write(w io.Writer, name string, data any, sources ...string) error {
	t := template.New("").Funcs(funcs())
	for _, source := range append([]string{headSource, picturesSource}, sources...) {
		if _, err := t.Parse(source); err != nil {
			return err
		}
	}
	// Whole or not at all: a file that ends in the middle looks like a report.
	var buf bytes.Buffer
	if err := t.ExecuteTemplate(&buf, name, data); err != nil {
		return err
	}
	_, err := w.Write(buf.Bytes())
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
		Words   *message.Catalog
		Chain   report.Chain
		Picture chainPicture
		Deep    bool // it stands under a heading of its own
	}
	weekPart struct {
		Words *message.Catalog
		Week  report.Week
	}
	registerPart struct {
		Words    *message.Catalog
		Register report.Register
	}
	sketchPart struct {
		Words  *message.Catalog
		Sketch *report.Sketch
	}
	findingPart struct {
		Words   *message.Catalog
		Finding report.Finding
	}
)

func funcs() template.FuncMap {
	return template.FuncMap{
		"step": func(c *message.Catalog, s report.Step, deep bool) stepPart { return stepPart{c, s, deep} },
		"chain": func(c *message.Catalog, ch report.Chain, i int) chainPart {
			return chainPart{c, ch, drawChain(c, ch, "chain-"+strconv.Itoa(i+1)), i >= firstFew}
		},
		"week":     func(c *message.Catalog, w report.Week) weekPart { return weekPart{c, w} },
		"register": func(c *message.Catalog, r report.Register) registerPart { return registerPart{c, r} },
		"sketch":   func(c *message.Catalog, s *report.Sketch) sketchPart { return sketchPart{c, s} },
		"finding":  func(c *message.Catalog, f report.Finding) findingPart { return findingPart{c, f} },
		"made":     made,
		"mark":     mark,
		"visits":   visits,
		"leaps":    leaps,
		"radius":   radius,
		"add":      func(a, b int) int { return a + b },
		"inc":      func(i int) int { return i + 1 },
		"first":    first[string],
		"rest":     rest[string],
		"chains":   first[report.Chain],
		"more":     rest[report.Chain],
	}
}

// firstFew is how many of a list are shown before the rest is folded.
const firstFew = 3

func first[T any](list []T) []T { return list[:min(firstFew, len(list))] }
func rest[T any](list []T) []T  { return list[min(firstFew, len(list)):] }
