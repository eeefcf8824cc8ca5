package answers_test

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
	"lampan/rules/pack"
	"lampan/scanner/answers"
	"lampan/scanner/household"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// questions are a few that a family may answer.
func questions() rules.Questions {
	words := func(value string, sv, en []string) rules.Choice {
		return rules.Choice{Value: value, Words: map[exposure.Lang][]string{exposure.Swedish: sv, exposure.English: en}}
	}
	yesNo := []rules.Choice{
		words("yes", []string{"ja", "true"}, []string{"yes"}), words("no", []string{"nej", "false"}, []string{"no"}),
		words("unknown", []string{"vet inte"}, []string{"don't know"}),
	}
	return rules.Questions{
		{ID: "home.alarm", Topic: rules.HomeTopic, Answers: []rules.Choice{
			words("always", []string{"alltid"}, []string{"always"}), words("none", []string{"inget larm"}, []string{"no alarm"}),
		}},
		{ID: "home.post", Topic: rules.HomeTopic, Answers: yesNo},
		{ID: "accounts.two-step", Topic: rules.AccountsTopic, Answers: yesNo},
	}
}

// annas is the file of one person in a case.
func annas(dir string) answers.File {
	return answers.File{
		Dir: dir, At: "svar/anna.yaml", Person: "anna", Questions: questions(), Today: day("2027-06-14"), Lang: exposure.Swedish,
	}
}

