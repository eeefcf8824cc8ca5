package csv_test

import (
	"bytes"
	stdcsv "encoding/csv"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/csv"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

var update = flag.Bool("update", false, "write the golden files")

func build(a *audit.Audit, lang exposure.Lang) *report.View {
	return report.Build(a, reporttest.Pack(), reporttest.Places(), lang)
}

func render(t testing.TB, v *report.View, separator rune) string {
	t.Helper()
	var buf bytes.Buffer
	if err := csv.Write(&buf, v, separator); err != nil {
		t.Fatal(err)
	}
	return buf.String()
}

func TestGolden(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		got := render(t, build(reporttest.Audit(), lang), csv.Separator(lang))
		path := filepath.Join("testdata", "report."+string(lang)+".csv")
		if *update {
			if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s differs; read the change and run with -update (-want +got):\n%s", path, d)
		}
	}
}

// TestForm holds what a spreadsheet needs: the mark, CRLF, as many cells in every
// row, and one row a finding.
func TestForm(t *testing.T) {
	for _, separator := range []rune{';', ','} {
		v := build(reporttest.Audit(), exposure.Swedish)
		got := render(t, v, separator)
		rest, ok := strings.CutPrefix(got, "\ufeff")
		if !ok {
			t.Error("the table does not begin with a byte order mark")
		}
		if strings.Count(rest, "\n") != strings.Count(rest, "\r\n") {
			t.Error("a row does not end with CRLF")
		}
		rows := parse(t, rest, separator)
		findings := 0
		for _, g := range v.Groups {
			findings += len(g.Findings)
		}
		if len(rows) != 1+findings {
			t.Errorf("%d rows; want a heading and %d findings", len(rows), findings)
		}
	}
}

func parse(t *testing.T, text string, separator rune) [][]string {
	t.Helper()
	r := stdcsv.NewReader(strings.NewReader(text))
	r.Comma = separator
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// TestNothingRuns puts every hostile text into every field. No cell may begin
// like a formula, whichever separator the program that opens it splits at and
// whether or not it heeds quotes, and the table keeps its shape.
func TestNothingRuns(t *testing.T) {
	plain := parse(t, strings.TrimPrefix(render(t, build(reporttest.Audit(), exposure.Swedish), ';'), "\ufeff"), ';')
	for _, payload := range reporttest.Payloads() {
		v := build(reporttest.Hostile(payload), exposure.Swedish)
		for _, separator := range []rune{';', ','} {
			text := strings.TrimPrefix(render(t, v, separator), "\ufeff")
			rows := parse(t, text, separator)
			if len(rows) != len(plain) || len(rows[0]) != len(plain[0]) {
				t.Fatalf("%q: %d rows of %d; want %d of %d", payload, len(rows), len(rows[0]), len(plain), len(plain[0]))
			}
			for _, row := range rows {
				for _, cell := range row {
					inert(t, payload, cell)
				}
			}
			for _, cell := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(";,\t\r\n", r) }) {
				inert(t, payload, cell)
			}
		}
	}
}

// inert fails where a spreadsheet would run the cell.
func inert(t *testing.T, payload, cell string) {
	t.Helper()
	begins, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \u00a0\ufeff\""))
	if begins != utf8.RuneError && strings.ContainsRune("=+-@＝＋－＠\u2212\t\r\n\x00", begins) {
		t.Errorf("%q: the cell %q is run", payload, cell)
	}
	if strings.ContainsAny(cell, "\x00\x1b\t\r\n") {
		t.Errorf("%q: the cell %q holds a control character", payload, cell)
	}
}

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Anna", "Anna"},
		{"", ""},
		{"=1+1", "'=1+1"},
		{"  @SUM(1)", "  '@SUM(1)"},
		{`"-1`, `"'-1`},
		{"x;+46", "x;'+46"},
		{"x, -3", "x, '-3"},
		{"＝1", "'＝1"},
		{"1 - 2", "1 - 2"},
		{"a@lind.example", "a@lind.example"},
		{"'=1", "'=1"},
	} {
		if got := csv.Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q; want %q", c.in, got, c.want)
		}
	}
	for _, p := range reporttest.Payloads() {
		if once := csv.Text(p); csv.Text(once) != once {
			t.Errorf("Text(Text(%q)) = %q; want %q", p, csv.Text(once), once)
		}
	}
}

// FuzzText holds that no cell of a text begins like a formula, whichever separator it
// is split at, and that nothing but apostrophes is added.
func FuzzText(f *testing.F) {
	for _, p := range reporttest.Payloads() {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !utf8.ValidString(s) {
			return // the strings of a view are clean
		}
		got := csv.Text(s)
		for _, cell := range strings.FieldsFunc(got, func(r rune) bool { return r == ';' || r == ',' }) {
			begins, _ := utf8.DecodeRuneInString(strings.TrimLeft(cell, " \u00a0\ufeff\""))
			if strings.ContainsRune("=+-@＝＋－＠\t\r\n\x00", begins) && begins != utf8.RuneError {
				t.Errorf("Text(%q) = %q: %q is run", s, got, cell)
			}
		}
		if strings.ReplaceAll(got, "'", "") != strings.ReplaceAll(s, "'", "") {
			t.Errorf("Text(%q) = %q: more than apostrophes is changed", s, got)
		}
	})
}
