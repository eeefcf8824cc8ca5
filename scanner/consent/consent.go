// Package consent turns a written consent into a Grant, the only thing that
// opens a source, and keeps the ledger of every check and request.
//
// It promises default deny: without a consent that stands today, for this
// person, this source, this purpose and this case, there is no Grant; and a
// Grant is asked again before every single read. A consent that was changed
// after it was first used counts only if it became narrower, a source that was
// changed since is no longer part of it, and a withdrawal is never undone: who
// wants to take part again gives a new consent.
package consent

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// ErrNotGranted is the base of every refusal. Its wrapping error says, in a
// calm sentence, what is missing and what to do.
var ErrNotGranted = errors.New("not agreed")

// ErrOutside is the base of the refusals that concern only one locator: the
// consent stands, but does not name that address or file. It wraps
// ErrNotGranted.
var ErrOutside = fmt.Errorf("%w: outside the source", ErrNotGranted)

// Config says what a Checker works on. Every field is required.
type Config struct {
	Path   string // household.yaml
	Ledger *Ledger
	Now    func() time.Time
}

// Checker holds a case's consents against the clock. It is safe for concurrent
// use.
type Checker struct {
	path   string
	ledger *Ledger
	now    func() time.Time

	mu    sync.Mutex
	bytes []byte // household.yaml as it was last parsed
	h     *household.Household
	err   error
}

// NewChecker makes a Checker. The error is household.yaml's, as from
// household.Load.
func NewChecker(cfg Config) (*Checker, error) {
	if cfg.Path == "" || cfg.Ledger == nil || cfg.Now == nil {
		return nil, errors.New("new checker: Path, Ledger and Now are required")
	}
	c := &Checker{path: cfg.Path, ledger: cfg.Ledger, now: cfg.Now}
	if _, err := c.household(); err != nil {
		return nil, err
	}
	return c, nil
}

// household returns the case as household.yaml states it at this moment. The
// file is read every time, so that what another process wrote is seen; it is
// parsed only when its bytes have changed.
func (c *Checker) household() (*household.Household, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	data, err := household.Read(c.path)
	if err != nil {
		c.bytes, c.h = nil, nil
		return nil, err
	}
	if c.bytes == nil || !slices.Equal(c.bytes, data) {
		c.bytes = data
		c.h, c.err = household.Parse(c.path, data)
	}
	return c.h, c.err
}

// Check looks for a consent that lets the source be read for the purpose now,
// and records the answer. The error is a *Refusal when nobody agreed, and wraps
// ErrLedger when the answer could not be recorded; there is no Grant then.
func (c *Checker) Check(id exposure.SourceID, purpose household.Purpose) (Grant, error) {
	// Another process may have noted a withdrawal since.
	if err := c.ledger.catchUpNow(); err != nil {
		return Grant{}, err
	}
	at := c.now()
	g, refusal := c.find(c.ledger, id, purpose, at)
	e := Entry{Time: at, Kind: KindCheck, Source: id, Outcome: OutcomeGranted}
	if refusal != nil {
		e.Outcome, e.Case, e.Consent, e.Subject = string(refusal.Code), refusal.caseID, refusal.Consent, refusal.Subject
	} else {
		e.Case, e.Consent, e.Subject = g.caseID, g.consent, g.subject
	}
	if err := c.ledger.append(e); err != nil {
		return Grant{}, err
	}
	if refusal != nil {
		return Grant{}, refusal
	}
	return Grant{g}, nil
}

// Preview says how Check would answer now: with the ID of the consent, or with
// the refusal. It writes nothing and gives no Grant. It knows the ledger as it
// was when it was opened or last used.
func (c *Checker) Preview(id exposure.SourceID, purpose household.Purpose) (consent string, refusal *Refusal) {
	g, refusal := c.find(sketch(c.ledger.record()), id, purpose, c.now())
	if refusal != nil {
		return "", refusal
	}
	return g.consent, nil
}

// grace is how long after a consent has ended what was read under it may still
// be shown: time to hold the meeting, never to read anything new.
const grace = 30 * 24 * time.Hour

// Shows reports whether what was read from a source may be shown now: somebody
// agreed to it, nobody took it back, and the consent lets rules of the detector
// look at it. An empty detector asks for the source alone. Like Preview it
// writes nothing.
func (c *Checker) Shows(id exposure.SourceID, detector string) bool {
	name, refusal := c.Preview(id, household.ExposureReview)
	if refusal != nil {
		if refusal.Code != CodeExpired && refusal.Code != CodeEdited {
			return false
		}
		name = refusal.Consent
	}
	h, err := c.household()
	if err != nil {
		return false
	}
	i := slices.IndexFunc(h.Consents, func(k household.Consent) bool { return k.ID == name })
	if i < 0 {
		return false
	}
	k := h.Consents[i]
	if refusal != nil && refusal.Code == CodeExpired && c.now().After(k.Expires.Add(grace)) {
		return false
	}
	return detector == "" || k.Allows(detector)
}

