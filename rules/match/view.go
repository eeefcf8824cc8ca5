package match

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract/text"
	"lampan/rules/roster"
)

// view is one document with its observations, indexed for matching. It can be
// read again with another document, which reuses its memory.
type view struct {
	doc    *exposure.Document
	obs    []exposure.Observation // in order
	kinds  []kind
	starts []*exposure.Observation                // what anchors gave last
	widest int                                    // how many sentences a passage goes on to a side of what it tells
	minors []*exposure.Observation                // what named gave; nil when it was not asked
	held   map[*condition][]*exposure.Observation // what holding gave
	at     time.Time
	text   text.Text // of the document; read when the first excerpt is made
	pieces []piece   // what excerpts hide; found then too
	masked bool
}

// kind holds the observations of one kind, sentence by sentence and in order within
// one. A document has few kinds.
type kind struct {
	kind exposure.Kind
	obs  []*exposure.Observation
}

func (v *view) read(doc *exposure.Document, obs []exposure.Observation) {
	if !slices.IsSortedFunc(obs, exposure.Observation.Compare) {
		obs = slices.Clone(obs)
		slices.SortStableFunc(obs, exposure.Observation.Compare)
	}
	v.doc, v.obs = doc, obs
	for i := range obs {
		o := &obs[i]
		n := slices.IndexFunc(v.kinds, func(k kind) bool { return k.kind == o.Kind })
		if n < 0 {
			n = len(v.kinds)
			v.kinds = append(v.kinds, kind{kind: o.Kind})
		}
		v.kinds[n].obs = append(v.kinds[n].obs, o)
	}
	for i := range v.kinds {
		slices.SortStableFunc(v.kinds[i].obs, func(a, b *exposure.Observation) int { return inSentence(a, b.Sentence) })
	}
	for _, o := range v.kind(exposure.Sense) {
		if first, last, ok := passage(o); ok {
			v.widest = max(v.widest, o.Sentence-first, last-o.Sentence)
		}
	}
}

// forget lets go of the document and keeps the memory.
func (v *view) forget() {
	for i := range v.kinds {
		k := &v.kinds[i]
		clear(k.obs)
		k.obs = k.obs[:0]
	}
	clear(v.starts)
	clear(v.held)
	v.starts = v.starts[:0]
	v.doc, v.obs, v.pieces, v.minors, v.masked, v.widest = nil, nil, nil, nil, false, 0
	v.text.Parse("") // the text must not outlive its reading
}

func (v *view) kind(k exposure.Kind) []*exposure.Observation {
	for i := range v.kinds {
		if v.kinds[i].kind == k {
			return v.kinds[i].obs
		}
	}
	return nil
}

// anchors lists where a rule could fire. The list is valid until the next call.
func (v *view) anchors(r *rule) []*exposure.Observation {
	first := r.any
	if len(r.all) > 0 {
		first = r.all[:1]
	}
	out := v.starts[:0]
	for i := range first {
		for _, o := range v.kind(first[i].Observe) {
			again := func(c condition) bool { return c.Observe == o.Kind && v.holds(&c, o) }
			if v.holds(&first[i], o) && !slices.ContainsFunc(first[:i], again) {
				out = append(out, o)
			}
		}
	}
	v.starts = out
	return out
}

// named lists where the household's children are named, in order, one at a place.
func (v *view) named(r *roster.Roster) []*exposure.Observation {
	if v.minors == nil {
		v.minors = []*exposure.Observation{}
		for _, o := range v.kind(exposure.PersonChild) {
			if r.Minor(o.Subject) {
				v.minors = append(v.minors, o)
			}
		}
		slices.SortStableFunc(v.minors, func(a, b *exposure.Observation) int { return startsAt(a, b.Span.Start) })
		v.minors = slices.CompactFunc(v.minors, func(a, b *exposure.Observation) bool { return a.Span.Start == b.Span.Start })
	}
	return v.minors
}

func startsAt(o *exposure.Observation, at int) int { return cmp.Compare(o.Span.Start, at) }

// result is what became of a rule at an anchor.
type result struct {
	fired      bool
	confidence float64
	certainty  exposure.Certainty
	met        []*exposure.Observation // that met all, any or add; not the anchor
}

