package household_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/scanner/household"
)

// beyond are the faults that a JSON Schema cannot know: how the bytes are
// written, what a text means, and what the parts say about each other.
func beyond(c household.Code) bool {
	switch c {
	case household.CodeAlias, household.CodeControl, household.CodePostal, household.CodePlate, household.CodeDomain, household.CodeEmail,
		household.CodePhone, household.CodeZone, household.CodeTwice, household.CodeUnknownPerson, household.CodeSelfGuardian,
		household.CodeOlderChild, household.CodeUnknownSource, household.CodeNeedsURL, household.CodeNeedsFile,
		household.CodeBadURL, household.CodeScheme, household.CodeUserinfo, household.CodeFragment, household.CodeURLPath,
		household.CodeFileOutside, household.CodeFileOwn, household.CodeFilePlain, household.CodeSectionQuery,
		household.CodeOtherCase, household.CodeOtherSubject, household.CodeExpiresFirst, household.CodeTooLongConsent,
		household.CodeProtectedText:
		return true
	}
	return strings.HasPrefix(string(c), "giver.") || strings.HasPrefix(string(c), "file.")
}

// agree compares the schema with the parser on one file.
func agree(t interface{ Fatalf(string, ...any) }, schema map[string]any, text string) {
	_, err := household.Parse("h.yaml", []byte(text))
	fs, _ := errors.AsType[household.Faults](err)
	shape := slices.DeleteFunc(slices.Clone(fs), func(f household.Fault) bool { return beyond(f.Code) })
	var doc yaml.Node
	if yaml.Unmarshal([]byte(text), &doc) != nil || len(doc.Content) != 1 {
		return // not YAML: the schema is not asked
	}
	value, ok := plain(doc.Content[0])
	if !ok {
		return
	}
	v := validator{root: schema}
	problem := v.check(schema, value, "")
	switch {
	case problem != "" && len(fs) == 0:
		t.Fatalf("the schema refuses what Parse accepts: %s\n%s", problem, text)
	case problem == "" && len(shape) > 0:
		t.Fatalf("the schema accepts what Parse refuses: %v\n%s", shape, text)
	}
}

