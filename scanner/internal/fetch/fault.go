package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/url"
	"syscall"

	"lampan/scanner/consent"
	"lampan/scanner/source"
)

// errReset is a connection that ended before a byte of the answer came. It is
// the only fault that is tried again, and once.
var errReset = errors.New("the connection ended before the site answered")

func fault(r source.Reason, locator string, err error) *source.Error {
	return &source.Error{Reason: r, Locator: locator, Err: err}
}

// refuse makes an error that names the locator out of err, and puts it in the
// ledger. No request has left, or the one that did has been recorded.
func (c *Client) refuse(x *exchange, u *url.URL, err error) error {
	e := about(u, err)
	// Without a consent there is no page in the ledger to write on.
	if x.grant.Consent() == "" {
		return e
	}
	if lerr := c.record(x, u, string(e.Reason), 0); lerr != nil {
		return lerr
	}
	return e
}

// about completes an error with the locator it is about.
func about(u *url.URL, err error) *source.Error {
	if e, ok := errors.AsType[*source.Error](err); ok {
		if e.Locator == "" {
			return fault(e.Reason, locator(u), e.Err)
		}
		return e
	}
	return fault(source.ReasonOf(err), locator(u), err)
}

// record writes one event to the ledger. After a ledger that cannot be written
// nothing more is read: a visit that nobody can look up later did not happen
// with consent.
func (c *Client) record(x *exchange, u *url.URL, outcome string, bytes int64) error {
	err := x.grant.Record(consent.Event{Locator: locator(u), Outcome: outcome, Bytes: bytes})
	if err == nil {
		return nil
	}
	c.ledger.CompareAndSwap(nil, &err)
	return fault(source.Unreadable, locator(u), err)
}

// unanswered says why a request brought no answer. parent is the caller's
// context, without the limit on this one request.
func unanswered(parent context.Context, err error) error {
	say := func(r source.Reason, sentence string) error {
		return &source.Error{Reason: r, Err: errors.New(sentence)}
	}
	if perr := parent.Err(); perr != nil {
		return interrupted(perr)
	}
	if errors.Is(err, errAddress) {
		return &source.Error{Reason: source.Forbidden, Err: innermost(err)}
	}
	if e, ok := errors.AsType[x509.CertificateInvalidError](err); ok && e.Reason == x509.Expired {
		return say(source.Unreachable, "the site's certificate has run out or is not valid yet")
	}
	if _, ok := errors.AsType[x509.HostnameError](err); ok {
		return say(source.Unreachable, "the site's certificate belongs to another site")
	}
	if _, ok := errors.AsType[x509.UnknownAuthorityError](err); ok {
		return say(source.Unreachable, "nobody known vouches for the site's certificate")
	}
	if _, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return say(source.Unreachable, "the site's certificate is not right")
	}
	if e, ok := errors.AsType[net.Error](err); ok && e.Timeout() {
		return say(source.TooSlow, "the site took too long to answer")
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return say(source.TooSlow, "the site took too long to answer")
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return say(source.Unreachable, "there is no site by that name right now")
	}
	if errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || errors.Is(err, io.EOF) {
		return &source.Error{Reason: source.Unreachable, Err: errReset}
	}
	if errors.Is(err, syscall.ECONNREFUSED) {
		return say(source.Unreachable, "nothing answers at that address")
	}
	return say(source.Unreachable, "the site gave no answer that can be understood")
}

// interrupted is the caller's own context ending.
func interrupted(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return &source.Error{Reason: source.TooSlow, Err: err}
	}
	return &source.Error{Reason: source.Interrupted, Err: err}
}

// innermost finds the sentence of checkDial below the layers of net.
func innermost(err error) error {
	for {
		next := errors.Unwrap(err)
		if next == nil || next == errAddress { //nolint:errorlint // the layer right above errAddress is wanted; errors.Is holds for each
			return err
		}
		err = next
	}
}
