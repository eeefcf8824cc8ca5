// Package exposure is the vocabulary that every room of lampan shares: the
// document that was read, the observation found in it, the finding it led to
// and the fix that helps. It holds types only. It judges nothing, reads
// nothing, and imports nothing of the project, so that rules, scanner and
// report can all speak it without knowing each other.
//
// Four steps are kept apart on purpose: document → observation (a fact, no
// judgement) → finding (a judgement with a fix) → score.
package exposure

import (
	"fmt"
	"time"
)

// SubjectID names one person of a household as household.yaml does ("anna").
type SubjectID string

// Household stands in for a SubjectID where a fact concerns the whole
// household, such as its address. No person may carry this ID.
const Household SubjectID = "household"

// SourceID names one agreed source as household.yaml does.
type SourceID string

// RuleID names a rule or a scenario: "travel.plan".
type RuleID string

// FindingID is a fingerprint: equal for the same fact under the same rule in
// two audits of one case, different between cases.
type FindingID string

// DocumentID is a hash of source, locator and content.
type DocumentID string

// Lang is a language that lampan writes. Documents may be in any language.
type Lang string

// The languages of texts for people.
const (
	Swedish Lang = "sv"
	English Lang = "en"
)

// Langs lists the languages of texts for people.
func Langs() []Lang { return []Lang{Swedish, English} }

// SourceKind says how a source is read.
type SourceKind string

// The kinds of source. Rules name them in "needs".
const (
	Page      SourceKind = "page"      // a web page, or a section of a site
	Feed      SourceKind = "feed"      // RSS, Atom, JSON Feed
	Posts     SourceKind = "text"      // a file of posts the family brought
	Photos    SourceKind = "photo"     // a folder of photographs
	Register  SourceKind = "register"  // a domain's registration record
	Interview SourceKind = "interview" // the family's own answers
	Passwords SourceKind = "passwords" // verdicts on one person's passwords, from lampan-pass
	Lookup    SourceKind = "lookup"    // what directories and registers showed of one person, who looked
)

// Told reports whether sources of the kind hold what people say of themselves
// rather than what they show: nobody else sees it, and its visibility only says
// how much it weighs.
func (k SourceKind) Told() bool { return k == Interview || k == Passwords }

// SourceKinds lists every kind in a fixed order.
func SourceKinds() []SourceKind {
	return []SourceKind{Page, Feed, Posts, Photos, Register, Interview, Passwords, Lookup}
}

// Visibility is who can see a thing, from 1 (anyone, and search engines find
// it) to 0 (nobody). It is the v of the score formula.
type Visibility float64

// The steps of visibility, from design/score.md.
const (
	Open    Visibility = 1.0  // open and indexable
	Link    Visibility = 0.8  // open to anyone with the link
	Members Visibility = 0.5  // anyone who has logged in
	Friends Visibility = 0.25 // friends of friends
	Private Visibility = 0.1  // only in the person's own files
)

// ParseVisibility reads the word used in household.yaml: open, link, members,
// friends or private.
func ParseVisibility(s string) (Visibility, error) {
	switch s {
	case "open":
		return Open, nil
	case "link":
		return Link, nil
	case "members":
		return Members, nil
	case "friends":
		return Friends, nil
	case "private":
		return Private, nil
	}
	return 0, fmt.Errorf("visibility %q is not one of open, link, members, friends, private", s)
}

// Outcome is what an audit can say about one thing it was asked to look at.
// The zero value is invalid, so a forgotten outcome is noticed.
type Outcome uint8

// The outcomes. What was blocked or failed is Unknown, never Clear.
const (
	Exposed Outcome = iota + 1 // something was found
	Clear                      // it was looked at, and nothing was found
	Unknown                    // it could not be looked at, or not all of it
	Skipped                    // it was not asked for, or nobody agreed to it
)

var outcomeNames = [...]string{Exposed: "exposed", Clear: "clear", Unknown: "unknown", Skipped: "skipped"}

// Valid reports whether o is one of the four outcomes.
func (o Outcome) Valid() bool { return o >= Exposed && o <= Skipped }

