// Package photo reads what the pictures and films in a folder of the case say:
// where and when they were taken, by whom and with what, and what their pixels
// show. It looks into zip files too, and takes in what sidecars and the exports of
// platforms tell of the pictures.
package photo

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

const (
	// maxBytes is more than any photograph or long film of a phone. Only the parts
	// that hold metadata are read of it.
	maxBytes = 4 << 30
	// maxArchive is more than the largest file that platforms write of an export.
	maxArchive = 64 << 30
	// maxFiles is a large family album with a sidecar beside every picture.
	maxFiles = 2 * files.DefaultMaxFiles
)

// Config says what is read. Source, Root and Now are required. A nil Zone is
// UTC; dates without an offset are read in it. MaxFiles bounds the files of the
// folder, and those of each zip file; zero is enough for a large album.
type Config struct {
	Source   household.Source
	Root     *os.Root // the case folder
	Now      func() time.Time
	Zone     *time.Location
	MaxFiles int
	Look     source.Looker // at pixels; nil looks at none
}

// Source is a picture, a zip file or a folder of both. It is safe for concurrent
// use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source {
	c.Zone = cmp.Or(c.Zone, time.UTC)
	c.MaxFiles = cmp.Or(c.MaxFiles, maxFiles)
	return &Source{c}
}

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document a picture, by path, folders below included. What lies
// in a zip file has the locator "bilder.zip#DCIM/IMG_1.jpg". A picture that says
// nothing yields a document with an empty Photo: it was looked at. A broken one
// yields what was found, and an error. Files that are no pictures are left out, but
// for archives of other kinds, which may hold some: they are Unsupported.
//
// What a sidecar says is part of its picture's document, and Published is when a
// platform got or showed the picture. A sidecar whose picture is not there yields
// a document of its own, unless it tells only times.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		r := &reader{
			Source: s, ctx: ctx, grant: g, yield: yield,
			files:    files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes, MaxFiles: s.c.MaxFiles},
			archives: files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxArchive},
		}
		var found []item
		for name, err := range r.files.Walk(ctx, g, s.c.Source.At) {
			found = append(found, item{path: name, locator: name, err: err})
		}
		for i := range found {
			it := &found[i]
			it.open = func() (body, error) { return r.file(it.path) }
		}
		r.album(found, false)
	}
}

// reader is one Read.
type reader struct {
	*Source
	ctx      context.Context
	grant    consent.Grant
	yield    func(exposure.Document, error) bool
	files    files.Case
	archives files.Case
}

// item is one file of a folder or of a zip file, or why there is none.
type item struct {
	path    string // inside the folder or the zip file
	locator string
	open    func() (body, error)
	err     error
}

// body is an opened file. The zero body holds nothing.
type body struct {
	io.ReaderAt
	size int64
	file *os.File // to be closed; nil for one in a zip file
}

func (b body) close() {
	if b.file != nil {
		b.file.Close()
	}
}

func (r *reader) file(name string) (body, error) {
	f, err := r.files.Open(r.grant, name)
	if err != nil {
		return body{}, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return body{}, &source.Error{Reason: source.Unreadable, Locator: name, Err: err}
	}
	return body{f, info.Size(), f}, nil
}

// fault yields an error and reports whether reading goes on.
func (r *reader) fault(err error) bool {
	return r.yield(exposure.Document{}, err) && !reading.Ends(err)
}

// album reads the pictures and sidecars among items that belong together, and
// reports whether reading goes on.
func (r *reader) album(items []item, inside bool) bool {
	paths := make([]string, len(items))
	for i, it := range items {
		paths[i] = it.path
	}
	a := &album{reader: r, items: items, pairs: pair(paths), told: map[int][]decode.Beside{}, alone: map[int][]decode.Beside{}, faults: map[int]error{}}
	if !a.gather() {
		return false
	}
	for i, it := range items {
		var goesOn bool
		switch {
		case it.err != nil:
			goesOn = r.fault(it.err)
		case r.ctx.Err() != nil:
			goesOn = r.fault(a.stopped(i))
		case isArchive(it.path) && inside:
			goesOn = r.fault(&source.Error{Reason: source.Unsupported, Locator: it.locator, Err: errors.New("a zip file inside a zip file")})
		case isArchive(it.path):
			goesOn = r.archive(it.locator)
		case isOtherArchive(it.path):
			goesOn = r.fault(&source.Error{Reason: source.Unsupported, Locator: it.locator, Err: errors.New("an archive that is no zip file")})
		case decode.SidecarName(it.path):
			goesOn = a.sidecar(i)
		default:
			goesOn = a.picture(i)
		}
		if !goesOn {
			return false
		}
	}
	return true
}

