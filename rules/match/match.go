// Package match turns observations into findings by a rule pack. A finding
// says which rule fired, whom the fact concerns, where it shows and how sure
// that is; it holds no prose, and nothing in the clear that a mask should
// cover. Matching is pure: equal documents, observations, pack, key and day
// give equal findings, in whatever order the documents come.
package match

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/redact"
	"lampan/rules/roster"
)

// Config holds what a Matcher needs. Every field is required.
type Config struct {
	Pack *rules.Pack
	// Key is the case's own secret: it makes fingerprints of facts that cannot
	// be compared between cases, nor guessed back to the value.
	Key []byte
	// At is the day of the audit; it decides what is past.
	At time.Time
	// Roster is the household. A nil roster knows nobody.
	Roster *roster.Roster
	// Allows says whether the person behind a document agreed to a detector.
	// Nil allows nothing: a forgotten consent must not read as a given one.
	Allows func(doc *exposure.Document, d rules.Detector) bool
}

// The certainties by confidence, as documented in rules.Confidence.
const (
	likelyFrom   = 0.75
	possibleFrom = 0.5
)

// Matcher collects matches over the documents of one audit. It is not safe for
// concurrent use. It keeps no document's text.
type Matcher struct {
	c       Config
	rules   []rule
	view    view // of the document being added
	hits    []hit
	answers map[string]map[string]bool // values given, by question
}

// hit is one rule that fired at one place.
type hit struct {
	rule     *rules.Rule
	subject  exposure.SubjectID
	minor    bool
	value    string
	values   map[string]exposure.Value
	evidence exposure.Evidence
	stay     stay
	moment   moment
}

// New returns an empty Matcher.
func New(c Config) *Matcher {
	if c.Roster == nil {
		c.Roster = &roster.Roster{}
	}
	return &Matcher{
		c: c, rules: compile(c.Pack), answers: map[string]map[string]bool{},
		view: view{at: c.At, held: map[*condition][]*exposure.Observation{}},
	}
}

// Add matches the rules against one document's observations. Order among
// documents does not matter. It keeps neither doc nor obs. Of a household with
// protected personal data it sees no more than redact.Shown leaves.
func (m *Matcher) Add(doc *exposure.Document, obs []exposure.Observation) {
	if m.c.Roster.Protected() {
		doc, obs = redact.Shown(doc, obs)
	}
	if len(obs) == 0 {
		return
	}
	seen := map[sameHit]int{}
	v := &m.view
	v.read(doc, obs)
	defer v.forget()
	for _, o := range v.kind(exposure.AnswerGiven) {
		q, _ := o.Attr("question").AsWord()
		a, _ := o.Attr("answer").AsWord()
		if a == rules.NotKnown {
			continue // it answers nothing
		}
		if m.answers[q] == nil {
			m.answers[q] = map[string]bool{}
		}
		m.answers[q][a] = true
	}
	for i := range m.rules {
		r := &m.rules[i]
		if !reads(r.Rule, doc) {
			continue
		}
		anchors := v.anchors(r)
		if len(anchors) == 0 || m.c.Allows == nil || !m.c.Allows(doc, r.Detector) {
			continue
		}
		for _, a := range anchors {
			if res := v.eval(r, a, nil); res.fired {
				m.keep(m.hit(v, r.Rule, a, res), seen)
			}
		}
	}
}

// reads reports whether a rule looks at a document. A picture with words, such as a
// caption, is also a post.
func reads(r *rules.Rule, doc *exposure.Document) bool {
	return slices.Contains(r.Needs, doc.Kind) || doc.Photo != nil && doc.Text != "" && slices.Contains(r.Needs, exposure.Posts)
}

// sameHit names what two hits in one document have in common when they are one
// hit told twice.
type sameHit struct {
	rule    *rules.Rule
	subject exposure.SubjectID
	minor   bool
	value   string
	stay    stay
}

// keep adds a hit. A page that says one thing a thousand times holds it once:
// the surest, else the first.
func (m *Matcher) keep(h hit, seen map[sameHit]int) {
	k := sameHit{h.rule, h.subject, h.minor, h.value, h.stay}
	i, again := seen[k]
	switch {
	case !again:
		seen[k] = len(m.hits)
		m.hits = append(m.hits, h)
	case h.evidence.Certainty.Weight() > m.hits[i].evidence.Certainty.Weight():
		m.hits[i] = h
	}
}

