// Package meter estimates how many guesses a password would stand, and says
// what makes it easy. It works offline, on bytes that can be wiped, in time
// linear in the length, in Swedish and in English.
//
// It keeps nothing: a Guess carries numbers and classes, no part of the password
// and no hash of it. It also runs in the family's own browser, so it imports
// neither fmt nor anything that does.
package meter

import (
	"errors"
	"slices"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/meter/letters"
	"lampan/rules/password/meter/pattern"
	"lampan/rules/password/meter/ranks"
)

// Strength says in one word how a password would stand up.
type Strength string

// The strengths, weakest first.
const (
	Obvious Strength = "obvious" // among the first million guesses
	Weak    Strength = "weak"    // within reach of one computer in a day, from a leaked list
	Fair    Strength = "fair"    // good enough where there is a second step
	Strong  Strength = "strong"
)

// Where the strengths begin, as log10 of the guesses.
const (
	weakAt   = 6.0
	fairAt   = 10.0
	strongAt = 13.0
)

// Lengths of a password, in characters.
const (
	// shortest is the least that NIST SP 800-63B-4 lets anybody use, with a
	// second step. What is shorter is never more than Weak.
	shortest = 8
	// modest is the least that Swedish authorities advise (Internetstiftelsen:
	// 10). What is shorter is never more than Fair.
	modest = 10
)

// Hint names one reason. Its words stand with the program that shows it.
type Hint string

// The hints.
const (
	HintKnown     Hint = "known"     // the whole of it is a common password
	HintOther     Hint = "other"     // it is close to another password in the vault
	HintFamily    Hint = "family"    // it holds something the family told us
	HintSite      Hint = "site"      // it holds the name of the site
	HintUser      Hint = "user"      // it holds the user name
	HintPersonnum Hint = "personnum" // it has the form of a personnummer
	HintPhone     Hint = "phone"     // it has the form of a phone number
	HintDate      Hint = "date"      // a date or birthday
	HintName      Hint = "name"      // a given name
	HintPlace     Hint = "place"     // a town or village
	HintPart      Hint = "part"      // a part of it is a common password
	HintWord      Hint = "word"      // it holds a common word
	HintKeyboard  Hint = "keyboard"  // keys in a row
	HintSequence  Hint = "sequence"  // abc, 123
	HintRepeat    Hint = "repeat"    // something said twice
	HintYear      Hint = "year"      // a year
	HintSwaps     Hint = "swaps"     // 0 for o, @ for a
	HintReversed  Hint = "reversed"  // a word backwards
	HintUsual     Hint = "usual"     // built the way people usually build passwords; nothing else says why
	HintShort     Hint = "short"     // fewer than 10 characters
)

// Hints lists every hint in the order in which a Guess gives them.
func Hints() []Hint {
	return []Hint{
		HintKnown, HintOther, HintFamily, HintSite, HintUser, HintPersonnum, HintPhone, HintDate,
		HintName, HintPlace, HintPart, HintWord, HintKeyboard, HintSequence, HintRepeat, HintYear,
		HintSwaps, HintReversed, HintUsual, HintShort,
	}
}

// FactKind says what a Fact is.
type FactKind string

// The kinds of fact.
const (
	FactName   FactKind = "name"   // a person's name, alias or user name
	FactBorn   FactKind = "born"   // YYYY, YYYY-MM-DD or MM-DD
	FactPet    FactKind = "pet"    //
	FactStreet FactKind = "street" // street, with or without number
	FactTown   FactKind = "town"   // town or postal code
	FactClub   FactKind = "club"   // club, team, school, work
	FactPlate  FactKind = "plate"  // of a vehicle
	FactPhone  FactKind = "phone"  //
	FactEmail  FactKind = "email"  // each part of it counts
	FactDomain FactKind = "domain" //
)

// Fact is something the family told us, which somebody who knows them would try.
type Fact struct {
	Kind FactKind
	Text string
}

// Given is what an attacker knows beside the password lists: where it is used
// and what else the same family uses. The zero Given knows nothing.
type Given struct {
	Site   string   // host or name of the site
	User   string   // user name or e-mail there
	Others [][]byte // other passwords, which are only read
}

