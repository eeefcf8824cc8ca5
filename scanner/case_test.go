package scanner_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/household"
)

const smallest = "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n  - {id: anna, name: Anna Lind, born: 1984}\n"

// lay writes files below a new folder.
func lay(t testing.TB, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func newCase(t testing.TB) *scanner.Case {
	t.Helper()
	c, err := scanner.OpenCase(lay(t, map[string]string{household.FileName: smallest}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func wantMode(t testing.TB, path string, want fs.FileMode) {
	t.Helper()
	info, err := os.Lstat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != want {
		t.Errorf("%s has mode %o; want %o", path, got, want)
	}
}

func TestOpenCase(t *testing.T) {
	if _, err := scanner.OpenCase(t.TempDir()); !errors.Is(err, scanner.ErrNoCase) {
		t.Errorf("empty folder: %v; want ErrNoCase", err)
	}
	dir := lay(t, map[string]string{household.FileName: smallest + "lnag: sv\n"})
	if _, ok := errors.AsType[household.Faults](func() error { _, err := scanner.OpenCase(dir); return err }()); !ok {
		t.Error("a household.yaml with a fault gives no household.Faults")
	}
	c := newCase(t)
	entries, err := os.ReadDir(c.Dir)
	if err != nil || len(entries) != 1 {
		t.Errorf("opening left %v, %v; want household.yaml alone", entries, err)
	}
}

func TestPrepare(t *testing.T) {
	c := newCase(t)
	for range 2 { // also when it is there
		if err := c.Prepare(); err != nil {
			t.Fatal(err)
		}
		wantMode(t, filepath.Join(c.Dir, ".lampan"), 0o700)
	}
	t.Run("in a folder that leads elsewhere", func(t *testing.T) {
		c, outside := newCase(t), t.TempDir()
		if err := os.Symlink(outside, filepath.Join(c.Dir, ".lampan")); err != nil {
			t.Fatal(err)
		}
		if err := c.Prepare(); !errors.Is(err, scanner.ErrLinked) {
			t.Errorf("error = %v; want ErrLinked", err)
		}
	})
}

func TestKey(t *testing.T) {
	c := newCase(t)
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(c.Dir, ".lampan", "key")
	first, err := c.Key()
	if err != nil {
		t.Fatal(err)
	}
	if len(first) != 32 || bytes.Equal(first, make([]byte, 32)) {
		t.Errorf("key = %x; want 32 random bytes", first)
	}
	wantMode(t, path, 0o600)
	again, err := c.Key()
	if err != nil || !bytes.Equal(first, again) {
		t.Errorf("the second time: %x, %v; want the same key", again, err)
	}
	if other, err := func() ([]byte, error) { o := newCase(t); return key(o) }(); err != nil || bytes.Equal(first, other) {
		t.Errorf("another case: %x, %v; want another key", other, err)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf(".lampan holds %v, %v; want the key alone", entries, err)
	}

	for name, text := range map[string]string{"empty": "", "short": "x", "long": string(make([]byte, 33))} {
		t.Run(name, func(t *testing.T) {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if _, err := c.Key(); !errors.Is(err, audit.ErrDamaged) {
				t.Errorf("error = %v; want ErrDamaged", err)
			}
			if b, err := os.ReadFile(path); err != nil || string(b) != text {
				t.Errorf("the damaged key was changed to %q, %v", b, err)
			}
		})
	}
	t.Run("gone, with audits there", func(t *testing.T) {
		if err := errors.Join(os.Remove(path), os.WriteFile(c.StorePath(), nil, 0o600)); err != nil {
			t.Fatal(err)
		}
		if _, err := c.Key(); !errors.Is(err, audit.ErrDamaged) {
			t.Errorf("error = %v; want ErrDamaged", err)
		}
	})
}

func key(c *scanner.Case) ([]byte, error) {
	if err := c.Prepare(); err != nil {
		return nil, err
	}
	return c.Key()
}

// Audits that start at once in a new case go on with one key.
func TestKeyMadeByManyAtOnce(t *testing.T) {
	c := newCase(t)
	if err := c.Prepare(); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	keys := make([][]byte, 16)
	for i := range keys {
		wg.Go(func() {
			var err error
			if keys[i], err = c.Key(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, k := range keys {
		if !bytes.Equal(k, keys[0]) {
			t.Fatalf("keys differ: %x and %x", k, keys[0])
		}
	}
}

func TestErase(t *testing.T) {
	files := map[string]string{household.FileName: smallest, "inlagg.txt": "Hej.", "bilder/a.jpg": "x", ".lampan/key": "x"}
	want := []string{".lampan/key", "bilder/a.jpg", household.FileName, "inlagg.txt"}

	t.Run("a case", func(t *testing.T) {
		dir := lay(t, files)
		removed, err := scanner.Erase(dir)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(want, removed); d != "" {
			t.Errorf("removed (-want +got):\n%s", d)
		}
		wantGone(t, dir)
	})
	t.Run("the folder one is in", func(t *testing.T) {
		dir := lay(t, files)
		t.Chdir(dir)
		if _, err := scanner.Erase("."); err != nil {
			t.Fatal(err)
		}
		wantGone(t, dir)
	})
	t.Run("a folder that is no case", func(t *testing.T) {
		dir := lay(t, map[string]string{"viktigt.txt": "Hej."})
		if _, err := scanner.Erase(dir); !errors.Is(err, scanner.ErrNoCase) {
			t.Errorf("error = %v; want ErrNoCase", err)
		}
		wantMode(t, filepath.Join(dir, "viktigt.txt"), 0o600)
	})
	t.Run("links inside lead nowhere", func(t *testing.T) {
		outside := lay(t, map[string]string{"viktigt.txt": "Hej.", "album/b.jpg": "x"})
		dir := lay(t, files)
		for name, to := range map[string]string{"album": outside, "bilder/fil.txt": filepath.Join(outside, "viktigt.txt"), "borta": "/finns/inte"} {
			if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
				t.Fatal(err)
			}
		}
		removed, err := scanner.Erase(dir)
		if err != nil || len(removed) != len(want)+3 {
			t.Errorf("removed %v, %v; want the links too", removed, err)
		}
		wantGone(t, dir)
		wantMode(t, filepath.Join(outside, "viktigt.txt"), 0o600)
		wantMode(t, filepath.Join(outside, "album", "b.jpg"), 0o600)
	})
	for _, slash := range []string{"", string(filepath.Separator)} {
		t.Run("a link to a case"+slash, func(t *testing.T) {
			dir := lay(t, files)
			link := filepath.Join(t.TempDir(), "fam")
			if err := os.Symlink(dir, link); err != nil {
				t.Fatal(err)
			}
			if removed, err := scanner.Erase(link + slash); !errors.Is(err, scanner.ErrLinked) || removed != nil {
				t.Errorf("Erase = %v, %v; want ErrLinked", removed, err)
			}
			for name := range files {
				wantMode(t, filepath.Join(dir, filepath.FromSlash(name)), 0o600)
			}
		})
	}
}

func wantGone(t testing.TB, path string) {
	t.Helper()
	if _, err := os.Lstat(path); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%s is still there (%v)", path, err)
	}
}
