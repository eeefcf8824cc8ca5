package pack_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/score"
)

// talked gives the questions of the conversation that are not the home protocol.
func talked(p *rules.Pack) []rules.Question {
	return slices.DeleteFunc(slices.Clone(p.Questions), func(q rules.Question) bool { return q.Topic == rules.HomeTopic })
}

// told gives the rules that rest on an answer about something else than the home.
func told(p *rules.Pack) []rules.Rule {
	return slices.DeleteFunc(slices.Clone(p.Rules), func(r rules.Rule) bool {
		return r.Detector == "home" || !slices.Contains(r.Needs, exposure.Interview)
	})
}

// comesTo gives what an answer comes to: one finding where it leaves something to do, and
// none where it does not.
func comesTo(t *testing.T, q *rules.Question, value string) []exposure.Finding {
	t.Helper()
	_, fs := found(t, answer(teller(q), q.ID, value))
	want := 0
	if slices.Contains(q.Open, value) {
		want = 1
	}
	if len(fs) != want {
		t.Errorf("%s=%s gives %v; want %d", q.ID, value, ruleIDs(fs), want)
	}
	if slices.Contains(q.Good, value) && (want == 1 || value == rules.NotKnown) {
		t.Errorf("%s=%s cannot be good", q.ID, value)
	}
	return fs
}

// An answer that leaves something to do gives one thing to do, to somebody in the
// family, and no other answer gives any.
func TestAnswersHaveOneRule(t *testing.T) {
	for _, q := range talked(core(t)) {
		for _, c := range q.Answers {
			for _, f := range comesTo(t, &q, c.Value) {
				if f.Subject != teller(&q) && f.Subject != exposure.Household || !slices.Contains([]exposure.SubjectID{"anna", "erik", "elsa"}, f.Fix.Owner) {
					t.Errorf("%s is of %q for %q to do; want one of the family", f.Rule, f.Subject, f.Fix.Owner)
				}
			}
		}
	}
}

// Whatever leaves something to do can also be done well, and that is said. What
// children are asked is put to them in words of their own.
func TestQuestionsSayWhatIsGood(t *testing.T) {
	p := core(t)
	for _, q := range talked(p) {
		waited := slices.ContainsFunc(p.Questions, func(o rules.Question) bool {
			return slices.ContainsFunc(o.When, func(w rules.Given) bool { return w.Question == q.ID })
		})
		if (len(q.Open) == 0) != (len(q.Good) == 0) || len(q.Open) == 0 && !waited {
			t.Errorf("%s: good %v, open %v, and others wait for it: %v", q.ID, q.Good, q.Open, waited)
		}
		if _, ok := q.Value(rules.NotKnown); !ok && len(q.Open) > 0 {
			t.Errorf("%s leaves nobody the answer that they do not know", q.ID)
		}
		for _, lang := range exposure.Langs() {
			if (q.Praise[lang] == "") != (len(q.Good) == 0) {
				t.Errorf("%s: praise %q for %v", q.ID, q.Praise[lang], q.Good)
			}
			if (q.For == "child" || q.For == "person") && q.Child[lang] == "" && !slices.Contains([]string{"accounts.reuse", "accounts.leaked"}, q.ID) {
				t.Errorf("%s has no %s words for a child", q.ID, lang)
			}
		}
	}
}

// A child is praised in words of its own, and an answer that there is nothing of the
// kind is no praise to anybody.
func TestPraiseIsTrue(t *testing.T) {
	for _, q := range core(t).Questions {
		for _, lang := range exposure.Langs() {
			asked := len(q.Good) > 0 && (q.For == "child" || q.For == "person")
			if asked != (q.ChildPraise[lang] != "") || strings.HasSuffix(q.ChildPraise[lang], "?") {
				t.Errorf("%s is put to %s: %q", q.ID, q.For, q.ChildPraise[lang])
			}
		}
		for _, none := range []string{"none", "off"} {
			if slices.Contains(q.Good, none) {
				t.Errorf("%s=%s praises what there is not", q.ID, none)
			}
		}
	}
}

