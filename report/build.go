package report

import (
	"slices"
	"strconv"
	"strings"

	"lampan/report/clean"
	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
)

// Limits of what is written out. A report that lists everything is read by
// nobody; what is left out is counted, and stands in the JSON report.
const (
	maxShown       = 4   // places of one finding
	maxAccounts    = 40  // accounts of one finding: each is to be mended; also places that may show a protected home
	maxNamed       = 5   // accounts named in one sentence
	maxAlike       = 2   // accounts named beside one that they are alike
	maxKinds       = 3   // kinds of account in one title
	maxPieces      = 3   // findings of one link of a chain
	maxParts       = 8   // contributions to the score
	maxFaults      = 5   // documents of one source that could not be read
	maxSuggestions = 8   // per person
	maxName        = 60  // characters of a name
	maxLocator     = 160 // characters of an address or path
	maxExcerpt     = 240 // characters of an excerpt; audits keep at most 200
)

// The coverage in percent below which the report says that the number may rise,
// the same 80 that "you do not need us" asks for; and that below which less than
// half was read, so that no words for the number would be true.
const (
	smallCoverage = 80
	halfCoverage  = 50
)

// Build makes the view of an audit. Rules are looked up in the pack for their
// words only; a rule that the pack lacks gets a plain sentence instead. So are
// places in the catalogue; one that it lacks is called by its ID, also in a nil
// catalogue. No argument is changed.
func Build(a *audit.Audit, pack *rules.Pack, catalogue *places.Catalogue, lang exposure.Lang) *View {
	b := newBuilder(a, pack, catalogue, lang)
	v := &View{
		Lang:     b.c.Lang(),
		Title:    b.c.Text("report.title"),
		Occasion: b.occasion(),
		Intro:    b.c.Text("report.intro"),
		Headline: b.headline(),
		About: []string{
			b.c.Text("number.scale"), b.c.Text("number.interval"),
			b.c.Text("number.unknown"), b.c.Text("number.weights"),
		},
		Kept:      b.kept(),
		Chains:    b.chains(),
		Matrix:    b.matrix(),
		Weeks:     b.weeks(),
		Photos:    b.photos(),
		Registers: b.registers(),
		Groups:    b.groups(),
		Gaps:      b.gaps(),
		GapAreas:  b.areas(),
		Looked:    b.looked(),
		Colophon:  b.colophon(),
		record:    a,
	}
	if name := clean.Clip(a.Name, maxName); name != "" {
		v.Title = b.c.Text("report.title-named", "name", name)
	}
	for _, c := range a.Coverage {
		if c.Kind != exposure.Passwords || c.Outcome == exposure.Skipped {
			continue
		}
		v.Passwords = b.c.Text("report.passwords")
		if slices.ContainsFunc(c.Faults, func(f audit.Fault) bool { return f.Reason == "no-filter" }) {
			v.GapLeaked = b.c.Text("gaps.leaked")
		}
	}
	if all, unseen := b.pictures(); len(unseen) > 0 {
		n := 0
		for _, of := range unseen {
			n += of
		}
		v.GapPixels = b.c.Plural("gaps.pixels", all, "unseen", n)
	}
	if a.Protected {
		v.Intro += " " + b.c.Text("report.protected")
	}
	if a.Protected && len(v.Registers) > 0 {
		v.Guarded = b.c.Text("registers.protected")
	}
	if !a.Complete {
		v.Partial = b.c.Text("report.partial")
	}
	if a.Assessment.Fine {
		v.Fine = b.c.Text("fine.text")
		v.Enough = b.enough()
	}
	v.Idle = b.c.Text("start.none")
	switch {
	case !v.Headline.Known:
		v.Idle = b.c.Text("start.unread")
	case v.Headline.Coverage < halfCoverage:
		v.Idle = b.c.Text("start.partly")
	}
	steps := b.steps()
	n := min(assess.FirstSteps, b.toBegin())
	v.Start, v.Rest = steps[:n], steps[n:]
	v.Together = b.longFor(v.Start)
	if len(steps) > 0 && v.Headline.Known {
		key := "start.after-plan"
		if n > 0 && len(v.Rest) > 0 {
			key = "start.after-first"
		}
		v.AfterPlan = b.c.Text(key, "n", n, "before", a.Assessment.Household.Score,
			"first", a.Assessment.AfterFirst, "after", a.Assessment.AfterPlan)
		if slices.ContainsFunc(a.Assessment.Plan, func(s assess.Step) bool { return s.Proof == exposure.LookedUp }) {
			v.AfterPlan += " " + b.c.Text("start.others")
		}
	}
	if a.Only != "" {
		b.sheet(v)
	}
	return v
}

