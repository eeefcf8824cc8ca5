package scanner

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lampan/scanner/household"
)

// stateDir is the folder, inside a case, of what lampan itself keeps.
const stateDir = ".lampan"

// keySize is the length in bytes of a case's fingerprint key (HMAC-SHA256).
const keySize = 32

// ErrNoCase says that a folder holds no household.yaml.
var ErrNoCase = errors.New("no household.yaml")

// Case is a folder with a household.yaml. Everything lampan keeps about a
// household lies inside it, so erasing the folder erases the case.
type Case struct {
	Dir       string
	Household *household.Household
}

// OpenCase loads the household of the case in dir. It writes nothing. The
// error wraps ErrNoCase when there is no such file, and is household.Faults
// when the file has faults.
func OpenCase(dir string) (*Case, error) {
	path := filepath.Join(dir, household.FileName)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("open case %q: %w", dir, ErrNoCase)
	}
	h, err := household.Load(path)
	if err != nil {
		return nil, err
	}
	return &Case{Dir: dir, Household: h}, nil
}

// HouseholdPath is where household.yaml lies.
func (c *Case) HouseholdPath() string { return filepath.Join(c.Dir, household.FileName) }

// LedgerPath is where the consent ledger lies.
func (c *Case) LedgerPath() string { return filepath.Join(c.Dir, stateDir, "ledger.jsonl") }

// StorePath is where the audits lie.
func (c *Case) StorePath() string { return filepath.Join(c.Dir, stateDir, "case.db") }

// ReportPath is where an audit writes the family's report unless told otherwise.
func (c *Case) ReportPath() string { return filepath.Join(c.Dir, "report.html") }

// Prepare makes the folder for what lampan keeps, closed to other users.
func (c *Case) Prepare() error {
	dir := filepath.Join(c.Dir, stateDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("prepare case: %w", err)
	}
	return nil
}

// Key returns the case's fingerprint key, making it the first time. It keys
// the hashes of facts, so that equal facts of two cases cannot be joined.
func (c *Case) Key() ([]byte, error) {
	path := filepath.Join(c.Dir, stateDir, "key")
	key, err := os.ReadFile(path)
	switch {
	case err == nil && len(key) == keySize:
		return key, nil
	case err == nil:
		return nil, fmt.Errorf("read case key %q: %d bytes, want %d; put the file back from a copy of the case", path, len(key), keySize)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("read case key: %w", err)
	}
	key = make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("make case key: %w", err)
	}
	// O_EXCL: two audits that start at once must not end up with two keys.
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, fmt.Errorf("write case key: %w", err)
	}
	_, err = f.Write(key)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, errors.Join(fmt.Errorf("write case key: %w", err), os.Remove(path))
	}
	return key, nil
}

// Erase removes the case: the folder and everything in it. It returns the
// paths that were removed, relative to the folder, in order. A folder that
// holds no household.yaml is not a case and is left alone.
func Erase(dir string) ([]string, error) {
	if _, err := os.Lstat(filepath.Join(dir, household.FileName)); err != nil {
		return nil, fmt.Errorf("erase case %q: %w", dir, ErrNoCase)
	}
	var removed []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if rel, err := filepath.Rel(dir, path); err == nil && !d.IsDir() {
			removed = append(removed, filepath.ToSlash(rel))
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("erase case: list: %w", err)
	}
	// household.yaml goes last: after a failure half-way the folder is still
	// known as a case and can be erased again.
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("erase case: %w", err)
	}
	for _, e := range entries {
		if e.Name() == household.FileName {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			return nil, fmt.Errorf("erase case: %w", err)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		return nil, fmt.Errorf("erase case: %w", err)
	}
	return removed, nil
}
