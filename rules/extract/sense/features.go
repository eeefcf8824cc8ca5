package sense

import (
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/text"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
)

// Feature is one thing that holds of a passage, with the tokens it holds of.
type Feature struct {
	Hash        uint32
	First, Last int32
}

// Plain gives the features of the first, quick look at a passage: its words and
// how they begin, each for itself. It needs no word list.
func Plain(r *reading.Reading, first, last int, f func(hash uint32)) {
	b := r.Folded()
	for i := r.Sentences[first].First; i < r.Sentences[last].End; i++ {
		k := &r.Tokens[i]
		switch k.Kind {
		case text.Word:
			f(feature(tWord, k.Hash))
			if w := b[k.Start:k.End]; len(w) > 5 {
				h := uint64(offset64)
				for _, c := range w[:5] {
					h = (h ^ uint64(c)) * prime64
				}
				f(feature(tPrefix, h))
			}
		case text.Number:
			// What a number is hardly matters, but that one stands here.
			f(feature(tForm, uint64(min(k.End-k.Start, 6))))
		default:
			f(feature(tWord, k.Hash))
		}
	}
}

// FNV-1a, 64 bits, as package text hashes words.
const (
	offset64 = 14695981039346656037
	prime64  = 1099511628211
)

func feature(template, h uint64) uint32 {
	x := mix(template, h)
	return uint32(x ^ x>>29)
}

// Passage is the part of a text that is read at once.
type Passage struct {
	Reading      *reading.Reading
	Ranges       []when.Range           // in the passage
	Observations []exposure.Observation // in the passage
	First, Last  int                    // sentences, both included
}

// The templates of features. They are part of every hash, so their order is
// that of the trained weights.
const (
	tWord uint64 = iota + 1
	tPrefix
	tSuffix
	tPair
	tClassPair
	tClassTriple
	tSkip
	tConcept
	tConceptPair
	tObserved
	tTime
	tForm
	tTopic
	tNear
	tBefore
	tAfter
	tAcross
	tGist
	tOpen
)

// Reader turns passages into features. It belongs to one goroutine.
type Reader struct {
	out     []Feature
	classes []uint64
	base    int
	prev    []mark
	marks   []mark
	gists   []gists // of each topic
	told    []window
	one     []Sum // what the features of each sentence say
	two     []Sum // those of it and the next
}

// mark is a concept, an observation or a form of sentence, for pairs.
type mark struct {
	hash        uint64
	first, last int32
}

func mix(a, b uint64) uint64 {
	h := (a ^ b*0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93
	return h ^ h>>32
}

func hashString(s string) uint64 {
	h := uint64(offset64)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * prime64
	}
	return h
}

func (f *Reader) add(template, h uint64, first, last int) {
	f.out = append(f.out, Feature{feature(template, h), int32(first), int32(last)}) //nolint:gosec // token indexes fit
}

// Read gives the features of a passage. They are valid until the next call.
func (f *Reader) Read(p *Passage) []Feature {
	f.out = f.out[:0]
	r := p.Reading
	first := r.Sentences[p.First].First
	end := r.Sentences[p.Last].End
	f.base = first
	f.prev = f.prev[:0]
	f.classify(r, first, end)
	for s := p.First; s <= p.Last; s++ {
		f.sentence(p, s, first)
	}
	f.gist(p)
	if i := plain(r, first, end); i < end {
		f.add(tOpen, f.classes[i-first], i, i)
	}
	return f.out
}

// Classes of tokens that stand for many words.
var (
	classNumber = [...]uint64{
		hashString("<0>"), hashString("<1>"), hashString("<2>"), hashString("<3>"), hashString("<year>"), hashString("<5>"), hashString("<long>"),
	}
	classClock   = hashString("<clock>")
	className    = hashString("<name>")
	classCapital = hashString("<capital>")
	classPlace   = hashString("<place>")
	nameYoung    = hashString("<young>")
	nameOld      = hashString("<old>")
)

func (f *Reader) classify(r *reading.Reading, first, end int) {
	f.classes = f.classes[:0]
	for i := first; i < end; i++ {
		f.classes = append(f.classes, class(r, i))
	}
}

