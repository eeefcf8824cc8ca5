package report_test

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/message"
	"lampan/report/reporttest"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/week"
	"lampan/scanner/audit"
)

func build(a *audit.Audit, lang exposure.Lang) *report.View {
	return report.Build(a, reporttest.Pack(), reporttest.Places(), lang)
}

// texts collects every string of a view.
func texts(v any) []string {
	var out []string
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			// Identifiers have types of their own; what is shown is a string.
			if v.Type() == reflect.TypeFor[string]() {
				out = append(out, v.String())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					walk(v.Field(i))
				}
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Pointer:
			if !v.IsNil() {
				walk(v.Elem())
			}
		}
	}
	walk(reflect.ValueOf(v))
	return out
}

func TestBuildHeadline(t *testing.T) {
	h := build(reporttest.Audit(), exposure.Swedish).Headline
	want := []string{"52 av 100", "högst 57 om det obekräftade stämmer", "79 % kontrollerat", "varav grundnivå 9", "Värt att ta tag i"}
	if d := cmp.Diff(want, []string{h.ScoreWords, h.Range, h.Covered, h.Base, h.BandWords}); d != "" {
		t.Errorf("headline (-want +got):\n%s", d)
	}
}

func TestBuildStart(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	if len(v.Start) != assess.FirstSteps {
		t.Fatalf("%d steps to start with; want %d", len(v.Start), assess.FirstSteps)
	}
	s := v.Start[0]
	want := []string{"Ta bort inlägget nu och lägg upp det igen efter resan.", "Erik", "5 minuter", "52 → 39", "Den som ser datumen vet när ingen är hemma."}
	if d := cmp.Diff(want, []string{s.Do, s.Owner, s.Minutes, s.Saves, s.Why}); d != "" {
		t.Errorf("first step (-want +got):\n%s", d)
	}
	for i, s := range slices.Concat(v.Start, v.Rest) {
		if s.Number != i+1 {
			t.Errorf("step %d has number %d", i+1, s.Number)
		}
	}
}

func TestBuildChain(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	if len(v.Chains) != 1 {
		t.Fatalf("%d chains; want 1", len(v.Chains))
	}
	c := v.Chains[0]
	if !strings.HasPrefix(c.Together, "Delarna kommer från Anna, Erik och register. ") {
		t.Errorf("Together = %q; want those who show a piece", c.Together)
	}
	var legs []string
	for _, l := range c.Legs {
		legs = append(legs, l.Name)
	}
	if d := cmp.Diff([]string{"Var", "När"}, legs); d != "" {
		t.Errorf("legs (-want +got):\n%s", d)
	}
}

// TestChainNamesWhoShows: the pieces of a chain come from those whose sources show
// them, and not from somebody whom they concern.
func TestChainNamesWhoShows(t *testing.T) {
	a := reporttest.Audit()
	for i, f := range a.Findings {
		if slices.Contains(slices.Concat(a.Assessment.Chains[0].Legs...), f.ID) {
			a.Findings[i].Subject = "elsa"
		}
	}
	a.Assessment.Chains[0].Members = append(a.Assessment.Chains[0].Members, "elsa")
	c := build(a, exposure.Swedish).Chains[0]
	if !strings.HasPrefix(c.Together, "Delarna kommer från Anna, Erik och register. ") {
		t.Errorf("Together = %q; want nothing of Elsa, who shows none", c.Together)
	}
	if about := c.Legs[0].About; !strings.Contains(about, "Elsa") {
		t.Errorf("the link is about %q; want Elsa", about)
	}
}

func TestBuildGroups(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	var titles []string
	for _, g := range v.Groups {
		titles = append(titles, g.Title)
	}
	if d := cmp.Diff([]string{"Om hela familjen", "Om Anna", "Om Erik", "Om Maja", "Om Elsa"}, titles); d != "" {
		t.Fatalf("groups (-want +got):\n%s", d)
	}
	for _, g := range v.Groups {
		child := g.ID == "maja" || g.ID == "elsa"
		if child && g.Score != "" {
			t.Errorf("%s has a score: %q; a child is never graded", g.ID, g.Score)
		}
		for _, f := range g.Findings {
			if child && f.Child == "" {
				t.Errorf("%s: finding %q has no words for a child", g.ID, f.Title)
			}
			if !child && f.Child != "" {
				t.Errorf("%s: finding %q has words for a child", g.ID, f.Title)
			}
		}
	}
	if got, want := v.Groups[3].Findings[0].Owner, "Maja, med en vuxen"; got != want {
		t.Errorf("a child's fix belongs to %q; want %q", got, want)
	}
}

func TestBuildNamesPeopleWhoShareAFirstName(t *testing.T) {
	a := reporttest.Audit()
	a.People[1].Name = "Anna Berg"
	v := build(a, exposure.Swedish)
	if got, want := v.Groups[1].Title+", "+v.Groups[2].Title, "Om Anna Lind, Om Anna Berg"; got != want {
		t.Errorf("groups %q; want %q", got, want)
	}
}

func TestBuildStates(t *testing.T) {
	states := reporttest.States()
	t.Run("fine", func(t *testing.T) {
		v := build(states["fine"], exposure.Swedish)
		if v.Fine == "" || len(v.Gaps) != 0 {
			t.Errorf("Fine = %q with %d gaps; want the words and none", v.Fine, len(v.Gaps))
		}
		// On a screen too it is told what it does not rest on.
		for _, slide := range report.BuildSlides(v, true) {
			if slide.Kind == report.SlideEnough && (len(slide.Points) == 0 || len(slide.Points) != len(v.Enough.Unseen)) {
				t.Errorf("the slide says %q; want all of %q", slide.Points, v.Enough.Unseen)
			}
		}
	})
	t.Run("an interview in which nothing is known", func(t *testing.T) {
		a := *states["nothing"]
		a.Coverage = []audit.Coverage{{
			Source: "annas-svar", Subject: "anna", Kind: exposure.Interview, Outcome: exposure.Unknown, Documents: 1,
			Reason: "not-answered", Topics: []audit.Topic{{Topic: "home", Asked: 36}},
		}}
		if v := build(&a, exposure.Swedish); v.Headline.Known || v.Headline.ScoreWords != "" {
			t.Errorf("the number is %q; want none where every answer is that nobody knows", v.Headline.ScoreWords)
		}
	})
	t.Run("nothing read", func(t *testing.T) {
		v := build(states["nothing"], exposure.Swedish)
		if v.Headline.Known || v.Headline.ScoreWords != "" || v.Fine != "" {
			t.Errorf("a score is shown though nothing was read: %+v", v.Headline)
		}
		if strings.Contains(strings.Join(texts(v), " "), "inget ni behöver göra") {
			t.Error("the report comforts though nothing was read")
		}
		if len(v.Gaps) != len(states["nothing"].Coverage) || v.GapAreas == "" {
			t.Errorf("%d gaps, areas %q; want every source and the areas", len(v.Gaps), v.GapAreas)
		}
	})
	t.Run("stopped", func(t *testing.T) {
		if v := build(states["stopped"], exposure.Swedish); v.Partial == "" {
			t.Error("nothing says that the audit was stopped")
		}
	})
	t.Run("low coverage", func(t *testing.T) {
		a := reporttest.Audit()
		a.Coverage[0].Outcome, a.Coverage[0].Reason, a.Coverage[0].Documents = exposure.Unknown, "unreachable", 0
		h := build(a, exposure.Swedish).Headline
		if h.Coverage < 50 || h.Coverage >= 80 || !strings.Contains(h.CoveredLong, "kan bli högre") {
			t.Errorf("at %d %%: CoveredLong = %q; want a word that the number may rise", h.Coverage, h.CoveredLong)
		}
	})
}

