package fetch_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
)

// site is a server on loopback that counts what reaches it.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	hits []string // method and request target, robots.txt left out
}

// newSite serves the handler, and no robots.txt unless the handler does.
func newSite(t testing.TB, h http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(s.counting(h))
	t.Cleanup(s.Close)
	return s
}

func (s *site) counting(h http.HandlerFunc) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		s.mu.Lock()
		s.hits = append(s.hits, r.Method+" "+r.URL.RequestURI())
		s.mu.Unlock()
		h(w, r)
	})
}

func (s *site) seen() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]string(nil), s.hits...)
}

func (s *site) addr(t testing.TB) netip.AddrPort {
	t.Helper()
	return addrOf(t, s.URL)
}

func addrOf(t testing.TB, raw string) netip.AddrPort {
	t.Helper()
	u, err := url.Parse(raw)
	if err != nil {
		t.Fatal(err)
	}
	a, err := netip.ParseAddrPort(u.Host)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// agree gives the grant for everything below a URL.
func agree(t testing.TB, at string) consent.Grant {
	t.Helper()
	return consenttest.Grant(t, household.Source{
		ID: "sida", Subject: "anna", Kind: exposure.Page, At: at, Section: true, Visibility: exposure.Open,
	})
}

// client makes a Client that may open the given addresses, without a gap
// between requests to them, by the machine's clock.
func client(t testing.TB, cfg fetch.Config, private ...netip.AddrPort) *fetch.Client {
	t.Helper()
	cfg.PrivateAddresses = private
	if cfg.Gap == 0 {
		cfg.Gap = -1
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	c, err := fetch.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func page(w http.ResponseWriter, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	_, _ = io.WriteString(w, body)
}

// wantReason fails unless err is an *source.Error of the reason, with a
// sentence that a person can read.
func wantReason(t testing.TB, err error, want source.Reason) {
	t.Helper()
	e, ok := errors.AsType[*source.Error](err)
	if !ok {
		t.Fatalf("error = %v; want a *source.Error with reason %q", err, want)
	}
	if e.Reason != want {
		t.Fatalf("reason = %q (%v); want %q", e.Reason, err, want)
	}
	if e.Locator == "" || e.Err == nil || e.Err.Error() == "" {
		t.Errorf("error %#v; want a locator and a sentence", e)
	}
	if s := e.Err.Error(); strings.ContainsAny(s, "!\n") {
		t.Errorf("sentence %q; want one calm line", s)
	}
}

func TestGet(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Last-Modified", "Mon, 01 Jun 2026 10:00:00 GMT")
		w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
		_, _ = w.Write([]byte("<p>Malm\xf6</p>"))
	})
	c := client(t, fetch.Config{}, s.addr(t))
	got, err := c.Get(t.Context(), agree(t, s.URL+"/"), s.URL+"/blogg#kommentarer")
	if err != nil {
		t.Fatal(err)
	}
	want := &source.Response{
		URL:         s.URL + "/blogg",
		ContentType: "text/html; charset=iso-8859-1",
		Body:        []byte("<p>Malm\xf6</p>"),
		Modified:    time.Date(2026, 6, 1, 10, 0, 0, 0, time.UTC),
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("Get (-want +got):\n%s", d)
	}
}

func TestRequestCarriesNothingButItsName(t *testing.T) {
	var got http.Header
	var proto string
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: "spår", Value: "1", Path: "/"})
		http.SetCookie(w, &http.Cookie{Name: "track", Value: "1", Path: "/"})
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "/b", http.StatusFound)
			return
		}
		got, proto = r.Header.Clone(), r.Proto
		page(w, "hej")
	})
	c := client(t, fetch.Config{UserAgent: "lampan/1.2", Contact: "https://lampan.example/om"}, s.addr(t))
	if _, err := c.Get(t.Context(), agree(t, s.URL+"/"), s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	want := http.Header{
		"User-Agent":      {"lampan/1.2 (+https://lampan.example/om)"},
		"Accept":          {"application/rdap+json, text/html;q=0.9, application/xhtml+xml;q=0.9, application/xml;q=0.8, */*;q=0.5"},
		"Accept-Encoding": {"gzip"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("headers after a redirect that set cookies (-want +got):\n%s", d)
	}
	if proto != "HTTP/1.1" {
		t.Errorf("protocol = %q; want HTTP/1.1", proto)
	}
}

func TestNewRefuses(t *testing.T) {
	tests := []struct {
		name string
		cfg  fetch.Config
	}{
		{"a user agent of another program", fetch.Config{UserAgent: "Mozilla/5.0 (compatible; lampan)"}},
		{"a user agent that only starts alike", fetch.Config{UserAgent: "lampanskarm/1"}},
		{"a line break in the contact", fetch.Config{Contact: "https://a.example\r\nCookie: x"}},
		{"a negative limit", fetch.Config{MaxBytes: -1}},
		{"a private address without a port", fetch.Config{PrivateAddresses: []netip.AddrPort{netip.AddrPortFrom(netip.MustParseAddr("127.0.0.1"), 0)}}},
		{"a private address of one network card", fetch.Config{PrivateAddresses: []netip.AddrPort{netip.MustParseAddrPort("[fe80::1%eth0]:80")}}},
		{"no private address at all", fetch.Config{PrivateAddresses: []netip.AddrPort{{}}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.cfg.Now = time.Now
			if _, err := fetch.New(tt.cfg); err == nil {
				t.Error("New gave no error")
			}
		})
	}
	if _, err := fetch.New(fetch.Config{}); err == nil {
		t.Error("New without a clock gave no error")
	}
	if _, err := fetch.New(fetch.Config{Now: time.Now}); err != nil {
		t.Errorf("New with a clock alone = %v", err)
	}
}

func TestEnvironmentHasNoEffect(t *testing.T) {
	proxied := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "from the proxy") })
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/a" {
			http.Redirect(w, r, "/b", http.StatusFound)
			return
		}
		page(w, r.Header.Get("User-Agent"))
	})
	for k, v := range map[string]string{
		"HTTP_PROXY": proxied.URL, "http_proxy": proxied.URL, "ALL_PROXY": proxied.URL, "NO_PROXY": "", "no_proxy": "",
		"COLLY_USER_AGENT": "spy", "COLLY_ALLOWED_DOMAINS": "other.example", "COLLY_MAX_BODY_SIZE": "1",
		"COLLY_MAX_REQUESTS": "0", "COLLY_FOLLOW_REDIRECTS": "no", "COLLY_CACHE_DIR": t.TempDir(),
		"COLLY_DISALLOWED_DOMAINS": "127.0.0.1", "COLLY_DETECT_CHARSET": "yes", "COLLY_MAX_DEPTH": "1",
	} {
		t.Setenv(k, v)
	}
	// 127.0.0.1 never goes through a proxy of the environment, so a name does.
	c := client(t, fetch.Config{UserAgent: "lampan/1", Sleep: noSleep}, s.addr(t))
	c.Resolve(newNames(t, map[string][]string{"site.example.": {"127.0.0.1"}}).resolver())
	at := "http://site.example:" + portOf(s.URL)
	got, err := c.Get(t.Context(), agree(t, at+"/"), at+"/a")
	if err != nil {
		t.Fatal(err)
	}
	if string(got.Body) != "lampan/1" {
		t.Errorf("body = %q; want the user agent of the program", got.Body)
	}
	if n := len(proxied.seen()); n != 0 {
		t.Errorf("%d requests went to the proxy; want 0", n)
	}
}

