package evaluate_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/evaluate"
	"lampan/rules/exposure"
)

func TestIdentifiersAdd(t *testing.T) {
	const text = "070-174 06 05 och 070-174 06 05, ABC 123"
	phone := evaluate.Identifier{Kind: "phone", Text: "070-174 06 05"}
	plate := evaluate.Identifier{Kind: "plate", Text: "ABC 123"}
	at := func(kind evaluate.IdentifierKind, start, end int) evaluate.Found {
		return evaluate.Found{Kind: kind, Span: exposure.Span{Start: start, End: end}}
	}
	for _, tt := range []struct {
		name  string
		want  []evaluate.Identifier
		found []evaluate.Found
		all   evaluate.Tally
	}{
		{"part of it is enough", []evaluate.Identifier{plate}, []evaluate.Found{at("plate", 37, 40)}, evaluate.Tally{Right: 1}},
		{"another kind", []evaluate.Identifier{plate}, []evaluate.Found{at("phone", 33, 40)}, evaluate.Tally{Wrong: 1, Missed: 1}},
		{"beside it", []evaluate.Identifier{plate}, []evaluate.Found{at("plate", 14, 33)}, evaluate.Tally{Wrong: 1, Missed: 1}},
		{"anywhere it stands", []evaluate.Identifier{phone}, []evaluate.Found{at("phone", 18, 31)}, evaluate.Tally{Right: 1}},
		{"found twice, wanted once", []evaluate.Identifier{phone}, []evaluate.Found{at("phone", 0, 13), at("phone", 18, 31)}, evaluate.Tally{Right: 1}},
		{"found once, wanted twice", []evaluate.Identifier{phone, phone}, []evaluate.Found{at("phone", 0, 13)}, evaluate.Tally{Right: 1, Missed: 1}},
		{"nothing wanted", nil, []evaluate.Found{at("phone", 0, 13)}, evaluate.Tally{Wrong: 1}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var c evaluate.Identifiers
			c.Add(evaluate.Snippet{ID: "1", Text: text, Want: tt.want}, tt.found)
			if diff := cmp.Diff(tt.all, c.All()); diff != "" {
				t.Errorf("All() (-want +got):\n%s", diff)
			}
			if n := tt.all.Wrong + tt.all.Missed; len(c.Misses) != n {
				t.Errorf("%d misses are listed; want %d", len(c.Misses), n)
			}
		})
	}
}

// The floors for snippets that nobody tuned on, well below what was measured.
const (
	identifierPrecision = 0.90
	identifierRecall    = 0.88
)

// TestHeldIdentifiers measures the rules that ship on them. Their texts are not
// printed: whoever reads them can no longer measure with them.
func TestHeldIdentifiers(t *testing.T) {
	for _, tt := range []struct {
		file              string
		least             int
		precision, recall float64
	}{
		{"dev.jsonl", 250, 0.97, 0.95},
		{"dev-2.jsonl", 450, 0.94, 0.94},
		{"held-out.jsonl", 500, identifierPrecision, identifierRecall},
	} {
		t.Run(tt.file, func(t *testing.T) {
			f, err := os.Open("../../testdata/identifiers/" + tt.file)
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			var c evaluate.Identifiers
			j := judge(t)
			err = evaluate.ReadSnippets(f, func(s evaluate.Snippet) error {
				c.Add(s, j.Identify(s.Text))
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, k := range evaluate.IdentifierKinds() {
				x := c.Tallies[k]
				t.Logf("%-13s %3d there  P %.3f  R %.3f", k, x.Right+x.Missed, x.Precision(), x.Recall())
			}
			all := c.All()
			t.Logf("all %d there  P %.3f  R %.3f", all.Right+all.Missed, all.Precision(), all.Recall())
			if c.Snippets < tt.least || all.Precision() < tt.precision || all.Recall() < tt.recall {
				t.Errorf("%d snippets, precision %.3f, recall %.3f; want at least %d, %.2f, %.2f", c.Snippets, all.Precision(), all.Recall(), tt.least, tt.precision, tt.recall)
			}
		})
	}
}

func FuzzReadSnippets(f *testing.F) {
	f.Add([]byte(`{"id":"1","text":"070-174 06 05","want":[{"kind":"phone","text":"070-174 06 05"}]}`))
	f.Add([]byte("\n{}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		_ = evaluate.ReadSnippets(bytes.NewReader(b), func(s evaluate.Snippet) error {
			for _, w := range s.Want {
				if w.Text == "" || !strings.Contains(s.Text, w.Text) {
					t.Errorf("%q is wanted and does not stand in %q", w.Text, s.Text)
				}
			}
			return nil
		})
	})
}
