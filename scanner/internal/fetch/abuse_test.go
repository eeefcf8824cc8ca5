package fetch_test

import (
	"context"
	"errors"
	"net/http"
	"os"
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

// TestAbuse: nothing leaves that nobody agreed to, and a calm explanation comes
// back. Each case does what it does after one page was read as agreed.
func TestAbuse(t *testing.T) {
	section := func(at string) household.Source {
		return household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: at + "/blogg/", Section: true, Visibility: exposure.Open}
	}
	type scene struct {
		*consenttest.Case
		grant consent.Grant
		url   string // of the site
	}
	tests := []struct {
		name string
		do   func(t *testing.T, s *scene) (grant consent.Grant, url string)
		want source.Reason
	}{
		{"no grant", func(t *testing.T, s *scene) (consent.Grant, string) {
			return consent.Grant{}, s.url + "/blogg/2"
		}, source.NotGranted},
		{"withdrawn", func(t *testing.T, s *scene) (consent.Grant, string) {
			s.Revoke("blogg")
			return s.grant, s.url + "/blogg/2"
		}, source.NotGranted},
		{"withdrawn, and the page is known", func(t *testing.T, s *scene) (consent.Grant, string) {
			s.Revoke("blogg")
			return s.grant, s.url + "/blogg/1"
		}, source.NotGranted},
		{"expired", func(t *testing.T, s *scene) (consent.Grant, string) {
			s.SetNow(time.Now().AddDate(1, 0, 0))
			return s.grant, s.url + "/blogg/2"
		}, source.NotGranted},
		{"edited to reach further", func(t *testing.T, s *scene) (consent.Grant, string) {
			s.Edit(s.url+"/blogg/", s.url+"/")
			return s.grant, s.url + "/privat"
		}, source.NotGranted},
		{"the household is gone", func(t *testing.T, s *scene) (consent.Grant, string) {
			if err := os.Remove(s.Path); err != nil {
				t.Fatal(err)
			}
			return s.grant, s.url + "/blogg/2"
		}, source.NotGranted},
		{"the household is broken", func(t *testing.T, s *scene) (consent.Grant, string) {
			s.Write("schema: [")
			return s.grant, s.url + "/blogg/2"
		}, source.NotGranted},
		{"the ledger cannot be written", func(t *testing.T, s *scene) (consent.Grant, string) {
			if err := s.Ledger.Close(); err != nil {
				t.Fatal(err)
			}
			return s.grant, s.url + "/blogg/2"
		}, source.Unreadable},
		{"a path outside", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, s.url + "/privat"
		}, source.OutsideScope},
		{"a folder that only starts alike", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, s.url + "/bloggen/"
		}, source.OutsideScope},
		{"a path that climbs", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, s.url + "/blogg/../privat"
		}, source.OutsideScope},
		{"another port", func(t *testing.T, s *scene) (consent.Grant, string) {
			other := newSite(t, func(http.ResponseWriter, *http.Request) { t.Error("the other port was asked") })
			return s.grant, other.URL + "/blogg/2"
		}, source.OutsideScope},
		{"another host", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, "http://other.example/blogg/2"
		}, source.OutsideScope},
		{"another scheme", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, "https" + s.url[len("http"):] + "/blogg/2"
		}, source.OutsideScope},
		{"a file", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, "file://" + s.Path
		}, source.OutsideScope},
		{"a name and password", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, "http://anna:hemligt@" + s.url[len("http://"):] + "/blogg/2"
		}, source.OutsideScope},
		{"no address at all", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, "http://[::1"
		}, source.Malformed},
		{"nothing", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, ""
		}, source.OutsideScope},
		{"redirect to another host", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, s.url + "/blogg/away?to=http://other.example/blogg/"
		}, source.OutsideScope},
		{"redirect outside the path", func(t *testing.T, s *scene) (consent.Grant, string) {
			return s.grant, s.url + "/blogg/away?to=/privat"
		}, source.OutsideScope},
		{"a private address nobody named", func(t *testing.T, s *scene) (consent.Grant, string) {
			other := newSite(t, func(http.ResponseWriter, *http.Request) { t.Error("the private address was asked") })
			return agree(t, other.URL+"/"), other.URL + "/"
		}, source.Forbidden},
		{"the grant of another case", func(t *testing.T, s *scene) (consent.Grant, string) {
			other := consenttest.NewCase(t, time.Now(), section("http://other.example"))
			return other.Grant("blogg"), s.url + "/blogg/2"
		}, source.OutsideScope},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			away := 0
			site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				if to := r.FormValue("to"); to != "" {
					away++
					w.Header().Set("Location", to)
					w.WriteHeader(http.StatusFound)
					return
				}
				page(w, "hej")
			})
			k := consenttest.NewCase(t, time.Now(), section(site.URL))
			s := &scene{Case: k, grant: k.Grant("blogg"), url: site.URL}
			c := client(t, fetch.Config{}, site.addr(t))
			if _, err := c.Get(t.Context(), s.grant, site.URL+"/blogg/1"); err != nil {
				t.Fatalf("the agreed page: %v", err)
			}
			before := len(site.seen())
			g, url := tt.do(t, s)
			_, err := c.Get(t.Context(), g, url)
			wantAbuse(t, err, tt.want)
			if n := len(site.seen()) - before - away; n != 0 {
				t.Errorf("%d requests left", n)
			}
		})
	}
}

