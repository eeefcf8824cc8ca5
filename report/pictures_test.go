package report_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

func view(a *audit.Audit) *report.View {
	return report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish)
}

// TestMatrix counts who shows what about whom, and says the same in words.
func TestMatrix(t *testing.T) {
	m := view(reporttest.Audit()).Matrix
	if want := []string{"Alla", "Anna", "Maja", "Elsa"}; m == nil || !slices.Equal(m.Columns, want) {
		t.Fatalf("matrix = %+v; want columns %v", m, want)
	}
	type row struct {
		name  string
		cells []report.MatrixCell
		list  []string
	}
	want := []row{
		{"Anna", []report.MatrixCell{{Things: 1}, {Things: 1, Self: true}, {}, {Things: 1}}, []string{
			"om hela familjen: 1 sak (var ni bor)", "om sig själv: 1 sak (vem man är)", "om Elsa: 1 sak (barnens dagar)",
		}},
		{"Erik", []report.MatrixCell{{Things: 3}, {}, {}, {}}, []string{"om hela familjen: 3 saker (var ni bor, när ni är borta och saker hemma)"}},
		{"Maja", []report.MatrixCell{{}, {}, {Things: 1, Self: true}, {}}, []string{"om sig själv: 1 sak (när ni är borta)"}},
		{"Sajter och register", []report.MatrixCell{{Things: 1}, {Things: 1}, {}, {}}, []string{"om hela familjen: 1 sak (var ni bor)", "om Anna: 1 sak (vem man är)"}},
	}
	if len(m.Rows) != len(want) {
		t.Fatalf("%d rows; want %d", len(m.Rows), len(want))
	}
	for i, w := range want {
		if got := m.Rows[i]; got.Name != w.name || !slices.Equal(got.Cells, w.cells) || !slices.Equal(got.List, w.list) {
			t.Errorf("row %d = %+v; want %+v", i, got, w)
		}
	}
	if m := view(reporttest.States()["fine"]).Matrix; m != nil {
		t.Errorf("one thing that one person shows has a matrix: %+v", m)
	}
}

// TestChainOwners: each link says whose sources hold it, the one that is enough to
// take away is marked, and the words beside the picture say all of it.
func TestChainOwners(t *testing.T) {
	c := view(reporttest.Audit()).Chains[0]
	if got := c.Legs[0]; !slices.Equal(got.Owners, []string{"Anna", "Erik", "Register"}) || got.About != "om hela familjen" || got.Breaks {
		t.Errorf("first link: %+v", got)
	}
	if got := c.Legs[1]; !slices.Equal(got.Owners, []string{"Erik"}) || !got.Breaks || c.Break == "" {
		t.Errorf("second link: %+v", got)
	}
	if want := "En kedja med 2 länkar. Var: Anna, Erik och Register. När: Erik. Tillsammans: " + c.Title + "."; c.Alt != want {
		t.Errorf("in words: %q; want %q", c.Alt, want)
	}
}

// TestSketch draws distances from home and nothing else, and nothing at all for a
// household where somebody is protected.
func TestSketch(t *testing.T) {
	a := reporttest.Audit()
	add := func(id exposure.FindingID, kind, distance, direction string) {
		f := a.Findings[1] // the picture that carries the home's place
		f.ID, f.Fact = id, exposure.Fact{Kind: kind, Key: kind + ":" + string(id)}
		f.Values = map[string]exposure.Value{"distance": exposure.Word(distance)}
		if direction != "" {
			f.Values["direction"] = exposure.Word(direction)
		}
		a.Findings = append(a.Findings, f)
	}
	add("far", "exif-home", "3 km", "SW")
	add("near", "exif-home", "20 m", "N")
	add("again", "exif-home", "20 m", "N")
	add("school", "school", "40 m", "N")
	add("odd", "exif-home", "långt", "N")
	add("none", "exif-home", "-20 m", "N")
	s := view(a).Photos.Sketch
	type spot struct {
		metres            float64
		direction, things int
	}
	var got []spot
	for _, sp := range s.Spots {
		got = append(got, spot{sp.Metres, sp.Direction, sp.Things})
		if !strings.Contains(sp.Words, " m") || sp.Anchor == "" {
			t.Errorf("spot %+v", sp)
		}
	}
	slices.SortStableFunc(got, func(x, y spot) int { return x.direction - y.direction })
	if want := []spot{{20, -45, 1}, {20, 0, 2}, {3000, 225, 1}}; !slices.Equal(got, want) {
		t.Errorf("spots = %v; want %v", got, want)
	}
	a.Protected = true
	if s := view(a).Photos.Sketch; s != nil {
		t.Errorf("a protected household has a sketch: %+v", s)
	}
}

