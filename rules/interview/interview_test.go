package interview_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/interview"
)

// family is two adults, of whom one has an exposed position, and two children.
func family() interview.Family {
	return interview.Family{People: []interview.Person{
		{ID: "anna"}, {ID: "erik", Exposed: true}, {ID: "elsa", Minor: true, Teen: true}, {ID: "nils", Minor: true},
	}}
}

// questions are one of each sort.
func questions() rules.Questions {
	q := func(id string, topic rules.Topic, area rules.Detector, who string, fits ...string) rules.Question {
		out := rules.Question{ID: id, Topic: topic, Area: area, For: who, Fits: fits}
		for _, v := range []string{"yes", "no", rules.NotKnown} {
			out.Answers = append(out.Answers, rules.Choice{Value: v})
		}
		return out
	}
	inside := q("home.garage-door", rules.HomeTopic, "home", "household")
	inside.When = []rules.Given{{Question: "home.garage", Answers: []string{"yes"}}}
	why := q("children.why", rules.ChildrenTopic, "child", "child")
	why.When = []rules.Given{{Question: "children.rules", Answers: []string{"yes"}}}
	code := q("home.code", rules.HomeTopic, "home", "adult")
	code.When = []rules.Given{{Question: "home.own", Answers: []string{"yes"}}}
	return rules.Questions{
		q("home.garage", rules.HomeTopic, "home", "household"), inside,
		q("home.own", rules.HomeTopic, "home", "adult"), code,
		q("home.car", rules.HomeTopic, "home", "household", "car"),
		q("home.exposed", rules.HomeTopic, "home", "household", "exposed"),
		q("work.exposed", rules.WorkTopic, "work", "adult", "exposed"),
		q("children.rules", rules.ChildrenTopic, "child", "household", "child"),
		why,
		q("children.teen", rules.ChildrenTopic, "child", "person", "teen"),
		q("travel.tell", rules.TravelTopic, "travel", "person"),
	}
}

func talk(who exposure.SubjectID, own, others []exposure.Answer) *interview.Talk {
	return &interview.Talk{Questions: questions(), Family: family(), Who: who, Own: own, Others: others}
}

func said(who exposure.SubjectID, pairs ...string) (out []exposure.Answer) {
	for i := 0; i < len(pairs); i += 2 {
		out = append(out, exposure.Answer{Question: pairs[i], Value: pairs[i+1], Subject: who})
	}
	return out
}

func ids(qs []rules.Question) (out []string) {
	for _, q := range qs {
		out = append(out, q.ID)
	}
	return out
}

func TestWhoIsAskedWhat(t *testing.T) {
	for _, tt := range []struct {
		name        string
		who         exposure.SubjectID
		own, others []exposure.Answer
		want        []string // still open
	}{
		{"an adult", "anna", nil, nil, []string{"travel.tell", "children.rules", "children.teen", "home.garage", "home.own", "home.exposed"}},
		{"one with an exposed position", "erik", nil, nil, []string{"travel.tell", "children.rules", "children.teen", "work.exposed", "home.garage", "home.own", "home.exposed"}},
		{"a teenager", "elsa", nil, nil, []string{"travel.tell", "children.teen"}},
		{"a younger child", "nils", nil, nil, []string{"travel.tell"}},
		{"what the household was asked is not asked again", "erik", nil, said("anna", "home.garage", "no", "children.rules", "yes"), []string{"travel.tell", "children.teen", "work.exposed", "home.own", "home.exposed"}},
		{"who does not know leaves it to another", "erik", nil, said("anna", "home.garage", "unknown"), []string{"travel.tell", "children.rules", "children.teen", "work.exposed", "home.garage", "home.own", "home.exposed"}},
		{"a child's word does not answer for the household", "anna", nil, said("nils", "home.garage", "yes"), []string{"travel.tell", "children.rules", "children.teen", "home.garage", "home.own", "home.exposed"}},
		{"another's own habits answer nothing", "anna", nil, said("erik", "home.own", "yes", "travel.tell", "no"), []string{"travel.tell", "children.rules", "children.teen", "home.garage", "home.own", "home.exposed"}},
		{"an answer leads on", "anna", said("anna", "home.garage", "yes", "home.own", "yes"), nil, []string{"travel.tell", "children.rules", "children.teen", "home.garage-door", "home.code", "home.exposed"}},
		{"so does another's for the household", "anna", nil, said("erik", "home.garage", "yes", "home.own", "yes"), []string{"travel.tell", "children.rules", "children.teen", "home.garage-door", "home.own", "home.exposed"}},
		{"and a parent's for a child", "nils", nil, said("erik", "children.rules", "yes"), []string{"travel.tell", "children.why"}},
		{"not to know is an answer", "nils", said("nils", "travel.tell", "unknown"), nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, ids(talk(tt.who, tt.own, tt.others).Open())); diff != "" {
				t.Errorf("Open (-want +got):\n%s", diff)
			}
		})
	}
	car := talk("anna", nil, nil)
	car.Family.Car = true
	if got := ids(car.Open(rules.HomeTopic)); !slices.Contains(got, "home.car") || slices.Contains(got, "travel.tell") {
		t.Errorf("with a car, of the home: %v", got)
	}
	only := talk("anna", nil, nil)
	only.Allows = func(d rules.Detector) bool { return d == "travel" }
	if diff := cmp.Diff([]string{"travel.tell"}, ids(only.Open())); diff != "" {
		t.Errorf("with a yes to travel alone (-want +got):\n%s", diff)
	}
	paper := talk("nils", nil, nil)
	if diff := cmp.Diff([]string{"travel.tell", "children.why"}, ids(paper.Paper())); diff != "" {
		t.Errorf("on paper (-want +got):\n%s", diff)
	}
}

