// Package json writes a report as data for other programs: the audit as it is
// stored, and beside it the words for it in one language. The two are kept
// apart, so that a program that reads the data does not depend on how lampan
// puts things.
//
// The format is versioned and described by report.schema.json. Fields keep
// their order. Strings from outside are kept whole, but every character that
// could act in a terminal or in a web page is written as an escape.
package json

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"lampan/report"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

type document struct {
	Schema   int          `json:"schema"`
	Coverage int          `json:"coverage"`
	Audit    *audit.Audit `json:"audit"`
	Texts    texts        `json:"texts"`
}

type texts struct {
	Lang     exposure.Lang     `json:"lang"`
	Title    string            `json:"title"`
	Occasion string            `json:"occasion"`
	Band     string            `json:"band"`
	Headline []string          `json:"headline"`
	Findings []findingText     `json:"findings"`
	Chains   []chainText       `json:"chains"`
	Reasons  map[string]string `json:"reasons"`
	Notes    []string          `json:"notes"`
}

type findingText struct {
	Finding   exposure.FindingID `json:"finding"`
	Title     string             `json:"title"`
	Detail    string             `json:"detail,omitempty"`
	Why       string             `json:"why"`
	Do        string             `json:"do"`
	Ask       string             `json:"ask,omitempty"`
	Child     string             `json:"child,omitempty"`
	Certainty string             `json:"certainty"`
	Owner     string             `json:"owner"`
}

type chainText struct {
	Scenario exposure.RuleID `json:"scenario"`
	Title    string          `json:"title"`
	Why      string          `json:"why"`
	Together string          `json:"together,omitempty"`
	Do       string          `json:"do,omitempty"`
	Ask      string          `json:"ask,omitempty"`
}

// Write writes the view's audit with its words.
func Write(w io.Writer, v *report.View) error {
	a := v.Record()
	h := v.Headline
	t := texts{
		Lang: v.Lang, Title: v.Title, Occasion: v.Occasion, Band: h.BandWords,
		Headline: []string{}, Findings: []findingText{}, Chains: []chainText{}, Reasons: map[string]string{}, Notes: v.About,
	}
	for _, s := range []string{h.ScoreWords, h.Range, h.Covered, h.Base, h.BandLong} {
		if s != "" {
			t.Headline = append(t.Headline, s)
		}
	}
	for _, g := range v.Groups {
		for _, f := range g.Findings {
			t.Findings = append(t.Findings, findingText{
				Finding: f.ID, Title: f.Title, Detail: f.Detail, Why: f.Why, Do: f.Do, Ask: f.Ask, Child: f.Child,
				Certainty: f.Certainty, Owner: f.Owner,
			})
		}
	}
	for _, c := range v.Chains {
		t.Chains = append(t.Chains, chainText{
			Scenario: c.ID, Title: c.Title, Why: c.Why, Together: c.Together, Do: c.Do, Ask: c.Ask,
		})
	}
	for _, c := range a.Coverage {
		t.reason(v, c.Reason)
		for _, f := range c.Faults {
			t.reason(v, f.Reason)
		}
	}
	for _, o := range a.Outcomes {
		t.reason(v, o.Reason)
	}
	return encode(w, document{Schema: audit.Schema, Coverage: a.Percent(), Audit: a, Texts: t})
}

func (t *texts) reason(v *report.View, reason string) {
	if reason != "" {
		t.Reasons[reason] = v.Reason(reason)
	}
}

// encode writes indented JSON with nothing in it that acts.
func encode(w io.Writer, v any) error {
	data, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return fmt.Errorf("encode report: %w", err)
	}
	_, err = w.Write(append(quiet(data), '\n'))
	return err
}

// quiet writes control, steering and invisible characters as escapes. They can
// only stand inside strings: everything else that encoding/json writes is
// printable ASCII, spaces and line breaks.
func quiet(data []byte) []byte {
	var out bytes.Buffer
	out.Grow(len(data))
	for _, r := range string(data) {
		switch {
		case r == '\n' || r == ' ' || r < 0x7f && unicode.IsPrint(r):
			out.WriteByte(byte(r))
		case unicode.IsPrint(r) && !unicode.Is(unicode.M, r) && r != '\u3164' && r != '\uffa0' && r != '\u115f' && r != '\u1160' && r != '\u2800':
			out.WriteRune(r)
		case r > 0xffff:
			hi, lo := utf16.EncodeRune(r)
			fmt.Fprintf(&out, `\u%04x\u%04x`, hi, lo)
		default:
			fmt.Fprintf(&out, `\u%04x`, r)
		}
	}
	return out.Bytes()
}