// What a teenager shows stands on the teenager's own sheet, which speaks of nobody as a
// child.
func TestFixedTimesOfTeenagers(t *testing.T) {
	r, ok := core(t).Rule("routine.child")
	if !ok {
		t.Fatal("no rule")
	}
	for lang, child := range map[exposure.Lang]string{exposure.Swedish: "barn", exposure.English: "child"} {
		if x := r.Text[lang]; strings.Contains(x.Title+x.Why+x.Fix, child) {
			t.Errorf("%s: %q, %q, %q", lang, x.Title, x.Why, x.Fix)
		}
	}
}

// Texts say each thing once: no sentence of any length stands in two rules.
func TestRulesDoNotRepeat(t *testing.T) {
	const long = 5 // words
	first := map[string]exposure.RuleID{}
	for _, r := range told(core(t)) {
		if slices.Contains(r.Needs, exposure.Passwords) {
			continue
		}
		for _, lang := range exposure.Langs() {
			x := r.Text[lang]
			for _, said := range []string{x.Title, x.Why, x.Ask, x.Child, x.Fix} {
				for s := range strings.FieldsFuncSeq(said, func(r rune) bool { return strings.ContainsRune(".?:", r) }) {
					s = strings.TrimSpace(s)
					if at, ok := first[s]; ok && len(strings.Fields(s)) >= long {
						t.Errorf("%s and %s both say %q", at, r.ID, s)
					}
					first[s] = r.ID
				}
			}
		}
	}
}

// Numbers to call stand only where somebody has read them at their owner; of others the
// family looks for itself.
func TestNumbersAreConfirmed(t *testing.T) {
	number := regexp.MustCompile(`\b1[0-9]{2,5}\b( [0-9]{2,3}\b)?`)
	known := []string{"112", "114 14", "1177"}
	p := core(t)
	for _, r := range told(p) {
		for _, lang := range exposure.Langs() {
			x := r.Text[lang]
			for _, n := range number.FindAllString(strings.Join([]string{x.Title, x.Why, x.Ask, x.Child, x.Fix}, " "), -1) {
				if !slices.Contains(known, n) {
					t.Errorf("%s says %q", r.ID, n)
				}
			}
		}
	}
	for _, q := range talked(p) {
		for _, lang := range exposure.Langs() {
			for _, n := range number.FindAllString(q.Text[lang]+q.Look[lang]+q.Child[lang]+q.Praise[lang], -1) {
				if !slices.Contains(known, n) {
					t.Errorf("%s says %q", q.ID, n)
				}
			}
		}
	}
}

// What is a child's own is done by the child, from the year of turning twelve.
func TestChildsOwnFix(t *testing.T) {
	for question, owner := range map[string]exposure.SubjectID{
		"children.adult=no": "elsa", "children.open=yes": "elsa", "accounts.screen=short": "elsa", "ready.screenshot=no": "elsa",
		"children.asked=never": "anna", "children.location=no": "anna", "accounts.recovery=no": "anna",
	} {
		id, value, _ := strings.Cut(question, "=")
		if _, fs := found(t, answer("elsa", id, value)); len(fs) != 1 || fs[0].Fix.Owner != owner || !fs[0].Fact.Minor {
			t.Errorf("%s: %+v; want one finding about a child for %s", question, fs, owner)
		}
	}
}