// An answer that means nothing is told with its line and the answers it could be.
func TestBuildGapsAnswers(t *testing.T) {
	a, p := reporttest.Audit(), reporttest.Pack()
	p.Questions = rules.Questions{{ID: "home.timer", Answers: []rules.Choice{
		{Value: "yes", Words: map[exposure.Lang][]string{exposure.Swedish: {"ja"}, exposure.English: {"yes"}}},
		{Value: "no", Words: map[exposure.Lang][]string{exposure.Swedish: {"nej"}, exposure.English: {"no"}}},
	}}}
	c := &a.Coverage[0]
	c.Outcome, c.Reason = exposure.Unknown, "unknown-answer"
	c.Faults = []audit.Fault{{Locator: "svar.yaml", Line: 5, Reason: "unknown-answer", Question: "home.timer"}, {Locator: "svar.yaml", Line: 6, Reason: "unknown-answer", Question: "home.other"}}
	for lang, want := range map[exposure.Lang]string{exposure.Swedish: "Svaren är: ja, nej.", exposure.English: "The answers are: yes, no."} {
		items := report.Build(a, p, reporttest.Places(), lang).Gaps[0].Items
		if len(items) != 2 || items[0].Where != "svar.yaml:5" || !strings.HasSuffix(items[0].Reason, want) || strings.Contains(items[1].Reason, ":") {
			t.Errorf("%s: items %+v; want the answers of line 5 to be told", lang, items)
		}
	}
}

// TestBuildGapsTopics: of an interview it is told how far each topic has come, and a
// file that is not there yet is no wrong address.
func TestBuildGapsTopics(t *testing.T) {
	a := reporttest.Audit()
	c := &a.Coverage[0]
	c.Kind, c.Outcome, c.Reason = exposure.Interview, exposure.Unknown, "not-answered"
	c.Topics = []audit.Topic{{Topic: "travel", Asked: 9, Known: 9}, {Topic: "home", Asked: 45, Known: 41}}
	for lang, want := range map[exposure.Lang]string{exposure.Swedish: "Hemmet: 41 av 45 frågor besvarade", exposure.English: "The home: 41 of 45 questions answered"} {
		g := build(a, lang).Gaps[0]
		if diff := cmp.Diff([]report.GapItem{{Where: want}}, g.Items); diff != "" || !strings.Contains(g.Reason, "lampan interview") {
			t.Errorf("%s: %+v (-want +got):\n%s", lang, g, diff)
		}
	}
	c.Topics, c.Reason = nil, "missing"
	if g := build(a, exposure.Swedish).Gaps[0]; !strings.Contains(g.Reason, "lampan interview") {
		t.Errorf("without a file: %+v", g)
	}
}

func TestBuildGapsSayWhatToDo(t *testing.T) {
	for _, c := range []*message.Catalog{message.For(exposure.Swedish), message.For(exposure.English)} {
		for _, key := range c.Keys() {
			if strings.HasPrefix(key, "reason.") && strings.Count(c.Text(key), ". ")+strings.Count(c.Text(key), ", or ") < 1 {
				t.Errorf("%s %s = %q; want why, and what to do", c.Lang(), key, c.Text(key))
			}
		}
	}
}

