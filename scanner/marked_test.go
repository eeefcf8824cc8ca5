package scanner_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/todo"
	"lampan/scanner"
	"lampan/scanner/audit"
)

// anyAudit draws an audit of the day with findings by rules of the pack.
func anyAudit(p *rules.Pack) *rapid.Generator[*audit.Audit] {
	people := []exposure.SubjectID{"anna", "erik", "elsa"}
	kinds := []exposure.SourceKind{exposure.Posts, exposure.Photos, exposure.Interview, exposure.Passwords, exposure.Lookup, exposure.Register}
	finding := rapid.Custom(func(t *rapid.T) exposure.Finding {
		r := rapid.SampledFrom(p.Rules).Draw(t, "rule")
		f := exposure.Finding{
			ID: exposure.FindingID(rapid.StringMatching(`[0-9a-f]{8}`).Draw(t, "id")), Rule: r.ID, Severity: r.Severity,
			Subject: rapid.SampledFrom(people).Draw(t, "about"),
			Fact:    exposure.Fact{Kind: r.Fact.Kind, Key: fmt.Sprint(r.Fact.Kind, rapid.IntRange(0, 2).Draw(t, "value"))},
			Fix:     exposure.Fix{Owner: rapid.SampledFrom(people).Draw(t, "owner"), Minutes: 5, Proof: r.Fix.Proof},
		}
		for range rapid.IntRange(1, 3).Draw(t, "pieces") {
			n := rapid.IntRange(0, 4).Draw(t, "document")
			e := exposure.Evidence{
				Document: exposure.DocumentID(fmt.Sprint(n)), Source: "s", Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
				Shower: f.Fix.Owner, Locator: fmt.Sprint(n), Visibility: exposure.Open, Timeliness: 1,
				Certainty: rapid.SampledFrom([]exposure.Certainty{exposure.Confirmed, exposure.Likely, exposure.Possible}).Draw(t, "certainty"),
				Published: rapid.SampledFrom([]time.Time{{}, today.AddDate(0, 0, -30), today}).Draw(t, "published"),
			}
			if e.Kind == exposure.Lookup {
				e.Place, e.Public = "hitta", rapid.Bool().Draw(t, "public")
				e.Progress = rapid.SampledFrom([]exposure.Progress{"", exposure.Asked, exposure.SaidDone, exposure.CameBack}).Draw(t, "progress")
				e.Mitigated = e.Progress.Mitigated()
			}
			f.Evidence = append(f.Evidence, e)
		}
		return f
	})
	return rapid.Custom(func(t *rapid.T) *audit.Audit {
		a := &audit.Audit{
			At: today, Complete: true,
			Findings: rapid.SliceOfNDistinct(finding, 1, 8, func(f exposure.Finding) exposure.FindingID { return f.ID }).Draw(t, "findings"),
		}
		for _, id := range people {
			a.People = append(a.People, audit.Person{ID: id, Minor: id == "elsa"})
		}
		a.Assessment = scanner.Assess(a, p)
		return a
	})
}

// marks are what somebody says of a step on a day.
func marks(ids []exposure.FindingID, on time.Time, what todo.What) []todo.Mark {
	var out []todo.Mark
	for _, id := range ids {
		out = append(out, todo.Mark{Finding: id, On: todo.Day(on), What: what})
	}
	return out
}

