// Package wordset packs lists of passwords and words so that a program can ask
// "is this in the list, and how soon would it be guessed" without carrying the
// list. A set holds a hash of each entry and nothing that reads back as a word.
// Hashing is quick, not secret: whoever guesses an entry can confirm it, which is
// what the set is for.
//
// An entry takes 33 bits, and what was never packed is taken for a member about
// once in 500,000 asks, whatever the size of the set. Entries of Long characters
// or more take 49 bits, and there it is once in 30 billion: a password has hundreds
// of stretches to ask for, and one mistake about a long one would make all of it
// look easy. A filter of how entries begin, 8 bits each, answers most asks for long
// strings before that: of 8 strange beginnings it lets one pass.
package wordset

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"unicode"
	"unicode/utf8"
)

// Kinds are bits that say in what lists an entry stands.
type Kinds uint8

// The kinds of list.
const (
	Common Kinds = 1 << iota // common passwords
	Word                     // words of a language
	Name                     // given names and surnames
	Place                    // towns, countries
)

// A row is 32 bits: what is left of the hash, the cost, the kinds. Rows of long
// entries have a witness more, 16 other bits of the hash. Rows lie in buckets by
// the first 32 bits of the hash, and each bucket's size is a byte in front of them
// all.
const (
	rowSize     = 4
	witnessSize = 2
	kindBits    = 4
	costBits    = 6
	restBits    = 32 - kindBits - costBits
	// perBucket is how many entries a bucket holds on average: few enough to be
	// read in one go, and so that none comes near 255.
	perBucket = 8
	// costStep is the resolution of a cost in bits of guessing.
	costStep = 0.3
	// Dearest is the highest cost that an entry can have.
	Dearest = (1<<costBits - 1) * costStep
)

// Long is the fewest characters of an entry that is packed with a witness.
const Long = 9

// Beginning is how many characters May looks at.
const Beginning = 5

// filterBits is how many bits of the filter each beginning gets.
const filterBits = 8

// Set is a packed list. The zero Set is empty. It is immutable and safe for
// concurrent use.
type Set struct {
	parts  [2]part // of short entries, of long ones
	filter []byte
}

// part is the rows of entries of one sort.
type part struct {
	starts []uint32 // of each bucket, and the end of the last
	rows   []byte
	wide   uint32 // bytes of a row
}

// ErrDamaged says that bytes are not a whole set.
var ErrDamaged = errors.New("open word set: not a whole set")

// header is three numbers: the buckets of both parts, and the filter's bytes. Then
// come the sizes of the buckets, the filter, and the rows.
const header = 12

// Open reads what Pack wrote. It keeps packed without copying it. The error is
// ErrDamaged. That rows are in their place it takes on trust: looking would take
// longer than all else that a program does at its start, and only answers hang
// on it.
func Open(packed []byte) (Set, error) {
	if len(packed) < header {
		return Set{}, ErrDamaged
	}
	buckets := [2]uint32{uint32At(packed), uint32At(packed[4:])}
	filter := uint32At(packed[8:])
	rest := packed[header:]
	if uint64(buckets[0])+uint64(buckets[1])+uint64(filter) > uint64(len(rest)) {
		return Set{}, ErrDamaged
	}
	s := Set{}
	for k, n := range buckets {
		s.parts[k] = open(rest[:n], uint32(rowSize+k*witnessSize))
		rest = rest[n:]
	}
	s.filter, rest = rest[:filter], rest[filter:]
	for k := range s.parts {
		p := &s.parts[k]
		n := uint64(p.starts[len(p.starts)-1]) * uint64(p.wide)
		if n > uint64(len(rest)) {
			return Set{}, ErrDamaged
		}
		p.rows, rest = rest[:n], rest[n:]
	}
	if len(rest) > 0 {
		return Set{}, ErrDamaged
	}
	return s, nil
}

// open adds up the sizes of buckets.
func open(sizes []byte, wide uint32) part {
	p := part{starts: make([]uint32, len(sizes)+1), wide: wide}
	for i, size := range sizes {
		p.starts[i+1] = p.starts[i] + uint32(size)
	}
	return p
}