// TestLittleReadGetsNoVerdict: a small number from less than half of what was
// agreed must not comfort, and still shows.
func TestLittleReadGetsNoVerdict(t *testing.T) {
	a := reporttest.States()["fine"]
	if got := build(a, exposure.Swedish).Headline.BandWords; got != "Bra läge" {
		t.Fatalf("with everything read: %q; want a calm verdict", got)
	}
	for i := range a.Coverage {
		if i > 0 {
			c := &a.Coverage[i]
			c.Outcome, c.Reason, c.Documents = exposure.Unknown, "unreachable", 0
		}
	}
	v := build(a, exposure.Swedish)
	h := v.Headline
	if !h.Known || h.ScoreWords == "" {
		t.Errorf("the number is not shown: %+v", h)
	}
	if h.BandWords != "Mindre än hälften är kontrollerat" || !strings.Contains(h.BandLong, "inte så mycket") {
		t.Errorf("%q, %q; want words that less than half was checked", h.BandWords, h.BandLong)
	}
	a.Findings, a.Assessment.Plan = nil, nil
	if v := build(a, exposure.Swedish); len(v.Start) != 0 || !strings.Contains(v.Idle, "I det vi kunde läsa") {
		t.Errorf("Idle = %q; want it to speak of what was read", v.Idle)
	}
	c := report.BuildComparison(compare.Audits(reporttest.Audit(), a, reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if !c.Known || !strings.Contains(c.Long, "mindre än hälften") {
		t.Errorf("comparison: %q; want a word that less than half was read", c.Long)
	}
}

func TestStepSaysWhereAndWhen(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	var got []string
	for _, s := range slices.Concat(v.Start, v.Rest) {
		got = append(got, s.Where)
	}
	want := []string{
		"inlägg, Erik, 20\u00a0juni 2026, och 1 till", "webbsida, Anna, 11\u00a0juni 2026", "webbsida, Maja, 5\u00a0juni 2026",
		"bilder, Erik, bilder/koket.jpg", "egna svar, Anna", "webbsida, Anna, 1\u00a0juni 2026", "webbsida, Anna, 1\u00a0juni 2026",
		"hitta.se, Anna, och 1 till",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("places (-want +got):\n%s", d)
	}
	if got, want := v.Start[1].About, "Gäller: Skolan Ekskolan nämns tillsammans med ett barn (webbsida, Anna, 11\u00a0juni 2026)"; got != want {
		t.Errorf("About = %q; want %q", got, want)
	}
}

// TestStepOfSeveralRules: one act on one page takes care of findings of two
// rules; the step says so, and what each of them asks for.
func TestStepOfSeveralRules(t *testing.T) {
	step := func(mend func(a *audit.Audit, phone, address *exposure.Finding)) report.Step {
		t.Helper()
		a := reporttest.Audit()
		var phone, address *exposure.Finding
		for i := range a.Findings {
			switch f := &a.Findings[i]; f.ID {
			case "k-phone":
				phone = f
			case "k-address":
				address = f
			}
		}
		mend(a, phone, address)
		a.Assessment.Plan = []assess.Step{{
			Findings: []exposure.FindingID{"k-phone", "k-address"}, Rule: "home.address", Owner: "anna", Minutes: 10, Proof: exposure.Recheck, After: 40,
		}}
		return build(a, exposure.Swedish).Start[0]
	}
	address, phone := "Ta bort gatan från sidan. Orten räcker.", "Ta bort numret från sidan, eller byt till ett kontaktformulär."
	tests := []struct {
		name  string
		mend  func(a *audit.Audit, phone, address *exposure.Finding)
		where string
	}{
		{"one page", func(_ *audit.Audit, phone, address *exposure.Finding) {
			phone.Evidence[0].Document = address.Evidence[0].Document
		}, "webbsida, Anna, 1\u00a0juni 2026"},
		{"one post, beside another place", func(_ *audit.Audit, phone, address *exposure.Finding) {
			post := address.Evidence[0]
			post.Document, post.Kind = "d-post", exposure.Posts
			address.Evidence = append(address.Evidence, post)
			phone.Evidence[0].Document, phone.Evidence[0].Kind = "d-post", exposure.Posts
		}, "inlägg, Anna, 1\u00a0juni 2026, och 1 till"},
		{"two pages", func(*audit.Audit, *exposure.Finding, *exposure.Finding) {}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := step(tt.mend)
			if s.Do != address || s.Where != tt.where {
				t.Errorf("Do = %q, Where = %q; want %q, %q", s.Do, s.Where, address, tt.where)
			}
			if d := cmp.Diff([]string{phone}, s.Each); d != "" {
				t.Errorf("Each (-want +got):\n%s", d)
			}
			if len(s.Covers) != 2 || !strings.Contains(s.About, "hemadress") || !strings.Contains(s.About, "och 1 till") {
				t.Errorf("About = %q over %d findings; want the address first and one more", s.About, len(s.Covers))
			}
			if (s.Covers[1].Where == "") != (tt.where != "") {
				t.Errorf("a finding's own place is %q; want it only when the step has none", s.Covers[1].Where)
			}
		})
	}
}

// TestBreakNeedsAStep: that one piece breaks a chain is said only of a piece
// that the plan takes away.
func TestBreakNeedsAStep(t *testing.T) {
	trip := func(a *audit.Audit) bool { return build(a, exposure.Swedish).Chains[0].Break != "" }
	if !trip(reporttest.Audit()) {
		t.Fatal("the trip has a step and breaks the chain; nothing says so")
	}
	a := reporttest.Audit()
	a.Assessment.Plan = slices.DeleteFunc(slices.Clone(a.Assessment.Plan), func(s assess.Step) bool { return s.Rule == "travel.plan" })
	if trip(a) {
		t.Error("the break is said of a piece without a step")
	}
	a = reporttest.Audit()
	for i := range a.Findings {
		if a.Findings[i].ID == "k-trip" {
			a.Findings[i].Fact.Kind = "phone" // registers keep telling it
		}
	}
	if trip(a) {
		t.Error("the break is said of a piece that registers keep")
	}
}

// TestWhatWasReadIsNoSuggestion: a link to a source of the audit, or to a post
// of a feed that was read, was not left alone.
func TestWhatWasReadIsNoSuggestion(t *testing.T) {
	a := reporttest.Audit()
	a.Findings[0].Evidence[0].Locator = "https://flode.example/index.xml#https://blogg.example/resan/"
	for _, value := range []string{a.Coverage[0].At, "https://blogg.example/resan/", "https://ny.example/"} {
		a.Suggestions = append(a.Suggestions, audit.Suggestion{Subject: "erik", Source: "eriks-inlagg", Kind: "link", Value: value})
	}
	var got []string
	for _, s := range build(a, exposure.Swedish).Groups[2].Suggestions {
		got = append(got, s.Value)
	}
	if d := cmp.Diff([]string{"https://ny.example/"}, got); d != "" {
		t.Errorf("suggestions to Erik (-want +got):\n%s", d)
	}
}

// TestDecliningLeavesNoTrace: a source that was left out is nowhere in the
// report, so nobody is asked why.
func TestDecliningLeavesNoTrace(t *testing.T) {
	a := reporttest.Audit()
	a.Coverage = append(a.Coverage, audit.Coverage{
		Source: "hemlig", Subject: "maja", Kind: exposure.Page, At: "https://hemlig.example/", Outcome: exposure.Skipped, Reason: "not-granted",
	})
	before := texts(build(reporttest.Audit(), exposure.Swedish))
	if d := cmp.Diff(before, texts(build(a, exposure.Swedish))); d != "" {
		t.Errorf("a declined source shows (-without +with):\n%s", d)
	}
}

func TestRefutedFindingsAreNotShown(t *testing.T) {
	a := reporttest.Audit()
	for i := range a.Findings[0].Evidence {
		a.Findings[0].Evidence[i].Certainty = exposure.Refuted
	}
	for _, s := range texts(build(a, exposure.Swedish)) {
		if strings.Contains(s, "Ekskolan") {
			t.Errorf("a refuted finding shows: %q", s)
		}
	}
}

func TestMissingRuleIsSaid(t *testing.T) {
	a := reporttest.Audit()
	a.Findings[0].Rule = "old.rule"
	all := strings.Join(texts(build(a, exposure.English)), "\n")
	if !strings.Contains(all, "old.rule") || !strings.Contains(all, "version of lampan") {
		t.Error("nothing says that the rule is missing")
	}
}

func TestMissingValueLeavesASentence(t *testing.T) {
	a := reporttest.Audit()
	for i := range a.Findings {
		a.Findings[i].Values = nil
	}
	for _, s := range texts(build(a, exposure.English)) {
		if strings.ContainsAny(s, "{}") {
			t.Errorf("%q holds a placeholder", s)
		}
	}
}

// Counts are words, and so is what nobody knows.
func TestValuesHaveWords(t *testing.T) {
	for _, tt := range []struct {
		values map[string]exposure.Value
		want   string
	}{
		{map[string]exposure.Value{
			"pictures": exposure.Number(1), "days": exposure.Number(0), "direction": exposure.Word("NE"), "distance": exposure.Word("40 m"),
		}, "40 m nordost om skolan: en bild, utan datum."},
		{map[string]exposure.Value{"pictures": exposure.Number(14), "days": exposure.Number(9)}, "långt från skolan: 14 bilder, från 9 olika dagar."},
	} {
		a := reporttest.Audit()
		pack := reporttest.Pack()
		for i := range pack.Rules {
			if pack.Rules[i].ID == "photo.home" {
				text := pack.Rules[i].Text[exposure.Swedish]
				text.Detail = "{distance} {direction} skolan: {pictures}, {days}."
				pack.Rules[i].Text[exposure.Swedish] = text
			}
		}
		for i := range a.Findings {
			if a.Findings[i].Rule == "photo.home" {
				a.Findings[i].Values = tt.values
			}
		}
		if all := texts(report.Build(a, pack, reporttest.Places(), exposure.Swedish)); !slices.Contains(all, tt.want) {
			t.Errorf("no %q for %v", tt.want, tt.values)
		}
	}
}

// TestEveryKeyHasWords builds every state in both languages and looks for a
// key that came through as itself.
func TestEveryKeyHasWords(t *testing.T) {
	key := regexp.MustCompile(`^[a-z-]+(\.[a-z-]+)+$`)
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		for name, a := range reporttest.States() {
			views := []any{
				build(a, lang), sheet(report.Meeting{Audit: a}, lang), follow(lang, nil, []report.Ending{{Subject: "anna", On: a.At}}, visit(0), visit(1, "k-trip"), a),
			}
			for _, v := range views {
				for _, s := range texts(v) {
					if key.MatchString(s) && !strings.HasSuffix(s, ".se") { // hitta.se is a name
						t.Errorf("%s %s: %q looks like a key", name, lang, s)
					}
				}
			}
		}
	}
}

// TestEverythingIsClean puts every payload into every field, and into the
// rules' own words, and looks at every string of the views.
func TestEverythingIsClean(t *testing.T) {
	if n := len(reporttest.TerminalPayloads()); n < 40 {
		t.Errorf("%d terminal payloads; want at least 40", n)
	}
	for _, payload := range reporttest.Payloads() {
		pack := reporttest.Pack()
		for i := range pack.Rules {
			text := pack.Rules[i].Text[exposure.English]
			text.Title, text.Detail, text.Why, text.Ask, text.Child, text.Fix = payload, payload, payload, payload, payload, payload
			pack.Rules[i].Text[exposure.English] = text
			pack.Scenarios[0].Text[exposure.English] = text
		}
		for _, a := range []*audit.Audit{reporttest.Hostile(payload), reporttest.Drowned(payload)} {
			views := []any{
				report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish), report.Build(a, pack, reporttest.Places(), exposure.English),
				report.BuildComparison(compare.Audits(reporttest.Audit(), a, reporttest.Pack()), pack, reporttest.Places(), exposure.English),
				report.BuildMeeting(report.Meeting{Audit: a, Consents: []report.Ending{{Subject: exposure.SubjectID(payload), On: a.At}}}, pack, reporttest.Places(), exposure.English),
			}
			for _, v := range views {
				for _, s := range texts(v) {
					if bad := strings.IndexFunc(s, acts); bad >= 0 {
						t.Fatalf("payload %q: %q holds %U", payload, s, []rune(s[bad:])[0])
					}
				}
			}
		}
	}
}

