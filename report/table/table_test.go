package table_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/report/table"
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

func TestWriteGolden(t *testing.T) {
	for _, lang := range []exposure.Lang{exposure.Swedish, exposure.English} {
		t.Run(string(lang), func(t *testing.T) {
			var buf bytes.Buffer
			v := report.Build(reporttest.Audit(), reporttest.Pack(), lang)
			if err := table.Write(&buf, v, table.Options{Width: 80}); err != nil {
				t.Fatal(err)
			}
			golden(t, "report."+string(lang)+".txt", buf.Bytes())
		})
	}
}
