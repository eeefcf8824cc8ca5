package fetch

import (
	"context"
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"lampan/scanner/source"
)

const (
	// maxPause is the longest wait a site can ask for, through Retry-After or
	// Crawl-delay. A family and a consultant are waiting too.
	maxPause = 2 * time.Minute
	// unsaidPause follows "too many requests" that names no time.
	unsaidPause = time.Minute
)

// host is what a Client knows about one host and port.
type host struct {
	turn   chan struct{} // held by the one request under way
	asking chan struct{} // held by the one that reads robots.txt; taken before turn

	rules *rules // guarded by asking

	mu      sync.Mutex
	next    time.Time     // no request before it
	crawl   time.Duration // Crawl-delay
	refused time.Time     // the site asked for peace until then
}

func newHost() *host {
	return &host{turn: make(chan struct{}, 1), asking: make(chan struct{}, 1)}
}

// take waits for a turn, or for the context to end.
func take(ctx context.Context, turn chan struct{}) error {
	select {
	case turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// pause waits until the host may be asked again. The caller holds turn.
func (c *Client) pause(ctx context.Context, h *host) error {
	h.mu.Lock()
	next, refused := h.next, h.refused
	h.mu.Unlock()
	now := c.cfg.Now()
	if refused.Sub(now) > maxPause {
		return &source.Error{Reason: source.Busy, Err: fmt.Errorf("the site asked not to be visited again before %s", refused.UTC().Format("2006-01-02 15:04 MST"))}
	}
	if refused.After(next) {
		next = refused
	}
	if d := next.Sub(now); d > 0 {
		return c.cfg.Sleep(ctx, d)
	}
	return ctx.Err()
}

// started notes that a request begins now.
func (h *host) started(now time.Time, gap time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next = now.Add(max(gap, h.crawl))
}

func (h *host) crawlDelay(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.crawl = min(d, maxPause)
}

// answered keeps the peace that an answer asks for.
func (h *host) answered(now time.Time, status int, header http.Header) {
	if status != http.StatusTooManyRequests && status != http.StatusServiceUnavailable {
		return
	}
	wait, ok := retryAfter(header.Get("Retry-After"), now)
	if !ok {
		if status != http.StatusTooManyRequests {
			return
		}
		wait = unsaidPause
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if until := now.Add(wait); until.After(h.refused) {
		h.refused = until
	}
}

// retryAfter reads a Retry-After header (RFC 9110, 10.2.3): seconds or a date.
// The wait is never negative; ok is false when the header says nothing.
func retryAfter(value string, now time.Time) (wait time.Duration, ok bool) {
	value = strings.TrimSpace(value)
	if value != "" && strings.Trim(value, "0123456789") == "" {
		// Longer than a duration can hold is simply very long.
		n, err := strconv.ParseInt(value, 10, 64)
		if err != nil || n > math.MaxInt32 {
			n = math.MaxInt32
		}
		return time.Duration(n) * time.Second, true
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	return min(max(at.Sub(now), 0), math.MaxInt32*time.Second), true
}
