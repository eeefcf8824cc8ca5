package withhold_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/withhold"
)

func load(t *testing.T, dir string) *withhold.List {
	t.Helper()
	l, err := withhold.Load(dir)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestChange(t *testing.T) {
	dir := t.TempDir()
	if l := load(t, dir); l.Hides("anna", "f1") {
		t.Error("something is withheld before anybody said so")
	}
	change := func(who exposure.SubjectID, hide, show []exposure.FindingID) {
		t.Helper()
		if err := withhold.Change(dir, who, hide, show); err != nil {
			t.Fatal(err)
		}
	}
	change("anna", []exposure.FindingID{"f2", "f1", "f1"}, nil)
	change("erik", []exposure.FindingID{"f1"}, nil)
	change("anna", nil, []exposure.FindingID{"f2", "f9"})
	l := load(t, dir)
	if !l.Hides("anna", "f1") || l.Hides("anna", "f2") || !l.Hides("erik", "f1") || l.Hides("elsa", "f1") {
		t.Errorf("the list is %+v; want f1 of Anna and of Erik", l)
	}
	data, err := os.ReadFile(filepath.Join(dir, withhold.File))
	if want := `{"schema":1,"hidden":{"anna":["f1"],"erik":["f1"]}}` + "\n"; err != nil || string(data) != want {
		t.Errorf("the file says %q, %v; want %q", data, err, want)
	}
	for _, name := range []string{withhold.File, withhold.File + ".lock"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s: %v, %v; want it closed to others", name, info, err)
		}
	}
	change("anna", nil, []exposure.FindingID{"f1"})
	change("erik", nil, []exposure.FindingID{"f1"})
	if l := load(t, dir); len(l.Hidden) != 0 {
		t.Errorf("%v is left", l.Hidden)
	}
}

func TestChangesAtOnce(t *testing.T) {
	dir := t.TempDir()
	var wg sync.WaitGroup
	ids := []exposure.FindingID{"a", "b", "c", "d", "e", "f"}
	for _, id := range ids {
		wg.Go(func() {
			if err := withhold.Change(dir, "anna", []exposure.FindingID{id}, nil); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if l := load(t, dir); len(l.Hidden["anna"]) != len(ids) {
		t.Errorf("%v was kept; want all of %v", l.Hidden, ids)
	}
}

func TestPiece(t *testing.T) {
	l := &withhold.List{Hidden: map[exposure.SubjectID][]exposure.FindingID{"anna": {"f1"}}}
	of := func(id exposure.FindingID, subject exposure.SubjectID) *exposure.Finding {
		return &exposure.Finding{ID: id, Subject: subject}
	}
	by := func(who exposure.SubjectID) *exposure.Evidence { return &exposure.Evidence{Shower: who} }
	for _, tt := range []struct {
		name  string
		reads exposure.SubjectID
		f     *exposure.Finding
		e     *exposure.Evidence
		want  bool
	}{
		{"hers, of the household", "", of("f1", exposure.Household), by("anna"), true},
		{"another's, of the household", "", of("f1", exposure.Household), by("erik"), false},
		{"another's, about her", "", of("f1", "anna"), by("erik"), true},
		{"about her, to another", "erik", of("f1", "anna"), by("erik"), true},
		{"hers, to herself", "anna", of("f1", exposure.Household), by("anna"), false},
		{"about her, to herself", "anna", of("f1", "anna"), by("erik"), false},
		{"something else", "", of("f2", "anna"), by("anna"), false},
	} {
		if got := l.Piece(tt.reads, tt.f, tt.e); got != tt.want {
			t.Errorf("%s: Piece = %v; want %v", tt.name, got, tt.want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"nothing": "", "no JSON": "hidden", "two values": `{"schema":1}{}`, "newer": `{"schema":2}`, "other keys": `{"schema":1,"x":1}`,
		"an ID that is none": `{"schema":1,"hidden":{"anna":["\u001b[2J"]}}`, "a person that is none": `{"schema":1,"hidden":{"<b>":["a"]}}`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, withhold.File), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := withhold.Load(dir); !errors.Is(err, audit.ErrDamaged) {
			t.Errorf("%s: Load = %v; want it called damaged", name, err)
		}
		if err := withhold.Change(dir, "anna", []exposure.FindingID{"f1"}, nil); !errors.Is(err, audit.ErrDamaged) {
			t.Errorf("%s: Change = %v; want it left as it is", name, err)
		}
	}
	if err := withhold.Change(filepath.Join(t.TempDir(), "no", "file"), "anna", nil, nil); err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Change without a folder: %v", err)
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`{"schema":1,"hidden":{"anna":["f1"]}}`))
	f.Add([]byte(`{"schema":1,"hidden":null}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := withhold.Parse(data)
		if (l == nil) == (err == nil) {
			t.Fatal("neither a list nor an error, or both")
		}
	})
}
