package scanner_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/score"
	"lampan/rules/week"
	"lampan/scanner"
	"lampan/scanner/audit"
)

// kept is a pack of one rule of each way to tell facts apart, with a question and a
// control that rests on it.
func kept() *rules.Pack {
	rule := func(id exposure.RuleID, d rules.Detector, key string) rules.Rule {
		return rules.Rule{
			ID: id, Detector: d, Needs: []exposure.SourceKind{exposure.Posts}, Severity: exposure.Medium,
			When: rules.When{All: []rules.Condition{{Observe: exposure.ContactPhone}}},
			Fact: rules.Fact{Kind: "k", Category: "c", Points: 10, Key: key}, Fix: rules.Fix{Owner: "author", Minutes: 5, Proof: exposure.Recheck},
		}
	}
	return &rules.Pack{
		Rules: []rules.Rule{rule("t.routine", "routine", "interval"), rule("t.shared", "home", "shared"), rule("t.trip", "travel", "interval"), rule("t.value", "home", "value")},
		Model: score.Model{Tau: 100, Kappa: .5, Caps: map[string]float64{"c": 100}}, Facts: map[string]string{"k": "c"},
		Questions: rules.Questions{{ID: "home.alarm", Area: "home", Good: []string{"always"}}},
		Controls:  []rules.Control{{ID: "alarm", Question: "home.alarm", Answers: []string{"always"}}},
	}
}

// twoShow is an audit of what Anna and Erik show both, Anna the more surely.
func twoShow() *audit.Audit {
	of := func(source exposure.SourceID, who exposure.SubjectID, c exposure.Certainty, place string) exposure.Evidence {
		return exposure.Evidence{Source: source, Shower: who, Kind: exposure.Posts, Locator: string(source), Certainty: c, Visibility: 1, Timeliness: 1, Place: place}
	}
	both := []exposure.Evidence{of("annas", "anna", exposure.Confirmed, ""), of("eriks", "erik", exposure.Likely, "")}
	finding := func(id exposure.FindingID, r exposure.RuleID, subject exposure.SubjectID, e ...exposure.Evidence) exposure.Finding {
		return exposure.Finding{
			ID: id, Rule: r, Subject: subject, Severity: exposure.Medium, Fact: exposure.Fact{Kind: "k", Key: string(id)}, Evidence: e,
			Values: map[string]exposure.Value{"v": exposure.Word("word")}, Fix: exposure.Fix{Owner: "anna", Minutes: 5, Proof: exposure.Recheck},
		}
	}
	source := func(id exposure.SourceID, who exposure.SubjectID, kind exposure.SourceKind) audit.Coverage {
		return audit.Coverage{Source: id, Subject: who, Kind: kind, Consent: "c", Outcome: exposure.Clear, Documents: 1, Detectors: []string{"home", "routine", "travel"}}
	}
	a := &audit.Audit{
		Complete: true,
		People: []audit.Person{
			{ID: "anna", Name: "Anna"}, {ID: "erik", Name: "Erik"}, {ID: "elsa", Name: "Elsa", Minor: true, Age: 11, Guardians: []exposure.SubjectID{"erik"}},
		},
		Coverage: []audit.Coverage{
			source("anna-svar", "anna", exposure.Interview), source("annas", "anna", exposure.Posts), source("erik-svar", "erik", exposure.Interview), source("eriks", "erik", exposure.Posts),
		},
		Findings: []exposure.Finding{
			finding("f-routine", "t.routine", "anna", both[0]), finding("f-shared", "t.shared", exposure.Household, both...),
			finding("f-trip", "t.trip", exposure.Household, both...), finding("f-value", "t.value", exposure.Household, both...),
			finding("f-child", "t.value", "elsa", both[0], of("elsas", "elsa", exposure.Likely, "")),
			finding("f-place", "t.value", "anna", of("annas", "anna", exposure.Confirmed, "hitta")),
		},
		Controls: []string{"alarm"},
		Good: []audit.Good{
			{Question: "home.alarm", Answer: "always", Subject: "anna", Source: "anna-svar"}, {Question: "home.alarm", Answer: "always", Subject: "erik", Source: "erik-svar"},
		},
	}
	a.Coverage[1].Week = []week.Hour{{Weekday: 1, Hour: 18, Texts: 3}}
	a.Coverage[1].Listings = []audit.Listing{{Place: "hitta", Known: true}, {Place: "eniro", Known: true}}
	a.Coverage[2].Topics = []audit.Topic{{Topic: "home", Asked: 9, Known: 9, Alone: &audit.Alone{Asked: 9, Known: 4, With: []exposure.SourceID{"anna-svar"}}}}
	for _, r := range kept().Rules {
		a.Outcomes = append(a.Outcomes, audit.RuleOutcome{Rule: r.ID, Outcome: exposure.Exposed})
	}
	a.Assessment = scanner.Assess(a, kept())
	return a
}

func everything(exposure.SourceID, string) bool { return true }

// hiding is what is shown when Anna withholds findings.
func hiding(ids ...exposure.FindingID) *audit.Audit {
	return scanner.Shown(twoShow(), everything, scanner.Withheld{Piece: func(f *exposure.Finding, e *exposure.Evidence) bool {
		for _, id := range ids {
			if f.ID == id && (e.Shower == "anna" || f.Subject == "anna") {
				return true
			}
		}
		return false
	}}, kept())
}

func byID(a *audit.Audit, id exposure.FindingID) *exposure.Finding {
	for i := range a.Findings {
		if a.Findings[i].ID == id {
			return &a.Findings[i]
		}
	}
	return nil
}

