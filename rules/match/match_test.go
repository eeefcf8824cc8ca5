package match_test

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/match"
	"lampan/rules/roster"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func family() *roster.Roster {
	return &roster.Roster{People: []roster.Person{
		{ID: "anna", Name: "Anna Lind", Born: 1984},
		{ID: "erik", Name: "Erik Lind", Born: 1982},
		{ID: "maja", Name: "Maja Lind", Born: 2010, Minor: true, Guardians: []exposure.SubjectID{"erik"}},
		{ID: "elsa", Name: "Elsa Lind", Born: 2015, Minor: true, Guardians: []exposure.SubjectID{"erik"}},
	}}
}

func allow(*exposure.Document, rules.Detector) bool { return true }

func pack(rs ...rules.Rule) *rules.Pack {
	for i := range rs {
		r := &rs[i]
		r.Detector, r.Severity = "travel", exposure.High
		if r.Needs == nil {
			r.Needs = []exposure.SourceKind{exposure.Page}
		}
		if r.Confidence.Base == 0 {
			r.Confidence.Base = 1
		}
		if r.Fix.Owner == "" {
			r.Fix = rules.Fix{Owner: "author", Minutes: 5, Proof: exposure.Recheck}
		}
	}
	return &rules.Pack{Rules: rs}
}

func matcher(p *rules.Pack) *match.Matcher {
	return match.New(match.Config{Pack: p, Key: []byte("case"), At: day("2026-07-15"), Roster: family(), Allows: allow})
}

// page is one of Anna's pages.
func page(id, text string) *exposure.Document {
	return &exposure.Document{
		ID: exposure.DocumentID(id), Source: "blog", Kind: exposure.Page, Subject: "anna", Locator: id,
		Text: text, Published: day("2026-07-01"), Visibility: exposure.Open,
	}
}

type attrs map[string]string

// seen makes an observation of the first occurrence of text in the document.
// Attributes that look like days become days.
func seen(doc *exposure.Document, kind exposure.Kind, sentence int, text, value string, a attrs) exposure.Observation {
	o := exposure.Observation{Kind: kind, Document: doc.ID, Sentence: sentence, Value: value, Confidence: 1, Attrs: map[string]exposure.Value{}}
	if i := strings.Index(doc.Text, text); text != "" && i >= 0 {
		o.Span = exposure.Span{Start: i, End: i + len(text)}
	}
	for k, v := range a {
		if t, err := time.Parse(time.DateOnly, v); err == nil {
			o.Attrs[k] = exposure.Day(t)
		} else {
			o.Attrs[k] = exposure.Word(v)
		}
	}
	return o
}

func phones(about string) rules.Rule {
	return rules.Rule{
		ID:   "reg.phone",
		When: rules.When{All: []rules.Condition{{Observe: exposure.ContactPhone}}},
		Fact: rules.Fact{Kind: "phone", About: about, Key: "value", Timeliness: "static", Show: []rules.Show{{Name: "phone", Attr: "value", Mask: "phone"}}},
	}
}

func trips() rules.Rule {
	return rules.Rule{
		ID: "travel.plan",
		When: rules.When{
			All:  []rules.Condition{{Observe: exposure.AbsenceIntent}},
			None: []rules.Condition{{Observe: exposure.ModalityWish, Near: "sentence"}},
		},
		Confidence: rules.Confidence{Base: 0.8, Add: []rules.Adjust{{Condition: rules.Condition{Observe: exposure.TimeRange, Near: "sentence+1"}, By: 0.1}}},
		Fact:       rules.Fact{Kind: "travel", About: "household", Key: "interval", Timeliness: "travel"},
	}
}

func TestFinding(t *testing.T) {
	doc := page("p1", "Hej. Ring Anna på 070-174 06 05 i kväll. Hej då.")
	m := matcher(pack(phones("subject")))
	o := seen(doc, exposure.ContactPhone, 1, "070-174 06 05", "+46701740605", attrs{"own": "yes"})
	o.Subject = "anna"
	m.Add(doc, []exposure.Observation{o})
	got := m.Findings()
	if len(got) != 1 {
		t.Fatalf("%d findings; want 1", len(got))
	}
	want := exposure.Finding{
		ID: got[0].ID, Rule: "reg.phone", Subject: "anna", Severity: exposure.High,
		Fact:   exposure.Fact{Kind: "phone", Key: got[0].Fact.Key},
		Values: map[string]exposure.Value{"phone": exposure.Word("070-••• •• 05")},
		Evidence: []exposure.Evidence{{
			Document: "p1", Source: "blog", Kind: exposure.Page, Shower: "anna", Locator: "p1", Span: o.Span,
			Excerpt: "Ring Anna på 070-••• •• 05 i kväll.", Published: doc.Published,
			Certainty: exposure.Confirmed, Visibility: exposure.Open, Timeliness: 1,
		}},
		Fix: exposure.Fix{Owner: "anna", Minutes: 5, Proof: exposure.Recheck},
	}
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Errorf("finding (-want +got):\n%s", diff)
	}
	if !strings.HasPrefix(got[0].Fact.Key, "phone:") || strings.Contains(got[0].Fact.Key, "0605") || got[0].ID == "" {
		t.Errorf("fact key %q, id %q", got[0].Fact.Key, got[0].ID)
	}
}

