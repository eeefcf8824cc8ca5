package match

import (
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/redact"
	"lampan/rules/roster"
)

// Trace says how one rule fared on one document, condition by condition.
type Trace struct {
	Rule exposure.RuleID
	// Applies is false when the rule does not look at this kind of document;
	// nothing else is set then.
	Applies bool
	Fired   bool
	// Anchor is where the rule fired or came closest; nil when nothing in the
	// document could start it.
	Anchor     *exposure.Observation
	Confidence float64
	Certainty  exposure.Certainty
	Values     map[string]exposure.Value // masked; only when it fired
	Steps      []Step                    // every condition, in the order of the rule
}

// Step is one condition of a rule.
type Step struct {
	Part      string // all, any, none, add, sub
	Condition rules.Condition
	Held      bool
	By        *exposure.Observation // what it held for; nil when it did not
	Change    float64               // of the confidence, for add and sub
}

// Stopped returns the step that kept the rule from firing; nil when it fired,
// or when only its confidence was too low.
func (t Trace) Stopped() *Step {
	if t.Fired {
		return nil
	}
	anyHeld := slices.ContainsFunc(t.Steps, func(s Step) bool { return s.Part == "any" && s.Held })
	for i, s := range t.Steps {
		if (s.Part == "all" && !s.Held) || (s.Part == "none" && s.Held) || (s.Part == "any" && !anyHeld) {
			return &t.Steps[i]
		}
	}
	return nil
}

func (t *Trace) step(part string, c *condition, o *exposure.Observation, change float64) {
	if t == nil {
		return
	}
	if o == nil {
		change = 0
	}
	t.Steps = append(t.Steps, Step{Part: part, Condition: *c.Condition, Held: o != nil, By: o, Change: change})
}

// Explain tries every rule of a pack on one document and says what became of
// it, in the pack's order. It asks no consent: it is for texts that somebody
// types in to see how a rule works.
func Explain(p *rules.Pack, doc *exposure.Document, obs []exposure.Observation, at time.Time, r *roster.Roster) []Trace {
	m := New(Config{Pack: p, At: at, Roster: r})
	v := &m.view
	if m.c.Roster.Protected() {
		doc, obs = redact.Shown(doc, obs)
	}
	v.read(doc, slices.Clone(obs)) // the traces point into them
	out := make([]Trace, 0, len(p.Rules))
	for i := range m.rules {
		out = append(out, m.explain(v, &m.rules[i]))
	}
	return out
}

// explain traces one rule at the anchor where it came farthest.
func (m *Matcher) explain(v *view, r *rule) Trace {
	best := Trace{Rule: r.ID}
	if best.Applies = reads(r.Rule, v.doc); !best.Applies {
		return best
	}
	anchors := v.anchors(r)
	if len(anchors) == 0 {
		// Nothing to start from: say so with the conditions that could have.
		first, part := r.any, "any"
		if len(r.all) > 0 {
			first, part = r.all[:1], "all"
		}
		for i := range first {
			best.step(part, &first[i], nil, 0)
		}
		return best
	}
	for _, a := range anchors {
		t := Trace{Rule: r.ID, Applies: true, Anchor: a}
		res := v.eval(r, a, &t)
		t.Fired, t.Confidence, t.Certainty = res.fired, res.confidence, res.certainty
		if t.Fired {
			t.Values = m.hit(v, r.Rule, a, res).values
		}
		if best.Anchor == nil || t.rank() > best.rank() {
			best = t
		}
	}
	return best
}

// rank orders traces of one rule: fired first, then by how much held.
func (t Trace) rank() float64 {
	n := t.Confidence
	for _, s := range t.Steps {
		if (s.Part == "all" && s.Held) || (s.Part == "any" && s.Held) || (s.Part == "none" && !s.Held) {
			n += 2
		}
	}
	if t.Fired {
		n += 1000
	}
	return n
}
