package consent

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/lockedfile"

	"lampan/rules/exposure"
)

// LedgerName is where a case keeps its ledger, below the case folder.
const LedgerName = ".lampan/ledger.jsonl"

// ErrLedger is the base of every fault of the ledger: it cannot be written, or
// it is not as it was written. Nothing is read then.
var ErrLedger = errors.New("ledger")

// ErrTampered says that the ledger was changed after it was written. It wraps
// ErrLedger.
var ErrTampered = fmt.Errorf("%w: changed after it was written", ErrLedger)

// errReadOnly says that a ledger was opened by ReadLedger.
var errReadOnly = fmt.Errorf("%w: opened for reading only", ErrLedger)

// Kind says what a line of the ledger records.
type Kind string

// The kinds of entry.
const (
	KindCheck    Kind = "check"    // a source was asked for
	KindTerms    Kind = "terms"    // what a consent says, at its first use, when it became narrower, or withdrawn
	KindRead     Kind = "read"     // one thing done under a grant
	KindRepaired Kind = "repaired" // a last line that a crash had cut off was removed
)

// OutcomeGranted is the outcome of a check that led to a Grant; every other
// outcome of a check is a Code.
const OutcomeGranted = "granted"

// Entry is one line of the ledger. Hash is over the line with an empty hash,
// and Prev is the line before's, so that no line can be changed, removed or
// moved unseen.
type Entry struct {
	Seq     int                `json:"seq"` // from 1
	Time    time.Time          `json:"time"`
	Kind    Kind               `json:"kind"`
	Case    string             `json:"case,omitempty"`
	Consent string             `json:"consent,omitempty"`
	Source  exposure.SourceID  `json:"source,omitempty"`
	Subject exposure.SubjectID `json:"subject,omitempty"`
	// Locator is cut at maxKept bytes; LocatorHash is the SHA-256 of the whole.
	Locator     string `json:"locator,omitempty"`
	LocatorHash string `json:"locatorHash,omitempty"`
	Outcome     string `json:"outcome,omitempty"`
	Bytes       int64  `json:"bytes,omitempty"`
	Terms       *Terms `json:"terms,omitempty"`
	Prev        string `json:"prev"`
	Hash        string `json:"hash"`
}

const (
	// maxKept bounds the readable locator of an entry, in bytes.
	maxKept = 2048
	// syncEvery is after how many read entries the file is flushed to the disk.
	// Checks and terms are flushed at once; of reads, a loss of power may cost
	// the last few. A crash of the program costs none.
	syncEvery = 32
)

// Ledger is a case's record of checks and reads. It is only ever added to. It
// is safe for concurrent use, also by several processes.
type Ledger struct {
	path string
	lock *lockedfile.Mutex

	mu       sync.Mutex
	f        *os.File
	size     int64 // bytes read and verified so far
	seq      int
	head     string
	terms    record
	located  bool // see Located
	unsynced int
	broken   error // set by the first write that failed; nothing is granted after it
}

// OpenLedger opens the ledger at path, making it and its folder when they are
// missing, and verifies the whole of it. A last line that a crash cut off is
// removed, and an entry says so. The error wraps ErrLedger; it wraps
// ErrTampered when the ledger is not as it was written.
func OpenLedger(path string) (*Ledger, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, ledgerError("make its folder", err)
	}
	if err := regular(path); err != nil {
		return nil, err
	}
	// The lock's file is made here first, since nobody else may read it.
	f, err := os.OpenFile(path+".lock", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, ledgerError("open", err)
	}
	if err := f.Close(); err != nil {
		return nil, ledgerError("open", err)
	}
	l := &Ledger{path: path, lock: lockedfile.MutexAt(path + ".lock"), terms: record{}}
	unlock, err := l.lock.Lock()
	if err != nil {
		return nil, ledgerError("lock", err)
	}
	defer unlock()
	l.f, err = os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, ledgerError("open", err)
	}
	if err := l.catchUp(); err != nil {
		l.f.Close()
		return nil, err
	}
	return l, nil
}

