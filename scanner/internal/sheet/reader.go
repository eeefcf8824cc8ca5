package sheet

import (
	"bytes"
	"cmp"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"lampan/scanner/household"
)

// The bounds of what a file may hold.
const (
	maxList   = 10000 // entries of one list
	maxWord   = 60    // longer than any word that has a meaning
	maxFaults = 100   // a file with more has one cause that repeats
)

// Reader reads the values of one file and gathers what is wrong with them. What has a
// fault reads as the zero value.
type Reader struct {
	At     string // the file, as faults name it
	faults household.Faults
}

// Fault notes what is wrong.
func (r *Reader) Fault(line int, key string, code household.Code, args ...string) {
	r.faults = append(r.faults, household.NewFault(r.At, line, key, code, args...))
}

// Noted is how many faults were noted so far.
func (r *Reader) Noted() int { return len(r.faults) }

// Faults are those that were noted, ordered by line; nil where there are none. Of very
// many the last says that there are more.
func (r *Reader) Faults() household.Faults {
	slices.SortStableFunc(r.faults, func(a, b household.Fault) int { return cmp.Compare(a.Line, b.Line) })
	if len(r.faults) > maxFaults {
		return append(r.faults[:maxFaults:maxFaults], household.NewFault(r.At, 0, "", household.CodeMore))
	}
	return r.faults
}

// Document finds the one value of the file; nil after a fault.
func (r *Reader) Document(data []byte, maxBytes int) *yaml.Node {
	switch {
	case len(data) > maxBytes:
		r.Fault(0, "", household.CodeTooLarge)
		return nil
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		r.Fault(0, "", household.CodeEncoding)
		return nil
	}
	var doc, next yaml.Node
	l, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithUniqueKeys(false))
	if err == nil {
		err = l.Load(&doc)
	}
	if err == nil {
		if err = l.Load(&next); err == nil {
			r.Fault(next.Line, "", household.CodeTwoDocs)
			return nil
		}
	}
	if !errors.Is(err, io.EOF) {
		line := 0
		if e, ok := errors.AsType[*yaml.LoadError](err); ok {
			line = min(e.Mark.Line, 1+bytes.Count(data, []byte("\n")))
		}
		r.Fault(line, "", household.CodeYAML)
		return nil
	}
	if len(doc.Content) != 1 {
		r.Fault(1, "schema", household.CodeMissingKey, "schema")
		return nil
	}
	return doc.Content[0]
}

// Refuse tells of the lines that hold what must not stand here, in place of their
// other faults, which may quote it.
func (r *Reader) Refuse(data []byte, code household.Code, holds func(string) bool) {
	for i, line := range strings.Split(string(data), "\n") {
		if holds(line) {
			r.faults = slices.DeleteFunc(r.faults, func(f household.Fault) bool { return f.Line == i+1 })
			r.Fault(i+1, "", code)
		}
	}
}

// Schema tells of a version that is not the one that is read; the value may be nil.
func (r *Reader) Schema(n *yaml.Node, version int) {
	if n != nil && n.Value != strconv.Itoa(version) {
		r.Fault(n.Line, "schema", household.CodeSchema, n.Value)
	}
}

// Keys returns the values of a mapping, and tells of keys that are unknown, stand
// twice, or are needed and missing. Both lists are separated by spaces.
func (r *Reader) Keys(n *yaml.Node, needed, others string) map[string]*yaml.Node {
	known := slices.Concat(strings.Fields(needed), strings.Fields(others))
	values := map[string]*yaml.Node{}
	if !r.pairs(n, known, func(k, v *yaml.Node) {
		if !slices.Contains(known, k.Value) {
			r.Fault(k.Line, k.Value, household.CodeUnknownKey, k.Value, strings.Join(known, ", "))
		}
		values[k.Value] = v
	}) {
		return nil
	}
	for k := range strings.FieldsSeq(needed) {
		if values[k] == nil {
			r.Fault(n.Line, k, household.CodeMissingKey, k)
		}
	}
	return values
}

