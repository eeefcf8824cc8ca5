// Package verdict is what may be written down about a household's passwords:
// which accounts have which fault, never a password, a part of one or a hash of
// one. lampan-pass writes it, lampan reads it as a source.
package verdict

import "slices"

// Schema is the version of the form.
const Schema = 1

// Report is one run of `lampan-pass audit`.
type Report struct {
	Schema   int       `json:"schema"`
	Case     string    `json:"case,omitempty"` // of the household file, if one was given
	Made     string    `json:"made"`           // YYYY-MM-DD
	Checked  []Checked `json:"checked"`        // what was looked at, and what could not be
	People   []Person  `json:"people"`
	Accounts []Account `json:"accounts"` // most important first, those set aside last
	Steps    []Step    `json:"steps"`    // of the household: at most three, most important first
	Notes    []Note    `json:"notes"`    // what the reader should know beside the faults
}

// Checked says whether one kind of fault could be looked for. What was not
// looked for is unknown, never clear.
type Checked struct {
	Fault  Fault  `json:"fault"`
	Done   bool   `json:"done"`
	Reason Reason `json:"reason,omitempty"` // why not; set when and only when Done is false
	// People are the members for whom it could not be looked for; for the others
	// it was. Empty when Done is false for everybody.
	People []string `json:"people,omitempty"`
	// AsOf is the date of the list that was used, YYYY-MM-DD.
	AsOf string `json:"as_of,omitempty"`
	// Unknown counts the accounts in use about which the list says nothing.
	Unknown int `json:"unknown,omitempty"`
}

// Reason says why a kind of fault could not be looked for. Faults may have been
// found all the same: they are then something to check, and their absence says
// nothing.
type Reason string

// The reasons.
const (
	NoFilter    Reason = "no-filter"      // no complete list of leaked passwords was at hand
	NoHousehold Reason = "no-household"   // the family's facts were not given
	NoSeeds     Reason = "no-vault-seeds" // no entry of somebody's holds a second step, so the export may not carry them
	NoDates     Reason = "no-dates"       // no entry says when its password was changed
	NoAddresses Reason = "no-addresses"   // no entry has an address
)

// DoneFor reports whether it was looked for among a member's accounts.
func (c Checked) DoneFor(person string) bool {
	return c.Done || len(c.People) > 0 && !slices.Contains(c.People, person)
}

// Person counts one member's entries.
type Person struct {
	ID      string `json:"id"` // the roster's; empty when nobody was named
	Entries int    `json:"entries"`
	Looked  int    `json:"looked"` // entries with a password in use
	Aside   int    `json:"aside"`  // deleted, expired, linked: not counted
	Steps   []Step `json:"steps"`  // at most three, most important first
}

// Step is one thing to do. What to say about it stands with the program that
// shows it.
type Step struct {
	Do       Do       `json:"do"`
	Fault    Fault    `json:"fault"`    // why, the weightiest of its reasons
	Accounts []string `json:"accounts"` // IDs, most important first; never empty
}

// Do is what a Step asks for.
type Do string

// What can be asked for.
const (
	// Renew: one new password for the account, made by the manager.
	Renew Do = "renew"
	// Part: the accounts share a password; each gets one of its own.
	Part Do = "part"
	// Second: turn two-step sign-in on, or look whether it is on.
	Second Do = "second-step"
)

// Note names one sentence of explanation.
type Note string

// The notes.
const (
	// Composition: NIST SP 800-63B-4 forbids demands for capitals, digits and
	// signs, and Swedish authorities still advise them; so mixes are not scored.
	Composition Note = "composition"
	// Age: a password is changed when there is a reason, and age is none.
	Age Note = "age"
	// Unproven: that no second step is stored does not prove that none is on.
	Unproven Note = "unproven"
	// Unlisted: the list of services says nothing about some accounts; look there.
	Unlisted Note = "unlisted"
	// Absent: a password that stands in no list of leaked ones is not therefore safe.
	Absent Note = "absent"
)

// Kind says what an account is for, in the order in which it matters.
type Kind string

