package breach_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"lampan/scanner/breach"
)

// The places of the format that the tests change.
const (
	atVersion  = 16
	atFlags    = 20
	atEntries  = 32
	atShards   = 40
	atRuns     = 44
	atData     = 48
	atCanaries = 56
	atTables   = 64
	atSum      = 96
	headerSize = 128
	blockSize  = 16 << 10
)

// small returns the bytes of a filter of well-known passwords and some others.
func small(t testing.TB) []byte {
	t.Helper()
	b, err := os.ReadFile(mustBuild(t, list(t, sums(slices.Concat(wellKnown(), numbered("liten ", 100))...))))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// resealed makes every sum in the file right again, so that only what the sums
// cannot know is wrong.
func resealed(b []byte) []byte {
	b = bytes.Clone(b)
	if len(b) < headerSize {
		return b
	}
	data := binary.LittleEndian.Uint64(b[atData:])
	if data <= uint64(len(b)-headerSize) {
		blocks := (data + blockSize - 1) / blockSize
		if uint64(len(b)) >= headerSize+data+4*blocks {
			rest := b[headerSize : headerSize+data]
			for i := range blocks {
				n := min(blockSize, len(rest))
				binary.LittleEndian.PutUint32(b[uint64(len(b))-4*(blocks-i):], crc32.Checksum(rest[:n], crc32.MakeTable(crc32.Castagnoli)))
				rest = rest[n:]
			}
		}
		tables := sha256.Sum256(b[headerSize+data:])
		copy(b[atTables:], tables[:])
	}
	sum := sha256.Sum256(b[:atSum])
	copy(b[atSum:], sum[:])
	return b
}

// opened writes a file, opens it and looks at all of it.
func opened(t testing.TB, b []byte) error {
	t.Helper()
	f, err := breach.Open(file(t, filepath.Join(t.TempDir(), "filter"), b))
	if err != nil {
		return err
	}
	defer f.Close()
	f.Has([]byte("hej"))
	return f.Check(t.Context())
}

func whatIs(err error) breach.What {
	if f, ok := errors.AsType[*breach.Fault](err); ok {
		return f.What
	}
	return ""
}

func TestSmallIsSound(t *testing.T) {
	b := small(t)
	if err := opened(t, b); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(resealed(b), b) {
		t.Error("the tests' own sums differ from the program's")
	}
}

// Every byte counts.
func TestFlipped(t *testing.T) {
	b := small(t)
	for i := range b {
		for _, bit := range []byte{1, 0x80} {
			b[i] ^= bit
			want := breach.Damaged
			switch {
			case i < atVersion:
				want = breach.NotAFilter
			case i < atFlags:
				want = breach.OtherVersion
			}
			if err := opened(t, b); whatIs(err) != want {
				t.Errorf("byte %d of %d changed: %v; want %q", i, len(b), err, want)
			}
			b[i] ^= bit
		}
	}
}

func TestCut(t *testing.T) {
	b := small(t)
	for n := range b {
		err := opened(t, b[:n])
		fault, ok := errors.AsType[*breach.Fault](err)
		switch {
		case n < atVersion:
			if whatIs(err) != breach.NotAFilter {
				t.Errorf("%d bytes of %d: %v; want %q", n, len(b), err, breach.NotAFilter)
			}
		case !ok || fault.What != breach.CutFilter || fault.Have != int64(n):
			t.Errorf("%d bytes of %d: %v; want %q", n, len(b), err, breach.CutFilter)
		case n >= headerSize && fault.Want != int64(len(b)):
			t.Errorf("%d bytes of %d: %v", n, len(b), err)
		}
	}
	if err := opened(t, append(b, 0)); whatIs(err) != breach.Damaged {
		t.Errorf("a byte too many: %v; want %q", err, breach.Damaged)
	}
}

// A file that was never finished has no header.
func TestHalfWritten(t *testing.T) {
	b := small(t)
	clear(b[:headerSize])
	if err := opened(t, b); whatIs(err) != breach.NotAFilter {
		t.Errorf("Open() = %v; want %q", err, breach.NotAFilter)
	}
}

func TestNotFilters(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct {
		name string
		path string
	}{
		{"a folder", dir},
		{"a list", list(t, sums("hej"))},
		{"an empty file", file(t, filepath.Join(dir, "empty"), nil)},
		{"a filter of another program", file(t, filepath.Join(dir, "other"), bytes.Repeat([]byte("fuse16\x00"), 100))},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := breach.Open(tt.path); whatIs(err) != breach.NotAFilter {
				t.Errorf("Open() = %v; want %q", err, breach.NotAFilter)
			}
		})
	}
	if _, err := breach.Open(filepath.Join(dir, "none")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("Open() = %v; want ErrNotExist", err)
	}
}

