package cli_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/cmd/internal/ask"
	"lampan/cmd/internal/cli"
	"lampan/cmd/internal/config"
	"lampan/report/message"
	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/lookup"
)

// script answers the questions of a conversation: each of its entries by the first
// question that holds its text.
type script struct {
	t       *testing.T
	answers []reply
	pages   []string // what was shown, and the questions
}

// reply answers one question that holds a text. Without a text it answers any.
type reply struct {
	to   string
	one  int
	many []int
	text string
	err  error
	no   bool // the text is refused
}

func (s *script) Show(p ask.Page) error {
	all := []string{p.Title}
	for _, l := range p.Lines {
		all = append(all, l.Mark+l.Text)
	}
	s.pages = append(s.pages, strings.Join(all, "\n"))
	return nil
}

func (s *script) next(q ask.Question) reply {
	s.pages = append(s.pages, strings.Join(append([]string{"? " + q.Text}, q.Options...), "\n"))
	if len(s.answers) == 0 {
		return reply{err: ask.ErrStop}
	}
	a := s.answers[0]
	if !strings.Contains(q.Text, a.to) {
		s.t.Fatalf("it asks %q; the next answer is to %q; before:\n%s", q.Text, a.to, strings.Join(s.pages, "\n---\n"))
	}
	s.answers = s.answers[1:]
	for _, alone := range []string{"stämmer", "hänt sedan", "Vem gäller", "missbruk"} {
		if strings.Contains(q.Text, alone) && !q.First {
			s.t.Errorf("%q offers to go back, and there is nothing to go back to", q.Text)
		}
	}
	return a
}

func (s *script) One(_ context.Context, q ask.Question, _ int) (int, error) {
	a := s.next(q)
	return a.one, a.err
}

func (s *script) Many(_ context.Context, q ask.Question, chosen []int, least int) ([]int, error) {
	a := s.next(q)
	if a.many == nil {
		a.many = chosen
	}
	if len(a.many) < least {
		s.t.Fatalf("%q wants at least %d", q.Text, least)
	}
	return a.many, a.err
}

func (s *script) Text(_ context.Context, q ask.Question, t ask.Text) (string, error) {
	a := s.next(q)
	if why := t.Refuse(a.text); (why != "") != a.no {
		s.t.Errorf("%q is refused with %q; want %t", a.text, why, a.no)
	}
	return a.text, a.err
}

