package verdict_test

import (
	"bytes"
	"errors"
	"flag"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/password/verdict"
)

var update = flag.Bool("update", false, "write the files of the tests anew")

// example is a report that uses every key.
func example() verdict.Report {
	return verdict.Report{
		Schema: verdict.Schema, Case: "fall-7", Made: "2026-11-22",
		Checked: []verdict.Checked{
			{Fault: verdict.Reused, Done: true},
			{Fault: verdict.Leaked, Reason: verdict.NoFilter},
			{Fault: verdict.NoStep, Reason: verdict.NoSeeds, People: []string{"P2"}, AsOf: "2026-11-22", Unknown: 3},
		},
		People: []verdict.Person{
			{ID: "P1", Entries: 4, Looked: 3, Aside: 1, Steps: []verdict.Step{{Do: verdict.Part, Fault: verdict.Reused, Accounts: []string{"a1", "a2"}}}},
			{ID: "P2", Entries: 1, Looked: 1, Steps: []verdict.Step{}},
		},
		Accounts: []verdict.Account{
			{
				ID: "a1", Person: "P1", Name: "räksmörgås.se", User: "anna@exempel.se", Kind: verdict.Email, Strength: "weak", Log10: 7.3, Copies: 1, Also: []string{"exempel.se"},
				Faults: []verdict.Found{
					{Fault: verdict.Reused, With: []string{"a2", "b1"}, More: 2, People: []string{"P2"}, Master: true},
					{Fault: verdict.Weak, Hints: []string{"word", "year"}, Accepted: &verdict.Accepted{Reason: "byts i sommar", Until: "2027-06-30"}},
					{Fault: verdict.Variant, With: []string{"a2"}, Log10: 1.5},
					{Fault: verdict.Family, Facts: []string{"pet"}},
					{Fault: verdict.NoStep, Offers: []verdict.Offer{verdict.OfferSMS, verdict.OfferKey}},
				},
			},
			{ID: "a2", Person: "P1", Name: "Exempel", Kind: verdict.Shop, Strength: "fair", Log10: 11, Faults: []verdict.Found{}},
			{ID: "b1", Person: "P2", Name: "exempel.org", Kind: verdict.Other, Strength: "strong", Log10: 21.4, Faults: []verdict.Found{}},
			{ID: "a3", Person: "P1", Name: "gammal.se", Kind: verdict.Other, Faults: []verdict.Found{}, Aside: verdict.Deleted},
		},
		Steps: []verdict.Step{{Do: verdict.Second, Fault: verdict.NoStep, Accounts: []string{"a1"}}},
		Notes: []verdict.Note{verdict.Composition, verdict.Unproven},
	}
}

