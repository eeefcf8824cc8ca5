package reading

import (
	"slices"
	"sort"

	"lampan/rules/exposure"
	"lampan/rules/lexicon"
)

// longest is the most tokens a phrase of a topic has, so that a phrase which
// starts before a window and reaches into it is found.
const longest = 16

// About gives the phrase of one of the topics that lies nearest to tokens first
// to last, at most before tokens before them or after tokens behind them. Of
// two that lie equally near it gives the one before, which is what announces.
func (r *Reading) About(first, last, before, after int, topics ...string) (lexicon.TopicHit, bool) {
	from := sort.Search(len(r.Topics), func(n int) bool { return int(r.Topics[n].First) >= first-before-longest })
	var best lexicon.TopicHit
	nearest := -1
	for _, h := range r.Topics[from:] {
		if int(h.First) > last+after {
			break
		}
		far := 0
		switch {
		case int(h.Last) < first:
			far = first - int(h.Last)
			if far > before {
				continue
			}
		case int(h.First) > last:
			far = int(h.First) - last
		}
		if (nearest < 0 || far < nearest) && slices.Contains(topics, r.Lists.Name(h.Topic)) {
			best, nearest = h, far
		}
	}
	return best, nearest >= 0
}

// Speaks reports whether About finds a phrase.
func (r *Reading) Speaks(first, last, before, after int, topics ...string) bool {
	_, ok := r.About(first, last, before, after, topics...)
	return ok
}

// TokensOf gives the first and the last token that a span of the original text
// touches.
func (r *Reading) TokensOf(s exposure.Span) (first, last int) {
	first = sort.Search(len(r.Tokens), func(i int) bool { return r.SpanOf(i, i).End > s.Start })
	last = sort.Search(len(r.Tokens), func(i int) bool { return r.SpanOf(i, i).Start >= s.End }) - 1
	first = min(first, max(0, len(r.Tokens)-1))
	return first, max(first, last)
}
