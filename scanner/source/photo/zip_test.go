package photo_test

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io/fs"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/scanner/source"
	"lampan/scanner/source/photo"
	"lampan/scanner/source/sourcetest"
)

// packed is one member of a zip file.
type packed struct {
	name   string
	data   []byte
	header func(*zip.FileHeader) // changes what the list says; may be nil
}

// archive packs members, whose names and headers may be anything.
func archive(t testing.TB, method uint16, members ...packed) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, m := range members {
		raw := m.data
		method := method
		if strings.HasSuffix(m.name, "/") {
			method = zip.Store
		}
		if method == zip.Deflate {
			raw = deflate(t, m.data)
		}
		h := &zip.FileHeader{
			Name: m.name, Method: method, CRC32: crc32.ChecksumIEEE(m.data),
			CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(m.data)),
		}
		if m.header != nil {
			m.header(h)
		}
		f, err := w.CreateRaw(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func deflate(t testing.TB, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := flate.NewWriter(&out, flate.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func home() []byte {
	return sourcetest.Picture{Lat: 60.58, Lon: 16.53, Taken: "2026:06:01 12:00:00", Artist: "Anna Lind"}.JPEG()
}

func read(t testing.TB, files map[string][]byte) sourcetest.Result {
	t.Helper()
	b := sourcetest.NewBench(t, declared(), files, nil)
	return sourcetest.Collect(t.Context(), newSource(b.Env), b.Grant())
}

func TestZip(t *testing.T) {
	for _, method := range []uint16{zip.Store, zip.Deflate} {
		whole := archive(
			t, method,
			packed{"DCIM/b.jpg", home(), nil}, packed{"DCIM/a.jpg", home(), nil}, packed{"DCIM/", nil, nil},
			packed{"las-mig.txt", []byte("hej"), nil}, packed{"utan-namn", home(), nil},
			packed{"__MACOSX/DCIM/._a.jpg", []byte("x"), nil}, packed{".dold/c.jpg", home(), nil},
		)
		c := sourcetest.Case{
			Source: declared(), New: newSource, Documents: 4,
			Files: map[string][]byte{"bilder/sommar.ZIP": whole, "bilder/z.jpg": home(), "andra/c.jpg": home()},
			Limited: func(e sourcetest.Env) source.Source {
				return photo.New(photo.Config{Source: e.Source, Root: e.Root, Now: e.Now, MaxFiles: 2})
			},
		}
		t.Run(fmt.Sprint("in a folder ", method), func(t *testing.T) { sourcetest.Run(t, c) })
		c.Source.At = "bilder/sommar.ZIP"
		c.Documents, c.Broken = 3, []byte("hej")
		t.Run(fmt.Sprint("as the source ", method), func(t *testing.T) { sourcetest.Run(t, c) })

		r := read(t, c.Files)
		want := []string{"bilder/sommar.ZIP#DCIM/a.jpg", "bilder/sommar.ZIP#DCIM/b.jpg", "bilder/sommar.ZIP#utan-namn", "bilder/z.jpg"}
		if diff := cmp.Diff(want, r.Locators()); diff != "" {
			t.Errorf("documents (-want +got):\n%s", diff)
		}
		for _, d := range r.Documents {
			if d.Photo.Owner != "Anna Lind" || len(d.Photo.Positions) != 1 {
				t.Errorf("%s: %+v; want owner and position", d.Locator, d.Photo)
			}
		}
	}
}

// One member that cannot be read never costs another.
func TestZipFaults(t *testing.T) {
	good := packed{"9.jpg", home(), nil}
	zeros := make([]byte, 1<<20)
	noise := make([]byte, 1<<19) // does not shrink
	_, _ = rand.NewChaCha8([32]byte{}).Read(noise)
	for _, tc := range []struct {
		name   string
		method uint16
		bad    packed
		want   source.Reason
		docs   int
	}{
		{"another checksum", zip.Deflate, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.CRC32++ }}, source.Malformed, 2},
		{"shorter than it says", zip.Deflate, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.UncompressedSize64++ }}, source.Malformed, 2},
		{"longer than it says", zip.Deflate, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.UncompressedSize64 -= 9 }}, source.Malformed, 2},
		{"not packed so", zip.Store, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.Method = zip.Deflate }}, source.Malformed, 1},
		{"stored longer than it is", zip.Store, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.UncompressedSize64 = 1 << 40 }}, source.Malformed, 1},
		{"encrypted", zip.Store, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.Flags |= 1 }}, source.Unsupported, 1},
		{"another way of packing", zip.Store, packed{"1.jpg", home(), func(h *zip.FileHeader) { h.Method = 93 }}, source.Unsupported, 1},
		{"a zip file in it", zip.Store, packed{"1.zip", archive(t, zip.Store, good), nil}, source.Unsupported, 1},
		{"a link", zip.Store, packed{"1.jpg", []byte("../../hemligt.jpg"), func(h *zip.FileHeader) { h.SetMode(fs.ModeSymlink | 0o777) }}, source.OutsideScope, 1},
		{"a pipe", zip.Store, packed{"1.jpg", nil, func(h *zip.FileHeader) { h.SetMode(fs.ModeNamedPipe | 0o600) }}, source.Unsupported, 1},
		{"larger than is unpacked", zip.Deflate, packed{"1.jpg", noise, func(h *zip.FileHeader) { h.UncompressedSize64 = 65 << 20 }}, source.TooLarge, 1},
		{"a bomb", zip.Deflate, packed{"1.jpg", bytes.Repeat(zeros, 20), nil}, source.TooLarge, 1},
		{"no picture", zip.Store, packed{"1.jpg", []byte("hej"), nil}, source.Malformed, 1},
		{"a kind that is not read", zip.Store, packed{"1.bmp", []byte("BM"), nil}, source.Unsupported, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			z := archive(t, tc.method, tc.bad, good)
			r := read(t, map[string][]byte{"bilder/a.zip": z, "bilder/b.jpg": home()})
			if diff := cmp.Diff([]source.Reason{tc.want}, r.Reasons()); diff != "" {
				t.Errorf("faults (-want +got):\n%s\n%v", diff, r.Faults)
			}
			if len(r.Documents) != tc.docs+1 || !slices.Contains(r.Locators(), "bilder/a.zip#9.jpg") {
				t.Errorf("documents %q; want %d, and the good one", r.Locators(), tc.docs+1)
			}
		})
	}
}

