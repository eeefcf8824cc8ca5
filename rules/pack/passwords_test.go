package pack_test

import (
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/match"
	"lampan/rules/password/verdict"
	"lampan/rules/ruletest"
)

var passwordDay = time.Date(2027, time.June, 14, 0, 0, 0, 0, time.UTC)

// account is one account of a person, as the source of passwords yields it.
func account(who exposure.SubjectID, n int, kind string, faults ...exposure.AccountFault) exposure.Document {
	id := fmt.Sprintf("%s%d", who, n)
	return exposure.Document{
		ID: exposure.DocumentID(id), Source: exposure.SourceID(who + "-losenord"), Kind: exposure.Passwords, Subject: who,
		Locator: fmt.Sprintf("losenord.json#%05d", n), Visibility: exposure.Private,
		Account: &exposure.Account{
			AccountName: exposure.AccountName{Kind: kind, Name: fmt.Sprintf("tjanst%d.example", n), User: "anna.lind@lind.example"},
			ID:          id, Strength: "weak", Faults: faults,
		},
	}
}

func answer(who exposure.SubjectID, question, value string) exposure.Document {
	return exposure.Document{
		ID: exposure.DocumentID(who) + "-svar", Source: exposure.SourceID(who + "-svar"), Kind: exposure.Interview, Subject: who, Locator: "svar.yaml",
		Visibility: exposure.Private, Answers: []exposure.Answer{{Question: question, Value: value, Subject: who}},
	}
}

func fault(f string) exposure.AccountFault { return exposure.AccountFault{Fault: f} }

func shared(group string) exposure.AccountFault {
	return exposure.AccountFault{Fault: "reused", Shared: true, Group: group}
}

// exampleReader knows the example family. Compiling takes longer than reading.
var exampleReader = sync.OnceValue(func() *extract.Extractor { return extract.New(ruletest.Family(passwordDay)) })

