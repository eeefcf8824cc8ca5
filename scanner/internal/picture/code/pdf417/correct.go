package pdf417

import "slices"

// Correct mends codewords in place: the last checks of them are check words, and
// those at the erased places are known to be wrong. It gives the number of wrong
// codewords at other places. Every two of these, and every erased one, use up two
// and one of the check words; what is left of them tells how sure the text is.
func Correct(words []int, erased []int, checks int) (wrong int, err error) {
	if checks < 2 || checks >= len(words) || len(words) >= Values || len(erased) > checks {
		return 0, ErrCorrection
	}
	s := syndromes(words, checks)
	if !slices.ContainsFunc(s, func(v int) bool { return v != 0 }) {
		return 0, nil
	}
	locator := []int{1}
	for _, at := range erased {
		if at < 0 || at >= len(words) {
			return 0, ErrCorrection
		}
		locator = times(locator, []int{1, Values - power(3, len(words)-1-at)})
	}
	locator, n := berlekamp(locator, s, len(erased))
	if len(locator)-1 != n || 2*n-len(erased) > checks {
		return 0, ErrCorrection
	}
	mended := slices.Clone(words)
	if !forney(mended, locator, s, n) {
		return 0, ErrCorrection
	}
	for _, v := range syndromes(mended, checks) {
		if v != 0 {
			return 0, ErrCorrection
		}
	}
	copy(words, mended)
	return n - len(erased), nil
}

// syndromes are the codewords, as a polynomial, at 3, 3², 3³ and so on: all 0 when
// nothing is wrong.
func syndromes(words []int, checks int) []int {
	out := make([]int, checks)
	x := 1
	for i := range out {
		x = x * 3 % Values
		for _, w := range words {
			out[i] = (out[i]*x + w) % Values
		}
	}
	return out
}

// berlekamp extends the locator of the erased places to one of all wrong places
// (Berlekamp and Massey; Blahut, Algebraic Codes, 2003), and gives their number.
// Polynomials begin with their lowest power.
func berlekamp(locator, s []int, erased int) (all []int, n int) {
	before := slices.Clone(locator)
	n = erased
	for r := erased + 1; r <= len(s); r++ {
		off := 0
		for i, l := range locator {
			if r-1-i >= 0 {
				off = (off + l*s[r-1-i]) % Values
			}
		}
		before = append([]int{0}, before...) // times x
		if off == 0 {
			continue
		}
		next := make([]int, max(len(locator), len(before)))
		copy(next, locator)
		for i, b := range before {
			next[i] = (next[i] + (Values-off)*b) % Values
		}
		if 2*n <= r+erased-1 {
			n = r + erased - n
			before = times(locator, []int{inverse(off)})
		}
		locator = next
	}
	for len(locator) > 1 && locator[len(locator)-1] == 0 {
		locator = locator[:len(locator)-1]
	}
	return locator, n
}

// forney finds the n wrong places (by trying all, as Chien) and mends them. It says
// whether it found them all.
func forney(words, locator, s []int, n int) bool {
	value := times(s, locator)[:len(s)]
	slope := make([]int, 0, len(locator))
	for i, l := range locator[1:] {
		slope = append(slope, (i+1)*l%Values)
	}
	found := 0
	for i := range words {
		x := inverse(power(3, len(words)-1-i))
		if at(locator, x) != 0 {
			continue
		}
		d := at(slope, x)
		if d == 0 {
			return false
		}
		words[i] = (words[i] + at(value, x)*inverse(d)) % Values
		found++
	}
	return found == n
}

func times(a, b []int) []int {
	out := make([]int, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] = (out[i+j] + x*y) % Values
		}
	}
	return out
}

func at(p []int, x int) int {
	v := 0
	for _, c := range slices.Backward(p) {
		v = (v*x + c) % Values
	}
	return v
}

func power(x, n int) int {
	out := 1
	for ; n > 0; n >>= 1 {
		if n&1 == 1 {
			out = out * x % Values
		}
		x = x * x % Values
	}
	return out
}

// inverse is 1/x, by Fermat; 929 is prime.
func inverse(x int) int { return power(x, Values-2) }
