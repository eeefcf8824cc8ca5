package assess_test

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/score"
)

// weights are the design's kinds of fact, as a pack would hold them.
var weights = []struct {
	kind, category string
	points         float64
}{
	{"address", "where", 6},
	{"alarm-detail", "what", 14},
	{"child-name", "child", 6},
	{"child-photo", "child", 8},
	{"dob", "who", 4},
	{"email", "accounts", 3},
	{"exif-home", "where", 14},
	{"home-photo", "where", 8},
	{"household-routine", "when", 12},
	{"no-2fa", "secrets", 10},
	{"personnummer", "who", 14},
	{"phone", "who", 5},
	{"pw-exposed", "secrets", 16},
	{"pw-reused", "secrets", 10},
	{"relations", "who", 5},
	{"routine", "when", 12},
	{"school", "child", 12},
	{"travel", "when", 18},
	{"username", "accounts", 3},
	{"valuables", "what", 10},
	{"window", "home", 6},
}

// pack is a rule pack with one rule a kind of fact, named after it, and the
// design's model.
func pack() *rules.Pack {
	p := &rules.Pack{
		Baseline: []string{"address", "dob", "phone"},
		Controls: []rules.Control{
			{ID: "alarm", Scenario: "empty-home", Effect: .3},
			{ID: "neighbour", Scenario: "empty-home", Effect: .2},
		},
		Model: score.Model{
			Tau: 100, Kappa: 8, Minor: 1.25,
			Caps: map[string]float64{"where": 30, "when": 36, "who": 22, "what": 24, "child": 40, "accounts": 18, "secrets": 45, "home": 30},
			Scenarios: []score.Scenario{
				{ID: "account-takeover", Legs: [][]string{{"email"}, {"pw-exposed", "pw-reused", "no-2fa"}}, Base: 20},
				{ID: "child-predictable", Legs: [][]string{{"child-name", "child-photo"}, {"school", "routine"}}, Base: 22},
				{ID: "empty-home", Legs: [][]string{{"address", "home-photo", "exif-home"}, {"travel", "routine", "household-routine"}}, Amplify: []string{"valuables", "alarm-detail"}, Base: 25, Gain: .5},
				{ID: "impersonation", Legs: [][]string{{"dob", "personnummer"}, {"phone", "email"}}, Amplify: []string{"relations"}, Base: 15, Gain: .3},
			},
		},
	}
	for _, w := range weights {
		act, area := "", rules.Detector("")
		if w.category == "home" {
			area = "home"
		}
		if slices.Contains(p.Baseline, w.kind) {
			act = "hide"
		}
		p.Rules = append(p.Rules, rules.Rule{ID: exposure.RuleID(w.kind), Detector: area, Fix: rules.Fix{Act: act}, Fact: rules.Fact{Kind: w.kind, Category: w.category, Points: w.points}})
	}
	return p
}

// found makes a finding that one page of each shower shows.
func found(kind, value string, about exposure.SubjectID, certainty exposure.Certainty, v exposure.Visibility, showers ...exposure.SubjectID) exposure.Finding {
	f := exposure.Finding{
		ID:      exposure.FindingID(kind + ":" + value + ":" + string(about)),
		Rule:    exposure.RuleID(kind),
		Subject: about,
		Fact:    exposure.Fact{Kind: kind, Key: kind + ":" + value},
		Fix:     exposure.Fix{Owner: about, Minutes: 5, Proof: exposure.Recheck},
	}
	for _, s := range showers {
		f.Fix.Owner = s
		f.Evidence = append(f.Evidence, exposure.Evidence{
			Document:   exposure.DocumentID(kind + value + string(s)),
			Source:     exposure.SourceID(string(s) + "s-page"),
			Kind:       exposure.Page,
			Shower:     s,
			Locator:    "https://" + string(s) + ".example/" + kind + "/" + value,
			Certainty:  certainty,
			Visibility: v,
			Timeliness: 1,
		})
	}
	return f
}

func minor(f exposure.Finding) exposure.Finding {
	f.Fact.Minor = true
	return f
}

