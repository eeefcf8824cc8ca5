package sourcetest

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"lampan/scanner/consent"
	"lampan/scanner/source"
)

// Page is one answer of a Site.
type Page struct {
	Type string // content type; "" is text/html in UTF-8
	Body []byte
	To   string // redirects there
	Err  error  // fails so
}

// HTML is a page of HTML.
func HTML(body string) Page { return Page{Body: []byte(body)} }

// Site is a web in memory. Like the real guard it asks the grant before every
// request and on every redirect, and writes the ledger.
type Site struct {
	Pages map[string]Page
	Now   func() time.Time
	Down  error // when set, every request fails so

	mu  sync.Mutex
	log []string
}

var _ source.Getter = (*Site)(nil)

// Log lists the addresses that were asked for, in order, redirects included.
func (s *Site) Log() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.log...)
}

// Get answers from Pages.
func (s *Site) Get(ctx context.Context, g consent.Grant, address string) (*source.Response, error) {
	s.mu.Lock()
	s.log = append(s.log, address)
	s.mu.Unlock()
	for range 10 {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := g.Covers(address, s.Now()); err != nil {
			return nil, fmt.Errorf("get: %w", err)
		}
		at, _, _ := strings.Cut(address, "#")
		p, ok := s.Pages[at]
		err := s.Down
		switch {
		case err != nil:
		case p.Err != nil:
			err = p.Err
		case !ok:
			err = &source.Error{Reason: source.Missing, Locator: address}
		}
		outcome := "read"
		if err != nil {
			outcome = string(source.ReasonOf(err))
		}
		if note := g.Record(consent.Event{Locator: address, Outcome: outcome, Bytes: int64(len(p.Body))}); note != nil {
			return nil, note
		}
		if err != nil {
			return nil, err
		}
		if p.To == "" {
			if p.Type == "" {
				p.Type = "text/html; charset=utf-8"
			}
			return &source.Response{URL: at, ContentType: p.Type, Body: p.Body}, nil
		}
		address = p.To
	}
	return nil, &source.Error{Reason: source.Unreachable, Locator: address}
}
