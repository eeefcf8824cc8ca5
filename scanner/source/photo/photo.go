// Package photo reads what the pictures in a folder of the case say about
// themselves: where and when they were taken, by whom and with what. It looks
// at metadata, not at what the pictures show.
package photo

import (
	"cmp"
	"context"
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

// maxBytes is more than any photograph or long film of a phone. Only the parts
// that hold metadata are read of it.
const maxBytes = 4 << 30

// Config says what is read. Source, Root and Now are required. A nil Zone is
// UTC; dates without an offset are read in it. A zero MaxFiles is the default
// of package files.
type Config struct {
	Source   household.Source
	Root     *os.Root // the case folder
	Now      func() time.Time
	Zone     *time.Location
	MaxFiles int
	Look     source.Looker // at pixels; nil looks at none
}

// Source is a picture or a folder of pictures. It is safe for concurrent use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source {
	c.Zone = cmp.Or(c.Zone, time.UTC)
	return &Source{c}
}

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document a picture, by path, folders below included. A
// picture that says nothing yields a document with an empty Photo: it was
// looked at. A broken one yields what was found, and an error. Files that are
// no pictures are left out.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		c := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes, MaxFiles: s.c.MaxFiles}
		for name, err := range c.Walk(ctx, g, s.c.Source.At) {
			if err == nil && ctx.Err() != nil {
				err = reading.Stopped(name, ctx.Err())
			}
			if err != nil {
				if !yield(exposure.Document{}, err) || reading.Ends(err) {
					return
				}
				continue
			}
			p, err := s.one(ctx, c, g, name)
			if err != nil {
				if !yield(exposure.Document{}, err) || reading.Ends(err) {
					return
				}
			}
			if p == nil {
				continue
			}
			if !yield(decode.Stamp(s.c.Source, exposure.Document{Locator: name, Title: path.Base(name), Photo: p}), nil) {
				return
			}
		}
	}
}

func (s *Source) one(ctx context.Context, c files.Case, g consent.Grant, name string) (*exposure.Photo, error) {
	f, err := c.Open(g, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, &source.Error{Reason: source.Unreadable, Locator: name, Err: err}
	}
	return decode.Photo(ctx, name, f, info.Size(), s.c.Zone, s.c.Look)
}