func TestAhead(t *testing.T) {
	for _, tt := range []struct {
		name        string
		who         exposure.SubjectID
		own, others []exposure.Answer
		gone        []string
		want        []string
	}{
		{"all that the answers may lead to", "anna", nil, nil, nil, []string{"home.garage", "home.garage-door", "home.own", "home.code", "home.exposed"}},
		{"an answer leads on", "anna", said("anna", "home.garage", "yes"), nil, []string{"home.garage"}, []string{"home.garage-door", "home.own", "home.code", "home.exposed"}},
		{"or does not", "anna", said("anna", "home.garage", "no"), nil, []string{"home.garage"}, []string{"home.own", "home.code", "home.exposed"}},
		{"a question that was passed leads nowhere", "anna", nil, nil, []string{"home.own"}, []string{"home.garage", "home.garage-door", "home.exposed"}},
		{"what is asked again may lead elsewhere", "anna", said("anna", "home.garage", "no"), nil, nil, []string{"home.garage", "home.garage-door", "home.own", "home.code", "home.exposed"}},
		{"what another has answered does not come", "anna", nil, said("erik", "home.garage", "yes"), nil, []string{"home.garage-door", "home.own", "home.code", "home.exposed"}},
		{"nothing of it is a child's", "nils", nil, nil, nil, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ids(talk(tt.who, tt.own, tt.others).Ahead(func(id string) bool { return slices.Contains(tt.gone, id) }, rules.HomeTopic))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Ahead (-want +got):\n%s", diff)
			}
		})
	}
}

// However somebody answers, what may still be asked holds all that is open, and becomes
// fewer with each question.
func TestAheadNeverGrows(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom(family().People).Draw(t, "who").ID
		talk, gone := talk(who, nil, nil), map[string]bool{}
		is := func(id string) bool { return gone[id] }
		for most := len(talk.Ahead(is)); ; {
			open := slices.DeleteFunc(talk.Open(), func(q rules.Question) bool { return gone[q.ID] })
			if len(open) > most {
				t.Fatalf("%d open, at most %d said", len(open), most)
			}
			if len(open) == 0 {
				return
			}
			gone[open[0].ID] = true
			if value := rapid.SampledFrom([]string{"yes", "no", rules.NotKnown, ""}).Draw(t, "answer"); value != "" {
				talk.Own = append(talk.Own, said(who, open[0].ID, value)...)
			}
			now := len(talk.Ahead(is))
			if now >= most {
				t.Fatalf("at most %d, and then %d", most, now)
			}
			most = now
		}
	})
}

