package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

//go:embed child.html.tmpl
var childSource string

//go:embed child.css
var childStyle string

// WriteChild writes the page of one child. The error is the writer's.
func WriteChild(w io.Writer, c *report.Child) error {
	return write(w, "child", childPage{head: head{own: childStyle}, Child: c}, childSource)
}

type childPage struct {
	head
	*report.Child
}
