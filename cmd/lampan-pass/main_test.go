package main

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rogpeppe/go-internal/testscript"

	"lampan/rules/password/verdict"
)

func TestMain(m *testing.M) {
	if os.Getenv(scanEnv) != "" {
		scanned()
		return
	}
	testscript.Main(m, map[string]func(){"lampan-pass": main, "full": full})
}

// full runs the program with nowhere to write its answer.
func full() {
	dev, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		panic(err)
	}
	os.Stdout = dev
	os.Args = os.Args[1:]
	main()
}

// TestScripts runs the program as a user would. "exits CODE lampan-pass ARGS…"
// runs it and wants the exit code.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("LANG", "sv_SE.UTF-8")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE PROGRAM ARGS…")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("run %s: %v", args[1], err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// TestLinksNoNetwork holds the program's promise: nothing it is built from can
// reach a network, start a program or load code. Of package net's family only the
// readers of addresses may be there, which open nothing.
func TestLinksNoNetwork(t *testing.T) {
	for _, dir := range []string{".", "../lampan-zxcvbn"} {
		if got := forbidden(t, dir); len(got) > 0 {
			t.Errorf("%s is built from %v", dir, got)
		}
	}
	// The test itself must be able to fail: lampan does use the network.
	if got := forbidden(t, "../lampan"); !slices.Contains(got, "net") {
		t.Errorf("lampan is built from %v; want net among them, or this test sees nothing", got)
	}
}

func forbidden(t *testing.T, dir string) []string {
	t.Helper()
	no := regexp.MustCompile(`^(net|net/.*|crypto/tls|os/exec|plugin|golang\.org/x/net/.*|golang\.org/x/sys/windows|log/syslog)$`)
	// net/url and net/netip read addresses, as do idna and bpf what their names
	// say: none of them imports net.
	harmless := []string{"net/url", "net/netip", "golang.org/x/net/idna", "golang.org/x/net/bpf"}
	found := map[string]bool{}
	for _, goos := range []string{"linux", "darwin", "windows"} {
		cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "GOOS="+goos, "CGO_ENABLED=0")
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("go list for %s: %v", goos, err)
		}
		for line := range strings.Lines(string(out)) {
			if p := strings.TrimSpace(line); no.MatchString(p) && !slices.Contains(harmless, p) {
				found[p] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func TestLanguage(t *testing.T) {
	tests := []struct {
		name string
		env  map[string]string
		want string
	}{
		{"nothing set", nil, "sv"},
		{"Swedish", map[string]string{"LANG": "sv_SE.UTF-8"}, "sv"},
		{"English", map[string]string{"LANG": "en_GB.UTF-8"}, "en"},
		{"another", map[string]string{"LANG": "fi_FI"}, "sv"},
		{"lampan's own setting wins", map[string]string{"LANG": "en_GB", "LAMPAN_LANG": "sv"}, "sv"},
		{"LC_ALL wins over LANG", map[string]string{"LANG": "sv_SE", "LC_ALL": "en_US"}, "en"},
	}
	for _, tt := range tests {
		if got := language(func(k string) string { return tt.env[k] }); got != tt.want {
			t.Errorf("%s: language = %q; want %q", tt.name, got, tt.want)
		}
	}
}

// TestPipe reads lines as they come from other systems.
func TestPipe(t *testing.T) {
	tests := []struct {
		name, in string
		want     []int // length of each candidate
		err      error
	}{
		{"lines", "abc\nåäö\n", []int{3, 6}, nil},
		{"no end of line", "abc", []int{3}, nil},
		{"Windows", "abc\r\nde\r\n", []int{3, 2}, nil},
		{"longest", strings.Repeat("a", longest) + "\n", []int{longest}, nil},
		{"too long", strings.Repeat("a", longest+1) + "\n", nil, errTooLong},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := newPipe(strings.NewReader(tt.in))
			defer p.close()
			for _, want := range tt.want {
				s, err := p.next()
				if err != nil {
					t.Fatal(err)
				}
				s.Use(func(b []byte) {
					if len(b) != want {
						t.Errorf("%d bytes; want %d", len(b), want)
					}
				})
				s.Wipe()
			}
			if _, err := p.next(); tt.err != nil && !errors.Is(err, tt.err) || err == nil {
				t.Errorf("error = %v; want %v", err, tt.err)
			}
		})
	}
}

