package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

var (
	//go:embed form.html.tmpl
	formSource string
	//go:embed form.css
	formStyle string
)

// form is what the page of questions starts from.
type form struct {
	head
	*report.Form
}

// WriteForm writes questions to print and fill in by hand. The error is the writer's.
func WriteForm(w io.Writer, f *report.Form) error {
	return write(w, "form", form{head{own: formStyle}, f}, formSource)
}