func portOf(raw string) string { return raw[strings.LastIndexByte(raw, ':')+1:] }

func TestBudgets(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, strings.Repeat("x", 1000)) })
	g := agree(t, s.URL+"/")
	tests := []struct {
		name string
		cfg  fetch.Config
		want int // pages read before the end
	}{
		{"requests, robots.txt included", fetch.Config{MaxRequests: 3}, 2},
		{"bytes", fetch.Config{MaxTotalBytes: 3500}, 3},
		{"exactly all bytes", fetch.Config{MaxTotalBytes: 3000}, 3},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			c := client(t, tt.cfg, s.addr(t))
			read := 0
			for {
				if _, err := c.Get(t.Context(), g, s.URL+"/"); err != nil {
					wantReason(t, err, source.Limit)
					break
				}
				if read++; read > 10 {
					t.Fatal("no end to it")
				}
			}
			if read != tt.want {
				t.Errorf("read %d pages; want %d", read, tt.want)
			}
			before := len(s.seen())
			_, err := c.Get(t.Context(), g, s.URL+"/")
			wantReason(t, err, source.Limit)
			if len(s.seen()) != before {
				t.Error("a request left after the budget was spent")
			}
		})
	}
}

func TestCancelWhileWaiting(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "hej") })
	c := client(t, fetch.Config{Gap: time.Hour}, s.addr(t))
	ctx, cancel := context.WithCancel(t.Context())
	c2 := make(chan error)
	go func() {
		// The gap of an hour stands between robots.txt and the page.
		_, err := c.Get(ctx, agree(t, s.URL+"/"), s.URL+"/")
		c2 <- err
	}()
	cancel()
	err := <-c2
	wantReason(t, err, source.Interrupted)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error = %v; want it to wrap context.Canceled", err)
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("%d pages were asked for; want 0", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, r.URL.Path) })
	c := client(t, fetch.Config{}, s.addr(t))
	g := agree(t, s.URL+"/")
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			for j := range 10 {
				path := "/" + string(rune('a'+i)) + string(rune('a'+j))
				res, err := c.Get(t.Context(), g, s.URL+path)
				if err != nil || string(res.Body) != path {
					t.Errorf("Get(%s) = %v, %v; want its own page", path, res, err)
				}
			}
		})
	}
	wg.Wait()
}

func TestCrashCostsOnePage(t *testing.T) {
	s := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "hej") })
	crash := true
	c := client(t, fetch.Config{Gap: time.Hour, Sleep: func(context.Context, time.Duration) error {
		if crash {
			panic("a fault in a library")
		}
		return nil
	}}, s.addr(t))
	g := agree(t, s.URL+"/")
	_, err := c.Get(t.Context(), g, s.URL+"/")
	wantReason(t, err, source.Malformed)
	crash = false
	if _, err := c.Get(t.Context(), g, s.URL+"/"); err != nil {
		t.Errorf("the next page: %v; want it read", err)
	}
}