// The kinds of account.
const (
	Vault  Kind = "vault"  // opens the password manager
	Email  Kind = "email"  // resets the others
	EID    Kind = "eid"    // e-legitimation, authority
	Bank   Kind = "bank"   // bank, payment, insurance
	Phone  Kind = "phone"  // Apple, Google, Microsoft, the operator: what finds and unlocks devices
	Health Kind = "health" //
	Social Kind = "social" // social media, messages
	School Kind = "school" //
	Work   Kind = "work"   //
	Home   Kind = "home"   // alarm, camera, router, smart home
	Shop   Kind = "shop"   //
	Other  Kind = "other"
)

// Fault is one thing to do something about.
type Fault string

// The faults.
const (
	Leaked  Fault = "leaked"  // stands in a list of leaked passwords
	Reused  Fault = "reused"  // the same on another account
	Variant Fault = "variant" // close to another account's: a year, a sign, a capital
	Weak    Fault = "weak"    // Obvious or Weak
	Family  Fault = "family"  // holds a fact that the family told us
	Site    Fault = "site"    // holds the name of the site
	User    Fault = "user"    // holds the user name
	Plain   Fault = "plain"   // http:// address
	NoStep  Fault = "no-step" // two-step sign-in exists there and none is stored
	Passkey Fault = "passkey" // a passkey can be had there; information
	Old     Fault = "old"     // information, never a reason to change
)

// Account is one entry with what was found. Name and User are shown to the
// family; they are cleaned of control characters and cut.
type Account struct {
	ID       string  `json:"id"` // stable between runs while person, name and user stay the same
	Person   string  `json:"person,omitempty"`
	Name     string  `json:"name"` // host of the site, else the title
	User     string  `json:"user,omitempty"`
	Kind     Kind    `json:"kind"`
	Strength string  `json:"strength"`        // obvious, weak, fair, strong; empty when set aside
	Log10    float64 `json:"log10"`           // guesses as a power of ten, one decimal, by itself
	Faults   []Found `json:"faults"`          // most telling first
	Aside    Aside   `json:"aside,omitempty"` // listed apart: no strength, no faults
	// Copies counts the other entries that are the same account of the same
	// person: in two exports, as app and as site, under the names in Also.
	Copies int      `json:"copies,omitempty"`
	Also   []string `json:"also,omitempty"`
}

// Aside says why an entry is not looked at.
type Aside string

// Why entries are set aside.
const (
	Deleted Aside = "deleted"
	Expired Aside = "expired"
	Linked  Aside = "linked" // a reference to another entry's password
	Empty   Aside = "empty"  // no password: a passkey, a note
)

// Found is one fault of one account.
type Found struct {
	Fault  Fault    `json:"fault"`
	With   []string `json:"with,omitempty"`   // IDs of the other accounts, for Reused and Variant
	More   int      `json:"more,omitempty"`   // accounts beyond those in With
	People []string `json:"people,omitempty"` // other members concerned
	Facts  []string `json:"facts,omitempty"`  // kinds of family fact, for Family
	Hints  []string `json:"hints,omitempty"`  // for Weak
	Offers []Offer  `json:"offers,omitempty"` // for NoStep: which second steps can be had
	// Log10 is, for Variant, the guesses as a power of ten for somebody who knows
	// the other passwords; one decimal, 0 for the first guess.
	Log10 float64 `json:"log10,omitempty"`
	// Master says that the other account opens the vault or resets the others.
	Master   bool      `json:"master,omitempty"`
	Accepted *Accepted `json:"accepted,omitempty"`
}

// Offer is one kind of second step.
type Offer string

// The kinds of second step.
const (
	OfferSMS  Offer = "sms"  // a code by message or call
	OfferMail Offer = "mail" // a code by e-mail
	OfferCode Offer = "code" // a code from an app
	OfferApp  Offer = "app"  // a question in the service's own app
	OfferKey  Offer = "key"  // a security key
	// OfferEID is an e-legitimation or the bank's own device. It stands in the
	// place of a password, and no vault holds it.
	OfferEID Offer = "eid"
)

// Accepted says that the family has decided to live with a fault for a while.
type Accepted struct {
	Reason string `json:"reason"`
	Until  string `json:"until"` // YYYY-MM-DD
}
