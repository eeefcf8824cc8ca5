package pattern

// Costs are in bits: the logarithm of how many possibilities somebody goes
// through. They were set by hand after how people are known to choose, and
// compared with the ranks of leaked passwords; see TestHabits.

// class is the sort of part that an edge explains. What it costs to go from one
// part to the next depends on both.
type class uint8

const (
	atStart class = iota
	word          // words, names, facts
	number        // digits that mean something or end a word
	sign          // what parts or ends words
	again         // repeats, rows of keys, sequences
	other         // characters that nothing explains
	classes
)

// joins is what it costs to know that a part of one class is followed by one of
// another: rows from, columns to.
func joins() [classes][classes]float32 {
	return [classes][classes]float32{
		atStart: {0, 0, 1.5, 2.5, 1, 1},
		word:    {0, 3, 1, 1, 1, 3},
		number:  {0, 2.5, 2.5, 1.5, 1, 3},
		sign:    {0, 1.5, 1.5, 2, 1.5, 3},
		again:   {0, 2.5, 1.5, 1.5, 2, 3},
		other:   {0, 3, 2.5, 2.5, 1.5, 0},
	}
}

// What one character costs that nothing explains. People choose letters
// unevenly, so a letter is worth less than log2(26) = 4.7.
const (
	digitBits   = 3.3
	letterBits  = 4.3
	upperBits   = 4.9
	signBits    = 5
	foreignBits = 8
)

// What telling a usual disguise of a part costs.
const (
	swapBits     = 0.8 // that signs stand for letters
	perSwapBits  = 0.3 // each of them, the first four
	reversedBits = 1.5
	nearlyBits   = 3.3 // that the last character is left out
	// inflectBits is a usual ending of a word; bindBits the s that binds two.
	inflectBits = 2.5
	bindBits    = 1.5
)

// single is what a character costs by itself.
func single(plain, folded rune) float32 {
	switch {
	case '0' <= folded && folded <= '9':
		return digitBits
	case 'a' <= folded && folded <= 'z':
		if plain < 'a' && plain != folded {
			return upperBits
		}
		return letterBits
	case folded < 0x80:
		return signBits
	}
	return foreignBits
}

// spaceBits takes back most of what it costs to part two words: who writes one
// space writes all of them, and a word foretells the next.
const spaceBits = -1.5

// signCost is what a sign costs where people like to put one.
func signCost(r rune) (bits float32, ok bool) {
	switch r {
	case '!':
		return 1.2, true
	case ' ':
		return spaceBits, true
	case '.', '-', '_':
		return 1.5, true
	case '?':
		return 2, true
	case '@', '#', '$', '*', ',', '+', '&', '%', '/', '=', ':':
		return 3.5, true
	}
	return 0, false
}
