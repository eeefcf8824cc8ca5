package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"syscall"

	"github.com/ncruces/go-sqlite3"

	"lampan/scanner/audit"
)

// fault turns an error of SQLite or the file system into one sentence: what
// was attempted, which file, what to do.
func (s *Store) fault(op string, err error) error {
	if err == nil {
		return nil
	}
	e := &audit.StoreError{Op: op, File: s.path, Err: err}
	switch {
	case isAny(err, context.Canceled, context.DeadlineExceeded):
		e.Hint = "nothing was stored"
	case errors.Is(err, sqlite3.INTERRUPT): // only a context interrupts
		e.Fault, e.Hint = context.Canceled, "nothing was stored"
	case errors.Is(err, sql.ErrNoRows), errors.Is(err, fs.ErrNotExist):
		e.Fault, e.Hint = audit.ErrNone, "run an audit first, or look at the history for the numbers there are"
	case errors.Is(err, audit.ErrNewer):
		e.Fault, e.Hint = audit.ErrNewer, "update lampan and try again; the file was not changed"
	// The engine reports a full disk as a failed write, without its cause.
	case isAny(err, sqlite3.FULL, sqlite3.IOERR_WRITE, sqlite3.IOERR_TRUNCATE, sqlite3.IOERR_FSYNC, sqlite3.IOERR_SHMSIZE,
		syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		e.Fault, e.Hint = audit.ErrFull, "make room and try again; earlier audits are safe"
	case isAny(err, audit.ErrDamaged, sqlite3.NOTADB, sqlite3.CORRUPT):
		e.Fault, e.Hint = audit.ErrDamaged, "put back a copy, or move the file away and run a new audit; the file was not changed"
	case isAny(err, fs.ErrPermission, syscall.EROFS, sqlite3.READONLY, sqlite3.CANTOPEN, sqlite3.PERM):
		e.Fault, e.Hint = audit.ErrReadOnly, "move the case to a folder of your own, or change its rights; earlier audits are safe"
	case isAny(err, sqlite3.BUSY, sqlite3.LOCKED):
		e.Fault, e.Hint = audit.ErrBusy, "wait until it has finished and try again"
	}
	return e
}

func isAny(err error, targets ...error) bool {
	for _, t := range targets {
		if errors.Is(err, t) {
			return true
		}
	}
	return false
}