// lookupCase is a family in which anna has agreed to look herself up, and who else is
// told.
func lookupCase(t *testing.T, people string, agreed ...string) string {
	t.Helper()
	dir := t.TempDir()
	sources, consents := "", ""
	for _, id := range agreed {
		sources += "  - {id: " + id + "-uppslag, subject: " + id + ", kind: lookup, at: uppslag/" + id + ".yaml}\n"
		consents += "  - {id: c-" + id + ", case: k7f3a9c2, subject: " + id + ", given_by: [" + id + "], method: self, sources: [" + id + "-uppslag],\n" +
			"     detectors: [all], purpose: exposure-review, granted: 2027-01-01, expires: 2028-12-31}\n"
	}
	data := "schema: 1\ncase: k7f3a9c2\nlang: sv\npeople:\n" + people + "sources:\n" + sources + "consents:\n" + consents
	if err := os.WriteFile(filepath.Join(dir, "household.yaml"), []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

const (
	anna  = "  - {id: anna, name: Anna Lind, born: 1981, phones: [070-174 06 05]}\n"
	erik  = "  - {id: erik, name: Erik Lind, born: 1979}\n"
	safia = "  - {id: safia, name: Safia Lind, born: 1985, protected: true}\n"
)

var lookDay = time.Date(2027, 6, 14, 12, 0, 0, 0, time.UTC)

// converse runs the command and returns the exit code, what was said in the
// conversation, and what was printed.
func converse(t *testing.T, day time.Time, lang string, answers []reply, args ...string) (code int, said []string, printed string) {
	t.Helper()
	s := &script{t: t, answers: answers}
	var out bytes.Buffer
	app := &cli.App{
		In: strings.NewReader(""), Out: &out, Err: &out,
		Terminal: func(any) (int, bool) { return 80, false },
		Now:      func() time.Time { return day },
		Settings: config.Loader{LookupEnv: func(string) (string, bool) { return "", false }},
		Version:  "test",
		Ask:      func(ask.Config) ask.Asker { return s },
	}
	code = app.Main(t.Context(), append([]string{"lookup", "--lang", lang}, args...))
	if len(s.answers) > 0 {
		t.Errorf("nobody asked for %d answers, the next to %q; it said:\n%s\n%s", len(s.answers), s.answers[0].to, strings.Join(s.pages, "\n---\n"), out.String())
	}
	return code, s.pages, out.String()
}

// kept reads a person's file.
func kept(t *testing.T, dir, id string) *places.Log {
	t.Helper()
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	log, err := lookup.File{Dir: dir, At: "uppslag/" + id + ".yaml", Person: exposure.SubjectID(id), Places: c, Today: lookDay.AddDate(9, 0, 0), Lang: exposure.Swedish}.Read()
	if err != nil {
		t.Fatal(err)
	}
	return log
}

// told is a file in short: a place and what was said of it.
func told(l *places.Log) []string {
	var out []string
	for _, k := range l.Looks {
		var s strings.Builder
		s.WriteString(string(k.Place) + " " + string(k.Seen))
		for _, d := range k.Details {
			s.WriteString(" " + string(d))
		}
		if k.Note != "" {
			s.WriteString(" (" + k.Note + ")")
		}
		out = append(out, s.String())
	}
	for _, a := range l.Acts {
		out = append(out, string(a.Place)+" "+string(a.Done))
	}
	for _, c := range l.Changes {
		out = append(out, "changed "+string(c.Event))
	}
	return out
}

// The answers to "Syns … där?".
const (
	sayVisible = iota
	sayHidden
	sayUnclear
	sayLater
	saySkipped
)

func TestLookup(t *testing.T) {
	fits := reply{to: "Vad stämmer in på Anna?"}
	operator := reply{to: "Lämnas något om Anna ut", one: sayHidden}
	spar := reply{to: "Lämnas något om Anna ut", one: saySkipped}
	for _, tt := range []struct {
		name    string
		answers []reply
		want    []string
	}{
		{"stopped before anything", nil, nil},
		{"the operator, and no more", []reply{fits, operator}, []string{"operator-hemligt-nummer hidden"}},
		{
			"something shows, and is asked for",
			[]reply{fits, operator, spar, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{0, 2}}, {to: "anteckna", text: "gamla gatan"}, {to: "bett om det", one: 0}},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta visible name address (gamla gatan)", "hitta asked"},
		},
		{
			"said to be done, and could not be seen",
			[]reply{fits, operator, spar, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{1}}, {to: "anteckna"}, {to: "bett om det", one: 1}, {to: "Syns Anna", one: sayUnclear}},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta visible age", "eniro unclear", "hitta done"},
		},
		{
			"not now is not kept, and the next place follows",
			[]reply{fits, {to: "Lämnas något om Anna ut", one: sayLater}, spar, {to: "Syns Anna", one: sayLater}, {to: "Syns Anna", one: sayHidden}},
			[]string{"spar-reklamsparr skipped", "eniro hidden"},
		},
		{
			"not yet",
			[]reply{fits, operator, spar, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{1}}, {to: "anteckna"}, {to: "bett om det", one: 2}},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta visible age"},
		},
		{
			"a personnummer is not noted, and the look is",
			[]reply{fits, operator, spar, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{1}}, {to: "anteckna", text: "jag är 900101-2385", no: true, err: ask.ErrInterrupted}},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta visible age"},
		},
		{
			"back in the middle begins the place again",
			[]reply{fits, operator, spar, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{0}, err: ask.ErrBack}, {to: "Syns Anna", one: sayHidden}},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta hidden"},
		},
		{
			"back at a place leads to the one before, and the new answer counts",
			[]reply{fits, operator, {to: "Lämnas", err: ask.ErrBack}, {to: "Lämnas", one: sayUnclear}, spar},
			[]string{"operator-hemligt-nummer unclear", "spar-reklamsparr skipped"},
		},
		{
			"what was asked for is taken back by answering again",
			[]reply{
				fits, operator, spar,
				{to: "Syns Anna", one: sayVisible},
				{to: "Vilka", many: []int{0}},
				{to: "anteckna"},
				{to: "bett om det", one: 0},
				{to: "Syns Anna", err: ask.ErrBack},
				{to: "Syns Anna", one: sayVisible},
				{to: "Vilka", many: []int{0}},
				{to: "anteckna"},
				{to: "bett om det", one: 2},
			},
			[]string{"operator-hemligt-nummer hidden", "spar-reklamsparr skipped", "hitta visible name"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := lookupCase(t, anna, "anna")
			converse(t, lookDay, "sv", tt.answers, dir)
			if d := cmp.Diff(tt.want, told(kept(t, dir, "anna"))); d != "" {
				t.Errorf("kept (-want +got):\n%s", d)
			}
		})
	}
}

