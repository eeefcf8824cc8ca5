package lookup

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

	"lampan/rules/exposure"
	"lampan/rules/places"
	"lampan/rules/redact"
	"lampan/scanner/household"
)

// The bounds of what a file may hold.
const (
	maxNote   = 200   // characters of a note
	maxList   = 10000 // entries of one list
	maxFaults = 100   // a file with more has one cause that repeats
)

// Parse checks the bytes of the file. The error is household.Faults, all of them at
// once, ordered by line.
func (f File) Parse(data []byte) (*places.Log, error) {
	p := parser{File: f}
	log := &places.Log{}
	if root := p.document(data); root != nil {
		p.log(root, log)
	}
	p.refuse(data, household.CodePersonalNumber, HoldsNumber)
	if f.Protected {
		p.refuse(data, household.CodeProtectedText, redact.Tells)
	}
	if len(p.faults) == 0 {
		return log, nil
	}
	slices.SortStableFunc(p.faults, func(a, b household.Fault) int { return cmp.Compare(a.Line, b.Line) })
	if len(p.faults) > maxFaults {
		p.faults = append(p.faults[:maxFaults], household.NewFault(f.At, 0, "", household.CodeMore))
	}
	return nil, p.faults
}

type parser struct {
	File
	faults household.Faults
}

func (p *parser) fault(line int, key string, code household.Code, args ...string) {
	p.faults = append(p.faults, household.NewFault(p.At, line, key, code, args...))
}

// document finds the one mapping of the file; nil after a fault.
func (p *parser) document(data []byte) *yaml.Node {
	switch {
	case len(data) > MaxBytes:
		p.fault(0, "", household.CodeTooLarge)
		return nil
	case !utf8.Valid(data) || bytes.IndexByte(data, 0) >= 0:
		p.fault(0, "", household.CodeEncoding)
		return nil
	}
	var doc, next yaml.Node
	l, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithUniqueKeys(false))
	if err == nil {
		err = l.Load(&doc)
	}
	if err == nil {
		if err = l.Load(&next); err == nil {
			p.fault(next.Line, "", household.CodeTwoDocs)
			return nil
		}
	}
	if !errors.Is(err, io.EOF) {
		line := 0
		if e, ok := errors.AsType[*yaml.LoadError](err); ok {
			line = e.Mark.Line
		}
		p.fault(line, "", household.CodeYAML)
		return nil
	}
	if len(doc.Content) != 1 {
		p.fault(1, "schema", household.CodeMissingKey, "schema")
		return nil
	}
	return doc.Content[0]
}

// refuse tells of the lines that hold what must not stand here, in place of their
// other faults, which may quote it.
func (p *parser) refuse(data []byte, code household.Code, holds func(string) bool) {
	for i, line := range strings.Split(string(data), "\n") {
		if holds(line) {
			p.faults = slices.DeleteFunc(p.faults, func(f household.Fault) bool { return f.Line == i+1 })
			p.fault(i+1, "", code)
		}
	}
}

func (p *parser) log(root *yaml.Node, log *places.Log) {
	v := p.keys(root, "schema person", "fits looks done changes")
	if n := v["schema"]; n != nil && n.Value != strconv.Itoa(Schema) {
		p.fault(n.Line, "schema", household.CodeSchema, n.Value)
	}
	log.Person = exposure.SubjectID(p.text(v["person"], "person", 40))
	if log.Person != "" && log.Person != p.Person {
		p.fault(v["person"].Line, "person", household.CodeOtherPerson, string(log.Person), string(p.Person))
	}
	log.Fits = words(p, v["fits"], "fits", slices.DeleteFunc(places.Fits(), func(f places.Fit) bool { return f == places.Everyone }))
	for _, n := range p.list(v["looks"], "looks") {
		e := p.keys(n, "place on seen", "shows note")
		l := places.Look{
			Place: p.place(e["place"]), On: p.day(e["on"]), Seen: choice(p, e["seen"], "seen", places.Seens()),
			Details: words(p, e["shows"], "shows", places.Details()), Note: p.text(e["note"], "note", maxNote), Line: n.Line,
		}
		if n := e["note"]; n != nil && p.Protected {
			p.fault(n.Line, "note", household.CodeProtectedPlace, "note")
		}
		if HoldsNumber(l.Note) { // also where it is written with escapes, or over two lines
			p.fault(e["note"].Line, "note", household.CodePersonalNumber)
		}
		switch {
		case l.Seen == places.Visible && len(l.Details) == 0 && !p.faulty("shows"):
			p.fault(n.Line, "shows", household.CodeNothingShows)
		case l.Seen != places.Visible && l.Seen != "" && len(l.Details) > 0:
			p.fault(e["shows"].Line, "shows", household.CodeShowsUnseen, string(l.Seen))
		}
		log.Looks = append(log.Looks, l)
	}
	for _, n := range p.list(v["done"], "done") {
		e := p.keys(n, "place on what", "")
		log.Acts = append(log.Acts, places.Act{
			Place: p.place(e["place"]), On: p.day(e["on"]),
			Done: choice(p, e["what"], "what", []exposure.Progress{exposure.Asked, exposure.SaidDone}), Line: n.Line,
		})
	}
	for _, n := range p.list(v["changes"], "changes") {
		e := p.keys(n, "event on", "")
		log.Changes = append(log.Changes, places.Change{
			Event: choice(p, e["event"], "event", places.Events()), On: p.day(e["on"]), Line: n.Line,
		})
	}
}

