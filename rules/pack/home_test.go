package pack_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
)

// protocol is the home protocol: which questions ask about each of its points, and the
// point in a few words. Some are asked in another part of the conversation.
var protocol = []struct {
	point     string
	questions []string
}{
	1:  {"outer door", []string{"home.door"}},
	2:  {"lock as the insurer asks", []string{"home.lock"}},
	3:  {"strike plate and hinges", []string{"home.strike"}},
	4:  {"basement, garage, patio", []string{"home.other-doors", "home.garage", "home.garage-door"}},
	5:  {"letter slot", []string{"home.letterbox"}},
	6:  {"door viewer", []string{"home.viewer"}},
	7:  {"keys counted, none hidden, lock changed", []string{"home.keys", "home.hidden-key", "home.lock-changed"}},
	8:  {"digital locks", []string{"home.digital-lock", "home.lock-codes", "accounts.smart"}},
	9:  {"ground-floor windows locked", []string{"home.windows"}},
	10: {"key not left inside", []string{"home.window-keys"}},
	11: {"beads and film", []string{"home.glass"}},
	12: {"ladders", []string{"home.tools"}},
	13: {"skylight", []string{"home.skylight"}},
	14: {"light at every entrance", []string{"home.light"}},
	15: {"dark corners", []string{"home.dark"}},
	16: {"bushes", []string{"home.bushes"}},
	17: {"house number", []string{"home.number"}},
	18: {"name sign, and what shows", []string{"home.sign", "home.inside-view"}},
	19: {"street images", []string{"home.street-view"}},
	20: {"the estate agent's pictures", []string{"home.agent-photos"}},
	21: {"who arms the alarm", []string{"home.alarm", "home.alarm-night", "home.alarm-own"}},
	22: {"codes of the alarm", []string{"home.alarm-codes"}},
	23: {"tested twice a year", []string{"home.alarm-test"}},
	24: {"contact list", []string{"home.alarm-contacts"}},
	25: {"camera on the own plot only", []string{"home.camera", "home.camera-view", "home.camera-inside"}},
	26: {"power or line cut", []string{"home.alarm-power"}},
	27: {"letterbox locked", []string{"home.mailbox", "home.post"}},
	28: {"digital mailbox", []string{"accounts.mailbox"}},
	29: {"shredder", []string{"home.shred"}},
	30: {"address lock", []string{"accounts.address"}},
	31: {"plate in pictures", []string{"routines.car"}},
	32: {"parking at home and work", []string{"home.car", "routines.vary"}},
	33: {"keys not by the door", []string{"home.hall", "home.locked-home"}},
	34: {"insurance terms", []string{"home.insurance"}},
	35: {"inventory", []string{"home.inventory"}},
	36: {"fire", []string{"home.smoke", "home.extinguisher", "home.escape"}},
	37: {"safe for papers", []string{"home.safe"}},
	38: {"key box and tags", []string{"home.key-box", "home.marked"}},
	39: {"alarm lead", []string{"home.alarm-lead"}},
	40: {"neighbours", []string{"home.neighbour", "home.neighbour-numbers"}},
	41: {"children and the door", []string{"home.child-door"}},
	42: {"strangers at the door", []string{"home.strangers"}},
	43: {"rule for trips", []string{"home.away-list", "home.timer", "travel.family-rule"}},
	44: {"code word", []string{"ready.code-word"}},
	45: {"three written numbers", []string{"ready.three"}},
}

// Every point is asked about, and nothing at home is asked that is none of them, but
// for what kind of home it is.
func TestHomeProtocolIsWhole(t *testing.T) {
	const points = 45
	if len(protocol) != points+1 {
		t.Fatalf("%d points; want %d", len(protocol)-1, points)
	}
	p := core(t)
	asked := map[string]bool{"home.kind": true}
	for i, x := range protocol[1:] {
		if len(x.questions) == 0 {
			t.Errorf("point %d, %s: no question", i+1, x.point)
		}
		for _, id := range x.questions {
			asked[id] = true
			if _, ok := p.Questions.Find(id); !ok {
				t.Errorf("point %d, %s: there is no question %s", i+1, x.point, id)
			}
		}
	}
	for _, q := range homeQuestions(p) {
		if !asked[q.ID] {
			t.Errorf("%s asks about no point", q.ID)
		}
		if q.Area != "home" {
			t.Errorf("%s is about %s; want home", q.ID, q.Area)
		}
	}
}

