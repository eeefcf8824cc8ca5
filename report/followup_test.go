package report_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/reporttest"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// visit is the fixture audit at a visit, half a year after the one before it, without
// some of its findings.
func visit(n int, gone ...exposure.FindingID) *audit.Audit {
	a := reporttest.Audit()
	a.Number, a.At = n, time.Date(2026, time.Month(1+6*n), 1, 0, 0, 0, 0, time.UTC)
	a.Findings = slices.DeleteFunc(a.Findings, func(f exposure.Finding) bool { return slices.Contains(gone, f.ID) })
	for i := range a.Coverage {
		if c := &a.Coverage[i]; c.Kind == exposure.Photos {
			c.Outcome, c.Reason, c.Faults, c.Unseen, c.Pixels = exposure.Clear, "", nil, 0, ""
		}
	}
	return a
}

func follow(lang exposure.Lang, plan *todo.List, consents []report.Ending, all ...*audit.Audit) *report.ComparisonView {
	n := len(all) - 1
	return report.BuildFollowUp(report.FollowUp{
		Changes: compare.Visits{Before: all[n-1], After: all[n], Earlier: all[:n-1], Plan: plan, Pack: reporttest.Pack()}.Compare(),
		Trend:   compare.TrendOf(all, reporttest.Pack()), Consents: consents,
	}, reporttest.Pack(), reporttest.Places(), lang)
}

// topic is a topic of an agenda, by its ID.
func topic(v *report.ComparisonView, id string) string {
	for _, t := range v.Agenda.Topics {
		if t.ID == id {
			return strings.Join(t.Lines, "\n")
		}
	}
	return ""
}

// TestAgenda goes through three visits: a picture that went and stayed away, a trip that
// came back, a phone number that is new, a school said to be done and still there, and
// an e-mail whose second step nobody has asked about again.
func TestAgenda(t *testing.T) {
	third := visit(3, "k-gps")
	third.Coverage[1].Topics = []audit.Topic{
		{Topic: "home", Asked: 4, Known: 3, On: time.Date(2026, time.July, 1, 0, 0, 0, 0, time.UTC)},
		{Topic: "travel", Asked: 2, Known: 2, On: third.At},
	}
	for i := range third.Findings {
		if f := &third.Findings[i]; f.ID == "k-two-step" {
			f.Evidence[0].Progress, f.Evidence[0].Mitigated = exposure.SaidDone, .5
		}
	}
	third.People = append(third.People, audit.Person{ID: "nora", Name: "Nora Lind", Age: 71})
	second := visit(2, "k-gps", "k-trip", "k-phone")
	second.People[2].Age, second.People[3].Age, third.People[2].Age, third.People[3].Age = 14, 12, 15, 13
	plan := &todo.List{Marks: []todo.Mark{{Finding: "k-school", What: todo.Done, On: time.Date(2027, time.March, 2, 0, 0, 0, 0, time.UTC)}}}
	day := func(m time.Month, d int) time.Time { return time.Date(2027, m, d, 0, 0, 0, 0, time.UTC) }
	consents := []report.Ending{{Subject: "erik", On: day(time.June, 30)}, {Subject: "anna", On: day(time.August, 3)}, {Subject: "maja", On: day(time.December, 1)}}
	v := follow(exposure.Swedish, plan, consents, visit(1, "k-phone"), second, third)
	for id, want := range map[string][]string{
		"kept":     {"Larmet är på varje gång huset är tomt.", "Fortfarande borta: En bild bär med sig platsen där ni bor"},
		"back":     {"En resa 12 juli 2026 till 26 juli 2026 syns i förväg (gäller hela familjen)"},
		"claimed":  {"Skolan Ekskolan nämns tillsammans med ett barn (gäller Elsa)"},
		"said":     {"Den viktigaste e-posten saknar tvåstegsinloggning (gäller Anna)"},
		"new":      {"Telefonnumret 070-174 ●● ●● syns (gäller Anna)"},
		"unknown":  {"webbsida, Maja: "},
		"again":    {"hemmet, Anna: senast genomgånget 1 juli 2026", "hemmet, Anna: en fråga utan svar", "Anna: titta igen på hitta.se"},
		"changes":  {"Elsa har blivit tonåring.", "Nora är med för första gången.", "Har någon fått nytt nummer"},
		"consents": {"Erik: gick ut 30 juni 2027\nAnna: gäller till 3 augusti 2027"},
		"next":     {"Förslag: omkring 1 november 2027, eftersom det finns mer att göra."},
	} {
		got := strings.ReplaceAll(topic(v, id), "\u00a0", " ")
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("%s says %q; want %q", id, got, w)
			}
		}
	}
	for id, not := range map[string]string{"again": "resor", "changes": "Maja har", "consents": "Maja", "new": "resa", "kept": "resa"} {
		if got := topic(v, id); strings.Contains(got, not) {
			t.Errorf("%s says %q, with %q", id, got, not)
		}
	}
	var ids []string
	for _, tp := range v.Agenda.Topics {
		ids = append(ids, tp.ID)
		if len(tp.Lines) == 0 || tp.Title == "" {
			t.Errorf("topic %s is empty", tp.ID)
		}
	}
	if want := "kept back claimed said new unknown again changes consents next"; strings.Join(ids, " ") != want {
		t.Errorf("order %v; want %s", ids, want)
	}
	claimed := 0
	for _, s := range v.Sections {
		for _, i := range s.Items {
			if i.Claimed != "" {
				claimed++
			}
		}
	}
	if claimed != 1 {
		t.Errorf("%d findings are told to be there though said to be done; want 1", claimed)
	}
}

