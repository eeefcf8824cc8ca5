// Package phrase makes passwords: some everyday words in a row, or random
// characters. It promises that every phrase is as likely as any other, and says
// how many bits that is worth. The caller brings the random source, and wipes
// what it was given.
//
// The two word lists are the project's own. Each has 2,048 words of four to
// eight letters a to z. The Swedish one leaves out å, ä and ö on purpose: a
// phrase must be possible to type on a keyboard abroad, on a television and on a
// game console, and MSB gives that warning too. No word begins another and no
// two differ by a single letter, so that a slip does not make another phrase.
//
// The package also runs in the family's own browser, so it imports neither fmt
// nor anything that does.
package phrase

import (
	_ "embed"
	"errors"
	"io"
	"math"
	"math/bits"
	"strings"
)

//go:embed sv.txt
var swedish string

//go:embed en.txt
var english string

const (
	// UsualWords is how many words a phrase has when nobody asks for more: 55 bits,
	// and longer than the 15 characters that NIST SP 800-63B-4 asks of a
	// password that stands alone.
	UsualWords = 5
	// FewestWords is the least that Generate makes: 44 bits hold where a service
	// counts tries, and no less is worth remembering.
	FewestWords = 4
	// MostWords is the most that anybody types.
	MostWords = 20

	// UsualLength is how many characters Random makes when nobody asks for more: 116
	// bits.
	UsualLength = 20
	// FewestCharacters is the least that Random makes: what MSB advises, 69 bits.
	FewestCharacters = 12
	// MostCharacters is more than most services take.
	MostCharacters = 128
)

// characters are those of Random: letters and digits, without the ones that are
// mistaken for another (0 O o, 1 I l), and without signs, which some services
// refuse. A longer password makes up for what they would add.
const characters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"

// separator stands between words: it is on every keyboard and in no word.
const separator = '-'

// The faults of an order that cannot be met.
var (
	ErrLang   = errors.New("no word list in that language: choose sv or en")
	ErrWords  = errors.New("a phrase has 4 to 20 words")
	ErrLength = errors.New("a random password has 12 to 128 characters")
)

// Words returns the words of a language, "sv" or "en", in alphabetical order. It
// is nil for any other language. The caller owns the slice.
func Words(lang string) []string {
	switch lang {
	case "sv":
		return strings.Fields(swedish)
	case "en":
		return strings.Fields(english)
	}
	return nil
}

// Generate returns n words of a language with "-" between them, and how many
// bits of chance they hold: the caller wipes the phrase. It fails with ErrLang,
// ErrWords, or an error of random.
func Generate(random io.Reader, lang string, n int) (phrase []byte, chance float64, err error) {
	words := Words(lang)
	switch {
	case words == nil:
		return nil, 0, ErrLang
	case n < FewestWords || n > MostWords:
		return nil, 0, ErrWords
	}
	longest := 0
	for _, w := range words {
		longest = max(longest, len(w))
	}
	// Room for the longest phrase at once: growing would leave copies behind.
	phrase = make([]byte, 0, n*(longest+1))
	for i := range n {
		at, err := below(random, len(words))
		if err != nil {
			clear(phrase)
			return nil, 0, err
		}
		if i > 0 {
			phrase = append(phrase, separator)
		}
		phrase = append(phrase, words[at]...)
	}
	return phrase, float64(n) * math.Log2(float64(len(words))), nil
}

// Random returns letters and digits, and how many bits of chance they hold: the
// caller wipes them. It fails with ErrLength, or an error of random.
func Random(random io.Reader, length int) (password []byte, chance float64, err error) {
	if length < FewestCharacters || length > MostCharacters {
		return nil, 0, ErrLength
	}
	password = make([]byte, length)
	for i := range password {
		at, err := below(random, len(characters))
		if err != nil {
			clear(password)
			return nil, 0, err
		}
		password[i] = characters[at]
	}
	return password, float64(length) * math.Log2(float64(len(characters))), nil
}

// below draws a number from 0 to n-1, each as likely as any other: a draw that
// falls outside is thrown away, because folding it in would favour some numbers.
func below(random io.Reader, n int) (int, error) {
	mask := 1<<bits.Len(uint(n-1)) - 1
	var b [2]byte
	defer clear(b[:])
	for {
		if _, err := io.ReadFull(random, b[:]); err != nil {
			return 0, err
		}
		if v := (int(b[0])<<8 | int(b[1])) & mask; v < n {
			return v, nil
		}
	}
}
