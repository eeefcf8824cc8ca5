package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"time"

	"lampan/scanner/consent"
	"lampan/scanner/source"
)

const (
	// maxChain is how many requests one page may take, its redirects included.
	// Colly stops there as well, but does not say so.
	maxChain = 10
	// accept prefers what a register answers with (RFC 7480, 4.2), which no page
	// has; else registers that show people a page would show it here too.
	accept = "application/rdap+json, text/html;q=0.9, application/xhtml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"
	// outcomeRead stands in the ledger for a request that was answered.
	outcomeRead = "read"
)

// guard is the one http.RoundTripper that colly sees. Every request and every
// redirect of it passes here. Colly gets a finished page, a redirect, or an
// *source.Error.
type guard struct{ c *Client }

func (g guard) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx := req.Context()
	x, ok := ctx.Value(exchangeKey{}).(*exchange)
	if !ok || req.Method != http.MethodGet || req.Body != nil {
		return nil, fault(source.OutsideScope, locator(req.URL), errors.New("only pages that somebody agreed to are read, and only read"))
	}
	u := *req.URL
	u.Fragment, u.RawFragment = "", ""
	if err := g.c.mayVisit(ctx, x, &u); err != nil {
		return nil, g.c.refuse(x, &u, err)
	}
	a, err := g.c.page(ctx, x, &u)
	if err != nil {
		return nil, err
	}
	x.contentType, x.modified = a.contentType, a.modified
	return a.response(req), nil
}

// mayVisit asks everything that can be asked without a request for the page
// itself.
func (c *Client) mayVisit(ctx context.Context, x *exchange, u *url.URL) error {
	if err := ctx.Err(); err != nil {
		return interrupted(err)
	}
	if err := checkLocator(u); err != nil {
		return err
	}
	if err := c.covers(x, u); err != nil {
		return err
	}
	at := u.String()
	if x.seen[at] {
		return &source.Error{Reason: source.Unreachable, Err: errors.New("the site sends its visitors round in a circle")}
	}
	x.seen[at] = true
	if x.first == nil {
		x.first = u
	}
	x.hops++
	return c.askRobots(ctx, x, u)
}

// covers asks the grant, and tells a page that leads elsewhere from a consent
// that does not stand.
func (c *Client) covers(x *exchange, u *url.URL) error {
	err := x.grant.Covers(u.String(), c.cfg.Now())
	switch {
	case err == nil:
		return nil
	case errors.Is(err, consent.ErrOutside) && x.first != nil:
		return &source.Error{Reason: source.OutsideScope, Err: fmt.Errorf("the page sends its visitors elsewhere: %w", err)}
	case errors.Is(err, consent.ErrOutside):
		return &source.Error{Reason: source.OutsideScope, Err: err}
	}
	return &source.Error{Reason: source.NotGranted, Err: err}
}

// answer is what one request brought.
type answer struct {
	status      int
	header      http.Header
	body        []byte
	over        bool  // the body was larger than the limit
	wire        int64 // bytes received for the body
	sent        int   // how often the request was written to a connection
	contentType string
	modified    time.Time
}

// response is the answer as colly shall see it: decoded, and without a
// character set, which colly would act on.
func (a *answer) response(req *http.Request) *http.Response {
	h := make(http.Header)
	if loc := a.header.Get("Location"); loc != "" && redirect(a.status) {
		h.Set("Location", loc)
	}
	if mt, _, err := mime.ParseMediaType(a.contentType); err == nil {
		h.Set("Content-Type", mt)
	}
	status := a.status
	if status == http.StatusNonAuthoritativeInfo {
		status = http.StatusOK // colly takes 203 for an error
	}
	return &http.Response{
		Status: http.StatusText(status), StatusCode: status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: h, Request: req, Uncompressed: true, // colly must not unpack
		Body: io.NopCloser(bytes.NewReader(a.body)), ContentLength: int64(len(a.body)),
	}
}

// page requests a page, judges the answer and records it.
func (c *Client) page(ctx context.Context, x *exchange, u *url.URL) (*answer, error) {
	a, err := c.request(ctx, x, u, u, c.cfg.MaxBytes)
	if err == nil {
		err = judge(u, a, c.cfg.MaxBytes)
	}
	if err == nil && redirect(a.status) && x.hops >= maxChain {
		err = &source.Error{Reason: source.Unreachable, Err: errors.New("the site sends its visitors on again and again")}
	}
	outcome := outcomeRead
	if err != nil {
		err = about(u, err)
		outcome = string(source.ReasonOf(err))
	}
	if lerr := c.record(x, u, outcome, a.wire); lerr != nil {
		return a, lerr
	}
	return a, err
}

// request sends, and once more when the connection ended before a byte of the
// answer came. Nothing else is tried again; above all no refusal is.
func (c *Client) request(ctx context.Context, x *exchange, u, page *url.URL, limit int64) (*answer, error) {
	a, err := c.send(ctx, x, u, page, limit)
	if !errors.Is(err, errReset) || a.sent > 1 { // net/http itself may have sent it twice
		return a, err
	}
	if err := c.record(x, u, string(source.Unreachable), 0); err != nil {
		return a, err
	}
	return c.send(ctx, x, u, page, limit)
}

