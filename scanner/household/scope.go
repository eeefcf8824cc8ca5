package household

import (
	"errors"
	"net/netip"
	"net/url"
	"path"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"

	"lampan/rules/exposure"
)

// maxLocator bounds a locator in bytes; longer addresses are never agreed to.
const maxLocator = 8192

// Covers reports whether a locator lies inside what the source names.
//
// For a URL, scheme, host (without regard to case, in its IDNA form) and port
// must be equal. A page without Section, a feed and a register are one address,
// with the same query; a section takes in every address whose path segments
// begin with the section's, whatever the query. A fragment never counts, since
// it is not sent. For a file, the path inside the case must be the source's,
// or, for photos, lie below it. A domain takes in its Directory, and once that
// was read its Record on the servers that the directory names.
//
// An address that could be read in two ways (dot segments, encoded slashes or
// dots, double encoding, empty segments, a backslash, a name and password) is
// outside, whatever it points to.
func (s Source) Covers(locator string) bool {
	if s.Domain() != "" {
		return locator == s.At || covers(s.Directory(), locator, false)
	}
	if s.Remote() {
		return covers(s.At, locator, s.Kind == exposure.Page && s.Section)
	}
	if errFile(s.At) != nil || errFile(locator) != nil {
		return false
	}
	at := strings.TrimSuffix(s.At, "/")
	return locator == at || s.Kind == exposure.Photos && strings.HasPrefix(locator, at+"/")
}

// domainPrefix tells a domain from the name of a file: both "lind.se" and
// "lind.zip" could be either.
const domainPrefix = "domain:"

// registers is where IANA keeps the list of which server has which register
// (RFC 9224, section 4).
const registers = "https://data.iana.org/rdap/dns.json"

// Domain is the domain whose registration record the source is, as it is sent:
// lower case, in its IDNA form. It is empty for any other source, also for a
// record at an address or in a file.
func (s Source) Domain() string {
	name, ok := strings.CutPrefix(s.At, domainPrefix)
	if !ok || s.Kind != exposure.Register || !isDomain(name) {
		return ""
	}
	name, err := foldHost(name)
	if err != nil {
		return ""
	}
	return name
}

// Directory is the address of the list that names the register's servers for a
// domain: IANA's, unless the source says another.
func (s Source) Directory() string {
	if s.Via != "" {
		return s.Via
	}
	return registers
}

// Record is the address of the domain's record on a server of registers (RFC
// 9082, section 3.1.3), or empty: for a source that is no domain, and for a
// server whose address has more to it than scheme, host, port and path.
func (s Source) Record(server string) string {
	u, err := url.Parse(server)
	if err != nil || s.Domain() == "" || u.RawQuery != "" || u.ForceQuery || strings.Contains(server, "#") {
		return ""
	}
	if _, err := parseAddress(server); err != nil {
		return ""
	}
	return u.JoinPath("domain", s.Domain()).String()
}

// CoversRecord reports whether the locator is the domain's record on the server,
// and nothing else that the server has.
func (s Source) CoversRecord(server, locator string) bool {
	record := s.Record(server)
	return record != "" && covers(record, locator, false)
}

// covers compares two addresses as written.
func covers(at, locator string, section bool) bool {
	want, err := parseAddress(at)
	if err != nil {
		return false
	}
	got, err := parseAddress(locator)
	return err == nil && want.covers(got, section)
}

// SameDomain reports whether two names are one domain, whatever their case, a
// dot at the end, and whether they are in their IDNA form.
func SameDomain(a, b string) bool {
	x, err1 := foldHost(strings.TrimSuffix(a, "."))
	y, err2 := foldHost(strings.TrimSuffix(b, "."))
	return err1 == nil && err2 == nil && x == y
}

// address is a URL that can be read in one way only.
type address struct {
	scheme, host, port string
	segments           []string // decoded; a slash at the end is dropped
	query              string
}

func (a address) covers(b address, section bool) bool {
	if a.scheme != b.scheme || a.host != b.host || a.port != b.port || len(b.segments) < len(a.segments) {
		return false
	}
	for i, s := range a.segments {
		if b.segments[i] != s {
			return false
		}
	}
	return section || len(a.segments) == len(b.segments) && a.query == b.query
}

