package match

import (
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
)

// view is one document with its observations, indexed for matching.
type view struct {
	doc    *exposure.Document
	obs    []exposure.Observation // in order
	byKind map[exposure.Kind][]*exposure.Observation
	at     time.Time
	pieces []piece // what excerpts hide; found when the first is made
	masked bool
}

func newView(doc *exposure.Document, obs []exposure.Observation, at time.Time) *view {
	v := &view{doc: doc, obs: slices.Clone(obs), byKind: map[exposure.Kind][]*exposure.Observation{}, at: at}
	slices.SortStableFunc(v.obs, exposure.Observation.Compare)
	for i := range v.obs {
		o := &v.obs[i]
		v.byKind[o.Kind] = append(v.byKind[o.Kind], o)
	}
	return v
}

func (v *view) kind(k exposure.Kind) []*exposure.Observation { return v.byKind[k] }

// anchors lists where a rule could fire.
func (v *view) anchors(r *rules.Rule) []*exposure.Observation {
	first := r.When.Any
	if len(r.When.All) > 0 {
		first = r.When.All[:1]
	}
	var out []*exposure.Observation
	for i := range first {
		for _, o := range v.byKind[first[i].Observe] {
			if v.holds(&first[i], o) && !slices.Contains(out, o) {
				out = append(out, o)
			}
		}
	}
	return out
}

// result is what became of a rule at an anchor.
type result struct {
	fired      bool
	confidence float64
	certainty  exposure.Certainty
	met        []*exposure.Observation // that met all, any or add; not the anchor
}

// eval judges a rule at an anchor. With a trace every condition is tried and
// written down; without one it stops at the first that decides.
func (v *view) eval(r *rules.Rule, anchor *exposure.Observation, t *Trace) result {
	var res result
	ok := true
	for i := range r.When.All {
		c := &r.When.All[i]
		o := anchor
		if i > 0 {
			if o = v.find(c, anchor); o != nil {
				res.met = append(res.met, o)
			}
		}
		ok = ok && o != nil
		if t.step("all", c, o, 0); !ok && t == nil {
			return res
		}
	}
	if len(r.When.Any) > 0 {
		one := false
		for i := range r.When.Any {
			c := &r.When.Any[i]
			var o *exposure.Observation
			if len(r.When.All) == 0 && anchor.Kind == c.Observe && v.holds(c, anchor) {
				o = anchor
			} else if o = v.find(c, anchor); o != nil {
				res.met = append(res.met, o)
			}
			one = one || o != nil
			t.step("any", c, o, 0)
		}
		if ok = ok && one; !ok && t == nil {
			return res
		}
	}
	for i := range r.When.None {
		c := &r.When.None[i]
		o := v.find(c, anchor)
		ok = ok && o == nil
		if t.step("none", c, o, 0); !ok && t == nil {
			return res
		}
	}
	res.confidence = r.Confidence.Base
	for i := range r.Confidence.Add {
		a := &r.Confidence.Add[i]
		o := v.find(&a.Condition, anchor)
		if o != nil {
			res.confidence += a.By
			res.met = append(res.met, o)
		}
		t.step("add", &a.Condition, o, a.By)
	}
	for i := range r.Confidence.Sub {
		a := &r.Confidence.Sub[i]
		o := v.find(&a.Condition, anchor)
		if o != nil {
			res.confidence -= a.By
		}
		t.step("sub", &a.Condition, o, -a.By)
	}
	res.confidence = max(0, min(res.confidence, anchor.Confidence, 1))
	res.certainty = certainty(res.confidence, anchor)
	res.fired = ok && res.certainty != exposure.Refuted
	return res
}

// roundOff keeps 0.4+0.35 from missing 0.75 by the last bit of a float.
const roundOff = 1e-9

func certainty(confidence float64, anchor *exposure.Observation) exposure.Certainty {
	own, _ := anchor.Attr("own").AsWord()
	near, _ := anchor.Attr("near").AsWord()
	switch {
	case confidence < possibleFrom-roundOff:
		return exposure.Refuted
	case own == "yes" || near == "home" || anchor.Kind == exposure.AnswerGiven:
		return exposure.Confirmed
	case confidence >= likelyFrom-roundOff:
		return exposure.Likely
	}
	return exposure.Possible
}

