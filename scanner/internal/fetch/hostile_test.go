package fetch_test

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"lampan/scanner/internal/fetch"
	"lampan/scanner/source"
)

const (
	limit    = 64 << 10    // MaxBytes of the suite
	deadline = time.Minute // of the caller; no case may need it
)

// raw is a server that answers by hand. It has no robots.txt.
type raw struct {
	url  string
	hits atomic.Int64 // requests, robots.txt left out
}

func newRaw(t testing.TB, serve func(conn net.Conn, path string)) *raw {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return newRawOn(t, l, "http", serve)
}

func newRawOn(t testing.TB, l net.Listener, scheme string, serve func(conn net.Conn, path string)) *raw {
	t.Helper()
	s := &raw{url: scheme + "://" + l.Addr().String()}
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				stop := context.AfterFunc(t.Context(), func() { conn.Close() })
				defer stop()
				req, err := http.ReadRequest(bufio.NewReader(conn))
				if err != nil {
					return
				}
				if req.URL.Path == "/robots.txt" {
					_, _ = io.WriteString(conn, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
					return
				}
				s.hits.Add(1)
				serve(conn, req.URL.RequestURI())
			})
		}
	})
	t.Cleanup(func() { l.Close(); wg.Wait() })
	return s
}

// says answers with exactly these bytes and closes.
func says(answer string) func(net.Conn, string) {
	return func(conn net.Conn, _ string) { _, _ = io.WriteString(conn, answer) }
}

// drips writes the start at once, and then a piece every few milliseconds until
// the other side is gone.
func drips(start, piece string) func(net.Conn, string) {
	return func(conn net.Conn, _ string) {
		_, err := io.WriteString(conn, start)
		for err == nil {
			time.Sleep(20 * time.Millisecond)
			_, err = io.WriteString(conn, piece)
		}
	}
}

// floods writes the start, and then pieces as fast as they are taken.
func floods(start, piece string) func(net.Conn, string) {
	return func(conn net.Conn, _ string) {
		_, err := io.WriteString(conn, start)
		for err == nil {
			_, err = io.WriteString(conn, piece)
		}
	}
}

// whole is a whole answer with a body and further headers.
func whole(headers, body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n%sConnection: close\r\n\r\n%s", len(body), headers, body)
}

func status(code int, headers string) string {
	return fmt.Sprintf("HTTP/1.1 %d X\r\nContent-Length: 0\r\n%sConnection: close\r\n\r\n", code, headers)
}

func gzipped(parts ...string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	for _, p := range parts {
		_, _ = io.WriteString(w, p)
	}
	_ = w.Close()
	return b.String()
}

// bomb is a gzip file of a few hundred kilobytes that holds 200 MB.
var bomb = sync.OnceValue(func() string {
	var b bytes.Buffer
	w, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	zeros := make([]byte, 1<<20)
	for range 200 {
		_, _ = w.Write(zeros)
	}
	_ = w.Close()
	return b.String()
})

const read source.Reason = "" // the page is read

type hostileCase struct {
	name  string
	path  string // of the request, below /blogg/
	serve func(net.Conn, string)
	want  source.Reason
	hits  int64 // requests for pages; 0 means 1
	cfg   fetch.Config
}