// To be unprepared is not to be seen. Each part of it weighs little, and all of it
// together leaves a family where all is well.
func TestUnpreparedWeighsLittle(t *testing.T) {
	const few, most = 3, 6 // points of one, of all together
	p := core(t)
	var docs []exposure.Document
	for _, r := range told(p) {
		if r.Fact.Kind != "unready" {
			continue
		}
		if r.Fact.Points > few || r.Fact.Key != "value" || r.Severity > exposure.Medium {
			t.Errorf("%s: %g points, key %s, %s", r.ID, r.Fact.Points, r.Fact.Key, r.Severity)
		}
		given := r.When.All[0].Where
		q, _ := p.Questions.Find(given["question"].In[0])
		docs = append(docs, answer(teller(q), q.ID, given["answer"].In[0]))
	}
	_, fs := found(t, docs...)
	a := weigh(p, fs)
	if a.Household.Score > most || a.Household.Band != assess.BandGood || len(a.Chains) > 0 {
		t.Errorf("%d answers: score %d, %s, chains %v; want at most %d", len(docs), a.Household.Score, a.Household.Band, a.Chains, most)
	}
	if len(a.Plan) < 20 {
		t.Errorf("%d steps; want each by itself", len(a.Plan))
	}
}

// holding is what holds a leg: findings of the pack's own rules, one for each.
func holding(p *rules.Pack, kinds ...string) []exposure.Finding {
	var out []exposure.Finding
	for _, k := range kinds {
		i := slices.IndexFunc(p.Rules, func(r rules.Rule) bool { return r.Fact.Kind == k })
		if i < 0 {
			continue // a kind that no rule makes yet
		}
		r := p.Rules[i]
		out = append(out, exposure.Finding{
			ID: exposure.FindingID(r.ID), Rule: r.ID, Subject: "anna", Fact: exposure.Fact{Kind: k, Key: k}, Fix: exposure.Fix{Owner: "anna", Minutes: 5, Proof: r.Fix.Proof},
			Evidence: []exposure.Evidence{{Document: "d", Source: "s", Kind: exposure.Page, Shower: "anna", Locator: k, Certainty: exposure.Confirmed, Visibility: 1, Timeliness: 1}},
		})
	}
	return out
}

func holds(a assess.Assessment, id exposure.RuleID) bool {
	return slices.ContainsFunc(a.Chains, func(c assess.Chain) bool { return c.Scenario == id })
}

// Every scenario holds by what rules of the pack find, whichever kind holds a leg, and
// is broken when any one leg is gone.
func TestScenariosHoldAndBreak(t *testing.T) {
	p := core(t)
	want := []exposure.RuleID{
		"account-takeover", "adult-predictable", "child-predictable", "empty-home", "exposed-work", "home-from-photos", "impersonation", "shared-weak-link",
	}
	var ids []exposure.RuleID
	for _, s := range p.Scenarios {
		ids = append(ids, s.ID)
		var all []exposure.Finding
		for i, leg := range s.Legs {
			var others []exposure.Finding
			for j, o := range s.Legs {
				if j != i {
					others = append(others, holding(p, o.Kinds...)...)
				}
			}
			if holds(weigh(p, others), s.ID) {
				t.Errorf("%s holds without %s", s.ID, leg.Name)
			}
			for _, k := range leg.Kinds {
				for _, f := range holding(p, k) {
					if !holds(weigh(p, append(slices.Clone(others), f)), s.ID) {
						t.Errorf("%s does not hold by %s", s.ID, k)
					}
				}
			}
			all = append(all, holding(p, leg.Kinds...)...)
		}
		if s.Base < 8 || s.Base > 25 {
			t.Errorf("%s has base %g", s.ID, s.Base)
		}
		if !holds(weigh(p, all), s.ID) {
			t.Errorf("%s does not hold", s.ID)
		}
	}
	if d := cmp.Diff(want, ids); d != "" {
		t.Errorf("scenarios (-want +got):\n%s", d)
	}
}

// No two scenarios put the same two kinds together, as legs or as what makes it worse:
// what belongs together counts together once.
func TestScenariosDoNotOverlap(t *testing.T) {
	first := map[string]exposure.RuleID{}
	for _, s := range core(t).Scenarios {
		groups := make([][]string, 0, len(s.Legs)+1)
		for _, l := range s.Legs {
			groups = append(groups, l.Kinds)
		}
		groups = append(groups, s.Amplify)
		for i, a := range groups {
			for _, b := range groups[i+1:] {
				for _, x := range a {
					for _, y := range b {
						pair := fmt.Sprintf("%s and %s", min(x, y), max(x, y))
						if at, ok := first[pair]; ok {
							t.Errorf("%s stand together in %s and %s", pair, at, s.ID)
						}
						first[pair] = s.ID
					}
				}
			}
		}
	}
}

