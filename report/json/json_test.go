package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/json"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

var update = flag.Bool("update", false, "write the golden files")

func render(t testing.TB, a *audit.Audit, lang exposure.Lang) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := json.Write(&buf, report.Build(a, reporttest.Pack(), reporttest.Places(), lang)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestWriteGolden(t *testing.T) {
	got := render(t, reporttest.Audit(), exposure.Swedish)
	path := filepath.Join("testdata", "report.sv.json")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("report.sv.json differs; read the change and run with -update (-want +got):\n%s", d)
	}
}

// TestAuditSurvives reads the data back and finds the same audit, in either
// language: words and data are apart.
func TestAuditSurvives(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		var doc struct {
			Audit *audit.Audit `json:"audit"`
		}
		if err := stdjson.Unmarshal(render(t, reporttest.Audit(), lang), &doc); err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(reporttest.Audit(), doc.Audit); d != "" {
			t.Errorf("%s: audit differs (-want +got):\n%s", lang, d)
		}
	}
}

// TestNothingActs puts every payload in every string: the output is plain,
// valid JSON, and the strings come back whole.
func TestNothingActs(t *testing.T) {
	for _, payload := range reporttest.Payloads() {
		got := render(t, reporttest.Hostile(payload), exposure.Swedish)
		for _, r := range string(got) {
			if r != '\n' && (!unicode.IsPrint(r) || strings.ContainsRune("<>&", r)) {
				t.Errorf("payload %q: output holds %U", payload, r)
				break
			}
		}
		var doc struct {
			Audit audit.Audit `json:"audit"`
		}
		if err := stdjson.Unmarshal(got, &doc); err != nil {
			t.Errorf("payload %q: %v", payload, err)
		} else if utf8.ValidString(payload) && doc.Audit.Name != payload {
			t.Errorf("payload %q came back as %q", payload, doc.Audit.Name)
		}
	}
}

// TestSchema checks the output of every state against the schema.
func TestSchema(t *testing.T) {
	s := load(t, "report.schema.json")
	for name, a := range reporttest.States() {
		for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
			var doc any
			if err := stdjson.Unmarshal(render(t, a, lang), &doc); err != nil {
				t.Fatal(err)
			}
			if faults := s.check("$", s.root, doc); len(faults) > 0 {
				t.Errorf("%s %s:\n%s", name, lang, strings.Join(faults, "\n"))
			}
		}
	}
}

// TestSchemaNotices shows that the check above can fail.
func TestSchemaNotices(t *testing.T) {
	s := load(t, "report.schema.json")
	for name, change := range map[string]func(doc map[string]any){
		"unknown key":   func(d map[string]any) { d["extra"] = 1.0 },
		"missing key":   func(d map[string]any) { delete(d, "texts") },
		"wrong type":    func(d map[string]any) { d["coverage"] = "many" },
		"out of range":  func(d map[string]any) { d["coverage"] = 101.0 },
		"half":          func(d map[string]any) { d["coverage"] = 1.5 },
		"other version": func(d map[string]any) { d["schema"] = 2.0 },
		"unknown word": func(d map[string]any) {
			d["audit"].(map[string]any)["assessment"].(map[string]any)["household"].(map[string]any)["band"] = "awful"
		},
	} {
		t.Run(name, func(t *testing.T) {
			var doc map[string]any
			if err := stdjson.Unmarshal(render(t, reporttest.Audit(), exposure.English), &doc); err != nil {
				t.Fatal(err)
			}
			change(doc)
			if len(s.check("$", s.root, doc)) == 0 {
				t.Error("no fault found")
			}
		})
	}
}

// TestSchemaNamesEveryField holds the schema to the types, both ways: a field
// that no fixture fills is described too, and nothing is described that is not
// there.
func TestSchemaNamesEveryField(t *testing.T) {
	s := load(t, "report.schema.json")
	for def, v := range map[string]any{
		"audit": audit.Audit{}, "pack": audit.Pack{}, "person": audit.Person{}, "coverage": audit.Coverage{}, "fault": audit.Fault{},
		"outcome": audit.RuleOutcome{}, "suggestion": audit.Suggestion{}, "finding": exposure.Finding{}, "fact": exposure.Fact{},
		"evidence": exposure.Evidence{}, "account": exposure.AccountName{}, "fix": exposure.Fix{}, "assessment": audit.Audit{}.Assessment,
		"result": audit.Audit{}.Assessment.Household, "topic": audit.Topic{}, "alone": audit.Alone{}, "good": audit.Good{},
	} {
		typ := reflect.TypeOf(v)
		var fields []string
		for f := range typ.Fields() {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			fields = append(fields, name)
		}
		slices.Sort(fields)
		described := exposure.SortedKeys(s.defs[def].(map[string]any)["properties"].(map[string]any))
		if d := cmp.Diff(fields, described); d != "" {
			t.Errorf("%s (-type +schema):\n%s", def, d)
		}
	}
}

// schema is as much of JSON Schema as the report's schema uses.
type schema struct {
	root map[string]any
	defs map[string]any
}

func load(t *testing.T, name string) schema {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var root map[string]any
	if err := stdjson.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	return schema{root: root, defs: root["$defs"].(map[string]any)}
}

