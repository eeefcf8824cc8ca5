package page_test

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
	"lampan/scanner/source/sourcetest"
)

// TestThroughFetch reads a section from a real server through the real guard.
func TestThroughFetch(t *testing.T) {
	var (
		mu    sync.Mutex
		asked []string
	)
	outside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		t.Error("a request left for another server")
	}))
	defer outside.Close()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		asked = append(asked, r.URL.RequestURI())
		mu.Unlock()
		switch r.URL.Path {
		case "/robots.txt":
			_, _ = w.Write([]byte("User-agent: *\nDisallow: /blogg/hemligt/\n"))
		case "/blogg/":
			w.Header().Set("Content-Type", "text/html; charset=iso-8859-1")
			_, _ = w.Write([]byte("<p>Malm\xf6<a href=a/>a</a><a href=hemligt/>h</a><a href=ut>u</a><a href=borta>b</a><a href=/om/>o</a><img src=sjo.jpg>"))
		case "/blogg/a/":
			w.Header().Set("Content-Type", "text/html")
			_, _ = w.Write([]byte("A"))
		case "/blogg/ut":
			http.Redirect(w, r, outside.URL+"/blogg/", http.StatusFound)
		case "/blogg/sjo.jpg":
			w.Header().Set("Content-Type", "image/jpeg")
			_, _ = w.Write(sourcetest.Picture{Lat: 60.58, Lon: 16.53}.JPEG())
		default:
			http.NotFound(w, r)
		}
	}))
	defer server.Close()

	client, err := fetch.New(fetch.Config{
		Contact:          "https://lampan.example/",
		PrivateAddresses: []netip.AddrPort{addr(server), addr(outside)},
		Gap:              -1,
		Now:              sourcetest.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	src := section()
	src.At = server.URL + "/blogg/"
	b := sourcetest.NewBench(t, src, nil, nil)
	b.Env.Get = client
	r := sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())

	if diff := cmp.Diff([]string{src.At, src.At + "sjo.jpg", src.At + "a/"}, r.Locators()); diff != "" {
		t.Errorf("documents (-want +got):\n%s\n%v", diff, r.Faults)
	}
	if diff := cmp.Diff([]source.Reason{source.Robots, source.OutsideScope}, r.Reasons()); diff != "" {
		t.Errorf("faults (-want +got):\n%s\n%v", diff, r.Faults)
	}
	if len(r.Documents) > 0 && !strings.HasPrefix(r.Documents[0].Text, "Malmö") {
		t.Errorf("text = %q; want Malmö", r.Documents[0].Text)
	}
	if diff := cmp.Diff([]string{"/robots.txt", "/blogg/", "/blogg/sjo.jpg", "/blogg/a/", "/blogg/ut", "/blogg/borta"}, asked); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
}

func addr(s *httptest.Server) netip.AddrPort {
	return netip.MustParseAddrPort(strings.TrimPrefix(s.URL, "http://"))
}
