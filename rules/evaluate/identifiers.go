package evaluate

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"lampan/rules/exposure"
)

// IdentifierKind is a sort of number or address that points at a person.
type IdentifierKind string

// IdentifierKinds gives the kinds in the order in which they are shown. An
// organisation's number is none that lampan looks for; it counts as missed where
// somebody labelled one as a family's.
func IdentifierKinds() []IdentifierKind {
	return []IdentifierKind{
		"personnummer", "plate", "address", "phone", "email",
		"bankgiro", "plusgiro", "iban", "swish", "account", "document", "booking", "orgnr",
	}
}

// Identifier is one that a snippet holds, as it is written there.
type Identifier struct {
	Kind IdentifierKind `json:"kind"`
	Text string         `json:"text"`
}

// Snippet is a piece of a page, with the identifiers in it that should be found.
type Snippet struct {
	ID   string
	Text string
	Want []Identifier // none where all that looks like one is none
}

// ReadSnippets gives the snippets of a JSON Lines file: {"id":"…","text":"…",
// "want":[{"kind":"phone","text":"070-174 06 05"}]} a line. Other keys are
// ignored, as are empty lines. The first line that cannot be used is a
// *LineError, and what f returns is returned.
func ReadSnippets(r io.Reader, f func(Snippet) error) error { return readLines(r, parseSnippet, f) }

func parseSnippet(b []byte) (Snippet, error) {
	var raw struct {
		ID   any           `json:"id"`
		Text *string       `json:"text"`
		Want *[]Identifier `json:"want"`
	}
	var s Snippet
	err := decode(b, &raw)
	if err != nil {
		return s, err
	}
	if s.ID, err = identity(raw.ID); err != nil {
		return s, err
	}
	if raw.Text == nil || raw.Want == nil {
		return s, errors.New(`"text" or "want" is missing`)
	}
	s.Text, s.Want = *raw.Text, *raw.Want
	for _, w := range s.Want {
		switch {
		case !slices.Contains(IdentifierKinds(), w.Kind):
			return s, fmt.Errorf("%q is not a kind of identifier", w.Kind)
		case w.Text == "" || !strings.Contains(s.Text, w.Text):
			return s, fmt.Errorf("a %s that is wanted does not stand in the text", w.Kind)
		}
	}
	return s, nil
}

// Found is an identifier that a finding is of.
type Found struct {
	Kind IdentifierKind
	Span exposure.Span // in the snippet's text
}

// facts are the kinds of identifier by the kind of fact that a rule tells;
// those of banks are told apart by what was observed.
var facts = map[string]IdentifierKind{
	"personnummer": "personnummer", "plate": "plate", "address": "address", "phone": "phone", "email": "email",
	"bank-account": "", "id-document": "document", "booking": "booking",
}

// Identify gives the identifiers that an audit would show of a page with this
// text, possible ones included, in the order of the findings.
func (j *Judge) Identify(text string) []Found {
	var out []Found
	obs, found := j.judge(exposure.Page, Post{Text: text})
	for _, f := range found {
		kind, ok := facts[f.Fact.Kind]
		if !ok {
			continue
		}
		of := exposure.Kind("")
		if r, ok := j.pack.Rule(f.Rule); ok {
			of = r.Fact.Of
		}
		for _, e := range f.Evidence {
			x := Found{kind, e.Span}
			if o := nearest(obs, of, e.Span); o != nil {
				x.Span = o.Span // a passage tells of what stands in it
			}
			if kind == "" {
				x.Kind = accountKind(obs, e.Span)
			}
			out = append(out, x)
		}
	}
	return out
}

// nearest gives the observation of a kind that stands nearest to a span; nil
// where there is none.
func nearest(obs []exposure.Observation, kind exposure.Kind, s exposure.Span) *exposure.Observation {
	var best *exposure.Observation
	far := func(o *exposure.Observation) int { return max(0, o.Span.Start-s.End, s.Start-o.Span.End) }
	for i := range obs {
		if o := &obs[i]; o.Kind == kind && (best == nil || far(o) < far(best)) {
			best = o
		}
	}
	return best
}

// accountKind gives the sort of account that was observed at a span.
func accountKind(obs []exposure.Observation, s exposure.Span) IdentifierKind {
	for _, o := range obs {
		if o.Kind == exposure.BankAccount && o.Span == s {
			form, _ := o.Attrs["form"].AsWord()
			if form == "swish" && strings.HasPrefix(o.Value, "+") {
				return "phone" // a mobile number that is paid to is found as one, too
			}
			return IdentifierKind(form)
		}
	}
	return "account"
}

// Miss is a difference between what a snippet holds and what is found in it.
type Miss struct {
	Snippet string // its ID
	Identifier
	Wrong bool // found and not wanted; else wanted and not found
}

// Identifiers counts, kind by kind, what is found in snippets.
type Identifiers struct {
	Snippets int
	Tallies  map[IdentifierKind]Tally
	Misses   []Miss
}

// Add counts one snippet. A finding is right where it overlaps what is wanted
// and is of its kind; what is wanted counts once, and a finding that meets
// nothing that is wanted is wrong.
func (c *Identifiers) Add(s Snippet, found []Found) {
	if c.Tallies == nil {
		c.Tallies = map[IdentifierKind]Tally{}
	}
	c.Snippets++
	met := make([]bool, len(found))
	used := make([]bool, len(found))
	for _, w := range s.Want {
		right := false
		for i, f := range found {
			if f.Kind != w.Kind || !touches(s.Text, w.Text, f.Span) {
				continue
			}
			met[i] = true
			if !right && !used[i] {
				right, used[i] = true, true
			}
		}
		t := c.Tallies[w.Kind]
		if right {
			t.Right++
		} else {
			t.Missed++
			c.Misses = append(c.Misses, Miss{s.ID, w, false})
		}
		c.Tallies[w.Kind] = t
	}
	for i, f := range found {
		if !met[i] {
			t := c.Tallies[f.Kind]
			t.Wrong++
			c.Tallies[f.Kind] = t
			c.Misses = append(c.Misses, Miss{s.ID, Identifier{f.Kind, s.Text[f.Span.Start:f.Span.End]}, true})
		}
	}
}

// touches reports whether a span overlaps a part of text anywhere it stands.
func touches(text, part string, s exposure.Span) bool {
	for from := 0; ; {
		i := strings.Index(text[from:], part)
		if i < 0 {
			return false
		}
		if at := from + i; at < s.End && s.Start < at+len(part) {
			return true
		}
		from += i + 1
	}
}

// All sums up the kinds.
func (c *Identifiers) All() (t Tally) {
	for _, k := range c.Tallies {
		t.Right += k.Right
		t.Wrong += k.Wrong
		t.Missed += k.Missed
	}
	return t
}
