package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/jimsmart/grobotstxt"

	"lampan/scanner/source"
)

const (
	// maxRobots is the least that RFC 9309 (2.5) asks to be read, and all that
	// is: the rest of a longer file is ignored from its last whole line.
	maxRobots = 500 << 10
	// robotsFresh is how long RFC 9309 (2.4) lets a file be kept.
	robotsFresh = 24 * time.Hour
	// robotsRetry is when a site that could not show its file is asked again.
	robotsRetry = 10 * time.Minute
	// maxRobotsHops is how many redirects RFC 9309 (2.3.1.2) asks to follow.
	maxRobotsHops = 5
)

// askRobots reports, with nil, that the site lets lampan read the URL.
func (c *Client) askRobots(ctx context.Context, x *exchange, u *url.URL) error {
	h := c.host(u)
	if err := take(ctx, h.asking); err != nil {
		return interrupted(err)
	}
	defer func() { <-h.asking }()
	if h.rules == nil || !c.cfg.Now().Before(h.rules.until) {
		r, err := c.fetchRobots(ctx, x, u)
		if err != nil {
			return err
		}
		h.rules = r
		h.crawlDelay(r.delay)
	}
	return h.rules.allow(u)
}

// fetchRobots reads the site's robots.txt. The grant for a page implies the
// file beside it, and where that one moved on the same site; it is asked about
// the page before each request. An error means that nothing was learnt.
func (c *Client) fetchRobots(ctx context.Context, x *exchange, page *url.URL) (*rules, error) {
	u := &url.URL{Scheme: page.Scheme, Host: page.Host, Path: "/robots.txt"}
	for range maxRobotsHops + 1 {
		a, err := c.request(ctx, x, u, page, maxRobots)
		now := c.cfg.Now()
		if err != nil {
			return c.noRobots(ctx, x, u, a, err, now)
		}
		switch {
		case whole(a.status):
			body := a.body
			if a.over {
				body = body[:bytes.LastIndexByte(body, '\n')+1]
			}
			return parseRobots(string(body), now.Add(robotsFresh)), c.record(x, u, outcomeRead, a.wire)
		case redirect(a.status):
			if err := c.record(x, u, outcomeRead, a.wire); err != nil {
				return nil, err
			}
			if u = moved(u, a.header.Get("Location")); u == nil {
				return closed("the site keeps its rules for programs somewhere that was not agreed", now.Add(robotsFresh)), nil
			}
		case a.status == 429 || a.status < 400 || a.status >= 500:
			// RFC 9309 (2.3.1.4): a site in trouble is left alone. "Too many
			// requests" says the same, though its number starts with 4.
			return closed("the site cannot show its rules for programs right now", now.Add(robotsRetry)),
				c.record(x, u, string(source.Unreachable), a.wire)
		default:
			// RFC 9309 (2.3.1.3): no file, no rules.
			return &rules{until: now.Add(robotsFresh)}, c.record(x, u, string(source.Missing), a.wire)
		}
	}
	// RFC 9309 (2.3.1.2): after five redirects there is no file.
	return &rules{until: c.cfg.Now().Add(robotsFresh)}, nil
}

// noRobots turns a robots.txt that did not arrive into full disallow, or passes
// on what is not the site's doing: an ended consent or context, a spent budget,
// an address never opened.
func (c *Client) noRobots(ctx context.Context, x *exchange, u *url.URL, a *answer, err error, now time.Time) (*rules, error) {
	reason := source.ReasonOf(err)
	if ctx.Err() != nil || reason == source.NotGranted || reason == source.OutsideScope || reason == source.Limit ||
		reason == source.Busy || reason == source.Unreadable {
		return nil, err
	}
	if lerr := c.record(x, u, string(reason), a.wire); lerr != nil {
		return nil, lerr
	}
	if reason == source.Forbidden {
		return nil, err
	}
	e, _ := errors.AsType[*source.Error](err)
	return &rules{until: now.Add(robotsRetry), closed: fault(reason, "", e.Err)}, nil
}