// Add writes a new consent into household.yaml and returns its ID; a consent
// without one gets the first free of "c-SUBJECT-1", "c-SUBJECT-2", …. An ID that
// the ledger knows is never used again, and withdrawals are noted first, so that
// none of them ends the new consent. The error is household.AddConsent's, or
// wraps ErrLedger; nothing is written then.
func (c *Checker) Add(k household.Consent) (id string, err error) {
	if err := c.ledger.catchUpNow(); err != nil {
		return "", err
	}
	h, err := c.household()
	if err != nil {
		return "", err
	}
	at := c.now()
	if err := c.ledger.keep(at, h.Case, func(r record) []Terms { return r.withdrawals(h, at) }); err != nil {
		return "", err
	}
	used := slices.Sorted(maps.Keys(c.ledger.record()))
	for n := 1; k.ID == ""; n++ {
		id := fmt.Sprintf("c-%s-%d", k.Subject, n)
		if !slices.Contains(used, id) && !slices.ContainsFunc(h.Consents, func(o household.Consent) bool { return o.ID == id }) {
			k.ID = id
		}
	}
	return k.ID, household.AddConsent(c.path, k, used...)
}

// Withdraw takes a consent back: it marks it in household.yaml, so that nothing
// more is read under it, and notes the withdrawal in the ledger, so that
// removing the mark does not bring the consent back. Every other consent that is
// there now ends with it, for the same sources; one that is added later counts.
// It asks for no reason, and for nothing that is wrong in household.yaml to be
// mended first: what cannot be marked there is noted all the same.
//
// A nil cfg.Ledger is one that could not be opened; the mark is made without it.
// The first error says why there is no mark, and is nil when there is one. The
// second wraps ErrLedger, or is household.Faults with CodeNoConsent when neither
// household.yaml nor the ledger knows the consent; nothing is changed then.
func Withdraw(cfg Config, id string) (unmarked, err error) {
	at := cfg.Now()
	var known record
	if cfg.Ledger != nil {
		if err := cfg.Ledger.catchUpNow(); err == nil {
			known = cfg.Ledger.record()
		}
	}
	data, unread := household.Read(cfg.Path)
	if errors.Is(unread, fs.ErrNotExist) {
		return unread, unread
	}
	h, fault := household.Parse(cfg.Path, data)
	if fault != nil {
		h = household.Draft(cfg.Path, data)
	}
	named := slices.DeleteFunc(slices.Clone(h.Consents), func(k household.Consent) bool { return k.ID != id })
	if len(named) == 0 {
		_, used := known[id]
		if fault == nil || !used && !mentions(data, id) {
			err := household.Faults{household.NewFault(cfg.Path, 0, "consents", household.CodeNoConsent, id)}
			return err, err
		}
		named = []household.Consent{{ID: id}}
	}
	unmarked = household.RevokeConsent(cfg.Path, id, at.In(h.Zone))
	if cfg.Ledger == nil {
		return unmarked, nil
	}
	return unmarked, cfg.Ledger.keep(at, h.Case, func(r record) []Terms {
		if r[id].Revoked != "" {
			return nil
		}
		r = maps.Clone(r)
		for _, k := range named { // more than one is a fault, and all of them end
			r[id] = r.withdraw(h, k, func(string) bool { return true })
		}
		t := r[id]
		t.Revoked = dayIn(h, at).Format(time.DateOnly)
		return []Terms{t}
	})
}

// mentions reports whether the ID stands anywhere in a text, as a word of its own.
func mentions(text []byte, id string) bool {
	return slices.Contains(strings.FieldsFunc(string(text), func(r rune) bool {
		return r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
	}), id)
}

// find picks the consent that stands. With several, it is the newest, and of two
// from the same day the one that is written last; with none, the refusal is that
// of the newest.
func (c *Checker) find(m memory, id exposure.SourceID, purpose household.Purpose, at time.Time) (*grant, *Refusal) {
	h, err := c.household()
	if err != nil {
		return nil, unreadable(id, err)
	}
	s, ok := h.Source(id)
	if !ok {
		return nil, refuse(CodeNoSource, h, household.Consent{}, id)
	}
	var named []household.Consent
	for _, k := range slices.Backward(h.Consents) {
		if slices.Contains(k.Sources, id) {
			named = append(named, k)
		}
	}
	if len(named) == 0 {
		return nil, refuse(CodeNone, h, household.Consent{Subject: s.Subject}, id)
	}
	slices.SortStableFunc(named, func(a, b household.Consent) int { return b.Granted.Compare(a.Granted) })
	var first *Refusal
	for _, k := range named {
		r := judge(m, h, k, s, purpose, at)
		if r == nil {
			return &grant{checker: c, caseID: h.Case, consent: k.ID, source: id, subject: s.Subject, purpose: purpose}, nil
		}
		if first == nil {
			first = r
		}
	}
	return nil, first
}

// judge asks what the memory says of one consent, and lets it note what is new.
func judge(m memory, h *household.Household, k household.Consent, s household.Source, purpose household.Purpose, at time.Time) *Refusal {
	var refusal *Refusal
	if err := m.keep(at, h.Case, func(r record) (notes []Terms) {
		notes, refusal = r.judge(h, k, s, purpose, at)
		return notes
	}); err != nil {
		return refuse(CodeLedger, h, k, s.ID)
	}
	return refusal
}

