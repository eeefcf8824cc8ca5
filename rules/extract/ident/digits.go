package ident

import (
	"math"
	"strings"

	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
)

// A run is a number as people write it: digits in groups, words for digits, or
// both, with the marks and small words that stand between them ("070, sedan
// 174 noll sex fem"). It is kept in one piece of memory, because most runs turn
// out to be nothing.
type run struct {
	parts [maxRun]part
	n     int
	words int // the parts that are written as words
}

// maxRun is the most parts a run has. A personal number has twelve digits, a
// telephone number at most fifteen.
const maxRun = 24

// maxDigits is the most digits a run is read as.
const maxDigits = 15

type part struct {
	token int32
	kind  partKind
	value int16
	near  nearness // to the part before
}

type partKind uint8

const (
	figures  partKind = iota + 1 // a token of digits, or a letter that looks like one
	letter                       // value 0 or 1: "O" and "I" among digits
	unit                         // 0 to 9
	teen                         // 10 to 19
	tens                         // 20, 30 … 90
	hundred                      // what multiplies, or 100
	thousand                     //
	twice                        // "double": value times the digit that follows
)

type nearness uint8

const (
	glued  nearness = iota + 1 // in one word
	joined                     // by a hyphen
	spaced                     // by a space, a full stop, a slash
	parted                     // by a comma or a word
)

// collect reads the run that starts at token i.
func (n *run) collect(r *reading.Reading, i int) {
	n.n, n.words = 0, 0
	near := glued
	for n.n < maxRun {
		if !n.add(r, i, near) {
			return
		}
		i++
		if i, near = between(r, i); i < 0 {
			return
		}
	}
}

// last is the last token of a run's first k parts.
func (n *run) last(k int) int { return int(n.parts[k-1].token) }

// plain reports whether the first k parts are all figures.
func (n *run) plain(k int) bool {
	for _, p := range n.parts[:k] {
		if p.kind != figures && p.kind != letter {
			return false
		}
	}
	return true
}

// parted reports whether a comma or a word stands between the first k parts.
func (n *run) parted(k int) bool {
	for _, p := range n.parts[1:max(k, 1)] {
		if p.near == parted {
			return true
		}
	}
	return false
}

// add appends token i to the run.
func (n *run) add(r *reading.Reading, i int, near nearness) bool {
	switch r.Kind(i) {
	case text.Number:
		n.put(i, figures, 0, near)
		return true
	case text.Word:
	default:
		return false
	}
	w := r.Fold(i)
	if len(w) == 1 && glyph(r, i) {
		v := int16(1)
		if w[0] == 'o' {
			v = 0
		}
		n.put(i, letter, v, near)
		return true
	}
	before := n.n
	for len(w) > 0 {
		m, ok := morpheme(w)
		if !ok || n.n == maxRun || m.weak && (before == 0 || n.parts[before-1].kind == figures || len(m.word) != len(r.Fold(i))) {
			n.n = before
			return false
		}
		n.put(i, m.kind, m.value, near)
		near = glued
		w = w[len(m.word):]
	}
	n.words++
	return true
}

func (n *run) put(i int, kind partKind, value int16, near nearness) {
	if n.n < maxRun {
		n.parts[n.n] = part{int32(i), kind, value, near} //nolint:gosec // token indexes fit
		n.n++
	}
}

// size is the most digits that the run may stand for.
func (n *run) size(r *reading.Reading) int {
	size := 0
	for _, p := range n.parts[:n.n] {
		switch p.kind {
		case figures:
			size += int(r.Tokens[p.token].End - r.Tokens[p.token].Start)
		case letter, unit:
			size++
		case teen, tens, twice:
			size += 2
		case hundred, thousand:
			size += 3
		}
	}
	return size
}

// glyph reports whether token i is one letter that stands glued to a figure and
// looks like one: "O6", "5I".
func glyph(r *reading.Reading, i int) bool {
	switch r.Fold(i)[0] {
	case 'o', 'i', 'l':
		return r.Joined(i) && r.Kind(i-1) == text.Number || r.Joined(i+1) && r.Kind(i+1) == text.Number
	}
	return false
}

// maxBetween is the most tokens that stand between two parts of a run.
const maxBetween = 5

