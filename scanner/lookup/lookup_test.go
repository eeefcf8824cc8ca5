package lookup_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	"lampan/rules/pack"
	"lampan/rules/places"
	"lampan/scanner/household"
	"lampan/scanner/lookup"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

// catalogue loads the places that ship with lampan, once.
var catalogue = sync.OnceValues(pack.Places)

// annas is the file of one person in a case.
func annas(t testing.TB, dir string) lookup.File {
	t.Helper()
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	return lookup.File{
		Dir: dir, At: "uppslag/anna.yaml", Person: "anna", Places: c, Today: day("2027-06-01"), Lang: exposure.Swedish,
	}
}

// put writes the file as somebody would by hand.
func put(t testing.TB, f lookup.File, text string) {
	t.Helper()
	path := filepath.Join(f.Dir, filepath.FromSlash(f.At))
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, f lookup.File) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(f.Dir, filepath.FromSlash(f.At)))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// whole says everything that a file can say.
const whole = `# Annas egna rader.
schema: 1
person: anna # jag
fits: [phone, car]
looks:
  # innan flytten
  - {place: hitta, on: 2026-11-23, seen: visible, shows: [name, address], note: "med karta"} # usch
  - place: eniro
    on: 2026-11-23
    seen: hidden
  - {place: ratsit, on: 2026-11-24, seen: unclear}
  - {place: merinfo, on: 2026-11-24, seen: skipped, shows: []}
done:
  - {place: hitta, on: 2026-11-24, what: asked}
  - {place: hitta, on: 2026-11-30, what: done}
changes:
  - {event: operator, on: 2026-12-01}
# sist
`

func said() *places.Log {
	return &places.Log{
		Person: "anna", Fits: []places.Fit{places.HasPhone, places.HasCar},
		Looks: []places.Look{
			{Place: "hitta", On: day("2026-11-23"), Seen: places.Visible, Details: []places.Detail{places.Name, places.Address}, Note: "med karta", Line: 7},
			{Place: "eniro", On: day("2026-11-23"), Seen: places.Hidden, Line: 8},
			{Place: "ratsit", On: day("2026-11-24"), Seen: places.Unclear, Line: 11},
			{Place: "merinfo", On: day("2026-11-24"), Seen: places.Skipped, Details: []places.Detail{}, Line: 12},
		},
		Acts: []places.Act{
			{Place: "hitta", On: day("2026-11-24"), Done: exposure.Asked, Line: 14},
			{Place: "hitta", On: day("2026-11-30"), Done: exposure.SaidDone, Line: 15},
		},
		Changes: []places.Change{{Event: places.NewOperator, On: day("2026-12-01"), Line: 17}},
	}
}

