package consent_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"lampan/scanner/consent"
)

// written returns a ledger with a few entries, closed, and its path.
func written(t *testing.T) (path string, data []byte) {
	t.Helper()
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	for i := range 4 {
		if err := r.read(fmt.Sprintf("%s/%d", blog, i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.c.Ledger.Close(); err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(r.c.Dir, consent.LedgerName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, data
}

// reseal changes a line as somebody would who knows how the hash is made.
func reseal(line []byte, from, to string) []byte {
	text := strings.Replace(strings.TrimSuffix(string(line), "\n"), from, to, 1)
	text = text[:strings.LastIndex(text, `"hash":"`)] + `"hash":""}`
	sum := sha256.Sum256([]byte(text))
	return []byte(strings.TrimSuffix(text, `"}`) + hex.EncodeToString(sum[:]) + "\"}\n")
}

func TestLedgerFindsTampering(t *testing.T) {
	path, data := written(t)
	lines := bytes.SplitAfter(bytes.TrimSuffix(data, []byte("\n")), []byte("\n"))
	lines[len(lines)-1] = append(slices.Clone(lines[len(lines)-1]), '\n')
	join := func(ls ...[]byte) []byte { return bytes.Join(ls, nil) }
	for name, changed := range map[string][]byte{
		"first line removed":                join(lines[1:]...),
		"middle line removed":               join(lines[0], lines[2], lines[3], lines[4], lines[5]),
		"lines swapped":                     join(lines[0], lines[2], lines[1], lines[3], lines[4], lines[5]),
		"line repeated":                     join(lines[0], lines[0], lines[1], lines[2], lines[3], lines[4], lines[5]),
		"cut in the middle":                 join(lines[0], lines[1], lines[2][:40], lines[3], lines[4], lines[5]),
		"line replaced":                     join(lines[0], []byte("{}\n"), lines[2], lines[3], lines[4], lines[5]),
		"space added":                       bytes.Replace(data, []byte(`,"kind"`), []byte(`, "kind"`), 1),
		"key added":                         bytes.Replace(data, []byte(`,"kind"`), []byte(`,"note":"x","kind"`), 1),
		"outcome changed":                   bytes.Replace(data, []byte(`"outcome":"read"`), []byte(`"outcome":"seen"`), 1),
		"terms widened":                     bytes.Replace(data, []byte(`"expires":"2027-09-01"`), []byte(`"expires":"2029-09-01"`), 1),
		"line changed and sealed anew":      join(lines[0], lines[1], reseal(lines[2], `"outcome":"read"`, `"outcome":"seen"`), lines[3], lines[4], lines[5]),
		"last line renumbered and resealed": join(lines[0], lines[1], lines[2], lines[3], lines[4], reseal(lines[5], `"seq":6`, `"seq":7`)),
		"empty line at the end":             append(slices.Clone(data), '\n'),
		"something after it all":            append(slices.Clone(data), "{\"seq\":7}\n"...),
	} {
		t.Run(name, func(t *testing.T) {
			if bytes.Equal(changed, data) {
				t.Fatal("nothing was changed")
			}
			if err := os.WriteFile(path, changed, 0o600); err != nil {
				t.Fatal(err)
			}
			l, err := consent.OpenLedger(path)
			if err == nil {
				l.Close()
			}
			if !errors.Is(err, consent.ErrTampered) || !errors.Is(err, consent.ErrLedger) {
				t.Errorf("OpenLedger = %v; want ErrTampered", err)
			}
		})
	}
}

func TestLedgerFindsEveryFlippedBit(t *testing.T) {
	path, data := written(t)
	for i := range data {
		changed := slices.Clone(data)
		changed[i] ^= 1
		if err := os.WriteFile(path, changed, 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := consent.OpenLedger(path)
		if err == nil {
			l.Close()
			// A last line without its line break is what a crash leaves.
			if i == len(data)-1 {
				continue
			}
			t.Fatalf("a bit flipped at byte %d of %d went unseen", i, len(data))
		}
	}
}

func TestLedgerVerifyWhileOpen(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	head := r.c.Ledger.Head()
	if err := r.read(blog); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Ledger.Verify(head, r.c.Ledger.Head(), ""); err != nil {
		t.Errorf("Verify = %v; want nil", err)
	}
	if err := r.c.Ledger.Verify(strings.Repeat("0", 64)); !errors.Is(err, consent.ErrTampered) {
		t.Errorf("Verify of an unknown head = %v; want ErrTampered", err)
	}
	path := filepath.Join(r.c.Dir, consent.LedgerName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	shorter := data[:bytes.LastIndexByte(data[:len(data)-1], '\n')+1]
	if err := os.WriteFile(path, shorter, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := r.c.Ledger.Verify(); !errors.Is(err, consent.ErrTampered) {
		t.Errorf("Verify after the end was cut = %v; want ErrTampered", err)
	}
	if err := r.g.Record(consent.Event{Locator: blog, Outcome: "read"}); !errors.Is(err, consent.ErrTampered) {
		t.Errorf("Record after the end was cut = %v; want ErrTampered", err)
	}
}

func TestLedgerRepairsATornLine(t *testing.T) {
	path, data := written(t)
	last := bytes.LastIndexByte(data[:len(data)-1], '\n') + 1
	for _, cut := range []int{last + 1, last + 100, len(data) - 1} {
		if err := os.WriteFile(path, data[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		l, err := consent.OpenLedger(path)
		if err != nil {
			t.Fatalf("OpenLedger with the last line cut at %d = %v; want nil", cut-last, err)
		}
		entries, err := l.Entries()
		if err != nil {
			t.Fatal(err)
		}
		e := entries[len(entries)-1]
		if e.Kind != consent.KindRepaired || e.Bytes != int64(cut-last) || e.Seq != 6 {
			t.Errorf("last entry = %+v; want a repair of %d bytes, numbered 6", e, cut-last)
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestLedgerManyWriters(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	// A second handle stands for a second process: locks are per open file.
	other, err := consent.OpenLedger(filepath.Join(r.c.Dir, consent.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	second, err := consent.NewChecker(consent.Config{Path: r.c.Path, Ledger: other, Now: now})
	if err != nil {
		t.Fatal(err)
	}
	g, err := second.Check("annas-blogg", "exposure-review")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, grant := range []consent.Grant{r.g, g, r.g, g} {
		wg.Go(func() {
			for range 25 {
				if err := grant.Covers(blog, day); err != nil {
					t.Error(err)
				}
				if err := grant.Record(consent.Event{Locator: blog, Outcome: consent.OutcomeRead}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for _, l := range []*consent.Ledger{r.c.Ledger, other} {
		if err := l.Verify(); err != nil {
			t.Errorf("Verify = %v; want nil", err)
		}
	}
	entries, err := other.Entries()
	if err != nil || len(entries) != 3+100 {
		t.Errorf("%d entries, %v; want 103", len(entries), err)
	}
}

// A withdrawal seen by one process binds another that has the ledger open.
func TestLedgerSharesTerms(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	other, err := consent.OpenLedger(filepath.Join(r.c.Dir, consent.LedgerName))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	unmarked, err := consent.Withdraw(consent.Config{Path: r.c.Path, Ledger: other, Now: now}, "c-1")
	if err != nil || unmarked != nil {
		t.Fatal(unmarked, err)
	}
	r.c.Edit("    revoked: 2026-10-01\n", "")
	if err := r.open("annas-blogg"); err == nil {
		t.Error("Check = nil; want a refusal")
	}
}

func TestLedgerFiles(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(r.c.Dir, ".lampan")
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("folder: %v, %v; want 0700", info.Mode(), err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		if info, err := f.Info(); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want 0600", f.Name(), info.Mode(), err)
		}
	}
}

func TestLedgerThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link.jsonl")
	if err := os.Symlink(os.DevNull, link); err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"folder is a file":    filepath.Join(file, "ledger.jsonl"),
		"a link to nowhere":   link,
		"a folder":            dir,
		"a system's own file": os.DevNull,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := consent.OpenLedger(path)
			if !errors.Is(err, consent.ErrLedger) {
				t.Fatalf("OpenLedger = %v; want ErrLedger", err)
			}
			if s := err.Error(); !strings.Contains(s, "check ") && !strings.Contains(s, "put ") {
				t.Errorf("%q names nothing to do", s)
			}
		})
	}
}

func TestLedgerReadOnlyFolder(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("permissions do not bind root")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o500); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(dir, 0o700) })
	if _, err := consent.OpenLedger(filepath.Join(dir, consent.LedgerName)); !errors.Is(err, consent.ErrLedger) || !errors.Is(err, os.ErrPermission) {
		t.Errorf("OpenLedger = %v; want ErrLedger and ErrPermission", err)
	}
}

func TestLedgerKeepsLongLocatorsShort(t *testing.T) {
	r := newReader(t, term{})
	if err := r.open("annas-blogg"); err != nil {
		t.Fatal(err)
	}
	long := blog + "/" + strings.Repeat("å", 3000)
	if err := r.read(long); err != nil {
		t.Fatal(err)
	}
	entries, err := r.c.Ledger.Entries()
	if err != nil {
		t.Fatal(err)
	}
	e := entries[len(entries)-1]
	if len(e.Locator) > 2048 || !strings.HasPrefix(long, e.Locator) || len(e.LocatorHash) != 64 {
		t.Errorf("entry keeps %d bytes and the hash %q; want at most 2048 and a SHA-256", len(e.Locator), e.LocatorHash)
	}
}