// Pairs calls each with the keys and values of a mapping, in order, and tells of keys
// that stand twice and of what is no mapping. A missing or empty value has none.
func (r *Reader) Pairs(n *yaml.Node, key string, each func(k, v *yaml.Node)) {
	if n != nil && n.ShortTag() != "!!null" {
		r.pairs(n, []string{key}, each)
	}
}

func (r *Reader) pairs(n *yaml.Node, known []string, each func(k, v *yaml.Node)) bool {
	if n.Kind != yaml.MappingNode || n.Anchor != "" {
		r.Fault(n.Line, "", household.CodeNotGroup, strings.Join(known, ", "))
		return false
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch line, twice := first[k.Value]; {
		case k.Kind != yaml.ScalarNode || k.Anchor != "" || v.Kind == yaml.AliasNode || v.Anchor != "":
			r.Fault(k.Line, k.Value, household.CodeAlias)
		case twice:
			r.Fault(k.Line, k.Value, household.CodeTwiceKey, k.Value, strconv.Itoa(line))
		default:
			each(k, v)
		}
		first[k.Value] = v.Line
	}
	return true
}

// List returns the entries of a list; a missing or empty value has none.
func (r *Reader) List(n *yaml.Node, key string) []*yaml.Node {
	switch {
	case n == nil || n.ShortTag() == "!!null":
		return nil
	case n.Kind != yaml.SequenceNode || n.Anchor != "":
		r.Fault(n.Line, key, household.CodeNotList, key)
		return nil
	case len(n.Content) > maxList:
		r.Fault(n.Line, key, household.CodeTooMany, key, strconv.Itoa(maxList))
		return nil
	}
	return n.Content
}

// Text returns a value of at most limit characters, and "" for none.
func (r *Reader) Text(n *yaml.Node, key string, limit int) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0:
		r.Fault(n.Line, key, household.CodeNotText, key)
	case n.ShortTag() == "!!null" || strings.TrimSpace(n.Value) == "":
		r.Fault(n.Line, key, household.CodeNoValue, key)
	case strings.ContainsFunc(n.Value, household.Invisible):
		r.Fault(n.Line, key, household.CodeControl, key)
	case utf8.RuneCountInString(n.Value) > limit:
		r.Fault(n.Line, key, household.CodeTooLong, key, strconv.Itoa(limit))
	default:
		return strings.TrimSpace(n.Value)
	}
	return ""
}

// Word returns a value that has a meaning by itself.
func (r *Reader) Word(n *yaml.Node, key string) string { return r.Text(n, key, maxWord) }

// Day returns a day at midnight UTC; latest is the last that may stand here.
func (r *Reader) Day(n *yaml.Node, key string, latest time.Time) time.Time {
	s := r.Word(n, key)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil || t.Year() < 2000 || t.Year() > 2999:
		r.Fault(n.Line, key, household.CodeNotDay, key, s)
	case s > latest.Format(time.DateOnly):
		r.Fault(n.Line, key, household.CodeFutureDay, s)
	}
	return t
}

// Choice returns one of a few words, and "" after a fault.
func Choice[T ~string](r *Reader, n *yaml.Node, key string, among []T) T {
	s := T(r.Word(n, key))
	if s != "" && !slices.Contains(among, s) {
		r.Fault(n.Line, key, household.CodeNotOne, key, string(s), Join(among))
		return ""
	}
	return s
}

// Words returns a list of different words; nil for a value that is missing or empty,
// and no words for a list of none.
func Words[T ~string](r *Reader, n *yaml.Node, key string, among []T) []T {
	if n == nil || n.ShortTag() == "!!null" {
		return nil
	}
	out := []T{}
	for _, w := range r.List(n, key) {
		switch s := Choice(r, w, key, among); {
		case s == "":
		case slices.Contains(out, s):
			r.Fault(w.Line, key, household.CodeTwice, string(s), strconv.Itoa(n.Line))
		default:
			out = append(out, s)
		}
	}
	return out
}

// Join lists words with commas.
func Join[T ~string](words []T) string {
	var out []string
	for _, w := range words {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}