// The same number on two pages is one fact with two places; on one page twice
// it is one place. Another case cannot recognise it.
func TestMerge(t *testing.T) {
	find := func(key string, docs ...*exposure.Document) []exposure.Finding {
		m := match.New(match.Config{Pack: pack(phones("author")), Key: []byte(key), At: day("2026-07-15"), Roster: family(), Allows: allow})
		for _, d := range docs {
			a := seen(d, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", nil)
			b := seen(d, exposure.ContactPhone, 1, "0701740605", "+46701740605", nil)
			m.Add(d, []exposure.Observation{b, a})
		}
		return m.Findings()
	}
	text := "Ring 070-174 06 05. Eller 0701740605."
	one, two := page("p1", text), page("p2", text)
	got := find("case", one, two)
	if len(got) != 1 || len(got[0].Evidence) != 2 {
		t.Fatalf("findings = %+v; want one with two pieces of evidence", got)
	}
	if diff := cmp.Diff(got, find("case", two, one)); diff != "" {
		t.Errorf("order of documents matters:\n%s", diff)
	}
	other := find("other", one, two)
	if other[0].ID == got[0].ID || other[0].Fact.Key == got[0].Fact.Key {
		t.Error("another case has the same fingerprints")
	}
}

func TestConsent(t *testing.T) {
	doc := page("p1", "070-174 06 05")
	obs := []exposure.Observation{seen(doc, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", nil)}
	deny := func(_ *exposure.Document, d rules.Detector) bool { return d != "travel" }
	for name, allows := range map[string]func(*exposure.Document, rules.Detector) bool{"denied": deny, "nobody asked": nil} {
		m := match.New(match.Config{Pack: pack(phones("author")), Key: []byte("case"), At: day("2026-07-15"), Roster: family(), Allows: allows})
		m.Add(doc, obs)
		if got := m.Findings(); len(got) != 0 {
			t.Errorf("%s: findings = %+v; want none", name, got)
		}
	}
}

// A rule looks only at the sources it needs, and names only members.
func TestSubjectAndNeeds(t *testing.T) {
	for _, tt := range []struct {
		name    string
		kind    exposure.SourceKind
		about   string
		subject exposure.SubjectID
		want    exposure.SubjectID // "" for no finding
	}{
		{"the observation's subject", exposure.Page, "subject", "erik", "erik"},
		{"nobody named", exposure.Page, "subject", "", "anna"},
		{"a stranger", exposure.Page, "subject", "mallory", "anna"},
		{"everybody", exposure.Page, "subject", exposure.Household, exposure.Household},
		{"the author", exposure.Page, "author", "erik", "anna"},
		{"the household", exposure.Page, "household", "erik", exposure.Household},
		{"a source it does not look at", exposure.Feed, "author", "", ""},
	} {
		m := matcher(pack(phones(tt.about)))
		doc := page("p1", "070-174 06 05")
		doc.Kind = tt.kind
		o := seen(doc, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", nil)
		o.Subject = tt.subject
		m.Add(doc, []exposure.Observation{o})
		var got exposure.SubjectID
		if fs := m.Findings(); len(fs) == 1 {
			got = fs[0].Subject
		}
		if got != tt.want {
			t.Errorf("%s: subject = %q; want %q", tt.name, got, tt.want)
		}
	}
}

func TestConditions(t *testing.T) {
	doc := page("p1", "Vi åker till Rom. I juli. Tänk om. Sist.")
	anchor := seen(doc, exposure.AbsenceIntent, 0, "åker", "", attrs{"actor": "self", "tense": "future"})
	here := seen(doc, exposure.TimeRange, 0, "Rom", "a", attrs{"from": "2026-07-12", "precision": "day"})
	next := seen(doc, exposure.TimeRange, 1, "juli", "b", attrs{"from": "2026-07-20", "precision": "month"})
	far := seen(doc, exposure.ModalityWish, 2, "Tänk", "", nil)
	metadata := seen(doc, exposure.ModalityWish, -1, "", "", nil)
	metres := seen(doc, exposure.PhotoPosition, 0, "", "", nil)
	metres.Attrs["metres"] = exposure.Number(50)
	obs := []exposure.Observation{anchor, here, next, far, metadata, metres}
	lo, hi := 10.0, 100.0
	cond := func(k exposure.Kind, near string, where map[string]rules.Match) rules.Condition {
		return rules.Condition{Observe: k, Near: near, Where: where}
	}
	start := cond(exposure.AbsenceIntent, "", nil)
	tests := []struct {
		name string
		when rules.When
		want bool
	}{
		{"anchor alone", rules.When{All: []rules.Condition{start}}, true},
		{"anchor's attribute", rules.When{All: []rules.Condition{cond(exposure.AbsenceIntent, "", map[string]rules.Match{"actor": {In: []string{"other"}}})}}, false},
		{"not", rules.When{All: []rules.Condition{cond(exposure.AbsenceIntent, "", map[string]rules.Match{"actor": {NotIn: []string{"other"}}})}}, true},
		{"not, but absent", rules.When{All: []rules.Condition{cond(exposure.AbsenceIntent, "", map[string]rules.Match{"form": {NotIn: []string{"trip"}}})}}, false},
		{"same sentence", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "sentence", map[string]rules.Match{"precision": {In: []string{"day"}}})}}, true},
		{"next sentence is not the same", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "sentence", map[string]rules.Match{"precision": {In: []string{"month"}}})}}, false},
		{"next sentence", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "sentence+1", map[string]rules.Match{"precision": {In: []string{"month"}}})}}, true},
		{"two sentences away", rules.When{All: []rules.Condition{start}, None: []rules.Condition{cond(exposure.ModalityWish, "sentence+1", nil)}}, true},
		{"anywhere", rules.When{All: []rules.Condition{start}, None: []rules.Condition{cond(exposure.ModalityWish, "document", nil)}}, false},
		{"after published", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "", map[string]rules.Match{"from": {After: "published", Days: 15}})}}, true},
		{"not so long after", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "", map[string]rules.Match{"from": {After: "published", Days: 19}})}}, false},
		{"before audit", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "", map[string]rules.Match{"from": {Before: "audit"}})}}, true},
		{"before a day", rules.When{All: []rules.Condition{start, cond(exposure.TimeRange, "", map[string]rules.Match{"from": {Before: "2026-07-12"}})}}, false},
		{"number within", rules.When{All: []rules.Condition{start, cond(exposure.PhotoPosition, "", map[string]rules.Match{"metres": {Min: &lo, Max: &hi}})}}, true},
		{"number outside", rules.When{All: []rules.Condition{start, cond(exposure.PhotoPosition, "", map[string]rules.Match{"metres": {Min: &hi}})}}, false},
		{"any", rules.When{All: []rules.Condition{start}, Any: []rules.Condition{cond(exposure.BirthDate, "", nil), cond(exposure.TimeRange, "", nil)}}, true},
		{"none of any", rules.When{All: []rules.Condition{start}, Any: []rules.Condition{cond(exposure.BirthDate, "", nil)}}, false},
		{"anchored in the second of any", rules.When{Any: []rules.Condition{cond(exposure.BirthDate, "", nil), start}}, true},
		{"the anchor is not its own neighbour", rules.When{All: []rules.Condition{start, cond(exposure.AbsenceIntent, "", nil)}}, false},
		{"the anchor itself", rules.When{All: []rules.Condition{start}, None: []rules.Condition{cond(exposure.AbsenceIntent, "anchor", map[string]rules.Match{"actor": {In: []string{"self"}}})}}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := pack(rules.Rule{ID: "r", When: tt.when, Fact: rules.Fact{Kind: "travel", About: "household", Key: "one", Timeliness: "static"}})
			m := matcher(p)
			m.Add(doc, obs)
			if got := len(m.Findings()) == 1; got != tt.want {
				t.Errorf("fired = %t; want %t", got, tt.want)
			}
			tr := match.Explain(p, doc, obs, day("2026-07-15"), family())[0]
			if tr.Fired != tt.want || (tr.Stopped() == nil) != tt.want {
				t.Errorf("explained: fired %t, stopped by %+v; want fired %t", tr.Fired, tr.Stopped(), tt.want)
			}
		})
	}
}

