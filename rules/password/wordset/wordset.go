// Package wordset packs lists of passwords and words so that a program can ask
// "is this in the list, and how soon would it be guessed" without carrying the
// list. A set holds a hash of each entry and nothing that reads back as a word.
// Hashing is quick, not secret: whoever guesses an entry can confirm it, which is
// what the set is for.
//
// An entry takes 33 bits, and what was never packed is taken for a member about
// once in 500,000 asks, whatever the size of the set. A filter of how entries
// begin, 8 bits each, answers most asks for long strings before that: of 8 strange
// beginnings it lets one pass.
package wordset

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"unicode"
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

// An entry is 32 bits: what is left of the hash, the cost, the kinds. Entries lie
// in buckets by the first 32 bits of the hash, and each bucket's size is a byte in
// front of them all.
const (
	entrySize = 4
	kindBits  = 4
	costBits  = 6
	restBits  = 32 - kindBits - costBits
	// perBucket is how many entries a bucket holds on average: few enough to be
	// read in one go, and so that none comes near 255.
	perBucket = 8
	// costStep is the resolution of a cost in bits of guessing.
	costStep = 0.3
	// Dearest is the highest cost that an entry can have.
	Dearest = (1<<costBits - 1) * costStep
)

// Beginning is how many characters May looks at.
const Beginning = 5

// filterBits is how many bits of the filter each beginning gets.
const filterBits = 8

// Set is a packed list. The zero Set is empty. It is immutable and safe for
// concurrent use.
type Set struct {
	starts []uint32 // of each bucket, and the end of the last
	rows   []byte
	filter []byte
}

// ErrDamaged says that bytes are not a whole, ordered set.
var ErrDamaged = errors.New("open word set: not a whole, ordered set")

// Open reads what Pack wrote. It keeps packed without copying it. The error is
// ErrDamaged.
func Open(packed []byte) (Set, error) {
	if len(packed) < 8 {
		return Set{}, ErrDamaged
	}
	n, filter := uint32At(packed), uint32At(packed[4:])
	packed = packed[8:]
	if uint64(n)+uint64(filter) > uint64(len(packed)) {
		return Set{}, ErrDamaged
	}
	s := Set{starts: make([]uint32, n+1), rows: packed[n+filter:], filter: packed[n : n+filter]}
	for i, size := range packed[:n] {
		s.starts[i+1] = s.starts[i] + uint32(size)
	}
	if uint64(s.starts[n])*entrySize != uint64(len(s.rows)) {
		return Set{}, ErrDamaged
	}
	for b := range n {
		for i := s.starts[b] + 1; i < s.starts[b+1]; i++ {
			if s.row(i-1)>>(costBits+kindBits) >= s.row(i)>>(costBits+kindBits) {
				return Set{}, ErrDamaged
			}
		}
	}
	return s, nil
}

// uint32At and appendUint32 read and write the lowest byte first. They stand for
// encoding/binary, which would bring reflection into the family's page.
func uint32At(b []byte) uint32 {
	return uint32(b[0]) | uint32(b[1])<<8 | uint32(b[2])<<16 | uint32(b[3])<<24
}

func appendUint32(b []byte, v uint32) []byte {
	return append(b, byte(v), byte(v>>8), byte(v>>16), byte(v>>24))
}

func (s Set) row(i uint32) uint32 { return uint32At(s.rows[i*entrySize:]) }

// Len is the number of entries.
func (s Set) Len() int { return len(s.rows) / entrySize }

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

// Find looks an entry up by its hash.
func (s Set) Find(h Hash) (Hit, bool) {
	if len(s.starts) < 2 {
		return Hit{}, false
	}
	bucket, rest := h.split(uint64(len(s.starts) - 1))
	for i, end := s.starts[bucket], s.starts[bucket+1]; i < end; i++ {
		row := s.row(i)
		switch have := row >> (costBits + kindBits); {
		case have == rest:
			return Hit{Bits: float64(row>>kindBits&(1<<costBits-1)) * costStep, Kinds: Kinds(row & (1<<kindBits - 1))}, true
		case have > rest:
			return Hit{}, false
		}
	}
	return Hit{}, false
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
	hits := map[Hash]Hit{}
	begins := map[Hash]bool{}
	for _, e := range entries {
		if h, ok := beginning(e.Word); ok {
			begins[h] = true
		}
		h := HashOf(e.Word)
		hit, ok := hits[h]
		if !ok || e.Bits < hit.Bits {
			hit.Bits = e.Bits
		}
		hit.Kinds |= e.Kinds
		hits[h] = hit
	}
	buckets := uint64(len(hits)+perBucket-1) / perBucket
	type row struct{ bucket, rest, tail uint32 }
	rows := make([]row, 0, len(hits))
	for h, hit := range hits {
		b, r := h.split(buckets)
		cost := uint32(math.Round(min(max(hit.Bits, 0), Dearest) / costStep))
		rows = append(rows, row{b, r, cost<<kindBits | uint32(hit.Kinds)})
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.rest, b.rest), cmp.Compare(a.tail, b.tail))
	})
	// Two words with the same hash are one entry: the cheaper.
	rows = slices.CompactFunc(rows, func(a, b row) bool { return a.bucket == b.bucket && a.rest == b.rest })
	filter := make([]byte, (len(begins)*filterBits+7)/8)
	for h := range begins {
		at := h.filterAt(uint64(len(filter)))
		filter[at>>3] |= 1 << (at & 7)
	}
	out := appendUint32(nil, uint32(buckets))
	out = appendUint32(out, uint32(len(filter)))
	sizes := len(out)
	out = append(append(out, make([]byte, buckets)...), filter...)
	for _, r := range rows {
		out[sizes+int(r.bucket)]++
		out = appendUint32(out, r.rest<<(costBits+kindBits)|r.tail)
	}
	return out
}

// Without returns packed with the words gone that are only common passwords: a
// set to measure on passwords that were held apart.
func Without(packed []byte, words []string) ([]byte, error) {
	s, err := Open(packed)
	if err != nil {
		return nil, err
	}
	buckets := uint64(len(s.starts) - 1)
	gone := map[[2]uint32]bool{}
	for _, w := range words {
		h := HashOf(w)
		if hit, ok := s.Find(h); ok && hit.Kinds == Common {
			b, r := h.split(buckets)
			gone[[2]uint32{b, r}] = true
		}
	}
	const sizes = 8
	out := slices.Clone(packed[:sizes+int(buckets)+len(s.filter)])
	for b := range uint32(buckets) {
		for i := s.starts[b]; i < s.starts[b+1]; i++ {
			if row := s.row(i); gone[[2]uint32{b, row >> (costBits + kindBits)}] {
				out[sizes+int(b)]--
			} else {
				out = appendUint32(out, row)
			}
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

// split finds the bucket and what is kept of the hash in it.
func (h Hash) split(buckets uint64) (bucket, rest uint32) {
	x := h.Mix()
	return uint32(x >> 32 * buckets >> 32), uint32(x & (1<<restBits - 1))
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
