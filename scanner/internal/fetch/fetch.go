// Package fetch is the only way from lampan to the network. It reads one URL at
// a time, under a consent.Grant.
//
// It promises that a request leaves only when the grant covers its scheme,
// host, port and path at that moment, on every redirect again; that robots.txt
// (RFC 9309) is obeyed; that a host is asked at most once a second; that an
// address on the machine or its own network is opened only when this run names
// it; that a body is whole or an error; and that every request is in the
// ledger. It has no cookies, no proxy, no login and no setting from the
// environment. Nothing here can loosen any of that.
//
// It leaves what a page says to decode, and where to look to the sources.
package fetch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gocolly/colly/v2"

	"lampan/scanner/consent"
	"lampan/scanner/source"
)

// Product is the name that robots.txt files address lampan by. The user agent
// starts with it, because some programs match only the start.
const Product = "lampan"

// What zero means in Config.
const (
	DefaultMaxBytes      = 10 << 20
	DefaultMaxTotalBytes = 1 << 30
	DefaultMaxRequests   = 5000
	DefaultTimeout       = 30 * time.Second
	// DefaultGap is also the shortest gap for every host that PrivateAddresses
	// does not name: no setting makes lampan impolite to others.
	DefaultGap = time.Second
)

// Config says how a Client reads. Now is required; Contact has no default and
// should be set.
type Config struct {
	// UserAgent starts with Product, as in "lampan/1.2"; "" means Product.
	UserAgent string
	// Contact is a URL or mail address, printed in the user agent, where the
	// owner of a site can ask about the visit.
	Contact string
	// PrivateAddresses are the loopback and private addresses that this run
	// may open, each exactly with its port.
	PrivateAddresses []netip.AddrPort
	// MaxBytes bounds one body, decoded. A larger one is an error.
	MaxBytes int64
	// MaxTotalBytes bounds what all answers together may weigh, as sent.
	MaxTotalBytes int64
	// MaxRequests bounds the number of requests, robots.txt included.
	MaxRequests int
	// Timeout bounds one request from dialling to the end of its body. Waiting
	// for politeness does not count.
	Timeout time.Duration
	// Gap is the time between the starts of two requests to one host and port.
	// Less than DefaultGap, or a negative value for none, holds only for hosts
	// written as one of PrivateAddresses.
	Gap time.Duration
	// Now is the clock.
	Now func() time.Time
	// Sleep waits, and returns early with the context's error; nil means a
	// timer.
	Sleep func(context.Context, time.Duration) error
	// Logger gets reasons and counts, never content; nil discards.
	Logger *slog.Logger
}

// Client reads URLs. It is safe for concurrent use; requests to one host and
// port go one after another, and hosts do not wait for each other.
type Client struct {
	cfg       Config
	agent     string
	private   map[netip.AddrPort]bool
	collector *colly.Collector
	transport *http.Transport
	dialer    *net.Dialer

	mu    sync.Mutex
	hosts map[string]*host

	requests atomic.Int64
	bytes    atomic.Int64
	ledger   atomic.Pointer[error] // the ledger's first failure: nothing is read after it
}

var _ source.Getter = (*Client)(nil)

