package ident

import (
	"strings"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// fewestDigits is how many digits in a row may be a number of a person: the
// shortest telephone and bankgiro numbers have seven.
const fewestDigits = 7

// Shaped reports whether sentences first to last of r hold anything shaped like
// what Find recognises by its form: an "@", seven digits in a row or in groups, a
// plate, letters and digits in one. It needs no word list, and text without
// numbers costs next to nothing.
func Shaped(r *reading.Reading, first, last int) bool {
	end := r.Sentences[last].End
	for i := r.Sentences[first].First; i < end; i++ {
		switch r.Kind(i) {
		case text.Number:
			digits, next := row(r, i)
			if digits >= fewestDigits || coded(r, i) {
				return true
			}
			i = next
		case text.Mark:
			if r.Folded()[r.Tokens[i].Start] == '@' {
				return true
			}
		case text.Word:
			if signed(r, i) {
				return true
			}
		default:
		}
	}
	return false
}

// signed reports whether token i is a word for a plate with capitals near it:
// "skylten TANTEN".
func signed(r *reading.Reading, i int) bool {
	w := string(r.Fold(i))
	if len(w) < 4 || strings.IndexByte("sprnb", w[0]) < 0 {
		return false
	}
	switch {
	case w == "plate", w == "plates", strings.HasSuffix(w, "skylt"), strings.HasSuffix(w, "skylten"), strings.HasSuffix(w, "plat"), strings.HasSuffix(w, "platen"):
	default:
		return false
	}
	for j := i - ownBefore; j <= i+ownAfter; j++ {
		if j != i && j >= 0 && length(r, j) > 1 && r.Capitals(j) {
			return true
		}
	}
	return false
}

// row counts the digits of the numbers from token i on that stand in one row,
// with a space or a mark between, and gives the last of them. A date such as
// 2026-06-10, and a sum such as 12 000 000, are no such rows.
func row(r *reading.Reading, i int) (digits, last int) {
	last = i
	groups, dashes, threes := 0, 0, 0
	for j := i; ; {
		n := length(r, j)
		digits += n
		groups++
		last = j
		if n == 3 {
			threes++
		}
		j++
		if r.Joined(j) && (r.Is(j, "-") || r.Is(j, "+") || r.Is(j, ".") || r.Is(j, "/")) && r.Joined(j+1) {
			dashes++
			j++
		}
		if r.Kind(j) != text.Number || r.Tokens[j].Start-r.Tokens[j-1].End > 1 || r.Tokens[j].Lines > 0 {
			break
		}
	}
	switch w := r.Fold(i); {
	case groups == 3 && dashes == 2 && digits == 8 && (len(w) == 4 || length(r, last) == 4):
		return 0, last
	case groups > 1 && dashes == 0 && threes >= groups-1 && w[0] != '0':
		return 0, last
	case digits >= 4 && groups > 1 && dashes == 1 && length(r, last) == 1:
		return fewestDigits, last // a plusgiro number
	}
	return digits, last
}

// coded reports whether the number at token i is part of a plate, or of letters
// and digits that stand in one.
func coded(r *reading.Reading, i int) bool {
	n, before := length(r, i), length(r, i-1)
	if r.Kind(i-1) == text.Word && (n == 3 || n == 2) && before == 3 && r.Tokens[i].Lines == 0 {
		return large(r, i-1)
	}
	return (r.Joined(i) && r.Kind(i-1) == text.Word && n+before >= 5 && large(r, i-1)) ||
		(r.Joined(i+1) && r.Kind(i+1) == text.Word && n+length(r, i+1) >= 5 && large(r, i+1))
}

// large reports whether token i begins with a capital of a to z.
func large(r *reading.Reading, i int) bool {
	c := r.Raw(i, i)[0]
	return c >= 'A' && c <= 'Z'
}
