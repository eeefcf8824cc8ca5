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
	"sync"
	"unicode"

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
	steps
	names  []string // by Topic; the first is empty
	hashes []uint64
	states []state
	ends   []topicEnd // the first is none
	exact  [][]spelling
	heads  [1 << 11]uint64
}

type state struct {
	words              uint64 // a bit for each word that leads on from here; see wordBit
	prefixes, suffixes uint32 // the lengths in bytes that wildcards from here have
	ends               int32  // the first of the phrases that end here; 0 for none
}

// topicEnd is the end of a phrase. Those of one state are a chain.
type topicEnd struct {
	next  int32
	exact int32 // which of Topics.exact; 0 when spelling does not matter
	topic Topic
}

// TopicHit is one phrase found. First and Last are token indexes, both included.
type TopicHit struct {
	Topic       Topic
	First, Last int32
}

// CoreTopics gives the word lists of topics that ship with lampan. They are
// compiled once.
var CoreTopics = sync.OnceValues(func() (*Topics, error) { return LoadTopics(topicFiles) })

// LoadTopics compiles every .txt file below fsys, in lexical order. All faults
// of all files come back together, each as "file:line: what is wrong".
func LoadTopics(fsys fs.FS) (*Topics, error) {
	c := newTopicList()
	var faults []error
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || path.Ext(name) != ".txt" {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return fmt.Errorf("read word list: %w", err)
		}
		if err := c.parse(name, data); err != nil {
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
	return c.Topics, nil
}

// topicList is a Topics while phrases are added. There are some hundred thousand
// of them, of far fewer words, so each word is read once, and what a phrase
// shares with the one before it is not walked again.
type topicList struct {
	*Topics
	text   text.Text
	byName map[string]Topic
	words  map[string]topicWord
	parts  choices
	room   []byte  // to write a phrase out in
	form   []byte  // the phrase before
	trail  []stage // its words
}

// stage is how far a phrase has been followed after one of its words.
type stage struct {
	end   int // of the word, in bytes
	state int32
	short bool // a wildcard so far leaves less than a word by itself needs
}

// topicWord is one written word of a phrase.
type topicWord struct {
	links []link
	stem  int // the length of what stands beside "*"; 0 without one
	fault error
}

// startPhrases is room for the phrases of the lists that ship.
const startPhrases = 1 << 17

func newTopicList() *topicList {
	t := &Topics{
		steps: newSteps(startPhrases), names: []string{""}, hashes: []uint64{0},
		states: make([]state, 1, startPhrases), ends: make([]topicEnd, 1, startPhrases), exact: make([][]spelling, 1),
	}
	return &topicList{Topics: t, byName: map[string]Topic{}, words: map[string]topicWord{}}
}

func (c *topicList) parse(name string, data []byte) error {
	var faults []error
	fault := func(line int, format string, args ...any) {
		faults = append(faults, fmt.Errorf("%s:%d: %s", name, line, fmt.Sprintf(format, args...)))
	}
	topic := Topic(0)
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
				topic = 0
				continue
			}
			topic = c.topic(head)
			continue
		}
		if topic == 0 {
			fault(line, "phrase %q stands below no [topic]", words)
			continue
		}
		for p := range strings.SplitSeq(words, ",") {
			p = norm.NFC.String(strings.TrimSpace(p))
			if p == "" {
				fault(line, "an empty phrase; is there a comma too many?")
				continue
			}
			if err := c.addAll(topic, p); err != nil {
				fault(line, "phrase %q: %v", p, err)
			}
		}
	}
	return errors.Join(faults...)
}

// topic numbers a topic by its name.
func (c *topicList) topic(name string) Topic {
	id, ok := c.byName[name]
	if !ok {
		id = Topic(len(c.names)) //nolint:gosec // a few hundred topics
		c.byName[name] = id
		c.names = append(c.names, name)
		c.hashes = append(c.hashes, hashOf(name))
	}
	return id
}

// addAll adds a phrase in all its alternatives.
func (c *topicList) addAll(topic Topic, phrase string) error {
	var err error
	if c.parts, err = alternatives(c.parts[:0], phrase, maxTopicForms); err != nil {
		return err
	}
	return c.parts.each(c.room[:0], func(form []byte) error {
		c.room = form
		return c.add(topic, form)
	})
}

// add adds one form of a phrase.
func (c *topicList) add(topic Topic, form []byte) error {
	at := c.resume(form)
	for {
		start := at.end + len(form[at.end:]) - len(bytes.TrimLeftFunc(form[at.end:], unicode.IsSpace))
		if start == len(form) {
			break
		}
		if at.end = start + bytes.IndexFunc(form[start:], unicode.IsSpace); at.end < start {
			at.end = len(form)
		}
		word, ok := c.words[string(form[start:at.end])]
		if !ok {
			w := string(form[start:at.end])
			word = c.read(w)
			c.words[w] = word
		}
		if word.fault != nil {
			return word.fault
		}
		at.short = at.short || word.stem > 0 && word.stem < minWild
		for _, l := range word.links {
			at.state = c.link(at.state, l)
		}
		c.trail = append(c.trail, at)
	}
	switch {
	case at.state == 0:
		return errors.New("holds no word")
	case at.short && len(c.trail) == 1:
		return errWild
	}
	c.end(at.state, topic, form)
	return nil
}