// builder holds what building one view needs.
type builder struct {
	a         *audit.Audit
	pack      *rules.Pack
	catalogue *places.Catalogue
	c         *message.Catalog
	people    map[exposure.SubjectID]audit.Person
	names     map[exposure.SubjectID]string
	found     map[exposure.FindingID]exposure.Finding
	anchors   map[exposure.FindingID]string
	points    map[exposure.FindingID]int
	planned   map[exposure.FindingID]bool // the plan has a step for it
	read      map[string]bool             // addresses that were read under one source or another
}

func newBuilder(a *audit.Audit, pack *rules.Pack, catalogue *places.Catalogue, lang exposure.Lang) *builder {
	if pack == nil {
		pack = &rules.Pack{}
	}
	b := &builder{
		a: a, pack: pack, catalogue: catalogue, c: message.For(lang),
		people:  map[exposure.SubjectID]audit.Person{},
		found:   map[exposure.FindingID]exposure.Finding{},
		anchors: map[exposure.FindingID]string{},
		points:  map[exposure.FindingID]int{},
		planned: map[exposure.FindingID]bool{},
		read:    map[string]bool{},
	}
	for _, p := range a.People {
		b.people[p.ID] = p
	}
	b.names = callNames(a.People)
	for i, f := range a.Findings {
		if f.Certainty() == exposure.Refuted {
			continue // "not me": it is not shown, and it weighs nothing
		}
		b.found[f.ID] = f
		b.anchors[f.ID] = "f" + strconv.Itoa(i+1)
	}
	for _, p := range a.Assessment.Household.Parts {
		b.points[p.Finding] = p.Points
	}
	for _, s := range a.Assessment.Plan {
		for _, id := range s.Findings {
			b.planned[id] = true
		}
	}
	for _, c := range a.Coverage {
		b.read[c.At] = c.Documents > 0
	}
	for _, f := range a.Findings {
		for _, e := range f.Evidence {
			b.read[e.Locator] = true
			if _, item, ok := strings.Cut(e.Locator, "#"); ok {
				b.read[item] = true // a post of a feed goes by its own address
			}
		}
	}
	return b
}

func (b *builder) occasion() string {
	if b.a.Number == 0 {
		return b.c.Text("report.unnumbered", "date", b.a.At)
	}
	return b.c.Text("report.numbered", "n", b.a.Number, "date", b.a.At)
}

// anyRead reports whether anything was read. An interview in which nothing is known yet
// has told nothing.
func (b *builder) anyRead() bool {
	for _, c := range b.a.Coverage {
		if known, of := c.Answered(); of > 0 && known == 0 {
			continue
		}
		if c.Documents > 0 || c.Outcome == exposure.Clear {
			return true
		}
	}
	return false
}

// who names a person, the household, or nobody in particular.
func (b *builder) who(id exposure.SubjectID) string {
	if id == exposure.Household {
		return b.c.Text("household")
	}
	if name := b.names[id]; name != "" {
		return name
	}
	if s := clean.Clip(string(id), maxName); s != "" {
		return s
	}
	return b.c.Text("someone")
}

// callNames gives each person the name the family would use: the first name,
// or the whole name where two share a first name.
func callNames(people []audit.Person) map[exposure.SubjectID]string {
	first := func(p audit.Person) string {
		name, _, _ := strings.Cut(clean.Line(p.Name), " ")
		return clean.Clip(name, maxName)
	}
	count := map[string]int{}
	for _, p := range people {
		count[first(p)]++
	}
	out := map[exposure.SubjectID]string{}
	for _, p := range people {
		out[p.ID] = first(p)
		if count[first(p)] > 1 {
			out[p.ID] = clean.Clip(p.Name, maxName)
		}
	}
	return out
}

// owner names who does a fix. A child never stands alone with it.
func (b *builder) owner(id exposure.SubjectID) string {
	if id == exposure.Household || id == "" {
		return b.c.Text("household-owner")
	}
	if p, ok := b.people[id]; ok && p.Minor {
		return b.c.Text("start.with-adult", "name", b.who(id))
	}
	return b.who(id)
}

func (b *builder) minutes(n int) string {
	if n <= 0 {
		return ""
	}
	return b.c.Plural("minutes", n)
}

func (b *builder) proof(p exposure.Proof) string {
	if key := "proof." + string(p); b.c.Has(key) {
		return b.c.Text(key)
	}
	return ""
}

func (b *builder) kind(k exposure.SourceKind) string { return b.word("kind", string(k)) }

// word looks up a word for an identifier that comes from data, and falls back
// to the group's "other".
func (b *builder) word(group, id string) string {
	if key := group + "." + id; id != "" && b.c.Has(key) {
		return b.c.Text(key)
	}
	return b.c.Text(group + ".other")
}
