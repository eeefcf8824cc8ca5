package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"lampan/report/message"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/lookup"
)

// screen is lampan on a terminal of its own, and what it wrote there.
type screen struct {
	t    *testing.T
	cmd  *exec.Cmd
	file *os.File

	mu   sync.Mutex
	raw  []byte
	mark int // how many bytes of the words were expected before
	done chan struct{}
}

// open starts lampan on a terminal of so many columns.
func open(t *testing.T, env []string, columns uint16, args ...string) *screen {
	t.Helper()
	s := &screen{t: t, cmd: exec.CommandContext(t.Context(), "lampan", args...), done: make(chan struct{})}
	s.cmd.Env = env
	var err error
	if s.file, err = pty.StartWithSize(s.cmd, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(s.done)
		b := make([]byte, 4096)
		for {
			n, err := s.file.Read(b)
			s.mu.Lock()
			s.raw = append(s.raw, b[:n]...)
			s.mu.Unlock()
			if err != nil {
				return // a terminal that nobody holds any longer
			}
		}
	}()
	t.Cleanup(func() { _ = s.file.Close(); <-s.done })
	return s
}

var sequence = regexp.MustCompile("\x1b\\[[0-9;?]*[A-Za-z]")

// words is what was written, as words: where lines break is the terminal's business.
func (s *screen) words() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(strings.Fields(sequence.ReplaceAllString(string(s.raw), " ")), " ")
}

// expect waits for a text, after what was expected before.
func (s *screen) expect(text string) {
	s.t.Helper()
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		words := s.words()
		if i := strings.Index(words[min(s.mark, len(words)):], text); i >= 0 {
			s.mark += i + len(text)
			return
		}
		if time.Now().After(end) {
			s.t.Fatalf("%q does not come; what came is %q", text, words[min(s.mark, len(words)):])
		}
	}
}

func (s *screen) send(keys string) {
	s.t.Helper()
	if _, err := s.file.WriteString(keys); err != nil {
		s.t.Fatal(err)
	}
}

// exit waits for the end and returns the exit code.
func (s *screen) exit() int {
	err := s.cmd.Wait()
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.ExitCode()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	return 0
}

// form is how answers are given: an option by its index, several, and words.
type form struct {
	flags []string
	one   func(n int) string
	many  func(ns ...int) string
	text  func(s string) string
}

func withKeys() form {
	down := func(n int) string { return strings.Repeat("\x1b[B", n) }
	return form{
		one: func(n int) string { return "\x1b[H" + down(n) + "\r" },
		many: func(ns ...int) string {
			keys, at := "", 0
			for _, n := range ns {
				keys, at = keys+down(n-at)+" ", n
			}
			return keys + "\r"
		},
		text: func(s string) string { return s + "\r" },
	}
}

func withLines() form {
	return form{
		flags: []string{"--accessible"},
		one:   func(n int) string { return string(rune('1'+n)) + "\n" },
		many: func(ns ...int) string {
			var line strings.Builder
			for _, n := range ns {
				line.WriteString(string(rune('1'+n)) + " ")
			}
			return line.String() + "\n"
		},
		text: func(s string) string { return s + "\n" },
	}
}

