package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// run runs a command with something on its standard input and returns what it
// says and its exit code.
func run(t *testing.T, in string, command ...string) (out string, code int) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = []string{"LANG=en_GB.UTF-8", "HOME=" + t.TempDir(), "TMPDIR=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
	cmd.Stdin = strings.NewReader(in)
	b, err := cmd.CombinedOutput()
	if _, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatal(err)
	}
	return string(b), cmd.ProcessState.ExitCode()
}

const export = "name,url,username,password\nx,https://x.example,anna," + canary + "\ny,https://y.example,anna,sommar2024\n"

// exported writes an export with the canary in it.
func exported(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "export.csv")
	if err := os.WriteFile(path, []byte(export), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestSymbols looks into the linked programs.
func TestSymbols(t *testing.T) {
	dir := filepath.Dir(buildProgram(t))
	network := regexp.MustCompile(`(?m) [tT] (net|net/http|os/exec|crypto/tls|plugin)\.`)
	for _, name := range []string{"lampan-pass", "lampan-zxcvbn"} {
		out, err := exec.CommandContext(t.Context(), "go", "tool", "nm", filepath.Join(dir, name)).Output()
		if err != nil || !bytes.Contains(out, []byte(" T main.main")) {
			t.Fatalf("go tool nm %s: %v", name, err)
		}
		if found := network.Find(out); found != nil {
			t.Errorf("%s links %s", name, found)
		}
		if has := bytes.Contains(out, []byte("zxcvbn-go")); has != (name == "lampan-zxcvbn") {
			t.Errorf("%s: links zxcvbn-go = %v", name, has)
		}
	}
}

// TestSystemCalls watches an audit from outside, with its sibling.
func TestSystemCalls(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not here, so system calls are not watched")
	}
	program, path := buildProgram(t), exported(t)
	log := filepath.Join(t.TempDir(), "calls")
	out, code := run(t, "", "strace", "-f", "-s", "200", "-o", log, program, "audit", path)
	switch {
	case strings.Contains(out, "ptrace("):
		t.Skipf("strace may not watch here: %s", out)
	case code != exitGuessable:
		t.Fatalf("exit code %d: %s", code, out)
	}
	b, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	calls := string(b)
	if found := regexp.MustCompile(`(?m)^\d+ +(socket|socketpair|connect|bind|listen|accept4?|sendto|sendmsg|recvfrom|recvmsg|io_uring_\w+|ptrace)\(.*`).FindString(calls); found != "" {
		t.Errorf("a call that was promised away: %s", found)
	}
	if n := len(regexp.MustCompile(`(?m)^\d+ +execve\(`).FindAllString(calls, -1)); n != 2 {
		t.Errorf("%d programs were started; want lampan-pass and its sibling", n)
	}
	// Of lampan-pass, in this order.
	vault := strings.Index(calls, path+`", O_RDONLY`)
	last := -1
	for _, want := range []string{"prlimit64(0, RLIMIT_CORE, {rlim_cur=0, rlim_max=0}", "prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE", "prctl(PR_SET_NO_NEW_PRIVS, 1", "seccomp(SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC"} {
		at := strings.Index(calls, want)
		if at < last || at > vault || at < 0 {
			t.Errorf("%s was called at %d, the one before at %d, the vault opened at %d", want, at, last, vault)
		}
		last = at
	}
	for _, want := range []string{"mlock(", "MADV_DONTDUMP"} {
		if !strings.Contains(calls, want) {
			t.Errorf("no %s", want)
		}
	}
	// A sibling that is slow to begin, on a busy machine, is killed before it
	// reads or loads anything.
	n := strings.Count(calls, "seccomp(SECCOMP_SET_MODE_FILTER")
	if killed := strings.Contains(calls, "killed by SIGKILL"); n != 2 && !(n == 1 && killed) {
		t.Errorf("the filter was loaded %d times; want once in each program", n)
	}
}

// TestRefusesWithoutSandbox makes the kernel refuse the filter.
func TestRefusesWithoutSandbox(t *testing.T) {
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("strace is not here, so the kernel cannot be made to refuse")
	}
	program, path := buildProgram(t), exported(t)
	for name, args := range map[string][]string{
		"candidates": {"--stdin"}, "audit": {"audit", path}, "generate": {"generate"},
		"score": {"score", "--tsv", path}, "breach check": {"breach", "check", "--stdin"},
	} {
		strace := []string{"strace", "-f", "-o", "/dev/null", "-e", "inject=seccomp:error=EINVAL", program}
		out, code := run(t, "sommar2024\n", append(strace, args...)...)
		if code != exitSandbox || !strings.Contains(out, "sandbox could not be set") || strings.Contains(out, "easy to guess") {
			t.Errorf("%s: exit code %d: %s; want %d and a refusal", name, code, out, exitSandbox)
		}
	}
	out, code := run(t, "sommar2024\n", "strace", "-f", "-o", "/dev/null", "-e", "inject=seccomp:error=EINVAL", program, "--stdin", "--no-sandbox", "--explain")
	if code != exitGuessable || !strings.Contains(out, "SANDBOX IS OFF") || !strings.Contains(out, "zxcvbn-go: ") {
		t.Errorf("--no-sandbox: exit code %d: %s; want an answer, a warning and a second opinion", code, out)
	}
}

