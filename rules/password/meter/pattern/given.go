package pattern

import "lampan/rules/password/wordset"

// What the site's name and the user's cost: they are the first things to try.
const (
	siteBits = 2.5
	userBits = 2
	// shortestGiven is the fewest letters of a part of either.
	shortestGiven = 3
	// mostGiven bounds how much of either is read.
	mostGiven = 200
)

// learn notes where the password is used. It allocates nothing.
func (s *scratch) learn(g Given) {
	s.pieces(hostOf(g.Site), Site, siteBits)
	s.pieces(cut(g.User), User, userBits)
	s.given.sort()
}

func cut(text string) string { return text[:min(len(text), mostGiven)] }

// hostOf leaves out what sites have in common: the scheme, www, the path, the
// port and the top domain. A title is left as it is.
func hostOf(site string) string {
	site = cut(site)
	for i := 0; i+3 <= len(site); i++ {
		if site[i:i+3] == "://" {
			site = site[i+3:]
			break
		}
	}
	for i := range len(site) {
		if site[i] == '/' || site[i] == ':' || site[i] == '?' {
			site = site[:i]
			break
		}
	}
	if len(site) > 4 && (site[:4] == "www." || site[:4] == "WWW.") {
		site = site[4:]
	}
	last := -1
	for i := range len(site) {
		switch site[i] {
		case '.':
			last = i
		case ' ':
			return site
		}
	}
	if last <= 0 {
		return site
	}
	return site[:last]
}

// pieces notes each run of letters, each stretch between spaces, dots and the
// like, and the whole written together and as it is; of an address, what stands
// before the @.
func (s *scratch) pieces(text string, clue Clues, bits float32) {
	var whole, joined, run, stretch piece
	last := 3
	for i, r := range text {
		if r == '@' && i > 0 {
			break
		}
		r = wordset.Fold(r)
		at := sort(r)
		if at != last {
			s.give(&run, clue, bits)
		}
		if at == 3 {
			s.give(&stretch, clue, bits)
		} else {
			stretch.add(r)
			joined.add(r)
		}
		if at == 1 {
			run.add(r)
		}
		whole.add(r)
		last = at
	}
	s.give(&run, clue, bits)
	s.give(&stretch, clue, bits)
	s.give(&joined, clue, bits)
	s.give(&whole, clue, bits)
}

// piece is the hash of a few characters and of how they begin.
type piece struct {
	hash, begin wordset.Hash
	n           int
}

func (p *piece) add(r rune) {
	if p.n == 0 {
		p.hash = wordset.Start
	}
	p.hash = p.hash.Add(r)
	p.n++
	if p.n == wordset.Beginning {
		p.begin = p.hash
	}
}

// give notes a piece and starts it anew.
func (s *scratch) give(p *piece, clue Clues, bits float32) {
	if p.n >= shortestGiven && p.n <= longestWord {
		s.given.put(fact{hash: p.hash.Mix(), bits: bits, clues: clue, class: word, alone: p.n <= aloneFact})
		if p.n >= wordset.Beginning {
			s.given.begin(p.begin)
		}
	}
	*p = piece{}
}
