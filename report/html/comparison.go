package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

//go:embed comparison.html.tmpl
var comparisonSource string

// comparison is what the page of two audits starts from.
type comparison struct {
	head
	*report.ComparisonView
}

// WriteComparison writes what changed between two audits. The error is the
// writer's.
func WriteComparison(w io.Writer, v *report.ComparisonView) error {
	return write(w, "comparison", comparison{ComparisonView: v}, comparisonSource)
}