// put writes the file as somebody would by hand.
func put(t testing.TB, f answers.File, text string) {
	t.Helper()
	path := filepath.Join(f.Dir, filepath.FromSlash(f.At))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, f answers.File) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(f.Dir, filepath.FromSlash(f.At)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func answer(question, value string, line int) exposure.Answer {
	return exposure.Answer{Question: question, Value: value, Subject: "anna", Line: line}
}

const head = "schema: 1\nsubject: anna\n"

func TestParse(t *testing.T) {
	alarm := answer("home.alarm", "always", 4)
	dated := func(a exposure.Answer) exposure.Answer { a.On = day("2027-06-14"); return a }
	for _, tt := range []struct {
		name, text string
		want       []exposure.Answer
		faults     []string // line, code
	}{
		{"answers", head + "answers:\n  home.alarm: always\n  accounts.two-step: no\n", []exposure.Answer{alarm, answer("accounts.two-step", "no", 5)}, nil},
		{"on one line", head + "answers: {home.alarm: always}", []exposure.Answer{answer("home.alarm", "always", 3)}, nil},
		{"words of the family", head + "answers:\n  home.alarm: Inget larm\n  accounts.two-step: Nej\n", []exposure.Answer{answer("home.alarm", "none", 4), answer("accounts.two-step", "no", 5)}, nil},
		{"a truth value", head + "answers: {accounts.two-step: false}", []exposure.Answer{answer("accounts.two-step", "no", 3)}, nil},
		{"an English no", head + "answers: {accounts.two-step: NO}", []exposure.Answer{answer("accounts.two-step", "no", 3)}, nil},
		{"days", head + "on: {home: 2027-06-14}\nanswers: {home.alarm: always, accounts.two-step: ja}", []exposure.Answer{dated(answer("home.alarm", "always", 4)), answer("accounts.two-step", "yes", 4)}, nil},
		{"a bad answer costs no other", head + "answers:\n  accounts.two-step: nope\n  home.alarm: always\n", []exposure.Answer{answer("home.alarm", "always", 5)}, []string{"4 answers.answer"}},
		{
			"every bad answer is told", head + "answers:\n  home.alarm: always\n  accounts.two-stp: nej\n  [a]: ja\n  home.alarm: never\n  accounts.two-step: [ja]\n",
			[]exposure.Answer{alarm},
			[]string{"5 answers.question", "6 value.alias", "7 key.twice", "8 answers.answer"},
		},
		{"no answer", head + "answers:\n  home.alarm:\n", nil, []string{"4 answers.answer"}},
		{"every question commented out", head + "answers:\n  # home.alarm: alltid\n", nil, nil},
		{"an unknown key", head + "answers:\n  home.alarm: always\nanswer: 1\n", []exposure.Answer{alarm}, []string{"5 key.unknown"}},
		{"a key twice", head + "answers:\n  home.alarm: always\nanswers: {home.post: no}\n", []exposure.Answer{alarm}, []string{"5 key.twice"}},
		{"another schema", "schema: 2\nsubject: anna\nanswers: {home.alarm: always}", nil, []string{"1 schema"}},
		{"no schema", "subject: anna\nanswers: {home.alarm: always}", nil, []string{"1 key.missing"}},
		{"another person", "schema: 1\nsubject: erik\nanswers: {home.alarm: always}", nil, []string{"2 lookup.person"}},
		{"nobody", "schema: 1\nanswers: {home.alarm: always}", nil, []string{"1 key.missing"}},
		{"no answers", head, nil, []string{"1 key.missing"}},
		{"answers as a list", head + "answers: [home.alarm]", nil, []string{"3 value.group"}},
		{"a topic that is none", head + "on: {hus: 2027-06-14}\nanswers: {home.alarm: always}", []exposure.Answer{answer("home.alarm", "always", 4)}, []string{"3 value.choice"}},
		{"a day that is none", head + "on: {home: nyss}\nanswers: {home.alarm: always}", []exposure.Answer{answer("home.alarm", "always", 4)}, []string{"3 value.day"}},
		{"a day to come", head + "on: {home: 2027-06-15}\nanswers: {}", nil, []string{"3 lookup.future"}},
		{"not a mapping", "- 1", nil, []string{"1 value.group"}},
		{"nothing", "", nil, []string{"1 key.missing"}},
		{"broken", head + "answers: {home.alarm: always", nil, []string{"3 file.yaml"}},
		{"a tab", head + "answers:\n\thome.alarm: always", nil, []string{"4 file.yaml"}},
		{"two documents", head + "answers: {}\n---\n" + head, nil, []string{"4 file.documents"}},
		{"no text", "\x00\xff", nil, []string{"0 file.encoding"}},
		{"too much", head + strings.Repeat("# mer\n", answers.MaxBytes/6) + "answers: {}\n", nil, []string{"0 file.large"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			said, faults := annas("").Parse([]byte(tt.text))
			if diff := gocmp.Diff(tt.want, said.Answers); diff != "" {
				t.Errorf("answers (-want +got):\n%s", diff)
			}
			var got []string
			for _, f := range faults {
				got = append(got, fmt.Sprint(f.Line, " ", f.Code))
				for _, lang := range exposure.Langs() {
					if s := f.In(lang); !strings.HasPrefix(s, "svar/anna.yaml:") || !strings.HasSuffix(s, ")") || strings.ContainsAny(s, "!\n\x1b{}") {
						t.Errorf("%q does not read well", s)
					}
				}
			}
			if diff := gocmp.Diff(tt.faults, got); diff != "" {
				t.Errorf("faults (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHostile(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 x\n")
	for i := 1; i < 10; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d,", i-1), 9), ","))
	}
	for name, text := range map[string]string{
		"alias bomb":      head + bomb.String() + "answers: *a9",
		"deep":            strings.Repeat("[", 200_000),
		"deep mapping":    strings.Repeat("{a: ", 200_000),
		"answer by alias": head + "answers: {home.alarm: &x [*x]}",
		"a long question": head + "answers: {" + strings.Repeat("x", 900) + ": ja}",
	} {
		t.Run(name, func(t *testing.T) {
			said, faults := annas("").Parse([]byte(text))
			if len(said.Answers) != 0 || len(faults) == 0 {
				t.Errorf("answers %v, faults %v; want only faults", said.Answers, faults)
			}
			for _, f := range faults {
				if len(f.Error()) > 500 {
					t.Errorf("a fault of %d bytes", len(f.Error()))
				}
			}
		})
	}
}

func TestUpdateMakesTheFile(t *testing.T) {
	for _, lang := range exposure.Langs() {
		f := annas(t.TempDir())
		f.Lang = lang
		if said, err := f.Read(); err != nil || len(said.Answers)+len(said.On) > 0 {
			t.Fatalf("without a file: %+v, %v", said, err)
		}
		want := &answers.Said{
			On:      map[rules.Topic]time.Time{rules.HomeTopic: day("2027-06-14")},
			Answers: []exposure.Answer{answer("accounts.two-step", "no", 0), answer("home.post", "unknown", 0)},
		}
		if err := f.Update(func(s *answers.Said) error { *s = *want; return nil }); err != nil {
			t.Fatal(err)
		}
		got, err := f.Read()
		slices.Reverse(want.Answers) // as the pack has them
		if diff := gocmp.Diff(want, got, cmpopts.IgnoreFields(exposure.Answer{}, "Line", "On")); err != nil || diff != "" {
			t.Errorf("Read: %v (-want +got):\n%s", err, diff)
		}
		for name, want := range map[string]fs.FileMode{f.At: 0o600, filepath.Dir(f.At): 0o700 | fs.ModeDir} {
			if info, err := os.Stat(filepath.Join(f.Dir, name)); err != nil || info.Mode() != want {
				t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
			}
		}
		q, _ := questions().Find("home.post")
		if text := get(t, f); !strings.HasPrefix(text, "# ") || !strings.Contains(text, "lampan interview") || !strings.Contains(text, q.Words(lang)[2]) {
			t.Errorf("the file says:\n%s", text)
		}
	}
}

// TestUpdateKeepsWhatItDoesNotTouch: comments, words and the order of people's own
// lines stay.
func TestUpdateKeepsWhatItDoesNotTouch(t *testing.T) {
	f := annas(t.TempDir())
	put(t, f, `# Annas egna rader.
schema: 1
subject: anna # jag
answers:
  # kontona
  accounts.two-step: YES
  home.alarm: Inget larm # såld
# sist
`)
	err := f.Update(func(s *answers.Said) error {
		s.On[rules.HomeTopic] = day("2027-06-14")
		s.Set(answer("home.alarm", "always", 0))
		s.Set(answer("home.post", "no", 0))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `# Annas egna rader.
schema: 1
subject: anna # jag
on:
  home: 2027-06-14
answers:
  home.post: nej
  # kontona
  accounts.two-step: YES
  home.alarm: alltid # såld
# sist
`
	if diff := gocmp.Diff(want, get(t, f)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestUpdateWritesNothingOnAnError(t *testing.T) {
	stop := errors.New("stop")
	whole := head + "answers: {home.alarm: always} # mitt\n"
	for name, tt := range map[string]struct {
		text   string
		change func(*answers.Said) error
		fault  bool
	}{
		"the change fails":      {whole, func(s *answers.Said) error { s.Answers = nil; return stop }, false},
		"the file is not right": {"schema: 1\n", func(*answers.Said) error { return nil }, true},
		"no such question":      {whole, func(s *answers.Said) error { s.Set(answer("home.x", "yes", 0)); return nil }, false},
		"no such answer":        {whole, func(s *answers.Said) error { s.Set(answer("home.alarm", "nope", 0)); return nil }, true},
		"a day to come":         {whole, func(s *answers.Said) error { s.On[rules.HomeTopic] = day("2028-01-01"); return nil }, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := annas(t.TempDir())
			put(t, f, tt.text)
			err := f.Update(tt.change)
			if _, fault := errors.AsType[household.Faults](err); err == nil || fault != tt.fault {
				t.Errorf("Update = %v; faults %v", err, tt.fault)
			}
			if got := get(t, f); got != tt.text {
				t.Errorf("the file is now %q", got)
			}
		})
	}
}

func TestLinksAreRefused(t *testing.T) {
	for name, link := range map[string]func(dir string) error{
		"the file": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "svar"), 0o700), os.Symlink("../annat.yaml", filepath.Join(dir, "svar", "anna.yaml")))
		},
		"its folder": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "annat"), 0o700), os.Symlink("annat", filepath.Join(dir, "svar")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := annas(t.TempDir())
			if err := link(f.Dir); err != nil {
				t.Fatal(err)
			}
			_, read := f.Read()
			for _, err := range []error{read, f.Update(func(*answers.Said) error { return nil })} {
				if fs, ok := errors.AsType[household.Faults](err); !ok || fs[0].Code != household.CodeNotFile {
					t.Errorf("a link: %v; want a fault", err)
				}
			}
		})
	}
}

