package passwords_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/password/verdict"
	"lampan/scanner/household"
	"lampan/scanner/source"
	"lampan/scanner/source/passwords"
	"lampan/scanner/source/sourcetest"
)

const caseID = "k7f3a9c2"

// report is what lampan-pass says of Anna and Erik, who share a password.
func report() verdict.Report {
	accepted := &verdict.Accepted{Reason: "ett kort på biblioteket", Until: "2027-12-31"}
	r := verdict.Report{
		Schema: verdict.Schema, Case: caseID, Made: "2027-04-20",
		People: []verdict.Person{
			{ID: "anna", Entries: 4, Looked: 3, Aside: 1, Steps: []verdict.Step{}},
			{ID: "erik", Entries: 1, Looked: 1, Steps: []verdict.Step{}},
		},
		Accounts: []verdict.Account{
			{ID: "a1", Person: "anna", Name: "post.example", User: "anna@lind.example", Kind: verdict.Email, Strength: "weak", Log10: 5.5, Faults: []verdict.Found{
				{Fault: verdict.Leaked},
				{Fault: verdict.Reused, With: []string{"a2", "e1"}, People: []string{"erik"}},
				{Fault: verdict.Family, Facts: []string{"born", "pet"}},
			}},
			{ID: "e1", Person: "erik", Name: "bilar.example", User: "erik", Kind: verdict.Shop, Strength: "weak", Log10: 5.5, Faults: []verdict.Found{
				{Fault: verdict.Reused, With: []string{"a1", "a2"}, People: []string{"anna"}, Master: true},
			}},
			{ID: "a2", Person: "anna", Name: "garn.example", Kind: verdict.Shop, Strength: "weak", Log10: 5.5, Faults: []verdict.Found{
				{Fault: verdict.Reused, With: []string{"a1", "e1"}, People: []string{"erik"}, Master: true},
				{Fault: verdict.Weak, Hints: []string{"word"}, Accepted: accepted},
			}},
			{ID: "a3", Person: "anna", Name: "bank.example", Kind: verdict.Bank, Strength: "strong", Log10: 20, Faults: []verdict.Found{}},
			{ID: "a4", Person: "anna", Name: "gammal.example", Kind: verdict.Other, Aside: verdict.Deleted, Faults: []verdict.Found{}},
		},
		Steps: []verdict.Step{}, Notes: []verdict.Note{},
	}
	for _, f := range verdict.Faults() {
		r.Checked = append(r.Checked, verdict.Checked{Fault: f, Done: true})
	}
	return r
}

