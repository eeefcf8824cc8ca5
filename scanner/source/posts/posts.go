// Package posts reads a file of posts that the family brought: plain text or
// JSON lines. It reads that one file of the case folder and nothing else.
package posts

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// Config says what is read. Source, Root and Now are required. A nil Zone is
// UTC; dates without a zone are read in it. A zero MaxBytes is the default of
// package files.
type Config struct {
	Source   household.Source
	Root     *os.Root // the case folder
	Now      func() time.Time
	Zone     *time.Location
	MaxBytes int64
}

// Source is a file of posts. It is safe for concurrent use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source {
	c.Zone = cmp.Or(c.Zone, time.UTC)
	return &Source{c}
}

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document a post, in the order of the file. The locator is
// the file's path and the line where the post starts: "anna.txt#L12". A line
// that cannot be read is an error with its number; the posts around it are
// yielded all the same. Errors come first, in the order of lines.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		if err := ctx.Err(); err != nil {
			yield(exposure.Document{}, reading.Stopped(at, err))
			return
		}
		data, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: s.c.MaxBytes}.Read(g, at)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		posts, faults := decode.Posts(at, data, s.c.Zone)
		for _, err := range faults {
			if !yield(exposure.Document{}, err) {
				return
			}
		}
		for _, p := range posts {
			if err := ctx.Err(); err != nil {
				yield(exposure.Document{}, reading.Stopped(at, err))
				return
			}
			doc := decode.Stamp(s.c.Source, exposure.Document{
				Locator: fmt.Sprintf("%s#L%d", at, p.Line), Title: p.Title, Text: p.Text, Published: p.Published,
			})
			if !yield(doc, nil) {
				return
			}
		}
	}
}
