package pack_test

import (
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/text"
	"lampan/rules/match"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
)

// What every rule on texts must bring. A near miss is a clean example that has
// words in common with a matching one.
const (
	enoughMatch  = 6
	enoughClean  = 6
	enoughMisses = 2
	commonWords  = 2
)

func TestExamplesSuffice(t *testing.T) {
	for _, r := range onText(core(t)) {
		matching, clean, misses := 0, 0, 0
		var said [][]string
		for _, x := range r.Examples.Match {
			if x.Text != "" {
				matching++
				said = append(said, words(x.Text))
			}
		}
		for _, x := range r.Examples.Clean {
			if x.Text == "" {
				continue
			}
			clean++
			if slices.ContainsFunc(said, func(m []string) bool { return common(m, words(x.Text)) >= commonWords }) {
				misses++
			}
		}
		if matching < enoughMatch || clean < enoughClean || misses < enoughMisses {
			t.Errorf("%s has %d matching and %d clean texts, %d of them near misses; want %d, %d and %d",
				r.ID, matching, clean, misses, enoughMatch, enoughClean, enoughMisses)
		}
	}
}

// Every text that a rule must fire on gives it an anchor, so that no list of
// words can fall behind what the rules promise. A clean text is clean of the
// whole category: no other rule of the category tells it either.
func TestExamplesAnchor(t *testing.T) {
	p := core(t)
	family := newReader(ruletest.Family)
	for _, r := range onText(p) {
		f := family
		if r.ID == "protected.where" { // its examples are told by another family
			f = newReader(func(at time.Time) *roster.Roster { return ruletest.FamilyOf(r, at) })
		}
		alone := &rules.Pack{Rules: []rules.Rule{*r}}
		for _, x := range r.Examples.Match {
			if x.Text == "" {
				continue
			}
			doc, day, obs := f.read(x)
			if tr := match.Explain(alone, doc, obs, day, f.family(day))[0]; tr.Anchor == nil {
				t.Errorf("%s:%d: %s: %s", r.File, x.Line, r.ID, ruletest.Why(tr))
			}
		}
		if r.Category == "" {
			continue
		}
		siblings := &rules.Pack{}
		for i := range p.Rules {
			if s := p.Rules[i]; s.Category == r.Category && s.ID != r.ID {
				siblings.Rules = append(siblings.Rules, s)
			}
		}
		for _, x := range r.Examples.Clean {
			doc, day, obs := f.read(x)
			for _, tr := range match.Explain(siblings, doc, obs, day, f.family(day)) {
				if tr.Fired {
					t.Errorf("%s:%d: %s is clean, but %s fires", r.File, x.Line, r.ID, tr.Rule)
				}
			}
		}
	}
}

// Examples of different rules say different things: what one rule learns from
// must not be what another is tested with.
func TestExamplesDiffer(t *testing.T) {
	const gram, most = 8, 0.5
	type example struct {
		rule  exposure.RuleID
		at    string
		grams map[string]bool
	}
	var all []example
	for _, r := range onText(core(t)) {
		for _, x := range slices.Concat(r.Examples.Match, r.Examples.Clean) {
			if x.Text == "" {
				continue
			}
			e := example{r.ID, fmt.Sprintf("%s:%d", r.File, x.Line), map[string]bool{}}
			runes := []rune(text.Fold(x.Text))
			for i := 0; i+gram <= len(runes); i++ {
				e.grams[string(runes[i:i+gram])] = true
			}
			for _, o := range all {
				both := 0
				for g := range e.grams {
					if o.grams[g] {
						both++
					}
				}
				if n := min(len(e.grams), len(o.grams)); o.rule != e.rule && n > 0 && float64(both) > most*float64(n) {
					t.Errorf("%s and %s say nearly the same", o.at, e.at)
				}
			}
			all = append(all, e)
		}
	}
}

// onText gives the rules that look at prose.
func onText(p *rules.Pack) []*rules.Rule {
	var out []*rules.Rule
	for i := range p.Rules {
		if r := &p.Rules[i]; slices.Contains(r.Needs, exposure.Posts) {
			out = append(out, r)
		}
	}
	return out
}

// words gives the beginnings of the longer words of a text, which inflected
// forms share, and a sign that it holds a number.
func words(s string) []string {
	const long, stem, digits = 4, 5, 3
	var t text.Text
	t.Parse(s)
	var out []string
	for i := range t.Tokens {
		w := t.Word(i)
		if t.Kind(i) == text.Word && utf8.RuneCountInString(w) >= long {
			out = append(out, w[:min(stem, len(w))])
		}
		if t.Kind(i) == text.Number && len(w) >= digits {
			out = append(out, "#")
		}
	}
	return out
}

func common(a, b []string) int {
	n := 0
	for _, w := range slices.Compact(slices.Sorted(slices.Values(b))) {
		if slices.Contains(a, w) {
			n++
		}
	}
	return n
}

// reader reads examples as the family of rules/ruletest. Its texts differ by
// day in who is a minor, so extractors are kept by day.
type reader struct {
	of       func(time.Time) *roster.Roster
	families map[time.Time]*roster.Roster
	compiled map[time.Time]*extract.Extractor
}

func newReader(of func(time.Time) *roster.Roster) *reader {
	return &reader{of, map[time.Time]*roster.Roster{}, map[time.Time]*extract.Extractor{}}
}

// The children of the example family are minors in the whole time of the
// examples, so one day a year tells as much as each.
func (f *reader) family(day time.Time) *roster.Roster {
	y := time.Date(day.Year(), time.June, 1, 0, 0, 0, 0, time.UTC)
	if f.families[y] == nil {
		f.families[y] = f.of(y)
		f.compiled[y] = extract.New(f.families[y])
	}
	return f.families[y]
}

func (f *reader) read(x rules.Example) (*exposure.Document, time.Time, []exposure.Observation) {
	day := x.At
	if day.IsZero() {
		day = time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)
	}
	f.family(day)
	doc := &exposure.Document{
		ID: "example", Source: "example", Kind: exposure.Posts, Subject: "anna", Locator: "example",
		Text: x.Text, Published: x.At, Visibility: exposure.Open,
	}
	return doc, day, f.compiled[time.Date(day.Year(), time.June, 1, 0, 0, 0, 0, time.UTC)].Observe(doc)
}
