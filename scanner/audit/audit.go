// Package audit is the record of one run: what was looked at, what could not
// be, what was found, and what it adds up to. A record is immutable, holds no
// prose and nothing unmasked, and reads in either language.
package audit

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules/assess"
	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/week"
)

// Schema is the version of the record, and of the JSON report.
const Schema = 1

// Audit is one run over one case.
type Audit struct {
	Schema   int           `json:"schema"`
	Number   int           `json:"number"` // from 1 within the case; 0 before it is stored
	Case     string        `json:"case"`
	Name     string        `json:"name,omitempty"` // the household's own name
	At       time.Time     `json:"at"`             // the date the audit speaks about
	Ran      time.Time     `json:"ran"`            // when the program ran
	Tool     string        `json:"tool"`           // lampan's version
	Pack     Pack          `json:"pack"`
	Lang     exposure.Lang `json:"lang"`
	Complete bool          `json:"complete"` // false after Ctrl-C: the rest is Unknown
	// Protected says that somebody in the household had protected personal data when
	// the audit ran, so that nothing in it tells where anybody is.
	Protected bool `json:"protected,omitempty"`
	// Only is set on the sheet of one member, which holds that member's alone. A stored
	// audit is of the household, and has none.
	Only       exposure.SubjectID `json:"only,omitempty"`
	People     []Person           `json:"people"`
	Coverage   []Coverage         `json:"coverage"` // one a source, ordered by source
	Outcomes   []RuleOutcome      `json:"outcomes"` // one a rule, ordered by rule
	Assessment assess.Assessment  `json:"assessment"`
	Findings   []exposure.Finding `json:"findings"` // ordered by severity, then rule, then ID
	Controls   []string           `json:"controls"` // IDs of controls that the family has in place
	// Good are the answers of the interviews that tell that all is as it should be,
	// in the order of the pack's questions.
	Good []Good `json:"good,omitempty"`
	// Mixed are all answers to questions that members have answered unlike each other,
	// where some answer may be good or tell of a control; in the same order. Who does
	// not know is left out.
	Mixed []Good `json:"mixed,omitempty"`
	// Suggestions are links, names and accounts that were seen and not
	// followed, of the person whose source showed them.
	Suggestions []Suggestion `json:"suggestions,omitempty"`
	// LedgerHead is the hash at the end of the consent ledger after the run.
	LedgerHead string `json:"ledgerHead"`
}

// Pack names the rules that judged.
type Pack struct {
	ID      string `json:"id"`
	Version string `json:"version"`
	Hash    string `json:"hash"`
}

// Person is a member as the report names them.
type Person struct {
	ID        exposure.SubjectID   `json:"id"`
	Name      string               `json:"name"`
	Minor     bool                 `json:"minor,omitempty"`
	Age       int                  `json:"age,omitempty"` // whole years by year of birth; 0 unknown
	Guardians []exposure.SubjectID `json:"guardians,omitempty"`
}

