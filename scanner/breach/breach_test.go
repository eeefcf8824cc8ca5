package breach_test

import (
	"bytes"
	"context"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
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

func ordered(all []hash) []hash {
	slices.SortFunc(all, func(a, b hash) int { return bytes.Compare(a[:], b[:]) })
	return slices.Compact(all)
}

// sums returns the hashes of passwords, in order.
func sums(passwords ...string) []hash {
	all := make([]hash, len(passwords))
	for i, p := range passwords {
		all[i] = sum(p)
	}
	return ordered(all)
}

// numbered returns n passwords that begin alike.
func numbered(name string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = name + strconv.Itoa(i)
	}
	return all
}

// ranges returns made-up hashes, n in each range from one prefix up to another,
// and those of the well-known passwords that belong there.
func ranges(from, to, n int) []hash {
	r := rand.New(rand.NewPCG(7, 7))
	all := make([]hash, 0, (to-from)*n+len(wellKnown()))
	for p := from; p < to; p++ {
		for range n {
			var h hash
			binary.BigEndian.PutUint64(h[:], uint64(p)<<44|r.Uint64()>>20)
			binary.BigEndian.PutUint64(h[12:], r.Uint64())
			all = append(all, h)
		}
	}
	for _, h := range sums(wellKnown()...) {
		if p := int(binary.BigEndian.Uint32(h[:]) >> 12); from <= p && p < to {
			all = append(all, h)
		}
	}
	return ordered(all)
}

// whole returns a list that covers every range, like the official one.
func whole() []hash { return ranges(0, breach.Prefixes, 1) }

// text writes hashes as the official list has them.
func text(hashes []hash) []byte {
	const digits = "0123456789ABCDEF"
	b := make([]byte, 0, len(hashes)*(2*sha1.Size+len(":10\r\n")))
	for i, h := range hashes {
		for _, c := range h {
			b = append(b, digits[c>>4], digits[c&0xf])
		}
		b = strconv.AppendInt(append(b, ':'), int64(1+i*7%13), 10)
		b = append(b, "\r\n"...)
	}
	return b
}

