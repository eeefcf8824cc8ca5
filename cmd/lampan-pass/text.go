package main

import (
	"strconv"
	"strings"

	"lampan/rules/password/hygiene"
	"lampan/rules/password/meter"
	"lampan/rules/password/verdict"
	"lampan/scanner/breach"
	"lampan/scanner/vault"
)

// text is everything the program says, in one language. It stands in Go because
// a reader of YAML would be one more thing that the program is built from.
type text struct {
	lang           string
	help           helpText
	holdsLinux     string
	holdsElsewhere string
	usage          usageText
	fault          faultText
	judge          judgeText
	number         numberText
	audit          auditText
	breach         breachText
	worth          worthText
	page           string
	hints          map[meter.Hint]string
	vault          map[vault.What]string
	filter         map[breach.What]string
}

// helpText is what --help prints, for each command.
type helpText struct {
	judge, audit, generate, breach, page string
}

// worthText is about what generate made.
type worthText struct {
	words, characters, bits string
}

// usageText is about the command line.
type usageText struct {
	badFlag, badLang, badFormat, noArguments       string
	flagLike, badValue, commandLike                string
	noFiles, somePersons, noPersons, strangePerson string
	wordsOrLength, words, length, count            string
	breach, build, page, score                     string
}

// faultText is what goes wrong.
type faultText struct {
	unexpected, panicked, notHardened, noSandbox, open string
	missing, forbidden, unread, unwritten              string
	exists, notVerdicts, otherCase, wouldDrop          string
	large, unsaid                                      string
	noTerminal, tooLong, untyped, noneTyped            string
}

// judgeText is about candidates.
type judgeText struct {
	promise, prompt, candidate, advice string
	tries, online, offline, why        string
	power, way, second, lowered        string
	models                             map[string]string
	secondMissing, secondWithheld      string
	secondSilent                       string
	strengths                          map[meter.Strength]string
	helps                              helps
}

// helps are the things that help most.
type helps struct {
	nothing, longer, random, impersonal, apart string
}

// numberText is how numbers are said.
type numberText struct {
	about, mark, comma         string
	million, millions          string
	milliard, milliards        string
	endless, instant, lifetime string
	one, many                  [6]string // year, month, day, hour, minute, second
}

// auditText is about vaults.
type auditText struct {
	vaultPrompt, wrongPassword, line           string
	read, unread, written                      string
	plainList, skipped, aside                  string
	noneRead, someRead, remove                 string
	living, past, noAccount, noFault           string
	first, nothing, entries, fine, left        string
	more, master, accepted, knowing, noSeedsOf string
	badAccepted                                map[hygiene.AcceptedWhat]string
	unchecked, partFilter, damagedFilter, good string
	second                                     string
	dos                                        map[verdict.Do]string
	because                                    map[verdict.Fault]string
	faults                                     map[verdict.Fault]string
	kinds                                      map[verdict.Kind]string
	facts                                      map[meter.FactKind]string
	reasons                                    map[verdict.Reason]string
	notes                                      map[verdict.Note]string
}

// breachText is about lists of leaked passwords.
type breachText struct {
	progress, built, partial, interrupted string
	common, whole                         string
	answers                               map[breach.Answer]string
}

// decimal writes a number with one decimal.
func (t *text) decimal(x float64) string {
	return strings.Replace(strconv.FormatFloat(x, 'f', 1, 64), ".", t.number.comma, 1)
}

// count writes a whole number with a mark between thousands.
func (t *text) count(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + t.number.mark + s[i:]
	}
	return s
}
