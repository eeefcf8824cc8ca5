package html

import (
	_ "embed"
	"io"

	"lampan/report"
)

var (
	//go:embed plan.html.tmpl
	planSource string
	//go:embed plan.css
	planStyle string
)

// plan is what the page for the fridge starts from.
type plan struct {
	head
	*report.PlanView
}

// WritePlan writes a plan as one page for the fridge: who does what and when, with boxes
// to tick. It holds no number and nothing that a guest should not read. The error is the
// writer's.
func WritePlan(w io.Writer, v *report.PlanView) error {
	return write(w, "plan", plan{head{own: planStyle}, v}, planSource)
}
