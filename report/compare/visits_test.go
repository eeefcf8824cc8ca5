package compare_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/report/compare"
	"lampan/report/reporttest"
	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

const trip = "k-trip" // shown by eriks-inlagg

// visits gives audits their numbers and days: half a year between them, from 1 July 2026.
func visits(audits ...*audit.Audit) []*audit.Audit {
	for i, a := range audits {
		a.Number, a.At = i+1, time.Date(2026, time.Month(7+6*i), 1, 0, 0, 0, 0, time.UTC)
	}
	return audits
}

// last compares the last two of some visits.
func last(plan *todo.List, all ...*audit.Audit) *compare.Comparison {
	n := len(visits(all...)) - 1
	return compare.Visits{Before: all[n-1], After: all[n], Earlier: all[:n-1], Plan: plan, Pack: reporttest.Pack()}.Compare()
}

// TestBack: what was there, then seen to be gone, and is there again has come back;
// nobody can say so of what was only out of sight.
func TestBack(t *testing.T) {
	there, gone := readAll, func() *audit.Audit { return without(readAll(), trip) }
	shut := func() *audit.Audit { return unread(gone(), "eriks-inlagg") }
	for _, tt := range []struct {
		name string
		all  []*audit.Audit
		want compare.Status
	}{
		{"gone in between", []*audit.Audit{there(), gone(), there()}, compare.Back},
		{"gone for long", []*audit.Audit{there(), gone(), gone(), there()}, compare.Back},
		{"gone, and then nobody could look", []*audit.Audit{there(), gone(), shut(), there()}, compare.Back},
		{"never there before", []*audit.Audit{gone(), gone(), there()}, compare.New},
		{"there before at another address", []*audit.Audit{moved(there(), "eriks-inlagg"), gone(), there()}, compare.New},
		{"two visits", []*audit.Audit{gone(), there()}, compare.New},
		{"only out of sight", []*audit.Audit{there(), shut(), there()}, compare.Unchecked},
		{"there all the time", []*audit.Audit{there(), gone(), there(), there()}, compare.Still},
		{"gone again", []*audit.Audit{there(), gone(), there(), gone()}, compare.Gone},
		{"first seen in a source that was closed", []*audit.Audit{gone(), shut(), there()}, compare.Unchecked},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := statuses(last(nil, tt.all...))[trip]; got != tt.want {
				t.Errorf("status = %q; want %q", got, tt.want)
			}
		})
	}
	t.Run("seen to come back by the person who looked it up", func(t *testing.T) {
		after := lookedUp(t, "hitta visible")
		for i := range after.Findings[0].Evidence {
			after.Findings[0].Evidence[i].Progress = exposure.CameBack
		}
		if got := statuses(last(nil, lookedUp(t, "hitta hidden"), after))[listed]; got != compare.Back {
			t.Errorf("status = %q; want back", got)
		}
	})
}

// progress says how far the mending of a finding has come, everywhere.
func progress(a *audit.Audit, id exposure.FindingID, p exposure.Progress) *audit.Audit {
	for i := range a.Findings {
		if f := &a.Findings[i]; f.ID == id {
			f.Evidence = slices.Clone(f.Evidence)
			for j := range f.Evidence {
				f.Evidence[j].Progress, f.Evidence[j].Mitigated = p, p.Mitigated()
			}
		}
	}
	return a
}

// TestSaid: what somebody says is done is said until somebody looks; what is there all
// the same is told as there, and as said.
func TestSaid(t *testing.T) {
	said := func() *audit.Audit { return progress(readAll(), trip, exposure.SaidDone) }
	marked := func(year int, m time.Month, d int) *todo.List {
		return &todo.List{Marks: []todo.Mark{{Finding: trip, What: todo.Done, On: time.Date(year, m, d, 0, 0, 0, 0, time.UTC)}}}
	}
	back := marked(2026, time.September, 3)
	back.Marks = append(back.Marks, todo.Mark{Finding: trip, What: todo.Undone, On: back.Marks[0].On})
	for _, tt := range []struct {
		name    string
		plan    *todo.List
		after   *audit.Audit
		want    compare.Status
		claimed bool
	}{
		{"nobody said anything", nil, readAll(), compare.Still, false},
		{"the audit counts it as said", nil, said(), compare.Said, false},
		{"marked, and there when looked at again", marked(2026, time.September, 3), readAll(), compare.Still, true},
		{"marked, and gone", marked(2026, time.September, 3), without(readAll(), trip), compare.Gone, false},
		{"marked, and nobody could look", marked(2026, time.September, 3), unread(without(readAll(), trip), "eriks-inlagg"), compare.Said, false},
		{"not marked, and nobody could look", nil, unread(without(readAll(), trip), "eriks-inlagg"), compare.Unchecked, false},
		{"marked on the day of the later visit", marked(2027, time.January, 1), readAll(), compare.Said, false},
		{"marked, and taken back", back, readAll(), compare.Still, false},
		{"the audit saw it though it was said", nil, progress(readAll(), trip, exposure.StillThere), compare.Still, true},
		{"marked before both", marked(2026, time.June, 30), readAll(), compare.Still, false},
		{"marked after both", marked(2027, time.March, 1), readAll(), compare.Still, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, ch := range last(tt.plan, readAll(), tt.after).Changes {
				if ch.Finding.ID == trip && (ch.Status != tt.want || ch.Claimed != tt.claimed) {
					t.Errorf("status = %q, claimed %v; want %q, %v", ch.Status, ch.Claimed, tt.want, tt.claimed)
				}
			}
		})
	}
	if got := statuses(last(nil, said(), said()))[trip]; got != compare.Said {
		t.Errorf("said at both visits: %q; want said, for nobody has looked yet", got)
	}
	half := progress(readAll(), trip, exposure.SaidDone)
	for i := range half.Findings {
		if f := &half.Findings[i]; f.ID == trip {
			f.Evidence[0].Progress = ""
		}
	}
	if got := statuses(last(nil, readAll(), half))[trip]; got != compare.Still {
		t.Errorf("said done in one of two places: %q; want still", got)
	}
}