func TestCertainty(t *testing.T) {
	doc := page("p1", "Vi åker.")
	add := rules.Adjust{Condition: rules.Condition{Observe: exposure.PlaceAway}, By: 0.35}
	sub := rules.Adjust{Condition: rules.Condition{Observe: exposure.ModalityQuestion}, By: 0.2}
	place := seen(doc, exposure.PlaceAway, 0, "", "rom", nil)
	question := seen(doc, exposure.ModalityQuestion, 0, "", "", nil)
	tests := []struct {
		name  string
		base  float64
		sure  float64 // the recogniser's own
		attrs attrs
		more  []exposure.Observation
		want  exposure.Certainty
	}{
		{"too low", 0.4, 1, nil, nil, ""},
		{"possible", 0.5, 1, nil, nil, exposure.Possible},
		{"lifted to likely", 0.4, 1, nil, []exposure.Observation{place}, exposure.Likely},
		{"lowered", 0.6, 1, nil, []exposure.Observation{question}, ""},
		{"both", 0.6, 1, nil, []exposure.Observation{place, question}, exposure.Likely},
		{"an unsure recogniser", 0.9, 0.6, nil, nil, exposure.Possible},
		{"their own", 0.5, 1, attrs{"own": "yes"}, nil, exposure.Confirmed},
		{"not their own", 0.9, 1, attrs{"own": "no"}, nil, exposure.Likely},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rules.Rule{
				ID: "r", When: rules.When{All: []rules.Condition{{Observe: exposure.ContactEmail}}},
				Confidence: rules.Confidence{Base: tt.base, Add: []rules.Adjust{add}, Sub: []rules.Adjust{sub}},
				Fact:       rules.Fact{Kind: "email", About: "author", Key: "value", Timeliness: "static"},
			}
			m := matcher(pack(r))
			o := seen(doc, exposure.ContactEmail, 0, "Vi", "a", tt.attrs)
			o.Confidence = tt.sure
			m.Add(doc, append([]exposure.Observation{o}, tt.more...))
			var got exposure.Certainty
			if fs := m.Findings(); len(fs) == 1 {
				got = fs[0].Certainty()
			}
			if got != tt.want {
				t.Errorf("certainty = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestTrips(t *testing.T) {
	type post struct{ published, from, to, precision, tense string }
	tests := []struct {
		name  string
		posts []post
		want  []float64 // timeliness of each trip, in order of its key's first post
	}{
		{"overlapping days are one trip", []post{{"2026-06-01", "2026-07-12", "2026-07-19", "day", "future"}, {"2026-07-14", "2026-07-14", "2026-07-20", "day", "ongoing"}}, []float64{1}},
		{"touching days are one trip", []post{{"2026-06-01", "2026-07-12", "2026-07-13", "day", "future"}, {"2026-06-01", "2026-07-14", "2026-07-20", "day", "future"}}, []float64{1}},
		{"two trips, one over", []post{{"2026-06-01", "2026-06-12", "2026-06-19", "day", "future"}, {"2026-06-01", "2026-08-01", "2026-08-08", "day", "future"}}, []float64{0.15, 1}},
		{"a season does not tie trips together", []post{{"2026-05-01", "2026-06-01", "2026-08-31", "season", "future"}, {"2026-06-01", "2026-06-12", "2026-06-19", "day", "future"}, {"2026-06-01", "2026-08-01", "2026-08-08", "day", "future"}}, []float64{0.15, 1}},
		{"ends on the day of the audit", []post{{"2026-06-01", "2026-07-10", "2026-07-15", "day", "future"}}, []float64{1}},
		{"ended the day before", []post{{"2026-06-01", "2026-07-10", "2026-07-14", "day", "future"}}, []float64{0.15}},
		{"return not told, within a week", []post{{"2026-07-01", "2026-07-09", "", "day", "future"}}, []float64{1}},
		{"return not told, long ago", []post{{"2026-06-01", "2026-06-09", "", "day", "future"}}, []float64{0.15}},
		{"no days, written on the trip", []post{{"2026-07-12", "", "", "", "ongoing"}}, []float64{1}},
		{"no days, written on a trip long ago", []post{{"2026-06-12", "", "", "", "ongoing"}}, []float64{0.15}},
		{"no days, told afterwards", []post{{"2026-07-12", "", "", "", "past"}}, []float64{0.15}},
		{"no days, soon", []post{{"2026-06-12", "", "", "", "future"}}, []float64{1}},
		{"nothing known", []post{{"", "", "", "", "future"}, {"", "", "", "", "past"}}, []float64{1}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := matcher(pack(trips()))
			for i, p := range tt.posts {
				doc := page(string(rune('a'+i)), "Vi åker. Snart.")
				doc.Published = time.Time{}
				if p.published != "" {
					doc.Published = day(p.published)
				}
				obs := []exposure.Observation{seen(doc, exposure.AbsenceIntent, 0, "åker", "", attrs{"tense": p.tense})}
				if p.from != "" {
					a := attrs{"from": p.from, "precision": p.precision}
					if p.to != "" {
						a["to"] = p.to
					}
					obs = append(obs, seen(doc, exposure.TimeRange, 1, "Snart", "", a))
				}
				m.Add(doc, obs)
			}
			fs := m.Findings()
			slices.SortFunc(fs, func(a, b exposure.Finding) int {
				return strings.Compare(a.Evidence[len(a.Evidence)-1].Locator, b.Evidence[len(b.Evidence)-1].Locator)
			})
			var got []float64
			counted := map[string]bool{} // the score counts a fact once
			for _, f := range fs {
				if !counted[f.Fact.Key] {
					got = append(got, f.Evidence[0].Timeliness)
				}
				counted[f.Fact.Key] = true
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("timeliness (-want +got):\n%s", diff)
			}
		})
	}
}

// stays is a page for each stay, which tells of nothing else.
func stays(m *match.Matcher, posts map[string][3]string) []exposure.Finding {
	for _, id := range exposure.SortedKeys(posts) {
		p := posts[id]
		doc := page(id, "Vi åker. Snart.")
		m.Add(doc, []exposure.Observation{
			seen(doc, exposure.AbsenceIntent, 0, "åker", "", attrs{"tense": "future"}),
			seen(doc, exposure.TimeRange, 1, "Snart", "", attrs{"from": p[0], "to": p[1], "precision": p[2]}),
		})
	}
	return m.Findings()
}

// Two stays that touch are one fact and two findings, and taking one post down
// leaves the other finding as it was.
func TestTouchingStaysKeepTheirNames(t *testing.T) {
	june, july := [3]string{"2026-06-26", "2026-07-02", "day"}, [3]string{"2026-07-03", "2026-07-10", "day"}
	both := stays(matcher(pack(trips())), map[string][3]string{"june": june, "july": july})
	alone := stays(matcher(pack(trips())), map[string][3]string{"july": july})
	if len(both) != 2 || len(alone) != 1 {
		t.Fatalf("%d and %d findings; want 2 and 1", len(both), len(alone))
	}
	if both[0].Fact.Key != both[1].Fact.Key {
		t.Errorf("one trip counts twice: %q and %q", both[0].Fact.Key, both[1].Fact.Key)
	}
	at := slices.IndexFunc(both, func(f exposure.Finding) bool { return f.Evidence[0].Locator == "july" })
	if both[at].ID != alone[0].ID {
		t.Errorf("the July finding was %q and is %q once the June post is gone", both[at].ID, alone[0].ID)
	}
	again := stays(matcher(pack(trips())), map[string][3]string{"blog": july, "feed": july})
	if len(again) != 1 || len(again[0].Evidence) != 2 || again[0].ID != alone[0].ID {
		t.Errorf("a stay told on two pages = %+v; want one finding with two places", again)
	}
}

// A finding is one fact, so two journeys of which stays begin in one week are
// one: else a stay of the second would count beside another that overlaps it.
func TestJourneysThatShareAWeek(t *testing.T) {
	got := stays(matcher(pack(trips())), map[string][3]string{
		"a1": {"2026-06-23", "2026-07-01", "day"}, "a2": {"2026-06-30", "2026-07-01", "day"},
		"b1": {"2026-07-03", "2026-07-07", "day"}, "b2": {"2026-07-06", "2026-07-08", "day"},
	})
	if len(got) != 3 || got[0].Fact.Key != got[1].Fact.Key || got[1].Fact.Key != got[2].Fact.Key {
		t.Errorf("findings = %+v; want three of one fact", got)
	}
}

// Whatever other posts go, those that stay keep their findings; and one finding
// is one fact.
func TestFindingsOutliveOtherPosts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all, some := map[string][3]string{}, map[string][3]string{}
		for i := range rapid.IntRange(1, 9).Draw(t, "posts") {
			id := string(rune('a' + i))
			from := day("2026-06-01").AddDate(0, 0, rapid.IntRange(0, 60).Draw(t, "from"))
			to := from.AddDate(0, 0, rapid.IntRange(0, 12).Draw(t, "nights"))
			precision := rapid.SampledFrom([]string{"day", "day", "week", "month", "season"}).Draw(t, "precision")
			all[id] = [3]string{from.Format(time.DateOnly), to.Format(time.DateOnly), precision}
			if rapid.Bool().Draw(t, "stays") {
				some[id] = all[id]
			}
		}
		told := map[string]exposure.FindingID{} // by post
		fact := map[exposure.FindingID]string{}
		for _, f := range stays(matcher(pack(trips())), all) {
			if _, twice := fact[f.ID]; twice {
				t.Fatalf("finding %q is there twice", f.ID)
			}
			fact[f.ID] = f.Fact.Key
			for _, e := range f.Evidence {
				told[e.Locator] = f.ID
			}
		}
		for _, f := range stays(matcher(pack(trips())), some) {
			for _, e := range f.Evidence {
				if told[e.Locator] != f.ID {
					t.Fatalf("post %q was in finding %q and is in %q", e.Locator, told[e.Locator], f.ID)
				}
			}
		}
		// Stays whose days overlap are one fact.
		for a, p := range all {
			for b, q := range all {
				if p[2] == "day" && q[2] == "day" && p[0] <= q[1] && q[0] <= p[1] && fact[told[a]] != fact[told[b]] {
					t.Fatalf("posts %q %v and %q %v count twice", a, p, b, q)
				}
			}
		}
	})
}