// family is the worked family of the design.
func family() []exposure.Finding {
	const yes, likely = exposure.Confirmed, exposure.Likely
	return []exposure.Finding{
		found("address", "home", exposure.Household, yes, 1, "anna", "erik"),
		found("phone", "anna", "anna", yes, 1, "anna"),
		found("dob", "anna", "anna", yes, 1, "anna"),
		found("travel", "july", exposure.Household, yes, 1, "erik"),
		found("valuables", "kitchen", exposure.Household, yes, .8, "erik"),
		found("exif-home", "gps", exposure.Household, yes, .8, "erik"),
		minor(found("child-name", "elsa", "elsa", yes, 1, "erik")),
		minor(found("routine", "football", "elsa", likely, .8, "elsa")),
		minor(found("school", "school", "elsa", yes, .8, "elsa")),
		found("email", "anna", "anna", yes, 1, "anna"),
		found("pw-reused", "anna", "anna", yes, .6, "anna"),
		found("no-2fa", "anna", "anna", yes, .6, "anna"),
	}
}

func people() []assess.Member {
	return []assess.Member{{ID: "anna"}, {ID: "erik"}, {ID: "elsa", Minor: true}}
}

func run(findings []exposure.Finding, controls ...string) assess.Assessment {
	return assess.Run(assess.Input{Pack: pack(), Findings: findings, Controls: controls, People: people(), Coverage: 100})
}

func without(findings []exposure.Finding, rule ...exposure.RuleID) []exposure.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f exposure.Finding) bool { return slices.Contains(rule, f.Rule) })
}

func only(findings []exposure.Finding, rule ...exposure.RuleID) []exposure.Finding {
	return slices.DeleteFunc(slices.Clone(findings), func(f exposure.Finding) bool { return !slices.Contains(rule, f.Rule) })
}

func TestWorkedFamily(t *testing.T) {
	all := family()
	trip := without(all, "travel", "valuables", "exif-home")
	school := without(trip, "routine", "school")
	tests := []struct {
		name     string
		findings []exposure.Finding
		controls []string
		want     int
		band     assess.Band
	}{
		{"nothing found", nil, nil, 0, assess.BandGood},
		{"the family", all, nil, 71, assess.BandTogether},
		{"trip and photos taken down", trip, nil, 55, assess.BandWorth},
		{"then club schedule and school", school, nil, 34, assess.BandFew},
		{"then passwords and two-step", without(school, "pw-reused", "no-2fa"), nil, 23, assess.BandFew},
		{"alarm and neighbour", all, []string{"alarm", "neighbour"}, 67, assess.BandTogether},
		{"a control the pack does not know", all, []string{"moat"}, 71, assess.BandTogether},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := run(tt.findings, tt.controls...).Household
			if got.Score != tt.want || got.Band != tt.band {
				t.Errorf("score = %d, %s; want %d, %s", got.Score, got.Band, tt.want, tt.band)
			}
			sum := 0
			for _, p := range got.Parts {
				sum += p.Points
			}
			if sum != tt.want {
				t.Errorf("parts sum to %d; want %d", sum, tt.want)
			}
		})
	}
}

func TestBands(t *testing.T) {
	tests := []struct {
		points int
		want   assess.Band
	}{
		{0, assess.BandGood},
		{19, assess.BandGood},
		{20, assess.BandFew},
		{39, assess.BandFew},
		{40, assess.BandWorth},
		{59, assess.BandWorth},
		{60, assess.BandTogether},
		{79, assess.BandTogether},
		{80, assess.BandSteps},
		{99, assess.BandSteps},
	}
	for _, tt := range tests {
		if got := assess.BandOf(tt.points); got != tt.want {
			t.Errorf("BandOf(%d) = %s; want %s", tt.points, got, tt.want)
		}
	}
}

