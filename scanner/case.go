package scanner

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"lampan/scanner/audit"
	"lampan/scanner/household"
)

// keySize is the length in bytes of a case's fingerprint key (HMAC-SHA256).
const keySize = 32

// ErrNoCase says that a folder holds no household.yaml.
var ErrNoCase = errors.New("no household.yaml")

// ErrLinked says that a folder is a link to somewhere else. Its error is an
// *fs.PathError with the link's path.
var ErrLinked = errors.New("a link, not the folder itself")

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
func (c *Case) LedgerPath() string { return filepath.Join(c.Dir, household.StateDir, "ledger.jsonl") }

// StorePath is where the audits lie.
func (c *Case) StorePath() string { return filepath.Join(c.Dir, household.StateDir, "case.db") }

// ReportPath is where an audit writes the family's report unless told otherwise.
func (c *Case) ReportPath() string { return filepath.Join(c.Dir, "report.html") }

// Prepare makes the folder for what lampan keeps, closed to other users. The
// error wraps ErrLinked when the folder is a link: what is kept would lie
// outside the case then, and be left when the case is erased.
func (c *Case) Prepare() error {
	dir := filepath.Join(c.Dir, household.StateDir)
	if err := notLinked(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("prepare case: %w", err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("prepare case: %w", err)
	}
	return nil
}

// notLinked reports with nil that path is there and no link.
func notLinked(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if info.Mode()&fs.ModeSymlink != 0 {
		return &fs.PathError{Op: "open", Path: path, Err: ErrLinked}
	}
	return nil
}

// Key returns the case's fingerprint key, making it the first time. It keys
// the hashes of facts, so that equal facts of two cases cannot be joined. The
// error is an *audit.StoreError with audit.ErrDamaged when the key is not as it
// was made, or is gone though audits are there: with another key every finding
// would look new, and every old one gone.
func (c *Case) Key() ([]byte, error) {
	path := filepath.Join(c.Dir, household.StateDir, "key")
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	if _, err := os.Lstat(c.StorePath()); err == nil {
		return nil, &audit.StoreError{Op: "read case key", File: path, Fault: audit.ErrDamaged, Err: errors.New("it is missing")}
	}
	key = make([]byte, keySize)
	if _, err := rand.Read(key); err != nil {
		return nil, fmt.Errorf("make case key: %w", err)
	}
	if err := writeKey(path, key); err != nil {
		return nil, fmt.Errorf("write case key: %w", err)
	}
	// Of two audits that start at once both must go on with the same key: that
	// of the one that was first.
	return readKey(path)
}

func readKey(path string) ([]byte, error) {
	key, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("read case key: %w", err)
	}
	if len(key) != keySize {
		return nil, &audit.StoreError{
			Op: "read case key", File: path, Fault: audit.ErrDamaged,
			Err: fmt.Errorf("%d bytes, want %d", len(key), keySize),
		}
	}
	return key, nil
}

// writeKey puts the key in its place, whole and for the owner's eyes only,
// unless another process has put one there meanwhile.
func writeKey(path string, key []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".lampan-*") // makes it 0600
	if err != nil {
		return err
	}
	defer func() {
		if e := os.Remove(f.Name()); !errors.Is(e, fs.ErrNotExist) {
			err = errors.Join(err, e)
		}
	}()
	_, err = f.Write(key)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	switch err := os.Link(f.Name(), path); {
	case err == nil, errors.Is(err, fs.ErrExist):
		return nil
	}
	// A file system without hard links, such as that of a memory stick.
	return os.Rename(f.Name(), path)
}

// Erase removes the case: the folder and everything in it. It returns the
// paths that were removed, relative to the folder, in order. A folder that
// holds no household.yaml is not a case and is left alone. Links are removed
// and never followed; a dir that is a link itself is left alone, and the error
// wraps ErrLinked.
func Erase(dir string) ([]string, error) {
	// The full path, since a folder cannot be removed by the name ".".
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("erase case: %w", err)
	}
	if _, err := os.Lstat(filepath.Join(dir, household.FileName)); err != nil {
		return nil, fmt.Errorf("erase case %q: %w", dir, ErrNoCase)
	}
	if err := notLinked(dir); err != nil {
		return nil, fmt.Errorf("erase case: %w", err)
	}
	var removed []string
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
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
