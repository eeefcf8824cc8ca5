package password

import (
	"slices"
	"time"

	"github.com/nbutton23/zxcvbn-go"
)

// zxcvbn-go is a port of the 2012 algorithm, last changed in February 2021. It
// is asked always and trusted little, for what is known of it:
//
//   - It reads å, ä and ö as two characters each, so Swedish words look strong.
//     It is therefore asked twice, also with accents folded, and the lower answer
//     counts.
//   - Its time grows steeply with length and with digits and signs that can stand
//     for letters: minutes for 128 characters. The caps below hold it to
//     45 ms, and to under half a second on a machine busy with other things; a
//     budget stands behind them.
//   - It takes strings. The copies stay in memory until the collector reuses it;
//     Wipe cannot reach them.
//   - Its init takes about 130 ms and 7 MB in every program that links it, asked
//     or not. Only this package imports it.
//   - It calls 6 to 20 % of strong passwords weak. So it may take away only
//     mostDoubt bits.
//   - It answers 0 bits for a number that looks like a date, and for doubled
//     common passwords. That says nothing and takes nothing away.
const (
	secondRunes = 40 // more characters than this are not shown to it
	secondSwaps = 6  // nor more distinct characters that can stand for letters
	mostDoubt   = 8  // bits
)

// swappable are the characters that zxcvbn-go reads as letters; each doubles
// its table.
const swappable = "4@8({[<3691!|0$5+7%2"

// Opinion is what zxcvbn-go thinks of a password.
type Opinion struct {
	Asked bool `json:"asked"` // false when the password was too long or it took too long
	Score int  `json:"score"` // 0 to 4

	bits float64
}

// doubt is how many bits the opinion takes away from an estimate.
func (o Opinion) doubt(bits float64) float64 {
	if !o.Asked || o.bits <= 0 {
		return 0
	}
	return min(max((bits-o.bits)/2, 0), mostDoubt)
}

// second asks zxcvbn-go.
type second struct{ budget time.Duration }

func (s second) ask(t *text) Opinion {
	if t.cut || len(t.plain) > secondRunes || swaps(t.plain) > secondSwaps {
		return Opinion{}
	}
	answer := make(chan Opinion, 1)
	plain, folded := string(t.plain), string(t.folded)
	// The goroutine outlives the budget only if a password passes the caps and
	// is slow all the same; it then ends by itself and its answer is dropped.
	go func() {
		// A panic's text could hold the password. It is dropped unread.
		defer func() {
			if recover() != nil {
				answer <- Opinion{}
			}
		}()
		o := Opinion{Asked: true, Score: 4, bits: -1}
		for _, p := range [...]string{plain, folded} {
			r := zxcvbn.PasswordStrength(p, nil)
			if o.bits < 0 || r.Entropy < o.bits {
				o.bits, o.Score = r.Entropy, r.Score
			}
		}
		answer <- o
	}()
	timer := time.NewTimer(s.budget)
	defer timer.Stop()
	select {
	case o := <-answer:
		return o
	case <-timer.C:
		return Opinion{}
	}
}

// swaps counts the distinct characters that can stand for letters.
func swaps(plain []rune) int {
	n := 0
	for _, c := range swappable {
		if slices.Contains(plain, c) {
			n++
		}
	}
	return n
}
