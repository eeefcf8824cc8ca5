package breach_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/scanner/breach"
)

// packed gzips text.
func packed(t testing.TB, text []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// byCount returns lines in falling order of count.
func byCount(hashes []hash) []byte {
	r := rand.New(rand.NewPCG(1, 1))
	all := slices.Clone(hashes)
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	var b []byte
	for i, h := range all {
		b = fmt.Appendf(b, "%X:%d\r\n", h[:], 1000-i)
	}
	return b
}

func suffixes(hashes []hash) []byte {
	var b []byte
	for i, h := range hashes {
		b = fmt.Appendf(b, "%s:%d\r\n", fmt.Sprintf("%X", h[:])[5:], 1+i)
	}
	return b
}

// What is wrong with a list is said in one fault, with file and line, and
// nothing is left.
func TestWrongLists(t *testing.T) {
	some := sums(numbered("fel ", 40)...)
	lines := text(some)
	first, _, _ := bytes.Cut(lines, []byte("\n"))
	known := sums(wellKnown()...)
	strangers := text(slices.DeleteFunc(whole(), func(h hash) bool { return slices.Contains(known, h) }))
	type content map[string][]byte
	for _, tt := range []struct {
		name    string
		files   content
		partial bool
		want    breach.Fault
	}{
		{"nothing", content{"a": nil}, true, breach.Fault{What: breach.Empty}},
		{"blank lines", content{"a": []byte("\r\n\n\n")}, true, breach.Fault{What: breach.Empty}},
		{"invented lines alone", content{"00000.txt": []byte(strings.Repeat("0", 35) + ":0\n")}, true, breach.Fault{What: breach.Empty}},
		{"nothing, gzipped", content{"a": packed(t, nil)}, true, breach.Fault{What: breach.Empty}},
		{"a web page", content{"a": []byte("<!DOCTYPE html><title>429</title>")}, true, breach.Fault{What: breach.WebPage}},
		{"a web page after a mark", content{"a": []byte("\ufeff\n <html>")}, true, breach.Fault{What: breach.WebPage}},
		{"a zip file", content{"a": append([]byte("PK\x03\x04"), lines...)}, true, breach.Fault{What: breach.Archive}},
		{"a 7z file", content{"a": append([]byte("7z\xbc\xaf\x27\x1c"), lines...)}, true, breach.Fault{What: breach.Archive}},
		{"a zip file in gzip", content{"a": packed(t, append([]byte("PK\x03\x04"), lines...))}, true, breach.Fault{What: breach.Archive}},
		{"half a gzip file", content{"a": packed(t, lines)[:500]}, true, breach.Fault{What: breach.Gzip}},
		{"a few bytes of gzip", content{"a": packed(t, lines)[:5]}, true, breach.Fault{What: breach.Gzip}},
		{"a damaged gzip file", content{"a": append(packed(t, lines)[:300], make([]byte, 300)...)}, true, breach.Fault{What: breach.Gzip}},
		{"the file of another program", content{"a": []byte("fuse\x00\x01\x02\x03")}, true, breach.Fault{What: breach.Binary}},
		{"UTF-16", content{"a": []byte("\xff\xfeA\x00B\x00")}, true, breach.Fault{What: breach.Binary}},
		{"words", content{"a": []byte("hemligt\n")}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"a sentence", content{"a": []byte("Too Many Requests")}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"a word among hashes", content{"a": append(bytes.Clone(lines), "hemligt\nmer\n"...)}, true, breach.Fault{Line: 41, What: breach.NotHashes}},
		{"a letter that is no digit", content{"a": append([]byte("G"), lines[1:]...)}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"no number after the colon", content{"a": []byte(string(first[:41]) + "x\n")}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"a digit too many", content{"a": []byte("0" + string(first) + "\n")}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"SHA-256", content{"a": []byte(strings.Repeat("0", 64) + ":1\n")}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"a line without end", content{"a": bytes.Repeat([]byte("0"), 1<<20)}, true, breach.Fault{Line: 1, What: breach.NotHashes}},
		{"NTLM", content{"a": []byte(strings.Repeat("0", 32) + ":1\n")}, true, breach.Fault{Line: 1, What: breach.NTLM}},
		{"NTLM by prefix", content{"00000.txt": []byte(strings.Repeat("0", 27) + ":1\n")}, true, breach.Fault{Line: 1, What: breach.NTLM}},
		{"cut in a hash", content{"a": lines[:len(lines)-20]}, true, breach.Fault{Line: 40, What: breach.CutLine}},
		{"cut at 32 digits", content{"a": lines[:bytes.LastIndexByte(lines[:len(lines)-1], '\n')+33]}, true, breach.Fault{Line: 40, What: breach.CutLine}},
		{"cut at the colon", content{"a": lines[:bytes.LastIndexByte(lines, ':')+1]}, true, breach.Fault{Line: 40, What: breach.CutLine}},
		{"35 digits in a file of another name", content{"a": suffixes(some)}, true, breach.Fault{Line: 1, What: breach.NoPrefix}},
		{"a prefix that is not the lines'", content{"00000.txt": lines}, true, breach.Fault{Line: 1, What: breach.WrongPrefix}},
		{"ordered by count", content{"a": byCount(some)}, true, breach.Fault{Line: 3, What: breach.ByCount}},
		{"in no order", content{"a": bytes.Join([][]byte{lines, text(some[:1])}, nil)}, true, breach.Fault{Line: 41, What: breach.Unordered}},
		{"twice", content{"a": lines, "b": lines}, true, breach.Fault{File: "b", Line: 1, What: breach.Overlap}},
		{"overlapping", content{"a": text(some[:20]), "b": text(some[19:])}, true, breach.Fault{File: "b", Line: 1, What: breach.Overlap}},
		{"one within another", content{"a": append(text(some[:1]), text(some[9:])...), "b": text(some[1:9])}, true, breach.Fault{File: "b", Line: 1, What: breach.Overlap}},
		{"a short list", content{"a": lines}, false, breach.Fault{What: breach.TooFew, Have: 40}},
		{"half of the list", content{"a": text(ranges(0, 2000, 20))}, false, breach.Fault{What: breach.Gaps, Have: 1999, Want: breach.Prefixes}},
		{"all but one range", content{"a": text(ranges(0, breach.Prefixes-1, 1))}, false, breach.Fault{What: breach.TooFew, Have: breach.Prefixes + 15}},
		{"another list as long", content{"a": strangers}, false, breach.Fault{What: breach.NoCanary, Want: 16}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir, to := t.TempDir(), t.TempDir()
			for name, b := range tt.files {
				file(t, filepath.Join(dir, name), b)
				if tt.want.File == "" {
					tt.want.File = name
				}
			}
			// What is said about the whole list names what the user named.
			tt.want.File = filepath.Join(dir, tt.want.File)
			if tt.want.Line == 0 && (tt.want.Have > 0 || tt.want.Want > 0) {
				tt.want.File = dir
			}
			_, err := breach.Build(t.Context(), []string{dir}, filepath.Join(to, "filter"), breach.Options{Created: day(), Partial: tt.partial})
			fault, ok := errors.AsType[*breach.Fault](err)
			if !ok {
				t.Fatalf("Build() = %v; want a Fault", err)
			}
			if diff := cmp.Diff(&tt.want, fault); diff != "" {
				t.Error(diff)
			}
			nothingIn(t, to)
		})
	}
}

