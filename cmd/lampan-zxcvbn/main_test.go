package main

import (
	"bytes"
	"os"
	"os/exec"
	"strings"
	"testing"

	"lampan/rules/password/second/opinion"
)

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "ask" {
		main()
	}
	os.Exit(m.Run())
}

// TestAnswers asks the program as lampan-pass does, in a process of its own: the
// sandbox cannot be left.
func TestAnswers(t *testing.T) {
	var in bytes.Buffer
	for _, pw := range []string{"password1", strings.Repeat("a", 100), "kJ8#mQ2!xV9z"} {
		if err := opinion.Ask(&in, make([]byte, opinion.Longest+2), []byte(pw)); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "ask")
	cmd.Stdin = &in
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	r := bytes.NewReader(out)
	for i, want := range []opinion.Opinion{{Asked: true, Score: 0}, {}, {Asked: true, Score: 4}} {
		got, err := opinion.Hear(r)
		if got.Bits = 0; err != nil || got != want {
			t.Errorf("answer %d = %+v, %v; want %+v", i, got, err, want)
		}
	}
	if r.Len() > 0 {
		t.Errorf("%d bytes more than answers", r.Len())
	}
}

func TestEnds(t *testing.T) {
	for name, in := range map[string]string{"cut short": "\x00\x05ab", "too long": "\xff\xff"} {
		cmd := exec.CommandContext(t.Context(), os.Args[0], "ask")
		cmd.Stdin = strings.NewReader(in)
		if out, err := cmd.CombinedOutput(); err == nil || len(out) > 0 {
			t.Errorf("%s: %v, %q; want a silent end", name, err, out)
		}
	}
	var errs bytes.Buffer
	if code := run(nil, nil, nil, &errs); code != exitUsage || !strings.Contains(errs.String(), "lampan-pass") {
		t.Errorf("started by hand: exit code %d, %q", code, errs.String())
	}
}
