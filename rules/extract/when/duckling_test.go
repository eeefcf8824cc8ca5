package when_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"lampan/rules/exposure"
	"lampan/rules/extract/reading"
	"lampan/rules/extract/when"
	"lampan/rules/lexicon"
	"lampan/rules/roster"
)

// reader reads texts as the engine does, with no family.
type reader struct {
	table  *lexicon.Table
	topics *lexicon.Topics
	r      reading.Reading
}

func newReader(t testing.TB) *reader {
	t.Helper()
	phrases, err := lexicon.Core()
	if err != nil {
		t.Fatal(err)
	}
	table, err := lexicon.NewTable(phrases)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := lexicon.LoadTopics(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	return &reader{table: table, topics: topics}
}

func (x *reader) find(s string, published time.Time) []when.Range {
	x.r.Open(&exposure.Document{Text: s, Published: published}, &roster.Roster{}, &reading.Known{}, s)
	x.r.Match(x.table, x.topics)
	return when.Find(&x.r)
}

// example is one line of Duckling's corpus, its answer as whole days.
type example struct {
	text     string
	value    string
	from, to time.Time
	loose    bool // an instant: where lampan answers with a week or longer, only its start counts
}

// grains of Duckling, from the finest.
const (
	second = iota
	hour
	day
	week
	month
	quarter
	year
)

var grains = map[string]int{"Second": second, "Minute": second, "Hour": hour, "Day": day, "Week": week, "Month": month, "Quarter": quarter, "Year": year}

// read turns the Haskell of an answer into days. An interval whose ends are
// hours holds the days that lie whole in it, or the one that it lies in.
func read(t *testing.T, text, value string) example {
	t.Helper()
	v := value
	if i := strings.Index(v, ") -- "); i > 0 {
		v = v[:i]
	}
	v, _, _ = strings.Cut(v, " \"")
	f := strings.FieldsFunc(v, func(r rune) bool { return strings.ContainsRune(" (),", r) })
	var n []int
	grain := -1
	for _, w := range f {
		var i int
		if g, ok := grains[w]; ok {
			grain = g
		} else if _, err := fmt.Sscanf(w, "%d", &i); err == nil {
			n = append(n, i)
		}
	}
	if grain < 0 || len(n) != 6 && len(n) != 12 {
		t.Fatalf("%q: cannot read %q", text, value)
	}
	at := func(n []int) time.Time {
		return time.Date(n[0], time.Month(max(n[1], 1)), max(n[2], 1), n[3], n[4], 0, 0, time.UTC)
	}
	midnight := func(x time.Time) time.Time { return x.Truncate(24 * time.Hour) }
	e := example{text: text, value: value}
	from := at(n)
	e.from, e.to = midnight(from), midnight(from)
	if len(n) == 12 {
		e.to = midnight(at(n[6:]).Add(-time.Second))
		if first := midnight(from.Add(12 * time.Hour)); grain <= hour && !first.After(e.to) && e.to.Sub(e.from) > 24*time.Hour {
			e.from = first
		}
		return e
	}
	e.loose = grain <= day
	switch grain {
	case week:
		e.to = e.from.AddDate(0, 0, 6)
	case month:
		e.to = e.from.AddDate(0, 1, -1)
	case quarter:
		e.to = e.from.AddDate(0, 3, -1)
	case year:
		e.to = e.from.AddDate(1, 0, -1)
	}
	return e
}

func (e example) matches(g when.Range) bool {
	coarse := g.Precision == when.Week || g.Precision == when.Month
	return g.From.Equal(e.from) && (g.To.Equal(e.to) || e.loose && coarse && g.To.After(e.to))
}

// leftOut reads the examples that lampan has no use for, by reason.
func leftOut(t *testing.T, language string) map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/left-out.txt")
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	reason := ""
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "#") || line == "" {
			continue
		}
		if head, ok := strings.CutPrefix(line, "["); ok {
			reason = strings.TrimSuffix(head, "]")
			continue
		}
		if l, text, _ := strings.Cut(line, ": "); l == language {
			out[text] = reason
		}
	}
	return out
}

// TestDuckling measures the resolver on the time corpora of facebook/duckling;
// see testdata/README.md. The least shares are the goals; -v shows what is read
// otherwise.
func TestDuckling(t *testing.T) {
	x := newReader(t)
	published := time.Date(2013, time.February, 12, 4, 30, 0, 0, time.UTC)
	for _, tt := range []struct {
		language string
		least    float64
	}{{"sv", 0.95}, {"nb", 0.85}, {"da", 0.85}, {"en", 0.75}} {
		t.Run(tt.language, func(t *testing.T) {
			out := leftOut(t, tt.language)
			seen := map[string]bool{}
			f, err := os.Open("testdata/duckling_" + tt.language + ".jsonl")
			if err != nil {
				t.Fatal(err)
			}
			defer f.Close()
			all, right := 0, 0
			for s := bufio.NewScanner(f); s.Scan(); {
				var line struct{ Text, Value string }
				if err := json.Unmarshal(s.Bytes(), &line); err != nil {
					t.Fatal(err)
				}
				if _, ok := out[line.Text]; ok {
					seen[line.Text] = true
					continue
				}
				e := read(t, line.Text, line.Value)
				all++
				got := x.find(e.text, published)
				if len(got) > 0 && e.matches(got[0]) {
					right++
					continue
				}
				t.Logf("%q = %s; Duckling says %s to %s (%s)", e.text, write(got), e.from.Format(time.DateOnly), e.to.Format(time.DateOnly), e.value)
			}
			for text := range out {
				if !seen[text] {
					t.Errorf("left-out.txt names %q, which is not in the corpus", text)
				}
			}
			share := float64(right) / float64(all)
			t.Logf("%s: %d of %d (%.1f %%), %d left out", tt.language, right, all, 100*share, len(out))
			if share < tt.least {
				t.Errorf("%d of %d are read as Duckling does; want %.0f %%", right, all, 100*tt.least)
			}
		})
	}
}

func write(ranges []when.Range) string {
	var out []string
	for _, g := range ranges {
		out = append(out, g.From.Format(time.DateOnly)+"/"+g.To.Format(time.DateOnly)+" "+string(g.Precision))
	}
	return strings.Join(out, "; ")
}