func nothingIn(t testing.TB, dir string) {
	t.Helper()
	left, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(left) > 0 {
		t.Errorf("%v was left", left)
	}
}

func TestWrongPaths(t *testing.T) {
	dir := t.TempDir()
	in := list(t, sums("hej"))
	out := filepath.Join(dir, "out", "filter")
	for _, tt := range []struct {
		name string
		in   []string
		out  string
		want error
	}{
		{"no file", []string{filepath.Join(dir, "none")}, filepath.Join(dir, "f"), os.ErrNotExist},
		{"no folder to write to", []string{in}, out, os.ErrNotExist},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := breach.Build(t.Context(), tt.in, tt.out, breach.Options{Partial: true}); !errors.Is(err, tt.want) {
				t.Errorf("Build() = %v; want %v", err, tt.want)
			}
		})
	}
	if _, err := breach.Build(t.Context(), nil, filepath.Join(dir, "f"), breach.Options{Partial: true}); err == nil {
		t.Error("Build() of no list is no error")
	}
	for _, tt := range []struct {
		name string
		in   string
		out  string
		want breach.What
	}{
		{"an empty folder", t.TempDir(), filepath.Join(dir, "f"), breach.Empty},
		{"a folder in a folder", filepath.Dir(dir), filepath.Join(dir, "f"), breach.NotAFile},
		{"a filter for a list", mustBuild(t, in), filepath.Join(dir, "f"), breach.IsFilter},
		{"the list itself", in, in, breach.SameFile},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := breach.Build(t.Context(), []string{tt.in}, tt.out, breach.Options{Partial: true})
			if f, ok := errors.AsType[*breach.Fault](err); !ok || f.What != tt.want {
				t.Errorf("Build() = %v; want %v", err, tt.want)
			}
		})
	}
	if b, err := os.ReadFile(in); err != nil || !bytes.Equal(b, text(sums("hej"))) {
		t.Error("the list was changed")
	}
	nothingIn(t, dir)
}