func TestTrend(t *testing.T) {
	points := []report.TrendPoint{
		{Label: "12 jan\x1b[31m", Score: 71, Coverage: 79}, {Label: "3 maj", Unknown: true}, {Label: "2 sep", Score: 144, Coverage: 90},
	}
	tr := report.NewTrend(exposure.Swedish, points)
	if tr == nil || len(tr.Points) != 3 || tr.Alt != "Siffran vid besöken, i tur och ordning: 71, 100. Lägre är bättre." {
		t.Fatalf("trend = %+v", tr)
	}
	if p := tr.Points[0]; !p.Small || p.Words != "71" || p.Covered != "79 %" || strings.Contains(p.Label, "\x1b") {
		t.Errorf("first = %+v", p)
	}
	if p := tr.Points[1]; p.Words != "går inte att jämföra" {
		t.Errorf("second = %+v", p)
	}
	if p := tr.Points[2]; p.Small || p.Score != 100 {
		t.Errorf("third = %+v", p)
	}
	if points[0].Small {
		t.Error("the caller's points changed")
	}
	if tr := report.NewTrend(exposure.English, points[:2]); tr != nil {
		t.Errorf("one number is no trend: %+v", tr)
	}
}

// TestEnough: who is told that they need no help is told what that rests on, what
// nobody looked at, and when to look again.
func TestEnough(t *testing.T) {
	states := reporttest.States()
	if v := view(states["family"]); v.Enough != nil {
		t.Errorf("a family that has things to do: %+v", v.Enough)
	}
	a := states["fine"]
	has := func(list []string, part string) bool {
		return slices.ContainsFunc(list, func(s string) bool { return strings.Contains(s, part) })
	}
	e := view(a).Enough
	if e == nil || !has(e.Rests, "96 %") || !has(e.Rests, "19 sidor lästa") {
		t.Fatalf("it rests on %+v", e)
	}
	if !has(e.Unseen, "Hemmet är inte genomgånget") || !has(e.Unseen, "resor, vanor, barn och skola") || !has(e.Unseen, "Lösenorden") || has(e.Unseen, "upplysningssajter") {
		t.Errorf("not part of it: %v", e.Unseen)
	}
	if !strings.Contains(e.Again, "3\u00a0juli 2026") || !strings.Contains(e.Again, "1\u00a0juli 2027") || len(e.Changes) != 4 {
		t.Errorf("again: %q, changes %v", e.Again, e.Changes)
	}
	for i := range a.Coverage {
		a.Coverage[i].Listings = nil
		if a.Coverage[i].Kind == exposure.Interview {
			a.Coverage[i].Topics = []audit.Topic{{Topic: string(rules.HomeTopic), Asked: 9, Known: 9, On: time.Now()}, {Topic: string(rules.WorkTopic), Asked: 3}}
		}
	}
	a.People = a.People[:2]
	e = view(a).Enough
	if has(e.Unseen, "Hemmet") || !has(e.Rests, "Ni har pratat om hemmet.") || has(e.Unseen, "barn") || !has(e.Unseen, "arbete") {
		t.Errorf("with the home gone through: %v and not %v", e.Rests, e.Unseen)
	}
	if strings.Contains(e.Again, "upplysningssajt") {
		t.Errorf("again: %q", e.Again)
	}
}

// TestKeptTellsAnswers: measures first, then the answers that nobody's measure tells
// of, each once; where one of the family does otherwise nothing is said.
func TestKeptTellsAnswers(t *testing.T) {
	a, pack := reporttest.Audit(), reporttest.Pack()
	sv := func(s string) map[exposure.Lang]string { return map[exposure.Lang]string{exposure.Swedish: s} }
	pack.Questions = append(pack.Questions,
		rules.Question{ID: "home.alarm", Praise: sv("Larmet är på.")}, rules.Question{ID: "home.post", Praise: sv("Posten töms.")},
		rules.Question{ID: "accounts.two-step", Praise: sv("E-posten har två steg.")}, rules.Question{ID: "quiet"})
	a.Good = []audit.Good{
		{Question: "home.alarm", Subject: "anna"},
		{Question: "home.post", Subject: "anna"},
		{Question: "home.post", Subject: "erik"},
		{Question: "accounts.two-step", Subject: "erik"},
		{Question: "quiet", Subject: "erik"},
		{Question: "gone", Subject: "erik"},
	}
	v := report.Build(a, pack, reporttest.Places(), exposure.Swedish)
	if want := []string{"Larmet är på varje gång huset är tomt.", "Posten töms."}; !slices.Equal(v.Kept, want) {
		t.Errorf("kept = %q; want %q", v.Kept, want)
	}
}

