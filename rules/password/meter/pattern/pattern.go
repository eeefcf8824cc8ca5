// Package pattern guesses a password as somebody would who knows how people
// build them: from words, names, dates, rows of keys, things said twice, and
// what is known of the family. Its number is that of the cheapest way to build
// the password from such parts.
package pattern

import (
	"sync"

	"lampan/rules/password/meter/form"
	"lampan/rules/password/wordset"
)

// Clues say what a password is built of. They are bits, which add up.
type Clues uint32

// The clues, the most telling first.
const (
	Known     Clues = 1 << iota // the whole of it is a common password
	Family                      // a fact of the family
	Site                        // the name of the site
	User                        // the user name
	Personnum                   // the form of a personnummer
	Phone                       // the form of a phone number
	Date                        // a day
	Name                        // a given name or surname
	Place                       // a town or village
	Common                      // a part that is a common password
	Word                        // a common word
	Keyboard                    // keys in a row
	Sequence                    // abc, 123
	Repeat                      // something said twice
	Year                        // a year
	Swaps                       // signs read as letters
	Reversed                    // a part backwards
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
	// Exact says that the whole is a day, a phone number or a personnummer: there
	// are so many of them and no more.
	Exact bool
	// Sentence says that it is words with spaces between.
	Sentence bool
	Clues    Clues
	Kinds    Kinds
}

// Model is immutable and safe for concurrent use.
type Model struct {
	set    wordset.Set
	keys   *[layouts]layout
	joins  [classes][classes]float32
	nobody *Facts
	pool   *sync.Pool // of wiped *scratch
}

// New opens the lists in the program. An error means that it was built from
// faulty ones.
func New() (*Model, error) { return Open(packed) }

// Open builds a model on a packed word set, which it keeps.
func Open(packed []byte) (*Model, error) {
	set, err := wordset.Open(packed)
	if err != nil {
		return nil, err
	}
	return &Model{
		set: set, keys: keyboards(), joins: joins(), nobody: &Facts{},
		pool: &sync.Pool{New: func() any { return newScratch() }},
	}, nil
}

const log10of2 = 0.30102999566398120

// Guess judges a password. It keeps nothing of it; facts may be nil.
func (m *Model) Guess(t *form.Text, facts *Facts, g Given) Result {
	s, ok := m.pool.Get().(*scratch)
	if !ok {
		s = newScratch()
	}
	defer m.pool.Put(s)
	defer s.wipe()
	s.keys, s.facts = m.keys, facts
	if facts == nil {
		s.facts = m.nobody
	}
	s.load(t)
	s.learn(g)
	s.words(&m.set, false)
	s.words(&m.set, true)
	s.numbers(false)
	s.numbers(true)
	s.signs()
	s.walks()
	s.sequences()
	s.shifts()
	s.repeats()

	r := s.known
	if t.Cut() {
		r = Result{}
	}
	bits, last := s.cheapest(&m.joins, toldClues)
	r.Log10 = float64(bits) * log10of2
	r.Exact, r.Sentence = s.form(last)
	if s.told {
		bits, last = s.cheapest(&m.joins, 0)
	}
	r.Told = float64(bits) * log10of2
	r.Clues, r.Kinds = s.way(last)
	if r.Clues&Common != 0 {
		// That it is common does not say why: how else is it built?
		_, last = s.cheapest(&m.joins, Common)
		why, kinds := s.way(last)
		r.Clues |= why
		r.Kinds |= kinds
	}
	if r.Known {
		// That a part of it is a common password adds nothing then.
		r.Clues = r.Clues&^Common | Known
	}
	return r
}