func mustBuild(t testing.TB, in ...string) string {
	t.Helper()
	_, out, _ := build(t, breach.Options{Partial: true}, in...)
	return out
}

// A build that is stopped leaves what was there, and nothing else.
func TestStopped(t *testing.T) {
	dir := t.TempDir()
	out := file(t, filepath.Join(dir, "filter"), []byte("before"))
	in := list(t, ranges(0, 300, 1000))
	ctx, stop := context.WithCancel(t.Context())
	during, told := 0, 0
	_, err := breach.Build(ctx, []string{in}, out, breach.Options{Created: day(), Partial: true, Progress: func(breach.Progress) {
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Error(err)
		}
		during = len(entries)
		told++
		stop()
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Build() = %v; want Canceled", err)
	}
	if told != 1 {
		t.Errorf("the build went on: it told %d times how far it was", told)
	}
	if during != 2 {
		t.Errorf("%d files during the build; want the old filter and the new", during)
	}
	if b, err := os.ReadFile(out); err != nil || string(b) != "before" {
		t.Errorf("the file there became %d bytes, %v", len(b), err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 {
		t.Errorf("%v was left, %v", left, err)
	}
	// When nothing stops it, it takes the old one's place.
	if _, err := breach.Build(t.Context(), []string{in}, out, breach.Options{Created: day(), Partial: true}); err != nil {
		t.Fatal(err)
	}
	f, err := breach.Open(out)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

func TestProgress(t *testing.T) {
	hashes := ranges(0, 500, 1000)
	half := len(hashes) / 2
	in := []string{list(t, hashes[half:]), list(t, hashes[:half])}
	var told []breach.Progress
	_, _, stats := build(t, breach.Options{Partial: true, Progress: func(p breach.Progress) { told = append(told, p) }}, in...)
	total := int64(len(text(hashes[:half])) + len(text(hashes[half:])))
	if len(told) < 3 {
		t.Fatalf("told %d times", len(told))
	}
	before := breach.Progress{}
	for _, p := range told {
		if p.Entries <= before.Entries || p.Read < before.Read || p.Read > total || p.Total != total || p.Entries > stats.Entries {
			t.Errorf("%+v after %+v; total %d", p, before, total)
		}
		before = p
	}
}

// A piece of the official list answers for the ranges it holds whole.
func TestPiece(t *testing.T) {
	dir := t.TempDir()
	for _, p := range []int{0x00010, 0x00011, 0x7c4a8, 0xfffff} {
		hashes := ranges(p, p+1, 20)
		file(t, filepath.Join(dir, fmt.Sprintf("%05X.txt", p)), suffixes(hashes))
	}
	byName, _, _ := build(t, breach.Options{Partial: true}, dir)
	whole := list(t, ranges(0, 0x4000, 20))
	cut, _, _ := build(t, breach.Options{Partial: true}, whole)
	middle, _, _ := build(t, breach.Options{Partial: true}, list(t, ranges(0x7c000, 0x7d000, 20)))
	for _, tt := range []struct {
		name string
		f    *breach.Filter
		want int
	}{
		{"four files named by their prefix", byName, 4},
		{"the beginning of the list, whose last range may be cut", cut, 0x3fff},
		{"the middle of it, cut at both ends", middle, 0xffe},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.f.Covered(); got != tt.want || !tt.f.Partial() {
				t.Errorf("Covered() = %d, Partial() = %v; want %d", got, tt.f.Partial(), tt.want)
			}
			told := map[breach.Answer]int{}
			// The last three lie in three of the ranges that have files.
			for _, pw := range append(numbered("bit ", 20_000), "bit 644480", "bit 100312", "bit 699964") {
				h := sum(pw)
				p := int(h[0])<<12 | int(h[1])<<4 | int(h[2])>>4
				want := breach.NotCovered
				switch {
				case tt.f == byName && slices.Contains([]int{0x00010, 0x00011, 0x7c4a8, 0xfffff}, p),
					tt.f == cut && p < 0x3fff, tt.f == middle && p > 0x7c000 && p < 0x7cfff:
					want = breach.Absent
				}
				got := look(t, tt.f, pw)
				if got != want && got != breach.Found {
					t.Fatalf("a password in range %05X: %v; want %v", p, got, want)
				}
				told[got]++
			}
			if told[breach.Absent] < 3 || told[breach.NotCovered] == 0 {
				t.Errorf("answers %v; want both kinds", told)
			}
		})
	}
	if look(t, byName, "123456") != breach.Found {
		t.Error("the well-known password of a piece was not found")
	}
}

// What looks like a piece but lacks the well-known password that belongs in it
// answers for nothing, and neither does a list that is too thin.
func TestNoPiece(t *testing.T) {
	without := slices.DeleteFunc(ranges(0x7c000, 0x7d000, 20), func(h hash) bool { return h == sum("123456") })
	for _, tt := range []struct {
		name   string
		hashes []hash
	}{
		{"no well-known password", without},
		{"one hash in a range", ranges(0x7c000, 0x7d000, 1)},
		{"one hash", sums("hej")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f, _, stats := build(t, breach.Options{Partial: true}, list(t, tt.hashes))
			if f.Covered() != 0 || stats.Covered != 0 {
				t.Errorf("covers %d, Stats %d; want nothing", f.Covered(), stats.Covered)
			}
		})
	}
}

// However a list is written and cut, the same hashes make the same filter, and
// everything in it is found.
func TestSameFilter(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		passwords := rapid.SliceOfNDistinct(rapid.String(), 1, 300, rapid.ID).Draw(t, "passwords")
		hashes := sums(passwords...)
		write := func(name string, b []byte) string {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		}
		build := func(name string, in []string) []byte {
			out := filepath.Join(dir, name)
			if _, err := breach.Build(context.Background(), in, out, breach.Options{Created: day(), Partial: true}); err != nil {
				t.Fatal(err)
			}
			b, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
		want := build("plain", []string{write("all", text(hashes))})
		var in []string
		for rest := hashes; len(rest) > 0; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "lines")
			b := text(rest[:n])
			if rapid.Bool().Draw(t, "twice") {
				b = append(b, text(rest[n-1:n])...)
			}
			if rapid.Bool().Draw(t, "LF") {
				b = bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
			}
			if rapid.Bool().Draw(t, "lower case") {
				b = bytes.ToLower(b)
			}
			if rapid.Bool().Draw(t, "no last newline") {
				b = bytes.TrimRight(b, "\r\n")
			}
			if rapid.Bool().Draw(t, "mark") {
				b = append([]byte("\ufeff"), b...)
			}
			if rapid.Bool().Draw(t, "gzip") {
				var z bytes.Buffer
				w := gzip.NewWriter(&z)
				_, _ = w.Write(b)
				_ = w.Close()
				b = z.Bytes()
			}
			in = append(in, write(fmt.Sprintf("part%d", len(in)), b))
			rest = rest[n:]
		}
		in = rapid.Permutation(in).Draw(t, "order")
		if got := build("parts", in); !bytes.Equal(got, want) {
			t.Fatal("the filters differ")
		}
		f, err := breach.Open(filepath.Join(dir, "parts"))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for _, p := range passwords {
			if !f.Has([]byte(p)) {
				t.Fatalf("%q was not found", p)
			}
		}
	})
}

