package html_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/compare"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/scanner/audit"
)

var update = flag.Bool("update", false, "write the golden files")

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), string(got)); d != "" {
		t.Errorf("%s differs; read the change and run with -update (-want +got):\n%s", name, d)
	}
}

// TestStepOfSeveral lists what each kind of finding asks for, and where they
// stand.
func TestStepOfSeveral(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	v.Start[0].Each, v.Start[0].Where = []string{"Ta bort <hemadressen>."}, ""
	v.Start[0].Covers[0].Where = "inlägg, Malin, 8 juni 2027"
	got := string(render(t, v))
	for _, want := range []string{
		"<ul><li>Ta bort &lt;hemadressen&gt;.</li></ul>", "(<bdi>inlägg, Malin, 8 juni 2027</bdi>)", "(<bdi>bilder, Erik, bilder/koket.jpg</bdi>)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

func render(t testing.TB, v *report.View) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := html.Write(&buf, v); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func renderComparison(t testing.TB, before, after *audit.Audit, lang exposure.Lang) []byte {
	t.Helper()
	var buf bytes.Buffer
	c := compare.Audits(before, after, reporttest.Pack())
	if err := html.WriteComparison(&buf, report.BuildComparison(c, reporttest.Pack(), reporttest.Places(), lang)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

// TestPageStandsAlone reads the markup: one style sheet, which is the one the
// policy names, no script, nothing fetched, no inline style or handler.
func TestPageStandsAlone(t *testing.T) {
	docs := map[string][]byte{
		"report":     render(t, report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)),
		"comparison": renderComparison(t, reporttest.Audit(), reporttest.Audit(), exposure.Swedish),
	}
	for name, doc := range docs {
		sheets := regexp.MustCompile(`(?s)<style>(.*?)</style>`).FindAllSubmatch(doc, -1)
		if len(sheets) != 1 {
			t.Fatalf("%s: %d style sheets; want 1", name, len(sheets))
		}
		sum := sha256.Sum256(sheets[0][1])
		want := `content="default-src &#39;none&#39;; style-src &#39;sha256-` + base64.StdEncoding.EncodeToString(sum[:])
		want = strings.NewReplacer("+", "&#43;").Replace(want)
		if !bytes.Contains(doc, []byte(want)) {
			t.Errorf("%s: the policy does not name the style sheet; want %s", name, want)
		}
		for _, bad := range []string{`<script`, ` style=`, ` on\w+=`, ` src=`, `@import`, `url\(`, `<iframe`, `<img`, `http-equiv="refresh"`} {
			if m := regexp.MustCompile(`(?i)` + bad).Find(doc); m != nil {
				t.Errorf("%s: holds %q", name, m)
			}
		}
		for _, want := range []string{`<html lang="sv">`, `<h1>`, `class="skip"`, `<main>`} {
			if !bytes.Contains(doc, []byte(want)) {
				t.Errorf("%s: lacks %s", name, want)
			}
		}
	}
}

// TestAnchorsLeadSomewhere: every link inside the page has its place, and no
// place has a name twice.
func TestAnchorsLeadSomewhere(t *testing.T) {
	for name, a := range reporttest.States() {
		doc := render(t, report.Build(a, reporttest.Pack(), reporttest.Places(), exposure.Swedish))
		ids := map[string]bool{}
		for _, m := range regexp.MustCompile(` id="([^"]*)"`).FindAllSubmatch(doc, -1) {
			if ids[string(m[1])] {
				t.Errorf("%s: id %q stands twice", name, m[1])
			}
			ids[string(m[1])] = true
		}
		for _, m := range regexp.MustCompile(`href="#([^"]*)"`).FindAllSubmatch(doc, -1) {
			if !ids[string(m[1])] {
				t.Errorf("%s: nothing has the id %q", name, m[1])
			}
		}
	}
}

type broken struct{}

func (broken) Write([]byte) (int, error) { return 0, errors.New("no room") }

func TestWriteReturnsTheWritersError(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	if err := html.Write(broken{}, v); err == nil || err.Error() != "no room" {
		t.Errorf("err = %v; want the writer's", err)
	}
}

// BenchmarkWrite500 writes the page of 500 findings; building the view, which
// looks up every rule's words, is part of it.
func BenchmarkWrite500(b *testing.B) {
	a, pack := reporttest.Many(500), reporttest.Pack()
	b.ReportAllocs()
	for b.Loop() {
		if err := html.Write(io.Discard, report.Build(a, pack, reporttest.Places(), exposure.Swedish)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestWriteGolden(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish)
	golden(t, "report.sv.html", render(t, v))
}

// TestWeekReadsAsATable: every column and row of the week has a header, and the
// shade is never all that tells a full cell from an empty one.
func TestWeekReadsAsATable(t *testing.T) {
	doc := render(t, report.Build(reporttest.Audit(), reporttest.Pack(), reporttest.Places(), exposure.Swedish))
	grids := regexp.MustCompile(`(?s)<article class="week".*?<table>(.*?)</table>`).FindAllSubmatch(doc, -1)
	if len(grids) != 2 {
		t.Fatalf("%d weeks; want 2", len(grids))
	}
	for _, g := range grids {
		rows := strings.Split(string(g[1]), "<tr>")[1:]
		for i, row := range rows {
			columns, headers, cells := strings.Count(row, `<th scope="col">`), strings.Count(row, `<th scope="row">`), strings.Count(row, "<td")
			if i == 0 && (columns != 8 || cells != 0) || i > 0 && (headers != 1 || cells != 7) {
				t.Errorf("row %d has %d column headers, %d row headers and %d cells", i, columns, headers, cells)
			}
		}
		if !strings.Contains(string(g[1]), "<caption>Hur många gånger") {
			t.Error("the week has no caption")
		}
		if m := regexp.MustCompile(`<td class="w\d"></td>|<td>\d`).FindString(string(g[1])); m != "" {
			t.Errorf("%q: shade and number say different things", m)
		}
	}
}