// faulty reports whether the last fault is of the key.
func (p *parser) faulty(key string) bool {
	return len(p.faults) > 0 && p.faults[len(p.faults)-1].Path == key
}

// keys returns the values of a mapping, and tells of keys that are unknown, stand
// twice, or are needed and missing. Both lists are separated by spaces.
func (p *parser) keys(n *yaml.Node, needed, others string) map[string]*yaml.Node {
	known := slices.Concat(strings.Fields(needed), strings.Fields(others))
	if n.Kind != yaml.MappingNode || n.Anchor != "" {
		p.fault(n.Line, "", household.CodeNotGroup, strings.Join(known, ", "))
		return nil
	}
	values := map[string]*yaml.Node{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch first := values[k.Value]; {
		case k.Kind != yaml.ScalarNode || k.Anchor != "" || v.Kind == yaml.AliasNode || v.Anchor != "":
			p.fault(k.Line, k.Value, household.CodeAlias)
		case !slices.Contains(known, k.Value):
			p.fault(k.Line, k.Value, household.CodeUnknownKey, k.Value, strings.Join(known, ", "))
		case first != nil:
			p.fault(k.Line, k.Value, household.CodeTwiceKey, k.Value, strconv.Itoa(first.Line))
		}
		values[k.Value] = v
	}
	for k := range strings.FieldsSeq(needed) {
		if values[k] == nil {
			p.fault(n.Line, k, household.CodeMissingKey, k)
		}
	}
	return values
}

// list returns the entries of a list; a missing or empty value has none.
func (p *parser) list(n *yaml.Node, key string) []*yaml.Node {
	switch {
	case n == nil || n.ShortTag() == "!!null":
		return nil
	case n.Kind != yaml.SequenceNode || n.Anchor != "":
		p.fault(n.Line, key, household.CodeNotList, key)
		return nil
	case len(n.Content) > maxList:
		p.fault(n.Line, key, household.CodeTooMany, key, strconv.Itoa(maxList))
		return nil
	}
	return n.Content
}

// text returns a value of at most limit characters, and "" for none.
func (p *parser) text(n *yaml.Node, key string, limit int) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode || n.Anchor != "" || n.Style&yaml.TaggedStyle != 0:
		p.fault(n.Line, key, household.CodeNotText, key)
	case n.ShortTag() == "!!null" || strings.TrimSpace(n.Value) == "":
		p.fault(n.Line, key, household.CodeNoValue, key)
	case strings.ContainsFunc(n.Value, household.Invisible):
		p.fault(n.Line, key, household.CodeControl, key)
	case utf8.RuneCountInString(n.Value) > limit:
		p.fault(n.Line, key, household.CodeTooLong, key, strconv.Itoa(limit))
	default:
		return strings.TrimSpace(n.Value)
	}
	return ""
}

// maxWord is longer than any word of the file.
const maxWord = 60

func (p *parser) day(n *yaml.Node) time.Time {
	s := p.text(n, "on", maxWord)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	switch {
	case err != nil || t.Year() < 2000:
		p.fault(n.Line, "on", household.CodeNotDay, "on", s)
	case s > p.Today.Format(time.DateOnly):
		p.fault(n.Line, "on", household.CodeFutureDay, s)
	}
	return t
}

func (p *parser) place(n *yaml.Node) places.ID {
	id := places.ID(p.text(n, "place", maxWord))
	if _, ok := p.Places.Place(id); !ok && id != "" {
		p.fault(n.Line, "place", household.CodeUnknownPlace, string(id))
	}
	return id
}

// choice returns one of a few words, and "" after a fault.
func choice[T ~string](p *parser, n *yaml.Node, key string, among []T) T {
	s := T(p.text(n, key, maxWord))
	if s != "" && !slices.Contains(among, s) {
		p.fault(n.Line, key, household.CodeNotOne, key, string(s), join(among))
		return ""
	}
	return s
}

// words returns a list of different words; nil for a value that is missing or empty,
// and no words for a list of none.
func words[T ~string](p *parser, n *yaml.Node, key string, among []T) []T {
	if n == nil || n.ShortTag() == "!!null" {
		return nil
	}
	out := []T{}
	for _, w := range p.list(n, key) {
		switch s := choice(p, w, key, among); {
		case s == "":
		case slices.Contains(out, s):
			p.fault(w.Line, key, household.CodeTwice, string(s), strconv.Itoa(n.Line))
		default:
			out = append(out, s)
		}
	}
	return out
}

func join[T ~string](words []T) string {
	var out []string
	for _, w := range words {
		out = append(out, string(w))
	}
	return strings.Join(out, ", ")
}