// class gives what a token is taken for next to others: the sort of thing it
// names, else itself.
func class(r *reading.Reading, i int) uint64 {
	k := r.Tokens[i]
	switch k.Kind {
	case text.Number:
		n := int(k.End - k.Start)
		if (n == 1 || n == 2) && (r.Is(i+1, ":") || r.Is(i+1, ".")) && r.Joined(i+1) && r.Joined(i+2) && r.Kind(i+2) == text.Number {
			return classClock
		}
		if n == 4 {
			if w := r.Fold(i); w[0] == '1' && w[1] == '9' || w[0] == '2' && w[1] == '0' {
				return classNumber[4]
			}
			return classNumber[5]
		}
		return classNumber[min(n, 6)]
	case text.Word:
	default:
		return k.Hash
	}
	for _, h := range r.Starting(i) {
		switch h.Concept {
		case lexicon.TimeMonth, lexicon.TimeWeekday, lexicon.TimeWeekly, lexicon.TimeHoliday, lexicon.TimeSeason,
			lexicon.ActorRelative, lexicon.ActorMember, lexicon.ActorChild, lexicon.SchoolKind:
			return mix(77, uint64(h.Concept))
		case lexicon.PlaceWorld, lexicon.PlaceSweden:
			if k.End-k.Start > 3 {
				return classPlace
			}
		case lexicon.OwnName:
			return className
		}
	}
	if n := lexicon.NameOf(k.Hash); n != 0 && (r.Capital(i) || n&(lexicon.NameCommon|lexicon.NameWord) == lexicon.NameCommon) {
		return className
	}
	if r.Capital(i) && i > 0 && r.SentenceOf(i-1) == r.SentenceOf(i) && !r.Capitals(i) {
		return classCapital
	}
	return k.Hash
}

func (f *Reader) sentence(p *Passage, s, base int) {
	r := p.Reading
	sent := r.Sentences[s]
	f.marks = f.marks[:0]
	for i := sent.First; i < sent.End; i++ {
		k := r.Tokens[i]
		f.add(tWord, k.Hash, i, i)
		c := f.classes[i-base]
		if c != k.Hash {
			f.add(tWord, c, i, i)
		}
		if k.Kind == text.Word {
			f.parts(r, i)
			f.generation(c, k.Hash, i)
		}
		// A picture between two words does not part them.
		if k.Kind == text.Emoji {
			continue
		}
		if j := plain(r, i+1, sent.End); j < sent.End {
			f.add(tPair, mix(k.Hash, r.Tokens[j].Hash), i, j)
			d := f.classes[j-base]
			if c != k.Hash || d != r.Tokens[j].Hash {
				f.add(tClassPair, mix(c, d), i, j)
			}
			if l := plain(r, j+1, sent.End); l < sent.End {
				e := f.classes[l-base]
				f.add(tClassTriple, mix(mix(c, d), e), i, l)
				f.add(tSkip, mix(c, e), i, l)
			}
		}
	}
	for _, h := range r.In(s) {
		if h.Concept >= lexicon.OwnName {
			continue
		}
		m := uint64(h.Concept)
		f.mark(tConcept, m, h.First, h.Last)
		if h.Value != "" && h.Concept != lexicon.PlaceWorld && h.Concept != lexicon.PlaceSweden {
			f.add(tConcept, mix(m, hashString(h.Value)), h.First, h.Last)
		}
	}
	for _, h := range r.TopicsIn(s, s) {
		f.mark(tTopic, r.Lists.Hash(h.Topic), int(h.First), int(h.Last))
	}
	for i := range p.Observations {
		if o := &p.Observations[i]; o.Sentence == s {
			f.observed(r, o)
		}
	}
	f.times(p, s)
	f.forms(r, sent)
	f.topicRuns(r, s)
	for _, a := range f.prev {
		for _, b := range f.marks {
			f.add(tAcross, mix(a.hash, b.hash*3), int(b.first), int(b.last))
		}
	}
	for i, a := range f.marks {
		for _, b := range f.marks[i+1:] {
			lo, hi := min(a.hash, b.hash), max(a.hash, b.hash)
			if lo != hi {
				f.add(tConceptPair, mix(lo, hi), int(min(a.first, b.first)), int(max(a.last, b.last)))
			}
		}
	}
	f.prev = append(f.prev[:0], f.marks...)
}

// plain gives the first token from i on, before end, that is no picture.
func plain(r *reading.Reading, i, end int) int {
	for i < end && r.Tokens[i].Kind == text.Emoji {
		i++
	}
	return i
}

// topicRuns replaces words by what they are about, so that an order of words
// is known by others of its sort.
func (f *Reader) topicRuns(r *reading.Reading, s int) {
	sent := r.Sentences[s]
	topics := r.TopicsIn(s, s)
	for i, a := range topics {
		for _, b := range topics[i+1:] {
			if b.First <= a.Last {
				continue
			}
			if b.First-a.Last > 4 {
				break
			}
			f.add(tNear, mix(r.Lists.Hash(a.Topic), r.Lists.Hash(b.Topic)*3), int(a.First), int(b.Last))
		}
		// the words around a topic
		if int(a.First) > sent.First {
			f.add(tBefore, mix(f.classes[int(a.First)-1-f.base], r.Lists.Hash(a.Topic)), int(a.First)-1, int(a.Last))
		}
		if int(a.Last)+1 < sent.End {
			f.add(tAfter, mix(f.classes[int(a.Last)+1-f.base], r.Lists.Hash(a.Topic)), int(a.First), int(a.Last)+1)
		}
	}
}