// uint32At and appendUint32 read and write the lowest byte first. They stand for
// encoding/binary, which would bring reflection into the family's page.
func uint32At(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func appendUint32(b []byte, v uint32) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

// row returns a row and its witness, or 0.
func (p *part) row(i uint32) (row, witness uint32) {
	at := p.rows[i*p.wide:]
	if p.wide > rowSize {
		witness = uint32(at[rowSize]) | uint32(at[rowSize+1])<<8
	}
	return uint32At(at), witness
}

func (p *part) len() int { return len(p.rows) / max(int(p.wide), 1) }

// Len is the number of entries.
func (s Set) Len() int { return s.parts[0].len() + s.parts[1].len() }

// May says whether an entry could begin with the Beginning characters that hash
// to h; an entry of exactly as many counts too.
func (s Set) May(h Hash) bool {
	if len(s.filter) == 0 {
		return false
	}
	at := h.filterAt(uint64(len(s.filter)))
	return s.filter[at>>3]>>(at&7)&1 == 1
}

// Hit is what a set knows of an entry.
type Hit struct {
	Bits  float64 // the logarithm of its place in the order of guessing
	Kinds Kinds
}

// Find looks up an entry of n characters by its hash.
func (s *Set) Find(h Hash, n int) (Hit, bool) {
	p := &s.parts[sort(n)]
	if len(p.starts) < 2 {
		return Hit{}, false
	}
	bucket, rest, witness := h.split(uint64(len(p.starts)-1), sort(n))
	rows := p.rows[p.starts[bucket]*p.wide : p.starts[bucket+1]*p.wide]
	for ; len(rows) >= rowSize; rows = rows[p.wide:] {
		row := uint32At(rows)
		switch have := row >> (costBits + kindBits); {
		case have < rest:
			continue
		case have > rest:
			return Hit{}, false
		}
		if p.wide == rowSize || uint32(rows[rowSize])|uint32(rows[rowSize+1])<<8 == witness {
			return Hit{Bits: float64(row>>kindBits&(1<<costBits-1)) * costStep, Kinds: Kinds(row & (1<<kindBits - 1))}, true
		}
	}
	return Hit{}, false
}

// sort says in which part an entry of n characters lies.
func sort(n int) int {
	if n >= Long {
		return 1
	}
	return 0
}

// Entry is one word with its cost in bits.
type Entry struct {
	Word  string
	Bits  float64
	Kinds Kinds
}

// Pack folds the entries and packs them. Of entries that fold to the same word
// the cheapest cost stays, and the kinds of all. The result depends on the
// entries only, not their order.
func Pack(entries []Entry) []byte {
	var hits [2]map[Hash]Hit
	for k := range hits {
		hits[k] = map[Hash]Hit{}
	}
	begins := map[Hash]bool{}
	for _, e := range entries {
		if h, ok := beginning(e.Word); ok {
			begins[h] = true
		}
		h, hits := HashOf(e.Word), hits[sort(utf8.RuneCountInString(e.Word))]
		hit, ok := hits[h]
		if !ok || e.Bits < hit.Bits {
			hit.Bits = e.Bits
		}
		hit.Kinds |= e.Kinds
		hits[h] = hit
	}
	filter := make([]byte, (len(begins)*filterBits+7)/8)
	for h := range begins {
		at := h.filterAt(uint64(len(filter)))
		filter[at>>3] |= 1 << (at & 7)
	}
	var heads, sizes, rows []byte
	for k := range hits {
		n, r := pack(hits[k], k)
		heads = appendUint32(heads, uint32(len(n)))
		sizes, rows = append(sizes, n...), append(rows, r...)
	}
	heads = appendUint32(heads, uint32(len(filter)))
	return slices.Concat(heads, sizes, filter, rows)
}

// pack packs one part.
func pack(hits map[Hash]Hit, sort int) (sizes, out []byte) {
	type row struct{ bucket, rest, witness, tail uint32 }
	sizes = make([]byte, (len(hits)+perBucket-1)/perBucket)
	rows := make([]row, 0, len(hits))
	for h, hit := range hits {
		b, r, w := h.split(uint64(len(sizes)), sort)
		cost := uint32(math.Round(min(max(hit.Bits, 0), Dearest) / costStep))
		rows = append(rows, row{b, r, w, cost<<kindBits | uint32(hit.Kinds)})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.rest, b.rest),
			cmp.Compare(a.witness, b.witness), cmp.Compare(a.tail, b.tail))
	})
	// Two words with the same hash are one entry: the cheaper.
	rows = slices.CompactFunc(rows, func(a, b row) bool {
		return a.bucket == b.bucket && a.rest == b.rest && a.witness == b.witness
	})
	for _, r := range rows {
		sizes[r.bucket]++
		out = appendUint32(out, r.rest<<(costBits+kindBits)|r.tail)
		if sort > 0 {
			out = append(out, byte(r.witness), byte(r.witness>>8))
		}
	}
	return sizes, out
}

