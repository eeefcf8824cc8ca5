package rules

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// A shape describes one part of a rule file. Load checks files against shapes
// and JSONSchema is printed from them, so that the two cannot drift apart.
type shape struct {
	form   form
	fields []field        // object
	keys   *regexp.Regexp // mapping: what a key looks like
	elem   *shape         // list and mapping
	either []*shape       // choice: at most one alternative of each YAML node kind
	words  []string       // text: the only ones allowed, when set
	like   *regexp.Regexp // text: what it looks like, when set
	// Bounds: of a number; of a text's length in characters; of the number of
	// elements in a list or mapping.
	min, max float64
}

type field struct {
	key  string
	need bool
	shape
}

type form uint8

const (
	formObject form = iota + 1
	formMapping
	formList
	formText
	formNumber
	formInteger
	formDate
	formMoment // a date, or a date and a time of day
	formChoice
	formScalar // any single value, kept as it is written
)

var formNames = [...]string{
	formObject: "a mapping", formMapping: "a mapping", formList: "a list", formText: "a text",
	formNumber: "a number", formInteger: "a whole number", formDate: "a date such as 2026-06-01", formMoment: "a date such as 2026-06-01, or 2026-06-01 07:40",
	formScalar: "a single value",
}

func object(fields ...field) shape   { return shape{form: formObject, fields: fields} }
func need(key string, s shape) field { return field{key: key, need: true, shape: s} }
func may(key string, s shape) field  { return field{key: key, shape: s} }
func word(words ...string) shape     { return shape{form: formText, words: words, min: 1, max: maxWord} }
func text(limit float64) shape       { return shape{form: formText, min: 1, max: limit} }
func number(lo, hi float64) shape    { return shape{form: formNumber, min: lo, max: hi} }
func integer(lo, hi float64) shape   { return shape{form: formInteger, min: lo, max: hi} }
func date() shape                    { return shape{form: formDate} }
func moment() shape                  { return shape{form: formMoment} }
func scalar() shape                  { return shape{form: formScalar, min: 0, max: maxExample} }
func choice(s ...*shape) shape       { return shape{form: formChoice, either: s} }
func list(elem shape, lo, hi float64) shape {
	return shape{form: formList, elem: &elem, min: lo, max: hi}
}

func pattern(like *regexp.Regexp) shape {
	return shape{form: formText, like: like, min: 1, max: maxWord}
}

func mapping(k *regexp.Regexp, e shape) shape {
	return shape{form: formMapping, keys: k, elem: &e, max: maxKeys}
}

// checker compares YAML with shapes and collects every fault.
type checker struct {
	file   string
	faults *[]*Fault
}

func (c checker) fault(n *yaml.Node, hint, format string, args ...any) {
	message := strings.TrimPrefix(fmt.Sprintf(format, args...), ": ") // the document itself has no name
	*c.faults = append(*c.faults, &Fault{File: c.file, Line: n.Line, Message: message, Hint: hint})
}

// check reports whether n has the shape. at names the place in the file.
func (c checker) check(n *yaml.Node, s *shape, at string) bool {
	if n.Kind == yaml.AliasNode || n.Anchor != "" {
		c.fault(n, "write the value out where it is used", "%s uses a YAML anchor or alias", at)
		return false
	}
	switch s.form {
	case formObject:
		return c.object(n, s, at)
	case formMapping:
		return c.mapping(n, s, at)
	case formList:
		if n.Kind != yaml.SequenceNode {
			c.wrong(n, s, at)
			return false
		}
		ok := c.count(n, len(n.Content), s, at, "elements")
		for i, e := range n.Content {
			if !c.check(e, s.elem, at+"["+strconv.Itoa(i)+"]") {
				ok = false
			}
		}
		return ok
	case formChoice:
		for _, alt := range s.either {
			if n.Kind == alt.node() {
				return c.check(n, alt, at)
			}
		}
		c.fault(n, "", "%s is %s, which is not allowed here", at, nodeName(n))
		return false
	default:
		return c.scalar(n, s, at)
	}
}