// TestAnswerByAnswer: an interview is compared where the answer is known both times,
// whatever else was asked or left open.
func TestAnswerByAnswer(t *testing.T) {
	const step, question = "k-two-step", "accounts.two-step"
	pack := reporttest.Pack()
	pack.Questions = rules.Questions{{ID: question, Topic: "accounts"}}
	for i := range pack.Rules {
		if r := &pack.Rules[i]; r.ID == question {
			r.When.All = []rules.Condition{{Observe: exposure.AnswerGiven, Where: map[string]rules.Match{"question": {In: []string{question}}}}}
		}
	}
	told := func(answer string) *audit.Audit {
		a := without(readAll(), step)
		for i := range a.Coverage {
			if c := &a.Coverage[i]; c.Kind == exposure.Interview {
				c.Outcome, c.Reason, c.Faults = exposure.Unknown, "not-answered", []audit.Fault{{Locator: c.At, Reason: "not-answered"}}
				c.Topics = []audit.Topic{{Topic: "accounts", Asked: 9, Known: 3}}
				switch answer {
				case "good":
					a.Good = []audit.Good{{Question: question, Answer: "yes", Subject: c.Subject, Source: c.Source}}
				case "no":
					a.Findings = append(a.Findings, slices.DeleteFunc(reporttest.Findings(), func(f exposure.Finding) bool { return f.ID != step })...)
				case "not begun":
					c.Topics = nil
				case "stored before topics were":
					c.Topics, c.Outcome, c.Reason, c.Faults = nil, exposure.Exposed, "", nil
					a.Findings = append(a.Findings, slices.DeleteFunc(reporttest.Findings(), func(f exposure.Finding) bool { return f.ID != step })...)
				case "no, all answered":
					c.Topics, c.Outcome, c.Reason, c.Faults = []audit.Topic{{Topic: "travel", Asked: 9, Known: 9}, {Topic: "accounts", Asked: 9, Known: 9}}, exposure.Exposed, "", nil
					a.Findings = append(a.Findings, slices.DeleteFunc(reporttest.Findings(), func(f exposure.Finding) bool { return f.ID != step })...)
				case "only others asked":
					c.Topics, c.Outcome, c.Reason, c.Faults = []audit.Topic{{Topic: "travel", Asked: 9, Known: 9}}, exposure.Clear, "", nil
				}
			}
		}
		for i := range a.Outcomes {
			if o := &a.Outcomes[i]; o.Rule == question {
				o.Outcome = map[string]exposure.Outcome{
					"no": exposure.Exposed, "no, all answered": exposure.Exposed, "all well": exposure.Clear, "only others asked": exposure.Clear, "stored before topics were": exposure.Exposed,
				}[answer]
			}
		}
		return a
	}
	for _, tt := range []struct {
		before, after string
		want          compare.Status
	}{
		{"no", "good", compare.Gone},
		{"no", "all well", compare.Gone},
		{"no", "no", compare.Still},
		{"good", "no", compare.New},
		{"no", "open", compare.Unchecked},
		{"no", "not begun", compare.Unchecked},
		{"open", "no", compare.Unchecked},
		{"only others asked", "no", compare.Unchecked},
		{"no", "only others asked", compare.Unchecked},
		{"only others asked", "no, all answered", compare.Unchecked},
		{"no, all answered", "only others asked", compare.Unchecked},
		{"no, all answered", "no, all answered", compare.Still},
		{"stored before topics were", "good", compare.Gone},
		{"stored before topics were", "no", compare.Still},
		{"stored before topics were", "open", compare.Unchecked},
	} {
		c := compare.Audits(told(tt.before), told(tt.after), pack)
		if got := statuses(c)[step]; got != tt.want {
			t.Errorf("%s, then %s: %q; want %q", tt.before, tt.after, got, tt.want)
		}
		if tt.want == compare.Unchecked && c.AfterScore != c.BeforeScore {
			t.Errorf("%s, then %s: score %d → %d, though nobody knows", tt.before, tt.after, c.BeforeScore, c.AfterScore)
		}
		if falls := c.AfterScore < c.BeforeScore; falls != (tt.want == compare.Gone) {
			t.Errorf("%s, then %s: score %d → %d", tt.before, tt.after, c.BeforeScore, c.AfterScore)
		}
	}
}