func TestParse(t *testing.T) {
	f := annas(t, "")
	got, err := f.Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(said(), got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
	got, err = f.Parse([]byte("schema: 1\nperson: anna\nlooks:\n"))
	if diff := cmp.Diff(&places.Log{Person: "anna"}, got); err != nil || diff != "" {
		t.Errorf("an empty file: %v (-want +got):\n%s", err, diff)
	}
}

func TestFaults(t *testing.T) {
	for _, tt := range []struct {
		name, old, new string
		code           household.Code
		line           int
	}{
		{"another schema", "schema: 1", "schema: 2", household.CodeSchema, 2},
		{"no schema", "schema: 1\n", "", household.CodeMissingKey, 2},
		{"another person", "person: anna", "person: erik", household.CodeOtherPerson, 3},
		{"no person", "person: anna # jag\n", "", household.CodeMissingKey, 2},
		{"an unknown key", "fits:", "passar:", household.CodeUnknownKey, 4},
		{"a key of a look that is unknown", "seen: hidden", "saw: hidden", household.CodeUnknownKey, 10},
		{"a key of a look that is missing", "    seen: hidden\n", "", household.CodeMissingKey, 8},
		{"a key that stands twice", "    seen: hidden\n", "    seen: hidden\n    seen: hidden\n", household.CodeTwiceKey, 11},
		{"everyone", "[phone, car]", "[everyone]", household.CodeNotOne, 4},
		{"a word that is none", "[phone, car]", "[bil]", household.CodeNotOne, 4},
		{"a word twice", "[phone, car]", "[car, car]", household.CodeTwice, 4},
		{"no list", "[phone, car]", "phone", household.CodeNotList, 4},
		{"an unknown place", "place: eniro", "place: eniroo", household.CodeUnknownPlace, 8},
		{"an unknown place that was asked", "{place: hitta, on: 2026-11-24, what", "{place: hittat, on: 2026-11-24, what", household.CodeUnknownPlace, 14},
		{"no day", "on: 2026-11-30", "on: i går", household.CodeNotDay, 15},
		{"a day that is not in the calendar", "on: 2026-11-30", "on: 2026-11-31", household.CodeNotDay, 15},
		{"a day to come", "on: 2026-12-01", "on: 2027-06-02", household.CodeFutureDay, 17},
		{"an answer that is none", "seen: unclear", "seen: maybe", household.CodeNotOne, 11},
		{"visible without a detail", "shows: [name, address], ", "", household.CodeNothingShows, 7},
		{"visible with an empty list", "shows: [name, address], ", "shows: [], ", household.CodeNothingShows, 7},
		{"a detail that is none", "shows: [name, address], ", "shows: [secret], ", household.CodeNotOne, 7},
		{"a detail of what was skipped", "shows: []", "shows: [name]", household.CodeShowsUnseen, 12},
		{"an act that is none", "what: asked", "what: gone", household.CodeNotOne, 14},
		{"an event that is none", "event: operator", "event: moved", household.CodeNotOne, 17},
		{"a note that is too long", "med karta", strings.Repeat("å", 201), household.CodeTooLong, 7},
		{"a note that reorders text", "med karta", "med\u202ekarta", household.CodeControl, 7},
		{"a note with a personnummer", "med karta", "nr 900101-2385", household.CodePersonalNumber, 7},
		{"another check digit", "med karta", "9001012386", household.CodePersonalNumber, 7},
		{"a personnummer in escapes", "med karta", `\x3900101-2385`, household.CodePersonalNumber, 7},
		{"a personnummer for a place", "place: eniro", "place: 900101-2385", household.CodePersonalNumber, 8},
		{"a personnummer in a comment", "# sist", "# 19900101 2385", household.CodePersonalNumber, 18},
		{"a note on several lines", "med karta", `med\nkarta`, household.CodeControl, 7},
		{"a note that is a list", `"med karta"`, "[a]", household.CodeNotText, 7},
		{"an empty note", `"med karta"`, `""`, household.CodeNoValue, 7},
		{"an alias", "on: 2026-12-01", "on: &dag 2026-12-01", household.CodeAlias, 17},
		{"an entry that is a word", "{place: ratsit, on: 2026-11-24, seen: unclear}", "ratsit", household.CodeNotGroup, 11},
		{"two documents", "# sist", "---\nschema: 1", household.CodeTwoDocs, 18},
		{"no YAML", "changes:", "changes: [", household.CodeYAML, 17},
		{"no text", "med karta", "\x00", household.CodeEncoding, 0},
		{"nothing", whole, "", household.CodeMissingKey, 1},
		{"a list for a file", whole, "- a\n", household.CodeNotGroup, 1},
		{"too much", "# sist", strings.Repeat("# mer\n", lookup.MaxBytes/5), household.CodeTooLarge, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if strings.Count(whole, tt.old) == 0 {
				t.Fatalf("%q is not in the file", tt.old)
			}
			log, err := annas(t, "").Parse([]byte(strings.Replace(whole, tt.old, tt.new, 1)))
			fs, ok := errors.AsType[household.Faults](err)
			if !ok || log != nil {
				t.Fatalf("Parse = %v, %v; want Faults", log, err)
			}
			if s := fs.In(exposure.Swedish); strings.Contains(s, "1218") {
				t.Errorf("the fault quotes the number: %s", s)
			}
			for _, f := range fs {
				if f.Code == tt.code && f.Line == tt.line {
					wellSaid(t, f)
					return
				}
			}
			t.Errorf("faults = %v; want %s on line %d", fs, tt.code, tt.line)
		})
	}
}

// wellSaid checks that a fault reads well in both languages.
func wellSaid(t *testing.T, f household.Fault) {
	t.Helper()
	for _, s := range []string{f.In(exposure.Swedish), f.In(exposure.English)} {
		if !strings.HasPrefix(s, f.File+":") || !strings.HasSuffix(s, ")") || strings.ContainsAny(s, "!\n\x1b\u202e{}") || strings.Contains(s, " ()") {
			t.Errorf("%q does not read well", s)
		}
	}
}