// resume goes as far as the words that a form begins with as the form before
// it did.
func (c *topicList) resume(form []byte) (at stage) {
	same := 0
	for same < len(form) && same < len(c.form) && form[same] == c.form[same] {
		same++
	}
	n := 0
	for n < len(c.trail) && c.trail[n].end < same {
		at = c.trail[n]
		n++
	}
	c.trail = c.trail[:n]
	c.form = append(c.form[:0], form...)
	return at
}

// end notes that a phrase of a topic ends at a state; the first one counts.
func (c *topicList) end(at int32, topic Topic, form []byte) {
	last := int32(0)
	for e := c.states[at].ends; e != 0; e = c.ends[e].next {
		if c.ends[e].topic == topic {
			return
		}
		last = e
	}
	exact := 0
	if bytes.IndexByte(form, '!') >= 0 || bytes.IndexByte(form, '~') >= 0 {
		exact = len(c.exact)
		c.exact = append(c.exact, exactWords(string(form)))
	}
	e := int32(len(c.ends))                                              //nolint:gosec // some hundred thousand phrases
	c.ends = append(c.ends, topicEnd{topic: topic, exact: int32(exact)}) //nolint:gosec // fewer
	if last == 0 {
		c.states[at].ends = e
	} else {
		c.ends[last].next = e
	}
}

// link gives the state that a step leads to, a new one where there is none.
func (c *topicList) link(at int32, l link) int32 {
	i := c.slot(at, l.hash)
	if c.nodes[i].next != 0 {
		return c.nodes[i].next
	}
	st := &c.states[at]
	st.prefixes |= l.prefix
	st.suffixes |= l.suffix
	if at == 0 {
		c.heads[l.hash>>6%uint64(len(c.heads))] |= 1 << (l.hash % 64)
	}
	if l.prefix|l.suffix == 0 {
		st.words |= wordBit(l.hash)
	}
	next := int32(len(c.states)) //nolint:gosec // some hundred thousand
	c.states = append(c.states, state{})
	c.put(i, node{l.hash, at, next})
	return next
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

var errWild = fmt.Errorf(`"*" needs %d to %d letters`, minWild, maxWild)

// read gives the steps of one written word; "check-in*" has three.
func (c *topicList) read(w string) topicWord {
	w = unmark.Replace(w)
	stem := strings.Trim(w, "*")
	c.text.Parse(stem)
	tokens := c.text.Tokens
	if stem != w {
		switch {
		case strings.Contains(stem, "*") || w[0] == '*' && w[len(w)-1] == '*' && len(w) > 1:
			return topicWord{fault: errors.New(`one "*" a word, first or last`)}
		case len(tokens) == 0:
			return topicWord{fault: errors.New(`"*" needs a word`)}
		}
	}
	out := topicWord{links: make([]link, 0, len(tokens))}
	for i, k := range tokens {
		l := link{hash: k.Hash}
		part := c.text.Folded()[k.Start:k.End]
		switch {
		case i == len(tokens)-1 && strings.HasSuffix(w, "*"):
			l = link{k.Hash ^ wildPrefix, 1 << len(part), 0}
		case i == 0 && strings.HasPrefix(w, "*"):
			l = link{backwards(part) ^ wildSuffix, 0, 1 << len(part)}
		}
		if l.prefix|l.suffix != 0 {
			out.stem = len(part)
		}
		out.links = append(out.links, l)
		if l.hash != k.Hash && (k.Kind != text.Word || len(part) < minWild-1 || len(part) > maxWild) {
			return topicWord{fault: errWild}
		}
	}
	return out
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

// The hash of a word read backwards is FNV-1a too.
func backwards(w []byte) uint64 {
	h := uint64(offset64)
	for _, v := range slices.Backward(w) {
		h = (h ^ uint64(v)) * prime64
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
	for n := st.ends; n != 0; n = t.ends[n].next {
		e := &t.ends[n]
		if e.exact != 0 && !keeps(x, i, t.exact[e.exact]) {
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
	if h := x.Tokens[j+1].Hash; st.words&wordBit(h) != 0 {
		if n := t.step(at, h); n != 0 {
			hits = t.follow(x, i, j+1, n, hits, before)
		}
	}
	if (st.prefixes|st.suffixes) != 0 && x.Tokens[j+1].Kind == text.Word {
		hits = t.wild(x, i, j+1, at, hits, before)
	}
	return hits
}
