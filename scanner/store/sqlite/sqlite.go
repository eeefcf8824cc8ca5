// Package sqlite keeps a case's audits in one SQLite file beside the
// household's own.
//
// It promises that an audit is stored whole or not at all, that an audit whose
// number was returned survives a crash and a power cut (write-ahead log,
// synchronous FULL), and that only the file's owner can read it: 0600 for the
// database and its -wal and -shm, 0700 for their folder. A file from a newer
// lampan is left untouched.
//
// The engine is github.com/ncruces/go-sqlite3: no cgo, and no network code in
// its dependencies.
package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/ncruces/go-sqlite3"
	"github.com/ncruces/go-sqlite3/driver"

	"lampan/scanner/audit"
)

// defaultWait is how long to wait for another lampan on the same case: a save
// takes milliseconds, so this is generous.
const defaultWait = 5 * time.Second

// Config says how to open a case's database. The zero Config opens it for
// writing and makes it when it is missing.
type Config struct {
	// ReadOnly makes no file and changes none; a missing file is
	// audit.ErrNone. It works in a folder that cannot be written to.
	ReadOnly bool
	// Wait is how long to wait for another process; 0 means five seconds.
	Wait time.Duration
}

// Store keeps audits in one file. It is safe for concurrent use, also by
// several processes. Its errors are *audit.StoreError, or the context's own.
type Store struct {
	db   *sql.DB
	path string
}

// Open opens the database at path. Its folder belongs to lampan alone: Open
// makes it and the file when they are missing, takes other users' rights to
// them away, and brings an older file to the current format.
func Open(ctx context.Context, path string, c Config) (*Store, error) {
	s := &Store{path: path}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, s.fault("open", err)
	}
	if c.ReadOnly {
		_, err = os.Stat(abs)
	} else {
		err = private(abs)
	}
	if err != nil {
		return nil, s.fault("open", err)
	}
	wait := cmp.Or(c.Wait, defaultWait)
	s.db, err = driver.Open(dsn(abs, c.ReadOnly), func(conn *sqlite3.Conn) error {
		if err := conn.BusyTimeout(wait); err != nil {
			return err
		}
		return conn.Exec("PRAGMA trusted_schema = OFF")
	})
	if err != nil {
		return nil, s.fault("open", err)
	}
	// One connection: a case has one writer, and the -shm file made by private
	// is then the one in use until Close.
	s.db.SetMaxOpenConns(1)
	if err := s.ready(ctx, c.ReadOnly); err != nil {
		return nil, errors.Join(s.fault("open", err), s.db.Close())
	}
	return s, nil
}

// private makes the folder, the database and its -shm, and takes away the
// rights of others. The engine would make its files world-readable; the -wal
// and the journal it makes get the database's mode through dsn.
func private(abs string) error {
	dir, name := filepath.Split(abs)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	// A Root, so that a link laid out in the folder leads nowhere else.
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if err := restrict(root, ".", 0o700); err != nil {
		return err
	}
	for _, n := range []string{name, name + "-shm"} {
		f, err := root.OpenFile(n, os.O_RDWR|os.O_CREATE, 0o600)
		if err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
		if err := restrict(root, n, 0o600); err != nil {
			return err
		}
	}
	if err := restrict(root, name+"-wal", 0o600); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	// The names must survive a power cut, or the first audits go with them.
	d, err := root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	_ = d.Sync() // not every file system can sync a folder
	return nil
}

func restrict(root *os.Root, name string, mode fs.FileMode) error {
	info, err := root.Stat(name)
	if err != nil || info.Mode().Perm()&^mode == 0 {
		return err
	}
	return root.Chmod(name, mode)
}

// dsn writes the path as SQLite's URI, which allows every character in it.
func dsn(abs string, readOnly bool) string {
	u := url.URL{Scheme: "file", Path: filepath.ToSlash(abs)}
	if !strings.HasPrefix(u.Path, "/") {
		u.Path = "/" + u.Path // C:/… on Windows
	}
	q := url.Values{}
	if readOnly {
		q.Set("mode", "ro")
		// With no log beside it the file holds everything and nobody writes,
		// so it can be read without the -shm that a read-only folder refuses.
		if _, err := os.Stat(abs + "-wal"); errors.Is(err, fs.ErrNotExist) {
			q.Set("immutable", "1")
		}
	} else {
		q.Set("modeof", abs)
	}
	// SQLite knows no "+" for a space.
	u.RawQuery = strings.ReplaceAll(q.Encode(), "+", "%20")
	return u.String()
}

// ready checks that the file is lampan's and of a known format, and brings an
// older one up to date. It looks before it changes anything.
func (s *Store) ready(ctx context.Context, readOnly bool) error {
	version, err := s.version(ctx, s.db)
	if err != nil {
		return err
	}
	if readOnly {
		if version == 0 {
			return fs.ErrNotExist // made, but nothing was ever saved
		}
		return nil
	}
	var mode string
	if err := s.db.QueryRowContext(ctx, "PRAGMA journal_mode = WAL").Scan(&mode); err != nil {
		return err
	}
	if mode != "wal" {
		return fmt.Errorf("set journal mode: got %q, want wal", mode)
	}
	if _, err := s.db.ExecContext(ctx, "PRAGMA synchronous = FULL"); err != nil {
		return err
	}
	for version < len(migrations()) {
		if version, err = s.migrate(ctx); err != nil {
			return err
		}
	}
	return nil
}