func (c checker) object(n *yaml.Node, s *shape, at string) bool {
	if n.Kind != yaml.MappingNode {
		c.wrong(n, s, at)
		return false
	}
	ok := true
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		f := s.field(k.Value)
		switch {
		case seen[k.Value]:
			c.fault(k, "keep one of them", "%s: key %q stands twice", at, k.Value)
			ok = false
		case f == nil:
			c.fault(k, nearest(k.Value, s.keyNames()), "%s: unknown key %q", at, k.Value)
			ok = false
		default:
			if !c.check(v, &f.shape, join(at, k.Value)) {
				ok = false
			}
		}
		seen[k.Value] = true
	}
	for _, f := range s.fields {
		if f.need && !seen[f.key] {
			c.fault(n, "add it", "%s: key %q is missing", at, f.key)
			ok = false
		}
	}
	return ok
}

func (c checker) mapping(n *yaml.Node, s *shape, at string) bool {
	if n.Kind != yaml.MappingNode {
		c.wrong(n, s, at)
		return false
	}
	ok := c.count(n, len(n.Content)/2, s, at, "keys")
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		switch {
		case seen[k.Value]:
			c.fault(k, "keep one of them", "%s: key %q stands twice", at, k.Value)
			ok = false
		case k.Kind != yaml.ScalarNode || !s.keys.MatchString(k.Value):
			c.fault(k, "it must match "+s.keys.String(), "%s: key %q is not a name", at, k.Value)
			ok = false
		default:
			if !c.check(v, s.elem, join(at, k.Value)) {
				ok = false
			}
		}
		seen[k.Value] = true
	}
	return ok
}

func (c checker) scalar(n *yaml.Node, s *shape, at string) bool {
	if n.Kind != yaml.ScalarNode {
		c.wrong(n, s, at)
		return false
	}
	v := n.Value
	switch s.form {
	case formNumber, formInteger:
		x, err := strconv.ParseFloat(v, 64)
		if tag := n.ShortTag(); err != nil || (tag != "!!int" && tag != "!!float") ||
			(s.form == formInteger && x != float64(int64(x))) {
			c.wrong(n, s, at)
			return false
		}
		// Written so that NaN is outside, too.
		if !(x >= s.min && x <= s.max) {
			c.fault(n, fmt.Sprintf("it must lie between %g and %g", s.min, s.max), "%s is %s, out of range", at, v)
			return false
		}
	case formDate:
		if _, err := time.Parse(time.DateOnly, v); err != nil {
			c.wrong(n, s, at)
			return false
		}
	case formMoment:
		if parseMoment(v).IsZero() {
			c.wrong(n, s, at)
			return false
		}
	default: // formText and formScalar: check has taken the others
		return c.text(n, s, at)
	}
	return true
}

// dateTime is a day and a time of day, without a zone: on the clock of the place.
const dateTime = time.DateOnly + " 15:04"

// parseMoment reads a day, or a day and a time of day; zero when it is neither.
func parseMoment(s string) time.Time {
	for _, layout := range []string{time.DateOnly, dateTime} {
		if t, err := time.Parse(layout, s); err == nil {
			return t
		}
	}
	return time.Time{}
}

func (c checker) text(n *yaml.Node, s *shape, at string) bool {
	v := n.Value
	if s.form == formText && n.ShortTag() != "!!str" {
		c.fault(n, "put it in quotation marks", "%s is %q, which YAML does not read as text", at, v)
		return false
	}
	if len(s.words) > 0 {
		if slices.Contains(s.words, v) {
			return true
		}
		c.fault(n, nearest(v, s.words), "%s is %q, which is not one of its words", at, v)
		return false
	}
	switch size := utf8.RuneCountInString(v); {
	case size < int(s.min) || (s.min > 0 && strings.TrimSpace(v) == ""):
		c.fault(n, "write the text", "%s is empty", at)
	case size > int(s.max):
		c.fault(n, fmt.Sprintf("at most %g characters", s.max), "%s is %d characters long", at, size)
	case s.like != nil && !s.like.MatchString(v):
		c.fault(n, "it must match "+s.like.String(), "%s is %q, which does not look right", at, v)
	default:
		return true
	}
	return false
}

func (c checker) count(n *yaml.Node, size int, s *shape, at, what string) bool {
	switch {
	case float64(size) < s.min:
		c.fault(n, fmt.Sprintf("at least %g", s.min), "%s has %d %s, too few", at, size, what)
	case float64(size) > s.max:
		c.fault(n, fmt.Sprintf("at most %g", s.max), "%s has %d %s, too many", at, size, what)
	default:
		return true
	}
	return false
}

func (c checker) wrong(n *yaml.Node, s *shape, at string) {
	c.fault(n, "write "+formNames[s.form], "%s is %s", at, nodeName(n))
}

func (s *shape) field(key string) *field {
	for i := range s.fields {
		if s.fields[i].key == key {
			return &s.fields[i]
		}
	}
	return nil
}

