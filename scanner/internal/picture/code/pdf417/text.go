package pdf417

import (
	"math/big"
	"slices"
	"strings"
	"unicode/utf8"
)

// Codewords from 900 on change how those after them are read.
const (
	toText    = 900
	toBytes   = 901
	toDigits  = 902
	oneByte   = 913
	toSixes   = 924
	userECI   = 925
	otherECI  = 926
	charset   = 927
	latinECI  = 3
	utf8ECI   = 26
	perNumber = 15 // codewords of at most 44 digits
)

// Text is what corrected data codewords say; the first is their number. Bytes
// beyond ASCII are UTF-8 where the symbol says so, or where they are it and the
// symbol says nothing, else Latin 1.
func Text(words []int) (string, error) {
	if len(words) < 1 || words[0] < 1 || words[0] > len(words) {
		return "", ErrText
	}
	r := reader{left: words[1:words[0]]}
	mode := toText
	for len(r.left) > 0 {
		if w := r.left[0]; w >= toText {
			r.left = r.left[1:]
			switch w {
			case toText, toBytes, toDigits, toSixes:
				mode = w
				r.set = upper // a latch to text begins with capitals
			case oneByte:
				if !r.skip(1, func(w []int) { r.put(byte(w[0])) }) { //nolint:gosec // a byte by definition
					return "", ErrText
				}
			case charset:
				if !r.skip(1, func(w []int) { r.flush(); r.eci = w[0] }) {
					return "", ErrText
				}
			case userECI, otherECI:
				if !r.skip(w-userECI+1, func([]int) {}) {
					return "", ErrText
				}
			default:
				return "", ErrPart
			}
			continue
		}
		n := slices.IndexFunc(r.left, func(w int) bool { return w >= toText })
		if n < 0 {
			n = len(r.left)
		}
		run := r.left[:n]
		r.left = r.left[n:]
		ok := true
		switch mode {
		case toDigits:
			ok = r.digits(run)
		case toText:
			r.letters(run)
		default:
			r.bytes(run, mode == toSixes)
		}
		if !ok {
			return "", ErrText
		}
	}
	r.flush()
	return r.text.String(), nil
}

// reader is how far the codewords were read.
type reader struct {
	left  []int
	set   alphabet
	shift alphabet // of the next letter only
	eci   int      // 0 says nothing
	raw   []byte   // since the character set was named
	text  strings.Builder
}

func (r *reader) put(b byte) { r.raw = append(r.raw, b) }

// skip takes the n codewords that belong to the one before.
func (r *reader) skip(n int, use func([]int)) bool {
	if len(r.left) < n {
		return false
	}
	use(r.left[:n])
	r.left = r.left[n:]
	return true
}

// flush turns bytes into text.
func (r *reader) flush() {
	if r.eci == utf8ECI || r.eci != latinECI && utf8.Valid(r.raw) {
		r.text.WriteString(strings.ToValidUTF8(string(r.raw), "\uFFFD"))
	} else {
		for _, b := range r.raw {
			r.text.WriteRune(rune(b))
		}
	}
	r.raw = nil
}

// alphabet is a sub-mode of text.
type alphabet int

const (
	none alphabet = iota
	upper
	lower
	mixed
	punctuation
)

// Letters of the sub-modes by their number; those that a symbol changes mode with
// come after, or are named in change.
const (
	mixedLetters       = "0123456789&\r\t,:#-.$/+%*=^"
	punctuationLetters = ";<>@[\\]_`~!\r\t,:\n-.$/\"|*()?{}'"
)

// change is what a letter of a sub-mode leads to: a sub-mode, for one letter or on.
func change(set alphabet, v int) (to alphabet, on bool) {
	switch {
	case set == punctuation && v == 29:
		return upper, true
	case set == punctuation:
		return none, false
	case v == 29:
		return punctuation, false
	case set == upper && v == 27, set == mixed && v == 27:
		return lower, true
	case set == lower && v == 27:
		return upper, false
	case set == mixed && v == 28:
		return upper, true
	case v == 28:
		return mixed, true
	case set == mixed && v == 25:
		return punctuation, true
	}
	return none, false
}

// letters reads two letters a codeword.
func (r *reader) letters(words []int) {
	if r.set == none {
		r.set = upper
	}
	for _, w := range words {
		for _, v := range [2]int{w / 30, w % 30} {
			set := r.set
			if r.shift != none {
				set, r.shift = r.shift, none
			}
			if to, on := change(set, v); on {
				r.set = to
				continue
			} else if to != none {
				r.shift = to
				continue
			}
			switch {
			case set == punctuation:
				r.put(punctuationLetters[v])
			case v == 26:
				r.put(' ')
			case set == mixed:
				r.put(mixedLetters[v])
			case set == lower:
				r.put('a' + byte(v)) //nolint:gosec // below 26
			default:
				r.put('A' + byte(v)) //nolint:gosec // below 26
			}
		}
	}
}

// bytes reads six bytes from five codewords; what is left over is a byte a
// codeword, and where the symbol does not promise whole sixes the last five are.
func (r *reader) bytes(words []int, sixes bool) {
	for len(words) > 5 || len(words) == 5 && sixes {
		v := 0
		for _, w := range words[:5] {
			v = v*900 + w
		}
		for i := 5; i >= 0; i-- {
			r.put(byte(v >> (8 * i))) //nolint:gosec // the lowest byte
		}
		words = words[5:]
	}
	for _, w := range words {
		r.put(byte(w)) //nolint:gosec // a byte by definition
	}
}

// digits reads up to 44 digits from 15 codewords; a 1 stands before them.
func (r *reader) digits(words []int) bool {
	for part := range slices.Chunk(words, perNumber) {
		v := new(big.Int)
		for _, w := range part {
			v.Add(v.Mul(v, big.NewInt(900)), big.NewInt(int64(w)))
		}
		s := v.String()
		if s[0] != '1' {
			return false
		}
		r.raw = append(r.raw, s[1:]...)
	}
	return true
}
