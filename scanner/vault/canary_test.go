package vault_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"lampan/rules/password"
	"lampan/scanner/vault"
)

// TestBuffersAreWiped reads every fixture and looks through all buffers that
// held decoded, unpacked or decrypted text.
func TestBuffersAreWiped(t *testing.T) {
	for name, f := range fixtures(t) {
		scratch, err := vault.Scratch(name, f.data, f.options)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for _, b := range scratch {
			if len(bytes.Trim(b, "\x00")) > 0 {
				t.Errorf("%s: a buffer of %d bytes is not wiped", name, len(b))
			}
		}
	}
}

// canary is a password that stands nowhere in this program: it is put together
// where it is needed, and wiped again.
func canary(n int) []byte {
	return append(append([]byte("Gul"), "kanarie"...), strconv.Itoa(7_310_000+n)...)
}

// TestNothingIsLeft reads files with a canary in them, wipes what the caller
// has to wipe, and looks through the memory of this process for copies. Linux
// only: elsewhere there is no /proc/self/mem.
func TestNothingIsLeft(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("needs /proc/self/mem")
	}
	build := map[string]func(pw []byte) []byte{
		"a table": func(pw []byte) []byte {
			return slot(pw, "url,username,password\nhttps://example.se,anna,", "\nhttps://example.org,anna,\"", "\"\"x\"\n")
		},
		"UTF-16": func(pw []byte) []byte {
			text := slot(pw, "url,username,password\nhttps://example.se,anna,", "\nhttps://example.org,anna,", "\n")
			defer clear(text)
			out := make([]byte, 0, 2*len(text)+2)
			out = append(out, 0xff, 0xfe)
			for _, b := range text {
				out = append(out, b, 0)
			}
			return out
		},
		"JSON": func(pw []byte) []byte {
			return slot(pw, `{"encrypted":false,"items":[{"type":1,"passwordHistory":[{"password":"`, `"}],"login":{"password":"`, `"}}]}`)
		},
		"an archive": func(pw []byte) []byte {
			text := slot(pw, `{"accounts":[{"vaults":[{"items":[{"details":{"loginFields":[{"value":"`, `","designation":"password"}],"password":"`, `"}}]}]}]}`)
			defer clear(text)
			return packed(t, text)
		},
		"XML": func(pw []byte) []byte {
			return slot(pw, `<KeePassFile><Root><Group><Entry><String><Key>Password</Key><Value>`, `</Value></String><String><Key>Pin</Key><Value>`, `&amp;</Value></String></Entry></Group></Root></KeePassFile>`)
		},
		"a list": func(pw []byte) []byte { return slot(pw, "sommar\n", "\nvinter\n", "") },
	}
	n := 0
	for name, f := range build {
		n++
		pw := canary(n)
		data := f(pw)
		// Many times, since what is left of one reading may be overwritten by
		// chance.
		var entries []password.Entry
		for range 20 {
			more, _, err := vault.Read(name, data, opened("", nil))
			if err != nil || len(more) == 0 {
				t.Fatalf("%s: %d entries, %v", name, len(more), err)
			}
			entries = append(entries, more...)
		}
		// While the entries live, the canary is found: the search works.
		before := found(t, pw)
		for i := range entries {
			entries[i].Wipe()
		}
		clear(data)
		// One copy is pw itself, which is what is searched for.
		if after := found(t, pw); before < 2 || after != 1 {
			t.Errorf("%s: %d copies of the canary with the entries, %d without; want several and 1", name, before, after)
		}
		clear(pw)
	}
}

// slot puts a password between texts, in a buffer of the right size.
func slot(pw []byte, a, b, c string) []byte {
	out := make([]byte, 0, len(a)+len(b)+len(c)+2*len(pw))
	return append(append(append(append(append(out, a...), pw...), b...), pw...), c...)
}

// packed makes an archive of text without leaving a copy of it: packed as it
// is, and with zeros written after it through the same buffer.
func packed(t *testing.T, text []byte) []byte {
	t.Helper()
	n := uint16(len(text))
	raw := binary.LittleEndian.AppendUint16([]byte{1}, n)
	raw = append(slices.Grow(binary.LittleEndian.AppendUint16(raw, ^n), len(text)), text...)
	defer clear(raw)
	var out bytes.Buffer
	out.Grow(1 << 16)
	z := zip.NewWriter(&out)
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: "export.data", Method: zip.Deflate, CRC32: crc32.ChecksumIEEE(text),
		CompressedSize64: uint64(len(raw)), UncompressedSize64: uint64(len(text)),
	})
	if err == nil {
		_, err = w.Write(raw)
	}
	if err == nil {
		w, err = z.CreateHeader(&zip.FileHeader{Name: "files/x", Method: zip.Store})
	}
	for range 32 {
		if err == nil {
			_, err = w.Write(make([]byte, 512))
		}
	}
	if err = errors.Join(err, z.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// found counts the copies of pw in the writable memory of this process.
func found(t *testing.T, pw []byte) int {
	t.Helper()
	runtime.GC()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skipf("read the memory map: %v", err)
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skipf("open the memory: %v", err)
	}
	defer mem.Close()
	const piece = 1 << 20
	buf := make([]byte, piece)
	count := 0
	for line := range strings.Lines(string(maps)) {
		fields := strings.Fields(line)
		if !strings.HasPrefix(fields[1], "rw") {
			continue
		}
		from, to, _ := strings.Cut(fields[0], "-")
		start, _ := strconv.ParseInt(from, 16, 64)
		end, _ := strconv.ParseInt(to, 16, 64)
		for at := start; at < end; at += piece - int64(len(pw)) + 1 {
			n, _ := mem.ReadAt(buf[:min(piece, end-at)], at)
			count += bytes.Count(buf[:n], pw)
			clear(buf[:n]) // before the search comes to buf itself
		}
	}
	return count
}
