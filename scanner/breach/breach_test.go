package breach_test

import (
	"bufio"
	"crypto/sha1"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"lampan/scanner/breach"
)

// day is when the filters of the tests were built.
func day() time.Time { return time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC) }

// hash is a SHA-1.
type hash [sha1.Size]byte

func sum(password string) hash { return sha1.Sum([]byte(password)) }

// wellKnown are passwords that every real list holds.
func wellKnown() []string {
	return []string{
		"111111", "12345", "qwerty", "1234567", "000000", "123", "123456", "123456789",
		"1234", "abc123", "1234567890", "iloveyou", "12345678", "123321", "123123", "password",
	}
}

// made returns n hashes in order: made up, except for those of the passwords.
func made(n int, seed uint64, passwords ...string) []hash {
	r := rand.New(rand.NewPCG(seed, 1))
	all := make([]hash, n)
	for i := range all {
		for j := range all[i] {
			all[i][j] = byte(r.Uint32())
		}
	}
	for i, p := range passwords {
		all[i] = sum(p)
	}
	return ordered(all)
}

func ordered(all []hash) []hash {
	slices.SortFunc(all, func(a, b hash) int { return slices.Compare(a[:], b[:]) })
	return slices.Compact(all)
}

// whole returns a list that covers every range, like the official one.
func whole() []hash {
	r := rand.New(rand.NewPCG(7, 7))
	all := make([]hash, 0, breach.Prefixes+len(wellKnown()))
	for p := range breach.Prefixes {
		h := hash{byte(p >> 12), byte(p >> 4), byte(p<<4) | byte(r.Uint32())&0xf}
		for j := 3; j < len(h); j++ {
			h[j] = byte(r.Uint32())
		}
		all = append(all, h)
	}
	for _, w := range wellKnown() {
		all = append(all, sum(w))
	}
	return ordered(all)
}

// list writes hashes as the official list has them.
func list(t testing.TB, path string, hashes []hash) string {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	w := bufio.NewWriter(f)
	for i, h := range hashes {
		fmt.Fprintf(w, "%X:%d\r\n", h, 1+i%7)
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// build makes a filter and opens it.
func build(t testing.TB, o breach.Options, in ...string) (*breach.Filter, string, breach.Stats) {
	t.Helper()
	out := filepath.Join(t.TempDir(), "filter")
	o.Created = day()
	stats, err := breach.Build(t.Context(), in, out, o)
	if err != nil {
		t.Fatal(err)
	}
	f, err := breach.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f, out, stats
}

func TestWholeList(t *testing.T) {
	f, out, stats := build(t, breach.Options{}, list(t, filepath.Join(t.TempDir(), "list.txt"), whole()))
	if f.Partial() || f.Covered() != breach.Prefixes || stats.Covered != breach.Prefixes {
		t.Errorf("partial %v, covers %d and %d; want all", f.Partial(), f.Covered(), stats.Covered)
	}
	info, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	bits := 8 * float64(info.Size()) / float64(f.Entries())
	t.Logf("%+v %.3f bits an entry", stats, bits)
	if info.Size() != stats.Bytes || f.Entries() != stats.Entries {
		t.Errorf("%d bytes and %d entries; Stats say %+v", info.Size(), f.Entries(), stats)
	}
	for _, w := range wellKnown() {
		if a, err := f.Look([]byte(w)); a != breach.Found || err != nil {
			t.Errorf("a well-known password: %v, %v", a, err)
		}
	}
	if !f.Created().Equal(day()) {
		t.Errorf("Created() = %v; want %v", f.Created(), day())
	}
}

func TestCommon(t *testing.T) {
	f, err := breach.Common()
	if err != nil {
		t.Fatal(err)
	}
	if f.Entries() != 334_157 || !f.Partial() || f.Covered() != 0 {
		t.Errorf("%d entries, partial %v, covers %d", f.Entries(), f.Partial(), f.Covered())
	}
	for _, w := range slices.Concat(wellKnown(), []string{"hejsan"}) {
		if !f.Has([]byte(w)) {
			t.Errorf("%q was not found", w)
		}
	}
	if a, err := f.Look([]byte("en lång rad som ingen har skrivit")); a != breach.NotCovered || err != nil {
		t.Errorf("Look = %v, %v; want NotCovered", a, err)
	}
}
