package assess_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/assess"
	"lampan/rules/exposure"
)

// anyFindings draws findings with distinct IDs; some share a fact, some a
// document.
func anyFindings() *rapid.Generator[[]exposure.Finding] {
	one := rapid.Custom(func(t *rapid.T) exposure.Finding {
		w := rapid.SampledFrom(weights).Draw(t, "kind")
		about := rapid.SampledFrom([]exposure.SubjectID{"anna", "erik", "elsa", exposure.Household}).Draw(t, "about")
		showers := rapid.SliceOfNDistinct(rapid.SampledFrom([]exposure.SubjectID{"anna", "erik", "elsa"}), 1, 3, rapid.ID).Draw(t, "showers")
		f := found(w.kind, fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "value")), about, exposure.Confirmed, 1, showers...)
		f.Fact.Minor = about == "elsa"
		f.Fix.Minutes = rapid.IntRange(1, 30).Draw(t, "minutes")
		for i := range f.Evidence {
			e := &f.Evidence[i]
			e.Certainty = rapid.SampledFrom([]exposure.Certainty{exposure.Confirmed, exposure.Likely, exposure.Possible, exposure.Refuted}).Draw(t, "certainty")
			e.Visibility = rapid.SampledFrom([]exposure.Visibility{exposure.Open, exposure.Link, exposure.Members, exposure.Friends, exposure.Private}).Draw(t, "visibility")
			e.Timeliness = rapid.SampledFrom([]float64{.15, .4, 1}).Draw(t, "timeliness")
			e.Mitigated = rapid.SampledFrom([]float64{0, 0, .5, 1}).Draw(t, "mitigated")
			e.Document = exposure.DocumentID(rapid.SampledFrom([]string{"d1", "d2", "d3", "d4"}).Draw(t, "document"))
			e.Locator = string(e.Document)
			if rapid.Bool().Draw(t, "looked up") {
				lookedUp(e, rapid.SampledFrom([]string{"hitta", "eniro", "ratsit"}).Draw(t, "place"))
				e.Public = rapid.Bool().Draw(t, "public")
				told(e, rapid.SampledFrom(progresses).Draw(t, "progress"))
			}
		}
		return f
	})
	return rapid.SliceOfNDistinct(one, 0, 12, func(f exposure.Finding) exposure.FindingID { return f.ID })
}

var progresses = []exposure.Progress{"", exposure.Asked, exposure.SaidDone, exposure.Gone, exposure.CameBack}

// lookedUp makes evidence of what somebody saw at a place.
func lookedUp(e *exposure.Evidence, place string) {
	e.Kind, e.Place, e.Source, e.Visibility = exposure.Lookup, place, exposure.SourceID(e.Shower)+"-looks", exposure.Members
	e.Document = exposure.DocumentID(string(e.Shower) + place)
	e.Locator = "uppslag.yaml#" + place
}

func told(e *exposure.Evidence, p exposure.Progress) { e.Progress, e.Mitigated = p, p.Mitigated() }

func anyControls() *rapid.Generator[[]string] {
	return rapid.SliceOfDistinct(rapid.SampledFrom([]string{"alarm", "neighbour"}), rapid.ID)
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings, controls := anyFindings().Draw(t, "findings"), anyControls().Draw(t, "controls")
		want := run(findings, controls...)
		got := run(rapid.Permutation(findings).Draw(t, "another order"), rapid.Permutation(controls).Draw(t, "controls in another order")...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("order changed the assessment (-want +got)\n%s", diff)
		}
	})
}

func TestAFixNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings, controls := anyFindings().Draw(t, "findings"), anyControls().Draw(t, "controls")
		a := run(findings, controls...)
		lowest := a.Household.Score
		for _, s := range a.Plan {
			if s.After > a.Household.Score || s.Saves < 0 {
				t.Fatalf("step %v: from %d to %d, saves %v; want no rise", s.Findings, a.Household.Score, s.After, s.Saves)
			}
			lowest = min(lowest, s.After)
			// What the family sees at the next visit is never worse than promised.
			gone := slices.DeleteFunc(slices.Clone(findings), func(f exposure.Finding) bool { return slices.Contains(s.Findings, f.ID) })
			if next := run(gone, controls...).Household.Score; next > s.After {
				t.Fatalf("step %v promised %d and the next audit says %d", s.Findings, s.After, next)
			}
		}
		if a.AfterFirst > a.Household.Score || a.AfterPlan > a.AfterFirst {
			t.Fatalf("from %d to %d to %d; want no rise", a.Household.Score, a.AfterFirst, a.AfterPlan)
		}
		if a.AfterPlan > lowest {
			t.Fatalf("the whole plan ends at %d, one step alone at %d", a.AfterPlan, lowest)
		}
		if a.AfterPlan > a.Household.Baseline {
			t.Fatalf("the whole plan ends at %d, above the baseline %d", a.AfterPlan, a.Household.Baseline)
		}
	})
}

