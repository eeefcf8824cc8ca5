package rules_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"lampan/rules"
	"lampan/rules/exposure"
)

// whole is the test pack that uses every key of the format.
func whole(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"pack.yaml", "scenarios.yaml", "controls.yaml", "questions.yaml", "rules/all.yaml"} {
		b, err := os.ReadFile(path.Join("testdata/whole", name))
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: b}
	}
	return out
}

func TestLoad(t *testing.T) {
	p, err := rules.Load(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := rules.Validate(p); err != nil {
		t.Errorf("Validate(Load(pack)) = %v", err)
	}
	r, ok := p.Rule("trip.told")
	if !ok {
		t.Fatal("rule trip.told is missing")
	}
	lo, hi := 1.0, 100.0
	want := rules.When{
		All: []rules.Condition{
			{Observe: exposure.AbsenceIntent, Line: 8, Where: map[string]rules.Match{
				"actor": {In: []string{"self"}}, "tense": {In: []string{"future", "ongoing"}}, "form": {NotIn: []string{"sitter"}},
			}},
			{Observe: exposure.TimeRange, Near: "sentence", Line: 9, Where: map[string]rules.Match{
				"from": {After: "published", Before: "audit", Days: 3},
			}},
		},
		Any:  []rules.Condition{{Observe: exposure.PhotoPosition, Near: "document", Line: 11, Where: map[string]rules.Match{"metres": {Min: &lo, Max: &hi}}}},
		None: []rules.Condition{{Observe: exposure.ModalityWish, Near: "sentence", Line: 13}},
	}
	if diff := cmp.Diff(want, r.When); diff != "" {
		t.Errorf("when (-want +got):\n%s", diff)
	}
	if got, want := r.Fact.Category, "when"; got != want {
		t.Errorf("category = %q; want %q", got, want)
	}
	if got, want := p.Detectors(), []rules.Detector{"home", "travel"}; !slices.Equal(got, want) {
		t.Errorf("detectors = %v; want %v", got, want)
	}
	if len(p.Model.Scenarios) != 1 || p.Model.Scenarios[0].Base != 25 {
		t.Errorf("model scenarios = %+v", p.Model.Scenarios)
	}
}

// A pack knows its questions, and an answer in the words that a family writes.
func TestQuestions(t *testing.T) {
	p, err := rules.Load(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	q, ok := p.Questions.Find("home.alarm")
	if !ok || len(p.Questions) != 2 || q.Area != "home" || q.Text[exposure.Swedish] != "Larm?" || q.Line != 17 {
		t.Fatalf("Find(home.alarm) = %+v, %v", q, ok)
	}
	if diff := cmp.Diff([]string{"alltid", "inget larm"}, q.Words(exposure.Swedish)); diff != "" {
		t.Errorf("Words(sv) (-want +got):\n%s", diff)
	}
	for word, want := range map[string]string{
		"always": "always", "alltid": "always", " Alltid ": "always", "none": "none", "Inget  Larm": "none", "no alarm": "none",
		"": "", "allt": "", "inget": "",
	} {
		if got, ok := q.Value(word); got != want || ok != (want != "") {
			t.Errorf("Value(%q) = %q, %v; want %q", word, got, ok, want)
		}
	}
	if _, ok := p.Questions.Find("home.alrm"); ok {
		t.Error("Find(home.alrm) was found")
	}
}

// A change of any byte changes the hash; the order of reading does not.
func TestLoadHash(t *testing.T) {
	a, err := rules.Load(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	files := whole(t)
	files["rules/all.yaml"].Data = append(files["rules/all.yaml"].Data, "# more\n"...)
	b, err := rules.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Hash) != 64 || a.Hash == b.Hash {
		t.Errorf("hashes %q and %q; want two different SHA-256", a.Hash, b.Hash)
	}
}

func TestLoadFaults(t *testing.T) {
	tests := []struct {
		name     string
		file     string
		old, new string // one replacement in the file
		want     string
	}{
		{"unknown key", "rules/all.yaml", "detector: travel", "detektor: travel", `rules/all.yaml:3: unknown key "detektor" (did you mean "detector"?)`},
		{"missing key", "rules/all.yaml", "severity: high\n", "", `rules/all.yaml:1: key "severity" is missing`},
		{"key twice", "rules/all.yaml", "severity: high\n", "severity: high\nseverity: low\n", `key "severity" stands twice`},
		{"duplicate id", "rules/all.yaml", "id: house.shown", "id: trip.told", `id "trip.told" is taken`},
		{"unknown kind", "rules/all.yaml", "observe: modality.wish", "observe: modality.whish", `did you mean "modality.wish"?`},
		{"unknown attribute", "rules/all.yaml", "{actor: self,", "{actr: self,", `"absence.intent" has no attribute "actr" (did you mean "actor"?)`},
		{"word never seen", "rules/all.yaml", "tense: [future, ongoing]", "tense: [futur, ongoing]", `absence.intent.tense is never "futur" (did you mean "future"?)`},
		{"a detail that no place shows", "rules/all.yaml", "details: [name, age]", "details: [name, agee]", `did you mean "age"?`},
		{"a listing of nobody in the family", "rules/all.yaml", "person: elsa", "person: nils", `person is "nils"`},
		{"two equal listings", "rules/all.yaml", "details: []", "details: [name, age], public: \"yes\", progress: done, person: elsa", "it stands twice"},
		{"unknown need", "rules/all.yaml", "needs: [page, photo]", "needs: [page, foto]", `needs[1] is "foto"`},
		{"number for a word", "rules/all.yaml", "form: {not: [sitter]}", "form: {min: 1}", "min and max are for numbers"},
		{"day out of the calendar", "rules/all.yaml", "after: published", "after: 2026-02-30", `"2026-02-30" is not a day`},
		{"two comparisons", "rules/all.yaml", "form: {not: [sitter]}", "form: {not: [sitter], min: 1}", "must be compared in one way"},
		{"min above max", "rules/all.yaml", "{min: 1, max: 100}", "{min: 100, max: 1}", "min is above max"},
		{"confidence out of range", "rules/all.yaml", "base: 0.5", "base: 1.5", "confidence.base is 1.5, out of range"},
		{"not a number", "rules/all.yaml", "base: 0.5", "base: .nan", "confidence.base"},
		{"points out of range", "rules/all.yaml", "points: 18", "points: 1800", "fact.points is 1800, out of range"},
		{"minutes not whole", "rules/all.yaml", "minutes: 5, proof: recheck", "minutes: 5.5, proof: recheck", "write a whole number"},
		{"no Swedish", "rules/all.yaml", `  sv: {title: "Titel {from}", detail: Mer, why: Varför, ask: Fråga, child: Barn, fix: Åtgärd}` + "\n", "", `text: key "sv" is missing`},
		{"no why", "rules/all.yaml", "why: Varför, ask: Fråga", "ask: Fråga", `text.sv: key "why" is missing`},
		{"empty child", "rules/all.yaml", "child: Child", `child: " "`, "text.en.child is empty"},
		{"unknown placeholder", "rules/all.yaml", `"Title {from}"`, `"Title {form}"`, "uses {form}, which is not shown"},
		{"placeholder that may lack", "rules/all.yaml", "{of: time.range, attr: from", "{of: place.away, attr: name", "uses {from}, which some matches lack"},
		{"half a brace", "rules/all.yaml", `"Title {from}"`, `"Title {from"`, "a brace without its other half"},
		{"exclamation mark", "rules/all.yaml", "fix: Fix}", `fix: "Fix!"}`, "exclamation mark"},
		{"too few clean", "rules/all.yaml", "    - {lang: sv, text: tre, why: nej}\n", "", "2 clean examples in sv"},
		{"clean without why", "rules/all.yaml", "{lang: sv, text: tre, why: nej}", "{lang: sv, text: tre}", "does not say why it is clean"},
		{"example twice", "rules/all.yaml", "{lang: sv, text: två}", "{lang: sv, at: 2026-06-01, text: ett}", "it stands twice"},
		{"example without language", "rules/all.yaml", "{lang: sv, text: två}", "{text: två}", "a text needs lang"},
		{"a moment that is none", "rules/all.yaml", "taken: 2026-05-01 07:40", "taken: 2026-05-01 7", "write a date such as 2026-06-01, or 2026-06-01 07:40"},
		{"example with two inputs", "rules/all.yaml", "{lang: sv, text: två}", "{lang: sv, text: två, answer: {question: q, value: a}}", "one of text, photo, photos, record, answer"},
		{"value not shown", "rules/all.yaml", "values: {from:", "values: {until:", `value "until" is not shown`},
		{"shown attribute", "rules/all.yaml", "{of: time.range, attr: from", "{of: time.range, attr: form", `"time.range" has no attribute "form"`},
		{"shown kind", "rules/all.yaml", "{of: time.range, attr: from", "{of: birth.date, attr: own", "which no condition looks for"},
		{"value of what no condition seeks", "rules/all.yaml", "of: answer.given, timeliness", "of: birth.date, timeliness", `fact.of takes the value of "birth.date"`},
		{"value of another kind without key: value", "rules/all.yaml", "key: value, of: answer.given", "key: one, of: answer.given", `fact.of takes the value`},
		{"passage without a sense", "rules/all.yaml", "observe: modality.wish, near: sentence", "observe: modality.wish, near: passage", "near: passage needs a sense"},
		{"unknown mask", "rules/all.yaml", "mask: plain}\n    tense", "mask: plian}\n    tense", `did you mean "plain"?`},
		{"fact kind", "rules/all.yaml", "kind: trip", "kind: tripp", `fact kind "tripp" is not in pack.yaml`},
		{"nothing to observe", "rules/all.yaml", "when: {any: [{observe: answer.given, where: {question: q}}]}", "when: {}", "names nothing to observe"},
		{"bad date", "rules/all.yaml", "at: 2026-06-01", "at: 2026-6-1", "write a date such as"},
		{"alias", "rules/all.yaml", "needs: [page, photo]", "needs: &n [page, photo]", "uses a YAML anchor or alias"},
		{"broken YAML", "rules/all.yaml", "needs: [page, photo]", "needs: [page, photo", "not valid YAML"},
		{"wrong format version", "pack.yaml", "schema: 1", "schema: 2", "schema is 2, out of range"},
		{"category without cap", "pack.yaml", "gold: where", "gold: what", `"what" has no cap`},
		{"baseline", "pack.yaml", "baseline: [house]", "baseline: [hous]", `did you mean "house"?`},
		{"negative cap", "pack.yaml", "when: 36", "when: -36", "out of range"},
		{"leg of an unknown kind", "scenarios.yaml", "kinds: [trip]", "kinds: [tripp]", `unknown fact kind "tripp"`},
		{"leg nobody makes", "scenarios.yaml", "kinds: [house, gold]", "kinds: [gold]", "no rule makes a fact for leg where"},
		{"placeholder in a scenario", "scenarios.yaml", "why: V", `why: "V {x}"`, "uses {x}, which is not shown"},
		{"control of nothing", "controls.yaml", "scenario: empty", "scenario: full", `there is no scenario "full"`},
		{"rule on an unknown question", "rules/all.yaml", "where: {question: q}", "where: {question: r}", `rules/all.yaml:76: rule house.shown: there is no question "r" in questions.yaml`},
		{"rule on an unknown answer", "rules/all.yaml", "where: {question: q}", "where: {question: q, answer: {not: [e]}}", `rules/all.yaml:76: rule house.shown: "e" is no answer to q (use one of a, b, c, d)`},
		{"rule on an answer to another question", "rules/all.yaml", "where: {question: q}", "where: {question: q, answer: always}", `"always" is no answer to q`},
		{"rule on an answer to any question", "rules/all.yaml", "where: {question: q}", "where: {answer: alwais}", `"alwais" is no answer to`},
		{"rule on an unknown pair", "rules/all.yaml", "where: {question: q}", "where: {value: q=e}", `"e" is no answer to q`},
		{"control on an unknown question", "controls.yaml", "question: home.alarm", "question: home.alrm", `controls.yaml:3: control alarm: there is no question "home.alrm" in questions.yaml (did you mean "home.alarm"?)`},
		{"control on an unknown answer", "controls.yaml", "answers: [always]", "answers: [allways]", `"allways" is no answer to home.alarm (did you mean "always"?)`},
		{"question twice", "questions.yaml", "id: home.alarm", "id: q", `questions.yaml:17: question "q" stands twice`},
		{"word with two meanings", "questions.yaml", "sv: [bbb]", "sv: [ Aaa ]", `questions.yaml:14: question q: "aaa" means both "a" and "b"`},
		{"word that is another's value", "questions.yaml", "sv: [bbb]", "sv: [c]", `"c" means both "b" and "c"`},
		{"question without a language", "questions.yaml", "text: {sv: Larm?, en: Alarm?}", "text: {sv: Larm?}", `questions[1].text: key "en" is missing`},
		{"answer without words", "questions.yaml", "words: {sv: [alltid], en: [always]}", "words: {sv: [alltid], en: []}", "too few"},
		{"question of no area", "questions.yaml", "area: home", "area: house", `did you mean "home"?`},
		{"truth for a word", "questions.yaml", "en: [bbb]", "en: [true]", "put it in quotation marks"},
		{"two documents", "controls.yaml", "schema: 1\n", "schema: 1\ncontrols: []\n---\nschema: 1\n", "more than one document"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			files := whole(t)
			data := string(files[tt.file].Data)
			if !strings.Contains(data, tt.old) {
				t.Fatalf("the test pack has no %q", tt.old)
			}
			files[tt.file].Data = []byte(strings.Replace(data, tt.old, tt.new, 1))
			_, err := rules.Load(files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Fatalf("Load() = %v; want …%s…", err, tt.want)
			}
			if _, ok := errors.AsType[*rules.Fault](err); !ok {
				t.Errorf("Load() = %T; want a *rules.Fault inside", err)
			}
			for line := range strings.SplitSeq(err.Error(), "\n") {
				if !regexp.MustCompile(`^[a-z/]+(\.yaml)?(:\d+)?: `).MatchString(line) {
					t.Errorf("fault %q names no place", line)
				}
			}
		})
	}
}

// One run shows the faults of every file.
func TestLoadAllFaults(t *testing.T) {
	files := whole(t)
	for name, f := range files {
		f.Data = bytes.Replace(f.Data, []byte("schema: 1"), []byte("schema: 1\nextra: 1"), 1)
		files[name] = f
	}
	delete(files, "pack.yaml")
	_, err := rules.Load(files)
	for _, want := range []string{"controls.yaml:2", "scenarios.yaml:2", "rules/all.yaml:2", "pack.yaml: the file is missing"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Load() = %v; want …%s…", err, want)
		}
	}
}

