package cli_test

import (
	"bytes"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
)

// program is lampan with surroundings that a test sets.
type program struct {
	in       string
	out      io.Writer // nil keeps it in the result
	terminal bool
	env      map[string]string
}

type result struct {
	code     int
	out, err string
}

func (p program) run(t testing.TB, args ...string) result {
	t.Helper()
	var out, errs bytes.Buffer
	app := &cli.App{
		In: strings.NewReader(p.in), Out: &out, Err: &errs,
		Terminal: func(any) (int, bool) { return 60, p.terminal },
		Now:      func() time.Time { return time.Date(2027, 6, 14, 12, 0, 0, 0, time.UTC) },
		Settings: config.Loader{LookupEnv: func(name string) (string, bool) { v, ok := p.env[name]; return v, ok }},
		Version:  "test",
	}
	if p.out != nil {
		app.Out = p.out
	}
	code := app.Main(t.Context(), args)
	return result{code, out.String(), errs.String()}
}

// newCase lays out a case with one agreed file of posts.
func newCase(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{
		"household.yaml": `schema: 1
case: k7f3a9c2
lang: sv
people:
  - {id: anna, name: Anna Lind, born: 1984}
sources:
  - {id: inlagg, subject: anna, kind: text, at: inlagg.txt, visibility: open}
consents:
  - {id: c1, case: k7f3a9c2, subject: anna, given_by: [anna], method: self, sources: [inlagg], detectors: [all],
     purpose: exposure-review, granted: 2027-01-01, expires: 2027-12-31}
`,
		"inlagg.txt": "2027-05-30\nPå lördag drar vi till Rom, hela familjen! Hem igen onsdagen efter.\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// words finds the commands and topics that a help text lists.
var words = regexp.MustCompile(`(?m)^  (?:lampan )?([a-z-]+) +\p{Lu}`)

// rawKey is a key of the message catalogue that has no text.
var rawKey = regexp.MustCompile(`\b(cmd|flag|usage|error|exit|help|column|origin)\.[a-z]`)

// Every command has its help in both languages, and no English is left in the
// Swedish one.
func TestHelpOfEveryCommand(t *testing.T) {
	english := regexp.MustCompile(`(?i)\b(usage|flags|available|commands|shows|the|default|help for|generate)\b`)
	for _, lang := range []string{"sv", "en"} {
		seen := map[string]string{}
		var walk func(path ...string)
		walk = func(path ...string) {
			name := strings.Join(path, " ")
			r := program{}.run(t, append(slices.Clone(path), "--help", "--lang", lang)...)
			if slices.Contains(path, "exit-codes") { // a topic, not a command
				r = program{}.run(t, "help", "exit-codes", "--lang", lang)
			}
			if r.code != 0 || r.err != "" {
				t.Errorf("help of %q: exit %d, %s", name, r.code, r.err)
			}
			if key := rawKey.FindString(r.out); key != "" {
				t.Errorf("help of %q in %s shows the key %q:\n%s", name, lang, key, r.out)
			}
			if strings.Contains(r.out, "{") && !strings.Contains(r.out, "${") {
				t.Errorf("help of %q in %s shows a placeholder:\n%s", name, lang, r.out)
			}
			long, _, _ := strings.Cut(r.out, "\n\n")
			if len(long) < 20 {
				t.Errorf("help of %q in %s says only %q", name, lang, long)
			}
			for other, text := range seen {
				if text == r.out {
					t.Errorf("%q and %q have the same help", name, other)
				}
			}
			seen[name] = r.out
			if lang == "sv" {
				if word := english.FindString(r.out); word != "" {
					t.Errorf("help of %q says %q in Swedish:\n%s", name, word, r.out)
				}
			}
			_, list, _ := strings.Cut(r.out, map[string]string{"sv": "Kommandon:\n", "en": "Commands:\n"}[lang])
			list, _, _ = strings.Cut(list, "\n\n")
			for _, m := range words.FindAllStringSubmatch(list, -1) {
				if m[1] != "help" {
					walk(append(slices.Clone(path), m[1])...)
				}
			}
			if len(path) == 0 {
				walk("exit-codes")
			}
		}
		walk()
		for _, want := range []string{"audit", "consent revoke", "rules schema", "config show", "completion fish", "exit-codes"} {
			if seen[want] == "" {
				t.Errorf("%s: %q was not reached; the help lists %d commands", lang, want, len(seen))
			}
		}
		if len(seen) < 24 {
			t.Errorf("%s: %d commands were reached", lang, len(seen))
		}
	}
}

func TestCompletion(t *testing.T) {
	for _, shell := range []string{"bash", "zsh", "fish", "powershell"} {
		r := program{}.run(t, "completion", shell)
		if r.code != 0 || len(r.out) < 1000 || !strings.Contains(r.out, "lampan") {
			t.Errorf("%s: exit %d, %d bytes; want a script", shell, r.code, len(r.out))
		}
	}
	// What the scripts call.
	r := program{}.run(t, "__complete", "rules", "schema", "")
	if !strings.HasPrefix(r.out, "rules\nhousehold\n") {
		t.Errorf("rules schema completes to %q; want rules and household", r.out)
	}
	if r := (program{}).run(t, "__complete", "con"); !strings.Contains(r.out, "consent\tVisar") || !strings.Contains(r.out, "config\t") {
		t.Errorf("con completes to %q; want consent and config", r.out)
	}
}

// A wrong command line is told in one sentence of the chosen language.
func TestUsage(t *testing.T) {
	tests := []struct {
		args   string
		sv, en string
	}{
		{"nonsense", "Det finns inget kommando nonsense. Kör lampan --help", "There is no command nonsense. Run lampan --help"},
		{"rules nonsense", "Det finns inget kommando nonsense. Kör lampan rules --help", "There is no command nonsense. Run lampan rules --help"},
		{"help nonsense", "Det finns inget kommando nonsense", "There is no command nonsense"},
		{"help rules nonsense", "Det finns inget kommando rules nonsense", "There is no command rules nonsense"},
		{"completion csh", "Det finns inget kommando csh. Kör lampan completion --help", "There is no command csh. Run lampan completion --help"},
		{"completion bash x", "x är ett ord för mycket. Kör lampan completion bash --help", "x is one word too many"},
		{"version x", "x är ett ord för mycket. Kör lampan version --help", "x is one word too many"},
		{"rules test a b", "b är ett ord för mycket. Kör lampan rules test --help", "b is one word too many"},
		{"audit", "Ange ett ärendes mapp. Kör lampan audit --help", "Name the folder of a case. Run lampan audit --help"},
		{"audit fam --speed", "Det finns ingen flagga --speed. Kör lampan audit --help", "There is no flag --speed"},
		{"audit fam -x", "Det finns ingen flagga -x. Kör lampan audit --help", "There is no flag -x"},
		{"audit fam --at", "Flaggan --at behöver ett värde. Kör lampan audit --help", "The flag --at needs a value"},
		{"report fam --audit x", "Flaggan --audit kan inte vara x. Kör lampan report --help", "The flag --audit cannot be x"},
		{"config show --timeout 5", "Flaggan --timeout kan inte vara 5; skriv enheten, till exempel 5s. Kör", "The flag --timeout cannot be 5; write the unit, for example 5s. Run"},
		{"config show --photo-time 5", "till exempel 5m.", "for example 5m."},
		{"config show --timeout fem", "Flaggan --timeout kan inte vara fem.", "The flag --timeout cannot be fem."},
		{"compare fam 1", "Ange ett ärendes mapp, och om du vill två nummer", "Name the folder of a case and, if you like, two numbers"},
	}
	for _, tt := range tests {
		t.Run(tt.args, func(t *testing.T) {
			for lang, want := range map[string]string{"sv": tt.sv, "en": tt.en} {
				r := program{env: map[string]string{"LAMPAN_LANG": lang}}.run(t, strings.Fields(tt.args)...)
				if r.code != cli.ExitUsage || r.out != "" {
					t.Errorf("exit %d, printed %q; want %d and nothing", r.code, r.out, cli.ExitUsage)
				}
				if !strings.Contains(r.err, want) || strings.Count(r.err, "\n") != 1 {
					t.Errorf("said %q; want one line with %q", r.err, want)
				}
			}
		})
	}
}

// What a person types cannot command the terminal it is told on.
func TestUsageIsClean(t *testing.T) {
	for _, args := range [][]string{{"\x1b[31mx"}, {"--\x1b[31mx"}, {"rules", "test", "a", "\x1b[31mx"}, {"report", "fam", "--audit", "\x1b[31mx"}, {"audit", "\x1b[31mx"}, {"audit", "x", "--at", "\x1b[31mx"}, {"check", "\x1b[31mx"}, {"audit", "x", "--format", "\x1b[31mx"}, {"erase", "\x1b[31mx"}, {"places", "\x1b[31mx"}, {"places", "--fits", "\x1b[31mx"}, {"request", "x", "--place", "\x1b[31mx", "--person", "x"}, {"request", "x", "--place", "hitta", "--person", "x", "--kind", "\x1b[31mx"}} {
		if r := (program{}).run(t, args...); strings.Contains(r.err, "\x1b") || r.code == 0 {
			t.Errorf("%q: exit %d, said %q", args, r.code, r.err)
		}
	}
}

func TestProgress(t *testing.T) {
	r := program{}.run(t, "audit", newCase(t))
	if r.code != 0 || r.err != "" {
		t.Errorf("in a pipe: exit %d, said %q; want nothing", r.code, r.err)
	}
	r = program{terminal: true}.run(t, "audit", newCase(t))
	if !strings.Contains(r.err, "0 av 1 klara · läser inlagg.txt (0)") || !strings.Contains(r.err, "1 av 1 klara · läser inlagg.txt#L1 (1)") {
		t.Errorf("on a terminal: said %q; want how far it has come", r.err)
	}
	for line := range strings.SplitSeq(r.err, "\r") {
		if n := len([]rune(line)); n > 59 {
			t.Errorf("a line of %d characters on 60 columns: %q", n, line)
		}
	}
	// The line is wiped before the result comes.
	if !strings.HasSuffix(r.err, "\r"+strings.Repeat(" ", 59)+"\r") || strings.Contains(r.err, "\n") {
		t.Errorf("the end is %q; want a wiped line", r.err[max(0, len(r.err)-80):])
	}
}

// full is a stream on a full disk.
type full struct{}

var errFull = errors.New("full")

func (full) Write([]byte) (int, error) { return 0, errFull }

// A result that nobody got is not a success, whichever command it is of.
func TestOutputThatFails(t *testing.T) {
	dir := newCase(t)
	if r := (program{}).run(t, "audit", dir); r.code != 0 {
		t.Fatal(r.err)
	}
	for _, args := range []string{
		"audit DIR", "report DIR", "report DIR --format json", "report DIR --format html", "history DIR", "check DIR", "consent list DIR",
		"rules list", "rules schema", "rules test", "rules explain x", "config show", "version", "help", "audit --help", "completion bash",
		"help exit-codes", "--version", "places", "places hitta", "places --format json", "places check", "request DIR --place hitta --person anna",
	} {
		r := program{out: full{}}.run(t, strings.Fields(strings.ReplaceAll(args, "DIR", dir))...)
		if r.code == 0 || r.err == "" {
			t.Errorf("%s: exit %d, said %q; want a fault", args, r.code, r.err)
		}
	}
}

func TestExplainFromAPipe(t *testing.T) {
	r := program{in: "Vi åker till Rom på lördag, hela familjen."}.run(t, "rules", "explain", "--at", "2027-06-01")
	if r.code != 0 || !strings.Contains(r.out, "travel.dates: slår till") {
		t.Errorf("exit %d, printed %q", r.code, r.out)
	}
	if r := (program{terminal: true}).run(t, "rules", "explain"); r.code != cli.ExitUsage {
		t.Errorf("on a terminal without a text: exit %d; want %d", r.code, cli.ExitUsage)
	}
	if r := (program{in: strings.Repeat("x", 1<<20+1)}).run(t, "rules", "explain"); r.code != cli.ExitUsage || !strings.Contains(r.err, "1\u00a0048\u00a0576") {
		t.Errorf("a text that is too long: exit %d, said %q", r.code, r.err)
	}
	if r := (program{in: "\xff\xfe Vi åker till Rom"}).run(t, "rules", "explain"); r.code != 0 {
		t.Errorf("bytes that are not text: exit %d, said %q", r.code, r.err)
	}
}

// Faults are told in the language that was asked for, also when the settings
// are what is wrong.
func TestFaultsInTheLanguage(t *testing.T) {
	for lang, want := range map[string]string{
		"sv": "Inställningen gap kan inte vara 1ms (LAMPAN_GAP). Välj 50ms–1h.\nInställningen log kan inte vara loud (LAMPAN_LOG). Välj off, debug, info, warn, error.\n",
		"en": "The setting gap cannot be 1ms (LAMPAN_GAP). Choose 50ms–1h.\nThe setting log cannot be loud (LAMPAN_LOG). Choose off, debug, info, warn, error.\n",
	} {
		r := program{env: map[string]string{"LAMPAN_GAP": "1ms", "LAMPAN_LOG": "loud"}}.run(t, "version", "--lang", lang)
		if r.code != cli.ExitFaults || r.err != want {
			t.Errorf("exit %d, said %q; want %q", r.code, r.err, want)
		}
	}
}

// TestNoBrowser says how to get a PDF where nothing here can print one.
func TestNoBrowser(t *testing.T) {
	dir := newCase(t)
	if r := (program{}).run(t, "audit", dir); r.code != cli.ExitOK {
		t.Fatal(r.err)
	}
	t.Setenv("PATH", t.TempDir())
	out := filepath.Join(dir, "report.pdf")
	for lang, want := range map[string]string{"sv": "välj Skriv ut och Spara som PDF", "en": "choose Print and Save as PDF"} {
		r := program{}.run(t, "report", dir, "--format", "pdf", "--out", out, "--lang", lang)
		if r.code != cli.ExitFiles || !strings.Contains(r.err, want) {
			t.Errorf("%s: code %d and %q; want %d and %q", lang, r.code, r.err, cli.ExitFiles, want)
		}
	}
	if _, err := os.Stat(out); err == nil {
		t.Error("a file was written all the same")
	}
}