// acts reports whether a character does something other than be seen.
func acts(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\u2028' || r == '\u2029'
}

// TestLinksLeadWhereTheySay: only ordinary web addresses become links.
func TestLinksLeadWhereTheySay(t *testing.T) {
	tests := []struct {
		locator string
		link    bool
	}{
		{"https://blogg.example/a?b=c#d", true},
		{"http://127.0.0.1:8090/x", true},
		{"https://bank.example@evil.invalid/", false},
		{"javascript:alert(1)", false},
		{"data:text/html,x", false},
		{"file:///etc/passwd", false},
		{"//evil.invalid/x", false},
		{"bilder/koket.jpg", false},
		{"https://example.se/\u202egpj", false},
		{"https://exa\x00mple.se/", false},
	}
	for _, tt := range tests {
		a := reporttest.Audit()
		for i := range a.Findings {
			a.Findings[i].Evidence[0].Locator = tt.locator
		}
		if got := build(a, exposure.Swedish).Groups[0].Findings[0].Shown[0].Link != ""; got != tt.link {
			t.Errorf("%q becomes a link: %v; want %v", tt.locator, got, tt.link)
		}
	}
}

// Build reads; what it reads stays as it was.
func TestBuildDoesNotChangeTheAudit(t *testing.T) {
	a := reporttest.Audit()
	build(a, exposure.Swedish)
	if d := cmp.Diff(reporttest.Audit(), a); d != "" {
		t.Errorf("Build changed the audit (-want +got):\n%s", d)
	}
}

func TestLimitsAreCounted(t *testing.T) {
	a := reporttest.Audit()
	e := a.Findings[2].Evidence[0]
	for len(a.Findings[2].Evidence) < 30 {
		a.Findings[2].Evidence = append(a.Findings[2].Evidence, e)
	}
	s := a.Suggestions[0]
	for len(a.Suggestions) < 30 {
		a.Suggestions = append(a.Suggestions, s)
	}
	all := strings.Join(texts(build(a, exposure.Swedish)), "\n")
	for _, want := range []string{"Syns på 26 ställen till.", "och 29 till", "och 22 till"} {
		if !strings.Contains(all, want) {
			t.Errorf("nothing says %q", want)
		}
	}
}

// A finding about accounts names each of them, for each is to be mended,
// and says of each whose it is and as of when; nobody but the owner sees it.
func TestAccountsAreNamed(t *testing.T) {
	a := reporttest.Audit()
	made := reporttest.Audit().At.AddDate(0, 0, -10)
	f := exposure.Finding{
		ID: "k-reused", Rule: "accounts.two-step", Subject: "anna", Severity: exposure.Medium, Fact: exposure.Fact{Kind: "no-2fa", Key: "no-2fa:7"},
		Fix: exposure.Fix{Owner: "anna", Minutes: 30, Proof: exposure.Recheck},
	}
	for i := range 6 {
		f.Evidence = append(f.Evidence, exposure.Evidence{
			Document: exposure.DocumentID(rune('a' + i)), Source: "annas-losenord", Kind: exposure.Passwords, Shower: "anna",
			Locator: "losenord.json#0000" + string(rune('1'+i)), Published: made, Certainty: exposure.Confirmed, Visibility: .6, Timeliness: 1,
			Account: exposure.AccountName{Kind: "email", Name: "post" + string(rune('1'+i)) + ".example", User: "a•••@lind.example"},
		})
	}
	f.Evidence[1].Account.User = ""
	a.Findings = append(a.Findings, f)
	a.Coverage = append(a.Coverage, audit.Coverage{
		Source: "annas-losenord", Subject: "anna", Kind: exposure.Passwords, At: "losenord.json", Consent: "c-anna-1", Made: made,
		Outcome: exposure.Unknown, Reason: "no-filter", Documents: 6, Faults: []audit.Fault{
			{Locator: "losenord.json#leaked", Reason: "no-filter"}, {Locator: "losenord.json#family", Reason: "no-household"},
		},
	})
	v := build(a, exposure.Swedish)
	var got *report.Finding
	for i := range v.Groups {
		for n := range v.Groups[i].Findings {
			if v.Groups[i].Findings[n].ID == f.ID {
				got = &v.Groups[i].Findings[n]
			}
		}
	}
	if got == nil {
		t.Fatal("the finding is not shown")
	}
	want := report.Shown{Kind: "lösenordskoll", Whose: "Anna", Where: "post1.example (a•••@lind.example), e-post", When: "21\u00a0juni 2026"}
	if d := cmp.Diff(want, got.Shown[0]); d != "" {
		t.Errorf("first account (-want +got):\n%s", d)
	}
	if got.Shown[1].Where != "post2.example, e-post" || len(got.Shown) != 6 || got.More != "" || got.Others != "och 5 till" {
		t.Errorf("accounts %+v, then %q; want all six", got.Shown, got.More)
	}
	gap := v.Gaps[len(v.Gaps)-1]
	if gap.Read != "6 konton lästa i det som lampan-pass skrev 21\u00a0juni 2026, utan lösenord" || len(gap.Items) != 2 {
		t.Fatalf("gap %+v; want what was read, as of when, and two kinds of fault", gap)
	}
	items := []report.GapItem{{Where: "läckta lösenord"}, {Where: "uppgifter om familjen i lösenord", Reason: gap.Items[1].Reason}}
	if d := cmp.Diff(items, gap.Items); d != "" || !strings.Contains(gap.Items[1].Reason, "--household") || !strings.Contains(gap.Reason, "ingen hel lista") {
		t.Errorf("gap %+v (-want +got):\n%s", gap, d)
	}
}

// TestSlidesHoldNoCommands: what could not be looked at is told to a family, and what to
// run is for the one who runs it.
func TestSlidesHoldNoCommands(t *testing.T) {
	command := regexp.MustCompile(`(Kör|Run) [Ll]ampan|[Ll]ampan(-pass)? (audit|interview|lookup|places)|\.yaml|--|max_pages`)
	for _, lang := range exposure.Langs() {
		for _, reason := range []string{
			"not-answered", "not-asked", "not-looked-up", "could-not-see", "look-again", "not-lookups", "missing", "limit", "unknown-question",
			"no-register", "not-verdicts", "other-case", "no-person", "not-looked", "no-household",
		} {
			a := reporttest.Audit()
			for i := range a.Coverage {
				a.Coverage[i].Outcome, a.Coverage[i].Reason = exposure.Unknown, reason
			}
			slides := report.BuildSlides(build(a, lang), true)
			i := slices.IndexFunc(slides, func(s report.Slide) bool { return s.Kind == report.SlideUnseen })
			for _, scene := range slides[i].Story {
				if len(scene.Texts) != 1 || scene.Texts[0] == "" || command.MatchString(scene.Texts[0]) {
					t.Errorf("%s, %s: the slide says %q", lang, reason, scene.Texts)
				}
			}
		}
	}
}

