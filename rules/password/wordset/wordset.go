// Package wordset packs lists of passwords and words so that a program can ask
// "is this in the list, and how soon would it be guessed" without carrying the
// list. A set holds 40 bits of a hash of each entry and nothing that reads back
// as a word. Hashing is quick, not secret: whoever guesses an entry can confirm
// it, which is what the set is for.
//
// An entry that was never packed is taken for a member about once in 2^40 asks
// for every entry: under one in ten million for a set of 100,000.
package wordset

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"math"
	"slices"
	"unicode"
)

const (
	hashBytes = 5
	entrySize = hashBytes + 1
	// costStep is the resolution of a cost in bits, so that one byte holds 0
	// to almost 32 bits.
	costStep = 1.0 / 8
)

// Set is a packed list. The zero Set is empty. It is immutable and safe for
// concurrent use.
type Set struct{ packed []byte }

// Open reads what Pack wrote. It keeps packed without copying it. An error
// means that the bytes are not a whole, ordered set.
func Open(packed []byte) (Set, error) {
	if len(packed)%entrySize != 0 {
		return Set{}, fmt.Errorf("open word set: %d bytes are not a whole number of entries", len(packed))
	}
	s := Set{packed}
	for i := 1; i < s.Len(); i++ {
		if bytes.Compare(s.key(i-1), s.key(i)) >= 0 {
			return Set{}, fmt.Errorf("open word set: entry %d is out of order", i)
		}
	}
	return s, nil
}

// Len is the number of entries.
func (s Set) Len() int { return len(s.packed) / entrySize }

func (s Set) key(i int) []byte { return s.packed[i*entrySize : i*entrySize+hashBytes] }

// Cost returns how many bits of guessing an entry is worth, given its hash.
func (s Set) Cost(h Hash) (bits float64, ok bool) {
	want := h.key()
	lo, hi := 0, s.Len()
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		switch c := bytes.Compare(s.key(mid), want[:]); {
		case c == 0:
			return float64(s.packed[mid*entrySize+hashBytes]) * costStep, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return 0, false
}

// Entry is one word with its cost in bits: the logarithm of its place in the
// order in which somebody would try such words.
type Entry struct {
	Word string
	Bits float64
}

// Pack folds the entries and packs them. Of entries that fold to the same word
// the cheapest stays. The result depends on the entries only, not their order.
func Pack(entries []Entry) []byte {
	cost := map[[hashBytes]byte]byte{}
	for _, e := range entries {
		h := Start
		for _, r := range e.Word {
			h = h.Add(Fold(r))
		}
		c := byte(math.Round(min(max(e.Bits, 0), 31) / costStep))
		if old, ok := cost[h.key()]; !ok || c < old {
			cost[h.key()] = c
		}
	}
	type row struct {
		key  [hashBytes]byte
		cost byte
	}
	rows := make([]row, 0, len(cost))
	for k, c := range cost {
		rows = append(rows, row{k, c})
	}
	slices.SortFunc(rows, func(a, b row) int { return cmp.Or(bytes.Compare(a.key[:], b.key[:]), cmp.Compare(a.cost, b.cost)) })
	out := make([]byte, 0, len(rows)*entrySize)
	for _, r := range rows {
		out = append(append(out, r.key[:]...), r.cost)
	}
	return out
}

// Hash is the running hash of a word, so that every prefix of a text can be
// looked up in one pass. Runes must be folded.
type Hash uint64

// Start is the hash of nothing: the offset of 64-bit FNV-1a.
const Start Hash = 0xcbf29ce484222325

// Add returns the hash with one more rune.
func (h Hash) Add(r rune) Hash {
	const prime = 0x100000001b3 // 64-bit FNV
	for _, b := range [...]byte{byte(r), byte(r >> 8), byte(r >> 16)} {
		h = (h ^ Hash(b)) * prime
	}
	return h
}

// key mixes the hash, because the high bits of FNV change slowly, and keeps 40
// bits. The mixing steps are those of SplitMix64.
func (h Hash) key() [hashBytes]byte {
	x := uint64(h)
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	x ^= x >> 31
	var all [8]byte
	binary.BigEndian.PutUint64(all[:], x)
	return [hashBytes]byte(all[:hashBytes])
}

// Fold maps a rune to what Swedish users write instead of it on a keyboard
// without it: lower case, and no accents (å and ä become a, ö becomes o). Text
// must be in NFC.
func Fold(r rune) rune {
	r = unicode.ToLower(r)
	switch r {
	case 'å', 'ä', 'á', 'à', 'â', 'ã', 'æ':
		return 'a'
	case 'ö', 'ø', 'ó', 'ò', 'ô', 'õ':
		return 'o'
	case 'é', 'è', 'ê', 'ë':
		return 'e'
	case 'ü', 'ú', 'ù', 'û':
		return 'u'
	case 'í', 'ì', 'î', 'ï':
		return 'i'
	case 'ý', 'ÿ':
		return 'y'
	case 'ñ':
		return 'n'
	case 'ç':
		return 'c'
	}
	return r
}
