package reading

import (
	"sync/atomic"

	"lampan/rules/lexicon"
)

// Marks are what a family of recognisers makes of each topic. The families ask
// it of every phrase of a text, so it is worked out by name once.
type Marks[T any] struct {
	of     func(name string) T
	worked atomic.Pointer[worked[T]]
}

// worked are the marks of the topics of some lists.
type worked[T any] struct {
	lists *lexicon.Topics
	marks []T
}

// NewMarks gives the marks that a function makes of the names of topics.
func NewMarks[T any](of func(name string) T) *Marks[T] { return &Marks[T]{of: of} }

// MarksOf gives the marks that a map holds by the names of topics.
func MarksOf[T any](byName map[string]T) *Marks[T] {
	return NewMarks(func(name string) T { return byName[name] })
}

// Of gives the mark of the topic of a phrase in r.
func (m *Marks[T]) Of(r *Reading, h lexicon.TopicHit) T {
	w := m.worked.Load()
	if w == nil || w.lists != r.Lists {
		w = &worked[T]{r.Lists, make([]T, r.Lists.Len())}
		for t := range w.marks {
			w.marks[t] = m.of(r.Lists.Name(lexicon.Topic(t))) //nolint:gosec // a few hundred topics
		}
		m.worked.Store(w)
	}
	return w.marks[h.Topic]
}
