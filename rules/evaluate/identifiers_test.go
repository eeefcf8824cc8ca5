package evaluate_test

import (
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
