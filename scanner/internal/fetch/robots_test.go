package fetch_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
)

const open, shut = source.Reason(""), source.Robots

// TestRobotsRules is RFC 9309 as a table: what a file says about a page.
func TestRobotsRules(t *testing.T) {
	const all = "User-agent: *\n"
	const own = "User-agent: lampan\n"
	long := strings.Repeat("# a long comment line that says nothing at all\n", 500<<10/47) // a little under 500 KiB
	tests := []struct {
		name, robots, path string
		want               source.Reason
	}{
		{"an empty file", "", "/a", open},
		{"only comments", "# hej\n#\n", "/a", open},
		{"everything shut", all + "Disallow: /\n", "/a", shut},
		{"an empty Disallow", all + "Disallow:\n", "/a", open},
		{"an empty Allow", all + "Allow:\nDisallow: /\n", "/a", shut},
		{"another folder", all + "Disallow: /privat/\n", "/a", open},
		{"the folder", all + "Disallow: /privat/\n", "/privat/x", shut},
		{"the folder without its slash", all + "Disallow: /privat/\n", "/privat", open},
		{"a prefix, not a word", all + "Disallow: /fish\n", "/fishheads/yummy", shut},
		{"case matters in paths", all + "Disallow: /Privat\n", "/privat", open},
		{"case does not matter in names of lines", "USER-AGENT: *\nDISALLOW: /\n", "/a", shut},
		{"no space after the colon", "User-agent:*\nDisallow:/\n", "/a", shut},
		{"space before the colon", "User-agent : *\nDisallow : /\n", "/a", shut},
		{"tabs", "User-agent:\t*\t\nDisallow:\t/\t\n", "/a", shut},
		{"a comment after the value", all + "Disallow: /privat # hej\n", "/privat", shut},
		{"old Mac line ends", "User-agent: *\rDisallow: /\r", "/a", shut},
		{"DOS line ends", "User-agent: *\r\nDisallow: /\r\n", "/a", shut},
		{"no line end at the end", all + "Disallow: /", "/a", shut},
		{"empty lines inside a group", all + "\n\nDisallow: /\n", "/a", shut},
		{"a byte order mark", "\xef\xbb\xbf" + all + "Disallow: /\n", "/a", shut},
		{"a common typo", all + "Disalow: /\n", "/a", shut},
		{"a web page instead", "<!doctype html><html><body>Disallow: /</body></html>", "/a", open},
		{"binary", "\x00\x01\xff\xfe\x00" + all + "\x00\nDisallow: /b\n", "/a", open},
		{"UTF-16", "\xff\xfeU\x00s\x00e\x00r\x00", "/a", open},
		{"a rule before any group", "Disallow: /\n", "/a", open},

		{"lampan by name", own + "Disallow: /\n", "/a", shut},
		{"in capitals", "User-agent: LAMPAN\nDisallow: /\n", "/a", shut},
		{"with a version", "User-agent: lampan/1.0\nDisallow: /\n", "/a", shut},
		{"another program", "User-agent: GPTBot\nDisallow: /\n", "/a", open},
		{"a longer name", "User-agent: lampanskarm\nDisallow: /\n", "/a", open},
		{"a shorter name", "User-agent: lamp\nDisallow: /\n", "/a", open},
		{"a name that contains it", "User-agent: my-lampan\nDisallow: /\n", "/a", open},
		{"own group wins over all", all + "Disallow: /\n\n" + own + "Disallow: /b\n", "/a", open},
		{"own group wins when it is first", own + "Disallow: /b\n\n" + all + "Disallow: /\n", "/a", open},
		{"own group can be stricter", own + "Disallow: /\n\n" + all + "Disallow:\n", "/a", shut},
		{"own group without rules", own + "\n" + all + "Disallow: /\n", "/a", shut}, // one group of two names
		{"own group with an empty rule", own + "Disallow:\n\n" + all + "Disallow: /\n", "/a", open},
		{"two names, one group", "User-agent: other\n" + own + "Disallow: /\n", "/a", shut},
		{"own and all in one group", own + all + "Disallow: /\n", "/a", shut},
		{"two own groups are one", own + "Disallow: /a\n\nUser-agent: x\nDisallow: /c\n\n" + own + "Disallow: /b\n", "/b", shut},
		{"two groups for all are one", all + "Disallow: /a\n\n" + all + "Disallow: /b\n", "/b", shut},
		{"a sitemap does not end a group", own + "Sitemap: https://x.example/s.xml\nDisallow: /\n", "/a", shut},
		{"an unknown line does not end a group", "User-agent: x\nFoo: bar\n" + own + "Disallow: /\n", "/a", shut},
		{"a rule ends the names", "User-agent: x\nDisallow: /\n" + own + "Disallow: /b\n", "/a", open},
		{"a star with more behind it", "User-agent: * all\nDisallow: /\n", "/a", shut},

		{"the longest line wins: Allow", all + "Disallow: /p\nAllow: /page\n", "/page", open},
		{"the longest line wins: Disallow", all + "Allow: /p\nDisallow: /page\n", "/page", shut},
		{"order does not matter", all + "Allow: /page\nDisallow: /p\n", "/page", open},
		{"Allow wins between equals", all + "Disallow: /page\nAllow: /page\n", "/page", open},
		{"Allow wins between equals, first", all + "Allow: /page\nDisallow: /page\n", "/page", open},
		{"Allow of all but one", all + "Allow: /\nDisallow: /privat\n", "/privat", shut},
		{"the RFC's example", all + "Allow: /example/page/\nDisallow: /example/page/disallowed.gif\n", "/example/page/disallowed.gif", shut},

		{"a star in the middle", all + "Disallow: /a*c\n", "/abbbc", shut},
		{"a star that matches nothing", all + "Disallow: /a*c\n", "/ac", shut},
		{"a star that does not match", all + "Disallow: /a*c\n", "/abbb", open},
		{"many stars", all + "Disallow: /*/*/edit\n", "/a/b/edit", shut},
		{"a star first", all + "Disallow: *.php\n", "/x/y.php", shut},
		{"stars in a row", all + "Disallow: /a**************c\n", "/abc", shut},
		{"a dollar at the end", all + "Disallow: /*.php$\n", "/x.php", shut},
		{"a dollar at the end, and more", all + "Disallow: /*.php$\n", "/x.php5", open},
		{"a dollar for the front page alone", all + "Disallow: /$\n", "/", shut},
		{"a dollar for the front page alone, elsewhere", all + "Disallow: /$\n", "/a", open},
		{"a dollar in the middle is a sign", all + "Disallow: /a$b\n", "/a$b", shut},
		{"a dollar in the middle is no end", all + "Disallow: /a$b\n", "/a", open},
		{"a star meant as a sign", all + "Disallow: /file-with-a-%2A.html\n", "/file-with-a-*.html", shut},
		{"a star meant as a sign, elsewhere", all + "Disallow: /file-with-a-%2A.html\n", "/file-with-a-b.html", open},
		{"a dollar meant as a sign", all + "Disallow: /foo-%24\n", "/foo-$", shut},
		{"a dollar meant as a sign, at the end", all + "Disallow: /foo-%24\n", "/foo-$bar", shut},

		{"the query counts", all + "Disallow: /*?*sort=\n", "/list?a=1&sort=up", shut},
		{"the query counts, without one", all + "Disallow: /*?\n", "/list", open},
		{"an empty query", all + "Disallow: /list?\n", "/list?", shut},
		{"signs in a query", all + "Disallow: /foo/bar?baz=https://foo.bar\n", "/foo/bar?baz=https%3A%2F%2Ffoo.bar", shut},
		{"signs in a query, the other way", all + "Disallow: /foo/bar?baz=https%3A%2F%2Ffoo.bar\n", "/foo/bar?baz=https://foo.bar", shut},
		{"a star that reaches into a query", all + "Disallow: /*/edit\n", "/page?next=/a/edit", shut},

		{"letters above ASCII", all + "Disallow: /foo/ツ\n", "/foo/%E3%83%84", shut},
		{"letters above ASCII, encoded", all + "Disallow: /foo/%E3%83%84\n", "/foo/%E3%83%84", shut},
		{"small letters in the encoding", all + "Disallow: /foo/%e3%83%84\n", "/foo/%E3%83%84", shut},
		{"needless encoding in the rule", all + "Disallow: /foo/%62%61%7A\n", "/foo/baz", shut},
		{"needless encoding in the address", all + "Disallow: /foo/baz\n", "/foo/%62%61%7A", shut},
		{"an encoded slash is no slash", all + "Disallow: /a%2Fb\n", "/a/b", open},
		{"half an encoding", all + "Disallow: /a%zz\n", "/a", open},
		{"Swedish letters", all + "Disallow: /semester/åre\n", "/semester/%C3%A5re", shut},

		{"a long file, rule at the start", all + "Disallow: /\n" + long, "/a", shut},
		{"a rule just before 500 KiB", long + all + "Disallow: /\n", "/a", shut},
		{"a rule after 500 KiB", long + long + all + "Disallow: /\n", "/a", open},
		{"a line cut by 500 KiB is ignored", all + "Allow: /\n" + strings.Repeat("#\n", (500<<10-len(all)-9-22)/2) + "Disallow: /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", open},
		{"a line of 20 kB", all + "Disallow: /" + strings.Repeat("x", 20<<10) + "\nDisallow: /a\n", "/a", shut},
		{"the costliest patterns", all + strings.Repeat("Disallow: /"+strings.Repeat("*a", 50)+"b\n", 4000), "/" + strings.Repeat("a", 1500), open},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			asked := 0
			s := newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					_, _ = io.WriteString(w, tt.robots)
					return
				}
				asked++
				page(w, "hej")
			})
			c := client(t, fetch.Config{}, addrOf(t, s))
			_, err := c.Get(t.Context(), agree(t, s+"/"), s+tt.path)
			if tt.want == open {
				if err != nil || asked != 1 {
					t.Fatalf("Get: %v after %d requests; want the page", err, asked)
				}
				return
			}
			wantReason(t, err, tt.want)
			if asked != 0 {
				t.Error("the page was asked for")
			}
		})
	}
}