// TestKept: what was seen to be gone before, and is gone still, is what the family has
// kept up. What nobody could look for is not.
func TestKept(t *testing.T) {
	there, gone := readAll, func() *audit.Audit { return without(readAll(), trip) }
	for _, tt := range []struct {
		name string
		all  []*audit.Audit
		want bool
	}{
		{"gone twice", []*audit.Audit{there(), gone(), gone()}, true},
		{"gone the last time only", []*audit.Audit{there(), there(), gone()}, false},
		{"came back", []*audit.Audit{there(), gone(), there()}, false},
		{"nobody could look now", []*audit.Audit{there(), gone(), unread(gone(), "eriks-inlagg")}, false},
		{"nobody could look then", []*audit.Audit{there(), unread(gone(), "eriks-inlagg"), gone()}, false},
		{"never there", []*audit.Audit{gone(), gone(), gone()}, false},
	} {
		c := last(nil, tt.all...)
		if got := slices.ContainsFunc(c.Kept, func(f exposure.Finding) bool { return f.ID == trip }); got != tt.want {
			t.Errorf("%s: kept = %v; want %v", tt.name, got, tt.want)
		}
	}
}

// TestNothingAgainstItself: an audit beside itself differs in nothing, whatever came
// before it and whatever was marked.
func TestNothingAgainstItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := someAudit(t, "audit")
		for _, f := range a.Findings {
			p := rapid.SampledFrom([]exposure.Progress{"", exposure.Asked, exposure.SaidDone, exposure.CameBack}).Draw(t, string(f.ID))
			progress(a, f.ID, p)
		}
		marks := &todo.List{}
		for _, f := range reporttest.Findings() {
			if d := rapid.IntRange(-40, 40).Draw(t, "marked "+string(f.ID)); d > -20 {
				marks.Marks = append(marks.Marks, todo.Mark{Finding: f.ID, What: todo.Done, On: a.At.AddDate(0, 0, d)})
			}
		}
		earlier := visits(someAudit(t, "first"), someAudit(t, "second"))
		c := compare.Visits{Before: a, After: a, Earlier: earlier, Plan: marks, Pack: reporttest.Pack()}.Compare()
		if c.BeforeScore != c.AfterScore {
			t.Errorf("score %d → %d", c.BeforeScore, c.AfterScore)
		}
		for _, ch := range c.Changes {
			if ch.Status != compare.Still || ch.Less || ch.Claimed {
				t.Errorf("%s is %q, less %v, claimed %v", ch.Finding.ID, ch.Status, ch.Less, ch.Claimed)
			}
		}
	})
}

// TestTheVisitsBeforeMoveNoScore: what is known of earlier visits, and what was marked,
// says more of what changed and never another number.
func TestTheVisitsBeforeMoveNoScore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someAudit(t, "before"), someAudit(t, "after")
		all := visits(someAudit(t, "first"), a, b)
		marks := &todo.List{}
		for _, f := range reporttest.Findings() {
			if rapid.Bool().Draw(t, "marked "+string(f.ID)) {
				marks.Marks = append(marks.Marks, todo.Mark{Finding: f.ID, What: todo.Done, On: a.At.AddDate(0, 1, 0)})
			}
		}
		plain, full := compare.Audits(a, b, reporttest.Pack()), last(marks, all...)
		if plain.BeforeScore != full.BeforeScore || plain.AfterScore != full.AfterScore || plain.Comparable != full.Comparable {
			t.Errorf("%d → %d without, %d → %d with", plain.BeforeScore, plain.AfterScore, full.BeforeScore, full.AfterScore)
		}
		was, is := statuses(plain), statuses(full)
		for id, s := range is {
			ok := s == was[id] ||
				s == compare.Back && slices.Contains([]compare.Status{compare.New, compare.Unchecked, compare.Added}, was[id]) ||
				s == compare.Said && was[id] == compare.Unchecked
			if !ok {
				t.Errorf("%s is %q without, %q with", id, was[id], s)
			}
		}
		for _, f := range full.Kept {
			if _, there := is[f.ID]; there {
				t.Errorf("%s is kept, and %q", f.ID, is[f.ID])
			}
		}
	})
}