// find returns the observation nearest to the anchor for which a condition
// holds. The anchor itself counts only for near: anchor.
func (v *view) find(c *rules.Condition, anchor *exposure.Observation) *exposure.Observation {
	if c.Near == "anchor" {
		if anchor.Kind == c.Observe && v.holds(c, anchor) {
			return anchor
		}
		return nil
	}
	var best *exposure.Observation
	for _, o := range v.byKind[c.Observe] {
		if o == anchor || !near(c.Near, anchor, o) || !v.holds(c, o) {
			continue
		}
		if best == nil || apart(anchor, o) < apart(anchor, best) {
			best = o
		}
	}
	return best
}

// nearest picks from what met a rule's conditions the observation of a kind
// that lies nearest to the anchor. The anchor itself may be it.
func (v *view) nearest(anchor *exposure.Observation, met []*exposure.Observation, k exposure.Kind) *exposure.Observation {
	if anchor.Kind == k {
		return anchor
	}
	var best *exposure.Observation
	for _, o := range met {
		if o.Kind == k && (best == nil || apart(anchor, o) < apart(anchor, best)) {
			best = o
		}
	}
	return best
}

// near reports whether o lies as near to the anchor as asked. What comes from
// metadata is near only to other metadata.
func near(want string, anchor, o *exposure.Observation) bool {
	if want == "" || want == "document" {
		return true
	}
	if anchor.Sentence < 0 || o.Sentence < 0 {
		return anchor.Sentence < 0 && o.Sentence < 0
	}
	d := anchor.Sentence - o.Sentence
	return d == 0 || (want == "sentence+1" && (d == 1 || d == -1))
}

// apart is the distance between two observations, in sentences first and bytes
// within them.
func apart(a, b *exposure.Observation) int {
	const sentence = 1 << 20 // more bytes than a sentence has
	d := b.Span.Start - a.Span.End
	if d < 0 {
		d = max(0, a.Span.Start-b.Span.End)
	}
	s := a.Sentence - b.Sentence
	return max(s, -s)*sentence + min(d, sentence-1)
}

// holds reports whether an observation of the condition's kind has the
// attributes asked for.
func (v *view) holds(c *rules.Condition, o *exposure.Observation) bool {
	for name, m := range c.Where {
		if !v.compare(m, attr(o, name)) {
			return false
		}
	}
	return true
}

// attr reads an attribute; "value" is the observation's own value.
func attr(o *exposure.Observation, name string) exposure.Value {
	if name != "value" {
		return o.Attr(name)
	}
	if o.Value == "" {
		return exposure.Value{}
	}
	return exposure.Word(o.Value)
}

// compare applies one comparison. An absent value meets none.
func (v *view) compare(m rules.Match, x exposure.Value) bool {
	if x.IsZero() {
		return false
	}
	if w, ok := x.AsWord(); ok {
		return (len(m.In) > 0 && slices.Contains(m.In, w)) || (len(m.NotIn) > 0 && !slices.Contains(m.NotIn, w))
	}
	if n, ok := x.AsNumber(); ok {
		return (m.Min != nil || m.Max != nil) && (m.Min == nil || n >= *m.Min) && (m.Max == nil || n <= *m.Max)
	}
	d, _ := x.AsDay()
	if m.After == "" && m.Before == "" {
		return false
	}
	if m.After != "" {
		ref, ok := v.day(m.After)
		if !ok || !d.After(ref.AddDate(0, 0, m.Days)) {
			return false
		}
	}
	if m.Before != "" {
		ref, ok := v.day(m.Before)
		if !ok || !d.Before(ref.AddDate(0, 0, m.Days)) {
			return false
		}
	}
	return true
}

// day resolves a reference; it fails when the document has no date.
func (v *view) day(ref string) (time.Time, bool) {
	t := v.at
	switch ref {
	case "audit":
	case "published":
		t = v.doc.Published
	default:
		d, err := time.Parse(time.DateOnly, ref)
		if err != nil {
			return time.Time{}, false
		}
		t = d
	}
	return midnight(t), !t.IsZero()
}

// midnight is the calendar day of t, as exposure.Day has it.
func midnight(t time.Time) time.Time {
	d, _ := exposure.Day(t).AsDay()
	return d
}
