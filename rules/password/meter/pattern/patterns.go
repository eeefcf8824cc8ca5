package pattern

import (
	"math"
	"slices"
	"strings"
)

// runs finds alphabetical and numerical sequences, up or down: abcd, 4321.
func runs(folded []rune, parts *[]part) {
	for i := 0; i+1 < len(folded); {
		step := folded[i+1] - folded[i]
		j := i + 1
		for j+1 < len(folded) && folded[j+1]-folded[j] == step {
			j++
		}
		if n := j - i + 1; n >= shortestRun && (step == 1 || step == -1) {
			// Where it starts (most start at a or 1), its direction, its length.
			*parts = append(*parts, part{i: i, j: j + 1, bits: 4 + math.Log2(float64(n)), hints: []Clues{Sequence}})
		}
		i = j
	}
}

// keys is a Swedish keyboard. Each row lies half a key to the right of the one
// above.
var keys = [...]string{"1234567890+", "qwertyuiopå", "asdfghjklöä", "zxcvbnm,.-"}

func keyOf(r rune) (row, column int, ok bool) {
	for i, k := range keys {
		if at := strings.IndexRune(k, r); at >= 0 {
			return i, len([]rune(k[:at])), true
		}
	}
	return 0, 0, false
}

// direction is the way from one key to the next: ok when they touch, or are the
// same.
func direction(a, b rune) (way [2]int, ok bool) {
	ra, ca, oka := keyOf(a)
	rb, cb, okb := keyOf(b)
	if !oka || !okb {
		return way, false
	}
	way = [2]int{rb - ra, cb - ca}
	switch way {
	case [2]int{0, 1}, [2]int{0, -1}, [2]int{1, 0}, [2]int{1, -1}, [2]int{-1, 0}, [2]int{-1, 1}:
		return way, true
	}
	return way, false
}

// walks finds keys that lie beside each other: qwerty, asdf, 1qaz.
func walks(lower []rune, parts *[]part) {
	for i := 0; i+1 < len(lower); {
		var before [2]int
		turns := 0
		j := i
		for ; j+1 < len(lower); j++ {
			way, ok := direction(lower[j], lower[j+1])
			if !ok {
				break
			}
			if way != before {
				turns++
			}
			before = way
		}
		if n := j - i + 1; n >= shortestWalk {
			// The first key is one of 43, mostly at an end of a row; then how far,
			// and a choice of ways at each turn.
			*parts = append(*parts, part{i: i, j: j + 1, bits: 4 + math.Log2(float64(n)) + 2.5*float64(turns), hints: []Clues{Keyboard}})
		}
		i = max(j, i+1)
	}
}

// The years that people put in passwords: of birth, of clubs, of now.
const (
	firstYear = 1880
	lastYear  = 2049
)

var (
	yearBits = math.Log2(lastYear - firstYear + 1)
	dateBits = math.Log2(365 * 100)
)

// dateForms are the ways to write a day, as digits: y year, m month, d day.
var dateForms = [...]string{"yyyymmdd", "ddmmyyyy", "mmddyyyy", "yymmdd", "ddmmyy", "ddmm", "mmdd"}

// dates finds years and days, with or without a sign between their numbers.
func dates(plain []rune, parts *[]part) {
	for i := range plain {
		if y, ok := number(plain, i, 4); ok && y >= firstYear && y <= lastYear {
			*parts = append(*parts, part{i: i, j: i + 4, bits: yearBits, hints: []Clues{Year}})
		}
		for _, form := range dateForms {
			for _, sep := range []bool{false, true} {
				if j, ok := day(plain, i, form, sep); ok {
					bits := dateBits
					if len(form) == 4 {
						bits = math.Log2(366)
					}
					if sep {
						bits += 2
					}
					*parts = append(*parts, part{i: i, j: j, bits: bits, hints: []Clues{Date}})
				}
			}
		}
	}
}

// number reads n digits.
func number(plain []rune, i, n int) (int, bool) {
	if i+n > len(plain) {
		return 0, false
	}
	v := 0
	for _, r := range plain[i : i+n] {
		if r < '0' || r > '9' {
			return 0, false
		}
		v = v*10 + int(r-'0')
	}
	return v, true
}

// day reads one form of a day at i and returns where it ends. With signs between
// the numbers, days and months may have one digit: 3/7.
func day(plain []rune, i int, form string, sep bool) (end int, ok bool) {
	var sign rune
	for k := 0; k < len(form); {
		field := form[k]
		width := strings.LastIndexByte(form, field) - k + 1
		if sep && k > 0 {
			if i >= len(plain) || !strings.ContainsRune("-/. _", plain[i]) || sign != 0 && plain[i] != sign {
				return 0, false
			}
			sign = plain[i]
			i++
		}
		k += width
		v, digits := number(plain, i, width)
		if !digits && sep && field != 'y' {
			width = 1
			v, digits = number(plain, i, width)
		}
		if !digits {
			return 0, false
		}
		i += width
		if field == 'm' && (v < 1 || v > 12) || field == 'd' && (v < 1 || v > 31) ||
			width == 4 && (v < firstYear || v > lastYear) {
			return 0, false
		}
	}
	return i, true
}

// repeats finds a block that is said again at once: aaaa, hejhej. Its cost is
// that of the block and of how often.
func repeats(t *text, parts []part) []part {
	var out []part
	n := len(t.folded)
	cost := map[[2]int]float64{}
	for size := 1; size <= min(longestBlock, n/2); size++ {
		for i := 0; i+2*size <= n; {
			j := i + size
			for j < n && t.folded[j] == t.folded[j-size] {
				j++
			}
			times := (j - i) / size
			if times < 2 || size == 1 && times < 3 {
				i++
				continue
			}
			key := [2]int{i, size}
			if _, seen := cost[key]; !seen {
				cost[key] = cheapest(t.plain[i:i+size], inside(parts, i, i+size)).bits
			}
			out = append(out, part{
				i: i, j: i + times*size, bits: cost[key] + math.Log2(float64(times)) + 1,
				hints: []Clues{Repeat},
			})
			i += (times - 1) * size
			i++
		}
	}
	return out
}

// inside keeps the parts that lie between i and j, counted from i.
func inside(parts []part, i, j int) []part {
	var out []part
	for _, p := range parts {
		if p.i >= i && p.j <= j {
			p.i -= i
			p.j -= i
			out = append(out, p)
		}
	}
	return slices.Clip(out)
}