func (f *Reader) mark(template, h uint64, first, last int) {
	x := mix(template, h)
	for _, m := range f.marks {
		if m.hash == x {
			return
		}
	}
	f.add(template, h, first, last)
	if len(f.marks) < 40 {
		f.marks = append(f.marks, mark{x, int32(first), int32(last)}) //nolint:gosec // token indexes fit
	}
}

// generation adds that a name is one of children or one of adults.
func (f *Reader) generation(class, hash uint64, i int) {
	if class != className {
		return
	}
	switch n := lexicon.NameOf(hash); {
	case n&lexicon.NameYoung != 0:
		f.mark(tWord, nameYoung, i, i)
	case n&lexicon.NameOld != 0:
		f.mark(tWord, nameOld, i, i)
	}
}

// parts adds the beginnings and ends of a long word, by which inflected and
// compound words are known.
func (f *Reader) parts(r *reading.Reading, i int) {
	w := r.Fold(i)
	if len(w) < 5 {
		return
	}
	h := uint64(offset64)
	for n := range w {
		h = (h ^ uint64(w[n])) * prime64
		if n >= 3 && n <= 5 && n < len(w)-1 {
			f.add(tPrefix, h, i, i)
		}
	}
	h = offset64
	for n := range w {
		h = (h ^ uint64(w[len(w)-1-n])) * prime64
		if n >= 3 && n <= 6 && n < len(w)-1 {
			f.add(tSuffix, h, i, i)
		}
	}
}

// telling are the attributes of observations that are features, in the order in
// which they are taken up: a map has none.
var telling = [...]string{"absent", "actor", "class", "cue", "form", "line", "minor", "place", "role", "tense", "written"}

var tellingHash = func() (hs [len(telling)]uint64) {
	for i, name := range telling {
		hs[i] = hashString(name)
	}
	return hs
}()

func (f *Reader) observed(r *reading.Reading, o *exposure.Observation) {
	if o.Kind == exposure.TimeRange || o.Span.Len() == 0 {
		return
	}
	h := hashString(string(o.Kind))
	first, last := f.tokens(r, o)
	f.mark(tObserved, h, first, last)
	for i, name := range telling {
		if v, ok := o.Attrs[name]; ok {
			w, _ := v.AsWord()
			f.mark(tObserved, mix(h, mix(tellingHash[i], hashString(w))), first, last)
		}
	}
}

// tokens gives the tokens of an observation.
func (f *Reader) tokens(r *reading.Reading, o *exposure.Observation) (first, last int) {
	sent := r.Sentences[o.Sentence]
	first, last = sent.First, sent.First
	for i := sent.First; i < sent.End; i++ {
		s := r.SpanOf(i, i)
		if s.Start <= o.Span.Start {
			first = i
		}
		if s.Start < o.Span.End {
			last = i
		}
	}
	return first, last
}

func (f *Reader) times(p *Passage, s int) {
	base := when.Base(p.Reading.Doc)
	for i := range p.Ranges {
		g := &p.Ranges[i]
		if g.Sentence != s || base.IsZero() {
			continue
		}
		days := func(t time.Time) int { return int(t.Sub(base).Hours() / 24) }
		far := "now"
		switch d := days(g.From); {
		case g.To.Before(base):
			far = "past30"
			if e := -days(g.To); e > 45 {
				far = "longago"
			} else if e <= 2 {
				far = "past2"
			}
		case d > 200:
			far = "far"
		case d > 30:
			far = "months"
		case d > 7:
			far = "weeks"
		case d > 0:
			far = "days"
		}
		f.mark(tTime, hashString(far), g.First, g.Last)
		f.mark(tTime, hashString(far+string(g.Precision)), g.First, g.Last)
		if n := int(g.To.Sub(g.From).Hours() / 24); n > 0 && g.Precision == when.Day {
			f.mark(tTime, hashString("stretch"), g.First, g.Last)
		}
	}
}

// forms adds what a sentence is: a question, short, without a person.
func (f *Reader) forms(r *reading.Reading, sent text.Sentence) {
	for i := sent.First; i < sent.End; i++ {
		switch r.Word(i) {
		case "?":
			f.mark(tForm, hashString("?"), i, i)
		case "!":
			f.add(tForm, hashString("!"), i, i)
		case "#":
			f.add(tForm, hashString("#"), i, i)
		}
	}
}
