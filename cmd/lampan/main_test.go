package main

import (
	"bytes"
	"context"
	"errors"
	"html"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"lampan/scanner/photo/phototest"

	"github.com/rogpeppe/go-internal/testscript"

	"lampan/cmd/internal/demosite"
	"lampan/scanner/vault"
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
//	takedown [DIR]           serves the site as it is once the family has acted, and
//	                         puts what Jonas saw of himself then into the case
//	visit 2|3 DIR            puts into the case what the demo's family answered and saw
//	                         by that visit
//	step FILE RULE [OWNER]   finds a step in what lampan report --format json wrote to FILE,
//	                         and sets $STEP
//	mode PERM FILE           wants a file's permission bits
//	closed DIR               wants 0600 of every file below, and 0700 of every folder
//	notemp DIR               wants nothing half-written below
//	nosecrets DIR            wants no password of the demo's vaults in any file below
//	newer FILE               marks a database as one of a later lampan
//	registers DIR            serves the files below DIR/register as registers would, with HOST in
//	                         them and in DIR/household.yaml as their address; what is not there
//	                         is unknown, and below /busy/ fewer visits are asked for. Sets $ADDR
//	hostile DIR              serves pages that misbehave; names their address for HOSTILE in
//	                         DIR/household.yaml and sets $ADDR
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
			e.Setenv("LAMPAN_PHOTO_TEXT", "false") // whether tesseract is there, or not
			e.Values[siteKey{}] = new(func() error)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":    exits,
			"demo":     func(ts *testscript.TestScript, neg bool, args []string) { demo(ts, data, neg, args) },
			"takedown": func(ts *testscript.TestScript, neg bool, args []string) { takedown(ts, data, neg, args) },
			"visit":    func(ts *testscript.TestScript, neg bool, args []string) { visit(ts, data, neg, args) },
			"step":     step,
			"mode":     mode,
			"closed":   closed,
			"notemp":   notemp,
			"nosecrets": func(ts *testscript.TestScript, neg bool, args []string) {
				nosecrets(ts, data, neg, args)
			},
			"newer":     newer,
			"registers": registers,
			"hostile":   hostile,
			"photos":    photos,
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
	if neg || len(args) > 1 {
		ts.Fatalf("usage: takedown [DIR]")
	}
	if len(args) == 1 {
		looks := filepath.Join("uppslag", "jonas.yaml")
		saw, err := os.ReadFile(filepath.Join(data, "demo", "after", looks))
		ts.Check(err)
		ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[0]), looks), saw, 0o600))
	}
	stop := ts.Value(siteKey{}).(*func() error)
	ts.Check((*stop)())
	s, err := demosite.Serve(context.Background(), filepath.Join(data, "demo", "after", "site"), ts.Getenv("ADDR"))
	ts.Check(err)
	*stop = s.Close
}

func visit(ts *testscript.TestScript, data string, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: visit 2|3 DIR")
	}
	number, err := strconv.Atoi(args[0])
	ts.Check(err)
	ts.Check(demosite.Visit(filepath.Join(data, "demo"), ts.MkAbs(args[1]), number))
}

func step(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 || len(args) > 3 {
		ts.Fatalf("usage: step FILE RULE [OWNER]")
	}
	id, err := demosite.Step([]byte(ts.ReadFile(args[0])), args[1], strings.Join(args[2:], ""))
	ts.Check(err)
	ts.Setenv("STEP", id)
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

// walk calls visit for everything below the folder.
func walk(ts *testscript.TestScript, neg bool, args []string, visit func(path string, info fs.FileInfo)) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: closed|notemp DIR")
	}
	seen := 0
	ts.Check(filepath.WalkDir(ts.MkAbs(args[0]), func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		seen++
		visit(path, info)
		return nil
	}))
	if seen < 2 {
		ts.Fatalf("%s is empty", args[0])
	}
}

func closed(ts *testscript.TestScript, neg bool, args []string) {
	walk(ts, neg, args, func(path string, info fs.FileInfo) {
		want := fs.FileMode(0o600)
		if info.IsDir() {
			want = 0o700
		}
		if info.Mode().Perm() != want || info.Mode().Type()&^fs.ModeDir != 0 {
			ts.Fatalf("%s is %v, want %o", path, info.Mode(), want)
		}
	})
}

func notemp(ts *testscript.TestScript, neg bool, args []string) {
	walk(ts, neg, args, func(path string, info fs.FileInfo) {
		if strings.HasPrefix(info.Name(), ".lampan-") {
			ts.Fatalf("%s was left behind", path)
		}
	})
}

