package match

import (
	"strings"

	"lampan/rules/exposure"
)

// Join adds everything that another matcher of the same pack, key, day and
// household has matched. The order of joining does not matter. The other
// matcher must not be used afterwards.
func (m *Matcher) Join(o *Matcher) {
	m.hits = append(m.hits, o.hits...)
	for q, given := range o.answers {
		if m.answers[q] == nil {
			m.answers[q] = given
			continue
		}
		for a := range given {
			m.answers[q][a] = true
		}
	}
}

// release copies the strings of a hit out of the document they were cut from.
// Otherwise one address would keep a whole page in memory until the audit ends.
func (h *hit) release() {
	h.value = strings.Clone(h.value)
	h.evidence.Excerpt = strings.Clone(h.evidence.Excerpt)
	for name, v := range h.values {
		if w, ok := v.AsWord(); ok {
			h.values[name] = exposure.Word(strings.Clone(w))
		}
	}
}