// TestLookupGoesOn: what was answered is not asked again the same day, and later only
// what is due is, and whether something has changed.
func TestLookupGoesOn(t *testing.T) {
	dir := lookupCase(t, anna, "anna")
	converse(t, lookDay, "sv", []reply{{to: "stämmer"}, {to: "Lämnas", one: sayHidden}, {to: "Lämnas", one: sayUnclear}}, dir)
	_, said, _ := converse(t, lookDay, "sv", []reply{{to: "Syns Anna", one: sayHidden}}, dir)
	all := strings.Join(said, "\n")
	for _, want := range []string{"Välkomna tillbaka", "3 av ", "hitta.se"} {
		if !strings.Contains(all, want) {
			t.Errorf("going on does not say %q:\n%s", want, all)
		}
	}
	if strings.Contains(all, "Vad stämmer") || strings.Contains(all, "Har något av detta hänt") {
		t.Errorf("going on asks what was answered:\n%s", all)
	}

	// All the rest shows nothing that day.
	rest := slices.Repeat([]reply{{to: "Syns Anna", one: sayHidden}}, len(asked(t, "anna", dir))-3)
	_, said, _ = converse(t, lookDay, "sv", append(rest, reply{to: "skydda mot missbruk", one: 0}), dir)
	all = strings.Join(said, "\n")
	for _, want := range []string{"Klart för i dag", "Platser vi inte vet något om: 1.", "Nästa gång är 14\u00a0juli 2027, mrkoll.se.", "Bra att känna till", "BankID, historik och spärr"} {
		if !strings.Contains(all, want) {
			t.Errorf("the end does not say %q:\n%s", want, all)
		}
	}

	// The next day only what could not be seen; 31 days later also what lapses.
	_, said, _ = converse(t, lookDay.AddDate(0, 0, 1), "sv", []reply{{to: "Har något av detta hänt", many: []int{}}, {to: "Lämnas", one: sayHidden}, {to: "skydda", one: 1}}, dir)
	if all := strings.Join(said, "\n"); !strings.Contains(all, "Förra gången, 14\u00a0juni 2027: gick inte att se.") {
		t.Errorf("the next day says:\n%s", all)
	}
	_, said, _ = converse(t, lookDay.AddDate(0, 0, 31), "sv", []reply{{to: "Har något av detta hänt", many: []int{0}}}, dir)
	if all := strings.Join(said, "\n"); !strings.Contains(all, "nu är det 4 kvar") || !strings.Contains(all, "något har ändrats i familjen") {
		t.Errorf("after another operator it says:\n%s", all)
	}
	if got := told(kept(t, dir, "anna")); !slices.Contains(got, "changed operator") {
		t.Errorf("kept %v", got)
	}
}

// asked lists the places that a person's conversation asks about.
func asked(t *testing.T, id, dir string) []places.Place {
	t.Helper()
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	return slices.DeleteFunc(c.For(kept(t, dir, id).Fits...), func(p places.Place) bool { return len(p.Shows) == 0 })
}

