package hygiene

import (
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"lampan/rules/password/verdict"
)

// Acceptance is a fault that the family has decided to live with until a day.
type Acceptance struct {
	Account string // ID in the report
	Fault   verdict.Fault
	Until   time.Time // the last day on which it holds
	Reason  string
	Line    int // in its file, from 1
}

// AcceptedErrors are everything wrong with such a file, in order of its lines.
// They hold no text of it.
type AcceptedErrors []AcceptedFault

// AcceptedFault is one line that cannot be used.
type AcceptedFault struct {
	Line int // from 1
	What AcceptedWhat
}

// AcceptedWhat says what is wrong with a line. What to say about it stands with
// the program that shows it.
type AcceptedWhat string

// What can be wrong with a line.
const (
	AcceptedNotText AcceptedWhat = "not-text" // not UTF-8
	AcceptedParts   AcceptedWhat = "parts"    // fewer than four
	AcceptedAccount AcceptedWhat = "account"  // not an ID
	AcceptedUnknown AcceptedWhat = "fault"    // not one of verdict.Faults
	AcceptedDay     AcceptedWhat = "day"      // not YYYY-MM-DD
	AcceptedReason  AcceptedWhat = "reason"   // too long, or with signs that cannot be shown
	AcceptedTwice   AcceptedWhat = "twice"    // the same account and fault as an earlier line
)

// AcceptedWhats lists everything that can be wrong with a line.
func AcceptedWhats() []AcceptedWhat {
	return []AcceptedWhat{AcceptedNotText, AcceptedParts, AcceptedAccount, AcceptedUnknown, AcceptedDay, AcceptedReason, AcceptedTwice}
}

func (f AcceptedErrors) Error() string {
	lines := make([]string, 0, len(f))
	for _, fault := range f {
		lines = append(lines, fmt.Sprintf("line %d: %s", fault.Line, fault.What))
	}
	return "read what is accepted: " + strings.Join(lines, ", ")
}

// longestReason is how many characters a reason may have.
const longestReason = 200

// ParseAccepted reads a text file with one acceptance a line: the account's ID
// as the report gives it, the fault, the last day on which it holds and the
// reason, with spaces between. Empty lines and lines that begin with # say
// nothing:
//
//	# konto        fel     till och med  varför
//	3f9a02c41b77   reused  2027-06-30    delas med grannen, byts i sommar
//	0c5512ab90de   no-step 2027-01-31    väntar på ny telefon
//
// The error is AcceptedErrors: all faults of the file together.
func ParseAccepted(data []byte) ([]Acceptance, error) {
	var list []Acceptance
	var faults AcceptedErrors
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		a, what := acceptance(line)
		if what == "" && slices.ContainsFunc(list, func(b Acceptance) bool { return a.Account == b.Account && a.Fault == b.Fault }) {
			what = AcceptedTwice
		}
		if what != "" {
			faults = append(faults, AcceptedFault{n, what})
			continue
		}
		a.Line = n
		list = append(list, a)
	}
	if faults != nil {
		return nil, faults
	}
	return list, nil
}

func acceptance(line string) (a Acceptance, what AcceptedWhat) {
	if !utf8.ValidString(line) {
		return a, AcceptedNotText
	}
	words := strings.Fields(line)
	if len(words) < 4 {
		return a, AcceptedParts
	}
	a.Account = words[0]
	if strings.Trim(a.Account, "0123456789abcdef-") != "" {
		return a, AcceptedAccount
	}
	if a.Fault = verdict.Fault(words[1]); !slices.Contains(verdict.Faults(), a.Fault) {
		return a, AcceptedUnknown
	}
	until, err := time.Parse(time.DateOnly, words[2])
	if err != nil {
		return a, AcceptedDay
	}
	a.Until = until
	a.Reason = strings.Join(words[3:], " ")
	if utf8.RuneCountInString(a.Reason) > longestReason || !verdict.Shown(a.Reason) {
		return a, AcceptedReason
	}
	return a, ""
}