func TestRoutineRepeats(t *testing.T) {
	r := rules.Rule{
		ID: "routine.weekly", When: rules.When{All: []rules.Condition{{Observe: exposure.RoutineWeekly}}},
		Fact: rules.Fact{Kind: "routine", About: "author", Key: "value", Timeliness: "routine"},
	}
	for _, tt := range []struct {
		published []string
		want      float64
	}{
		{[]string{"2026-05-01"}, 0.4},
		{[]string{"2026-05-01", "2026-05-01"}, 0.4}, // a post and its copy in the feed
		{[]string{"2026-05-01", "2026-05-08"}, 0.7},
		{[]string{"2026-05-01", "2026-05-08", "2026-05-15"}, 1},
		{[]string{"2026-05-01", "2026-05-08", "2026-05-15", "2026-05-22"}, 1},
	} {
		m := matcher(pack(r))
		for i, p := range tt.published {
			doc := page(string(rune('a'+i)), "Varje tisdag.")
			doc.Published = day(p)
			m.Add(doc, []exposure.Observation{seen(doc, exposure.RoutineWeekly, 0, "tisdag", "tue", nil)})
		}
		if got := m.Findings()[0].Evidence[0].Timeliness; got != tt.want {
			t.Errorf("told on %v: timeliness %g; want %g", tt.published, got, tt.want)
		}
	}
}