// TestKeptIsNotContradicted: an answer is not praised where something else that was
// seen speaks against it.
func TestKeptIsNotContradicted(t *testing.T) {
	a, pack := reporttest.Audit(), reporttest.Pack()
	sv := func(s string) map[exposure.Lang]string { return map[exposure.Lang]string{exposure.Swedish: s} }
	pack.Questions = append(pack.Questions,
		rules.Question{ID: "phone.shown", Praise: sv("Numret syns inte.")}, rules.Question{ID: "trip.told", Praise: sv("Resor berättas om efteråt.")},
		rules.Question{ID: "times.told", Area: "routine", For: "person", Praise: sv("Fasta tider berättas inte.")},
		rules.Question{ID: "times.vary", Area: "work", For: "person", Praise: sv("Tiderna varierar.")},
		rules.Question{ID: "alone.told", For: "child", Praise: sv("Barnet berättar inte att det är ensamt.")},
		rules.Question{ID: "bag.packed", For: "household", Topic: "ready", Part: "away", Praise: sv("Väskan är packad.")},
		rules.Question{ID: "lights.on", For: "household", Topic: "ready", Part: "before", Praise: sv("Lampan lyser.")},
		rules.Question{ID: "torch.full", For: "household", Topic: "ready", Part: "before", Praise: sv("Ficklampan är laddad.")})
	asks := func(question, kind string) {
		pack.Rules = append(pack.Rules, rules.Rule{ID: exposure.RuleID("zz." + question), Fact: rules.Fact{Kind: kind, Category: "when"}, When: rules.When{All: []rules.Condition{
			{Observe: exposure.AnswerGiven, Where: map[string]rules.Match{"question": {In: []string{question}}}},
		}}})
	}
	asks("phone.shown", "phone")        // Anna's shows
	asks("trip.told", "travel")         // the whole family's shows
	asks("times.told", "routine-habit") // Maja's training is read in a post of the same area
	asks("times.vary", "fixed-route")   // of another area
	asks("alone.told", "alone-told")    // Maja does not know
	asks("torch.full", "unready")       // told of in the same part as the lamp,
	asks("lights.on", "unready")        // which is not on
	asks("bag.packed", "unready")       // another part
	for i := range pack.Rules {
		if r := &pack.Rules[i]; r.ID == "routine.weekly" {
			r.Category = exposure.RoutineCategory
		}
	}
	a.Findings = append(a.Findings, exposure.Finding{ID: "k-lights", Rule: "zz.lights.on", Subject: exposure.Household, Fact: exposure.Fact{Kind: "unready"}, Evidence: []exposure.Evidence{
		{Kind: exposure.Interview, Shower: "anna", Locator: "svar.yaml#lights.on", Certainty: exposure.Confirmed},
	}})
	a.Coverage = append(a.Coverage, audit.Coverage{Source: "majas", Subject: "maja", Kind: exposure.Interview, Topics: []audit.Topic{
		{Topic: "routines", Open: []string{"alone.told", "bag.packed"}},
	}})
	a.Good = []audit.Good{
		{Question: "phone.shown", Subject: "anna"},
		{Question: "phone.shown", Subject: "erik"},
		{Question: "trip.told", Subject: "anna"},
		{Question: "times.told", Subject: "erik"},
		{Question: "times.vary", Subject: "erik"},
		{Question: "alone.told", Subject: "elsa"},
		{Question: "torch.full", Subject: "anna"},
		{Question: "bag.packed", Subject: "anna"},
	}
	v := report.Build(a, pack, reporttest.Places(), exposure.Swedish)
	if want := []string{"Larmet är på varje gång huset är tomt.", "Tiderna varierar.", "Väskan är packad."}; !slices.Equal(v.Kept, want) {
		t.Errorf("kept = %q; want %q", v.Kept, want)
	}
}