// The worked family of the design meets only the four scenarios that it was worked out
// with: the others add nothing to what it shows.
func TestWorkedFamilyMeetsFour(t *testing.T) {
	p := core(t)
	var facts []score.Fact
	for kind, f := range map[string]struct {
		points, v, c float64
		minor        bool
	}{
		"address": {6, 1, 1, false}, "phone": {5, 1, 1, false}, "dob": {4, 1, 1, false}, "travel": {18, 1, 1, false}, "valuables": {10, .8, 1, false},
		"exif-home": {14, .8, 1, false}, "child-name": {6, 1, 1, true}, "child-routine": {12, .8, .8, true}, "school": {12, .8, 1, true},
		"email": {3, 1, 1, false}, "pw-reused": {10, .6, 1, false}, "no-2fa": {10, .6, 1, false},
	} {
		facts = append(facts, score.Fact{
			Key: kind, Kind: kind, Category: p.Facts[kind], Points: f.points, Minor: f.minor,
			Shown: []score.Observation{{ID: kind, Member: "anna", Visibility: f.v, Confidence: f.c, Timeliness: 1}},
		})
	}
	got := p.Model.Total(facts, nil)
	if d := cmp.Diff([]exposure.RuleID{"account-takeover", "child-predictable", "empty-home", "impersonation"}, slices.Sorted(maps.Keys(got.Scenarios))); d != "" {
		t.Errorf("scenarios (-want +got):\n%s", d)
	}
	// 71 in the design, where a child's training also tells when the home is empty; here
	// only the household's routines do.
	if got.Score < 70 || got.Score > 71 {
		t.Errorf("score %d (%g); want 70 or 71", got.Score, got.Exact)
	}
}

// A measure rests on an answer that is good, lowers its scenario, and lowers it less
// than the scenario's own fix does.
func TestControlsLower(t *testing.T) {
	const modest = 0.3
	p := core(t)
	for _, c := range p.Controls {
		q, ok := p.Questions.Find(c.Question)
		if !ok || slices.ContainsFunc(c.Answers, func(a string) bool { return !slices.Contains(q.Good, a) }) {
			t.Errorf("%s rests on %s=%v, which is not good", c.ID, c.Question, c.Answers)
		}
		if c.Effect > modest {
			t.Errorf("%s takes away %g; want at most %g", c.ID, c.Effect, modest)
		}
		s, ok := p.Scenario(c.Scenario)
		if !ok {
			t.Errorf("%s: no scenario %s", c.ID, c.Scenario)
			continue
		}
		var fs []exposure.Finding
		for _, l := range s.Legs {
			fs = append(fs, holding(p, l.Kinds...)...)
		}
		in := assess.Input{Pack: p, Findings: fs, People: []assess.Member{{ID: "anna"}}, Coverage: 100}
		without := assess.Run(in)
		in.Controls = []string{c.ID}
		with := assess.Run(in)
		if with.Household.Exact >= without.Household.Exact || !holds(with, s.ID) {
			t.Errorf("%s: %g with it and %g without", c.ID, with.Household.Exact, without.Household.Exact)
		}
	}
}