// Standing says whether a consent counts for the source on the day of at in the
// household's zone: nil when it does, else why not. It knows only what the
// consent itself says; Checker.Preview also knows the ledger.
func Standing(h *household.Household, k household.Consent, id exposure.SourceID, at time.Time) *Refusal {
	day := dayIn(h, at)
	switch {
	case k.Case != h.Case:
		return refuse(CodeCase, h, k, id)
	case !k.Revoked.IsZero():
		return refuse(CodeRevoked, h, k, id)
	case day.After(k.Expires): // also without an end
		return refuse(CodeExpired, h, k, id)
	case day.Before(k.Granted):
		return refuse(CodeEarly, h, k, id)
	}
	if code := h.Giver(k, day); code != "" {
		return refuse(Code(code), h, k, id)
	}
	return nil
}

// Grant is proof that a read was checked against a consent. It can be made
// only by Checker.Check; the zero Grant covers nothing.
type Grant struct {
	g *grant
}

type grant struct {
	checker         *Checker
	caseID, consent string
	source          exposure.SourceID
	subject         exposure.SubjectID
	purpose         household.Purpose
	servers         []string // see Through
}

// Through is the grant once the directory of a domain's source was read under
// it: it covers the domain's record on these servers too. It covers nothing else
// that they have, and for a source that is no domain nothing more than before.
func (g Grant) Through(servers []string) Grant {
	if g.g == nil {
		return g
	}
	n := *g.g
	n.servers = slices.Clone(servers)
	return Grant{&n}
}

// again asks whether the grant's own consent still stands at the later of now
// and the checker's clock: no caller can turn time back.
func (g *grant) again(now time.Time) (household.Source, household.Consent, *Refusal) {
	var s household.Source
	if clock := g.checker.now(); clock.After(now) {
		now = clock
	}
	h, err := g.checker.household()
	if err != nil {
		return s, household.Consent{}, unreadable(g.source, err)
	}
	gone := household.Consent{ID: g.consent, Subject: g.subject}
	i := slices.IndexFunc(h.Consents, func(k household.Consent) bool { return k.ID == g.consent })
	s, ok := h.Source(g.source)
	if i < 0 || !ok || h.Case != g.caseID {
		return s, gone, refuse(CodeGone, h, gone, g.source)
	}
	if !g.checker.ledger.healthy() {
		return s, gone, refuse(CodeLedger, h, gone, g.source)
	}
	return s, h.Consents[i], judge(g.checker.ledger, h, h.Consents[i], s, g.purpose, now)
}

// Covers reports, with nil, that reading the locator now is agreed. For a URL
// it compares scheme, host, port and path segments with the source; for a file,
// the path inside the case (see household.Source.Covers). It looks at the
// consent anew each time, so a withdrawal acts before the next request. The
// error is a *Refusal: it wraps ErrOutside when only this locator is not
// agreed, and ErrNotGranted always.
func (g Grant) Covers(locator string, now time.Time) error {
	if g.g == nil {
		return refuse(CodeNoGrant, nil, household.Consent{}, "")
	}
	s, k, refusal := g.g.again(now)
	if refusal != nil {
		return refusal
	}
	if !s.Covers(locator) && !slices.ContainsFunc(g.g.servers, func(server string) bool { return s.CoversRecord(server, locator) }) {
		r := refuse(CodeOutside, nil, k, g.g.source)
		r.Locator = locator
		return r
	}
	return nil
}

// Allows reports whether the consent lets rules of this detector look at what
// the source holds.
func (g Grant) Allows(detector string) bool {
	if g.g == nil {
		return false
	}
	_, k, refusal := g.g.again(g.g.checker.now())
	return refusal == nil && k.Allows(detector)
}

// Consent is the ID of the consent behind the grant; "" for the zero Grant.
func (g Grant) Consent() string {
	if g.g == nil {
		return ""
	}
	return g.g.consent
}

// Event is one thing that was done under a grant, for the ledger.
type Event struct {
	Locator string // the ledger keeps a hash of it and, for the case's own reader, the locator
	Outcome string // "read", "refused", "robots", "blocked", …: a source.Reason or "read"
	Bytes   int64
}

// Record appends an event to the ledger. An error means that the ledger could
// not be written; the caller must then stop reading. Covers refuses from then
// on. Of a household with protected personal data, or one that cannot be read now,
// the ledger keeps no locator and no hash of one: it may say where somebody lives.
func (g Grant) Record(e Event) error {
	if g.g == nil {
		return refuse(CodeNoGrant, nil, household.Consent{}, "")
	}
	if h, err := g.g.checker.household(); err != nil || h.Protected() {
		e.Locator = ""
	}
	return g.g.checker.ledger.append(Entry{
		Time: g.g.checker.now(), Kind: KindRead,
		Case: g.g.caseID, Consent: g.g.consent, Source: g.g.source, Subject: g.g.subject,
		Locator: e.Locator, Outcome: e.Outcome, Bytes: e.Bytes,
	})
}