// stopped is the fault of a reading that was ended before an item.
func (a *album) stopped(at int) error {
	e := &source.Error{Reason: source.Interrupted, Locator: a.items[at].locator, Err: a.ctx.Err()}
	for _, it := range a.items[at:] {
		if decode.PictureName(it.path) {
			e.Rest++
		}
	}
	return e
}

// album is what is known of the pictures of one folder or zip file.
type album struct {
	*reader
	items  []item
	pairs  *pairs
	told   map[int][]decode.Beside // of pictures, by files that are not named after them
	alone  map[int][]decode.Beside // by a sidecar, of pictures that are not there
	faults map[int]error           // of a sidecar
}

// gather reads the sidecars that are not named after a picture, before the
// pictures: a list may tell of any of them.
func (a *album) gather() bool {
	for i, it := range a.items {
		if it.err != nil || a.pairs.paired[i] || !decode.SidecarName(it.path) {
			continue
		}
		if a.ctx.Err() != nil {
			return a.fault(a.stopped(i))
		}
		list, err := a.beside(it)
		if err != nil {
			if reading.Ends(err) {
				return a.fault(err)
			}
			a.faults[i] = err
		}
		for _, b := range list {
			j, ok := 0, false
			switch {
			case b.Path != "":
				j, ok = a.pairs.exported(it.path, b.Path)
			case b.Title != "":
				j, ok = a.pairs.titled(it.path, b.Title)
			}
			if ok {
				a.told[j] = append(a.told[j], b)
			} else if !b.Silent() {
				a.alone[i] = append(a.alone[i], b)
			}
		}
	}
	return true
}

// beside reads a sidecar.
func (a *album) beside(it item) ([]decode.Beside, error) {
	b, err := it.open()
	defer b.close()
	if err != nil {
		return nil, err
	}
	if b.size > decode.MaxSidecar {
		return nil, &source.Error{Reason: source.TooLarge, Locator: it.locator, Err: fmt.Errorf("more than %d bytes", decode.MaxSidecar)}
	}
	data, err := io.ReadAll(io.NewSectionReader(b, 0, b.size))
	if err != nil {
		return nil, &source.Error{Reason: source.Unreadable, Locator: it.locator, Err: err}
	}
	list, err := decode.Sidecar(it.path, data, a.c.Zone)
	return list, at(err, it.locator)
}

// at names the file of a fault by its locator, which says which zip file it is in.
func at(err error, locator string) error {
	if e, ok := errors.AsType[*source.Error](err); ok {
		e.Locator = locator
	}
	return err
}

// sidecar yields what a sidecar says of pictures that are not there.
func (a *album) sidecar(i int) bool {
	it := a.items[i]
	if err := a.faults[i]; err != nil && !a.fault(err) {
		return false
	}
	for _, b := range a.alone[i] {
		doc := exposure.Document{Locator: it.locator, Title: path.Base(cmp.Or(b.Path, b.Title, it.path)), Photo: b.Alone(), Published: b.Published}
		if b.Path != "" { // one of many
			doc.Locator += "#" + b.Path
		}
		if !a.yield(decode.Stamp(a.c.Source, doc), nil) {
			return false
		}
	}
	return true
}

// picture reads one picture and what lies beside it.
func (a *album) picture(i int) bool {
	it := a.items[i]
	b, err := it.open()
	defer b.close()
	if err != nil && !a.fault(err) {
		return false
	}
	if b.ReaderAt == nil || !decode.Pictured(it.path) && text(b) {
		return true
	}
	p, broken := decode.Photo(a.ctx, it.path, b, b.size, a.c.Zone, source.LookerFor(a.grant, a.c.Look))
	if broken != nil && err == nil && !a.fault(at(broken, it.locator)) {
		return false
	}
	if p == nil {
		return true
	}
	doc := exposure.Document{Locator: it.locator, Title: path.Base(it.path), Photo: p}
	told := a.told[i]
	for _, j := range a.pairs.of[i] {
		list, err := a.beside(a.items[j])
		if err != nil && !a.fault(err) {
			return false
		}
		told = append(told, list...)
	}
	for _, b := range told {
		b.Merge(p)
		if doc.Published.IsZero() {
			doc.Published = b.Published
		}
	}
	return a.yield(decode.Stamp(a.c.Source, doc), nil)
}

// text reports whether a file that is not called a picture is text, some of which
// looks like a sidecar.
func text(b body) bool {
	head := make([]byte, min(b.size, 512))
	n, _ := b.ReadAt(head, 0)
	kind := decode.Sniff(bytes.TrimRight(head[:n], "\x00"))
	return kind != "image/*" && kind != "application/octet-stream"
}
