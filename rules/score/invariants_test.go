package score_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// slack is the resolution of Result.Exact. Two sums that differ in their last
// bit may round to neighbouring millionths.
const slack = 1.5e-6

// kindsOf lists kinds of fact with their category and points, as the design's
// start values have them.
var kindsOf = []struct {
	kind, category string
	points         float64
}{
	{"address", "where", 12},
	{"exif-home", "where", 14},
	{"home-photo", "where", 8},
	{"travel", "when", 18},
	{"routine", "when", 12},
	{"phone", "who", 5},
	{"dob", "who", 4},
	{"personnummer", "who", 14},
	{"relations", "who", 5},
	{"valuables", "what", 10},
	{"alarm-detail", "what", 14},
	{"child-name", "child", 6},
	{"child-photo", "child", 8},
	{"school", "child", 12},
	{"email", "accounts", 3},
	{"username", "accounts", 3},
	{"pw-exposed", "secrets", 16},
	{"pw-reused", "secrets", 10},
	{"no-2fa", "secrets", 10},
}

var members = []exposure.SubjectID{"anna", "erik", "elsa", "nils"}

// unitValue draws 0 to 1 with the ends and the design's steps likely.
func unitValue() *rapid.Generator[float64] {
	return rapid.OneOf(rapid.SampledFrom([]float64{0, .1, .15, .25, .5, .7, .8, 1}), rapid.Float64Range(0, 1))
}

func observation() *rapid.Generator[score.Observation] {
	return rapid.Custom(func(t *rapid.T) score.Observation {
		return score.Observation{
			ID:         fmt.Sprintf("page-%d", rapid.IntRange(0, 5).Draw(t, "page")),
			Member:     rapid.SampledFrom(members).Draw(t, "member"),
			Visibility: unitValue().Draw(t, "v"),
			Confidence: unitValue().Draw(t, "c"),
			Timeliness: unitValue().Draw(t, "t"),
			Mitigated:  unitValue().Draw(t, "m"),
		}
	})
}

func anyFact() *rapid.Generator[score.Fact] {
	return rapid.Custom(func(t *rapid.T) score.Fact {
		k := rapid.SampledFrom(kindsOf).Draw(t, "kind")
		return score.Fact{
			Key:      fmt.Sprintf("%s:%d", k.kind, rapid.IntRange(0, 3).Draw(t, "value")),
			Kind:     k.kind,
			Category: k.category,
			Points:   k.points * rapid.SampledFrom([]float64{.5, 1}).Draw(t, "share"),
			Minor:    rapid.Bool().Draw(t, "minor"),
			Shown:    rapid.SliceOfN(observation(), 0, 4).Draw(t, "shown"),
		}
	})
}

func anyFacts() *rapid.Generator[[]score.Fact] { return rapid.SliceOfN(anyFact(), 0, 24) }

func anyControls() *rapid.Generator[[]score.Control] {
	return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) score.Control {
		return score.Control{
			ID:       fmt.Sprintf("control-%d", rapid.IntRange(0, 3).Draw(t, "control")),
			Scenario: rapid.SampledFrom([]exposure.RuleID{"empty-home", "child-predictable", "impersonation", "account-takeover"}).Draw(t, "scenario"),
			Effect:   unitValue().Draw(t, "e"),
		}
	}), 0, 4)
}

// deep copies facts so that a test may change one observation.
func deep(facts []score.Fact) []score.Fact {
	out := slices.Clone(facts)
	for i := range out {
		out[i].Shown = slices.Clone(out[i].Shown)
	}
	return out
}

// oneShown draws an observation of facts, which must then be a deep copy to
// change it; nil when nothing is shown.
func oneShown(t *rapid.T, facts []score.Fact) *score.Observation {
	var all []*score.Observation
	for i := range facts {
		for j := range facts[i].Shown {
			all = append(all, &facts[i].Shown[j])
		}
	}
	if len(all) == 0 {
		return nil
	}
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "which")]
}

// noHigher fails when the second result exceeds the first, exactly or in whole
// points.
func noHigher(t *rapid.T, what string, before, after score.Result) {
	t.Helper()
	if after.Exact > before.Exact+slack {
		t.Fatalf("%s moved the score from %v to %v", what, before.Exact, after.Exact)
	}
	if after.Score > before.Score && after.Exact <= before.Exact {
		t.Fatalf("%s moved the whole score from %d to %d", what, before.Score, after.Score)
	}
}

