package who

import (
	"strconv"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// numerals are the numbers in words up to a hundred, folded, in Swedish, English
// and what Norwegian and Danish share.
var numerals = func() map[string]int {
	m := map[string]int{"hundra": 100, "hundred": 100, "seks": 6, "syv": 7, "otte": 8, "atte": 8, "ni": 9, "ti": 10, "tolvte": 12}
	for n, words := range [][]string{
		1: {"ett", "one"}, 2: {"tva", "two"}, 3: {"tre", "three"}, 4: {"fyra", "four", "fire"}, 5: {"fem", "five"}, 6: {"sex", "six"}, 7: {"sju", "seven"},
		8: {"atta", "eight"}, 9: {"nio", "nie", "nine"}, 10: {"tio", "tie", "ten"}, 11: {"elva", "eleven", "elleve"}, 12: {"tolv", "twelve"},
		13: {"tretton", "thirteen"}, 14: {"fjorton", "fourteen"}, 15: {"femton", "fifteen"}, 16: {"sexton", "sixteen"}, 17: {"sjutton", "seventeen"},
		18: {"arton", "eighteen"}, 19: {"nitton", "nineteen"},
	} {
		for _, w := range words {
			m[w] = n
		}
	}
	for tens, words := range map[int][]string{
		20: {"tjugo", "tjugi", "twenty", "tjue"}, 30: {"trettio", "tretti", "thirty"}, 40: {"fyrtio", "fyrti", "forty", "forti"}, 50: {"femtio", "femti", "fifty"},
		60: {"sextio", "sexti", "sixty"}, 70: {"sjuttio", "sjutti", "seventy"}, 80: {"attio", "atti", "eighty"}, 90: {"nittio", "nitti", "ninety"},
	} {
		for _, w := range words {
			m[w] = tens
			for n, units := range []string{1: "ett", 2: "tva", 3: "tre", 4: "fyra", 5: "fem", 6: "sex", 7: "sju", 8: "atta", 9: "nio"} {
				if n > 0 {
					m[w+units] = tens + n
				}
			}
		}
	}
	return m
}()

// number reads digits or a number in words, "forty-one" too; -1 for anything
// else.
func number(r *reading.Reading, i int) (n, last int) {
	switch r.Kind(i) {
	case text.Number:
		if w := r.Fold(i); len(w) < 4 {
			n, _ = strconv.Atoi(string(w))
			return n, i
		}
		return -1, i
	case text.Word:
	default:
		return -1, i
	}
	n, ok := numerals[string(r.Fold(i))]
	if !ok {
		return -1, i
	}
	if n >= 20 && n%10 == 0 && r.Is(i+1, "-") && r.Joined(i+1) && r.Joined(i+2) {
		if unit := numerals[string(r.Fold(i+2))]; unit > 0 && unit < 10 {
			return n + unit, i + 2
		}
	}
	return n, i
}

// yearUnit reports whether token i counts years of life.
func yearUnit(r *reading.Reading, i int) bool {
	switch string(r.Fold(i)) {
	case "ar", "ars", "aring", "year", "years", "yrs", "yo", "yr", "bast", "jordsnurr", "varar":
		return true
	}
	return false
}