func TestInterval(t *testing.T) {
	address := found("address", "home", exposure.Household, exposure.Confirmed, 1, "anna")
	tests := []struct {
		name            string
		certainty       exposure.Certainty
		low, main, high bool // does the trip count
	}{
		{"confirmed", exposure.Confirmed, true, true, true},
		{"likely", exposure.Likely, false, true, true},
		{"possible", exposure.Possible, false, false, true},
		{"not me", exposure.Refuted, false, false, false},
	}
	bare := run([]exposure.Finding{address}).Household.Score
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := run([]exposure.Finding{address, found("travel", "july", exposure.Household, tt.certainty, 1, "erik")})
			h := got.Household
			for _, c := range []struct {
				name   string
				score  int
				counts bool
			}{{"low", h.Low, tt.low}, {"score", h.Score, tt.main}, {"high", h.High, tt.high}} {
				if (c.score > bare) != c.counts {
					t.Errorf("%s = %d beside %d without the trip; counts = %v, want %v", c.name, c.score, bare, c.score > bare, c.counts)
				}
			}
			if chain := len(got.Chains) == 1; chain != tt.main {
				t.Errorf("chain holds = %v; want %v", chain, tt.main)
			}
		})
	}
}

// TestBaseline shows that the baseline counts what registers tell by name,
// never a trip, never a child, and never more than what was found.
func TestBaseline(t *testing.T) {
	whole := run(family()).Household
	own := run(only(family(), "address", "phone", "dob")).Household
	if whole.Baseline != own.Baseline {
		t.Errorf("baseline = %d with all findings and %d with its own; want the same", whole.Baseline, own.Baseline)
	}
	if whole.Baseline == 0 || whole.Baseline >= own.Score {
		t.Errorf("baseline = %d; want something below %d, which is shown openly", whole.Baseline, own.Score)
	}
	child := run([]exposure.Finding{minor(found("dob", "elsa", "elsa", exposure.Confirmed, 1, "erik"))}).Household
	if child.Baseline != 0 {
		t.Errorf("baseline of a child's birthday = %d; want 0", child.Baseline)
	}
	atRegister := found("address", "home", exposure.Household, exposure.Confirmed, exposure.Members, "anna")
	if h := run([]exposure.Finding{atRegister}); h.Household.Baseline != h.Household.Score || len(h.Plan) != 0 || h.AfterPlan != h.Household.Score {
		t.Errorf("an address that only a register shows: baseline %d, score %d, plan %v, after %d; want it to stay",
			h.Household.Baseline, h.Household.Score, h.Plan, h.AfterPlan)
	}
}

func TestPeople(t *testing.T) {
	got := run(append(family(), found("username", "ghost", "erik", exposure.Refuted, 1, "erik")))
	if got.People[0].Person != "anna" || got.People[1].Person != "erik" || got.People[2].Person != "elsa" {
		t.Fatalf("people = %+v; want the order of the household", got.People)
	}
	about := map[exposure.FindingID]bool{}
	for _, p := range got.People[2].About.Parts {
		about[p.Finding] = true
	}
	want := map[exposure.FindingID]bool{
		"address:home:household": true, "travel:july:household": true, "valuables:kitchen:household": true,
		"exif-home:gps:household": true, "child-name:elsa:elsa": true, "routine:football:elsa": true, "school:school:elsa": true,
	}
	if diff := cmp.Diff(want, about); diff != "" {
		t.Errorf("about Elsa (-want +got)\n%s", diff)
	}
	shows := slices.Sorted(slices.Values(got.People[1].Shows))
	wantShows := []exposure.FindingID{
		"address:home:household", "child-name:elsa:elsa", "exif-home:gps:household", "travel:july:household", "valuables:kitchen:household",
	}
	if diff := cmp.Diff(wantShows, shows); diff != "" {
		t.Errorf("shown by Erik (-want +got)\n%s", diff)
	}
	if got.People[1].Shows[0] != "travel:july:household" {
		t.Errorf("first of Erik's = %s; want what counts most, the trip", got.People[1].Shows[0])
	}
}

