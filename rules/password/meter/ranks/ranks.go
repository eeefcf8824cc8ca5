// Package ranks knows in which order somebody would try the passwords that have
// leaked most often. It holds part of a hash of each with its place in the
// order, and nothing that reads back as a password.
//
// Accents count for nothing, capitals count. A password that was never packed is
// taken for one of them once in 5 million asks or less.
package ranks

import (
	"cmp"
	"errors"
	"math"
	"slices"

	"lampan/rules/password/wordset"
)

const (
	entrySize = 4
	// perBucket is about how many entries share a bucket, from half to all of it:
	// each is one more that a stranger may be taken for.
	perBucket = 3
	// step is the resolution of a rank as log10, so that seven bits hold almost
	// eight powers of ten. The eighth says that the entry is only a beginning.
	step   = 1.0 / 16
	steps  = 1<<7 - 1
	begins = 1 << 7
)

// Set is a packed list. The zero Set is empty. It is immutable and safe for
// concurrent use.
type Set struct {
	sizes   []byte // of each bucket
	bases   []byte // uint24, where the entries begin, for every block of buckets
	entries []byte
	shift   byte // of a hash, to its bucket
}

// block is how many buckets share a base.
const block = 32

// head is the room before the entries: how many bits of a hash choose a bucket,
// then the sizes and the bases of the buckets.
func head(bits byte) (buckets, room int) {
	buckets = 1 << bits
	return buckets, 1 + buckets + buckets/block*3
}

var errTable = errors.New("open ranks: not a whole table")

// New opens the table in the program.
func New() (Set, error) { return Open(packed) }

// Open reads what Pack wrote. It keeps packed without copying it.
func Open(packed []byte) (Set, error) {
	if len(packed) == 0 || packed[0] < 5 || packed[0] > 16 {
		return Set{}, errTable
	}
	buckets, room := head(packed[0])
	if len(packed) < room {
		return Set{}, errTable
	}
	s := Set{
		sizes: packed[1 : 1+buckets], bases: packed[1+buckets : room], entries: packed[room:],
		shift: 16 - packed[0],
	}
	sum := 0
	for b, n := range s.sizes {
		if b%block == 0 && int(uint24(s.bases[b/block*3:])) != sum {
			return Set{}, errTable
		}
		sum += int(n)
	}
	if sum*entrySize != len(s.entries) {
		return Set{}, errTable
	}
	return s, nil
}

func uint24(b []byte) uint32 { return uint32(b[0])<<16 | uint32(b[1])<<8 | uint32(b[2]) }

// Len is the number of passwords.
func (s Set) Len() int { return len(s.entries) / entrySize }

// Hit is what a set knows of a password.
type Hit struct {
	Log10 float64 // of the rank
	// Begins says that the password itself does not stand in the list: others
	// that begin so do, and it cannot be much harder than they are.
	Begins bool
}

// Find looks up a password in NFC.
func (s Set) Find(password []rune) (Hit, bool) {
	if len(s.entries) == 0 {
		return Hit{}, false
	}
	bucket, key := hash(password)
	b := int(bucket >> s.shift)
	first := int(uint24(s.bases[b/block*3:]))
	for _, n := range s.sizes[b/block*block : b] {
		first += int(n)
	}
	for i := first; i < first+int(s.sizes[b]); i++ {
		e := s.entries[i*entrySize:]
		if uint24(e) == key {
			return Hit{float64(e[3]&steps) * step, e[3]&begins != 0}, true
		}
	}
	return Hit{}, false
}

// hash is that of the password without accents.
func hash(password []rune) (bucket uint16, key uint32) {
	h := wordset.Start
	for _, r := range password {
		h = h.Add(wordset.Bare(r))
	}
	x := h.Mix()
	return uint16(x >> 48), uint32(x>>24) & (1<<24 - 1)
}

// Entry is a password in NFC with what is known of it.
type Entry struct {
	Password string
	Hit
}

// Pack packs entries. Of those that are the same without accents the first in
// rank stays; one that only begins others gives way to one that does not. The
// result depends on the entries only, not their order.
func Pack(entries []Entry) ([]byte, error) {
	type slot struct {
		bucket uint16
		key    uint32
	}
	rank := map[slot]byte{}
	for _, e := range entries {
		var s slot
		s.bucket, s.key = hash([]rune(e.Password))
		r := byte(math.Round(min(max(e.Log10/step, 0), steps)))
		if e.Begins {
			r |= begins
		}
		if old, ok := rank[s]; !ok || r < old {
			rank[s] = r
		}
	}
	slots := make([]slot, 0, len(rank))
	for s := range rank {
		slots = append(slots, s)
	}
	slices.SortFunc(slots, func(a, b slot) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), cmp.Compare(a.key, b.key))
	})
	bits := byte(5)
	for len(slots) > perBucket<<bits && bits < 16 {
		bits++
	}
	buckets, room := head(bits)
	out := make([]byte, room, room+len(slots)*entrySize)
	out[0] = bits
	sizes, bases := out[1:1+buckets], out[1+buckets:room]
	for _, s := range slots {
		b := s.bucket >> (16 - bits)
		if sizes[b] == math.MaxUint8 {
			return nil, errors.New("pack ranks: too many entries")
		}
		sizes[b]++
		out = append(out, byte(s.key>>16), byte(s.key>>8), byte(s.key), rank[s])
	}
	sum := 0
	for b, n := range sizes {
		if b%block == 0 {
			at := b / block * 3
			bases[at], bases[at+1], bases[at+2] = byte(sum>>16), byte(sum>>8), byte(sum)
		}
		sum += int(n)
	}
	return out, nil
}