func TestOwner(t *testing.T) {
	young, older := family(), family()
	older.People[3].Born-- // Elsa turns twelve
	tests := []struct {
		name    string
		roster  *roster.Roster
		owner   string
		shower  exposure.SubjectID
		subject exposure.SubjectID
		want    exposure.SubjectID
	}{
		{"author", young, "author", "erik", "anna", "erik"},
		{"subject", young, "subject", "erik", "anna", "anna"},
		{"a teenager's own", young, "subject", "anna", "maja", "maja"},
		{"under 13", young, "subject", "anna", "elsa", "erik"},
		{"a child's own, at eleven", young, "child", "anna", "elsa", "erik"},
		{"a child's own, in the year of turning twelve", older, "child", "anna", "elsa", "elsa"},
		{"a child's own, of an adult", young, "child", "erik", "anna", "anna"},
		{"author under 13", young, "author", "elsa", "elsa", "erik"},
		{"guardian of a teenager", young, "guardian", "maja", "maja", "erik"},
		{"guardian of an adult", young, "guardian", "anna", "erik", "erik"},
		{"the household as subject", young, "subject", "erik", exposure.Household, "anna"},
		{"a stranger is never the owner", young, "author", "mallory", "mallory", "anna"},
		{"nobody is known", &roster.Roster{}, "author", "mallory", "mallory", exposure.Household},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := phones("subject")
			r.Fix = rules.Fix{Owner: tt.owner, Minutes: 1, Proof: exposure.Told}
			m := match.New(match.Config{Pack: pack(r), Key: []byte("case"), At: day("2026-07-15"), Roster: tt.roster, Allows: allow})
			doc := page("p1", "070-174 06 05")
			doc.Subject = tt.shower
			o := seen(doc, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", nil)
			o.Subject = tt.subject
			m.Add(doc, []exposure.Observation{o})
			if got := m.Findings()[0].Fix.Owner; got != tt.want {
				t.Errorf("owner = %q; want %q", got, tt.want)
			}
		})
	}
}

func TestMinor(t *testing.T) {
	for _, tt := range []struct {
		name    string
		subject exposure.SubjectID
		attrs   attrs
		want    bool
	}{
		{"a child", "elsa", nil, true},
		{"an adult", "anna", nil, false},
		{"marked", "", attrs{"minor": "yes"}, true},
		{"not marked", "", attrs{"minor": "no"}, false},
	} {
		m := matcher(pack(phones("subject")))
		doc := page("p1", "070-174 06 05")
		o := seen(doc, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", tt.attrs)
		o.Subject = tt.subject
		m.Add(doc, []exposure.Observation{o})
		if got := m.Findings()[0].Fact.Minor; got != tt.want {
			t.Errorf("%s: minor = %t; want %t", tt.name, got, tt.want)
		}
	}
}

func TestControls(t *testing.T) {
	p := &rules.Pack{Controls: []rules.Control{
		{ID: "alarm", Question: "home.alarm", Answers: []string{"always"}},
		{ID: "post", Question: "home.post", Answers: []string{"yes"}},
		{ID: "timer", Question: "home.timer", Answers: []string{"yes"}},
	}}
	m := matcher(p)
	for i, a := range []attrs{
		{"question": "home.alarm", "answer": "always"},
		{"question": "home.post", "answer": "yes"},
		{"question": "home.post", "answer": "no"}, // another member disagrees
	} {
		doc := page(string(rune('a'+i)), "")
		doc.Kind = exposure.Interview
		m.Add(doc, []exposure.Observation{seen(doc, exposure.AnswerGiven, -1, "", "", a)})
	}
	if got, want := m.Controls(), []string{"alarm"}; !slices.Equal(got, want) {
		t.Errorf("controls = %v; want %v", got, want)
	}
}

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("ord ", 100)
	tests := []struct {
		name string
		text string
		at   string // the anchor
		obs  func(doc *exposure.Document) []exposure.Observation
		want string
	}{
		{"only its sentence", "Ett. Två åker tre. Fyra.", "åker", nil, "Två åker tre."},
		{"a number nobody recognised", "Vi åker, ring 08-123 456 78 nu.", "åker", nil, "Vi åker, ring ••-••• ••• •• nu."},
		{"a mail address nobody recognised", "Vi åker, skriv till anna.lind@lind.example nu.", "åker", nil, "Vi åker, skriv till a•••@lind.example nu."},
		{"dates and short numbers may show", "Vi åker kl 17.30 med 4 barn till hus 12.", "åker", nil, "Vi åker kl 17.30 med 4 barn till hus 12."},
		{"a recognised date may show", "Vi åker 2026-07-12 till Rom.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.TimeRange, 0, "2026-07-12", "", nil)}
		}, "Vi åker 2026-07-12 till Rom."},
		{"an address", "Vi åker från Björkstigen 12 nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.AddressStreet, 0, "Björkstigen 12", "", nil)}
		}, "Vi åker från Björkstigen •• nu."},
		{"a plate", "Vi åker med ABC 123 nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.VehiclePlate, 0, "ABC 123", "", nil)}
		}, "Vi åker med ABC ••• nu."},
		{"a stranger's child", "Vi åker med Alvar nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.PersonChild, 0, "Alvar", "alvar", attrs{"form": "name"})}
		}, "Vi åker med A. nu."},
		{"their own child", "Vi åker med Elsa nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			o := seen(d, exposure.PersonChild, 0, "Elsa", "elsa", attrs{"form": "name"})
			o.Subject = "elsa"
			return []exposure.Observation{o}
		}, "Vi åker med Elsa nu."},
		{"overlapping secrets", "Vi åker 070-174 06 05 123 nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.ContactPhone, 0, "070-174 06 05", "", nil)}
		}, "Vi åker •••-••• •• •• ••• nu."},
		{"two that overlap in part", "Vi åker Ekgatan 12 AB 345 nu.", "åker", func(d *exposure.Document) []exposure.Observation {
			return []exposure.Observation{seen(d, exposure.AddressStreet, 0, "Ekgatan 12", "", nil), seen(d, exposure.VehiclePlate, 0, "12 AB 345", "", nil)}
		}, "Vi åker Ekgatan ••••• nu."},
		{"control characters", "Vi \x1b[31måker\u202e\tnu.", "åker", nil, "Vi [31måker nu."},
		{"a long sentence", long + "åker " + long, "åker", nil, "…" + strings.Repeat("ord ", 24) + "åker " + strings.Repeat("ord ", 24) + "o…"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := page("p1", tt.text)
			obs := []exposure.Observation{seen(doc, exposure.AbsenceIntent, 0, tt.at, "", nil)}
			if tt.obs != nil {
				obs = append(obs, tt.obs(doc)...)
			}
			m := matcher(pack(trips()))
			m.Add(doc, obs)
			got := m.Findings()[0].Evidence[0].Excerpt
			if n := utf8.RuneCountInString(got); n > 200 {
				t.Errorf("excerpt has %d characters", n)
			}
			if tt.name == "a long sentence" {
				if !strings.Contains(got, "åker") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") {
					t.Errorf("excerpt = %q", got)
				}
				return
			}
			if got != tt.want {
				t.Errorf("excerpt = %q; want %q", got, tt.want)
			}
		})
	}
}