func TestChains(t *testing.T) {
	trip := found("travel", "july", exposure.Household, exposure.Confirmed, 1, "erik")
	address := found("address", "home", exposure.Household, exposure.Confirmed, 1, "anna")
	tests := []struct {
		name           string
		findings       []exposure.Finding
		members, needs []exposure.SubjectID
		legs           [][]exposure.FindingID
		amplify        []exposure.FindingID
	}{
		{
			name:     "one member's trip and another's address",
			findings: []exposure.Finding{trip, address},
			members:  []exposure.SubjectID{"anna", "erik"},
			needs:    []exposure.SubjectID{"anna", "erik"},
			legs:     [][]exposure.FindingID{{address.ID}, {trip.ID}},
		},
		{
			name:     "both show the address, only one the trip",
			findings: []exposure.Finding{trip, found("address", "home", exposure.Household, exposure.Confirmed, 1, "anna", "erik")},
			members:  []exposure.SubjectID{"anna", "erik"},
			needs:    []exposure.SubjectID{"erik"},
			legs:     [][]exposure.FindingID{{address.ID}, {trip.ID}},
		},
		{
			name: "heaviest first, and what makes it worse",
			findings: []exposure.Finding{
				trip, address,
				found("exif-home", "gps", exposure.Household, exposure.Confirmed, 1, "erik"),
				found("valuables", "kitchen", exposure.Household, exposure.Confirmed, 1, "elsa"),
				found("valuables", "bike", exposure.Household, exposure.Possible, 1, "elsa"),
			},
			members: []exposure.SubjectID{"anna", "erik"},
			needs:   []exposure.SubjectID{"erik"},
			legs:    [][]exposure.FindingID{{"exif-home:gps:household", address.ID}, {trip.ID}},
			amplify: []exposure.FindingID{"valuables:kitchen:household"},
		},
		{
			name:     "a fact about one person on another's page takes both",
			findings: []exposure.Finding{address, found("household-routine", "tue", "elsa", exposure.Likely, 1, "anna")},
			members:  []exposure.SubjectID{"anna", "elsa"},
			needs:    []exposure.SubjectID{"anna"},
			legs:     [][]exposure.FindingID{{address.ID}, {"household-routine:tue:elsa"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := run(tt.findings).Chains
			if len(got) != 1 || got[0].Scenario != "empty-home" || !(got[0].Points > 0) {
				t.Fatalf("chains = %+v; want empty-home", got)
			}
			want := assess.Chain{
				Scenario: "empty-home", Points: got[0].Points,
				Legs: tt.legs, Amplify: tt.amplify, Members: tt.members, Needs: tt.needs,
			}
			if diff := cmp.Diff(want, got[0]); diff != "" {
				t.Errorf("(-want +got)\n%s", diff)
			}
		})
	}
	if got := run([]exposure.Finding{address}).Chains; len(got) != 0 {
		t.Errorf("chains of an address alone = %+v; want none", got)
	}
	all := run(family()).Chains
	for i := 1; i < len(all); i++ {
		if all[i].Points > all[i-1].Points {
			t.Errorf("chain %s (%v) stands after %s (%v); want the strongest first", all[i].Scenario, all[i].Points, all[i-1].Scenario, all[i-1].Points)
		}
	}
}

func TestPlan(t *testing.T) {
	all := family()
	got := run(all)
	if len(got.Plan) != len(all) {
		t.Fatalf("plan has %d steps; want %d", len(got.Plan), len(all))
	}
	for i, s := range got.Plan {
		if s.After >= got.Household.Score+1 || s.Saves <= 0 {
			t.Errorf("step %s: after %d, saves %v; want below %d", s.Rule, s.After, s.Saves, got.Household.Score)
		}
		if i == 0 || i == assess.FirstSteps {
			for _, later := range got.Plan[i:] {
				if later.Saves > s.Saves {
					t.Errorf("step %s saves %v before %v; want what saves most first", s.Rule, s.Saves, later.Saves)
				}
			}
		}
	}
	// What is no baseline fact is gone after its fix, exactly as if never found.
	first := got.Plan[0]
	if want := run(without(all, first.Rule)).Household; first.After != want.Score || math.Abs(first.Saves-(got.Household.Exact-want.Exact)) > 1e-6 {
		t.Errorf("after the first step %d, saves %v; want %d, %v", first.After, first.Saves, want.Score, got.Household.Exact-want.Exact)
	}
	if got.AfterPlan != got.Household.Baseline {
		t.Errorf("after the whole plan %d; want the baseline, %d", got.AfterPlan, got.Household.Baseline)
	}
}

// TestPlanLooksAhead: two addresses hold the same link of a chain, so either
// alone saves little; once one is chosen, the other comes before a step that
// saves more alone.
func TestPlanLooksAhead(t *testing.T) {
	all := []exposure.Finding{
		found("travel", "rome", "anna", exposure.Confirmed, 1, "anna"),
		found("address", "home", "erik", exposure.Confirmed, 1, "erik"),
		found("exif-home", "gps", "anna", exposure.Confirmed, 1, "anna"),
		found("school", "x", "elsa", exposure.Confirmed, 1, "erik"),
		found("personnummer", "n", "erik", exposure.Confirmed, 1, "erik"),
	}
	got := run(all)
	left := slices.Clone(all)
	for n, s := range got.Plan[:assess.FirstSteps] {
		best := math.Inf(1)
		for _, f := range left {
			best = min(best, run(without(left, f.Rule)).Household.Exact)
		}
		left = without(left, s.Rule)
		if now := run(left).Household.Exact; math.Abs(now-best) > 1e-6 {
			t.Errorf("after %d steps %v; another third would give %v", n+1, now, best)
		}
	}
	if want := run(left).Household.Score; got.AfterFirst != want {
		t.Errorf("after the first steps %d; want %d", got.AfterFirst, want)
	}
}

func TestPlanGroupsByAct(t *testing.T) {
	page := func(f exposure.Finding, doc exposure.DocumentID) exposure.Finding {
		f.Evidence[0].Document = doc
		return f
	}
	kind := func(f exposure.Finding, k exposure.SourceKind) exposure.Finding {
		f.Evidence[0].Kind = k
		return f
	}
	minutes := func(f exposure.Finding, n int) exposure.Finding {
		f.Fix.Minutes = n
		return f
	}
	names := func(value string, by exposure.SubjectID) exposure.Finding {
		return found("child-name", value, "elsa", exposure.Confirmed, 1, by)
	}
	tests := []struct {
		name     string
		findings []exposure.Finding
		want     [][]exposure.FindingID
		minutes  int
	}{
		{
			"same rule in one document",
			[]exposure.Finding{page(names("a", "erik"), "d"), minutes(page(names("b", "erik"), "d"), 9)},
			[][]exposure.FindingID{{"child-name:a:elsa", "child-name:b:elsa"}},
			9,
		},
		{
			"same rule in two documents",
			[]exposure.Finding{names("a", "erik"), names("b", "erik")},
			[][]exposure.FindingID{{"child-name:a:elsa"}, {"child-name:b:elsa"}},
			5,
		},
		{
			"two owners",
			[]exposure.Finding{page(names("a", "erik"), "d"), page(names("b", "anna"), "d")},
			[][]exposure.FindingID{{"child-name:a:elsa"}, {"child-name:b:elsa"}},
			5,
		},
		{
			"two rules in one document",
			[]exposure.Finding{page(names("a", "erik"), "d"), page(found("school", "x", "elsa", exposure.Confirmed, 1, "erik"), "d")},
			[][]exposure.FindingID{{"child-name:a:elsa", "school:x:elsa"}},
			5,
		},
		{
			"two rules in one set of answers",
			[]exposure.Finding{
				kind(page(found("no-2fa", "one", "anna", exposure.Confirmed, 1, "anna"), "d"), exposure.Interview),
				kind(page(found("pw-reused", "one", "anna", exposure.Confirmed, 1, "anna"), "d"), exposure.Interview),
			},
			[][]exposure.FindingID{{"no-2fa:one:anna"}, {"pw-reused:one:anna"}},
			5,
		},
		{"one folder of photographs", []exposure.Finding{
			kind(found("exif-home", "a", "erik", exposure.Confirmed, 1, "erik"), exposure.Photos),
			kind(found("exif-home", "b", "erik", exposure.Confirmed, 1, "erik"), exposure.Photos),
		}, [][]exposure.FindingID{{"exif-home:a:erik", "exif-home:b:erik"}}, 5},
		{
			"one fact told twice",
			[]exposure.Finding{found("travel", "rome", "anna", exposure.Confirmed, 1, "anna"), again(found("travel", "rome", "anna", exposure.Confirmed, 1, "anna"))},
			[][]exposure.FindingID{{"travel:rome:anna", "travel:rome:anna again"}},
			5,
		},
		{"what is only possible is asked about first", []exposure.Finding{found("school", "x", "elsa", exposure.Possible, 1, "erik")}, nil, 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var got [][]exposure.FindingID
			for _, s := range run(tt.findings).Plan {
				got = append(got, s.Findings)
			}
			slices.SortFunc(got, func(a, b []exposure.FindingID) int { return slices.Compare(a, b) })
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Fatalf("steps (-want +got)\n%s", diff)
			}
			if len(got) > 0 {
				if m := run(tt.findings).Plan[0].Minutes; m != tt.minutes {
					t.Errorf("minutes = %d; want %d: one act, once", m, tt.minutes)
				}
			}
		})
	}
}

