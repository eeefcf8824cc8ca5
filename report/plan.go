package report

import (
	"slices"
	"strings"
	"time"

	"lampan/report/clean"
	"lampan/report/message"
	"lampan/rules"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/todo"
	"lampan/scanner/audit"
)

// PlanView is the plan of fixes on a day, in the words of one language: what to begin
// with, what else there is, and what is said to be done or waits. Strings are clean,
// single lines, and not yet escaped for any format.
type PlanView struct {
	Lang     exposure.Lang
	Case     string    // as the audit has it: not cleaned
	On       time.Time // the day
	Title    string
	Occasion string // the day, and the audit it rests on
	// Score is what the number is now, what is said to be done counted half, and
	// After what it would be; both empty in one member's own plan.
	Score, After string
	Start        []PlanStep // at most assess.FirstSteps
	Rest         []PlanStep
	Aside        []PlanStep // said to be done, or put off
	Idle         string     // what to say when there is nothing to start with
}

// PlanStep is one thing to do.
type PlanStep struct {
	ID     exposure.FindingID // of its main finding
	Code   string
	Do     string
	Each   []string // what to do at the same time
	About  string   // what it is about and where that shows
	Owner  string
	Whose  exposure.SubjectID
	Minute int
	Time   string // "5 minuter"
	Due    string // "1 juli 2027"; empty without a day
	DueOn  time.Time
	Saves  string // "71 → 65"
	Proof  string
	State  todo.State
	Stands string // the state in words; empty for what is open
	// Act is what to do where others may read it: on a fridge, in a calendar. It names
	// no account, place or person, and of what concerns the home's own locks, accounts
	// and papers it only says so.
	Act string
}

// Words is the catalogue of the view's language.
func (v *PlanView) Words() *message.Catalog { return message.For(v.Lang) }

// maxFridge is how many steps stand on the page for the fridge: as many as fit on one
// page in letters that are read from a step away.
const maxFridge = 6

// Fridge lists the steps for a page that hangs where everybody sees it: those to begin
// with, and those that somebody has a day for.
func (v *PlanView) Fridge() []PlanStep {
	out := slices.Clone(v.Start)
	for _, s := range v.Rest {
		if !s.DueOn.IsZero() {
			out = append(out, s)
		}
	}
	return out[:min(len(out), maxFridge)]
}

// Dated lists the steps that have a day and are left to do, in the order of the plan.
func (v *PlanView) Dated() []PlanStep {
	return slices.DeleteFunc(slices.Concat(v.Start, v.Rest, v.Aside), func(s PlanStep) bool {
		return s.DueOn.IsZero() || s.State == todo.Said
	})
}

// Ticked lists the steps that are said to be done, as many as the fridge has room for.
func (v *PlanView) Ticked() []PlanStep {
	out := slices.DeleteFunc(slices.Clone(v.Aside), func(s PlanStep) bool { return s.State != todo.Said })
	return out[:min(len(out), maxFridge)]
}

// BuildPlan makes the view of a plan on the day at. The audit is as scanner.Marked
// returns it for that day and that list. With only set, the plan holds the steps of that
// member alone, and nothing of the household. Rules and places are looked up as Build
// does. No argument is changed.
func BuildPlan(a *audit.Audit, pack *rules.Pack, catalogue *places.Catalogue, said *todo.List, at time.Time, only exposure.SubjectID, lang exposure.Lang) *PlanView {
	b := newBuilder(a, pack, catalogue, lang)
	v := &PlanView{
		Lang: b.c.Lang(), Case: a.Case, On: at, Title: b.c.Text("plan.title"),
		Occasion: b.c.Text("plan.occasion", "day", at, "audit", a.At), Idle: b.c.Text("plan.idle"),
	}
	switch name := clean.Clip(a.Name, maxName); {
	case only != "":
		v.Title = b.c.Text("plan.title-own", "name", b.who(only))
		v.Idle = b.c.Text("plan.idle-own", "name", b.who(only))
	case name != "":
		v.Title = b.c.Text("plan.title-named", "name", name)
	}
	steps := b.steps()
	for _, s := range a.Assessment.Plan {
		if len(b.covered(s)) == 0 {
			continue // Build shows none of it either
		}
		shown := steps[0]
		steps = steps[1:]
		p := b.planStep(s, shown, said.Step(s, a.Findings, at), at)
		switch {
		case only != "" && p.Whose != only:
			continue
		case only != "":
			p.Saves = ""
			if s.Owner != only { // taken over: what it is about is somebody else's
				p.About, p.Each = "", nil
			}
		}
		switch {
		case s.Aside:
			v.Aside = append(v.Aside, p)
		case len(v.Start) < assess.FirstSteps:
			v.Start = append(v.Start, p)
		default:
			v.Rest = append(v.Rest, p)
		}
	}
	if r := a.Assessment; only == "" && len(v.Start)+len(v.Aside) > 0 {
		v.Score = b.c.Text("plan.score", "score", r.Household.Score)
		if len(v.Start) > 0 {
			v.After = b.c.Text("plan.after", "before", r.Household.Score, "first", r.AfterFirst, "after", r.AfterPlan)
		}
	}
	return v
}

func (b *builder) planStep(s assess.Step, shown Step, stands todo.Step, at time.Time) PlanStep {
	main := todo.Main(s, b.a.Findings)
	p := PlanStep{
		ID: main, Code: clean.Line(todo.Code(main, b.a.Findings)), Do: shown.Do, Each: shown.Each, About: shown.About,
		Owner: b.owner(stands.Owner), Whose: stands.Owner, Minute: s.Minutes, Time: shown.Minutes,
		DueOn: stands.Due, Saves: shown.Saves, Proof: shown.Proof, State: stands.State, Act: b.act(main),
	}
	if !p.DueOn.IsZero() {
		p.Due = b.c.Date(p.DueOn)
	}
	switch stands.State {
	case todo.Said, todo.Still:
		p.Stands = b.c.Text("plan.state."+string(stands.State), "day", stands.On)
	case todo.Partly:
		p.Stands = b.c.Text("plan.state.partly", "n", stands.Done, "of", len(s.Findings))
	case todo.Waits:
		p.Stands = b.c.Text("plan.state.later", "day", stands.Until)
	case todo.Open:
		if !p.DueOn.IsZero() && todo.Day(at).After(p.DueOn) {
			p.Stands = b.c.Text("plan.state.past")
		}
	}
	return p
}

// quiet are the areas in which the words of a fix would tell a guest what a home lacks:
// a lock, an alarm habit, a good password.
var quiet = map[rules.Detector]bool{"home": true, "accounts": true, "registration": true, "work": true, "ready": true}

// act is the first sentence of a fix, as the rule has it, without anything of the
// finding; in a quiet area the area.
func (b *builder) act(id exposure.FindingID) string {
	f := b.found[id]
	r, ok := b.pack.Rule(f.Rule)
	if !ok || b.a.Protected {
		return b.c.Text("plan.act.other")
	}
	fix := clean.Line(r.Text[b.c.Lang()].Fix)
	if key := "plan.act." + string(r.Detector); quiet[r.Detector] || fix == "" || strings.Contains(fix, "{") {
		if b.c.Has(key) {
			return b.c.Text(key)
		}
		return b.c.Text("plan.act.other")
	}
	if first, _, more := strings.Cut(fix, ". "); more {
		return first + "."
	}
	return fix
}
