// Package consent turns a written consent into a Grant, the only thing that
// opens a source, and keeps the ledger of every check and request.
//
// It promises default deny: without a consent that stands today, for this
// person, this source, this purpose and this case, there is no Grant; and a
// Grant is asked again before every single read. A consent that was changed
// after it was first used counts only if it became narrower.
package consent

import (
	"errors"
	"fmt"
	"slices"
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
	at := c.now()
	g, refusal := c.find(id, purpose, at)
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

// Withdraw takes a consent back: it marks it in household.yaml, so that nothing
// more is read under it, and notes the withdrawal in the ledger, so that
// removing the mark does not bring the consent back. It asks for no reason. The
// error is household.RevokeConsent's, or wraps ErrLedger; in the second case the
// mark is made all the same.
func (c *Checker) Withdraw(id string) error {
	at := c.now()
	h, err := c.household()
	if err != nil {
		return err
	}
	if err := household.RevokeConsent(c.path, id, at.In(h.Zone)); err != nil {
		return err
	}
	if h, err = c.household(); err != nil {
		return err
	}
	for _, k := range h.Consents {
		if k.ID == id {
			if err := c.ledger.pin(at, h.Case, termsOf(h, k)); !errors.Is(err, errEdited) {
				return err
			}
		}
	}
	return nil
}

// find picks the consent that stands. With several, it is the newest; with
// none, the refusal is that of the newest.
func (c *Checker) find(id exposure.SourceID, purpose household.Purpose, at time.Time) (*grant, *Refusal) {
	h, err := c.household()
	if err != nil {
		return nil, unreadable(id, err)
	}
	s, ok := h.Source(id)
	if !ok {
		return nil, refuse(CodeNoSource, h, household.Consent{}, id)
	}
	var named []household.Consent
	for _, k := range h.Consents {
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
		r := c.judge(h, k, s, purpose, at)
		if r == nil {
			return &grant{checker: c, caseID: h.Case, consent: k.ID, source: id, subject: s.Subject, purpose: purpose}, nil
		}
		if first == nil {
			first = r
		}
	}
	return nil, first
}

// judge holds one consent against the day, the source, the purpose and what it
// said when it was first used.
func (c *Checker) judge(h *household.Household, k household.Consent, s household.Source, purpose household.Purpose, at time.Time) *Refusal {
	if r := Standing(h, k, at); r != nil && r.Code != CodeRevoked {
		return r.of(s.ID)
	}
	// A withdrawal is pinned too, so that deleting the line does not undo it.
	switch err := c.ledger.pin(at, h.Case, termsOf(h, k)); {
	case errors.Is(err, errEdited):
		return refuse(CodeEdited, h, k, s.ID)
	case err != nil:
		return refuse(CodeLedger, h, k, s.ID)
	}
	switch {
	case withdrawn(h, k, s.ID), c.ledger.withdrew(s.ID, k.Granted.Format(time.DateOnly)):
		return refuse(CodeRevoked, h, k, s.ID)
	case k.Purpose != purpose:
		return refuse(CodePurpose, h, k, s.ID)
	case !slices.Contains(k.Sources, s.ID):
		return refuse(CodeNone, h, k, s.ID)
	}
	return nil
}

// withdrawn reports whether the person took back their word about the source,
// in this consent or in a newer one. Any date under revoked counts at once.
func withdrawn(h *household.Household, k household.Consent, id exposure.SourceID) bool {
	return slices.ContainsFunc(h.Consents, func(o household.Consent) bool {
		return !o.Revoked.IsZero() && !o.Granted.Before(k.Granted) && slices.Contains(o.Sources, id)
	})
}

// Standing says whether a consent counts on the day of at in the household's
// zone: nil when it does, else why not. It knows nothing of the ledger; Check
// also asks whether the consent was changed after it was first used.
func Standing(h *household.Household, k household.Consent, at time.Time) *Refusal {
	y, m, d := at.In(h.Zone).Date()
	day := time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
	switch {
	case k.Case != h.Case:
		return refuse(CodeCase, h, k, "")
	case !k.Revoked.IsZero():
		return refuse(CodeRevoked, h, k, "")
	case day.After(k.Expires): // also without an end
		return refuse(CodeExpired, h, k, "")
	case day.Before(k.Granted):
		return refuse(CodeEarly, h, k, "")
	}
	if code := h.Giver(k, day); code != "" {
		return refuse(Code(code), h, k, "")
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
	return s, h.Consents[i], g.checker.judge(h, h.Consents[i], s, g.purpose, now)
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
	if !s.Covers(locator) {
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
// on.
func (g Grant) Record(e Event) error {
	if g.g == nil {
		return refuse(CodeNoGrant, nil, household.Consent{}, "")
	}
	return g.g.checker.ledger.append(Entry{
		Time: g.g.checker.now(), Kind: KindRead,
		Case: g.g.caseID, Consent: g.g.consent, Source: g.g.source, Subject: g.g.subject,
		Locator: e.Locator, Outcome: e.Outcome, Bytes: e.Bytes,
	})
}