// TestUpdatesAtOnce: of many that answer at once, nothing is lost.
func TestUpdatesAtOnce(t *testing.T) {
	f := annas(t.TempDir())
	var g sync.WaitGroup
	for _, q := range questions() {
		g.Go(func() {
			for _, c := range q.Answers {
				if err := f.Update(func(s *answers.Said) error { s.Set(answer(q.ID, c.Value, 0)); return nil }); err != nil {
					t.Error(err)
				}
			}
		})
	}
	g.Wait()
	s, err := f.Read()
	if err != nil || len(s.Answers) != len(questions()) {
		t.Errorf("%+v, %v; want an answer to each question", s, err)
	}
	if left, _ := filepath.Glob(filepath.Join(f.Dir, "svar", ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// saying draws what a person may have said.
func saying(qs rules.Questions) *rapid.Generator[*answers.Said] {
	return rapid.Custom(func(t *rapid.T) *answers.Said {
		s := &answers.Said{On: map[rules.Topic]time.Time{}}
		for _, topic := range rapid.SliceOfDistinct(rapid.SampledFrom(rules.Topics()), rapid.ID[rules.Topic]).Draw(t, "topics") {
			s.On[topic] = day("2026-01-01").AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "day"))
		}
		for _, q := range rapid.Permutation(qs).Draw(t, "questions") {
			if rapid.Bool().Draw(t, "answered") {
				s.Set(answer(q.ID, rapid.SampledFrom(q.Answers).Draw(t, "answer").Value, 0))
			}
		}
		return s
	})
}

// TestRoundTrip: whatever is said, the file says just that, whatever it said before,
// and no comment is lost from what stays.
func TestRoundTrip(t *testing.T) {
	f := annas(t.TempDir())
	rapid.Check(t, func(rt *rapid.T) {
		f.Lang = rapid.SampledFrom(exposure.Langs()).Draw(rt, "lang")
		put(t, f, "# Annas egna rader.\nschema: 1\nsubject: anna # jag\nanswers:\n  # larmet\n  home.alarm: alltid\n")
		for range rapid.IntRange(1, 3).Draw(rt, "updates") {
			want := saying(f.Questions).Draw(rt, "said")
			if err := f.Update(func(s *answers.Said) error { *s = *want; return nil }); err != nil {
				rt.Fatal(err)
			}
			got, err := f.Read()
			inOrder := cmpopts.SortSlices(func(a, b exposure.Answer) int { return cmp.Compare(a.Question, b.Question) })
			if diff := gocmp.Diff(want, got, inOrder, cmpopts.IgnoreFields(exposure.Answer{}, "Line", "On")); err != nil || diff != "" {
				rt.Fatalf("%v (-want +got):\n%s\n%s", err, diff, get(t, f))
			}
			if text := get(t, f); !strings.HasPrefix(text, "# Annas egna rader.\n") || !strings.Contains(text, "subject: anna # jag\n") {
				rt.Fatalf("comments are gone:\n%s", text)
			}
		}
	})
}

// TestAnyOrderSameFile: in whatever order questions are answered, and however often
// the conversation is taken up again, the file is the same.
func TestAnyOrderSameFile(t *testing.T) {
	qs := core(t)
	dir := t.TempDir()
	rapid.Check(t, func(rt *rapid.T) {
		want := saying(qs).Draw(rt, "said")
		once, often := annas(dir), annas(dir)
		once.Questions, often.Questions = qs, qs
		once.At, often.At = "once.yaml", "often.yaml"
		for _, f := range []answers.File{once, often} {
			if err := os.RemoveAll(filepath.Join(dir, f.At)); err != nil {
				rt.Fatal(err)
			}
		}
		if err := once.Update(func(s *answers.Said) error { *s = *want; return nil }); err != nil {
			rt.Fatal(err)
		}
		rest := rapid.Permutation(want.Answers).Draw(rt, "order")
		for first := true; first || len(rest) > 0; first = false {
			n := min(len(rest), 1+rapid.IntRange(0, 30).Draw(rt, "at a time"))
			if err := often.Update(func(s *answers.Said) error {
				maps.Copy(s.On, want.On)
				for _, a := range rest[:n] {
					s.Set(a)
				}
				return nil
			}); err != nil {
				rt.Fatal(err)
			}
			rest = rest[n:]
		}
		if diff := gocmp.Diff(get(t, once), get(t, often)); diff != "" {
			rt.Fatalf("at once, and in parts (-once +parts):\n%s", diff)
		}
	})
}

// core are the questions that ship with lampan.
func core(t testing.TB) rules.Questions {
	t.Helper()
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	return p.Questions
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(head + "answers: {home.alarm: always, x: [1]}"))
	f.Add([]byte("? a\n: &x *x"))
	f.Add([]byte(head + "answers: {home.alarm: Inget  larm, accounts.two-step: !!bool no}"))
	f.Add([]byte(head + "on:\n# a\n  home: 2027-06-14 # b\n\n\n# c\nanswers: # d\n  {}\n"))
	f.Add([]byte("{schema: 1, subject: anna, on: null, answers: null}"))
	file := annas(f.TempDir())
	f.Fuzz(func(t *testing.T, data []byte) {
		said, faults := file.Parse(data)
		for _, a := range said.Answers {
			q, ok := file.Questions.Find(a.Question)
			if a.Subject != "anna" || a.Line < 1 || !ok || !slices.ContainsFunc(q.Answers, func(c rules.Choice) bool { return c.Value == a.Value }) {
				t.Errorf("answer %+v", a)
			}
		}
		if len(faults) > 0 {
			if strings.ContainsFunc(strings.ReplaceAll(faults.In(exposure.Swedish), "\n", ""), unicode.IsControl) {
				t.Fatalf("%q cannot be shown", faults)
			}
			return
		}
		// What can be read can be changed, and then says what was meant.
		put(t, file, string(data))
		if err := file.Update(func(s *answers.Said) error { s.Set(answer("home.post", "no", 0)); said = s; return nil }); err != nil {
			t.Fatalf("%v: %q", err, data)
		}
		got, err := file.Read()
		if err != nil || len(got.Answers) != len(said.Answers) || !maps.Equal(got.On, said.On) {
			t.Fatalf("%+v, %v; want %+v", got, err, said)
		}
	})
}