func schemaOf(t *testing.T) map[string]any {
	t.Helper()
	var schema map[string]any
	if err := json.Unmarshal(household.JSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestSchemaAgreesWithParse(t *testing.T) {
	schema := schemaOf(t)
	agree(t, schema, full)
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		agree(t, schema, string(household.Template(lang, "k7")))
	}
	for _, c := range changes() {
		t.Run(c.name, func(t *testing.T) { agree(t, schema, c.apply(t)) })
	}
}

// Any one value of a household, replaced, removed or renamed, is judged alike
// by the schema and by Parse.
func TestSchemaAgreesOnSmallChanges(t *testing.T) {
	schema := schemaOf(t)
	rapid.Check(t, func(t *rapid.T) {
		var doc yaml.Node
		if err := yaml.Unmarshal([]byte(full), &doc); err != nil {
			t.Fatal(err)
		}
		var maps, all []*yaml.Node
		var walk func(n *yaml.Node)
		walk = func(n *yaml.Node) {
			all = append(all, n)
			if n.Kind == yaml.MappingNode {
				maps = append(maps, n)
				for i := 1; i < len(n.Content); i += 2 {
					walk(n.Content[i])
				}
				return
			}
			for _, c := range n.Content {
				walk(c)
			}
		}
		walk(doc.Content[0])
		switch rapid.IntRange(0, 3).Draw(t, "what") {
		case 0: // remove a key
			m := rapid.SampledFrom(maps).Draw(t, "group")
			i := 2 * rapid.IntRange(0, len(m.Content)/2-1).Draw(t, "key")
			m.Content = slices.Delete(m.Content, i, i+2)
		case 1: // rename a key
			m := rapid.SampledFrom(maps).Draw(t, "group")
			i := 2 * rapid.IntRange(0, len(m.Content)/2-1).Draw(t, "key")
			m.Content[i].Value = rapid.SampledFrom([]string{"x", "id", "kind", "section", "lat", "Name"}).Draw(t, "name")
			for j := 0; j < len(m.Content); j += 2 {
				if j != i && m.Content[j].Value == m.Content[i].Value {
					return // a key twice is not JSON
				}
			}
		case 2: // replace a value
			n := rapid.SampledFrom(all).Draw(t, "value")
			text := rapid.SampledFrom([]string{
				"x", `""`, "true", "false", "yes", "null", "0", "1", "17", "1984", "-91", "12.5", "2026-09-01", "[]", "[x]", "[x, x]",
				"{}", "{x: 1}", "household", "home", "page", "text", "photo", "sv", "all", "http://a.example/", "b/c",
				strings.Repeat("l", 201), "Å", "-", "[null]", "1e3", ".inf", "0x10", "~",
			}).Draw(t, "text")
			var with yaml.Node
			if err := yaml.Unmarshal([]byte(text), &with); err != nil {
				t.Fatal(err)
			}
			*n = *with.Content[0]
		case 3: // repeat an entry
			n := rapid.SampledFrom(all).Draw(t, "list")
			if n.Kind == yaml.SequenceNode && len(n.Content) > 0 {
				n.Content = append(n.Content, n.Content[0])
			}
		}
		text, err := yaml.Dump(&doc)
		if err != nil {
			t.Fatal(err)
		}
		agree(t, schema, string(text))
	})
}

// jsonNumber is a number without an exponent.
var jsonNumber = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?$`)

// plain turns YAML into what JSON would hold. It is false for what JSON cannot.
func plain(n *yaml.Node) (any, bool) {
	switch n.Kind {
	case yaml.MappingNode:
		m := map[string]any{}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if _, twice := m[n.Content[i].Value]; twice {
				return nil, false
			}
			v, ok := plain(n.Content[i+1])
			if !ok {
				return nil, false
			}
			m[n.Content[i].Value] = v
		}
		return m, true
	case yaml.SequenceNode:
		list := []any{}
		for _, c := range n.Content {
			v, ok := plain(c)
			if !ok {
				return nil, false
			}
			list = append(list, v)
		}
		return list, true
	case yaml.ScalarNode:
		switch n.ShortTag() {
		case "!!timestamp":
			return n.Value, true
		case "!!int", "!!float":
			if !jsonNumber.MatchString(n.Value) {
				return nil, false // a spelling that only YAML has
			}
		}
		var v any
		if n.Decode(&v) != nil {
			return nil, false
		}
		if i, ok := v.(int); ok {
			return float64(i), true
		}
		return v, true
	}
	return nil, false
}

// validator knows as much of JSON Schema as household.schema.json uses, and
// fails on a word it does not know.
type validator struct{ root map[string]any }

func (v validator) check(s map[string]any, x any, at string) string {
	num, isNum := x.(float64)
	text, isText := x.(string)
	list, isList := x.([]any)
	object, isObject := x.(map[string]any)
	for word, arg := range s {
		switch word {
		case "$schema", "$id", "title", "description", "$defs", "then":
		case "$ref":
			def := v.root["$defs"].(map[string]any)[strings.TrimPrefix(arg.(string), "#/$defs/")].(map[string]any)
			if p := v.check(def, x, at); p != "" {
				return p
			}
		case "type":
			types, ok := arg.([]any)
			if !ok {
				types = []any{arg}
			}
			if !slices.ContainsFunc(types, func(t any) bool { return isType(t.(string), x) }) {
				return fmt.Sprintf("%s: %v is not %v", at, x, types)
			}
		case "const":
			if !reflect.DeepEqual(arg, x) {
				return fmt.Sprintf("%s: %v is not %v", at, x, arg)
			}
		case "enum":
			if !slices.ContainsFunc(arg.([]any), func(a any) bool { return reflect.DeepEqual(a, x) }) {
				return fmt.Sprintf("%s: %v is none of %v", at, x, arg)
			}
		case "not":
			if v.check(arg.(map[string]any), x, at) == "" {
				return fmt.Sprintf("%s: %v is not allowed", at, x)
			}
		case "if":
			if v.check(arg.(map[string]any), x, at) == "" {
				if p := v.check(s["then"].(map[string]any), x, at); p != "" {
					return p
				}
			}
		case "allOf":
			for _, a := range arg.([]any) {
				if p := v.check(a.(map[string]any), x, at); p != "" {
					return p
				}
			}
		case "minimum":
			if isNum && num < arg.(float64) {
				return fmt.Sprintf("%s: %v is too small", at, x)
			}
		case "maximum":
			if isNum && num > arg.(float64) {
				return fmt.Sprintf("%s: %v is too large", at, x)
			}
		case "minLength":
			if isText && utf8.RuneCountInString(text) < int(arg.(float64)) {
				return at + ": too short"
			}
		case "maxLength":
			if isText && utf8.RuneCountInString(text) > int(arg.(float64)) {
				return at + ": too long"
			}
		case "format":
			if _, err := time.Parse(time.DateOnly, text); isText && arg == "date" && err != nil {
				return fmt.Sprintf("%s: %q is not a date", at, text)
			}
		case "pattern":
			if isText && !regexp.MustCompile(arg.(string)).MatchString(text) {
				return fmt.Sprintf("%s: %q does not match", at, text)
			}
		case "minItems":
			if isList && len(list) < int(arg.(float64)) {
				return at + ": too few"
			}
		case "maxItems":
			if isList && len(list) > int(arg.(float64)) {
				return at + ": too many"
			}
		case "uniqueItems":
			for i := range list {
				if slices.ContainsFunc(list[:i], func(a any) bool { return reflect.DeepEqual(a, list[i]) }) {
					return at + ": the same twice"
				}
			}
		case "items":
			for i, e := range list {
				if p := v.check(arg.(map[string]any), e, fmt.Sprintf("%s[%d]", at, i)); p != "" {
					return p
				}
			}
		case "contains":
			if isList && !slices.ContainsFunc(list, func(e any) bool { return v.check(arg.(map[string]any), e, at) == "" }) {
				return at + ": none is as asked"
			}
		case "required":
			for _, k := range arg.([]any) {
				if _, ok := object[k.(string)]; isObject && !ok {
					return fmt.Sprintf("%s: %s is missing", at, k)
				}
			}
		case "properties":
			for k, sub := range arg.(map[string]any) {
				if e, ok := object[k]; ok {
					if p := v.check(sub.(map[string]any), e, at+"."+k); p != "" {
						return p
					}
				}
			}
		case "additionalProperties":
			known, _ := s["properties"].(map[string]any)
			for k := range object {
				if _, ok := known[k]; !ok {
					return fmt.Sprintf("%s: unknown key %s", at, k)
				}
			}
		default:
			return "the validator of the test does not know " + word
		}
	}
	return ""
}

func isType(name string, x any) bool {
	switch y := x.(type) {
	case nil:
		return name == "null"
	case bool:
		return name == "boolean"
	case string:
		return name == "string"
	case float64:
		return name == "number" || name == "integer" && y == math.Trunc(y)
	case []any:
		return name == "array"
	case map[string]any:
		return name == "object"
	}
	return false
}