func hostileCases() []hostileCase {
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
	const gz = "Content-Encoding: gzip\r\n"
	hasty := fetch.Config{Timeout: 250 * time.Millisecond}
	full := strings.Repeat("x", limit)
	cases := []hostileCase{
		// Time.
		{name: "no answer at all", serve: drips("", ""), want: source.TooSlow, cfg: hasty},
		{name: "slow headers", serve: drips("HTTP/1.1 200 OK\r\nX-Slow: ", "x"), want: source.TooSlow, cfg: hasty},
		{name: "slow body", serve: drips(ok+"Content-Length: 5000\r\n\r\n", "x"), want: source.TooSlow, cfg: hasty},
		{name: "slow chunks", serve: drips(ok+"Transfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n"), want: source.TooSlow, cfg: hasty},
		{name: "body that stops", serve: drips(ok+"Content-Length: 5000\r\n\r\n", ""), want: source.TooSlow, cfg: hasty},
		{name: "slow gzip", serve: drips(ok+gz+"\r\n"+gzipped("hej")[:10], ""), want: source.TooSlow, cfg: hasty},

		// Size.
		{name: "endless body", serve: floods(ok+"\r\n", full), want: source.TooLarge},
		{name: "endless chunks", serve: floods(ok+"Transfer-Encoding: chunked\r\n\r\n", "400\r\n"+full[:1024]+"\r\n"), want: source.TooLarge},
		{name: "a length above the limit", serve: says(ok + "Content-Length: 99999999999\r\n\r\nx"), want: source.TooLarge},
		{name: "exactly the limit", serve: says(whole("", full)), want: read},
		{name: "one byte more than the limit", serve: says(whole("", full+"x")), want: source.TooLarge},
		{name: "exactly the limit in chunks", serve: says(ok + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n10000\r\n" + full + "\r\n0\r\n\r\n"), want: read},
		{name: "one byte more than the limit in chunks", serve: says(ok + "Transfer-Encoding: chunked\r\n\r\n10001\r\n" + full + "x\r\n0\r\n\r\n"), want: source.TooLarge},
		{name: "exactly the limit, packed", serve: says(whole(gz, gzipped(full))), want: read},
		{name: "one byte more than the limit, packed", serve: says(whole(gz, gzipped(full, "x"))), want: source.TooLarge},
		{name: "header flood", serve: floods("HTTP/1.1 200 OK\r\n", "X-Flood: 1234567890\r\n"), want: source.Unreachable},
		{name: "one endless header", serve: floods("HTTP/1.1 200 OK\r\nX-Flood: ", full), want: source.Unreachable},
		{name: "headers of 100 kB", serve: says("HTTP/1.1 200 OK\r\nX-Long: " + strings.Repeat("x", 100<<10) + "\r\n\r\nhej"), want: source.Unreachable},
		{name: "flood of 103", serve: floods("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"), want: source.Unreachable},
		{name: "flood of 100", serve: floods("", "HTTP/1.1 100 Continue\r\n\r\n"), want: source.Unreachable},

		// Packing.
		{name: "gzip bomb", serve: says(whole(gz, bomb())), want: source.TooLarge},
		{name: "gzip bomb without a length", serve: says(ok + gz + "\r\n" + bomb()), want: source.TooLarge},
		{name: "bomb in sitemap.xml.gz as application/gzip", path: "sitemap.xml.gz", serve: says("HTTP/1.1 200 OK\r\nContent-Type: application/gzip\r\n\r\n" + bomb()), want: source.Unsupported},
		{name: "bomb in sitemap.xml.gz as text/xml", path: "sitemap.xml.gz", serve: says("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + bomb()[:limit/2]), want: source.Unsupported},
		{name: "bomb in sitemap.xml.gz, packed in transfer", path: "sitemap.xml.gz", serve: says("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n" + gz + "\r\n" + bomb()), want: source.TooLarge},
		{name: "small .xml.gz with a text type", path: "a.xml.gz", serve: says("HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n" + gzipped("<a/>")), want: source.Unsupported},
		{name: "gzip within gzip", serve: says(whole(gz, gzipped(bomb()[:limit/2]))), want: source.Unsupported},
		{name: "endless empty gzip members", serve: floods(ok+gz+"\r\n", strings.Repeat(gzipped(), 100)), want: source.TooLarge},
		{name: "brotli nobody asked for", serve: says(whole("Content-Encoding: br\r\n", "\x0b\x02\x80hej\x03")), want: source.Unsupported},
		{name: "zstd nobody asked for", serve: says(whole("Content-Encoding: zstd\r\n", "\x28\xb5\x2f\xfdhej")), want: source.Unsupported},
		{name: "deflate nobody asked for", serve: says(whole("Content-Encoding: deflate\r\n", deflated())), want: source.Unsupported},
		{name: "raw deflate nobody asked for", serve: says(whole("Content-Encoding: deflate\r\n", rawDeflated())), want: source.Unsupported},
		{name: "gzip, gzip", serve: says(whole("Content-Encoding: gzip, gzip\r\n", gzipped(gzipped("hej")))), want: source.Unsupported},
		{name: "gzip in two headers", serve: says(whole(gz+gz, gzipped(gzipped("hej")))), want: source.Unsupported},
		{name: "a made-up packing", serve: says(whole("Content-Encoding: gzip-ish\r\n", "hej")), want: source.Unsupported},
		{name: "gzip that is none", serve: says(whole(gz, "just text")), want: source.Malformed},
		{name: "gzip cut short", serve: says(whole(gz, gzipped(full)[:40])), want: source.Malformed},
		{name: "gzip with a wrong sum", serve: says(whole(gz, gzipped("hej")[:len(gzipped("hej"))-8]+"12345678")), want: source.Malformed},
		{name: "gzip with bytes after it", serve: says(whole(gz, gzipped("hej")+"more")), want: source.Malformed},
		{name: "gzip of nothing", serve: says(whole(gz, "")), want: source.Malformed},
		{name: "honest gzip", serve: says(whole(gz, gzipped("<p>hej</p>"))), want: read},

		// Form.
		{name: "a bad chunk size", serve: says(ok + "Transfer-Encoding: chunked\r\n\r\nzz\r\nhej\r\n0\r\n\r\n"), want: source.Malformed},
		{name: "a huge chunk size", serve: says(ok + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\nhej"), want: source.Malformed},
		{name: "chunks without an end", serve: says(ok + "Transfer-Encoding: chunked\r\n\r\n3\r\nhej\r\n"), want: source.Malformed},
		{name: "a body shorter than its length", serve: says(ok + "Content-Length: 100\r\n\r\nhej"), want: source.Malformed},
		{name: "a body longer than its length", serve: says(ok + "Content-Length: 3\r\nConnection: close\r\n\r\nhejhej"), want: read},
		{name: "two lengths", serve: says(ok + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nhej"), want: source.Unreachable},
		{name: "a negative length", serve: says(ok + "Content-Length: -3\r\n\r\nhej"), want: source.Unreachable},
		{name: "an unknown transfer encoding", serve: says(ok + "Transfer-Encoding: secret\r\n\r\nhej"), want: source.Unreachable},
		{name: "garbage", serve: says("\x00\x01\x02\xff\xfe garbage\r\n\r\n"), want: source.Unreachable},
		{name: "another protocol", serve: says("SSH-2.0-OpenSSH_9.2\r\n"), want: source.Unreachable},
		{name: "a status that is no number", serve: says("HTTP/1.1 abc OK\r\n\r\nhej"), want: source.Unreachable},
		{name: "a version of the future", serve: says("HTTP/9.9 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\nhej"), want: read},
		{name: "a header without a colon", serve: says("HTTP/1.1 200 OK\r\nnonsense\r\n\r\nhej"), want: source.Unreachable},
		{name: "empty reply", serve: says(""), want: source.Unreachable, hits: 2},
		{name: "connection reset", serve: resets, want: source.Unreachable, hits: 2},
		{name: "reset in the body", serve: func(c net.Conn, _ string) {
			_, _ = io.WriteString(c, ok+"Content-Length: 100\r\n\r\nhej")
			time.Sleep(20 * time.Millisecond)
			resets(c, "")
		}, want: source.Malformed},

		// Answers that are no page.
		{name: "204", serve: says("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n"), want: source.Missing},
		{name: "205", serve: says(status(205, "")), want: source.Missing},
		{name: "206 nobody asked for", serve: says("HTTP/1.1 206 Partial Content\r\nContent-Type: text/html\r\nContent-Range: bytes 0-2/9\r\nContent-Length: 3\r\n\r\nhej"), want: source.Malformed},
		{name: "300", serve: says(status(300, "")), want: source.Malformed},
		{name: "304 nobody asked for", serve: says("HTTP/1.1 304 Not Modified\r\n\r\n"), want: source.Malformed},
		{name: "400", serve: says(status(400, "")), want: source.Blocked},
		{name: "401", serve: says(status(401, "WWW-Authenticate: Basic realm=\"x\"\r\n")), want: source.Blocked},
		{name: "402", serve: says(status(402, "")), want: source.Blocked},
		{name: "403", serve: says(status(403, "")), want: source.Blocked},
		{name: "404", serve: says(status(404, "")), want: source.Missing},
		{name: "410", serve: says(status(410, "")), want: source.Missing},
		{name: "418", serve: says(status(418, "")), want: source.Blocked},
		{name: "429 without a time", serve: says(status(429, "")), want: source.Busy},
		{name: "429 with seconds", serve: says(status(429, "Retry-After: 1\r\n")), want: source.Busy},
		{name: "429 with a date", serve: says(status(429, "Retry-After: Fri, 31 Dec 2049 23:59:59 GMT\r\n")), want: source.Busy},
		{name: "429 with a huge number", serve: says(status(429, "Retry-After: 99999999999999999999\r\n")), want: source.Busy},
		{name: "451", serve: says(status(451, "")), want: source.Blocked},
		{name: "500", serve: says(status(500, "")), want: source.Unreachable},
		{name: "503", serve: says(status(503, "Retry-After: 1\r\n")), want: source.Unreachable},
		{name: "599", serve: says(status(599, "")), want: source.Unreachable},
		{name: "999", serve: says(status(999, "")), want: source.Unreachable},
		{name: "a challenge", serve: says(status(503, "Cf-Mitigated: challenge\r\n")), want: source.Blocked},
		{name: "a challenge that says 200", serve: says(whole("Cf-Mitigated: challenge\r\n", "<script>")), want: source.Blocked},
		{name: "101 nobody asked for", serve: says("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"), want: source.Malformed},
		{name: "203", serve: says("HTTP/1.1 203 X\r\nContent-Type: text/html\r\nContent-Length: 3\r\nConnection: close\r\n\r\nhej"), want: read},

		// Types.
		{name: "a PDF", serve: says(typed("application/pdf", "%PDF-1.7")), want: source.Unsupported},
		{name: "an archive", serve: says(typed("application/zip", "PK\x03\x04")), want: source.Unsupported},
		{name: "a film", serve: says(typed("video/mp4", "....ftypmp42")), want: source.Unsupported},
		{name: "a script", serve: says(typed("text/javascript", "alert(1)")), want: source.Unsupported},
		{name: "a drawing that can hold scripts", serve: says(typed("image/svg+xml", "<svg/>")), want: source.Unsupported},
		{name: "just bytes", serve: says(typed("application/octet-stream", "hej")), want: source.Unsupported},
		{name: "a type that is none", serve: says(typed(";;;", "hej")), want: source.Unsupported},
		{name: "no type and a page", serve: says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<!doctype html><p>hej"), want: read},
		{name: "no type and bytes", serve: says("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n\x00\x01\x02\x03"), want: source.Unsupported},
		{name: "capitals in the type", serve: says(typed("TEXT/HTML; CHARSET=UTF-8", "hej")), want: read},
		{name: "an unreadable type with an endless body", serve: floods("HTTP/1.1 200 OK\r\nContent-Type: video/mp4\r\n\r\n", full), want: source.Unsupported},

		// Redirects.
		{name: "redirect to itself", serve: func(c net.Conn, path string) { moved(c, path) }, want: source.Unreachable},
		{name: "redirect there and back", serve: func(c net.Conn, path string) {
			moved(c, map[string]string{"/blogg/start": "/blogg/b", "/blogg/b": "/blogg/start"}[path])
		}, want: source.Unreachable, hits: 2},
		{name: "redirect nine times", serve: chain(9), want: read, hits: 10},
		{name: "redirect ten times", serve: chain(10), want: source.Unreachable, hits: 10},
		{name: "redirect for ever", serve: chain(1 << 30), want: source.Unreachable, hits: 10},
		{name: "redirect to nowhere", serve: says(status(302, "")), want: source.Malformed},
		{name: "redirect to half an address", serve: says(status(302, "Location: http://[::1\r\n")), want: source.Malformed},
		{name: "redirect with an endless body", serve: floods("HTTP/1.1 302 Found\r\nLocation: /privat\r\nContent-Type: text/html\r\n\r\n", full), want: source.OutsideScope},
	}
	disguised := []string{
		"http://2130706433:PORT/blogg/x", "http://0x7f000001:PORT/blogg/x", "http://0177.0.0.1:PORT/blogg/x",
		"http://127.1:PORT/blogg/x", "http://0:PORT/blogg/x", "http://127.0.0.1.:PORT/blogg/x", "http://[fe80::1%25lo]:PORT/blogg/x",
	}
	for _, to := range append(disguised,
		"file:///etc/passwd", "gopher://127.0.0.1:70/_x", "ftp://127.0.0.1/x", "javascript:alert(1)", "data:text/html,x",
		"ws://127.0.0.1/blogg/", "unix:///run/x.sock", "//other.example/blogg/", "http://other.example/blogg/",
		"https://HOST/blogg/x", "http://anna:hemligt@HOST/blogg/x", "http://anna@HOST/blogg/x",
		"http://127.0.0.1:1/blogg/x", "http://127.0.0.1/blogg/x", "http://127.0.0.2:PORT/blogg/x",
		"http://localhost:PORT/blogg/x", "http://[::1]:PORT/blogg/x", "http://[::ffff:127.0.0.2]:PORT/blogg/x",
		"http://169.254.169.254/latest/meta-data/",
		"/privat", "/", "/bloggen/x", "/blogg", "../privat", "/blogg/../privat", "/blogg/%2e%2e/privat", "/blogg/%252e%252e/privat",
		"/blogg/..%2fprivat", "/blogg/..;/privat", "/blogg/..\\privat", "\\\\other.example\\blogg", "/blogg//../../privat",
		"http:///blogg/x", "http:/blogg/x?@other.example", "?x=1&y="+strings.Repeat("z", 3000),
	) {
		c := hostileCase{name: "redirect to " + to, want: source.OutsideScope, serve: func(c net.Conn, path string) {
			if path != "/blogg/start" {
				says(whole("", "a page"))(c, path)
				return
			}
			host := c.LocalAddr().String()
			moved(c, strings.NewReplacer("HOST", host, "PORT", portOf(host)).Replace(to))
		}}
		switch {
		case to == "/blogg":
			c.want, c.hits = read, 2 // the section's own page
		case strings.HasPrefix(to, "?"):
			c.want = source.Malformed
		case slices.Contains(disguised, to):
			c.want = source.Forbidden
		}
		cases = append(cases, c)
	}
	return cases
}

func typed(contentType, body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s", contentType, len(body), body)
}

func moved(c net.Conn, to string) { says(status(302, "Location: "+to+"\r\n"))(c, "") }

func chain(n int) func(net.Conn, string) {
	return func(c net.Conn, path string) {
		i := 0
		_, _ = fmt.Sscanf(path, "/blogg/%d", &i) // the start is number 0
		if i == n {
			says(whole("", "there"))(c, path)
			return
		}
		moved(c, fmt.Sprintf("/blogg/%d", i+1))
	}
}

func resets(c net.Conn, _ string) {
	if tc, ok := c.(*net.TCPConn); ok {
		_ = tc.SetLinger(0)
	}
	_ = c.Close()
}

func deflated() string {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = io.WriteString(w, "hej")
	_ = w.Close()
	return b.String()
}

func rawDeflated() string {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestSpeed)
	_, _ = io.WriteString(w, "hej")
	_ = w.Close()
	return b.String()
}

// TestHostileServer holds every page to an end with the right reason, inside
// the request's own limits, while another site is read undisturbed by the same
// client.
func TestHostileServer(t *testing.T) {
	good := newSite(t, func(w http.ResponseWriter, r *http.Request) { page(w, "a good page") })
	goodGrant := agree(t, good.URL+"/")
	for _, tt := range hostileCases() {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			bad := newRaw(t, tt.serve)
			cfg := tt.cfg
			cfg.MaxBytes = limit
			c := client(t, cfg, addrOf(t, bad.url), good.addr(t))
			var dialled sync.Map
			c.OnDial(func(a string) error { dialled.Store(a, true); return nil })
			ctx, cancel := context.WithTimeout(t.Context(), deadline)
			defer cancel()

			var wg sync.WaitGroup
			if tt.cfg.Timeout == 0 { // a hasty client may lose its patience with anyone on a busy machine
				wg.Go(func() {
					if _, err := c.Get(ctx, goodGrant, good.URL+"/"); err != nil {
						t.Errorf("the other site meanwhile: %v; want it read", err)
					}
				})
			}
			path := tt.path
			if path == "" {
				path = "start"
			}
			res, err := c.Get(ctx, agree(t, bad.url+"/blogg/"), bad.url+"/blogg/"+path)
			wg.Wait()
			if ctx.Err() != nil {
				t.Fatal("it ended only with the caller's deadline")
			}
			if tt.want == read {
				if err != nil {
					t.Fatalf("Get: %v; want the page", err)
				}
				if len(res.Body) == 0 {
					t.Error("the page is empty")
				}
			} else {
				wantReason(t, err, tt.want)
				if res != nil {
					t.Errorf("Get gave %+v beside an error", res)
				}
			}
			if want := max(tt.hits, 1); bad.hits.Load() != want {
				t.Errorf("%d requests; want %d", bad.hits.Load(), want)
			}
			dialled.Range(func(a, _ any) bool {
				if a != addrOf(t, bad.url).String() && a != good.addr(t).String() {
					t.Errorf("%v was dialled", a)
				}
				return true
			})
		})
	}
}

// TestBombsStaySmall reads bombs with the usual limits and watches memory.
func TestBombsStaySmall(t *testing.T) {
	const most = 150 << 20
	bomb() // made before the watch starts
	quit, peak := make(chan struct{}), make(chan uint64)
	go func() {
		sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
		var top uint64
		for {
			metrics.Read(sample)
			top = max(top, sample[0].Value.Uint64()+sample[1].Value.Uint64())
			select {
			case <-quit:
				peak <- top
				return
			case <-time.After(time.Millisecond):
			}
		}
	}()
	const ok = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
	for _, serve := range []func(net.Conn, string){
		says(ok + "Content-Encoding: gzip\r\n\r\n" + bomb()),
		says(ok + "\r\n" + bomb()),
		floods(ok+"\r\n", strings.Repeat("x", 1<<16)),
		floods(ok+"Content-Encoding: gzip\r\n\r\n", strings.Repeat(gzipped(), 1000)),
		floods("HTTP/1.1 200 OK\r\n", "X-Flood: 1234567890\r\n"),
	} {
		bad := newRaw(t, serve)
		c := client(t, fetch.Config{}, addrOf(t, bad.url))
		g := agree(t, bad.url+"/")
		var wg sync.WaitGroup
		for range 3 {
			wg.Go(func() {
				if _, err := c.Get(t.Context(), g, bad.url+"/sitemap.xml.gz"); err == nil {
					t.Error("Get gave a bomb")
				}
			})
		}
		wg.Wait()
	}
	close(quit)
	if top := <-peak; top > most {
		t.Errorf("memory reached %d MB; want at most %d", top>>20, most>>20)
	} else {
		t.Logf("memory reached %d MB", top>>20)
	}
}

// authority issues certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t testing.TB) *authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	tmpl := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, tmpl, tmpl, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key}
}

func (a *authority) pool() *x509.CertPool {
	p := x509.NewCertPool()
	p.AddCert(a.cert)
	return p
}

func (a *authority) issue(t testing.TB, from, to time.Time, name string, usage x509.ExtKeyUsage) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	der, err := x509.CreateCertificate(rand.Reader, &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, DNSNames: []string{name},
		NotBefore: from, NotAfter: to, ExtKeyUsage: []x509.ExtKeyUsage{usage},
	}, a.cert, key.Public(), a.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

func TestTLS(t *testing.T) {
	known, stranger := newAuthority(t), newAuthority(t)
	now := time.Now()
	soon, past, future := now.Add(time.Hour), now.Add(-time.Hour), now.Add(30*time.Minute)
	server := x509.ExtKeyUsageServerAuth
	tests := []struct {
		name string
		conf *tls.Config
		want source.Reason
		says string
	}{
		{"a good certificate", &tls.Config{Certificates: []tls.Certificate{known.issue(t, past, soon, "site.example", server)}}, read, ""},
		{"nobody known", &tls.Config{Certificates: []tls.Certificate{stranger.issue(t, past, soon, "site.example", server)}}, source.Unreachable, "vouches"},
		{"expired", &tls.Config{Certificates: []tls.Certificate{known.issue(t, past.Add(-time.Hour), past, "site.example", server)}}, source.Unreachable, "run out"},
		{"not valid yet", &tls.Config{Certificates: []tls.Certificate{known.issue(t, future, soon, "site.example", server)}}, source.Unreachable, "not valid yet"},
		{"another site's", &tls.Config{Certificates: []tls.Certificate{known.issue(t, past, soon, "other.example", server)}}, source.Unreachable, "another site"},
		{"not for servers", &tls.Config{Certificates: []tls.Certificate{known.issue(t, past, soon, "site.example", x509.ExtKeyUsageClientAuth)}}, source.Unreachable, "not right"},
		{"TLS 1.1", &tls.Config{MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10, Certificates: []tls.Certificate{known.issue(t, past, soon, "site.example", server)}}, source.Unreachable, ""},
		{"no certificate", &tls.Config{GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return nil, io.EOF }}, source.Unreachable, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			s := newRawOn(t, tls.NewListener(l, tt.conf), "https", says(whole("", "hej")))
			c := client(t, fetch.Config{Sleep: noSleep}, addrOf(t, s.url))
			c.Trust(known.pool())
			c.Resolve(newNames(t, map[string][]string{"site.example.": {"127.0.0.1"}}).resolver())
			at := "https://site.example:" + portOf(s.url) + "/"
			_, err = c.Get(t.Context(), agree(t, at), at)
			if tt.want == read {
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			wantReason(t, err, tt.want)
			if !strings.Contains(err.Error(), tt.says) {
				t.Errorf("error = %v; want it to say %q", err, tt.says)
			}
			if s.hits.Load() != 0 {
				t.Error("the page was asked for over a connection that is not right")
			}
		})
	}
	t.Run("plain text where TLS should be", func(t *testing.T) {
		s := newRaw(t, says(whole("", "hej")))
		c := client(t, fetch.Config{}, addrOf(t, s.url))
		at := strings.Replace(s.url, "http:", "https:", 1) + "/"
		_, err := c.Get(t.Context(), agree(t, at), at)
		wantReason(t, err, source.Unreachable)
	})
	t.Run("nobody listens", func(t *testing.T) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		at := "http://" + l.Addr().String() + "/"
		l.Close()
		c := client(t, fetch.Config{}, addrOf(t, strings.TrimSuffix(at, "/")))
		_, err = c.Get(t.Context(), agree(t, at), at)
		wantReason(t, err, source.Unreachable)
	})
}

// noSleep lets a test skip the gap of hosts with a name.
func noSleep(ctx context.Context, _ time.Duration) error { return ctx.Err() }
