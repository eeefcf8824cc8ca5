package lexicon

import (
	"bufio"
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"lampan/rules/extract/text"
)

//go:embed topics
var topicFiles embed.FS

// Topic is what a word is about: a key, a hiding place, luggage. Unlike a
// Concept it is known by its name in a word list alone, so a list may add one.
// The zero Topic stands for nothing.
type Topic uint16

// Topics finds words about topics in a text, in one pass over its tokens. It is
// safe for concurrent use.
//
// A word list of topics has sections, one a topic, and one or more phrases a
// line, as the lists of concepts do, without values. "nyckel*" is any word that
// begins so, "*nyckel" any that ends so; "!" and "~" mean what they mean there.
type Topics struct {
	names  []string // by Topic; the first is empty
	hashes []uint64
	nodes  []node
	states []state
	heads  [1 << 11]uint64
}

type state struct {
	prefixes, suffixes uint32 // the lengths in bytes that wildcards from here have
	outs               []topicEntry
}

type topicEntry struct {
	topic Topic
	exact []spelling
}

// TopicHit is one phrase found. First and Last are token indexes, both included.
type TopicHit struct {
	Topic       Topic
	First, Last int32
}

// CoreTopics compiles the word lists of topics that ship with lampan.
func CoreTopics() (*Topics, error) { return LoadTopics(topicFiles) }

// topicPhrase is one phrase of a list.
type topicPhrase struct {
	topic, text string
}

// LoadTopics compiles every .txt file below fsys, in lexical order. All faults
// of all files come back together, each as "file:line: what is wrong".
func LoadTopics(fsys fs.FS) (*Topics, error) {
	var phrases []topicPhrase
	var faults []error
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read word list: %w", err)
		}
		list, err := parseTopics(name, data)
		phrases = append(phrases, list...)
		if err != nil {
			faults = append(faults, err)
		}
		return nil
	})
	if err != nil {
		faults = append(faults, err)
	}
	if err := errors.Join(faults...); err != nil {
		return nil, err
	}
	return newTopics(phrases), nil
}

func parseTopics(name string, data []byte) ([]topicPhrase, error) {
	var out []topicPhrase
	var faults []error
	fault := func(line int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...)))
	}
	topic := ""
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, len(data)+1)
	for line := 1; s.Scan(); line++ {
		words, _, _ := strings.Cut(s.Text(), "#")
		words = strings.TrimSpace(words)
		if words == "" {
			continue
		}
		if head, ok := strings.CutPrefix(words, "["); ok {
			if head, ok = strings.CutSuffix(head, "]"); !ok || !topicName(head) {
				fault(line, "%q names no topic; write [area.topic] in small letters", words)
				head = ""
			}
			topic = head
			continue
		}
		if topic == "" {
			fault(line, "phrase %q stands below no [topic]", words)
			continue
		}
		for p := range strings.SplitSeq(words, ",") {
			p = norm.NFC.String(strings.TrimSpace(p))
			if p == "" {
				fault(line, "an empty phrase; is there a comma too many?")
				continue
			}
			forms, err := expand(p, maxTopicForms)
			if err != nil {
				fault(line, "phrase %q: %v", p, err)
				continue
			}
			for _, f := range forms {
				f = strings.Join(strings.Fields(f), " ")
				if strings.Trim(f, "!~* ") == "" {
					fault(line, "phrase %q holds no word", f)
					continue
				}
				if err := wildcards(f); err != nil {
					fault(line, "phrase %q: %v", f, err)
					continue
				}
				out = append(out, topicPhrase{topic, f})
			}
		}
	}
	return out, errors.Join(faults...)
}

func topicName(s string) bool {
	ok := strings.Contains(s, ".")
	for _, c := range s {
		ok = ok && (c >= 'a' && c <= 'z' || c == '.' || c == '-')
	}
	return ok
}

// Lengths in bytes that a wildcard may leave of a word. In a phrase of several
// words two letters are enough.
const (
	minWild = 3
	maxWild = 30 // below the width of the masks in state
)

// maxTopicForms bounds what one phrase of a topic may stand for.
const maxTopicForms = 8192