// The answers of the service, one file for a prefix, plain, gzipped and without
// an ending, make the same filter as the one list.
func TestPrefixFiles(t *testing.T) {
	hashes := ranges(0x7c4a0, 0x7c4b0, 20)
	dir := t.TempDir()
	for p := range 16 {
		part := suffixes(slices.Collect(func(yield func(hash) bool) {
			for _, h := range hashes {
				if int(h[0])<<12|int(h[1])<<4|int(h[2])>>4 == 0x7c4a0+p && !yield(h) {
					return
				}
			}
		}))
		// Lines that the service invents, to hide how many there are.
		part = append(part, strings.Repeat("0", 35)+":0\r\n"...)
		switch name := filepath.Join(dir, fmt.Sprintf("%05X", 0x7c4a0+p)); p % 3 {
		case 0:
			file(t, name, part)
		case 1:
			file(t, filepath.Join(dir, fmt.Sprintf("%05x.txt", 0x7c4a0+p)), part)
		default:
			file(t, name+".txt.gz", packed(t, part))
		}
	}
	file(t, filepath.Join(dir, ".hidden"), []byte("not a list"))
	f, _, stats := build(t, breach.Options{Partial: true}, dir)
	if stats.Entries != int64(len(hashes)) || f.Covered() != 16 || !f.Has([]byte("123456")) {
		t.Errorf("%+v, covers %d; want %d entries in 16 ranges", stats, f.Covered(), len(hashes))
	}
}
