// Package report turns an audit into what a family reads: a View, in the words
// of one language. The renderers below this package (table, html, json) lay a
// View out; they decide nothing and add no facts.
//
// Three promises: every string of a View is clean (see report/clean), nothing
// that could not be read is told as if it were in order, and no text blames.
package report

import (
	"time"

	"lampan/report/message"
	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

// View is one audit in the words of one language. Strings are clean, single
// lines, and not yet escaped for any format. A View is not changed after Build.
type View struct {
	Lang     exposure.Lang
	Title    string // "Familjen Lind: vad vi hittade"
	Occasion string // "Genomgång 3, 12 juli 2026"
	Intro    string
	// Passwords is set when they are part of the audit: nobody outside sees them.
	Passwords string
	Partial   string // set when the audit was interrupted
	Headline  Headline
	Fine      string // set when the outcome is "you do not need us"
	Enough    *Basis // what Fine rests on; set with it
	Trend     *Trend // the visits so far; nil until somebody sets it

	Start     []Step // at most assess.FirstSteps
	Rest      []Step
	Idle      string // what to say when there are no steps
	AfterPlan string // what doing everything would give; empty without a plan
	Together  string // how long Start takes; empty for fewer than two steps

	Kept      []string // what the family already does that helps
	Chains    []Chain
	Matrix    *Matrix     // who shows what about whom; nil when there is nothing to compare
	Weeks     []Week      // the household first, then each person; only of those whose week shows
	Photos    *Photos     // nil when no picture was read
	Registers []Registers // one a person who looked
	Guarded   string      // what those with protected personal data ask first; empty without any
	Groups    []Group     // the household first, then each person

	Gaps []Gap
	// GapLeaked is how to look among all leaked passwords; empty when that was done.
	GapLeaked string
	GapPixels string // that pictures were not looked at; empty when all were, or there were none
	GapAreas  string // areas that could not be answered; empty when none
	Looked    []Looked

	About    []string // how to read the number, and how far to trust it
	Colophon []Line

	record *audit.Audit
}

// Record is the audit that the view shows, for a renderer of data. Its strings
// are as they came from outside: not cleaned.
func (v *View) Record() *audit.Audit { return v.record }

// Words is the catalogue of the view's language, for a renderer's headings.
func (v *View) Words() *message.Catalog { return message.For(v.Lang) }

// Reason is the sentence for a reason of the record: why something could not
// be read, and what to do.
func (v *View) Reason(reason string) string {
	b := builder{c: v.Words()}
	return b.word("reason", reason)
}

// Headline is the score with what makes it honest.
type Headline struct {
	// Known is false when no source could be read; then there is no number.
	Known                bool
	Score, Low, High     int
	Baseline, Coverage   int
	Band                 assess.Band
	BandWords, BandLong  string
	ScoreWords           string // "54 av 100"
	Range, Base, Covered string // short: "högst 61 om …"; Range and Base may be empty
	Interval             string // the same as a sentence, with the lower end; may be empty
	Scale, BaseLong      string
	CoveredLong          string
	Parts                []Part // largest first
	PartsRest            int    // points of the parts left out
	PartsRestCount       int
	GaugeAlt             string // what the gauge shows, in words
	PartsAlt             string // what the parts are of the score, in words
}

// Part is one contribution to the score.
type Part struct {
	Title, Who, Anchor string
	Points             int
}

// Step is one thing to do.
type Step struct {
	Number        int
	Do            string
	Each          []string // what to do at the same time, when the step is about several kinds of finding
	About         string   // what it is about and where that shows, in one sentence
	Owner         string
	Minutes       string
	Before, After int
	Saves         string // "71 → 65", or words when it rounds to nothing
	SavesWords    string // the same as a sentence
	Why           string
	Proof         string
	Covers        []Ref  // the findings it takes care of
	Where         string // the place that they share; empty when they share none
}

// Ref points at a finding of the view.
type Ref struct {
	Title  string
	Who    string // whom it concerns
	About  string // whom it concerns, where Who says who shows it
	Where  string // where it shows, when that is not said beside it
	Anchor string // of the finding, unique within the view, [a-z0-9-] only
}

// Chain is a scenario that holds across the household.
type Chain struct {
	ID       exposure.RuleID
	Title    string
	Why      string
	Together string // whose pieces, without blame
	Break    string // set when taking away one piece is enough
	Alt      string // the chain in words, as a picture shows it
	Legs     []Leg
	Amplify  []Ref
	Do, Ask  string
}

// Leg is one link of a chain with the findings that hold it.
type Leg struct {
	Name   string
	Owners []string // whose sources hold it; empty when nobody's are known
	About  string   // "om hela familjen"
	Breaks bool     // it is the one of Chain.Break
	Pieces []Ref
	More   string // "och 4 till"
}

// Group is what shows about the household or about one person.
type Group struct {
	ID       exposure.SubjectID
	Anchor   string
	Title    string
	Intro    string // set for a child
	Score    string // a sentence; never set for a child or the household
	None     string // set when there are no findings
	Count    string
	Findings []Finding // the one that counts most first
	// Mine are the findings that the person's own sources show: a list to act
	// on, never a grade.
	MineTitle, MineIntro string
	Mine                 []Ref
	Suggestions          []Suggestion
	SuggestionsMore      string
}

// Finding is one thing that shows.
type Finding struct {
	ID        exposure.FindingID
	Anchor    string
	Title     string
	Detail    string // where, how often or how much of it; may be empty
	Why       string
	Do        string
	Ask       string
	ChildTo   string // heading of Child: "Till Elsa"
	Child     string // set when the finding concerns or belongs to a child
	Certainty string // "Bekräftat", "Troligt", "Möjligt"
	Possible  string // set when it does not count in the headline
	Public    string // set when the law makes it public; there is no Owner then
	Who       string
	Owner     string
	Minutes   string
	Proof     string
	Points    string // empty when it adds nothing by itself
	Shown     []Shown
	More      string // places left out: "Syns på 4 ställen till."
	Others    string // places beyond the first, for a renderer that shows one
}

// Shown is one place where a finding shows.
type Shown struct {
	Excerpt  string // masked; may be empty
	Kind     string // "webbsida"
	Whose    string
	Where    string // locator
	Link     string // the locator again when it is a web address safe to open; else empty
	When     string // empty when unknown
	Seen     string // who can see it; empty for an answer, which nobody else sees
	Progress string // how far the mending has come there; may be empty
}

// Gap is something that could not be looked at.
type Gap struct {
	Kind, Whose, Where string
	Reason             string // why, and what to do
	Items              []GapItem
	More               string
	Read               string // how much was read after all
}

// GapItem is one document that could not be read.
type GapItem struct {
	Where  string
	Reason string
}

// Looked is one source with what came of it.
type Looked struct {
	Kind, Whose, Where string
	Consent            string // "med samtycke c-anna-1"; empty when nothing was read
	Read               string // "18 sidor lästa"
	Result             string // "allt läst"
}

// Suggestion is something that was seen and left alone.
type Suggestion struct{ Kind, Value string }

// Line is a label with its text.
type Line struct{ Label, Text string }

// day reads better than a time in every sentence of the report.
func day(c *message.Catalog, t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return c.Date(t)
}
