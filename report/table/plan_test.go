package table_test

import (
	"bytes"
	"strings"
	"testing"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/report/table"
	"lampan/rules/exposure"
)

func TestWritePlanGolden(t *testing.T) {
	a, said, on := reporttest.Plan()
	for _, lang := range exposure.Langs() {
		v := report.BuildPlan(a, reporttest.Pack(), reporttest.Places(), said, on, "", lang)
		var first, all bytes.Buffer
		if err := table.WritePlan(&first, v, false, table.Options{Width: 80}); err != nil {
			t.Fatal(err)
		}
		if err := table.WritePlan(&all, v, true, table.Options{Width: 60}); err != nil {
			t.Fatal(err)
		}
		golden(t, "plan."+string(lang)+".txt", first.Bytes())
		golden(t, "plan-all."+string(lang)+".txt", all.Bytes())
	}
}

func TestNothingInAPlanActs(t *testing.T) {
	_, said, on := reporttest.Plan()
	for _, payload := range reporttest.Payloads() {
		a := reporttest.Hostile(payload)
		reporttest.Mark(a, said, on)
		var buf bytes.Buffer
		if err := table.WritePlan(&buf, report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", exposure.Swedish), true, table.Options{}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(buf.String()) {
			if i := strings.IndexFunc(strings.TrimSuffix(line, "\n"), acts); i >= 0 {
				t.Fatalf("payload %q: %q holds %U", payload, line, []rune(line[i:])[0])
			}
		}
	}
}