func (m *Matcher) hit(v *view, r *rules.Rule, anchor *exposure.Observation, res result) hit {
	of, value := anchor, anchor.Value // what the fact is of
	if r.Fact.Of != "" {
		value = ""
		if o := v.nearest(anchor, res.met, r.Fact.Of); o != nil {
			of, value = o, o.Value
		}
	}
	if r.Fact.Key == "person" {
		if id, ok := m.member(v, of); ok {
			value = exposure.OfPerson(id)
		}
	}
	h := hit{rule: r, subject: m.subject(v, of, r.Fact.About), value: value, values: map[string]exposure.Value{}}
	if question, ok := anchor.Attr("question").AsWord(); ok && anchor.Kind == exposure.AnswerGiven {
		// "Never" that has become "sometimes" is about the same thing.
		h.value = question + " " + string(h.subject)
	}
	minor, _ := of.Attr("minor").AsWord()
	h.minor = m.c.Roster.Minor(h.subject) || minor == "yes" || of.Kind == exposure.PersonChild || r.Fact.About == "child"
	for _, s := range r.Fact.Show {
		o := anchor
		if s.Kind != "" {
			o = v.nearest(anchor, res.met, s.Kind)
		}
		if o == nil {
			continue
		}
		if x := mask(s.Mask, attr(o, s.Attr)); !x.IsZero() {
			h.values[s.Name] = x
		}
	}
	h.evidence = exposure.Evidence{
		Document: v.doc.ID, Source: v.doc.Source, Kind: v.doc.Kind, Shower: v.doc.Subject,
		Locator: v.doc.Locator, Photo: v.doc.Photo != nil, Span: anchor.Span, Excerpt: v.excerpt(anchor, m.c.Roster), Published: v.doc.Published,
		Certainty: res.certainty, Visibility: v.doc.Visibility, Timeliness: 1,
	}
	if l := v.doc.Listing; l != nil {
		h.evidence.Place, h.evidence.Public, h.evidence.Progress = l.Place, l.Public, l.Progress
		h.evidence.Mitigated = l.Progress.Mitigated()
	}
	if a := v.doc.Account; a != nil {
		h.evidence.Account = account(a.AccountName)
		h.evidence.Alike = alike(a, anchor)
	}
	if on := told(v.doc, anchor); !on.IsZero() {
		h.evidence.Published = on
	}
	if r.Fact.Visibility != nil {
		h.evidence.Visibility = *r.Fact.Visibility
	}
	h.release()
	h.stay = newStay(v.doc.Published, anchor, v.nearest(anchor, res.met, exposure.TimeRange))
	if r.Fact.Key == "repeat" {
		h.moment = newMoment(anchor)
	}
	return h
}

// told is the day that an answer was given, where the interview says.
func told(doc *exposure.Document, o *exposure.Observation) time.Time {
	q, _ := o.Attr("question").AsWord()
	for _, a := range doc.Answers {
		if o.Kind == exposure.AnswerGiven && a.Question == q {
			return a.On
		}
	}
	return time.Time{}
}

// account masks what an account is called. An address of the home's own network
// tells nobody anything, and its owner knows the device by it.
func account(a exposure.AccountName) exposure.AccountName {
	name := clean(a.Name)
	if ip, err := netip.ParseAddr(name); err != nil || !ip.IsPrivate() {
		name = maskText("plain", name)
	}
	return exposure.AccountName{Kind: a.Kind, Name: name, User: maskText("user", clean(a.User))}
}

// alike names the person's other accounts that have the password that an
// observation is about, or nearly that one.
func alike(a *exposure.Account, o *exposure.Observation) []exposure.AccountName {
	fault, _ := o.Attr("fault").AsWord()
	shared, _ := o.Attr("shared").AsWord()
	var out []exposure.AccountName
	for _, f := range a.Faults {
		if f.Fault != fault || f.Shared != (shared == "yes") {
			continue
		}
		for _, other := range f.With {
			out = append(out, account(other))
		}
	}
	return out
}

// subject resolves whom a fact concerns. Nobody outside the household can be
// the answer: an unknown name falls back to the person who agreed.
func (m *Matcher) subject(v *view, o *exposure.Observation, about string) exposure.SubjectID {
	switch about {
	case "household":
		return exposure.Household
	case "child":
		return m.child(v, o)
	case "subject":
		if _, ok := m.c.Roster.Person(o.Subject); ok || o.Subject == exposure.Household {
			return o.Subject
		}
	}
	return v.doc.Subject
}

// member is the member of the household whom an observation itself is of; nobody
// when it does not say so.
func (m *Matcher) member(v *view, o *exposure.Observation) (exposure.SubjectID, bool) {
	id := o.Subject
	if actor, _ := o.Attr("actor").AsWord(); actor == "self" {
		id = v.doc.Subject
	}
	_, ok := m.c.Roster.Person(id)
	return id, ok
}

// child finds which child of the household a fact concerns: the one the
// recogniser names, else the one named nearest in the text. When the text names
// none, it may be any of them, and the fact is the household's.
func (m *Matcher) child(v *view, o *exposure.Observation) exposure.SubjectID {
	if m.c.Roster.Minor(o.Subject) {
		return o.Subject
	}
	minors := v.named(m.c.Roster)
	n, _ := slices.BinarySearchFunc(minors, o.Span.Start, startsAt)
	best, far := exposure.Household, 0
	for _, c := range minors[max(n-1, 0):min(n+1, len(minors))] {
		if d := abs(c.Span.Start - o.Span.Start); best == exposure.Household || d < far {
			best, far = c.Subject, d
		}
	}
	return best
}