// wantAbuse is wantReason for addresses that may be empty.
func wantAbuse(t *testing.T, err error, want source.Reason) {
	t.Helper()
	e, ok := errors.AsType[*source.Error](err)
	if !ok || e.Reason != want || e.Err == nil {
		t.Fatalf("error = %v; want reason %q and a sentence", err, want)
	}
	if (want == source.NotGranted) != errors.Is(err, consent.ErrNotGranted) && want != source.OutsideScope {
		t.Errorf("error = %v; want it to wrap ErrNotGranted only for %q", err, source.NotGranted)
	}
}

// TestWithdrawnOnTheWay: a withdrawal acts before the next request, wherever
// the read is at that moment.
func TestWithdrawnOnTheWay(t *testing.T) {
	tests := []struct {
		name     string
		withdraw string // when
		want     int    // requests for pages
	}{
		{"between robots.txt and the page", "gap 1", 0},
		{"while the page is answered, before its redirect", "/a", 1},
		{"in the gap before a redirect is followed", "gap 2", 1},
		{"while a connection breaks, before it is tried again", "/broken", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var k *consenttest.Case
			revoked := false
			at := func(moment string) {
				if moment == tt.withdraw && !revoked {
					revoked = true
					k.Revoke("blogg")
				}
			}
			site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				at(r.URL.Path)
				if r.URL.Path == "/broken" {
					conn, _, err := http.NewResponseController(w).Hijack()
					if err != nil {
						t.Error(err)
						return
					}
					resets(conn, "")
					return
				}
				http.Redirect(w, r, r.URL.Path+"a", http.StatusFound)
			})
			k = consenttest.NewCase(t, time.Now(), household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: site.URL + "/", Section: true, Visibility: exposure.Open})
			gaps := 0
			c := client(t, fetch.Config{Gap: time.Minute, Sleep: func(ctx context.Context, _ time.Duration) error {
				gaps++
				at("gap " + string(rune('0'+gaps)))
				return ctx.Err()
			}}, site.addr(t))
			path := "/a"
			if tt.withdraw == "/broken" {
				path = "/broken"
			}
			_, err := c.Get(t.Context(), k.Grant("blogg"), site.URL+path)
			wantReason(t, err, source.NotGranted)
			if !revoked {
				t.Fatal("the test did not come to the withdrawal")
			}
			if n := len(site.seen()); n != tt.want {
				t.Errorf("%d requests; want %d", n, tt.want)
			}
		})
	}
}

// TestLedger: every request is in it, with what became of it, and so is every
// refusal under a standing grant.
func TestLedger(t *testing.T) {
	site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/blogg/1":
			page(w, "hej")
		case "/blogg/old":
			http.Redirect(w, r, "/blogg/1", http.StatusMovedPermanently)
		case "/blogg/away":
			http.Redirect(w, r, "http://other.example/", http.StatusFound)
		case "/blogg/login":
			w.WriteHeader(http.StatusUnauthorized)
		default:
			http.NotFound(w, r)
		}
	})
	k := consenttest.NewCase(t, time.Now(), household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: site.URL + "/blogg/", Section: true, Visibility: exposure.Open})
	g := k.Grant("blogg")
	c := client(t, fetch.Config{}, site.addr(t))
	for _, p := range []string{"/blogg/1", "/blogg/old#x", "/blogg/away", "/blogg/login", "/blogg/404", "/privat"} {
		_, _ = c.Get(t.Context(), g, site.URL+p)
	}
	type line struct {
		Locator, Outcome string
		Bytes            int64
	}
	var got []line
	entries, err := k.Ledger.Entries()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.Kind == consent.KindRead {
			got = append(got, line{e.Locator, e.Outcome, e.Bytes})
		}
	}
	want := []line{
		{site.URL + "/robots.txt", "missing", 0},
		{site.URL + "/blogg/1", "read", 3},
		{site.URL + "/blogg/old", "read", 0},
		{site.URL + "/blogg/1", "read", 3},
		{site.URL + "/blogg/away", "read", 0},
		{"http://other.example/", "outside-scope", 0},
		{site.URL + "/blogg/login", "blocked", 0},
		{site.URL + "/blogg/404", "missing", 0},
		{site.URL + "/privat", "outside-scope", 0},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("ledger (-want +got):\n%s", d)
	}
}

// TestLedgerFailureStops: a request that cannot be noted is the last one.
func TestLedgerFailureStops(t *testing.T) {
	var k *consenttest.Case
	site := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		if err := k.Ledger.Close(); err != nil {
			t.Error(err)
		}
		page(w, "hej")
	})
	other := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "hej") })
	k = consenttest.NewCase(t, time.Now(), household.Source{ID: "blogg", Subject: "anna", Kind: exposure.Page, At: site.URL + "/", Visibility: exposure.Open})
	c := client(t, fetch.Config{}, site.addr(t), other.addr(t))
	res, err := c.Get(t.Context(), k.Grant("blogg"), site.URL+"/")
	wantReason(t, err, source.Unreadable)
	if res != nil {
		t.Error("the page came back though nobody can look up that it was read")
	}
	_, err = c.Get(t.Context(), agree(t, other.URL+"/"), other.URL+"/")
	wantReason(t, err, source.Unreadable)
	if n := len(other.seen()); n != 0 {
		t.Errorf("%d requests left after the ledger failed", n)
	}
}
