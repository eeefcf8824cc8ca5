package sqlite_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"lampan/rules/exposure"
	"lampan/scanner/audit"
	"lampan/scanner/store/sqlite"
	"lampan/scanner/store/storetest"
)

var _ storetest.Store = (*sqlite.Store)(nil)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T, dir string) storetest.Store {
		return open(t, caseFile(dir), sqlite.Config{})
	})
}

// caseFile is where a case in dir keeps its database. The name of the case
// holds what a URI would have to escape.
func caseFile(dir string) string {
	return filepath.Join(dir, "Åsa & Bo #1 100%? file", ".lampan", "case.db")
}

func open(t *testing.T, path string, c sqlite.Config) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path, c)
	if err != nil {
		t.Fatalf("Open(%q): %v", path, err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// filled makes a closed database with two audits and returns its path.
func filled(t *testing.T) string {
	t.Helper()
	path := caseFile(t.TempDir())
	s := open(t, path, sqlite.Config{})
	for i := range 2 {
		if _, err := s.Save(t.Context(), storetest.Sample(i)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// raw opens the database past the store, to see or spoil what is in it.
func raw(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db
}

func spoil(t *testing.T, path, statement string) {
	t.Helper()
	db := raw(t, path)
	if _, err := db.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestOpenWhatIsNotOurs(t *testing.T) {
	tests := []struct {
		name  string
		spoil func(t *testing.T, path string)
		want  error
		says  []string // what the sentence must hold, besides the file
	}{
		{
			name:  "a database from a newer lampan",
			spoil: func(t *testing.T, path string) { spoil(t, path, "PRAGMA user_version = 99") },
			want:  audit.ErrNewer,
			says:  []string{"newer lampan", "update lampan"},
		},
		{
			name:  "a database of another program",
			spoil: func(t *testing.T, path string) { spoil(t, path, "PRAGMA application_id = 7") },
			want:  audit.ErrDamaged,
			says:  []string{"put back a copy"},
		},
		{
			name: "not a database",
			spoil: func(t *testing.T, path string) {
				write(t, path, []byte(strings.Repeat("Det här är inte en databas. ", 500)))
			},
			want: audit.ErrDamaged,
			says: []string{"damaged"},
		},
		{
			name: "a database cut off in the middle of its header page",
			spoil: func(t *testing.T, path string) {
				b, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				write(t, path, b[:600])
			},
			want: audit.ErrDamaged,
			says: []string{"damaged"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filled(t)
			tt.spoil(t, path)
			before, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range []sqlite.Config{{}, {ReadOnly: true}} {
				s, err := sqlite.Open(t.Context(), path, c)
				if s != nil {
					t.Fatalf("Open(%+v) gave a store; want %v", c, tt.want)
				}
				wantSentence(t, err, tt.want, append(tt.says, path)...)
			}
			after, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(before, after) {
				t.Error("Open changed the file")
			}
		})
	}
}

func write(t *testing.T, path string, b []byte) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// wantSentence checks that err is want, told in one line that holds says.
func wantSentence(t *testing.T, err, want error, says ...string) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error = %v; want %v", err, want)
	}
	if _, ok := errors.AsType[*audit.StoreError](err); !ok {
		t.Errorf("error is a %T; want an *audit.StoreError", err)
	}
	text := err.Error()
	for _, s := range says {
		if !strings.Contains(text, s) {
			t.Errorf("error %q does not say %q", text, s)
		}
	}
	if strings.ContainsRune(text, '\n') {
		t.Errorf("error is more than one line: %q", text)
	}
}

func TestDamagedRecord(t *testing.T) {
	tests := []struct {
		name, statement string
		want            error
	}{
		{"a record that is not JSON", `UPDATE audits SET record = '{' WHERE number = 2`, audit.ErrDamaged},
		{"a record of a newer schema", `UPDATE audits SET record = '{"schema": 99}' WHERE number = 2`, audit.ErrNewer},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			path := filled(t)
			spoil(t, path, tt.statement)
			s := open(t, path, sqlite.Config{})
			_, err := s.Audit(t.Context(), 2)
			wantSentence(t, err, tt.want, "read audit 2", path)
			if _, err := s.Audit(t.Context(), 1); err != nil {
				t.Errorf("Audit(1) beside a damaged record: %v", err)
			}
		})
	}
	t.Run("a history line with a broken date", func(t *testing.T) {
		path := filled(t)
		spoil(t, path, `UPDATE audits SET at = 'i går'`)
		_, err := open(t, path, sqlite.Config{}).List(t.Context())
		wantSentence(t, err, audit.ErrDamaged, "list audits", path)
	})
}

// A page spoiled in the middle of the file must be told, not read as data.
func TestDamagedPage(t *testing.T) {
	path := filled(t)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 4096; i < len(b); i++ {
		b[i] = 0xff
	}
	write(t, path, b)
	s, err := sqlite.Open(t.Context(), path, sqlite.Config{})
	if err == nil {
		defer s.Close()
		_, err = s.Latest(t.Context())
	}
	wantSentence(t, err, audit.ErrDamaged, path)
}

func TestReadOnly(t *testing.T) {
	path := filled(t)
	s := open(t, path, sqlite.Config{ReadOnly: true})
	got, err := s.Latest(t.Context())
	if err != nil || got.Number != 2 {
		t.Errorf("Latest() = %v, %v; want number 2", got, err)
	}
	_, err = s.Save(t.Context(), storetest.Sample(3))
	wantSentence(t, err, audit.ErrReadOnly, "save audit", path)

	t.Run("beside a store that is being written", func(t *testing.T) {
		w := open(t, path, sqlite.Config{})
		if _, err := w.Save(t.Context(), storetest.Sample(3)); err != nil {
			t.Fatal(err)
		}
		r := open(t, path, sqlite.Config{ReadOnly: true})
		if got, err := r.Latest(t.Context()); err != nil || got.Number != 3 {
			t.Errorf("Latest() = %v, %v; want number 3", got, err)
		}
	})
	t.Run("a case never audited", func(t *testing.T) {
		path := caseFile(t.TempDir())
		_, err := sqlite.Open(t.Context(), path, sqlite.Config{ReadOnly: true})
		wantSentence(t, err, audit.ErrNone, path)
		if _, err := os.Stat(filepath.Dir(path)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("Open made the folder: %v", err)
		}
	})
	t.Run("an empty file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "case.db")
		write(t, path, nil)
		_, err := sqlite.Open(t.Context(), path, sqlite.Config{ReadOnly: true})
		wantSentence(t, err, audit.ErrNone, path)
	})
}

func TestBusy(t *testing.T) {
	path := filled(t)
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	if _, err := db.ExecContext(t.Context(), "BEGIN EXCLUSIVE"); err != nil {
		t.Fatal(err)
	}
	s, err := sqlite.Open(t.Context(), path, sqlite.Config{Wait: time.Millisecond})
	if err == nil {
		defer s.Close()
		_, err = s.Save(t.Context(), storetest.Sample(3))
	}
	wantSentence(t, err, audit.ErrBusy, "try again", path)
}

// The settings that the promises rest on.
func TestFormat(t *testing.T) {
	path := filled(t)
	if got, err := open(t, path, sqlite.Config{}).Synchronous(t.Context()); got != 2 || err != nil {
		t.Errorf("synchronous = %d, %v; want 2 (FULL)", got, err)
	}
	db := raw(t, path)
	var mode, check string
	var version, id int
	if err := db.QueryRowContext(t.Context(), `SELECT
		(SELECT journal_mode FROM pragma_journal_mode), (SELECT user_version FROM pragma_user_version),
		(SELECT application_id FROM pragma_application_id), (SELECT integrity_check FROM pragma_integrity_check)`,
	).Scan(&mode, &version, &id, &check); err != nil {
		t.Fatal(err)
	}
	got := fmt.Sprintf("%s %d %#x %s", mode, version, id, check)
	if want := "wal 1 0x6c616d70 ok"; got != want {
		t.Errorf("format = %s; want %s", got, want)
	}
}

func TestFindingsView(t *testing.T) {
	db := raw(t, filled(t))
	rows, err := db.QueryContext(t.Context(), "SELECT audit, id, rule, subject FROM findings ORDER BY audit")
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	type row struct {
		Audit             int
		ID, Rule, Subject string
	}
	var got []row
	for rows.Next() {
		var r row
		if err := rows.Scan(&r.Audit, &r.ID, &r.Rule, &r.Subject); err != nil {
			t.Fatal(err)
		}
		got = append(got, r)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	want := []row{{1, "f-0", "travel.plan", "household"}, {2, "f-1", "travel.plan", "household"}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("findings (-want +got):\n%s", d)
	}
}

func BenchmarkSave(b *testing.B) {
	s, err := sqlite.Open(b.Context(), caseFile(b.TempDir()), sqlite.Config{})
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	a := storetest.Sample(1)
	for i := len(a.Findings); i < 500; i++ {
		f := a.Findings[0]
		f.ID = exposure.FindingID(fmt.Sprintf("f-%d", i))
		a.Findings = append(a.Findings, f)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Save(b.Context(), a); err != nil {
			b.Fatal(err)
		}
	}
}
