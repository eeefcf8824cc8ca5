package html_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/html"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
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

func render(t testing.TB, v *report.View) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := html.Write(&buf, v); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func TestWriteGolden(t *testing.T) {
	v := report.Build(reporttest.Audit(), reporttest.Pack(), exposure.Swedish)
	golden(t, "report.sv.html", render(t, v))
}