// from keeps what the given members show.
func from(facts []score.Fact, who ...exposure.SubjectID) []score.Fact {
	out := deep(facts)
	for i := range out {
		out[i].Shown = slices.DeleteFunc(out[i].Shown, func(o score.Observation) bool { return !slices.Contains(who, o.Member) })
	}
	return out
}

func TestI1ScoreLiesBetween0And100(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := reference()
		if rapid.Bool().Draw(t, "huge") {
			for c := range m.Caps {
				m.Caps[c] *= 1000
			}
			m.Tau = .5
		}
		r := m.Eval(anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls"))
		if !(r.Exact >= 0 && r.Exact < 100) || r.Score < 0 || r.Score >= 100 {
			t.Fatalf("score = %d (%v); want 0 to below 100", r.Score, r.Exact)
		}
	})
}

func TestI2AddingNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		before := reference().Eval(facts, controls)
		more := append(deep(facts), anyFact().Draw(t, "new fact"))
		noHigher(t, "leaving out a fact", reference().Eval(more, controls), before)
		if len(facts) > 0 {
			wider := deep(facts)
			i := rapid.IntRange(0, len(wider)-1).Draw(t, "fact")
			wider[i].Shown = append(wider[i].Shown, observation().Draw(t, "new observation"))
			noHigher(t, "leaving out an observation", reference().Eval(wider, controls), before)
		}
	})
}

func TestI3FixingNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		before := reference().Eval(facts, controls)
		fixed := deep(facts)
		if o := oneShown(t, fixed); o != nil {
			o.Mitigated = rapid.Float64Range(o.Mitigated, 1).Draw(t, "more mitigated")
			noHigher(t, "mitigating", before, reference().Eval(fixed, controls))
			o.Mitigated = 1
			noHigher(t, "removing an observation", before, reference().Eval(fixed, controls))
		}
		if len(facts) > 0 {
			i := rapid.IntRange(0, len(facts)-1).Draw(t, "gone")
			noHigher(t, "removing a fact", before, reference().Eval(slices.Delete(deep(facts), i, i+1), controls))
		}
	})
}

func TestI4OrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// The worked family makes every scenario hold, so that a sum in another
		// order shows in the last bits of the hazard.
		facts, controls := append(family(), anyFacts().Draw(t, "facts")...), anyControls().Draw(t, "controls")
		want := reference().Eval(facts, controls)
		shuffled := deep(rapid.Permutation(facts).Draw(t, "facts in another order"))
		for i := range shuffled {
			shuffled[i].Shown = rapid.Permutation(shuffled[i].Shown).Draw(t, "observations in another order")
		}
		m := reference()
		m.Scenarios = rapid.Permutation(m.Scenarios).Draw(t, "scenarios in another order")
		got := m.Eval(shuffled, rapid.Permutation(controls).Draw(t, "controls in another order"))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("order changed the result (-want +got)\n%s", diff)
		}
	})
}

func TestI5TheSameObservationTwiceCountsOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		want := reference().Eval(facts, controls)
		twice := deep(append(slices.Clone(facts), facts...))
		for i := range twice {
			twice[i].Shown = append(twice[i].Shown, twice[i].Shown...)
		}
		got := reference().Eval(twice, append(slices.Clone(controls), controls...))
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("counting twice changed the result (-want +got)\n%s", diff)
		}
	})
}

func TestI6HouseholdIsAtLeastEveryMember(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		household := reference().Eval(facts, controls)
		for _, p := range members {
			noHigher(t, "taking only "+string(p), household, reference().Eval(from(facts, p), controls))
		}
	})
}

func TestI7PartsSumToTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		r := reference().Eval(facts, controls)
		total := r
		total.Parts = nil
		if diff := gocmp.Diff(total, reference().Total(facts, controls)); diff != "" {
			t.Fatalf("Total differs from Eval (-Eval +Total)\n%s", diff)
		}
		points, millionths := 0, 0.0
		for _, p := range r.Parts {
			points += p.Points
			millionths += math.Round(p.Exact * 1e6)
		}
		if points != r.Score || millionths != math.Round(r.Exact*1e6) {
			t.Fatalf("parts sum to %d and %v millionths; want %d and %v", points, millionths, r.Score, r.Exact)
		}
		hazard := 0.0
		for _, c := range exposure.SortedKeys(r.Categories) {
			hazard += r.Categories[c]
		}
		for _, s := range r.Scenarios {
			hazard += s
		}
		if math.Abs(hazard-r.Hazard) > 1e-9 {
			t.Fatalf("categories and scenarios sum to %v; want the hazard %v", hazard, r.Hazard)
		}
	})
}

