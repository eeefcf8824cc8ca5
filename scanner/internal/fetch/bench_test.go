package fetch_test

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"lampan/scanner/internal/fetch"
)

// benchPage is a page of about 60 kB, the size of the pages in the measurement
// that the goal of half of net/http and html.Parse comes from.
func benchPage() string {
	item := `<article class="post"><h2><a href="/blogg/post">En dag i skogen</a></h2><time datetime="2026-06-01">1 juni</time>` +
		`<p>Vi gick upp tidigt och tog med kaffe och bullar. Det regnade lite, men <em>ingen</em> brydde sig.</p><img src="/bild.jpg" alt=""></article>` + "\n"
	return "<!doctype html><html lang=sv><title>Blogg</title><body>" + strings.Repeat(item, 60<<10/len(item)) + "</body></html>"
}

// BenchmarkGet reads and parses a page through the guard, with the grant, the
// ledger and robots.txt as in an audit, and no gap.
func BenchmarkGet(b *testing.B) {
	body := benchPage()
	s := newSite(b, func(w http.ResponseWriter, r *http.Request) { page(w, body) })
	c := client(b, fetch.Config{MaxRequests: 1 << 40, MaxTotalBytes: 1 << 60}, s.addr(b))
	g := agree(b, s.URL+"/")
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		res, err := c.Get(b.Context(), g, s.URL+"/blogg")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := html.Parse(bytes.NewReader(res.Body)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPlain is net/http and html.Parse with no guard at all.
func BenchmarkPlain(b *testing.B) {
	body := benchPage()
	s := newSite(b, func(w http.ResponseWriter, r *http.Request) { page(w, body) })
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL+"/blogg", nil)
		if err != nil {
			b.Fatal(err)
		}
		res, err := http.DefaultClient.Do(req)
		if err != nil {
			b.Fatal(err)
		}
		data, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		if err != nil {
			b.Fatal(err)
		}
		if _, err := html.Parse(bytes.NewReader(data)); err != nil {
			b.Fatal(err)
		}
	}
}
