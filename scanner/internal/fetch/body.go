package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"

	"lampan/scanner/source"
)

// wireSlack is what an encoded body may weigh above its decoded limit: gzip
// adds little to what it cannot shrink, and endless empty gzip members decode
// to nothing.
const wireSlack = 64 << 10

// errWire is a body that weighs more than it could when honestly packed.
var errWire = errors.New("more bytes than the body may hold")

// meter counts what comes over the wire, against the body's limit and the
// run's.
type meter struct {
	c    *Client
	r    io.Reader
	left int64
	n    int64
}

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.n += int64(n)
	m.left -= int64(n)
	if m.c.bytes.Add(int64(n)) > m.c.cfg.MaxTotalBytes {
		return n, spent()
	}
	if m.left < 0 {
		return n, errWire
	}
	return n, err
}

// read takes the body of an answer in. It is complete; or it is larger than
// limit, decoded, and a.over says so beside its first limit bytes; or an error.
func (c *Client) read(res *http.Response, limit int64, a *answer) error {
	m := &meter{c: c, r: res.Body, left: limit + wireSlack}
	defer func() { a.wire = m.n }()
	var r io.Reader = m
	switch strings.ToLower(strings.Join(res.Header.Values("Content-Encoding"), ",")) {
	case "", "identity":
	case "gzip":
		z, err := gzip.NewReader(m)
		if err != nil {
			return broken(err, limit)
		}
		r = z
	default:
		return &source.Error{Reason: source.Unsupported, Err: errors.New("the site packs the page in a way that was not asked for")}
	}
	var buf bytes.Buffer
	if n := res.ContentLength; n > 0 && n <= limit {
		buf.Grow(int(n) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(r, limit+1)); err != nil {
		return broken(err, limit)
	}
	a.body = buf.Bytes()
	if int64(len(a.body)) > limit {
		a.body, a.over = a.body[:limit], true
	}
	return nil
}

// broken explains a body that did not come to its end. An error that comes
// from time running out is passed on.
func broken(err error, limit int64) error {
	_, mine := errors.AsType[*source.Error](err)
	timeout, isNet := errors.AsType[net.Error](err)
	_, corrupt := errors.AsType[flate.CorruptInputError](err)
	switch {
	case mine, isNet && timeout.Timeout(), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, errWire):
		return tooLarge(limit)
	case corrupt, errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum):
		return &source.Error{Reason: source.Malformed, Err: errors.New("the page is packed but cannot be unpacked")}
	}
	return &source.Error{Reason: source.Malformed, Err: errors.New("the page broke off before its end")}
}

// spent is the end of the run's budget.
func spent() *source.Error {
	return &source.Error{Reason: source.Limit, Err: errors.New("this run has read as much as it may; the rest is left for another one")}
}

// packed reports whether a body is a compressed file in itself, whatever its
// type says. Unpacking is for what was asked to be packed.
func packed(body []byte) bool { return bytes.HasPrefix(body, []byte{0x1f, 0x8b}) }

func tooLarge(limit int64) error {
	return &source.Error{Reason: source.TooLarge, Err: fmt.Errorf("the page is larger than %s", size(limit))}
}

func size(n int64) string {
	switch {
	case n >= 1<<20:
		return fmt.Sprintf("%d MB", n>>20)
	case n >= 1<<10:
		return fmt.Sprintf("%d kB", n>>10)
	}
	return fmt.Sprintf("%d bytes", n)
}