// between goes from token i, right after a part, to where the next part may
// stand, and says what lies between; -1 at the end of a run.
func between(r *reading.Reading, i int) (next int, near nearness) {
	near = spaced
	if r.Joined(i) {
		near = glued
	}
	for j := i; j < len(r.Tokens) && j <= i+maxBetween; j++ {
		k := r.Tokens[j]
		if k.Lines > 0 || j > 0 && k.Start-r.Tokens[j-1].End > 3 {
			return -1, 0
		}
		switch k.Kind {
		case text.Mark:
			switch r.Folded()[k.Start] {
			case '-', '_':
				if near < joined || r.Joined(j) {
					near = max(near, joined)
				}
			case '/', '.', '(', ')', '*', '|', '~':
				near = max(near, spaced)
			case ',', ';', ':':
				near = parted
			default:
				return -1, 0
			}
			if near == joined && j+1 < len(r.Tokens) && r.Tokens[j+1].Space {
				near = spaced
			}
			continue
		case text.Number:
			if lastFour(r, j) > 0 {
				near = parted
				j += lastFour(r, j) - 1
				continue
			}
			return j, near
		case text.Word:
			if n := lastFour(r, j); n > 0 {
				near = parted
				j += n - 1
				continue
			}
			if w := r.Fold(j); filler(w) && !(len(w) == 1 && glyph(r, j)) {
				near = parted
				continue
			}
			return j, near
		case text.Emoji:
			near = max(near, spaced)
		default:
			return -1, 0
		}
	}
	return -1, 0
}

// filler reports whether a word only leads from one part of a number to the
// next.
func filler(w []byte) bool {
	switch string(w) {
	case "sedan", "sen", "seden", "och", "o", "sa", "darefter", "foljt", "av", "and", "then", "dash", "hyphen", "streck", "bindestreck", "minus",
		"mellanslag", "space", "slash", "paus", "de", "the", "with", "ending", "slutar", "ends", "pa", "in", "da", "plus", "sa'", "ock", "og", "efterfulgt", "ska", "va":
		return true
	}
	return false
}

// lastFour gives the length in tokens of "sista fyra", "fyra sista", "last 4",
// which announce digits and are none; 0 when token i starts none.
func lastFour(r *reading.Reading, i int) int {
	a, b := r.Fold(i), r.Fold(i+1)
	switch {
	case isFour(a) && isLast(b), isLast(a) && isFour(b):
		if w := r.Fold(i + 2); string(w) == "siffrorna" || string(w) == "siffror" || string(w) == "digits" || string(w) == "is" || string(w) == "ar" {
			return 3
		}
		return 2
	case isLast(a):
		return 1
	}
	return 0
}

func isFour(w []byte) bool {
	switch string(w) {
	case "fyra", "4", "four", "fire":
		return true
	}
	return false
}

func isLast(w []byte) bool {
	switch string(w) {
	case "sista", "sist", "last", "avslutande", "siste", "sidste", "final":
		return true
	}
	return false
}

type numeral struct {
	word  string
	kind  partKind
	value int16
	weak  bool // also a common word of another sort: counts among other numerals alone
}

// morpheme finds the longest numeral that w starts with.
func morpheme(w []byte) (numeral, bool) {
	if len(w) > 1 && seconds[w[0]&31]&(1<<(w[1]&31)) == 0 {
		return numeral{}, false
	}
	for _, m := range numerals[w[0]&31] {
		if len(m.word) <= len(w) && string(w[:len(m.word)]) == m.word {
			return m, true
		}
	}
	return numeral{}, false
}

// seconds are the second letters of numerals, a bit each, by the first; all of
// them where a letter is a numeral by itself.
var seconds = func() (out [32]uint32) {
	for first, list := range numerals {
		for _, m := range list {
			if len(m.word) == 1 {
				out[first] = math.MaxUint32
				break
			}
			out[first] |= 1 << (m.word[1] & 31)
		}
	}
	return out
}()

// numerals are the words for numbers in Swedish, English, Norwegian and Danish,
// folded, by their first letter, longest first.
var numerals = func() (out [32][]numeral) {
	add := func(kind partKind, value int16, words string) {
		for w := range strings.FieldsSeq(words) {
			m := numeral{strings.TrimSuffix(w, "?"), kind, value, strings.HasSuffix(w, "?")}
			list := out[w[0]&31]
			at := 0
			for at < len(list) && len(list[at].word) >= len(m.word) {
				at++
			}
			out[w[0]&31] = append(list[:at], append([]numeral{m}, list[at:]...)...)
		}
	}
	for v, words := range []string{
		"noll nolla nollan nollor zero oh o? nought null nul", "ett etta ettan en? one ein?", "tva tvaa tvaan tvo two to?", "tre trea trean three",
		"fyra fyran four fire fyr", "fem femma femman five", "sex sexa sexan six seks", "sju sjua sjuan seven syv", "atta attan atte eight otte",
		"nio nia nian nie nine ni?",
	} {
		add(unit, int16(v), words) //nolint:gosec // ten of them
	}
	for v, words := range []string{
		"tio tian tie ten ti?", "elva elvan eleven elleve", "tolv tolvan twelve", "tretton thirteen tretten", "fjorton fourteen fjorten",
		"femton fifteen femten", "sexton sixteen seksten", "sjutton seventeen sytten", "arton aderton eighteen atten", "nitton nineteen nitten",
	} {
		add(teen, int16(10+v), words) //nolint:gosec // ten of them
	}
	for v, words := range []string{
		"tjugo tjugi tjuge tju twenty tjue tyve", "trettio tretti thirty tredive", "fyrtio fyrti fortio forti forty", "femtio femti fifty",
		"sextio sexti sixty seksti", "sjuttio sjutti seventy sytti", "attio atti eighty", "nittio nitti ninety",
	} {
		add(tens, int16(20+10*v), words) //nolint:gosec // eight of them
	}
	add(hundred, 100, "hundra hundred hundre hundrede")
	add(thousand, 1000, "tusen thousand")
	add(twice, 2, "dubbel dubbla dubbelt double dobbel dobbelt")
	add(twice, 3, "trippel triple tripple")
	return out
}()

