package report_test

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/message"
	"lampan/report/reporttest"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

func child(t *testing.T, a *audit.Audit, id exposure.SubjectID, lang exposure.Lang) *report.Child {
	t.Helper()
	c, err := report.BuildChild(a, reporttest.Pack(), reporttest.Places(), id, lang)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// words are all the words of a child's page.
func words(c *report.Child) string {
	return fmt.Sprint(*c)
}

func TestChildHasWhatIsItsOwn(t *testing.T) {
	maja, elsa := child(t, reporttest.Audit(), "maja", exposure.Swedish), child(t, reporttest.Audit(), "elsa", exposure.Swedish)
	if len(maja.Do) != 1 || maja.Do[0].What != "Fråga föreningen om schemat kan visas bara för medlemmar." ||
		maja.Do[0].Why != "Det är roligt med träning. Tiderna räcker att laget vet." || maja.Do[0].With != "Gör det ihop med en vuxen som du väljer." || maja.Nothing != "" {
		t.Errorf("at fourteen: %+v", maja.Do)
	}
	if len(elsa.Do) != 0 || elsa.Nothing == "" || !slices.Equal(elsa.Know, []string{"Vilken skola du går i är bra att bara säga till dem du känner."}) {
		t.Errorf("at eleven, with nothing of her own: %+v", elsa)
	}
	if maja.Hello == elsa.Hello || maja.Ask == elsa.Ask {
		t.Error("teenagers and small children are spoken to alike")
	}
	small := reporttest.Audit()
	small.People[2].Age = 9
	if d := child(t, small, "maja", exposure.Swedish).Do; len(d) != 1 || d[0].With == "" || d[0].Why != "" {
		t.Errorf("at nine: %+v", d)
	}
}

// TestChildIsToldHonestly: nothing is called well where findings stand that the child
// told of, where nothing was looked at, or where only a part of it was.
func TestChildIsToldHonestly(t *testing.T) {
	sv := message.For(exposure.Swedish)
	nothing, adults, unread, own := sv.Text("child.young.nothing"), sv.Text("child.young.adults"), sv.Text("child.young.unread"), sv.Text("child.young.own")
	page := func(c audit.Coverage) audit.Coverage {
		c.Source, c.Subject, c.Documents = "elsas", "elsa", 1
		return c
	}
	posts := page(audit.Coverage{Kind: exposure.Posts, Outcome: exposure.Clear})
	answers := page(audit.Coverage{Kind: exposure.Interview, Outcome: exposure.Exposed})
	told := exposure.Finding{
		ID: "k-told", Rule: "routine.weekly", Subject: "elsa", Fact: exposure.Fact{Kind: "routine"}, Fix: exposure.Fix{Owner: "anna"},
		Evidence: []exposure.Evidence{{Source: "elsas", Kind: exposure.Interview, Shower: "elsa", Certainty: exposure.Confirmed}},
	}
	ofAnna := told
	ofAnna.Subject, ofAnna.Evidence = "anna", []exposure.Evidence{{Source: "annas", Kind: exposure.Posts, Shower: "anna", Certainty: exposure.Confirmed}}
	partly := posts
	partly.Outcome = exposure.Unknown
	leaked := told
	leaked.Evidence = []exposure.Evidence{{Source: "elsas", Kind: exposure.Passwords, Shower: "elsa", Certainty: exposure.Confirmed, Account: exposure.AccountName{Kind: "social", Name: "spel.example"}}}
	for name, tt := range map[string]struct {
		coverage []audit.Coverage
		findings []exposure.Finding
		nothing  string
		own      bool
		know     string
	}{
		"all is well":         {coverage: []audit.Coverage{posts}, nothing: nothing, own: true},
		"of somebody else":    {coverage: []audit.Coverage{posts}, findings: []exposure.Finding{ofAnna}, nothing: nothing, own: true},
		"only answers":        {coverage: []audit.Coverage{answers}, nothing: nothing},
		"only a part":         {coverage: []audit.Coverage{posts, partly}, nothing: nothing},
		"answers with things": {coverage: []audit.Coverage{posts, answers}, findings: []exposure.Finding{told}, nothing: adults},
		"nothing looked at":   {nothing: unread},
		"withdrawn":           {findings: []exposure.Finding{ofAnna}, nothing: unread},
		"a password":          {coverage: []audit.Coverage{answers}, findings: []exposure.Finding{leaked}, nothing: adults, know: "spel.example"},
	} {
		a := reporttest.Audit()
		a.Findings, a.Assessment.Plan, a.Coverage = tt.findings, nil, tt.coverage
		c := child(t, a, "elsa", exposure.Swedish)
		if c.Nothing != tt.nothing || slices.Contains(c.Good, own) != tt.own || !strings.Contains(fmt.Sprint(c.Know), tt.know) {
			t.Errorf("%s: %q, %q, %q", name, c.Nothing, c.Good, c.Know)
		}
	}
}

// TestChildsOwnPlan: a child's page and the child's own plan begin with the same things,
// and what waits or is said to be done is on neither.
func TestChildsOwnPlan(t *testing.T) {
	for _, on := range []bool{true, false} {
		a, said, at := reporttest.Plan()
		if !on {
			a, said = reporttest.Audit(), &todo.List{}
		}
		c := child(t, a, "maja", exposure.Swedish)
		plan := report.BuildPlan(a, reporttest.Pack(), reporttest.Places(), said, at, "maja", exposure.Swedish)
		var does, planned []string
		for _, s := range c.Do {
			does = append(does, s.What)
		}
		for _, s := range plan.Start {
			planned = append(planned, s.Do)
		}
		if !slices.Equal(does, planned) {
			t.Errorf("put off %v: the page says %q, the plan %q", on, does, planned)
		}
	}
}

// TestChildIsToldNoMore: no number, no grade, nothing of anybody else, and never more
// than three things, however much there is.
func TestChildIsToldNoMore(t *testing.T) {
	graded := regexp.MustCompile(`(?i)poäng|points?\b|score|siffra|number|\bav 100|out of 100|%|→|Björkstigen|annalind|Kreta`)
	audits := reporttest.States()
	audits["many"] = reporttest.Many(300)
	for name, a := range audits {
		for _, id := range []exposure.SubjectID{"maja", "elsa"} {
			for _, lang := range exposure.Langs() {
				c := child(t, a, id, lang)
				all := words(c)
				if m := graded.FindString(all); m != "" {
					t.Errorf("%s, %s, %s: says %q", name, id, lang, m)
				}
				for _, p := range a.People {
					if first, _, _ := strings.Cut(p.Name, " "); p.ID != id && strings.Contains(all, first) {
						t.Errorf("%s, %s, %s: names %s", name, id, lang, first)
					}
				}
				if len(c.Do)+len(c.Know) > 3 || len(c.Good) == 0 || (len(c.Do) == 0) != (c.Nothing != "") {
					t.Errorf("%s, %s, %s: %d to do, %d to know, %d good, %q", name, id, lang, len(c.Do), len(c.Know), len(c.Good), c.Nothing)
				}
			}
		}
	}
}

// TestChildsOwnAnswers: what the child answered well comes first, in the words for
// children; what others answered is theirs.
func TestChildsOwnAnswers(t *testing.T) {
	pack, a := reporttest.Pack(), reporttest.Audit()
	sv := func(s string) map[exposure.Lang]string { return map[exposure.Lang]string{exposure.Swedish: s} }
	pack.Questions = append(pack.Questions,
		rules.Question{ID: "ready.pick-up", Child: sv("Vad gör du om någon annan vill hämta dig?"), Praise: sv("Barnet vet vem som hämtar."), ChildPraise: sv("Du vet vem som hämtar dig.")},
		rules.Question{ID: "accounts.own", Praise: sv("Varje konto har sitt eget lösenord.")})
	a.Good = []audit.Good{
		{Question: "ready.pick-up", Answer: "yes", Subject: "elsa"},
		{Question: "accounts.own", Answer: "yes", Subject: "elsa"},
		{Question: "accounts.own", Answer: "yes", Subject: "anna"},
		{Question: "gone", Answer: "yes", Subject: "elsa"},
	}
	for id, want := range map[exposure.SubjectID][]string{
		"elsa": {"Du vet vem som hämtar dig."},
		"maja": nil,
	} {
		c, err := report.BuildChild(a, pack, reporttest.Places(), id, exposure.Swedish)
		if err != nil || len(c.Good) < len(want) || !slices.Equal(c.Good[:len(want)], want) || slices.ContainsFunc(c.Good, func(s string) bool { return strings.Contains(s, "konto") }) {
			t.Errorf("%s: %v, %+v", id, err, c)
		}
	}
}

func TestOnlyChildren(t *testing.T) {
	for _, id := range []exposure.SubjectID{"anna", "nobody", exposure.Household} {
		if _, err := report.BuildChild(reporttest.Audit(), reporttest.Pack(), nil, id, exposure.English); !errors.Is(err, report.ErrNoChild) {
			t.Errorf("%q: err = %v; want ErrNoChild", id, err)
		}
	}
}