// Coverage says what came of one source.
type Coverage struct {
	Source  exposure.SourceID   `json:"source"`
	Subject exposure.SubjectID  `json:"subject"`
	Kind    exposure.SourceKind `json:"kind"`
	At      string              `json:"at"`
	Consent string              `json:"consent,omitempty"` // ID of the consent it was read under
	// Detectors are the areas of rules that the consent let look at it, in order.
	Detectors []string `json:"detectors,omitempty"`
	// Outcome: Clear (all of it was read), Unknown (some or none was), Skipped.
	Outcome   exposure.Outcome `json:"outcome"`
	Reason    string           `json:"reason,omitempty"`   // a source.Reason: the first fault
	Documents int              `json:"documents"`          // read
	Pictures  int              `json:"pictures,omitempty"` // how many of them were photographs
	// Unseen is how many of the photographs were read without their pixels being
	// looked at, and Pixels the first reason: see exposure.Photo.
	Unseen int    `json:"unseen,omitempty"`
	Pixels string `json:"pixels,omitempty"`
	// Uncoded is how many of those looked at were not searched to the end for codes,
	// and Unread how many whose text nobody read.
	Uncoded int `json:"uncoded,omitempty"`
	Unread  int `json:"unread,omitempty"`
	// Week is when the source tells of somebody being away from home; see package week.
	Week   []week.Hour `json:"week,omitempty"`
	Faults []Fault     `json:"faults,omitempty"` // not read; at most MaxFaults, then counted in More
	More   int         `json:"more,omitempty"`
	// Withheld says that the source is a register's record of a domain, and shows
	// nothing of who has it.
	Withheld bool `json:"withheld,omitempty"`
	// Made is the day of a file that another program wrote, where the source is
	// one; what it says is as of then.
	Made time.Time `json:"made,omitzero"`
	// Left is how many documents are known to be left unread, because reading
	// was stopped or reached its limit.
	Left int `json:"left,omitempty"`
	// Listings are how the places that concern the person stand, where the source
	// is what they looked up and all of it was read; in the order that works.
	Listings []Listing `json:"listings,omitempty"`
	// Topics are those that an interview has begun, where the source is one. Topics
	// that nobody has begun were not asked for.
	Topics []Topic `json:"topics,omitempty"`
}

// Good is one answer that tells of something the family does well. Its words stand
// with the question in the rule pack.
type Good struct {
	Question string             `json:"question"`
	Answer   string             `json:"answer"`
	Subject  exposure.SubjectID `json:"subject"` // who said so
	Source   exposure.SourceID  `json:"source"`
}

// Topic is how far one topic of an interview has come: how many of its questions
// concern those asked, and to how many of them the answer is known.
type Topic struct {
	Topic string    `json:"topic"` // of package rules
	Asked int       `json:"asked"`
	Known int       `json:"known"`
	On    time.Time `json:"on,omitzero"` // the day it was talked about, where the file says
	// Questions are those asked, and Open those of them to which the answer is not known.
	Questions []string `json:"questions,omitempty"`
	Open      []string `json:"open,omitempty"`
	// Alone is how far it has come by this file alone, where answers of other members
	// count in it too.
	Alone *Alone `json:"alone,omitempty"`
}

// Alone is how far a topic has come by one file alone, as Topic has it; With are the
// interviews that count in it too.
type Alone struct {
	Asked     int                 `json:"asked"`
	Known     int                 `json:"known"`
	Questions []string            `json:"questions,omitempty"`
	Open      []string            `json:"open,omitempty"`
	With      []exposure.SourceID `json:"with"`
}

// Answered is how many of the questions that an interview has begun have an answer that
// is known, and how many there are.
func (c Coverage) Answered() (known, of int) {
	for _, t := range c.Topics {
		known, of = known+t.Known, of+t.Asked
	}
	return known, of
}

// Listing is how one directory or register stands for one person on the day of the
// audit. See places.Standing, which it is made from; days are at midnight UTC.
type Listing struct {
	Place    places.ID         `json:"place"`
	Seen     places.Seen       `json:"seen,omitempty"`  // empty: nobody has looked
	Looked   time.Time         `json:"looked,omitzero"` // the last look
	Shows    []places.Detail   `json:"shows,omitempty"`
	Since    time.Time         `json:"since,omitzero"` // of the look that Shows is from
	Progress exposure.Progress `json:"progress,omitempty"`
	On       time.Time         `json:"on,omitzero"`   // what Progress rests on
	Next     time.Time         `json:"next,omitzero"` // when to look again
	Why      places.Why        `json:"why,omitempty"`
	Known    bool              `json:"known,omitempty"` // Shows can be relied on
}

// NotKnown says why it is not known what the place shows now, and is empty where it
// is, or where nobody is to look there.
func (l Listing) NotKnown() string {
	switch {
	case l.Known || l.Seen == places.Skipped:
		return ""
	case l.Seen == "":
		return "not-looked-up"
	case l.Seen == places.Unclear:
		return "could-not-see"
	default:
		return "look-again"
	}
}

