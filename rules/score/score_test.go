package score_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// reference is the model of the published design, kept here as test data. The
// model that people are scored with comes from the rule pack.
func reference() score.Model {
	return score.Model{
		Tau: 100, Kappa: 8, Minor: 1.25,
		Caps: map[string]float64{"where": 30, "when": 36, "who": 22, "what": 24, "child": 40, "accounts": 18, "secrets": 45, "home": 30},
		Scenarios: []score.Scenario{
			{ID: "empty-home", Legs: [][]string{{"address", "home-photo", "exif-home"}, {"travel", "routine"}}, Amplify: []string{"valuables", "alarm-detail"}, Base: 25, Gain: 0.5},
			{ID: "child-predictable", Legs: [][]string{{"child-name", "child-photo"}, {"school", "routine"}}, Base: 22},
			{ID: "impersonation", Legs: [][]string{{"dob", "personnummer"}, {"phone", "email"}}, Amplify: []string{"relations"}, Base: 15, Gain: 0.3},
			{ID: "account-takeover", Legs: [][]string{{"email"}, {"pw-exposed", "pw-reused", "no-2fa"}}, Base: 20},
		},
	}
}

// fact makes a fact shown once by each of the members.
func fact(key, kind, category string, points, v, c float64, minor bool, members ...exposure.SubjectID) score.Fact {
	f := score.Fact{Key: key, Kind: kind, Category: category, Points: points, Minor: minor}
	for _, m := range members {
		f.Shown = append(f.Shown, score.Observation{ID: key + "@" + string(m), Member: m, Visibility: v, Confidence: c, Timeliness: 1})
	}
	return f
}

// family is the worked family of the design: two adults and a child.
func family() []score.Fact {
	return []score.Fact{
		fact("address:home", "address", "where", 6, 1, 1, false, "a", "b"),
		fact("phone:A", "phone", "who", 5, 1, 1, false, "a"),
		fact("dob:A", "dob", "who", 4, 1, 1, false, "a"),
		fact("trip", "travel", "when", 18, 1, 1, false, "b"),
		fact("photo:kitchen", "valuables", "what", 10, .8, 1, false, "b"),
		fact("photo:gps", "exif-home", "where", 14, .8, 1, false, "b"),
		fact("child:name", "child-name", "child", 6, 1, 1, true, "b"),
		fact("routine:football", "routine", "when", 12, .8, .8, true, "c"),
		fact("school", "school", "child", 12, .8, 1, true, "c"),
		fact("email:A", "email", "accounts", 3, 1, 1, false, "a"),
		fact("pw:reuse", "pw-reused", "secrets", 10, .6, 1, false, "a"),
		fact("2fa:mail", "no-2fa", "secrets", 10, .6, 1, false, "a"),
	}
}

func without(facts []score.Fact, keys ...string) []score.Fact {
	return slices.DeleteFunc(slices.Clone(facts), func(f score.Fact) bool { return slices.Contains(keys, f.Key) })
}

func TestWorkedNumbers(t *testing.T) {
	all := family()
	photos := without(all, "trip", "photo:gps", "photo:kitchen")
	school := without(photos, "routine:football", "school")
	secrets := without(school, "pw:reuse", "2fa:mail")
	address := fact("address", "address", "where", 12, 1, 1, false, "a")
	travel := fact("travel", "travel", "when", 18, 1, 1, false, "b")
	atHome := []score.Control{
		{ID: "alarm", Scenario: "empty-home", Effect: .3},
		{ID: "neighbour", Scenario: "empty-home", Effect: .2},
	}
	tests := []struct {
		name     string
		facts    []score.Fact
		controls []score.Control
		want     int
	}{
		{"nothing", nil, nil, 0},
		{"what registers show anyway", all[:3], nil, 14},
		{"own address only", []score.Fact{address}, nil, 9},
		{"travel only", []score.Fact{travel}, nil, 13},
		{"address and travel together", []score.Fact{address, travel}, nil, 34},
		{"the family", all, nil, 71},
		{"trip, GPS photo and kitchen photo taken down", photos, nil, 55},
		{"then club schedule and school", school, nil, 34},
		{"then passwords and two-step", secrets, nil, 23},
		{"alarm on and a neighbour alone", all, atHome, 67},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := reference().Eval(tt.facts, tt.controls); got.Score != tt.want {
				t.Errorf("score = %d (%v); want %d", got.Score, got.Exact, tt.want)
			}
		})
	}
}