// excerptOf is what is stored of a text around "åker".
func excerptOf(text string, obs ...exposure.Observation) string {
	doc := page("p1", text)
	m := matcher(pack(trips()))
	m.Add(doc, append(obs, seen(doc, exposure.AbsenceIntent, 0, "åker", "", nil)))
	return m.Findings()[0].Evidence[0].Excerpt
}

// date is a recognised date in a text.
func date(text, at string) exposure.Observation {
	return seen(page("p1", text), exposure.TimeRange, 0, at, "", nil)
}

// A value that shows as it is keeps short numbers and hides long ones.
func TestPlainValues(t *testing.T) {
	for in, want := range map[string]string{"Klass 4B": "Klass 4B", "Klass 4B 070-174 06 05": "Klass 4B •••-••• •• ••"} {
		doc := page("p1", in)
		r := phones("author")
		r.When.All[0].Observe = exposure.SchoolNamed
		r.Fact.Show = []rules.Show{{Name: "school", Attr: "value", Mask: "plain"}}
		m := matcher(pack(r))
		m.Add(doc, []exposure.Observation{seen(doc, exposure.SchoolNamed, 0, in, in, nil)})
		if got := m.Findings()[0].Values["school"].String(); got != want {
			t.Errorf("value = %q; want %q", got, want)
		}
	}
}

// A distance tells how near, not where.
func TestDistances(t *testing.T) {
	for metres, want := range map[float64]string{
		0: "10 m", 14: "10 m", 35: "40 m", 94.9: "90 m", 95: "100 m", 130: "150 m", 974: "950 m", 975: "1000 m",
		1240: "1200 m", 1949: "1900 m", 1950: "2 km", 99_400: "99 km", 99_500: "100 km", 163_326: "160 km", 1.2e6: "1200 km",
	} {
		doc := page("p1", "")
		r := phones("author")
		r.When.All[0].Observe = exposure.PhotoNear
		r.Fact.Show = []rules.Show{{Name: "distance", Attr: "metres", Mask: "distance"}}
		m := matcher(pack(r))
		o := seen(doc, exposure.PhotoNear, -1, "", "hemma", nil)
		o.Attrs["metres"] = exposure.Number(metres)
		m.Add(doc, []exposure.Observation{o})
		if got := m.Findings()[0].Values["distance"].String(); got != want {
			t.Errorf("%v metres show as %q; want %q", metres, got, want)
		}
	}
}

// What nobody recognised does not show either.
func TestExcerptHides(t *testing.T) {
	const birth = "1981-01-01"
	for _, tt := range []struct{ name, text, hidden string }{
		{"number after a date and a dash", "Vi åker, 1981-01-01-2386 nu.", "2386"},
		{"number after a date with dots", "Vi åker, 1981.01.01.2386 nu.", "2386"},
		{"number after a date and a space", "Vi åker, 1981-01-01 2386 nu.", "2386"},
		{"a year after a date is a number too", "Vi åker, 1981-01-01-2012 nu.", "2012"},
		{"a time with a dot too", "Vi åker, 1981-01-01 12.30 nu.", "12.30"},
		{"the date of a number", "Vi åker, 1981-01-01-2386 nu.", "01"},
		{"card", "Vi åker, 4571.1234.5678.9010 nu.", "9010"},
		{"card of years", "Vi åker, 4571_1981_1982_1983 nu.", "1983"},
		{"position", "Vi åker till 60.7312, 14.1184 nu.", "60"},
		{"coarse position", "Vi åker till 60.73, 14.11 nu.", "14"},
		{"position in minutes", "Vi åker till 60°43'52\" N 14° 7' 6\" O nu.", "52"},
		{"position in whole minutes", "Vi åker till 60° 7' N, 9° 8' O nu.", "8"},
		{"one exact decimal", "Vi åker till latitud 9.1184 nu.", "1184"},
		{"code before", "Vi åker, portkod 1357 nu.", "1357"},
		{"second code", "Vi åker, portkod 1357 och larmkod 2468 nu.", "2468"},
		{"code after", "Vi åker och 1357 är koden.", "1357"},
		{"spaced code", "Vi åker, PIN: 1 3 5 7.", "1 3"},
		{"code over a line", "Portkod\n1357 när vi åker.", "1357"},
		{"last four", "Vi åker, fyra sista är 2386.", "2386"},
		{"password", "Vi åker, lösenordet är Sommar!sol nu.", "Sommar"},
		{"password with a colon", "Vi åker. Password: hemligt\n", "hemligt"},
		{"full width", "Vi åker, １９８１０１０１２３８６ nu.", "２３８６"},
		{"other digits", "Vi åker, ١٩٨١٠١٠١٢٣٨٦ nu.", "٢٣٨٦"},
		{"zero width", "Vi åker, 19\u200b81\u200b01\u200b01\u200b23\u200b86 nu.", "23"},
		{"no-break space", "Vi åker, 1981\u00a001\u00a001\u00a02386 nu.", "2386"},
		{"figure dash", "Vi åker, 810101‒2386 nu.", "2386"},
		{"mail with spaces", "Vi åker, skriv till anna.lind @ lind . example nu.", "anna"},
		{"mail in words", "Vi åker, skriv till anna.lind (at) lind (dot) example nu.", "lind"},
		{"mail in Swedish words", "Vi åker, skriv till annalind snabel-a lind punkt example nu.", "annalind"},
		{"URL with a token", "Vi åker, se https://lind.example/a?token=hemligt nu.", "hemligt"},
		{"URL without a scheme", "Vi åker, se lind.example/hemligt nu.", "hemligt"},
		{"URL with a password", "Vi åker, se https://anna:hemligt@lind.example/a nu.", "hemligt"},
		{"IBAN", "Vi åker, FR14 2004 1010 0505 0001 3M02 606 nu.", "606"},
		{"passport", "P<SWELIND<<ANNA<<<< åker L898902C36UTO7408122F nu.", "ANNA"},
		{"passport number", "Vi åker L898902C36UTO7408122F nu.", "7408"},
		{"key", "Vi åker ghp_a8Fj2kL9x1 nu.", "a8Fj"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := excerptOf(tt.text, date(tt.text, birth)); strings.Contains(got, tt.hidden) || !strings.Contains(tt.text, tt.hidden) {
				t.Errorf("excerpt = %q; want no %q", got, tt.hidden)
			}
		})
	}
}

