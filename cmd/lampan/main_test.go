package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"lampan/cmd/internal/demosite"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"lampan": func() { os.Exit(run(os.Args[1:])) },
	})
}

// TestScripts runs the command line as a user would. The scripts know these
// commands beside testscript's own:
//
//	exits CODE lampan ARGS…  runs lampan and wants the exit code
//	demo DIR                 serves the demo site, copies its case to DIR and sets $ADDR
//	takedown                 serves the site as it is once the family has acted
//	mode PERM FILE           wants a file's permission bits
func TestScripts(t *testing.T) {
	data, err := filepath.Abs(filepath.Join("..", "..", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(data, "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(e *testscript.Env) error {
			// Nothing of the machine's own settings reaches a script.
			e.Setenv("HOME", e.WorkDir)
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("LANG", "sv_SE.UTF-8")
			e.Setenv("LAMPAN_GAP", "50ms")
			e.Values[siteKey{}] = new(func() error)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"demo":     func(ts *testscript.TestScript, neg bool, args []string) { demo(ts, data, neg, args) },
			"takedown": func(ts *testscript.TestScript, neg bool, args []string) { takedown(ts, data, neg, args) },
			"mode":     mode,
		},
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

func demo(ts *testscript.TestScript, data string, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: demo DIR")
	}
	s, err := demosite.Serve(context.Background(), filepath.Join(data, "demo", "site"), "127.0.0.1:0")
	ts.Check(err)
	stop := ts.Value(siteKey{}).(*func() error)
	ts.Defer(func() { _ = (*stop)() })
	ts.Setenv("ADDR", s.Addr)
	ts.Check(demosite.CopyCase(filepath.Join(data, "demo", "case"), ts.MkAbs(args[0]), s.Addr, time.Now()))
	*stop = s.Close
}

// siteKey is where a script keeps what stops its site, so that takedown can
// replace it.
type siteKey struct{}

func takedown(ts *testscript.TestScript, data string, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: takedown")
	}
	stop := ts.Value(siteKey{}).(*func() error)
	ts.Check((*stop)())
	s, err := demosite.Serve(context.Background(), filepath.Join(data, "demo", "after", "site"), ts.Getenv("ADDR"))
	ts.Check(err)
	*stop = s.Close
}

func mode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: mode PERM FILE")
	}
	info, err := os.Stat(ts.MkAbs(args[1]))
	ts.Check(err)
	if got := strconv.FormatUint(uint64(info.Mode().Perm()), 8); got != args[0] {
		ts.Fatalf("%s has mode %s, want %s", args[1], got, args[0])
	}
}
