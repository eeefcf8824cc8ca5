package table_test

import (
	"bytes"
	"testing"

	"lampan/report"
	"lampan/report/reporttest"
	"lampan/report/table"
	"lampan/rules/exposure"
)

func TestWriteMeetingGolden(t *testing.T) {
	for _, lang := range exposure.Langs() {
		var buf bytes.Buffer
		v := report.BuildMeeting(report.Meeting{Audit: reporttest.Audit(), Followed: true}, reporttest.Pack(), reporttest.Places(), lang)
		if err := table.WriteMeeting(&buf, v, table.Options{}); err != nil {
			t.Fatal(err)
		}
		golden(t, "meeting."+string(lang)+".txt", buf.Bytes())
	}
}
