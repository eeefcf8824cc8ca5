package pattern

import (
	"slices"

	"lampan/rules/password/wordset"
)

const (
	// longestWord is the most characters of an entry, shortestWord the fewest, and
	// shortestMask the fewest of one that is disguised.
	longestWord  = 32
	shortestWord = 2
	shortestMask = 3
	// longestMask is the most characters of one that is disguised. People hide
	// words, not sentences, and each reading costs time.
	longestMask = 16
	// shortestNearly is the fewest characters of one that lacks its last.
	shortestNearly = 3
	// mostStates bounds how many readings of signs as letters are followed from
	// one place.
	mostStates = 8
)

// state is one reading of the characters so far, with signs taken for letters.
type state struct {
	hash wordset.Hash
	subs uint8
}

// swapped lists the letters that people write a digit or sign for.
func swapped(r rune) string {
	switch r {
	case '0':
		return "o"
	case '1', '!', '|':
		return "il"
	case '2':
		return "z"
	case '3', '€':
		return "e"
	case '4', '@', '^':
		return "a"
	case '5', '$', '§':
		return "s"
	case '6':
		return "gb"
	case '7':
		return "tl"
	case '+':
		return "t"
	case '8':
		return "b"
	case '9':
		return "g"
	case '(', '<', '{', '[':
		return "c"
	case '£':
		return "l"
	case '#':
		return "h"
	case '%':
		return "x"
	}
	return ""
}

// words looks every stretch up in the lists and among the facts, as it is and
// with signs read as letters, forwards or backwards.
func (s *scratch) words(set *wordset.Set, backwards bool) {
	v := s.folded
	shortest := shortestWord
	if backwards {
		v = s.back[:s.n]
		shortest = shortestMask
	}
	for i := range v {
		plain, open := wordset.Start, true
		s.states = s.states[:0]
		for j := i; j < min(s.n, i+longestWord) && (open || len(s.states) > 0); j++ {
			// Few hide a word both ways at once.
			if !backwards {
				s.read(v[j], j-i, plain, open)
			}
			plain = plain.Add(v[j])
			n := j + 1 - i
			if n < shortest {
				continue
			}
			if open {
				s.look(set, i, j+1, backwards, state{hash: plain})
			}
			ends := n >= shortestNearly && (j+1 == s.n || j+1 == s.half)
			if ends && open {
				s.nearly(set, i, j+1, backwards, state{hash: plain})
			}
			for k, st := range s.states {
				// Digits alone are no word in disguise.
				if s.letters[j+1] == s.letters[i] || n < shortestMask {
					continue
				}
				s.look(set, i, j+1, backwards, st)
				// The first two have every sign read as a letter.
				if ends && i == 0 && k < 2 {
					s.nearly(set, i, j+1, backwards, st)
				}
			}
			if n == wordset.Beginning {
				open = s.may(set, plain)
				s.states = slices.DeleteFunc(s.states, func(st state) bool {
					return !s.may(set, st.hash)
				})
			}
		}
	}
}

// may says whether anything known could begin so.
func (s *scratch) may(set *wordset.Set, h wordset.Hash) bool {
	return set.May(h) || s.given.begins(h) || s.facts.known.begins(h)
}

// read takes one more character into every reading; plain is the reading of the
// characters before it, so many, without any swap, from which new ones start while it is open.
func (s *scratch) read(r rune, before int, plain wordset.Hash, open bool) {
	if before >= longestMask {
		s.states = s.states[:0]
		return
	}
	letters := swapped(r)
	if letters == "" {
		for k := range s.states {
			s.states[k].hash = s.states[k].hash.Add(r)
		}
		return
	}
	old := len(s.states)
	from := old
	if open {
		s.states = append(s.states, state{hash: plain})
		from++
	}
	// Swapped readings first: when there is room for a few, a word with every
	// letter swapped is likelier than one with some.
	for k := range from {
		at := s.states[k]
		for _, l := range letters {
			s.states = append(s.states, state{at.hash.Add(l), at.subs + 1})
		}
	}
	for k := range old {
		s.states = append(s.states, state{s.states[k].hash.Add(r), s.states[k].subs})
	}
	// Of too many, keep the most swapped and the least: p455w0rd, and p4ss123.
	made := s.states[from:]
	n := copy(s.states, made[:min(len(made), mostStates/2)])
	n += copy(s.states[n:], made[max(len(made)-mostStates/2, n):])
	s.states = s.states[:n]
}

// look notes what is known of one reading of the characters from i to j.
func (s *scratch) look(set *wordset.Set, i, j int, backwards bool, st state) {
	disguise, clues := st.disguise()
	if s.given.may(st.hash) || s.facts.known.may(st.hash) {
		s.lookTold(i, j, backwards, st.hash, disguise, clues)
	}
	hit, ok := set.Find(st.hash, j-i)
	if !ok {
		return
	}
	caps := s.capitals(i, j, backwards)
	cost := float32(hit.Bits) + disguise
	if j-i == s.n && clues == 0 && !backwards && hit.Kinds&wordset.Common != 0 {
		s.known.Known, s.known.KnownLog10 = true, float64(cost+caps)*log10of2
	}
	s.add(i, j, backwards, edge{bits: cost + caps, class: word, clues: clues | kindClues(hit.Kinds)})
	if hit.Kinds&(wordset.Word|wordset.Name|wordset.Place) != 0 && j-i >= 3 {
		s.inflect(i, j, backwards, cost, clues|kindClues(hit.Kinds))
	}
}

// disguise is the cost of the swaps.
func (st state) disguise() (bits float32, clues Clues) {
	if st.subs == 0 {
		return 0, 0
	}
	return swapBits + perSwapBits*float32(min(st.subs, 4)), Swaps
}

// nearly looks for what the characters from i to j lack one of, so that the last
// one does not make a password much easier.
func (s *scratch) nearly(set *wordset.Set, i, j int, backwards bool, st state) {
	cost, clues := st.disguise()
	cost += nearlyBits + s.capitals(i, j, backwards)
	for _, r := range "abcdefghijklmnopqrstuvwxyz0123456789" {
		if hit, ok := set.Find(st.hash.Add(r), j-i+1); ok {
			s.add(i, j, backwards, edge{bits: float32(hit.Bits) + cost, class: word, clues: clues | kindClues(hit.Kinds)})
		}
	}
}

// kindClues says the most telling of what an entry is.
func kindClues(k wordset.Kinds) Clues {
	switch {
	case k&wordset.Name != 0:
		return Name
	case k&wordset.Place != 0:
		return Place
	case k&wordset.Word != 0:
		return Word
	case k&wordset.Common != 0:
		return Common
	}
	return 0
}

// endings are the usual ones of Swedish words and a few English, folded.
var endings = [...]string{"en", "et", "ar", "er", "or", "na", "erna", "arna", "orna", "ens", "s", "n", "t", "r", "ing", "are", "ad", "ade"}

// inflect notes a word with a usual ending, or with the s that binds it to the
// next.
func (s *scratch) inflect(i, j int, backwards bool, cost float32, clues Clues) {
	v := s.folded
	if backwards {
		v = s.back[:s.n]
	}
	if j == s.n || !isLetter(v[j]) {
		return
	}
	for _, end := range endings {
		k := j
		for _, r := range end {
			if k == s.n || v[k] != r {
				k = -1
				break
			}
			k++
		}
		if k < 0 {
			continue
		}
		bits := cost + inflectBits
		if end == "s" && k < s.n {
			bits = cost + bindBits
		}
		s.add(i, k, backwards, edge{bits: bits + s.capitals(i, k, backwards), class: word, clues: clues})
	}
}