func (o Outcome) String() string {
	if !o.Valid() {
		return "invalid"
	}
	return outcomeNames[o]
}

// MarshalText encodes o as its name. An invalid outcome is an error.
func (o Outcome) MarshalText() ([]byte, error) {
	if !o.Valid() {
		return nil, fmt.Errorf("encode outcome: %d is not valid", uint8(o))
	}
	return []byte(outcomeNames[o]), nil
}

// UnmarshalText decodes a name written by MarshalText.
func (o *Outcome) UnmarshalText(b []byte) error {
	for i, n := range outcomeNames {
		if n != "" && n == string(b) {
			*o = Outcome(i)
			return nil
		}
	}
	return fmt.Errorf("decode outcome %q: unknown name", b)
}

// Severity is the rule author's view of how much a finding matters. It orders
// what is shown; the score uses points instead.
type Severity uint8

// The severities. The zero value is invalid.
const (
	Low Severity = iota + 1
	Medium
	High
	Critical
)

var severityNames = [...]string{Low: "low", Medium: "medium", High: "high", Critical: "critical"}

// Valid reports whether s is one of the four severities.
func (s Severity) Valid() bool { return s >= Low && s <= Critical }

func (s Severity) String() string {
	if !s.Valid() {
		return "invalid"
	}
	return severityNames[s]
}

// MarshalText encodes s as its name. An invalid severity is an error.
func (s Severity) MarshalText() ([]byte, error) {
	if !s.Valid() {
		return nil, fmt.Errorf("encode severity: %d is not valid", uint8(s))
	}
	return []byte(severityNames[s]), nil
}

// UnmarshalText decodes a name written by MarshalText.
func (s *Severity) UnmarshalText(b []byte) error {
	for i, n := range severityNames {
		if n != "" && n == string(b) {
			*s = Severity(i)
			return nil
		}
	}
	return fmt.Errorf("severity %q is not one of low, medium, high, critical", b)
}

// Span is a part of a document's text: byte offsets, half open, on rune
// borders. The zero Span means "the document as a whole".
type Span struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// Len is the number of bytes in the span.
func (s Span) Len() int { return s.End - s.Start }

// Document is one thing that was read: a page, a post, a photo's metadata, a
// register record, a set of answers, or the verdict on one account. It is immutable once a source has
// yielded it, and lives in memory only: audits keep masked excerpts, never
// documents.
type Document struct {
	ID      DocumentID
	Source  SourceID
	Kind    SourceKind
	Subject SubjectID // whose source it is; the person who agreed
	Locator string    // URL, or path inside the case with an optional #fragment
	Title   string
	Text    string // valid UTF-8, possibly empty
	Lang    string // BCP 47 as the source declares it; often empty; never decides which rules run
	// Published is when it was made public, with the zone it was written in;
	// zero when the source does not say.
	Published  time.Time
	Visibility Visibility

	// At most one of these is set, by the kind of source.
	Photo   *Photo
	Record  *Record
	Answers []Answer
	Account *Account
	Listing *Listing
}

// Photo is what a picture or film says about itself, and what was seen in it.
type Photo struct {
	Positions []Position
	Taken     time.Time // on the clock of the place; zero when unknown
	Owner     string    // owner, artist or copyright holder named in the file
	Camera    string    // make and model
	Serial    string    // camera body or lens serial number
	People    []string  // persons named in the file, such as beside a face
	Places    []string  // names of places written in the file, the narrowest first
	Parts     []string  // what else lies inside: motion-video, c2pa, history, sidecar
	Caption   string    // captions, titles and keywords, one a line
	// Seen is what the pixels show; nil when nobody looked, and Unseen says why:
	// "off", "format", "no-picture", "too-large", "limit", "failed".
	Seen   *Seen
	Unseen string
}

// Seen is what was made out in a picture's own pixels. It holds no picture, and
// nothing of a code that must not be kept.
type Seen struct {
	Likeness []byte  // a hash of package likeness; nil where there is too little to see
	Thumb    string  // the embedded thumbnail against the photo: more, agrees, differs, unsure; empty without one
	Cut      float64 // share of the thumbnail's area that the photo lacks, 0 to 1; 0 unless more
	Codes    []Code
	NoCodes  string // why codes were not, or not all, looked for: "limit"; empty when they were
	Words    string // text read in the picture, one line a line; empty when none was read
	NoWords  string // why text was not looked for: "off", "limit", "not-a-document"; empty when it was
}

