package fetch

import (
	"crypto/x509"
	"net"
	"net/url"
	"syscall"
	"time"
)

// Trust makes the certificates of a test's own authority good.
func (c *Client) Trust(pool *x509.CertPool) { c.transport.TLSClientConfig.RootCAs = pool }

// Resolve makes names be looked up in a test's own name server.
func (c *Client) Resolve(r *net.Resolver) { c.dialer.Resolver = r }

// OnDial is called for every address that passed the check and is about to be
// dialled. An error stops it there.
func (c *Client) OnDial(f func(address string) error) {
	check := c.dialer.Control
	c.dialer.Control = func(network, address string, raw syscall.RawConn) error {
		if err := check(network, address, raw); err != nil {
			return err
		}
		return f(address)
	}
}

// Dialable is the check of one resolved address.
func (c *Client) Dialable(address string) error { return c.checkDial("tcp4", address, nil) }

// CheckLocator, RetryAfter and RobotsAllow are the parts that read outside
// bytes, for the fuzz targets.
func CheckLocator(u *url.URL) error { return checkLocator(u) }

func RetryAfter(value string, now time.Time) (time.Duration, bool) { return retryAfter(value, now) }

func RobotsAllow(body string, u *url.URL) error {
	return parseRobots(body, time.Time{}).allow(u)
}

// RobotsMatch is the matching of one normalised pattern.
func RobotsMatch(path, pattern string) bool { return match(path, pattern) }

const MaxPause = maxPause
