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

// MeetingView is the sheet of the one who leads a meeting: what to see to before it,
// what to talk about in which order, what to ask and to listen for, and room for what
// is agreed. It tells no more than the report does. Its strings are clean.
type MeetingView struct {
	Lang     exposure.Lang
	Title    string
	Occasion string
	Intro    string
	Before   SheetPart // to be ticked
	Good     SheetPart // said first
	Topics   []MeetingTopic
	Idle     string // what to say when there are no topics
	Rest     string // what waits; empty when nothing does
	Children []SheetPart
	Unknown  SheetPart // what could not be looked at
	Again    SheetPart // what to ask once more
	Next     SheetPart
	Care     SheetPart // signs that something does not feel right
	Then     SheetPart // what to do about that
	Paper    PaperWords
}

// SheetPart is a part of a sheet. Without lines it is not shown.
type SheetPart struct {
	Title, Intro string
	Lines        []string
}

// MeetingTopic is one thing to talk about.
type MeetingTopic struct {
	Number int
	Title  string
	Who    string // whom it concerns
	Why    string // one sentence
	Chain  string // what it is a part of; may be empty
	Ask    string // a question to open with
	Listen string // what shows that they have understood
	Step   string // what to agree on
	Owner  string
	Time   string // how long it takes; may be empty
	State  string // what has been said of it since; may be empty
	Due    string // the day that was agreed; may be empty
}

// PaperWords are the labels of a sheet that is printed and written on.
type PaperWords struct{ Ask, Listen, Agree, Owner, Day, Notes, Part string }

// Meeting is what a sheet is made of.
type Meeting struct {
	Audit    *audit.Audit // required
	Plan     *todo.List   // nil says nothing
	Consents []Ending     // as in FollowUp
	Today    time.Time    // zero for the audit's day
	Next     time.Time    // as in FollowUp
	// Followed says that there is an earlier visit, whose comparison has the agenda.
	Followed bool
}

// maxTopics is how much a meeting has room for. What is left waits for the next.
const maxTopics = 5

// Numbers to call in Sweden. Others are left out, as nobody has confirmed them.
const (
	alarm   = "112"
	police  = "114\u00a014"
	support = "116\u00a0006" // Brottsofferjouren
)

// maxSaid is how many sentences are suggested for one child.
const maxSaid = 3

// BuildMeeting makes the sheet. No argument is changed.
func BuildMeeting(m Meeting, pack *rules.Pack, catalogue *places.Catalogue, lang exposure.Lang) *MeetingView {
	b := newBuilder(m.Audit, pack, catalogue, lang)
	if m.Today.IsZero() {
		m.Today = m.Audit.At
	}
	w := b.c
	v := &MeetingView{
		Lang: w.Lang(), Title: w.Text("meeting.title"), Occasion: b.occasion(), Intro: w.Text("meeting.intro"),
		Idle: w.Text("meeting.idle"),
		Paper: PaperWords{
			Ask: w.Text("meeting.ask"), Listen: w.Text("meeting.listen"), Agree: w.Text("meeting.agree"),
			Owner: w.Text("meeting.owner"), Day: w.Text("meeting.day"), Notes: w.Text("meeting.notes"), Part: w.Text("meeting.part"),
		},
	}
	if name := clean.Clip(m.Audit.Name, maxName); name != "" {
		v.Title = w.Text("meeting.title-named", "name", name)
	}
	part := func(id string, lines []string) SheetPart {
		p := SheetPart{Title: w.Text("meeting." + id), Lines: b.few(lines)}
		if key := "meeting." + id + "-intro"; w.Has(key) {
			p.Intro = w.Text(key)
		}
		return p
	}
	v.Before = part("before", nil)
	v.Before.Lines = b.beforehand(m) // all of them, however many
	v.Good = part("good", b.kept())
	if len(v.Good.Lines) == 0 {
		v.Good.Lines = []string{w.Text("meeting.good-none")}
	}
	var rest int
	v.Topics, rest = b.talk(m)
	if rest > 0 {
		v.Rest = w.Plural("meeting.rest", rest)
	}
	v.Children = b.spoken()
	v.Unknown = part("unknown", b.unread())
	v.Again = part("again", slices.Concat(b.openTopics(), b.lookAgain(m.Today)))
	v.Next = part("next", []string{b.nextContact(m.Next)})
	if dayOf(m.Next) <= dayOf(m.Audit.At) { // to be written in
		v.Next.Lines = append(v.Next.Lines, w.Text("meeting.agreed-day"))
	}
	v.Care, v.Then = part("care", nil), part("then", nil) // all of their lines
	for _, id := range []string{"answers", "curious", "phone", "silent", "own"} {
		v.Care.Lines = append(v.Care.Lines, w.Text("meeting.care-"+id))
	}
	for _, id := range []string{"alone", "paper", "still", "pause", "numbers"} {
		v.Then.Lines = append(v.Then.Lines, w.Text("meeting.then-"+id, "alarm", alarm, "police", police, "support", support))
	}
	return v
}

// Words is the catalogue of the view's language, for a renderer's headings.
func (v *MeetingView) Words() *message.Catalog { return message.For(v.Lang) }