// TestRobotsAnswers is what the answer for the file itself means.
func TestRobotsAnswers(t *testing.T) {
	const (
		shutAll = "User-agent: *\nDisallow: /\n"
		hello   = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n"
	)
	status := func(code int) func(net.Conn, string) { return says(status(code, "")) }
	text := func(headers, body string) func(net.Conn, string) {
		return says(fmt.Sprintf("%s%sContent-Length: %d\r\nConnection: close\r\n\r\n%s", hello, headers, len(body), body))
	}
	hasty := fetch.Config{Timeout: 250 * time.Millisecond}
	tests := []struct {
		name   string
		robots func(net.Conn, string)
		want   source.Reason
		cfg    fetch.Config
	}{
		{name: "404", robots: status(404), want: open},
		{name: "410", robots: status(410), want: open},
		{name: "400", robots: status(400), want: open},
		{name: "401", robots: status(401), want: open},
		{name: "403", robots: status(403), want: open},
		{name: "429", robots: status(429), want: shut},
		{name: "500", robots: status(500), want: shut},
		{name: "502", robots: status(502), want: shut},
		{name: "503", robots: status(503), want: shut},
		{name: "599", robots: status(599), want: shut},
		{name: "204", robots: says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), want: shut},
		{name: "304 nobody asked for", robots: says("HTTP/1.1 304 Not Modified\r\n\r\n"), want: shut},
		{name: "no answer", robots: drips("", ""), want: source.TooSlow, cfg: hasty},
		{name: "a slow answer", robots: drips(hello+"Content-Length: 999\r\n\r\n", "#"), want: source.TooSlow, cfg: hasty},
		{name: "an empty reply", robots: says(""), want: source.Unreachable},
		{name: "a reset", robots: resets, want: source.Unreachable},
		{name: "garbage", robots: says("garbage\r\n\r\n"), want: source.Unreachable},
		{name: "cut short", robots: says(hello + "Content-Length: 999\r\n\r\nUser-agent: *\n"), want: source.Malformed},
		{name: "packed as asked", robots: text("Content-Encoding: gzip\r\n", gzipped(shutAll)), want: shut},
		{name: "packed in a way nobody asked for", robots: text("Content-Encoding: br\r\n", "xxx"), want: source.Unsupported},
		{name: "a bomb whose start shuts everything", robots: text("Content-Encoding: gzip\r\n", gzipped(shutAll, strings.Repeat("#\n", 2<<20))), want: shut},
		{name: "endless", robots: floods(hello+"\r\n"+shutAll, strings.Repeat("#\n", 1000)), want: shut},
		{name: "213 MB by its length", robots: floods(hello+"Content-Length: 213000000\r\n\r\n"+shutAll, strings.Repeat("#\n", 1000)), want: shut},
		{name: "endless nothing, packed", robots: floods(hello+"Content-Encoding: gzip\r\n\r\n", strings.Repeat(gzipped(), 1000)), want: source.TooLarge},
		{name: "any type of text", robots: says("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: 26\r\n\r\n" + shutAll), want: shut},
		{name: "moved once", robots: hops(1, shutAll), want: shut},
		{name: "moved five times", robots: hops(5, shutAll), want: shut},
		{name: "moved six times", robots: hops(6, shutAll), want: open},
		{name: "moved in a circle", robots: func(c net.Conn, _ string) { moved(c, "/robots.txt") }, want: open},
		{name: "moved to another site", robots: func(c net.Conn, _ string) { moved(c, "http://other.example/robots.txt") }, want: shut},
		{name: "moved to another port", robots: func(c net.Conn, _ string) { moved(c, "http://127.0.0.1:1/robots.txt") }, want: shut},
		{name: "moved into the machine", robots: func(c net.Conn, _ string) { moved(c, "http://127.0.0.2/robots.txt") }, want: shut},
		{name: "moved to a file", robots: func(c net.Conn, _ string) { moved(c, "file:///etc/passwd") }, want: shut},
		{name: "moved to a login", robots: func(c net.Conn, _ string) { moved(c, "http://a:b@"+c.LocalAddr().String()+"/r") }, want: shut},
		{name: "moved nowhere", robots: func(c net.Conn, _ string) { moved(c, "http://[::1") }, want: shut},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			pages := 0
			s := newSiteByHand(t, func(conn net.Conn, path string) {
				if path == "/page" {
					pages++
					says(whole("", "hej"))(conn, path)
					return
				}
				tt.robots(conn, path)
			})
			c := client(t, tt.cfg, addrOf(t, s))
			c.OnDial(func(a string) error {
				if a != addrOf(t, s).String() {
					t.Errorf("%s was dialled", a)
				}
				return nil
			})
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()
			_, err := c.Get(ctx, agree(t, s+"/"), s+"/page")
			if ctx.Err() != nil {
				t.Fatal("it ended only with the caller's deadline")
			}
			if tt.want == open {
				if err != nil {
					t.Fatalf("Get: %v; want the page", err)
				}
				return
			}
			wantReason(t, err, tt.want)
			if pages != 0 {
				t.Error("the page was asked for")
			}
		})
	}
}

