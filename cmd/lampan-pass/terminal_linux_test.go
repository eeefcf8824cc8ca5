package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// canary is typed and must show nowhere.
const canary = "Kanariefågel-8Zq"

// openPty makes a pseudo-terminal.
func openPty(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = master.Close() })
	var unlock, number uint32
	ioctl(t, master, syscall.TIOCSPTLCK, unsafe.Pointer(&unlock))
	ioctl(t, master, syscall.TIOCGPTN, unsafe.Pointer(&number))
	slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { _ = slave.Close() })
	return master, slave
}

func ioctl(t *testing.T, f *os.File, request uintptr, arg unsafe.Pointer) {
	t.Helper()
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, f.Fd(), request, uintptr(arg)); errno != 0 {
		t.Fatalf("ioctl %x: %v", request, errno)
	}
}

// echoes reports whether the terminal shows what is typed.
func echoes(t *testing.T, f *os.File) bool {
	t.Helper()
	var state syscall.Termios
	ioctl(t, f, syscall.TCGETS, unsafe.Pointer(&state))
	return state.Lflag&syscall.ECHO != 0 && state.Lflag&syscall.ICANON != 0
}

// session is the program at a terminal. It collects what the terminal shows.
type session struct {
	t      *testing.T
	cmd    *exec.Cmd
	master *os.File
	slave  *os.File

	mu    sync.Mutex
	shown bytes.Buffer
}

func start(t *testing.T, program string, args ...string) *session {
	t.Helper()
	master, slave := openPty(t)
	s := &session{t: t, master: master, slave: slave}
	s.cmd = exec.CommandContext(t.Context(), program, args...)
	s.cmd.Env = []string{"LANG=en_GB.UTF-8"}
	s.cmd.Stdin, s.cmd.Stdout, s.cmd.Stderr = slave, slave, slave
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true, Ctty: 0}
	if !echoes(t, slave) {
		t.Fatal("a new terminal does not echo; the test would see nothing")
	}
	if err := s.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		b := make([]byte, 4096)
		for {
			n, err := master.Read(b)
			s.mu.Lock()
			s.shown.Write(b[:n])
			s.mu.Unlock()
			if err != nil {
				return
			}
		}
	}()
	return s
}

func (s *session) screen() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown.String()
}

// waitFor waits until the text has been shown n times.
func (s *session) waitFor(text string, n int) {
	s.t.Helper()
	for range 3000 {
		if strings.Count(s.screen(), text) >= n {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.t.Fatalf("%q was not shown %d times; the screen says:\n%s", text, n, s.screen())
}

func (s *session) enter(text string) {
	s.t.Helper()
	if _, err := io.WriteString(s.master, text); err != nil {
		s.t.Fatal(err)
	}
}

func (s *session) exit() int {
	s.t.Helper()
	err := s.cmd.Wait()
	exit, ok := errors.AsType[*exec.ExitError](err)
	switch {
	case err == nil:
		return 0
	case !ok:
		s.t.Fatal(err)
	}
	return exit.ExitCode()
}

func TestTerminal(t *testing.T) {
	program := buildProgram(t)
	const prompt = "Password: "
	tests := []struct {
		name string
		run  func(*session)
		exit int
	}{
		{"one strong, then an empty line", func(s *session) {
			s.enter(canary + "\r")
			s.waitFor(prompt, 2)
			s.enter("\r")
			s.waitFor("A password of its own", 1)
		}, exitOK},
		{"two at once, typed ahead", func(s *session) {
			s.enter(canary + "\r" + canary + "x\r\r")
			s.waitFor("Password 2", 1)
		}, exitOK},
		{"a guessable one", func(s *session) {
			s.enter("sommar2024\r")
			s.waitFor("easy to guess", 1)
			s.enter("\x04")
		}, exitGuessable},
		{"Ctrl-C in the middle", func(s *session) { s.enter(canary[:6] + "\x03") }, exitInterrupted},
		{"SIGTERM at the prompt", func(s *session) {
			s.enter(canary + "\r")
			s.waitFor(prompt, 2)
			_ = s.cmd.Process.Signal(syscall.SIGTERM)
		}, exitInterrupted},
		{"SIGQUIT at the prompt", func(s *session) {
			s.enter(canary + "\r")
			s.waitFor(prompt, 2)
			_ = s.cmd.Process.Signal(syscall.SIGQUIT)
		}, exitInterrupted},
		{"too long", func(s *session) {
			// A pseudo-terminal holds 4,095 bytes, so they go in portions.
			for range 10 {
				s.enter(strings.Repeat("a", 500))
			}
			s.enter("\r")
			s.waitFor("longer than 4096", 1)
		}, exitFiles},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, program)
			s.waitFor(prompt, 1)
			tt.run(s)
			if got := s.exit(); got != tt.exit {
				t.Errorf("exit code = %d; want %d; the screen says:\n%s", got, tt.exit, s.screen())
			}
			for _, part := range []string{canary, canary[:6], "sommar", "aaaa"} {
				if strings.Contains(s.screen(), part) {
					t.Errorf("the screen shows what was typed:\n%s", s.screen())
				}
			}
			if !echoes(t, s.slave) {
				t.Error("the terminal does not echo afterwards")
			}
		})
	}
}