// BenchmarkParse reads a file in which every question has its answer.
func BenchmarkParse(b *testing.B) {
	f := annas(b.TempDir())
	f.Questions = core(b)
	if err := f.Update(func(s *answers.Said) error {
		for _, topic := range rules.Topics() {
			s.On[topic] = day("2027-06-14")
		}
		for _, q := range f.Questions {
			s.Set(answer(q.ID, q.Answers[0].Value, 0))
		}
		return nil
	}); err != nil {
		b.Fatal(err)
	}
	data := []byte(get(b, f))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if said, faults := f.Parse(data); len(faults) > 0 || len(said.Answers) != len(f.Questions) {
			b.Fatal(faults)
		}
	}
}

// TestSheet: the sheet to fill in by hand is right as it stands, and every answer that
// it offers is one that is understood.
func TestSheet(t *testing.T) {
	qs := core(t)
	for _, lang := range exposure.Langs() {
		t.Run(string(lang), func(t *testing.T) {
			f := annas("")
			f.Questions = qs
			sheet := string(answers.Sheet(lang, f.Person, qs))
			if said, faults := f.Parse([]byte(sheet)); len(faults)+len(said.Answers) > 0 {
				t.Errorf("as it stands: %+v, %v", said, faults)
			}
			for _, q := range qs {
				if !strings.Contains(sheet, "  # "+q.Text[lang]+"\n") {
					t.Errorf("the sheet does not ask %s", q.ID)
				}
			}
			offered := regexp.MustCompile(`(?m)^  # (?:Svar|Answers): (.*)$`).FindAllStringSubmatch(sheet, -1)
			if len(offered) != len(qs) {
				t.Fatalf("%d lists of answers for %d questions", len(offered), len(qs))
			}
			for i, o := range offered {
				for word := range strings.SplitSeq(o[1], " | ") {
					key := "  # " + qs[i].ID + ":\n"
					text := strings.Replace(sheet, key, strings.Replace(strings.Replace(key, "# ", "", 1), "\n", " "+word+"\n", 1), 1)
					if said, faults := f.Parse([]byte(text)); len(faults) > 0 || len(said.Answers) != 1 {
						t.Errorf("%s: %s: %+v, %v", qs[i].ID, word, said, faults)
					}
				}
			}
		})
	}
}

func TestFamily(t *testing.T) {
	h := &household.Household{
		People: []household.Person{
			{ID: "anna", Born: 1984, Exposed: "ledamot"}, {ID: "erik"}, {ID: "elsa", Born: 2014}, {ID: "nils", Born: 2015},
		},
		Vehicles: []household.Vehicle{{Plate: "ABC123"}},
	}
	want := interview.Family{Car: true, People: []interview.Person{
		{ID: "anna", Exposed: true}, {ID: "erik"}, {ID: "elsa", Minor: true, Teen: true}, {ID: "nils", Minor: true},
	}}
	if diff := gocmp.Diff(want, answers.Family(h, day("2027-01-01"))); diff != "" {
		t.Errorf("Family (-want +got):\n%s", diff)
	}
}