// newSiteByHand is newRaw without a robots.txt of its own.
func newSiteByHand(t testing.TB, serve func(net.Conn, string)) string {
	t.Helper()
	return newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		serve(conn, r.URL.RequestURI())
	})
}

// hops sends on from /robots.txt n times, and then says the body.
func hops(n int, body string) func(net.Conn, string) {
	return func(c net.Conn, path string) {
		i := 0
		_, _ = fmt.Sscanf(path, "/hop%d", &i)
		if i == n {
			says(fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", len(body), body))(c, path)
			return
		}
		moved(c, fmt.Sprintf("/hop%d", i+1))
	}
}

func TestRobotsIsAskedOnEveryHop(t *testing.T) {
	s := newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			_, _ = io.WriteString(w, "User-agent: lampan\nDisallow: /shut\n")
		case "/open":
			http.Redirect(w, r, "/shut", http.StatusMovedPermanently)
		default:
			t.Errorf("%s was asked for", r.URL.Path)
		}
	})
	c := client(t, fetch.Config{UserAgent: "lampan/9"}, addrOf(t, s))
	_, err := c.Get(t.Context(), agree(t, s+"/"), s+"/open")
	wantReason(t, err, source.Robots)
}

func TestRobotsIsKept(t *testing.T) {
	asked, status := 0, http.StatusOK
	s := newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/robots.txt" {
			page(w, "hej")
			return
		}
		asked++
		w.WriteHeader(status)
	})
	clock := newClock()
	c := client(t, fetch.Config{Now: clock.Now, Sleep: clock.Sleep}, addrOf(t, s))
	g := agree(t, s+"/")
	get := func(want int, reason source.Reason) {
		t.Helper()
		_, err := c.Get(t.Context(), g, s+"/")
		if reason != read {
			wantReason(t, err, reason)
		} else if err != nil {
			t.Fatal(err)
		}
		if asked != want {
			t.Errorf("robots.txt was asked for %d times; want %d", asked, want)
		}
	}
	get(1, read)
	clock.add(23 * time.Hour)
	get(1, read)
	status = http.StatusInternalServerError
	clock.add(time.Hour)
	get(2, source.Robots) // a day later it is asked again
	get(2, source.Robots) // the trouble is remembered
	status = http.StatusOK
	clock.add(10 * time.Minute)
	get(3, read)
}

