package ruletest_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/roster"
	"lampan/rules/ruletest"
)

// owners sees a photo's owner, as the recognisers of the program do.
func owners(doc *exposure.Document, _ *roster.Roster) []exposure.Observation {
	if doc.Photo == nil || doc.Photo.Owner == "" {
		return nil
	}
	return []exposure.Observation{{Kind: exposure.PhotoOwner, Document: doc.ID, Sentence: -1, Value: doc.Photo.Owner, Confidence: 1}}
}

// pictured loads a pack with a rule on a kind of observation, keyed and showing as
// said, whose only matching example is the one given.
func pictured(t *testing.T, kind exposure.Kind, key, show, example string) *rules.Pack {
	t.Helper()
	files := fstest.MapFS{
		"pack.yaml": {Data: []byte("schema: 1\nid: test\nversion: 1.0.0\nmodel: {tau: 10, kappa: 1, minor: 1, caps: {where: 10}}\nfacts: {spot: where}\nbaseline: []\n")},
		"rules/a.yaml": {Data: fmt.Appendf(nil, `schema: 1
id: rule
detector: photo
severity: low
needs: [photo]
when: {all: [{observe: %s}]}
confidence: {base: 0.9}
fact: {kind: spot, points: 1, about: household, key: %s, timeliness: static, show: {%s}}
text:
  sv: {title: T, why: W, ask: A, child: C, fix: F}
  en: {title: T, why: W, ask: A, child: C, fix: F}
fix: {owner: author, minutes: 1, proof: recheck}
examples:
  match:
    - %s
    - {photo: {camera: K1}}
    - {photo: {camera: K2}}
  clean:
    - {photo: {serial: "1"}, why: none}
    - {photo: {serial: "2"}, why: none}
    - {photo: {serial: "3"}, why: none}
sources: [none]
`, kind, key, show, example)},
	}
	p, err := rules.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	p.Rules[0].Examples.Match, p.Rules[0].Examples.Clean = p.Rules[0].Examples.Match[:1], nil
	return p
}

func TestPictures(t *testing.T) {
	const strand = "seen: {likeness: strand}"
	tests := []struct {
		name, example string
		kind          exposure.Kind
		key, show     string
		want          string // part of the failure; "" for none
	}{
		{"one picture by itself", `photo: {owner: Anna}, values: {x: Anna}`, exposure.PhotoOwner, "value", "x: {attr: value, mask: plain}", ""},
		{"one of several by itself", `photos: [{camera: K}, {owner: Anna}]`, exposure.PhotoOwner, "value", "", ""},
		{"at the family's home", `photo: {positions: [{lat: 60.58, lon: 16.53}], taken: 2026-05-04 07:40}, values: {near: home, mornings: "1"}`, exposure.PhotoNear, "value", "near: {attr: near, mask: plain}, mornings: {attr: mornings, mask: plain}", ""},
		{"elsewhere", `photo: {positions: [{lat: 57.7, lon: 11.97}]}`, exposure.PhotoNear, "value", "", "nothing to start from: no photo.near"},
		{"a wrong value", `photo: {positions: [{lat: 60.58, lon: 16.53}]}, values: {near: school}`, exposure.PhotoNear, "value", "near: {attr: near, mask: plain}", `value near = "home"; want "school"`},
		{"the same picture of two", `photos: [{` + strand + `}, {` + strand + `, source: eriks, subject: erik}], values: {form: person}`, exposure.PhotoAgain, "sources", "form: {attr: form, mask: plain}", ""},
		{"the same picture in one source", `photos: [{` + strand + `}, {` + strand + `, camera: K}]`, exposure.PhotoAgain, "sources", "", "nothing to start from"},
		{"different pictures", `photos: [{` + strand + `}, {seen: {likeness: skog}, source: eriks}]`, exposure.PhotoAgain, "sources", "", "nothing to start from"},
		{"in one source, as a rule that asks for two", `photos: [{owner: Anna}, {camera: K}]`, exposure.PhotoOwner, "sources", "", "does not show in several sources"},
		{"in two, as a rule that asks for two", `photos: [{owner: Anna}, {owner: Anna, source: blogg}]`, exposure.PhotoOwner, "sources", "", ""},
		{"shown when it was fresh", `at: 2026-06-01, photos: [{positions: [{lat: 41.9, lon: 12.49}], taken: 2026-04-01 12:00, published: 2026-04-02}], values: {from: 2026-04-01}`, exposure.PhotoAway, "interval", "from: {attr: from, mask: plain}", ""},
		{"shown later", `at: 2026-06-01, photo: {positions: [{lat: 41.9, lon: 12.49}], taken: 2026-04-01}`, exposure.PhotoAway, "interval", "", "nothing to start from"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			rep := ruletest.Run(pictured(t, tt.kind, tt.key, tt.show, "{"+tt.example+"}"), owners)
			var all []string
			for _, f := range rep.Failures {
				all = append(all, f.String())
			}
			got := strings.Join(all, "")
			if (tt.want == "") != (got == "") || !strings.Contains(got, tt.want) {
				t.Errorf("failures = %q; want %q", got, tt.want)
			}
		})
	}
}

// The format names the members of the example family, who alone can show a picture.
func TestSubjectsAreTheFamily(t *testing.T) {
	var at any
	if err := json.Unmarshal(rules.JSONSchema(), &at); err != nil {
		t.Fatal(err)
	}
	const way = "$defs/rule/properties/examples/properties/match/items/properties/photos/items/properties/subject/enum"
	for key := range strings.SplitSeq(way, "/") {
		in, _ := at.(map[string]any)
		at = in[key]
	}
	var family []exposure.SubjectID
	for _, p := range ruletest.Family(time.Date(2026, time.June, 1, 0, 0, 0, 0, time.UTC)).People {
		family = append(family, p.ID)
	}
	if got := fmt.Sprint(at); got != fmt.Sprint(family) {
		t.Errorf("subjects = %s; want %v", got, family)
	}
}