func TestStandings(t *testing.T) {
	day := time.Date(2027, 6, 14, 0, 0, 0, 0, time.UTC)
	type standing struct {
		Topic        rules.Topic
		Asked, Known int
		On           time.Time
	}
	for _, tt := range []struct {
		name        string
		who         exposure.SubjectID
		own, others []exposure.Answer
		on          map[rules.Topic]time.Time
		want        []standing
	}{
		{name: "nothing was begun", who: "anna", others: said("erik", "travel.tell", "no")},
		{"one answer begins a topic", "anna", said("anna", "home.garage", "no"), nil, nil, []standing{{rules.HomeTopic, 3, 1, time.Time{}}}},
		{"not to know is not known", "anna", said("anna", "home.garage", "unknown"), nil, nil, []standing{{rules.HomeTopic, 3, 0, time.Time{}}}},
		{"a day begins one too", "anna", nil, nil, map[rules.Topic]time.Time{rules.TravelTopic: day}, []standing{{rules.TravelTopic, 1, 0, day}}},
		{"a day for what does not concern one", "nils", nil, nil, map[rules.Topic]time.Time{rules.HomeTopic: day}, nil},
		{
			"the household is asked where it has begun to answer", "erik", said("erik", "home.own", "no"), said("anna", "home.garage", "yes"), nil,
			[]standing{{rules.HomeTopic, 1, 1, time.Time{}}},
		},
		{
			"what two answer for the household is known to both", "erik", said("erik", "home.exposed", "no"), said("anna", "home.garage", "yes", "home.garage-door", "no"), nil,
			[]standing{{rules.HomeTopic, 4, 3, time.Time{}}},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var got []standing
			for _, s := range talk(tt.who, tt.own, tt.others).Standings(tt.on) {
				got = append(got, standing{s.Topic, s.Asked, s.Known, s.On})
				if s.Asked != len(s.Questions) {
					t.Errorf("%d asked, %d questions", s.Asked, len(s.Questions))
				}
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Standings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDifferences(t *testing.T) {
	own := said("anna", "home.garage", "no", "home.own", "no", "children.rules", "unknown")
	others := said("erik", "home.garage", "yes", "home.own", "yes", "children.rules", "yes")
	got := talk("anna", own, others).Differences()
	garage, _ := questions().Find("home.garage")
	if diff := cmp.Diff([]interview.Differ{{Question: *garage, Own: "no", With: "erik", Other: "yes"}}, got, cmpopts.IgnoreUnexported(rules.Question{})); diff != "" {
		t.Errorf("Differences (-want +got):\n%s", diff)
	}
	if got := talk("erik", others, nil).Differences(); len(got) > 0 {
		t.Errorf("alone: %v", got)
	}
}

func TestMoot(t *testing.T) {
	for name, tt := range map[string]struct{ own, want []string }{
		"it was answered otherwise":     {[]string{"home.garage", "no", "home.garage-door", "yes"}, []string{"home.garage-door"}},
		"it was answered so":            {[]string{"home.garage", "yes", "home.garage-door", "yes"}, nil},
		"nobody has answered":           {[]string{"home.garage-door", "yes"}, nil},
		"it is not known":               {[]string{"home.garage", "unknown", "home.garage-door", "yes"}, nil},
		"another question of one's own": {[]string{"home.own", "no", "home.code", "yes", "home.garage-door", "no"}, []string{"home.code"}},
	} {
		if diff := cmp.Diff(tt.want, talk("anna", said("anna", tt.own...), nil).Moot()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	// Another adult's answer still makes it apply.
	if got := talk("anna", said("anna", "home.garage", "no", "home.garage-door", "yes"), said("erik", "home.garage", "yes")).Moot(); len(got) > 0 {
		t.Errorf("moot %v; want none", got)
	}
}

// TestAnswersOnlyAdd: one more known answer to a question never makes less known, and
// whoever answers all that is open comes to an end.
func TestAnswersOnlyAdd(t *testing.T) {
	value := rapid.SampledFrom([]string{"yes", "no", rules.NotKnown})
	rapid.Check(t, func(t *rapid.T) {
		who := rapid.SampledFrom(family().People).Draw(t, "who").ID
		var others []exposure.Answer
		for _, p := range family().People {
			for _, q := range questions() {
				if p.ID != who && rapid.Bool().Draw(t, "others") {
					others = append(others, said(p.ID, q.ID, value.Draw(t, "value"))...)
				}
			}
		}
		k := talk(who, nil, others)
		known := 0
		for range len(questions()) + 1 {
			open := k.Open()
			if len(open) == 0 {
				break
			}
			q := rapid.SampledFrom(open).Draw(t, "next")
			k.Own = append(k.Own, said(who, q.ID, value.Draw(t, "answer"))...)
			now := 0
			for _, q := range k.All() {
				if k.Known(&q) {
					now++
				}
			}
			if now < known {
				t.Fatalf("%d known after %s, %d before", now, q.ID, known)
			}
			known = now
		}
		if open := k.Open(); len(open) > 0 {
			t.Fatalf("still open: %v", ids(open))
		}
		for _, s := range k.Standings(nil) {
			if s.Known > s.Asked {
				t.Fatalf("%+v", s)
			}
		}
	})
}