// eval judges a rule at an anchor. With a trace every condition is tried and
// written down; without one it stops at the first that decides.
func (v *view) eval(r *rule, anchor *exposure.Observation, t *Trace) result {
	var res result
	ok := true
	for i := range r.all {
		c := &r.all[i]
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
	if len(r.any) > 0 {
		one := false
		for i := range r.any {
			c := &r.any[i]
			var o *exposure.Observation
			if len(r.all) == 0 && anchor.Kind == c.Observe && v.holds(c, anchor) {
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
	for i := range r.none {
		c := &r.none[i]
		o := v.find(c, anchor)
		ok = ok && o == nil
		if t.step("none", c, o, 0); !ok && t == nil {
			return res
		}
	}
	res.confidence = r.Confidence.Base
	for i := range r.add {
		c, by := &r.add[i], r.Confidence.Add[i].By
		o := v.find(c, anchor)
		if o != nil {
			res.confidence += by
			res.met = append(res.met, o)
		}
		t.step("add", c, o, by)
	}
	for i := range r.sub {
		c, by := &r.sub[i], r.Confidence.Sub[i].By
		o := v.find(c, anchor)
		if o != nil {
			res.confidence -= by
		}
		t.step("sub", c, o, -by)
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
	case own == "yes" || near == "home" || anchor.Kind == exposure.AnswerGiven || anchor.Kind == exposure.RegisterListing || anchor.Kind == exposure.FaultyAccount && confidence >= likelyFrom-roundOff:
		return exposure.Confirmed
	case confidence >= likelyFrom-roundOff:
		return exposure.Likely
	}
	return exposure.Possible
}

// find returns the observation nearest to the anchor for which a condition
// holds. The anchor itself counts only for near: anchor.
func (v *view) find(c *condition, anchor *exposure.Observation) *exposure.Observation {
	if c.Near == "anchor" {
		if anchor.Kind == c.Observe && v.holds(c, anchor) {
			return anchor
		}
		return nil
	}
	var best *exposure.Observation
	for _, o := range v.around(c, anchor) {
		if o == anchor || !near(c.Near, anchor, o) || !v.holds(c, o) {
			continue
		}
		if best == nil || apart(anchor, o) < apart(anchor, best) {
			best = o
		}
	}
	return best
}

// around lists what a condition may hold for: those of its kind that can be as near
// to an anchor as it asks, and some that are not. What a long text tells is not gone
// through once for everything that it tells.
func (v *view) around(c *condition, anchor *exposure.Observation) []*exposure.Observation {
	at := anchor.Sentence
	switch c.Near {
	case "sentence+1":
		return sentences(v.kind(c.Observe), at-1, at+1)
	case "sentence":
		return sentences(v.kind(c.Observe), at, at)
	case "passage":
		return sentences(v.kind(c.Observe), at-v.widest, at+v.widest)
	}
	all := v.holding(c)
	n, _ := slices.BinarySearchFunc(all, at, inSentence)
	next, far := n, 0 // sentences to the nearest one
	if n > 0 {
		far = at - all[n-1].Sentence
	}
	if n < len(all) && all[n] == anchor {
		next++
	}
	if next < len(all) && (n == 0 || all[next].Sentence-at < far) {
		far = all[next].Sentence - at
	}
	return sentences(all, at-far, at+far)
}

// sentences cuts those of sentences first to last out of a list in their order.
func sentences(list []*exposure.Observation, first, last int) []*exposure.Observation {
	from, _ := slices.BinarySearchFunc(list, first, inSentence)
	to, _ := slices.BinarySearchFunc(list, last+1, inSentence)
	return list[from:to]
}

func inSentence(o *exposure.Observation, sentence int) int { return cmp.Compare(o.Sentence, sentence) }

// holding lists everything in the document that a condition holds for.
func (v *view) holding(c *condition) []*exposure.Observation {
	out, ok := v.held[c]
	if !ok {
		for _, o := range v.kind(c.Observe) {
			if v.holds(c, o) {
				out = append(out, o)
			}
		}
		v.held[c] = out
	}
	return out
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
	if want == "passage" {
		return within(anchor, o) || within(o, anchor)
	}
	d := anchor.Sentence - o.Sentence
	return d == 0 || (want == "sentence+1" && (d == 1 || d == -1))
}

// within reports whether o lies in the passage that told sense s.
func within(s, o *exposure.Observation) bool {
	first, last, ok := passage(s)
	return ok && first <= o.Sentence && o.Sentence <= last
}

// passage gives the first and last sentence of the passage that told sense s.
func passage(s *exposure.Observation) (first, last int, ok bool) {
	if s.Kind != exposure.Sense {
		return 0, 0, false
	}
	a, some := s.Attr("first").AsNumber()
	b, both := s.Attr("last").AsNumber()
	return int(a), int(b), some && both
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
func (v *view) holds(c *condition, o *exposure.Observation) bool {
	for i := range c.where {
		w := &c.where[i]
		if !v.compare(&w.match, attr(o, w.attr)) {
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
func (v *view) compare(m *rules.Match, x exposure.Value) bool {
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
