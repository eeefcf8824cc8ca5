// Package rules holds the rule pack: what is judged a finding, why it matters,
// what helps, and how heavily it counts. Rules are data (YAML), read strictly
// and tested by their own examples; the pack that ships with lampan lies in
// rules/pack.
//
// This package describes and loads packs. Matching is rules/match, running the
// examples is rules/ruletest, and the arithmetic is rules/score.
package rules

import (
	"slices"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/score"
)

// Schema is the version of the rule format this program reads.
const Schema = 1

// Detector is an area that a person can consent to or leave out: "travel",
// "home", "registration", "routine", "child", "accounts", "photo", "work", "ready".
type Detector string

// Pack is a set of rules with the score model that weighs them. It is
// immutable after loading and safe for concurrent use.
type Pack struct {
	ID      string
	Version string // semantic version of the content
	Hash    string // SHA-256 over all files, hexadecimal
	Rules   []Rule // ordered by ID
	// Scenarios are chains over facts, also across members; ordered by ID.
	Scenarios []Scenario
	Controls  []Control
	Questions Questions
	Model     score.Model
	// Facts gives the category of every kind of fact that rules and scenarios
	// may name.
	Facts map[string]string
	// Baseline lists the kinds of fact that a family in Sweden shows whatever
	// it does, because registers are public.
	Baseline []string
}

// Rule returns the rule with the given ID.
func (p *Pack) Rule(id exposure.RuleID) (*Rule, bool) {
	for i := range p.Rules {
		if p.Rules[i].ID == id {
			return &p.Rules[i], true
		}
	}
	return nil, false
}

// Scenario returns the scenario with the given ID.
func (p *Pack) Scenario(id exposure.RuleID) (*Scenario, bool) {
	for i := range p.Scenarios {
		if p.Scenarios[i].ID == id {
			return &p.Scenarios[i], true
		}
	}
	return nil, false
}

// Detectors lists the areas that the pack's rules belong to, in order.
func (p *Pack) Detectors() []Detector {
	seen := map[string]bool{}
	for _, r := range p.Rules {
		seen[string(r.Detector)] = true
	}
	var out []Detector
	for _, d := range exposure.SortedKeys(seen) {
		out = append(out, Detector(d))
	}
	return out
}

// Rule turns observations into findings of one kind.
type Rule struct {
	ID       exposure.RuleID
	Detector Detector
	// Category is what a post tells when the rule fires on it; empty for rules
	// about other things.
	Category exposure.Category
	Severity exposure.Severity
	// Needs lists the kinds of source that can answer the rule. When none of
	// them was readable the outcome is Unknown, not Clear.
	Needs      []exposure.SourceKind
	When       When
	Confidence Confidence
	Fact       Fact
	Fix        Fix
	Text       map[exposure.Lang]Text // sv and en, always both
	Examples   Examples
	Sources    []string // why it is a risk: IDs of the project's fact table, or "eget råd"

	File string // where the rule stands, for messages
	Line int
}

// When is a rule's condition over the observations of one document. The
// finding is located at its anchor, and "near" is measured from there. The
// anchor is an observation for which the first condition of All holds or,
// without All, one of those of Any. With an anchor, the rule fires when every
// other condition of All, at least one of Any (if there are some) and none of
// None hold.
type When struct {
	All  []Condition
	Any  []Condition
	None []Condition
}

// StartsFrom reports whether a rule starts from an observation of one of the kinds.
func (r *Rule) StartsFrom(kinds func(exposure.Kind) bool) bool {
	is := func(c Condition) bool { return kinds(c.Observe) }
	return slices.ContainsFunc(r.When.All, is) || slices.ContainsFunc(r.When.Any, is)
}

// Condition holds when an observation of the kind exists with the attributes
// asked for, near enough to the anchor.
type Condition struct {
	Observe exposure.Kind
	// Near is the largest distance from the anchor: "sentence" (the same one),
	// "sentence+1" (or the next to it), "passage" (the stretch of text that was
	// read for a sense, which must be one of the two), or "document". Empty means
	// document. None of these counts the anchor itself; "anchor" is that and
	// nothing else.
	Near  string
	Where map[string]Match // by attribute; "value" means the observation's Value
	Line  int
}

// Match compares one attribute. Exactly one group of fields is set.
type Match struct {
	In    []string // one of these words
	NotIn []string // present, and none of these
	// After and Before compare a day with a reference: "published", "audit", or
	// a day; Days shifts the reference.
	After  string
	Before string
	Days   int
	// Min and Max bound a number, both inclusive.
	Min, Max *float64
}

// Confidence says how sure a match is, from 0 to 1: Base, plus By for each
// condition of Add that holds, minus By for each of Sub, and never more than
// the recogniser's own confidence in the anchor. From 0.75 the finding is
// Likely, from 0.5 Possible, below that it is not made. A match whose anchor
// carries "own: yes" or "near: home", or that rests on an answer, is Confirmed:
// it equals what the family told us. So is one that rests on a listing: the person
// saw it. So is a Likely one that rests on an account: it was measured on the
// family's own passwords.
type Confidence struct {
	Base float64
	Add  []Adjust
	Sub  []Adjust
}

// Adjust moves the confidence by By when the condition holds.
type Adjust struct {
	Condition
	By float64
}

