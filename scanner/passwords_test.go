package scanner_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/password/verdict"
	"lampan/scanner"
	"lampan/scanner/audit"
	"lampan/scanner/consent/consenttest"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/passwords"
)

const sharedPassword = exposure.RuleID("passwords.shared")

// verdicts is a file in which Anna and Erik share one password, and each has
// one account more; leaked says whether leaks could be looked for.
func verdicts(t testing.TB, caseID string, leaked bool) []byte {
	t.Helper()
	account := func(id, who string, kind verdict.Kind, faults ...verdict.Found) verdict.Account {
		return verdict.Account{ID: id, Person: who, Name: "sida-" + id + ".example", User: who + "@lind.example", Kind: kind, Strength: "fair", Log10: 9, Faults: append([]verdict.Found{}, faults...)}
	}
	r := verdict.Report{
		Schema: verdict.Schema, Case: caseID, Made: "2027-05-30", Steps: []verdict.Step{}, Notes: []verdict.Note{},
		People: []verdict.Person{{ID: "anna", Entries: 2, Looked: 2, Steps: []verdict.Step{}}, {ID: "erik", Entries: 2, Looked: 2, Steps: []verdict.Step{}}},
		Accounts: []verdict.Account{
			account("a1", "anna", verdict.Shop, verdict.Found{Fault: verdict.Reused, With: []string{"e1"}, People: []string{"erik"}}),
			account("a2", "anna", verdict.Bank),
			account("e1", "erik", verdict.Shop, verdict.Found{Fault: verdict.Reused, With: []string{"a1"}, People: []string{"anna"}}),
			account("e2", "erik", verdict.Other, verdict.Found{Fault: verdict.Weak}),
		},
	}
	for _, f := range verdict.Faults() {
		c := verdict.Checked{Fault: f, Done: true}
		if f == verdict.Leaked && !leaked {
			c = verdict.Checked{Fault: f, Reason: verdict.NoFilter}
		}
		r.Checked = append(r.Checked, c)
	}
	data, err := verdict.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// passwordRig is a case in which Anna and Erik show their part of one file.
func passwordRig(t testing.TB, leaked bool) *rig {
	t.Helper()
	var agreed []household.Source
	for _, who := range []exposure.SubjectID{"anna", "erik"} {
		agreed = append(agreed, household.Source{
			ID: exposure.SourceID(who + "-losenord"), Subject: who, Kind: exposure.Passwords, At: "losenord.json", Visibility: exposure.Private,
		})
	}
	c := consenttest.NewCase(t, today, agreed...)
	root, err := os.OpenRoot(c.Dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	h, err := household.Load(c.Path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(c.Dir, "losenord.json"), verdicts(t, h.Case, leaked), 0o600); err != nil {
		t.Fatal(err)
	}
	now := func() time.Time { return today }
	var sources []source.Source
	for _, s := range agreed {
		sources = append(sources, passwords.New(passwords.Config{Source: s, Root: root, Now: now, Case: h.Case}))
	}
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	return &rig{c, scanner.Config{
		Pack: p, Checker: c.Checker, Ledger: c.Ledger, Sources: sources, Key: make([]byte, 32), At: today,
		Now: now, Tool: "test", Lang: exposure.Swedish,
	}}
}

func TestPasswords(t *testing.T) {
	a := passwordRig(t, true).mustRun(t)
	if !found(a, sharedPassword) || !found(a, "passwords.weak") || len(a.Findings) != 2 {
		t.Errorf("findings = %v; want the shared password and the weak one", a.Findings)
	}
	c := coverage(t, a, "anna-losenord")
	if made := c.Made.Format(time.DateOnly); made != "2027-05-30" || c.Outcome != exposure.Clear || c.Documents != 2 {
		t.Errorf("coverage %+v; want both accounts, as of the day of the file", c)
	}
	if o := outcome(t, a, "passwords.leaked"); o.Outcome != exposure.Clear {
		t.Errorf("leaked = %+v; want clear", o)
	}
}

// A kind of fault that could not be looked for is unknown, never clear, and
// costs coverage.
func TestPasswordsUnknown(t *testing.T) {
	a := passwordRig(t, false).mustRun(t)
	if o := outcome(t, a, "passwords.leaked"); o.Outcome != exposure.Unknown || o.Reason != string(source.NoFilter) {
		t.Errorf("leaked = %+v; want unknown", o)
	}
	if !found(a, sharedPassword) {
		t.Error("what was looked for is not found")
	}
	if p := a.Percent(); p != 66 { // 2 accounts, 1 fault
		t.Errorf("coverage %d %%; want 66", p)
	}
}

// Once one of two has taken their consent back, nothing tells that they shared
// a password, neither in a new audit nor in a stored one.
func TestPasswordsWithdrawn(t *testing.T) {
	r := passwordRig(t, true)
	a := r.mustRun(t)
	r.Revoke("erik-losenord")
	for name, got := range map[string]*audit.Audit{"stored": r.without(t, a), "new": r.mustRun(t)} {
		if len(got.Findings) > 0 {
			t.Errorf("%s: findings = %v; want none", name, got.Findings)
		}
		noTrace(t, got, "erik-losenord")
	}
}