// listed makes a finding that places showed of a person who looked; "public" is
// written before a place that the law makes public.
func listed(kind, value string, who exposure.SubjectID, at ...string) exposure.Finding {
	f := found(kind, value, who, exposure.Confirmed, exposure.Members)
	f.Fix.Owner = who
	for _, place := range at {
		e := exposure.Evidence{Shower: who, Certainty: exposure.Confirmed, Timeliness: 1}
		lookedUp(&e, strings.TrimPrefix(place, "public "))
		e.Public = strings.HasPrefix(place, "public ")
		f.Evidence = append(f.Evidence, e)
	}
	return f
}

func TestPlanOfLookups(t *testing.T) {
	mended := func(f exposure.Finding, p exposure.Progress) exposure.Finding {
		for i := range f.Evidence {
			told(&f.Evidence[i], p)
		}
		return f
	}
	blog := found("address", "home", exposure.Household, exposure.Confirmed, 1, "anna")
	tests := []struct {
		name     string
		findings []exposure.Finding
		want     [][]exposure.FindingID // a step each
		minutes  []int
	}{
		{
			"one sitting, longer for more places",
			[]exposure.Finding{listed("address", "home", "anna", "hitta", "eniro", "ratsit"), listed("phone", "anna", "anna", "hitta"), listed("dob", "anna", "anna", "birthday")},
			[][]exposure.FindingID{{"address:home:anna", "dob:anna:anna", "phone:anna:anna"}},
			[]int{20},
		},
		{
			"a sitting each",
			[]exposure.Finding{listed("address", "home", "anna", "hitta"), listed("address", "home", "erik", "hitta")},
			[][]exposure.FindingID{{"address:home:anna"}, {"address:home:erik"}},
			[]int{5, 5},
		},
		{
			"another act",
			[]exposure.Finding{listed("phone", "anna", "anna", "hitta"), listed("valuables", "income", "anna", "ratsit")},
			[][]exposure.FindingID{{"phone:anna:anna"}, {"valuables:income:anna"}},
			[]int{5, 5},
		},
		{
			"the same fact on the blog is mended there",
			[]exposure.Finding{blog, listed("address", "home", "anna", "hitta")},
			[][]exposure.FindingID{{"address:home:anna"}, {"address:home:household"}},
			[]int{5, 5},
		},
		{
			"what is said to be done is looked at again",
			[]exposure.Finding{mended(listed("phone", "anna", "anna", "hitta", "eniro"), exposure.SaidDone), listed("dob", "anna", "anna", "birthday")},
			[][]exposure.FindingID{{"dob:anna:anna", "phone:anna:anna"}},
			[]int{9},
		},
		{
			"public registers have no step",
			[]exposure.Finding{listed("address", "home", "anna", "public bolagsverket"), listed("phone", "anna", "anna", "hitta", "public register")},
			[][]exposure.FindingID{{"phone:anna:anna"}},
			[]int{5},
		},
		{"gone", []exposure.Finding{mended(listed("phone", "anna", "anna", "hitta"), exposure.Gone)}, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plan := run(tt.findings).Plan
			slices.SortFunc(plan, func(a, b assess.Step) int { return strings.Compare(string(a.Findings[0]), string(b.Findings[0])) })
			var got [][]exposure.FindingID
			var minutes []int
			for _, s := range plan {
				got, minutes = append(got, s.Findings), append(minutes, s.Minutes)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("steps (-want +got)\n%s", diff)
			}
			if diff := cmp.Diff(tt.minutes, minutes); diff != "" {
				t.Errorf("minutes (-want +got)\n%s", diff)
			}
		})
	}
}

