package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/report/message"
	"lampan/rules/exposure"
	plan "lampan/rules/todo"
	"lampan/scanner/todo"
)

// TestAgreeOnATerminal goes through a plan in both languages and both forms, is
// interrupted between who and when, and goes on; nothing is asked twice.
func TestAgreeOnATerminal(t *testing.T) {
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
		t.Run(tt.name, func(t *testing.T) {
			words := message.For(tt.lang)
			say := func(key string) string {
				first, _, _ := strings.Cut(words.Text("plan.agree."+key), "{")
				return strings.TrimSpace(first)
			}
			dir := t.TempDir()
			fam := filepath.Join(dir, "fam")
			env := append(os.Environ(), "HOME="+dir, "XDG_CONFIG_HOME="+dir, "TERM=xterm-256color", "LAMPAN_LANG="+string(tt.lang))
			family(t, fam, env)
			day := plan.Day(time.Now())
			at := []string{"--at", day.Format(time.DateOnly)}
			args := slices.Concat([]string{"plan", "agree", fam}, at, tt.form.flags)

			// The first: who, and then Ctrl-C where it asks when.
			s := open(t, env, tt.columns, args...)
			s.expect(say("intro.title"))
			s.expect(say("who"))
			s.send(tt.form.one(2)) // Tuva, who is twelve
			s.expect(say("when"))
			s.send("\x03")
			s.expect(strings.Fields(words.Text("lookup.stopped"))[0])
			if code := s.exit(); code != 130 {
				t.Errorf("interrupted: exit %d; want 130", code)
			}
			marks := said(t, fam)
			if len(marks) == 0 || slices.ContainsFunc(marks, func(m plan.Mark) bool { return m.What != plan.Owner || m.Who != "tuva" }) {
				t.Fatalf("kept of the first session: %+v", marks)
			}
			first := marks[0].Finding

			// The second goes on with the same step and proposes the same; then one with a
			// day of its own, and one that waits.
			s = open(t, env, tt.columns, args...)
			s.expect(say("who"))
			s.send(tt.form.text("")) // as it stands
			s.expect(say("when"))
			s.send(tt.form.one(0))
			s.expect(say("who"))
			s.send(tt.form.one(1)) // Erik
			s.expect(say("when"))
			s.send(tt.form.one(3))
			s.expect(say("ownDay"))
			own := day.AddDate(0, 0, 45)
			s.send(tt.form.text(own.Format(time.DateOnly)))
			s.expect(say("who"))
			s.send(tt.form.one(3)) // not now
			s.expect(say("until"))
			s.send(tt.form.one(2))
			s.expect(say("end.title"))
			if code := s.exit(); code != 0 {
				t.Errorf("to the end: exit %d", code)
			}
			if info, err := os.Stat(filepath.Join(fam, todo.FileName)); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file: %v, %v; want 0600", info, err)
			}
			l := &plan.List{Marks: said(t, fam)}
			if got := l.Standing(first, day); got.Owner != "tuva" || !got.Due.Equal(day.AddDate(0, 0, 7)) {
				t.Errorf("the first step: %+v; want Tuva in a week", got)
			}
			var erik, waits bool
			for _, m := range l.Marks {
				got := l.Standing(m.Finding, day)
				erik = erik || got.Owner == "erik" && got.Due.Equal(own)
				waits = waits || got.Until.Equal(day.AddDate(0, 0, 30)) && got.Owner == ""
			}
			if !erik || !waits {
				t.Errorf("kept: %+v; want one of Erik's on %s, and one that waits", l.Marks, own)
			}

			// The third takes up the step that came first when one waits.
			s = open(t, env, tt.columns, args...)
			s.expect(say("who"))
			s.send("q\n")
			s.expect(strings.Fields(words.Text("lookup.stopped"))[0])
			if code := s.exit(); code != 0 {
				t.Errorf("stopped: exit %d; want 0", code)
			}
			if diff := len(said(t, fam)) - len(l.Marks); diff != 0 {
				t.Errorf("stopping wrote %d marks", diff)
			}
			if bytes.Contains(s.raw, []byte("plan.")) || bytes.Contains(s.raw, []byte("ask.")) {
				t.Error("a text is missing")
			}
		})
	}
}

// family makes a case of two adults and a child of twelve, audited, with a plan of four
// steps.
func family(t *testing.T, dir string, env []string) {
	t.Helper()
	files := map[string]string{
		"household.yaml": "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n  - {id: malin, name: Malin Lindvret, born: 1984}\n" +
			"  - {id: erik, name: Erik Lindvret, born: 1982}\n  - {id: tuva, name: Tuva Lindvret, born: " +
			time.Now().AddDate(-12, 0, 0).Format("2006") + ", guardians: [malin]}\n" +
			"sources:\n  - {id: malin-inlagg, subject: malin, kind: text, at: inlagg.txt, visibility: open}\n",
		"inlagg.txt": "2026-10-01\nKoden till garaget är 4821, bara att gå in.\n\n" +
			"2026-10-02\nRing mig på 070-174 06 05.\n\n" +
			"2026-10-03\nTuva går på Björkskolan i Storvik.\n\n" +
			"2026-10-04\nVarje torsdag åker vi till stugan direkt efter jobbet.\n\n" +
			"2026-10-05\nMejla mig på malin.lindvret@epost.example.\n",
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"consent", "add", dir, "--subject", "malin", "--source", "malin-inlagg"}, {"audit", dir, "--offline"},
	} {
		cmd := exec.CommandContext(t.Context(), "lampan", args...)
		cmd.Env = env
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("lampan %v: %v: %s", args, err, out)
		}
	}
}

// said is what the plan of a case says.
func said(t *testing.T, dir string) []plan.Mark {
	t.Helper()
	list, err := todo.File{Dir: dir, People: []exposure.SubjectID{"malin", "erik", "tuva"}, Today: time.Now()}.Read()
	if err != nil {
		t.Fatal(errors.Unwrap(err), err)
	}
	return list.Marks
}