func TestEncode(t *testing.T) {
	got, err := verdict.Encode(example())
	if err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/example.json"
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil { //nolint:gosec // a file of the project
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Error(d)
	}
	back, err := verdict.Decode(got)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(example(), back); d != "" {
		t.Error(d)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, change := range map[string]func(*verdict.Report){
		"no schema":          func(r *verdict.Report) { r.Schema = 0 },
		"a list that is nil": func(r *verdict.Report) { r.Notes = nil },
		"an endless number":  func(r *verdict.Report) { r.Accounts[0].Log10 = math.Inf(1) },
		"two decimals":       func(r *verdict.Report) { r.Accounts[0].Log10 = 1.25 },
	} {
		r := example()
		change(&r)
		if _, err := verdict.Encode(r); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestDecodeFaults(t *testing.T) {
	good, err := os.ReadFile("testdata/example.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, old, with string
		code            verdict.Code
		path            string
		line            int
	}{
		{"nothing", "", "", verdict.Syntax, "", 1},
		{"no object", "", "[]", verdict.NotSchema, "", 1},
		{"another format", "", `{"items": []}`, verdict.NotSchema, "", 1},
		{"half a file", `"notes": [`, "\x00", verdict.Syntax, "", 0},
		{"not UTF-8", "gammal.se", "gammal\xff.se", verdict.Encoding, "", 0},
		{"a newer schema with new keys", `"schema": 1,`, `"schema": 2, "mood": "good",`, verdict.Newer, "schema", 2},
		{"an older schema", `"schema": 1,`, `"schema": 0,`, verdict.NotSchema, "schema", 2},
		{"a schema in words", `"schema": 1,`, `"schema": "1",`, verdict.WrongType, "schema", 2},
		{"an unknown key", `"case": "fall-7",`, `"case": "fall-7", "mood": 1,`, verdict.KeyUnknown, "", 3},
		{"an unknown key inside", `"copies": 1,`, `"password": "x",`, verdict.KeyUnknown, "accounts[0]", 0},
		{"a key twice", `"case": "fall-7",`, `"case": "fall-7", "case": "x",`, verdict.KeyTwice, "", 3},
		{"a key too few", `"made": "2026-11-22",`, "", verdict.KeyMissing, "", 1},
		{"a bad date", `"made": "2026-11-22"`, `"made": "2026-11-31"`, verdict.WrongDate, "made", 4},
		{"a date with a clock", `"made": "2026-11-22"`, `"made": "2026-11-22T10:00"`, verdict.WrongDate, "made", 4},
		{"an unknown fault", `"fault": "family"`, `"fault": "familiar"`, verdict.WrongWord, "accounts[0].faults[3].fault", 0},
		{"an unknown kind", `"kind": "shop"`, `"kind": "store"`, verdict.WrongWord, "accounts[1].kind", 0},
		{"an unknown offer", `"key"`, `"fax"`, verdict.WrongWord, "accounts[0].faults[4].offers[1]", 0},
		{"a hint that is text", `"word",`, `"Sommar 2024",`, verdict.WrongWord, "accounts[0].faults[1].hints[0]", 0},
		{"a hint twice", `"word",`, `"year",`, verdict.Twice, "accounts[0].faults[1].hints", 0},
		{"an account twice", `"id": "a3"`, `"id": "a1"`, verdict.Twice, "accounts[3].id", 0},
		{"a person twice", `"id": "P2"`, `"id": "P1"`, verdict.Twice, "people[1].id", 0},
		{"a person that is not listed", `"person": "P2"`, `"person": "P3"`, verdict.Nobody, "accounts[2].person", 0},
		{"another person that is not listed", "\"people\": [\n            \"P2\"", `"people": ["P3"`, verdict.Nobody, "accounts[0].faults[0].people[0]", 0},
		{"an account that is not listed", `"b1"`, `"b9"`, verdict.Nowhere, "accounts[0].faults[0].with[1]", 0},
		{"an account with itself", `"b1"`, `"a1"`, verdict.Contrary, "accounts[0].faults", 0},
		{"a step nowhere", "\"a1\"\n      ]\n    }\n  ],\n  \"notes\"", "\"a9\"]}], \"notes\"", verdict.Nowhere, "steps[0].accounts[0]", 0},
		{"a step without accounts", "\"accounts\": [\n        \"a1\"\n      ]", `"accounts": []`, verdict.WrongRange, "steps[0].accounts", 0},
		{"a control character", `"name": "gammal.se"`, `"name": "gammal\u001b[2J.se"`, verdict.WrongText, "accounts[3].name", 0},
		{"a sign of direction", `"name": "gammal.se"`, `"name": "gammal\u202e.se"`, verdict.WrongText, "accounts[3].name", 0},
		{"no name", `"name": "gammal.se"`, `"name": ""`, verdict.WrongText, "accounts[3].name", 0},
		{"a long name", `"name": "gammal.se"`, `"name": "` + strings.Repeat("a", 201) + `"`, verdict.WrongText, "accounts[3].name", 0},
		{"an ID with signs", `"id": "a3"`, `"id": "a/3"`, verdict.WrongText, "accounts[3].id", 0},
		{"a number below 0", `"log10": 7.3`, `"log10": -0`, verdict.WrongRange, "accounts[0].log10", 0},
		{"a huge number", `"log10": 7.3`, `"log10": 1e999`, verdict.WrongRange, "accounts[0].log10", 0},
		{"half an entry", `"entries": 4`, `"entries": 4.5`, verdict.WrongRange, "people[0].entries", 0},
		{"more than there are", `"entries": 4`, `"entries": 3`, verdict.Contrary, "people[0]", 0},
		{"no copies", `"copies": 1`, `"copies": 0`, verdict.WrongRange, "accounts[0].copies", 0},
		{"done with a reason", `"fault": "reused",
      "done": true`, `"fault": "reused", "reason": "no-dates", "done": true`, verdict.Contrary, "checked[0]", 0},
		{"done, and not for somebody", `"done": true`, `"people": ["P2"], "done": true`, verdict.Contrary, "checked[0]", 0},
		{"not done without one", `"done": true`, `"done": false`, verdict.Contrary, "checked[0]", 0},
		{"a fault checked twice", "\"fault\": \"leaked\",\n      \"done\"", `"fault": "reused", "done"`, verdict.Twice, "", 1},
		{"a fault twice", `"fault": "weak"`, `"fault": "reused"`, verdict.Twice, "accounts[0].faults", 0},
		{"aside with a strength", `"strength": "",`, `"strength": "weak",`, verdict.Contrary, "accounts[3].strength", 0},
		{"in use without one", `"strength": "fair",`, `"strength": "",`, verdict.Contrary, "accounts[1].strength", 0},
		{"something after it", "\x00", `{}`, verdict.Syntax, "", 0},
		{"deep", "", strings.Repeat("[", 100000), verdict.Syntax, "", 1},
		{"deep and whole", "", strings.Repeat("[", 20) + strings.Repeat("]", 20), verdict.Syntax, "", 1},
		{"a false that is said by leaving out", `"master": true`, `"master": false`, verdict.WrongRange, "accounts[0].faults[0].master", 0},
		{"guesses from another without a variant", `"hints": [`, `"log10": 1.5, "hints": [`, verdict.Contrary, "accounts[0].faults[1].log10", 0},
		{"a note in numbers", `"composition"`, `7`, verdict.WrongType, "notes[0]", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			data := []byte(c.with)
			switch {
			case c.with == "\x00":
				data = good[:bytes.Index(good, []byte(c.old))]
			case c.old == "\x00":
				data = append(bytes.Clone(good), c.with...)
			case c.old != "":
				if !bytes.Contains(good, []byte(c.old)) {
					t.Fatalf("the example does not hold %s", c.old)
				}
				data = bytes.Replace(good, []byte(c.old), []byte(c.with), 1)
			}
			r, err := verdict.Decode(data)
			m, ok := errors.AsType[*verdict.Malformed](err)
			if !ok {
				t.Fatalf("Decode: %v, %+v; want a *Malformed", err, r)
			}
			if m.Code != c.code || c.path != "" && m.Path != c.path || c.line != 0 && m.Line != c.line {
				t.Errorf("Decode: %+v; want code %s at %q, line %d", m, c.code, c.path, c.line)
			}
			if d := cmp.Diff(verdict.Report{}, r); d != "" {
				t.Errorf("something of a faulty file came through: %s", d)
			}
			for _, text := range []string{"gammal", "fall-7", "mood", "password"} {
				if strings.Contains(m.Error(), text) {
					t.Errorf("the error holds text of the file: %v", m)
				}
			}
		})
	}
}

// The error says line and column, in characters.
func TestPosition(t *testing.T) {
	_, err := verdict.Decode([]byte("{\n  \"schema\": 1,\n  \"å\": \"ä\", \"made\": 1\n}"))
	if got, want := err.Error(), "line 3, column 10: the key is unknown; make it again with lampan-pass audit --verdicts"; got != want {
		t.Errorf("Decode: %s; want %s", got, want)
	}
}

// Every code has a sentence of its own.
func TestSentences(t *testing.T) {
	seen := map[string]verdict.Code{}
	for _, c := range []verdict.Code{
		verdict.TooLarge, verdict.Encoding, verdict.Syntax, verdict.Newer, verdict.NotSchema, verdict.KeyUnknown, verdict.KeyTwice,
		verdict.KeyMissing, verdict.WrongType, verdict.WrongWord, verdict.WrongDate, verdict.WrongText, verdict.WrongRange,
		verdict.Twice, verdict.Nobody, verdict.Nowhere, verdict.Contrary,
	} {
		s := (&verdict.Malformed{Line: 1, Column: 1, Code: c}).Error()
		if strings.Contains(s, string(c)) {
			t.Errorf("%s has no sentence", c)
		}
		if seen[s] != "" {
			t.Errorf("%s says the same as %s", c, seen[s])
		}
		seen[s] = c
	}
}

// What is decoded can be encoded, and comes back the same.
func FuzzDecode(f *testing.F) {
	good, err := os.ReadFile("testdata/example.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"schema":1,"made":"2026-11-22","checked":[],"people":[],"accounts":[],"steps":[],"notes":[]}`))
	f.Add([]byte(`{"schema":2}`))
	f.Add([]byte(`[[[[`))
	f.Add([]byte("\xff"))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := verdict.Decode(data)
		if err != nil {
			m, ok := errors.AsType[*verdict.Malformed](err)
			if !ok || m.Line < 1 || m.Column < 1 || m.Line > 1+bytes.Count(data, []byte{'\n'}) {
				t.Fatalf("Decode: %#v", err)
			}
			return
		}
		b, err := verdict.Encode(r)
		if err != nil {
			t.Fatalf("Encode of what Decode gave: %v", err)
		}
		back, err := verdict.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(r, back); d != "" {
			t.Error(d)
		}
	})
}

func BenchmarkDecode(b *testing.B) {
	data, err := os.ReadFile("testdata/example.json")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := verdict.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