// TestCommandLineIsNotRepeated types a password where it does not belong.
func TestCommandLineIsNotRepeated(t *testing.T) {
	program := buildProgram(t)
	for _, args := range [][]string{{canary}, {"-" + canary}, {"--" + canary + "=1"}, {"--lang", canary}, {"--lang=" + canary, "--help"}, {"--stdin=" + canary}} {
		out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok || exit.ExitCode() != exitUsage {
			t.Errorf("%d arguments: %v; want exit code %d", len(args), err, exitUsage)
		}
		if strings.Contains(string(out), "Kanarie") {
			t.Errorf("the output repeats the command line: %s", out)
		}
	}
}

// buildProgram builds lampan-pass, with its sibling beside it, for tests that need
// a process of its own.
func buildProgram(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", dir, ".", "../lampan-zxcvbn").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return filepath.Join(dir, "lampan-pass")
}

// TestVaultPassword opens a database that has a password of its own.
func TestVaultPassword(t *testing.T) {
	program := buildProgram(t)
	const opens = "Kanariefagel-8Zq"
	database := filepath.Join("..", "..", "scanner", "vault", "testdata", "web-4-aes.kdbx")
	const prompt = "Password of "
	tests := []struct {
		name string
		run  func(*session)
		exit int
		says string
	}{
		{"right at once", func(s *session) { s.enter(opens + "\r") }, exitGuessable, "Read: "},
		{"right the second time", func(s *session) {
			s.enter(canary + "\r")
			s.waitFor(prompt, 2)
			s.enter(opens + "\r")
		}, exitGuessable, "does not open the file"},
		{"never right", func(s *session) {
			for i := range mostTries {
				s.waitFor(prompt, i+1)
				s.enter(canary + "\r")
			}
		}, exitFiles, "does not fit"},
		{"Ctrl-D", func(s *session) { s.enter("\x04") }, exitFiles, "no password was typed"},
		{"Ctrl-C", func(s *session) { s.enter(canary[:6] + "\x03") }, exitInterrupted, "web-4-aes.kdbx: \r"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := start(t, program, "audit", database)
			s.waitFor(prompt, 1)
			tt.run(s)
			if got := s.exit(); got != tt.exit {
				t.Errorf("exit code = %d; want %d; the screen says:\n%s", got, tt.exit, s.screen())
			}
			s.waitFor(tt.says, 1)
			if strings.Contains(s.screen(), opens) || strings.Contains(s.screen(), canary[:6]) {
				t.Errorf("the screen shows what was typed:\n%s", s.screen())
			}
			if !echoes(t, s.slave) {
				t.Error("the terminal does not echo afterwards")
			}
		})
	}
}
