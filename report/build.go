package report

import (
	"cmp"
	"maps"
	"net/netip"
	"net/url"
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
	}
	v.Idle = b.c.Text("start.none")
	switch {
	case !v.Headline.Known:
		v.Idle = b.c.Text("start.unread")
	case v.Headline.Coverage < halfCoverage:
		v.Idle = b.c.Text("start.partly")
	}
	steps := b.steps()
	n := min(assess.FirstSteps, len(steps))
	v.Start, v.Rest = steps[:n], steps[n:]
	if len(steps) > 0 && v.Headline.Known {
		key := "start.after-plan"
		if len(v.Rest) > 0 {
			key = "start.after-first"
		}
		v.AfterPlan = b.c.Text(key, "n", n, "before", a.Assessment.Household.Score,
			"first", a.Assessment.AfterFirst, "after", a.Assessment.AfterPlan)
		if slices.ContainsFunc(a.Assessment.Plan, func(s assess.Step) bool { return s.Proof == exposure.LookedUp }) {
			v.AfterPlan += " " + b.c.Text("start.others")
		}
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

func (b *builder) headline() Headline {
	r := b.a.Assessment.Household
	h := Headline{
		Known: len(b.found) > 0 || b.anyRead(),
		Score: r.Score, Low: r.Low, High: r.High, Baseline: r.Baseline,
		Coverage: b.a.Percent(), Band: assess.BandOf(r.Score),
		Scale:   b.c.Text("headline.scale"),
		Covered: b.c.Text("headline.coverage", "n", b.a.Percent()),
	}
	if !h.Known {
		h.BandWords = b.c.Text("headline.nothing")
		h.BandLong = b.c.Text("band-long.none")
		return h
	}
	h.BandWords = b.c.Text("band." + string(h.Band))
	h.BandLong = b.c.Text("band-long." + string(h.Band))
	if h.Coverage < halfCoverage {
		h.BandWords, h.BandLong = b.c.Text("band.little"), b.c.Text("band-long.little")
	}
	h.ScoreWords = b.c.Text("headline.score", "score", r.Score)
	if r.High > r.Score {
		h.Range = b.c.Text("headline.range", "high", r.High)
	}
	switch {
	case r.Low < r.Score && r.High > r.Score:
		h.Interval = b.c.Text("headline.interval", "low", r.Low, "high", r.High)
	case r.High > r.Score:
		h.Interval = b.c.Text("headline.interval-high", "high", r.High)
	case r.Low < r.Score:
		h.Interval = b.c.Text("headline.interval-low", "low", r.Low)
	}
	if r.Baseline > 0 {
		h.Base = b.c.Text("headline.baseline", "n", r.Baseline)
		h.BaseLong = b.c.Text("headline.baseline-long", "n", r.Baseline)
	}
	h.CoveredLong = b.c.Text("headline.coverage-long", "n", h.Coverage)
	if h.Coverage < smallCoverage && h.Coverage >= halfCoverage { // below, BandLong says it
		h.CoveredLong = b.c.Text("headline.coverage-small", "n", h.Coverage)
	}
	h.GaugeAlt = b.c.Text("headline.gauge", "score", r.Score, "band", h.BandWords)
	if r.High > r.Low {
		h.GaugeAlt += " " + b.c.Text("headline.gauge-range", "low", r.Low, "high", r.High)
	}
	for _, p := range r.Parts {
		f, ok := b.found[p.Finding]
		switch {
		case !ok || p.Points == 0:
		case len(h.Parts) < maxParts:
			ref := b.ref(f)
			h.Parts = append(h.Parts, Part{Title: ref.Title, Who: ref.Who, Anchor: ref.Anchor, Points: p.Points})
		default:
			h.PartsRest += p.Points
			h.PartsRestCount++
		}
	}
	return h
}

// anyRead reports whether any document was read.
func (b *builder) anyRead() bool {
	for _, c := range b.a.Coverage {
		if c.Documents > 0 || c.Outcome == exposure.Clear {
			return true
		}
	}
	return false
}

func (b *builder) steps() []Step {
	var out []Step
	before := b.a.Assessment.Household.Score
	for _, s := range b.a.Assessment.Plan {
		covered := b.covered(s)
		if len(covered) == 0 {
			continue
		}
		main := covered[0]
		text := b.text(main)
		step := Step{
			Number: len(out) + 1, Do: text.Fix, Why: text.Why,
			Owner: b.owner(s.Owner), Minutes: b.minutes(s.Minutes), Proof: b.proof(s.Proof),
			Before: before, After: s.After,
			Saves:      b.c.Text("start.saves", "before", before, "after", s.After),
			SavesWords: b.c.Text("start.saves-words", "before", before, "after", s.After),
		}
		if s.After >= before {
			step.Saves = b.c.Text("start.saves-little")
			step.SavesWords = step.Saves
		}
		together := b.passwords(covered)
		if len(together) > 0 {
			step.Do = b.c.Text(b.renew(together), "accounts", b.accounts(together))
		} else if main.Evidence[0].Account.Name != "" {
			step.Do += " " + b.c.Text("start.accounts", "accounts", b.accounts(covered[:1]))
		}
		if b.hiding(main) {
			step.Do = cmp.Or(b.hide(covered), step.Do)
		}
		at, one := shared(covered)
		for _, f := range covered {
			ref := b.ref(f)
			if !one {
				ref.Where = b.places(f, f.Evidence[0])
				if n := len(step.Covers); n > 0 && step.Covers[n-1].Where == ref.Where {
					step.Covers[n-1].Where = "" // said once, after the last of them
				}
			}
			step.Covers = append(step.Covers, ref)
		}
		where := b.places(main, at)
		if main.Evidence[0].Account.Name != "" {
			where = b.kind(at.Kind) + ", " + b.who(at.Shower) // Do names the accounts
		}
		if one {
			step.Where = where
		}
		step.About = b.c.Text("start.about", "title", step.Covers[0].Title, "where", where)
		if n := len(covered) - 1; n > 0 {
			step.About = b.c.Text("start.about-more", "title", step.Covers[0].Title, "where", where, "n", n)
		}
		for _, f := range covered[1:] {
			if len(together) > 0 && renewed(f) {
				continue // Do says it
			}
			if b.hiding(main) && b.hiding(f) {
				continue
			}
			if fix := b.text(f).Fix; fix != text.Fix && !slices.Contains(step.Each, fix) {
				step.Each = append(step.Each, fix)
			}
		}
		out = append(out, step)
	}
	return out
}

// passwords lists the findings of a step that a new password mends, when their
// rules put it in several ways: then one sentence says it for all.
func (b *builder) passwords(covered []exposure.Finding) []exposure.Finding {
	var out []exposure.Finding
	ways := map[string]bool{}
	for _, f := range covered {
		if renewed(f) {
			out = append(out, f)
			ways[b.text(f).Fix] = true
		}
	}
	if len(ways) < 2 || !renewed(covered[0]) {
		return nil
	}
	return out
}

// renewed reports whether new passwords mend a finding.
func renewed(f exposure.Finding) bool {
	return f.Evidence[0].Account.Name != "" && f.Fix.Proof == exposure.Remeasured
}

// renew picks the sentence that asks for new passwords: today, where one of the
// rules comes before others.
func (b *builder) renew(findings []exposure.Finding) string {
	for _, f := range findings {
		if r, ok := b.pack.Rule(f.Rule); ok && r.Fix.First {
			return "start.renew-today"
		}
	}
	return "start.renew"
}

// accounts names the accounts of some findings, the most important first, with
// whose they are when they are several people's.
func (b *builder) accounts(findings []exposure.Finding) string {
	var list []exposure.Evidence
	people := map[exposure.SubjectID]bool{}
	for _, f := range findings {
		for _, e := range f.Evidence {
			known := slices.ContainsFunc(list, func(o exposure.Evidence) bool { return o.Document == e.Document })
			if e.Certainty != exposure.Refuted && e.Account.Name != "" && !known {
				list = append(list, e)
				people[e.Shower] = true
			}
		}
	}
	slices.SortStableFunc(list, func(x, y exposure.Evidence) int { return cmp.Compare(x.Locator, y.Locator) })
	var names []string
	for _, e := range list[:min(maxNamed, len(list))] {
		name := b.account(e.Account)
		if len(people) > 1 {
			name = b.c.Text("account.of", "account", name, "name", b.who(e.Shower))
		}
		names = append(names, name)
	}
	out := strings.Join(names, "; ")
	if rest := len(list) - len(names); rest > 0 {
		out += " " + b.c.Plural("finding.others", rest)
	}
	return out
}

// covered lists the findings of a step that are shown: those of the rule that
// names it first, and of each kind the one that counts most.
func (b *builder) covered(s assess.Step) []exposure.Finding {
	var out []exposure.Finding
	for _, id := range s.Findings {
		if f, ok := b.found[id]; ok {
			out = append(out, f)
		}
	}
	other := func(f exposure.Finding) int {
		if f.Rule == s.Rule {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(out, func(f, g exposure.Finding) int {
		return cmp.Or(cmp.Compare(other(f), other(g)), cmp.Compare(b.points[g.ID], b.points[f.ID]))
	})
	return out
}

// shared finds the document in which all of the findings show, as evidence of
// the first. Without one it returns the first evidence of the first finding.
func shared(findings []exposure.Finding) (at exposure.Evidence, ok bool) {
	for _, e := range findings[0].Evidence {
		if e.Certainty == exposure.Refuted {
			continue
		}
		everywhere := true
		for _, f := range findings[1:] {
			everywhere = everywhere && slices.ContainsFunc(f.Evidence, func(o exposure.Evidence) bool {
				return o.Document == e.Document && o.Certainty != exposure.Refuted
			})
		}
		if everywhere {
			return e, true
		}
	}
	return findings[0].Evidence[0], false
}

// places says where a finding shows: at one place, and how many there are
// beside it.
func (b *builder) places(f exposure.Finding, e exposure.Evidence) string {
	others := -1
	for _, o := range f.Evidence {
		if o.Certainty != exposure.Refuted {
			others++
		}
	}
	if others > 0 {
		return b.place(f, e) + ", " + b.c.Plural("finding.others", others)
	}
	return b.place(f, e)
}

// place names a place as somebody would who knows the source: the day of a
// post, the file of a picture, else the address.
func (b *builder) place(f exposure.Finding, e exposure.Evidence) string {
	out := b.kind(e.Kind) + ", " + b.who(e.Shower)
	switch {
	case e.Kind == exposure.Interview:
		return out
	case e.Account.Name != "":
		return out + ", " + b.alike(f, e)
	case e.Place != "":
		_, name := b.entry(places.ID(e.Place))
		return name + ", " + b.who(e.Shower)
	case e.Kind != exposure.Photos && !e.Published.IsZero():
		return out + ", " + day(b.c, e.Published)
	}
	return out + ", " + clean.Clip(e.Locator, maxLocator)
}

// kept says what the family does already: a report that only lists what is
// left to do hides half of the picture.
func (b *builder) kept() []string {
	var out []string
	for _, c := range b.pack.Controls {
		if text := clean.Line(c.Text[b.c.Lang()]); text != "" && slices.Contains(b.a.Controls, c.ID) {
			out = append(out, text)
		}
	}
	return out
}

func (b *builder) chains() []Chain {
	var out []Chain
	for _, ch := range b.a.Assessment.Chains {
		c := Chain{ID: ch.Scenario}
		sc, ok := b.pack.Scenario(ch.Scenario)
		if ok {
			t := sc.Text[b.c.Lang()]
			c.Title, c.Why = clean.Line(t.Title), clean.Line(t.Why)
			c.Do, c.Ask = clean.Line(t.Fix), clean.Line(t.Ask)
		} else {
			c.Title = b.c.Text("finding.unknown-title", "rule", clean.Clip(string(ch.Scenario), maxName))
			c.Why = b.c.Text("finding.unknown-why")
		}
		names := make([]string, 0, len(ch.Members))
		for _, m := range ch.Members {
			names = append(names, b.who(m))
		}
		switch {
		case len(names) > 1:
			c.Together = b.c.Text("chain.together", "names", b.c.Join(names))
		case len(names) == 1:
			c.Together = b.c.Text("chain.alone", "names", names[0])
		}
		for i, ids := range ch.Legs {
			leg := Leg{Name: b.leg(sc, i)}
			leg.Pieces, leg.More = b.pieces(ids)
			c.Legs = append(c.Legs, leg)
			if c.Break == "" && len(ids) == 1 && b.removable(ids[0]) {
				c.Break = b.c.Text("chain.break", "title", leg.Pieces[0].Title)
			}
		}
		c.Amplify, _ = b.pieces(ch.Amplify)
		out = append(out, c)
	}
	return out
}

// sheltering reports whether a finding is of all that may show where somebody
// protected lives: each of the places is to be gone through.
func (b *builder) sheltering(f exposure.Finding) bool {
	r, ok := b.pack.Rule(f.Rule)
	return ok && r.StartsFrom(func(k exposure.Kind) bool { return k == exposure.ProtectedWhere })
}

// removable reports whether a step of the plan takes a finding away whole: what
// registers tell stays as visible as they make it.
func (b *builder) removable(id exposure.FindingID) bool {
	f, ok := b.found[id]
	return ok && b.planned[id] && (f.Fact.Minor || b.a.Protected || !slices.Contains(b.pack.Baseline, f.Fact.Kind))
}

func (b *builder) pieces(ids []exposure.FindingID) (refs []Ref, more string) {
	rest := 0
	for _, id := range ids {
		f, ok := b.found[id]
		switch {
		case !ok:
		case len(refs) < maxPieces:
			refs = append(refs, b.shower(f))
		default:
			rest++
		}
	}
	if rest > 0 {
		more = b.c.Plural("chain.more", rest)
	}
	return refs, more
}

// leg names a link of a chain by the word its author gave it.
func (b *builder) leg(sc *rules.Scenario, i int) string {
	if sc != nil && i < len(sc.Legs) {
		if key := "leg." + sc.Legs[i].Name; b.c.Has(key) {
			return b.c.Text(key)
		}
	}
	return b.c.Text("leg.other", "n", i+1)
}

func (b *builder) groups() []Group {
	about := map[exposure.SubjectID][]Finding{}
	var strangers []Finding
	for _, f := range b.a.Findings {
		if _, shown := b.found[f.ID]; !shown {
			continue
		}
		if _, known := b.people[f.Subject]; known || f.Subject == exposure.Household {
			about[f.Subject] = append(about[f.Subject], b.finding(f))
		} else {
			strangers = append(strangers, b.finding(f))
		}
	}
	results := map[exposure.SubjectID]assess.PersonResult{}
	for _, r := range b.a.Assessment.People {
		results[r.Person] = r
	}
	home := Group{
		ID: exposure.Household, Anchor: "hem", Title: b.c.Text("found.household"),
		Findings: about[exposure.Household],
	}
	switch {
	case !b.anyRead() && len(home.Findings) == 0:
		home.None = b.c.Text("found.unread")
	case len(home.Findings) == 0:
		home.None = b.c.Text("found.none-household")
	}
	out := []Group{home}
	for i, p := range b.a.People {
		out = append(out, b.person(p, personAnchor(i), about[p.ID], results[p.ID]))
	}
	if len(strangers) > 0 {
		out = append(out, Group{Anchor: "ovrigt", Title: b.c.Text("found.other"), Findings: strangers})
	}
	for i := range out {
		found := out[i].Findings
		if n := len(found); n > 0 {
			out[i].Count = b.c.Plural("found.count", n)
		}
		slices.SortStableFunc(found, func(f, g Finding) int { return cmp.Compare(b.points[g.ID], b.points[f.ID]) })
	}
	return out
}

// personAnchor names the place of person i in a document.
func personAnchor(i int) string { return "p" + strconv.Itoa(i+1) }

func (b *builder) person(p audit.Person, anchor string, findings []Finding, r assess.PersonResult) Group {
	name := b.who(p.ID)
	g := Group{ID: p.ID, Anchor: anchor, Title: b.c.Text("found.person", "name", name), Findings: findings}
	switch {
	case len(findings) == 0 && !b.anyRead():
		g.None = b.c.Text("found.unread")
	case len(findings) == 0 && !b.ownRead(p.ID):
		g.None = b.c.Text("found.none-own", "name", name)
	case len(findings) == 0:
		g.None = b.c.Text("found.none", "name", name)
	case p.Minor:
		g.Intro = b.c.Text("found.child-intro", "name", name)
	default:
		g.Score = b.c.Text("found.about-score", "name", name, "score", r.About.Score)
	}
	for _, id := range r.Shows {
		if f, ok := b.found[id]; ok {
			g.Mine = append(g.Mine, b.ref(f))
		}
	}
	if len(g.Mine) > 0 {
		g.MineTitle = b.c.Text("found.mine", "name", name)
		g.MineIntro = b.c.Text("found.mine-intro")
	}
	rest := 0
	for _, s := range b.a.Suggestions {
		switch {
		case s.Subject != p.ID || b.read[s.Value]:
		case len(g.Suggestions) < maxSuggestions:
			g.Suggestions = append(g.Suggestions, Suggestion{
				Kind: b.word("suggestion", s.Kind), Value: clean.Clip(s.Value, maxLocator),
			})
		default:
			rest++
		}
	}
	if rest > 0 {
		g.SuggestionsMore = b.c.Plural("suggestions.more", rest)
	}
	return g
}

// ownRead reports whether something of what is the person's own was read.
func (b *builder) ownRead(id exposure.SubjectID) bool {
	return slices.ContainsFunc(b.a.Coverage, func(c audit.Coverage) bool {
		return c.Subject == id && (c.Documents > 0 || lookedUp(c.Listings) > 0)
	})
}

func (b *builder) finding(f exposure.Finding) Finding {
	text := b.text(f)
	out := Finding{
		ID: f.ID, Anchor: b.anchors[f.ID],
		Title: text.Title, Detail: text.Detail, Why: text.Why, Do: text.Fix, Ask: text.Ask,
		Certainty: b.word("certainty", string(f.Certainty())),
		Who:       b.who(f.Subject), Owner: b.owner(f.Fix.Owner),
		Minutes: b.minutes(f.Fix.Minutes), Proof: b.proof(f.Fix.Proof),
	}
	if f.Certainty() == exposure.Possible {
		out.Possible = b.c.Text("finding.possible")
	}
	if n := b.points[f.ID]; n > 0 {
		out.Points = b.c.Plural("finding.points", n)
	}
	if f.Evidence[0].Place != "" { // the step says, for all of its places
		out.Minutes = ""
	}
	if lawful(f) { // there is nothing to do, and nobody to do it
		out.Public = b.c.Text("finding.public")
		out.Owner, out.Minutes, out.Proof = "", "", ""
	}
	for _, id := range []exposure.SubjectID{f.Subject, f.Fix.Owner} {
		if p, ok := b.people[id]; ok && p.Minor {
			out.Child = text.Child
			out.ChildTo = b.c.Text("finding.child", "name", b.who(id))
			break
		}
	}
	rest, most := 0, maxShown
	if f.Evidence[0].Account.Name != "" || b.sheltering(f) {
		most = maxAccounts
	}
	for _, e := range f.Evidence {
		switch {
		case e.Certainty == exposure.Refuted:
		case len(out.Shown) < most:
			out.Shown = append(out.Shown, b.shown(f, e))
		default:
			rest++
		}
	}
	if rest > 0 {
		key := "finding.more"
		if f.Evidence[0].Account.Name != "" {
			key = "finding.more-accounts"
		}
		out.More = b.c.Plural(key, rest)
	}
	if others := len(out.Shown) + rest - 1; others > 0 {
		out.Others = b.c.Plural("finding.others", others)
	}
	return out
}

// lawful reports whether the law makes all of it public.
func lawful(f exposure.Finding) bool {
	return !slices.ContainsFunc(f.Evidence, func(e exposure.Evidence) bool { return !e.Public && e.Certainty != exposure.Refuted })
}

func (b *builder) shown(f exposure.Finding, e exposure.Evidence) Shown {
	s := Shown{
		Excerpt: clean.Clip(e.Excerpt, maxExcerpt),
		Kind:    b.kind(e.Kind), Whose: b.who(e.Shower),
		Where: clean.Clip(e.Locator, maxLocator), Link: link(e.Locator),
		When: day(b.c, e.Published),
		Seen: b.seen(e),
	}
	if e.Account.Name != "" {
		s.Where, s.Link = b.alike(f, e), ""
	}
	if e.Place != "" {
		p, name := b.entry(places.ID(e.Place))
		s.Where, s.Link = name, link(p.Link)
		if key := "place.progress." + string(e.Progress); b.c.Has(key) {
			s.Progress = b.c.Text(key)
		}
	}
	return s
}

// alike names an account, and beside it those that have its password or nearly
// that one, unless the finding lists them already.
func (b *builder) alike(f exposure.Finding, e exposure.Evidence) string {
	var others []string
	rest := 0
	for _, a := range e.Alike {
		listed := slices.ContainsFunc(f.Evidence, func(o exposure.Evidence) bool {
			return o.Certainty != exposure.Refuted && o.Shower == e.Shower && o.Account == a
		})
		switch {
		case listed:
		case len(others) < maxAlike:
			others = append(others, b.account(a))
		default:
			rest++
		}
	}
	if len(others) == 0 {
		return b.account(e.Account)
	}
	list := strings.Join(others, "; ")
	if rest > 0 {
		list += " " + b.c.Plural("finding.others", rest)
	}
	return b.c.Text("account.alike", "account", b.account(e.Account), "others", list)
}

// account names an account: "exempel.se (m•••@lind.example), e-post". Devices
// at home have no name but their address.
func (b *builder) account(a exposure.AccountName) string {
	name, user := clean.Clip(a.Name, maxName), clean.Clip(a.User, maxName)
	if ip, err := netip.ParseAddr(name); err == nil && ip.IsPrivate() {
		if last := ip.AsSlice()[len(ip.AsSlice())-1]; last == 1 || last == 254 {
			return b.c.Text("account.router", "address", name)
		}
		return b.c.Text("account.device", "address", name)
	}
	key := "account.at"
	if user != "" {
		key = "account.at-user"
	}
	return b.c.Text(key, "kind", b.word("account", a.Kind), "name", name, "user", user)
}

// link returns the locator when it is an ordinary web address that says where
// it leads: no user part in front of the host, nothing that cleaning changes.
func link(locator string) string {
	u, err := url.Parse(locator)
	if err != nil || u.Host == "" || u.User != nil || clean.Line(locator) != locator {
		return ""
	}
	if u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// seen says who can see a place. What people tell of themselves is published
// nowhere: its visibility only says how much the habit behind it weighs.
func (b *builder) seen(e exposure.Evidence) string {
	switch {
	case e.Kind.Told():
		return ""
	case e.Public:
		return b.c.Text("visibility.public")
	case e.Place != "" && e.Visibility < exposure.Open:
		return b.c.Text("visibility.search")
	}
	return b.c.Text("visibility." + visibilityWord(e.Visibility))
}

// visibilityWord names the step that v reaches.
func visibilityWord(v exposure.Visibility) string {
	switch {
	case v >= exposure.Open:
		return "open"
	case v >= exposure.Link:
		return "link"
	case v >= exposure.Members:
		return "members"
	case v >= exposure.Friends:
		return "friends"
	}
	return "private"
}

// ref points at a finding, with whom it concerns.
func (b *builder) ref(f exposure.Finding) Ref {
	who := b.c.Text("found.concerns-household")
	if f.Subject != exposure.Household {
		who = b.c.Text("found.concerns", "name", b.who(f.Subject))
	}
	return Ref{Title: b.text(f).Title, Who: who, Anchor: b.anchors[f.ID]}
}

// shower points at a finding, with where it shows: that is what a chain is
// made of.
func (b *builder) shower(f exposure.Finding) Ref {
	r := Ref{Title: b.text(f).Title, Anchor: b.anchors[f.ID]}
	if len(f.Evidence) > 0 {
		e := f.Evidence[0]
		r.Who = b.c.Text("finding.shown-at", "kind", b.kind(e.Kind), "name", b.who(e.Shower))
	}
	return r
}

// text is a rule's text with the finding's values filled in, clean.
func (b *builder) text(f exposure.Finding) rules.Text {
	r, ok := b.pack.Rule(f.Rule)
	if !ok {
		return rules.Text{
			Title: b.c.Text("finding.unknown-title", "rule", clean.Clip(string(f.Rule), maxName)),
			Why:   b.c.Text("finding.unknown-why"),
			Fix:   b.c.Text("finding.unknown-do"),
		}
	}
	t, values := r.Text[b.c.Lang()], f.Values
	if kinds := b.kinds(f); kinds != "" && !values["kind"].IsZero() {
		values = maps.Clone(values)
		values["kind"] = exposure.Word(kinds)
	}
	return rules.Text{
		Title: b.fill(t.Title, values), Detail: b.detail(t.Detail, values), Why: b.fill(t.Why, values), Ask: b.fill(t.Ask, values),
		Child: b.fill(t.Child, values), Fix: b.fill(t.Fix, values),
	}
}

// kinds lists what the accounts of a finding are for, the most important first.
func (b *builder) kinds(f exposure.Finding) string {
	var out []string
	for _, e := range f.Evidence {
		key := "value.kind." + e.Account.Kind
		if e.Certainty == exposure.Refuted || e.Account.Name == "" || !b.c.Has(key) {
			continue
		}
		if word := b.c.Text(key); !slices.Contains(out, word) {
			out = append(out, word)
		}
	}
	if len(out) > maxKinds {
		out = append(out[:maxKinds-1], b.c.Text("value.kind-more"))
	}
	return b.c.Join(out)
}

// detail is fill for a sentence that nobody misses: where a value is unknown it
// would be a riddle, so it is left out.
func (b *builder) detail(text string, values map[string]exposure.Value) string {
	if out := b.fill(text, values); !strings.Contains(out, "…") {
		return out
	}
	return ""
}

// fill puts values in the place of {name}. A value that the finding lacks
// leaves "…", so that the sentence stays a sentence.
func (b *builder) fill(text string, values map[string]exposure.Value) string {
	var out strings.Builder
	for {
		before, rest, ok := strings.Cut(text, "{")
		name, after, closed := strings.Cut(rest, "}")
		if !ok || !closed {
			out.WriteString(text)
			return clean.Line(out.String())
		}
		out.WriteString(before)
		out.WriteString(b.value(name, values[name]))
		text = after
	}
}

// value writes one value. Some have words of their own: {weekday} is "tue", {days}
// is counted, and {direction} may be unknown.
func (b *builder) value(name string, v exposure.Value) string {
	key := "value." + name
	n, number := v.AsNumber()
	if w, ok := v.AsWord(); ok && b.c.Has(key+"."+w) {
		return b.c.Text(key + "." + w)
	}
	if (v.IsZero() || number && n == 0) && b.c.Has(key+".none") {
		return b.c.Text(key + ".none")
	}
	if number && b.c.Has(key+".other") {
		return b.c.Plural(key, int(n))
	}
	if number {
		return b.c.Number(n)
	}
	if t, ok := v.AsDay(); ok {
		return b.c.Date(t)
	}
	if s, ok := v.AsWord(); ok && clean.Line(s) != "" {
		return clean.Clip(s, maxExcerpt)
	}
	return "…"
}

func (b *builder) gaps() []Gap {
	var out []Gap
	for _, c := range b.together() {
		var names []string
		for _, id := range c.whose {
			names = append(names, b.who(id))
		}
		g := Gap{
			Kind: b.kind(c.Kind), Whose: b.c.Join(names), Where: clean.Clip(c.At, maxLocator),
			Reason: b.reason(c.Coverage),
		}
		if c.Documents > 0 {
			g.Read = b.documents(c.Coverage)
		}
		for _, f := range c.Faults[:min(maxFaults, len(c.Faults))] {
			where := clean.Clip(f.Locator, maxLocator)
			if f.Line > 0 {
				where += ":" + strconv.Itoa(f.Line)
			}
			if where == g.Where && f.Reason == c.Reason {
				continue // the source itself, already said
			}
			item := GapItem{Where: where, Reason: b.faultReason(f)}
			if _, check, ok := strings.Cut(f.Locator, "#"); ok && c.Kind == exposure.Passwords {
				item.Where = b.word("check", check)
				if f.Reason == c.Reason {
					item.Reason = "" // said of the source
				}
			}
			g.Items = append(g.Items, item)
		}
		if rest := max(0, len(c.Faults)-maxFaults) + c.More; rest > 0 {
			g.More = b.c.Plural("gaps.more", rest)
		}
		out = append(out, g)
	}
	return out
}

// reason says why a source was not read whole. A file of look-ups that is not there is
// no wrong address: it comes with the first look.
func (b *builder) reason(c audit.Coverage) string {
	if c.Kind == exposure.Lookup && c.Reason == "missing" {
		return b.c.Text("reason.not-looked-up")
	}
	return b.word("reason", c.Reason)
}

// unread is a source that was not read whole, with the people whose it is.
type unread struct {
	audit.Coverage

	whose []exposure.SubjectID
}

// together lists what was not read whole. One file of verdicts is about
// everybody, and lacks the same for all: that is said once.
func (b *builder) together() []unread {
	var out []unread
	for _, c := range b.a.Coverage {
		if c.Outcome != exposure.Unknown {
			continue
		}
		i := slices.IndexFunc(out, func(u unread) bool {
			return u.Kind == exposure.Passwords && c.Kind == u.Kind && u.At == c.At && u.Made.Equal(c.Made) && u.Reason == c.Reason &&
				u.More == c.More && slices.Equal(u.Faults, c.Faults)
		})
		if i < 0 {
			out = append(out, unread{c, []exposure.SubjectID{c.Subject}})
			continue
		}
		out[i].Documents += c.Documents
		out[i].whose = append(out[i].whose, c.Subject)
	}
	return out
}

// faultReason says why one document or line could not be read; of an answer that
// means nothing, which answers its question has.
func (b *builder) faultReason(f audit.Fault) string {
	reason := b.word("reason", f.Reason)
	if q, ok := b.pack.Questions.Find(f.Question); ok {
		reason += " " + b.c.Text("gaps.answers", "answers", strings.Join(q.Words(b.c.Lang()), ", "))
	}
	return reason
}

// areas names the areas of rules none of which could be answered.
func (b *builder) areas() string {
	open, answered := map[string]bool{}, map[string]bool{}
	for _, o := range b.a.Outcomes {
		r, ok := b.pack.Rule(o.Rule)
		switch {
		case !ok:
		case o.Outcome == exposure.Unknown:
			open[string(r.Detector)] = true
		case o.Outcome == exposure.Exposed || o.Outcome == exposure.Clear:
			answered[string(r.Detector)] = true
		}
	}
	var names []string
	for _, d := range exposure.SortedKeys(open) {
		if key := "detector." + d; !answered[d] && b.c.Has(key) {
			names = append(names, b.c.Text(key))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return b.c.Text("gaps.areas", "areas", b.c.Join(names))
}

// looked lists the sources that were read, whole or in part. A source that nobody agreed to show
// is left out without a trace: declining is not a fact about anybody.
func (b *builder) looked() []Looked {
	var out []Looked
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Skipped || c.Outcome == exposure.Unknown && c.Documents == 0 {
			continue
		}
		l := Looked{
			Kind: b.kind(c.Kind), Whose: b.who(c.Subject), Where: clean.Clip(c.At, maxLocator),
			Read: b.documents(c),
		}
		l.Result = b.c.Text("looked.whole")
		if c.Outcome == exposure.Unknown {
			l.Result = b.c.Text("looked.part")
		}
		if n := min(c.Unseen, c.Pictures); n > 0 {
			l.Result += ", " + b.c.Plural("looked.unseen", n)
		}
		if c.Withheld {
			l.Result += ", " + b.c.Text("looked.withheld")
		}
		if c.Consent != "" {
			l.Consent = b.c.Text("looked.consent", "id", clean.Clip(c.Consent, maxName))
		}
		out = append(out, l)
	}
	return out
}

func (b *builder) documents(c audit.Coverage) string {
	key := "read." + string(c.Kind)
	if !b.c.Has(key + ".one") {
		key = "read.other"
	}
	n := c.Documents
	if len(c.Listings) > 0 { // a place that shows nothing was looked up too
		n = lookedUp(c.Listings)
	}
	read := b.c.Plural(key, n)
	if !c.Made.IsZero() {
		read = b.c.Text("looked.made", "read", read, "date", c.Made)
	}
	return read
}

func (b *builder) colophon() []Line {
	var out []Line
	add := func(key, text string) {
		if text = clean.Clip(text, maxLocator); text != "" {
			out = append(out, Line{b.c.Text(key), text})
		}
	}
	if b.a.Number > 0 {
		add("colophon.audit", strconv.Itoa(b.a.Number))
	}
	add("colophon.date", day(b.c, b.a.At))
	if !b.a.Ran.IsZero() {
		add("colophon.ran", b.c.Date(b.a.Ran)+" "+b.a.Ran.Format("15:04"))
	}
	add("colophon.pack", strings.TrimSpace(b.a.Pack.ID+" "+b.a.Pack.Version+" "+short(b.a.Pack.Hash)))
	add("colophon.tool", b.a.Tool)
	add("colophon.ledger", short(b.a.LedgerHead))
	return out
}

// short is the beginning of a checksum: enough to compare by eye.
func short(sum string) string {
	const enough = 12
	if sum = clean.Line(sum); len(sum) > enough {
		return clean.Clip(sum[:enough], enough)
	}
	return sum
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
