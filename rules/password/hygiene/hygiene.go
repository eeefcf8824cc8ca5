// Package hygiene looks at the passwords of a whole household: which are used
// twice, by whom and where, which are a variant of another, which are leaked,
// weak or hold something that others know. What it says holds no password, no
// part of one and nothing reckoned from one but the number of guesses.
//
// Every copy of a password that it makes is wiped before Audit returns. Exact
// reuse is found with a hash under a key that is drawn for each run and stays in
// memory.
package hygiene

import (
	"cmp"
	"slices"
	"time"

	"lampan/rules/password"
	"lampan/rules/password/meter"
	"lampan/rules/password/sites"
	"lampan/rules/password/verdict"
)

// Config is what Audit needs to know.
type Config struct {
	Meter *meter.Meter // required; it already knows the family's facts

	// Leaked looks a password up. Found says that it stands in a list of leaked
	// ones; ok says that the list is a complete one, so that what is not found is
	// not in it. Nil: there is no list.
	Leaked func(pw []byte) (found, ok bool)

	FactsGiven bool         // the meter knows facts of the family
	Accepted   []Acceptance // faults that the family lives with
	Case       string       // of the household file; may be empty
	At         time.Time    // the day of the audit; required
}

// oldAfter is the age at which a password's age is mentioned, as information.
const oldAfter = 5 // years

// mostNamed is how many other accounts a fault names. The rest are counted, and
// each names its own.
const mostNamed = 100

// Audit looks at all entries together. The report is the same whatever their
// order, as long as vault and line tell them apart. Entries that are the same
// account of the same person count once: in two exports, as an app and as a
// site, on several sites with one sign-in.
func Audit(entries []password.Entry, c Config) verdict.Report {
	a := audit{Config: c, sites: sites.Open(), day: c.At.Format(time.DateOnly)}
	defer a.words.wipe()
	a.gather(entries)
	a.compare()
	a.measure()
	a.mask()
	a.identify()
	a.judge()
	return a.report(entries)
}

// audit is one run.
type audit struct {
	Config
	sites    *sites.List
	day      string
	words    words
	accounts []*account
	near     map[int][]int // passwords that are close to one
	used     []usage       // of each password
	filter   bool          // every password was looked up in a complete list
}

// account is one sign-in of one person.
type account struct {
	verdict.Account
	entries []password.Entry // the first gives the name
	address address
	site    sites.Site
	listed  bool   // site is set
	service string // what it signs in to; empty when nobody can tell
	named   bool   // by its host
	login   string // service and user; accounts with the same one are the same
	word    int    // its password in words; -1 when set aside
	resets  bool
	changed time.Time
	guess   meter.Guess // of the password by itself
	told    float64     // guesses for somebody who knows those close to it
}

// rank is how much an account matters; 0 matters most.
func (a *account) rank() int {
	r := slices.Index(verdict.Kinds(), a.Kind)
	switch last := slices.Index(verdict.Kinds(), verdict.Phone); {
	case r <= last:
		return r
	case a.resets:
		return last + 1
	default:
		return r + 1
	}
}

// important reports whether the account opens money, identity, mail or devices,
// or other accounts.
func (a *account) important() bool {
	return a.rank() <= slices.Index(verdict.Kinds(), verdict.Phone)+1
}

// inUse lists the accounts that are not set aside.
func (a *audit) inUse() []*account {
	var list []*account
	for _, x := range a.accounts {
		if x.Aside == "" {
			list = append(list, x)
		}
	}
	return list
}

// byImportance orders accounts: what matters most first, then what is worst.
// Those set aside come last.
func byImportance(x, y *account) int {
	return cmp.Or(
		cmp.Compare(min(1, len(x.Aside)), min(1, len(y.Aside))),
		cmp.Compare(x.rank(), y.rank()),
		-cmp.Compare(x.worst(), y.worst()),
		byName(x, y),
	)
}

// byRank orders accounts by what they are for, then as byName.
func byRank(x, y *account) int { return cmp.Or(cmp.Compare(x.rank(), y.rank()), byName(x, y)) }

// byName orders accounts by what is shown of them, then by where they stand.
func byName(x, y *account) int {
	return cmp.Or(
		cmp.Compare(x.Name, y.Name),
		cmp.Compare(x.User, y.User),
		cmp.Compare(x.Person, y.Person),
		byPlace(&x.entries[0], &y.entries[0]),
	)
}

func byPlace(x, y *password.Entry) int {
	return cmp.Or(
		cmp.Compare(x.Person, y.Person),
		cmp.Compare(x.Vault, y.Vault),
		cmp.Compare(x.Line, y.Line),
		cmp.Compare(x.Group, y.Group),
		cmp.Compare(x.Title, y.Title),
		cmp.Compare(x.URL, y.URL),
		cmp.Compare(x.User, y.User),
	)
}
