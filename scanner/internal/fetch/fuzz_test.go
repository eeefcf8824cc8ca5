package fetch_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/jimsmart/grobotstxt"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/scanner/household"
	"lampan/scanner/internal/fetch"
)

// FuzzScope: whatever is asked for or redirected to, what passes the form check
// and the section of the household is on the agreed host and port, below the
// agreed path, however often a server decodes it.
func FuzzScope(f *testing.F) {
	for _, s := range []string{
		"/blogg/1", "/blogg/../privat", "/blogg/%2e%2e/privat", "//other.example/blogg/", "http://site.example:80/blogg/x",
		"http://site.example@other.example/blogg/", "https://site.example/blogg/", "/blogg/..%2fprivat", "/blogg/..;/x",
		"http://SITE.example./blogg/", "/bloggen", "\\\\other\\blogg", "/blogg/%252e%252e/x", "?a=/../b", "http:/blogg/x", "/blogg//x",
	} {
		f.Add(s)
	}
	base, err := url.Parse("http://site.example/blogg/")
	if err != nil {
		f.Fatal(err)
	}
	section := household.Source{ID: "s", Subject: "anna", Kind: exposure.Page, At: base.String(), Section: true}
	f.Fuzz(func(t *testing.T, ref string) {
		u, err := base.Parse(ref)
		if err != nil || fetch.CheckLocator(u) != nil || !section.Covers(u.String()) {
			return
		}
		if u.Scheme != "http" || !strings.EqualFold(u.Hostname(), "site.example") || (u.Port() != "" && u.Port() != "80") || u.User != nil {
			t.Fatalf("%q leads to %q, which is another site", ref, u)
		}
		path := u.EscapedPath()
		for range 3 {
			depth := 0
			for i, seg := range strings.Split(strings.Trim(strings.ReplaceAll(path, "\\", "/"), "/"), "/") {
				if i == 0 && seg != "blogg" {
					t.Fatalf("%q leads to %q, outside the section", ref, path)
				}
				if seg == ".." {
					depth--
				} else {
					depth++
				}
				if depth < 1 {
					t.Fatalf("%q climbs out through %q", ref, path)
				}
			}
			next, err := url.PathUnescape(path)
			if err != nil {
				break
			}
			path = next
		}
	})
}

// FuzzRobots: no file stops the program, a file with nothing but "Disallow: /"
// for lampan appended shuts every page, and robots.txt itself stays open.
func FuzzRobots(f *testing.F) {
	for _, s := range []string{
		"User-agent: *\nDisallow: /\n", "User-agent: lampan\nAllow: /*a$\nDisallow: /a%e3%83\nCrawl-delay: 3\n",
		"\xef\xbb\xbfuser-agent lampan\ndisallow /", "Disallow", ":", "User-agent:\xff\nAllow:/index.html", "a b\nc\td e\x85",
	} {
		f.Add(s, "/a/b?c=d")
	}
	f.Fuzz(func(t *testing.T, body, path string) {
		u, err := url.Parse("http://site.example" + path)
		if err != nil || u.Host != "site.example" {
			return
		}
		_ = fetch.RobotsAllow(body, u)
		if fetch.RobotsAllow(body, &url.URL{Scheme: "http", Host: "site.example", Path: "/robots.txt"}) != nil {
			t.Error("robots.txt itself is shut")
		}
		// A longer Allow may still open a page; without any, the page is shut.
		if !strings.Contains(strings.ToLower(body), "allow") && fetch.RobotsAllow(body+"\n\nUser-agent: lampan\nDisallow: /\n", u) == nil && u.Path != "/robots.txt" {
			t.Errorf("%q is open though lampan is shut out of everything", u)
		}
	})
}

// FuzzRetryAfter: a wait is never negative and never longer than the header
// can mean, and seconds are read as they stand.
func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"0", "120", " 7 ", "-1", "1.5", "Fri, 31 Dec 2049 23:59:59 GMT", "99999999999999999999", "", "\x00"} {
		f.Add(s)
	}
	now := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, value string) {
		wait, ok := fetch.RetryAfter(value, now)
		if wait < 0 || (!ok && wait != 0) {
			t.Errorf("RetryAfter(%q) = %v, %t", value, wait, ok)
		}
		if ok && now.Add(wait).Before(now) {
			t.Errorf("RetryAfter(%q) = %v, which leads back in time", value, wait)
		}
	})
}

// TestMatchAgrees: the fast matcher says what the reference one says.
func TestMatchAgrees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		path := rapid.StringMatching(`/[ab/]{0,12}`).Draw(t, "path")
		pattern := rapid.StringMatching(`/?([ab/]{0,3}\*?){0,4}\$?`).Draw(t, "pattern")
		if got, want := fetch.RobotsMatch(path, pattern), grobotstxt.Matches(path, pattern); got != want {
			t.Errorf("match(%q, %q) = %t; want %t", path, pattern, got, want)
		}
	})
}
