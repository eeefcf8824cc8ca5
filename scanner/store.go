package scanner

import (
	"context"

	"lampan/scanner/audit"
)

// Store keeps the audits of one case, visit after visit. The errors wrap
// audit.ErrNone where there is no such audit, and audit.ErrNewer where the
// case was written by a newer lampan.
type Store interface {
	// Save stores a finished record and returns its number, counted from 1.
	// The audit is stored whole or not at all.
	Save(ctx context.Context, a *audit.Audit) (int, error)
	Audit(ctx context.Context, number int) (*audit.Audit, error)
	// Latest is the last audit that was finished, or where none was, the last.
	Latest(ctx context.Context) (*audit.Audit, error)
	// List returns every audit, the oldest first.
	List(ctx context.Context) ([]audit.Summary, error)
	Close() error
}
