package todo_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

func day(s string) time.Time {
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func mark(id, on string, what todo.What) todo.Mark {
	return todo.Mark{Finding: exposure.FindingID(id), On: day(on), What: what}
}

func owner(id, on string, who exposure.SubjectID) todo.Mark {
	m := mark(id, on, todo.Owner)
	m.Who = who
	return m
}

func dated(id, on string, what todo.What, to string) todo.Mark {
	m := mark(id, on, what)
	m.Day = day(to)
	return m
}

func list(marks ...todo.Mark) *todo.List { return &todo.List{Marks: marks} }

func TestStanding(t *testing.T) {
	tests := []struct {
		name string
		list *todo.List
		at   string
		want todo.Standing
	}{
		{name: "nobody has said anything", list: list(), at: "2027-06-14"},
		{name: "no list", at: "2027-06-14"},
		{name: "done", list: list(mark("a", "2027-06-01", todo.Done)), at: "2027-06-14", want: todo.Standing{Done: day("2027-06-01")}},
		{name: "not yet said", list: list(mark("a", "2027-06-15", todo.Done)), at: "2027-06-14"},
		{name: "of another finding", list: list(mark("ab", "2027-06-01", todo.Done)), at: "2027-06-14"},
		{
			name: "taken back", at: "2027-06-14",
			list: list(mark("a", "2027-06-01", todo.Done), mark("a", "2027-06-02", todo.Undone)),
		},
		{
			name: "taken back the same day, and done again the day after", at: "2027-06-14",
			list: list(mark("a", "2027-06-01", todo.Done), mark("a", "2027-06-01", todo.Undone), mark("a", "2027-06-02", todo.Done)),
			want: todo.Standing{Done: day("2027-06-02")},
		},
		{
			name: "the later day counts, in whatever order they stand", at: "2027-06-14",
			list: list(owner("a", "2027-06-03", "tuva"), owner("a", "2027-06-02", "erik")),
			want: todo.Standing{Owner: "tuva"},
		},
		{
			name: "a day that is moved and then taken back", at: "2027-06-14",
			list: list(dated("a", "2027-06-01", todo.Due, "2027-07-01"), dated("a", "2027-06-02", todo.Due, "")),
		},
		{
			name: "everything", at: "2027-06-14",
			list: list(
				owner("a", "2027-06-01", "tuva"), dated("a", "2027-06-01", todo.Due, "2027-07-01"),
				dated("a", "2027-06-01", todo.Later, "2027-06-20"),
				todo.Mark{Finding: "a", On: day("2027-06-02"), What: todo.Done, Who: "elsa"},
			),
			want: todo.Standing{Done: day("2027-06-02"), By: "elsa", Owner: "tuva", Due: day("2027-07-01"), Until: day("2027-06-20")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := tt.list.Standing("a", day(tt.at))
			if diff := cmp.Diff(tt.want, got, cmpopts.IgnoreUnexported(todo.Standing{})); diff != "" {
				t.Errorf("Standing (-want +got):\n%s", diff)
			}
		})
	}
}

// The day of the audit in these tests.
const audited = "2027-06-14"

func evidence(kind exposure.SourceKind, published string) exposure.Evidence {
	return exposure.Evidence{Kind: kind, Published: day(published), Certainty: exposure.Confirmed, Visibility: 1, Timeliness: 1}
}

func with(e exposure.Evidence, p exposure.Progress) exposure.Evidence {
	e.Progress, e.Mitigated = p, p.Mitigated()
	return e
}

func TestWhatCounts(t *testing.T) {
	public := evidence(exposure.Lookup, "2027-06-01")
	public.Public = true
	tests := []struct {
		name  string
		e     exposure.Evidence
		marks []todo.Mark
		// What an audit of the day that reads the marks makes of it, and what a reader
		// makes two weeks after an audit that read none.
		judged, since exposure.Progress
	}{
		{name: "nothing said", e: evidence(exposure.Interview, "2027-06-01")},
		{
			name: "an answer, and then done", e: evidence(exposure.Interview, "2027-06-01"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.SaidDone, since: exposure.SaidDone,
		},
		{
			name: "an answer of the same day", e: evidence(exposure.Interview, "2027-06-05"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.SaidDone, since: exposure.SaidDone,
		},
		{
			name: "asked again since, with the same answer", e: evidence(exposure.Interview, "2027-06-06"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.StillThere, since: exposure.StillThere,
		},
		{
			name: "an answer without a day was given before it was done", e: evidence(exposure.Interview, ""),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.SaidDone, since: exposure.SaidDone,
		},
		{
			name: "a post that the audit saw after it was done", e: evidence(exposure.Posts, "2027-05-01"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.StillThere, since: exposure.StillThere,
		},
		{
			name: "a post done after the audit", e: evidence(exposure.Posts, "2027-05-01"),
			marks: []todo.Mark{mark("f", "2027-06-20", todo.Done)}, since: exposure.SaidDone,
		},
		{
			name: "a post done on the day of the audit", e: evidence(exposure.Posts, "2027-05-01"),
			marks: []todo.Mark{mark("f", audited, todo.Done)}, judged: exposure.StillThere, since: exposure.SaidDone,
		},
		{
			name: "done and taken back", e: evidence(exposure.Posts, "2027-05-01"),
			marks: []todo.Mark{mark("f", "2027-06-20", todo.Done), mark("f", "2027-06-21", todo.Undone)},
		},
		{
			name: "passwords that nobody has looked at since", e: evidence(exposure.Passwords, "2027-06-01"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.SaidDone, since: exposure.SaidDone,
		},
		{
			name: "passwords looked at since", e: evidence(exposure.Passwords, "2027-06-10"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.StillThere, since: exposure.StillThere,
		},
		{
			name: "a look-up answers to its own log in an audit", e: with(evidence(exposure.Lookup, "2027-06-01"), exposure.Asked),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.Asked, since: exposure.SaidDone,
		},
		{
			name: "a look-up that was gone stays so", e: with(evidence(exposure.Lookup, "2027-06-01"), exposure.Gone),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.Gone, since: exposure.Gone,
		},
		{
			name: "a look after it was done", e: evidence(exposure.Lookup, "2027-06-10"),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done)}, judged: exposure.StillThere, since: exposure.StillThere,
		},
		{name: "what the law makes public", e: public, marks: []todo.Mark{mark("f", "2027-06-20", todo.Done)}},
		{
			name: "what an older word left goes with it", e: with(evidence(exposure.Interview, "2027-06-01"), exposure.SaidDone),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done), mark("f", "2027-06-20", todo.Undone)}, judged: exposure.SaidDone,
		},
		{
			name: "said again on the day the audit saw it still there", e: with(evidence(exposure.Posts, ""), exposure.StillThere),
			marks: []todo.Mark{mark("f", "2027-06-05", todo.Done), mark("f", audited, todo.Done)}, judged: exposure.StillThere, since: exposure.SaidDone,
		},
		{
			name: "the audit of the day saw it after it was said", e: with(evidence(exposure.Posts, ""), exposure.StillThere),
			marks: []todo.Mark{mark("f", audited, todo.Done)}, judged: exposure.StillThere, since: exposure.StillThere,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			in := []exposure.Finding{{ID: "f", Evidence: []exposure.Evidence{tt.e}}}
			l := list(tt.marks...)
			for _, c := range []struct {
				name string
				got  []exposure.Finding
				want exposure.Progress
			}{
				{"Judged", l.Judged(in, day(audited)), tt.judged},
				{"Since", l.Since(in, day(audited), day("2027-06-28")), tt.since},
			} {
				got := c.got[0].Evidence[0]
				if got.Progress != c.want || got.Mitigated != c.want.Mitigated() {
					t.Errorf("%s: %q counts %v less; want %q", c.name, got.Progress, got.Mitigated, c.want)
				}
			}
			if diff := cmp.Diff(tt.e, in[0].Evidence[0]); diff != "" {
				t.Errorf("the finding was changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestStep(t *testing.T) {
	step := assess.Step{Findings: []exposure.FindingID{"a", "b"}, Owner: "anna"}
	tests := []struct {
		name  string
		still string // the finding that was there again
		marks []todo.Mark
		want  todo.Step
	}{
		{name: "open", want: todo.Step{State: todo.Open, Owner: "anna"}},
		{
			name: "partly", marks: []todo.Mark{mark("a", "2027-06-01", todo.Done)},
			want: todo.Step{State: todo.Partly, Done: 1, On: day("2027-06-01"), Owner: "anna"},
		},
		{
			name: "done when all are", marks: []todo.Mark{mark("a", "2027-06-01", todo.Done), mark("b", "2027-06-03", todo.Done)},
			want: todo.Step{State: todo.Said, Done: 2, On: day("2027-06-03"), Owner: "anna"},
		},
		{
			name: "still there", still: "a", marks: []todo.Mark{mark("a", "2027-06-01", todo.Done), mark("b", "2027-06-03", todo.Done)},
			want: todo.Step{State: todo.Still, Done: 1, On: day("2027-06-03"), Owner: "anna"},
		},
		{
			name: "the newest owner and day of any of them",
			marks: []todo.Mark{
				owner("a", "2027-06-01", "erik"), owner("b", "2027-06-02", "tuva"), dated("b", "2027-06-01", todo.Due, "2027-06-10"),
				dated("a", "2027-06-02", todo.Due, "2027-07-10"),
			},
			want: todo.Step{State: todo.Open, Owner: "tuva", Due: day("2027-07-10")},
		},
		{
			name: "put off", marks: []todo.Mark{dated("a", "2027-06-01", todo.Later, "2027-08-01"), dated("b", "2027-06-01", todo.Later, "2027-07-01")},
			want: todo.Step{State: todo.Waits, Owner: "anna", Until: day("2027-07-01")},
		},
		{
			name: "put off in part is open", marks: []todo.Mark{dated("a", "2027-06-01", todo.Later, "2027-08-01")},
			want: todo.Step{State: todo.Open, Owner: "anna", Until: day("2027-08-01")},
		},
		{
			name: "what is left is put off", marks: []todo.Mark{mark("b", "2027-06-01", todo.Done), dated("a", "2027-06-01", todo.Later, "2027-08-01")},
			want: todo.Step{State: todo.Waits, Done: 1, On: day("2027-06-01"), Owner: "anna", Until: day("2027-08-01")},
		},
		{
			name: "the day has come", marks: []todo.Mark{dated("a", "2027-06-01", todo.Later, "2027-06-14"), dated("b", "2027-06-01", todo.Later, "2027-06-14")},
			want: todo.Step{State: todo.Open, Owner: "anna"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			findings := []exposure.Finding{
				{ID: "a", Evidence: []exposure.Evidence{{}}}, {ID: "b", Evidence: []exposure.Evidence{{}}}, {ID: "c", Evidence: []exposure.Evidence{{}}},
			}
			for i := range findings {
				if string(findings[i].ID) == tt.still {
					findings[i].Evidence[0].Progress = exposure.StillThere
				}
			}
			got := list(tt.marks...).Step(step, findings, day(audited))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Step (-want +got):\n%s", diff)
			}
			if want := tt.want.State == todo.Said || tt.want.State == todo.Waits; got.Aside() != want {
				t.Errorf("aside: %v; want %v", got.Aside(), want)
			}
		})
	}
}

func TestCodes(t *testing.T) {
	findings := []exposure.Finding{
		{ID: "abcd1111", Rule: "x"}, {ID: "abcd2222", Rule: "y"}, {ID: "ef012345", Rule: "x"}, {ID: "ef012346", Rule: "y"}, {ID: "99999999"},
	}
	for id, want := range map[exposure.FindingID]string{"abcd1111": "abcd1", "ef012345": "ef012345", "99999999": "9999"} {
		if got := todo.Code(id, findings); got != want {
			t.Errorf("Code(%s) = %q; want %q", id, got, want)
		}
	}
	plan := []assess.Step{
		{Findings: []exposure.FindingID{"abcd1111", "abcd2222"}, Rule: "y"}, {Findings: []exposure.FindingID{"ef012345"}}, {Findings: []exposure.FindingID{"ef012346"}},
	}
	if got := todo.Main(plan[0], findings); got != "abcd2222" {
		t.Errorf("Main = %q; want the finding of the step's rule", got)
	}
	for code, want := range map[string][]int{
		"abcd": {0}, " ABCD1": {0}, "ef01": {1, 2}, "ef012346": {2}, "abc": nil, "ffff": nil, "": nil, "ef0123456": nil,
	} {
		if diff := cmp.Diff(want, todo.Find(code, plan)); diff != "" {
			t.Errorf("Find(%q) (-want +got):\n%s", code, diff)
		}
	}
}
