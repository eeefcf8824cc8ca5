package scanner_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/interview"
)

// interviewed audits what Anna and Erik have answered to a few of the questions, each
// in a file of their own; Erik's is not there without a text.
func interviewed(t *testing.T, annas, eriks string, edit func(*consenttest.Case)) *audit.Audit {
	t.Helper()
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	few := *p
	few.Questions = slices.DeleteFunc(slices.Clone(p.Questions), func(q rules.Question) bool {
		return !slices.Contains([]string{"home.alarm", "home.post", "accounts.two-step", "accounts.reuse", "travel.tell"}, q.ID)
	})
	of := func(who exposure.SubjectID) household.Source {
		return household.Source{ID: exposure.SourceID(who) + "-svar", Subject: who, Kind: exposure.Interview, At: string(who) + ".yaml", Visibility: exposure.Private}
	}
	c := consenttest.NewCase(t, today, of("anna"), of("erik"))
	if edit != nil {
		edit(c)
	}
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	var sources []source.Source
	for who, text := range map[exposure.SubjectID]string{"anna": annas, "erik": eriks} {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(c.Dir, string(who)+".yaml"), []byte("schema: 1\nsubject: "+string(who)+"\n"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		sources = append(sources, interview.New(interview.Config{Source: of(who), Root: root, Now: c.Now, Zone: time.UTC, Questions: few.Questions}))
	}
	r := &rig{c, scanner.Config{
		Pack: &few, Checker: c.Checker, Ledger: c.Ledger, Sources: sources, Key: make([]byte, 32), At: today,
		Now: c.Now, Tool: "test", Lang: exposure.Swedish,
	}}
	return r.mustRun(t)
}

func became(a *audit.Audit, id exposure.RuleID) (exposure.Outcome, string) {
	for _, o := range a.Outcomes {
		if o.Rule == id {
			return o.Outcome, o.Reason
		}
	}
	return exposure.Skipped, ""
}

// TestInterviewTopics: a topic that was begun counts all that applies; what the
// household is asked once is known to whoever else has begun on it.
func TestInterviewTopics(t *testing.T) {
	day := time.Date(2027, 6, 1, 0, 0, 0, 0, time.UTC)
	a := interviewed(t,
		"on: {home: 2027-06-01}\nanswers: {home.alarm: always, accounts.two-step: no, accounts.reuse: unknown}\n",
		"answers: {home.post: ja}\n", nil)
	anna, erik := coverage(t, a, "anna-svar"), coverage(t, a, "erik-svar")
	home := []string{"home.alarm", "home.post"}
	want := []audit.Topic{
		{Topic: "accounts", Asked: 2, Known: 1, Questions: []string{"accounts.two-step", "accounts.reuse"}, Open: []string{"accounts.reuse"}},
		{Topic: "home", Asked: 2, Known: 2, On: day, Questions: home, Alone: &audit.Alone{
			Asked: 2, Known: 1, Questions: home, Open: []string{"home.post"}, With: []exposure.SourceID{"erik-svar"},
		}},
	}
	if diff := cmp.Diff(want, anna.Topics); diff != "" || anna.Outcome != exposure.Unknown || anna.Reason != string(source.NotAnswered) || anna.Share() != 0.75 {
		t.Errorf("Anna: %s, %s, share %v (-want +got):\n%s", anna.Outcome, anna.Reason, anna.Share(), diff)
	}
	want = []audit.Topic{{Topic: "home", Asked: 2, Known: 2, Questions: home, Alone: &audit.Alone{
		Asked: 2, Known: 1, Questions: home, Open: []string{"home.alarm"}, With: []exposure.SourceID{"anna-svar"},
	}}}
	if diff := cmp.Diff(want, erik.Topics); diff != "" || erik.Outcome != exposure.Clear || erik.Share() != 1 {
		t.Errorf("Erik: %s, share %v (-want +got):\n%s", erik.Outcome, erik.Share(), diff)
	}
	if a.Percent() != 87 {
		t.Errorf("coverage %d %%; want 87", a.Percent())
	}

	// A rule is as clear as the answers that it rests on.
	for id, want := range map[exposure.RuleID]exposure.Outcome{
		"accounts.two-step": exposure.Exposed, "accounts.reuse": exposure.Unknown,
	} {
		if got, why := became(a, id); got != want {
			t.Errorf("%s: %s (%s); want %s", id, got, why, want)
		}
	}
	for _, f := range a.Findings {
		if f.Rule == "accounts.two-step" && !f.Evidence[0].Published.IsZero() {
			t.Errorf("an answer without a day is dated %v", f.Evidence[0].Published)
		}
	}
	wantGood := []audit.Good{
		{Question: "home.alarm", Answer: "always", Subject: "anna", Source: "anna-svar"},
		{Question: "home.post", Answer: "yes", Subject: "erik", Source: "erik-svar"},
	}
	if diff := cmp.Diff(wantGood, sorted(a.Good)); diff != "" {
		t.Errorf("good (-want +got):\n%s", diff)
	}
}

func sorted(good []audit.Good) []audit.Good {
	out := slices.Clone(good)
	slices.SortFunc(out, func(a, b audit.Good) int { return slices.Compare([]byte(a.Question), []byte(b.Question)) })
	return out
}

// TestInterviewDay: the evidence of an answer carries the day of its topic.
func TestInterviewDay(t *testing.T) {
	a := interviewed(t, "on: {accounts: 2027-06-01}\nanswers: {accounts.two-step: no}\n", "answers: {}\n", nil)
	for _, f := range a.Findings {
		if f.Rule == "accounts.two-step" {
			if got := f.Evidence[0].Published.Format(time.DateOnly); got != "2027-06-01" {
				t.Errorf("dated %s; want 2027-06-01", got)
			}
			return
		}
	}
	t.Errorf("findings %v; want the second step", a.Findings)
}

// TestInterviewDisagreement: what one adult denies is no good answer of the household
// and no control; who does not know denies nothing.
func TestInterviewDisagreement(t *testing.T) {
	for eriks, good := range map[string]int{"always": 2, "sometimes": 0, "unknown": 1} {
		a := interviewed(t, "answers: {home.alarm: always}\n", "answers: {home.alarm: "+eriks+"}\n", nil)
		if len(a.Good) != good || slices.Contains(a.Controls, "alarm") != (good > 0) {
			t.Errorf("Erik says %s: good %v, controls %v; want %d", eriks, a.Good, a.Controls, good)
		}
	}
}

// TestPrivateInterview: with an interview that only Erik sees, the others are shown what
// they would be if it had never been there: the topics, the rules, what is good and the
// controls. So they are where he keeps a finding of it for himself, but for how far he
// has come.
func TestPrivateInterview(t *testing.T) {
	const annas = "answers: {home.alarm: always, accounts.two-step: yes, accounts.reuse: unknown}\n"
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	never := interviewed(t, annas, "", nil)
	const eriks = "answers: {home.alarm: sometimes, home.post: yes, accounts.two-step: no, accounts.reuse: no, travel.tell: after}\n"
	private := interviewed(t, annas, eriks, func(c *consenttest.Case) {
		before, block, _ := strings.Cut((&rig{Case: c}).text(), "  - id: c-erik-svar\n")
		c.Write(before + "  - id: c-erik-svar\n    share: self\n" + block)
	})
	if len(private.Controls)+len(private.Mixed) == 0 || len(private.Findings) == 0 {
		t.Fatalf("controls %v, mixed %v; want answers that do not agree", private.Controls, private.Mixed)
	}
	shown := scanner.Shown(private, everything, scanner.Withheld{Source: func(id exposure.SourceID) bool { return id == "erik-svar" }}, p)
	want := never.Coverage[:1]
	if d := cmp.Diff(mustJSON(t, want), mustJSON(t, shown.Coverage)); d != "" {
		t.Errorf("coverage (-never there +kept):\n%s", d)
	}
	same := func(a *audit.Audit, how string) {
		t.Helper()
		if d := cmp.Diff(never.Good, a.Good); d != "" || len(a.Mixed) > 0 || !slices.Equal(never.Controls, a.Controls) {
			t.Errorf("%s: mixed %v, controls %v; want %v (-never there +kept):\n%s", how, a.Mixed, a.Controls, never.Controls, d)
		}
		if len(a.Findings) != len(never.Findings) || a.Assessment.Household.Score != never.Assessment.Household.Score {
			t.Errorf("%s: %d findings, %d; want %d, %d", how, len(a.Findings), a.Assessment.Household.Score, len(never.Findings), never.Assessment.Household.Score)
		}
	}
	same(shown, "a private source")
	for i, o := range shown.Outcomes {
		if o.Outcome != never.Outcomes[i].Outcome && o.Reason != string(source.NotGranted) {
			t.Errorf("%s is %s (%s); want %s", o.Rule, o.Outcome, o.Reason, never.Outcomes[i].Outcome)
		}
	}

	kept := interviewed(t, annas, "answers: {home.alarm: sometimes, accounts.two-step: no}\n", nil)
	same(scanner.Shown(kept, everything, scanner.Withheld{Piece: func(_ *exposure.Finding, e *exposure.Evidence) bool { return e.Shower == "erik" }}, p), "findings that are kept")
}

// TestInterviewAreas: only what was agreed to be talked about counts, and is praised.
func TestInterviewAreas(t *testing.T) {
	a := interviewed(t, "answers: {home.alarm: always, accounts.two-step: yes}\n", "answers: {}\n", func(c *consenttest.Case) {
		(&rig{Case: c}).narrow("anna-svar", "home")
	})
	c := coverage(t, a, "anna-svar")
	if len(c.Topics) != 1 || c.Topics[0].Topic != "home" || len(a.Good) != 1 {
		t.Errorf("topics %+v, good %v; want those of the home", c.Topics, a.Good)
	}

	// What Erik has not agreed to talk about answers nothing for Anna, and is no control.
	a = interviewed(t, "on: {home: 2027-06-01}\n", "answers: {home.alarm: always, home.post: yes, accounts.two-step: yes}\n", func(c *consenttest.Case) {
		(&rig{Case: c}).narrow("erik-svar", "accounts")
	})
	if c := coverage(t, a, "anna-svar"); len(c.Topics) != 1 || c.Topics[0].Known != 0 || slices.Contains(a.Controls, "alarm") {
		t.Errorf("topics %+v, controls %v; want nothing known of the home", c.Topics, a.Controls)
	}
}

// TestInterviewNotBegun: topics that nobody has begun were not asked for, and lower
// nothing.
func TestInterviewNotBegun(t *testing.T) {
	a := interviewed(t, "answers: {travel.tell: after}\n", "answers: {home.alarm: always, home.post: yes}\n", nil)
	if a.Percent() != 100 {
		t.Errorf("coverage %d %%; want 100", a.Percent())
	}
	if got, why := became(a, "accounts.reuse"); got != exposure.Skipped || why != string(source.NotAsked) {
		t.Errorf("accounts.reuse: %s (%s); want it not asked", got, why)
	}
}