func abs(n int) int { return max(n, -n) }

// Findings merges what was matched: one finding a rule, subject and fact, with
// the places that show it. A finding's ID and what it gathers depend on nothing
// but the posts that tell of it; stays of one trip share their fact's key. The
// order is by rule, subject, fact and ID.
func (m *Matcher) Findings() []exposure.Finding {
	hits := slices.Clone(m.hits)
	slices.SortStableFunc(hits, compareHits)
	hits = together(hits)
	keys := m.keys(hits)

	type id struct {
		rule    exposure.RuleID
		subject exposure.SubjectID
		fact    string
	}
	index := map[id]int{}
	var out []exposure.Finding
	best := []hit{} // parallel to out: whose values stand
	for i, h := range hits {
		k := id{h.rule.ID, h.subject, keys[i].own}
		h.evidence.Timeliness = keys[i].timeliness
		n, ok := index[k]
		if !ok {
			n = len(out)
			index[k] = n
			out = append(out, exposure.Finding{
				ID:   exposure.FindingID(m.hash("finding", string(k.rule), string(k.subject), k.fact)),
				Rule: k.rule, Subject: k.subject, Severity: h.rule.Severity,
				Fact: exposure.Fact{Kind: h.rule.Fact.Kind, Key: keys[i].key},
			})
			best = append(best, h)
		}
		f := &out[n]
		f.Fact.Minor = f.Fact.Minor || h.minor
		f.Evidence = addEvidence(f.Evidence, h.evidence)
		if stronger(h, best[n]) {
			best[n] = h
		}
	}
	for i := range out {
		f := &out[i]
		if len(best[i].values) > 0 {
			f.Values = best[i].values
		}
		slices.SortFunc(f.Evidence, compareEvidence)
		fix := best[i].rule.Fix
		f.Fix = exposure.Fix{Owner: m.owner(f.Rule, fix.Owner, f.Subject, best[i].evidence.Shower), Minutes: fix.Minutes, Proof: fix.Proof}
	}
	out = slices.DeleteFunc(out, func(f exposure.Finding) bool {
		r, _ := m.c.Pack.Rule(f.Rule)
		return !Stands(r, f)
	})
	slices.SortFunc(out, func(a, b exposure.Finding) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Fact.Key, b.Fact.Key), cmp.Compare(a.ID, b.ID))
	})
	return out
}

// Stands reports whether a finding has the evidence that its rule asks for: of
// what members share, from two of them, because what one member agreed to show
// must not tell of another who did not; of what shows in several sources, from two
// of them; of what repeats, from several days. A nil rule asks for nothing.
func Stands(r *rules.Rule, f exposure.Finding) bool {
	switch {
	case r == nil:
		return true
	case r.Fact.Key == "repeat":
		return repeated(f.Evidence)
	case r.Fact.Key == "sources":
		return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Source != f.Evidence[0].Source })
	case r.Fact.Key != "shared":
		return true
	}
	return slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return e.Shower != f.Evidence[0].Shower })
}

// addEvidence keeps one piece of evidence a document: a phone number that a
// page prints three times shows in one place.
func addEvidence(list []exposure.Evidence, e exposure.Evidence) []exposure.Evidence {
	for i := range list {
		o := &list[i]
		if o.Source == e.Source && o.Locator == e.Locator && o.Document == e.Document {
			if e.Certainty.Weight() > o.Certainty.Weight() {
				*o = e
			}
			return list
		}
	}
	return append(list, e)
}

// stronger reports whether a should lend its values and owner before b: the
// surer one, then the more visible one. Equal hits keep their order.
func stronger(a, b hit) bool {
	return cmp.Or(
		cmp.Compare(a.evidence.Certainty.Weight(), b.evidence.Certainty.Weight()),
		cmp.Compare(a.evidence.Visibility, b.evidence.Visibility),
	) > 0
}

func compareHits(a, b hit) int {
	return cmp.Or(
		cmp.Compare(a.rule.ID, b.rule.ID),
		cmp.Compare(a.subject, b.subject),
		compareEvidence(a.evidence, b.evidence),
		cmp.Compare(a.value, b.value),
	)
}

func compareEvidence(a, b exposure.Evidence) int {
	return cmp.Or(
		cmp.Compare(a.Source, b.Source), cmp.Compare(a.Locator, b.Locator), cmp.Compare(a.Document, b.Document),
		cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End),
	)
}

// Controls lists the measures that the interviews tell of, in the pack's
// order. One that any member denies is left out, so that a disagreement never
// makes a household look safer than it may be.
func (m *Matcher) Controls() []string {
	var out []string
	for _, c := range m.c.Pack.Controls {
		given := m.answers[c.Question]
		ok := len(given) > 0
		for a := range given {
			ok = ok && slices.Contains(c.Answers, a)
		}
		if ok {
			out = append(out, c.ID)
		}
	}
	return out
}
