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
	steps
	heads [1 << 10]uint64
	ends  []end // by state
}

// end is what the phrases that end in a state stand for.
type end struct {
	words   uint64 // a bit for each word that leads on from here; see wordBit
	entries []entry
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
	return (&Table{steps: newSteps(2 * len(phrases)), ends: make([]end, 1, 2*len(phrases)+1)}).add(phrases)
}

// With gives a table of what t holds and of more phrases.
func (t *Table) With(phrases []Phrase) (*Table, error) {
	return (&Table{steps: steps{slices.Clone(t.nodes), t.used}, heads: t.heads, ends: slices.Clone(t.ends)}).add(phrases)
}

func (t *Table) add(phrases []Phrase) (*Table, error) {
	var parsed text.Text
	for _, p := range phrases {
		parsed.Parse(unmark.Replace(p.Text))
		if len(parsed.Tokens) == 0 {
			return nil, fmt.Errorf("compile phrase %q: it holds no word", p.Text)
		}
		t.heads[parsed.Tokens[0].Hash>>6%uint64(len(t.heads))] |= 1 << (parsed.Tokens[0].Hash % 64)
		state := int32(0)
		for _, k := range parsed.Tokens {
			i := t.slot(state, k.Hash)
			next := t.nodes[i].next
			if next == 0 {
				next = int32(len(t.ends)) //nolint:gosec // some ten thousand
				t.ends[state].words |= wordBit(k.Hash)
				t.ends = append(t.ends, end{})
				t.put(i, node{k.Hash, state, next})
			}
			state = next
		}
		e := entry{p.Concept, p.Value, p.Ref, exactWords(p.Text)}
		same := func(o entry) bool {
			return o.concept == e.concept && o.value == e.value && o.ref == e.ref && slices.Equal(o.exact, e.exact)
		}
		if held := t.ends[state].entries; !slices.ContainsFunc(held, same) {
			t.ends[state].entries = append(slices.Clip(held), e) // another table may hold them too
		}
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
			h := x.Tokens[j].Hash
			if t.ends[state].words&wordBit(h) == 0 {
				break
			}
			if state = t.step(state, h); state == 0 {
				break
			}
			if j <= covered {
				continue
			}
			found := len(hits)
			for _, e := range t.ends[state].entries {
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
