// Package solomon mends words by their check words (Reed and Solomon, 1960), where
// some places may be known to be wrong.
package solomon

import (
	"errors"
	"slices"
)

// ErrCorrection is returned where more words are wrong than can be mended.
var ErrCorrection = errors.New("too many wrong words")

// Field is what words are counted in. The zero value is not usable.
type Field struct {
	size  int
	exp   []int // powers of the root, twice over
	log   []int
	prime bool
}

// Prime is the field of the numbers below a prime, whose powers of root are all of
// them but 0.
func Prime(size, root int) *Field {
	f := &Field{size: size, prime: true}
	return f.fill(func(x int) int { return x * root % size })
}

// Binary is the field of a power of two; its root is 2, and polynomial is what
// products are reduced by.
func Binary(size, polynomial int) *Field {
	f := &Field{size: size}
	return f.fill(func(x int) int {
		if x <<= 1; x >= size {
			x ^= polynomial
		}
		return x
	})
}

func (f *Field) fill(next func(int) int) *Field {
	f.exp, f.log = make([]int, 2*f.size), make([]int, f.size)
	x := 1
	for i := range f.size - 1 {
		f.exp[i], f.exp[i+f.size-1] = x, x
		f.log[x] = i
		x = next(x)
	}
	return f
}

func (f *Field) plus(a, b int) int {
	if !f.prime {
		return a ^ b
	}
	if a += b; a >= f.size {
		a -= f.size
	}
	return a
}

func (f *Field) minus(a int) int {
	if f.prime && a > 0 {
		return f.size - a
	}
	return a
}

func (f *Field) times(a, b int) int {
	if a == 0 || b == 0 {
		return 0
	}
	return f.exp[f.log[a]+f.log[b]]
}

func (f *Field) inverse(a int) int { return f.exp[f.size-1-f.log[a]] }

// power is the root to the n-th, for n from 0.
func (f *Field) power(n int) int { return f.exp[n%(f.size-1)] }

// Correct mends words in place: the last checks of them are check words, counted at
// the root's powers from the first on, and those at the erased places are known to
// be wrong. It gives the number of wrong words at other places. Every one of these
// uses up two check words, and every erased one a single one; what is left of them
// tells how sure the words are.
func (f *Field) Correct(words, erased []int, checks int) (wrong int, err error) {
	if checks < 1 || checks >= len(words) || len(words) >= f.size || len(erased) > checks {
		return 0, ErrCorrection
	}
	for _, w := range words {
		if w < 0 || w >= f.size {
			return 0, ErrCorrection
		}
	}
	s := f.syndromes(words, checks)
	if !slices.ContainsFunc(s, func(v int) bool { return v != 0 }) {
		return 0, nil
	}
	locator := []int{1}
	for _, i := range erased {
		if i < 0 || i >= len(words) {
			return 0, ErrCorrection
		}
		locator = f.product(locator, []int{1, f.minus(f.power(len(words) - 1 - i))})
	}
	locator, n := f.locate(locator, s, len(erased))
	if len(locator)-1 != n || 2*n-len(erased) > checks {
		return 0, ErrCorrection
	}
	mended := slices.Clone(words)
	if !f.mend(mended, locator, s, n) {
		return 0, ErrCorrection
	}
	for _, v := range f.syndromes(mended, checks) {
		if v != 0 {
			return 0, ErrCorrection
		}
	}
	copy(words, mended)
	return n - len(erased), nil
}

// syndromes are the words, as a polynomial, at the root and its powers: all 0 when
// nothing is wrong.
func (f *Field) syndromes(words []int, checks int) []int {
	out := make([]int, checks)
	for i := range out {
		x := f.power(i + 1)
		for _, w := range words {
			out[i] = f.plus(f.times(out[i], x), w)
		}
	}
	return out
}

// locate extends the locator of the erased places to one of all wrong places
// (Berlekamp and Massey; Blahut, Algebraic Codes for Data Transmission, 2003), and
// gives their number. Polynomials begin with their lowest power.
func (f *Field) locate(locator, s []int, erased int) (all []int, n int) {
	before := slices.Clone(locator)
	n = erased
	for r := erased + 1; r <= len(s); r++ {
		off := 0
		for i, l := range locator {
			if r-1-i >= 0 {
				off = f.plus(off, f.times(l, s[r-1-i]))
			}
		}
		before = append([]int{0}, before...) // times x
		if off == 0 {
			continue
		}
		next := make([]int, max(len(locator), len(before)))
		copy(next, locator)
		for i, b := range before {
			next[i] = f.plus(next[i], f.minus(f.times(off, b)))
		}
		if 2*n <= r+erased-1 {
			n = r + erased - n
			before = f.product(locator, []int{f.inverse(off)})
		}
		locator = next
	}
	for len(locator) > 1 && locator[len(locator)-1] == 0 {
		locator = locator[:len(locator)-1]
	}
	return locator, n
}

// mend finds the n wrong places by trying all (Chien), and what is wrong there
// (Forney). It says whether it found them all.
func (f *Field) mend(words, locator, s []int, n int) bool {
	value := f.product(s, locator)[:len(s)]
	// The locator's derivative: its i-th factor, i times.
	slope := make([]int, len(locator)-1)
	for i, l := range locator[1:] {
		if f.prime {
			slope[i] = f.times((i+1)%f.size, l)
		} else if i%2 == 0 {
			slope[i] = l
		}
	}
	found := 0
	for i := range words {
		x := f.inverse(f.power(len(words) - 1 - i))
		if f.at(locator, x) != 0 {
			continue
		}
		d := f.at(slope, x)
		if d == 0 {
			return false
		}
		words[i] = f.plus(words[i], f.times(f.at(value, x), f.inverse(d)))
		found++
	}
	return found == n
}

func (f *Field) product(a, b []int) []int {
	out := make([]int, len(a)+len(b)-1)
	for i, x := range a {
		for j, y := range b {
			out[i+j] = f.plus(out[i+j], f.times(x, y))
		}
	}
	return out
}

func (f *Field) at(p []int, x int) int {
	v := 0
	for _, c := range slices.Backward(p) {
		v = f.plus(f.times(v, x), c)
	}
	return v
}
