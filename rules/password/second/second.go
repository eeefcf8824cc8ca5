// Package second asks zxcvbn-go for a second opinion on a password, behind a
// guard. It is the only importer of that library, and only a program that does
// nothing else links it.
package second

import (
	"slices"
	"unicode/utf8"

	"github.com/nbutton23/zxcvbn-go"
	"golang.org/x/text/unicode/norm"

	"lampan/rules/password/second/opinion"
	"lampan/rules/password/wordset"
)

// zxcvbn-go is a port of the 2012 algorithm, last changed in February 2021. It
// is asked always and trusted little, for what is known of it:
//
//   - It reads å, ä and ö as two characters each, so Swedish words look strong.
//     It is therefore asked twice, also with accents folded, and the lower answer
//     counts.
//   - Its time grows steeply with length and with digits and signs that can stand
//     for letters: minutes for 128 characters. The caps below hold it to
//     45 ms, and to under half a second on a machine busy with other things.
//   - It takes strings. The copies stay in memory until the collector reuses it.
//   - Its init takes about 80 ms and 18 MB in every program that links it, asked
//     or not.
//   - It calls 6 to 20 % of strong passwords weak.
//   - It answers 0 bits for a number that looks like a date, and for doubled
//     common passwords. That says nothing.
const (
	longest  = 40 // more characters than this are not shown to it
	mostSwap = 6  // nor more distinct characters that can stand for letters
)

// swappable are the characters that zxcvbn-go reads as letters; each doubles
// its table.
const swappable = "4@8({[<3691!|0$5+7%2"

// Ask returns the lower of its opinions on the password as it is and without
// accents. A panic of the library is an opinion that was not asked: its text
// could hold the password, so it is dropped unread.
func Ask(b []byte) (o opinion.Opinion) {
	defer func() {
		if recover() != nil {
			o = opinion.Opinion{}
		}
	}()
	// Bytes would return b itself when it is normal already, and b is not ours to
	// wipe. The normal form is at most three times as long.
	plain := norm.NFC.Append(make([]byte, 0, 3*len(b)), b...)
	defer clear(plain)
	if utf8.RuneCount(plain) > longest || swaps(plain) > mostSwap {
		return opinion.Opinion{}
	}
	folded := []rune(string(plain))
	for i, r := range folded {
		folded[i] = wordset.Fold(r)
	}
	defer clear(folded)
	o = opinion.Opinion{Asked: true, Score: 4, Bits: -1}
	for _, p := range [...]string{string(plain), string(folded)} {
		r := zxcvbn.PasswordStrength(p, nil)
		if o.Bits < 0 || r.Entropy < o.Bits {
			o.Bits, o.Score = r.Entropy, r.Score
		}
	}
	return o
}

// swaps counts the distinct characters that can stand for letters.
func swaps(plain []byte) int {
	n := 0
	for i := range len(swappable) {
		if slices.Contains(plain, swappable[i]) {
			n++
		}
	}
	return n
}