func wildcards(phrase string) error {
	if !strings.Contains(phrase, "*") {
		return nil
	}
	var x text.Text
	for w := range strings.FieldsSeq(phrase) {
		stem := strings.Trim(w, "*")
		if stem == w {
			continue
		}
		if strings.Contains(stem, "*") || w[0] == '*' && w[len(w)-1] == '*' {
			return errors.New(`one "*" a word, first or last`)
		}
		x.Parse(stem)
		if len(x.Tokens) == 0 {
			return errors.New(`"*" needs a word`)
		}
		k := x.Tokens[len(x.Tokens)-1]
		if w[0] == '*' {
			k = x.Tokens[0]
		}
		least := minWild
		if stem+"*" != phrase && "*"+stem != phrase {
			least--
		}
		if n := int(k.End - k.Start); k.Kind != text.Word || n < least || n > maxWild {
			return fmt.Errorf(`"*" needs %d to %d letters`, least, maxWild)
		}
	}
	return nil
}

// Marks that keep the hash of a stem apart from that of a word.
const (
	wildPrefix = 0xA5A5A5A5A5A5A5A5
	wildSuffix = 0x5A5A5A5A5A5A5A5A
)

// link is one step along a phrase: a word's hash, or that of a stem, whose
// length is then in one of the masks.
type link struct {
	hash           uint64
	prefix, suffix uint32
}

// linksOf gives the steps of one written word; "check-in*" has three.
func linksOf(x *text.Text, w string) []link {
	w = unmark.Replace(w)
	x.Parse(strings.Trim(w, "*"))
	out := make([]link, 0, len(x.Tokens))
	for i, k := range x.Tokens {
		stem := x.Folded()[k.Start:k.End]
		switch {
		case i == len(x.Tokens)-1 && strings.HasSuffix(w, "*"):
			out = append(out, link{k.Hash ^ wildPrefix, 1 << len(stem), 0})
		case i == 0 && strings.HasPrefix(w, "*"):
			out = append(out, link{backwards(stem) ^ wildSuffix, 0, 1 << len(stem)})
		default:
			out = append(out, link{hash: k.Hash})
		}
	}
	return out
}

func newTopics(phrases []topicPhrase) *Topics {
	type edge struct {
		state int32
		hash  uint64
	}
	edges := make(map[edge]int32, 2*len(phrases))
	t := &Topics{names: []string{""}, hashes: []uint64{0}, states: make([]state, 1, len(phrases)+1)}
	byName := map[string]Topic{}
	words := map[string][]link{} // most words stand in many phrases
	var x text.Text
	for _, p := range phrases {
		id, ok := byName[p.topic]
		if !ok {
			id = Topic(len(t.names)) //nolint:gosec // a few hundred topics
			byName[p.topic] = id
			t.names = append(t.names, p.topic)
			h := uint64(offset64)
			for i := range len(p.topic) {
				h = (h ^ uint64(p.topic[i])) * prime64
			}
			t.hashes = append(t.hashes, h)
		}
		at := int32(0)
		step := func(h uint64) {
			e := edge{at, h}
			next, ok := edges[e]
			if !ok {
				next = int32(len(t.states)) //nolint:gosec // a few thousand phrases
				t.states = append(t.states, state{})
				edges[e] = next
			}
			if at == 0 {
				t.heads[h>>6%uint64(len(t.heads))] |= 1 << (h % 64)
			}
			at = next
		}
		for w := range strings.FieldsSeq(p.text) {
			links, ok := words[w]
			if !ok {
				links = linksOf(&x, w)
				words[w] = links
			}
			for _, l := range links {
				t.states[at].prefixes |= l.prefix
				t.states[at].suffixes |= l.suffix
				step(l.hash)
			}
		}
		outs := t.states[at].outs
		if !slices.ContainsFunc(outs, func(e topicEntry) bool { return e.topic == id }) {
			t.states[at].outs = append(outs, topicEntry{id, exactWords(p.text)})
		}
	}
	size := 2
	for size < 2*len(edges) {
		size *= 2
	}
	t.nodes = make([]node, size)
	for e, next := range edges {
		i := slotOf(e.state, e.hash, size)
		for t.nodes[i].next != 0 {
			i = (i + 1) & (size - 1)
		}
		t.nodes[i] = node{e.hash, e.state, next}
	}
	return t
}