func TestLoadLimits(t *testing.T) {
	big := whole(t)
	big["rules/big.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("# padding\n"), 200_000)}
	bomb := whole(t)
	bomb["rules/bomb.yaml"] = &fstest.MapFile{Data: []byte("a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b]\n")}
	deep := whole(t)
	deep["rules/deep.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("["), 100_000)}
	latin := whole(t)
	latin["rules/latin.yaml"] = &fstest.MapFile{Data: []byte("id: \xe5\n")}
	many := whole(t)
	many["rules/many.yaml"] = &fstest.MapFile{Data: bytes.Repeat([]byte("---\nid: x\n"), 3000)}
	empty := whole(t)
	empty["rules/empty.yaml"] = &fstest.MapFile{}
	for name, tt := range map[string]struct {
		files fs.FS
		want  string
	}{
		"large file":      {big, "larger than 1 MB"},
		"alias bomb":      {bomb, "unknown key"},
		"deep nesting":    {deep, "not valid YAML"},
		"not UTF-8":       {latin, "not UTF-8"},
		"empty file":      {empty, "the file is empty"},
		"too many rules":  {many, "the pack has too many rules"},
		"empty directory": {fstest.MapFS{}, "pack.yaml: the file is missing"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := rules.Load(tt.files); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Load() = %.300v; want …%s…", err, tt.want)
			}
		})
	}
}

// keys lists the paths of all properties in a schema.
func keys(s map[string]any, at string, out map[string]bool) {
	for k, v := range object(s, "properties") {
		out[at+"/"+k] = true
		keys(v.(map[string]any), at+"/"+k, out)
	}
	for _, k := range []string{"items", "additionalProperties"} {
		if sub, ok := s[k].(map[string]any); ok {
			keys(sub, at+"/*", out)
		}
	}
	alts, _ := s["anyOf"].([]any)
	for _, a := range alts {
		keys(a.(map[string]any), at, out)
	}
}

func object(m map[string]any, key string) map[string]any {
	o, _ := m[key].(map[string]any)
	return o
}

func schema(t *testing.T) map[string]any {
	t.Helper()
	var s map[string]any
	if err := json.Unmarshal(rules.JSONSchema(), &s); err != nil {
		t.Fatal(err)
	}
	if got, want := s["$schema"], "https://json-schema.org/draft/2020-12/schema"; got != want {
		t.Fatalf("$schema = %v; want %v", got, want)
	}
	return s
}

// Every key of the schema is read by Load: taking it out of the test pack,
// which uses them all, changes what is loaded or is refused.
func TestEveryKeyMatters(t *testing.T) {
	before, err := rules.Load(whole(t))
	if err != nil {
		t.Fatal(err)
	}
	defs := object(schema(t), "$defs")
	for def, file := range map[string]string{"pack": "pack.yaml", "rule": "rules/all.yaml", "scenarios": "scenarios.yaml", "controls": "controls.yaml", "questions": "questions.yaml"} {
		all := map[string]bool{}
		keys(object(defs, def), "", all)
		if len(all) < 5 {
			t.Fatalf("%s: only %d keys in the schema", def, len(all))
		}
		used := map[string]bool{}
		for _, key := range exposure.SortedKeys(all) {
			used[same.Replace(key)] = used[same.Replace(key)] // listed, until one is found
			files := whole(t)
			dec := yaml.NewDecoder(bytes.NewReader(files[file].Data))
			var out bytes.Buffer
			cut := false
			for {
				var doc any
				if dec.Decode(&doc) != nil {
					break
				}
				if !cut {
					cut = remove(doc, strings.Split(key, "/")[1:])
				}
				b, err := yaml.Marshal(doc)
				if err != nil {
					t.Fatal(err)
				}
				fmt.Fprintf(&out, "---\n%s", dates.ReplaceAll(b, []byte("$1")))
			}
			if !cut {
				continue
			}
			used[same.Replace(key)] = true
			files[file].Data = out.Bytes()
			after, err := rules.Load(files)
			if err == nil && cmp.Equal(fingerprint(before), fingerprint(after)) {
				t.Errorf("%s: %s can go without a difference", file, key)
			}
		}
		for key, ok := range used {
			if !ok {
				t.Errorf("%s: the test pack does not use %s", file, key)
			}
		}
	}
}

// same names the shapes that stand in several places, so that using a key in
// one of them is enough.
var same = strings.NewReplacer(
	"/when/all/*", "/condition", "/when/any/*", "/condition", "/when/none/*", "/condition",
	"/confidence/add/*", "/condition", "/confidence/sub/*", "/condition",
	"/examples/match/*", "/example", "/examples/clean/*", "/example",
)

// dates undoes what writing a YAML date as a time adds.
var dates = regexp.MustCompile(`"?(\d{4}-\d{2}-\d{2})T00:00:00Z"?`)

// fingerprint is a pack without what a rewrite of its files changes anyway.
func fingerprint(p *rules.Pack) string {
	q := *p
	q.Hash, q.Rules, q.Scenarios, q.Controls, q.Questions = "", slices.Clone(p.Rules), slices.Clone(p.Scenarios), slices.Clone(p.Controls), slices.Clone(p.Questions)
	b, err := json.Marshal(q)
	if err != nil {
		panic(err)
	}
	return string(regexp.MustCompile(`"Line":\d+`).ReplaceAll(b, nil))
}

// remove deletes the key at a path; "*" is any element. It reports whether it
// found one.
func remove(v any, path []string) bool {
	switch x := v.(type) {
	case map[string]any:
		if path[0] == "*" {
			for _, k := range exposure.SortedKeys(x) {
				if remove(x[k], path[1:]) {
					return true
				}
			}
			return false
		}
		if len(path) == 1 {
			_, ok := x[path[0]]
			delete(x, path[0])
			return ok
		}
		return remove(x[path[0]], path[1:])
	case []any:
		for _, e := range x {
			if path[0] == "*" && remove(e, path[1:]) {
				return true
			}
		}
	}
	return false
}

// valid checks a value against the part of JSON Schema that ours uses.
func valid(s map[string]any, v any, at string) []string {
	var out []string
	bad := func(format string, args ...any) { out = append(out, at+": "+fmt.Sprintf(format, args...)) }
	limit := func(key string) (float64, bool) { f, ok := s[key].(float64); return f, ok }
	if alts, ok := s["anyOf"].([]any); ok {
		for _, a := range alts {
			if len(valid(a.(map[string]any), v, at)) == 0 {
				return nil
			}
		}
		bad("no alternative fits")
		return out
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, v) {
		bad("%v is not in the enum", v)
	}
	types, ok := s["type"].([]any)
	if !ok {
		types = []any{s["type"]}
	}
	switch x := v.(type) {
	case map[string]any:
		if !slices.Contains(types, any("object")) {
			bad("is an object")
		}
		props := object(s, "properties")
		for _, k := range exposure.SortedKeys(x) {
			switch sub, ok := props[k].(map[string]any); {
			case ok:
				out = append(out, valid(sub, x[k], at+"/"+k)...)
			case s["additionalProperties"] == false:
				bad("key %q is not in the schema", k)
			default:
				out = append(out, valid(object(s, "additionalProperties"), x[k], at+"/"+k)...)
			}
			if p, ok := object(s, "propertyNames")["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(k) {
				bad("key %q does not match", k)
			}
		}
		required, _ := s["required"].([]any)
		for _, k := range required {
			if _, ok := x[k.(string)]; !ok {
				bad("key %q is missing", k)
			}
		}
	case []any:
		if !slices.Contains(types, any("array")) {
			bad("is an array")
		}
		if lo, ok := limit("minItems"); ok && float64(len(x)) < lo {
			bad("has %d elements", len(x))
		}
		for i, e := range x {
			out = append(out, valid(object(s, "items"), e, fmt.Sprintf("%s/%d", at, i))...)
		}
	case string:
		if !slices.Contains(types, any("string")) {
			bad("is a string")
		}
		n := float64(utf8.RuneCountInString(x))
		if lo, ok := limit("minLength"); ok && n < lo {
			bad("is too short")
		}
		if hi, ok := limit("maxLength"); ok && n > hi {
			bad("is too long")
		}
		if p, ok := s["pattern"].(string); ok && !regexp.MustCompile(p).MatchString(x) {
			bad("%q does not match %s", x, p)
		}
	case float64:
		if !slices.Contains(types, any("number")) && !slices.Contains(types, any("integer")) {
			bad("is a number")
		}
		lo, hasLo := limit("minimum")
		hi, hasHi := limit("maximum")
		if (hasLo && x < lo) || (hasHi && x > hi) {
			bad("%v is out of range", x)
		}
	}
	return out
}

// The shipped pack and the test pack are valid by the schema, and the schema
// refuses what Load refuses.
func TestSchemaValidates(t *testing.T) {
	s := schema(t)
	defs := object(s, "$defs")
	check := func(def string, data []byte) (faults []string, docs int) {
		dec := yaml.NewDecoder(bytes.NewReader(data))
		for {
			var doc any
			if dec.Decode(&doc) != nil {
				return faults, docs
			}
			docs++
			b, err := json.Marshal(doc)
			if err != nil {
				t.Fatal(err)
			}
			var v any
			if err := json.Unmarshal(dates.ReplaceAll(b, []byte(`"$1"`)), &v); err != nil {
				t.Fatal(err)
			}
			faults = append(faults, valid(object(defs, def), v, "")...)
		}
	}
	for _, dir := range []string{"testdata/whole", "pack/core"} {
		names, err := fs.Glob(os.DirFS(dir), "rules/*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range append(names, "pack.yaml", "scenarios.yaml", "controls.yaml", "questions.yaml") {
			data, err := os.ReadFile(path.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			def := strings.TrimSuffix(name, ".yaml")
			if strings.HasPrefix(name, "rules/") {
				def = "rule"
			}
			faults, docs := check(def, data)
			if docs == 0 || len(faults) > 0 {
				t.Errorf("%s/%s: %d documents, faults %v", dir, name, docs, faults)
			}
		}
	}
	rule := string(whole(t)["rules/all.yaml"].Data)
	for _, r := range [][2]string{
		{"detector: travel", "detektor: travel"},
		{"points: 18", "points: 1800"},
		{"needs: [page, photo]", "needs: [page, foto]"},
		{"why: Varför, ", ""},
		{"base: 0.5", "base: high"},
	} {
		if faults, _ := check("rule", []byte(strings.Replace(rule, r[0], r[1], 1))); len(faults) == 0 {
			t.Errorf("the schema accepts %q", r[1])
		}
	}
}

// FuzzLoad: Load never panics, and what it accepts is valid and complete.
func FuzzLoad(f *testing.F) {
	files := whole(f)
	f.Add(files["rules/all.yaml"].Data)
	f.Add([]byte("a: &a [*a]"))
	f.Add([]byte("---\n---\n"))
	f.Add([]byte("? [a]\n: b\n"))
	f.Add([]byte("<<: {id: x}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		files := whole(t)
		files["rules/all.yaml"].Data = data
		p, err := rules.Load(files)
		if err != nil {
			if _, ok := errors.AsType[*rules.Fault](err); !ok {
				t.Fatalf("Load() = %v; want faults", err)
			}
			return
		}
		if err := rules.Validate(p); err != nil {
			t.Fatalf("Validate(Load(pack)) = %v", err)
		}
		for _, r := range p.Rules {
			if !r.Severity.Valid() || r.Line == 0 || r.Fact.Category == "" || r.Text[exposure.Swedish].Why == "" {
				t.Fatalf("rule %q is half read", r.ID)
			}
		}
	})
}