// Nothing more of a zip file is read once its consent is withdrawn.
func TestZipWithdrawn(t *testing.T) {
	z := archive(t, zip.Store, packed{"1.jpg", home(), nil}, packed{"2.jpg", home(), nil}, packed{"3.jpg", home(), nil})
	b := sourcetest.NewBench(t, declared(), map[string][]byte{"bilder/a.zip": z}, nil)
	var got []string
	for d, err := range newSource(b.Env).Read(t.Context(), b.Grant()) {
		if err != nil {
			got = append(got, string(source.ReasonOf(err)))
			continue
		}
		got = append(got, d.Locator)
		b.Case.Revoke("bilder")
	}
	if diff := cmp.Diff([]string{"bilder/a.zip#1.jpg", "not-granted"}, got); diff != "" {
		t.Errorf("read (-want +got):\n%s", diff)
	}
}

// Names lead nowhere: they are only shown.
func TestZipNames(t *testing.T) {
	for name, want := range map[string]string{
		"../../ond.jpg": "ond.jpg", "/etc/a.jpg": "etc/a.jpg", `C:\bilder\a.jpg`: "C:/bilder/a.jpg", "a/./b/../c.jpg": "a/c.jpg",
		"a\x00\x1b[31m\u202Egpj.jpg": "a[31mgpj.jpg", "\xFF\xFEa.jpg": "\uFFFDa.jpg", "a#b.jpg": "a#b.jpg", "räksmörgås.jpg": "räksmörgås.jpg",
	} {
		r := read(t, map[string][]byte{"bilder/a.zip": archive(t, zip.Store, packed{name, home(), nil})})
		if diff := cmp.Diff([]string{"bilder/a.zip#" + want}, r.Locators()); diff != "" || len(r.Faults) > 0 {
			t.Errorf("%q: faults %v, documents (-want +got):\n%s", name, r.Faults, diff)
		}
	}
	long := read(t, map[string][]byte{"bilder/a.zip": archive(t, zip.Store, packed{strings.Repeat("å", 20_000) + ".jpg", home(), nil})})
	if len(long.Documents) != 1 || len(long.Documents[0].Locator) > 600 {
		t.Errorf("a long name gives %d documents with %q", len(long.Documents), long.Locators())
	}
	twice := read(t, map[string][]byte{"bilder/a.zip": archive(t, zip.Store, packed{"a.jpg", home(), nil}, packed{"a.jpg", home(), nil})})
	if diff := cmp.Diff([]string{"bilder/a.zip#a (2).jpg", "bilder/a.zip#a.jpg"}, twice.Locators()); diff != "" {
		t.Errorf("two of one name (-want +got):\n%s", diff)
	}
}

// Members that are listed often, or lie in each other, are read once.
func TestZipOverlap(t *testing.T) {
	z := archive(t, zip.Store, packed{"a.jpg", home(), nil})
	dir := bytes.Index(z, []byte("PK\x01\x02"))
	end := bytes.Index(z, []byte("PK\x05\x06"))
	entry, tail := z[dir:end], bytes.Clone(z[end:])
	out := bytes.Clone(z[:dir])
	const copies = 1000
	for i := range copies {
		e := bytes.Clone(entry)
		copy(e[46:], fmt.Sprintf("%c%c.jp", 'a'+i/26%26, 'a'+i%26))
		out = append(out, e...)
	}
	binary.LittleEndian.PutUint16(tail[8:], copies)
	binary.LittleEndian.PutUint16(tail[10:], copies)
	binary.LittleEndian.PutUint32(tail[12:], uint32(copies*len(entry)))
	r := read(t, map[string][]byte{"bilder/a.zip": append(out, tail...)})
	if diff := cmp.Diff([]source.Reason{source.Malformed}, r.Reasons()); diff != "" || len(r.Documents) > 1 {
		t.Errorf("%d documents of one picture's bytes; want one, and faults (-want +got):\n%s", len(r.Documents), diff)
	}
}