func TestBoundsHold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := run(anyFindings().Draw(t, "findings"), anyControls().Draw(t, "controls")...)
		results := []assess.Result{a.Household}
		for _, p := range a.People {
			results = append(results, p.About)
			if p.About.Score > a.Household.Score || p.About.High > a.Household.High {
				t.Fatalf("%s: %d–%d above the household's %d–%d", p.Person, p.About.Score, p.About.High, a.Household.Score, a.Household.High)
			}
		}
		for _, r := range results {
			if r.Low > r.Score || r.Score > r.High || r.Baseline > r.Score || r.Low < 0 || r.High > 99 {
				t.Fatalf("low %d, score %d, high %d, baseline %d; want them in order", r.Low, r.Score, r.High, r.Baseline)
			}
			points, millionths := 0, 0.0
			for i, p := range r.Parts {
				points += p.Points
				millionths += math.Round(p.Exact * 1e6)
				if p.Points < 0 || p.Exact < 0 || i > 0 && p.Exact > r.Parts[i-1].Exact {
					t.Fatalf("parts %+v; want none negative and the largest first", r.Parts)
				}
			}
			if points != r.Score || millionths != math.Round(r.Exact*1e6) {
				t.Fatalf("parts sum to %d and %v millionths; want %d and %v", points, millionths, r.Score, r.Exact)
			}
		}
	})
}

func TestCoverageNeverMovesTheScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := assess.Input{Pack: pack(), People: people(), Findings: anyFindings().Draw(t, "findings"), Coverage: 100}
		want := assess.Run(in)
		in.Coverage = rapid.IntRange(0, 100).Draw(t, "coverage")
		got := assess.Run(in)
		want.Fine, got.Fine = false, false
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("coverage changed the assessment (-want +got)\n%s", diff)
		}
	})
}

func TestRevokingNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings := anyFindings().Draw(t, "findings")
		who := rapid.SampledFrom([]exposure.SubjectID{"anna", "erik", "elsa"}).Draw(t, "who")
		var rest []exposure.Finding
		for _, f := range findings {
			f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return e.Shower == who })
			if len(f.Evidence) > 0 {
				rest = append(rest, f)
			}
		}
		if before, after := run(findings).Household.Score, run(rest).Household.Score; after > before {
			t.Fatalf("without %s's sources the score rose from %d to %d", who, before, after)
		}
	})
}

// TestMendingAPlaceNeverRaises: asked changes nothing, said done lowers or leaves,
// gone is as if it had never been there, and what came back counts whole.
func TestMendingAPlaceNeverRaises(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings := anyFindings().Draw(t, "findings")
		var at []*exposure.Evidence
		for i := range findings {
			for j := range findings[i].Evidence {
				if e := &findings[i].Evidence[j]; e.Place != "" {
					at = append(at, e)
				}
			}
		}
		if len(at) == 0 {
			return
		}
		e := rapid.SampledFrom(at).Draw(t, "which")
		exact := func(p exposure.Progress) float64 {
			told(e, p)
			return run(findings).Household.Exact
		}
		open, asked, done, gone, back := exact(""), exact(exposure.Asked), exact(exposure.SaidDone), exact(exposure.Gone), exact(exposure.CameBack)
		if asked != open || back != open || done > open || gone > done {
			t.Fatalf("open %v, asked %v, said done %v, gone %v, came back %v", open, asked, done, gone, back)
		}
		told(e, exposure.Gone)
		was := run(findings).Household
		for i := range findings {
			findings[i].Evidence = slices.DeleteFunc(findings[i].Evidence, func(x exposure.Evidence) bool { return x.Progress == exposure.Gone })
		}
		findings = slices.DeleteFunc(findings, func(f exposure.Finding) bool { return len(f.Evidence) == 0 })
		if now := run(findings).Household; now.Exact != was.Exact || now.Baseline != was.Baseline {
			t.Fatalf("what is gone leaves %v, what was never there %v", was.Exact, now.Exact)
		}
	})
}

