// Package lookup reads what one person saw of themselves in directories and
// registers, from the file of the case that lampan lookup writes. It opens no page.
package lookup

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"os"
	"slices"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/lookup"
	"lampan/scanner/source"
)

// Config says what is read. Every field but At is required.
type Config struct {
	Source    household.Source
	Root      *os.Root // the case folder
	Now       func() time.Time
	Zone      *time.Location // in which the file's days are
	Household *household.Household
	Places    *places.Catalogue
	// At is the day that the audit speaks about; the zero time is today.
	At time.Time
}

// Source is a file of look-ups. It is safe for concurrent use.
type Source struct {
	c Config

	mu       sync.Mutex
	listings []audit.Listing // by the last Read
}

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c: c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Listings tells how the places that concern the person stand on the day of the
// audit, in the order that works. It is nil where the last Read could not tell.
func (s *Source) Listings() []audit.Listing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.listings)
}

// Read yields one document for each place that shows something, in the order that
// works, dated the day that it was seen. A file with a fault says nothing at all: it
// yields one error for each fault, with its line.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		s.keep(nil)
		at := s.c.Source.At
		if err := ctx.Err(); err != nil {
			yield(exposure.Document{}, reading.Stopped(at, err))
			return
		}
		data, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: lookup.MaxBytes}.Read(g, at)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		log, err := s.parse(data)
		if err != nil {
			for _, err := range faults(at, err) {
				if !yield(exposure.Document{}, err) {
					return
				}
			}
			return
		}
		listings, docs := s.standing(log)
		s.keep(listings)
		for _, doc := range docs {
			if err := ctx.Err(); err != nil {
				yield(exposure.Document{}, reading.Stopped(at, err))
				return
			}
			if !yield(doc, nil) {
				return
			}
		}
	}
}

func (s *Source) keep(l []audit.Listing) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listings = l
}

// parse takes entries up to the latest day that the audit knows of: one that speaks
// about a coming day takes those up to that day.
func (s *Source) parse(data []byte) (*places.Log, error) {
	f := lookup.File{At: s.c.Source.At, Person: s.c.Source.Subject, Places: s.c.Places, Today: s.c.Now().In(s.c.Zone), Protected: s.c.Household.Protected()}
	if s.c.At.After(f.Today) {
		f.Today = s.c.At
	}
	return f.Parse(data)
}

func faults(at string, err error) []error {
	fs, ok := errors.AsType[household.Faults](err)
	if !ok {
		return []error{&source.Error{Reason: source.NotLookups, Locator: at, Err: err}}
	}
	out := make([]error, len(fs))
	for i, f := range fs {
		out[i] = &source.Error{Reason: source.NotLookups, Locator: at, Line: f.Line, Err: errors.New(string(f.Code))}
	}
	return out
}

// standing tells how each place stands, and makes a document of each that shows
// something.
func (s *Source) standing(log *places.Log) ([]audit.Listing, []exposure.Document) {
	at := s.c.At
	if at.IsZero() {
		at = s.c.Now().In(s.c.Zone)
	}
	var listings []audit.Listing
	var docs []exposure.Document
	for _, p := range lookup.Round(s.c.Places, log, s.c.Household, at) {
		now := log.Standing(&p, at)
		shows := inOrder(now.Shows)
		listings = append(listings, audit.Listing{
			Place: p.ID, Seen: now.Last.Seen, Looked: now.Last.On, Shows: shows, Since: now.Since,
			Progress: now.Progress, On: now.On, Next: now.Due.On, Why: now.Due.Why, Known: now.Known,
		})
		if len(shows) == 0 {
			continue
		}
		// Protection goes with somebody into the registers of authorities.
		public := p.Baseline && !s.c.Household.Protected()
		listing := &exposure.Listing{Place: string(p.ID), Kind: string(p.Kind), Public: public, Progress: now.Progress}
		for _, d := range shows {
			listing.Details = append(listing.Details, string(d))
		}
		doc := decode.Stamp(s.c.Source, exposure.Document{
			Locator: s.c.Source.At + "#" + string(p.ID), Published: now.Since, Listing: listing,
		})
		doc.Visibility = p.Visibility()
		docs = append(docs, doc)
	}
	return listings, docs
}

// inOrder puts details in the order of package places.
func inOrder(details []places.Detail) []places.Detail {
	all := places.Details()
	return slices.SortedFunc(slices.Values(details), func(a, b places.Detail) int {
		return cmp.Compare(slices.Index(all, a), slices.Index(all, b))
	})
}
