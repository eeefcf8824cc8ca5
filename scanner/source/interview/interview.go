// Package interview reads the family's own answers from a file of the case, which
// lampan interview writes. It asks nothing.
package interview

import (
	"context"
	"errors"
	"iter"
	"maps"
	"os"
	"sync"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/answers"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// Config says what is read. Every field but At is required.
type Config struct {
	Source household.Source
	Root   *os.Root // the case folder
	Now    func() time.Time
	Zone   *time.Location // in which the file's days are
	// Questions are those that may be answered, from the rule pack.
	Questions rules.Questions
	// At is the day that the audit speaks about; the zero time is today.
	At time.Time
}

// Source is a file of answers. It is safe for concurrent use.
type Source struct {
	c Config

	mu    sync.Mutex
	begun map[rules.Topic]time.Time // by the last Read
}

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c: c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Begun gives the days that the file gives for topics, as of the last Read.
func (s *Source) Begun() map[rules.Topic]time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.begun)
}

// Read yields one document with every answer that could be read, in the order
// of the file, after one error for each that could not. A file without a
// single answer yields only errors.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		s.keep(nil)
		at := s.c.Source.At
		if err := ctx.Err(); err != nil {
			yield(exposure.Document{}, reading.Stopped(at, err))
			return
		}
		data, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: answers.MaxBytes}.Read(g, at)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		said, faults := s.file().Parse(data)
		s.keep(said.On)
		for _, f := range faults {
			if !yield(exposure.Document{}, fault(at, f)) {
				return
			}
		}
		if len(said.Answers) == 0 {
			return
		}
		yield(decode.Stamp(s.c.Source, exposure.Document{Locator: at, Answers: said.Answers}), nil)
	}
}

func (s *Source) keep(on map[rules.Topic]time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.begun = on
}

// file takes days up to the latest that the audit knows of: one that speaks about a
// coming day takes those up to that day.
func (s *Source) file() answers.File {
	f := answers.File{At: s.c.Source.At, Person: s.c.Source.Subject, Questions: s.c.Questions, Today: s.c.Now().In(s.c.Zone)}
	if s.c.At.After(f.Today) {
		f.Today = s.c.At
	}
	return f
}

func fault(at string, f household.Fault) error {
	e := &source.Error{Reason: source.Malformed, Locator: at, Line: f.Line, Err: errors.New(string(f.Code))}
	switch f.Code {
	case household.CodeUnknownQuestion:
		e.Reason = source.UnknownQuestion
	case household.CodeUnknownAnswer:
		e.Reason, e.Question = source.UnknownAnswer, f.Path
	}
	return e
}
