package json

import (
	"io"
	"time"

	"lampan/report"
	"lampan/report/compare"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

type comparison struct {
	Schema     int              `json:"schema"`
	Comparable bool             `json:"comparable"`
	Before     side             `json:"before"`
	After      side             `json:"after"`
	Findings   []change         `json:"findings"`
	Sources    []comparedSource `json:"sources"`
	Texts      comparisonTexts  `json:"texts"`
}

// side is one of the two audits. Score is like for like, and absent when the
// two cannot be compared.
type side struct {
	Number   int       `json:"number"`
	At       time.Time `json:"at"`
	Score    *int      `json:"score,omitempty"`
	Coverage int       `json:"coverage"`
}

type change struct {
	Status  compare.Status     `json:"status"`
	Finding exposure.FindingID `json:"finding"`
	Rule    exposure.RuleID    `json:"rule"`
	Subject exposure.SubjectID `json:"subject"`
}

type comparedSource struct {
	Status  compare.SourceStatus `json:"status"`
	Source  exposure.SourceID    `json:"source"`
	Subject exposure.SubjectID   `json:"subject"`
	Kind    exposure.SourceKind  `json:"kind"`
	At      string               `json:"at"`
}

type comparisonTexts struct {
	Lang     exposure.Lang    `json:"lang"`
	Title    string           `json:"title"`
	Occasion string           `json:"occasion"`
	Summary  string           `json:"summary"`
	Like     string           `json:"like"`
	Findings []comparedFounds `json:"findings"`
}

type comparedFounds struct {
	Finding exposure.FindingID `json:"finding"`
	Title   string             `json:"title"`
	Status  string             `json:"status"`
}

// WriteComparison writes what changed between two audits.
func WriteComparison(w io.Writer, v *report.ComparisonView) error {
	c := v.Record()
	out := comparison{
		Schema: audit.Schema, Comparable: c.Comparable,
		Before:   side{Number: c.Before.Number, At: c.Before.At, Coverage: c.Before.Percent()},
		After:    side{Number: c.After.Number, At: c.After.At, Coverage: c.After.Percent()},
		Findings: []change{}, Sources: []comparedSource{},
		Texts: comparisonTexts{
			Lang: v.Lang, Title: v.Title, Occasion: v.Occasion, Summary: v.Long, Like: v.Like, Findings: []comparedFounds{},
		},
	}
	if c.Comparable {
		out.Before.Score, out.After.Score = &c.BeforeScore, &c.AfterScore
	}
	for _, ch := range c.Changes {
		f := ch.Finding
		out.Findings = append(out.Findings, change{Status: ch.Status, Finding: f.ID, Rule: f.Rule, Subject: f.Subject})
	}
	for _, s := range c.Sources {
		k := s.Coverage
		out.Sources = append(out.Sources, comparedSource{Status: s.Status, Source: k.Source, Subject: k.Subject, Kind: k.Kind, At: k.At})
	}
	for _, s := range v.Sections {
		for _, i := range s.Items {
			out.Texts.Findings = append(out.Texts.Findings, comparedFounds{Finding: i.ID, Title: i.Title, Status: s.Title})
		}
	}
	return encode(w, out)
}

// WriteHistory lists audits, in the order given.
func WriteHistory(w io.Writer, list []audit.Summary) error {
	if list == nil {
		list = []audit.Summary{}
	}
	return encode(w, struct {
		Schema int             `json:"schema"`
		Audits []audit.Summary `json:"audits"`
	}{audit.Schema, list})
}