// An excerpt still says what it is about.
func TestExcerptShows(t *testing.T) {
	for _, text := range []string{
		"Vi åker 2026-07-12 till 2026-07-19.",
		"Vi åker 2026-07-12 – 2026-07-19.",
		"Vi åker 2026-07-12 17:30.",
		"Vi åker 12.07.2026.",
		"Vi åker 12/7 2026, 17.30-18.30.",
		"Vi åker lördag 18/7 10.30–14.",
		"Vi åker 17.30, 18.30 och 19.30.",
		"Vi åker dit 2019, 2021 och 2024.",
		"Vi åker 1998–2001.",
		"Vi åker säsongen 2025/26.",
		"Vi åker för 12 500 kr.",
		"Vi åker för 1 250 000 kronor.",
		"Vi åker till en stad med 450 000 invånare.",
		"Vi åker med 4 barn, 2 hundar och 12 väskor till hus 12.",
		"Vi åker när larmet går 17:30.",
		"Vi åker och/eller stannar 3 dagar.",
		"We åker home. Then we were at home.",
	} {
		want := text
		if i := strings.Index(text, ". "); i >= 0 && strings.HasPrefix(text, "We") {
			want = text[:i+1]
		}
		if got := excerptOf(text); got != want {
			t.Errorf("excerpt = %q; want %q", got, want)
		}
	}
	// Recognised, though it is written like no date that is known here.
	const text = "Vi åker 20260712 till Rom."
	if got := excerptOf(text, date(text, "20260712")); got != text {
		t.Errorf("excerpt = %q; want %q", got, text)
	}
}

// People outside the household agreed to nothing.
func TestExcerptHidesStrangers(t *testing.T) {
	place := func(text, at string) exposure.Observation {
		return seen(page("p1", text), exposure.PlaceAway, 0, at, "", nil)
	}
	for _, tt := range []struct {
		text, want string
		place      string
	}{
		{"Karin Pettersson på Lindvägen vattnar när vi åker.", "K• P• på Lindvägen vattnar när vi åker.", ""},
		{"Vi åker med Karin och Olle.", "Vi åker med K• och O•.", ""},
		{"Vi åker i Karins bil.", "Vi åker i K• bil.", ""},
		{"Vi åker med Xiuhua Wei i morgon.", "Vi åker med X• W• i morgon.", ""},
		{"Hos Pettersson åker de.", "Hos P• åker de.", ""},
		{"Vi åker med Anna-Karin i morgon.", "Vi åker med Anna-K• i morgon.", ""},
		{"Vi åker med Elsa Ek i morgon.", "Vi åker med Elsa E• i morgon.", ""},
		{"Vi åker med @kalle_p i morgon.", "Vi åker med @k•_p i morgon.", ""},
		{"Vi åker med Elsa Lind och Eriks bil.", "Vi åker med Elsa Lind och Eriks bil.", ""},
		{"Björn heter han som åker.", "Björn heter han som åker.", ""}, // a word, at the start
		{"Vi åker med Björn.", "Vi åker med B•.", ""},
		{"Vi åker till Costa Rica i juli.", "Vi åker till Costa Rica i juli.", "Costa Rica"},
		{"Vi åker till Grand Hotel och Svenska Spel.", "Vi åker till Grand Hotel och Svenska Spel.", ""},
		{"I told them I åker with SVT.", "I told them I åker with SVT.", ""},
		{"Vi åker till Stockholm på måndag.", "Vi åker till Stockholm på måndag.", ""},
	} {
		var obs []exposure.Observation
		if tt.place != "" {
			obs = append(obs, place(tt.text, tt.place))
		}
		if got := excerptOf(tt.text, obs...); got != tt.want {
			t.Errorf("excerpt = %q; want %q", got, tt.want)
		}
	}
}

// Whatever the text, wherever the observations lie and however a secret is
// written, nothing that is stored is long or shows the secret's last digits.
func TestNothingStoredLeaks(t *testing.T) {
	filler := rapid.StringOfN(rapid.RuneFrom([]rune("aåö .!?\n\t•@-(,:/Kk")), 0, 300, -1)
	rapid.Check(t, func(t *rapid.T) {
		// The last four are no year and no time, which may show.
		birth := rapid.SampledFrom([]string{"19810101", "19991231", "810101", "20120229", "4571123456"}).Draw(t, "birth")
		tail := rapid.StringMatching(`[3-9][1-9][6-9][1-9]`).Draw(t, "tail")
		separators := []string{"", " ", "-", ".", "_", "·", "–", "—", "\u00a0", "\u2011", ", ", " - ", "\n", "\r\n", "/", "\u200b", "\u00ad", " . ", "\t"}
		between := rapid.SampledFrom(separators).Draw(t, "separator")
		every := rapid.SampledFrom([]int{1, 2, 3, 4, 12}).Draw(t, "group")
		zero := rapid.SampledFrom([]rune{'0', '0', '０', '٠', '𝟎'}).Draw(t, "zero")
		mix := rapid.Bool().Draw(t, "another separator before the last")
		var b strings.Builder
		for i, r := range birth + tail {
			switch {
			case i == len(birth) && mix:
				b.WriteString(rapid.SampledFrom(separators).Draw(t, "last separator"))
			case i > 0 && (i%every == 0 || i == len(birth)):
				b.WriteString(between)
			}
			b.WriteRune(zero + r - '0')
		}
		secret := b.String()
		text := filler.Draw(t, "before") + "åker" + filler.Draw(t, "between") + " " + secret + " " + filler.Draw(t, "after")
		doc := page("p1", text)
		obs := []exposure.Observation{seen(doc, exposure.AbsenceIntent, 0, "åker", "", nil)}
		name := seen(doc, exposure.ActivityNamed, 0, secret, "x", nil)
		name.Attrs["name"] = exposure.Word("Klubben " + secret)
		obs = append(obs, name)
		switch rapid.IntRange(0, 3).Draw(t, "recognised") {
		case 1:
			obs = append(obs, seen(doc, exposure.IDPersonnummer, 0, secret, birth+tail, nil))
		case 2: // only a part, as a date
			at := strings.Index(text, secret)
			o := seen(doc, exposure.TimeRange, 0, secret, "", nil)
			cut := []int{o.Span.End}
			for i := range secret {
				cut = append(cut, at+i)
			}
			o.Span.End = rapid.SampledFrom(cut[1:]).Draw(t, "date ends")
			obs = append(obs, o)
		case 3:
			obs = append(obs, seen(doc, exposure.ContactPhone, 0, secret, "", nil))
		}
		r := trips()
		r.When.Any = []rules.Condition{{Observe: exposure.ActivityNamed}}
		r.Fact.Show = []rules.Show{{Name: "club", Kind: exposure.ActivityNamed, Attr: "name", Mask: "plain"}}
		m := matcher(pack(r))
		m.Add(doc, obs)
		f := m.Findings()[0]
		got := f.Evidence[0].Excerpt
		if !utf8.ValidString(got) || utf8.RuneCountInString(got) > 200 {
			t.Fatalf("excerpt %q is too long or not text", got)
		}
		if f.Values["club"].IsZero() {
			t.Fatal("no value to look at")
		}
		for _, s := range []string{got, f.Values["club"].String()} {
			plain := strings.Map(func(r rune) rune {
				switch {
				case unicode.IsDigit(r):
					for z := r; ; z-- { // the zero of its script
						if !unicode.IsDigit(z-1) || r-z == 9 {
							return '0' + r - z
						}
					}
				case r == '•':
					return r
				}
				return -1
			}, s)
			if strings.Contains(plain, tail) {
				t.Fatalf("%q shows the last digits of %q", s, secret)
			}
		}
	})
}

