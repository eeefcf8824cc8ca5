// Package scanner acts: it checks consents, reads the agreed sources, lets the
// rules judge what was read, and makes the record of the run.
//
// It promises that nothing is read without a grant, that a source that fails
// becomes Unknown with its reason and never stops the others, and that what
// could not be looked at is never called clear.
package scanner

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"lampan/rules"
	"lampan/rules/album"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	"lampan/rules/places"
	"lampan/rules/redact"
	"lampan/rules/roster"
	"lampan/rules/todo"
	"lampan/rules/week"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/source"
)

// workers is how many sources are read at once. Politeness per host is the
// fetch guard's matter, so this only bounds memory.
const workers = 4

// Config is what an engine needs. Every field but Places, Todo, Offline, Progress and
// Logger is required.
type Config struct {
	Household *household.Household
	Pack      *rules.Pack
	Checker   *consent.Checker
	Ledger    Ledger
	Sources   []source.Source // one for each source of the household
	// Places say what could show where: without them, no rule is clear of what a
	// person looks up before all of it is known.
	Places   *places.Catalogue
	Todo     *todo.List // what the family has said of its plan; nil for nothing
	Key      []byte     // the case's fingerprint key
	At       time.Time  // the day the audit speaks about
	Now      func() time.Time
	Tool     string // lampan's version
	Lang     exposure.Lang
	Offline  bool           // sources that need the network become Unknown
	Progress func(Progress) // called from several goroutines, one at a time
	Logger   *slog.Logger
}

// Ledger is what an audit asks of the consent ledger beside checks.
type Ledger interface {
	// Sync makes sure that what was noted is on the disk.
	Sync() error
	Head() string
}

// Progress tells how far a run has come.
type Progress struct {
	Source    exposure.SourceID
	At        string // what is being read
	Number    int    // of this source, from 1
	Total     int
	Documents int // read from this source so far
	Done      bool
}

// Engine runs audits over one case.
type Engine struct {
	c Config
}