func encode(t testing.TB, r verdict.Report) []byte {
	t.Helper()
	data, err := verdict.Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// undone says of some kinds of fault that they could not be looked for.
func undone(r verdict.Report, reasons map[verdict.Fault]verdict.Reason) verdict.Report {
	for i, c := range r.Checked {
		if reason, ok := reasons[c.Fault]; ok {
			r.Checked[i] = verdict.Checked{Fault: c.Fault, Reason: reason}
		}
	}
	return r
}

func annas() household.Source {
	return household.Source{ID: "annas-losenord", Subject: "anna", Kind: exposure.Passwords, At: "losenord.json", Visibility: exposure.Private}
}

func open(e sourcetest.Env) source.Source {
	return passwords.New(passwords.Config{Source: e.Source, Root: e.Root, Now: e.Now, Case: caseID})
}

func TestSource(t *testing.T) {
	c := sourcetest.Case{
		Source: annas(), Files: map[string][]byte{"losenord.json": encode(t, report())}, New: open,
		Documents: 3, Broken: []byte("{\"schema\": 1,\n \"people\": []}\n"),
	}
	t.Run("whole", func(t *testing.T) { sourcetest.Run(t, c) })
	t.Run("partly looked for", func(t *testing.T) {
		r := undone(report(), map[verdict.Fault]verdict.Reason{verdict.Leaked: verdict.NoFilter, verdict.Family: verdict.NoHousehold, verdict.Old: verdict.NoDates})
		r.Case = ""
		c := c
		c.Files = map[string][]byte{"losenord.json": encode(t, r)}
		c.Faults = []source.Reason{source.NoFilter, source.NoHousehold}
		sourcetest.Run(t, c)
	})
}

// read reads a file as Anna's.
func read(t *testing.T, data []byte) sourcetest.Result {
	t.Helper()
	b := sourcetest.NewBench(t, annas(), map[string][]byte{"losenord.json": data}, nil)
	return sourcetest.Collect(t.Context(), open(b.Env), b.Grant())
}

// A person's source yields that person's accounts in use, in the file's order,
// and nobody else's; what two members share is told apart from what is one's.
func TestAccounts(t *testing.T) {
	r := read(t, encode(t, report()))
	if len(r.Faults) > 0 {
		t.Fatal(r.Faults)
	}
	name := func(kind, name, user string) exposure.AccountName {
		return exposure.AccountName{Kind: kind, Name: name, User: user}
	}
	want := []*exposure.Account{
		{AccountName: name("email", "post.example", "anna@lind.example"), ID: "a1", Strength: "weak", Faults: []exposure.AccountFault{
			{Fault: "leaked"}, {Fault: "reused", With: []exposure.AccountName{{Kind: "shop", Name: "garn.example"}}}, {Fault: "reused", Shared: true, Group: "a1"}, {Fault: "family", Fact: "pet"},
		}},
		{AccountName: name("shop", "garn.example", ""), ID: "a2", Strength: "weak", Faults: []exposure.AccountFault{
			{Fault: "reused", Master: true, With: []exposure.AccountName{{Kind: "email", Name: "post.example", User: "anna@lind.example"}}},
			{Fault: "reused", Shared: true, Group: "a1"},
			{Fault: "weak", Accepted: time.Date(2027, 12, 31, 0, 0, 0, 0, time.UTC)},
		}},
		{AccountName: name("bank", "bank.example", ""), ID: "a3", Strength: "strong"},
	}
	var got []*exposure.Account
	for _, d := range r.Documents {
		got = append(got, d.Account)
		if made := d.Published.Format(time.DateOnly); made != "2027-04-20" {
			t.Errorf("%s is dated %s; want the day the file was made", d.Locator, made)
		}
		if d.Text != "" || d.Title != "" {
			t.Errorf("%s has a text", d.Locator)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"losenord.json#00001", "losenord.json#00003", "losenord.json#00004"}, r.Locators()); diff != "" {
		t.Errorf("locators (-want +got):\n%s", diff)
	}
}

// Two members' entries for one sign-in do not name each other, and are one
// group with a third account all the same.
func TestGroups(t *testing.T) {
	r := report()
	with := func(ids ...string) []verdict.Found { return []verdict.Found{{Fault: verdict.Reused, With: ids}} }
	account := func(id, who string, with []verdict.Found) verdict.Account {
		return verdict.Account{ID: id, Person: who, Name: "film.example", Kind: verdict.Other, Strength: "fair", Log10: 9, Faults: with}
	}
	r.Accounts = []verdict.Account{
		account("m1", "anna", with("k1")),
		account("b1", "erik", with("k1")),
		account("k1", "erik", with("b1", "m1")),
		account("c1", "anna", []verdict.Found{}),
	}
	got := read(t, encode(t, r))
	if len(got.Documents) != 2 || len(got.Documents[0].Account.Faults) != 1 || got.Documents[0].Account.Faults[0].Group != "b1" {
		t.Errorf("documents %+v, faults %v; want the first in the group b1", got.Documents, got.Faults)
	}
}

func TestRefused(t *testing.T) {
	other := report()
	other.Case = "enannan1"
	others := report()
	others.People = others.People[1:]
	others.Accounts = []verdict.Account{{ID: "e1", Person: "erik", Name: "bilar.example", Kind: verdict.Shop, Strength: "strong", Log10: 20, Faults: []verdict.Found{}}}
	nobody := report()
	nobody.People = []verdict.Person{{Steps: []verdict.Step{}}}
	nobody.Accounts = []verdict.Account{{ID: "x1", Name: "bilar.example", Kind: verdict.Shop, Strength: "strong", Log10: 20, Faults: []verdict.Found{}}}
	future := report()
	future.Made = sourcetest.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	whole := encode(t, report())
	for _, tt := range []struct {
		name string
		data []byte
		want source.Reason
		line int
	}{
		{"another case", encode(t, other), source.OtherCase, 0},
		{"without the person", encode(t, others), source.NoPerson, 0},
		{"made in the future", encode(t, future), source.NotVerdicts, 0},
		{"with nobody named", encode(t, nobody), source.NoPerson, 0},
		{"newer", bytes.Replace(whole, []byte(`"schema": 1`), []byte(`"schema": 2`), 1), source.Newer, 2},
		{"cut short", whole[:len(whole)/2], source.NotVerdicts, bytes.Count(whole[:len(whole)/2], []byte("\n")) + 1},
		{"a key too many", bytes.Replace(whole, []byte(`"schema": 1,`), []byte("\"schema\": 1,\n \"password\": \"x\","), 1), source.NotVerdicts, 3},
		{"no JSON", []byte("namn;lösenord\n"), source.NotVerdicts, 1},
		{"empty", nil, source.NotVerdicts, 1},
		{"too large", append(bytes.Repeat([]byte(" "), 64<<20), whole...), source.TooLarge, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := read(t, tt.data)
			if len(r.Documents) != 0 || len(r.Faults) != 1 {
				t.Fatalf("documents %q, faults %v; want one fault", r.Locators(), r.Faults)
			}
			got := fmt.Sprintf("%s %s", r.Faults[0], r.Reasons()[0])
			if r.Reasons()[0] != tt.want || tt.line > 0 && !strings.Contains(got, fmt.Sprintf("losenord.json:%d:", tt.line)) {
				t.Errorf("fault %s; want %s on line %d", got, tt.want, tt.line)
			}
		})
	}
}

