package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// copies counts how often a text lies in the memory of a process. The text is
// handed over with every byte changed, so that this test does not find itself.
func copies(pid string, changed []byte) (int, error) {
	maps, err := os.Open("/proc/" + pid + "/maps")
	if err != nil {
		return 0, err
	}
	defer maps.Close()
	mem, err := os.Open("/proc/" + pid + "/mem")
	if err != nil {
		return 0, err
	}
	defer mem.Close()
	n := 0
	const window = 1 << 20
	b := make([]byte, window+len(changed))
	// A process that searches itself would meet its own windows again, and what is
	// changed in one of them is the text.
	defer clear(b)
	for lines := bufio.NewScanner(maps); lines.Scan(); {
		where, rest, _ := strings.Cut(lines.Text(), " ")
		from, to, _ := strings.Cut(where, "-")
		start, err1 := strconv.ParseInt(from, 16, 64)
		end, err2 := strconv.ParseInt(to, 16, 64)
		if err := errors.Join(err1, err2); err != nil || rest[0] != 'r' {
			continue // [vsyscall] lies beyond what an offset can say
		}
		for at := start; at < end; at += window {
			m, _ := mem.ReadAt(b[:min(int64(len(b)), end-at)], at)
			change(b[:m])
			n += bytes.Count(b[:m], changed)
			clear(b)
		}
	}
	return n, nil
}

func change(b []byte) []byte {
	for i := range b {
		b[i] ^= 0x5a
	}
	return b
}

// TestMemory looks for a candidate in the memory of the running program, after it
// was judged and while the next is waited for.
func TestMemory(t *testing.T) {
	program := buildProgram(t)
	s := start(t, program)
	s.waitFor("Password: ", 1)
	pid := strconv.Itoa(s.cmd.Process.Pid)
	// While it is typed it lies in its own buffer: the test can see it there.
	s.enter(canary)
	pattern := change([]byte(canary))
	found := 0
	for range 200 {
		var err error
		if found, err = copies(pid, pattern); err != nil {
			t.Skipf("the memory of another process cannot be read here: %v", err)
		}
		if found > 0 {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if found != 1 {
		t.Errorf("%d copies while it is typed; want 1, in its own buffer", found)
	}
	s.enter("\r")
	s.waitFor("Password: ", 2)
	if found, err := copies(pid, pattern); err != nil || found != 0 {
		t.Errorf("%d copies after it was judged, %v; want 0", found, err)
	}
	children, err := os.ReadFile("/proc/" + pid + "/task/" + pid + "/children")
	for child := range strings.FieldsSeq(string(children)) {
		left, err := copies(child, pattern)
		t.Logf("lampan-zxcvbn (%s) still holds %d copies: %v", child, left, err)
	}
	if len(children) == 0 {
		t.Logf("the sibling was started by another thread: %v", err)
	}
	for _, of := range []string{"environ", "cmdline"} {
		if b, err := os.ReadFile("/proc/" + pid + "/" + of); err != nil || bytes.Contains(b, []byte(canary)) {
			t.Errorf("%s: %v, or it holds the candidate", of, err)
		}
	}
	s.enter("\r")
	s.exit()
}

// scanEnv names the arguments of a run in this process, whose memory is then
// scanned.
const scanEnv = "LAMPAN_PASS_TEST_SCAN"

// scanned runs the program and counts what is left of the canary.
func scanned() {
	p := &program{in: os.Stdin, out: io.Discard, errs: os.Stderr, now: time.Now, set: settings{lang: "en", format: "text"}}
	// The canary stands among the constants of this test, so what matters is what
	// comes to that. Its changed copy is made byte by byte.
	pattern := make([]byte, len(canary))
	for i := range pattern {
		pattern[i] = canary[i] ^ 0x5a
	}
	before, err1 := copies("self", pattern)
	code := p.main(strings.Fields(os.Getenv(scanEnv)))
	after, err2 := copies("self", pattern)
	fmt.Printf("%d copies, exit code %d, %v\n", after-before, code, errors.Join(err1, err2))
}

// TestMemoryOfAudit counts what an audit leaves of a vault when it is over.
func TestMemoryOfAudit(t *testing.T) {
	if testing.Short() {
		t.Skip("searches all of the memory, of which the race detector takes much")
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"chrome.csv":     "name,url,username,password\nx,https://x.example,anna,%s\ny,https://y.example,anna,%s\n",
		"bitwarden.json": `{"encrypted":false,"items":[{"type":1,"name":"x","login":{"username":"anna","password":"%s","uris":[{"uri":"https://x.example"}]}}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(dir, name)
			if err := os.WriteFile(path, []byte(strings.ReplaceAll(content, "%s", canary)), 0o600); err != nil {
				t.Fatal(err)
			}
			cmd := exec.CommandContext(t.Context(), self)
			cmd.Env = []string{scanEnv + "=audit " + path}
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.HasPrefix(string(out), "0 copies") || strings.Contains(string(out), "exit code 5") {
				t.Errorf("%s, %v; want 0 copies", out, err)
			}
		})
	}
}
