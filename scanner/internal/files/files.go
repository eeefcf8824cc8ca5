// Package files opens what lies in a case folder. It is the only way to a
// family's own files: a grant is asked before each file is opened, the ledger
// is written before its bytes are read, and nothing outside the folder can be
// reached, whatever a path or a link says.
//
// Links are refused even when they stay inside the folder: people agreed to a
// path, and a link leads to another.
package files

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
	"unicode/utf8"

	"lampan/scanner/consent"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// The limits that hold when a Case does not say otherwise.
const (
	// DefaultMaxBytes is more than any file of posts needs, and little enough
	// to hold in memory.
	DefaultMaxBytes = 32 << 20
	// DefaultMaxFiles is a large family album; reading it takes some seconds.
	DefaultMaxFiles = 20_000
	// MaxDepth is how many folders below the agreed one are walked.
	MaxDepth = 32
)

// Case is a case folder. Root and Now are required; zero limits mean the
// defaults. A Case is safe for concurrent use.
type Case struct {
	Root     *os.Root
	Now      func() time.Time
	MaxBytes int64 // largest file that is read
	MaxFiles int   // most files that a walk yields
}

// Read returns the whole of one regular file. Every error is a *source.Error.
func (c Case) Read(g consent.Grant, name string) ([]byte, error) {
	f, err := c.Open(g, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	limit := c.maxBytes()
	data, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, fault(name, err)
	}
	if int64(len(data)) > limit { // it grew after it was measured
		return nil, tooLarge(name, limit)
	}
	return data, nil
}

// Open opens one regular file of at most MaxBytes for reading, after the grant
// said yes and the ledger was written. Every error is a *source.Error; what
// went wrong is in the ledger too.
func (c Case) Open(g consent.Grant, name string) (*os.File, error) {
	name = clean(name)
	if err := reading.Covered(g, name, c.Now()); err != nil {
		return nil, err
	}
	f, size, err := c.open(name)
	if err != nil {
		note := g.Record(consent.Event{Locator: name, Outcome: string(source.ReasonOf(err))})
		if note != nil {
			return nil, unrecorded(name, note)
		}
		return nil, err
	}
	if err := g.Record(consent.Event{Locator: name, Outcome: "read", Bytes: size}); err != nil {
		f.Close()
		return nil, unrecorded(name, err)
	}
	return f, nil
}

func (c Case) open(name string) (*os.File, int64, error) {
	info, err := c.stat(name)
	if err != nil {
		return nil, 0, err
	}
	if !info.Mode().IsRegular() {
		return nil, 0, notAFile(name)
	}
	if info.Size() > c.maxBytes() {
		return nil, 0, tooLarge(name, c.maxBytes())
	}
	// Without O_NONBLOCK a pipe put in the file's place since stat would make
	// the open wait for ever.
	f, err := c.Root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, 0, fault(name, err)
	}
	now, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, 0, fault(name, err)
	}
	if !os.SameFile(info, now) {
		f.Close()
		return nil, 0, &source.Error{Reason: source.OutsideScope, Locator: name, Err: errors.New("the file was replaced while it was opened")}
	}
	return f, info.Size(), nil
}

// Walk yields the files at and below name in a stable order: by path, compared
// bytewise. A name that is a file yields itself. Hidden entries (".x") are left
// out. An entry that cannot be walked (a link, a device, a closed folder)
// yields a *source.Error and the walk goes on; it ends after the errors
// NotGranted, Limit and Interrupted.
func (c Case) Walk(ctx context.Context, g consent.Grant, name string) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		name = clean(name)
		if err := reading.Covered(g, name, c.Now()); err != nil {
			yield("", err)
			return
		}
		info, err := c.stat(name)
		if err != nil {
			if note := g.Record(consent.Event{Locator: name, Outcome: string(source.ReasonOf(err))}); note != nil {
				err = unrecorded(name, note)
			}
			yield("", err)
			return
		}
		if info.Mode().IsRegular() {
			yield(name, nil)
			return
		}
		w := walk{Case: c, ctx: ctx, grant: g, yield: yield}
		w.folder(name, 0)
	}
}

type walk struct {
	Case
	ctx   context.Context
	grant consent.Grant
	yield func(string, error) bool
	seen  int
}