// TestBaselineOfLookups: a directory can hide a person, a public register cannot, and
// a blog's address stays as visible as registers make it.
func TestBaselineOfLookups(t *testing.T) {
	score := func(v exposure.Visibility) int {
		return run([]exposure.Finding{found("address", "home", "anna", exposure.Confirmed, v, "anna")}).Household.Score
	}
	blog := found("address", "home", exposure.Household, exposure.Confirmed, 1, "anna")
	tests := []struct {
		name     string
		findings []exposure.Finding
		score    int
		left     int // baseline, and after the plan
	}{
		{"a directory", []exposure.Finding{listed("address", "home", "anna", "hitta")}, score(exposure.Members), 0},
		{"a public register", []exposure.Finding{listed("address", "home", "anna", "public bolagsverket")}, score(exposure.Members), score(exposure.Members)},
		{"both", []exposure.Finding{listed("address", "home", "anna", "hitta", "public bolagsverket")}, score(.75), score(exposure.Members)},
		{"a child in a public register", []exposure.Finding{minor(listed("valuables", "home", "elsa", "public lantmateriet"))}, 5, 5},
		{"the blog and a directory", []exposure.Finding{blog, listed("address", "home", "anna", "hitta")}, score(1), score(exposure.Members)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			a := run(tt.findings)
			if a.Household.Score != tt.score || a.Household.Baseline != tt.left || a.AfterPlan != tt.left {
				t.Errorf("score %d, baseline %d, after the plan %d; want %d, %d, %d",
					a.Household.Score, a.Household.Baseline, a.AfterPlan, tt.score, tt.left, tt.left)
			}
		})
	}
}

