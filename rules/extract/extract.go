// Package extract turns documents into observations: located, typed facts
// without judgement. Each family of recognisers is a package below this one;
// the words they know lie in rules/lexicon.
//
// It promises that the same document and roster give the same observations in
// the same order, that every span lies inside the document's text on rune
// borders, and linear time in the length of the text. It reads nothing but its
// arguments.
package extract

import (
	"cmp"
	"slices"
	"sync"

	"lampan/rules/exposure"
	"lampan/rules/extract/access"
	"lampan/rules/extract/ident"
	"lampan/rules/extract/intent"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/repeat"
	"lampan/rules/extract/routine"
	"lampan/rules/extract/sense"
	"lampan/rules/extract/valuable"
	"lampan/rules/extract/when"
	"lampan/rules/extract/where"
	"lampan/rules/extract/who"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// Extractor recognises facts in documents. It is safe for concurrent use.
type Extractor struct {
	roster   *roster.Roster
	known    *reading.Known
	own      map[uint64]bool // first words of what the family told us
	doing    *lexicon.Table  // activities alone, which posts may tell together
	alone    *lexicon.Table  // words about being home alone
	table    *lexicon.Table
	topics   *lexicon.Topics
	model    *sense.Model
	readings sync.Pool
	features sync.Pool
}

// tables are the word lists that ship with lampan, compiled once.
type tables struct{ all, doing, alone *lexicon.Table }

var core = sync.OnceValues(func() (t tables, err error) {
	phrases, err := lexicon.Core()
	if err != nil {
		return t, err
	}
	alone := func(p lexicon.Phrase) bool { return p.Concept.Alone() }
	if t.alone, err = lexicon.NewTable(slices.DeleteFunc(slices.Clone(phrases), func(p lexicon.Phrase) bool { return !alone(p) })); err != nil {
		return t, err
	}
	phrases = slices.DeleteFunc(phrases, alone)
	if t.all, err = lexicon.NewTable(phrases); err != nil {
		return t, err
	}
	t.doing, err = lexicon.NewTable(activities(phrases))
	return t, err
})

// New compiles the word lists together with what a family told us. A nil
// roster knows nobody.
func New(r *roster.Roster) *Extractor {
	if r == nil {
		r = &roster.Roster{}
	}
	var (
		topics              *lexicon.Topics
		model               *sense.Model
		topicsErr, modelErr error
		wg                  sync.WaitGroup // each takes as long as the rest
	)
	wg.Go(func() { topics, topicsErr = lexicon.CoreTopics() })
	wg.Go(func() { model, modelErr = sense.Core() })
	t, err := core()
	table, told := t.all, own(r)
	if err == nil && len(told) > 0 {
		table, err = table.With(told)
	}
	wg.Wait()
	if err := cmp.Or(err, topicsErr); err != nil {
		// The lists are part of the program, and a test loads every one.
		panic("built-in word lists: " + err.Error())
	}
	if modelErr != nil {
		panic("built-in weights: " + modelErr.Error())
	}
	e := &Extractor{roster: r, known: known(r), own: firstWords(told), doing: t.doing, alone: t.alone, table: table, topics: topics, model: model}
	e.readings.New = func() any { return new(reading.Reading) }
	e.features.New = func() any { return new(sense.Reader) }
	return e
}

// Observe gives the facts in one document, sorted by Observation.Compare. The
// document is not kept. Where two quick looks say that the text tells nothing, it
// is read no further; see All. Of a household with protected personal data everything
// is read: an address alone is enough there.
func (e *Extractor) Observe(doc *exposure.Document) []exposure.Observation {
	return e.observe(doc, e.roster.Protected())
}

// All is Observe without the quick looks: it gives every word about time, place
// and people in a text, also where nothing comes of it.
func (e *Extractor) All(doc *exposure.Document) []exposure.Observation {
	return e.observe(doc, true)
}

func (e *Extractor) observe(doc *exposure.Document, all bool) []exposure.Observation {
	out := e.metadata(doc)
	if doc.Text == "" {
		return sorted(out)
	}
	r := e.readings.Get().(*reading.Reading)
	defer e.readings.Put(r)
	r.Open(doc, e.roster, e.known, doc.Text)
	all = all || e.names(r)
	doing := repeat.May(doc) && e.does(r)
	alone := e.homeAlone(r)
	if all || doing || alone || firstPassage(r, e.stirs) < len(r.Sentences) {
		r.Match(e.table, e.topics)
		from := 0
		if !all {
			from = firstPassage(r, e.stirsStill)
		}
		if all || alone || from < len(r.Sentences) || doing && active(r) {
			r.Scratch = e.prose(r, r.Scratch[:0], from, all)
			out = slices.Concat(out, r.Scratch)
			clear(r.Scratch) // the text must not outlive its reading
		}
	}
	r.Doc, r.Roster, r.Known = nil, nil, nil
	return sorted(out)
}

func sorted(out []exposure.Observation) []exposure.Observation {
	slices.SortStableFunc(out, exposure.Observation.Compare)
	return out
}

// prose runs every family over one text. From is where the first passage begins
// that the second look finds something in; all says that no passage is passed
// over.
func (e *Extractor) prose(r *reading.Reading, out []exposure.Observation, from int, all bool) []exposure.Observation {
	ranges, out := families(r, out)
	out = e.senses(r, ranges, out, from, all)
	out = repeat.Find(r, ranges, out, out)
	out = intent.Alone(r, ranges, out)
	return when.Observe(r, ranges, out)
}

// families runs every recogniser over one text. Those of ranges are given
// apart, for they are no observations yet.
func families(r *reading.Reading, out []exposure.Observation) ([]when.Range, []exposure.Observation) {
	out = ident.Find(r, out)
	out = access.Find(r, out)
	out = valuable.Find(r, out)
	days := when.Find(r)
	ranges := when.Dated(days)
	places := where.Places(r)
	out = intent.Find(r, ranges, places, out)
	out = intent.Signs(r, ranges, out)
	out = routine.Find(r, out)
	out = routine.Habits(r, out)
	out = where.Streets(r, out)
	out = where.Positions(r, out)
	out = where.Moves(r, out)
	out = where.Venues(r, out)
	out = who.Find(r, out)
	out = who.Births(r, days, out)
	out = intent.Context(r, out)
	out = where.ObservePlaces(r, places, out)
	return ranges, out
}