// New makes a Client. It opens nothing.
func New(cfg Config) (*Client, error) {
	agent, err := userAgent(cfg.UserAgent, cfg.Contact)
	if err != nil {
		return nil, err
	}
	if cfg.Now == nil {
		return nil, errors.New("set up reading: no clock")
	}
	if cfg.MaxBytes < 0 || cfg.MaxTotalBytes < 0 || cfg.MaxRequests < 0 || cfg.Timeout < 0 {
		return nil, errors.New("set up reading: a limit below zero; leave it out for the usual one")
	}
	cfg.MaxBytes = or(cfg.MaxBytes, DefaultMaxBytes)
	cfg.MaxTotalBytes = or(cfg.MaxTotalBytes, DefaultMaxTotalBytes)
	cfg.MaxRequests = or(cfg.MaxRequests, DefaultMaxRequests)
	cfg.Timeout = or(cfg.Timeout, DefaultTimeout)
	cfg.Gap = max(or(cfg.Gap, DefaultGap), 0)
	if cfg.Sleep == nil {
		cfg.Sleep = sleep
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	c := &Client{
		cfg:     cfg,
		agent:   agent,
		private: make(map[netip.AddrPort]bool),
		hosts:   make(map[string]*host),
	}
	for _, a := range cfg.PrivateAddresses {
		if !a.IsValid() || a.Port() == 0 || a.Addr().Zone() != "" {
			return nil, fmt.Errorf("set up reading: %q is not an address with a port, as in 127.0.0.1:8090", a)
		}
		c.private[netip.AddrPortFrom(a.Addr().Unmap(), a.Port())] = true
	}
	c.dialer = &net.Dialer{Control: c.checkDial}
	c.transport = newTransport(c.dialer, cfg.Timeout)
	c.collector = newCollector(guard{c})
	return c, nil
}

// newCollector makes a collector of which nothing decides but the guard. It
// uses Init instead of colly.NewCollector, which lets COLLY_* variables
// overrule the program; and no SetClient or redirect handler, which would drop
// colly's stop after ten redirects.
func newCollector(rt http.RoundTripper) *colly.Collector {
	col := &colly.Collector{}
	col.Init()
	col.AllowURLRevisit = true // sources decide what is read twice
	col.IgnoreRobotsTxt = true // the guard asks, on every hop
	col.MaxBodySize = 0        // colly cuts silently; the guard fails
	col.CacheDir = ""
	col.Async = false
	col.DisableCookies()
	col.SetRequestTimeout(0) // it would count polite waiting; the guard has its own
	col.WithTransport(rt)
	return col
}

// Get reads one URL. See source.Getter for the errors; each holds one sentence
// for the person who reads the report's list of what could not be read.
func (c *Client) Get(ctx context.Context, g consent.Grant, rawURL string) (res *source.Response, err error) {
	defer func() {
		// A fault in a library costs one page, not the audit.
		if p := recover(); p != nil {
			c.cfg.Logger.ErrorContext(ctx, "reading a page crashed", slog.String("type", fmt.Sprintf("%T", p)))
			res, err = nil, fault(source.Malformed, rawURL, errors.New("reading this page went wrong inside lampan"))
		}
	}()
	x := &exchange{grant: g, seen: make(map[string]bool)}
	// The locator is judged as written, before anything rewrites it.
	u, err := url.Parse(rawURL)
	if err != nil {
		return nil, fault(source.Malformed, rawURL, errNotURL)
	}
	u.Fragment, u.RawFragment = "", "" // it never leaves the machine
	if err := checkLocator(u); err != nil {
		return nil, c.refuse(x, u, err)
	}
	col := c.collector.Clone()
	col.Context = context.WithValue(ctx, exchangeKey{}, x)
	col.OnResponse(func(r *colly.Response) {
		res = &source.Response{
			URL:         r.Request.URL.String(),
			ContentType: x.contentType,
			Body:        r.Body,
			Modified:    x.modified,
		}
	})
	if err := col.Visit(u.String()); err != nil {
		if e, ok := errors.AsType[*source.Error](err); ok {
			return nil, e
		}
		return nil, fault(source.Malformed, rawURL, errNotURL)
	}
	if res == nil {
		return nil, fault(source.Malformed, rawURL, errors.New("the site gave no answer that can be read"))
	}
	return res, nil
}

// Close lets go of idle connections. The Client must not be used after it.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// exchange is one Get: the URL asked for and every hop that follows from it.
type exchange struct {
	grant consent.Grant
	first *url.URL // the first hop; nil before it
	hops  int
	seen  map[string]bool

	contentType string
	modified    time.Time
}

type exchangeKey struct{}

// userAgent names the program, and where to ask about it.
func userAgent(agent, contact string) (string, error) {
	if agent == "" {
		agent = Product
	}
	if agent != Product && !strings.HasPrefix(agent, Product+"/") {
		return "", fmt.Errorf("set up reading: the user agent %q must start with %q", agent, Product+"/")
	}
	if contact != "" {
		agent += " (+" + contact + ")"
	}
	if strings.ContainsFunc(agent, func(r rune) bool { return r < ' ' || r > '~' }) {
		return "", fmt.Errorf("set up reading: the user agent %q may hold only plain letters and signs", agent)
	}
	return agent, nil
}

// gap is the time between requests to a host. See Config.Gap.
func (c *Client) gap(u *url.URL) time.Duration {
	if c.cfg.Gap < DefaultGap && !c.named(u) {
		return DefaultGap
	}
	return c.cfg.Gap
}

// named reports whether the URL's host is written as one of the private
// addresses of this run.
func (c *Client) named(u *url.URL) bool {
	addr, err := netip.ParseAddr(u.Hostname())
	return err == nil && c.private[netip.AddrPortFrom(addr.Unmap(), portOf(u))]
}

// host returns the state kept for the URL's host and port.
func (c *Client) host(u *url.URL) *host {
	key := hostKey(u)
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.hosts[key]
	if h == nil {
		h = newHost()
		c.hosts[key] = h
	}
	return h
}

func or[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// readable are the media types that some reader of lampan understands.
// Everything else is left on the site.
func readable(mediaType string) bool {
	return slices.Contains([]string{
		"text/html", "application/xhtml+xml", "text/plain",
		"application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml",
		"application/json", "application/feed+json", "application/rdap+json",
		"image/jpeg", "image/png", "image/webp", "image/tiff", "image/heic", "image/heif", "image/avif",
	}, mediaType)
}