// TestPlanOfADomain: one letter to the registrar does for all that the record tells,
// and not for the blog.
func TestPlanOfADomain(t *testing.T) {
	record := func(kind string) exposure.Finding {
		f := found(kind, "x", "anna", exposure.Confirmed, 1, "anna")
		f.Evidence[0].Kind, f.Evidence[0].Source, f.ID = exposure.Register, "domain", f.ID+" record"
		return f
	}
	plan := run([]exposure.Finding{record("address"), record("phone"), found("phone", "x", "anna", exposure.Confirmed, 1, "anna")}).Plan
	if len(plan) != 2 {
		t.Fatalf("%d steps; want one at the registrar and one on the page: %+v", len(plan), plan)
	}
	n := slices.IndexFunc(plan, func(s assess.Step) bool { return len(s.Findings) == 2 })
	if n < 0 || plan[n].Rule != "address" {
		t.Errorf("steps = %+v; want the record's address and phone in one", plan)
	}
}

// again is a second finding of the same fact, by another rule.
func again(f exposure.Finding) exposure.Finding {
	f.ID += " again"
	f.Rule = "school"
	return f
}

// TestPlanTwoRulesOneFact shows that two findings of one fact stay in the plan
// although fixing either alone saves nothing.
func TestPlanTwoRulesOneFact(t *testing.T) {
	a := found("exif-home", "gps", "erik", exposure.Confirmed, 1, "erik")
	b := found("home-photo", "gps", "erik", exposure.Confirmed, 1, "erik")
	b.Fact, b.Evidence = a.Fact, slices.Clone(a.Evidence)
	b.Rule, b.ID = "exif-home", "second"
	b.Fix.Owner = "anna"
	got := run([]exposure.Finding{a, b})
	if len(got.Plan) != 2 || got.AfterPlan != 0 {
		t.Fatalf("plan = %+v, after %d; want both steps and nothing left", got.Plan, got.AfterPlan)
	}
	if got.Plan[0].Saves != 0 {
		t.Errorf("one of two findings of one fact saves %v; want 0", got.Plan[0].Saves)
	}
	if n := len(got.Household.Parts); n != 2 {
		t.Errorf("%d parts; want the fact's points divided between 2 findings", n)
	}
}