func TestShownKeepsWhatIsNotWithheld(t *testing.T) {
	a := twoShow()
	if got := scanner.Shown(a, everything, scanner.Withheld{}, kept()); got != a {
		t.Error("an audit of which all may be shown was copied")
	}
	hiding("f-trip")
	if d := cmp.Diff(mustJSON(t, twoShow()), mustJSON(t, a)); d != "" {
		t.Errorf("the stored audit changed:\n%s", d)
	}
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.MarshalIndent(v, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// TestShownGoesToWhoeverStillShowsIt: what one withholds, another may show.
func TestShownGoesToWhoeverStillShowsIt(t *testing.T) {
	for _, tt := range []struct {
		id     exposure.FindingID
		left   int
		owner  exposure.SubjectID
		values bool
		why    string
	}{
		{"f-value", 1, "erik", true, "the value is the same wherever it stands"},
		{"f-trip", 1, "erik", false, "the days that stood in the text were Anna's"},
		{"f-child", 1, "erik", true, "a guardian mends what a child of eleven shows"},
		{"f-shared", 0, "", false, "what two members share takes two"},
		{"f-routine", 0, "", false, "nobody else shows it"},
	} {
		f := byID(hiding(tt.id), tt.id)
		switch {
		case tt.left == 0 && f != nil:
			t.Errorf("%s is left: %+v; %s", tt.id, f, tt.why)
		case tt.left == 0:
		case f == nil:
			t.Errorf("%s is gone; %s", tt.id, tt.why)
		case len(f.Evidence) != tt.left || f.Fix.Owner != tt.owner || len(f.Values) > 0 != tt.values:
			t.Errorf("%s is %+v; want %d piece, owner %s, values %v: %s", tt.id, f, tt.left, tt.owner, tt.values, tt.why)
		}
	}
}

// TestShownSaysNothingBesideIt: what is drawn or listed from a finding goes with it,
// and its rule is one that found nothing.
func TestShownSaysNothingBesideIt(t *testing.T) {
	a := hiding("f-routine", "f-place")
	c := coverage(t, a, "annas")
	if c.Week != nil {
		t.Errorf("the week is drawn: %v", c.Week)
	}
	if len(c.Listings) != 1 || c.Listings[0].Place != "eniro" {
		t.Errorf("listings are %v; want none of what is withheld", c.Listings)
	}
	if o := outcome(t, a, "t.routine"); o.Outcome != exposure.Clear || o.Reason != "" {
		t.Errorf("the rule is %+v; want clear", o)
	}
	before := twoShow()
	if a.Assessment.Household.Score >= before.Assessment.Household.Score {
		t.Errorf("score %d; want less than %d", a.Assessment.Household.Score, before.Assessment.Household.Score)
	}
	for _, p := range a.Assessment.Household.Parts {
		if p.Finding == "f-routine" || p.Finding == "f-place" {
			t.Errorf("part %+v is of a finding that is withheld", p)
		}
	}
}

// TestShownOfInterviews: what one member answered is gone with the source, and what
// another answered stands by itself.
func TestShownOfInterviews(t *testing.T) {
	without := func(ids ...exposure.SourceID) *audit.Audit {
		return scanner.Shown(twoShow(), everything, scanner.Withheld{Source: func(id exposure.SourceID) bool {
			return slices.Contains(ids, id)
		}}, kept())
	}
	one := without("anna-svar")
	if len(one.Good) != 1 || one.Good[0].Source != "erik-svar" || len(one.Controls) != 1 {
		t.Errorf("good %v, controls %v; want Erik's answer, and the alarm that he tells of", one.Good, one.Controls)
	}
	if c := coverage(t, one, "erik-svar"); c.Topics[0].Known != 4 || c.Topics[0].Alone != nil {
		t.Errorf("topics %+v; want what Erik answered alone", c.Topics)
	}
	if none := without("anna-svar", "erik-svar"); len(none.Good)+len(none.Controls) != 0 || len(none.Coverage) != 2 {
		t.Errorf("good %v, controls %v; want none", none.Good, none.Controls)
	}
}

// TestShownOfWhatRanOut: of a consent that ran out it is told, unless its person shows
// the others nothing of the source.
func TestShownOfWhatRanOut(t *testing.T) {
	a := twoShow()
	a.Coverage[1].Consent, a.Coverage[1].Outcome = "", exposure.Unknown
	shows := func(id exposure.SourceID, _ string) bool { return id != "annas" }
	if got := scanner.Shown(a, shows, scanner.Withheld{}, kept()); len(got.Coverage) != 4 {
		t.Errorf("coverage %v; want the gap told", got.Coverage)
	}
	private := scanner.Withheld{Source: func(id exposure.SourceID) bool { return id == "annas" }}
	if got := scanner.Shown(a, shows, private, kept()); len(got.Coverage) != 3 {
		t.Errorf("coverage %v; want no trace", got.Coverage)
	}
}

// TestShownKeepsWhatIsAside: steps that were put off are not begun with.
func TestShownKeepsWhatIsAside(t *testing.T) {
	a := twoShow()
	for i := range a.Assessment.Plan {
		a.Assessment.Plan[i].Aside = true
	}
	got := scanner.Shown(a, everything, scanner.Withheld{Piece: func(f *exposure.Finding, _ *exposure.Evidence) bool { return f.ID == "f-routine" }}, kept())
	for _, s := range got.Assessment.Plan {
		if !s.Aside {
			t.Errorf("step %+v is to begin with", s)
		}
	}
}
