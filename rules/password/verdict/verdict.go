// Package verdict is what may be written down about a household's passwords:
// which accounts have which fault, never a password, a part of one or a hash of
// one. lampan-pass writes it, lampan reads it as a source.
package verdict

// Schema is the version of the form.
const Schema = 1

// Report is one run of `lampan-pass audit`.
type Report struct {
	Schema   int       `json:"schema"`
	Case     string    `json:"case,omitempty"` // of the household file, if one was given
	Made     string    `json:"made"`           // YYYY-MM-DD
	Checked  []Checked `json:"checked"`        // what was looked at, and what could not be
	People   []Person  `json:"people"`
	Accounts []Account `json:"accounts"` // most important first
}

// Checked says whether one kind of fault could be looked for. What was not
// looked for is unknown, never clear.
type Checked struct {
	Fault  Fault  `json:"fault"`
	Done   bool   `json:"done"`
	Reason string `json:"reason,omitempty"` // why not: no-filter, no-household, no-vault-seeds, …
}

// Person counts one member's entries.
type Person struct {
	ID      string `json:"id"` // the roster's; empty when nobody was named
	Entries int    `json:"entries"`
	Looked  int    `json:"looked"` // entries with a password in use
	Aside   int    `json:"aside"`  // deleted, expired, archived: not counted
}

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
	Strength string  `json:"strength"`        // obvious, weak, fair, strong
	Log10    float64 `json:"log10"`           // guesses as a power of ten, one decimal
	Faults   []Found `json:"faults"`          // most telling first
	Aside    string  `json:"aside,omitempty"` // deleted, expired: listed apart, no faults counted
}

// Found is one fault of one account.
type Found struct {
	Fault  Fault    `json:"fault"`
	With   []string `json:"with,omitempty"`   // IDs of the other accounts, for Reused and Variant
	People []string `json:"people,omitempty"` // other members concerned
	Facts  []string `json:"facts,omitempty"`  // kinds of family fact, for Family
	Hints  []string `json:"hints,omitempty"`  // for Weak
	// Master says that the other account opens the vault or resets the others.
	Master   bool      `json:"master,omitempty"`
	Accepted *Accepted `json:"accepted,omitempty"`
}

// Accepted says that the family has decided to live with a fault for a while.
type Accepted struct {
	Reason string `json:"reason"`
	Until  string `json:"until"` // YYYY-MM-DD
}