// Code is a machine-readable code in a picture.
type Code struct {
	Kind   string // of package payload: boarding, wifi, contact, otp, payment, ticket, phone, place, link, unknown
	Shown  string // masked; may be empty
	Secret bool   // it held a password or a seed, which is not kept
}

// Position is a place on Earth in WGS 84 degrees, with the part of the file
// that holds it ("exif", "xmp").
type Position struct {
	Lat, Lon float64
	Layer    string
}

// Record is a domain's registration data (RDAP, RFC 9083). Empty strings mean
// that the register withholds or lacks the value.
type Record struct {
	Domain string
	Holder string // registrant's name
	Street string
	Town   string
	Postal string
	Email  string
	Phone  string
	Org    string
	// Withheld says that the register shows nothing of the holder to the public.
	Withheld bool
	// Contacts are what shows beside the holder: people in other roles, and
	// further values of the holder's own.
	Contacts []Contact
}

// Contact is one more person, or one more way to reach the holder, in a Record.
type Contact struct {
	Role   string // registrant, administrative, technical, billing
	Name   string
	Street string
	Town   string
	Postal string
	Email  string
	Phone  string
}

// Listing is what one place, such as a directory, showed of one person when that
// person looked. It says which details showed and never what they were.
type Listing struct {
	Place   string   // ID in the catalogue of places
	Kind    string   // the place's kind there: "people-search", "vehicle", …
	Details []string // as package places names them, in its order
	// Public says that the law makes the place public, so that nothing there can
	// be hidden.
	Public   bool
	Progress Progress
}

// Progress is how far the mending of what shows in one place has come.
type Progress string

// The steps. The empty Progress means that nobody has done anything yet.
const (
	Asked    Progress = "asked" // whoever shows it was asked
	SaidDone Progress = "done"  // the family says it is done, and nobody has looked again
	Gone     Progress = "gone"  // somebody looked again, and it no longer shows
	CameBack Progress = "back"  // it was gone, and shows again
	// StillThere is what was said to be done and shows all the same.
	StillThere Progress = "still"
)

// Mitigated is the m of the score formula: what is said to be done counts half,
// what was looked at again counts whole.
func (p Progress) Mitigated() float64 {
	switch p {
	case SaidDone:
		return 0.5
	case Gone:
		return 1
	default:
		return 0
	}
}

// Answer is one answer in an interview. The person gave it, so it counts as
// confirmed.
type Answer struct {
	Question string // identifier, such as "home.alarm"
	Value    string // identifier, such as "always"
	Subject  SubjectID
	On       time.Time // the day it was given; zero when the file does not say
	Line     int       // in the answers file, from 1
}

// Account is one account with what is wrong about its password, as lampan-pass
// wrote it down. It holds no password, no part of one and no hash of one.
type Account struct {
	AccountName

	ID       string // equal between two verdicts while person, name and user stay the same
	Strength string // obvious, weak, fair, strong
	Faults   []AccountFault
}

// AccountName is how an account is told apart in a report.
type AccountName struct {
	Kind string `json:"kind"`           // what it is for: "email", "bank", …
	Name string `json:"name"`           // the site's host, else what the person calls it
	User string `json:"user,omitempty"` // user name; masked in evidence
}

// AccountFault is one thing to do something about.
type AccountFault struct {
	Fault string // leaked, reused, variant, weak, family, site, user, no-step
	// Shared says that the other account is another member's; Group is then
	// equal for the accounts that have one password, or nearly.
	Shared bool
	Group  string
	// With names the same person's other accounts that have the password, or
	// nearly it. Other members' accounts stand in their own documents.
	With   []AccountName
	Fact   string // for family: the kind of fact that the password holds
	Master bool   // the other account opens the vault or resets the others
	// Accepted is the last day on which the family lives with the fault by
	// choice; zero when it does not.
	Accepted time.Time
}