// TestLookupIsNoSurerThanTheCatalogue goes through every place in both languages: what
// is not confirmed says so before it is asked about, and again with the steps.
func TestLookupIsNoSurerThanTheCatalogue(t *testing.T) {
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		check := map[exposure.Lang]string{exposure.Swedish: "ontrollera själv", exposure.English: "heck yourself"}[lang]
		words := message.For(lang)
		dir := lookupCase(t, anna, "anna")
		for _, p := range c.All() {
			answers := []reply{{}, {many: []int{0}}, {}, {one: 2}}
			if len(p.Shows) == 1 {
				answers = slices.Delete(answers, 1, 2)
			}
			if p.Hide.Way == places.None && p.Baseline {
				answers = answers[:len(answers)-1]
			}
			if len(p.Shows) == 0 {
				answers = nil
			}
			_, said, printed := converse(t, lookDay, string(lang), answers, dir, "--place", string(p.ID))
			text := p.Text[lang]
			first, all := said[0], strings.Join(said, "\n")
			steps := said[slices.IndexFunc(said, func(s string) bool { return strings.Contains(s, "1. "+text.Steps[0]) })]
			for _, want := range append([]string{text.Name, text.Shows, text.Warning, text.Result, text.Lasts, p.Link}, text.Steps...) {
				if !strings.Contains(all, want) {
					t.Errorf("%s %s does not say %q", lang, p.ID, want)
				}
			}
			if unsure := !p.Confirmed || p.Doubt; unsure && (!strings.Contains(first, text.Warning) || !strings.Contains(steps, check)) {
				t.Errorf("%s %s is not confirmed and says:\n%s", lang, p.ID, all)
			}
			if sure := words.Text("lookup.place.sure"); strings.Contains(first, sure) && (!p.Confirmed || p.Doubt) {
				t.Errorf("%s %s says that it is confirmed", lang, p.ID)
			}
			if strings.Contains(all+printed, "lookup.") || strings.Contains(all, "place.") && !strings.Contains(text.Name+text.Shows+p.Link, "place.") {
				t.Errorf("%s %s lacks words:\n%s", lang, p.ID, all)
			}
			if strings.Contains(all, "\n\n") || strings.Contains(all, "{") {
				t.Errorf("%s %s has gaps:\n%s", lang, p.ID, all)
			}
		}
	}
}

// TestLookupSaysWhereToLook: before the question stands how to see what shows, and
// the page about hiding, which shows nobody, only after it.
func TestLookupSaysWhereToLook(t *testing.T) {
	c, err := pack.Places()
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ id, look, ask string }{
		{"hitta", "Öppna hitta.se och sök på namn och ort.", "Syns Anna i träffarna?"},
		{"biluppgifter", "Öppna biluppgifter.se och sök på bilens registreringsnummer.", "Syns Anna där?"},
		{"allabolag", "Öppna allabolag.se och sök på företagets namn, och på personens namn.", "Syns Anna i träffarna?"},
		{"google-delisting-eu", "Öppna Google och sök på namnet", "Syns Anna i träffarna?"},
		{"operator-hemligt-nummer", "Logga in hos operatören eller fråga kundservice", "Lämnas något om Anna ut"},
		{"idrottsforening", "Öppna föreningens och lagets sidor", "Syns Anna där?"},
	} {
		dir := lookupCase(t, anna, "anna")
		_, said, _ := converse(t, lookDay, "sv", []reply{{to: tt.ask, one: sayHidden}}, dir, "--place", tt.id)
		p, _ := c.Place(places.ID(tt.id))
		if !strings.Contains(said[0], tt.look) || p.Link != "" && strings.Contains(said[0], p.Link) {
			t.Errorf("%s: before the question stands:\n%s", tt.id, said[0])
		}
		if r := (program{}).run(t, "places", tt.id, "--lang", "sv"); !strings.Contains(strings.Join(strings.Fields(r.out), " "), tt.look) || !strings.Contains(r.out, p.Link) {
			t.Errorf("lampan places %s:\n%s", tt.id, r.out)
		}
	}
}

