package vault_test

import (
	"bytes"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"lampan/rules/password"
	"lampan/scanner/vault"
)

// canary is a password that stands nowhere in this program: it is put together
// where it is needed, and wiped again.
func canary(n int) []byte {
	return append(append([]byte("Gul"), "kanarie"...), strconv.Itoa(7_310_000+n)...)
}

// TestNothingIsLeft reads files with a canary in them, wipes what the caller
// has to wipe, and looks through the memory of this process for copies.
func TestNothingIsLeft(t *testing.T) {
	// Go interrupts a goroutine anywhere, also in the middle of a copy, and then
	// keeps its vector registers, 64 bytes each, until the next time. Nobody can
	// wipe that, so it is turned off while the rest is looked through.
	const calm = "asyncpreemptoff=1"
	if os.Getenv("GODEBUG") != calm {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestNothingIsLeft$", "-test.v")
		cmd.Env = append(os.Environ(), "GODEBUG="+calm)
		out, err := cmd.CombinedOutput()
		if err != nil || !bytes.Contains(out, []byte("PASS: TestNothingIsLeft")) && !bytes.Contains(out, []byte("SKIP: ")) {
			t.Fatalf("%v\n%s", err, out)
		}
		return
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
	// The window lies outside the map that was just read. A window that came to
	// itself would copy what it holds on into itself, and count it twice.
	const piece = 1 << 20
	buf, err := syscall.Mmap(-1, 0, piece, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		clear(buf)
		if err := syscall.Munmap(buf); err != nil {
			t.Error(err)
		}
	}()
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
		}
	}
	return count
}
