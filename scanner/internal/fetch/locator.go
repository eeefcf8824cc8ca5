package fetch

import (
	"errors"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"lampan/scanner/source"
)

// maxURL is longer than any link a person follows; sitemaps stop at the same
// length. It also bounds the work of matching robots.txt.
const maxURL = 2048

var errNotURL = errors.New("this is not a web address that can be read")

// checkLocator refuses a URL whose form alone is reason enough: the error is an
// *source.Error. What it lets through has a plain scheme, host and port, so
// that the grant compares what will be dialled. Paths are the grant's business.
func checkLocator(u *url.URL) error {
	no := func(r source.Reason, sentence string) error {
		return fault(r, locator(u), errors.New(sentence))
	}
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return no(source.OutsideScope, "only addresses that start with http:// or https:// are read")
	case u.User != nil:
		return no(source.OutsideScope, "an address with a user name or password in it is never opened")
	case u.Opaque != "" || u.Hostname() == "":
		return no(source.OutsideScope, "the address names no site")
	case len(u.String()) > maxURL:
		return no(source.Malformed, "the address is longer than any page needs")
	}
	host := u.Hostname()
	if strings.ContainsAny(host, "%\\@/?# ") || strings.ContainsFunc(host, func(r rune) bool { return r < '!' || r == 0x7f }) {
		return no(source.Forbidden, "the name of the site has signs that no site has")
	}
	if _, err := netip.ParseAddr(host); err != nil && numeric(host) {
		return no(source.Forbidden, "the site is written as a number in disguise, which is never opened")
	}
	if p := u.Port(); p != "" {
		if n, err := strconv.ParseUint(p, 10, 16); err != nil || n == 0 {
			return no(source.Malformed, "the address has a port that does not exist")
		}
	}
	return nil
}

// numeric reports whether a name that is not an IP address would be read as
// one by some resolver: its last label is a number, decimal, octal or
// hexadecimal (WHATWG URL, "ends in a number").
func numeric(host string) bool {
	last := strings.TrimSuffix(host, ".")
	last = last[strings.LastIndexByte(last, '.')+1:]
	if last == "" {
		return true
	}
	if h, ok := strings.CutPrefix(strings.ToLower(last), "0x"); ok {
		_, err := strconv.ParseUint(h, 16, 64)
		return h == "" || err == nil || errors.Is(err, strconv.ErrRange)
	}
	return strings.Trim(last, "0123456789") == ""
}

// portOf returns the URL's port, the scheme's own when it has none. The form
// was checked before.
func portOf(u *url.URL) uint16 {
	n, err := strconv.ParseUint(u.Port(), 10, 16)
	switch {
	case err == nil:
		return uint16(n)
	case u.Scheme == "https":
		return 443
	}
	return 80
}

func hostKey(u *url.URL) string {
	return strings.ToLower(strings.TrimSuffix(u.Hostname(), ".")) + ":" + strconv.Itoa(int(portOf(u)))
}

// locator writes a URL for the ledger and for errors: no secret in a user
// field, no fragment, which never leaves the machine.
func locator(u *url.URL) string {
	v := *u
	if v.User != nil {
		v.User = url.User("…")
	}
	v.Fragment, v.RawFragment = "", ""
	return v.String()
}