func (s schema) check(at string, want map[string]any, got any) (faults []string) {
	if ref, ok := want["$ref"].(string); ok {
		return s.check(at, s.defs[strings.TrimPrefix(ref, "#/$defs/")].(map[string]any), got)
	}
	if choices, ok := want["oneOf"].([]any); ok {
		for _, w := range choices {
			if len(s.check(at, w.(map[string]any), got)) == 0 {
				return nil
			}
		}
		return []string{at + ": matches nothing that is allowed"}
	}
	if c, ok := want["const"]; ok && c != got {
		faults = append(faults, fmt.Sprintf("%s: %v; want %v", at, got, c))
	}
	if e, ok := want["enum"].([]any); ok && !slices.Contains(e, got) {
		faults = append(faults, fmt.Sprintf("%s: %v is not one of %v", at, got, e))
	}
	if !typed(want["type"], got) {
		return append(faults, fmt.Sprintf("%s: %T; want %v", at, got, want["type"]))
	}
	switch v := got.(type) {
	case float64:
		if m, ok := want["minimum"].(float64); ok && v < m {
			faults = append(faults, at+": too small")
		}
		if m, ok := want["maximum"].(float64); ok && v > m {
			faults = append(faults, at+": too large")
		}
	case []any:
		for i, item := range v {
			faults = append(faults, s.check(fmt.Sprintf("%s[%d]", at, i), want["items"].(map[string]any), item)...)
		}
	case map[string]any:
		props, _ := want["properties"].(map[string]any)
		required, _ := want["required"].([]any)
		for _, k := range required {
			if _, ok := v[k.(string)]; !ok {
				faults = append(faults, at+": lacks "+k.(string))
			}
		}
		for k, item := range v {
			switch p := props[k]; {
			case p != nil:
				faults = append(faults, s.check(at+"."+k, p.(map[string]any), item)...)
			case want["additionalProperties"] == false:
				faults = append(faults, at+": does not know "+k)
			default:
				if more, ok := want["additionalProperties"].(map[string]any); ok {
					faults = append(faults, s.check(at+"."+k, more, item)...)
				}
			}
		}
	}
	return faults
}

func typed(want, got any) bool {
	switch want := want.(type) {
	case nil:
		return true
	case []any:
		return slices.ContainsFunc(want, func(w any) bool { return typed(w, got) })
	}
	switch v := got.(type) {
	case nil:
		return want == "null"
	case string:
		return want == "string"
	case bool:
		return want == "boolean"
	case float64:
		return want == "number" || want == "integer" && v == math.Trunc(v)
	case []any:
		return want == "array"
	}
	return want == "object"
}

func TestWriteComparison(t *testing.T) {
	after := reporttest.Audit()
	after.Number = 4
	after.Findings = slices.DeleteFunc(after.Findings, func(f exposure.Finding) bool { return f.ID == "k-trip" })
	c := compare.Audits(reporttest.Audit(), after, reporttest.Pack())
	var buf bytes.Buffer
	if err := json.WriteComparison(&buf, report.BuildComparison(c, reporttest.Pack(), reporttest.Places(), exposure.English)); err != nil {
		t.Fatal(err)
	}
	var doc struct {
		Schema     int
		Comparable bool
		Before     struct{ Number, Score int }
		After      struct{ Number, Score int }
		Findings   []struct{ Status, Finding string }
		Texts      struct{ Lang, Summary string }
	}
	if err := stdjson.Unmarshal(buf.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Schema != audit.Schema || !doc.Comparable || doc.Before.Number != 3 || doc.After.Number != 4 || doc.Texts.Lang != "en" {
		t.Errorf("comparison = %+v", doc)
	}
	if doc.After.Score >= doc.Before.Score || doc.After.Score != c.AfterScore {
		t.Errorf("score %d → %d; want lower, and %d", doc.Before.Score, doc.After.Score, c.AfterScore)
	}
	if len(doc.Findings) != len(c.Changes) || doc.Findings[len(doc.Findings)-1].Finding == "" {
		t.Errorf("findings = %+v; want %d", doc.Findings, len(c.Changes))
	}
	if i := slices.IndexFunc(doc.Findings, func(f struct{ Status, Finding string }) bool { return f.Finding == "k-trip" }); i < 0 || doc.Findings[i].Status != "gone" {
		t.Errorf("findings = %+v; want the trip gone", doc.Findings)
	}
}

func TestWriteComparisonWithoutScore(t *testing.T) {
	c := compare.Audits(reporttest.Audit(), reporttest.States()["nothing"], reporttest.Pack())
	var buf bytes.Buffer
	if err := json.WriteComparison(&buf, report.BuildComparison(c, reporttest.Pack(), reporttest.Places(), exposure.English)); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(buf.Bytes(), []byte(`"score"`)) {
		t.Error("a score is given though nothing can be compared")
	}
}

func TestWriteHistory(t *testing.T) {
	var buf bytes.Buffer
	list := []audit.Summary{reporttest.Audit().Summary()}
	if err := json.WriteHistory(&buf, list); err != nil {
		t.Fatal(err)
	}
	var doc struct{ Audits []audit.Summary }
	if err := stdjson.Unmarshal(buf.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(list, doc.Audits); d != "" {
		t.Errorf("history (-want +got):\n%s", d)
	}
	buf.Reset()
	if err := json.WriteHistory(&buf, nil); err != nil || !bytes.Contains(buf.Bytes(), []byte(`"audits": []`)) {
		t.Errorf("empty history = %s, %v; want an empty list", buf.Bytes(), err)
	}
}