// maxReadings bounds how many ways a run is read: "twenty one" is 21 or 201.
const maxReadings = 48

// readings calls f with every way to read the run from its start as digits,
// and with how many parts they take, until f returns true. Where a reading goes
// on, f sees the shorter one first.
func (n *run) readings(r *reading.Reading, f func(digits []byte, parts int) (enough bool)) {
	s := speller{run: n, reading: r, left: maxReadings, found: f}
	s.from(0, 0)
}

type speller struct {
	run     *run
	reading *reading.Reading
	left    int
	found   func([]byte, int) bool
	digits  [maxDigits]byte
}

// from reads the parts from k on behind size digits, and reports whether that
// is enough.
func (s *speller) from(k, size int) bool {
	if k > 0 && s.found(s.digits[:size], k) {
		return true
	}
	if k == s.run.n || s.left == 0 {
		return s.left == 0
	}
	p := s.run.parts[k]
	kind, near := partKind(0), nearness(0)
	if k+1 < s.run.n {
		kind, near = s.run.parts[k+1].kind, s.run.parts[k+1].near
	}
	switch p.kind {
	case figures:
		w := s.reading.Fold(int(p.token))
		if size+len(w) > maxDigits {
			return s.done()
		}
		copy(s.digits[size:], w)
		return s.from(k+1, size+len(w))
	case letter:
		return s.write(int(p.value), 1, k+1, size)
	case twice:
		if kind != unit || near == parted {
			return s.done()
		}
		v := int(s.run.parts[k+1].value)
		if p.value == 3 {
			return s.write(111*v, 3, k+2, size)
		}
		return s.write(11*v, 2, k+2, size)
	case unit, teen:
		if s.multiplied(k) {
			return s.sum(k, size)
		}
		if p.kind == teen {
			return s.write(int(p.value), 2, k+1, size)
		}
		return s.write(int(p.value), 1, k+1, size)
	case tens:
		if kind == unit && near != parted && s.run.parts[k+1].value > 0 && !s.multiplied(k+1) {
			if s.write(int(p.value+s.run.parts[k+1].value), 2, k+2, size) {
				return true
			}
			if near == glued {
				return false
			}
			s.left--
		}
		return s.write(int(p.value), 2, k+1, size)
	case hundred:
		return s.sum(k, size)
	default:
		return s.done()
	}
}

// multiplied reports whether part k is how many hundreds or thousands there are.
func (s *speller) multiplied(k int) bool {
	if k+1 >= s.run.n {
		return false
	}
	p := s.run.parts[k+1]
	return (p.kind == hundred || p.kind == thousand) && p.near != parted
}

func (s *speller) done() bool {
	s.left--
	return s.left <= 0
}

// write appends a value of so many digits and goes on.
func (s *speller) write(value, wide, k, size int) bool {
	if size+wide > maxDigits {
		return s.done()
	}
	for i := size + wide - 1; i >= size; i-- {
		s.digits[i] = '0' + byte(value%10)
		value /= 10
	}
	return s.from(k, size+wide)
}

// sum reads a number with hundreds or thousands: "etthundrasjuttiofyra", "nine
// hundred", "tvåtusennio".
func (s *speller) sum(k, size int) bool {
	value, at := 1, k
	if p := s.run.parts[k]; p.kind == unit || p.kind == teen {
		value, at = int(p.value), k+1
	}
	switch s.run.parts[at].kind {
	case hundred:
		value *= 100
	case thousand:
		value *= 1000
	default:
		return s.done()
	}
	at++
	wide := 3
	if value >= 1000 {
		wide = 4
	}
	if value >= 10000 {
		return s.done()
	}
	if rest, n := s.rest(at); n > 0 {
		if s.write(value+rest, wide, at+n, size) {
			return true
		}
		s.left--
		if s.run.parts[at].near == glued {
			return false
		}
	}
	return s.write(value, wide, at, size)
}

// rest reads what is added to hundreds, below 100.
func (s *speller) rest(at int) (value, parts int) {
	if at >= s.run.n || s.run.parts[at].near == parted {
		return 0, 0
	}
	p := s.run.parts[at]
	switch p.kind {
	case unit, teen:
		return int(p.value), 1
	case tens:
		if at+1 < s.run.n {
			if q := s.run.parts[at+1]; q.kind == unit && q.value > 0 && q.near <= joined {
				return int(p.value + q.value), 2
			}
		}
		return int(p.value), 1
	default:
		return 0, 0
	}
}