// One file of verdicts lacks the same for everybody in it, and says so once.
func TestGapsOfOneFileAreTogether(t *testing.T) {
	a := reporttest.Audit()
	before := len(build(a, exposure.Swedish).Gaps)
	for i, id := range []exposure.SubjectID{"anna", "erik", "elsa"} {
		c := audit.Coverage{
			Source: "losenord-" + exposure.SourceID(id), Subject: id, Kind: exposure.Passwords, At: "losenord.json", Consent: "c-anna-1", Made: a.At,
			Outcome: exposure.Unknown, Reason: "no-filter", Documents: 10, Faults: []audit.Fault{{Locator: "losenord.json#leaked", Reason: "no-filter"}},
		}
		if i == 2 { // lacks more
			c.Faults = append(c.Faults, audit.Fault{Locator: "losenord.json#no-step", Reason: "no-vault-seeds"})
		}
		a.Coverage = append(a.Coverage, c)
	}
	v := build(a, exposure.Swedish)
	if strings.Count(v.GapLeaked, "lampan-pass breach build") != 1 || v.Passwords == "" {
		t.Errorf("%q, %q; want how to look among all leaked passwords, and that nobody outside sees them", v.GapLeaked, v.Passwords)
	}
	gaps := v.Gaps[before:]
	if len(gaps) != 2 || gaps[0].Whose != "Anna och Erik" || !strings.HasPrefix(gaps[0].Read, "20 konton") || gaps[1].Whose != "Elsa" {
		t.Errorf("gaps %+v; want one of Anna and Erik with 20 accounts, and one of Elsa", gaps)
	}
}

// passwordsPack has two rules about passwords, and reports of both what account
// kinds they are about.
func passwordsPack() *rules.Pack {
	p := reporttest.Pack()
	for _, id := range []exposure.RuleID{"passwords.weak", "passwords.variant"} {
		p.Rules = append(p.Rules, rules.Rule{ID: id, Detector: "accounts", Text: map[exposure.Lang]rules.Text{
			exposure.Swedish: {Title: "Lösenord till {kind}: " + string(id), Why: "Därför.", Fix: "Byt lösenordet enligt " + string(id) + "."},
			exposure.English: {Title: "Password for {kind}: " + string(id), Why: "Therefore.", Fix: "Change the password by " + string(id) + "."},
		}})
	}
	return p
}

// found is a finding about accounts of Anna's, each named after a letter.
func found(rule exposure.RuleID, accounts ...exposure.AccountName) exposure.Finding {
	f := exposure.Finding{
		ID: exposure.FindingID("k-" + rule), Rule: rule, Subject: "anna", Severity: exposure.High,
		Fact:   exposure.Fact{Kind: "pw-weak", Key: "pw-weak:1"},
		Values: map[string]exposure.Value{"kind": exposure.Word(accounts[0].Kind)},
		Fix:    exposure.Fix{Owner: "anna", Minutes: 15, Proof: exposure.Remeasured},
	}
	for _, a := range accounts {
		f.Evidence = append(f.Evidence, exposure.Evidence{
			Document: exposure.DocumentID(a.Name), Source: "annas-losenord", Kind: exposure.Passwords, Shower: "anna",
			Locator: "losenord.json#" + a.Name, Certainty: exposure.Confirmed, Visibility: .6, Timeliness: 1, Account: a,
		})
	}
	return f
}

// What new passwords mend is one line that names the accounts, however many
// rules speak of them.
func TestNewPasswordsAreAskedForOnce(t *testing.T) {
	a := reporttest.Audit()
	var names []exposure.AccountName
	for _, letter := range "abcdefg" {
		names = append(names, exposure.AccountName{Kind: "shop", Name: string(letter) + ".example"})
	}
	names[0].Kind = "email"
	weak, variant := found("passwords.weak", names[3:]...), found("passwords.variant", names[:4]...)
	a.Findings = append(a.Findings, weak, variant)
	step := assess.Step{Findings: []exposure.FindingID{weak.ID, variant.ID}, Rule: weak.Rule, Owner: "anna", Minutes: 15, Proof: exposure.Remeasured}
	a.Assessment.Plan = []assess.Step{step}
	got := report.Build(a, passwordsPack(), reporttest.Places(), exposure.Swedish).Start[0]
	want := "a.example, e-post; b.example, affär; c.example, affär; d.example, affär; e.example, affär och 2 till"
	if !strings.Contains(got.Do, want) || len(got.Each) != 0 {
		t.Errorf("do %q, at the same time %q; want one sentence with %q", got.Do, got.Each, want)
	}
	step.Findings = step.Findings[:1]
	a.Assessment.Plan = []assess.Step{step}
	got = report.Build(a, passwordsPack(), reporttest.Places(), exposure.Swedish).Start[0]
	if want := "Byt lösenordet enligt passwords.weak. Det gäller d.example, affär;"; !strings.HasPrefix(got.Do, want) {
		t.Errorf("do %q; want %q and the other accounts", got.Do, want)
	}
}

// A title says what all the accounts are for, a likeness names both sides, and
// what has no name but an address at home says so.
func TestAccountsSayWhatTheyAre(t *testing.T) {
	email, bank := exposure.AccountName{Kind: "email", Name: "post.example"}, exposure.AccountName{Kind: "bank", Name: "bank.example"}
	router, camera := exposure.AccountName{Kind: "home", Name: "192.168.1.1"}, exposure.AccountName{Kind: "home", Name: "192.168.1.40"}
	f := found("passwords.variant", email, bank, router, camera)
	f.Evidence[0].Alike = []exposure.AccountName{bank} // listed already
	f.Evidence[1].Alike = []exposure.AccountName{email, {Kind: "shop", Name: "affar.example"}}
	a := reporttest.Audit()
	a.Findings = append(a.Findings, f)
	for _, g := range report.Build(a, passwordsPack(), reporttest.Places(), exposure.Swedish).Groups {
		for _, got := range g.Findings {
			if got.ID != f.ID {
				continue
			}
			if want := "Lösenord till e-posten, banken och hemmet: passwords.variant"; got.Title != want {
				t.Errorf("title %q; want %q", got.Title, want)
			}
			var where []string
			for _, s := range got.Shown {
				where = append(where, s.Where)
			}
			want := []string{
				"post.example, e-post", "bank.example, bank och betalning (lika: affar.example, affär)",
				"routern (192.168.1.1)", "en apparat hemma (192.168.1.40)",
			}
			if d := cmp.Diff(want, where); d != "" {
				t.Errorf("accounts (-want +got):\n%s", d)
			}
			return
		}
	}
	t.Fatal("the finding is not shown")
}

func weekOf(t *testing.T, v *report.View, id exposure.SubjectID) report.Week {
	t.Helper()
	for _, w := range v.Weeks {
		if w.Subject == id {
			return w
		}
	}
	t.Fatalf("no week of %q in %d weeks", id, len(v.Weeks))
	return report.Week{}
}

// rows writes a grid as one string a part of the day.
func rows(w report.Week) []string {
	var out []string
	for _, p := range w.Parts {
		row := []string{p.Hours + ":"}
		for _, c := range p.Cells {
			row = append(row, strconv.Itoa(c.Times))
		}
		out = append(out, strings.Join(row, " "))
	}
	return out
}

