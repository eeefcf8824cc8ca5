package demosite_test

import (
	"context"
	"io"
	"io/fs"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lampan/cmd/internal/demosite"
	"lampan/scanner/household"
)

func demo(t testing.TB) string {
	t.Helper()
	return filepath.Join("..", "..", "..", "testdata", "demo")
}

// The copy is a case that stands, whenever it is made: the consents that stood
// in the original stand, the one that had ended has ended, and the addresses
// are those of the site as it is served.
func TestCopyCase(t *testing.T) {
	for _, now := range []time.Time{
		time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		time.Date(2028, 2, 29, 12, 0, 0, 0, time.UTC),
	} {
		dst := filepath.Join(t.TempDir(), "familj")
		if err := demosite.CopyCase(filepath.Join(demo(t), "case"), dst, "127.0.0.1:1234", now); err != nil {
			t.Fatal(err)
		}
		h, err := household.Load(filepath.Join(dst, household.FileName))
		if err != nil {
			t.Fatal(err)
		}
		if fs := h.At(now); len(fs) > 0 {
			t.Errorf("on %s: %v", now.Format(time.DateOnly), fs)
		}
		stand := 0
		for _, c := range h.Consents {
			if c.Granted.Before(now) && c.Expires.After(now) {
				stand++
			}
		}
		if stand < 4 {
			t.Errorf("on %s %d consents stand; want one for each of the four at least", now.Format(time.DateOnly), stand)
		}
		for _, s := range h.Sources {
			if strings.HasPrefix(s.At, "http://") && !strings.Contains(s.At, "127.0.0.1:1234") {
				t.Errorf("source %s is at %s; want the address that is served", s.ID, s.At)
			}
		}
		err = filepath.WalkDir(dst, func(path string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			info, err := d.Info()
			if err == nil && info.Mode().Perm()&0o077 != 0 {
				t.Errorf("%s has mode %o; want it closed to others", path, info.Mode().Perm())
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
		if err := demosite.CopyCase(filepath.Join(demo(t), "case"), dst, "127.0.0.1:1234", now); err == nil {
			t.Error("a case that was there was written over")
		}
	}
}

func TestServe(t *testing.T) {
	s, err := demosite.Serve(t.Context(), filepath.Join(demo(t), "site"), "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(s.Addr, "127.0.0.1:") {
		t.Errorf("served at %s; want loopback", s.Addr)
	}
	get := func(path string) (*http.Response, error) {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+s.Addr+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		return http.DefaultClient.Do(req)
	}
	r, err := get("/")
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r.Body)
	_ = r.Body.Close()
	if err != nil || r.StatusCode != http.StatusOK || len(body) == 0 {
		t.Errorf("GET / = %d, %d bytes, %v", r.StatusCode, len(body), err)
	}
	// The case beside the site is not served.
	if r, err = get("/../case/" + household.FileName); err == nil {
		_ = r.Body.Close()
		if r.StatusCode == http.StatusOK {
			t.Error("household.yaml was served")
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := s.Wait(ctx); err != nil {
		t.Errorf("Wait = %v", err)
	}
	if r, err := get("/"); err == nil {
		_ = r.Body.Close()
		t.Error("the site still answers after it was closed")
	}
}
