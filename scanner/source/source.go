// Package source says what a source is: something agreed to, that yields
// documents. Each kind of source is a package below this one, and all of them
// pass the suite in sourcetest.
package source

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
)

// Source reads one agreed source.
type Source interface {
	// Info says what it is, without reading anything.
	Info() Info
	// Read yields documents in a stable order: the same source gives the same
	// sequence. An error belongs to one document (a page that could not be
	// read) or to the whole source; it comes with a zero Document, and reading
	// goes on after it unless the error is ErrStop or the context has ended.
	// Without a covering grant it yields one error that wraps
	// consent.ErrNotGranted and touches nothing.
	Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error]
}

// Info describes a source.
type Info struct {
	ID      exposure.SourceID
	Subject exposure.SubjectID
	Kind    exposure.SourceKind
	At      string
	Network bool // reading it needs the network
}

// Reason is why something could not be read. It is stored and translated, so
// it is an identifier.
type Reason string

// The reasons for an Unknown. Each has its sentence in report/message.
const (
	NotGranted   Reason = "not-granted"   // nobody agreed, or the consent ended
	Offline      Reason = "offline"       // the audit ran with --offline
	Missing      Reason = "missing"       // no such file or page
	Robots       Reason = "robots"        // the site asks programs not to read it
	Blocked      Reason = "blocked"       // the site refused (401, 403, a challenge)
	Busy         Reason = "busy"          // the site asked for fewer visits (429)
	Unreachable  Reason = "unreachable"   // no answer, wrong certificate, server error
	OutsideScope Reason = "outside-scope" // it led outside what was agreed
	Forbidden    Reason = "forbidden"     // an address that is never opened
	TooLarge     Reason = "too-large"
	TooSlow      Reason = "too-slow"
	Malformed    Reason = "malformed" // broken feed, truncated photo, not text
	Unsupported  Reason = "unsupported"
	Limit        Reason = "limit" // the number of pages or files agreed on was reached
	Interrupted  Reason = "interrupted"
	Unreadable   Reason = "unreadable" // the file system said no
	Empty        Reason = "empty"      // it was read, and held nothing to look at

	// UnknownQuestion and what follows are of one line in a file that the family
	// wrote.
	UnknownQuestion Reason = "unknown-question" // an interview has no such question
	UnknownAnswer   Reason = "unknown-answer"   // the question has no such answer
	NoSuchDay       Reason = "no-such-day"      // a date that is not in the calendar

	// NotAnswered is of questions that an interview has begun to ask, and NotAsked of
	// those that it has not.
	NotAnswered Reason = "not-answered"
	NotAsked    Reason = "not-asked"

	// NoRegister and what follows are of a domain's registration record.
	NoRegister  Reason = "no-register"  // nobody keeps a register that can be asked for such domains
	NoDomain    Reason = "no-domain"    // the register does not know the domain
	OtherDomain Reason = "other-domain" // the answer was about another one
	Refers      Reason = "refers"       // the register leaves it to another to show the holder
	NotRecord   Reason = "not-record"   // a saved answer is not whole, or none of a register's

	// NotVerdicts and what follows are of a file that lampan-pass wrote.
	NotVerdicts Reason = "not-verdicts" // not as lampan-pass wrote it
	Newer       Reason = "newer"        // by a newer lampan-pass
	OtherCase   Reason = "other-case"   // for another household
	NoPerson    Reason = "no-person"    // without this person

	// NotLooked and what follows are of one kind of fault that lampan-pass could
	// not look for. Those of rules/password/verdict are reasons here too.
	NotLooked   Reason = "not-looked"     // the file does not say why
	NoFilter    Reason = "no-filter"      // no complete list of leaked passwords
	NoHousehold Reason = "no-household"   // the family's facts were not given
	NoSeeds     Reason = "no-vault-seeds" // the export may not carry second steps

	// NotLookups is of a file of look-ups with a fault, and what follows of the places
	// that a person looks at in a browser.
	NotLookups  Reason = "not-lookups"
	NotLookedUp Reason = "not-looked-up" // nobody has looked yet
	CouldNotSee Reason = "could-not-see" // it could not be seen the last time
	LookAgain   Reason = "look-again"    // it was hidden, and is to be looked at again
)

// Error is a fault of one document or source. Locator names it; Line is from 1
// where a line is known.
type Error struct {
	Reason  Reason
	Locator string
	Line    int
	// Question is the ID of the question for UnknownAnswer, else empty.
	Question string
	// Rest is how many more documents are known to be left unread, when
	// reading ended early.
	Rest int
	Err  error // detail for logs; never document text
}

func (e *Error) Error() string {
	where := e.Locator
	if e.Line > 0 {
		where = fmt.Sprintf("%s:%d", where, e.Line)
	}
	if e.Err == nil {
		return fmt.Sprintf("read %s: %s", where, e.Reason)
	}
	return fmt.Sprintf("read %s: %s: %v", where, e.Reason, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// ReasonOf finds the reason in an error, or Unreadable when it has none.
func ReasonOf(err error) Reason {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Reason
	}
	switch {
	case errors.Is(err, consent.ErrNotGranted):
		return NotGranted
	case errors.Is(err, context.Canceled):
		return Interrupted
	case errors.Is(err, context.DeadlineExceeded):
		return TooSlow
	}
	return Unreadable
}

// Getter fetches one URL under a grant. The guard in scanner/internal/fetch
// implements it; it is the only way to the network.
type Getter interface {
	// Get asks the grant before the request and again on every redirect, and
	// records each in the ledger. The error is an *Error, or wraps
	// consent.ErrNotGranted or the context's error.
	Get(ctx context.Context, g consent.Grant, url string) (*Response, error)
}

// Looker makes out what a picture's pixels show: codes, a likeness to compare, a
// thumbnail that shows more, text. The bytes come from outside, so it works in a
// process of its own with limits. It is safe for concurrent use.
type Looker interface {
	// Look gives nil, and why as exposure.Photo.Unseen has it, where it did not look.
	Look(ctx context.Context, r io.ReaderAt, size int64) (seen *exposure.Seen, unseen string)
}

// LookerFor is the looker where a grant lets rules judge photos, and else nil: what
// a picture shows is not looked at for those who said no to that.
func LookerFor(g consent.Grant, l Looker) Looker {
	if !g.Allows("photo") {
		return nil
	}
	return l
}

// Response is one fetched body.
type Response struct {
	URL         string // after redirects
	ContentType string // media type with parameters, as sent
	Body        []byte // content-encoding removed, character set as sent; complete, never truncated
	Modified    time.Time
}