// TestAgendaSaysNothingOfTheUnchanged: with nothing kept, done or found, what is left
// is what to ask, and when.
func TestAgendaSaysNothingOfTheUnchanged(t *testing.T) {
	a := reporttest.States()["nothing"]
	a.Controls = nil
	v := report.BuildComparison(compare.Audits(a, a, reporttest.Pack()), reporttest.Pack(), nil, exposure.English)
	for _, id := range []string{"kept", "did", "back", "claimed", "said", "new", "consents"} {
		if got := topic(v, id); got != "" {
			t.Errorf("%s says %q", id, got)
		}
	}
	if v.Visits != nil {
		t.Error("visits are told of that nobody asked for")
	}
}

func TestVisits(t *testing.T) {
	v := follow(exposure.Swedish, nil, nil, visit(1), visit(2, "k-trip"), visit(3, "k-trip", "k-gps"))
	if v.Visits == nil || v.Visits.Line == nil || !regexp.MustCompile(`^[▁-█]{3}  \d+ → \d+ → \d+$`).MatchString(v.Visits.Spark) || len(v.Visits.Points) != 3 {
		t.Fatalf("visits = %+v; want a line of three", v.Visits)
	}
	if got := v.Visits.Note; !strings.HasPrefix(got, "Linjen räknas på 6 av 7 källor") {
		t.Errorf("note = %q", got)
	}
	for i, p := range v.Visits.Points {
		if p.Like == "" || p.Own == "" || p.Covered == "" || p.Label == "" {
			t.Errorf("point %d lacks something: %+v", i, p)
		}
	}
	stopped := visit(2)
	for i := range stopped.Coverage {
		stopped.Coverage[i].Outcome, stopped.Coverage[i].Documents, stopped.Coverage[i].Listings = exposure.Unknown, 0, nil
	}
	gap := follow(exposure.Swedish, nil, nil, visit(1), stopped, visit(3))
	if gap.Visits.Points[1].Like != "" || []rune(gap.Visits.Spark)[1] != '·' || !strings.Contains(gap.Visits.Note, "Ett besök är inte med") {
		t.Errorf("a visit that read nothing: %+v", gap.Visits)
	}
	none := follow(exposure.Swedish, nil, nil, visit(1), stopped)
	if none.Visits.Line != nil || none.Visits.Spark != "" || !strings.HasPrefix(none.Visits.Note, "Det finns ingen linje att rita") {
		t.Errorf("too little shared: %+v", none.Visits)
	}
}

// TestNextContact: twice or three times a year, and once where the family does well by
// itself.
func TestNextContact(t *testing.T) {
	fine := reporttest.States()["fine"]
	quiet := reporttest.Audit()
	quiet.Assessment.Plan, quiet.Assessment.Household.Band = quiet.Assessment.Plan[:2], assess.BandFew
	for name, tt := range map[string]struct {
		a      *audit.Audit
		months int
	}{"family": {reporttest.Audit(), 4}, "little to do": {quiet, 6}} {
		got, _ := report.NextContact(tt.a)
		if want := tt.a.At.AddDate(0, tt.months, 0); !got.Equal(want) {
			t.Errorf("%s: %v; want %v", name, got, want)
		}
	}
	fine.Assessment.Fine = true
	if got, why := report.NextContact(fine); why != "fine" || !got.Equal(fine.At.AddDate(1, 0, 0)) {
		t.Errorf("fine: %v, %s", got, why)
	}
}

func sheet(m report.Meeting, lang exposure.Lang) *report.MeetingView {
	return report.BuildMeeting(m, reporttest.Pack(), reporttest.Places(), lang)
}

