package evaluate_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
	"time"

	"lampan/rules"
	"lampan/rules/exposure"
	"lampan/rules/match"
	"lampan/rules/roster"
)

const numbers = "../extract/ident/testdata/"

// now is the day from which a century is reckoned.
var now = time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)

// testNumbers gives Skatteverket's test numbers, of twelve digits: personal
// numbers and coordination numbers. The file holds the differences between one
// and the next, and an empty line between the two lists.
func testNumbers(t *testing.T) (personal, coordination []string) {
	t.Helper()
	f, err := os.Open(numbers + "numbers.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	list, n := &personal, 0
	s := bufio.NewScanner(z)
	for s.Scan() {
		if s.Text() == "" {
			list, n = &coordination, 0
			continue
		}
		d, err := strconv.Atoi(s.Text())
		if err != nil {
			t.Fatal(err)
		}
		n += d
		*list = append(*list, strconv.Itoa(n))
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return personal, coordination
}

// told gives what the engine takes for a personal number, at least so surely, in
// each of some texts; "" where it finds none.
func (g engine) told(texts []string, least exposure.Certainty) []string {
	m := match.New(match.Config{
		Pack: g.pack, Key: []byte("engine"), At: now, Roster: &roster.Roster{},
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	out := make([]string, len(texts))
	for i, text := range texts {
		doc := &exposure.Document{
			ID: exposure.DocumentID(strconv.Itoa(i)), Source: "pages", Kind: exposure.Page, Subject: "author", Locator: strconv.Itoa(i),
			Text: text, Visibility: exposure.Open,
		}
		m.Add(doc, g.e.Observe(doc))
	}
	for _, f := range m.Findings() {
		for _, e := range f.Evidence {
			if f.Rule == "reg.personnummer" && e.Certainty.Weight() >= least.Weight() {
				i, _ := strconv.Atoi(e.Locator)
				out[i] = texts[i][e.Span.Start:e.Span.End]
			}
		}
	}
	return out
}

// TestEveryTestNumber finds every official test number as people write them.
func TestEveryTestNumber(t *testing.T) {
	personal, coordination := testNumbers(t)
	if len(personal) != 41127 || len(coordination) != 2264 {
		t.Fatalf("%d personal numbers and %d coordination numbers", len(personal), len(coordination))
	}
	all := slices.Concat(personal, coordination)
	if testing.Short() {
		some := all[:0]
		for i := 0; i < len(all); i += 97 {
			some = append(some, all[i])
		}
		all = some
	}
	g := newEngine(t)
	missed := 0
	for some := range slices.Chunk(all, batch) {
		var texts, want []string
		for _, n := range some {
			for _, s := range spellings(n) {
				texts, want = append(texts, s.before+s.number), append(want, s.number)
			}
		}
		for i, got := range g.told(texts, exposure.Likely) {
			if got != want[i] {
				missed++
				t.Errorf("%q is missed (%q)", texts[i], got)
			}
		}
		if missed > 20 {
			t.Fatal("and so on")
		}
	}
}

// batch is how many numbers are judged at once, which is faster.
const batch = 1000

// spelling is one way to write a number, and what must announce it.
type spelling struct{ before, number string }

// spellings writes a number of twelve digits in four ways. The age that "+"
// tells is reckoned on the day from which the century is.
func spellings(n string) []spelling {
	mark, age := "-", 0
	born, err := strconv.Atoi(n[:4])
	if err == nil {
		age = now.Year() - born
	}
	if age > 100 || age == 100 && n[4:6] <= now.Format("01") {
		mark = "+"
	}
	before := ""
	if n == "201212121212" {
		before = "Personnummer " // else it is the example that everybody gives
	}
	return []spelling{
		{before, n[:8] + mark + n[8:]},
		{before, n[2:8] + mark + n[8:]},
		{"Personnummer ", n},
		{"Personnummer ", n[2:]},
	}
}

// TestInvalidNumbers refuses what the lists of other implementations say is no
// number of a person, whether a word announces it or not.
func TestInvalidNumbers(t *testing.T) {
	g := newEngine(t)
	b, err := os.ReadFile(numbers + "personnummer.json")
	if err != nil {
		t.Fatal(err)
	}
	var lists struct{ Valid, Invalid, Spaced, Companies []string }
	if err := json.Unmarshal(b, &lists); err != nil {
		t.Fatal(err)
	}
	refused := slices.Clone(lists.Spaced) // the standard knows no space
	announced := []string{}
	for _, s := range slices.Concat(lists.Invalid, lists.Companies) {
		refused = append(refused, s, "Personnummer "+s, "Org.nr "+s)
	}
	for i, got := range g.told(refused, exposure.Possible) {
		if got != "" {
			t.Errorf("%q tells %q", refused[i], got)
		}
	}
	// People write a space, and say what it is.
	for _, s := range slices.Concat(lists.Valid, lists.Spaced) {
		announced = append(announced, "Personnummer "+s)
	}
	for i, got := range g.told(announced, exposure.Likely) {
		if got == "" {
			t.Errorf("%q is missed", announced[i])
		}
	}
}

// TestRandomDigits wants at most 5 of 10,000 runs of digits to be taken for a
// personal number where nothing says that they are one.
func TestRandomDigits(t *testing.T) {
	const most = 5.0 / 10000
	runs := 100000
	if testing.Short() {
		runs = 2000
	}
	g := newEngine(t)
	for _, tt := range []struct {
		long int
		text string
	}{{10, "%s"}, {12, "%s"}, {10, "Den här raden har %s i sig."}, {12, "This line has %s in it."}} {
		rng := rand.New(rand.NewPCG(uint64(tt.long), 6)) //nolint:gosec // the same digits every time
		taken := 0
		texts := make([]string, runs)
		for i := range texts {
			d := make([]byte, tt.long)
			for i := range d {
				d[i] = '0' + byte(rng.IntN(10))
			}
			texts[i] = fmt.Sprintf(tt.text, d)
		}
		for some := range slices.Chunk(texts, batch) {
			for _, got := range g.told(some, exposure.Possible) {
				if got != "" {
					taken++
				}
			}
		}
		share := float64(taken) / float64(runs)
		t.Logf("%d digits in %q: %d of %d, %.1f in 10,000", tt.long, tt.text, taken, runs, share*10000)
		if share > most {
			t.Errorf("%d digits in %q: %d of %d are taken for a personal number", tt.long, tt.text, taken, runs)
		}
	}
}