// TestNothingFits: whoever has said that no words fit has said so, which is more than
// nobody having said anything.
func TestNothingFits(t *testing.T) {
	f := annas(t, t.TempDir())
	say := func(fits []places.Fit) []places.Fit {
		if err := f.Update(func(l *places.Log) error { l.Fits = fits; return nil }); err != nil {
			t.Fatal(err)
		}
		log, err := f.Read()
		if err != nil {
			t.Fatal(err)
		}
		return log.Fits
	}
	for _, fits := range [][]places.Fit{nil, {}, {places.HasPhone}, {}} {
		if diff := cmp.Diff(fits, say(fits)); diff != "" {
			t.Errorf("%#v reads back as (-want +got):\n%s", fits, diff)
		}
	}
	h := &household.Household{People: []household.Person{{ID: "anna", Born: 1984, Phones: []string{"070-174 06 05"}}}}
	phone := func(fits []places.Fit) bool {
		all := lookup.Round(f.Places, &places.Log{Person: "anna", Fits: fits}, h, day("2027-06-01"))
		return slices.ContainsFunc(all, func(p places.Place) bool { return p.ID == "operator-hemligt-nummer" })
	}
	if !phone(nil) || phone([]places.Fit{}) {
		t.Errorf("the operator: %v before anybody has said, %v where nothing fits; want true, false", phone(nil), phone([]places.Fit{}))
	}
}

func TestFaultsComeTogetherInOrder(t *testing.T) {
	text := "schema: 1\nperson: anna\nlooks:\n" + strings.Repeat("  - {place: ingenstans, on: nyss, seen: visible}\n", 60)
	_, err := annas(t, "").Parse([]byte(text))
	fs, _ := errors.AsType[household.Faults](err)
	if len(fs) != 101 || fs[100].Code != household.CodeMore {
		t.Fatalf("%d faults; want 100, and one that says that there are more", len(fs))
	}
	for i := 1; i < 100; i++ {
		if fs[i].Line < fs[i-1].Line {
			t.Errorf("line %d follows line %d", fs[i].Line, fs[i-1].Line)
		}
	}
}

func TestReadWithoutAFile(t *testing.T) {
	got, err := annas(t, t.TempDir()).Read()
	if diff := cmp.Diff(&places.Log{Person: "anna"}, got); err != nil || diff != "" {
		t.Errorf("Read: %v (-want +got):\n%s", err, diff)
	}
}

func TestUpdateMakesTheFile(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		f := annas(t, t.TempDir())
		f.Lang = lang
		if err := f.Update(func(l *places.Log) error { *l = *said(); return nil }); err != nil {
			t.Fatal(err)
		}
		got, err := f.Read()
		if diff := cmp.Diff(said(), got, lineless()...); err != nil || diff != "" {
			t.Errorf("Read: %v (-want +got):\n%s", err, diff)
		}
		for name, want := range map[string]fs.FileMode{f.At: 0o600, filepath.Dir(f.At): 0o700 | fs.ModeDir} {
			if info, err := os.Stat(filepath.Join(f.Dir, name)); err != nil || info.Mode() != want {
				t.Errorf("%s: %v, %v; want %v", name, info.Mode(), err, want)
			}
		}
		if text := get(t, f); !strings.HasPrefix(text, "# ") || !strings.Contains(text, "lampan lookup") {
			t.Errorf("it begins %q; want a comment that says what it is", text[:40])
		}
	}
}

// lineless compares logs whatever line they say it on.
func lineless() []cmp.Option {
	return []cmp.Option{
		cmpopts.IgnoreFields(places.Look{}, "Line"), cmpopts.IgnoreFields(places.Act{}, "Line"),
		cmpopts.IgnoreFields(places.Change{}, "Line"), cmpopts.EquateEmpty(),
	}
}

