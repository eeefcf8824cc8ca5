package decode_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

func TestInterview(t *testing.T) {
	const head = "schema: 1\nsubject: anna\n"
	alarm := exposure.Answer{Question: "home.alarm", Value: "always", Subject: "anna", Line: 4}
	for _, tc := range []struct {
		name, text string
		want       []exposure.Answer
		faults     []string
	}{
		{"answers", head + "answers:\n  home.alarm: always\n  accounts.two-step: no\n", []exposure.Answer{alarm, {Question: "accounts.two-step", Value: "no", Subject: "anna", Line: 5}}, nil},
		{"on one line", head + "answers: {home.alarm: always}", []exposure.Answer{{Question: "home.alarm", Value: "always", Subject: "anna", Line: 3}}, nil},
		{
			"one bad answer costs no other", head + "answers:\n  home.alarm: always\n  home.timer: [yes]\n  Hemma: ja\n  home.alarm: never\n  home.post: \"lite då och då\"\n  home.neighbour:\n",
			[]exposure.Answer{alarm},
			[]string{
				`file:5: malformed: the answer to "home.timer" is not one word such as always, yes or no`,
				`file:6: malformed: not a question such as home.alarm`,
				`file:7: malformed: "home.alarm" is answered twice`,
				`file:8: malformed: the answer to "home.post" is not one word such as always, yes or no`,
				`file:9: malformed: the answer to "home.neighbour" is not one word such as always, yes or no`,
			},
		},
		{"unknown key", head + "answers:\n  home.alarm: always\nanswer: 1\n", []exposure.Answer{alarm}, []string{"file:5: malformed: unknown key: only schema, subject and answers are known"}},
		{"key twice", head + "answers:\n  home.alarm: always\nanswers: {home.post: no}\n", []exposure.Answer{alarm}, []string{`file:5: malformed: "answers" stands twice`}},
		{"another schema", "schema: 2\nsubject: anna\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: schema is not 1"}},
		{"no schema", "subject: anna\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: schema is missing: write schema: 1"}},
		{"another person", "schema: 1\nsubject: erik\nanswers: {home.alarm: always}", nil, []string{"file:2: outside-scope: the subject is not the person who agreed to this interview"}},
		{"nobody", "schema: 1\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: subject is missing: whose answers are these?"}},
		{"no answers", head, nil, []string{"file:1: malformed: answers are missing"}},
		{"answers as a list", head + "answers: [home.alarm]", nil, []string{"file:3: malformed: answers is not a list of question: answer"}},
		{"not a mapping", "- 1", nil, []string{"file:1: malformed: not a list of answers: schema, subject and answers are needed"}},
		{"nothing", "", nil, []string{"file:1: malformed: not a list of answers: schema, subject and answers are needed"}},
		{"broken", head + "answers: {home.alarm: always", nil, []string{"file:3: malformed: not YAML that can be read"}},
		{"a tab", head + "answers:\n\thome.alarm: always", nil, []string{"file:4: malformed: not YAML that can be read"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, faults := decode.Interview("file", []byte(tc.text), "anna")
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.faults, lines(t, faults)); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestInterviewHostile(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 x\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	for _, tc := range []struct{ name, text string }{
		{"alias bomb", "schema: 1\nsubject: anna\n" + bomb.String() + "answers: *a9"},
		{"deep", strings.Repeat("[", 200_000)},
		{"deep mapping", strings.Repeat("{a: ", 200_000)},
		{"answer by alias", "schema: 1\nsubject: anna\nanswers: {home.alarm: &x [*x]}"},
		{"bytes", "\x00\xff"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, faults := decode.Interview("file", []byte(tc.text), "anna")
			if len(answers) != 0 || len(faults) == 0 {
				t.Errorf("answers %v, faults %v; want only faults", answers, faults)
			}
			for _, err := range faults {
				if len(err.Error()) > 500 {
					t.Errorf("a fault of %d bytes", len(err.Error()))
				}
			}
		})
	}
}

func FuzzInterview(f *testing.F) {
	f.Add([]byte("schema: 1\nsubject: anna\nanswers: {home.alarm: always, x: [1]}"))
	f.Add([]byte("? a\n: &x *x"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answers, faults := decode.Interview("file", data, "anna")
		for _, a := range answers {
			if a.Subject != "anna" || a.Line < 1 || a.Question == "" || a.Value == "" {
				t.Errorf("answer %+v", a)
			}
			if !strings.Contains(string(data), a.Question) && !strings.ContainsAny(string(data), "\\\x00") {
				t.Errorf("question %q does not stand in the file", a.Question)
			}
		}
		for _, err := range faults {
			if _, ok := errors.AsType[*source.Error](err); !ok {
				t.Errorf("error %v is no *source.Error", err)
			}
		}
	})
}