// A list that is too long, or that claims to be, is refused before there is room
// for it.
func TestZipCrowd(t *testing.T) {
	const many = 100_001
	var crowd bytes.Buffer
	w := zip.NewWriter(&crowd)
	for i := range many {
		if _, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%d.jpg", i)}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	// The same, which says that it lists one file fewer than fits in 16 bits.
	lying := bytes.Clone(crowd.Bytes())
	end := bytes.LastIndex(lying, []byte("PK\x05\x06"))
	at := bytes.Index(lying, []byte("PK\x01\x02"))
	lying = append(lying[:0:0], lying...)
	binary.LittleEndian.PutUint16(lying[end+8:], many&0xffff)
	binary.LittleEndian.PutUint16(lying[end+10:], many&0xffff)
	binary.LittleEndian.PutUint32(lying[end+12:], uint32(bytes.Index(lying, []byte("PK\x06\x06"))-at))
	binary.LittleEndian.PutUint32(lying[end+16:], uint32(at))
	for name, z := range map[string][]byte{"honest": crowd.Bytes(), "lying": lying, "claiming": claiming(t)} {
		r := read(t, map[string][]byte{"bilder/a.zip": z, "bilder/b.jpg": home()})
		if diff := cmp.Diff([]source.Reason{source.Limit}, r.Reasons()); diff != "" || len(r.Documents) != 1 {
			t.Errorf("%s: %d documents, faults (-want +got):\n%s", name, len(r.Documents), diff)
		}
	}
}

// claiming is a small zip file whose end, in the form for large ones, claims as many
// members as its size leaves room for.
func claiming(t testing.TB) []byte {
	t.Helper()
	out := make([]byte, 4<<20)
	end := make([]byte, 56)
	copy(end, "PK\x06\x06")
	binary.LittleEndian.PutUint64(end[4:], 44)
	binary.LittleEndian.PutUint64(end[24:], 100_001)
	binary.LittleEndian.PutUint64(end[32:], 100_001)
	locator := make([]byte, 20)
	copy(locator, "PK\x06\x07")
	binary.LittleEndian.PutUint64(locator[8:], uint64(len(out)))
	binary.LittleEndian.PutUint32(locator[16:], 1)
	last := make([]byte, 22)
	copy(last, "PK\x05\x06")
	for i := 8; i < 20; i++ {
		last[i] = 0xff
	}
	return slices.Concat(out, end, locator, last)
}

// What members unpack to, together, is bounded too.
func TestZipBombTogether(t *testing.T) {
	if testing.Short() {
		t.Skip("unpacks a gigabyte")
	}
	zeros := make([]byte, 15<<20)
	raw := deflate(t, zeros)
	sum := crc32.ChecksumIEEE(zeros)
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for i := range 100 {
		f, err := w.CreateRaw(&zip.FileHeader{Name: fmt.Sprintf("%03d.bmp", i), Method: zip.Deflate, CRC32: sum, CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(zeros))})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(raw); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	r := read(t, map[string][]byte{"bilder/a.zip": out.Bytes()})
	if !slices.Contains(r.Reasons(), source.Limit) {
		t.Error("a gigabyte and a half was unpacked; want a limit")
	}
}

// FuzzZip reads any bytes as a zip file: names lead nowhere, and nothing is larger
// than what is allowed.
func FuzzZip(f *testing.F) {
	f.Add(archive(f, zip.Store, packed{"a.jpg", home(), nil}, packed{"a.jpg.json", []byte("{}"), nil}))
	f.Add(archive(f, zip.Deflate, packed{"../a.jpg", home(), nil}, packed{"b.zip", nil, nil}))
	f.Add(claiming(f)[4<<20-200:])
	f.Fuzz(func(t *testing.T, data []byte) {
		members, err := photo.Unpack(data)
		if err != nil && len(members) > 0 {
			t.Fatalf("%d members, and %v", len(members), err)
		}
		seen := map[string]bool{}
		for _, m := range members {
			if m.Err == nil && m.Name == "" || m.Name != "" && (seen[m.Name] || !fs.ValidPath(m.Name)) || !utf8.ValidString(m.Name) || strings.ContainsAny(m.Name, "\x00\x1b\n\\") {
				t.Fatalf("name %q", m.Name)
			}
			seen[m.Name] = true
			if m.Size > 64<<20 && m.Size > int64(len(data)) {
				t.Fatalf("%q has %d bytes", m.Name, m.Size)
			}
		}
	})
}