// asker is a database or a transaction.
type asker interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// version reads the file's format: 0 when it is new.
func (s *Store) version(ctx context.Context, q asker) (int, error) {
	var version, id, tables int
	if err := q.QueryRowContext(ctx, `SELECT
		(SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id),
		(SELECT count(*) FROM sqlite_schema)`).Scan(&version, &id, &tables); err != nil {
		return 0, err
	}
	switch {
	case id != applicationID && (id != 0 || version != 0 || tables != 0):
		return 0, sqlite3.NOTADB // a database of some other program
	case version > len(migrations()):
		return 0, fmt.Errorf("%w: format %d, this program reads up to %d", audit.ErrNewer, version, len(migrations()))
	}
	return version, nil
}

// Save stores the audit under the next number, which it returns; the audit
// given is not changed. When it returns, the audit is on the disk.
func (s *Store) Save(ctx context.Context, a *audit.Audit) (int, error) {
	number, err := s.save(ctx, *a)
	if err != nil {
		return 0, s.fault("save audit", err)
	}
	return number, nil
}

func (s *Store) save(ctx context.Context, a audit.Audit) (int, error) {
	tx, err := s.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // no effect after Commit; before it, the first error is the one to tell
	if err := tx.QueryRowContext(ctx, "SELECT coalesce(max(number), 0) + 1 FROM audits").Scan(&a.Number); err != nil {
		return 0, err
	}
	record, err := json.Marshal(a)
	if err != nil {
		return 0, err
	}
	sum := a.Summary()
	if _, err := tx.ExecContext(ctx, `INSERT INTO audits
		(number, at, ran, score, coverage, complete, pack, record) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		sum.Number, sum.At.Format(time.RFC3339Nano), sum.Ran.Format(time.RFC3339Nano),
		sum.Score, sum.Coverage, sum.Complete, sum.PackVersion, string(record)); err != nil {
		return 0, err
	}
	return a.Number, tx.Commit()
}

// begin starts a transaction that holds the file's write lock from the start.
func (s *Store) begin(ctx context.Context) (*sql.Tx, error) {
	return s.db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
}

// Audit returns the audit with the number, or audit.ErrNone.
func (s *Store) Audit(ctx context.Context, number int) (*audit.Audit, error) {
	return s.read(ctx, fmt.Sprintf("read audit %d", number), "SELECT record FROM audits WHERE number = ?", number)
}

// Latest returns the last audit that was finished; where none was, the one stored last,
// or audit.ErrNone.
func (s *Store) Latest(ctx context.Context) (*audit.Audit, error) {
	return s.read(ctx, "read the latest audit", "SELECT record FROM audits ORDER BY complete DESC, number DESC LIMIT 1")
}

func (s *Store) read(ctx context.Context, op, query string, args ...any) (*audit.Audit, error) {
	var record string
	if err := s.db.QueryRowContext(ctx, query, args...).Scan(&record); err != nil {
		return nil, s.fault(op, err)
	}
	var a audit.Audit
	if err := json.Unmarshal([]byte(record), &a); err != nil {
		return nil, s.fault(op, fmt.Errorf("%w: %w", audit.ErrDamaged, err))
	}
	if a.Schema > audit.Schema {
		return nil, s.fault(op, fmt.Errorf("%w: record %d, this program reads up to %d", audit.ErrNewer, a.Schema, audit.Schema))
	}
	return &a, nil
}

// List returns the history, oldest first; nil when there is none.
func (s *Store) List(ctx context.Context) ([]audit.Summary, error) {
	const op = "list audits"
	rows, err := s.db.QueryContext(ctx,
		"SELECT number, at, ran, score, coverage, complete, pack FROM audits ORDER BY number")
	if err != nil {
		return nil, s.fault(op, err)
	}
	defer rows.Close()
	var out []audit.Summary
	for rows.Next() {
		var sum audit.Summary
		var at, ran string
		if err := rows.Scan(&sum.Number, &at, &ran, &sum.Score, &sum.Coverage, &sum.Complete, &sum.PackVersion); err != nil {
			return nil, s.fault(op, err)
		}
		if sum.At, err = time.Parse(time.RFC3339Nano, at); err != nil {
			return nil, s.fault(op, fmt.Errorf("%w: %w", audit.ErrDamaged, err))
		}
		if sum.Ran, err = time.Parse(time.RFC3339Nano, ran); err != nil {
			return nil, s.fault(op, fmt.Errorf("%w: %w", audit.ErrDamaged, err))
		}
		out = append(out, sum)
	}
	if err := rows.Err(); err != nil {
		return nil, s.fault(op, err)
	}
	return out, nil
}

// Close ends the use of the file. Everything saved is already safe.
func (s *Store) Close() error {
	if err := s.db.Close(); err != nil {
		return s.fault("close", err)
	}
	return nil
}
