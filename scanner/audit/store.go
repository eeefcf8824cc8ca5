package audit

import (
	"errors"
	"fmt"
	"time"
)

// Summary is one line of a case's history: what a list shows without reading
// the whole record.
type Summary struct {
	Number      int       `json:"number"`
	At          time.Time `json:"at"`
	Ran         time.Time `json:"ran"`
	Score       int       `json:"score"`
	Coverage    int       `json:"coverage"` // Percent of the audit
	Complete    bool      `json:"complete"`
	PackVersion string    `json:"packVersion"`
}

// Summary gives the audit's line in the history.
func (a *Audit) Summary() Summary {
	return Summary{
		Number: a.Number, At: a.At, Ran: a.Ran, Score: a.Assessment.Household.Score,
		Coverage: a.Percent(), Complete: a.Complete, PackVersion: a.Pack.Version,
	}
}

// What can keep a store from answering. Callers find them with errors.Is; the
// text of a StoreError says them in full.
var (
	ErrNone     = errors.New("no such audit")
	ErrNewer    = errors.New("it was written by a newer lampan")
	ErrDamaged  = errors.New("it is damaged, or not a case file of lampan")
	ErrReadOnly = errors.New("the folder or file cannot be written to")
	ErrFull     = errors.New("the disk is full, or does not take what is written to it")
	ErrBusy     = errors.New("another lampan is using it")
)

// StoreError is a fault of the file that holds a case's audits. Nothing that
// was stored before it is lost, and nothing is half stored.
type StoreError struct {
	Op    string // what was attempted: "open", "save audit", "read audit 3"
	File  string // path of the case's database
	Fault error  // one of the sentinels above, or nil when the cause is unknown
	Hint  string // what to do, in English; the command line translates by Fault
	Err   error  // detail for logs; may be nil
}

func (e *StoreError) Error() string {
	what := e.Fault
	if what == nil {
		what = e.Err
	}
	s := fmt.Sprintf("%s: %s: %v", e.Op, e.File, what)
	if e.Hint != "" {
		s += "; " + e.Hint
	}
	return s
}

// Unwrap lets errors.Is see both the fault and its cause.
func (e *StoreError) Unwrap() []error {
	var out []error
	if e.Fault != nil {
		out = append(out, e.Fault)
	}
	if e.Err != nil {
		out = append(out, e.Err)
	}
	return out
}
