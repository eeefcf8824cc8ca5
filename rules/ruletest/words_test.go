package ruletest_test

import (
	"strings"
	"testing"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/ruletest"
)

// TestCorePackIsCalmAndPlain reads the words of the rules that ship with lampan.
func TestCorePackIsCalmAndPlain(t *testing.T) {
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range ruletest.Words(p) {
		t.Error(f)
	}
}

// TestWordsReadsEverything plants a fault in each kind of text of a pack.
func TestWordsReadsEverything(t *testing.T) {
	const bad = "Det är farligt."
	in := func(s string) map[exposure.Lang]string { return map[exposure.Lang]string{exposure.Swedish: s} }
	text := func(set func(*rules.Text)) map[exposure.Lang]rules.Text {
		var x rules.Text
		set(&x)
		return map[exposure.Lang]rules.Text{exposure.Swedish: x}
	}
	for name, p := range map[string]rules.Pack{
		"title":    {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Title = bad })}}},
		"detail":   {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Detail = bad })}}},
		"why":      {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Why = bad })}}},
		"ask":      {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Ask = bad })}}},
		"child":    {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Child = bad })}}},
		"fix":      {Rules: []rules.Rule{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Fix = bad })}}},
		"scenario": {Scenarios: []rules.Scenario{{ID: "x", File: "f", Line: 3, Text: text(func(x *rules.Text) { x.Why = bad })}}},
		"control":  {Controls: []rules.Control{{ID: "x", File: "f", Line: 3, Text: in(bad)}}},
		"question": {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, Text: in(bad)}}},
		"look":     {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, Look: in(bad)}}},
		"to child": {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, Child: in(bad)}}},
		"praise":   {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, Praise: in(bad)}}},
		"child's":  {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, ChildPraise: in(bad)}}},
		"answer": {Questions: rules.Questions{{ID: "x", File: "f", Line: 3, Answers: []rules.Choice{
			{Words: map[exposure.Lang][]string{exposure.Swedish: {"ja", "farligt"}}},
		}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := ruletest.Words(&p)
			if len(got) != 1 || !strings.HasPrefix(got[0].String(), `f:3: x: sv: fear: "farligt": `) {
				t.Errorf("Words = %v; want the planted word", got)
			}
		})
	}
}