// The ways an address can be refused. Parse turns them into faults.
var (
	errAddress  = errors.New("not a web address")
	errScheme   = errors.New("not http or https")
	errUserinfo = errors.New("name or password in the address")
	errHost     = errors.New("not a host name")
	errPort     = errors.New("not a port")
	errPath     = errors.New("a path that can be read in two ways")
)

func parseAddress(s string) (address, error) {
	if len(s) > maxLocator || !utf8.ValidString(s) || strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r == '\\' || r == 0x7f
	}) {
		return address{}, errAddress
	}
	u, err := url.Parse(s)
	if err != nil {
		return address{}, errAddress
	}
	var a address
	switch strings.ToLower(u.Scheme) {
	case "http":
		a.scheme, a.port = "http", "80"
	case "https":
		a.scheme, a.port = "https", "443"
	default:
		return address{}, errScheme
	}
	switch {
	case u.Opaque != "" || u.Host == "":
		return address{}, errAddress
	case u.User != nil:
		return address{}, errUserinfo
	}
	if p := u.Port(); p != "" {
		n, err := strconv.ParseUint(p, 10, 16)
		if err != nil || n == 0 {
			return address{}, errPort
		}
		a.port = strconv.FormatUint(n, 10)
	}
	if a.host, err = foldHost(u.Hostname()); err != nil {
		return address{}, err
	}
	if a.segments, err = segments(u.EscapedPath()); err != nil {
		return address{}, err
	}
	a.query = u.RawQuery
	return a, nil
}

func foldHost(h string) (string, error) {
	if ip, err := netip.ParseAddr(h); err == nil {
		if ip.Zone() != "" {
			return "", errHost
		}
		return ip.Unmap().String(), nil
	}
	h, err := idna.Lookup.ToASCII(h)
	if err != nil || h == "" || strings.HasPrefix(h, ".") || strings.HasSuffix(h, ".") {
		return "", errHost
	}
	return h, nil
}

// segments splits an escaped path and decodes each part once. It refuses
// whatever a server, a proxy and this program might read differently.
func segments(p string) ([]string, error) {
	p = strings.TrimSuffix(strings.TrimPrefix(p, "/"), "/")
	if p == "" {
		return nil, nil
	}
	parts := strings.Split(p, "/")
	for i, raw := range parts {
		s, err := url.PathUnescape(raw)
		if err != nil || !utf8.ValidString(s) {
			return nil, errPath
		}
		name, _, _ := strings.Cut(s, ";") // path parameters: "..;x" is ".." to some servers
		switch strings.TrimSpace(name) {
		case "", ".", "..":
			return nil, errPath
		}
		if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == '/' || r == '\\' }) || twiceEncoded(s) {
			return nil, errPath
		}
		parts[i] = s
	}
	return parts, nil
}

// twiceEncoded reports whether a decoded segment would change if it were
// decoded again.
func twiceEncoded(s string) bool {
	for i := strings.IndexByte(s, '%'); i >= 0 && i+2 < len(s); i++ {
		if s[i] == '%' && hexDigit(s[i+1]) && hexDigit(s[i+2]) {
			return true
		}
	}
	return false
}

func hexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

// The ways a path inside the case can be refused.
var (
	errFileOutside = errors.New("outside the case folder")
	errFileOwn     = errors.New("one of the case's own files")
	errFilePlain   = errors.New("not a plain path")
)

// PlanFile is the name of the file of what the family says of its plan; see package
// scanner/todo.
const PlanFile = "plan.yaml"

// StateDir is the folder, inside a case, of what lampan itself keeps.
const StateDir = ".lampan"

func errFile(p string) error {
	p = strings.TrimSuffix(p, "/")
	switch {
	case p == "" || len(p) > maxLocator || !utf8.ValidString(p) || strings.ContainsAny(p, "\x00\\"):
		return errFilePlain
	case path.IsAbs(p), p[0] == '~', len(p) > 1 && p[1] == ':':
		return errFileOutside
	}
	for s := range strings.SplitSeq(p, "/") {
		if s == ".." {
			return errFileOutside
		}
	}
	if path.Clean(p) != p || p == "." {
		return errFilePlain
	}
	if top, _, _ := strings.Cut(p, "/"); strings.EqualFold(top, StateDir) ||
		strings.EqualFold(p, FileName) || strings.EqualFold(p, PlanFile) {
		return errFileOwn
	}
	return nil
}