// TestFlood shows that a thousand harmless things never look like danger: the
// category's cap bounds them.
func TestFlood(t *testing.T) {
	var facts []score.Fact
	for i := range 1000 {
		facts = append(facts, fact(fmt.Sprintf("username:%d", i), "username", "accounts", 3, 1, 1, false, "a"))
	}
	got := reference().Eval(facts, nil).Exact
	if math.Abs(got-16.5) > .05 {
		t.Errorf("score of 1,000 usernames = %v; want 16.5", got)
	}
}

// TestScenarioShares pins how a chain is explained: each leg answers for the
// same part, however heavy its facts.
func TestScenarioShares(t *testing.T) {
	m := reference()
	m.Caps = map[string]float64{"where": 1e-9, "when": 1e-9, "what": 1e-9} // leaves the scenario alone
	facts := []score.Fact{
		fact("1", "address", "where", 12, 1, 1, false, "a"),
		fact("2", "exif-home", "where", 4, 1, 1, false, "a"),
		fact("3", "travel", "when", 18, 1, 1, false, "a"),
	}
	res := m.Eval(facts, nil)
	if got, want := res.Parts[0].Exact+res.Parts[1].Exact, res.Parts[2].Exact; math.Abs(got-want) > 2e-6 {
		t.Errorf("legs of one chain answer for %v and %v; want the same", got, want)
	}
	if got, want := res.Parts[0].Exact, 3*res.Parts[1].Exact; math.Abs(got-want) > 4e-6 {
		t.Errorf("within a leg: %v and %v; want in proportion 12 to 4", got, res.Parts[1].Exact)
	}
	plain := res.Scenarios["empty-home"]
	res = m.Eval(append(facts, fact("4", "valuables", "what", 10, 1, 1, false, "a")), nil)
	extra := res.Scenarios["empty-home"] - plain
	if got, want := res.Parts[3].Exact, res.Exact*extra/3/res.Hazard; math.Abs(got-want) > 2e-6 {
		t.Errorf("amplifier answers for %v; want a third of what it adds, %v", got, want)
	}
}

// TestBadNumbers shows that a number nobody should write moves nothing.
func TestBadNumbers(t *testing.T) {
	m := reference()
	base := []score.Fact{fact("trip", "travel", "when", 18, 1, 1, false, "b")}
	want := m.Eval(base, nil)
	for _, x := range []float64{math.NaN(), math.Inf(-1), -1, 0} {
		t.Run(fmt.Sprint(x), func(t *testing.T) {
			bad := append(slices.Clone(base),
				fact("one", "address", "where", x, 1, 1, false, "b"),
				fact("two", "address", "where", 12, x, 1, false, "b"),
				fact("trip", "travel", "when", x, 1, 1, false, "b"))
			got := m.Eval(bad, []score.Control{{ID: "x", Scenario: "empty-home", Effect: x}})
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func TestApportion(t *testing.T) {
	tests := []struct {
		name   string
		total  int
		shares []float64
		want   []int
	}{
		{"nothing to share", 0, []float64{1, 2}, []int{0, 0}},
		{"nobody to share with", 5, []float64{0, -1}, []int{0, 0}},
		{"no shares", 5, nil, []int{}},
		{"even", 9, []float64{2, 2, 2}, []int{3, 3, 3}},
		{"equal remainders go to the earlier", 10, []float64{1, 1, 1}, []int{4, 3, 3}},
		{"largest remainder first", 10, []float64{1.4, 1.3, 7.3}, []int{2, 1, 7}},
		{"a share of nothing gets nothing", 7, []float64{0, 1}, []int{0, 7}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, score.Apportion(tt.total, tt.shares)); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
}

func BenchmarkEval(b *testing.B) {
	m := reference()
	var facts []score.Fact
	kinds := []struct{ kind, category string }{
		{"address", "where"},
		{"travel", "when"},
		{"routine", "when"},
		{"phone", "who"},
		{"dob", "who"},
		{"email", "accounts"},
		{"valuables", "what"},
		{"school", "child"},
		{"child-name", "child"},
		{"no-2fa", "secrets"},
	}
	for i := range 1000 {
		k := kinds[i%len(kinds)]
		facts = append(facts, fact(fmt.Sprintf("%s:%04d", k.kind, i), k.kind, k.category, 6, .8, .8, i%3 == 0, "a", "b"))
	}
	b.ReportAllocs()
	for b.Loop() {
		m.Eval(facts, nil)
	}
}
