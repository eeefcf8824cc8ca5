package hygiene

import (
	"errors"
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
// All faults of the file come back together, each with name and line. They hold
// no text of the file.
func ParseAccepted(name string, data []byte) ([]Acceptance, error) {
	var list []Acceptance
	var faults []error
	n := 0
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		n++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		a, err := acceptance(line)
		if err == nil && slices.ContainsFunc(list, func(b Acceptance) bool { return a.Account == b.Account && a.Fault == b.Fault }) {
			err = errors.New("the same account and fault stand twice; keep one of the lines")
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s:%d: %w", name, n, err))
			continue
		}
		list = append(list, a)
	}
	return list, errors.Join(faults...)
}

func acceptance(line string) (a Acceptance, err error) {
	if !utf8.ValidString(line) {
		return a, errors.New("the line is not UTF-8; save the file as UTF-8")
	}
	words := strings.Fields(line)
	if len(words) < 4 {
		return a, errors.New("a line needs four parts: account, fault, last day and reason")
	}
	a.Account = words[0]
	if strings.Trim(a.Account, "0123456789abcdef-") != "" {
		return a, errors.New("the account is not an ID of a report; copy it from there")
	}
	if a.Fault = verdict.Fault(words[1]); !slices.Contains(verdict.Faults(), a.Fault) {
		return a, errors.New("the fault is unknown; write one of the report's, such as reused or no-step")
	}
	if a.Until, err = time.Parse(time.DateOnly, words[2]); err != nil {
		return a, errors.New("the last day is not of the form YYYY-MM-DD")
	}
	a.Reason = strings.Join(words[3:], " ")
	if utf8.RuneCountInString(a.Reason) > longestReason || !verdict.Shown(a.Reason) {
		return a, errors.New("the reason is too long or holds signs that cannot be shown; write at most 200 plain characters")
	}
	return a, nil
}