func TestTrend(t *testing.T) {
	pack := reporttest.Pack()
	line := func(all ...*audit.Audit) *compare.Trend { return compare.TrendOf(visits(all...), pack) }
	likes := func(tr *compare.Trend) (out []int) {
		for _, p := range tr.Points {
			if p.InLine {
				out = append(out, p.Like)
			} else {
				out = append(out, -1)
			}
		}
		return out
	}
	less := func() *audit.Audit { return without(readAll(), trip) }

	falls := line(readAll(), less(), less())
	if l := likes(falls); !falls.Drawn || l[1] >= l[0] || l[2] != l[1] {
		t.Errorf("taken down: %v, drawn %v; want a lower number from the second visit", l, falls.Drawn)
	}
	if falls.Shared != len(readAll().Coverage) || falls.Of != falls.Shared {
		t.Errorf("shares %d of %d; want all", falls.Shared, falls.Of)
	}
	// A source that joins moves nothing in the line, and is told by the visit's own score.
	joined := line(dropped(less(), "eriks-inlagg"), readAll())
	if l := likes(joined); !joined.Drawn || l[0] != l[1] || joined.Shared != joined.Of-1 {
		t.Errorf("a source joined: %v, shares %d of %d", l, joined.Shared, joined.Of)
	}
	shut := line(readAll(), unread(less(), "eriks-inlagg"), readAll())
	if l := likes(shut); l[0] != l[1] || l[1] != l[2] {
		t.Errorf("a source closed once: %v; want no change", l)
	}
	// A visit that read nearly nothing is left out instead of emptying the line.
	stopped := reporttest.States()["nothing"]
	gap := line(readAll(), stopped, less())
	if l := likes(gap); !gap.Drawn || l[1] != -1 || l[2] >= l[0] || gap.Points[1].Known {
		t.Errorf("a visit without readings: %v", l)
	}
	for name, all := range map[string][]*audit.Audit{
		"none": nil, "one": {readAll()}, "the last read nothing": {readAll(), reporttest.States()["nothing"]},
		"other sources": {readAll(), moved(moved(moved(moved(moved(readAll(), "annas-blogg"), "annas-svar"), "eriks-inlagg"), "eriks-bilder"), "annas-uppslag")},
	} {
		if tr := line(all...); tr.Drawn || len(tr.Points) != len(all) {
			t.Errorf("%s: %+v; want no line", name, tr)
		}
	}
	down := line(readAll(), takenDown(less(), "eriks-inlagg"), takenDown(less(), "eriks-inlagg"))
	if l := likes(down); !down.Drawn || down.Shared != down.Of || l[1] >= l[0] || l[2] != l[1] {
		t.Errorf("a source taken down: %v, shares %d of %d", l, down.Shared, down.Of)
	}
}

// TestTrendAgreesWithCompare: two visits in a line are the two numbers of their
// comparison; the same visit over and over is a flat line; and no visit is changed.
func TestTrendAgreesWithCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := someAudit(t, "first"), someAudit(t, "second")
		tr, c := compare.TrendOf(visits(a, b), reporttest.Pack()), compare.Audits(a, b, reporttest.Pack())
		if tr.Drawn && (tr.Points[0].Like != c.BeforeScore || tr.Points[1].Like != c.AfterScore) {
			t.Errorf("trend %d, %d; comparison %d, %d", tr.Points[0].Like, tr.Points[1].Like, c.BeforeScore, c.AfterScore)
		}
		if flat := compare.TrendOf([]*audit.Audit{a, a, a}, reporttest.Pack()); flat.Drawn && (flat.Points[0].Like != flat.Points[2].Like) {
			t.Errorf("the same audit: %+v", flat.Points)
		}
		again := compare.TrendOf([]*audit.Audit{a, b}, reporttest.Pack())
		if d := cmp.Diff(tr, again); d != "" {
			t.Errorf("another trend the second time:\n%s", d)
		}
	})
}

// BenchmarkFollowUp compares the last of ten visits of 200 findings with all before.
func BenchmarkFollowUp(b *testing.B) {
	var all []*audit.Audit
	for range 10 {
		all = append(all, reporttest.Many(200))
	}
	visits(all...)
	b.ReportAllocs()
	for b.Loop() {
		_ = compare.Visits{Before: all[8], After: all[9], Earlier: all[:8], Pack: reporttest.Pack()}.Compare()
		_ = compare.TrendOf(all, reporttest.Pack())
	}
}