// Looked is how many of the places are known, and how many are to be.
func (c Coverage) Looked() (known, of int) {
	for _, l := range c.Listings {
		if l.Known {
			known++
		} else if l.NotKnown() == "" {
			continue // skipped
		}
		of++
	}
	return known, of
}

// Photo counts a photograph that was read.
func (c *Coverage) Photo(p *exposure.Photo) {
	c.Pictures++
	if p.Seen == nil {
		c.Unseen++
		c.Pixels = cmp.Or(c.Pixels, p.Unseen)
		return
	}
	if p.Seen.NoCodes != "" {
		c.Uncoded++
	}
	if p.Seen.NoWords == "off" || p.Seen.NoWords == "limit" {
		c.Unread++
	}
}

// NotLookedAt is how many pictures may show what observations of a kind tell, and
// were not looked at for it.
func (c Coverage) NotLookedAt(k exposure.Kind) int {
	switch {
	case k == exposure.PhotoCode:
		return c.Unseen + c.Uncoded
	case k == exposure.PhotoWords:
		return c.Unseen + c.Unread
	case k.NeedsPixels():
		return c.Unseen
	}
	return 0
}

// Concerns reports whether a rule that needs one of the kinds has something to
// look for in the source: it is of such a kind, or a page, which may show
// pictures.
func (c Coverage) Concerns(needs []exposure.SourceKind) bool {
	return slices.Contains(needs, c.Kind) || c.Kind == exposure.Page && slices.Contains(needs, exposure.Photos)
}

// MaxFaults bounds the faults kept for one source.
const MaxFaults = 20

// Share is how much of the source was read, from 0 to 1: documents read over
// documents known, where a picture that was not itself looked at is half read. A
// source that was stopped half-way without knowing what is left counts as half read
// at the most. Of what a person looks up it is the places known over those to be, and nothing
// where it may not be told how they stand. Of an interview it is the answers known over
// the questions of the topics that it has begun.
func (c Coverage) Share() float64 {
	if known, of := c.Answered(); of > 0 {
		return float64(known) / float64(of)
	}
	if c.Kind == exposure.Lookup {
		looked, of := c.Looked()
		return float64(looked) / float64(max(of, 1))
	}
	known := c.Documents + len(c.Faults) + c.More + c.Left
	switch {
	case c.Outcome == exposure.Clear && c.Unseen == 0:
		return 1
	case known == 0:
		return 0
	}
	share := (float64(c.Documents) - float64(min(c.Unseen, c.Documents))/2) / float64(known)
	if c.Left == 0 && slices.ContainsFunc(c.Faults, func(f Fault) bool { return f.Reason == "interrupted" || f.Reason == "limit" }) {
		return min(share, 0.5)
	}
	return share
}

// Fault is one document that could not be read.
type Fault struct {
	Locator string `json:"locator"`
	Line    int    `json:"line,omitempty"`
	Reason  string `json:"reason"`
	// Question is the ID of the question whose answer meant nothing, else empty.
	Question string `json:"question,omitempty"`
}

// RuleOutcome says what came of one rule.
type RuleOutcome struct {
	Rule    exposure.RuleID  `json:"rule"`
	Outcome exposure.Outcome `json:"outcome"`
	Reason  string           `json:"reason,omitempty"`
}

// Suggestion is something that was seen and left alone.
type Suggestion struct {
	Subject exposure.SubjectID `json:"subject"`
	Source  exposure.SourceID  `json:"source"`
	Kind    string             `json:"kind"` // link, feed, account
	Value   string             `json:"value"`
}

// Percent is the coverage of the whole audit: how much of the agreed sources
// could be read, each source weighing the same. Skipped sources do not count.
func (a *Audit) Percent() int {
	var sum float64
	n := 0
	for _, c := range a.Coverage {
		if c.Outcome == exposure.Skipped {
			continue
		}
		sum += c.Share()
		n++
	}
	if n == 0 {
		return 0
	}
	return int(sum / float64(n) * 100)
}