// TestMeeting holds what a sheet must be: good first, at most five topics in the order
// of the plan, each with something to ask, to listen for and to agree on; a yes for each
// person alone; and the numbers that are confirmed, no others.
func TestMeeting(t *testing.T) {
	a := reporttest.Audit()
	for _, lang := range exposure.Langs() {
		v := sheet(report.Meeting{Audit: a}, lang)
		if len(v.Good.Lines) == 0 || len(v.Before.Lines) < len(a.People)+2 {
			t.Errorf("%s: before %v, good %v", lang, v.Before.Lines, v.Good.Lines)
		}
		if len(v.Topics) != 5 || v.Rest == "" {
			t.Fatalf("%s: %d topics, rest %q; want five and a rest", lang, len(v.Topics), v.Rest)
		}
		chains := 0
		for i, tp := range v.Topics {
			if tp.Number != i+1 || tp.Title == "" || tp.Why == "" || tp.Ask == "" || tp.Listen == "" || tp.Step == "" || tp.Owner == "" {
				t.Errorf("%s: topic %d lacks something: %+v", lang, i+1, tp)
			}
			if strings.Contains(strings.TrimSuffix(tp.Why, "."), ". ") {
				t.Errorf("%s: why in several sentences: %q", lang, tp.Why)
			}
			if tp.Chain != "" {
				chains++
			}
		}
		if chains != 1 {
			t.Errorf("%s: the chain is named %d times; want once", lang, chains)
		}
		if len(v.Children) != 2 {
			t.Errorf("%s: words for %d children; want 2", lang, len(v.Children))
		}
		care := strings.Join(slices.Concat(v.Care.Lines, v.Then.Lines), " ")
		for _, n := range []string{"112", "114 14", "116 006"} {
			if !strings.Contains(strings.ReplaceAll(care, "\u00a0", " "), n) {
				t.Errorf("%s: %s is not named", lang, n)
			}
		}
		if strings.Contains(care, "111") || strings.ContainsAny(care, "{}") {
			t.Errorf("%s: %s", lang, care)
		}
	}
}

// TestMeetingKnowsThePlan: what is said to be done and what is put off is not taken up;
// what was taken on has its owner and day.
func TestMeetingKnowsThePlan(t *testing.T) {
	a := reporttest.Audit()
	today := a.At.AddDate(0, 1, 0)
	first := a.Assessment.Plan[0]
	plan := &todo.List{}
	for _, id := range first.Findings {
		plan.Marks = append(plan.Marks, todo.Mark{Finding: id, What: todo.Done, On: a.At.AddDate(0, 0, 3)})
	}
	second := a.Assessment.Plan[1].Findings[0]
	plan.Marks = append(plan.Marks, todo.Mark{Finding: second, What: todo.Owner, Who: "erik", On: a.At}, todo.Mark{Finding: second, What: todo.Due, Day: today.AddDate(0, 1, 0), On: a.At})
	marked := *a
	marked.Findings = plan.Since(a.Findings, a.At, today)
	plain, said := sheet(report.Meeting{Audit: a}, exposure.Swedish), sheet(report.Meeting{Audit: &marked, Plan: plan, Today: today}, exposure.Swedish)
	if said.Topics[0].Title != plain.Topics[1].Title {
		t.Errorf("begins with %q; want %q, for the first is said to be done", said.Topics[0].Title, plain.Topics[1].Title)
	}
	if said.Topics[0].Owner != "Erik" || said.Topics[0].Due != "1\u00a0september 2026" {
		t.Errorf("owner %q, due %q; want what was agreed", said.Topics[0].Owner, said.Topics[0].Due)
	}
}

// TestMeetingShowsNoMoreThanTheReport: nothing of what a source says is quoted, no
// address opened, and no number is set on a child.
func TestMeetingShowsNoMoreThanTheReport(t *testing.T) {
	a := reporttest.Audit()
	v := sheet(report.Meeting{Audit: a}, exposure.Swedish)
	all := strings.Join(texts(v), "\n")
	for _, f := range a.Findings {
		for _, e := range f.Evidence {
			for _, s := range []string{e.Excerpt, e.Locator} {
				if s != "" && strings.Contains(all, s) {
					t.Errorf("the sheet holds %q", s)
				}
			}
		}
	}
	for _, c := range v.Children {
		if s := strings.Join(texts(c), "\n"); strings.Contains(s, "poäng") || strings.Contains(s, "av 100") {
			t.Errorf("a child's words: %s", s)
		}
	}
}
