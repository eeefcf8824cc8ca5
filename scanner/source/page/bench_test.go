package page_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source/page"
)

// article is a page of ordinary size: about 12 kB of text and mark-up.
func article() []byte {
	var b strings.Builder
	b.WriteString(`<!DOCTYPE html><html lang="sv"><head><meta charset="utf-8"><title>Sommaren</title></head><body><nav><ul>`)
	for i := range 40 {
		fmt.Fprintf(&b, `<li class="item"><a href="/blogg/%d">Inlägg %d</a></li>`, i%10, i)
	}
	b.WriteString(`</ul></nav><article><time datetime="2027-06-01">1 juni</time>`)
	for i := range 60 {
		fmt.Fprintf(&b, `<p class="text">Stycke %d: vi målade staketet, <em>åt glass</em> och läste en <b>bok</b> om trädgårdar. Det blev en lång och fin dag.</p>`, i)
	}
	b.WriteString(`</article></body></html>`)
	return []byte(b.String())
}

func serve(b *testing.B) *httptest.Server {
	b.Helper()
	body := article()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.Copy(w, bytes.NewReader(body))
	}))
	b.Cleanup(s.Close)
	b.SetBytes(int64(len(body)))
	return s
}

// BenchmarkRead reads one agreed page: grant, ledger, robots, guard, decoding.
// Compare it with BenchmarkPlain in the same run.
func BenchmarkRead(b *testing.B) {
	s := serve(b)
	src := household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: s.URL + "/blogg/1", Visibility: exposure.Open}
	grant := consenttest.Grant(b, src)
	guard, err := scanner.OpenGuard(scanner.GuardConfig{
		UserAgent: "lampan/bench", Gap: -1, Now: time.Now, MaxRequests: 1 << 30, MaxTotalBytes: 1 << 50,
		PrivateAddresses: []netip.AddrPort{netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))},
	})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(guard.Close)
	reader := page.New(page.Config{Source: src, Get: guard, Now: time.Now, Zone: time.UTC})
	b.ReportAllocs()
	for b.Loop() {
		for _, err := range reader.Read(b.Context(), grant) {
			if err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkPlain is what the same page costs without any of lampan: net/http
// and html.Parse.
func BenchmarkPlain(b *testing.B) {
	s := serve(b)
	b.ReportAllocs()
	for b.Loop() {
		res, err := http.Get(s.URL + "/blogg/1")
		if err != nil {
			b.Fatal(err)
		}
		if _, err := html.Parse(res.Body); err != nil {
			b.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
