package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

var (
	//go:embed comparison.html.tmpl
	comparisonSource string
	//go:embed comparison.css
	comparisonStyle string
)

// comparison is what the page of two audits starts from.
type comparison struct {
	head
	*report.ComparisonView
}

// WriteComparison writes what changed between two audits. The error is the
// writer's.
func WriteComparison(w io.Writer, v *report.ComparisonView) error {
	return write(w, "comparison", comparison{head{own: comparisonStyle}, v}, comparisonSource)
}
