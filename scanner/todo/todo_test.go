package todo_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"lampan/rules/exposure"
	plan "lampan/rules/todo"
	"lampan/scanner/household"
	"lampan/scanner/todo"
)

func day(s string) time.Time {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		panic(err)
	}
	return t
}

func file(dir string) todo.File {
	return todo.File{Dir: dir, People: []exposure.SubjectID{"anna", "tuva"}, Today: day("2027-06-14"), Lang: exposure.Swedish}
}

func put(t testing.TB, f todo.File, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(f.Dir, todo.FileName), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func get(t testing.TB, f todo.File) string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(f.Dir, todo.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// whole says everything that a file can say.
const whole = `# Vår plan.
schema: 1
marks:
  # efter mötet
  - {finding: 3f9a0c12, on: 2027-06-01, what: owner, who: tuva} # hon ville
  - finding: 3f9a0c12
    on: 2027-06-01
    what: due
    day: 2027-07-01
  - {finding: 00000012, on: 2027-06-02, what: done, who: anna}
  - {finding: 00000012, on: 2027-06-02, what: undone}
  - {finding: 1e5, on: 2027-06-03, what: later, day: 2027-09-01}
# sist
`

func said() *plan.List {
	return &plan.List{Marks: []plan.Mark{
		{Finding: "3f9a0c12", On: day("2027-06-01"), What: plan.Owner, Who: "tuva", Line: 5},
		{Finding: "3f9a0c12", On: day("2027-06-01"), What: plan.Due, Day: day("2027-07-01"), Line: 6},
		{Finding: "00000012", On: day("2027-06-02"), What: plan.Done, Who: "anna", Line: 10},
		{Finding: "00000012", On: day("2027-06-02"), What: plan.Undone, Line: 11},
		{Finding: "1e5", On: day("2027-06-03"), What: plan.Later, Day: day("2027-09-01"), Line: 12},
	}}
}

func TestParse(t *testing.T) {
	got, err := file("").Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(said(), got); diff != "" {
		t.Errorf("Parse (-want +got):\n%s", diff)
	}
}

func TestFaults(t *testing.T) {
	const begins = "schema: 1\nmarks:\n"
	tests := []struct {
		name, text string
		line       int
		code       household.Code
	}{
		{"empty", "", 1, household.CodeMissingKey},
		{"no schema", "marks: []\n", 1, household.CodeMissingKey},
		{"a newer schema", "schema: 2\n", 1, household.CodeSchema},
		{"an unknown key", "schema: 1\nplan: []\n", 2, household.CodeUnknownKey},
		{"no list", "schema: 1\nmarks: done\n", 2, household.CodeNotList},
		{"no group", begins + "  - done\n", 3, household.CodeNotGroup},
		{"no finding", begins + "  - {on: 2027-06-01, what: done}\n", 3, household.CodeMissingKey},
		{"an ID that is none", begins + "  - {finding: \"a b\", on: 2027-06-01, what: done}\n", 3, household.CodeBadFinding},
		{"an unknown word", begins + "  - {finding: ab12, on: 2027-06-01, what: klart}\n", 3, household.CodeNotOne},
		{"no day", begins + "  - {finding: ab12, on: igår, what: done}\n", 3, household.CodeNotDay},
		{"said tomorrow", begins + "  - {finding: ab12, on: 2027-06-15, what: done}\n", 3, household.CodeFutureDay},
		{"nobody of the family", begins + "\n  - {finding: ab12, on: 2027-06-01, what: owner, who: konsulten}\n", 4, household.CodeUnknownPerson},
		{"owner without who", begins + "  - {finding: ab12, on: 2027-06-01, what: owner}\n", 3, household.CodeMissingKey},
		{"who of a day", begins + "  - {finding: ab12, on: 2027-06-01, what: due, who: anna}\n", 3, household.CodeNotWith},
		{"day of an owner", begins + "  - {finding: ab12, on: 2027-06-01, what: owner, who: anna, day: 2027-07-01}\n", 3, household.CodeNotWith},
		{"a key twice", begins + "  - {finding: ab12, finding: ab13, on: 2027-06-01, what: done}\n", 3, household.CodeTwiceKey},
		{"an alias", begins + "  - &a {finding: ab12, on: 2027-06-01, what: done}\n  - *a\n", 4, household.CodeNotGroup},
		{"YAML that is none", begins + "  - {finding: [\n", 4, household.CodeYAML},
		{"a day that no calendar has", begins + "  - {finding: ab12, on: 2027-06-01, what: due, day: 2027-02-30}\n", 3, household.CodeNotDay},
		{"a day too far to come", begins + "  - {finding: ab12, on: 2027-06-01, what: due, day: 9999-12-31}\n", 3, household.CodeNotDay},
		{"two documents", "schema: 1\n---\nschema: 1\n", 2, household.CodeTwoDocs},
		{"not UTF-8", "schema: 1 # \xff\n", 0, household.CodeEncoding},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := file("").Parse([]byte(tt.text))
			fs, _ := errors.AsType[household.Faults](err)
			if !slices.ContainsFunc(fs, func(f household.Fault) bool { return f.Code == tt.code && f.Line == tt.line }) {
				t.Fatalf("faults %+v; want %s on line %d", fs, tt.code, tt.line)
			}
			if sv, en := fs.In(exposure.Swedish), fs.In(exposure.English); sv == en || strings.ContainsAny(sv+en, "{}!") {
				t.Errorf("it reads %q and %q", sv, en)
			}
		})
	}
}

