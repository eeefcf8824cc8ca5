package fetch

import (
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"syscall"
	"time"

	"code.dny.dev/ssrf"
)

// errAddress is behind every refusal to open an address.
var errAddress = errors.New("an address that is not opened")

const (
	// maxHeader bounds an answer's headers; a page needs a few kilobytes.
	maxHeader = 64 << 10
	// maxConnect bounds dialling and the TLS handshake each.
	maxConnect = 10 * time.Second
	// maxSilence bounds the time from a request to the start of its answer.
	maxSilence = 15 * time.Second
	// idle is how long a connection waits for the next page of its site.
	idle = 30 * time.Second
)

// checkDial is asked about every address just before it is dialled, after the
// name was resolved. It is the only place where a name that resolves to one
// address now and to another a moment later cannot win.
func (c *Client) checkDial(network, address string, raw syscall.RawConn) error {
	ap, err := netip.ParseAddrPort(address)
	if err != nil {
		return fmt.Errorf("%w: %q", errAddress, address)
	}
	if ap.Addr().Zone() != "" {
		return fmt.Errorf("%w: %s belongs to one network card", errAddress, ap)
	}
	ap = netip.AddrPortFrom(ap.Addr().Unmap(), ap.Port())
	if c.private[ap] {
		return nil
	}
	// Azure's host service answers on a public address.
	wireServer := netip.MustParsePrefix("168.63.129.16/32")
	guardian := ssrf.New(ssrf.WithDeniedV4Prefixes(wireServer))
	if guardian.SafeAddr(ap.Addr()) != nil {
		return fmt.Errorf("%w: %s is on this machine or an inner network; if it is the family's own, allow it for one run with --private-address %s", errAddress, ap.Addr(), ap)
	}
	if guardian.Safe(network, ap.String(), raw) != nil {
		return fmt.Errorf("%w: only ports 80 and 443 are opened, not %d", errAddress, ap.Port())
	}
	return nil
}

// newTransport makes the transport below the guard. It speaks HTTP/1.1 only:
// one host is asked one thing at a time, so HTTP/2 would add nothing but its
// attacks.
func newTransport(dialer *net.Dialer, timeout time.Duration) *http.Transport {
	connect := min(maxConnect, timeout)
	dialer.Timeout = connect
	dialer.SetMultipathTCP(false) // GODEBUG must not change what is dialled
	return &http.Transport{
		Proxy:                  nil, // behind a proxy the dial check would see only the proxy
		DialContext:            dialer.DialContext,
		TLSClientConfig:        &tls.Config{MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    connect,
		ResponseHeaderTimeout:  min(maxSilence, timeout),
		MaxResponseHeaderBytes: maxHeader,
		DisableCompression:     true, // the guard decodes, and counts on both sides
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        idle,
		Protocols:              http1(),
	}
}

func http1() *http.Protocols {
	p := new(http.Protocols)
	p.SetHTTP1(true)
	return p
}
