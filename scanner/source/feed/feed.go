// Package feed reads one RSS, Atom or JSON feed. It reads the feed and never
// the pages that its items point to; those become suggestions.
package feed

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// Config says what is read. Source, Get and Now are required. A nil
// Zone is UTC; dates without a zone are read in it.
type Config struct {
	Source household.Source
	Get    source.Getter
	Now    func() time.Time
	Zone   *time.Location
}

// Source is a feed. It is safe for concurrent use.
type Source struct {
	c  Config
	mu sync.Mutex
	// seen is what the last Read saw and left alone.
	seen reading.Suggestions
}

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source {
	c.Zone = cmp.Or(c.Zone, time.UTC)
	return &Source{c: c}
}

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Suggestions are the links of items outside the feed's own site that the last
// Read saw and did not follow, in alphabetical order, each once. An item whose
// text stands in the feed has been read, so its link is none.
func (s *Source) Suggestions() []audit.Suggestion {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.List(s.c.Source)
}

// Read yields one document an item, in the order of the feed. The locator is
// the feed's address with the item's path or identifier as its fragment.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		res, err := reading.Fetch(ctx, s.c.Get, g, at, s.c.Now())
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		f, err := decode.ReadFeed(at, res.Body, res.URL, s.c.Zone)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		var seen reading.Suggestions
		for _, link := range f.Links {
			if !reading.SameSite(at, link) {
				seen.Link(link)
			}
		}
		s.mu.Lock()
		s.seen = seen
		s.mu.Unlock()
		for _, it := range f.Items {
			if err := ctx.Err(); err != nil {
				yield(exposure.Document{}, reading.Stopped(at, err))
				return
			}
			doc := decode.Stamp(s.c.Source, exposure.Document{
				Locator: at + "#" + it.Key, Title: it.Title, Text: it.Text, Lang: f.Lang, Published: it.Published,
			})
			if !yield(doc, nil) {
				return
			}
		}
		if f.More {
			yield(exposure.Document{}, &source.Error{Reason: source.Limit, Locator: at, Err: fmt.Errorf("more than %d items", decode.MaxItems)})
		}
	}
}