// TestKeys types at the prompt.
func TestKeys(t *testing.T) {
	tests := []struct {
		name, typed, want string
	}{
		{"letters", "abc\r", "abc"},
		{"end of line from a paste", "abc\n", "abc"},
		{"backspace", "abx\x7fc\r", "abc"},
		{"backspace over a Swedish letter", "abå\x08c\r", "abc"},
		{"backspace on nothing", "\x7f\x7fa\r", "a"},
		{"start over", "wrong\x15abc\r", "abc"},
		{"other control keys", "a\x01\x1bb\x1ac\r", "abc"},
		{"arrows and other long keys", "a\x1b[Db\x1bOHc\x1b[3~\r", "abc"},
		{"Enter inside a long key", "abc\x1b[\r", "abc"},
		{"Ctrl-D in the middle", "ab\x04c\r", "abc"},
		{"space and tab", " a\tb \r", " a\tb "},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out bytes.Buffer
			term := &terminal{in: strings.NewReader(tt.typed), out: &out, prompt: "? ", room: make([]byte, longest+1)}
			s, err := term.next()
			if err != nil {
				t.Fatal(err)
			}
			s.Use(func(b []byte) {
				if string(b) != tt.want {
					t.Errorf("read %q; want %q", b, tt.want)
				}
			})
			if out.String() != "? \r\n" {
				t.Errorf("shown %q; want the prompt and a new line", out.String())
			}
		})
	}
	for typed, want := range map[string]error{"ab\x03": errInterrupted, strings.Repeat("a", longest+5) + "\r": errTooLong} {
		term := &terminal{in: strings.NewReader(typed), out: &bytes.Buffer{}, room: make([]byte, longest+1)}
		if _, err := term.next(); !errors.Is(err, want) {
			t.Errorf("error = %v; want %v", err, want)
		}
	}
	term := &terminal{in: strings.NewReader(strings.Repeat("a", longest+5) + "\rnext\r"), out: &bytes.Buffer{}, room: make([]byte, longest+1)}
	_, _ = term.next()
	if s, err := term.next(); err != nil || s.Empty() {
		t.Errorf("after a line that is too long: %v; want the next line whole", err)
	}
}

// broken is a standard output that panics with what it is given.
type broken struct{}

func (broken) Write(b []byte) (int, error) { panic(string(b)) }

// TestPanic: what a panic says could be a password, so it is not shown.
func TestPanic(t *testing.T) {
	var errs bytes.Buffer
	p := &program{out: broken{}, errs: &errs, set: settings{lang: "en", format: "text"}}
	if code := p.main([]string{"--help"}); code != exitUnexpected {
		t.Errorf("exit code %d; want %d", code, exitUnexpected)
	}
	if got := errs.String(); !strings.Contains(got, "(main_test.go:") || strings.Contains(got, "lampan-pass:") {
		t.Errorf("a panic is told as %q; want its place and no more", got)
	}
}

// TestShow: what is said of an audit fits the screen and counts everything.
func TestShow(t *testing.T) {
	r := verdict.Report{People: []verdict.Person{{ID: "P1", Looked: 4}}, Steps: []verdict.Step{{Do: verdict.Part, Fault: verdict.Reused, Accounts: []string{"a", "b", "c", "d"}}}}
	for _, id := range []string{"a", "b", "c", "d"} {
		r.Accounts = append(r.Accounts, verdict.Account{
			ID: id, Person: "P1", Name: id + ".en-ganska-lång-värd.example", User: "anna.andersson@example.se", Kind: verdict.Other, Strength: "weak",
			Faults: []verdict.Found{{Fault: verdict.Variant, With: []string{"a", "b", "c", "d"}, More: 40, Log10: 1}},
		})
	}
	for _, lang := range []string{"sv", "en"} {
		var out bytes.Buffer
		p := &program{out: &out, set: settings{explain: true}, say: words(lang)}
		(&auditing{program: p}).show(r, []was{{File: "a.csv"}}, nil, "")
		for line := range strings.Lines(out.String()) {
			if utf8.RuneCountInString(line) > columns+1 {
				t.Errorf("%s: wider than %d columns: %s", lang, columns, line)
			}
		}
		said := strings.Join(strings.Fields(out.String()), " ")
		for _, want := range []string{fmt.Sprintf(p.say.audit.more, 41) + ".", fmt.Sprintf(p.say.audit.knowing, p.say.tries(1)), "(variant)"} {
			if !strings.Contains(said, want) {
				t.Errorf("%s: %q is not said in:\n%s", lang, want, &out)
			}
		}
	}
}