// An answer that leaves something to do gives one thing to do, and no other answer
// gives any. A question without good and open answers only tells which of the others
// to ask.
func TestHomeAnswersHaveOneRule(t *testing.T) {
	p := core(t)
	for _, q := range homeQuestions(p) {
		if len(q.Open) == 0 {
			if len(q.Good) > 0 || !slices.ContainsFunc(p.Questions, func(o rules.Question) bool {
				return slices.ContainsFunc(o.When, func(w rules.Given) bool { return w.Question == q.ID })
			}) {
				t.Errorf("%s has no open answer, and no question waits for it", q.ID)
			}
			continue
		}
		for _, text := range []map[exposure.Lang]string{q.Look, q.Praise} {
			for _, lang := range exposure.Langs() {
				if len(q.Good) == 0 || text[lang] == "" {
					t.Errorf("%s lacks good answers, what to look at, or praise in %s", q.ID, lang)
				}
			}
		}
		for _, c := range q.Answers {
			for _, f := range comesTo(t, &q, c.Value) {
				if !slices.Contains([]exposure.SubjectID{"anna", "erik", "maja"}, f.Fix.Owner) {
					t.Errorf("%s is for %q to do; want an adult, or a child of twelve", f.Rule, f.Fix.Owner)
				}
			}
		}
	}
}

// What is high in the home is what is worth doing the same day, so the list is short.
func TestHomeHighIsForToday(t *testing.T) {
	const atOnce = 15 // minutes
	var got []string
	for _, r := range homeRules(core(t)) {
		if r.Severity >= exposure.High {
			got = append(got, string(r.ID))
			if r.Fix.Minutes > atOnce {
				t.Errorf("%s takes %d minutes; want what is done at once", r.ID, r.Fix.Minutes)
			}
		}
	}
	if d := cmp.Diff([]string{"home.hidden-key", "home.lock-codes", "home.smoke"}, got); d != "" {
		t.Errorf("high (-want +got):\n%s", d)
	}
}

// A home like most, with a few things to do, stays where all is well; and a home with
// everything to do cannot drown the rest.
func TestHomeWeights(t *testing.T) {
	p := core(t)
	tests := []struct {
		name     string
		open     func(id string) bool
		min, max int
	}{
		{"all in order", func(string) bool { return false }, 0, 0},
		{"like most", func(id string) bool {
			return slices.Contains([]string{"home.lock-changed", "home.hall", "home.inventory", "home.dark", "home.shred", "home.window-keys", "home.neighbour-numbers"}, id)
		}, 3, 12},
		{"a key outdoors", func(id string) bool { return id == "home.hidden-key" }, 4, 7},
		// The caps of home and ready hold it at 30; two answers tell of pictures online.
		{"everything to do", func(string) bool { return true }, 22, 34},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var docs []exposure.Document
			for _, q := range homeQuestions(p) {
				if len(q.Open) > 0 && tt.open(q.ID) {
					docs = append(docs, answer(teller(&q), q.ID, q.Open[len(q.Open)-1]))
				}
			}
			_, fs := found(t, docs...)
			if got := weigh(p, fs).Household.Score; got < tt.min || got > tt.max {
				t.Errorf("score %d; want %d to %d", got, tt.min, tt.max)
			}
		})
	}
}

// A flat up a few stairs without alarm, camera, car or garage is not asked about them.
func TestHomeAsksWhatApplies(t *testing.T) {
	talk := interview.Talk{
		Questions: core(t).Questions, Who: "anna",
		Family: interview.Family{People: []interview.Person{{ID: "anna"}, {ID: "erik"}}},
	}
	for question, value := range map[string]string{
		"home.kind": "flat-up", "home.alarm": "none", "home.camera": "none", "home.garage": "none", "home.digital-lock": "no",
	} {
		talk.Own = append(talk.Own, exposure.Answer{Question: question, Value: value, Subject: "anna"})
	}
	all := len(homeQuestions(core(t)))
	flat := talk.All(rules.HomeTopic)
	for _, q := range flat {
		if strings.HasPrefix(q.ID, "home.alarm-") || strings.HasPrefix(q.ID, "home.camera-") || slices.Contains(q.Fits, "car") ||
			slices.Contains([]string{"home.bushes", "home.tools", "home.windows", "home.skylight", "home.garage-door", "home.lock-codes", "home.child-door"}, q.ID) {
			t.Errorf("%s is asked", q.ID)
		}
	}
	if len(flat) > all*2/3 {
		t.Errorf("a small flat is asked %d of %d questions; want less", len(flat), all)
	}
	t.Logf("%d of %d questions", len(flat), all)
}

// Texts about the home say each thing once: no sentence of any length stands in two
// rules.
func TestHomeRulesDoNotRepeat(t *testing.T) {
	const long = 5 // words; shorter ones such as "Hyr ni, fråga värden" may come again
	first := map[string]exposure.RuleID{}
	for _, r := range homeRules(core(t)) {
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

func homeQuestions(p *rules.Pack) []rules.Question {
	return slices.DeleteFunc(slices.Clone(p.Questions), func(q rules.Question) bool { return q.Topic != rules.HomeTopic })
}

// homeRules gives the rules that rest on what is asked at home.
func homeRules(p *rules.Pack) []rules.Rule {
	return slices.DeleteFunc(slices.Clone(p.Rules), func(r rules.Rule) bool {
		return r.Detector != "home" || !slices.Contains(r.Needs, exposure.Interview)
	})
}

// teller is who may answer a question: Elsa what is for children, Anna the rest.
func teller(q *rules.Question) exposure.SubjectID {
	if q.For == "child" {
		return "elsa"
	}
	return "anna"
}