// TestLookupTurnsElsewhere: where to turn when a place says no is told once one still
// shows what it was asked to hide.
func TestLookupTurnsElsewhere(t *testing.T) {
	dir := lookupCase(t, anna, "anna")
	converse(t, lookDay, "sv", []reply{{to: "stämmer"}, {to: "Lämnas", one: sayHidden}}, dir)
	shown := func(again string, one int) []reply {
		return []reply{{to: "Syns", one: sayVisible}, {to: "Vilka", many: []int{0}}, {to: "anteckna"}, {to: again, one: one}}
	}
	var answers []reply
	for _, p := range asked(t, "anna", dir)[1:] {
		if p.ID == "hitta" {
			answers = append(answers, shown("Har ni bett om det?", 0)...)
		} else {
			answers = append(answers, reply{one: sayHidden})
		}
	}
	_, first, _ := converse(t, lookDay, "sv", append(answers, reply{to: "missbruk"}), dir)
	answers = slices.Concat([]reply{{to: "hänt sedan", many: []int{}}}, shown("Ni bad om det 14\u00a0juni 2027. Har ni bett igen?", 2), []reply{{to: "Syns", one: sayHidden}, {to: "missbruk"}})
	_, second, _ := converse(t, lookDay.AddDate(0, 0, 31), "sv", answers, dir)
	const imy = "Integritetsskyddsmyndigheten (IMY), klagomål"
	if a, b := first[len(first)-1], second[len(second)-1]; strings.Contains(a, imy) || !strings.Contains(b, imy) {
		t.Errorf("the first time:\n%s\nthe second:\n%s", a, b)
	}
}

// TestLookupNotesNoNumbers: what is written as a personnummer may be is not noted.
func TestLookupNotesNoNumbers(t *testing.T) {
	for note, no := range map[string]bool{
		"19900101-2385":              true,
		"900101-2385":                true,
		"900101+2385":                true,
		"9001012385":                 true,
		"199001012385":               true,
		"1990 01 01 2385":            true,
		"nr 900101 – 2385, och mer":  true,
		"1990-01-01-2385":            true,
		"sett 2026-11-23 kl 14.30":   false,
		"Testgatan 12, 123 45 Orten": false,
		"order 4711":                 false,
		"9001012386":                 true, // the check digit is another
		"900101-0000":                true,
		"90 01 01 23 85":             true,
		"701063-2391":                true, // a samordningsnummer
		"nytt nr 070-174 06 05":      false,
		"2026-11-23 2026-12-01":      false,
		"901301-2385":                false, // no such month
		"faktura 199001012385543":    false,
	} {
		dir := lookupCase(t, anna, "anna")
		answers := []reply{{}, {many: []int{0}}, {to: "anteckna", text: note, no: no}, {one: 2}}
		if no {
			answers[2].err = ask.ErrInterrupted
			answers = answers[:3]
		}
		converse(t, lookDay, "sv", answers, dir, "--place", "hitta")
	}
}