// In a household with protected personal data not even a comment says where it is.
func TestProtectedTakesNoAddress(t *testing.T) {
	f := file(t.TempDir())
	f.Protected = true
	put(t, f, whole+"# Testgatan 12\n")
	_, err := f.Read()
	fs, _ := errors.AsType[household.Faults](err)
	if len(fs) != 1 || fs[0].Code != household.CodeProtectedText || strings.Contains(fs.Error(), "Testgatan") {
		t.Errorf("faults %v; want one that does not quote it", err)
	}
}

func TestUpdateMakesTheFile(t *testing.T) {
	f := file(t.TempDir())
	if got, err := f.Read(); err != nil || len(got.Marks) != 0 {
		t.Fatalf("Read of no file = %v, %v", got, err)
	}
	mark := plan.Mark{Finding: "3f9a", On: day("2027-06-14"), What: plan.Done}
	if err := f.Update(func(l *plan.List) error { l.Marks = append(l.Marks, mark); return nil }); err != nil {
		t.Fatal(err)
	}
	const want = `# Vad ni har sagt om planen: vad som är klart, vem som gör vad, och när. lampan plan
# skriver filen, och den får ändras för hand.
schema: 1
marks:
  - {finding: 3f9a, on: 2027-06-14, what: done}
`
	if diff := cmp.Diff(want, get(t, f)); diff != "" {
		t.Errorf("the file (-want +got):\n%s", diff)
	}
	if info, err := os.Stat(filepath.Join(f.Dir, todo.FileName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the file: %v, %v; want 0600", info, err)
	}
}

func TestUpdateKeepsWhatStoodThere(t *testing.T) {
	f := file(t.TempDir())
	put(t, f, whole)
	err := f.Update(func(l *plan.List) error {
		l.Marks = append(l.Marks, plan.Mark{Finding: "ffff", On: day("2027-06-14"), What: plan.Owner, Who: "anna"})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	text := get(t, f)
	for _, want := range []string{"# Vår plan.", "# efter mötet", "# hon ville", "# sist", "00000012", "finding: 1e5", "who: anna}"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is gone from:\n%s", want, text)
		}
	}
	if got, err := f.Read(); err != nil || len(got.Marks) != 6 {
		t.Errorf("it says %+v, %v; want six marks", got, err)
	}
}

// A file of an editor in Windows keeps its comments as they stand, without lines between.
func TestUpdateTakesLineEndsOfWindows(t *testing.T) {
	f := file(t.TempDir())
	put(t, f, strings.ReplaceAll(whole, "\n", "\r\n"))
	if err := f.Update(func(*plan.List) error { return nil }); err != nil {
		t.Fatal(err)
	}
	got := get(t, f)
	put(t, f, whole)
	if err := f.Update(func(*plan.List) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(get(t, f), got); diff != "" {
		t.Errorf("beside the same file with other line ends (-want +got):\n%s", diff)
	}
}

func TestUpdateWritesNothingOnAnError(t *testing.T) {
	stop := errors.New("stop")
	tests := []struct {
		name, text string
		change     func(*plan.List) error
	}{
		{"the change fails", whole, func(l *plan.List) error { l.Marks = nil; return stop }},
		{"the file is faulty", whole + "x: 1\n", func(*plan.List) error { return nil }},
		{"it would not be taken", whole, func(l *plan.List) error {
			l.Marks = append(l.Marks, plan.Mark{Finding: "a, what: done", On: day("2027-06-01"), What: plan.Done})
			return nil
		}},
		{"nobody of the family", whole, func(l *plan.List) error {
			l.Marks = append(l.Marks, plan.Mark{Finding: "ab12", On: day("2027-06-01"), What: plan.Owner, Who: "konsulten"})
			return nil
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := file(t.TempDir())
			put(t, f, tt.text)
			if err := f.Update(tt.change); err == nil {
				t.Error("no error")
			}
			if diff := cmp.Diff(tt.text, get(t, f)); diff != "" {
				t.Errorf("the file was changed (-want +got):\n%s", diff)
			}
		})
	}
}

func TestALinkIsNotFollowed(t *testing.T) {
	f, other := file(t.TempDir()), filepath.Join(t.TempDir(), "other.yaml")
	if err := os.WriteFile(other, []byte(whole), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(other, filepath.Join(f.Dir, todo.FileName)); err != nil {
		t.Skip(err)
	}
	if _, err := f.Read(); err == nil {
		t.Error("a link was read")
	}
	if err := f.Update(func(*plan.List) error { return nil }); err == nil {
		t.Error("a link was written through")
	}
}

// Of several at once, each finds what the one before it wrote.
func TestUpdatesAtOnce(t *testing.T) {
	f := file(t.TempDir())
	var wg sync.WaitGroup
	for range 10 {
		wg.Go(func() {
			err := f.Update(func(l *plan.List) error {
				l.Marks = append(l.Marks, plan.Mark{Finding: "ab12", On: day("2027-06-14"), What: plan.Done})
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if got, err := f.Read(); err != nil || len(got.Marks) != 10 {
		t.Errorf("%v, %v; want ten marks", got, err)
	}
}

// TestWhatIsWrittenReadsBack: whatever is said, in whatever file it is put.
func TestWhatIsWrittenReadsBack(t *testing.T) {
	dir := t.TempDir()
	mark := rapid.Custom(func(t *rapid.T) plan.Mark {
		m := plan.Mark{
			Finding: exposure.FindingID(rapid.StringMatching(`[0-9a-f]{4,32}`).Draw(t, "finding")),
			On:      day("2027-06-14").AddDate(0, 0, -rapid.IntRange(0, 900).Draw(t, "on")),
			What:    rapid.SampledFrom(plan.Whats()).Draw(t, "what"),
		}
		if m.What == plan.Owner || m.What == plan.Done && rapid.Bool().Draw(t, "by") {
			m.Who = rapid.SampledFrom([]exposure.SubjectID{"anna", "tuva"}).Draw(t, "who")
		}
		if m.What == plan.Due || m.What == plan.Later {
			m.Day = day("2027-06-14").AddDate(0, 0, rapid.IntRange(-9, 400).Draw(t, "day"))
		}
		return m
	})
	rapid.Check(t, func(t *rapid.T) {
		f := file(dir)
		old := rapid.SampledFrom([]string{whole, "schema: 1\n", "schema: 1\nmarks: []\n", "{schema: 1, marks: [{finding: abcd, on: 2027-06-01, what: done}]}"}).Draw(t, "old")
		if err := os.WriteFile(filepath.Join(dir, todo.FileName), []byte(old), 0o600); err != nil {
			t.Fatal(err)
		}
		want := rapid.SliceOfN(mark, 0, 9).Draw(t, "marks")
		if err := f.Update(func(l *plan.List) error { l.Marks = slices.Clone(want); return nil }); err != nil {
			t.Fatal(err)
		}
		got, err := f.Read()
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Marks {
			got.Marks[i].Line = 0
		}
		if !slices.Equal(want, got.Marks) {
			t.Fatalf("wrote %v, read %v", want, got.Marks)
		}
	})
}

// FuzzParse: what is taken says the same when it is written anew, and each fault has
// its line in the file.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte("schema: 1\nmarks:\n  - {finding: ab12, on: 2027-06-15, what: done}\n"))
	f.Add([]byte("schema: 1\nmarks:\n  - &a {finding: ab12}\n  - *a\n"))
	f.Add([]byte("{schema: 1, marks: [{finding: 0x1f, on: 2027-06-01, what: owner, who: tuva}]}"))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, data []byte) {
		of := file(dir)
		list, err := of.Parse(data)
		if err != nil {
			fs, ok := errors.AsType[household.Faults](err)
			if !ok || len(fs) == 0 {
				t.Fatalf("the error is %v; want faults", err)
			}
			for _, fault := range fs {
				if fault.Line < 0 || fault.Line > strings.Count(string(data), "\n")+2 {
					t.Fatalf("a fault on line %d of %q", fault.Line, data)
				}
			}
			return
		}
		for i := range list.Marks {
			list.Marks[i].Line = 0
		}
		put(t, of, string(data))
		more := plan.Mark{Finding: "abcd", On: day("2027-06-14"), What: plan.Done}
		if err := of.Update(func(l *plan.List) error { l.Marks = append(l.Marks, more); return nil }); err != nil {
			t.Fatalf("%q: %v", data, err)
		}
		got, err := of.Read()
		if err != nil {
			t.Fatal(err)
		}
		for i := range got.Marks {
			got.Marks[i].Line = 0
		}
		if want := append(list.Marks, more); !slices.Equal(want, got.Marks) {
			t.Fatalf("%q\nsaid %v; written it says %v", data, want, got.Marks)
		}
	})
}