// TestWeekJoinsSources: what one person's posts and pictures tell, in whoever's
// source, is laid together.
func TestWeekJoinsSources(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	var whose []exposure.SubjectID
	for _, w := range v.Weeks {
		whose = append(whose, w.Subject)
	}
	if d := cmp.Diff([]exposure.SubjectID{"erik", "maja"}, whose); d != "" {
		t.Fatalf("weeks (-want +got):\n%s", d)
	}
	want := []string{
		"0–6: 0 0 0 0 1 0 0", "6–9: 0 0 0 0 0 0 0", "9–12: 0 0 0 0 0 2 1", "12–15: 0 0 0 0 0 0 0",
		"15–18: 0 1 0 0 0 0 0", "18–21: 0 0 0 5 0 0 0", "21–24: 0 0 0 0 0 0 0",
	}
	erik := weekOf(t, v, "erik")
	if d := cmp.Diff(want, rows(erik)); d != "" {
		t.Errorf("Erik's week (-want +got):\n%s", d)
	}
	if want := "Så här ser Eriks vecka ut för den som läser och ser allt det här tillsammans."; erik.Intro != want {
		t.Errorf("Intro = %q; want %q", erik.Intro, want)
	}
	if want := "Oftast syns torsdagar 18–21 och lördagar 9–12."; erik.Most != want || erik.Adults != "" {
		t.Errorf("Most = %q, Adults = %q; want %q, and none for an adult", erik.Most, erik.Adults, want)
	}
	want = []string{
		"6–9: 0 0 0 0 0 0 0", "9–12: 0 0 0 0 0 2 0", "12–15: 0 0 0 0 0 0 0", "15–18: 0 3 0 3 0 0 0",
		"18–21: 0 0 0 0 0 0 0", "21–24: 0 0 0 0 0 0 0",
	}
	maja := weekOf(t, v, "maja")
	if d := cmp.Diff(want, rows(maja)); d != "" {
		t.Errorf("Maja's week (-want +got):\n%s", d)
	}
	if !strings.HasPrefix(maja.Adults, "Till Anna och Erik:") {
		t.Errorf("Adults = %q; want words to the guardians", maja.Adults)
	}
}

// TestWeekNeedsHours: two hours draw no week, three do, and a record that somebody
// edited draws nothing that is no hour.
func TestWeekNeedsHours(t *testing.T) {
	hours := []week.Hour{{Weekday: 1, Hour: 17, Texts: 9}, {Weekday: 1, Hour: 18, Photos: 1}}
	for _, tt := range []struct {
		name  string
		hours []week.Hour
		n     int
	}{
		{"two", hours, 0},
		{"twice the same", slices.Concat(hours, hours), 0},
		{"three", append(slices.Clone(hours), week.Hour{Weekday: 6, Hour: 23, Texts: 1}), 1},
		{"no hours", append(slices.Clone(hours),
			week.Hour{Weekday: 7, Hour: 1, Texts: 1}, week.Hour{Weekday: -1, Hour: 1, Texts: 1}, week.Hour{Weekday: 1, Hour: 24, Texts: 1},
			week.Hour{Weekday: 1, Hour: -1, Texts: 1}, week.Hour{Weekday: 1, Hour: 1}, week.Hour{Weekday: 1, Hour: 2, Texts: -5}), 0},
		{"nobody we know", []week.Hour{
			{Subject: "x", Weekday: 1, Hour: 1, Texts: 1}, {Subject: "x", Weekday: 1, Hour: 2, Texts: 1}, {Subject: "x", Weekday: 1, Hour: 3, Texts: 1},
		}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := reporttest.Audit()
			for i := range a.Coverage {
				a.Coverage[i].Week = nil
			}
			a.Coverage[0].Week = tt.hours
			if got := build(a, exposure.English).Weeks; len(got) != tt.n {
				t.Errorf("%d weeks; want %d: %+v", len(got), tt.n, got)
			}
		})
	}
}

// A declined source tells nothing, and a crowded hour still fits its cell.
func TestWeekLeavesOut(t *testing.T) {
	a := reporttest.Audit()
	for i := range a.Coverage {
		a.Coverage[i].Outcome = exposure.Skipped
	}
	if got := build(a, exposure.Swedish).Weeks; len(got) != 0 {
		t.Errorf("%d weeks of declined sources", len(got))
	}
	a = reporttest.Audit()
	a.Coverage[0].Week = []week.Hour{{Weekday: 0, Hour: 9, Texts: 1 << 40}, {Weekday: 0, Hour: 10, Texts: 1 << 40}, {Weekday: 0, Hour: 11, Texts: 1 << 40}}
	if got := weekOf(t, build(a, exposure.Swedish), "anna").Parts[1].Cells[0].Times; got > 999 {
		t.Errorf("a cell of %d; want one that fits", got)
	}
}

func TestWeekNames(t *testing.T) {
	for _, tt := range []struct{ name, sv, en string }{
		{"Tuva", "Tuvas vecka", "Tuva's week"},
		{"Lukas", "Lukas vecka", "Lukas's week"},
		{"Max", "Max vecka", "Max's week"},
	} {
		a := reporttest.Audit()
		a.People[1].Name = tt.name
		if got := weekOf(t, build(a, exposure.Swedish), "erik").Title; got != tt.sv {
			t.Errorf("title %q; want %q", got, tt.sv)
		}
		if got := weekOf(t, build(a, exposure.English), "erik").Title; got != tt.en {
			t.Errorf("title %q; want %q", got, tt.en)
		}
	}
}

// TestPhotosFirst ranks pictures by what their findings add, and says what each of
// them tells.
func TestPhotosFirst(t *testing.T) {
	p := build(reporttest.Audit(), exposure.Swedish).Photos
	want := []report.Picture{
		{
			Number: 1, Where: "bilder/koket.jpg", Kind: "bilder", Whose: "Erik", Tells: "Säger 2 saker (alla med länken kan se det):",
			Things: []report.Ref{
				{Title: "En bild bär med sig platsen där ni bor", Who: "gäller hela familjen", Anchor: "f2"},
				{Title: "En bild visar saker som är värda mycket", Who: "gäller hela familjen", Anchor: "f9"},
			},
		},
		{
			Number: 2, Where: "https://blogg.annalind.example/skolavslutning/klass.jpg", Link: "https://blogg.annalind.example/skolavslutning/klass.jpg",
			Kind: "webbsida", Whose: "Anna", Tells: "Säger 1 sak (alla kan se det):",
			Things: []report.Ref{{Title: "Skolan Ekskolan nämns tillsammans med ett barn", Who: "gäller Elsa", Anchor: "f1"}},
		},
	}
	if d := cmp.Diff(want, p.First); d != "" {
		t.Errorf("pictures (-want +got):\n%s", d)
	}
	if p.More != "" || !strings.Contains(p.Clean, "lampan photo clean") {
		t.Errorf("More = %q, Clean = %q; want none, and what helps", p.More, p.Clean)
	}
}

