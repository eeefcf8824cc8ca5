package decode_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/internal/decode"
	"lampan/scanner/source"
)

// questions are two that a family may answer.
func questions() rules.Questions {
	words := func(value string, sv, en []string) rules.Choice {
		return rules.Choice{Value: value, Words: map[exposure.Lang][]string{exposure.Swedish: sv, exposure.English: en}}
	}
	return rules.Questions{
		{ID: "home.alarm", Answers: []rules.Choice{
			words("always", []string{"alltid"}, []string{"always"}), words("none", []string{"inget larm"}, []string{"no alarm"}),
		}},
		{ID: "accounts.two-step", Answers: []rules.Choice{
			words("yes", []string{"ja", "true"}, []string{"yes"}), words("no", []string{"nej", "false"}, []string{"no"}),
		}},
	}
}

func TestInterview(t *testing.T) {
	const (
		alarmFault = ": unknown-answer: no such answer to home.alarm; write one of alltid, inget larm (always, no alarm)"
		stepFault  = ": unknown-answer: no such answer to accounts.two-step; write one of ja, nej (yes, no)"
		unknown    = ": unknown-question: no such question; the questions are home.alarm, accounts.two-step"
	)
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
			"words of the family", head + "answers:\n  home.alarm: Inget larm\n  accounts.two-step: Nej\n",
			[]exposure.Answer{{Question: "home.alarm", Value: "none", Subject: "anna", Line: 4}, {Question: "accounts.two-step", Value: "no", Subject: "anna", Line: 5}},
			nil,
		},
		{"a truth value", head + "answers: {accounts.two-step: false}", []exposure.Answer{{Question: "accounts.two-step", Value: "no", Subject: "anna", Line: 3}}, nil},
		{"an English no", head + "answers: {accounts.two-step: NO}", []exposure.Answer{{Question: "accounts.two-step", Value: "no", Subject: "anna", Line: 3}}, nil},
		{
			"a bad answer costs no other", head + "answers:\n  accounts.two-step: nope\n  home.alarm: always\n",
			[]exposure.Answer{{Question: "home.alarm", Value: "always", Subject: "anna", Line: 5}},
			[]string{"file:4" + stepFault},
		},
		{
			"every bad answer is told", head + "answers:\n  home.alarm: always\n  accounts.two-stp: nej\n  [a]: ja\n  home.alarm: never\n  accounts.two-step: [ja]\n",
			[]exposure.Answer{alarm},
			[]string{"file:5" + unknown, "file:6" + unknown, `file:7: malformed: "home.alarm" is answered twice`, "file:8" + stepFault},
		},
		{"no answer", head + "answers:\n  home.alarm:\n", nil, []string{"file:4" + alarmFault}},
		{"every question commented out", head + "answers:\n  # home.alarm: alltid\n", nil, nil},
		{"unknown key", head + "answers:\n  home.alarm: always\nanswer: 1\n", []exposure.Answer{alarm}, []string{"file:5: malformed: unknown key: only schema, subject and answers are known"}},
		{"key twice", head + "answers:\n  home.alarm: always\nanswers: {home.post: no}\n", []exposure.Answer{alarm}, []string{`file:5: malformed: "answers" stands twice`}},
		{"another schema", "schema: 2\nsubject: anna\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: schema is not 1"}},
		{"no schema", "subject: anna\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: schema is missing: write schema: 1"}},
		{"another person", "schema: 1\nsubject: erik\nanswers: {home.alarm: always}", nil, []string{"file:2: malformed: the subject is not the person whose source this is in household.yaml"}},
		{"nobody", "schema: 1\nanswers: {home.alarm: always}", nil, []string{"file:1: malformed: subject is missing: whose answers are these?"}},
		{"no answers", head, nil, []string{"file:1: malformed: answers are missing"}},
		{"answers as a list", head + "answers: [home.alarm]", nil, []string{"file:3: malformed: answers is not a list of question: answer"}},
		{"not a mapping", "- 1", nil, []string{"file:1: malformed: not a list of answers: schema, subject and answers are needed"}},
		{"nothing", "", nil, []string{"file:1: malformed: not a list of answers: schema, subject and answers are needed"}},
		{"broken", head + "answers: {home.alarm: always", nil, []string{"file:3: malformed: not YAML that can be read"}},
		{"a tab", head + "answers:\n\thome.alarm: always", nil, []string{"file:4: malformed: not YAML that can be read"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got, faults := decode.Interview("file", []byte(tc.text), "anna", questions())
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
		{"a long question", "schema: 1\nsubject: anna\nanswers: {" + strings.Repeat("x", 900) + ": ja}"},
		{"bytes", "\x00\xff"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			answers, faults := decode.Interview("file", []byte(tc.text), "anna", questions())
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
	f.Add([]byte("schema: 1\nsubject: anna\nanswers: {home.alarm: Inget  larm, accounts.two-step: !!bool no}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		answers, faults := decode.Interview("file", data, "anna", questions())
		for _, a := range answers {
			q, ok := questions().Find(a.Question)
			if a.Subject != "anna" || a.Line < 1 || !ok {
				t.Errorf("answer %+v", a)
				continue
			}
			if !slices.ContainsFunc(q.Answers, func(c rules.Choice) bool { return c.Value == a.Value }) {
				t.Errorf("answer %+v is none of the question's values", a)
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
