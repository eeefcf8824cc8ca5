package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/rules/pack"
	"lampan/scanner/answers"
)

// TestInterviewOnATerminal holds the same conversation in both languages and both
// forms: once from beginning to end, and once interrupted, closed and taken up again,
// with a step back and a question left for later. Both leave the same file.
func TestInterviewOnATerminal(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the pseudo-terminal of this test is Linux's")
	}
	core, err := pack.Core()
	if err != nil {
		t.Fatal(err)
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
			c := conversation{t: t, lang: tt.lang, columns: tt.columns, form: tt.form, questions: core.Questions}
			topics := []rules.Topic{rules.RoutinesTopic, rules.AccountsTopic}

			c.begin()
			s := c.start(topics)
			for q := c.next(topics); q != nil; q = c.next(topics) {
				c.answer(s, q)
			}
			s.expect(c.say("interview.end.title"))
			if code := s.exit(); code != 0 {
				t.Errorf("to the end: exit %d", code)
			}
			whole, last := c.file(), c.given
			if len(last) < 8 {
				t.Fatalf("only %d questions were asked", len(last))
			}

			// Interrupted with Ctrl-C after the third, back and forth before that.
			c.begin()
			s = c.start(topics)
			first, second := c.next(topics), (*rules.Question)(nil)
			c.answer(s, first)
			second = c.next(topics)
			s.expect(c.text(second))
			s.send(c.back())
			s.expect(c.text(first))
			s.send(tt.form.one(0))
			s.expect(c.text(second))
			s.send(tt.form.one(0))
			c.given = append(c.given, exposure.Answer{Question: second.ID, Value: second.Answers[0].Value, Subject: "malin"})
			c.answer(s, c.next(topics))
			s.expect(c.text(c.next(topics)))
			s.send("\x03")
			s.expect(c.say("lookup.stopped"))
			if code := s.exit(); code != 130 {
				t.Errorf("interrupted: exit %d; want 130", code)
			}
			if said := c.read(); len(said.Answers) != 3 {
				t.Errorf("kept of the first session: %+v", said.Answers)
			}

			// The next is left for later, one more answered, and the window closed.
			s = c.start(topics)
			s.expect(c.say("interview.again.other"))
			passed := c.next(topics)
			s.expect(c.text(passed))
			s.send(tt.form.one(len(passed.Answers)))
			open := c.open(topics)
			c.answer(s, &open[1])
			s.expect(c.text(&c.open(topics)[1]))
			if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
				t.Fatal(err)
			}
			if code := s.exit(); code == 0 {
				t.Error("it went on without its window")
			}
			if said := c.read(); len(said.Answers) != 4 {
				t.Errorf("kept when the window was closed: %+v", said.Answers)
			}

			// The third session asks what is left, the one that was passed first.
			s = c.start(topics)
			for q := c.next(topics); q != nil; q = c.next(topics) {
				c.answer(s, q)
			}
			s.expect(c.say("interview.end.title"))
			if code := s.exit(); code != 0 {
				t.Errorf("to the end: exit %d", code)
			}
			if diff := cmp.Diff(whole, c.file()); diff != "" {
				t.Errorf("at once, and in three sessions (-once +three):\n%s", diff)
			}
			if info, err := os.Stat(filepath.Join(c.dir, "svar", "malin.yaml")); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("the file: %v, %v; want 0600", info, err)
			}
			if bytes.Contains(s.raw, []byte("interview.")) || bytes.Contains(s.raw, []byte("ask.")) {
				t.Error("a text is missing")
			}
		})
	}
}

// conversation is a case, and what has been answered in it.
type conversation struct {
	t         *testing.T
	lang      exposure.Lang
	columns   uint16
	form      form
	questions rules.Questions

	dir   string
	env   []string
	given []exposure.Answer
}

// begin makes a new case in which Malin has agreed to be asked.
func (c *conversation) begin() {
	c.t.Helper()
	home := c.t.TempDir()
	c.dir, c.given = filepath.Join(home, "fam"), nil
	c.env = append(os.Environ(), "HOME="+home, "XDG_CONFIG_HOME="+home, "TERM=xterm-256color", "LAMPAN_LANG="+string(c.lang))
	if err := os.Mkdir(c.dir, 0o700); err != nil {
		c.t.Fatal(err)
	}
	household := "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n  - {id: malin, name: Malin Lindvret, born: 1984}\n" +
		"sources:\n  - {id: malin-svar, subject: malin, kind: interview, at: svar/malin.yaml}\n"
	if err := os.WriteFile(filepath.Join(c.dir, "household.yaml"), []byte(household), 0o600); err != nil {
		c.t.Fatal(err)
	}
	add := exec.CommandContext(c.t.Context(), "lampan", "consent", "add", c.dir, "--subject", "malin", "--source", "malin-svar")
	add.Env = c.env
	if out, err := add.CombinedOutput(); err != nil {
		c.t.Fatalf("%v: %s", err, out)
	}
}

func (c *conversation) start(topics []rules.Topic) *screen {
	var names []string
	for _, topic := range topics {
		names = append(names, string(topic))
	}
	args := slices.Concat([]string{"interview", c.dir, "--topic", strings.Join(names, ",")}, c.form.flags)
	return open(c.t, c.env, c.columns, args...)
}

// say is how a text of the program begins.
func (c *conversation) say(key string) string {
	first, _, _ := strings.Cut(message.For(c.lang).Text(key, "who", "Malin"), "{")
	return strings.TrimSpace(first)
}

func (c *conversation) text(q *rules.Question) string {
	return strings.Join(strings.Fields(q.Text[c.lang]), " ")
}

func (c *conversation) open(topics []rules.Topic) []rules.Question {
	talk := interview.Talk{Questions: c.questions, Family: interview.Family{People: []interview.Person{{ID: "malin"}}}, Who: "malin", Own: c.given}
	return talk.Open(topics...)
}

// next is the question that comes, nil for none.
func (c *conversation) next(topics []rules.Topic) *rules.Question {
	if open := c.open(topics); len(open) > 0 {
		return &open[0]
	}
	return nil
}

// answer waits for a question and gives the first of its answers.
func (c *conversation) answer(s *screen, q *rules.Question) {
	c.t.Helper()
	s.expect(c.text(q))
	s.send(c.form.one(0))
	c.given = append(c.given, exposure.Answer{Question: q.ID, Value: q.Answers[0].Value, Subject: "malin"})
}

func (c *conversation) back() string {
	if len(c.form.flags) > 0 {
		return message.For(c.lang).Text("ask.back.key") + "\n"
	}
	return "\x1b"
}

func (c *conversation) file() string {
	c.t.Helper()
	data, err := os.ReadFile(filepath.Join(c.dir, "svar", "malin.yaml"))
	if err != nil {
		c.t.Fatal(err)
	}
	return string(data)
}

func (c *conversation) read() *answers.Said {
	c.t.Helper()
	said, err := answers.File{Dir: c.dir, At: "svar/malin.yaml", Person: "malin", Questions: c.questions, Today: time.Now()}.Read()
	if err != nil {
		c.t.Fatal(err)
	}
	return said
}