func TestCrawlDelay(t *testing.T) {
	tests := []struct {
		name, robots string
		gap          time.Duration // between two pages
		refused      bool
	}{
		{"none", "User-agent: *\nDisallow: /x\n", 0, false},
		{"for everybody", "User-agent: *\nCrawl-delay: 5\n", 5 * time.Second, false},
		{"for lampan", "User-agent: lampan\nCrawl-delay: 7\nUser-agent: *\nCrawl-delay: 3\nDisallow: /x\n", 7 * time.Second, false},
		{"for another", "User-agent: bingbot\nCrawl-delay: 9\nDisallow:\n\nUser-agent: *\nDisallow: /x\n", 0, false},
		{"for another, in one group by accident", "User-agent: bingbot\nCrawl-delay: 9\n\nUser-agent: *\nDisallow: /x\n", 0, false},
		{"a fraction", "User-agent: *\nCrawl-delay: 1.5\n", 1500 * time.Millisecond, false},
		{"the longest of two", "User-agent: *\nCrawl-delay: 2\nCrawl-delay: 4\n", 4 * time.Second, false},
		{"small letters", "user-agent: *\ncrawl-delay: 5\n", 5 * time.Second, false},
		{"the longest accepted", "User-agent: *\nCrawl-delay: 120\n", 2 * time.Minute, false},
		{"longer than accepted", "User-agent: *\nCrawl-delay: 121\n", 0, true},
		{"a year", "User-agent: *\nCrawl-delay: 31536000\n", 0, true},
		{"more than a number holds", "User-agent: *\nCrawl-delay: 1e308\n", 0, true},
		{"infinity", "User-agent: *\nCrawl-delay: Inf\n", 0, true},
		{"not a number", "User-agent: *\nCrawl-delay: NaN\n", 0, false},
		{"words", "User-agent: *\nCrawl-delay: often\n", 0, false},
		{"below zero", "User-agent: *\nCrawl-delay: -5\n", 0, false},
		{"zero", "User-agent: *\nCrawl-delay: 0\n", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := newClock()
			var at []time.Time
			s := newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path == "/robots.txt" {
					_, _ = io.WriteString(w, tt.robots)
					return
				}
				at = append(at, clock.Now())
				page(w, "hej")
			})
			c := client(t, fetch.Config{Now: clock.Now, Sleep: clock.Sleep}, addrOf(t, s))
			g := agree(t, s+"/")
			for range 2 {
				_, err := c.Get(t.Context(), g, s+"/")
				if tt.refused {
					wantReason(t, err, source.Robots)
				} else if err != nil {
					t.Fatal(err)
				}
			}
			if tt.refused {
				if len(at) != 0 {
					t.Error("the page was asked for")
				}
				return
			}
			if got := at[1].Sub(at[0]); got != tt.gap {
				t.Errorf("%v between two pages; want %v", got, tt.gap)
			}
		})
	}
}