// send makes one request, politely. page is the URL that the grant is asked
// about at the last moment: u itself, or for robots.txt the page that needs it.
// The answer is never nil.
func (c *Client) send(ctx context.Context, x *exchange, u, page *url.URL, limit int64) (*answer, error) {
	a := &answer{}
	h := c.host(u)
	if err := take(ctx, h.turn); err != nil {
		return a, interrupted(err)
	}
	defer func() { <-h.turn }()
	if err := c.pause(ctx, h); err != nil {
		if cerr := ctx.Err(); cerr != nil {
			return a, interrupted(cerr)
		}
		return a, err
	}
	if err := c.ledger.Load(); err != nil {
		return a, &source.Error{Reason: source.Unreadable, Err: *err}
	}
	// Consent may have been withdrawn while this waited.
	if err := c.covers(x, page); err != nil {
		return a, err
	}
	if c.bytes.Load() >= c.cfg.MaxTotalBytes || c.requests.Add(1) > int64(c.cfg.MaxRequests) {
		return a, spent()
	}
	h.started(c.cfg.Now(), c.gap(u))

	limited, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	traced := httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		WroteRequest: func(httptrace.WroteRequestInfo) { a.sent++ },
	})
	req, err := http.NewRequestWithContext(traced, http.MethodGet, u.String(), nil) //nolint:gosec // the grant above and checkDial below judge where it may go
	if err != nil {
		return a, &source.Error{Reason: source.Malformed, Err: errNotURL}
	}
	// A new request with these headers and no others: nothing of the page that
	// led here, no cookie and no key goes along.
	req.Header = http.Header{
		"User-Agent":      {c.agent},
		"Accept":          {accept},
		"Accept-Encoding": {"gzip"},
	}
	res, err := c.transport.RoundTrip(req)
	if err != nil {
		return a, unanswered(ctx, err)
	}
	defer res.Body.Close()
	h.answered(c.cfg.Now(), res.StatusCode, res.Header)
	a.status, a.header = res.StatusCode, res.Header
	a.contentType = res.Header.Get("Content-Type")
	a.modified, _ = http.ParseTime(res.Header.Get("Last-Modified")) // zero when it says none
	if !whole(a.status) {
		return a, nil // nobody looks at the body
	}
	if u == page { // of robots.txt any type and the start is enough
		if err := unwanted(a); err != nil {
			return a, err
		}
		if res.ContentLength > limit {
			return a, tooLarge(limit)
		}
	}
	if err := c.read(res, limit, a); err != nil {
		if _, ok := errors.AsType[*source.Error](err); ok {
			return a, err
		}
		return a, unanswered(ctx, err)
	}
	return a, nil
}

// whole reports whether a status comes with a whole page.
func whole(status int) bool {
	return status == http.StatusOK || status == http.StatusNonAuthoritativeInfo
}

func redirect(status int) bool {
	return slices.Contains([]int{301, 302, 303, 307, 308}, status)
}

// unwanted says why the type of a page makes it not worth having. No type is
// found out from the body.
func unwanted(a *answer) error {
	if a.contentType == "" {
		return nil
	}
	mt, _, err := mime.ParseMediaType(a.contentType)
	if err != nil && !errors.Is(err, mime.ErrInvalidMediaParameter) {
		return &source.Error{Reason: source.Unsupported, Err: errors.New("the site does not say what kind of page this is")}
	}
	if !readable(mt) {
		return &source.Error{Reason: source.Unsupported, Err: fmt.Errorf("lampan does not read this kind of file (%.40q)", mt)}
	}
	return nil
}

// judge says whether an answer is a page, and if not why. It fills in a missing
// type.
func judge(u *url.URL, a *answer, limit int64) error {
	say := func(r source.Reason, sentence string) error {
		return &source.Error{Reason: r, Err: errors.New(sentence)}
	}
	switch s := a.status; {
	case strings.EqualFold(a.header.Get("Cf-Mitigated"), "challenge"):
		return say(source.Blocked, "the site wants to see that its visitor is a person")
	case whole(s):
	case redirect(s):
		if _, err := u.Parse(a.header.Get("Location")); err != nil || a.header.Get("Location") == "" {
			return say(source.Malformed, "the page has moved, but the site does not say where")
		}
		return nil
	case s == http.StatusNotFound || s == http.StatusGone:
		return say(source.Missing, "there is no such page")
	case s == http.StatusNoContent || s == http.StatusResetContent:
		return say(source.Missing, "the page is empty")
	case s == http.StatusUnauthorized:
		return say(source.Blocked, "the page asks for a login")
	case s == http.StatusTooManyRequests:
		return say(source.Busy, "the site asked for fewer visits")
	case s >= 400 && s < 500:
		return say(source.Blocked, fmt.Sprintf("the site does not want to show the page (answer %d)", s))
	case s >= 500:
		return say(source.Unreachable, fmt.Sprintf("the site has trouble of its own (answer %d)", s))
	default:
		return say(source.Malformed, fmt.Sprintf("the site sent something other than the page (answer %d)", s))
	}
	if a.over {
		return tooLarge(limit)
	}
	if packed(a.body) {
		return say(source.Unsupported, "the page is a packed file, which is not opened")
	}
	if a.contentType == "" {
		// Its guess of the character set is left to the decoder.
		a.contentType, _, _ = strings.Cut(http.DetectContentType(a.body), ";")
		return unwanted(a)
	}
	return nil
}
