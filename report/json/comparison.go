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
	Schema     int                  `json:"schema"`
	Comparable bool                 `json:"comparable"`
	Before     side                 `json:"before"`
	After      side                 `json:"after"`
	Findings   []change             `json:"findings"`
	Kept       []exposure.FindingID `json:"kept"` // gone before, and gone still
	Sources    []comparedSource     `json:"sources"`
	Visits     *visits              `json:"visits,omitempty"`
	Texts      comparisonTexts      `json:"texts"`
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
	Less    bool               `json:"less,omitempty"`
	Claimed bool               `json:"claimed,omitempty"` // said to be done, and still there
}

// visits is the score from visit to visit.
type visits struct {
	Drawn  bool    `json:"drawn"` // enough is shared to set them beside each other
	Shared int     `json:"shared"`
	Of     int     `json:"of"`
	Points []visit `json:"points"`
}

// visit is one of them. Like is the score on what is shared; absent where too little
// is, as Score is where nothing was read.
type visit struct {
	Number   int       `json:"number"`
	At       time.Time `json:"at"`
	Complete bool      `json:"complete"`
	Score    *int      `json:"score,omitempty"`
	Like     *int      `json:"like,omitempty"`
	Coverage int       `json:"coverage"`
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
	Agenda   []agendaTopic    `json:"agenda"`
}

type agendaTopic struct {
	Topic string   `json:"topic"`
	Title string   `json:"title"`
	Lines []string `json:"lines"`
}

type comparedFounds struct {
	Finding exposure.FindingID `json:"finding"`
	Title   string             `json:"title"`
	Status  string             `json:"status"`
}

// WriteComparison writes what changed between two audits.
func WriteComparison(w io.Writer, v *report.ComparisonView) error {
	c := v.Record().Changes
	out := comparison{
		Schema: audit.Schema, Comparable: c.Comparable,
		Before:   side{Number: c.Before.Number, At: c.Before.At, Coverage: c.Before.Percent()},
		After:    side{Number: c.After.Number, At: c.After.At, Coverage: c.After.Percent()},
		Findings: []change{}, Kept: []exposure.FindingID{}, Sources: []comparedSource{}, Visits: visitsOf(v.Record().Trend),
		Texts: comparisonTexts{
			Lang: v.Lang, Title: v.Title, Occasion: v.Occasion, Summary: v.Long, Like: v.Like, Findings: []comparedFounds{}, Agenda: []agendaTopic{},
		},
	}
	if c.Comparable {
		out.Before.Score, out.After.Score = &c.BeforeScore, &c.AfterScore
	}
	for _, ch := range c.Changes {
		f := ch.Finding
		out.Findings = append(out.Findings, change{Status: ch.Status, Finding: f.ID, Rule: f.Rule, Subject: f.Subject, Less: ch.Less, Claimed: ch.Claimed})
	}
	for _, f := range c.Kept {
		out.Kept = append(out.Kept, f.ID)
	}
	for _, t := range v.Agenda.Topics {
		out.Texts.Agenda = append(out.Texts.Agenda, agendaTopic{Topic: t.ID, Title: t.Title, Lines: t.Lines})
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

func visitsOf(t *compare.Trend) *visits {
	if t == nil {
		return nil
	}
	out := &visits{Drawn: t.Drawn, Shared: t.Shared, Of: t.Of, Points: []visit{}}
	for _, p := range t.Points {
		one := visit{Number: p.Number, At: p.At, Complete: p.Complete, Coverage: p.Coverage}
		if p.Known {
			one.Score = &p.Score
		}
		if p.InLine {
			one.Like = &p.Like
		}
		out.Points = append(out.Points, one)
	}
	return out
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
