// Package reading holds what the readers of sources do alike: say what they
// are, fetch under a grant, stop, and note what they saw and left alone.
package reading

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"
	"time"

	"lampan/scanner/audit"
	"lampan/scanner/consent"
	"lampan/scanner/household"
	"lampan/scanner/source"
)

// Info describes a source as the household declares it.
func Info(s household.Source) source.Info {
	return source.Info{ID: s.ID, Subject: s.Subject, Kind: s.Kind, At: s.At, Network: s.Remote()}
}

// Stopped is the fault of a reading that the context ended.
func Stopped(at string, err error) error {
	return &source.Error{Reason: source.Interrupted, Locator: at, Err: err}
}

// Ends reports whether a source must stop after this error: the person no
// longer agrees, or whoever runs the audit stopped it.
func Ends(err error) bool {
	reason := source.ReasonOf(err)
	return reason == source.NotGranted || reason == source.Interrupted
}

// Covered asks the grant about one locator. The error is a *source.Error:
// OutsideScope when only this locator is not agreed to, NotGranted when the
// consent no longer stands. The ledger keeps the refusal.
func Covered(g consent.Grant, locator string, now time.Time) error {
	err := g.Covers(locator, now)
	if err == nil {
		return nil
	}
	reason := source.NotGranted
	if errors.Is(err, consent.ErrOutside) {
		reason = source.OutsideScope
	}
	// When the ledger cannot be written either, nothing is read all the same.
	_ = g.Record(consent.Event{Locator: locator, Outcome: string(reason)})
	return &source.Error{Reason: reason, Locator: locator, Err: err}
}

// Fetch gets one address. It asks the grant first, so that a getter is never
// even called for what nobody agreed to. The error is always a *source.Error.
func Fetch(ctx context.Context, get source.Getter, g consent.Grant, at string, now time.Time) (*source.Response, error) {
	if err := ctx.Err(); err != nil {
		return nil, Stopped(at, err)
	}
	if err := Covered(g, at, now); err != nil {
		return nil, err
	}
	res, err := get.Get(ctx, g, at)
	switch {
	case err == nil:
		return res, nil
	case ctx.Err() != nil:
		return nil, Stopped(at, ctx.Err())
	}
	if e, ok := errors.AsType[*source.Error](err); ok {
		return nil, e
	}
	if errors.Is(err, consent.ErrOutside) {
		return nil, &source.Error{Reason: source.OutsideScope, Locator: at, Err: err}
	}
	return nil, &source.Error{Reason: source.ReasonOf(err), Locator: at, Err: err}
}

// MaxSuggestions bounds what is kept of what one source links to. A person is
// shown fewer, once what the household knows already is left out.
const MaxSuggestions = 50

// Suggestions gathers what was seen and left alone. The zero value is ready.
type Suggestions struct {
	kinds map[string]noted // by address
}

// noted is what is known of one address. Stated means that the page itself
// said what it is: a feed, or its author's account.
type noted struct {
	kind   string
	stated bool
}

// The kinds of suggestion. A stronger word for the same address wins.
const (
	kindLink    = "link"
	kindFeed    = "feed"
	kindAccount = "account"
)

// Link notes a link. One to a known network of people becomes an account.
func (s *Suggestions) Link(address string) {
	kind := kindLink
	if u, err := url.Parse(address); err == nil && isNetwork(u.Hostname()) {
		if strings.Trim(u.Path, "/") == "" {
			return // the network's own front page
		}
		kind = kindAccount
	}
	s.add(noted{kind: kind}, address)
}

// Feed notes a feed that a page names.
func (s *Suggestions) Feed(address string) { s.add(noted{kindFeed, true}, address) }

// Account notes a link that a page says is its author.
func (s *Suggestions) Account(address string) { s.add(noted{kindAccount, true}, address) }

func (s *Suggestions) add(n noted, address string) {
	if s.kinds == nil {
		s.kinds = map[string]noted{}
	}
	old := s.kinds[address]
	if old.kind == "" || old.kind == kindLink {
		old.kind = n.kind
	}
	old.stated = old.stated || n.stated
	s.kinds[address] = old
}

// List returns at most MaxSuggestions: accounts, then feeds, then links, each
// in alphabetical order. Links and accounts on the source's own host are left
// out, as they are the site's menu or, on a network, other people; what a page
// says is its author's account, and feeds, are kept.
func (s *Suggestions) List(src household.Source) []audit.Suggestion {
	var list []audit.Suggestion
	for _, kind := range []string{kindAccount, kindFeed, kindLink} {
		var addresses []string
		for a, k := range s.kinds {
			if k.kind == kind && (k.stated || !sameHost(src.At, a)) {
				addresses = append(addresses, a)
			}
		}
		slices.Sort(addresses)
		for _, a := range addresses {
			if len(list) == MaxSuggestions {
				return list
			}
			list = append(list, audit.Suggestion{Subject: src.Subject, Source: src.ID, Kind: kind, Value: a})
		}
	}
	return list
}

// isNetwork reports whether a host belongs to a network where people have
// accounts.
func isNetwork(host string) bool {
	host = strings.ToLower(host)
	for _, n := range [...]string{
		"facebook.com", "instagram.com", "threads.net", "x.com", "twitter.com", "tiktok.com", "snapchat.com",
		"youtube.com", "linkedin.com", "strava.com", "pinterest.com", "flickr.com", "bsky.app", "mastodon.social",
		"mastodon.nu", "reddit.com", "github.com", "goodreads.com", "untappd.com", "geocaching.com", "vinted.se", "blocket.se", "tradera.com",
	} {
		if host == n || strings.HasSuffix(host, "."+n) {
			return true
		}
	}
	return false
}

// Canonical writes an address in the one form by which pages are told apart:
// lower-case host, no default port, no fragment, "/" for an empty path. The
// query stays as it is.
func Canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Fragment, u.RawFragment = "", ""
	u.Host = host(u)
	if u.Path == "" {
		u.Path = "/"
	}
	u.ForceQuery = false
	return u.String()
}

// SameSite reports whether two addresses share scheme, host and port: only
// then can a grant for the one cover the other.
func SameSite(a, b string) bool {
	u, err1 := url.Parse(a)
	v, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && u.Scheme == v.Scheme && host(u) == host(v)
}

// sameHost reports whether two addresses name one host, whatever their scheme,
// port and a www in front.
func sameHost(a, b string) bool {
	u, err1 := url.Parse(a)
	v, err2 := url.Parse(b)
	name := func(u *url.URL) string { return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") }
	return err1 == nil && err2 == nil && name(u) == name(v)
}

// host is the host in lower case, with the port unless it is the scheme's own.
func host(u *url.URL) string {
	h := strings.ToLower(u.Host)
	if port := u.Port(); port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		h = strings.TrimSuffix(h, ":"+port)
	}
	return h
}