func slotOf(state int32, hash uint64, size int) int {
	h := (hash ^ uint64(uint32(state))*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	return int(h>>32) & (size - 1)
}

// The hash of a word read backwards is FNV-1a too.
func backwards(w []byte) uint64 {
	h := uint64(offset64)
	for i := len(w) - 1; i >= 0; i-- {
		h = (h ^ uint64(w[i])) * prime64
	}
	return h
}

const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

// Name is the topic as its word list writes it.
func (t *Topics) Name(id Topic) string {
	if int(id) >= len(t.names) {
		return ""
	}
	return t.names[id]
}

// Hash is a number that stays the same while the topic keeps its name.
func (t *Topics) Hash(id Topic) uint64 { return t.hashes[id] }

// TopicHash is the Hash of the topic that is called name.
func TopicHash(name string) uint64 { return hashOf(name) }

// Len is one more than the number of topics.
func (t *Topics) Len() int { return len(t.names) }

func (t *Topics) step(at int32, hash uint64) int32 {
	for i := slotOf(at, hash, len(t.nodes)); ; i = (i + 1) & (len(t.nodes) - 1) {
		n := &t.nodes[i]
		if n.next == 0 {
			return 0
		}
		if n.hash == hash && n.state == at {
			return n.next
		}
	}
}

func (t *Topics) may(hash uint64) bool {
	return t.heads[hash>>6%uint64(len(t.heads))]&(1<<(hash%64)) != 0
}

// Scan appends the phrases of x to hits, by where they start. Of several
// phrases of one topic that start at one token the longest is given.
func (t *Topics) Scan(x *text.Text, hits []TopicHit) []TopicHit {
	for i := range x.Tokens {
		k := x.Tokens[i]
		if t.may(k.Hash) {
			if next := t.step(0, k.Hash); next != 0 {
				hits = t.follow(x, i, i, next, hits, len(hits))
			}
		}
		if k.Kind == text.Word {
			hits = t.wild(x, i, i, 0, hits, len(hits))
		}
	}
	return hits
}

// wild follows the wildcards of a state that fit token j.
func (t *Topics) wild(x *text.Text, i, j int, at int32, hits []TopicHit, before int) []TopicHit {
	k := x.Tokens[j]
	w := x.Folded()[k.Start:k.End]
	if mask := t.states[at].prefixes; mask != 0 {
		h := uint64(offset64)
		for n := 0; n < len(w) && mask>>(n+1) != 0; n++ {
			h = (h ^ uint64(w[n])) * prime64
			if mask&(1<<(n+1)) == 0 {
				continue
			}
			if e := h ^ wildPrefix; at != 0 || t.may(e) {
				if next := t.step(at, e); next != 0 {
					hits = t.follow(x, i, j, next, hits, before)
				}
			}
		}
	}
	if mask := t.states[at].suffixes; mask != 0 {
		h := uint64(offset64)
		for n := 0; n < len(w) && mask>>(n+1) != 0; n++ {
			h = (h ^ uint64(w[len(w)-1-n])) * prime64
			if mask&(1<<(n+1)) == 0 {
				continue
			}
			if e := h ^ wildSuffix; at != 0 || t.may(e) {
				if next := t.step(at, e); next != 0 {
					hits = t.follow(x, i, j, next, hits, before)
				}
			}
		}
	}
	return hits
}

// follow gives what ends at token j in a state, and goes on from there.
func (t *Topics) follow(x *text.Text, i, j int, at int32, hits []TopicHit, before int) []TopicHit {
	st := &t.states[at]
next:
	for n := range st.outs {
		e := &st.outs[n]
		if e.exact != nil && !keeps(x, i, e.exact) {
			continue
		}
		h := TopicHit{e.topic, int32(i), int32(j)} //nolint:gosec // token indexes fit
		for m := before; m < len(hits); m++ {
			if hits[m].Topic == e.topic && hits[m].First == h.First {
				hits[m].Last = max(hits[m].Last, h.Last)
				continue next
			}
		}
		hits = append(hits, h)
	}
	if j+1 >= len(x.Tokens) || j+1-i >= maxPhrase || x.Tokens[j+1].Lines > 1 {
		return hits
	}
	if n := t.step(at, x.Tokens[j+1].Hash); n != 0 {
		hits = t.follow(x, i, j+1, n, hits, before)
	}
	if (st.prefixes|st.suffixes) != 0 && x.Tokens[j+1].Kind == text.Word {
		hits = t.wild(x, i, j+1, at, hits, before)
	}
	return hits
}