// Fact says what an outsider learns when the rule fires, and what it weighs.
type Fact struct {
	Kind     string  // "travel", "address"; scenarios name it
	Category string  // a key of the score model's caps
	Points   float64 // S of the score formula
	// About says whom the fact concerns: "subject" (the observation's subject,
	// else the document's), "author" (the document's subject), "household",
	// "child" (the child of the household that the text names, else the
	// household; the fact counts as a child's either way).
	About string
	// Key says what makes two observations the same fact: "value" (the
	// anchor's Value), "interval" (overlapping days are one trip), "one" (at
	// most one such fact a subject), "person" (as "one" where the observation is of
	// a member, who has one birthday however it is written; else the Value),
	// "shared" (the anchor's Value, once sources of two people tell of it: what one
	// of them has agreed to show must not tell of the other), "sources" (the
	// anchor's Value, once two sources tell of it), "repeat" (the anchor's Value,
	// once one person's posts or pictures of three days tell of it at the same hour).
	Key string
	// Of, with the key "value" or "person", takes the Value and whom it concerns from the
	// nearest observation of this kind that met one of the rule's conditions, and
	// not from the anchor. When there is none the key is "one".
	Of exposure.Kind
	// Timeliness picks the t of the formula: "static", "travel" (1 until the
	// trip has ended, then 0.15) or "routine" (0.4 to 1 by repetition).
	Timeliness string
	// Visibility, when set, replaces the source's (an answer about a habit is
	// not published anywhere).
	Visibility *exposure.Visibility
	// Show lists the values that the texts may use and the audit keeps, each
	// with its mask: "plain", "phone", "email", "personnummer", "plate",
	// "initial" (of a name), "street" (without its number), "distance" (metres, rounded
	// until they no longer give the place away), "hidden" (all of it).
	Show []Show
}

// Show copies one attribute of the anchor, or of the nearest observation of
// another kind that met one of the rule's conditions, into the finding's values
// under Name.
type Show struct {
	Name string
	Kind exposure.Kind // empty: the anchor
	Attr string        // "value" for the observation's Value
	Mask string
}

// Fix is what helps. Its words stand in Text.
type Fix struct {
	// Owner: "author" (whose source shows it), "subject" (whom it concerns), "child"
	// (the same, but already at twelve: it is a child's own thing to do),
	// "guardian" (whom it concerns, but an adult for a child), "household"
	// (the adults in turn, one rule to each).
	Owner   string
	Minutes int // of a listing: at each place
	Proof   exposure.Proof
	// Act names the sitting in which one person mends all that directories and
	// registers show by rules of the same act: "hide". Empty: the rule's own.
	Act string
	// First puts the fix before all others in the plan, whatever it saves: what
	// it mends opens the way to the rest.
	First bool
}

// Text is everything a rule says to people, in one language. {name} stands for
// a value of the finding.
type Text struct {
	Title  string // what shows, in one line
	Detail string // where, how often or how much of it, in a sentence; may be empty
	Why    string // why it matters, in a sentence or two
	Ask    string // the question to ask at the meeting
	Child  string // the same for a child
	Fix    string // what to do
}

// Examples are a rule's own tests.
type Examples struct {
	Match []Example
	Clean []Example
}

// Example is one text that the rule must fire on, or must leave alone.
type Example struct {
	// Lang is empty for Photos, a Record, an Answer, an Account or a Listing, which have no
	// language and count for both.
	Lang   exposure.Lang
	At     time.Time // publication date; zero when the source does not say
	Text   string
	Values map[string]string // what the finding's values must be; only for Match
	Why    string            // why it is clean; required for Clean
	// Photo, Photos, Record, Answer, Account and Listing replace Text for sources that are
	// not prose. Photos are read together.
	//
	// In a photo of an example, Seen.Likeness is not a hash but a name: pictures of
	// one name are the same picture.
	Photo   *exposure.Photo
	Photos  []Shot
	Record  *exposure.Record
	Answer  *exposure.Answer
	Account *exposure.Account
	Listing *exposure.Listing
	Subject exposure.SubjectID // of a Listing: who looked; empty: Anna, the teller of examples
	Line    int
}

// Shot is one of several pictures of an example.
type Shot struct {
	Photo     *exposure.Photo
	Source    exposure.SourceID  // where it is shown; empty: where the others without one are
	Subject   exposure.SubjectID // whose source that is; empty: Anna's, the teller of examples
	Published time.Time          // zero: on the day of the example
}

// Scenario is a chain: every leg must be held by some member of the household,
// and it weighs more than its parts.
type Scenario struct {
	ID       exposure.RuleID
	Severity exposure.Severity
	Legs     []Leg
	Amplify  []string // kinds of fact that make it worse
	Base     float64  // B of the score formula
	Gain     float64  // a of the score formula
	Text     map[exposure.Lang]Text
	Sources  []string
	File     string
	Line     int
}

// Leg is one link of a chain: any of these kinds of fact will do.
type Leg struct {
	Name  string
	Kinds []string
}

// Control is a habit or measure that makes a scenario less likely: an alarm
// that is armed, a neighbour who looks in. It is recognised in an interview.
type Control struct {
	ID       string
	Scenario exposure.RuleID
	Question string // the ID of one of the pack's questions
	Answers  []string
	Effect   float64 // e of the score formula, 0 to 1
	Text     map[exposure.Lang]string
	File     string
	Line     int
}
