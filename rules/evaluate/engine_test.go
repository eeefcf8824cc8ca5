package evaluate_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules"
	"lampan/rules/evaluate"
	"lampan/rules/exposure"
	"lampan/rules/extract"
	"lampan/rules/extract/linear"
	"lampan/rules/match"
	"lampan/rules/pack"
	"lampan/rules/roster"
)

// engine is everything that a post goes through in an audit.
type engine struct {
	pack *rules.Pack
	e    *extract.Extractor
}

func newEngine(t testing.TB) engine {
	t.Helper()
	p, err := pack.Core()
	if err != nil {
		t.Fatal(err)
	}
	return engine{p, extract.New(nil)}
}

// findings judges one post on its day.
func (g engine) findings(text string, at time.Time) []exposure.Finding {
	doc := &exposure.Document{
		ID: "post", Source: "posts", Kind: exposure.Posts, Subject: "author", Locator: "post",
		Text: text, Published: at, Visibility: exposure.Open,
	}
	m := match.New(match.Config{
		Pack: g.pack, Key: []byte("engine"), At: at, Roster: &roster.Roster{},
		Allows: func(*exposure.Document, rules.Detector) bool { return true },
	})
	m.Add(doc, g.e.Observe(doc))
	return m.Findings()
}

// intervals writes each finding's first and last day as days from at.
func (g engine) intervals(text string, at time.Time) []string {
	var out []string
	for _, f := range g.findings(text, at) {
		var line strings.Builder
		line.WriteString(string(f.Rule))
		for _, name := range []string{"from", "to"} {
			if d, ok := f.Values[name].AsDay(); ok {
				line.WriteString(fmt.Sprintf(" %s %+d", name, int(d.Sub(at)/(24*time.Hour))))
			}
		}
		out = append(out, line.String())
	}
	return out
}

// TestShifted moves the day of a post: what it says moves as far. Words that
// count days move with any day, words for weekdays and weeks with whole weeks.
// Texts that nothing is found in prove nothing, so some must be found.
func TestShifted(t *testing.T) {
	g := newEngine(t)
	base := time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)
	byDay := []string{
		"Imorgon reser vi till Kroatien, hela familjen.",
		"Vi åker till Rom i övermorgon och är borta i tio dagar.",
		"Om tre dagar åker vi till Rom, hela familjen.",
		"Tickets are booked, we fly to Rome tomorrow, the whole family.",
		"We are flying to Croatia in five days, back in two weeks.",
		"Packar väskorna, imorgon går flyget till Kreta.",
	}
	byWeek := []string{
		"På lördag åker vi till Rom, hela familjen.",
		"Nästa vecka åker vi till Kreta och lämnar huset tomt.",
		"På fredag reser vi till Danmark över helgen.",
		"We are flying to Rome on Saturday, the whole family.",
		"Next week we are going to Norway, the whole family.",
		"Vi åker till Kroatien på måndag och kommer hem på söndag.",
	}
	dated := 0
	for i, text := range append(byDay, byWeek...) {
		want := g.intervals(text, base)
		if strings.Contains(strings.Join(want, " "), " from ") {
			dated++
		} else {
			t.Logf("no interval: %s", text)
		}
		step := 1
		if i >= len(byDay) {
			step = 7
		}
		rapid.Check(t, func(t *rapid.T) {
			n := rapid.IntRange(-1500, 1500).Draw(t, "n") * step
			if diff := cmp.Diff(want, g.intervals(text, base.AddDate(0, 0, n))); diff != "" {
				t.Fatalf("%q, %d days later (-want +got):\n%s", text, n, diff)
			}
		})
	}
	if dated < 1 {
		t.Errorf("%d texts give an interval; want at least 1", dated)
	}
}

// FuzzEngine holds observations and findings of any text to spans inside it, on
// rune borders, and to the same answer twice.
func FuzzEngine(f *testing.F) {
	for _, s := range []string{
		"På lördag åker vi till Rom, hela familjen. Portkoden är 4711 😊",
		"We fly to Rome tomorrow. Call 07700 900123, wifi: Granen_5G, pass: Kotte!1234",
		"IBAN SE35 5000 0000 0549 1000 0003, pnr 19900101-2385, ABC 123, X7K9QP",
		"Elsa 6 år börjar på Ekskolan\n\nVi tränar tisdagar 17.30 📍 Ullevi",
		"", "\xff\xfeå\u030a", "ﬃ@ﬃ.se", strings.Repeat("1", 80), strings.Repeat("på lördag ", 20),
	} {
		f.Add(s, int64(0))
	}
	g := newEngine(f)
	f.Fuzz(func(t *testing.T, s string, days int64) {
		s = strings.ToValidUTF8(s, "\uFFFD") // as sources hand it over
		at := time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days%100000))
		inside := func(what string, x exposure.Span) {
			if x == (exposure.Span{}) {
				return
			}
			if x.Start < 0 || x.End > len(s) || x.Start >= x.End || !utf8.ValidString(s[x.Start:x.End]) {
				t.Fatalf("%s: span %v of %d bytes %q", what, x, len(s), s)
			}
		}
		for _, o := range g.e.Observe(&exposure.Document{Kind: exposure.Posts, Text: s, Published: at}) {
			inside(string(o.Kind), o.Span)
		}
		found := g.findings(s, at)
		for _, x := range found {
			for _, v := range x.Evidence {
				inside(string(x.Rule), v.Span)
			}
		}
		if diff := cmp.Diff(found, g.findings(s, at), cmp.AllowUnexported(exposure.Value{})); diff != "" {
			t.Errorf("a second reading differs:\n%s", diff)
		}
	})
}

// TestLinear judges texts full of one thing.
func TestLinear(t *testing.T) {
	j := judge(t)
	linear.Check(t, []string{
		"På lördag åker vi till Rom, hela familjen. Portkoden är 4711. Ring 070-174 06 05.\n\n",
		"på lördag åker vi till rom med elsa 6 år och tränar varje tisdag kl 17.30 ",
		"å",
		"7",
		"070 174 06 05 ",
		"@ . @ ",
		"12/7 13/7 14-15 juli ",
		"Anna Erik Elsa ",
		"(((\"«'",
		"vi\n",
		"😊",
		"X7K9QP AB12CD ",
		"Granvägen 7 ",
		"a\u030a",
		"anna@lind.example ",
		" ",
		"kl 17 på tisdagar ",
		"v. ",
		"wifi: lösen: ",
		"07-",
		"koden 4711 nyckeln under mattan ",
	}, func(s string) { j.Predict(evaluate.Post{Text: s, Published: published}) })
}

// TestLong judges a text of 1 MB, which is the most that is read, and that costs a
// few seconds of processor time; and shorter ones of what nobody writes, which show no
// more by being longer: TestLinear has what they cost.
func TestLong(t *testing.T) {
	if testing.Short() {
		t.Skip("reads more than a megabyte")
	}
	j := judge(t)
	for piece, size := range map[string]int{
		full: 1 << 20,
		"å":  1 << 16, "😊": 1 << 16, " ": 1 << 16, "vi ": 1 << 16, "a\u030a": 1 << 16,
	} {
		j.Predict(evaluate.Post{Text: strings.Repeat(piece, size/len(piece)), Published: published})
	}
}

var published = time.Date(2026, time.June, 10, 0, 0, 0, 0, time.UTC)
