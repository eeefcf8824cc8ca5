// Package pattern guesses a password as somebody would who knows how people
// build them: from words, names, dates, rows of keys, things said twice, and
// what is known of the family. Its number is that of the cheapest way to build
// the password from such parts.
package pattern

import (
	"embed"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/wordset"
)

// Clues say what a password is built of. They are bits, which add up.
type Clues uint32

// The clues, the most telling first.
const (
	Known      Clues = 1 << iota // the whole of it is a common password
	Family                       // a fact of the family
	Site                         // the name of the site
	User                         // the user name
	Personnum                    // the form of a personnummer
	Phone                        // the form of a phone number
	Date                         // a day
	Name                         // a given name or surname
	Place                        // a town or village
	Common                       // a part that is a common password
	Word                         // a common word
	Keyboard                     // keys in a row
	Sequence                     // abc, 123
	Repeat                       // something said twice
	Year                         // a year
	Swaps                        // signs read as letters
	Reversed                     // a part backwards
)

// Kinds are bits that say which kinds of fact a password holds.
type Kinds uint16

// The kinds of fact.
const (
	FactName Kinds = 1 << iota
	FactBorn
	FactPet
	FactStreet
	FactTown
	FactClub
	FactPlate
	FactPhone
	FactEmail
	FactDomain
)

// Fact is something that somebody who knows the family would try.
type Fact struct {
	Kind Kinds // one of them
	Text string
}

// Facts are a family's facts, ready for guessing. Nil holds none. They are
// immutable and safe for concurrent use.
type Facts struct{}

// Compile prepares facts, once for a household.
func Compile(_ []Fact) *Facts { return &Facts{} }

// Given is where the password is used.
type Given struct {
	Site string // host or name of the site
	User string // user name or e-mail there
}

// Result is what the patterns say. It holds nothing of the password.
type Result struct {
	// Log10 is the number of guesses for somebody who knows nothing of the
	// family, site or user; Told for somebody who does. Told is at most Log10.
	Log10, Told float64
	// Known says that the whole is a common password, as it is or with other
	// capitals or accents; KnownLog10 is then the guesses from such a list.
	Known      bool
	KnownLog10 float64
	Clues      Clues
	Kinds      Kinds
}

// Model is immutable and safe for concurrent use.
type Model struct{ lists []list }

//go:embed data/*.bin
var data embed.FS

// New opens the tables in the program. An error means that it was built from
// faulty ones.
func New() (*Model, error) {
	m := &Model{}
	for _, l := range []list{
		{name: "common", hint: Common},
		{name: "names", hint: Name},
		{name: "places", hint: Place},
		{name: "words", hint: Word},
	} {
		packed, err := data.ReadFile("data/" + l.name + ".bin")
		if err != nil {
			return nil, err
		}
		if l.set, err = wordset.Open(packed); err != nil {
			return nil, err
		}
		m.lists = append(m.lists, l)
	}
	return m, nil
}

// Guess judges a password.
func (m *Model) Guess(t *form.Text, _ *Facts, _ Given) Result {
	g := m.guess(read(t))
	log10 := g.bits * 0.30103
	return Result{Log10: log10, Told: log10, Known: g.known, KnownLog10: log10, Clues: g.clues()}
}
