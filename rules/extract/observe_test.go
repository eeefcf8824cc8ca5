package extract_test

import (
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract"
)

// TestZone reads "idag" in the zone that a post was written in.
func TestZone(t *testing.T) {
	e := extract.New(nil)
	late := time.Date(2026, time.June, 10, 23, 30, 0, 0, time.FixedZone("CEST", 2*60*60))
	for _, tt := range []struct {
		at   time.Time
		want string
	}{
		{late, "2026-06-10/2026-06-10"},
		{late.In(time.FixedZone("", 5*60*60)), "2026-06-11/2026-06-11"},
	} {
		obs := e.All(&exposure.Document{Text: "idag", Published: tt.at})
		obs = slices.DeleteFunc(obs, func(o exposure.Observation) bool { return o.Kind != exposure.TimeRange })
		if len(obs) != 1 || obs[0].Value != tt.want {
			t.Errorf("Observe(idag) at %v = %v; want %s", tt.at, obs, tt.want)
		}
	}
}

// TestFolding gives the same facts for the same words written otherwise.
func TestFolding(t *testing.T) {
	e := extract.New(family())
	plain := "Vi åker till Rom på lördag. Mejla anna@lind.example, ring 070-174 06 05."
	want := values(e, plain)
	if len(want) == 0 {
		t.Fatal("the plain text gave nothing")
	}
	for name, other := range map[string]string{
		"decomposed":     "Vi a\u030aker till Rom pa\u030a lo\u0308rdag. Mejla anna@lind.example, ring 070-174 06 05.",
		"without dots":   "Vi aker till Rom pa lordag. Mejla anna@lind.example, ring 070-174 06 05.",
		"zero width":     "Vi å\u200bker till R\u200dom på lö\u00adrdag. Mejla anna\u200b@lind.example, ring 070\u200b-174 06 05.",
		"direction":      "Vi åker till \u202eRom\u202c på lördag. Mejla anna@lind.example, ring 070-174 06 05.",
		"wide and dash":  "Vi åker till Rom på lördag. Mejla anna@lind.example, ring ０７０–１７４ ０６ ０５.",
		"capitals":       "VI ÅKER TILL ROM PÅ LÖRDAG. MEJLA ANNA@LIND.EXAMPLE, RING 070-174 06 05.",
		"no-break space": "Vi åker\u00a0till Rom på\u00a0lördag. Mejla anna@lind.example, ring 070-174\u00a006\u00a005.",
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(want, values(e, other)); diff != "" {
				t.Errorf("Observe(%q) (-plain +got):\n%s", other, diff)
			}
		})
	}
}

func values(e *extract.Extractor, s string) []string {
	var out []string
	for _, o := range e.All(&exposure.Document{Text: s, Published: day("2026-06-10")}) {
		out = append(out, string(o.Kind)+" "+o.Value)
	}
	return out
}

// TestDeclared holds every observation to the attributes that kinds.go lists.
func TestDeclared(t *testing.T) {
	e := extract.New(family())
	declared := map[exposure.Kind][]string{}
	for _, k := range exposure.Kinds() {
		declared[k.Kind] = k.Attrs
	}
	seen := map[exposure.Kind]bool{}
	for _, d := range documents(t) {
		for _, o := range e.All(d) {
			seen[o.Kind] = true
			attrs, ok := declared[o.Kind]
			if !ok {
				t.Errorf("kind %q is not declared", o.Kind)
			}
			for a := range o.Attrs {
				if !strings.Contains(" "+strings.Join(attrs, " ")+" ", " "+a+" ") {
					t.Errorf("%s carries %q, which kinds.go does not declare", o.Kind, a)
				}
			}
			if o.Confidence <= 0 || o.Confidence > 1 {
				t.Errorf("%s has confidence %v", o.Kind, o.Confidence)
			}
		}
	}
	// Of these rules/album tells, and rules/redact.
	elsewhere := []exposure.Kind{exposure.PhotoNear, exposure.PhotoSpot, exposure.PhotoAway, exposure.PhotoAgain, exposure.ProtectedWhere}
	for _, k := range exposure.Kinds() {
		if !seen[k.Kind] && !slices.Contains(elsewhere, k.Kind) {
			t.Errorf("no test document gives %s", k.Kind)
		}
	}
}

