package html

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"
	"io"

	"lampan/report"
)

var (
	//go:embed slides.html.tmpl
	slidesSource string
	//go:embed slides.css
	slidesStyle string
	//go:embed slides.js
	slidesScript string
)

// WriteSlides writes the view one thing at a time, for a screen that all look at.
// A small script of its own moves between the slides; without script they are one
// long page, and on paper handouts with room for notes. Without score no number is
// shown. The error is the writer's.
func WriteSlides(w io.Writer, v *report.View, score bool) error {
	return write(w, "slides", slides{head: head{own: slidesStyle}, View: v, Slides: report.BuildSlides(v, score)}, slidesSource)
}

// slides is what the slides start from.
type slides struct {
	head
	*report.View

	Slides []report.Slide
}

// Script is the script. It is a constant of the program.
func (slides) Script() template.JS { return template.JS(slidesScript) } //nolint:gosec // embedded, not from outside

// Policy is that of every page, and lets the one script run whose checksum stands
// here.
func (s slides) Policy() string {
	sum := sha256.Sum256([]byte(slidesScript))
	return s.head.Policy() + "; script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}
