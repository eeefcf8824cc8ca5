package sense_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/sense"
	"lampan/rules/lexicon"
)

func TestWindows(t *testing.T) {
	for _, tt := range []struct {
		first, last int
		want        []string
	}{
		{4, 4, []string{"4-4"}},
		{4, 5, []string{"4-5", "4-4", "5-5"}},
		{0, 2, []string{"0-2", "0-0", "1-1", "2-2", "0-1", "1-2"}},
	} {
		var got []string
		sense.Windows(tt.first, tt.last, func(first, last int) { got = append(got, fmt.Sprintf("%d-%d", first, last)) })
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("Windows(%d, %d) (-want +got):\n%s", tt.first, tt.last, diff)
		}
	}
}

// What one sentence tells is told however much stands around it, and is placed
// in that sentence.
func TestJudgeAmongOthers(t *testing.T) {
	m := tells(t, "rom")
	for _, s := range []string{"Rom.", "Det regnar. Rom. Katten sover på sin stol hela långa dagen.", "Ett. Två. Tre. Fyra. Fem. Sex. Sju. Rom."} {
		topics, err := lexicon.NewTable(nil)
		if err != nil {
			t.Fatal(err)
		}
		lists, err := lexicon.CoreTopics()
		if err != nil {
			t.Fatal(err)
		}
		var r reading.Reading
		r.Open(&exposure.Document{Kind: exposure.Posts, Text: s}, nil, nil, s)
		r.Match(topics, lists)
		p := &sense.Passage{Reading: &r, Last: len(r.Sentences) - 1}
		told := m.Judge(new(sense.Reader), p, nil)
		if len(told) != 1 || told[0].Category != sense.TravelPlan || r.Word(told[0].First) != "rom" {
			t.Errorf("Judge(%q) = %+v; want a plan at \"rom\"", s, told)
		}
	}
}

// tells gives a model to which one word alone tells a plan, and which is sure
// only where little stands around it.
func tells(t *testing.T, word string) *sense.Model {
	t.Helper()
	var r reading.Reading
	r.Open(&exposure.Document{Kind: exposure.Posts, Text: word}, nil, nil, word)
	rows, order := map[uint32]sense.Row{}, []uint32(nil)
	var row sense.Row
	row[sense.TravelPlan] = 100
	sense.Plain(&r, 0, 0, func(h uint32) { rows[h] = row; order = append(order, h) })
	slices.Sort(order)
	var cat [sense.Lanes]sense.Weighing
	for c := range cat {
		cat[c] = sense.Weighing{Scale: 1, Bias: -14, Threshold: 0.5}
	}
	var b bytes.Buffer
	if err := sense.Save(&b, cat, rows, slices.Compact(order)); err != nil {
		t.Fatal(err)
	}
	m, err := sense.Load(&b)
	if err != nil {
		t.Fatal(err)
	}
	return m
}