// TestUpdateKeepsWhatItDoesNotTouch: comments, entries and their order stay.
func TestUpdateKeepsWhatItDoesNotTouch(t *testing.T) {
	f := annas(t, t.TempDir())
	put(t, f, whole)
	err := f.Update(func(l *places.Log) error {
		l.Looks = append(l.Looks[1:], places.Look{Place: "hitta", On: day("2027-01-02"), Seen: places.Hidden, Note: `nu "borta": # \ ja`})
		l.Acts = nil
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want := `# Annas egna rader.
schema: 1
person: anna # jag
fits: [phone, car]
looks:
  - place: eniro
    on: 2026-11-23
    seen: hidden
  - {place: ratsit, on: 2026-11-24, seen: unclear}
  - {place: merinfo, on: 2026-11-24, seen: skipped, shows: []}
  - {place: hitta, on: 2027-01-02, seen: hidden, note: "nu \"borta\": # \\ ja"}
done: []
changes:
  - {event: operator, on: 2026-12-01}
# sist
`
	if diff := cmp.Diff(want, get(t, f)); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestUpdateWritesNothingOnAnError(t *testing.T) {
	stop := errors.New("stop")
	for name, tt := range map[string]struct {
		text   string
		change func(*places.Log) error
		fault  bool
	}{
		"the change fails":       {whole, func(l *places.Log) error { l.Fits = nil; return stop }, false},
		"the file is not right":  {"schema: 1\n", func(*places.Log) error { return nil }, true},
		"the change is no place": {whole, func(l *places.Log) error { l.Looks[0].Place = "ingenstans"; return nil }, true},
		"the change is to come":  {whole, func(l *places.Log) error { l.Looks[0].On = day("2028-01-01"); return nil }, true},
		"a note like no other":   {whole, func(l *places.Log) error { l.Looks[0].Note = "}\u202e"; return nil }, true},
	} {
		t.Run(name, func(t *testing.T) {
			f := annas(t, t.TempDir())
			put(t, f, tt.text)
			err := f.Update(tt.change)
			if _, fault := errors.AsType[household.Faults](err); err == nil || fault != tt.fault || !tt.fault && !errors.Is(err, stop) {
				t.Errorf("Update = %v; faults %v", err, tt.fault)
			}
			if got := get(t, f); got != tt.text {
				t.Errorf("the file is now %q", got)
			}
		})
	}
}

func TestLinksAreRefused(t *testing.T) {
	for name, link := range map[string]func(dir string) error{
		"the file": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "uppslag"), 0o700), os.Symlink("../annat.yaml", filepath.Join(dir, "uppslag", "anna.yaml")))
		},
		"its folder": func(dir string) error {
			return errors.Join(os.Mkdir(filepath.Join(dir, "annat"), 0o700), os.Symlink("annat", filepath.Join(dir, "uppslag")))
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := annas(t, t.TempDir())
			if err := link(f.Dir); err != nil {
				t.Fatal(err)
			}
			_, read := f.Read()
			for _, err := range []error{read, f.Update(func(*places.Log) error { return nil })} {
				if fs, ok := errors.AsType[household.Faults](err); !ok || fs[0].Code != household.CodeNotFile {
					t.Errorf("a link: %v; want a fault", err)
				}
			}
		})
	}
}

// TestUpdatesAtOnce: of many that change the file at once, none is lost.
func TestUpdatesAtOnce(t *testing.T) {
	f := annas(t, t.TempDir())
	const writers, each = 8, 5
	var g sync.WaitGroup
	for w := range writers {
		g.Go(func() {
			for i := range each {
				if err := f.Update(func(l *places.Log) error {
					l.Looks = append(l.Looks, places.Look{Place: "hitta", On: day("2026-11-23"), Seen: places.Hidden, Note: fmt.Sprint(w, " ", i)})
					return nil
				}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	g.Wait()
	l, err := f.Read()
	if err != nil || len(l.Looks) != writers*each {
		t.Errorf("%d looks, %v; want %d", len(l.Looks), err, writers*each)
	}
	if left, _ := filepath.Glob(filepath.Join(f.Dir, "uppslag", ".*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// log draws what a person may have told.
func log(t *rapid.T) *places.Log {
	c, err := catalogue()
	if err != nil {
		t.Fatal(err)
	}
	place := rapid.Custom(func(t *rapid.T) places.ID { return rapid.SampledFrom(c.All()).Draw(t, "place").ID })
	when := rapid.Custom(func(t *rapid.T) time.Time {
		return day("2026-01-01").AddDate(0, 0, rapid.IntRange(0, 500).Draw(t, "day"))
	})
	fits := rapid.SampledFrom(places.Fits()[1:])
	return &places.Log{
		Person: "anna",
		Fits:   rapid.SliceOfNDistinct(fits, 0, 4, rapid.ID[places.Fit]).Draw(t, "fits"),
		Looks: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Look {
			k := places.Look{Place: place.Draw(t, "place"), On: when.Draw(t, "on"), Seen: rapid.SampledFrom(places.Seens()).Draw(t, "seen")}
			k.Note = lookup.Note(rapid.String().Draw(t, "note"))
			if k.Seen == places.Visible {
				k.Details = rapid.SliceOfNDistinct(rapid.SampledFrom(places.Details()), 1, 4, rapid.ID[places.Detail]).Draw(t, "details")
			}
			return k
		}), 0, 5).Draw(t, "looks"),
		Acts: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Act {
			return places.Act{Place: place.Draw(t, "place"), On: when.Draw(t, "on"), Done: rapid.SampledFrom([]exposure.Progress{exposure.Asked, exposure.SaidDone}).Draw(t, "done")}
		}), 0, 3).Draw(t, "acts"),
		Changes: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) places.Change {
			return places.Change{Event: rapid.SampledFrom(places.Events()).Draw(t, "event"), On: when.Draw(t, "on")}
		}), 0, 2).Draw(t, "changes"),
	}
}

// TestRoundTrip: whatever is told, the file says just that, whatever it said before,
// and no comment is lost from what stays.
func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	f := annas(t, dir)
	rapid.Check(t, func(rt *rapid.T) {
		put(t, f, whole)
		for range rapid.IntRange(1, 3).Draw(rt, "updates") {
			want := log(rt)
			if rapid.Bool().Draw(rt, "more") { // as most updates are
				want.Looks = append(said().Looks, want.Looks...)
			}
			if err := f.Update(func(l *places.Log) error { *l = *want; return nil }); err != nil {
				rt.Fatal(err)
			}
			got, err := f.Read()
			if diff := cmp.Diff(want, got, lineless()...); err != nil || diff != "" {
				rt.Fatalf("%v (-want +got):\n%s\n%s", err, diff, get(t, f))
			}
			if text := get(t, f); !strings.HasPrefix(text, "# Annas egna rader.\n") || !strings.Contains(text, "person: anna # jag\n") {
				rt.Fatalf("comments are gone:\n%s", text)
			}
		}
	})
}