// TestPublicStays: what the law makes public is in the baseline and in no step, and
// the whole plan leaves it.
func TestPublicStays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings, controls := anyFindings().Draw(t, "findings"), anyControls().Draw(t, "controls")
		a := run(findings, controls...)
		var public []exposure.Finding
		only := map[exposure.FindingID]bool{}
		for _, f := range findings {
			rest := slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return !e.Public })
			only[f.ID] = len(rest) == len(f.Evidence)
			if f.Evidence = rest; len(rest) > 0 {
				public = append(public, f)
			}
		}
		stays := run(public, controls...)
		if stays.Household.Score > a.Household.Baseline || stays.Household.Score > a.AfterPlan {
			t.Fatalf("public alone %d, baseline %d, after the plan %d", stays.Household.Score, a.Household.Baseline, a.AfterPlan)
		}
		if len(stays.Plan) != 0 {
			t.Fatalf("steps for what nothing hides: %+v", stays.Plan)
		}
		for _, s := range a.Plan {
			if s.After < stays.Household.Score {
				t.Fatalf("step %v promises %d, and %d stays", s.Findings, s.After, stays.Household.Score)
			}
			for _, id := range s.Findings {
				if only[id] {
					t.Fatalf("step %v is about %s, which only public registers tell", s.Findings, id)
				}
			}
		}
	})
}

// TestNeededMembersBreakTheChain shows what Needs means: without the sources of
// any one of them the scenario does not hold, and without those of anybody else
// it does.
func TestNeededMembersBreakTheChain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		findings := anyFindings().Draw(t, "findings")
		for _, ch := range run(findings).Chains {
			for _, m := range people() {
				var rest []exposure.Finding
				for _, f := range findings {
					f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), func(e exposure.Evidence) bool { return e.Shower == m.ID })
					if len(f.Evidence) > 0 {
						rest = append(rest, f)
					}
				}
				holds := slices.ContainsFunc(run(rest).Chains, func(c assess.Chain) bool { return c.Scenario == ch.Scenario })
				if needed := slices.Contains(ch.Needs, m.ID); needed == holds {
					t.Fatalf("%s: needs %s = %v, yet without the sources of %s it holds = %v", ch.Scenario, m.ID, needed, m.ID, holds)
				}
			}
			for _, n := range ch.Needs {
				if !slices.Contains(ch.Members, n) {
					t.Fatalf("%s needs %s, who is not among its members %v", ch.Scenario, n, ch.Members)
				}
			}
		}
	})
}

func BenchmarkRun(b *testing.B) {
	var findings []exposure.Finding
	for i := range 1000 {
		w := weights[i%len(weights)]
		findings = append(findings, found(w.kind, fmt.Sprintf("%04d", i), []exposure.SubjectID{"anna", "erik", "elsa"}[i%3], exposure.Likely, exposure.Link, "anna", "erik"))
	}
	in := assess.Input{Pack: pack(), Findings: findings, People: people(), Coverage: 90}
	b.ReportAllocs()
	for b.Loop() {
		assess.Run(in)
	}
}

// What is said to be done, or put off, goes last and moves no score.
func TestAsideMovesOnlySteps(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := assess.Input{Pack: pack(), People: people(), Findings: anyFindings().Draw(t, "findings"), Coverage: 100}
		plain := assess.Run(in)
		var want []string
		for _, s := range plain.Plan {
			want = append(want, fmt.Sprint(s.Findings, s.After, s.Saves))
			if rapid.Bool().Draw(t, "aside") {
				in.Aside = append(in.Aside, s.Findings...)
			}
		}
		got := assess.Run(in)
		if diff := cmp.Diff(plain.Household, got.Household); diff != "" || plain.AfterPlan != got.AfterPlan {
			t.Fatalf("the score moved (-want +got)\n%s", diff)
		}
		var steps []string
		last := false
		for _, s := range got.Plan {
			aside := !slices.ContainsFunc(s.Findings, func(id exposure.FindingID) bool { return !slices.Contains(in.Aside, id) })
			if s.Aside != aside || last && !aside {
				t.Fatalf("step %v: aside %v; want %v, and those last", s.Findings, s.Aside, aside)
			}
			last = aside
			steps = append(steps, fmt.Sprint(s.Findings, s.After, s.Saves))
		}
		slices.Sort(want)
		if slices.Sort(steps); !slices.Equal(want, steps) {
			t.Fatalf("steps %v; want %v", steps, want)
		}
		if all := len(in.Aside) > 0 && len(got.Plan) > 0 && got.Plan[0].Aside; all && got.AfterFirst != got.Household.Score {
			t.Fatalf("nothing to begin with, and the first steps end at %d; want %d", got.AfterFirst, got.Household.Score)
		}
	})
}