// Guess is what may be said about a password. It holds nothing of it.
type Guess struct {
	// Log10 is the number of guesses as a power of ten; finite, 0 or more.
	Log10 float64
	// Length is the number of characters: code points of the NFC form.
	Length int
	// Known says that the password itself stands in a list of common passwords,
	// as it is or with other capitals or accents.
	Known bool
	// Hints say what makes it easy to guess, the most telling first; each once.
	Hints []Hint
	// Facts says which kinds of fact it holds.
	Facts []FactKind
	// Parts is what each model says by itself, as log10, in a fixed order.
	Parts []Part
}

// Part is the opinion of one model.
type Part struct {
	Model string // pattern, letters, list, family, site, other
	Log10 float64
}

// Strength puts guesses and length into a word.
func (g Guess) Strength() Strength {
	at := g.Log10
	switch {
	case g.Length < shortest:
		at = min(at, fairAt-0.01)
	case g.Length < modest:
		at = min(at, strongAt-0.01)
	}
	switch {
	case at < weakAt:
		return Obvious
	case at < fairAt:
		return Weak
	case at < strongAt:
		return Fair
	}
	return Strong
}

// Score is the strength from 0 to 4: Obvious is 0 under a thousand guesses and 1
// above, Weak 2, Fair 3, Strong 4.
func (g Guess) Score() int {
	switch g.Strength() {
	case Strong:
		return 4
	case Fair:
		return 3
	case Weak:
		return 2
	case Obvious:
	}
	if g.Log10 < 3 {
		return 0
	}
	return 1
}

// Meter judges passwords. It is immutable and safe for concurrent use.
type Meter struct {
	pattern *pattern.Model
	letters *letters.Model
	ranks   ranks.Set
	facts   *pattern.Facts
}

// Tables are the packed tables of the models.
type Tables struct {
	Words, Letters, Ranks []byte
}

// New opens the tables in the program. An error means that it was built from
// faulty ones.
func New() (*Meter, error) {
	m := &Meter{}
	var errs [3]error
	m.pattern, errs[0] = pattern.New()
	m.letters, errs[1] = letters.New()
	m.ranks, errs[2] = ranks.New()
	return m, errors.Join(errs[:]...)
}

// Open builds a meter on other tables, which it keeps: those that leave out what
// it is measured on.
func Open(t Tables) (*Meter, error) {
	m := &Meter{}
	var errs [3]error
	m.pattern, errs[0] = pattern.Open(t.Words)
	m.letters, errs[1] = letters.Open(t.Letters)
	m.ranks, errs[2] = ranks.Open(t.Ranks)
	return m, errors.Join(errs[:]...)
}

// Knowing returns a meter that also tries what the family told us.
func (m *Meter) Knowing(facts []Fact) *Meter {
	kinds := factKinds()
	list := make([]pattern.Fact, 0, len(facts))
	for _, f := range facts {
		if i := slices.Index(kinds, f.Kind); i >= 0 {
			list = append(list, pattern.Fact{Kind: 1 << i, Text: f.Text})
		}
	}
	known := *m
	known.facts = pattern.Compile(list)
	return &known
}

// factKinds lists the kinds in the order of pattern's bits.
func factKinds() []FactKind {
	return []FactKind{
		FactName, FactBorn, FactPet, FactStreet, FactTown,
		FactClub, FactPlate, FactPhone, FactEmail, FactDomain,
	}
}

// clueHints lists the hint of each of pattern's clues, in the order of its bits.
func clueHints() []Hint {
	return []Hint{
		HintKnown, HintFamily, HintSite, HintUser, HintPersonnum, HintPhone, HintDate,
		HintName, HintPlace, HintPart, HintWord, HintKeyboard, HintSequence, HintRepeat,
		HintYear, HintSwaps, HintReversed,
	}
}

// Guess judges one password, which it neither keeps nor changes.
func (m *Meter) Guess(b []byte, given Given) Guess {
	var t form.Text
	defer t.Wipe()
	t.Read(b)
	r := m.pattern.Guess(&t, m.facts, pattern.Given{Site: given.Site, User: given.User})
	o := m.ask(b, &t, r, given)
	g := Guess{Log10: o.together(), Length: t.Length, Parts: o.parts()}
	g.Known = o.listed() || r.Known && g.Log10 < weakAt
	g.Hints = o.hints(r.Clues, g)
	for i, k := range factKinds() {
		if r.Kinds>>i&1 == 1 {
			g.Facts = append(g.Facts, k)
		}
	}
	return g
}