func TestNote(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "  rad ett\nrad två\t": "rad ett rad två", "a\u202eb\x1b": "ab", strings.Repeat("ö", 300): strings.Repeat("ö", 200),
	} {
		if got := lookup.Note(in); got != want {
			t.Errorf("Note(%q) = %q; want %q", in, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	h := &household.Household{
		People: []household.Person{
			{ID: "anna", Born: 1984, Phones: []string{"070-174 06 05"}}, {ID: "erik", Born: 1983}, {ID: "elsa", Born: 2015},
		},
		Vehicles: []household.Vehicle{{Plate: "ABC123", Owner: "erik"}},
		Domains:  []string{"familjenlind.example"},
		Clubs:    []household.Club{{Name: "Storviks IF", Person: "elsa"}},
	}
	at := day("2026-11-23")
	for id, want := range map[exposure.SubjectID][]places.Fit{
		"anna": {places.HasPhone}, "erik": {places.HasCar}, "elsa": {places.Child, places.HasClub}, "ingen": nil,
	} {
		if diff := cmp.Diff(want, lookup.Words(h, id, at)); diff != "" {
			t.Errorf("Words of %s (-want +got):\n%s", id, diff)
		}
	}
	h.Vehicles[0].Owner, h.Domains = "", []string{"LIND.SE"}
	for id, want := range map[exposure.SubjectID][]places.Fit{
		"erik": {places.HasCar, places.HasDomain}, "elsa": {places.Child, places.HasClub},
	} {
		if diff := cmp.Diff(want, lookup.Words(h, id, at)); diff != "" {
			t.Errorf("Words of %s with what nobody is named for (-want +got):\n%s", id, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("schema: 1\nperson: anna\nlooks: [{place: hitta, on: 2026-11-23, seen: visible, shows: [name], note: \"\\U0001F3E1 '\"}]\n"))
	f.Add([]byte("schema: 1\nperson: anna\nfits:\n# a\n- car # b\n\n\n# c\ndone: # d\n  []\n"))
	f.Add([]byte("{schema: 1, person: anna, looks: [], done: null}"))
	file := annas(f, f.TempDir())
	f.Fuzz(func(t *testing.T, data []byte) {
		log, err := file.Parse(data)
		if (log == nil) == (err == nil) {
			t.Fatal("neither a log nor an error, or both")
		}
		if err != nil {
			if fs, ok := errors.AsType[household.Faults](err); !ok || len(fs) == 0 || strings.ContainsFunc(strings.ReplaceAll(fs.In(exposure.Swedish), "\n", ""), unicode.IsControl) {
				t.Fatalf("error %q is no list of faults that can be shown", err)
			}
			return
		}
		// What can be read can be changed, and then says what was meant.
		put(t, file, string(data))
		if err := file.Update(func(l *places.Log) error {
			l.Looks = append(l.Looks, places.Look{Place: "hitta", On: day("2026-11-23"), Seen: places.Hidden})
			*log = *l
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		got, err := file.Read()
		if diff := cmp.Diff(log, got, lineless()...); err != nil || diff != "" {
			t.Fatalf("%v (-want +got):\n%s", err, diff)
		}
	})
}