// Findings do not depend on the order of documents or observations.
func TestOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 8).Draw(t, "documents")
		type input struct {
			doc *exposure.Document
			obs []exposure.Observation
		}
		var in []input
		for i := range n {
			d := page(string(rune('a'+i)), "Vi åker. Ring 070-174 06 05.")
			d.Subject = rapid.SampledFrom([]exposure.SubjectID{"anna", "erik", "elsa"}).Draw(t, "subject")
			d.Published = day("2026-07-01").AddDate(0, 0, rapid.IntRange(-30, 30).Draw(t, "published"))
			from := d.Published.AddDate(0, 0, rapid.IntRange(0, 20).Draw(t, "from"))
			obs := []exposure.Observation{
				seen(d, exposure.AbsenceIntent, 0, "åker", "", attrs{"tense": "future"}),
				seen(d, exposure.TimeRange, 0, "Vi", "", attrs{
					"from": from.Format(time.DateOnly), "to": from.AddDate(0, 0, rapid.IntRange(0, 9).Draw(t, "nights")).Format(time.DateOnly),
					"precision": rapid.SampledFrom([]string{"day", "week", "season"}).Draw(t, "precision"),
				}),
				seen(d, exposure.ContactPhone, 1, "070-174 06 05", "+46701740605", nil),
			}
			in = append(in, input{d, obs})
		}
		find := func() []exposure.Finding {
			m := matcher(pack(trips(), phones("subject")))
			for _, x := range in {
				m.Add(x.doc, x.obs)
			}
			return m.Findings()
		}
		want := find()
		in = rapid.Permutation(in).Draw(t, "order")
		for i := range in {
			in[i].obs = rapid.Permutation(in[i].obs).Draw(t, "observations")
		}
		if diff := cmp.Diff(want, find()); diff != "" {
			t.Fatalf("order matters:\n%s", diff)
		}
	})
}

func BenchmarkAdd(b *testing.B) {
	text := strings.Repeat("Vi åker till Rom på lördag och är borta en vecka, ring 070-174 06 05. ", 20)
	doc := page("p1", text)
	var obs []exposure.Observation
	for i := range 20 {
		obs = append(obs,
			seen(doc, exposure.AbsenceIntent, i, "åker", "", attrs{"tense": "future", "actor": "household"}),
			seen(doc, exposure.TimeRange, i, "lördag", "", attrs{"from": "2026-07-18", "precision": "day"}),
			seen(doc, exposure.ContactPhone, i, "070-174 06 05", "+46701740605", nil))
	}
	p := pack(trips(), phones("subject"))
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		m := matcher(p)
		m.Add(doc, obs)
		m.Findings()
	}
}

// TestHouseholdTakesTurns: what is everybody's does not all fall to one adult, and what
// fell to one falls to the same one again.
func TestHouseholdTakesTurns(t *testing.T) {
	does := map[exposure.SubjectID]int{}
	for _, id := range []exposure.RuleID{"home.alarm", "home.post", "home.keys", "home.light", "home.sign", "home.timer", "home.lock", "home.door"} {
		var first exposure.SubjectID
		for range 2 {
			r := phones("subject")
			r.ID, r.Fix = id, rules.Fix{Owner: "household", Minutes: 1, Proof: exposure.Told}
			m := matcher(pack(r))
			doc := page("p1", "070-174 06 05")
			m.Add(doc, []exposure.Observation{seen(doc, exposure.ContactPhone, 0, "070-174 06 05", "+46701740605", nil)})
			owner := m.Findings()[0].Fix.Owner
			if first != "" && owner != first {
				t.Errorf("%s: %s, then %s", id, first, owner)
			}
			first = owner
		}
		does[first]++
	}
	if does["anna"] < 2 || does["erik"] < 2 || does["anna"]+does["erik"] != 8 {
		t.Errorf("who does what: %v; want the adults in turn", does)
	}
}

// TestAnswersOfOneQuestion: who answers otherwise the next time tells of the same
// thing, and two people tell of two unless it is the household's.
func TestAnswersOfOneQuestion(t *testing.T) {
	found := func(about, question, answer string, who exposure.SubjectID) exposure.Finding {
		t.Helper()
		m := matcher(pack(rules.Rule{
			ID: "home.alarm", Needs: []exposure.SourceKind{exposure.Interview},
			When: rules.When{All: []rules.Condition{{Observe: exposure.AnswerGiven}}},
			Fact: rules.Fact{Kind: "home-habit", Points: 6, About: about, Key: "value"},
		}))
		doc := page("a", "")
		doc.Kind, doc.Subject = exposure.Interview, who
		o := seen(doc, exposure.AnswerGiven, -1, "", question+"="+answer, attrs{"question": question, "answer": answer})
		o.Subject = who
		m.Add(doc, []exposure.Observation{o})
		return m.Findings()[0]
	}
	first := found("subject", "home.alarm", "never", "anna")
	if f := found("subject", "home.alarm", "sometimes", "anna"); f.ID != first.ID || f.Fact.Key != first.Fact.Key {
		t.Error("another answer to the question is another finding")
	}
	if f := found("subject", "home.alarm", "never", "erik"); f.Fact.Key == first.Fact.Key {
		t.Error("two people's habits are one fact")
	}
	if f := found("subject", "home.post", "never", "anna"); f.Fact.Key == first.Fact.Key {
		t.Error("two questions are one fact")
	}
	if found("household", "home.alarm", "never", "anna").ID != found("household", "home.alarm", "never", "erik").ID {
		t.Error("what the household does differs with who answers")
	}
}