func TestPhotosOrder(t *testing.T) {
	a := reporttest.Audit()
	e := a.Findings[1].Evidence[0] // of photo.home
	var shown []exposure.Evidence
	add := func(locator string, change func(e *exposure.Evidence)) {
		e := e
		e.Locator, e.Document = locator, exposure.DocumentID(locator)
		change(&e)
		shown = append(shown, e)
	}
	add("b.jpg", func(*exposure.Evidence) {})
	add("a.jpg", func(*exposure.Evidence) {}) // as much as b
	add("a.jpg", func(*exposure.Evidence) {}) // the same finding in the same picture adds nothing
	add("open.jpg", func(e *exposure.Evidence) { e.Visibility = exposure.Open })
	add("unsure.jpg", func(e *exposure.Evidence) { e.Certainty = exposure.Possible })
	add("refuted.jpg", func(e *exposure.Evidence) { e.Certainty, e.Visibility = exposure.Refuted, exposure.Open })
	add("text.txt", func(e *exposure.Evidence) { e.Photo, e.Visibility = false, exposure.Open })
	for i := range shown { // of other people: nothing puts them together
		shown[i].Shower = exposure.SubjectID("person of " + shown[i].Locator)
	}
	f := a.Findings[1]
	f.Evidence = shown
	a.Findings = []exposure.Finding{f}
	a.Assessment.Plan = nil
	p := build(a, exposure.English).Photos
	var got []string
	for _, pic := range p.First {
		got = append(got, pic.Where)
	}
	if d := cmp.Diff([]string{"open.jpg", "a.jpg", "b.jpg"}, got); d != "" {
		t.Errorf("pictures (-want +got):\n%s", d)
	}
	if !strings.HasPrefix(p.More, "1 more picture") {
		t.Errorf("More = %q; want the fourth to be counted", p.More)
	}
	for i := range shown { // nothing tells them apart any longer
		shown[i].Shower = "erik"
	}
	a.Findings = a.Findings[:1]
	p = build(a, exposure.English).Photos
	if len(p.First) != 1 || p.First[0].Where != "open.jpg" || p.First[0].Alike != "3 more pictures say the same." || p.More != "" {
		t.Errorf("pictures that tell the same: %+v, then %q; want one of them", p.First, p.More)
	}
}

// TestPhotosNotLookedAt: a picture that nobody looked at is told as unknown, in the
// pictures' own part and among what was not looked at, and never as all read.
func TestPhotosNotLookedAt(t *testing.T) {
	a := reporttest.States()["fine"]
	v := build(a, exposure.Swedish)
	if v.Photos == nil || len(v.Photos.Unseen) != 0 || v.GapPixels != "" || len(v.Photos.First) != 0 {
		t.Fatalf("all looked at: %+v, %q; want nothing unseen", v.Photos, v.GapPixels)
	}
	c := &a.Coverage[3]
	for _, reason := range []string{"off", "format", "too-large", "limit", "failed", "", "newer-than-this"} {
		c.Unseen, c.Pixels = 3, reason
		for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
			v := build(a, lang)
			all := strings.Join(v.Photos.Unseen, " ")
			if !strings.Contains(all, "3") || !strings.Contains(all, "14") || strings.Contains(all, "{") || v.GapPixels == "" {
				t.Errorf("%s %q: %q, %q; want 3 of 14 said in both places", lang, reason, all, v.GapPixels)
			}
		}
		if got := build(a, exposure.Swedish).Looked[3].Result; got != "allt läst, i 3 bilder bara det som står i filen" {
			t.Errorf("result %q; want a word about the pictures", got)
		}
	}
	a.Coverage[0].Unseen, a.Coverage[0].Pixels, c.Pixels = 1, "off", "limit"
	if got := build(a, exposure.English).Photos.Unseen; len(got) != 2 || !strings.HasPrefix(got[0], "In 3 of 14") || !strings.HasPrefix(got[1], "In 1 of 14") {
		t.Errorf("two reasons are told as %q", got)
	}
	a.Coverage[0].Unseen, c.Unseen, c.Uncoded, c.Unread = 0, 0, 2, 5
	want := []string{
		"There was not time to finish looking for codes, such as that of a boarding pass, in 2 of the 14 pictures.",
		"Text in the pictures, such as a letter, has not been read in 5 of 14.",
	}
	if got := build(a, exposure.English).Photos.Unseen; !slices.Equal(got, want) {
		t.Errorf("what was not looked for is told as %q", got)
	}
	for i := range a.Coverage {
		a.Coverage[i].Pictures, a.Coverage[i].Unseen = 0, 0
	}
	if got := build(a, exposure.Swedish).Photos; got != nil {
		t.Errorf("no pictures are told as %+v", got)
	}
}

// A rule that could not be answered for want of looking keeps its area open.
func TestPixelsKeepAnAreaOpen(t *testing.T) {
	a := reporttest.States()["fine"]
	for i := range a.Outcomes {
		if strings.HasPrefix(string(a.Outcomes[i].Rule), "photo.") {
			a.Outcomes[i].Outcome, a.Outcomes[i].Reason = exposure.Unknown, "pixels"
		}
	}
	v := build(a, exposure.Swedish)
	if !strings.Contains(v.GapAreas, "bilder") || !strings.Contains(v.Reason("pixels"), "inte tittad på") {
		t.Errorf("areas %q, reason %q; want pictures named, and why", v.GapAreas, v.Reason("pixels"))
	}
}

// A finding's detail stands beside its title, here and in a comparison, and is left
// out where it would be a riddle.
func TestDetail(t *testing.T) {
	detail := func(a *audit.Audit) string {
		for _, f := range build(a, exposure.Swedish).Groups[0].Findings {
			if f.ID == "k-gps" {
				return f.Detail
			}
		}
		return "not shown"
	}
	a := reporttest.Audit()
	const want = "Bilden är tagen 20 m från er adress."
	if got := detail(a); got != want {
		t.Errorf("detail %q; want %q", got, want)
	}
	c := report.BuildComparison(compare.Audits(a, reporttest.Audit(), reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if !slices.Contains(texts(c), want) {
		t.Error("the comparison lacks the detail")
	}
	a.Findings[1].Values = nil
	if got := detail(a); strings.Contains(got, "…") {
		t.Errorf("detail %q; want no riddle", got)
	}
}

func TestRegisters(t *testing.T) {
	v := build(reporttest.Audit(), exposure.Swedish)
	if len(v.Registers) != 1 || v.Registers[0].Subject != "anna" {
		t.Fatalf("registers of %+v; want Anna's", v.Registers)
	}
	r := v.Registers[0]
	var shows, public []string
	for _, p := range r.Shows {
		shows = append(shows, p.Name+": "+p.Shows+" "+p.Progress)
	}
	for _, p := range r.Public {
		public = append(public, p.Name)
		if len(p.Steps) > 0 {
			t.Errorf("%s: steps %q; the law makes it public", p.Name, p.Steps)
		}
	}
	got := [][]string{{r.Intro}, shows, public, {r.Gone, r.Hidden, r.Unknown}, r.Next}
	want := [][]string{
		{"7 ställen är uppslagna av 9 som kan ha uppgifter. I 3 syns något."},
		{
			"hitta.se: Visar namn, adress och telefonnummer. Sågs 3\u00a0juni 2026. Ni sa 10\u00a0juni 2026 att det är klart. Det räknas till hälften tills någon har tittat igen.",
			"ratsit.se: Visar adress och ålder. Sågs 3\u00a0juni 2026. Det var borta, men 3\u00a0juni 2026 syntes det igen. Gör om det, och börja vid källan.",
		},
		{"Transportstyrelsen"},
		{
			"Borta, och någon har tittat: mrkoll.se (3\u00a0juni 2026).", "Syntes inte: eniro.se; okand-plats.",
			"Vet vi inte: Operatören; merinfo.se. Dit hör det som ingen har tittat på, som inte gick att se, eller som det är dags att titta på igen.",
		},
		{
			"merinfo.se, nu: det gick inte att se förra gången", "mrkoll.se, 3\u00a0juli 2026: det som är dolt där kan då visas igen",
			"hitta.se, 10\u00a0juli 2026: då har de haft en månad på sig",
			"eniro.se, 30\u00a0november 2026: då är det länge sedan någon tittade", "ratsit.se, 30\u00a0november 2026: då är det länge sedan någon tittade",
			"Transportstyrelsen, 30\u00a0november 2026: då är det länge sedan någon tittade",
		},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("registers (-want +got):\n%s", d)
	}
	if n := r.Shows[0].Notes; !slices.Contains(n, "Kontrollera själv.") || !slices.Contains(n, "Det ger: Du döljs i sökningen.") {
		t.Errorf("notes %q; want what it gives, and what is not sure", n)
	}
}

// What the law makes public is nobody's to mend.
func TestPublicByLaw(t *testing.T) {
	for _, g := range build(reporttest.Audit(), exposure.Swedish).Groups {
		for _, f := range g.Findings {
			if lawful := f.ID == "k-vehicle"; lawful != (f.Public != "") || lawful != (f.Owner == "") {
				t.Errorf("%s: public %q, owner %q", f.ID, f.Public, f.Owner)
			}
		}
	}
}

// What an authority shows of a household with protected personal data is not told to
// be what everybody has to live with.
func TestNothingIsPublicOfTheProtected(t *testing.T) {
	a := reporttest.Audit()
	a.Protected = true
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		r := build(a, lang).Registers[0]
		i := slices.IndexFunc(r.Shows, func(p report.Register) bool { return p.Name == "Transportstyrelsen" })
		if len(r.Public) > 0 || r.PublicIntro != "" || i < 0 {
			t.Fatalf("public %+v, shows %+v; want it among what shows", r.Public, r.Shows)
		}
		want := map[exposure.Lang]string{exposure.Swedish: "av misstag", exposure.English: "by mistake"}[lang]
		if p := r.Shows[i]; len(p.Notes) == 0 || !strings.Contains(p.Notes[0], want) {
			t.Errorf("notes %q; want what to do first of all", p.Notes)
		}
	}
}

// What the steps give is promised only as far as it is the family's own to do: whoever
// keeps a directory may say no.
func TestOthersMaySayNo(t *testing.T) {
	for lang, want := range map[exposure.Lang]string{exposure.Swedish: "Alla behöver inte göra det.", exposure.English: "Not all of them have to."} {
		a := reporttest.Audit()
		if got := build(a, lang).AfterPlan; !strings.Contains(got, want) {
			t.Errorf("after the plan: %q; want %q", got, want)
		}
		a.Assessment.Plan = slices.DeleteFunc(slices.Clone(a.Assessment.Plan), func(s assess.Step) bool { return s.Proof == exposure.LookedUp })
		if got := build(a, lang).AfterPlan; got == "" || strings.Contains(got, want) {
			t.Errorf("after a plan of the family's own: %q", got)
		}
	}
}

// What is due on the day of the audit is due now, wherever the household lives.
func TestDueOnTheDay(t *testing.T) {
	for _, zone := range []*time.Location{time.UTC, time.FixedZone("east", 13*3600), time.FixedZone("west", -11*3600)} {
		a := reporttest.Audit()
		a.At = time.Date(2026, time.July, 10, 0, 0, 0, 0, zone)
		r := report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish).Registers[0]
		if next := strings.Join(r.Next, "\n"); !strings.Contains(next, "hitta.se, nu:") || !strings.Contains(next, "eniro.se, 30\u00a0november 2026:") {
			t.Errorf("%v: look again:\n%s", zone, next)
		}
	}
}