// atHome is what an answer tells of the home, by a rule of that area.
func atHome(severity exposure.Severity, c exposure.Certainty) exposure.Finding {
	f := found("window", "x", exposure.Household, c, .1, "anna")
	f.Severity, f.Evidence[0].Kind = severity, exposure.Interview
	return f
}

func TestFine(t *testing.T) {
	quiet := []exposure.Finding{found("username", "anna", "anna", exposure.Confirmed, 1, "anna")}
	with := func(f ...exposure.Finding) []exposure.Finding { return append(slices.Clone(quiet), f...) }
	tests := []struct {
		name     string
		findings []exposure.Finding
		coverage int
		want     bool
	}{
		{"nothing found, all of it seen", nil, 100, true},
		{"a little found", quiet, 80, true},
		{"too little seen", quiet, 79, false},
		{"the score is 20 or more", family(), 100, false},
		{"something heavy is open", with(found("school", "x", "elsa", exposure.Confirmed, 1, "anna")), 100, false},
		{"something heavy is possible", with(found("travel", "a", "anna", exposure.Possible, 1, "anna"),
			minor(found("travel", "b", "anna", exposure.Possible, 1, "anna"))), 100, false},
		{"a chain holds", with(found("dob", "a", "anna", exposure.Confirmed, 1, "anna"), found("phone", "a", "anna", exposure.Confirmed, 1, "anna")), 100, false},
		{"something important at home", with(atHome(exposure.High, exposure.Confirmed)), 100, false},
		{"something less important at home", with(atHome(exposure.Medium, exposure.Confirmed)), 100, true},
		{"at home, and not so", with(atHome(exposure.High, exposure.Refuted)), 100, true},
		{"heavy but not me", with(found("travel", "a", "anna", exposure.Refuted, 1, "anna")), 100, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := assess.Run(assess.Input{Pack: pack(), Findings: tt.findings, People: people(), Coverage: tt.coverage})
			if got.Fine != tt.want {
				t.Errorf("fine = %v (score %d, chains %+v); want %v", got.Fine, got.Household.Score, got.Chains, tt.want)
			}
		})
	}
}

// TestUnknownRule shows that a pack without a rule takes its findings out of
// the score, so that two audits can be weighed by the same pack.
func TestUnknownRule(t *testing.T) {
	f := found("travel", "july", exposure.Household, exposure.Confirmed, 1, "erik")
	f.Rule = "gone.rule"
	if got := run([]exposure.Finding{f}); got.Household.Score != 0 || len(got.Household.Parts) != 0 || len(got.Plan) != 0 {
		t.Errorf("score %d, parts %v, plan %v; want nothing", got.Household.Score, got.Household.Parts, got.Plan)
	}
}

// TestEmptyListsAreLists shows that reports never meet a null.
func TestEmptyListsAreLists(t *testing.T) {
	b, err := json.Marshal(run(nil))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"household":{"score":0,"low":0,"high":0,"baseline":0,"band":"good","exact":0,"parts":[]},"people":[`
	if got := string(b[:len(want)]); got != want {
		t.Errorf("JSON = %s; want %s", got, want)
	}
	if strings.Contains(string(b), "null") {
		t.Errorf("JSON = %s; want no null", b)
	}
}
