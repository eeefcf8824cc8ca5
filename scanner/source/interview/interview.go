// Package interview reads the family's own answers from a file of the case.
package interview

import (
	"context"
	"iter"
	"os"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// maxBytes is more than any list of answers needs.
const maxBytes = 1 << 20

// Config says what is read. Every field is required.
type Config struct {
	Source household.Source
	Root   *os.Root // the case folder
	Now    func() time.Time
	// Questions are those that may be answered, from the rule pack.
	Questions rules.Questions
}

// Source is a file of answers. It is safe for concurrent use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document with every answer that could be read, in the order
// of the file, after one error for each that could not. A file without a
// single answer yields only errors.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		if err := ctx.Err(); err != nil {
			yield(exposure.Document{}, reading.Stopped(at, err))
			return
		}
		data, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes}.Read(g, at)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		answers, faults := decode.Interview(at, data, s.c.Source.Subject, s.c.Questions)
		for _, err := range faults {
			if !yield(exposure.Document{}, err) {
				return
			}
		}
		if len(answers) == 0 {
			return
		}
		yield(decode.Stamp(s.c.Source, exposure.Document{Locator: at, Answers: answers}), nil)
	}
}