// The new scenarios, as a family meets them.
func TestScenariosOfAFamily(t *testing.T) {
	page := func(who exposure.SubjectID, text string) exposure.Document {
		return exposure.Document{
			ID: exposure.DocumentID(who + "-sida"), Source: exposure.SourceID(who + "-sida"), Kind: exposure.Page, Subject: who, Locator: "https://a.example/",
			Visibility: exposure.Open, Published: passwordDay, Text: text,
		}
	}
	tests := []struct {
		want exposure.RuleID
		docs []exposure.Document
	}{
		{"shared-weak-link", []exposure.Document{page("erik", "Skriv till mig på erik@lind.example."), answer("anna", "accounts.together", "yes")}},
		{"shared-weak-link", []exposure.Document{page("erik", "Skriv till mig på erik@lind.example."), account("anna", 1, "shop", shared("x")), account("erik", 2, "shop", shared("x"))}},
		{"exposed-work", []exposure.Document{page("erik", "Vi bor på Björkstigen 12 i Storvik."), answer("anna", "work.linked", "yes")}},
		{"adult-predictable", []exposure.Document{page("anna", "Jag jobbar på Storviks kommun."), answer("anna", "routines.told", "yes")}},
		{"home-from-photos", []exposure.Document{seenAt(t, "anna", "hemnet", "interior"), seenAt(t, "anna", "google-streetview", "facade")}},
		{"account-takeover", []exposure.Document{page("erik", "Skriv till mig på erik@lind.example."), answer("erik", "accounts.remote", "yes")}},
		{"child-predictable", []exposure.Document{answer("elsa", "children.open", "yes"), answer("elsa", "routines.alone", "yes")}},
		{"empty-home", []exposure.Document{page("erik", "Vi bor på Björkstigen 12 i Storvik."), answer("anna", "travel.calendar", "yes")}},
	}
	for _, tt := range tests {
		p, fs := found(t, tt.docs...)
		if a := weigh(p, fs); len(a.Chains) != 1 || a.Chains[0].Scenario != tt.want {
			t.Errorf("%s: chains %+v of %v", tt.want, a.Chains, ruleIDs(fs))
		}
	}
}

// What is only told, and was seen nowhere, leaves a family like most where there are a
// few things to do, and cannot drown the rest whatever is answered.
func TestAnswersWeigh(t *testing.T) {
	p := core(t)
	like := map[string][]exposure.SubjectID{} // question: who has something open
	for who, ids := range map[exposure.SubjectID][]string{
		"anna": {
			"travel.family-rule", "travel.live", "travel.itinerary", "travel.ice", "travel.paper", "travel.passport", "children.rules", "children.club",
			"accounts.chat", "accounts.router", "accounts.sim", "accounts.old", "accounts.drawer", "accounts.plan", "accounts.address",
			"ready.numbers", "ready.saved", "ready.code-word", "ready.next",
		},
		"erik": {"accounts.manager", "accounts.reuse", "accounts.screen", "accounts.old", "routines.app", "travel.ice", "ready.screenshot", "ready.numbers"},
		"maja": {"travel.live", "travel.ice", "accounts.screen", "children.asked", "ready.screenshot"},
		"elsa": {"travel.ice", "children.location", "children.net", "children.asked"},
	} {
		for _, id := range ids {
			like[id] = append(like[id], who)
		}
	}
	tests := []struct {
		name     string
		who      func(q *rules.Question) []exposure.SubjectID
		min, max int
	}{
		{"all in order", func(*rules.Question) []exposure.SubjectID { return nil }, 0, 0},
		{"like most", func(q *rules.Question) []exposure.SubjectID { return like[q.ID] }, 20, 34},
		{"something open in everything", everybody, 50, 79},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var docs []exposure.Document
			for _, q := range talked(p) {
				for _, id := range tt.who(&q) {
					docs = append(docs, answer(id, q.ID, q.Open[len(q.Open)-1]))
				}
			}
			_, fs := found(t, docs...)
			got := weigh(p, fs).Household.Score
			if got < tt.min || got > tt.max {
				t.Errorf("%d answers: score %d; want %d to %d", len(docs), got, tt.min, tt.max)
			}
			t.Logf("%d answers: score %d", len(docs), got)
		})
	}
}

// everybody is who answers a question that leaves something to do.
func everybody(q *rules.Question) []exposure.SubjectID {
	switch {
	case len(q.Open) == 0:
		return nil
	case q.For == "adult":
		return []exposure.SubjectID{"anna", "erik"}
	case q.For == "person":
		return []exposure.SubjectID{"anna", "erik", "maja", "elsa"}
	}
	return []exposure.SubjectID{teller(q)}
}