// nosecrets looks for the passwords as they are, as JSON and HTML write them,
// and backwards.
func nosecrets(ts *testscript.TestScript, data string, neg bool, args []string) {
	var secrets [][]byte
	for _, pattern := range []string{"vaults", filepath.Join("after", "vaults")} {
		files, err := filepath.Glob(filepath.Join(data, "demo", pattern, "*"))
		ts.Check(err)
		for _, file := range files {
			text, err := os.ReadFile(file)
			ts.Check(err)
			entries, _, err := vault.Read(file, text, vault.Options{})
			ts.Check(err)
			for _, e := range entries {
				e.Secret.Use(func(b []byte) {
					back := slices.Clone(b)
					slices.Reverse(back)
					for _, s := range []string{string(b), html.EscapeString(string(b)), string(back)} {
						secrets = append(secrets, bytes.ToLower([]byte(s)))
					}
				})
			}
		}
	}
	if len(secrets) < 100 {
		ts.Fatalf("only %d secrets to look for", len(secrets))
	}
	walk(ts, neg, args, func(path string, info fs.FileInfo) {
		if info.IsDir() {
			return
		}
		text, err := os.ReadFile(path)
		ts.Check(err)
		text = bytes.ToLower(text) // once: under the race detector it is slow
		for _, s := range secrets {
			if bytes.Contains(text, s) {
				ts.Fatalf("%s holds a password of the demo's vaults", path)
			}
		}
	})
}

// newer changes user_version, four bytes at a fixed place in SQLite's header.
func newer(ts *testscript.TestScript, neg bool, args []string) {
	const userVersion = 60
	if neg || len(args) != 1 {
		ts.Fatalf("usage: newer FILE")
	}
	f, err := os.OpenFile(ts.MkAbs(args[0]), os.O_RDWR, 0)
	ts.Check(err)
	_, err = f.WriteAt([]byte{0, 0, 0x03, 0xe7}, userVersion)
	ts.Check(errors.Join(err, f.Close()))
}

// hostile serves what no site should.
func hostile(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: hostile DIR")
	}
	over := make(chan struct{})
	mux := http.NewServeMux()
	page := func(w http.ResponseWriter, body string) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = io.WriteString(w, "User-agent: *\nDisallow: /stangd\n")
	})
	mux.HandleFunc("/stangd", func(w http.ResponseWriter, _ *http.Request) { page(w, "<p>Läs inte det här.</p>") })
	mux.HandleFunc("/500", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) })
	mux.HandleFunc("/403", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	mux.HandleFunc("/runt", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/runt", http.StatusFound) })
	mux.HandleFunc("/tyst", func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-over:
		}
	})
	mux.HandleFunc("/utan-slut", func(w http.ResponseWriter, r *http.Request) {
		page(w, "<p>")
		for r.Context().Err() == nil {
			if _, err := io.WriteString(w, strings.Repeat("På lördag åker vi till Rom. ", 1000)); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/flode.xml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		_, _ = io.WriteString(w, "<rss version=\"2.0\"><channel><title>Flöde</title><item><title>Vi")
	})
	mux.HandleFunc("/bra", func(w http.ResponseWriter, _ *http.Request) {
		page(w, "<html lang=sv><body><p>På lördag drar vi till Rom, hela familjen! Hem igen onsdagen efter.</p></body></html>")
	})
	s := httptest.NewServer(mux)
	ts.Defer(func() { close(over); s.CloseClientConnections(); s.Close() })
	named(ts, args[0], "HOSTILE", s.Listener.Addr().String())
}

// registers serves a directory of registers, and registers.
func registers(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: registers DIR")
	}
	web, err := os.OpenRoot(ts.MkAbs(filepath.Join(args[0], "register")))
	ts.Check(err)
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/busy/") {
			w.Header().Set("Retry-After", "0") // or the registers beside it would have to wait too
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		body, err := web.ReadFile(strings.TrimPrefix(r.URL.Path, "/"))
		if err != nil {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "application/rdap+json")
		_, _ = w.Write(bytes.ReplaceAll(body, []byte("HOST"), []byte(s.Listener.Addr().String())))
	}))
	ts.Defer(func() { s.Close(); _ = web.Close() })
	named(ts, args[0], "HOST", s.Listener.Addr().String())
}

// named puts the address of a server where a household names it, and into $ADDR.
func named(ts *testscript.TestScript, dir, word, addr string) {
	ts.Setenv("ADDR", addr)
	file := ts.MkAbs(filepath.Join(dir, "household.yaml"))
	text, err := os.ReadFile(file)
	ts.Check(err)
	ts.Check(os.WriteFile(file, []byte(strings.ReplaceAll(string(text), word, addr)), 0o600))
}

// photos writes the invented photos that hide positions into a folder.
func photos(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: photos DIR")
	}
	dir := ts.MkAbs(args[0])
	ts.Check(os.MkdirAll(dir, 0o700))
	for _, f := range phototest.Files() {
		ts.Check(os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600))
	}
}