// TestLookupOfProtected: nobody's words are written down in a family in which
// somebody has protected personal data.
func TestLookupOfProtected(t *testing.T) {
	dir := lookupCase(t, anna+safia, "anna", "safia")
	code, said, _ := converse(t, lookDay, "sv", []reply{
		{to: "stämmer"}, {to: "Lämnas", one: saySkipped}, {to: "Syns Safia", one: sayVisible}, {to: "Vilka", many: []int{1}}, {to: "bett om det", one: 2},
	}, dir, "--person", "safia")
	if all := strings.Join(said, "\n"); code != 0 || !strings.Contains(all, "Safia har skyddade personuppgifter.") || !strings.Contains(all, "Skriv inte var ni bor") || !strings.Contains(all, "Öppna hitta.se och sök på namnet.") || !strings.Contains(all, "fråga först den myndighet") || strings.Contains(all, "lever under hot") {
		t.Errorf("exit %d; it says:\n%s", code, all)
	}
	converse(t, lookDay, "sv", []reply{
		{to: "stämmer"}, {to: "Lämnas", one: sayHidden}, {to: "Lämnas", one: saySkipped}, {to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{1}}, {to: "bett om det", one: 2},
	}, dir, "--person", "anna")

	_, said, _ = converse(t, lookDay, "sv", []reply{{to: "Lämnas", one: sayHidden}}, dir, "--person", "safia", "--place", "transportstyrelsen")
	if !strings.Contains(said[0], "Med skyddade personuppgifter bör det här inte synas.") || !strings.Contains(said[0], "fråga först den myndighet") {
		t.Errorf("a public register does not say whom to ask first:\n%s", said[0])
	}
	_, said, _ = converse(t, lookDay, "sv", []reply{{to: "Lämnas", one: sayHidden}}, dir, "--person", "anna", "--place", "transportstyrelsen")
	if all := strings.Join(said, "\n"); !strings.Contains(all, "Transportstyrelsen") || strings.Contains(all, "går normalt inte att dölja") {
		t.Errorf("it says what does not hold for the protected:\n%s", all)
	}

	// A note from before is neither kept nor told.
	path := filepath.Join(dir, "uppslag", "anna.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	noted := bytes.Replace(data, []byte("seen: hidden"), []byte(`seen: hidden, note: "Testgatan 12"`), 1)
	if err := os.WriteFile(path, noted, 0o600); err != nil || bytes.Equal(noted, data) {
		t.Fatalf("no note was written: %v", err)
	}
	for _, lang := range []string{"sv", "en"} {
		r := program{}.run(t, "lookup", dir, "--next", "--person", "anna", "--lang", lang)
		if r.code != 3 || strings.Contains(r.out+r.err, "Testgatan") {
			t.Errorf("exit %d; want 3, and nothing of the note:\n%s%s", r.code, r.out, r.err)
		}
	}
}

// TestLookupsLeft: whoever takes back a yes to what they looked up is told that the
// file which lampan wrote is still there.
func TestLookupsLeft(t *testing.T) {
	dir := lookupCase(t, anna+erik, "anna", "erik")
	if err := os.Mkdir(filepath.Join(dir, "uppslag"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "uppslag", "anna.yaml"), []byte("schema: 1\nperson: anna\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for consent, want := range map[string]string{
		"c-anna": "uppslag/anna.yaml is still in the case. Remove the file if it is not to be kept.",
		"c-erik": "",
	} {
		r := program{}.run(t, "consent", "revoke", dir, consent, "--lang", "en")
		if r.code != 0 || strings.Contains(r.out, "is still in the case") != (want != "") || !strings.Contains(r.out, want) {
			t.Errorf("revoke %s: exit %d: %s%s; want %q in it", consent, r.code, r.out, r.err, want)
		}
	}
}

// TestLookupOfChild: a child is looked up with a guardian, and nobody is asked what the
// year of birth says.
func TestLookupOfChild(t *testing.T) {
	dir := lookupCase(t, anna+"  - {id: elsa, name: Elsa Lind, born: 2015, guardians: [anna]}\n", "anna", "elsa")
	path := filepath.Join(dir, "household.yaml")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	given := bytes.Replace(data, []byte("given_by: [elsa], method: self"), []byte("given_by: [anna], method: meeting, assent: true"), 1)
	if err := os.WriteFile(path, given, 0o600); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string]string{"sv": "Vi slår upp Elsa, tillsammans med Anna", "en": "Looking up Elsa, together with Anna"} {
		_, said, printed := converse(t, lookDay, lang, nil, dir, "--person", "elsa")
		if all := strings.Join(said, "\n"); !strings.HasPrefix(all, want) || strings.Contains(all, "18") {
			t.Errorf("it says:\n%s\n%s", all, printed)
		}
	}
	converse(t, lookDay, "sv", []reply{{to: "stämmer"}}, dir, "--person", "elsa")
	if fits := kept(t, dir, "elsa").Fits; !slices.Contains(fits, places.Child) {
		t.Errorf("fits %v; want a child", fits)
	}
}

// TestLookupWhom: one who agreed is meant without being named; of several it is asked;
// who has not agreed is told what to do.
func TestLookupWhom(t *testing.T) {
	dir := lookupCase(t, anna+erik, "anna", "erik")
	code, _, printed := converse(t, lookDay, "sv", []reply{{to: "Vem gäller det?", one: 1}}, dir)
	if code != 0 {
		t.Errorf("exit %d: %s", code, printed)
	}
	converse(t, lookDay, "sv", []reply{{to: "Vem gäller det?", one: 1}, {to: "Vad stämmer in på Erik?"}}, dir)

	child := "  - {id: elsa, name: Elsa Lind, born: 2012, guardians: [anna]}\n"
	small := "  - {id: elis, name: Elis Lind, born: 2019, guardians: [anna]}\n"
	grown := "  - {id: edda, name: Edda Lind, born: 2009, guardians: [anna]}\n"
	for _, tt := range []struct {
		name, people string
		agreed       []string
		args         []string
		code         int
		want         string
	}{
		{"nobody", anna, nil, nil, cli.ExitNotAgreed, "kind: lookup"},
		{"one without a source", anna + erik, []string{"anna"}, []string{"--person", "erik"}, cli.ExitNotAgreed, "--subject erik --source erik-uppslag"},
		{"a child", anna + child, []string{"anna"}, []string{"--person", "elsa"}, cli.ExitNotAgreed, "--subject elsa --source elsa-uppslag --by anna --assent"},
		{"a small child", anna + small, []string{"anna"}, []string{"--person", "elis"}, cli.ExitNotAgreed, "--subject elis --source elis-uppslag --by anna\n"},
		{"one who turns 18", anna + grown, []string{"anna"}, []string{"--person", "edda"}, cli.ExitNotAgreed, "--by anna,edda\n"},
		{"a stranger", anna + erik, []string{"anna"}, []string{"--person", "olle"}, cli.ExitNoSuch, "anna, erik."},
		{"a place that is none", anna, []string{"anna"}, []string{"--place", "hitat"}, cli.ExitNoSuch, "Menade du hitta?"},
		{"too much at once", anna, []string{"anna"}, []string{"--next", "--done", "hitta"}, cli.ExitUsage, "i taget. Kör"},
		{"tomorrow", anna, []string{"anna"}, []string{"--at", "2027-06-15"}, cli.ExitUsage, "15\u00a0juni 2027 har inte varit än."},
		{"no day", anna, []string{"anna"}, []string{"--at", "i går"}, cli.ExitUsage, "i går"},
		{"noted of several", anna + erik, []string{"anna", "erik"}, []string{"--changed", "number"}, cli.ExitUsage, "--person: anna, erik."},
		{"an event that is none", anna, []string{"anna"}, []string{"--changed", "moved"}, cli.ExitUsage, "operator eller number"},
		{"nothing to ask for", anna, []string{"anna"}, []string{"--asked", "bankid"}, cli.ExitNoSuch, "spärr visar inga uppgifter"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := lookupCase(t, tt.people, tt.agreed...)
			code, _, printed := converse(t, lookDay, "sv", nil, append([]string{dir}, tt.args...)...)
			if code != tt.code || !strings.Contains(printed, tt.want) {
				t.Errorf("exit %d, want %d: %q; want %q in it", code, tt.code, printed, tt.want)
			}
			if _, err := os.Stat(filepath.Join(dir, "uppslag")); !errors.Is(err, os.ErrNotExist) {
				t.Error("something was written")
			}
		})
	}
}

