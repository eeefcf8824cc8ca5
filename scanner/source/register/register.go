// Package register reads a domain's registration record: a domain's own, found
// through the directory of registers, or the answer of one server at an agreed
// address, or such an answer saved in the case. It asks no other server, and
// none for anything but the one record.
package register

import (
	"cmp"
	"context"
	"iter"
	"net/url"
	"os"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/internal/decode"
	"lampan/scanner/internal/files"
	"lampan/scanner/internal/reading"
	"lampan/scanner/source"
)

// maxBytes is far more than any registration record, or the directory.
const maxBytes = 4 << 20

// Config says what is read. Source, Root and Now are required. Get is
// required when the record is not in a file.
type Config struct {
	Source household.Source
	Get    source.Getter
	Root   *os.Root // the case folder
	Now    func() time.Time
}

// Source is a registration record. It is safe for concurrent use.
type Source struct {
	c  Config
	mu sync.Mutex
	// seen is what the last Read saw and left alone.
	seen reading.Suggestions
}

var _ source.Source = (*Source)(nil)

// New returns the source without reading anything.
func New(c Config) *Source { return &Source{c: c} }

// Info says what the source is.
func (s *Source) Info() source.Info { return reading.Info(s.c.Source) }

// Suggestions are the other registers' answers about the domain that the last
// Read saw named and did not ask for, such as the registrar's.
func (s *Source) Suggestions() []audit.Suggestion {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen.List(s.c.Source)
}

// Read yields one document with a Record, and after it a fault where the record
// leaves it to another register to show the holder; or one error.
func (s *Source) Read(ctx context.Context, g consent.Grant) iter.Seq2[exposure.Document, error] {
	return func(yield func(exposure.Document, error) bool) {
		at := s.c.Source.At
		r, err := s.registration(ctx, g)
		if err != nil {
			yield(exposure.Document{}, err)
			return
		}
		var seen reading.Suggestions
		for _, address := range r.Elsewhere {
			seen.Link(address)
		}
		s.mu.Lock()
		s.seen = seen
		s.mu.Unlock()
		doc := decode.Stamp(s.c.Source, exposure.Document{Locator: at, Title: r.Record.Domain, Record: r.Record})
		if yield(doc, nil) && r.Partly != "" {
			yield(exposure.Document{}, &source.Error{Reason: r.Partly, Locator: at})
		}
	}
}

// registration reads the record from where it is.
func (s *Source) registration(ctx context.Context, g consent.Grant) (decode.Registration, error) {
	at := s.c.Source.At
	domain := s.c.Source.Domain()
	switch {
	case domain != "":
		return s.ask(ctx, g, domain)
	case s.c.Source.Remote():
		return s.fetch(ctx, g, at)
	}
	if err := ctx.Err(); err != nil {
		return decode.Registration{}, reading.Stopped(at, err)
	}
	body, err := files.Case{Root: s.c.Root, Now: s.c.Now, MaxBytes: maxBytes}.Read(g, at)
	if err != nil {
		return decode.Registration{}, err
	}
	r, err := decode.RDAP(at, body)
	if source.ReasonOf(err) == source.Malformed {
		// Where it stops being one helps nobody who did not write it.
		err = &source.Error{Reason: source.NotRecord, Locator: at, Err: err}
	}
	return r, err
}

// ask looks up in the directory who keeps the domain's register, and asks there.
// Of several servers only the first is asked: they are doors to one register,
// and a refusal is not tried around.
func (s *Source) ask(ctx context.Context, g consent.Grant, domain string) (decode.Registration, error) {
	at, directory := s.c.Source.At, s.c.Source.Directory()
	res, err := s.get(ctx, g, directory)
	if err != nil {
		return decode.Registration{}, err
	}
	servers, err := decode.RDAPServers(directory, res.Body, domain)
	if err != nil {
		return decode.Registration{}, about(at, err)
	}
	address := s.c.Source.Record(servers[0])
	if address == "" {
		return decode.Registration{}, &source.Error{Reason: source.Malformed, Locator: directory}
	}
	r, err := s.fetch(ctx, g.Through(servers), address)
	return r, about(at, err)
}

// about makes an error one of the domain, which is what the household knows, and
// not of the address that was asked.
func about(at string, err error) error {
	if err == nil {
		return nil
	}
	reason := source.ReasonOf(err)
	if reason == source.Missing {
		reason = source.NoDomain
	}
	return &source.Error{Reason: reason, Locator: at, Err: err}
}

// fetch reads the record at an address. Where that names a domain, the answer
// must be about it.
func (s *Source) fetch(ctx context.Context, g consent.Grant, address string) (decode.Registration, error) {
	res, err := s.get(ctx, g, address)
	if err != nil {
		return decode.Registration{}, err
	}
	r, err := decode.RDAP(address, res.Body)
	if err != nil {
		return decode.Registration{}, err
	}
	if asked := named(address); asked != "" {
		if r.Record.Domain = cmp.Or(r.Record.Domain, asked); !household.SameDomain(r.Record.Domain, asked) {
			return decode.Registration{}, &source.Error{Reason: source.OtherDomain, Locator: address}
		}
	}
	r.Elsewhere = slices.DeleteFunc(r.Elsewhere, func(to string) bool { return to == address || to == res.URL })
	return r, nil
}

// named is the domain that an address ending in /domain/NAME asks about (RFC
// 9082, 3.1.3), or empty.
func named(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	above, name := path.Split(strings.TrimSuffix(u.Path, "/"))
	if path.Base(above) != "domain" {
		return ""
	}
	return name
}

func (s *Source) get(ctx context.Context, g consent.Grant, address string) (*source.Response, error) {
	res, err := reading.Fetch(ctx, s.c.Get, g, address, s.c.Now())
	if err == nil && len(res.Body) > maxBytes {
		return nil, &source.Error{Reason: source.TooLarge, Locator: address}
	}
	return res, err
}
