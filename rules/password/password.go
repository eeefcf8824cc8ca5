// Package password estimates how soon a password would be guessed, says what
// makes it easy, and forgets it. It works offline, on bytes, in Swedish and in
// English.
//
// It promises that a password leaves it in no form: a Verdict carries words and
// classes, no part of the password and no hash of it. It does not store, does
// not read files, and does not decide what to tell people; that is for the
// program that asked.
//
// The estimate is the least of several ways to guess: lists of common passwords
// and Swedish words, names and places, repeats, sequences, walks on a Swedish
// keyboard, years and dates, and trying letter by letter. zxcvbn-go gives a
// second opinion that can lower the estimate a little and never raise it; see
// second.go for why and for its price. The bits are ordinal: nobody has
// calibrated them yet.
package password

import (
	"embed"
	"fmt"
	"math"
	"time"

	"lampan/rules/password/wordset"
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

// Lengths of a password, in characters.
const (
	// shortest is the least that NIST SP 800-63B-4 lets anybody use, with a
	// second step. What is shorter is never more than Weak.
	shortest = 8
	// modest is the least that Swedish authorities advise (Internetstiftelsen:
	// 10). What is shorter is never more than Fair.
	modest = 10
	// longest is how many characters are looked at. More do not make a password
	// easier to guess in any way this package knows.
	longest = 128
)

// Where the strengths begin, in bits: 2^20 is a million guesses, 2^33 what one
// graphics card tries in minutes against a quick hash, and 2^43 what takes it
// days against a slow one.
const (
	weakBits   = 20
	fairBits   = 33
	strongBits = 43
)

// Verdict is what may be said about a password. It holds nothing of it.
type Verdict struct {
	Strength Strength `json:"strength"`
	// Known says that the password itself stands in a list of common passwords,
	// as it is or with other capitals or accents.
	Known bool `json:"known"`
	// Hints say what makes it easy to guess, the most telling first; each once.
	Hints []Hint `json:"hints"`
	// Second is zxcvbn's own score.
	Second Opinion `json:"second"`

	bits float64
}

// Hint names one reason. Its words stand with the program that shows it.
type Hint string

// The hints.
const (
	HintKnown    Hint = "known"    // the whole of it is a common password
	HintPart     Hint = "part"     // a part of it is one
	HintWord     Hint = "word"     // it holds a Swedish word
	HintName     Hint = "name"     // a given name
	HintPlace    Hint = "place"    // a town or village
	HintYear     Hint = "year"     // a year
	HintDate     Hint = "date"     // a date or birthday
	HintRepeat   Hint = "repeat"   // something said twice
	HintSequence Hint = "sequence" // abc, 123
	HintKeyboard Hint = "keyboard" // keys in a row
	HintSwaps    Hint = "swaps"    // 0 for o, @ for a
	HintReversed Hint = "reversed" // a word backwards
	HintShort    Hint = "short"    // fewer than 10 characters
)

// Hints lists every hint in the order in which a Verdict gives them.
func Hints() []Hint {
	return []Hint{
		HintKnown, HintDate, HintName, HintPlace, HintPart, HintWord, HintKeyboard, HintSequence,
		HintRepeat, HintYear, HintSwaps, HintReversed, HintShort,
	}
}

// Config sets an Estimator up. The zero Config is ready to use.
type Config struct {
	// Budget is how long the second opinion may take; zero means 2 s. When it
	// runs out the verdict rests on the rest.
	Budget time.Duration
}

// Estimator judges passwords. It is immutable and safe for concurrent use.
type Estimator struct {
	lists  []list
	second second
}

//go:embed data/*.bin
var data embed.FS

// New makes an Estimator. An error means that the program was built from faulty
// lists.
func New(c Config) (*Estimator, error) {
	if c.Budget == 0 {
		c.Budget = 2 * time.Second
	}
	e := &Estimator{second: second{budget: c.Budget}}
	for _, l := range []list{
		{name: "common", hint: HintPart},
		{name: "names", hint: HintName},
		{name: "places", hint: HintPlace},
		{name: "words", hint: HintWord},
	} {
		packed, err := data.ReadFile("data/" + l.name + ".bin")
		if err != nil {
			return nil, fmt.Errorf("load list %s: %w", l.name, err)
		}
		if l.set, err = wordset.Open(packed); err != nil {
			return nil, fmt.Errorf("load list %s: %w", l.name, err)
		}
		e.lists = append(e.lists, l)
	}
	return e, nil
}

// Estimate judges one password and leaves the secret as it was.
func (e *Estimator) Estimate(s Secret) Verdict {
	var v Verdict
	s.Use(func(b []byte) {
		t := read(b)
		defer t.wipe()
		g := e.guess(t)
		v = Verdict{Known: g.known, Second: e.second.ask(t), bits: g.bits}
		v.bits -= v.Second.doubt(g.bits)
		v.Strength = strength(v.bits, len(t.plain))
		v.Hints = g.hints(len(t.plain))
	})
	return v
}

// strength puts bits and length into a word.
func strength(bits float64, length int) Strength {
	most := math.Inf(1)
	switch {
	case length < shortest:
		most = fairBits - 1
	case length < modest:
		most = strongBits - 1
	}
	switch bits = min(bits, most); {
	case bits < weakBits:
		return Obvious
	case bits < fairBits:
		return Weak
	case bits < strongBits:
		return Fair
	}
	return Strong
}
