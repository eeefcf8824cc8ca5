// Package demosite serves the invented family's site on loopback and lays out
// a fresh copy of its case. The demo and the tests of the command line use it.
package demosite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"lampan/scanner/household"
)

// Address is what testdata/demo/case/household.yaml names. Copies name the
// address that the site is really served on.
const Address = "127.0.0.1:8571"

// Day is the day that the demo's audits speak about. The family's posts are
// written around it.
const Day = "2027-06-14"

// Site is a running web server on loopback.
type Site struct {
	Addr   string // host:port
	server *http.Server
	done   chan error
}

// Serve serves the folder at addr; port 0 picks a free one.
func Serve(ctx context.Context, dir, addr string) (*Site, error) {
	var lc net.ListenConfig
	l, err := lc.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("serve demo: %w", err)
	}
	files := http.FileServerFS(os.DirFS(dir))
	s := &Site{Addr: l.Addr().String(), done: make(chan error, 1)}
	s.server = &http.Server{
		ReadHeaderTimeout: 5 * time.Second,
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/rdap/") {
				w.Header().Set("Content-Type", "application/rdap+json")
			}
			files.ServeHTTP(w, r)
		}),
	}
	go func() { s.done <- s.server.Serve(l) }()
	return s, nil
}

// Close stops the server and waits for it.
func (s *Site) Close() error {
	err := s.server.Close()
	if serr := <-s.done; !errors.Is(serr, http.ErrServerClosed) {
		err = errors.Join(err, serr)
	}
	return err
}

// Wait blocks until the server stops or the context ends.
func (s *Site) Wait(ctx context.Context) error {
	<-ctx.Done()
	return s.Close()
}

// dates finds the days of a consent. One that has ended in the original has
// "# ended" behind it and keeps its days.
var dates = regexp.MustCompile(`(?m)^(\s*(granted|expires): )\d{4}-\d\d-\d\d[ \t]*$`)

// CopyCase copies the case in src to dst, which must not exist, names addr in
// it, and dates the standing consents around now, so that the demo goes on
// working when the days written in it have passed. (The children grow up all
// the same: from 2030 on Tuva gives her own consent.)
func CopyCase(src, dst, addr string, now time.Time) error {
	if _, err := os.Lstat(dst); err == nil {
		return fmt.Errorf("copy case: %s exists already", dst)
	}
	err := fs.WalkDir(os.DirFS(src), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		to := filepath.Join(dst, filepath.FromSlash(name))
		if d.IsDir() {
			// What an audit of the original left there is not part of the case.
			if d.Name() == ".lampan" {
				return fs.SkipDir
			}
			return os.MkdirAll(to, 0o700)
		}
		data, err := os.ReadFile(filepath.Join(src, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if name == household.FileName {
			data = []byte(strings.ReplaceAll(string(data), Address, addr))
			data = dates.ReplaceAllFunc(data, func(line []byte) []byte {
				m := dates.FindSubmatch(line)
				day := now.AddDate(0, -1, 0)
				if string(m[2]) == "expires" {
					day = now.AddDate(0, 11, 0)
				}
				return append(slices.Clone(m[1]), day.Format(time.DateOnly)...)
			})
		}
		return os.WriteFile(to, data, 0o600)
	})
	if err != nil {
		return fmt.Errorf("copy case: %w", err)
	}
	return nil
}