// New returns an engine.
func New(c Config) *Engine {
	if c.Progress == nil {
		c.Progress = func(Progress) {}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return &Engine{c: c}
}

// reading is what came of one source before it is judged.
type reading struct {
	info        source.Info
	grant       consent.Grant
	coverage    audit.Coverage
	found       *match.Matcher      // what the rules made of it; documents are not kept
	photos      []exposure.Document // but for photos, which are told about together, without text
	answers     []exposure.Answer   // and for what was answered in an interview
	begun       map[rules.Topic]time.Time
	suggestions []audit.Suggestion
	protected   bool // nothing may tell where the household is
}

// suggester is implemented by sources that see links they do not follow.
type suggester interface {
	Suggestions() []audit.Suggestion
}

// lister is implemented by sources that are what a person looked up.
type lister interface {
	Listings() []audit.Listing
}

// beginner is implemented by sources that are interviews.
type beginner interface {
	Begun() map[rules.Topic]time.Time
}

// Run reads every agreed source and returns the record. When the context ends,
// what was finished is kept, the rest is Unknown, and the record says that it
// is not complete; the error is nil then. An error means that the run itself
// could not go on, such as a ledger that cannot be written.
func (e *Engine) Run(ctx context.Context) (*audit.Audit, error) {
	family := e.c.Household.Roster(e.c.At)
	x := extract.New(family)
	readings := make([]reading, len(e.c.Sources))
	progress := e.reporter(len(e.c.Sources))

	// The group has no context of its own: one source must not end another.
	var g errgroup.Group
	g.SetLimit(workers)
	for i, src := range e.c.Sources {
		g.Go(func() error {
			var err error
			readings[i], err = e.read(ctx, i, src, x, family, progress)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	slices.SortFunc(readings, func(a, b reading) int { return cmp.Compare(a.info.ID, b.info.ID) })
	if err := e.dropWithdrawn(readings); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	cut := e.together(readings, family)
	e.interviews(readings)
	if err := e.c.Ledger.Sync(); err != nil {
		return nil, fmt.Errorf("audit: %w", err)
	}
	return e.judge(readings, cut, ctx.Err() == nil), nil
}

// reporter serialises calls of Progress.
func (e *Engine) reporter(total int) func(Progress) {
	turn := make(chan struct{}, 1)
	return func(p Progress) {
		turn <- struct{}{}
		defer func() { <-turn }()
		p.Total = total
		e.c.Progress(p)
	}
}

// read reads one source to its end. Its error is only for faults that must end
// the run.
func (e *Engine) read(ctx context.Context, i int, src source.Source, x *extract.Extractor, family *roster.Roster, progress func(Progress)) (reading, error) {
	info := src.Info()
	r := reading{info: info, protected: family.Protected(), coverage: audit.Coverage{
		Source: info.ID, Subject: info.Subject, Kind: info.Kind, At: info.At,
	}}
	p := Progress{Source: info.ID, At: info.At, Number: i + 1}
	progress(p)
	defer func() { p.Done = true; progress(p) }()

	grant, err := e.c.Checker.Check(info.ID, household.ExposureReview)
	switch {
	case errors.Is(err, consent.ErrNotGranted):
		r.coverage.Outcome, r.coverage.Reason = refused(err), string(source.NotGranted)
		return r, nil
	case err != nil:
		return r, err
	}
	r.grant, r.coverage.Consent = grant, grant.Consent()
	for _, d := range e.c.Pack.Detectors() {
		if grant.Allows(string(d)) {
			r.coverage.Detectors = append(r.coverage.Detectors, string(d))
		}
	}
	if e.c.Offline && info.Network {
		r.coverage.Outcome, r.coverage.Reason = exposure.Unknown, string(source.Offline)
		return r, nil
	}

	// Each document is judged as it comes and then let go, so that memory does
	// not grow with what a family agreed to show.
	r.found = e.matcher(family, func(d rules.Detector) bool { return grant.Allows(string(d)) })
	photos, routines := grant.Allows("photo"), grant.Allows("routine")
	var hours week.Counter
	start := e.c.Now()
	e.contained(&r, func() {
		for doc, err := range src.Read(ctx, grant) {
			if err != nil {
				r.fault(info, err)
				continue
			}
			r.coverage.Documents++
			if doc.Account != nil {
				r.coverage.Made = doc.Published
			}
			if doc.Record != nil {
				r.coverage.Withheld = doc.Record.Withheld && grant.Allows(listed)
			}
			doc.Answers = e.agreed(doc.Answers, grant)
			obs := x.Observe(&doc)
			r.answers = append(r.answers, doc.Answers...)
			if r.protected {
				doc, obs = shown(info, doc, obs, r.coverage.Documents)
			}
			p.Documents, p.At = r.coverage.Documents, doc.Locator
			progress(p)
			r.found.Add(&doc, obs)
			if routines {
				hours.Add(&doc, obs)
			}
			if doc.Photo != nil {
				if !photos { // what was not asked for is not missed
					r.coverage.Pictures++
				} else {
					r.coverage.Photo(doc.Photo)
					doc.Text, doc.Title = "", ""
					r.photos = append(r.photos, doc)
				}
			}
		}
	})
	if ctx.Err() != nil && r.coverage.Reason == "" {
		r.fault(info, ctx.Err())
	}
	r.coverage.Week = hours.Hours()
	if l, ok := src.(lister); ok {
		r.coverage.Listings = l.Listings()
	}
	if b, ok := src.(beginner); ok {
		r.begun = b.Begun()
	}
	r.finish()
	if len(r.coverage.Faults) > 0 || !grant.Allows(listed) {
		r.coverage.Listings = nil // not all that they tell of was judged, or may be
	}
	if s, ok := src.(suggester); ok && !r.protected { // a link may lead to the door
		r.suggestions = s.Suggestions()
	}
	e.c.Logger.Debug("source read",
		slog.String("source", string(info.ID)),
		slog.Int("documents", r.coverage.Documents),
		slog.Int("faults", len(r.coverage.Faults)+r.coverage.More),
		slog.Duration("took", e.c.Now().Sub(start)))
	return r, nil
}

// shown is a document of a household with protected personal data, and what was
// recognised in it, as they may go on; number is the document's in its source.
func shown(info source.Info, doc exposure.Document, obs []exposure.Observation, number int) (exposure.Document, []exposure.Observation) {
	hidden, obs := redact.Shown(&doc, obs)
	hidden.Locator = redact.Locator(info.Kind, info.At, doc.Locator, number)
	return *hidden, obs
}

// together lets the rules judge what the photos of all sources say together. Each
// photo answers to the consent of its own source. It returns what says of which kinds
// not all was looked for.
func (e *Engine) together(rs []reading, family *roster.Roster) (cut func(exposure.Kind) bool) {
	all, of := album.New(family, e.c.At), map[exposure.SourceID]*match.Matcher{}
	for i := range rs {
		of[rs[i].info.ID] = rs[i].found
		for _, doc := range rs[i].photos {
			all.Add(doc)
		}
		rs[i].photos = nil
	}
	for _, t := range all.Observe() {
		of[t.Document.Source].Add(&t.Document, t.Observations)
	}
	return all.Cut
}

// contained runs read. A reader that breaks on what it is given (a panic) is a
// fault of that source like any other: the household's other sources are read
// all the same. The log gets the place in the program, never the content.
func (e *Engine) contained(r *reading, read func()) {
	defer func() {
		if v := recover(); v != nil {
			r.fault(r.info, &source.Error{Reason: source.Malformed, Locator: r.info.At})
			e.c.Logger.Error("reader broke", slog.String("source", string(r.info.ID)), slog.String("stack", string(debug.Stack())))
		}
	}()
	read()
}

// unrecorded reports that a visit could not be written to the ledger. A visit
// that nobody can look up later must not be part of an audit, so it ends the
// run.
func unrecorded(err error) bool {
	r, refused := errors.AsType[*consent.Refusal](err)
	return errors.Is(err, consent.ErrLedger) || refused && r.Code == consent.CodeLedger
}

// refused says how a source without a grant stands. A consent that ran out, or
// that was changed, leaves a gap to be told; one that was never given or was
// taken back leaves no trace, because that is nobody else's business.
func refused(err error) exposure.Outcome {
	if r, ok := errors.AsType[*consent.Refusal](err); ok && (r.Code == consent.CodeExpired || r.Code == consent.CodeEdited) {
		return exposure.Unknown
	}
	return exposure.Skipped
}

// fault notes one document that could not be read.
func (r *reading) fault(info source.Info, err error) {
	f := audit.Fault{Locator: info.At, Reason: string(source.ReasonOf(err))}
	if se, ok := errors.AsType[*source.Error](err); ok {
		f.Locator, f.Line, f.Question = se.Locator, se.Line, se.Question
		if r.protected {
			f.Locator = redact.Locator(info.Kind, info.At, se.Locator, 0)
		}
		r.coverage.Left += se.Rest
	}
	if r.coverage.Reason == "" {
		r.coverage.Reason = f.Reason
	}
	if len(r.coverage.Faults) == audit.MaxFaults {
		r.coverage.More++
		return
	}
	r.coverage.Faults = append(r.coverage.Faults, f)
}

// finish settles the outcome of a source that was read.
func (r *reading) finish() {
	r.coverage.Outcome = exposure.Clear
	known, of := r.coverage.Looked()
	if len(r.coverage.Faults) > 0 || r.coverage.Documents == 0 && of == 0 || known < of {
		r.coverage.Outcome = exposure.Unknown
	}
	if known < of && r.coverage.Reason == "" {
		r.coverage.Reason = mostly(r.coverage.Listings)
	}
	if r.coverage.Outcome == exposure.Unknown && r.coverage.Reason == "" {
		r.coverage.Reason = string(source.Empty)
	}
}

// listed is the area of rules in which it is told how places and registers stand.
const listed = "registration"

// mostly is why most of the places that are not known are not; of as many, the
// first.
func mostly(of []audit.Listing) string {
	n := map[string]int{}
	for _, l := range of {
		if why := l.NotKnown(); why != "" {
			n[why]++
		}
	}
	return slices.MaxFunc([]string{string(source.NotLookedUp), string(source.CouldNotSee), string(source.LookAgain)},
		func(a, b string) int { return cmp.Compare(n[a], n[b]) })
}

// dropWithdrawn forgets what was read under a consent that ended while the
// audit ran. The error is that of a ledger which broke meanwhile: from then on
// no grant covers anything.
func (e *Engine) dropWithdrawn(rs []reading) error {
	for i := range rs {
		r := &rs[i]
		if r.coverage.Consent == "" {
			continue
		}
		err := r.grant.Covers(r.info.At, e.c.Now())
		switch {
		case err == nil:
			continue
		case unrecorded(err):
			return err
		}
		*r = reading{info: r.info, coverage: audit.Coverage{
			Source: r.info.ID, Subject: r.info.Subject, Kind: r.info.Kind, At: r.info.At,
			Outcome: refused(err), Reason: string(source.NotGranted),
		}}
	}
	return nil
}

// matcher makes a matcher for documents of one source, or with a nil allows
// one that others are joined into.
func (e *Engine) matcher(family *roster.Roster, allows func(rules.Detector) bool) *match.Matcher {
	c := match.Config{Pack: e.c.Pack, Key: e.c.Key, At: e.c.At, Roster: family}
	if allows != nil {
		c.Allows = func(_ *exposure.Document, d rules.Detector) bool { return allows(d) }
	}
	return match.New(c)
}

// ran is the time now, as the clock of the household shows it.
func (e *Engine) ran() time.Time {
	if zone := e.c.Household.Zone; zone != nil {
		return e.c.Now().In(zone)
	}
	return e.c.Now()
}

// judge turns what was read into the record.
func (e *Engine) judge(rs []reading, cut func(exposure.Kind) bool, complete bool) *audit.Audit {
	h := e.c.Household
	family := h.Roster(e.c.At)
	grants := make(map[exposure.SourceID]consent.Grant, len(rs))
	for _, r := range rs {
		grants[r.info.ID] = r.grant
	}
	m := e.matcher(family, nil)
	a := &audit.Audit{
		Schema: audit.Schema, Case: h.Case, Name: h.Name, At: e.c.At, Ran: e.ran(), Tool: e.c.Tool,
		Pack:     audit.Pack{ID: e.c.Pack.ID, Version: e.c.Pack.Version, Hash: e.c.Pack.Hash},
		Lang:     e.c.Lang,
		Complete: complete, Protected: h.Protected(), LedgerHead: e.c.Ledger.Head(),
	}
	for _, p := range h.People {
		age := 0
		if p.Born > 0 {
			age = e.c.At.Year() - p.Born
		}
		a.People = append(a.People, audit.Person{ID: p.ID, Name: p.Name, Minor: family.Minor(p.ID), Age: age, Guardians: p.Guardians})
	}
	var suggested []audit.Suggestion
	for i := range rs {
		r := &rs[i]
		a.Coverage = append(a.Coverage, r.coverage)
		suggested = append(suggested, r.suggestions...)
		if r.found != nil {
			m.Join(r.found)
		}
	}
	a.Suggestions = unknownTo(h, suggested)
	// Lists are empty rather than absent, so that readers of the JSON need no
	// special case.
	a.Findings = append([]exposure.Finding{}, e.c.Todo.Judged(m.Findings(), e.c.At)...)
	a.Controls = append([]string{}, m.Controls()...)
	said := e.said(rs)
	a.Good, a.Mixed = good(said, e.c.Pack), mixed(said, e.c.Pack)
	a.Outcomes = e.outcomes(a, e.asked(grants), cut)
	// A source that nobody agreed to show leaves no trace: not to have agreed is
	// nobody else's business. lampan check lists it for whoever holds the case.
	a.Coverage = slices.DeleteFunc(a.Coverage, func(c audit.Coverage) bool { return c.Outcome == exposure.Skipped })
	a.Assessment = planned(a, e.c.Todo, e.c.At, e.c.Pack)
	return a
}

// Assess weighs the findings of an audit with a pack. The audit's own
// assessment is not changed.
func Assess(a *audit.Audit, p *rules.Pack) assess.Assessment { return assess.Run(input(a, p)) }

func input(a *audit.Audit, p *rules.Pack) assess.Input {
	in := assess.Input{Pack: p, Findings: a.Findings, Controls: a.Controls, Coverage: a.Percent(), Protected: a.Protected}
	if !a.Complete {
		// What was not reached may hold anything: nobody is told that they need
		// no help.
		in.Coverage = 0
	}
	for _, m := range a.People {
		in.People = append(in.People, assess.Member{ID: m.ID, Minor: m.Minor})
	}
	return in
}

// asked returns a function that reports whether rules of a detector are to look
// at a source: its grant allows it or, where a consent ran out and left a gap,
// a consent that names the source did.
func (e *Engine) asked(grants map[exposure.SourceID]consent.Grant) func(audit.Coverage, rules.Detector) bool {
	return func(c audit.Coverage, d rules.Detector) bool {
		if c.Consent != "" {
			return grants[c.Source].Allows(string(d))
		}
		return c.Outcome == exposure.Unknown && slices.ContainsFunc(e.c.Household.Consents, func(k household.Consent) bool {
			return slices.Contains(k.Sources, c.Source) && k.Allows(string(d))
		})
	}
}

// outcomes says, for every rule, whether it found something, found nothing in
// sources that were read whole, could not tell, or was not asked.
func (e *Engine) outcomes(a *audit.Audit, asked func(audit.Coverage, rules.Detector) bool, cut func(exposure.Kind) bool) []audit.RuleOutcome {
	p := e.c.Pack
	found := map[exposure.RuleID]bool{}
	for _, f := range a.Findings {
		found[f.Rule] = true
	}
	out := make([]audit.RuleOutcome, 0, len(p.Rules))
	for i := range p.Rules {
		r := &p.Rules[i]
		o := audit.RuleOutcome{Rule: r.ID, Outcome: exposure.Skipped, Reason: string(source.NotGranted)}
		for _, c := range a.Coverage {
			if !c.Concerns(r.Needs) || c.Outcome == exposure.Skipped || !asked(c, r.Detector) {
				continue
			}
			if talked(&o, c, r) {
				if o.Outcome == exposure.Unknown {
					break
				}
				continue
			}
			if why, open := e.open(c, r, cut); open {
				o.Outcome, o.Reason = exposure.Unknown, why
				break
			}
			if e.could(c, r) {
				o.Outcome, o.Reason = exposure.Clear, ""
			} else if o.Outcome == exposure.Skipped {
				o.Reason = string(source.Empty) // pages without a picture
			}
		}
		if found[r.ID] {
			o.Outcome, o.Reason = exposure.Exposed, ""
		}
		out = append(out, o)
	}
	return out
}

// open reports whether a source leaves open what a rule asks, and why.
func (e *Engine) open(c audit.Coverage, r *rules.Rule, cut func(exposure.Kind) bool) (why string, open bool) {
	for _, l := range c.Listings {
		// What was left out by choice is not known either.
		if !l.Known && e.couldShow(l.Place, c.Subject, r) {
			return cmp.Or(l.NotKnown(), string(source.NotLookedUp)), true
		}
	}
	switch {
	case c.Outcome == exposure.Unknown && len(c.Listings) == 0:
		return c.Reason, true
	case r.StartsFrom(func(k exposure.Kind) bool { return c.NotLookedAt(k) > 0 }):
		return "pixels", true
	case r.StartsFrom(cut):
		return "many", true
	}
	return "", false
}

// could reports whether a source holds something that could answer what a rule asks.
func (e *Engine) could(c audit.Coverage, r *rules.Rule) bool {
	if c.Kind == exposure.Lookup {
		return slices.ContainsFunc(c.Listings, func(l audit.Listing) bool { return e.couldShow(l.Place, c.Subject, r) })
	}
	return slices.Contains(r.Needs, c.Kind) || c.Pictures > 0
}

// couldShow reports whether a place could show of a person what a rule starts from;
// without a catalogue that knows the place, it could.
func (e *Engine) couldShow(id places.ID, of exposure.SubjectID, r *rules.Rule) bool {
	if e.c.Places == nil {
		return true
	}
	p, ok := e.c.Places.Place(id)
	if !ok {
		return true
	}
	details := make([]string, len(p.Shows))
	for i, d := range p.Shows {
		details[i] = string(d)
	}
	who, _ := e.c.Household.Person(of)
	could := map[string][]string{
		"what": details, "place": {string(p.ID)}, "kind": {string(p.Kind)},
		"public": {yesNo(p.Baseline && !e.c.Household.Protected())}, "minor": {yesNo(roster.MinorAt(who.Born, e.c.At))},
	}
	return slices.ContainsFunc(slices.Concat(r.When.All, r.When.Any), func(c rules.Condition) bool {
		if c.Observe != exposure.RegisterListing {
			return false
		}
		for attr, m := range c.Where {
			values, known := could[attr]
			if known && !slices.ContainsFunc(values, func(s string) bool {
				return (len(m.In) == 0 || slices.Contains(m.In, s)) && !slices.Contains(m.NotIn, s)
			}) {
				return false
			}
		}
		return true
	})
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