func (s *shape) keyNames() []string {
	out := make([]string, 0, len(s.fields))
	for _, f := range s.fields {
		out = append(out, f.key)
	}
	return out
}

func (s *shape) node() yaml.Kind {
	switch s.form {
	case formObject, formMapping:
		return yaml.MappingNode
	case formList:
		return yaml.SequenceNode
	default:
		return yaml.ScalarNode
	}
}

func nodeName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a mapping"
	case yaml.SequenceNode:
		return "a list"
	case yaml.ScalarNode:
		if n.Value == "" {
			return "empty"
		}
		return strconv.Quote(n.Value)
	}
	return "something else"
}

func join(at, key string) string {
	if at == "" {
		return key
	}
	return at + "." + key
}

// nearest is a hint: the allowed word most like the one written, or all of
// them when they are few.
func nearest(got string, words []string) string {
	best, ok := Nearest(got, words)
	switch {
	case ok:
		return "did you mean " + strconv.Quote(best) + "?"
	case len(words) <= 12:
		return "use one of " + strings.Join(words, ", ")
	}
	return "see lampan rules schema"
}

// Nearest gives the word most like the one written, the first of several. It is
// false when more than half of the written word would have to change.
func Nearest(got string, words []string) (string, bool) {
	best, dist := "", len(got)/2+1
	for _, w := range words {
		if d := distance(got, w); d < dist {
			best, dist = w, d
		}
	}
	return best, best != ""
}

// distance is the Levenshtein distance in bytes, enough for a hint.
func distance(a, b string) int {
	if len(a) > maxWord || len(b) > maxWord {
		return maxWord
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		last := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := last
			if a[i] != b[j] {
				cost++
			}
			last = row[j+1]
			row[j+1] = min(cost, last+1, row[j]+1)
		}
	}
	return row[len(b)]
}

// JSONSchema returns a JSON Schema (draft 2020-12) of the files of a rule
// pack. It is printed from the same description that Load checks against.
// What one file cannot show alone (that a fact's kind is declared in
// pack.yaml, that a text names only shown values) is left to Load.
func JSONSchema() []byte {
	defs := map[string]any{}
	var files []any
	for _, f := range fileShapes() {
		defs[f.name] = f.shape.schema()
		files = append(files, map[string]any{"$ref": "#/$defs/" + f.name})
	}
	b, err := json.MarshalIndent(map[string]any{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"title":   "lampan rule pack, format " + strconv.Itoa(Schema),
		"$defs":   defs,
		"anyOf":   files,
	}, "", "  ")
	if err != nil {
		panic(err) // only strings, numbers, maps and lists go in
	}
	return append(b, '\n')
}

func (s *shape) schema() map[string]any {
	m := map[string]any{}
	switch s.form {
	case formObject:
		props := map[string]any{}
		required := []string{}
		for _, f := range s.fields {
			props[f.key] = f.schema()
			if f.need {
				required = append(required, f.key)
			}
		}
		m["type"], m["properties"], m["additionalProperties"] = "object", props, false
		if len(required) > 0 {
			m["required"] = required
		}
	case formMapping:
		m["type"], m["additionalProperties"] = "object", s.elem.schema()
		m["propertyNames"] = map[string]any{"pattern": s.keys.String()}
		m["minProperties"], m["maxProperties"] = s.min, s.max
	case formList:
		m["type"], m["items"] = "array", s.elem.schema()
		m["minItems"], m["maxItems"] = s.min, s.max
	case formText:
		m["type"] = "string"
		switch {
		case len(s.words) > 0:
			m["enum"] = s.words
		default:
			m["minLength"], m["maxLength"] = s.min, s.max
		}
		if s.like != nil {
			m["pattern"] = s.like.String()
		}
	case formNumber, formInteger:
		m["type"] = "number"
		if s.form == formInteger {
			m["type"] = "integer"
		}
		m["minimum"], m["maximum"] = s.min, s.max
	case formDate:
		m["type"], m["format"] = "string", "date"
	case formMoment:
		m["type"], m["pattern"] = "string", `^\d{4}-\d{2}-\d{2}( \d{2}:\d{2})?$`
	case formScalar:
		m["type"] = []string{"string", "number", "boolean"}
	case formChoice:
		var alts []any
		for _, alt := range s.either {
			alts = append(alts, alt.schema())
		}
		m["anyOf"] = alts
	}
	return m
}