// documents gives the posts of testdata and one document of every other sort.
func documents(t testing.TB) []*exposure.Document {
	t.Helper()
	data, err := os.ReadFile("testdata/posts.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := []*exposure.Document{
		{Answers: []exposure.Answer{{Question: "home.alarm", Value: "always"}}},
		{Account: &exposure.Account{ID: "a1", Strength: "weak", Faults: []exposure.AccountFault{{Fault: "family", Fact: "pet", Accepted: day("2026-07-01")}}}},
		{Photo: &exposure.Photo{
			Positions: []exposure.Position{{Lat: 60.58, Lon: 16.53}}, Owner: "Anna Lind", Serial: "X1",
			People: []string{"Elsa"}, Places: []string{"Storvik"}, Parts: []string{"motion-video"},
			Seen: &exposure.Seen{Thumb: "more", Cut: 0.5, Codes: []exposure.Code{{Kind: "wifi", Shown: "Granen"}}, Words: strings.Repeat("ord ", 12)},
		}},
		{Subject: "anna", Listing: &exposure.Listing{Place: "hitta", Kind: "people-search", Details: []string{"name", "address", "phone"}}},
		{Record: &exposure.Record{Holder: "Anna Lind", Email: "anna@lind.example"}},
	}
	for post := range strings.SplitSeq(string(data), "\n\n") {
		out = append(out, &exposure.Document{Text: post, Subject: "anna", Published: day("2026-06-10")})
	}
	return out
}

// check holds an observation list to what Observe promises about any text.
func check(t *testing.T, s string, obs []exposure.Observation) {
	t.Helper()
	for i, o := range obs {
		if o.Span.Start < 0 || o.Span.End > len(s) || o.Span.Start >= o.Span.End {
			t.Fatalf("%s: span %v is not inside %d bytes", o.Kind, o.Span, len(s))
		}
		if utf8.ValidString(s) && !utf8.ValidString(s[o.Span.Start:o.Span.End]) {
			t.Fatalf("%s: span %v cuts a letter of %q", o.Kind, o.Span, s)
		}
		if i > 0 && obs[i-1].Compare(o) > 0 {
			t.Fatalf("observations %d and %d are out of order", i-1, i)
		}
	}
}

func FuzzObserve(f *testing.F) {
	for _, d := range documents(f) {
		f.Add(d.Text)
	}
	for _, s := range []string{"", "\xff\xfe", "a\u030a", "ﬃ@ﬃ.se", "12:e", "1-", "/7", "v", "i i i i i", "'", "@@@@", "07" + strings.Repeat(" 0", 40), "＋４６ 70"} {
		f.Add(s)
	}
	e := extract.New(family())
	f.Fuzz(func(t *testing.T, s string) {
		doc := &exposure.Document{Text: s, Subject: "anna", Published: day("2026-06-10")}
		obs := e.All(doc)
		check(t, s, obs)
		if diff := cmp.Diff(obs, e.All(doc)); diff != "" {
			t.Errorf("a second reading differs:\n%s", diff)
		}
	})
}

func BenchmarkObserve(b *testing.B) {
	docs := documents(b)
	e := extract.New(family())
	n := 0
	for _, d := range docs {
		n += len(d.Text)
	}
	b.SetBytes(int64(n))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			e.All(d)
		}
	}
}

// BenchmarkCorpus reads the file that LAMPAN_CORPUS names, one document a line.
func BenchmarkCorpus(b *testing.B) {
	data, err := os.ReadFile(os.Getenv("LAMPAN_CORPUS"))
	if err != nil {
		b.Skip("set LAMPAN_CORPUS to a text file")
	}
	var docs []*exposure.Document
	for line := range strings.Lines(string(data)) {
		docs = append(docs, &exposure.Document{Text: line, Published: day("2026-06-10")})
	}
	e := extract.New(family())
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range docs {
			e.All(d)
		}
	}
}