// TestSayingDoneNeverRaises: whatever step is said to be done on whatever day, the
// score does not rise, and taking it back leaves the audit as it was.
func TestSayingDoneNeverRaises(t *testing.T) {
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := anyAudit(p).Draw(t, "audit")
		at := today.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "days after"))
		said := &todo.List{}
		for _, f := range a.Findings { // of some findings something was said before
			if rapid.Bool().Draw(t, "said before") {
				what := rapid.SampledFrom(todo.Whats()).Draw(t, "what")
				said.Marks = append(said.Marks, todo.Mark{
					Finding: f.ID, On: todo.Day(today.AddDate(0, 0, rapid.IntRange(-60, 40).Draw(t, "on"))), What: what, Who: "anna", Day: todo.Day(at.AddDate(0, 0, 7)),
				})
			}
		}
		before := scanner.Marked(a, said, at, p)
		if before.Assessment.Household.Exact > a.Assessment.Household.Exact {
			t.Fatalf("what was said raised the score from %v to %v", a.Assessment.Household.Exact, before.Assessment.Household.Exact)
		}
		if len(a.Assessment.Plan) == 0 {
			return
		}
		step := rapid.SampledFrom(a.Assessment.Plan).Draw(t, "step")
		open := !slices.ContainsFunc(step.Findings, func(id exposure.FindingID) bool { return !said.Standing(id, at).Done.IsZero() })
		done := &todo.List{Marks: slices.Concat(said.Marks, marks(step.Findings, at, todo.Done))}
		after := scanner.Marked(a, done, at, p)
		was, is := before.Assessment.Household, after.Assessment.Household
		if is.Score > was.Score || is.Exact > was.Exact || is.High > was.High || is.Low > was.Low {
			t.Fatalf("saying that %v is done: from %+v to %+v", step.Findings, was, is)
		}
		for i, person := range after.Assessment.People {
			if person.About.Score > before.Assessment.People[i].About.Score {
				t.Fatalf("%s: the score rose", person.Person)
			}
		}
		if !open {
			return
		}
		done.Marks = append(done.Marks, marks(step.Findings, at, todo.Undone)...)
		back := scanner.Marked(a, done, at, p)
		if diff := cmp.Diff(before.Findings, back.Findings); len(said.Marks) > 0 && diff != "" {
			t.Fatalf("taking it back does not restore the findings (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff(before.Assessment, back.Assessment); diff != "" {
			t.Fatalf("taking it back does not restore the assessment (-want +got):\n%s", diff)
		}
	})
}

// TestOnlyTheLastOfADayCounts: however the marks of a day were shuffled, with the last
// of each finding and kind in its place nothing changes.
func TestOnlyTheLastOfADayCounts(t *testing.T) {
	p, err := core()
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		a := anyAudit(p).Draw(t, "audit")
		var early, last []todo.Mark
		for _, f := range a.Findings {
			for range rapid.IntRange(0, 4).Draw(t, "said") {
				early = append(early, todo.Mark{
					Finding: f.ID, On: todo.Day(today), What: rapid.SampledFrom(todo.Whats()).Draw(t, "what"), Who: "anna",
					Day: todo.Day(today.AddDate(0, 0, rapid.IntRange(-3, 9).Draw(t, "day"))),
				})
			}
			for _, what := range []todo.What{rapid.SampledFrom([]todo.What{todo.Done, todo.Undone}).Draw(t, "at last"), todo.Owner, todo.Due, todo.Later} {
				last = append(last, todo.Mark{Finding: f.ID, On: todo.Day(today), What: what, Who: "elsa", Day: todo.Day(today.AddDate(0, 0, 5))})
			}
		}
		want := scanner.Marked(a, &todo.List{Marks: slices.Concat(early, last)}, today, p)
		got := scanner.Marked(a, &todo.List{Marks: slices.Concat(rapid.Permutation(early).Draw(t, "shuffled"), rapid.Permutation(last).Draw(t, "last shuffled"))}, today, p)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("the order mattered (-want +got):\n%s", diff)
		}
	})
}

// An audit calls what was said to be done, and that it sees itself, still there; it
// counts whole, as if nobody had said a word.
func TestAnAuditSeesForItself(t *testing.T) {
	r := newRig(t, posts("inlagg", trip))
	before := r.mustRun(t)
	r.c.Todo = &todo.List{}
	for _, f := range before.Findings {
		r.c.Todo.Marks = append(r.c.Todo.Marks, marks([]exposure.FindingID{f.ID}, today.AddDate(0, 0, -3), todo.Done)...)
	}
	after := r.mustRun(t)
	if diff := cmp.Diff(before.Assessment, after.Assessment); diff != "" || len(after.Findings) == 0 {
		t.Errorf("the word counted (-want +got):\n%s", diff)
	}
	for _, f := range after.Findings {
		for _, e := range f.Evidence {
			if e.Progress != exposure.StillThere {
				t.Errorf("%s: %q; want still there", f.Rule, e.Progress)
			}
		}
	}
	// Said once more after that audit, it counts half until the next one.
	later := today.AddDate(0, 0, 5)
	for _, f := range after.Findings {
		r.c.Todo.Marks = append(r.c.Todo.Marks, marks([]exposure.FindingID{f.ID}, later, todo.Done)...)
	}
	if now := scanner.Marked(after, r.c.Todo, later, r.c.Pack); now.Assessment.Household.Exact >= after.Assessment.Household.Exact {
		t.Errorf("said again: %v; want less than %v", now.Assessment.Household.Exact, after.Assessment.Household.Exact)
	}
}