// found matches the core pack against documents.
func found(t *testing.T, docs ...exposure.Document) (*rules.Pack, []exposure.Finding) {
	t.Helper()
	p := core(t)
	family := ruletest.Family(passwordDay)
	m := match.New(match.Config{
		Pack: p, Key: []byte("key"), At: passwordDay, Roster: family,
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	for i := range docs {
		m.Add(&docs[i], exampleReader().Observe(&docs[i]))
	}
	return p, m.Findings()
}

func assessed(p *rules.Pack, fs []exposure.Finding) assess.Assessment {
	return assess.Run(assess.Input{Pack: p, Findings: fs, People: []assess.Member{{ID: "anna"}, {ID: "erik"}, {ID: "maja", Minor: true}}, Coverage: 100})
}

func ruleIDs(fs []exposure.Finding) []string {
	var out []string
	for _, f := range fs {
		out = append(out, fmt.Sprintf("%s %s %d", f.Rule, f.Subject, len(f.Evidence)))
	}
	return out
}

// Forty accounts with one password are one finding, the most important account
// first, and weigh no more than the category lets them.
func TestManyAccounts(t *testing.T) {
	var docs []exposure.Document
	for n := range 40 {
		docs = append(docs, account("anna", n+1, "shop", fault("reused"), fault("weak")))
	}
	slices.Reverse(docs)
	p, fs := found(t, docs...)
	if diff := cmp.Diff([]string{"passwords.reused anna 40", "passwords.weak anna 40"}, ruleIDs(fs)); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	first := fs[0].Evidence[0]
	want := exposure.AccountName{Kind: "shop", Name: "tjanst1.example", User: "a•••@lind.example"}
	if diff := cmp.Diff(want, first.Account); diff != "" || first.Excerpt != "" {
		t.Errorf("first account (-want +got):\n%s, excerpt %q", diff, first.Excerpt)
	}
	if f := fs[0]; f.Fix.Owner != "anna" || f.Fix.Proof != exposure.Remeasured || f.Certainty() != exposure.Confirmed {
		t.Errorf("fix %+v, certainty %s; want Anna's, shown by measuring again, confirmed", f.Fix, f.Certainty())
	}
	_, one := found(t, docs[0])
	if few, many := assessed(p, one).Household.Exact, assessed(p, fs).Household.Exact; many > 3*few {
		t.Errorf("forty accounts weigh %.2f and one %.2f", many, few)
	}
}

// What a person said and what was measured of them is one fact, in one step.
func TestSaidAndMeasured(t *testing.T) {
	for question, f := range map[string]struct{ value, fault, rule string }{
		"accounts.reuse":    {"yes", "reused", "passwords.reused"},
		"accounts.leaked":   {"yes", "leaked", "passwords.leaked"},
		"accounts.two-step": {"no", "no-step", "passwords.two-step"},
	} {
		p, fs := found(t, answer("anna", question, f.value), account("anna", 1, "social", fault(f.fault)))
		if len(fs) != 2 || fs[0].Fact.Key != fs[1].Fact.Key || string(fs[1].Rule) != f.rule {
			t.Errorf("%s and %s: %q; want two findings of one fact", question, f.fault, ruleIDs(fs))
			continue
		}
		a := assessed(p, fs)
		if len(a.Plan) != 1 {
			t.Errorf("%s: %d steps; want one", question, len(a.Plan))
		}
		_, other := found(t, answer("anna", question, f.value), account("erik", 1, "social", fault(f.fault)))
		if len(other) == 2 && other[0].Fact.Key == other[1].Fact.Key {
			t.Errorf("%s: Anna's answer and Erik's account are one fact", question)
		}
	}
}

// A password that two share is one finding about the household, and only once
// both have agreed to show theirs.
func TestSharedPassword(t *testing.T) {
	annas, eriks := account("anna", 1, "email", shared("anna1")), account("erik", 2, "shop", shared("anna1"))
	p, fs := found(t, annas, eriks)
	if diff := cmp.Diff([]string{"passwords.shared household 2"}, ruleIDs(fs)); diff != "" {
		t.Fatalf("findings (-want +got):\n%s", diff)
	}
	if steps := assessed(p, fs).Plan; len(steps) != 1 || steps[0].Owner != "anna" {
		t.Errorf("plan %+v; want one step", steps)
	}
	for _, docs := range [][]exposure.Document{{annas}, {eriks}, {annas, account("erik", 2, "shop", shared("erik2"))}} {
		if _, fs := found(t, docs...); len(fs) > 0 {
			t.Errorf("findings %q; want none while only one of them shows it", ruleIDs(fs))
		}
	}
}

// What one new password mends is one step; what it does not mend is another.
func TestOneStepAnAccount(t *testing.T) {
	p, fs := found(
		t, account("anna", 1, "shop", fault("leaked"), fault("weak")), account("anna", 2, "shop", fault("weak")), account("anna", 3, "shop", fault("reused")),
		account("anna", 4, "shop", fault("reused")), answer("anna", "accounts.two-step", "no"), account("erik", 1, "shop", fault("weak")),
	)
	var got [][]string
	for _, s := range assessed(p, fs).Plan {
		var in []string
		for _, id := range s.Findings {
			f := fs[slices.IndexFunc(fs, func(f exposure.Finding) bool { return f.ID == id })]
			in = append(in, fmt.Sprintf("%s %s", f.Rule, f.Subject))
		}
		slices.Sort(in)
		got = append(got, in)
	}
	slices.SortFunc(got, slices.Compare)
	want := [][]string{
		{"accounts.two-step anna"},
		{"passwords.leaked anna", "passwords.weak anna"},
		{"passwords.reused anna"},
		{"passwords.weak erik"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// Reuse is mended before what is only close to another, where both save as much.
func TestReuseBeforeVariant(t *testing.T) {
	p, fs := found(t, account("anna", 1, "email", fault("variant")), account("erik", 2, "email", fault("reused")))
	plan := assessed(p, fs).Plan
	if len(plan) != 2 || plan[0].Rule != "passwords.reused-key" {
		t.Errorf("plan %+v; want reuse first", plan)
	}
}

// A leaked password of the e-mail comes first, whatever else would save more.
func TestLeakedEmailFirst(t *testing.T) {
	trip := exposure.Document{
		ID: "trip", Source: "blogg", Kind: exposure.Page, Subject: "erik", Locator: "https://a.example/", Visibility: exposure.Open, Published: passwordDay,
		Text: "På lördag åker hela familjen till Kreta i två veckor! Vi bor på Björkstigen 12 i Storvik.",
	}
	p, fs := found(t, trip, account("anna", 1, "email", fault("leaked")))
	plan := assessed(p, fs).Plan
	if len(plan) < 2 || plan[0].Rule != "passwords.leaked-key" || plan[0].Saves >= plan[1].Saves {
		t.Errorf("plan %+v; want the e-mail's password first though it saves less", plan)
	}
	_, fs = found(t, trip, account("anna", 1, "shop", fault("leaked")))
	if plan := assessed(p, fs).Plan; len(plan) < 2 || plan[0].Rule == "passwords.leaked" {
		t.Errorf("plan %+v; want what saves most first", plan)
	}
}

// The e-mail's leaked password and a known e-mail address are the two halves of
// a chain.
func TestAccountTakeover(t *testing.T) {
	page := exposure.Document{
		ID: "page", Source: "sida", Kind: exposure.Page, Subject: "anna", Locator: "https://a.example/", Visibility: exposure.Open,
		Text: "Skriv till mig på anna@lind.example.",
	}
	for _, f := range []string{"leaked", "reused", "weak"} {
		p, fs := found(t, page, account("anna", 1, "email", fault(f)))
		if a := assessed(p, fs); len(a.Chains) != 1 || a.Chains[0].Scenario != "account-takeover" {
			t.Errorf("%s: chains %+v; want account-takeover", f, a.Chains)
		}
	}
}

// The words that rules may compare with are those of a verdicts file.
func TestVerdictWords(t *testing.T) {
	p := core(t)
	takes := func(attr, w string) bool {
		q := *p
		r := q.Rules[slices.IndexFunc(q.Rules, func(r rules.Rule) bool { return r.ID == "passwords.leaked" })]
		r.When.All = []rules.Condition{{Observe: exposure.FaultyAccount, Where: map[string]rules.Match{attr: {In: []string{w}}}}}
		q.Rules = append(slices.DeleteFunc(slices.Clone(q.Rules), func(o rules.Rule) bool { return o.ID == r.ID }), r)
		return rules.Validate(&q) == nil
	}
	for _, k := range verdict.Kinds() {
		if !takes("kind", string(k)) {
			t.Errorf("no rule can name the kind %q", k)
		}
	}
	for _, s := range verdict.Strengths() {
		if !takes("strength", s) {
			t.Errorf("no rule can name the strength %q", s)
		}
	}
	untold := []verdict.Fault{verdict.Plain, verdict.Passkey, verdict.Old} // lampan-pass tells of these
	for _, f := range verdict.Faults() {
		if takes("fault", string(f)) == slices.Contains(untold, f) {
			t.Errorf("whether a rule can name the fault %q is wrong", f)
		}
	}
}

// A user name is masked, and so is whatever a person wrote beside an address.
func TestUserNamesAreMasked(t *testing.T) {
	for user, want := range map[string]string{
		"anna.lind@lind.example":                 "a•••@lind.example",
		"anna@lind.example, bosse@annan.example": "a•••",
		"anna@lind.example (Bosse Annans gamla)": "a•••",
		"070-1740605":                            "0•••",
		"Anna Lind":                              "A•••",
		"":                                       "",
	} {
		doc := account("anna", 1, "shop", fault("weak"))
		doc.Account.User = user
		if _, fs := found(t, doc); len(fs) != 1 || fs[0].Evidence[0].Account.User != want {
			t.Errorf("user name %q: %+v; want %q", user, fs, want)
		}
	}
}

// A likeness carries the person's other account, masked as the first one is, and
// the address of a device at home is told as it is.
func TestLikenessHasTwoSides(t *testing.T) {
	doc := account("anna", 1, "home", exposure.AccountFault{Fault: "variant", With: []exposure.AccountName{
		{Kind: "shop", Name: "affar.example", User: "anna@lind.example"},
	}}, fault("weak"))
	doc.Account.Name = "192.168.1.1"
	_, fs := found(t, doc)
	got := map[exposure.RuleID][]exposure.AccountName{}
	for _, f := range fs {
		got[f.Rule] = append([]exposure.AccountName{f.Evidence[0].Account}, f.Evidence[0].Alike...)
	}
	router := exposure.AccountName{Kind: "home", Name: "192.168.1.1", User: "a•••@lind.example"}
	want := map[exposure.RuleID][]exposure.AccountName{
		"passwords.variant": {router, {Kind: "shop", Name: "affar.example", User: "a•••@lind.example"}},
		"passwords.weak":    {router},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("accounts (-want +got):\n%s", diff)
	}
}