// Without returns packed with the words gone that are only common passwords: a
// set to measure on passwords that were held apart.
func Without(packed []byte, words []string) ([]byte, error) {
	s, err := Open(packed)
	if err != nil {
		return nil, err
	}
	type place struct {
		part                  int
		bucket, rest, witness uint32
	}
	gone := map[place]bool{}
	for _, w := range words {
		n := utf8.RuneCountInString(w)
		h, k := HashOf(w), sort(n)
		if hit, ok := s.Find(h, n); ok && hit.Kinds == Common {
			b, r, witness := h.split(uint64(len(s.parts[k].starts)-1), k)
			gone[place{k, b, r, witness}] = true
		}
	}
	at := header // the size of the bucket
	out := slices.Clone(packed[:len(packed)-len(s.parts[0].rows)-len(s.parts[1].rows)])
	for k := range s.parts {
		p := &s.parts[k]
		for b := range p.starts[1:] {
			for i := p.starts[b]; i < p.starts[b+1]; i++ {
				if row, w := p.row(i); gone[place{k, uint32(b), row >> (costBits + kindBits), w}] {
					out[at]--
				} else {
					out = append(out, p.rows[i*p.wide:(i+1)*p.wide]...)
				}
			}
			at++
		}
	}
	return out, nil
}

// beginning hashes how a word begins, when it is long enough.
func beginning(word string) (h Hash, ok bool) {
	h = Start
	n := 0
	for _, r := range word {
		h = h.Add(Fold(r))
		if n++; n == Beginning {
			return h, true
		}
	}
	return h, false
}

// Hash is the running hash of a word, so that every beginning of a text can be
// looked up in one pass. Runes must be folded.
type Hash uint64

// Start is the hash of nothing.
const Start Hash = 0xcbf29ce484222325

// Add returns the hash with one more rune.
func (h Hash) Add(r rune) Hash { return (h ^ Hash(r)) * 0x9e3779b97f4a7c15 }

// Mix spreads a running hash over all of its bits, with the steps of SplitMix64.
func (h Hash) Mix() uint64 {
	x := uint64(h)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// split finds the bucket and what is kept of the hash in it; of a long entry the
// witness, too.
func (h Hash) split(buckets uint64, sort int) (bucket, rest, witness uint32) {
	x := h.Mix()
	if sort > 0 {
		witness = uint32(x>>restBits) & (1<<(8*witnessSize) - 1)
	}
	return uint32(x >> 32 * buckets >> 32), uint32(x & (1<<restBits - 1)), witness
}

// filterAt is the place of a beginning in a filter of so many bytes.
func (h Hash) filterAt(size uint64) uint64 { return h.Mix() >> 32 * (8 * size) >> 32 }

// HashOf folds and hashes a word in NFC.
func HashOf(word string) Hash {
	h := Start
	for _, r := range word {
		h = h.Add(Fold(r))
	}
	return h
}

// Bare is Fold that leaves capitals: it only takes accents off.
func Bare(r rune) rune {
	f := Fold(r)
	if 'a' <= f && f <= 'z' && unicode.IsUpper(r) {
		f -= 'a' - 'A'
	}
	return f
}

// Fold maps a rune to what Swedish users write instead of it on a keyboard
// without it: lower case, and no accents (å and ä become a, ö becomes o). Text
// must be in NFC.
func Fold(r rune) rune {
	if r < 0x80 {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	r = unicode.ToLower(r)
	switch r {
	case 'å', 'ä', 'á', 'à', 'â', 'ã', 'æ', 'ą', 'ă':
		return 'a'
	case 'ö', 'ø', 'ó', 'ò', 'ô', 'õ', 'ő':
		return 'o'
	case 'é', 'è', 'ê', 'ë', 'ę', 'ě':
		return 'e'
	case 'ü', 'ú', 'ù', 'û', 'ű', 'ů':
		return 'u'
	case 'í', 'ì', 'î', 'ï', 'ı':
		return 'i'
	case 'ý', 'ÿ':
		return 'y'
	case 'ñ', 'ń':
		return 'n'
	case 'ç', 'ć', 'č':
		return 'c'
	case 'š', 'ś', 'ş':
		return 's'
	case 'ž', 'ź', 'ż':
		return 'z'
	case 'ł':
		return 'l'
	case 'ğ':
		return 'g'
	}
	return r
}