// ReadLedger reads the ledger at path and verifies it. It makes and changes
// nothing: a ledger that is not there is empty, and a last line that somebody is
// still writing is left out. What it returns serves Checker.Preview; a Check
// with it gives no Grant. The error is OpenLedger's.
func ReadLedger(path string) (*Ledger, error) {
	l := &Ledger{path: path, lock: lockedfile.MutexAt(path + ".lock"), terms: record{}, broken: errReadOnly}
	if err := regular(path); err != nil {
		return nil, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return l, nil
	}
	if err != nil {
		return nil, ledgerError("read", err)
	}
	entries, _, err := parseEntries(data, 0, "")
	if err != nil {
		return nil, inFile(err, path)
	}
	for _, e := range entries {
		l.note(e)
	}
	return l, nil
}

func regular(path string) error {
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return fmt.Errorf("%w: %s is not a regular file; put the file itself in the case folder", ErrLedger, path)
	}
	return nil
}

func inFile(err error, path string) error {
	return fmt.Errorf("%w in %s; move the file aside to begin a new one, and keep it", err, path)
}

func ledgerError(what string, err error) error {
	return fmt.Errorf("%w: %s: %w; check the folder's permissions and the free space", ErrLedger, what, err)
}

// Close flushes the ledger to the disk and closes it.
func (l *Ledger) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return nil
	}
	err := errors.Join(l.f.Sync(), l.f.Close())
	l.f = nil
	if l.broken == nil {
		l.broken = ledgerError("write", os.ErrClosed)
	}
	if err != nil {
		return ledgerError("close", err)
	}
	return nil
}

// Sync puts everything that was noted on the disk. An audit that is stored
// names the ledger's head, so the head must not be lost when the power goes.
func (l *Ledger) Sync() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.f == nil {
		return ledgerError("flush", os.ErrClosed)
	}
	if err := l.f.Sync(); err != nil {
		return ledgerError("flush", err)
	}
	return nil
}

// Head is the hash of the last entry; "" while the ledger is empty. Noted
// elsewhere, it shows later that nothing before it was changed or removed.
func (l *Ledger) Head() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.head
}

// Located reports whether an entry says at which address or in which file something
// was read. Of a household with protected personal data none does; see Grant.Record.
func (l *Ledger) Located() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.located
}

// Entries returns every entry, oldest first, as they stand on the disk. The
// error is that of Verify.
func (l *Ledger) Entries() ([]Entry, error) {
	unlock, err := l.lock.Lock()
	if err != nil {
		return nil, ledgerError("lock", err)
	}
	defer unlock()
	f, err := os.Open(l.path)
	if err != nil {
		return nil, ledgerError("open", err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return nil, ledgerError("read", err)
	}
	entries, rest, err := parseEntries(data, 0, "")
	if err == nil && len(rest) > 0 {
		err = fmt.Errorf("%w: %s:%d: the last line is cut off", ErrTampered, l.path, len(entries)+1)
	}
	return entries, err
}

// Verify reads the whole ledger again and checks every hash. Heads that were
// noted elsewhere, in an audit or on a printed report, must occur in it; they
// show that nothing was cut off at the end. The error wraps ErrTampered and
// names the line.
func (l *Ledger) Verify(noted ...string) error {
	entries, err := l.Entries()
	if err != nil {
		return err
	}
	l.mu.Lock()
	seq, head := l.seq, l.head
	l.mu.Unlock()
	if seq > 0 && (len(entries) < seq || entries[seq-1].Hash != head) {
		return fmt.Errorf("%w: entry %d, which this program wrote, is missing", ErrTampered, seq)
	}
	for _, h := range noted {
		if h != "" && !slices.ContainsFunc(entries, func(e Entry) bool { return e.Hash == h }) {
			return fmt.Errorf("%w: the entry %.12s, noted in an earlier audit, is missing", ErrTampered, h)
		}
	}
	return nil
}

// healthy reports whether entries can still be written, as far as is known.
func (l *Ledger) healthy() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.broken == nil
}

// append adds one entry; the caller sets neither Seq nor the hashes.
func (l *Ledger) append(e Entry) error {
	return l.locked(func() error { return l.write(e) })
}