// A file whose sums are all right, but that cannot be what it says, answers
// nothing.
func TestSelfTest(t *testing.T) {
	other, err := os.ReadFile(mustBuild(t, list(t, sums(numbered("annan ", 116)...))))
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		change func(b []byte) []byte
		want   breach.What
	}{
		{"as it was", func(b []byte) []byte { return b }, ""},
		{"fingerprints of zeros", func(b []byte) []byte {
			clear(b[headerSize : headerSize+binary.LittleEndian.Uint64(b[atData:])])
			return b
		}, breach.SelfTest},
		{"another list that says it holds the well-known", func([]byte) []byte {
			b := bytes.Clone(other)
			binary.LittleEndian.PutUint64(b[atCanaries:], 1<<16-1)
			return b
		}, breach.SelfTest},
		{"another list that says it is whole", func([]byte) []byte {
			b := bytes.Clone(other)
			binary.LittleEndian.PutUint32(b[atFlags:], 0)
			return b
		}, breach.SelfTest},
		{"another list that says what it is", func([]byte) []byte { return other }, ""},
		{"one shard too few", func(b []byte) []byte {
			binary.LittleEndian.PutUint32(b[atShards:], 0)
			binary.LittleEndian.PutUint32(b[atRuns:], 5) // less 36 bytes, and 4 too many
			return append(b, make([]byte, 4)...)
		}, breach.Damaged},
		{"no entries", func(b []byte) []byte { binary.LittleEndian.PutUint64(b[atEntries:], 0); return b }, breach.Damaged},
		{"data longer than any disk", func(b []byte) []byte { binary.LittleEndian.PutUint64(b[atData:], 1<<63); return b }, breach.Damaged},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := opened(t, resealed(tt.change(small(t))))
			if whatIs(err) != tt.want || tt.want == "" && err != nil {
				t.Errorf("Open() = %v; want %q", err, tt.want)
			}
			if errors.Is(err, breach.ErrCanary) != (tt.want == breach.SelfTest) {
				t.Errorf("errors.Is(%v, ErrCanary) is wrong", err)
			}
		})
	}
}

// Tables that lead outside the data are refused, whatever their sums say.
func TestWildTables(t *testing.T) {
	sound := small(t)
	for i := range 36 {
		b := bytes.Clone(sound)
		table := headerSize + int(binary.LittleEndian.Uint64(b[atData:]))
		before := b[table+i]
		for _, v := range []byte{0, 1, 0x7f, 0x80, 0xff} {
			b[table+i] = v
			// Other answers are fine here; reading outside is not.
			err := opened(t, resealed(b))
			if field := i / 4; v != before && field != 0 && field != 1 && field != 4 && field != 5 && err == nil {
				t.Errorf("byte %d of a shard's line became %#x, and the filter opens", i, v)
			}
		}
	}
}