// few keeps as many lines as are read, and counts the others.
func (b *builder) few(lines []string) []string {
	if rest := len(lines) - maxLines; rest > 0 {
		return append(lines[:maxLines:maxLines], b.c.Plural("agenda.more", rest))
	}
	return lines
}

// beforehand is what to see to before anybody sits down.
func (b *builder) beforehand(m Meeting) []string {
	out := []string{b.c.Text("meeting.alone")}
	for _, p := range b.a.People {
		line := b.who(p.ID)
		if p.Minor && p.Age > 0 {
			line = b.c.Text("meeting.aged", "name", line, "age", p.Age)
		}
		out = append(out, b.c.Text("meeting.there", "name", line))
	}
	for _, e := range b.endings(m.Consents, m.Today) {
		out = append(out, b.c.Text("meeting.consent", "consent", e))
	}
	out = append(out, b.c.Text("meeting.show"))
	if b.a.Protected {
		out = append(out, b.c.Text("meeting.protected"))
	}
	if m.Followed {
		out = append(out, b.c.Text("meeting.compare"))
	}
	return out
}

// talk is the steps to take up, in the order of the plan, and how many wait.
// What is said to be done, and what is put off, waits for the next visit.
func (b *builder) talk(m Meeting) (out []MeetingTopic, rest int) {
	told := map[exposure.RuleID]bool{}
	steps := b.steps()
	for _, s := range b.a.Assessment.Plan {
		covered := b.covered(s)
		if len(covered) == 0 {
			continue // the report shows none of it either
		}
		step := steps[0]
		steps = steps[1:]
		how := m.Plan.Step(s, b.a.Findings, m.Today)
		if how.Aside() {
			continue
		}
		if len(out) == maxTopics {
			rest++
			continue
		}
		main := covered[0]
		text := b.text(main)
		t := MeetingTopic{
			Number: len(out) + 1, Title: text.Title, Who: b.ref(main).Who, Why: sentence(text.Why), Ask: text.Ask,
			Listen: strings.TrimSpace(b.c.Text("meeting.back") + " " + b.proof(s.Proof)),
			Step:   step.Do, Owner: b.owner(how.Owner), Time: b.minutes(s.Minutes), Due: day(b.c, how.Due),
		}
		if t.Ask == "" {
			t.Ask = b.c.Text("meeting.ask-any")
		}
		if how.State == todo.Still {
			t.State = b.c.Text("meeting.still", "day", how.On)
		}
		t.Chain = b.partOf(s, told)
		out = append(out, t)
	}
	return out, rest
}

// partOf names the chain that a step takes a piece of, each chain once.
func (b *builder) partOf(s assess.Step, told map[exposure.RuleID]bool) string {
	for _, ch := range b.a.Assessment.Chains {
		scenario, ok := b.pack.Scenario(ch.Scenario)
		if !ok || told[ch.Scenario] || !slices.ContainsFunc(slices.Concat(ch.Legs...), func(id exposure.FindingID) bool { return slices.Contains(s.Findings, id) }) {
			continue
		}
		told[ch.Scenario] = true
		return b.c.Text("meeting.chain", "title", clean.Line(scenario.Text[b.c.Lang()].Title))
	}
	return ""
}

// sentence is the first sentence of a text.
func sentence(text string) string {
	if i := strings.Index(text, ". "); i >= 0 {
		return text[:i+1]
	}
	return text
}

// spoken suggests, for each child, the words to use about what concerns them.
func (b *builder) spoken() []SheetPart {
	var out []SheetPart
	for _, p := range b.a.People {
		if !p.Minor {
			continue
		}
		part := SheetPart{Title: b.c.Text("meeting.child", "name", b.who(p.ID)), Intro: b.c.Text("meeting.child-intro", "name", b.who(p.ID))}
		for _, f := range b.a.Findings {
			if _, shown := b.found[f.ID]; !shown || f.Subject != p.ID && f.Fix.Owner != p.ID {
				continue
			}
			if s := b.text(f).Child; s != "" && len(part.Lines) < maxSaid && !slices.Contains(part.Lines, s) {
				part.Lines = append(part.Lines, s)
			}
		}
		part.Lines = append(part.Lines, b.c.Text("meeting.child-ask"))
		out = append(out, part)
	}
	return out
}

// unread are the sources that were not read to the end; what people tell is not among
// them, for that is asked again.
func (b *builder) unread() []string {
	var out []string
	for _, c := range b.a.Coverage {
		if c.Outcome == exposure.Unknown && c.Kind != exposure.Lookup && c.Kind != exposure.Interview {
			out = append(out, b.c.Text("agenda.gap", "kind", b.kind(c.Kind), "name", b.who(c.Subject), "reason", b.word("reason", c.Reason)))
		}
	}
	return out
}

// openTopics are the topics of the interviews with questions that have no answer.
func (b *builder) openTopics() []string {
	var out []string
	for _, c := range b.a.Coverage {
		for _, t := range c.Topics {
			key := "enough.topic." + t.Topic
			if open := t.Asked - t.Known; open > 0 && b.c.Has(key) && c.Outcome != exposure.Skipped {
				out = append(out, b.c.Plural("agenda.topic-open", open, "topic", b.c.Text(key), "name", b.who(c.Subject)))
			}
		}
	}
	return out
}
