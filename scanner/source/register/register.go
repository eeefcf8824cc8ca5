// Package register reads a domain's registration record: the answer of one
// RDAP server at an agreed address, or such an answer saved in the case. It
// asks no other server than the one agreed to.
package register

import (
	"context"
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

// maxBytes is far more than any registration record.
const maxBytes = 4 << 20

// Config says what is read. Source, Root and Now are required. Get is
// required when the record is at an address.
type Config struct {
	Source household.Source
	Get    source.Getter
	Root   *os.Root // the case folder
	Now    func() time.Time
}

// Source is a registration record. It is safe for concurrent use.
type Source struct{ c Config }

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Read yields one document with a Record, or one error.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		body, err := s.body(ctx, g)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		record, err := decode.RDAP(at, body)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		yield(decode.Stamp(s.c.Source, exposure.Document{Locator: at, Title: record.Domain, Record: record}), nil)
	}
}

func (s *Source) body(ctx context.Context, g consent.Grant) ([]byte, error) {
	at := s.c.Source.At
	if !s.c.Source.Remote() {
		if err := ctx.Err(); err != nil {
			return nil, reading.Stopped(at, err)
		}
		return files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes}.Read(g, at)
	}
	res, err := reading.Fetch(ctx, s.c.Get, g, at, s.c.Now())
	if err != nil {
		return nil, err
	}
	if len(res.Body) > maxBytes {
		return nil, &source.Error{Reason: source.TooLarge, Locator: at}
	}
	return res.Body, nil
}