// folder walks one folder and reports whether the walk goes on.
func (w *walk) folder(dir string, depth int) bool {
	if err := w.ctx.Err(); err != nil {
		w.yield("", &source.Error{Reason: source.Interrupted, Locator: dir, Err: err})
		return false
	}
	if err := reading.Covered(w.grant, dir, w.Now()); err != nil {
		return w.yield("", err) && !reading.Ends(err)
	}
	if depth > MaxDepth {
		return w.yield("", &source.Error{Reason: source.Limit, Locator: dir, Err: fmt.Errorf("more than %d folders deep", MaxDepth)})
	}
	entries, err := w.list(dir)
	outcome := "read"
	if err != nil {
		outcome = string(source.ReasonOf(err))
	}
	if note := w.grant.Record(consent.Event{Locator: dir, Outcome: outcome}); note != nil {
		w.yield("", unrecorded(dir, note))
		return false
	}
	if err != nil {
		return w.yield("", err)
	}
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		switch mode := e.Type(); {
		case strings.HasPrefix(e.Name(), "."):
			continue
		case !utf8.ValidString(name) || strings.ContainsRune(name, '\\'):
			if !w.yield("", &source.Error{Reason: source.Unsupported, Locator: printable(name), Err: errors.New("a file name that is not text")}) {
				return false
			}
		case mode.IsDir():
			if !w.folder(name, depth+1) {
				return false
			}
		case mode.IsRegular():
			if w.seen == w.maxFiles() {
				w.yield("", &source.Error{Reason: source.Limit, Locator: dir, Err: fmt.Errorf("more than %d files", w.maxFiles())})
				return false
			}
			w.seen++
			if !w.yield(name, nil) {
				return false
			}
		case mode&fs.ModeSymlink != 0:
			if !w.yield("", aLink(name)) {
				return false
			}
		default:
			if !w.yield("", notAFile(name)) {
				return false
			}
		}
	}
	return true
}

// list returns the entries of a folder in the order of the paths below them:
// "a.jpg" comes before the folder "a" does, since "." sorts before "/".
func (w *walk) list(dir string) ([]fs.DirEntry, error) {
	f, err := w.Root.Open(dir)
	if err != nil {
		return nil, fault(dir, err)
	}
	defer f.Close()
	entries, err := f.ReadDir(-1)
	if err != nil {
		return nil, fault(dir, err)
	}
	key := func(e fs.DirEntry) string {
		if e.IsDir() {
			return e.Name() + "/"
		}
		return e.Name()
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return cmp.Compare(key(a), key(b)) })
	return entries, nil
}

// stat looks at a path and every folder above it inside the case, and refuses
// links anywhere on the way.
func (c Case) stat(name string) (fs.FileInfo, error) {
	if err := local(name); err != nil {
		return nil, err
	}
	var info fs.FileInfo
	parts := strings.Split(name, "/")
	for i := range parts {
		var err error
		info, err = c.Root.Lstat(strings.Join(parts[:i+1], "/"))
		if err != nil {
			return nil, fault(name, err)
		}
		if info.Mode()&fs.ModeSymlink != 0 {
			return nil, aLink(name)
		}
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, notAFile(name)
	}
	return info, nil
}

// local refuses a path that could mean something outside the case, on any
// system: fs.ValidPath already refuses "..", absolute paths and empty parts.
// The grant refuses them too; this does not depend on it.
func local(name string) error {
	if !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\x00\\") {
		return &source.Error{Reason: source.OutsideScope, Locator: printable(name), Err: errors.New("not a path inside the case")}
	}
	return nil
}

// printable is a name that is safe to show: file systems allow any bytes.
func printable(name string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(name, "\uFFFD"), "\x00", "")
}

// clean drops "/" at the end, which people write for folders. It resolves no
// "..", so that local still sees it.
func clean(name string) string {
	if trimmed := strings.TrimSuffix(name, "/"); trimmed != "" {
		name = trimmed
	}
	return name
}

func (c Case) maxBytes() int64 { return cmp.Or(c.MaxBytes, DefaultMaxBytes) }
func (c Case) maxFiles() int   { return cmp.Or(c.MaxFiles, DefaultMaxFiles) }

// fault gives an error of the file system its reason.
func fault(name string, err error) error {
	reason := source.Unreadable
	if errors.Is(err, fs.ErrNotExist) {
		reason = source.Missing
	}
	return &source.Error{Reason: reason, Locator: name, Err: err}
}

func unrecorded(name string, err error) error {
	return &source.Error{Reason: source.Unreadable, Locator: name, Err: fmt.Errorf("write the ledger: %w", err)}
}

func tooLarge(name string, limit int64) error {
	return &source.Error{Reason: source.TooLarge, Locator: name, Err: fmt.Errorf("more than %d bytes", limit)}
}

func aLink(name string) error {
	return &source.Error{Reason: source.OutsideScope, Locator: name, Err: errors.New("a link, which may lead elsewhere")}
}

func notAFile(name string) error {
	return &source.Error{Reason: source.Unsupported, Locator: name, Err: errors.New("not an ordinary file")}
}
