package verdict_test

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password/verdict"
)

// object is a piece of a JSON schema.
type object = map[string]any

// schema describes a type in JSON Schema 2020-12. The words of closed sets and
// the forms of text stand beside it.
func schema(t reflect.Type) object {
	words := map[reflect.Type]any{
		reflect.TypeFor[verdict.Fault]():  verdict.Faults(),
		reflect.TypeFor[verdict.Kind]():   verdict.Kinds(),
		reflect.TypeFor[verdict.Reason](): verdict.Reasons(),
		reflect.TypeFor[verdict.Do]():     verdict.Dos(),
		reflect.TypeFor[verdict.Note]():   verdict.Notes(),
		reflect.TypeFor[verdict.Aside]():  verdict.Asides(),
		reflect.TypeFor[verdict.Offer]():  verdict.Offers(),
	}
	if list, ok := words[t]; ok {
		return object{"enum": list}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return schema(t.Elem())
	case reflect.Slice:
		return object{"type": "array", "items": schema(t.Elem())}
	case reflect.Struct:
		properties, required := object{}, []string{}
		for f := range t.Fields() {
			name, option, _ := strings.Cut(f.Tag.Get("json"), ",")
			p := schema(f.Type)
			if option == "" {
				required = append(required, name)
			} else if f.Type.Kind() == reflect.Slice {
				p["minItems"] = 1
			}
			switch name {
			case "schema":
				p["const"] = verdict.Schema
			case "made", "as_of", "until":
				p["format"] = "date"
			case "strength":
				p["enum"] = append([]string{""}, verdict.Strengths()...)
			case "steps":
				p["maxItems"] = 3
			case "log10":
				p["minimum"], p["maximum"] = 0, 1000
			case "entries", "looked", "aside", "copies", "more", "unknown":
				if f.Type.Kind() == reflect.Int {
					p["minimum"] = 0
				}
			}
			properties[name] = p
		}
		return object{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	case reflect.Int:
		return object{"type": "integer"}
	case reflect.Float64:
		return object{"type": "number"}
	case reflect.Bool:
		return object{"type": "boolean"}
	default:
		return object{"type": "string"}
	}
}

// The schema document says what the types say.
func TestSchema(t *testing.T) {
	s := schema(reflect.TypeFor[verdict.Report]())
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["title"] = "lampan: verdicts on passwords, without passwords"
	var want bytes.Buffer
	e := json.NewEncoder(&want)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	const golden = "verdicts.schema.json"
	if *update {
		if err := os.WriteFile(golden, want.Bytes(), 0o644); err != nil { //nolint:gosec // a file of the project
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want.String(), string(got)); d != "" {
		t.Errorf("write it anew with -update: %s", d)
	}
}
