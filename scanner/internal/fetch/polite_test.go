package fetch_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
)

// clock moves only when somebody waits. It is safe for concurrent use.
type clock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *clock { return &clock{now: time.Now().Truncate(time.Second)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	c.slept = append(c.slept, d)
	c.mu.Unlock()
	c.add(d)
	return ctx.Err()
}

func (c *clock) add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// TestGap: requests to one host start a gap apart, whatever they are for.
func TestGap(t *testing.T) {
	tests := []struct {
		name  string
		gap   time.Duration
		named bool // the host is written as a private address of this run
		want  time.Duration
	}{
		{"the usual", 0, true, time.Second},
		{"longer", 3 * time.Second, true, 3 * time.Second},
		{"shorter for the family's own machine", time.Millisecond, true, time.Millisecond},
		{"none for the family's own machine", -1, true, 0},
		{"shorter is not for others", time.Millisecond, false, time.Second},
		{"none is not for others", -1, false, time.Second},
		{"longer is for others too", 3 * time.Second, false, 3 * time.Second},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := newClock()
			var mu sync.Mutex
			var at []time.Time
			s := newRobotSite(t, func(w http.ResponseWriter, r *http.Request) {
				mu.Lock()
				at = append(at, clock.Now())
				mu.Unlock()
				switch r.URL.Path {
				case "/robots.txt":
					http.NotFound(w, r)
				case "/a":
					http.Redirect(w, r, "/b", http.StatusFound)
				default:
					page(w, "hej")
				}
			})
			ap := addrOf(t, s)
			cfg := fetch.Config{Gap: tt.gap, Now: clock.Now, Sleep: clock.Sleep}
			cfg.PrivateAddresses = append(cfg.PrivateAddresses, ap)
			c, err := fetch.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(c.Close)
			if !tt.named {
				c.Resolve(newNames(t, map[string][]string{"site.example.": {"127.0.0.1"}}).resolver())
				s = "http://site.example:" + portOf(s)
			}
			g := agree(t, s+"/")
			var wg sync.WaitGroup
			for i := range 3 {
				wg.Go(func() {
					for range 3 {
						if _, err := c.Get(t.Context(), g, fmt.Sprintf("%s/%c", s, 'a'+i)); err != nil {
							t.Error(err)
						}
					}
				})
			}
			wg.Wait()
			if want := 1 + 9 + 3; len(at) != want { // robots.txt, pages, redirects
				t.Fatalf("%d requests; want %d", len(at), want)
			}
			for i := 1; i < len(at); i++ {
				if got := at[i].Sub(at[i-1]); got != tt.want {
					t.Errorf("%v between requests %d and %d; want %v", got, i, i+1, tt.want)
				}
			}
		})
	}
}

// newRobotSite serves everything, robots.txt too, by the handler.
func newRobotSite(t testing.TB, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// TestHostsDoNotWaitForEachOther: while one host keeps its visitor waiting, in
// its gap and in its answer, another is read from start to end.
func TestHostsDoNotWaitForEachOther(t *testing.T) {
	inAnswer, answer := make(chan struct{}), make(chan struct{})
	slow := newSite(t, func(w http.ResponseWriter, r *http.Request) {
		close(inAnswer)
		<-answer
		page(w, "at last")
	})
	quick := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "hej") })
	waiting, goOn := make(chan struct{}), make(chan struct{})
	first := true
	c := client(t, fetch.Config{Gap: time.Minute, Sleep: func(ctx context.Context, _ time.Duration) error {
		if first { // the gap after the slow host's robots.txt
			first = false
			close(waiting)
			<-goOn
		}
		return ctx.Err()
	}}, slow.addr(t), quick.addr(t))
	slowGrant, quickGrant := agree(t, slow.URL+"/"), agree(t, quick.URL+"/")
	done := make(chan error)
	go func() {
		_, err := c.Get(t.Context(), slowGrant, slow.URL+"/")
		done <- err
	}()
	readQuick := func(when string) {
		t.Helper()
		for range 3 {
			if _, err := c.Get(t.Context(), quickGrant, quick.URL+"/"); err != nil {
				t.Errorf("%s: %v", when, err)
			}
		}
	}
	<-waiting
	readQuick("while the slow host is in its gap")
	close(goOn)
	<-inAnswer
	readQuick("while the slow host answers")
	close(answer)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestRetryAfter(t *testing.T) {
	start := newClock().Now()
	date := func(d time.Duration) string { return start.Add(d).UTC().Format(http.TimeFormat) }
	tests := []struct {
		name, header string
		status       int
		pause        time.Duration // before the next request; -1: it is refused
	}{
		{"seconds", "17", 429, 17 * time.Second},
		{"zero", "0", 429, 0},
		{"a date", date(40 * time.Second), 429, 40 * time.Second},
		{"a date in the past", date(-time.Hour), 429, 0},
		{"the longest accepted", "120", 429, 2 * time.Minute},
		{"longer than accepted", "121", 429, -1},
		{"a year", "31536000", 429, -1},
		{"more than a number holds", "99999999999999999999999", 429, -1},
		{"a date far off", "Fri, 31 Dec 2049 23:59:59 GMT", 429, -1},
		{"a date in an old form", start.Add(20 * time.Second).UTC().Format(time.ANSIC), 429, 20 * time.Second},
		{"nothing said", "", 429, time.Minute},
		{"nonsense", "soon", 429, time.Minute},
		{"below zero", "-5", 429, time.Minute},
		{"a fraction", "1.5", 429, time.Minute},
		{"trouble with a time", "25", 503, 25 * time.Second},
		{"trouble without a time", "", 503, 0},
		{"trouble with a huge time", "86400", 503, -1},
		{"a page with the header", "100", 200, 0},
		{"no such page, with the header", "100", 404, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			clock := &clock{now: start}
			var at []time.Time
			s := newSite(t, func(w http.ResponseWriter, r *http.Request) {
				at = append(at, clock.Now())
				if len(at) > 1 {
					page(w, "hej")
					return
				}
				if tt.header != "" {
					w.Header().Set("Retry-After", tt.header)
				}
				w.Header().Set("Content-Type", "text/html")
				w.WriteHeader(tt.status)
			})
			c := client(t, fetch.Config{Now: clock.Now, Sleep: clock.Sleep}, s.addr(t))
			g := agree(t, s.URL+"/")
			_, err := c.Get(t.Context(), g, s.URL+"/")
			if tt.status == 429 {
				wantReason(t, err, source.Busy)
			}
			if len(at) != 1 {
				t.Fatalf("%d requests; a refusal is never tried again", len(at))
			}
			_, err = c.Get(t.Context(), g, s.URL+"/")
			if tt.pause < 0 {
				wantReason(t, err, source.Busy)
				if len(at) != 1 || len(clock.slept) != 0 {
					t.Errorf("%d requests, waits %v; want neither", len(at), clock.slept)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := at[1].Sub(at[0]); got != tt.pause {
				t.Errorf("the next request came after %v; want %v", got, tt.pause)
			}
		})
	}
}