// A place may be better though what showed there still shows elsewhere.
func TestComparisonTellsOfPlaces(t *testing.T) {
	after := reporttest.Audit()
	day := time.Date(2026, time.July, 20, 0, 0, 0, 0, time.UTC)
	for i := range after.Coverage {
		for j := range after.Coverage[i].Listings {
			switch l := &after.Coverage[i].Listings[j]; l.Place {
			case "hitta":
				l.Seen, l.Shows, l.Progress, l.On = places.Hidden, nil, exposure.Gone, day
			case "eniro":
				l.Seen, l.Shows, l.Since = places.Visible, []places.Detail{places.Name}, day
			case "mrkoll":
				l.Seen, l.Shows, l.Progress, l.On = places.Visible, []places.Detail{places.Name}, exposure.CameBack, day
			case "merinfo":
				l.Seen, l.Known = places.Hidden, true
			case "transportstyrelsen":
				l.Progress, l.On = exposure.Asked, day
			}
		}
	}
	c := report.BuildComparison(compare.Audits(reporttest.Audit(), after, reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	want := []report.ComparedRegister{{Title: "Anna i upplysningssajter och register", Lines: []string{
		"Borta, och någon har tittat: hitta.se (20\u00a0juli 2026).",
		"Ni har bett om att bli dolda: Transportstyrelsen.",
		"Syns igen: mrkoll.se. Gör om det, och börja vid källan.",
		"Syns nu, men inte förra gången: eniro.se.",
	}}}
	if d := cmp.Diff(want, c.Registers); d != "" {
		t.Errorf("registers (-want +got):\n%s", d)
	}
	if c := report.BuildComparison(compare.Audits(after, after, reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish); len(c.Registers) != 0 {
		t.Errorf("registers of an audit and itself: %+v", c.Registers)
	}
	// What was gone so long ago that it is time to look again is not told to be gone,
	// and nobody's places are told as somebody else's.
	for name, change := range map[string]func(c *audit.Coverage){
		"due again": func(c *audit.Coverage) {
			for i := range c.Listings {
				c.Listings[i].Known = false
			}
		},
		"another's": func(c *audit.Coverage) { c.Subject = "erik" },
	} {
		later := *after
		later.Coverage = slices.Clone(after.Coverage)
		for i := range later.Coverage {
			later.Coverage[i].Listings = slices.Clone(later.Coverage[i].Listings)
			change(&later.Coverage[i])
		}
		c := report.BuildComparison(compare.Audits(reporttest.Audit(), &later, reporttest.Pack()), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
		if strings.Contains(fmt.Sprint(c.Registers), "hitta.se") {
			t.Errorf("%s: %+v", name, c.Registers)
		}
	}
}

// The step of what directories show names whom to ask, and never one where nothing
// shows.
func TestHideStep(t *testing.T) {
	pack := reporttest.Pack()
	for i := range pack.Rules {
		if pack.Rules[i].ID == "listing.address" {
			pack.Rules[i].Fix.Act = "hide"
		}
	}
	v := report.Build(reporttest.Audit(), pack, reporttest.Places(), exposure.Swedish)
	var do []string
	for _, s := range slices.Concat(v.Start, v.Rest) {
		do = append(do, s.Do)
	}
	want := "Be att uppgifterna döljs, i den här ordningen: ratsit.se. Hur ni gör står vid varje ställe i rapporten. " +
		"Ni har redan bett: hitta.se. Titta igen där när det har gått en månad."
	if !slices.Contains(do, want) {
		t.Errorf("steps %q; want %q", do, want)
	}
}

// Of somebody whose own was not read, nobody says that there is nothing.
func TestNothingOfOnesOwn(t *testing.T) {
	a := reporttest.Audit()
	a.Findings = slices.DeleteFunc(a.Findings, func(f exposure.Finding) bool { return f.Subject == "elsa" })
	for _, g := range build(a, exposure.Swedish).Groups {
		if g.ID == "elsa" && !strings.Contains(g.None, "så vi vet inte allt") {
			t.Errorf("of Elsa: %q; want that nothing of her own was read", g.None)
		}
	}
}

// A file of look-ups that is not there yet is no wrong address.
func TestNotLookedUpYet(t *testing.T) {
	a := reporttest.Audit()
	for i := range a.Coverage {
		if c := &a.Coverage[i]; c.Kind == exposure.Lookup {
			c.Reason, c.Documents, c.Listings = "missing", 0, nil
		}
	}
	for _, g := range build(a, exposure.Swedish).Gaps {
		if g.Kind == "upplysningssajter och register" && !strings.Contains(g.Reason, "lampan lookup") {
			t.Errorf("reason %q; want how to begin", g.Reason)
		}
	}
}
