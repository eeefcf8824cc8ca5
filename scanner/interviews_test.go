package scanner_test

import (
	"os"
	"path/filepath"
	"slices"
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
// in a file of their own.
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
	want := []audit.Topic{
		{Topic: "accounts", Asked: 2, Known: 1},
		{Topic: "home", Asked: 2, Known: 2, On: day, Alone: &audit.Count{Asked: 2, Known: 1}},
	}
	if diff := cmp.Diff(want, anna.Topics); diff != "" || anna.Outcome != exposure.Unknown || anna.Reason != string(source.NotAnswered) || anna.Share() != 0.75 {
		t.Errorf("Anna: %s, %s, share %v (-want +got):\n%s", anna.Outcome, anna.Reason, anna.Share(), diff)
	}
	want = []audit.Topic{{Topic: "home", Asked: 2, Known: 2, Alone: &audit.Count{Asked: 2, Known: 1}}}
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

// TestInterviewAreas: only what was agreed to be talked about counts, and is praised.
func TestInterviewAreas(t *testing.T) {
	a := interviewed(t, "answers: {home.alarm: always, accounts.two-step: yes}\n", "answers: {}\n", func(c *consenttest.Case) {
		(&rig{Case: c}).narrow("anna-svar", "home")
	})
	c := coverage(t, a, "anna-svar")
	if len(c.Topics) != 1 || c.Topics[0].Topic != "home" || len(a.Good) != 1 {
		t.Errorf("topics %+v, good %v; want those of the home", c.Topics, a.Good)
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