// keep notes terms. Most often there is nothing to note, and the file needs no
// lock.
func (l *Ledger) keep(at time.Time, caseID string, notes func(record) []Terms) error {
	l.mu.Lock()
	n := len(notes(l.terms))
	l.mu.Unlock()
	if n == 0 {
		return nil
	}
	return l.locked(func() error {
		for _, t := range notes(l.terms) {
			if err := l.write(termsEntry(at, caseID, t)); err != nil {
				return err
			}
		}
		return nil
	})
}

// catchUpNow reads what other processes have added.
func (l *Ledger) catchUpNow() error {
	return l.locked(func() error { return nil })
}

// record is a copy of what is known of the case's consents.
func (l *Ledger) record() record {
	l.mu.Lock()
	defer l.mu.Unlock()
	return maps.Clone(l.terms)
}

func termsEntry(at time.Time, caseID string, t Terms) Entry {
	return Entry{Time: at, Kind: KindTerms, Case: caseID, Consent: t.Consent, Subject: t.Subject, Terms: &t}
}

// locked runs do with the ledger to itself, among goroutines and processes,
// after reading what others have added.
func (l *Ledger) locked(do func() error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.broken != nil {
		return l.broken
	}
	unlock, err := l.lock.Lock()
	if err != nil {
		l.broken = ledgerError("lock", err)
		return l.broken
	}
	defer unlock()
	if err := l.catchUp(); err != nil {
		l.broken = err
		return err
	}
	return do()
}

// catchUp reads and verifies what lies beyond size. The file's lock is held.
func (l *Ledger) catchUp() error {
	info, err := l.f.Stat()
	if err != nil {
		return ledgerError("read", err)
	}
	if onDisk, err := os.Stat(l.path); err != nil || !os.SameFile(info, onDisk) {
		return fmt.Errorf("%w: %s was moved or removed while it was in use", ErrLedger, l.path)
	}
	switch {
	case info.Size() == l.size:
		return nil
	case info.Size() < l.size:
		return fmt.Errorf("%w: %s has become shorter", ErrTampered, l.path)
	}
	data := make([]byte, info.Size()-l.size)
	if _, err := l.f.ReadAt(data, l.size); err != nil {
		return ledgerError("read", err)
	}
	entries, rest, err := parseEntries(data, l.seq, l.head)
	if err != nil {
		return inFile(err, l.path)
	}
	for _, e := range entries {
		l.note(e)
	}
	l.size += int64(len(data) - len(rest))
	if len(rest) == 0 {
		return nil
	}
	// Whoever wrote this held the lock and no longer does: it was cut off.
	if err := l.f.Truncate(l.size); err != nil {
		return ledgerError("repair", err)
	}
	return l.write(Entry{Time: info.ModTime(), Kind: KindRepaired, Bytes: int64(len(rest))})
}

func (l *Ledger) note(e Entry) {
	l.seq, l.head = e.Seq, e.Hash
	l.located = l.located || e.Kind == KindRead && e.Locator != ""
	if e.Kind == KindTerms && e.Terms != nil {
		l.terms[e.Consent] = *e.Terms
	}
}

// write adds a line. A write that fails is taken back as far as possible, and
// the ledger takes no more.
func (l *Ledger) write(e Entry) error {
	e.Seq, e.Prev, e.Time = l.seq+1, l.head, e.Time.UTC().Round(0)
	if e.Locator != "" {
		sum := sha256.Sum256([]byte(e.Locator))
		e.LocatorHash = hex.EncodeToString(sum[:])
		e.Locator = strings.ToValidUTF8(e.Locator[:min(len(e.Locator), maxKept)], "")
	}
	line, err := e.seal()
	if err != nil {
		l.broken = ledgerError("write", err)
		return l.broken
	}
	_, err = l.f.Write(line)
	if l.unsynced++; err == nil && (e.Kind != KindRead || l.unsynced >= syncEvery) {
		l.unsynced = 0
		err = l.f.Sync()
	}
	if err != nil {
		l.broken = errors.Join(ledgerError("write", err), l.f.Truncate(l.size))
		return l.broken
	}
	l.size += int64(len(line))
	l.note(e)
	return nil
}