// moved gives where a robots.txt went, or nil where it may not be followed.
func moved(u *url.URL, location string) *url.URL {
	next, err := u.Parse(location)
	if err != nil || checkLocator(next) != nil || !sameSite(u, next) {
		return nil
	}
	next.Fragment, next.RawFragment = "", ""
	return next
}

// sameSite reports whether a robots.txt that moved is still on the host that
// was agreed to: the same name, and the same port or the step from http to
// https.
func sameSite(from, to *url.URL) bool {
	if !strings.EqualFold(from.Hostname(), to.Hostname()) {
		return false
	}
	return portOf(from) == portOf(to) || (portOf(from) == 80 && portOf(to) == 443 && to.Scheme == "https")
}

// rules is one robots.txt as it concerns lampan. The zero value allows all.
type rules struct {
	until  time.Time
	closed *source.Error // non-nil: nothing may be read, for this reason
	lines  []rule
	delay  time.Duration // Crawl-delay; 0 none
}

// rule is one Allow or Disallow line, normalised.
type rule struct {
	allow          bool
	plain, encoded string
}

func closed(sentence string, until time.Time) *rules {
	return &rules{until: until, closed: &source.Error{Reason: source.Robots, Err: errors.New(sentence)}}
}

// parseRobots reads the group for lampan, or the one for everybody when there
// is none (RFC 9309, 2.2.1).
func parseRobots(body string, until time.Time) *rules {
	g := &groups{}
	grobotstxt.Parse(escape(strings.TrimPrefix(body, "\ufeff")), g)
	r := &rules{until: until}
	if g.named {
		r.lines, r.delay = g.own.lines, g.own.delay
	} else {
		r.lines, r.delay = g.all.lines, g.all.delay
	}
	return r
}

// allow reports, with nil, that the URL may be read. The longest matching line
// decides, and Allow between equals.
func (r *rules) allow(u *url.URL) error {
	if r.closed != nil {
		return fault(r.closed.Reason, "", r.closed.Err)
	}
	if u.Path == "/robots.txt" {
		return nil
	}
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		path += "?" + u.RawQuery
	}
	plain := normalise(path, false)
	encoded := encodeQuery(plain)
	longest, allowed := 0, true
	for _, l := range r.lines {
		n := len(l.plain)
		if (n > longest || (n == longest && l.allow)) && l.matches(plain, encoded) {
			longest, allowed = n, l.allow
		}
	}
	if !allowed {
		return &source.Error{Reason: source.Robots, Err: errors.New("the site asks programs not to read this page")}
	}
	if r.delay > maxPause {
		return &source.Error{Reason: source.Robots, Err: fmt.Errorf("the site asks for %.0f seconds between pages, which is longer than an audit can wait", r.delay.Seconds())}
	}
	return nil
}

func (l rule) matches(plain, encoded string) bool {
	return match(plain, l.plain) || match(encoded, l.encoded)
}

// escape encodes what is above ASCII and writes the letters of encoded octets
// in capitals. grobotstxt v1.0.3 would do so too, but turns the digits among
// them into control characters ("%e3" into "%E\x13").
func escape(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case octet(s, i):
			b.WriteString(strings.ToUpper(s[i : i+3]))
			i += 2
		case c >= 0x80:
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// octet reports whether an encoded octet, as "%2F", stands at i.
func octet(s string, i int) bool {
	return s[i] == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2])
}

// match reports whether a normalised pattern matches the start of a path, or
// all of it when the pattern ends with "$". It agrees with grobotstxt.Matches
// and takes time in proportion to both lengths, not to their product: a file of
// 500 kB can hold thousands of patterns made to be slow.
func match(path, pattern string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	piece, pattern, star := strings.Cut(pattern, "*")
	path, ok := strings.CutPrefix(path, piece)
	if !ok {
		return false
	}
	for star {
		piece, pattern, star = strings.Cut(pattern, "*")
		if whole && !star {
			return strings.HasSuffix(path, piece)
		}
		i := strings.Index(path, piece)
		if i < 0 {
			return false
		}
		path = path[i+len(piece):]
	}
	return !whole || path == ""
}

