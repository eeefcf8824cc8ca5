package files_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/consent"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/internal/files"
	"lampan/scanner/source"
)

var day = time.Date(2027, 5, 1, 12, 0, 0, 0, time.UTC)

func album() household.Source {
	return household.Source{ID: "bilder", Subject: "anna", Kind: exposure.Photos, At: "bilder", Visibility: exposure.Private}
}

// open makes a case with a grant for the folder bilder, and the given files.
func open(t *testing.T, content map[string]string) (files.Case, consent.Grant, *consenttest.Case) {
	t.Helper()
	h := consenttest.NewCase(t, day, album())
	for name, text := range content {
		p := filepath.Join(h.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(p), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(p, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(h.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return files.Case{Root: root, Now: func() time.Time { return day }}, h.Grant("bilder"), h
}

// walk lists what Walk yields: names, and reasons in brackets.
func walk(ctx context.Context, c files.Case, g consent.Grant, at string) []string {
	var got []string
	for name, err := range c.Walk(ctx, g, at) {
		if err != nil {
			e, ok := errors.AsType[*source.Error](err)
			if !ok {
				return append(got, "not a *source.Error: "+err.Error())
			}
			name = e.Locator + " [" + string(e.Reason) + "]"
		}
		got = append(got, name)
	}
	return got
}

func TestWalk(t *testing.T) {
	c, g, h := open(t, map[string]string{
		"bilder/b.jpg": "b", "bilder/a/2.jpg": "2", "bilder/a/1.jpg": "1", "bilder/a.jpg": "a",
		"bilder/.dold": "x", "hemligt/dagbok.txt": "x",
	})
	dir := filepath.Join(h.Dir, "bilder")
	must(t, os.Symlink(filepath.Join("..", "hemligt", "dagbok.txt"), filepath.Join(dir, "l.jpg")))
	must(t, os.Symlink("/etc", filepath.Join(dir, "m")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "p.jpg"), 0o600))
	must(t, os.WriteFile(filepath.Join(dir, "\xf6.jpg"), []byte("x"), 0o600))

	want := []string{
		"bilder/a.jpg", "bilder/a/1.jpg", "bilder/a/2.jpg", "bilder/b.jpg",
		"bilder/l.jpg [outside-scope]", "bilder/m [outside-scope]", "bilder/p.jpg [unsupported]", "bilder/\uFFFD.jpg [unsupported]",
	}
	for _, at := range []string{"bilder", "bilder/"} {
		if diff := cmp.Diff(want, walk(t.Context(), c, g, at)); diff != "" {
			t.Errorf("Walk(%q) (-want +got):\n%s", at, diff)
		}
	}

	t.Run("a file is itself", func(t *testing.T) {
		if diff := cmp.Diff([]string{"bilder/b.jpg"}, walk(t.Context(), c, g, "bilder/b.jpg")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("limit", func(t *testing.T) {
		c := c
		c.MaxFiles = 2
		want := []string{"bilder/a.jpg", "bilder/a/1.jpg", "bilder/a [limit]"}
		if diff := cmp.Diff(want, walk(t.Context(), c, g, "bilder")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if diff := cmp.Diff([]string{"bilder [interrupted]"}, walk(ctx, c, g, "bilder")); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("withdrawn", func(t *testing.T) {
		h.Revoke("bilder")
		if diff := cmp.Diff([]string{"bilder [not-granted]"}, walk(t.Context(), c, g, "bilder")); diff != "" {
			t.Error(diff)
		}
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestReadRefuses(t *testing.T) {
	c, g, h := open(t, map[string]string{
		"bilder/a.jpg": "hej", "bilder/stor.jpg": strings.Repeat("x", 101), "annat/b.txt": "x",
		"bilder/las.jpg": "x",
	})
	c.MaxBytes = 100
	dir := filepath.Join(h.Dir, "bilder")
	must(t, os.Symlink(filepath.Join("..", "annat"), filepath.Join(dir, "mapp")))
	must(t, os.Symlink("a.jpg", filepath.Join(dir, "inne.jpg")))
	must(t, os.Symlink("/dev/zero", filepath.Join(dir, "noll.jpg")))
	must(t, syscall.Mkfifo(filepath.Join(dir, "ror.jpg"), 0o600))
	must(t, os.Chmod(filepath.Join(dir, "las.jpg"), 0))

	for _, tc := range []struct {
		name, file string
		want       source.Reason
	}{
		{"missing", "bilder/finns-inte.jpg", source.Missing},
		{"a folder", "bilder", source.Unsupported},
		{"too large", "bilder/stor.jpg", source.TooLarge},
		{"another folder", "annat/b.txt", source.OutsideScope},
		{"up and over", "bilder/../annat/b.txt", source.OutsideScope},
		{"out of the case", "../../etc/passwd", source.OutsideScope},
		{"absolute", "/etc/passwd", source.OutsideScope},
		{"NUL", "bilder/a.jpg\x00.txt", source.OutsideScope},
		{"backslash", `bilder\..\..\x`, source.OutsideScope},
		{"no name", "", source.OutsideScope},
		{"the case itself", ".", source.OutsideScope},
		{"household.yaml", "household.yaml", source.OutsideScope},
		{"the ledger", ".lampan/ledger.jsonl", source.OutsideScope},
		{"through a linked folder", "bilder/mapp/b.txt", source.OutsideScope},
		{"a link inside", "bilder/inne.jpg", source.OutsideScope},
		{"a link to a device", "bilder/noll.jpg", source.OutsideScope},
		{"a pipe", "bilder/ror.jpg", source.Unsupported},
	} {
		t.Run(tc.name, func(t *testing.T) {
			data, err := c.Read(g, tc.file)
			e, ok := errors.AsType[*source.Error](err)
			if !ok {
				t.Fatalf("Read(%q) = %q, %v; want a *source.Error", tc.file, data, err)
			}
			if e.Reason != tc.want {
				t.Errorf("Read(%q) reason = %q (%v); want %q", tc.file, e.Reason, err, tc.want)
			}
		})
	}
	if f, err := c.Open(g, "bilder/stor.jpg"); source.ReasonOf(err) != source.TooLarge {
		t.Errorf("Open of a large file: %v, %v; want too-large", f, err)
	}
	if os.Geteuid() != 0 { // root reads everything
		if _, err := c.Read(g, "bilder/las.jpg"); source.ReasonOf(err) != source.Unreadable {
			t.Errorf("Read of a closed file: %v; want unreadable", err)
		}
	}
}

func TestReadAsksAndRecords(t *testing.T) {
	c, g, h := open(t, map[string]string{"bilder/a.jpg": "hej"})
	data, err := c.Read(g, "bilder/a.jpg")
	if err != nil || string(data) != "hej" {
		t.Fatalf("Read = %q, %v; want hej", data, err)
	}
	if _, err := c.Read(g, "bilder/b.jpg"); err == nil {
		t.Fatal("Read of a missing file: no error")
	}
	h.Revoke("bilder")
	if _, err := c.Read(g, "bilder/a.jpg"); !errors.Is(err, consent.ErrNotGranted) {
		t.Errorf("Read after the consent was withdrawn: %v; want ErrNotGranted", err)
	}
	if _, err := c.Read(consent.Grant{}, "bilder/a.jpg"); !errors.Is(err, consent.ErrNotGranted) {
		t.Errorf("Read with no grant: %v; want ErrNotGranted", err)
	}

	entries, err := h.Ledger.Entries()
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range entries {
		if e.Kind == consent.KindRead {
			got = append(got, e.Locator+" "+e.Outcome)
		}
	}
	want := []string{"bilder/a.jpg read", "bilder/b.jpg missing", "bilder/a.jpg not-granted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ledger (-want +got):\n%s", diff)
	}
}

// A ledger that cannot be written ends the reading: what cannot be shown later
// is not done.
func TestReadNeedsLedger(t *testing.T) {
	c, g, h := open(t, map[string]string{"bilder/a.jpg": "hej"})
	must(t, h.Ledger.Close())
	if data, err := c.Read(g, "bilder/a.jpg"); err == nil {
		t.Errorf("Read with a closed ledger = %q; want an error", data)
	}
	if got := walk(t.Context(), c, g, "bilder"); len(got) != 1 || !strings.Contains(got[0], "[") {
		t.Errorf("Walk with a closed ledger = %q; want one error", got)
	}
}

func TestLocal(t *testing.T) {
	for _, name := range []string{"", "..", "../a", "a/../../b", "/etc/passwd", "a\x00b", `a\b`, "a//b", "./a", "a/", "\xf6"} {
		if files.Local(name) == nil {
			t.Errorf("local(%q) = nil; want OutsideScope", name)
		}
	}
	for _, name := range []string{"a", "a/b.jpg", "bilder/sommar 2026/åäö.jpg", "..a", "a..b"} {
		if err := files.Local(name); err != nil {
			t.Errorf("local(%q) = %v; want nil", name, err)
		}
	}
}
