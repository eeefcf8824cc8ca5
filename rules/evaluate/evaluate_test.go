package evaluate_test

import (
	"bytes"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/evaluate"
	"lampan/rules/exposure"
)

func TestReadFaults(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"no object", "[]", "line 1: it is not a JSON object"},
		{"cut short", `{"id":"1","text":"x"`, "line 1: it is not a JSON object"},
		{"two on a line", `{"id":"1","text":"x"}{"id":"2","text":"y"}`, "line 1: something follows the JSON object"},
		{"no id", `{"text":"x"}`, `line 1: "id" is missing or no text`},
		{"no text", `{"id":"1"}`, `line 1: "text" is missing`},
		{"text of another kind", `{"id":"1","text":7}`, `line 1: "text" is number`},
		{"date", "\n{\"id\":\"1\",\"text\":\"x\",\"date\":\"1/6\"}", `line 2: "date" is "1/6"; write it as 2026-06-01`},
		{"category", `{"id":"1","text":"x","labels":["trip"]}`, `line 1: "trip" is not a category`},
		{"bytes", "{\"id\":\"1\",\"text\":\"\xff\"}", "line 1: it is not UTF-8 text"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := evaluate.Read(strings.NewReader(tt.in), func(evaluate.Post) error { return nil })
			if err == nil || err.Error() != tt.want {
				t.Errorf("Read() = %v; want %s", err, tt.want)
			}
			if _, ok := errors.AsType[*evaluate.LineError](err); !ok {
				t.Errorf("Read() = %T; want a *LineError", err)
			}
		})
	}
}

func TestRead(t *testing.T) {
	in := "\ufeff" + `{"id":7,"date":"2026-06-01","text":"å","labels":["wifi","phone","wifi"],"more":{}}` + "\r\n\n" + `{"id":"b","text":""}`
	var got []evaluate.Post
	if err := evaluate.Read(strings.NewReader(in), func(p evaluate.Post) error { got = append(got, p); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0].ID != "7" || got[0].Text != "å" || got[0].Published.Day() != 1 || !got[0].Labelled || got[1].Labelled {
		t.Errorf("Read() = %+v", got)
	}
	if diff := cmp.Diff([]exposure.Category{exposure.PhoneNumber, exposure.OwnNetwork}, got[0].Labels); diff != "" {
		t.Errorf("labels (-want +got):\n%s", diff)
	}
}

func TestMeasure(t *testing.T) {
	var c evaluate.Counter
	plan, phone, wifi := exposure.TravelPlan, exposure.PhoneNumber, exposure.OwnNetwork
	list := func(x ...exposure.Category) []exposure.Category { return x }
	c.Add(list(plan, phone), list(plan))
	c.Add(list(plan), list(plan, wifi))
	c.Add(nil, nil)
	c.Add(nil, list(wifi))
	m := c.Measure()
	if got, want := m.All.Tally, (evaluate.Tally{Right: 2, Wrong: 2, Missed: 1}); got != want {
		t.Errorf("all = %+v; want %+v", got, want)
	}
	if m.Posts != 4 || m.Clean != 2 || m.LeftClean != 1 || m.CleanShare() != 0.5 {
		t.Errorf("posts %d, clean %d, left %d", m.Posts, m.Clean, m.LeftClean)
	}
	if got := m.All.F1(); math.Abs(got-4.0/7) > 1e-9 {
		t.Errorf("F1 = %g; want 4/7", got)
	}
	ids := m.Tiers[0]
	if got, want := ids.Tally, (evaluate.Tally{Wrong: 2, Missed: 1}); ids.Name != "identifiers" || got != want || ids.Posts != 1 {
		t.Errorf("%s = %+v, %d posts; want %+v, 1 post", ids.Name, got, ids.Posts, want)
	}
	for _, l := range m.Categories {
		if l.Name == "travel-plan" && (l.Right != 2 || l.Precision() != 1 || l.Recall() != 1 || l.F1Range != (evaluate.Interval{From: 1, To: 1})) {
			t.Errorf("travel-plan = %+v", l)
		}
	}
}

// Newcombe (1998), table I, gives these by the score method.
func TestWilson(t *testing.T) {
	for _, tt := range []struct {
		a, b     int
		from, to float64
	}{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
		{0, 0, 0, 1},
	} {
		got := evaluate.Wilson(tt.a, tt.b)
		if math.Abs(got.From-tt.from) > 5e-5 || math.Abs(got.To-tt.to) > 5e-5 {
			t.Errorf("Wilson(%d, %d) = %.4f; want %g to %g", tt.a, tt.b, got, tt.from, tt.to)
		}
	}
}

// Every category belongs to exactly one tier.
func TestTiers(t *testing.T) {
	seen := map[exposure.Category]int{}
	for _, tier := range exposure.Tiers() {
		for _, c := range tier.Categories {
			seen[c]++
		}
	}
	for _, c := range exposure.Categories() {
		if seen[c] != 1 {
			t.Errorf("%s is in %d tiers", c, seen[c])
		}
		delete(seen, c)
	}
	if len(seen) > 0 {
		t.Errorf("tiers hold %v besides", seen)
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"id":"1","date":"2026-06-01","text":"x","labels":["phone"]}`))
	f.Add([]byte("\n{}\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		n := 0
		err := evaluate.Read(bytes.NewReader(b), func(p evaluate.Post) error {
			n++
			return nil
		})
		if err != nil && n > bytes.Count(b, []byte("\n"))+1 {
			t.Errorf("%d posts of %d lines", n, bytes.Count(b, []byte("\n"))+1)
		}
	})
}