// Where files cannot be mapped, the answers are the same, and so is what is said
// about damage.
func TestUnmapped(t *testing.T) {
	passwords := numbered("läst ", 20_000)
	_, path, stats := build(t, breach.Options{Partial: true}, list(t, sums(append(wellKnown(), passwords...)...)))
	f, err := breach.OpenUnmapped(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, p := range passwords {
		if look(t, f, p) != breach.Found {
			t.Fatalf("%q was not found", p)
		}
	}
	if a := look(t, f, "en rad som ingen har skrivit"); a != breach.NotCovered {
		t.Errorf("Look = %v; want NotCovered", a)
	}
	if err := f.Check(t.Context()); err != nil {
		t.Errorf("Check() = %v", err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	b[headerSize+stats.Bytes/2] ^= 1
	file(t, path, b)
	if err := f.Check(t.Context()); whatIs(err) != breach.Damaged {
		t.Errorf("Check() of a damaged file = %v; want %q", err, breach.Damaged)
	}
	if _, err := breach.OpenUnmapped(path); whatIs(err) != breach.Damaged {
		t.Errorf("Open() of a damaged file = %v; want %q", err, breach.Damaged)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := f.Look([]byte("läst 1")); !errors.Is(err, os.ErrClosed) {
		t.Errorf("Look() = %v; want ErrClosed", err)
	}
}

// The file may be shortened, or its stick pulled out, while it is in use.
func TestShortenedInUse(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows does not let a file be shortened while it is mapped")
	}
	f, path, _ := build(t, breach.Options{Partial: true}, list(t, sums(numbered("kort ", 100_000)...)))
	if err := os.Truncate(path, headerSize); err != nil {
		t.Fatal(err)
	}
	lost := 0
	for _, p := range numbered("kort ", 1000) {
		switch a, err := f.Look([]byte(p)); {
		case whatIs(err) == breach.Damaged:
			lost++
		case err != nil || a != breach.Found:
			// The first page of the file is still there.
			t.Fatalf("Look() = %v, %v; want Damaged", a, err)
		}
	}
	if lost < 900 {
		t.Errorf("%d of 1000 look-ups said that the file is gone", lost)
	}
	if f.Has([]byte("kort 1")) && f.Has([]byte("kort 2")) && f.Has([]byte("kort 3")) {
		t.Error("Has() found what it cannot read")
	}
	if err := f.Check(t.Context()); whatIs(err) != breach.Damaged {
		t.Errorf("Check() = %v; want %q", err, breach.Damaged)
	}
}

func TestFaults(t *testing.T) {
	seen := map[breach.What]bool{}
	for _, w := range breach.Whats() {
		if w == "" || seen[w] {
			t.Errorf("%q stands twice", w)
		}
		seen[w] = true
	}
	for _, tt := range []struct {
		fault breach.Fault
		want  string
	}{
		{breach.Fault{File: "a", What: breach.Empty}, `"a": empty`},
		{breach.Fault{File: "a", Line: 7, What: breach.ByCount}, `"a", line 7: by count`},
		{breach.Fault{File: "a", What: breach.TooFew, Have: 40}, `"a": too few (40)`},
		{breach.Fault{File: "a", What: breach.CutFilter, Have: 4, Want: 90}, `"a": cut filter (4 of 90)`},
	} {
		if got := tt.fault.Error(); got != tt.want {
			t.Errorf("Error() = %s; want %s", got, tt.want)
		}
	}
}

// FuzzOpen opens whatever bytes, with the sums made right so that the rest of
// the reader is reached, and looks passwords up in what opens.
func FuzzOpen(f *testing.F) {
	b := small(f)
	f.Add(b, true)
	f.Add(b[:len(b)-1], false)
	f.Add([]byte("lampan breach\r\n\x1a"), false)
	f.Fuzz(func(t *testing.T, b []byte, seal bool) {
		if seal {
			b = resealed(b)
		}
		filter, err := breach.Open(file(t, filepath.Join(t.TempDir(), "filter"), b))
		if err != nil {
			if whatIs(err) == "" {
				t.Fatalf("Open() = %v; want a Fault", err)
			}
			return
		}
		defer filter.Close()
		for _, p := range numbered("", 100) {
			if a, err := filter.Look([]byte(p)); err == nil && (a < breach.Found || a > breach.NotCovered) {
				t.Fatalf("Look() = %v", a)
			}
		}
		if filter.Entries() <= 0 || filter.Covered() < 0 || filter.Covered() > breach.Prefixes {
			t.Fatalf("%d entries, covers %d", filter.Entries(), filter.Covered())
		}
	})
}