// groups collects what a file says to lampan by name and to everybody.
type groups struct {
	own, all     group
	named        bool // lampan is named somewhere
	toOwn, toAll bool // the lines being read are for these
	inRules      bool // a rule was seen: the next user-agent starts a new group
}

type group struct {
	lines []rule
	delay time.Duration
}

var _ grobotstxt.ParseHandler = (*groups)(nil)

func (g *groups) HandleRobotsStart() {}
func (g *groups) HandleRobotsEnd()   {}

func (g *groups) HandleUserAgent(_ int, value string) {
	if g.inRules {
		g.toOwn, g.toAll, g.inRules = false, false, false
	}
	if value == "*" || strings.HasPrefix(value, "* ") || strings.HasPrefix(value, "*\t") {
		g.toAll = true
		return
	}
	token := value
	if i := strings.IndexFunc(value, func(r rune) bool { return !tokenRune(r) }); i >= 0 {
		token = value[:i]
	}
	if strings.EqualFold(token, Product) {
		g.toOwn, g.named = true, true
	}
}

// tokenRune: RFC 9309 (2.2.1) has letters, "_" and "-" in a product token.
func tokenRune(r rune) bool {
	return r == '_' || r == '-' || ('a' <= r && r <= 'z') || ('A' <= r && r <= 'Z')
}

func (g *groups) HandleAllow(_ int, value string)    { g.line(value, true) }
func (g *groups) HandleDisallow(_ int, value string) { g.line(value, false) }
func (g *groups) HandleSitemap(int, string)          {}

func (g *groups) line(value string, allow bool) {
	g.inRules = true
	if value == "" {
		return // says nothing
	}
	plain := normalise(value, true)
	l := rule{allow: allow, plain: plain, encoded: encodeQuery(plain)}
	g.each(func(to *group) { to.lines = append(to.lines, l) })
}

func (g *groups) HandleUnknownAction(_ int, action, value string) {
	if !strings.EqualFold(action, "crawl-delay") {
		return
	}
	s, err := strconv.ParseFloat(value, 64)
	if err != nil || math.IsNaN(s) || s <= 0 {
		return
	}
	d := time.Duration(min(s, math.MaxInt32) * float64(time.Second))
	g.each(func(to *group) { to.delay = max(to.delay, d) })
}

func (g *groups) each(f func(*group)) {
	if g.toOwn {
		f(&g.own)
	}
	if g.toAll {
		f(&g.all)
	}
}

// normalise writes a path or pattern in the one form in which RFC 9309 (2.2.2)
// compares them: octets encoded in capitals, unreserved ones bare, all above
// ASCII encoded, and "*" and "$" encoded where they stand for themselves. It
// also folds "**", which says no more than "*" and costs more.
func normalise(s string, pattern bool) string {
	s = escape(s)
	var b strings.Builder
	b.Grow(len(s))
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case octet(s, i):
			n, _ := strconv.ParseUint(s[i+1:i+3], 16, 8) // octet checked it
			if unreserved(byte(n)) {
				b.WriteByte(byte(n))
			} else {
				b.WriteString(s[i : i+3])
			}
			i += 2
		case c == '*' && pattern:
			if i == 0 || s[i-1] != '*' {
				b.WriteByte(c)
			}
		case c == '$' && pattern && i == len(s)-1:
			b.WriteByte(c)
		case c == '*' || c == '$':
			fmt.Fprintf(&b, "%%%02X", c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// encodeQuery encodes ":" and "/" in the query, the second form in which
// RFC 9309 (2.2.2) shows one. Both forms are compared.
func encodeQuery(s string) string {
	path, query, ok := strings.Cut(s, "?")
	if !ok {
		return s
	}
	return path + "?" + strings.NewReplacer(":", "%3A", "/", "%2F").Replace(query)
}

func isHex(c byte) bool {
	return ('0' <= c && c <= '9') || ('a' <= c && c <= 'f') || ('A' <= c && c <= 'F')
}

func unreserved(c byte) bool {
	return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') || strings.IndexByte("-._~", c) >= 0
}