// file writes one file and returns its path.
func file(t testing.TB, path string, content []byte) string {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// list writes a list into a folder of its own.
func list(t testing.TB, hashes []hash) string {
	t.Helper()
	return file(t, filepath.Join(t.TempDir(), "list.txt"), text(hashes))
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

// look looks a password up that can be looked up.
func look(t testing.TB, f *breach.Filter, password string) breach.Answer {
	t.Helper()
	a, err := f.Look([]byte(password))
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestWholeList(t *testing.T) {
	f, out, stats := build(t, breach.Options{}, list(t, whole()))
	if f.Partial() || f.Covered() != breach.Prefixes || stats.Covered != breach.Prefixes {
		t.Errorf("partial %v, covers %d and %d; want all", f.Partial(), f.Covered(), stats.Covered)
	}
	info, err := os.Stat(out)
	if err != nil {
		t.Fatal(err)
	}
	if info.Size() != stats.Bytes || f.Entries() != stats.Entries || f.Entries() != breach.Prefixes+int64(len(wellKnown())) {
		t.Errorf("%d bytes and %d entries; Stats say %+v", info.Size(), f.Entries(), stats)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v; want 0600", info.Mode())
	}
	for _, w := range wellKnown() {
		if a := look(t, f, w); a != breach.Found || !f.Has([]byte(w)) {
			t.Errorf("Look(%q) = %v; want Found", w, a)
		}
	}
	if a := look(t, f, "en rad som ingen har skrivit"); a != breach.Absent {
		t.Errorf("Look = %v; want Absent", a)
	}
	if !f.Created().Equal(day()) {
		t.Errorf("Created() = %v; want %v", f.Created(), day())
	}
	if err := f.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := f.Check(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("Check(stopped) = %v; want Canceled", err)
	}
}

// The goals: nothing that was in the list is missed, few others are found, and
// 18.1 bits are enough. Two shards take part.
func TestGoals(t *testing.T) {
	const n = 2_200_000
	passwords := numbered("lösenord ", n)
	f, _, stats := build(t, breach.Options{Partial: true}, list(t, sums(passwords...)))
	if stats.Entries != n || stats.Shards < 2 {
		t.Errorf("%+v; want %d entries in several shards", stats, n)
	}
	for _, p := range passwords {
		if !f.Has([]byte(p)) {
			t.Fatalf("%q was not found", p)
		}
	}
	const asked = 1_000_000
	found := 0
	for _, p := range numbered("annat ", asked) {
		if f.Has([]byte(p)) {
			found++
		}
	}
	// 1.6e-5 of them are 16; 40 would come about once in a million filters that
	// are no worse.
	if found > 40 {
		t.Errorf("%d of %d others were found", found, asked)
	}
	bits := 8 * float64(stats.Bytes) / n
	if bits > 18.1 {
		t.Errorf("%.3f bits an entry; want 18.1", bits)
	}
	t.Logf("%.3f bits an entry, %.2e false positives", bits, float64(found)/asked)
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
		if look(t, f, w) != breach.Found {
			t.Errorf("%q was not found", w)
		}
	}
	if a := look(t, f, "en rad som ingen har skrivit"); a != breach.NotCovered {
		t.Errorf("Look = %v; want NotCovered", a)
	}
	if err := f.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
}

// A password is looked up as it is and composed; the list's own form counts.
func TestForms(t *testing.T) {
	const composed, apart, broken = "åäö2024", "a\u030aa\u0308o\u03082024", "\xe5\xe4\xf62024"
	for _, tt := range []struct {
		name, in, asked string
		want            breach.Answer
	}{
		{"composed in both", composed, composed, breach.Found},
		{"asked in pieces", composed, apart, breach.Found},
		{"in pieces in both", apart, apart, breach.Found},
		{"in pieces in the list alone", apart, composed, breach.NotCovered},
		{"bytes that are no UTF-8", broken, broken, breach.Found},
		{"a space more", composed, composed + " ", breach.NotCovered},
		{"nothing", composed, "", breach.NotCovered},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, _, _ := build(t, breach.Options{Partial: true}, list(t, sums(tt.in)))
			pw := []byte(tt.asked)
			if got, err := f.Look(pw); got != tt.want || err != nil {
				t.Errorf("Look() = %v, %v; want %v", got, err, tt.want)
			}
			if string(pw) != tt.asked {
				t.Error("Look changed the password")
			}
		})
	}
}

func TestLookAllocatesNothing(t *testing.T) {
	f, err := breach.Common()
	if err != nil {
		t.Fatal(err)
	}
	pw := []byte("åäö, och en rad som är längre än ett block av SHA-1 som är 64 byte långt")
	if n := testing.AllocsPerRun(100, func() { f.Has(pw) }); n != 0 {
		t.Errorf("%v allocations; want none", n)
	}
}

func TestManyAtOnce(t *testing.T) {
	passwords := numbered("tillsammans ", 50_000)
	f, _, _ := build(t, breach.Options{Partial: true}, list(t, sums(passwords...)))
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := i; j < len(passwords); j += 8 {
				if !f.Has([]byte(passwords[j])) {
					t.Errorf("%q was not found", passwords[j])
				}
			}
		})
	}
	all.Wait()
}

func TestClosed(t *testing.T) {
	f, _, _ := build(t, breach.Options{Partial: true}, list(t, sums("hej")))
	for range 2 {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := f.Look([]byte("hej")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Look() = %v; want ErrClosed", err)
	}
	if f.Has([]byte("hej")) {
		t.Error("Has() = true after Close")
	}
	if err := f.Check(t.Context()); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Check() = %v; want ErrClosed", err)
	}
}
