package json_test

import (
	"bytes"
	stdjson "encoding/json"
	"testing"

	"lampan/report"
	"lampan/report/json"
	"lampan/report/reporttest"
	"lampan/rules/exposure"
	"lampan/rules/todo"
)

func TestWritePlan(t *testing.T) {
	a, said, on := reporttest.Plan()
	var buf bytes.Buffer
	if err := json.WritePlan(&buf, report.BuildPlan(a, reporttest.Pack(), nil, said, on, "", exposure.English)); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Schema             int
		On                 string
		Start, Rest, Aside []struct {
			Finding, Code, Do, Due, State string
			Owner                         exposure.SubjectID
			Minutes                       int
		}
	}
	if err := stdjson.Unmarshal(buf.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Schema != 1 || got.On != "2026-07-15" || len(got.Start) != 3 || len(got.Rest) == 0 || len(got.Aside) != 2 {
		t.Fatalf("%+v", got)
	}
	for _, s := range got.Start {
		if s.Finding == "k-school" && (s.Owner != "elsa" || s.Due != "2026-07-31" || s.State != string(todo.Open) || s.Minutes != 10) {
			t.Errorf("%+v", s)
		}
	}
	// Lists are there also when they are empty.
	buf.Reset()
	if err := json.WritePlan(&buf, &report.PlanView{Lang: exposure.Swedish, On: on}); err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(buf.Bytes(), []byte("null")) {
		t.Errorf("an empty plan is %s", buf.Bytes())
	}
}
