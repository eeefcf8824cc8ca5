package cli_test

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
)

// stopAt runs lampan until it reads the clock for the nth time, when Ctrl-C ends it;
// before it begins for 0. It reports whether it came so far.
func stopAt(t *testing.T, n int, args ...string) (r result, stopped bool) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	if n == 0 {
		stop()
	}
	var out, errs bytes.Buffer
	app := &cli.App{
		In: strings.NewReader(""), Out: &out, Err: &errs,
		Terminal: func(any) (int, bool) { return 60, false },
		Now: func() time.Time {
			if n--; n == 0 {
				stop()
			}
			return time.Date(2027, 6, 14, 12, 0, 0, 0, time.UTC)
		},
		Settings: config.Loader{LookupEnv: func(string) (string, bool) { return "", false }},
		Version:  "test",
	}
	code := app.Main(ctx, args)
	return result{code, out.String(), errs.String()}, ctx.Err() != nil
}

// Whenever Ctrl-C ends an audit, the plan, the meeting and the report stay those of the
// last audit that was finished, and nothing of the program's inside is shown.
func TestInterruptedAudit(t *testing.T) {
	dir := newCase(t)
	household := filepath.Join(dir, "household.yaml")
	b, err := os.ReadFile(household)
	if err != nil {
		t.Fatal(err)
	}
	two := strings.NewReplacer("consents:", "  - {id: senare, subject: anna, kind: text, at: inlagg.txt, visibility: open}\nconsents:", "[inlagg]", "[inlagg, senare]")
	if err := os.WriteFile(household, []byte(two.Replace(string(b))), 0o600); err != nil {
		t.Fatal(err)
	}
	look := func(args ...string) string {
		t.Helper()
		r := program{}.run(t, append(args, dir)...)
		if r.code != 0 {
			t.Fatalf("%v: exit %d: %s", args, r.code, r.err)
		}
		return r.out
	}
	page := func() string {
		b, err := os.ReadFile(filepath.Join(dir, "report.html"))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	look("audit")
	plan, meeting, report, html := look("plan"), look("meeting"), look("report"), page()
	kept := 0
	for n := 0; ; n += 1 + n/8 {
		r, stopped := stopAt(t, n, "audit", dir)
		if !stopped || r.code == 0 { // it came to its end
			break
		}
		if r.code != cli.ExitInterrupted || !strings.Contains(r.err, "Avbrutet") || strings.Contains(r.err, "context") {
			t.Errorf("stopped at %d: exit %d: %s%s", n, r.code, r.out, r.err)
		}
		if strings.Contains(r.err, "sparat") && strings.Contains(r.out, "kvar från genomgång 1") {
			if kept++; kept == 1 {
				toldOfStopped(t, dir)
			}
		}
		if page() != html || look("plan") != plan || look("meeting") != meeting || look("report") != report {
			t.Fatalf("stopped at %d: not as the last audit that was finished:\n%s", n, look("plan"))
		}
	}
	if kept == 0 {
		t.Error("no audit was stopped half-way")
	}
}

// toldOfStopped wants to be told that a later audit than the one shown was stopped.
func toldOfStopped(t *testing.T, dir string) {
	t.Helper()
	for _, command := range []string{"plan", "meeting", "report"} {
		if r := (program{}).run(t, command, dir); !strings.Contains(r.err, "avbröts. Det här är genomgång 1,") {
			t.Errorf("%s says only %q of those that were stopped", command, r.err)
		}
	}
	if r := (program{}).run(t, "overview", dir); !strings.Contains(r.out, "avbröts") {
		t.Errorf("overview: %s", r.out)
	}
}

// A look at what is stored that Ctrl-C ends is no fault of the program.
func TestInterruptedLook(t *testing.T) {
	dir := newCase(t)
	if r := (program{}).run(t, "audit", dir); r.code != 0 {
		t.Fatal(r.err)
	}
	for _, command := range []string{"report", "history", "plan", "meeting"} {
		if r, _ := stopAt(t, 0, command, dir); r.code != cli.ExitInterrupted || strings.Contains(r.err, "context") {
			t.Errorf("%s: exit %d: %s", command, r.code, r.err)
		}
	}
}