// TestLookupNotesByState: what was asked is noted whatever is known of the place, but
// where somebody looked and saw nothing.
func TestLookupNotesByState(t *testing.T) {
	for _, tt := range []struct {
		name    string
		answers []reply // to the first question about the place; none for no look
		code    int
	}{
		{"nobody has looked", nil, 0},
		{"left out", []reply{{one: saySkipped}}, 0},
		{"could not be seen", []reply{{one: sayUnclear}}, 0},
		{"not now", []reply{{one: sayLater}}, 0},
		{"nothing showed", []reply{{one: sayHidden}}, cli.ExitNoSuch},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := lookupCase(t, anna, "anna")
			if tt.answers != nil {
				converse(t, lookDay, "sv", tt.answers, dir, "--place", "hitta")
			}
			code, _, printed := converse(t, lookDay.AddDate(0, 0, 1), "sv", nil, dir, "--asked", "hitta")
			if code != tt.code {
				t.Errorf("exit %d, want %d: %s", code, tt.code, printed)
			}
			want := "Vid titten 14\u00a0juni 2027 syntes inget om Anna hos hitta.se, så det finns inget att be om. Syns det nu, svara på nytt: lampan lookup " + dir + " --person anna --place hitta\n"
			if tt.code != 0 && printed != want || len(kept(t, dir, "anna").Acts) != 1 && tt.code == 0 {
				t.Errorf("said %q, kept %v", printed, told(kept(t, dir, "anna")))
			}
			if tt.code != 0 {
				return
			}
			_, _, printed = converse(t, lookDay.AddDate(0, 0, 200), "sv", nil, dir, "--next")
			want = "ni bad om det 15 juni 2027, och ingen har tittat sedan dess"
			if tt.name == "could not be seen" {
				want = "det gick inte att se förra gången"
			}
			if got := strings.Join(strings.Fields(printed), " "); !strings.Contains(got, want) {
				t.Errorf("--next says %q; want %q in it", got, want)
			}
		})
	}
}

