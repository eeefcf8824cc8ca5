package todo

import (
	"slices"
	"strings"
	"time"

	"lampan/rules/assess"
	"lampan/rules/exposure"
)

// State is how a step of a plan stands.
type State string

// The states.
const (
	Open   State = "open"
	Partly State = "partly" // some of its findings are said to be done
	Said   State = "said"   // all of them are, and nobody has looked again
	Still  State = "still"  // said to be done, and it was there when somebody looked
	Waits  State = "later"  // put off until a day that has not come
)

// Step is how a step stands that takes care of several findings.
type Step struct {
	State State
	Done  int                // how many of its findings are said to be done, and not seen since
	On    time.Time          // for Said the last of their days, for Still the last that was said
	By    exposure.SubjectID // who did it, by the newest mark; may be empty
	Owner exposure.SubjectID // who took it on, else whose the fix is
	Due   time.Time
	Until time.Time // for Waits
}

// Aside reports whether the step is none to begin with now.
func (s Step) Aside() bool { return s.State == Said || s.State == Waits }

// Step tells how a step stands on a day. The findings are all those of the audit, as
// Since or Judged returned them. The step is done when each of its findings is, and
// waits when all that is left of it does; its owner and its day are the newest that
// were named for any of them.
func (l *List) Step(step assess.Step, findings []exposure.Finding, at time.Time) Step {
	in := func(id exposure.FindingID) bool { return slices.Contains(step.Findings, id) }
	newest := l.standing(in, at)
	out := Step{State: Open, Owner: step.Owner, Due: newest.Due}
	if newest.Owner != "" {
		out.Owner = newest.Owner
	}
	waits, still := true, false
	for i := range findings {
		f := &findings[i]
		if !in(f.ID) {
			continue
		}
		s := l.Standing(f.ID, at)
		if there := slices.ContainsFunc(f.Evidence, stillThere); !s.Done.IsZero() {
			if s.Done.After(out.On) {
				out.On = s.Done
			}
			if s.By != "" {
				out.By = s.By
			}
			if still = still || there; !there {
				out.Done++
				continue
			}
		}
		switch {
		case !s.Until.After(Day(at)):
			waits = false
		case out.Until.IsZero() || s.Until.Before(out.Until):
			out.Until = s.Until
		}
	}
	switch {
	case out.Done == len(step.Findings):
		out.State = Said
	case waits:
		out.State = Waits
	case still:
		out.State = Still
	case out.Done > 0:
		out.State = Partly
	}
	return out
}

func stillThere(e exposure.Evidence) bool { return e.Progress == exposure.StillThere }

// MinCode is how many characters a code has at least: enough to be told apart on the
// phone, and few enough to say.
const MinCode = 4

// Main is the finding by which a step is called: the first of the rule that weighs
// most in it. A step has at least one finding.
func Main(step assess.Step, findings []exposure.Finding) exposure.FindingID {
	for _, id := range step.Findings {
		if slices.ContainsFunc(findings, func(f exposure.Finding) bool { return f.ID == id && f.Rule == step.Rule }) {
			return id
		}
	}
	return step.Findings[0]
}

// Code is a short name of a finding: the beginning of its ID that no other of the
// findings shares, of at least four characters.
func Code(id exposure.FindingID, findings []exposure.Finding) string {
	n := min(MinCode, len(id))
	for _, f := range findings {
		for f.ID != id && n < len(id) && strings.HasPrefix(string(f.ID), string(id[:n])) {
			n++
		}
	}
	return string(id[:n])
}

// Find lists the steps that a code names, by their indices: those with a finding whose
// ID begins so. Any finding of a step names it, so that a code stays good when a step
// is grouped or weighed in another way. A code shorter than four characters names none.
func Find(code string, plan []assess.Step) []int {
	code = strings.ToLower(strings.TrimSpace(code))
	var out []int
	for i, s := range plan {
		if len(code) >= MinCode && slices.ContainsFunc(s.Findings, func(id exposure.FindingID) bool {
			return strings.HasPrefix(strings.ToLower(string(id)), code)
		}) {
			out = append(out, i)
		}
	}
	return out
}