func TestI8PartsAreNotNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := reference().Eval(anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls"))
		for _, p := range r.Parts {
			if p.Points < 0 || p.Exact < 0 || !(p.Weight > 0) {
				t.Fatalf("part %+v; want no negative number and a weight", p)
			}
		}
		if !slices.IsSortedFunc(r.Parts, func(a, b score.Part) int { return cmp.Compare(a.Key, b.Key) }) {
			t.Fatalf("parts are not ordered by key: %+v", r.Parts)
		}
	})
}

func TestI9ReturnsDiminishWithinACategory(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// User names are in no scenario, so only the category is at work.
		points := rapid.Float64Range(.5, 20).Draw(t, "points")
		n := rapid.IntRange(0, 12).Draw(t, "facts before")
		name := func(i int) score.Fact {
			return fact(fmt.Sprintf("username:%02d", i), "username", "accounts", points, 1, 1, false, "anna")
		}
		var facts []score.Fact
		for i := range n {
			facts = append(facts, name(i))
		}
		at := func(fs []score.Fact) float64 { return reference().Eval(fs, nil).Categories["accounts"] }
		none := at(facts)
		one := at(append(slices.Clone(facts), name(n)))
		two := at(append(slices.Clone(facts), name(n), name(n+1)))
		if two-one >= one-none {
			t.Fatalf("the next fact adds %v after %v; want less each time", two-one, one-none)
		}
	})
}

func TestI10LegsFromTwoMembersCompound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weight := rapid.Float64Range(1, 30)
		a := []score.Fact{fact("home", "address", "where", weight.Draw(t, "address"), 1, 1, false, "anna")}
		b := []score.Fact{fact("trip", "travel", "when", weight.Draw(t, "trip"), 1, 1, false, "erik")}
		m := reference()
		apart := m.Eval(a, nil).Hazard + m.Eval(b, nil).Hazard
		together := m.Eval(append(slices.Clone(a), b...), nil).Hazard
		if together <= apart+1e-9 {
			t.Fatalf("together %v; want more than %v apart", together, apart)
		}
	})
}

func TestI11RemovingAMemberNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		before := reference().Eval(facts, controls)
		for i := range members {
			rest := slices.Delete(slices.Clone(members), i, i+1)
			noHigher(t, "removing "+string(members[i]), before, reference().Eval(from(facts, rest...), controls))
		}
	})
}

func TestI12UnknownNeverChangesTheScore(t *testing.T) {
	// A source that could not be read reaches the score as a fact that nothing
	// shows, or not at all; both must leave the result as it was.
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		unread := anyFact().Draw(t, "unread")
		unread.Shown = nil
		want := reference().Eval(facts, controls)
		got := reference().Eval(append(slices.Clone(facts), unread), controls)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("an unread fact changed the result (-want +got)\n%s", diff)
		}
	})
}

func TestI13MoreVisibleSurerOrMoreTimelyNeverLowers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		before := reference().Eval(facts, controls)
		raised := deep(facts)
		o := oneShown(t, raised)
		if o == nil {
			return
		}
		which := rapid.SampledFrom([]*float64{&o.Visibility, &o.Confidence, &o.Timeliness}).Draw(t, "what")
		*which = rapid.Float64Range(*which, 1).Draw(t, "raised to")
		noHigher(t, "lowering v, c or t", reference().Eval(raised, controls), before)
	})
}

func TestI14AddingAControlNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts := anyFacts().Draw(t, "facts")
		controls := anyControls().Filter(func(c []score.Control) bool { return len(c) > 0 }).Draw(t, "controls")
		before := reference().Eval(facts, controls[1:])
		noHigher(t, "a control", before, reference().Eval(facts, controls))
	})
}