// TestLookupNotesAndNext notes acts without a conversation and lists what is due after
// 31 and after 181 days.
func TestLookupNotesAndNext(t *testing.T) {
	dir := lookupCase(t, anna, "anna")
	answers := []reply{{to: "stämmer"}, {to: "Lämnas", one: sayHidden}, {to: "Lämnas", one: sayHidden}}
	for _, p := range asked(t, "anna", dir)[1:] { // without the words, which are not told yet
		a := []reply{{to: "Syns Anna", one: sayHidden}}
		if p.ID == "hitta" || p.ID == "eniro" {
			a = []reply{{to: "Syns Anna", one: sayVisible}, {to: "Vilka", many: []int{0}}, {to: "anteckna"}, {to: "bett", one: 2}}
		}
		answers = append(answers, a...)
	}
	// Those with a phone look at four places more.
	answers = append(answers, slices.Repeat([]reply{{to: "Syns Anna", one: sayHidden}}, 4)...)
	converse(t, lookDay, "sv", append(answers, reply{to: "missbruk", one: 1}), dir)

	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"--asked", "hitta", "--done", "eniro"}, "Uppskrivet: Anna har bett hitta.se, 14\u00a0juni 2027."},
		{[]string{"--next"}, "Inget behöver ses över 14\u00a0juni 2027.\nNästa gång är 14\u00a0juli 2027: hitta.se (Anna). Då har platsen haft 30 dagar på sig."},
	} {
		if code, _, printed := converse(t, lookDay, "sv", nil, append([]string{dir}, tt.args...)...); code != 0 || !strings.Contains(printed, tt.want) {
			t.Errorf("%v: exit %d, %q; want %q in it", tt.args, code, printed, tt.want)
		}
	}
	next := func(days int) string {
		code, _, printed := converse(t, lookDay, "sv", nil, dir, "--next", "--at", lookDay.AddDate(0, 0, days).Format(time.DateOnly))
		if code != 0 {
			t.Errorf("exit %d: %s", code, printed)
		}
		return strings.Join(strings.Fields(printed), " ")
	}
	for days, want := range map[int][]string{
		29:  {"Inget behöver ses över 13 juli 2027. Nästa gång är 14 juli 2027: hitta.se (Anna)."},
		31:  {"sedan 14 juli 2027 Anna hitta.se ni bad om det 14 juni 2027,", "Anna eniro.se ni sa 14 juni 2027 att det är klart,", "Anna mrkoll.se", "Nästa gång är 11 december 2027"},
		181: {"14 juli 2027 Anna mrkoll.se", "14 juli 2027 Anna hitta.se ni bad om det 14 juni 2027, och ingen har tittat sedan dess", "11 december 2027 Anna ratsit.se det är länge sedan någon tittade", "11 december 2027 Anna Teleoperatören,"},
	} {
		got := next(days)
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("after %d days %q; want %q in it", days, got, w)
			}
		}
	}
	if got := next(31); strings.Contains(got, "ratsit") || strings.Contains(got, "Anna Teleoperatören") {
		t.Errorf("after 31 days also what is not due: %q", got)
	}
	for event, want := range map[string]string{
		"operator": "Titta igen hos Teleoperatören, hemligt nummer, 118100.se och Telefonkatalogen, olika webbplatser.",
		"number":   "hitta.se, eniro.se, merinfo.se",
	} {
		if _, _, printed := converse(t, lookDay.AddDate(0, 0, 3), "sv", nil, dir, "--changed", event); !strings.Contains(printed, want) {
			t.Errorf("%s: %q; want %q in it", event, printed, want)
		}
	}
	if got := next(4); !strings.Contains(got, "nu Anna Teleoperatören, hemligt nummer något har ändrats i familjen") {
		t.Errorf("after another operator: %q", got)
	}
}
