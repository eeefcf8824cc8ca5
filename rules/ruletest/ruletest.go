// Package ruletest runs the examples that stand in every rule. An example is a
// text, one or several pictures, a record, an answer, an account or a listing that the
// rule must fire on or must leave alone; a rule is as good as its near misses.
package ruletest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/match"
	"lampan/rules/roster"
)

// Report is what became of a pack's examples.
type Report struct {
	Ran      int
	Failures []Failure // in the order of the pack
}

// Failure is an example that did not do what it says.
type Failure struct {
	Rule    exposure.RuleID
	File    string
	Line    int
	Message string // what happened instead, and which condition decided it
	Trace   match.Trace
}

// String is "file:line: rule: message".
func (f Failure) String() string {
	return fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.Rule, f.Message)
}

// Run tries every example of a pack; pictures are tried alone and together. observe turns a document into
// observations, with the example family's roster at hand; it is
// extract.New(roster).Observe in the program. Examples of one day share a
// roster, so observe may keep what it compiles by its pointer.
func Run(pack *rules.Pack, observe func(*exposure.Document, *roster.Roster) []exposure.Observation) Report {
	var rep Report
	type teller struct {
		day       time.Time
		protected bool
	}
	families := map[teller]*roster.Roster{}
	try := func(alone *rules.Pack, r *rules.Rule, e rules.Example) outcome {
		day := e.At
		if day.IsZero() {
			day = defaultDay()
		}
		by := teller{day, ofProtected(r)}
		if families[by] == nil {
			families[by] = FamilyOf(r, day)
		}
		family := families[by]
		seen := func(doc *exposure.Document) []exposure.Observation { return observe(doc, family) }
		if e.Photo != nil || len(e.Photos) > 0 {
			return together(alone, pictures(e), seen, day, family)
		}
		doc := document(r, e)
		t := match.Explain(alone, doc, seen(doc), day, family)[0]
		return outcome{t, []map[string]exposure.Value{t.Values}, t.Fired}
	}
	for i := range pack.Rules {
		r := &pack.Rules[i]
		alone := &rules.Pack{Rules: pack.Rules[i : i+1]}
		for _, e := range r.Examples.Match {
			rep.Ran++
			o := try(alone, r, e)
			if msg := o.missed(e); msg != "" {
				rep.Failures = append(rep.Failures, Failure{r.ID, r.File, e.Line, msg, o.trace})
			}
		}
		for _, e := range r.Examples.Clean {
			rep.Ran++
			if o := try(alone, r, e); o.found {
				msg := fmt.Sprintf("fired on %s, although: %s", at(o.trace.Anchor), e.Why)
				rep.Failures = append(rep.Failures, Failure{r.ID, r.File, e.Line, msg, o.trace})
			}
		}
	}
	return rep
}

// defaultDay is the day of the audit for an example without a date.
func defaultDay() time.Time { return time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC) }

// document makes a document of an example: Anna's and open to everybody, unless it
// is a listing.
func document(r *rules.Rule, e rules.Example) *exposure.Document {
	doc := &exposure.Document{
		ID: "example", Source: "example", Subject: "anna", Locator: "example",
		Text: e.Text, Published: e.At, Visibility: exposure.Open,
	}
	switch {
	case e.Record != nil:
		doc.Kind, doc.Record = exposure.Register, e.Record
	case e.Answer != nil:
		a := *e.Answer
		a.Subject = doc.Subject
		doc.Kind, doc.Answers = exposure.Interview, []exposure.Answer{a}
	case e.Account != nil:
		doc.Kind, doc.Account = exposure.Passwords, e.Account
	case e.Listing != nil:
		doc.Kind, doc.Listing, doc.Visibility = exposure.Lookup, e.Listing, exposure.Members
		doc.Subject = cmp.Or(e.Subject, doc.Subject)
	default:
		// Prose, read as the first sort of prose the rule looks at.
		doc.Kind = exposure.Page
		for _, k := range r.Needs {
			if k == exposure.Page || k == exposure.Feed || k == exposure.Posts {
				doc.Kind = k
				break
			}
		}
	}
	return doc
}

// outcome is what became of an example.
type outcome struct {
	trace  match.Trace
	values []map[string]exposure.Value // of what was found
	found  bool
}

// missed says why an example did not match as it should; "" when it did.
func (o outcome) missed(e rules.Example) string {
	switch {
	case o.trace.Fired && !o.found:
		return fmt.Sprintf("at %s, but it does not show in several sources, or on several days, as the rule's key asks", at(o.trace.Anchor))
	case !o.found:
		return "did not fire: " + Why(o.trace)
	}
	problem := ""
	for _, values := range o.values { // one of several findings must have them all
		wrong := ""
		for _, name := range exposure.SortedKeys(e.Values) {
			if got := values[name].String(); got != e.Values[name] {
				wrong = fmt.Sprintf("value %s = %q; want %q", name, got, e.Values[name])
				break
			}
		}
		if wrong == "" {
			return ""
		}
		problem = cmp.Or(problem, wrong)
	}
	return problem
}

// Why says in one line what stopped a rule.
func Why(t match.Trace) string {
	s := t.Stopped()
	switch {
	case !t.Applies:
		return "the rule does not look at such a source"
	case t.Anchor == nil && s != nil:
		return "nothing to start from: no " + Condition(s.Condition)
	case s == nil:
		return fmt.Sprintf("at %s, but only %.2f sure", at(t.Anchor), t.Confidence)
	case s.Part == "none":
		return fmt.Sprintf("at %s, stopped by %s", at(t.Anchor), at(s.By))
	}
	return fmt.Sprintf("at %s, without %s", at(t.Anchor), Condition(s.Condition))
}

// at writes an observation down for a rule's author. Examples are invented, so
// the value may show.
func at(o *exposure.Observation) string {
	if o == nil {
		return "nothing"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", o.Kind, o.Value)
	for _, k := range exposure.SortedKeys(o.Attrs) {
		fmt.Fprintf(&b, " %s=%s", k, o.Attrs[k])
	}
	return b.String()
}

// Condition writes a condition in one line, much as the pack does.
func Condition(c rules.Condition) string {
	var b strings.Builder
	b.WriteString(string(c.Observe))
	for _, k := range exposure.SortedKeys(c.Where) {
		m := c.Where[k]
		switch {
		case len(m.In) > 0:
			fmt.Fprintf(&b, " %s=%s", k, strings.Join(m.In, "|"))
		case len(m.NotIn) > 0:
			fmt.Fprintf(&b, " %s≠%s", k, strings.Join(m.NotIn, "|"))
		}
		if m.After != "" {
			fmt.Fprintf(&b, " %s>%s%+d", k, m.After, m.Days)
		}
		if m.Before != "" {
			fmt.Fprintf(&b, " %s<%s%+d", k, m.Before, m.Days)
		}
		if m.Min != nil {
			fmt.Fprintf(&b, " %s≥%g", k, *m.Min)
		}
		if m.Max != nil {
			fmt.Fprintf(&b, " %s≤%g", k, *m.Max)
		}
	}
	if c.Near != "" && c.Near != "document" {
		fmt.Fprintf(&b, " (near: %s)", c.Near)
	}
	return b.String()
}