// TestWithFewRights runs the program where it has no rights and no network.
func TestWithFewRights(t *testing.T) {
	program := buildProgram(t)
	for dir := filepath.Dir(program); strings.HasPrefix(dir, os.TempDir()) && dir != os.TempDir(); dir = filepath.Dir(dir) {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for where, wrap := range map[string][]string{
		"in an empty network":   {"unshare", "-rn"},
		"nobody, with no right": {"setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--bounding-set=-all"},
		"no memory to lock":     {"prlimit", "--memlock=0:0"},
	} {
		t.Run(where, func(t *testing.T) {
			if out, err := exec.CommandContext(t.Context(), wrap[0], append(wrap[1:], "true")...).CombinedOutput(); err != nil {
				t.Skipf("%v cannot be had here: %v %s", wrap, err, out)
			}
			out, code := run(t, "sommar2024\n", append(wrap, program, "--stdin", "--explain")...)
			if code != exitGuessable || !strings.Contains(out, "zxcvbn-go: ") {
				t.Errorf("exit code %d: %s; want %d and a second opinion", code, out, exitGuessable)
			}
		})
	}
}

// TestNothingIsLeftBehind looks for the canary in every file and every word of a
// run of each command.
func TestNothingIsLeftBehind(t *testing.T) {
	program, path := buildProgram(t), exported(t)
	dir, home, tmp := t.TempDir(), t.TempDir(), t.TempDir()
	for name, args := range map[string][]string{
		"text": {"--stdin", "--explain"}, "JSON": {"--stdin", "--format", "json"}, "breach check": {"breach", "check", "--stdin"},
		"audit":         {"audit", "--person", "anna=" + path, "--explain", "--verdicts", "verdicts.json"},
		"audit as JSON": {"audit", path, "--format", "json"},
		"wrong file":    {"audit", path, "--filter", path},
		"crash":         {"audit", "--person", "anna=" + path, "--verdicts", "/proc/nowhere/x"},
	} {
		cmd := exec.CommandContext(t.Context(), program, args...)
		cmd.Dir = dir
		cmd.Env = []string{"LANG=en_GB.UTF-8", "HOME=" + home, "TMPDIR=" + tmp}
		cmd.Stdin = strings.NewReader(canary + "\n")
		out, _ := cmd.CombinedOutput()
		for _, part := range []string{canary, "Kanarie", "8Zq", "sommar2024"} {
			if bytes.Contains(out, []byte(part)) {
				t.Errorf("%s says the password", name)
			}
		}
	}
	for _, root := range []string{dir, home, tmp} {
		err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			b, err := os.ReadFile(path)
			if bytes.Contains(b, []byte("Kanarie")) || bytes.Contains(b, []byte("sommar2024")) {
				t.Errorf("%s holds the password", path)
			}
			if filepath.Base(path) != "verdicts.json" {
				t.Errorf("%s was left behind", path)
			} else if info, err := d.Info(); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the verdicts are %v, %v; want them readable by their owner alone", info.Mode(), err)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
}

// TestSibling gives lampan-pass siblings that misbehave. None of them changes
// what it says itself, or makes it wait for long.
func TestSibling(t *testing.T) {
	program, path := buildProgram(t), exported(t)
	sibling := filepath.Join(filepath.Dir(program), "lampan-zxcvbn")
	honest, err := os.ReadFile(sibling)
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, program, reason string
	}{
		{"honest", string(honest), ""},
		{"missing", "", missing},
		{"not a program", "nonsense", missing},
		{"ends at once", "#!/bin/sh\nexit 1\n", silent},
		{"never answers", "#!/bin/sh\nexec sleep 1000\n", silent},
		{"talks nonsense", "#!/bin/sh\necho nonsense and more of it\nexec sleep 1000\n", silent},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if err := os.Remove(sibling); err != nil && !errors.Is(err, fs.ErrNotExist) {
				t.Fatal(err)
			}
			if tt.program != "" {
				if err := os.WriteFile(sibling, []byte(tt.program), 0o755); err != nil {
					t.Fatal(err)
				}
			}
			out, code := run(t, "sommar2024\nhund-matta-segel-frost\n", program, "--stdin", "--format", "json")
			var said struct{ Candidates []judged }
			if err := json.Unmarshal([]byte(out), &said); err != nil || code != exitGuessable || len(said.Candidates) != 2 {
				t.Fatalf("exit code %d, %v: %s", code, err, out)
			}
			for _, c := range said.Candidates {
				if c.Second.Reason != tt.reason || c.Second.Asked != (tt.reason == "") {
					t.Errorf("asked = %v, reason %q; want %q", c.Second.Asked, c.Second.Reason, tt.reason)
				}
			}
			if out, code := run(t, "", program, "audit", path, "--explain"); code != exitGuessable || !strings.Contains(out, "econd opinion") {
				t.Errorf("audit: exit code %d: %s", code, out)
			}
		})
	}
}

// TestSiblingDiesWithParent kills lampan-pass where it cannot clean up.
func TestSiblingDiesWithParent(t *testing.T) {
	s := start(t, buildProgram(t))
	s.enter("sommar2024\r")
	s.waitFor("Password: ", 2)
	child := 0
	processes, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range processes {
		b, _ := os.ReadFile(p)
		if f := strings.Fields(string(b)); len(f) > 3 && f[1] == "(lampan-zxcvbn)" && f[3] == strconv.Itoa(s.cmd.Process.Pid) {
			child, _ = strconv.Atoi(f[0])
		}
	}
	if child == 0 {
		t.Fatal("no sibling is running")
	}
	_ = s.cmd.Process.Kill()
	_ = s.cmd.Wait()
	for range 300 {
		if err := syscall.Kill(child, 0); errors.Is(err, syscall.ESRCH) {
			return
		}
		if b, _ := os.ReadFile("/proc/" + strconv.Itoa(child) + "/stat"); bytes.Contains(b, []byte(") Z ")) {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the sibling lives on")
}