// certainties sets c by what the headline and its bounds count. Each
// observation's c is taken as a word: 1 confirmed, .8 likely, .5 possible.
func certainties(facts []score.Fact, count func(c float64) float64) []score.Fact {
	out := deep(facts)
	for i := range out {
		for j := range out[i].Shown {
			c := out[i].Shown[j].Confidence
			word := .5
			switch {
			case c > .8:
				word = 1
			case c > .5:
				word = .8
			case c == 0:
				word = 0
			}
			out[i].Shown[j].Confidence = count(word)
		}
	}
	return out
}

func TestI15LowerHeadlineUpperAreInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		at := func(count func(float64) float64) score.Result {
			return reference().Eval(certainties(facts, count), controls)
		}
		low := at(func(c float64) float64 {
			if c == 1 {
				return c
			}
			return 0
		})
		headline := at(func(c float64) float64 {
			if c >= .8 {
				return c
			}
			return 0
		})
		high := at(func(c float64) float64 {
			if c == .5 {
				return 1
			}
			return c
		})
		noHigher(t, "counting only the confirmed", headline, low)
		noHigher(t, "leaving out the possible", high, headline)
	})
}

func TestI16NoChangeMeansNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		kept := deep(facts)
		first := reference().Eval(facts, controls)
		second := reference().Eval(facts, controls)
		if diff := gocmp.Diff(first, second); diff != "" {
			t.Fatalf("the same input gave another result (-first +second)\n%s", diff)
		}
		if diff := gocmp.Diff(kept, facts); diff != "" {
			t.Fatalf("Eval changed its input (-before +after)\n%s", diff)
		}
	})
}

func TestI17OneCategoryAloneIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := reference()
		m.Scenarios = nil
		category := rapid.SampledFrom(exposure.SortedKeys(m.Caps)).Draw(t, "category")
		n := rapid.IntRange(1, 200).Draw(t, "facts")
		points := rapid.Float64Range(0, 100).Draw(t, "points")
		var facts []score.Fact
		for i := range n {
			facts = append(facts, fact(fmt.Sprint(i), "kind", category, points, 1, 1, true, "anna"))
		}
		bound := 100 * (1 - math.Exp(-m.Caps[category]/100))
		if got := m.Eval(facts, nil).Exact; got > bound+slack {
			t.Fatalf("%d facts in %s score %v; want at most %v", n, category, got, bound)
		}
	})
}

func TestI18NotMeEqualsRemoved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		if len(facts) > 0 {
			// The same fact under a heavier rule, which may be the refuted copy.
			heavier := deep(facts[:1])
			heavier[0].Points *= 2
			facts = append(facts, heavier...)
		}
		refuted, removed := deep(facts), deep(facts)
		for i := range facts {
			for j := len(facts[i].Shown) - 1; j >= 0; j-- {
				if rapid.Bool().Draw(t, "not me") {
					refuted[i].Shown[j].Confidence = 0
					removed[i].Shown = slices.Delete(removed[i].Shown, j, j+1)
				}
			}
		}
		removed = slices.DeleteFunc(removed, func(f score.Fact) bool { return len(f.Shown) == 0 })
		want := reference().Eval(removed, controls)
		got := reference().Eval(refuted, controls)
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Fatalf("refuted and removed differ (-removed +refuted)\n%s", diff)
		}
	})
}

func TestI19Deterministic(t *testing.T) {
	// The bits of a sum depend on its order, and map order changes between
	// runs: many evaluations of one input must agree in every bit.
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		want := reference().Eval(facts, controls)
		for range 20 {
			got := reference().Eval(deep(facts), controls)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Fatalf("(-first +later)\n%s", diff)
			}
		}
		if r := math.Round(want.Exact*1e6) / 1e6; r != want.Exact {
			t.Fatalf("exact score %v is not rounded to 1e-6", want.Exact)
		}
	})
}

func TestI20MonotoneUnderRounding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		facts, controls := anyFacts().Draw(t, "facts"), anyControls().Draw(t, "controls")
		one := reference().Eval(facts, controls)
		two := reference().Eval(anyFacts().Draw(t, "other facts"), controls)
		if (one.Exact <= two.Exact && one.Score > two.Score) || (one.Exact >= two.Exact && one.Score < two.Score) {
			t.Fatalf("%v became %d and %v became %d", one.Exact, one.Score, two.Exact, two.Score)
		}
		if math.Abs(float64(one.Score)-one.Exact) > .5 {
			t.Fatalf("%v became %d", one.Exact, one.Score)
		}
	})
}