// TestLookupOnATerminal looks a family up in both languages and both forms, is
// interrupted half-way and goes on; then it reads what was kept, and what is due.
func TestLookupOnATerminal(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the pseudo-terminal of this test is Linux's")
	}
	for _, tt := range []struct {
		name    string
		lang    exposure.Lang
		columns uint16
		form    form
	}{
		{"Swedish with keys", exposure.Swedish, 80, withKeys()},
		{"Swedish with lines", exposure.Swedish, 40, withLines()},
		{"English with keys", exposure.English, 40, withKeys()},
		{"English with lines", exposure.English, 80, withLines()},
	} {
		words := message.For(tt.lang)
		say := func(key string) string {
			first, _, _ := strings.Cut(words.Text(key, "who", "Malin"), "{")
			return strings.TrimSpace(first)
		}
		// How every question about what shows begins.
		shows := strings.Join(strings.Fields(say("lookup.seen.ask"))[:2], " ")
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			fam := filepath.Join(dir, "fam")
			day := time.Now().UTC().AddDate(0, 0, -40)
			env := append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "TERM=xterm-256color", "LAMPAN_LANG="+string(tt.lang))
			run := func(args ...string) string {
				t.Helper()
				cmd := exec.CommandContext(t.Context(), "lampan", args...)
				cmd.Env = env
				out, err := cmd.CombinedOutput()
				if err != nil {
					t.Fatalf("lampan %v: %v: %s", args, err, out)
				}
				return strings.Join(strings.Fields(string(out)), " ")
			}
			if err := os.Mkdir(fam, 0o700); err != nil {
				t.Fatal(err)
			}
			household := "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n  - {id: malin, name: Malin Lindvret, born: 1984, phones: [070-174 06 21]}\n" +
				"sources:\n  - {id: malin-uppslag, subject: malin, kind: lookup, at: uppslag/malin.yaml}\n"
			if err := os.WriteFile(filepath.Join(fam, "household.yaml"), []byte(household), 0o600); err != nil {
				t.Fatal(err)
			}
			run("consent", "add", fam, "--subject", "malin", "--source", "malin-uppslag")
			args := slices.Concat([]string{"lookup", fam, "--at", day.Format(time.DateOnly)}, tt.form.flags)

			// The first session: some places, and then Ctrl-C.
			s := open(t, env, tt.columns, args...)
			s.expect(say("lookup.fits"))
			s.send(tt.form.many())
			s.expect(say("lookup.source.ask")) // the operator
			s.send(tt.form.one(1))
			s.expect(say("lookup.source.ask")) // SPAR
			s.send(tt.form.one(4))
			s.expect(shows) // hitta
			s.send(tt.form.one(0))
			s.expect(say("lookup.details"))
			s.send(tt.form.many(0, 2))
			s.expect(say("lookup.note"))
			s.send(tt.form.text("gammal adress, åäö"))
			s.expect(say("lookup.act.ask"))
			s.send(tt.form.one(0))
			s.expect(shows) // eniro
			s.send(tt.form.one(1))
			s.expect(shows) // ratsit
			s.send("\x03")
			s.expect(say("lookup.stopped"))
			if code := s.exit(); code != 130 {
				t.Errorf("interrupted: exit %d; want 130", code)
			}

			all, err := pack.Places()
			if err != nil {
				t.Fatal(err)
			}
			file := lookup.File{Dir: fam, At: "uppslag/malin.yaml", Person: "malin", Places: all, Today: time.Now(), Lang: tt.lang}
			log, err := file.Read()
			if err != nil {
				t.Fatal(err)
			}
			if len(log.Looks) != 4 || len(log.Acts) != 1 || log.Acts[0].Place != "hitta" || log.Acts[0].Done != exposure.Asked {
				t.Errorf("kept of the first session: %+v", log)
			}
			if i := slices.IndexFunc(log.Looks, func(l places.Look) bool { return l.Place == "hitta" }); i < 0 ||
				log.Looks[i].Note != "gammal adress, åäö" || !slices.Equal(log.Looks[i].Details, []places.Detail{places.Name, places.Address}) {
				t.Errorf("kept of hitta: %+v", log.Looks)
			}
			if info, err := os.Stat(filepath.Join(fam, "uppslag", "malin.yaml")); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file: %v, %v; want 0600", info, err)
			}

			// The second goes on with ratsit, to the end.
			round := slices.DeleteFunc(all.For(log.Fits...), func(p places.Place) bool { return len(p.Shows) == 0 })
			s = open(t, env, tt.columns, args...)
			s.expect(say("lookup.again"))
			for range round[4:] {
				s.expect(shows)
				s.send(tt.form.one(1))
			}
			s.expect(say("lookup.end.title"))
			s.expect(say("lookup.end.advice"))
			s.send(tt.form.one(1))
			if code := s.exit(); code != 0 {
				t.Errorf("to the end: exit %d", code)
			}
			if log, err = file.Read(); err != nil || len(log.Looks) != len(round) {
				t.Errorf("kept %d looks, %v; want %d", len(log.Looks), err, len(round))
			}

			at := func(days int) string {
				return run("lookup", fam, "--next", "--at", day.AddDate(0, 0, days).Format(time.DateOnly))
			}
			for _, want := range []string{"hitta.se", say("lookup.next.waits.asked"), "mrkoll.se", say("place.why.lapses")} {
				if got := at(31); !strings.Contains(got, want) {
					t.Errorf("after 31 days: %q; want %q in it", got, want)
				}
			}
			if got := at(31); strings.Contains(got, "ratsit.se") {
				t.Errorf("after 31 days also ratsit: %q", got)
			}
			if got := at(181); !strings.Contains(got, "ratsit.se") || !strings.Contains(got, "mrkoll.se") || !strings.Contains(got, say("place.why.interval")) {
				t.Errorf("after 181 days: %q", got)
			}
			if bytes.Contains(s.raw, []byte("lookup.")) || bytes.Contains(s.raw, []byte("ask.")) {
				t.Error("a text is missing")
			}
		})
	}
}

// TestLookupTerminalIsGivenBack: after Ctrl-C the terminal echoes and breaks lines as
// before, and no colour is written where none is wanted.
func TestLookupTerminalIsGivenBack(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the pseudo-terminal of this test is Linux's")
	}
	dir := t.TempDir()
	household := "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n  - {id: malin, name: Malin Lindvret, born: 1984}\n" +
		"sources:\n  - {id: malin-uppslag, subject: malin, kind: lookup, at: uppslag/malin.yaml}\n"
	if err := os.WriteFile(filepath.Join(dir, "household.yaml"), []byte(household), 0o600); err != nil {
		t.Fatal(err)
	}
	env := append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "TERM=xterm", "LAMPAN_LANG=sv", "NO_COLOR=1")
	add := exec.CommandContext(t.Context(), "lampan", "consent", "add", dir, "--subject", "malin", "--source", "malin-uppslag")
	add.Env = env
	if out, err := add.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	s := open(t, env, 80, "lookup", dir)
	tty, other, err := pty.Open() // another one, as terminals are
	if err != nil {
		t.Fatal(err)
	}
	defer tty.Close()
	defer other.Close()
	fresh, err := term.GetState(int(tty.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	s.expect("Vad stämmer in på Malin?")
	before, err := term.GetState(int(s.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	s.send("\x03")
	s.expect("sparat")
	after, err := term.GetState(int(s.file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	if reflect.DeepEqual(before, after) || !reflect.DeepEqual(fresh, after) {
		t.Error("the terminal is not as it was before")
	}
	s.exit()
	s.mu.Lock()
	defer s.mu.Unlock()
	if bytes.Contains(s.raw, []byte("\x1b[1m")) {
		t.Errorf("NO_COLOR is set, and it writes %q", s.raw)
	}
	if hide, show := bytes.LastIndex(s.raw, []byte("\x1b[?25l")), bytes.LastIndex(s.raw, []byte("\x1b[?25h")); hide < 0 || show < hide {
		t.Error("the cursor is not shown again")
	}
}
