package lexicon

import (
	_ "embed" // for the lists of names
	"strings"
)

//go:embed names/given.txt
var given string

//go:embed names/thing.txt
var things string

// Given reports whether a folded word is a common given name, and whether it
// is an ordinary word as well.
func Given(folded string) (name, word bool) {
	if strings.HasSuffix(folded, "!") {
		return false, false
	}
	if listedIn(given, folded) {
		return true, false
	}
	marked := listedIn(given, folded+"!")
	return marked, marked
}

// Thing reports whether a folded word, in a row of capitalised ones, makes the
// row the name of something and not of a person: "Grand Hotel".
func Thing(folded string) bool { return listedIn(things, folded) }

// listedIn looks a line up in a list whose lines are in order, after comments.
func listedIn(list, line string) bool {
	if line == "" || strings.ContainsAny(line, "#\n") {
		return false
	}
	lo, hi := 0, len(list)
	for lo < hi {
		// The line around the middle.
		mid := (lo + hi) / 2
		start := strings.LastIndexByte(list[:mid], '\n') + 1
		end := start + strings.IndexByte(list[start:], '\n')
		switch at := list[start:end]; {
		case at == line:
			return true
		case at < line:
			lo = end + 1
		default:
			hi = start
		}
	}
	return false
}
