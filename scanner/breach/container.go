package breach

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math/bits"
)

// A filter file is a header, fingerprints and tables, all little-endian:
//
//	header   magic, version, flags, created, entries, sizes, canaries,
//	         SHA-256 of the tables, SHA-256 of the header so far
//	data     16-bit fingerprints of shard after shard
//	tables   shards, covered prefixes, a CRC-32C of every block of data
//
// The header is written last, so that a half-written file is never taken for a
// whole one. The sums find damage; they do not stop somebody who wants to
// deceive, who could as well build a filter of their own.
const (
	magic      = "lampan breach\r\n\x1a"
	version    = 1
	headerSize = 128
	shardSize  = 36
	runSize    = 8
	sumSize    = 4
	// blockSize is what is read and verified at once. A look-up touches at most
	// three blocks, and the sums add 0.005 bits an entry.
	blockSize = 16 << 10

	flagPartial = 1
)

// Prefixes is the number of ranges the official list comes in: one for each
// first five digits of a hash.
const Prefixes = 1 << 20

// prefix returns the range that a key lies in.
func prefix(key uint64) uint32 { return uint32(key >> 44) }

type header struct {
	flags    uint32
	created  int64 // seconds since 1970, UTC
	entries  uint64
	shards   uint32
	runs     uint32
	data     uint64 // bytes
	canaries uint64 // bit i: canary i was in the list
	tables   [sha256.Size]byte
}

func (h *header) encode() []byte {
	b := append(make([]byte, 0, headerSize), magic...)
	b = binary.LittleEndian.AppendUint32(b, version)
	b = binary.LittleEndian.AppendUint32(b, h.flags)
	b = binary.LittleEndian.AppendUint64(b, uint64(h.created))
	b = binary.LittleEndian.AppendUint64(b, h.entries)
	b = binary.LittleEndian.AppendUint32(b, h.shards)
	b = binary.LittleEndian.AppendUint32(b, h.runs)
	b = binary.LittleEndian.AppendUint64(b, h.data)
	b = binary.LittleEndian.AppendUint64(b, h.canaries)
	b = append(b, h.tables[:]...)
	sum := sha256.Sum256(b)
	return append(b, sum[:]...)
}

// decodeHeader reads the header of a file and says what is wrong with it, or
// nothing.
func decodeHeader(b []byte) (h header, wrong What) {
	switch {
	case len(b) < headerSize && bytes.HasPrefix(b, []byte(magic)):
		return h, CutFilter
	case len(b) < headerSize, string(b[:16]) != magic:
		return h, NotAFilter
	case binary.LittleEndian.Uint32(b[16:]) != version:
		return h, OtherVersion
	case sha256.Sum256(b[:96]) != [sha256.Size]byte(b[96:headerSize]):
		return h, Damaged
	}
	return header{
		flags:    binary.LittleEndian.Uint32(b[20:]),
		created:  int64(binary.LittleEndian.Uint64(b[24:])),
		entries:  binary.LittleEndian.Uint64(b[32:]),
		shards:   binary.LittleEndian.Uint32(b[40:]),
		runs:     binary.LittleEndian.Uint32(b[44:]),
		data:     binary.LittleEndian.Uint64(b[48:]),
		canaries: binary.LittleEndian.Uint64(b[56:]),
		tables:   [sha256.Size]byte(b[64:]),
	}, ""
}

func (h *header) blocks() uint64 { return h.data/blockSize + (h.data%blockSize+blockSize-1)/blockSize }

// size is how long the whole file must be; ok is false when it cannot be said
// in 63 bits.
func (h *header) size() (n uint64, ok bool) {
	const most = 1 << 62
	if h.data > most {
		return 0, false
	}
	return headerSize + h.data + shardSize*uint64(h.shards) + runSize*uint64(h.runs) + sumSize*h.blocks(), true
}

// run is a range of prefixes that the list covers, without its end.
type run struct{ from, to uint32 }

// shard is a binary fuse filter of the keys from first up to the next shard's.
// (Graf and Lemire, Binary Fuse Filters, 2022.)
type shard struct {
	first    uint64
	offset   uint64 // of its fingerprints in the data
	seed     uint64
	segment  uint32 // fingerprints in a segment, a power of two
	segments uint32 // segments in which a key's first fingerprint can lie
	entries  uint32
}

// bytes is the size of the shard's fingerprints.
func (s *shard) bytes() uint64 { return 2 * (uint64(s.segments) + 2) * uint64(s.segment) }

func (s *shard) append(b []byte) []byte {
	b = binary.LittleEndian.AppendUint64(b, s.first)
	b = binary.LittleEndian.AppendUint64(b, s.offset)
	b = binary.LittleEndian.AppendUint64(b, s.seed)
	b = binary.LittleEndian.AppendUint32(b, s.segment)
	b = binary.LittleEndian.AppendUint32(b, s.segments)
	return binary.LittleEndian.AppendUint32(b, s.entries)
}

func decodeShard(b []byte) shard {
	return shard{
		first:    binary.LittleEndian.Uint64(b),
		offset:   binary.LittleEndian.Uint64(b[8:]),
		seed:     binary.LittleEndian.Uint64(b[16:]),
		segment:  binary.LittleEndian.Uint32(b[24:]),
		segments: binary.LittleEndian.Uint32(b[28:]),
		entries:  binary.LittleEndian.Uint32(b[32:]),
	}
}

// sound reports whether no look-up in the shard can reach outside the data.
func (s *shard) sound(offset, data uint64) bool {
	const (
		most    = 1 << 32 // positions are 32 bits
		longest = 1 << 18 // the longest segment that is ever built
	)
	return s.offset == offset && bits.OnesCount32(s.segment) == 1 && s.segment <= longest && s.segments > 0 &&
		s.bytes() <= 2*most && offset+s.bytes() <= data
}

// places returns where the three fingerprints of a key lie, counted in
// fingerprints, and what they must make together.
func (s *shard) places(key uint64) (at [3]uint32, want uint16) {
	// The mixing is MurmurHash3's, as in the library that builds the shards.
	h := key + s.seed
	h ^= h >> 33
	h *= 0xff51afd7ed558ccd
	h ^= h >> 33
	h *= 0xc4ceb9fe1a85ec53
	h ^= h >> 33
	hi, _ := bits.Mul64(h, uint64(s.segments)*uint64(s.segment))
	mask := s.segment - 1
	at[0] = uint32(hi)
	at[1] = (at[0] + s.segment) ^ uint32(h>>18)&mask
	at[2] = (at[0] + 2*s.segment) ^ uint32(h)&mask
	return at, uint16(h ^ h>>32)
}
