package exposure

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"time"
)

// Kind names what an observation says: "absence.intent", "place.home".
// The kinds that recognisers may produce, with their attributes, are listed
// once, in kinds.go; rules may name no other.
type Kind string

// Observation is a located, typed fact in one document. It carries no
// judgement. It may hold personal data in the clear (Value, Attrs), so it lives
// in memory only.
type Observation struct {
	Kind     Kind
	Document DocumentID
	Span     Span // zero for facts from metadata
	Sentence int  // index of the sentence in the text, from 0; -1 for metadata
	// Subject is whom the fact concerns: a person, Household, or "" when the
	// recogniser cannot tell (the rule then takes the document's subject).
	Subject SubjectID
	// Value is the canonical form: an address folded to lower case without
	// spaces, a phone in E.164, a personnummer in twelve digits. Two
	// observations of one kind with equal values are the same fact.
	Value string
	// Attrs hold the typed attributes that kinds.go declares for the kind.
	Attrs map[string]Value
	// Confidence is the recogniser's own, from 0 to 1.
	Confidence float64
}

// OfPerson is the Value of what a person has one of, or of what nobody knows more
// of than whose it is.
func OfPerson(id SubjectID) string { return "subject:" + string(id) }

// Attr returns an attribute, or the zero Value when the observation lacks it.
func (o Observation) Attr(name string) Value { return o.Attrs[name] }

// Compare orders observations by document, place in the text, kind and value,
// so that results do not depend on the order in which recognisers ran.
func (o Observation) Compare(p Observation) int {
	return cmp.Or(
		cmp.Compare(o.Document, p.Document),
		cmp.Compare(o.Span.Start, p.Span.Start),
		cmp.Compare(o.Span.End, p.Span.End),
		cmp.Compare(o.Kind, p.Kind),
		cmp.Compare(o.Value, p.Value),
	)
}

// Value is one attribute of an observation or one value of a finding: a word,
// a calendar day, or a number. The zero Value is absent.
type Value struct {
	kind byte // 0 absent, 's' word, 'd' day, 'n' number
	s    string
	t    time.Time
	n    float64
}

// Word makes a text value.
func Word(s string) Value { return Value{kind: 's', s: s} }

// Number makes a numeric value. Its unit is part of the attribute's meaning
// and is given in kinds.go.
func Number(n float64) Value { return Value{kind: 'n', n: n} }

// Day makes a calendar day; the time of day and the zone of t are dropped.
func Day(t time.Time) Value {
	y, m, d := t.Date()
	return Value{kind: 'd', t: time.Date(y, m, d, 0, 0, 0, 0, time.UTC)}
}

// IsZero reports whether the value is absent.
func (v Value) IsZero() bool { return v.kind == 0 }

// AsWord returns the text of a word.
func (v Value) AsWord() (string, bool) { return v.s, v.kind == 's' }

// AsNumber returns the number.
func (v Value) AsNumber() (float64, bool) { return v.n, v.kind == 'n' }

// AsDay returns the day at midnight UTC.
func (v Value) AsDay() (time.Time, bool) { return v.t, v.kind == 'd' }

// String writes a word as it is, a day as 2006-01-02, a number in its shortest
// form, and an absent value as "".
func (v Value) String() string {
	switch v.kind {
	case 's':
		return v.s
	case 'd':
		return v.t.Format(time.DateOnly)
	case 'n':
		return strconv.FormatFloat(v.n, 'f', -1, 64)
	}
	return ""
}

// MarshalJSON encodes a word as a string, a number as a number and a day as
// {"day":"2006-01-02"}.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case 's':
		return json.Marshal(v.s)
	case 'n':
		return json.Marshal(v.n)
	case 'd':
		return json.Marshal(map[string]string{"day": v.String()})
	}
	return []byte("null"), nil
}

// UnmarshalJSON decodes what MarshalJSON wrote.
func (v *Value) UnmarshalJSON(b []byte) error {
	var raw any
	if err := json.Unmarshal(b, &raw); err != nil {
		return err
	}
	switch x := raw.(type) {
	case nil:
		*v = Value{}
	case string:
		*v = Word(x)
	case float64:
		*v = Number(x)
	case map[string]any:
		s, _ := x["day"].(string)
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return fmt.Errorf("decode value: day %q: want YYYY-MM-DD", s)
		}
		*v = Day(t)
	default:
		return fmt.Errorf("decode value: %T is not a word, a number or a day", raw)
	}
	return nil
}

// Equal reports whether two values are the same; it lets cmp.Diff see them.
func (v Value) Equal(w Value) bool {
	return v.kind == w.kind && v.s == w.s && v.n == w.n && v.t.Equal(w.t)
}

// SortedKeys returns the names in m in order, for output that must not depend
// on map order.
func SortedKeys[V any](m map[string]V) []string {
	return slices.Sorted(maps.Keys(m))
}