// What was not looked for leaves as large a part unread as it is of all kinds.
func TestOpen(t *testing.T) {
	r := undone(report(), map[verdict.Fault]verdict.Reason{verdict.Leaked: verdict.NoFilter, verdict.NoStep: verdict.NoSeeds})
	r.Accounts = nil
	for i := range 12 {
		r.Accounts = append(r.Accounts, verdict.Account{
			ID: fmt.Sprintf("b%d", i), Person: "anna", Name: "garn.example", Kind: verdict.Shop, Strength: "strong", Log10: 20, Faults: []verdict.Found{},
		})
	}
	got := read(t, encode(t, r))
	unread := len(got.Faults)
	for _, err := range got.Faults {
		e, ok := errors.AsType[*source.Error](err)
		if !ok {
			t.Fatal(err)
		}
		unread += e.Rest
	}
	if len(got.Documents) != 12 || unread != 6 {
		t.Errorf("%d read, %d unread; want 12 and 6: two kinds of six", len(got.Documents), unread)
	}
	if diff := cmp.Diff([]source.Reason{source.NoFilter, source.NoSeeds}, got.Reasons()); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	// What could not be looked for among another's accounts was among these.
	r.Checked[slices.IndexFunc(r.Checked, func(c verdict.Checked) bool { return c.Fault == verdict.NoStep })].People = []string{"erik"}
	if diff := cmp.Diff([]source.Reason{source.NoFilter}, read(t, encode(t, r)).Reasons()); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	// A kind that the file is silent about was not looked for either.
	silent := report()
	silent.Checked = silent.Checked[1:]
	if diff := cmp.Diff([]source.Reason{source.NotLooked}, read(t, encode(t, silent)).Reasons()); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
}

// FuzzDecode holds that whatever the bytes are, a reading gives documents of
// the person's accounts that have their place in the file, or faults with a
// reason, and the same again.
func FuzzDecode(f *testing.F) {
	f.Add(encode(f, report()))
	f.Add(encode(f, undone(report(), map[verdict.Fault]verdict.Reason{verdict.Leaked: verdict.NoFilter})))
	f.Add([]byte("{}"))
	s := passwords.New(passwords.Config{Source: annas(), Case: caseID, Now: sourcetest.Now})
	f.Fuzz(func(t *testing.T, data []byte) {
		docs, faults := s.Decode(data)
		last := ""
		for _, d := range docs {
			if d.Account == nil || d.Account.ID == "" || d.Account.Name == "" || d.Subject != "anna" || d.Locator <= last {
				t.Errorf("document %+v after %q", d, last)
			}
			last = d.Locator
			for _, fault := range d.Account.Faults {
				if fault.Fault == "" || fault.Shared != (fault.Group != "") {
					t.Errorf("fault %+v", fault)
				}
			}
		}
		for _, err := range faults {
			if e, ok := errors.AsType[*source.Error](err); !ok || e.Reason == "" || e.Rest < 0 || !strings.HasPrefix(e.Locator, "losenord.json") {
				t.Errorf("fault %v", err)
			}
		}
		if len(docs) == 0 && len(faults) == 0 && !bytes.Contains(data, []byte("people")) {
			t.Error("nothing came of nothing")
		}
		again, _ := s.Decode(data)
		if diff := cmp.Diff(docs, again); diff != "" {
			t.Errorf("read again (-first +second):\n%s", diff)
		}
	})
}
