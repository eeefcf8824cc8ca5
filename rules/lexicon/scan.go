package lexicon

import (
	"fmt"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/extract/text"
)

// Table finds phrases in a text, in one pass over its tokens. It is safe for
// concurrent use.
type Table struct {
	nodes []node // open addressing; a power of two
	heads [1 << 10]uint64
	outs  [][]entry
}

// node is one step of the trie: from state, by a token of hash, to next.
type node struct {
	hash  uint64
	state int32
	next  int32 // 0: an empty slot
}

type entry struct {
	concept Concept
	value   string
	ref     int
	exact   []spelling // how words must be spelled; nil when it does not matter
}

// Hit is one phrase found. First and Last are token indexes, both included.
type Hit struct {
	Concept     Concept
	Value       string
	Ref         int
	First, Last int
}

// NewTable compiles phrases. A phrase without a single word is an error.
func NewTable(phrases []Phrase) (*Table, error) {
	type edge struct {
		state int32
		hash  uint64
	}
	edges := make(map[edge]int32, 2*len(phrases))
	t := &Table{outs: make([][]entry, 1, len(phrases)+1)}
	var parsed text.Text
	for _, p := range phrases {
		parsed.Parse(unmark.Replace(p.Text))
		if len(parsed.Tokens) == 0 {
			return nil, fmt.Errorf("compile phrase %q: it holds no word", p.Text)
		}
		state := int32(0)
		for i, k := range parsed.Tokens {
			e := edge{state, k.Hash}
			next, ok := edges[e]
			if !ok {
				next = int32(len(t.outs))
				t.outs = append(t.outs, nil)
				edges[e] = next
			}
			if i == 0 {
				t.heads[k.Hash>>6%uint64(len(t.heads))] |= 1 << (k.Hash % 64)
			}
			state = next
		}
		exact := exactWords(p.Text)
		same := func(e entry) bool {
			return e.concept == p.Concept && e.value == p.Value && e.ref == p.Ref && slices.Equal(e.exact, exact)
		}
		if !slices.ContainsFunc(t.outs[state], same) {
			t.outs[state] = append(t.outs[state], entry{p.Concept, p.Value, p.Ref, exact})
		}
	}
	size := 1
	for size < 2*len(edges) {
		size *= 2
	}
	t.nodes = make([]node, max(size, 2))
	for e, next := range edges {
		i := t.slot(e.state, e.hash)
		for t.nodes[i].next != 0 {
			i = (i + 1) % len(t.nodes)
		}
		t.nodes[i] = node{e.hash, e.state, next}
	}
	return t, nil
}

// unmark removes the marks of spelling from a phrase.
var unmark = strings.NewReplacer("!", "", "~", "")

// spelling is a word that must keep its diacritics; loose lets it lose all of
// them. An empty word is free.
type spelling struct {
	word  string
	loose bool
}

// exactWords lists the spellings of a phrase, by position; nil when it marks
// none.
func exactWords(phrase string) []spelling {
	if !strings.ContainsAny(phrase, "!~") {
		return nil
	}
	var out []spelling
	for w := range strings.FieldsSeq(phrase) {
		e := strings.ToLower(unmark.Replace(w))
		if e == w {
			e = ""
		}
		out = append(out, spelling{e, strings.HasSuffix(w, "~")})
	}
	return out
}

func (t *Table) slot(state int32, hash uint64) int {
	h := (hash ^ uint64(uint32(state))*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	return int(h>>32) & (len(t.nodes) - 1)
}

func (t *Table) step(state int32, hash uint64) int32 {
	for i := t.slot(state, hash); ; i = (i + 1) & (len(t.nodes) - 1) {
		n := t.nodes[i]
		if n.next == 0 {
			return 0
		}
		if n.hash == hash && n.state == state {
			return n.next
		}
	}
}

// maxPhrase is the most tokens a phrase is followed; it keeps the pass linear
// whatever the lists hold.
const maxPhrase = 16

// Scan appends the phrases of x to hits, in order of place. At each token the
// longest phrase that starts there counts, unless it lies inside an earlier
// one; everything that the phrase stands for is given.
func (t *Table) Scan(x *text.Text, hits []Hit) []Hit {
	covered := -1 // the last token of any phrase so far
	for i := range x.Tokens {
		h := x.Tokens[i].Hash
		if t.heads[h>>6%uint64(len(t.heads))]&(1<<(h%64)) == 0 {
			continue
		}
		state, before, last := int32(0), len(hits), -1
		for j := i; j < len(x.Tokens) && j < i+maxPhrase; j++ {
			if j > i && x.Tokens[j].Lines > 1 {
				break
			}
			state = t.step(state, x.Tokens[j].Hash)
			if state == 0 {
				break
			}
			if j <= covered {
				continue
			}
			found := len(hits)
			for _, e := range t.outs[state] {
				if e.exact == nil || keeps(x, i, e.exact) {
					hits = append(hits, Hit{e.concept, e.value, e.ref, i, j})
				}
			}
			if len(hits) > found {
				// Longer than what was found from here before: that goes.
				hits = append(hits[:before], hits[found:]...)
				last = j
			}
		}
		covered = max(covered, last)
	}
	return hits
}

// keeps reports whether the tokens from i on are spelled as asked for.
func keeps(x *text.Text, i int, exact []spelling) bool {
	for j, e := range exact {
		if e.word == "" {
			continue
		}
		raw := x.Raw(i+j, i+j)
		if e.loose && len(raw) == len(x.Word(i+j)) {
			continue // plain ASCII
		}
		if norm.NFC.String(strings.ToLower(raw)) != e.word {
			return false
		}
	}
	return true
}
