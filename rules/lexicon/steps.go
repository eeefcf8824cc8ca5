package lexicon

// steps are the edges of a trie over the hashes of words. State 0 is its root.
type steps struct {
	nodes []node // open addressing; a power of two, at most half full
	used  int
}

// node is one step: from state, by a token of hash, to next.
type node struct {
	hash  uint64
	state int32
	next  int32 // 0: an empty slot
}

// newSteps gives room for some steps.
func newSteps(room int) steps {
	size := 2
	for size < 2*room {
		size *= 2
	}
	return steps{nodes: make([]node, size)}
}

// slot gives the node of a step, or the empty one where it would be.
func (s *steps) slot(state int32, hash uint64) int {
	h := (hash ^ uint64(uint32(state))*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	last := len(s.nodes) - 1
	for i := int(h>>32) & last; ; i = (i + 1) & last {
		if n := &s.nodes[i]; n.next == 0 || n.hash == hash && n.state == state {
			return i
		}
	}
}

// step gives the state that a word leads to, 0 where it leads nowhere.
func (s *steps) step(state int32, hash uint64) int32 { return s.nodes[s.slot(state, hash)].next }

// put sets an empty node that slot gave.
func (s *steps) put(i int, n node) {
	s.nodes[i] = n
	if s.used++; 2*s.used <= len(s.nodes) {
		return
	}
	old := s.nodes
	s.nodes = make([]node, 2*len(old))
	for _, n := range old {
		if n.next != 0 {
			s.nodes[s.slot(n.state, n.hash)] = n
		}
	}
}

// wordBit is the bit of a word in the set of those that lead on from a state,
// which most others are kept from looking for a step by. It is of the upper bits
// of the hash, for those of a trie's first words are of the lower ones.
func wordBit(hash uint64) uint64 { return 1 << (hash >> 58) }
