package exposure

import "time"

// Certainty says how sure a finding is, in the three words shown to people.
type Certainty string

// The certainties, with the c of the score formula they stand for.
const (
	Confirmed Certainty = "confirmed" // 1: the person said so, or it equals what they told us
	Likely    Certainty = "likely"    // 0.8: a strong rule in its context
	Possible  Certainty = "possible"  // 0.5: shown, but kept out of the headline score
	Refuted   Certainty = "refuted"   // 0: "not me"
)

// Weight is the c of the score formula.
func (c Certainty) Weight() float64 {
	switch c {
	case Confirmed:
		return 1
	case Likely:
		return 0.8
	case Possible:
		return 0.5
	default: // Refuted
		return 0
	}
}

// Finding is a judgement: a rule fired on a fact. It holds no prose, only the
// rule's ID and values, so that an audit kept for years reads in either
// language. Everything in it is masked and may be stored.
type Finding struct {
	ID       FindingID  `json:"id"`
	Rule     RuleID     `json:"rule"`
	Subject  SubjectID  `json:"subject"` // whom it concerns; may be Household
	Severity Severity   `json:"severity"`
	Fact     Fact       `json:"fact"`
	Evidence []Evidence `json:"evidence"` // never empty; sorted by source and locator
	// Values fill the rule's texts: {from}, {to}, {place}. Masked.
	Values map[string]Value `json:"values,omitempty"`
	Fix    Fix              `json:"fix"`
}

// Certainty is that of the strongest piece of evidence.
func (f Finding) Certainty() Certainty {
	best := Refuted
	for _, e := range f.Evidence {
		if e.Certainty.Weight() > best.Weight() {
			best = e.Certainty
		}
	}
	return best
}

// Fact is the thing an outsider can learn. The same fact on ten pages is one
// fact with ten pieces of evidence.
type Fact struct {
	Kind string `json:"kind"` // "travel", "address": what the score and the scenarios count
	// Key is Kind and a hash, keyed per case, of the normalised value: equal
	// keys are equal facts, and the value cannot be read back from it.
	Key   string `json:"key"`
	Minor bool   `json:"minor,omitempty"` // it concerns a child
}

// Evidence is one place where the fact shows.
type Evidence struct {
	Document DocumentID `json:"document"`
	Source   SourceID   `json:"source"`
	Kind     SourceKind `json:"kind"`
	Shower   SubjectID  `json:"shower"` // whose source shows it; the fix belongs there
	Locator  string     `json:"locator"`
	Span     Span       `json:"span,omitzero"`
	Excerpt  string     `json:"excerpt,omitempty"` // masked, at most 200 characters
	Photo    bool       `json:"photo,omitempty"`   // it shows in a picture or film
	// Account is set where an account's password is at fault; its user is masked.
	Account AccountName `json:"account,omitzero"`
	// Alike names the same person's other accounts with that password or nearly
	// that one, where this is what is wrong; users are masked.
	Alike []AccountName `json:"alike,omitempty"`
	// Place is the ID of the directory or register where it was looked up; empty
	// for anything else. Public says that the law makes it so: nothing hides it
	// there. Published is then the day of the look.
	Place     string    `json:"place,omitempty"`
	Public    bool      `json:"public,omitempty"`
	Progress  Progress  `json:"progress,omitempty"` // of the fix
	Published time.Time `json:"published,omitzero"`

	Certainty  Certainty  `json:"certainty"`
	Visibility Visibility `json:"visibility"` // v
	Timeliness float64    `json:"timeliness"` // t, as of the audit's date
	Mitigated  float64    `json:"mitigated"`  // m
}

// Proof says how a fix is shown to be done.
type Proof string

// The proofs.
const (
	Recheck  Proof = "recheck"  // the next audit no longer finds it
	Told     Proof = "told"     // the family says so, asked again at the next visit
	LookedAt Proof = "lookedat" // the consultant saw it at a visit
	// LookedUp is Recheck of what the person looks up in a browser.
	LookedUp Proof = "lookedup"
	// Remeasured is Recheck of what lampan-pass looks at: it runs again first.
	Remeasured Proof = "remeasured"
)

// Fix is what helps, without its words, which stand in the rule.
type Fix struct {
	Owner   SubjectID `json:"owner"` // a member of the family, never the consultant
	Minutes int       `json:"minutes"`
	Proof   Proof     `json:"proof"`
}
